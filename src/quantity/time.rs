//! Clocks and windows. A clock counts from the midnight that begins the tour's day and may pass 24:00.

use super::Seconds;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// A time of day: seconds from the midnight that begins the day; 25:30 is half past one the next morning.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Clock(pub i64);

impl Clock {
    /// The midnight that begins the day.
    pub const MIDNIGHT: Self = Self(0);
    /// Later than any clock of a plan: three days on.
    pub const LATEST: Self = Self(3 * 86_400);

    /// The clock at a full hour and minute.
    #[must_use]
    pub const fn at(hour: i64, minute: i64) -> Self {
        Self(hour * 3600 + minute * 60)
    }
}

impl Add<Seconds> for Clock {
    type Output = Self;
    fn add(self, later: Seconds) -> Self {
        Self(self.0 + later.0)
    }
}

impl Sub<Seconds> for Clock {
    type Output = Self;
    fn sub(self, earlier: Seconds) -> Self {
        Self(self.0 - earlier.0)
    }
}

impl Sub for Clock {
    type Output = Seconds;
    fn sub(self, earlier: Self) -> Seconds {
        Seconds(self.0 - earlier.0)
    }
}

impl fmt::Display for Clock {
    /// `HH:MM`, or `HH:MM:SS` where seconds matter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        write!(f, "{hour:02}:{minute:02}")?;
        if second != 0 {
            write!(f, ":{second:02}")
        } else {
            Ok(())
        }
    }
}

/// The text is not a clock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a clock as HH:MM or HH:MM:SS, at most 72:00")]
pub struct ParseClockError;

impl FromStr for Clock {
    type Err = ParseClockError;

    fn from_str(text: &str) -> Result<Self, ParseClockError> {
        let mut total = 0;
        let mut parts = 0;
        for (part, unit) in text.trim().split(':').zip([3600, 60, 1, 0]) {
            let digits =
                part.len() <= 3 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            let value: i64 = if digits {
                part.parse().map_err(|_| ParseClockError)?
            } else {
                return Err(ParseClockError);
            };
            if unit == 0 || (unit < 3600 && value > 59) {
                return Err(ParseClockError);
            }
            total += value * unit;
            parts += 1;
        }
        if parts < 2 || total > Self::LATEST.0 {
            Err(ParseClockError)
        } else {
            Ok(Self(total))
        }
    }
}

/// From when to when something may begin: `open <= start <= close`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// The earliest start.
    pub open: Clock,
    /// The latest start.
    pub close: Clock,
}

impl Window {
    /// No limit.
    pub const ALWAYS: Self = Self {
        open: Clock::MIDNIGHT,
        close: Clock::LATEST,
    };

    /// A window between two clocks.
    #[must_use]
    pub const fn new(open: Clock, close: Clock) -> Self {
        Self { open, close }
    }

    /// Whether a start at `clock` lies within.
    #[must_use]
    pub fn contains(self, clock: Clock) -> bool {
        self.open <= clock && clock <= self.close
    }
}

impl Default for Window {
    fn default() -> Self {
        Self::ALWAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_read_as_they_print() {
        for text in ["00:00", "06:30", "25:30", "07:00:09"] {
            assert_eq!(text.parse::<Clock>().unwrap().to_string(), text);
        }
        assert_eq!("7:05".parse(), Ok(Clock::at(7, 5)));
    }

    #[test]
    fn what_is_no_clock_is_refused() {
        for text in [
            "", "7", "7:60", "7:00:60", "-1:00", "7:0:0:0", "99:00", "noon", "7:+1",
        ] {
            assert_eq!(text.parse::<Clock>(), Err(ParseClockError), "{text}");
        }
    }
}
