//! The search of one distinct day: rounds in which parts of a large day, or islands of a small one, are searched side by
//! side under rayon and then exchange.
//!
//! With a budget of iterations the parts and islands follow from the day alone, never from the threads, and each has
//! random numbers of its own; so the answer does not depend on who computed what.

use super::construct::constructed;
use super::dice::Dice;
use super::pace::Slice;
use super::params::{Progress, SolveParams, Watch};
use super::parts::{Part, cut, joined};
use super::search::{Aim, Search, Stretch};
use super::space::Space;
use super::tours::Draft;
use crate::quantity::Money;
use rayon::prelude::*;
use std::time::Instant;

/// Rounds of a day's search.
const ROUNDS: u64 = 40;
/// A part is not cut smaller than so many clients.
const SMALLEST_PART: usize = 250;
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
    number: u64,
    current: Draft,
    pub best: Draft,
    pub iterations: u64,
    /// Mean cost of a leg of the first plan, the unit of temperature.
    leg_cost: f64,
    share: f64,
}

impl DaySearch {
    /// A day ready to be searched, from a start that is completed where it leaves clients unserved. Clients whom nobody
    /// could serve are left out from the beginning.
    pub fn new(space: Space, number: u64, mut start: Draft) -> Self {
        start.unserved.retain(|&client| space.is_servable(client));
        let best = constructed(&space, &start);
        let day = &space.day;
        let used: i64 = best
            .routes
            .iter()
            .filter(|r| !r.1.is_empty())
            .map(|r| day.classes[r.0 as usize].fixed)
            .sum();
        let missing: i64 = best
            .unserved
            .iter()
            .map(|&client| day.unserved[client as usize])
            .sum();
        let legs = (day.num_clients() - best.unserved.len()).max(1);
        let leg_cost = ((best.cost - used - missing) as f64 / legs as f64).max(1.0);
        Self {
            space,
            number,
            current: best.clone(),
            best,
            iterations: 0,
            leg_cost,
            share: 0.0,
        }
    }

    /// The day of the horizon that it searches.
    pub fn day(&self) -> u8 {
        self.number as u8
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
        while self.share + 1e-9 < until && !watch.is_stopped() {
            let round = (self.share * ROUNDS as f64 + 1e-6) as u64;
            let goal = ((round + 1) as f64 / ROUNDS as f64).min(until);
            self.round(params, pace, round, goal, watch);
            self.share = goal;
            watch.report(Progress {
                iterations: self.iterations,
                best_cost: Money(self.best.cost / 1_000),
                unserved: self.best.unserved.len(),
            });
        }
    }

    fn round(&mut self, params: &SolveParams, pace: Pace, round: u64, goal: f64, watch: &Watch) {
        let mut dice = Dice::new(params.seed, [self.number, round, u64::MAX]);
        let stretch = self.stretch(params, goal);
        let clients = self.space.day.num_clients();
        let wanted = match pace {
            Pace::Iterations(_) => clients.div_ceil(params.clients_a_part.max(1)),
            Pace::Clock(_, threads) => threads.min(clients / SMALLEST_PART),
        };
        let lanes = match pace {
            Pace::Iterations(_) => ISLANDS,
            Pace::Clock(_, threads) => threads,
        };
        if wanted > 1 {
            let parts = cut(&self.space, &self.current, wanted, &mut dice);
            let done = self.search_parts(params, pace, round, goal, watch, &parts, stretch);
            self.iterations += done
                .iter()
                .map(|(_, _, iterations)| iterations)
                .sum::<u64>();
            let (currents, bests): (Vec<Draft>, Vec<Draft>) = done
                .into_iter()
                .map(|(current, best, _)| (current, best))
                .unzip();
            self.take_over(joined(currents), joined(bests), stretch.aim);
        } else {
            let whole = cut(&self.space, &self.current, 1, &mut dice);
            let islands = vec![
                whole[0].clone();
                if self.number_of_lanes_pays(lanes) {
                    lanes
                } else {
                    1
                }
            ];
            let done = self.search_parts(params, pace, round, goal, watch, &islands, stretch);
            self.iterations += done
                .iter()
                .map(|(_, _, iterations)| iterations)
                .sum::<u64>();
            let leader = done.into_iter().min_by_key(|(_, best, _)| best.cost);
            if let Some((current, best, _)) = leader {
                self.take_over(current, best, stretch.aim);
            }
        }
    }

    fn number_of_lanes_pays(&self, lanes: usize) -> bool {
        lanes > 1 && self.space.day.num_clients() > 1
    }

    fn take_over(&mut self, current: Draft, best: Draft, aim: Aim) {
        self.current = if aim == Aim::Fleet {
            best.clone()
        } else {
            current
        };
        if best.cost < self.best.cost
            || (aim == Aim::Fleet && best.unserved.len() <= self.best.unserved.len())
        {
            self.best = best;
        }
    }

    fn stretch(&self, params: &SolveParams, goal: f64) -> Stretch {
        let day = &self.space.day;
        let must = |draft: &Draft| {
            draft
                .unserved
                .iter()
                .any(|&client| day.must[client as usize])
        };
        let is_early =
            goal <= params.fleet_share && day.classes.iter().any(|class| class.fixed > 0);
        let aim = if must(&self.current) || is_early {
            Aim::Fleet
        } else {
            Aim::Cost
        };
        let temperature = |share: f64| {
            let ratio = params.end_temperature / params.start_temperature;
            self.leg_cost * params.start_temperature * libm::pow(ratio, share)
        };
        Stretch {
            from: temperature(self.share),
            to: temperature(goal),
            aim,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call, inside this file")]
    fn search_parts(
        &self,
        params: &SolveParams,
        pace: Pace,
        round: u64,
        goal: f64,
        watch: &Watch,
        parts: &[Part],
        stretch: Stretch,
    ) -> Vec<(Draft, Draft, u64)> {
        let day = &self.space.day;
        let sizes: Vec<usize> = parts.iter().map(|part| part.num_clients(day)).collect();
        let all: usize = sizes.iter().sum::<usize>().max(1);
        let from = self.share;
        let search = |(index, part): (usize, &Part)| {
            let dice = Dice::new(params.seed, [self.number, round, index as u64]);
            let mut search = Search::new(&self.space, part.tours(day), params, dice);
            let iterations = match pace {
                Pace::Iterations(total) => {
                    let upto = |share: f64| (total as f64 * share + 0.5) as u64;
                    ((upto(goal) - upto(from)) as f64 * sizes[index] as f64 / all as f64 + 0.5)
                        as u64
                }
                Pace::Clock(..) => u64::MAX,
            };
            search.run(stretch, |done| {
                if done >= iterations || watch.is_stopped() {
                    return None;
                }
                match pace {
                    Pace::Iterations(_) => Some(done as f64 / iterations as f64),
                    Pace::Clock(slice, _) => {
                        let share = slice.share(Instant::now());
                        (share < goal).then(|| ((share - from) / (goal - from)).clamp(0.0, 1.0))
                    }
                }
            });
            let mut current = Draft::default();
            search.tours.forget_copies();
            search.tours.copy_into(&mut current);
            (current, search.best, search.iterations)
        };
        parts.par_iter().enumerate().map(search).collect()
    }
}
