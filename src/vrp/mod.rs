//! The solver: routes over a horizon of days, with disposals on the way.
//!
//! It imports `quantity` alone and knows no village and no file. A [`Problem`] goes in, valid by
//! [`Problem::validate`]; [`solve`] gives back a [`Solution`] that keeps every limit and lists what it could not serve.
//!
//! # How it works
//!
//! **The horizon** (`horizon`). A pattern is chosen for each client so that the days' work is even; then the days are
//! searched apart, and days that ask for the same are searched once and driven alike. The interface knows nothing of
//! this.
//!
//! **A day** (`day`, `neighbourhood`, `space`) is laid out in flat arrays: nodes are clients, disposals, starts and
//! ends; each client has a list of its nearest (granular search, Toth & Vigo 2003) and its disposals in the order of
//! detour and gate price.
//!
//! **A tour** (`route`, `segments`) is the order of its nodes, disposals among them. At each node it keeps the clock of
//! the piece before and the piece after as segments that join in constant time, and the load on board before and after
//! up to the disposals around (Vidal, Crainic, Gendreau & Prins 2014). A disposal resets the load, not the clock, so a
//! change is priced without walking the tour, whatever lies on it. Rests of drivers, second windows and unloading that
//! takes longer with the load are fixed by a walk when a tour changes and kept in the segments: the price of a change
//! is a filter, and the walk that makes it has the last word.
//!
//! **Insertion** (`insertion`) puts a client into a trip, into a full trip with a disposal behind or before it (which
//! makes two trips of one), as a last trip of a tour, or into a new tour. Gaps beside near clients are priced, those of
//! full trips last and only if they could win.
//!
//! **Ruin and recreate** (`ruin`, `recreate`, `search`) is SISR: adjacent strings removed from neighbouring tours,
//! greedy insertion with blinks, simulated annealing (Christiaens & Vanden Berghe, Transp. Sci. 54 (2020) 417-433). An
//! iteration touches a few tours; `tours` swaps the old ones back if the change is refused, so its cost does not grow
//! with the day. Before it, vehicles are saved by the same paper's absences: a tour is dissolved and clients are
//! weighed by how often they were left over. A fleet that is too short goes the same way, until everybody is served.
//!
//! **Disposals** (`split`) are placed anew on touched tours by dynamic programming over the gaps of the client order:
//! Prins's Split (2004), with a choice of disposal in each gap after the intermediate facilities of Angelelli &
//! Speranza (2002). While money is sought for, only where the gain could make the change acceptable.
//!
//! **First plan** (`construct`): tours filled one after the other, outward from the farthest client (Solomon 1987,
//! sequential), because full tours matter where the fleet is short.
//!
//! **Threads** (`parts`, `islands`, `pace`). A large day is cut into parts of neighbouring tours that are searched side
//! by side and cut anew each round; a small one is searched by islands that follow the best each round. With
//! [`Budget::Iterations`] parts, islands and their random numbers follow from the day, never from the threads. With
//! [`Budget::Until`] the days share the threads by McNaughton's rule (1959) and all end at the deadline.
//!
//! **The answer** ([`schedule`], `cost`): the best tours are walked exactly, with rests and windows chosen together for
//! the shortest duty, and priced in whole millionths.
//!
//! # What it does not do yet
//!
//! Docks in slots are paid for in the answer and not steered by. A daily limit of a disposal is hard at every step of
//! the search.

mod construct;
mod cost;
mod day;
mod dice;
mod horizon;
mod insertion;
mod islands;
mod locality;
mod neighbourhood;
mod pace;
mod params;
mod parts;
mod problem;
mod recast;
mod recreate;
mod route;
mod ruin;
#[cfg(test)]
mod sample;
mod savings;
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
    Break, Client, Commodities, Disposal, DockLimit, Former, Load, Lunch, Pattern, Problem,
    ProblemError, VehicleClass, Visit,
};
pub use schedule::schedule;
pub use solution::{Activity, Route, Solution, Unserved};
pub use solve::solve;
