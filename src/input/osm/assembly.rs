//! From ways and nodes to a road network: ways are cut where they meet, and what lies between two cuts is one segment.

use super::draft::{NOWHERE, NodeDraft, Way, WayDraft};
use super::meaning::{Oneway, RoadTags};
use super::restrictions::{WaySegments, restrictions};
use crate::district::Place;
use crate::roads::{Barrier, Bend, Origin, RoadNetwork, Segment};
use std::collections::HashSet;

/// No node of the network yet.
const NO_NODE: u32 = u32::MAX;

/// Most nodes of a way; the database allows no more than 2,000.
const MOST_NODES: usize = 10_000;

/// The network; what was expected if nodes are missing or there are no roads.
pub(super) fn network(ways: WayDraft, nodes: NodeDraft) -> Result<RoadNetwork, String> {
    if ways.ways.is_empty() {
        return Err("roads: ways with a tag highway that vehicles drive on".into());
    }
    if let Some(way) = ways.ways.iter().find(|way| way.nodes.len() > MOST_NODES) {
        let (id, count) = (way.id, way.nodes.len());
        return Err(format!(
            "ways of at most {MOST_NODES} nodes; way {id} has {count}"
        ));
    }
    require_all_nodes(&ways, &nodes)?;
    let mut assembly = Assembly {
        is_cut: cuts(&ways, &nodes),
        number: vec![NO_NODE; nodes.ids.len()],
        network: RoadNetwork {
            origin: Origin::OpenStreetMap,
            ..RoadNetwork::default()
        },
        nodes: &nodes,
    };
    let mut segments_of = Vec::with_capacity(ways.ways.len());
    for way in &ways.ways {
        let first = assembly.network.segments.len() as u32;
        assembly.add(way, &ways.nodes[way.nodes.clone()]);
        segments_of.push((way.id, first..assembly.network.segments.len() as u32));
    }
    if assembly.network.segments.is_empty() {
        return Err("roads of some length".into());
    }
    let Assembly {
        mut network,
        number,
        ..
    } = assembly;
    for (&position, tags) in &nodes.tagged {
        let node = number[position as usize];
        if let Some((open_to, limits)) = tags.barrier.filter(|_| node != NO_NODE) {
            network.barriers.push(Barrier {
                node,
                open_to,
                limits,
            });
        }
        if tags.is_turning_place && node != NO_NODE {
            network.turning_places.push(node);
        }
    }
    network.barriers.sort_by_key(|barrier| barrier.node);
    network.turning_places.sort_unstable();
    let node_of = |id: i64| {
        let number = nodes.position(id).map(|position| number[position as usize]);
        number.filter(|&node| node != NO_NODE)
    };
    network.restrictions = restrictions(
        &ways.restrictions,
        &network,
        &WaySegments::new(segments_of),
        node_of,
    );
    network.nodes.shrink_to_fit();
    network.segments.shrink_to_fit();
    network.bends.shrink_to_fit();
    Ok(network)
}

fn require_all_nodes(ways: &WayDraft, nodes: &NodeDraft) -> Result<(), String> {
    let missing = nodes
        .places
        .iter()
        .filter(|&&place| place == NOWHERE)
        .count();
    if missing == 0 {
        return Ok(());
    }
    let is_missing = |&&node: &&i64| nodes.places[node as usize] == NOWHERE;
    let first = ways.ways.iter().find_map(|way| {
        let node = ways.nodes[way.nodes.clone()].iter().find(is_missing)?;
        Some((nodes.ids[*node as usize], way.id))
    });
    let (node, way) = first.expect("a node is kept because a way has it");
    Err(format!(
        "all nodes of its roads; {missing} are missing or lie nowhere, such as node {node} of way {way} (extract with complete \
         ways)"
    ))
}

/// Where ways are cut: at their ends, where they meet, and at nodes that matter to drivers.
fn cuts(ways: &WayDraft, nodes: &NodeDraft) -> Vec<bool> {
    let mut is_seen = vec![false; nodes.ids.len()];
    let mut is_cut = vec![false; nodes.ids.len()];
    for way in &ways.ways {
        let along = &ways.nodes[way.nodes.clone()];
        for &node in along {
            let node = node as usize;
            is_cut[node] |= is_seen[node];
            is_seen[node] = true;
        }
        for end in [along[0], along[along.len() - 1]] {
            is_cut[end as usize] = true;
        }
    }
    for (&node, tags) in &nodes.tagged {
        is_cut[node as usize] |= tags.barrier.is_some() || tags.is_turning_place;
    }
    is_cut
}

struct Assembly<'a> {
    is_cut: Vec<bool>,
    /// The node of the network for each position among the nodes.
    number: Vec<u32>,
    network: RoadNetwork,
    nodes: &'a NodeDraft,
}

impl Assembly<'_> {
    /// Adds the segments of a way, in its order or, where it leads against it, backwards; what it runs to and fro once.
    fn add(&mut self, way: &Way, along: &[i64]) {
        let mut along: Vec<u32> = along.iter().map(|&node| node as u32).collect();
        along.dedup();
        if way.road.oneway == Oneway::Against {
            along.reverse();
        }
        let mut known = HashSet::new();
        let mut from = 0;
        for to in 1..along.len() {
            if self.is_cut[along[to] as usize] {
                let piece = &along[from..=to];
                if known.insert(alike(&way.road, piece)) {
                    self.add_piece(way, piece);
                }
                from = to;
            }
        }
    }

    /// Adds a piece of way between two cuts. A loop is cut once more, so that no segment ends where it begins.
    fn add_piece(&mut self, way: &Way, along: &[u32]) {
        let (first, last) = (along[0], along[along.len() - 1]);
        if first == last {
            if along.len() > 2 {
                let middle = along.len() / 2;
                self.add_segment(way, &along[..=middle]);
                self.add_segment(way, &along[middle..]);
            }
        } else {
            self.add_segment(way, along);
        }
    }

    fn add_segment(&mut self, way: &Way, along: &[u32]) {
        let place = |node: u32| place(self.nodes.places[node as usize]);
        let metres = along
            .windows(2)
            .map(|pair| place(pair[0]).metres_to(place(pair[1])))
            .sum();
        let inner = &along[1..along.len() - 1];
        let bays = inner
            .iter()
            .filter(|node| self.is_passing_place(**node))
            .count();
        let first_bend = self.network.bends.len() as u32;
        self.network.bends.extend(inner.iter().map(|&node| {
            let [longitude_e7, latitude_e7] = self.nodes.places[node as usize];
            Bend {
                longitude_e7,
                latitude_e7,
            }
        }));
        let (from, to) = (self.node(along[0]), self.node(along[along.len() - 1]));
        let road = &way.road;
        let (open_to, open_back) = match road.oneway {
            Oneway::Against => (road.open_back, road.open_to),
            _ => (road.open_to, road.open_back),
        };
        self.network.segments.push(Segment {
            oneway: road.oneway != Oneway::No,
            open_to,
            open_back,
            limits: road.limits,
            lanes: road.lanes,
            passing_bay_metres: (bays > 0).then(|| metres / (bays + 1) as f64),
            way: Some(way.id),
            bends: first_bend..self.network.bends.len() as u32,
            ..Segment::new(from, to, metres, road.class, road.speed_kmh)
        });
    }

    fn is_passing_place(&self, node: u32) -> bool {
        self.nodes
            .tagged
            .get(&node)
            .is_some_and(|tags| tags.is_passing_place)
    }

    fn node(&mut self, position: u32) -> u32 {
        let number = &mut self.number[position as usize];
        if *number == NO_NODE {
            *number = self.network.nodes.len() as u32;
            self.network
                .nodes
                .push(place(self.nodes.places[position as usize]));
        }
        *number
    }
}

/// What pieces of a way have in common that are one road: the nodes, in one order where both directions are alike.
fn alike(road: &RoadTags, piece: &[u32]) -> Vec<u32> {
    let mut nodes = piece.to_vec();
    let is_mirrored = road.oneway == Oneway::No && road.open_to == road.open_back;
    if is_mirrored && piece.iter().rev().lt(piece.iter()) {
        nodes.reverse();
    }
    nodes
}

fn place([longitude_e7, latitude_e7]: [i32; 2]) -> Place {
    Bend {
        longitude_e7,
        latitude_e7,
    }
    .into()
}
