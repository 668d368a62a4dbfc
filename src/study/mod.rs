//! Questions asked of many plans: how cost and service move with the number of trucks, and what happens if something does.
//!
//! Each question is cut into items (a size of fleet, a block of runs) that know nothing of each other, so that they can be
//! worked on side by side, on several machines, or in several sittings; a [`Share`] says which are whose.

mod assessment;
mod comparison;
mod edit;
mod fleet;
mod heading;
mod matching;
mod rules;
mod savings;
mod share;
mod simulation;
mod trace;
mod what_if;

pub use assessment::{Assessment, MissedVisit, PointRecord, assess};
pub use comparison::{TwoPlans, compare};
pub use edit::{Edit, Retimed, TourChange, edits, retime};
pub use fleet::{
    BoundTerms, DutyParts, FleetAnchor, FleetBound, FleetCurve, FleetQuestion, FleetSize,
    GroupBound, fleet_curve,
};
pub use heading::Heading;
pub use matching::{Matched, match_tracks};
pub use rules::{MOST_RUNS, MOST_VEHICLES, MOST_WEEKS, Verdict, judge_loss};
pub use savings::{Saving, Step, savings, steps};
pub use share::Share;
pub use simulation::{
    Comparison, Count, Estimate, Mend, PointRisk, Risk, RunTotals, SimulatedBlock,
    SimulationQuestion, StationRisk, Tally, TourRisk, Weak, simulate,
};
pub use trace::{Driven, Traced, follow};
pub use what_if::{
    Difference, Figures, Loss, LossQuestion, Move, NewStation, Outage, RoadSpot, Scenario,
    ScenarioError, WhatIf, WhatIfParams, losses, outages, what_if,
};
