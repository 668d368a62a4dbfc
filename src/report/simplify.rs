//! Lines with fewer corners, for maps that must stay small.

/// A corner in whole metres east and north.
pub(super) type Corner = (i32, i32);

/// The corners of a line that are needed to stay within some metres of it (Douglas & Peucker 1973, Cartographica 10,
/// doi 10.3138/FM57-6770-U75U-7727), without recursion. Both ends stay.
pub(super) fn simplified(line: &[Corner], metres: f64) -> Vec<Corner> {
    let mut stays = vec![false; line.len()];
    let mut parts = Vec::new();
    if let Some(last) = line.len().checked_sub(1) {
        (stays[0], stays[last]) = (true, true);
        parts.push((0, last));
    }
    while let Some((first, last)) = parts.pop() {
        let inner = (first + 1)..last;
        let farthest = inner
            .map(|corner| (distance(line[corner], line[first], line[last]), corner))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, corner)) = farthest.filter(|(off, _)| *off > metres) {
            stays[corner] = true;
            parts.extend([(first, corner), (corner, last)]);
        }
    }
    let kept = line.iter().zip(stays).filter(|(_, stays)| *stays);
    kept.map(|(&corner, _)| corner).collect()
}

/// How far a corner lies off the straight line between two others.
fn distance(corner: Corner, from: Corner, to: Corner) -> f64 {
    let vector = |a: Corner, b: Corner| {
        (
            f64::from(b.0) - f64::from(a.0),
            f64::from(b.1) - f64::from(a.1),
        )
    };
    let ((x, y), (u, v)) = (vector(from, to), vector(from, corner));
    let square = x * x + y * y;
    let share = if square > 0.0 {
        ((u * x + v * y) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    libm::hypot(u - share * x, v - share * y)
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
}
