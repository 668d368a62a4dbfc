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
    /// Taken by somebody else, with vehicles of their own.
    pub handed_over: f64,
    /// Stays: no bins take it.
    pub uncollected: f64,
}

impl MassBalance {
    /// All sinks together.
    #[must_use]
    pub fn sinks(&self) -> f64 {
        let kept_off = self.composted + self.sold + self.filled + self.handed_over;
        self.collected + kept_off + self.uncollected
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
            Fate::Elsewhere => self.handed_over += kg,
            Fate::Uncollected => self.uncollected += kg,
            // It was collected, and is counted there.
            Fate::Drain => {}
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
        self.handed_over += other.handed_over;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{
        Bins, Business, CalendarRow, DistrictBuilder, Draft, Place, PointId, PointKind, Sink,
        StreamId, StreamKind, WasteStream,
    };
    use crate::flow::{PointLoad, WasteGraph, flow};
    use crate::quantity::{Day, DaySet};
    use proptest::prelude::*;

    const HERE: Place = Place::new(119.8, 36.0);

    fn stream(
        name: &str,
        kind: StreamKind,
        share: f64,
        sorted_share: f64,
        goes_to: Sink,
    ) -> WasteStream {
        let residual = DistrictBuilder::new("streams").district.streams[0].clone();
        WasteStream {
            name: name.into(),
            kind,
            share,
            sorted_share,
            goes_to,
            ..residual
        }
    }

    type PointSpec = (usize, Option<usize>, u32, Option<f64>, bool);

    fn streams() -> impl Strategy<Value = Vec<WasteStream>> {
        let kinds = [
            StreamKind::Compostable,
            StreamKind::Recyclable,
            StreamKind::Inert,
            StreamKind::Hazardous,
        ];
        let sinks = prop::sample::select(vec![
            Sink::Compost,
            Sink::Sale,
            Sink::Fill,
            Sink::Elsewhere,
            Sink::Chain,
        ]);
        let one = (0.01..1.0, 0.0..1.0, sinks);
        prop::collection::vec(one, 0..4).prop_map(move |rows| {
            let total: f64 = 1.0 + rows.iter().map(|row| row.0).sum::<f64>();
            let mut streams = vec![stream(
                "residual",
                StreamKind::Residual,
                1.0 / total,
                0.0,
                Sink::Chain,
            )];
            for ((share, sorted, sink), kind) in rows.into_iter().zip(kinds) {
                streams.push(stream(
                    &format!("{kind:?}"),
                    kind,
                    share / total,
                    sorted,
                    sink,
                ));
            }
            streams
        })
    }

    prop_compose! {
        /// Up to 4 villages in 2 towns, up to 12 points of every kind, up to 5 streams, a calendar row or two.
        fn districts()(
            streams in streams(),
            villages in prop::collection::vec((0u32..400, 0.0..1.0, any::<bool>()), 1..5),
            points in prop::collection::vec(
                (0usize..4, prop::option::of(0usize..5), 0u32..4, prop::option::of(0.0..300.0), prop::bool::weighted(0.2)), 0..12),
            factors in prop::collection::vec((0.0..3.0, 0usize..4, any::<bool>()), 0..3),
        ) -> District {
            let mut builder = DistrictBuilder::new("random");
            builder.district.streams = streams;
            for (v, &(households, participation, is_default)) in villages.iter().enumerate() {
                builder.add_village(["east", "west"][v % 2], &format!("V{v}"), HERE, households);
                builder.district.villages[v].participation = participation;
                builder.district.villages[v].rate_is_default = is_default;
            }
            for (i, point) in points.into_iter().enumerate() {
                add_random_point(&mut builder, i, point);
            }
            for (factor, village, weekend) in factors {
                let days = weekend.then(|| [Day(5), Day(6)].into_iter().collect());
                let village = Some(VillageId::from_index(village % villages.len()));
                builder.add_calendar(CalendarRow {
                    factor, days, village, from: None, to: None, day_digits: Vec::new(), lunar: false, town: None, stream: None,
                });
            }
            builder.add_plant("plant", HERE);
            builder.unjudged()
        }
    }

    fn add_random_point(builder: &mut DistrictBuilder, i: usize, spec: PointSpec) {
        let (village, stream, containers, kg_per_day, is_generator) = spec;
        let (villages, streams) = (
            builder.district.villages.len(),
            builder.district.streams.len(),
        );
        let id = builder.add_point(
            &format!("P{i}"),
            VillageId::from_index(village % villages),
            HERE,
            containers,
            kg_per_day,
        );
        let point = &mut builder.district.points[id.index()];
        point.bins[0].stream = stream.map(|s| StreamId::from_index(s % streams));
        if is_generator {
            point.kind = PointKind::Generator(Business::on(DaySet::WEEK));
            point.village = i.is_multiple_of(2).then_some(VillageId(0));
        } else if containers == 3 {
            let second = Bins {
                kg_per_day: None,
                stream: None,
                ..point.bins[0].clone()
            };
            point.bins.push(second);
        }
    }

    fn nothing_is_negative(flow: &Flow) -> bool {
        let loads = flow.loads.iter().map(|load| load.kg);
        let others = flow
            .made
            .iter()
            .map(|made| made.kg)
            .chain(flow.diverted.iter().map(|lost| lost.kg));
        loads.chain(others).flatten().all(|kg| kg >= 0.0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]
        #[test]
        fn mass_balances_on_every_tier(district in districts()) {
            let flow = flow(&district, None);
            let rollup = flow.rollup(&district);
            let tiers = rollup.villages.iter().chain(&rollup.towns).chain([&rollup.elsewhere, &rollup.district]);
            for balance in tiers {
                prop_assert!(balance.relative_error() < 1e-9, "{balance:?}");
            }
            prop_assert!(nothing_is_negative(&flow));
            let graph = WasteGraph::provisional(&district, &flow).balance();
            prop_assert!(graph.relative_error() < 1e-9);
            prop_assert!((graph.generated - rollup.district.generated).abs() <= 1e-9 * rollup.district.generated);
        }

        /// Oracle: an explicit rate is taken as it stands, whatever the village makes.
        #[test]
        fn explicit_rates_are_what_trucks_take(district in districts()) {
            let district = district.changed(|draft| draft.calendar.clear());
            let flow = flow(&district, None);
            for (p, point) in district.points.iter().enumerate() {
                for (b, bins) in point.bins.iter().enumerate() {
                    let Some(rate) = bins.kg_per_day else { continue };
                    let id = PointId::from_index(p);
                    let load = flow.loads.iter().find(|load| (load.point, load.bins) == (id, b));
                    prop_assert_eq!(load.map_or([0.0; 7], |load| load.kg), [rate; 7]);
                }
            }
        }

        /// Oracle: where nothing is explicit and all have bins of no stream, trucks take all that is not sorted away.
        #[test]
        fn blank_bins_take_all_that_rides(district in districts()) {
            let mut district = Draft::from(district);
            district.calendar.clear();
            district.points.clear();
            district.streams.retain(|stream| stream.kind != StreamKind::Hazardous);
            let mut builder = DistrictBuilder { district };
            for v in 0..builder.district.villages.len() {
                builder.add_point(&format!("P{v}"), VillageId::from_index(v), HERE, 1, None);
            }
            let district = builder.unjudged();
            let flow = flow(&district, None);
            for (v, village) in district.villages.iter().enumerate() {
                let stays: f64 = district.streams.iter()
                    .filter(|stream| stream.goes_to != Sink::Chain)
                    .map(|stream| stream.share * stream.sorted_share * village.participation).sum();
                let all: f64 = district.streams.iter().map(|stream| stream.share).sum();
                let expected = village.kg_per_day() * (all - stays) * 7.0;
                let load = flow.loads.iter().find(|load| load.point.index() == v).map_or(0.0, PointLoad::kg_per_week);
                prop_assert!((load - expected).abs() <= 1e-9 * expected.max(1.0), "{load} for {expected}");
            }
        }
    }
}
