//! Promise `containers`: where the plan chooses how often it comes, the containers hold what arises between its visits.
//!
//! A given number of visits is the district's own choice, and where a single day overflows no number of visiting days
//! would help: neither is a broken promise.

use super::Finding;
use super::week::{PointWeek, Week, days_between};
use crate::district::WasteStream;
use crate::quantity::Day;

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let is_free = |point: &&PointWeek| point.bins.iter().all(|bins| bins.visits_per_week.is_none());
    let mut findings = Vec::new();
    for point in week.loaded_points().filter(is_free) {
        let overflows = point
            .gaps()
            .filter_map(|gap| overflow(point, week.stream(point), gap));
        findings.extend(overflows);
    }
    findings
}

fn overflow(point: &PointWeek, stream: &WasteStream, (since, day): (Day, Day)) -> Option<Finding> {
    let litres_of = |kg: f64| kg * 1000.0 / stream.loose_kg_m3;
    let room: f64 = point.bins.iter().map(|bins| bins.litres().as_f64()).sum();
    let fullest_day = point.arises.into_iter().fold(0.0, f64::max);
    let litres = litres_of(
        days_between(since, day)
            .map(|day| point.arises[day.index()])
            .sum(),
    );
    let detail = format!("{litres:.0} l since {since}, the containers hold {room:.0} l");
    (litres > room + 1.0 && litres_of(fullest_day) <= room)
        .then(|| Finding::new("containers", point.name, litres - room, "l", detail).on(day))
}
