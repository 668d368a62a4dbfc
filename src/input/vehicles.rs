//! Reads `vehicles.csv`.

use super::facilities::{Facilities, after_midnight};
use super::ledger::Ledger;
use super::names::{Names, bearer};
use super::row::Row;
use super::settings::Settings;
use super::sheet::Sheet;
use crate::district::{Base, Place, Prices, Rest, Role, StreamId, Vehicle};
use crate::quantity::{Kilograms, Litres, Seconds, Window};
use std::collections::HashMap;

/// Reads the table.
pub(super) fn read(
    sheet: &Sheet,
    settings: &Settings,
    facilities: &Facilities,
    streams: &Names,
    ledger: &mut Ledger,
) -> (Vec<Vehicle>, Names) {
    sheet.require("the collectors that drive the tours", ledger);
    let mut names = sheet.names("vehicle");
    let mut vehicles = Vec::new();
    for row in sheet.rows() {
        let vehicle = vehicle(row, settings, facilities, streams, ledger);
        names.insert(
            &vehicle.name,
            vehicles.len(),
            (row.file(), row.line(), "vehicle"),
            ledger,
        );
        vehicles.push(vehicle);
    }
    judge_plates(sheet, ledger);
    (vehicles, names)
}

fn vehicle(
    row: Row<'_>,
    settings: &Settings,
    facilities: &Facilities,
    streams: &Names,
    ledger: &mut Ledger,
) -> Vehicle {
    let base = base(row, settings, facilities, ledger);
    let end_base = row
        .reference("end_base", &facilities.names, ledger)
        .map(|index| Base::Facility(facilities.disposal(index)));
    Vehicle {
        name: row.name("vehicle", ledger),
        role: match row.choice("role", ledger) {
            Some("feeder") => Role::Feeder,
            Some("hauler") => Role::Hauler,
            _ => Role::Collector,
        },
        count: row.whole("count", ledger),
        base,
        end_base: end_base.unwrap_or(base),
        payload: Kilograms::rounded(row.number("payload_kg", ledger)),
        body: Litres::rounded(row.number("body_litres", ledger)),
        compaction: row.number("compaction", ledger),
        width_m: row.optional_number("width_m", ledger),
        gross_tonnes: row.optional_number("gross_tonnes", ledger),
        height_m: row.optional_number("height_m", ledger),
        speed_factor: row.number("speed_factor", ledger),
        accepts: row
            .references("accepts", streams, ledger)
            .into_iter()
            .map(StreamId::from_index)
            .collect(),
        mixes: row.yes_no("mixes", ledger),
        handles: row.words("handles"),
        out_of_service: 0,
        availability: row.number("availability", ledger),
        days_per_week: row
            .optional_whole("days_per_week", ledger)
            .map(|days| days as u8),
        shift: shift(row, ledger),
        regular_duration: regular_duration(row, ledger),
        max_duration: Some(hours(row.number("max_hours", ledger))),
        rest: rest(row, ledger),
        prices: prices(row, settings, ledger),
        litres_per_100km: row.optional_number("litres_per_100km", ledger),
        sealed: row.yes_no("sealed", ledger),
        crew: row.whole("crew", ledger),
        plates: one_each(row, "plates", ledger),
        drivers: one_each(row, "drivers", ledger),
    }
}

/// What is named of each single vehicle.
fn one_each(row: Row<'_>, column: &str, ledger: &mut Ledger) -> Vec<String> {
    let words = row.words(column);
    let count = row.whole("count", &mut Ledger::default()) as usize;
    if !words.is_empty() && words.len() != count {
        let expected = format!("as many as there are vehicles, {count}, separated by ;");
        row.fault(column, expected, ledger);
    }
    words
}

/// A plate belongs to one vehicle.
fn judge_plates(sheet: &Sheet, ledger: &mut Ledger) {
    let mut known: HashMap<String, (String, u64)> = HashMap::new();
    for row in sheet.rows() {
        for plate in row.words("plates") {
            let at = (row.file().to_owned(), row.line());
            if let Some(first) = known.insert(plate.clone(), at) {
                let expected = format!(
                    "each plate once; {plate} stands in {}",
                    bearer(&first, row.file())
                );
                row.fault("plates", expected, ledger);
            }
        }
    }
}

/// A facility, or a depot of its own.
fn base(row: Row<'_>, settings: &Settings, facilities: &Facilities, ledger: &mut Ledger) -> Base {
    let is_named = !row.is_blank("base");
    let named = row.reference("base", &facilities.names, ledger);
    if let Some(index) = named {
        return Base::Facility(facilities.disposal(index));
    }
    for column in ["base_longitude", "base_latitude"] {
        if !is_named && row.is_blank(column) {
            row.fault(
                column,
                "degrees, or a station or plant in the column base",
                ledger,
            );
        }
    }
    if is_named {
        return Base::At(Place::new(f64::NAN, f64::NAN));
    }
    Base::At(row.place("base_longitude", "base_latitude", settings.datum, ledger))
}

fn shift(row: Row<'_>, ledger: &mut Ledger) -> Window {
    let shift = Window {
        open: row.clock("shift_start", ledger),
        close: row.clock("shift_end", ledger),
    };
    if shift.close <= shift.open {
        row.fault("shift_end", after_midnight("shift_start", shift), ledger);
    }
    shift
}

fn regular_duration(row: Row<'_>, ledger: &mut Ledger) -> Option<Seconds> {
    if row.is_blank("regular_hours") {
        row.assume("regular_hours", ledger);
    }
    row.optional_number("regular_hours", ledger).map(hours)
}

/// `break_minutes = 0` asks for no break.
fn rest(row: Row<'_>, ledger: &mut Ledger) -> Option<Rest> {
    let length = Seconds::rounded(row.number("break_minutes", ledger) * 60.0);
    if length == Seconds::ZERO {
        return None;
    }
    let after = hours(row.number("break_after_hours", ledger));
    Some(Rest { after, length })
}

fn prices(row: Row<'_>, settings: &Settings, ledger: &mut Ledger) -> Prices {
    Prices {
        per_day: row.price("cost_per_day", settings, ledger),
        per_km: row.price("cost_per_km", settings, ledger),
        per_hour: row.price("cost_per_hour", settings, ledger),
        overtime_per_hour: row.price("overtime_per_hour", settings, ledger),
        per_week_owned: row.price("cost_per_week_owned", settings, ledger),
    }
}

fn hours(value: f64) -> Seconds {
    Seconds::rounded(value * 3600.0)
}
