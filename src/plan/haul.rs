//! Line haul (转运): full containers or trailers from stations to plants. The rows of hauls.csv.

use crate::district::{PlantId, StationId, VehicleId};
use crate::quantity::{Clock, Day, Kilograms, Metres, Seconds};
use serde::{Deserialize, Serialize};

/// A trip of a hauler: out to a station, full to a plant. Trips of one tour and day follow each other; the first begins at
/// the hauler's base, the last ends there, every other begins at the plant of the one before. Clocks count from the
/// midnight that begins the tour's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Haul {
    /// The tour it belongs to, unique in the plan, such as `mon-h01`.
    pub tour: String,
    /// Its place in the tour, from 1.
    pub trip: u32,
    /// The day on which the tour leaves.
    pub day: Day,
    /// The type of hauler.
    pub vehicle: VehicleId,
    /// Where it loads.
    pub station: StationId,
    /// Where it tips.
    pub plant: PlantId,
    /// Leaves for the station.
    pub out: Clock,
    /// Loading begins.
    pub load: Clock,
    /// Leaves the station, full.
    pub leave: Clock,
    /// Wheels stop at the plant.
    pub arrive: Clock,
    /// Tipping begins.
    pub tip: Clock,
    /// Free for the next trip at the plant's gate; of the last trip, back at the base.
    pub back: Clock,
    /// What it carries.
    pub kg: Kilograms,
    /// The way out, to the plant and, of the last trip, home.
    pub metres: Metres,
}

/// The trips of one hauler on one day, in order.
#[derive(Clone, Copy, Debug)]
pub struct HaulTour<'a>(pub &'a [Haul]);

impl HaulTour<'_> {
    /// The first trip.
    fn first(&self) -> &Haul {
        &self.0[0]
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.first().tour
    }

    /// The day on which it leaves.
    #[must_use]
    pub fn day(&self) -> Day {
        self.first().day
    }

    /// The type of hauler.
    #[must_use]
    pub fn vehicle(&self) -> VehicleId {
        self.first().vehicle
    }

    /// Leaving the base.
    #[must_use]
    pub fn leaves(&self) -> Clock {
        self.first().out
    }

    /// Back at the base.
    #[must_use]
    pub fn returns(&self) -> Clock {
        self.0.last().map_or(Clock::MIDNIGHT, |haul| haul.back)
    }

    /// Time on duty: return - leaving.
    #[must_use]
    pub fn duration(&self) -> Seconds {
        self.returns() - self.leaves()
    }

    /// The way.
    #[must_use]
    pub fn distance(&self) -> Metres {
        self.0.iter().map(|haul| haul.metres).sum()
    }
}

/// Hauls as tours; they must be sorted by day, tour and trip.
pub fn haul_tours(hauls: &[Haul]) -> impl Iterator<Item = HaulTour<'_>> {
    hauls
        .chunk_by(|a, b| (a.day, &a.tour) == (b.day, &b.tour))
        .map(HaulTour)
}
