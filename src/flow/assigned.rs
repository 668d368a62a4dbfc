//! Which village brings its waste to which facility, as plain data: found by `assignment`, or read.

use crate::district::{DisposalId, District, PointId, StreamId, VillageId};
use crate::quantity::Money;

/// Whose waste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A village's points.
    Village(VillageId),
    /// A point that belongs to no village.
    Point(PointId),
}

impl Origin {
    /// Whose waste a point holds.
    #[must_use]
    pub fn of(district: &District, point: PointId) -> Self {
        let village = district.points[point.index()].village;
        village.map_or(Self::Point(point), Self::Village)
    }

    /// The names of the village and of the point, of which it is one.
    #[must_use]
    pub fn names(self, district: &District) -> [Option<&str>; 2] {
        match self {
            Self::Village(id) => [Some(&district.villages[id.index()].name), None],
            Self::Point(id) => [None, Some(&district.points[id.index()].name)],
        }
    }
}

/// Where a stream of a village goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned {
    /// Whose.
    pub origin: Origin,
    /// Of which stream.
    pub stream: StreamId,
    /// Kilograms on the mean day.
    pub kg_per_day: f64,
    /// The facility; `None`: none takes it, or none has room.
    pub facility: Option<DisposalId>,
    /// Price of a tonne there.
    pub price_per_tonne: Money,
    /// The cheapest other facility, and the price of a tonne there.
    pub second: Option<(DisposalId, Money)>,
}

impl Assigned {
    /// What moving it to its second choice would cost a week; less than nothing where the first one is forced by room.
    #[must_use]
    pub fn cost_to_move(&self) -> Option<Money> {
        let (_, second) = self.second?;
        let a_tonne = (second - self.price_per_tonne).as_f64();
        self.facility
            .map(|_| Money::rounded(a_tonne * self.kg_per_day * 7.0 / 1000.0))
    }
}

/// What a facility gets.
#[derive(Clone, Debug, PartialEq)]
pub struct FacilityLoad {
    /// The facility.
    pub facility: DisposalId,
    /// Kilograms on the mean day.
    pub kg_per_day: f64,
    /// Most that it takes.
    pub limit: Option<f64>,
    /// What one more tonne a day there would save a week; `None`: its limit does not bind.
    pub tonne_saves: Option<Money>,
    /// Whether a candidate is opened; `None`: it was not in question.
    pub is_opened: Option<bool>,
}

/// Villages assigned to facilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// By origin, then stream.
    pub rows: Vec<Assigned>,
    /// By facility, in the district's order.
    pub facilities: Vec<FacilityLoad>,
    /// Cost of the week.
    pub cost: Money,
    /// No assignment costs less, villages split or not.
    pub bound: Money,
}

impl Assignment {
    /// How far the cost lies above the bound, in percent.
    #[must_use]
    pub fn gap_percent(&self) -> f64 {
        let (cost, bound) = (self.cost.as_f64(), self.bound.as_f64());
        if bound > 0.0 {
            100.0 * (cost - bound) / bound
        } else {
            0.0
        }
    }
}
