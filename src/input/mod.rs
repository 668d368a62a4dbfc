//! The only door in: tables, workbooks, networks, written plans and instances of the literature.
//!
//! All faults of all tables are found at once; each names file, row, column, value and what was expected. Nothing that
//! lies in the folder makes the reader panic or fill the memory.

mod calendar;
mod coordinates;
mod district;
mod facilities;
mod grid;
mod instance;
mod ledger;
mod names;
mod oddities;
mod points;
mod roads;
mod settings;
mod sheet;
mod source;
mod spelling;
mod streams;
mod text;
mod vehicles;
mod villages;
#[cfg(feature = "xlsx")]
mod workbook;
mod written_plan;

pub use district::{Input, read_district};
pub use instance::{Instance, SolutionForm, parse_instance, read_instance};
pub use written_plan::read_plan;

use crate::district::{Fault, FaultList};

/// Why nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The folder, workbook or instance cannot be opened.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The tables or the instance are faulty: all their faults, sorted.
    #[error("{} faults in the input\n{}", .0.len(), FaultList(.0))]
    Faults(Vec<Fault>),
}
