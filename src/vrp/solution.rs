//! The answer: routes by class and day, with their clocks, and what is missing.

use crate::quantity::{Clock, Metres, Money, Seconds, Version};
use serde::{Deserialize, Serialize};

/// What a vehicle does at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Serves a client.
    Client(usize),
    /// Empties itself at a disposal.
    Disposal(usize),
    /// Rests where the activity before took place.
    Break,
}

/// One tour of one vehicle. Start and end are its class's and are not listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Route {
    /// The vehicle class.
    pub class: usize,
    /// The day of the horizon.
    pub day: u8,
    /// What it does, in order, breaks included.
    pub activities: Vec<Activity>,
    /// Begin of each activity, in the same order; the vehicle waits before it where it comes early.
    pub begins: Vec<Clock>,
    /// Leaving the start.
    pub leaves: Clock,
    /// Return to the end.
    pub returns: Clock,
    /// The way.
    pub distance: Metres,
    /// Fixed, distance, time, overtime and disposal prices together.
    pub cost: Money,
}

impl Route {
    /// Duty: return - leaving.
    #[must_use]
    pub fn duration(&self) -> Seconds {
        self.returns - self.leaves
    }
}

/// A visit that no route makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unserved {
    /// The client.
    pub client: usize,
    /// The day.
    pub day: u8,
}

/// How far the search of a day was after one of its rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Milestone {
    /// The day: of those that ask for the same the first, 0 where days are searched together.
    pub day: u8,
    /// Iterations made for this day.
    pub iterations: u64,
    /// Cost of the day's best tours so far, unserved visits without a price left out.
    pub cost: Money,
    /// Visits that they leave unserved.
    pub unserved: usize,
}

/// A full answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Solution {
    /// The version of the document's form.
    #[serde(default)]
    pub(crate) version: Version<1>,
    /// The tours, by day, then class.
    pub routes: Vec<Route>,
    /// The pattern chosen for each client.
    pub patterns: Vec<usize>,
    /// Visits not made.
    pub unserved: Vec<Unserved>,
    /// Routes, unserved visits that have a price, changes of former class and day, dock excess.
    pub cost: Money,
    /// Iterations that the search made.
    #[serde(default)]
    pub iterations: u64,
    /// How it went, by day, then iterations: the first plan, and where a round left a better one.
    #[serde(default)]
    pub history: Vec<Milestone>,
}
