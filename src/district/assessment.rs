//! How villages and towns are assessed (考核): what counts how much in the monthly table.

use super::defaults;
use serde::{Deserialize, Serialize};

/// Weights of the shares that make up a mark; only their proportions matter. The defaults are an assumption: counties write
/// their own into `district.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Points that trucks come to.
    pub coverage: f64,
    /// Visits made of those due.
    pub visits: f64,
    /// Points whose bins do not overflow.
    pub bins: f64,
    /// Waste collected within a day of arising.
    pub clearing: f64,
    /// Waste that travels sealed.
    pub sealed: f64,
    /// Waste that is sorted out before it becomes residual waste.
    pub sorting: f64,
}

impl Default for Weights {
    /// [`defaults::WEIGHTS`].
    fn default() -> Self {
        Self::in_order(defaults::WEIGHTS)
    }
}

impl Weights {
    /// The keys of `district.toml`, with the weights.
    #[must_use]
    pub const fn by_key(self) -> [(&'static str, f64); 6] {
        [
            ("weight_coverage", self.coverage),
            ("weight_visits", self.visits),
            ("weight_bins", self.bins),
            ("weight_clearing", self.clearing),
            ("weight_sealed", self.sealed),
            ("weight_sorting", self.sorting),
        ]
    }

    /// From the weights in the order of [`Self::by_key`].
    #[must_use]
    pub const fn in_order(weights: [f64; 6]) -> Self {
        let [coverage, visits, bins, clearing, sealed, sorting] = weights;
        Self {
            coverage,
            visits,
            bins,
            clearing,
            sealed,
            sorting,
        }
    }
}
