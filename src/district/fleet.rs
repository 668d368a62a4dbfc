//! Vehicles: feeders, collectors and haulers.

use super::{DisposalId, Place, StreamId, defaults};
use crate::quantity::{Kilograms, Litres, Money, Seconds, Window};
use serde::{Deserialize, Serialize};

/// Which of the three fleets a vehicle belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Household to point (村级清运车).
    Feeder,
    /// Point to disposal (压缩车).
    Collector,
    /// Station to plant (转运车).
    Hauler,
}

/// Where tours start or end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Base {
    /// At a station or plant; unloading there still takes a disposal row.
    Facility(DisposalId),
    /// At a depot.
    At(Place),
}

/// The driver's break: never more than `after` at the wheel without one of `length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// Longest time at the wheel.
    pub after: Seconds,
    /// Length of the break.
    pub length: Seconds,
}

/// What a vehicle costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// A tour.
    pub per_day: Money,
    /// A kilometre.
    pub per_km: Money,
    /// An hour from leaving to return.
    pub per_hour: Money,
    /// An hour beyond the regular ones, on top.
    pub overtime_per_hour: Money,
    /// A week of holding one, used or not.
    pub per_week_owned: Money,
}

/// A type of vehicle (a row of vehicles.csv), of which there are `count`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// Its name.
    pub name: String,
    /// Its fleet.
    pub role: Role,
    /// How many are held.
    pub count: u32,
    /// How many of them cannot be used for the time being, though they are paid for.
    #[serde(default)]
    pub out_of_service: u32,
    /// Where tours start.
    pub base: Base,
    /// Where they end.
    pub end_base: Base,
    /// Most kilograms on board.
    pub payload: Kilograms,
    /// Litres of the body; it holds `body x compaction` loose litres.
    pub body: Litres,
    /// Loose litres in one litre of body.
    pub compaction: f64,
    /// Width in metres, if known.
    pub width_m: Option<f64>,
    /// Gross weight in tonnes, if known.
    pub gross_tonnes: Option<f64>,
    /// Height in metres, if known.
    pub height_m: Option<f64>,
    /// Its speed, as a factor of what the road or the district gives.
    pub speed_factor: f64,
    /// Streams carried; empty: every stream of the chain except hazardous ones.
    #[serde(default)]
    pub accepts: Vec<StreamId>,
    /// Whether it carries several streams in one trip.
    #[serde(default)]
    pub mixes: bool,
    /// Container types it can empty; empty: all.
    #[serde(default)]
    pub handles: Vec<String>,
    /// Share of the vehicles that is fit on a day, on average over the week.
    pub availability: f64,
    /// Days a week that each vehicle may work, and its crew; `None`: not given.
    pub days_per_week: Option<u8>,
    /// Earliest leaving and latest return.
    pub shift: Window,
    /// Hours beyond which overtime is paid; `None`: as `max_duration`.
    pub regular_duration: Option<Seconds>,
    /// Longest time from leaving to return; `None`: the shift alone binds.
    pub max_duration: Option<Seconds>,
    /// The break it needs; `None`: none is asked.
    pub rest: Option<Rest>,
    /// Prices.
    pub prices: Prices,
    /// Fuel while hauling, if given.
    pub litres_per_100km: Option<f64>,
    /// Whether it travels closed.
    #[serde(default)]
    pub sealed: bool,
    /// People on board.
    pub crew: u32,
    /// Plates of the single vehicles, one each; empty: not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plates: Vec<String>,
    /// Their drivers, in the same order; empty: not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drivers: Vec<String>,
}

impl Vehicle {
    /// Loose litres that the body holds, rounded down.
    #[must_use]
    pub fn loose_capacity(&self) -> Litres {
        Litres((self.body.as_f64() * self.compaction + 1e-9).floor() as i64)
    }

    /// The longest time from leaving to return: the given one, within the shift.
    #[must_use]
    pub fn longest_duty(&self) -> Seconds {
        let shift = self.shift.close - self.shift.open;
        self.max_duration
            .map_or(shift, |longest| longest.min(shift))
    }

    /// The duty beyond which overtime is paid.
    #[must_use]
    pub fn regular_duty(&self) -> Seconds {
        let longest = self.longest_duty();
        self.regular_duration
            .map_or(longest, |regular| regular.min(longest))
    }

    /// Days a week that each vehicle may work: all, unless given.
    #[must_use]
    pub fn working_days(&self) -> u8 {
        self.days_per_week.unwrap_or(7).min(7)
    }

    /// Days a week that a crew works: six, unless given.
    #[must_use]
    pub fn crew_days(&self) -> u8 {
        self.days_per_week
            .unwrap_or(defaults::CREW_DAYS)
            .clamp(1, 7)
    }

    /// Gross weight in tonnes: as given, else the usual one for its payload.
    #[must_use]
    pub fn gross_or_usual_tonnes(&self) -> f64 {
        let usual = self.payload.as_tonnes() * defaults::GROSS_FOR_PAYLOAD;
        self.gross_tonnes.unwrap_or(usual)
    }

    /// How many are held and in service.
    #[must_use]
    pub fn in_service(&self) -> u32 {
        self.count.saturating_sub(self.out_of_service)
    }

    /// How many tours the type may make on one day at most: `ceil(count x availability)` of those in service.
    #[must_use]
    pub fn tours_a_day(&self) -> u32 {
        let fit = f64::from(self.in_service()) * self.availability;
        (fit - 1e-9).ceil().max(0.0) as u32
    }

    /// How many tours it may make in a week: `floor(7 x count x availability)` days on which a vehicle is fit, and no more
    /// than its vehicles may work.
    #[must_use]
    pub fn tours_a_week(&self) -> u64 {
        let held = self.in_service();
        let fit = (7.0 * f64::from(held) * self.availability + 1e-9).floor() as u64;
        fit.min(u64::from(held) * u64::from(self.working_days()))
    }
}
