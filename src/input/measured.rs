//! Reads `weighbridge.csv` and `counts.csv` beside a district.

use super::InputError;
use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::sheet::Sheet;
use super::source::Source;
use super::written_plan::named;
use crate::district::{
    DisposalId, District, Fault, PlantId, PointId, StationId, StreamId, VillageId, defaults,
};
use crate::flow::{Origin, Weighed, Weighing, WeighingDay};
use crate::tables::{COUNTS, WEIGHBRIDGE};
use std::collections::BTreeMap;
use std::path::Path;

/// What was weighed, and what is odd about it.
#[derive(Clone, Debug)]
pub struct Weighings {
    /// Tickets, then counts.
    pub weighings: Vec<Weighing>,
    /// Columns that are not read, and rows that stand twice.
    pub warnings: Vec<Fault>,
}

/// Reads what was weighed in a district's folder or workbook: weighbridge.csv, counts.csv, or both.
///
/// # Errors
/// All faults of both tables at once; neither table, or no row in them.
pub fn read_weighings(path: &Path, district: &District) -> Result<Weighings, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &[&WEIGHBRIDGE, &COUNTS], &mut ledger)?;
    let [bridge, counts] =
        [&WEIGHBRIDGE, &COUNTS].map(|table| Sheet::read(table, &mut source, &mut ledger));
    if !bridge.has_rows() && !counts.has_rows() {
        bridge.require("it, or counts.csv, says what was weighed", &mut ledger);
    }
    for sheet in [&bridge, &counts] {
        note_repeated(sheet, "weighing", &mut ledger);
    }
    let known = Known::of(district);
    let mut weighings: Vec<Weighing> = Vec::new();
    let mut streamed = Streamed::new();
    for row in bridge.rows() {
        let ticket = known.ticket(row, &mut ledger);
        if let Some(ticket) = ticket {
            judge_stream(row, ticket.what, &mut streamed, &mut ledger);
        }
        weighings.extend(ticket);
    }
    for row in counts.rows() {
        weighings.extend(known.count(row, &mut ledger));
    }
    let (faults, warnings) = ledger.close();
    if faults.is_empty() {
        Ok(Weighings {
            weighings,
            warnings,
        })
    } else {
        Err(InputError::Faults { faults, warnings })
    }
}

/// Rows that stand word for word above: tickets that were exported twice are weighed twice.
pub(super) fn note_repeated(sheet: &Sheet, what: &str, ledger: &mut Ledger) {
    let repeated = sheet.repeated();
    if let Some(&(line, first)) = repeated.first() {
        let expected = format!(
            "each {what} once; {} of {} rows stand twice, word for word, as this one and row {first}",
            repeated.len(),
            sheet.rows().count()
        );
        ledger.warn(&sheet.file, line, "", "", expected);
    }
}

/// Whether a facility's first ticket names a stream, and its line.
type Streamed = BTreeMap<Weighed, (bool, u64)>;

/// Tickets of all that came beside tickets of a stream would count that stream twice.
fn judge_stream(row: Row<'_>, what: Weighed, streamed: &mut Streamed, ledger: &mut Ledger) {
    let names_one = !row.is_blank("stream");
    let (first, line) = *streamed.entry(what).or_insert((names_one, row.line()));
    if names_one != first {
        let expected =
            format!("a stream in each ticket of a facility or in none, as in row {line}");
        row.fault("stream", expected, ledger);
    }
}

/// Deviation of containers x fill x density as a share; an assumption: density alone is 40 to 650 kg/m3 (Han et al. 2017).
const ESTIMATED_CV: f64 = 0.30;

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
        let stated_cv = stated_cv(row, ledger);
        Some(Weighing {
            what: Weighed::Facility(facility?),
            on: on?,
            stream,
            kg,
            stated_cv,
        })
    }

    fn count(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Weighing> {
        let on = day(row, ledger);
        let stream = self.stream(row, ledger);
        let days = row.whole("days", ledger);
        let what = self.place(row, days, ledger);
        let stated_cv = stated_cv(row, ledger);
        let (kg, usual_cv) = match (row.is_blank("kg"), row.is_blank("containers")) {
            (false, true) => (weighed(row, ledger), None),
            (true, false) => {
                let litres = self.litres(row, (what, stream), ledger);
                let residual = || self.district.residual();
                let stream = &self.district.streams[stream.unwrap_or_else(residual).index()];
                (litres * stream.loose_kg_m3 / 1000.0, Some(ESTIMATED_CV))
            }
            _ => {
                row.fault("kg", "either kg or containers", ledger);
                return None;
            }
        };
        Some(Weighing {
            what: what?,
            on: on?,
            stream,
            kg,
            stated_cv: stated_cv.or(usual_cv),
        })
    }

    /// Litres found in containers.
    fn litres(
        &self,
        row: Row<'_>,
        (what, stream): (Option<Weighed>, Option<StreamId>),
        ledger: &mut Ledger,
    ) -> f64 {
        let bins = match what {
            Some(Weighed::Point(point, _) | Weighed::Origin(Origin::Point(point), _)) => {
                self.district.points[point.index()].bins.as_slice()
            }
            _ => &[],
        };
        let own = bins.iter().find(|bins| bins.stream == stream);
        let own = own.or(bins.first()).map(|bins| bins.container_litres);
        let usual = own.unwrap_or(defaults::CONTAINER_LITRES).as_f64();
        let each = row.optional_number("container_litres", ledger);
        row.number("containers", ledger) * row.number("fill", ledger) * each.unwrap_or(usual)
    }

    fn stream(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<StreamId> {
        row.reference("stream", &self.streams, ledger)
            .map(StreamId::from_index)
    }

    fn place(&self, row: Row<'_>, days: u32, ledger: &mut Ledger) -> Option<Weighed> {
        let village = row.reference("village", &self.villages, ledger);
        let point = row.reference("point", &self.points, ledger);
        match (row.is_blank("village"), row.is_blank("point")) {
            (false, true) => village
                .map(|index| Weighed::Origin(Origin::Village(VillageId::from_index(index)), days)),
            (true, false) => {
                let id = PointId::from_index(point?);
                let is_of_village = self.district.points[id.index()].village.is_some();
                Some(if is_of_village {
                    Weighed::Point(id, days)
                } else {
                    Weighed::Origin(Origin::Point(id), days)
                })
            }
            _ => {
                row.fault("village", "a village or a point", ledger);
                None
            }
        }
    }
}

/// What was weighed; containers, which it makes needless, are a fault.
fn weighed(row: Row<'_>, ledger: &mut Ledger) -> f64 {
    for name in ["fill", "container_litres"] {
        if !row.is_blank(name) {
            row.fault(name, "nothing beside kg: it is about containers", ledger);
        }
    }
    row.number("kg", ledger)
}

/// The deviation that is stated, as a share.
fn stated_cv(row: Row<'_>, ledger: &mut Ledger) -> Option<f64> {
    row.optional_number("uncertainty_percent", ledger)
        .map(|percent| percent / 100.0)
}

/// A date that exists, with its year.
pub(super) fn day(row: Row<'_>, ledger: &mut Ledger) -> Option<WeighingDay> {
    let date = row.date("date", ledger)?;
    let day = WeighingDay::of(date);
    if day.is_none() {
        row.fault(
            "date",
            "a date with its year that exists, as 2026-02-10",
            ledger,
        );
    }
    day
}
