//! The sheets of an `.xlsx` workbook as records. Cells are read one by one, so a stray cell in the last corner of a sheet
//! costs nothing.

use super::grid::{Record, without_comments};
use super::spelling;
use crate::tables::Table;
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most columns that a sheet is read to.
const MOST_COLUMNS: u32 = 256;

/// A sheet of a workbook.
pub(super) struct WorkbookSheet {
    /// Its name.
    pub name: String,
    /// The table that it is, and its rows; `None`: no table that was asked for.
    pub table: Option<(&'static Table, Vec<Record>)>,
}

/// The sheets of a workbook, and which of the tables they are.
///
/// # Errors
/// What was expected instead.
pub(super) fn sheets(
    bytes: Vec<u8>,
    tables: &[&'static Table],
) -> Result<Vec<WorkbookSheet>, String> {
    // The library adds up cell references unchecked: where overflow is checked, an absurd one is a panic of its own.
    let read = AssertUnwindSafe(|| read_sheets(bytes, tables));
    catch_unwind(read).unwrap_or_else(|_| Err("a workbook with sound cell references".to_owned()))
}

fn read_sheets(bytes: Vec<u8>, tables: &[&'static Table]) -> Result<Vec<WorkbookSheet>, String> {
    let unreadable =
        |error: calamine::XlsxError| format!("a folder of tables or an .xlsx workbook ({error})");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut found = Vec::new();
    for name in book.sheet_names() {
        let table = match tables.iter().find(|table| is_sheet_of(table, &name)) {
            Some(table) => Some((*table, records(&mut book, &name).map_err(unreadable)?)),
            None => None,
        };
        found.push(WorkbookSheet { name, table });
    }
    Ok(found)
}

/// Whether a sheet of this name is the table.
pub(super) fn is_sheet_of(table: &Table, name: &str) -> bool {
    let plain = spelling::half_width(name).to_lowercase();
    plain.trim() == table.name || table.aliases.contains(&plain.trim())
}

fn records(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
) -> Result<Vec<Record>, calamine::XlsxError> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, Read>> = BTreeMap::new();
    let mut cells = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = cells.next_cell_with_formula()? {
        let (row, column) = cell.pos;
        let text = text_of(&cell.value);
        let formula = cell
            .formula
            .filter(|_| matches!(cell.value, DataRef::Empty));
        if !text.trim().is_empty() || formula.is_some() {
            // All that stands further to the right is told by its first cell.
            let row = rows.entry(row).or_default();
            row.entry(column.min(MOST_COLUMNS))
                .or_insert(Read { text, formula });
        }
    }
    let records = rows.into_iter().map(|(row, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| last + 1);
        let texts: StringRecord = (0..width)
            .map(|column| cells.get(&column).map_or("", |read| read.text.as_str()))
            .collect();
        let formula = |(column, read): (u32, Read)| Some((column as usize, read.formula?));
        Record {
            formulas: cells.into_iter().filter_map(formula).collect(),
            ..Record::new(u64::from(row) + 1, texts)
        }
    });
    Ok(without_comments(records.collect()))
}

/// What stands in a cell: its text, or a formula of which no value is stored.
struct Read {
    text: String,
    formula: Option<String>,
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
