//! Local search around what a ruin and recreate has touched: each move makes two near clients neighbours.
//!
//! A client goes to another place; two clients are exchanged; two tours exchange ends, or a beginning is joined with a
//! beginning (2-opt*: Potvin & Rousseau, *An exchange heuristic for routeing problems with time windows*, JORS 46 (1995)
//! 1433-1446, doi 10.1057/jors.1995.204); a piece of a tour is turned round (2-opt: Croes, *A method for solving
//! traveling-salesman problems*, Oper. Res. 6 (1958) 791-812, doi 10.1287/opre.6.6.791). The first that saves is made, until
//! none is left.

use super::chains::{Chains, Link};
use super::ground::Ways;
use crate::vrp::day::NONE;

/// So many near clients are looked at.
const BREADTH: usize = 5;

/// The memory that this takes.
#[derive(Default)]
pub(super) struct Polish {
    waiting: Vec<u32>,
    is_waiting: Vec<bool>,
    /// By client, when the log last told of it.
    told: Vec<u64>,
    epoch: u64,
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Polish {
    pub fn new(clients: u32) -> Self {
        Self {
            is_waiting: vec![false; clients as usize],
            told: vec![0; clients as usize],
            ..Self::default()
        }
    }

    /// Improves the tours around all that changed since the last `keep`.
    pub fn around_changes<W: Ways>(&mut self, chains: &mut Chains<W>) {
        self.wait_from(chains, 0);
        while let Some(client) = self.waiting.pop() {
            self.is_waiting[client as usize] = false;
            let before = chains.log.len();
            if self.improve(chains, client) {
                self.wait_from(chains, before);
                self.wait(client);
            }
        }
    }

    /// Those whose neighbours are others than at a place of the log have to be looked at.
    fn wait_from<W: Ways>(&mut self, chains: &Chains<W>, first: usize) {
        self.epoch += 1;
        for &(node, before) in &chains.log[first..] {
            // The first entry of each tells how it was.
            if !chains.is_client(node)
                || std::mem::replace(&mut self.told[node as usize], self.epoch) == self.epoch
            {
                continue;
            }
            let now = chains.at(node);
            let sides = (now.previous, now.next);
            let is_as_before =
                sides == (before.previous, before.next) || sides == (before.next, before.previous);
            if now.tour != NONE && !is_as_before {
                self.wait(node);
            }
        }
    }

    fn wait(&mut self, client: u32) {
        if !std::mem::replace(&mut self.is_waiting[client as usize], true) {
            self.waiting.push(client);
        }
    }

    /// Makes the first move that brings a client beside one near it and saves.
    fn improve<W: Ways>(&mut self, chains: &mut Chains<W>, u: u32) -> bool {
        let ground = chains.ground;
        let a = *chains.at(u);
        for near in ground.near(u).iter().take(BREADTH) {
            let (v, apart) = (near.client, near.metres);
            // A move that saves has a leg that goes and is longer than the one that comes beside it (Lin & Kernighan, Oper.
            // Res. 21 (1973) 498-516, doi 10.1287/opre.21.2.498).
            if apart >= a.out.max(a.into) {
                return false;
            }
            if chains.at(v).tour == NONE {
                continue;
            }
            if relocate(chains, u, v, &Side::BOTH, apart)
                || exchange(chains, u, v, &Side::BOTH, apart)
            {
                return true;
            }
            for side in Side::BOTH {
                if a.beside(side).1 > apart
                    && (relocate(chains, v, u, &[side], apart)
                        || exchange(chains, v, u, &[side], apart)
                        || self.cross(chains, (u, v), (side, side), apart)
                        || self.cross(chains, (u, v), (side, side.opposite()), apart))
                {
                    return true;
                }
            }
        }
        false
    }

    /// A leg on a side of each of two clients goes; they are joined, and so are their neighbours there. On the same side that turns
    /// a piece of a tour round, or joins the beginnings of two; on different sides two tours exchange ends.
    fn cross<W: Ways>(
        &mut self,
        chains: &mut Chains<W>,
        (u, v): (u32, u32),
        (side, other): (Side, Side),
        apart: i32,
    ) -> bool {
        let (a, b) = (*chains.at(u), *chains.at(v));
        let ((next_u, leg_u), (next_v, leg_v)) = (a.beside(side), b.beside(other));
        let saved = leg_u + leg_v - apart;
        if saved <= 0 || saved <= chains.way(next_u, next_v) {
            return false;
        }
        if a.tour == b.tour {
            if side == other {
                turn(chains, (u, v), side);
            }
            return side == other;
        }
        // The last places of both beginnings.
        let last_u = if side == Side::Behind { u } else { next_u };
        let last_v = if other == Side::Behind { v } else { next_v };
        if side == other {
            self.join_begins(chains, (last_u, last_v))
        } else {
            self.exchange_ends(chains, (last_u, last_v))
        }
    }

    /// Two tours, each up to one of these places, exchange what is behind.
    fn exchange_ends<W: Ways>(&mut self, chains: &mut Chains<W>, (u, v): (u32, u32)) -> bool {
        let (a, b) = (chains.at(u).tour, chains.at(v).tour);
        let (begin, other) = (chains.aboard_behind(u), chains.aboard_behind(v));
        let full = chains.ground.capacity;
        let loads = [a, b].map(|tour| full - chains.tallies[tour as usize].room);
        if begin + loads[1] - other > full || other + loads[0] - begin > full {
            return false;
        }
        self.left.clear();
        self.right.clear();
        self.left.extend(up_to(chains, a, u));
        self.right.extend(up_to(chains, b, v));
        self.left.extend(behind(chains, v));
        self.right.extend(behind(chains, u));
        chains.rewrite(a, &self.left);
        chains.rewrite(b, &self.right);
        true
    }

    /// Of two tours the beginnings up to these places become one tour, the second turned round, and the ends another.
    fn join_begins<W: Ways>(&mut self, chains: &mut Chains<W>, (u, v): (u32, u32)) -> bool {
        let (a, b) = (chains.at(u).tour, chains.at(v).tour);
        let begins = chains.aboard_behind(u) + chains.aboard_behind(v);
        let full = chains.ground.capacity;
        let all: i32 = [a, b]
            .iter()
            .map(|&tour| full - chains.tallies[tour as usize].room)
            .sum();
        if begins > full || all - begins > full {
            return false;
        }
        self.left.clear();
        self.right.clear();
        self.left.extend(up_to(chains, a, u));
        let middle = self.left.len();
        self.left.extend(up_to(chains, b, v));
        self.left[middle..].reverse();
        self.right.extend(behind(chains, u));
        self.right.reverse();
        self.right.extend(behind(chains, v));
        chains.rewrite(a, &self.left);
        chains.rewrite(b, &self.right);
        true
    }
}

/// One of the two sides of a place on a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

impl Side {
    const BOTH: [Self; 2] = [Self::Before, Self::Behind];

    fn opposite(self) -> Self {
        match self {
            Self::Before => Self::Behind,
            Self::Behind => Self::Before,
        }
    }
}

impl Link {
    /// The neighbour on a side and the leg between.
    #[inline(always)]
    fn beside(&self, side: Side) -> (u32, i32) {
        match side {
            Side::Before => (self.previous, self.into),
            Side::Behind => (self.next, self.out),
        }
    }
}

/// The clients of a tour up to one of its places.
fn up_to<'a, W: Ways>(
    chains: &'a Chains<W>,
    tour: u32,
    last: u32,
) -> impl Iterator<Item = u32> + 'a {
    let mut node = chains.base(tour);
    std::iter::from_fn(move || {
        if node == last {
            return None;
        }
        node = chains.at(node).next;
        Some(node)
    })
}

/// The clients of a tour behind one of its places.
fn behind<'a, W: Ways>(chains: &'a Chains<W>, mut node: u32) -> impl Iterator<Item = u32> + 'a {
    std::iter::from_fn(move || {
        node = chains.at(node).next;
        chains.is_client(node).then_some(node)
    })
}

/// Two clients of a tour, the earlier first.
fn in_order<W: Ways>(chains: &Chains<W>, u: u32, v: u32) -> (u32, u32) {
    match behind(chains, u).any(|node| node == v) {
        true => (u, v),
        false => (v, u),
    }
}

/// Turns round what lies between two clients of a tour, the one of them with it on whose side a leg goes.
fn turn<W: Ways>(chains: &mut Chains<W>, (u, v): (u32, u32), side: Side) {
    let (first, last) = in_order(chains, u, v);
    match side {
        Side::Behind => chains.reverse(chains.at(first).next, last),
        Side::Before => chains.reverse(first, chains.at(last).previous),
    }
}

/// Moves `u` into a gap beside `v`.
#[inline]
fn relocate<W: Ways>(chains: &mut Chains<W>, u: u32, v: u32, gaps: &[Side], apart: i32) -> bool {
    let (a, b) = (*chains.at(u), *chains.at(v));
    let weight = |client: u32| chains.ground.stops[client as usize].weight;
    let has_room = a.tour == b.tour || weight(u) <= chains.tallies[b.tour as usize].room;
    if a.previous == v || a.next == v || !has_room {
        return false;
    }
    let mut closed = None;
    for &gap in gaps {
        let (place, wide) = b.beside(gap);
        let legs = a.into + a.out + wide - apart;
        if legs <= 0 {
            continue;
        }
        let closed = *closed.get_or_insert_with(|| chains.way(a.previous, a.next));
        if legs > closed && legs > closed + chains.way(u, place) {
            chains.remove(u);
            chains.insert(u, if gap == Side::Behind { v } else { place });
            return true;
        }
    }
    false
}

/// Exchanges `u` and a neighbour of `v`, so that `u` and `v` become neighbours.
#[inline]
fn exchange<W: Ways>(chains: &mut Chains<W>, u: u32, v: u32, sides: &[Side], apart: i32) -> bool {
    let (a, b) = (*chains.at(u), *chains.at(v));
    let weight = |client: u32| chains.ground.stops[client as usize].weight;
    for &side in sides {
        let (w, leg) = b.beside(side);
        if !chains.is_client(w) || w == u || a.next == w || a.previous == w {
            continue;
        }
        let c = *chains.at(w);
        let more = weight(u) - weight(w);
        let fits = a.tour == c.tour
            || (chains.tallies[a.tour as usize].room + more >= 0
                && chains.tallies[c.tour as usize].room - more >= 0);
        let (other, rest) = c.beside(side);
        let saved = a.into + a.out + leg + rest - apart;
        if !fits || saved <= 0 {
            continue;
        }
        let saved = saved - chains.way(a.previous, w) - chains.way(w, a.next);
        if saved > 0 && saved > chains.way(u, other) {
            chains.remove(u);
            chains.remove(w);
            chains.insert(w, a.previous);
            chains.insert(u, c.previous);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::{plain, tours};
    use super::*;
    use crate::quantity::PlaneMetres;
    use proptest::prelude::*;

    type Lists = Vec<Vec<u32>>;

    /// Where a client is, among lists.
    fn find(lists: &Lists, client: u32) -> (usize, usize) {
        let place = |list: &Vec<u32>| list.iter().position(|&other| other == client);
        let found = (0..)
            .zip(lists)
            .find_map(|(at, list)| Some((at, place(list)?)));
        found.expect("everybody is somewhere")
    }

    fn relocated(lists: &Lists, u: u32, v: u32, side: Side) -> Option<Lists> {
        let mut new = lists.clone();
        let (tour, place) = find(lists, u);
        let (other, beside) = find(lists, v);
        if tour == other && place.abs_diff(beside) == 1 {
            return None;
        }
        new[tour].remove(place);
        let (other, beside) = find(&new, v);
        new[other].insert(beside + usize::from(side == Side::Behind), u);
        Some(new)
    }

    fn exchanged(lists: &Lists, u: u32, v: u32, side: Side) -> Option<Lists> {
        let mut new = lists.clone();
        let (tour, place) = find(lists, u);
        let (other, beside) = find(lists, v);
        let at = match side {
            Side::Before => beside.checked_sub(1)?,
            Side::Behind => beside + 1,
        };
        let w = *lists[other].get(at)?;
        if tour == other && place.abs_diff(at) <= 1 {
            return None;
        }
        (new[tour][place], new[other][at]) = (w, u);
        Some(new)
    }

    /// The beginnings of two lists joined and their ends, or a piece of one turned round.
    fn turned(lists: &Lists, u: u32, v: u32, side: Side) -> Option<Lists> {
        let mut new = lists.clone();
        let more = usize::from(side == Side::Behind);
        let ((a, i), (b, j)) = (find(lists, u), find(lists, v));
        let (i, j) = (i + more, j + more);
        if a == b {
            new[a][i.min(j)..i.max(j)].reverse();
            return Some(new);
        }
        let (begin, end) = lists[a].split_at(i);
        let (other_begin, other_end) = lists[b].split_at(j);
        new[a] = begin
            .iter()
            .chain(other_begin.iter().rev())
            .copied()
            .collect();
        new[b] = end.iter().rev().chain(other_end).copied().collect();
        Some(new)
    }

    fn ends_swapped(lists: &Lists, u: u32, v: u32, side: Side) -> Option<Lists> {
        let mut new = lists.clone();
        let more = usize::from(side == Side::Behind);
        let ((a, i), (b, j)) = (find(lists, u), find(lists, v));
        if a == b {
            return None;
        }
        let (begin, end) = lists[a].split_at(i + more);
        let (other_begin, other_end) = lists[b].split_at(j + 1 - more);
        new[a] = [begin, other_end].concat();
        new[b] = [other_begin, end].concat();
        Some(new)
    }

    fn metres(chains: &Chains<PlaneMetres>, lists: &Lists) -> i64 {
        let base = chains.base(0);
        let way = |list: &Vec<u32>| {
            let all: Vec<u32> = [base].iter().chain(list).chain([&base]).copied().collect();
            let legs = all.windows(2).map(|two| chains.way(two[0], two[1]));
            legs.map(i64::from).sum::<i64>()
        };
        lists.iter().map(way).sum()
    }

    /// Tours whichever way they are driven.
    fn undirected(mut lists: Lists) -> Lists {
        lists.retain(|list| !list.is_empty());
        for list in &mut lists {
            if list.first() > list.last() {
                list.reverse();
            }
        }
        lists.sort();
        lists
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Each move is made if and only if the lists that it should give are shorter and no tour is too heavy.
        #[test]
        fn moves_are_made_if_they_save(
            seed in any::<u64>(),
            kind in 0..4,
            (u, v) in (0_u32..10, 0_u32..10).prop_filter("two clients", |(u, v)| u != v),
            side in prop::sample::select(vec![Side::Before, Side::Behind]),
            cut in 4_usize..7,
        ) {
            let ground = plain(10, seed).1;
            let order: Vec<u32> = (0..10).collect();
            let mut chains = Chains::new(&ground, &[(0, &order[..cut]), (0, &order[cut..])], &[2]);
            prop_assume!(chains.is_sound());
            let before: Lists = tours(&chains);
            let apart = ground.ways.metres(u, v);
            let mut polish = Polish::new(10);
            let (expected, is_made) = match kind {
                0 => (relocated(&before, u, v, side), relocate(&mut chains, u, v, &[side], apart)),
                1 => (exchanged(&before, u, v, side), exchange(&mut chains, u, v, &[side], apart)),
                2 => (turned(&before, u, v, side), polish.cross(&mut chains, (u, v), (side, side), apart)),
                _ => (ends_swapped(&before, u, v, side), polish.cross(&mut chains, (u, v), (side, side.opposite()), apart)),
            };
            let weight = |list: &Vec<u32>| list.iter().map(|&c| ground.stops[c as usize].weight).sum::<i32>();
            let saves = |lists: &Lists| metres(&chains, lists) < metres(&chains, &before);
            let expected = expected
                .filter(|lists| lists.iter().all(|list| weight(list) <= ground.capacity))
                .filter(saves);
            prop_assert_eq!(is_made, expected.is_some());
            prop_assert!(chains.is_sound());
            prop_assert_eq!(undirected(tours(&chains)), undirected(expected.unwrap_or(before)));
        }
    }
}
