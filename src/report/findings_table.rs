//! `findings.csv`: what the judge says, a row a broken promise.

use super::csv_table::{Cell, CsvTable};
use crate::check::Finding;

/// The rows, in the judge's order.
pub(super) fn findings(findings: &[Finding]) -> Vec<u8> {
    let mut table = CsvTable::new(&["promise", "who", "day", "clock", "amount", "unit", "detail"]);
    for finding in findings {
        table.row(&[
            (&*finding.promise).into(),
            (&finding.who).into(),
            finding.day.map_or(Cell::Blank, Cell::Day),
            finding.clock.map_or(Cell::Blank, Cell::Clock),
            Cell::Number(finding.amount),
            (&*finding.unit).into(),
            (&finding.detail).into(),
        ]);
    }
    table.into_bytes()
}
