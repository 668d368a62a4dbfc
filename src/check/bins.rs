//! Promise `bins`: the containers of a point hold what arises between its visits, where no plan could mend that: the visits
//! are the district's own number, or a single day is too much. (Where the plan chooses how often it comes, `containers`
//! asks it to come often enough.) Each finding says what would do.

use super::Finding;
use super::week::{PointWeek, Week, days_between, gaps};
use crate::district::WasteStream;
use crate::quantity::{Day, DaySet};

/// A point whose bins are too small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Overflow {
    /// Loose litres at the fullest visit of its worst span.
    litres: f64,
    /// Litres that the containers hold.
    room: f64,
    /// The day of that visit.
    day: Day,
    /// Days whose waste it is.
    span: usize,
    /// Containers more of the same size that would do.
    pub containers: u32,
}

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let points = week.loaded_points();
    points
        .filter_map(|point| Some(finding(week, point, overflow(week, point)?)))
        .collect()
}

/// Points that overflow, and containers that they lack.
pub(super) fn count(week: &Week) -> (usize, u32) {
    let all = week.loaded_points();
    let all = all.filter_map(|point| overflow(week, point));
    all.fold((0, 0), |(points, lacking), overflow| {
        (points + 1, lacking + overflow.containers)
    })
}

/// The worst span of a point of which the plan is not to blame.
fn overflow(week: &Week, point: &PointWeek) -> Option<Overflow> {
    if point.bins.is_empty() {
        return None; // `commodities` says so
    }
    let stream = week.stream(point);
    let room: f64 = point.bins.iter().map(|bins| bins.litres().as_f64()).sum();
    let is_free = point.bins.iter().all(|bins| bins.visits_per_week.is_none());
    if is_free && fullest_day(point, stream) <= room + 1.0 {
        return None;
    }
    let spans = point.gaps().map(|(since, day)| {
        let days: Vec<Day> = days_between(since, day).collect();
        let kg: f64 = days.iter().map(|day| point.arises[day.index()]).sum();
        // Several visits on a day share its waste.
        let visits = match days.len() {
            1 => f64::from(point.stops[day.index()].max(1)),
            _ => 1.0,
        };
        (litres(stream, kg) / visits, day, days.len())
    });
    let (most, day, span) = spans.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let containers: u32 = point.bins.iter().map(|bins| bins.containers).sum();
    let each = room / f64::from(containers.max(1));
    (most > room + 1.0).then(|| Overflow {
        litres: most,
        room,
        day,
        span,
        containers: ((most - room - 1.0) / each.max(1.0)).ceil() as u32,
    })
}

fn litres(stream: &WasteStream, kg: f64) -> f64 {
    kg * 1000.0 / stream.loose_kg_m3
}

fn fullest_day(point: &PointWeek, stream: &WasteStream) -> f64 {
    litres(stream, point.arises.into_iter().fold(0.0, f64::max))
}

fn finding(week: &Week, point: &PointWeek, over: Overflow) -> Finding {
    let span = match over.span {
        1 => "a day".to_owned(),
        days => format!("in {days} days"),
    };
    let detail = format!(
        "bins overflow: {:.0} l {span} in {:.0} l; {} more containers, or {}, would do",
        over.litres,
        over.room,
        over.containers,
        visits_that_do(point, week.stream(point), over.room)
    );
    Finding::new("bins", point.name, over.litres - over.room, "l", detail).on(over.day)
}

/// The fewest visits with which the containers hold what arises.
fn visits_that_do(point: &PointWeek, stream: &WasteStream, room: f64) -> String {
    let fullest = fullest_day(point, stream);
    if fullest > room + 1.0 {
        return format!("{:.0} visits a day", (fullest / room.max(1.0)).ceil());
    }
    let holds = |days: DaySet| {
        gaps(days).all(|(since, day)| {
            let days = days_between(since, day);
            let kg: f64 = days.map(|day| point.arises[day.index()]).sum();
            litres(stream, kg) <= room + 1.0
        })
    };
    let sets = (1..=DaySet::WEEK.0).map(DaySet).filter(|&set| holds(set));
    let fewest = sets.map(DaySet::len).min().unwrap_or(7);
    format!("{fewest} visits a week")
}
