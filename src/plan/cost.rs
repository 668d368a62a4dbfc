//! What a plan costs, in the parts that DESIGN.md names. Tours are priced from their own figures, so the same
//! arithmetic serves the plan's clocks and the judge's.

use super::{HaulTour, Tour};
use crate::district::{DisposalId, District, Role, Vehicle};
use crate::quantity::{Kilograms, Metres, Money, Seconds};
use serde::{Deserialize, Serialize};

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

impl From<HaulTour<'_>> for TourFigures {
    fn from(tour: HaulTour<'_>) -> Self {
        Self {
            distance: tour.distance(),
            duration: tour.duration(),
        }
    }
}

/// The cost of a week in its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Gate prices: of what collectors tip, and of what goes on from there to the gate behind.
    pub gate: Money,
    /// The part of `gate` that is paid at gates behind stations; no part of its own in the total.
    #[serde(default)]
    pub gate_onward: Money,
    /// Onward haul from stations to plants.
    pub haul: Money,
    /// Feeders in the villages, held and, by the estimate, at work.
    #[serde(default)]
    pub feeders: Money,
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
            + self.feeders
    }

    /// Fixed + distance + time: what tours cost on the road.
    #[must_use]
    pub fn collection(&self) -> Money {
        self.fixed + self.distance + self.time
    }

    /// What the district pays each week for holding fleets.
    #[must_use]
    pub fn of_ownership(district: &District, fleets: &[Role]) -> Self {
        let held = fleets
            .iter()
            .flat_map(|&role| district.fleet(role))
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

    /// What a hauler's tour costs; all of it is haul.
    #[must_use]
    pub fn of_haul_tour(vehicle: &Vehicle, figures: TourFigures) -> Self {
        Self {
            haul: Self::of_tour(vehicle, figures).total(),
            ..Self::default()
        }
    }

    /// The gate price of a mass that a collector tips.
    #[must_use]
    pub fn of_gate(district: &District, disposal: DisposalId, mass: Kilograms) -> Self {
        Self {
            gate: district.gate(disposal).price_per_tonne.per_tonne_of(mass),
            ..Self::default()
        }
    }

    /// The gate price of a mass that comes from a station.
    #[must_use]
    pub fn of_gate_behind(district: &District, disposal: DisposalId, mass: Kilograms) -> Self {
        let gate = Self::of_gate(district, disposal, mass).gate;
        Self {
            gate,
            gate_onward: gate,
            ..Self::default()
        }
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
        self.gate_onward += other.gate_onward;
        self.haul += other.haul;
        self.feeders += other.feeders;
    }
}

#[cfg(test)]
mod tests {
    use super::super::StopKind;
    use super::super::tour::{stop, tour};
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place, Prices};
    use crate::quantity::Litres;

    fn district() -> District {
        let mut builder = DistrictBuilder::new("prices");
        let place = Place::new(120.0, 36.0);
        builder.add_village("town", "village", place, 100);
        let station = builder.add_station("station", place);
        builder.district.stations[station.index()]
            .gate
            .price_per_tonne = Money::units(12.0);
        builder.add_plant("plant", place);
        builder.add_collector("truck", Base::At(place), 3, Kilograms(5_000), Litres(8_000));
        builder.district.vehicles[0].prices = Prices {
            per_day: Money::units(400.0),
            per_km: Money::units(4.0),
            per_hour: Money::units(30.0),
            overtime_per_hour: Money::units(50.0),
            per_week_owned: Money::units(900.0),
        };
        builder.build().expect("the district is sound")
    }

    #[test]
    fn a_week_costs_the_sum_of_its_parts() {
        let mut district = district();
        district.vehicles[0].regular_duration = Some(Seconds::hours(1));
        let station = DisposalId::Station(crate::district::StationId(0));
        let mut stops = vec![
            stop(StopKind::Start, None, 0),
            stop(StopKind::Disposal(station), None, 500),
            stop(StopKind::End, None, 0),
        ];
        stops[2].arrival = stops[2].arrival + Seconds::hours(3);
        let (tour, vehicle) = (tour(stops), &district.vehicles[0]);
        let mut parts = CostParts::of_ownership(&district, &[Role::Collector]);
        parts += CostParts::of_tour(vehicle, (&tour).into());
        parts += CostParts::of_gate(&district, station, Kilograms(500));
        let expected = CostParts {
            ownership: Money::units(3.0 * 900.0),
            fixed: Money::units(400.0),
            distance: Money::units(3.0 * 1.5 * 4.0),
            time: Money::units(3.0 * 30.0),
            overtime: Money::units(2.0 * 50.0),
            gate: Money::units(0.5 * 12.0),
            ..CostParts::default()
        };
        assert_eq!(parts, expected);
        assert_eq!(parts.collection(), Money::units(400.0 + 18.0 + 90.0));
        assert_eq!(parts.total(), Money::units(2700.0 + 508.0 + 100.0 + 6.0));
        let hauled = CostParts::of_haul_tour(vehicle, (&tour).into());
        assert_eq!(hauled.haul, Money::units(508.0 + 100.0));
        assert_eq!(hauled.total(), hauled.haul);
    }

    #[test]
    fn regular_hours_are_the_longest_ones_unless_given() {
        let mut district = district();
        let figures = |hours| TourFigures {
            distance: Metres::ZERO,
            duration: Seconds::hours(hours),
        };
        assert_eq!(
            figures(11).overtime(&district.vehicles[0]),
            Seconds::hours(1)
        );
        district.vehicles[0].max_duration = None;
        assert_eq!(figures(11).overtime(&district.vehicles[0]), Seconds::ZERO);
    }
}
