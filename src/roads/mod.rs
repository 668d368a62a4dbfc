//! From places to travel: sites, the road network, and a travel matrix for each kind of vehicle.
//!
//! Without roads a leg is the great circle times the detour factor; with roads it is the fastest way that a vehicle of
//! that width, weight and speed may drive. Either way the answer is a [`Travel`].

mod graph;
#[allow(dead_code, unused_imports)]
mod hierarchy;
mod network;
mod shrink;
mod sites;
mod snap;
mod straight;
mod travel;
mod weight;

pub use network::{RoadClass, RoadNetwork, Segment};
pub use sites::{SiteId, Sites};
pub use travel::{Travel, travel};
