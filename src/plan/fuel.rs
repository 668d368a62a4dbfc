//! Fuel and carbon dioxide of the collectors' week.
//!
//! A leg from one point to another is *collecting*: the truck crawls and stops. Every other leg (from the base, to a
//! disposal, from a disposal to the next point) is *hauling*. The engine *idles* while bins are lifted and the body is
//! emptied, and rests in waiting and breaks. Rates are [`defaults`]; a vehicle that gives its own litres_per_100km has
//! it for hauling, and collects at the same multiple of it as the default.

use super::{Plan, StopKind, Tour};
use crate::district::{District, Vehicle, defaults};
use crate::quantity::{Metres, Seconds};

/// What a tour burns fuel for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Effort {
    collecting: Metres,
    hauling: Metres,
    idling: Seconds,
}

impl Plan {
    /// Litres of fuel that the week's tours burn.
    #[must_use]
    pub fn fuel_litres(&self, district: &District) -> f64 {
        let of_tour =
            |tour: &Tour| Effort::of(tour).litres(&district.vehicles[tour.vehicle.index()]);
        self.tours.iter().map(of_tour).sum()
    }
}

impl Effort {
    fn of(tour: &Tour) -> Self {
        let mut effort = Self::default();
        let mut at_point = false;
        for stop in tour
            .stops
            .iter()
            .filter(|stop| stop.kind != StopKind::Break)
        {
            let goes_to_point = matches!(stop.kind, StopKind::Point(_));
            if at_point && goes_to_point {
                effort.collecting += stop.metres;
            } else {
                effort.hauling += stop.metres;
            }
            effort.idling += stop.departure - stop.start;
            at_point = goes_to_point;
        }
        effort
    }

    fn litres(self, vehicle: &Vehicle) -> f64 {
        let hauling = vehicle.litres_per_100km.unwrap_or(defaults::FUEL_HAULING);
        let collecting = hauling * defaults::FUEL_COLLECTING / defaults::FUEL_HAULING;
        (self.hauling.as_km() * hauling + self.collecting.as_km() * collecting) / 100.0
            + self.idling.as_hours() * defaults::FUEL_IDLING
    }
}
