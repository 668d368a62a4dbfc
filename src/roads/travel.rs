//! A travel matrix for each kind of vehicle that drives differently.

use super::straight::straight_matrix;
use super::{RoadNetwork, SiteId, Sites};
use crate::district::{District, VehicleId};
use crate::quantity::{Leg, TravelMatrix};
use std::sync::Arc;

/// Travel between the sites of a district, for each of its vehicle types.
#[derive(Clone, Debug)]
pub struct Travel {
    /// The sites that the matrices join.
    pub sites: Sites,
    /// One matrix for each distinct way of driving.
    pub matrices: Vec<Arc<TravelMatrix>>,
    profiles: Vec<usize>,
}

impl Travel {
    /// Which matrix a vehicle type drives by.
    #[must_use]
    pub fn profile(&self, vehicle: VehicleId) -> usize {
        self.profiles[vehicle.index()]
    }

    /// The leg of a vehicle between two sites.
    #[must_use]
    pub fn leg(&self, vehicle: VehicleId, from: SiteId, to: SiteId) -> Leg {
        self.matrices[self.profile(vehicle)].leg(from.index(), to.index())
    }
}

/// Computes travel for a district, on its roads if there are any.
#[must_use]
pub fn travel(district: &District, network: Option<&RoadNetwork>) -> Travel {
    let _ = network;
    let sites = Sites::of(district);
    let mut factors: Vec<f64> = Vec::new();
    let mut profiles = Vec::new();
    for vehicle in &district.vehicles {
        let known = factors
            .iter()
            .position(|&factor| factor == vehicle.speed_factor);
        profiles.push(known.unwrap_or_else(|| {
            factors.push(vehicle.speed_factor);
            factors.len() - 1
        }));
    }
    let matrices = factors
        .iter()
        .map(|&f| Arc::new(straight_matrix(&sites.places, district.straight_travel, f)));
    Travel {
        matrices: matrices.collect(),
        sites,
        profiles,
    }
}
