//! What a district must keep to be one: references that lead somewhere, shares that add up, windows that open first.

use super::{District, Fault, defaults};

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
        let mut faults = self.row_faults();
        faults.extend(self.relation_faults());
        faults.sort();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(DistrictError(faults))
        }
    }

    /// Faults that show in a row alone.
    pub(crate) fn row_faults(&self) -> Vec<Fault> {
        Vec::new()
    }

    /// Faults between rows and tables.
    pub(crate) fn relation_faults(&self) -> Vec<Fault> {
        Vec::new()
    }

    /// How many points would be made from households.
    pub(crate) fn num_made_points(&self) -> u64 {
        let of_village =
            |households: u32| u64::from(households.div_ceil(defaults::HOUSEHOLDS_PER_POINT).max(1));
        self.villages
            .iter()
            .map(|village| of_village(village.households))
            .sum()
    }
}
