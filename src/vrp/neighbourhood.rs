//! Who is near whom: for each client its nearest clients and the disposals in the order it would use them. A move that
//! joins far places hardly ever pays, so the search looks at these alone (granular search: Toth & Vigo, *The granular
//! tabu search*, INFORMS J. Comput. 15 (2003) 333-346, doi 10.1287/ijoc.15.4.333.24890).

use super::day::{Class, Day};

/// A near client and the ways to it and from it, in metres of the first profile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub client: u32,
    pub there: u32,
    pub back: u32,
}

/// Lists of nearest nodes, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Neighbourhood {
    width: usize,
    near: Vec<u32>,
    breadth: usize,
    nearest: Vec<Near>,
    num_disposals: usize,
    disposals: Vec<u32>,
}

/// At most so many disposals are tried for a client.
const MOST_DISPOSALS: usize = 8;

impl Neighbourhood {
    /// The `width` nearest clients of each, by travel time from it (the quickest class's), nearest first.
    /// Of the first `breadth` the ways are kept.
    pub fn new(day: &Day, width: usize, breadth: usize) -> Self {
        let profiles = distinct_profiles(day);
        let width = width.min(day.num_clients().saturating_sub(1));
        let mut built = Self {
            width,
            near: Vec::with_capacity(width * day.num_clients()),
            breadth: breadth.min(width),
            nearest: Vec::new(),
            num_disposals: day.gates.len().min(MOST_DISPOSALS),
            disposals: Vec::new(),
        };
        let mut ranked = Vec::with_capacity(day.num_clients());
        for client in 0..day.num_clients() as u32 {
            built.add_clients(day, &profiles, client, &mut ranked);
            built.add_disposals(day, &profiles, client);
        }
        built.keep_ways(day, &profiles);
        built
    }

    fn keep_ways(&mut self, day: &Day, profiles: &[&Class]) {
        let Some(class) = profiles.first() else {
            return;
        };
        for client in 0..day.num_clients() as u32 {
            let row = client as usize * self.width;
            let ways = self.near[row..row + self.breadth]
                .iter()
                .map(|&other| Near {
                    client: other,
                    there: day.leg(class, client, other).metres,
                    back: day.leg(class, other, client).metres,
                });
            self.nearest.extend(ways);
        }
    }

    fn add_clients(
        &mut self,
        day: &Day,
        profiles: &[&Class],
        client: u32,
        ranked: &mut Vec<(u32, u32)>,
    ) {
        if self.width == 0 {
            return;
        }
        ranked.clear();
        let here = day.node(client).site as usize;
        for other in 0..day.num_clients() as u32 {
            if other != client && day.days[other as usize] == day.days[client as usize] {
                let site = day.node(other).site as usize;
                let legs = profiles.iter().map(|class| class.travel.leg(here, site));
                let seconds = legs.map(|leg| leg.seconds).min().unwrap_or(0);
                ranked.push((seconds, other));
            }
        }
        if self.width < ranked.len() {
            ranked.select_nth_unstable(self.width);
            ranked.truncate(self.width);
        }
        ranked.sort_unstable();
        self.near.extend(ranked.iter().map(|&(_, other)| other));
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

    /// The nearest clients of a client.
    #[inline]
    pub fn of(&self, client: u32) -> &[u32] {
        &self.near[client as usize * self.width..(client as usize + 1) * self.width]
    }

    /// The nearest of these, with the ways there and back.
    #[inline]
    pub fn nearest(&self, client: u32) -> &[Near] {
        &self.nearest[client as usize * self.breadth..(client as usize + 1) * self.breadth]
    }

    /// The disposals of a client, as nodes.
    #[inline]
    pub fn disposals(&self, client: u32) -> &[u32] {
        &self.disposals
            [client as usize * self.num_disposals..(client as usize + 1) * self.num_disposals]
    }
}

/// One class a travel matrix.
fn distinct_profiles(day: &Day) -> Vec<&Class> {
    let mut found: Vec<&Class> = Vec::new();
    for class in &day.classes {
        if !found
            .iter()
            .any(|other| std::sync::Arc::ptr_eq(&other.travel, &class.travel))
        {
            found.push(class);
        }
    }
    found
}
