//! When trucks come: of each point and stream the days and the span of time, for `timetable.csv` and the pages to post.

use super::csv_table::{Cell, CsvTable};
use crate::district::{District, PointId, StreamId, VehicleId};
use crate::plan::{Plan, StopKind};
use crate::quantity::{Clock, Day, DaySet, Seconds};
use std::collections::{BTreeMap, BTreeSet};

/// Visits that begin within this time of each other on different days share a row.
const SPAN: Seconds = Seconds(3_600);
const DAY: i64 = 86_400;

/// Days on which a point is visited at about the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TimetableRow {
    point: PointId,
    stream: StreamId,
    days: DaySet,
    /// The earliest and the latest beginning, in whole minutes.
    from: Clock,
    to: Clock,
    vehicles: BTreeSet<VehicleId>,
}

/// The visits of the week: of each point and stream the moments, in whole minutes, with their days and vehicles, in order.
pub(super) type Visits = BTreeMap<(PointId, StreamId), Vec<(Clock, Day, VehicleId)>>;

/// The visits of a plan. A tour may be out past midnight: the day is the one on which people see the truck.
pub(super) fn visits(district: &District, plan: &Plan) -> Visits {
    let mut visits = Visits::new();
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let StopKind::Point(point) = stop.kind {
                let stream = stop.stream.unwrap_or_else(|| district.residual());
                let later = stop.start.0.div_euclid(DAY);
                let day = Day(((i64::from(tour.day.0) + later).rem_euclid(7)) as u8);
                let clock = Clock(stop.start.0.rem_euclid(DAY) / 60 * 60);
                let visit = (clock, day, tour.vehicle);
                visits.entry((point, stream)).or_default().push(visit);
            }
        }
    }
    visits
        .values_mut()
        .for_each(|visits| visits.sort_unstable());
    visits
}

/// The rows by town, village and point in the order of the tables, then stream and time; what belongs to no village last.
fn rows(district: &District, visits: &Visits) -> Vec<TimetableRow> {
    let mut rows = Vec::new();
    for (&(point, stream), visits) in visits {
        let mut row: Option<TimetableRow> = None;
        for &(clock, day, vehicle) in visits {
            if row.as_ref().is_some_and(|row| clock - row.from > SPAN) {
                rows.extend(row.take());
            }
            let row = row.get_or_insert_with(|| TimetableRow {
                point,
                stream,
                days: DaySet::EMPTY,
                from: clock,
                to: clock,
                vehicles: BTreeSet::new(),
            });
            row.days = row.days.with(day);
            row.to = clock;
            row.vehicles.insert(vehicle);
        }
        rows.extend(row);
    }
    let place = |row: &TimetableRow| {
        let village = district.points[row.point.index()].village;
        let town = village.map(|id| district.villages[id.index()].town);
        (
            town.is_none(),
            town,
            village,
            row.point,
            row.stream,
            row.from,
        )
    };
    rows.sort_by_key(place);
    rows
}

/// `timetable.csv`.
pub(super) fn timetable_csv(district: &District, visits: &Visits) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "town", "village", "point", "stream", "days", "from", "to", "vehicles",
    ]);
    for row in rows(district, visits) {
        let point = &district.points[row.point.index()];
        let village = point.village.map(|id| &district.villages[id.index()]);
        let town = village.map(|village| &district.towns[village.town.index()].name);
        let vehicles = row.vehicles.iter();
        let vehicles: Vec<&str> = vehicles
            .map(|id| district.vehicles[id.index()].name.as_str())
            .collect();
        table.row(&[
            town.into(),
            village.map(|village| &village.name).into(),
            (&point.name).into(),
            (&district.streams[row.stream.index()].name).into(),
            (&row.days.to_string()).into(),
            Cell::Clock(row.from),
            Cell::Clock(row.to),
            (&vehicles.join(", ")).into(),
        ]);
    }
    table.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_visit_falls_into_a_row_and_every_row_has_visits() {
        let district = sample::district();
        let mut plan = sample::outcome(&district).plan;
        // On one day all comes three hours later, on another past midnight, on two others less than an hour later each.
        for (day, later) in [(2, 3 * 3_600), (4, 20 * 3_600), (5, 3_000), (6, 6_000)] {
            for tour in plan.tours.iter_mut().filter(|tour| tour.day == Day(day)) {
                for stop in &mut tour.stops {
                    stop.start = stop.start + Seconds(later);
                }
            }
        }
        let rows = rows(&district, &visits(&district, &plan));
        let mut count = 0;
        for tour in &plan.tours {
            for stop in &tour.stops {
                let StopKind::Point(point) = stop.kind else {
                    continue;
                };
                count += 1;
                let day = Day((tour.day.0 + (stop.start.0 / DAY) as u8) % 7);
                let clock = stop.start.0 % DAY / 60 * 60;
                let fits = |row: &&TimetableRow| {
                    row.point == point
                        && Some(row.stream) == stop.stream
                        && row.days.contains(day)
                        && (row.from.0..=row.to.0).contains(&clock)
                        && row.vehicles.contains(&tour.vehicle)
                };
                assert_eq!(rows.iter().filter(fits).count(), 1, "{point:?} {day}");
            }
        }
        let days: u32 = rows.iter().map(|row| row.days.len() as u32).sum();
        assert_eq!(days, count);
        assert!(rows.iter().all(|row| row.to - row.from <= SPAN));
        let points: BTreeSet<PointId> = rows.iter().map(|row| row.point).collect();
        assert!(
            rows.len() > points.len(),
            "later days have rows of their own"
        );
    }
}
