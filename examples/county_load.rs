//! How full is the fleet? Prints what a district asks of its collectors in a week, as a lower bound that no plan can beat:
//! `cargo run --release --example county_load [FOLDER]`, by default `data/county`.
//!
//! Service is counted at the fewest visits that the containers, ages and given frequencies allow; unloading for full trips
//! of the largest truck that gets there; driving only in dead-end roads, each driven in and out as often as the most
//! frequent point behind it is visited. Roads between, ways to the base, waiting and breaks come on top.

use std::collections::BTreeMap;
use std::path::Path;
use wasteways::district::{Bins, District, Role, StreamId, Vehicle, VehicleId, VillageId};
use wasteways::flow::{Flow, PointLoad, flow};
use wasteways::input::{Input, read_district};
use wasteways::quantity::Leg;
use wasteways::roads::{RoadNetwork, Travel, travel};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "data/county".into());
    let Input {
        district, network, ..
    } = read_district(Path::new(&folder))?;
    let (flow, travel) = (flow(&district, None), travel(&district, network.as_ref()));
    let network = network.ok_or("the folder has no roads")?;
    let county = County {
        district: &district,
        flow: &flow,
        travel: &travel,
    };
    county.print_size(&network);
    county.print_load(&network);
    county.print_closures();
    county.print_visits();
    county.print_stations();
    Ok(())
}

/// A district with what its waste and its roads come to.
struct County<'a> {
    district: &'a District,
    flow: &'a Flow,
    travel: &'a Travel,
}

impl County<'_> {
    fn print_size(&self, network: &RoadNetwork) {
        let d = self.district;
        let count = |role| d.fleet(role).map(|(_, vehicle)| vehicle.count).sum::<u32>();
        let households: u32 = d.villages.iter().map(|village| village.households).sum();
        println!(
            "{}: {} towns, {} villages, {households} households",
            d.name,
            d.towns.len(),
            d.villages.len()
        );
        println!(
            "  points and generators {}, at {} sites; roads {} nodes, {} segments",
            d.points.len(),
            self.travel.sites.len(),
            network.nodes.len(),
            network.segments.len()
        );
        println!("  stations {}, plants {}", d.stations.len(), d.plants.len());
        println!(
            "  collectors {}, feeders {}, haulers {}",
            count(Role::Collector),
            count(Role::Feeder),
            count(Role::Hauler)
        );
    }

    fn print_load(&self, network: &RoadNetwork) {
        let kg: f64 = self.flow.loads.iter().map(PointLoad::kg_per_week).sum();
        let hours = |vehicle: &Vehicle| {
            let day = vehicle
                .max_duration
                .map_or(24.0, |longest| longest.as_hours());
            day * vehicle.tours_a_week() as f64
        };
        let fleet: f64 = self
            .district
            .fleet(Role::Collector)
            .map(|(_, vehicle)| hours(vehicle))
            .sum();
        let service: f64 = self
            .flow
            .loads
            .iter()
            .map(|load| f64::from(self.visits(load)) * self.bins(load).service.as_hours())
            .sum();
        let trips = self.trips();
        let unloading = trips * 16.0 / 60.0;
        let driving = self.dead_end_hours(network);
        let share = |hours: f64| 100.0 * hours / fleet;
        println!("On trucks: {:.1} t a day", kg / 7.0 / 1000.0);
        println!("Hours a week, at least, of {fleet:.0} that the collectors have:");
        println!("  service   {service:7.0} h  {:5.1} %", share(service));
        println!(
            "  unloading {unloading:7.0} h  {:5.1} %  ({trips:.0} full trips of 16 min)",
            share(unloading)
        );
        println!(
            "  driving   {driving:7.0} h  {:5.1} %  (dead-end roads, in and out)",
            share(driving)
        );
        let total = service + unloading + driving;
        println!("  together  {total:7.0} h  {:5.1} %", share(total));
    }

    fn print_closures(&self) {
        let collectors = self.district.fleet(Role::Collector);
        let widest = collectors.max_by(|a, b| {
            a.1.width_m
                .unwrap_or(0.0)
                .total_cmp(&b.1.width_m.unwrap_or(0.0))
        });
        let Some((widest, vehicle)) = widest else {
            return;
        };
        let mut open: BTreeMap<VillageId, bool> = BTreeMap::new();
        for load in &self.flow.loads {
            if let Some(village) = self.district.points[load.point.index()].village {
                *open.entry(village).or_default() |= self.gets_to(widest, load);
            }
        }
        let closed = open.values().filter(|is_open| !**is_open).count();
        let width = vehicle.width_m.unwrap_or(0.0);
        println!(
            "Villages closed to the widest truck ({width} m): {closed} of {}, {:.1} %",
            open.len(),
            100.0 * closed as f64 / open.len() as f64
        );
        let unreachable = self
            .flow
            .loads
            .iter()
            .filter(|load| self.collectors_for(load).next().is_none())
            .count();
        println!("Points that no collector gets to: {unreachable}");
    }

    fn print_visits(&self) {
        let mut points: BTreeMap<u32, usize> = BTreeMap::new();
        for load in &self.flow.loads {
            *points.entry(self.visits(load)).or_default() += 1;
        }
        println!("Visits a week, at least:");
        for (visits, count) in points {
            println!("  {visits}: {count} points");
        }
    }

    fn print_stations(&self) {
        let mut own = vec![0.0; self.district.towns.len()];
        for load in &self.flow.loads {
            let point = &self.district.points[load.point.index()];
            let rides_to_stations = load.stream == self.district.residual();
            if let Some(village) = point.village.filter(|_| rides_to_stations) {
                own[self.district.villages[village.index()].town.index()] +=
                    load.kg_per_week() / 7.0;
            }
        }
        let mut capacity = vec![0.0; own.len()];
        for station in &self.district.stations {
            if let (Some(town), Some(limit)) = (station.town, station.gate.daily_limit) {
                capacity[town.index()] += limit.as_f64();
            }
        }
        let mut filled: Vec<(f64, &str)> = own
            .iter()
            .zip(&capacity)
            .zip(&self.district.towns)
            .map(|((kg, most), town)| (100.0 * kg / most, town.name.as_str()))
            .collect();
        filled.sort_by(|a, b| b.0.total_cmp(&a.0));
        println!("Stations that their own town's villages and markets fill most:");
        for (percent, town) in filled.iter().take(3) {
            println!("  {town}: {percent:.1} %");
        }
    }

    fn bins(&self, load: &PointLoad) -> &Bins {
        &self.district.points[load.point.index()].bins[load.bins]
    }

    /// The fewest visits a week: as given, and so many that the containers hold what arises between two visits and nothing
    /// gets too old.
    fn visits(&self, load: &PointLoad) -> u32 {
        let bins = self.bins(load);
        let stream = &self.district.streams[load.stream.index()];
        let days_between = |visits: u32| 7_u32.div_ceil(visits);
        let holds = |visits: &u32| {
            let days = days_between(*visits);
            let litres = load.kg_per_week() / 7.0 * f64::from(days) * 1000.0 / stream.loose_kg_m3;
            litres <= bins.litres().as_f64() && days <= stream.max_age_days.map_or(7, u32::from)
        };
        let given = bins.visits_per_week.map_or(1, u32::from);
        (given..=7).find(holds).unwrap_or(7)
    }

    fn gets_to(&self, vehicle: VehicleId, load: &PointLoad) -> bool {
        let point = &self.district.points[load.point.index()];
        let truck = &self.district.vehicles[vehicle.index()];
        let sites = &self.travel.sites;
        let leg = self
            .travel
            .leg(vehicle, sites.start(vehicle), sites.point(load.point));
        point.limits.admit(truck.width_m, truck.gross_tonnes) && leg != Leg::NONE
    }

    /// The collectors that get to a point and take its stream.
    fn collectors_for(&self, load: &PointLoad) -> impl Iterator<Item = &Vehicle> {
        let fits = |id: VehicleId, stream: StreamId| {
            self.district.accepted_by_vehicle(id).any(|s| s == stream)
        };
        let collectors = self.district.fleet(Role::Collector);
        collectors
            .filter(move |(id, _)| fits(*id, load.stream) && self.gets_to(*id, load))
            .map(|(_, vehicle)| vehicle)
    }

    /// Full trips of the largest truck that gets to each point.
    fn trips(&self) -> f64 {
        let trips = |load: &PointLoad| {
            let density = self.district.streams[load.stream.index()].loose_kg_m3;
            let holds = |truck: &Vehicle| {
                truck
                    .payload
                    .as_f64()
                    .min(truck.loose_capacity().as_f64() * density / 1000.0)
            };
            let largest = self.collectors_for(load).map(holds).fold(0.0, f64::max);
            if largest > 0.0 {
                load.kg_per_week() / largest
            } else {
                0.0
            }
        };
        self.flow.loads.iter().map(trips).sum()
    }

    /// Hours a week in roads that lead nowhere else, for a truck that may drive all of them. Dead ends are taken off one by
    /// one, from the outside; a truck's base is where that stops.
    fn dead_end_hours(&self, network: &RoadNetwork) -> f64 {
        let mut roads = DeadEnds::of(network);
        let mut most_visits = vec![0; network.nodes.len()];
        let nodes: BTreeMap<_, _> = network
            .nodes
            .iter()
            .enumerate()
            .map(|(node, place)| ((place.longitude.to_bits(), place.latitude.to_bits()), node))
            .collect();
        // A site along a road counts for the crossing nearest to it.
        let node_of = |site: usize| {
            let place = self.travel.sites.places[site];
            let nearest = || {
                let off = |node: &usize| network.nodes[*node].metres_to(place);
                (0..network.nodes.len()).min_by(|a, b| off(a).total_cmp(&off(b)))
            };
            let at = nodes.get(&(place.longitude.to_bits(), place.latitude.to_bits()));
            at.copied().or_else(nearest).unwrap_or_default()
        };
        for load in &self.flow.loads {
            let node = node_of(self.travel.sites.point(load.point).index());
            most_visits[node] = self.visits(load).max(most_visits[node]);
        }
        for (id, _) in self.district.fleet(Role::Collector) {
            roads.keep[node_of(self.travel.sites.start(id).index())] = true;
            roads.keep[node_of(self.travel.sites.end(id).index())] = true;
        }
        roads.hours_in_and_out(most_visits)
    }
}

/// A network whose dead ends are being taken off.
struct DeadEnds {
    /// For each node, its neighbours and the hours to them.
    neighbours: Vec<Vec<(usize, f64)>>,
    /// Nodes that stay.
    keep: Vec<bool>,
}

impl DeadEnds {
    fn of(network: &RoadNetwork) -> Self {
        let mut neighbours = vec![Vec::new(); network.nodes.len()];
        for segment in &network.segments {
            let hours = segment.metres / 1000.0 / segment.speed_kmh;
            neighbours[segment.from as usize].push((segment.to as usize, hours));
            neighbours[segment.to as usize].push((segment.from as usize, hours));
        }
        Self {
            keep: vec![false; neighbours.len()],
            neighbours,
        }
    }

    fn hours_in_and_out(mut self, mut visits: Vec<u32>) -> f64 {
        let mut hours = 0.0;
        let mut ends: Vec<usize> = (0..visits.len()).collect();
        while let Some(end) = ends.pop() {
            if self.keep[end] || self.neighbours[end].len() != 1 {
                continue;
            }
            let (next, leg) = self.neighbours[end].remove(0);
            self.neighbours[next].retain(|(node, _)| *node != end);
            hours += 2.0 * leg * f64::from(visits[end]);
            visits[next] = visits[next].max(visits[end]);
            ends.push(next);
        }
        hours
    }
}
