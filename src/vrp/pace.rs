//! How time is shared: how far a search is along its budget, and which thread searches which day when.

use std::time::{Duration, Instant};

/// A stretch of wall clock given to one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slice {
    pub day: usize,
    pub begin: Instant,
    pub end: Instant,
    /// Share of the day's whole time that is behind it when the slice begins, and when it ends.
    pub from: f64,
    pub to: f64,
}

impl Slice {
    /// Share of the day's time that is behind it.
    pub fn share(&self, now: Instant) -> f64 {
        let done = now.saturating_duration_since(self.begin).as_secs_f64();
        let whole = self.end.saturating_duration_since(self.begin).as_secs_f64();
        if done >= whole {
            self.to
        } else {
            self.from + (self.to - self.from) * done / whole
        }
    }
}

/// A total in shares by weight, whole numbers that add up to it; nothing where nothing weighs.
pub(crate) fn apportioned(total: u64, weights: &[u64]) -> Vec<u64> {
    let all: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    let mut behind = 0_u128;
    let mut until = |weight: u64| {
        let from = behind * u128::from(total) / all.max(1);
        behind += u128::from(weight);
        (behind * u128::from(total) / all.max(1) - from) as u64
    };
    weights.iter().map(|&weight| until(weight)).collect()
}

/// Gives each day the same time on `threads` threads, so that all are done at the end and none runs on two threads at
/// once: the days are laid end to end and the row cut where a thread's time is over (McNaughton, *Scheduling with
/// deadlines and loss functions*, Manag. Sci. 6 (1959) 1-12, doi 10.1287/mnsc.6.1.1). A list a thread, in order of time.
pub(crate) fn share_time(
    days: usize,
    threads: usize,
    begin: Instant,
    end: Instant,
) -> Vec<Vec<Slice>> {
    let whole = end.saturating_duration_since(begin).as_secs_f64();
    let threads = threads.clamp(1, days.max(1));
    let each = whole * threads as f64 / days.max(1) as f64;
    let at = |seconds: f64| begin + Duration::from_secs_f64(seconds.clamp(0.0, whole));
    let mut lists = vec![Vec::new(); threads];
    for day in 0..days {
        let (first, last) = (day as f64 * each, (day + 1) as f64 * each);
        let thread = ((first / whole.max(1e-9) + 1e-9) as usize).min(threads - 1);
        let cut = (thread + 1) as f64 * whole;
        let offset = first - thread as f64 * whole;
        if last <= cut + 1e-6 || thread + 1 == threads {
            lists[thread].push(Slice {
                day,
                begin: at(offset),
                end: at(offset + each),
                from: 0.0,
                to: 1.0,
            });
            continue;
        }
        // The later piece of the row runs first, at the next thread's begin.
        let early = last - cut;
        let share = early / each;
        lists[thread + 1].insert(
            0,
            Slice {
                day,
                begin: at(0.0),
                end: at(early),
                from: 0.0,
                to: share,
            },
        );
        lists[thread].push(Slice {
            day,
            begin: at(offset),
            end: at(whole),
            from: share,
            to: 1.0,
        });
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_add_up_and_follow_their_weights(
            total in 0_u64..100_000,
            weights in prop::collection::vec(0_u64..5_000, 1..9),
        ) {
            let all: u64 = weights.iter().sum();
            let shares = apportioned(total, &weights);
            let expected = if all > 0 { total } else { 0 };
            prop_assert_eq!(shares.iter().sum::<u64>(), expected);
            for (share, weight) in shares.into_iter().zip(weights) {
                let exact = total as f64 * weight as f64 / all.max(1) as f64;
                prop_assert!((share as f64 - exact).abs() < 1.0);
            }
        }
    }

    #[test]
    fn each_day_gets_its_time_and_is_never_at_two_places() {
        let begin = Instant::now();
        let end = begin + Duration::from_secs(60);
        for (days, threads) in [(1, 1), (7, 2), (7, 3), (5, 4), (2, 2), (3, 8), (12, 5)] {
            let lists = share_time(days, threads, begin, end);
            let mut spans: Vec<Vec<(f64, f64)>> = vec![Vec::new(); days];
            for list in &lists {
                assert!(list.is_sorted_by(|a, b| a.end <= b.begin + Duration::from_micros(10)));
                for slice in list {
                    let seconds = |at: Instant| (at - begin).as_secs_f64();
                    spans[slice.day].push((seconds(slice.begin), seconds(slice.end)));
                }
            }
            let each = 60.0 * threads.min(days) as f64 / days as f64;
            for span in &mut spans {
                span.sort_by(|a, b| a.0.total_cmp(&b.0));
                let sum: f64 = span.iter().map(|(from, to)| to - from).sum();
                assert!(
                    (sum - each).abs() < 1e-3,
                    "{days} days on {threads} threads: {sum} s of {each} s"
                );
                assert!(span.windows(2).all(|two| two[0].1 <= two[1].0 + 1e-5));
            }
        }
    }
}
