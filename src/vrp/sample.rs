//! Small random problems for the tests of this module.

use super::day::Day;
use super::dice::Dice;
use super::horizon::distinct_days;
use super::problem::{
    Break, Client, Commodities, Disposal, Load, Lunch, Pattern, Problem, VehicleClass, Visit,
};
use super::schedule::schedule;
use super::solution::Activity;
use super::space::Space;
use crate::quantity::{Clock, Leg, Money, Seconds, TravelMatrix, Window};
use std::sync::Arc;

/// What a random problem has.
pub(crate) struct Shape {
    pub clients: usize,
    pub disposals: usize,
    pub vehicles: u32,
    pub rests: bool,
    pub days: u8,
    /// Whether some clients have a release.
    pub releases: bool,
    /// Whether the vehicles stop for lunch.
    pub lunch: bool,
    /// Whether clients and weight a tour are bounded.
    pub caps: bool,
    /// Whether two of three clients may choose between two days.
    pub choices: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            clients: 5,
            disposals: 2,
            vehicles: 3,
            rests: true,
            days: 1,
            releases: false,
            lunch: false,
            caps: false,
            choices: false,
        }
    }
}

impl Shape {
    /// A problem on a plane of 20 km; sites are clients, disposals, then the base.
    pub fn problem(&self, seed: u64) -> Problem {
        let mut dice = Dice::new(seed, [7, 7, 7]);
        let sites = self.clients + self.disposals + 1;
        let places: Vec<(f64, f64)> = (0..sites)
            .map(|_| (dice.unit() * 20e3, dice.unit() * 20e3))
            .collect();
        let travel = Arc::new(TravelMatrix::new(sites, legs(&places, &mut dice)));
        let clients = (0..self.clients)
            .map(|site| self.client(site, &mut dice))
            .collect();
        let disposals = (0..self.disposals)
            .map(|d| disposal(self.clients + d, &mut dice))
            .collect();
        let class = VehicleClass {
            count: vec![self.vehicles; usize::from(self.days)],
            start: sites - 1,
            end: sites - 1,
            capacity: Load {
                weight: 1_000,
                volume: 4_000,
            },
            commodities: Commodities::ALL,
            mixes: false,
            shift: Window::new(Clock::at(6, 0), Clock::at(18, 0)),
            regular_duration: Seconds::hours(3),
            max_duration: Seconds::hours(5),
            max_distance: None,
            rest: self.rests.then_some(Break {
                after: Seconds::minutes(70),
                length: Seconds::minutes(20),
            }),
            lunch: self.lunch.then_some(Lunch {
                begins: Window::new(Clock::at(10, 30), Clock::at(11, 30)),
                length: Seconds::minutes(25),
            }),
            max_weight: self.caps.then_some(1_300),
            max_clients: self.caps.then_some(3),
            max_trips: None,
            ends_empty: self.disposals > 0,
            fixed_price: Money::units(100.0),
            price_per_km: Money::units(2.0),
            price_per_hour: Money::units(30.0),
            overtime_per_hour: Money::units(10.0),
            profile: 0,
        };
        Problem {
            clients,
            disposals,
            classes: vec![class],
            ..Problem::new(self.days, vec![travel])
        }
    }

    fn client(&self, site: usize, dice: &mut Dice) -> Client {
        let open = 6 + dice.below(6) as i64;
        let weight = 100 + dice.below(500) as i64;
        let load = Load {
            weight,
            volume: weight * 3,
        };
        let on = |days: std::ops::Range<u8>| Pattern {
            visits: days.map(|day| Visit { day, load }).collect(),
        };
        let mut patterns = vec![on(0..self.days)];
        if self.choices && !site.is_multiple_of(3) {
            patterns = (0..self.days).map(|day| on(day..day + 1)).collect();
        }
        let service = Seconds(60 + dice.below(600) as i64);
        let is_late = self.releases && dice.chance(0.6);
        Client {
            service,
            windows: vec![Window::new(Clock::at(open, 0), Clock::at(open + 6, 0))],
            release: is_late.then(|| Clock::at(6 + dice.below(4) as i64, 20)),
            ..Client::new(site, patterns)
        }
    }
}

/// Legs at 36 km/h, one way a little longer than the other.
fn legs(places: &[(f64, f64)], dice: &mut Dice) -> Vec<Leg> {
    let mut legs = Vec::new();
    for &(x, y) in places {
        for &(u, v) in places {
            let metres = ((x - u).powi(2) + (y - v).powi(2)).sqrt() * (1.0 + 0.1 * dice.unit());
            legs.push(Leg {
                seconds: (metres / 10.0) as u32,
                metres: metres as u32,
            });
        }
    }
    legs
}

fn disposal(site: usize, dice: &mut Dice) -> Disposal {
    Disposal {
        windows: vec![Window::new(Clock::at(7, 0), Clock::at(17, 0))],
        service: Seconds(300),
        price_per_thousand: Money::units(10.0 * dice.unit()),
        ..Disposal::new(site)
    }
}

/// The first day of a problem, ready to be searched.
pub(crate) fn space(problem: &Problem) -> Space {
    let days = distinct_days(problem, &vec![0; problem.clients.len()]);
    Space::new(
        Day::new(problem, &days[0].visits, 0),
        40,
        &super::Memory::default(),
    )
}

/// All days of a problem together, ready to be searched.
pub(crate) fn whole(problem: &Problem) -> Space {
    Space::new(Day::together(problem), 40, &super::Memory::default())
}

/// What a client loads on a day under whichever pattern visits it then.
fn load_of(problem: &Problem, client: usize, day: u8) -> Load {
    let mut visits = problem.clients[client]
        .patterns
        .iter()
        .flat_map(|p| &p.visits);
    visits
        .find(|visit| visit.day == day)
        .map_or(Load::default(), |visit| visit.load)
}

/// Cheapest single route of a day for each set of clients, over every order and every placing of disposals.
pub(crate) fn cheapest_routes(problem: &Problem, day: u8) -> Vec<Option<Money>> {
    let mut best = vec![None; 1 << problem.clients.len()];
    extend(problem, day, &mut Vec::new(), 0, &mut best);
    best[0] = Some(Money::ZERO);
    best
}

fn extend(
    problem: &Problem,
    day: u8,
    route: &mut Vec<Activity>,
    set: usize,
    best: &mut [Option<Money>],
) {
    let load = |client: usize| load_of(problem, client, day);
    if let Some(Activity::Disposal(_)) = route.last()
        && let Some(walked) = schedule(problem, 0, day, route, &load)
    {
        best[set] = Some(best[set].map_or(walked.cost, |cost: Money| cost.min(walked.cost)));
    }
    for client in (0..problem.clients.len()).filter(|client| set >> client & 1 == 0) {
        route.push(Activity::Client(client));
        extend(problem, day, route, set | 1 << client, best);
        route.pop();
    }
    if let Some(Activity::Client(_)) = route.last() {
        for disposal in 0..problem.disposals.len() {
            route.push(Activity::Disposal(disposal));
            extend(problem, day, route, set, best);
            route.pop();
        }
    }
}
