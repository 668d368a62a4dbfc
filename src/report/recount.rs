//! A written plan counted once more: which of its tables and figures say something else than the judge's own recount.

use super::same_rows::differing;
use super::{
    GCJ02_COPIES, RunFacts, Summary, cleaner_table, facility_tables, findings_table, flow_table,
    gcj02_copies, json, monthly, plan_files, timetable, tour_tables,
};
use crate::check::{Finding, Judgement};
use crate::district::{District, Language, PointId, StreamId};
use crate::flow::{PointLoad, WasteGraph, cleaner_needs, feeder_needs};
use crate::input::Written;
use crate::plan::{Plan, StopKind, VisitRule};
use crate::planner::{Outcome, StationFigures};
use crate::quantity::DaySet;
use crate::report::FileSet;
use crate::roads::RoadNetwork;
use serde_json::Value;
use std::collections::BTreeMap;

/// Figures of summary.json that tell of the search and of the run, which no plan can tell again.
const OF_THE_SEARCH: [&str; 8] = [
    "stations",
    "onward_price_assumed",
    "onward_price_found",
    "all_daily",
    "iterations",
    "seed",
    "version",
    "week",
];

/// What the stations were after the search is what the plan comes to: its part there, and its name.
const AFTER: [(&str, &str); 3] = [
    ("cost", "cost"),
    ("queue_hours", "station_queue_hours"),
    ("overflow_kg", "station_overflow_kg"),
];

/// A plan with what the judge and the models make of it; nothing is known of how it was searched.
#[must_use]
pub fn recounted(
    ground: crate::planner::Groundwork,
    plan: Plan,
    judgement: Judgement,
    district: &District,
) -> Outcome {
    Outcome {
        load_profile: crate::transfer::load_profile(district, &ground.travel, &plan),
        stations: StationFigures::default(),
        all_daily: None,
        changes: Vec::new(),
        iterations: 0,
        seed: 0,
        flow: ground.flow,
        travel: ground.travel,
        plan,
        judgement,
    }
}

/// Findings on the written tables of a plan that differ from the recount, and the names of those that were not judged.
#[must_use]
pub fn recount(
    district: &District,
    outcome: &Outcome,
    written: &Written,
    input_sha256: &str,
) -> (Vec<Finding>, Vec<String>) {
    let mut findings = Vec::new();
    let mut not_judged: Vec<String> = NOT_JUDGED.map(str::to_owned).into();
    for table in tables(district, outcome) {
        match written.text(table.name) {
            Some(text) => findings.extend(table.judge(&text)),
            None => not_judged.push(format!("{} (absent)", table.name)),
        }
    }
    let own = written
        .text("summary.json")
        .and_then(|text| serde_json::from_str(&text).ok());
    match own {
        Some(own) => {
            let ours = Summary::of(district, outcome, input_sha256);
            findings.extend(figures_that_differ(&own, &ours));
        }
        None => not_judged.push("summary.json (absent, or no JSON)".to_owned()),
    }
    (findings, not_judged)
}

/// What a plan's folder holds that nothing here is held against.
const NOT_JUDGED: [&str; 5] = [
    "reasons in visits.csv and unserved.csv",
    "names of tours and hauls",
    "what summary.json tells of the search",
    "run.json",
    "pages, plan.xlsx, plan.geojson, plan.kml and tours.gpx",
];

/// A table as it should be written.
struct Expected {
    name: &'static str,
    /// The columns that are judged; none: all.
    columns: &'static [&'static str],
    /// A column that may be left blank.
    lenient: Option<&'static str>,
    text: Vec<u8>,
}

impl Expected {
    fn judge(&self, written: &str) -> Option<Finding> {
        let expected = String::from_utf8_lossy(&self.text);
        let (count, first) = differing(written, &expected, self.columns, self.lenient)?;
        let detail = format!("{count} rows differ from the recount, such as: {first}");
        Some(Finding::of_table(self.name, count, detail))
    }
}

/// The tables whose rows follow from tours, hauls and what is unserved; and of stops.csv what no promise speaks of.
fn tables(district: &District, outcome: &Outcome) -> Vec<Expected> {
    let flows = WasteGraph::with_plan(district, &outcome.flow, &outcome.plan).rows(district);
    let needs = feeder_needs(district, &outcome.flow.loads);
    let ruled = Plan {
        visits: rules_by_tours(&outcome.plan, &outcome.flow.loads),
        ..outcome.plan.clone()
    };
    let month = monthly::Week {
        flow: &outcome.flow,
        plan: &ruled,
        judgement: &outcome.judgement,
    };
    let table = |name, columns, text| Expected {
        name,
        columns,
        lenient: None,
        text,
    };
    let mut tables = vec![
        table(
            "stations.csv",
            &[],
            facility_tables::stations(district, &outcome.load_profile),
        ),
        table("flows.csv", &[], flow_table::flows(&flows)),
        table(
            "monthly.csv",
            &[],
            monthly::monthly_csv(district, &monthly::rows(district, month)),
        ),
        table(
            "timetable.csv",
            &[],
            timetable::timetable_csv(district, &timetable::visits(district, &outcome.plan)),
        ),
        table(
            "feeders.csv",
            &[],
            facility_tables::feeders(district, &needs),
        ),
        table(
            "cleaners.csv",
            &[],
            cleaner_table::cleaners(district, &cleaner_needs(district)),
        ),
        table(
            "visits.csv",
            &["point", "stream", "visits_per_week", "days"],
            tour_tables::visits(district, &ruled),
        ),
        Expected {
            lenient: Some("id"),
            ..table(
                "stops.csv",
                &["tour", "sequence", "kind", "id"],
                tour_tables::stops(district, &outcome.plan),
            )
        },
    ];
    if outcome.judgement.is_clean() {
        tables.push(table(
            "findings.csv",
            &[],
            findings_table::findings(&outcome.judgement.findings),
        ));
    }
    tables
}

/// The visiting rules of all points that something reaches, with the days on which tours come or the plan says that they do
/// not; reasons as they are written.
fn rules_by_tours(plan: &Plan, loads: &[PointLoad]) -> Vec<VisitRule> {
    let mut days: BTreeMap<(PointId, StreamId), DaySet> = BTreeMap::new();
    for load in loads.iter().filter(|load| load.kg_per_week() > 0.0) {
        days.entry((load.point, load.stream)).or_default();
    }
    let mut add = |point, stream, day| {
        let days = days.entry((point, stream)).or_default();
        *days = days.with(day);
    };
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let (StopKind::Point(point), Some(stream)) = (stop.kind, stop.stream) {
                add(point, stream, tour.day);
            }
        }
    }
    for left in &plan.unserved {
        add(left.point, left.stream, left.day);
    }
    let reasons: BTreeMap<(PointId, StreamId), &str> = plan
        .visits
        .iter()
        .map(|rule| ((rule.point, rule.stream), rule.reason.as_str()))
        .collect();
    let rule = |((point, stream), days)| VisitRule {
        point,
        stream,
        days,
        reason: (*reasons.get(&(point, stream)).unwrap_or(&"")).to_owned(),
    };
    days.into_iter().map(rule).collect()
}

/// Figures of a written summary that lie off by more than rounding, and names and fingerprints that are others.
fn figures_that_differ(written: &Value, expected: &Summary) -> Vec<Finding> {
    let expected = serde_json::json!(expected);
    let mut findings = Vec::new();
    let mut compare = |name: &str, own: Option<&Value>, ours: &Value| {
        // A figure that another version did not write says nothing.
        let Some(own) = own.filter(|own| !is_same(own, ours)) else {
            return;
        };
        let detail = format!("{name} is {own}, counted again {ours}");
        findings.push(Finding::of_table("summary.json", 1, detail));
    };
    for (name, ours) in expected.as_object().into_iter().flatten() {
        if OF_THE_SEARCH.contains(&name.as_str()) {
            continue;
        }
        let own = written.get(name);
        match ours.as_object() {
            Some(parts) => {
                for (part, ours) in parts {
                    let own = own.and_then(|own| own.get(part));
                    compare(&format!("{name}.{part}"), own, ours);
                }
            }
            None => compare(name, own, ours),
        }
    }
    for (part, name) in AFTER {
        let own = written.pointer(&format!("/stations/after/{part}"));
        compare(&format!("stations.after.{part}"), own, &expected[name]);
    }
    findings
}

fn is_same(own: &Value, ours: &Value) -> bool {
    match (own.as_f64(), ours.as_f64()) {
        (Some(own), Some(ours)) => (own - ours).abs() <= 0.011 + 1e-6 * ours.abs(),
        _ => own == ours,
    }
}

/// All files of a plan made anew from the recount, but what tells of its search and run, which stays as it was written.
#[must_use]
pub fn rewritten(
    district: &District,
    network: Option<&RoadNetwork>,
    outcome: &Outcome,
    (run, written): (&RunFacts, &Written),
    language: Language,
) -> FileSet {
    let mut outcome = outcome.clone();
    outcome.plan.visits = rules_by_tours(&outcome.plan, &outcome.flow.loads);
    let outcome = &outcome;
    let mut set = plan_files(district, network, outcome, run, language);
    if GCJ02_COPIES.iter().any(|name| written.text(name).is_some()) {
        set.files.extend(gcj02_copies(district, outcome));
    }
    let own: Option<Value> = written
        .text("summary.json")
        .and_then(|text| serde_json::from_str(&text).ok());
    for (name, bytes) in &mut set.files {
        match (*name, &own) {
            ("summary.json", Some(own)) => {
                let mut summary =
                    serde_json::json!(Summary::of(district, outcome, &run.input_sha256));
                for name in OF_THE_SEARCH {
                    summary[name] = own[name].clone();
                }
                for (part, name) in AFTER {
                    let ours = summary[name].clone();
                    if let Some(after) = summary["stations"]["after"].as_object_mut() {
                        after.insert(part.to_owned(), ours);
                    }
                }
                *bytes = json(&summary);
            }
            ("run.json", _) => {
                if let Some(text) = written.text("run.json") {
                    *bytes = text.into_bytes();
                }
            }
            _ => {}
        }
    }
    set
}
