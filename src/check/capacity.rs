//! Promise `capacity`: a trip holds at most the payload, and at most body x compaction loose litres, within 1 litre.

use super::Finding;
use super::replay::{Replay, Row};

const PROMISE: &str = "capacity";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    tour.rows
        .iter()
        .filter(|row| row.disposal().is_some() || row.sequence + 1 == tour.rows.len())
        .flat_map(|row| [mass(tour, row), volume(tour, row)])
        .flatten()
        .collect()
}

fn mass(tour: &Replay, row: &Row) -> Option<Finding> {
    let (kg, payload) = (row.before.kg, tour.vehicle.payload);
    let over = kg - payload;
    let detail = format!("{kg} in the trip, payload {payload}");
    (over.0 > 0).then(|| tour.finding(PROMISE, row, over.as_f64(), "kg", detail))
}

fn volume(tour: &Replay, row: &Row) -> Option<Finding> {
    let body = tour.vehicle.body.as_f64() * tour.vehicle.compaction;
    let over = row.before.litres.as_f64() - body;
    let detail = format!(
        "{} in the trip, body x compaction {body:.0} l",
        row.before.litres
    );
    (over > 1.0).then(|| tour.finding(PROMISE, row, over, "l", detail))
}
