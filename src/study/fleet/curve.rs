//! The curve over all sizes, and what it says: the smallest complete fleet, the cheapest, and the gap to the bound.

use super::{FleetBound, FleetQuestion, FleetSize, counts};
use crate::district::District;
use crate::quantity::Money;

/// Cost and service by size of fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct FleetCurve {
    /// By vehicles held, fewest first. Neither what stays nor the cost of driving rises with one more vehicle.
    pub sizes: Vec<FleetSize>,
    /// How few can ever do.
    pub bound: FleetBound,
    /// Vehicles held today, of the type or of all collectors.
    pub held: u32,
    /// Whether holding a vehicle has a price; without one every further vehicle is free, and no size is the cheapest.
    pub ownership_is_priced: bool,
    /// Sizes asked for that are not planned yet.
    pub missing: Vec<u32>,
}

impl FleetCurve {
    /// The curve of the sizes planned, in any order; what a smaller fleet does better is carried up.
    #[must_use]
    pub fn new(
        district: &District,
        question: &FleetQuestion,
        mut planned: Vec<FleetSize>,
        bound: FleetBound,
    ) -> Self {
        planned.sort_by_key(|size| size.vehicles);
        planned.dedup_by_key(|size| size.vehicles);
        let asked = question.least..=question.most;
        let is_planned = |size: &u32| planned.iter().any(|row| row.vehicles == *size);
        let missing = asked.filter(|size| !is_planned(size)).collect();
        let mut sizes: Vec<FleetSize> = Vec::with_capacity(planned.len());
        for size in planned {
            let better = match sizes.last() {
                Some(smaller) => size.or_smaller(smaller),
                None => size,
            };
            sizes.push(better);
        }
        let held = counts(district);
        let priced = |(vehicle, &held): (&crate::district::Vehicle, &u32)| {
            held > 0 && vehicle.prices.per_week_owned > Money::ZERO
        };
        Self {
            sizes,
            bound,
            held: question
                .vehicle
                .map_or(held.iter().sum(), |vehicle| held[vehicle.index()]),
            ownership_is_priced: district.vehicles.iter().zip(&held).any(priced),
            missing,
        }
    }

    /// The smallest fleet that does all that is asked.
    #[must_use]
    pub fn smallest_complete(&self) -> Option<&FleetSize> {
        self.sizes.iter().find(|size| size.is_complete())
    }

    /// The complete fleet whose week costs least, holding it included; `None` where holding has no price or no fleet is
    /// complete.
    #[must_use]
    pub fn cheapest(&self) -> Option<&FleetSize> {
        let complete = self.sizes.iter().filter(|size| size.is_complete());
        let cheapest = complete.min_by_key(|size| (size.cost.total(), size.vehicles));
        cheapest.filter(|_| self.ownership_is_priced)
    }

    /// How far the smallest complete fleet lies above the bound, in percent of the bound.
    #[must_use]
    pub fn gap_percent(&self) -> Option<f64> {
        let smallest = f64::from(self.smallest_complete()?.vehicles);
        let bound = self.bound.vehicles() as f64;
        (bound > 0.0).then(|| 100.0 * (smallest - bound) / bound)
    }
}
