//! `flows.csv`: who passes how much of which stream on to whom, on a mean day of the week.

use super::csv_table::{Cell, CsvTable};
use crate::flow::FlowRow;

/// The rows, in grams at most.
pub(super) fn flows(rows: &[FlowRow]) -> Vec<u8> {
    let mut table = CsvTable::new(&["from", "to", "stream", "kg_per_day"]);
    for row in rows {
        table.row(&[
            (&row.from).into(),
            (&row.to).into(),
            (&row.stream).into(),
            Cell::Number((row.kg_per_day * 1000.0).round() / 1000.0),
        ]);
    }
    table.into_bytes()
}
