//! Strongly connected parts: within one, every vertex is reached from every other.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// For each vertex the number of its part, in the order of their first vertices, and for each part how many it has.
pub(super) fn parts(len: usize, arcs: impl Iterator<Item = (u32, u32)>) -> (Vec<u32>, Vec<u32>) {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(len, 0);
    (0..len).for_each(|_| {
        graph.add_node(());
    });
    graph.extend_with_edges(arcs);
    let mut found = kosaraju_scc(&graph);
    found.sort_by_cached_key(|members| members.iter().min().copied());
    let mut part = vec![0; len];
    for (number, members) in (0..).zip(&found) {
        for member in members {
            part[member.index()] = number;
        }
    }
    let sizes = found.iter().map(|members| members.len() as u32).collect();
    (part, sizes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Oracle: the transitive closure.
        #[test]
        fn parts_are_the_oracles(arcs in prop::collection::vec((0_u32..20, 0_u32..20), 0..60)) {
            let (part, sizes) = parts(20, arcs.iter().copied());
            let mut reaches = [[false; 20]; 20];
            (0..20).for_each(|vertex| reaches[vertex][vertex] = true);
            for &(from, to) in &arcs {
                reaches[from as usize][to as usize] = true;
            }
            for via in 0..20 {
                for from in 0..20 {
                    for to in 0..20 {
                        reaches[from][to] |= reaches[from][via] && reaches[via][to];
                    }
                }
            }
            for a in 0..20 {
                let together = (0..20).filter(|&b| reaches[a][b] && reaches[b][a]);
                prop_assert_eq!(together.clone().count(), sizes[part[a] as usize] as usize);
                for b in 0..20 {
                    prop_assert_eq!(part[a] == part[b], together.clone().any(|other| other == b));
                }
            }
        }
    }
}
