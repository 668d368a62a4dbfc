//! What it would take to clear all waste on the day on which it arises (日产日清), beside what is planned.

use super::purse::Purse;
use super::stations::Stations;
use super::{Groundwork, Stage, Watch};
use crate::district::{District, StreamId};
use crate::quantity::{Kilograms, Money};
use crate::vrp::{Budget, SolveParams};
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// The share of a plan's budget that goes into the daily week beside it.
const DAILY_SHARE: f64 = 0.03;

/// A week in which every point is visited on each day on which something arises, after a short search: it can cost no more
/// than this.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AllDaily {
    /// Cost of the week.
    pub cost: Money,
    /// Most tours on one day.
    pub vehicles_used: usize,
    /// Tours of the week.
    pub tours: usize,
    /// What the fleet leaves.
    pub unserved: Kilograms,
    /// 100 x kg collected within a day of arising / kg that arise.
    pub clearing_percent: f64,
}

/// A budget in two: for the plan, and for the daily week beside it.
pub(super) fn shared(budget: Budget) -> [Budget; 2] {
    match budget {
        Budget::Iterations(all) => {
            let daily = (all as f64 * DAILY_SHARE) as u64;
            [all - daily, daily].map(Budget::Iterations)
        }
        Budget::Until(end) => {
            let left = end.saturating_duration_since(Instant::now());
            let until = end.checked_sub(left.mul_f64(DAILY_SHARE)).unwrap_or(end);
            [until, end].map(Budget::Until)
        }
    }
}

/// Plans the daily week; with it, the iterations that it took.
pub(super) fn all_daily(
    district: &District,
    ground: &Groundwork,
    seed: u64,
    budget: Budget,
    watch: &Watch,
) -> (AllDaily, u64) {
    watch.begins(Stage::AllDaily);
    let all: Vec<StreamId> = (0..district.streams.len())
        .map(StreamId::from_index)
        .collect();
    let daily = district.with_daily(&all);
    let rounds = ground.rounds(&daily, None);
    let stations = Stations {
        district: &daily,
        ground,
        purse: Purse::new(budget),
        search: SolveParams {
            seed,
            completing: 0,
            ..SolveParams::default()
        },
        crew_price: Money::ZERO,
        hour_price: Money::ZERO,
        onward: ground.onward_prices(&daily),
        watch,
        iterations: 0,
    };
    let planned = stations.plan_once(&rounds);
    let judged = &planned.judgement;
    let found = AllDaily {
        cost: judged.cost.total(),
        vehicles_used: planned.plan.most_tours_on_a_day(),
        tours: planned.plan.tours.len(),
        unserved: judged.unserved,
        clearing_percent: judged.daily_clearing_percent,
    };
    (found, planned.iterations)
}
