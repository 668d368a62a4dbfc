//! Labels: the vertices that a climb from some ends meets, less those that it meets by a detour.

use super::table::Climb;
use super::{End, Half, Hierarchy};
use crate::roads::weight::Weight;

impl Hierarchy {
    /// The vertices that can be met on the best ways away from some ends, with their weights.
    pub(in crate::roads) fn label_away(&self, from: &[End], climb: &mut Climb) -> Vec<End> {
        self.label((&self.up, &self.down), from, climb)
    }

    /// The vertices that can be met on the best ways to some ends.
    pub(in crate::roads) fn label_towards(&self, to: &[End], climb: &mut Climb) -> Vec<End> {
        self.label((&self.down, &self.up), to, climb)
    }

    /// A vertex that is got to better from a more important one, against the climb, is on no best way (stall-on-demand,
    /// Geisberger et al. 2012, section 4.1).
    fn label(&self, (along, against): (&Half, &Half), ends: &[End], climb: &mut Climb) -> Vec<End> {
        climb.run(along, &self.position, ends);
        let best = |vertex: u32| climb.best[vertex as usize];
        let is_stalled = |vertex: u32| {
            let above = against.of(vertex).iter();
            above
                .map(|arc| best(arc.other).then(arc.weight))
                .any(|other: Weight| other < best(vertex))
        };
        let met = climb
            .order
            .iter()
            .filter(|&&vertex| best(vertex) != Weight::NONE && !is_stalled(vertex));
        met.map(|&vertex| (vertex, best(vertex))).collect()
    }
}
