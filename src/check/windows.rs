//! Promise `windows`: service and unloading begin while the place is open; they may run past its closing.

use super::Finding;
use super::replay::{Replay, Row};
use crate::quantity::Window;

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let rows = tour.rows.iter();
    rows.filter_map(|row| missed(tour, row)).collect()
}

fn missed(tour: &Replay, row: &Row) -> Option<Finding> {
    let start = row.stop.start;
    let gate = row.disposal().map(|id| tour.district.gate(id).window);
    let mut windows = tour.bins(row).map(|bins| bins.window).chain(gate);
    let Window { open, close } = windows.find(|window| !window.contains(start))?;
    let off = if start < open {
        start - open
    } else {
        start - close
    };
    let detail = format!("begins at {start}, open {open} to {close}");
    Some(tour.finding("windows", row, off.as_f64(), "s", detail))
}
