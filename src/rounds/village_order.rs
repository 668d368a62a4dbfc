//! The order in which a vehicle comes to all points of a village on its way.

use crate::district::{Vehicle, VehicleId};
use crate::roads::{SiteId, Travel};
use crate::vrp::{self, Activity, Budget, SolveParams};
use std::sync::Arc;

/// Iterations a place.
const A_PLACE: u64 = 300;

/// The order of places, as positions among them, that is cheapest to drive from one place to another; hours and loads are not
/// looked at. Places with no way between them come last.
pub(super) fn in_best_order(
    travel: &Travel,
    (id, vehicle): (VehicleId, &Vehicle),
    (from, to): (SiteId, SiteId),
    places: &[SiteId],
) -> Vec<usize> {
    let client = |place: &SiteId| {
        let visit = vrp::Pattern::once(0, vrp::Load::default());
        vrp::Client::new(place.index(), vec![visit])
    };
    let room = vrp::Load {
        weight: 1,
        volume: 1,
    };
    let class = vrp::VehicleClass {
        end: to.index(),
        mixes: true,
        fixed_price: vehicle.prices.per_day,
        price_per_km: vehicle.prices.per_km,
        price_per_hour: vehicle.prices.per_hour,
        overtime_per_hour: vehicle.prices.overtime_per_hour,
        profile: travel.profile(id),
        ..vrp::VehicleClass::new(from.index(), vec![1], room)
    };
    let problem = vrp::Problem {
        clients: places.iter().map(client).collect(),
        classes: vec![class],
        ..vrp::Problem::new(1, travel.matrices.iter().map(Arc::clone).collect())
    };
    let params = SolveParams {
        budget: Budget::Iterations(A_PLACE * places.len() as u64),
        ..SolveParams::default()
    };
    let solution = vrp::solve(&problem, &params, None, &vrp::Watch::default());
    let visited = solution.routes.iter().flat_map(|route| &route.activities);
    let mut order: Vec<usize> = visited
        .filter_map(|activity| match activity {
            Activity::Client(place) => Some(*place),
            Activity::Disposal(_) | Activity::Break => None,
        })
        .collect();
    order.extend(solution.unserved.iter().map(|missing| missing.client));
    order
}
