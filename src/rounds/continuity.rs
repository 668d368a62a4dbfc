//! Keeping to the plan before: the vehicle and the days that each village is used to, at a stated price.

use crate::district::{DisposalId, District, PointId, StreamId, VehicleId, VillageId};
use crate::plan::{Plan, StopKind};
use crate::quantity::{Day, DaySet, Money};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Where its waste was tipped.
    pub facilities_before: Vec<DisposalId>,
    /// Where it is tipped now.
    pub facilities_now: Vec<DisposalId>,
}

/// The villages whose days, vehicles or facilities differ between two plans, in order.
#[must_use]
pub fn changes(district: &District, before: &Plan, now: &Plan) -> Vec<Change> {
    let (before, now) = (by_village(district, before), by_village(district, now));
    let villages: BTreeSet<Option<VillageId>> = before.keys().chain(now.keys()).copied().collect();
    let served = |of: &BTreeMap<_, Served>, village| of.get(&village).cloned().unwrap_or_default();
    let pairs = villages
        .into_iter()
        .map(|village| (village, served(&before, village), served(&now, village)));
    pairs
        .filter(|(_, before, now)| before != now)
        .map(|(village, before, now)| Change {
            village,
            days_before: before.days,
            days_now: now.days,
            vehicles_before: before.vehicles.into_iter().collect(),
            vehicles_now: now.vehicles.into_iter().collect(),
            facilities_before: before.facilities.into_iter().collect(),
            facilities_now: now.facilities.into_iter().collect(),
        })
        .collect()
}

/// When a village is served, by whom, and where its waste is tipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Served {
    days: DaySet,
    vehicles: BTreeSet<VehicleId>,
    facilities: BTreeSet<DisposalId>,
}

fn by_village(district: &District, plan: &Plan) -> BTreeMap<Option<VillageId>, Served> {
    let mut by_village: BTreeMap<Option<VillageId>, Served> = BTreeMap::new();
    for tour in &plan.tours {
        for (point, _, tipped_at) in tour.tipped() {
            let village = district.points[point.index()].village;
            let served = by_village.entry(village).or_default();
            served.days = served.days.with(tour.day);
            served.vehicles.insert(tour.vehicle);
            served.facilities.extend(tipped_at);
        }
    }
    by_village
}
