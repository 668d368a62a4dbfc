//! What a plan costs, in the parts that DESIGN.md names. Tours are priced from their own figures, so the same
//! arithmetic serves the plan's clocks and the judge's.

use super::{Plan, StopKind, Tour};
use crate::district::{DisposalId, District, Role, Vehicle};
use crate::quantity::{Kilograms, Metres, Money, Seconds};
use serde::Serialize;

/// What a tour is priced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TourFigures {
    /// The way.
    pub distance: Metres,
    /// Return - leaving.
    pub duration: Seconds,
}

impl TourFigures {
    /// Duty beyond the vehicle's regular hours.
    #[must_use]
    pub fn overtime(self, vehicle: &Vehicle) -> Seconds {
        let regular = vehicle.regular_duration.or(vehicle.max_duration);
        Seconds((self.duration - regular.unwrap_or(self.duration)).0.max(0))
    }
}

impl From<&Tour> for TourFigures {
    fn from(tour: &Tour) -> Self {
        Self {
            distance: tour.distance(),
            duration: tour.duration(),
        }
    }
}

/// The cost of a week in its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CostParts {
    /// Holding the fleet: price a week x vehicles held.
    pub ownership: Money,
    /// Price a tour.
    pub fixed: Money,
    /// Price a kilometre.
    pub distance: Money,
    /// Price an hour of duty.
    pub time: Money,
    /// Hours beyond the regular ones, on top.
    pub overtime: Money,
    /// Gate prices of what is tipped.
    pub gate: Money,
    /// Onward haul from stations to plants.
    pub haul: Money,
}

impl CostParts {
    /// All parts.
    #[must_use]
    pub fn total(&self) -> Money {
        self.ownership
            + self.fixed
            + self.distance
            + self.time
            + self.overtime
            + self.gate
            + self.haul
    }

    /// Fixed + distance + time: what tours cost on the road.
    #[must_use]
    pub fn collection(&self) -> Money {
        self.fixed + self.distance + self.time
    }

    /// What the district pays each week for holding its collectors.
    #[must_use]
    pub fn of_ownership(district: &District) -> Self {
        let held = district
            .fleet(Role::Collector)
            .map(|(_, v)| v.prices.per_week_owned * i64::from(v.count));
        Self {
            ownership: held.sum(),
            ..Self::default()
        }
    }

    /// What one tour costs on the road.
    #[must_use]
    pub fn of_tour(vehicle: &Vehicle, figures: TourFigures) -> Self {
        let prices = &vehicle.prices;
        Self {
            fixed: prices.per_day,
            distance: prices.per_km.per_km_over(figures.distance),
            time: prices.per_hour.per_hour_over(figures.duration),
            overtime: prices
                .overtime_per_hour
                .per_hour_over(figures.overtime(vehicle)),
            ..Self::default()
        }
    }

    /// What tipping a mass costs: the gate price, and at a station the onward haul, whose price a tonne the caller knows.
    #[must_use]
    pub fn of_tipping(
        district: &District,
        disposal: DisposalId,
        mass: Kilograms,
        haul_per_tonne: Money,
    ) -> Self {
        Self {
            gate: district.gate(disposal).price_per_tonne.per_tonne_of(mass),
            haul: haul_per_tonne.per_tonne_of(mass),
            ..Self::default()
        }
    }

    /// The cost of a whole plan by its own clocks; `haul_per_tonne` gives the onward haul of a facility (0 at plants).
    #[must_use]
    pub fn of_plan(
        district: &District,
        plan: &Plan,
        haul_per_tonne: impl Fn(DisposalId) -> Money,
    ) -> Self {
        let mut parts = Self::of_ownership(district);
        for tour in &plan.tours {
            parts += Self::of_tour(&district.vehicles[tour.vehicle.index()], tour.into());
            for stop in &tour.stops {
                if let StopKind::Disposal(disposal) = stop.kind {
                    parts +=
                        Self::of_tipping(district, disposal, stop.kg, haul_per_tonne(disposal));
                }
            }
        }
        parts
    }
}

impl std::ops::AddAssign for CostParts {
    fn add_assign(&mut self, other: Self) {
        self.ownership += other.ownership;
        self.fixed += other.fixed;
        self.distance += other.distance;
        self.time += other.time;
        self.overtime += other.overtime;
        self.gate += other.gate;
        self.haul += other.haul;
    }
}
