//! wasteways plans rural waste collection: from a county's spreadsheets to a checked week of truck tours.

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod district;
pub mod flow;
pub mod input;
pub mod plan;
pub mod planner;
pub mod quantity;
#[cfg(feature = "report")]
pub mod report;
pub mod roads;
pub mod tables;
pub mod rounds;
pub mod transfer;
pub mod vrp;
