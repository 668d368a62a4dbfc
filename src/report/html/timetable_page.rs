//! `timetable.html`: when trucks come, an A4 page a village, to be posted there.

use super::frame::frame;
use super::sheet_words::SheetWords;
use crate::district::{District, Language, PointId, StreamId, TownId, VillageId};
use crate::plan::Plan;
use crate::quantity::{Clock, Day, DaySet};
use crate::report::timetable::Visits;
use maud::{Markup, html};
use std::collections::BTreeMap;

const STYLE: &str = concat!(include_str!("sheets.css"), include_str!("timetable.css"));

/// Height of the table on a page, in millimetres.
const TABLE: f64 = 168.0;
/// Height of a row: as it is where there is room, and the least; with more rows the table goes on on the next page.
const TALL: f64 = 7.5;
const LOW: f64 = 3.4;
/// Letters are so much lower than rows.
const LETTERS: f64 = 0.62;

/// The page.
pub(in crate::report) fn timetable_page(
    district: &District,
    plan: &Plan,
    visits: &Visits,
    language: Language,
) -> Vec<u8> {
    let words = SheetWords::of(language);
    let mut villages: BTreeMap<Home, Vec<Row<'_>>> = BTreeMap::new();
    for (&(point, stream), moments) in visits {
        let village = district.points[point.index()].village;
        let town = village.map(|id| district.villages[id.index()].town);
        let home = (town.is_none(), town, village);
        let row = Row {
            point,
            stream,
            moments,
        };
        villages.entry(home).or_default().push(row);
    }
    let week = plan.week.map(|week| week.to_string());
    let week = week.as_deref().unwrap_or(words.any_week);
    let title = format!("{} · {}", district.name, words.timetable);
    let body = html! {
        nav.contents {
            h1 { (title) }
            p.quiet { (week) " · " (words.put_out) }
            @for (number, town) in district.towns.iter().enumerate() {
                details { summary { (town.name) } p {
                    @for (_, _, village) in villages.keys().filter(|key| key.1 == Some(TownId::from_index(number))) {
                        a href=(format!("#{}", anchor(*village))) { (village_name(district, *village, words)) } " "
                    }
                } }
            }
        }
        @for ((_, town, village), rows) in &villages {
            (village_sheet(district, (*town, *village), rows.as_slice(), week, words))
        }
    };
    frame(words.lang, &title, STYLE, body)
        .into_string()
        .into_bytes()
}

/// Where points lie: those of no village last, town, village.
type Home = (bool, Option<TownId>, Option<VillageId>);

/// When a stream is fetched at a point.
struct Row<'a> {
    point: PointId,
    stream: StreamId,
    moments: &'a [(Clock, Day, crate::district::VehicleId)],
}

impl Row<'_> {
    fn days(&self) -> DaySet {
        self.moments.iter().map(|(_, day, _)| *day).collect()
    }

    /// The moments of a day in words.
    fn on(&self, day: Day) -> String {
        let of_day = self.moments.iter().filter(|(_, other, _)| *other == day);
        let of_day: Vec<String> = of_day.map(|(clock, ..)| clock.to_string()).collect();
        of_day.join(" ")
    }
}

fn anchor(village: Option<VillageId>) -> String {
    village.map_or("others".into(), |id| format!("village-{}", id.index()))
}

fn village_name<'a>(
    district: &'a District,
    village: Option<VillageId>,
    words: &SheetWords,
) -> &'a str {
    village.map_or(words.no_village, |id| {
        district.villages[id.index()].name.as_str()
    })
}

fn village_sheet(
    district: &District,
    (town, village): (Option<TownId>, Option<VillageId>),
    rows: &[Row<'_>],
    week: &str,
    words: &SheetWords,
) -> Markup {
    let row = (TABLE / rows.len().max(1) as f64).clamp(LOW, TALL);
    let has_room = row * rows.len() as f64 <= TABLE + 1.0;
    let streams = by_stream(rows);
    let days: Vec<Day> = district.days().collect();
    let style = format!(
        "--row:{row:.2}mm;--letters:{:.2}mm",
        (row * LETTERS).min(3.6)
    );
    html! {
        section.sheet.poster.long[!has_room] id=(anchor(village)) style=(style) {
            div.head {
                p.quiet { (district.name) @if let Some(id) = town { " · " (district.towns[id.index()].name) } " · " (week) }
                h2 { (village_name(district, village, words)) }
                h3 { (words.timetable) }
            }
            table.of-streams { tbody { @for &(stream, days, from, to) in &streams {
                tr { td { (words.says(&district.streams[stream].name)) } td { (days_words(days, words)) } td { (span(from, to)) } }
            } } }
            table.times {
                thead { tr { th { } @if streams.len() > 1 { th { } } @for day in &days { th { (words.short_weekdays()[day.index()]) } } } }
                tbody { @for row in rows { tr {
                    td { (district.points[row.point.index()].name) }
                    @if streams.len() > 1 { td { (words.says(&district.streams[row.stream.index()].name)) } }
                    @for day in &days { td { (row.on(*day)) } }
                } } }
            }
            p.put-out { (words.put_out) }
        }
    }
}

/// Of each stream all days and the whole span.
fn by_stream(rows: &[Row<'_>]) -> Vec<(usize, DaySet, Clock, Clock)> {
    let mut streams: BTreeMap<usize, (DaySet, Clock, Clock)> = BTreeMap::new();
    for row in rows {
        let (Some((from, ..)), Some((to, ..))) = (row.moments.first(), row.moments.last()) else {
            continue;
        };
        let (days, first, last) =
            streams
                .entry(row.stream.index())
                .or_insert((DaySet::EMPTY, *from, *to));
        *days = row.days().iter().fold(*days, DaySet::with);
        (*first, *last) = ((*first).min(*from), (*last).max(*to));
    }
    let row = |(stream, (days, from, to))| (stream, days, from, to);
    streams.into_iter().map(row).collect()
}

/// The days in the words of the language.
fn days_words(days: DaySet, words: &SheetWords) -> String {
    if days == DaySet::WEEK {
        return words.daily.to_owned();
    }
    let names = words.short_weekdays();
    let names: Vec<&str> = days.iter().map(|day| names[day.index() % 7]).collect();
    names.join(words.between_days)
}

fn span(from: Clock, to: Clock) -> String {
    if from == to {
        from.to_string()
    } else {
        format!("{from}–{to}")
    }
}
