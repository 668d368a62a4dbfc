//! The calendar (seasons, festivals, market days) and the planner's own choices.

use super::{DisposalId, PointId, StreamId, TownId, VehicleId, VillageId};
use crate::quantity::DaySet;
use serde::{Deserialize, Serialize};

/// A date, of every year if the year is left out; in the lunar calendar if its row says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDay {
    /// The year; `None`: every year.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31; in the lunar calendar 1 to 30.
    pub day: u8,
}

impl CalendarDay {
    /// The day of the common calendar; `None` where there is no such day from 1900 to 2200, or no year is given.
    #[must_use]
    pub fn civil(self) -> Option<jiff::civil::Date> {
        let year = self.year.filter(|_| self.exists(false))?;
        jiff::civil::Date::new(year, self.month as i8, self.day as i8).ok()
    }

    /// Whether there is such a day: in a common year, or a leap year if none is given, or as the lunar calendar counts.
    #[must_use]
    pub fn exists(self, lunar: bool) -> bool {
        if lunar {
            return (1..=12).contains(&self.month) && (1..=30).contains(&self.day);
        }
        let year = self.year.unwrap_or(2024);
        let date = jiff::civil::Date::new(year, self.month as i8, self.day as i8);
        (1900..=2200).contains(&year) && self.month < 13 && self.day < 32 && date.is_ok()
    }
}

/// A factor on what arises, on certain days, in certain places. Factors multiply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarRow {
    /// The factor, 0 or more.
    pub factor: f64,
    /// First day; with `to` before `from` the span runs over the turn of the year.
    pub from: Option<CalendarDay>,
    /// Last day.
    pub to: Option<CalendarDay>,
    /// Days of the week; `None`: all.
    pub days: Option<DaySet>,
    /// Every date whose day of the month ends in one of these digits; empty: all.
    #[serde(default)]
    pub day_digits: Vec<u8>,
    /// Whether dates and digits are those of the Chinese lunar calendar.
    #[serde(default)]
    pub lunar: bool,
    /// Only in this town.
    pub town: Option<TownId>,
    /// Only in this village.
    pub village: Option<VillageId>,
    /// Only this stream.
    pub stream: Option<StreamId>,
}

impl CalendarRow {
    /// A factor on everything, everywhere, every day.
    #[must_use]
    pub const fn of_all(factor: f64) -> Self {
        Self {
            factor,
            from: None,
            to: None,
            days: None,
            day_digits: Vec::new(),
            lunar: false,
            town: None,
            village: None,
            stream: None,
        }
    }

    /// Whether the row speaks of dates: such rows apply only to a plan for a named week, never to the base season.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some() || !self.day_digits.is_empty()
    }
}

/// Whom a pin is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PinTarget {
    /// All points of a village.
    Village(VillageId),
    /// One point.
    Point(PointId),
}

/// A choice that the planner has made: honoured, or refused with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Whom it is about.
    pub target: PinTarget,
    /// Where its waste is tipped.
    pub disposal: Option<DisposalId>,
    /// Which type of vehicle comes.
    pub vehicle: Option<VehicleId>,
    /// On which days.
    pub days: Option<DaySet>,
}
