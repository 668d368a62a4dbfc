//! Promise `trips`: fillings are numbered from 1, each up to and with its disposal; the end belongs to the last.
//! Breaks may bear any number.

use super::Finding;
use super::replay::{Replay, Row};
use crate::plan::StopKind;

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let wrong = |row: &&Row| row.stop.kind != StopKind::Break && row.stop.trip != number(row);
    tour.rows
        .iter()
        .filter(wrong)
        .map(|row| {
            let (written, expected) = (row.stop.trip, number(row));
            let amount = f64::from(written) - f64::from(expected);
            let detail = format!("trip {written}, expected {expected}");
            tour.finding("trips", row, amount, "trips", detail)
        })
        .collect()
}

fn number(row: &Row) -> u32 {
    let is_open = row.after.stops > 0;
    (row.trips_ended + u32::from(is_open)).max(1)
}
