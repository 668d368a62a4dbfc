//! Daily clearing (日产日清): how much is collected within a day of arising, that is on the day itself. What stays counts
//! against it.

use super::week::{PointWeek, Turn, Week};
use crate::district::{PointId, StreamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Kilograms of a week at a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cleared {
    /// That arise.
    pub arises: f64,
    /// That are collected within a day of it.
    pub cleared: f64,
}

/// Of each stream that arises 100 x kg collected within a day of arising / kg that arise, by stream.
pub(super) fn by_stream(week: &Week) -> Vec<(StreamId, f64)> {
    let mut sums: BTreeMap<StreamId, (f64, f64)> = BTreeMap::new();
    for point in week.loaded_points() {
        let (cleared, arises) = sums.entry(point.stream).or_default();
        *cleared += cleared_at(point);
        *arises += point.arises_in_week();
    }
    let percent = |(stream, (cleared, arises))| (stream, 100.0 * cleared / arises);
    sums.into_iter().map(percent).collect()
}

/// The same over all that rides; 100 where nothing arises.
pub(super) fn percent(week: &Week) -> f64 {
    let arises: f64 = week.loaded_points().map(PointWeek::arises_in_week).sum();
    let cleared: f64 = week.loaded_points().map(cleared_at).sum();
    if arises > 0.0 {
        100.0 * cleared / arises
    } else {
        100.0
    }
}

/// What arises at each point, and what of it is collected within a day, kilograms of all streams; by point.
pub(super) fn by_point(week: &Week) -> Vec<(PointId, Cleared)> {
    let mut sums: BTreeMap<PointId, Cleared> = BTreeMap::new();
    for point in week.loaded_points() {
        let sum = sums.entry(point.point).or_default();
        sum.arises += point.arises_in_week();
        sum.cleared += cleared_at(point);
    }
    sums.into_iter().collect()
}

fn cleared_at(point: &PointWeek) -> f64 {
    point.turns().iter().map(|turn| fresh(point, turn)).sum()
}

/// Kilograms of the day among those taken: the oldest are taken first, and a kilogram that stays is rounding.
fn fresh(point: &PointWeek, turn: &Turn) -> f64 {
    let today = point.arises[turn.day.index()];
    let stays = turn.stock - turn.kg.as_f64();
    if stays <= 1.0 {
        today
    } else {
        (today - stays).max(0.0)
    }
}
