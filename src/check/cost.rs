//! The cost of the week by the judge's own legs, clocks and loads.

use super::replay::Replay;
use super::week::Week;
use crate::plan::CostParts;
use crate::quantity::Seconds;
use crate::transfer::haul_per_tonne;
use std::collections::BTreeMap;

/// All parts of the cost.
pub(super) fn of_week(week: &Week) -> CostParts {
    let mut parts = CostParts::of_ownership(week.district);
    for tour in &week.tours {
        parts += CostParts::of_tour(tour.vehicle, tour.figures());
    }
    let mut prices = BTreeMap::new(); // a haul is priced once a facility: its way may have to be searched
    for (_, disposal, kg) in week.unloadings() {
        let price = || haul_per_tonne(week.district, week.travel, disposal);
        let haul = *prices.entry(disposal).or_insert_with(price);
        parts += CostParts::of_tipping(week.district, disposal, kg, haul);
    }
    parts
}

/// Duty beyond the regular hours.
pub(super) fn overtime(tour: &Replay) -> Seconds {
    tour.figures().overtime(tour.vehicle)
}
