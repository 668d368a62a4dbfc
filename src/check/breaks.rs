//! Promise `breaks`: never longer at the wheel than the driver may be without a break of full length.

use super::Finding;
use super::replay::Replay;
use crate::plan::StopKind;
use crate::quantity::Seconds;

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let Some(rest) = tour.vehicle.rest else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let mut at_wheel = Seconds::ZERO;
    for row in &tour.rows {
        at_wheel += row.leg.time();
        let over = at_wheel - rest.after;
        if over.0 > 1 {
            let detail = format!("{at_wheel} at the wheel without a break of {}", rest.length);
            findings.push(tour.finding("breaks", row, over.as_f64(), "s", detail));
            at_wheel = Seconds::ZERO; // one finding for each break that is missing
        }
        if row.stop.kind == StopKind::Break && row.stood() >= rest.length {
            at_wheel = Seconds::ZERO;
        }
    }
    findings
}
