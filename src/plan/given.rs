//! Rounds as people give them: who comes where in which order, and whatever else they know.

use crate::district::{DisposalId, PointId, StreamId, VehicleId, VillageId};
use crate::quantity::{Clock, Day};

/// A tour that somebody drives, or wants driven.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenTour {
    /// Its name, unique among the rounds.
    pub name: String,
    /// The day of the week.
    pub day: Day,
    /// The type of vehicle.
    pub vehicle: VehicleId,
    /// When it leaves, if that is known.
    pub leaves: Option<Clock>,
    /// Where it comes, in order.
    pub visits: Vec<GivenVisit>,
}

/// A visit of a given tour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GivenVisit {
    /// Where.
    pub place: GivenPlace,
    /// What is fetched; `None`: all there that the vehicle takes.
    pub stream: Option<StreamId>,
    /// Kilograms, for its share where several visits of a day empty the same bins.
    pub kg: Option<f64>,
    /// Where they are tipped, if that is known.
    pub tipped_at: Option<DisposalId>,
    /// Whether the vehicle is emptied behind it, if that is known.
    pub ends_trip: Option<bool>,
}

/// Where a given tour comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenPlace {
    /// A collection point.
    Point(PointId),
    /// All points of a village.
    Village(VillageId),
}

/// A given visit that is not in the plan that the rounds make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The tour.
    pub tour: String,
    /// Where it was to come.
    pub point: PointId,
    /// Why it does not.
    pub why: WhyLeftOut,
}

/// Why a given visit cannot be timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// Nothing arises there that the tour could fetch.
    NothingArises,
    /// No road leads there for the vehicle.
    NoWay,
}
