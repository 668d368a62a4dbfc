//! Towns, villages and collection points. Every table rolls up village < town < district.

use super::{Place, StreamId, TownId, VillageId, defaults};
use crate::quantity::{Clock, DaySet, Litres, Seconds, Window};
use serde::{Deserialize, Serialize};

/// A town (乡镇).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Town {
    /// Its name.
    pub name: String,
}

/// A village (村).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Village {
    /// Its name.
    pub name: String,
    /// The town it belongs to.
    pub town: TownId,
    /// Its middle.
    pub place: Place,
    /// Households.
    pub households: u32,
    /// Residents.
    pub population: f64,
    /// All waste that a resident makes a day.
    pub kg_per_person_day: f64,
    /// Whether that rate is a default.
    #[serde(default)]
    pub rate_is_default: bool,
    /// Share of households that sort, 0 to 1.
    pub participation: f64,
    /// Area, if known.
    pub area_km2: Option<f64>,
    /// The widest vehicle that gets in, if limited.
    pub max_vehicle_width_m: Option<f64>,
}

impl Village {
    /// All waste that the village makes on an ordinary day, in kilograms.
    #[must_use]
    pub fn kg_per_day(&self) -> f64 {
        self.population * self.kg_per_person_day
    }
}

/// The largest vehicle that reaches a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VehicleLimits {
    /// Width in metres; `None`: any.
    pub width_m: Option<f64>,
    /// Gross weight in tonnes; `None`: any.
    pub tonnes: Option<f64>,
}

impl VehicleLimits {
    /// Whether a vehicle of this width and weight gets there; an unknown size passes.
    #[must_use]
    pub fn admit(self, width_m: Option<f64>, gross_tonnes: Option<f64>) -> bool {
        let fits = |size: Option<f64>, limit: Option<f64>| !matches!((size, limit), (Some(size), Some(limit)) if size > limit);
        fits(width_m, self.width_m) && fits(gross_tonnes, self.tonnes)
    }
}

/// What fills a collection point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PointKind {
    /// Households of its village, by the table of points.
    Given,
    /// Households of its village; made because there is no table of points.
    Made,
    /// A generator of its own: market, canteen, school.
    Generator(Business),
}

/// When a generator makes waste, and when that is there: a market's when it closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Business {
    /// The days of the week on which waste arises.
    pub days: DaySet,
    /// Of them only dates that end in one of these digits, a bit each; none: all.
    pub day_digits: u16,
    /// Whether these are dates of the Chinese lunar calendar.
    #[serde(default)]
    pub lunar: bool,
    /// When it opens, if that is known.
    pub opens: Option<Clock>,
    /// When it closes.
    pub closes: Clock,
    /// Whether no truck is out that late, so that a day's waste is fetched the next morning; decided when the district is built.
    #[serde(default)]
    pub is_fetched_next_day: bool,
}

impl Business {
    /// Waste on these days of the week, there when the usual evening comes.
    #[must_use]
    pub const fn on(days: DaySet) -> Self {
        Self {
            days,
            day_digits: 0,
            lunar: false,
            opens: None,
            closes: defaults::GENERATOR_CLOSES,
            is_fetched_next_day: true,
        }
    }

    /// The digits that its dates end in.
    pub fn digits(self) -> impl Iterator<Item = u8> {
        (0..10).filter(move |digit| self.day_digits & 1 << digit != 0)
    }

    /// When a truck may begin to load: from closing on, or on the next day before it opens again.
    #[must_use]
    pub fn window(self) -> Window {
        if self.is_fetched_next_day {
            Window::new(Clock::MIDNIGHT, self.opens.unwrap_or(Clock::LATEST))
        } else {
            Window::new(self.closes, Clock::LATEST)
        }
    }
}

/// The containers for one stream at a collection point: a row of points.csv or generators.csv.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Bins {
    /// The stream they are for; `None`: all that rides and has no bins of its own there.
    pub stream: Option<StreamId>,
    /// How many containers.
    pub containers: u32,
    /// What each holds.
    pub container_litres: Litres,
    /// Their type, for `handles`; empty: any vehicle empties them.
    #[serde(default)]
    pub container_type: String,
    /// What trucks take a day; `None`: a share of the village's by container litres.
    pub kg_per_day: Option<f64>,
    /// Time of service at each visit.
    pub service: Seconds,
    /// When service may begin.
    pub window: Window,
    /// Least visits a week; `None`: derived.
    pub visits_per_week: Option<u8>,
    /// Visits on each visiting day; `None`: one.
    pub visits_per_day: Option<u8>,
}

impl Bins {
    /// Loose litres that all containers hold together.
    #[must_use]
    pub fn litres(&self) -> Litres {
        self.container_litres * i64::from(self.containers)
    }
}

/// A collection point (收集点): where a truck stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct CollectionPoint {
    /// Its name, unique among points and generators.
    pub name: String,
    /// The village it serves; every point that is no generator has one.
    pub village: Option<VillageId>,
    /// Where.
    pub place: Place,
    /// What fills it.
    pub kind: PointKind,
    /// Its containers, one entry a stream; at least one.
    #[serde(default)]
    pub bins: Vec<Bins>,
    /// The largest vehicle that reaches it, its village's limit included.
    pub limits: VehicleLimits,
    /// A word to the driver.
    #[serde(default)]
    pub note: String,
}
