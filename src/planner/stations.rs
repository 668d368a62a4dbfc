//! The loop between rounds and transfer: tours staggered before the gates, full containers sent on, and what that changes.

use super::Groundwork;
use crate::check::{Judgement, check};
use crate::district::District;
use crate::plan::Plan;
use crate::quantity::{Kilograms, Money, Seconds, Window};
use crate::transfer::{
    HaulParams, LineHaul, LoadProfile, line_haul, load_profile, settle, stagger,
};
use crate::vrp::Watch;

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
}

/// What the stations are seen with.
pub(super) struct Stations<'a> {
    pub district: &'a District,
    pub ground: &'a Groundwork,
    pub seed: u64,
    pub watch: &'a Watch<'a>,
}

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
    /// Promises broken, what spills, and the cost: the less the better.
    fn rank(&self) -> (usize, Kilograms, Money) {
        let spilt = self.load.overflow.unwrap_or_default();
        (self.judgement.findings.len(), spilt, self.load.cost)
    }
}

impl Stations<'_> {
    /// Staggers a plan's tours and plans its line haul. `windows` are those of its visits.
    pub fn level(&self, plan: Plan, windows: &[Vec<Window>]) -> Levelled {
        let (mut before, mut after) = (plan.clone(), plan);
        let travel = &self.ground.travel;
        let ignorant = self.line_haul(&before, false, Seconds::ZERO);
        settle(
            self.district,
            travel,
            &mut before,
            windows,
            &ignorant,
            false,
        );
        stagger(self.district, &mut after, windows);
        let (load_before, _, _) = self.load(&before);
        let hauled = self.with_line_haul(after, windows);
        Levelled {
            figures: StationFigures {
                before: load_before,
                after: hauled.load,
                haulers: most_haulers(&hauled.plan),
                haulers_lower_bound: hauled.haulers_lower_bound,
            },
            plan: hauled.plan,
            load_profile: hauled.profile,
            judgement: hauled.judgement,
        }
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
            if best.as_ref().is_none_or(|best| round.rank() < best.rank()) {
                best = Some(round);
            }
            let is_kept = best.as_ref().is_some_and(|best| best.rank().0 == 0);
            if is_kept || line_haul.hauls.is_empty() || self.watch.is_stopped() {
                break;
            }
        }
        best.expect("a round was made")
    }

    fn line_haul(&self, plan: &Plan, respects_storage: bool, margin: Seconds) -> LineHaul {
        let params = HaulParams {
            seed: self.seed,
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
