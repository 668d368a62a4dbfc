//! What files for other programs say of the stops of a tour.

use super::tour_tables::{kind_word, place_name};
use crate::district::District;
use crate::plan::{Stop, StopKind, Tour};

/// A text as XML can hold it: control characters are spaces.
pub(super) fn clean(text: &str) -> String {
    let is_spoken =
        |c: char| c == '\t' || c == '\n' || !c.is_control() && c != '\u{fffe}' && c != '\u{ffff}';
    text.chars()
        .map(|c| if is_spoken(c) { c } else { ' ' })
        .collect()
}

/// For each stop a name, numbered as on its sheet, and a word about it. Rows of one visit share a number.
pub(super) fn stop_names<'a>(
    district: &'a District,
    tour: &'a Tour,
) -> Vec<(&'a Stop, String, String)> {
    let mut number = 0;
    let mut last = None;
    let name = |stop: &'a Stop| {
        let id = place_name(district, tour, stop.kind).unwrap_or_default();
        let is_visit = matches!(stop.kind, StopKind::Point(_));
        if is_visit && last != Some(stop.kind) {
            number += 1;
        }
        last = Some(stop.kind);
        let name = match is_visit {
            true => format!("{number} {id}"),
            false => format!("{} {id}", kind_word(stop.kind)),
        };
        let kg = match stop.kg.0 {
            0 => String::new(),
            kg => format!(" · {kg} kg"),
        };
        (stop, name.trim().to_owned(), format!("{}{kg}", stop.start))
    };
    tour.stops.iter().map(name).collect()
}
