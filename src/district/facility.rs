//! Facilities where vehicles empty themselves: transfer stations and treatment plants.

use super::{Place, PlantId, StationId, StreamId, TownId};
use crate::quantity::{Kilograms, Money, Seconds, Window};
use serde::{Deserialize, Serialize};

/// Any facility that empties a vehicle during a tour (卸料).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DisposalId {
    /// A transfer station.
    Station(StationId),
    /// A treatment plant.
    Plant(PlantId),
}

/// What a vehicle finds at the gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Streams taken; empty: every stream of the chain except hazardous ones.
    #[serde(default)]
    pub accepts: Vec<StreamId>,
    /// Most that it takes a day; `None`: no limit given.
    pub daily_limit: Option<Kilograms>,
    /// Vehicles that can unload at once; `None`: not given, any number.
    pub docks: Option<u32>,
    /// Time of an unloading.
    pub unload: Seconds,
    /// When an unloading may begin.
    pub window: Window,
    /// Gate price for each tonne tipped; hauling is never in it.
    pub price_per_tonne: Money,
    /// Whether it takes nothing at all for the time being.
    #[serde(default)]
    pub is_closed: bool,
}

/// A transfer station (中转站): takes loads, compacts, stores, sends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct TransferStation {
    /// Its name, unique among facilities.
    pub name: String,
    /// The town it stands in.
    pub town: Option<TownId>,
    /// Where.
    pub place: Place,
    /// Gate.
    pub gate: Gate,
    /// Most that its floor and containers hold; `None`: not given.
    pub storage: Option<Kilograms>,
    /// What its compactor presses in an hour; `None`: not given, as fast as waste comes.
    pub pressed_an_hour: Option<Kilograms>,
    /// What a day of it costs if it is only a candidate, to be opened or not; `None`: it stands open.
    pub open_per_day: Option<Money>,
    /// Loose litres that one litre sent on stands for.
    pub compaction: f64,
    /// Share of the mass sent on that the press squeezes out and the drain takes, 0 to 1.
    pub leachate_share: f64,
    /// The plant it sends to: as given, or the nearest that takes the residual stream.
    pub plant: Option<PlantId>,
}

impl TransferStation {
    /// Of what is tipped and goes on, what leaves by road: all but the leachate, in whole kilograms; half of one stays.
    #[must_use]
    pub fn after_press(&self, tipped: Kilograms) -> Kilograms {
        Kilograms::rounded(tipped.as_f64() * self.share_after_press())
    }

    /// The share of what is tipped and goes on that leaves by road.
    #[must_use]
    pub fn share_after_press(&self) -> f64 {
        1.0 - self.leachate_share
    }
}

/// What a plant does with a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PlantKind {
    /// Buries it.
    #[default]
    Landfill,
    /// Burns it.
    Incinerator,
    /// Composts it.
    Compost,
    /// Makes fertiliser of it.
    Fertiliser,
}

/// A treatment plant (处理厂、填埋场), where a stream ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Plant {
    /// Its name, unique among facilities.
    pub name: String,
    /// Where.
    pub place: Place,
    /// What it does.
    pub kind: PlantKind,
    /// Gate.
    pub gate: Gate,
}
