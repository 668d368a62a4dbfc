//! The order in which visits lie in memory: near places side by side, so that a search that works around one place finds
//! what it needs in the cache. Z-order of a plane's points (Morton, *A computer oriented geodetic data base and a new
//! technique in file sequencing*, IBM 1966); without points the caller's order stands.

use super::problem::{Problem, Visit};

/// Puts visits in Z-order of their places.
pub(crate) fn in_local_order(problem: &Problem, visits: &mut [(usize, Visit)]) {
    let Some(points) = problem.travel.first().and_then(|travel| travel.points()) else {
        return;
    };
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
    visits.sort_by_cached_key(|&(client, _)| {
        let (x, y) = points[problem.clients[client].site];
        let (column, row) = ((x - left) * across, (y - bottom) * up);
        (interleaved(column as u16, row as u16), client)
    });
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
}
