//! The collection points of a village: where they stand, which containers they have, how often the truck is asked for.
//!
//! Main roads and town seats are cleared daily, by a given number of visits. Elsewhere the containers decide: they are
//! chosen such that a village near the road fills them in a bit more than two days, one up the valley in more than three.

use super::apportion::apportion;
use super::chance::Chance;
use super::people::{Closure, People};
use super::plane::Spot;
use super::road_draft::RoadDraft;
use super::villages::{Setting, VillageSite};
use crate::district::{
    Bins, CollectionPoint, PointKind, VehicleLimits, Village, VillageId, defaults,
};
use crate::quantity::{Litres, Seconds, Window};

/// Share of an open village's points that stand on its main road.
const ON_MAIN_ROAD: f64 = 0.12;
/// Points for each lane node that has some.
const POINTS_PER_NODE: f64 = 2.4;
/// Share of pools among the points up the valleys.
const POOLS: f64 = 0.6;
/// What a masonry pool holds.
const POOL: Litres = Litres(1_000);
/// Two loaders empty a pool with shovels: assumption.
const POOL_SERVICE: Seconds = Seconds::minutes(7);
/// Longer than usual where bins are wheeled out of a lane to the truck: assumption.
const WHEELED_OUT: Seconds = Seconds(42);
/// Days that the containers of a near village hold: visits every second day.
const NEAR_DAYS: f64 = 2.45;
/// Days that the containers of a seat hold.
const SEAT_DAYS: f64 = 1.6;

/// Nodes of lanes that a village of so many points has drawn: some carry no point.
pub(super) fn wanted_lane_nodes(points: u32) -> usize {
    (1.35 * f64::from(points) / POINTS_PER_NODE).ceil() as usize
}

/// A village whose points are to be placed.
pub(super) struct Settled<'a> {
    /// Its row.
    pub(super) id: VillageId,
    /// The village.
    pub(super) village: &'a Village,
    /// Its site.
    pub(super) site: &'a VillageSite,
    /// Its people.
    pub(super) people: &'a People,
    /// Nodes of its lanes, dead ends first.
    pub(super) lanes: &'a [u32],
    /// Loose litres a day that ride.
    pub(super) litres_per_day: f64,
}

impl Settled<'_> {
    /// Places all points of the village; their numbers start after `first`.
    pub(super) fn points(
        &self,
        first: usize,
        draft: &RoadDraft,
        chance: &mut Chance,
    ) -> Vec<CollectionPoint> {
        let on_road = self.num_on_main_road();
        let lane_nodes = self.lane_nodes(self.people.points as usize - on_road);
        let road_nodes = (0..on_road).map(|i| self.site.main_road[i % self.site.main_road.len()]);
        let nodes: Vec<u32> = road_nodes.chain(lane_nodes).collect();
        let bins = self.bins(on_road, chance);
        let numbered = nodes.into_iter().zip(bins).enumerate();
        numbered
            .map(|(i, (node, bins))| {
                let note = if i < on_road { "main road" } else { "" };
                self.point(first + i + 1, draft.spot(node), bins, note, chance)
            })
            .collect()
    }

    fn num_on_main_road(&self) -> usize {
        let wanted = (ON_MAIN_ROAD * f64::from(self.people.points)).round() as usize;
        if self.people.closure == Closure::Lanes || self.site.main_road.is_empty() {
            0
        } else {
            wanted
        }
    }

    /// A lane node for each of so many points: dead ends first, then again from the start.
    fn lane_nodes(&self, points: usize) -> impl Iterator<Item = u32> + '_ {
        let carriers = (points as f64 / POINTS_PER_NODE).ceil() as usize;
        let carriers = carriers.clamp(1, self.lanes.len());
        (0..points).map(move |i| self.lanes[i % carriers])
    }

    fn point(
        &self,
        number: usize,
        spot: Spot,
        bins: Bins,
        note: &str,
        chance: &mut Chance,
    ) -> CollectionPoint {
        let heading = chance.between(0.0, 2.0 * std::f64::consts::PI);
        CollectionPoint {
            name: format!("P{number:05}"),
            village: Some(self.id),
            place: spot.towards(heading, chance.between(3.0, 12.0)).place(),
            kind: PointKind::Given,
            bins: vec![bins],
            limits: VehicleLimits {
                width_m: self.village.max_vehicle_width_m,
                tonnes: None,
            },
            note: note.into(),
        }
    }

    /// Containers of all points, those on the main road first.
    fn bins(&self, on_road: usize, chance: &mut Chance) -> Vec<Bins> {
        let points = self.people.points as usize;
        let mut bins: Vec<Bins> = match self.site.setting {
            Setting::Seat => (0..points).map(|_| bin(1, 240)).collect(),
            Setting::Near => (0..points).map(|_| bin(1, 120)).collect(),
            Setting::Far => {
                let is_pool = |i: usize, chance: &mut Chance| i >= on_road && chance.happens(POOLS);
                (0..points)
                    .map(|i| {
                        if is_pool(i, chance) {
                            pool()
                        } else {
                            bin(1, 240)
                        }
                    })
                    .collect()
            }
        };
        match self.site.setting {
            Setting::Seat => self.enlarge(&mut bins, SEAT_DAYS, Setting::Seat, chance),
            Setting::Near => self.enlarge(&mut bins, NEAR_DAYS, Setting::Near, chance),
            Setting::Far => self.enlarge(&mut bins, 3.3, Setting::Far, chance),
        }
        let is_daily = |i: usize| self.site.setting == Setting::Seat || i < on_road;
        for (i, bins) in bins.iter_mut().enumerate() {
            bins.visits_per_week = is_daily(i).then_some(7);
            if bins.container_type == "bin" && i >= on_road {
                bins.service += WHEELED_OUT;
            }
        }
        bins
    }

    /// Adds containers, at one point after the other, until all together hold so many days.
    fn enlarge(&self, bins: &mut [Bins], days: f64, setting: Setting, chance: &mut Chance) {
        let mut held: f64 = bins.iter().map(|bins| bins.litres().as_f64()).sum();
        let mut order: Vec<usize> = (0..bins.len()).collect();
        chance.shuffle(&mut order);
        for &i in order.iter().cycle().take(100 * bins.len()) {
            if held >= days * self.litres_per_day {
                break;
            }
            let more = &mut bins[i];
            held -= more.litres().as_f64();
            if setting == Setting::Near && more.container_litres == Litres(120) {
                more.container_litres = Litres(240);
            } else {
                *more = with_containers(more, more.containers + 1);
            }
            held += more.litres().as_f64();
        }
    }
}

/// The same bins, so many of them.
pub(super) fn with_containers(bins: &Bins, containers: u32) -> Bins {
    let is_pool = bins.container_type == "pool";
    let service = if is_pool {
        bins.service
    } else {
        defaults::service(containers)
    };
    Bins {
        containers,
        service,
        ..bins.clone()
    }
}

fn bin(containers: u32, litres: i64) -> Bins {
    Bins {
        stream: None,
        containers,
        container_litres: Litres(litres),
        container_type: "bin".into(),
        kg_per_day: None,
        service: defaults::service(containers),
        window: Window::ALWAYS,
        visits_per_week: None,
        visits_per_day: None,
    }
}

fn pool() -> Bins {
    Bins {
        container_litres: POOL,
        container_type: "pool".into(),
        service: POOL_SERVICE,
        ..bin(1, 240)
    }
}

/// Gives all points together exactly so many bins of 240 litres, by what they held before; the pools go.
pub(super) fn share_out_bins(points: &mut [CollectionPoint], bins: u32) {
    let litres: Vec<f64> = points
        .iter()
        .map(|point| point.bins[0].litres().as_f64())
        .collect();
    for (point, count) in points.iter_mut().zip(apportion(bins, &litres, 1)) {
        let visits_per_week = point.bins[0].visits_per_week;
        point.bins[0] = Bins {
            visits_per_week,
            ..bin(count, 240)
        };
    }
}
