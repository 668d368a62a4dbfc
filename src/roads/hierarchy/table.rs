//! Tables: climb from each source, sweep down to the targets.

use super::{End, Half, HalfArc, Hierarchy, NONE};
use crate::roads::weight::Weight;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Sources swept side by side.
const LANES: usize = 16;

/// Targets, with the part of the hierarchy from which they can be descended to; made once, for any sources.
#[derive(Debug)]
pub(in crate::roads) struct Targets<'a> {
    hierarchy: &'a Hierarchy,
    /// Place of each vertex among those chosen, or `NONE`.
    place: Vec<u32>,
    /// Arcs into each vertex chosen, from others chosen.
    down: Half,
    /// The ends of each target, as places.
    ends: Vec<Vec<End>>,
}

impl<'a> Targets<'a> {
    /// Chooses what leads down to the targets, of which each is reached at the best of its ends.
    pub(in crate::roads) fn new(hierarchy: &'a Hierarchy, targets: &[Vec<End>]) -> Self {
        let mut place = vec![NONE; hierarchy.vertex.len()];
        let seeds = targets
            .iter()
            .flatten()
            .map(|&(vertex, _)| hierarchy.position[vertex as usize]);
        let chosen = closure(&hierarchy.down, seeds, &mut place);
        for (at, &vertex) in chosen.iter().enumerate() {
            place[vertex as usize] = at as u32;
        }
        let mut down = Half::default();
        down.first.push(0);
        for &vertex in &chosen {
            let arcs = hierarchy.down.of(vertex).iter().map(|arc| HalfArc {
                other: place[arc.other as usize],
                ..*arc
            });
            down.arcs.extend(arcs);
            down.first.push(down.arcs.len() as u32);
        }
        let end =
            |&(vertex, weight): &End| (place[hierarchy.position[vertex as usize] as usize], weight);
        let ends = targets
            .iter()
            .map(|ends| ends.iter().map(end).collect())
            .collect();
        Self {
            hierarchy,
            place,
            down,
            ends,
        }
    }

    /// Fills a table, a row for each source, which leaves by the best of its ends; cells are made of weights by `cell`.
    pub(in crate::roads) fn fill<T: Send>(
        &self,
        sources: &[Vec<End>],
        table: &mut [T],
        cell: impl Fn(Weight) -> T + Sync,
    ) {
        let width = self.ends.len();
        if width == 0 {
            return;
        }
        let rows = table
            .par_chunks_mut(LANES * width)
            .zip(sources.par_chunks(LANES));
        rows.for_each_init(
            || Sweep {
                climb: Climb::default(),
                reached: vec![[Weight::NONE; LANES]; self.down.first.len() - 1],
            },
            |sweep, (rows, sources)| {
                self.sweep(sweep, sources);
                for (lane, row) in rows.chunks_mut(width).enumerate() {
                    for (at, ends) in row.iter_mut().zip(&self.ends) {
                        let ways = ends
                            .iter()
                            .map(|&(place, after)| sweep.reached[place as usize][lane].then(after));
                        *at = cell(ways.min().unwrap_or(Weight::NONE));
                    }
                }
            },
        );
    }

    /// Weights from up to `LANES` sources to every vertex chosen.
    fn sweep(&self, sweep: &mut Sweep, sources: &[Vec<End>]) {
        sweep.reached.fill([Weight::NONE; LANES]);
        for (lane, source) in sources.iter().enumerate() {
            sweep
                .climb
                .run(&self.hierarchy.up, &self.hierarchy.position, source);
            for &vertex in &sweep.climb.order {
                let place = self.place[vertex as usize];
                if place != NONE {
                    sweep.reached[place as usize][lane] = sweep.climb.best[vertex as usize];
                }
            }
        }
        for place in 0..sweep.reached.len() {
            let (above, here) = sweep.reached.split_at_mut(place);
            let here = &mut here[0];
            for arc in self.down.of(place as u32) {
                let from = &above[arc.other as usize];
                for (own, &theirs) in here.iter_mut().zip(from) {
                    *own = (*own).min(theirs.then(arc.weight));
                }
            }
        }
    }
}

/// All vertices that can be got to along one half from some, the most important first. `mark` is left `NONE` but at them.
fn closure(half: &Half, seeds: impl Iterator<Item = u32>, mark: &mut [u32]) -> Vec<u32> {
    let mut found = Vec::new();
    let mut stack: Vec<u32> = seeds.collect();
    while let Some(vertex) = stack.pop() {
        if mark[vertex as usize] == NONE {
            mark[vertex as usize] = 0;
            found.push(vertex);
            stack.extend(half.of(vertex).iter().map(|arc| arc.other));
        }
    }
    found.sort_unstable();
    found
}

struct Sweep {
    climb: Climb,
    reached: Vec<[Weight; LANES]>,
}

/// The climb from a source along one half: no queue before the core, for a vertex only leads to more important ones.
#[derive(Debug, Default)]
pub(in crate::roads) struct Climb {
    pub best: Vec<Weight>,
    /// The vertex before each on its best way.
    pub before: Vec<u32>,
    /// The vertices got to, the most important first.
    pub order: Vec<u32>,
    mark: Vec<u32>,
}

impl Climb {
    /// Climbs from all ends of a source.
    pub(super) fn run(&mut self, half: &Half, position: &[u32], source: &[End]) {
        for &vertex in &self.order {
            self.best[vertex as usize] = Weight::NONE;
            self.before[vertex as usize] = NONE;
            self.mark[vertex as usize] = NONE;
        }
        self.best.resize(position.len(), Weight::NONE);
        self.before.resize(position.len(), NONE);
        self.mark.resize(position.len(), NONE);
        let seeds = source.iter().map(|&(vertex, _)| position[vertex as usize]);
        self.order = closure(half, seeds, &mut self.mark);
        for &(vertex, weight) in source {
            let best = &mut self.best[position[vertex as usize] as usize];
            *best = (*best).min(weight);
        }
        for at in (0..self.order.len()).rev() {
            let vertex = self.order[at];
            if vertex < half.num_core {
                return self.cross_core(half, at);
            }
            for arc in half.of(vertex) {
                self.reach(vertex, arc);
            }
        }
    }

    /// Whether an arc leads better to its end than what is known.
    fn reach(&mut self, vertex: u32, arc: &HalfArc) -> bool {
        let reached = self.best[vertex as usize].then(arc.weight);
        let is_better = reached < self.best[arc.other as usize];
        if is_better {
            self.best[arc.other as usize] = reached;
            self.before[arc.other as usize] = vertex;
        }
        is_better
    }

    /// From where the core was climbed to, which is the first part of the order, to all of it.
    fn cross_core(&mut self, half: &Half, last: usize) {
        let reached = |&vertex: &u32| Reverse((self.best[vertex as usize], vertex));
        let mut queue: BinaryHeap<_> = self.order[..=last].iter().map(reached).collect();
        while let Some(Reverse((weight, vertex))) = queue.pop() {
            if weight != self.best[vertex as usize] || weight == Weight::NONE {
                continue;
            }
            for arc in half.of(vertex) {
                if self.reach(vertex, arc) {
                    queue.push(Reverse((self.best[arc.other as usize], arc.other)));
                }
            }
        }
    }
}
