//! The ways of one profile between sites, on the graph of turns made ready: they begin with a street that leaves a site
//! and end with a street that leads to another.

use super::RoadNetwork;
use super::graph::{End, NONE, Search};
use super::hierarchy::{Climb, Climbs, Hierarchy, Targets};
use super::network::Course;
use super::profile::Profile;
use super::snap::keep_special;
use super::streets::Streets;
use super::turns::Turns;
use super::weight::Weight;
use crate::quantity::{Hub, KnownRows, Leg, TravelMatrix};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Up to so many bytes of all tables together tables are kept, some 11,000 sites for one way of driving; beyond it hubs are,
/// some 5 kB a site.
const MOST_TABLE_BYTES: usize = 1 << 30;

/// The roads of a profile, and where sites lie on them.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    streets: Streets,
    turns: Turns,
    hierarchy: Hierarchy,
    /// The node of each site; [`NONE`] where the profile cannot get to.
    sites: Vec<u32>,
    /// By site, the vertices at which one begins there.
    exits: Vec<Vec<End>>,
    /// By site, the vertices whose street ends there, and what it costs.
    entries: Vec<Vec<End>>,
}

impl Ways {
    /// The ways of a profile between sites at nodes of the network.
    pub(super) fn of(network: &RoadNetwork, profile: &Profile, sites: &[Option<u32>]) -> Self {
        let mut kept = vec![false; network.nodes.len()];
        keep_special(network, &mut kept);
        for &node in sites.iter().flatten() {
            kept[node as usize] = true;
        }
        let streets = Streets::of(network, profile, &kept);
        let turns = Turns::of(network, profile, &streets);
        let hierarchy = Hierarchy::new(&turns.graph);
        let sites: Vec<u32> = sites.iter().map(|node| node.unwrap_or(NONE)).collect();
        let exits = sites.iter().map(|&node| exits(&streets, node)).collect();
        let entries = entries(&streets, &turns, &sites);
        Self {
            streets,
            turns,
            hierarchy,
            sites,
            exits,
            entries,
        }
    }

    /// How many vertices and arcs the graph of turns has.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.turns.graph.len(), self.turns.graph.num_arcs())
    }

    /// Whether the profile gets to a site.
    pub(super) fn gets_to(&self, site: usize) -> bool {
        self.sites[site] != NONE
    }

    /// The node of a site.
    pub(super) fn node(&self, site: usize) -> Option<u32> {
        self.gets_to(site).then(|| self.sites[site])
    }

    /// Whether two sites lie at one node.
    fn are_one(&self, from: usize, to: usize) -> bool {
        from == to || (self.gets_to(from) && self.sites[from] == self.sites[to])
    }

    /// The legs between all sites, for one of so many ways of driving: a table, or hubs where tables would be too large, with
    /// the rows of `ends` at hand.
    pub(super) fn matrix(&self, ends: &[usize], of: usize) -> TravelMatrix {
        let len = self.sites.len();
        if len * len * size_of::<Leg>() * of > MOST_TABLE_BYTES {
            self.hubs().with_rows(self.rows(ends))
        } else {
            self.table()
        }
    }

    /// The legs from and to some sites.
    fn rows(&self, sites: &[usize]) -> KnownRows {
        let len = self.sites.len();
        let of = |ends: &[Vec<End>]| sites.iter().map(|&site| ends[site].clone()).collect();
        let (exits, entries): (Vec<Vec<End>>, Vec<Vec<End>>) = (of(&self.exits), of(&self.entries));
        let mut from = vec![Leg::NONE; len * sites.len()];
        Targets::new(&self.hierarchy, &self.entries).fill(&exits, &mut from, Weight::leg);
        let mut to = vec![Leg::NONE; len * sites.len()];
        Targets::new(&self.hierarchy, &entries).fill(&self.exits, &mut to, Weight::leg);
        for (place, &site) in sites.iter().enumerate() {
            for other in (0..len).filter(|&other| self.are_one(site, other)) {
                from[place * len + other] = Leg::default();
                to[other * sites.len() + place] = Leg::default();
            }
        }
        KnownRows::new(len, sites, from, to)
    }

    fn hubs(&self) -> TravelMatrix {
        let hub = |(number, weight): End| {
            let (milliseconds, centimetres) = weight.parts();
            Hub {
                number,
                milliseconds,
                centimetres,
            }
        };
        let labels = |ends: &[Vec<End>], label: fn(&Hierarchy, &[End], &mut Climb) -> Vec<End>| {
            let each = ends.par_iter();
            each.map_init(Climb::default, |climb, ends| {
                let met = label(&self.hierarchy, ends, climb);
                // A vector of its own: the one met has room for twice as many, and there are thousands.
                let mut hubs = Vec::with_capacity(met.len());
                hubs.extend(met.into_iter().map(hub));
                hubs
            })
            .collect()
        };
        let places = (0..self.sites.len()).map(|site| self.node(site)).collect();
        TravelMatrix::over_hubs(
            labels(&self.exits, Hierarchy::label_away),
            labels(&self.entries, Hierarchy::label_towards),
            places,
        )
    }

    fn table(&self) -> TravelMatrix {
        let len = self.sites.len();
        let mut legs = vec![Leg::NONE; len * len];
        let targets = Targets::new(&self.hierarchy, &self.entries);
        targets.fill(&self.exits, &mut legs, Weight::leg);
        let mut at_node: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (site, &node) in self.sites.iter().enumerate() {
            legs[site * len + site] = Leg::default();
            if node != NONE {
                at_node.entry(node).or_default().push(site);
            }
        }
        for sites in at_node.values() {
            for (&from, &to) in sites
                .iter()
                .flat_map(|from| sites.iter().map(move |to| (from, to)))
            {
                legs[from * len + to] = Leg::default();
            }
        }
        TravelMatrix::new(len, legs)
    }

    /// The weights from a site to all sites, by a plain search.
    pub(super) fn plain_row(&self, from: usize, search: &mut Search) -> Vec<Weight> {
        let reached = search.run(&self.turns.graph, &self.exits[from]);
        let best = |to: usize| {
            if self.are_one(from, to) {
                return Weight::ZERO;
            }
            let arriving = self.entries[to]
                .iter()
                .map(|&(vertex, last)| reached[vertex as usize].then(last));
            arriving.min().unwrap_or(Weight::NONE)
        };
        (0..self.sites.len()).map(best).collect()
    }

    /// The streets of the best way from a site to another: none between two sites at one node; `None` if there is no way.
    fn way(&self, from: usize, to: usize, scratch: &mut Climbs) -> Option<Vec<u32>> {
        if self.are_one(from, to) {
            return Some(Vec::new());
        }
        let vertices = self
            .hierarchy
            .way(&self.exits[from], &self.entries[to], scratch)?;
        Some(
            vertices
                .into_iter()
                .filter_map(|vertex| self.turns.street(vertex))
                .collect(),
        )
    }

    /// The weight of the best way from a site to another.
    pub(super) fn weight(&self, from: usize, to: usize, scratch: &mut Climbs) -> Weight {
        let along = |streets: Vec<u32>| {
            let weights = streets
                .into_iter()
                .map(|street| self.streets.street(street).weight);
            weights.fold(Weight::ZERO, Weight::then)
        };
        self.way(from, to, scratch).map_or(Weight::NONE, along)
    }

    /// The courses of the best way from a site to another: none between two sites at one node; `None` if there is no way.
    pub(super) fn path(&self, from: usize, to: usize, scratch: &mut Climbs) -> Option<Vec<Course>> {
        let streets = self.way(from, to, scratch)?.into_iter();
        Some(
            streets
                .flat_map(|street| self.streets.courses(street).iter().copied())
                .collect(),
        )
    }
}

fn exits(streets: &Streets, node: u32) -> Vec<End> {
    match node {
        NONE => Vec::new(),
        node => streets
            .leaving(node)
            .map(|street| (street, Weight::ZERO))
            .collect(),
    }
}

fn entries(streets: &Streets, turns: &Turns, sites: &[u32]) -> Vec<Vec<End>> {
    let mut at_node: BTreeMap<u32, Vec<End>> =
        sites.iter().map(|&node| (node, Vec::new())).collect();
    for vertex in 0..turns.graph.len() as u32 {
        let Some(street) = turns.street(vertex).map(|street| streets.street(street)) else {
            continue;
        };
        if let Some(ends) = at_node.get_mut(&street.to) {
            ends.push((vertex, street.weight));
        }
    }
    sites.iter().map(|node| at_node[node].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::Place;
    use crate::roads::network::{Barrier, OpenTo, SizeLimits, TurnRestriction};
    use crate::roads::{RoadClass, Segment};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    const TRUCK: Profile = Profile {
        size: SizeLimits {
            width_m: Some(2.3),
            tonnes: Some(8.0),
            height_m: None,
        },
        speed_factor: 1.0,
    };

    /// Courses driven last, the most recent one last: as many as a restriction can look back.
    type History = Vec<Course>;
    const LOOK_BACK: usize = 3;

    /// The slow way to the same answer: states are histories, rules are read literally, nothing is merged.
    struct Oracle<'a> {
        network: &'a RoadNetwork,
    }

    impl Oracle<'_> {
        fn cost(&self, course: Course) -> Option<(u64, u64)> {
            let s = &self.network.segments[course.segment()];
            let open = if course.is_backwards() {
                s.open_back
            } else {
                s.open_to
            };
            let is_open = open.heavy && s.limits.width_m.is_none_or(|width| 2.3 <= width);
            let is_along = !(s.oneway && course.is_backwards()) && s.from != s.to;
            let parts = (
                (s.metres * 3600.0 / s.speed_kmh).round() as u64,
                (s.metres * 100.0).round() as u64,
            );
            (is_open && is_along).then_some(parts)
        }

        fn leaving(&self, node: u32) -> Vec<Course> {
            let all = (0..2 * self.network.segments.len() as u32).map(Course);
            all.filter(|&c| self.cost(c).is_some() && self.network.tail(c) == node)
                .collect()
        }

        /// Whether there is a way at all between two nodes, rules aside.
        fn leads_to(&self, from: u32, to: u32) -> bool {
            let (mut seen, mut queue) = (BTreeSet::from([from]), vec![from]);
            while let Some(node) = queue.pop() {
                let heads = self.leaving(node).into_iter().map(|c| self.network.head(c));
                queue.extend(heads.filter(|&head| seen.insert(head)));
            }
            seen.contains(&to)
        }

        fn may_follow(&self, history: &History, next: Course) -> bool {
            let last = *history.last().expect("one has come from somewhere");
            let node = self.network.head(last);
            let turns_back = next == last.reversed();
            let is_stopped = self
                .network
                .barriers
                .iter()
                .any(|b| b.node == node && !b.open_to.heavy);
            let returns = self
                .leaving(node)
                .into_iter()
                .filter(|&c| self.leads_to(self.network.head(c), node));
            let can_turn = self.network.turning_places.contains(&node) || returns.count() < 2;
            if (is_stopped && !turns_back) || (turns_back && !is_stopped && !can_turn) {
                return false;
            }
            self.network
                .restrictions
                .iter()
                .filter(|rule| rule.binds.heavy)
                .all(|rule| {
                    (1..rule.path.len()).all(|driven| {
                        let is_driven = history.ends_with(&rule.path[..driven]);
                        let goes_on = rule.path[driven] == next;
                        let is_last = driven + 1 == rule.path.len();
                        !is_driven
                            || if rule.is_only {
                                goes_on
                            } else {
                                !(goes_on && is_last)
                            }
                    })
                })
        }

        /// The best (milliseconds, centimetres) from a node to every other.
        fn row(&self, from: u32) -> Vec<Option<(u64, u64)>> {
            let mut best = vec![None; self.network.nodes.len()];
            best[from as usize] = Some((0, 0));
            let mut queue: BTreeSet<((u64, u64), History)> = BTreeSet::new();
            let mut known: BTreeMap<History, (u64, u64)> = BTreeMap::new();
            for course in self.leaving(from) {
                queue.insert((self.cost(course).unwrap(), vec![course]));
            }
            while let Some((cost, history)) = queue.pop_first() {
                if known.get(&history).is_some_and(|&before| before <= cost) {
                    continue;
                }
                known.insert(history.clone(), cost);
                let node = self.network.head(*history.last().unwrap());
                let arrival = &mut best[node as usize];
                *arrival = Some(arrival.map_or(cost, |before: (u64, u64)| before.min(cost)));
                for next in self.leaving(node) {
                    if self.may_follow(&history, next) {
                        let step = self.cost(next).unwrap();
                        let mut longer = [history.as_slice(), &[next]].concat();
                        longer.drain(..longer.len().saturating_sub(LOOK_BACK));
                        queue.insert(((cost.0 + step.0, cost.1 + step.1), longer));
                    }
                }
            }
            best
        }
    }

    fn course() -> impl Strategy<Value = (prop::sample::Index, bool)> {
        (any::<prop::sample::Index>(), any::<bool>())
    }

    prop_compose! {
        /// Up to 10 nodes; one-ways, narrow and closed roads, barriers, places to turn round, restrictions over one to four
        /// courses that join; few distinct lengths and speeds, so that ties abound.
        fn networks()(count in 2u32..10)(
            count in Just(count),
            segments in prop::collection::vec(
                (0..count, 0..count, 1u32..5, 1u32..4, prop::bool::weighted(0.3), prop::bool::weighted(0.2), 0..8u8), 3..24),
            barriers in prop::collection::btree_set(0..count, 0..2),
            turning_places in prop::collection::btree_set(0..count, 0..2),
            walks in prop::collection::vec((course(), prop::collection::vec(any::<prop::sample::Index>(), 1..4), any::<bool>()), 0..8),
        ) -> RoadNetwork {
            let segments: Vec<Segment> = segments.into_iter().map(|(from, to, length, speed, oneway, narrow, closed)| Segment {
                oneway,
                open_to: if closed == 1 { OpenTo::NONE } else { OpenTo::ALL },
                open_back: if closed == 2 { OpenTo { heavy: false, ..OpenTo::ALL } } else { OpenTo::ALL },
                limits: SizeLimits { width_m: narrow.then_some(2.0), ..SizeLimits::default() },
                ..Segment::new(from, to, f64::from(length) * 123.4, RoadClass::Town, f64::from(speed) * 12.3)
            }).collect();
            let place = |i: u32| Place::new(119.0 + 0.01 * f64::from(i), 36.0);
            let mut network = RoadNetwork {
                nodes: (0..count).map(place).collect(),
                segments,
                barriers: barriers.into_iter().map(|node| Barrier {
                    node, open_to: OpenTo::NONE, limits: SizeLimits::default(),
                }).collect(),
                turning_places: turning_places.into_iter().collect(),
                ..RoadNetwork::default()
            };
            for ((first, backwards), steps, is_only) in walks {
                let mut path = vec![Course::new(first.index(network.segments.len()) as u32, backwards)];
                for step in steps {
                    let node = network.head(path[path.len() - 1]);
                    let all = (0..2 * network.segments.len() as u32).map(Course);
                    let next: Vec<Course> = all.filter(|&c| network.tail(c) == node).collect();
                    path.push(next[step.index(next.len())]);
                }
                network.restrictions.push(TurnRestriction { path, is_only, binds: OpenTo::ALL });
            }
            network
        }
    }

    /// Restrictions over roads that are closed to the truck bind nobody; the oracle reads all, so those go.
    fn without_closed_restrictions(mut network: RoadNetwork) -> RoadNetwork {
        let copy = network.clone();
        let oracle = Oracle { network: &copy };
        network.restrictions.retain(|rule| {
            rule.path
                .iter()
                .all(|&course| oracle.cost(course).is_some())
        });
        network
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn every_cell_is_the_oracles(network in networks().prop_map(without_closed_restrictions)) {
            let sites: Vec<Option<u32>> = (0..network.nodes.len() as u32).map(Some).collect();
            let ways = Ways::of(&network, &TRUCK, &sites);
            let (mut search, mut climbs) = (Search::default(), Climbs::default());
            let (matrix, hubs) = (ways.table(), ways.hubs());
            let known = ways.hubs().with_rows(ways.rows(&[0, sites.len() - 1]));
            for from in 0..sites.len() {
                let expected = Oracle { network: &network }.row(from as u32);
                let row = ways.plain_row(from, &mut search);
                for to in 0..sites.len() {
                    let found = (row[to] != Weight::NONE).then(|| row[to].parts());
                    prop_assert_eq!(found, expected[to].map(|(ms, cm)| (ms as u32, cm as u32)), "{} to {}", from, to);
                    prop_assert_eq!(ways.weight(from, to, &mut climbs), row[to]);
                    prop_assert_eq!(matrix.leg(from, to), row[to].leg());
                    prop_assert_eq!(hubs.leg(from, to), row[to].leg());
                    prop_assert_eq!(known.leg(from, to), row[to].leg());
                    let path = ways.path(from, to, &mut climbs);
                    prop_assert_eq!(path.is_some(), found.is_some());
                    let Some(path) = path.filter(|path| !path.is_empty()) else { continue };
                    prop_assert!(path.windows(2).all(|pair| network.head(pair[0]) == network.tail(pair[1])));
                    prop_assert_eq!(network.tail(path[0]) as usize, from);
                    prop_assert_eq!(network.head(path[path.len() - 1]) as usize, to);
                    let oracle = Oracle { network: &network };
                    let driven = path.iter().map(|&c| oracle.cost(c).unwrap()).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
                    prop_assert_eq!(Some(driven), expected[to]);
                }
            }
        }

        /// Roads that are drawn again, from either end, change no leg; restrictions over those drawn again go on to bind.
        #[test]
        fn repeats_change_no_way(
            network in networks().prop_map(without_closed_restrictions),
            again in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..12),
        ) {
            let network = network.without_repeats();
            let mut longer = network.clone();
            for (index, is_turned) in again {
                let number = index.index(network.segments.len());
                let mut repeat = network.segments[number].clone();
                let is_turned = is_turned && !repeat.oneway && repeat.from != repeat.to;
                if is_turned {
                    (repeat.from, repeat.to) = (repeat.to, repeat.from);
                    (repeat.open_to, repeat.open_back) = (repeat.open_back, repeat.open_to);
                }
                let course = |course: Course| match course.segment() == number {
                    true => Course::new(longer.segments.len() as u32, course.is_backwards() != is_turned),
                    false => course,
                };
                for restriction in &mut longer.restrictions {
                    restriction.path = restriction.path.iter().map(|&before| course(before)).collect();
                }
                longer.segments.push(repeat);
            }
            prop_assert_eq!(longer.without_repeats(), network);
        }

        /// A site between keeps every way between the others as it is: junctions are only where they are needed.
        #[test]
        fn fewer_sites_change_no_way(network in networks(), picked in prop::collection::btree_set(0u32..10, 1..4)) {
            let all: Vec<Option<u32>> = (0..network.nodes.len() as u32).map(Some).collect();
            let some: Vec<u32> = picked.into_iter().filter(|&node| (node as usize) < all.len()).collect();
            let whole = Ways::of(&network, &TRUCK, &all);
            let few = Ways::of(&network, &TRUCK, &some.iter().copied().map(Some).collect::<Vec<_>>());
            let mut search = Search::default();
            for (from, &node) in some.iter().enumerate() {
                let expected = whole.plain_row(node as usize, &mut search);
                let row = few.plain_row(from, &mut search);
                for (to, &node) in some.iter().enumerate() {
                    prop_assert_eq!(row[to], expected[node as usize]);
                }
            }
        }
    }
}
