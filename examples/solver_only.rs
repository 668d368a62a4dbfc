//! Can I use the routing engine alone? Poses a small multi-trip problem with two disposals and prints the routes.

use std::sync::Arc;
use wasteways::quantity::{Clock, Leg, Money, Seconds, TravelMatrix, Window};
use wasteways::vrp::{
    Activity, Budget, Client, Commodities, Disposal, Load, Pattern, Problem, SolveParams,
    VehicleClass, Visit, Watch, solve,
};

/// Sites on a grid of 500 m: 0 the depot, 1 and 2 the disposals, then the clients.
const SIDE: usize = 8;
const FIRST_CLIENT: usize = 3;

fn main() {
    let places: Vec<(i64, i64)> = [(0, 0), (4, 9), (9, 3)]
        .into_iter()
        .chain((0..SIDE * SIDE).map(|k| ((k % SIDE) as i64, (k / SIDE) as i64)))
        .collect();
    let leg = |a: (i64, i64), b: (i64, i64)| {
        let metres = 500 * ((a.0 - b.0).abs() + (a.1 - b.1).abs()) as u32;
        Leg {
            seconds: metres / 7,
            metres,
        }
    };
    let legs = places
        .iter()
        .flat_map(|&a| places.iter().map(move |&b| leg(a, b)))
        .collect();
    let problem = Problem {
        left_by_load: false,
        num_days: 1,
        clients: (0..SIDE * SIDE).map(client).collect(),
        disposals: [1, 2].into_iter().map(disposal).collect(),
        classes: vec![truck()],
        travel: vec![Arc::new(TravelMatrix::new(places.len(), legs))],
    };
    let params = SolveParams {
        budget: Budget::Iterations(5_000),
        ..SolveParams::default()
    };
    let solution = solve(&problem, &params, None, &Watch::default());
    for route in &solution.routes {
        let disposals = route
            .activities
            .iter()
            .filter(|a| matches!(a, Activity::Disposal(_)))
            .count();
        let clients = route.activities.len() - disposals;
        println!(
            "{clients} clients in {disposals} trips, {}, back at {}",
            route.distance, route.returns
        );
    }
    println!(
        "cost {:.2}, {} visits left",
        solution.cost.as_units(),
        solution.unserved.len()
    );
}

fn client(number: usize) -> Client {
    let load = Load {
        weight: 200 + 10 * (number as i64 % 7),
        volume: 0,
    };
    Client {
        site: FIRST_CLIENT + number,
        commodity: 0,
        patterns: vec![Pattern {
            visits: vec![Visit { day: 0, load }],
        }],
        service: Seconds::minutes(3),
        windows: vec![Window::ALWAYS],
        release: None,
        classes: Vec::new(),
        unserved_price: None,
        former: None,
        class_prices: None,
    }
}

fn disposal(site: usize) -> Disposal {
    Disposal {
        site,
        commodities: Commodities::ALL,
        windows: vec![Window::ALWAYS],
        service: Seconds::minutes(16),
        service_per_thousand: Seconds::ZERO,
        price_per_thousand: Money::ZERO,
        daily_limit: None,
        docks: None,
        classes: Vec::new(),
    }
}

fn truck() -> VehicleClass {
    VehicleClass {
        count: vec![6],
        start: 0,
        end: 0,
        capacity: Load {
            weight: 3_000,
            volume: 1,
        },
        commodities: Commodities::ALL,
        mixes: false,
        shift: Window::new(Clock::at(6, 0), Clock::at(18, 0)),
        regular_duration: Seconds::hours(10),
        max_duration: Seconds::hours(10),
        max_distance: None,
        rest: None,
        lunch: None,
        max_weight: None,
        max_clients: None,
        max_trips: None,
        ends_empty: true,
        fixed_price: Money::units(400.0),
        price_per_km: Money::units(3.5),
        price_per_hour: Money::units(30.0),
        overtime_per_hour: Money::ZERO,
        profile: 0,
    }
}
