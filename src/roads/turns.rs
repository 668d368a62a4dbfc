//! The streets of a profile joined by the turns that it may make: the graph on which ways are searched.
//!
//! A vertex stands for a street about to be driven, an arc for driving it and turning into the next one (the edge-expanded
//! graph; Winter 2002, GeoInformatica 6, doi 10.1023/A:1020853410145). Where a restriction leads over streets in
//! between, those have a further vertex for who came from its first street: a vertex knows how far along which
//! restrictions one is. A truck turns round only at dead ends, at barriers that it does not pass and at places made for it.
//!
//! Where many streets meet, turns from each into each would be a square of their number. There a fan of further vertices
//! stands between: who comes by a street goes to that from which all other streets can be driven.

use super::graph::{Arc, Graph, NONE};
use super::parts::parts;
use super::profile::Profile;
use super::streets::Streets;
use super::weight::Weight;
use super::{RoadNetwork, TurnRestriction};
use std::collections::HashMap;
use std::ops::Range;

/// Streets that leave a node at which a fan of one vertex stands, and one of two chains: fewer arcs than each into each.
/// Tests draw smaller junctions.
const HUB: u32 = 3;
const CHAINS: u32 = if cfg!(test) { 4 } else { 12 };

/// A restriction as streets.
struct Rule {
    path: Vec<u32>,
    is_only: bool,
}

/// How far along which rules one is: rule, and streets of it driven; in order.
type Progress = Vec<(u32, u32)>;

/// The graph. The first vertices are those of the streets, by number, for who has just begun there; then those of the fans,
/// then the further ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turns {
    /// The vertices, joined by what it costs to drive the street of one and turn into that of the next.
    pub graph: Graph,
    /// The street that each vertex is about to drive; [`NONE`] within a fan.
    street: Vec<u32>,
}

impl Turns {
    /// All turns that a profile may make.
    pub(super) fn of(network: &RoadNetwork, profile: &Profile, streets: &Streets) -> Self {
        let rules = rules(network, profile, streets);
        let mut starting: HashMap<u32, Progress> = HashMap::new();
        for (number, rule) in rules.iter().enumerate() {
            starting
                .entry(rule.path[0])
                .or_default()
                .push((number as u32, 1));
        }
        let mut turning = turning_places(network, profile, streets);
        if rules.is_empty() && !turning.contains(&Turning::Back) {
            // Where every road may follow every other, no best way turns round, so turning need not be forbidden.
            turning.fill(Turning::Anyhow);
        }
        let mut building = Building {
            streets,
            rules,
            starting,
            fans: Fans::of(&turning, streets),
            turning,
            further: Vec::new(),
            known: HashMap::new(),
        };
        building.turns()
    }

    /// The street that a vertex is about to drive; `None` within a fan.
    pub(super) fn street(&self, vertex: u32) -> Option<u32> {
        Some(self.street[vertex as usize]).filter(|&street| street != NONE)
    }
}

/// The restrictions that bind a profile and lie on its streets.
fn rules(network: &RoadNetwork, profile: &Profile, streets: &Streets) -> Vec<Rule> {
    let rule = |restriction: &TurnRestriction| {
        let path: Option<Vec<u32>> = restriction
            .path
            .iter()
            .map(|&course| {
                streets
                    .beginning_with(course)
                    .filter(|&street| streets.courses(street).len() == 1)
            })
            .collect();
        let path = path.filter(|path| path.len() > 1 && profile.is_among(restriction.binds))?;
        let joins = path
            .windows(2)
            .all(|pair| streets.street(pair[0]).to == streets.street(pair[1]).from);
        joins.then_some(Rule {
            path,
            is_only: restriction.is_only,
        })
    };
    network.restrictions.iter().filter_map(rule).collect()
}

/// What a profile may do at each node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turning {
    /// Drive on.
    Onward,
    /// Drive on, or turn round.
    Anyhow,
    /// Turn round; there is no way through.
    Back,
}

/// At a dead end a truck may turn: where one street at most leads to anywhere that one comes back from.
fn turning_places(network: &RoadNetwork, profile: &Profile, streets: &Streets) -> Vec<Turning> {
    let heads: Vec<u32> = (0..streets.len() as u32)
        .map(|street| streets.street(street).to)
        .collect();
    let next = |node: u32| {
        &heads[streets.leaving(node).start as usize..streets.leaving(node).end as usize]
    };
    let nodes = 0..network.nodes.len() as u32;
    let arcs = nodes.flat_map(|node| next(node).iter().map(move |&head| (node, head)));
    let (part, _) = parts(network.nodes.len(), arcs);
    let turning = (0..network.nodes.len() as u32).map(|node| {
        let returns = next(node)
            .iter()
            .filter(|&&head| part[head as usize] == part[node as usize]);
        if returns.count() > 1 {
            Turning::Onward
        } else {
            Turning::Anyhow
        }
    });
    let mut turning: Vec<Turning> = turning.collect();
    for &node in &network.turning_places {
        turning[node as usize] = Turning::Anyhow;
    }
    for barrier in &network.barriers {
        if !profile.is_among(barrier.open_to) || !profile.fits(barrier.limits) {
            turning[barrier.node as usize] = Turning::Back;
        }
    }
    turning
}

/// The vertices of all fans. At a node with many streets there are two chains: one vertex a street, from which it and all
/// before it can be driven, and then one a street, from which it and all behind it can be. Where a truck may turn round the
/// end of the first chain would do for all, and one vertex with all streets is the fan.
struct Fans {
    /// For each node its first vertex, counted from the first of all; [`NONE`] without a fan.
    first: Vec<u32>,
    vertices: Vec<FanVertex>,
}

/// The streets that a vertex of a fan leads into, and its neighbour on the chain, if there is one.
struct FanVertex {
    streets: Range<u32>,
    neighbour: Option<u32>,
}

impl Fans {
    fn of(turning: &[Turning], streets: &Streets) -> Self {
        let mut fans = Self {
            first: Vec::with_capacity(turning.len()),
            vertices: Vec::new(),
        };
        for (node, turning) in turning.iter().enumerate() {
            let leaving = streets.leaving(node as u32);
            let count = leaving.end - leaving.start;
            let first = fans.vertices.len() as u32;
            fans.first.push(first);
            match turning {
                Turning::Anyhow if count >= HUB => fans.vertices.push(FanVertex {
                    streets: leaving,
                    neighbour: None,
                }),
                Turning::Onward if count >= CHAINS => fans.add_chains(&leaving),
                _ => fans.first[node] = NONE,
            }
        }
        fans
    }

    fn add_chains(&mut self, leaving: &Range<u32>) {
        let first = self.vertices.len() as u32;
        let count = leaving.end - leaving.start;
        for place in 0..2 * count {
            let street = leaving.start + place % count;
            let neighbour = match place {
                _ if place < count => place.checked_sub(1),
                _ => Some(place + 1).filter(|&next| next < 2 * count),
            };
            self.vertices.push(FanVertex {
                streets: street..street + 1,
                neighbour: neighbour.map(|place| first + place),
            });
        }
    }

    /// The vertices of a node's fan to which one comes who may not go back into a street, if there is such a one; `None`
    /// without a fan.
    fn entered(
        &self,
        node: u32,
        leaving: &Range<u32>,
        turning: Turning,
        back: Option<u32>,
    ) -> Option<[Option<u32>; 2]> {
        let first = self.first[node as usize];
        if first == NONE {
            return None;
        }
        let count = leaving.end - leaving.start;
        let (before, behind) = match (turning, back) {
            (Turning::Anyhow, _) => (Some(0), None),
            (_, None) => (Some(count - 1), None),
            (_, Some(back)) => {
                let place = back - leaving.start;
                let behind = Some(count + place + 1).filter(|&place| place < 2 * count);
                (place.checked_sub(1), behind)
            }
        };
        Some([before, behind].map(|place| place.map(|place| first + place)))
    }
}

struct Building<'a> {
    streets: &'a Streets,
    fans: Fans,
    rules: Vec<Rule>,
    /// For each street that rules begin with, how far along them one is when driving it.
    starting: HashMap<u32, Progress>,
    turning: Vec<Turning>,
    /// Street and progress of the further vertices.
    further: Vec<(u32, Progress)>,
    known: HashMap<(u32, Progress), u32>,
}

impl Building<'_> {
    fn turns(&mut self) -> Turns {
        let mut turns = Turns {
            graph: Graph::empty(),
            street: (0..self.streets.len() as u32).collect(),
        };
        turns.street.resize(self.first_further(), NONE);
        let mut vertex = 0;
        let mut leaving = Vec::new();
        while vertex < turns.street.len() {
            match vertex.checked_sub(self.streets.len()) {
                Some(vertex) if vertex < self.fans.vertices.len() => {
                    self.fan_out(vertex, &mut leaving)
                }
                _ => self.turn(turns.street[vertex], vertex, &mut leaving),
            }
            turns.graph.push(leaving.drain(..));
            // Vertices found on the way are worked off after those that were there.
            let known = turns.street.len() - self.first_further();
            turns
                .street
                .extend(self.further[known..].iter().map(|(street, _)| *street));
            vertex += 1;
        }
        turns
    }

    /// The number of the first vertex behind those of streets and fans.
    fn first_further(&self) -> usize {
        self.streets.len() + self.fans.vertices.len()
    }

    /// The arcs within a fan.
    fn fan_out(&self, vertex: usize, leaving: &mut Vec<Arc>) {
        let FanVertex { streets, neighbour } = &self.fans.vertices[vertex];
        let neighbour = neighbour.map(|vertex| self.streets.len() as u32 + vertex);
        leaving.extend(streets.clone().chain(neighbour).map(|to| Arc {
            to,
            weight: Weight::ZERO,
        }));
    }

    /// The arcs of driving a street and turning into the next one.
    fn turn(&mut self, street: u32, vertex: usize, leaving: &mut Vec<Arc>) {
        let progress = self.progress(vertex);
        let own = self.streets.street(street);
        let (node, weight) = (own.to, own.weight);
        let arc = |to: u32| Arc { to, weight };
        let next = self.streets.leaving(node);
        let (turning, back) = (self.turning[node as usize], self.streets.reverse(street));
        let fan = self.fans.entered(node, &next, turning, back);
        if let Some(entered) = fan.filter(|_| progress.is_empty()) {
            let first = self.streets.len() as u32;
            leaving.extend(entered.into_iter().flatten().map(|fan| arc(first + fan)));
            return;
        }
        for next in next {
            if self.may_turn(street, next) && self.obeys(&progress, next) {
                leaving.push(arc(self.vertex(next, &progress)));
            }
        }
    }

    fn progress(&self, vertex: usize) -> Progress {
        match vertex.checked_sub(self.first_further()) {
            Some(further) => self.further[further].1.clone(),
            None => self
                .starting
                .get(&(vertex as u32))
                .cloned()
                .unwrap_or_default(),
        }
    }

    fn may_turn(&self, street: u32, next: u32) -> bool {
        let is_back = self.streets.reverse(street) == Some(next);
        match self.turning[self.streets.street(street).to as usize] {
            Turning::Anyhow => true,
            Turning::Back => is_back,
            Turning::Onward => !is_back,
        }
    }

    fn obeys(&self, progress: &Progress, next: u32) -> bool {
        progress.iter().all(|&(rule, driven)| {
            let rule = &self.rules[rule as usize];
            let is_on_path = rule.path[driven as usize] == next;
            if rule.is_only {
                is_on_path
            } else {
                !is_on_path || driven as usize + 1 < rule.path.len()
            }
        })
    }

    /// The vertex of who drives into a street after so much progress.
    fn vertex(&mut self, street: u32, before: &Progress) -> u32 {
        let goes_on = |&&(rule, driven): &&(u32, u32)| {
            let path = &self.rules[rule as usize].path;
            path[driven as usize] == street && driven as usize + 1 < path.len()
        };
        let mut progress: Progress = before
            .iter()
            .filter(goes_on)
            .map(|&(rule, driven)| (rule, driven + 1))
            .collect();
        if progress.is_empty() {
            return street;
        }
        progress.extend(self.starting.get(&street).into_iter().flatten());
        progress.sort_unstable();
        let next = (self.first_further() + self.further.len()) as u32;
        let vertex = *self.known.entry((street, progress.clone())).or_insert(next);
        if vertex == next {
            self.further.push((street, progress));
        }
        vertex
    }
}
