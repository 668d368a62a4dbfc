//! Promise `legs`: there is a way, and its metres and seconds are those of the district, within 1 m and 1 s. A break and
//! the start end no leg.

use super::Finding;
use super::replay::{Replay, Row};

const PROMISE: &str = "legs";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    tour.rows.iter().filter_map(|row| leg(tour, row)).collect()
}

fn leg(tour: &Replay, row: &Row) -> Option<Finding> {
    if !row.has_way {
        let detail = format!(
            "{} finds no way here from the row before",
            tour.vehicle.name
        );
        return Some(tour.finding(PROMISE, row, 1.0, "leg", detail));
    }
    let metres = row.stop.metres - row.leg.distance();
    let seconds = row.stop.seconds - row.leg.time();
    if metres.0.abs() <= 1 && seconds.0.abs() <= 1 {
        return None;
    }
    let detail = format!(
        "leg of {} and {}, recomputed {} and {}",
        row.stop.metres,
        row.stop.seconds,
        row.leg.distance(),
        row.leg.time()
    );
    let (amount, unit) = if metres.0.abs() > 1 {
        (metres.as_f64(), "m")
    } else {
        (seconds.as_f64(), "s")
    };
    Some(tour.finding(PROMISE, row, amount, unit, detail))
}
