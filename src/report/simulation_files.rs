//! The files of a simulation: `overflow.csv`, `lateness.csv`, `stations_risk.csv`, `weakest.csv`, `simulate.html`,
//! `summary.json` and `run.json`.

use super::csv_table::{Cell, CsvTable};
use super::folder::FileSet;
use super::html::simulation_page;
use super::json;
use super::kind::Kind;
use super::run::RunFacts;
use super::summary::rounded;
use crate::district::{District, Language, Spread};
use crate::plan::Plan;
use crate::study::{Comparison, Estimate, Mend, Risk, SimulationQuestion};
use serde::Serialize;

/// What a simulation says, in figures: estimates with the interval that holds the truth in 95 of 100 simulations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulationSummary {
    /// The district's name.
    pub district: String,
    /// The week; null: the base season.
    pub week: Option<String>,
    /// Runs done.
    pub runs: usize,
    /// Runs asked for.
    pub runs_asked: u32,
    /// Weeks of each.
    pub weeks: u32,
    /// Containers that overflow in a week.
    pub overflowing: Estimate,
    /// Tours that come home late in a week.
    pub late_tours: Estimate,
    /// Daily clearing kept, percent.
    pub daily_clearing_percent: Estimate,
    /// Hours of queues in a week.
    pub queue_hours: Estimate,
    /// Times in a week that a truck is full early.
    pub full_early: Estimate,
    /// Tours in a week that break down.
    pub breakdowns: Estimate,
    /// Another plan less this one, in the same weeks.
    pub comparison: Option<ComparisonSummary>,
    /// What strays, and how far.
    pub spread: Spread,
    /// Seed of all draws.
    pub seed: u64,
    /// Version of wasteways.
    pub version: &'static str,
    /// SHA-256 of the input files.
    pub input_sha256: String,
}

/// Another plan less this one, in a week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ComparisonSummary {
    /// Containers that overflow.
    pub overflowing: Estimate,
    /// Tours that come home late.
    pub late_tours: Estimate,
    /// Daily clearing, percent.
    pub daily_clearing_percent: Estimate,
    /// Hours of queues.
    pub queue_hours: Estimate,
}

impl From<Comparison> for ComparisonSummary {
    fn from(found: Comparison) -> Self {
        Self {
            overflowing: short(found.overflowing),
            late_tours: short(found.late_tours),
            daily_clearing_percent: short(found.daily_clearing_percent),
            queue_hours: short(found.queue_hours),
        }
    }
}

/// With digits that mean something.
fn short(estimate: Estimate) -> Estimate {
    Estimate {
        value: rounded(estimate.value, 4),
        low: rounded(estimate.low, 4),
        high: rounded(estimate.high, 4),
    }
}

impl SimulationSummary {
    /// The figures of a simulation.
    #[must_use]
    pub fn of(
        district: &District,
        plan: &Plan,
        question: &SimulationQuestion,
        (risk, comparison): (&Risk, Option<Comparison>),
        input_sha256: &str,
    ) -> Self {
        Self {
            district: district.name.clone(),
            week: plan.week.map(|week| week.to_string()),
            runs: risk.runs,
            runs_asked: question.runs,
            weeks: risk.weeks,
            overflowing: short(risk.overflowing),
            late_tours: short(risk.late_tours),
            daily_clearing_percent: short(risk.daily_clearing_percent),
            queue_hours: short(risk.queue_hours),
            full_early: short(risk.full_early),
            breakdowns: short(risk.breakdowns),
            comparison: comparison.map(ComparisonSummary::from),
            spread: district.spread,
            seed: question.seed,
            version: env!("CARGO_PKG_VERSION"),
            input_sha256: input_sha256.to_owned(),
        }
    }
}

/// All files of a simulation.
#[must_use]
pub fn simulation_files(
    (district, plan): (&District, &Plan),
    risk: &Risk,
    summary: &SimulationSummary,
    run: &RunFacts,
    language: Language,
) -> FileSet {
    FileSet {
        files: vec![
            ("overflow.csv", overflow(district, risk)),
            ("lateness.csv", lateness(district, plan, risk)),
            ("stations_risk.csv", stations(district, risk)),
            ("weakest.csv", weakest(district, risk)),
            (
                "simulate.html",
                simulation_page::page((district, plan), risk, summary, language),
            ),
            ("summary.json", json(summary)),
            ("run.json", json(run)),
        ],
        kind: Kind::Simulation,
    }
}

fn interval(estimate: Estimate) -> [Cell<'static>; 3] {
    let short = short(estimate);
    [short.value, short.low, short.high].map(Cell::Number)
}

fn overflow(district: &District, risk: &Risk) -> Vec<u8> {
    let columns = ["point", "village", "stream", "probability", "low", "high"];
    let mut table = CsvTable::new(&columns);
    for place in &risk.points {
        let point = &district.points[place.point.index()];
        let village = point
            .village
            .map(|id| district.villages[id.index()].name.as_str());
        let [value, low, high] = interval(place.overflow);
        let stream = &district.streams[place.stream.index()].name;
        table.row(&[
            (&point.name).into(),
            village.into(),
            stream.into(),
            value,
            low,
            high,
        ]);
    }
    table.into_bytes()
}

fn lateness(district: &District, plan: &Plan, risk: &Risk) -> Vec<u8> {
    let columns = [
        "tour",
        "day",
        "vehicle",
        "probability",
        "low",
        "high",
        "mean_late_minutes",
    ];
    let mut table = CsvTable::new(&columns);
    for row in &risk.tours {
        let tour = &plan.tours[row.tour];
        let [value, low, high] = interval(row.late);
        table.row(&[
            (&tour.name).into(),
            Cell::Day(tour.day),
            (&district.vehicles[tour.vehicle.index()].name).into(),
            value,
            low,
            high,
            Cell::Number(rounded(row.mean_lateness.as_f64() / 60.0, 1)),
        ]);
    }
    table.into_bytes()
}

fn stations(district: &District, risk: &Risk) -> Vec<u8> {
    let columns = [
        "facility",
        "floor_overflow",
        "low",
        "high",
        "queue_minutes_a_week",
    ];
    let mut table = CsvTable::new(&columns);
    for row in &risk.stations {
        let [value, low, high] = row.overflow.map_or([Cell::Blank; 3], interval);
        let queue = Cell::Number(rounded(row.queue.as_f64() / 60.0, 1));
        let name = district.disposal_name(row.facility);
        table.row(&[name.into(), value, low, high, queue]);
    }
    table.into_bytes()
}

fn weakest(district: &District, risk: &Risk) -> Vec<u8> {
    let columns = [
        "rank",
        "point",
        "stream",
        "probability",
        "mend",
        "probability_after",
    ];
    let mut table = CsvTable::new(&columns);
    for (rank, weak) in (1..).zip(&risk.weakest) {
        let point = &district.points[weak.place.point.index()].name;
        let stream = &district.streams[weak.place.stream.index()].name;
        for (mend, after) in &weak.mends {
            let what = mend_word(*mend);
            table.row(&[
                Cell::Whole(rank),
                point.into(),
                stream.into(),
                Cell::Number(rounded(weak.place.overflow.value, 4)),
                (&what).into(),
                Cell::Number(rounded(*after, 4)),
            ]);
        }
    }
    table.into_bytes()
}

/// What mends, in a word: `container`, or `visit on wed`.
#[must_use]
pub fn mend_word(mend: Mend) -> String {
    match mend {
        Mend::Container => "container".into(),
        Mend::Visit(day) => format!("visit on {day}"),
    }
}
