//! A directed graph in flat arrays, and the plain search on it that everything faster is held against.

use super::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Stands for no vertex.
pub(super) const NONE: u32 = u32::MAX;

/// A vertex from which or to which a way leads, and what it costs to get to it or from it on.
pub(super) type End = (u32, Weight);

/// A way from one vertex to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    /// The vertex at its other end.
    pub(super) to: u32,
    /// What it costs.
    pub(super) weight: Weight,
}

/// A directed graph: the arcs of vertex `i` are `arcs[first[i]..first[i + 1]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Graph {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Graph {
    /// A graph without vertices.
    pub(super) fn empty() -> Self {
        Self {
            first: vec![0],
            arcs: Vec::new(),
        }
    }

    /// Adds a vertex and the arcs that leave it.
    pub(super) fn push(&mut self, leaving: impl IntoIterator<Item = Arc>) {
        self.arcs.extend(leaving);
        self.first
            .push(u32::try_from(self.arcs.len()).expect("a district has fewer than 2^32 arcs"));
    }

    /// How many vertices it has.
    pub(super) fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// How many arcs it has.
    pub(super) fn num_arcs(&self) -> usize {
        self.arcs.len()
    }

    /// The arcs that leave a vertex.
    pub(super) fn leaving(&self, vertex: u32) -> &[Arc] {
        &self.arcs[self.first[vertex as usize] as usize..self.first[vertex as usize + 1] as usize]
    }
}

/// Scratch space of Dijkstra's algorithm (1959, Numerische Mathematik 1, doi 10.1007/BF01386390); one a thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    best: Vec<Weight>,
    queue: BinaryHeap<Reverse<(Weight, u32)>>,
}

impl Search {
    /// The best weights from some ends to every vertex.
    pub(super) fn run(&mut self, graph: &Graph, from: &[End]) -> &[Weight] {
        self.best.clear();
        self.best.resize(graph.len(), Weight::NONE);
        self.queue.clear();
        for &(vertex, weight) in from {
            self.reach(vertex, weight);
        }
        while let Some(Reverse((weight, vertex))) = self.queue.pop() {
            if weight == self.best[vertex as usize] {
                for arc in graph.leaving(vertex) {
                    self.reach(arc.to, weight.then(arc.weight));
                }
            }
        }
        &self.best
    }

    fn reach(&mut self, vertex: u32, weight: Weight) {
        if weight < self.best[vertex as usize] {
            self.best[vertex as usize] = weight;
            self.queue.push(Reverse((weight, vertex)));
        }
    }
}
