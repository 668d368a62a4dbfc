//! From places to travel: sites, the road network, and a travel matrix for each kind of vehicle.
//!
//! Without roads a leg is the great circle times the detour factor; with roads it is the fastest way that a vehicle of
//! that width, weight and speed may drive. Either way the answer is a [`Travel`].

mod graph;
mod hierarchy;
mod nearest;
mod network;
mod network_rules;
mod own;
mod parts;
mod passing;
mod profile;
mod repeats;
mod sites;
mod snap;
mod speed;
mod split;
mod straight;
mod streets;
mod survey;
mod table;
mod travel;
mod turns;
mod ways;
mod weight;

pub use nearest::{NearestRoads, OnRoad};
pub use network::{
    Barrier, Bend, Course, OpenTo, Origin, RoadClass, RoadNetwork, Segment, SizeLimits,
    TurnRestriction,
};
pub use network_rules::NetworkError;
pub use own::OwnTravel;
pub use profile::Profile;
pub use sites::{SiteId, Sites};
pub use speed::{Surface, usual_speed_kmh};
pub use survey::{Called, Reach, Stretch, Survey, survey};
pub use table::RoadTable;
pub use travel::{Travel, travel};
