//! Which items of a study a machine works on.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A machine's share of the items of a study, `3/40`: of forty machines the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    /// Whose, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Whether an item, counted from 0, is in the share: items are dealt like cards, so that neighbours, which take
    /// about as long, go to different machines.
    #[must_use]
    pub fn holds(self, item: usize) -> bool {
        item as u64 % u64::from(self.of.max(1)) == u64::from(self.number.max(1) - 1)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "a share such as 3/40: of forty machines the third".to_owned();
        let (number, of) = text.trim().split_once('/').ok_or_else(expected)?;
        let parsed = |text: &str| text.trim().parse::<u32>().map_err(|_| expected());
        let share = Self {
            number: parsed(number)?,
            of: parsed(of)?,
        };
        match share.number {
            number if number >= 1 && number <= share.of => Ok(share),
            _ => Err(expected()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_in_one_share() {
        for of in 1..6 {
            for item in 0..20 {
                let holders = (1..=of).filter(|&number| Share { number, of }.holds(item));
                assert_eq!(holders.count(), 1);
            }
        }
    }

    #[test]
    fn shares_are_read_as_they_are_written() {
        let share: Share = " 3/40".parse().unwrap();
        assert_eq!((share.to_string().as_str(), share.of), ("3/40", 40));
        for wrong in ["", "3", "0/4", "5/4", "3/0", "a/b", "-1/2"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }
}
