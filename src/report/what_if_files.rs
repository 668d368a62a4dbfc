//! The files of a what-if: the new week's plan, `difference.json` and `moves.csv` (who is moved to whom); and of all losses,
//! each truck and facility out once: `losses.csv`.

use super::csv_table::{Cell, CsvTable};
use super::folder::FileSet;
use super::html::what_if_page::{difference_page, losses_page};
use super::kind::Kind;
use super::run::RunFacts;
use super::summary::{CostFigures, rounded};
use super::{json, plan_files};
use crate::district::{District, Language, VehicleId};
use crate::quantity::Day;
use crate::study::{Difference, Figures, Loss, Outage, WhatIf};
use serde::Serialize;

/// A week in the figures that are compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeekFigures {
    /// Cost of the week.
    pub cost: f64,
    /// Its parts.
    pub cost_parts: CostFigures,
    /// Most tours on one day.
    pub trucks: usize,
    /// Crews that the tours ask for.
    pub crews: usize,
    /// Tours.
    pub tours: usize,
    /// The way.
    pub km: f64,
    /// Duty.
    pub hours: f64,
    /// Duty beyond regular hours.
    pub overtime_hours: f64,
    /// Collected.
    pub tonnes: f64,
    /// What stays at the points.
    pub unserved_kg: i64,
    /// Tipped at stations that no plant takes it from.
    pub untreated_kg: i64,
    /// Visits asked for and not made.
    pub missed_visits: u32,
    /// Points whose containers are too small.
    pub points_overflowing: usize,
    /// Hours that vehicles wait for docks.
    pub station_queue_hours: f64,
    /// Mass above the storage of each station at its worst moment.
    pub station_overflow_kg: i64,
    /// Share of what is due that is collected within a day.
    pub daily_clearing_percent: f64,
}

impl From<&Figures> for WeekFigures {
    fn from(figures: &Figures) -> Self {
        Self {
            cost: figures.cost.total().as_units(),
            cost_parts: figures.cost.into(),
            trucks: figures.trucks,
            crews: figures.crews,
            tours: figures.tours,
            km: figures.distance.as_km(),
            hours: rounded(figures.duration.as_hours(), 3),
            overtime_hours: rounded(figures.overtime.as_hours(), 3),
            tonnes: figures.collected.as_tonnes(),
            unserved_kg: figures.unserved.0,
            untreated_kg: figures.untreated.0,
            missed_visits: figures.missed_visits,
            points_overflowing: figures.points_overflowing,
            station_queue_hours: rounded(figures.queue.as_hours(), 3),
            station_overflow_kg: figures.station_overflow.0,
            daily_clearing_percent: rounded(figures.daily_clearing_percent, 3),
        }
    }
}

/// What a scenario changes, in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DifferenceSummary {
    /// What was asked, in words.
    pub scenario: String,
    /// The present week.
    pub before: WeekFigures,
    /// The new one.
    pub after: WeekFigures,
    /// Visits of the present week.
    pub visits: usize,
    /// Share of them that keep their day and type of vehicle.
    pub kept_percent: f64,
    /// Share of them that also stay with their crew: in the tour that carries on with most of theirs.
    pub kept_by_crew_percent: f64,
    /// Visits that moved, came or went: the rows of moves.csv.
    pub moves: usize,
}

impl DifferenceSummary {
    /// The figures of a difference.
    #[must_use]
    pub fn of(scenario: String, difference: &Difference) -> Self {
        let percent =
            |part: usize| rounded(100.0 * part as f64 / difference.visits.max(1) as f64, 2);
        Self {
            scenario,
            before: (&difference.before).into(),
            after: (&difference.after).into(),
            visits: difference.visits,
            kept_percent: percent(difference.kept),
            kept_by_crew_percent: percent(difference.kept_by_crew),
            moves: difference.moves.len(),
        }
    }
}

/// All files of a what-if.
#[must_use]
pub fn what_if_files(
    what_if: &WhatIf,
    summary: &DifferenceSummary,
    run: &RunFacts,
    language: Language,
) -> FileSet {
    let (district, network) = (&what_if.district, what_if.network.as_ref());
    let mut set = plan_files(district, network, &what_if.outcome, run, language);
    set.kind = Kind::WhatIf;
    set.files.push(("difference.json", json(summary)));
    let difference = &what_if.difference;
    set.files.push(("moves.csv", moves(district, difference)));
    let page = difference_page(district, summary, difference, language);
    set.files.push(("what-if.html", page));
    set
}

/// `moves.csv`.
pub(super) fn moves(district: &District, difference: &Difference) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "point",
        "stream",
        "day_before",
        "vehicle_before",
        "tour_before",
        "day",
        "vehicle",
        "tour",
    ]);
    for row in &difference.moves {
        let [day_before, vehicle_before, tour_before] = who(district, row.before.as_ref());
        let [day, vehicle, tour] = who(district, row.now.as_ref());
        table.row(&[
            (&district.points[row.point.index()].name).into(),
            (&district.streams[row.stream.index()].name).into(),
            day_before,
            vehicle_before,
            tour_before,
            day,
            vehicle,
            tour,
        ]);
    }
    table.into_bytes()
}

fn who<'a>(district: &'a District, tour: Option<&'a (Day, VehicleId, String)>) -> [Cell<'a>; 3] {
    tour.map_or([Cell::Blank; 3], |(day, vehicle, name)| {
        let vehicle = &district.vehicles[vehicle.index()].name;
        [Cell::Day(*day), vehicle.into(), name.into()]
    })
}

/// The files of all losses, ranked.
#[must_use]
pub fn loss_files(
    district: &District,
    losses: &[Loss],
    run: &RunFacts,
    language: Language,
) -> FileSet {
    let mut table = CsvTable::new(&[
        "rank",
        "out",
        "kind",
        "unserved_kg",
        "untreated_kg",
        "missed_visits",
        "cost",
        "hours",
        "overtime_hours",
        "kept_percent",
    ]);
    for (rank, loss) in (1..).zip(losses) {
        let kind = match loss.outage {
            Outage::Vehicle(_) => "vehicle",
            Outage::Facility(_) => "facility",
        };
        let number = |value: f64, digits: i32| Cell::Number(rounded(value, digits));
        table.row(&[
            Cell::Whole(rank),
            loss.outage.name(district).into(),
            kind.into(),
            Cell::Whole(loss.unserved.0),
            Cell::Whole(loss.untreated.0),
            Cell::Whole(loss.missed_visits),
            number(loss.cost.as_units(), 2),
            number(loss.duration.as_hours(), 3),
            number(loss.overtime.as_hours(), 3),
            number(loss.kept_percent, 2),
        ]);
    }
    FileSet {
        files: vec![
            ("losses.csv", table.into_bytes()),
            ("losses.html", losses_page(district, losses, language)),
            ("run.json", json(run)),
        ],
        kind: Kind::Losses,
    }
}
