//! What a column is: its names, what a cell of it may hold, and what holds where the cell is blank.

use crate::district::limits::Span;
use crate::quantity::Clock;
use std::fmt;

/// A word that a cell may hold, and other ways to write it.
pub type Choice = (&'static str, &'static [&'static str]);

/// What a cell may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A name on one line.
    Name,
    /// Free text; line breaks inside quotes are fine.
    Text,
    /// A number within a span.
    Number(Span),
    /// A whole number within a span.
    Whole(Span),
    /// A share of a whole, 0 to 1, or in percent with the sign.
    Share,
    /// Degrees of longitude.
    Longitude,
    /// Degrees of latitude.
    Latitude,
    /// `HH:MM` or `HH:MM:SS`; hours may pass 24.
    Clock,
    /// `2026-02-10`.
    DateOfYear,
    /// `2026-02-10`, or `02-10` for every year.
    Date,
    /// `2026-02-10 06:40:05`.
    Moment,
    /// Yes or no.
    YesNo,
    /// Days of the week.
    Days,
    /// Last digits of dates.
    Digits,
    /// One of a few words.
    OneOf(&'static [Choice]),
    /// The name of a row of one of these tables.
    Reference(&'static [&'static str]),
    /// Such names, separated by `;`.
    References(&'static [&'static str]),
    /// Words, separated by `;`.
    Words,
}

/// What is expected of a cell, as a fault says it.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("a name on one line"),
            Self::Text => f.write_str("text"),
            Self::Number(span) => write!(f, "a number from {span}"),
            Self::Whole(span) => write!(f, "a whole number from {span}"),
            Self::Share => f.write_str("a share from 0 to 1"),
            Self::Longitude => f.write_str("degrees of longitude from -180 to 180"),
            Self::Latitude => f.write_str(
                "degrees of latitude from -90 to 90 (are longitude and latitude swapped?)",
            ),
            Self::Clock => f.write_str("a clock as HH:MM or HH:MM:SS, at most 72:00"),
            Self::DateOfYear => f.write_str("a date with its year, as 2026-02-10"),
            Self::Date => f.write_str("a date as 2026-02-10, or 02-10 for every year"),
            Self::Moment => f.write_str("a date and a clock in local time, as 2026-02-10 06:40:05"),
            Self::YesNo => f.write_str("yes or no"),
            Self::Days => f.write_str("days of the week such as mon;wed;fri"),
            Self::Digits => f.write_str("digits from 0 to 9 such as 1;6"),
            Self::OneOf(choices) => {
                let words: Vec<&str> = choices.iter().map(|choice| choice.0).collect();
                write!(f, "one of {}", words.join(", "))
            }
            Self::Reference(tables) => write!(f, "a name that stands in {}", tables.join(" or ")),
            Self::References(tables) => {
                write!(
                    f,
                    "names that stand in {}, separated by ;",
                    tables.join(" or ")
                )
            }
            Self::Words => f.write_str("words separated by ;"),
        }
    }
}

/// The value of a default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given {
    /// A number in the column's unit.
    Number(f64),
    /// A clock.
    Clock(Clock),
    /// A word, read as if it stood in the cell.
    Word(&'static str),
    /// A rule that computes it from other figures.
    Rule(&'static str),
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Clock(clock) => write!(f, "{clock}"),
            Self::Word(word) | Self::Rule(word) => f.write_str(word),
        }
    }
}

/// What holds where a cell is blank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DefaultValue {
    /// The value.
    pub value: Given,
    /// Where it is from.
    pub source: &'static str,
    /// Whether it is a measured rate, which `profile = "none"` refuses to guess.
    pub is_rate: bool,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its English header.
    pub name: &'static str,
    /// Its Chinese headers, the usual one first.
    pub aliases: &'static [&'static str],
    /// What a cell may hold.
    pub kind: Kind,
    /// The unit of its figures; empty: none.
    pub unit: &'static str,
    /// Whether the column must be there and each of its cells filled.
    pub required: bool,
    /// What holds where a cell is blank; `None`: nothing is said then.
    pub default: Option<DefaultValue>,
    /// Whether its figures add up over rows: one that stands over several rows is then none of each.
    pub adds_up: bool,
    /// What it means, in English.
    pub english: &'static str,
    /// What it means, in Chinese.
    pub chinese: &'static str,
}

impl Column {
    /// An optional column without unit or default.
    #[must_use]
    pub const fn new(
        name: &'static str,
        aliases: &'static [&'static str],
        kind: Kind,
        english: &'static str,
        chinese: &'static str,
    ) -> Self {
        Self {
            name,
            aliases,
            kind,
            unit: "",
            required: false,
            default: None,
            adds_up: false,
            english,
            chinese,
        }
    }

    /// The same, required.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// The same, of which figures add up over rows.
    #[must_use]
    pub const fn adding_up(self) -> Self {
        Self {
            adds_up: true,
            ..self
        }
    }

    /// The same, with a unit.
    #[must_use]
    pub const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The same, with a value for blank cells and its source.
    #[must_use]
    pub const fn or(self, value: Given, source: &'static str) -> Self {
        Self {
            default: Some(DefaultValue {
                value,
                source,
                is_rate: false,
            }),
            ..self
        }
    }

    /// The same, with a measured rate for blank cells and its source.
    #[must_use]
    pub const fn or_rate(self, value: Given, source: &'static str) -> Self {
        Self {
            default: Some(DefaultValue {
                value,
                source,
                is_rate: true,
            }),
            ..self
        }
    }

    /// What is expected of a cell, with its unit.
    #[must_use]
    pub fn expected(&self) -> String {
        let says_unit = matches!(self.kind, Kind::Longitude | Kind::Latitude);
        if self.unit.is_empty() || says_unit {
            self.kind.to_string()
        } else {
            format!("{} ({})", self.kind, self.unit)
        }
    }
}
