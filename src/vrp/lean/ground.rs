//! What a lean search reads: clients with a weight and a clock, bases, one matrix whose ways are as long back as there.

use crate::quantity::{PlaneMetres, TravelMatrix};
use crate::vrp::day::{Class, Day, NONE};
use crate::vrp::space::Space;

/// Metres between places: the clients, then the bases.
pub(crate) trait Ways: Sync {
    fn metres(&self, from: u32, to: u32) -> i32;
}

/// Looked up.
#[derive(Clone, Debug)]
pub(crate) struct InTable {
    places: usize,
    metres: Vec<i32>,
}

impl Ways for PlaneMetres {
    #[inline(always)]
    fn metres(&self, from: u32, to: u32) -> i32 {
        self.between(from as usize, to as usize) as i32
    }
}

impl Ways for InTable {
    #[inline(always)]
    fn metres(&self, from: u32, to: u32) -> i32 {
        self.metres[from as usize * self.places + to as usize]
    }
}

/// A near client and the way to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub client: u32,
    pub metres: i32,
}

/// A client: what is loaded, when the service may begin and how long it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    pub weight: i32,
    pub opens: i32,
    pub closes: i32,
    pub service: i32,
}

/// Where tours begin and end: a class of the day.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub opens: i32,
    pub closes: i32,
    /// Longest time from leaving to returning.
    pub longest: i32,
    /// Metres from it to each client.
    pub home: Vec<i32>,
}

/// A day on which weight and clocks are the only limits and metres the only cost, but for a fixed price a tour.
#[derive(Clone, Debug)]
pub(crate) struct Ground<W> {
    pub ways: W,
    pub clients: u32,
    pub stops: Vec<Stop>,
    pub capacity: i32,
    pub bases: Vec<Base>,
    /// Metres between each client and the base nearest to it.
    pub apart: Vec<i32>,
    /// Whether any clock could matter.
    pub is_timed: bool,
    /// Whether some longest duration is shorter than its base is open.
    pub has_durations: bool,
    pub per_metre: i64,
    pub fixed: i64,
    near: Rows,
    suited: Rows,
}

/// Near clients of each client, row behind row.
#[derive(Clone, Debug)]
struct Rows {
    near: Vec<Near>,
    /// Where each row begins, and where the last one ends.
    begins: Vec<u32>,
}

impl Rows {
    fn new<R: IntoIterator<Item = Near>>(clients: u32, row: impl Fn(u32) -> R) -> Self {
        let mut rows = Self {
            near: Vec::new(),
            begins: vec![0],
        };
        for client in 0..clients {
            rows.near.extend(row(client));
            rows.begins.push(rows.near.len() as u32);
        }
        rows
    }

    #[inline]
    fn of(&self, client: u32) -> &[Near] {
        let client = client as usize;
        &self.near[self.begins[client] as usize..self.begins[client + 1] as usize]
    }
}

impl<W: Ways> Ground<W> {
    fn new(space: &Space, ways: W) -> Self {
        let day = &space.day;
        let class = &day.classes[0];
        let clients = day.num_clients() as u32;
        let near = Rows::new(clients, |client| {
            let row = space.neighbours(client).iter();
            let ways = &ways;
            row.map(move |near| Near {
                client: near.client,
                metres: ways.metres(client, near.client),
            })
        });
        let stops: Vec<Stop> = (0..clients).map(|client| Stop::new(day, client)).collect();
        let bases: Vec<Base> = (clients..)
            .zip(&day.classes)
            .map(|(place, class)| Base::new(day, class, &ways, place))
            .collect();
        let nearest = |client: u32| bases.iter().map(|base| base.home[client as usize]).min();
        Self {
            clients,
            capacity: class.capacity.weight.min(class.max_weight).min(MOST) as i32,
            apart: (0..clients).map(|c| nearest(c).unwrap_or(0)).collect(),
            is_timed: day.is_timed,
            has_durations: bases
                .iter()
                .any(|base| base.longest < base.closes - base.opens),
            bases,
            per_metre: class.per_metre,
            fixed: class.fixed,
            ways,
            suited: Rows::new(clients, |client| suited_to(client, near.of(client), &stops)),
            near,
            stops,
        }
    }

    /// The nearest clients of a client, nearest first.
    #[inline]
    pub fn near(&self, client: u32) -> &[Near] {
        self.near.of(client)
    }

    /// Those whom a local search brings beside a client.
    #[inline]
    pub fn suited(&self, client: u32) -> &[Near] {
        self.suited.of(client)
    }

    /// What so many metres on so many tours cost.
    #[inline]
    pub fn cost(&self, metres: i64, tours: usize) -> i64 {
        metres * self.per_metre + tours as i64 * self.fixed
    }
}

/// Of the near clients those with the shortest way, each second of waiting or lateness that no clock could spare counted too
/// (Vidal, Crainic, Gendreau & Prins, C&OR 40 (2013) 475-489, doi 10.1016/j.cor.2012.07.018, section 4.5.2).
fn suited_to(client: u32, near: &[Near], stops: &[Stop]) -> Vec<Near> {
    let one_way = |from: &Stop, to: &Stop, way: i32| {
        let waits = (to.opens - (from.closes + from.service + way)).max(0);
        let late = (from.opens + from.service + way - to.closes).max(0);
        way + waits / 5 + late
    };
    let stop = |client: u32| &stops[client as usize];
    let mut row = near.to_vec();
    row.sort_by_key(|near| {
        let (u, v) = (stop(client), stop(near.client));
        one_way(u, v, near.metres).min(one_way(v, u, near.metres))
    });
    row.truncate(BREADTH);
    row
}

/// Later than all clocks.
pub(super) const NEVER: i32 = i32::MAX / 4;

impl Stop {
    /// Where no clock matters, the service takes no time and may begin at any.
    fn new(day: &Day, client: u32) -> Self {
        let node = day.node(client);
        let (opens, closes, service) = match day.is_timed {
            true => (node.open, node.close, node.service),
            false => (0, NEVER, 0),
        };
        Self {
            weight: node.load.load.weight as i32,
            opens,
            closes,
            service,
        }
    }
}

impl Base {
    fn new<W: Ways>(day: &Day, class: &Class, ways: &W, place: u32) -> Self {
        let node = day.node(class.start);
        let (opens, closes, longest) = match day.is_timed {
            true => (node.open, node.close, class.longest),
            false => (0, NEVER, NEVER),
        };
        Self {
            opens,
            closes,
            longest,
            home: (0..day.num_clients() as u32)
                .map(|client| ways.metres(client, place))
                .collect(),
        }
    }
}

/// The ground of a lean day, by how its ways are known.
#[derive(Clone, Debug)]
pub(crate) enum Lean {
    Plane(Ground<PlaneMetres>),
    Table(Ground<InTable>),
}

/// So many clients a local search brings beside each.
const BREADTH: usize = 5;
/// Sums of weights and metres stay below this.
const MOST: i64 = i32::MAX as i64 / 8;
/// Up to so many places a matrix is looked through to know whether its ways are as long back as there.
const MOST_LOOKED_THROUGH: usize = 2_000;

impl Lean {
    /// The ground of a day, if it is lean.
    pub fn of(space: &Space) -> Option<Self> {
        let day = &space.day;
        let class = day.classes.first()?;
        let are_alike = day
            .classes
            .iter()
            .all(|other| differ_by_base_alone(class, other));
        if !are_alike || !are_weight_and_clocks_all(day) || !are_metres_all(day) {
            return None;
        }
        let clients = (0..day.num_clients() as u32).map(|client| day.node(client).site);
        let bases = day.classes.iter().map(|class| day.node(class.start).site);
        let sites: Vec<u32> = clients.chain(bases).collect();
        if let Some(ways) = class.travel.metres_on_plane(&sites) {
            return Some(Self::Plane(Ground::new(space, ways)));
        }
        let ways = InTable::new(&class.travel, &sites)?;
        Some(Self::Table(Ground::new(space, ways)))
    }
}

impl InTable {
    /// The ways between some sites, if they are not too many and as long back as there.
    fn new(travel: &TravelMatrix, sites: &[u32]) -> Option<Self> {
        let is_over_hubs = travel.nearest_over_hubs(0).is_some();
        if sites.len() > MOST_LOOKED_THROUGH || is_over_hubs {
            return None;
        }
        let leg = |from: u32, to: u32| travel.leg(from as usize, to as usize);
        let mut metres = Vec::with_capacity(sites.len() * sites.len());
        for &from in sites {
            for &to in sites {
                let (there, back) = (leg(from, to), leg(to, from));
                if !there.exists() || there.metres != back.metres {
                    return None;
                }
                metres.push(there.metres as i32);
            }
        }
        Some(Self {
            places: sites.len(),
            metres,
        })
    }
}

/// Whether the tours of two classes are limited and paid for alike, wherever and whenever they begin.
fn differ_by_base_alone(class: &Class, other: &Class) -> bool {
    (class.capacity.weight, class.max_weight) == (other.capacity.weight, other.max_weight)
        && (class.fixed, class.per_metre) == (other.fixed, other.per_metre)
}

/// Whether weight and clocks are all that limits a tour: each place has one window, each tour a longest duration.
fn are_weight_and_clocks_all(day: &Day) -> bool {
    let clients = || 0..day.num_clients() as u32;
    let volume: i64 = clients().map(|c| day.node(c).load.load.volume).sum();
    let commodities = clients().fold(0, |all, c| all | day.node(c).load.commodities);
    let is_of_one = commodities & commodities.wrapping_sub(1) == 0;
    let is_free = |class: &Class| {
        !class.ends_empty
            && (class.mixes || is_of_one)
            && volume <= class.capacity.volume
            && class.max_distance == i64::MAX
            && class.max_clients as usize >= day.num_clients()
    };
    let classes = 0..day.classes.len() as u32;
    day.gates.is_empty()
        && (!day.is_timed || are_clocks_simple(day))
        && !day.has_releases
        && day.choices.is_empty()
        && day.clients_weight() <= MOST
        && day.classes.iter().all(is_free)
        && clients().all(|c| day.must[c as usize] && classes.clone().all(|k| day.allows(c, k)))
}

/// Whether a clock follows from ways, windows and services alone.
fn are_clocks_simple(day: &Day) -> bool {
    let goes_on = |class: &Class| class.rest.is_none() && class.lunch.is_none();
    day.is_steady && day.classes.iter().all(goes_on) && day.classes[0].travel.seconds_are_metres()
}

/// Whether metres by one matrix, as long back as there, are all that a tour costs.
fn are_metres_all(day: &Day) -> bool {
    let is_round = |class: &Class| day.node(class.start).site == day.node(class.end).site;
    let class = &day.classes[0];
    let farthest = i64::from(class.travel.longest().metres);
    day.is_plain
        && class.per_metre > 0
        && day.classes.iter().all(is_round)
        && farthest <= MOST / 8
        && day.num_clients() < NONE as usize / 4
}
