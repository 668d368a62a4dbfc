//! Promise `visits`: at least as many visiting days and visits a day as asked, or the missing ones are named as unserved;
//! k visits, made or named, lie at most ceil(7 / k) + 1 days apart. Nobody need come on days on which nothing arises, nor for nothing.

use super::Finding;
use super::week::{PointWeek, Turn, Week, length};
use crate::quantity::{Day, Kilograms};

const PROMISE: &str = "visits";

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    week.loaded_points().flat_map(of_point).collect()
}

/// Visits asked for and not made, named or not.
pub(super) fn missed(week: &Week) -> u32 {
    let of_point = |point: &PointWeek| {
        let short_days = Day::WEEK.into_iter().map(|day| short_on(point, day));
        short_days.sum::<u32>() + short(point) as u32
    };
    week.loaded_points().map(of_point).sum()
}

fn of_point(point: &PointWeek) -> Vec<Finding> {
    let mut findings: Vec<_> = too_few(point).into_iter().collect();
    findings.extend(
        Day::WEEK
            .into_iter()
            .filter_map(|day| too_few_on(point, day)),
    );
    findings.extend(point.gaps().filter_map(|gap| too_far_apart(point, gap)));
    findings.extend(for_nothing(point));
    findings
}

/// Visits of a point at which nothing is taken although it would be whole kilograms.
fn for_nothing(point: &PointWeek) -> Vec<Finding> {
    let turns = point.turns().into_iter();
    let in_vain = turns.filter(|turn| turn.kg == Kilograms::ZERO && turn.stock <= 0.0);
    let finding = |turn: Turn| {
        let detail = "visited although nothing has arisen".to_owned();
        Finding::new(PROMISE, point.name, 1.0, "visits", detail).on(turn.day)
    };
    in_vain.map(finding).collect()
}

/// Visiting days that are missing.
fn short(point: &PointWeek) -> usize {
    point.visits_asked().saturating_sub(point.visited().len())
}

fn too_few(point: &PointWeek) -> Option<Finding> {
    let visited = point.visited();
    let named = point
        .excused
        .iter()
        .filter(|&day| !visited.contains(day))
        .count();
    let (made, asked) = (visited.len(), point.visits_asked());
    let detail = format!("{made} of {asked} visiting days, {named} named as unserved");
    (short(point) > named)
        .then(|| Finding::new(PROMISE, point.name, (asked - made) as f64, "visits", detail))
}

/// Visits that are missing on a visiting day.
pub(super) fn short_on(point: &PointWeek, day: Day) -> u32 {
    let asked = point
        .bins
        .iter()
        .filter_map(|bins| bins.visits_per_day)
        .max()
        .unwrap_or(1);
    match point.stops[day.index()] {
        0 => 0,
        made => u32::from(asked).saturating_sub(made),
    }
}

fn too_few_on(point: &PointWeek, day: Day) -> Option<Finding> {
    let short = short_on(point, day);
    let detail = format!("{short} visits of the day are missing");
    (short > 0 && !point.excused.contains(day))
        .then(|| Finding::new(PROMISE, point.name, f64::from(short), "visits", detail).on(day))
}

fn too_far_apart(point: &PointWeek, (since, day): (Day, Day)) -> Option<Finding> {
    let asked = point.visits_asked();
    let most = 7_u32.div_ceil(asked as u32) + 1;
    let apart = length(since, day);
    let detail = format!("{apart} days since the last visit, {asked} visits a week are asked for");
    // Where something arises on some days only, its age is what counts.
    let is_every_day = point.days_with_waste() == 7;
    (is_every_day && since != day && apart > most)
        .then(|| Finding::new(PROMISE, point.name, f64::from(apart - most), "days", detail).on(day))
}
