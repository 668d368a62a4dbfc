//! The only door in: tables, workbooks, networks and written plans.

use crate::district::{District, Fault};
use crate::plan::Plan;
use crate::roads::RoadNetwork;
use std::path::Path;

/// What a district folder (or workbook) holds.
#[derive(Clone, Debug)]
pub struct Input {
    /// The district.
    pub district: District,
    /// Its roads, if it has a road table.
    pub network: Option<RoadNetwork>,
    /// What is odd but no fault, sorted.
    pub warnings: Vec<Fault>,
    /// SHA-256 of the files read, in hexadecimal.
    pub sha256: String,
}

/// Why nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A file cannot be opened or read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The tables are faulty: all their faults, sorted.
    #[error("{} faults in the tables", .0.len())]
    Faults(Vec<Fault>),
}

/// Reads a district from a folder or an `.xlsx` workbook.
///
/// # Errors
/// All faults of all tables at once.
pub fn read_district(path: &Path) -> Result<Input, InputError> {
    let source = std::io::Error::from(std::io::ErrorKind::Unsupported);
    Err(InputError::Io {
        path: path.display().to_string(),
        source,
    })
}

/// Reads a written plan: tours.csv, stops.csv, and unserved.csv and visits.csv where they exist.
///
/// # Errors
/// All faults of all tables at once.
pub fn read_plan(path: &Path, district: &District) -> Result<Plan, InputError> {
    let _ = district;
    let source = std::io::Error::from(std::io::ErrorKind::Unsupported);
    Err(InputError::Io {
        path: path.display().to_string(),
        source,
    })
}
