//! The bridge between the district and the solver: who must be visited how often and on which days, one
//! [`vrp::Problem`](crate::vrp::Problem) over the week, and its solution back to a [`Plan`](crate::plan::Plan).
//!
//! Day patterns are fixed here, before routing; the problem's interface is the week's, so that a search which chooses
//! patterns itself needs no other.

mod cadence;
mod calls;
mod continuity;
mod crews;
mod cut;
mod given;
mod hours;
mod start;
mod to_plan;
mod to_problem;
mod village_order;
mod visit_days;

pub use continuity::{Change, Continuity, changes};
pub use given::GivenRounds;
pub use to_problem::Rounds;
