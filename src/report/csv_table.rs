//! CSV as every table leaves: UTF-8 with a byte order mark, commas, LF, and no cell that a spreadsheet would run.
//!
//! Text that a spreadsheet would take for a formula is [`guarded`]; numbers stay numbers.

use crate::quantity::{Clock, Day};
use crate::tables::guarded;
use std::borrow::Cow;

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Words, never run as a formula.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// A number, in as few digits as tell it apart.
    Number(f64),
    /// A time of day.
    Clock(Clock),
    /// A day of the week.
    Day(Day),
    /// Not known.
    Blank,
}

impl Cell<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => guarded(text),
            Self::Whole(number) => number.to_string().into(),
            Self::Number(number) => number.to_string().into(),
            Self::Clock(clock) => clock.to_string().into(),
            Self::Day(day) => day.to_string().into(),
            Self::Blank => "".into(),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Blank, Into::into)
    }
}

/// A table on its way out.
#[derive(Debug)]
pub struct CsvTable {
    writer: csv::Writer<Vec<u8>>,
}

impl CsvTable {
    /// A table with these columns and no rows.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let mut table = Self {
            writer: csv::Writer::from_writer("\u{feff}".as_bytes().to_vec()),
        };
        table.record(columns);
        table
    }

    /// Adds a row, with a cell for each column.
    pub fn row(&mut self, cells: &[Cell<'_>]) {
        let cells: Vec<Cow<'_, str>> = cells.iter().map(Cell::text).collect();
        self.record(cells.iter().map(AsRef::as_ref));
    }

    fn record<'a>(&mut self, cells: impl IntoIterator<Item = impl AsRef<str> + 'a>) {
        let cells = cells.into_iter().map(|cell| cell.as_ref().to_owned());
        self.writer
            .write_record(cells)
            .expect("memory takes every row, and every row has a cell for each column");
    }

    /// The file's bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.writer
            .into_inner()
            .expect("memory takes every row, so there is nothing left to flush")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_mark_its_columns_and_its_rows() {
        let mut table = CsvTable::new(&["point", "kg"]);
        table.row(&["Mill, \"upper\"".into(), Cell::Number(-2.5)]);
        table.row(&["=1+1".into(), Cell::Blank]);
        let text = String::from_utf8(table.into_bytes()).unwrap();
        assert_eq!(
            text,
            "\u{feff}point,kg\n\"Mill, \"\"upper\"\"\",-2.5\n'=1+1,\n"
        );
    }
}
