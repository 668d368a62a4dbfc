//! Two plans of one district side by side: what a week costs and does, and which villages it is another week for.

use super::what_if::{Difference, Figures};
use crate::check::check;
use crate::district::District;
use crate::plan::Plan;
use crate::planner::Groundwork;
use crate::roads::RoadNetwork;
use crate::rounds::{Change, changes};
use crate::transfer::load_profile;

/// Two plans of one district.
#[derive(Clone, Debug)]
pub struct TwoPlans {
    /// Figures of both, and the visits that move from the first to the second.
    pub difference: Difference,
    /// Villages that see other days, vehicles or facilities.
    pub villages: Vec<Change>,
    /// Broken promises of each.
    pub findings: [usize; 2],
}

/// Judges two plans, each for its own week, and sets the second against the first.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::planner::{Budget, PlanParams, Watch, plan};
/// use wasteways::study::compare;
///
/// let of_seed = |seed| {
///     let params = PlanParams { seed, budget: Some(Budget::Iterations(100)), ..PlanParams::default() };
///     plan(&district, None, &params, &Watch::default()).plan
/// };
/// let (one, other) = (of_seed(1), of_seed(2));
/// assert!(compare((&district, None), [&one, &one]).villages.is_empty());
/// println!("{} villages differ", compare((&district, None), [&one, &other]).villages.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare(
    (district, network): (&District, Option<&RoadNetwork>),
    [first, second]: [&Plan; 2],
) -> TwoPlans {
    let judged = [first, second].map(|plan| {
        let ground = Groundwork::of(district, network, plan.week);
        let judgement = check(district, &ground.travel, &ground.flow.loads, plan);
        let profile = load_profile(district, &ground.travel, plan);
        let figures = Figures::of(district, plan, &judgement, &profile);
        (figures, judgement.findings.len())
    });
    let [(before, old), (after, new)] = judged;
    TwoPlans {
        difference: Difference::between(district, (first, before), (second, after)),
        villages: changes(district, first, second),
        findings: [old, new],
    }
}
