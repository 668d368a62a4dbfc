//! How far each kind of measurement scatters, and which measurements no scatter explains.
//!
//! Days scatter around what their own gate usually weighs; how far that lies from what all else says is not scatter. It is
//! the error of the scales, an unknown of its own for each gate, which is near nothing: that is a measurement too, and the
//! first to go where a gate contradicts all others.

use super::least_squares::{Fit, Row, Unknowns, by_chance, fit, p_value};
use super::rhythm::median;
use super::{Factor, Measurement, Reconciliation, ScaleError, Weighed, Weighing};
use crate::district::DisposalId;
use crate::flow::Origin;
use std::collections::BTreeMap;

/// Before its scatter is known, a measurement may be off by this share.
const FIRST_CV: f64 = 0.15;
/// A kind's scatter is between these shares, and is learnt from so many measurements at least.
const CV_RANGE: (f64, f64) = (0.005, 0.6);
const ENOUGH: usize = 5;
/// Scales, and what the model has wrong about one gate on every day alike, are off by this share; an assumption.
const SCALES_CV: f64 = 0.02;
/// Rounds in which scatter is learnt and gross errors are left out.
const SCATTER_ROUNDS: usize = 3;
const MOST_LEFT_OUT: usize = 20;
/// What is rarer than this by chance is a gross error.
const HARDLY_CHANCE: f64 = 0.01;
/// A median deviation of normal errors times this is their standard deviation.
const OF_MEDIAN: f64 = 1.4826;
/// Beyond so many of those a measurement says nothing of the scatter of its kind.
const FAR: f64 = 4.0;

/// Measurements that scatter alike: those of a facility; all counts.
fn kind(what: Weighed) -> Option<DisposalId> {
    match what {
        Weighed::Facility(id) => Some(id),
        Weighed::Origin(..) | Weighed::Point(..) => None,
    }
}

/// The standard deviation of deviations around middles, of which so many were told by them; `None` of too few. A first one by
/// the median, which gross errors cannot move, says which are too far to count.
fn scatter(off: Vec<f64>, told: usize) -> Option<f64> {
    let (least, most) = CV_RANGE;
    // Middles lie nearer to what told them than the truth does.
    let nearer =
        off.len().checked_sub(told).filter(|&degrees| degrees > 0)? as f64 / off.len() as f64;
    let far = FAR * (OF_MEDIAN * median(off.clone()) / nearer.sqrt()).max(least);
    let near: Vec<f64> = off.into_iter().filter(|off| *off <= far).collect();
    let degrees = near.len().checked_sub(told.max(1))?;
    let squares: f64 = near.iter().map(|off| off * off).sum();
    (degrees + 1 >= ENOUGH).then(|| (squares / degrees as f64).sqrt().clamp(least, most))
}

/// The search for what scatters and what is wrong.
pub(super) struct Search {
    unknowns: Unknowns,
    measurements: Vec<(Weighing, Row)>,
    scales: Vec<(DisposalId, Row)>,
    /// Shares of days that each kind's measurements told before.
    shares_told: BTreeMap<Option<DisposalId>, usize>,
    /// Of the measurements, then of the scales.
    is_left_out: Vec<bool>,
}

impl Search {
    /// Measurements, each with the places of its origins and their kilograms; and how many shares of days each gate's own
    /// tickets told.
    pub(super) fn new(
        num_origins: usize,
        measured: Vec<(Weighing, Vec<(usize, f64)>)>,
        shares_told: BTreeMap<DisposalId, usize>,
    ) -> Self {
        let mut facilities: Vec<DisposalId> =
            measured.iter().filter_map(|row| kind(row.0.what)).collect();
        facilities.sort();
        facilities.dedup();
        let unknowns = Unknowns {
            origins: num_origins,
            scales: facilities.len(),
        };
        let row = |(weighing, parts): (Weighing, Vec<(usize, f64)>)| {
            let expected: f64 = parts.iter().map(|part| part.1).sum();
            let scale = kind(weighing.what).and_then(|id| facilities.binary_search(&id).ok());
            let row = Row {
                parts: parts
                    .iter()
                    .map(|&(at, kg)| (unknowns.origin(at), kg))
                    .collect(),
                scale: scale.map(|scale| (unknowns.scale(scale), expected)),
                measured: weighing.kg,
                sd: weighing.stated_cv.unwrap_or(FIRST_CV) * expected,
            };
            (weighing, row)
        };
        let scale = |(at, &id)| (id, Row::is_right(unknowns.scale(at), SCALES_CV));
        Self {
            unknowns,
            shares_told: shares_told
                .into_iter()
                .map(|(id, told)| (Some(id), told))
                .collect(),
            is_left_out: vec![false; measured.len() + facilities.len()],
            measurements: measured.into_iter().map(row).collect(),
            scales: facilities.iter().enumerate().map(scale).collect(),
        }
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        let measurements = self.measurements.iter().map(|row| &row.1);
        measurements.chain(self.scales.iter().map(|row| &row.1))
    }

    fn used(&self) -> impl Iterator<Item = &Row> {
        let all = self.rows().zip(&self.is_left_out);
        all.filter(|(_, is_out)| !**is_out).map(|(row, _)| row)
    }

    fn fitted(&self) -> Fit {
        fit(self.unknowns, self.used())
    }

    /// Gives each kind the deviation that it shows around what its own gate or village usually has. Stated deviations stay as
    /// they are.
    fn learn_scatter(&mut self, fit: &Fit) {
        let usual = self.usual_ratios(fit);
        let mut kinds: BTreeMap<Option<DisposalId>, Vec<f64>> = BTreeMap::new();
        let mut told = self.shares_told.clone();
        for (what, (_, is_told)) in &usual {
            *told.entry(kind(*what)).or_default() += usize::from(*is_told);
        }
        for (weighing, row) in &self.measurements {
            if weighing.stated_cv.is_none() {
                let off = row.ratio(fit) / usual[&weighing.what].0 - 1.0;
                kinds
                    .entry(kind(weighing.what))
                    .or_default()
                    .push(off.abs());
            }
        }
        let learnt =
            |(kind, off)| Some((kind, scatter(off, told.get(&kind).copied().unwrap_or(0))?));
        let cvs: BTreeMap<Option<DisposalId>, f64> = kinds.into_iter().filter_map(learnt).collect();
        for (weighing, row) in &mut self.measurements {
            let learnt = cvs.get(&kind(weighing.what)).copied();
            row.settle(fit, weighing.stated_cv.or(learnt).unwrap_or(FIRST_CV));
        }
    }

    /// What each gate or village usually weighs over what the fit has, and whether its own measurements told that; 1 where
    /// there are too few.
    fn usual_ratios(&self, fit: &Fit) -> BTreeMap<Weighed, (f64, bool)> {
        let mut ratios: BTreeMap<Weighed, Vec<f64>> = BTreeMap::new();
        for (weighing, row) in &self.measurements {
            ratios
                .entry(weighing.what)
                .or_default()
                .push(row.ratio(fit));
        }
        let usual = |(what, ratios): (Weighed, Vec<f64>)| {
            let ratio = (ratios.len() >= ENOUGH).then(|| median(ratios));
            let told = ratio.filter(|ratio| *ratio > 0.0);
            (what, (told.unwrap_or(1.0), told.is_some()))
        };
        ratios.into_iter().map(usual).collect()
    }

    /// The worst measurement in use, if it is hardly chance.
    fn gross(&self, fit: &Fit) -> Option<usize> {
        let all = self.rows().zip(&self.is_left_out).enumerate();
        let used = all.filter(|(_, (_, is_out))| !**is_out);
        let rated = used.map(|(at, (row, _))| (at, fit.normalised(row, true)));
        let (at, worst) = rated.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        (by_chance(worst, self.is_left_out.len()) < HARDLY_CHANCE).then_some(at)
    }

    /// Leaves out what is hardly chance, one by one, and tells what is left.
    pub(super) fn told(mut self, origins: &[Origin], unknown: Vec<Weighing>) -> Reconciliation {
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
        let told: usize = self.shares_told.values().sum();
        let degrees = self.used().count().saturating_sub(told);
        let factor = |(at, &origin): (usize, &Origin)| Factor {
            origin,
            factor: fit.factors[self.unknowns.origin(at)],
            sd: fit.sd(self.unknowns.origin(at)),
        };
        Reconciliation {
            district_factor: fit.factors[0],
            factors: origins.iter().enumerate().map(factor).collect(),
            measurements: self.told_measurements(&fit),
            scales: self.told_scales(&fit),
            unknown,
            chi_square,
            degrees,
            p_value: p_value(chi_square, degrees),
            chi_square_of_all,
        }
    }

    fn told_measurements(&self, fit: &Fit) -> Vec<Measurement> {
        let told = |((weighing, row), &is_left_out): (&(Weighing, Row), &bool)| Measurement {
            weighing: *weighing,
            modelled_kg: row.parts.iter().map(|part| part.1).sum(),
            reconciled_kg: row.arising(&fit.factors),
            sd_kg: row.sd,
            normalised: fit.normalised(row, !is_left_out),
            is_left_out,
        };
        let rows = self.measurements.iter().zip(&self.is_left_out);
        rows.map(told).collect()
    }

    fn told_scales(&self, fit: &Fit) -> Vec<ScaleError> {
        let left_out = &self.is_left_out[self.measurements.len()..];
        let told = |(at, ((facility, row), &is_left_out)): (usize, (&(DisposalId, Row), &bool))| {
            ScaleError {
                facility: *facility,
                error: fit.factors[self.unknowns.scale(at)],
                // What the scales are taken for pulls against what all else says of them.
                normalised: -fit.normalised(row, !is_left_out),
                is_left_out,
            }
        };
        let rows = self.scales.iter().zip(left_out);
        rows.enumerate().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scatter_is_that_of_the_near_ones_over_their_degrees() {
        let off = vec![0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 9.0];
        // Eight count, three of which were told: sqrt(8 x 0.01 / 5).
        let found = scatter(off, 3).expect("enough");
        assert!((found - 0.016_f64.sqrt()).abs() < 1e-12, "{found}");
        assert_eq!(scatter(vec![0.1; 4], 1), None, "too few");
        assert_eq!(scatter(vec![0.1; 7], 7), None, "all of them told");
        assert_eq!(scatter(vec![0.0; 9], 1), Some(CV_RANGE.0));
    }
}
