//! Starts staggered: each tour leaves when its gates are free, so that it waits less, and so do those behind it.
//!
//! Only the moment of leaving changes, never the order of stops. A descent over tours and moments, a step at a time: whatever
//! takes the day's tours the least time on duty, windows and shifts kept, is taken. Where a floor is small, what is tipped in
//! the time that a hauler needs to come counts too, as far as it does not fit.

use super::courses::{Course, Served};
use super::day_yard::DayYard;
use rayon::prelude::*;

/// Moments of leaving that are tried lie so far apart.
const STEP: i64 = 300;
/// Rounds over all tours of a day at most.
const MOST_ROUNDS: usize = 12;
/// Calls at facilities that are served for a day at most: a second of a large district.
const MOST_CALLS: u64 = 10_000_000;
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
    yard: DayYard,
    /// What each course costs.
    prices: Vec<i64>,
    /// What all cost.
    price: i64,
    floors: Vec<Floor>,
    /// For each facility its floor, if it is small.
    floor_of: Vec<Option<usize>>,
}

/// A floor that a day's tips may fill.
struct Floor {
    holds: i64,
    /// Who tips there: course, call.
    calls: Vec<(usize, usize)>,
    /// What finds no room there.
    spilt: i64,
    has_changed: bool,
}

impl<'a> Levelling<'a> {
    fn new(courses: &'a mut Vec<Course>, rooms: &[Room]) -> Self {
        let mut floor_of = vec![None; rooms.len()];
        let mut floors = Vec::new();
        for (facility, room) in rooms.iter().enumerate() {
            let Some(holds) = room.floor else { continue };
            let floor = Floor::new(holds, facility, courses);
            if floor.tipped(courses) > holds {
                floor_of[facility] = Some(floors.len());
                floors.push(floor);
            }
        }
        let yard = DayYard::new(courses, rooms.iter().map(|room| room.docks));
        let mut built = Self {
            prices: vec![0; courses.len()],
            price: 0,
            floors,
            floor_of,
            yard,
            courses,
        };
        for number in 0..built.courses.len() {
            built.price_again(number);
        }
        built.spill_again(None);
        built
    }

    fn descend(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let before = self.price;
            if self.is_level() {
                return;
            }
            let crowded = self.crowded();
            for number in 0..self.courses.len() {
                let course = &self.courses[number];
                let mut calls = course.calls.iter();
                if !course.is_fixed && calls.any(|call| crowded[call.facility]) {
                    self.move_one(number);
                }
            }
            if self.price == before || self.is_over() {
                return;
            }
        }
    }

    /// Whether nobody waits, nothing is broken and nothing spilt.
    fn is_level(&self) -> bool {
        let waits = |number| self.served(number).iter().any(|served| served.wait() > 0);
        let is_kept = |number| !waits(number) && self.broken(number) == 0;
        (0..self.courses.len()).all(is_kept) && self.floors.iter().all(|floor| floor.spilt == 0)
    }

    fn is_over(&self) -> bool {
        self.yard.calls_served > MOST_CALLS
    }

    fn served(&self, number: usize) -> &[Served] {
        self.yard.of(&self.courses[number], number)
    }

    /// Facilities at which someone waits, or whose floor is small.
    fn crowded(&self) -> Vec<bool> {
        let mut crowded: Vec<bool> = self.floor_of.iter().map(Option::is_some).collect();
        for (number, course) in self.courses.iter().enumerate() {
            let is_broken = self.broken(number) > 0;
            for (call, served) in course.calls.iter().zip(self.served(number)) {
                crowded[call.facility] |= served.wait() > 0 || is_broken;
            }
        }
        crowded
    }

    /// The best moment for one tour to leave, all others as they are; the nearest of equal ones.
    fn move_one(&mut self, number: usize) {
        let (from, shift) = (self.courses[number].leaves, self.courses[number].shift);
        let (mut best, mut taken) = (self.price, from);
        // Nobody waits for a tour that is not there.
        self.yard.take_out(self.courses, number);
        self.changed(Some(number));
        let least = self.price + self.courses[number].least_duty();
        let reach = (shift.1 - shift.0).clamp(0, super::courses::DAY) / STEP;
        let moments = (1..=reach).flat_map(|away| [from - away * STEP, from + away * STEP]);
        for leaves in moments.filter(|leaves| (shift.0..=shift.1).contains(leaves)) {
            if best <= least || self.is_over() {
                break;
            }
            self.leave_at(number, leaves);
            if self.price < best {
                (best, taken) = (self.price, leaves);
            }
        }
        self.leave_at(number, taken);
    }

    fn leave_at(&mut self, number: usize, leaves: i64) {
        self.courses[number].leaves = leaves;
        self.yard.put(self.courses, number);
        self.changed(None);
    }

    /// Reckons anew what the yard says that changed; a course that was taken out costs nothing and tips nothing.
    fn changed(&mut self, gone: Option<usize>) {
        for at in 0..self.yard.touched().len() {
            let number = self.yard.touched()[at];
            for call in &self.courses[number].calls {
                if let Some(floor) = self.floor_of[call.facility] {
                    self.floors[floor].has_changed = true;
                }
            }
            if gone == Some(number) {
                self.price -= std::mem::take(&mut self.prices[number]);
            } else {
                self.price_again(number);
            }
        }
        self.spill_again(gone);
    }

    /// Time on duty of a course, and what is broken.
    fn price_again(&mut self, number: usize) {
        let course = &self.courses[number];
        let duty = course.returns(self.served(number)) - course.leaves;
        let price = duty + BROKEN * self.broken(number);
        self.price += price - self.prices[number];
        self.prices[number] = price;
    }

    /// Seconds by which a course breaks what binds it.
    fn broken(&self, number: usize) -> i64 {
        let (course, served) = (&self.courses[number], self.served(number));
        let returns = course.returns(served);
        let late = (returns - course.shift.1).max(0);
        let long = (returns - course.leaves - course.longest).max(0);
        course.missed(served) + late + long
    }

    /// What finds no room on floors at which something changed.
    fn spill_again(&mut self, gone: Option<usize>) {
        for floor in self.floors.iter_mut().filter(|floor| floor.has_changed) {
            floor.has_changed = false;
            let (courses, yard) = (&*self.courses, &self.yard);
            let here = floor
                .calls
                .iter()
                .filter(|(number, _)| gone != Some(*number));
            let tips = here.map(|&(number, call)| {
                let course = &courses[number];
                (
                    yard.of(course, number)[call].begin,
                    course.calls[call].lies.0,
                )
            });
            let spilt = SPILT * spilt(tips.collect(), floor.holds);
            self.price += spilt - floor.spilt;
            floor.spilt = spilt;
        }
    }
}

impl Floor {
    fn new(holds: i64, facility: usize, courses: &[Course]) -> Self {
        let of_course = |(number, course): (usize, &Course)| {
            let calls = course.calls.iter().enumerate();
            let here = calls.filter(|(_, call)| call.facility == facility && call.lies.0 > 0);
            here.map(|(call, _)| (number, call)).collect::<Vec<_>>()
        };
        Self {
            holds,
            calls: courses.iter().enumerate().flat_map(of_course).collect(),
            spilt: 0,
            has_changed: true,
        }
    }

    /// All that is tipped there.
    fn tipped(&self, courses: &[Course]) -> i64 {
        let tips = self.calls.iter();
        tips.map(|&(number, call)| courses[number].calls[call].lies.0)
            .sum()
    }
}

/// Kilograms for which there is no room on a floor, if what was tipped is still there after the time of fetching: of tips,
/// the moment and the kilograms.
fn spilt(mut tips: Vec<(i64, i64)>, holds: i64) -> i64 {
    tips.sort_unstable();
    let (mut spilt, mut first, mut lies) = (0, 0, 0);
    for &(moment, kg) in &tips {
        lies += kg;
        while tips[first].0 + FETCHING < moment {
            lies -= tips[first].1;
            first += 1;
        }
        spilt += (lies - holds).max(0);
    }
    spilt
}

#[cfg(test)]
mod tests {
    use super::super::queue::{Run, Yard, visits};
    use super::*;

    fn docks(docks: u32) -> Room {
        Room {
            docks: Some(docks),
            floor: None,
        }
    }

    /// Time that vehicles spend in queues.
    fn queue(run: &Run) -> i64 {
        run.served.iter().map(|served| served.wait()).sum()
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
        assert_eq!(queue(&run), 0);
        let unlevelled = Yard::new(vec![Some(2)]).week(&visits(&[(30_000, 0, 900); 6]));
        assert_eq!(queue(&unlevelled), 2 * 900 + 2 * 1_800);
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
        let returns = |number: usize| courses[number].returns(run.of(number));
        assert!((0..courses.len()).all(|number| returns(number) <= 29_400 + 6 * 900));
    }
}
