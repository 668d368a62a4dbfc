//! The model against what was weighed: which rates fit the weighbridges and counts best, how well, and what cannot be right.
//!
//! Flows are the model's, times a factor for each village (and each point of none); a facility is brought the sum of what is
//! tipped there, a plant also what its stations send on, so that mass is balanced along the whole graph. Factors are found by
//! weighted least squares ([`least_squares`]), as STAN reconciles material flows (Cencic & Rechberger, *Material flow
//! analysis with software STAN*, J. Environ. Eng. Manage. 18 (2008) 3-7). A measurement's deviation is learnt from how its
//! kind scatters, unless it is stated. Scales may be wrong on all days alike. What is hardly chance (at most 1 in 100 for all
//! of it together), a weighing or a gate's scales, is named, the largest first, and left out ([`search`]).

mod least_squares;
mod model;
mod rhythm;
mod search;
mod ways;

pub use ways::Ways;

use super::{Origin, PointLoad};
use crate::district::{CalendarDay, DisposalId, District, PointId, StreamId, VillageId, limits};
use crate::quantity::{Day, IsoWeek};
use model::{Model, together};
use search::Search;

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
        let civil = date.civil()?;
        let (week, day) = (IsoWeek::of(civil), Day::of(civil));
        Some(Self { date, week, day })
    }

    /// Days from an earlier one to this.
    fn days_since(&self, earlier: &Self) -> i32 {
        let civil = |on: &Self| on.date.civil().unwrap_or_default();
        (civil(self) - civil(earlier)).get_days()
    }
}

/// What was weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weighed {
    /// What vehicles brought to a facility on a day (`weighbridge.csv`).
    Facility(DisposalId),
    /// What arose in a village, or at a point of none, over so many days (`counts.csv`).
    Origin(Origin, u32),
    /// What arose at one point of a village, over so many days (`counts.csv`).
    Point(PointId, u32),
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
    /// Standard deviation that is stated for it, as a share; `None`: learnt from how its kind scatters.
    pub stated_cv: Option<f64>,
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

/// What the scales of a gate show too much on all days alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleError {
    /// Whose.
    pub facility: DisposalId,
    /// As a share of what comes: 0.1 where they show a tenth too much; below 0 where they show too little.
    pub error: f64,
    /// How far that is from what scales may be off, in standard deviations.
    pub normalised: f64,
    /// Whether the gate was left out, for it contradicts all else: its tickets then tell how its waste varies, not how
    /// much it is.
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

/// How many times more or less than the district's factor that of a village may be.
const MOST_APART: f64 = 10.0;

/// What the measurements make of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciliation {
    /// On the whole district.
    pub district_factor: f64,
    /// By origin.
    pub factors: Vec<Factor>,
    /// By what, then date; those of which the model knows nothing are last in `unknown`.
    pub measurements: Vec<Measurement>,
    /// By facility, where something was weighed.
    pub scales: Vec<ScaleError>,
    /// Weighings at places, or of streams, of which the model expects nothing.
    pub unknown: Vec<Weighing>,
    /// Squares of residuals over variances, of what was not left out, and of the priors.
    pub chi_square: f64,
    /// Its degrees of freedom: measurements used and scales taken for right, less the shares that gates' own
    /// tickets tell of their days.
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

    /// The scales that contradict all else, the worst first.
    #[must_use]
    pub fn wrong_scales(&self) -> Vec<&ScaleError> {
        let mut wrong: Vec<_> = self.scales.iter().filter(|s| s.is_left_out).collect();
        wrong.sort_by(|a, b| b.normalised.abs().total_cmp(&a.normalised.abs()));
        wrong
    }

    /// The factor that an origin's figures are multiplied by: 1 if it makes nothing, or if the one found is
    /// [not credible](Self::is_credible).
    #[must_use]
    pub fn factor(&self, origin: Origin) -> f64 {
        let found = self.factors.binary_search_by_key(&origin, |row| row.origin);
        let row = found.ok().map(|at| &self.factors[at]);
        row.filter(|row| self.is_credible(row))
            .map_or(1.0, |row| row.factor)
    }

    /// Whether an origin may make so much: more than nothing, and a tenth to ten times of what the district's factor says. Few
    /// measurements of much noise lead beyond; a figure that nobody would believe is not written over one that somebody gave.
    #[must_use]
    pub fn is_credible(&self, row: &Factor) -> bool {
        let least = self.district_factor.max(0.0) / MOST_APART;
        row.factor > 0.0 && (least..=self.district_factor * MOST_APART).contains(&row.factor)
    }
}

/// Reconciles a district's rates with what was weighed. `loads` is what reaches the points in the base week.
#[must_use]
pub fn reconcile(
    district: &District,
    loads: &[PointLoad],
    ways: &Ways,
    weighings: &[Weighing],
) -> Reconciliation {
    let model = Model::new(district, loads, ways, weighings);
    let mut measured = Vec::new();
    let mut unknown = Vec::new();
    for weighing in together(weighings) {
        let parts = model.parts(&weighing);
        if parts.is_empty() {
            unknown.push(weighing);
        } else {
            measured.push((weighing, parts));
        }
    }
    Search::new(model.origins.len(), measured, model.shares_told()).told(&model.origins, unknown)
}

/// The district with the rates found: of villages, and of points and generators that give their own kilograms. A village whose
/// rate is a default and whose points all say what they hold keeps the default, which yields to them.
#[must_use]
pub fn reconciled(district: &District, found: &Reconciliation) -> District {
    district.changed(|draft| {
        let mut has_blank_bins = vec![false; district.villages.len()];
        let mut has_points = has_blank_bins.clone();
        for index in 0..district.points.len() {
            let id = PointId::from_index(index);
            let factor = found.factor(Origin::of(district, id));
            let point = &mut draft.points[index];
            let village = point.village.map(VillageId::index);
            for bins in &mut point.bins {
                let most = limits::KG_PER_DAY.1;
                bins.kg_per_day = bins.kg_per_day.map(|kg| (kg * factor).min(most));
                if let Some(village) = village {
                    has_points[village] = true;
                    has_blank_bins[village] |= bins.kg_per_day.is_none();
                }
            }
        }
        for (index, village) in draft.villages.iter_mut().enumerate() {
            let yields = village.rate_is_default && has_points[index] && !has_blank_bins[index];
            if !yields {
                let factor = found.factor(Origin::Village(VillageId::from_index(index)));
                let rate = village.kg_per_person_day * factor;
                village.kg_per_person_day = rate.min(limits::KG_PER_PERSON_DAY.1);
                village.rate_is_default = false;
            }
        }
    })
}
