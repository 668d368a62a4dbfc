//! The loop between rounds and transfer: tours staggered before the gates, full containers sent on, and what that changes.
//!
//! Rounds are searched at prices for the way on from stations that are estimated; line haul says what it costs. Where the two
//! differ, or a queue breaks a shift, the search goes on with what was found. Whatever prices steer a search, rounds are
//! compared by what the judge says that the week costs. All searches draw from one purse.

use super::purse::Purse;
use super::withdraw::{Withdrawal, withdraw};
use super::{Groundwork, MENDING, Stage, Watch};
use crate::check::{Judgement, check};
use crate::district::{DisposalId, District};
use crate::flow::OnwardPrices;
use crate::plan::{Plan, StopKind};
use crate::quantity::{Kilograms, Money, Seconds, Window};
use crate::rounds::{GivenRounds, Rounds};
use crate::transfer::{
    HaulParams, LineHaul, LoadProfile, line_haul, load_profile, settle, stagger,
};
use crate::vrp::{Budget, Solution, SolveParams};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What the stations make of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StationLoad {
    /// Cost of the week, by the judge.
    pub cost: Money,
    /// Time that vehicles wait for docks.
    pub queue: Seconds,
    /// Mass above the storage of each station at its worst moment; `None`: no stock is followed.
    pub overflow: Option<Kilograms>,
}

/// A plan before and after its stations are levelled, and line haul.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StationFigures {
    /// The same tours with each leaving as it likes best, and containers fetched when they are full.
    pub before: StationLoad,
    /// The plan.
    pub after: StationLoad,
    /// Most haulers on one day.
    pub haulers: u32,
    /// Fewest haulers that could do it, by proof.
    pub haulers_lower_bound: u32,
    /// Mean price of a tonne's way on from a station that the search reckoned with; `None`: nothing is hauled.
    pub onward_assumed: Option<Money>,
    /// The one that its hauls come to.
    pub onward_found: Option<Money>,
}

/// A plan that its stations can swallow, as far as that can be.
pub(super) struct Levelled {
    pub plan: Plan,
    pub load_profile: LoadProfile,
    pub judgement: Judgement,
    pub figures: StationFigures,
    pub iterations: u64,
}

/// What the stations are seen with.
pub(super) struct Stations<'a> {
    pub district: &'a District,
    pub ground: &'a Groundwork,
    /// How the rounds are searched.
    pub search: SolveParams,
    /// What all searches draw from.
    pub purse: Purse,
    /// What each type of vehicle that a village sees in a week is to cost; in no bill.
    pub crew_price: Money,
    /// What an hour is to cost by which arrivals in a village stray; in no bill.
    pub hour_price: Money,
    /// The prices that the rounds are posed with.
    pub onward: OnwardPrices,
    pub watch: &'a Watch<'a>,
    /// Iterations made so far.
    pub iterations: u64,
}

/// Rounds in which tours are sought that bear the queues of the round before.
const MOST_REPAIRS: usize = 5;
/// Times that visits which are left are cut to the room that is left.
const MOST_CUTS: usize = 2;
/// Times that as little as findings speak of is taken out, before whole trips to a facility are.
const LEAST_WITHDRAWALS: usize = 12;
/// So many first times at the margin of line haul that was best, then at all again.
const QUICK_WITHDRAWALS: usize = 6;
/// Plans made again for another price of the way on.
const MOST_AGAIN: usize = 3;
/// Of prices that differ by more than this share the one found holds.
const OFF: f64 = 0.10;
/// Shares of the purse: a first plan that tells prices, what the main search leaves, a round that mends, a line haul.
const TRIAL: f64 = 0.03;
const RESERVE: f64 = 0.16;
const MEND: f64 = 0.04;
const HAUL: f64 = 0.01;
/// Steps of the main search between which the price of crews is divided anew.
const CREW_STEPS: usize = 8;

/// By how much a short plan must be cheaper to tell anything.
const NOISE: f64 = 0.01;
const NOISE_MENDED: f64 = 0.002;

/// Iterations a visit from which on the main search begins warm. The county's week with 10 a visit becomes 2 % dearer if it
/// begins warm, the town's with 100 is the same either way.
const WARM: f64 = 30.0;

/// How long the first plan may search for room when the time is over.
const GRACE: Duration = Duration::from_secs(8);

/// What a tonne costs that stays, in mean costs of a tonne, where plans at different prices are compared.
const STAYING: f64 = 2.0;

/// What each round of line haul reckons on top of every loading and tipping.
const MARGINS: [Seconds; 5] = [
    Seconds::ZERO,
    Seconds::minutes(2),
    Seconds::minutes(4),
    Seconds::minutes(7),
    Seconds::minutes(10),
];

/// A plan with its line haul.
struct Hauled {
    plan: Plan,
    load: StationLoad,
    profile: LoadProfile,
    judgement: Judgement,
    haulers_lower_bound: u32,
    margin: Seconds,
    /// What its rounds pay for other crews and days than asked for; in no bill.
    preference: Money,
}

impl Hauled {
    /// Whether someone comes too late, which a larger margin may mend.
    fn is_late(&self) -> bool {
        let late = ["shift", "windows", "docks", "hauls"];
        let mut findings = self.judgement.findings.iter();
        findings.any(|finding| late.contains(&&*finding.promise))
    }

    /// What the week costs if what stays costs twice what a tonne does on average.
    fn worth(&self) -> Money {
        let (cost, collected) = (self.load.cost, self.judgement.collected.as_f64().max(1.0));
        cost + self.preference
            + Money::units(STAYING * cost.as_units() * self.judgement.unserved.as_f64() / collected)
    }

    /// Promises broken, what stays or spills, and the cost, preferences among it: the less the better.
    fn rank(&self) -> (usize, Kilograms, Money) {
        let spilt = self.load.overflow.unwrap_or_default();
        let stays = self.judgement.unserved + spilt;
        let cost = self.load.cost + self.preference;
        (self.judgement.findings.len(), stays, cost)
    }
}

/// A solution of the rounds, and what became of it.
struct Round {
    solution: Solution,
    /// Of the plan that its tours make.
    hauled: Hauled,
    /// What was assumed of the way on.
    assumed: OnwardPrices,
}

impl Stations<'_> {
    /// Plans the week. Where the way on costs something else than was assumed, or a wait for a dock breaks a shift that
    /// staggering cannot save, the search goes on from there and reckons with it; the best of all rounds is the plan.
    pub fn plan(mut self, rounds: &mut Rounds, start: Option<Solution>) -> Levelled {
        let start = start.or_else(|| Some(self.first(rounds)));
        let trial = self.trials(rounds, start.as_ref());
        let from = trial.as_ref().map(|round| &round.solution);
        self.watch.begins(Stage::Search);
        let main = self.searched(rounds, from.or(start.as_ref()));
        // Before it is weighed: half a minute of waiting must not cost all that the main search found.
        let main = self.repaired(rounds, main);
        let best = match trial {
            Some(trial) => better(trial, main),
            None => main,
        };
        let best = self.cut_again(rounds, best);
        let best = self.priced_again(rounds, best);
        self.finished(rounds, best)
    }

    /// Prices crews as they come now, where they have a price.
    fn price_crews(&self, rounds: &mut Rounds, solution: &Solution, follows_one_day: bool) {
        if self.crew_price != Money::ZERO {
            rounds.price_crews(solution, self.crew_price, follows_one_day);
        }
    }

    /// The main search; where crews have a price in steps, between which it is divided anew.
    fn searched(&mut self, rounds: &mut Rounds, from: Option<&Solution>) -> Round {
        let search = self.main_search(rounds);
        let steps = if self.crew_price == Money::ZERO {
            1
        } else {
            CREW_STEPS
        };
        let mut round: Option<Round> = None;
        for step in 0..steps {
            let here = round.as_ref().map(|round| &round.solution).or(from);
            if let Some(here) = here {
                self.price_crews(rounds, here, step == 0);
            }
            let left = (steps - step) as f64;
            let budget = self.purse.part_but(RESERVE, 1.0 / left);
            let own = if step == 0 {
                search.clone()
            } else {
                self.mending()
            };
            let next = self.round(rounds, here, budget, &own);
            round = Some(match round {
                Some(round) => better(round, next),
                None => next,
            });
        }
        let round = round.expect("a step was made");
        self.price_crews(rounds, &round.solution, false);
        round
    }

    /// A plan by a single search, with nothing looked at twice.
    pub fn plan_once(mut self, rounds: &Rounds) -> Levelled {
        let (budget, search) = (self.purse.all_but(0.0), self.search.clone());
        let round = self.round(rounds, None, budget, &search);
        self.told(round, StationLoad::default())
    }

    /// Rounds driven as they are given, at the prices of the way on that make the cheapest week; nothing is taken out of them.
    pub fn driven(
        mut self,
        given: &mut GivenRounds,
        prices: impl IntoIterator<Item = OnwardPrices>,
    ) -> Levelled {
        self.watch.begins(Stage::Levelling);
        let mut best: Option<Round> = None;
        for onward in prices {
            self.price(&mut given.rounds, onward);
            let solution = given.drive();
            if best.as_ref().is_some_and(|best| best.solution == solution) {
                continue;
            }
            let round = Round {
                hauled: self.levelled(&given.rounds, &solution),
                solution,
                assumed: self.onward.clone(),
            };
            best = Some(match best {
                Some(best) => better(best, round),
                None => round,
            });
        }
        let best = best.expect("a price was given");
        let before = self.unlevelled(&given.rounds, &best.solution);
        self.told(best, before)
    }

    /// A former plan with everybody served if that can be, as little of it changed as that takes.
    pub fn made_whole(&mut self, rounds: &mut Rounds, start: Solution) -> Solution {
        self.first_from(rounds, Some(&start))
    }

    /// A first plan that serves everybody if it can.
    fn first(&mut self, rounds: &mut Rounds) -> Solution {
        self.first_from(rounds, None)
    }

    /// The same from a plan on: gates cost nothing yet, so that no time is driven away for their prices.
    fn first_from(&mut self, rounds: &mut Rounds, start: Option<&Solution>) -> Solution {
        self.watch.begins(Stage::First);
        rounds.forget_gate_prices();
        let search = SolveParams {
            budget: self.purse.draw(TRIAL),
            grace: GRACE,
            completes_start: start.is_some(),
            ..self.search.clone()
        };
        let solution = rounds.solve(&search, start, &self.watch.of_search());
        self.spend(solution.iterations);
        rounds.reprice(&self.onward);
        solution
    }

    /// Two short plans that tell which price of the way on makes the cheaper week: with its share of day prices, which are
    /// saved where a hauler can stay at home, or without, as long as that is not clearly dearer. Nothing where nothing has a price.
    fn trials(&mut self, rounds: &mut Rounds, start: Option<&Solution>) -> Option<Round> {
        let running = self.ground.running_prices(self.district);
        if running == OnwardPrices::default() || running == self.onward || self.is_over() {
            return None;
        }
        self.watch.begins(Stage::Prices);
        let search = self.mending();
        let whole = self.round(rounds, start, self.purse.draw(TRIAL), &search);
        let paid = std::mem::replace(&mut self.onward, running);
        rounds.reprice(&self.onward);
        let round = self.round(rounds, start, self.purse.draw(TRIAL), &search);
        let worth = |round: &Round| round.hauled.worth().as_f64();
        if worth(&whole) * (1.0 + NOISE) < worth(&round) {
            self.price(rounds, paid);
            return Some(whole);
        }
        Some(round)
    }

    /// Plans again with what the line haul came to where that was assumed wrongly, beside a round as long at the price assumed,
    /// until the price found does not make the cheaper week.
    fn priced_again(&mut self, rounds: &mut Rounds, mut best: Round) -> Round {
        for _ in 0..MOST_AGAIN {
            let hauls = &best.hauled.plan.hauls;
            let found = best.assumed.found(self.district, hauls);
            if best.assumed.distance(&found, hauls) <= OFF || self.is_over() {
                break;
            }
            self.watch.begins(Stage::PricedAgain);
            let kept = self.mended(rounds, &best.solution, self.purse.draw(MEND));
            self.price(rounds, found);
            let other = self.mended(rounds, &best.solution, self.purse.draw(MEND));
            let worth = |round: &Round| round.hauled.worth().as_f64();
            let is_cheaper = worth(&other) * (1.0 + NOISE_MENDED) < worth(&kept);
            best = better(best, if is_cheaper { other } else { kept });
            if !is_cheaper {
                break;
            }
        }
        self.price(rounds, best.assumed.clone());
        best
    }

    /// Goes on with visits that were left cut to the room that is left.
    fn cut_again(&mut self, rounds: &mut Rounds, mut best: Round) -> Round {
        for _ in 0..MOST_CUTS {
            let mut solution = best.solution.clone();
            if self.is_over() || !rounds.cut_to_room(&mut solution) {
                break;
            }
            self.watch.begins(Stage::Cutting);
            let round = self.mended(rounds, &solution, self.purse.draw(MEND));
            let is_better = round.hauled.rank() < best.hauled.rank();
            best.solution = solution;
            best = better(best, round);
            if !is_better {
                break;
            }
        }
        best
    }

    /// Goes on with the queues that break shifts.
    fn repaired(&mut self, rounds: &mut Rounds, mut best: Round) -> Round {
        let (mut solution, mut waits) =
            (best.solution.clone(), self.waits_that_break(&best.hauled));
        for _ in 0..MOST_REPAIRS {
            if waits.is_empty() || self.is_over() {
                break;
            }
            self.watch.begins(Stage::Queues);
            for (&facility, &wait) in &waits {
                rounds.expect_queue(facility, wait);
            }
            let round = self.mended(rounds, &solution, self.purse.draw(MEND));
            waits = self.waits_that_break(&round.hauled);
            solution = round.solution.clone();
            best = better(best, round);
        }
        best
    }

    /// Spends what is left on a round from the best one, and then on its line haul.
    fn finished(mut self, rounds: &Rounds, mut best: Round) -> Levelled {
        if !self.is_over() {
            self.watch.begins(Stage::Mending);
            let budget = self.purse.all_but(3.0 * HAUL);
            let round = self.mended(rounds, &best.solution, budget);
            best = better(best, round);
        }
        self.watch.begins(Stage::Levelling);
        let before = match self.purse.is_late() || self.watch.is_stopped() {
            true => best.hauled.load,
            false => self.unlevelled(rounds, &best.solution),
        };
        while !self.is_over() {
            let done = self.iterations;
            if best.hauled.plan.hauls.is_empty() {
                let round = self.mended(rounds, &best.solution, self.purse.all_but(0.0));
                best = better(best, round);
            } else {
                let hauled = self.hauled_again(rounds, &best);
                if hauled.rank() < best.hauled.rank() {
                    best.hauled = hauled;
                }
            }
            if self.iterations == done {
                break;
            }
        }
        let best = self.kept(rounds, best);
        self.told(best, before)
    }

    /// The round without the trips that make it break a promise.
    fn kept(&mut self, rounds: &Rounds, mut best: Round) -> Round {
        if best.hauled.judgement.is_clean() {
            return best;
        }
        self.watch.begins(Stage::Withdrawing);
        let (mut plan, mut windows) = self.staggered(rounds, &best.solution);
        // Each withdrawal shortens the plan, so they end.
        for round in 0.. {
            let Hauled {
                plan: judged,
                judgement,
                ..
            } = &best.hauled;
            let found = (judged.hauls.as_slice(), judgement.findings.as_slice());
            let ours = (&mut plan, &mut windows);
            let withdrawal = match round < LEAST_WITHDRAWALS {
                true => Withdrawal::Least,
                false => Withdrawal::Whole,
            };
            if !withdraw(self.district, &self.ground.travel, ours, found, withdrawal) {
                break;
            }
            let preference = best.hauled.preference;
            best.hauled = if round < QUICK_WITHDRAWALS {
                let (margin, budget) = (best.hauled.margin, self.purse.draw(HAUL));
                self.with_margin(plan.clone(), &windows, margin, budget)
            } else {
                self.with_line_haul(plan.clone(), &windows)
            };
            best.hauled.preference = preference;
        }
        best
    }

    fn told(self, best: Round, before: StationLoad) -> Levelled {
        let hauled = best.hauled;
        let hauls = &hauled.plan.hauls;
        Levelled {
            figures: StationFigures {
                before,
                after: hauled.load,
                haulers: most_haulers(&hauled.plan),
                haulers_lower_bound: hauled.haulers_lower_bound,
                onward_assumed: best.assumed.mean(hauls),
                onward_found: best.assumed.found(self.district, hauls).mean(hauls),
            },
            plan: hauled.plan,
            load_profile: hauled.profile,
            judgement: hauled.judgement,
            iterations: self.iterations,
        }
    }

    fn is_over(&self) -> bool {
        self.purse.is_empty() || self.watch.is_stopped()
    }

    /// Poses the rounds with other prices for the way on.
    fn price(&mut self, rounds: &mut Rounds, onward: OnwardPrices) {
        rounds.reprice(&onward);
        self.onward = onward;
    }

    /// How a plan that is good already is searched on from.
    fn mending(&self) -> SolveParams {
        SolveParams {
            start_temperature: MENDING.min(self.search.start_temperature),
            fleet_share: 0.0,
            ..self.search.clone()
        }
    }

    /// How the main search begins: warm only if it has time to cool down again.
    fn main_search(&self, rounds: &Rounds) -> SolveParams {
        let warm = self.search.start_temperature;
        let is_short = self.purse.iterations_left() < WARM * rounds.num_visits() as f64;
        SolveParams {
            start_temperature: if is_short { warm.min(MENDING) } else { warm },
            fleet_share: if is_short {
                0.0
            } else {
                self.search.fleet_share
            },
            ..self.search.clone()
        }
    }

    /// A round that goes on from a plan that is good already.
    fn mended(&mut self, rounds: &Rounds, from: &Solution, budget: Budget) -> Round {
        let search = self.mending();
        self.round(rounds, Some(from), budget, &search)
    }

    /// A search, its tours levelled, and line haul.
    fn round(
        &mut self,
        rounds: &Rounds,
        from: Option<&Solution>,
        budget: Budget,
        search: &SolveParams,
    ) -> Round {
        let search = SolveParams {
            budget,
            ..search.clone()
        };
        let mut solution = rounds.solve(&search, from, &self.watch.of_search());
        self.spend(solution.iterations);
        if self.hour_price != Money::ZERO {
            rounds.keep_hours(&mut solution, self.hour_price);
        }
        Round {
            hauled: self.levelled(rounds, &solution),
            solution,
            assumed: self.onward.clone(),
        }
    }

    fn spend(&mut self, iterations: u64) {
        self.purse.spend(iterations);
        self.iterations += iterations;
    }

    /// What the stations make of tours that leave as they like best.
    fn unlevelled(&mut self, rounds: &Rounds, solution: &Solution) -> StationLoad {
        let mut plan = rounds.plan(solution, self.ground.week);
        let windows = rounds.windows(solution);
        let hauls = self.line_haul(&plan, false, Seconds::ZERO, self.purse.draw(HAUL));
        settle(
            self.district,
            &self.ground.travel,
            &mut plan,
            &windows,
            &hauls,
            false,
        );
        self.load(&plan).0
    }

    fn staggered(&self, rounds: &Rounds, solution: &Solution) -> (Plan, Vec<Vec<Window>>) {
        let mut plan = rounds.plan(solution, self.ground.week);
        let windows = rounds.windows(solution);
        stagger(self.district, &mut plan, &windows);
        (plan, windows)
    }

    fn levelled(&mut self, rounds: &Rounds, solution: &Solution) -> Hauled {
        let (plan, windows) = self.staggered(rounds, solution);
        Hauled {
            preference: self.preference(rounds, solution),
            ..self.with_line_haul(plan, &windows)
        }
    }

    /// What a solution pays for crews, hours and changes; in no bill.
    fn preference(&self, rounds: &Rounds, solution: &Solution) -> Money {
        let crews = match self.crew_price {
            Money::ZERO => rounds.preference_price(solution),
            price => rounds.price_of_crews(solution, price),
        };
        match self.hour_price {
            Money::ZERO => crews,
            price => crews + rounds.price_of_hours(solution, price),
        }
    }

    /// The line haul of a round searched once more, with all that is left.
    fn hauled_again(&mut self, rounds: &Rounds, round: &Round) -> Hauled {
        let (plan, windows) = self.staggered(rounds, &round.solution);
        let margin = round.hauled.margin;
        Hauled {
            preference: round.hauled.preference,
            ..self.with_margin(plan, &windows, margin, self.purse.all_but(0.0))
        }
    }

    /// The longest wait at each facility of the tours that break their shift, or come too late to a window.
    fn waits_that_break(&self, hauled: &Hauled) -> BTreeMap<DisposalId, Seconds> {
        let findings = hauled.judgement.findings.iter();
        let late: BTreeSet<&str> = findings
            .filter(|finding| ["shift", "windows"].contains(&&*finding.promise))
            .map(|finding| finding.who.as_str())
            .collect();
        let mut waits = BTreeMap::new();
        let tours = hauled.plan.tours.iter();
        for tour in tours.filter(|tour| late.contains(tour.name.as_str())) {
            for stop in &tour.stops {
                if let StopKind::Disposal(id) = stop.kind {
                    let opens = self.district.gate(id).window.open;
                    let wait = stop.start - stop.arrival.max(opens);
                    let longest: &mut Seconds = waits.entry(id).or_default();
                    *longest = wait.max(*longest);
                }
            }
        }
        waits.retain(|_, wait| *wait > Seconds::ZERO);
        waits
    }

    /// A staggered plan with line haul: planned again with a larger margin as long as waits at docks break what it promises,
    /// and the best of all rounds.
    fn with_line_haul(&mut self, staggered: Plan, windows: &[Vec<Window>]) -> Hauled {
        let mut best: Option<Hauled> = None;
        for margin in MARGINS {
            let budget = self.purse.draw(HAUL);
            let round = self.with_margin(staggered.clone(), windows, margin, budget);
            let is_kept = !round.is_late() || round.plan.hauls.is_empty();
            if best.as_ref().is_none_or(|best| round.rank() < best.rank()) {
                best = Some(round);
            }
            if is_kept || self.watch.is_stopped() {
                break;
            }
        }
        best.expect("a round was made")
    }

    fn with_margin(
        &mut self,
        mut plan: Plan,
        windows: &[Vec<Window>],
        margin: Seconds,
        budget: Budget,
    ) -> Hauled {
        let line_haul = self.line_haul(&plan, true, margin, budget);
        settle(
            self.district,
            &self.ground.travel,
            &mut plan,
            windows,
            &line_haul,
            true,
        );
        let (load, profile, judgement) = self.load(&plan);
        Hauled {
            plan,
            load,
            profile,
            judgement,
            haulers_lower_bound: line_haul.haulers_lower_bound,
            margin,
            preference: Money::ZERO,
        }
    }

    fn line_haul(
        &mut self,
        plan: &Plan,
        respects_storage: bool,
        margin: Seconds,
        budget: Budget,
    ) -> LineHaul {
        let params = HaulParams {
            seed: self.search.seed,
            respects_storage,
            margin,
            budget,
            watch: &self.watch.of_search(),
        };
        let found = line_haul(self.district, &self.ground.travel, plan, params);
        self.spend(found.iterations);
        found
    }

    fn load(&self, plan: &Plan) -> (StationLoad, LoadProfile, Judgement) {
        let (travel, loads) = (&self.ground.travel, &self.ground.flow.loads);
        let profile = load_profile(self.district, travel, plan);
        let judgement = check(self.district, travel, loads, plan);
        let load = StationLoad {
            cost: judgement.cost.total(),
            queue: profile.queue(),
            overflow: profile.overflow(),
        };
        (load, profile, judgement)
    }
}

/// The better of two rounds, the former one if they are as good.
fn better(former: Round, round: Round) -> Round {
    if round.hauled.rank() < former.hauled.rank() {
        round
    } else {
        former
    }
}

fn most_haulers(plan: &Plan) -> u32 {
    let mut tours = [0; 7];
    for tour in crate::plan::haul_tours(&plan.hauls) {
        tours[tour.day().index() % 7] += 1;
    }
    tours.into_iter().max().unwrap_or(0)
}
