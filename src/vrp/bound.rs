//! How many vehicles any answer needs at least, with the terms of the proof.
//!
//! **Capacity.** A day's load needs so many trips; a tour makes so many at most, for each takes a service, an unloading and
//! the way from its last client to a disposal. **Time.** All tours together serve, unload and drive at least so long. The
//! ways between clients, and from wherever a trip begins, join every client to a start or a disposal: no less than a
//! minimum spanning tree over the clients and one root that stands for all of these (Held & Karp, *The traveling-salesman
//! problem and minimum spanning trees*, Oper. Res. 18 (1970) 1138-1162, doi 10.1287/opre.18.6.1138, without its
//! multipliers). The last way of each trip, to its disposal, and of each tour, home, are in no such tree and come on top.
//!
//! Clients and classes fall into groups that have nothing to do with each other (trucks for food waste and those for all
//! else, say); each group needs its own.
//!
//! Windows, rests, fixed pairs of client and vehicle and shared limits only make it worse; the bound does without them.

use super::problem::{Client, Load, Problem, VehicleClass, Visit};
use crate::quantity::Seconds;
use rayon::prelude::*;

/// The proof that a day needs so many tours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayBound {
    /// Clients visited.
    pub visits: usize,
    /// Trips that the day's load needs.
    pub trips: u64,
    /// Most trips of one tour.
    pub trips_a_tour: u64,
    /// All service.
    pub service: Seconds,
    /// Least unloading of all trips.
    pub unloading: Seconds,
    /// Least time at the wheel of all tours, the ways home left out.
    pub driving: Seconds,
    /// Least way home of a tour.
    pub home: Seconds,
    /// Longest duty.
    pub longest: Seconds,
    /// Tours by capacity: `trips / trips_a_tour`.
    pub by_capacity: u64,
    /// Tours by time: `(service + unloading + driving) / (longest - home)`.
    pub by_time: u64,
}

impl DayBound {
    /// Tours that the day needs at least.
    #[must_use]
    pub fn tours(&self) -> u64 {
        self.by_capacity.max(self.by_time)
    }
}

/// The proof for vehicles that share their clients with no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassBound {
    /// The classes that may serve these clients.
    pub classes: Vec<usize>,
    /// By day of the horizon.
    pub days: Vec<DayBound>,
}

/// The least number of tours on each day that serves everybody who must be served, whatever vehicles there are, for each
/// group of classes that may serve the same clients. Of clients with a choice of patterns none is counted, nor any that no
/// vehicle may serve.
///
/// Time: quadratic in the visits of a day, for the spanning tree.
#[must_use]
pub fn fleet_bound(problem: &Problem) -> Vec<ClassBound> {
    let groups = groups(problem);
    let days = |group: &Group| {
        let days = (0..problem.num_days).into_par_iter();
        days.map(|day| group.of_day(day)).collect()
    };
    let bound = |group: &Group| ClassBound {
        classes: group.classes.clone(),
        days: days(group),
    };
    groups.iter().map(bound).collect()
}

/// Classes joined by clients that both may serve, and those clients.
struct Group<'a> {
    problem: &'a Problem,
    classes: Vec<usize>,
    /// Their travel matrices.
    profiles: Vec<usize>,
    clients: Vec<usize>,
}

/// The groups, by their first class; classes that may serve nobody are in none.
fn groups(problem: &Problem) -> Vec<Group<'_>> {
    let servers: Vec<(usize, Vec<usize>)> = (0..problem.clients.len())
        .filter(|&client| must_be_visited(&problem.clients[client]))
        .map(|client| (client, servers(problem, &problem.clients[client])))
        .filter(|(_, servers)| !servers.is_empty())
        .collect();
    // By class, the group's number; classes are few, so a union renumbers one side.
    let mut joined: Vec<usize> = (0..problem.classes.len()).collect();
    for (_, servers) in &servers {
        for &class in servers {
            let (to, from) = (joined[servers[0]], joined[class]);
            for number in joined.iter_mut().filter(|number| **number == from) {
                *number = to;
            }
        }
    }
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for (client, servers) in &servers {
        let root = joined[servers[0]];
        let position = groups.iter().position(|&(of, _)| of == root);
        let position = position.unwrap_or_else(|| {
            let all = 0..problem.classes.len();
            let classes = all.filter(|&class| joined[class] == root).collect();
            groups.push((root, Group::new(problem, classes)));
            groups.len() - 1
        });
        groups[position].1.clients.push(*client);
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
    groups.sort_by_key(|group| group.classes[0]);
    groups
}

fn must_be_visited(client: &Client) -> bool {
    client.unserved_price.is_none() && client.patterns.len() == 1
}

/// The classes that may serve a client.
fn servers(problem: &Problem, client: &Client) -> Vec<usize> {
    let may = |&k: &usize| {
        (client.classes.is_empty() || client.classes[k])
            && problem.classes[k].commodities.contains(client.commodity)
    };
    (0..problem.classes.len()).filter(may).collect()
}

impl<'a> Group<'a> {
    fn new(problem: &'a Problem, classes: Vec<usize>) -> Self {
        let mut profiles: Vec<usize> = classes
            .iter()
            .map(|&class| problem.classes[class].profile)
            .collect();
        profiles.sort_unstable();
        profiles.dedup();
        Self {
            problem,
            classes,
            profiles,
            clients: Vec::new(),
        }
    }

    fn classes(&self) -> impl Iterator<Item = &VehicleClass> {
        self.classes
            .iter()
            .map(|&class| &self.problem.classes[class])
    }

    fn of_day(&self, day: u8) -> DayBound {
        let visits = self.visits_on(day);
        if visits.is_empty() {
            return DayBound::default();
        }
        let problem = self.problem;
        let least = Least::of(self, &visits);
        let trips = trips(self, &visits);
        let trips_a_tour = least.trips_a_tour(trips);
        let service: Seconds = visits
            .iter()
            .map(|&(client, _)| problem.clients[client].service)
            .sum();
        let unloading = Seconds(least.unload * trips as i64);
        let driving = Seconds(spanning_tree(self, &visits) + least.to_disposal * trips as i64);
        let work = service.0 + unloading.0 + driving.0;
        let by_time = (work as u64).div_ceil((least.longest - least.home).max(1) as u64);
        DayBound {
            visits: visits.len(),
            trips,
            trips_a_tour,
            service,
            unloading,
            driving,
            home: Seconds(least.home),
            longest: Seconds(least.longest),
            by_capacity: trips.div_ceil(trips_a_tour.max(1)),
            by_time: by_time.max(1),
        }
    }

    /// Who is certainly visited on a day, and what is loaded there.
    fn visits_on(&self, day: u8) -> Vec<(usize, Visit)> {
        let on_day = self.clients.iter().filter_map(|&client| {
            let visits = &self.problem.clients[client].patterns[0].visits;
            let visit = visits.iter().find(|visit| visit.day == day)?;
            Some((client, *visit))
        });
        on_day.collect()
    }
}

/// Trips by weight and by volume, each commodity by itself where no vehicle mixes.
fn trips(group: &Group, visits: &[(usize, Visit)]) -> u64 {
    let problem = group.problem;
    let top = |of: fn(Load) -> i64| {
        group
            .classes()
            .map(|class| of(class.capacity))
            .max()
            .unwrap_or(0)
            .max(1)
    };
    let (weight, volume) = (top(|load| load.weight), top(|load| load.volume));
    let mixes = group.classes().any(|class| class.mixes);
    let mut loads = vec![Load::default(); 32];
    let mut is_there = [false; 32];
    for &(client, visit) in visits {
        let commodity = if mixes {
            0
        } else {
            usize::from(problem.clients[client].commodity)
        };
        loads[commodity] += visit.load;
        is_there[commodity] = true;
    }
    let trips = |load: &Load| {
        let of = |load: i64, most: i64| (load as u64).div_ceil(most as u64);
        of(load.weight, weight).max(of(load.volume, volume)).max(1)
    };
    loads
        .iter()
        .zip(is_there)
        .filter(|(_, there)| *there)
        .map(|(load, _)| trips(load))
        .sum()
}

/// The least of everything that a trip or a tour takes, in seconds, over all classes.
struct Least {
    service: i64,
    unload: i64,
    /// From a client to a disposal, or to where a tour ends that need not be empty.
    to_disposal: i64,
    home: i64,
    longest: i64,
}

impl Least {
    fn of(group: &Group, visits: &[(usize, Visit)]) -> Self {
        let problem = group.problem;
        let ends_empty = group.classes().all(|class| class.ends_empty);
        let time = |from: usize, to: usize| least_time(group, from, to);
        let gates = || problem.disposals.iter().map(|disposal| disposal.site);
        let ends = || group.classes().map(|class| class.end);
        let to_disposal = visits.iter().map(|&(client, _)| {
            let site = problem.clients[client].site;
            let last = if ends_empty { None } else { Some(ends()) };
            gates()
                .chain(last.into_iter().flatten())
                .map(|to| time(site, to))
                .min()
                .unwrap_or(0)
        });
        let home = gates()
            .flat_map(|gate| ends().map(move |end| (gate, end)))
            .map(|(gate, end)| time(gate, end));
        let longest = |class: &VehicleClass| {
            class
                .max_duration
                .0
                .min((class.shift.close - class.shift.open).0)
        };
        Self {
            service: visits
                .iter()
                .map(|&(client, _)| problem.clients[client].service.0)
                .min()
                .unwrap_or(0),
            unload: if ends_empty {
                problem
                    .disposals
                    .iter()
                    .map(|d| d.service.0)
                    .min()
                    .unwrap_or(0)
            } else {
                0
            },
            to_disposal: to_disposal.min().unwrap_or(0),
            home: if ends_empty {
                home.min().unwrap_or(0)
            } else {
                0
            },
            longest: group.classes().map(longest).max().unwrap_or(0).max(1),
        }
    }

    /// Most trips that fit into one tour, at most as many as there are.
    fn trips_a_tour(&self, trips: u64) -> u64 {
        let trip = self.service + self.unload + self.to_disposal;
        match trip {
            ..=0 => trips,
            _ => ((self.longest - self.home).max(0) / trip).clamp(1, i64::MAX) as u64,
        }
    }
}

/// The quicker of both directions, by the profile that is quickest there.
fn least_time(group: &Group, from: usize, to: usize) -> i64 {
    let time = |&profile: &usize| {
        let travel = &group.problem.travel[profile];
        let (there, back) = (travel.leg(from, to), travel.leg(to, from));
        there.seconds.min(back.seconds)
    };
    i64::from(group.profiles.iter().map(time).min().unwrap_or(0))
}

/// Seconds of a minimum spanning tree over the sites of the visits and a root for all starts and disposals (Prim 1957).
fn spanning_tree(group: &Group, visits: &[(usize, Visit)]) -> i64 {
    let problem = group.problem;
    let mut sites: Vec<usize> = visits
        .iter()
        .map(|&(client, _)| problem.clients[client].site)
        .collect();
    sites.sort_unstable();
    sites.dedup();
    let mut roots: Vec<usize> = problem
        .disposals
        .iter()
        .map(|disposal| disposal.site)
        .collect();
    roots.extend(group.classes().map(|class| class.start));
    let to_root = |&site: &usize| {
        roots
            .iter()
            .map(|&root| least_time(group, root, site))
            .min()
            .unwrap_or(0)
    };
    let mut waits: Vec<(usize, i64)> = sites.iter().map(|site| (*site, to_root(site))).collect();
    let mut sum = 0;
    while let Some(next) = (0..waits.len()).min_by_key(|&at| waits[at].1) {
        let (site, time) = waits.swap_remove(next);
        // Who cannot be reached at all is in no answer.
        sum += if time < i64::from(u32::MAX) { time } else { 0 };
        for (other, best) in &mut waits {
            *best = (*best).min(least_time(group, site, *other));
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vrp::sample::{Shape, cheapest_routes};
    use crate::vrp::{Budget, SolveParams, Watch, solve};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
        /// No answer that serves everybody has fewer tours.
        #[test]
        fn no_complete_answer_has_fewer_tours(seed in any::<u64>(), clients in 1..12usize, rests in any::<bool>()) {
            let problem = Shape { clients, rests, days: 2, ..Shape::default() }.problem(seed);
            let bound = fleet_bound(&problem);
            prop_assert_eq!(bound.len(), 1, "one class");
            let bound = &bound[0].days;
            let params = SolveParams { budget: Budget::Iterations(300), ..SolveParams::default() };
            let found = solve(&problem, &params, None, &Watch::default());
            prop_assume!(found.unserved.is_empty());
            for day in 0..problem.num_days {
                let tours = found.routes.iter().filter(|route| route.day == day);
                prop_assert!(bound[usize::from(day)].tours() <= tours.clone().count() as u64);
                // Nor less at the wheel, at work and at the gates than the terms say.
                let duty: i64 = tours.map(|route| route.duration().0).sum();
                let of = bound[usize::from(day)];
                prop_assert!(of.service.0 + of.unloading.0 + of.driving.0 <= duty);
            }
        }
    }

    /// Fewest routes that serve a set, by trying them all.
    fn fewest(is_route: &[bool], set: usize) -> Option<u64> {
        if set == 0 {
            return Some(0);
        }
        let lowest = set & set.wrapping_neg();
        let first = (1..=set).filter(|sub| sub & !set == 0 && sub & lowest != 0 && is_route[*sub]);
        first
            .filter_map(|sub| Some(1 + fewest(is_route, set & !sub)?))
            .min()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]
        #[test]
        fn the_bound_never_exceeds_the_fewest_tours(
            seed in any::<u64>(), clients in 1..5usize, rests in any::<bool>(), caps in any::<bool>(),
        ) {
            let problem = Shape { clients, rests, caps, ..Shape::default() }.problem(seed);
            let is_route: Vec<bool> =
                cheapest_routes(&problem, 0).iter().map(Option::is_some).collect();
            if let Some(fewest) = fewest(&is_route, (1 << clients) - 1) {
                prop_assert!(fleet_bound(&problem)[0].days[0].tours() <= fewest);
            }
        }
    }

    #[test]
    fn classes_that_share_no_client_are_bounded_apart() {
        let mut problem = Shape {
            clients: 6,
            ..Shape::default()
        }
        .problem(2);
        let mut other = problem.classes[0].clone();
        other.max_duration = crate::quantity::Seconds::hours(4);
        problem.classes.push(other);
        for (number, client) in problem.clients.iter_mut().enumerate() {
            client.classes = vec![number < 2, number >= 2];
        }
        let groups = fleet_bound(&problem);
        let classes: Vec<_> = groups.iter().map(|group| group.classes.clone()).collect();
        assert_eq!(classes, [[0], [1]]);
        assert_eq!((groups[0].days[0].visits, groups[1].days[0].visits), (2, 4));
    }

    #[test]
    fn a_day_without_visits_needs_nobody() {
        let mut problem = Shape {
            clients: 2,
            ..Shape::default()
        }
        .problem(1);
        problem.clients.clear();
        assert_eq!(fleet_bound(&problem), []);
    }
}
