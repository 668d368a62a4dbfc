//! A plan lived through: many weeks with waste, times and breakdowns drawn around their means.
//!
//! What strays, and how far, is the district's [`Spread`](crate::district::Spread). A run lives through some weeks one after
//! the other; runs know nothing of each other. Every draw is a function of what it is about ([`draw`]), so that two plans
//! meet the same weeks and no figure depends on threads. Counts are whole numbers ([`Tally`]), from which [`Risk`] makes
//! estimates with intervals.

mod draw;
mod estimate;
mod life;
mod risk;
mod script;
mod tally;
#[cfg(test)]
mod tests;

pub use estimate::Estimate;
pub use risk::{Comparison, Mend, PointRisk, Risk, StationRisk, TourRisk, Weak};
pub use tally::{Count, RunTotals, Tally};

use super::Share;
use crate::district::District;
use crate::plan::Plan;
use crate::planner::{Groundwork, Watch};
use life::{Factors, live};
use rayon::prelude::*;
use script::Script;
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

/// How much is lived through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimulationQuestion {
    /// Weeks of each run.
    pub weeks: u32,
    /// Runs.
    pub runs: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// SHA-256 of the plan's tables.
    pub plan_sha256: String,
}

/// Runs are worked on in at most so many blocks, each an item of the study.
const BLOCKS: u32 = 64;

impl SimulationQuestion {
    /// The runs of each block.
    #[must_use]
    pub fn blocks(&self) -> Vec<std::ops::Range<u32>> {
        let size = self.runs.div_ceil(BLOCKS).max(1);
        let begins = (0..self.runs).step_by(size as usize);
        begins
            .map(|begin| begin..(begin + size).min(self.runs))
            .collect()
    }
}

/// A block that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimulatedBlock {
    /// Its number, from 0.
    pub block: usize,
    /// What it counted.
    pub tally: Tally,
}

/// Lives through the runs of a share that `done` does not name, block by block, side by side; tells of each as it is done.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::planner::{Budget, Groundwork, PlanParams, Watch, plan_on};
/// use wasteways::study::{Risk, Share, SimulationQuestion, Tally, simulate};
///
/// let ground = Groundwork::of(&district, None, None);
/// let params = PlanParams { budget: Some(Budget::Iterations(100)), ..PlanParams::default() };
/// let plan = plan_on(&district, &ground, &params, &Watch::default()).plan;
/// let question = SimulationQuestion { weeks: 1, runs: 20, seed: 1, plan_sha256: String::new() };
/// let lived = (&district, &ground, &plan);
/// let mut tally = Tally::default();
/// for block in simulate(lived, &question, (Share::WHOLE, &[]), &Watch::default(), &|_| {}) {
///     tally.merge(block.tally);
/// }
/// println!("{:.2} tours a week come home late", Risk::of(lived, &question, &tally).late_tours.value);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn simulate(
    (district, ground, plan): (&District, &Groundwork, &Plan),
    question: &SimulationQuestion,
    (share, done): (Share, &[usize]),
    watch: &Watch,
    told: &(dyn Fn(&SimulatedBlock) + Sync),
) -> Vec<SimulatedBlock> {
    let script = Script::new(district, ground, plan);
    let factors = Factors::from(district.spread);
    let is_stopped = || watch.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
    let blocks = question.blocks();
    let mine: Vec<usize> = (0..blocks.len())
        .filter(|&block| share.holds(block) && !done.contains(&block))
        .collect();
    let live_block = |&block: &usize| {
        let mut tally = Tally::default();
        for run in blocks[block].clone() {
            if is_stopped() {
                return None;
            }
            let counts = live(&script, factors, (question.seed, run), question.weeks);
            tally.add_run(question.weeks, &counts);
        }
        let block = SimulatedBlock { block, tally };
        told(&block);
        Some(block)
    };
    mine.par_iter()
        .with_max_len(1)
        .filter_map(live_block)
        .collect()
}
