//! Promise `unserved`: kilograms that stay are named, at least once a point and stream.

use super::Finding;
use super::week::Week;
use crate::quantity::Kilograms;

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    week.loaded_points()
        .filter(|point| point.left() > 0.0 && point.excused.is_empty())
        .map(|point| {
            let detail = format!("{:.1} kg stay and are not named as unserved", point.left());
            Finding::new("unserved", point.name, point.left(), "kg", detail)
        })
        .collect()
}

/// What stays at the points of a week.
pub(super) fn in_week(week: &Week) -> Kilograms {
    let left: f64 = week.loaded_points().map(|point| point.left()).sum();
    Kilograms::rounded(left)
}
