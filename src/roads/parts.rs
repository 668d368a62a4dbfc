//! Strongly connected parts: within one, every vertex is reached from every other.

/// For each vertex the number of its part, and for each part how many vertices it has. `after` gives the vertex
/// that one of its arcs leads to, by its number. Tarjan 1972, SIAM Journal on Computing 1, doi 10.1137/0201010, without recursion.
pub(super) fn parts(len: usize, after: impl Fn(u32, usize) -> Option<u32>) -> (Vec<u32>, Vec<u32>) {
    const UNSEEN: u32 = u32::MAX;
    let (mut index, mut low) = (vec![UNSEEN; len], vec![0_u32; len]);
    let (mut part, mut sizes) = (vec![UNSEEN; len], Vec::new());
    let (mut stack, mut calls, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..len as u32 {
        if index[root as usize] != UNSEEN {
            continue;
        }
        calls.push((root, 0));
        while let Some((vertex, arc)) = calls.pop() {
            let v = vertex as usize;
            if arc == 0 {
                (index[v], low[v]) = (next, next);
                next += 1;
                stack.push(vertex);
            }
            if let Some(to) = after(vertex, arc) {
                calls.push((vertex, arc + 1));
                if index[to as usize] == UNSEEN {
                    calls.push((to, 0));
                } else if part[to as usize] == UNSEEN {
                    low[v] = low[v].min(index[to as usize]);
                }
                continue;
            }
            if low[v] == index[v] {
                let first = stack
                    .iter()
                    .rposition(|&other| other == vertex)
                    .expect("a root is on the stack");
                for member in stack.drain(first..) {
                    part[member as usize] = sizes.len() as u32;
                }
                sizes.push(0);
            }
            if let Some(&(parent, _)) = calls.last() {
                low[parent as usize] = low[parent as usize].min(low[v]);
            }
        }
    }
    for &number in &part {
        sizes[number as usize] += 1;
    }
    (part, sizes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use petgraph::algo::kosaraju_scc;
    use petgraph::graph::DiGraph;
    use proptest::prelude::*;

    proptest! {
        /// Oracle: Kosaraju's algorithm.
        #[test]
        fn parts_are_the_oracles(arcs in prop::collection::vec((0_u32..20, 0_u32..20), 0..60)) {
            let mut leaving = vec![Vec::new(); 20];
            for &(from, to) in &arcs {
                leaving[from as usize].push(to);
            }
            let (part, sizes) = parts(20, |vertex, arc| leaving[vertex as usize].get(arc).copied());
            let mut graph: DiGraph<(), ()> = DiGraph::new();
            let nodes: Vec<_> = (0..20).map(|_| graph.add_node(())).collect();
            for (from, to) in arcs {
                graph.add_edge(nodes[from as usize], nodes[to as usize], ());
            }
            let expected = kosaraju_scc(&graph);
            prop_assert_eq!(expected.len(), sizes.len());
            for members in expected {
                let numbers: Vec<u32> = members.iter().map(|node| part[node.index()]).collect();
                prop_assert!(numbers.iter().all(|&number| number == numbers[0]));
                prop_assert_eq!(sizes[numbers[0] as usize] as usize, members.len());
            }
        }
    }
}
