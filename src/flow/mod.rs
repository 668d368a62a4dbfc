//! What each village makes, what is sorted out and where it goes, and what reaches each collection point.
//!
//! Every kilogram that is made ends in one sink: at a collection point, composted, sold, filled in, handed over, or uncollected. A
//! point's explicit rate is what trucks take there: villages add nothing to it. Where the points of a village say more
//! than its residents make, the points are believed; where they say less and no blank bins take the rest, it stays
//! uncollected, unless the village's rate is a default: then the points are the better measure.

mod assigned;
#[cfg(feature = "lp")]
mod assignment;
mod balance;
mod calendar;
mod cleaners;
mod end_price;
mod feeders;
mod follow;
mod generation;
mod graph;
mod pool;
mod reconcile;
mod rows;
mod tipping;
mod warning;

pub use assigned::{Assigned, Assignment, FacilityLoad, Origin};
#[cfg(feature = "lp")]
pub use assignment::{assign, assign_opening};
pub use balance::{MassBalance, Rollup};
pub use cleaners::{CleanerNeed, CleanerRule, cleaner_needs};
pub use end_price::OnwardPrices;
pub use feeders::{FeederNeed, FeederWay, feeder_cost, feeder_needs, feeders_used};
pub use follow::flow;
pub use graph::{WasteEdge, WasteGraph, WasteNode};
pub use reconcile::{
    Factor, Measurement, Reconciliation, ScaleError, Ways, Weighed, Weighing, WeighingDay,
    reconcile, reconciled,
};
pub use rows::FlowRow;
pub use warning::FlowWarning;

use crate::district::{District, PointId, StreamId, VillageId};
use serde::{Deserialize, Serialize};

/// What reaches one kind of bins at a collection point, day by day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PointLoad {
    /// The point.
    pub point: PointId,
    /// Which of the point's bins.
    pub bins: usize,
    /// The stream that rides from there; bins of no stream ride as the residual one.
    pub stream: StreamId,
    /// Kilograms that arise on each day of the week, Monday first.
    pub kg: [f64; 7],
}

impl PointLoad {
    /// Kilograms that arise in the week.
    #[must_use]
    pub fn kg_per_week(&self) -> f64 {
        self.kg.iter().sum()
    }
}

/// Who makes waste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// The households of a village.
    Village(VillageId),
    /// A generator (market, canteen, school), or a point that belongs to no village.
    Point(PointId),
}

/// What someone makes of a stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Made {
    /// Who.
    pub maker: Maker,
    /// Of which stream, before any sorting.
    pub stream: StreamId,
    /// Kilograms on each day of the week, Monday first.
    pub kg: [f64; 7],
}

/// Where waste ends that no facility takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Composted in the village.
    Compost,
    /// Sold by households.
    Sale,
    /// Fills roads and pits.
    Fill,
    /// Taken by somebody else.
    Elsewhere,
    /// Stays.
    Uncollected,
    /// Squeezed out of what is collected, at a station: leachate, for the drain.
    Drain,
}

/// Waste of a village that reaches no collection point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diverted {
    /// The village.
    pub village: VillageId,
    /// The stream that it is sorted into; what stays uncollected is of the stream that it would ride as.
    pub stream: StreamId,
    /// Where it ends.
    pub fate: Fate,
    /// Kilograms on each day of the week, Monday first.
    pub kg: [f64; 7],
}

/// The flow of a district's waste in a week.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flow {
    /// What reaches the points, by point, then bins. Bins that nothing reaches are left out.
    pub loads: Vec<PointLoad>,
    /// Who makes what: villages by stream, then generators.
    pub made: Vec<Made>,
    /// What reaches no point, by village.
    pub diverted: Vec<Diverted>,
    /// What is odd about it.
    pub warnings: Vec<FlowWarning>,
}

impl Flow {
    /// The mass balance of the district's week.
    #[must_use]
    pub fn balance(&self, district: &District) -> MassBalance {
        self.rollup(district).district
    }

    /// The mass balance of every village, every town and the district.
    #[must_use]
    pub fn rollup(&self, district: &District) -> Rollup {
        Rollup::of(district, self)
    }

    /// The part of what trucks take, 0 to 1, that rests on a default rate of generation rather than on a given one.
    #[must_use]
    pub fn share_from_defaults(&self, district: &District) -> f64 {
        let rests_on_default = |load: &&PointLoad| {
            let point = &district.points[load.point.index()];
            let is_blank = point.bins[load.bins].kg_per_day.is_none();
            is_blank
                && point
                    .village
                    .is_some_and(|v| district.villages[v.index()].rate_is_default)
        };
        let total: f64 = self.loads.iter().map(PointLoad::kg_per_week).sum();
        let defaults: f64 = (self.loads.iter().filter(rests_on_default))
            .map(PointLoad::kg_per_week)
            .sum();
        if total > 0.0 { defaults / total } else { 0.0 }
    }
}
