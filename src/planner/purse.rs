//! What a plan may take, iterations or time, and what is left of it: one purse from which every search of the walk draws.

use crate::vrp::Budget;
use std::time::Instant;

/// What a thread does on districts, roughly.
const ITERATIONS_A_SECOND: f64 = 4_000.0;

/// A budget that is drawn from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purse {
    /// Iterations: all, and those left.
    Iterations { whole: u64, left: u64 },
    /// Wall clock.
    Clock { begin: Instant, end: Instant },
}

impl Purse {
    /// A full purse; time begins to run out at once.
    pub fn new(budget: Budget) -> Self {
        match budget {
            Budget::Iterations(whole) => Self::Iterations { whole, left: whole },
            Budget::Until(end) => Self::Clock {
                begin: Instant::now(),
                end,
            },
        }
    }

    /// A share of the whole, as far as it is left.
    pub fn draw(&self, share: f64) -> Budget {
        match *self {
            Self::Iterations { whole, left } => {
                Budget::Iterations(((whole as f64 * share) as u64).min(left))
            }
            Self::Clock { begin, end } => {
                let whole = end.saturating_duration_since(begin);
                Budget::Until((Instant::now() + whole.mul_f64(share)).min(end))
            }
        }
    }

    /// All that is left but a share of the whole.
    pub fn all_but(&self, share: f64) -> Budget {
        match *self {
            Self::Iterations { whole, left } => {
                Budget::Iterations(left.saturating_sub((whole as f64 * share) as u64))
            }
            Self::Clock { begin, end } => {
                let whole = end.saturating_duration_since(begin);
                Budget::Until(end.checked_sub(whole.mul_f64(share)).unwrap_or(end))
            }
        }
    }

    /// A part of all that is left but a share of the whole.
    pub fn part_but(&self, share: f64, part: f64) -> Budget {
        match (*self, self.all_but(share)) {
            (_, Budget::Iterations(left)) => Budget::Iterations((left as f64 * part) as u64),
            (_, Budget::Until(end)) => {
                let now = Instant::now();
                let left = end.saturating_duration_since(now);
                Budget::Until(now + left.mul_f64(part))
            }
        }
    }

    /// About so many iterations are left.
    pub fn iterations_left(&self) -> f64 {
        match *self {
            Self::Iterations { left, .. } => left as f64,
            Self::Clock { end, .. } => {
                let seconds = end.saturating_duration_since(Instant::now()).as_secs_f64();
                seconds * rayon::current_num_threads() as f64 * ITERATIONS_A_SECOND
            }
        }
    }

    /// Takes out what a search has done.
    pub fn spend(&mut self, iterations: u64) {
        if let Self::Iterations { left, .. } = self {
            *left = left.saturating_sub(iterations);
        }
    }

    /// Whether the time is over.
    pub fn is_late(&self) -> bool {
        matches!(*self, Self::Clock { end, .. } if Instant::now() >= end)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        match *self {
            Self::Iterations { left, .. } => left == 0,
            Self::Clock { end, .. } => Instant::now() >= end,
        }
    }
}
