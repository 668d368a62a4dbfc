//! Roads with one lane for both directions: what it costs that somebody comes the other way.
//!
//! A vehicle at speed v meets the oncoming flow q at twice its density's pace: on a road of length L it expects
//! 2 q L / v meetings (flow q a direction, density q / v, closing speed 2 v, ride L / v). At each of them one of the two
//! waits at a passing bay until the other has passed: on average half the ride between two bays, b / (2 v). That the
//! other one is so kind is nothing a loaded truck can count on, so it is always the truck that waits:
//!
//! W = 2 q L / v  x  b / (2 v)  =  q L b / v^2
//!
//! with q in vehicles a second, L and b in metres and v in metres a second. On 1 km at 20 km/h with a bay every 150 m and
//! ten vehicles an hour that is 13.5 s on a ride of 180 s.

use super::{RoadClass, Segment};

/// Metres between bays where a road with one lane gives none: assumption, entrances to fields and yards serve.
const BAY_METRES: f64 = 300.0;

/// Vehicles an hour in each direction: assumption by class, ordinary working day.
fn vehicles_an_hour(class: RoadClass) -> f64 {
    match class {
        RoadClass::County => 100.0,
        RoadClass::Town => 40.0,
        RoadClass::Lane => 10.0,
        RoadClass::Track => 2.0,
        RoadClass::Ferry => 0.0,
    }
}

/// Seconds that a vehicle waits on a segment for those who come the other way; none where there are two lanes, where it
/// is one-way, or where nobody said how many lanes there are.
pub(super) fn waiting_seconds(segment: &Segment, speed_kmh: f64) -> f64 {
    let is_single = segment.lanes == Some(1)
        || (segment.lanes.is_none() && segment.passing_bay_metres.is_some());
    if segment.oneway || !is_single {
        return 0.0;
    }
    let speed = speed_kmh / 3.6;
    let flow = vehicles_an_hour(segment.class) / 3600.0;
    let bay = segment.passing_bay_metres.unwrap_or(BAY_METRES);
    flow * segment.metres * bay / (speed * speed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane() -> Segment {
        Segment {
            lanes: Some(1),
            passing_bay_metres: Some(150.0),
            ..Segment::new(0, 1, 1000.0, RoadClass::Lane, 20.0)
        }
    }

    #[test]
    fn the_example_of_the_formula_holds() {
        // 10/3600 vehicles a second x 1000 m x 150 m / (5.556 m/s)^2 = 13.5 s.
        assert!((waiting_seconds(&lane(), 20.0) - 13.5).abs() < 1e-9);
    }

    #[test]
    fn nobody_waits_where_nobody_comes_or_two_pass() {
        let oneway = Segment {
            oneway: true,
            ..lane()
        };
        let two_lanes = Segment {
            lanes: Some(2),
            ..lane()
        };
        let unknown = Segment {
            lanes: None,
            passing_bay_metres: None,
            ..lane()
        };
        for segment in [oneway, two_lanes, unknown] {
            assert_eq!(waiting_seconds(&segment, 20.0), 0.0);
        }
    }
}
