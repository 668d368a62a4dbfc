//! Reads `weighbridge.csv` and `counts.csv` beside a district.

use super::InputError;
use super::ledger::Ledger;
use super::names::Names;
use super::sheet::{Row, Sheet};
use super::source::Source;
use super::written_plan::named;
use crate::district::{DisposalId, District, PlantId, PointId, StationId, StreamId, VillageId};
use crate::flow::{Origin, Weighed, Weighing, WeighingDay};
use crate::tables::{COUNTS, MEASURED_TABLES, WEIGHBRIDGE};
use std::path::Path;

/// Reads what was weighed in a district's folder or workbook: weighbridge.csv, counts.csv, or both.
///
/// # Errors
/// All faults of both tables at once; neither table, or no row in them.
pub fn read_weighings(path: &Path, district: &District) -> Result<Vec<Weighing>, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &MEASURED_TABLES, &mut ledger)?;
    let [bridge, counts] =
        [&WEIGHBRIDGE, &COUNTS].map(|table| Sheet::read(table, &mut source, &mut ledger));
    if !bridge.has_rows() && !counts.has_rows() {
        bridge.require("it, or counts.csv, says what was weighed", &mut ledger);
    }
    let known = Known::of(district);
    let mut weighings: Vec<Weighing> = Vec::new();
    for row in bridge.rows() {
        weighings.extend(known.ticket(row, &mut ledger));
    }
    for row in counts.rows() {
        weighings.extend(known.count(row, &mut ledger));
    }
    let (faults, _) = ledger.close();
    if faults.is_empty() {
        Ok(weighings)
    } else {
        Err(InputError::Faults(faults))
    }
}

struct Known<'a> {
    district: &'a District,
    facilities: Names,
    villages: Names,
    points: Names,
    streams: Names,
}

impl<'a> Known<'a> {
    fn of(district: &'a District) -> Self {
        let stations = district.stations.iter().map(|station| &station.name);
        let plants = district.plants.iter().map(|plant| &plant.name);
        Self {
            district,
            facilities: named(stations.chain(plants)),
            villages: named(district.villages.iter().map(|village| &village.name)),
            points: named(district.points.iter().map(|point| &point.name)),
            streams: named(district.streams.iter().map(|stream| &stream.name)),
        }
    }

    fn ticket(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Weighing> {
        let on = day(row, ledger);
        let facility = row.reference("facility", &self.facilities, ledger);
        let (kg, stream) = (row.number("kg", ledger), self.stream(row, ledger));
        let stations = self.district.stations.len();
        let facility = facility.map(|index| match index.checked_sub(stations) {
            Some(plant) => DisposalId::Plant(PlantId::from_index(plant)),
            None => DisposalId::Station(StationId::from_index(index)),
        });
        Some(Weighing {
            what: Weighed::Facility(facility?),
            on: on?,
            stream,
            kg,
        })
    }

    fn count(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Weighing> {
        let on = day(row, ledger);
        let (kg, stream) = (row.number("kg", ledger), self.stream(row, ledger));
        let days = row.whole("days", ledger);
        let origin = self.origin(row, ledger);
        Some(Weighing {
            what: Weighed::Origin(origin?, days),
            on: on?,
            stream,
            kg,
        })
    }

    fn stream(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<StreamId> {
        row.reference("stream", &self.streams, ledger)
            .map(StreamId::from_index)
    }

    fn origin(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Origin> {
        let village = row.reference("village", &self.villages, ledger);
        let point = row.reference("point", &self.points, ledger);
        match (row.is_blank("village"), row.is_blank("point")) {
            (false, true) => village.map(VillageId::from_index).map(Origin::Village),
            (true, false) => {
                let id = PointId::from_index(point?);
                if self.district.points[id.index()].village.is_some() {
                    let expected =
                        "a point that belongs to no village; of others, give the village";
                    row.fault("point", expected, ledger);
                    return None;
                }
                Some(Origin::Point(id))
            }
            _ => {
                row.fault("village", "a village or a point", ledger);
                None
            }
        }
    }
}

/// A date that exists, with its year.
fn day(row: Row<'_>, ledger: &mut Ledger) -> Option<WeighingDay> {
    let date = row.date("date", ledger)?;
    let day = WeighingDay::of(date);
    if day.is_none() {
        row.fault(
            "date",
            "a date that exists, with its year, as 2026-02-10",
            ledger,
        );
    }
    day
}
