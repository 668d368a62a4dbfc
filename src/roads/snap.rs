//! Where places meet the roads: for each profile the nearest road that it can get to and away from.
//!
//! A place belongs to the road nearest to it that any vehicle drives. A profile that cannot drive that one may serve the
//! place from another road if it lies hardly farther off; otherwise the place is out of its reach, however near its own
//! roads end. A place far from all connected roads stays unreachable, and a collection point farther off than the district
//! bears.

use super::nearest::{NearestRoads, OnRoad};
use super::network::Course;
use super::parts::parts;
use super::profile::Profile;
use super::streets::Streets;
use super::turns::Turns;
use super::{RoadNetwork, streets};
use crate::district::Place;

/// How much farther than the nearest road of any kind the connected roads may lie, in metres.
const DETOUR_TO_MAIN: f64 = 1000.0;
/// How much farther than the nearest connected road a truck may stand, in metres: people roll the bins over.
const ROLLING: f64 = 25.0;
/// Places nearer than this to the end of a piece of road, along it, belong to the end.
const TO_THE_END: f64 = 20.0;
/// Places between are rounded to so many metres along the road: trucks do not stop by the metre.
const STEP: f64 = 10.0;

/// Where on the network a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Spot {
    /// At a node.
    Node(u32),
    /// On a segment, so many times [`STEP`] from its beginning.
    Between(u32, u32),
}

impl Spot {
    fn of(found: OnRoad, network: &RoadNetwork) -> Self {
        let segment = &network.segments[found.segment as usize];
        let from_end = segment.metres - found.along;
        if found.along.min(from_end) < TO_THE_END {
            return Self::Node(if found.along <= from_end {
                segment.from
            } else {
                segment.to
            });
        }
        let step = (found.along / STEP + 0.5).floor();
        if segment.metres - step * STEP < STEP {
            return Self::Node(segment.to);
        }
        Self::Between(found.segment, step as u32)
    }

    /// Metres from the beginning of the segment that it lies on.
    pub(super) fn along(step: u32) -> f64 {
        f64::from(step) * STEP
    }
}

/// Where a place is for each profile.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Snap {
    /// By profile; `None` where it cannot get there.
    pub spots: Vec<Option<Spot>>,
    /// Where it is for the vehicle that gets nearest; for a place that none gets to, the nearest road of all.
    pub best: Spot,
    /// Whether the smallest vehicle gets there.
    pub is_connected: bool,
}

/// Snaps places for several profiles.
pub(super) struct Snapper<'a> {
    network: &'a RoadNetwork,
    roads: NearestRoads<'a>,
    /// For each profile, and at last for the smallest vehicle, whether a segment belongs to its largest connected part.
    main: Vec<Vec<bool>>,
}

impl<'a> Snapper<'a> {
    /// Finds the connected roads of each profile; `None` if the network has no roads.
    pub(super) fn of(network: &'a RoadNetwork, profiles: &[Profile]) -> Option<Self> {
        let roads = NearestRoads::of(network)?;
        let kinds = profiles.iter().chain([&Profile::SMALLEST]);
        let main = kinds
            .map(|profile| connected_segments(network, profile))
            .collect();
        Some(Self {
            network,
            roads,
            main,
        })
    }

    /// By segment, whether it belongs to the connected roads of a profile.
    pub(super) fn connected(&self, profile: usize) -> &[bool] {
        &self.main[profile]
    }

    /// Where a place is, which is served from roads at most so many metres off.
    pub(super) fn snap(&self, place: Place, most: f64) -> Snap {
        let mut found: Vec<Option<OnRoad>> = vec![None; self.main.len()];
        let mut first = None;
        for road in self.roads.around(place) {
            let nearest = *first.get_or_insert(road);
            let best = found
                .iter()
                .flatten()
                .map(|on| on.away)
                .fold(f64::MAX, f64::min);
            let farthest = most.min(nearest.away + DETOUR_TO_MAIN);
            if road.away > farthest || road.away > best + ROLLING {
                break;
            }
            for (own, main) in found.iter_mut().zip(&self.main) {
                if own.is_none() && main[road.segment as usize] {
                    *own = Some(road);
                }
            }
            if found.iter().all(Option::is_some) {
                break;
            }
        }
        let first = first.expect("a snapper has roads");
        let best = found
            .iter()
            .flatten()
            .copied()
            .reduce(|a, b| if b.away < a.away { b } else { a });
        let spot = |on: OnRoad| Spot::of(on, self.network);
        let is_connected = found.pop().flatten().is_some();
        Snap {
            spots: found.into_iter().map(|on| on.map(spot)).collect(),
            best: spot(best.unwrap_or(first)),
            is_connected,
        }
    }
}

/// For each segment, whether it belongs to the largest part of the network in which a profile gets from everywhere to
/// everywhere.
pub(super) fn connected_segments(network: &RoadNetwork, profile: &Profile) -> Vec<bool> {
    let mut kept = vec![false; network.nodes.len()];
    keep_special(network, &mut kept);
    let streets = Streets::of(network, profile, &kept);
    let turns = Turns::of(network, profile, &streets);
    let graph = &turns.graph;
    let vertices = 0..graph.len() as u32;
    let arcs = vertices.flat_map(|v| graph.leaving(v).iter().map(move |arc| (v, arc.to)));
    let (part, sizes) = parts(graph.len(), arcs);
    let mut connected = vec![false; network.segments.len()];
    let largest = sizes
        .iter()
        .enumerate()
        .max_by_key(|&(number, &size)| (size, std::cmp::Reverse(number)));
    let Some((largest, _)) = largest else {
        return connected;
    };
    for vertex in (0..graph.len() as u32).filter(|&vertex| part[vertex as usize] == largest as u32)
    {
        let street = turns.street(vertex).into_iter();
        for course in street.flat_map(|street| streets.courses(street)) {
            connected[Course::segment(*course)] = true;
        }
    }
    for &(course, beside) in streets.left_out() {
        connected[course.segment()] |= part[beside as usize] == largest as u32;
    }
    connected
}

/// Marks the nodes at which more happens than driving on.
pub(super) fn keep_special(network: &RoadNetwork, kept: &mut [bool]) {
    streets::keep_restricted(network, &network.restrictions, kept);
    let barriers = network.barriers.iter().map(|barrier| barrier.node);
    for node in barriers.chain(network.turning_places.iter().copied()) {
        kept[node as usize] = true;
    }
}
