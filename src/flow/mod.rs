//! What each village makes, what is sorted out and where it goes, and what reaches each collection point.
//!
//! Every kilogram that is made ends in one sink: at a collection point, composted, sold, filled in, or uncollected. A
//! point's explicit rate is what trucks take there: villages add nothing to it. Where the points of a village say more
//! than its residents make, the points are believed; where they say less and no blank bins take the rest, it stays
//! uncollected, unless the village's rate is a default: then the points are the better measure.

mod balance;
mod calendar;
mod generation;
mod pool;
mod warning;

pub use balance::{MassBalance, Rollup};
pub use warning::FlowWarning;

use crate::district::{CollectionPoint, District, PointId, PointKind, Sink, StreamId, VillageId};
use crate::quantity::{Day, IsoWeek};
use calendar::{Calendar, Whose};
use generation::{Generation, Week};
use pool::{BinsRef, Pool, Shared, pools};

/// What reaches one kind of bins at a collection point, day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct PointLoad {
    /// The point.
    pub point: PointId,
    /// Which of the point's bins.
    pub bins: usize,
    /// The stream that rides from there; bins of no stream ride as the residual one.
    pub stream: StreamId,
    /// Kilograms that arise on each day of the week, Monday first.
    pub kg: [f64; 7],
}

impl PointLoad {
    /// Kilograms that arise in the week.
    #[must_use]
    pub fn kg_per_week(&self) -> f64 {
        self.kg.iter().sum()
    }
}

/// Who makes waste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Maker {
    /// The households of a village.
    Village(VillageId),
    /// A generator (market, canteen, school), or a point that belongs to no village.
    Point(PointId),
}

/// What someone makes of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Who.
    pub maker: Maker,
    /// Of which stream, before any sorting.
    pub stream: StreamId,
    /// Kilograms on each day of the week, Monday first.
    pub kg: [f64; 7],
}

/// Where waste ends that reaches no collection point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Composted in the village.
    Compost,
    /// Sold by households.
    Sale,
    /// Fills roads and pits.
    Fill,
    /// Stays.
    Uncollected,
}

/// Waste of a village that reaches no collection point.
#[derive(Clone, Debug, PartialEq)]
pub struct Diverted {
    /// The village.
    pub village: VillageId,
    /// The stream that it is sorted into; what stays uncollected is of the stream that it would ride as.
    pub stream: StreamId,
    /// Where it ends.
    pub fate: Fate,
    /// Kilograms on each day of the week, Monday first.
    pub kg: [f64; 7],
}

/// The flow of a district's waste in a week.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// What reaches the points, by point, then bins. Bins that nothing reaches are left out.
    pub loads: Vec<PointLoad>,
    /// Who makes what: villages by stream, then generators.
    pub made: Vec<Made>,
    /// What reaches no point, by village.
    pub diverted: Vec<Diverted>,
    /// What is odd about it.
    pub warnings: Vec<FlowWarning>,
}

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
    /// The mass balance of the district's week.
    #[must_use]
    pub fn balance(&self, district: &District) -> MassBalance {
        self.rollup(district).district
    }

    /// The mass balance of every village, every town and the district.
    #[must_use]
    pub fn rollup(&self, district: &District) -> Rollup {
        Rollup::of(district, self)
    }

    /// The part of what trucks take, 0 to 1, that rests on a default rate of generation rather than on a given one.
    #[must_use]
    pub fn share_from_defaults(&self, district: &District) -> f64 {
        let rests_on_default = |load: &&PointLoad| {
            let point = &district.points[load.point.index()];
            let is_blank = point.bins[load.bins].kg_per_day.is_none();
            is_blank
                && point
                    .village
                    .is_some_and(|v| district.villages[v.index()].rate_is_default)
        };
        let total: f64 = self.loads.iter().map(PointLoad::kg_per_week).sum();
        let defaults: f64 = (self.loads.iter().filter(rests_on_default))
            .map(PointLoad::kg_per_week)
            .sum();
        if total > 0.0 { defaults / total } else { 0.0 }
    }

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
            pool::add(&mut generation.made[pool.stream.index()], shared.beyond);
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
        let noticed = (0.01 * a_day(&pool.kg)).max(1.0);
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
