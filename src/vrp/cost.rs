//! What an answer costs in all: routes, unserved visits that have a price, changes against the plan before, and docks
//! used above their number.

use super::problem::{Disposal, DockLimit, Problem};
use super::schedule::unloading;
use super::solution::{Activity, Route, Solution, Unserved};
use crate::quantity::{Day, Money};
use std::collections::BTreeMap;

/// Cost of all routes and of what is missing.
pub(crate) fn total(
    problem: &Problem,
    routes: &[Route],
    patterns: &[usize],
    unserved: &[Unserved],
) -> Money {
    let driven: Money = routes.iter().map(|route| route.cost).sum();
    let missing: Money = unserved
        .iter()
        .filter_map(|visit| problem.clients[visit.client].unserved_price)
        .sum();
    let changed: Money = routes
        .iter()
        .map(|route| change_price(problem, route))
        .sum();
    let docks: Money = (0..problem.num_days)
        .map(|day| dock_price(problem, routes, patterns, day))
        .sum();
    driven + missing + changed + docks
}

/// What an answer pays for visits by other classes and on other days than its clients would rather have.
#[must_use]
pub fn preference_price(problem: &Problem, solution: &Solution) -> Money {
    let routes = solution.routes.iter();
    routes.map(|route| change_price(problem, route)).sum()
}

/// Prices of visits by another class, or on another day, than in the plan before.
fn change_price(problem: &Problem, route: &Route) -> Money {
    let price = |activity: &Activity| {
        let Activity::Client(client) = *activity else {
            return Money::ZERO;
        };
        let client = &problem.clients[client];
        let by_class = client.class_prices.as_ref();
        let by_class = by_class.map_or(Money::ZERO, |prices| prices[route.class]);
        let Some(former) = &client.former else {
            return by_class;
        };
        let came = former.classes[usize::from(route.day)];
        let class = if came.is_none_or(|came| came == route.class) {
            Money::ZERO
        } else {
            former.class_price
        };
        let day = if former.days.contains(Day(route.day)) {
            Money::ZERO
        } else {
            former.day_price
        };
        by_class + class + day
    };
    route.activities.iter().map(price).sum()
}

/// A vehicle counts in each slot of time that its unloading touches.
fn dock_price(problem: &Problem, routes: &[Route], patterns: &[usize], day: u8) -> Money {
    let mut used: BTreeMap<(usize, i64), i64> = BTreeMap::new();
    for route in routes.iter().filter(|route| route.day == day) {
        for (disposal, begin, time) in unloading(problem, route, patterns) {
            if let Some(docks) = problem.disposals[disposal].docks {
                let last = (begin.0 + time.0 - 1).max(begin.0);
                for slot in begin.0 / docks.slot.0..=last / docks.slot.0 {
                    *used.entry((disposal, slot)).or_default() += 1;
                }
            }
        }
    }
    let excess = |disposal: &Disposal, vehicles: i64| {
        let price =
            |docks: DockLimit| docks.excess_price * (vehicles - i64::from(docks.docks)).max(0);
        disposal.docks.map_or(Money::ZERO, price)
    };
    used.iter()
        .map(|(&(disposal, _), &vehicles)| excess(&problem.disposals[disposal], vehicles))
        .sum()
}
