//! Reads `calendar.csv` and `pins.csv`.

use super::dates::Reckoning;
use super::facilities::Facilities;
use super::ledger::Ledger;
use super::names::Names;
use super::points::Points;
use super::row::Row;
use super::sheet::Sheet;
use super::villages::Territory;
use crate::district::{
    CalendarDay, CalendarRow, Pin, PinTarget, PointId, StreamId, TownId, VehicleId, VillageId,
};

/// Reads the calendar.
pub(super) fn read_calendar(
    sheet: &Sheet,
    territory: &Territory,
    streams: &Names,
    ledger: &mut Ledger,
) -> Vec<CalendarRow> {
    let row = |row| calendar_row(row, territory, streams, ledger);
    sheet.rows().map(row).collect()
}

fn calendar_row(
    row: Row<'_>,
    territory: &Territory,
    streams: &Names,
    ledger: &mut Ledger,
) -> CalendarRow {
    let from = row.date_of_either("from", ledger);
    let to = row.date_of_either("to", ledger);
    let (day_digits, digits_are_lunar) = row.digits("day_digits", ledger);
    let of_digits = digits_are_lunar.then_some(Reckoning::Lunar);
    let written: Vec<Reckoning> = from
        .iter()
        .chain(&to)
        .map(|date| date.1)
        .chain(of_digits)
        .collect();
    let lunar = row.is_lunar("lunar", &written, ledger);
    let from = existing(row, "from", (from, lunar), ledger);
    // One date alone is a day.
    let to = if row.is_blank("to") {
        from
    } else {
        existing(row, "to", (to, lunar), ledger)
    };
    if row.is_blank("from") && !row.is_blank("to") {
        row.fault("from", "the first day, where there is a last one", ledger);
    }
    let town = row.name("town", ledger);
    let town_id = territory.town_names.get(&town);
    if town_id.is_none() && !town.is_empty() && !territory.town_names.is_open {
        row.fault("town", "a town that stands in villages.csv", ledger);
    }
    CalendarRow {
        factor: row.number("factor", ledger),
        from,
        to,
        days: row.days("days", ledger),
        day_digits,
        lunar,
        town: town_id.map(TownId::from_index),
        village: row
            .reference("village", &territory.village_names, ledger)
            .map(VillageId::from_index),
        stream: row
            .reference("stream", streams, ledger)
            .map(StreamId::from_index),
    }
}

/// A date that exists in its calendar.
fn existing(
    row: Row<'_>,
    name: &str,
    (date, lunar): (Option<(CalendarDay, Reckoning)>, bool),
    ledger: &mut Ledger,
) -> Option<CalendarDay> {
    let (date, _) = date?;
    if date.exists(lunar) {
        return Some(date);
    }
    row.fault(
        name,
        "a date that exists, as 2026-02-10, or 02-10 for every year",
        ledger,
    );
    None
}

/// Reads the choices made already.
pub(super) fn read_pins(
    sheet: &Sheet,
    (territory, points): (&Territory, &Points),
    facilities: &Facilities,
    vehicles: &Names,
    ledger: &mut Ledger,
) -> Vec<Pin> {
    let mut pins = Vec::new();
    for row in sheet.rows() {
        let village = row.reference("village", &territory.village_names, ledger);
        let point = row.reference("point", &points.names, ledger);
        if row.is_blank("village") && row.is_blank("point") {
            row.fault("village", "a village or a point", ledger);
        }
        if ["station", "vehicle", "days"]
            .iter()
            .all(|name| row.is_blank(name))
        {
            row.fault("station", "a station, a vehicle or days", ledger);
        }
        let of_point = point.map(|index| PinTarget::Point(PointId::from_index(index)));
        let of_village = village.map(|index| PinTarget::Village(VillageId::from_index(index)));
        let disposal = row
            .reference("station", &facilities.names, ledger)
            .map(|index| facilities.disposal(index));
        let vehicle = row
            .reference("vehicle", vehicles, ledger)
            .map(VehicleId::from_index);
        let days = row.days("days", ledger);
        if let Some(target) = of_point.or(of_village) {
            pins.push(Pin {
                target,
                disposal,
                vehicle,
                days,
            });
        }
    }
    pins
}
