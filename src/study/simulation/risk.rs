//! What the runs say: probabilities by place, the weakest places and what would mend them, two plans compared.

use super::SimulationQuestion;
use super::estimate::{Estimate, mean, probability};
use super::life::{Factors, overflows_alone};
use super::script::Script;
use super::tally::{Count, RunTotals, Tally};
use crate::district::{DisposalId, District, PointId, StreamId};
use crate::plan::Plan;
use crate::planner::Groundwork;
use crate::quantity::{Day, Seconds};
use rayon::prelude::*;

/// Places that are looked at closely.
const WEAKEST: usize = 10;

/// Containers of a stream at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointRisk {
    /// Row of the flow's loads.
    pub bin: usize,
    /// The point.
    pub point: PointId,
    /// The stream.
    pub stream: StreamId,
    /// Probability that they overflow in a week.
    pub overflow: Estimate,
}

/// A tour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TourRisk {
    /// Row of the plan.
    pub tour: usize,
    /// Probability that it comes home after its shift or longest duty.
    pub late: Estimate,
    /// How late then, on average.
    pub mean_lateness: Seconds,
}

/// A facility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationRisk {
    /// Which.
    pub facility: DisposalId,
    /// Probability that its floor overflows in a week; `None` where its storage is not known.
    pub overflow: Option<Estimate>,
    /// Time in its queue in a week.
    pub queue: Seconds,
}

/// What would mend a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mend {
    /// One container more.
    Container,
    /// One visit more, on this day.
    Visit(Day),
}

/// One of the weakest places.
#[derive(Clone, Debug, PartialEq)]
pub struct Weak {
    /// Where.
    pub place: PointRisk,
    /// What helps, and the probability of overflow in a week with it, the better first: the place by itself, with the same
    /// waste, all of it taken at each visit.
    pub mends: Vec<(Mend, f64)>,
}

/// What the runs say.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Runs done, and weeks of each.
    pub runs: usize,
    /// Weeks of each run.
    pub weeks: u32,
    /// Containers that overflowed at least once, the likeliest first.
    pub points: Vec<PointRisk>,
    /// All tours, in the plan's order.
    pub tours: Vec<TourRisk>,
    /// All facilities, in the district's order.
    pub stations: Vec<StationRisk>,
    /// The weakest places and what would mend them.
    pub weakest: Vec<Weak>,
    /// Containers that overflow in a week, on average.
    pub overflowing: Estimate,
    /// Tours that come home late in a week.
    pub late_tours: Estimate,
    /// Share of what is due that is collected on the day of arising, in percent.
    pub daily_clearing_percent: Estimate,
    /// Hours of queues in a week.
    pub queue_hours: Estimate,
    /// Times in a week that a truck is full early.
    pub full_early: Estimate,
    /// Tours in a week that break down.
    pub breakdowns: Estimate,
}

impl Risk {
    /// What all runs of a question say.
    #[must_use]
    pub fn of(
        (district, ground, plan): (&District, &Groundwork, &Plan),
        question: &SimulationQuestion,
        tally: &Tally,
    ) -> Self {
        let (runs, weeks) = (tally.runs.len(), tally.weeks);
        let a_week = |of: fn(&RunTotals) -> f64| {
            mean(
                tally
                    .runs
                    .iter()
                    .map(move |run| of(run) / f64::from(weeks.max(1))),
            )
        };
        let points = points(ground, tally);
        Self {
            runs,
            weeks,
            weakest: weakest((district, ground, plan), question, &points, tally),
            tours: tours(plan, tally),
            stations: stations(district, tally),
            points,
            overflowing: a_week(|run| run.overflows as f64),
            late_tours: a_week(|run| f64::from(run.late_tours)),
            daily_clearing_percent: mean(tally.runs.iter().map(clearing)),
            queue_hours: a_week(|run| run.queue_s as f64 / 3600.0),
            full_early: a_week(|run| f64::from(run.full_early)),
            breakdowns: a_week(|run| f64::from(run.breakdowns)),
        }
    }
}

fn clearing(run: &RunTotals) -> f64 {
    if run.due_kg > 0 {
        100.0 * run.cleared_kg as f64 / run.due_kg as f64
    } else {
        100.0
    }
}

fn points(ground: &Groundwork, tally: &Tally) -> Vec<PointRisk> {
    let risk = |(&bin, &count): (&usize, &Count)| {
        let load = &ground.flow.loads[bin];
        PointRisk {
            bin,
            point: load.point,
            stream: load.stream,
            overflow: probability(count, tally.runs.len(), tally.weeks),
        }
    };
    let mut points: Vec<PointRisk> = tally.bins.iter().map(risk).collect();
    points.sort_by(|a, b| {
        let likelier = b.overflow.value.total_cmp(&a.overflow.value);
        likelier.then(a.bin.cmp(&b.bin))
    });
    points
}

fn tours(plan: &Plan, tally: &Tally) -> Vec<TourRisk> {
    let risk = |tour: usize| {
        let count = tally.tours.get(&tour).copied().unwrap_or_default();
        let mean = count.seconds / count.sum.max(1) as i64;
        TourRisk {
            tour,
            late: probability(count, tally.runs.len(), tally.weeks),
            mean_lateness: Seconds(mean),
        }
    };
    (0..plan.tours.len()).map(risk).collect()
}

fn stations(district: &District, tally: &Tally) -> Vec<StationRisk> {
    let weeks = (tally.runs.len() as i64 * i64::from(tally.weeks)).max(1);
    let risk = |(number, facility): (usize, DisposalId)| {
        let count = tally.facilities.get(&number).copied().unwrap_or_default();
        let storage = match facility {
            DisposalId::Station(id) => district.stations[id.index()].storage,
            DisposalId::Plant(_) => None,
        };
        StationRisk {
            facility,
            overflow: storage.map(|_| probability(count, tally.runs.len(), tally.weeks)),
            queue: Seconds(count.seconds / weeks),
        }
    };
    district.disposals().enumerate().map(risk).collect()
}

/// The likeliest overflows, each lived through again by itself with a container more, and with a visit more.
fn weakest(
    (district, ground, plan): (&District, &Groundwork, &Plan),
    question: &SimulationQuestion,
    points: &[PointRisk],
    tally: &Tally,
) -> Vec<Weak> {
    let script = Script::new(district, ground, plan);
    let factors = Factors::from(district.spread);
    let trials = (tally.runs.len() as f64 * f64::from(tally.weeks)).max(1.0);
    let alone = |bin: usize, visits, room_kg| {
        let weeks = |run: &RunTotals| {
            let when = (question.seed, run.run, tally.weeks);
            u64::from(overflows_alone(
                &script,
                factors,
                when,
                (bin, visits, room_kg),
            ))
        };
        tally.runs.iter().map(weeks).sum::<u64>() as f64 / trials
    };
    let look = |place: &PointRisk| {
        let bin = &script.bins[place.bin];
        let more = alone(place.bin, bin.visits, bin.room_kg + bin.container_kg);
        let mut mends = vec![(Mend::Container, more)];
        let free = Day::WEEK
            .into_iter()
            .filter(|day| !bin.visits.contains(*day));
        let visit = |day: Day| {
            (
                Mend::Visit(day),
                alone(place.bin, bin.visits.with(day), bin.room_kg),
            )
        };
        mends.extend(free.map(visit).min_by(|a, b| a.1.total_cmp(&b.1)));
        mends.sort_by(|a, b| a.1.total_cmp(&b.1));
        Weak {
            place: *place,
            mends,
        }
    };
    points.par_iter().take(WEAKEST).map(look).collect()
}

/// Two plans in the same weeks: the second less the first, run by run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Containers that overflow in a week.
    pub overflowing: Estimate,
    /// Tours that come home late in a week.
    pub late_tours: Estimate,
    /// Daily clearing, percent.
    pub daily_clearing_percent: Estimate,
    /// Hours of queues in a week.
    pub queue_hours: Estimate,
}

impl Comparison {
    /// Compares two plans that were lived through with one question; runs that only one has are left out.
    #[must_use]
    pub fn of(first: &Tally, second: &Tally) -> Self {
        let weeks = f64::from(first.weeks.max(1));
        let pairs: Vec<(&RunTotals, &RunTotals)> = first
            .runs
            .iter()
            .filter_map(|a| Some((a, second.runs.iter().find(|b| b.run == a.run)?)))
            .collect();
        let difference = |of: &dyn Fn(&RunTotals) -> f64| {
            let each: Vec<f64> = pairs.iter().map(|(a, b)| of(b) - of(a)).collect();
            mean(each.iter().copied())
        };
        Self {
            overflowing: difference(&|run| run.overflows as f64 / weeks),
            late_tours: difference(&|run| f64::from(run.late_tours) / weeks),
            daily_clearing_percent: difference(&clearing),
            queue_hours: difference(&|run| run.queue_s as f64 / 3600.0 / weeks),
        }
    }
}
