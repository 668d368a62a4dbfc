//! The loop between rounds and transfer: tours staggered before the gates, full containers sent on, and what that changes.

use super::{Groundwork, MENDING};
use crate::check::{Judgement, check};
use crate::district::{DisposalId, District};
use crate::plan::{Plan, StopKind};
use crate::quantity::{Kilograms, Money, Seconds, Window};
use crate::rounds::Rounds;
use crate::transfer::{
    HaulParams, LineHaul, LoadProfile, line_haul, load_profile, settle, stagger,
};
use crate::vrp::{Budget, Solution, SolveParams, Watch, solve};
use std::collections::{BTreeMap, BTreeSet};

/// What the stations make of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationLoad {
    /// Cost of the week, by the judge.
    pub cost: Money,
    /// Time that vehicles wait for docks.
    pub queue: Seconds,
    /// Mass above the storage of each station at its worst moment; `None`: no stock is followed.
    pub overflow: Option<Kilograms>,
}

/// A plan before and after its stations are levelled, and line haul.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StationFigures {
    /// The same tours with each leaving as it likes best, and containers fetched when they are full.
    pub before: StationLoad,
    /// The plan.
    pub after: StationLoad,
    /// Most haulers on one day.
    pub haulers: u32,
    /// Fewest haulers that could do it, by proof.
    pub haulers_lower_bound: u32,
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
    /// How the rounds were searched.
    pub search: &'a SolveParams,
    pub watch: &'a Watch<'a>,
}

/// Rounds in which tours are sought that bear the queues of the round before.
const MOST_ROUNDS: usize = 5;
/// Of the iterations of the first search, each such round gets this share.
const ROUND_SHARE: u64 = 8;

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
}

impl Hauled {
    /// Whether someone comes too late, which a larger margin may mend.
    fn is_late(&self) -> bool {
        let late = ["shift", "windows", "docks", "hauls"];
        let mut findings = self.judgement.findings.iter();
        findings.any(|finding| late.contains(&finding.promise))
    }

    /// Promises broken, what stays or spills, and the cost: the less the better.
    fn rank(&self) -> (usize, Kilograms, Money) {
        let spilt = self.load.overflow.unwrap_or_default();
        let stays = self.judgement.unserved + spilt;
        (self.judgement.findings.len(), stays, self.load.cost)
    }
}

impl Stations<'_> {
    /// Levels the tours of a solution. Where a wait for a dock breaks a shift that staggering cannot save, the search goes on
    /// from there and reckons with that wait; the best of all rounds is the plan.
    pub fn level(&self, rounds: &mut Rounds, first: Solution) -> Levelled {
        let before = self.unlevelled(rounds, &first);
        let mut iterations = first.iterations;
        let mut best = self.levelled(rounds, &first);
        let (mut solution, mut broken) = (first, self.waits_that_break(&best));
        for _ in 0..MOST_ROUNDS {
            if broken.is_empty() || self.watch.is_stopped() {
                break;
            }
            for (&facility, &wait) in &broken {
                rounds.expect_queue(facility, wait);
            }
            solution = self.mended(rounds, &solution);
            iterations += solution.iterations;
            let round = self.levelled(rounds, &solution);
            broken = self.waits_that_break(&round);
            if round.rank() < best.rank() {
                best = round;
            }
        }
        Levelled {
            figures: StationFigures {
                before,
                after: best.load,
                haulers: most_haulers(&best.plan),
                haulers_lower_bound: best.haulers_lower_bound,
            },
            plan: best.plan,
            load_profile: best.profile,
            judgement: best.judgement,
            iterations,
        }
    }

    /// The search goes on from a solution.
    fn mended(&self, rounds: &Rounds, from: &Solution) -> Solution {
        let whole = match self.search.budget {
            Budget::Iterations(number) => number,
            Budget::Until(_) => match Budget::default_for(rounds.problem()) {
                Budget::Iterations(number) => number,
                Budget::Until(_) => 0,
            },
        };
        let search = SolveParams {
            budget: Budget::Iterations(whole.div_ceil(ROUND_SHARE)),
            start_temperature: MENDING,
            ..self.search.clone()
        };
        solve(rounds.problem(), &search, Some(from), self.watch)
    }

    /// What the stations make of tours that leave as they like best.
    fn unlevelled(&self, rounds: &Rounds, solution: &Solution) -> StationLoad {
        let mut plan = rounds.plan(solution, self.ground.week);
        let windows = rounds.windows(solution);
        let hauls = self.line_haul(&plan, false, Seconds::ZERO);
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

    fn levelled(&self, rounds: &Rounds, solution: &Solution) -> Hauled {
        let mut plan = rounds.plan(solution, self.ground.week);
        let windows = rounds.windows(solution);
        stagger(self.district, &mut plan, &windows);
        self.with_line_haul(plan, &windows)
    }

    /// The longest wait at each facility of the tours that break their shift, or come too late to a window.
    fn waits_that_break(&self, hauled: &Hauled) -> BTreeMap<DisposalId, Seconds> {
        let findings = hauled.judgement.findings.iter();
        let late: BTreeSet<&str> = findings
            .filter(|finding| ["shift", "windows"].contains(&finding.promise))
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
    fn with_line_haul(&self, staggered: Plan, windows: &[Vec<Window>]) -> Hauled {
        let mut best: Option<Hauled> = None;
        for margin in MARGINS {
            let mut plan = staggered.clone();
            let line_haul = self.line_haul(&plan, true, margin);
            settle(
                self.district,
                &self.ground.travel,
                &mut plan,
                windows,
                &line_haul,
                true,
            );
            let (load, profile, judgement) = self.load(&plan);
            let round = Hauled {
                plan,
                load,
                profile,
                judgement,
                haulers_lower_bound: line_haul.haulers_lower_bound,
            };
            let is_kept = !round.is_late() || line_haul.hauls.is_empty();
            if best.as_ref().is_none_or(|best| round.rank() < best.rank()) {
                best = Some(round);
            }
            if is_kept || self.watch.is_stopped() {
                break;
            }
        }
        best.expect("a round was made")
    }

    fn line_haul(&self, plan: &Plan, respects_storage: bool, margin: Seconds) -> LineHaul {
        let params = HaulParams {
            seed: self.search.seed,
            respects_storage,
            margin,
            watch: self.watch,
        };
        line_haul(self.district, &self.ground.travel, plan, params)
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

fn most_haulers(plan: &Plan) -> u32 {
    let mut tours = [0; 7];
    for tour in crate::plan::haul_tours(&plan.hauls) {
        tours[tour.day().index() % 7] += 1;
    }
    tours.into_iter().max().unwrap_or(0)
}
