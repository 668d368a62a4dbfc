//! The same hour: what arrivals cost that stray from the hour at which a village sees its truck on other days.
//!
//! Arrival-time consistency after Groër, Golden & Wasil, *The consistent vehicle routing problem*, M&SOM 11 (2009) 630-643, doi
//! 10.1287/msom.1080.0243, as a price in place of a rule. The search does not see it: a tour's trips are put into another order, or
//! driven the other way round, where the hours that this brings nearer are worth what it costs.

use super::Rounds;
use crate::district::VillageId;
use crate::quantity::{Clock, Money, Seconds};
use crate::vrp::{Activity, Route, Solution, load_on, schedule};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Times that hours are told anew and tours ordered by them.
const PASSES: usize = 3;

/// By village, the mean over the days of the week of its first arrival.
type Hours = BTreeMap<VillageId, Clock>;

impl Rounds<'_> {
    /// Orders the trips of each tour for the hours at which its villages are come to on other days, as long as what the hours pay
    /// at `price` falls by more than the cost rises.
    pub fn keep_hours(&self, solution: &mut Solution, price: Money) {
        let mut worth = solution.cost + self.price_of_hours(solution, price);
        for _ in 0..PASSES {
            let next = self.ordered(solution, price);
            let of_next = next.cost + self.price_of_hours(&next, price);
            if of_next >= worth {
                return;
            }
            (*solution, worth) = (next, of_next);
        }
    }

    /// Each tour ordered for the hours at which its villages are come to now.
    fn ordered(&self, solution: &Solution, price: Money) -> Solution {
        let hours = self.hours(&self.first_arrivals(solution));
        let nearer = |route: &Route| {
            let nearer = self.nearer(route, &solution.patterns, &hours, price);
            nearer.unwrap_or_else(|| route.clone())
        };
        let routes: Vec<Route> = solution.routes.par_iter().map(nearer).collect();
        let cost = |routes: &[Route]| -> Money { routes.iter().map(|route| route.cost).sum() };
        Solution {
            cost: solution.cost + cost(&routes) - cost(&solution.routes),
            routes,
            ..solution.clone()
        }
    }

    /// What a solution pays at `price` an hour by which the first arrival of a day strays from its mean over the week; in no bill.
    #[must_use]
    pub fn price_of_hours(&self, solution: &Solution, price: Money) -> Money {
        let arrivals = self.first_arrivals(solution);
        let hours = self.hours(&arrivals);
        let strays = |(village, days): (&VillageId, &BTreeMap<u8, Clock>)| -> Money {
            let strays = days.values().map(|&clock| apart(clock, hours[village]));
            price.per_hour_over(strays.sum())
        };
        arrivals.iter().map(strays).sum()
    }

    /// By village and day, the first arrival.
    fn first_arrivals(&self, solution: &Solution) -> BTreeMap<VillageId, BTreeMap<u8, Clock>> {
        let mut first: BTreeMap<VillageId, BTreeMap<u8, Clock>> = BTreeMap::new();
        for route in &solution.routes {
            for (village, clock) in self.arrivals(route) {
                let earliest = first.entry(village).or_default();
                let earliest = earliest.entry(route.day).or_insert(clock);
                *earliest = clock.min(*earliest);
            }
        }
        first
    }

    fn hours(&self, arrivals: &BTreeMap<VillageId, BTreeMap<u8, Clock>>) -> Hours {
        let mean = |days: &BTreeMap<u8, Clock>| {
            let sum: i64 = days.values().map(|clock| clock.0).sum();
            Clock(sum / days.len().max(1) as i64)
        };
        let villages = arrivals.iter();
        villages
            .map(|(&village, days)| (village, mean(days)))
            .collect()
    }

    /// A route's first arrival in each of its villages.
    fn arrivals(&self, route: &Route) -> BTreeMap<VillageId, Clock> {
        let mut first = BTreeMap::new();
        for (activity, &begin) in route.activities.iter().zip(&route.begins) {
            if let Activity::Client(client) = *activity
                && let Some(village) = self.village_of(client)
            {
                first.entry(village).or_insert(begin);
            }
        }
        first
    }

    /// The route in the best order that changes of one trip or two lead to; `None`: as it is.
    fn nearer(
        &self,
        route: &Route,
        patterns: &[usize],
        hours: &Hours,
        price: Money,
    ) -> Option<Route> {
        let worth = |route: &Route| {
            let arrivals = self.arrivals(route).into_iter();
            let strays = arrivals.map(|(village, clock)| apart(clock, hours[&village]));
            route.cost + price.per_hour_over(strays.sum())
        };
        let load_of = |client: usize| load_on(self.problem(), patterns, client, route.day);
        let driven = |trips: &[Vec<Activity>]| {
            let activities = trips.concat();
            schedule(
                self.problem(),
                route.class,
                route.day,
                &activities,
                &load_of,
            )
        };
        let mut trips = trips(route);
        let mut best = (worth(route), None);
        loop {
            let orders = orders(&trips).filter_map(|order| {
                let route = driven(&order)?;
                Some((worth(&route), route, order))
            });
            match orders.min_by_key(|(worth, ..)| *worth) {
                Some((worth, route, order)) if worth < best.0 => {
                    best = (worth, Some(route));
                    trips = order;
                }
                _ => return best.1,
            }
        }
    }
}

fn apart(a: Clock, b: Clock) -> Seconds {
    Seconds((a - b).0.abs())
}

/// What a route does from one unloading to the next, rests left out.
fn trips(route: &Route) -> Vec<Vec<Activity>> {
    let does = |activity: &&Activity| **activity != Activity::Break;
    let activities: Vec<Activity> = route.activities.iter().filter(does).copied().collect();
    let is_over = |activity: &Activity| matches!(activity, Activity::Disposal(_));
    let trips = activities.split_inclusive(is_over);
    trips.map(<[Activity]>::to_vec).collect()
}

/// The trips with two of them in each other's place, or one driven the other way round. One without an unloading stays the last.
fn orders(trips: &[Vec<Activity>]) -> impl Iterator<Item = Vec<Vec<Activity>>> + '_ {
    let ends = |trip: &Vec<Activity>| matches!(trip.last(), Some(Activity::Disposal(_)));
    let moved = trips.iter().take_while(|trip| ends(trip)).count();
    let swaps = (0..moved).flat_map(move |a| (a + 1..moved).map(move |b| (a, b)));
    let swapped = swaps.map(|(a, b)| {
        let mut order = trips.to_vec();
        order.swap(a, b);
        order
    });
    let turned = (0..trips.len()).map(move |a| {
        let mut order = trips.to_vec();
        let clients = order[a].len() - usize::from(ends(&order[a]));
        order[a][..clients].reverse();
        order
    });
    swapped.chain(turned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::OnwardPrices;
    use crate::generate::{GenerateParams, generate};
    use crate::quantity::Metres;
    use crate::vrp::{Budget, SolveParams, Watch};
    use proptest::prelude::*;

    fn sorted(route: &Route) -> (usize, u8, Vec<String>) {
        let does = route.activities.iter();
        let mut does: Vec<String> = does
            .filter(|activity| **activity != Activity::Break)
            .map(|activity| format!("{activity:?}"))
            .collect();
        does.sort();
        (route.class, route.day, does)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

        /// Tours keep what they do, each is what a walk says of it, and cost and strayed hours together never rise; without a price
        /// nothing gets dearer.
        #[test]
        fn hours_are_kept_where_they_are_worth_it(seed in 0..1_000_u64, price in 0..60_i64) {
            let district = generate(&GenerateParams::sized(1, 4, 40, seed)).expect("a district").district;
            let travel = crate::roads::travel(&district, None);
            let flow = crate::flow::flow(&district, None);
            let rounds = Rounds::new(&district, &travel, &flow.loads, &OnwardPrices::default(), None);
            let params = SolveParams { seed, budget: Budget::Iterations(300), ..SolveParams::default() };
            let before = rounds.solve(&params, None, &Watch::default());
            let price = Money::units(price as f64);
            let mut after = before.clone();
            rounds.keep_hours(&mut after, price);
            let worth = |solution: &Solution| solution.cost + rounds.price_of_hours(solution, price);
            prop_assert!(worth(&after) <= worth(&before));
            prop_assert!(price > Money::ZERO || after.cost <= before.cost);
            let does = |solution: &Solution| solution.routes.iter().map(sorted).collect::<Vec<_>>();
            prop_assert_eq!(does(&after), does(&before));
            let rises: Money = after.routes.iter().map(|route| route.cost).sum::<Money>()
                - before.routes.iter().map(|route| route.cost).sum();
            prop_assert_eq!(after.cost - before.cost, rises);
            for route in &after.routes {
                let load_of = |client: usize| load_on(rounds.problem(), &after.patterns, client, route.day);
                let walked = schedule(rounds.problem(), route.class, route.day, &route.activities, &load_of);
                prop_assert_eq!(walked.as_ref(), Some(route));
            }
        }
    }

    #[test]
    fn trips_change_places_but_for_one_that_ends_loaded() {
        let route = |day: u8, trips: [usize; 2]| Route {
            class: 0,
            day,
            activities: trips
                .into_iter()
                .flat_map(|client| {
                    [
                        Activity::Client(client),
                        Activity::Break,
                        Activity::Disposal(0),
                    ]
                })
                .collect(),
            begins: Vec::new(),
            leaves: Clock::MIDNIGHT,
            returns: Clock::MIDNIGHT,
            distance: Metres::ZERO,
            cost: Money::ZERO,
        };
        let given = trips(&route(1, [7, 4]));
        let does = |clients: [usize; 2]| {
            clients.map(|client| vec![Activity::Client(client), Activity::Disposal(0)])
        };
        assert_eq!(given, does([7, 4]));
        assert_eq!(orders(&given).next(), Some(does([4, 7]).to_vec()));
        // A trip that brings its load home is not put before others.
        let mut loaded = given;
        loaded[1].pop();
        assert!(orders(&loaded).all(|order| order[1].len() == 1));
    }
}
