//! Travel for each kind of vehicle that drives differently: a matrix for collectors, single legs for all.

use super::hierarchy::Climbs;
use super::own::OwnTravel;
use super::profile::{Profile, drive_alike};
use super::snap::{Snap, Snapper};
use super::split::Split;
use super::straight::{straight_leg, straight_matrix};
use super::ways::Ways;
use super::{RoadNetwork, SiteId, Sites};
use crate::district::{District, Place, PointId, Role, StraightTravel, Vehicle, VehicleId};
use crate::quantity::{Leg, TravelMatrix};
use rayon::prelude::*;
use std::sync::Arc;

/// Travel between the sites of a district, for each of its vehicle types.
#[derive(Clone, Debug)]
pub struct Travel {
    /// The sites that the matrices join.
    pub sites: Sites,
    /// One matrix for each distinct way of driving among the collectors. Whoever asks a leg of [`TravelMatrix::leg`] learns
    /// nothing of how it is kept, so that tables by time of day can stand behind it.
    pub matrices: Vec<Arc<TravelMatrix>>,
    ways: Vec<Way>,
    profiles: Vec<usize>,
    /// The network, cut at the sites.
    network: Arc<RoadNetwork>,
    /// By site, whether the smallest vehicle gets there.
    connected: Vec<bool>,
}

/// How a kind of vehicle gets about.
#[derive(Clone, Debug)]
enum Way {
    /// By great circle.
    Straight(StraightTravel, f64),
    /// On the roads that are open to it.
    Roads(Arc<Ways>),
    /// By legs that somebody gave.
    Own(Arc<TravelMatrix>),
}

impl Travel {
    /// Which way of driving a vehicle type has; for a collector its place in [`Travel::matrices`]. Feeders and haulers that
    /// drive unlike any collector have no matrix: ask for their legs one by one.
    #[must_use]
    pub fn profile(&self, vehicle: VehicleId) -> usize {
        self.profiles[vehicle.index()]
    }

    /// The leg of a vehicle between two sites: looked up for collectors, searched for others.
    #[must_use]
    pub fn leg(&self, vehicle: VehicleId, from: SiteId, to: SiteId) -> Leg {
        let profile = self.profile(vehicle);
        if let Some(matrix) = self.matrices.get(profile) {
            return matrix.leg(from.index(), to.index());
        }
        let place = |site: SiteId| self.sites.places[site.index()];
        match &self.ways[profile] {
            Way::Straight(travel, factor) => straight_leg(place(from), place(to), *travel, *factor),
            Way::Own(legs) => legs.leg(from.index(), to.index()),
            Way::Roads(ways) => ways
                .weight(from.index(), to.index(), &mut Climbs::default())
                .leg(),
        }
    }

    /// The way of a leg on the map, from site to site along every bend; empty if there is none.
    #[must_use]
    pub fn path(&self, vehicle: VehicleId, from: SiteId, to: SiteId) -> Vec<Place> {
        self.path_by((vehicle, from, to), &mut Climbs::default())
    }

    /// The ways of many legs, in their order, as [`Travel::path`].
    #[must_use]
    pub fn paths(&self, legs: &[(VehicleId, SiteId, SiteId)]) -> Vec<Vec<Place>> {
        let each = legs.par_iter();
        each.map_init(Climbs::default, |climbs, &leg| self.path_by(leg, climbs))
            .collect()
    }

    /// Whether legs follow roads; otherwise they are great circles.
    #[must_use]
    pub fn is_on_roads(&self) -> bool {
        !self.network.segments.is_empty()
    }

    fn path_by(
        &self,
        (vehicle, from, to): (VehicleId, SiteId, SiteId),
        climbs: &mut Climbs,
    ) -> Vec<Place> {
        let ends = [from, to].map(|site| self.sites.places[site.index()]);
        let ways = match &self.ways[self.profile(vehicle)] {
            Way::Straight(..) | Way::Own(_) => return ends.to_vec(),
            Way::Roads(ways) => ways,
        };
        let Some(courses) = ways.path(from.index(), to.index(), climbs) else {
            return Vec::new();
        };
        let mut line: Vec<Place> = Vec::new();
        for course in courses {
            let places = self.network.line(&self.network.segments[course.segment()]);
            let skipped = usize::from(!line.is_empty());
            if course.is_backwards() {
                line.extend(places.rev().skip(skipped));
            } else {
                line.extend(places.skip(skipped));
            }
        }
        if line.is_empty() {
            let stood = ways
                .node(from.index())
                .map(|node| self.network.nodes[node as usize]);
            line.extend([stood.unwrap_or(ends[0]); 2]);
        }
        line
    }

    /// Whether a vehicle gets to a site from the main part of its roads; always without roads.
    #[must_use]
    pub fn reaches(&self, vehicle: VehicleId, site: SiteId) -> bool {
        match &self.ways[self.profile(vehicle)] {
            Way::Straight(..) | Way::Own(_) => true,
            Way::Roads(ways) => ways.gets_to(site.index()),
        }
    }

    /// The collection points that lie so many metres off the roads, or more, and how far; none without roads.
    #[must_use]
    pub fn points_off_road(&self, district: &District, least: f64) -> Vec<(PointId, f64)> {
        let ids = (0..district.points.len()).map(PointId::from_index);
        let far = ids.map(|id| (id, self.sites.off_road(district, id)));
        far.filter(|(_, metres)| *metres >= least).collect()
    }

    /// Whether the smallest vehicle gets to a site: what a larger one cannot reach there is the roads' width, weight or
    /// height, or a sign. Always without roads.
    #[must_use]
    pub fn is_connected(&self, site: SiteId) -> bool {
        self.connected.get(site.index()).copied().unwrap_or(true)
    }
}

/// Computes travel for a district: by legs of one's own, on its roads if there are any, or by great circles.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::district::{PointId, VehicleId};
///
/// let travel = wasteways::roads::travel(&district, None);
/// let [here, there] = [0, 1].map(|point| travel.sites.point(PointId::from_index(point)));
/// let leg = travel.leg(VehicleId::from_index(0), here, there);
/// assert!(leg.exists() && leg.seconds > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn travel(district: &District, network: Option<&RoadNetwork>) -> Travel {
    if let Some(own) = network.and_then(|network| network.own.as_ref()) {
        return travel_own(district, own);
    }
    network
        .and_then(|network| travel_on_roads(district, network))
        .unwrap_or_else(|| travel_straight(district))
}

fn travel_straight(district: &District) -> Travel {
    let sites = Sites::of(district);
    let straight = district.straight_travel;
    let factor = |vehicle: &Vehicle| vehicle.speed_factor;
    let (factors, profiles, num_matrices) = group(district, factor, |a, b| a == b);
    let matrices = factors[..num_matrices]
        .iter()
        .map(|&factor| Arc::new(straight_matrix(&sites.places, straight, factor)));
    Travel {
        matrices: matrices.collect(),
        ways: factors
            .iter()
            .map(|&factor| Way::Straight(straight, factor))
            .collect(),
        sites,
        profiles,
        network: Arc::default(),
        connected: Vec::new(),
    }
}

fn travel_own(district: &District, own: &OwnTravel) -> Travel {
    let sites = Sites::of(district);
    let kind = |vehicle: &Vehicle| (own.number_of(vehicle), vehicle.speed_factor);
    let (kinds, profiles, num_matrices) = group(district, kind, |a, b| a == b);
    let matrix = |&(table, factor): &(Option<usize>, f64)| {
        Arc::new(own.matrix(&sites.places, table, factor))
    };
    let matrices: Vec<Arc<TravelMatrix>> = kinds.iter().map(matrix).collect();
    Travel {
        ways: matrices.iter().cloned().map(Way::Own).collect(),
        matrices: matrices[..num_matrices].to_vec(),
        sites,
        profiles,
        network: Arc::default(),
        connected: Vec::new(),
    }
}

fn travel_on_roads(district: &District, network: &RoadNetwork) -> Option<Travel> {
    let (kinds, profiles, num_matrices) =
        group(district, Profile::of, |a, b| drive_alike(a, b, network));
    let snapper = Snapper::of(network, &kinds)?;
    let (mut sites, snaps) = Sites::numbered(district, |place, most| {
        let snap = snapper.snap(place, most);
        (snap, place)
    });
    let spots = |snap: &Snap| {
        snap.spots
            .iter()
            .flatten()
            .copied()
            .chain([snap.best])
            .collect::<Vec<_>>()
    };
    let split = Split::at(network, snaps.iter().flat_map(spots));
    sites.places = snaps
        .iter()
        .map(|snap| split.network.nodes[split.node(snap.best) as usize])
        .collect();
    let ways = kinds.iter().enumerate().map(|(number, profile)| {
        let nodes: Vec<Option<u32>> = snaps
            .iter()
            .map(|snap| snap.spots[number].map(|spot| split.node(spot)))
            .collect();
        Arc::new(Ways::of(&split.network, profile, &nodes))
    });
    let ways: Vec<Arc<Ways>> = ways.collect();
    let ends = sites.ends_of_tours(district);
    let matrices = ways[..num_matrices]
        .iter()
        .map(|ways| Arc::new(ways.matrix(&ends, num_matrices)));
    Some(Travel {
        matrices: matrices.collect(),
        ways: ways.iter().cloned().map(Way::Roads).collect(),
        sites,
        profiles,
        network: Arc::new(split.network),
        connected: snaps.iter().map(|snap| snap.is_connected).collect(),
    })
}

/// The distinct ways of driving, those of collectors first; which of them each vehicle has; how many collectors have.
pub(super) fn group<K>(
    district: &District,
    kind: impl Fn(&Vehicle) -> K,
    are_alike: impl Fn(&K, &K) -> bool,
) -> (Vec<K>, Vec<usize>, usize) {
    let mut kinds: Vec<K> = Vec::new();
    let mut profiles = vec![0; district.vehicles.len()];
    let mut num_collectors = 0;
    for collectors in [true, false] {
        for (profile, vehicle) in profiles.iter_mut().zip(&district.vehicles) {
            if (vehicle.role == Role::Collector) == collectors {
                let own = kind(vehicle);
                let known = kinds.iter().position(|kind| are_alike(kind, &own));
                *profile = known.unwrap_or_else(|| {
                    kinds.push(own);
                    kinds.len() - 1
                });
            }
        }
        if collectors {
            num_collectors = kinds.len();
        }
    }
    (kinds, profiles, num_collectors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, PointId};
    use crate::quantity::{Kilograms, Litres};
    use crate::roads::{RoadClass, Segment, SizeLimits};

    fn segment(from: u32, to: u32) -> Segment {
        Segment::new(from, to, 1000.0, RoadClass::Town, 36.0)
    }

    fn width(metres: f64) -> SizeLimits {
        SizeLimits {
            width_m: Some(metres),
            ..SizeLimits::default()
        }
    }

    fn network(nodes: Vec<Place>, segments: Vec<Segment>) -> RoadNetwork {
        RoadNetwork {
            nodes,
            segments,
            ..RoadNetwork::default()
        }
    }

    /// Nodes of a grid of two columns, a kilometre apart.
    fn node_places(count: u32) -> Vec<Place> {
        let place = |i: u32| {
            Place::new(
                119.0 + 0.01112 * f64::from(i % 2),
                36.0 + 0.009 * f64::from(i / 2),
            )
        };
        (0..count).map(place).collect()
    }

    /// A district with a point at each of the named nodes, and collectors of these widths.
    fn district(points: &[Place], widths: &[f64]) -> District {
        let mut builder = DistrictBuilder::new("roads");
        let village = builder.add_village("town", "village", points[0], 10);
        for (i, &place) in points.iter().enumerate() {
            builder.add_point(&format!("P{i}"), village, place, 1, Some(10.0));
        }
        let plant = builder.add_plant("plant", points[0]);
        for (i, &width) in widths.iter().enumerate() {
            let base = Base::Facility(crate::district::DisposalId::Plant(plant));
            builder.add_collector(&format!("V{i}"), base, 1, Kilograms(5000), Litres(8000));
            builder.district.vehicles[i].width_m = Some(width);
        }
        builder.unjudged()
    }

    fn seconds(travel: &Travel, vehicle: u32, from: u32, to: u32) -> u32 {
        let site = |point| travel.sites.point(PointId(point));
        travel.leg(VehicleId(vehicle), site(from), site(to)).seconds
    }

    #[test]
    fn a_wide_truck_keeps_out_of_a_lane() {
        // 0 - 1 - 2 by county road; 0 - 2 by a lane of half the length.
        let lane = Segment {
            limits: width(2.0),
            class: RoadClass::Lane,
            ..segment(0, 2)
        };
        let network = network(node_places(3), vec![segment(0, 1), segment(1, 2), lane]);
        let travel = travel(&district(&network.nodes, &[2.5, 1.8]), Some(&network));
        assert_eq!(travel.matrices.len(), 2);
        assert_eq!(seconds(&travel, 0, 0, 2), 200, "around");
        assert_eq!(seconds(&travel, 1, 0, 2), 100, "through the lane");
        let site = |point| travel.sites.point(PointId(point));
        assert_eq!(
            travel.path(VehicleId(0), site(0), site(2)),
            network.nodes,
            "on the map too"
        );
    }

    #[test]
    fn vehicles_that_fit_the_same_roads_share_a_matrix() {
        let network = network(node_places(2), vec![segment(0, 1)]);
        let travel = travel(&district(&network.nodes, &[2.5, 1.8]), Some(&network));
        assert_eq!(travel.matrices.len(), 1);
    }

    #[test]
    fn places_at_one_node_are_one_site() {
        let network = network(node_places(2), vec![segment(0, 1)]);
        let mut places = network.nodes.clone();
        places.push(Place::new(119.0001, 36.0));
        let district = district(&places, &[2.5]);
        let travel = travel(&district, Some(&network));
        assert_eq!(travel.sites.len(), 2);
        let off_road = travel.sites.off_road(&district, PointId(2));
        assert!(
            (off_road - 9.0).abs() < 0.1,
            "{off_road} m: 0.0001 degrees at 36 north"
        );
    }

    #[test]
    fn a_place_on_an_island_stays_unreachable() {
        // 0 - 1 - 2 are joined; 3 - 4 lie a hundred kilometres off.
        let mut nodes = node_places(3);
        nodes.extend([Place::new(120.0, 36.0), Place::new(120.01112, 36.0)]);
        let network = network(nodes, vec![segment(0, 1), segment(1, 2), segment(3, 4)]);
        let travel = travel(&district(&network.nodes, &[2.5]), Some(&network));
        assert_eq!(seconds(&travel, 0, 0, 3), Leg::NONE.seconds);
        let reaches = |point| travel.reaches(VehicleId(0), travel.sites.point(PointId(point)));
        assert!(reaches(2) && !reaches(3), "on the main roads alone");
        assert!(!travel.is_connected(travel.sites.point(PointId(3))));
    }

    #[test]
    fn a_place_beside_a_way_of_no_return_snaps_to_the_main_roads() {
        // 2 can be reached and never left; the point stands by the way there.
        let dead_end = Segment {
            oneway: true,
            ..segment(1, 2)
        };
        let network = network(node_places(3), vec![segment(0, 1), dead_end]);
        let beside = Place::new(119.0089, 36.0018);
        let places = [network.nodes[0], network.nodes[1], beside];
        let travel = travel(&district(&places, &[2.5]), Some(&network));
        assert!(seconds(&travel, 0, 0, 2) < 100, "on the road from 0 to 1");
        assert!(travel.is_connected(travel.sites.point(PointId(2))));
    }

    #[test]
    fn a_place_along_a_road_is_served_where_it_stands() {
        // A quarter of the way from 0 to 1: 250 m of 1,000 m at 36 km/h.
        let network = network(node_places(2), vec![segment(0, 1)]);
        let quarter = Place::new(119.00278, 36.0001);
        let places = [network.nodes[0], network.nodes[1], quarter];
        let travel = travel(&district(&places, &[2.5]), Some(&network));
        assert_eq!(
            (seconds(&travel, 0, 0, 2), seconds(&travel, 0, 2, 1)),
            (25, 75)
        );
        let site = |point| travel.sites.point(PointId(point));
        assert_eq!(
            travel.path(VehicleId(0), site(0), site(1)).len(),
            3,
            "the line leads over the cut"
        );
    }

    #[test]
    fn a_place_up_a_narrow_lane_is_for_small_trucks_and_said_so() {
        let lane = Segment {
            limits: width(2.0),
            ..segment(1, 2)
        };
        let network = network(node_places(3), vec![segment(0, 1), lane]);
        let up_the_lane = Place::new(119.00556, 36.0045);
        let travel = travel(
            &district(&[network.nodes[0], up_the_lane], &[2.5, 1.8]),
            Some(&network),
        );
        let site = travel.sites.point(PointId(1));
        assert!(!travel.reaches(VehicleId(0), site) && travel.reaches(VehicleId(1), site));
        assert_eq!(seconds(&travel, 0, 0, 1), Leg::NONE.seconds);
        assert_eq!(
            seconds(&travel, 1, 0, 1),
            150,
            "1,000 m and half of the lane"
        );
    }

    #[test]
    fn odd_networks_are_survived() {
        let nowhere = Segment {
            to: 99,
            ..segment(0, 1)
        };
        let standing = Segment {
            speed_kmh: 0.0,
            ..segment(0, 1)
        };
        for segments in [vec![], vec![nowhere], vec![standing], vec![segment(1, 1)]] {
            let network = network(node_places(2), segments);
            let travel = travel(&district(&network.nodes, &[2.5]), Some(&network));
            assert_eq!(seconds(&travel, 0, 0, 0), 0);
        }
    }

    #[test]
    fn a_hauler_of_its_own_kind_is_searched_for_leg_by_leg() {
        let lane = Segment {
            limits: width(2.0),
            ..segment(0, 2)
        };
        let network = network(node_places(3), vec![segment(0, 1), segment(1, 2), lane]);
        let mut district = district(&network.nodes, &[2.5, 1.8]);
        district.vehicles[0].role = Role::Hauler;
        let travel = travel(&district, Some(&network));
        assert_eq!(travel.matrices.len(), 1, "collectors alone have one");
        assert_eq!(
            (seconds(&travel, 0, 0, 2), seconds(&travel, 1, 0, 2)),
            (200, 100)
        );
    }
}
