//! What documents look like: their JSON Schema, made of the types that are read and written.

use crate::check::Judgement;
use crate::district::District;
use crate::plan::Plan;
use crate::planner::OutcomeDocument;
use crate::quantity::TravelMatrix;
use crate::roads::RoadNetwork;
use crate::vrp::{Problem, Solution};
use schemars::{Schema, schema_for};

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// [`District`].
    District,
    /// [`RoadNetwork`].
    Roads,
    /// [`TravelMatrix`].
    Travel,
    /// [`Problem`].
    Problem,
    /// [`Solution`].
    Solution,
    /// [`Plan`].
    Plan,
    /// [`Judgement`].
    Judgement,
    /// [`OutcomeDocument`].
    Outcome,
}

impl Document {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::District,
        Self::Roads,
        Self::Travel,
        Self::Problem,
        Self::Solution,
        Self::Plan,
        Self::Judgement,
        Self::Outcome,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Roads => "roads",
            Self::Travel => "travel",
            Self::Problem => "problem",
            Self::Solution => "solution",
            Self::Plan => "plan",
            Self::Judgement => "judgement",
            Self::Outcome => "outcome",
        }
    }

    /// Its JSON Schema (draft 2020-12).
    #[must_use]
    pub fn schema(self) -> Schema {
        match self {
            Self::District => schema_for!(District),
            Self::Roads => schema_for!(RoadNetwork),
            Self::Travel => schema_for!(TravelMatrix),
            Self::Problem => schema_for!(Problem),
            Self::Solution => schema_for!(Solution),
            Self::Plan => schema_for!(Plan),
            Self::Judgement => schema_for!(Judgement),
            Self::Outcome => schema_for!(OutcomeDocument),
        }
    }
}
