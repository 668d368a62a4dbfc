//! What a week costs and leaves with one size of fleet: a row of fleet.csv.

use crate::district::{District, PointId, defaults};
use crate::plan::{CostParts, Plan, StopKind, Tour};
use crate::planner::Planned;
use crate::quantity::{Clock, Kilograms, Metres, Money, Seconds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A week with so many vehicles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FleetSize {
    /// Vehicles held, of the type or of all collectors.
    pub vehicles: u32,
    /// Vehicles held, by row of the vehicle table.
    pub counts: Vec<u32>,
    /// Cost of the week in its parts.
    pub cost: CostParts,
    /// What stays at the points.
    pub unserved: Kilograms,
    /// Points at which something stays.
    pub unserved_points: usize,
    /// Visits asked for and not made.
    pub missed_visits: u32,
    /// Promises that the judge found broken.
    pub findings: usize,
    /// Whether the judge, from this plan alone, comes to the same terms of the bound; `None`: the plan is not complete, so
    /// that it does not tell.
    pub bound_is_confirmed: Option<bool>,
    /// Duty beyond regular hours.
    pub overtime: Seconds,
    /// What the week's duty goes into.
    pub duty: DutyParts,
    /// The latest return of any tour.
    pub latest_return: Clock,
    /// The way.
    pub distance: Metres,
    /// Fuel burnt.
    pub fuel_litres: f64,
    /// Time that vehicles wait for docks.
    pub queue: Seconds,
    /// The most that any facility has in store; `None`: not followed.
    pub peak_stock: Option<Kilograms>,
    /// Share of what is due that is collected within a day.
    pub daily_clearing_percent: f64,
    /// The smaller fleet whose plan is driven, because it does better; `None`: a plan of this size.
    pub plan_of: Option<u32>,
}

/// What duty goes into, over the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyParts {
    /// At points.
    pub service: Seconds,
    /// At the gates.
    pub unloading: Seconds,
    /// At the wheel.
    pub driving: Seconds,
    /// Breaks, and waiting for a window.
    pub waiting: Seconds,
}

impl DutyParts {
    fn of(plan: &Plan) -> Self {
        let mut parts = Self::default();
        for stop in plan.tours.iter().flat_map(|tour| &tour.stops) {
            let stay = stop.departure - stop.start;
            parts.driving += stop.seconds;
            match stop.kind {
                StopKind::Point(_) => parts.service += stay,
                StopKind::Disposal(_) => parts.unloading += stay,
                StopKind::Start | StopKind::Break | StopKind::End => {}
            }
        }
        let duty: Seconds = plan.tours.iter().map(Tour::duration).sum();
        parts.waiting = duty - parts.service - parts.unloading - parts.driving;
        parts
    }
}

impl FleetSize {
    pub(super) fn of(
        district: &District,
        planned: &Planned,
        vehicles: u32,
        counts: Vec<u32>,
    ) -> Self {
        let (plan, judged) = (&planned.plan, &planned.judgement);
        let left: BTreeSet<PointId> = plan.unserved.iter().map(|row| row.point).collect();
        let returns = plan.tours.iter().map(Tour::returns);
        let stocks = planned
            .load_profile
            .hours
            .iter()
            .filter_map(|hour| hour.stock);
        Self {
            vehicles,
            counts,
            cost: judged.cost,
            unserved: judged.unserved,
            unserved_points: left.len(),
            missed_visits: judged.missed_visits,
            findings: judged.findings.len(),
            bound_is_confirmed: None,
            overtime: judged.overtime,
            duty: DutyParts::of(plan),
            latest_return: returns.max().unwrap_or(Clock::MIDNIGHT),
            distance: judged.distance,
            fuel_litres: plan.fuel_litres(district),
            queue: planned.load_profile.queue(),
            peak_stock: stocks.max(),
            daily_clearing_percent: judged.daily_clearing_percent,
            plan_of: None,
        }
    }

    /// Whether the fleet does all that is asked, and keeps every promise.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unserved == Kilograms::ZERO && self.missed_visits == 0 && self.findings == 0
    }

    /// Carbon dioxide of the fuel, in kilograms.
    #[must_use]
    pub fn co2_kg(&self) -> f64 {
        self.fuel_litres * defaults::CO2_PER_LITRE
    }

    /// What counts, the most important first: what stays, visits missed, promises broken, and what driving costs.
    fn rank(&self) -> (Kilograms, u32, usize, Money) {
        let driving = self.cost.total() - self.cost.ownership;
        (self.unserved, self.missed_visits, self.findings, driving)
    }

    /// The better of this plan and a smaller fleet's, which this one can drive as well.
    pub(super) fn or_smaller(self, smaller: &Self) -> Self {
        if smaller.rank() >= self.rank() {
            return self;
        }
        let mut cost = smaller.cost;
        cost.ownership = self.cost.ownership;
        Self {
            vehicles: self.vehicles,
            counts: self.counts,
            cost,
            plan_of: smaller.plan_of.or(Some(smaller.vehicles)),
            ..smaller.clone()
        }
    }
}
