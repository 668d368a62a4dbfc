//! Where something stands.

use serde::{Deserialize, Serialize};

/// A place on the earth, WGS-84, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
    /// North of the equator, -90 to 90.
    pub latitude: f64,
}

impl Place {
    /// A place from longitude and latitude, in this order.
    #[must_use]
    pub const fn new(longitude: f64, latitude: f64) -> Self {
        Self {
            longitude,
            latitude,
        }
    }

    /// Great-circle distance in metres, by the haversine formula on a sphere of the earth's mean radius 6,371,008.8 m
    /// (IUGG; the same sphere as the plan judge's).
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        const RADIUS: f64 = 6_371_008.8;
        let (phi, psi) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let along = ((psi - phi) / 2.0).sin();
        let h = along * along + phi.cos() * psi.cos() * across * across;
        2.0 * RADIUS * h.sqrt().min(1.0).asin()
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
    use geo::{Distance, Haversine};

    #[test]
    fn distances_are_those_of_geo() {
        let (a, b) = (Place::new(119.75, 35.8), Place::new(120.17, 36.02));
        let expected = Haversine.distance(geo::Point::from(a), geo::Point::from(b));
        assert!((a.metres_to(b) - expected).abs() < 1e-3 * expected);
    }
}
