//! Promise `loads`: kilograms, loose litres and what is on board add up, row by row, within 1 kg and 1 litre a row;
//! nothing is negative.

use super::Finding;
use super::replay::{Replay, Row};
use crate::plan::StopKind;

const PROMISE: &str = "loads";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let rows = tour.rows.iter();
    rows.flat_map(|row| [handled(tour, row), litres(tour, row), on_board(tour, row)])
        .flatten()
        .collect()
}

/// Kilograms taken in or tipped out.
fn handled(tour: &Replay, row: &Row) -> Option<Finding> {
    let kg = row.stop.kg;
    let (off, detail) = match row.stop.kind {
        StopKind::Point(_) => (kg.0.min(0), format!("takes {kg}")),
        StopKind::Disposal(_) => {
            let off = beyond((kg - row.before.kg).0, 1);
            (off, format!("tips {kg} of {} on board", row.before.kg))
        }
        StopKind::Start | StopKind::Break | StopKind::End => (kg.0, format!("handles {kg}")),
    };
    (off != 0).then(|| tour.finding(PROMISE, row, off as f64, "kg", detail))
}

/// Loose litres of the same; where a trip is tipped, each of its stops may have been rounded otherwise.
fn litres(tour: &Replay, row: &Row) -> Option<Finding> {
    let (expected, tolerance) = match row.stop.kind {
        StopKind::Point(_) => (tour.loose_litres(row), 1),
        StopKind::Disposal(_) => (row.before.litres, 1 + i64::from(row.before.stops)),
        StopKind::Start | StopKind::Break | StopKind::End => (tour.loose_litres(row), 0),
    };
    let off = beyond((row.stop.litres - expected).0, tolerance);
    let detail = format!("{} written, recomputed {expected}", row.stop.litres);
    (off != 0).then(|| tour.finding(PROMISE, row, off as f64, "l", detail))
}

fn on_board(tour: &Replay, row: &Row) -> Option<Finding> {
    let off = beyond((row.stop.kg_on_board - row.after.kg).0, 1);
    let detail = format!(
        "{} on board, recomputed {}",
        row.stop.kg_on_board, row.after.kg
    );
    (off != 0).then(|| tour.finding(PROMISE, row, off as f64, "kg", detail))
}

/// The difference, or nothing within the tolerance.
fn beyond(difference: i64, tolerance: i64) -> i64 {
    if difference.abs() > tolerance {
        difference
    } else {
        0
    }
}
