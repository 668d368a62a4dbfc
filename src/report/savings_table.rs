//! `savings.csv`: what a week costs by how much of it changes.

use super::csv_table::{Cell, CsvTable};
use crate::study::Saving;

/// A row a plan, by the share of visits that change.
pub(super) fn savings(curve: &[Saving]) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "changed_percent",
        "weight",
        "cost",
        "saving",
        "trucks",
        "crews",
        "km",
        "hours",
        "unserved_kg",
        "findings",
    ]);
    let cost = |saving: &Saving| saving.figures.cost.total().as_units();
    let before = curve.iter().find(|saving| saving.weight.is_none());
    let before = before.map_or(0.0, cost);
    let number = |value: f64, unit: f64| Cell::Number((value * unit).round() / unit);
    for saving in curve {
        let figures = &saving.figures;
        table.row(&[
            number(saving.changed_percent, 100.0),
            saving.weight.map_or(Cell::Blank, Cell::Number),
            number(cost(saving), 100.0),
            number(before - cost(saving), 100.0),
            Cell::Whole(figures.trucks as i64),
            Cell::Whole(figures.crews as i64),
            number(figures.distance.as_km(), 1000.0),
            number(figures.duration.as_hours(), 1000.0),
            Cell::Whole(figures.unserved.0),
            Cell::Whole(saving.findings as i64),
        ]);
    }
    table.into_bytes()
}
