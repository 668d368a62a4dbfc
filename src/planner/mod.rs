//! The whole walk on one page: district in, checked week of collection out.

use crate::check::Judgement;
use crate::flow::Flow;
use crate::plan::Plan;
use crate::quantity::IsoWeek;
use crate::roads::Travel;
use crate::transfer::LoadProfile;

/// How to plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanParams {
    /// The week to plan for; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// Seed of the search.
    pub seed: u64,
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
    /// Iterations that the search made.
    pub iterations: u64,
    /// Seed of the search.
    pub seed: u64,
}
