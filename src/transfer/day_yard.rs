//! A day at the gates in which one tour after the other is moved: what a move changes is run again, and nothing else.
//!
//! Calls are served in the order of their keys, and what a call does to its docks and to its tour lies behind it in that
//! order. So of each facility that something changed at, the calls are served again from there on, the earliest of all
//! facilities first, until its docks are free as they were before. The answer is the one of [`super::queue::Yard`] for one day.

use super::courses::{Course, Served};

/// Where a call stands in the order of all: when it could begin, when it came, whose it is, and which of its calls.
type Key = (i64, i64, usize, usize);

/// The moment of a call that is not served yet.
const NOT_SERVED: i64 = i64::MIN;

/// All courses of a day, of which one at a time may be taken out and put back.
pub(super) struct DayYard {
    docks: Vec<Option<Docks>>,
    /// For each course its first row.
    first: Vec<usize>,
    served: Vec<Served>,
    /// Whether the call of a row waits in the order of its facility.
    is_queued: Vec<bool>,
    /// Facilities that are to be run again from somewhere on.
    dirty: Vec<usize>,
    /// Courses that the last move changed, itself among them.
    touched: Vec<usize>,
    is_touched: Vec<bool>,
    /// Calls that were served so far.
    pub calls_served: u64,
}

impl DayYard {
    /// The day with all its courses; `docks` in the order of the facilities, `None`: any number.
    pub fn new(courses: &[Course], docks: impl IntoIterator<Item = Option<u32>>) -> Self {
        let most = courses.len().max(1);
        let of =
            |docks: Option<u32>| docks.map(|docks| Docks::new((docks.max(1) as usize).min(most)));
        let mut first = Vec::with_capacity(courses.len());
        let mut rows = 0;
        for course in courses {
            first.push(rows);
            rows += course.calls.len();
        }
        let mut built = Self {
            docks: docks.into_iter().map(of).collect(),
            first,
            served: vec![Served::default(); rows],
            is_queued: vec![false; rows],
            dirty: Vec::new(),
            touched: Vec::new(),
            is_touched: vec![false; courses.len()],
            calls_served: 0,
        };
        for (number, course) in courses.iter().enumerate() {
            built.enter(courses, number, 0, course.leaves);
        }
        built.run(courses);
        built
    }

    /// How the calls of a course are served.
    pub fn of<'a>(&'a self, course: &Course, number: usize) -> &'a [Served] {
        &self.served[self.first[number]..self.first[number] + course.calls.len()]
    }

    /// The courses that the last move changed.
    pub fn touched(&self) -> &[usize] {
        &self.touched
    }

    /// The day without a course.
    pub fn take_out(&mut self, courses: &[Course], number: usize) {
        self.begin(number);
        self.leave(courses, number, 0);
        self.run(courses);
    }

    /// The day with a course that leaves when it says, wherever it was before.
    pub fn put(&mut self, courses: &[Course], number: usize) {
        self.begin(number);
        self.leave(courses, number, 0);
        self.enter(courses, number, 0, courses[number].leaves);
        self.run(courses);
    }

    fn begin(&mut self, number: usize) {
        for number in self.touched.drain(..) {
            self.is_touched[number] = false;
        }
        self.touch(number);
    }

    fn touch(&mut self, number: usize) {
        if !std::mem::replace(&mut self.is_touched[number], true) {
            self.touched.push(number);
        }
    }

    /// Takes a course out of all orders from a call on.
    fn leave(&mut self, courses: &[Course], number: usize, from: usize) {
        for (call, row) in (from..courses[number].calls.len()).zip(self.first[number] + from..) {
            if std::mem::take(&mut self.is_queued[row]) {
                let Served { arrival, ready, .. } = self.served[row];
                let facility = courses[number].calls[call].facility;
                self.change(facility, |docks| {
                    docks.remove((ready, arrival, number, call))
                });
            }
        }
    }

    /// Lines a course up at the next facility that has so many docks and no more; at all before it is served at once.
    fn enter(&mut self, courses: &[Course], number: usize, mut at: usize, mut leaves: i64) {
        while let Some(call) = courses[number].calls.get(at) {
            let arrival = call.step.arrival(leaves);
            let ready = arrival.max(call.open);
            let row = self.first[number] + at;
            let served = |begin| Served {
                arrival,
                ready,
                begin,
            };
            if self.docks[call.facility].is_some() {
                self.served[row] = served(NOT_SERVED);
                self.is_queued[row] = true;
                self.change(call.facility, |docks| {
                    docks.insert((ready, arrival, number, at))
                });
                return;
            }
            self.served[row] = served(ready);
            self.calls_served += 1;
            leaves = ready + call.stay;
            at += 1;
        }
    }

    fn change(&mut self, facility: usize, change: impl FnOnce(&mut Docks)) {
        if let Some(docks) = &mut self.docks[facility] {
            let was_clean = docks.is_clean();
            change(docks);
            if was_clean {
                self.dirty.push(facility);
            }
        }
    }

    /// Serves what changed and all that this changes.
    fn run(&mut self, courses: &[Course]) {
        while let Some(facility) = self.next_facility() {
            let Some(docks) = &mut self.docks[facility] else {
                continue;
            };
            let (_, _, number, at) = docks.next();
            let stay = courses[number].calls[at].stay;
            let begin = docks.serve(stay);
            self.calls_served += 1;
            let row = self.first[number] + at;
            if self.served[row].begin != begin {
                self.served[row].begin = begin;
                self.touch(number);
                self.leave(courses, number, at + 1);
                self.enter(courses, number, at + 1, begin + stay);
            }
        }
    }

    /// The facility whose next call to be served again is the earliest.
    fn next_facility(&mut self) -> Option<usize> {
        let all = &mut self.docks;
        self.dirty.retain(|&facility| {
            let docks = all[facility].as_mut();
            docks.is_some_and(|docks| !docks.has_settled())
        });
        let next = |&facility: &usize| all[facility].as_ref().map(Docks::next);
        self.dirty.iter().copied().min_by_key(next)
    }
}

/// The docks of one facility, and who comes to them.
struct Docks {
    /// Calls in the order in which they are served.
    order: Vec<Key>,
    /// Before each call and behind the last: when each dock is free, ascending, a row of docks a call.
    before: Vec<i64>,
    /// The next call to be served again; `CLEAN`: none.
    from: usize,
    /// The last change: behind it all is as it was once the docks are.
    until: Key,
    /// When each dock is free before the next call.
    free: Vec<i64>,
}

const CLEAN: usize = usize::MAX;

impl Docks {
    fn new(number: usize) -> Self {
        Self {
            order: Vec::new(),
            before: vec![0; number],
            from: CLEAN,
            until: (0, 0, 0, 0),
            free: vec![0; number],
        }
    }

    fn is_clean(&self) -> bool {
        self.from == CLEAN
    }

    fn next(&self) -> Key {
        self.order[self.from]
    }

    /// The docks before a call.
    fn row(&self, at: usize) -> std::ops::Range<usize> {
        at * self.free.len()..(at + 1) * self.free.len()
    }

    fn insert(&mut self, key: Key) {
        let at = self.order.partition_point(|other| *other < key);
        self.mark(at, key);
        self.order.insert(at, key);
        let row = self.row(at);
        let end = self.before.len();
        self.before.extend_from_within(row.clone());
        self.before[row.start..].rotate_right(row.len());
        debug_assert_eq!(self.before.len(), end + row.len());
    }

    fn remove(&mut self, key: Key) {
        let found = self.order.binary_search(&key);
        let at = found.expect("a call that is queued stands in the order");
        self.mark(at, key);
        self.order.remove(at);
        self.before.drain(self.row(at));
    }

    /// Notes that something changes at a place: all from there on is served again.
    fn mark(&mut self, at: usize, key: Key) {
        if self.is_clean() {
            self.until = key;
        }
        self.until = self.until.max(key);
        if at < self.from {
            self.from = at;
            let row = self.row(at);
            self.free.copy_from_slice(&self.before[row]);
        }
    }

    /// Serves the next call; the moment at which it begins.
    fn serve(&mut self, stay: i64) -> i64 {
        let ready = self.next().0;
        let row = self.row(self.from);
        self.before[row].copy_from_slice(&self.free);
        self.from += 1;
        let begin = ready.max(self.free[0]);
        let busy = begin + stay;
        // The first dock takes it, and stands where it is free again.
        let behind = self.free[1..].partition_point(|free| *free < busy);
        self.free.copy_within(1..=behind, 0);
        self.free[behind] = busy;
        begin
    }

    /// Whether nothing is left to be served again: no call, or docks that are as free for the next one as they were.
    fn has_settled(&mut self) -> bool {
        let row = self.row(self.from);
        let before = &self.before[row.clone()];
        let is_as_before = self.order.get(self.from).is_none_or(|&key| {
            let is_same = |(a, b): (&i64, &i64)| *a.max(&key.0) == *b.max(&key.0);
            key > self.until && self.free.iter().zip(before).all(is_same)
        });
        if is_as_before {
            self.before[row].copy_from_slice(&self.free);
            self.from = CLEAN;
        }
        is_as_before
    }
}

#[cfg(test)]
mod tests {
    use super::super::courses::{Call, Step};
    use super::super::queue::{WEEK, Yard};
    use super::*;
    use crate::quantity::{Day, Kilograms};
    use proptest::prelude::*;

    /// A course of calls at facilities, each so far from the one before and so long.
    fn course(leaves: i64, calls: &[(usize, i64, i64, i64)]) -> Course {
        let call = |&(facility, takes, stay, open): &(usize, i64, i64, i64)| Call {
            step: Step::of_way(takes),
            facility,
            open,
            close: WEEK,
            stay,
            kg: Kilograms(1),
            lies: Kilograms(1),
        };
        Course {
            day: Day(0),
            leaves,
            shift: (0, WEEK),
            longest: WEEK,
            calls: calls.iter().map(call).collect(),
            home: Step::default(),
            is_fixed: false,
        }
    }

    fn calls() -> impl Strategy<Value = Vec<(usize, i64, i64, i64)>> {
        let durations = prop_oneof![Just(0_i64), 1..40_i64, 200..900_i64];
        prop::collection::vec(
            (0..4_usize, durations.clone(), durations, 0..3_000_i64),
            0..5,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        /// Oracle: the event simulation of the whole, after each of many moves.
        #[test]
        fn moves_come_to_what_the_whole_day_comes_to(
            rows in prop::collection::vec((0..4_000_i64, calls()), 1..14),
            docks in prop::collection::vec(prop::option::of(1..4_u32), 4),
            moves in prop::collection::vec((any::<prop::sample::Index>(), 0..4_000_i64, any::<bool>()), 1..40),
        ) {
            let mut courses: Vec<Course> = rows.iter().map(|(leaves, calls)| course(*leaves, calls)).collect();
            let mut day = DayYard::new(&courses, docks.clone());
            for (which, leaves, is_out) in moves {
                let number = which.index(courses.len());
                let before = (0..courses.len()).map(|n| day.of(&courses[n], n).to_vec()).collect::<Vec<_>>();
                if is_out {
                    day.take_out(&courses, number);
                    let mut rest = courses.clone();
                    rest[number].calls.clear();
                    let whole = Yard::new(docks.clone()).week(&rest);
                    for other in (0..courses.len()).filter(|&other| other != number) {
                        prop_assert_eq!(day.of(&courses[other], other), whole.of(other));
                    }
                }
                courses[number].leaves = leaves;
                day.put(&courses, number);
                let whole = Yard::new(docks.clone()).week(&courses);
                for other in 0..courses.len() {
                    prop_assert_eq!(day.of(&courses[other], other), whole.of(other));
                    let is_same = before[other] == day.of(&courses[other], other);
                    prop_assert!(is_out || is_same || day.touched().contains(&other));
                }
            }
        }
    }
}
