//! What a week saves by how much of it changes: offices change rounds step by step.

use super::what_if::{Difference, Figures};
use crate::check::check;
use crate::district::District;
use crate::plan::Plan;
use crate::planner::{Budget, Groundwork, PlanParams, Planned, Watch, plan_on};
use crate::quantity::Money;
use crate::transfer::load_profile;
use std::time::Instant;

/// A plan of the curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// What the prices of changes were multiplied with; `None`: the week as it was.
    pub weight: Option<f64>,
    /// Share of the visits that another type of vehicle makes, or that are made on another day, %.
    pub changed_percent: f64,
    /// The week.
    pub figures: Figures,
    /// Promises that it breaks.
    pub findings: usize,
}

/// Weights of the plans, from one that changes next to nothing to one that changes as it likes.
const WEIGHTS: [f64; 7] = [20.0, 2.0, 0.5, 0.1, 0.03, 0.01, 0.0];
/// The last, which is free, takes so many shares of the budget as the others one.
const FREE: u64 = 3;

/// Plans a week at many prices of changes, each from the former week on, the cheapest first plan at last; by how much changes.
#[must_use]
pub fn savings(
    (district, ground): (&District, &Groundwork),
    former: &Plan,
    params: &PlanParams,
    watch: &Watch,
) -> Vec<Saving> {
    let loads = &ground.flow.loads;
    let profile = load_profile(district, &ground.travel, former);
    let judgement = check(district, &ground.travel, loads, former);
    let before = Figures::of(district, former, &judgement, &profile);
    let mut curve = vec![Saving {
        weight: None,
        changed_percent: 0.0,
        figures: before,
        findings: judgement.findings.len(),
    }];
    let begin = Instant::now();
    let whole = params
        .budget
        .unwrap_or_else(|| Budget::default_for(ground.rounds(district, None).problem()));
    for (step, weight) in (1..).zip(WEIGHTS) {
        if watch.is_stopped() {
            break;
        }
        let price = Money((params.vehicle_change_price.0 as f64 * weight) as i64);
        let planned = plan_on(
            district,
            ground,
            &PlanParams {
                budget: Some(share(whole, begin, step)),
                from: (weight > 0.0).then_some(former),
                start: (weight > 0.0).then_some(former),
                makes_start_whole: true,
                vehicle_change_price: price,
                day_change_price: price,
                ..*params
            },
            watch,
        );
        curve.push(saving(district, (former, &before), weight, &planned));
    }
    curve.sort_by(|a, b| a.changed_percent.total_cmp(&b.changed_percent));
    curve
}

/// A step's share of the budget.
fn share(whole: Budget, begin: Instant, step: u64) -> Budget {
    let shares = WEIGHTS.len() as u64 - 1 + FREE;
    let own = if step == WEIGHTS.len() as u64 {
        FREE
    } else {
        1
    };
    match whole {
        Budget::Iterations(all) => Budget::Iterations(all * own / shares),
        Budget::Until(end) => {
            let until = (step - 1 + own) as f64 / shares as f64;
            Budget::Until(begin + end.saturating_duration_since(begin).mul_f64(until))
        }
    }
}

fn saving(
    district: &District,
    (former, before): (&Plan, &Figures),
    weight: f64,
    planned: &Planned,
) -> Saving {
    let (plan, judgement) = (&planned.plan, &planned.judgement);
    let figures = Figures::of(district, plan, judgement, &planned.load_profile);
    let difference = Difference::between(district, (former, *before), (plan, figures));
    let kept = difference.kept as f64 / difference.visits.max(1) as f64;
    Saving {
        weight: Some(weight),
        changed_percent: 100.0 * (1.0 - kept),
        figures: difference.after,
        findings: judgement.findings.len(),
    }
}

/// Shares of visits that an office may be ready to change, %.
const SHARES: [f64; 5] = [0.0, 10.0, 25.0, 50.0, 100.0];

/// A step of change: the share of visits that may change, the best plan within it, and what it saves of the week as it was.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// At most so many visits change, %.
    pub percent: f64,
    /// The plan.
    pub best: &'a Saving,
    /// What it saves, %.
    pub saved_percent: f64,
}

/// The steps of a curve; none of an empty one.
#[must_use]
pub fn steps(curve: &[Saving]) -> Vec<Step<'_>> {
    let cost = |saving: &Saving| saving.figures.cost.total().as_units();
    let Some(before) = curve.iter().find(|saving| saving.weight.is_none()) else {
        return Vec::new();
    };
    let step = |percent: f64| {
        let best = cheapest_within(curve, percent)?;
        let saved_percent = 100.0 * (1.0 - cost(best) / cost(before).max(1e-9));
        Some(Step {
            percent,
            best,
            saved_percent,
        })
    };
    SHARES.into_iter().filter_map(step).collect()
}

/// Of a curve the cheapest plan that changes at most so much, and breaks and leaves no more than the week as it was.
fn cheapest_within(curve: &[Saving], percent: f64) -> Option<&Saving> {
    let former = curve.iter().find(|saving| saving.weight.is_none())?;
    let fits = |saving: &&Saving| {
        saving.changed_percent <= percent
            && saving.findings <= former.findings
            && saving.figures.unserved <= former.figures.unserved
    };
    curve
        .iter()
        .filter(fits)
        .min_by_key(|saving| saving.figures.cost.total())
}
