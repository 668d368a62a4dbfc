//! Single ways: climb from both ends, meet, and put what shortcuts stand for in their place.

use super::table::Climb;
use super::{End, Hierarchy, NONE};
use crate::roads::weight::Weight;

/// Scratch space of single ways; one a thread.
#[derive(Debug, Default)]
pub(in crate::roads) struct Climbs {
    up: Climb,
    down: Climb,
}

impl Hierarchy {
    /// The vertices of the best way from one of some ends to one of others, both included; `None` if there is none.
    pub(in crate::roads) fn way(
        &self,
        from: &[End],
        to: &[End],
        scratch: &mut Climbs,
    ) -> Option<Vec<u32>> {
        let Climbs {
            up: climb,
            down: descent,
        } = scratch;
        climb.run(&self.up, &self.position, from);
        descent.run(&self.down, &self.position, to);
        let through = |&vertex: &u32| {
            (
                climb.best[vertex as usize].then(descent.best[vertex as usize]),
                vertex,
            )
        };
        let (weight, top) = climb.order.iter().map(through).min()?;
        if weight == Weight::NONE {
            return None;
        }
        let mut knots = vec![top];
        while let Some(before) = before(climb, knots[knots.len() - 1]) {
            knots.push(before);
        }
        knots.reverse();
        while let Some(next) = before(descent, knots[knots.len() - 1]) {
            knots.push(next);
        }
        let mut way = vec![self.vertex[knots[0] as usize]];
        for pair in knots.windows(2) {
            self.unpack(pair[0], pair[1], &mut way);
        }
        Some(way)
    }

    /// Writes the vertices that an arc stands for, its first left out.
    fn unpack(&self, from: u32, to: u32, way: &mut Vec<u32>) {
        let mut stack = vec![(from, to)];
        while let Some((from, to)) = stack.pop() {
            match self.middle(from, to) {
                NONE => way.push(self.vertex[to as usize]),
                middle => stack.extend([(middle, to), (from, middle)]),
            }
        }
    }

    /// What the arc between two vertices leads through. The less important one holds it, within the core the first one.
    fn middle(&self, from: u32, to: u32) -> u32 {
        let (half, vertex, other) = if from > to || from.max(to) < self.up.num_core {
            (&self.up, from, to)
        } else {
            (&self.down, to, from)
        };
        let arc = half.of(vertex).iter().find(|arc| arc.other == other);
        arc.map_or(NONE, |arc| arc.middle)
    }
}

fn before(climb: &Climb, vertex: u32) -> Option<u32> {
    Some(climb.before[vertex as usize]).filter(|&before| before != NONE)
}
