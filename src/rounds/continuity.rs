//! Keeping to the plan before: the vehicle and the days that each village is used to, at a stated price.

use crate::district::{District, PointId, StreamId, VehicleId, VillageId};
use crate::plan::{Plan, StopKind};
use crate::quantity::{Day, DaySet, Money};
use std::collections::BTreeMap;

/// The plan before and what leaving it costs.
#[derive(Clone, Copy, Debug)]
pub struct Continuity<'a> {
    /// The plan before.
    pub former: &'a Plan,
    /// Price of each visit by another type of vehicle.
    pub vehicle_price: Money,
    /// Price of each visit on another day.
    pub day_price: Money,
}

/// What a point is used to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Habit {
    pub days: DaySet,
    pub vehicle: VehicleId,
}

/// The habits that a plan made, by point and stream.
pub(super) fn habits(plan: &Plan) -> BTreeMap<(PointId, StreamId), Habit> {
    let mut visits: BTreeMap<(PointId, StreamId), (DaySet, BTreeMap<VehicleId, usize>)> =
        BTreeMap::new();
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let (StopKind::Point(point), Some(stream)) = (stop.kind, stop.stream) {
                let (days, vehicles) = visits.entry((point, stream)).or_default();
                *days = days.with(tour.day);
                *vehicles.entry(tour.vehicle).or_default() += 1;
            }
        }
    }
    let most = |vehicles: BTreeMap<VehicleId, usize>| {
        vehicles
            .into_iter()
            .max_by_key(|&(id, n)| (n, std::cmp::Reverse(id)))
    };
    let habit =
        |(key, (days, vehicles))| most(vehicles).map(|(vehicle, _)| (key, Habit { days, vehicle }));
    visits.into_iter().filter_map(habit).collect()
}

/// What changed for a village between two plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The village; `None`: generators of no village.
    pub village: Option<VillageId>,
    /// Visiting days before, of all its points together.
    pub days_before: DaySet,
    /// Visiting days now.
    pub days_now: DaySet,
    /// Types of vehicle that came before.
    pub vehicles_before: Vec<VehicleId>,
    /// Types of vehicle that come now.
    pub vehicles_now: Vec<VehicleId>,
}

/// The villages whose days or vehicles differ between two plans, in order.
#[must_use]
pub fn changes(district: &District, before: &Plan, now: &Plan) -> Vec<Change> {
    let (before, mut now) = (by_village(district, before), by_village(district, now));
    let mut rows: Vec<Change> = Vec::new();
    for (village, (days, vehicles)) in before {
        let (days_now, vehicles_now) = now.remove(&village).unwrap_or_default();
        rows.push(Change {
            village,
            days_before: days,
            days_now,
            vehicles_before: vehicles,
            vehicles_now,
        });
    }
    let new = now
        .into_iter()
        .map(|(village, (days_now, vehicles_now))| Change {
            village,
            days_before: DaySet::EMPTY,
            days_now,
            vehicles_before: Vec::new(),
            vehicles_now,
        });
    rows.extend(new);
    rows.retain(|row| row.days_before != row.days_now || row.vehicles_before != row.vehicles_now);
    rows.sort_by_key(|row| row.village);
    rows
}

type Served = (DaySet, Vec<VehicleId>);

fn by_village(district: &District, plan: &Plan) -> BTreeMap<Option<VillageId>, Served> {
    let mut served: BTreeMap<Option<VillageId>, Served> = BTreeMap::new();
    let mut note = |point: PointId, day: Day, vehicle: VehicleId| {
        let (days, vehicles) = served
            .entry(district.points[point.index()].village)
            .or_default();
        *days = days.with(day);
        if let Err(position) = vehicles.binary_search(&vehicle) {
            vehicles.insert(position, vehicle);
        }
    };
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let StopKind::Point(point) = stop.kind {
                note(point, tour.day, tour.vehicle);
            }
        }
    }
    served
}
