//! Daily clearing (日产日清): how much is collected within a day of arising, that is on the day itself.

use super::week::{PointWeek, Turn, Week};

/// 100 x kg collected within a day of arising / kg due, over streams with max_age_days 1 (if none: over all).
pub(super) fn percent(week: &Week) -> f64 {
    let daily = |point: &PointWeek| week.stream(point).max_age_days == Some(1);
    let some_daily = week.loaded_points().any(daily);
    let points = week
        .loaded_points()
        .filter(|&point| daily(point) || !some_daily);
    let (mut cleared, mut due) = (0.0, 0.0);
    for point in points {
        due += point.arises_in_week();
        cleared += point
            .turns()
            .iter()
            .map(|turn| fresh(point, turn))
            .sum::<f64>();
    }
    if due > 0.0 {
        100.0 * cleared / due
    } else {
        100.0
    }
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
