//! Reads `overrides.csv`: what a planner knows better than the map.

use super::coordinates::Datum;
use super::ledger::Ledger;
use super::row::Row;
use super::sheet::Sheet;
use crate::roads::{NearestRoads, OpenTo, RoadNetwork};

/// How far from a road a point on it may lie, in metres.
const MOST_METRES_OFF: f64 = 50.0;

/// A row: which segments it is about, and what it says of them.
struct Override {
    segments: Vec<u32>,
    closed: Option<bool>,
    limits: [Option<f64>; 3],
    speed_kmh: Option<f64>,
    oneway: Option<&'static str>,
}

/// Corrects a network by the table; rows below win.
pub(super) fn apply(sheet: &Sheet, datum: Datum, network: &mut RoadNetwork, ledger: &mut Ledger) {
    let overrides: Vec<Override> = {
        let roads = NearestRoads::of(network);
        let read = |row| read(row, datum, (network, roads.as_ref()), ledger);
        sheet.rows().map(read).collect()
    };
    for change in &overrides {
        for &segment in &change.segments {
            change.correct(segment as usize, network);
        }
    }
}

/// Notes that there is nothing to correct.
pub(super) fn refuse(sheet: &Sheet, ledger: &mut Ledger) {
    for row in sheet.rows() {
        row.fault(
            "way",
            "a road network beside this table: there is none",
            ledger,
        );
    }
}

fn read(
    row: Row<'_>,
    datum: Datum,
    (network, roads): (&RoadNetwork, Option<&NearestRoads<'_>>),
    ledger: &mut Ledger,
) -> Override {
    Override {
        segments: segments(row, datum, (network, roads), ledger),
        closed: row.choice("closed", ledger).map(|word| word == "yes"),
        limits: ["max_width_m", "max_tonnes", "max_height_m"]
            .map(|name| row.optional_number(name, ledger)),
        speed_kmh: row.optional_number("speed_kmh", ledger),
        oneway: row.choice("oneway", ledger),
    }
}

/// The segments that a row is about; a fault where there are none.
fn segments(
    row: Row<'_>,
    datum: Datum,
    (network, roads): (&RoadNetwork, Option<&NearestRoads<'_>>),
    ledger: &mut Ledger,
) -> Vec<u32> {
    let is_by_point = !row.is_blank("longitude") || !row.is_blank("latitude");
    if !row.is_blank("way") {
        if is_by_point {
            row.fault(
                "way",
                "either a way or a point on the road, not both",
                ledger,
            );
        }
        let Some(way) = row.optional_number("way", ledger) else {
            return Vec::new();
        };
        let numbered = network.segments.iter().zip(0..);
        let of_way: Vec<u32> = numbered
            .filter(|(s, _)| s.way == Some(way as i64))
            .map(|(_, number)| number)
            .collect();
        if of_way.is_empty() {
            row.fault(
                "way",
                "a way of the road network (in roads.csv ways have no id: give a point)",
                ledger,
            );
        }
        return of_way;
    }
    if !is_by_point {
        row.fault(
            "way",
            "a way, or longitude and latitude of a point on the road",
            ledger,
        );
        return Vec::new();
    }
    let place = row.place("longitude", "latitude", datum, ledger);
    for name in ["longitude", "latitude"] {
        if row.is_blank(name) {
            row.fault(name, "both longitude and latitude", ledger);
        }
    }
    if place.longitude.is_nan() || place.latitude.is_nan() {
        return Vec::new();
    }
    let nearest = roads.and_then(|roads| roads.around(place).next());
    match nearest.filter(|on| on.away <= MOST_METRES_OFF) {
        Some(on) => vec![on.segment],
        None => {
            row.fault(
                "longitude",
                format!("a point at most {MOST_METRES_OFF} m from a road"),
                ledger,
            );
            Vec::new()
        }
    }
}

impl Override {
    fn correct(&self, number: usize, network: &mut RoadNetwork) {
        if self.oneway == Some("reverse") {
            reverse(number, network);
        }
        let segment = &mut network.segments[number];
        if let Some(closed) = self.closed {
            segment.open_to_all(!closed);
        }
        let [width_m, tonnes, height_m] = self.limits;
        segment.limits.width_m = width_m.or(segment.limits.width_m);
        segment.limits.tonnes = tonnes.or(segment.limits.tonnes);
        segment.limits.height_m = height_m.or(segment.limits.height_m);
        segment.speed_kmh = self.speed_kmh.unwrap_or(segment.speed_kmh);
        if let Some(word) = self.oneway {
            segment.oneway = word != "no";
            if word == "no" && segment.open_back == OpenTo::NONE {
                // Who may drive one way may drive both.
                segment.open_back = segment.open_to;
            }
        }
    }
}

/// Turns a segment round, with its bends and what restrictions say of it.
fn reverse(number: usize, network: &mut RoadNetwork) {
    let segment = &mut network.segments[number];
    std::mem::swap(&mut segment.from, &mut segment.to);
    std::mem::swap(&mut segment.open_to, &mut segment.open_back);
    if let Some(bends) = network
        .bends
        .get_mut(segment.bends.start as usize..segment.bends.end as usize)
    {
        bends.reverse();
    }
    for course in network
        .restrictions
        .iter_mut()
        .flat_map(|restriction| &mut restriction.path)
    {
        if course.segment() == number {
            *course = course.reversed();
        }
    }
}
