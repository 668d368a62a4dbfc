//! Reads `roads.csv` into a network: ends with equal names, or equal coordinates, are one crossing.

use super::coordinates::Datum;
use super::ledger::Ledger;
use super::row::Row;
use super::sheet::Sheet;
use crate::district::Place;
use crate::roads::{RoadClass, RoadNetwork, Segment, SizeLimits, Surface, usual_speed_kmh};
use std::collections::HashMap;

/// Reads the table.
pub(super) fn read(sheet: &Sheet, datum: Datum, ledger: &mut Ledger) -> RoadNetwork {
    sheet.require(
        "the roads; without the file great circles are driven",
        ledger,
    );
    note_repeated(sheet, ledger);
    let mut crossings = Crossings::default();
    let mut segments = Vec::new();
    for row in sheet.rows() {
        let from = crossings.end(
            row,
            ["from", "from_longitude", "from_latitude"],
            datum,
            ledger,
        );
        let to = crossings.end(row, ["to", "to_longitude", "to_latitude"], datum, ledger);
        segments.push(segment(row, (from, to), &crossings, ledger));
    }
    RoadNetwork {
        nodes: crossings.places,
        segments,
        ..RoadNetwork::default()
    }
    .without_repeats()
}

/// Rows that stand word for word above are one road.
fn note_repeated(sheet: &Sheet, ledger: &mut Ledger) {
    let repeated = sheet.repeated();
    if let Some(&(line, first)) = repeated.first() {
        let expected = format!(
            "each road once; {} of {} rows stand twice, word for word, as this one and row {first}, and are one road",
            repeated.len(),
            sheet.rows().count()
        );
        ledger.warn(&sheet.file, line, "", "", expected);
    }
}

#[derive(Default)]
struct Crossings {
    places: Vec<Place>,
    by_name: HashMap<String, u32>,
    by_place: HashMap<(u64, u64), u32>,
}

impl Crossings {
    fn end(
        &mut self,
        row: Row<'_>,
        [name, longitude, latitude]: [&str; 3],
        datum: Datum,
        ledger: &mut Ledger,
    ) -> u32 {
        let place = row.place(longitude, latitude, datum, ledger);
        let name = row.name(name, ledger);
        let next = u32::try_from(self.places.len())
            .expect("fewer than 2^32 crossings in a file of bounded size");
        let node = if name.is_empty() {
            *self
                .by_place
                .entry((place.longitude.to_bits(), place.latitude.to_bits()))
                .or_insert(next)
        } else {
            *self.by_name.entry(name).or_insert(next)
        };
        if node == next {
            self.places.push(place);
        } else if self.places[node as usize].metres_to(place) > 50.0 {
            row.fault(
                longitude,
                "the place that this crossing has in its first row",
                ledger,
            );
        }
        node
    }
}

fn segment(
    row: Row<'_>,
    (from, to): (u32, u32),
    crossings: &Crossings,
    ledger: &mut Ledger,
) -> Segment {
    let class = match row.choice("class", ledger) {
        Some("county") => RoadClass::County,
        Some("lane") => RoadClass::Lane,
        Some("track") => RoadClass::Track,
        Some("ferry") => RoadClass::Ferry,
        _ => RoadClass::Town,
    };
    for name in ["metres", "speed_kmh"] {
        if row.is_blank(name) {
            row.assume(name, ledger);
        }
    }
    let straight = crossings.places[from as usize].metres_to(crossings.places[to as usize]);
    let metres = row.optional_number("metres", ledger).unwrap_or(straight);
    let surface = surface(row, ledger);
    let speed_kmh = row
        .optional_number("speed_kmh", ledger)
        .unwrap_or(usual_speed_kmh(class).min(surface.fastest_kmh()));
    Segment {
        oneway: row.yes_no("oneway", ledger),
        limits: SizeLimits {
            width_m: row.optional_number("max_width_m", ledger),
            tonnes: row.optional_number("max_tonnes", ledger),
            height_m: row.optional_number("max_height_m", ledger),
        },
        lanes: row.optional_whole("lanes", ledger).map(|lanes| lanes as u8),
        passing_bay_metres: row.optional_number("passing_bay_metres", ledger),
        ..Segment::new(from, to, metres, class, speed_kmh)
    }
}

fn surface(row: Row<'_>, ledger: &mut Ledger) -> Surface {
    match row.choice("surface", ledger) {
        Some("blocks") => Surface::Blocks,
        Some("gravel") => Surface::Gravel,
        Some("cobbles") => Surface::Cobbles,
        Some("earth") => Surface::Earth,
        Some("mud") => Surface::Mud,
        _ => Surface::Paved,
    }
}
