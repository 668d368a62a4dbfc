//! How a search went, as a table: `solve --history`.

use super::csv_table::{Cell, CsvTable};
use crate::vrp::Milestone;

/// The rows, by day, then iterations. `unit` is what a unit of the solver's money is in the question's cost; seconds are those
/// from the start to when the row was reached, where somebody looked at a clock.
#[must_use]
pub fn history_table(history: &[(Milestone, Option<f64>)], unit: f64) -> Vec<u8> {
    let mut table = CsvTable::new(&["day", "iterations", "cost", "unserved", "seconds"]);
    for (milestone, seconds) in history {
        table.row(&[
            Cell::Whole(i64::from(milestone.day)),
            Cell::Whole(milestone.iterations as i64),
            Cell::Number(super::rounded(milestone.cost.as_units() * unit)),
            Cell::Whole(milestone.unserved as i64),
            seconds.map_or(Cell::Blank, Cell::Number),
        ]);
    }
    table.into_bytes()
}
