//! The cost of the week by the judge's own legs, clocks and loads.

use super::hauls;
use super::replay::Replay;
use super::week::Week;
use crate::district::{DisposalId, Role};
use crate::plan::{CostParts, haul_tours};
use crate::quantity::{Kilograms, Seconds};
use crate::transfer::haul_per_tonne;
use std::collections::BTreeMap;

/// All parts of the cost. Haulers are held where line haul is planned; haul is what its tours cost; what no tour sends on, it costs by the tonne.
pub(super) fn of_week(week: &Week) -> CostParts {
    let fleets = match week.plan.hauls.is_empty() {
        true => &[Role::Collector][..],
        false => &[Role::Collector, Role::Hauler],
    };
    let mut parts = CostParts::of_ownership(week.district, fleets);
    for tour in &week.tours {
        parts += CostParts::of_tour(tour.vehicle, tour.figures());
    }
    for tour in haul_tours(&week.plan.hauls) {
        let vehicle = &week.district.vehicles[tour.vehicle().index()];
        parts += CostParts::of_haul_tour(vehicle, hauls::figures(week, tour));
    }
    let mut stays: BTreeMap<DisposalId, Kilograms> = BTreeMap::new();
    for (_, disposal, kg) in week.unloadings() {
        parts += CostParts::of_gate(week.district, disposal, kg);
        *stays.entry(disposal).or_default() += kg;
    }
    for haul in &week.plan.hauls {
        *stays.entry(DisposalId::Station(haul.station)).or_default() -= haul.kg;
    }
    for (disposal, kg) in stays.into_iter().filter(|&(_, kg)| kg > Kilograms::ZERO) {
        parts.haul += haul_per_tonne(week.district, week.travel, disposal).per_tonne_of(kg);
    }
    parts
}

/// Duty beyond the regular hours.
pub(super) fn overtime(tour: &Replay) -> Seconds {
    tour.figures().overtime(tour.vehicle)
}
