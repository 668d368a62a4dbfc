//! The cost of the week by the judge's own legs, clocks and loads.

use super::replay::Replay;
use super::week::Week;
use crate::plan::CostParts;
use crate::quantity::Seconds;
use crate::transfer::haul_per_tonne;

/// All parts of the cost.
pub(super) fn of_week(week: &Week) -> CostParts {
    let mut parts = CostParts::of_ownership(week.district);
    for tour in &week.tours {
        parts += CostParts::of_tour(tour.vehicle, tour.figures());
    }
    for (_, disposal, kg) in week.unloadings() {
        let haul = haul_per_tonne(week.district, week.travel, disposal);
        parts += CostParts::of_tipping(week.district, disposal, kg, haul);
    }
    parts
}

/// Duty beyond the regular hours.
pub(super) fn overtime(tour: &Replay) -> Seconds {
    tour.figures().overtime(tour.vehicle)
}
