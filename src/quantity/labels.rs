//! Legs between so many sites that a table of all would fill the memory: each site keeps its ways to and from a few hubs,
//! and the best way between two sites leads over a hub that both have (Abraham, Delling, Goldberg & Werneck, *A hub-based
//! labeling algorithm*, SEA 2011, doi 10.1007/978-3-642-20662-7_20). Exact; a few hundred steps a leg.

use super::travel::Leg;
use super::travel_document::TravelDocument;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

/// A hub that a site has a way to or from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hub {
    /// Its number.
    pub number: u32,
    /// Time in milliseconds: sums are rounded once.
    pub milliseconds: u32,
    /// Length in centimetres.
    pub centimetres: u32,
}

/// The hubs of all sites on one side.
#[derive(Clone, Debug, Default, PartialEq)]
struct Side {
    first: Vec<usize>,
    hubs: Vec<Hub>,
}

impl Side {
    fn new(labels: Vec<Vec<Hub>>) -> Self {
        let mut side = Self {
            first: vec![0],
            hubs: Vec::with_capacity(labels.iter().map(Vec::len).sum()),
        };
        for mut label in labels {
            label.sort_unstable_by_key(|hub| (hub.number, hub.milliseconds, hub.centimetres));
            side.hubs.append(&mut label);
            side.first.push(side.hubs.len());
        }
        side
    }

    fn of(&self, site: usize) -> &[Hub] {
        &self.hubs[self.first[site]..self.first[site + 1]]
    }
}

/// Hubs of every site, ways to them and ways from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Labels {
    to_hubs: Side,
    from_hubs: Side,
    /// Sites of one place have one number; `None` where there is no way to the site.
    places: Vec<Option<u32>>,
    /// By hub, from where it begins in `reached`: the sites that it has a way to, the nearest first.
    begins: Vec<usize>,
    reached: Vec<(u32, u32)>,
    /// Sites by place.
    by_place: BTreeMap<u32, Vec<u32>>,
}

/// Hubs numbered without gaps, in the order they have, where their numbers are larger than there are: what is kept by hub takes no
/// more memory than the hubs.
fn without_gaps(to_hubs: &mut [Vec<Hub>], from_hubs: &mut [Vec<Hub>]) {
    let sides = to_hubs.iter().chain(from_hubs.iter()).flatten();
    let mut numbers: Vec<u32> = sides.map(|hub| hub.number).collect();
    if numbers
        .iter()
        .all(|&number| (number as usize) < numbers.len())
    {
        return;
    }
    numbers.sort_unstable();
    numbers.dedup();
    for hub in to_hubs.iter_mut().chain(from_hubs).flatten() {
        let place = numbers.binary_search(&hub.number);
        hub.number = place.expect("every number is listed") as u32;
    }
}

/// The sites that hubs have ways to: where each hub begins, then milliseconds and site, the nearest first.
fn reached(from_hubs: &Side) -> (Vec<usize>, Vec<(u32, u32)>) {
    let hubs = from_hubs.hubs.iter().map(|hub| hub.number as usize + 1);
    let hubs = hubs.max().unwrap_or(0);
    let mut begins = vec![0; hubs + 1];
    for hub in &from_hubs.hubs {
        begins[hub.number as usize + 1] += 1;
    }
    for hub in 0..hubs {
        begins[hub + 1] += begins[hub];
    }
    let mut next = begins.clone();
    let mut reached = vec![(0, 0); from_hubs.hubs.len()];
    for site in 0..from_hubs.first.len() - 1 {
        for hub in from_hubs.of(site) {
            let place = &mut next[hub.number as usize];
            reached[*place] = (hub.milliseconds, site as u32);
            *place += 1;
        }
    }
    for hub in 0..hubs {
        reached[begins[hub]..begins[hub + 1]].sort_unstable();
    }
    (begins, reached)
}

/// The way over a hub that comes next, ordered by its time, then its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Next {
    milliseconds: u64,
    site: u32,
    /// The part of it that leads to the hub.
    to_hub: u32,
    /// Where it stands among those that the hub reaches, and where these end.
    at: usize,
    end: usize,
}

/// Sites by travel time from one, the nearest first; see [`Labels::nearest`].
pub(super) struct Nearest<'a> {
    labels: &'a Labels,
    /// For each hub of the site, the way over it that comes next.
    next: BinaryHeap<Reverse<Next>>,
    is_told: HashSet<u32>,
}

impl Iterator for Nearest<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        while let Some(Reverse(next)) = self.next.pop() {
            self.push(next.to_hub, next.at + 1, next.end);
            if self.is_told.insert(next.site) {
                return Some(next.site);
            }
        }
        None
    }
}

impl Nearest<'_> {
    fn push(&mut self, to_hub: u32, at: usize, end: usize) {
        if at < end {
            let (milliseconds, site) = self.labels.reached[at];
            self.next.push(Reverse(Next {
                milliseconds: u64::from(to_hub) + u64::from(milliseconds),
                site,
                to_hub,
                at,
                end,
            }));
        }
    }
}

impl Labels {
    /// A leg that none exceeds, in seconds or in metres: the longest way to a hub and the longest from one.
    pub fn longest(&self) -> Leg {
        let most = |of: fn(&Hub) -> u32| {
            let longest = |side: &Side| side.hubs.iter().map(of).max().unwrap_or(0);
            u64::from(longest(&self.to_hubs)) + u64::from(longest(&self.from_hubs))
        };
        let whole = |sum: u64, unit: u64| {
            let whole = u32::try_from(sum / unit + 1).unwrap_or(u32::MAX);
            whole.min(Leg::NONE.seconds - 1)
        };
        Leg {
            seconds: whole(most(|hub| hub.milliseconds), 1000),
            metres: whole(most(|hub| hub.centimetres), 100),
        }
    }

    /// The sites that there is a way to from one, by its milliseconds, the nearest first. The first way by which a site comes up
    /// is its best one. Lazy: time grows with the sites taken, not with those there are.
    pub(super) fn nearest(&self, from: usize) -> Nearest<'_> {
        let mut nearest = Nearest {
            labels: self,
            next: BinaryHeap::new(),
            is_told: HashSet::new(),
        };
        // Whoever is at the same place is there already, whatever the way round would be.
        let here = self.places[from].and_then(|place| self.by_place.get(&place));
        for &site in here.into_iter().flatten() {
            nearest.next.push(Reverse(Next {
                milliseconds: 0,
                site,
                to_hub: 0,
                at: 0,
                end: 0,
            }));
        }
        for hub in self.to_hubs.of(from) {
            let number = hub.number as usize;
            if let (Some(&begin), Some(&end)) =
                (self.begins.get(number), self.begins.get(number + 1))
            {
                nearest.push(hub.milliseconds, begin, end);
            }
        }
        nearest
    }

    pub(super) fn into_document(self) -> TravelDocument {
        let sites = 0..self.places.len();
        let lists = |side: &Side| sites.clone().map(|site| side.of(site).to_vec()).collect();
        TravelDocument::Hubs {
            to_hubs: lists(&self.to_hubs),
            from_hubs: lists(&self.from_hubs),
            places: self.places,
        }
    }

    pub(super) fn new(
        mut to_hubs: Vec<Vec<Hub>>,
        mut from_hubs: Vec<Vec<Hub>>,
        places: Vec<Option<u32>>,
    ) -> Self {
        assert!(
            to_hubs.len() == places.len() && from_hubs.len() == places.len(),
            "every site has hubs on both sides"
        );
        without_gaps(&mut to_hubs, &mut from_hubs);
        let [to_hubs, from_hubs] = [to_hubs, from_hubs].map(Side::new);
        let (begins, reached) = reached(&from_hubs);
        let mut by_place: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (site, place) in (0..).zip(&places) {
            if let Some(place) = *place {
                by_place.entry(place).or_default().push(site);
            }
        }
        Self {
            to_hubs,
            from_hubs,
            places,
            begins,
            reached,
            by_place,
        }
    }

    pub(super) fn leg(&self, from: usize, to: usize) -> Leg {
        if from == to || (self.places[from].is_some() && self.places[from] == self.places[to]) {
            return Leg::default();
        }
        let (mut out, mut back) = (self.to_hubs.of(from), self.from_hubs.of(to));
        let mut best = (u64::MAX, 0);
        while let (Some(a), Some(b)) = (out.first(), back.first()) {
            match a.number.cmp(&b.number) {
                std::cmp::Ordering::Less => out = &out[1..],
                std::cmp::Ordering::Greater => back = &back[1..],
                std::cmp::Ordering::Equal => {
                    let sum = |a: u32, b: u32| u64::from(a) + u64::from(b);
                    let way = (
                        sum(a.milliseconds, b.milliseconds),
                        sum(a.centimetres, b.centimetres),
                    );
                    best = best.min(way);
                    (out, back) = (&out[1..], &back[1..]);
                }
            }
        }
        if best.0 == u64::MAX {
            return Leg::NONE;
        }
        let whole = |part: u64, unit: u64| ((part + unit / 2) / unit) as u32;
        Leg {
            seconds: whole(best.0, 1000),
            metres: whole(best.1, 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(number: u32, milliseconds: u32, centimetres: u32) -> Hub {
        Hub {
            number,
            milliseconds,
            centimetres,
        }
    }

    #[test]
    fn the_best_common_hub_decides_and_sums_round_once() {
        let to = vec![vec![hub(7, 1_400, 140), hub(2, 9_000, 100)], vec![]];
        let from = vec![vec![], vec![hub(2, 100, 100), hub(7, 1_400, 140)]];
        let labels = Labels::new(to, from, vec![None, None]);
        let leg = labels.leg(0, 1);
        assert_eq!(
            (leg.seconds, leg.metres),
            (3, 3),
            "2.8 s over hub 7 rather than 9.1 s over hub 2"
        );
        assert_eq!(labels.leg(1, 0), Leg::NONE);
        assert_eq!(labels.leg(1, 1), Leg::default());
    }

    #[test]
    fn the_nearest_come_in_the_order_of_their_ways() {
        // A few hundred sites with random hubs; whatever the labels say, the order is that of all legs sorted.
        let mut state = 7_u64;
        let mut draw = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut side = || -> Vec<Vec<Hub>> {
            let mut label = || {
                let mut hubs: Vec<u32> = (0..draw(6)).map(|_| draw(20) as u32).collect();
                hubs.sort_unstable();
                hubs.dedup();
                hubs.into_iter()
                    .map(|number| hub(number, 1_000 * draw(50) as u32, 0))
                    .collect()
            };
            (0..200).map(|_| label()).collect()
        };
        let places = (0..200)
            .map(|site| (site % 3 > 0).then_some(site / 6))
            .collect();
        let labels = Labels::new(side(), side(), places);
        for from in 0..200 {
            let found: Vec<u32> = labels.nearest(from).collect();
            let expected: Vec<u32> = (0..200)
                .filter(|&to| {
                    let hubs = labels.to_hubs.of(from);
                    let back = labels.from_hubs.of(to as usize);
                    let place = labels.places[from];
                    let is_here = place.is_some() && place == labels.places[to as usize];
                    is_here
                        || hubs
                            .iter()
                            .any(|a| back.iter().any(|b| a.number == b.number))
                })
                .collect();
            let mut sorted = found.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, expected, "each that there is a way to, once");
            // A site is at no distance from itself, whatever its own hubs say.
            let others = found.iter().filter(|&&to| to as usize != from);
            let seconds: Vec<u32> = others
                .map(|&to| labels.leg(from, to as usize).seconds)
                .collect();
            assert!(seconds.is_sorted(), "{seconds:?}");
        }
    }
}
