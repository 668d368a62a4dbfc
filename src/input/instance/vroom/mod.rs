//! Requests in the form of VROOM: jobs, vehicles and matrices in JSON, and beside them places that empty vehicles.
//!
//! Understood are jobs (one or two amounts, picked up or delivered, service, windows, skills), vehicles (capacity, start, end, hours, one
//! break, skills, `costs`, `speed_factor`, `max_tasks`, `max_distance`, `max_travel_time`) and `matrices` with indices into
//! them; whatever else says something is a fault. Cost is as there: of travel, by the hour (3,600 if nothing is said: a unit
//! a second) and the kilometre, or a matrix of costs, and a price of the vehicle. All jobs are served while that can be. A
//! vehicle whose tour is over before its break may begin takes none.
//!
//! Ours are `disposals` (`id`, `location_index`, `service`, `time_windows`, `accepts`, `price` of 1,000 units of the first amount,
//! `limit` of it in the day), a `commodity` of jobs, and `accepts`, `mixes` (true) and `ends_empty` (true where there
//! are disposals) of vehicles.

mod member;
mod pose;
mod request;

pub use request::{Name, Spot};

use super::faults::Faults;
use crate::vrp::Problem;
use request::Request;
use serde_json::Value;
use std::sync::Arc;

/// A stop of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Who.
    pub name: Name,
    /// Where.
    pub spot: Spot,
}

/// A vehicle of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedVehicle {
    /// Which.
    pub name: Name,
    /// Where its tour starts; `None`: at its first stop.
    pub start: Option<Spot>,
    /// Where it ends; `None`: at its last stop.
    pub end: Option<Spot>,
    /// Its break.
    pub pause: Option<Name>,
}

/// A request in the form of VROOM: the problem, and what its document calls things.
#[derive(Clone, Debug)]
pub struct VroomRequest {
    /// The problem; valid. Its money is the request's cost.
    pub problem: Problem,
    /// By client.
    pub jobs: Vec<Stop>,
    /// By disposal.
    pub disposals: Vec<Stop>,
    /// By class.
    pub vehicles: Vec<Vec<NamedVehicle>>,
    /// How many amounts a stop has.
    pub amounts: usize,
    /// Whether amounts are delivered rather than picked up.
    pub is_delivery: bool,
    /// The clock that the problem's clocks count from.
    pub midnight: i64,
    /// By class, metres between the rows of its matrix, if they were given.
    pub metres: Vec<Option<Arc<Vec<Vec<u32>>>>>,
}

/// Whether a document asks for vehicles, as no other form in JSON does.
pub(super) fn is_one(text: &str) -> bool {
    let document: Result<Value, _> = serde_json::from_str(text);
    document.is_ok_and(|document| document.get("vehicles").is_some())
}

/// Reads a request. `vehicles` is the most of each kind.
pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<VroomRequest> {
    let document = serde_json::from_str(text).ok()?;
    let request = Request::read(&document, faults);
    if !faults.is_empty() {
        return None;
    }
    pose::posed(request, vehicles, faults)
}
