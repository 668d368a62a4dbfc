//! Rules between rows and tables: names are unique, ids lead somewhere, shares add up, places lie together, and every
//! stream that rides has a place to end.

use super::row_rules::count;
use super::validate::Trial;
use super::{
    Base, DisposalId, Draft, Fault, PinTarget, Place, PlantId, PointKind, Role, StationId,
    StreamId, StreamKind, VehicleId, limits,
};
use std::collections::{HashMap, HashSet};

/// All faults between rows. Ids that lead nowhere are faults, never a panic.
pub(super) fn faults(district: &Draft) -> Vec<Fault> {
    let mut faults = Vec::new();
    needed_rows(district, &mut faults);
    streams(district, &mut faults);
    villages(district, &mut faults);
    facilities(district, &mut faults);
    vehicles(district, &mut faults);
    points(district, &mut faults);
    calendar_and_pins(district, &mut faults);
    let surroundings = Surroundings::of(district);
    surroundings.judge(district, &mut faults);
    faults
}

fn trial<'a>(file: &'static str, index: usize, faults: &'a mut Vec<Fault>) -> Trial<'a> {
    Trial {
        file,
        row: Some(index as u64 + 1),
        faults,
    }
}

/// What no district goes without.
fn needed_rows(district: &Draft, faults: &mut Vec<Fault>) {
    let mut whole = |file, holds: bool, column: &str, expected: &str| {
        Trial {
            file,
            row: None,
            faults: &mut *faults,
        }
        .rule(holds, column, "", expected);
    };
    whole(
        "villages.csv",
        !district.villages.is_empty(),
        "",
        "at least one village",
    );
    let has_disposal = !district.stations.is_empty() || !district.plants.is_empty();
    whole(
        "stations.csv",
        has_disposal,
        "",
        "a station, or a plant in plants.csv",
    );
    let has_collector = district.fleet(Role::Collector).next().is_some();
    whole(
        "vehicles.csv",
        has_collector,
        "role",
        "at least one collector",
    );
    let residuals = district
        .streams
        .iter()
        .filter(|stream| stream.kind == StreamKind::Residual)
        .count();
    whole(
        "streams.csv",
        residuals == 1,
        "stream",
        "exactly one stream called residual (其他垃圾)",
    );
    let is_made = district
        .points
        .iter()
        .all(|point| matches!(point.kind, PointKind::Generator(_)));
    let bearable = !is_made || district.num_made_points() <= limits::MADE_POINTS;
    whole(
        "villages.csv",
        bearable,
        "households",
        "households for at most a million points; give the points in points.csv",
    );
}

fn streams(district: &Draft, faults: &mut Vec<Fault>) {
    unique(
        "streams.csv",
        "stream",
        district.streams.iter().map(|stream| stream.name.as_str()),
        faults,
    );
    let sum: f64 = district.streams.iter().map(|stream| stream.share).sum();
    let adds_up = !sum.is_finite() || (sum - 1.0).abs() <= 1e-6;
    let mut whole = Trial {
        file: "streams.csv",
        row: None,
        faults,
    };
    whole.rule(
        adds_up,
        "share",
        (sum * 1e6).round() / 1e6,
        "shares that add up to 1",
    );
    whole.rule(
        district.streams.len() <= limits::STREAMS,
        "stream",
        district.streams.len(),
        "at most 32 streams",
    );
    for (index, stream) in district.streams.iter().enumerate() {
        let id = StreamId::from_index(index);
        let at_points = || {
            district
                .points
                .iter()
                .flat_map(|point| &point.bins)
                .any(|bins| bins.stream == Some(id))
        };
        let arises = stream.kind == StreamKind::Residual || stream.share > 0.0;
        let is_carried = at_points() || (stream.rides() && arises);
        let ends = !is_carried || has_end(district, id);
        trial("streams.csv", index, faults).rule(
            ends,
            "stream",
            &stream.name,
            "a stream that some plant accepts",
        );
    }
}

/// Whether a plant takes the stream; in a district without plants, a station.
fn has_end(district: &Draft, stream: StreamId) -> bool {
    let takes = |disposal| {
        district
            .accepted_by_gate(disposal)
            .any(|taken| taken == stream)
    };
    let is_end = |disposal: &DisposalId| {
        district.plants.is_empty() || matches!(disposal, DisposalId::Plant(_))
    };
    district.disposals().filter(is_end).any(takes)
}

fn villages(district: &Draft, faults: &mut Vec<Fault>) {
    unique(
        "villages.csv",
        "village",
        district
            .villages
            .iter()
            .map(|village| village.name.as_str()),
        faults,
    );
    for (index, village) in district.villages.iter().enumerate() {
        let known = village.town.index() < district.towns.len();
        trial("villages.csv", index, faults).rule(
            known,
            "town",
            village.town.0,
            "a town of the district",
        );
    }
}

fn facilities(district: &Draft, faults: &mut Vec<Fault>) {
    let stations = district
        .stations
        .iter()
        .map(|station| ("stations.csv", "station", station.name.as_str()));
    let plants = district
        .plants
        .iter()
        .map(|plant| ("plants.csv", "plant", plant.name.as_str()));
    let mut known = HashSet::new();
    let mut rows: HashMap<&str, u64> = HashMap::new();
    for (file, column, name) in stations.chain(plants) {
        let row = count(rows.entry(file).or_default());
        let is_new = known.insert(name);
        let expected = "a name that no other station or plant bears";
        Trial {
            file,
            row: Some(row),
            faults,
        }
        .rule(is_new, column, name, expected);
    }
    for (index, station) in district.stations.iter().enumerate() {
        let mut trial = trial("stations.csv", index, faults);
        let town_known = station
            .town
            .is_none_or(|town| town.index() < district.towns.len());
        trial.rule(town_known, "town", "", "a town of the district");
        let holds =
            district.plants.is_empty() && station.plant.is_none() || is_served(district, index);
        trial.rule(
            holds,
            "plant",
            "",
            "a plant behind the station that accepts some of what it takes",
        );
        trial.streams_known(district, &station.gate.accepts);
    }
    for (index, plant) in district.plants.iter().enumerate() {
        trial("plants.csv", index, faults).streams_known(district, &plant.gate.accepts);
    }
}

/// Whether the station's plant exists and takes something that the station takes.
fn is_served(district: &Draft, station: usize) -> bool {
    let plant = district.stations[station]
        .plant
        .filter(|plant| plant.index() < district.plants.len());
    let taken = |disposal| district.accepted_by_gate(disposal);
    plant.is_some_and(|plant| {
        let by_station = taken(DisposalId::Station(StationId::from_index(station)));
        by_station
            .into_iter()
            .any(|stream| taken(DisposalId::Plant(plant)).any(|other| other == stream))
    })
}

fn vehicles(district: &Draft, faults: &mut Vec<Fault>) {
    unique(
        "vehicles.csv",
        "vehicle",
        district
            .vehicles
            .iter()
            .map(|vehicle| vehicle.name.as_str()),
        faults,
    );
    for (index, vehicle) in district.vehicles.iter().enumerate() {
        let mut trial = trial("vehicles.csv", index, faults);
        for (column, base) in [("base", vehicle.base), ("end_base", vehicle.end_base)] {
            trial.rule(
                base_exists(district, base),
                column,
                "",
                "a station or plant of the district",
            );
        }
        trial.streams_known(district, &vehicle.accepts);
    }
}

fn base_exists(district: &Draft, base: Base) -> bool {
    match base {
        Base::Facility(disposal) => disposal_exists(district, disposal),
        Base::At(_) => true,
    }
}

fn disposal_exists(district: &Draft, disposal: DisposalId) -> bool {
    match disposal {
        DisposalId::Station(id) => id.index() < district.stations.len(),
        DisposalId::Plant(PlantId(id)) => (id as usize) < district.plants.len(),
    }
}

fn points(district: &Draft, faults: &mut Vec<Fault>) {
    let mut names = HashSet::new();
    let (mut given, mut generators) = (0, 0);
    for point in &district.points {
        let (file, column, rows) = match point.kind {
            PointKind::Generator(_) => ("generators.csv", "generator", &mut generators),
            PointKind::Given | PointKind::Made => ("points.csv", "point", &mut given),
        };
        let mut trial = Trial {
            file,
            row: Some(*rows + 1),
            faults,
        };
        if point.kind == PointKind::Made {
            trial.row = None;
        } else {
            *rows += point.bins.len() as u64;
        }
        let is_new = names.insert(point.name.as_str());
        trial.rule(
            is_new,
            column,
            &point.name,
            "a name that no other point or generator bears",
        );
        trial.rule(
            !point.bins.is_empty(),
            "containers",
            "",
            "bins for one stream at least",
        );
        let needs_village = !matches!(point.kind, PointKind::Generator(_));
        let village_known = point
            .village
            .map_or(!needs_village, |id| id.index() < district.villages.len());
        trial.rule(village_known, "village", "", "a village of the district");
        for (position, bins) in point.bins.iter().enumerate() {
            let stream_known = bins
                .stream
                .is_none_or(|id| id.index() < district.streams.len());
            trial.rule(stream_known, "stream", "", "a stream of the district");
            let is_repeated = point.bins[..position]
                .iter()
                .any(|other| other.stream == bins.stream);
            trial.rule(!is_repeated, "stream", "", "each stream once at a point");
        }
    }
}

fn calendar_and_pins(district: &Draft, faults: &mut Vec<Fault>) {
    let village_known = |id: super::VillageId| id.index() < district.villages.len();
    for (index, row) in district.calendar.iter().enumerate() {
        let mut trial = trial("calendar.csv", index, faults);
        let town_known = row.town.is_none_or(|id| id.index() < district.towns.len());
        trial.rule(town_known, "town", "", "a town of the district");
        trial.rule(
            row.village.is_none_or(village_known),
            "village",
            "",
            "a village of the district",
        );
        let stream_known = row
            .stream
            .is_none_or(|id| id.index() < district.streams.len());
        trial.rule(stream_known, "stream", "", "a stream of the district");
    }
    for (index, cleaning) in district.cleaning.iter().enumerate() {
        let mut trial = trial("cleaners.csv", index, faults);
        let village = district.villages.get(cleaning.village.index());
        let name = village.map_or("", |village| village.name.as_str());
        trial.rule(
            village.is_some(),
            "village",
            name,
            "a village of the district",
        );
        let mut before = district.cleaning[..index].iter();
        let is_first = before.all(|other| other.village != cleaning.village);
        trial.rule(is_first, "village", name, "a village that stands once here");
    }
    for (index, pin) in district.pins.iter().enumerate() {
        let mut trial = trial("pins.csv", index, faults);
        match pin.target {
            PinTarget::Village(id) => trial.rule(
                village_known(id),
                "village",
                "",
                "a village of the district",
            ),
            PinTarget::Point(id) => {
                trial.rule(
                    id.index() < district.points.len(),
                    "point",
                    "",
                    "a point of the district",
                );
            }
        }
        let disposal_known = pin.disposal.is_none_or(|id| disposal_exists(district, id));
        trial.rule(
            disposal_known,
            "station",
            "",
            "a station or plant of the district",
        );
        let vehicle_known = |id: VehicleId| id.index() < district.vehicles.len();
        trial.rule(
            pin.vehicle.is_none_or(vehicle_known),
            "vehicle",
            "",
            "a vehicle of the district",
        );
    }
}

fn unique<'a>(
    file: &'static str,
    column: &str,
    names: impl Iterator<Item = &'a str>,
    faults: &mut Vec<Fault>,
) {
    let mut known = HashMap::new();
    for (index, name) in names.enumerate() {
        let first = *known.entry(name).or_insert(index);
        if first != index {
            let expected = format!("a name of its own; row {} bears it", first + 1);
            trial(file, index, faults).rule(false, column, name, &expected);
        }
    }
}

impl Trial<'_> {
    fn streams_known(&mut self, district: &Draft, accepts: &[StreamId]) {
        let known = accepts.iter().all(|id| id.index() < district.streams.len());
        self.rule(known, "accepts", "", "streams of the district");
    }
}

/// The middle of the district, and how far from it a place may lie before it is taken for a slip.
struct Surroundings {
    middle: Place,
    /// For what the district consists of, in metres.
    reach: f64,
    /// For plants and depots, which may lie in the next county.
    far_reach: f64,
}

impl Surroundings {
    /// Medians, which a few misplaced rows do not move.
    fn of(district: &Draft) -> Self {
        let villages = district.villages.iter().map(|village| village.place);
        let points = district.points.iter().map(|point| point.place);
        let stations = district.stations.iter().map(|station| station.place);
        let is_finite = |place: &Place| place.longitude.is_finite() && place.latitude.is_finite();
        let places: Vec<Place> = villages
            .chain(points)
            .chain(stations)
            .filter(is_finite)
            .collect();
        let middle = Place::new(
            median(places.iter().map(|place| place.longitude)),
            median(places.iter().map(|place| place.latitude)),
        );
        let typical = median(places.iter().map(|place| middle.metres_to(*place)));
        Self {
            middle,
            reach: (8.0 * typical).max(50_000.0),
            far_reach: (12.0 * typical).max(200_000.0),
        }
    }

    fn judge(&self, district: &Draft, faults: &mut Vec<Fault>) {
        let mut near = |file, row, place, column, reach| {
            if let Some(expected) = self.objection(place, reach) {
                let value = format!("{}, {}", place.longitude, place.latitude);
                Trial {
                    file,
                    row: Some(row),
                    faults: &mut *faults,
                }
                .rule(false, column, value, &expected);
            }
        };
        for (row, village) in (1..).zip(&district.villages) {
            near("villages.csv", row, village.place, "longitude", self.reach);
        }
        for (row, station) in (1..).zip(&district.stations) {
            near("stations.csv", row, station.place, "longitude", self.reach);
        }
        for (row, plant) in (1..).zip(&district.plants) {
            near("plants.csv", row, plant.place, "longitude", self.far_reach);
        }
        for (row, vehicle) in (1..).zip(&district.vehicles) {
            if let Base::At(place) = vehicle.base {
                near("vehicles.csv", row, place, "base_longitude", self.far_reach);
            }
        }
        let (mut given, mut generators) = (1, 1);
        for point in &district.points {
            let (file, rows) = match point.kind {
                PointKind::Given => ("points.csv", &mut given),
                PointKind::Generator(_) => ("generators.csv", &mut generators),
                PointKind::Made => continue, // it lies where its village lies
            };
            near(file, *rows, point.place, "longitude", self.reach);
            *rows += point.bins.len() as u64;
        }
    }

    /// What is wrong with a place, if anything; a place that is no number has a fault already.
    fn objection(&self, place: Place, reach: f64) -> Option<String> {
        let distance = place.metres_to(self.middle);
        let is_number = place.longitude.is_finite() && place.latitude.is_finite();
        if !is_number || distance <= reach {
            return None;
        }
        let swapped = Place::new(place.latitude, place.longitude);
        let (east, north) = (self.middle.longitude, self.middle.latitude);
        Some(if swapped.metres_to(self.middle) <= reach {
            "longitude and latitude the other way round".into()
        } else {
            let km = (reach / 1000.0).round();
            format!("a place within {km} km of the middle of the district ({east:.4}, {north:.4})")
        })
    }
}

/// The middle value; 0 of none.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
