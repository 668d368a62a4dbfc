//! The sheets of an `.xlsx` workbook as records. Cells are read one by one, so a stray cell in the last corner of a sheet
//! costs nothing.

use super::grid::{Record, without_comments};
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetVisible, Xlsx};
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
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// Its rows; what it is in place of rows of cells.
    pub records: Result<Vec<Record>, String>,
}

/// The sheets of a workbook.
///
/// # Errors
/// What was expected instead.
pub(super) fn sheets(bytes: Vec<u8>) -> Result<Vec<WorkbookSheet>, String> {
    // The library adds up cell references unchecked: where overflow is checked, an absurd one is a panic of its own.
    let read = AssertUnwindSafe(|| read_sheets(bytes));
    catch_unwind(read).unwrap_or_else(|_| Err("a workbook with sound cell references".to_owned()))
}

fn read_sheets(bytes: Vec<u8>) -> Result<Vec<WorkbookSheet>, String> {
    let unreadable =
        |error: calamine::XlsxError| format!("a folder of tables or an .xlsx workbook ({error})");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets = book.sheets_metadata().to_vec();
    let read = |sheet: calamine::Sheet| WorkbookSheet {
        records: records(&mut book, &sheet.name).map_err(unreadable),
        is_hidden: sheet.visible != SheetVisible::Visible,
        name: sheet.name,
    };
    Ok(sheets.into_iter().map(read).collect())
}

fn records(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
) -> Result<Vec<Record>, calamine::XlsxError> {
    let mut rows = Rows::new();
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
    drop(cells);
    let filled = fill_merged(&mut rows, &book.merge_cells_by_sheet_name(sheet)?);
    let records = rows.into_iter().map(|(row, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| last + 1);
        let texts: StringRecord = (0..width)
            .map(|column| cells.get(&column).map_or("", |read| read.text.as_str()))
            .collect();
        let formula = |(column, read): (u32, Read)| Some((column as usize, read.formula?));
        Record {
            merged: filled.get(&row).cloned().unwrap_or_default(),
            formulas: cells.into_iter().filter_map(formula).collect(),
            ..Record::new(u64::from(row) + 1, texts)
        }
    });
    Ok(without_comments(records.collect()))
}

type Rows = BTreeMap<u32, BTreeMap<u32, Read>>;

/// Writes what stands in the first cell of a merged range into the cells below it, in rows where something else stands too. By
/// row, the cells so filled.
fn fill_merged(rows: &mut Rows, merged: &[Dimensions]) -> BTreeMap<u32, Vec<usize>> {
    let mut filled: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for range in merged {
        let (top, left) = range.start;
        let bottom = range.end.0;
        let first = rows.get(&top).and_then(|cells| cells.get(&left));
        let Some(text) = first.map(|read| read.text.clone()).filter(|_| bottom > top) else {
            continue;
        };
        for (row, cells) in rows.range_mut(top + 1..=bottom) {
            let formula = None;
            cells.insert(
                left,
                Read {
                    text: text.clone(),
                    formula,
                },
            );
            filled.entry(*row).or_default().push(left as usize);
        }
    }
    filled
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
