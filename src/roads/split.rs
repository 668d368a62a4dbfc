//! Cuts a network where sites lie between two nodes, so that each site is a node.

use super::network::Course;
use super::snap::Spot;
use super::{RoadNetwork, Segment};
use crate::district::Place;
use std::collections::BTreeMap;

/// A network cut at some spots.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub network: RoadNetwork,
    /// The node of each spot between.
    nodes: BTreeMap<(u32, u32), u32>,
    /// The pieces of each segment that was cut, in its direction.
    pieces: BTreeMap<u32, Vec<u32>>,
}

impl Split {
    /// Cuts a network at the spots between its nodes.
    pub(super) fn at(network: &RoadNetwork, spots: impl Iterator<Item = Spot>) -> Self {
        let mut cuts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for spot in spots {
            if let Spot::Between(segment, step) = spot {
                cuts.entry(segment).or_default().push(step);
            }
        }
        let mut split = Self {
            network: network.clone(),
            nodes: BTreeMap::new(),
            pieces: BTreeMap::new(),
        };
        for (segment, mut steps) in cuts {
            steps.sort_unstable();
            steps.dedup();
            split.cut(segment, &steps);
        }
        split.follow_restrictions();
        split
    }

    /// The node of a spot.
    pub(super) fn node(&self, spot: Spot) -> u32 {
        match spot {
            Spot::Node(node) => node,
            Spot::Between(segment, step) => self.nodes[&(segment, step)],
        }
    }

    /// Cuts a segment at steps in ascending order: it keeps its number and becomes its own first piece.
    fn cut(&mut self, number: u32, steps: &[u32]) {
        let whole = self.network.segments[number as usize].clone();
        let line: Vec<Place> = self.network.line(&whole).collect();
        let lengths: Vec<f64> = line
            .windows(2)
            .map(|pair| pair[0].metres_to(pair[1]))
            .collect();
        let drawn: f64 = lengths.iter().sum();
        let mut pieces = vec![number];
        let (mut corner, mut walked, mut from, mut before) = (0, 0.0, whole.from, 0.0);
        for &step in steps {
            let along = Spot::along(step);
            let target = along / whole.metres * drawn;
            let first_bend = corner + 1;
            while corner + 1 < lengths.len() && walked + lengths[corner] < target {
                walked += lengths[corner];
                corner += 1;
            }
            let share = if lengths[corner] > 0.0 {
                (target - walked) / lengths[corner]
            } else {
                0.0
            };
            let node = self.add_node(line[corner].towards(line[corner + 1], share.clamp(0.0, 1.0)));
            self.nodes.insert((number, step), node);
            let bends = first_bend.min(corner + 1)..corner + 1;
            let piece = self.piece(&whole, (from, node), along - before, &bends);
            self.put(piece, &mut pieces, before == 0.0);
            (from, before) = (node, along);
        }
        let bends = corner + 1..line.len() - 1;
        let piece = self.piece(&whole, (from, whole.to), whole.metres - before, &bends);
        self.put(piece, &mut pieces, false);
        self.pieces.insert(number, pieces);
    }

    fn add_node(&mut self, place: Place) -> u32 {
        self.network.nodes.push(place);
        self.network.nodes.len() as u32 - 1
    }

    /// A piece of a segment; its bends are those corners of the whole line, whose corner 0 is its beginning.
    fn piece(
        &self,
        whole: &Segment,
        (from, to): (u32, u32),
        metres: f64,
        corners: &std::ops::Range<usize>,
    ) -> Segment {
        let bend = |corner: usize| whole.bends.start + corner as u32 - 1;
        Segment {
            from,
            to,
            metres,
            bends: bend(corners.start)..bend(corners.end.max(corners.start)),
            ..whole.clone()
        }
    }

    fn put(&mut self, piece: Segment, pieces: &mut Vec<u32>, is_first: bool) {
        if is_first {
            self.network.segments[pieces[0] as usize] = piece;
        } else {
            pieces.push(self.network.segments.len() as u32);
            self.network.segments.push(piece);
        }
    }

    /// Restrictions lead over the pieces: they begin with the last one of their first segment, and end with the first one
    /// of their last.
    fn follow_restrictions(&mut self) {
        let pieces = &self.pieces;
        let over = |course: Course| -> Vec<Course> {
            let own = [course.segment() as u32];
            let along = pieces.get(&own[0]).map_or(&own[..], Vec::as_slice).iter();
            if course.is_backwards() {
                along.rev().map(|&piece| Course::new(piece, true)).collect()
            } else {
                along.map(|&piece| Course::new(piece, false)).collect()
            }
        };
        for restriction in &mut self.network.restrictions {
            let last = restriction.path.len().saturating_sub(1);
            let path = restriction
                .path
                .iter()
                .enumerate()
                .flat_map(|(position, &course)| {
                    let courses = over(course);
                    match position {
                        0 => courses[courses.len() - 1..].to_vec(),
                        _ if position == last => courses[..1].to_vec(),
                        _ => courses,
                    }
                });
            restriction.path = path.collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::{Bend, OpenTo, RoadClass, TurnRestriction};

    fn bend(longitude: f64, latitude: f64) -> Bend {
        Bend {
            longitude_e7: (longitude * 1e7).round() as i32,
            latitude_e7: (latitude * 1e7).round() as i32,
        }
    }

    /// A road of three straight pieces, 1,000 m each by the table, and a side road at its end.
    fn network() -> RoadNetwork {
        RoadNetwork {
            nodes: vec![
                Place::new(10.0, 0.0),
                Place::new(10.03, 0.0),
                Place::new(10.03, 0.01),
            ],
            bends: vec![bend(10.01, 0.0), bend(10.02, 0.0)],
            segments: vec![
                Segment {
                    bends: 0..2,
                    ..Segment::new(0, 1, 3000.0, RoadClass::Town, 36.0)
                },
                Segment::new(1, 2, 1000.0, RoadClass::Town, 36.0),
            ],
            restrictions: vec![TurnRestriction {
                path: vec![Course::new(0, false), Course::new(1, false)],
                is_only: false,
                binds: OpenTo::ALL,
            }],
            ..RoadNetwork::default()
        }
    }

    #[test]
    fn pieces_add_up_and_keep_their_bends() {
        let whole = network();
        let spots = [
            Spot::Between(0, 150),
            Spot::Between(0, 50),
            Spot::Between(0, 250),
            Spot::Node(2),
        ];
        let split = Split::at(&whole, spots.into_iter());
        let pieces: Vec<&Segment> = split.pieces[&0]
            .iter()
            .map(|&p| &split.network.segments[p as usize])
            .collect();
        let metres: Vec<f64> = pieces.iter().map(|piece| piece.metres).collect();
        assert_eq!(metres, [500.0, 1000.0, 1000.0, 500.0]);
        assert_eq!(
            pieces
                .iter()
                .map(|piece| piece.bends.clone())
                .collect::<Vec<_>>(),
            [0..0, 0..1, 1..2, 2..2]
        );
        let node = split.network.nodes[split.node(Spot::Between(0, 150)) as usize];
        assert!((node.longitude - 10.015).abs() < 1e-6, "{node:?}");
        assert!(pieces.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn restrictions_begin_with_the_last_piece() {
        let split = Split::at(
            &network(),
            [Spot::Between(0, 100), Spot::Between(1, 50)].into_iter(),
        );
        let last = *split.pieces[&0].last().unwrap();
        assert_eq!(
            split.network.restrictions[0].path,
            [Course::new(last, false), Course::new(1, false)]
        );
    }
}
