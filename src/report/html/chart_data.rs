//! What the report's script draws, as compact JSON: one table of places, tours as indexes into it, facilities by hour.

use super::flat_map::FlatMap;
use super::words::Words;
use crate::district::{Base, District, Place};
use crate::plan::{StopKind, Tour};
use crate::planner::Outcome;
use crate::report::driven::{DrivenLegs, stops};
use crate::report::simplify::Corner;
use crate::roads::{RoadClass, RoadNetwork};
use serde::Serialize;

use super::week_figures::position;

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct ChartData<'a> {
    words: &'a Words,
    days: [&'static str; 7],
    week_starts: u8,
    places: Places<'a>,
    /// Towns: name, and the middle of their villages in metres east and north.
    towns: Vec<(&'a str, i32, i32)>,
    vehicles: Vec<&'a str>,
    tours: Vec<TourLine<'a>>,
    /// Ways along roads as polylines: east and north of the first corner, then of each as seen from the one before.
    ways: Vec<Vec<i32>>,
    roads: Vec<RoadLines>,
    /// What must stand beside the map.
    attribution: Option<&'static str>,
    /// Facility, day, hour, arrivals, kg.
    hours: Vec<[i64; 5]>,
}

/// Points, then stations, then plants, then bases that are no facility; metres east and north of the middle.
#[derive(Debug, Serialize)]
struct Places<'a> {
    x: Vec<i32>,
    y: Vec<i32>,
    names: Vec<&'a str>,
    villages: Vec<&'a str>,
    num_points: usize,
    num_stations: usize,
    num_plants: usize,
}

/// A tour: for each stop the place, the trip, minutes from midnight, and kilograms.
#[derive(Debug, Serialize)]
struct TourLine<'a> {
    n: &'a str,
    d: u8,
    v: usize,
    p: Vec<usize>,
    t: Vec<u32>,
    m: Vec<i64>,
    k: Vec<i64>,
    b: Vec<i64>,
    /// The way to each stop but the first; empty without roads.
    w: Vec<usize>,
    km: f64,
}

/// Roads of a class as polylines, as `ways`.
#[derive(Debug, Serialize)]
struct RoadLines {
    class: RoadClass,
    lines: Vec<Vec<i32>>,
}

impl<'a> ChartData<'a> {
    pub(super) fn of(
        district: &'a District,
        network: Option<&RoadNetwork>,
        (outcome, driven): (&'a Outcome, &DrivenLegs),
        words: &'a Words,
    ) -> Self {
        let map = FlatMap::of(district);
        let (places, bases) = Places::of(district, map, words);
        let hours = outcome.load_profile.hours.iter().map(|hour| {
            [
                position(district, hour.disposal) as i64,
                i64::from(hour.day.0),
                i64::from(hour.hour),
                i64::from(hour.arrivals),
                hour.tipped.0,
            ]
        });
        let on_roads = outcome.travel.is_on_roads();
        let drawn = |line: &Vec<Place>| steps(&map.line(line.iter().copied()));
        Self {
            words,
            days: words.weekdays(),
            week_starts: district.week_starts.0,
            towns: towns(district, map),
            vehicles: district
                .vehicles
                .iter()
                .map(|vehicle| vehicle.name.as_str())
                .collect(),
            tours: outcome
                .plan
                .tours
                .iter()
                .map(|tour| {
                    let ways = driven
                        .numbers_of(&outcome.travel, tour)
                        .filter(|_| on_roads);
                    TourLine::of(district, &bases, tour, ways.collect())
                })
                .collect(),
            ways: driven
                .lines
                .iter()
                .filter(|_| on_roads)
                .map(drawn)
                .collect(),
            roads: network.map_or_else(Vec::new, |network| places.roads(network, map)),
            attribution: network.and_then(|network| network.origin.attribution()),
            hours: hours.collect(),
            places,
        }
    }

    /// As JSON that may stand in a script element: no `<` that could end it.
    pub(super) fn to_script(&self) -> String {
        let json = serde_json::to_string(self).expect("records of text and whole numbers");
        json.replace('<', "\\u003c")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029")
    }
}

/// The towns that have villages, each in their middle.
fn towns(district: &District, map: FlatMap) -> Vec<(&str, i32, i32)> {
    let mut sums = vec![(0_i64, 0_i64, 0_i64); district.towns.len()];
    for village in &district.villages {
        let (x, y) = map.project(village.place);
        let sum = &mut sums[village.town.index()];
        *sum = (sum.0 + i64::from(x), sum.1 + i64::from(y), sum.2 + 1);
    }
    let towns = district.towns.iter().zip(sums);
    let towns = towns.filter(|(_, (_, _, count))| *count > 0);
    towns
        .map(|(town, (x, y, count))| (town.name.as_str(), (x / count) as i32, (y / count) as i32))
        .collect()
}

/// For each vehicle type the places of its two bases.
type BasePlaces = Vec<[usize; 2]>;

impl<'a> Places<'a> {
    fn of(district: &'a District, map: FlatMap, words: &'a Words) -> (Self, BasePlaces) {
        let mut places = Self {
            x: Vec::new(),
            y: Vec::new(),
            names: Vec::new(),
            villages: Vec::new(),
            num_points: district.points.len(),
            num_stations: district.stations.len(),
            num_plants: district.plants.len(),
        };
        for point in &district.points {
            let village = point
                .village
                .map_or("", |id| &district.villages[id.index()].name);
            places.push(map.project(point.place), &point.name);
            places.villages.push(village);
        }
        for disposal in district.disposals() {
            let at = map.project(district.disposal_place(disposal));
            places.push(at, district.disposal_name(disposal));
        }
        let bases = district.vehicles.iter().map(|vehicle| {
            [vehicle.base, vehicle.end_base].map(|base| places.base(district, map, base, words))
        });
        let bases = bases.collect();
        (places, bases)
    }

    fn roads(&self, network: &RoadNetwork, map: FlatMap) -> Vec<RoadLines> {
        let places: Vec<Corner> = self.x.iter().copied().zip(self.y.iter().copied()).collect();
        let of_class = |(class, lines): (RoadClass, Vec<Vec<Corner>>)| RoadLines {
            class,
            lines: lines.iter().map(|line| steps(line)).collect(),
        };
        let roads = map.roads(network, &places);
        roads.into_iter().map(of_class).collect()
    }

    fn push(&mut self, (x, y): (i32, i32), name: &'a str) -> usize {
        self.x.push(x);
        self.y.push(y);
        self.names.push(name);
        self.names.len() - 1
    }

    /// A base is a facility, a depot listed already, or a new one.
    fn base(
        &mut self,
        district: &'a District,
        map: FlatMap,
        base: Base,
        words: &'a Words,
    ) -> usize {
        if let Base::Facility(disposal) = base {
            return self.num_points + position(district, disposal);
        }
        let at = map.project(district.base_place(base));
        let first = self.num_points + self.num_stations + self.num_plants;
        let known = (first..self.names.len()).find(|&i| (self.x[i], self.y[i]) == at);
        known.unwrap_or_else(|| self.push(at, words.base))
    }
}

impl<'a> TourLine<'a> {
    fn of(district: &'a District, bases: &BasePlaces, tour: &'a Tour, ways: Vec<usize>) -> Self {
        let vehicle = tour.vehicle.index();
        let place = |kind: StopKind| match kind {
            StopKind::Point(point) => point.index(),
            StopKind::Disposal(disposal) => district.points.len() + position(district, disposal),
            StopKind::End => bases[vehicle][1],
            StopKind::Start | StopKind::Break => bases[vehicle][0],
        };
        Self {
            n: &tour.name,
            d: tour.day.0,
            v: vehicle,
            p: stops(tour).map(|stop| place(stop.kind)).collect(),
            t: stops(tour).map(|stop| stop.trip).collect(),
            m: stops(tour).map(|stop| stop.arrival.0 / 60).collect(),
            k: stops(tour).map(|stop| stop.kg.0).collect(),
            b: stops(tour).map(|stop| stop.kg_on_board.0).collect(),
            w: ways,
            km: (tour.distance().as_km() * 10.0).round() / 10.0,
        }
    }
}

/// A line as steps: the first corner, then each as seen from the one before.
fn steps(line: &[Corner]) -> Vec<i32> {
    let mut last = (0, 0);
    let step = |&(x, y): &Corner| {
        let before = std::mem::replace(&mut last, (x, y));
        [x - before.0, y - before.1]
    };
    line.iter().flat_map(step).collect()
}
