//! How fast the solver is: the walk of a route, a first plan, and searches of a fixed number of iterations.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use wasteways::quantity::{Clock, Leg, Money, Seconds, TravelMatrix, Window};
use wasteways::vrp::{
    Activity, Break, Budget, Client, Commodities, Disposal, Load, Pattern, Problem, SolveParams,
    VehicleClass, Visit, Watch, schedule, solve,
};

/// Clients on a sunflower spiral, three disposals among them, a base in the middle.
fn problem(clients: usize) -> Problem {
    let sites = clients + 4;
    let place = |site: usize| {
        let (radius, angle) = (
            25e3 * ((site * 7919 % sites) as f64 / sites as f64).sqrt(),
            site as f64 * 2.399_963,
        );
        (radius * angle.cos(), radius * angle.sin())
    };
    let leg = |from: usize, to: usize| {
        let ((x, y), (u, v)) = (place(from), place(to));
        let metres = (1.35 * ((x - u).powi(2) + (y - v).powi(2)).sqrt()) as u32;
        Leg {
            seconds: metres * 36 / 300,
            metres,
        }
    };
    let legs = (0..sites)
        .flat_map(|from| (0..sites).map(move |to| leg(from, to)))
        .collect();
    Problem {
        num_days: 1,
        clients: (0..clients).map(client).collect(),
        disposals: (clients..clients + 3).map(disposal).collect(),
        classes: vec![class(sites - 1, clients)],
        travel: vec![Arc::new(TravelMatrix::new(sites, legs))],
    }
}

fn client(site: usize) -> Client {
    let weight = 60 + (site * 37 % 400) as i64;
    let visits = vec![Visit {
        day: 0,
        load: Load {
            weight,
            volume: weight * 4,
        },
    }];
    Client {
        site,
        commodity: 0,
        patterns: vec![Pattern { visits }],
        service: Seconds(60 + (site % 5) as i64 * 20),
        windows: vec![Window::new(Clock::at(7, 0), Clock::at(17, 0))],
        release: None,
        classes: Vec::new(),
        unserved_price: None,
        former: None,
    }
}

fn disposal(site: usize) -> Disposal {
    Disposal {
        site,
        commodities: Commodities::ALL,
        windows: vec![Window::new(Clock::at(6, 0), Clock::at(18, 0))],
        service: Seconds::minutes(16),
        service_per_thousand: Seconds::ZERO,
        price_per_thousand: Money::ZERO,
        daily_limit: None,
        docks: None,
        classes: Vec::new(),
    }
}

fn class(base: usize, clients: usize) -> VehicleClass {
    VehicleClass {
        count: vec![4 + clients as u32 / 20],
        start: base,
        end: base,
        capacity: Load {
            weight: 8_000,
            volume: 28_800,
        },
        commodities: Commodities::ALL,
        mixes: false,
        shift: Window::new(Clock::at(6, 0), Clock::at(18, 0)),
        regular_duration: Seconds::hours(10),
        max_duration: Seconds::hours(10),
        max_distance: None,
        rest: Some(Break {
            after: Seconds::hours(4),
            length: Seconds::minutes(20),
        }),
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

fn searches(c: &mut Criterion) {
    let mut group = c.benchmark_group("solve");
    group.sample_size(10);
    for clients in [60, 500, 2_000] {
        let problem = problem(clients);
        for iterations in [0, 1_000] {
            let params = SolveParams {
                budget: Budget::Iterations(iterations),
                ..SolveParams::default()
            };
            let name = if iterations == 0 {
                "first plan"
            } else {
                "1000 iterations"
            };
            group.bench_with_input(BenchmarkId::new(name, clients), &problem, |b, problem| {
                b.iter(|| solve(black_box(problem), &params, None, &Watch::default()));
            });
        }
    }
    group.finish();
}

fn walk(c: &mut Criterion) {
    let problem = problem(60);
    let params = SolveParams {
        budget: Budget::Iterations(500),
        ..SolveParams::default()
    };
    let solution = solve(&problem, &params, None, &Watch::default());
    let longest = solution
        .routes
        .iter()
        .max_by_key(|route| route.activities.len())
        .expect("somebody is served");
    let load = |client: usize| problem.clients[client].patterns[0].visits[0].load;
    let activities: &[Activity] = &longest.activities;
    c.bench_function("schedule a tour", |b| {
        b.iter(|| schedule(black_box(&problem), 0, 0, black_box(activities), &load));
    });
}

criterion_group!(benches, searches, walk);
criterion_main!(benches);
