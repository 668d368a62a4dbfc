//! How few tours a day needs, worked out once more from a plan that serves everything: the terms of the bound that the
//! planner prints, without a line of the planner's code.
//!
//! The ways from one point to the next, and into each trip, join all points to a base or a facility: no less than a
//! minimum spanning tree.

use crate::district::{DisposalId, District, PointId, VehicleId};
use crate::plan::{Plan, StopKind};
use crate::quantity::{Day, Kilograms, Litres, Seconds};
use crate::roads::{SiteId, Travel};
use std::collections::{BTreeMap, BTreeSet};

/// The terms of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayNeed {
    /// Visits made.
    pub visits: usize,
    /// Trips that their load fills at least.
    pub trips: u64,
    /// Service of all visits.
    pub service: Seconds,
    /// Least unloading of these trips.
    pub unloading: Seconds,
    /// Least time at the wheel.
    pub driving: Seconds,
}

/// The terms of a day for the visits that a plan makes then with vehicles of some types.
#[must_use]
pub fn tours_needed(
    district: &District,
    travel: &Travel,
    plan: &Plan,
    vehicles: &[VehicleId],
    day: Day,
) -> DayNeed {
    Fleet::new(district, travel, vehicles).need(plan, day)
}

/// The types asked about, with one vehicle for each way of driving.
struct Fleet<'a> {
    district: &'a District,
    travel: &'a Travel,
    vehicles: &'a [VehicleId],
    drivers: Vec<VehicleId>,
    gates: Vec<DisposalId>,
}

impl<'a> Fleet<'a> {
    fn new(district: &'a District, travel: &'a Travel, vehicles: &'a [VehicleId]) -> Self {
        let by_profile: BTreeMap<usize, VehicleId> = vehicles
            .iter()
            .map(|&id| (travel.profile(id), id))
            .collect();
        Self {
            district,
            travel,
            vehicles,
            drivers: by_profile.into_values().collect(),
            gates: district.disposals().collect(),
        }
    }

    fn need(&self, plan: &Plan, day: Day) -> DayNeed {
        let mut need = DayNeed::default();
        let mut points: BTreeSet<PointId> = BTreeSet::new();
        let mut loads: BTreeMap<usize, (Kilograms, Litres)> = BTreeMap::new();
        let mixes = self
            .vehicles
            .iter()
            .any(|id| self.district.vehicles[id.index()].mixes);
        let residual = self.district.residual();
        let of_day = plan.tours.iter().filter(|tour| tour.day == day);
        for tour in of_day.filter(|tour| self.vehicles.contains(&tour.vehicle)) {
            let mut before = None;
            for stop in &tour.stops {
                let StopKind::Point(point) = stop.kind else {
                    continue;
                };
                let stream = stop.stream.unwrap_or(residual).index();
                let load = loads.entry(if mixes { 0 } else { stream }).or_default();
                load.0 += stop.kg;
                load.1 += stop.litres;
                points.insert(point);
                // Further streams of a visit are rows without a stay at the same place.
                let is_further =
                    stop.start == stop.departure && before == Some((point, stop.start));
                need.visits += usize::from(!is_further);
                need.service += stop.departure - stop.start;
                before = Some((point, stop.departure));
            }
        }
        if need.visits == 0 {
            return need;
        }
        need.trips = loads.values().map(|load| self.trips(*load)).sum();
        let unload = self
            .gates
            .iter()
            .map(|&gate| self.district.gate(gate).unload);
        need.unloading = unload.min().unwrap_or_default() * need.trips as i64;
        let sites: BTreeSet<SiteId> = points
            .iter()
            .map(|&point| self.travel.sites.point(point))
            .collect();
        let sites: Vec<SiteId> = sites.into_iter().collect();
        let last_way = sites.iter().map(|&site| self.to_gate(site)).min();
        need.driving = Seconds(self.tree(&sites) + last_way.unwrap_or(0) * need.trips as i64);
        need
    }

    /// Bodies of the largest vehicle that a load fills.
    fn trips(&self, (kg, litres): (Kilograms, Litres)) -> u64 {
        let vehicles = || {
            self.vehicles
                .iter()
                .map(|id| &self.district.vehicles[id.index()])
        };
        let payload = vehicles().map(|vehicle| vehicle.payload.0).max();
        let body = vehicles().map(|vehicle| vehicle.loose_capacity().0).max();
        let bodies =
            |load: i64, most: Option<i64>| (load as u64).div_ceil(most.unwrap_or(1).max(1) as u64);
        bodies(kg.0, payload).max(bodies(litres.0, body)).max(1)
    }

    /// Seconds between two sites in the quicker direction, by whoever is quickest.
    fn between(&self, from: SiteId, to: SiteId) -> i64 {
        let time = |&vehicle: &VehicleId| {
            let there = self.travel.leg(vehicle, from, to).seconds;
            there.min(self.travel.leg(vehicle, to, from).seconds)
        };
        i64::from(self.drivers.iter().map(time).min().unwrap_or(0))
    }

    fn to_gate(&self, site: SiteId) -> i64 {
        let gates = self
            .gates
            .iter()
            .map(|&gate| self.travel.sites.disposal(gate));
        gates
            .map(|gate| self.between(site, gate))
            .min()
            .unwrap_or(0)
    }

    fn to_any_begin(&self, site: SiteId) -> i64 {
        let bases = self.vehicles.iter().map(|&id| self.travel.sites.start(id));
        let nearest = bases.map(|base| self.between(base, site)).min();
        nearest.unwrap_or(0).min(self.to_gate(site))
    }

    /// Seconds of a minimum spanning tree over the sites and one root for all bases and facilities.
    fn tree(&self, sites: &[SiteId]) -> i64 {
        let mut nearest: Vec<i64> = sites.iter().map(|&site| self.to_any_begin(site)).collect();
        let mut is_joined = vec![false; sites.len()];
        let mut sum = 0;
        for _ in sites {
            let open = (0..sites.len()).filter(|&at| !is_joined[at]);
            let Some(next) = open.min_by_key(|&at| nearest[at]) else {
                break;
            };
            is_joined[next] = true;
            sum += nearest[next];
            for at in 0..sites.len() {
                if !is_joined[at] {
                    nearest[at] = nearest[at].min(self.between(sites[next], sites[at]));
                }
            }
        }
        sum
    }
}
