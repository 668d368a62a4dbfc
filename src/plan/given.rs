//! Rounds as people give them: who comes where in which order, and whatever else they know.

use super::{Plan, StopKind, Tour, Unserved};
use crate::district::{DisposalId, PointId, StreamId, VehicleId, VillageId};
use crate::quantity::{Clock, Day};

/// A week of rounds that people give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenWeek {
    /// The tours.
    pub tours: Vec<GivenTour>,
    /// What they are known to leave where they come, or on days on which they might; all else that is there they take.
    pub left: Vec<Unserved>,
}

impl GivenWeek {
    /// The rounds of a plan, with all that it says of them.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            tours: plan.tours.iter().map(GivenTour::of).collect(),
            left: plan.unserved.clone(),
        }
    }
}

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

impl GivenTour {
    /// A tour of a plan, with all that it says of its order.
    #[must_use]
    pub fn of(tour: &Tour) -> Self {
        let mut visits: Vec<GivenVisit> = Vec::new();
        for stop in &tour.stops {
            match stop.kind {
                StopKind::Point(point) => visits.push(GivenVisit {
                    place: GivenPlace::Point(point),
                    stream: stop.stream,
                    kg: Some(stop.kg.as_f64()),
                    tipped_at: None,
                    ends_trip: Some(false),
                }),
                StopKind::Disposal(id) => {
                    if let Some(last) = visits.last_mut() {
                        (last.tipped_at, last.ends_trip) = (Some(id), Some(true));
                    }
                }
                StopKind::Start | StopKind::Break | StopKind::End => {}
            }
        }
        Self {
            name: tour.name.clone(),
            day: tour.day,
            vehicle: tour.vehicle,
            leaves: Some(tour.leaves()),
            visits,
        }
    }
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
