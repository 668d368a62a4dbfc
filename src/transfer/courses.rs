//! Tours as what matters to the gates: from one facility to the next, whatever lies between.
//!
//! All that a tour does between two facilities joins into one step that says when it arrives if it leaves at a moment, and
//! how late it may leave (the forward half of the time segments of Vidal, Crainic, Gendreau & Prins 2014).

use crate::district::{DisposalId, District, PointId, VehicleId};
use crate::plan::{HaulTour, Stop, StopKind, Tour};
use crate::quantity::{Day, Kilograms, Leg, Seconds, Window};
use crate::roads::{SiteId, Travel};

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

/// Moments are seconds from the week's first midnight.
pub(super) fn midnight(day: Day) -> i64 {
    i64::from(day.0) * DAY
}

/// The way to a facility, or home, with all visits on it: who leaves at `t` arrives at `max(t + takes, not_before)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    takes: i64,
    not_before: i64,
    /// Who leaves later misses a window.
    latest: i64,
}

impl Default for Step {
    /// No way at all.
    fn default() -> Self {
        Self::NONE
    }
}

impl Step {
    const NONE: Self = Self {
        takes: 0,
        not_before: i64::MIN / 4,
        latest: i64::MAX / 4,
    };

    pub fn arrival(self, leaves: i64) -> i64 {
        (leaves + self.takes).max(self.not_before)
    }

    /// How many seconds too late for a window on the way.
    pub fn lateness(self, leaves: i64) -> i64 {
        (leaves - self.latest).max(0)
    }

    /// So many seconds and no visit on the way.
    #[cfg(test)]
    pub fn of_way(seconds: i64) -> Self {
        let mut step = Self::NONE;
        step.drive(seconds);
        step
    }

    fn drive(&mut self, seconds: i64) {
        self.takes += seconds;
        self.not_before += seconds;
    }

    /// Begins something within a window and stays.
    fn stop(&mut self, open: i64, close: i64, stay: i64) {
        self.latest = self.latest.min(close - self.takes);
        self.not_before = self.not_before.max(open);
        self.drive(stay);
    }
}

/// A facility on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// From the facility before, or the base.
    pub step: Step,
    /// In the order of [`District::disposals`].
    pub facility: usize,
    /// When unloading or loading may begin.
    pub open: i64,
    pub close: i64,
    pub stay: i64,
    /// Brought; negative: fetched.
    pub kg: Kilograms,
    /// The part of it that lies there until it is sent on.
    pub lies: Kilograms,
}

/// A tour of a collector or a hauler.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub day: Day,
    /// Leaving the base.
    pub leaves: i64,
    /// When it may leave, and must be back.
    pub shift: (i64, i64),
    pub longest: i64,
    pub calls: Vec<Call>,
    pub home: Step,
    /// Whether its moment of leaving stays as it is.
    pub is_fixed: bool,
}

/// A vehicle at a facility.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Served {
    /// Wheels stop.
    pub arrival: i64,
    /// From when on it could begin: a gate may open only later.
    pub ready: i64,
    /// It has a dock.
    pub begin: i64,
}

impl Served {
    /// The time in the queue.
    pub fn wait(self) -> i64 {
        self.begin - self.ready
    }
}

impl Course {
    /// When it is back, if its calls are served so.
    pub fn returns(&self, served: &[Served]) -> i64 {
        self.home.arrival(self.last_left(served))
    }

    /// Seconds by which it misses windows on its way, if its calls are served so.
    pub fn missed(&self, served: &[Served]) -> i64 {
        let mut leaves = self.leaves;
        let mut missed = 0;
        for (call, served) in self.calls.iter().zip(served) {
            missed += call.step.lateness(leaves) + (served.begin - call.close).max(0);
            leaves = served.begin + call.stay;
        }
        missed + self.home.lateness(leaves)
    }

    fn last_left(&self, served: &[Served]) -> i64 {
        let last = self.calls.last().zip(served.last());
        last.map_or(self.leaves, |(call, served)| served.begin + call.stay)
    }

    /// The time on duty if it never waited.
    pub fn least_duty(&self) -> i64 {
        let calls = self.calls.iter();
        let there: i64 = calls.map(|call| call.step.takes + call.stay).sum();
        there + self.home.takes
    }
}

/// When a stop of a tour may begin.
pub(super) enum Windows<'a> {
    /// As the points are open, and where the plan waits, no sooner than it says.
    AsWritten,
    /// A window each stop.
    Given(&'a [Vec<Window>]),
}

/// The courses of a plan's tours, in their order.
pub(super) fn of_tours(district: &District, tours: &[Tour], windows: &Windows) -> Vec<Course> {
    let course = |(number, tour): (usize, &Tour)| {
        let given = match windows {
            Windows::AsWritten => None,
            Windows::Given(all) => all.get(number).map(Vec::as_slice),
        };
        of_tour(district, tour, given)
    };
    tours.iter().enumerate().map(course).collect()
}

fn of_tour(district: &District, tour: &Tour, windows: Option<&[Window]>) -> Course {
    let midnight = midnight(tour.day);
    let mut step = Step::NONE;
    let mut calls = Vec::new();
    for (row, stop) in tour.stops.iter().enumerate().skip(1) {
        let stay = (stop.departure - stop.start).0.max(0);
        step.drive((stop.arrival - tour.stops[row - 1].departure).0.max(0));
        match stop.kind {
            StopKind::Point(point) => {
                let window = windows
                    .and_then(|windows| windows.get(row).copied())
                    .unwrap_or_else(|| as_written(district, point, stop));
                step.stop(midnight + window.open.0, midnight + window.close.0, stay);
            }
            StopKind::Disposal(id) => {
                let window = district.gate(id).window;
                calls.push(Call {
                    step,
                    facility: number_of(district, id),
                    open: midnight + window.open.0,
                    close: midnight + window.close.0,
                    stay,
                    kg: stop.kg,
                    lies: tour.sent_on(district, row),
                });
                step = Step::NONE;
            }
            StopKind::Break => step.drive(stay),
            StopKind::Start | StopKind::End => {}
        }
    }
    let of = (tour.day, tour.vehicle);
    let at_start = windows.and_then(|windows| windows.first());
    Course {
        is_fixed: at_start.is_some_and(|window| window.open == window.close),
        ..course(district, of, tour.leaves().0, calls, step)
    }
}

/// The hours of a point, and where the plan waits for longer, from then on.
fn as_written(district: &District, point: PointId, stop: &Stop) -> Window {
    let bins = district.points[point.index()].bins.iter();
    let hours = bins
        .filter(|bins| bins.stream.is_none_or(|own| stop.stream == Some(own)))
        .fold(Window::ALWAYS, |hours, bins| {
            Window::new(
                hours.open.max(bins.window.open),
                hours.close.min(bins.window.close),
            )
        });
    let waits = stop.start > stop.arrival;
    Window {
        open: if waits {
            hours.open.max(stop.start)
        } else {
            hours.open
        },
        ..hours
    }
}

/// The leg between two sites, nothing from one to itself.
pub(super) fn leg(travel: &Travel, vehicle: VehicleId, from: SiteId, to: SiteId) -> Leg {
    if from == to {
        Leg::default()
    } else {
        travel.leg(vehicle, from, to)
    }
}

/// The course of a hauler, who waits at a station until he loads, if the plan says so. `due` says for each of his hauls from
/// when to when loading may begin, counted from the midnight of his day.
pub(super) fn of_hauls(
    district: &District,
    travel: &Travel,
    tour: HaulTour<'_>,
    due: Option<&[(i64, i64)]>,
) -> Course {
    let (midnight, sites) = (midnight(tour.day()), &travel.sites);
    let mut calls = Vec::new();
    let mut stands = sites.start(tour.vehicle());
    let mut step = Step::NONE;
    for (number, haul) in tour.0.iter().enumerate() {
        let ends = [
            DisposalId::Station(haul.station),
            DisposalId::Plant(haul.plant),
        ];
        let base = sites.end(haul.vehicle);
        let home = leg(travel, haul.vehicle, sites.disposal(ends[1]), base);
        let is_last = number + 1 == tour.0.len();
        let way_home = if is_last { home.time().0 } else { 0 };
        let stays = [
            haul.leave - haul.load,
            (haul.back - haul.tip) - Seconds(way_home),
        ];
        for (id, stay) in ends.into_iter().zip(stays) {
            let gate = district.gate(id).window;
            let site = sites.disposal(id);
            let way = leg(travel, haul.vehicle, stands, site).time();
            step.drive(way.0);
            let (mut open, mut close) = (midnight + gate.open.0, midnight + gate.close.0);
            let mut kg = haul.kg;
            if id == ends[0] {
                let waits = haul.load > haul.out + way;
                let waited = if waits { haul.load.0 } else { 0 };
                let (ready, latest) = due.map_or((0, close - midnight), |due| due[number]);
                open = open.max(midnight + waited.max(ready));
                close = close.min(midnight + latest);
                kg = Kilograms(-kg.0);
            }
            let at_dock = stay.min(district.gate(id).unload).0.max(0);
            calls.push(Call {
                step,
                facility: number_of(district, id),
                open,
                close,
                stay: at_dock,
                kg,
                lies: kg,
            });
            (step, stands) = (Step::NONE, site);
            // A rest is taken beside the dock.
            step.drive((stay.0 - at_dock).max(0));
        }
        step.drive(way_home);
    }
    let of = (tour.day(), tour.vehicle());
    course(district, of, tour.leaves().0, calls, step)
}

fn course(
    district: &District,
    (day, vehicle): (Day, VehicleId),
    leaves: i64,
    calls: Vec<Call>,
    home: Step,
) -> Course {
    let (vehicle, midnight) = (&district.vehicles[vehicle.index()], midnight(day));
    Course {
        day,
        leaves: midnight + leaves,
        shift: (
            midnight + vehicle.shift.open.0,
            midnight + vehicle.shift.close.0,
        ),
        longest: vehicle
            .max_duration
            .map_or(i64::MAX / 4, |longest| longest.0),
        calls,
        home,
        is_fixed: false,
    }
}

/// The place of a facility among [`District::disposals`].
pub(super) fn number_of(district: &District, id: DisposalId) -> usize {
    match id {
        DisposalId::Station(station) => station.index(),
        DisposalId::Plant(plant) => district.stations.len() + plant.index(),
    }
}
