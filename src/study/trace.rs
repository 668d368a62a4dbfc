//! What trackers tell: at which points a vehicle stood, how far it drove and how fast, and how long a visit takes.
//!
//! A track is a vehicle's day. Fixes that nobody could have reached are left out, the others smoothed by a running median of
//! five (Tukey, *Exploratory Data Analysis*, 1977). A fix belongs to the nearest point of the plan within [`REACH`]. A point
//! that is due on that day is visited if two fifths of its planned service belong to it, at the crew's pace of the day, another if
//! four fifths do: whoever passes has not emptied a bin. What a point lacks may be what neighbours have too much, for receivers err.
//! Ways count from one place to the next that lies [`STEP`] away, so that a vehicle
//! that stands with a trembling receiver drives nowhere. Speed is that between the places where a vehicle stops, and a visit
//! takes what was spent [`CLOSE`] to it, less the way in and out.

use crate::district::{District, Place, PointId, Role, VehicleId};
use crate::plan::{DoneVisit, Fix, Plan, StopKind};
use crate::quantity::Day;
use jiff::civil::{Date, DateTime};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::{BTreeMap, BTreeSet};

/// So near a vehicle stands at a point, in metres: a lane's length and the error of a receiver.
const REACH: f64 = 60.0;
/// So near it is at work there, in metres.
const CLOSE: f64 = 35.0;
/// So near a facility or base it does not drive, in metres.
const YARD: f64 = 120.0;
/// From points so near, in metres, time may have been taken for another's.
const BESIDE: f64 = 60.0;
/// Ways are measured in steps of so many metres.
const STEP: f64 = 40.0;
/// Nobody is faster, in metres a second.
const FASTEST: f64 = 40.0;
/// So many fixes in a row that nobody could have reached are where the vehicle is.
const BELIEVED: usize = 3;
/// How fast a vehicle comes and goes, in metres a second.
const COMING: f64 = 7.0;
/// Where a tracker is silent for longer, in seconds, nothing is known of the time between.
const SILENT: f64 = 120.0;
/// Shares of the planned service that make a visit, and the least, in seconds: where it is due, where it is not.
const DUE: (f64, f64) = (0.4, 20.0);
const NOT_DUE: (f64, f64) = (0.8, 40.0);
/// A service is learnt from so many visits at least, a speed from so many metres.
const VISITS_TO_LEARN: usize = 3;
const METRES_TO_LEARN: f64 = 50_000.0;
/// A crew's pace is between these, in planned services: beyond, the track is hardly its.
const PACES: (f64, f64) = (0.7, 3.0);

/// What the tracks of some days tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traced {
    /// The visits that were made, a day's visit to a point once a vehicle.
    pub visits: Vec<DoneVisit>,
    /// What each vehicle drove on each day, by date, then vehicle.
    pub driven: Vec<Driven>,
    /// Seconds that visits to a point took, of points that were visited often enough: the median, and the number of visits.
    pub services: BTreeMap<PointId, (f64, usize)>,
    /// Fixes that nobody could have reached.
    pub outliers: usize,
}

/// What the vehicles of a row of `vehicles.csv` drove on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driven {
    /// The day.
    pub date: Date,
    /// Which vehicles.
    pub vehicle: VehicleId,
    /// How many were tracked.
    pub trackers: usize,
    /// Metres that they drove.
    pub metres: f64,
    /// Of these, between the places where they stop.
    pub metres_between: f64,
    /// The seconds that these took.
    pub seconds_between: f64,
    /// Tours that the plan has for them on that weekday.
    pub tours_planned: usize,
    /// Their metres.
    pub metres_planned: f64,
    /// Their seconds at the wheel.
    pub seconds_planned: f64,
}

impl Traced {
    /// By how much each row of vehicles is faster than planned, where enough was driven.
    #[must_use]
    pub fn speed_ratios(&self) -> BTreeMap<VehicleId, f64> {
        let mut sums: BTreeMap<VehicleId, Driven> = BTreeMap::new();
        for day in &self.driven {
            let none = Driven::nothing(day.date, day.vehicle);
            sums.entry(day.vehicle).or_insert(none).add(day);
        }
        let ratio = |(vehicle, sum): (VehicleId, Driven)| {
            let is_known = sum.metres >= METRES_TO_LEARN && sum.metres_planned > 0.0;
            let speeds = sum.metres_between * sum.seconds_planned
                / (sum.seconds_between * sum.metres_planned);
            (is_known && speeds.is_finite()).then_some((vehicle, speeds))
        };
        sums.into_iter().filter_map(ratio).collect()
    }
}

impl Driven {
    const fn nothing(date: Date, vehicle: VehicleId) -> Self {
        Self {
            date,
            vehicle,
            trackers: 0,
            metres: 0.0,
            metres_between: 0.0,
            seconds_between: 0.0,
            tours_planned: 0,
            metres_planned: 0.0,
            seconds_planned: 0.0,
        }
    }

    /// Adds what was driven on another day.
    fn add(&mut self, other: &Self) {
        self.trackers += other.trackers;
        self.metres += other.metres;
        self.metres_between += other.metres_between;
        self.seconds_between += other.seconds_between;
        self.tours_planned += other.tours_planned;
        self.metres_planned += other.metres_planned;
        self.seconds_planned += other.seconds_planned;
    }
}

/// Follows the tracks of vehicles from one day to another.
#[must_use]
pub fn follow(district: &District, plan: &Plan, (from, to): (Date, Date), fixes: &[Fix]) -> Traced {
    let mut tracks: BTreeMap<(Date, VehicleId, usize), Vec<(DateTime, Place)>> = BTreeMap::new();
    for fix in fixes {
        let date = fix.at.date();
        if (from..=to).contains(&date) {
            let track = tracks.entry((date, fix.vehicle, fix.device)).or_default();
            track.push((fix.at, fix.place));
        }
    }
    let points = Points::of(district, plan);
    let mut traced = Traced::default();
    let mut services: BTreeMap<PointId, Vec<f64>> = BTreeMap::new();
    for ((date, vehicle, _), mut fixes) in tracks {
        fixes.sort_by_key(|fix| fix.0);
        let track = Track::of(&points, &fixes);
        traced.outliers += track.outliers;
        let is_new = |last: &Driven| (last.date, last.vehicle) != (date, vehicle);
        if traced.driven.last().is_none_or(is_new) {
            traced.driven.push(planned(plan, date, vehicle));
        }
        if let Some(driven) = traced.driven.last_mut() {
            driven.trackers += 1;
            driven.metres += track.metres();
            let (metres, seconds) = track.between(&points);
            driven.metres_between += metres;
            driven.seconds_between += seconds;
        }
        // Haulers and feeders pass points and make no visits of the plan.
        if district.vehicles[vehicle.index()].role != Role::Collector {
            continue;
        }
        let stays = track.stays(&points);
        for point in points.visited(date, &stays) {
            traced.visits.push(DoneVisit {
                date,
                point,
                stream: None,
                vehicle: Some(vehicle),
                kg: None,
            });
            let seconds = stays[&point].close - points.passing(point);
            if seconds > 0.0 {
                services.entry(point).or_default().push(seconds);
            }
        }
    }
    for (point, mut seconds) in services {
        if seconds.len() >= VISITS_TO_LEARN {
            seconds.sort_by(f64::total_cmp);
            let median = seconds[seconds.len() / 2];
            traced.services.insert(point, (median, seconds.len()));
        }
    }
    traced
}

/// What a plan has for vehicles on a date.
fn planned(plan: &Plan, date: Date, vehicle: VehicleId) -> Driven {
    let mut driven = Driven::nothing(date, vehicle);
    let of_day = |tour: &&crate::plan::Tour| tour.vehicle == vehicle && tour.day == Day::of(date);
    for tour in plan.tours.iter().filter(of_day) {
        driven.tours_planned += 1;
        for stop in &tour.stops {
            driven.metres_planned += stop.metres.0 as f64;
            driven.seconds_planned += stop.seconds.as_f64();
        }
    }
    driven
}

/// The points of a plan on a plane of metres.
struct Points {
    tree: RTree<GeomWithData<[f64; 2], PointId>>,
    /// Where the plane touches the earth.
    origin: Place,
    due: BTreeSet<(PointId, Day)>,
    /// Planned seconds of a visit.
    service: BTreeMap<PointId, f64>,
    places: BTreeMap<PointId, [f64; 2]>,
    /// Facilities and bases.
    yards: Vec<[f64; 2]>,
}

impl Points {
    fn of(district: &District, plan: &Plan) -> Self {
        let origin = district.points.first().map(|point| point.place);
        let mut points = Self {
            tree: RTree::new(),
            origin: origin.unwrap_or_default(),
            due: BTreeSet::new(),
            service: BTreeMap::new(),
            places: BTreeMap::new(),
            yards: Vec::new(),
        };
        let facilities = district.disposals().map(|id| district.disposal_place(id));
        let bases = district
            .vehicles
            .iter()
            .map(|vehicle| district.base_place(vehicle.base));
        points.yards = facilities
            .chain(bases)
            .map(|place| points.on_plane(place))
            .collect();
        for rule in &plan.visits {
            points
                .due
                .extend(rule.days.iter().map(|day| (rule.point, day)));
        }
        for stop in plan.tours.iter().flat_map(|tour| &tour.stops) {
            if let StopKind::Point(point) = stop.kind {
                let seconds = (stop.departure - stop.start).as_f64();
                points.service.entry(point).or_insert(seconds);
            }
        }
        let place = |point: PointId| points.on_plane(district.points[point.index()].place);
        points.places = points
            .service
            .keys()
            .map(|&point| (point, place(point)))
            .collect();
        let own = points
            .places
            .iter()
            .map(|(&point, &place)| GeomWithData::new(place, point));
        let own: Vec<_> = own.collect();
        points.tree = RTree::bulk_load(own);
        points
    }

    fn on_plane(&self, place: Place) -> [f64; 2] {
        place.metres_from(self.origin)
    }

    /// The nearest point within reach, and how far it is.
    fn nearest(&self, place: [f64; 2]) -> Option<(f64, PointId)> {
        let near = self.tree.locate_within_distance(place, REACH * REACH);
        let near = near.map(|own| (apart(place, *own.geom()), own.data));
        near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
    }

    /// Whether vehicles stop here: close to a point, or in a yard.
    fn is_stop(&self, place: [f64; 2]) -> bool {
        let is_close = self
            .nearest(place)
            .is_some_and(|(metres, _)| metres <= CLOSE);
        is_close || self.yards.iter().any(|&yard| apart(yard, place) <= YARD)
    }

    /// Seconds that a vehicle is close to a point on its way in and out.
    fn passing(&self, point: PointId) -> f64 {
        let place = self.places[&point];
        let mut others = self.tree.nearest_neighbor_iter(place);
        let other = others.find(|own| own.data != point);
        let half = other.map_or(CLOSE, |own| apart(place, *own.geom()) / 2.0);
        2.0 * half.min(CLOSE) / COMING
    }

    /// The points that a track with these stays visited.
    fn visited(&self, date: Date, stays: &BTreeMap<PointId, Stay>) -> Vec<PointId> {
        let is_due = |point: PointId| self.due.contains(&(point, Day::of(date)));
        let service = |point: PointId| self.service.get(&point).copied().unwrap_or(0.0);
        let pace = pace(stays, |point| is_due(point).then(|| service(point)));
        let due: Vec<PointId> = stays
            .keys()
            .copied()
            .filter(|&point| is_due(point))
            .collect();
        let mut left: BTreeMap<PointId, f64> = BTreeMap::new();
        let mut visited = Vec::new();
        let mut short: Vec<(f64, PointId)> = Vec::new();
        for &point in &due {
            let (own, need) = (stays[&point].nearest, pace * service(point));
            left.insert(point, own - need);
            // Whoever drives past is near for a dozen seconds.
            let enough = f64::max(DUE.0 * need, DUE.1.min(NOT_DUE.0 * need));
            match own >= enough {
                true => visited.push(point),
                false => short.push((enough - own, point)),
            }
        }
        short.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (lacks, point) in short {
            if self.borrow(point, lacks, &mut left) {
                visited.push(point);
            }
        }
        let long = |(point, stay): (&PointId, &Stay)| {
            let enough = f64::max(NOT_DUE.0 * pace * service(*point), NOT_DUE.1);
            (!is_due(*point) && stay.nearest >= enough).then_some(*point)
        };
        visited.extend(stays.iter().filter_map(long));
        visited
    }

    /// Takes seconds that a point lacks from neighbours with more than they need; nothing if they have not enough.
    fn borrow(&self, point: PointId, lacks: f64, left: &mut BTreeMap<PointId, f64>) -> bool {
        let place = self.places[&point];
        let near = self.tree.locate_within_distance(place, BESIDE * BESIDE);
        let mut near: Vec<PointId> = near
            .map(|own| own.data)
            .filter(|&own| own != point)
            .collect();
        near.sort_unstable();
        let spare = |left: &BTreeMap<PointId, f64>, own: &PointId| {
            left.get(own).copied().unwrap_or(0.0).max(0.0)
        };
        if near.iter().map(|own| spare(left, own)).sum::<f64>() < lacks {
            return false;
        }
        let mut lacks = lacks;
        for own in near {
            let taken = spare(left, &own).min(lacks);
            lacks -= taken;
            if let Some(seconds) = left.get_mut(&own) {
                *seconds -= taken;
            }
        }
        true
    }
}

/// How many times their planned service visits take on the day: the median, for crews have a pace.
fn pace(stays: &BTreeMap<PointId, Stay>, service: impl Fn(PointId) -> Option<f64>) -> f64 {
    let ratio = |(point, stay): (&PointId, &Stay)| Some(stay.nearest / service(*point)?.max(1.0));
    let mut ratios: Vec<f64> = stays.iter().filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ratios.len() / 2).copied().unwrap_or(1.0);
    median.clamp(PACES.0, PACES.1)
}

/// Seconds of a day that a vehicle was nearer to a point than to any other, and of these close to it.
#[derive(Clone, Copy, Debug, Default)]
struct Stay {
    nearest: f64,
    close: f64,
}

/// A vehicle's day: seconds and places, smoothed.
struct Track {
    at: Vec<f64>,
    places: Vec<[f64; 2]>,
    outliers: usize,
}

impl Track {
    fn of(points: &Points, fixes: &[(DateTime, Place)]) -> Self {
        let mut track = Self {
            at: Vec::new(),
            places: Vec::new(),
            outliers: 0,
        };
        let mut refused = 0;
        for &(at, place) in fixes {
            let seconds = f64::from(at.time().hour()) * 3_600.0
                + f64::from(at.time().minute()) * 60.0
                + f64::from(at.time().second());
            let place = points.on_plane(place);
            if let (Some(&last), Some(&there)) = (track.at.last(), track.places.last()) {
                if seconds <= last {
                    continue;
                }
                let is_wild = apart(there, place) > FASTEST * (seconds - last);
                if is_wild && refused < BELIEVED {
                    refused += 1;
                    track.outliers += 1;
                    continue;
                }
            }
            refused = 0;
            track.at.push(seconds);
            track.places.push(place);
        }
        track.smooth();
        track
    }

    fn smooth(&mut self) {
        let median = |at: usize, axis: usize| {
            // As many before as behind, so that the ends stay where they are.
            let beside = at.min(self.places.len() - 1 - at).min(2);
            let span = at - beside..at + beside + 1;
            let mut values: Vec<f64> = self.places[span].iter().map(|place| place[axis]).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let smooth = (0..self.places.len()).map(|at| [median(at, 0), median(at, 1)]);
        self.places = smooth.collect();
    }

    /// Seconds that a fix stands for: half of the times to the fixes around it.
    fn weight(&self, at: usize) -> f64 {
        let to = |other: Option<&f64>| {
            let apart = other.map_or(0.0, |other| (other - self.at[at]).abs());
            if apart > SILENT { 0.0 } else { apart }
        };
        let before = at.checked_sub(1).and_then(|before| self.at.get(before));
        (to(before) + to(self.at.get(at + 1))) / 2.0
    }

    fn metres(&self) -> f64 {
        let Some(mut from) = self.places.first().copied() else {
            return 0.0;
        };
        let mut metres = 0.0;
        for &place in &self.places {
            let step = apart(from, place);
            if step >= STEP {
                metres += step;
                from = place;
            }
        }
        metres
    }

    /// Metres and seconds between the places where vehicles stop.
    fn between(&self, points: &Points) -> (f64, f64) {
        let is_between: Vec<bool> = self
            .places
            .iter()
            .map(|place| !points.is_stop(*place))
            .collect();
        let mut sums = (0.0, 0.0);
        for at in 1..self.places.len() {
            let seconds = self.at[at] - self.at[at - 1];
            if is_between[at - 1] && is_between[at] && seconds <= SILENT {
                sums.0 += apart(self.places[at - 1], self.places[at]);
                sums.1 += seconds;
            }
        }
        sums
    }

    fn stays(&self, points: &Points) -> BTreeMap<PointId, Stay> {
        let mut stays: BTreeMap<PointId, Stay> = BTreeMap::new();
        for (at, &place) in self.places.iter().enumerate() {
            let Some((metres, point)) = points.nearest(place) else {
                continue;
            };
            let (seconds, stay) = (self.weight(at), stays.entry(point).or_default());
            stay.nearest += seconds;
            stay.close += if metres <= CLOSE { seconds } else { 0.0 };
        }
        stays
    }
}

fn apart(one: [f64; 2], other: [f64; 2]) -> f64 {
    libm::hypot(one[0] - other[0], one[1] - other[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::METRES_PER_DEGREE;
    use crate::district::{Base, DistrictBuilder};
    use crate::plan::{Stop, Tour, VisitRule};
    use crate::quantity::{Clock, DaySet, Kilograms, Litres, Metres, Seconds};
    use proptest::prelude::*;

    const EAST: f64 = 300.0 / (METRES_PER_DEGREE * 0.809_016_994_374_947_4);

    fn place(metres_east: f64) -> Place {
        Place::new(119.0 + metres_east / 300.0 * EAST, 36.0)
    }

    /// Ten points 300 m apart, and a plan that visits them on Mondays, a minute each, at 36 km/h.
    fn world() -> (District, Plan) {
        let mut builder = DistrictBuilder::new("a road");
        let village = builder.add_village("T", "V", place(0.0), 88);
        for k in 0..10 {
            builder.add_point(
                &format!("P{k}"),
                village,
                place(300.0 * f64::from(k)),
                1,
                Some(60.0),
            );
        }
        builder.add_plant("W", place(-1_000.0));
        builder.add_collector(
            "C",
            Base::At(place(-1_000.0)),
            1,
            Kilograms(5_000),
            Litres(12_000),
        );
        let district = builder.build().expect("it is sound");
        let stream = district.residual();
        let stop = |k: u32| Stop {
            trip: 1,
            kind: StopKind::Point(PointId(k)),
            stream: Some(stream),
            arrival: Clock::at(7, 0),
            start: Clock::at(7, 0),
            departure: Clock::at(7, 1),
            kg: Kilograms(40),
            litres: Litres(160),
            kg_on_board: Kilograms::ZERO,
            metres: Metres(300),
            seconds: Seconds(30),
        };
        let tour = Tour {
            name: "mon-001".into(),
            day: Day(0),
            vehicle: VehicleId(0),
            stops: (0..10).map(stop).collect(),
        };
        let rule = |k: u32| VisitRule {
            point: PointId(k),
            stream,
            days: std::iter::once(Day(0)).collect::<DaySet>(),
            reason: "given".into(),
        };
        let plan = Plan {
            tours: vec![tour],
            visits: (0..10).map(rule).collect(),
            ..Plan::default()
        };
        (district, plan)
    }

    /// A fix every five seconds of a drive at 10 m/s that serves some points for so long, each up to `noise` metres off.
    fn drive(monday: i8, served: &[bool], service: f64, noise: f64, mut dice: u64) -> Vec<Fix> {
        let mut uniform = || {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (dice >> 11) as f64 / (1_u64 << 53) as f64 * 2.0 - 1.0
        };
        let (mut at, mut east, mut fixes) = (25_000.0, -600.0, Vec::new());
        let mut stands = 0.0;
        let mut next = 0;
        while east < 3_300.0 {
            let seconds = at as i32;
            let time = jiff::civil::Time::new(
                (seconds / 3_600) as i8,
                (seconds / 60 % 60) as i8,
                (seconds % 60) as i8,
                0,
            );
            let off = place(east + noise * uniform());
            fixes.push(Fix {
                vehicle: VehicleId(0),
                device: 0,
                at: jiff::civil::date(2026, 11, monday).to_datetime(time.expect("a clock")),
                place: Place::new(
                    off.longitude,
                    off.latitude + noise * uniform() / METRES_PER_DEGREE,
                ),
            });
            at += 5.0;
            if next < 10 && served[next] && east >= 300.0 * next as f64 && stands < service {
                stands += 5.0;
            } else {
                if next < 10 && east >= 300.0 * next as f64 {
                    (next, stands) = (next + 1, 0.0);
                }
                east += 50.0;
            }
        }
        fixes
    }

    proptest! {
        /// Who stands there has visited, who passes has not; times, ways and speeds come back.
        #[test]
        fn a_drive_tells_what_it_did(
            served in prop::collection::vec(any::<bool>(), 10), slow in 1.0_f64..2.0, noise in 0.0_f64..12.0, dice in any::<u64>(),
        ) {
            let (district, plan) = world();
            let service = (12.0 * slow).round() * 5.0;
            let fixes: Vec<Fix> = [2, 9, 16, 23].into_iter()
                .flat_map(|monday| drive(monday, &served, service, noise, dice ^ monday as u64))
                .collect();
            let span = (jiff::civil::date(2026, 11, 2), jiff::civil::date(2026, 11, 29));
            let traced = follow(&district, &plan, span, &fixes);
            let visited: BTreeSet<usize> = traced.visits.iter().map(|visit| visit.point.index()).collect();
            let expected: BTreeSet<usize> = (0..10).filter(|&k| served[k]).collect();
            prop_assert_eq!(&visited, &expected);
            prop_assert_eq!(traced.visits.len(), 4 * expected.len());
            for (seconds, visits) in traced.services.values() {
                prop_assert!((seconds - service).abs() <= 15.0 && *visits == 4, "{} of {}", seconds, service);
            }
            for day in &traced.driven {
                prop_assert!((day.metres / 3_850.0 - 1.0).abs() < 0.05, "{} m", day.metres);
                prop_assert!((day.metres_between / day.seconds_between / 10.0 - 1.0).abs() < 0.1);
                prop_assert_eq!((day.trackers, day.tours_planned, day.metres_planned), (1, 1, 3_000.0));
            }
            prop_assert_eq!(traced.outliers, 0);
        }
    }

    #[test]
    fn a_fix_in_the_next_province_is_left_out() {
        let (district, plan) = world();
        let mut fixes = drive(2, &[true; 10], 60.0, 0.0, 1);
        fixes[40].place = Place::new(121.0, 36.0);
        let day = jiff::civil::date(2026, 11, 2);
        let traced = follow(&district, &plan, (day, day), &fixes);
        assert_eq!((traced.outliers, traced.visits.len()), (1, 10));
        let metres = traced.driven[0].metres;
        assert!((metres - 3_850.0).abs() < 60.0, "{metres}");
        let before = jiff::civil::date(2026, 11, 1);
        assert_eq!(
            follow(&district, &plan, (before, before), &fixes),
            Traced::default()
        );
    }
}
