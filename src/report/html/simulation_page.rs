//! `simulate.html`: what may go wrong in a real week, where, and what would mend it.

use super::figures::grouped;
use super::frame::frame;
use super::simulation_words::SimulationWords;
use crate::district::{District, Language};
use crate::plan::Plan;
use crate::report::SimulationSummary;
use crate::study::{Estimate, Mend, Risk, TourRisk};
use maud::{Markup, html};

/// Rows shown of a long table; the file has all.
const SHOWN: usize = 20;

/// The page.
pub(in crate::report) fn page(
    (district, plan): (&District, &Plan),
    risk: &Risk,
    summary: &SimulationSummary,
    language: Language,
) -> Vec<u8> {
    let words = SimulationWords::of(language);
    let title = format!("{} · {}", summary.district, words.title);
    let body = html! {
        header {
            p.eyebrow { (words.title) }
            h1 { (summary.district) }
            p.quiet {
                @match &summary.week { Some(week) => (week), None => (words.any_week) }
                " · " (grouped(summary.runs as f64, 0)) " × " (summary.weeks) " " (words.weeks)
                " · " (words.seed) " " (summary.seed)
            }
        }
        main {
            (figures(summary, words))
            (comparison(summary, words))
            (weakest(district, risk, words))
            (overflow(district, risk, words))
            (lateness(district, plan, risk, words))
            (stations(district, risk, words))
            (spread(summary, words))
        }
        footer { (summary.district) " · wasteways " (summary.version) }
    };
    let markup = frame(words.lang, &title, "", body);
    markup.into_string().into_bytes()
}

fn figures(summary: &SimulationSummary, words: &SimulationWords) -> Markup {
    let rows = [
        (words.overflowing, summary.overflowing, 1),
        (words.late_tours, summary.late_tours, 2),
        (words.clearing, summary.daily_clearing_percent, 2),
        (words.queue_hours, summary.queue_hours, 1),
        (words.full_early, summary.full_early, 1),
    ];
    html! {
        section {
            h2 { (words.in_a_week) }
            p.note { (words.interval_note) }
            dl.figures {
                @for (what, estimate, digits) in rows {
                    div {
                        dt { (what) }
                        dd { span.value { (grouped(estimate.value, digits)) }
                             div.beside { (grouped(estimate.low, digits)) " … " (grouped(estimate.high, digits)) } }
                    }
                }
            }
        }
    }
}

fn comparison(summary: &SimulationSummary, words: &SimulationWords) -> Markup {
    let Some(found) = &summary.comparison else {
        return html! {};
    };
    let rows = [
        (words.overflowing, found.overflowing),
        (words.late_tours, found.late_tours),
        (words.clearing, found.daily_clearing_percent),
        (words.queue_hours, found.queue_hours),
    ];
    html! {
        section {
            h2 { (words.comparison) }
            p.note { (words.comparison_note) }
            table.narrow { tbody { @for (what, estimate) in rows { tr {
                td { (what) } td.number { (format!("{:+.2}", estimate.value)) }
                td.number.quiet { (format!("{:+.2} … {:+.2}", estimate.low, estimate.high)) }
            } } } }
        }
    }
}

fn percent(estimate: Estimate) -> Markup {
    let range = format!(
        "{:.1} … {:.1} %",
        100.0 * estimate.low,
        100.0 * estimate.high
    );
    html! { td.number { (format!("{:.1} %", 100.0 * estimate.value)) } td.number.quiet { (range) } }
}

fn weakest(district: &District, risk: &Risk, words: &SimulationWords) -> Markup {
    let day = |mend: &Mend| match mend {
        Mend::Container => words.one_container.to_owned(),
        Mend::Visit(day) => format!("{} {}", words.one_visit, words.weekdays()[day.index()]),
    };
    html! {
        section {
            h2 { (words.weakest) }
            p.note { (words.weakest_note) }
            @if risk.weakest.is_empty() { p { (words.none_overflows) } }
            @else { div.scroll { table {
                thead { tr { th { (words.point) } th { (words.village) } th.number { (words.overflows) } th { } th { (words.mends) } } }
                tbody { @for weak in &risk.weakest { tr {
                    td { (district.points[weak.place.point.index()].name) }
                    td { (village(district, weak.place.point)) }
                    (percent(weak.place.overflow))
                    td { @for (number, (mend, after)) in weak.mends.iter().enumerate() {
                        @if number > 0 { " · " }
                        (day(mend)) " → " (format!("{:.1} %", 100.0 * after))
                    } }
                } } }
            } } }
        }
    }
}

fn village(district: &District, point: crate::district::PointId) -> &str {
    let village = district.points[point.index()].village;
    village.map_or("", |id| &district.villages[id.index()].name)
}

fn overflow(district: &District, risk: &Risk, words: &SimulationWords) -> Markup {
    html! {
        section {
            h2 { (words.overflow_by_point) }
            p.note { (grouped(risk.points.len() as f64, 0)) " " (words.points_overflowed) " overflow.csv" }
            @if !risk.points.is_empty() { div.scroll { table {
                thead { tr { th { (words.point) } th { (words.village) } th { (words.stream) } th.number { (words.overflows) } th { } } }
                tbody { @for place in risk.points.iter().take(SHOWN) { tr {
                    td { (district.points[place.point.index()].name) }
                    td { (village(district, place.point)) }
                    td { (words.says(&district.streams[place.stream.index()].name)) }
                    (percent(place.overflow))
                } } }
            } } }
        }
    }
}

fn lateness(district: &District, plan: &Plan, risk: &Risk, words: &SimulationWords) -> Markup {
    let mut late: Vec<&TourRisk> = risk
        .tours
        .iter()
        .filter(|tour| tour.late.value > 0.0)
        .collect();
    late.sort_by(|a, b| {
        b.late
            .value
            .total_cmp(&a.late.value)
            .then(a.tour.cmp(&b.tour))
    });
    html! {
        section {
            h2 { (words.late_by_tour) }
            p.note { (late.len()) " / " (risk.tours.len()) " " (words.tours_late) " lateness.csv" }
            @if !late.is_empty() { div.scroll { table {
                thead { tr { th { (words.tour) } th { (words.vehicle) } th.number { (words.late) } th { } th.number { (words.minutes) } } }
                tbody { @for row in late.into_iter().take(SHOWN) { tr {
                    td { (plan.tours[row.tour].name) }
                    td { (district.vehicles[plan.tours[row.tour].vehicle.index()].name) }
                    (percent(row.late))
                    td.number { (format!("{:.0}", row.mean_lateness.as_f64() / 60.0)) }
                } } }
            } } }
        }
    }
}

fn stations(district: &District, risk: &Risk, words: &SimulationWords) -> Markup {
    html! {
        section {
            h2 { (words.stations) }
            p.note { (words.stations_note) }
            div.scroll { table {
                thead { tr { th { (words.facility) } th.number { (words.floor) } th { } th.number { (words.queue_minutes) } } }
                tbody { @for row in &risk.stations { tr {
                    td { (district.disposal_name(row.facility)) }
                    @match row.overflow { Some(estimate) => (percent(estimate)), None => { td.number { "–" } td { } } }
                    td.number { (grouped(row.queue.as_f64() / 60.0, 1)) }
                } } }
            } }
        }
    }
}

fn spread(summary: &SimulationSummary, words: &SimulationWords) -> Markup {
    let spread = &summary.spread;
    let rows = [
        (words.district_cv, spread.district_cv),
        (words.village_cv, spread.village_cv),
        (words.point_cv, spread.point_cv),
        (words.service_cv, spread.service_cv),
        (words.travel_cv, spread.travel_cv),
        (words.breakdown, spread.breakdown),
    ];
    html! {
        section {
            h2 { (words.spread) }
            p.note { (words.spread_note) }
            table.narrow { tbody { @for (what, value) in rows { tr { td { (what) } td.number { (value) } } } } }
        }
    }
}
