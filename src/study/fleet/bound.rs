//! How few vehicles can ever do, from tours a day to vehicles held.
//!
//! Every vehicle makes one tour a day. Of the vehicles held only the share that is fit goes out, and each on its days
//! only, so that a group of types needs at least so many of the best type that they are fit for the tours of its busiest day
//! and for those of the week. The visit days are those of the plan: other days could do with less.

use super::{FleetQuestion, largest};
use crate::check::tours_needed;
use crate::district::{District, Vehicle, VehicleId};
use crate::plan::Plan;
use crate::planner::Groundwork;
use crate::quantity::Day;
use crate::roads::Travel;
use crate::rounds::Rounds;
use crate::vrp::{DayBound, fleet_bound};
use serde::Serialize;

/// How few vehicles can ever serve everything.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FleetBound {
    /// Types that share their work with no others, each with its proof.
    pub groups: Vec<GroupBound>,
    /// With a type asked for: vehicles of other types that could do the work, taken off the bound.
    pub of_other_types: u64,
}

/// The proof for types of vehicle that share their points with no others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupBound {
    /// The types.
    #[serde(skip)]
    pub types: Vec<VehicleId>,
    /// Their names.
    pub vehicles: Vec<String>,
    /// Vehicles that must be held at least.
    pub held: u64,
    /// The best availability among them.
    pub availability: f64,
    /// The most days a week that one of them works.
    pub days_per_week: u8,
    /// The terms of each day, Monday first.
    pub days: Vec<BoundTerms>,
}

/// The terms of a day's proof.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoundTerms {
    /// Visits due.
    pub visits: usize,
    /// Trips that the load needs.
    pub trips: u64,
    /// Most trips that a shift allows.
    pub trips_a_tour: u64,
    /// Tours by capacity: trips / trips_a_tour.
    pub by_capacity: u64,
    /// Seconds of service.
    pub service_s: i64,
    /// Seconds of unloading.
    pub unloading_s: i64,
    /// Seconds at the wheel at least: a spanning tree over points and disposals, and the last way of each trip.
    pub driving_s: i64,
    /// Seconds of the shortest way home.
    pub home_s: i64,
    /// Seconds of the longest duty.
    pub longest_s: i64,
    /// Tours by time: (service + unloading + driving) / (longest - home).
    pub by_time: u64,
}

impl From<DayBound> for BoundTerms {
    fn from(day: DayBound) -> Self {
        Self {
            visits: day.visits,
            trips: day.trips,
            trips_a_tour: day.trips_a_tour,
            by_capacity: day.by_capacity,
            service_s: day.service.0,
            unloading_s: day.unloading.0,
            driving_s: day.driving.0,
            home_s: day.home.0,
            longest_s: day.longest.0,
            by_time: day.by_time,
        }
    }
}

impl BoundTerms {
    /// Tours that the day needs at least.
    #[must_use]
    pub fn tours(&self) -> u64 {
        self.by_capacity.max(self.by_time)
    }
}

impl FleetBound {
    /// The bound for a district, whatever its vehicles are counted by; of one type, if one is asked for.
    #[must_use]
    pub fn of(district: &District, ground: &Groundwork, question: &FleetQuestion) -> Self {
        let whole = largest(district, question);
        Self::of_rounds(&whole, &ground.rounds(&whole, None), question.vehicle)
    }

    /// The bound for the rounds of the largest fleet.
    pub(super) fn of_rounds(
        district: &District,
        rounds: &Rounds,
        vehicle: Option<VehicleId>,
    ) -> Self {
        let groups = fleet_bound(&rounds.least_problem())
            .into_iter()
            .map(|group| {
                let types: Vec<VehicleId> = group
                    .classes
                    .iter()
                    .map(|&class| rounds.vehicle(class))
                    .collect();
                let days = group.days.into_iter().map(BoundTerms::from).collect();
                GroupBound::of(district, types, days)
            });
        let mut bound = Self {
            groups: groups.collect(),
            of_other_types: 0,
        };
        if let Some(vehicle) = vehicle {
            bound.groups.retain(|group| group.types.contains(&vehicle));
            let others = bound.groups.iter().flat_map(|group| &group.types);
            let others = others.filter(|&&other| other != vehicle);
            bound.of_other_types = others
                .map(|other| u64::from(district.vehicles[other.index()].count))
                .sum();
        }
        bound
    }

    /// Whether the judge finds the same terms on each group's busiest day, from a plan that serves everything.
    #[must_use]
    pub fn is_confirmed(&self, district: &District, travel: &Travel, plan: &Plan) -> bool {
        let holds = |group: &GroupBound| {
            let (day, terms) = group.busiest();
            let need = tours_needed(district, travel, plan, &group.types, day);
            let found = (
                need.visits,
                need.trips,
                need.service.0,
                need.unloading.0,
                need.driving.0,
            );
            let told = (
                terms.visits,
                terms.trips,
                terms.service_s,
                terms.unloading_s,
                terms.driving_s,
            );
            found == told
        };
        self.groups.iter().all(holds)
    }

    /// Vehicles that must be held at least.
    #[must_use]
    pub fn vehicles(&self) -> u64 {
        let held: u64 = self.groups.iter().map(|group| group.held).sum();
        held.saturating_sub(self.of_other_types)
    }
}

impl GroupBound {
    /// The day that needs most tours, and its terms.
    #[must_use]
    pub fn busiest(&self) -> (Day, BoundTerms) {
        let days = Day::WEEK.into_iter().zip(self.days.iter().copied());
        let most = days.max_by_key(|(day, terms)| (terms.tours(), std::cmp::Reverse(*day)));
        most.unwrap_or_default()
    }

    fn of(district: &District, types: Vec<VehicleId>, days: Vec<BoundTerms>) -> Self {
        let vehicles = || types.iter().map(|id| &district.vehicles[id.index()]);
        let availability = vehicles().map(|v| v.availability).fold(0.0, f64::max);
        let days_per_week = vehicles().map(Vehicle::working_days).max().unwrap_or(7);
        let busiest = days.iter().map(BoundTerms::tours).max().unwrap_or(0);
        let of_week: u64 = days.iter().map(BoundTerms::tours).sum();
        let fit = |held: u64| {
            let so_many = |vehicle: &Vehicle| Vehicle {
                count: u32::try_from(held).unwrap_or(u32::MAX),
                ..vehicle.clone()
            };
            let a_day = vehicles().map(|vehicle| u64::from(so_many(vehicle).tours_a_day()));
            let a_week = vehicles().map(|vehicle| so_many(vehicle).tours_a_week());
            a_day.max().unwrap_or(0) >= busiest && a_week.max().unwrap_or(0) >= of_week
        };
        let by_week = of_week.div_ceil(u64::from(days_per_week.max(1)));
        // From the quotient on, for what is fit is rounded.
        let mut held = by_week.max(busiest);
        while !fit(held) && held < 100_000 {
            held += 1;
        }
        Self {
            vehicles: vehicles().map(|vehicle| vehicle.name.clone()).collect(),
            types,
            held,
            availability,
            days_per_week,
            days,
        }
    }
}
