//! The search of one distinct day: rounds in which parts of a large day, or islands of a small one, are searched side by
//! side under rayon and then exchange.
//!
//! With a budget of iterations the parts and islands follow from the day alone, never from the threads, and each has
//! random numbers of its own; so the answer does not depend on who computed what.

use super::construct::constructed;
use super::day::Day;
use super::dice::Dice;
use super::lean::{Lean, LeanFound, LeanStart};
use super::pace::{Slice, apportioned};
use super::params::{Budget, Progress, SolveParams, Watch};
use super::parts::{Part, cut, joined};
use super::search::{Aim, Search, Stretch};
use super::solution::Milestone;
use super::space::Space;
use super::tours::Draft;
use crate::quantity::Money;
use rayon::prelude::*;
use std::time::Instant;

/// Rounds of a day's search, each a stretch of annealing between two exchanges.
const ROUNDS: f64 = 40.0;
/// Rounds in which vehicles are saved. They are long, for a round that ends with clients left over was in vain.
const FLEET_ROUNDS: f64 = 2.0;
/// A part is not cut smaller than so many clients.
const SMALLEST_PART: usize = 250;
/// Nor than so many tours.
const TOURS_A_PART: usize = 6;
/// Nor than so many while vehicles are to be saved: their clients must find room with the others.
const FLEET_A_PART: usize = 12;
/// Fewer vehicles are sought for if their fixed price is more than this share of the cost.
const WORTH_SAVING: f64 = 0.03;
/// Temperature while somebody is left over, in end temperatures.
const COLD: f64 = 3.0;
/// A first plan is given up on when nobody more found a place in so many iterations; it is looked at after so many.
const PATIENCE: u64 = 1_600;
const A_LOOK: u64 = 100;
/// Islands of a day too small to cut.
const ISLANDS: usize = 2;

/// How a day's search is paced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// So many iterations in all.
    Iterations(u64),
    /// By the wall clock, side by side on so many threads.
    Clock(Slice, usize),
}

/// A day under search.
pub(crate) struct DaySearch {
    pub space: Space,
    /// The ground of a search on linked lists, if the day is so plain.
    lean: Option<Lean>,
    number: u64,
    current: Draft,
    pub best: Draft,
    pub iterations: u64,
    /// Mean price of driving from a client to the next in the first plan, the unit of temperature.
    leg_cost: f64,
    share: f64,
    rounds: u64,
    /// How often each client was left over while vehicles were saved.
    absences: Vec<u32>,
    /// Whether the price of a vehicle is worth a search for fewer.
    vehicles_cost: bool,
    /// Where it stood after the rounds that led farther.
    pub history: Vec<Milestone>,
}

impl DaySearch {
    /// A day ready to be searched, from a start that is completed where it leaves clients unserved. Clients whom nobody
    /// could serve are left out from the beginning.
    pub fn new(space: Space, number: u64, mut start: Draft) -> Self {
        start.unserved.retain(|&client| space.is_servable(client));
        let best = constructed(&space, &start);
        let day = &space.day;
        let clients = day.num_clients();
        let used: i64 = best
            .routes
            .iter()
            .filter(|r| !r.1.is_empty())
            .map(|r| day.classes[r.0 as usize].fixed)
            .sum();
        let best_cost = best.cost;
        let leg_cost = mean_step(day, &best);
        Self {
            lean: Lean::of(&space),
            space,
            number,
            current: best.clone(),
            best,
            iterations: 0,
            leg_cost,
            share: 0.0,
            rounds: 0,
            absences: vec![0; clients],
            vehicles_cost: used as f64 > WORTH_SAVING * best_cost as f64,
            history: Vec::new(),
        }
    }

    /// Searches for room until a first plan serves everybody, as long as fewer and fewer are left over. All that is part of
    /// the first plan.
    pub fn complete(&mut self, params: &SolveParams, watch: &Watch) {
        let until = match params.budget {
            Budget::Until(end) => Some(end + params.grace),
            Budget::Iterations(_) => None,
        };
        let is_late = || until.is_some_and(|until| Instant::now() >= until);
        if !self.is_short() || params.completing == 0 || is_late() {
            return;
        }
        let mut dice = Dice::new(params.seed, [self.number, u64::MAX, 0]);
        let whole = cut(&self.space, &self.current, 1, &mut dice).swap_remove(0);
        let day = &self.space.day;
        let absences = self.absences.clone();
        let mut search = Search::new(&self.space, whole.tours(day), params, dice, absences);
        let temperature = self.leg_cost * params.end_temperature * COLD;
        let stretch = Stretch {
            from: temperature,
            to: temperature,
            aim: Aim::Fleet,
        };
        let (mut fewest, mut last_gain) = (usize::MAX, 0);
        while search.iterations < params.completing && !watch.is_stopped() && !is_late() {
            let must = |client: &&u32| day.must[**client as usize];
            let left = search.best.unserved.iter().filter(must).count();
            if left < fewest {
                (fewest, last_gain) = (left, search.iterations);
            }
            if left == 0 || search.iterations - last_gain >= PATIENCE {
                break;
            }
            search.run(stretch, A_LOOK, |_| Some(0.0));
        }
        self.best = search.best;
        self.current = self.best.clone();
    }

    /// Visits that somebody could make on the day.
    pub fn num_visits(&self) -> usize {
        let day = &self.space.day;
        if !day.choices.is_empty() {
            return day.num_clients();
        }
        let served = self.current.routes.iter().flat_map(|(_, nodes)| nodes);
        served.filter(|&&node| day.is_client(node)).count() + self.current.unserved.len()
    }

    /// Searches for as long as the pace says, or until stopped.
    pub fn run(&mut self, params: &SolveParams, pace: Pace, watch: &Watch) {
        let until = match pace {
            Pace::Iterations(_) => 1.0,
            Pace::Clock(slice, _) => slice.to,
        };
        if self.space.day.num_clients() == 0 {
            return;
        }
        self.note();
        while self.share + 1e-9 < until && !watch.is_stopped() {
            let goal = self.next_goal(params).min(until);
            if self.iterations_to(pace, goal) > 0 {
                self.round(params, pace, goal, watch);
            }
            self.rounds += 1;
            self.share = goal;
            self.note();
            watch.report(Progress {
                day: self.number as u8,
                iterations: self.iterations,
                best_cost: Money(self.best.cost / 1_000),
                unserved: self.best.unserved.len(),
            });
        }
    }

    /// Keeps where the search stands, if it is farther than before.
    fn note(&mut self) {
        let now = Milestone {
            day: self.number as u8,
            iterations: self.iterations,
            cost: Money(self.best.cost / 1_000),
            unserved: self.best.unserved.len(),
        };
        let before = self.history.last();
        if before.is_none_or(|last| (last.cost, last.unserved) != (now.cost, now.unserved)) {
            self.history.push(now);
        }
    }

    /// Iterations from here to a share of the budget; by the clock any number.
    fn iterations_to(&self, pace: Pace, goal: f64) -> u64 {
        match pace {
            Pace::Iterations(total) if goal >= 1.0 => total.saturating_sub(self.iterations),
            Pace::Iterations(total) => {
                ((goal * total as f64 + 1e-6) as u64).saturating_sub(self.iterations)
            }
            Pace::Clock(..) => u64::MAX,
        }
    }

    /// Where the next round ends.
    fn next_goal(&self, params: &SolveParams) -> f64 {
        let rounds = match self.aim(params) {
            Aim::Fleet if self.share + 1e-6 < params.fleet_share && !self.is_short() => {
                FLEET_ROUNDS / params.fleet_share
            }
            Aim::Fleet => ROUNDS / 4.0,
            Aim::Cost => ROUNDS,
        };
        let behind = (self.share * rounds + 1e-6).floor();
        ((behind + 1.0) / rounds).min(1.0)
    }

    fn aim(&self, params: &SolveParams) -> Aim {
        let is_short = self.is_short();
        // Where tours change their class as they grow, the fewest vehicles are the largest, not the cheapest.
        let may_save = self.vehicles_cost && !self.space.day.has_upgrades;
        let saves = self.share + 1e-6 < params.fleet_share && may_save;
        if is_short || saves {
            Aim::Fleet
        } else {
            Aim::Cost
        }
    }

    fn round(&mut self, params: &SolveParams, pace: Pace, goal: f64, watch: &Watch) {
        let mut dice = Dice::new(params.seed, [self.number, self.rounds, u64::MAX]);
        let stretch = self.stretch(params, goal);
        let wanted = self.num_parts(params, pace, stretch.aim);
        let mut parts = cut(&self.space, &self.current, wanted.max(1), &mut dice);
        let are_islands = parts.len() == 1;
        if are_islands {
            let lanes = match pace {
                Pace::Iterations(_) => ISLANDS,
                Pace::Clock(_, threads) => threads,
            };
            parts = vec![parts[0].clone(); lanes];
        }
        let round = Round {
            params,
            pace,
            goal,
            stretch,
            watch,
        };
        let found = self.search(&round, &parts);
        self.iterations += found.iter().map(|part| part.iterations).sum::<u64>();
        for (client, absences) in self.absences.iter_mut().enumerate() {
            *absences = found
                .iter()
                .map(|part| part.absences[client])
                .max()
                .unwrap_or(0);
        }
        let (current, best) = if are_islands {
            leader(found)
        } else {
            together(found)
        };
        self.current = if stretch.aim == Aim::Fleet {
            best.clone()
        } else {
            current
        };
        if best.cost < self.best.cost {
            self.best = best;
        }
    }

    /// Into how many parts the day is cut: a matter of the day alone if iterations are counted.
    fn num_parts(&self, params: &SolveParams, pace: Pace, aim: Aim) -> usize {
        let clients = self.space.day.num_clients();
        let tours = self
            .current
            .routes
            .iter()
            .filter(|(_, nodes)| !nodes.is_empty())
            .count();
        let wanted = match pace {
            Pace::Iterations(_) => clients.div_ceil(params.clients_a_part.max(1)),
            Pace::Clock(_, threads) => threads,
        };
        if !self.space.day.choices.is_empty() {
            return 1;
        }
        let tours_a_part = if aim == Aim::Fleet {
            FLEET_A_PART
        } else {
            TOURS_A_PART
        };
        wanted
            .min(clients / SMALLEST_PART)
            .min(tours / tours_a_part)
    }

    fn stretch(&self, params: &SolveParams, goal: f64) -> Stretch {
        let ratio = params.end_temperature / params.start_temperature;
        // While somebody is left over, room counts more than variety: a cold search packs tours tighter.
        let start = if self.is_short() {
            params.end_temperature * COLD
        } else {
            params.start_temperature
        };
        let ratio = if self.is_short() { 1.0 } else { ratio };
        let temperature = |share: f64| self.leg_cost * start * libm::pow(ratio, share);
        Stretch {
            from: temperature(self.share),
            to: temperature(goal),
            aim: self.aim(params),
        }
    }

    /// The lean search, where it can go on from a part.
    fn lean_for(&self, round: &Round, part: &Part) -> Option<&Lean> {
        let is_whole = part.draft.unserved.is_empty() && !part.draft.routes.is_empty();
        self.lean
            .as_ref()
            .filter(|_| round.stretch.aim == Aim::Cost && is_whole)
    }

    /// Whether somebody is left over who must be served.
    fn is_short(&self) -> bool {
        let day = &self.space.day;
        self.current
            .unserved
            .iter()
            .any(|&client| day.must[client as usize])
    }

    /// Searches the parts, or the islands, side by side.
    fn search(&self, round: &Round, parts: &[Part]) -> Vec<Found> {
        let day = &self.space.day;
        let sizes = parts.iter().map(|part| part.num_clients(day) as u64);
        let iterations = self.iterations_to(round.pace, round.goal);
        let shares = match round.pace {
            Pace::Iterations(_) => apportioned(iterations, &sizes.collect::<Vec<u64>>()),
            Pace::Clock(..) => vec![iterations; parts.len()],
        };
        let search = |(index, part): (usize, &Part)| {
            let dice = Dice::new(round.params.seed, [self.number, self.rounds, index as u64]);
            let absences = self.absences.clone();
            let most = shares[index];
            let progress = |done| round.progress(self.share, done, most);
            if let Some(lean) = self.lean_for(round, part) {
                let start = LeanStart {
                    draft: &part.draft,
                    most_tours: &part.count,
                };
                let found = lean.search(&self.space, &start, round.params, dice, most, |done| {
                    progress(done).map(|share| round.stretch.temperature(share))
                });
                return Found::of_lean(found, absences);
            }
            let mut search =
                Search::new(&self.space, part.tours(day), round.params, dice, absences);
            search.run(round.stretch, most, progress);
            Found::of(search)
        };
        parts.par_iter().enumerate().map(search).collect()
    }
}

/// Mean price of driving from a client to the next.
fn mean_step(day: &Day, draft: &Draft) -> f64 {
    let (mut price, mut steps) = (0.0, 0.0);
    for (class, nodes) in &draft.routes {
        let class = &day.classes[*class as usize];
        for pair in nodes.windows(2) {
            if day.is_client(pair[0]) && day.is_client(pair[1]) {
                let leg = day.leg(class, pair[0], pair[1]);
                price += class.drive_price(leg.metres.into(), leg.seconds.into()) as f64;
                steps += 1.0;
            }
        }
    }
    (price / f64::max(steps, 1.0)).max(1.0)
}

/// What is common to all parts of a round.
struct Round<'a> {
    params: &'a SolveParams,
    pace: Pace,
    goal: f64,
    stretch: Stretch,
    watch: &'a Watch<'a>,
}

impl Round<'_> {
    /// Share of the round that is done; `None` when it is over.
    fn progress(&self, from: f64, done: u64, iterations: u64) -> Option<f64> {
        if self.watch.is_stopped() {
            return None;
        }
        match self.pace {
            Pace::Iterations(_) => Some(done as f64 / iterations as f64),
            Pace::Clock(slice, _) => {
                let share = slice.share(Instant::now());
                (share < self.goal).then(|| ((share - from) / (self.goal - from)).clamp(0.0, 1.0))
            }
        }
    }
}

/// What a part came to.
struct Found {
    current: Draft,
    best: Draft,
    iterations: u64,
    absences: Vec<u32>,
}

impl Found {
    fn of_lean(found: LeanFound, absences: Vec<u32>) -> Self {
        Self {
            current: found.current,
            best: found.best,
            iterations: found.iterations,
            absences,
        }
    }

    fn of(mut search: Search) -> Self {
        let mut current = Draft::default();
        search.tours.forget_copies();
        search.tours.copy_into(&mut current);
        Self {
            current,
            best: search.best,
            iterations: search.iterations,
            absences: search.absences,
        }
    }
}

/// Of islands the one with the best plan, all others follow it.
fn leader(found: Vec<Found>) -> (Draft, Draft) {
    let leader = found
        .into_iter()
        .min_by_key(|island| (island.best.cost, island.current.cost));
    leader
        .map(|island| (island.current, island.best))
        .unwrap_or_default()
}

/// Parts put together.
fn together(found: Vec<Found>) -> (Draft, Draft) {
    let (currents, bests): (Vec<Draft>, Vec<Draft>) = found
        .into_iter()
        .map(|part| (part.current, part.best))
        .unzip();
    (joined(currents), joined(bests))
}
