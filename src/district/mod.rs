//! The district: everything that a plan is made for. Validated once, read-only afterwards.
//!
//! Ids are dense row numbers of their own type; names live here and nowhere else.
//! A `District` comes from files (`input`) or is built in code ([`DistrictBuilder`]); both pass the same validation.

mod assessment;
mod builder;
mod cleaning;
pub mod defaults;
mod facility;
mod fault;
mod fleet;
mod fleet_days;
mod ids;
pub mod limits;
mod made_points;
mod place;
mod relation_rules;
mod row_rules;
mod season;
mod spread;
mod stream;
mod territory;
mod validate;

pub use assessment::Weights;
pub use builder::DistrictBuilder;
pub use cleaning::Cleaning;
pub use facility::{DisposalId, Gate, Plant, PlantKind, TransferStation};
pub use fault::{Fault, FaultList};
pub use fleet::{Base, Prices, Rest, Role, Vehicle};
pub use ids::{PlantId, PointId, StationId, StreamId, TownId, VehicleId, VillageId};
pub use made_points::made_points;
pub use place::{METRES_PER_DEGREE, Place};
pub use season::{CalendarDay, CalendarRow, Pin, PinTarget};
pub use spread::{Spread, WhenFull};
pub use stream::{Sink, StreamKind, WasteStream};
pub use territory::{Bins, Business, CollectionPoint, PointKind, Town, VehicleLimits, Village};
pub use validate::DistrictError;

use crate::quantity::{Day, Money, Version};
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// Where missing rates come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Rates measured in rural China ([`defaults`]).
    #[default]
    CnRural,
    /// No guesses: a missing rate is a fault.
    None,
}

/// The language of reports and driver sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// What the program says, in this language.
    #[must_use]
    pub fn says(self, sentence: &str) -> String {
        match self {
            Self::En => sentence.to_owned(),
            Self::Zh => crate::words::chinese(sentence),
        }
    }
}

/// How vehicles travel where no road network is given.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StraightTravel {
    /// Metres on the road for each metre of great circle.
    pub detour_factor: f64,
    /// Speed on the road; a vehicle's own is this times its speed factor.
    pub speed_kmh: f64,
}

/// A value that nobody gave and a default filled, for the report to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// The table it belongs to, such as `villages.csv`.
    pub table: String,
    /// The column.
    pub column: String,
    /// The value used, with its unit.
    pub value: String,
    /// Where the value is from.
    pub source: String,
    /// How many rows it filled.
    pub rows: usize,
}

/// A district while it is put together: its tables, which need not fit yet. [`DistrictBuilder::district`] is one, and
/// `District::try_from` makes a [`District`] of it, or tells all its faults.
///
/// All vectors are indexed by the id type of their element. Coordinates are WGS-84.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The version of the document's form.
    #[serde(default)]
    pub(crate) version: Version<1>,
    /// Its name.
    pub name: String,
    /// Where missing rates came from.
    #[serde(default)]
    pub profile: Profile,
    /// ISO 4217 code of the money, as printed.
    pub currency: String,
    /// The day that tables and reports begin a week with.
    #[serde(default)]
    pub week_starts: Day,
    /// Language of reports unless asked otherwise.
    #[serde(default)]
    pub language: Language,
    /// Travel without roads.
    pub straight_travel: StraightTravel,
    /// How far off the roads, in metres, a collection point may lie to be served from them.
    pub snap_metres: f64,
    /// Towns (乡镇), in order of first mention.
    pub towns: Vec<Town>,
    /// Villages (村).
    pub villages: Vec<Village>,
    /// Collection points (收集点), generators among them.
    #[serde(default)]
    pub points: Vec<CollectionPoint>,
    /// Transfer stations (中转站).
    #[serde(default)]
    pub stations: Vec<TransferStation>,
    /// Treatment plants (处理厂).
    #[serde(default)]
    pub plants: Vec<Plant>,
    /// Vehicle types of all three fleets.
    pub vehicles: Vec<Vehicle>,
    /// Waste streams (类别); exactly one is the residual, which what is not sorted joins.
    pub streams: Vec<WasteStream>,
    /// Seasons, festivals, market days.
    #[serde(default)]
    pub calendar: Vec<CalendarRow>,
    /// Choices that the planner has made already.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// How far real weeks stray from the mean one.
    #[serde(default)]
    pub spread: Spread,
    /// What is told of cleaners, a village at most once.
    #[serde(default)]
    pub cleaning: Vec<Cleaning>,
    /// What a cleaner costs a month in a village that `cleaning` does not name.
    #[serde(default)]
    pub cleaner_month: Money,
    /// What counts how much where villages and towns are assessed.
    #[serde(default)]
    pub weights: Weights,
    /// Defaults that were used.
    #[serde(default)]
    pub assumptions: Vec<Assumption>,
}

/// A district (县): places, facilities, fleet, streams, calendar.
///
/// It is a [`Draft`] that keeps every rule and does not change: fields are read as they are there (`district.points`). Whoever reads
/// one, as JSON or in another form of `serde`, gets one that keeps every rule, or an error that names what is wrong first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Draft")]
pub struct District(Draft);

impl Deref for District {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

/// Only the room's own tests spoil districts.
#[cfg(test)]
impl std::ops::DerefMut for District {
    fn deref_mut(&mut self) -> &mut Draft {
        &mut self.0
    }
}

impl TryFrom<Draft> for District {
    type Error = DistrictError;

    fn try_from(draft: Draft) -> Result<Self, DistrictError> {
        draft.validate()?;
        Ok(Self(draft))
    }
}

impl From<District> for Draft {
    fn from(district: District) -> Self {
        district.0
    }
}

impl District {
    /// The same with something changed, judged anew.
    ///
    /// # Errors
    /// All rules that the change breaks.
    pub fn edited(self, change: impl FnOnce(&mut Draft)) -> Result<Self, DistrictError> {
        let mut draft = self.0;
        change(&mut draft);
        Self::try_from(draft)
    }

    /// Of who has judged it, or knows that the walk bears what it breaks: what a facility that is closed leaves without an end,
    /// for one, is told with the plan.
    pub(crate) fn judged(draft: Draft) -> Self {
        Self(draft)
    }

    /// The same with some figures changed by who knows that every rule is still kept.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut Draft)) -> Self {
        let mut changed = self.clone();
        change(&mut changed.0);
        changed
    }

    /// The district with some streams cleared daily: none of them grows older than a day.
    #[must_use]
    pub fn with_daily(&self, streams: &[StreamId]) -> Self {
        self.changed(|daily| {
            for stream in streams {
                daily.streams[stream.index()].max_age_days = Some(1);
            }
        })
    }
}

impl Draft {
    /// The language that its settings name; `None` if nobody gave one.
    #[must_use]
    pub fn said_language(&self) -> Option<Language> {
        let is_assumed =
            |default: &Assumption| default.table == "district.toml" && default.column == "language";
        (!self.assumptions.iter().any(is_assumed)).then_some(self.language)
    }

    /// The stream that unsorted waste joins.
    #[must_use]
    pub fn residual(&self) -> StreamId {
        let position = self
            .streams
            .iter()
            .position(|stream| stream.kind == StreamKind::Residual);
        StreamId::from_index(position.expect("validation asks for exactly one residual stream"))
    }

    /// The days of a week, in the order in which reports tell them.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let first = self.week_starts.0;
        (0..7).map(move |shift| Day((first + shift) % 7))
    }

    /// Every facility that empties vehicles: stations, then plants.
    pub fn disposals(&self) -> impl Iterator<Item = DisposalId> + use<> {
        let stations =
            (0..self.stations.len()).map(|i| DisposalId::Station(StationId::from_index(i)));
        stations.chain((0..self.plants.len()).map(|i| DisposalId::Plant(PlantId::from_index(i))))
    }

    /// What a vehicle finds at the gate of a facility.
    #[must_use]
    pub fn gate(&self, disposal: DisposalId) -> &Gate {
        match disposal {
            DisposalId::Station(id) => &self.stations[id.index()].gate,
            DisposalId::Plant(id) => &self.plants[id.index()].gate,
        }
    }

    /// Where a facility stands.
    #[must_use]
    pub fn disposal_place(&self, disposal: DisposalId) -> Place {
        match disposal {
            DisposalId::Station(id) => self.stations[id.index()].place,
            DisposalId::Plant(id) => self.plants[id.index()].place,
        }
    }

    /// The name of a facility.
    #[must_use]
    pub fn disposal_name(&self, disposal: DisposalId) -> &str {
        match disposal {
            DisposalId::Station(id) => &self.stations[id.index()].name,
            DisposalId::Plant(id) => &self.plants[id.index()].name,
        }
    }

    /// Where a vehicle's tours start.
    #[must_use]
    pub fn base_place(&self, base: Base) -> Place {
        match base {
            Base::Facility(disposal) => self.disposal_place(disposal),
            Base::At(place) => place,
        }
    }

    /// The streams that a facility takes: what it names, or every stream of the chain except hazardous ones, as far as the
    /// plant behind it takes them too; none while it is closed.
    pub fn accepted_by_gate(&self, disposal: DisposalId) -> impl Iterator<Item = StreamId> + '_ {
        let gate = self.gate(disposal);
        let names = !gate.accepts.is_empty();
        self.accepted(&gate.accepts)
            .filter(move |_| !gate.is_closed)
            .filter(move |&stream| names || !self.ends_on_the_way(disposal, stream))
    }

    /// Where a facility sends a stream on to: the plant of a station, if that takes it. What a station names and its plant
    /// does not take ends at the station, as in a compost yard beside the press.
    #[must_use]
    pub fn behind(&self, disposal: DisposalId, stream: StreamId) -> Option<DisposalId> {
        let DisposalId::Station(station) = disposal else {
            return None;
        };
        let plant = self.stations[station.index()].plant?;
        let gate = &self.plants.get(plant.index())?.gate;
        let takes = self.accepted(&gate.accepts).any(|taken| taken == stream);
        takes.then_some(DisposalId::Plant(plant))
    }

    /// Of what does not end at a facility, the share that goes on by road: what a station's press squeezes out does not.
    #[must_use]
    pub fn share_sent_on(&self, disposal: DisposalId) -> f64 {
        match disposal {
            DisposalId::Station(station) => self.stations[station.index()].share_after_press(),
            DisposalId::Plant(_) => 1.0,
        }
    }

    fn ends_on_the_way(&self, disposal: DisposalId, stream: StreamId) -> bool {
        let has_plant = match disposal {
            DisposalId::Station(station) => self.stations[station.index()].plant.is_some(),
            DisposalId::Plant(_) => false,
        };
        has_plant && self.behind(disposal, stream).is_none()
    }

    /// The streams that a vehicle takes: what it names, or every stream of the chain except hazardous ones.
    pub fn accepted_by_vehicle(&self, vehicle: VehicleId) -> impl Iterator<Item = StreamId> + '_ {
        self.accepted(&self.vehicles[vehicle.index()].accepts)
    }

    fn accepted<'a>(&'a self, named: &'a [StreamId]) -> impl Iterator<Item = StreamId> + 'a {
        (0..self.streams.len())
            .map(StreamId::from_index)
            .filter(move |&id| {
                let stream = &self.streams[id.index()];
                if named.is_empty() {
                    stream.rides() && stream.kind != StreamKind::Hazardous
                } else {
                    named.contains(&id)
                }
            })
    }

    /// The vehicle types of a fleet.
    pub fn fleet(&self, role: Role) -> impl Iterator<Item = (VehicleId, &Vehicle)> {
        let typed = self
            .vehicles
            .iter()
            .enumerate()
            .map(|(i, vehicle)| (VehicleId::from_index(i), vehicle));
        typed.filter(move |(_, vehicle)| vehicle.role == role)
    }
}
