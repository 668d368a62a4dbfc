//! Fuel of the week's tours, of collectors and haulers.
//!
//! Kilometres at the rate of the truck's gross weight, a start for each stop, and hours of standing with the engine at work:
//! loading, tipping, waiting. Rates are [`defaults`]; a vehicle that gives its own litres_per_100km has it on the road.

use super::{HaulTour, Plan, StopKind, Tour, haul_tours};
use crate::district::{District, Vehicle, defaults};
use crate::quantity::{Metres, Seconds};

/// What a tour burns fuel for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Effort {
    distance: Metres,
    stops: usize,
    standing: Seconds,
}

impl Plan {
    /// Litres of fuel that the week's tours burn.
    #[must_use]
    pub fn fuel_litres(&self, district: &District) -> f64 {
        let vehicle = |id: crate::district::VehicleId| &district.vehicles[id.index()];
        let collectors = self.tours.iter();
        let collectors = collectors.map(|tour| Effort::of(tour).litres(vehicle(tour.vehicle)));
        let haulers = haul_tours(&self.hauls);
        let haulers = haulers.map(|tour| Effort::of_hauls(tour).litres(vehicle(tour.vehicle())));
        collectors.sum::<f64>() + haulers.sum::<f64>()
    }
}

impl Effort {
    fn of(tour: &Tour) -> Self {
        let mut effort = Self::default();
        for stop in &tour.stops {
            effort.distance += stop.metres;
            if matches!(stop.kind, StopKind::Point(_) | StopKind::Disposal(_)) {
                effort.standing += stop.departure - stop.start;
                effort.stops += 1;
            }
        }
        effort
    }

    fn of_hauls(tour: HaulTour<'_>) -> Self {
        Self {
            distance: tour.distance(),
            stops: 2 * tour.0.len(),
            standing: tour.0.iter().map(|haul| haul.leave - haul.load).sum(),
        }
    }

    fn litres(self, vehicle: &Vehicle) -> f64 {
        let gross = vehicle.gross_or_usual_tonnes();
        let of_weight = defaults::FUEL.iter().find(|class| gross <= class.0);
        let (_, on_road, an_hour) = *of_weight.unwrap_or(&defaults::FUEL[0]);
        self.distance.as_km() * vehicle.litres_per_100km.unwrap_or(on_road) / 100.0
            + self.stops as f64 * gross * defaults::FUEL_A_STOP
            + self.standing.as_hours() * an_hour
    }
}

#[cfg(test)]
mod tests {
    use super::super::tour::{stop, tour};
    use super::*;
    use crate::district::{Base, DisposalId, DistrictBuilder, Place, PlantId, PointId};
    use crate::quantity::{Kilograms, Litres};

    #[test]
    fn a_light_truck_burns_what_light_trucks_do() {
        let mut builder = DistrictBuilder::new("fuel");
        let base = Base::At(Place::new(120.0, 36.0));
        builder.add_collector("truck", base, 1, Kilograms(3_000), Litres(7_000));
        let mut district = builder.unjudged();
        let plant = StopKind::Disposal(DisposalId::Plant(PlantId(0)));
        let mut stops = vec![
            stop(StopKind::Start, None, 0),
            stop(StopKind::Point(PointId(0)), None, 100),
            stop(plant, None, 100),
            stop(StopKind::End, None, 0),
        ];
        for (stop, metres) in stops.iter_mut().zip([0, 40_000, 40_000, 20_000]) {
            stop.metres = Metres(metres);
            stop.departure = stop.start + Seconds(1_800);
        }
        let plan = Plan {
            tours: vec![tour(stops)],
            ..Plan::default()
        };
        // 3 t of payload are 6.9 t gross: 100 km at 12.1, two stops, an hour at work.
        let expected = 12.1 + 2.0 * 6.9 * 0.0028 + 1.8;
        assert!((plan.fuel_litres(&district) - expected).abs() < 1e-9);
        district.vehicles[0].gross_tonnes = Some(14.0);
        let expected = 18.6 + 2.0 * 14.0 * 0.0028 + 2.6;
        assert!((plan.fuel_litres(&district) - expected).abs() < 1e-9);
        district.vehicles[0].litres_per_100km = Some(30.0);
        let given = expected - 18.6 + 30.0;
        assert!((plan.fuel_litres(&district) - given).abs() < 1e-9);
    }
}
