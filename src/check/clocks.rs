//! Promise `clocks`: wheels stop, service begins, wheels roll, in this order; each arrival is the departure before it and
//! the leg between, within 1 s; leaving and returning take no time.

use super::Finding;
use super::replay::{Replay, Row};
use crate::plan::StopKind;
use crate::quantity::Clock;

const PROMISE: &str = "clocks";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut left = None;
    for row in &tour.rows {
        findings.extend(order(tour, row));
        findings.extend(left.and_then(|left| arrival(tour, row, left)));
        left = Some(row.stop.departure);
    }
    findings
}

fn order(tour: &Replay, row: &Row) -> Option<Finding> {
    let stop = row.stop;
    let backwards = (stop.arrival - stop.start)
        .0
        .max((stop.start - stop.departure).0);
    let stood = (stop.departure - stop.arrival).0;
    if backwards > 0 {
        let detail = format!(
            "{}, {}, {} are not in order",
            stop.arrival, stop.start, stop.departure
        );
        Some(tour.finding(PROMISE, row, backwards as f64, "s", detail))
    } else if matches!(stop.kind, StopKind::Start | StopKind::End) && stood != 0 {
        let detail = "arrival, start and departure are one clock at the base".into();
        Some(tour.finding(PROMISE, row, stood as f64, "s", detail))
    } else {
        None
    }
}

fn arrival(tour: &Replay, row: &Row, left: Clock) -> Option<Finding> {
    let expected = left + row.leg.time();
    let off = row.stop.arrival - expected;
    let detail = format!("arrives at {}, {expected} expected", row.stop.arrival);
    (off.0.abs() > 1).then(|| tour.finding(PROMISE, row, off.as_f64(), "s", detail))
}
