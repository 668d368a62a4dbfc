//! Travel for each kind of vehicle that drives differently: a matrix for collectors, single legs for all.

use super::graph::{Graph, Search};
use super::shrink::shrunk;
use super::snap::Snapper;
use super::straight::{straight_leg, straight_matrix};
use super::{RoadNetwork, SiteId, Sites};
use crate::district::{District, Place, Role, StraightTravel, Vehicle, VehicleId, VehicleLimits};
use crate::quantity::{Leg, TravelMatrix};
use rayon::prelude::*;
use std::sync::Arc;

/// Travel between the sites of a district, for each of its vehicle types.
#[derive(Clone, Debug)]
pub struct Travel {
    /// The sites that the matrices join.
    pub sites: Sites,
    /// One matrix for each distinct way of driving among the collectors.
    pub matrices: Vec<Arc<TravelMatrix>>,
    ways: Vec<Way>,
    profiles: Vec<usize>,
}

/// How a kind of vehicle gets about.
#[derive(Clone, Debug)]
enum Way {
    /// By great circle.
    Straight(StraightTravel, f64),
    /// On the roads that are open to it; `nodes` are those of the sites.
    Roads {
        graph: Arc<Graph>,
        nodes: Arc<Vec<u32>>,
        places: Arc<Vec<Place>>,
    },
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
            Way::Roads { graph, nodes, .. } => {
                graph.weight(nodes[from.index()], nodes[to.index()]).leg()
            }
        }
    }

    /// The way of a leg on the map, from site to site; empty if there is none.
    #[must_use]
    pub fn path(&self, vehicle: VehicleId, from: SiteId, to: SiteId) -> Vec<Place> {
        match &self.ways[self.profile(vehicle)] {
            Way::Straight(..) => [from, to]
                .map(|site| self.sites.places[site.index()])
                .to_vec(),
            Way::Roads {
                graph,
                nodes,
                places,
            } => {
                let path = graph.path(nodes[from.index()], nodes[to.index()]);
                let path = path.unwrap_or_default().into_iter();
                path.map(|node| places[node as usize]).collect()
            }
        }
    }
}

/// Computes travel for a district, on its roads if there are any.
#[must_use]
pub fn travel(district: &District, network: Option<&RoadNetwork>) -> Travel {
    match network.and_then(|network| Some((network, Snapper::of(network)?))) {
        Some((network, snapper)) => travel_on_roads(district, network, &snapper),
        None => travel_straight(district),
    }
}

fn travel_straight(district: &District) -> Travel {
    let sites = Sites::of(district);
    let straight = district.straight_travel;
    let (factors, profiles, num_matrices) = group(district, |vehicle| vehicle.speed_factor);
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
    }
}

fn travel_on_roads(district: &District, network: &RoadNetwork, snapper: &Snapper) -> Travel {
    let (sites, nodes) = Sites::numbered(district, |place| {
        let node = snapper.node(place);
        (node, network.nodes[node as usize])
    });
    let (nodes, places) = (Arc::new(nodes), Arc::new(network.nodes.clone()));
    let (kinds, profiles, num_matrices) = group(district, |vehicle| {
        (open_segments(network, vehicle), vehicle.speed_factor)
    });
    let graphs: Vec<Arc<Graph>> = kinds
        .iter()
        .map(|(open, factor)| Arc::new(Graph::of(network, open, *factor)))
        .collect();
    let matrices = graphs[..num_matrices]
        .iter()
        .map(|graph| Arc::new(road_matrix(graph, &nodes)));
    let way = |graph: &Arc<Graph>| Way::Roads {
        graph: Arc::clone(graph),
        nodes: Arc::clone(&nodes),
        places: Arc::clone(&places),
    };
    Travel {
        matrices: matrices.collect(),
        ways: graphs.iter().map(way).collect(),
        sites,
        profiles,
    }
}

/// The distinct ways of driving, those of collectors first; which of them each vehicle has; how many collectors have.
fn group<K: PartialEq>(
    district: &District,
    kind: impl Fn(&Vehicle) -> K,
) -> (Vec<K>, Vec<usize>, usize) {
    let mut kinds: Vec<K> = Vec::new();
    let mut profiles = vec![0; district.vehicles.len()];
    let mut num_collectors = 0;
    for collectors in [true, false] {
        for (profile, vehicle) in profiles.iter_mut().zip(&district.vehicles) {
            if (vehicle.role == Role::Collector) == collectors {
                let own = kind(vehicle);
                let known = kinds.iter().position(|kind| *kind == own);
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

/// Which segments a vehicle fits; an unknown width or weight passes.
fn open_segments(network: &RoadNetwork, vehicle: &Vehicle) -> Vec<bool> {
    let fits = |width_m, tonnes| {
        VehicleLimits { width_m, tonnes }.admit(vehicle.width_m, vehicle.gross_tonnes)
    };
    network
        .segments
        .iter()
        .map(|segment| fits(segment.max_width_m, segment.max_tonnes))
        .collect()
}

/// The legs between all sites: one search from each on the core of the graph, in parallel.
fn road_matrix(graph: &Graph, nodes: &[u32]) -> TravelMatrix {
    let core = shrunk(graph, nodes);
    let mut legs = vec![Leg::NONE; nodes.len() * nodes.len()];
    legs.par_chunks_mut(nodes.len().max(1))
        .enumerate()
        .for_each_init(Search::default, |search, (from, row)| {
            let best = search.run(&core, from as u32, None);
            for (leg, weight) in row.iter_mut().zip(best) {
                *leg = weight.leg();
            }
        });
    TravelMatrix::new(nodes.len(), legs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, PointId};
    use crate::quantity::{Kilograms, Litres};
    use crate::roads::{RoadClass, Segment};
    use proptest::prelude::*;

    fn segment(from: u32, to: u32) -> Segment {
        Segment {
            from,
            to,
            metres: 1000.0,
            speed_kmh: 36.0,
            class: RoadClass::Town,
            oneway: false,
            max_width_m: None,
            max_tonnes: None,
        }
    }

    /// Nodes of a grid, so far apart that each place snaps to its own.
    fn node_places(count: u32) -> Vec<Place> {
        let place = |i: u32| {
            Place::new(
                119.0 + 0.001 * f64::from(i % 4),
                36.0 + 0.001 * f64::from(i / 4),
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
        builder.district
    }

    fn seconds(travel: &Travel, vehicle: u32, from: u32, to: u32) -> u32 {
        let site = |point| travel.sites.point(PointId(point));
        travel.leg(VehicleId(vehicle), site(from), site(to)).seconds
    }

    #[test]
    fn a_wide_truck_keeps_out_of_a_lane() {
        // 0 - 1 - 2 by county road; 0 - 2 by a lane of half the length.
        let lane = Segment {
            max_width_m: Some(2.0),
            class: RoadClass::Lane,
            ..segment(0, 2)
        };
        let network = RoadNetwork {
            nodes: node_places(3),
            segments: vec![segment(0, 1), segment(1, 2), lane],
        };
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
        let network = RoadNetwork {
            nodes: node_places(2),
            segments: vec![segment(0, 1)],
        };
        let travel = travel(&district(&network.nodes, &[2.5, 1.8]), Some(&network));
        assert_eq!(travel.matrices.len(), 1);
    }

    #[test]
    fn places_at_one_node_are_one_site() {
        let network = RoadNetwork {
            nodes: node_places(2),
            segments: vec![segment(0, 1)],
        };
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
        nodes.extend([Place::new(120.0, 36.0), Place::new(120.001, 36.0)]);
        let network = RoadNetwork {
            nodes,
            segments: vec![segment(0, 1), segment(1, 2), segment(3, 4)],
        };
        let travel = travel(&district(&network.nodes, &[2.5]), Some(&network));
        assert_eq!(seconds(&travel, 0, 0, 3), Leg::NONE.seconds);
        assert_eq!(seconds(&travel, 0, 3, 4), 100);
    }

    #[test]
    fn a_place_beside_a_way_of_no_return_snaps_to_the_main_roads() {
        // 2 can be reached and never left.
        let dead_end = Segment {
            oneway: true,
            ..segment(1, 2)
        };
        let network = RoadNetwork {
            nodes: node_places(3),
            segments: vec![segment(0, 1), dead_end],
        };
        let travel = travel(&district(&network.nodes, &[2.5]), Some(&network));
        assert_eq!(
            travel.sites.point(PointId(2)),
            travel.sites.point(PointId(1))
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
            let network = RoadNetwork {
                nodes: node_places(2),
                segments,
            };
            let travel = travel(&district(&network.nodes, &[2.5]), Some(&network));
            assert_eq!(seconds(&travel, 0, 0, 0), 0);
        }
    }

    #[test]
    fn a_hauler_of_its_own_kind_is_searched_for_leg_by_leg() {
        let lane = Segment {
            max_width_m: Some(2.0),
            ..segment(0, 2)
        };
        let network = RoadNetwork {
            nodes: node_places(3),
            segments: vec![segment(0, 1), segment(1, 2), lane],
        };
        let mut district = district(&network.nodes, &[2.5, 1.8]);
        district.vehicles[0].role = Role::Hauler;
        let travel = travel(&district, Some(&network));
        assert_eq!(travel.matrices.len(), 1, "collectors alone have one");
        assert_eq!(
            (seconds(&travel, 0, 0, 2), seconds(&travel, 1, 0, 2)),
            (200, 100)
        );
    }

    /// Floyd and Warshall's algorithm on (milliseconds, centimetres), the slow way to the same answer.
    fn oracle(network: &RoadNetwork, width: f64) -> Vec<Vec<Option<(u64, u64)>>> {
        let count = network.nodes.len();
        let mut best = vec![vec![None; count]; count];
        let shorter = |a: Option<(u64, u64)>, b: (u64, u64)| Some(a.map_or(b, |a| a.min(b)));
        for (node, row) in best.iter_mut().enumerate() {
            row[node] = Some((0, 0));
        }
        for s in network
            .segments
            .iter()
            .filter(|s| s.max_width_m.is_none_or(|w| width <= w))
        {
            let cost = (
                (s.metres * 3600.0 / s.speed_kmh).round() as u64,
                (s.metres * 100.0).round() as u64,
            );
            let (from, to) = (s.from as usize, s.to as usize);
            best[from][to] = shorter(best[from][to], cost);
            if !s.oneway {
                best[to][from] = shorter(best[to][from], cost);
            }
        }
        for via in 0..count {
            for from in 0..count {
                for to in 0..count {
                    if let (Some(a), Some(b)) = (best[from][via], best[via][to]) {
                        best[from][to] = shorter(best[from][to], (a.0 + b.0, a.1 + b.1));
                    }
                }
            }
        }
        best
    }

    prop_compose! {
        /// Up to 14 nodes, some segments one-way, some narrow; few distinct lengths and speeds, so that ties abound.
        fn networks()(count in 2u32..14)(
            count in Just(count),
            segments in prop::collection::vec(
                (0..count, 0..count, 1u32..5, 1u32..4, any::<bool>(), prop::bool::weighted(0.3)), 1..40),
        ) -> RoadNetwork {
            let segments = segments.into_iter().map(|(from, to, length, speed, oneway, narrow)| Segment {
                metres: f64::from(length) * 123.4,
                speed_kmh: f64::from(speed) * 12.3,
                oneway,
                max_width_m: narrow.then_some(2.0),
                ..segment(from, to)
            });
            RoadNetwork { nodes: node_places(count), segments: segments.collect() }
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_the_oracles(network in networks(), picked in prop::collection::vec(0usize..14, 1..8)) {
            let picked: Vec<Place> = picked.iter().map(|i| network.nodes[i % network.nodes.len()]).collect();
            let travel = travel(&district(&picked, &[2.5, 1.8]), Some(&network));
            let snapper = Snapper::of(&network);
            prop_assume!(snapper.is_some());
            let nodes: Vec<usize> = travel.sites.places.iter()
                .map(|place| network.nodes.iter().position(|node| node == place).unwrap()).collect();
            for (vehicle, width) in [(0, 2.5), (1, 1.8)] {
                let best = oracle(&network, width);
                for (a, &from) in nodes.iter().enumerate() {
                    for (b, &to) in nodes.iter().enumerate() {
                        let leg = travel.leg(VehicleId(vehicle), SiteId(a as u32), SiteId(b as u32));
                        let expected = best[from][to].map_or(Leg::NONE, |(ms, cm)| Leg {
                            seconds: ((ms + 500) / 1000) as u32,
                            metres: ((cm + 50) / 100) as u32,
                        });
                        prop_assert_eq!(leg, expected);
                        let path = travel.path(VehicleId(vehicle), SiteId(a as u32), SiteId(b as u32));
                        prop_assert_eq!(path.is_empty(), !expected.exists());
                    }
                }
            }
        }
    }
}
