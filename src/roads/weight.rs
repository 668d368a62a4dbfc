//! What a piece of road costs a vehicle: time first, distance to choose between equal times.

use crate::quantity::Leg;

/// Time in milliseconds and length in centimetres, packed so that one addition adds both and one comparison compares
/// time before length. Ways beyond 49 days or 42,949 km are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Weight(u64);

impl Weight {
    /// Standing still.
    pub(super) const ZERO: Self = Self(0);
    /// No way.
    pub(super) const NONE: Self = Self(u64::MAX);

    /// The weight of a piece of road, with seconds of waiting on it, each part half up; `None` if nobody gets along it: no
    /// speed, no length, or too long.
    pub(super) fn of(metres: f64, speed_kmh: f64, waiting: f64) -> Option<Self> {
        let milliseconds = (metres * 3600.0 / speed_kmh + 1000.0 * waiting + 0.5).floor();
        let centimetres = (metres * 100.0 + 0.5).floor();
        let fits = |part: f64| (0.0..f64::from(u32::MAX)).contains(&part);
        let passable = speed_kmh > 0.0 && fits(milliseconds) && fits(centimetres);
        passable.then_some(Self((milliseconds as u64) << 32 | centimetres as u64))
    }

    /// One way after the other.
    pub(super) fn then(self, next: Self) -> Self {
        Self(self.0.saturating_add(next.0))
    }

    /// Milliseconds and centimetres.
    pub(super) const fn parts(self) -> (u32, u32) {
        ((self.0 >> 32) as u32, self.0 as u32)
    }

    /// Both parts in one number, which adds and compares as the weight does.
    #[cfg(test)]
    pub(super) const fn packed(self) -> u64 {
        self.0
    }

    /// The leg in whole seconds and metres, half up.
    pub(super) fn leg(self) -> Leg {
        if self == Self::NONE {
            return Leg::NONE;
        }
        let (milliseconds, centimetres) = self.parts();
        let half_up = |part: u32, unit: u32| part / unit + u32::from(part % unit >= unit / 2);
        Leg {
            seconds: half_up(milliseconds, 1000),
            metres: half_up(centimetres, 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_rounds_its_sums_once() {
        // 20 m at 30 km/h take 2.4 s; three of them 7.2 s.
        let piece = Weight::of(20.25, 30.375, 0.0).unwrap();
        let way = piece.then(piece).then(piece);
        assert_eq!(
            way.leg(),
            Leg {
                seconds: 7,
                metres: 61
            }
        );
    }

    #[test]
    fn time_goes_before_length() {
        let (fast, short) = (
            Weight::of(900.0, 60.0, 0.0).unwrap(),
            Weight::of(500.0, 30.0, 0.0).unwrap(),
        );
        assert!(fast < short);
        assert!(
            Weight::of(100.0, 30.0, 0.0).unwrap() < Weight::of(200.0, 60.0, 0.0).unwrap(),
            "equal times"
        );
    }

    #[test]
    fn what_nobody_drives_has_no_weight() {
        for (metres, kmh) in [
            (100.0, 0.0),
            (100.0, -5.0),
            (f64::NAN, 30.0),
            (1.0, f64::NAN),
            (1e12, 30.0),
            (-1.0, 30.0),
        ] {
            assert_eq!(
                Weight::of(metres, kmh, 0.0),
                None,
                "{metres} m at {kmh} km/h"
            );
        }
        assert_eq!(Weight::NONE.then(Weight::NONE).leg(), Leg::NONE);
    }
}
