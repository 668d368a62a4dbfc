//! Follows the waste of every village and generator to its points and sinks.

use super::calendar::{Calendar, Whose};
use super::generation::{Generation, Week};
use super::pool::{BinsRef, Pool, Shared, pools};
use super::{Diverted, Fate, Flow, FlowWarning, Made, Maker, PointLoad};
use crate::district::{CollectionPoint, District, PointId, PointKind, Sink, StreamId, VillageId};
use crate::quantity::{Day, IsoWeek};

/// Follows the waste of a week; without a week, that of the base season.
#[must_use]
pub fn flow(district: &District, week: Option<IsoWeek>) -> Flow {
    let calendar = Calendar::of(&district.calendar, week);
    let mut flow = Flow::default();
    for (v, bins) in bins_by_village(district).iter().enumerate() {
        flow.follow_village(district, &calendar, VillageId::from_index(v), bins);
    }
    for (p, point) in district.points.iter().enumerate() {
        if village_served(point).is_none() {
            flow.follow_generator(district, &calendar, PointId::from_index(p));
        }
    }
    flow.loads.sort_by_key(|load| (load.point, load.bins));
    flow
}

impl Flow {
    fn follow_village(
        &mut self,
        district: &District,
        calendar: &Calendar<'_>,
        village: VillageId,
        bins: &[BinsRef<'_>],
    ) {
        let mut generation = Generation::of(district, calendar, village);
        let record = &district.villages[village.index()];
        for pool in pools(district, &generation.riding, bins) {
            let factors = calendar.factors(Whose {
                town: Some(record.town),
                village: Some(village),
                stream: pool.stream,
            });
            let shared = pool.share(factors, record.rate_is_default);
            pool.correct(&mut generation.made, shared.beyond);
            self.warn(village, &pool, &shared);
            self.divert(village, pool.stream, Fate::Uncollected, shared.left);
            self.loads.extend(
                shared
                    .loads
                    .into_iter()
                    .filter(|load| load.kg_per_week() > 0.0),
            );
        }
        for (s, stream) in district.streams.iter().enumerate() {
            let id = StreamId::from_index(s);
            let fate = match stream.goes_to {
                Sink::Compost => Fate::Compost,
                Sink::Sale => Fate::Sale,
                Sink::Fill => Fate::Fill,
                Sink::Chain => Fate::Uncollected,
            };
            self.divert(village, id, fate, generation.diverted[s]);
            self.make(Maker::Village(village), id, generation.made[s]);
        }
    }

    fn follow_generator(&mut self, district: &District, calendar: &Calendar<'_>, id: PointId) {
        let point = &district.points[id.index()];
        for (position, bins) in point.bins.iter().enumerate() {
            let stream = bins.stream.unwrap_or_else(|| district.residual());
            let factors = calendar.factors(Whose {
                town: point.village.map(|v| district.villages[v.index()].town),
                village: point.village,
                stream,
            });
            let kg = Day::WEEK.map(|day| match point.kind {
                PointKind::Generator { days } if !days.contains(day) => 0.0,
                _ => bins.kg_per_day.unwrap_or(0.0) * factors[day.index()],
            });
            self.make(Maker::Point(id), stream, kg);
            if kg.iter().any(|&kg| kg > 0.0) {
                self.loads.push(PointLoad {
                    point: id,
                    bins: position,
                    stream,
                    kg,
                });
            }
        }
    }

    fn make(&mut self, maker: Maker, stream: StreamId, kg: Week) {
        if kg.iter().any(|&kg| kg != 0.0) {
            self.made.push(Made { maker, stream, kg });
        }
    }

    fn divert(&mut self, village: VillageId, stream: StreamId, fate: Fate, kg: Week) {
        if kg.iter().any(|&kg| kg > 0.0) {
            self.diverted.push(Diverted {
                village,
                stream,
                fate,
                kg,
            });
        }
    }

    /// Warns of what differs by more than a kilogram a day and a hundredth, which rounded tables alone would not do.
    fn warn(&mut self, village: VillageId, pool: &Pool<'_>, shared: &Shared) {
        let a_day = |week: &Week| week.iter().sum::<f64>() / 7.0;
        let noticed = (0.01 * a_day(&pool.kg())).max(1.0);
        let stream = pool.stream;
        let kg_per_day = a_day(&shared.beyond);
        if kg_per_day > noticed {
            self.warnings.push(FlowWarning::PointsExceedVillage {
                village,
                stream,
                kg_per_day,
            });
        }
        let kg_per_day = a_day(&shared.left);
        if kg_per_day > noticed {
            self.warnings.push(if pool.bins.is_empty() {
                FlowWarning::NoBins {
                    village,
                    stream,
                    kg_per_day,
                }
            } else {
                FlowWarning::PointsFallShort {
                    village,
                    stream,
                    kg_per_day,
                }
            });
        }
    }
}

/// The village whose households a point serves; none for a generator, which makes its own.
fn village_served(point: &CollectionPoint) -> Option<VillageId> {
    match point.kind {
        PointKind::Given | PointKind::Made => point.village,
        PointKind::Generator { .. } => None,
    }
}

fn bins_by_village(district: &District) -> Vec<Vec<BinsRef<'_>>> {
    let mut by_village = vec![Vec::new(); district.villages.len()];
    for (p, point) in district.points.iter().enumerate() {
        let Some(village) = village_served(point) else {
            continue;
        };
        by_village[village.index()].extend(point.bins.iter().enumerate().map(
            |(position, bins)| BinsRef {
                point: PointId::from_index(p),
                position,
                bins,
            },
        ));
    }
    by_village
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{
        Bins, CalendarRow, DisposalId, DistrictBuilder, Place, StationId, StreamKind, WasteStream,
    };
    use crate::flow::{WasteGraph, WasteNode};
    use crate::plan::{Plan, Stop, StopKind, Tour};
    use crate::quantity::{Clock, DaySet, Kilograms, Litres, Metres, Seconds};
    use proptest::prelude::*;

    const HERE: Place = Place::new(119.8, 36.0);

    /// One village of 1,000 people who make 0.5 kg a day each.
    fn village() -> (DistrictBuilder, VillageId) {
        let mut builder = DistrictBuilder::new("flow");
        let id = builder.add_village("town", "Upper Mill", HERE, 300);
        let village = &mut builder.district.villages[0];
        (
            village.population,
            village.kg_per_person_day,
            village.rate_is_default,
        ) = (1000.0, 0.5, false);
        (builder, id)
    }

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

    fn monday(flow: &Flow, position: usize) -> f64 {
        (flow.loads[position].kg[0] * 1e6).round() / 1e6
    }

    #[test]
    fn blank_points_share_what_explicit_ones_leave_by_litres() {
        let (mut builder, id) = village();
        builder.add_point("explicit", id, HERE, 1, Some(200.0));
        builder.add_point("one bin", id, HERE, 1, None);
        builder.add_point("two bins", id, HERE, 2, None);
        let flow = flow(&builder.district, None);
        // 500 made - 200 explicit = 300, shared 1 : 2.
        assert_eq!(
            [monday(&flow, 0), monday(&flow, 1), monday(&flow, 2)],
            [200.0, 100.0, 200.0]
        );
        assert_eq!(flow.warnings, []);
    }

    #[test]
    fn points_that_say_more_are_believed_with_a_warning() {
        let (mut builder, id) = village();
        builder.add_point("explicit", id, HERE, 1, Some(620.0));
        builder.add_point("blank", id, HERE, 1, None);
        let flow = flow(&builder.district, None);
        assert_eq!(flow.loads.len(), 1, "nothing is left for the blank point");
        assert_eq!(monday(&flow, 0), 620.0);
        assert!((flow.balance(&builder.district).generated - 7.0 * 620.0).abs() < 1e-9);
        let [warning] = flow.warnings[..] else {
            panic!("one warning: {:?}", flow.warnings)
        };
        assert!(
            matches!(warning, FlowWarning::PointsExceedVillage { kg_per_day, .. } if (kg_per_day - 120.0).abs() < 1e-9)
        );
        assert!(warning.message(&builder.district).contains("Upper Mill"));
    }

    #[test]
    fn villages_add_nothing_to_explicit_points() {
        let (mut builder, id) = village();
        builder.add_point("explicit", id, HERE, 1, Some(380.0));
        let given = flow(&builder.district, None);
        assert_eq!(monday(&given, 0), 380.0);
        let balance = given.balance(&builder.district);
        assert!(
            (balance.uncollected - 7.0 * 120.0).abs() < 1e-9,
            "a given rate says that 120 kg a day stay"
        );
        assert!(matches!(
            given.warnings[..],
            [FlowWarning::PointsFallShort { .. }]
        ));

        builder.district.villages[0].rate_is_default = true;
        let guessed = flow(&builder.district, None);
        let balance = guessed.balance(&builder.district);
        assert_eq!(
            (balance.uncollected, guessed.warnings.len()),
            (0.0, 0),
            "a default rate says nothing against points"
        );
        assert!((balance.generated - 7.0 * 380.0).abs() < 1e-9);
    }

    #[test]
    fn rows_in_whole_kilograms_leave_nothing_behind() {
        let (mut builder, id) = village();
        builder.district.villages[0].population = 1000.9; // 500.45 kg a day
        builder.add_point("explicit", id, HERE, 1, Some(500.0));
        let flow = flow(&builder.district, None);
        let balance = flow.balance(&builder.district);
        assert_eq!((balance.uncollected, balance.collected), (0.0, 3500.0));
        assert!(balance.relative_error() < 1e-9);
    }

    #[test]
    fn a_stream_rides_in_its_own_bins_or_joins_the_rest() {
        let (mut builder, id) = village();
        builder.district.streams[0].share = 0.5;
        let kitchen = builder.add_stream(stream(
            "kitchen",
            StreamKind::Compostable,
            0.3,
            0.5,
            Sink::Chain,
        ));
        builder.add_stream(stream(
            "glass",
            StreamKind::Recyclable,
            0.2,
            0.5,
            Sink::Chain,
        ));
        builder.add_point("all", id, HERE, 1, None);
        builder.add_point("kitchen", id, HERE, 1, None);
        builder.district.points[1].bins[0].stream = Some(kitchen);
        let flow = flow(&builder.district, None);
        // Kitchen: 500 x 0.3 x 0.5 = 75; all the rest, glass too, rides as residual.
        assert_eq!([monday(&flow, 0), monday(&flow, 1)], [425.0, 75.0]);
        assert_eq!(
            [flow.loads[0].stream, flow.loads[1].stream],
            [builder.district.residual(), kitchen]
        );
    }

    #[test]
    fn hazardous_waste_keeps_out_of_other_bins() {
        let (mut builder, id) = village();
        builder.district.streams[0].share = 0.9;
        builder.add_stream(stream(
            "batteries",
            StreamKind::Hazardous,
            0.1,
            0.4,
            Sink::Chain,
        ));
        builder.add_point("all", id, HERE, 1, None);
        let flow = flow(&builder.district, None);
        assert_eq!(monday(&flow, 0), 480.0);
        assert!(
            matches!(flow.warnings[..], [FlowWarning::NoBins { kg_per_day, .. }] if (kg_per_day - 20.0).abs() < 1e-9)
        );
    }

    #[test]
    fn factors_multiply_explicit_rates_and_generators_too() {
        let (mut builder, id) = village();
        builder.add_point("explicit", id, HERE, 1, Some(100.0));
        builder.add_point("blank", id, HERE, 1, None);
        builder.add_point("market", id, HERE, 3, Some(50.0));
        let days = [Day(0), Day(3)].into_iter().collect::<DaySet>();
        builder.district.points[2].kind = PointKind::Generator { days };
        let row = |factor, days| CalendarRow {
            factor,
            days,
            from: None,
            to: None,
            day_digits: Vec::new(),
            lunar: false,
            town: None,
            village: Some(id),
            stream: None,
        };
        builder.add_calendar(row(1.5, None));
        builder.add_calendar(row(2.0, Some([Day(3)].into_iter().collect())));
        let flow = flow(&builder.district, None);
        let kg = |load: usize| flow.loads[load].kg.map(f64::round);
        assert_eq!(kg(0), [150.0, 150.0, 150.0, 300.0, 150.0, 150.0, 150.0]);
        assert_eq!(kg(1), [600.0, 600.0, 600.0, 1200.0, 600.0, 600.0, 600.0]);
        assert_eq!(
            kg(2),
            [75.0, 0.0, 0.0, 150.0, 0.0, 0.0, 0.0],
            "100 x 1.5 x 2 / 2, on its own days"
        );
    }

    #[test]
    fn a_village_without_points_leaves_its_waste() {
        let (mut builder, _) = village();
        let other = builder.add_village("town", "Lower Mill", HERE, 10);
        builder.add_point("there", other, HERE, 1, None);
        let flow = flow(&builder.district, None);
        let rollup = flow.rollup(&builder.district);
        assert!((rollup.villages[0].uncollected - 3500.0).abs() < 1e-9);
        assert!(rollup.villages[1].uncollected == 0.0 && rollup.villages[1].collected > 0.0);
    }

    #[test]
    fn the_graph_of_a_plan_tips_where_its_trucks_do() {
        let (mut builder, id) = village();
        builder.add_point("all", id, HERE, 1, None);
        let near = builder.add_station("near", HERE);
        builder.add_station("far", Place::new(119.9, 36.0));
        let plant = builder.add_plant("plant", Place::new(120.0, 36.0));
        builder.district.stations[1].plant = Some(plant);
        let flow = flow(&builder.district, None);
        let arriving = |graph: &WasteGraph, station: StationId| {
            graph
                .through(WasteNode::Facility(DisposalId::Station(station)))
                .0
                .round()
        };
        let before = WasteGraph::provisional(&builder.district, &flow);
        assert_eq!(
            [arriving(&before, near), arriving(&before, StationId(1))],
            [500.0, 0.0]
        );

        let stop = |kind, kg| Stop {
            trip: 1,
            kind,
            stream: None,
            arrival: Clock::at(8, 0),
            start: Clock::at(8, 0),
            departure: Clock::at(8, 0),
            kg: Kilograms(kg),
            litres: Litres(0),
            kg_on_board: Kilograms(0),
            metres: Metres(0),
            seconds: Seconds(0),
        };
        let far = StopKind::Disposal(DisposalId::Station(StationId(1)));
        let stops = vec![stop(StopKind::Point(PointId(0)), 2800), stop(far, 2800)];
        let tour = Tour {
            name: "mon-001".into(),
            day: Day(0),
            vehicle: crate::district::VehicleId(0),
            stops,
        };
        let plan = Plan {
            tours: vec![tour],
            ..Plan::default()
        };
        let after = WasteGraph::with_plan(&builder.district, &flow, &plan);
        assert_eq!(
            [arriving(&after, near), arriving(&after, StationId(1))],
            [0.0, 400.0]
        );
        assert!(
            (after.balance().uncollected - 700.0).abs() < 1e-9,
            "3,500 arise, 2,800 are taken"
        );
        assert!(after.balance().relative_error() < 1e-9);
        let rows = after.rows(&builder.district);
        let row = rows.iter().find(|row| row.from == "far").unwrap();
        assert_eq!((row.to.as_str(), row.kg_per_day.round()), ("plant", 400.0));
    }

    type PointSpec = (usize, Option<usize>, u32, Option<f64>, bool);

    fn streams() -> impl Strategy<Value = Vec<WasteStream>> {
        let kinds = [
            StreamKind::Compostable,
            StreamKind::Recyclable,
            StreamKind::Inert,
            StreamKind::Hazardous,
        ];
        let sinks = prop::sample::select(vec![Sink::Compost, Sink::Sale, Sink::Fill, Sink::Chain]);
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
            builder.district
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
            point.kind = PointKind::Generator { days: DaySet::WEEK };
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
            let district = District { calendar: Vec::new(), ..district };
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
            let mut district = District { calendar: Vec::new(), points: Vec::new(), ..district };
            district.streams.retain(|stream| stream.kind != StreamKind::Hazardous);
            let mut builder = DistrictBuilder { district };
            for v in 0..builder.district.villages.len() {
                builder.add_point(&format!("P{v}"), VillageId::from_index(v), HERE, 1, None);
            }
            let district = builder.district;
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
