//! Reads `done.csv` and `trace.csv` beside a district.

use super::InputError;
use super::coordinates::Datum;
use super::ledger::Ledger;
use super::measured::{day, note_repeated};
use super::names::Names;
use super::row::Row;
use super::sheet::Sheet;
use super::source::Source;
use super::written_plan::named;
use crate::district::{District, Fault, PointId, StreamId, VehicleId};
use crate::plan::{DoneVisit, Fix};
use crate::tables::{DONE, TRACE};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// A record spans no more days: what lies farther from its middle is a slip of the pen.
const LONGEST_DAYS: i32 = 366;

/// What was done, and what is odd about it.
#[derive(Clone, Debug)]
pub struct Done {
    /// The visits of done.csv, in the order of the rows.
    pub visits: Vec<DoneVisit>,
    /// The fixes of trace.csv, in the order of the rows.
    pub fixes: Vec<Fix>,
    /// The first day that is told, and the last.
    pub span: (Date, Date),
    /// Columns that are not read, and rows that stand twice.
    pub warnings: Vec<Fault>,
}

/// Reads what was done in a district's folder or workbook: done.csv, trace.csv, or both.
///
/// # Errors
/// All faults of both tables at once; neither table, or no row in them.
pub fn read_done(path: &Path, district: &District) -> Result<Done, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &[&DONE, &TRACE], &mut ledger)?;
    let [done, trace] = [&DONE, &TRACE].map(|table| Sheet::read(table, &mut source, &mut ledger));
    if !done.has_rows() && !trace.has_rows() {
        done.require("it, or trace.csv, says which visits were made", &mut ledger);
    }
    note_repeated(&done, "visit", &mut ledger);
    let mut known = Known::of(district);
    let mut visits: Vec<(Row<'_>, DoneVisit)> = Vec::new();
    for row in done.rows() {
        visits.extend(known.visit(row, &mut ledger).map(|visit| (row, visit)));
    }
    judge_span(&dated(&visits, |visit| visit.date), "date", &mut ledger);
    let mut fixes: Vec<(Row<'_>, Fix)> = Vec::new();
    for row in trace.rows() {
        fixes.extend(known.fix(row, &mut ledger).map(|fix| (row, fix)));
    }
    judge_span(&dated(&fixes, |fix| fix.at.date()), "time", &mut ledger);
    let visits: Vec<DoneVisit> = visits.into_iter().map(|(_, visit)| visit).collect();
    let fixes: Vec<Fix> = fixes.into_iter().map(|(_, fix)| fix).collect();
    let told = |fix: &Fix| fix.at.date();
    let dates = || {
        visits
            .iter()
            .map(|visit| visit.date)
            .chain(fixes.iter().map(told))
    };
    let (faults, warnings) = ledger.close();
    match (dates().min(), dates().max()) {
        (Some(first), Some(last)) if faults.is_empty() => Ok(Done {
            span: (first, last),
            visits,
            fixes,
            warnings,
        }),
        _ => Err(InputError::Faults { faults, warnings }),
    }
}

/// The fixes of a table of tracks, and what each tracker is called.
pub(super) fn fixes_of(
    sheet: &Sheet,
    district: &District,
    ledger: &mut Ledger,
) -> (Vec<Fix>, Vec<String>) {
    let mut known = Known::of(district);
    let rows = sheet.rows();
    let fixes = rows.filter_map(|row| known.fix(row, ledger)).collect();
    let mut names = vec![String::new(); known.devices.len()];
    for ((_, name), device) in known.devices {
        names[device] = name;
    }
    (fixes, names)
}

fn dated<'a, T>(rows: &[(Row<'a>, T)], date: impl Fn(&T) -> Date) -> Vec<(Row<'a>, Date)> {
    rows.iter().map(|(row, what)| (*row, date(what))).collect()
}

/// Days that lie more than a year from the middle of all.
fn judge_span(rows: &[(Row<'_>, Date)], column: &str, ledger: &mut Ledger) {
    let mut dates: Vec<Date> = rows.iter().map(|(_, date)| *date).collect();
    dates.sort_unstable();
    let Some(&middle) = dates.get(dates.len().saturating_sub(1) / 2) else {
        return;
    };
    for (row, date) in rows {
        if (*date - middle).get_days().abs() > LONGEST_DAYS {
            let expected = format!("a day within a year of most others, which are about {middle}");
            row.fault(column, expected, ledger);
        }
    }
}

struct Known {
    points: Names,
    streams: Names,
    vehicles: Names,
    /// The trackers so far, with the vehicles that they are on.
    devices: BTreeMap<(usize, String), usize>,
}

impl Known {
    fn of(district: &District) -> Self {
        Self {
            points: named(district.points.iter().map(|point| &point.name)),
            streams: named(district.streams.iter().map(|stream| &stream.name)),
            vehicles: named(district.vehicles.iter().map(|vehicle| &vehicle.name)),
            devices: BTreeMap::new(),
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

    fn fix(&mut self, row: Row<'_>, ledger: &mut Ledger) -> Option<Fix> {
        let vehicle = row.reference("vehicle", &self.vehicles, ledger);
        let at = row.moment("time", ledger);
        let datum = Datum::named(row.choice("coordinates", ledger));
        let place = row.place("longitude", "latitude", datum, ledger);
        let next = self.devices.len();
        let key = (vehicle?, row.cell("device").to_owned());
        let device = *self.devices.entry(key).or_insert(next);
        Some(Fix {
            vehicle: VehicleId::from_index(vehicle?),
            device,
            at: at?,
            place,
        })
    }
}
