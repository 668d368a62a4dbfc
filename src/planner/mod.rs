//! The whole walk on one page: district in, checked week of collection out.
//!
//! Each stage is one call and its result has a name of the trade; nothing clever happens here.

use crate::check::{Judgement, check};
use crate::district::District;
use crate::flow::{Flow, flow};
use crate::plan::Plan;
use crate::quantity::{IsoWeek, Money};
use crate::roads::{RoadNetwork, Travel, travel};
use crate::rounds::{Change, Continuity, Rounds, changes};
use crate::transfer::{LoadProfile, haul_per_tonne, load_profile};
use crate::vrp::{SolveParams, solve};

pub use crate::vrp::{Budget, Progress, Watch};

/// How to plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanParams<'a> {
    /// The week to plan for; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// Seed of the search.
    pub seed: u64,
    /// How long to search; `None`: iterations scaled to the size.
    pub budget: Option<Budget>,
    /// A plan to keep to, vehicle and day per village, at the prices below.
    pub from: Option<&'a Plan>,
    /// With `from`: price of each visit by another type of vehicle.
    pub vehicle_change_price: Money,
    /// With `from`: price of each visit on another day.
    pub day_change_price: Money,
}

impl Default for PlanParams<'_> {
    /// The base season, seed 1, iterations scaled to the size, no former plan; a change would cost 10 units a visit.
    fn default() -> Self {
        let change_price = Money::units(10.0);
        Self {
            week: None,
            seed: 1,
            budget: None,
            from: None,
            vehicle_change_price: change_price,
            day_change_price: change_price,
        }
    }
}

/// All that a plan's walk finds out.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What reaches the points, and the way of all waste.
    pub flow: Flow,
    /// Legs between sites.
    pub travel: Travel,
    /// The week of tours.
    pub plan: Plan,
    /// The load of the facilities.
    pub load_profile: LoadProfile,
    /// What the judge says.
    pub judgement: Judgement,
    /// What differs from the plan that was to be kept, by village; empty without one.
    pub changes: Vec<Change>,
    /// Iterations that the search made.
    pub iterations: u64,
    /// Seed of the search.
    pub seed: u64,
}

/// Plans a week: follows the waste, measures the ways, poses the rounds, solves them, drives the plan again as its judge.
///
/// That the fleet cannot do it all is a result, not an error: see [`Plan::unserved`].
#[must_use]
pub fn plan(
    district: &District,
    network: Option<&RoadNetwork>,
    params: &PlanParams,
    watch: &Watch,
) -> Outcome {
    let flow = flow(district, params.week);
    let travel = travel(district, network);
    let continuity = params.from.map(|former| Continuity {
        former,
        vehicle_price: params.vehicle_change_price,
        day_price: params.day_change_price,
    });
    let haul_price = |disposal| haul_per_tonne(district, &travel, disposal);
    let rounds = Rounds::new(district, &travel, &flow.loads, haul_price, continuity);
    let budget = params
        .budget
        .unwrap_or_else(|| Budget::default_for(rounds.problem()));
    let search = SolveParams {
        seed: params.seed,
        budget,
        ..SolveParams::default()
    };
    let solution = solve(rounds.problem(), &search, None, watch);
    let plan = rounds.plan(&solution, params.week);
    let load_profile = load_profile(district, &plan);
    let judgement = check(district, &travel, &flow.loads, &plan);
    let changes = params
        .from
        .map(|former| changes(district, former, &plan))
        .unwrap_or_default();
    let iterations = solution.iterations;
    Outcome {
        flow,
        plan,
        load_profile,
        judgement,
        changes,
        iterations,
        seed: params.seed,
        travel,
    }
}
