//! Which road lies nearest to a place, and where on it.

use super::{RoadNetwork, Segment};
use crate::district::Place;
use rstar::primitives::{GeomWithData, Line};
use rstar::{PointDistance, RTree};

type Piece = GeomWithData<Line<[f64; 2]>, (u32, u32)>;

/// A place on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnRoad {
    /// Index of the segment.
    pub segment: u32,
    /// Metres along it from its beginning, in the measure of [`Segment::metres`].
    pub along: f64,
    /// How far off the road the place lies, in metres.
    pub away: f64,
}

/// The straight pieces of all roads, by where they lie.
#[derive(Debug)]
pub struct NearestRoads<'a> {
    network: &'a RoadNetwork,
    pieces: RTree<Piece>,
    plane: Plane,
}

impl<'a> NearestRoads<'a> {
    /// Indexes a network; `None` if it has no segment between nodes.
    #[must_use]
    pub fn of(network: &'a RoadNetwork) -> Option<Self> {
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for place in &network.nodes {
            sum += place.latitude;
            count += 1.0;
        }
        let plane = Plane {
            middle: network.nodes.first().copied().unwrap_or_default(),
            narrowing: libm::cos((sum / count.max(1.0)).to_radians()).max(0.01),
        };
        let mut pieces = Vec::with_capacity(network.segments.len() + network.bends.len());
        for (index, segment) in network.segments.iter().enumerate() {
            let corners: Vec<[f64; 2]> = network
                .line(segment)
                .map(|place| plane.flat(place))
                .collect();
            let lines = corners.windows(2).enumerate();
            let is_whole = corners.len() >= 2 + segment.bends.len();
            pieces.extend(lines.filter(|_| is_whole).map(|(number, pair)| {
                Piece::new(Line::new(pair[0], pair[1]), (index as u32, number as u32))
            }));
        }
        (!pieces.is_empty()).then(|| Self {
            network,
            pieces: RTree::bulk_load(pieces),
            plane,
        })
    }

    /// The roads near a place, the nearest first; a road with bends may come several times.
    pub fn around(&self, place: Place) -> impl Iterator<Item = OnRoad> + '_ {
        let spot = self.plane.flat(place);
        let near = self.pieces.nearest_neighbor_iter(spot);
        near.map(move |piece| {
            let (segment, number) = piece.data;
            let line = piece.geom();
            OnRoad {
                segment,
                along: self.along(&self.network.segments[segment as usize], number, line, spot),
                away: line.distance_2(&spot).sqrt(),
            }
        })
    }

    /// Metres along a segment to the point of one of its pieces that is nearest to a spot.
    fn along(&self, segment: &Segment, number: u32, line: &Line<[f64; 2]>, spot: [f64; 2]) -> f64 {
        let corners: Vec<Place> = self.network.line(segment).collect();
        let length = |pair: &[Place]| pair[0].metres_to(pair[1]);
        let pieces: Vec<f64> = corners.windows(2).map(length).collect();
        let whole: f64 = pieces.iter().sum();
        let before: f64 = pieces[..number as usize].iter().sum();
        let share = share_along(line.from, line.to, spot);
        let drawn = before + share * pieces[number as usize];
        if whole > 0.0 {
            drawn / whole * segment.metres
        } else {
            0.0
        }
    }
}

/// How far along a line, from 0 to 1, its point nearest to a spot lies.
fn share_along(from: [f64; 2], to: [f64; 2], spot: [f64; 2]) -> f64 {
    let (x, y) = (to[0] - from[0], to[1] - from[1]);
    let square = x * x + y * y;
    if square > 0.0 {
        (((spot[0] - from[0]) * x + (spot[1] - from[1]) * y) / square).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// A plane that is true near the network's middle.
#[derive(Clone, Copy, Debug)]
struct Plane {
    middle: Place,
    /// Metres to the east on it, of one on the earth at the equator.
    narrowing: f64,
}

impl Plane {
    /// A place in metres.
    fn flat(self, place: Place) -> [f64; 2] {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        [
            self.middle.degrees_east_to(place) * METRES_PER_DEGREE * self.narrowing,
            place.latitude * METRES_PER_DEGREE,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::{Bend, RoadClass};

    #[test]
    fn a_place_beside_a_bent_road_lies_along_it() {
        // East for 0.01 degrees, then north for 0.01 degrees; 1,112 m each at the equator.
        let network = RoadNetwork {
            nodes: vec![Place::new(10.0, 0.0), Place::new(10.01, 0.01)],
            bends: vec![Bend {
                longitude_e7: 100_100_000,
                latitude_e7: 0,
            }],
            segments: vec![Segment {
                bends: 0..1,
                ..Segment::new(0, 1, 4000.0, RoadClass::Town, 30.0)
            }],
            ..RoadNetwork::default()
        };
        let roads = NearestRoads::of(&network).unwrap();
        let found = roads.around(Place::new(10.0101, 0.005)).next().unwrap();
        assert!(
            (found.along - 3000.0).abs() < 1.0,
            "three quarters of 4,000 m: {found:?}"
        );
        assert!((found.away - 11.1).abs() < 0.1, "{found:?}");
    }
}
