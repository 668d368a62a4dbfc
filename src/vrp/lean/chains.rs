//! Tours as linked lists: a change touches the places beside it and nothing else, and a log takes it back.

use super::ground::{Ground, NEVER, Ways};
use crate::vrp::day::NONE;
use crate::vrp::segments::TimeSegment;

/// A client on its tour, or the base at the ends of one; one line of the cache holds two.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Link {
    pub next: u32,
    pub previous: u32,
    /// `NONE`: in no tour of this search.
    pub tour: u32,
    /// Metres to the next and from the previous.
    pub out: i32,
    pub into: i32,
    /// Earliest moment at which it is left; of a base, at which a tour may begin.
    pub leaves: i32,
    /// Latest moment at which service may begin if all behind it are to be in time; of a base, at which a tour is over.
    pub latest: i32,
}

/// What a tour could still load, and how many clients it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub room: i32,
    pub clients: u32,
}

/// A moment between two changes.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    links: usize,
    spans: usize,
    tallies: usize,
    metres: i64,
}

/// The tours: the base of tour `t` is the link behind all clients' and the bases of those before it.
pub(super) struct Chains<'a, W> {
    pub ground: &'a Ground<W>,
    pub links: Vec<Link>,
    pub tallies: Vec<Tally>,
    /// The base of each tour, among those of the ground.
    pub base_of: Vec<u32>,
    /// Tours with clients: all, and by base.
    pub used: usize,
    used_by_base: Vec<u32>,
    most_tours: &'a [u32],
    pub metres: i64,
    /// By node, the piece of its tour up to it and the piece from it on, where tours have a longest duration.
    pub(super) spans: Vec<[TimeSegment; 2]>,
    /// What was before each change since the last `keep`, in order.
    pub log: Vec<(u32, Link)>,
    tally_log: Vec<(u32, Tally)>,
    pub(super) span_log: Vec<(u32, [TimeSegment; 2])>,
    kept: (usize, i64),
    /// Tours changed since they were last asked for.
    dirty: Vec<u32>,
    is_dirty: Vec<bool>,
}

impl<'a, W: Ways> Chains<'a, W> {
    /// Tours, each by its base and its clients, and how many there may be of each base.
    pub fn new(ground: &'a Ground<W>, tours: &[(u32, &[u32])], most_tours: &'a [u32]) -> Self {
        let blank = Link {
            next: NONE,
            previous: NONE,
            tour: NONE,
            out: 0,
            into: 0,
            leaves: 0,
            latest: NEVER,
        };
        let clients = ground.clients as usize;
        let spans = if ground.has_durations { clients } else { 0 };
        let mut chains = Self {
            ground,
            links: vec![blank; clients],
            tallies: Vec::new(),
            base_of: Vec::new(),
            used: 0,
            used_by_base: vec![0; ground.bases.len()],
            most_tours,
            metres: 0,
            spans: vec![Default::default(); spans],
            log: Vec::new(),
            tally_log: Vec::new(),
            span_log: Vec::new(),
            kept: (0, 0),
            dirty: Vec::new(),
            is_dirty: Vec::new(),
        };
        for &(base, clients) in tours {
            let tour = chains.add_tour(base);
            let is_driven = chains.rewrite(tour, clients);
            debug_assert!(is_driven, "a search begins with tours that can be driven");
        }
        chains.keep();
        chains
    }

    /// A new tour without clients.
    fn add_tour(&mut self, base: u32) -> u32 {
        let (node, tour) = (self.links.len() as u32, self.tallies.len() as u32);
        let kind = &self.ground.bases[base as usize];
        self.links.push(Link {
            next: node,
            previous: node,
            tour,
            out: 0,
            into: 0,
            leaves: kind.opens,
            latest: kind.closes,
        });
        if self.ground.has_durations {
            self.spans.push([kind.segment(); 2]);
        }
        self.tallies.push(Tally {
            room: self.ground.capacity,
            clients: 0,
        });
        self.base_of.push(base);
        self.is_dirty.push(false);
        tour
    }

    /// A tour of a base without clients, if a vehicle is left.
    pub fn spare(&mut self, base: u32) -> Option<u32> {
        if !self.may_open(base) {
            return None;
        }
        let mut tours = self.tallies.iter().zip(&self.base_of);
        let empty = tours.position(|(tally, &of)| tally.clients == 0 && of == base);
        Some(empty.map_or_else(|| self.add_tour(base), |tour| tour as u32))
    }

    /// Whether a vehicle of a base is left.
    #[inline]
    pub fn may_open(&self, base: u32) -> bool {
        self.used_by_base[base as usize] < self.most_tours[base as usize]
    }

    /// Metres between two nodes.
    #[inline(always)]
    pub fn way(&self, from: u32, to: u32) -> i32 {
        self.ground.ways.metres(self.place(from), self.place(to))
    }

    #[inline(always)]
    fn place(&self, node: u32) -> u32 {
        let clients = self.ground.clients;
        match node.checked_sub(clients) {
            None => node,
            Some(tour) => clients + self.base_of[tour as usize],
        }
    }

    #[inline]
    pub fn base(&self, tour: u32) -> u32 {
        self.ground.clients + tour
    }

    #[inline]
    pub fn is_client(&self, node: u32) -> bool {
        node < self.ground.clients
    }

    #[inline]
    pub fn at(&self, node: u32) -> &Link {
        &self.links[node as usize]
    }

    #[inline]
    pub fn cost(&self) -> i64 {
        self.ground.cost(self.metres, self.used)
    }

    #[inline]
    pub fn kept_cost(&self) -> i64 {
        self.ground.cost(self.kept.1, self.kept.0)
    }

    #[inline]
    pub(super) fn note(&mut self, node: u32) {
        self.log.push((node, self.links[node as usize]));
    }

    #[inline]
    fn weigh(&mut self, tour: u32, room: i32, clients: i32) {
        let tally = &mut self.tallies[tour as usize];
        self.tally_log.push((tour, *tally));
        let before = tally.clients;
        tally.room += room;
        tally.clients = before.wrapping_add_signed(clients);
        let now = tally.clients;
        self.count(tour, before, now);
    }

    /// Counts a tour whose number of clients has changed.
    #[inline]
    fn count(&mut self, tour: u32, before: u32, now: u32) {
        let change = i32::from(now > 0) - i32::from(before > 0);
        if change != 0 {
            self.used = self.used.wrapping_add_signed(change as isize);
            let by_base = &mut self.used_by_base[self.base_of[tour as usize] as usize];
            *by_base = by_base.wrapping_add_signed(change);
        }
    }

    /// Takes a client out of its tour; clocks are told by `retime`.
    pub fn remove(&mut self, client: u32) {
        let link = *self.at(client);
        let across = self.way(link.previous, link.next);
        self.note(link.previous);
        let previous = &mut self.links[link.previous as usize];
        previous.next = link.next;
        previous.out = across;
        self.note(link.next);
        let next = &mut self.links[link.next as usize];
        next.previous = link.previous;
        next.into = across;
        self.note(client);
        self.links[client as usize].tour = NONE;
        self.metres += i64::from(across) - i64::from(link.into) - i64::from(link.out);
        self.weigh(link.tour, self.weight(client), -1);
    }

    /// Puts a client, who is in no tour, behind a client or a base; clocks are told by `retime`.
    pub fn insert(&mut self, client: u32, behind: u32) {
        let Link {
            next, tour, out, ..
        } = *self.at(behind);
        let (there, on) = (self.way(behind, client), self.way(client, next));
        self.note(behind);
        let previous = &mut self.links[behind as usize];
        previous.next = client;
        previous.out = there;
        self.note(next);
        let follower = &mut self.links[next as usize];
        follower.previous = client;
        follower.into = on;
        self.note(client);
        let link = &mut self.links[client as usize];
        (link.previous, link.next, link.tour) = (behind, next, tour);
        (link.into, link.out) = (there, on);
        self.metres += i64::from(there) + i64::from(on) - i64::from(out);
        self.weigh(tour, -self.weight(client), 1);
    }

    /// Turns round the piece of a tour from one client to a later one; clocks are told by `retime`.
    pub fn reverse(&mut self, first: u32, last: u32) {
        let (before, behind) = (self.at(first).previous, self.at(last).next);
        let mut node = first;
        loop {
            self.note(node);
            let link = &mut self.links[node as usize];
            let next = link.next;
            std::mem::swap(&mut link.next, &mut link.previous);
            std::mem::swap(&mut link.out, &mut link.into);
            if node == last {
                break;
            }
            node = next;
        }
        let tour = self.at(first).tour;
        let old = self.at(before).out + self.at(behind).into;
        let new = self.join(before, last) + self.join(first, behind);
        self.metres += i64::from(new - old);
        self.weigh(tour, 0, 0);
    }

    /// Makes one node follow another, and tells the metres between them; `metres` is the caller's.
    fn join(&mut self, from: u32, to: u32) -> i32 {
        let metres = self.way(from, to);
        self.note(from);
        let link = &mut self.links[from as usize];
        (link.next, link.out) = (to, metres);
        self.note(to);
        let link = &mut self.links[to as usize];
        (link.previous, link.into) = (from, metres);
        metres
    }

    /// Gives a tour other clients, in this order; those that it had are in another tour or will be. Whether it can be driven.
    pub fn rewrite(&mut self, tour: u32, clients: &[u32]) -> bool {
        let base = self.base(tour);
        let (mut from, mut weight) = (base, 0);
        for &node in clients.iter().chain([&base]) {
            let old = self.at(from).out;
            let new = self.join(from, node);
            self.metres += i64::from(new - old);
            self.links[node as usize].tour = tour;
            weight += self.weight(node);
            from = node;
        }
        let Tally {
            room,
            clients: before,
        } = self.tallies[tour as usize];
        let change = clients.len() as i32 - before as i32;
        self.weigh(tour, self.ground.capacity - weight - room, change);
        self.retime(base, base)
    }

    /// Weight of a client, and none of a base.
    #[inline]
    fn weight(&self, node: u32) -> i32 {
        self.ground
            .stops
            .get(node as usize)
            .map_or(0, |stop| stop.weight)
    }

    /// Makes all changes final.
    pub fn keep(&mut self) {
        self.log.clear();
        self.span_log.clear();
        for (tour, _) in self.tally_log.drain(..) {
            if !self.is_dirty[tour as usize] {
                self.is_dirty[tour as usize] = true;
                self.dirty.push(tour);
            }
        }
        self.kept = (self.used, self.metres);
    }

    /// Takes back all changes since the last `keep`.
    pub fn take_back(&mut self) {
        self.rewind(Mark {
            metres: self.kept.1,
            ..Mark::default()
        });
    }

    /// Makes a change, and takes it back if it says that it cannot stay; whether it stays.
    #[inline]
    pub fn attempt(&mut self, change: impl FnOnce(&mut Self) -> bool) -> bool {
        let mark = self.mark();
        let stays = change(self);
        if !stays {
            self.rewind(mark);
        }
        stays
    }

    fn mark(&self) -> Mark {
        Mark {
            links: self.log.len(),
            spans: self.span_log.len(),
            tallies: self.tally_log.len(),
            metres: self.metres,
        }
    }

    /// Takes back all changes since a mark, which is no older than the last `keep`.
    fn rewind(&mut self, mark: Mark) {
        for (node, link) in self.log.drain(mark.links..).rev() {
            self.links[node as usize] = link;
        }
        for (node, spans) in self.span_log.drain(mark.spans..).rev() {
            self.spans[node as usize] = spans;
        }
        while self.tally_log.len() > mark.tallies
            && let Some((tour, tally)) = self.tally_log.pop()
        {
            let now = std::mem::replace(&mut self.tallies[tour as usize], tally);
            self.count(tour, now.clients, tally.clients);
        }
        self.metres = mark.metres;
    }

    /// Writes the tours that changed since the last call.
    pub fn copy_into(&mut self, copy: &mut Vec<Vec<u32>>) {
        copy.resize_with(self.tallies.len(), Vec::new);
        while let Some(tour) = self.dirty.pop() {
            self.is_dirty[tour as usize] = false;
            let nodes = &mut copy[tour as usize];
            nodes.clear();
            nodes.extend(self.clients_of(tour));
        }
    }

    /// The clients of a tour in their order.
    pub fn clients_of(&self, tour: u32) -> impl Iterator<Item = u32> + '_ {
        let mut node = self.base(tour);
        std::iter::from_fn(move || {
            node = self.at(node).next;
            self.is_client(node).then_some(node)
        })
    }

    /// Weight on board behind a node, of what was loaded up to it and there.
    pub fn aboard_behind(&self, mut node: u32) -> i32 {
        let mut aboard = 0;
        while self.is_client(node) {
            aboard += self.weight(node);
            node = self.at(node).previous;
        }
        aboard
    }
}

#[cfg(test)]
impl<W: Ways> Chains<'_, W> {
    /// Whether links, tallies and sums are what the tours say, told anew.
    pub fn is_sound(&self) -> bool {
        let (mut metres, mut used) = (0, 0);
        let mut seen = vec![false; self.links.len()];
        for tour in 0..self.tallies.len() as u32 {
            let base = self.base(tour);
            let (mut node, mut room, mut clients) = (base, self.ground.capacity, 0);
            loop {
                let link = self.at(node);
                let way = self.way(node, link.next);
                let next = self.at(link.next);
                if link.tour != tour
                    || (link.out, next.into, next.previous) != (way, way, node)
                    || std::mem::replace(&mut seen[node as usize], true)
                {
                    return false;
                }
                metres += i64::from(way);
                room -= self.weight(node);
                node = link.next;
                if node == base {
                    break;
                }
                clients += 1;
            }
            used += usize::from(clients > 0);
            if room < 0
                || !self.is_told(tour)
                || self.tallies[tour as usize] != (Tally { room, clients })
            {
                return false;
            }
        }
        (metres, used) == (self.metres, self.used)
            && self.used_by_base.iter().sum::<u32>() as usize == used
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;
    use super::*;

    #[test]
    fn a_piece_is_turned_round_and_back() {
        let ground = plain(6, 5).1;
        let mut chains = Chains::new(&ground, &[(0, &[0, 1, 2, 3]), (0, &[4, 5])], &[3]);
        let order = |chains: &Chains<_>| chains.clients_of(0).collect::<Vec<_>>();
        assert!(chains.is_sound());
        chains.reverse(1, 2);
        assert!(chains.is_sound());
        assert_eq!(order(&chains), [0, 2, 1, 3]);
        chains.take_back();
        assert!(chains.is_sound());
        assert_eq!(order(&chains), [0, 1, 2, 3]);
    }
}
