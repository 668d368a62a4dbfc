//! Days of a horizon and sets of them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the horizon, counted from 0; in a week 0 is Monday.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Day(pub u8);

/// Weeks of a mean month.
pub const WEEKS_A_MONTH: f64 = 365.0 / 12.0 / 7.0;

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const CHINESE: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

impl Day {
    /// Monday to Sunday.
    pub const WEEK: [Self; 7] = [
        Self(0),
        Self(1),
        Self(2),
        Self(3),
        Self(4),
        Self(5),
        Self(6),
    ];

    /// The position in the horizon.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for Day {
    /// `mon` to `sun`; days beyond a week by number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.get(self.index()) {
            Some(name) => f.pad(name),
            None => write!(f, "day{}", self.0),
        }
    }
}

/// The text names no day of the week.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day of the week: mon, tue, wed, thu, fri, sat or sun")]
pub struct ParseDayError;

impl FromStr for Day {
    type Err = ParseDayError;

    /// Reads `mon`, `Monday`, `周一`, `星期一`, `礼拜天`, whatever the case.
    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let text = text.trim().to_lowercase();
        let long = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let bare = ["星期", "周", "礼拜"]
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix));
        let bare = if bare == Some("天") {
            Some("日")
        } else {
            bare
        };
        (0..7)
            .find(|&d| text == NAMES[d] || text == long[d] || bare == Some(CHINESE[d]))
            .map(|d| Self(d as u8))
            .ok_or(ParseDayError)
    }
}

/// A set of days of a horizon of at most 32 days.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct DaySet(pub u32);

impl DaySet {
    /// No day.
    pub const EMPTY: Self = Self(0);
    /// Every day of a week.
    pub const WEEK: Self = Self(0b111_1111);

    /// Whether the day is in the set.
    #[must_use]
    pub const fn contains(self, day: Day) -> bool {
        self.0 >> day.0 & 1 == 1
    }

    /// The set with one day more.
    #[must_use]
    pub const fn with(self, day: Day) -> Self {
        Self(self.0 | 1 << day.0)
    }

    /// How many days it holds.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days, earliest first.
    pub fn iter(self) -> impl Iterator<Item = Day> {
        (0..32).map(Day).filter(move |&day| self.contains(day))
    }
}

impl FromIterator<Day> for DaySet {
    fn from_iter<I: IntoIterator<Item = Day>>(days: I) -> Self {
        days.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Display for DaySet {
    /// `mon;wed;fri`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, day) in self.iter().enumerate() {
            write!(f, "{}{day}", if position > 0 { ";" } else { "" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_in_both_languages() {
        for text in ["wed", "Wednesday", "周三", "星期三", " 礼拜三 "] {
            assert_eq!(text.parse(), Ok(Day(2)), "{text}");
        }
        assert_eq!("星期天".parse(), Ok(Day(6)));
        assert_eq!("someday".parse::<Day>(), Err(ParseDayError));
    }

    #[test]
    fn a_set_prints_its_days_in_order() {
        let set: DaySet = [Day(4), Day(0), Day(2)].into_iter().collect();
        assert_eq!(set.to_string(), "mon;wed;fri");
        assert_eq!(set.len(), 3);
    }
}
