//! Where sites meet the network: the nearest node from which the rest of the roads can be reached.

use super::RoadNetwork;
use super::graph::has_nodes;
use crate::district::Place;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rstar::RTree;
use rstar::primitives::GeomWithData;

/// How much farther than the nearest node the main network may lie and still be where a site is meant to be.
const DETOUR_TO_MAIN: f64 = 1000.0;

type Spot = GeomWithData<[f64; 2], u32>;

/// Finds the node of a place. A site is put on the main part of the network (the largest in which every node reaches
/// every other, whatever the vehicle) unless that is more than a kilometre farther off than the nearest road: then it
/// stays on its own, unconnected road, and is unreachable.
#[derive(Debug)]
pub(super) struct Snapper {
    main: RTree<Spot>,
    all: RTree<Spot>,
    narrowing: f64,
}

impl Snapper {
    /// Indexes the nodes that roads lead to; `None` if there are none.
    pub(super) fn of(network: &RoadNetwork) -> Option<Self> {
        let parts = connected_parts(network);
        let largest = parts
            .iter()
            .max_by_key(|part| (part.len(), std::cmp::Reverse(part[0])))?;
        let latitudes = largest
            .iter()
            .map(|&node| network.nodes[node as usize].latitude);
        let middle = latitudes.sum::<f64>() / largest.len() as f64;
        let narrowing = libm::cos(middle.to_radians()).max(0.01);
        let tree = |nodes: &mut dyn Iterator<Item = u32>| {
            let spot = |node: u32| Spot::new(flat(network.nodes[node as usize], narrowing), node);
            RTree::bulk_load(nodes.map(spot).collect())
        };
        Some(Self {
            main: tree(&mut largest.iter().copied()),
            all: tree(&mut parts.iter().flatten().copied()),
            narrowing,
        })
    }

    /// The node of a place.
    pub(super) fn node(&self, place: Place) -> u32 {
        let spot = flat(place, self.narrowing);
        let nearest = |tree: &RTree<Spot>| {
            let found = tree
                .nearest_neighbor(spot)
                .expect("both trees hold the main part");
            let [x, y] = *found.geom();
            (libm::hypot(x - spot[0], y - spot[1]), found.data)
        };
        let (main, all) = (nearest(&self.main), nearest(&self.all));
        if main.0 <= all.0 + DETOUR_TO_MAIN {
            main.1
        } else {
            all.1
        }
    }
}

/// A place in metres on a plane that is true near the network's middle.
fn flat(place: Place, narrowing: f64) -> [f64; 2] {
    const METRES_PER_DEGREE: f64 = 111_195.0;
    [
        place.longitude * METRES_PER_DEGREE * narrowing,
        place.latitude * METRES_PER_DEGREE,
    ]
}

/// The strongly connected parts among the nodes that a segment touches, each in order of its nodes.
fn connected_parts(network: &RoadNetwork) -> Vec<Vec<u32>> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = network.nodes.iter().map(|_| graph.add_node(())).collect();
    let mut touched = vec![false; nodes.len()];
    for segment in network.segments.iter().filter(|s| has_nodes(s, network)) {
        let (from, to) = (segment.from as usize, segment.to as usize);
        (touched[from], touched[to]) = (true, true);
        graph.add_edge(nodes[from], nodes[to], ());
        if !segment.oneway {
            graph.add_edge(nodes[to], nodes[from], ());
        }
    }
    let part = |part: Vec<NodeIndex>| {
        let mut part: Vec<u32> = part.iter().map(|node| node.index() as u32).collect();
        part.sort_unstable();
        part
    };
    let parts = kosaraju_scc(&graph).into_iter().map(part);
    parts.filter(|part| touched[part[0] as usize]).collect()
}
