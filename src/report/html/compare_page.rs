//! `compare.html`: two plans of one district, figures first, then a map of each, the villages that see another week, and the visits
//! that move.

use super::figures::grouped;
use super::flat_map::FlatMap;
use super::frame::frame;
use super::what_if_page::{WhatIfWords, figure_table, moves};
use crate::district::{District, Language, Place};
use crate::plan::{Plan, StopKind};
use crate::quantity::DaySet;
use crate::report::DifferenceSummary;
use crate::report::compare_files::words_of;
use crate::report::simplify::Corner;
use crate::study::TwoPlans;
use maud::{Markup, html};
use std::fmt::Write;

words! {
    /// Every word of the page in one language.
    CompareWords;
    title: "Two plans", "方案对比";
    first: "First", "方案一";
    second: "Second", "方案二";
    findings: "broken promises in the first, in the second:", "项不符合(方案一),方案二:";
    crew: "their crew too", "同时保持班组";
    same: "The two plans are the same.", "两个方案相同。";
    villages: "Villages with other days, vehicles or facilities", "日期、车辆或去向变动的村";
    village: "Village", "村";
    days: "Days", "日期";
    vehicles: "Vehicles", "车辆";
    facilities: "Facilities", "去向";
    maps: "Ways of the week, from stop to stop; marked: villages that change", "一周行车路线(站点直连),圈出变动的村";
}

pub(super) const STYLE: &str = ".maps { display: flex; flex-wrap: wrap; gap: 1rem; } .maps figure { flex: 1 1 24rem; margin: 0; break-inside: avoid; } \
    .maps svg { width: 100%; height: auto; } .way { fill: none; stroke: #2b6f6a; stroke-opacity: 0.35; } \
    .spot { fill: #1f2a37; } .changed { fill: none; stroke: #b3541e; } h2 { break-after: avoid; } \
    @media print { .scroll { overflow: visible; } .maps { display: block; } .maps figure { width: 75%; } td, th { white-space: normal; } }";

/// The page.
pub(in crate::report) fn compare_page(
    district: &District,
    plans: [&Plan; 2],
    (found, summary): (&TwoPlans, &DifferenceSummary),
    language: Language,
) -> Vec<u8> {
    let (words, shared) = (CompareWords::of(language), WhatIfWords::of(language));
    let columns = [words.first, words.second];
    let difference = &found.difference;
    let is_same =
        difference.before == difference.after && difference.kept_by_crew == difference.visits;
    let body = html! {
        header { p.eyebrow { (words.title) } h1 { (district.name) } p.quiet { (summary.scenario) } }
        main {
            @if is_same { p.verdict.good { (words.same) } }
            section {
                h2 { (shared.difference) }
                (figure_table(summary, columns, shared))
                p.note { (grouped(summary.kept_percent, 1)) " % " (shared.kept) ", "
                    (grouped(summary.kept_by_crew_percent, 1)) " % " (words.crew) }
                p.note { (found.findings[0]) " " (words.findings) " " (found.findings[1]) }
            }
            section {
                h2 { (words.maps) }
                div.maps { @for (plan, name) in plans.into_iter().zip(columns) {
                    figure { figcaption { (name) } (map(district, plan, found)) }
                } }
            }
            @if !found.villages.is_empty() {
                section {
                    h2 { (words.villages) ": " (found.villages.len()) }
                    div.scroll { (villages(district, found, (words, shared))) }
                }
            }
            (moves(district, difference, columns, shared))
        }
        footer { (district.name) " · wasteways " (env!("CARGO_PKG_VERSION")) }
    };
    let title = format!("{} {}", words.title, district.name);
    frame(shared.lang, &title, STYLE, body)
        .into_string()
        .into_bytes()
}

fn villages(
    district: &District,
    found: &TwoPlans,
    (words, shared): (&CompareWords, &WhatIfWords),
) -> Markup {
    let weekdays = shared.weekdays();
    let days = |set: DaySet| {
        let names: Vec<&str> = set.iter().map(|day| weekdays[day.index() % 7]).collect();
        names.join(", ")
    };
    html! {
        table {
            thead { tr { th { (words.village) } @for name in [words.days, words.vehicles, words.facilities] {
                th { (name) ": " (words.first) } th { (name) ": " (words.second) }
            } } }
            tbody { @for change in &found.villages { tr {
                td { (change.village.map_or("–", |id| district.villages[id.index()].name.as_str())) }
                td { (days(change.days_before)) } td { (days(change.days_now)) }
                @for words in &words_of(district, change)[2..] { td { (words.replace(';', ", ")) } }
            } } }
        }
    }
}

/// The ways of a week, every point, and a ring around each village that changes.
pub(super) fn map(district: &District, plan: &Plan, found: &TwoPlans) -> Markup {
    let flat = FlatMap::of(district);
    let mut ways = String::new();
    for tour in &plan.tours {
        let places = tour
            .stops
            .iter()
            .filter_map(|stop| place(district, stop.kind));
        trace(&flat.line(places), &mut ways);
    }
    let spots: Vec<Corner> = (district.points.iter())
        .map(|point| flat.project(point.place))
        .collect();
    let span = |axis: fn(&Corner) -> i32| {
        let values = || spots.iter().map(axis);
        let (least, most) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
        (least, f64::from((most - least).max(1)))
    };
    let ((west, wide), (south, high)) = (span(|spot| spot.0), span(|spot| spot.1));
    let edge = f64::max(wide, high) * 0.05;
    let north = f64::from(south) + high;
    let view = format!(
        "{:.0} {:.0} {:.0} {:.0}",
        f64::from(west) - edge,
        -north - edge,
        wide + 2.0 * edge,
        high + 2.0 * edge
    );
    // As large as the points leave room for.
    let dot = (edge * 0.08).min(2.0 * (wide * high / spots.len().max(1) as f64).sqrt() / 25.0);
    let changed = found.villages.iter().filter_map(|change| change.village);
    html! {
        svg viewBox=(view) role="img" {
            path.way d=(ways) stroke-width=(format!("{:.1}", dot)) {}
            @for spot in &spots { circle.spot cx=(spot.0) cy=(-spot.1) r=(format!("{:.1}", dot)) {} }
            @for village in changed {
                @let (east, north) = flat.project(district.villages[village.index()].place);
                circle.changed cx=(east) cy=(-north) r=(format!("{:.1}", edge * 0.2)) stroke-width=(format!("{:.1}", dot)) {}
            }
        }
    }
}

fn place(district: &District, kind: StopKind) -> Option<Place> {
    match kind {
        StopKind::Point(point) => Some(district.points[point.index()].place),
        StopKind::Disposal(id) => Some(district.disposal_place(id)),
        _ => None,
    }
}

fn trace(line: &[Corner], path: &mut String) {
    for (at, (east, north)) in line.iter().enumerate() {
        let step = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{step}{east} {}", -north);
    }
}
