//! Promise `due`: no visit takes more than all that arose since the last one and what was left then, within 1 kg.

use super::Finding;
use super::week::{PointWeek, Turn, Week};

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    week.points
        .iter()
        .flat_map(|point| {
            point
                .turns()
                .into_iter()
                .filter_map(|turn| too_much(point, turn))
        })
        .collect()
}

fn too_much(point: &PointWeek, turn: Turn) -> Option<Finding> {
    let over = turn.kg.as_f64() - turn.stock;
    let detail = format!("{} collected, {:.1} kg are there", turn.kg, turn.stock);
    (over > 1.0).then(|| Finding::new("due", point.name, over, "kg", detail).on(turn.day))
}
