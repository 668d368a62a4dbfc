//! What the problems of all formats have in common: clients, vehicles and disposals with no limit but those given.

use crate::quantity::{Clock, Money, Seconds, Window};
use crate::vrp::{ANY_DURATION, ANY_TIME, Client, Disposal, Load, Pattern, VehicleClass, Visit};

/// A load that nothing exceeds.
const NO_LIMIT: i64 = 1 << 40;

/// A window in the solver's seconds.
pub(super) fn window(open: i64, close: i64) -> Window {
    Window::new(Clock(open), Clock(close).min(ANY_TIME.close))
}

/// A length of time in the solver's seconds.
pub(super) fn seconds(length: i64) -> Seconds {
    Seconds(length).min(ANY_DURATION)
}

/// Loads as whole numbers: ones where a file has whole numbers only, else thousandths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LoadUnit {
    /// Units of the solver in one of the file.
    pub factor: f64,
}

impl LoadUnit {
    /// The unit for the numbers of a file.
    pub fn of(mut numbers: impl Iterator<Item = f64>) -> Self {
        let is_whole = numbers.all(|number| number.fract() == 0.0);
        Self {
            factor: if is_whole { 1.0 } else { 1000.0 },
        }
    }

    /// What is loaded: a fraction counts in full.
    pub fn load(self, amount: f64) -> Load {
        Load {
            weight: (amount * self.factor - 1e-6).ceil() as i64,
            volume: 0,
        }
    }

    /// What may be loaded: a fraction does not count.
    pub fn limit(self, amount: f64) -> i64 {
        ((amount * self.factor + 1e-6).floor() as i64).min(NO_LIMIT)
    }

    /// The capacity of a vehicle; `None`: no limit.
    pub fn capacity(self, amount: Option<f64>) -> Load {
        Load {
            weight: amount.map_or(NO_LIMIT, |amount| self.limit(amount)),
            volume: NO_LIMIT,
        }
    }
}

/// A client with one visit on day 0, at any time, that must be served.
pub(super) fn client(site: usize, load: Load) -> Client {
    Client::new(site, vec![Pattern::once(0, load)])
}

/// Visits on some days, with the same load each time.
pub(super) fn pattern(days: &[u8], load: Load) -> Pattern {
    let visits = days.iter().map(|&day| Visit { day, load });
    Pattern {
        visits: visits.collect(),
    }
}

/// Somewhere to empty a vehicle for nothing.
pub(super) fn disposal(site: usize) -> Disposal {
    Disposal::new(site)
}

/// Vehicles that start and end at a depot and whose way alone costs: one unit of money for each 1,000 metres.
pub(super) fn vehicles(depot: usize, count: Vec<u32>, capacity: Load) -> VehicleClass {
    VehicleClass {
        mixes: true,
        price_per_km: Money::units(1.0),
        ..VehicleClass::new(depot, count, capacity)
    }
}
