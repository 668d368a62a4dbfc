//! The only door out: tables, figures, maps and the report, written whole or not at all.
//!
//! [`plan_files`] makes every file of a plan in memory, a pure function of district and outcome, equal to the byte on any
//! machine (`run.json` excepted). [`FileSet::write`] then puts them in their folder at once, so that a former plan survives
//! a failed run.

pub mod csv_table;
mod district_tables;
mod error;
mod facility_tables;
mod findings_table;
mod flow_table;
mod folder;
mod fuel;
mod geojson;
mod run;
mod summary;
mod tour_tables;

pub use district_tables::{NO_DISTRICT_FILES, district_files};
pub use error::ReportError;
pub use folder::{FileSet, Replaced};
pub use run::RunFacts;
pub use summary::{CostFigures, Summary};

use crate::district::{District, Language};
use crate::planner::Outcome;
use crate::roads::RoadNetwork;
use serde::Serialize;
use std::path::Path;

/// Every name that the files of a plan may have.
const PLAN_NAMES: &[&str] = &[
    "summary.json",
    "run.json",
    "tours.csv",
    "stops.csv",
    "visits.csv",
    "stations.csv",
    "hauls.csv",
    "feeders.csv",
    "flows.csv",
    "unserved.csv",
    "findings.csv",
    "plan.geojson",
    "plan.xlsx",
    "report.html",
    "sheets.html",
];

/// The empty set of a plan's files, to ask beforehand whether it may be written to a folder.
pub const NO_PLAN_FILES: FileSet = FileSet {
    names: PLAN_NAMES,
    mark: "summary.json",
    files: Vec::new(),
};

/// All files of a plan.
#[must_use]
pub fn plan_files(
    district: &District,
    network: Option<&RoadNetwork>,
    outcome: &Outcome,
    run: &RunFacts,
    language: Language,
) -> FileSet {
    let _ = (network, language);
    let summary = Summary::of(district, outcome, &run.input_sha256);
    let plan = &outcome.plan;
    FileSet {
        files: vec![
            ("summary.json", json(&summary)),
            ("run.json", json(run)),
            ("tours.csv", tour_tables::tours(district, plan)),
            ("stops.csv", tour_tables::stops(district, plan)),
            ("visits.csv", tour_tables::visits(district, plan)),
            ("unserved.csv", tour_tables::unserved(district, plan)),
            (
                "stations.csv",
                facility_tables::stations(district, &outcome.load_profile),
            ),
            ("hauls.csv", facility_tables::hauls()),
            ("feeders.csv", facility_tables::feeders()),
            ("flows.csv", flow_table::flows()),
            (
                "findings.csv",
                findings_table::findings(&outcome.judgement.findings),
            ),
            ("plan.geojson", geojson::geojson(district, plan)),
        ],
        ..NO_PLAN_FILES
    }
}

/// Makes all files of a plan and writes them to a folder.
///
/// # Errors
/// What [`FileSet::write`] meets; what stood there before then still stands.
pub fn write_plan(
    folder: &Path,
    district: &District,
    network: Option<&RoadNetwork>,
    outcome: &Outcome,
    run: &RunFacts,
    language: Language,
) -> Result<Replaced, ReportError> {
    plan_files(district, network, outcome, run, language).write(folder)
}

/// A record as a JSON file, with a line a field.
fn json(record: &impl Serialize) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(record).expect("our records have text keys and finite numbers");
    bytes.push(b'\n');
    bytes
}
