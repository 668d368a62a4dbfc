//! The order in which a vehicle comes to all points of a village on its way.

use crate::district::{Vehicle, VehicleId};
use crate::quantity::{Seconds, Window};
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
    let client = |place: &SiteId| vrp::Client {
        site: place.index(),
        commodity: 0,
        patterns: vec![vrp::Pattern {
            visits: vec![vrp::Visit {
                day: 0,
                load: vrp::Load::default(),
            }],
        }],
        service: Seconds::ZERO,
        windows: vec![Window::ALWAYS],
        release: None,
        classes: Vec::new(),
        unserved_price: None,
        former: None,
        class_prices: None,
    };
    let class = vrp::VehicleClass {
        count: vec![1],
        start: from.index(),
        end: to.index(),
        capacity: vrp::Load {
            weight: 1,
            volume: 1,
        },
        commodities: vrp::Commodities::ALL,
        mixes: true,
        shift: Window::ALWAYS,
        regular_duration: Seconds::hours(72),
        max_duration: Seconds::hours(72),
        max_distance: None,
        rest: None,
        lunch: None,
        max_weight: None,
        max_clients: None,
        max_trips: None,
        ends_empty: false,
        fixed_price: vehicle.prices.per_day,
        price_per_km: vehicle.prices.per_km,
        price_per_hour: vehicle.prices.per_hour,
        overtime_per_hour: vehicle.prices.overtime_per_hour,
        profile: travel.profile(id),
    };
    let problem = vrp::Problem {
        num_days: 1,
        clients: places.iter().map(client).collect(),
        disposals: Vec::new(),
        classes: vec![class],
        travel: travel.matrices.iter().map(Arc::clone).collect(),
        left_by_load: false,
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
