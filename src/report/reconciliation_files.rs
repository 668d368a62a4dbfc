//! What `wasteways reconcile` writes: the tables with the rates found, every residual, and the verdict.

use super::csv_table::{Cell, CsvTable};
use super::folder::FileSet;
use super::kind::Kind;
use super::summary::rounded;
use crate::district::District;
use crate::flow::{Measurement, Origin, Reconciliation, ScaleError, Weighed, Weighing};
use crate::input::OwnTable;
use serde::Serialize;

/// The verdict in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReconciliationSummary {
    /// Measurements that the model knows something of.
    pub measurements: usize,
    /// Those left out, for they are hardly chance, the worst first.
    pub left_out: Vec<String>,
    /// Gates whose scales contradict all else, the worst first; what they weigh is left out.
    pub wrong_scales: Vec<String>,
    /// The one that fits worst, left out or not.
    pub largest_residual: Option<String>,
    /// Its residual in standard deviations.
    pub largest_normalised_residual: Option<f64>,
    /// The factor on the model's rates for the district as a whole.
    pub district_factor: f64,
    /// Squares of residuals over variances, without what was left out.
    pub chi_square: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: usize,
    /// The probability of a larger one by chance.
    pub p_value: f64,
    /// The same with every measurement.
    pub chi_square_of_all: f64,
    /// Measurements at places, or of streams, of which the model expects nothing.
    pub unknown: Vec<String>,
    /// Villages and generators whose factor is not credible, with it; their figures stay.
    pub not_credible: Vec<String>,
}

impl ReconciliationSummary {
    /// The figures of a reconciliation.
    #[must_use]
    pub fn of(district: &District, found: &Reconciliation) -> Self {
        let worst = found.worst();
        let name = |measurement: &Measurement| told(district, &measurement.weighing);
        Self {
            measurements: found.measurements.len(),
            left_out: found.left_out().into_iter().map(name).collect(),
            wrong_scales: (found.wrong_scales().into_iter())
                .map(|scales| told_scales(district, scales))
                .collect(),
            largest_residual: worst.map(name),
            largest_normalised_residual: worst.map(|worst| rounded(worst.normalised, 2)),
            district_factor: rounded(found.district_factor, 4),
            chi_square: rounded(found.chi_square, 2),
            degrees_of_freedom: found.degrees,
            p_value: rounded(found.p_value, 4),
            chi_square_of_all: rounded(found.chi_square_of_all, 2),
            unknown: found
                .unknown
                .iter()
                .map(|weighing| told(district, weighing))
                .collect(),
            not_credible: (found.factors.iter())
                .filter(|row| !found.is_credible(row))
                .map(|row| {
                    let [village, point] = row.origin.names(district);
                    let name = point.or(village).unwrap_or_default();
                    format!("{name}: {:.2} times", row.factor)
                })
                .collect(),
        }
    }
}

/// All files of a reconciliation; `tables` are the district's own with the rates found.
#[must_use]
pub fn reconciliation_files(
    district: &District,
    found: &Reconciliation,
    tables: &[OwnTable],
) -> FileSet {
    let mut files: Vec<(&'static str, Vec<u8>)> = tables
        .iter()
        .map(|own| (own.file, as_it_stands(own)))
        .collect();
    files.extend([
        ("rates.csv", rates(district, found)),
        ("residuals.csv", residuals(district, found)),
        (
            "reconciliation.json",
            super::json(&ReconciliationSummary::of(district, found)),
        ),
    ]);
    FileSet {
        files,
        kind: Kind::Reconciliation,
    }
}

/// A table of the district's own, unguarded as it was read: its names are read again as names.
pub(super) fn as_it_stands(own: &OwnTable) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for line in &own.lines {
        writer.write_record(line).expect("memory takes every row");
    }
    writer
        .into_inner()
        .expect("memory takes every row, so there is nothing left to flush")
}

/// A weighing in words.
fn told(district: &District, weighing: &Weighing) -> String {
    let place = place(district, weighing);
    let stream = weighing.stream.map_or(String::new(), |stream| {
        format!(", {}", district.streams[stream.index()].name)
    });
    format!("{place}, {}{stream}: {:.0} kg", date(weighing), weighing.kg)
}

/// The error of a gate's scales in words.
fn told_scales(district: &District, scales: &ScaleError) -> String {
    format!(
        "{} weighs {:.2} times what all else says, {:.1} standard deviations",
        district.disposal_name(scales.facility),
        1.0 + scales.error,
        scales.normalised
    )
}

fn place<'a>(district: &'a District, weighing: &Weighing) -> &'a str {
    match weighing.what {
        Weighed::Facility(id) => district.disposal_name(id),
        Weighed::Origin(origin, _) => {
            let [village, point] = origin.names(district);
            village.or(point).unwrap_or_default()
        }
        Weighed::Point(point, _) => &district.points[point.index()].name,
    }
}

fn date(weighing: &Weighing) -> String {
    let date = weighing.on.date;
    let year = date.year.unwrap_or_default();
    format!("{year:04}-{:02}-{:02}", date.month, date.day)
}

fn rates(district: &District, found: &Reconciliation) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "village",
        "point",
        "factor",
        "factor_sd",
        "kg_per_person_day_before",
        "kg_per_person_day",
        "kept",
    ]);
    for row in &found.factors {
        let [village, point] = row.origin.names(district);
        let before = match row.origin {
            Origin::Village(id) => Some(district.villages[id.index()].kg_per_person_day),
            Origin::Point(_) => None,
        };
        let rate = |kg: Option<f64>| kg.map_or(Cell::Blank, |kg| Cell::Number(rounded(kg, 5)));
        table.row(&[
            village.into(),
            point.into(),
            Cell::Number(rounded(row.factor, 5)),
            Cell::Number(rounded(row.sd, 5)),
            rate(before),
            rate(before.map(|kg| kg * found.factor(row.origin))),
            if found.is_credible(row) { "" } else { "yes" }.into(),
        ]);
    }
    table.into_bytes()
}

fn residuals(district: &District, found: &Reconciliation) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "source",
        "place",
        "date",
        "stream",
        "measured_kg",
        "modelled_kg",
        "reconciled_kg",
        "sd_kg",
        "normalised_residual",
        "left_out",
    ]);
    for row in &found.measurements {
        let source = match row.weighing.what {
            Weighed::Facility(_) => "weighbridge",
            Weighed::Origin(..) | Weighed::Point(..) => "counts",
        };
        let stream = row.weighing.stream;
        let stream = stream.map(|stream| district.streams[stream.index()].name.as_str());
        table.row(&[
            source.into(),
            place(district, &row.weighing).into(),
            date(&row.weighing).as_str().into(),
            stream.into(),
            Cell::Number(rounded(row.weighing.kg, 3)),
            Cell::Number(rounded(row.modelled_kg, 3)),
            Cell::Number(rounded(row.reconciled_kg, 3)),
            Cell::Number(rounded(row.sd_kg, 3)),
            Cell::Number(rounded(row.normalised, 3)),
            if row.is_left_out { "yes" } else { "" }.into(),
        ]);
    }
    table.into_bytes()
}
