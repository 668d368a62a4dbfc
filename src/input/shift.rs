//! Places that all lie off the roads: are their coordinates in another system than the district says?

use super::coordinates::Datum;
use super::ledger::Ledger;
use crate::district::{District, Place};
use crate::roads::{NearestRoads, RoadNetwork};

/// Half of the places farther off than this look odd, in metres.
const ODD: f64 = 100.0;
/// Places that are tried.
const SAMPLED: usize = 200;

/// Notes that the places of a district lie off its roads, and which system would bring them there.
pub(super) fn note_shift(
    district: &District,
    network: &RoadNetwork,
    datum: Datum,
    ledger: &mut Ledger,
) {
    let Some(roads) = NearestRoads::of(network) else {
        return;
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
        return;
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
