//! How fast trucks drive where no figure is given: by class of road, and by what it is paved with.
//!
//! Caps by surface are those of OSRM's `profiles/car.lua` (Project OSRM, BSD-2-Clause, v26: `surface_speeds`), which has
//! been tuned on OpenStreetMap for ten years; they bind slow vehicles and fast ones alike.

use super::RoadClass;

/// What a road is paved with, as far as it slows a truck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    /// Asphalt, concrete.
    Paved,
    /// Paving stones, bricks, fine compacted gravel.
    Blocks,
    /// Gravel, unpaved ground, sett, grass.
    Gravel,
    /// Cobblestone, clay.
    Cobbles,
    /// Earth, sand, stones.
    Earth,
    /// Mud.
    Mud,
}

impl Surface {
    /// The fastest that trucks drive on it, km/h.
    #[must_use]
    pub const fn fastest_kmh(self) -> f64 {
        match self {
            Self::Paved => 80.0,
            Self::Blocks => 60.0,
            Self::Gravel => 40.0,
            Self::Cobbles => 30.0,
            Self::Earth => 20.0,
            Self::Mud => 10.0,
        }
    }
}

/// Speed of trucks on a road of a class where the table gives none: assumption by class.
#[must_use]
pub const fn usual_speed_kmh(class: RoadClass) -> f64 {
    match class {
        RoadClass::County => 50.0,
        RoadClass::Town => 40.0,
        RoadClass::Lane => 20.0,
        RoadClass::Track | RoadClass::Ferry => 10.0,
    }
}
