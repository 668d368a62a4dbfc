//! Travel without roads: great circle times a detour factor, at one speed.

use crate::district::{Place, StraightTravel};
use crate::quantity::{Leg, TravelMatrix};
use rayon::prelude::*;

/// The legs between all places: metres half up, then seconds from the rounded metres, half up.
pub(super) fn straight_matrix(
    places: &[Place],
    travel: StraightTravel,
    speed_factor: f64,
) -> TravelMatrix {
    let row = |from: &Place| {
        places
            .iter()
            .map(|to| straight_leg(*from, *to, travel, speed_factor))
            .collect::<Vec<_>>()
    };
    let legs = places.par_iter().flat_map_iter(row).collect();
    TravelMatrix::new(places.len(), legs)
}

fn straight_leg(from: Place, to: Place, travel: StraightTravel, speed_factor: f64) -> Leg {
    let half_up = |value: f64| (value + 0.5).floor();
    let metres = half_up(from.metres_to(to) * travel.detour_factor);
    let seconds = half_up(metres * 3.6 / (travel.speed_kmh * speed_factor));
    Leg {
        seconds: seconds as u32,
        metres: metres as u32,
    }
}
