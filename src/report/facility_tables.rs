//! `stations.csv`, `hauls.csv` and `feeders.csv`: what the collectors' tours do to facilities, and the fleets beside them.

use super::csv_table::{Cell, CsvTable};
use super::summary::rounded;
use crate::district::District;
use crate::flow::FeederNeed;
use crate::quantity::Kilograms;
use crate::transfer::LoadProfile;

/// A row for each facility, day and hour in which a collector arrives or something is in store.
pub(super) fn stations(district: &District, profile: &LoadProfile) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "station",
        "day",
        "hour",
        "arrivals",
        "tipped_kg",
        "queue_minutes",
        "stock_kg",
        "sent_kg",
        "overflow_kg",
    ]);
    let mass = |kg: Option<Kilograms>| kg.map_or(Cell::Blank, |kg| Cell::Whole(kg.0));
    for hour in &profile.hours {
        table.row(&[
            district.disposal_name(hour.disposal).into(),
            Cell::Day(hour.day),
            Cell::Whole(i64::from(hour.hour)),
            Cell::Whole(i64::from(hour.arrivals)),
            Cell::Whole(hour.tipped.0),
            Cell::Number((hour.queue.as_f64() / 6.0).round() / 10.0),
            mass(hour.stock),
            mass(hour.sent),
            mass(hour.overflow),
        ]);
    }
    table.into_bytes()
}

/// Trips from stations to plants. No hauler is planned yet, so there is a header only.
pub(super) fn hauls() -> Vec<u8> {
    CsvTable::new(&[
        "haul", "day", "vehicle", "station", "plant", "leave", "arrive", "tip", "back", "kg",
        "metres",
    ])
    .into_bytes()
}

/// What each village needs of feeders on a mean day: their hours as a share of the longest duty.
pub(super) fn feeders(district: &District, needs: &[FeederNeed]) -> Vec<u8> {
    let mut table = CsvTable::new(&["village", "feeders", "hours", "km", "how", "vehicle"]);
    for need in needs {
        let vehicle = need
            .vehicle
            .map(|id| district.vehicles[id.index()].name.as_str());
        table.row(&[
            (&district.villages[need.village.index()].name).into(),
            Cell::Number(rounded(need.feeders, 3)),
            Cell::Number(rounded(need.hours, 3)),
            Cell::Number(rounded(need.km, 3)),
            need.how.word().into(),
            vehicle.into(),
        ]);
    }
    table.into_bytes()
}
