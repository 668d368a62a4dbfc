//! Travel without roads: great circle times a detour factor, at one speed.

use crate::district::{Place, StraightTravel};
use crate::quantity::{Leg, TravelMatrix};
use rayon::prelude::*;

/// The legs between all places: metres half up, then seconds from the rounded metres, half up.
pub(super) fn straight_matrix(
    places: &[Place],
    travel: StraightTravel,
    speed_factor: f64,
) -> TravelMatrix {
    let mut legs = vec![Leg::NONE; places.len() * places.len()];
    let rows = legs.par_chunks_mut(places.len().max(1)).zip(places);
    rows.for_each(|(row, from)| {
        for (leg, to) in row.iter_mut().zip(places) {
            *leg = straight_leg(*from, *to, travel, speed_factor);
        }
    });
    TravelMatrix::new(places.len(), legs)
}

/// One leg: metres half up, then seconds from the rounded metres, half up; none where the speed is none.
pub(super) fn straight_leg(
    from: Place,
    to: Place,
    travel: StraightTravel,
    speed_factor: f64,
) -> Leg {
    let half_up = |value: f64| (value + 0.5).floor();
    let metres = half_up(from.metres_to(to) * travel.detour_factor);
    let seconds = half_up(metres * 3.6 / (travel.speed_kmh * speed_factor));
    if seconds.is_nan() || seconds >= f64::from(Leg::NONE.seconds) {
        return Leg::NONE;
    }
    Leg {
        seconds: seconds as u32,
        metres: metres as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRAVEL: StraightTravel = StraightTravel {
        detour_factor: 1.35,
        speed_kmh: 30.0,
    };

    #[test]
    fn a_leg_is_the_one_that_the_plan_judge_computes() {
        // From points P0001 and P0002 of a city, by an independent program in Python.
        let (a, b) = (
            Place::new(120.130433, 36.090514),
            Place::new(120.1767, 35.950419),
        );
        assert_eq!(
            straight_leg(a, b, TRAVEL, 1.0),
            Leg {
                seconds: 2612,
                metres: 21767
            }
        );
        assert_eq!(straight_leg(a, a, TRAVEL, 1.0), Leg::default());
    }

    #[test]
    fn without_speed_there_is_no_way() {
        let (a, b) = (Place::new(120.0, 36.0), Place::new(120.1, 36.0));
        assert_eq!(straight_leg(a, b, TRAVEL, 0.0), Leg::NONE);
    }
}
