//! What `wasteways assess` writes: the monthly table from what was done, every visit that was missed, and the sums.

use super::csv_table::{Cell, CsvTable};
use super::folder::FileSet;
use super::html::monthly_page::{Basis, monthly_page};
use super::kind::Kind;
use super::monthly::{self, Week};
use super::reconciliation_files::as_it_stands;
use super::summary::rounded;
use crate::check::Judgement;
use crate::district::{District, Language};
use crate::flow::Flow;
use crate::input::OwnTable;
use crate::plan::{Plan, StopKind, Tour};
use crate::quantity::Day;
use crate::study::{Assessment, Driven, MissedVisit, Traced};
use serde::Serialize;
use std::collections::BTreeMap;

/// The sums of a plan beside what was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssessmentSummary {
    /// The first day that is told.
    pub from: String,
    /// The last.
    pub to: String,
    /// Days from the one to the other.
    pub days: u32,
    /// Visits due.
    pub visits_due: u32,
    /// Of these, made on their day.
    pub visits_on_day: u32,
    /// Made before the next one was due.
    pub visits_late: u32,
    /// Not made.
    pub visits_missed: u32,
    /// Made that nobody had asked for.
    pub visits_unasked: u32,
    /// Points to which nobody came.
    pub points_without_visit: usize,
    /// Points whose bins held more than they can on some day.
    pub points_overflowing: usize,
    /// Taken, weighed or estimated.
    pub tonnes: f64,
    /// Of these, estimated by what had arisen.
    pub estimated_percent: f64,
    /// 100 x kg collected on the day on which they arose / kg that arose.
    pub daily_clearing_percent: f64,
    /// What the plan promises of that.
    pub daily_clearing_planned_percent: f64,
    /// Driven by vehicles on the days on which they were tracked; `None`: none was.
    pub driven_km: Option<f64>,
    /// What the plan has for them on these days.
    pub planned_km: Option<f64>,
    /// Fixes that nobody could have reached.
    pub fixes_left_out: usize,
    /// Points whose time of a visit was learnt.
    pub services_learnt: usize,
    /// Rows of vehicles whose speed was learnt.
    pub speeds_learnt: usize,
}

impl AssessmentSummary {
    /// The sums of an assessment, beside what the plan promises.
    #[must_use]
    pub fn of((found, traced): (&Assessment, &Traced), judgement: &Judgement) -> Self {
        let total = found.total();
        let count = |is: fn(&crate::study::PointRecord) -> bool| {
            found.points.values().filter(|record| is(record)).count()
        };
        let km = |metres: fn(&Driven) -> f64| {
            let sum = traced.driven.iter().map(metres).sum::<f64>();
            (!traced.driven.is_empty()).then(|| rounded(sum / 1_000.0, 1))
        };
        let percent = |part: f64, whole: f64| rounded(100.0 * part / whole.max(1e-9), 1);
        Self {
            from: found.from.to_string(),
            to: found.to.to_string(),
            days: found.days(),
            visits_due: total.due,
            visits_on_day: total.on_day,
            visits_late: total.late,
            visits_missed: total.missed(),
            visits_unasked: total.unasked,
            points_without_visit: count(|record| !record.is_visited),
            points_overflowing: count(|record| record.days_over > 0),
            tonnes: rounded(total.kg / 1_000.0, 3),
            estimated_percent: percent(total.estimated_kg, total.kg),
            daily_clearing_percent: percent(total.cleared, total.arises),
            daily_clearing_planned_percent: rounded(judgement.daily_clearing_percent, 1),
            driven_km: km(|day| day.metres),
            planned_km: km(|day| day.metres_planned),
            fixes_left_out: traced.outliers,
            services_learnt: traced.services.len(),
            speeds_learnt: traced.speed_ratios().len(),
        }
    }
}

/// All files of an assessment, its sums at hand; `learnt` are the district's own tables with what its tracks teach.
#[must_use]
pub fn assessment_files(
    district: &District,
    (flow, plan, judgement): (&Flow, &Plan, &Judgement),
    (found, traced, learnt): (&Assessment, &Traced, &[OwnTable]),
    summary: &AssessmentSummary,
    language: Language,
) -> FileSet {
    let week = Week {
        flow,
        plan,
        judgement,
    };
    let rows = monthly::done_rows(district, week, found);
    let facts = monthly::town_facts(district, plan);
    let basis = Basis::Done(summary);
    let mut files = vec![
        ("monthly.csv", monthly::monthly_csv(district, &rows)),
        ("missed.csv", missed(district, plan, &found.missed)),
        (
            "monthly.html",
            monthly_page(district, (&rows, &facts), basis, language),
        ),
        ("assessment.json", super::json(summary)),
    ];
    if !traced.driven.is_empty() {
        files.push(("driven.csv", driven(district, &traced.driven)));
    }
    files.extend(learnt.iter().map(|own| (own.file, as_it_stands(own))));
    FileSet {
        kind: Kind::Assessment,
        files,
    }
}

/// `driven.csv`: what was driven against what was planned, by day and vehicle.
fn driven(district: &District, driven: &[Driven]) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "date",
        "day",
        "vehicle",
        "trackers",
        "tours_planned",
        "driven_km",
        "planned_km",
        "planned_driving_hours",
        "driven_kmh",
        "planned_kmh",
    ]);
    let number = |value: f64, digits| match value.is_finite() {
        true => Cell::Number(rounded(value, digits)),
        false => Cell::Blank,
    };
    for day in driven {
        table.row(&[
            day.date.to_string().as_str().into(),
            Cell::Day(Day::of(day.date)),
            (&district.vehicles[day.vehicle.index()].name).into(),
            Cell::Whole(day.trackers as i64),
            Cell::Whole(day.tours_planned as i64),
            number(day.metres / 1_000.0, 1),
            number(day.metres_planned / 1_000.0, 1),
            number(day.seconds_planned / 3_600.0, 2),
            number(3.6 * day.metres_between / day.seconds_between, 1),
            number(3.6 * day.metres_planned / day.seconds_planned, 1),
        ]);
    }
    table.into_bytes()
}

/// `missed.csv`: visits that were not made on their day, and who was to make them.
fn missed(district: &District, plan: &Plan, missed: &[MissedVisit]) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "date", "day", "town", "village", "point", "stream", "tour", "vehicle", "came",
    ]);
    let mut tours: BTreeMap<_, &Tour> = BTreeMap::new();
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let (StopKind::Point(point), Some(stream)) = (stop.kind, stop.stream) {
                tours.entry((point, stream, tour.day)).or_insert(tour);
            }
        }
    }
    for visit in missed {
        let point = &district.points[visit.point.index()];
        let village = point.village.map(|id| &district.villages[id.index()]);
        let town = village.map(|village| &district.towns[village.town.index()].name);
        let day = Day::of(visit.date);
        let tour = tours.get(&(visit.point, visit.stream, day));
        let came = visit.came.map(|date| date.to_string());
        table.row(&[
            visit.date.to_string().as_str().into(),
            Cell::Day(day),
            town.into(),
            village.map(|village| &village.name).into(),
            (&point.name).into(),
            (&district.streams[visit.stream.index()].name).into(),
            tour.map(|tour| &tour.name).into(),
            tour.map(|tour| &district.vehicles[tour.vehicle.index()].name)
                .into(),
            came.as_ref().into(),
        ]);
    }
    table.into_bytes()
}
