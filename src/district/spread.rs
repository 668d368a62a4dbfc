//! How far a real week strays from the mean one.

use serde::{Deserialize, Serialize};

/// What a crew does whose truck is full before the trip's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum WhenFull {
    /// Drives to the trip's disposal, unloads and comes back, if the shift allows it; else leaves the rest.
    #[default]
    Unload,
    /// Leaves the rest for the next visit.
    Leave,
}

/// Spread of what a week is made of (`spread.csv`). Factors are lognormal with mean 1; a cv is the standard deviation as a
/// share of the mean. The defaults are assumptions, to be replaced by the district's own weighbridge and counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// Of a week's waste in the whole district.
    pub district_cv: f64,
    /// Of a week's waste in a village, on top.
    pub village_cv: f64,
    /// Of a day's waste at a point, on top.
    pub point_cv: f64,
    /// Of a service or an unloading.
    pub service_cv: f64,
    /// Of the driving times of a tour, all its legs alike.
    pub travel_cv: f64,
    /// Probability that a tour breaks down; the rest of it is then lost.
    pub breakdown: f64,
    /// What a crew does whose truck is full early.
    pub when_full: WhenFull,
}

impl Spread {
    /// No spread at all: every week is the mean one.
    pub const NONE: Self = Self {
        district_cv: 0.0,
        village_cv: 0.0,
        point_cv: 0.0,
        service_cv: 0.0,
        travel_cv: 0.0,
        breakdown: 0.0,
        when_full: WhenFull::Unload,
    };
}

impl Default for Spread {
    fn default() -> Self {
        Self {
            district_cv: 0.08,
            village_cv: 0.15,
            point_cv: 0.30,
            service_cv: 0.20,
            travel_cv: 0.10,
            breakdown: 0.005,
            when_full: WhenFull::Unload,
        }
    }
}
