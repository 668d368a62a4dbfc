//! The order in which visits lie in memory: near places side by side, so that a search that works around one place finds
//! what it needs in the cache.

use super::problem::{Problem, Visit};
use crate::quantity::in_z_order;

/// Puts visits in Z-order of their places; where a matrix does not know places, in the order of their sites, which whoever
/// numbered them will have put in such an order if they are many.
pub(crate) fn in_local_order(problem: &Problem, visits: &mut [(usize, Visit)]) {
    let site = |visit: &(usize, Visit)| problem.clients[visit.0].site;
    let Some(points) = problem.travel.first().and_then(|travel| travel.points()) else {
        visits.sort_by_key(|visit| (site(visit), visit.0));
        return;
    };
    let places: Vec<(f64, f64)> = visits.iter().map(|visit| points[site(visit)]).collect();
    let order = in_z_order(&places);
    let sorted: Vec<(usize, Visit)> = order.iter().map(|&at| visits[at as usize]).collect();
    visits.copy_from_slice(&sorted);
}
