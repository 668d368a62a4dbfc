//! What every command that searches takes, and how its run is told afterwards.

use crate::input::Input;
use crate::planner::Budget;
use crate::report::RunFacts;
use clap::Args;
use std::time::{Duration, Instant};

/// How long to search, and from which seed.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct SearchArgs {
    /// Seconds of wall clock from start to the end of the search (solve: to the exit; fleet: for each size) [default: none,
    /// iterations scaled to the size]
    #[arg(long, value_name = "SECONDS", conflicts_with = "iterations", value_parser = seconds)]
    pub(super) time_limit: Option<Duration>,
    /// Iterations of the search in all: over all days, repairs and line haul (fleet: for each size)
    #[arg(long, value_name = "N")]
    pub(super) iterations: Option<u64>,
    /// Seed of the search
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
}

/// Reads a number of seconds: more than none, less than a month.
fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text
        .trim()
        .parse()
        .map_err(|_| "a number of seconds, such as 60".to_owned())?;
    if number > 0.0 && number < 30.0 * 86_400.0 {
        Ok(Duration::from_secs_f64(number))
    } else {
        Err("more than 0 and less than 30 days of seconds".to_owned())
    }
}

impl SearchArgs {
    /// The budget asked for; `reserve` is set aside of the wall clock.
    pub(super) fn budget(&self, started: Instant, reserve: Duration) -> Option<Budget> {
        let until = |limit: Duration| Budget::Until(started + limit.saturating_sub(reserve));
        let by_clock = self.time_limit.map(until);
        by_clock.or(self.iterations.map(Budget::Iterations))
    }

    /// How the run went.
    pub(super) fn run_facts(&self, input: &Input, interrupted: bool, started: Instant) -> RunFacts {
        RunFacts {
            time_limit: self.time_limit.map(|limit| limit.as_secs_f64()),
            iterations: self.iterations,
            ..run_facts(input, interrupted, started)
        }
    }
}

/// How a run without a search went.
pub(super) fn run_facts(input: &Input, interrupted: bool, started: Instant) -> RunFacts {
    RunFacts {
        input_sha256: input.sha256.clone(),
        seconds: started.elapsed().as_millis() as f64 / 1000.0,
        time_limit: None,
        iterations: None,
        daily: Vec::new(),
        interrupted,
        threads: rayon::current_num_threads(),
        machine: RunFacts::this_machine(),
        version: env!("CARGO_PKG_VERSION"),
        warnings: input.warnings.clone(),
    }
}
