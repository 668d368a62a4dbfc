//! The independent judge: drives the plan again from district, travel, loads and plan alone, and says which promises it
//! breaks, who, when and by how much.
//!
//! It shares no code with those who plan: never `vrp`, `rounds` or `input`. Each tour is driven once (`replay`); then
//! a file a promise looks at what came of it. The name of the file is the name of the promise in findings.csv.
//! Tolerances: 1 s and 1 m a leg, 1 kg a point and week, 1 litre a trip.

mod age;
mod bins;
mod breaks;
mod capacity;
mod clearing;
mod clocks;
mod commodities;
mod compatibility;
mod containers;
mod cost;
mod disposals;
mod docks;
mod due;
mod finding;
mod fleet;
mod floor;
mod gates;
mod hauls;
mod legs;
mod loads;
mod need;
mod pins;
mod replay;
mod service;
mod shift;
mod structure;
mod trips;
mod unserved;
mod visits;
mod week;
mod windows;

pub use clearing::Cleared;
pub use finding::Finding;
pub use need::{DayNeed, tours_needed};

use crate::district::{District, PointId, StreamId};
use crate::flow::PointLoad;
use crate::plan::{CostParts, Plan};
use crate::quantity::{Kilograms, Metres, Seconds, Version};
use crate::roads::Travel;
use replay::Replay;
use serde::{Deserialize, Serialize};
use week::Week;

/// What the judge found and recomputed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Judgement {
    /// The version of the document's form.
    #[serde(default)]
    pub(crate) version: Version<1>,
    /// Broken promises; none in a clean plan.
    pub findings: Vec<Finding>,
    /// Cost of the week, from the judge's own legs, clocks and loads.
    pub cost: CostParts,
    /// Length of all tours.
    pub distance: Metres,
    /// Duty of all tours.
    pub duration: Seconds,
    /// Duty beyond the regular hours.
    pub overtime: Seconds,
    /// Taken in at points.
    pub collected: Kilograms,
    /// What stays at the points.
    pub unserved: Kilograms,
    /// Visits asked for and not made.
    pub missed_visits: u32,
    /// Points whose containers are too small for what arises between their visits.
    pub points_overflowing: usize,
    /// Containers that they lack.
    pub containers_needed: u32,
    /// 100 x kg collected within a day of arising / kg that arise, over all that rides; what stays counts against it.
    pub daily_clearing_percent: f64,
    /// The same of each stream that arises.
    pub daily_clearing_by_stream: Vec<(StreamId, f64)>,
    /// What arises at each point, and what of it is collected within a day; by point.
    pub clearing_by_point: Vec<(PointId, Cleared)>,
}

impl Judgement {
    /// Whether no promise is broken. Work that is left and named with its reason breaks none.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether all that is asked for is done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unserved == Kilograms::ZERO && self.missed_visits == 0
    }
}

/// What each tour promises by itself.
const PROMISES_OF_A_TOUR: [fn(&Replay) -> Vec<Finding>; 12] = [
    legs::broken,
    clocks::broken,
    trips::broken,
    loads::broken,
    capacity::broken,
    commodities::broken,
    disposals::broken,
    windows::broken,
    service::broken,
    compatibility::broken,
    breaks::broken,
    shift::broken,
];

/// What the tours of a week promise together.
const PROMISES_OF_A_WEEK: [fn(&Week) -> Vec<Finding>; 12] = [
    fleet::broken,
    gates::broken,
    docks::broken,
    floor::broken,
    hauls::broken,
    due::broken,
    visits::broken,
    unserved::broken,
    age::broken,
    containers::broken,
    bins::broken,
    pins::broken,
];

/// Judges a plan. `loads` is what reaches the points in the plan's week; a load of day `d` is there for a visit on day `d`.
///
/// Line haul, and what stations hold, are judged where the district has haulers or the plan has hauls.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::{check::check, flow::flow, plan::Plan, roads::travel};
///
/// // Nobody comes: what is asked for and not done is a finding.
/// let loads = flow(&district, None).loads;
/// let judged = check(&district, &travel(&district, None), &loads, &Plan::default());
/// assert!(judged.findings.iter().any(|finding| finding.promise == "visits"));
/// assert!(!judged.is_clean() && !judged.is_complete());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn check(district: &District, travel: &Travel, loads: &[PointLoad], plan: &Plan) -> Judgement {
    let mut findings = structure::broken(district, plan);
    let plan = structure::with_sound_hauls(district, plan);
    let week = Week::replay(district, travel, loads, &plan);
    for tour in &week.tours {
        findings.extend(PROMISES_OF_A_TOUR.iter().flat_map(|promise| promise(tour)));
    }
    findings.extend(PROMISES_OF_A_WEEK.iter().flat_map(|promise| promise(&week)));
    let (points_overflowing, containers_needed) = bins::count(&week);
    Judgement {
        version: Version,
        points_overflowing,
        containers_needed,
        findings,
        cost: cost::of_week(&week, loads),
        distance: week.tours.iter().map(Replay::distance).sum(),
        duration: week.tours.iter().map(Replay::duration).sum(),
        overtime: week.tours.iter().map(cost::overtime).sum(),
        collected: week.tours.iter().map(Replay::collected).sum(),
        unserved: unserved::in_week(&week),
        missed_visits: visits::missed(&week),
        daily_clearing_percent: clearing::percent(&week),
        daily_clearing_by_stream: clearing::by_stream(&week),
        clearing_by_point: clearing::by_point(&week),
    }
}
