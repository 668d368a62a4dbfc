//! Follows the waste of every village and generator to its points and sinks.

use super::calendar::{Calendar, Whose};
use super::generation::{Generation, Week};
use super::pool::{BinsRef, Pool, Shared, pools};
use super::{Diverted, Fate, Flow, FlowWarning, Made, Maker, PointLoad};
use crate::district::{CollectionPoint, District, PointId, PointKind, Sink, StreamId, VillageId};
use crate::quantity::{Day, IsoWeek};

/// Follows the waste of a week; without a week, that of the base season.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::flow::flow;
///
/// let week = flow(&district, Some("2026-W47".parse()?));
/// let balance = week.balance(&district);
/// assert!(balance.generated > 0.0 && balance.relative_error() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
                Sink::Elsewhere => Fate::Elsewhere,
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
            let (shares, is_late) = match point.kind {
                PointKind::Generator(business) => {
                    (calendar.shares(business), business.is_fetched_next_day)
                }
                PointKind::Given | PointKind::Made => ([1.0; 7], false),
            };
            let mut kg = Day::WEEK.map(|day| {
                bins.kg_per_day.unwrap_or(0.0) * factors[day.index()] * shares[day.index()]
            });
            self.make(Maker::Point(id), stream, kg);
            if is_late {
                kg.rotate_right(1);
            }
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
        PointKind::Generator(_) => None,
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
    use crate::district::{Business, CalendarRow, DistrictBuilder, Place, StreamKind, WasteStream};
    use crate::quantity::DaySet;

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
        let flow = flow(&builder.unjudged(), None);
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
        let flow = flow(&builder.unjudged(), None);
        assert_eq!(flow.loads.len(), 1, "nothing is left for the blank point");
        assert_eq!(monday(&flow, 0), 620.0);
        assert!((flow.balance(&builder.unjudged()).generated - 7.0 * 620.0).abs() < 1e-9);
        let [warning] = flow.warnings[..] else {
            panic!("one warning: {:?}", flow.warnings)
        };
        assert!(
            matches!(warning, FlowWarning::PointsExceedVillage { kg_per_day, .. } if (kg_per_day - 120.0).abs() < 1e-9)
        );
        assert!(warning.message(&builder.unjudged()).contains("Upper Mill"));
    }

    #[test]
    fn villages_add_nothing_to_explicit_points() {
        let (mut builder, id) = village();
        builder.add_point("explicit", id, HERE, 1, Some(380.0));
        let given = flow(&builder.unjudged(), None);
        assert_eq!(monday(&given, 0), 380.0);
        let balance = given.balance(&builder.unjudged());
        assert!(
            (balance.uncollected - 7.0 * 120.0).abs() < 1e-9,
            "a given rate says that 120 kg a day stay"
        );
        assert!(matches!(
            given.warnings[..],
            [FlowWarning::PointsFallShort { .. }]
        ));

        builder.district.villages[0].rate_is_default = true;
        let guessed = flow(&builder.unjudged(), None);
        let balance = guessed.balance(&builder.unjudged());
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
        let flow = flow(&builder.unjudged(), None);
        let balance = flow.balance(&builder.unjudged());
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
        let flow = flow(&builder.unjudged(), None);
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
        let flow = flow(&builder.unjudged(), None);
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
        builder.district.points[2].kind = PointKind::Generator(Business {
            is_fetched_next_day: false,
            ..Business::on(days)
        });
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
        let flow = flow(&builder.unjudged(), None);
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
        let flow = flow(&builder.unjudged(), None);
        let rollup = flow.rollup(&builder.unjudged());
        assert!((rollup.villages[0].uncollected - 3500.0).abs() < 1e-9);
        assert!(rollup.villages[1].uncollected == 0.0 && rollup.villages[1].collected > 0.0);
    }
}
