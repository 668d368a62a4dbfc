//! Tours as linked lists: a change touches the places beside it and nothing else, and a log takes it back.

use super::ground::{Ground, Ways};
use crate::vrp::day::NONE;

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
    pub weight: i32,
}

/// What a tour could still load, and how many clients it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub room: i32,
    pub clients: u32,
}

/// The tours: the base of tour `t` is the link behind all clients' and the bases of those before it.
pub(super) struct Chains<'a, W> {
    pub ground: &'a Ground<W>,
    pub links: Vec<Link>,
    pub tallies: Vec<Tally>,
    pub used: usize,
    most_tours: usize,
    pub metres: i64,
    /// Links and tallies as they were before each change since the last `keep`, in order.
    pub log: Vec<(u32, Link)>,
    tally_log: Vec<(u32, Tally)>,
    kept: (usize, i64),
    /// Tours changed since they were last asked for.
    dirty: Vec<u32>,
    is_dirty: Vec<bool>,
}

impl<'a, W: Ways> Chains<'a, W> {
    pub fn new(ground: &'a Ground<W>, tours: &[&[u32]], most_tours: usize) -> Self {
        let blank = |weight| Link {
            next: NONE,
            previous: NONE,
            tour: NONE,
            out: 0,
            into: 0,
            weight,
        };
        let mut chains = Self {
            ground,
            links: ground.weight.iter().map(|&weight| blank(weight)).collect(),
            tallies: Vec::new(),
            used: 0,
            most_tours,
            metres: 0,
            log: Vec::new(),
            tally_log: Vec::new(),
            kept: (0, 0),
            dirty: Vec::new(),
            is_dirty: Vec::new(),
        };
        for nodes in tours {
            let base = chains.add_tour();
            for &client in nodes.iter() {
                chains.insert(client, chains.links[base as usize].previous);
            }
        }
        chains.keep();
        chains
    }

    /// The base of a new tour without clients.
    fn add_tour(&mut self) -> u32 {
        let (base, tour) = (self.links.len() as u32, self.tallies.len() as u32);
        self.links.push(Link {
            next: base,
            previous: base,
            tour,
            out: 0,
            into: 0,
            weight: 0,
        });
        self.tallies.push(Tally {
            room: self.ground.capacity,
            clients: 0,
        });
        self.is_dirty.push(false);
        base
    }

    /// The base of a tour without clients, if a vehicle is left.
    pub fn spare(&mut self) -> Option<u32> {
        if self.used >= self.most_tours {
            return None;
        }
        let empty = self.tallies.iter().position(|tally| tally.clients == 0);
        Some(match empty {
            Some(tour) => self.base(tour as u32),
            None => self.add_tour(),
        })
    }

    #[inline]
    pub fn may_open(&self) -> bool {
        self.used < self.most_tours
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
    fn note(&mut self, node: u32) {
        self.log.push((node, self.links[node as usize]));
    }

    #[inline]
    fn weigh(&mut self, tour: u32, room: i32, clients: i32) {
        let tally = &mut self.tallies[tour as usize];
        self.tally_log.push((tour, *tally));
        let before = tally.clients;
        tally.room += room;
        tally.clients = before.wrapping_add_signed(clients);
        if before == 0 {
            self.used += 1;
        }
        if tally.clients == 0 {
            self.used -= 1;
        }
    }

    /// Takes a client out of its tour.
    pub fn remove(&mut self, client: u32) {
        let link = *self.at(client);
        let across = self.ground.ways.metres(link.previous, link.next);
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
        self.weigh(link.tour, link.weight, -1);
    }

    /// Puts a client, who is in no tour, behind a client or a base.
    pub fn insert(&mut self, client: u32, behind: u32) {
        let Link {
            next, tour, out, ..
        } = *self.at(behind);
        let ways = &self.ground.ways;
        let (there, on) = (ways.metres(behind, client), ways.metres(client, next));
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
        let weight = link.weight;
        self.metres += i64::from(there) + i64::from(on) - i64::from(out);
        self.weigh(tour, -weight, 1);
    }

    /// Turns round the piece of a tour from one client to a later one.
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
        let metres = self.ground.ways.metres(from, to);
        self.note(from);
        let link = &mut self.links[from as usize];
        (link.next, link.out) = (to, metres);
        self.note(to);
        let link = &mut self.links[to as usize];
        (link.previous, link.into) = (from, metres);
        metres
    }

    /// Gives a tour other clients, in this order; those that it had are in another tour or will be.
    pub fn rewrite(&mut self, tour: u32, clients: &[u32]) {
        let base = self.base(tour);
        let (mut from, mut weight) = (base, 0);
        for &node in clients.iter().chain([&base]) {
            let old = self.at(from).out;
            let new = self.join(from, node);
            self.metres += i64::from(new - old);
            let link = &mut self.links[node as usize];
            link.tour = tour;
            weight += link.weight;
            from = node;
        }
        let Tally {
            room,
            clients: before,
        } = self.tallies[tour as usize];
        let change = clients.len() as i32 - before as i32;
        self.weigh(tour, self.ground.capacity - weight - room, change);
    }

    /// Makes all changes final.
    pub fn keep(&mut self) {
        self.log.clear();
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
        while let Some((node, link)) = self.log.pop() {
            self.links[node as usize] = link;
        }
        while let Some((tour, tally)) = self.tally_log.pop() {
            self.tallies[tour as usize] = tally;
        }
        (self.used, self.metres) = self.kept;
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
            let link = self.at(node);
            aboard += link.weight;
            node = link.previous;
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
                let way = self.ground.ways.metres(node, link.next);
                let next = self.at(link.next);
                if link.tour != tour
                    || (link.out, next.into, next.previous) != (way, way, node)
                    || std::mem::replace(&mut seen[node as usize], true)
                {
                    return false;
                }
                metres += i64::from(way);
                room -= link.weight;
                node = link.next;
                if node == base {
                    break;
                }
                clients += 1;
            }
            used += usize::from(clients > 0);
            if room < 0 || self.tallies[tour as usize] != (Tally { room, clients }) {
                return false;
            }
        }
        (metres, used) == (self.metres, self.used)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;
    use super::*;

    #[test]
    fn a_piece_is_turned_round_and_back() {
        let ground = plain(6, 5).1;
        let mut chains = Chains::new(&ground, &[&[0, 1, 2, 3], &[4, 5]], 3);
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
