//! The whole week driven again: every tour, and what each stream at each point made of it.

use super::hauls::ends;
use super::replay::{Replay, bins_of};
use super::structure;
use crate::district::{Bins, DisposalId, District, PointId, StationId, StreamId, WasteStream};
use crate::flow::PointLoad;
use crate::plan::{Haul, Plan};
use crate::quantity::{Clock, Day, DaySet, Kilograms};
use crate::roads::Travel;
use std::collections::BTreeMap;

/// Seconds in the cyclic week.
pub(super) const WEEK: i64 = 7 * 86_400;

/// A clock of a tour's day as a moment of the cyclic week.
pub(super) fn moment(day: Day, clock: Clock) -> i64 {
    (i64::from(day.0) * 86_400 + clock.0).rem_euclid(WEEK)
}

/// One stream at one point over the week: what arises, what is collected, what is named as unserved.
#[derive(Clone, Debug)]
pub(super) struct PointWeek<'a> {
    /// The point.
    pub point: PointId,
    /// The stream.
    pub stream: StreamId,
    /// The point's name.
    pub name: &'a str,
    /// Its containers for this stream.
    pub bins: Vec<&'a Bins>,
    /// Kilograms that arise on each day.
    pub arises: [f64; 7],
    /// Kilograms that trucks take on each day.
    pub collected: [Kilograms; 7],
    /// Stops on each day.
    pub stops: [u32; 7],
    /// Days that unserved.csv names.
    pub excused: DaySet,
}

impl<'a> PointWeek<'a> {
    fn new(district: &'a District, point: PointId, stream: StreamId) -> Self {
        Self {
            point,
            stream,
            name: &district.points[point.index()].name,
            bins: bins_of(district, point, stream).collect(),
            arises: [0.0; 7],
            collected: [Kilograms::ZERO; 7],
            stops: [0; 7],
            excused: DaySet::EMPTY,
        }
    }

    /// The days on which a truck stops.
    pub fn visited(&self) -> DaySet {
        Day::WEEK
            .into_iter()
            .filter(|day| self.stops[day.index()] > 0)
            .collect()
    }

    /// Least visits a week: as given, else one; no more than there are days on which something arises.
    pub fn visits_asked(&self) -> usize {
        let given = self
            .bins
            .iter()
            .filter_map(|bins| bins.visits_per_week)
            .max();
        usize::from(given.unwrap_or(1).max(1)).min(self.days_with_waste().max(1))
    }

    /// Days on which something arises.
    pub fn days_with_waste(&self) -> usize {
        self.arises.iter().filter(|&&kg| kg > 0.0).count()
    }

    /// Kilograms that arise in the week.
    pub fn arises_in_week(&self) -> f64 {
        self.arises.iter().sum()
    }

    /// Kilograms that stay; up to one is rounding.
    pub fn left(&self) -> f64 {
        let collected: Kilograms = self.collected.into_iter().sum();
        let left = self.arises_in_week() - collected.as_f64();
        if left > 1.0 { left } else { 0.0 }
    }

    /// Each visiting day with the one before it on which the point was visited or named as unserved: an excused visit
    /// keeps a plan from a second finding for what its absence leaves.
    pub fn gaps(&self) -> impl Iterator<Item = (Day, Day)> + use<> {
        let visited = self.visited();
        let known = DaySet(visited.0 | self.excused.0);
        gaps(known).filter(move |&(_, day)| visited.contains(day))
    }

    /// The visiting days one after the other, with what is there.
    pub fn turns(&self) -> Vec<Turn> {
        let collected: Kilograms = self.collected.into_iter().sum();
        // What the cyclic week carries over is at most what it leaves.
        let mut stock = (self.arises_in_week() - collected.as_f64()).max(0.0);
        let mut turns = Vec::new();
        for (since, day) in gaps(self.visited()) {
            stock += days_between(since, day)
                .map(|day| self.arises[day.index()])
                .sum::<f64>();
            let kg = self.collected[day.index()];
            turns.push(Turn {
                since,
                day,
                stock,
                kg,
            });
            stock = (stock - kg.as_f64()).max(0.0);
        }
        turns
    }
}

/// A visiting day of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    /// The visiting day before, perhaps of the former week.
    pub since: Day,
    /// The day.
    pub day: Day,
    /// Kilograms that are there.
    pub stock: f64,
    /// Kilograms taken.
    pub kg: Kilograms,
}

/// Each day of a set with the one before it, around the week.
pub(super) fn gaps(days: DaySet) -> impl Iterator<Item = (Day, Day)> {
    let before = days.iter().last().into_iter().chain(days.iter());
    before.zip(days.iter())
}

/// Days from one to the next, around the week: 1 to 7.
pub(super) fn length(since: Day, day: Day) -> u32 {
    (u32::from(day.0) + 6 - u32::from(since.0)) % 7 + 1
}

/// The days after `since`, up to and with `day`.
pub(super) fn days_between(since: Day, day: Day) -> impl Iterator<Item = Day> {
    (1..=length(since, day)).map(move |later| Day(((u32::from(since.0) + later) % 7) as u8))
}

/// A plan driven again.
#[derive(Clone, Debug)]
pub(super) struct Week<'a> {
    /// The district.
    pub district: &'a District,
    /// Its travel.
    pub travel: &'a Travel,
    /// The plan.
    pub plan: &'a Plan,
    /// Its tours, as far as their structure is sound.
    pub tours: Vec<Replay<'a>>,
    /// By point, then stream: wherever something arises or a truck stops.
    pub points: Vec<PointWeek<'a>>,
    /// By station, kilograms and loose litres tipped there.
    tipped: Vec<(i64, i64)>,
}

impl<'a> Week<'a> {
    /// Drives a plan again.
    pub fn replay(
        district: &'a District,
        travel: &'a Travel,
        loads: &[PointLoad],
        plan: &'a Plan,
    ) -> Self {
        let sound = plan
            .tours
            .iter()
            .filter(|tour| structure::is_sound(district, tour));
        let tours: Vec<_> = sound
            .map(|tour| Replay::of(district, travel, tour))
            .collect();
        let points = point_weeks(district, loads, plan, &tours);
        Self {
            tipped: tipped(district, &tours),
            district,
            travel,
            plan,
            tours,
            points,
        }
    }

    /// The points that something reaches.
    pub fn loaded_points(&self) -> impl Iterator<Item = &PointWeek<'a>> {
        self.points
            .iter()
            .filter(|point| point.arises_in_week() > 0.0)
    }

    /// The stream of a point.
    pub fn stream(&self, point: &PointWeek) -> &'a WasteStream {
        &self.district.streams[point.stream.index()]
    }

    /// Every unloading: the day of its tour, the facility, what was on board.
    pub fn unloadings(&self) -> impl Iterator<Item = (Day, DisposalId, Kilograms)> {
        self.tours.iter().flat_map(|replay| {
            let rows = replay.rows.iter();
            rows.filter_map(|row| Some((replay.tour.day, row.disposal()?, row.before.kg)))
        })
    }
}

/// What an unloading at a station leaves to be sent on.
#[derive(Clone, Copy, Debug)]
pub(super) struct SentOn {
    /// When it is tipped, as a moment of the week.
    pub moment: i64,
    /// The station.
    pub from: StationId,
    /// The plant behind it.
    pub to: DisposalId,
    /// How much goes there.
    pub kg: Kilograms,
}

impl Week<'_> {
    /// Of every unloading at a station, what goes on to the plant behind: of each trip the streams that this takes, without
    /// what the press squeezes out.
    pub fn sent_on(&self) -> Vec<SentOn> {
        let mut sent = Vec::new();
        for replay in &self.tours {
            let mut aboard: Vec<(StreamId, Kilograms)> = Vec::new();
            for row in &replay.rows {
                if let Some((_, stream)) = row.visit(self.district) {
                    aboard.push((stream, row.stop.kg));
                }
                let Some(at) = row.disposal() else { continue };
                let mut onward: BTreeMap<DisposalId, Kilograms> = BTreeMap::new();
                for (stream, kg) in aboard.drain(..) {
                    if let Some(to) = self.district.behind(at, stream) {
                        *onward.entry(to).or_default() += kg;
                    }
                }
                let DisposalId::Station(from) = at else {
                    continue;
                };
                let station = &self.district.stations[from.index()];
                sent.extend(onward.into_iter().map(|(to, kg)| SentOn {
                    moment: moment(replay.tour.day, row.stop.start),
                    from,
                    to,
                    kg: station.after_press(kg),
                }));
            }
        }
        sent
    }

    /// Every stay of a hauler at a facility: where, on its tour's day from when to when, and its tour. A break taken there
    /// leaves the dock.
    pub fn haul_stays(&self) -> impl Iterator<Item = (DisposalId, Day, (Clock, Clock), &str)> {
        let of_haul = |haul: &'_ Haul| {
            let [station, plant] = ends(haul);
            let until = |id: DisposalId, begin: Clock| begin + self.district.gate(id).unload;
            let stays = [(station, haul.load), (plant, haul.tip)];
            stays.map(|(id, begin)| (id, haul.day, (begin, until(id, begin))))
        };
        let hauls = self.plan.hauls.iter();
        hauls.flat_map(move |haul| {
            of_haul(haul)
                .into_iter()
                .map(|(id, day, stay)| (id, day, stay, haul.tour.as_str()))
        })
    }

    /// Loose litres of a kilogram that is tipped at a station in the week; nothing where nothing is.
    pub fn litres_a_kg(&self, station: StationId) -> f64 {
        let (kg, litres) = self.tipped[station.index()];
        litres as f64 / kg.max(1) as f64
    }
}

/// By station, kilograms and loose litres that are tipped there in the week.
fn tipped(district: &District, tours: &[Replay]) -> Vec<(i64, i64)> {
    let mut tipped = vec![(0, 0); district.stations.len()];
    for row in tours.iter().flat_map(|replay| &replay.rows) {
        if let Some(DisposalId::Station(station)) = row.disposal() {
            let (kg, litres) = &mut tipped[station.index()];
            *kg += row.before.kg.0;
            *litres += row.before.litres.0;
        }
    }
    tipped
}

fn point_weeks<'a>(
    district: &'a District,
    loads: &[PointLoad],
    plan: &Plan,
    tours: &[Replay<'a>],
) -> Vec<PointWeek<'a>> {
    let mut weeks: BTreeMap<(PointId, StreamId), PointWeek<'a>> = BTreeMap::new();
    for load in loads {
        let week = entry(&mut weeks, district, (load.point, load.stream));
        for day in Day::WEEK {
            week.arises[day.index()] += load.kg[day.index()];
        }
    }
    for replay in tours {
        let day = replay.tour.day.index();
        for row in &replay.rows {
            if let Some(visit) = row.visit(district) {
                let week = entry(&mut weeks, district, visit);
                week.collected[day] += row.stop.kg;
                week.stops[day] += 1;
            }
        }
    }
    for row in &plan.unserved {
        if let Some(week) = weeks.get_mut(&(row.point, row.stream)) {
            week.excused = if row.day.index() < 7 {
                week.excused.with(row.day)
            } else {
                week.excused
            };
        }
    }
    weeks.into_values().collect()
}

fn entry<'w, 'a>(
    weeks: &'w mut BTreeMap<(PointId, StreamId), PointWeek<'a>>,
    district: &'a District,
    (point, stream): (PointId, StreamId),
) -> &'w mut PointWeek<'a> {
    weeks
        .entry((point, stream))
        .or_insert_with(|| PointWeek::new(district, point, stream))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_run_around_the_week() {
        let days: DaySet = [Day(0), Day(3)].into_iter().collect();
        let gaps: Vec<_> = gaps(days)
            .map(|(since, day)| (since, day, length(since, day)))
            .collect();
        assert_eq!(gaps, [(Day(3), Day(0), 4), (Day(0), Day(3), 3)]);
    }

    #[test]
    fn a_single_visit_takes_the_whole_week() {
        let day = Day(2);
        assert_eq!(
            gaps(DaySet::EMPTY.with(day)).collect::<Vec<_>>(),
            [(day, day)]
        );
        assert_eq!(length(day, day), 7);
        assert_eq!(days_between(day, day).last(), Some(day));
    }

    #[test]
    fn what_lies_between_ends_with_the_day_of_the_visit() {
        let days: Vec<_> = days_between(Day(5), Day(1)).collect();
        assert_eq!(days, [Day(6), Day(0), Day(1)]);
    }
}
