//! A contraction hierarchy: shortest ways on a large graph in thousandths of the time that Dijkstra's algorithm takes.
//!
//! Vertices are taken out of the graph one after the other, the least important first, and arcs between their neighbours,
//! shortcuts, keep all distances (Geisberger, Sanders, Schultes & Vetter, *Exact routing in large road networks using
//! contraction hierarchies*, Transp. Sci. 46 (2012) 388-404, doi 10.1287/trsc.1110.0401). Every shortest way then climbs to
//! some vertex and descends from it. Tables are filled by climbing from each source and sweeping down to all targets at
//! once, several sources side by side (Delling, Goldberg & Werneck, *Faster batched shortest paths in road networks*,
//! ATMOS 2011, doi 10.4230/OASIcs.ATMOS.2011.52, there RPHAST).
//!
//! A graph that is no road network may become ever denser on the way. Contraction then stops, and what is left is a core:
//! ways climb to it, are searched within it by Dijkstra's algorithm, and descend from it (Bauer, Delling, Sanders,
//! Schieferdecker, Schultes & Wagner, *Combining hierarchical and goal-directed speed-up techniques for Dijkstra's
//! algorithm*, ACM JEA 15 (2010), doi 10.1145/1671970.1671976).
//!
//! Weights are times, and lengths among equal times, so both are those of the best way exactly. Nothing depends on the
//! number of threads.

mod contract;
mod label;
mod table;
mod way;

pub(super) use table::{Climb, Targets};
pub(super) use way::Climbs;

use super::graph::{End, Graph, NONE};
use super::weight::Weight;
use contract::contracted;

/// A graph made ready. Inside, vertices go by their position: 0 is the most important.
#[derive(Clone, Debug)]
pub(super) struct Hierarchy {
    position: Vec<u32>,
    vertex: Vec<u32>,
    /// Arcs from each vertex to more important ones, and within the core.
    up: Half,
    /// Arcs into each vertex from more important ones, but within the core.
    down: Half,
}

/// The arcs on one side of each vertex.
#[derive(Clone, Debug, Default)]
struct Half {
    first: Vec<u32>,
    arcs: Vec<HalfArc>,
    /// So many of the first vertices have arcs to one another whatever their position.
    num_core: u32,
}

/// An arc between a vertex and a more important one.
#[derive(Clone, Copy, Debug)]
struct HalfArc {
    /// The other vertex.
    other: u32,
    /// The vertex that the arc stands for a way through, or `NONE`.
    middle: u32,
    weight: Weight,
}

impl Half {
    fn of(&self, vertex: u32) -> &[HalfArc] {
        &self.arcs[self.first[vertex as usize] as usize..self.first[vertex as usize + 1] as usize]
    }
}

impl Hierarchy {
    /// Makes a graph ready.
    pub(super) fn new(graph: &Graph) -> Self {
        let contracted = contracted(graph);
        let count = graph.len();
        let mut position = vec![0; count];
        for (rank, &vertex) in contracted.order.iter().enumerate() {
            position[vertex as usize] = (count - 1 - rank) as u32;
        }
        let vertex: Vec<u32> = contracted.order.iter().rev().copied().collect();
        let num_core = contracted.num_core as u32;
        let half = |arcs: &[Vec<contract::Edge>], without: u32, num_core: u32| {
            let mut half = Half {
                first: vec![0; without as usize + 1],
                arcs: Vec::new(),
                num_core,
            };
            for &vertex in &vertex[without as usize..] {
                let own = arcs[vertex as usize].iter().map(|edge| HalfArc {
                    other: position[edge.other as usize],
                    middle: match edge.middle {
                        NONE => NONE,
                        middle => position[middle as usize],
                    },
                    weight: edge.weight,
                });
                half.arcs.extend(own);
                half.first.push(half.arcs.len() as u32);
            }
            half
        };
        let up = half(&contracted.leaving, 0, num_core);
        let down = half(&contracted.entering, num_core, 0);
        Self {
            position,
            vertex,
            up,
            down,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::graph::{Arc, Search};
    use proptest::prelude::*;

    fn weight(seconds: u32, metres: u32) -> Weight {
        match seconds {
            0 => Weight::ZERO,
            _ => Weight::of(
                f64::from(metres),
                f64::from(metres) * 3.6 / f64::from(seconds),
                0.0,
            )
            .expect("some road"),
        }
    }

    /// Arcs with few distinct weights, so that ties abound, some of none, some twice, some loops, some parts apart.
    fn graphs() -> impl Strategy<Value = Graph> {
        graphs_from(0)
    }

    /// The same with arcs of at least so many seconds.
    fn graphs_from(least: u32) -> impl Strategy<Value = Graph> {
        let arcs = prop::collection::vec(
            (0u32..40, 0u32..40, least..5, 1u32..4, any::<bool>()),
            20..160,
        );
        arcs.prop_map(|arcs| {
            let mut leaving = vec![Vec::new(); 40];
            for (from, to, seconds, metres, both) in arcs {
                leaving[from as usize].push(Arc {
                    to,
                    weight: weight(seconds, metres),
                });
                if both {
                    leaving[to as usize].push(Arc {
                        to: from,
                        weight: weight(seconds, metres),
                    });
                }
            }
            let mut graph = Graph::empty();
            leaving.into_iter().for_each(|arcs| graph.push(arcs));
            graph
        })
    }

    fn ends() -> impl Strategy<Value = Vec<Vec<End>>> {
        let end = (0u32..40, 0u32..4).prop_map(|(vertex, seconds)| (vertex, weight(seconds, 2)));
        prop::collection::vec(prop::collection::vec(end, 0..3), 1..24)
    }

    /// Best weight over the ends of both, by Dijkstra's algorithm.
    fn oracle(graph: &Graph, from: &[End], to: &[End]) -> Weight {
        let mut best = Weight::NONE;
        for &(start, before) in from {
            let mut search = Search::default();
            let reached = search.run(graph, &[(start, Weight::ZERO)]);
            for &(end, after) in to {
                best = best.min(before.then(reached[end as usize]).then(after));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn tables_and_ways_are_dijkstras(graph in graphs(), sources in ends(), targets in ends()) {
            let hierarchy = Hierarchy::new(&graph);
            let chosen = Targets::new(&hierarchy, &targets);
            let mut climbs = Climbs::default();
            let mut table = vec![Weight::NONE; sources.len() * targets.len()];
            chosen.fill(&sources, &mut table, |weight| weight);
            for (from, row) in sources.iter().zip(table.chunks(targets.len())) {
                for (to, &cell) in targets.iter().zip(row) {
                    prop_assert_eq!(cell, oracle(&graph, from, to));
                    let way = hierarchy.way(from, to, &mut climbs);
                    prop_assert_eq!(way.is_none(), cell == Weight::NONE);
                    let Some(way) = way else { continue };
                    // The way leads along arcs of the graph, and its weights are those of the cell.
                    let steps = way.windows(2).map(|step| {
                        let arcs = graph.leaving(step[0]).iter().filter(|arc| arc.to == step[1]);
                        arcs.map(|arc| arc.weight).min().expect("an arc of the graph")
                    });
                    let between = steps.fold(Weight::ZERO, Weight::then);
                    let least = |ends: &[End], vertex: u32| {
                        ends.iter().filter(|end| end.0 == vertex).map(|end| end.1).min().expect("one of the ends")
                    };
                    let (first, last) = (way[0], way[way.len() - 1]);
                    prop_assert_eq!(least(from, first).then(between).then(least(to, last)), cell);
                }
            }
        }

        /// A hierarchy of other authors (`fast_paths`), which knows no loops and no arcs of nothing.
        #[test]
        fn tables_are_those_of_another_hierarchy(graph in graphs_from(1)) {
            let hierarchy = Hierarchy::new(&graph);
            let mut input = fast_paths::InputGraph::new();
            for from in 0..40_u32 {
                for arc in graph.leaving(from).iter().filter(|arc| arc.to != from) {
                    input.add_edge(from as usize, arc.to as usize, arc.weight.packed() as usize);
                }
            }
            input.freeze();
            let other = fast_paths::prepare(&input);
            let every: Vec<Vec<End>> = (0..40).map(|vertex| vec![(vertex, Weight::ZERO)]).collect();
            let mut table = vec![Weight::NONE; 40 * 40];
            Targets::new(&hierarchy, &every).fill(&every, &mut table, |weight| weight);
            for from in 0..input.get_num_nodes() {
                for to in 0..input.get_num_nodes() {
                    let way = fast_paths::calc_path(&other, from, to);
                    let expected = way.map(|way| way.get_weight() as u64);
                    let found = table[from * 40 + to];
                    prop_assert_eq!((found != Weight::NONE).then(|| found.packed()), expected);
                }
            }
        }

        #[test]
        fn the_threads_do_not_matter(graph in graphs()) {
            let on = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
                pool.install(|| format!("{:?}", Hierarchy::new(&graph)))
            };
            prop_assert_eq!(on(1), on(3));
        }
    }
}
