//! Starts staggered: each tour leaves when its gates are free, so that it waits less, and so do those behind it.
//!
//! Only the moment of leaving changes, never the order of stops. A descent over tours and moments, a step at a time: whatever
//! takes the day's tours the least time on duty, windows and shifts kept, is taken. Where a floor is small, what is tipped in
//! the time that a hauler needs to come counts too, as far as it does not fit.

use super::courses::Course;
use super::queue::{Run, Yard};
use rayon::prelude::*;

/// Moments of leaving that are tried lie so far apart.
const STEP: i64 = 300;
/// Rounds over all tours of a day at most.
const MOST_ROUNDS: usize = 12;
/// Calls at facilities that are simulated for a day at most: some seconds of a large district.
const MOST_CALLS: u64 = 30_000_000;
/// A second of a window missed, of a shift or a longest duty overrun, in seconds of duty.
const BROKEN: i64 = 1_000;

/// A kilogram that finds no room on the floor, in seconds of duty.
const SPILT: i64 = 10;
/// Within this time nobody may come to fetch what was tipped.
const FETCHING: i64 = 7_200;

/// What a facility can do at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    /// Docks; `None`: any number.
    pub docks: Option<u32>,
    /// Kilograms that its floor holds, if they are sent on; `None`: any.
    pub floor: Option<i64>,
}

/// Staggers the courses of a week, day by day.
pub(super) fn level(courses: &mut [Course], rooms: &[Room]) {
    let mut by_day: Vec<Vec<&mut Course>> = (0..7).map(|_| Vec::new()).collect();
    for course in courses {
        by_day[course.day.index() % 7].push(course);
    }
    by_day.par_iter_mut().for_each(|day| {
        let mut own: Vec<Course> = day.iter().map(|course| (**course).clone()).collect();
        Levelling::new(&mut own, rooms).descend();
        for (course, levelled) in day.iter_mut().zip(own) {
            course.leaves = levelled.leaves;
        }
    });
}

struct Levelling<'a> {
    courses: &'a mut Vec<Course>,
    yard: Yard,
    run: Run,
    num_facilities: usize,
    /// Calls that may still be simulated.
    left: u64,
    /// Facilities whose floor a day's tips may fill.
    small: Vec<(usize, i64)>,
    /// By facility: what is tipped there, if its floor is small.
    tips: Vec<Option<Vec<(i64, i64)>>>,
}

impl<'a> Levelling<'a> {
    fn new(courses: &'a mut Vec<Course>, rooms: &[Room]) -> Self {
        let calls = || courses.iter().flat_map(|course| &course.calls);
        let tipped = |facility: usize| -> i64 {
            let here = calls().filter(|call| call.facility == facility);
            here.map(|call| call.lies.0.max(0)).sum()
        };
        let floors = rooms.iter().enumerate();
        let small = floors.filter_map(|(facility, room)| {
            let floor = room.floor?;
            (tipped(facility) > floor).then_some((facility, floor))
        });
        let small: Vec<_> = small.collect();
        let mut tips = vec![None; rooms.len()];
        for &(facility, _) in &small {
            tips[facility] = Some(Vec::new());
        }
        Self {
            small,
            courses,
            yard: Yard::new(rooms.iter().map(|room| room.docks).collect()),
            run: Run::default(),
            num_facilities: rooms.len(),
            left: MOST_CALLS,
            tips,
        }
    }

    fn descend(&mut self) {
        let mut best = self.price();
        for _ in 0..MOST_ROUNDS {
            let before = best;
            self.run_again();
            if self.run.queue() == 0 && self.is_kept() && self.spilt() == 0 {
                return;
            }
            let crowded = self.crowded();
            for number in 0..self.courses.len() {
                let course = &self.courses[number];
                let mut calls = course.calls.iter();
                if !course.is_fixed && calls.any(|call| crowded[call.facility]) {
                    best = self.move_one(number, best);
                }
            }
            if best == before || self.left == 0 {
                return;
            }
        }
    }

    /// Facilities at which someone waits, or whose floor is small.
    fn crowded(&self) -> Vec<bool> {
        let mut crowded = vec![false; self.num_facilities];
        for (number, course) in self.courses.iter().enumerate() {
            for (call, served) in course.calls.iter().zip(self.run.of(number)) {
                crowded[call.facility] |= served.wait() > 0 || self.broken(number) > 0;
            }
        }
        for &(facility, _) in &self.small {
            crowded[facility] = true;
        }
        crowded
    }

    /// The best moment for one tour to leave, all others as they are; the nearest of equal ones.
    fn move_one(&mut self, number: usize, mut best: i64) -> i64 {
        let (from, shift) = (self.courses[number].leaves, self.courses[number].shift);
        let mut taken = from;
        let reach = (shift.1 - shift.0).clamp(0, super::courses::DAY) / STEP;
        for away in 1..=reach {
            for leaves in [from - away * STEP, from + away * STEP] {
                if leaves < shift.0 || leaves > shift.1 || self.left == 0 {
                    continue;
                }
                self.courses[number].leaves = leaves;
                let price = self.price();
                if price < best {
                    (best, taken) = (price, leaves);
                }
            }
        }
        self.courses[number].leaves = taken;
        best
    }

    fn run_again(&mut self) {
        self.yard.alone(self.courses, &mut self.run);
        self.left = self.left.saturating_sub(self.run.served.len() as u64);
    }

    fn is_kept(&self) -> bool {
        (0..self.courses.len()).all(|number| self.broken(number) == 0)
    }

    /// Seconds by which a course breaks what binds it.
    fn broken(&self, number: usize) -> i64 {
        let (course, returns) = (&self.courses[number], self.run.returns[number]);
        let late = (returns - course.shift.1).max(0);
        let long = (returns - course.leaves - course.longest).max(0);
        self.run.missed[number] + late + long
    }

    /// Time on duty of the day, and what is broken.
    fn price(&mut self) -> i64 {
        self.run_again();
        let duty = |number: usize| self.run.returns[number] - self.courses[number].leaves;
        let of_tours: i64 = (0..self.courses.len())
            .map(|number| duty(number) + BROKEN * self.broken(number))
            .sum();
        of_tours + SPILT * self.spilt()
    }

    /// Kilograms for which there is no room, if what was tipped is still there after the time of fetching.
    fn spilt(&mut self) -> i64 {
        if self.small.is_empty() {
            return 0;
        }
        self.tips.iter_mut().flatten().for_each(Vec::clear);
        for (number, course) in self.courses.iter().enumerate() {
            for (call, served) in course.calls.iter().zip(self.run.of(number)) {
                if let Some(tips) = self.tips[call.facility]
                    .as_mut()
                    .filter(|_| call.lies.0 > 0)
                {
                    tips.push((served.begin, call.lies.0));
                }
            }
        }
        let mut spilt = 0;
        for &(facility, floor) in &self.small {
            let tips = self.tips[facility].get_or_insert_default();
            tips.sort_unstable();
            let (mut first, mut lies) = (0, 0);
            for &(moment, kg) in tips.iter() {
                lies += kg;
                while tips[first].0 + FETCHING < moment {
                    lies -= tips[first].1;
                    first += 1;
                }
                spilt += (lies - floor).max(0);
            }
        }
        spilt
    }
}

#[cfg(test)]
mod tests {
    use super::super::queue::visits;
    use super::*;

    fn docks(docks: u32) -> Room {
        Room {
            docks: Some(docks),
            floor: None,
        }
    }

    #[test]
    fn tips_at_a_small_floor_come_apart() {
        // Each fills the floor by itself: apart by the time of fetching, nothing lies there when the next comes.
        let room = Room {
            docks: Some(4),
            floor: Some(1),
        };
        let mut courses = visits(&[(30_000, 0, 900); 3]);
        level(&mut courses, &[room]);
        let mut leaves: Vec<i64> = courses.iter().map(|course| course.leaves).collect();
        leaves.sort_unstable();
        assert!(
            leaves.windows(2).all(|pair| pair[1] - pair[0] > FETCHING),
            "{leaves:?}"
        );
    }

    #[test]
    fn tours_that_come_at_once_leave_one_after_the_other() {
        let mut courses = visits(&[(30_000, 0, 900); 6]);
        level(&mut courses, &[docks(2)]);
        let run = Yard::new(vec![Some(2)]).week(&courses);
        assert_eq!(run.queue(), 0);
        let unlevelled = Yard::new(vec![Some(2)]).week(&visits(&[(30_000, 0, 900); 6]));
        assert_eq!(unlevelled.queue(), 2 * 900 + 2 * 1_800);
    }

    #[test]
    fn nobody_leaves_outside_his_shift() {
        let mut courses = visits(&[(30_000, 0, 900); 6]);
        for course in &mut courses {
            course.shift = (29_400, 32_000);
        }
        level(&mut courses, &[docks(1)]);
        assert!(
            courses
                .iter()
                .all(|course| (29_400..=32_000).contains(&course.leaves))
        );
        let run = Yard::new(vec![Some(1)]).week(&courses);
        assert!(run.returns.iter().all(|&back| back <= 29_400 + 6 * 900));
    }
}
