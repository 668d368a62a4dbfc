//! What is odd about a flow, for a planner to look at; nothing here stops a plan.

use crate::district::{District, StreamId, VillageId};
use serde::{Deserialize, Serialize};

/// Numbers of the tables that do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FlowWarning {
    /// The explicit rates of a village's points say more than its residents make; the points are believed.
    PointsExceedVillage {
        /// The village.
        village: VillageId,
        /// The stream that rides.
        stream: StreamId,
        /// By how much, on the average day.
        kg_per_day: f64,
    },
    /// All points of a village have explicit rates, and residents make more than these; the rest stays uncollected.
    PointsFallShort {
        /// The village.
        village: VillageId,
        /// The stream that rides.
        stream: StreamId,
        /// By how much, on the average day.
        kg_per_day: f64,
    },
    /// A village makes waste that none of its bins takes; it stays uncollected.
    NoBins {
        /// The village.
        village: VillageId,
        /// The stream that would ride.
        stream: StreamId,
        /// How much, on the average day.
        kg_per_day: f64,
    },
}

impl FlowWarning {
    /// The warning in words.
    #[must_use]
    pub fn message(&self, district: &District) -> String {
        let village = |id: VillageId| &district.villages[id.index()].name;
        let stream = |id: StreamId| &district.streams[id.index()].name;
        match *self {
            Self::PointsExceedVillage {
                village: v,
                stream: s,
                kg_per_day,
            } => format!(
                "village {}: its points say {kg_per_day:.0} kg of {} a day more than its residents make; \
                 the points are believed",
                village(v),
                stream(s),
            ),
            Self::PointsFallShort {
                village: v,
                stream: s,
                kg_per_day,
            } => format!(
                "village {}: its residents make {kg_per_day:.0} kg of {} a day more than its points say; \
                 it stays uncollected (leave kg_per_day of a point blank to take it)",
                village(v),
                stream(s),
            ),
            Self::NoBins {
                village: v,
                stream: s,
                kg_per_day,
            } => format!(
                "village {}: no point takes its {kg_per_day:.0} kg of {} a day; it stays uncollected",
                village(v),
                stream(s),
            ),
        }
    }
}
