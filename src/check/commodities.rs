//! Promise `commodities`: vehicle, point and gate take the stream, and one trip carries one stream unless the vehicle mixes.

use super::Finding;
use super::replay::{Replay, Row};
use crate::district::StreamId;
use crate::quantity::Kilograms;
use std::collections::BTreeSet;

const PROMISE: &str = "commodities";

pub(super) fn broken(tour: &Replay) -> Vec<Finding> {
    let mut findings = Vec::new();
    let carried: BTreeSet<StreamId> = tour
        .district
        .accepted_by_vehicle(tour.tour.vehicle)
        .collect();
    let mut on_board = BTreeSet::new();
    for row in &tour.rows {
        if let Some((_, stream)) = row.visit(tour.district) {
            findings.extend(refused_by_vehicle(tour, row, stream, &carried));
            findings.extend(missing_at_point(tour, row, stream));
            if row.stop.kg > Kilograms::ZERO && on_board.insert(stream) {
                findings.extend(mixed(tour, row, &on_board));
            }
        } else if row.disposal().is_some() {
            findings.extend(refused_at_gate(tour, row, &on_board));
            findings.extend(misnamed(tour, row, &on_board));
            on_board.clear();
        }
    }
    findings
}

fn refused_by_vehicle(
    tour: &Replay,
    row: &Row,
    stream: StreamId,
    carried: &BTreeSet<StreamId>,
) -> Option<Finding> {
    (!carried.contains(&stream)).then(|| {
        let detail = format!(
            "{} does not carry {}",
            tour.vehicle.name,
            name(tour, stream)
        );
        tour.finding(PROMISE, row, row.stop.kg.as_f64(), "kg", detail)
    })
}

fn missing_at_point(tour: &Replay, row: &Row, stream: StreamId) -> Option<Finding> {
    tour.bins(row).next().is_none().then(|| {
        let detail = format!("no containers for {}", name(tour, stream));
        tour.finding(PROMISE, row, row.stop.kg.as_f64(), "kg", detail)
    })
}

fn mixed(tour: &Replay, row: &Row, on_board: &BTreeSet<StreamId>) -> Option<Finding> {
    (on_board.len() > 1 && !tour.vehicle.mixes).then(|| {
        let detail = format!("{} streams in one trip", on_board.len());
        tour.finding(PROMISE, row, row.stop.kg.as_f64(), "kg", detail)
    })
}

fn refused_at_gate(tour: &Replay, row: &Row, on_board: &BTreeSet<StreamId>) -> Option<Finding> {
    let taken: BTreeSet<StreamId> = tour.district.accepted_by_gate(row.disposal()?).collect();
    let refused = on_board.difference(&taken).next()?;
    let detail = format!("does not take {}", name(tour, *refused));
    Some(tour.finding(PROMISE, row, row.before.kg.as_f64(), "kg", detail))
}

/// A disposal row that names a stream other than the one on board.
fn misnamed(tour: &Replay, row: &Row, on_board: &BTreeSet<StreamId>) -> Option<Finding> {
    let named = row.stop.stream?;
    (on_board.len() == 1 && !on_board.contains(&named)).then(|| {
        let detail = format!("says {}, which is not on board", name(tour, named));
        tour.finding(PROMISE, row, row.before.kg.as_f64(), "kg", detail)
    })
}

fn name<'a>(tour: &Replay<'a>, stream: StreamId) -> &'a str {
    &tour.district.streams[stream.index()].name
}
