//! The model against what was weighed: which rates fit the weighbridges and counts best, how well, and what cannot be right.
//!
//! Flows are the model's, times a factor for each village (and each point of none); a facility is brought the sum of what is
//! tipped there, a plant also what its stations send on, so that mass is balanced along the whole graph. Factors are found by
//! weighted least squares ([`least_squares`]), as STAN reconciles material flows (Cencic & Rechberger, *Material flow
//! analysis with software STAN*, J. Environ. Eng. Manage. 18 (2008) 3-7). A measurement's deviation is learnt from how its
//! kind scatters. Measurements that are hardly chance (at most 1 in 100 for all of them together) are named, the largest
//! first, and left out.

mod least_squares;
mod ways;

pub use ways::Ways;

use super::{Origin, PointLoad, flow};
use crate::district::{CalendarDay, DisposalId, District, PointId, StreamId, VillageId};
use crate::quantity::{Day, IsoWeek};
use least_squares::{Fit, Row, by_chance, fit, p_value};
use std::collections::BTreeMap;
use ways::origin;

/// When something was weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeighingDay {
    /// The date.
    pub date: CalendarDay,
    /// Its week.
    pub week: IsoWeek,
    /// Its day of the week.
    pub day: Day,
}

impl WeighingDay {
    /// A date with its year; `None` where the calendar has no such day, or no year is given.
    #[must_use]
    pub fn of(date: CalendarDay) -> Option<Self> {
        let civil = jiff::civil::Date::new(date.year?, date.month as i8, date.day as i8).ok()?;
        let iso = civil.iso_week_date();
        let week = IsoWeek {
            year: iso.year(),
            week: iso.week() as u8,
        };
        let day = Day(civil.weekday().to_monday_zero_offset() as u8);
        date.exists(false).then_some(Self { date, week, day })
    }
}

/// What was weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weighed {
    /// What vehicles brought to a facility on a day (`weighbridge.csv`).
    Facility(DisposalId),
    /// What arose in a village, or at a point of none, over so many days (`counts.csv`).
    Origin(Origin, u32),
}

/// A row of `weighbridge.csv` or `counts.csv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighing {
    /// What.
    pub what: Weighed,
    /// When.
    pub on: WeighingDay,
    /// Of which stream; `None`: of all.
    pub stream: Option<StreamId>,
    /// Kilograms.
    pub kg: f64,
}

/// A measurement and what the reconciled model makes of it. Weighings of a facility on one day are one measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// The measurement.
    pub weighing: Weighing,
    /// What the model expected.
    pub modelled_kg: f64,
    /// What it expects with the factors found.
    pub reconciled_kg: f64,
    /// The standard deviation that its kind was found to have, in kilograms.
    pub sd_kg: f64,
    /// What was measured above what is expected, in standard deviations of that difference.
    pub normalised: f64,
    /// Whether it was left out: hardly chance.
    pub is_left_out: bool,
}

/// A factor on the model's rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    /// Of whom.
    pub origin: Origin,
    /// The factor.
    pub factor: f64,
    /// Its standard deviation.
    pub sd: f64,
}

/// What the measurements make of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciliation {
    /// On the whole district.
    pub district_factor: f64,
    /// By origin.
    pub factors: Vec<Factor>,
    /// By what, then date; those of which the model knows nothing are last in `unknown`.
    pub measurements: Vec<Measurement>,
    /// Weighings at places, or of streams, of which the model expects nothing.
    pub unknown: Vec<Weighing>,
    /// Squares of residuals over variances, of what was not left out, and of the priors.
    pub chi_square: f64,
    /// Its degrees of freedom: measurements used.
    pub degrees: usize,
    /// The probability of a larger one by chance.
    pub p_value: f64,
    /// The same with all measurements.
    pub chi_square_of_all: f64,
}

impl Reconciliation {
    /// The measurement that fits worst.
    #[must_use]
    pub fn worst(&self) -> Option<&Measurement> {
        let all = self.measurements.iter();
        all.max_by(|a, b| a.normalised.abs().total_cmp(&b.normalised.abs()))
    }

    /// What was left out, the worst first.
    #[must_use]
    pub fn left_out(&self) -> Vec<&Measurement> {
        let mut out: Vec<_> = self.measurements.iter().filter(|m| m.is_left_out).collect();
        out.sort_by(|a, b| b.normalised.abs().total_cmp(&a.normalised.abs()));
        out
    }

    /// The factor of an origin; 1 if it makes nothing.
    #[must_use]
    pub fn factor(&self, origin: Origin) -> f64 {
        let found = self.factors.binary_search_by_key(&origin, |row| row.origin);
        found.map_or(1.0, |at| self.factors[at].factor)
    }
}

/// Before its scatter is known, a measurement may be off by this share.
const FIRST_CV: f64 = 0.15;
/// A kind's scatter is between these shares, and is learnt from so many measurements at least.
const CV_RANGE: (f64, f64) = (0.005, 0.6);
const ENOUGH: usize = 5;
/// Rounds in which scatter is learnt and gross errors are left out.
const SCATTER_ROUNDS: usize = 3;
const MOST_LEFT_OUT: usize = 20;
/// What is rarer than this by chance is a gross error.
const HARDLY_CHANCE: f64 = 0.01;

/// Reconciles a district's rates with what was weighed. `loads` is what reaches the points in the base week.
#[must_use]
pub fn reconcile(
    district: &District,
    loads: &[PointLoad],
    ways: &Ways,
    weighings: &[Weighing],
) -> Reconciliation {
    let model = Model::new(district, loads, ways, weighings);
    let mut measurements = Vec::new();
    let mut unknown = Vec::new();
    for weighing in together(weighings) {
        let parts = model.parts(&weighing);
        let expected: f64 = parts.iter().map(|part| part.1).sum();
        if expected <= 0.0 {
            unknown.push(weighing);
            continue;
        }
        let row = Row {
            parts,
            measured: weighing.kg,
            sd: FIRST_CV * expected,
        };
        measurements.push((weighing, row));
    }
    Search::new(model.origins.len() + 1, measurements).told(&model.origins, unknown)
}

/// Weighings of a facility, day and stream as one.
fn together(weighings: &[Weighing]) -> Vec<Weighing> {
    let mut sums: BTreeMap<(Weighed, WeighingDay, Option<StreamId>), f64> = BTreeMap::new();
    let mut counts = Vec::new();
    for weighing in weighings {
        match weighing.what {
            Weighed::Facility(_) => {
                let key = (weighing.what, weighing.on, weighing.stream);
                *sums.entry(key).or_default() += weighing.kg;
            }
            Weighed::Origin(..) => counts.push(*weighing),
        }
    }
    counts.sort_by_key(|count| (count.what, count.on));
    let facilities = sums.into_iter().map(|((what, on, stream), kg)| Weighing {
        what,
        on,
        stream,
        kg,
    });
    facilities.chain(counts).collect()
}

/// What the model expects.
struct Model<'a> {
    origins: Vec<Origin>,
    ways: &'a Ways,
    /// Kilograms of each origin and stream in the base week, and in each week in which something was weighed.
    base: BTreeMap<(Origin, StreamId), f64>,
    weeks: BTreeMap<IsoWeek, BTreeMap<(Origin, StreamId), f64>>,
}

impl<'a> Model<'a> {
    fn new(
        district: &District,
        loads: &[PointLoad],
        ways: &'a Ways,
        weighings: &[Weighing],
    ) -> Self {
        let base = sums(district, loads);
        let mut origins: Vec<Origin> = base.keys().map(|key| key.0).collect();
        origins.dedup();
        let mut weeks = BTreeMap::new();
        for weighing in weighings {
            weeks
                .entry(weighing.on.week)
                .or_insert_with(|| sums(district, &flow(district, Some(weighing.on.week)).loads));
        }
        Self {
            origins,
            ways,
            base,
            weeks,
        }
    }

    /// The unknowns that a weighing measures, each with its kilograms.
    fn parts(&self, weighing: &Weighing) -> Vec<(usize, f64)> {
        let week = &self.weeks[&weighing.on.week];
        let takes = |stream: StreamId| weighing.stream.is_none_or(|only| only == stream);
        let mut parts: BTreeMap<usize, f64> = BTreeMap::new();
        let mut add = |origin: Origin, kg: f64| {
            if let Ok(at) = self.origins.binary_search(&origin) {
                *parts.entry(at + 1).or_default() += kg;
            }
        };
        match weighing.what {
            Weighed::Facility(id) => {
                let first = (id, StreamId::from_index(0));
                let here = self.ways.0.range(first..).take_while(|way| way.0.0 == id);
                for ((_, stream), origins) in here.filter(|way| takes(way.0.1)) {
                    for (&origin, kg) in origins {
                        let of = (origin, *stream);
                        let base = self.base.get(&of).copied().unwrap_or(0.0);
                        let now = week.get(&of).copied().unwrap_or(0.0);
                        let factor = if base > 0.0 { now / base } else { 1.0 };
                        add(origin, kg[weighing.on.day.index() % 7] * factor);
                    }
                }
            }
            Weighed::Origin(origin, days) => {
                let own = week
                    .iter()
                    .filter(|row| row.0.0 == origin && takes(row.0.1));
                let kg: f64 = own.map(|row| row.1).sum();
                add(origin, kg / 7.0 * f64::from(days));
            }
        }
        parts.into_iter().filter(|part| part.1 > 0.0).collect()
    }
}

/// Kilograms a week by origin and stream.
fn sums(district: &District, loads: &[PointLoad]) -> BTreeMap<(Origin, StreamId), f64> {
    let mut sums = BTreeMap::new();
    for load in loads {
        let key = (origin(district, load.point), load.stream);
        *sums.entry(key).or_default() += load.kg_per_week();
    }
    sums
}

/// Kinds of measurement that scatter alike: a facility; all counts.
fn kind(weighing: &Weighing) -> Option<DisposalId> {
    match weighing.what {
        Weighed::Facility(id) => Some(id),
        Weighed::Origin(..) => None,
    }
}

struct Search {
    unknowns: usize,
    measurements: Vec<(Weighing, Row)>,
    is_left_out: Vec<bool>,
}

impl Search {
    fn new(unknowns: usize, measurements: Vec<(Weighing, Row)>) -> Self {
        Self {
            unknowns,
            is_left_out: vec![false; measurements.len()],
            measurements,
        }
    }

    fn used(&self) -> impl Iterator<Item = &Row> {
        let all = self.measurements.iter().zip(&self.is_left_out);
        all.filter(|(_, is_out)| !**is_out).map(|((_, row), _)| row)
    }

    fn fitted(&self) -> Fit {
        fit(self.unknowns, self.used())
    }

    /// Gives each kind the deviation that it shows: the median of its relative residuals, which gross errors cannot move.
    fn learn_scatter(&mut self, fit: &Fit) {
        let mut kinds: BTreeMap<Option<DisposalId>, Vec<f64>> = BTreeMap::new();
        for (weighing, row) in &self.measurements {
            let expected = row.expected(&fit.factors).max(f64::MIN_POSITIVE);
            let off = (row.measured / expected - 1.0).abs();
            kinds.entry(kind(weighing)).or_default().push(off);
        }
        let mut cvs = BTreeMap::new();
        for (kind, mut off) in kinds {
            off.sort_by(f64::total_cmp);
            let median = off[off.len() / 2];
            if off.len() >= ENOUGH {
                cvs.insert(kind, (1.4826 * median).clamp(CV_RANGE.0, CV_RANGE.1));
            }
        }
        for (weighing, row) in &mut self.measurements {
            let cv = cvs.get(&kind(weighing)).copied().unwrap_or(FIRST_CV);
            row.sd = cv * row.expected(&fit.factors).max(1.0);
        }
    }

    /// The worst measurement in use, if it is hardly chance.
    fn gross(&self, fit: &Fit) -> Option<usize> {
        let used = (0..self.measurements.len()).filter(|&at| !self.is_left_out[at]);
        let rated = used.map(|at| (at, fit.normalised(&self.measurements[at].1, true)));
        let (at, worst) = rated.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        (by_chance(worst, self.measurements.len()) < HARDLY_CHANCE).then_some(at)
    }

    fn told(mut self, origins: &[Origin], unknown: Vec<Weighing>) -> Reconciliation {
        for _ in 0..SCATTER_ROUNDS {
            let fit = self.fitted();
            self.learn_scatter(&fit);
        }
        let all = self.fitted();
        let chi_square_of_all = all.chi_square(self.used());
        let mut fit = all;
        for _ in 0..MOST_LEFT_OUT {
            let Some(worst) = self.gross(&fit) else { break };
            self.is_left_out[worst] = true;
            fit = self.fitted();
            self.learn_scatter(&fit);
            fit = self.fitted();
        }
        let chi_square = fit.chi_square(self.used());
        let degrees = self.used().count();
        let factor = |(at, &origin): (usize, &Origin)| Factor {
            origin,
            factor: fit.factors[at + 1],
            sd: fit.sd(at + 1),
        };
        let ones = vec![1.0; self.unknowns];
        let measured = |((weighing, row), &is_left_out): (&(Weighing, Row), &bool)| Measurement {
            weighing: *weighing,
            modelled_kg: row.expected(&ones),
            reconciled_kg: row.expected(&fit.factors),
            sd_kg: row.sd,
            normalised: fit.normalised(row, !is_left_out),
            is_left_out,
        };
        let rows = self.measurements.iter().zip(&self.is_left_out);
        Reconciliation {
            district_factor: fit.factors[0],
            factors: origins.iter().enumerate().map(factor).collect(),
            measurements: rows.map(measured).collect(),
            unknown,
            chi_square,
            degrees,
            p_value: p_value(chi_square, degrees),
            chi_square_of_all,
        }
    }
}

/// The district with the rates found: of villages, and of points and generators that give their own kilograms.
#[must_use]
pub fn reconciled(district: &District, found: &Reconciliation) -> District {
    let mut district = district.clone();
    for (index, village) in district.villages.iter_mut().enumerate() {
        let id = VillageId::from_index(index);
        village.kg_per_person_day *= found.factor(Origin::Village(id)).max(0.0);
        village.rate_is_default = false;
    }
    for index in 0..district.points.len() {
        let id = PointId::from_index(index);
        let factor = found.factor(origin(&district, id)).max(0.0);
        for bins in &mut district.points[index].bins {
            bins.kg_per_day = bins.kg_per_day.map(|kg| kg * factor);
        }
    }
    district
}
