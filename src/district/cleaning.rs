//! What is told of the cleaners (保洁员) of a village.

use super::VillageId;
use crate::quantity::Money;
use serde::{Deserialize, Serialize};

/// A village's cleaners and what they sweep (`cleaners.csv`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cleaning {
    /// Where.
    pub village: VillageId,
    /// Cleaners held; `None`: not told.
    pub held: Option<u32>,
    /// Kilometres of main roads; `None`: not told.
    pub main_road_km: Option<f64>,
    /// Kilometres of back streets; `None`: not told.
    pub back_street_km: Option<f64>,
    /// Markets, squares and the like.
    pub key_places: u32,
    /// What a cleaner costs a month.
    pub per_month: Money,
}
