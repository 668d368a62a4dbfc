//! Promise `compatibility`: the vehicle is narrow and light enough for the point, and can empty its containers.

use super::Finding;
use super::replay::{Replay, Row};

const PROMISE: &str = "compatibility";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let rows = tour.rows.iter();
    rows.flat_map(|row| [size(tour, row), containers(tour, row)])
        .flatten()
        .collect()
}

fn size(tour: &Replay, row: &Row) -> Option<Finding> {
    let (point, _) = row.visit(tour.district)?;
    let limits = tour.district.points[point.index()].limits;
    let over =
        |size: Option<f64>, limit: Option<f64>| Some(size? - limit?).filter(|&over| over > 0.0);
    let name = &tour.vehicle.name;
    let wide = over(tour.vehicle.width_m, limits.width_m)
        .map(|over| (over, "m", format!("{name} is {over:.2} m too wide")));
    let heavy = over(tour.vehicle.gross_tonnes, limits.tonnes)
        .map(|over| (over, "t", format!("{name} is {over:.2} t too heavy")));
    let (amount, unit, detail) = wide.or(heavy)?;
    Some(tour.finding(PROMISE, row, amount, unit, detail))
}

fn containers(tour: &Replay, row: &Row) -> Option<Finding> {
    let handles = &tour.vehicle.handles;
    let strange = tour.bins(row).find(|bins| {
        !bins.container_type.is_empty()
            && !handles.is_empty()
            && !handles.contains(&bins.container_type)
    })?;
    let detail = format!(
        "{} cannot empty containers {}",
        tour.vehicle.name, strange.container_type
    );
    Some(tour.finding(
        PROMISE,
        row,
        f64::from(strange.containers),
        "containers",
        detail,
    ))
}
