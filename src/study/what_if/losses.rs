//! Each truck and each facility out once (N-1): what the week then costs and leaves, ranked by damage.

use super::difference::Difference;
use super::{Scenario, planned_anew, present_figures, shortened};
use crate::district::{DisposalId, District, Role, VehicleId};
use crate::plan::Plan;
use crate::planner::{Budget, Groundwork, Watch};
use crate::quantity::{IsoWeek, Kilograms, Money, Seconds};
use crate::roads::RoadNetwork;
use crate::study::Share;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

/// Each loss gets the default iterations divided by this.
const LOSS_SHARE: u64 = 16;

/// What is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outage {
    /// A vehicle of a type.
    Vehicle(VehicleId),
    /// A station or plant.
    Facility(DisposalId),
}

/// How the losses are planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossQuestion {
    /// The week; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// Seed of every search.
    pub seed: u64,
    /// Iterations of every plan, over all its days; `None`: a sixteenth of those of a plan from nothing.
    pub iterations: Option<u64>,
    /// Price of each visit by another type of vehicle, and of each on another day.
    pub keep: Money,
    /// SHA-256 of the present plan's tables, so that a resumed run goes on with the same plan.
    pub plan_sha256: String,
}

/// What a loss does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// What is out.
    pub outage: Outage,
    /// More kilograms that stay.
    pub unserved: Kilograms,
    /// More kilograms tipped at stations that no plant takes them from.
    pub untreated: Kilograms,
    /// More visits missed.
    pub missed_visits: i64,
    /// More cost; a vehicle that breaks down goes on being paid for.
    pub cost: Money,
    /// More duty.
    pub duration: Seconds,
    /// More duty beyond regular hours.
    pub overtime: Seconds,
    /// Share of the present visits that keep their day and type of vehicle, in percent.
    pub kept_percent: f64,
}

/// What can be out: one of each type of collector that is held, and each facility that takes something.
#[must_use]
pub fn outages(district: &District) -> Vec<Outage> {
    let vehicles = district
        .fleet(Role::Collector)
        .filter(|(_, vehicle)| vehicle.in_service() > 0);
    let vehicles = vehicles.map(|(id, _)| Outage::Vehicle(id));
    let takes = |&id: &DisposalId| district.accepted_by_gate(id).next().is_some();
    let facilities = district.disposals().filter(takes).map(Outage::Facility);
    vehicles.chain(facilities).collect()
}

impl Outage {
    /// What is out, by name.
    #[must_use]
    pub fn name(self, district: &District) -> &str {
        match self {
            Self::Vehicle(id) => &district.vehicles[id.index()].name,
            Self::Facility(id) => district.disposal_name(id),
        }
    }

    fn scenario(self) -> Scenario {
        match self {
            Self::Vehicle(id) => Scenario {
                without: vec![(id, 1)],
                ..Scenario::default()
            },
            Self::Facility(id) => Scenario {
                closed: vec![id],
                ..Scenario::default()
            },
        }
    }
}

/// Plans the week without each of what a share holds and `done` does not name, side by side; tells of each loss as it is
/// known. The most damage comes first: what stays or goes untreated, then visits missed, then cost.
#[must_use]
pub fn losses(
    (district, network): (&District, Option<&RoadNetwork>),
    present: &Plan,
    question: &LossQuestion,
    (share, done): (Share, &[Outage]),
    watch: &Watch,
    told: &(dyn Fn(&Loss) + Sync),
) -> Vec<Loss> {
    let ground = Groundwork::of(district, network, question.week);
    let before = present_figures(district, network, present);
    let whole = Budget::default_for(ground.rounds(district, None).problem());
    let budget = question
        .iterations
        .map_or(shortened(whole, LOSS_SHARE), Budget::Iterations);
    let all = outages(district);
    let mine: Vec<Outage> = (0..all.len())
        .filter(|&item| share.holds(item) && !done.contains(&all[item]))
        .map(|item| all[item])
        .collect();
    let plan = |&outage: &Outage| {
        let (changed, _) = outage.scenario().applied(district, None).ok()?;
        let params = super::WhatIfParams {
            week: question.week,
            seed: question.seed,
            budget: Some(budget),
            keep: question.keep,
        };
        let outcome = planned_anew(&changed, ground.clone(), present, &params, watch);
        if watch.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return None;
        }
        let loss = Loss::of(
            outage,
            &super::difference_to((district, &changed), (present, before), &outcome),
        );
        told(&loss);
        Some(loss)
    };
    mine.par_iter().with_max_len(1).filter_map(plan).collect()
}

impl Loss {
    fn of(outage: Outage, difference: &Difference) -> Self {
        let (before, after) = (&difference.before, &difference.after);
        Self {
            outage,
            unserved: after.unserved - before.unserved,
            untreated: after.untreated - before.untreated,
            missed_visits: i64::from(after.missed_visits) - i64::from(before.missed_visits),
            cost: after.cost.total() - before.cost.total(),
            duration: after.duration - before.duration,
            overtime: after.overtime - before.overtime,
            kept_percent: 100.0 * difference.kept as f64 / difference.visits.max(1) as f64,
        }
    }

    /// The order of the table: the most damage first.
    #[must_use]
    pub fn damage(&self) -> (Kilograms, i64, Money) {
        (
            self.unserved + self.untreated,
            self.missed_visits,
            self.cost,
        )
    }
}
