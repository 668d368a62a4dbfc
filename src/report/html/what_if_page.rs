//! `what-if.html`, what a change makes different, first of all; and `losses.html`, each truck and facility out once.

use super::figures::grouped;
use super::frame::frame;
use crate::district::{District, Language};
use crate::report::{DifferenceSummary, WeekFigures};
use crate::study::{Difference, Loss, Move, Outage};
use maud::{Markup, html};

words! {
    /// Every word of the two pages in one language.
    WhatIfWords;
    lang: "en", "zh-CN";
    title: "What if?", "假如……";
    losses_title: "What if one of them is out?", "任一停用会怎样?";
    better: "Nothing is left over.", "无滞留。";
    worse: "More stays than before.", "滞留多于现状。";
    before: "Present week", "现状";
    after: "With the change", "变更后";
    difference: "Difference", "差异";
    cost: "Cost of the week", "每周费用";
    ownership: "of it holding the fleet", "其中车辆保有";
    collection: "of it tours, distance, time", "其中出车、里程、工时";
    overtime: "of it overtime", "其中加班";
    gate: "of it gates", "其中处置费";
    haul: "of it onward haul", "其中转运";
    trucks: "Trucks on the busiest day", "最忙日车辆";
    crews: "Crews", "班组";
    tonnes: "Tonnes", "吨";
    overflowing: "Points that overflow", "满溢点";
    floors: "Too much on floors, kg", "站内超存,公斤";
    tours: "Tours", "班次";
    km: "Kilometres", "公里";
    hours: "Hours on duty", "工作小时";
    overtime_hours: "Hours of overtime", "加班小时";
    unserved: "Stays, kg", "滞留,公斤";
    untreated: "No plant takes, kg", "无处理去向,公斤";
    missed: "Visits missed", "漏收次数";
    queue: "Hours in queues", "排队小时";
    cleared: "All waste cleared within a day, %", "全部垃圾日产日清率,%";
    kept: "of the visits keep day and type of vehicle", "的收运保持日期与车型";
    moves: "Visits that move", "变动的收运";
    point: "Point", "收集点";
    now: "Now", "变更后";
    nobody: "nobody", "无";
    and_more: "more in moves.csv", "项见 moves.csv";
    the_plan: "The plan of the new week is in report.html beside this page.", "新一周的计划见同目录 report.html。";
    rank: "Rank", "序";
    out: "Out", "停用";
    more_cost: "More cost a week", "每周增加费用";
    still_paid: "What is out goes on being paid for.", "停用期间保有费用照付。";
    monday: "Mon", "周一";
    tuesday: "Tue", "周二";
    wednesday: "Wed", "周三";
    thursday: "Thu", "周四";
    friday: "Fri", "周五";
    saturday: "Sat", "周六";
    sunday: "Sun", "周日";
}

weekdays!(WhatIfWords);

/// Moves shown before the rest are counted.
const SHOWN: usize = 200;

/// The page of a change.
pub(crate) fn difference_page(
    district: &District,
    summary: &DifferenceSummary,
    difference: &Difference,
    language: Language,
) -> Vec<u8> {
    let words = WhatIfWords::of(language);
    let (before, after) = (&summary.before, &summary.after);
    let is_worse =
        after.unserved_kg + after.untreated_kg > before.unserved_kg + before.untreated_kg;
    let body = html! {
        header { p.eyebrow { (words.title) } h1 { (district.name) ": " (summary.scenario) } p.quiet { (words.the_plan) } }
        main {
            @if is_worse { p.verdict.bad { (words.worse) } }
            @else if after.unserved_kg == 0 { p.verdict.good { (words.better) } }
            section {
                h2 { (words.difference) }
                (figure_table(summary, [words.before, words.after], words))
                p.note { (grouped(summary.kept_percent, 1)) " % " (words.kept) }
            }
            (moves(district, difference, [words.before, words.now], words))
        }
        footer { (district.name) " · wasteways " (env!("CARGO_PKG_VERSION")) }
    };
    let title = format!("{} {}", words.title, district.name);
    frame(words.lang, &title, "", body)
        .into_string()
        .into_bytes()
}

/// The figures of two weeks and what lies between them.
pub(super) fn figure_table(
    summary: &DifferenceSummary,
    [first, second]: [&str; 2],
    words: &WhatIfWords,
) -> Markup {
    let (before, after) = (&summary.before, &summary.after);
    html! {
        table.narrow {
            thead { tr { th { } th.number { (first) } th.number { (second) } th.number { (words.difference) } } }
            tbody { @for (name, of) in figures(words) {
                tr { td { (name) } td.number { (grouped(of(before), 0)) } td.number { (grouped(of(after), 0)) }
                    td.number { strong { (signed(of(after) - of(before))) } } }
            } }
        }
    }
}

type Figure = fn(&WeekFigures) -> f64;

/// What is compared, as rows.
fn figures(words: &WhatIfWords) -> [(&'static str, Figure); 20] {
    [
        (words.cost, |week| week.cost),
        (words.ownership, |week| week.cost_parts.ownership),
        (words.collection, |week| {
            week.cost_parts.fixed + week.cost_parts.distance + week.cost_parts.time
        }),
        (words.overtime, |week| week.cost_parts.overtime),
        (words.gate, |week| week.cost_parts.gate),
        (words.haul, |week| week.cost_parts.haul),
        (words.trucks, |week| week.trucks as f64),
        (words.crews, |week| week.crews as f64),
        (words.tours, |week| week.tours as f64),
        (words.km, |week| week.km),
        (words.hours, |week| week.hours),
        (words.overtime_hours, |week| week.overtime_hours),
        (words.tonnes, |week| week.tonnes),
        (words.unserved, |week| week.unserved_kg as f64),
        (words.untreated, |week| week.untreated_kg as f64),
        (words.missed, |week| f64::from(week.missed_visits)),
        (words.overflowing, |week| week.points_overflowing as f64),
        (words.queue, |week| week.station_queue_hours),
        (words.floors, |week| week.station_overflow_kg as f64),
        (words.cleared, |week| week.daily_clearing_percent),
    ]
}

fn signed(value: f64) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", grouped(value, 1))
}

/// The visits that move from one week to the other.
pub(super) fn moves(
    district: &District,
    difference: &Difference,
    [first, second]: [&str; 2],
    words: &WhatIfWords,
) -> Markup {
    let rows = &difference.moves;
    html! {
        @if !rows.is_empty() {
            section {
                h2 { (words.moves) ": " (rows.len()) }
                div.scroll { table {
                    thead { tr { th { (words.point) } th { (first) } th { (second) } } }
                    tbody { @for row in rows.iter().take(SHOWN) { (moved(district, row, words)) } }
                } }
                @if rows.len() > SHOWN { p.note { (rows.len() - SHOWN) " " (words.and_more) } }
            }
        }
    }
}

fn moved(district: &District, row: &Move, words: &WhatIfWords) -> Markup {
    let who = |tour: &Option<(crate::quantity::Day, crate::district::VehicleId, String)>| match tour
    {
        None => words.nobody.to_owned(),
        Some((day, vehicle, name)) => {
            let vehicle = &district.vehicles[vehicle.index()].name;
            format!("{} {vehicle} ({name})", words.weekdays()[day.index() % 7])
        }
    };
    html! {
        tr { td { (district.points[row.point.index()].name) } td { (who(&row.before)) } td { (who(&row.now)) } }
    }
}

/// The page of all losses, the most damage first.
pub(crate) fn losses_page(district: &District, losses: &[Loss], language: Language) -> Vec<u8> {
    let words = WhatIfWords::of(language);
    let kind = |outage: Outage| match outage {
        Outage::Vehicle(_) => "",
        Outage::Facility(_) => "●",
    };
    let body = html! {
        header { p.eyebrow { (words.losses_title) } h1 { (district.name) } p.quiet { (words.still_paid) } }
        main { section { div.scroll { table {
            thead { tr { th.number { (words.rank) } th { (words.out) } th { } th.number { (words.unserved) } th.number { (words.untreated) }
                th.number { (words.missed) } th.number { (words.more_cost) ", " (district.currency) } th.number { (words.hours) }
                th.number { (words.overtime_hours) } th.number { (words.kept) ", %" } } }
            tbody { @for (rank, loss) in (1..).zip(losses) {
                tr { td.number { (rank) } td { (loss.outage.name(district)) } td { (kind(loss.outage)) }
                    td.number { (signed(loss.unserved.as_f64())) } td.number { (signed(loss.untreated.as_f64())) }
                    td.number { (loss.missed_visits) } td.number { (signed(loss.cost.as_units())) }
                    td.number { (signed(loss.duration.as_hours())) } td.number { (signed(loss.overtime.as_hours())) }
                    td.number { (grouped(loss.kept_percent, 1)) } }
            } }
        } } } }
        footer { (district.name) " · wasteways " (env!("CARGO_PKG_VERSION")) }
    };
    let title = format!("{} {}", words.losses_title, district.name);
    frame(words.lang, &title, "", body)
        .into_string()
        .into_bytes()
}
