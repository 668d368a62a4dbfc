//! Promise `disposals`: a vehicle empties itself before every return to its base.

use super::Finding;
use super::replay::Replay;

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let full = tour.rows.last().filter(|row| row.before.stops > 0);
    let finding = full.map(|row| {
        let kg = row.before.kg;
        let detail = format!("returns with {kg} on board and no disposal");
        tour.finding("disposals", row, kg.as_f64(), "kg", detail)
    });
    finding.into_iter().collect()
}
