//! What of a network a kind of vehicle may drive, and what it costs.

use super::network::{OpenTo, SizeLimits};
use super::passing::waiting_seconds;
use super::weight::Weight;
use super::{RoadNetwork, Segment};
use crate::district::Vehicle;

/// Gross weight up to which a vehicle counts as light, in tonnes: the border of `hgv` in OpenStreetMap and of the classes
/// N1 and N2 (EU 2018/858; C and B licences).
const LIGHT_TONNES: f64 = 3.5;

/// What decides where and how fast a vehicle drives; vehicles that agree in it share a travel matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// Width, gross weight and height; unknown ones pass everywhere.
    pub size: SizeLimits,
    /// Its speed, as a factor of the road's.
    pub speed_factor: f64,
}

impl Profile {
    /// The smallest vehicle: passes wherever anyone drives.
    pub const SMALLEST: Self = Self {
        size: SizeLimits {
            width_m: Some(0.0),
            tonnes: Some(0.0),
            height_m: Some(0.0),
        },
        speed_factor: 1.0,
    };

    /// The profile of a vehicle.
    #[must_use]
    pub fn of(vehicle: &Vehicle) -> Self {
        Self {
            size: SizeLimits {
                width_m: vehicle.width_m,
                tonnes: vehicle.gross_tonnes,
                height_m: vehicle.height_m,
            },
            speed_factor: vehicle.speed_factor,
        }
    }

    /// Whether it counts as heavy: above 3.5 t, or of unknown weight.
    #[must_use]
    pub fn is_heavy(&self) -> bool {
        self.size.tonnes.is_none_or(|tonnes| tonnes > LIGHT_TONNES)
    }

    /// Whether it is one of those.
    #[must_use]
    pub fn is_among(&self, vehicles: OpenTo) -> bool {
        if self.is_heavy() {
            vehicles.heavy
        } else {
            vehicles.light
        }
    }

    /// Whether it fits through.
    #[must_use]
    pub fn fits(&self, limits: SizeLimits) -> bool {
        let fits = |size: Option<f64>, limit: Option<f64>| !matches!((size, limit), (Some(size), Some(limit)) if size > limit);
        fits(self.size.width_m, limits.width_m)
            && fits(self.size.tonnes, limits.tonnes)
            && fits(self.size.height_m, limits.height_m)
    }

    /// Whether it may drive on a segment in a direction.
    #[must_use]
    pub fn may_drive(&self, segment: &Segment, backwards: bool) -> bool {
        self.is_among(segment.open(backwards)) && self.fits(segment.limits)
    }

    /// What a segment costs it, waiting for others included, if it may drive there; `None` if it cannot.
    pub(super) fn weight(&self, segment: &Segment, network: &RoadNetwork) -> Option<Weight> {
        let exists = |node: u32| (node as usize) < network.nodes.len();
        if !exists(segment.from) || !exists(segment.to) {
            return None;
        }
        let speed = segment.speed_kmh * self.speed_factor;
        let wait = waiting_seconds(segment, speed);
        Weight::of(segment.metres, speed, wait)
    }
}

/// For each kind of vehicle, whether two profiles drive a network alike: the same segments at the same speed.
pub(super) fn drive_alike(a: &Profile, b: &Profile, network: &RoadNetwork) -> bool {
    a.speed_factor == b.speed_factor
        && a.is_heavy() == b.is_heavy()
        && network
            .segments
            .iter()
            .all(|segment| a.fits(segment.limits) == b.fits(segment.limits))
        && network
            .barriers
            .iter()
            .all(|barrier| a.fits(barrier.limits) == b.fits(barrier.limits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_size_passes_and_counts_as_heavy() {
        let unknown = Profile {
            size: SizeLimits::default(),
            speed_factor: 1.0,
        };
        let narrow = SizeLimits {
            width_m: Some(1.0),
            tonnes: Some(1.0),
            height_m: Some(1.0),
        };
        assert!(unknown.fits(narrow) && unknown.is_heavy());
        assert!(Profile::SMALLEST.fits(narrow) && !Profile::SMALLEST.is_heavy());
    }
}
