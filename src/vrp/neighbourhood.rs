//! Who is near whom: for each client its nearest clients and the disposals in the order it would use them. A move that
//! joins far places hardly ever pays, so the search looks at these alone (granular search: Toth & Vigo, *The granular
//! tabu search*, INFORMS J. Comput. 15 (2003) 333-346, doi 10.1287/ijoc.15.4.333.24890).

use super::day::{Class, Day};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::sync::{Arc, Mutex, PoisonError};

/// A near client and the least ways to it and from it that any profile has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub client: u32,
    /// Metres.
    pub there: u32,
    pub back: u32,
    /// Seconds there and back.
    pub seconds: u32,
}

/// Rows of different lengths, one after the other.
#[derive(Clone, Debug)]
struct Rows<T> {
    /// Where each row begins, and where the last one ends.
    begins: Vec<u32>,
    all: Vec<T>,
}

impl<T> Rows<T> {
    fn new(rows: impl IntoIterator<Item = Vec<T>>) -> Self {
        let mut built = Self {
            begins: vec![0],
            all: Vec::new(),
        };
        for row in rows {
            built.all.extend(row);
            built.begins.push(built.all.len() as u32);
        }
        built
    }

    #[inline]
    fn row(&self, index: u32) -> &[T] {
        let index = index as usize;
        &self.all[self.begins[index] as usize..self.begins[index + 1] as usize]
    }
}

/// Who is near whom, whatever anything costs.
#[derive(Debug)]
struct Nearness {
    near: Rows<u32>,
    nearest: Rows<Near>,
}

/// Days by their visits, and who is near whom then.
type Known = Vec<(Vec<(u32, u8)>, Arc<Nearness>)>;

/// What a problem that is solved again need not find out again: who is near whom on each of its days. It holds as long as
/// clients, travel and classes stay the same; prices, windows and unloading may change.
#[derive(Debug, Default)]
pub struct Memory {
    known: Mutex<Known>,
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            known: Mutex::new(known.clone()),
        }
    }
}

impl Memory {
    fn of(&self, day: &Day, find: impl FnOnce() -> Nearness) -> Arc<Nearness> {
        let visits: Vec<(u32, u8)> = day
            .clients
            .iter()
            .copied()
            .zip(day.days.iter().copied())
            .collect();
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = lock().iter().find(|(known, _)| *known == visits) {
            return Arc::clone(found);
        }
        // Others find their days in the meantime.
        let found = Arc::new(find());
        lock().push((visits, Arc::clone(&found)));
        found
    }
}

/// Lists of nearest nodes.
#[derive(Clone, Debug)]
pub(crate) struct Neighbourhood {
    clients: Arc<Nearness>,
    num_disposals: usize,
    disposals: Vec<u32>,
    legs_are_dear: bool,
}

/// At most so many disposals are tried for a client.
pub(crate) const MOST_DISPOSALS: usize = 8;

impl Neighbourhood {
    /// The `width` nearest visits of each on its day, by travel time from it (the quickest class's), nearest first. Of the
    /// first `breadth` the ways are kept.
    pub fn new(day: &Day, width: usize, breadth: usize, memory: &Memory) -> Self {
        let profiles = day.distinct_profiles();
        let mut built = Self {
            clients: memory.of(day, || Nearness::new(day, &profiles, width, breadth)),
            num_disposals: day.gates.len().min(MOST_DISPOSALS),
            disposals: Vec::new(),
            legs_are_dear: are_over_hubs(&profiles),
        };
        for client in 0..day.num_clients() as u32 {
            built.add_disposals(day, &profiles, client);
        }
        built
    }

    /// Disposals that take the client's commodity, by the money of going there, tipping a body's worth and coming back;
    /// the others last.
    fn add_disposals(&mut self, day: &Day, profiles: &[&Class], client: u32) {
        let commodities = day.node(client).load.commodities;
        let mut ranked: Vec<(bool, i64, u32)> = (0..day.gates.len())
            .map(|d| {
                let node = day.disposal_node(d);
                let takes = day.node(node).load.commodities & commodities == commodities;
                let price = |class: &&Class| {
                    let (there, back) =
                        (day.leg(class, client, node), day.leg(class, node, client));
                    let metres = i64::from(there.metres) + i64::from(back.metres);
                    let seconds = i64::from(there.seconds) + i64::from(back.seconds);
                    let body = class.capacity.weight.min(day.clients_weight());
                    class.drive_price(metres, seconds)
                        + seconds
                        + day.gates[d].price_a_unit.saturating_mul(body)
                };
                (!takes, profiles.iter().map(price).min().unwrap_or(0), node)
            })
            .collect();
        ranked.sort_unstable();
        self.disposals.extend(
            ranked
                .iter()
                .take(self.num_disposals)
                .map(|&(_, _, node)| node),
        );
    }

    /// Whether legs are found over hubs rather than looked up.
    pub fn legs_are_dear(&self) -> bool {
        self.legs_are_dear
    }

    /// The nearest clients of a client.
    #[inline]
    pub fn of(&self, client: u32) -> &[u32] {
        self.clients.near.row(client)
    }

    /// The nearest of these, with the ways there and back.
    #[inline]
    pub fn nearest(&self, client: u32) -> &[Near] {
        self.clients.nearest.row(client)
    }

    /// The disposals of a client, as nodes.
    #[inline]
    pub fn disposals(&self, client: u32) -> &[u32] {
        &self.disposals
            [client as usize * self.num_disposals..(client as usize + 1) * self.num_disposals]
    }
}

impl Nearness {
    fn new(day: &Day, profiles: &[&Class], width: usize, breadth: usize) -> Self {
        let near = match plane_of(day, profiles) {
            Some(tree) => rows(day, |client, _: &mut ()| {
                nearest_on_plane(day, &tree, profiles[0], client, width)
            }),
            None if are_over_hubs(profiles) => {
                let by_site = clients_by_site(day);
                rows(day, |client, ranked| {
                    nearest_over_hubs(day, profiles, &by_site, (client, width), ranked)
                })
            }
            None => {
                let site = |client: u32| day.node(client).site;
                let sites: Vec<u32> = (0..day.num_clients() as u32).map(site).collect();
                rows(day, |client, ranks| {
                    nearest_clients(day, profiles, &sites, (client, width), ranks)
                })
            }
        };
        let ways = |client: u32| {
            let row = near[client as usize].iter().take(breadth);
            row.map(|&other| Near::of(day, profiles, client, other))
                .collect()
        };
        let clients = (0..day.num_clients() as u32).into_par_iter();
        let nearest: Vec<Vec<Near>> = clients.map(ways).collect();
        Self {
            nearest: Rows::new(nearest),
            near: Rows::new(near),
        }
    }
}

impl Near {
    fn of(day: &Day, profiles: &[&Class], client: u32, other: u32) -> Self {
        let mut least = Self {
            client: other,
            there: u32::MAX,
            back: u32::MAX,
            seconds: u32::MAX,
        };
        for class in profiles {
            let legs = (day.leg(class, client, other), day.leg(class, other, client));
            least.there = least.there.min(legs.0.metres);
            least.back = least.back.min(legs.1.metres);
            let seconds = legs.0.seconds.saturating_add(legs.1.seconds);
            least.seconds = least.seconds.min(seconds);
        }
        least
    }
}

/// A row for each client, side by side on all threads, with memory to work in.
fn rows<Room: Default>(
    day: &Day,
    row: impl Fn(u32, &mut Room) -> Vec<u32> + Sync,
) -> Vec<Vec<u32>> {
    (0..day.num_clients() as u32)
        .into_par_iter()
        .map_init(Room::default, |room, client| row(client, room))
        .collect()
}

/// Places of clients in a spatial index, where all classes drive on one plane on one day.
type Tree = RTree<GeomWithData<[f64; 2], u32>>;

fn plane_of(day: &Day, profiles: &[&Class]) -> Option<Tree> {
    let [class] = profiles else {
        return None;
    };
    let points = class.travel.points()?;
    let first = day.days.first()?;
    let place = |client: u32| {
        let (x, y) = points[day.node(client).site as usize];
        GeomWithData::new([x, y], client)
    };
    let is_one_day = day.days.iter().all(|day| day == first);
    is_one_day.then(|| RTree::bulk_load((0..day.num_clients() as u32).map(place).collect()))
}

/// The nearest by the straight way, in the order of travel time.
fn nearest_on_plane(day: &Day, tree: &Tree, class: &Class, client: u32, width: usize) -> Vec<u32> {
    let Some(points) = class.travel.points() else {
        return Vec::new();
    };
    let (x, y) = points[day.node(client).site as usize];
    let others = tree.nearest_neighbor_iter([x, y]).map(|place| place.data);
    let mut row: Vec<u32> = others
        .filter(|&other| other != client)
        .take(width)
        .collect();
    row.sort_by_cached_key(|&other| (day.leg(class, client, other).seconds, other));
    row
}

fn are_over_hubs(profiles: &[&Class]) -> bool {
    let is_over_hubs = |class: &&Class| class.travel.nearest_over_hubs(0).is_some();
    !profiles.is_empty() && profiles.iter().all(is_over_hubs)
}

fn clients_by_site(day: &Day) -> Rows<u32> {
    let site = |client: u32| day.node(client).site as usize;
    let sites = (0..day.num_clients() as u32)
        .map(site)
        .max()
        .map_or(0, |most| most + 1);
    let mut clients = vec![Vec::new(); sites];
    for client in 0..day.num_clients() as u32 {
        clients[site(client)].push(client);
    }
    Rows::new(clients)
}

/// As [`nearest_clients`], with a list of near sites from each profile's hubs instead of a look at every client.
fn nearest_over_hubs(
    day: &Day,
    profiles: &[&Class],
    by_site: &Rows<u32>,
    (client, width): (u32, usize),
    ranked: &mut Vec<(u32, u32)>,
) -> Vec<u32> {
    let here = day.node(client).site as usize;
    let own = day.days[client as usize];
    let sites = by_site.begins.len() - 1;
    ranked.clear();
    for class in profiles {
        let near = class.travel.nearest_over_hubs(here).into_iter().flatten();
        let near = near.filter(|&site| site < sites);
        let others = near.flat_map(|site| by_site.row(site as u32));
        let others = others.filter(|&&other| other != client && day.days[other as usize] == own);
        ranked.extend(others.take(width).map(|&other| {
            let site = day.node(other).site as usize;
            let legs = profiles.iter().map(|class| class.travel.leg(here, site));
            (legs.map(|leg| leg.seconds).min().unwrap_or(0), other)
        }));
    }
    ranked.sort_unstable();
    ranked.dedup();
    ranked.truncate(width);
    ranked.iter().map(|&(_, other)| other).collect()
}

/// Memory to rank the clients of a day in: the time to each, and time and client as one number.
#[derive(Default)]
struct Ranks {
    seconds: Vec<u32>,
    keys: Vec<u64>,
}

fn nearest_clients(
    day: &Day,
    profiles: &[&Class],
    sites: &[u32],
    (client, width): (u32, usize),
    ranks: &mut Ranks,
) -> Vec<u32> {
    let here = day.node(client).site as usize;
    ranks.seconds.clear();
    ranks.seconds.resize(sites.len(), u32::MAX);
    for class in profiles {
        let travel = &class.travel;
        travel.lower_seconds(here, sites, &mut ranks.seconds);
    }
    if profiles.is_empty() {
        ranks.seconds.fill(0);
    }
    let own = day.days[client as usize];
    let times = (0u32..).zip(&ranks.seconds).zip(&day.days);
    let others = times.filter(|&((other, _), &day)| other != client && day == own);
    let key = |((other, &seconds), _)| u64::from(seconds) << 32 | u64::from(other);
    ranks.keys.clear();
    ranks.keys.extend(others.map(key));
    let keys = &mut ranks.keys;
    if width < keys.len() && width > 0 {
        keys.select_nth_unstable(width);
    }
    keys.truncate(width);
    keys.sort_unstable();
    keys.iter().map(|&key| key as u32).collect()
}
