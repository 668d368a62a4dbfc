//! The solver: routes over a horizon of days, with disposals on the way.
//!
//! It imports `quantity` alone and knows no village and no file.

mod problem;
mod solution;

pub use problem::{
    Break, Client, Commodities, Disposal, DockLimit, Former, Load, Pattern, Problem, ProblemError,
    VehicleClass, Visit,
};
pub use solution::{Activity, Route, Solution, Unserved};
