//! How a caller follows the walk, stage by stage, and ends it early.

use crate::vrp::{self, Progress};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a walk is at. Stages come in this order; the searches behind the main one come as often as they pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The waste is followed along the chain.
    Flow,
    /// The ways between all places are measured.
    Ways,
    /// The week's rounds are posed as a problem.
    Rounds,
    /// A first plan that serves everybody.
    First,
    /// Short plans that tell which price of the way on steers best.
    Prices,
    /// The search that takes most of the budget.
    Search,
    /// What is left is cut to the room that is left, and searched again.
    Cutting,
    /// A plan for the price of the way on that was found.
    PricedAgain,
    /// Queues that break shifts are reckoned with.
    Queues,
    /// The best plan is searched on.
    Mending,
    /// The last words on line haul and levelling.
    Levelling,
    /// What breaks a promise is taken out.
    Withdrawing,
    /// What clearing all waste daily would take.
    AllDaily,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Flow => "following the waste",
            Self::Ways => "measuring the ways",
            Self::Rounds => "posing the rounds",
            Self::First => "making a first plan",
            Self::Prices => "trying prices of the way on from stations",
            Self::Search => "searching",
            Self::Cutting => "cutting visits to the room that is left",
            Self::PricedAgain => "searching at the price of the way on that was found",
            Self::Queues => "searching with the queues that were found",
            Self::Mending => "searching on from the best plan",
            Self::Levelling => "levelling the stations and planning line haul",
            Self::Withdrawing => "taking out what cannot be kept",
            Self::AllDaily => "planning to clear all waste daily",
        })
    }
}

/// How a caller follows a walk and ends it early.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a> {
    /// Set from outside to end the searches; the best plan so far comes back.
    pub stop: Option<&'a AtomicBool>,
    /// Called when a stage begins.
    pub stage: Option<&'a (dyn Fn(Stage) + Sync)>,
    /// Called now and then by the search that goes on, from any thread.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl<'a> Watch<'a> {
    /// Whether someone asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Tells the one who follows, if there is one, that a stage begins.
    pub(super) fn begins(&self, stage: Stage) {
        if let Some(tell) = self.stage {
            tell(stage);
        }
    }

    /// What the searches of the walk are followed with.
    pub(super) fn of_search(&self) -> vrp::Watch<'a> {
        vrp::Watch {
            stop: self.stop,
            progress: self.progress,
        }
    }
}
