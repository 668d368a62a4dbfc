//! The drawing board: metres east and north of the district's middle, and the way from there to degrees.
//!
//! Sines come from `libm`, and places are rounded to a millionth of a degree before anything is derived from them: the
//! same bytes on any machine.

use crate::district::Place;

/// The middle of every generated district: hills in the north of China, chosen for their climate and nothing else.
const MIDDLE: Place = Place::new(118.2, 36.1);
const METRES_PER_DEGREE: f64 = 111_195.080;

/// A spot on the board.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    /// Metres east of the middle.
    pub(super) x: f64,
    /// Metres north of the middle.
    pub(super) y: f64,
}

impl Spot {
    /// The spot so many metres away, the heading counted from east in radians.
    pub(super) fn towards(self, heading: f64, metres: f64) -> Self {
        Self {
            x: self.x + metres * libm::cos(heading),
            y: self.y + metres * libm::sin(heading),
        }
    }

    /// The spot at a share of the way to another.
    pub(super) fn along(self, to: Self, share: f64) -> Self {
        Self {
            x: self.x + (to.x - self.x) * share,
            y: self.y + (to.y - self.y) * share,
        }
    }

    /// Straight distance.
    pub(super) fn metres_to(self, other: Self) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The heading to another spot.
    pub(super) fn heading_to(self, other: Self) -> f64 {
        libm::atan2(other.y - self.y, other.x - self.x)
    }

    /// The place on the earth, rounded to a millionth of a degree.
    pub(super) fn place(self) -> Place {
        let narrowing = libm::cos(MIDDLE.latitude.to_radians());
        Place::new(
            rounded(MIDDLE.longitude + self.x / (METRES_PER_DEGREE * narrowing)),
            rounded(MIDDLE.latitude + self.y / METRES_PER_DEGREE),
        )
    }
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// Great-circle distance in metres, as [`Place::metres_to`] but with the sines of `libm`.
pub(super) fn metres_between(a: Place, b: Place) -> f64 {
    const RADIUS: f64 = 6_371_008.8;
    let (phi, psi) = (a.latitude.to_radians(), b.latitude.to_radians());
    let across = libm::sin((b.longitude - a.longitude).to_radians() / 2.0);
    let along = libm::sin((psi - phi) / 2.0);
    let h = along * along + libm::cos(phi) * libm::cos(psi) * across * across;
    2.0 * RADIUS * libm::asin(h.sqrt().min(1.0))
}

/// The difference of two headings, -pi to pi.
pub(super) fn turn(from: f64, to: f64) -> f64 {
    let full = 2.0 * std::f64::consts::PI;
    let difference = (to - from) % full;
    if difference > full / 2.0 {
        difference - full
    } else if difference < -full / 2.0 {
        difference + full
    } else {
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_keeps_distances_of_the_earth() {
        let (a, b) = (
            Spot::default(),
            Spot {
                x: 3_000.0,
                y: 4_000.0,
            },
        );
        let (p, q) = (a.place(), b.place());
        assert!((metres_between(p, q) - 5_000.0).abs() < 5.0);
        assert!((metres_between(p, q) - p.metres_to(q)).abs() < 1e-3);
    }

    #[test]
    fn a_turn_is_never_more_than_half_a_circle() {
        assert!((turn(3.0, -3.0) - 0.283).abs() < 1e-3);
        assert!((turn(-3.0, 3.0) + 0.283).abs() < 1e-3);
    }
}
