//! `sheets.html`: what drivers get, one A4 page a tour: who, when and with what, every stop numbered, and a map with the same
//! numbers; then a page for each tour of a hauler. Needs no script; on screen and phone it is a list of sheets.

use super::figures::{grouped, minute};
use super::flat_map::FlatMap;
use super::frame::frame;
use super::sheet_map::{RoadSquares, breadth, tour_map};
use super::sheet_rows::{Row, SheetRows, mark};
use super::sheet_words::SheetWords;
use crate::district::{Base, District, Language, VehicleId};
use crate::plan::{HaulTour, Plan, Tour, Trucks, haul_tours};
use crate::planner::Outcome;
use crate::quantity::Day;
use crate::report::driven::DrivenLegs;
use crate::report::simplify::Corner;
use crate::roads::RoadNetwork;
use maud::{Markup, html};

const STYLE: &str = include_str!("sheets.css");

/// Height of a page without its margins, in millimetres, and what head, notes and signatures take of it.
const PAGE: f64 = 277.0;
const HEAD: f64 = 28.5;
const FOOT: f64 = 20.6;
/// Height of a line of notes, and of its letters.
const NOTES: f64 = 3.4;
const NOTE_LETTERS: f64 = 2.7;
/// Least height of the list.
const LIST: f64 = 60.0;
/// Least height of letters: below it a name is rather cut.
const SMALLEST: f64 = 1.9;
/// Between columns.
const GAP: f64 = 3.0;
/// Width of the list.
const WIDTH: f64 = 190.0;
/// Height of a row: as it is where there is room, and from which on more columns are better.
const TALL: f64 = 5.2;
const LOW: f64 = 4.0;
/// Letters are so much lower than rows.
const LETTERS: f64 = 0.74;

/// The page.
pub(in crate::report) fn sheets_page(
    district: &District,
    network: Option<&RoadNetwork>,
    (outcome, driven): (&Outcome, &DrivenLegs),
    language: Language,
) -> Vec<u8> {
    let words = SheetWords::of(language);
    let map = FlatMap::of(district);
    let squares = RoadSquares::of(district, network, map);
    let plan = &outcome.plan;
    let trucks = Trucks::of(district, plan);
    let week = Week {
        district,
        plan,
        trucks: &trucks,
    };
    let attribution = network.and_then(|network| network.origin.attribution());
    let sheet = |tour: &Tour| {
        let legs: Vec<Vec<Corner>> = if outcome.travel.is_on_roads() {
            let numbers = driven.numbers_of(&outcome.travel, tour);
            numbers
                .map(|number| map.line(driven.lines[number].iter().copied()))
                .collect()
        } else {
            Vec::new()
        };
        let rows = SheetRows::of(district, tour, words);
        let layout = Layout::of(district, &rows);
        let drawn = tour_map((district, map), &squares, (tour, &rows), &legs, layout.map);
        tour_sheet(week, (tour, &rows), layout, (drawn, attribution), words)
    };
    let title = format!("{} · {}", district.name, words.title);
    let body = html! {
        (squares.drawn())
        (contents(district, plan, words))
        @for tour in &plan.tours { (sheet(tour)) }
        @for tour in haul_tours(&plan.hauls) { (haul_sheet(week, tour, words)) }
    };
    frame(words.lang, &title, STYLE, body)
        .into_string()
        .into_bytes()
}

/// How the list of a sheet is laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Layout {
    columns: usize,
    rows: usize,
    /// Height of a row, in millimetres.
    row: f64,
    /// Height of letters, in millimetres.
    letters: f64,
    /// Height of the map, in millimetres.
    map: f64,
}

impl Layout {
    /// As few columns as have room; at most as many as the longest name leaves room for.
    fn of(district: &District, sheet: &SheetRows<'_>) -> Self {
        let count = sheet.rows.len().max(1);
        let map = match count {
            0..=70 => 100.0,
            71..=150 => 84.0,
            _ => 70.0,
        };
        let list = (PAGE - HEAD - FOOT - notes_height(sheet) - map).max(LIST);
        let letters = |row: &Row<'_>| match row {
            Row::Visit(visit) => {
                let text = format!(
                    "999 00:00{}{}9999{}",
                    visit.name, visit.containers, visit.marks
                );
                text.chars().map(breadth).sum::<f64>() + 4.0
            }
            Row::Disposal { facility, .. } => {
                let name = district.disposal_name(*facility);
                name.chars().map(breadth).sum::<f64>() + 8.0
            }
            Row::Village(_) | Row::Break { .. } => 0.0,
        };
        let widest = sheet.rows.iter().map(letters).fold(1.0, f64::max);
        let layout = |columns: usize| {
            let rows = count.div_ceil(columns);
            let row = (list / rows as f64).min(TALL);
            let column = (WIDTH - GAP * (columns - 1) as f64) / columns as f64;
            Self {
                columns,
                rows,
                row,
                letters: (row * LETTERS).min(column / widest).max(SMALLEST),
                map,
            }
        };
        let all = || (1..=4).map(layout);
        let is_roomy = |layout: &Self| layout.row >= LOW && layout.letters >= LOW * LETTERS;
        // Where no row can be tall, the one with the largest letters.
        let largest = || all().max_by(|a, b| a.letters.total_cmp(&b.letters));
        let roomy = all().find(is_roomy).or_else(largest);
        roomy.unwrap_or_else(|| layout(1))
    }

    fn style(&self) -> String {
        let Self {
            columns,
            rows,
            row,
            letters,
            ..
        } = self;
        format!("--columns:{columns};--rows:{rows};--row:{row:.2}mm;--letters:{letters:.2}mm")
    }
}

/// Height of the notes of a sheet, in millimetres.
fn notes_height(sheet: &SheetRows<'_>) -> f64 {
    let letters = sheet.notes.iter().flat_map(|note| note.chars());
    let wide = letters.map(breadth).sum::<f64>() + 4.0 * (sheet.notes.len() + 2) as f64;
    NOTES * (wide * NOTE_LETTERS / WIDTH).ceil()
}

/// The day as it is called, with its date where a week was planned for.
fn day_words(plan: &Plan, day: Day, words: &SheetWords) -> String {
    let name = words.weekdays()[day.index() % 7];
    match plan.week.and_then(|week| week.date(day)) {
        Some(date) => format!("{name} {date}"),
        None => name.to_owned(),
    }
}

/// On screen: links to all sheets.
fn contents(district: &District, plan: &Plan, words: &SheetWords) -> Markup {
    let days = district.days();
    let hauls = |day: Day| haul_tours(&plan.hauls).filter(move |tour| tour.day() == day);
    html! {
        nav.contents {
            h1 { (district.name) " · " (words.title) }
            p.quiet { (words.how_to_print) " " (words.stop_numbers) }
            @for day in days {
                details {
                    summary { (day_words(plan, day, words)) }
                    p {
                        @for tour in plan.tours.iter().filter(|tour| tour.day == day) {
                            a href=(format!("#{}", anchor(&tour.name))) { (tour.name) } " " span.quiet { (district.vehicles[tour.vehicle.index()].name) } " "
                        }
                        @for tour in hauls(day) { a href=(format!("#{}", anchor(tour.name()))) { (tour.name()) } " " }
                    }
                }
            }
        }
    }
}

/// The id of a sheet: letters and digits of the tour's name.
fn anchor(name: &str) -> String {
    let word = |c: char| if c.is_alphanumeric() { c } else { '-' };
    format!("tour-{}", name.chars().map(word).collect::<String>())
}

fn base_name<'a>(district: &'a District, base: Base, words: &SheetWords) -> &'a str {
    match base {
        Base::Facility(facility) => district.disposal_name(facility),
        Base::At(_) => words.base,
    }
}

/// What the sheets of a week are made of.
#[derive(Clone, Copy)]
struct Week<'a> {
    district: &'a District,
    plan: &'a Plan,
    trucks: &'a Trucks,
}

/// What is known of a tour's vehicle, or a line to write it on.
fn known_or_line(known: Option<&str>) -> Markup {
    match known {
        Some(known) => html! { b { (known) } },
        None => html! { i.blank {} },
    }
}

fn head(
    week: Week<'_>,
    (name, day, vehicle): (&str, Day, VehicleId),
    words: &SheetWords,
    figures: &str,
) -> Markup {
    let Week {
        district,
        plan,
        trucks,
    } = week;
    let vehicle = &district.vehicles[vehicle.index()];
    html! {
        div.head {
            div.what {
                strong { (name) } span { (day_words(plan, day, words)) }
                span.quiet { (district.name) }
            }
            div.who {
                span { (words.vehicle) ": " b { (vehicle.name) } }
                span { (words.plate) ": " (known_or_line(trucks.plate(name, vehicle))) }
                span { (words.driver) ": " (known_or_line(trucks.driver(name, vehicle))) }
                span { (words.crew) " " b { (vehicle.crew) } }
            }
            div.when { (figures) }
        }
    }
}

fn tour_sheet(
    week: Week<'_>,
    (tour, sheet): (&Tour, &SheetRows<'_>),
    layout: Layout,
    (map, attribution): (Markup, Option<&str>),
    words: &SheetWords,
) -> Markup {
    let district = week.district;
    let vehicle = &district.vehicles[tour.vehicle.index()];
    let figures = format!(
        "{} {} ({}) · {} {} · {} {} · {} kg · {} km",
        words.leaves,
        minute(tour.leaves()),
        base_name(district, vehicle.base, words),
        words.returns,
        minute(tour.returns()),
        sheet.visits().count(),
        words.visits,
        grouped(tour.collected().as_f64(), 0),
        grouped(tour.distance().as_km(), 1),
    );
    html! {
        section.sheet id=(anchor(&tour.name)) style=(layout.style()) {
            (head(week, (&tour.name, tour.day, tour.vehicle), words, &figures))
            p.key { (words.key) }
            div.list { @for row in &sheet.rows { (list_row(district, row, words)) } }
            (map)
            @if let Some(attribution) = attribution { p.attribution { (attribution) } }
            div.foot {
                p.notes { @if !sheet.notes.is_empty() { b { (words.notes) ": " }
                    @for (number, note) in sheet.notes.iter().enumerate() { @if number > 0 { " · " } i { (mark(number)) } " " (note) } } }
                p.sign { span { (words.driven) ": " i.blank {} } span { (words.weighed) ": " i.blank {} } span { (words.missed) ": " i.blank {} } }
                p.sign { span { (words.signature) ": " i.blank {} } span { (words.checked) ": " i.blank {} } }
            }
        }
    }
}

fn list_row(district: &District, row: &Row<'_>, words: &SheetWords) -> Markup {
    match row {
        Row::Village(name) => html! { div.row.village { span { (name) } } },
        Row::Visit(visit) => html! {
            div.row {
                b { (visit.number) } time { (minute(visit.begins)) } span.name { (visit.name) } i { (visit.marks) }
                span.bins { (visit.containers) } span.kg { (visit.kg.0) }
            }
        },
        Row::Disposal {
            begins,
            facility,
            kg,
        } => html! {
            div.row.tip { b { "■" } time { (minute(*begins)) } span.name { "→ " (district.disposal_name(*facility)) } span.kg { "−" (kg.0) } }
        },
        Row::Break { begins, takes } => html! {
            div.row.rest { b { } time { (minute(*begins)) } span.name { (words.rest) " " (takes.0 / 60) " " (words.minutes) } }
        },
    }
}

fn haul_sheet(week: Week<'_>, tour: HaulTour<'_>, words: &SheetWords) -> Markup {
    let district = week.district;
    let trips = tour.0;
    let (first, last) = (&trips[0], &trips[trips.len() - 1]);
    let metres: i64 = trips.iter().map(|haul| haul.metres.0).sum();
    let figures = format!(
        "{} · {} {} · {} {} · {} km",
        words.haul,
        words.leaves,
        minute(first.out),
        words.returns,
        minute(last.back),
        grouped(metres as f64 / 1_000.0, 1),
    );
    html! {
        section.sheet.hauls id=(anchor(tour.name())) {
            (head(week, (tour.name(), tour.day(), first.vehicle), words, &figures))
            table {
                thead { tr { th { (words.trip) } th { (words.out) } th { (words.station) } th { (words.load) } th { (words.leave) }
                    th { (words.plant) } th { (words.arrive) } th { (words.tip_at) } th { (words.back) } th.number { (words.kg) } } }
                tbody { @for haul in trips { tr {
                    td { (haul.trip) } td { (minute(haul.out)) } td { b { (district.stations[haul.station.index()].name) } } td { (minute(haul.load)) }
                    td { (minute(haul.leave)) } td { b { (district.plants[haul.plant.index()].name) } } td { (minute(haul.arrive)) } td { (minute(haul.tip)) }
                    td { (minute(haul.back)) } td.number { (haul.kg.0) }
                } } }
            }
            div.foot {
                p.sign { span { (words.driven) ": " i.blank {} } span { (words.weighed) ": " i.blank {} } }
                p.sign { span { (words.signature) ": " i.blank {} } span { (words.checked) ": " i.blank {} } }
            }
        }
    }
}
