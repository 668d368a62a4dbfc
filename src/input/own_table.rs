//! Tables of a district as they stand in its files, with other figures in a column. What nobody asked to change stays:
//! coordinates in the district's own system, headers in its own language, columns that no schema knows.

use super::InputError;
use super::ledger::Ledger;
use super::sheet::Sheet;
use super::source::Source;
use crate::tables::Table;
use std::path::Path;

/// A table as text, header first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTable {
    /// Its file.
    pub file: &'static str,
    /// Its lines, cell by cell.
    pub lines: Vec<Vec<String>>,
}

/// Reads a table and puts figures in one of its columns: `figure` is asked with what stands in the column `key` and with the
/// figure so far, and where it gives none the cell stays. `None` if there is no such table.
///
/// # Errors
/// The table cannot be read.
pub fn own_table(
    path: &Path,
    table: &'static Table,
    [key, column]: [&str; 2],
    figure: &dyn Fn(&str, Option<f64>) -> Option<f64>,
) -> Result<Option<OwnTable>, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &[table], &mut ledger)?;
    let sheet = Sheet::read(table, &mut source, &mut ledger);
    let (faults, _) = ledger.close();
    if !faults.is_empty() {
        return Err(InputError::of(faults));
    }
    Ok(sheet.exists.then(|| OwnTable {
        file: table.file,
        lines: sheet.with_figures([key, column], figure),
    }))
}
