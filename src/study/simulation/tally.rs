//! What a block of runs counts, in whole numbers, so that blocks add up to the same whatever their order.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one run counts.
#[derive(Clone, Debug)]
pub(super) struct RunCounts {
    /// By bin: weeks in which it overflowed.
    pub overflows: Vec<u32>,
    /// By tour: late returns, and their seconds.
    pub late: Vec<u32>,
    pub late_s: Vec<i64>,
    /// By facility: weeks in which its floor overflowed, and seconds in its queue.
    pub floors: Vec<u32>,
    pub queues: Vec<i64>,
    pub due_kg: f64,
    pub cleared_kg: f64,
    pub totals: RunTotals,
}

impl RunCounts {
    pub fn new(run: u32, bins: usize, rides: usize, facilities: usize) -> Self {
        Self {
            overflows: vec![0; bins],
            late: vec![0; rides],
            late_s: vec![0; rides],
            floors: vec![0; facilities],
            queues: vec![0; facilities],
            due_kg: 0.0,
            cleared_kg: 0.0,
            totals: RunTotals {
                run,
                ..RunTotals::default()
            },
        }
    }
}

/// One run as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunTotals {
    /// The run's number.
    pub run: u32,
    /// Weeks of overflow, over all bins.
    pub overflows: u64,
    /// Weeks of overflow, over all station floors.
    pub floors: u64,
    /// Tours that came home late.
    pub late_tours: u32,
    /// Tours that broke down.
    pub breakdowns: u32,
    /// Times that a truck was full before its trip ended.
    pub full_early: u32,
    /// Seconds of waiting for docks.
    pub queue_s: i64,
    /// Kilograms that arise.
    pub due_kg: i64,
    /// Of them collected on the day of arising.
    pub cleared_kg: i64,
    /// Kilograms at the points when the run ends.
    pub left_kg: i64,
}

/// A count over runs: its sum, and the sum of its squares by run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Sum over runs.
    pub sum: u64,
    /// Sum of squares.
    pub squares: u64,
    /// Seconds that go with it, if any.
    pub seconds: i64,
}

impl Count {
    fn add(&mut self, times: u32, seconds: i64) {
        self.sum += u64::from(times);
        self.squares += u64::from(times) * u64::from(times);
        self.seconds += seconds;
    }

    fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.squares += other.squares;
        self.seconds += other.seconds;
    }
}

/// What a block of runs counts. Places at which nothing happened are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Weeks of each run.
    pub weeks: u32,
    /// The runs, by number.
    pub runs: Vec<RunTotals>,
    /// By bin (row of the flow's loads): weeks of overflow.
    pub bins: BTreeMap<usize, Count>,
    /// By tour (row of the plan): late returns.
    pub tours: BTreeMap<usize, Count>,
    /// By facility, in the district's order: weeks in which the floor overflowed; seconds of queues.
    pub facilities: BTreeMap<usize, Count>,
}

impl Tally {
    pub(super) fn add_run(&mut self, weeks: u32, run: &RunCounts) {
        self.weeks = weeks;
        self.runs.push(run.totals_of());
        let seconds = |_| 0;
        add_all(&mut self.bins, &run.overflows, seconds);
        add_all(&mut self.tours, &run.late, |at| run.late_s[at]);
        add_all(&mut self.facilities, &run.floors, |at| run.queues[at]);
    }

    /// Adds another block's counts.
    pub fn merge(&mut self, other: Self) {
        self.weeks = self.weeks.max(other.weeks);
        self.runs.extend(other.runs);
        self.runs.sort_unstable();
        let pairs = [
            (&mut self.bins, other.bins),
            (&mut self.tours, other.tours),
            (&mut self.facilities, other.facilities),
        ];
        for (all, more) in pairs {
            for (at, count) in more {
                all.entry(at).or_default().merge(count);
            }
        }
    }
}

fn add_all(all: &mut BTreeMap<usize, Count>, times: &[u32], seconds: impl Fn(usize) -> i64) {
    for (at, &times) in times.iter().enumerate() {
        let seconds = seconds(at);
        if times > 0 || seconds > 0 {
            all.entry(at).or_default().add(times, seconds);
        }
    }
}
