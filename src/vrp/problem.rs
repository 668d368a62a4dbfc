//! The problem, immutable and validated once: clients, disposals and vehicle classes over a horizon of days.

use crate::quantity::{Clock, DaySet, Metres, Money, Seconds, TravelMatrix, Version, Window};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// Two loads that bind side by side, in whole units of the caller (kilograms and litres, say).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// The first load, such as kilograms.
    pub weight: i64,
    /// The second, such as loose litres.
    #[serde(default)]
    pub volume: i64,
}

/// A set of at most 32 commodities, numbered from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Commodities(pub u32);

impl Commodities {
    /// Every commodity.
    pub const ALL: Self = Self(u32::MAX);

    /// The set of one.
    #[must_use]
    pub const fn one(commodity: u8) -> Self {
        Self(1 << commodity)
    }

    /// Whether it holds a commodity.
    #[must_use]
    pub const fn contains(self, commodity: u8) -> bool {
        self.0 >> commodity & 1 == 1
    }
}

/// A visit that a pattern asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Position of the day in the horizon.
    pub day: u8,
    /// What is loaded then; it grows with the days since the visit before.
    pub load: Load,
}

/// One way to spread a client's visits over the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Pattern {
    /// The visits, by day, each day at most once.
    pub visits: Vec<Visit>,
}

/// What a client was used to in the plan before, and what a change of it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// The class that came, by day of the horizon; `None`: any class does.
    pub classes: Vec<Option<usize>>,
    /// The days on which it came.
    pub days: DaySet,
    /// Price of each visit by another class.
    pub class_price: Money,
    /// Price of each visit on a day not in `days`.
    pub day_price: Money,
}

/// Someone to visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Where, as a row of the travel matrices.
    pub site: usize,
    /// What is loaded there.
    #[serde(default)]
    pub commodity: u8,
    /// The choices of days; at least one.
    pub patterns: Vec<Pattern>,
    /// Time of service at each visit.
    #[serde(default)]
    pub service: Seconds,
    /// When service may begin; at least one, ascending and apart.
    #[serde(default = "always")]
    pub windows: Vec<Window>,
    /// The trip that serves it leaves the start, or the disposal before it, no sooner (goods that are still to come).
    pub release: Option<Clock>,
    /// Which classes may come, one flag a class; empty: all.
    #[serde(default)]
    pub classes: Vec<bool>,
    /// Price of each visit that is not made. `None`: only if nothing else is possible (and the answer says what is missing).
    pub unserved_price: Option<Money>,
    /// The plan before, if it is to be kept at a price.
    pub former: Option<Former>,
    /// Price of each visit by a class, one a class, if some are welcome more than others; often shared.
    pub class_prices: Option<Arc<[Money]>>,
}

/// How many vehicles may unload at once, counted in slots of time shared by all routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DockLimit {
    /// Docks.
    pub docks: u32,
    /// Length of a slot.
    pub slot: Seconds,
    /// Price of each vehicle and slot above the docks.
    pub excess_price: Money,
}

/// Somewhere to empty a vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Disposal {
    /// Where, as a row of the travel matrices.
    pub site: usize,
    /// What it takes.
    #[serde(default = "every_commodity")]
    pub commodities: Commodities,
    /// When unloading may begin; at least one, ascending and apart.
    #[serde(default = "always")]
    pub windows: Vec<Window>,
    /// Time of each unloading.
    #[serde(default)]
    pub service: Seconds,
    /// Time on top for each 1,000 units of weight.
    #[serde(default)]
    pub service_per_thousand: Seconds,
    /// Price of each 1,000 units of weight (gate and onward haul).
    #[serde(default)]
    pub price_per_thousand: Money,
    /// Most weight it takes on a day; `None`: no limit.
    pub daily_limit: Option<i64>,
    /// Docks, if they are to be shared out.
    pub docks: Option<DockLimit>,
    /// Which classes may enter, one flag a class; empty: all.
    #[serde(default)]
    pub classes: Vec<bool>,
}

impl Disposal {
    /// Time of unloading a weight.
    #[must_use]
    pub fn unloading(&self, weight: i64) -> Seconds {
        self.service + Seconds((self.service_per_thousand.0 * weight + 999) / 1_000)
    }

    /// What a weight costs at the gate.
    #[must_use]
    pub fn gate_price(&self, weight: i64) -> Money {
        Money((2 * self.price_per_thousand.0 * weight + 1_000).div_euclid(2_000))
    }
}

/// A driver's break: never more than `after` at the wheel without a stop of `length` set aside for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// Longest time at the wheel (driving alone counts) since leaving or since the break before.
    pub after: Seconds,
    /// Length of a break. It is taken at any place of the tour, between two services, and counts as duty.
    pub length: Seconds,
}

/// A pause at a time of day. A tour that can be back by the end of `begins`, or leave then or later, needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lunch {
    /// When it begins, once a tour, between two services.
    pub begins: Window,
    /// How long it is.
    pub length: Seconds,
}

/// Vehicles of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct VehicleClass {
    /// How many tours it may make on each day of the horizon.
    pub count: Vec<u32>,
    /// Where a tour starts, as a row of the travel matrices.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Most on board between two disposals.
    pub capacity: Load,
    /// What it may carry.
    #[serde(default = "every_commodity")]
    pub commodities: Commodities,
    /// Whether it may carry several commodities at once. If not: one a trip, any after each emptying.
    #[serde(default)]
    pub mixes: bool,
    /// Earliest leaving and latest return.
    #[serde(default = "any_time")]
    pub shift: Window,
    /// Duty (return - leaving) beyond which overtime is paid.
    #[serde(default = "any_duration")]
    pub regular_duration: Seconds,
    /// Longest duty.
    #[serde(default = "any_duration")]
    pub max_duration: Seconds,
    /// Longest way.
    pub max_distance: Option<Metres>,
    /// The break it needs.
    pub rest: Option<Break>,
    /// The pause it needs at noon.
    pub lunch: Option<Lunch>,
    /// Most weight a tour, all trips together.
    pub max_weight: Option<i64>,
    /// Most clients a tour.
    pub max_clients: Option<u32>,
    /// Most trips (fillings) a tour.
    pub max_trips: Option<u32>,
    /// Whether it must be empty at the end: a disposal comes last.
    #[serde(default)]
    pub ends_empty: bool,
    /// Price of a tour.
    #[serde(default)]
    pub fixed_price: Money,
    /// Price of a kilometre.
    #[serde(default)]
    pub price_per_km: Money,
    /// Price of an hour of duty, waiting and breaks included.
    #[serde(default)]
    pub price_per_hour: Money,
    /// Price on top of each hour beyond `regular_duration`.
    #[serde(default)]
    pub overtime_per_hour: Money,
    /// Which travel matrix it drives by.
    #[serde(default)]
    pub profile: usize,
}

/// A routing problem over a horizon of days. Every classic one is a special case: one day and no disposal is the
/// capacitated problem, one disposal at the depot its multi-trip form, several the one with intermediate facilities,
/// several patterns the periodic one.
///
/// As a document it bears its version, and is read only if it [makes sense](Problem::validate).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
// "Self" makes the derived functions the type's own, so that reading can go on to validation.
#[serde(remote = "Self")]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// The version of the document's form.
    #[serde(default)]
    pub(crate) version: Version<1>,
    /// Days of the horizon, 1 to 32.
    #[serde(default = "one_day")]
    pub num_days: u8,
    /// Who is to be visited.
    pub clients: Vec<Client>,
    /// Where vehicles are emptied.
    #[serde(default)]
    pub disposals: Vec<Disposal>,
    /// The fleet.
    pub classes: Vec<VehicleClass>,
    /// Legs between sites, a matrix a profile; shared, for they are large.
    pub travel: Vec<Arc<TravelMatrix>>,
    /// Whether visits that cannot all be made are left by their load, the least first, rather than by their number.
    #[serde(default)]
    pub left_by_load: bool,
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let problem = Self::deserialize(deserializer)?;
        problem.validate().map_err(|faults| {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            D::Error::custom(told.join("; "))
        })?;
        Ok(problem)
    }
}

/// Latest clock and longest time, so that sums of a few stay far from the bounds of 32 bits.
pub(super) const LATEST: Clock = Clock(1 << 27);

/// No limit: the latest window that a problem may have.
pub const ANY_TIME: Window = Window::new(Clock::MIDNIGHT, LATEST);

/// No limit: the longest duration that a problem may have.
pub const ANY_DURATION: Seconds = Seconds(LATEST.0);

fn any_time() -> Window {
    ANY_TIME
}

fn any_duration() -> Seconds {
    ANY_DURATION
}

fn always() -> Vec<Window> {
    vec![ANY_TIME]
}

fn every_commodity() -> Commodities {
    Commodities::ALL
}

fn one_day() -> u8 {
    1
}

impl Pattern {
    /// One visit.
    #[must_use]
    pub fn once(day: u8, load: Load) -> Self {
        Self {
            visits: vec![Visit { day, load }],
        }
    }
}

impl Client {
    /// A client of any class at any time, without service.
    #[must_use]
    pub fn new(site: usize, patterns: Vec<Pattern>) -> Self {
        Self {
            site,
            commodity: 0,
            patterns,
            service: Seconds::ZERO,
            windows: always(),
            release: None,
            classes: Vec::new(),
            unserved_price: None,
            former: None,
            class_prices: None,
        }
    }
}

impl Disposal {
    /// A disposal for all, at any time, at once, without a price.
    #[must_use]
    pub fn new(site: usize) -> Self {
        Self {
            site,
            commodities: Commodities::ALL,
            windows: always(),
            service: Seconds::ZERO,
            service_per_thousand: Seconds::ZERO,
            price_per_thousand: Money::ZERO,
            daily_limit: None,
            docks: None,
            classes: Vec::new(),
        }
    }
}

impl VehicleClass {
    /// Vehicles with a base and a capacity, and neither limits of a tour nor prices.
    #[must_use]
    pub fn new(base: usize, count: Vec<u32>, capacity: Load) -> Self {
        Self {
            count,
            start: base,
            end: base,
            capacity,
            commodities: Commodities::ALL,
            mixes: false,
            shift: ANY_TIME,
            regular_duration: ANY_DURATION,
            max_duration: ANY_DURATION,
            max_distance: None,
            rest: None,
            lunch: None,
            max_weight: None,
            max_clients: None,
            max_trips: None,
            ends_empty: false,
            fixed_price: Money::ZERO,
            price_per_km: Money::ZERO,
            price_per_hour: Money::ZERO,
            overtime_per_hour: Money::ZERO,
            profile: 0,
        }
    }
}

impl Problem {
    /// A problem without clients, disposals and vehicles so far, with a travel matrix for each profile.
    #[must_use]
    pub fn new(num_days: u8, travel: Vec<Arc<TravelMatrix>>) -> Self {
        Self {
            version: Version,
            num_days,
            clients: Vec::new(),
            disposals: Vec::new(),
            classes: Vec::new(),
            travel,
            left_by_load: false,
        }
    }
}

/// What is wrong with a problem.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {index}: {reason}")]
pub struct ProblemError {
    /// `client`, `disposal`, `class` or `problem`.
    pub what: &'static str,
    /// Which of them.
    pub index: usize,
    /// The rule that it breaks.
    pub reason: &'static str,
}
