//! The whole of it: patterns, distinct days, their searches side by side, and the answer with its clocks.

use super::cost::total;
use super::day::{Day, NONE};
use super::horizon::{DistinctDay, choose_patterns, distinct_days, is_searched_together};
use super::islands::{DaySearch, Pace};
use super::locality::in_local_order;
use super::neighbourhood::Memory;
use super::pace::{apportioned, share_time};
use super::params::{Budget, SolveParams, Watch};
use super::problem::Problem;
use super::schedule::{load_on, schedule};
use super::solution::{Activity, Route, Solution, Unserved};
use super::space::Space;
use super::tours::Draft;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Plans tours for a problem that is valid (`Problem::validate`), from a former solution if there is one. The answer
/// keeps every limit; what could not be served is listed in it. Runs on the threads of the current rayon pool.
///
/// ```
/// use std::sync::Arc;
/// use wasteways::quantity::{Metric, Money, Rounding, Scale, TravelMatrix};
/// use wasteways::vrp::{Budget, Client, Load, Pattern, Problem, SolveParams, VehicleClass, Watch, solve};
///
/// // Four clients and the depot on a line of 1 km steps, three in a vehicle.
/// let scale = Scale { factor: 1_000.0, rounding: Rounding::Nearest };
/// let places = (0..5).map(|x| (f64::from(x), 0.0)).collect();
/// let travel = TravelMatrix::plane(places, Metric::Euclidean, scale, scale);
/// let one = Load { weight: 1, volume: 0 };
/// let mut problem = Problem::new(1, vec![Arc::new(travel)]);
/// problem.clients = (1..5).map(|site| Client::new(site, vec![Pattern::once(0, one)])).collect();
/// problem.classes = vec![VehicleClass::new(0, vec![2], Load { weight: 3, volume: 0 })];
/// problem.classes[0].price_per_km = Money::units(1.0);
/// problem.validate().expect("every rule is kept");
/// let params = SolveParams { budget: Budget::Iterations(500), ..SolveParams::default() };
/// let solution = solve(&problem, &params, None, &Watch::default());
/// assert_eq!(solution.cost, Money::units(10.0), "one tour to the end of the line, one to the first client");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
/// If the problem is not valid.
#[must_use]
pub fn solve(
    problem: &Problem,
    params: &SolveParams,
    start: Option<&Solution>,
    watch: &Watch,
) -> Solution {
    solve_again(problem, params, start, watch, &Memory::default())
}

/// The same for a problem that was solved before at other prices, with what is remembered of it.
///
/// # Panics
/// If the problem is not valid.
#[must_use]
pub fn solve_again(
    problem: &Problem,
    params: &SolveParams,
    start: Option<&Solution>,
    watch: &Watch,
    memory: &Memory,
) -> Solution {
    assert!(
        problem.validate().is_ok(),
        "a problem is validated before it is solved"
    );
    let patterns = choose_patterns(problem, start);
    let distinct = if is_searched_together(problem) {
        vec![DistinctDay::together()]
    } else {
        distinct_days(problem, &patterns)
    };
    let searches: Vec<Mutex<DaySearch>> = distinct
        .par_iter()
        .map(|day| {
            let mut search = prepare((problem, memory), params, day, &patterns, start);
            if start.is_none() || params.completes_start {
                search.complete(params, watch);
            }
            Mutex::new(search)
        })
        .collect();
    match params.budget {
        Budget::Iterations(total) => {
            let visits = searches
                .iter()
                .map(|search| lock(search).num_visits() as u64);
            let shares = apportioned(total, &visits.collect::<Vec<u64>>());
            let day = |(search, share): (&Mutex<DaySearch>, u64)| {
                lock(search).run(params, Pace::Iterations(share), watch);
            };
            searches.par_iter().zip(shares).for_each(day);
        }
        Budget::Until(end) => search_until(&searches, params, end, watch),
    }
    let iterations = searches.iter().map(|search| lock(search).iterations).sum();
    let mut answer = Answer::new(problem, patterns);
    for (day, search) in distinct.iter().zip(&searches) {
        answer.add(day, &lock(search));
    }
    let mut found = answer.finish(iterations);
    let histories = searches.iter().map(|search| lock(search).history.clone());
    found.history = histories.flatten().collect();
    found
}

fn lock(search: &Mutex<DaySearch>) -> std::sync::MutexGuard<'_, DaySearch> {
    search.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare(
    (problem, memory): (&Problem, &Memory),
    params: &SolveParams,
    distinct: &DistinctDay,
    patterns: &[usize],
    start: Option<&Solution>,
) -> DaySearch {
    let first = distinct.days[0];
    let day = if distinct.is_whole {
        Day::together(problem)
    } else {
        let mut visits = distinct.visits.clone();
        in_local_order(problem, &mut visits);
        Day::new(problem, &visits, first)
    };
    let space = Space::new(day, params.neighbours, memory);
    let draft = match start {
        Some(start) => started(&space.day, start, patterns),
        None => Draft::nobody(&space.day, patterns),
    };
    DaySearch::new(space, u64::from(first), draft)
}

/// Days side by side, each on its share of the threads, or each thread with its share of the days.
fn search_until(searches: &[Mutex<DaySearch>], params: &SolveParams, end: Instant, watch: &Watch) {
    let threads = rayon::current_num_threads();
    let lanes = (threads / searches.len().max(1)).max(1);
    let lists = share_time(searches.len(), threads, Instant::now(), end);
    lists.par_iter().with_max_len(1).for_each(|list| {
        for slice in list {
            lock(&searches[slice.day]).run(params, Pace::Clock(*slice, lanes), watch);
        }
    });
}

/// The routes of a former solution on the days that are laid out, for the clients that are visited then.
fn started(day: &Day, start: &Solution, patterns: &[usize]) -> Draft {
    let mut draft = Draft::nobody(day, patterns);
    let mut waits: BTreeMap<(u32, u8), u32> = draft
        .unserved
        .iter()
        .map(|&node| ((day.clients[node as usize], day.days[node as usize]), node))
        .collect();
    for route in &start.routes {
        let kind = day
            .classes
            .iter()
            .position(|class| class.origin == (route.class, route.day));
        let Some(kind) = kind else { continue };
        let mut nodes = Vec::new();
        for activity in &route.activities {
            match *activity {
                Activity::Client(client) => nodes.extend(waits.remove(&(client as u32, route.day))),
                Activity::Disposal(disposal) if disposal < day.gates.len() => {
                    nodes.push(day.disposal_node(disposal));
                }
                Activity::Disposal(_) | Activity::Break => {}
            }
        }
        draft.routes.push((kind as u32, nodes));
    }
    draft.unserved = waits.into_values().collect();
    draft
}

/// What the searches found, put together.
struct Answer<'a> {
    problem: &'a Problem,
    patterns: Vec<usize>,
    routes: Vec<Route>,
    unserved: Vec<Unserved>,
}

impl<'a> Answer<'a> {
    fn new(problem: &'a Problem, patterns: Vec<usize>) -> Self {
        Self {
            problem,
            patterns,
            routes: Vec::new(),
            unserved: Vec::new(),
        }
    }

    /// A search's best tours as routes, on all days that it stands for, and the clients without one.
    fn add(&mut self, distinct: &DistinctDay, search: &DaySearch) {
        let day = &search.space.day;
        self.choose_patterns(day, &search.best);
        let mut served = vec![false; day.num_clients()];
        let mut routes = Vec::new();
        for (kind, nodes) in search
            .best
            .routes
            .iter()
            .filter(|(_, nodes)| !nodes.is_empty())
        {
            let route = self.route(day, *kind, nodes);
            debug_assert!(
                route.is_some(),
                "what the walk allows can be scheduled: {nodes:?}"
            );
            // Otherwise its clients are told as unserved.
            if let Some(route) = route {
                routes.push(route);
                let clients = nodes.iter().filter(|&&node| day.is_client(node));
                clients.for_each(|&node| served[node as usize] = true);
            }
        }
        routes.sort_by_key(|r| (r.day, r.class, r.activities.first().copied().map(order)));
        let missing = self.missing(day, &served);
        for &number in &distinct.days {
            let on = |of: u8| if distinct.is_whole { of } else { number };
            self.routes.extend(routes.iter().map(|route| Route {
                day: on(route.day),
                ..route.clone()
            }));
            self.unserved.extend(missing.iter().map(|visit| Unserved {
                day: on(visit.day),
                ..*visit
            }));
        }
    }

    fn route(&self, day: &Day, kind: u32, nodes: &[u32]) -> Option<Route> {
        let activity = |&node: &u32| match day.disposal_of(node) {
            Some(disposal) => Activity::Disposal(disposal),
            None => Activity::Client(day.clients[node as usize] as usize),
        };
        let activities: Vec<Activity> = nodes.iter().map(activity).collect();
        let (class, on) = day.classes[kind as usize].origin;
        let load_of = |client: usize| load_on(self.problem, &self.patterns, client, on);
        schedule(self.problem, class, on, &activities, &load_of)
    }

    /// Notes the pattern that each choice drives in a draft.
    fn choose_patterns(&mut self, day: &Day, draft: &Draft) {
        if day.choices.is_empty() {
            return;
        }
        let mut is_driven = vec![false; day.num_clients()];
        let nodes = draft.routes.iter().flat_map(|(_, nodes)| nodes);
        for &node in nodes.filter(|&&node| day.is_client(node)) {
            is_driven[node as usize] = true;
        }
        for choice in &day.choices {
            let driven = choice
                .patterns
                .iter()
                .flatten()
                .any(|&node| is_driven[node as usize]);
            let whole = |p: &Vec<u32>| p.iter().all(|&node| is_driven[node as usize]);
            let longest = (0..choice.patterns.len())
                .filter(|&p| driven && whole(&choice.patterns[p]))
                .max_by_key(|&p| (choice.patterns[p].len(), usize::MAX - p));
            if let Some(pattern) = longest {
                self.patterns[choice.client as usize] = pattern;
            }
        }
    }

    /// Visits that are due and that no route makes.
    fn missing(&self, day: &Day, served: &[bool]) -> Vec<Unserved> {
        let unserved = |node: usize| Unserved {
            client: day.clients[node] as usize,
            day: day.days[node],
        };
        let is_due = |&node: &usize| match day.choice_of[node] {
            NONE => true,
            choice => {
                let choice = &day.choices[choice as usize];
                let pattern = self.patterns[choice.client as usize];
                choice.patterns[pattern].contains(&(node as u32))
            }
        };
        let nodes = (0..day.num_clients()).filter(|&node| !served[node]);
        nodes.filter(is_due).map(unserved).collect()
    }

    fn finish(mut self, iterations: u64) -> Solution {
        self.routes.sort_by_key(|route| (route.day, route.class));
        self.unserved.sort_unstable();
        let cost = total(self.problem, &self.routes, &self.patterns, &self.unserved);
        Solution {
            routes: self.routes,
            patterns: self.patterns,
            unserved: self.unserved,
            cost,
            iterations,
            ..Solution::default()
        }
    }
}

fn order(activity: Activity) -> usize {
    match activity {
        Activity::Client(index) | Activity::Disposal(index) => index,
        Activity::Break => usize::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Money;
    use crate::vrp::sample::{Shape, cheapest_routes};
    use proptest::prelude::*;

    fn params(iterations: u64) -> SolveParams {
        SolveParams {
            budget: Budget::Iterations(iterations),
            ..SolveParams::default()
        }
    }

    fn solved(problem: &Problem, iterations: u64) -> Solution {
        solve(problem, &params(iterations), None, &Watch::default())
    }

    /// Cheapest cover of a set by at most so many routes.
    fn cheapest_plan(routes: &[Option<Money>], set: usize, vehicles: u32) -> Option<Money> {
        if set == 0 {
            return Some(Money::ZERO);
        }
        if vehicles == 0 {
            return None;
        }
        let lowest = set & set.wrapping_neg();
        let subsets = (1..=set).filter(|sub| sub & !set == 0 && sub & lowest != 0);
        let plans = subsets.filter_map(|sub| {
            Some(routes[sub]? + cheapest_plan(routes, set & !sub, vehicles - 1)?)
        });
        plans.min()
    }

    /// Cheapest plan of the horizon, over every choice of patterns.
    fn optimum(problem: &Problem) -> Option<Money> {
        let days: Vec<_> = (0..problem.num_days)
            .map(|day| cheapest_routes(problem, day))
            .collect();
        let mut choices = vec![vec![]];
        for client in &problem.clients {
            let longer = |chosen: &Vec<usize>| {
                let chosen = chosen.clone();
                (0..client.patterns.len()).map(move |p| [chosen.clone(), vec![p]].concat())
            };
            choices = choices.iter().flat_map(longer).collect();
        }
        let on_day = |chosen: &[usize], day: u8| {
            let comes = |&client: &usize| {
                let visits = &problem.clients[client].patterns[chosen[client]].visits;
                visits.iter().any(|visit| visit.day == day)
            };
            let set = (0..chosen.len())
                .filter(comes)
                .map(|client| 1 << client)
                .sum();
            cheapest_plan(
                &days[usize::from(day)],
                set,
                problem.classes[0].count[usize::from(day)],
            )
        };
        let plans = choices
            .iter()
            .filter_map(|chosen| (0..problem.num_days).map(|day| on_day(chosen, day)).sum());
        plans.min()
    }

    /// Whether each route is what the exact walk makes of its order, and the whole costs what its routes do.
    fn is_as_scheduled(problem: &Problem, found: &Solution) -> bool {
        let load = |client: usize, day: u8| load_on(problem, &found.patterns, client, day);
        let mut routes = found.routes.iter();
        routes.all(|route| {
            let load = |client: usize| load(client, route.day);
            schedule(problem, route.class, route.day, &route.activities, &load).as_ref()
                == Some(route)
        }) && found.cost == found.routes.iter().map(|route| route.cost).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        #[test]
        fn tiny_problems_are_solved_to_the_optimum(
            seed in any::<u64>(),
            (rests, lunch) in (any::<bool>(), any::<bool>()),
            (releases, caps) in (any::<bool>(), any::<bool>()),
            choices in any::<bool>(),
        ) {
            let days = if choices { 2 } else { 1 };
            let shape = Shape { clients: 4, rests, lunch, releases, caps, choices, days, ..Shape::default() };
            let problem = shape.problem(seed);
            let optimum = optimum(&problem);
            let found = solved(&problem, 3_000);
            prop_assert!(is_as_scheduled(&problem, &found));
            let Some(optimum) = optimum else {
                prop_assert!(!found.unserved.is_empty());
                return Ok(());
            };
            prop_assert!(found.unserved.is_empty());
            prop_assert!(found.cost >= optimum);
            // The search places rests and lunch by rule, the walk of the answer by choice; caps leave it in a corner now
            // and then; and it counts a second's price in whole thousandths.
            let slack = match (lunch, rests || caps) {
                (true, _) => optimum.0 / 3,
                (_, true) => optimum.0 / 20,
                _ => optimum.0 / 1_000_000,
            };
            prop_assert!(found.cost.0 <= optimum.0 + slack, "{:?}, best {:?}", found.cost, optimum);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        /// That every tour found is scheduled is asserted where answers are put together.
        #[test]
        fn iterations_asked_are_iterations_done_and_all_tours_found_are_scheduled(
            seed in any::<u64>(),
            asked in 0_u64..400,
            (rests, lunch) in (any::<bool>(), any::<bool>()),
            (releases, caps, choices) in (any::<bool>(), any::<bool>(), any::<bool>()),
            (clients, vehicles, days) in (6_usize..30, 1_u32..8, 1_u8..4),
        ) {
            let shape = Shape { clients, vehicles, rests, lunch, releases, caps, choices, days, ..Shape::default() };
            let problem = shape.problem(seed);
            let found = solved(&problem, asked);
            prop_assert!(is_as_scheduled(&problem, &found));
            // Nothing is searched where nobody can be served.
            let is_idle = found.routes.is_empty() && found.iterations == 0;
            prop_assert!(is_idle || found.iterations == asked, "{} of {asked}", found.iterations);
        }
    }

    /// A tour whose shortest duty comes back after lunch began, while a longer one is over before it.
    #[test]
    fn a_tour_may_hurry_home_to_lunch() {
        let shape = Shape {
            clients: 29,
            vehicles: 1,
            days: 2,
            rests: true,
            lunch: true,
            choices: true,
            ..Shape::default()
        };
        let found = solved(&shape.problem(13_805_173_814_421_525_027), 0);
        assert_eq!(found.routes.len(), 2, "what the walk allows is scheduled");
    }

    #[test]
    fn the_answer_does_not_depend_on_the_threads() {
        let problem = Shape {
            clients: 60,
            vehicles: 8,
            days: 2,
            ..Shape::default()
        }
        .problem(3);
        let params = SolveParams {
            clients_a_part: 20,
            ..params(3_000)
        };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| solve(&problem, &params, None, &Watch::default()))
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(5));
    }

    #[test]
    fn equal_days_are_searched_once_and_driven_alike() {
        let day = Shape {
            clients: 12,
            ..Shape::default()
        }
        .problem(5);
        let week = Shape {
            clients: 12,
            days: 7,
            ..Shape::default()
        }
        .problem(5);
        let (one, seven) = (solved(&day, 500), solved(&week, 500));
        assert_eq!(one.iterations, seven.iterations);
        assert_eq!(one.cost * 7, seven.cost);
        assert_eq!(one.routes.len() * 7, seven.routes.len());
    }

    #[test]
    fn a_search_starts_from_what_it_is_given() {
        let problem = Shape {
            clients: 30,
            vehicles: 6,
            ..Shape::default()
        }
        .problem(8);
        let good = solved(&problem, 5_000);
        let again = solve(&problem, &params(1), Some(&good), &Watch::default());
        assert!(
            again.cost <= good.cost,
            "{} after {}",
            again.cost,
            good.cost
        );
    }

    #[test]
    fn a_stopped_search_answers_with_what_it_has() {
        let problem = Shape {
            clients: 30,
            vehicles: 6,
            ..Shape::default()
        }
        .problem(8);
        let stop = std::sync::atomic::AtomicBool::new(true);
        let watch = Watch {
            stop: Some(&stop),
            progress: None,
        };
        let found = solve(&problem, &params(1_000_000_000), None, &watch);
        assert_eq!(found.iterations, 0);
        assert!(found.unserved.is_empty());
    }
}
