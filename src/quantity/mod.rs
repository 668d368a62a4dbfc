//! Units as types: kilograms, litres, metres, seconds, money, clocks, days. Nothing of two kinds adds up by mistake.
//!
//! Every amount is a whole number, so that a sum does not depend on its order and a run repeats to the bit.

mod amount;
mod day;
mod labels;
mod locality;
mod time;
mod travel;
mod travel_document;
mod version;
#[cfg(feature = "plan")]
mod week;

pub use amount::{Kilograms, Litres, Metres, Money, NoAmount, Seconds};
pub use day::{Day, DaySet, ParseDayError, WEEKS_A_MONTH};
pub use labels::Hub;
pub(crate) use locality::in_z_order;
pub use time::{Clock, ParseClockError, Window};
#[cfg(feature = "vrp")]
pub(crate) use travel::PlaneMetres;
pub use travel::{KnownRows, Leg, Metric, Rounding, Scale, TravelMatrix};
pub use travel_document::NoTravel;
pub use version::Version;
#[cfg(feature = "plan")]
pub use week::{IsoWeek, ParseWeekError};
