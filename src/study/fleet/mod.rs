//! How many trucks? A week planned for each size of fleet, and a proof of how few can ever do.
//!
//! All sizes start from one anchor: a plan for the largest fleet, made with a fixed number of iterations, which every run
//! and every share of the work computes for itself. The fleets lie within each other (see `ladder`), so that what a smaller
//! one does better a larger one can do too ([`FleetCurve`] carries it up).

mod bound;
mod curve;
mod ladder;
mod size;

pub use bound::{BoundTerms, FleetBound, GroupBound};
pub use curve::FleetCurve;
pub use size::{DutyParts, FleetSize};

use super::Share;
use crate::district::{District, Role, VehicleId};
use crate::planner::{Budget, Groundwork, PlanParams, Planned, Watch, plan_on};
use ladder::Ladder;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// The anchor gets the default iterations divided by this, unless iterations are given.
const ANCHOR_SHARE: u64 = 4;

/// What is asked of a fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FleetQuestion {
    /// The fewest vehicles to hold; of one type, or of all collectors together.
    pub least: u32,
    /// The most.
    pub most: u32,
    /// The type whose number is asked for; `None`: the mix.
    pub vehicle: Option<VehicleId>,
    /// Seed of every search.
    pub seed: u64,
    /// Iterations of every plan, over all its days; `None`: scaled to the size of the problem.
    pub iterations: Option<u64>,
    /// Wall clock for each size, instead; a re-run may then differ.
    pub time_limit: Option<Duration>,
}

/// The largest fleet's plan, from which every size starts.
#[derive(Clone, Debug)]
pub struct FleetAnchor<'a> {
    district: &'a District,
    ground: &'a Groundwork,
    question: FleetQuestion,
    ladder: Ladder,
    /// The week of the largest fleet; nothing where the search was stopped.
    pub planned: Planned,
    /// How few vehicles can ever do.
    pub bound: FleetBound,
}

impl<'a> FleetAnchor<'a> {
    /// Plans for the largest fleet, and proves how few vehicles can do.
    #[must_use]
    pub fn new(
        district: &'a District,
        ground: &'a Groundwork,
        question: &FleetQuestion,
        watch: &Watch,
    ) -> Self {
        let whole = largest(district, question);
        let rounds = ground.rounds(&whole, None);
        let bound = FleetBound::of_rounds(&whole, &rounds, question.vehicle);
        let usual = || match Budget::default_for(rounds.problem()) {
            Budget::Iterations(number) => number.div_ceil(ANCHOR_SHARE),
            Budget::Until(_) => 1,
        };
        let budget = match question.time_limit {
            Some(limit) => Budget::Until(Instant::now() + limit),
            None => Budget::Iterations(question.iterations.unwrap_or_else(usual)),
        };
        drop(rounds);
        let params = PlanParams {
            week: ground.week,
            seed: question.seed,
            budget: Some(budget),
            ..PlanParams::default()
        };
        let planned = plan_on(&whole, ground, &params, watch);
        let ladder = Ladder::new(district, &counts(district), &planned.plan, question);
        Self {
            district,
            ground,
            question: question.clone(),
            ladder,
            planned,
            bound,
        }
    }

    /// Plans the week with so many vehicles, from the anchor's plan. `None` if the search was stopped on the way.
    ///
    /// # Panics
    /// If the size was not asked for.
    #[must_use]
    pub fn plan_size(&self, size: u32, watch: &Watch) -> Option<FleetSize> {
        let counts = self.ladder.counts(size);
        let district = with_counts(self.district, counts);
        let until = self
            .question
            .time_limit
            .map(|limit| Budget::Until(Instant::now() + limit));
        let params = PlanParams {
            week: self.ground.week,
            seed: self.question.seed,
            budget: until.or(self.question.iterations.map(Budget::Iterations)),
            start: Some(&self.planned.plan),
            ..PlanParams::default()
        };
        let planned = plan_on(&district, self.ground, &params, watch);
        let is_stopped = watch
            .stop
            .is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Relaxed));
        if is_stopped {
            return None;
        }
        let mut row = FleetSize::of(&district, &planned, size, counts.to_vec());
        row.bound_is_confirmed = row.is_complete().then(|| {
            self.bound
                .is_confirmed(&district, &self.ground.travel, &planned.plan)
        });
        Some(row)
    }

    /// Plans every size that a share holds and that is not done yet; tells of each as it is done, from any thread. Side by
    /// side where iterations are counted; one after the other, on all threads, where the clock is.
    #[must_use]
    pub fn plan_share(
        &self,
        share: Share,
        done: &[u32],
        watch: &Watch,
        told: &(dyn Fn(&FleetSize) + Sync),
    ) -> Vec<FleetSize> {
        let sizes = (self.question.least..=self.question.most).enumerate();
        let mine: Vec<u32> = sizes
            .filter(|(item, size)| share.holds(*item) && !done.contains(size))
            .map(|(_, size)| size)
            .collect();
        let plan = |&size: &u32| {
            let planned = self.plan_size(size, watch)?;
            told(&planned);
            Some(planned)
        };
        if self.question.time_limit.is_some() {
            mine.iter().filter_map(plan).collect()
        } else {
            mine.par_iter().with_max_len(1).filter_map(plan).collect()
        }
    }
}

/// The whole curve in one call; `told` hears of each size as it is done.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::planner::{Groundwork, Watch};
/// use wasteways::study::{FleetQuestion, fleet_curve};
///
/// let ground = Groundwork::of(&district, None, None);
/// let question = FleetQuestion {
///     least: 1,
///     most: 2,
///     vehicle: None,
///     seed: 1,
///     iterations: Some(100),
///     time_limit: None,
/// };
/// let curve = fleet_curve(&district, &ground, &question, &Watch::default(), &|_| {});
/// println!("fewer than {} can never do it", curve.bound.vehicles());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn fleet_curve(
    district: &District,
    ground: &Groundwork,
    question: &FleetQuestion,
    watch: &Watch,
    told: &(dyn Fn(&FleetSize) + Sync),
) -> FleetCurve {
    let anchor = FleetAnchor::new(district, ground, question, watch);
    let sizes = anchor.plan_share(Share::WHOLE, &[], watch, told);
    FleetCurve::new(district, question, sizes, anchor.bound)
}

/// Vehicles held, by row of the vehicle table; 0 for feeders and haulers.
fn counts(district: &District) -> Vec<u32> {
    let held = |vehicle: &crate::district::Vehicle| match vehicle.role {
        Role::Collector => vehicle.count,
        Role::Feeder | Role::Hauler => 0,
    };
    district.vehicles.iter().map(held).collect()
}

/// The district with the largest fleet that a question asks for, or with its own if that is larger.
fn largest(district: &District, question: &FleetQuestion) -> District {
    let largest = ladder::upwards(district, &counts(district), question).pop();
    with_counts(district, &largest.expect("the fleet that is held is one"))
}

/// The district with other numbers of collectors.
fn with_counts(district: &District, counts: &[u32]) -> District {
    district.changed(|changed| {
        for (vehicle, &count) in changed.vehicles.iter_mut().zip(counts) {
            if vehicle.role == Role::Collector {
                vehicle.count = count;
            }
        }
    })
}
