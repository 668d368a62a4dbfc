//! The way between sites in a file's own numbers: what the literature counts as cost, before the solver's whole numbers.

use super::faults::Faults;
use crate::quantity::{Metric, Scale};

/// Longest leg in the solver's whole numbers, so that a tour there and back ends by the latest clock.
pub(super) const LONGEST: f64 = (1 << 26) as f64;

/// Legs as a file means them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OwnLegs {
    /// Points on a plane, and how a distance is rounded, if it is.
    Plane {
        points: Vec<(f64, f64)>,
        metric: Metric,
        rounded: Option<Scale>,
    },
    /// A table, row by row.
    Table { len: usize, legs: Vec<f64> },
}

impl OwnLegs {
    /// The leg between two sites.
    pub fn leg(&self, from: usize, to: usize) -> f64 {
        match self {
            Self::Table { len, legs } => legs[from * len + to],
            Self::Plane {
                points,
                metric,
                rounded,
            } => {
                let (x, y) = (points[from].0 - points[to].0, points[from].1 - points[to].1);
                let apart = length(*metric, x, y);
                rounded.map_or(apart, |scale| f64::from(scale.apply(apart)))
            }
        }
    }
}

/// Notes a fault if points may lie so far apart that a leg times a factor is too long for the solver.
pub(super) fn check_extent(
    points: &[(f64, f64)],
    metric: Metric,
    factor: f64,
    faults: &mut Faults,
) {
    let span = |axis: fn(&(f64, f64)) -> f64| {
        let least = points.iter().map(axis).fold(f64::INFINITY, f64::min);
        let most = points.iter().map(axis).fold(f64::NEG_INFINITY, f64::max);
        (most - least).max(0.0)
    };
    let longest = length(metric, span(|point| point.0), span(|point| point.1));
    if longest * factor > LONGEST {
        let expected = format!("points at most {:.0} apart", LONGEST / factor);
        faults.note(0, "coordinates", &format!("{longest:.0}"), expected);
    }
}

fn length(metric: Metric, x: f64, y: f64) -> f64 {
    match metric {
        Metric::Euclidean => (x * x + y * y).sqrt(),
        Metric::Manhattan => x.abs() + y.abs(),
    }
}
