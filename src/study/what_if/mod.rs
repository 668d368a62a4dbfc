//! What if? A district changed as a scenario says, and its week planned anew from the present plan with as little change as
//! asked.

mod difference;
mod losses;
mod scenario;

pub use difference::{Difference, Figures, Move};
pub use losses::{Loss, LossQuestion, Outage, losses, outages};
pub use scenario::{NewStation, RoadSpot, Scenario, ScenarioError};

use crate::check::check;
use crate::district::District;
use crate::plan::Plan;
use crate::planner::{Budget, Groundwork, Outcome, PlanParams, Planned, Watch, plan_on};
use crate::quantity::{IsoWeek, Kilograms, Money};
use crate::roads::RoadNetwork;
use crate::transfer::load_profile;
use std::time::Instant;

/// A plan to mend gets the default iterations divided by this.
const MENDING_SHARE: u64 = 2;

/// Where work is left undone, a change costs this many times less.
const LOOSENED: i64 = 10;

/// How to plan anew.
#[derive(Clone, Copy, Debug)]
pub struct WhatIfParams {
    /// The week to plan for; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// Seed of the search.
    pub seed: u64,
    /// How long to search; `None`: half the iterations of a plan from nothing.
    pub budget: Option<Budget>,
    /// Price of each visit by another type of vehicle, and of each on another day: how dear a change is.
    pub keep: Money,
}

/// A new week and how it differs from the present one.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The district as the scenario makes it.
    pub district: District,
    /// Its roads.
    pub network: Option<RoadNetwork>,
    /// The new week.
    pub outcome: Outcome,
    /// What is different.
    pub difference: Difference,
}

/// Plans a district's week anew as a scenario asks, from the present plan.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::planner::{Budget, PlanParams, Watch, plan};
/// use wasteways::quantity::Money;
/// use wasteways::study::{Scenario, WhatIfParams, what_if};
///
/// let budget = Some(Budget::Iterations(100));
/// let params = PlanParams { budget, ..PlanParams::default() };
/// let present = plan(&district, None, &params, &Watch::default()).plan;
/// let scenario = Scenario { factor: Some(1.2), ..Scenario::default() }; // a fifth more waste
/// let params = WhatIfParams { week: None, seed: 1, budget, keep: Money::units(10.0) };
/// let anew = what_if((&district, None), &present, &scenario, &params, &Watch::default())?;
/// println!("{} of {} visits as before", anew.difference.kept, anew.difference.visits);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The scenario asks for what the district does not have.
pub fn what_if(
    (district, network): (&District, Option<&RoadNetwork>),
    present: &Plan,
    scenario: &Scenario,
    params: &WhatIfParams,
    watch: &Watch,
) -> Result<WhatIf, ScenarioError> {
    let (changed, roads) = scenario.applied(district, network)?;
    let before = present_figures(district, network, present);
    let ground = Groundwork::of(&changed, roads.as_ref(), params.week);
    let outcome = planned_anew(&changed, ground, present, params, watch);
    let difference = difference_to((district, &changed), (present, before), &outcome);
    Ok(WhatIf {
        district: changed,
        network: roads,
        outcome,
        difference,
    })
}

/// The present plan's figures on the district as it is, by the judge.
fn present_figures(district: &District, network: Option<&RoadNetwork>, plan: &Plan) -> Figures {
    let ground = Groundwork::of(district, network, plan.week);
    let judgement = check(district, &ground.travel, &ground.flow.loads, plan);
    let profile = load_profile(district, &ground.travel, plan);
    Figures::of(district, plan, &judgement, &profile)
}

/// What a week that was planned anew, on the changed district, makes different.
fn difference_to(
    (district, changed): (&District, &District),
    present: (&Plan, Figures),
    outcome: &Outcome,
) -> Difference {
    let (plan, judged) = (&outcome.plan, &outcome.judgement);
    let after = Figures::of(changed, plan, judged, &outcome.load_profile);
    Difference::between(district, present, (plan, after))
}

/// Plans in two halves. If the first leaves work undone, change is cheaper in the second: to serve comes before to keep.
fn planned_anew(
    district: &District,
    ground: Groundwork,
    present: &Plan,
    params: &WhatIfParams,
    watch: &Watch,
) -> Outcome {
    let budget = params.budget.unwrap_or_else(|| {
        let whole = Budget::default_for(ground.rounds(district, None).problem());
        shortened(whole, MENDING_SHARE)
    });
    let halves = halves(budget);
    let mut anew = PlanParams {
        week: params.week,
        seed: params.seed,
        budget: Some(halves[0]),
        from: Some(present),
        start: Some(present),
        vehicle_change_price: params.keep,
        day_change_price: params.keep,
        crew_price: Money::ZERO,
        hour_price: Money::ZERO,
        makes_start_whole: false,
    };
    let first = plan_on(district, &ground, &anew, watch);
    if first.judgement.unserved > Kilograms::ZERO {
        let loosened = Money(params.keep.0 / LOOSENED);
        (anew.vehicle_change_price, anew.day_change_price) = (loosened, loosened);
    }
    (anew.start, anew.budget) = (Some(&first.plan), Some(halves[1]));
    let second = plan_on(district, &ground, &anew, watch);
    let left = |planned: &Planned| (planned.judgement.unserved, planned.judgement.missed_visits);
    let iterations = first.iterations + second.iterations;
    let better = if left(&first) < left(&second) {
        first
    } else {
        second
    };
    let planned = Planned {
        iterations,
        ..better
    };
    Outcome::of(ground, planned, params.seed)
}

/// The two halves of a budget.
fn halves(budget: Budget) -> [Budget; 2] {
    match budget {
        Budget::Iterations(number) => [number.div_ceil(2), number / 2].map(Budget::Iterations),
        Budget::Until(end) => {
            let now = Instant::now();
            let half = now + end.saturating_duration_since(now) / 2;
            [half, end].map(Budget::Until)
        }
    }
}

/// A budget of iterations divided.
fn shortened(budget: Budget, share: u64) -> Budget {
    match budget {
        Budget::Iterations(number) => Budget::Iterations(number.div_ceil(share)),
        Budget::Until(_) => budget,
    }
}
