//! One run: week after week of a plan, day by day, truck by truck in the order of the clock.
//!
//! A day's waste is there when the day begins, as in the plan. Trucks take what is there, wait for docks behind whoever came
//! before, and finish their tours however late it gets. A truck that breaks down does no more that day; what it has on board
//! is tipped by the one that tows it.

use super::draw::{About, Draws, Lognormal};
use super::script::{Action, Facility, Script, Step};
use super::tally::{RunCounts, RunTotals};
use crate::district::{Spread, WhenFull};
use crate::quantity::{Day, DaySet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const DAY: f64 = 86_400.0;
/// What does not fit is worth a way back from this much on, in kilograms.
const WORTH_A_WAY: f64 = 1.0;

/// The spread as distributions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factors {
    district: Lognormal,
    village: Lognormal,
    point: Lognormal,
    service: Lognormal,
    travel: Lognormal,
    breakdown: f64,
    when_full: WhenFull,
}

impl From<Spread> for Factors {
    fn from(spread: Spread) -> Self {
        Self {
            district: Lognormal::new(spread.district_cv),
            village: Lognormal::new(spread.village_cv),
            point: Lognormal::new(spread.point_cv),
            service: Lognormal::new(spread.service_cv),
            travel: Lognormal::new(spread.travel_cv),
            breakdown: spread.breakdown,
            when_full: spread.when_full,
        }
    }
}

impl Factors {
    /// What arises in a bin on a day of a week.
    pub fn arises(
        &self,
        script: &Script<'_>,
        draws: Draws,
        (week, day, bin): (u32, Day, usize),
    ) -> f64 {
        let kg = script.bins[bin].kg[day.index()];
        if kg <= 0.0 {
            return 0.0;
        }
        let of_district = draws.factor(self.district, About::District, week, [0, 0]);
        let village = script.bins[bin].village;
        let of_village = village.map_or(1.0, |village| {
            draws.factor(self.village, About::Village, week, [village, 0])
        });
        let of_point = draws.factor(self.point, About::Point, week, [bin, day.index()]);
        kg * of_district * of_village * of_point
    }
}

/// A truck on its tour.
#[derive(Clone, Copy, Debug)]
struct Truck {
    step: usize,
    kg: f64,
    litres: f64,
    /// Of its driving times today.
    travel: f64,
    /// The step at which it breaks down.
    breaks_at: usize,
    /// On the way to unload early, or back from it.
    is_away: bool,
}

/// A run in progress.
pub(super) struct Life<'a> {
    script: &'a Script<'a>,
    factors: Factors,
    draws: Draws,
    week: u32,
    day: Day,
    stock: Vec<f64>,
    /// Of it, what arose today.
    fresh: Vec<f64>,
    /// This week's factor of each village; last, of points that belong to none.
    by_village: Vec<f64>,
    /// By facility and dock: free from this moment on.
    docks: Vec<Vec<f64>>,
    /// By facility: what lies on the floor, and since when.
    floors: Vec<(f64, f64)>,
    trucks: Vec<Truck>,
    /// Who is where next: milliseconds of the run, ride.
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    /// Week after which something was counted last, so that it counts once a week.
    over_in: Vec<u32>,
    floor_over_in: Vec<u32>,
    counts: RunCounts,
}

/// Lives through so many weeks of a plan.
pub(super) fn live(
    script: &Script<'_>,
    factors: Factors,
    (seed, run): (u64, u32),
    weeks: u32,
) -> RunCounts {
    let draws = Draws::new(seed, run);
    let mut life = Life::new(script, factors, draws, run);
    for week in 0..weeks {
        life.week = week;
        life.draw_week();
        for day in Day::WEEK {
            life.day = day;
            life.morning();
            life.drive();
        }
    }
    life.counts.totals.left_kg = life.stock.iter().sum::<f64>().round() as i64;
    life.counts
}

impl<'a> Life<'a> {
    fn new(script: &'a Script<'a>, factors: Factors, draws: Draws, run: u32) -> Self {
        let (bins, facilities) = (script.bins.len(), script.facilities.len());
        let idle = Truck {
            step: 0,
            kg: 0.0,
            litres: 0.0,
            travel: 1.0,
            breaks_at: usize::MAX,
            is_away: false,
        };
        let docks = |facility: &Facility| vec![f64::NEG_INFINITY; facility.docks.unwrap_or(0)];
        Self {
            script,
            factors,
            draws,
            week: 0,
            day: Day(0),
            stock: script
                .bins
                .iter()
                .map(super::script::Bin::at_week_begin)
                .collect(),
            fresh: vec![0.0; bins],
            by_village: vec![1.0; script.num_villages + 1],
            docks: script.facilities.iter().map(docks).collect(),
            floors: vec![(0.0, 0.0); facilities],
            trucks: vec![idle; script.rides.len()],
            queue: BinaryHeap::new(),
            over_in: vec![u32::MAX; bins],
            floor_over_in: vec![u32::MAX; facilities],
            counts: RunCounts::new(run, bins, script.rides.len(), facilities),
        }
    }

    fn draw_week(&mut self) {
        let (draws, week) = (self.draws, self.week);
        let of_district = draws.factor(self.factors.district, About::District, week, [0, 0]);
        for village in 0..self.script.num_villages {
            let own = draws.factor(self.factors.village, About::Village, week, [village, 0]);
            self.by_village[village] = own * of_district;
        }
        self.by_village[self.script.num_villages] = of_district;
    }

    /// The day's waste; containers that it does not fit into overflow.
    fn morning(&mut self) {
        let elsewhere = self.script.num_villages;
        for (bin, of) in self.script.bins.iter().enumerate() {
            let kg = of.kg[self.day.index()];
            let arisen = if kg > 0.0 {
                let broad = self.by_village[of.village.unwrap_or(elsewhere)];
                let about = [bin, self.day.index()];
                let own = self
                    .draws
                    .factor(self.factors.point, About::Point, self.week, about);
                kg * broad * own
            } else {
                0.0
            };
            self.fresh[bin] = arisen;
            self.stock[bin] += arisen;
            if self.stock[bin] > of.room_kg && self.over_in[bin] != self.week {
                self.over_in[bin] = self.week;
                self.counts.overflows[bin] += 1;
            }
            self.counts.due_kg += arisen;
        }
    }

    fn midnight(&self) -> f64 {
        (f64::from(self.week) * 7.0 + f64::from(self.day.0)) * DAY
    }

    /// All tours of the day, event by event.
    fn drive(&mut self) {
        for &ride in &self.script.by_day[self.day.index()] {
            let of = &self.script.rides[ride];
            let about = [ride, 0];
            let travel = self
                .draws
                .factor(self.factors.travel, About::Travel, self.week, about);
            let fails =
                self.draws.unit(About::Breakdown, self.week, about) < self.factors.breakdown;
            let place = self.draws.unit(About::Place, self.week, about) * of.steps.len() as f64;
            self.counts.totals.breakdowns += u32::from(fails);
            self.trucks[ride] = Truck {
                step: 0,
                kg: 0.0,
                litres: 0.0,
                travel,
                breaks_at: if fails { place as usize } else { usize::MAX },
                is_away: false,
            };
            if let Some(first) = of.steps.first() {
                self.send(ride, self.midnight() + of.leaves + first.drive * travel);
            }
        }
        while let Some(Reverse((milliseconds, ride))) = self.queue.pop() {
            self.arrive(ride, milliseconds as f64 / 1000.0);
        }
    }

    fn send(&mut self, ride: usize, at: f64) {
        self.queue
            .push(Reverse(((at * 1000.0).round() as i64, ride)));
    }

    fn arrive(&mut self, ride: usize, now: f64) {
        let truck = self.trucks[ride];
        let step = self.script.rides[ride].steps[truck.step];
        if truck.step >= truck.breaks_at {
            return; // towed away
        }
        let begin = now.max(self.midnight() + step.opens);
        let stay = self.stay(ride, truck.step, step);
        match step.action {
            Action::Collect(..) if truck.is_away => self.unload_early(ride, now),
            Action::Collect(first, last) => self.collect(ride, (first, last), begin, stay),
            Action::Tip(facility) => {
                let done = self.tip(facility as usize, truck.kg, begin, stay);
                (self.trucks[ride].kg, self.trucks[ride].litres) = (0.0, 0.0);
                self.go_on(ride, done);
            }
            Action::Rest => self.go_on(ride, begin + stay),
            Action::Return => self.come_home(ride, now),
        }
    }

    fn stay(&self, ride: usize, number: usize, step: Step) -> f64 {
        match step.action {
            Action::Rest | Action::Return => step.stay,
            Action::Collect(..) | Action::Tip(_) if step.stay == 0.0 => 0.0,
            Action::Collect(..) | Action::Tip(_) => {
                let about = [ride, number];
                let factor = self
                    .draws
                    .factor(self.factors.service, About::Stay, self.week, about);
                step.stay * factor
            }
        }
    }

    /// Loads what fits; what does not is fetched later today, or left.
    fn collect(&mut self, ride: usize, (first, last): (u32, u32), begin: f64, stay: f64) {
        let vehicle = self.script.rides[ride].vehicle;
        let (payload, body) = (vehicle.payload.as_f64(), vehicle.loose_capacity().as_f64());
        let mut remains = 0.0;
        for at in first..last {
            let bin = self.script.taken[at as usize] as usize;
            let litres_per_kg = self.script.bins[bin].litres_per_kg;
            let truck = &mut self.trucks[ride];
            let room = (payload - truck.kg)
                .min((body - truck.litres) / litres_per_kg)
                .max(0.0);
            let kg = self.stock[bin].min(room);
            truck.kg += kg;
            truck.litres += kg * litres_per_kg;
            self.take(bin, kg);
            remains += self.stock[bin];
        }
        let done = begin + stay;
        if remains < WORTH_A_WAY {
            return self.go_on(ride, done);
        }
        self.counts.totals.full_early += 1;
        if self.may_come_back(ride, done) {
            self.trucks[ride].is_away = true;
            let (there, _) = self.detour(ride);
            self.send(ride, done + there);
        } else {
            self.leave_the_rest(ride, done);
        }
    }

    /// Takes kilograms out of a bin, the oldest first.
    fn take(&mut self, bin: usize, kg: f64) {
        let older = self.stock[bin] - self.fresh[bin];
        let of_today = (kg - older).max(0.0);
        self.fresh[bin] -= of_today;
        self.stock[bin] -= kg;
        self.counts.cleared_kg += of_today;
    }

    /// The next disposal of the trip.
    fn next_tip(&self, ride: usize) -> Option<(usize, usize)> {
        let steps = self.script.rides[ride].steps.iter().enumerate();
        let mut later = steps.skip(self.trucks[ride].step);
        later.find_map(|(number, step)| match step.action {
            Action::Tip(facility) => Some((number, facility as usize)),
            _ => None,
        })
    }

    /// Seconds from where a truck stands to the trip's disposal and back.
    fn detour(&self, ride: usize) -> (f64, f64) {
        let Some((tip, _)) = self.next_tip(ride) else {
            return (f64::INFINITY, f64::INFINITY);
        };
        let (of, truck) = (&self.script.rides[ride], self.trucks[ride]);
        let (here, there) = (of.steps[truck.step].site, of.steps[tip].site);
        let leg = |from, to| {
            let leg = self.script.ground.travel.leg(of.tour.vehicle, from, to);
            let seconds = f64::from(leg.seconds);
            if leg.exists() {
                seconds * truck.travel
            } else {
                f64::INFINITY
            }
        };
        (leg(here, there), leg(there, here))
    }

    fn may_come_back(&self, ride: usize, now: f64) -> bool {
        if self.factors.when_full == WhenFull::Leave {
            return false;
        }
        let Some((tip, _)) = self.next_tip(ride) else {
            return false;
        };
        let (of, truck) = (&self.script.rides[ride], self.trucks[ride]);
        let (there, back) = self.detour(ride);
        let rest = of.left[truck.step] * truck.travel.max(1.0);
        now + there + of.steps[tip].stay + back + rest <= self.midnight() + of.limit
    }

    /// At the disposal in the middle of a trip; then back to the same point.
    fn unload_early(&mut self, ride: usize, now: f64) {
        let Some((tip, facility)) = self.next_tip(ride) else {
            return;
        };
        let step = self.script.rides[ride].steps[tip];
        let stay = self.stay(ride, tip, step);
        let done = self.tip(facility, self.trucks[ride].kg, now, stay);
        let (_, back) = self.detour(ride);
        let truck = &mut self.trucks[ride];
        (truck.kg, truck.litres, truck.is_away) = (0.0, 0.0, false);
        self.send(ride, done + back);
    }

    /// Drives on to the disposal, past all that no longer fits.
    fn leave_the_rest(&mut self, ride: usize, now: f64) {
        let (there, _) = self.detour(ride);
        match self.next_tip(ride) {
            Some((tip, _)) if there.is_finite() => {
                self.trucks[ride].step = tip;
                self.send(ride, now + there);
            }
            _ => self.go_on(ride, now),
        }
    }

    /// Waits for a dock and tips; answers when the truck is empty.
    fn tip(&mut self, facility: usize, kg: f64, now: f64, stay: f64) -> f64 {
        let of = &self.script.facilities[facility];
        let opened = now.max(self.midnight() + of.window.0);
        let mut begin = opened;
        let free = self.docks[facility]
            .iter_mut()
            .min_by(|a, b| a.total_cmp(b));
        if let Some(free) = free {
            begin = begin.max(*free);
            *free = begin + stay;
        }
        let queue = (begin - opened).round() as i64;
        self.counts.totals.queue_s += queue;
        self.counts.queues[facility] += queue;
        if let Some(storage) = of.storage {
            let (level, since) = self.floors[facility];
            let level = (level - of.sent * open_seconds(of.window, since, begin)).max(0.0) + kg;
            self.floors[facility] = (level, begin.max(since));
            if level > storage && self.floor_over_in[facility] != self.week {
                self.floor_over_in[facility] = self.week;
                self.counts.floors[facility] += 1;
            }
        }
        begin + stay
    }

    /// To the next step.
    fn go_on(&mut self, ride: usize, now: f64) {
        let truck = &mut self.trucks[ride];
        truck.step += 1;
        if let Some(next) = self.script.rides[ride].steps.get(truck.step) {
            let at = now + next.drive * truck.travel;
            self.send(ride, at);
        }
    }

    fn come_home(&mut self, ride: usize, now: f64) {
        let late = now - self.midnight() - self.script.rides[ride].limit;
        // Half a second is rounding.
        if late > 0.5 {
            self.counts.late[ride] += 1;
            self.counts.late_s[ride] += late.round() as i64;
            self.counts.totals.late_tours += 1;
        }
    }
}

/// Seconds between two moments at which a facility is open.
fn open_seconds((opens, closes): (f64, f64), from: f64, to: f64) -> f64 {
    let until = |moment: f64| {
        let days = (moment / DAY).floor();
        let today = (moment - days * DAY).clamp(opens, closes) - opens;
        days * (closes - opens) + today
    };
    (until(to) - until(from)).max(0.0)
}

/// How many weeks of a run a bin overflows if all that is there is taken on some days, as of many containers: the bin by
/// itself, with the run's own waste.
pub(super) fn overflows_alone(
    script: &Script<'_>,
    factors: Factors,
    (seed, run, weeks): (u64, u32, u32),
    (bin, visits, room_kg): (usize, DaySet, f64),
) -> u32 {
    let draws = Draws::new(seed, run);
    let last = visits.iter().last();
    let kg = &script.bins[bin].kg;
    let mut stock: f64 = last.map_or(0.0, |day| kg[day.index() + 1..].iter().sum());
    let mut count = 0;
    for week in 0..weeks {
        let mut is_over = false;
        for day in Day::WEEK {
            stock += factors.arises(script, draws, (week, day, bin));
            is_over |= stock > room_kg;
            if visits.contains(day) {
                stock = 0.0;
            }
        }
        count += u32::from(is_over);
    }
    count
}

/// Totals of a run, for what is not by place.
impl RunCounts {
    pub(super) fn totals_of(&self) -> RunTotals {
        RunTotals {
            due_kg: self.due_kg.round() as i64,
            cleared_kg: self.cleared_kg.round() as i64,
            overflows: self.overflows.iter().map(|&weeks| u64::from(weeks)).sum(),
            floors: self.floors.iter().map(|&weeks| u64::from(weeks)).sum(),
            ..self.totals
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_emptied_while_it_is_open() {
        let window = (6.0 * 3600.0, 18.0 * 3600.0);
        let hours = |from: f64, to: f64| open_seconds(window, from * 3600.0, to * 3600.0) / 3600.0;
        assert_eq!(hours(7.0, 9.0), 2.0);
        assert_eq!(hours(0.0, 7.0), 1.0);
        assert_eq!(hours(17.0, 24.0 + 7.0), 2.0, "over night");
        assert_eq!(hours(19.0, 20.0), 0.0);
        assert_eq!(hours(0.0, 7.0 * 24.0), 84.0);
    }
}
