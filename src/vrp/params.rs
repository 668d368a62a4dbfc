//! What a caller chooses of a search: seed, budget, shape; and how it watches and stops one.

use super::horizon::{choose_patterns, distinct_days};
use super::problem::Problem;
use crate::quantity::Money;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// So many ruins and recreates, over all distinct days together, each with its share by visits. The answer is then the
    /// same on any machine and any number of threads.
    Iterations(u64),
    /// Until this moment, for all days together. A faster machine gives a better answer.
    Until(Instant),
}

impl Budget {
    /// Iterations scaled to the size of the problem and the number of its distinct days: a second or few for some hundred
    /// clients a day, one or two minutes on two cores for a week of thousands.
    #[must_use]
    pub fn default_for(problem: &Problem) -> Self {
        let distinct = distinct_days(problem, &choose_patterns(problem, None));
        let largest = distinct
            .iter()
            .map(|day| day.visits.len())
            .max()
            .unwrap_or(0) as u64;
        let days = distinct.len().max(1) as u64;
        Self::Iterations((days * (10_000 + 60 * largest)).min(MOST_ITERATIONS))
    }
}

/// What all distinct days together get by default at most.
const MOST_ITERATIONS: u64 = 400_000;

/// How to search. Every default was measured on real rounds of 60 to 3,000 stops a day unless a paper is named.
#[derive(Clone, Debug, PartialEq)]
pub struct SolveParams {
    /// Seed of the random numbers.
    pub seed: u64,
    /// How long.
    pub budget: Budget,
    /// Mean number of clients that a ruin removes: 10 in Christiaens & Vanden Berghe 2020, section 5.1.
    pub mean_removed: u32,
    /// Longest string of clients that a ruin takes from one tour: 10 in the same place.
    pub longest_string: u32,
    /// Where there are disposals, strings grow, and the number removed with them, up to this share of the trip around which
    /// they are taken: ten clients of a trip of seventy are too few to leave room for another way. Not while vehicles are saved.
    pub string_share: f64,
    /// Share of the positions that an insertion overlooks by intent: 0.01 in the same place.
    pub blink: f64,
    /// Temperature at the start, in mean costs of a leg. The paper's 100 is about three legs of its instances; a search
    /// that starts from full tours wants less.
    pub start_temperature: f64,
    /// Temperature at the end, in mean costs of a leg; the paper's 1 is about the same.
    pub end_temperature: f64,
    /// Share of the budget that goes into needing fewer vehicles, as long as a vehicle has a price worth it. The
    /// paper gives 0.1; tours of several full trips are harder to dissolve.
    pub fleet_share: f64,
    /// How many of its nearest clients are tried as neighbours of a client.
    pub neighbours: usize,
    /// A first plan that leaves somebody over is searched for room until it serves all, is no budget's, and takes at most so
    /// many iterations a day; none where a former plan is given, unless that is to be made whole.
    pub completing: u64,
    /// Whether a former plan is to be made whole.
    pub completes_start: bool,
    /// How long this may go on behind a deadline.
    pub grace: Duration,
    /// Clients a part: a large day is cut into parts of about this size that are searched side by side, and cut anew
    /// each round.
    pub clients_a_part: usize,
}

impl Default for SolveParams {
    fn default() -> Self {
        Self {
            seed: 1,
            budget: Budget::Iterations(50_000),
            mean_removed: 10,
            longest_string: 10,
            string_share: 0.5,
            blink: 0.01,
            start_temperature: 2.0,
            end_temperature: 0.03,
            fleet_share: 0.25,
            neighbours: 40,
            completing: 12_000,
            completes_start: false,
            grace: Duration::ZERO,
            clients_a_part: 2_700,
        }
    }
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The day that reports: of those that ask for the same the first, 0 where days are searched together.
    pub day: u8,
    /// Iterations done, all days together.
    pub iterations: u64,
    /// Cost of the best answer so far of the day that reports, unserved visits without a price left out.
    pub best_cost: Money,
    /// Visits that this best answer leaves unserved.
    pub unserved: usize,
}

/// How a caller follows a search and ends it early.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a> {
    /// Set from outside to end the search; the best answer so far comes back.
    pub stop: Option<&'a AtomicBool>,
    /// Called now and then, from any thread.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl Watch<'_> {
    /// Whether someone asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Tells the one who watches, if there is one.
    pub(crate) fn report(&self, progress: Progress) {
        if let Some(tell) = self.progress {
            tell(progress);
        }
    }
}
