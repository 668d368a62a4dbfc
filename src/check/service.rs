//! Promise `service`: every stop takes its time of service in full, and every unloading its own, within 1 s. Streams that
//! are taken at one visit, row after row, share one service.

use super::Finding;
use super::replay::{Replay, Row};
use crate::quantity::Seconds;

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let visits = tour
        .rows
        .chunk_by(|row, next| is_same_visit(tour, row, next));
    visits.filter_map(|visit| short(tour, visit)).collect()
}

/// Whether the next row only takes another stream of the same visit.
fn is_same_visit(tour: &Replay, row: &Row, next: &Row) -> bool {
    match (row.visit(tour.district), next.visit(tour.district)) {
        (Some((point, stream)), Some((next_point, next_stream))) => {
            point == next_point && stream != next_stream
        }
        _ => false,
    }
}

fn short(tour: &Replay, visit: &[Row]) -> Option<Finding> {
    let row = visit.first()?;
    let needed = needed(tour, visit);
    let stood: Seconds = visit.iter().map(Row::stood).sum();
    let short = needed - stood;
    let detail = format!("serves {stood}, needs {needed}");
    (short.0 > 1).then(|| tour.finding("service", row, short.as_f64(), "s", detail))
}

fn needed(tour: &Replay, visit: &[Row]) -> Seconds {
    let gates = visit.iter().filter_map(Row::disposal);
    let unloading = gates.map(|id| tour.district.gate(id).unload);
    let service = visit
        .iter()
        .flat_map(|row| tour.bins(row))
        .map(|bins| bins.service);
    service.chain(unloading).max().unwrap_or(Seconds::ZERO)
}
