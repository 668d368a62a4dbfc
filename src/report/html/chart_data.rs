//! What the report's script draws, as compact JSON: one table of places, tours as indexes into it, facilities by hour.

use super::words::Words;
use crate::district::{Base, District, Place};
use crate::plan::{StopKind, Tour};
use crate::planner::Outcome;
use crate::roads::{RoadClass, RoadNetwork};
use serde::Serialize;

use super::week_figures::position;

/// The most pieces of road drawn; of a larger network the great roads only.
const MOST_SEGMENTS: usize = 25_000;

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct ChartData<'a> {
    words: &'a Words,
    days: [&'static str; 7],
    week_starts: u8,
    places: Places<'a>,
    vehicles: Vec<&'a str>,
    tours: Vec<TourLine<'a>>,
    roads: Vec<RoadLines>,
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
    km: f64,
}

/// Roads of a class as polylines: east, north, east, north.
#[derive(Debug, Serialize)]
struct RoadLines {
    class: RoadClass,
    lines: Vec<[i32; 4]>,
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
        outcome: &'a Outcome,
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
                .map(|tour| TourLine::of(district, &bases, tour))
                .collect(),
            roads: network.map_or_else(Vec::new, |network| roads(network, projection)),
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
    fn of(district: &'a District, bases: &BasePlaces, tour: &'a Tour) -> Self {
        let vehicle = tour.vehicle.index();
        let stops = || {
            tour.stops
                .iter()
                .filter(|stop| stop.kind != StopKind::Break)
        };
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
            p: stops().map(|stop| place(stop.kind)).collect(),
            t: stops().map(|stop| stop.trip).collect(),
            m: stops().map(|stop| stop.arrival.0 / 60).collect(),
            k: stops().map(|stop| stop.kg.0).collect(),
            b: stops().map(|stop| stop.kg_on_board.0).collect(),
            km: (tour.distance().as_km() * 10.0).round() / 10.0,
        }
    }
}

/// The roads by class, the great ones first, as long as they are few enough to draw.
fn roads(network: &RoadNetwork, projection: Projection) -> Vec<RoadLines> {
    let mut drawn = 0;
    let mut roads = Vec::new();
    for class in RoadClass::ALL {
        let of_class = || {
            network
                .segments
                .iter()
                .filter(move |segment| segment.class == class)
        };
        drawn += of_class().count();
        if drawn > MOST_SEGMENTS {
            break;
        }
        let lines = of_class().map(|segment| {
            let end = |node: u32| projection.project(network.nodes[node as usize]);
            let ((x, y), (u, v)) = (end(segment.from), end(segment.to));
            [x, y, u, v]
        });
        roads.push(RoadLines {
            class,
            lines: lines.collect(),
        });
    }
    roads
}
