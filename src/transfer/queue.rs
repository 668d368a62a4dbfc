//! The event simulation: every vehicle of the week from gate to gate, docks first come, first served.
//!
//! Who waits for a dock comes late to all that follows. The week comes round: whoever still stands at a dock at its end is in
//! the way at its beginning, so the week is run until its docks are as busy at its end as at the end of the pass before.

use super::courses::{Course, DAY, Served};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Seconds in a week.
pub(super) const WEEK: i64 = 7 * DAY;

/// Passes over the week after which an overloaded facility, whose queue never empties, is told as it stands.
const MOST_PASSES: usize = 8;

/// What the courses of a week come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// A row a call, course by course.
    pub served: Vec<Served>,
    /// For each course its first row.
    pub first: Vec<usize>,
}

impl Run {
    /// The rows of a course.
    pub fn of(&self, course: usize) -> &[Served] {
        let end = self.first.get(course + 1).copied();
        &self.served[self.first[course]..end.unwrap_or(self.served.len())]
    }
}

/// The docks of each facility: the moments at which they are free again; none: any number of docks.
type Free = Vec<Option<Vec<i64>>>;

/// Runs the courses of a week through docks.
pub(super) struct Yard {
    docks: Vec<Option<u32>>,
    free: Free,
    /// When someone could begin, when he came, and who.
    events: BinaryHeap<Reverse<(i64, i64, usize)>>,
    /// For each course its next call.
    next: Vec<usize>,
}

impl Yard {
    /// `docks` in the order of the facilities; `None`: any number.
    pub fn new(docks: Vec<Option<u32>>) -> Self {
        Self {
            free: Vec::new(),
            docks,
            events: BinaryHeap::new(),
            next: Vec::new(),
        }
    }

    /// The courses of a cyclic week.
    pub fn week(&mut self, courses: &[Course]) -> Run {
        self.clear(courses.len());
        let mut run = Run::default();
        for _ in 0..MOST_PASSES {
            let before = self.free.clone();
            self.drive(courses, &mut run);
            for free in self.free.iter_mut().flatten() {
                free.iter_mut()
                    .for_each(|free| *free = (*free - WEEK).max(0));
                free.sort_unstable();
            }
            if self.free == before {
                break;
            }
        }
        run
    }

    fn clear(&mut self, courses: usize) {
        let most = courses.max(1);
        self.free.resize(self.docks.len(), None);
        for (free, docks) in self.free.iter_mut().zip(&self.docks) {
            *free = docks.map(|docks| {
                let mut all = free.take().unwrap_or_default();
                all.clear();
                all.resize((docks.max(1) as usize).min(most), 0);
                all
            });
        }
    }

    /// Events by the clock at which they could begin, then by arrival, then by place in the plan: nobody holds a dock before
    /// his gate opens.
    fn drive(&mut self, courses: &[Course], run: &mut Run) {
        run.served.clear();
        run.first.clear();
        self.next.clear();
        for (number, course) in courses.iter().enumerate() {
            run.first.push(run.served.len());
            run.served
                .resize(run.served.len() + course.calls.len(), Served::default());
            self.next.push(0);
            self.send(course, number, course.leaves);
        }
        while let Some(Reverse((ready, arrival, number))) = self.events.pop() {
            let course = &courses[number];
            let call = course.calls[self.next[number]];
            let begin = self.dock(call.facility, ready, call.stay);
            run.served[run.first[number] + self.next[number]] = Served {
                arrival,
                ready,
                begin,
            };
            self.next[number] += 1;
            self.send(course, number, begin + call.stay);
        }
    }

    /// On to the next facility, if there is one.
    fn send(&mut self, course: &Course, number: usize, leaves: i64) {
        if let Some(call) = course.calls.get(self.next[number]) {
            let arrival = call.step.arrival(leaves);
            let ready = arrival.max(call.open);
            self.events.push(Reverse((ready, arrival, number)));
        }
    }

    /// The dock that is free first, and from when on.
    fn dock(&mut self, facility: usize, ready: i64, stay: i64) -> i64 {
        let docks = self.free[facility].as_mut();
        let Some(free) = docks.and_then(|free| free.iter_mut().min()) else {
            return ready;
        };
        let begin = ready.max(*free);
        *free = begin + stay;
        begin
    }
}

/// Courses that call at one facility only, for tests: from `arrival` on, ready at `ready`, for so many seconds.
#[cfg(test)]
pub(super) fn visits(visits: &[(i64, i64, i64)]) -> Vec<Course> {
    use super::courses::{Call, Step};
    use crate::quantity::{Day, Kilograms};
    let course = |&(arrival, ready, stay): &(i64, i64, i64)| Course {
        day: Day((arrival / DAY) as u8),
        leaves: arrival,
        shift: (0, WEEK),
        longest: WEEK,
        calls: vec![Call {
            step: Step::default(),
            facility: 0,
            open: ready,
            close: i64::MAX / 4,
            stay,
            kg: Kilograms(1),
            lies: Kilograms(1),
        }],
        home: Step::default(),
        is_fixed: false,
    };
    visits.iter().map(course).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn every(gap: i64, unload: i64, count: i64) -> Vec<Course> {
        let all: Vec<_> = (0..count).map(|i| (i * gap, i * gap, unload)).collect();
        visits(&all)
    }

    fn waits(courses: &[Course], docks: u32) -> Vec<i64> {
        let run = Yard::new(vec![Some(docks)]).week(courses);
        run.served.iter().map(|served| served.wait()).collect()
    }

    #[test]
    fn regular_arrivals_wait_as_the_sum_of_what_came_before() {
        // D/D/1: one dock, every 10 minutes, 16 minutes each: the next waits 6 minutes more than the one before.
        let minutes: Vec<i64> = waits(&every(600, 960, 4), 1)
            .iter()
            .map(|wait| wait / 60)
            .collect();
        assert_eq!(minutes, [0, 6, 12, 18]);
        assert_eq!(waits(&every(960, 960, 4), 1), [0; 4], "just in time");
    }

    #[test]
    fn a_second_dock_halves_the_load() {
        // Two docks: the third comes at 20 minutes, when the first has been free for 4.
        assert_eq!(waits(&every(600, 960, 6), 2), [0; 6]);
        // All at once: two unload, two wait 16 minutes, one waits 32.
        let minutes: Vec<i64> = waits(&every(0, 960, 5), 2)
            .iter()
            .map(|wait| wait / 60)
            .collect();
        assert_eq!(minutes, [0, 0, 16, 16, 32]);
    }

    /// Crommelin's mean wait for M/D/1 is rho / (2 mu (1 - rho)): Poisson arrivals over many weeks come close to it.
    #[test]
    fn poisson_arrivals_at_one_dock_wait_as_m_d_1_says() {
        use rand::SeedableRng as _;
        let (unload, gap) = (60.0_f64, 100.0_f64);
        let mut random = rand_pcg::Pcg64::seed_from_u64(7);
        let (mut total, mut count) = (0, 0);
        for _ in 0..12 {
            let mut clock = 0.0;
            let mut all = Vec::new();
            while clock < WEEK as f64 - 5_000.0 {
                clock -= gap * f64::ln(1.0 - rand::RngExt::random::<f64>(&mut random));
                all.push((clock as i64, clock as i64, unload as i64));
            }
            let waits = waits(&visits(&all), 1);
            (total, count) = (total + waits.iter().sum::<i64>(), count + waits.len());
        }
        let load = unload / gap;
        let expected = load * unload / (2.0 * (1.0 - load));
        let mean = total as f64 / count as f64;
        assert!(
            (mean / expected - 1.0).abs() < 0.03,
            "{mean} s, M/D/1 says {expected} s"
        );
    }

    #[test]
    fn the_last_of_the_week_is_in_the_way_of_the_first() {
        let late = WEEK - 300;
        let courses = visits(&[(60, 60, 960), (late, late, 960)]);
        assert_eq!(
            waits(&courses, 1),
            [600, 0],
            "busy until 660 s of the next week"
        );
    }

    #[test]
    fn an_overloaded_facility_ends_all_the_same() {
        let courses = every(DAY, 2 * DAY, 7);
        assert!(
            waits(&courses, 1).iter().all(|&wait| wait > 0),
            "the queue never empties"
        );
        assert!(waits(&[], 3).is_empty());
    }

    #[test]
    fn who_waits_once_comes_late_to_the_next_gate() {
        let mut courses = visits(&[(0, 0, 960), (0, 0, 960)]);
        for course in &mut courses {
            let second = course.calls[0];
            course.calls.push(second);
        }
        // Two vehicles that tip twice at one dock, each at once again: they take turns.
        let run = Yard::new(vec![Some(1)]).week(&courses);
        let begins: Vec<i64> = run.served.iter().map(|served| served.begin / 960).collect();
        assert_eq!(begins, [0, 2, 1, 3]);
        let returns = |number: usize| courses[number].returns(run.of(number));
        assert_eq!([returns(0), returns(1)], [3 * 960, 4 * 960]);
    }

    proptest! {
        /// Oracle: at no moment do more vehicles unload than there are docks, and whoever waits finds all docks busy.
        #[test]
        fn docks_are_shared_and_never_idle_while_someone_waits(
            arrivals in prop::collection::vec((0i64..40_000, 1i64..3_000), 1..20), docks in 1u32..4,
        ) {
            let mut all: Vec<_> = arrivals.iter().map(|&(arrival, unload)| (arrival, arrival, unload)).collect();
            all.sort_unstable();
            let run = Yard::new(vec![Some(docks)]).week(&visits(&all));
            let span = |i: usize| run.served[i].begin..run.served[i].begin + all[i].2;
            let busy = |at: i64| (0..all.len()).filter(|&i| span(i).contains(&at)).count();
            for (i, served) in run.served.iter().enumerate() {
                prop_assert!(busy(span(i).start) <= docks as usize);
                if served.wait() > 0 {
                    prop_assert!(busy(served.ready) == docks as usize && busy(span(i).start - 1) == docks as usize);
                }
            }
        }
    }
}
