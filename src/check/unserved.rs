//! Promise `unserved`: kilograms that stay are named, at least once a point and stream, and no more than that is named: a row
//! stands for a visit that is not made, or for kilograms that stay.

use super::Finding;
use super::visits::short_on;
use super::week::{PointWeek, Week};
use crate::plan::Unserved;
use crate::quantity::{Day, Kilograms};
use std::collections::BTreeMap;

const PROMISE: &str = "unserved";

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let mut named: BTreeMap<_, Vec<&Unserved>> = BTreeMap::new();
    for row in &week.plan.unserved {
        named.entry((row.point, row.stream)).or_default().push(row);
    }
    let mut of_point = |point: &PointWeek| {
        let key = (point.point, point.stream);
        let rows = &named.remove(&key).unwrap_or_default();
        let mut findings = for_nothing(point, rows);
        findings.extend(not_as_much(point, rows));
        findings
    };
    let mut findings: Vec<Finding> = week.loaded_points().flat_map(&mut of_point).collect();
    let strangers = named.into_values().flatten().filter_map(|row| {
        let point = week.district.points.get(row.point.index())?;
        let detail = "named as unserved, though nothing arises there".to_owned();
        Some(Finding::new(PROMISE, &point.name, 1.0, "rows", detail).on(row.day))
    });
    findings.extend(strangers);
    findings
}

/// Rows of a day on which all visits are made, of a point at which nothing stays.
fn for_nothing(point: &PointWeek, rows: &[&Unserved]) -> Vec<Finding> {
    let is_done = |day: Day| {
        point.visited().contains(day) && short_on(point, day) == 0 && point.left() <= 0.0
    };
    let rows = rows.iter().filter(|row| is_done(row.day));
    let finding = |row: &&Unserved| {
        let detail = "named as unserved, though its visits are made and nothing stays".to_owned();
        Finding::new(PROMISE, point.name, 1.0, "rows", detail).on(row.day)
    };
    rows.map(finding).collect()
}

/// Other kilograms than what stays; each row may be rounded.
fn not_as_much(point: &PointWeek, rows: &[&Unserved]) -> Option<Finding> {
    let left = point.left();
    let named: Kilograms = rows.iter().map(|row| row.kg).sum();
    let off = left - named.as_f64();
    let detail = match rows.len() {
        0 => format!("{left:.1} kg stay and are not named as unserved"),
        _ => format!("{left:.1} kg stay, {named} are named as unserved"),
    };
    let rounding = if rows.is_empty() {
        0.0
    } else {
        1.0 + rows.len() as f64
    };
    (off.abs() > rounding).then(|| Finding::new(PROMISE, point.name, off, "kg", detail))
}

/// What stays at the points of a week.
pub(super) fn in_week(week: &Week) -> Kilograms {
    let left: f64 = week.loaded_points().map(|point| point.left()).sum();
    Kilograms::rounded(left)
}
