//! Promise `pins`: what the planner has pinned is kept, or refused in so many words (`pin refused: ...`) in unserved.csv or
//! visits.csv.
//!
//! Pinned days are the days on which the point is visited: no other, and each of them unless named as unserved.

use super::Finding;
use super::replay::{Replay, Row};
use super::week::{PointWeek, Week};
use crate::district::{DisposalId, Pin, PinTarget, PointId};
use crate::quantity::DaySet;
use std::collections::BTreeSet;

const PROMISE: &str = "pins";

/// How a refusal begins, in the reasons of unserved.csv and visits.csv.
const REFUSED: &str = "pin refused";

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let refused = refused(week);
    let pins = week.district.pins.iter();
    pins.flat_map(|pin| of_pin(week, pin, &refused)).collect()
}

/// Points for which the plan refuses a pin.
fn refused(week: &Week) -> BTreeSet<PointId> {
    let unserved = week.plan.unserved.iter();
    let unserved = unserved.map(|row| (row.point, row.reason.to_string()));
    let visits = week.plan.visits.iter();
    let visits = visits.map(|row| (row.point, row.reason.clone()));
    let reasons = unserved.chain(visits);
    let refusals = reasons.filter(|(_, reason)| reason.starts_with(REFUSED));
    refusals.map(|(point, _)| point).collect()
}

fn of_pin(week: &Week, pin: &Pin, refused: &BTreeSet<PointId>) -> Vec<Finding> {
    let is_held = |point: PointId| is_target(week, pin, point) && !refused.contains(&point);
    let mut findings = Vec::new();
    for tour in &week.tours {
        for row in &tour.rows {
            let visit = row.visit(week.district);
            if visit.is_some_and(|(point, _)| is_held(point)) {
                findings.extend(vehicle(week, pin, tour, row));
                findings.extend(station(week, pin, tour, row));
            }
        }
    }
    let points = week.loaded_points().filter(|point| is_held(point.point));
    findings.extend(points.filter_map(|point| days(pin, point)));
    findings
}

fn is_target(week: &Week, pin: &Pin, point: PointId) -> bool {
    match pin.target {
        PinTarget::Point(target) => target == point,
        PinTarget::Village(village) => week.district.points[point.index()].village == Some(village),
    }
}

fn vehicle(week: &Week, pin: &Pin, tour: &Replay, row: &Row) -> Option<Finding> {
    let pinned = pin.vehicle.filter(|&pinned| pinned != tour.tour.vehicle)?;
    let name = &week.district.vehicles[pinned.index()].name;
    let detail = format!("{} comes, {name} is pinned", tour.vehicle.name);
    Some(tour.finding(PROMISE, row, 1.0, "visits", detail))
}

fn station(week: &Week, pin: &Pin, tour: &Replay, row: &Row) -> Option<Finding> {
    let pinned = pin.disposal?;
    let tipped = tour.rows[row.sequence..].iter().find_map(Row::disposal);
    let name = |disposal: DisposalId| week.district.disposal_name(disposal);
    let detail = format!("tipped at {}, {} is pinned", name(tipped?), name(pinned));
    (tipped != Some(pinned)).then(|| tour.finding(PROMISE, row, row.stop.kg.as_f64(), "kg", detail))
}

fn days(pin: &Pin, point: &PointWeek) -> Option<Finding> {
    let (pinned, visited) = (pin.days?, point.visited());
    let wrong = DaySet((visited.0 & !pinned.0) | (pinned.0 & !visited.0 & !point.excused.0));
    let detail = format!("visited on {visited}, pinned to {pinned}");
    (!wrong.is_empty())
        .then(|| Finding::new(PROMISE, point.name, wrong.len() as f64, "days", detail))
}
