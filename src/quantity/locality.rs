//! The order in which places lie in memory: near ones side by side, so that who works around one place finds what it needs in
//! the cache. Z-order (Morton, *A computer oriented geodetic data base and a new technique in file sequencing*, IBM 1966).

/// The places of points on a plane, or on a map, in Z-order; those that share a cell in the order given.
#[must_use]
pub(crate) fn in_z_order(points: &[(f64, f64)]) -> Vec<u32> {
    let bounds = |along: fn(&(f64, f64)) -> f64| {
        let all = points.iter().map(along);
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), x| {
            (low.min(x), high.max(x))
        });
        (
            low,
            f64::from(u16::MAX) / (high - low).max(f64::MIN_POSITIVE),
        )
    };
    let ((left, across), (bottom, up)) = (bounds(|p| p.0), bounds(|p| p.1));
    let mut order: Vec<u32> = (0..points.len() as u32).collect();
    order.sort_by_cached_key(|&place| {
        let (x, y) = points[place as usize];
        let (column, row) = ((x - left) * across, (y - bottom) * up);
        (interleaved(column as u16, row as u16), place)
    });
    order
}

/// The bits of two numbers in turn.
fn interleaved(column: u16, row: u16) -> u32 {
    let spread =
        |number: u16| (0..16).fold(0, |bits, i| bits | (u32::from(number) >> i & 1) << (2 * i));
    spread(column) | spread(row) << 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_go_in_turn() {
        assert_eq!(interleaved(0b11, 0b00), 0b0101);
        assert_eq!(interleaved(0b00, 0b11), 0b1010);
        assert_eq!(interleaved(u16::MAX, u16::MAX), u32::MAX);
    }

    #[test]
    fn quarters_of_a_square_one_after_the_other() {
        let points = [
            (1.0, 1.0),
            (9.0, 9.0),
            (1.0, 9.0),
            (9.0, 1.0),
            (0.0, 0.0),
            (9.0, 9.0),
        ];
        assert_eq!(in_z_order(&points), [4, 0, 3, 2, 1, 5]);
        assert!(in_z_order(&[]).is_empty());
    }
}
