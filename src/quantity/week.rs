//! Dates: the day of the week of one, and the ISO week that a plan may be made for.

use super::Day;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

impl Day {
    /// The day of the week of a date.
    #[must_use]
    pub fn of(date: jiff::civil::Date) -> Self {
        Self(date.weekday().to_monday_zero_offset() as u8)
    }
}

/// A week of the calendar as ISO 8601 numbers them, `2026-W47`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IsoWeek {
    /// The ISO week-numbering year.
    pub year: i16,
    /// 1 to 53.
    pub week: u8,
}

impl IsoWeek {
    /// The week of a date.
    #[must_use]
    pub fn of(date: jiff::civil::Date) -> Self {
        let iso = date.iso_week_date();
        Self {
            year: iso.year(),
            week: iso.week() as u8,
        }
    }

    /// The date of one of its days, as ISO 8601 writes it.
    #[must_use]
    pub fn date(self, day: Day) -> Option<String> {
        use jiff::civil::{ISOWeekDate, Weekday};
        let weekday = Weekday::from_monday_zero_offset(day.0 as i8).ok()?;
        let date = ISOWeekDate::new(self.year, self.week as i8, weekday).ok()?;
        Some(date.date().to_string())
    }
}

impl fmt::Display for IsoWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.week)
    }
}

/// The text names no ISO week.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an ISO week such as 2026-W47 (years 1901 to 2099)")]
pub struct ParseWeekError;

impl FromStr for IsoWeek {
    type Err = ParseWeekError;

    fn from_str(text: &str) -> Result<Self, ParseWeekError> {
        let (year, week) = text.trim().split_once("-W").ok_or(ParseWeekError)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || week.len() != 2 || !digits(year) || !digits(week) {
            return Err(ParseWeekError);
        }
        let year: i16 = year.parse().map_err(|_| ParseWeekError)?;
        let week: i8 = week.parse().map_err(|_| ParseWeekError)?;
        let exists =
            jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).is_ok();
        if !(1901..=2099).contains(&year) || !exists {
            return Err(ParseWeekError);
        }
        Ok(Self {
            year,
            week: week as u8,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_exist_or_are_refused() {
        assert_eq!(
            "2026-W47".parse::<IsoWeek>().unwrap().to_string(),
            "2026-W47"
        );
        assert!(
            "2026-W53".parse::<IsoWeek>().is_ok(),
            "2026 has 53 ISO weeks"
        );
        for text in [
            "2025-W53", "2026-W00", "2026W47", "26-W47", "2026-W4", "1800-W01",
        ] {
            assert!(text.parse::<IsoWeek>().is_err(), "{text}");
        }
    }
}
