//! An answer to an instance of the literature, in the form that its set's solutions are exchanged in.

use crate::input::{Instance, SolutionForm};
use crate::vrp::{Activity, Route, Solution};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The text of a solution file.
#[must_use]
pub fn solution_text(instance: &Instance, solution: &Solution) -> String {
    let mut text = String::new();
    let has_lines = matches!(
        instance.form,
        SolutionForm::LinesByDepot | SolutionForm::LinesByDay
    );
    if has_lines {
        let _ = writeln!(text, "{:.6}", instance.cost(solution));
    }
    let mut used: BTreeMap<(u8, usize), usize> = BTreeMap::new();
    for route in &solution.routes {
        let used = used.entry((route.day, route.class)).or_default();
        let vehicle = instance.vehicle_numbers[route.class][*used];
        *used += 1;
        let ids = ids(instance, route);
        let _ = match instance.form {
            SolutionForm::Routes => writeln!(text, "Route #{vehicle}:{ids}"),
            SolutionForm::RoutesByDay => {
                writeln!(text, "Day {} Route #{vehicle}:{ids}", route.day)
            }
            SolutionForm::LinesByDepot | SolutionForm::LinesByDay => {
                let line = line(instance, solution, route, vehicle, &ids);
                writeln!(text, "{line}")
            }
        };
    }
    if !has_lines {
        let _ = writeln!(text, "Cost {}", rounded(instance.cost(solution)));
    }
    text
}

/// A cost to six decimals, without zeros at the end.
#[must_use]
pub fn rounded(cost: f64) -> f64 {
    (cost * 1e6).round() / 1e6
}

/// Where a route goes, in the file's ids, each behind a space.
fn ids(instance: &Instance, route: &Route) -> String {
    let mut text = String::new();
    for activity in &route.activities {
        let id = match *activity {
            Activity::Client(client) => instance.client_ids[client],
            Activity::Disposal(disposal) => instance.disposal_ids[disposal],
            Activity::Break => continue,
        };
        let _ = write!(text, " {id}");
    }
    text
}

/// `group vehicle duration load 0 ids 0`, the group a depot or a day.
fn line(
    instance: &Instance,
    solution: &Solution,
    route: &Route,
    vehicle: u32,
    ids: &str,
) -> String {
    let group = match instance.form {
        SolutionForm::LinesByDay => usize::from(route.day) + 1,
        _ => route.class + 1,
    };
    let (mut service, mut load) = (0.0, 0.0);
    for activity in &route.activities {
        if let Activity::Client(client) = *activity {
            let pattern = &instance.problem.clients[client].patterns[solution.patterns[client]];
            let visit = pattern.visits.iter().find(|visit| visit.day == route.day);
            service += instance.problem.clients[client].service.as_f64() / instance.time_factor;
            load += visit.map_or(0.0, |visit| visit.load.weight as f64) / instance.load_factor;
        }
    }
    let duration = instance.way(route) + service;
    format!("{group} {vehicle} {duration:.4} {} 0{ids} 0", rounded(load))
}
