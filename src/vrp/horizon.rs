//! The horizon taken apart: a pattern for each client, then days, of which equal ones are searched once.

use super::problem::{Client, Pattern, Problem, Visit};
use super::solution::Solution;

/// Days that ask for the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DistinctDay {
    /// The days, earliest first.
    pub days: Vec<u8>,
    /// Who is visited, by client.
    pub visits: Vec<(usize, Visit)>,
    /// Whether it stands for the whole horizon, whose days are searched together.
    pub is_whole: bool,
}

impl DistinctDay {
    /// The whole horizon.
    pub fn together() -> Self {
        Self {
            days: vec![0],
            visits: Vec::new(),
            is_whole: true,
        }
    }
}

/// Beyond so many visits in all patterns days are searched apart.
const MOST_VISITS_TOGETHER: usize = 20_000;

/// Whether the days are searched together, which lets clients change their days: where some have a choice and the
/// horizon is small enough. Daily limits of disposals are kept day by day only.
pub(crate) fn is_searched_together(problem: &Problem) -> bool {
    let has_choice = problem
        .clients
        .iter()
        .any(|client| client.patterns.len() > 1);
    let visits = |client: &Client| {
        client
            .patterns
            .iter()
            .map(|p| p.visits.len())
            .sum::<usize>()
    };
    let has_limits = problem.disposals.iter().any(|d| d.daily_limit.is_some());
    has_choice
        && !has_limits
        && problem.clients.iter().map(visits).sum::<usize>() <= MOST_VISITS_TOGETHER
}

/// Chooses a pattern for each client: the start's, or the one that keeps the days' work even and the client's former
/// days. Clients with the most work choose first.
pub(crate) fn choose_patterns(problem: &Problem, start: Option<&Solution>) -> Vec<usize> {
    if let Some(start) = start.filter(|start| fits(problem, &start.patterns)) {
        return start.patterns.clone();
    }
    let mut order: Vec<usize> = (0..problem.clients.len()).collect();
    order.sort_by_key(|&client| (std::cmp::Reverse(problem.clients[client].service.0), client));
    let mut chosen = vec![0; problem.clients.len()];
    let mut work = vec![Work::default(); usize::from(problem.num_days)];
    let scale = Work::of_all(problem);
    for fixed in [true, false] {
        for &index in &order {
            let client = &problem.clients[index];
            if (client.patterns.len() == 1) == fixed {
                let strain = |p: &usize| strain(client, &client.patterns[*p], &work, scale);
                let best =
                    (0..client.patterns.len()).min_by(|a, b| strain(a).total_cmp(&strain(b)));
                chosen[index] = best.unwrap_or(0);
                for visit in &client.patterns[chosen[index]].visits {
                    work[usize::from(visit.day)].add(client, visit);
                }
            }
        }
    }
    chosen
}

fn fits(problem: &Problem, patterns: &[usize]) -> bool {
    patterns.len() == problem.clients.len()
        && patterns
            .iter()
            .zip(&problem.clients)
            .all(|(&pattern, client)| pattern < client.patterns.len())
}

/// What a day asks for.
#[derive(Clone, Copy, Debug, Default)]
struct Work {
    service: f64,
    weight: f64,
    volume: f64,
}

impl Work {
    fn of_all(problem: &Problem) -> Self {
        let mut all = Self {
            service: 1.0,
            weight: 1.0,
            volume: 1.0,
        };
        for client in &problem.clients {
            for visit in client
                .patterns
                .first()
                .map_or(&[][..], |pattern| &pattern.visits)
            {
                all.add(client, visit);
            }
        }
        all
    }

    fn add(&mut self, client: &Client, visit: &Visit) {
        self.service += client.service.as_f64() + 60.0;
        self.weight += visit.load.weight as f64;
        self.volume += visit.load.volume as f64;
    }
}

/// Growth of the sum of squares of the days' shares of all work, and the price of other days than formerly as shares of
/// the client's own work.
fn strain(client: &Client, pattern: &Pattern, work: &[Work], scale: Work) -> f64 {
    let mut sum = 0.0;
    for visit in &pattern.visits {
        let mut after = work[usize::from(visit.day)];
        let before = after;
        after.add(client, visit);
        let growth = |before: f64, after: f64, scale: f64| {
            (after * after - before * before) / (scale * scale)
        };
        sum += growth(before.service, after.service, scale.service)
            + growth(before.weight, after.weight, scale.weight)
            + growth(before.volume, after.volume, scale.volume);
        if let Some(former) = client
            .former
            .as_ref()
            .filter(|f| !f.days.contains(crate::quantity::Day(visit.day)))
        {
            sum += former.day_price.as_units();
        }
    }
    sum
}

/// The days with their visits, equal ones together.
pub(crate) fn distinct_days(problem: &Problem, patterns: &[usize]) -> Vec<DistinctDay> {
    let mut found: Vec<DistinctDay> = Vec::new();
    for day in 0..problem.num_days {
        let visits = visits_of(problem, patterns, day);
        let same = |other: &&mut DistinctDay| is_same(problem, other, day, &visits);
        match found.iter_mut().find(same) {
            Some(equal) => equal.days.push(day),
            None => found.push(DistinctDay {
                days: vec![day],
                visits,
                is_whole: false,
            }),
        }
    }
    found
}

fn visits_of(problem: &Problem, patterns: &[usize], day: u8) -> Vec<(usize, Visit)> {
    let clients = problem.clients.iter().zip(patterns).enumerate();
    clients
        .filter_map(|(index, (client, &pattern))| {
            let visits = &client.patterns[pattern].visits;
            visits
                .iter()
                .find(|visit| visit.day == day)
                .map(|&visit| (index, visit))
        })
        .collect()
}

fn is_same(problem: &Problem, other: &DistinctDay, day: u8, visits: &[(usize, Visit)]) -> bool {
    let first = usize::from(other.days[0]);
    let counts = problem
        .classes
        .iter()
        .all(|class| class.count[first] == class.count[usize::from(day)]);
    let came = |client: usize, day: u8| {
        let former = problem.clients[client].former.as_ref();
        former.and_then(|former| former.classes[usize::from(day)])
    };
    let alike = |(a, b): (&(usize, Visit), &(usize, Visit))| {
        a.0 == b.0 && a.1.load == b.1.load && came(a.0, other.days[0]) == came(b.0, day)
    };
    counts && other.visits.len() == visits.len() && other.visits.iter().zip(visits).all(alike)
}
