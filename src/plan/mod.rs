//! The answer as plain data: a cyclic week of tours, what is left, and what it costs.
//!
//! Whoever makes a plan fills these types, whoever judges or prints one reads them; nothing here decides anything.

mod cost;
mod tour;

pub use cost::{CostParts, TourFigures};
pub use tour::{Reason, Stop, StopKind, Tour, Unserved, VisitRule};

use crate::district::{District, StreamId};
use crate::quantity::{IsoWeek, Kilograms};
use serde::{Deserialize, Serialize};

/// A week of collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The week it is made for; `None`: any week of the base season.
    pub week: Option<IsoWeek>,
    /// Tours, by day, then name.
    pub tours: Vec<Tour>,
    /// Visits not made and kilograms that stay.
    pub unserved: Vec<Unserved>,
    /// How often each point is visited, and why; by point, then stream.
    pub visits: Vec<VisitRule>,
}

impl Plan {
    /// Kilograms taken in at points over the week.
    #[must_use]
    pub fn collected(&self) -> Kilograms {
        self.tours.iter().map(Tour::collected).sum()
    }

    /// Kilograms taken in at points over the week, by stream.
    #[must_use]
    pub fn collected_by_stream(&self, district: &District) -> Vec<Kilograms> {
        let mut totals = vec![Kilograms::ZERO; district.streams.len()];
        for stop in self.tours.iter().flat_map(|tour| &tour.stops) {
            if let (StopKind::Point(_), Some(StreamId(stream))) = (stop.kind, stop.stream) {
                totals[stream as usize] += stop.kg;
            }
        }
        totals
    }
}
