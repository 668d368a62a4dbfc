//! Contraction: in rounds, each takes out all vertices that matter less than their neighbours, side by side.
//!
//! What a vertex matters is what its going would cost: its depth, and the shortcuts that it leaves for each arc that goes
//! (as in RoutingKit by Dibbelt, Strasser & Wagner, *Customizable contraction hierarchies*, ACM JEA 21 (2016),
//! doi 10.1145/2886843, there for its plain hierarchies). A shortcut is left out if a short search finds a way that is as
//! good; that search shuns all vertices of the round, so that none relies on another that goes with it.

use super::NONE;
use crate::roads::graph::Graph;
use crate::roads::weight::Weight;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Vertices that a search for another way settles at most, when a vertex is weighed and when it goes.
const SETTLED_TO_WEIGH: usize = 12;
const SETTLED_TO_GO: usize = 60;

/// With more than so many arcs a vertex, and so many vertices, what is left is no road network: taking more out would
/// cost the cube of their number and save nothing. Networks of roads come to a fifth of it; tests draw smaller ones.
const TANGLED_ARCS: usize = if cfg!(test) { 3 } else { 24 };
const TANGLED_VERTICES: usize = if cfg!(test) { 8 } else { 500 };

/// An arc, seen from one of its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub other: u32,
    pub middle: u32,
    pub weight: Weight,
    /// Arcs of the graph that it stands for.
    hops: u32,
}

/// What is left behind: when each vertex went, and its arcs to and from those that went later.
#[derive(Debug)]
pub(super) struct Contracted {
    pub order: Vec<u32>,
    /// So many at the end of the order did not go: arcs between them lead both ways.
    pub num_core: usize,
    pub leaving: Vec<Vec<Edge>>,
    pub entering: Vec<Vec<Edge>>,
}

/// Contracts a graph.
pub(super) fn contracted(graph: &Graph) -> Contracted {
    let mut work = Contraction::new(graph);
    let mut waiting: Vec<u32> = (0..graph.len() as u32).collect();
    work.weigh(&waiting);
    let mut order = Vec::with_capacity(graph.len());
    while !waiting.is_empty() {
        let goes: Vec<bool> = waiting.par_iter().map(|&v| work.is_least(v)).collect();
        let mut going = goes
            .iter()
            .zip(&waiting)
            .filter(|(goes, _)| **goes)
            .map(|(_, &v)| v)
            .collect::<Vec<u32>>();
        let mut goes = goes.into_iter();
        waiting.retain(|_| !goes.next().unwrap_or(false));
        going.sort_unstable();
        let changed = work.take_out(&going);
        order.extend(going);
        work.weigh(&changed);
        if work.is_tangle(&waiting) {
            break;
        }
    }
    let num_core = waiting.len();
    order.append(&mut waiting);
    Contracted {
        order,
        num_core,
        leaving: work.leaving,
        entering: work.entering,
    }
}

struct Contraction {
    leaving: Vec<Vec<Edge>>,
    entering: Vec<Vec<Edge>>,
    /// What each vertex matters.
    matter: Vec<u64>,
    depth: Vec<u32>,
    /// Those of the round at hand.
    is_going: Vec<bool>,
}

struct Shortcut {
    from: u32,
    to: u32,
    weight: Weight,
    hops: u32,
}

impl Contraction {
    fn new(graph: &Graph) -> Self {
        let count = graph.len();
        let mut work = Self {
            leaving: vec![Vec::new(); count],
            entering: vec![Vec::new(); count],
            matter: vec![0; count],
            depth: vec![0; count],
            is_going: vec![false; count],
        };
        for from in 0..count as u32 {
            for arc in graph.leaving(from).iter().filter(|arc| arc.to != from) {
                work.relax(
                    &Shortcut {
                        from,
                        to: arc.to,
                        weight: arc.weight,
                        hops: 1,
                    },
                    NONE,
                );
            }
        }
        work
    }

    /// Makes an arc no worse than a shortcut.
    fn relax(&mut self, arc: &Shortcut, middle: u32) {
        let sides = [
            (&mut self.leaving[arc.from as usize], arc.to),
            (&mut self.entering[arc.to as usize], arc.from),
        ];
        for (edges, other) in sides {
            let fresh = Edge {
                other,
                middle,
                weight: arc.weight,
                hops: arc.hops,
            };
            match edges.iter_mut().find(|edge| edge.other == other) {
                Some(edge) if edge.weight > arc.weight => *edge = fresh,
                Some(_) => {}
                None => edges.push(fresh),
            }
        }
    }

    /// Whether vertices that wait to go are joined too much for it.
    fn is_tangle(&self, waiting: &[u32]) -> bool {
        let arcs = waiting.iter().map(|&v| self.leaving[v as usize].len());
        waiting.len() > TANGLED_VERTICES && arcs.sum::<usize>() > TANGLED_ARCS * waiting.len()
    }

    /// Whether a vertex matters less than all its neighbours.
    fn is_least(&self, vertex: u32) -> bool {
        let key = |v: u32| (self.matter[v as usize], mixed(v), v);
        let own = key(vertex);
        let mut neighbours = self.leaving[vertex as usize]
            .iter()
            .chain(&self.entering[vertex as usize]);
        neighbours.all(|edge| own < key(edge.other))
    }

    fn weigh(&mut self, vertices: &[u32]) {
        let weighed: Vec<u64> = vertices
            .par_iter()
            .map_init(Witness::default, |witness, &vertex| {
                self.matter_of(witness, vertex)
            })
            .collect();
        for (&vertex, matter) in vertices.iter().zip(weighed) {
            self.matter[vertex as usize] = matter;
        }
    }

    fn matter_of(&self, witness: &mut Witness, vertex: u32) -> u64 {
        let shortcuts = self.shortcuts(witness, vertex, SETTLED_TO_WEIGH);
        let (leaving, entering) = (
            &self.leaving[vertex as usize],
            &self.entering[vertex as usize],
        );
        let gone = (leaving.len() + entering.len()).max(1) as u64;
        let both = leaving.iter().chain(entering);
        let hops_gone = both.map(|edge| u64::from(edge.hops)).sum::<u64>().max(1);
        let hops: u64 = shortcuts
            .iter()
            .map(|shortcut| u64::from(shortcut.hops))
            .sum();
        let added = shortcuts.len() as u64;
        1_000 * u64::from(self.depth[vertex as usize])
            + 1_000 * added / gone
            + 1_000 * hops / hops_gone
    }

    /// The ways through a vertex for which no other way is as good, as far as a short search tells.
    fn shortcuts(&self, witness: &mut Witness, vertex: u32, settled: usize) -> Vec<Shortcut> {
        let mut found = Vec::new();
        let (leaving, entering) = (
            &self.leaving[vertex as usize],
            &self.entering[vertex as usize],
        );
        for before in entering {
            let farthest = leaving
                .iter()
                .filter(|after| after.other != before.other)
                .map(|after| after.weight)
                .max();
            let Some(farthest) = farthest else { continue };
            witness.search(
                self,
                before.other,
                vertex,
                before.weight.then(farthest),
                settled,
            );
            for after in leaving.iter().filter(|after| after.other != before.other) {
                let weight = before.weight.then(after.weight);
                if witness.reached(after.other) > weight {
                    let hops = before.hops.saturating_add(after.hops);
                    found.push(Shortcut {
                        from: before.other,
                        to: after.other,
                        weight,
                        hops,
                    });
                }
            }
        }
        found
    }

    /// Takes independent vertices out; tells which neighbours that changes.
    fn take_out(&mut self, going: &[u32]) -> Vec<u32> {
        for &vertex in going {
            self.is_going[vertex as usize] = true;
        }
        let found: Vec<Vec<Shortcut>> = going
            .par_iter()
            .map_init(Witness::default, |witness, &vertex| {
                self.shortcuts(witness, vertex, SETTLED_TO_GO)
            })
            .collect();
        let mut changed = Vec::new();
        for (&vertex, shortcuts) in going.iter().zip(&found) {
            let depth = self.depth[vertex as usize] + 1;
            let mut note = |other: u32, of: &mut Vec<Vec<Edge>>, depths: &mut Vec<u32>| {
                of[other as usize].retain(|edge| edge.other != vertex);
                depths[other as usize] = depths[other as usize].max(depth);
                changed.push(other);
            };
            for i in 0..self.leaving[vertex as usize].len() {
                note(
                    self.leaving[vertex as usize][i].other,
                    &mut self.entering,
                    &mut self.depth,
                );
            }
            for i in 0..self.entering[vertex as usize].len() {
                note(
                    self.entering[vertex as usize][i].other,
                    &mut self.leaving,
                    &mut self.depth,
                );
            }
            for shortcut in shortcuts {
                self.relax(shortcut, vertex);
            }
            self.is_going[vertex as usize] = false;
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}

/// Spreads equal vertices over the rounds.
fn mixed(vertex: u32) -> u32 {
    (vertex ^ (vertex >> 16)).wrapping_mul(0x045d_9f3b)
}

/// A short search for another way.
#[derive(Debug, Default)]
struct Witness {
    best: Vec<Weight>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(Weight, u32)>>,
}

impl Witness {
    fn search(
        &mut self,
        work: &Contraction,
        from: u32,
        but: u32,
        farthest: Weight,
        mut settled: usize,
    ) {
        self.best.resize(work.leaving.len(), Weight::NONE);
        for vertex in self.touched.drain(..) {
            self.best[vertex as usize] = Weight::NONE;
        }
        self.queue.clear();
        self.reach(from, Weight::ZERO);
        while let Some(Reverse((weight, vertex))) = self.queue.pop() {
            if weight > self.best[vertex as usize] {
                continue;
            }
            if settled == 0 || weight > farthest {
                return;
            }
            settled -= 1;
            for edge in &work.leaving[vertex as usize] {
                let is_shunned = edge.other == but || work.is_going[edge.other as usize];
                let reached = weight.then(edge.weight);
                if !is_shunned && reached <= farthest && reached < self.best[edge.other as usize] {
                    self.reach(edge.other, reached);
                }
            }
        }
    }

    fn reach(&mut self, vertex: u32, weight: Weight) {
        self.best[vertex as usize] = weight;
        self.touched.push(vertex);
        self.queue.push(Reverse((weight, vertex)));
    }

    fn reached(&self, vertex: u32) -> Weight {
        self.best[vertex as usize]
    }
}
