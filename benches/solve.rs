//! How fast the solver is: the walk of a route, getting ready (neighbour lists and a first plan), one iteration of the
//! search, and whole searches of a fixed number of iterations.
//!
//! Three kinds of problem: goods from one depot (CVRP), the same with windows (VRPTW), and a day of collection, whose
//! trucks are emptied on the way.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use wasteways::quantity::{Clock, Metric, Money, Rounding, Scale, Seconds, TravelMatrix, Window};
use wasteways::vrp::{
    ANY_TIME, Activity, Break, Budget, Client, Disposal, Load, Pattern, Problem, Progress,
    Solution, SolveParams, VehicleClass, Watch, schedule, solve,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Capacitated,
    Windows,
    Collection,
}

use Kind::{Capacitated, Collection, Windows};

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Capacitated => "CVRP",
            Windows => "VRPTW",
            Collection => "collection day",
        }
    }

    /// Clients on a sunflower spiral, three disposals among them where there are some, a base in the middle.
    fn problem(self, clients: usize) -> Problem {
        let sites = clients + 4;
        let place = |site: usize| {
            let (radius, angle) = (
                25e3 * ((site * 7919 % sites) as f64 / sites as f64).sqrt(),
                site as f64 * 2.399_963,
            );
            (radius * angle.cos(), radius * angle.sin())
        };
        let scale = |factor: f64| Scale {
            factor,
            rounding: Rounding::Down,
        };
        // Roads a third longer than the crow flies, at 30 km/h.
        let metres = scale(1.35);
        let seconds = match self {
            Capacitated => metres,
            Windows | Collection => scale(1.35 * 3.6 / 30.0),
        };
        let places = (0..sites).map(place).collect();
        let travel = TravelMatrix::plane(places, Metric::Euclidean, metres, seconds);
        let disposals = match self {
            Capacitated | Windows => 0,
            Collection => 3,
        };
        let mut problem = Problem::new(1, vec![Arc::new(travel)]);
        problem.clients = (0..clients).map(|site| self.client(site)).collect();
        problem.disposals = (clients..clients + disposals).map(disposal).collect();
        problem.classes = vec![self.class(sites - 1, clients)];
        problem
    }

    fn client(self, site: usize) -> Client {
        let weight = 60 + (site * 37 % 400) as i64;
        let load = Load {
            weight,
            volume: weight * 4,
        };
        let opens = match self {
            Capacitated => ANY_TIME,
            Windows => {
                let from = Clock::at(7 + (site % 7) as i64, 0);
                Window::new(from, from + Seconds::hours(3))
            }
            Collection => Window::new(Clock::at(7, 0), Clock::at(17, 0)),
        };
        let service = match self {
            Capacitated => Seconds::ZERO,
            Windows | Collection => Seconds(60 + (site % 5) as i64 * 20),
        };
        let mut client = Client::new(site, vec![Pattern::once(0, load)]);
        (client.service, client.windows) = (service, vec![opens]);
        client
    }

    fn class(self, base: usize, clients: usize) -> VehicleClass {
        let capacity = Load {
            weight: 8_000,
            volume: 28_800,
        };
        let of_few = 4 + clients as u32 / 20;
        let count = if self == Collection {
            of_few
        } else {
            clients as u32
        };
        let mut class = VehicleClass::new(base, vec![count], capacity);
        class.price_per_km = Money::units(3.5);
        if self == Capacitated {
            return class;
        }
        class.shift = Window::new(Clock::at(6, 0), Clock::at(18, 0));
        class.regular_duration = Seconds::hours(10);
        class.max_duration = Seconds::hours(10);
        if self == Windows {
            return class;
        }
        class.rest = Some(Break {
            after: Seconds::hours(4),
            length: Seconds::minutes(20),
        });
        class.ends_empty = true;
        class.fixed_price = Money::units(400.0);
        class.price_per_hour = Money::units(30.0);
        class
    }
}

fn disposal(site: usize) -> Disposal {
    let mut disposal = Disposal::new(site);
    disposal.windows = vec![Window::new(Clock::at(6, 0), Clock::at(18, 0))];
    disposal.service = Seconds::minutes(16);
    disposal
}

fn params(iterations: u64) -> SolveParams {
    SolveParams {
        budget: Budget::Iterations(iterations),
        ..SolveParams::default()
    }
}

/// Neighbour lists and a first plan.
fn readiness(c: &mut Criterion) {
    let mut group = c.benchmark_group("first plan");
    group.sample_size(10);
    for (kind, clients) in [
        (Capacitated, 1_000),
        (Capacitated, 10_000),
        (Collection, 1_000),
    ] {
        let problem = kind.problem(clients);
        let id = BenchmarkId::new(kind.name(), clients);
        group.bench_with_input(id, &problem, |b, problem| {
            b.iter(|| solve(black_box(problem), &params(0), None, &Watch::default()));
        });
    }
    group.finish();
}

/// Time for so many iterations on one thread, read off between the first report of progress and the last, so that
/// neighbour lists, first plan and the walk of the answer are left out.
fn time_of_iterations(problem: &Problem, start: &Solution, wanted: u64) -> Duration {
    let reports = Mutex::new(Vec::new());
    let note = |progress: Progress| {
        let mut reports = reports.lock().expect("nobody panics");
        reports.push((Instant::now(), progress.iterations));
    };
    let watch = Watch {
        stop: None,
        progress: Some(&note),
    };
    // Rounds long enough that cutting the day into parts and putting it together weigh as little as in a long search.
    let params = SolveParams {
        fleet_share: 0.0,
        ..params(wanted.max(4 * problem.clients.len() as u64))
    };
    let _ = solve(black_box(problem), &params, Some(start), &watch);
    let reports = reports.lock().expect("nobody panics");
    let (first, last) = (reports[0], reports[reports.len() - 1]);
    let each = (last.0 - first.0).as_secs_f64() / (last.1 - first.1) as f64;
    Duration::from_secs_f64(each * wanted as f64)
}

fn iterations(c: &mut Criterion) {
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread");
    let mut group = c.benchmark_group("iterations");
    group.sample_size(10);
    group.throughput(Throughput::Elements(10_000));
    for kind in [Capacitated, Collection] {
        for clients in [1_000, 10_000, 30_000] {
            let problem = kind.problem(clients);
            let id = BenchmarkId::new(kind.name(), clients);
            let mut start = None;
            group.bench_with_input(id, &problem, |b, problem| {
                let start = start
                    .get_or_insert_with(|| solve(problem, &params(0), None, &Watch::default()));
                b.iter_custom(|times| {
                    one.install(|| time_of_iterations(problem, start, 10_000).mul_f64(times as f64))
                });
            });
        }
    }
    group.finish();
}

fn searches(c: &mut Criterion) {
    let mut group = c.benchmark_group("solve");
    group.sample_size(10);
    for (kind, clients) in [
        (Capacitated, 200),
        (Windows, 200),
        (Collection, 60),
        (Collection, 500),
        (Collection, 2_000),
    ] {
        let problem = kind.problem(clients);
        let id = BenchmarkId::new(format!("{}, 1000 iterations", kind.name()), clients);
        group.bench_with_input(id, &problem, |b, problem| {
            b.iter(|| solve(black_box(problem), &params(1_000), None, &Watch::default()));
        });
    }
    group.finish();
}

fn walk(c: &mut Criterion) {
    let problem = Collection.problem(60);
    let solution = solve(&problem, &params(500), None, &Watch::default());
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

criterion_group!(benches, readiness, iterations, searches, walk);
criterion_main!(benches);
