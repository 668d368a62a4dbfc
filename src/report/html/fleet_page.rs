//! `fleet.html`: the curve over fleet sizes, the choice marked and the bound drawn, opens offline.

use super::figures::grouped;
use super::fleet_words::FleetWords;
use super::frame::frame;
use super::plotting::{plotting, too_old};
use crate::district::{District, Language};
use crate::quantity::Money;
use crate::report::{FleetSummary, RunFacts, mix};
use crate::study::{BoundTerms, FleetCurve, FleetSize, GroupBound};
use maud::{Markup, PreEscaped, html};
use plotly::common::{Anchor, DashType, Line, Mode, Orientation};
use plotly::layout::{Axis, AxisType, BarMode, Legend, Margin, Shape, ShapeLine, ShapeType};
use plotly::{Bar, Layout, Plot, Scatter};

const CHOICE: &str = "#1f6f6b";
const BOUND: &str = "#a8481a";
const QUIET: &str = "#63707d";
/// Draws each chart from the JSON beside it.
const SCRIPT: &str = "withPlotly(() => { for (const place of document.querySelectorAll('[data-chart]')) { \
    const chart = JSON.parse(document.getElementById(place.dataset.chart).textContent); \
    Plotly.newPlot(place, chart.data, chart.layout, { displayModeBar: false, responsive: true }); } });";

/// The page.
pub(in crate::report) fn page(
    (district, curve): (&District, &FleetCurve),
    summary: &FleetSummary,
    run: &RunFacts,
    language: Language,
) -> Vec<u8> {
    let words = FleetWords::of(language);
    let title = format!("{} · {}", summary.district, words.title);
    let body = html! {
        (header(summary, run, words))
        main {
            (too_old(words.too_old))
            (verdict(curve, words))
            (figures(curve, summary, words))
            (chart("cost-chart", words.cost_of_week, words.cost_note, &cost_chart(curve, summary, words)))
            (chart("left-chart", words.what_stays, words.left_note, &left_chart(curve, words)))
            (chart("duty-chart", words.duty, words.duty_note, &duty_chart(curve, words)))
            (sizes(district, curve, words))
            (gap(summary, words))
            (proof(curve, words))
        }
        footer { (summary.district) " · wasteways " (summary.version) }
        (plotting())
        script { (PreEscaped(SCRIPT)) }
    };
    let markup = frame(words.lang, &title, ".chart { height: 380px; }", body);
    markup.into_string().into_bytes()
}

fn header(summary: &FleetSummary, run: &RunFacts, words: &FleetWords) -> Markup {
    html! {
        header {
            p.eyebrow { (words.title) }
            h1 { (summary.district) }
            p.quiet {
                @match &summary.week { Some(week) => (week), None => (words.any_week) }
                " · " @match &summary.vehicle { Some(name) => (name), None => (words.all_collectors) }
                " · " (words.seed) " " (summary.seed)
            }
            @if run.time_limit.is_some() { p.quiet { (words.time_limited) } }
        }
    }
}

fn verdict(curve: &FleetCurve, words: &FleetWords) -> Markup {
    let bound = curve.bound.vehicles();
    html! {
        @match curve.smallest_complete() {
            Some(size) => p.verdict.good {
                (words.enough_before) strong { (size.vehicles) } (words.enough_after)
                " " (words.bound_before) strong { (bound) } (words.bound_after)
            },
            None if !curve.missing.is_empty() => p.verdict.bad { (words.not_known) " " (words.bound_before) strong { (bound) } (words.bound_after) },
            None => p.verdict.bad { (words.none_enough) " " (words.bound_before) strong { (bound) } (words.bound_after) },
        }
        @if !curve.missing.is_empty() { p.warn { (curve.missing.len()) " " (words.missing) } }
    }
}

fn figures(curve: &FleetCurve, summary: &FleetSummary, words: &FleetWords) -> Markup {
    let or_none = |number: Option<String>| number.unwrap_or_else(|| "–".into());
    let vehicles = |size: Option<&FleetSize>| or_none(size.map(|size| size.vehicles.to_string()));
    let cost = summary
        .cheapest_cost
        .map(|cost| format!("{} {}", grouped(cost, 0), summary.currency));
    let rows = [
        (words.held, curve.held.to_string(), String::new()),
        (
            words.smallest,
            vehicles(curve.smallest_complete()),
            String::new(),
        ),
        (
            words.cheapest,
            vehicles(curve.cheapest()),
            cost.unwrap_or_else(|| words.no_price.into()),
        ),
        (
            words.bound,
            curve.bound.vehicles().to_string(),
            String::new(),
        ),
        (
            words.gap,
            or_none(curve.gap_percent().map(|gap| format!("{gap:.0} %"))),
            String::new(),
        ),
    ];
    html! {
        section {
            h2 { (words.answer) }
            dl.figures {
                @for (what, value, beside) in rows {
                    div { dt { (what) } dd { span.value { (value) } @if !beside.is_empty() { div.beside { (beside) } } } }
                }
            }
        }
    }
}

fn chart(id: &str, title: &str, note: &str, plot: &Plot) -> Markup {
    let data = plot.to_json().replace('<', "\\u003c");
    let source = format!("{id}-data");
    html! {
        section {
            h2 { (title) }
            p.note { (note) }
            div.chart data-chart=(source) {}
            script type="application/json" id=(source) { (PreEscaped(data)) }
        }
    }
}

fn cost_chart(curve: &FleetCurve, summary: &FleetSummary, words: &FleetWords) -> Plot {
    type Part = fn(&FleetSize) -> Money;
    let parts: [(&str, &str, Part); 8] = [
        (words.ownership, "#324b63", |size| size.cost.ownership),
        (words.fixed, "#557a95", |size| size.cost.fixed),
        (words.distance, "#2f7d78", |size| size.cost.distance),
        (words.time, "#7fae6d", |size| size.cost.time),
        (words.overtime, "#d9a441", |size| size.cost.overtime),
        (words.gate, "#b9a58c", |size| size.cost.gate),
        (words.haul, "#c9cdd2", |size| size.cost.haul),
        (words.feeders, "#a9c4a0", |size| size.cost.feeders),
    ];
    let mut plot = Plot::new();
    for (name, colour, part) in parts {
        let values: Vec<f64> = curve
            .sizes
            .iter()
            .map(|size| part(size).as_units())
            .collect();
        if values.iter().any(|value| *value > 0.0) {
            let bar = Bar::new(held(curve), values);
            plot.add_trace(
                bar.name(name)
                    .marker(plotly::common::Marker::new().color(colour)),
            );
        }
    }
    let layout = layout(
        curve,
        words,
        &format!("{} {}", summary.currency, words.a_week),
    );
    plot.set_layout(layout.bar_mode(BarMode::Stack));
    plot
}

fn left_chart(curve: &FleetCurve, words: &FleetWords) -> Plot {
    let mut plot = Plot::new();
    let kg: Vec<f64> = curve
        .sizes
        .iter()
        .map(|size| size.unserved.as_f64())
        .collect();
    plot.add_trace(line(
        Scatter::new(held(curve), kg),
        words.unserved_kg,
        BOUND,
    ));
    plot.set_layout(layout(curve, words, words.kg_a_week));
    plot
}

fn duty_chart(curve: &FleetCurve, words: &FleetWords) -> Plot {
    let mut plot = Plot::new();
    let hours: Vec<f64> = curve
        .sizes
        .iter()
        .map(|size| size.overtime.as_hours())
        .collect();
    plot.add_trace(line(
        Scatter::new(held(curve), hours),
        words.overtime_hours,
        CHOICE,
    ));
    let queues: Vec<f64> = curve
        .sizes
        .iter()
        .map(|size| size.queue.as_hours())
        .collect();
    plot.add_trace(line(
        Scatter::new(held(curve), queues),
        words.queue_hours,
        "#d9a441",
    ));
    plot.set_layout(layout(curve, words, words.hours_a_week));
    plot
}

fn line(trace: Box<Scatter<u32, f64>>, name: &str, colour: &'static str) -> Box<Scatter<u32, f64>> {
    trace
        .name(name)
        .mode(Mode::LinesMarkers)
        .line(Line::new().color(colour).width(2.0))
}

fn held(curve: &FleetCurve) -> Vec<u32> {
    curve.sizes.iter().map(|size| size.vehicles).collect()
}

/// Axes, the bound as a line and the smallest complete fleet as a band.
fn layout(curve: &FleetCurve, words: &FleetWords, what: &str) -> Layout {
    let mark = |at: f64, colour: &'static str, dash| {
        Shape::new()
            .shape_type(ShapeType::Line)
            .x0(at)
            .x1(at)
            .y0(0.0)
            .y1(1.0)
            .y_ref("paper")
            .line(ShapeLine::new().color(colour).width(2.0).dash(dash))
    };
    let bound = curve.bound.vehicles() as f64;
    let least = curve
        .sizes
        .first()
        .map_or(0.0, |size| f64::from(size.vehicles));
    let most = curve
        .sizes
        .last()
        .map_or(1.0, |size| f64::from(size.vehicles));
    let mut shapes = vec![mark(bound, BOUND, DashType::Dot)];
    if let Some(size) = curve.smallest_complete() {
        shapes.push(mark(f64::from(size.vehicles) - 0.5, CHOICE, DashType::Dash));
    }
    let axis = |title: &str| {
        Axis::new()
            .title(title.to_owned())
            .color(QUIET)
            .grid_color("#e2e7ec")
    };
    Layout::new()
        .margin(Margin::new().left(70).right(20).top(10).bottom(50))
        .x_axis(
            axis(words.vehicles_held)
                .type_(AxisType::Linear)
                .range(vec![least.min(bound) - 1.0, most + 1.0]),
        )
        .y_axis(axis(what).range_mode(plotly::layout::RangeMode::ToZero))
        .legend(
            Legend::new()
                .orientation(Orientation::Horizontal)
                .y(1.02)
                .y_anchor(Anchor::Bottom),
        )
        .shapes(shapes)
}

fn sizes(district: &District, curve: &FleetCurve, words: &FleetWords) -> Markup {
    let smallest = curve.smallest_complete().map(|size| size.vehicles);
    let cheapest = curve.cheapest().map(|size| size.vehicles);
    html! {
        section {
            h2 { (words.all_sizes) }
            div.scroll { table {
                thead { tr {
                    th.number { (words.vehicles_held) } th.number { (words.cost_of_week) } th.number { (words.unserved_kg) }
                    th.number { (words.unserved_points) } th.number { (words.overtime_hours) } th.number { (words.latest_return) }
                    th.number { "km" } th.number { (words.cleared) } th { (words.mix) } th { }
                } }
                tbody { @for size in &curve.sizes { tr {
                    td.number { (size.vehicles) }
                    td.number { (grouped(size.cost.total().as_units(), 0)) }
                    td.number { (grouped(size.unserved.as_f64(), 0)) }
                    td.number { (size.unserved_points) }
                    td.number { (grouped(size.overtime.as_hours(), 1)) }
                    td.number { (size.latest_return) }
                    td.number { (grouped(size.distance.as_km(), 0)) }
                    td.number { (format!("{:.1} %", size.daily_clearing_percent)) }
                    td { (mix(district, size)) }
                    td {
                        @if smallest == Some(size.vehicles) { strong { (words.smallest) } " " }
                        @if cheapest == Some(size.vehicles) { strong { (words.cheapest) } " " }
                        @if size.findings > 0 { span.warn { (size.findings) " " (words.findings) } " " }
                        @if let Some(of) = size.plan_of { span.quiet { (words.plan_of) " " (of) } }
                    }
                } } }
            } }
        }
    }
}

fn gap(summary: &FleetSummary, words: &FleetWords) -> Markup {
    html! {
        @let complete = summary.smallest_complete.map(u64::from);
        @if complete == Some(summary.lower_bound) {
            section {
                h2 { (words.no_gap) }
                p.note { (words.no_gap_note) }
            }
        }
        @if !summary.gap_hours.is_empty() && complete > Some(summary.lower_bound) {
            section {
                h2 { (words.why_gap) }
                p.note { (words.why_gap_note) }
                table.narrow {
                    thead { tr { th { } th.number { (words.in_plan) } th.number { (words.in_proof) } } }
                    tbody { @for (row, name) in summary.gap_hours.iter().zip(words.duty_parts()) { tr {
                        td { (name) } td.number { (grouped(row.plan, 0)) } td.number { (grouped(row.proof, 0)) }
                    } } }
                }
            }
        }
    }
}

fn proof(curve: &FleetCurve, words: &FleetWords) -> Markup {
    html! {
        section {
            h2 { (words.proof) }
            p.note { (words.proof_note) }
            @for group in &curve.bound.groups { (group_proof(group, words)) }
            @if curve.bound.of_other_types > 0 {
                p { (words.other_types) " " (curve.bound.of_other_types) }
            }
        }
    }
}

fn group_proof(group: &GroupBound, words: &FleetWords) -> Markup {
    let hours = |seconds: i64| grouped(seconds as f64 / 3600.0, 1);
    html! {
        h3 { (group.held) " " (words.of_types) ": " (group.vehicles.join(", ")) }
        div.scroll { table {
            thead { tr {
                th { (words.day) } th.number { (words.visits) } th.number { (words.trips) } th.number { (words.trips_a_tour) }
                th.number { (words.by_capacity) } th.number { (words.service) } th.number { (words.unloading) }
                th.number { (words.driving) } th.number { (words.longest) } th.number { (words.by_time) }
            } }
            tbody { @for (terms, day) in group.days.iter().zip(words.weekdays()) { (terms_row(terms, day, &hours)) } }
        } }
        p.quiet { (words.availability) " " (group.availability) ", " (group.days_per_week) " " (words.days_a_week) }
    }
}

fn terms_row(terms: &BoundTerms, day: &str, hours: &dyn Fn(i64) -> String) -> Markup {
    html! {
        tr {
            td { (day) } td.number { (terms.visits) } td.number { (terms.trips) } td.number { (terms.trips_a_tour) }
            td.number { (terms.by_capacity) } td.number { (hours(terms.service_s)) } td.number { (hours(terms.unloading_s)) }
            td.number { (hours(terms.driving_s)) } td.number { (hours(terms.longest_s - terms.home_s)) }
            td.number { (terms.by_time) }
        }
    }
}
