//! Can I use the routing engine alone? Poses a small multi-trip problem with two disposals and prints the routes.

use std::sync::Arc;
use wasteways::quantity::{Clock, Leg, Money, Seconds, TravelMatrix, Window};
use wasteways::vrp::{
    Activity, Budget, Client, Disposal, Load, Pattern, Problem, SolveParams, VehicleClass, Watch,
    solve,
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
    let travel = TravelMatrix::new(places.len(), legs);
    let mut problem = Problem::new(1, vec![Arc::new(travel)]);
    problem.clients = (0..SIDE * SIDE).map(client).collect();
    problem.disposals = [1, 2].into_iter().map(disposal).collect();
    problem.classes = vec![truck()];
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
    let mut client = Client::new(FIRST_CLIENT + number, vec![Pattern::once(0, load)]);
    client.service = Seconds::minutes(3);
    client
}

fn disposal(site: usize) -> Disposal {
    let mut disposal = Disposal::new(site);
    disposal.service = Seconds::minutes(16);
    disposal
}

fn truck() -> VehicleClass {
    let capacity = Load {
        weight: 3_000,
        volume: 1,
    };
    let mut truck = VehicleClass::new(0, vec![6], capacity);
    truck.shift = Window::new(Clock::at(6, 0), Clock::at(18, 0));
    truck.max_duration = Seconds::hours(10);
    truck.ends_empty = true;
    truck.fixed_price = Money::units(400.0);
    truck.price_per_km = Money::units(3.5);
    truck.price_per_hour = Money::units(30.0);
    truck
}
