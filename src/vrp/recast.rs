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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Money, Seconds};
    use crate::vrp::problem::{Load, Problem};
    use crate::vrp::sample::{self, Shape};
    use crate::vrp::tours::Draft;

    /// Two clients of 300 and a large vehicle for 1,000, a small one for 600 and a tiny one for 500, each cheaper than the
    /// one before.
    fn problem() -> Problem {
        let mut problem = Shape {
            clients: 2,
            disposals: 0,
            rests: false,
            vehicles: 1,
            ..Shape::default()
        }
        .problem(4);
        problem.classes[0].price_per_hour = Money::ZERO;
        problem.classes[0].overtime_per_hour = Money::ZERO;
        problem.classes[0].max_duration = Seconds::hours(12);
        for client in &mut problem.clients {
            client.windows = vec![problem.classes[0].shift];
            client.patterns[0].visits[0].load = Load {
                weight: 300,
                volume: 300,
            };
        }
        let large = problem.classes[0].clone();
        for (weight, price) in [(600, 60.0), (500, 50.0)] {
            let mut class = large.clone();
            class.capacity.weight = weight;
            class.fixed_price = Money::units(price);
            problem.classes.push(class);
        }
        problem
    }

    /// The class of the tour of both clients after `recast`, and what it saved.
    fn recast_to(problem: &Problem) -> (u32, i64) {
        let space = sample::space(problem);
        let draft = Draft {
            routes: vec![(0, vec![0, 1])],
            ..Draft::default()
        };
        let count = space.day.classes.iter().map(|class| class.count).collect();
        let mut tours = Tours::new(&space.day, &draft, count, Vec::new());
        assert_eq!(tours.used().count(), 1, "it can be driven");
        let before = tours.cost;
        recast(&mut tours, 0);
        assert_eq!(tours.tour(0).inner(), [0, 1]);
        assert_eq!(tours.left[tours.tour(0).class as usize], 0);
        (tours.tour(0).class, before - tours.cost)
    }

    #[test]
    fn the_cheapest_class_that_holds_the_load_takes_the_tour() {
        let mut problem = problem();
        assert_eq!(
            recast_to(&problem),
            (1, 40_000_000_000),
            "100 - 60 units, in thousandths of a millionth"
        );
        problem.classes[2].capacity.weight = 600;
        assert_eq!(recast_to(&problem), (2, 50_000_000_000));
        problem.classes[2].count = vec![0];
        assert_eq!(recast_to(&problem).0, 1, "none of the third is left");
        problem.classes[1].capacity.weight = 599;
        assert_eq!(recast_to(&problem), (0, 0));
    }

    /// With disposals a smaller class needs more trips: what these cost is weighed against its price.
    #[test]
    fn among_disposals_a_class_comes_with_its_trips() {
        use crate::vrp::split::Splitter;
        let mut problem = Shape {
            clients: 4,
            rests: false,
            vehicles: 1,
            ..Shape::default()
        }
        .problem(4);
        let shift = problem.classes[0].shift;
        problem.classes[0].max_duration = Seconds::hours(12);
        for client in &mut problem.clients {
            client.windows = vec![shift];
            client.patterns[0].visits[0].load = Load {
                weight: 250,
                volume: 250,
            };
        }
        let mut small = problem.classes[0].clone();
        (small.capacity.weight, small.fixed_price) = (500, Money::ZERO);
        problem.classes.push(small);
        let recast_at = |price: f64| {
            let mut problem = problem.clone();
            problem.classes[0].fixed_price = Money::units(price);
            let space = sample::space(&problem);
            let gate = space.day.disposal_node(0);
            let draft = Draft {
                routes: vec![(0, vec![0, 1, 2, 3, gate])],
                ..Draft::default()
            };
            let count = space.day.classes.iter().map(|class| class.count).collect();
            let mut tours = Tours::new(&space.day, &draft, count, vec![0; space.day.gates.len()]);
            assert_eq!(tours.used().count(), 1, "it can be driven");
            let before = tours.cost;
            let is_recast = Splitter::default().recast(&space, &mut tours, 0, 1);
            assert_eq!(is_recast, tours.cost < before);
            let trips = tours
                .tour(0)
                .inner()
                .iter()
                .filter(|&&node| !space.day.is_client(node))
                .count();
            assert_eq!(tours.tour(0).class, u32::from(is_recast));
            assert_eq!(tours.left, if is_recast { [1, 0] } else { [0, 1] });
            (is_recast, trips)
        };
        assert_eq!(
            recast_at(10_000.0),
            (true, 2),
            "two trips of a free vehicle"
        );
        assert_eq!(recast_at(0.0), (false, 1), "as cheap, with a trip more");
    }

    #[test]
    fn a_class_that_the_walk_refuses_does_not_take_it() {
        let mut problem = problem();
        problem.classes[1].max_clients = Some(1);
        assert_eq!(recast_to(&problem), (0, 0));
    }
}
