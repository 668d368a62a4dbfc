//! What the model expects of each weighing, by the unknowns that it depends on.

use super::rhythm::{num_told, rhythm};
use super::ways::Ways;
use super::{Weighed, Weighing, WeighingDay};
use crate::district::{DisposalId, District, PointId, StreamId};
use crate::flow::generation::Week;
use crate::flow::{Origin, PointLoad, flow};
use crate::quantity::IsoWeek;
use std::collections::{BTreeMap, BTreeSet};

/// Weighings of a facility, day and stream as one; of stated deviations the root of the sum of squares.
pub(super) fn together(weighings: &[Weighing]) -> Vec<Weighing> {
    let mut days: BTreeMap<(Weighed, WeighingDay, Option<StreamId>), Weighing> = BTreeMap::new();
    let mut counts = Vec::new();
    for weighing in weighings {
        if !matches!(weighing.what, Weighed::Facility(_)) {
            counts.push(*weighing);
            continue;
        }
        let key = (weighing.what, weighing.on, weighing.stream);
        days.entry(key)
            .and_modify(|day| *day = day.with(weighing))
            .or_insert(*weighing);
    }
    counts.sort_by_key(|count| (count.what, count.on));
    days.into_values().chain(counts).collect()
}

impl Weighing {
    /// Two loads of a day as one.
    fn with(self, other: &Self) -> Self {
        let kg = self.kg + other.kg;
        let deviation = |cv: (f64, f64)| (cv.0 * self.kg).hypot(cv.1 * other.kg);
        let stated = self.stated_cv.zip(other.stated_cv).map(deviation);
        Self {
            kg,
            stated_cv: stated.map(|deviation| deviation / kg.max(f64::MIN_POSITIVE)),
            ..self
        }
    }
}

/// What arises in a week, in kilograms: by origin and stream, and at the points that were counted by themselves.
#[derive(Debug, Default)]
struct Arising {
    origins: BTreeMap<(Origin, StreamId), f64>,
    points: BTreeMap<(PointId, StreamId), f64>,
}

impl Arising {
    fn of(district: &District, loads: &[PointLoad], counted: &BTreeSet<PointId>) -> Self {
        let mut arising = Self::default();
        for load in loads {
            let key = (Origin::of(district, load.point), load.stream);
            *arising.origins.entry(key).or_default() += load.kg_per_week();
            if counted.contains(&load.point) {
                let key = (load.point, load.stream);
                *arising.points.entry(key).or_default() += load.kg_per_week();
            }
        }
        arising
    }
}

/// What the model expects.
pub(super) struct Model<'a> {
    district: &'a District,
    /// Who has a factor, in order.
    pub(super) origins: Vec<Origin>,
    ways: &'a Ways,
    base: Arising,
    weeks: BTreeMap<IsoWeek, Arising>,
    rhythms: BTreeMap<(DisposalId, Option<StreamId>), Week>,
}

impl<'a> Model<'a> {
    /// The model of the weeks in which something was weighed; `loads` is what reaches the points in the base week.
    pub(super) fn new(
        district: &'a District,
        loads: &[PointLoad],
        ways: &'a Ways,
        weighings: &[Weighing],
    ) -> Self {
        let counted = weighings.iter().filter_map(|weighing| match weighing.what {
            Weighed::Point(point, _) => Some(point),
            Weighed::Facility(_) | Weighed::Origin(..) => None,
        });
        let counted: BTreeSet<PointId> = counted.collect();
        let base = Arising::of(district, loads, &counted);
        let mut origins: Vec<Origin> = base.origins.keys().map(|key| key.0).collect();
        origins.dedup();
        let mut weeks = BTreeMap::new();
        for weighing in weighings {
            weeks.entry(weighing.on.week).or_insert_with(|| {
                let loads = flow(district, Some(weighing.on.week)).loads;
                Arising::of(district, &loads, &counted)
            });
        }
        let mut model = Self {
            district,
            origins,
            ways,
            base,
            weeks,
            rhythms: BTreeMap::new(),
        };
        model.rhythms = model.rhythms(weighings);
        model
    }

    /// The rhythm of every gate whose tickets tell one, the calendar's factors divided out.
    fn rhythms(&self, weighings: &[Weighing]) -> BTreeMap<(DisposalId, Option<StreamId>), Week> {
        let mut tickets: BTreeMap<_, BTreeMap<WeighingDay, f64>> = BTreeMap::new();
        for weighing in weighings {
            if let Weighed::Facility(id) = weighing.what {
                let expected: f64 = self.brought(id, weighing).iter().map(|way| way.1).sum();
                let days = tickets.entry((id, weighing.stream)).or_default();
                *days.entry(weighing.on).or_default() += weighing.kg / expected.max(1e-9);
            }
        }
        let told = tickets.into_iter();
        told.filter_map(|(gate, days)| Some((gate, rhythm(&days)?)))
            .collect()
    }

    /// How many shares the tickets of each gate tell beside its total.
    pub(super) fn shares_told(&self) -> BTreeMap<DisposalId, usize> {
        let mut told = BTreeMap::new();
        for ((id, _), shares) in &self.rhythms {
            *told.entry(*id).or_default() += num_told(shares);
        }
        told
    }

    /// The origins that a weighing measures, each by its place in `origins` and with its kilograms.
    pub(super) fn parts(&self, weighing: &Weighing) -> Vec<(usize, f64)> {
        let mut parts: BTreeMap<usize, f64> = BTreeMap::new();
        for (origin, kg) in self.expected(weighing) {
            if let Ok(at) = self.origins.binary_search(&origin) {
                *parts.entry(at).or_default() += kg;
            }
        }
        parts.into_iter().filter(|part| part.1 > 0.0).collect()
    }

    fn expected(&self, weighing: &Weighing) -> Vec<(Origin, f64)> {
        let week = &self.weeks[&weighing.on.week];
        let day = weighing.on.day.index() % 7;
        let gathered = |kg: f64, days: u32| kg / 7.0 * f64::from(days);
        match weighing.what {
            Weighed::Facility(id) => {
                let rhythm = self.rhythms.get(&(id, weighing.stream));
                let on_day = |(origin, kg, of_day): (Origin, f64, Week)| {
                    (
                        origin,
                        rhythm.map_or(of_day[day], |rhythm| kg * rhythm[day]),
                    )
                };
                let brought = self.brought(id, weighing).into_iter();
                brought.map(on_day).collect()
            }
            Weighed::Origin(origin, days) => {
                let kg = sum_of(&week.origins, origin, weighing.stream);
                vec![(origin, gathered(kg, days))]
            }
            Weighed::Point(point, days) => {
                let kg = sum_of(&week.points, point, weighing.stream);
                vec![(Origin::of(self.district, point), gathered(kg, days))]
            }
        }
    }

    /// What is brought to a facility in the week of a weighing: by origin, in all and as the ways have it day by day.
    fn brought(&self, id: DisposalId, weighing: &Weighing) -> Vec<(Origin, f64, Week)> {
        let week = &self.weeks[&weighing.on.week];
        let first = (id, StreamId::from_index(0));
        let here = self.ways.0.range(first..).take_while(|way| way.0.0 == id);
        let takes = |stream: StreamId| weighing.stream.is_none_or(|only| only == stream);
        let mut brought = Vec::new();
        for ((_, stream), origins) in here.filter(|way| takes(way.0.1)) {
            for (&origin, kg) in origins {
                let of = (origin, *stream);
                let base = self.base.origins.get(&of).copied().unwrap_or(0.0);
                let now = week.origins.get(&of).copied().unwrap_or(0.0);
                let factor = if base > 0.0 { now / base } else { 1.0 };
                let days = kg.map(|kg| kg * factor);
                brought.push((origin, days.iter().sum(), days));
            }
        }
        brought
    }
}

/// Kilograms of one key, of a stream or of all.
fn sum_of<Key: Copy + Ord>(
    sums: &BTreeMap<(Key, StreamId), f64>,
    key: Key,
    stream: Option<StreamId>,
) -> f64 {
    let first = (key, StreamId::from_index(0));
    let own = sums.range(first..).take_while(|row| row.0.0 == key);
    let taken = own.filter(|row| stream.is_none_or(|only| only == row.0.1));
    taken.map(|row| row.1).sum()
}
