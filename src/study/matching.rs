//! The rounds that tracks tell: which points a vehicle stood at, in which order, and where it was emptied.
//!
//! A segmental hidden Markov model, after the map matching of Newson & Krumm, *Hidden Markov map matching through noise and
//! sparseness*, ACM GIS 2009, 336-343, doi 10.1145/1653771.1653818. A track is cut into stays at places and drives between them. A
//! stay is as likely as its fixes scatter around the place and as it lasts about as long as a service there; a drive as it takes about as
//! long as the way does; and crews drive no detours. How much receivers err, and how fast crews work, is learnt from the first cuts. The
//! likeliest cut is found by dynamic programming over the fixes, a few places kept for each end of a stay.

use crate::district::{DisposalId, District, Place, PointId, VehicleId};
use crate::plan::{Fix, GivenPlace, GivenTour, GivenVisit};
use crate::quantity::Day;
use crate::roads::{SiteId, Travel};
use jiff::civil::{Date, DateTime};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::BTreeMap;

/// Where a vehicle stood for longer, in seconds, without telling, a tour ends and another begins.
const SILENT: f64 = 4.0 * 3_600.0;
/// Nobody is faster, in metres a second.
const FASTEST: f64 = 40.0;
/// Passes over a track, each with what the one before has taught.
const PASSES: usize = 5;
/// By how much receivers err before it is learnt, and the bounds of what is, in metres.
const ERROR: f64 = 30.0;
const ERRORS: (f64, f64) = (4.0, 45.0);
/// The bounds of a crew's pace, in services of the district's tables.
const PACES: (f64, f64) = (0.4, 3.0);
/// A place is thought of within so many errors of a fix, and within so many metres at least.
const REACH: (f64, f64) = (3.2, 25.0);
/// A vehicle that drives is somewhere in a circle of so many metres.
const AT_LARGE: f64 = 200.0;
/// No single fix tells more against a place than this, for there are outliers; in nats, as all that follows.
const OUTLIER: f64 = -4.0;
/// What a stay more must explain.
const A_STAY: f64 = 1.0;
/// What a drive of any length costs; what a near one costs at most.
const A_DRIVE: f64 = 5.0;
/// Drives that are looked at one by one take no longer, in seconds.
const NEAR: f64 = 240.0;
/// Metres of way that count a nat: crews drive no detours.
const METRES_A_NAT: f64 = 12.0;
/// Places kept for each end of a stay.
const KEPT: usize = 8;

/// The rounds of some tracks, and how well they are told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matched {
    /// A tour a vehicle and day, with the day of the week on which it began.
    pub tours: Vec<GivenTour>,
    /// By how much receivers err, the mean of the tracks weighted by their stays, in metres.
    pub error: f64,
    /// Visits that are told.
    pub visits: usize,
    /// Days of tracks that tell no visit.
    pub silent: usize,
}

/// Finds the rounds in tracks; `names` are those of the trackers, by their numbers.
#[must_use]
pub fn match_tracks(
    (district, travel): (&District, &Travel),
    fixes: &[Fix],
    names: &[String],
) -> Matched {
    let places = Places::of(district, travel);
    let tracks = tracks(fixes);
    let found: Vec<Cut> = tracks
        .par_iter()
        .map(|track| Matching::new(&places, travel, track).best())
        .collect();
    let mut matched = Matched::default();
    for (track, cut) in tracks.iter().zip(found) {
        let visits = places.visits(&cut);
        if visits.is_empty() {
            matched.silent += 1;
            continue;
        }
        matched.visits += visits.len();
        matched.error += cut.error * visits.len() as f64;
        let vehicle = &district.vehicles[track.vehicle.index()].name;
        let name = names.get(track.device).filter(|name| !name.is_empty());
        matched.tours.push(GivenTour {
            name: name.unwrap_or(vehicle).clone(),
            day: Day::of(track.date),
            vehicle: track.vehicle,
            leaves: None,
            visits,
        });
    }
    matched.error /= matched.visits.max(1) as f64;
    rename(&mut matched.tours);
    matched.tours.sort_by_key(|tour| tour.day);
    matched
}

/// Gives tours of one name the day as well, and where that is not enough a number.
fn rename(tours: &mut [GivenTour]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for tour in tours.iter() {
        *counts.entry(tour.name.clone()).or_default() += 1;
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for tour in tours.iter_mut().filter(|tour| counts[&tour.name] > 1) {
        let name = format!("{} {}", tour.name, tour.day);
        let number = numbers.entry(name.clone()).or_default();
        *number += 1;
        tour.name = match *number {
            1 => name,
            number => format!("{name} {number}"),
        };
    }
}

/// What one tracker told of one tour.
struct Track {
    vehicle: VehicleId,
    device: usize,
    date: Date,
    fixes: Vec<(DateTime, Place)>,
}

fn tracks(fixes: &[Fix]) -> Vec<Track> {
    let mut of_tracker: BTreeMap<(usize, VehicleId), Vec<(DateTime, Place)>> = BTreeMap::new();
    for fix in fixes {
        let own = of_tracker.entry((fix.device, fix.vehicle)).or_default();
        own.push((fix.at, fix.place));
    }
    let mut tracks = Vec::new();
    for ((device, vehicle), mut fixes) in of_tracker {
        fixes.sort_by_key(|fix| fix.0);
        fixes.dedup_by_key(|fix| fix.0);
        let is_one = |a: &(DateTime, Place), b: &(DateTime, Place)| {
            a.0.date() == b.0.date() && seconds(a.0, b.0) < SILENT
        };
        for fixes in fixes.chunk_by(is_one) {
            tracks.push(Track {
                vehicle,
                device,
                date: fixes[0].0.date(),
                fixes: fixes.to_vec(),
            });
        }
    }
    tracks
}

fn seconds(from: DateTime, to: DateTime) -> f64 {
    from.duration_until(to).as_secs_f64()
}

/// Somewhere that vehicles stand.
#[derive(Clone, Copy)]
struct Spot {
    at: [f64; 2],
    site: SiteId,
    what: What,
    /// Seconds of a service there.
    service: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Point(PointId),
    Disposal(DisposalId),
}

/// The places of a district on a plane of metres.
struct Places {
    origin: Place,
    spots: Vec<Spot>,
    tree: RTree<GeomWithData<[f64; 2], usize>>,
    /// By vehicle and spot, whether it can come there and has something to do.
    open: Vec<Vec<bool>>,
}

impl Places {
    fn of(district: &District, travel: &Travel) -> Self {
        let origin = district.points.first().map(|point| point.place);
        let mut places = Self {
            origin: origin.unwrap_or_default(),
            spots: Vec::new(),
            tree: RTree::new(),
            open: Vec::new(),
        };
        for (index, point) in district.points.iter().enumerate() {
            let id = PointId::from_index(index);
            let service = point.bins.iter().map(|bins| bins.service.as_f64());
            let spot = Spot {
                at: places.on_plane(point.place),
                site: travel.sites.point(id),
                what: What::Point(id),
                service: service.fold(0.0, f64::max),
            };
            places.spots.push(spot);
        }
        for id in district.disposals() {
            let spot = Spot {
                at: places.on_plane(district.disposal_place(id)),
                site: travel.sites.disposal(id),
                what: What::Disposal(id),
                service: district.gate(id).unload.as_f64(),
            };
            places.spots.push(spot);
        }
        let spots = places.spots.iter().enumerate();
        let spots = spots.map(|(number, spot)| GeomWithData::new(spot.at, number));
        places.tree = RTree::bulk_load(spots.collect());
        let vehicles = (0..district.vehicles.len()).map(VehicleId::from_index);
        let open = vehicles.map(|id| {
            let open = |spot: &Spot| is_open(district, travel, id, spot);
            places.spots.iter().map(open).collect()
        });
        places.open = open.collect();
        places
    }

    fn on_plane(&self, place: Place) -> [f64; 2] {
        place.metres_from(self.origin)
    }

    /// The visits of a cut; unloading before the first goes unsaid.
    fn visits(&self, cut: &Cut) -> Vec<GivenVisit> {
        let stays = || cut.stays.iter().map(|stay| self.spots[stay.spot].what);
        let tips = stays().any(|what| matches!(what, What::Disposal(_)));
        let mut visits: Vec<GivenVisit> = Vec::new();
        for what in stays() {
            match what {
                What::Point(point) => visits.push(GivenVisit {
                    place: GivenPlace::Point(point),
                    stream: None,
                    kg: None,
                    tipped_at: None,
                    ends_trip: tips.then_some(false),
                }),
                What::Disposal(id) => {
                    if let Some(last) = visits.last_mut() {
                        (last.tipped_at, last.ends_trip) = (Some(id), Some(true));
                    }
                }
            }
        }
        // A tour ends empty, seen or not.
        if let Some(last) = visits
            .last_mut()
            .filter(|last| last.ends_trip == Some(false))
        {
            last.ends_trip = None;
        }
        visits
    }
}

/// Whether a vehicle gets to a place, and takes what is there or may tip something.
fn is_open(district: &District, travel: &Travel, id: VehicleId, spot: &Spot) -> bool {
    let vehicle = &district.vehicles[id.index()];
    let takes = |stream| {
        let mut accepted = district.accepted_by_vehicle(id);
        accepted.any(|own| own == stream)
    };
    let is_fit = match spot.what {
        What::Point(point) => {
            let point = &district.points[point.index()];
            let mut bins = point.bins.iter();
            bins.any(|bins| bins.stream.is_none_or(takes))
                && point.limits.admit(vehicle.width_m, vehicle.gross_tonnes)
        }
        What::Disposal(gate) => district.accepted_by_gate(gate).any(takes),
    };
    is_fit && travel.reaches(id, spot.site)
}

/// A stay at a place, from one fix to another.
#[derive(Clone, Copy)]
struct Stay {
    spot: usize,
    from: usize,
    to: usize,
    score: f64,
    /// The stay before.
    before: Option<usize>,
}

/// A track cut into stays.
#[derive(Default)]
struct Cut {
    stays: Vec<Stay>,
    error: f64,
}

/// A place near some fixes: from the first of them on, the log-likelihood of each but the last summed up.
struct Nearby {
    spot: usize,
    first: usize,
    sums: Vec<f64>,
}

struct Matching<'a> {
    places: &'a Places,
    travel: &'a Travel,
    vehicle: VehicleId,
    /// Seconds from the first fix, and where.
    times: Vec<f64>,
    fixes: Vec<[f64; 2]>,
    interval: f64,
    error: f64,
    pace: f64,
    /// Where a place was visited best: no crew empties a bin twice a tour.
    only: BTreeMap<usize, usize>,
}

impl<'a> Matching<'a> {
    fn new(places: &'a Places, travel: &'a Travel, track: &Track) -> Self {
        let mut times: Vec<f64> = Vec::new();
        let mut fixes: Vec<[f64; 2]> = Vec::new();
        for &(at, place) in &track.fixes {
            let (time, here) = (seconds(track.fixes[0].0, at), places.on_plane(place));
            let is_far = fixes
                .last()
                .zip(times.last())
                .is_some_and(|(&before, since)| {
                    apart(before, here) > FASTEST * (time - since) + 6.0 * ERRORS.1
                });
            // Who was never there is an outlier, unless he stays.
            if !is_far || times.last().is_some_and(|since| time - since > 60.0) {
                times.push(time);
                fixes.push(here);
            }
        }
        let mut intervals: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        intervals.sort_by(f64::total_cmp);
        Self {
            places,
            travel,
            vehicle: track.vehicle,
            interval: intervals
                .get(intervals.len() / 2)
                .map_or(1.0, |&median| median.max(1.0)),
            times,
            fixes,
            error: ERROR,
            pace: 1.0,
            only: BTreeMap::new(),
        }
    }

    /// The likeliest cut, with what is learnt from those before.
    fn best(mut self) -> Cut {
        let mut stays = Vec::new();
        for pass in 0..PASSES {
            stays = self.cut();
            if pass + 2 < PASSES {
                self.learn(&stays);
            } else {
                self.keep_once(&stays);
            }
        }
        Cut {
            stays,
            error: self.error,
        }
    }

    /// Learns how much receivers err and how long the crew takes.
    fn learn(&mut self, stays: &[Stay]) {
        let (mut squares, mut count) = (0.0, 0.0);
        let mut paces = Vec::new();
        for stay in stays {
            let spot = &self.places.spots[stay.spot];
            if let What::Point(_) = spot.what {
                for fix in &self.fixes[stay.from..=stay.to] {
                    squares += apart(spot.at, *fix).powi(2).min((4.0 * self.error).powi(2));
                    count += 2.0;
                }
                paces.push(self.lasted(stay.from, stay.to) / spot.service.max(1.0));
            }
        }
        if paces.len() >= 5 {
            paces.sort_by(f64::total_cmp);
            self.pace = paces[paces.len() / 2].clamp(PACES.0, PACES.1);
            self.error = f64::sqrt(squares / count).clamp(ERRORS.0, ERRORS.1);
        }
    }

    /// Of a point with several stays the likeliest remains.
    fn keep_once(&mut self, stays: &[Stay]) {
        let mut best: BTreeMap<usize, (f64, usize, usize)> = BTreeMap::new();
        for stay in stays {
            let (own, middle) = (self.score_alone(stay), (stay.from + stay.to) / 2);
            let entry = best.entry(stay.spot).or_insert((own, middle, 0));
            if own > entry.0 {
                (entry.0, entry.1) = (own, middle);
            }
            entry.2 += 1;
        }
        let is_point = |spot: usize| matches!(self.places.spots[spot].what, What::Point(_));
        let twice = best
            .into_iter()
            .filter(|(spot, (.., times))| is_point(*spot) && *times > 1);
        self.only
            .extend(twice.map(|(spot, (_, middle, _))| (spot, middle)));
    }

    fn score_alone(&self, stay: &Stay) -> f64 {
        let spot = &self.places.spots[stay.spot];
        let fixes = self.fixes[stay.from..=stay.to].iter();
        let fixes: f64 = fixes.map(|&fix| self.told_by(apart(spot.at, fix))).sum();
        fixes + self.of_length(spot, self.lasted(stay.from, stay.to))
    }

    /// What a fix so far from a place tells for it, against one of a vehicle at large.
    fn told_by(&self, metres: f64) -> f64 {
        let variance = self.error * self.error;
        let even = f64::ln(AT_LARGE * AT_LARGE / (2.0 * variance));
        (even - metres * metres / (2.0 * variance)).max(OUTLIER)
    }

    /// What a length tells for a stay. Who waits to unload may stand for long.
    fn of_length(&self, spot: &Spot, lasted: f64) -> f64 {
        let (expected, spread) = match spot.what {
            What::Point(_) => (spot.service * self.pace, 0.2),
            What::Disposal(_) => (spot.service, 0.5),
        };
        let off = lasted - expected;
        let spread = (spread * expected).powi(2) + (1.2 * self.interval).powi(2);
        let cost = off * off / (2.0 * spread);
        let is_long = off > 0.0 && matches!(spot.what, What::Disposal(_));
        -if is_long { cost.min(2.0) } else { cost }
    }

    /// How long a stay lasted from one fix to another: on the mean it began and ended half a step beside them.
    fn lasted(&self, from: usize, to: usize) -> f64 {
        self.times[to] - self.times[from] + self.interval
    }

    fn near(&self) -> Vec<Nearby> {
        let reach = (REACH.0 * self.error).max(REACH.1);
        let open = &self.places.open[self.vehicle.index()];
        let mut runs: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, &fix) in self.fixes.iter().enumerate() {
            let close = self.places.tree.locate_within_distance(fix, reach * reach);
            for spot in close.filter(|spot| open[spot.data]) {
                let runs = runs.entry(spot.data).or_default();
                match runs.last_mut() {
                    // A fix or two may lie beside.
                    Some(run) if run.1 + 4 >= at => run.1 = at,
                    _ => runs.push((at, at)),
                }
            }
        }
        let mut near = Vec::new();
        for (spot, runs) in runs {
            let at = self.places.spots[spot].at;
            for (first, last) in runs {
                let mut sum = 0.0;
                let mut sums = vec![0.0];
                for &fix in &self.fixes[first..=last] {
                    sum += self.told_by(apart(at, fix));
                    sums.push(sum);
                }
                near.push(Nearby { spot, first, sums });
            }
        }
        near
    }

    /// The likeliest stays.
    fn cut(&self) -> Vec<Stay> {
        let near = self.near();
        let mut begins: Vec<Vec<usize>> = vec![Vec::new(); self.fixes.len()];
        for (number, nearby) in near.iter().enumerate() {
            let last = nearby.first + nearby.sums.len() - 1;
            begins[nearby.first..last]
                .iter_mut()
                .for_each(|at| at.push(number));
        }
        let mut known: Vec<Stay> = Vec::new();
        // By fix, the best stays that end there, and the best that ended by then.
        let mut ending: Vec<Vec<usize>> = vec![Vec::new(); self.fixes.len()];
        let mut ended: Option<usize> = None;
        for from in 0..self.fixes.len() {
            if from > 0 {
                for &stay in &ending[from - 1] {
                    if ended.is_none_or(|best| known[stay].score > known[best].score) {
                        ended = Some(stay);
                    }
                }
            }
            for &number in &begins[from] {
                let nearby = &near[number];
                let (score, before) = self.come(&known, &ending, ended, from, nearby.spot);
                self.stay(nearby, (from, score, before), &mut known, &mut ending);
            }
        }
        let last = (0..known.len()).max_by(|&a, &b| known[a].score.total_cmp(&known[b].score));
        let mut stays = Vec::new();
        let mut at = last.filter(|&last| known[last].score > 0.0);
        while let Some(number) = at {
            stays.push(known[number]);
            at = known[number].before;
        }
        stays.reverse();
        stays
    }

    /// The best way to have come to a place by a fix.
    fn come(
        &self,
        known: &[Stay],
        ending: &[Vec<usize>],
        ended: Option<usize>,
        from: usize,
        spot: usize,
    ) -> (f64, Option<usize>) {
        let mut best = (0.0, None);
        let mut offer = |score: f64, before: usize| {
            if score > best.0 {
                best = (score, Some(before));
            }
        };
        if let Some(before) = ended.filter(|&before| known[before].spot != spot) {
            offer(known[before].score - A_DRIVE, before);
        }
        let site = self.places.spots[spot].site;
        for to in (0..from).rev() {
            let gap = self.times[from] - self.times[to];
            if gap > NEAR {
                break;
            }
            for &before in &ending[to] {
                if known[before].spot != spot {
                    let drive =
                        self.of_drive(self.places.spots[known[before].spot].site, site, gap);
                    offer(known[before].score - drive, before);
                }
            }
        }
        best
    }

    /// What tells against a drive that takes so long.
    fn of_drive(&self, from: SiteId, to: SiteId, gap: f64) -> f64 {
        if from == to {
            let off = gap - self.interval;
            return off * off / (2.0 * (1.2 * self.interval).powi(2));
        }
        let leg = self.travel.leg(self.vehicle, from, to);
        if !leg.exists() {
            return A_DRIVE;
        }
        let way = leg.time().as_f64();
        let off = gap - way - self.interval;
        let spread = (0.35 * way).powi(2) + (1.2 * self.interval).powi(2);
        let detour = leg.distance().0 as f64 / METRES_A_NAT;
        (off * off / (2.0 * spread) + detour).min(A_DRIVE)
    }

    /// Notes the stays at a place from a fix on, of every length that can be thought of.
    fn stay(
        &self,
        nearby: &Nearby,
        (from, score, before): (usize, f64, Option<usize>),
        known: &mut Vec<Stay>,
        ending: &mut [Vec<usize>],
    ) {
        let spot = &self.places.spots[nearby.spot];
        let longest = match spot.what {
            What::Point(_) => 3.0 * spot.service * self.pace + 4.0 * self.interval,
            What::Disposal(_) => 5.0 * spot.service + 1_800.0,
        };
        let last = nearby.first + nearby.sums.len() - 2;
        for (to, here) in ending.iter_mut().enumerate().take(last + 1).skip(from) {
            let lasted = self.lasted(from, to);
            if lasted > longest {
                break;
            }
            let is_other = |middle: &usize| middle.abs_diff((from + to) / 2) > 30;
            if self.only.get(&nearby.spot).is_some_and(is_other) {
                continue;
            }
            let fixes = nearby.sums[to + 1 - nearby.first] - nearby.sums[from - nearby.first];
            let own = fixes + self.of_length(spot, lasted) - A_STAY;
            if own <= 0.0 {
                continue;
            }
            let score = score + own;
            let same = here
                .iter()
                .position(|&other| known[other].spot == nearby.spot);
            if same.is_some_and(|at| known[here[at]].score >= score) {
                continue;
            }
            let least = (0..here.len())
                .min_by(|&a, &b| known[here[a]].score.total_cmp(&known[here[b]].score));
            let free =
                same.or(least.filter(|&at| here.len() >= KEPT && known[here[at]].score < score));
            known.push(Stay {
                spot: nearby.spot,
                from,
                to,
                score,
                before,
            });
            let number = known.len() - 1;
            match free {
                Some(at) => here[at] = number,
                None if here.len() < KEPT => here.push(number),
                None => drop(known.pop()),
            }
        }
    }
}

fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    f64::hypot(a[0] - b[0], a[1] - b[1])
}
