//! The district laid flat: places as metres east and north, lines with the corners that matter, and the roads around places.

use crate::district::{District, METRES_PER_DEGREE, Place};
use crate::report::simplify::{Corner, simplified};
use crate::roads::{RoadClass, RoadNetwork, Segment};
use std::ops::RangeInclusive;

/// The most corners of roads drawn; of a larger network the great roads only.
const MOST_CORNERS: usize = 50_000;
/// How far a drawn road or way may lie off the real one, in metres.
const OFF_THE_ROAD: f64 = 8.0;
/// How far beyond the district roads are drawn, in metres.
const MARGIN: i32 = 1_500;

/// A flat map around the middle of the district.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlatMap {
    middle: Place,
    narrowing: f64,
}

impl FlatMap {
    /// The map of a district, around the middle of its points.
    pub(super) fn of(district: &District) -> Self {
        let (mut sum, mut count) = (Place::default(), 0.0_f64);
        for point in &district.points {
            sum.longitude += point.place.longitude;
            sum.latitude += point.place.latitude;
            count += 1.0;
        }
        let middle = Place::new(
            sum.longitude / count.max(1.0),
            sum.latitude / count.max(1.0),
        );
        Self {
            middle,
            narrowing: libm::cos(middle.latitude.to_radians()),
        }
    }

    /// Metres east and north of the middle.
    pub(super) fn project(self, place: Place) -> Corner {
        let east = (place.longitude - self.middle.longitude) * self.narrowing;
        let north = place.latitude - self.middle.latitude;
        (
            (east * METRES_PER_DEGREE).round() as i32,
            (north * METRES_PER_DEGREE).round() as i32,
        )
    }

    /// A line on the map with the corners that matter.
    pub(super) fn line(self, places: impl Iterator<Item = Place>) -> Vec<Corner> {
        let corners: Vec<Corner> = places.map(|place| self.project(place)).collect();
        simplified(&corners, OFF_THE_ROAD)
    }

    /// The roads around places by class, the great ones first, as long as they are few enough to draw. Roads closed to all
    /// are left out.
    pub(super) fn roads(
        self,
        network: &RoadNetwork,
        places: &[Corner],
    ) -> Vec<(RoadClass, Vec<Vec<Corner>>)> {
        let east = around(places.iter().map(|place| place.0));
        let north = around(places.iter().map(|place| place.1));
        let is_near = |line: &[Corner]| {
            line.iter()
                .any(|(x, y)| east.contains(x) && north.contains(y))
        };
        let mut drawn = 0;
        let mut roads = Vec::new();
        for class in RoadClass::ALL {
            let of_class = |segment: &&Segment| segment.class == class && !segment.is_closed();
            let segments = network.segments.iter().filter(of_class);
            let lines: Vec<Vec<Corner>> = segments
                .map(|segment| self.line(network.line(segment)))
                .filter(|line| is_near(line))
                .collect();
            drawn += lines.iter().map(Vec::len).sum::<usize>();
            if drawn > MOST_CORNERS {
                break;
            }
            roads.push((class, lines));
        }
        roads
    }
}

/// What lies along an axis, and somewhat more.
fn around(along: impl Iterator<Item = i32> + Clone) -> RangeInclusive<i32> {
    let least = along.clone().min().unwrap_or(0);
    let most = along.max().unwrap_or(0);
    least - MARGIN..=most + MARGIN
}
