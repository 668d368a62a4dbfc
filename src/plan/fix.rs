//! Where vehicles were: the fixes of their trackers.

use crate::district::{Place, VehicleId};
use jiff::civil::DateTime;

/// A fix, a row of `trace.csv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// A row of `vehicles.csv`.
    pub vehicle: VehicleId,
    /// Which of the vehicles that share the row, numbered as they are first told.
    pub device: usize,
    /// Local time.
    pub at: DateTime,
    /// In WGS-84.
    pub place: Place,
}
