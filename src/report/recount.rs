//! A written plan counted once more: which of its tables and figures say something else than the judge's own recount.

use super::{RunFacts, Summary, facility_tables, flow_table, json, plan_files};
use crate::check::{Finding, Judgement};
use crate::district::{District, Language, PointId, StreamId};
use crate::flow::{WasteGraph, feeder_needs};
use crate::input::Written;
use crate::plan::{Plan, StopKind, VisitRule};
use crate::planner::{Outcome, StationFigures};
use crate::quantity::DaySet;
use crate::report::FileSet;
use crate::roads::RoadNetwork;
use serde_json::Value;
use std::collections::BTreeMap;

/// Figures of summary.json that tell of the search and of the run, which no plan can tell again.
const OF_THE_SEARCH: [&str; 9] = [
    "stations",
    "onward_price_assumed",
    "onward_price_found",
    "all_daily",
    "iterations",
    "seed",
    "version",
    "input_sha256",
    "week",
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
) -> (Vec<Finding>, Vec<String>) {
    let flows = WasteGraph::with_plan(district, &outcome.flow, &outcome.plan).rows(district);
    let needs = feeder_needs(district, &outcome.flow.loads);
    let tables = [
        (
            "stations.csv",
            facility_tables::stations(district, &outcome.load_profile),
        ),
        ("flows.csv", flow_table::flows(&flows)),
        ("feeders.csv", facility_tables::feeders(district, &needs)),
    ];
    let mut findings = Vec::new();
    let mut not_judged = vec!["reasons in visits.csv".to_owned()];
    findings.extend(days_that_differ(district, &outcome.plan));
    for (name, expected) in tables {
        match written.text(name) {
            Some(text) => findings.extend(rows_that_differ(
                name,
                &text,
                &String::from_utf8_lossy(&expected),
            )),
            None => not_judged.push(format!("{name} (absent)")),
        }
    }
    let own = written
        .text("summary.json")
        .and_then(|text| serde_json::from_str(&text).ok());
    match own {
        Some(own) => findings.extend(figures_that_differ(
            &own,
            &Summary::of(district, outcome, ""),
        )),
        None => not_judged.push("summary.json (absent, or no JSON)".to_owned()),
    }
    (findings, not_judged)
}

/// The visiting rules of a plan with the days on which its tours come or it says that they do not.
fn rules_by_tours(plan: &Plan) -> Vec<VisitRule> {
    let mut days: BTreeMap<(PointId, StreamId), DaySet> = BTreeMap::new();
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
    let recounted = |rule: &VisitRule| VisitRule {
        days: days
            .get(&(rule.point, rule.stream))
            .copied()
            .unwrap_or_default(),
        ..rule.clone()
    };
    plan.visits.iter().map(recounted).collect()
}

/// Rows of visits.csv that name other days than the plan's tours do.
fn days_that_differ(district: &District, plan: &Plan) -> Option<Finding> {
    let recounted = rules_by_tours(plan);
    let rows = plan.visits.iter().zip(&recounted);
    let wrong: Vec<_> = rows.filter(|(own, ours)| own.days != ours.days).collect();
    let (own, ours) = wrong.first()?;
    let detail = format!(
        "{} rows name other days than the tours, such as {} {}: {}, by the tours {}",
        wrong.len(),
        district.points[own.point.index()].name,
        district.streams[own.stream.index()].name,
        own.days,
        ours.days
    );
    Some(Finding::of_table("visits.csv", wrong.len(), detail))
}

fn rows_that_differ(name: &str, written: &str, expected: &str) -> Option<Finding> {
    let rows = |text: &str| -> BTreeMap<String, usize> {
        let mut rows = BTreeMap::new();
        for row in text.trim_start_matches('\u{feff}').lines() {
            *rows.entry(row.trim_end().to_owned()).or_default() += 1;
        }
        rows
    };
    let (written, expected) = (rows(written), rows(expected));
    let lacks = |from: &BTreeMap<String, usize>, of: &BTreeMap<String, usize>| -> Vec<String> {
        let rows = from
            .iter()
            .filter(|(row, count)| of.get(*row) < Some(*count));
        rows.map(|(row, _)| row.clone()).collect()
    };
    let (wrong, missing) = (lacks(&written, &expected), lacks(&expected, &written));
    let count = wrong.len().max(missing.len());
    let first = wrong.first().or(missing.first())?;
    let detail = format!("{count} rows differ from the recount, such as: {first}");
    Some(Finding::of_table(name, count, detail))
}

/// Figures of a written summary that lie off by more than rounding.
fn figures_that_differ(written: &Value, expected: &Summary) -> Vec<Finding> {
    let expected = serde_json::json!(expected);
    let mut findings = Vec::new();
    let mut compare = |name: &str, own: &Value, ours: &Value| {
        let (Some(own), Some(ours)) = (own.as_f64(), ours.as_f64()) else {
            return;
        };
        if (own - ours).abs() > 0.011 + 1e-6 * ours.abs() {
            let detail = format!("{name} is {own}, counted again {ours}");
            findings.push(Finding::of_table("summary.json", 1, detail));
        }
    };
    for (name, ours) in expected.as_object().into_iter().flatten() {
        let own = &written[name.as_str()];
        if OF_THE_SEARCH.contains(&name.as_str()) || own.is_null() {
            continue;
        }
        match ours.as_object() {
            Some(parts) => {
                for (part, ours) in parts {
                    compare(&format!("{name}.{part}"), &own[part.as_str()], ours);
                }
            }
            None => compare(name, own, ours),
        }
    }
    findings
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
    outcome.plan.visits = rules_by_tours(&outcome.plan);
    let outcome = &outcome;
    let mut set = plan_files(district, network, outcome, run, language);
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
