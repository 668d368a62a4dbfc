//! Promise `hauls`: line haul drives by the judge's legs, keeps gates, shifts, rests, bodies and counts of its haulers, and
//! all that is tipped at a station that sends on is sent.

use super::Finding;
use super::floor::changes;
use super::week::Week;
use crate::district::{DisposalId, Role, Vehicle};
use crate::plan::{Haul, HaulTour, TourFigures, haul_tours};
use crate::quantity::{Clock, Leg, Metres, Seconds};
use crate::roads::SiteId;
use std::collections::BTreeSet;

const PROMISE: &str = "hauls";

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let mut findings: Vec<Finding> = haul_tours(&week.plan.hauls)
        .flat_map(|tour| Judged::of(week, tour).findings)
        .collect();
    findings.extend(doubled(week));
    findings.extend(counts(week));
    findings.extend(left(week));
    findings
}

/// A trip of a tour is made once.
fn doubled(week: &Week) -> impl Iterator<Item = Finding> {
    let mut known = BTreeSet::new();
    let hauls = week.plan.hauls.iter();
    hauls.filter_map(move |haul| {
        let is_first = known.insert((haul.day, &haul.tour, haul.trip));
        let who = format!("{}-{}", haul.tour, haul.trip);
        let detail = "this trip stands twice".to_owned();
        (!is_first).then(|| Finding::new(PROMISE, &who, 1.0, "trips", detail).on(haul.day))
    })
}

/// What a hauler's tour is priced by, by the judge's legs.
pub(super) fn figures(week: &Week, tour: HaulTour<'_>) -> TourFigures {
    TourFigures {
        distance: Judged::of(week, tour).distance,
        duration: tour.duration(),
    }
}

/// A tour driven again.
struct Judged<'a> {
    week: &'a Week<'a>,
    vehicle: &'a Vehicle,
    findings: Vec<Finding>,
    stands: SiteId,
    free: Clock,
    wheel: Seconds,
    distance: Metres,
}

impl<'a> Judged<'a> {
    fn of(week: &'a Week<'a>, tour: HaulTour<'_>) -> Self {
        let id = tour.vehicle();
        let mut judged = Self {
            week,
            vehicle: &week.district.vehicles[id.index()],
            findings: Vec::new(),
            stands: week.travel.sites.start(id),
            free: tour.leaves(),
            wheel: Seconds::ZERO,
            distance: Metres::ZERO,
        };
        for (number, haul) in tour.0.iter().enumerate() {
            if haul.trip as usize != number + 1 {
                let detail = format!("trip {} is the tour's {}", haul.trip, number + 1);
                judged.say(haul, haul.out, 1.0, "trips", detail);
            }
            judged.trip(haul, number + 1 == tour.0.len());
        }
        judged.duty(tour);
        judged
    }

    fn say(&mut self, haul: &Haul, clock: Clock, over: f64, unit: &'static str, detail: String) {
        let who = format!("{}-{}", haul.tour, haul.trip);
        let finding = Finding::new(PROMISE, &who, over, unit, detail);
        self.findings.push(finding.on(haul.day).at(clock));
    }

    fn drive(&mut self, haul: &Haul, to: SiteId) -> Leg {
        let leg = if self.stands == to {
            Leg::default()
        } else {
            self.week.travel.leg(haul.vehicle, self.stands, to)
        };
        self.stands = to;
        if !leg.exists() {
            self.say(
                haul,
                haul.out,
                1.0,
                "legs",
                "there is no way for this hauler".into(),
            );
            return Leg::default();
        }
        self.distance += leg.distance();
        self.wheel += leg.time();
        if let Some(rest) = self.vehicle.rest
            && self.wheel > rest.after + Seconds(1)
        {
            let over = self.wheel - rest.after;
            let detail = format!(
                "{} at the wheel without a break of {}",
                self.wheel, rest.length
            );
            self.say(haul, haul.leave, over.as_f64(), "s", detail);
            self.wheel = Seconds::ZERO;
        }
        leg
    }

    /// A stay of at least so long; what is longer by a break is one.
    fn stay(&mut self, haul: &Haul, (begin, end): (Clock, Clock), least: Seconds) {
        let stood = end - begin;
        if stood < least {
            let detail = format!("stays {stood}, {least} is needed");
            self.say(haul, begin, (least - stood).as_f64(), "s", detail);
        }
        if self
            .vehicle
            .rest
            .is_some_and(|rest| stood >= least + rest.length)
        {
            self.wheel = Seconds::ZERO;
        }
    }

    fn not_before(&mut self, haul: &Haul, clock: Clock, earliest: Clock, what: &str) {
        let early = earliest - clock;
        if early.0 > 1 {
            let detail = format!("{what} at {clock}, not before {earliest}");
            self.say(haul, clock, early.as_f64(), "s", detail);
        }
    }

    fn within(&mut self, haul: &Haul, clock: Clock, id: DisposalId) {
        let window = self.week.district.gate(id).window;
        if !window.contains(clock) {
            let off = (window.open - clock).0.max((clock - window.close).0);
            let detail = format!(
                "begins at {clock}, open {} to {}",
                window.open, window.close
            );
            self.say(haul, clock, off as f64, "s", detail);
        }
    }

    fn trip(&mut self, haul: &Haul, is_last: bool) {
        let (sites, district) = (&self.week.travel.sites, self.week.district);
        let [station, plant] = ends(haul);
        let before = self.distance;
        self.not_before(haul, haul.out, self.free, "leaves");
        let out = self.drive(haul, sites.disposal(station));
        self.not_before(haul, haul.load, haul.out + out.time(), "loads");
        self.within(haul, haul.load, station);
        self.stay(haul, (haul.load, haul.leave), district.gate(station).unload);
        let onward = self.drive(haul, sites.disposal(plant));
        self.not_before(haul, haul.arrive, haul.leave + onward.time(), "arrives");
        self.not_before(haul, haul.tip, haul.arrive, "tips");
        self.within(haul, haul.tip, plant);
        let home = if is_last {
            let stood = self.wheel;
            let leg = self.drive(haul, sites.end(haul.vehicle));
            self.wheel = stood;
            leg.time()
        } else {
            Seconds::ZERO
        };
        let end = Clock(haul.back.0 - home.0);
        self.stay(haul, (haul.tip, end), district.gate(plant).unload);
        self.free = haul.back;
        let off = (self.distance - before - haul.metres).0.abs();
        if off > 3 {
            let detail = format!("{} written, {} driven", haul.metres, self.distance - before);
            self.say(haul, haul.out, off as f64, "m", detail);
        }
        self.load(haul);
    }

    /// Payload and body; a station presses as its compaction says.
    fn load(&mut self, haul: &Haul) {
        let record = &self.week.district.stations[haul.station.index()];
        let body = self.vehicle.body.as_f64() * record.compaction;
        let litres = self.week.litres_a_kg(haul.station) * haul.kg.as_f64();
        let over = (haul.kg - self.vehicle.payload).as_f64();
        if over > 0.0 {
            let detail = format!("{} in a body for {}", haul.kg, self.vehicle.payload);
            self.say(haul, haul.leave, over, "kg", detail);
        }
        if litres > body * 1.001 + 1.0 {
            let detail = format!("{litres:.0} loose litres, {body:.0} fit");
            self.say(haul, haul.leave, litres - body, "l", detail);
        }
        if self.vehicle.role != Role::Hauler {
            self.say(haul, haul.out, 1.0, "vehicles", "is no hauler".into());
        }
        if record.plant != Some(haul.plant) {
            self.say(
                haul,
                haul.arrive,
                1.0,
                "plants",
                "the station sends elsewhere".into(),
            );
        }
    }

    fn duty(&mut self, tour: HaulTour<'_>) {
        let shift = self.vehicle.shift;
        let longest = self.vehicle.max_duration.unwrap_or(Seconds(i64::MAX / 2));
        let (Some(first), Some(last)) = (tour.0.first(), tour.0.last()) else {
            return;
        };
        let early = (shift.open - tour.leaves()).as_f64();
        let late = (tour.returns() - shift.close).as_f64();
        let long = (tour.duration() - longest).as_f64();
        if early > 0.0 {
            self.say(
                first,
                tour.leaves(),
                early,
                "s",
                format!("the shift begins at {}", shift.open),
            );
        }
        if late > 0.0 {
            self.say(
                last,
                tour.returns(),
                late,
                "s",
                format!("the shift ends at {}", shift.close),
            );
        }
        if long > 0.0 {
            let detail = format!("{} on duty, at most {longest}", tour.duration());
            self.say(last, tour.returns(), long, "s", detail);
        }
    }
}

/// Where a haul loads and tips.
pub(super) fn ends(haul: &Haul) -> [DisposalId; 2] {
    [
        DisposalId::Station(haul.station),
        DisposalId::Plant(haul.plant),
    ]
}

/// Haulers of a type that are out on a day and in the week, and what is fit.
fn counts(week: &Week) -> Vec<Finding> {
    let vehicles = week.district.vehicles.iter().enumerate();
    let of_type = |(index, vehicle): (usize, &Vehicle)| {
        let mut tours = [0; 7];
        let own = haul_tours(&week.plan.hauls).filter(|tour| tour.vehicle().index() == index);
        own.for_each(|tour| tours[tour.day().index() % 7] += 1);
        super::fleet::of_type(PROMISE, vehicle, tours)
    };
    vehicles.flat_map(of_type).collect()
}

/// What stays at stations for good.
fn left(week: &Week) -> Vec<Finding> {
    let each = changes(week).into_iter();
    each.filter_map(|(station, changes)| {
        let left: i64 = changes.iter().map(|&(_, kg)| kg).sum();
        let record = &week.district.stations[station.index()];
        let detail = if left > 0 {
            format!("{left} kg tipped in a week are never sent on")
        } else {
            format!("{} kg more sent on in a week than are tipped", -left)
        };
        let rounding = changes.len() as i64;
        (left.abs() > rounding)
            .then(|| Finding::new(PROMISE, &record.name, left as f64, "kg", detail))
    })
    .collect()
}
