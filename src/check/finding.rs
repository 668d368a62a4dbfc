//! A broken promise: which, whose, when, by how much.

use crate::quantity::{Clock, Day};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A broken promise (a row of findings.csv).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// The promise: `capacity`, `windows`, `shift`, `breaks`, `visits`, ...
    pub promise: Cow<'static, str>,
    /// The tour, point, facility or vehicle type.
    pub who: String,
    /// When.
    pub day: Option<Day>,
    /// At what time.
    pub clock: Option<Clock>,
    /// By how much.
    pub amount: f64,
    /// Of what.
    pub unit: Cow<'static, str>,
    /// In words.
    pub detail: String,
}

impl Finding {
    /// A promise broken by an amount, at no particular time.
    pub(super) fn new(
        promise: &'static str,
        who: &str,
        amount: f64,
        unit: &'static str,
        detail: String,
    ) -> Self {
        Self {
            promise: promise.into(),
            who: who.into(),
            day: None,
            clock: None,
            amount,
            unit: unit.into(),
            detail,
        }
    }

    /// Rows or figures of a written table that say something else than a recount.
    #[must_use]
    pub fn of_table(name: &str, rows: usize, detail: String) -> Self {
        Self::new("tables", name, rows as f64, "rows", detail)
    }

    /// The same on a day.
    pub(super) fn on(self, day: Day) -> Self {
        Self {
            day: Some(day),
            ..self
        }
    }

    /// The same at a time of day.
    pub(super) fn at(self, clock: Clock) -> Self {
        Self {
            clock: Some(clock),
            ..self
        }
    }
}
