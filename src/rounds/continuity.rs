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
    /// Who comes on each day; on days on which nobody came, who came most often.
    pub vehicles: [VehicleId; 7],
}

/// The habits that a plan made, by point and stream.
pub(super) fn habits(plan: &Plan) -> BTreeMap<(PointId, StreamId), Habit> {
    let mut visits: BTreeMap<(PointId, StreamId), Vec<(Day, VehicleId)>> = BTreeMap::new();
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let (StopKind::Point(point), Some(stream)) = (stop.kind, stop.stream) {
                let of_place = visits.entry((point, stream)).or_default();
                of_place.push((tour.day, tour.vehicle));
            }
        }
    }
    let habit = |(key, visits): (_, Vec<_>)| Some((key, Habit::of(&visits)?));
    visits.into_iter().filter_map(habit).collect()
}

impl Habit {
    fn of(visits: &[(Day, VehicleId)]) -> Option<Self> {
        let times = |vehicle: VehicleId| visits.iter().filter(|visit| visit.1 == vehicle).count();
        let vehicles = visits.iter().map(|&(_, vehicle)| vehicle);
        let most = vehicles.max_by_key(|&id| (times(id), std::cmp::Reverse(id)))?;
        let on = |day: Day| visits.iter().find(|visit| visit.0 == day);
        Some(Self {
            days: visits.iter().map(|&(day, _)| day).collect(),
            vehicles: Day::WEEK.map(|day| on(day).map_or(most, |&(_, vehicle)| vehicle)),
        })
    }
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
