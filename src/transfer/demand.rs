//! What line haul has to fetch from a station, and between when and when.
//!
//! By the moment `t` a station has been brought `T(t)` and has sent `H(t)`. A haul of so much can leave once that much is
//! there and pressed, and must have left before the floor is full: `T(t) - storage <= H(t) <= T(t)`. The fewest hauls take as
//! much as they can each time (what leaves more behind is never better), as long as there is time enough to fetch it.

use super::courses::DAY;
use super::queue::WEEK;

/// What a station is brought in a week, and what it can do with it.
#[derive(Clone, Debug)]
pub(super) struct Inflow {
    /// Moment and kilograms, by moment, within the week.
    pub tips: Vec<(i64, i64)>,
    /// What floor and containers hold.
    pub storage: Option<i64>,
    /// Kilograms that its compactor presses in an hour; `None`: as fast as they come.
    pub pressed_an_hour: Option<f64>,
    /// Most that a hauler takes at once.
    pub load: i64,
    /// Spans of this week and of the next one's first day in which loading may begin.
    pub free: Vec<(i64, i64)>,
    /// How long it takes.
    pub loading: i64,
}

/// A full container to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// Full from this moment of the week on.
    pub ready: i64,
    /// To be gone by then; may lie in the next week.
    pub due: i64,
    pub kg: i64,
}

/// Time of work that a hauler should have to come, and what is left of it where the floor does not allow as much.
const SLACKS: [i64; 4] = [5_400, 2_700, 1_500, 300];

impl Inflow {
    /// The hauls of a week that comes round, in the order in which they are ready; together all that is brought.
    pub fn jobs(&self) -> Vec<Job> {
        let brought = self.cumulated();
        let total = brought.last().copied().unwrap_or(0);
        let pressed = self.pressed(&brought);
        let mut jobs = Vec::new();
        let mut sent = 0;
        while sent < total {
            let job = self.next(&brought, &pressed, sent);
            sent += job.kg;
            jobs.push(job);
        }
        jobs
    }

    /// The largest haul with time enough; if none has it, the one with the most time, be it late.
    fn next(&self, brought: &[i64], pressed: &[i64], sent: i64) -> Job {
        let most = (sent + self.load).min(brought[brought.len() - 1]);
        let smaller = brought
            .iter()
            .rev()
            .filter(|&&sum| sum > sent && sum < most);
        let sums = std::iter::once(&most).chain(smaller);
        let jobs: Vec<(i64, Job)> = sums
            .map(|&until| self.job(brought, pressed, sent, until))
            .map(|job| (self.work(job.ready, job.due), job))
            .collect();
        let with = |slack: i64| jobs.iter().find(|&&(time, _)| time >= slack);
        let found = SLACKS.into_iter().find_map(with);
        let most_time = || jobs.iter().max_by_key(|&&(time, job)| (time, -job.kg));
        let &(_, job) = found
            .or_else(most_time)
            .expect("the largest haul is one of them");
        Job {
            due: job.due.max(job.ready + 1),
            ..job
        }
    }

    /// What lies between two sums, as a haul: due when the floor is full, and a day after it is ready.
    fn job(&self, brought: &[i64], pressed: &[i64], sent: i64, until: i64) -> Job {
        let ready = pressed[brought.partition_point(|&sum| sum < until)];
        let full = self.storage.map_or(i64::MAX, |storage| {
            self.moment_above(brought, storage + sent)
        });
        Job {
            ready,
            due: full.min(ready + DAY),
            kg: until - sent,
        }
    }

    fn cumulated(&self) -> Vec<i64> {
        let mut sum = 0;
        let tips = self.tips.iter();
        tips.map(|&(_, kg)| {
            sum += kg;
            sum
        })
        .collect()
    }

    /// When all that a tip brings is pressed.
    fn pressed(&self, brought: &[i64]) -> Vec<i64> {
        let Some(rate) = self.pressed_an_hour.filter(|&rate| rate > 0.0) else {
            return self.tips.iter().map(|&(moment, _)| moment).collect();
        };
        let mut done = 0.0_f64;
        let tips = self.tips.iter().zip(brought);
        tips.map(|(&(moment, kg), _)| {
            done = done.max(moment as f64) + kg as f64 * 3_600.0 / rate;
            done.ceil() as i64
        })
        .collect()
    }

    /// The moment at which more than this has been brought, in this week or a later one.
    fn moment_above(&self, brought: &[i64], sum: i64) -> i64 {
        let total = brought[brought.len() - 1];
        let (weeks, rest) = (sum.div_euclid(total), sum.rem_euclid(total));
        self.tips[brought.partition_point(|&sum| sum <= rest)].0 + weeks * WEEK
    }

    /// Seconds in which loading may begin so that all is gone before the second moment.
    fn work(&self, from: i64, to: i64) -> i64 {
        let to = to - self.loading - 1;
        let overlap = |&(open, close): &(i64, i64)| (close.min(to) - open.max(from) + 1).max(0);
        self.free.iter().map(overlap).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600;

    fn inflow(tips: Vec<(i64, i64)>, storage: Option<i64>) -> Inflow {
        Inflow {
            tips,
            storage,
            pressed_an_hour: None,
            load: 10_000,
            free: (0..8)
                .map(|day| (day * DAY + 5 * HOUR, day * DAY + 18 * HOUR))
                .collect(),
            loading: 0,
        }
    }

    #[test]
    fn containers_leave_full_where_the_floor_allows_it() {
        let tips = (0..6).map(|i| (i * DAY + 8 * HOUR, 5_000)).collect();
        let jobs = inflow(tips, Some(20_000)).jobs();
        assert_eq!(jobs.len(), 3);
        assert!(jobs.iter().all(|job| job.kg == 10_000));
        assert_eq!(
            jobs[0].ready,
            DAY + 8 * HOUR,
            "when the second truck has tipped"
        );
    }

    #[test]
    fn a_small_floor_asks_for_more_hauls() {
        // A truck every two hours; two of them fill the floor, so each two are gone before the third comes.
        let tips = (0..4).map(|i| ((6 + 2 * i) * HOUR, 4_000)).collect();
        let jobs = inflow(tips, Some(8_000)).jobs();
        let kg: Vec<i64> = jobs.iter().map(|job| job.kg).collect();
        assert_eq!(kg, [8_000, 8_000]);
        assert_eq!((jobs[0].ready, jobs[0].due), (8 * HOUR, 10 * HOUR));
        // One leaves room for one only.
        let tips = (0..4).map(|i| ((6 + i) * HOUR, 4_000)).collect();
        assert_eq!(inflow(tips, Some(8_000)).jobs()[0].kg, 4_000);
    }

    #[test]
    fn a_slow_compactor_makes_containers_ready_later() {
        let slow = Inflow {
            pressed_an_hour: Some(2_500.0),
            ..inflow(vec![(6 * HOUR, 5_000), (7 * HOUR, 5_000)], None)
        };
        let [job] = slow.jobs()[..] else { panic!() };
        assert_eq!(job.ready, 10 * HOUR, "four hours' work from six on");
    }

    proptest! {
        /// Oracle: with every haul made at its deadline, the floor never holds more than it can, wherever the jobs had time to
        /// be made at all; and all that is brought is sent, no haul larger than a load.
        #[test]
        fn hauls_made_in_time_keep_the_floor(
            tips in prop::collection::vec((0..WEEK, 1..5_000i64), 1..40), storage in 5_000..30_000i64,
        ) {
            let mut tips = tips;
            tips.sort_unstable();
            let inflow = inflow(tips.clone(), Some(storage));
            let jobs = inflow.jobs();
            prop_assert_eq!(jobs.iter().map(|job| job.kg).sum::<i64>(), tips.iter().map(|tip| tip.1).sum::<i64>());
            prop_assert!(jobs.iter().all(|job| 0 < job.kg && job.kg <= 10_000 && job.due > job.ready));
            let brought = inflow.cumulated();
            let mut sent = 0;
            for job in &jobs {
                let is_forced = job.due == job.ready + 1;
                let there: i64 = tips.iter().filter(|tip| tip.0 <= job.ready).map(|tip| tip.1).sum();
                prop_assert!(there >= sent + job.kg, "ready only when it is there");
                let before_due: i64 = tips.iter().filter(|tip| tip.0 < job.due).map(|tip| tip.1).sum();
                let later_weeks = job.due.div_euclid(WEEK) * brought[brought.len() - 1];
                if later_weeks == 0 && !is_forced {
                    prop_assert!(before_due - sent <= storage, "gone before the floor is full");
                }
                sent += job.kg;
            }
        }
    }
}
