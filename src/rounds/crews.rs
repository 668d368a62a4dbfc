//! One crew to a village: every type of vehicle that a village sees in a week has its price.
//!
//! Consistency of drivers after Groër, Golden & Wasil, *The consistent vehicle routing problem*, M&SOM 11 (2009) 630-643, doi
//! 10.1287/msom.1080.0243, as a price in place of a rule. A price for the first visit of a type is no price of visits; it is made one by
//! dividing it among those that the type makes in the solution before (dynamic slope scaling, Kim & Pardalos, Oper. Res. Lett. 24
//! (1999) 195-203, doi 10.1016/S0167-6377(99)00017-3): who comes often pays little, and who comes once pays all.

use super::Rounds;
use crate::district::VillageId;
use crate::quantity::Money;
use crate::vrp::{self, Activity, Solution};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Rounds<'_> {
    /// Prices each visit by what is left of `price` for its type of vehicle, if the types come to the villages as often as in a
    /// solution; or first as on its busiest day alone, so that all days follow one.
    pub fn price_crews(&mut self, solution: &Solution, price: Money, follows_one_day: bool) {
        let classes = self.problem().classes.len();
        let mut seen = self.seen(solution, |_| true);
        if follows_one_day {
            let busiest = busiest_day(solution);
            for (village, visits) in self.seen(solution, |day| day == busiest) {
                seen.insert(
                    village,
                    visits.into_iter().map(|visits| 7 * visits).collect(),
                );
            }
        }
        let share = |visits: usize| Money(price.0 / visits.max(1) as i64);
        let prices: BTreeMap<VillageId, Arc<[Money]>> = (0..self.parts.len())
            .filter_map(|client| self.village_of(client))
            .map(|village| {
                let visits = seen.get(&village);
                let of_class = |class| share(visits.map_or(0, |visits| visits[class]));
                (village, (0..classes).map(of_class).collect())
            })
            .collect();
        let villages: Vec<Option<VillageId>> = (0..self.parts.len())
            .map(|client| self.village_of(client))
            .collect();
        for (client, village) in self.problem_mut().clients.iter_mut().zip(villages) {
            client.class_prices = village.and_then(|village| prices.get(&village).cloned());
        }
    }

    /// What a solution pays for other classes and days than its clients would rather have.
    #[must_use]
    pub fn preference_price(&self, solution: &Solution) -> Money {
        vrp::preference_price(self.problem(), solution)
    }

    /// What a solution pays at `price` a type of vehicle and village.
    #[must_use]
    pub fn price_of_crews(&self, solution: &Solution, price: Money) -> Money {
        let seen = self.seen(solution, |_| true);
        let types = |visits: &Vec<usize>| visits.iter().filter(|visits| **visits > 0).count();
        Money(price.0 * seen.values().map(types).sum::<usize>() as i64)
    }

    /// By village, the visits of each class on some days.
    fn seen(
        &self,
        solution: &Solution,
        on: impl Fn(u8) -> bool,
    ) -> BTreeMap<VillageId, Vec<usize>> {
        let classes = self.problem().classes.len();
        let mut seen: BTreeMap<VillageId, Vec<usize>> = BTreeMap::new();
        for route in solution.routes.iter().filter(|route| on(route.day)) {
            for activity in &route.activities {
                if let Activity::Client(client) = *activity
                    && let Some(village) = self.village_of(client)
                {
                    seen.entry(village).or_insert_with(|| vec![0; classes])[route.class] += 1;
                }
            }
        }
        seen
    }

    pub(super) fn village_of(&self, client: usize) -> Option<VillageId> {
        let call = &self.calls[self.parts[client].call];
        self.district.points[call.point.index()].village
    }
}

/// The day with most visits.
fn busiest_day(solution: &Solution) -> u8 {
    let mut visits = [0_usize; 32];
    for route in &solution.routes {
        visits[usize::from(route.day) % 32] += route.activities.len();
    }
    let busiest = (0..32).max_by_key(|&day| (visits[day], Reverse(day)));
    busiest.unwrap_or(0) as u8
}
