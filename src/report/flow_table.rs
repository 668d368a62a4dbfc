//! `flows.csv`: who passes how much of which stream on to whom, on a mean day of the week.

use super::csv_table::CsvTable;

/// The rows.
pub(super) fn flows() -> Vec<u8> {
    CsvTable::new(&["from", "to", "stream", "kg_per_day"]).into_bytes()
}
