//! The page from top to bottom.

use super::chart_data::ChartData;
use super::figures::grouped;
use super::flow_diagram::flow_diagram;
use super::frame::frame;
use super::plotting::{plotting, too_old};
use super::{Source, before_and_after, compare_page, tables, weakest, week_figures};
use maud::{Markup, PreEscaped, html};

const SCRIPT: &str = include_str!("report.js");
pub(super) fn page(source: &Source<'_>) -> Markup {
    let words = source.words;
    let title = format!("{} · {}", source.district.name, words.title);
    let body = html! {
        (header(source))
        main {
            (verdict(source))
            @if let Some(baseline) = &source.beside.baseline {
                (before_and_after::before_and_after(source.district, &source.outcome.plan, baseline, source.language))
            }
            (before_and_after::savings(source.beside.savings, &source.summary.currency, source.language))
            (key_figures(source))
            (weakest::weakest(source))
            (weakest::changed(source))
            (tables::attention(source))
            (tables::off_road(source))
            (map(source))
            (stations(source))
            (flow(source))
            (tables::week(source))
            (tables::all_tours(source))
            (tables::costs(source))
            (tables::clearing(source))
            (tables::towns(source))
            (tables::defaults(source))
        }
        footer { (source.district.name) " · wasteways " (source.summary.version) }
        (scripts(source))
    };
    let style = match source.beside.baseline {
        Some(_) => format!("{} {}", compare_page::STYLE, before_and_after::STYLE),
        None => String::new(),
    };
    frame(words.lang, &title, &style, body)
}

fn header(source: &Source<'_>) -> Markup {
    let (words, summary) = (source.words, source.summary);
    let week = match &summary.week {
        Some(week) => format!("{} {week}", words.week),
        None => words.any_week.to_owned(),
    };
    html! {
        header {
            p.eyebrow { (words.title) }
            h1 { (source.district.name) }
            p.quiet {
                (week) " · " (words.made_by) " " (summary.version) " · " (words.seed) " " (summary.seed)
                " · " (words.iterations) " " (grouped(summary.iterations as f64, 0))
            }
            @if source.run.time_limit.is_some() { p.quiet { (words.time_limited) } }
            nav.beside {
                (words.hand_out) ": " a href="sheets.html" { (words.sheets) } " · " a href="timetable.html" { (words.timetable) }
                " · " a href="monthly.html" { (words.monthly) } " · " a href="plan.xlsx" { (words.workbook) }
            }
        }
    }
}

fn verdict(source: &Source<'_>) -> Markup {
    let (words, summary) = (source.words, source.summary);
    let unserved = source.outcome.plan.unserved.len();
    if summary.findings == 0
        && unserved == 0
        && summary.missed_visits == 0
        && summary.unserved_kg == 0
    {
        return html! { p.verdict.good { (words.all_good) } };
    }
    let counts = [
        (summary.findings, words.findings_count),
        (unserved, words.unserved_count),
        (summary.missed_visits as usize, words.missed_count),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = counts
        .map(|(count, what)| format!("{} {what}", grouped(count as f64, 0)))
        .collect();
    if summary.unserved_kg > 0 {
        parts.push(format!(
            "{} {} {}",
            grouped(summary.unserved_kg as f64, 0),
            words.kg,
            words.stays
        ));
    }
    html! {
        p.verdict.bad { strong { (words.not_all_good) } " " (parts.join(" · ")) }
    }
}

fn key_figures(source: &Source<'_>) -> Markup {
    let (words, summary) = (source.words, source.summary);
    let currency = &summary.currency;
    let held: u32 = source
        .district
        .fleet(crate::district::Role::Collector)
        .map(|(_, v)| v.count)
        .sum();
    let per_tonne = summary.cost_per_tonne.map_or("–".into(), |cost| {
        format!("{} {currency} {}", grouped(cost, 0), words.per_tonne)
    });
    let without = summary
        .cost_per_tonne_without_feeders
        .filter(|_| summary.cost_parts.feeders > 0.0);
    let per_tonne = without.map_or(per_tonne.clone(), |cost| {
        format!(
            "{per_tonne}, {} {}",
            grouped(cost, 0),
            words.without_feeders
        )
    });
    let with = summary.cost_per_tonne_with_cleaners;
    let per_tonne = with.map_or(per_tonne.clone(), |cost| {
        format!("{per_tonne}, {} {}", grouped(cost, 0), words.with_cleaners)
    });
    let staff = format!(
        "{} {} {}",
        grouped(summary.cleaners_needed.into(), 0),
        words.cleaners,
        words.by_norm
    );
    let staff = summary.cleaners_held.map_or(staff.clone(), |held| {
        format!("{staff}, {held} {}", words.in_post)
    });
    let by_stream = summary.daily_clearing_by_stream.iter();
    let by_stream: Vec<String> = by_stream
        .map(|(name, percent)| format!("{name} {} %", grouped(*percent, 1)))
        .collect();
    html! {
        section {
            h2 { (words.key_figures) }
            dl.figures {
                (figure(words.collected, &grouped(summary.tonnes, 1), "t", &format!("{} {}", grouped(summary.tours as f64, 0), words.tours.to_lowercase())))
                (figure(words.trucks, &summary.vehicles_used.to_string(), "", &format!("{held} {}", words.of_held)))
                (figure(words.crews, &summary.crews_needed.to_string(), "", &staff))
                (figure(words.cost, &grouped(summary.cost, 0), currency, &per_tonne))
                (figure(words.way, &grouped(summary.km, 0), "km", ""))
                (figure(words.duty, &grouped(summary.hours, 0), "h", &format!("{} {} h", words.overtime, grouped(summary.overtime_hours, 1))))
                (figure(words.cleared, &grouped(summary.daily_clearing_percent, 1), "%", &by_stream.join(", ")))
                (figure(words.queue, &grouped(summary.station_queue_hours, 1), "h", ""))
                (figure(words.fuel, &grouped(summary.fuel_litres, 0), "L", &format!("{} kg {}", grouped(summary.co2_kg, 0), words.co2)))
                (figure(words.from_defaults, &grouped(summary.share_of_tonnes_from_defaults * 100.0, 0), "%", ""))
            }
        }
    }
}

fn figure(name: &str, value: &str, unit: &str, beside: &str) -> Markup {
    html! {
        div {
            dt { (name) }
            dd { span.value { (value) } @if !unit.is_empty() { " " span.unit { (unit) } } }
            @if !beside.is_empty() { dd.beside { (beside) } }
        }
    }
}

fn map(source: &Source<'_>) -> Markup {
    let words = source.words;
    html! {
        section id="map-section" {
            h2 { (words.map) }
            noscript { p.verdict.bad { (words.no_script) } }
            (too_old(words.too_old))
            div.controls {
                label { (words.day) " " select id="map-day" {} }
                label { (words.tour) " " select id="map-tour" {} }
                button id="map-previous" type="button" title=(words.previous) aria-label=(words.previous) { "‹" }
                button id="map-next" type="button" title=(words.next) aria-label=(words.next) { "›" }
            }
            div.map-and-list {
                div id="map" role="img" aria-label=(words.map) {}
                div id="map-list" tabindex="0" {}
            }
            p.note { (words.map_note) }
        }
    }
}

fn stations(source: &Source<'_>) -> Markup {
    let words = source.words;
    html! {
        section {
            h2 { (words.stations_by_hour) }
            div.controls {
                label { (words.facility) " " select id="station-facility" {} }
                label { (words.day) " " select id="station-day" {} }
            }
            div id="station-chart" role="img" aria-label=(words.stations_by_hour) {}
            p.note { (words.stations_note) }
            (tables::facilities(source))
            (tables::levelling(source))
        }
    }
}

fn flow(source: &Source<'_>) -> Markup {
    let words = source.words;
    html! {
        section {
            h2 { (words.flow) }
            p.note { (words.flow_note) }
            div id="flow-diagram" role="img" aria-label=(words.flow) {}
        }
    }
}

/// Plotly, the data and our few lines, in this order.
fn scripts(source: &Source<'_>) -> Markup {
    let data = ChartData::of(
        source.district,
        source.network,
        (source.outcome, source.driven),
        source.words,
    )
    .to_script();
    let towns = week_figures::towns(source.district, source.outcome);
    let through = source.outcome.plan.through_stations(source.district);
    let diagram = flow_diagram(source.district, &towns, &through, source.words);
    html! {
        (plotting())
        script type="application/json" id="chart-data" { (PreEscaped(data)) }
        script type="application/json" id="flow-data" { (PreEscaped(diagram)) }
        script { (PreEscaped(SCRIPT)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_script_does_not_close_itself() {
        assert!(!SCRIPT.contains("</script"));
    }
}
