//! Market places and school canteens: collection points of their own, each with the days on which its waste arises.

use super::chance::Chance;
use super::road_draft::RoadDraft;
use super::size::GenerateParams;
use super::valleys::Seat;
use super::waste::FOOD_KG_M3;
use crate::district::{
    Bins, Business, CollectionPoint, PointKind, StreamId, VehicleLimits, VillageId, defaults,
};
use crate::quantity::{Day, DaySet, Litres, Window};

/// Kilograms that a stall leaves on a market day: assumption.
const KG_PER_STALL: f64 = 2.0;
/// Share of it that is food: assumption.
const FOOD_SHARE: f64 = 0.45;
/// What a school canteen leaves on a school day: assumption.
const CANTEEN_KG: f64 = 55.0;

/// When a town holds its markets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MarketDays {
    /// On days of the week.
    Weekdays(DaySet),
    /// On lunar dates that end in two digits, five days apart, as most rural markets are; the weekly mean is two fifths of
    /// a day's.
    LunarDigits(u8),
}

/// The market days of each town: an odd row has weekdays, an even one lunar dates.
pub(super) fn market_days(towns: usize, chance: &mut Chance) -> Vec<MarketDays> {
    (0..towns)
        .map(|town| {
            let first = chance.below(5) as u8;
            if town % 2 == 1 {
                MarketDays::Weekdays([Day(first), Day(first + 2)].into_iter().collect())
            } else {
                MarketDays::LunarDigits(first + 1)
            }
        })
        .collect()
}

/// What makes the generators of a town.
pub(super) struct Market<'a> {
    /// Its seat.
    pub(super) seat: &'a Seat,
    /// Its name.
    pub(super) town: &'a str,
    /// The village at its square.
    pub(super) village: VillageId,
    /// Its market days.
    pub(super) days: MarketDays,
    /// The stream of food waste, if that rides apart.
    pub(super) food: Option<StreamId>,
}

/// Waste that arises at a corner of the square.
struct Heap {
    name: String,
    corner: usize,
    stream: Option<StreamId>,
    kg: f64,
    days: DaySet,
}

impl Market<'_> {
    /// The markets' and the canteen's collection points.
    pub(super) fn generators(
        &self,
        params: &GenerateParams,
        draft: &RoadDraft,
        chance: &mut Chance,
    ) -> Vec<CollectionPoint> {
        let mut heaps: Vec<Heap> = Vec::new();
        for (k, &stalls) in params.market_stalls.iter().enumerate() {
            heaps.extend(self.market(k, stalls));
        }
        heaps.push(Heap {
            name: format!("{} school canteen", self.town),
            corner: 2,
            stream: self.food,
            kg: CANTEEN_KG,
            days: (0..5).map(Day).collect(),
        });
        heaps
            .into_iter()
            .map(|heap| self.point(heap, draft, chance))
            .collect()
    }

    /// What the `k`-th market of the town leaves: food apart if that rides apart.
    fn market(&self, k: usize, stalls: u32) -> Vec<Heap> {
        let (days, share) = match self.days {
            MarketDays::Weekdays(days) => (days, 1.0),
            MarketDays::LunarDigits(_) => (DaySet::WEEK, 0.4),
        };
        let kg = f64::from(stalls) * KG_PER_STALL * share;
        let name = if k == 0 {
            format!("{} market", self.town)
        } else {
            format!("{} market {}", self.town, k + 1)
        };
        let food_kg = if self.food.is_some() {
            (kg * FOOD_SHARE).round()
        } else {
            0.0
        };
        let heap = |name, stream, kg| Heap {
            name,
            corner: 2 * k,
            stream,
            kg,
            days,
        };
        let food = self
            .food
            .map(|food| heap(format!("{name} food"), Some(food), food_kg));
        std::iter::once(heap(name.clone(), None, kg - food_kg))
            .chain(food)
            .collect()
    }

    /// The heap as a collection point, with bins that hold a day and a fifth more.
    fn point(&self, heap: Heap, draft: &RoadDraft, chance: &mut Chance) -> CollectionPoint {
        let density = if heap.stream.is_some() {
            FOOD_KG_M3
        } else {
            defaults::LOOSE_KG_M3
        };
        let containers = (1.2 * heap.kg * 1000.0 / density / 240.0).ceil().max(1.0) as u32;
        let node = self.seat.square[heap.corner % self.seat.square.len()];
        let heading = chance.between(0.0, 2.0 * std::f64::consts::PI);
        let spot = draft.spot(node).towards(heading, chance.between(4.0, 14.0));
        CollectionPoint {
            name: heap.name,
            village: Some(self.village),
            place: spot.place(),
            kind: PointKind::Generator(Business::on(heap.days)),
            bins: vec![Bins {
                stream: heap.stream,
                containers,
                container_litres: Litres(240),
                container_type: "bin".into(),
                kg_per_day: Some(heap.kg),
                service: defaults::service(containers),
                window: Window::ALWAYS,
                visits_per_week: None,
                visits_per_day: None,
            }],
            limits: VehicleLimits::default(),
            note: String::new(),
        }
    }
}
