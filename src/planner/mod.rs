//! The whole walk on one page: district in, checked week of collection out.
//!
//! Each stage is one call and its result has a name of the trade; nothing clever happens here.

mod daily;
mod document;
mod purse;
mod stations;
mod timing;
mod watch;
mod withdraw;

pub use daily::AllDaily;
pub use document::OutcomeDocument;
pub use stations::{StationFigures, StationLoad};
pub use timing::{time, time_on};
pub use watch::{Stage, Watch};

use crate::check::Judgement;
use crate::district::District;
use crate::flow::{Flow, OnwardPrices, flow};
use crate::plan::Plan;
use crate::quantity::{IsoWeek, Money};
use crate::roads::{RoadNetwork, Travel, travel};
use crate::rounds::{Change, Continuity, Rounds, changes};
use crate::transfer::LoadProfile;
use crate::vrp::SolveParams;
use purse::Purse;
use serde::Serialize;
use stations::{Levelled, Stations};

use std::time::Instant;

pub use crate::vrp::{Budget, Progress};

/// How to plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanParams<'a> {
    /// The week to plan for; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// Seed of the search.
    pub seed: u64,
    /// How long to search; `None`: iterations scaled to the size, six times as many with a price of crews.
    pub budget: Option<Budget>,
    /// A plan to keep to, vehicle and day per village, at the prices below.
    pub from: Option<&'a Plan>,
    /// A plan that the search begins with and mends, rather than from nothing. It need not fit the district any more.
    pub start: Option<&'a Plan>,
    /// Whether a plan given to begin with, that does not serve everybody, is searched for room first as a new one is.
    pub makes_start_whole: bool,
    /// With `from`: price of each visit by another type of vehicle.
    pub vehicle_change_price: Money,
    /// With `from`: price of each visit on another day.
    pub day_change_price: Money,
    /// Without `from`: price of each type of vehicle that a village sees in a week; in no bill.
    pub crew_price: Money,
    /// Price of each hour by which a village's first arrival of a day strays from its mean over the week; in no bill.
    pub hour_price: Money,
}

impl Default for PlanParams<'_> {
    /// The base season, seed 1, iterations scaled to the size, no former plan; a change would cost 10 units a visit.
    fn default() -> Self {
        let change_price = Money::units(10.0);
        Self {
            week: None,
            seed: 1,
            budget: None,
            from: None,
            start: None,
            makes_start_whole: false,
            vehicle_change_price: change_price,
            day_change_price: change_price,
            crew_price: Money::ZERO,
            hour_price: Money::ZERO,
        }
    }
}

/// Temperature at which a search begins that has a plan to mend: warmer, it would forget what it was given.
const MENDING: f64 = 0.3;

/// What is true of a district whatever its plan: what arises in a week, and the ways between all places.
#[derive(Clone, Debug)]
pub struct Groundwork {
    /// The week; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// What reaches the points, and the way of all waste.
    pub flow: Flow,
    /// Legs between sites.
    pub travel: Travel,
}

impl Groundwork {
    /// Follows the waste and measures the ways.
    #[must_use]
    pub fn of(district: &District, network: Option<&RoadNetwork>, week: Option<IsoWeek>) -> Self {
        Self::watched(district, network, week, &Watch::default())
    }

    fn watched(
        district: &District,
        network: Option<&RoadNetwork>,
        week: Option<IsoWeek>,
        watch: &Watch,
    ) -> Self {
        watch.begins(Stage::Flow);
        let flow = flow(district, week);
        watch.begins(Stage::Ways);
        Self {
            week,
            flow,
            travel: travel(district, network),
        }
    }

    /// What the way on from stations is reckoned to cost before it is planned.
    #[must_use]
    pub fn onward_prices(&self, district: &District) -> OnwardPrices {
        OnwardPrices::estimated(district, &self.travel, &self.flow.loads)
    }

    /// The same without day prices: what a tonne costs more or less on tours of haulers that are driven anyway.
    #[must_use]
    pub fn running_prices(&self, district: &District) -> OnwardPrices {
        OnwardPrices::running(district, &self.travel, &self.flow.loads)
    }

    /// The week's rounds as a problem of the solver.
    #[must_use]
    pub fn rounds<'a>(
        &'a self,
        district: &'a District,
        continuity: Option<Continuity>,
    ) -> Rounds<'a> {
        let (travel, loads) = (&self.travel, &self.flow.loads);
        let onward = self.onward_prices(district);
        Rounds::new(district, travel, loads, &onward, continuity)
    }
}

/// A week that was planned, loaded and judged.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The week of tours.
    pub plan: Plan,
    /// The load of the facilities.
    pub load_profile: LoadProfile,
    /// What the judge says.
    pub judgement: Judgement,
    /// What levelling the stations changed, and line haul.
    pub stations: StationFigures,
    /// What differs from the plan that was to be kept, by village; empty without one.
    pub changes: Vec<Change>,
    /// Iterations that the search made.
    pub iterations: u64,
}

impl Planned {
    fn of(levelled: Levelled) -> Self {
        Self {
            plan: levelled.plan,
            load_profile: levelled.load_profile,
            judgement: levelled.judgement,
            stations: levelled.figures,
            changes: Vec::new(),
            iterations: levelled.iterations,
        }
    }
}

/// All that a plan's walk finds out.
///
/// With `serde` it is written as an [`OutcomeDocument`], without the legs.
#[derive(Clone, Debug, Serialize)]
#[serde(into = "OutcomeDocument")]
#[non_exhaustive]
pub struct Outcome {
    /// What reaches the points, and the way of all waste.
    pub flow: Flow,
    /// Legs between sites.
    pub travel: Travel,
    /// The week of tours.
    pub plan: Plan,
    /// The load of the facilities.
    pub load_profile: LoadProfile,
    /// What the judge says.
    pub judgement: Judgement,
    /// What levelling the stations changed, and line haul.
    pub stations: StationFigures,
    /// What clearing all waste daily would take; `None`: not asked, or the plan does so.
    pub all_daily: Option<AllDaily>,
    /// What differs from the plan that was to be kept, by village; empty without one.
    pub changes: Vec<Change>,
    /// Iterations that the search made.
    pub iterations: u64,
    /// Seed of the search.
    pub seed: u64,
}

impl Outcome {
    /// What a plan's walk found, from the ground up.
    #[must_use]
    pub fn of(ground: Groundwork, planned: Planned, seed: u64) -> Self {
        Self {
            flow: ground.flow,
            travel: ground.travel,
            plan: planned.plan,
            load_profile: planned.load_profile,
            judgement: planned.judgement,
            stations: planned.stations,
            all_daily: None,
            changes: planned.changes,
            iterations: planned.iterations,
            seed,
        }
    }
}

/// Plans a week: follows the waste, measures the ways, poses the rounds, solves them, drives the plan again as its judge. Where
/// that does not clear all waste daily, a small share of the budget tells what it would take.
///
/// That the fleet cannot do it all is a result, not an error: see [`Plan::unserved`].
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::planner::{Budget, PlanParams, Watch, plan};
///
/// let params = PlanParams { budget: Some(Budget::Iterations(100)), ..PlanParams::default() };
/// let outcome = plan(&district, None, &params, &Watch::default());
/// println!("{} tours, {}", outcome.plan.tours.len(), outcome.judgement.cost.total());
/// assert!(outcome.judgement.is_clean());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn plan(
    district: &District,
    network: Option<&RoadNetwork>,
    params: &PlanParams,
    watch: &Watch,
) -> Outcome {
    let ground = Groundwork::watched(district, network, params.week, watch);
    let rounds = posed(district, &ground, params, watch);
    let whole = budget(&rounds, params);
    let is_daily = rounds.is_daily();
    let [budget, beside] = match is_daily {
        true => [whole; 2],
        false => daily::shared(whole),
    };
    let params = PlanParams {
        budget: Some(budget),
        ..*params
    };
    let planned = plan_rounds((district, &ground), rounds, &params, watch);
    let has_time = |budget: &Budget| match budget {
        Budget::Iterations(_) => true,
        Budget::Until(end) => Instant::now() < *end,
    };
    let all_daily = (!is_daily && has_time(&beside) && !watch.is_stopped())
        .then(|| daily::all_daily(district, &ground, params.seed, beside, watch));
    let mut outcome = Outcome::of(ground, planned, params.seed);
    if let Some((found, iterations)) = all_daily {
        outcome.all_daily = Some(found);
        outcome.iterations += iterations;
    }
    outcome
}

/// The walk from the rounds on, for a district of which flow and ways are known; `params.week` is the groundwork's.
#[must_use]
pub fn plan_on(
    district: &District,
    ground: &Groundwork,
    params: &PlanParams,
    watch: &Watch,
) -> Planned {
    let rounds = posed(district, ground, params, watch);
    plan_rounds((district, ground), rounds, params, watch)
}

/// The week's rounds, with the prices of changes where a plan is to be kept.
fn posed<'a>(
    district: &'a District,
    ground: &'a Groundwork,
    params: &PlanParams<'a>,
    watch: &Watch,
) -> Rounds<'a> {
    watch.begins(Stage::Rounds);
    let continuity = params.from.map(|former| Continuity {
        former,
        vehicle_price: params.vehicle_change_price,
        day_price: params.day_change_price,
    });
    ground.rounds(district, continuity)
}

fn plan_rounds(
    (district, ground): (&District, &Groundwork),
    mut rounds: Rounds,
    params: &PlanParams,
    watch: &Watch,
) -> Planned {
    let start = params.start.map(|former| rounds.start(former));
    let search = search_params(&rounds, params);
    let mut stations = Stations {
        district,
        ground,
        purse: Purse::new(search.budget),
        search,
        crew_price: crew_price(params),
        hour_price: params.hour_price,
        onward: ground.onward_prices(district),
        watch,
        iterations: 0,
    };
    let start = match start {
        Some(start) if params.makes_start_whole => Some(stations.made_whole(&mut rounds, start)),
        start => start,
    };
    let planned = Planned::of(stations.plan(&mut rounds, start));
    let changes = params
        .from
        .map(|former| changes(district, former, &planned.plan))
        .unwrap_or_default();
    Planned { changes, ..planned }
}

/// Searches of the usual length that villages with few crews take by default: the price of crews follows what was found, and it
/// is only found when a search has cooled down.
const FOR_CREWS: u64 = 6;

/// Whoever keeps to a former plan keeps to its crews.
fn crew_price(params: &PlanParams) -> Money {
    match params.from {
        Some(_) => Money::ZERO,
        None => params.crew_price,
    }
}

fn budget(rounds: &Rounds, params: &PlanParams) -> Budget {
    let has_crews = crew_price(params) != Money::ZERO;
    match params.budget {
        Some(budget) => budget,
        None => match Budget::default_for(rounds.problem()) {
            Budget::Iterations(usual) if has_crews => Budget::Iterations(FOR_CREWS * usual),
            usual => usual,
        },
    }
}

fn search_params(rounds: &Rounds, params: &PlanParams) -> SolveParams {
    let search = SolveParams::default();
    SolveParams {
        seed: params.seed,
        budget: budget(rounds, params),
        start_temperature: if params.start.is_some() {
            MENDING
        } else {
            search.start_temperature
        },
        // To dissolve tours is to forget who came where.
        fleet_share: match (params.start, params.from) {
            (Some(_), Some(_)) => 0.0,
            _ => search.fleet_share,
        },
        ..search
    }
}
