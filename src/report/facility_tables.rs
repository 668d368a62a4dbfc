//! `stations.csv`, `hauls.csv` and `feeders.csv`: what the collectors' tours do to facilities, and the fleets beside them.

use super::csv_table::{Cell, CsvTable};
use super::summary::rounded;
use crate::district::District;
use crate::flow::FeederNeed;
use crate::plan::Plan;
use crate::quantity::Kilograms;
use crate::transfer::LoadProfile;

/// A row for each facility, day and hour in which a vehicle arrives or something is sent on.
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

/// Trips from stations to plants.
pub(super) fn hauls(district: &District, plan: &Plan) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "haul", "day", "vehicle", "station", "plant", "leave", "arrive", "tip", "back", "kg",
        "metres", "tour", "trip", "out", "load",
    ]);
    for haul in &plan.hauls {
        let name = format!("{}-{}", haul.tour, haul.trip);
        table.row(&[
            (&name).into(),
            Cell::Day(haul.day),
            (&district.vehicles[haul.vehicle.index()].name).into(),
            (&district.stations[haul.station.index()].name).into(),
            (&district.plants[haul.plant.index()].name).into(),
            Cell::Clock(haul.leave),
            Cell::Clock(haul.arrive),
            Cell::Clock(haul.tip),
            Cell::Clock(haul.back),
            Cell::Whole(haul.kg.0),
            Cell::Whole(haul.metres.0),
            (&haul.tour).into(),
            Cell::Whole(haul.trip.into()),
            Cell::Clock(haul.out),
            Cell::Clock(haul.load),
        ]);
    }
    table.into_bytes()
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
