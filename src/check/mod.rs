//! The independent judge: drives the plan again from district, travel and plan alone, and says which promises it breaks.

use crate::district::District;
use crate::flow::PointLoad;
use crate::plan::{CostParts, Plan};
use crate::quantity::{Clock, Day, Kilograms, Metres, Seconds};
use crate::roads::Travel;

/// A broken promise (a row of findings.csv).
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The promise: `capacity`, `window`, `shift`, `break`, `visits`, ...
    pub promise: &'static str,
    /// The tour, point or facility.
    pub who: String,
    /// When.
    pub day: Option<Day>,
    /// At what time.
    pub clock: Option<Clock>,
    /// By how much.
    pub amount: f64,
    /// Of what.
    pub unit: &'static str,
    /// In words.
    pub detail: String,
}

/// What the judge found and recomputed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
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
    /// 100 x kg collected within a day of arising / kg due, over streams with max_age_days 1 (if none: all).
    pub daily_clearing_percent: f64,
}

/// Judges a plan. `loads` is what reaches the points in the plan's week.
#[must_use]
pub fn check(district: &District, travel: &Travel, loads: &[PointLoad], plan: &Plan) -> Judgement {
    let _ = (district, travel, loads, plan);
    Judgement::default()
}
