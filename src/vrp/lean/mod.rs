//! Plain days on a lean path: where weight and clocks are the only limits and metres the only cost, tours are linked lists.
//!
//! The search is that of `vrp::search`, ruin and recreate under annealing, and nothing outside knows which one ran. What a
//! change costs does not grow with the tours that it touches: strings are found by walking from client to client, a client
//! goes in or out by three links, and a log of the links as they were takes a change back. So there is time for a local
//! search after each recreate (`polish`).

mod chains;
mod clocks;
mod ground;
mod polish;
mod recreate;
mod ruin;

pub(crate) use ground::Lean;

use super::dice::Dice;
use super::params::SolveParams;
use super::space::Space;
use super::tours::Draft;
use chains::Chains;
use ground::{Ground, Ways};
use polish::Polish;
use recreate::recreate;
use ruin::Ruin;

/// Mean number of clients a tour from which changes are polished.
const LONG_TOUR: usize = 8;

/// What a lean search came to.
pub(crate) struct LeanFound {
    pub current: Draft,
    pub best: Draft,
    pub iterations: u64,
}

/// What it begins with: tours that can be driven and leave nobody out, and how many of each class there may be.
pub(crate) struct LeanStart<'a> {
    pub draft: &'a Draft,
    /// By class.
    pub most_tours: &'a [u32],
}

impl LeanStart<'_> {
    fn num_clients(&self) -> usize {
        self.draft.routes.iter().map(|(_, nodes)| nodes.len()).sum()
    }
}

impl Lean {
    /// Makes at most so many iterations, until `progress`, asked now and then with those done, answers `None`; it answers the
    /// temperature.
    pub fn search(
        &self,
        space: &Space,
        start: &LeanStart,
        params: &SolveParams,
        dice: Dice,
        most: u64,
        progress: impl FnMut(u64) -> Option<f64>,
    ) -> LeanFound {
        match self {
            Self::Plane(ground) => search(ground, space, start, params, dice, most, progress),
            Self::Table(ground) => search(ground, space, start, params, dice, most, progress),
        }
    }
}

fn search<W: Ways>(
    ground: &Ground<W>,
    space: &Space,
    start: &LeanStart,
    params: &SolveParams,
    dice: Dice,
    most: u64,
    mut progress: impl FnMut(u64) -> Option<f64>,
) -> LeanFound {
    let mut search = Search::new(ground, space, start, params, dice);
    let mut temperature = 0.0;
    let mut done = 0;
    while done < most {
        if done % 64 == 0 {
            match progress(done) {
                Some(now) => temperature = now,
                None => break,
            }
        }
        search.anneal(temperature);
        done += 1;
    }
    search.found(done)
}

struct Search<'a, W> {
    space: &'a Space,
    chains: Chains<'a, W>,
    best: Vec<Vec<u32>>,
    best_cost: i64,
    members: Vec<u32>,
    ruin: Ruin,
    polish: Polish,
    blink: f64,
    dice: Dice,
}

impl<'a, W: Ways> Search<'a, W> {
    fn new(
        ground: &'a Ground<W>,
        space: &'a Space,
        start: &LeanStart<'a>,
        params: &SolveParams,
        dice: Dice,
    ) -> Self {
        let routes = start.draft.routes.iter();
        let tours: Vec<(u32, &[u32])> = routes.map(|(class, nodes)| (*class, &nodes[..])).collect();
        let mut chains = Chains::new(ground, &tours, start.most_tours);
        let mut best = Vec::new();
        chains.copy_into(&mut best);
        Self {
            space,
            best,
            best_cost: chains.cost(),
            chains,
            ruin: Ruin::new(params, start.num_clients()),
            members: tours.iter().flat_map(|tour| tour.1).copied().collect(),
            polish: Polish::new(ground.clients),
            blink: params.blink,
            dice,
        }
    }

    /// One ruin and recreate, kept if it costs no more than chance allows.
    fn anneal(&mut self, temperature: f64) {
        let bar = temperature * self.dice.exponential();
        let seed = self.members[self.dice.below(self.members.len())];
        let near = self.space.near.of(seed);
        self.ruin
            .around(&mut self.chains, near, seed, &mut self.dice);
        let removed = &mut self.ruin.removed;
        if !recreate(&mut self.chains, removed, self.blink, &mut self.dice) {
            self.chains.take_back();
            return;
        }
        if self.has_long_tours() {
            self.polish.around_changes(&mut self.chains);
        }
        let worse = self.chains.cost() - self.chains.kept_cost();
        if (worse as f64) < bar {
            self.chains.keep();
            if self.chains.cost() < self.best_cost {
                self.best_cost = self.chains.cost();
                self.chains.copy_into(&mut self.best);
            }
        } else {
            self.chains.take_back();
        }
    }

    /// Tours of a few clients leave a local search little to do: the time is worth more ruins.
    fn has_long_tours(&self) -> bool {
        self.members.len() >= LONG_TOUR * self.chains.used
    }

    fn found(mut self, iterations: u64) -> LeanFound {
        let best = self.draft(self.best_cost);
        self.chains.copy_into(&mut self.best);
        LeanFound {
            current: self.draft(self.chains.cost()),
            best,
            iterations,
        }
    }

    /// The tours written last.
    fn draft(&self, cost: i64) -> Draft {
        let tours = self.chains.base_of.iter().zip(&self.best);
        let used = tours.filter(|(_, tour)| !tour.is_empty());
        Draft {
            routes: used.map(|(&base, tour)| (base, tour.clone())).collect(),
            unserved: Vec::new(),
            cost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{
        Clock, Leg, Metres, Metric, Money, PlaneMetres, Rounding, Scale, Seconds, TravelMatrix,
        Window,
    };
    use crate::vrp::problem::{Break, Client, Load, Pattern, Problem, VehicleClass};
    use crate::vrp::sample;
    use crate::vrp::tours::Tours;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// Clients on a plane around a base, by place and weight; more sites than a table is kept for, if so many are asked for.
    pub(super) fn problem(clients: &[(f64, f64)], weights: &[i64], sites: usize) -> Problem {
        let mut places = vec![(0.0, 0.0)];
        places.extend(clients);
        places.resize(sites.max(places.len()), (0.0, 0.0));
        let scale = Scale {
            factor: 1.0,
            rounding: Rounding::Nearest,
        };
        let travel = TravelMatrix::plane(places, Metric::Euclidean, scale, scale);
        let mut problem = Problem::new(1, vec![Arc::new(travel)]);
        let load = |&weight: &i64| Load { weight, volume: 0 };
        let client = |(site, weight)| Client::new(site, vec![Pattern::once(0, load(weight))]);
        problem.clients = (1..).zip(weights).map(client).collect();
        problem.classes = vec![VehicleClass::new(0, vec![weights.len() as u32], load(&100))];
        problem.classes[0].price_per_km = Money::units(1.0);
        problem.classes[0].fixed_price = Money::units(0.3);
        problem
    }

    /// Clients anywhere on a plane.
    pub(super) fn plain(clients: usize, seed: u64) -> (Space, Ground<PlaneMetres>) {
        let mut dice = Dice::new(seed, [0; 3]);
        let mut place = |_| (dice.unit() * 1e3 - 500.0, dice.unit() * 1e3 - 500.0);
        let places: Vec<_> = (0..clients).map(&mut place).collect();
        let weights: Vec<i64> = (0..clients).map(|_| 1 + dice.below(30) as i64).collect();
        ground(&problem(&places, &weights, 600))
    }

    /// The same with windows of up to some width, two bases, and tours of at most so long a time.
    pub(super) fn timed(
        clients: usize,
        seed: u64,
        width: usize,
        longest: i64,
    ) -> (Space, Ground<PlaneMetres>) {
        let mut dice = Dice::new(seed, [2; 3]);
        let mut place = |_| (dice.unit() * 1e3 - 500.0, dice.unit() * 1e3 - 500.0);
        let places: Vec<_> = (0..clients).map(&mut place).collect();
        let weights: Vec<i64> = (0..clients).map(|_| 1 + dice.below(30) as i64).collect();
        let mut problem = problem(&places, &weights, 600);
        problem.classes[0].shift = Window::new(Clock(100), Clock(12_000));
        problem.classes[0].max_duration = Seconds(longest);
        let mut other = problem.classes[0].clone();
        (other.start, other.end) = (1, 1);
        problem.classes.push(other);
        for client in &mut problem.clients {
            let opens = 1_600 + dice.below(2_000) as i64;
            let closes = opens + dice.below(width) as i64;
            client.windows = vec![Window::new(Clock(opens), Clock(closes))];
            client.service = Seconds(dice.below(80) as i64);
        }
        ground(&problem)
    }

    fn ground(problem: &Problem) -> (Space, Ground<PlaneMetres>) {
        let space = sample::space(problem);
        match Lean::of(&space) {
            Some(Lean::Plane(ground)) => (space, ground),
            other => panic!("a plane, not {other:?}"),
        }
    }

    /// One of a kind of days.
    fn day_of(kind: u8, clients: usize, seed: u64) -> (Space, Ground<PlaneMetres>) {
        match kind {
            0 => plain(clients, seed),
            1 => timed(clients, seed, 1_500, 99_000),
            _ => timed(clients, seed, 1_500, 3_000),
        }
    }

    /// A tour for each client alone, from the bases in turn.
    fn alone(clients: usize, bases: usize) -> Draft {
        let tour = |client: u32| (client % bases as u32, vec![client]);
        Draft {
            routes: (0..clients as u32).map(tour).collect(),
            ..Draft::default()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Links, loads, clocks and sums stay what the tours say, polished or not, kept or taken back; polishing never costs
        /// more.
        #[test]
        fn changes_are_counted_and_taken_back(seed in any::<u64>(), clients in 2_usize..120, kind in 0_u8..3) {
            let (space, ground) = day_of(kind, clients, seed);
            let draft = alone(clients, ground.bases.len());
            let most = vec![clients as u32; ground.bases.len()];
            let start = LeanStart { draft: &draft, most_tours: &most };
            let dice = Dice::new(seed, [1; 3]);
            let mut search = Search::new(&ground, &space, &start, &SolveParams::default(), dice);
            prop_assert!(search.chains.is_sound());
            for turn in 0..200 {
                let before: Vec<Vec<u32>> = tours(&search.chains);
                let seed = search.dice.below(clients) as u32;
                search.ruin.around(&mut search.chains, space.near.of(seed), seed, &mut search.dice);
                let removed = &mut search.ruin.removed;
                prop_assert!(recreate(&mut search.chains, removed, 0.01, &mut search.dice));
                prop_assert!(search.chains.is_sound());
                if turn % 3 > 0 {
                    let rough = search.chains.cost();
                    search.polish.around_changes(&mut search.chains);
                    prop_assert!(search.chains.is_sound());
                    prop_assert!(search.chains.cost() <= rough);
                }
                if turn % 2 > 0 {
                    search.chains.take_back();
                    prop_assert!(search.chains.is_sound());
                    prop_assert_eq!(&tours(&search.chains), &before);
                } else {
                    search.chains.keep();
                }
            }
        }

        /// What the search counts is what the tours cost where all is priced, and every tour can be driven.
        #[test]
        fn costs_are_those_of_the_general_search(seed in any::<u64>(), clients in 1_usize..80, kind in 0_u8..3) {
            let (space, ground) = day_of(kind, clients, seed);
            let draft = alone(clients, ground.bases.len());
            let most = vec![clients as u32; ground.bases.len()];
            let start = LeanStart { draft: &draft, most_tours: &most };
            let dice = Dice::new(seed, [1; 3]);
            let found = search(&ground, &space, &start, &SolveParams::default(), dice, 300, |_| Some(1e6));
            for draft in [&found.best, &found.current] {
                let walked = Tours::new(&space.day, draft, most.clone(), Vec::new());
                prop_assert!(walked.unserved.is_empty());
                prop_assert_eq!(walked.visits, clients);
                prop_assert_eq!(walked.cost, draft.cost);
            }
            prop_assert!(found.best.cost <= found.current.cost);
        }
    }

    /// What is more than weight, clocks and metres is none of the lean search's business.
    #[test]
    fn days_that_ask_for_more_are_not_lean() {
        let plain = || problem(&[(1.0, 2.0), (3.0, 4.0)], &[5, 6], 0);
        let is_lean = |problem: &Problem| Lean::of(&sample::space(problem)).is_some();
        assert!(is_lean(&plain()));
        let window = |from, to| Window::new(Clock::at(from, 0), Clock::at(to, 0));
        let clocks: [fn(&mut Problem); 3] = [
            |p| p.classes[0].max_duration = Seconds(20),
            |p| p.classes.push(p.classes[0].clone()),
            |p| p.clients[1].windows = vec![Window::new(Clock::at(8, 0), Clock::at(9, 0))],
        ];
        for change in clocks {
            let mut problem = plain();
            change(&mut problem);
            assert!(is_lean(&problem));
            problem.clients[0].windows = vec![window(8, 9), window(10, 11)];
            assert!(!is_lean(&problem), "two windows");
        }
        let changes: [fn(&mut Problem); 10] = [
            |p| {
                let scale = |factor| Scale {
                    factor,
                    rounding: Rounding::Nearest,
                };
                let places = vec![(0.0, 0.0), (1.0, 2.0), (3.0, 4.0)];
                let (metres, seconds) = (scale(1.0), scale(2.0));
                let travel = TravelMatrix::plane(places, Metric::Euclidean, metres, seconds);
                p.travel = vec![Arc::new(travel)];
                p.classes[0].max_duration = Seconds(20);
            },
            |p| p.classes[0].price_per_hour = Money::units(1.0),
            |p| p.classes[0].max_distance = Some(Metres(9)),
            |p| p.classes[0].max_clients = Some(1),
            |p| {
                p.classes.push(p.classes[0].clone());
                p.classes[1].fixed_price = Money::units(9.0);
            },
            |p| {
                p.classes[0].rest = Some(Break {
                    after: Seconds(5),
                    length: Seconds(5),
                });
            },
            |p| {
                p.classes.push(p.classes[0].clone());
                p.classes[1].capacity.weight = 90;
            },
            |p| p.clients[1].unserved_price = Some(Money::units(3.0)),
            |p| p.clients[1].classes = vec![false],
            |p| p.clients[1].release = Some(Clock::at(8, 0)),
        ];
        for (number, change) in changes.iter().enumerate() {
            let mut problem = plain();
            change(&mut problem);
            assert!(!is_lean(&problem), "change {number}");
        }
        let mut oneway = plain();
        let leg = |from: usize, to: usize| Leg {
            seconds: 1,
            metres: if (from, to) == (1, 2) { 9 } else { 8 },
        };
        let legs = (0..9).map(|at| {
            if at % 4 == 0 {
                Leg::ZERO
            } else {
                leg(at / 3, at % 3)
            }
        });
        oneway.travel = vec![Arc::new(TravelMatrix::new(3, legs.collect()))];
        assert!(!is_lean(&oneway));
    }

    pub(super) fn tours(chains: &Chains<PlaneMetres>) -> Vec<Vec<u32>> {
        let all = (0..chains.tallies.len() as u32).map(|tour| chains.clients_of(tour).collect());
        all.filter(|tour: &Vec<u32>| !tour.is_empty()).collect()
    }
}
