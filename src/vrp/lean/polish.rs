//! Local search around what a ruin and recreate has touched: each move makes two near clients neighbours.
//!
//! A client goes to another place; two clients are exchanged; two tours exchange ends, or a beginning is joined with a
//! beginning (2-opt*: Potvin & Rousseau, *An exchange heuristic for routeing problems with time windows*, JORS 46 (1995)
//! 1433-1446, doi 10.1057/jors.1995.204); a piece of a tour is turned round (2-opt: Croes, *A method for solving
//! traveling-salesman problems*, Oper. Res. 6 (1958) 791-812, doi 10.1287/opre.6.6.791). The first that saves is made, until
//! none is left. Where clocks count, a move is ruled out by the windows of those who would meet and by the clocks that stand on both
//! sides; what remains is made, and taken back if it cannot be driven.

use super::chains::{Chains, Link};
use super::clocks::Gap;
use super::ground::Ways;
use crate::vrp::day::NONE;

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
        for near in ground.suited(u) {
            let (v, apart) = (near.client, near.metres);
            // A move that saves has a leg that goes and is longer than the one that comes beside it (Lin & Kernighan, Oper.
            // Res. 21 (1973) 498-516, doi 10.1287/opre.21.2.498).
            if apart >= a.out.max(a.into) || chains.at(v).tour == NONE {
                continue;
            }
            for side in Side::BOTH {
                if chains.can_stand(u, side, v, apart)
                    && (relocate(chains, u, v, side, apart) || exchange(chains, u, v, side, apart))
                {
                    return true;
                }
            }
            for side in Side::BOTH {
                if a.beside(side).1 <= apart {
                    continue;
                }
                let moves_v = chains.can_stand(v, side, u, apart)
                    && (relocate(chains, v, u, side, apart) || exchange(chains, v, u, side, apart));
                if moves_v
                    || self.cross(chains, (u, v), (side, side), apart)
                    || self.cross(chains, (u, v), (side, side.opposite()), apart)
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
        if !chains.may_meet((u, v), (side, other), apart) {
            return false;
        }
        let ((next_u, leg_u), (next_v, leg_v)) = (a.beside(side), b.beside(other));
        let saved = leg_u + leg_v - apart;
        if saved <= 0 || saved <= chains.way(next_u, next_v) {
            return false;
        }
        if a.tour == b.tour {
            return side == other && turn(chains, (u, v), side);
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
        if chains.have_one_base(a, b) {
            let (next, after) = (chains.at(u).next, chains.at(v).next);
            let (on, over) = (chains.way(u, after), chains.way(v, next));
            if !chains.can_go_on(u, on, after) || !chains.can_go_on(v, over, next) {
                return false;
            }
        }
        self.left.clear();
        self.right.clear();
        self.left.extend(up_to(chains, a, u));
        self.right.extend(up_to(chains, b, v));
        self.left.extend(behind(chains, v));
        self.right.extend(behind(chains, u));
        self.rewrite(chains, a, b)
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
        self.rewrite(chains, a, b)
    }

    /// Gives two tours other clients if they can be driven and save: from unlike bases the ways home are others than those that
    /// the pieces had.
    fn rewrite<W: Ways>(&self, chains: &mut Chains<W>, a: u32, b: u32) -> bool {
        let before = chains.metres;
        chains.attempt(|chains| {
            chains.rewrite(a, &self.left)
                && chains.rewrite(b, &self.right)
                && chains.metres < before
        })
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

impl<W: Ways> Chains<'_, W> {
    /// Whether two clients could be neighbours, were a leg on a side of each left and what is beyond them gone.
    fn may_meet(&self, (u, v): (u32, u32), (side, other): (Side, Side), apart: i32) -> bool {
        let (a, b) = (self.at(u), self.at(v));
        let stop = |client: u32| &self.ground.stops[client as usize];
        match (side, other) {
            (Side::Behind, Side::Before) => a.leaves + apart <= b.latest,
            (Side::Before, Side::Behind) => b.leaves + apart <= a.latest,
            _ if a.tour == b.tour => true,
            // What is before `v` is driven the other way round behind `u`.
            (Side::Behind, _) => {
                a.lets_follow(apart, stop(v)) && self.may_turn(b.previous, b.into, v)
            }
            // What is behind `u` is driven the other way round before it.
            (Side::Before, _) => b.lets_precede(apart, stop(u)) && self.may_turn(u, a.out, a.next),
        }
    }

    /// Whether the later of two places of a tour may come before the earlier.
    fn may_turn(&self, first: u32, way: i32, last: u32) -> bool {
        let stop = |node: u32| self.ground.stops.get(node as usize);
        match (stop(first), stop(last)) {
            (Some(first), Some(last)) => last.may_come_before(way, first),
            _ => true,
        }
    }

    /// Whether two tours begin and end at the same place.
    fn have_one_base(&self, a: u32, b: u32) -> bool {
        self.base_of[a as usize] == self.base_of[b as usize]
    }

    /// Whether a client that moves can stand on a side of another, whatever comes beyond. Clocks of its own tour are others
    /// once it has moved: only windows count there.
    #[inline]
    fn can_stand(&self, client: u32, side: Side, other: u32, apart: i32) -> bool {
        let (stop, link) = (&self.ground.stops[client as usize], self.at(other));
        let other = &self.ground.stops[other as usize];
        match (side, link.tour == self.at(client).tour) {
            (Side::Behind, false) => link.lets_follow(apart, stop),
            (Side::Behind, true) => other.may_come_before(apart, stop),
            (Side::Before, false) => link.lets_precede(apart, stop),
            (Side::Before, true) => stop.may_come_before(apart, other),
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
fn turn<W: Ways>(chains: &mut Chains<W>, (u, v): (u32, u32), side: Side) -> bool {
    let (mut first, mut last) = in_order(chains, u, v);
    match side {
        Side::Behind => first = chains.at(first).next,
        Side::Before => last = chains.at(last).previous,
    }
    let before = chains.at(first).previous;
    let (there, back) = (chains.way(before, last), chains.way(last, first));
    let stop = &chains.ground.stops[last as usize];
    if !chains.at(before).lets_follow(there, stop) || !chains.may_turn(first, back, last) {
        return false;
    }
    let base = chains.base(chains.at(u).tour);
    chains.attempt(|chains| {
        chains.reverse(first, last);
        chains.retime(base, base)
    })
}

/// Moves `u` into the gap on a side of `v`.
#[inline]
fn relocate<W: Ways>(chains: &mut Chains<W>, u: u32, v: u32, side: Side, apart: i32) -> bool {
    let (a, b) = (*chains.at(u), *chains.at(v));
    let (place, wide) = b.beside(side);
    let legs = a.into + a.out + wide - apart;
    if legs <= 0 || a.previous == v || a.next == v {
        return false;
    }
    let weight = chains.ground.stops[u as usize].weight;
    if a.tour != b.tour && weight > chains.tallies[b.tour as usize].room {
        return false;
    }
    let legs = legs - chains.way(a.previous, a.next);
    if legs <= 0 {
        return false;
    }
    let far = chains.way(u, place);
    let gap = match side {
        Side::Behind => Gap {
            from: v,
            there: apart,
            to: place,
            on: far,
        },
        Side::Before => Gap {
            from: place,
            there: far,
            to: v,
            on: apart,
        },
    };
    legs > far && move_into(chains, u, gap)
}

/// Moves a client into a gap, if that is in time.
fn move_into<W: Ways>(chains: &mut Chains<W>, client: u32, gap: Gap) -> bool {
    let Link {
        previous,
        next,
        tour,
        ..
    } = *chains.at(client);
    let is_same = tour == chains.at(gap.from).tour;
    if !is_same && !chains.fits(client, gap) {
        return false;
    }
    let base = chains.base(tour);
    chains.attempt(|chains| {
        chains.remove(client);
        chains.insert(client, gap.from);
        match is_same {
            true => chains.retime(base, base),
            false => chains.retime(previous, next) && chains.retime(gap.from, gap.to),
        }
    })
}

/// Exchanges `u` and the neighbour of `v` on a side, so that `u` and `v` become neighbours.
#[inline]
fn exchange<W: Ways>(chains: &mut Chains<W>, u: u32, v: u32, side: Side, apart: i32) -> bool {
    let (a, b) = (*chains.at(u), *chains.at(v));
    let (w, leg) = b.beside(side);
    if !chains.is_client(w) || w == u || a.next == w || a.previous == w {
        return false;
    }
    let c = *chains.at(w);
    let weight = |client: u32| chains.ground.stops[client as usize].weight;
    let more = weight(u) - weight(w);
    let fits = a.tour == c.tour
        || (chains.tallies[a.tour as usize].room + more >= 0
            && chains.tallies[c.tour as usize].room - more >= 0);
    let (other, rest) = c.beside(side);
    let saved = a.into + a.out + leg + rest - apart;
    if !fits || saved <= 0 {
        return false;
    }
    let saved = saved - chains.way(a.previous, w) - chains.way(w, a.next);
    saved > 0 && saved > chains.way(u, other) && change_places(chains, u, w)
}

/// Two clients that are not neighbours take each other's place, if that is in time.
fn change_places<W: Ways>(chains: &mut Chains<W>, u: u32, w: u32) -> bool {
    let (a, c) = (*chains.at(u), *chains.at(w));
    let gap = |client, link: &Link| Gap {
        from: link.previous,
        there: chains.way(link.previous, client),
        to: link.next,
        on: chains.way(client, link.next),
    };
    let is_same = a.tour == c.tour;
    let fit = || chains.fits(w, gap(w, &a)) && chains.fits(u, gap(u, &c));
    if !is_same && !fit() {
        return false;
    }
    let base = chains.base(a.tour);
    chains.attempt(|chains| {
        chains.remove(u);
        chains.remove(w);
        chains.insert(w, a.previous);
        chains.insert(u, c.previous);
        match is_same {
            true => chains.retime(base, base),
            false => chains.retime(a.previous, a.next) && chains.retime(c.previous, c.next),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{plain, timed};
    use super::*;
    use crate::quantity::PlaneMetres;
    use crate::vrp::tours::{Draft, Tours};
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

    /// Metres of tours that begin and end where those of the same place in the chains do.
    fn metres(chains: &Chains<PlaneMetres>, lists: &Lists) -> i64 {
        let way = |(tour, list): (u32, &Vec<u32>)| {
            let base = chains.base(tour);
            let all: Vec<u32> = [base].iter().chain(list).chain([&base]).copied().collect();
            let legs = all.windows(2).map(|two| chains.way(two[0], two[1]));
            legs.map(i64::from).sum::<i64>()
        };
        (0..).zip(lists).map(way).sum()
    }

    /// Tours whichever way they are driven.
    fn undirected(mut lists: Lists) -> Lists {
        for list in &mut lists {
            if list.first() > list.last() {
                list.reverse();
            }
        }
        lists
    }

    type Move = fn(&mut Chains<PlaneMetres>, u32, u32, Side, i32) -> bool;

    /// Makes a move of `u` to a side of `v`, as the search does it.
    fn try_side(chains: &mut Chains<PlaneMetres>, u: u32, v: u32, side: Side, make: Move) -> bool {
        let apart = chains.way(u, v);
        chains.can_stand(u, side, v, apart) && make(chains, u, v, side, apart)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Each move is made if and only if the lists that it should give are shorter, no tour is too heavy and all are in
        /// time as the general search drives them; between unlike bases only if, for there legs home may rule a move out too soon.
        #[test]
        fn moves_are_made_if_they_save(
            seed in any::<u64>(),
            kind in 0..4,
            (u, v) in (0_u32..10, 0_u32..10).prop_filter("two clients", |(u, v)| u != v),
            side in prop::sample::select(vec![Side::Before, Side::Behind]),
            cut in 4_usize..7,
            longest in prop::sample::select(vec![0, 5_000, 99_000]),
            other in 0_u32..2,
        ) {
            let (space, ground) = match longest {
                0 => plain(10, seed),
                _ => timed(10, seed, 4_000, longest),
            };
            let mut order: Vec<u32> = (0..10).collect();
            order.sort_by_key(|&client| ground.stops[client as usize].closes);
            let bases = [0, other % ground.bases.len() as u32];
            let lists: Lists = vec![order[..cut].to_vec(), order[cut..].to_vec()];
            let is_driven = |lists: &Lists| {
                let routes = bases.into_iter().zip(lists.iter().cloned()).collect();
                let draft = Draft { routes, ..Draft::default() };
                let count = vec![2; space.day.classes.len()];
                Tours::new(&space.day, &draft, count, Vec::new()).unserved.is_empty()
            };
            prop_assume!(is_driven(&lists));
            let most = vec![2; ground.bases.len()];
            let mut chains = Chains::new(&ground, &[(bases[0], &lists[0]), (bases[1], &lists[1])], &most);
            prop_assert!(chains.is_sound());
            let tours = |chains: &Chains<_>| -> Lists {
                (0..2).map(|tour| chains.clients_of(tour).collect()).collect()
            };
            let before = tours(&chains);
            let apart = ground.ways.metres(u, v);
            let mut polish = Polish::new(10);
            let (expected, is_made) = match kind {
                0 => (relocated(&before, u, v, side), try_side(&mut chains, u, v, side, relocate)),
                1 => (exchanged(&before, u, v, side), try_side(&mut chains, u, v, side, exchange)),
                2 => (turned(&before, u, v, side), polish.cross(&mut chains, (u, v), (side, side), apart)),
                _ => (ends_swapped(&before, u, v, side), polish.cross(&mut chains, (u, v), (side, side.opposite()), apart)),
            };
            let saves = |lists: &Lists| metres(&chains, lists) < metres(&chains, &before);
            let expected = expected.filter(|lists| is_driven(lists) && saves(lists));
            prop_assert!(chains.is_sound());
            if is_made || bases[0] == bases[1] {
                prop_assert_eq!(is_made, expected.is_some());
                let told = |lists: Lists| match ground.is_timed {
                    true => lists,
                    false => undirected(lists),
                };
                prop_assert_eq!(told(tours(&chains)), told(expected.unwrap_or(before)));
            }
        }
    }
}
