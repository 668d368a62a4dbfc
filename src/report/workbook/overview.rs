//! The first sheet: the figures of the week, what the cost consists of, and three charts.

use super::sheet::{Shown, Value, format_of, head_format, put, set_print};
use super::words::WorkbookWords;
use crate::district::District;
use crate::planner::Outcome;
use crate::quantity::{Day, Kilograms};
use crate::report::Summary;
use rust_xlsxwriter::{Chart, ChartType, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// A figure: name, value, how it is shown, unit.
type Figure<'a> = (&'a str, Value<'a>, Shown, &'a str);

/// Rows of a list beneath its head: first, last.
type Rows = (u32, u32);

pub(super) fn add(
    book: &mut Workbook,
    district: &District,
    outcome: &Outcome,
    summary: &Summary,
    words: &WorkbookWords,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(words.overview)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 16)?;
    sheet.set_column_width(2, 10)?;
    let mut row = list(
        sheet,
        0,
        (words.figure, words.value, words.unit),
        figures(summary, words),
    )?
    .1 + 2;
    let cleared = summary.daily_clearing_by_stream.iter();
    let cleared =
        cleared.map(|(name, percent)| (name.as_str(), Value::Number(*percent), Shown::Tenths, "%"));
    row = list(
        sheet,
        row,
        (words.cleared_of, words.value, words.unit),
        cleared,
    )?
    .1 + 2;
    let parts = list(
        sheet,
        row,
        (words.cost_parts, words.value, words.unit),
        cost_parts(summary, words),
    )?;
    let days = list(
        sheet,
        parts.1 + 2,
        (words.by_day, words.tonnes, words.unit),
        by_day(district, outcome, words),
    )?;
    let towns = list(
        sheet,
        days.1 + 2,
        (words.by_town, words.tonnes, words.unit),
        by_town(district, outcome, words),
    )?;
    let charts = [
        (words.cost_parts, ChartType::Bar, parts, 0),
        (words.by_day, ChartType::Column, days, 17),
        (words.by_town, ChartType::Bar, towns, 34),
    ];
    for (title, kind, rows, at) in charts {
        if rows.0 <= rows.1 {
            sheet.insert_chart(at, 4, &chart(words.overview, title, kind, rows))?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    set_print(sheet, words.overview, &district.name)?;
    sheet.set_portrait().set_print_fit_to_pages(1, 1);
    Ok(())
}

/// A list with its head; the rows that its values take.
fn list<'a>(
    sheet: &mut Worksheet,
    row: u32,
    (name, value, unit): (&str, &str, &str),
    figures: impl IntoIterator<Item = Figure<'a>>,
) -> Result<Rows, XlsxError> {
    let head = head_format();
    for (at, text) in (0..).zip([name, value, unit]) {
        sheet.write_string_with_format(row, at, text, &head)?;
    }
    let mut last = row;
    for (name, value, shown, unit) in figures {
        last += 1;
        put(
            sheet,
            (last, 0),
            &Value::Text(name),
            &format_of(Shown::Text),
        )?;
        put(sheet, (last, 1), &value, &format_of(shown))?;
        put(
            sheet,
            (last, 2),
            &Value::Text(unit),
            &format_of(Shown::Text),
        )?;
    }
    Ok((row + 1, last))
}

fn chart(sheet: &str, title: &str, kind: ChartType, (first, last): Rows) -> Chart {
    let mut chart = Chart::new(kind);
    chart
        .add_series()
        .set_categories((sheet, first, 0, last, 0))
        .set_values((sheet, first, 1, last, 1));
    chart.title().set_name(title);
    chart.legend().set_hidden();
    if kind == ChartType::Bar {
        // The first row on top.
        chart.y_axis().set_reverse();
    }
    // A bar is as long as its amount.
    let of_amounts = match kind {
        ChartType::Bar => chart.x_axis(),
        _ => chart.y_axis(),
    };
    of_amounts.set_min(0);
    let rows = (last - first + 1).max(8);
    chart.set_width(560).set_height((rows * 24).clamp(320, 640));
    chart
}

fn figures<'a>(summary: &'a Summary, words: &'a WorkbookWords) -> Vec<Figure<'a>> {
    let money = summary.currency.as_str();
    let week = summary.week.as_deref().unwrap_or(words.any_week);
    vec![
        (words.week, week.into(), Shown::Text, ""),
        (words.cost, summary.cost.into(), Shown::Money, money),
        (
            words.cost_per_tonne,
            summary.cost_per_tonne.into(),
            Shown::Money,
            money,
        ),
        (
            words.without_feeders,
            summary.cost_per_tonne_without_feeders.into(),
            Shown::Money,
            money,
        ),
        (
            words.with_cleaners,
            summary.cost_per_tonne_with_cleaners.into(),
            Shown::Money,
            money,
        ),
        (
            words.cleaners_needed,
            summary.cleaners_needed.into(),
            Shown::Whole,
            "",
        ),
        (words.tonnes, summary.tonnes.into(), Shown::Tenths, "t"),
        (words.trucks, summary.vehicles_used.into(), Shown::Whole, ""),
        (words.crews, summary.crews_needed.into(), Shown::Whole, ""),
        (words.tours, summary.tours.into(), Shown::Whole, ""),
        (words.km, summary.km.into(), Shown::Tenths, "km"),
        (words.hours, summary.hours.into(), Shown::Tenths, "h"),
        (
            words.overtime,
            summary.overtime_hours.into(),
            Shown::Tenths,
            "h",
        ),
        (
            words.unserved_kg,
            summary.unserved_kg.into(),
            Shown::Whole,
            "kg",
        ),
        (words.missed, summary.missed_visits.into(), Shown::Whole, ""),
        (words.findings, summary.findings.into(), Shown::Whole, ""),
        (
            words.overflowing,
            summary.points_overflowing.into(),
            Shown::Whole,
            "",
        ),
        (
            words.cleared,
            summary.daily_clearing_percent.into(),
            Shown::Tenths,
            "%",
        ),
        (
            words.queue,
            summary.station_queue_hours.into(),
            Shown::Tenths,
            "h",
        ),
        (words.fuel, summary.fuel_litres.into(), Shown::Whole, "L"),
        (words.co2, summary.co2_kg.into(), Shown::Whole, "kg"),
    ]
}

fn cost_parts<'a>(summary: &'a Summary, words: &'a WorkbookWords) -> [Figure<'a>; 8] {
    let parts = &summary.cost_parts;
    [
        (words.ownership, parts.ownership),
        (words.fixed, parts.fixed),
        (words.distance, parts.distance),
        (words.time, parts.time),
        (words.overtime_cost, parts.overtime),
        (words.gate, parts.gate),
        (words.haul, parts.haul),
        (words.feeders_cost, parts.feeders),
    ]
    .map(|(name, amount)| (name, amount.into(), Shown::Money, summary.currency.as_str()))
}

fn by_day<'a>(district: &District, outcome: &Outcome, words: &'a WorkbookWords) -> Vec<Figure<'a>> {
    let days = district.days();
    let figure = |day: Day| {
        let tours = outcome.plan.tours.iter().filter(|tour| tour.day == day);
        let kg: Kilograms = tours.map(|tour| tour.collected()).sum();
        let name = words.weekdays()[day.index() % 7];
        (name, kg.as_tonnes().into(), Shown::Tenths, "t")
    };
    days.map(figure).collect()
}

fn by_town<'a>(
    district: &'a District,
    outcome: &Outcome,
    words: &'a WorkbookWords,
) -> Vec<Figure<'a>> {
    let mut towns: BTreeMap<usize, Kilograms> = BTreeMap::new();
    for stop in outcome.plan.tours.iter().flat_map(|tour| &tour.stops) {
        if let crate::plan::StopKind::Point(point) = stop.kind {
            let village = district.points[point.index()].village;
            let town = village.map_or(district.towns.len(), |id| {
                district.villages[id.index()].town.index()
            });
            *towns.entry(town).or_default() += stop.kg;
        }
    }
    let name = |town: usize| {
        let town = district.towns.get(town);
        town.map_or(words.of_none, |town| town.name.as_str())
    };
    let figure =
        |(town, kg): (usize, Kilograms)| (name(town), kg.as_tonnes().into(), Shown::Tenths, "t");
    towns.into_iter().map(figure).collect()
}
