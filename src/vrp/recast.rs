//! Another vehicle class for a tour: a smaller one when its load has shrunk, or one whose base lies nearer.

use super::tours::Tours;

/// Gives a tour to the class that drives it cheapest, of those with a vehicle left, where ways are all that costs. Windows
/// and caps are left to the walk; if it refuses, the tour stays as it is.
pub(crate) fn recast(tours: &mut Tours, slot: u32) {
    let tour = tours.tour(slot);
    let (Some(&first), Some(&last)) = (tour.inner().first(), tour.inner().last()) else {
        return;
    };
    let day = tours.day;
    let now = &day.classes[tour.class as usize];
    let ends = |class: &super::day::Class| {
        let (out, home) = (
            day.leg(class, class.start, first),
            day.leg(class, last, class.end),
        );
        i64::from(out.metres) + i64::from(home.metres)
    };
    let inside = tour.distance - ends(now);
    let mut best = (tour.cost, tour.class);
    for (k, class) in (0u32..).zip(&day.classes) {
        let is_free = tours.left[k as usize] > 0 && class.origin.1 == now.origin.1;
        if k != tour.class && is_free && tour.fullest <= class.capacity.weight {
            let cost = class.fixed + class.per_metre * (inside + ends(class));
            best = best.min((cost, k));
        }
    }
    if best.1 != tour.class {
        let nodes = tour.inner().to_vec();
        tours.rewrite_as(slot, best.1, &nodes);
    }
}
