//! The roads that one kind of vehicle may drive, as a graph in flat arrays, and shortest paths on it.

use super::weight::Weight;
use super::{RoadNetwork, Segment};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A piece of road in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    /// The node at its other end.
    pub(super) to: u32,
    /// What it costs.
    pub(super) weight: Weight,
}

/// A directed graph: the arcs of node `i` are `arcs[first[i]..first[i + 1]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Graph {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Graph {
    /// A graph from the arcs that leave each node.
    pub(super) fn new(leaving: &[Vec<Arc>]) -> Self {
        let mut first = vec![0];
        let mut arcs = Vec::with_capacity(leaving.iter().map(Vec::len).sum());
        for node in leaving {
            arcs.extend_from_slice(node);
            first.push(u32::try_from(arcs.len()).expect("a district has fewer than 2^32 arcs"));
        }
        Self { first, arcs }
    }

    /// The open segments of a network, driven at their speed times a factor. Segments that name no node are left out.
    pub(super) fn of(network: &RoadNetwork, open: &[bool], speed_factor: f64) -> Self {
        let mut leaving = vec![Vec::new(); network.nodes.len()];
        let mut join = |from: u32, to: u32, weight: Weight| {
            if from != to {
                leaving[from as usize].push(Arc { to, weight });
            }
        };
        for (segment, _) in network.segments.iter().zip(open).filter(|(_, open)| **open) {
            let weight = Weight::of(segment.metres, segment.speed_kmh * speed_factor);
            if let (Some(weight), true) = (weight, has_nodes(segment, network)) {
                join(segment.from, segment.to, weight);
                if !segment.oneway {
                    join(segment.to, segment.from, weight);
                }
            }
        }
        Self::new(&leaving)
    }

    /// How many nodes it has.
    pub(super) fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// The arcs that leave a node.
    pub(super) fn leaving(&self, node: u32) -> &[Arc] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The best way between two nodes, both included; `None` if there is none.
    pub(super) fn path(&self, from: u32, to: u32) -> Option<Vec<u32>> {
        let mut search = Search::default();
        search.run(self, from, Some(to));
        let mut path = vec![to];
        let mut node = to;
        while node != from {
            node = search.came_from(self, node)?;
            path.push(node);
        }
        path.reverse();
        Some(path)
    }

    /// The weight of the best way between two nodes.
    pub(super) fn weight(&self, from: u32, to: u32) -> Weight {
        Search::default().run(self, from, Some(to))[to as usize]
    }
}

/// Whether a segment's ends are nodes of the network.
pub(super) fn has_nodes(segment: &Segment, network: &RoadNetwork) -> bool {
    let exists = |node: u32| (node as usize) < network.nodes.len();
    exists(segment.from) && exists(segment.to)
}

/// Scratch space of Dijkstra's algorithm (1959, Numerische Mathematik 1, doi 10.1007/BF01386390); one a thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    best: Vec<Weight>,
    parent: Vec<u32>,
    queue: BinaryHeap<Reverse<(Weight, u32)>>,
}

impl Search {
    /// The best weights from a node to every other; with a target it stops there, and only the target's is final.
    pub(super) fn run(&mut self, graph: &Graph, from: u32, target: Option<u32>) -> &[Weight] {
        self.best.clear();
        self.best.resize(graph.len(), Weight::NONE);
        self.parent.resize(graph.len(), 0);
        self.queue.clear();
        self.best[from as usize] = Weight::ZERO;
        self.queue.push(Reverse((Weight::ZERO, from)));
        while let Some(Reverse((weight, node))) = self.queue.pop() {
            if weight > self.best[node as usize] {
                continue;
            }
            if target == Some(node) {
                break;
            }
            for arc in graph.leaving(node) {
                let reached = weight.then(arc.weight);
                if reached < self.best[arc.to as usize] {
                    self.best[arc.to as usize] = reached;
                    self.parent[arc.to as usize] = node;
                    self.queue.push(Reverse((reached, arc.to)));
                }
            }
        }
        &self.best
    }

    /// The node before one that the last run reached.
    fn came_from(&self, graph: &Graph, node: u32) -> Option<u32> {
        let reached = self.best[node as usize] != Weight::NONE && graph.len() > node as usize;
        reached.then(|| self.parent[node as usize])
    }
}
