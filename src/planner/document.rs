//! An outcome as a document.

use super::{AllDaily, Outcome, StationFigures};
use crate::check::Judgement;
use crate::flow::Flow;
use crate::plan::Plan;
use crate::quantity::Version;
use crate::rounds::Change;
use crate::transfer::LoadProfile;
use serde::{Deserialize, Serialize};

/// An [`Outcome`] but for its legs, which follow from the district and its roads ([`crate::roads::travel`]). Ids are those of the
/// district that it was planned for; [`crate::check::check`] says of a plan that was read whether they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OutcomeDocument {
    /// The version of the document's form.
    #[serde(default)]
    pub version: Version<1>,
    /// What reaches the points, and the way of all waste.
    pub flow: Flow,
    /// The week of tours.
    pub plan: Plan,
    /// The load of the facilities.
    pub load_profile: LoadProfile,
    /// What the judge says.
    pub judgement: Judgement,
    /// What levelling the stations changed, and line haul.
    pub stations: StationFigures,
    /// What clearing all waste daily would take.
    #[serde(default)]
    pub all_daily: Option<AllDaily>,
    /// What differs from the plan that was to be kept, by village.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Iterations that the search made.
    pub iterations: u64,
    /// Seed of the search.
    pub seed: u64,
}

impl From<Outcome> for OutcomeDocument {
    fn from(outcome: Outcome) -> Self {
        Self {
            version: Version,
            flow: outcome.flow,
            plan: outcome.plan,
            load_profile: outcome.load_profile,
            judgement: outcome.judgement,
            stations: outcome.stations,
            all_daily: outcome.all_daily,
            changes: outcome.changes,
            iterations: outcome.iterations,
            seed: outcome.seed,
        }
    }
}
