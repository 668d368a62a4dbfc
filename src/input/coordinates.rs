//! Chinese coordinates to WGS-84: GCJ-02 (高德, 腾讯) and BD-09 (百度).
//!
//! Both offsets are published only as code that was traced from maps; the polynomials and constants used here are the
//! ones known since 2010 (Krasovsky 1940 axis and eccentricity; Baidu's rotation), as collected in
//! <https://en.wikipedia.org/wiki/Restrictions_on_geographic_data_in_China>. They have no closed inverse: it is a fixed
//! point, iterated until it moves less than 1e-10 degree. Sines are those of `libm`, so that bytes are equal on every machine.

use crate::district::Place;
use libm::{atan2, cos, hypot, sin};
use std::f64::consts::PI;

/// The system that the coordinates of a district are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Datum {
    /// WGS-84, as GPS gives it.
    #[default]
    Wgs84,
    /// GCJ-02.
    Gcj02,
    /// BD-09.
    Bd09,
}

impl Datum {
    /// The one that a table's word names.
    pub fn named(word: Option<&str>) -> Self {
        match word {
            Some("gcj02") => Self::Gcj02,
            Some("bd09") => Self::Bd09,
            _ => Self::Wgs84,
        }
    }

    /// Where a place that was read in this system would lie if it had been written in another, with that system's name.
    pub fn read_as_others(self, place: Place) -> [(&'static str, Place); 2] {
        let written = match self {
            Self::Wgs84 => place,
            Self::Gcj02 => gcj02_of_wgs84(place),
            Self::Bd09 => bd09_of_wgs84(place),
        };
        let all = [
            ("WGS-84", Self::Wgs84),
            ("GCJ-02", Self::Gcj02),
            ("BD-09", Self::Bd09),
        ];
        let mut others = all.into_iter().filter(|(_, datum)| *datum != self);
        std::array::from_fn(|_| {
            let (name, datum) = others.next().expect("two of three are others");
            (name, datum.to_wgs84(written))
        })
    }

    /// The place in WGS-84.
    pub fn to_wgs84(self, place: Place) -> Place {
        if !place.longitude.is_finite() || !place.latitude.is_finite() {
            return place;
        }
        match self {
            Self::Wgs84 => place,
            Self::Gcj02 => wgs84_of_gcj02(place),
            Self::Bd09 => wgs84_of_gcj02(inverse(gcj02_to_bd09, place)),
        }
    }
}

fn wgs84_of_gcj02(place: Place) -> Place {
    if is_offset_there(place) {
        inverse(wgs84_to_gcj02, place)
    } else {
        place
    }
}

/// Where a place of WGS-84 lies on a Chinese map (GCJ-02); outside the rectangle of the offset where it is.
#[must_use]
pub fn gcj02_of_wgs84(place: Place) -> Place {
    if is_offset_there(place) {
        wgs84_to_gcj02(place)
    } else {
        place
    }
}

/// Where a place of WGS-84 lies on a map of Baidu (BD-09).
#[must_use]
pub fn bd09_of_wgs84(place: Place) -> Place {
    gcj02_to_bd09(gcj02_of_wgs84(place))
}

/// The rectangle in which the offset is applied.
pub(super) fn is_offset_there(place: Place) -> bool {
    (72.004..=137.8347).contains(&place.longitude) && (0.8293..=55.8271).contains(&place.latitude)
}

/// The place that `forward` sends to `target`: both offsets change by far less than they are long.
fn inverse(forward: fn(Place) -> Place, target: Place) -> Place {
    let mut guess = target;
    for _ in 0..50 {
        let reached = forward(guess);
        let (east, north) = (
            target.longitude - reached.longitude,
            target.latitude - reached.latitude,
        );
        guess = Place::new(guess.longitude + east, guess.latitude + north);
        if east.abs().max(north.abs()) < 1e-10 {
            break;
        }
    }
    guess
}

fn wgs84_to_gcj02(place: Place) -> Place {
    const AXIS: f64 = 6_378_245.0;
    const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (place.longitude - 105.0, place.latitude - 35.0);
    let latitude = place.latitude.to_radians();
    let flattening = 1.0 - ECCENTRICITY_SQUARED * sin(latitude) * sin(latitude);
    let per_latitude = AXIS * (1.0 - ECCENTRICITY_SQUARED) / (flattening * flattening.sqrt());
    let per_longitude = AXIS / flattening.sqrt() * cos(latitude);
    Place::new(
        place.longitude + (offset_east(x, y) / per_longitude).to_degrees(),
        place.latitude + (offset_north(x, y) / per_latitude).to_degrees(),
    )
}

/// Metres to the east.
fn offset_east(x: f64, y: f64) -> f64 {
    let wave = |amplitude: f64, argument: f64| amplitude * sin(argument * PI) * 2.0 / 3.0;
    let plane = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    let short = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let long = wave(20.0, x) + wave(40.0, x / 3.0) + wave(150.0, x / 12.0) + wave(300.0, x / 30.0);
    plane + short + long
}

/// Metres to the north.
fn offset_north(x: f64, y: f64) -> f64 {
    let wave = |amplitude: f64, argument: f64| amplitude * sin(argument * PI) * 2.0 / 3.0;
    let plane = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    let short = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let long = wave(20.0, y) + wave(40.0, y / 3.0) + wave(160.0, y / 12.0) + wave(320.0, y / 30.0);
    plane + short + long
}

fn gcj02_to_bd09(place: Place) -> Place {
    const TURN: f64 = PI * 3000.0 / 180.0;
    let (x, y) = (place.longitude, place.latitude);
    let radius = hypot(x, y) + 0.00002 * sin(y * TURN);
    let angle = atan2(y, x) + 0.000_003 * cos(x * TURN);
    Place::new(radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_places_come_out_where_others_put_them() {
        // The example that the public converters print.
        let wgs = Place::new(116.404, 39.915);
        let gcj = wgs84_to_gcj02(wgs);
        assert!(
            (gcj.longitude - 116.410_244_499_165_38).abs() < 1e-9,
            "{gcj:?}"
        );
        assert!(
            (gcj.latitude - 39.916_404_281_501_64).abs() < 1e-9,
            "{gcj:?}"
        );
        let bd = gcj02_to_bd09(wgs);
        assert!(
            (bd.longitude - 116.410_369_493_710_29).abs() < 1e-9,
            "{bd:?}"
        );
        assert!((bd.latitude - 39.921_336_993_510_21).abs() < 1e-9, "{bd:?}");
    }

    #[test]
    fn abroad_there_is_no_offset() {
        let bayreuth = Place::new(11.5, 50.0);
        assert_eq!(Datum::Gcj02.to_wgs84(bayreuth), bayreuth);
    }

    proptest! {
        #[test]
        fn the_inverse_leads_back(longitude in 73.5..135.0_f64, latitude in 18.0..53.5_f64) {
            let place = Place::new(longitude, latitude);
            let gcj = wgs84_to_gcj02(place);
            for back in [Datum::Gcj02.to_wgs84(gcj), Datum::Bd09.to_wgs84(gcj02_to_bd09(gcj))] {
                prop_assert!((back.longitude - longitude).abs() < 1e-8, "{back:?}");
                prop_assert!((back.latitude - latitude).abs() < 1e-8, "{back:?}");
            }
        }
    }
}
