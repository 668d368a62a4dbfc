//! What each village makes, what is sorted out and where it goes, and what reaches each collection point.

use crate::district::{District, PointId, StreamId};
use crate::quantity::IsoWeek;

/// What reaches one kind of bins at a collection point, day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct PointLoad {
    /// The point.
    pub point: PointId,
    /// Which of the point's bins.
    pub bins: usize,
    /// The stream that rides from there; bins of no stream ride as the residual one.
    pub stream: StreamId,
    /// Kilograms that arise on each day of the week, Monday first.
    pub kg: [f64; 7],
}

impl PointLoad {
    /// Kilograms that arise in the week.
    #[must_use]
    pub fn kg_per_week(&self) -> f64 {
        self.kg.iter().sum()
    }
}

/// The flow of a district's waste in a week.
#[derive(Clone, Debug)]
pub struct Flow {
    /// What reaches the points, by point, then bins. Bins that nothing reaches are left out.
    pub loads: Vec<PointLoad>,
}

/// Follows the waste of a week; without a week, that of the base season.
#[must_use]
pub fn flow(district: &District, week: Option<IsoWeek>) -> Flow {
    let _ = (district, week);
    Flow { loads: Vec::new() }
}
