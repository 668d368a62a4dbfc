//! Reads `done.csv` beside a district.

use super::InputError;
use super::ledger::Ledger;
use super::measured::{day, note_repeated};
use super::names::Names;
use super::sheet::{Row, Sheet};
use super::source::Source;
use super::written_plan::named;
use crate::district::{District, Fault, PointId, StreamId, VehicleId};
use crate::plan::DoneVisit;
use crate::tables::DONE;
use jiff::civil::Date;
use std::path::Path;

/// A record spans no more days: what lies farther from its middle is a slip of the pen.
const LONGEST_DAYS: i32 = 366;

/// What was done, and what is odd about it.
#[derive(Clone, Debug)]
pub struct Done {
    /// The visits, in the order of the rows.
    pub visits: Vec<DoneVisit>,
    /// The first day of one, and the last.
    pub span: (Date, Date),
    /// Columns that are not read, and rows that stand twice.
    pub warnings: Vec<Fault>,
}

/// Reads what was done in a district's folder or workbook: done.csv.
///
/// # Errors
/// All faults of the table at once; no table, or no row in it.
pub fn read_done(path: &Path, district: &District) -> Result<Done, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &[&DONE], &mut ledger)?;
    let sheet = Sheet::read(&DONE, &mut source, &mut ledger);
    sheet.require("it says which visits were made", &mut ledger);
    note_repeated(&sheet, "visit", &mut ledger);
    let known = Known::of(district);
    let mut visits: Vec<(Row<'_>, DoneVisit)> = Vec::new();
    for row in sheet.rows() {
        visits.extend(known.visit(row, &mut ledger).map(|visit| (row, visit)));
    }
    judge_span(&visits, &mut ledger);
    let visits: Vec<DoneVisit> = visits.into_iter().map(|(_, visit)| visit).collect();
    let dates = || visits.iter().map(|visit| visit.date);
    let (faults, warnings) = ledger.close();
    match (dates().min(), dates().max()) {
        (Some(first), Some(last)) if faults.is_empty() => Ok(Done {
            span: (first, last),
            visits,
            warnings,
        }),
        _ => Err(InputError::Faults { faults, warnings }),
    }
}

/// Days that lie more than a year from the middle of all.
fn judge_span(visits: &[(Row<'_>, DoneVisit)], ledger: &mut Ledger) {
    let mut dates: Vec<Date> = visits.iter().map(|(_, visit)| visit.date).collect();
    dates.sort_unstable();
    let Some(&middle) = dates.get(dates.len().saturating_sub(1) / 2) else {
        return;
    };
    for (row, visit) in visits {
        if (visit.date - middle).get_days().abs() > LONGEST_DAYS {
            let expected = format!("a day within a year of most others, which are about {middle}");
            row.fault("date", expected, ledger);
        }
    }
}

struct Known {
    points: Names,
    streams: Names,
    vehicles: Names,
}

impl Known {
    fn of(district: &District) -> Self {
        Self {
            points: named(district.points.iter().map(|point| &point.name)),
            streams: named(district.streams.iter().map(|stream| &stream.name)),
            vehicles: named(district.vehicles.iter().map(|vehicle| &vehicle.name)),
        }
    }

    fn visit(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<DoneVisit> {
        let date = day(row, ledger).and_then(|day| day.date.civil());
        let point = row.reference("point", &self.points, ledger);
        let stream = row.reference("stream", &self.streams, ledger);
        let vehicle = row.reference("vehicle", &self.vehicles, ledger);
        let kg = row.optional_number("kg", ledger);
        Some(DoneVisit {
            date: date?,
            point: PointId::from_index(point?),
            stream: stream.map(StreamId::from_index),
            vehicle: vehicle.map(VehicleId::from_index),
            kg,
        })
    }
}
