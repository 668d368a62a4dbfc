//! What is wrong with a table, said so that a planner can mend it.

use std::fmt;

/// One thing that is wrong, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The table, such as `villages.csv`.
    pub file: String,
    /// The row: in a file the line number, in a district built in code the position counted from 1; `None`: the whole table.
    pub row: Option<u64>,
    /// The column; empty: the whole row.
    pub column: String,
    /// Its cell in a workbook, such as `B17`; empty: not in a workbook, or not one cell.
    pub cell: String,
    /// The value found.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        match (self.cell.as_str(), self.value.is_empty()) {
            ("", _) => {}
            (cell, true) => write!(f, ", cell {cell}")?,
            (cell, false) => write!(f, " in cell {cell}")?,
        }
        write!(f, ": expected {}", self.expected)
    }
}

/// Prints faults or warnings one a line: the first fifty, and how many more there are.
#[derive(Clone, Copy, Debug)]
pub struct FaultList<'a>(pub &'a [Fault]);

impl FaultList<'_> {
    /// How many are shown.
    pub const SHOWN: usize = 50;
}

impl fmt::Display for FaultList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.0.iter().take(Self::SHOWN).enumerate() {
            write!(f, "{}{fault}", if position > 0 { "\n" } else { "" })?;
        }
        match self.0.len().saturating_sub(Self::SHOWN) {
            0 => Ok(()),
            rest => write!(f, "\n... and {rest} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_are_shown_and_the_rest_counted() {
        let fault = Fault {
            file: "villages.csv".into(),
            row: Some(3),
            column: "households".into(),
            cell: String::new(),
            value: "many".into(),
            expected: "a whole number".into(),
        };
        assert_eq!(
            fault.to_string(),
            "villages.csv, row 3, column households: \"many\": expected a whole number"
        );
        let faults = vec![fault; 53];
        let text = FaultList(&faults).to_string();
        assert_eq!(text.lines().count(), 51);
        assert!(text.ends_with("... and 3 more"));
        assert_eq!(FaultList(&faults[..50]).to_string().lines().count(), 50);
    }
}
