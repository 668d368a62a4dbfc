//! What was done: the visits that crews really made.

use crate::district::{PointId, StreamId, VehicleId};
use jiff::civil::Date;

/// A visit that was made, a row of `done.csv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoneVisit {
    /// The day.
    pub date: Date,
    /// Where.
    pub point: PointId,
    /// What was fetched; `None`: all that the point has.
    pub stream: Option<StreamId>,
    /// By whom; `None`: not told.
    pub vehicle: Option<VehicleId>,
    /// Kilograms, if they were weighed.
    pub kg: Option<f64>,
}
