//! Shrinks a graph to the nodes that matter without changing any way between them.
//!
//! A node that nobody asks for and that has at most three neighbours is taken out, and arcs between its neighbours
//! stand for the ways through it. Bends, dead ends and plain crossings go so, and no node taken out adds arcs on
//! balance: the first step of contraction hierarchies (Geisberger et al. 2012, Transportation Science 46,
//! doi 10.1287/trsc.1110.0401), kept exact by leaving out the witness search.

use super::graph::{Arc, Graph};
use super::weight::Weight;
use std::collections::VecDeque;

const MOST_NEIGHBOURS: usize = 3;
const TAKEN_OUT: u32 = u32::MAX;

/// A graph on which the node kept at position `i` has the number `i`; all nodes that could not be taken out come after.
pub(super) fn shrunk(graph: &Graph, kept: &[u32]) -> Graph {
    let mut shrinking = Shrinking::new(graph, kept);
    shrinking.shrink();
    shrinking.renumbered(kept)
}

struct Shrinking {
    leaving: Vec<Vec<Arc>>,
    entering: Vec<Vec<Arc>>,
    stays: Vec<bool>,
    gone: Vec<bool>,
}

impl Shrinking {
    fn new(graph: &Graph, kept: &[u32]) -> Self {
        let nodes = graph.len();
        let mut shrinking = Self {
            leaving: vec![Vec::new(); nodes],
            entering: vec![Vec::new(); nodes],
            stays: vec![false; nodes],
            gone: vec![false; nodes],
        };
        for &node in kept {
            shrinking.stays[node as usize] = true;
        }
        for node in 0..nodes as u32 {
            for arc in graph.leaving(node) {
                shrinking.relax(node, arc.to, arc.weight);
            }
        }
        shrinking
    }

    /// Makes the way from one node to another no worse than `weight`.
    fn relax(&mut self, from: u32, to: u32, weight: Weight) {
        let arc_to = |arcs: &mut Vec<Arc>, end: u32| match arcs.iter_mut().find(|arc| arc.to == end)
        {
            Some(arc) => arc.weight = arc.weight.min(weight),
            None => arcs.push(Arc { to: end, weight }),
        };
        arc_to(&mut self.leaving[from as usize], to);
        arc_to(&mut self.entering[to as usize], from);
    }

    fn shrink(&mut self) {
        let mut queue: VecDeque<u32> = (0..self.leaving.len() as u32).collect();
        while let Some(node) = queue.pop_front() {
            if self.stays[node as usize] || self.gone[node as usize] {
                continue;
            }
            let neighbours = self.neighbours(node);
            if neighbours.len() <= MOST_NEIGHBOURS {
                self.take_out(node);
                queue.extend(neighbours);
            }
        }
    }

    /// The nodes next to one, whatever the direction; at most one more than matter.
    fn neighbours(&self, node: u32) -> Vec<u32> {
        let mut neighbours = Vec::with_capacity(MOST_NEIGHBOURS + 1);
        let both = self.leaving[node as usize]
            .iter()
            .chain(&self.entering[node as usize]);
        for arc in both {
            if neighbours.len() <= MOST_NEIGHBOURS && !neighbours.contains(&arc.to) {
                neighbours.push(arc.to);
            }
        }
        neighbours
    }

    fn take_out(&mut self, node: u32) {
        self.gone[node as usize] = true;
        let leaving = std::mem::take(&mut self.leaving[node as usize]);
        let entering = std::mem::take(&mut self.entering[node as usize]);
        for before in &entering {
            self.leaving[before.to as usize].retain(|arc| arc.to != node);
        }
        for after in &leaving {
            self.entering[after.to as usize].retain(|arc| arc.to != node);
        }
        for before in &entering {
            for after in leaving.iter().filter(|after| after.to != before.to) {
                self.relax(before.to, after.to, before.weight.then(after.weight));
            }
        }
    }

    fn renumbered(self, kept: &[u32]) -> Graph {
        let others = (0..self.gone.len()).filter(|&node| !self.stays[node] && !self.gone[node]);
        let order: Vec<usize> = kept
            .iter()
            .map(|&node| node as usize)
            .chain(others)
            .collect();
        let mut number = vec![TAKEN_OUT; self.gone.len()];
        for (position, &node) in order.iter().enumerate() {
            number[node] = position as u32;
        }
        let renumber = |arc: &Arc| Arc {
            to: number[arc.to as usize],
            ..*arc
        };
        let leaving: Vec<Vec<Arc>> = order
            .iter()
            .map(|&node| self.leaving[node].iter().map(renumber).collect())
            .collect();
        Graph::new(&leaving)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::graph::Search;
    use proptest::prelude::*;

    /// A graph from `(from, to, seconds)`, both ways.
    fn graph(nodes: usize, roads: &[(u32, u32, u32)]) -> Graph {
        let mut leaving = vec![Vec::new(); nodes];
        for &(from, to, seconds) in roads {
            let weight =
                Weight::of(f64::from(seconds) * 10.0, 36.0).expect("a road of some length");
            leaving[from as usize].push(Arc { to, weight });
            leaving[to as usize].push(Arc { to: from, weight });
        }
        Graph::new(&leaving)
    }

    #[test]
    fn a_tree_shrinks_to_what_is_kept() {
        // Each node hangs on the one of half its number: bends, forks and dead ends.
        let roads: Vec<_> = (1..200).map(|node| (node, node / 2, 1)).collect();
        let kept = [150, 0, 199, 37];
        assert_eq!(shrunk(&graph(200, &roads), &kept).len(), kept.len());
    }

    #[test]
    fn a_ring_of_bends_becomes_one_arc_each_way() {
        let roads: Vec<_> = (0..10).map(|node| (node, (node + 1) % 10, 5)).collect();
        let core = shrunk(&graph(10, &roads), &[0, 3]);
        assert_eq!(core.leaving(0).len(), 1);
        assert_eq!(
            core.weight(0, 1).leg().seconds,
            15,
            "3 x 5 s rather than 7 x 5 s"
        );
    }

    proptest! {
        /// Oracle: the same search on the whole graph.
        #[test]
        fn no_way_between_kept_nodes_changes(
            roads in prop::collection::vec((0u32..60, 0u32..60, 1u32..9, any::<bool>()), 30..120),
            kept in prop::collection::btree_set(0u32..60, 1..15),
        ) {
            let mut leaving = vec![Vec::new(); 60];
            for (from, to, seconds, both) in roads.into_iter().filter(|road| road.0 != road.1) {
                let weight = Weight::of(f64::from(seconds) * 10.0, 36.0).expect("a road of some length");
                leaving[from as usize].push(Arc { to, weight });
                if both {
                    leaving[to as usize].push(Arc { to: from, weight });
                }
            }
            let whole = Graph::new(&leaving);
            let kept: Vec<u32> = kept.into_iter().collect();
            let core = shrunk(&whole, &kept);
            let (mut on_core, mut on_whole) = (Search::default(), Search::default());
            for (position, &from) in kept.iter().enumerate() {
                let weights = on_core.run(&core, position as u32, None);
                let expected = on_whole.run(&whole, from, None);
                for (to, &node) in kept.iter().enumerate() {
                    prop_assert_eq!(weights[to], expected[node as usize]);
                }
            }
        }
    }
}
