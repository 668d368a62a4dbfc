//! The map of one tour on its sheet: roads beneath, the way trip by trip, the numbers of the stops, the names of villages and
//! facilities, and a scale. Drawn as SVG, so that it prints sharp and needs no script.

use super::flat_map::FlatMap;
use super::sheet_rows::SheetRows;
use crate::district::{DisposalId, District};
use crate::plan::{StopKind, Tour};
use crate::report::driven::{place, stops};
use crate::report::simplify::{Corner, simplified};
use crate::roads::{RoadClass, RoadNetwork};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Width of the map, in millimetres.
const WIDTH: f64 = 190.0;
/// Roads are kept in squares of so many metres, so that a map draws those around it only.
const SQUARE: i32 = 3_000;
/// Least width of what is shown, in metres.
const NARROWEST: f64 = 600.0;
/// Height of letters, in millimetres.
const LETTERS: f64 = 2.5;
/// Small roads are shown up to so many metres a millimetre: beyond, they would be a grey mass.
const FINE: f64 = 60.0;
/// Stops that follow each other within this distance share a number, in millimetres.
const TOGETHER: f64 = 4.0;
/// How far a drawn way may lie off the driven one, in millimetres.
const OFF_THE_WAY: f64 = 0.15;

/// A road as it is drawn.
type Road = (RoadClass, Vec<Corner>);
/// A square by its place east and north.
type Square = (i32, i32);
/// The small roads of a square, or the others.
type Layer = (bool, Square);

/// The roads of the district in squares, drawn once and shown on every map that touches them.
#[derive(Debug, Default)]
pub(super) struct RoadSquares {
    squares: BTreeMap<Layer, Vec<Road>>,
}

impl RoadSquares {
    /// The roads around the points of a district.
    pub(super) fn of(district: &District, network: Option<&RoadNetwork>, map: FlatMap) -> Self {
        let points = district.points.iter().map(|point| map.project(point.place));
        let points: Vec<Corner> = points.collect();
        let mut found = Self::default();
        let roads = network.map_or_else(Vec::new, |network| map.roads(network, &points));
        for (class, lines) in roads {
            for line in lines {
                let middle = line[line.len() / 2];
                let is_small = matches!(class, RoadClass::Lane | RoadClass::Track);
                let layer = (is_small, square_of(middle));
                found.squares.entry(layer).or_default().push((class, line));
            }
        }
        found
    }

    /// All squares, for the head of the page.
    pub(super) fn drawn(&self) -> Markup {
        html! {
            svg width="0" height="0" class="roads" aria-hidden="true" { defs {
                @for (layer, lines) in &self.squares {
                    g id=(name_of(*layer)) {
                        @for class in RoadClass::ALL {
                            @let path = path_of(lines.iter().filter(|line| line.0 == class).map(|line| line.1.as_slice()));
                            @if !path.is_empty() { path class=(class_name(class)) d=(path) {} }
                        }
                    }
                }
            } }
        }
    }

    /// The names of the squares in and around a frame.
    fn around(&self, frame: &Frame) -> Vec<String> {
        let (low, high) = (
            square_of((frame.west as i32, frame.south as i32)),
            square_of((
                (frame.west + frame.width) as i32,
                (frame.south + frame.height) as i32,
            )),
        );
        let near = |&&(is_small, (x, y)): &&Layer| {
            (!is_small || frame.scale <= FINE)
                && (low.0 - 1..=high.0 + 1).contains(&x)
                && (low.1 - 1..=high.1 + 1).contains(&y)
        };
        let names = self.squares.keys().filter(near);
        names.map(|&layer| name_of(layer)).collect()
    }
}

fn square_of((x, y): Corner) -> Square {
    (x.div_euclid(SQUARE), y.div_euclid(SQUARE))
}

fn name_of((is_small, (x, y)): Layer) -> String {
    format!("{}{x}_{y}", if is_small { 's' } else { 'r' })
}

const fn class_name(class: RoadClass) -> &'static str {
    match class {
        RoadClass::County => "county",
        RoadClass::Town => "town",
        RoadClass::Lane => "lane",
        RoadClass::Track => "track",
        RoadClass::Ferry => "ferry",
    }
}

/// Lines as the path of an SVG, north up.
fn path_of<'a>(lines: impl Iterator<Item = &'a [Corner]>) -> String {
    let mut path = String::new();
    for line in lines {
        let mut last = (0, 0);
        for (number, &(x, y)) in line.iter().enumerate() {
            let _ = match number {
                0 => write!(path, "M{x} {}", -y),
                _ => write!(path, "l{} {}", x - last.0, last.1 - y),
            };
            last = (x, y);
        }
    }
    path
}

/// The part of the flat map that is shown, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    west: f64,
    south: f64,
    width: f64,
    height: f64,
    /// Metres in a millimetre on paper.
    scale: f64,
}

impl Frame {
    /// What shows all places on a map of this height in millimetres.
    fn around(places: &[Corner], height: f64) -> Self {
        let span = |along: fn(&Corner) -> i32| {
            let least = places.iter().map(along).min().unwrap_or(0);
            let most = places.iter().map(along).max().unwrap_or(0);
            (f64::from(least), f64::from(most))
        };
        let ((west, east), (south, north)) = (span(|place| place.0), span(|place| place.1));
        // Room for letters at the edges.
        let scale = ((east - west) / (WIDTH - 16.0))
            .max((north - south) / (height - 12.0))
            .max(NARROWEST / WIDTH);
        let (width, tall) = (WIDTH * scale, height * scale);
        Self {
            west: f64::midpoint(west, east) - width / 2.0,
            south: f64::midpoint(south, north) - tall / 2.0,
            width,
            height: tall,
            scale,
        }
    }

    /// Millimetres from the left and the top.
    fn on_paper(&self, (x, y): Corner) -> (f64, f64) {
        let down = self.south + self.height - f64::from(y);
        ((f64::from(x) - self.west) / self.scale, down / self.scale)
    }
}

/// Words on a map, none over another.
#[derive(Debug, Default)]
struct Words {
    /// Left, top, right, bottom of what is taken.
    taken: Vec<[f64; 4]>,
}

impl Words {
    /// Where words beside a place find room, as the middle of their line; `None`: nowhere near.
    fn room(
        &mut self,
        (x, y): (f64, f64),
        text: &str,
        letters: f64,
        height: f64,
    ) -> Option<(f64, f64)> {
        let wide = letters * text.chars().map(breadth).sum::<f64>();
        for away in [0.9, 2.2, 3.8] {
            for (right, down) in [
                (1.0, 0.0),
                (-1.0, 0.0),
                (0.0, -1.0),
                (0.0, 1.0),
                (0.8, -0.8),
                (-0.8, -0.8),
                (0.8, 0.8),
                (-0.8, 0.8),
            ] {
                let middle = (
                    x + right * (away + wide / 2.0),
                    y + down * (away + letters / 2.0),
                );
                let own = [
                    middle.0 - wide / 2.0,
                    middle.1 - letters / 2.0,
                    middle.0 + wide / 2.0,
                    middle.1 + letters / 2.0,
                ];
                let is_inside =
                    own[0] > 0.5 && own[1] > 0.5 && own[2] < WIDTH - 0.5 && own[3] < height - 0.5;
                if is_inside && !self.taken.iter().any(|other| overlap(&own, other)) {
                    self.taken.push(own);
                    return Some(middle);
                }
            }
        }
        None
    }
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Breadth of a letter in heights of letters: Chinese ones are square.
pub(super) fn breadth(letter: char) -> f64 {
    if letter.is_ascii() { 0.62 } else { 1.05 }
}

/// A tour's ways, trip by trip.
fn trips(
    district: &District,
    tour: &Tour,
    legs: &[Vec<Corner>],
    map: FlatMap,
    metres: f64,
) -> Vec<Vec<Corner>> {
    let mut lines: Vec<Vec<Corner>> = Vec::new();
    let mut last = None;
    for (number, stop) in stops(tour).enumerate() {
        let here = map.project(place(district, tour, stop.kind));
        if let Some((trip, from)) = last.replace((stop.trip, here)) {
            if lines.is_empty() || stop.trip != trip {
                lines.push(vec![from]);
            }
            let line = lines.last_mut().expect("one was begun");
            match legs.get(number - 1) {
                Some(leg) if !leg.is_empty() => line.extend(leg),
                _ => line.push(here),
            }
        }
    }
    lines.iter().map(|line| simplified(line, metres)).collect()
}

/// Numbers of stops that lie so near each other that they share one place on the map: first, last, where.
fn numbers(
    sheet: &SheetRows<'_>,
    at: impl Fn(usize) -> (f64, f64),
) -> Vec<(usize, usize, (f64, f64))> {
    let mut groups: Vec<(usize, usize, (f64, f64))> = Vec::new();
    for visit in sheet.visits() {
        let here = at(visit.stop);
        match groups.last_mut() {
            Some((_, last, place))
                if libm::hypot(here.0 - place.0, here.1 - place.1) < TOGETHER =>
            {
                *last = visit.number;
            }
            _ => groups.push((visit.number, visit.number, here)),
        }
    }
    groups
}

/// The map of a tour, so many millimetres high. `legs` are its ways on the flat map, from stop to stop; empty: straight lines.
pub(super) fn tour_map(
    (district, map): (&District, FlatMap),
    squares: &RoadSquares,
    (tour, sheet): (&Tour, &SheetRows<'_>),
    legs: &[Vec<Corner>],
    height: f64,
) -> Markup {
    let corner = |row: usize| map.project(place(district, tour, tour.stops[row].kind));
    let mut places: Vec<Corner> = (0..tour.stops.len()).map(corner).collect();
    places.extend(legs.iter().flatten());
    let frame = Frame::around(&places, height);
    let lines = trips(district, tour, legs, map, OFF_THE_WAY * frame.scale);
    let on_paper = |row: usize| frame.on_paper(corner(row));
    let mut words = Words::default();
    let facilities: BTreeSet<DisposalId> = tour
        .stops
        .iter()
        .filter_map(|stop| match stop.kind {
            StopKind::Disposal(id) => Some(id),
            _ => None,
        })
        .collect();
    let box_view = format!(
        "{:.0} {:.0} {:.0} {:.0}",
        frame.west,
        -(frame.south + frame.height),
        frame.width,
        frame.height
    );
    let paper = format!("0 0 {WIDTH} {height}");
    html! {
        div.map style=(format!("height:{height}mm")) {
            svg viewBox=(box_view) class="roads" style=(format!("font-size:{:.1}px", frame.scale)) {
                @for name in squares.around(&frame) { use href=(format!("#{name}")) {} }
                @for (number, line) in lines.iter().enumerate() {
                    path class=(format!("trip t{}", number % 4)) d=(path_of([line.as_slice()].into_iter())) {}
                }
            }
            svg viewBox=(paper) class="words" {
                @for visit in sheet.visits() {
                    @let (x, y) = on_paper(visit.stop);
                    circle cx=(mm(x)) cy=(mm(y)) r="0.55" {}
                }
                @for id in &facilities {
                    @let (x, y) = frame.on_paper(map.project(district.disposal_place(*id)));
                    rect class="facility" x=(mm(x - 1.3)) y=(mm(y - 1.3)) width="2.6" height="2.6" {}
                    (word(&mut words, (x, y), district.disposal_name(*id), "facility", height))
                }
                @if !tour.stops.is_empty() {
                    @let (x, y) = on_paper(0);
                    path class="base" d=(format!("M{} {}l1.6 2.8h-3.2z", mm(x), mm(y - 1.8))) {}
                }
                @for (first, last, place) in numbers(sheet, on_paper) {
                    @let text = if first == last { first.to_string() } else { format!("{first}–{last}") };
                    (word(&mut words, place, &text, "number", height))
                }
                @for (name, place) in village_places(district, sheet, on_paper) {
                    (word(&mut words, place, name, "village", height))
                }
                (scale(&frame, height))
            }
        }
    }
}

fn word(words: &mut Words, place: (f64, f64), text: &str, class: &str, height: f64) -> Markup {
    match words.room(place, text, LETTERS, height) {
        Some((x, y)) => html! { text class=(class) x=(mm(x)) y=(mm(y)) { (text) } },
        None => html! {},
    }
}

/// The villages of a tour, each in the middle of its stops.
fn village_places<'a>(
    district: &'a District,
    sheet: &SheetRows<'_>,
    at: impl Fn(usize) -> (f64, f64),
) -> Vec<(&'a str, (f64, f64))> {
    let mut sums: BTreeMap<usize, (f64, f64, f64)> = BTreeMap::new();
    for visit in sheet.visits() {
        if let Some(village) = district.points[visit.point.index()].village {
            let (x, y) = at(visit.stop);
            let sum = sums.entry(village.index()).or_default();
            *sum = (sum.0 + x, sum.1 + y, sum.2 + 1.0);
        }
    }
    let middle = |(village, (x, y, count)): (usize, (f64, f64, f64))| {
        (
            district.villages[village].name.as_str(),
            (x / count, y / count),
        )
    };
    sums.into_iter().map(middle).collect()
}

/// A bar of a round length.
fn scale(frame: &Frame, height: f64) -> Markup {
    let longest = 40.0 * frame.scale;
    let step = libm::pow(10.0, libm::log10(longest).floor());
    let metres = [5.0, 2.0, 1.0]
        .map(|times| times * step)
        .into_iter()
        .find(|metres| *metres <= longest)
        .unwrap_or(step);
    let long = metres / frame.scale;
    let text = if metres >= 1_000.0 {
        format!("{} km", metres / 1_000.0)
    } else {
        format!("{metres} m")
    };
    html! {
        path class="scale" d=(format!("M{} {}v1.4h{}v-1.4", mm(WIDTH - 3.0 - long), mm(height - 4.0), mm(long))) {}
        text class="scale" x=(mm(WIDTH - 3.0 - long / 2.0)) y=(mm(height - 5.2)) { (text) }
    }
}

fn mm(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_on_another() {
        let mut words = Words::default();
        for number in 0..40 {
            let place = (
                50.0 + f64::from(4 * (number % 7)),
                30.0 + f64::from(3 * (number % 5)),
            );
            words.room(place, "12–18", LETTERS, 80.0);
        }
        for (at, own) in words.taken.iter().enumerate() {
            assert!(!words.taken[..at].iter().any(|other| overlap(own, other)));
        }
        assert!(words.taken.len() > 10);
    }

    #[test]
    fn a_frame_shows_all_places() {
        let places = [(0, 0), (9_000, 300), (4_000, -2_000)];
        let frame = Frame::around(&places, 80.0);
        for place in places {
            let (x, y) = frame.on_paper(place);
            assert!(
                (0.0..=WIDTH).contains(&x) && (0.0..=80.0).contains(&y),
                "{place:?}"
            );
        }
        assert!(Frame::around(&[], 80.0).scale > 0.0);
    }
}
