//! `summary.json`: the week in figures. A figure that nothing computes yet is null, never invented.

use super::cleaner_table::Staff;
use crate::district::{District, defaults};
use crate::flow::{FeederNeed, cleaner_needs, feeder_needs, feeders_used};
use crate::plan::{CostParts, Plan, haul_tours};
use crate::planner::{AllDaily, Outcome, StationFigures, StationLoad};
use crate::quantity::{Kilograms, Money};
use serde::{Serialize, Serializer};

/// The figures of a plan. Money in units of the currency, hours and tonnes of the week.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The district's name.
    pub district: String,
    /// The week planned for; null: any week of the base season.
    pub week: Option<String>,
    /// The currency of all money here.
    pub currency: String,
    /// Cost of the week, by the judge's own legs, clocks and loads.
    pub cost: f64,
    /// Its parts.
    pub cost_parts: CostFigures,
    /// Fixed + distance + time.
    pub cost_collection: f64,
    /// Cost for each tonne collected; null where nothing is.
    pub cost_per_tonne: Option<f64>,
    /// The same without feeders, whose part is an estimate.
    pub cost_per_tonne_without_feeders: Option<f64>,
    /// Least that any plan can cost; not computed yet.
    pub cost_lower_bound: Option<f64>,
    /// How far the cost is above that bound; not computed yet.
    pub gap_percent: Option<f64>,
    /// Most tours on one day.
    pub vehicles_used: usize,
    /// Fewest vehicles of any plan; not computed yet.
    pub vehicles_lower_bound: Option<usize>,
    /// Crews that drive the week when each works its vehicle's days_per_week at most, six days unless given.
    pub crews_needed: usize,
    /// Feeders that the villages need on a mean day, by estimate.
    pub feeders_needed: u32,
    /// Feeders held.
    pub feeders_held: u32,
    /// Cleaners that the villages need by the norm.
    pub cleaners_needed: u32,
    /// Cleaners held; null where no village tells.
    pub cleaners_held: Option<u32>,
    /// What cleaners cost a week, no part of the cost; null where no price is given.
    pub cleaners_cost: Option<f64>,
    /// Cost for each tonne collected, cleaners included; null where no price is given.
    pub cost_per_tonne_with_cleaners: Option<f64>,
    /// Tours of the week.
    pub tours: usize,
    /// Length of all tours.
    pub km: f64,
    /// Duty of all tours.
    pub hours: f64,
    /// Duty beyond the regular hours.
    pub overtime_hours: f64,
    /// Collected.
    pub tonnes: f64,
    /// Collected, by stream.
    #[serde(serialize_with = "as_object")]
    pub tonnes_by_stream: Vec<(String, f64)>,
    /// What stays at the points.
    pub unserved_kg: i64,
    /// Visits asked for and not made.
    pub missed_visits: u32,
    /// Promises broken, as the judge counts them.
    pub findings: usize,
    /// Types of vehicle that a village sees in a week, on the mean.
    pub vehicles_per_village: f64,
    /// By how many hours the first arrival of a day strays in a village (standard deviation), on the mean.
    pub arrival_spread_hours: f64,
    /// Points whose containers are too small for what arises between their visits.
    pub points_overflowing: usize,
    /// Containers that they lack.
    pub containers_needed: u32,
    /// Hours that vehicles wait for a dock, over all facilities.
    pub station_queue_hours: f64,
    /// Mass above the storage of each station at its worst moment, added up; null as long as stocks are not followed.
    pub station_overflow_kg: Option<i64>,
    /// What levelling the stations changed.
    pub stations: LevellingSummary,
    /// Mean price of a tonne's way on from a station that the search reckoned with; null where nothing is hauled.
    pub onward_price_assumed: Option<f64>,
    /// The one that the planned line haul comes to.
    pub onward_price_found: Option<f64>,
    /// Tipped at plants by collectors, past all stations.
    pub direct_tonnes: f64,
    /// Squeezed out at stations and drained, of what collectors tip there.
    pub leachate_tonnes: f64,
    /// Trips of line haul.
    pub hauls: usize,
    /// Their way.
    pub haul_km: f64,
    /// Share of all that rides which is collected within a day of arising; what stays counts against it.
    pub daily_clearing_percent: f64,
    /// The same of each stream that arises.
    #[serde(serialize_with = "as_object")]
    pub daily_clearing_by_stream: Vec<(String, f64)>,
    /// What clearing all of it daily would take, by a short search; null where it is so already.
    pub all_daily: Option<AllDailySummary>,
    /// Fuel of the tours.
    pub fuel_litres: f64,
    /// Carbon dioxide of that fuel.
    pub co2_kg: f64,
    /// Share, 0 to 1, of the waste at the points whose rate is a default and no figure of the district's.
    pub share_of_tonnes_from_defaults: f64,
    /// Iterations that the search made.
    pub iterations: u64,
    /// Seed of the search.
    pub seed: u64,
    /// Version of wasteways.
    pub version: &'static str,
    /// SHA-256 of the input files.
    pub input_sha256: String,
}

/// The parts of the cost in units of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CostFigures {
    /// Holding the fleet.
    pub ownership: f64,
    /// Price of tours.
    pub fixed: f64,
    /// Price of kilometres.
    pub distance: f64,
    /// Price of hours.
    pub time: f64,
    /// Price of hours beyond the regular ones.
    pub overtime: f64,
    /// Gate prices, of collectors and behind stations.
    pub gate: f64,
    /// The part of `gate` that is paid behind stations; no part of its own.
    pub gate_onward: f64,
    /// Onward haul.
    pub haul: f64,
    /// Feeders in the villages, by estimate.
    pub feeders: f64,
}

impl From<CostParts> for CostFigures {
    fn from(parts: CostParts) -> Self {
        Self {
            ownership: parts.ownership.as_units(),
            fixed: parts.fixed.as_units(),
            distance: parts.distance.as_units(),
            time: parts.time.as_units(),
            overtime: parts.overtime.as_units(),
            gate: parts.gate.as_units(),
            gate_onward: parts.gate_onward.as_units(),
            haul: parts.haul.as_units(),
            feeders: parts.feeders.as_units(),
        }
    }
}

/// A week in which everything is collected on the day on which it arises.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AllDailySummary {
    /// Cost of the week, at most.
    pub cost: f64,
    /// Most tours on one day.
    pub vehicles_used: usize,
    /// Tours of the week.
    pub tours: usize,
    /// What today's fleet leaves.
    pub unserved_kg: i64,
    /// Share that is collected within a day of arising.
    pub daily_clearing_percent: f64,
}

impl From<AllDaily> for AllDailySummary {
    fn from(daily: AllDaily) -> Self {
        Self {
            cost: daily.cost.as_units(),
            vehicles_used: daily.vehicles_used,
            tours: daily.tours,
            unserved_kg: daily.unserved.0,
            daily_clearing_percent: rounded(daily.clearing_percent, 3),
        }
    }
}

/// The week's tours before and after they were levelled before the gates, and line haul.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevellingSummary {
    /// Each tour leaves as it likes best, and containers are fetched when they are full.
    pub before: StationSummary,
    /// The plan.
    pub after: StationSummary,
    /// Most haulers on one day.
    pub haulers_used: u32,
    /// Fewest haulers that could do it, by proof.
    pub haulers_lower_bound: u32,
}

/// What the stations make of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StationSummary {
    /// Cost of the week.
    pub cost: f64,
    /// Hours that vehicles wait for a dock.
    pub queue_hours: f64,
    /// Mass above the storage of each station at its worst moment, added up; null where no stock is followed.
    pub overflow_kg: Option<i64>,
}

impl From<StationLoad> for StationSummary {
    fn from(load: StationLoad) -> Self {
        Self {
            cost: load.cost.as_units(),
            queue_hours: rounded(load.queue.as_hours(), 3),
            overflow_kg: load.overflow.map(|kg| kg.0),
        }
    }
}

impl From<StationFigures> for LevellingSummary {
    fn from(figures: StationFigures) -> Self {
        Self {
            before: figures.before.into(),
            after: figures.after.into(),
            haulers_used: figures.haulers,
            haulers_lower_bound: figures.haulers_lower_bound,
        }
    }
}

impl Summary {
    /// The figures of an outcome.
    #[must_use]
    pub fn of(district: &District, outcome: &Outcome, input_sha256: &str) -> Self {
        let (plan, judged) = (&outcome.plan, &outcome.judgement);
        let consistency = plan.consistency(district);
        let fuel_litres = rounded(plan.fuel_litres(district), 1);
        let needs = feeder_needs(district, &outcome.flow.loads);
        let [feeders_needed, feeders_held] = feeders(district, &needs);
        let staff = Staff::of(district, &cleaner_needs(district));
        Self {
            district: district.name.clone(),
            week: plan.week.map(|week| week.to_string()),
            currency: district.currency.clone(),
            cost: judged.cost.total().as_units(),
            cost_parts: judged.cost.into(),
            cost_collection: judged.cost.collection().as_units(),
            cost_per_tonne: cost_per_tonne(judged.cost.total(), judged.collected),
            cost_per_tonne_without_feeders: cost_per_tonne(
                judged.cost.total() - judged.cost.feeders,
                judged.collected,
            ),
            cost_lower_bound: None,
            gap_percent: None,
            vehicles_used: plan.most_tours_on_a_day(),
            vehicles_lower_bound: None,
            crews_needed: plan.crews_needed(district),
            feeders_needed,
            feeders_held,
            cleaners_needed: staff.needed,
            cleaners_held: staff.held,
            cleaners_cost: staff.week.map(|week| rounded(week.as_units(), 2)),
            cost_per_tonne_with_cleaners: staff
                .week
                .and_then(|week| cost_per_tonne(judged.cost.total() + week, judged.collected)),
            tours: plan.tours.len(),
            km: judged.distance.as_km(),
            hours: rounded(judged.duration.as_hours(), 3),
            overtime_hours: rounded(judged.overtime.as_hours(), 3),
            tonnes: judged.collected.as_tonnes(),
            tonnes_by_stream: tonnes_by_stream(district, plan),
            unserved_kg: judged.unserved.0,
            missed_visits: judged.missed_visits,
            findings: judged.findings.len(),
            vehicles_per_village: rounded(consistency.vehicles_per_village, 3),
            arrival_spread_hours: rounded(consistency.arrival_spread_hours, 3),
            points_overflowing: judged.points_overflowing,
            containers_needed: judged.containers_needed,
            station_queue_hours: rounded(outcome.load_profile.queue().as_hours(), 3),
            station_overflow_kg: outcome.load_profile.overflow().map(|kg| kg.0),
            stations: outcome.stations.into(),
            onward_price_assumed: outcome.stations.onward_assumed.map(Money::as_units),
            onward_price_found: outcome.stations.onward_found.map(Money::as_units),
            direct_tonnes: plan.direct().as_tonnes(),
            leachate_tonnes: plan
                .through_stations(district)
                .iter()
                .map(|station| station.leachate)
                .sum::<Kilograms>()
                .as_tonnes(),
            hauls: plan.hauls.len(),
            haul_km: haul_tours(&plan.hauls)
                .map(|tour| tour.distance().as_km())
                .sum(),
            daily_clearing_percent: rounded(judged.daily_clearing_percent, 3),
            daily_clearing_by_stream: judged
                .daily_clearing_by_stream
                .iter()
                .map(|&(stream, percent)| {
                    let name = district.streams[stream.index()].name.clone();
                    (name, rounded(percent, 3))
                })
                .collect(),
            all_daily: outcome.all_daily.map(AllDailySummary::from),
            fuel_litres,
            co2_kg: rounded(fuel_litres * defaults::CO2_PER_LITRE, 1),
            share_of_tonnes_from_defaults: rounded(outcome.flow.share_from_defaults(district), 6),
            iterations: outcome.iterations,
            seed: outcome.seed,
            version: env!("CARGO_PKG_VERSION"),
            input_sha256: input_sha256.to_owned(),
        }
    }
}

fn as_object<S: Serializer>(pairs: &[(String, f64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, tonnes)| (name, tonnes)))
}

pub(super) fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10.0_f64.powi(digits);
    // A nought has no sign.
    (value * scale).round() / scale + 0.0
}

fn cost_per_tonne(cost: Money, collected: Kilograms) -> Option<f64> {
    (collected > Kilograms::ZERO).then(|| rounded(cost.as_units() / collected.as_tonnes(), 2))
}

/// Feeders that the villages need, each type rounded up, and those held.
fn feeders(district: &District, needs: &[FeederNeed]) -> [u32; 2] {
    let by_type = feeders_used(district, needs);
    let on_foot: f64 = needs
        .iter()
        .filter(|need| need.vehicle.is_none())
        .map(|need| need.feeders)
        .sum();
    let needed = by_type.iter().map(|row| row.1).sum::<u32>() + on_foot.ceil() as u32;
    [needed, by_type.iter().map(|row| row.2).sum()]
}

fn tonnes_by_stream(district: &District, plan: &Plan) -> Vec<(String, f64)> {
    let collected = plan.collected_by_stream(district);
    let names = district.streams.iter().map(|stream| stream.name.clone());
    names
        .zip(collected.into_iter().map(Kilograms::as_tonnes))
        .collect()
}
