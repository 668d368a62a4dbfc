//! The first page of the report where a baseline is given: the week as it was beside the plan.

use super::compare_page::map;
use super::figures::grouped;
use super::what_if_page::{WhatIfWords, figure_table};
use crate::district::{District, Language};
use crate::plan::Plan;
use crate::report::Baseline;
use crate::report::what_if_files::{DifferenceSummary, WeekFigures};
use crate::study::{Saving, steps};
use maud::{Markup, html};

words! {
    /// Its words in one language.
    BaselineWords;
    title: "Before and after", "现状与方案";
    before: "Before", "现状";
    plan: "Plan", "方案";
    costs: "cost of the week", "每周费用";
    trucks: "trucks", "车辆";
    crews: "crews", "班组";
    km: "km", "公里";
    hours: "hours", "工时";
    findings: "broken promises before, in the plan:", "项不符合(现状),方案:";
    crew: "their crew too", "同时保持班组";
    villages: "villages with other days, vehicles or facilities: changed_villages.csv", "个村日期、车辆或去向变动,见 changed_villages.csv";
    savings: "What a week saves by how much of it changes", "变动幅度与节约";
    at_most: "At most so many visits by another type of vehicle or on another day", "车型或日期变动的收运上限";
    changed: "changed", "实际变动";
    cost: "Cost", "费用";
    saved: "Saved", "节约";
    all: "savings.csv has every plan behind this.", "各档方案见 savings.csv。";
    ways: "Ways of the week, from stop to stop; ringed: villages that change", "一周行车路线(站点直连),圈出变动的村";
}

/// On paper it is a page of its own.
pub(super) const STYLE: &str = ".side { display: flex; gap: 1.5rem; align-items: flex-start; } .side .maps { display: block; flex: 1 1 18rem; } \
    .side td, .side th { padding-top: 2px; padding-bottom: 2px; } \
    @media (max-width: 800px) { .side { display: block; } } \
    @media print { .side { display: flex; } .side .maps { display: block; } .side .maps figure { width: 100%; } .before-and-after { break-after: page; } }";

/// The section.
pub(super) fn before_and_after(
    district: &District,
    plan: &Plan,
    baseline: &Baseline<'_>,
    language: Language,
) -> Markup {
    let (words, shared) = (BaselineWords::of(language), WhatIfWords::of(language));
    let found = baseline.found;
    let summary = DifferenceSummary::of(baseline.name.clone(), &found.difference);
    let columns = [words.before, words.plan];
    html! {
        section.before-and-after {
            h2 { (words.title) ": " (summary.scenario) }
            p.lead { strong { (headline(&summary, words)) } }
            div.side {
                (figure_table(&summary, columns, shared))
                div.maps { @for (plan, name) in [baseline.plan, plan].into_iter().zip(columns) {
                    figure { figcaption { (name) } (map(district, plan, found)) }
                } }
            }
            p.note { (grouped(summary.kept_percent, 1)) " % " (shared.kept) ", "
                (grouped(summary.kept_by_crew_percent, 1)) " % " (words.crew) "; "
                (found.villages.len()) " " (words.villages) }
            p.note { (found.findings[0]) " " (words.findings) " " (found.findings[1]) }
            p.note { (words.ways) }
        }
    }
}

/// What changes most, in one line.
fn headline(summary: &DifferenceSummary, words: &BaselineWords) -> String {
    let (before, after) = (&summary.before, &summary.after);
    let percent = |name: &str, of: fn(&WeekFigures) -> f64| {
        let (before, after) = (of(before), of(after));
        let change = 100.0 * (after - before) / before.max(1e-9);
        format!("{name} {change:+.1} %")
    };
    let count = |name: &str, before: usize, after: usize| format!("{name} {before} → {after}");
    let parts = [
        percent(words.costs, |week| week.cost),
        count(words.trucks, before.trucks, after.trucks),
        count(words.crews, before.crews, after.crews),
        percent(words.km, |week| week.km),
        percent(words.hours, |week| week.hours),
    ];
    parts.join(" · ")
}

/// What the best plan saves that changes at most so much.
pub(super) fn savings(curve: &[Saving], currency: &str, language: Language) -> Markup {
    let words = BaselineWords::of(language);
    let steps = steps(curve);
    if steps.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (words.savings) }
            table.narrow {
                thead { tr { th.number { (words.at_most) } th.number { (words.changed) }
                    th.number { (words.cost) ", " (currency) } th.number { (words.saved) } th.number { (words.trucks) } } }
                tbody { @for step in steps { tr {
                    td.number { (grouped(step.percent, 0)) " %" } td.number { (grouped(step.best.changed_percent, 1)) " %" }
                    td.number { (grouped(step.best.figures.cost.total().as_units(), 0)) }
                    td.number { strong { (grouped(step.saved_percent, 1)) " %" } }
                    td.number { (step.best.figures.trucks) }
                } } }
            }
            p.note { (words.all) }
        }
    }
}
