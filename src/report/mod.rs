//! The only door out: tables, figures, maps and the report, written whole or not at all.
//!
//! [`plan_files`] makes every file of a plan in memory, a pure function of district and outcome, equal to the byte on any
//! machine (`run.json` excepted). [`FileSet::write`] then puts them in their folder at once, so that a former plan survives
//! a failed run.

#[macro_use]
mod two_languages;

mod assessment_files;
mod assignment_tables;
pub mod cleaner_table;
mod compare_files;
mod csv_table;
mod disk;
mod district_tables;
mod driven;
mod empty_tables;
mod error;
mod exchange;
mod facility_tables;
mod findings_table;
mod fleet_files;
mod flow_table;
mod folder;
mod geojson;
mod gpx_file;
mod history_file;
mod html;
mod journal;
mod kind;
mod kml_file;
mod monthly;
mod reconciliation_files;
mod recount;
mod road_files;
mod run;
mod same_rows;
#[cfg(test)]
mod sample;
mod savings_table;
#[cfg(feature = "schema")]
mod schema;
mod simplify;
mod simulation_files;
mod single_file;
mod solution_file;
mod summary;
mod template_workbook;
mod timetable;
mod tour_tables;
mod village_week;
mod vroom_answer;
mod what_if_files;
mod workbook;

pub use assessment_files::{AssessmentSummary, assessment_files};
pub use compare_files::compare_files;
pub use district_tables::district_files;
pub use empty_tables::{empty_tables, empty_workbook};
pub use error::ReportError;
pub use fleet_files::{FleetSummary, GapHours, fleet_files, mix};
pub use folder::{FileSet, Written, recover};
pub use history_file::history_table;
pub use journal::Journal;
pub use kind::Kind;
pub use reconciliation_files::{ReconciliationSummary, reconciliation_files};
pub use recount::{recount, recounted, rewritten};
pub use road_files::road_files;
pub use run::RunFacts;
#[cfg(feature = "schema")]
pub use schema::Document;
pub use simulation_files::{ComparisonSummary, SimulationSummary, mend_word, simulation_files};
pub use single_file::{may_write_file, write_file};
pub use solution_file::{rounded, solution_text};
pub use summary::{CostFigures, Summary};
pub use vroom_answer::vroom_answer;
pub use what_if_files::{DifferenceSummary, WeekFigures, loss_files, what_if_files};

use crate::district::{District, Language, Place};
use crate::flow::{Assignment, Flow, WasteGraph, cleaner_needs, feeder_needs};
use crate::input::gcj02_of_wgs84;
use crate::plan::Plan;
use crate::planner::Outcome;
use crate::roads::{Origin, RoadNetwork};
use crate::study::{Saving, TwoPlans};
use serde::Serialize;
use std::path::Path;

/// A week as it was, to be set before a plan.
#[derive(Clone, Debug)]
pub struct Baseline<'a> {
    /// What it is called.
    pub name: String,
    /// Its tours.
    pub plan: &'a Plan,
    /// What the plan changes of it.
    pub found: &'a TwoPlans,
}

/// What is told beside a plan.
#[derive(Clone, Debug, Default)]
pub struct Beside<'a> {
    /// The week as it was: the first page of the report.
    pub baseline: Option<Baseline<'a>>,
    /// What a week saves by how much of it changes; empty: not asked.
    pub savings: &'a [Saving],
}

/// All files of a plan.
#[must_use]
pub fn plan_files(
    district: &District,
    network: Option<&RoadNetwork>,
    outcome: &Outcome,
    run: &RunFacts,
    language: Language,
) -> FileSet {
    plan_files_beside(
        district,
        network,
        outcome,
        (run, &Beside::default()),
        language,
    )
}

/// The same with what is told beside it, and tables of it.
#[must_use]
pub fn plan_files_beside(
    district: &District,
    network: Option<&RoadNetwork>,
    outcome: &Outcome,
    (run, beside): (&RunFacts, &Beside),
    language: Language,
) -> FileSet {
    let summary = Summary::of(district, outcome, &run.input_sha256);
    let plan = &outcome.plan;
    let driven = driven::DrivenLegs::of(&outcome.travel, plan);
    let origin = network.map_or(Origin::Table, |network| network.origin);
    let needs = feeder_needs(district, &outcome.flow.loads);
    let flows = WasteGraph::with_plan(district, &outcome.flow, plan).rows(district);
    let visits = timetable::visits(district, plan);
    let month = monthly::Week {
        flow: &outcome.flow,
        plan,
        judgement: &outcome.judgement,
    };
    let month = monthly::rows(district, month);
    let as_it_is = |place: Place| place;
    let mut set = FileSet {
        kind: Kind::Plan,
        files: vec![
            ("summary.json", json(&summary)),
            ("run.json", json(run)),
            ("tours.csv", tour_tables::tours(district, plan)),
            ("stops.csv", tour_tables::stops(district, plan)),
            ("rounds.csv", tour_tables::rounds(district, plan)),
            ("visits.csv", tour_tables::visits(district, plan)),
            ("unserved.csv", tour_tables::unserved(district, plan)),
            (
                "stations.csv",
                facility_tables::stations(district, &outcome.load_profile),
            ),
            ("hauls.csv", facility_tables::hauls(district, plan)),
            ("feeders.csv", facility_tables::feeders(district, &needs)),
            (
                "cleaners.csv",
                cleaner_table::cleaners(district, &cleaner_needs(district)),
            ),
            ("flows.csv", flow_table::flows(&flows)),
            (
                "findings.csv",
                findings_table::findings(&outcome.judgement.findings),
            ),
            (
                "report.html",
                html::report(
                    district,
                    network,
                    (outcome, &driven),
                    &summary,
                    (run, beside),
                    language,
                ),
            ),
            ("monthly.csv", monthly::monthly_csv(district, &month)),
            (
                "monthly.html",
                html::monthly_page::monthly_page(
                    district,
                    (&month, &monthly::town_facts(district, plan)),
                    html::monthly_page::Basis::Plan,
                    language,
                ),
            ),
            ("timetable.csv", timetable::timetable_csv(district, &visits)),
            (
                "timetable.html",
                html::timetable_page::timetable_page(district, plan, &visits, language),
            ),
            (
                "sheets.html",
                html::sheets_page::sheets_page(district, network, (outcome, &driven), language),
            ),
            (
                "tours.gpx",
                gpx_file::tours_gpx((district, &outcome.travel), plan, &driven, as_it_is),
            ),
            (
                "plan.kml",
                kml_file::plan_kml((district, &outcome.travel), plan, &driven, as_it_is),
            ),
            (
                "plan.xlsx",
                workbook::plan_xlsx(district, (outcome, &month), &summary, run, language),
            ),
            (
                "plan.geojson",
                geojson::geojson(district, &outcome.travel, plan, &driven, origin),
            ),
        ],
    };
    if !beside.savings.is_empty() {
        let table = savings_table::savings(beside.savings);
        set.files.push(("savings.csv", table));
    }
    if let Some(baseline) = &beside.baseline {
        let found = baseline.found;
        let summary = DifferenceSummary::of(baseline.name.clone(), &found.difference);
        set.files.extend([
            ("difference.json", json(&summary)),
            (
                "moves.csv",
                what_if_files::moves(district, &found.difference),
            ),
            (
                "changed_villages.csv",
                compare_files::villages(district, &found.villages),
            ),
        ]);
    }
    set
}

/// What these copies are called.
const GCJ02_COPIES: [&str; 2] = ["tours-gcj02.gpx", "plan-gcj02.kml"];

/// Copies of the maps of a plan that are to be exchanged, in the coordinates of Chinese maps (GCJ-02).
#[must_use]
pub fn gcj02_copies(district: &District, outcome: &Outcome) -> Vec<(&'static str, Vec<u8>)> {
    let (plan, travel) = (&outcome.plan, &outcome.travel);
    let driven = driven::DrivenLegs::of(travel, plan);
    let place = (district, travel);
    vec![
        (
            GCJ02_COPIES[0],
            gpx_file::tours_gpx(place, plan, &driven, gcj02_of_wgs84),
        ),
        (
            GCJ02_COPIES[1],
            kml_file::plan_kml(place, plan, &driven, gcj02_of_wgs84),
        ),
    ]
}

/// The files of a flow: flows.csv before any plan, each point tipping at its pin or at the nearest facility; and the cheapest
/// assignment of villages to facilities.
#[must_use]
pub fn flow_files(district: &District, flow: &Flow, assignment: &Assignment) -> FileSet {
    let rows = WasteGraph::provisional(district, flow).rows(district);
    let balance = flow.balance(district);
    FileSet {
        kind: Kind::Flow,
        files: vec![
            ("flows.csv", flow_table::flows(&rows)),
            (
                "assignment.csv",
                assignment_tables::assignment(district, assignment),
            ),
            (
                "facilities.csv",
                assignment_tables::facilities(district, assignment),
            ),
            ("balance.json", json(&balance)),
        ],
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
) -> Result<Written, ReportError> {
    plan_files(district, network, outcome, run, language).write(folder)
}

/// A record as a JSON file, with a line a field.
fn json(record: &impl Serialize) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(record).expect("our records have text keys and finite numbers");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(language: Language) -> FileSet {
        let district = sample::district();
        plan_files(
            &district,
            None,
            &sample::outcome(&district),
            &sample::run_facts(),
            language,
        )
    }

    fn text(set: &FileSet, name: &str) -> String {
        let (_, bytes) = set.files.iter().find(|(file, _)| *file == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    }

    #[test]
    fn the_same_outcome_gives_the_same_bytes_in_known_files() {
        let set_of_names = set(Language::En);
        assert_eq!(set_of_names, set(Language::En));
        for (name, content) in &set_of_names.files {
            assert!(Kind::Plan.names().contains(name), "{name}");
            assert!(!content.is_empty(), "{name}");
        }
    }

    #[test]
    fn no_cell_of_any_table_is_a_formula() {
        let set = set(Language::En);
        for (name, content) in set.files.iter().filter(|(name, _)| name.ends_with(".csv")) {
            let rest = content
                .strip_prefix("\u{feff}".as_bytes())
                .expect("a byte order mark");
            let mut reader = csv::Reader::from_reader(rest);
            for cell in reader.records().flat_map(|record| {
                record
                    .unwrap()
                    .iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            }) {
                let runs = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
                assert!(!runs, "{name}: {cell}");
            }
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let home = tempfile::tempdir().unwrap();
        let district = sample::district();
        let outcome = sample::outcome(&district);
        let folder = home.path().join("plan");
        write_plan(
            &folder,
            &district,
            None,
            &outcome,
            &sample::run_facts(),
            Language::Zh,
        )
        .unwrap();
        let read = crate::input::read_plan(&folder, &district).unwrap();
        assert_eq!(read.tours, outcome.plan.tours);
        assert_eq!(read.visits, outcome.plan.visits);
        assert_eq!(read.unserved, outcome.plan.unserved);
    }

    #[test]
    fn names_are_never_markup() {
        for language in [Language::En, Language::Zh] {
            for name in [
                "report.html",
                "sheets.html",
                "timetable.html",
                "monthly.html",
            ] {
                let page = text(&set(language), name);
                let scripts = page.matches("<script").count();
                assert_eq!(
                    page.matches("</script>").count(),
                    scripts,
                    "no name closes a script"
                );
                assert!(!page.contains("<i>county") && !page.contains("</script><b>"));
                assert!(
                    page.contains("Sample &lt;i&gt;county&lt;/i&gt;"),
                    "the name itself is there"
                );
            }
        }
    }

    #[test]
    fn the_summary_has_every_key_of_the_contract() {
        let summary: serde_json::Value =
            serde_json::from_str(&text(&set(Language::En), "summary.json")).unwrap();
        let keys = "cost cost_parts cost_collection cost_lower_bound gap_percent vehicles_used vehicles_lower_bound \
                    crews_needed km hours overtime_hours tonnes tonnes_by_stream unserved_kg missed_visits findings \
                    station_queue_hours station_overflow_kg daily_clearing_percent fuel_litres co2_kg \
                    share_of_tonnes_from_defaults iterations seed version input_sha256";
        for key in keys.split_whitespace() {
            assert!(summary.get(key).is_some(), "{key}");
        }
        assert!(summary["cost_lower_bound"].is_null() && summary["gap_percent"].is_null());
        let parts = summary["cost_parts"].as_object().unwrap();
        let total: f64 = parts.values().map(|part| part.as_f64().unwrap()).sum();
        assert!((total - summary["cost"].as_f64().unwrap()).abs() < 1e-6);
    }

    #[test]
    fn the_map_holds_every_place_and_tour() {
        let district = sample::district();
        let outcome = sample::outcome(&district);
        let map: serde_json::Value =
            serde_json::from_str(&text(&set(Language::En), "plan.geojson")).unwrap();
        let kinds = map["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["properties"]["kind"].as_str().unwrap());
        let count = |kind: &str| kinds.clone().filter(|k| *k == kind).count();
        assert_eq!(count("point"), district.points.len());
        assert_eq!((count("station"), count("plant")), (1, 1));
        assert_eq!(count("tour"), outcome.plan.tours.len());
    }
}
