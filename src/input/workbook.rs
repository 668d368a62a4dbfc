//! The sheets of an `.xlsx` workbook as records. Cells are read one by one, so a stray cell in the last corner of a sheet
//! costs nothing.

use super::grid::Record;
use super::spelling;
use crate::tables::Table;
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Most columns that a sheet is read to.
const MOST_COLUMNS: u32 = 256;

/// The tables among the sheets of a workbook.
///
/// # Errors
/// What was expected instead.
pub(super) fn sheets(
    bytes: Vec<u8>,
    tables: &[&'static Table],
) -> Result<Vec<(&'static Table, Vec<Record>)>, String> {
    let unreadable =
        |error: calamine::XlsxError| format!("a folder of tables or an .xlsx workbook ({error})");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut found = Vec::new();
    for name in book.sheet_names() {
        let plain = spelling::half_width(&name).to_lowercase();
        let is_named = |table: &&&'static Table| {
            plain == table.name || table.aliases.contains(&plain.as_str())
        };
        if let Some(table) = tables.iter().find(is_named) {
            found.push((*table, records(&mut book, &name).map_err(unreadable)?));
        }
    }
    Ok(found)
}

fn records(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
) -> Result<Vec<Record>, calamine::XlsxError> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let mut cells = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        if column < MOST_COLUMNS && !text.is_empty() {
            rows.entry(row).or_default().insert(column, text);
        }
    }
    let record = |(row, cells): (u32, BTreeMap<u32, String>)| {
        let width = cells.keys().next_back().map_or(0, |last| last + 1);
        let cells: StringRecord = (0..width)
            .map(|column| cells.get(&column).map_or("", String::as_str))
            .collect();
        Record {
            line: u64::from(row) + 1,
            cells,
        }
    };
    Ok(rows
        .into_iter()
        .map(record)
        .filter(|record| !record.is_silent())
        .collect())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => (if *yes { "yes" } else { "no" }).into(),
        DataRef::DateTime(moment) => moment_text(*moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A time of day or span as a clock, a date as `2026-02-10`.
fn moment_text(moment: ExcelDateTime) -> String {
    const DAYS_OF_A_CLOCK: f64 = 4.0;
    let serial = moment.as_f64();
    if moment.is_duration() || (0.0..DAYS_OF_A_CLOCK).contains(&serial) {
        let seconds = (serial * 86_400.0).round() as i64;
        return format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
