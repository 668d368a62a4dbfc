//! What reading finds out besides the district: faults, warnings, and the defaults that filled blank cells.

use crate::district::{Assumption, Fault};
use crate::tables::{Column, DefaultValue};
use std::collections::{BTreeMap, HashSet};

/// Collects everything that a reader has to say; nothing is lost and nothing stops at the first fault.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Whether a missing rate is a fault (`profile = "none"`).
    pub no_guesses: bool,
    /// The currency of the district's money; empty: not known yet.
    pub currency: String,
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    /// Cells that have faults, and columns.
    known: HashSet<(String, Option<u64>, String)>,
    columns: HashSet<(String, String)>,
    has_broken_tables: bool,
    /// The sheets of the workbook in their order.
    sheets: Vec<String>,
    /// Where the columns of each sheet are.
    places: Vec<Place>,
    defaults: BTreeMap<(String, &'static str), (String, &'static str, usize)>,
}

/// Where the columns of a sheet are.
#[derive(Debug)]
struct Place {
    sheet: String,
    columns: Vec<(&'static str, Option<usize>)>,
}

impl Ledger {
    /// Says which sheet of the workbook comes next: faults are told in that order.
    #[cfg(feature = "xlsx")]
    pub fn sheet(&mut self, label: &str) {
        self.sheets.push(label.to_owned());
    }

    /// Says where the columns of a sheet stand, so that faults name its cells.
    pub fn place(&mut self, sheet: &str, columns: Vec<(&'static str, Option<usize>)>) {
        let sheet = sheet.to_owned();
        self.places.push(Place { sheet, columns });
    }

    /// Something is wrong in a cell, a row (`column` empty) or a table (`row` 0).
    pub fn fault(
        &mut self,
        file: &str,
        row: u64,
        column: &str,
        value: &str,
        expected: impl Into<String>,
    ) {
        let fault = remark(file, row, column, value, expected.into());
        let (file, column) = (fault.file.clone(), fault.column.clone());
        self.columns.insert((file.clone(), column.clone()));
        self.known.insert((file, fault.row, column));
        self.faults.push(fault);
    }

    /// Something is wrong with a table as a whole: what refers to it is not judged.
    pub fn broken(
        &mut self,
        file: &str,
        row: u64,
        column: &str,
        value: &str,
        expected: impl Into<String>,
    ) {
        self.has_broken_tables = true;
        self.fault(file, row, column, value, expected);
    }

    /// Something is odd but no fault.
    pub fn warn(
        &mut self,
        file: &str,
        row: u64,
        column: &str,
        value: &str,
        expected: impl Into<String>,
    ) {
        self.warnings
            .push(remark(file, row, column, value, expected.into()));
    }

    /// Whether a cell is known to be faulty.
    pub fn knows(&self, file: &str, row: u64, column: &str) -> bool {
        !self.faults.is_empty()
            && row > 0
            && self
                .known
                .contains(&(file.to_owned(), Some(row), column.to_owned()))
    }

    /// Whether there are faults so far.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Whether a table as a whole is wrong.
    pub fn has_broken_tables(&self) -> bool {
        self.has_broken_tables
    }

    /// Takes in a fault found later, unless its cell, row or table, or for a whole table its column, is known to be faulty.
    pub fn add(&mut self, fault: Fault) {
        let is_known = |row: Option<u64>, column: &str| {
            self.known
                .contains(&(fault.file.clone(), row, column.to_owned()))
        };
        let in_row = is_known(fault.row, &fault.column) || is_known(fault.row, "");
        let in_table = is_known(None, &fault.column) || is_known(None, "");
        let anywhere = fault.row.is_none()
            && self
                .columns
                .contains(&(fault.file.clone(), fault.column.clone()));
        if !in_row && !in_table && !anywhere {
            self.faults.push(fault);
        }
    }

    /// Takes in a warning found later.
    pub fn add_warning(&mut self, warning: Fault) {
        self.warnings.push(warning);
    }

    /// A default filled a blank cell.
    pub fn assume(&mut self, file: &str, column: &'static Column, default: &DefaultValue) {
        let value = if column.unit.is_empty() {
            default.value.to_string()
        } else {
            format!("{} {}", default.value, column.unit)
        };
        self.assume_value(file, column.name, value, default.source, 1);
    }

    /// A value that the reader chose itself.
    pub fn assume_value(
        &mut self,
        file: &str,
        column: &'static str,
        value: String,
        source: &'static str,
        rows: usize,
    ) {
        let entry = self.defaults.entry((file.to_owned(), column));
        entry.or_insert((value, source, 0)).2 += rows;
    }

    /// The defaults used, by table and column.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let used = self.defaults.iter();
        used.map(|((table, column), (value, source, rows))| Assumption {
            table: table.clone(),
            column: (*column).into(),
            value: value.clone(),
            source: (*source).into(),
            rows: *rows,
        })
        .collect()
    }

    /// All faults and all warnings, each in the order of its table and named once.
    pub fn close(self) -> (Vec<Fault>, Vec<Fault>) {
        let sorted = |mut remarks: Vec<Fault>| {
            remarks
                .iter_mut()
                .for_each(|remark| remark.cell = self.cell_of(remark));
            remarks.sort_by_cached_key(|remark| (self.rank(remark), remark.clone()));
            remarks.dedup();
            remarks
        };
        let faults = sorted(self.faults.clone());
        (faults, sorted(self.warnings.clone()))
    }

    /// Where the column of a remark stands in its sheet.
    fn position(&self, remark: &Fault) -> Option<usize> {
        let place = self
            .places
            .iter()
            .find(|place| place.sheet == remark.file)?;
        let mut columns = place.columns.iter();
        columns.find(|(name, _)| *name == remark.column)?.1
    }

    /// The cell of a workbook that a remark is about; empty: none.
    fn cell_of(&self, remark: &Fault) -> String {
        match (self.position(remark), remark.row) {
            (Some(position), Some(row)) => format!("{}{row}", letters(position)),
            _ => String::new(),
        }
    }

    /// Files by name; sheets as they stand in the workbook, and in them rows from above and columns from the left.
    fn rank(&self, remark: &Fault) -> (usize, Option<u64>, Option<usize>) {
        match self.sheets.iter().position(|sheet| *sheet == remark.file) {
            Some(sheet) => (sheet + 1, remark.row, self.position(remark)),
            None => (0, None, None),
        }
    }
}

/// The letters of a spreadsheet's column: A to Z, then AA.
fn letters(position: usize) -> String {
    let last = char::from(b'A' + (position % 26) as u8);
    match position / 26 {
        0 => last.to_string(),
        left => letters(left - 1) + &last.to_string(),
    }
}

/// A remark on a cell; of a long value its beginning.
fn remark(file: &str, row: u64, column: &str, value: &str, expected: String) -> Fault {
    const SHOWN: usize = 60;
    let mut shown: String = value.chars().take(SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    Fault {
        file: file.into(),
        row: (row > 0).then_some(row),
        column: column.into(),
        cell: String::new(),
        value: shown,
        expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_spreadsheets() {
        let told = [0, 1, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(told, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
