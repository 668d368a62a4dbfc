//! Roads while they are being drawn: spots joined by pieces of road, and the question whether a spot is still free.

use super::chance::Chance;
use super::plane::{Spot, metres_between};
use crate::roads::{RoadClass, RoadNetwork, Segment, SizeLimits};
use std::collections::BTreeMap;

/// What a piece of road is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paving {
    /// What it is.
    pub(super) class: RoadClass,
    /// Speed in km/h.
    pub(super) speed_kmh: f64,
    /// Whether it leads one way only.
    pub(super) oneway: bool,
    /// The widest vehicle.
    pub(super) max_width_m: Option<f64>,
    /// The heaviest vehicle, tonnes gross.
    pub(super) max_tonnes: Option<f64>,
    /// Most metres of road for each metre as the crow flies.
    pub(super) winding: f64,
}

impl Paving {
    const fn open(class: RoadClass, speed_kmh: f64, winding: f64) -> Self {
        Self {
            class,
            speed_kmh,
            oneway: false,
            max_width_m: None,
            max_tonnes: None,
            winding,
        }
    }

    /// A road between towns.
    pub(super) const COUNTY: Self = Self::open(RoadClass::County, 55.0, 1.04);
    /// A road up a valley.
    pub(super) const VALLEY: Self = Self::open(RoadClass::Town, 45.0, 1.10);
    /// A street of a town, round its market.
    pub(super) const MARKET: Self = Self {
        oneway: true,
        ..Self::open(RoadClass::Town, 20.0, 1.02)
    };
    /// A village lane: one truck wide, with passing bays.
    pub(super) const LANE: Self = Self::open(RoadClass::Lane, 22.0, 1.12);

    /// The same, closed to anything wider.
    pub(super) fn no_wider_than(self, metres: f64) -> Self {
        Self {
            max_width_m: Some(metres),
            ..self
        }
    }

    /// The same, closed to anything heavier.
    pub(super) fn no_heavier_than(self, tonnes: f64) -> Self {
        Self {
            max_tonnes: Some(tonnes),
            ..self
        }
    }
}

/// The side of a square of the index, metres; no question about free spots reaches further.
const SQUARE: f64 = 200.0;

/// Roads being drawn.
#[derive(Debug, Default)]
pub(super) struct RoadDraft {
    spots: Vec<Spot>,
    segments: Vec<Segment>,
    squares: BTreeMap<(i64, i64), Vec<u32>>,
}

impl RoadDraft {
    /// Adds a node.
    pub(super) fn node(&mut self, spot: Spot) -> u32 {
        let id =
            u32::try_from(self.spots.len()).expect("a drawn network has fewer than 2^32 nodes");
        self.spots.push(spot);
        self.squares.entry(square(spot)).or_default().push(id);
        id
    }

    /// Where a node lies.
    pub(super) fn spot(&self, node: u32) -> Spot {
        self.spots[node as usize]
    }

    /// Whether no node lies within so many metres, 200 at most.
    pub(super) fn is_free(&self, spot: Spot, metres: f64) -> bool {
        let (column, row) = square(spot);
        (column - 1..=column + 1)
            .flat_map(|c| (row - 1..=row + 1).map(move |r| (c, r)))
            .filter_map(|key| self.squares.get(&key))
            .flatten()
            .all(|&node| self.spot(node).metres_to(spot) >= metres)
    }

    /// Joins two nodes by a piece of road; its length is that between the rounded places, and a little for winding.
    pub(super) fn join(&mut self, from: u32, to: u32, paving: Paving, chance: &mut Chance) {
        let straight = metres_between(self.spot(from).place(), self.spot(to).place());
        let winding = chance.between(1.0, paving.winding);
        let metres = (straight * winding).ceil().max(1.0);
        self.segments.push(Segment {
            oneway: paving.oneway,
            limits: SizeLimits {
                width_m: paving.max_width_m,
                tonnes: paving.max_tonnes,
                height_m: None,
            },
            ..Segment::new(from, to, metres, paving.class, paving.speed_kmh)
        });
    }

    /// Draws a road from a node over new nodes at the spots, and says which these are.
    pub(super) fn road(
        &mut self,
        from: u32,
        spots: impl IntoIterator<Item = Spot>,
        paving: Paving,
        chance: &mut Chance,
    ) -> Vec<u32> {
        let mut last = from;
        let mut drawn = Vec::new();
        for spot in spots {
            let node = self.node(spot);
            self.join(last, node, paving, chance);
            drawn.push(node);
            last = node;
        }
        drawn
    }

    /// The network as a reader of its table sees it: nodes of equal places are one, numbered by first mention.
    pub(super) fn into_network(self) -> RoadNetwork {
        let mut network = RoadNetwork::default();
        let mut known = BTreeMap::new();
        for segment in &self.segments {
            let [from, to] = [segment.from, segment.to].map(|node| {
                let place = self.spot(node).place();
                *known
                    .entry((place.longitude.to_bits(), place.latitude.to_bits()))
                    .or_insert_with(|| {
                        network.nodes.push(place);
                        network.nodes.len() as u32 - 1
                    })
            });
            network.segments.push(Segment {
                from,
                to,
                ..segment.clone()
            });
        }
        network
    }
}

fn square(spot: Spot) -> (i64, i64) {
    (
        (spot.x / SQUARE).floor() as i64,
        (spot.y / SQUARE).floor() as i64,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_spot_is_one_that_no_node_is_near() {
        let mut draft = RoadDraft::default();
        draft.node(Spot { x: 199.0, y: -1.0 });
        assert!(
            !draft.is_free(Spot { x: 201.0, y: 1.0 }, 10.0),
            "across the border of a square"
        );
        assert!(draft.is_free(Spot { x: 220.0, y: 1.0 }, 10.0));
    }

    #[test]
    fn roads_are_never_shorter_than_the_crow_flies() {
        let (mut draft, mut chance) = (RoadDraft::default(), Chance::of(3, "roads"));
        let from = draft.node(Spot::default());
        let spots = (1..20).map(|i| Spot {
            x: 97.0 * f64::from(i),
            y: 31.0,
        });
        draft.road(from, spots, Paving::LANE, &mut chance);
        let network = draft.into_network();
        assert_eq!((network.nodes.len(), network.segments.len()), (20, 19));
        for segment in &network.segments {
            let [a, b] = [segment.from, segment.to].map(|n| network.nodes[n as usize]);
            assert!(segment.metres >= a.metres_to(b));
        }
    }
}
