//! Places that lie off the roads, all of them or one: are their coordinates in another system than the district says?

use super::coordinates::{Datum, is_offset_there};
use super::ledger::Ledger;
use crate::district::{Draft, Fault, Place, PointKind};
use crate::roads::{NearestRoads, RoadNetwork};

/// Half of the places farther off than this look odd, in metres.
const ODD: f64 = 100.0;
/// Places that are tried.
const SAMPLED: usize = 200;

/// Notes that the places of a district lie off its roads, and which system would bring them there; whether they do.
pub(super) fn note_shift(
    district: &Draft,
    network: &RoadNetwork,
    datum: Datum,
    ledger: &mut Ledger,
) -> bool {
    let Some(roads) = NearestRoads::of(network) else {
        return false;
    };
    let step = (district.points.len() / SAMPLED).max(1);
    let places: Vec<Place> = district
        .points
        .iter()
        .step_by(step)
        .map(|point| point.place)
        .collect();
    let off = median_off(&roads, &places, Datum::Wgs84);
    if off <= ODD {
        return false;
    }
    let mut expected = format!("places near the roads; half of them lie more than {off:.0} m off");
    let others = [("gcj02", Datum::Gcj02), ("bd09", Datum::Bd09)];
    let tried = others.map(|(name, other)| (median_off(&roads, &places, other), name));
    let (nearer, name) = if tried[0].0 <= tried[1].0 {
        tried[0]
    } else {
        tried[1]
    };
    if datum == Datum::Wgs84 && nearer < off / 2.0 {
        expected += &format!("; as {name} it would be {nearer:.0} m: coordinates = \"{name}\"?");
    } else {
        expected += "; are coordinates GCJ-02 or BD-09, or are the roads of another district?";
    }
    ledger.warn("district.toml", 0, "coordinates", "", expected);
    true
}

/// A row whose place lies farther off the roads than this may be of another system, in metres; the systems differ by 300 to
/// 1,200.
const ODD_ROW: f64 = 150.0;
/// What would bring it there brings it so near.
const AT_THE_ROAD: f64 = 30.0;

/// Rows of points, stations and plants that lie off the roads and, read in another system, would lie at one; rows are counted
/// as in [`Draft::validate`].
pub(super) fn shifted_rows(district: &Draft, network: &RoadNetwork, datum: Datum) -> Vec<Fault> {
    let Some(roads) = NearestRoads::of(network) else {
        return Vec::new();
    };
    let off = |place: Place| roads.around(place).next().map_or(0.0, |road| road.away);
    let mut found = Vec::new();
    let mut judge = |file: &str, row: usize, place: Place| {
        let away = off(place);
        if away <= ODD_ROW || !is_offset_there(place) {
            return;
        }
        let read = datum.read_as_others(place);
        let others = read.map(|(name, other)| (off(other), name));
        let nearest = others.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((near, name)) = nearest.filter(|(near, _)| *near <= AT_THE_ROAD) {
            found.push(Fault {
                file: file.into(),
                row: Some(row as u64 + 1),
                column: "longitude".into(),
                value: format!("{:.5}, {:.5}", place.longitude, place.latitude),
                cell: String::new(),
                expected: format!(
                    "a place near a road; it lies {away:.0} m off, and read as {name} it would lie {near:.0} m off"
                ),
            });
        }
    };
    let mut rows = [0, 0];
    for point in &district.points {
        let (file, row) = match point.kind {
            PointKind::Given => ("points.csv", &mut rows[0]),
            PointKind::Generator(_) => ("generators.csv", &mut rows[1]),
            PointKind::Made => continue,
        };
        judge(file, *row, point.place);
        *row += point.bins.len();
    }
    for (row, station) in district.stations.iter().enumerate() {
        judge("stations.csv", row, station.place);
    }
    for (row, plant) in district.plants.iter().enumerate() {
        judge("plants.csv", row, plant.place);
    }
    found
}

/// How far off the roads half of the places lie, in metres, read in a system.
fn median_off(roads: &NearestRoads<'_>, places: &[Place], datum: Datum) -> f64 {
    let off = places
        .iter()
        .filter_map(|&place| Some(roads.around(datum.to_wgs84(place)).next()?.away));
    let mut off: Vec<f64> = off.collect();
    off.sort_by(f64::total_cmp);
    off.get(off.len() / 2).copied().unwrap_or(0.0)
}
