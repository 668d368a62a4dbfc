//! A first plan by savings: a tour for each client, then the two joined whose joining saves most (Clarke & Wright,
//! *Scheduling of vehicles from a central depot to a number of delivery points*, Oper. Res. 12 (1964) 568-581, doi
//! 10.1287/opre.12.4.568). Only near clients are joined, which leaves the list short at any size.

use super::route::Tour;
use super::space::Space;
use super::tours::Draft;
use std::cmp::Reverse;

/// Tours of the clients that `start` leaves unserved, beside its own; `None` where savings do not apply: disposals stand
/// on tours, or there are several classes.
pub(crate) fn saved(space: &Space, start: &Draft) -> Option<Draft> {
    let day = &space.day;
    let is_for_savings = day.gates.is_empty() && day.classes.len() == 1;
    if !is_for_savings || start.routes.iter().any(|(_, nodes)| !nodes.is_empty()) {
        return None;
    }
    let mut merger = Merger::new(space, &start.unserved);
    for (_, from, to) in savings(space, &merger) {
        merger.join(from, to);
    }
    let most = day.classes[0].count as usize;
    let mut tours: Vec<Vec<u32>> = merger
        .tours
        .into_iter()
        .filter(|tour| !tour.is_empty())
        .collect();
    // Where vehicles are short the smallest tours are given up.
    tours.sort_by_key(|tour| Reverse(tour.len()));
    let surplus = tours.split_off(most.min(tours.len()));
    Some(Draft {
        routes: tours.into_iter().map(|tour| (0, tour)).collect(),
        unserved: surplus.concat(),
        cost: 0,
    })
}

struct Merger<'a> {
    space: &'a Space,
    tours: Vec<Vec<u32>>,
    load: Vec<i64>,
    /// Tour of each client, `u32::MAX` for those who are not asked for.
    at: Vec<u32>,
    walked: Tour,
}

impl<'a> Merger<'a> {
    fn new(space: &'a Space, clients: &[u32]) -> Self {
        let mut at = vec![u32::MAX; space.day.num_clients()];
        for (tour, &client) in (0u32..).zip(clients) {
            at[client as usize] = tour;
        }
        let weight = |&client: &u32| space.day.node(client).load.load.weight;
        Self {
            space,
            tours: clients.iter().map(|&client| vec![client]).collect(),
            load: clients.iter().map(weight).collect(),
            at,
            walked: Tour::default(),
        }
    }

    /// Joins the tours of two clients so that one follows the other, turning tours round where that helps and can be
    /// driven.
    fn join(&mut self, from: u32, to: u32) {
        let (a, b) = (
            self.at[from as usize] as usize,
            self.at[to as usize] as usize,
        );
        let capacity = self.space.day.classes[0].capacity.weight;
        if a == b || self.load[a] + self.load[b] > capacity {
            return;
        }
        let (left, right) = (&self.tours[a], &self.tours[b]);
        let (ends, begins) = (left.last() == Some(&from), right.first() == Some(&to));
        if !(ends || left.first() == Some(&from)) || !(begins || right.last() == Some(&to)) {
            return;
        }
        let mut joined = left.clone();
        if !ends {
            joined.reverse();
        }
        if begins {
            joined.extend(right);
        } else {
            joined.extend(right.iter().rev());
        }
        if self.can_be_driven(&joined) {
            for &client in &self.tours[b] {
                self.at[client as usize] = a as u32;
            }
            self.load[a] += self.load[b];
            self.tours[a] = joined;
            self.tours[b] = Vec::new();
        }
    }

    fn can_be_driven(&mut self, nodes: &[u32]) -> bool {
        let class = &self.space.day.classes[0];
        let tour = &mut self.walked;
        tour.class = 0;
        tour.nodes.clear();
        tour.nodes.push(class.start);
        tour.nodes.extend_from_slice(nodes);
        tour.nodes.push(class.end);
        tour.walk(&self.space.day)
    }
}

/// Pairs of near clients by what it saves to drive from one to the other instead of home and out again, most first.
fn savings(space: &Space, merger: &Merger) -> Vec<(Reverse<i64>, u32, u32)> {
    let day = &space.day;
    let class = &day.classes[0];
    let price = |from: u32, to: u32| {
        let leg = day.leg(class, from, to);
        class.drive_price(leg.metres.into(), leg.seconds.into())
    };
    let home: Vec<i64> = (0..day.num_clients() as u32)
        .map(|c| price(c, class.end))
        .collect();
    let out: Vec<i64> = (0..day.num_clients() as u32)
        .map(|c| price(class.start, c))
        .collect();
    let mut pairs = Vec::new();
    for from in (0..day.num_clients() as u32).filter(|&c| merger.at[c as usize] != u32::MAX) {
        for &to in space.near.of(from) {
            let saving = home[from as usize] + out[to as usize] - price(from, to);
            if saving > 0 && merger.at[to as usize] != u32::MAX {
                pairs.push((Reverse(saving), from, to));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Metric, Rounding, Scale, TravelMatrix};
    use crate::vrp::problem::{Load, Problem};
    use crate::vrp::sample::{self, Shape};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// The tours of a plan, each with its lowest client first.
    fn tours(problem: &Problem) -> Option<Vec<Vec<u32>>> {
        let space = sample::space(problem);
        let mut tours: Vec<Vec<u32>> = saved(&space, &Draft::nobody(&space.day, &[]))?
            .routes
            .into_iter()
            .map(|(_, tour)| tour)
            .collect();
        for tour in tours.iter_mut().filter(|tour| tour.first() > tour.last()) {
            tour.reverse();
        }
        tours.sort();
        Some(tours)
    }

    /// Two places east of the base, two west of it: two go together on each side, three would be too heavy.
    #[test]
    fn those_on_one_side_ride_together() {
        let mut problem = Shape {
            clients: 4,
            disposals: 0,
            rests: false,
            ..Shape::default()
        }
        .problem(1);
        let points = [
            (9e3, 0.0),
            (-9e3, 0.0),
            (8e3, 100.0),
            (-8e3, 100.0),
            (0.0, 0.0),
        ];
        let metres = Scale {
            factor: 1.0,
            rounding: Rounding::Nearest,
        };
        let seconds = Scale {
            factor: 0.1,
            ..metres
        };
        problem.travel = vec![Arc::new(TravelMatrix::plane(
            points.to_vec(),
            Metric::Euclidean,
            metres,
            seconds,
        ))];
        for client in &mut problem.clients {
            client.windows = vec![problem.classes[0].shift];
            client.patterns[0].visits[0].load = Load {
                weight: 500,
                volume: 0,
            };
        }
        problem.classes[0].max_duration = crate::quantity::Seconds::hours(12);
        assert_eq!(tours(&problem), Some(vec![vec![0, 2], vec![1, 3]]));
        problem.classes[0].capacity.weight = 999;
        assert_eq!(
            tours(&problem).map(|tours| tours.len()),
            Some(3),
            "three vehicles are all there are"
        );
        problem.classes[0].capacity.weight = 2_000;
        assert_eq!(tours(&problem).map(|tours| tours.len()), Some(1));
    }

    #[test]
    fn disposals_are_left_to_insertion() {
        assert_eq!(tours(&Shape::default().problem(1)), None);
    }

    proptest! {
        /// Every tour can be driven, and everyone stands on one or is given up.
        #[test]
        fn everyone_is_somewhere_once(seed in any::<u64>(), rests in any::<bool>()) {
            let problem = Shape { clients: 14, disposals: 0, vehicles: 5, rests, ..Shape::default() }.problem(seed);
            let space = sample::space(&problem);
            let plan = saved(&space, &Draft::nobody(&space.day, &[])).expect("no disposal");
            prop_assert!(plan.routes.len() <= 5);
            let mut all = plan.unserved.clone();
            for (class, nodes) in &plan.routes {
                prop_assert!(Tour::new(&space.day, *class, nodes.iter().copied()).walk(&space.day) || nodes.len() == 1);
                all.extend(nodes);
            }
            all.sort_unstable();
            prop_assert_eq!(all, (0..14).collect::<Vec<_>>());
        }
    }
}
