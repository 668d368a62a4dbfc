//! The travel table by itself: places and a profile on a network, without any district.

use super::RoadNetwork;
use super::graph::Search;
use super::profile::Profile;
use super::snap::{Snap, Snapper, connected_segments};
use super::split::Split;
use super::ways::Ways;
use crate::district::Place;
use crate::quantity::{Leg, TravelMatrix};

/// The ways of one profile between some places.
#[derive(Clone, Debug)]
pub struct RoadTable {
    ways: Ways,
}

impl RoadTable {
    /// Finds the places on the roads. On a network without roads no place has a way to another.
    #[must_use]
    pub fn of(network: &RoadNetwork, profile: &Profile, places: &[Place]) -> Self {
        let snapper = Snapper::of(network, std::slice::from_ref(profile));
        let snap = |&place: &Place| {
            snapper
                .as_ref()
                .map(|snapper| snapper.snap(place, f64::INFINITY))
        };
        let snaps: Vec<Option<Snap>> = places.iter().map(snap).collect();
        let spot = |snap: &Option<Snap>| snap.as_ref().and_then(|snap| snap.spots[0]);
        let split = Split::at(network, snaps.iter().filter_map(spot));
        let nodes: Vec<Option<u32>> = snaps
            .iter()
            .map(|snap| spot(snap).map(|s| split.node(s)))
            .collect();
        Self {
            ways: Ways::of(&split.network, profile, &nodes),
        }
    }

    /// The nodes of a network from which a profile gets everywhere and back.
    #[must_use]
    pub fn connected_places(network: &RoadNetwork, profile: &Profile) -> Vec<Place> {
        let connected = connected_segments(network, profile);
        let mut is_there = vec![false; network.nodes.len()];
        for (segment, _) in network
            .segments
            .iter()
            .zip(connected)
            .filter(|(_, connected)| *connected)
        {
            is_there[segment.from as usize] = true;
            is_there[segment.to as usize] = true;
        }
        let nodes = network.nodes.iter().zip(is_there);
        nodes
            .filter(|(_, is_there)| *is_there)
            .map(|(&place, _)| place)
            .collect()
    }

    /// Vertices and arcs of the graph that is searched.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        self.ways.size()
    }

    /// All legs.
    #[must_use]
    pub fn matrix(&self) -> TravelMatrix {
        self.ways.matrix(&[], 1)
    }

    /// The legs from one place to all, by a plain search: what the table is checked against.
    #[must_use]
    pub fn dijkstra_row(&self, from: usize) -> Vec<Leg> {
        let row = self.ways.plain_row(from, &mut Search::default());
        row.into_iter().map(|weight| weight.leg()).collect()
    }
}
