//! Promise `age`: nothing is older than its stream's max_age_days when it is collected. A visit that is named as unserved
//! is counted as made.

use super::Finding;
use super::week::{PointWeek, Week, days_between, length};
use crate::quantity::Day;

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let mut findings = Vec::new();
    for point in week.loaded_points() {
        if let Some(most) = week.stream(point).max_age_days {
            let old = point
                .gaps()
                .filter_map(|gap| too_old(point, gap, most.into()));
            findings.extend(old);
        }
    }
    findings
}

fn too_old(point: &PointWeek, (since, day): (Day, Day), most: u32) -> Option<Finding> {
    let mut days = days_between(since, day);
    let oldest = days.find(|day| point.arises[day.index()] > 0.0)?;
    let age = if oldest == day {
        1
    } else {
        length(oldest, day) + 1
    };
    let detail = format!("up to {age} days old when collected, at most {most}");
    (age > most)
        .then(|| Finding::new("age", point.name, f64::from(age - most), "days", detail).on(day))
}
