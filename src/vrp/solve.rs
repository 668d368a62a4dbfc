//! The whole of it: patterns, distinct days, their searches side by side, and the answer with its clocks.

use super::cost::total;
use super::day::Day;
use super::horizon::{DistinctDay, choose_patterns, distinct_days};
use super::islands::{DaySearch, Pace};
use super::pace::share_time;
use super::params::{Budget, SolveParams, Watch};
use super::problem::Problem;
use super::schedule::{load_on, schedule};
use super::solution::{Activity, Route, Solution, Unserved};
use super::space::Space;
use super::tours::Draft;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Plans tours for a problem that is valid (`Problem::validate`), from a former solution if there is one. The answer
/// keeps every limit; what could not be served is listed in it. Runs on the threads of the current rayon pool.
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
    assert!(
        problem.validate().is_ok(),
        "a problem is validated before it is solved"
    );
    let patterns = choose_patterns(problem, start);
    let distinct = distinct_days(problem, &patterns);
    let searches: Vec<Mutex<DaySearch>> = distinct
        .par_iter()
        .map(|day| Mutex::new(prepare(problem, params, day, start)))
        .collect();
    match params.budget {
        Budget::Iterations(total) => searches
            .par_iter()
            .for_each(|search| lock(search).run(params, Pace::Iterations(total), watch)),
        Budget::Until(end) => search_until(&searches, params, end, watch),
    }
    let iterations = searches.iter().map(|search| lock(search).iterations).sum();
    let written: Vec<_> = searches
        .iter()
        .map(|search| written(problem, &patterns, &lock(search)))
        .collect();
    answer(problem, patterns, distinct.iter().zip(written), iterations)
}

fn lock(search: &Mutex<DaySearch>) -> std::sync::MutexGuard<'_, DaySearch> {
    search.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare(
    problem: &Problem,
    params: &SolveParams,
    day: &DistinctDay,
    start: Option<&Solution>,
) -> DaySearch {
    let first = day.days[0];
    let space = Space::new(Day::new(problem, &day.visits, first), params.neighbours);
    let draft = match start {
        Some(start) => started(&space.day, start, first),
        None => Draft::nobody(&space.day),
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

/// The routes of a former solution on a day, for the clients that are visited then.
fn started(day: &Day, start: &Solution, first: u8) -> Draft {
    let mut draft = Draft::nobody(day);
    let mut is_placed = vec![false; day.num_clients()];
    for route in start
        .routes
        .iter()
        .filter(|route| route.day == first && route.class < day.classes.len())
    {
        let mut nodes = Vec::new();
        for activity in &route.activities {
            match *activity {
                Activity::Client(client) => {
                    if let Ok(at) = day.clients.binary_search(&(client as u32))
                        && !std::mem::replace(&mut is_placed[at], true)
                    {
                        nodes.push(at as u32);
                    }
                }
                Activity::Disposal(disposal) if disposal < day.gates.len() => {
                    nodes.push(day.disposal_node(disposal))
                }
                Activity::Disposal(_) | Activity::Break => {}
            }
        }
        draft.routes.push((route.class as u32, nodes));
    }
    draft.unserved.retain(|&client| !is_placed[client as usize]);
    draft
}

/// A day's best tours as routes of its first day, and the clients without one.
fn written(problem: &Problem, patterns: &[usize], search: &DaySearch) -> (Vec<Route>, Vec<usize>) {
    let day = &search.space.day;
    let first = search.day();
    let load_of = |client: usize| load_on(problem, patterns, client, first);
    let mut served = vec![false; day.num_clients()];
    let mut routes = Vec::new();
    for (class, nodes) in search
        .best
        .routes
        .iter()
        .filter(|(_, nodes)| !nodes.is_empty())
    {
        let activity = |&node: &u32| match day.disposal_of(node) {
            Some(disposal) => Activity::Disposal(disposal),
            None => Activity::Client(day.clients[node as usize] as usize),
        };
        let activities: Vec<Activity> = nodes.iter().map(activity).collect();
        if let Some(route) = schedule(problem, *class as usize, first, &activities, &load_of) {
            routes.push(route);
            nodes
                .iter()
                .filter(|&&node| day.is_client(node))
                .for_each(|&node| served[node as usize] = true);
        }
    }
    routes.sort_by_key(|route| (route.class, route.activities.first().copied().map(order)));
    let unserved = (0..day.num_clients())
        .filter(|&c| !served[c])
        .map(|c| day.clients[c] as usize);
    (routes, unserved.collect())
}

fn order(activity: Activity) -> usize {
    match activity {
        Activity::Client(index) | Activity::Disposal(index) => index,
        Activity::Break => usize::MAX,
    }
}

fn answer<'a>(
    problem: &Problem,
    patterns: Vec<usize>,
    days: impl Iterator<Item = (&'a DistinctDay, (Vec<Route>, Vec<usize>))>,
    iterations: u64,
) -> Solution {
    let (mut routes, mut unserved) = (Vec::new(), Vec::new());
    for (distinct, (driven, missing)) in days {
        for &day in &distinct.days {
            routes.extend(driven.iter().map(|route| Route {
                day,
                ..route.clone()
            }));
            unserved.extend(missing.iter().map(|&client| Unserved { client, day }));
        }
    }
    routes.sort_by_key(|route| (route.day, route.class));
    unserved.sort_unstable();
    let cost = total(problem, &routes, &patterns, &unserved);
    Solution {
        routes,
        patterns,
        unserved,
        cost,
        iterations,
    }
}
