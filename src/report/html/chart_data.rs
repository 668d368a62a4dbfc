//! What the report's script draws, as compact JSON: one table of places, tours as indexes into it, facilities by hour.

use super::words::Words;
use crate::district::{Base, District, Place};
use crate::plan::{StopKind, Tour};
use crate::planner::Outcome;
use crate::report::driven::{DrivenLegs, stops};
use crate::report::simplify::{Corner, simplified};
use crate::roads::{RoadClass, RoadNetwork, Segment};
use serde::Serialize;

use super::week_figures::position;

/// The most corners of roads drawn; of a larger network the great roads only.
const MOST_CORNERS: usize = 50_000;
/// How far a drawn road or way may lie off the real one, in metres.
const OFF_THE_ROAD: f64 = 8.0;
/// How far beyond the district roads are drawn, in metres.
const MARGIN: i32 = 1_500;

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct ChartData<'a> {
    words: &'a Words,
    days: [&'static str; 7],
    week_starts: u8,
    places: Places<'a>,
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

/// A flat map around the middle of the district.
#[derive(Clone, Copy, Debug)]
struct Projection {
    middle: Place,
    narrowing: f64,
}

impl Projection {
    fn around<'a>(places: impl Iterator<Item = &'a Place>) -> Self {
        let (mut sum, mut count) = (Place::default(), 0.0_f64);
        for place in places {
            sum.longitude += place.longitude;
            sum.latitude += place.latitude;
            count += 1.0;
        }
        let middle = Place::new(
            sum.longitude / count.max(1.0),
            sum.latitude / count.max(1.0),
        );
        Self {
            middle,
            narrowing: libm::cos(middle.latitude.to_radians()),
        }
    }

    fn project(self, place: Place) -> (i32, i32) {
        const METRES_PER_DEGREE: f64 = 111_195.08;
        let east = (place.longitude - self.middle.longitude) * self.narrowing;
        let north = place.latitude - self.middle.latitude;
        (
            (east * METRES_PER_DEGREE).round() as i32,
            (north * METRES_PER_DEGREE).round() as i32,
        )
    }
}

impl<'a> ChartData<'a> {
    pub(super) fn of(
        district: &'a District,
        network: Option<&RoadNetwork>,
        (outcome, driven): (&'a Outcome, &DrivenLegs),
        words: &'a Words,
    ) -> Self {
        let projection = Projection::around(district.points.iter().map(|point| &point.place));
        let (places, bases) = Places::of(district, projection, words);
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
        let drawn = |line: &Vec<Place>| steps(&simple(line.iter().copied(), projection));
        Self {
            words,
            days: words.weekdays(),
            week_starts: district.week_starts.0,
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
            roads: network.map_or_else(Vec::new, |network| roads(network, projection, &places)),
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

/// For each vehicle type the places of its two bases.
type BasePlaces = Vec<[usize; 2]>;

impl<'a> Places<'a> {
    fn of(district: &'a District, projection: Projection, words: &'a Words) -> (Self, BasePlaces) {
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
            places.push(projection.project(point.place), &point.name);
            places.villages.push(village);
        }
        for disposal in district.disposals() {
            let at = projection.project(district.disposal_place(disposal));
            places.push(at, district.disposal_name(disposal));
        }
        let bases = district.vehicles.iter().map(|vehicle| {
            [vehicle.base, vehicle.end_base]
                .map(|base| places.base(district, projection, base, words))
        });
        let bases = bases.collect();
        (places, bases)
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
        projection: Projection,
        base: Base,
        words: &'a Words,
    ) -> usize {
        if let Base::Facility(disposal) = base {
            return self.num_points + position(district, disposal);
        }
        let at = projection.project(district.base_place(base));
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

/// A line on the map with the corners that matter.
fn simple(line: impl Iterator<Item = Place>, projection: Projection) -> Vec<Corner> {
    let corners: Vec<Corner> = line.map(|place| projection.project(place)).collect();
    simplified(&corners, OFF_THE_ROAD)
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

/// The roads around the places by class, the great ones first, as long as they are few enough to draw. Roads closed to all
/// are left out.
fn roads(network: &RoadNetwork, projection: Projection, places: &Places<'_>) -> Vec<RoadLines> {
    let bounds = |along: &[i32]| {
        let least = along.iter().min().copied().unwrap_or(0);
        let most = along.iter().max().copied().unwrap_or(0);
        least - MARGIN..=most + MARGIN
    };
    let (east, north) = (bounds(&places.x), bounds(&places.y));
    let is_near = |line: &[Corner]| {
        line.iter()
            .any(|(x, y)| east.contains(x) && north.contains(y))
    };
    let mut drawn = 0;
    let mut roads = Vec::new();
    for class in RoadClass::ALL {
        let of_class = |segment: &&Segment| segment.class == class && !segment.is_closed();
        let segments = network.segments.iter().filter(of_class);
        let lines: Vec<Vec<Corner>> = segments
            .map(|segment| simple(network.line(segment), projection))
            .filter(|line| is_near(line))
            .collect();
        drawn += lines.iter().map(Vec::len).sum::<usize>();
        if drawn > MOST_CORNERS {
            break;
        }
        roads.push(RoadLines {
            class,
            lines: lines.iter().map(|line| steps(line)).collect(),
        });
    }
    roads
}
