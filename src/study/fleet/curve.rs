//! The curve over all sizes, and what it says: the smallest complete fleet, the cheapest, and the gap to the bound.

use super::{BoundTerms, FleetBound, FleetQuestion, FleetSize, counts};
use crate::district::{District, Vehicle};
use crate::quantity::{Money, Seconds};

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
        let priced = |(vehicle, &held): (&Vehicle, &u32)| {
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

    /// The smallest fleet that does all that is asked; `None` where none does, or a smaller size is not planned yet.
    #[must_use]
    pub fn smallest_complete(&self) -> Option<&FleetSize> {
        let smallest = self.sizes.iter().find(|size| size.is_complete());
        let is_known =
            |size: &&FleetSize| !self.missing.iter().any(|missing| *missing < size.vehicles);
        smallest.filter(is_known)
    }

    /// The complete fleet whose week costs least, holding it included; `None` where holding has no price, no fleet is
    /// complete, or a size is not planned yet.
    #[must_use]
    pub fn cheapest(&self) -> Option<&FleetSize> {
        let complete = self.sizes.iter().filter(|size| size.is_complete());
        let cheapest = complete.min_by_key(|size| (size.cost.total(), size.vehicles));
        cheapest.filter(|_| self.ownership_is_priced && self.missing.is_empty())
    }

    /// Hours a week of the smallest complete fleet, and what the proof counts of them: service, unloading, driving, waiting,
    /// and what the longest duties would still allow. The differences say why the gap is open.
    #[must_use]
    pub fn hours(&self, district: &District) -> Option<[(&'static str, f64, f64); 5]> {
        let size = self.smallest_complete()?;
        let days = || self.bound.groups.iter().flat_map(|group| &group.days);
        let proven = |of: fn(&BoundTerms) -> i64| Seconds(days().map(of).sum()).as_hours();
        let duty = size.duty;
        let all = duty.service + duty.unloading + duty.driving + duty.waiting;
        let most = |(vehicle, &held): (&Vehicle, &u32)| {
            let vehicle = Vehicle {
                count: held,
                ..vehicle.clone()
            };
            let shift = vehicle.shift.close - vehicle.shift.open;
            let longest = vehicle.max_duration.map_or(shift, |most| most.min(shift));
            longest * (vehicle.tours_a_week() as i64)
        };
        let possible: Seconds = district.vehicles.iter().zip(&size.counts).map(most).sum();
        Some([
            (
                "service",
                duty.service.as_hours(),
                proven(|day| day.service_s),
            ),
            (
                "unloading",
                duty.unloading.as_hours(),
                proven(|day| day.unloading_s),
            ),
            (
                "driving",
                duty.driving.as_hours(),
                proven(|day| day.driving_s),
            ),
            ("breaks and waiting", duty.waiting.as_hours(), 0.0),
            ("free", (possible - all).as_hours(), 0.0),
        ])
    }

    /// How far the smallest complete fleet lies above the bound, in percent of the bound.
    #[must_use]
    pub fn gap_percent(&self) -> Option<f64> {
        let smallest = f64::from(self.smallest_complete()?.vehicles);
        let bound = self.bound.vehicles() as f64;
        (bound > 0.0).then(|| 100.0 * (smallest - bound) / bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::CostParts;
    use crate::quantity::{Clock, Kilograms, Metres};
    use proptest::prelude::*;

    fn row(vehicles: u32, unserved: i64, ownership: i64, driving: i64) -> FleetSize {
        FleetSize {
            vehicles,
            counts: vec![vehicles],
            cost: CostParts {
                ownership: Money(ownership),
                distance: Money(driving),
                ..CostParts::default()
            },
            unserved: Kilograms(unserved),
            unserved_points: usize::from(unserved > 0),
            missed_visits: 0,
            findings: 0,
            bound_is_confirmed: None,
            overtime: Seconds::ZERO,
            duty: super::super::DutyParts::default(),
            latest_return: Clock::MIDNIGHT,
            distance: Metres::ZERO,
            fuel_litres: 0.0,
            queue: Seconds::ZERO,
            peak_stock: None,
            daily_clearing_percent: 100.0,
            plan_of: None,
        }
    }

    fn question(least: u32, most: u32) -> FleetQuestion {
        FleetQuestion {
            least,
            most,
            vehicle: None,
            seed: 1,
            iterations: Some(1),
            time_limit: None,
        }
    }

    fn district(price: i64) -> District {
        let mut builder = crate::district::DistrictBuilder::new("fleet");
        let base = crate::district::Base::At(crate::district::Place::new(119.8, 36.0));
        builder.add_collector(
            "truck",
            base,
            3,
            Kilograms(5_000),
            crate::quantity::Litres(9_000),
        );
        builder.district.vehicles[0].prices.per_week_owned = Money(price);
        builder.unjudged()
    }

    proptest! {
        /// Whatever the searches found: with one vehicle more never more stays, and driving never costs more for the same.
        #[test]
        fn the_curve_falls(found in prop::collection::vec((0..4i64, 0..50i64), 1..12)) {
            let rows = (1..).zip(&found).map(|(n, &(left, cost))| row(n, left, 10 * i64::from(n), cost));
            let rows: Vec<FleetSize> = rows.collect();
            let most = rows.len() as u32;
            let curve = FleetCurve::new(&district(10), &question(1, most), rows.clone(), FleetBound::default());
            for (size, own) in curve.sizes.iter().zip(&rows) {
                prop_assert_eq!(size.vehicles, own.vehicles);
                prop_assert_eq!(size.cost.ownership, own.cost.ownership, "each size pays for its own vehicles");
                prop_assert!(size.unserved <= own.unserved);
            }
            for pair in curve.sizes.windows(2) {
                prop_assert!(pair[1].unserved <= pair[0].unserved);
                prop_assert!(pair[1].unserved < pair[0].unserved || pair[1].cost.distance <= pair[0].cost.distance);
            }
        }
    }

    #[test]
    fn the_choice_is_the_smallest_complete_and_the_cheapest() {
        let rows = vec![row(4, 0, 40, 60), row(2, 9, 20, 50), row(3, 0, 30, 75)];
        let curve = FleetCurve::new(
            &district(10),
            &question(2, 5),
            rows.clone(),
            FleetBound::default(),
        );
        assert_eq!(curve.smallest_complete().map(|size| size.vehicles), Some(3));
        assert_eq!(curve.cheapest(), None, "5 might cost less");
        assert_eq!(curve.missing, [5]);
        let of = |price, least, most| {
            FleetCurve::new(
                &district(price),
                &question(least, most),
                rows.clone(),
                FleetBound::default(),
            )
        };
        assert_eq!(of(10, 2, 4).cheapest().map(|size| size.vehicles), Some(4));
        assert_eq!(of(10, 1, 4).smallest_complete(), None, "1 might do");
        let free = of(0, 2, 4);
        assert_eq!(free.cheapest(), None, "every further vehicle is free");
    }
}
