//! The tables of the page.

use super::figures::{grouped, minute};
use super::week_figures::{self, TourTotals};
use super::{Source, words::Words};
use crate::check::Finding;
use crate::district::{Assumption, DisposalId, District, defaults as rates};
use crate::plan::Reason;
use crate::quantity::Kilograms;
use crate::tables::{column_name, told};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Rows shown of a list that may be long; all of them are in its file.
const SHOWN: usize = 100;
/// Points are named that lie so many metres off the roads, or more.
const OFF_ROAD: f64 = 50.0;
/// A list of so many rows stands open.
const OPEN: usize = 10;

/// Findings and unserved work, if there are any.
pub(super) fn attention(source: &Source<'_>) -> Markup {
    let words = source.words;
    let findings = &source.outcome.judgement.findings;
    if findings.is_empty() && source.outcome.plan.unserved.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (words.attention) }
            @if !findings.is_empty() { (findings_table(words, findings)) }
            @if !source.outcome.plan.unserved.is_empty() { (unserved_table(source)) }
        }
    }
}

/// Findings by promise, each with its first ones.
fn findings_table(words: &Words, findings: &[Finding]) -> Markup {
    let weekdays = words.weekdays();
    let mut by_promise: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_promise
            .entry(&*finding.promise)
            .or_default()
            .push(finding);
    }
    html! {
        h3 { (words.findings) }
        @for (promise, findings) in by_promise {
            details open[findings.len() <= OPEN] {
                summary { (words.says(promise)) " · " (grouped(findings.len() as f64, 0)) }
                table {
                    thead { tr { th { (words.who) } th { (words.day) } th { (words.clock) } th.number { (words.by) } th { (words.detail) } } }
                    tbody {
                        @for finding in findings.iter().take(SHOWN) {
                            tr {
                                td { (finding.who) }
                                td { @if let Some(day) = finding.day { (weekdays[day.index() % 7]) } }
                                td { @if let Some(clock) = finding.clock { (clock) } }
                                td.number { (grouped(finding.amount, 1)) " " (finding.unit) }
                                td { (words.says(&finding.detail)) }
                            }
                        }
                    }
                }
                @if findings.len() > SHOWN { p.note { (findings.len() - SHOWN) " " (words.and_more) " findings.csv" } }
            }
        }
    }
}

/// Unserved work, by reason.
fn unserved_table(source: &Source<'_>) -> Markup {
    let words = source.words;
    let mut by_reason: BTreeMap<&Reason, (BTreeSet<u32>, usize, Kilograms)> = BTreeMap::new();
    for left in &source.outcome.plan.unserved {
        let (points, visits, kg) = by_reason.entry(&left.reason).or_default();
        points.insert(left.point.0);
        *visits += 1;
        *kg += left.kg;
    }
    html! {
        h3 { (words.unserved) }
        table {
            thead { tr { th { (words.reason) } th.number { (words.points) } th.number { (words.visits) } th.number { (words.kg) } } }
            tbody {
                @for (reason, (points, visits, kg)) in by_reason {
                    tr {
                        td {
                            details {
                                summary { (words.says(&reason.to_string())) }
                                @for point in points.iter().take(SHOWN) { (source.district.points[*point as usize].name) " " }
                                @if points.len() > SHOWN { (points.len() - SHOWN) " " (words.and_more) " unserved.csv" }
                            }
                        }
                        (whole(points.len())) (whole(visits)) (number(kg.as_f64(), 0))
                    }
                }
            }
        }
    }
}

/// Points that lie off the roads, the farthest first: where the truck stops for them is not where they are.
pub(super) fn off_road(source: &Source<'_>) -> Markup {
    let (words, district, travel) = (source.words, source.district, &source.outcome.travel);
    let mut far = travel.points_off_road(district, OFF_ROAD);
    if far.is_empty() {
        return html! {};
    }
    far.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    html! {
        section {
            details open[far.len() <= OPEN] {
                summary { (words.off_road) " · " (grouped(far.len() as f64, 0)) }
                p.note { (words.off_road_note) " " (grouped(district.snap_metres, 0)) " m." }
                table.narrow {
                    thead { tr { th { (words.point) } th.number { (words.metres_off) } th { (words.served) } } }
                    tbody { @for &(id, metres) in far.iter().take(SHOWN) { tr {
                        td { (district.points[id.index()].name) }
                        (number(metres, 0))
                        td { (if travel.is_connected(travel.sites.point(id)) { words.yes } else { words.no_road }) }
                    } } }
                }
                @if far.len() > SHOWN { p.note { "+ " (far.len() - SHOWN) } }
            }
        }
    }
}

/// The facilities' week.
pub(super) fn facilities(source: &Source<'_>) -> Markup {
    let (words, district) = (source.words, source.district);
    let facilities = week_figures::facilities(district, source.outcome);
    html! {
        div.scroll { table {
            thead { tr { th { (words.facility) } th.number { (words.tonnes_week) } th.number { (words.busiest_day) } th.number { (words.limit) } th.number { (words.used) } th.number { (words.arrivals) } th.number { (words.waiting) } th.number { (words.highest_stock) } th.number { (words.storage) } th.number { (words.containers) } } }
            tbody {
                @for facility in &facilities {
                    @let limit = district.gate(facility.disposal).daily_limit;
                    @let busiest = facility.busiest_day();
                    tr {
                        td { (district.disposal_name(facility.disposal)) }
                        (number(facility.week().as_tonnes(), 1))
                        (number(busiest.as_tonnes(), 1))
                        @match limit {
                            Some(limit) if limit > Kilograms::ZERO => {
                                (number(limit.as_tonnes(), 1))
                                td.number.warn[busiest > limit] { (grouped(100.0 * busiest.as_f64() / limit.as_f64(), 0)) " %" }
                            }
                            _ => { td.number { "–" } td.number { "–" } }
                        }
                        (whole(facility.arrivals as usize))
                        (number(facility.queue.as_f64() / 60.0, 0))
                        (or_dash(facility.highest, 1))
                        (or_dash(storage(district, facility.disposal), 1))
                        (whole(facility.hauls))
                    }
                }
            }
        } }
    }
}

/// The week by day and by vehicle.
pub(super) fn week(source: &Source<'_>) -> Markup {
    let (words, district, plan) = (source.words, source.district, &source.outcome.plan);
    let weekdays = words.weekdays();
    let total = TourTotals::of(district, plan.tours.iter());
    html! {
        section {
            h2 { (words.by_day) }
            div.scroll { table {
                thead { tr { th { (words.day) } (tour_headers(words)) } }
                tbody {
                    @for (day, totals) in week_figures::days(district, plan) {
                        tr { td { (weekdays[day.index() % 7]) } (tour_cells(&totals)) }
                    }
                }
                tfoot { tr { td { (words.total) } (tour_cells(&total)) } }
            } }
            h2 { (words.by_vehicle) }
            div.scroll { table {
                thead { tr { th { (words.vehicle) } th.number { (words.held) } th.number { (words.most_a_day) } (tour_headers(words)) } }
                tbody {
                    @for (id, totals, most) in week_figures::vehicles(district, plan) {
                        @let vehicle = &district.vehicles[id.index()];
                        tr { td { (vehicle.name) } (whole(vehicle.count as usize)) (whole(most)) (tour_cells(&totals)) }
                    }
                }
            } }
        }
    }
}

/// On paper, in place of one day's map: every tour of the week.
pub(super) fn all_tours(source: &Source<'_>) -> Markup {
    let (words, district, plan) = (source.words, source.district, &source.outcome.plan);
    let weekdays = words.weekdays();
    let days = week_figures::days(district, plan).into_iter();
    let tours = days.flat_map(|(day, _)| plan.tours.iter().filter(move |tour| tour.day == day));
    html! {
        section.on-paper {
            h2 { (words.all_tours) }
            table {
                thead { tr { th { (words.day) } th { (words.tour) } th { (words.vehicle) } th.number { (words.leaves) } th.number { (words.returns) }
                    th.number { (words.trips) } th.number { (words.kg) } th.number { (words.km) } } }
                tbody { @for tour in tours { tr {
                    td { (weekdays[tour.day.index() % 7]) } td { (tour.name) } td { (district.vehicles[tour.vehicle.index()].name) }
                    td.number { (minute(tour.leaves())) } td.number { (minute(tour.returns())) } (whole(tour.num_trips()))
                    (number(tour.collected().as_f64(), 0)) (number(tour.distance().as_km(), 1))
                } } }
            }
        }
    }
}

/// What levelling changed, where there is something to level.
pub(super) fn levelling(source: &Source<'_>) -> Markup {
    let (words, stations) = (source.words, &source.summary.stations);
    let (before, after) = (stations.before, stations.after);
    if before.queue_hours == 0.0 && before.overflow_kg.is_none() {
        return html! {};
    }
    let kilograms = |kg: Option<i64>| kg.map_or("–".into(), |kg| grouped(kg as f64, 0));
    html! {
        h3 { (words.levelling) }
        table.narrow {
            thead { tr { th {} th.number { (words.before) } th.number { (words.after) } } }
            tbody {
                tr { td { (words.queue) ", h" } (number(before.queue_hours, 1)) (number(after.queue_hours, 1)) }
                tr { td { (words.overflow) } td.number { (kilograms(before.overflow_kg)) } td.number { (kilograms(after.overflow_kg)) } }
                tr { td { (words.cost) ", " (source.summary.currency) } (number(before.cost, 0)) (number(after.cost, 0)) }
                tr { td { (words.haulers) " (" (words.at_least) " " (stations.haulers_lower_bound) ")" } td {} (whole(stations.haulers_used as usize)) }
            }
        }
        p.note { (words.levelling_note) }
    }
}

/// What a station holds.
fn storage(district: &District, disposal: DisposalId) -> Option<Kilograms> {
    match disposal {
        DisposalId::Station(id) => district.stations[id.index()].storage,
        DisposalId::Plant(_) => None,
    }
}

fn or_dash(mass: Option<Kilograms>, decimals: usize) -> Markup {
    match mass {
        Some(mass) => number(mass.as_tonnes(), decimals),
        None => html! { td.number { "–" } },
    }
}

fn tour_headers(words: &Words) -> Markup {
    html! {
        th.number { (words.tours) } th.number { (words.trips) } th.number { (words.stops) } th.number { (words.tonnes) }
        th.number { (words.km) } th.number { (words.hours) } th.number { (words.overtime_hours) }
        th.number { (words.mean_hours) } th.number { (words.fullness) }
    }
}

fn tour_cells(totals: &TourTotals) -> Markup {
    let hours = totals.duty.as_hours();
    html! {
        (whole(totals.tours)) (whole(totals.trips)) (whole(totals.stops)) (number(totals.collected.as_tonnes(), 1))
        (number(totals.distance.as_km(), 0)) (number(hours, 1)) (number(totals.overtime.as_hours(), 1))
        (number(hours / totals.tours.max(1) as f64, 1))
        td.number { (grouped(100.0 * totals.mean_fullness(), 0)) " %" }
    }
}

/// What is collected on its own day, by stream, and what clearing all of it daily would take.
pub(super) fn clearing(source: &Source<'_>) -> Markup {
    let (words, summary) = (source.words, source.summary);
    html! {
        section {
            h2 { (words.clearing) }
            table.narrow {
                thead { tr { th { (words.stream) } th.number { (words.cleared_share) } } }
                tbody { @for (name, percent) in &summary.daily_clearing_by_stream {
                    tr { td { (name) } td.number { (grouped(*percent, 1)) " %" } }
                } }
                tfoot { tr { td { (words.total) } td.number { (grouped(summary.daily_clearing_percent, 1)) " %" } } }
            }
            @if let Some(daily) = &summary.all_daily {
                table.narrow {
                    thead { tr { th { } th.number { (words.cost) ", " (summary.currency) } th.number { (words.trucks) }
                        th.number { (words.tours) } th.number { (words.left) } th.number { (words.cleared_share) } } }
                    tbody {
                        tr { td { (words.this_plan) } (number(summary.cost, 0)) (whole(summary.vehicles_used)) (whole(summary.tours))
                            (number(summary.unserved_kg as f64, 0)) td.number { (grouped(summary.daily_clearing_percent, 1)) " %" } }
                        tr { td { (words.daily_plan) } (number(daily.cost, 0)) (whole(daily.vehicles_used)) (whole(daily.tours))
                            (number(daily.unserved_kg as f64, 0)) td.number { (grouped(daily.daily_clearing_percent, 1)) " %" } }
                    }
                }
                p.note { (words.daily_note) }
            }
        }
    }
}

/// What the week costs, part by part.
pub(super) fn costs(source: &Source<'_>) -> Markup {
    let (words, summary) = (source.words, source.summary);
    let parts = &summary.cost_parts;
    let rows = [
        (words.ownership, parts.ownership),
        (words.fixed, parts.fixed),
        (words.distance, parts.distance),
        (words.time, parts.time),
        (words.overtime_cost, parts.overtime),
        (words.gate, parts.gate),
        (words.haul, parts.haul),
        (words.feeders, parts.feeders),
    ];
    let share = |amount: f64| {
        if summary.cost > 0.0 {
            100.0 * amount / summary.cost
        } else {
            0.0
        }
    };
    html! {
        section {
            h2 { (words.cost_parts) }
            table.narrow {
                thead { tr { th { (words.part) } th.number { (words.amount) ", " (summary.currency) } th.number { (words.share) } } }
                tbody {
                    @for (name, amount) in rows {
                        tr { td { (name) } (number(amount, 0)) td.number { (grouped(share(amount), 1)) " %" } }
                        @if name == words.gate && parts.gate_onward > 0.0 {
                            tr { td.quiet { (words.gate_onward) } (number(parts.gate_onward, 0)) td { } }
                        }
                    }
                }
                tfoot { tr { td { (words.total) } (number(summary.cost, 0)) td.number { "100 %" } } }
            }
        }
    }
}

/// The towns' week.
pub(super) fn towns(source: &Source<'_>) -> Markup {
    let (words, district) = (source.words, source.district);
    let totals = week_figures::towns(district, source.outcome);
    let names = district.towns.iter().map(|town| town.name.as_str());
    let rows = names
        .chain([words.elsewhere])
        .zip(&totals)
        .filter(|(_, town)| town.points > 0);
    html! {
        section {
            h2 { (words.by_town) }
            div.scroll { table {
                thead { tr { th { (words.town) } th.number { (words.villages) } th.number { (words.points) } th.number { (words.generated) } th.number { (words.diverted) } th.number { (words.taken) } th.number { (words.stops) } } }
                tbody {
                    @for (name, town) in rows {
                        tr {
                            td { (name) } (whole(town.villages)) (whole(town.points)) (number(town.generated / 1000.0, 1))
                            (number(town.diverted / 1000.0, 1)) (number(town.collected.as_tonnes(), 1)) (whole(town.visits))
                        }
                    }
                }
            } }
        }
    }
}

/// The defaults used, with their sources, and what is odd about the tables.
pub(super) fn defaults(source: &Source<'_>) -> Markup {
    let (words, language) = (source.words, source.language);
    let flow_warnings = source
        .outcome
        .flow
        .warnings
        .iter()
        .map(|warning| words.says(&warning.message(source.district)));
    let of_input = source
        .run
        .warnings
        .iter()
        .map(|warning| told(warning, source.language));
    let warnings: Vec<String> = of_input.chain(flow_warnings).collect();
    html! {
        section {
            h2 { (words.defaults) }
            p.note { (words.defaults_note) " " (words.from_defaults) ": " (grouped(100.0 * source.summary.share_of_tonnes_from_defaults, 1)) " %." }
            div.scroll { table {
                thead { tr { th { (words.table) } th { (words.column) } th { (words.value) } th.number { (words.rows) } th { (words.source) } } }
                tbody {
                    @for Assumption { table, column, value, source, rows } in &source.district.assumptions {
                        tr { td { (table) } td { (column_name(table, column, language)) } td { (words.says(value)) } (whole(*rows)) td { (words.says(source)) } }
                    }
                    @for (value, meaning, source) in fuel_rates(words) {
                        tr { td { (words.fuel) } td { (meaning) } td { (value) } td {} td { (source) } }
                    }
                }
            } }
            @if !warnings.is_empty() {
                h2 { (words.warnings) }
                ul.warnings { @for warning in warnings.iter().take(SHOWN) { li { (warning) } } }
                @if warnings.len() > SHOWN { p.note { "+ " (warnings.len() - SHOWN) } }
            }
        }
    }
}

fn fuel_rates(words: &'static Words) -> Vec<(String, String, &'static str)> {
    let by_weight = rates::FUEL.iter().map(|&(tonnes, on_road, an_hour)| {
        let up_to = if tonnes.is_finite() {
            tonnes.to_string()
        } else {
            "∞".to_owned()
        };
        let value = format!("{on_road}; {an_hour}");
        (
            value,
            format!("{} {up_to}", words.fuel_by_weight),
            "EMEP/EEA; SWOLF",
        )
    });
    let others = [
        (rates::FUEL_A_STOP, words.fuel_a_stop, "35 kJ/t"),
        (rates::CO2_PER_LITRE, words.co2_per_litre, "IPCC"),
    ];
    let others =
        others.map(|(value, meaning, source)| (value.to_string(), meaning.to_owned(), source));
    by_weight.chain(others).collect()
}

fn number(value: f64, decimals: usize) -> Markup {
    html! { td.number { (grouped(value, decimals)) } }
}

fn whole(value: usize) -> Markup {
    number(value as f64, 0)
}
