//! What all searches of a day share: the day, who is near whom, and what a tour to one client alone costs.

use super::day::{Day, NONE};
use super::neighbourhood::{MOST_DISPOSALS, Memory, Near, Neighbourhood};
use super::route::Tour;

/// A day made ready for searching; read-only.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    pub day: Day,
    pub near: Neighbourhood,
    /// Cost of a tour to a client alone by a class, and the disposal it uses: `client * classes + class`.
    alone: Vec<(i64, u32)>,
    /// How far each client is from where it is taken, in seconds: its best disposal, or the first class's start.
    pub apart: Vec<u32>,
    /// Metres from each client to the disposal nearest to it, and from the one nearest back; empty without disposals.
    gate_ways: Vec<(u32, u32)>,
    /// Whether some disposal takes only so much a day.
    pub has_limits: bool,
    /// Least price of a unit of weight at any gate.
    pub least_gate_price: i64,
    /// Whether that is the price at all gates.
    pub gates_cost_alike: bool,
    /// Shortest unloading of any disposal.
    pub quickest_unloading: i32,
}

/// Disposals that a tour to one client tries first where legs are found over hubs.
const FEW_DISPOSALS: usize = 2;
/// Ruins look farther than insertions: so many times the neighbours.
const RUIN_BREADTH: usize = 3;

impl Space {
    /// Makes a day ready; insertions look at `breadth` neighbours.
    pub fn new(day: Day, breadth: usize, memory: &Memory) -> Self {
        let breadth = breadth * day.visits_offered_for_one().min(RUIN_BREADTH);
        let near = Neighbourhood::new(&day, breadth * RUIN_BREADTH, breadth, memory);
        let mut space = Self {
            alone: Vec::with_capacity(day.num_clients() * day.classes.len()),
            has_limits: day.gates.iter().any(|gate| gate.limit < i64::MAX),
            least_gate_price: day
                .gates
                .iter()
                .map(|gate| gate.price_a_unit)
                .min()
                .unwrap_or(0),
            gates_cost_alike: day
                .gates
                .windows(2)
                .all(|pair| pair[0].price_a_unit == pair[1].price_a_unit),
            quickest_unloading: (0..day.gates.len())
                .map(|d| day.node(day.disposal_node(d)).service)
                .min()
                .unwrap_or(0),
            apart: apart(&day, &near),
            gate_ways: gate_ways(&day),
            near,
            day,
        };
        let mut tour = Tour::default();
        for client in 0..space.day.num_clients() as u32 {
            for class in 0..space.day.classes.len() as u32 {
                let alone = space.go_alone(client, class, &mut tour);
                space.alone.push(alone);
            }
        }
        space
    }

    fn go_alone(&self, client: u32, class: u32, tour: &mut Tour) -> (i64, u32) {
        let none = (i64::MAX, NONE);
        if !self.day.allows(client, class) {
            return none;
        }
        if !self.day.classes[class as usize].ends_empty {
            return (self.cost(class, &[client], tour), NONE);
        }
        let disposals = self.near.disposals(client);
        // Where a leg takes long to find, the first ones do if anyone of them can be used.
        let first = match self.near.legs_are_dear() {
            true => disposals.len().min(FEW_DISPOSALS),
            false => disposals.len(),
        };
        self.cheapest_way(client, class, &disposals[..first], tour)
            .or_else(|| self.cheapest_way(client, class, &disposals[first..], tour))
            .unwrap_or(none)
    }

    /// The disposal by which a tour to a client alone costs least, and what it costs. Those that cannot cost less, waiting or
    /// not, are not driven to.
    fn cheapest_way(
        &self,
        client: u32,
        class: u32,
        disposals: &[u32],
        tour: &mut Tour,
    ) -> Option<(i64, u32)> {
        let mut ways = [(i64::MAX, NONE); MOST_DISPOSALS];
        let ways = &mut ways[..disposals.len()];
        for (way, &disposal) in ways.iter_mut().zip(disposals) {
            *way = (self.least_cost(client, class, disposal), disposal);
        }
        ways.sort_unstable();
        let mut best = (i64::MAX, NONE);
        for &(least, disposal) in ways.iter() {
            if least > best.0 {
                break;
            }
            best = best.min((self.cost(class, &[client, disposal], tour), disposal));
        }
        (best.0 < i64::MAX).then_some(best)
    }

    /// What a tour to a client alone costs at least: all but waiting and rests.
    fn least_cost(&self, client: u32, class: u32, disposal: u32) -> i64 {
        let day = &self.day;
        let kind = &day.classes[class as usize];
        let legs = [
            day.leg(kind, kind.start, client),
            day.gate_leg(kind, client, disposal),
            day.leg(kind, disposal, kind.end),
        ];
        if !legs.iter().all(|leg| leg.exists()) {
            return i64::MAX;
        }
        let metres: i64 = legs.iter().map(|leg| i64::from(leg.metres)).sum();
        let seconds: i32 = legs.iter().map(|leg| leg.seconds as i32).sum();
        let served = day.node(client).service + day.node(disposal).service;
        kind.fixed
            + kind.per_metre * metres
            + kind.duty_price(seconds + served)
            + day.gate_price(disposal) * day.node(client).load.load.weight
            + day.class_price(client, class)
    }

    /// What a tour of these nodes costs, `i64::MAX` if it cannot be driven.
    fn cost(&self, class: u32, nodes: &[u32], tour: &mut Tour) -> i64 {
        tour.refill(&self.day, class, nodes);
        if tour.walk(&self.day) {
            tour.cost
        } else {
            i64::MAX
        }
    }

    /// Cost of a tour to a client alone, `i64::MAX` if there is none, and the disposal it uses.
    #[inline]
    pub fn alone(&self, client: u32, class: u32) -> (i64, u32) {
        self.alone[client as usize * self.day.classes.len() + class as usize]
    }

    /// Whether any class could serve a client at all, were it alone.
    pub fn is_servable(&self, client: u32) -> bool {
        (0..self.day.classes.len() as u32).any(|class| self.alone(client, class).0 < i64::MAX)
    }

    /// Metres from a node to the disposal nearest to it, and from the one nearest back; none from any but a client.
    #[inline]
    pub fn gate_ways(&self, node: u32) -> (u32, u32) {
        self.gate_ways
            .get(node as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The clients whose places are tried for an insertion of this one.
    #[inline]
    pub fn neighbours(&self, client: u32) -> &[Near] {
        self.near.nearest(client)
    }
}

fn gate_ways(day: &Day) -> Vec<(u32, u32)> {
    if day.gates.is_empty() {
        return Vec::new();
    }
    let profiles = day.distinct_profiles();
    let ways = |client: u32| {
        let gates = || {
            let nodes = (0..day.gates.len()).map(|gate| day.disposal_node(gate));
            nodes.flat_map(|node| profiles.iter().map(move |class| (class, node)))
        };
        let there = gates().map(|(class, node)| day.gate_leg(class, client, node).metres);
        let back = gates().map(|(class, node)| day.gate_leg(class, node, client).metres);
        (there.min().unwrap_or(0), back.min().unwrap_or(0))
    };
    (0..day.num_clients() as u32).map(ways).collect()
}

fn apart(day: &Day, near: &Neighbourhood) -> Vec<u32> {
    let Some(class) = day.classes.first() else {
        return vec![0; day.num_clients()];
    };
    let away = |client: u32| {
        let node = near.disposals(client).first().copied();
        day.leg(class, client, node.unwrap_or(class.start)).seconds
    };
    (0..day.num_clients() as u32).map(away).collect()
}
