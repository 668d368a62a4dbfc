//! The mass balance: all that is made, and each sink that it ends in.
//!
//! Both sides are summed from different records, so that a kilogram lost on the way shows as a relative error.

use super::{Fate, Flow, Maker};
use crate::district::{District, TownId, VillageId};
use serde::Serialize;
use std::ops::AddAssign;

/// Kilograms of a week, made and where they end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct MassBalance {
    /// Made by households and generators.
    pub generated: f64,
    /// Reaches a collection point, for trucks to take.
    pub collected: f64,
    /// Composted in the village.
    pub composted: f64,
    /// Sold by households.
    pub sold: f64,
    /// Fills roads and pits.
    pub filled: f64,
    /// Stays: no bins take it.
    pub uncollected: f64,
}

impl MassBalance {
    /// All sinks together.
    #[must_use]
    pub fn sinks(&self) -> f64 {
        self.collected + self.composted + self.sold + self.filled + self.uncollected
    }

    /// The gap between what is made and what ends somewhere, as a part of the larger of the two; 0 if both are 0.
    #[must_use]
    pub fn relative_error(&self) -> f64 {
        let larger = self.generated.max(self.sinks());
        if larger > 0.0 {
            (self.generated - self.sinks()).abs() / larger
        } else {
            0.0
        }
    }

    pub(super) fn end(&mut self, fate: Fate, kg: f64) {
        match fate {
            Fate::Compost => self.composted += kg,
            Fate::Sale => self.sold += kg,
            Fate::Fill => self.filled += kg,
            Fate::Uncollected => self.uncollected += kg,
        }
    }
}

impl AddAssign for MassBalance {
    fn add_assign(&mut self, other: Self) {
        self.generated += other.generated;
        self.collected += other.collected;
        self.composted += other.composted;
        self.sold += other.sold;
        self.filled += other.filled;
        self.uncollected += other.uncollected;
    }
}

/// The mass balance of every tier: village < town < district.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rollup {
    /// By village, generators that name it included.
    pub villages: Vec<MassBalance>,
    /// By town.
    pub towns: Vec<MassBalance>,
    /// Generators that name no village.
    pub elsewhere: MassBalance,
    /// All.
    pub district: MassBalance,
}

impl Rollup {
    /// Adds up a flow.
    pub(super) fn of(district: &District, flow: &Flow) -> Self {
        let mut rollup = Self {
            villages: vec![MassBalance::default(); district.villages.len()],
            towns: vec![MassBalance::default(); district.towns.len()],
            elsewhere: MassBalance::default(),
            district: MassBalance::default(),
        };
        for made in &flow.made {
            let village = match made.maker {
                Maker::Village(id) => Some(id),
                Maker::Point(id) => district.points[id.index()].village,
            };
            rollup.lowest(village).generated += made.kg.iter().sum::<f64>();
        }
        for load in &flow.loads {
            let village = district.points[load.point.index()].village;
            rollup.lowest(village).collected += load.kg_per_week();
        }
        for lost in &flow.diverted {
            let kg = lost.kg.iter().sum();
            rollup.lowest(Some(lost.village)).end(lost.fate, kg);
        }
        rollup.add_up(|village| district.villages[village.index()].town);
        rollup
    }

    fn lowest(&mut self, village: Option<VillageId>) -> &mut MassBalance {
        match village {
            Some(id) => &mut self.villages[id.index()],
            None => &mut self.elsewhere,
        }
    }

    fn add_up(&mut self, town_of: impl Fn(VillageId) -> TownId) {
        for (v, balance) in self.villages.iter().enumerate() {
            self.towns[town_of(VillageId::from_index(v)).index()] += *balance;
        }
        for balance in &self.towns {
            self.district += *balance;
        }
        self.district += self.elsewhere;
    }
}
