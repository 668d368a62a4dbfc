//! The solver: routes over a horizon of days, with disposals on the way.
//!
//! It imports `quantity` alone and knows no village and no file.

mod construct;
mod cost;
mod day;
mod dice;
mod horizon;
mod insertion;
mod islands;
mod neighbourhood;
mod pace;
mod params;
mod parts;
mod problem;
mod recreate;
mod route;
mod ruin;
#[cfg(test)]
mod sample;
mod schedule;
mod search;
mod segments;
mod solution;
mod solve;
mod space;
mod split;
mod tours;
mod validate;

pub use params::{Budget, Progress, SolveParams, Watch};
pub use problem::{
    Break, Client, Commodities, Disposal, DockLimit, Former, Load, Pattern, Problem, ProblemError,
    VehicleClass, Visit,
};
pub use schedule::schedule;
pub use solution::{Activity, Route, Solution, Unserved};
pub use solve::solve;
