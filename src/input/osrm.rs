//! Reads `matrix.json`: what an OSRM server answers to `table` with `annotations=duration,distance`
//! (<https://project-osrm.org/docs/v5.24.0/api/#table-service>). Its waypoints stand on the road; each place of the district has the
//! nearest one.

use super::ledger::Ledger;
use super::matrix::{Called, note_lacking, places_of};
use super::source::TRAVEL;
use crate::district::{Draft, Place};
use crate::quantity::Leg;
use crate::roads::OwnTravel;
use serde::Deserialize;

/// Metres between a place and its waypoint beyond which the table is not about that place.
const MOST_OFF: f64 = 500.0;

/// The part of the answer that is read.
#[derive(Deserialize)]
struct Answer {
    durations: Vec<Vec<Option<f64>>>,
    distances: Option<Vec<Vec<Option<f64>>>>,
    sources: Vec<Waypoint>,
    destinations: Vec<Waypoint>,
}

#[derive(Deserialize)]
struct Waypoint {
    /// Longitude and latitude.
    location: [f64; 2],
}

/// Reads the table. Every vehicle must find a leg between every two places.
pub(super) fn read(text: &str, district: &Draft, ledger: &mut Ledger) -> OwnTravel {
    let Some(places) = places_of(TRAVEL, district, ledger) else {
        return OwnTravel::default();
    };
    let mut travel = OwnTravel::between(&places);
    let answer: Answer = match serde_json::from_str(text) {
        Ok(answer) => answer,
        Err(error) => {
            let expected = format!("the answer of an OSRM server to table ({error})");
            ledger.broken(TRAVEL, error.line() as u64, "", "", expected);
            return travel;
        }
    };
    let Some(distances) = &answer.distances else {
        let expected = "distances beside durations: ask for annotations=duration,distance";
        ledger.broken(TRAVEL, 0, "distances", "", expected);
        return travel;
    };
    let nearest = [&answer.sources, &answer.destinations].map(|ends| nearest_to(&places, ends));
    for ends in &nearest {
        note_far(district, &places, ends, ledger);
    }
    for (from, &origin) in places.iter().zip(&nearest[0]) {
        for (to, &goal) in places.iter().zip(&nearest[1]) {
            let (Some((row, _)), Some((column, _))) = (origin, goal) else {
                continue;
            };
            let figure = |table: &[Vec<Option<f64>>]| table.get(row)?.get(column).copied()?;
            let leg = figure(&answer.durations)
                .zip(figure(distances))
                .and_then(leg);
            if let Some(leg) = leg {
                travel.set(None, [*from, *to], leg);
            }
        }
    }
    if !ledger.has_faults() {
        note_lacking(TRAVEL, district, (&travel, &places), ledger);
    }
    travel
}

/// A leg of seconds and metres, half up; none if they are none.
fn leg((seconds, metres): (f64, f64)) -> Option<Leg> {
    let is_figure = |figure: f64| (0.0..f64::from(Leg::NONE.seconds)).contains(&(figure + 1.0));
    (is_figure(seconds) && is_figure(metres)).then_some(Leg {
        seconds: (seconds + 0.5) as u32,
        metres: (metres + 0.5) as u32,
    })
}

/// For each place the waypoint that is nearest, and how far off it is.
fn nearest_to(places: &[Place], ends: &[Waypoint]) -> Vec<Option<(usize, f64)>> {
    let off = |place: Place, end: &Waypoint| {
        place.metres_to(Place::new(end.location[0], end.location[1]))
    };
    let nearest = |&place: &Place| {
        let all = ends
            .iter()
            .enumerate()
            .map(|(at, end)| (at, off(place, end)));
        all.min_by(|a, b| a.1.total_cmp(&b.1))
    };
    places.iter().map(nearest).collect()
}

/// Names the first place that has no waypoint near it.
fn note_far(
    district: &Draft,
    places: &[Place],
    nearest: &[Option<(usize, f64)>],
    ledger: &mut Ledger,
) {
    let is_far = |found: &Option<(usize, f64)>| found.is_none_or(|(_, metres)| metres > MOST_OFF);
    let far = nearest.iter().filter(|found| is_far(found)).count();
    let first = places.iter().zip(nearest).find(|(_, found)| is_far(found));
    if let Some((place, _)) = first {
        let name = Called::of(district).name(*place);
        let expected = format!(
            "a waypoint within {MOST_OFF} m of every place; {far} have none, such as {name}"
        );
        ledger.fault(TRAVEL, 0, "", "", expected);
    }
}
