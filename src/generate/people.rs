//! Who lives in each village, how many collection points they have, and which vehicles get in.

use super::apportion::apportion;
use super::chance::Chance;
use super::size::GenerateParams;
use super::villages::{Setting, VillageSite, random_weights};

/// Share of villages whose rule keeps wide trucks out.
const CLOSED_BY_RULE: f64 = 0.18;
/// Share of villages with narrow lanes throughout, besides.
const CLOSED_BY_LANES: f64 = 0.06;

/// What keeps wide trucks out of a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closure {
    /// Nothing.
    Open,
    /// A sign at its entrance: villages.csv says so.
    Rule,
    /// Its lanes, all of them narrow; points on the main road stay open.
    Lanes,
}

/// The people of a village.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct People {
    /// Households.
    pub(super) households: u32,
    /// Collection points.
    pub(super) points: u32,
    /// Share of households that sort.
    pub(super) participation: f64,
    /// What keeps wide trucks out.
    pub(super) closure: Closure,
}

/// The people of all villages: those at a market square have about twice as many households.
pub(super) fn people(params: &GenerateParams, sites: &[VillageSite]) -> Vec<People> {
    let mut chance = Chance::of(params.seed, "people");
    let mut weights = random_weights(sites.len(), 0.3, &mut chance);
    for (weight, site) in weights.iter_mut().zip(sites) {
        *weight *= if site.setting == Setting::Seat {
            2.0
        } else {
            1.0
        };
    }
    let points = apportion(params.points, &weights, 1);
    let weights: Vec<f64> = points.iter().map(|&count| f64::from(count)).collect();
    let spare = params.households - params.points;
    let households = apportion(spare, &weights, 0);
    let closures = closures(sites, &mut chance);
    let rows = points.into_iter().zip(households).zip(closures);
    rows.map(|((points, more), closure)| People {
        households: points + more,
        points,
        participation: (100.0 * (0.8 + 0.06 * chance.bell()))
            .clamp(40.0, 98.0)
            .round()
            / 100.0,
        closure,
    })
    .collect()
}

/// Closes a fixed share of the villages that are not at a square, drawn by lot.
fn closures(sites: &[VillageSite], chance: &mut Chance) -> Vec<Closure> {
    let count = |share: f64| (share * sites.len() as f64).ceil() as usize;
    let mut closures = vec![Closure::Open; sites.len()];
    let mut outside: Vec<usize> = (0..sites.len())
        .filter(|&i| sites[i].setting != Setting::Seat)
        .collect();
    chance.shuffle(&mut outside);
    let kinds = std::iter::repeat_n(Closure::Rule, count(CLOSED_BY_RULE))
        .chain(std::iter::repeat_n(Closure::Lanes, count(CLOSED_BY_LANES)));
    for (village, closure) in outside.into_iter().zip(kinds) {
        closures[village] = closure;
    }
    closures
}
