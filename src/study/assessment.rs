//! What was done against the plan: visits made on the day on which they were due, later, or not at all; what that means for
//! bins and daily clearing; and what was taken.
//!
//! The plan's week is taken for every week from the first day that is told to the last; what arises follows the calendar. A
//! visit that was missed and made before the next one due is late. A visit takes all that is there. Before the first day
//! the plan was kept.

use crate::district::{Bins, District, PointId, StreamId};
use crate::flow::flow;
use crate::plan::{DoneVisit, Plan, StopKind, VisitRule};
use crate::quantity::{Day, DaySet, IsoWeek};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Litres by which bins may be fuller than full: kilograms are whole.
const ROUNDING: f64 = 1.0;

/// A plan beside what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The first day that is told.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// What became of each point that the plan visits or somebody came to, by point.
    pub points: BTreeMap<PointId, PointRecord>,
    /// Visits that were not made on the day on which they were due, by date, then point.
    pub missed: Vec<MissedVisit>,
}

/// What became of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PointRecord {
    /// Visits due, streams apart.
    pub due: u32,
    /// Of these, made on their day.
    pub on_day: u32,
    /// Made before the next one was due.
    pub late: u32,
    /// Made that nobody had asked for.
    pub unasked: u32,
    /// Whether anybody came.
    pub is_visited: bool,
    /// Kilograms that arose.
    pub arises: f64,
    /// Of these, collected on their day.
    pub cleared: f64,
    /// Days on whose evening, or before whose visit, the bins held more than they can.
    pub days_over: u32,
    /// Kilograms taken, weighed or estimated.
    pub kg: f64,
    /// Of these, estimated by what had arisen.
    pub estimated_kg: f64,
    /// Of all taken, by sealed vehicles.
    pub sealed_kg: f64,
}

/// A visit that was not made on the day on which it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissedVisit {
    /// When it was due.
    pub date: Date,
    /// Where.
    pub point: PointId,
    /// What was to be fetched.
    pub stream: StreamId,
    /// When it was made, before the next one was due.
    pub came: Option<Date>,
}

impl Assessment {
    /// Days from the first to the last.
    #[must_use]
    pub fn days(&self) -> u32 {
        days(self.from, self.to).count() as u32
    }

    /// All points together.
    #[must_use]
    pub fn total(&self) -> PointRecord {
        let mut total = PointRecord::default();
        self.points.values().for_each(|record| total.add(record));
        total
    }
}

impl PointRecord {
    /// Adds another's.
    pub fn add(&mut self, other: &Self) {
        self.due += other.due;
        self.on_day += other.on_day;
        self.late += other.late;
        self.unasked += other.unasked;
        self.is_visited |= other.is_visited;
        self.arises += other.arises;
        self.cleared += other.cleared;
        self.days_over += other.days_over;
        self.kg += other.kg;
        self.estimated_kg += other.estimated_kg;
        self.sealed_kg += other.sealed_kg;
    }

    /// Visits due that were not made before the next one.
    #[must_use]
    pub fn missed(&self) -> u32 {
        self.due - self.on_day - self.late
    }
}

/// Sets what was done from one day to another against a plan. Visits on other days are not looked at.
#[must_use]
pub fn assess(
    district: &District,
    plan: &Plan,
    (from, to): (Date, Date),
    done: &[DoneVisit],
) -> Assessment {
    let arising = Arising::of(district, from, to);
    let by_place = by_place(done, (from, to));
    let planned = planned_shares(district, plan);
    let mut assessed = Assessment {
        from,
        to,
        points: BTreeMap::new(),
        missed: Vec::new(),
    };
    for rule in &plan.visits {
        let visits = by_place.get(&rule.point).map_or(&[][..], Vec::as_slice);
        let mut walk = Walk::new(district, (rule, from), visits, &arising);
        for date in days(from, to) {
            walk.day(date);
        }
        walk.give_up();
        assessed.missed.append(&mut walk.missed);
        let share = planned.get(&rule.point).copied().unwrap_or(0.0);
        let record = assessed.points.entry(rule.point).or_default();
        record.add(&walk.record);
        record.take_estimated(district, &walk.estimated, share);
    }
    for (&point, visits) in &by_place {
        let share = planned.get(&point).copied().unwrap_or(0.0);
        let is_planned = assessed.points.contains_key(&point);
        let record = assessed.points.entry(point).or_default();
        record.is_visited = true;
        record.unasked += if is_planned { 0 } else { visits.len() as u32 };
        for visit in visits {
            record.take(district, visit, visit.kg.unwrap_or(0.0), share);
        }
    }
    assessed.missed.sort_unstable();
    assessed
}

impl PointRecord {
    fn take(&mut self, district: &District, visit: &DoneVisit, kg: f64, planned_share: f64) {
        self.kg += kg;
        self.sealed_kg += kg
            * match visit.vehicle {
                Some(vehicle) => f64::from(district.vehicles[vehicle.index()].sealed),
                None => planned_share,
            };
    }

    fn take_estimated(&mut self, district: &District, taken: &[(DoneVisit, f64)], share: f64) {
        for (visit, kg) in taken {
            self.estimated_kg += kg;
            self.take(district, visit, *kg, share);
        }
    }
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let mut next = Some(from);
    std::iter::from_fn(move || {
        let date = next.filter(|date| *date <= to)?;
        next = date.tomorrow().ok();
        Some(date)
    })
}

fn by_place(done: &[DoneVisit], (from, to): (Date, Date)) -> BTreeMap<PointId, Vec<DoneVisit>> {
    let mut by_place: BTreeMap<PointId, Vec<DoneVisit>> = BTreeMap::new();
    for visit in done
        .iter()
        .filter(|visit| (from..=to).contains(&visit.date))
    {
        by_place.entry(visit.point).or_default().push(*visit);
    }
    for visits in by_place.values_mut() {
        visits.sort_by_key(|visit| visit.date);
    }
    by_place
}

/// Of what the plan takes at each point, the share that goes on sealed vehicles.
fn planned_shares(district: &District, plan: &Plan) -> BTreeMap<PointId, f64> {
    let mut sums: BTreeMap<PointId, (f64, f64)> = BTreeMap::new();
    for tour in &plan.tours {
        let is_sealed = district.vehicles[tour.vehicle.index()].sealed;
        for stop in &tour.stops {
            if let StopKind::Point(point) = stop.kind {
                let (sealed, all) = sums.entry(point).or_default();
                *all += stop.kg.as_f64();
                *sealed += stop.kg.as_f64() * f64::from(is_sealed);
            }
        }
    }
    let share =
        |(point, (sealed, all)): (PointId, (f64, f64))| (point, sealed / f64::max(all, 1.0));
    sums.into_iter().map(share).collect()
}

/// Kilograms of each weekday by week, point and stream.
struct Arising(BTreeMap<IsoWeek, BTreeMap<(PointId, StreamId), [f64; 7]>>);

impl Arising {
    /// Of all weeks between two days, and the one before.
    fn of(district: &District, from: Date, to: Date) -> Self {
        let mut weeks = BTreeMap::new();
        for date in days(from.saturating_sub(jiff::Span::new().days(7)), to) {
            weeks.entry(IsoWeek::of(date)).or_insert_with_key(|week| {
                let mut by_place: BTreeMap<_, [f64; 7]> = BTreeMap::new();
                for load in flow(district, Some(*week)).loads {
                    let sums = by_place.entry((load.point, load.stream)).or_default();
                    sums.iter_mut()
                        .zip(load.kg)
                        .for_each(|(sum, kg)| *sum += kg);
                }
                by_place
            });
        }
        Self(weeks)
    }

    fn on(&self, date: Date, place: (PointId, StreamId)) -> f64 {
        let week = self.0.get(&IsoWeek::of(date));
        let kg = week.and_then(|week| week.get(&place));
        kg.map_or(0.0, |kg| kg[Day::of(date).index()])
    }
}

/// A stream at a point, day by day.
struct Walk<'a> {
    place: (PointId, StreamId),
    days: DaySet,
    visits: &'a [DoneVisit],
    arising: &'a Arising,
    /// Kilograms that the bins hold, and how often they are emptied on a day; `None`: there are none.
    room: Option<(f64, f64)>,
    stock: f64,
    /// A visit that was due and has not been made.
    open: Option<Date>,
    record: PointRecord,
    missed: Vec<MissedVisit>,
    /// Visits without a weight, and what had arisen.
    estimated: Vec<(DoneVisit, f64)>,
}

impl<'a> Walk<'a> {
    fn new(
        district: &District,
        (rule, from): (&VisitRule, Date),
        visits: &'a [DoneVisit],
        arising: &'a Arising,
    ) -> Self {
        let mut walk = Self {
            place: (rule.point, rule.stream),
            days: rule.days,
            visits,
            arising,
            room: room(district, rule),
            stock: 0.0,
            open: None,
            record: PointRecord::default(),
            missed: Vec::new(),
            estimated: Vec::new(),
        };
        walk.stock = walk.left_before(from);
        walk
    }

    /// What lies there on the morning of a day if the plan was kept until then.
    fn left_before(&self, date: Date) -> f64 {
        let back = std::iter::successors(date.yesterday().ok(), |day| day.yesterday().ok());
        let since = back
            .take(6)
            .take_while(|&day| !self.days.contains(Day::of(day)));
        since.map(|day| self.arising.on(day, self.place)).sum()
    }

    fn day(&mut self, date: Date) {
        let today = self.arising.on(date, self.place);
        self.record.arises += today;
        self.stock += today;
        let is_due = self.days.contains(Day::of(date));
        if is_due {
            self.record.due += 1;
            self.give_up();
        }
        let came = self.visit_on(date);
        if let Some((room, visits)) = self.room {
            let often = if came.is_some() && self.stock <= today {
                visits
            } else {
                1.0
            };
            self.record.days_over += u32::from(self.stock / often > room);
        }
        match (came, self.open) {
            (Some(_), _) if is_due => self.record.on_day += 1,
            (Some(_), Some(due)) => {
                self.record.late += 1;
                self.note(due, Some(date));
            }
            (Some(_), None) => self.record.unasked += 1,
            (None, _) if is_due => self.open = Some(date),
            (None, _) => {}
        }
        if let Some(visit) = came {
            self.record.cleared += today;
            if visit.kg.is_none() {
                self.estimated.push((visit, self.stock));
            }
            self.stock = 0.0;
        }
    }

    /// A visit of that day that fetched the stream; rather one that was weighed, so that nothing is estimated beside it, and
    /// then one that names the stream.
    fn visit_on(&self, date: Date) -> Option<DoneVisit> {
        let first = self.visits.partition_point(|visit| visit.date < date);
        let of_day = self.visits[first..]
            .iter()
            .take_while(|visit| visit.date == date);
        let fetched =
            of_day.filter(|visit| visit.stream.is_none_or(|stream| stream == self.place.1));
        fetched
            .max_by_key(|visit| (visit.kg.is_some(), visit.stream.is_some()))
            .copied()
    }

    /// The visit that is open is missed.
    fn give_up(&mut self) {
        if let Some(due) = self.open {
            self.note(due, None);
        }
    }

    fn note(&mut self, date: Date, came: Option<Date>) {
        let (point, stream) = self.place;
        self.missed.push(MissedVisit {
            date,
            point,
            stream,
            came,
        });
        self.open = None;
    }
}

/// Kilograms that the bins of a rule hold, and how often a day they are emptied.
fn room(district: &District, rule: &VisitRule) -> Option<(f64, f64)> {
    let residual = district.residual();
    let own = |bins: &&Bins| bins.stream.unwrap_or(residual) == rule.stream;
    let bins = district.points[rule.point.index()].bins.iter().filter(own);
    let litres: f64 = bins.clone().map(|bins| bins.litres().as_f64()).sum();
    let often = bins.map(|bins| bins.visits_per_day.unwrap_or(1)).max()?;
    let loose = district.streams[rule.stream.index()].loose_kg_m3 / 1000.0;
    Some(((litres + ROUNDING) * loose, f64::from(often.max(1))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use crate::quantity::{Kilograms, Litres};
    use proptest::prelude::*;

    /// A point where 40 kg arise a day in bins for about 100, visited on Mondays and Thursdays.
    fn world() -> (District, Plan) {
        let mut builder = DistrictBuilder::new("one point");
        let place = Place::new(119.0, 36.0);
        let village = builder.add_village("T", "V", place, 88);
        builder.add_point("P", village, place, 1, Some(60.0));
        builder.add_plant("W", place);
        builder.add_collector("C", Base::At(place), 1, Kilograms(5_000), Litres(12_000));
        let bins = &mut builder.district.points[0].bins[0];
        (bins.kg_per_day, bins.container_litres) = (Some(40.0), Litres(400));
        let district = builder.build().expect("it is sound");
        let stream = district.residual();
        let rule = VisitRule {
            point: PointId(0),
            stream,
            days: "mon;thu"
                .split(';')
                .map(|day| day.parse::<Day>().unwrap())
                .collect(),
            reason: "containers".into(),
        };
        let plan = Plan {
            visits: vec![rule],
            ..Plan::default()
        };
        (district, plan)
    }

    fn date(day: i8) -> Date {
        // A Monday is the second of November 2026.
        Date::new(2026, 11, day).expect("a day of November")
    }

    fn visit(day: i8, kg: Option<f64>) -> DoneVisit {
        DoneVisit {
            date: date(day),
            point: PointId(0),
            stream: None,
            vehicle: None,
            kg,
        }
    }

    fn assessed(span: (i8, i8), done: &[DoneVisit]) -> Assessment {
        let (district, plan) = world();
        assess(&district, &plan, (date(span.0), date(span.1)), done)
    }

    #[test]
    fn a_month_by_hand() {
        // Due on 2, 5, 9, 12, 16. Made on 2, on 6 for 5, not for 9, on 12, and on 13 and 14 for nothing; 16 is missed.
        let days = [2, 6, 12, 13, 14];
        let found = assessed((2, 16), &days.map(|day| visit(day, None)));
        let point = found.points[&PointId(0)];
        assert_eq!(
            (
                point.due,
                point.on_day,
                point.late,
                point.missed(),
                point.unasked
            ),
            (5, 2, 1, 2, 2)
        );
        let missed: Vec<_> = found
            .missed
            .iter()
            .map(|visit| (visit.date, visit.came))
            .collect();
        assert_eq!(
            missed,
            [(date(5), Some(date(6))), (date(9), None), (date(16), None)]
        );
        let per_day = point.arises / 15.0;
        assert!(per_day > 1.0);
        // From Friday on it lies there when the record begins: three days, and Monday's.
        let taken = [4.0, 4.0, 6.0, 1.0, 1.0].iter().sum::<f64>() * per_day;
        assert!((point.kg - taken).abs() < 1e-9 && point.kg == point.estimated_kg);
        assert!((point.cleared - 5.0 * per_day).abs() < 1e-9);
    }

    #[test]
    fn bins_overflow_when_nobody_comes() {
        let full = assessed((2, 16), &[2, 5, 9, 12, 16].map(|day| visit(day, None)));
        let never = assessed((2, 16), &[visit(2, None)]);
        let [full, never] = [full, never].map(|found| found.points[&PointId(0)].days_over);
        // 400 l of 131 kg/m3 or so hold one day of 40 kg, and no second.
        assert!(full < never && never >= 12, "{full}, {never}");
    }

    #[test]
    fn what_was_weighed_is_not_estimated() {
        let found = assessed((2, 5), &[visit(2, Some(70.0)), visit(5, None)]);
        let point = found.points[&PointId(0)];
        let per_day = point.arises / 4.0;
        assert!((point.estimated_kg - 3.0 * per_day).abs() < 1e-9);
        assert!((point.kg - point.estimated_kg - 70.0).abs() < 1e-9);
    }

    #[test]
    fn a_visit_that_a_record_and_a_track_tell_is_weighed_once() {
        let (record, track) = (visit(2, Some(70.0)), visit(2, None));
        for both in [[record, track], [track, record]] {
            let point = assessed((2, 2), &both).points[&PointId(0)];
            assert_eq!((point.kg, point.estimated_kg, point.on_day), (70.0, 0.0, 1));
        }
    }

    #[test]
    fn a_visit_where_the_plan_has_none_was_not_asked_for() {
        let (district, _) = world();
        let span = (date(2), date(3));
        let found = assess(
            &district,
            &Plan::default(),
            span,
            &[visit(2, Some(5.0)), visit(3, None)],
        );
        let point = found.points[&PointId(0)];
        assert_eq!((point.due, point.unasked, point.kg), (0, 2, 5.0));
    }

    proptest! {
        /// Counts add up, and nothing is taken that did not arise.
        #[test]
        fn visits_and_mass_add_up(days in prop::collection::btree_set(1_i8..29, 0..28)) {
            let done: Vec<DoneVisit> = days.iter().map(|&day| visit(day, None)).collect();
            let found = assessed((1, 28), &done);
            let point = found.points[&PointId(0)];
            prop_assert_eq!(point.due, 8);
            prop_assert_eq!(point.on_day + point.late + point.unasked, days.len() as u32);
            prop_assert_eq!(found.missed.len() as u32, point.late + point.missed());
            let per_day = point.arises / 28.0;
            // Sunday the first: what lies there since Friday.
            let left = days.last().map_or(0.0, |&last| f64::from(28 - last));
            let taken = if days.is_empty() { 0.0 } else { 30.0 - left };
            prop_assert!((point.kg - taken * per_day).abs() < 1e-6, "{} of {}", point.kg, taken * per_day);
            prop_assert!((point.cleared - days.len() as f64 * per_day).abs() < 1e-6);
        }
    }
}
