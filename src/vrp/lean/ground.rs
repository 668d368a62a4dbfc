//! What a lean search reads: clients with a weight, a base, one matrix whose ways are as long back as there.

use crate::quantity::{PlaneMetres, TravelMatrix};
use crate::vrp::day::{Class, Day, NONE};
use crate::vrp::space::Space;

/// Metres between places; the numbers beyond the last client all stand for the base.
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
        let base = self.len() - 1;
        self.between((from as usize).min(base), (to as usize).min(base)) as i32
    }
}

impl Ways for InTable {
    #[inline(always)]
    fn metres(&self, from: u32, to: u32) -> i32 {
        let base = self.places - 1;
        self.metres[(from as usize).min(base) * self.places + (to as usize).min(base)]
    }
}

/// A near client and the way to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub client: u32,
    pub metres: i32,
}

/// A day on which weight is the only limit and metres the only cost, but for a fixed price a tour.
#[derive(Clone, Debug)]
pub(crate) struct Ground<W> {
    pub ways: W,
    pub clients: u32,
    pub weight: Vec<i32>,
    pub capacity: i32,
    /// Metres between each client and the base.
    pub home: Vec<i32>,
    pub per_metre: i64,
    pub fixed: i64,
    near: Vec<Near>,
    /// Where each client's row of `near` begins, and where the last one ends.
    begins: Vec<u32>,
}

impl<W: Ways> Ground<W> {
    fn new(space: &Space, ways: W) -> Self {
        let day = &space.day;
        let class = &day.classes[0];
        let clients = day.num_clients() as u32;
        let weight = |client| day.node(client).load.load.weight as i32;
        let mut near = Vec::new();
        let mut begins = vec![0];
        for client in 0..clients {
            let row = space.neighbours(client).iter().map(|near| Near {
                client: near.client,
                metres: ways.metres(client, near.client),
            });
            near.extend(row);
            begins.push(near.len() as u32);
        }
        Self {
            clients,
            weight: (0..clients).map(weight).collect(),
            capacity: class.capacity.weight.min(class.max_weight).min(MOST) as i32,
            home: (0..clients)
                .map(|client| ways.metres(client, clients))
                .collect(),
            per_metre: class.per_metre,
            fixed: class.fixed,
            ways,
            near,
            begins,
        }
    }

    /// The nearest clients of a client, nearest first.
    #[inline]
    pub fn near(&self, client: u32) -> &[Near] {
        let client = client as usize;
        &self.near[self.begins[client] as usize..self.begins[client + 1] as usize]
    }

    /// What so many metres on so many tours cost.
    #[inline]
    pub fn cost(&self, metres: i64, tours: usize) -> i64 {
        metres * self.per_metre + tours as i64 * self.fixed
    }
}

/// The ground of a lean day, by how its ways are known.
#[derive(Clone, Debug)]
pub(crate) enum Lean {
    Plane(Ground<PlaneMetres>),
    Table(Ground<InTable>),
}

/// Sums of weights and metres stay below this.
const MOST: i64 = i32::MAX as i64 / 8;
/// Up to so many places a matrix is looked through to know whether its ways are as long back as there.
const MOST_LOOKED_THROUGH: usize = 2_000;

impl Lean {
    /// The ground of a day, if it is lean.
    pub fn of(space: &Space) -> Option<Self> {
        let day = &space.day;
        let [class] = &day.classes[..] else {
            return None;
        };
        if !weight_is_all(day, class) || !metres_are_all(day, class) {
            return None;
        }
        let mut sites: Vec<u32> = (0..day.num_clients() as u32)
            .map(|client| day.node(client).site)
            .collect();
        sites.push(day.node(class.start).site);
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

/// Whether weight is all that limits a tour.
fn weight_is_all(day: &Day, class: &Class) -> bool {
    let clients = || 0..day.num_clients() as u32;
    let volume: i64 = clients().map(|c| day.node(c).load.load.volume).sum();
    let commodities = clients().fold(0, |all, c| all | day.node(c).load.commodities);
    day.gates.is_empty()
        && !day.is_timed
        && !day.has_releases
        && day.choices.is_empty()
        && !class.ends_empty
        && (class.mixes || commodities & commodities.wrapping_sub(1) == 0)
        && volume <= class.capacity.volume
        && day.clients_weight() <= MOST
        && class.max_distance == i64::MAX
        && class.max_clients as usize >= day.num_clients()
        && clients().all(|c| day.allows(c, 0) && day.must[c as usize])
}

/// Whether metres by one matrix, as long back as there, are all that a tour costs.
fn metres_are_all(day: &Day, class: &Class) -> bool {
    let farthest = i64::from(class.travel.longest().metres);
    day.is_plain
        && class.per_metre > 0
        && day.node(class.start).site == day.node(class.end).site
        && farthest <= MOST / 8
        && day.num_clients() < NONE as usize / 4
}
