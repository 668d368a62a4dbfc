//! Reads `matrix.csv`: travel of one's own between the places of a district.

use super::ledger::Ledger;
use super::sheet::Sheet;
use crate::district::{Draft, Place, limits};
use crate::quantity::Leg;
use crate::roads::{OwnTravel, Sites};
use std::collections::HashMap;

/// Places that are named where a leg is missing.
const SHOWN: usize = 5;

/// Reads the table. Every vehicle must find a leg between every two places.
pub(super) fn read(sheet: &Sheet, district: &Draft, ledger: &mut Ledger) -> OwnTravel {
    sheet.require(
        "the travel between all places; without the file great circles are driven",
        ledger,
    );
    let Some(places) = places_of(&sheet.file, district, ledger) else {
        return OwnTravel::default();
    };
    let names = Called::of(district);
    let mut travel = OwnTravel::between(&places);
    for row in sheet.rows() {
        let mut end = |column: &str| {
            let found = names.place(row.cell(column));
            if found.is_none() && !row.is_blank(column) {
                row.fault(
                    column,
                    "one point, generator, station, plant or vehicle of this name",
                    ledger,
                );
            } else if found.is_none() {
                row.name(column, ledger);
            }
            found
        };
        let (from, to) = (end("from"), end("to"));
        let leg = Leg {
            metres: row.number("metres", ledger).round() as u32,
            seconds: row.number("seconds", ledger).round() as u32,
        };
        let vehicle = row.cell("vehicle");
        if !vehicle.is_empty() && !district.vehicles.iter().any(|known| known.name == vehicle) {
            row.fault("vehicle", "a name that stands in vehicles.csv", ledger);
            continue;
        }
        let vehicle = (!vehicle.is_empty()).then_some(vehicle);
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        let before = travel.set(vehicle, [from, to], leg);
        if before.is_some_and(|before| before != leg) {
            row.fault(
                "to",
                "each leg once; an earlier row gives another one",
                ledger,
            );
        }
    }
    let filled = travel.fill_by_way_back();
    if filled > 0 {
        let expected =
            format!("a leg each way; {filled} ways back are taken for as long as the way there");
        ledger.warn(&sheet.file, 0, "", "", expected);
    }
    if !ledger.has_faults() {
        note_lacking(&sheet.file, district, (&travel, &places), ledger);
    }
    travel
}

/// The places between which there must be travel, unless they are too many.
pub(super) fn places_of(file: &str, district: &Draft, ledger: &mut Ledger) -> Option<Vec<Place>> {
    let places = Sites::of(district).places;
    if places.len() > limits::OWN_PLACES {
        let expected = format!(
            "legs between at most {} places; there are {}",
            limits::OWN_PLACES,
            places.len()
        );
        ledger.broken(file, 0, "", "", expected);
        return None;
    }
    Some(places)
}

/// Names the first pairs of places between which a vehicle has no leg.
pub(super) fn note_lacking(
    file: &str,
    district: &Draft,
    (travel, places): (&OwnTravel, &[Place]),
    ledger: &mut Ledger,
) {
    let called = Called::of(district);
    for vehicle in &district.vehicles {
        let lacking = travel.lacking(vehicle);
        if lacking.is_empty() {
            continue;
        }
        let pairs = lacking.iter().take(SHOWN).map(|&(from, to)| {
            let [from, to] = [from, to].map(|at| called.name(places[at]));
            format!("{from} - {to}")
        });
        let pairs: Vec<String> = pairs.collect();
        let expected = format!(
            "a leg between every two places for each vehicle; {} are missing for {}: {}",
            lacking.len(),
            vehicle.name,
            pairs.join(", ")
        );
        ledger.fault(file, 0, "", "", expected);
        return; // what one lacks most others do
    }
}

/// What the places of a district are called.
pub(super) struct Called<'a> {
    places: HashMap<&'a str, Option<Place>>,
    names: HashMap<(u64, u64), &'a str>,
}

impl<'a> Called<'a> {
    pub fn of(district: &'a Draft) -> Self {
        let points = district
            .points
            .iter()
            .map(|point| (point.name.as_str(), point.place));
        let stations = district
            .stations
            .iter()
            .map(|station| (station.name.as_str(), station.place));
        let plants = district
            .plants
            .iter()
            .map(|plant| (plant.name.as_str(), plant.place));
        let bases = district
            .vehicles
            .iter()
            .map(|vehicle| (vehicle.name.as_str(), district.base_place(vehicle.base)));
        let mut called = Self {
            places: HashMap::new(),
            names: HashMap::new(),
        };
        for (name, place) in points.chain(stations).chain(plants).chain(bases) {
            let known = called.places.entry(name).or_insert(Some(place));
            if *known != Some(place) {
                *known = None; // two places of one name
            }
            let key = (place.longitude.to_bits(), place.latitude.to_bits());
            called.names.entry(key).or_insert(name);
        }
        called
    }

    fn place(&self, name: &str) -> Option<Place> {
        self.places.get(name).copied().flatten()
    }

    pub fn name(&self, place: Place) -> &'a str {
        let key = (place.longitude.to_bits(), place.latitude.to_bits());
        self.names.get(&key).copied().unwrap_or_default()
    }
}
