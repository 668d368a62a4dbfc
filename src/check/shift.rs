//! Promise `shift`: a tour leaves after the shift begins, returns before it ends, and takes no longer than it may, to the
//! second: legs are the judge's own, so that what rounding allows single rows adds up to nothing.

use super::Finding;
use super::replay::Replay;
use crate::quantity::Seconds;

const PROMISE: &str = "shift";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let finding = |clock, over: Seconds, detail: String| {
        let found = Finding::new(PROMISE, &tour.tour.name, over.as_f64(), "s", detail);
        (over.0 > 0).then(|| found.on(tour.tour.day).at(clock))
    };
    let (leaves, returns) = (tour.tour.leaves(), tour.tour.returns());
    let shift = tour.vehicle.shift;
    let early = format!("leaves at {leaves}, the shift begins at {}", shift.open);
    let late = format!("returns at {returns}, the shift ends at {}", shift.close);
    let long = format!("{} on duty, at most {}", tour.duration(), longest(tour));
    let over = tour.duration() - longest(tour);
    [
        finding(leaves, shift.open - leaves, early),
        finding(returns, returns - shift.close, late),
        finding(returns, over, long),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn longest(tour: &Replay) -> Seconds {
    tour.vehicle.max_duration.unwrap_or(Seconds(i64::MAX / 2))
}
