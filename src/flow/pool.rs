//! How a village's waste meets its bins: one pool for each stream that has bins of its own there, one for the bins that
//! take all the rest.
//!
//! Promise: what goes into a pool comes out, as loads of bins or as kilograms that no bins take; where the
//! points are believed against the estimate of what households bring, the difference is told.

use super::PointLoad;
use super::generation::{Part, Week};
use crate::district::{Bins, District, PointId, StreamId, StreamKind};

/// One row of bins at a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct BinsRef<'a> {
    pub(super) point: PointId,
    pub(super) position: usize,
    pub(super) bins: &'a Bins,
}

/// Waste that rides under one stream, and the bins in a village that take it.
#[derive(Clone, Debug)]
pub(super) struct Pool<'a> {
    /// The stream it rides as.
    pub(super) stream: StreamId,
    /// What households bring, by what it was before sorting.
    pub(super) parts: Vec<Part>,
    /// Where to. May be empty: then nobody takes it.
    pub(super) bins: Vec<BinsRef<'a>>,
}

/// What became of a pool.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    /// What each of its bins gets, in their order.
    pub(super) loads: Vec<PointLoad>,
    /// What no bins take.
    pub(super) left: Week,
    /// How much more explicit bins take than households were thought to bring; below 0 where they prove these wrong.
    pub(super) beyond: Week,
}

/// Sorts what rides in a village into pools. A stream without bins of its own goes into the bins of no stream, or where
/// there are none into those of the residual stream; hazardous waste only into its own.
pub(super) fn pools<'a>(
    district: &District,
    riding: &[Vec<Part>],
    bins: &[BinsRef<'a>],
) -> Vec<Pool<'a>> {
    let residual = district.residual();
    let bins_of = |stream: Option<StreamId>| -> Vec<BinsRef<'a>> {
        bins.iter()
            .filter(|b| b.bins.stream == stream)
            .copied()
            .collect()
    };
    let mut own: Vec<Pool> = (0..riding.len())
        .map(|s| Pool {
            stream: StreamId::from_index(s),
            parts: riding[s].clone(),
            bins: bins_of(Some(StreamId::from_index(s))),
        })
        .collect();
    let mut rest = Pool {
        stream: residual,
        parts: Vec::new(),
        bins: bins_of(None),
    };
    let residual_has_bins = !own[residual.index()].bins.is_empty();
    for s in 0..own.len() {
        let stays = !own[s].bins.is_empty() || district.streams[s].kind == StreamKind::Hazardous;
        if stays {
            continue;
        }
        let parts = std::mem::take(&mut own[s].parts);
        if rest.bins.is_empty() && residual_has_bins {
            own[residual.index()].parts.extend(parts);
        } else {
            rest.parts.extend(parts);
        }
    }
    own.push(rest);
    own.retain(|pool| !pool.bins.is_empty() || pool.kg().iter().any(|&kg| kg > 0.0));
    own
}

impl Pool<'_> {
    /// All that households bring.
    pub(super) fn kg(&self) -> Week {
        let mut kg = [0.0; 7];
        for part in &self.parts {
            add(&mut kg, part.kg);
        }
        kg
    }

    /// Corrects what is made, by stream, where explicit bins take more or less than was thought: the mix stays.
    pub(super) fn correct(&self, made: &mut [Week], beyond: Week) {
        let total = self.kg();
        for day in (0..7).filter(|&day| beyond[day] != 0.0) {
            if total[day] > 0.0 {
                for part in &self.parts {
                    let made = &mut made[part.origin.index()][day];
                    *made = (*made + beyond[day] * part.kg[day] / total[day]).max(0.0);
                }
            } else {
                made[self.stream.index()][day] += beyond[day];
            }
        }
    }

    /// Shares the pool over its bins: explicit rates first, each times the day's factor; what is left over blank bins by
    /// container litres. Where every row is explicit and the village's own rate is a guess (`guessed`), or differs by no
    /// more than rows in whole kilograms must, the rows are the better measure, and nothing is left.
    pub(super) fn share(&self, factors: Week, guessed: bool) -> Shared {
        let mut remainder = self.kg();
        let mut loads: Vec<PointLoad> =
            self.bins.iter().map(|bins| self.empty_load(bins)).collect();
        for (load, bins) in loads.iter_mut().zip(&self.bins) {
            if let Some(rate) = bins.bins.kg_per_day {
                load.kg = factors.map(|factor| factor * rate);
                add(&mut remainder, load.kg.map(|kg| -kg));
            }
        }
        let shares = self.blank_shares();
        let all_explicit = shares.is_empty() && !self.bins.is_empty();
        let points_know = all_explicit && (guessed || self.is_rounding(remainder));
        let mut left = remainder.map(|kg| kg.max(0.0));
        let mut beyond = remainder.map(|kg| (-kg).max(0.0));
        if points_know {
            (left, beyond) = ([0.0; 7], remainder.map(|kg| -kg));
        } else if !shares.is_empty() {
            for (position, share) in shares {
                loads[position].kg = left.map(|kg| kg * share);
            }
            left = [0.0; 7];
        }
        Shared {
            loads,
            left,
            beyond,
        }
    }

    /// Whether a gap is at most half a kilogram a row and day.
    fn is_rounding(&self, gap: Week) -> bool {
        let a_day = gap.iter().map(|kg| kg.abs()).sum::<f64>() / 7.0;
        a_day <= 0.5 * self.bins.len() as f64
    }

    fn empty_load(&self, bins: &BinsRef<'_>) -> PointLoad {
        PointLoad {
            point: bins.point,
            bins: bins.position,
            stream: self.stream,
            kg: [0.0; 7],
        }
    }

    /// The positions of blank bins and the share of each by litres; equal ones where none of them holds anything.
    fn blank_shares(&self) -> Vec<(usize, f64)> {
        let blank: Vec<(usize, f64)> = (self.bins.iter().enumerate())
            .filter(|(_, b)| b.bins.kg_per_day.is_none())
            .map(|(position, b)| (position, b.bins.litres().as_f64().max(0.0)))
            .collect();
        let litres: f64 = blank.iter().map(|(_, litres)| litres).sum();
        let even = 1.0 / blank.len().max(1) as f64;
        let share = |own: f64| if litres > 0.0 { own / litres } else { even };
        blank
            .into_iter()
            .map(|(position, own)| (position, share(own)))
            .collect()
    }
}

/// Adds a week to another, day by day.
pub(super) fn add(total: &mut Week, more: Week) {
    for (total, more) in total.iter_mut().zip(more) {
        *total += more;
    }
}
