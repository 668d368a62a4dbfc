//! What a driver's sheet lists: the stops of a tour as the driver meets them, village by village, with what there is to know
//! of each.

use super::sheet_words::SheetWords;
use crate::district::{
    Bins, CollectionPoint, DisposalId, District, PointId, PointKind, StreamId, VehicleLimits,
};
use crate::plan::{Stop, StopKind, Tour};
use crate::quantity::{Clock, Kilograms, Seconds, Window};

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row<'a> {
    /// The stops that follow lie here.
    Village(&'a str),
    /// A visit of a point.
    Visit(Visit<'a>),
    /// All that is on board is tipped.
    Disposal {
        begins: Clock,
        facility: DisposalId,
        kg: Kilograms,
    },
    /// The driver rests.
    Break { begins: Clock, takes: Seconds },
}

/// A visit of a point, all its streams together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Visit<'a> {
    /// Its number on the sheet and on its map, from 1.
    pub number: usize,
    /// Its place among the stops of the tour.
    pub stop: usize,
    pub begins: Clock,
    pub point: PointId,
    pub name: &'a str,
    /// How many containers of how many litres, such as `2×240`.
    pub containers: String,
    pub kg: Kilograms,
    /// The marks of its notes.
    pub marks: String,
}

/// The rows of a tour, and the notes that their marks stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SheetRows<'a> {
    pub rows: Vec<Row<'a>>,
    /// In the order of their marks: `a`, `b`, ...
    pub notes: Vec<String>,
}

impl<'a> SheetRows<'a> {
    pub(super) fn of(district: &'a District, tour: &Tour, words: &SheetWords) -> Self {
        let mut sheet = Self::default();
        let mut village = None;
        let mut at = 0;
        while at < tour.stops.len() {
            let stop = &tour.stops[at];
            match stop.kind {
                StopKind::Point(point) => {
                    let here = |other: &&Stop| other.kind == stop.kind;
                    let rows = tour.stops[at..].iter().take_while(here).count();
                    let its = district.points[point.index()].village;
                    if village != Some(its) {
                        village = Some(its);
                        sheet
                            .rows
                            .push(Row::Village(its.map_or(words.no_village, |id| {
                                district.villages[id.index()].name.as_str()
                            })));
                    }
                    sheet.visit(district, point, (at, &tour.stops[at..at + rows]), words);
                    at += rows;
                    continue;
                }
                StopKind::Disposal(facility) => {
                    sheet.rows.push(Row::Disposal {
                        begins: stop.start,
                        facility,
                        kg: stop.kg,
                    });
                    village = None;
                }
                StopKind::Break => sheet.rows.push(Row::Break {
                    begins: stop.start,
                    takes: stop.departure - stop.start,
                }),
                StopKind::Start | StopKind::End => {}
            }
            at += 1;
        }
        sheet
    }

    fn visit(
        &mut self,
        district: &'a District,
        id: PointId,
        (at, stops): (usize, &[Stop]),
        words: &SheetWords,
    ) {
        let point = &district.points[id.index()];
        let residual = district.residual();
        let streams: Vec<StreamId> = stops
            .iter()
            .map(|stop| stop.stream.unwrap_or(residual))
            .collect();
        let bins = || bins_of(point, &streams);
        let containers = bins().filter(|bins| bins.containers > 0);
        let containers: Vec<String> = containers
            .map(|bins| format!("{}×{}", bins.containers, bins.container_litres.0))
            .collect();
        let mut marks = String::new();
        for note in notes(point, bins(), words) {
            let known = self.notes.iter().position(|other| *other == note);
            let number = known.unwrap_or_else(|| {
                self.notes.push(note);
                self.notes.len() - 1
            });
            marks.push_str(&mark(number));
        }
        self.rows.push(Row::Visit(Visit {
            number: self.visits().count() + 1,
            stop: at,
            begins: stops[0].start,
            point: id,
            name: &point.name,
            containers: containers.join(" "),
            kg: stops.iter().map(|stop| stop.kg).sum(),
            marks,
        }));
    }

    /// The visits, in their order.
    pub(super) fn visits(&self) -> impl Iterator<Item = &Visit<'a>> {
        self.rows.iter().filter_map(|row| match row {
            Row::Visit(visit) => Some(visit),
            _ => None,
        })
    }
}

/// The containers of a point that are emptied when these streams are fetched.
fn bins_of<'a>(
    point: &'a CollectionPoint,
    streams: &'a [StreamId],
) -> impl Iterator<Item = &'a Bins> {
    let has_own = |stream: &StreamId| point.bins.iter().any(|bins| bins.stream == Some(*stream));
    point.bins.iter().filter(move |bins| match bins.stream {
        Some(stream) => streams.contains(&stream),
        None => streams.iter().any(|stream| !has_own(stream)),
    })
}

/// What the driver should know of a point.
fn notes<'a>(
    point: &CollectionPoint,
    bins: impl Iterator<Item = &'a Bins>,
    words: &SheetWords,
) -> Vec<String> {
    let mut notes = Vec::new();
    let VehicleLimits { width_m, tonnes } = point.limits;
    notes.extend(width_m.map(|metres| format!("{} ≤ {metres} m", words.narrow)));
    notes.extend(tonnes.map(|tonnes| format!("≤ {tonnes} t")));
    if let PointKind::Generator(business) = point.kind {
        notes.extend(window_words(business.window(), words));
    }
    for bins in bins {
        notes.extend(window_words(bins.window, words));
    }
    if !point.note.trim().is_empty() {
        notes.push(point.note.trim().to_owned());
    }
    notes.dedup();
    notes
}

/// When service may begin, if not at any time.
fn window_words(window: Window, words: &SheetWords) -> Option<String> {
    let (open, close) = (window.open, window.close);
    match (open > Clock::MIDNIGHT, close < Clock::LATEST) {
        (true, true) => Some(format!("{open}–{close}")),
        (true, false) => Some(format!("{} {open}", words.not_before)),
        (false, true) => Some(format!("{} {close}", words.not_after)),
        (false, false) => None,
    }
}

/// `a` to `z`, then `a2` and so on.
pub(super) fn mark(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::Language;
    use crate::report::sample;

    #[test]
    fn a_sheet_lists_every_visit_and_unloading_once() {
        let district = sample::district();
        let outcome = sample::outcome(&district);
        let words = SheetWords::of(Language::En);
        for tour in &outcome.plan.tours {
            let sheet = SheetRows::of(&district, tour, words);
            let kg: Kilograms = sheet.visits().map(|visit| visit.kg).sum();
            assert_eq!(kg, tour.collected());
            let numbers: Vec<usize> = sheet.visits().map(|visit| visit.number).collect();
            assert!(numbers.iter().copied().eq(1..=numbers.len()));
            let tips = sheet.rows.iter();
            let tips = tips.filter(|row| matches!(row, Row::Disposal { .. }));
            assert_eq!(tips.count(), tour.num_trips());
        }
    }

    #[test]
    fn notes_are_told_once_each_by_their_marks() {
        let mut district = sample::district();
        district.points[0].note = " beside the mill ".into();
        district.points[1].note = "beside the mill".into();
        district.points[1].limits.width_m = Some(2.1);
        let outcome = sample::outcome(&district);
        let tour = &outcome.plan.tours[0];
        let sheet = SheetRows::of(&district, tour, SheetWords::of(Language::En));
        assert_eq!(sheet.notes, ["beside the mill", "width ≤ 2.1 m"]);
        let marks = |point: u32| {
            let mut visits = sheet.visits();
            let visit = visits.find(|visit| visit.point == PointId(point));
            visit.map(|visit| visit.marks.clone())
        };
        assert_eq!(marks(0).as_deref(), Some("a"));
        assert_eq!(marks(1).as_deref(), Some("ba"));
        assert_eq!(marks(2).as_deref(), Some(""));
        assert_eq!([mark(25), mark(26), mark(53)], ["z", "a2", "b3"]);
    }
}
