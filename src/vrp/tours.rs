//! The tours of a day under search: changed in place, tour by tour, and taken back by swapping the changed ones.
//!
//! Invariant between two calls: every tour has been walked and can be driven, `home` tells where each client is, and
//! `cost`, `left` and `tipped` are the sums over all tours. No call costs more than the tours that it changes.

use super::day::{Day, NONE};
use super::problem::Load;
use super::route::{Shared, Tour};
use crate::quantity::Leg;

/// Where a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    /// Slot of its tour, or `UNSERVED`, or `ELSEWHERE`.
    pub tour: u32,
    /// Position among the tour's nodes.
    pub position: u32,
    /// The nodes before and after it.
    pub previous: u32,
    pub next: u32,
    /// The legs into it and out of it.
    pub into: Leg,
    pub out: Leg,
    /// What its trip could still take.
    pub room: Load,
}

impl Home {
    /// In no tour of this search.
    const fn none(tour: u32) -> Self {
        Self {
            tour,
            position: 0,
            previous: NONE,
            next: NONE,
            into: Leg::ZERO,
            out: Leg::ZERO,
            room: Load {
                weight: 0,
                volume: 0,
            },
        }
    }
}

/// In no tour.
pub(crate) const UNSERVED: u32 = NONE;
/// In a tour of another part of the day, not to be touched; or a visit that the pattern chosen does not make.
pub(crate) const ELSEWHERE: u32 = NONE - 1;

/// A day's tours as plain lists of nodes, start and end left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Class and nodes.
    pub routes: Vec<(u32, Vec<u32>)>,
    pub unserved: Vec<u32>,
    pub cost: i64,
}

/// The tours.
#[derive(Clone, Debug)]
pub(crate) struct Tours<'a> {
    pub day: &'a Day,
    pub slots: Vec<Tour>,
    pub home: Vec<Home>,
    pub unserved: Vec<u32>,
    /// Weight that the last trip of each tour could still take, by slot; 0 where no tour is.
    pub rooms: Vec<i64>,
    /// Vehicles not used, by class.
    pub left: Vec<u32>,
    /// Weight tipped at each disposal, other parts included.
    pub tipped: Vec<i64>,
    pub cost: i64,
    /// Visits that are made.
    pub visits: usize,
    /// Tours that make them.
    pub driven: usize,
    /// Pattern that each choice drives, or `NONE`.
    pub patterns: Vec<u32>,
    free: Vec<u32>,
    spare: Tour,
    undo: Undo,
    dirty: Vec<u32>,
    is_dirty: Vec<bool>,
    /// By disposal, what a change would have tipped there in addition.
    changes: Vec<i64>,
}

#[derive(Clone, Debug, Default)]
struct Undo {
    /// Tours as they were, and what they share with those that are in their place.
    tours: Vec<(u32, Tour)>,
    shared: Vec<Shared>,
    /// By slot, where it stands among these, or `NONE`.
    at: Vec<u32>,
    unserved: Vec<u32>,
    left: Vec<u32>,
    tipped: Vec<i64>,
    cost: i64,
    visits: usize,
    driven: usize,
    /// Patterns before they were changed.
    patterns: Vec<(u32, u32)>,
    pool: Vec<Tour>,
}

impl<'a> Tours<'a> {
    /// Tours from a draft, with so many vehicles in all and so much tipped by others. Routes that cannot be driven leave
    /// their clients unserved. Clients that the draft does not name are elsewhere.
    pub fn new(day: &'a Day, draft: &Draft, count: Vec<u32>, tipped: Vec<i64>) -> Self {
        let mut tours = Self::by_visits(day, draft, count, tipped);
        tours.recognise_patterns();
        tours.forget_served();
        tours.keep();
        tours
    }

    /// The same for a first plan: the visits that a draft leaves unserved may be inserted one by one, those of a choice
    /// too, until `recognise_patterns` tells which were driven whole.
    pub fn by_visits(day: &'a Day, draft: &Draft, count: Vec<u32>, tipped: Vec<i64>) -> Self {
        let mut tours = Self {
            day,
            slots: Vec::new(),
            rooms: Vec::new(),
            home: vec![Home::none(ELSEWHERE); day.num_clients()],
            unserved: Vec::new(),
            left: count,
            tipped,
            cost: 0,
            visits: 0,
            driven: 0,
            patterns: vec![NONE; day.choices.len()],
            free: Vec::new(),
            spare: Tour::default(),
            undo: Undo::default(),
            dirty: Vec::new(),
            is_dirty: Vec::new(),
            changes: Vec::new(),
        };
        for &client in &draft.unserved {
            tours.leave_unserved(client);
        }
        for (class, nodes) in &draft.routes {
            for &client in nodes.iter().filter(|&&node| day.is_client(node)) {
                tours.leave_unserved(client);
            }
            if tours.open(*class, nodes).is_none() {
                tours.open_in_part(*class, nodes);
            }
        }
        tours
            .unserved
            .retain(|&client| tours.home[client as usize].tour == UNSERVED);
        tours
    }

    /// Opens what a class can drive of a tour: no more on board than it carries, and then without so many of the last clients as
    /// its hours ask for.
    fn open_in_part(&mut self, class: u32, nodes: &[u32]) {
        if self.left[class as usize] == 0 {
            return;
        }
        let day = self.day;
        let capacity = day.classes[class as usize].capacity;
        let mut kept: Vec<u32> = Vec::with_capacity(nodes.len());
        let mut aboard = Load::default();
        for &node in nodes {
            if !day.is_client(node) {
                if kept.last().is_some_and(|&last| day.is_client(last)) {
                    kept.push(node);
                }
                aboard = Load::default();
                continue;
            }
            let with = aboard + day.nodes[node as usize].load.load;
            if with.fits(capacity) && day.allows(node, class) {
                kept.push(node);
                aboard = with;
            }
        }
        let mut less = 1;
        while !kept.is_empty() && self.open(class, &kept).is_none() {
            for _ in 0..less {
                let last = kept.iter().rposition(|&node| day.is_client(node));
                let Some(last) = last else { return };
                kept.remove(last);
                let is_idle = |at: usize| at == 0 || !day.is_client(kept[at - 1]);
                if last < kept.len() && is_idle(last) {
                    kept.remove(last); // a disposal with nothing to tip
                }
            }
            less *= 2;
        }
    }

    /// Tells which pattern each choice drives. Visits of a pattern that is not driven whole are taken out, and the choice
    /// stands on the list of the unserved by one of them.
    pub fn recognise_patterns(&mut self) {
        let day = self.day;
        for (choice, of) in (0u32..).zip(&day.choices) {
            let is_placed = |node: &u32| self.home[*node as usize].tour < ELSEWHERE;
            let nodes = || of.patterns.iter().flatten().copied();
            let mut placed: Vec<u32> = nodes().filter(is_placed).collect();
            placed.sort_unstable();
            placed.dedup();
            let is_driven = |p: &Vec<u32>| {
                p.len() == placed.len() && p.iter().all(|node| placed.contains(node))
            };
            let driven = of.patterns.iter().position(is_driven);
            self.unserved
                .retain(|&node| day.choice_of[node as usize] != choice);
            match driven {
                Some(pattern) => {
                    self.patterns[choice as usize] = pattern as u32;
                    self.idle_others(choice);
                }
                None => self.give_up(choice),
            }
        }
    }

    /// Ends what `take_up` began: all visits of the pattern are in tours.
    pub fn settle_choice(&mut self, choice: u32) {
        self.idle_others(choice);
    }

    /// Marks the visits of a choice that are in no tour as not to be made.
    fn idle_others(&mut self, choice: u32) {
        for &node in self.day.choices[choice as usize].patterns.iter().flatten() {
            if self.home[node as usize].tour >= ELSEWHERE {
                self.home[node as usize] = Home::none(ELSEWHERE);
            }
        }
    }

    /// Takes all visits of a choice out of their tours; it stands on the list of the unserved by its first visit.
    pub fn give_up(&mut self, choice: u32) {
        let day = self.day;
        for &node in day.choices[choice as usize].patterns.iter().flatten() {
            let slot = self.home[node as usize].tour;
            if slot < ELSEWHERE && !self.rewrite(slot, |old, new| without(old, node, new, day)) {
                // What is left cannot be driven, so it is all given up.
                let others: Vec<u32> = self.tour(slot).clients(day).collect();
                self.rewrite(slot, |_, _| {});
                self.abandon(&others, choice);
            }
        }
        self.idle_others(choice);
        self.choose(choice, NONE);
        let first = day.choices[choice as usize].patterns[0][0];
        self.home[first as usize] = Home::none(UNSERVED);
        if !self.unserved.contains(&first) {
            self.unserved.push(first);
        }
        self.cost += day.choice_price(choice);
    }

    /// Clients whose tour was dissolved: visits without a choice are listed, choices given up whole.
    pub fn abandon(&mut self, clients: &[u32], but: u32) {
        for &client in clients {
            let choice = self.day.choice_of[client as usize];
            if choice == NONE {
                self.unserved.push(client);
            } else if choice != but && self.patterns[choice as usize] != NONE {
                self.give_up(choice);
            }
        }
    }

    /// Takes a choice off the unserved, to drive a pattern whose visits are about to be inserted.
    pub fn take_up(&mut self, choice: u32, pattern: u32) {
        debug_assert_eq!(self.patterns[choice as usize], NONE);
        self.cost -= self.day.choice_price(choice);
        self.choose(choice, pattern);
    }

    fn choose(&mut self, choice: u32, pattern: u32) {
        let before = std::mem::replace(&mut self.patterns[choice as usize], pattern);
        self.undo.patterns.push((choice, before));
    }

    fn leave_unserved(&mut self, client: u32) {
        self.home[client as usize] = Home::none(UNSERVED);
        self.unserved.push(client);
        self.cost += self.day.price_left(client);
    }

    /// Takes those off the list of unserved clients who are served by now.
    pub fn forget_served(&mut self) {
        let (home, day, patterns) = (&self.home, self.day, &self.patterns);
        let is_left = |&client: &u32| match day.choice_of[client as usize] {
            NONE => home[client as usize].tour == UNSERVED,
            choice => patterns[choice as usize] == NONE,
        };
        self.unserved.retain(is_left);
    }

    /// The tour in a slot.
    #[inline]
    pub fn tour(&self, slot: u32) -> &Tour {
        &self.slots[slot as usize]
    }

    /// Slots of tours in use.
    pub fn used(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.slots.len() as u32).filter(|&slot| !self.slots[slot as usize].nodes.is_empty())
    }

    /// Slots changed since the last `keep` or `take_back`.
    pub fn touched(&self) -> impl Iterator<Item = u32> + '_ {
        self.undo.tours.iter().map(|&(slot, _)| slot)
    }

    /// Opens a tour of these nodes, which are unserved clients and disposals; `None` if it cannot be driven.
    pub fn open(&mut self, class: u32, nodes: &[u32]) -> Option<u32> {
        if self.left[class as usize] == 0 {
            return None;
        }
        let slot = loop {
            match self.free.pop() {
                Some(slot) if self.slots[slot as usize].nodes.is_empty() => break slot,
                Some(_) => {}
                None => {
                    self.slots.push(Tour::default());
                    self.rooms.push(0);
                    self.undo.at.push(NONE);
                    self.is_dirty.push(false);
                    break self.slots.len() as u32 - 1;
                }
            }
        };
        let mut fresh = std::mem::take(&mut self.spare);
        fresh.refill(self.day, class, nodes);
        if self.put(slot, fresh) {
            Some(slot)
        } else {
            self.free.push(slot);
            None
        }
    }

    /// Rewrites the nodes of a tour: `write` gets the old nodes and fills the new. Clients that drop out are unserved.
    /// False, and nothing changed, if the new tour cannot be driven. A tour without clients is given up.
    pub fn rewrite(&mut self, slot: u32, write: impl FnOnce(&[u32], &mut Vec<u32>)) -> bool {
        let mut fresh = std::mem::take(&mut self.spare);
        fresh.class = self.tour(slot).class;
        fresh.nodes.clear();
        write(&self.slots[slot as usize].nodes, &mut fresh.nodes);
        self.put(slot, fresh)
    }

    /// Like `rewrite`, under a class of which a vehicle is left or which is the tour's own.
    pub fn rewrite_as(&mut self, slot: u32, class: u32, nodes: &[u32]) -> bool {
        if self.tour(slot).class != class && self.left[class as usize] == 0 {
            return false;
        }
        let mut fresh = std::mem::take(&mut self.spare);
        fresh.refill(self.day, class, nodes);
        self.put(slot, fresh)
    }

    fn put(&mut self, slot: u32, mut fresh: Tour) -> bool {
        let serves = fresh.nodes.iter().any(|&node| self.day.is_client(node));
        if serves
            && !(fresh.walk_after(self.day, Some(&self.slots[slot as usize]))
                && self.is_within_limits(slot, &fresh))
        {
            self.spare = fresh;
            return false;
        }
        if !serves {
            fresh.nodes.clear();
            fresh.begins.clear();
            fresh.cost = 0;
            fresh.trips = 0;
            fresh.shared = Shared::default();
            self.free.push(slot);
        }
        let shared = fresh.shared;
        self.withdraw(slot, shared);
        let old = std::mem::replace(&mut self.slots[slot as usize], fresh);
        let nodes = old.nodes.len();
        match self.undo.at[slot as usize] {
            NONE => {
                self.undo.at[slot as usize] = self.undo.tours.len() as u32;
                self.undo.tours.push((slot, old));
                self.undo.shared.push(shared);
                self.spare = self.undo.pool.pop().unwrap_or_default();
            }
            at => {
                let with_kept = &mut self.undo.shared[at as usize];
                *with_kept = with_kept.and(shared);
                self.spare = old;
            }
        }
        self.settle(slot, shared, nodes);
        true
    }

    /// Whether no disposal gets more than it takes, were the slot's tour replaced.
    fn is_within_limits(&mut self, slot: u32, fresh: &Tour) -> bool {
        let gates = &self.day.gates;
        if gates.iter().all(|gate| gate.limit == i64::MAX) {
            return true;
        }
        self.changes.clear();
        self.changes.resize(gates.len(), 0);
        let changes = &mut self.changes;
        fresh.each_tipped(self.day, |at, weight| changes[at] += weight);
        self.slots[slot as usize].each_tipped(self.day, |at, weight| changes[at] -= weight);
        let sums = changes.iter().zip(&self.tipped).zip(gates);
        sums.into_iter()
            .all(|((&change, tipped), gate)| change <= 0 || tipped + change <= gate.limit)
    }

    /// Takes a tour out of the sums, and the clients out of it whom the next in its place does not share.
    fn withdraw(&mut self, slot: u32, shared: Shared) {
        let tour = &self.slots[slot as usize];
        if tour.nodes.is_empty() {
            return;
        }
        self.cost -= tour.cost;
        self.visits -= tour.visits as usize;
        self.driven -= 1;
        self.left[tour.class as usize] += 1;
        let tipped = &mut self.tipped;
        tour.each_tipped(self.day, |disposal, weight| tipped[disposal] -= weight);
        for &node in &tour.nodes[shared.middle(tour.nodes.len())] {
            if self.day.is_client(node) {
                self.home[node as usize].tour = UNSERVED;
                self.cost += self.day.price_left(node);
            }
        }
    }

    /// Enters a walked tour into the sums. The one before had so many nodes, and its other clients are told already.
    fn settle(&mut self, slot: u32, shared: Shared, before: usize) {
        let tour = &self.slots[slot as usize];
        self.rooms[slot as usize] = room(self.day, tour);
        if !tour.nodes.is_empty() {
            self.cost += tour.cost;
            self.visits += tour.visits as usize;
            self.driven += 1;
            self.left[tour.class as usize] -= 1;
            let tipped = &mut self.tipped;
            tour.each_tipped(self.day, |disposal, weight| tipped[disposal] += weight);
            for &node in &tour.nodes[shared.middle(tour.nodes.len())] {
                if self.day.is_client(node) {
                    self.cost -= self.day.price_left(node);
                }
            }
            house(self.day, &mut self.home, slot, tour, (shared, before));
        }
    }

    /// Puts clients, taken out of tours by `rewrite`, on the list of the unserved; visits of a choice stand on it by
    /// `give_up` alone.
    pub fn list_unserved(&mut self, clients: &[u32]) {
        let (home, day) = (&self.home, self.day);
        self.unserved.extend(clients.iter().filter(|&&client| {
            home[client as usize].tour == UNSERVED && day.choice_of[client as usize] == NONE
        }));
    }

    /// Makes all changes since the last `keep` final.
    pub fn keep(&mut self) {
        while let Some((slot, old)) = self.undo.tours.pop() {
            self.undo.at[slot as usize] = NONE;
            self.undo.pool.push(old);
            if !self.is_dirty[slot as usize] {
                self.is_dirty[slot as usize] = true;
                self.dirty.push(slot);
            }
        }
        self.undo.shared.clear();
        self.undo.patterns.clear();
        self.remember();
    }

    fn remember(&mut self) {
        self.undo.unserved.clone_from(&self.unserved);
        self.undo.left.clone_from(&self.left);
        self.undo.tipped.clone_from(&self.tipped);
        self.undo.cost = self.cost;
        self.undo.visits = self.visits;
        self.undo.driven = self.driven;
    }

    /// Cost at the last `keep`.
    pub fn kept_cost(&self) -> i64 {
        self.undo.cost
    }

    /// Those unserved at the last `keep`.
    pub fn kept_unserved(&self) -> &[u32] {
        &self.undo.unserved
    }

    /// Takes back all changes since the last `keep`.
    pub fn take_back(&mut self) {
        for (&(slot, _), shared) in self.undo.tours.iter().zip(&self.undo.shared) {
            let nodes = &self.slots[slot as usize].nodes;
            for &node in &nodes[shared.middle(nodes.len())] {
                if self.day.is_client(node) {
                    let is_free = self.day.choice_of[node as usize] == NONE;
                    self.home[node as usize].tour = if is_free { UNSERVED } else { ELSEWHERE };
                }
            }
        }
        while let (Some((slot, old)), Some(shared)) =
            (self.undo.tours.pop(), self.undo.shared.pop())
        {
            self.undo.at[slot as usize] = NONE;
            let nodes = self.slots[slot as usize].nodes.len();
            house(self.day, &mut self.home, slot, &old, (shared, nodes));
            self.rooms[slot as usize] = room(self.day, &old);
            if old.nodes.is_empty() {
                self.free.push(slot);
            }
            let dropped = std::mem::replace(&mut self.slots[slot as usize], old);
            self.undo.pool.push(dropped);
        }
        while let Some((choice, before)) = self.undo.patterns.pop() {
            self.patterns[choice as usize] = before;
            self.idle_others(choice);
        }
        self.unserved.clone_from(&self.undo.unserved);
        if !self.patterns.is_empty() {
            for &client in &self.unserved {
                self.home[client as usize] = Home::none(UNSERVED);
            }
        }
        self.left.clone_from(&self.undo.left);
        self.tipped.clone_from(&self.undo.tipped);
        self.cost = self.undo.cost;
        self.visits = self.undo.visits;
        self.driven = self.undo.driven;
    }

    /// Makes the next copy a whole one.
    pub fn forget_copies(&mut self) {
        self.dirty.clear();
        self.dirty.extend(0..self.slots.len() as u32);
    }

    /// Copies what changed since the last copy into a draft whose routes stand by slot.
    pub fn copy_into(&mut self, draft: &mut Draft) {
        draft.routes.resize_with(self.slots.len(), Default::default);
        for slot in self.dirty.drain(..) {
            self.is_dirty[slot as usize] = false;
            let tour = &self.slots[slot as usize];
            let (class, nodes) = &mut draft.routes[slot as usize];
            *class = tour.class;
            nodes.clear();
            nodes.extend_from_slice(tour.inner());
        }
        draft.unserved.clone_from(&self.unserved);
        draft.cost = self.cost;
    }
}

/// A tour's nodes but one, and but the disposal that would follow another in vain.
fn without(old: &[u32], gone: u32, new: &mut Vec<u32>, day: &Day) {
    for &node in old.iter().filter(|&&node| node != gone) {
        let in_vain =
            day.disposal_of(node).is_some() && new.last().is_some_and(|&last| !day.is_client(last));
        if !in_vain {
            new.push(node);
        }
    }
}

/// Weight that the last trip of a walked tour could still take.
fn room(day: &Day, tour: &Tour) -> i64 {
    let last = tour.nodes.len().checked_sub(2);
    last.map_or(0, |last| {
        day.classes[tour.class as usize].capacity.weight - tour.marks[last].ahead.load.weight
    })
}

/// Tells the clients of a walked tour where they are. Those whom it shares with the tour before, of so many nodes, know all
/// but what has changed: who stands beside them at the seams, the room of the trips there, and the place behind.
fn house(day: &Day, home: &mut [Home], slot: u32, tour: &Tour, (shared, before): (Shared, usize)) {
    let len = tour.nodes.len();
    let is_client = |&position: &usize| day.is_client(tour.nodes[position]);
    let middle = shared.middle(len);
    let first = middle.start - (0..middle.start).rev().take_while(is_client).count();
    let last = middle.end + (middle.end..len).take_while(is_client).count();
    let capacity = day.classes[tour.class as usize].capacity;
    for position in first.max(1)..last.min(len.saturating_sub(1)) {
        let node = tour.nodes[position];
        if day.is_client(node) {
            let (mark, next) = (&tour.marks[position], &tour.marks[position + 1]);
            home[node as usize] = Home {
                tour: slot,
                position: position as u32,
                previous: tour.nodes[position - 1],
                next: tour.nodes[position + 1],
                into: mark.leg(),
                out: next.leg(),
                room: capacity - (mark.ahead.load + next.behind.load),
            };
        }
    }
    if before != len {
        for position in last..len {
            if let Some(home) = home.get_mut(tour.nodes[position] as usize) {
                home.position = position as u32;
            }
        }
    }
}

impl Draft {
    /// A draft in which nobody is served; of a choice the visits of this pattern of its client are asked for.
    pub fn nobody(day: &Day, patterns: &[usize]) -> Self {
        let free = (0..day.num_clients() as u32).filter(|&n| day.choice_of[n as usize] == NONE);
        let chosen = day
            .choices
            .iter()
            .flat_map(|choice| &choice.patterns[patterns[choice.client as usize]]);
        Self {
            routes: Vec::new(),
            unserved: free.chain(chosen.copied()).collect(),
            cost: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vrp::dice::Dice;
    use crate::vrp::insertion::Inserter;
    use crate::vrp::moves::TripMover;
    use crate::vrp::sample::{self, Shape};
    use crate::vrp::space::Space;
    use proptest::prelude::*;

    /// Everything that a search can see: tours by slot, homes, lists, sums.
    fn seen(tours: &Tours) -> String {
        let routes: Vec<(u32, u32, &[u32])> = tours
            .used()
            .map(|slot| (slot, tours.tour(slot).class, tours.tour(slot).inner()))
            .collect();
        let homes: Vec<Home> = tours
            .home
            .iter()
            .map(|home| {
                if home.tour < ELSEWHERE {
                    *home
                } else {
                    Home::none(home.tour)
                }
            })
            .collect();
        let mut unserved = tours.unserved.clone();
        unserved.sort_unstable();
        let sums = (
            tours.cost,
            tours.visits,
            tours.driven,
            &tours.left,
            &tours.tipped,
            &tours.patterns,
        );
        format!("{routes:?}\n{unserved:?}\n{sums:?}\n{homes:?}")
    }

    /// Counts everything anew.
    fn recount(tours: &Tours) -> Result<(), TestCaseError> {
        let day = tours.day;
        let (mut cost, mut visits, mut driven) = (0, 0, 0);
        let mut left: Vec<u32> = day.classes.iter().map(|class| class.count).collect();
        let mut tipped = vec![0; day.gates.len()];
        let mut slot_of = vec![None; day.num_clients()];
        for slot in tours.used() {
            let mut tour = Tour::new(
                day,
                tours.tour(slot).class,
                tours.tour(slot).inner().iter().copied(),
            );
            prop_assert!(tour.walk(day));
            (cost, driven) = (cost + tour.cost, driven + 1);
            left[tour.class as usize] -= 1;
            tour.each_tipped(day, |disposal, weight| tipped[disposal] += weight);
            for (position, &node) in (0..)
                .zip(&tour.nodes)
                .filter(|(_, node)| day.is_client(**node))
            {
                visits += 1;
                prop_assert_eq!(
                    slot_of[node as usize].replace(slot),
                    None,
                    "{} stands twice",
                    node
                );
                let home = tours.home[node as usize];
                prop_assert_eq!((home.tour, home.position), (slot, position));
                prop_assert_eq!(home.next, tour.nodes[position as usize + 1]);
            }
        }
        for (node, slot) in (0u32..)
            .zip(&slot_of)
            .filter(|&(node, _)| day.choice_of[node as usize] == NONE)
        {
            let is_left = slot.is_none() && tours.home[node as usize].tour == UNSERVED;
            cost += if is_left {
                day.unserved[node as usize]
            } else {
                0
            };
            prop_assert_eq!(slot.is_none(), tours.unserved.contains(&node));
        }
        for (choice, &pattern) in (0u32..).zip(&tours.patterns) {
            let of = &day.choices[choice as usize];
            let wanted: &[u32] = of.patterns.get(pattern as usize).map_or(&[], |nodes| nodes);
            for &node in of.patterns.iter().flatten() {
                prop_assert_eq!(slot_of[node as usize].is_some(), wanted.contains(&node));
                let is_listed = pattern == NONE && node == of.patterns[0][0];
                prop_assert_eq!(tours.unserved.contains(&node), is_listed);
                if slot_of[node as usize].is_none() {
                    let home = if is_listed { UNSERVED } else { ELSEWHERE };
                    prop_assert_eq!(
                        tours.home[node as usize].tour,
                        home,
                        "visit {} of choice {}",
                        node,
                        choice
                    );
                }
            }
            cost += if pattern == NONE {
                day.choice_price(choice)
            } else {
                0
            };
        }
        prop_assert_eq!(
            (cost, visits, driven),
            (tours.cost, tours.visits, tours.driven)
        );
        prop_assert_eq!((&left, &tipped), (&tours.left, &tours.tipped));
        Ok(())
    }

    /// One random change: a choice given up, clients taken out, a tour turned round or dissolved, a trip moved, somebody
    /// put in.
    fn change(space: &Space, tours: &mut Tours, inserter: &mut Inserter, dice: &mut Dice) {
        let day = &space.day;
        let slots: Vec<u32> = tours.used().collect();
        match dice.below(6) {
            0 if !day.choices.is_empty() => {
                let choice = dice.below(day.choices.len());
                if tours.patterns[choice] != NONE {
                    tours.give_up(choice as u32);
                }
            }
            1 if !slots.is_empty() => {
                let slot = slots[dice.below(slots.len())];
                let clients: Vec<u32> = tours.tour(slot).clients(day).collect();
                tours.rewrite(slot, |_, _| {});
                tours.abandon(&clients, NONE);
            }
            2 if !slots.is_empty() => {
                let slot = slots[dice.below(slots.len())];
                tours.rewrite(slot, |old, new| {
                    new.extend(old);
                    let last = old.len() - 1;
                    new[1..last - 1].reverse();
                });
            }
            3 if !slots.is_empty() => {
                let client = dice.below(day.num_clients()) as u32;
                let left = tours.unserved.len();
                TripMover::default().shift(space, tours, client, dice);
                assert_eq!(left, tours.unserved.len(), "nobody drops out");
            }
            _ if !tours.unserved.is_empty() => {
                let client = tours.unserved[dice.below(tours.unserved.len())];
                inserter.insert(space, tours, client, dice);
                tours.forget_served();
            }
            _ => {}
        }
    }

    proptest! {
        /// Sums are those of a recount after every change, and what is taken back leaves no trace.
        #[test]
        fn sums_are_kept_and_taking_back_leaves_no_trace(seed in any::<u64>(), choices in any::<bool>()) {
            let problem = Shape { clients: 9, days: 2, choices, ..Shape::default() }.problem(seed);
            let space = sample::whole(&problem);
            let count = space.day.classes.iter().map(|class| class.count).collect();
            let nobody = Draft::nobody(&space.day, &vec![0; problem.clients.len()]);
            let mut tours = Tours::new(&space.day, &nobody, count, vec![0; space.day.gates.len()]);
            let mut dice = Dice::new(seed, [3; 3]);
            let mut inserter = Inserter::new(space.day.num_clients(), 0.1);
            recount(&tours)?;
            for _ in 0..12 {
                let before = seen(&tours);
                for _ in 0..1 + dice.below(12) {
                    change(&space, &mut tours, &mut inserter, &mut dice);
                    recount(&tours)?;
                }
                if dice.chance(0.6) {
                    tours.take_back();
                    prop_assert_eq!(before, seen(&tours));
                    recount(&tours)?;
                } else {
                    tours.keep();
                }
            }
        }

        /// A plan whose visits were placed one by one: choices of which no pattern stands whole are given up, the others
        /// keep theirs, and the plan read again from its own copy is the same.
        #[test]
        fn patterns_are_recognised(seed in any::<u64>()) {
            let problem = Shape { clients: 9, days: 2, choices: true, ..Shape::default() }.problem(seed);
            let space = sample::whole(&problem);
            let day = &space.day;
            let count: Vec<u32> = day.classes.iter().map(|class| class.count).collect();
            let mut dice = Dice::new(seed, [4; 3]);
            let all = Draft { unserved: (0..day.num_clients() as u32).collect(), ..Draft::default() };
            let mut tours = Tours::by_visits(day, &all, count.clone(), vec![0; day.gates.len()]);
            for node in 0..day.num_clients() as u32 {
                let disposal = day.disposal_node(dice.below(day.gates.len()));
                let class = u32::from(day.days[node as usize]);
                if dice.chance(0.5) {
                    tours.open(class, &[node, disposal]);
                }
            }
            tours.recognise_patterns();
            tours.forget_served();
            tours.keep();
            recount(&tours)?;
            let mut copy = Draft::default();
            tours.forget_copies();
            tours.copy_into(&mut copy);
            let again = Tours::new(day, &copy, count, vec![0; day.gates.len()]);
            prop_assert_eq!((again.cost, &again.patterns), (tours.cost, &tours.patterns));
            recount(&again)?;
        }
    }
}
