//! Lines with fewer corners, for maps that must stay small.

use geo::{LineString, Simplify};

/// A corner in whole metres east and north.
pub(super) type Corner = (i32, i32);

/// A line is simplified in pieces of so many corners: geo goes as deep as a piece has corners.
const PIECE: usize = 1_000;

/// The corners of a line that are needed to stay within some metres of it (Douglas & Peucker 1973, Cartographica 10,
/// doi 10.3138/FM57-6770-U75U-7727). Both ends stay.
pub(super) fn simplified(line: &[Corner], metres: f64) -> Vec<Corner> {
    let mut kept = Vec::new();
    let mut first = 0;
    while first + 1 < line.len() {
        let last = (first + PIECE).min(line.len() - 1);
        let corners = line[first..=last]
            .iter()
            .map(|&(x, y)| (f64::from(x), f64::from(y)));
        let piece = LineString::from_iter(corners).simplify(metres).into_inner();
        kept.extend(
            piece[..piece.len() - 1]
                .iter()
                .map(|at| (at.x as i32, at.y as i32)),
        );
        first = last;
    }
    kept.extend(line.last());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_bends_go_and_great_ones_stay() {
        let line = [(0, 0), (50, 3), (100, 0), (100, 100), (0, 100)];
        assert_eq!(
            simplified(&line, 5.0),
            [(0, 0), (100, 0), (100, 100), (0, 100)]
        );
        assert_eq!(simplified(&line, 1.0), line);
        assert_eq!(simplified(&[], 1.0), []);
        assert_eq!(
            simplified(&[(1, 1), (9, 9), (1, 1)], 1.0),
            [(1, 1), (9, 9), (1, 1)],
            "out and back"
        );
    }

    #[test]
    fn a_long_line_may_bend_as_it_likes() {
        let straight: Vec<Corner> = (0..2_500).map(|x| (x, 0)).collect();
        assert_eq!(
            simplified(&straight, 1.0),
            [(0, 0), (1_000, 0), (2_000, 0), (2_499, 0)]
        );
        // Each bend is smaller than the one before: the farthest corner is always the next.
        let bend = |x: i32| {
            (
                x,
                if x % 2 == 0 {
                    1_000_000 - x
                } else {
                    x - 1_000_000
                },
            )
        };
        let bent: Vec<Corner> = (0..400_000).map(bend).collect();
        assert_eq!(simplified(&bent, 1.0), bent);
    }
}
