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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::parse_instance;
    use crate::quantity::{Clock, Metres, Money};
    use crate::vrp::Activity::{Break, Client, Disposal};

    fn text(instance: &str, routes: &[(usize, u8, &[Activity])]) -> String {
        let instance = parse_instance("sample", instance.as_bytes(), None).unwrap();
        let routes = routes.iter().map(|&(class, day, activities)| Route {
            class,
            day,
            activities: activities.to_vec(),
            begins: vec![Clock::MIDNIGHT; activities.len()],
            leaves: Clock::MIDNIGHT,
            returns: Clock::MIDNIGHT,
            distance: Metres(0),
            cost: Money::ZERO,
        });
        let solution = Solution {
            routes: routes.collect(),
            patterns: vec![0; instance.problem.clients.len()],
            ..Solution::default()
        };
        solution_text(&instance, &solution)
    }

    #[test]
    fn vehicles_have_the_numbers_of_their_class() {
        let instance = "TYPE: HFVRP\nDIMENSION: 4\nVEHICLES: 3\nNODE_COORD_SECTION\n1 0 0\n2 0 1\n3 0 2\n4 0 3\n\
            DEMAND_SECTION\n1 0\n2 5\n3 7\n4 1\nCAPACITY_SECTION\n1 6\n2 12\n3 6\nDEPOT_SECTION\n1\nEOF\n";
        let routes: [(usize, u8, &[_]); 3] = [
            (0, 0, &[Client(0)]),
            (0, 0, &[Client(2)]),
            (1, 0, &[Client(1)]),
        ];
        // Twice 1, 3 and 2, divided by 100.
        let expected = "Route #1: 1\nRoute #3: 3\nRoute #2: 2\nCost 0.12\n";
        assert_eq!(text(instance, &routes), expected);
    }

    #[test]
    fn landfills_are_told_where_they_are_driven_to_and_breaks_are_not() {
        let instance = "9\n9\n9\n60\n40\nStop_ID\n0 0 0 0400 1600 0 0 0\n7 5280 0 0000 2400 0 0 2\n\
            9 5280 0 0000 2400 0 1 1\n";
        let route = [Client(0), Break, Disposal(0)];
        assert_eq!(text(instance, &[(0, 0, &route)]), "Route #1: 9 7\nCost 2\n");
    }

    #[test]
    fn numbers_begin_anew_each_day() {
        let instance = r#"{"info": {"numVehicles": 1, "maxDuration": 99, "maxCapacity": 9, "planningHorizon": 2},
            "features": [{"properties": {"id": 0, "type": "depot"}},
                {"properties": {"id": 1, "type": "intermediateFacility"}},
                {"properties": {"id": 2, "type": "customer", "frequency": 2}}],
            "duration": [[0, 1, 2], [4, 0, 5], [7, 8, 0]]}"#;
        let route: &[_] = &[Client(0), Disposal(0)];
        // 2 + 8 + 4 minutes, twice.
        assert_eq!(
            text(instance, &[(0, 0, route), (0, 1, route)]),
            "Day 0 Route #1: 2 1\nDay 1 Route #1: 2 1\nCost 28\n"
        );
    }

    #[test]
    fn cordeau_wants_a_line_a_depot_or_day() {
        let depots = "2 1 2 2\n 0 0\n 0 0\n 1 3 4 2 12 1 2 1 2\n 2 9 0 0 7 1 2 1 2\n 3 0 0 0 0 0 0\n 4 9 1 0 0 0 0\n";
        let routes: [(usize, u8, &[_]); 2] = [(0, 0, &[Client(0)]), (1, 0, &[Client(1)])];
        let expected = "12.000000\n1 1 12.0000 12 0 1 0\n2 1 2.0000 7 0 2 0\n";
        assert_eq!(text(depots, &routes), expected);
        let days = "1 1 1 2\n 0 0\n 0 0\n 0 0 0 0 0 0 0\n 1 3 4 2 12 2 1 3\n";
        let routes: [(usize, u8, &[_]); 2] = [(0, 0, &[Client(0)]), (0, 1, &[Client(0)])];
        let expected = "20.000000\n1 1 12.0000 12 0 1 0\n2 1 12.0000 12 0 1 0\n";
        assert_eq!(text(days, &routes), expected);
    }
}
