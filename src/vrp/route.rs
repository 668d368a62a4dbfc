//! One tour under search: its nodes in order, disposals and rests among them, and for each node what a move needs to
//! price a change there in constant time.

use super::day::{Class, Day, NONE};
use super::segments::{LoadSegment, TimeSegment};
use crate::quantity::Leg;
use std::ops::Range;

/// What a tour knows at one of its nodes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    /// From the start up to and with this node.
    pub before: TimeSegment,
    /// From this node to the end.
    pub after: TimeSegment,
    /// On board when leaving.
    pub ahead: LoadSegment,
    /// Taken on board from here, with this node, to the end of the trip.
    pub behind: LoadSegment,
    /// The leg into this node.
    pub metres: u32,
    pub seconds: u32,
    /// The node that ends its trip: a disposal, or `NONE` where the tour ends loaded.
    pub disposal: u32,
    /// Service, load-dependent time and the rest after it included.
    pub service: i32,
    /// When the trip may leave: at its first node the latest release of all its clients, at a client of those from there on.
    pub release: i32,
    /// Whether the driver rests here after the service.
    pub rests: bool,
}

impl Mark {
    /// The leg into the node.
    #[inline]
    pub fn leg(&self) -> Leg {
        Leg {
            seconds: self.seconds,
            metres: self.metres,
        }
    }
}

/// A tour. The first node is its class's start, the last its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tour {
    pub class: u32,
    pub nodes: Vec<u32>,
    pub marks: Vec<Mark>,
    /// Positions at which a trip may begin: the start, and each disposal.
    pub begins: Vec<u32>,
    pub distance: i64,
    /// Time at the wheel.
    pub wheel: i32,
    pub duration: i32,
    /// Time that the vehicle stands and waits.
    pub waiting: i32,
    /// Fillings.
    pub trips: u32,
    /// Clients, their weight together, and the weight of the heaviest trip.
    pub visits: u32,
    pub weight: i64,
    pub fullest: i64,
    pub rests: u32,
    /// Time of all services, rests included.
    served: i32,
    /// What its visits cost because of the class that makes them.
    preference: i64,
    pub cost: i64,
    /// Earliest return.
    last_clock: i32,
    /// What it begins and ends with as the tour did that was walked before in its place.
    pub shared: Shared,
}

/// How many nodes two tours begin and end with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    pub begin: usize,
    pub end: usize,
}

impl Shared {
    /// What is left to share with a tour if the one between shares so much with it.
    pub fn and(self, other: Self) -> Self {
        Self {
            begin: self.begin.min(other.begin),
            end: self.end.min(other.end),
        }
    }

    /// The positions of a tour of so many nodes that are not shared.
    pub fn middle(self, nodes: usize) -> Range<usize> {
        self.begin..nodes - self.end
    }
}

impl Tour {
    /// A tour of these nodes, without its start and end; not yet walked.
    #[cfg(test)]
    pub fn new(day: &Day, class: u32, nodes: impl IntoIterator<Item = u32>) -> Self {
        let mut tour = Self::default();
        tour.refill(day, class, &nodes.into_iter().collect::<Vec<u32>>());
        tour
    }

    /// Takes other nodes, without start and end, and a class; not yet walked.
    pub fn refill(&mut self, day: &Day, class: u32, nodes: &[u32]) {
        let kind = &day.classes[class as usize];
        self.class = class;
        self.nodes.clear();
        self.nodes.push(kind.start);
        self.nodes.extend_from_slice(nodes);
        self.nodes.push(kind.end);
    }

    /// The nodes between start and end.
    pub fn inner(&self) -> &[u32] {
        match self.nodes.len() {
            0..=2 => &[],
            len => &self.nodes[1..len - 1],
        }
    }

    /// Whether it serves nobody.
    pub fn is_empty(&self) -> bool {
        self.trips == 0
    }

    /// The clients in order.
    pub fn clients<'a>(&'a self, day: &'a Day) -> impl Iterator<Item = u32> + 'a {
        self.nodes
            .iter()
            .copied()
            .filter(|&node| day.is_client(node))
    }

    /// Walks the whole tour and renews everything known of it. Returns whether it can be driven; if not, its marks mean
    /// nothing.
    pub fn walk(&mut self, day: &Day) -> bool {
        self.walk_after(day, None)
    }

    /// The same for a tour that was another, walked, before: legs that both begin and end with are not looked up again, and
    /// where the tour's clock is steady, what both begin and end with is not walked again.
    pub fn walk_after(&mut self, day: &Day, former: Option<&Self>) -> bool {
        let class = &day.classes[self.class as usize];
        self.marks.resize(self.nodes.len(), Mark::default());
        let former = former.filter(|f| f.class == self.class && f.nodes.len() > 2);
        self.shared = former.map_or(Shared::default(), |former| self.shared_ends(former));
        let Shared { begin, end } = self.shared;
        if !self.follow_legs(day, class, former, (begin, end)) {
            return false;
        }
        if let Some(former) = former {
            self.take_marks(former);
        }
        let can_be_driven = if day.is_steady && class.lunch.is_none() {
            self.walk_steadily(day, class, former)
        } else {
            self.walk_by_clock(day, class)
        };
        can_be_driven && self.sum_up(day, class, former)
    }

    /// How many nodes both tours begin and end with.
    fn shared_ends(&self, former: &Self) -> Shared {
        let (old, new) = (&former.nodes, &self.nodes);
        let most = old.len().min(new.len());
        let begin = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let both = old.iter().rev().zip(new.iter().rev());
        let end = both.take(most - begin).take_while(|(a, b)| a == b).count();
        Shared { begin, end }
    }

    /// Looks up the legs that the former tour does not have; way and time at the wheel are its, but for the difference.
    fn follow_legs(
        &mut self,
        day: &Day,
        class: &Class,
        former: Option<&Self>,
        (begin, end): (usize, usize),
    ) -> bool {
        (self.distance, self.wheel) = (0, 0);
        if let Some(former) = former {
            (self.distance, self.wheel) = (former.distance, former.wheel);
            let old = former.marks.len();
            for mark in &former.marks[begin.max(1)..=(old - end).min(old - 1)] {
                self.distance -= i64::from(mark.metres);
                self.wheel -= mark.seconds as i32;
            }
        }
        let len = self.nodes.len();
        for i in begin.max(1)..=(len - end).min(len - 1) {
            let leg = day.leg(class, self.nodes[i - 1], self.nodes[i]);
            if !leg.exists() {
                return false;
            }
            (self.marks[i].metres, self.marks[i].seconds) = (leg.metres, leg.seconds);
            self.distance += i64::from(leg.metres);
            self.wheel += leg.seconds as i32;
        }
        self.distance <= class.max_distance
    }

    /// Copies the marks of the nodes that both tours begin and end with, but the leg into the first of the last ones.
    fn take_marks(&mut self, former: &Self) {
        let Shared { begin, end } = self.shared;
        self.marks[..begin].copy_from_slice(&former.marks[..begin]);
        let (from, to) = (former.nodes.len() - end, self.nodes.len() - end);
        if end > 0 {
            let leg = (self.marks[to].metres, self.marks[to].seconds);
            self.marks[to..].copy_from_slice(&former.marks[from..]);
            (self.marks[to].metres, self.marks[to].seconds) = leg;
        }
    }

    /// Walks where the clock of a place depends on nothing but its window and its service: one window a place, no lunch. What
    /// is shared with the former tour is walked again only where something before it or behind it reaches it.
    fn walk_steadily(&mut self, day: &Day, class: &Class, former: Option<&Self>) -> bool {
        let Shared { mut begin, .. } = self.shared;
        let middle = self.shared.middle(self.nodes.len());
        let served = |former: &Self| {
            let gone = &former.marks[self.shared.middle(former.marks.len())];
            former.served - gone.iter().map(|mark| mark.service).sum::<i32>()
        };
        self.served = former.map_or(0, served);
        if day.has_releases {
            self.note_releases(day);
            let is_begin = |&i: &usize| !day.is_client(self.nodes[i]);
            begin = (0..begin).rev().find(is_begin).unwrap_or(0);
        }
        let Some(served) = self.follow_loads(day, class, middle) else {
            return false;
        };
        let Some(moved) = self.move_rests(class, former.map_or(0, |former| former.rests)) else {
            return false;
        };
        !day.is_timed
            || (self.join_forward(day, begin.min(moved.start))
                && self.join_backward(day, served.max(moved.end)))
    }

    /// Loads of the trips in which the middle lies; where it lies, classes are let in and services are set. Tells up to which
    /// node services changed, if all of it may be carried.
    fn follow_loads(&mut self, day: &Day, class: &Class, middle: Range<usize>) -> Option<usize> {
        let mut served = middle.end;
        let mut aboard = match middle.start {
            0 => LoadSegment::EMPTY,
            begin => self.marks[begin - 1].ahead,
        };
        let mut upto = middle.start;
        while upto < self.nodes.len() {
            let node = self.nodes[upto];
            let (place, mark) = (day.node(node), &mut self.marks[upto]);
            let is_shared = upto >= middle.end;
            if !is_shared {
                (mark.service, mark.rests) = (place.service, false);
                self.served += place.service;
            }
            upto += 1;
            if day.is_client(node) {
                aboard = aboard.join(place.load);
                if !class.carries(aboard) || !(is_shared || day.allows(node, self.class)) {
                    return None;
                }
            } else if let Some(disposal) = day.disposal_of(node) {
                let is_taken = aboard.commodities & !place.load.commodities == 0;
                if !is_taken || !(is_shared || day.allows(node, self.class)) {
                    return None;
                }
                let rest = class.rest.filter(|_| mark.rests).map_or(0, |rest| rest.1);
                let gate = day.gates[disposal];
                let tipping = loaded_service(gate.service_a_thousand, aboard.load.weight);
                let service = place.service + tipping + rest;
                if is_shared && mark.service != service {
                    served = upto;
                }
                self.served += service - mark.service;
                mark.service = service;
                aboard = LoadSegment::EMPTY;
            }
            mark.ahead = aboard;
            if is_shared && !day.is_client(node) {
                break;
            }
        }
        let is_left = upto == self.nodes.len() && !aboard.is_empty();
        self.follow_back(day, middle.start, upto);
        (!(is_left && class.ends_empty)).then_some(served)
    }

    /// Loads to come, from the node before `upto` back to the begin of the trip in which `begin` lies.
    fn follow_back(&mut self, day: &Day, begin: usize, upto: usize) {
        for i in (0..upto).rev() {
            let node = self.nodes[i];
            let is_client = day.is_client(node);
            if !is_client && i < begin {
                break;
            }
            let (upto, beyond) = self.marks.split_at_mut(i + 1);
            let mark = &mut upto[i];
            (mark.behind, mark.disposal) = match beyond.first() {
                Some(next) if is_client => (day.node(node).load.join(next.behind), next.disposal),
                _ if day.disposal_of(node).is_some() => (LoadSegment::EMPTY, node),
                _ => (LoadSegment::EMPTY, NONE),
            };
        }
    }

    /// Places rests anew, where the former tour had so many: the range of nodes whose services changed; `None` if one leg
    /// alone is too long.
    fn move_rests(&mut self, class: &Class, before: u32) -> Option<Range<usize>> {
        self.rests = 0;
        let mut moved = self.nodes.len()..0;
        let Some((longest, length)) = class.rest else {
            return Some(moved);
        };
        let needs_rest = self.wheel > longest;
        if !needs_rest && before == 0 {
            return Some(moved);
        }
        let threshold = match needs_rest {
            true => self.rest_threshold(longest)?,
            false => i32::MAX,
        };
        let mut wheel = 0;
        for i in 1..self.marks.len() {
            let leg = self.marks[i].seconds as i32;
            let rests = wheel + leg > threshold;
            wheel = if rests { leg } else { wheel + leg };
            self.rests += u32::from(rests);
            let mark = &mut self.marks[i - 1];
            if mark.rests != rests {
                mark.rests = rests;
                let change = if rests { length } else { -length };
                mark.service += change;
                self.served += change;
                moved = moved.start.min(i - 1)..i;
            }
        }
        Some(moved)
    }

    /// Clocks from the start on, for the nodes from `begin`.
    fn join_forward(&mut self, day: &Day, begin: usize) -> bool {
        let mut before = match begin {
            0 => None,
            _ => Some(self.marks[begin - 1].before),
        };
        for (mark, &node) in self.marks.iter_mut().zip(&self.nodes).skip(begin) {
            let piece = piece(day, node, mark);
            before = piece.and_then(|piece| match before {
                Some(before) => before.join(mark.seconds as i32, piece),
                None => Some(piece),
            });
            let Some(joined) = before else {
                return false;
            };
            mark.before = joined;
        }
        true
    }

    /// Clocks back from the end, for the nodes before `end`.
    fn join_backward(&mut self, day: &Day, end: usize) -> bool {
        let mut after = self.marks.get(end).map(|next| (next.seconds, next.after));
        for (mark, &node) in self.marks[..end].iter_mut().zip(&self.nodes).rev() {
            let joined = piece(day, node, mark).and_then(|piece| match after {
                Some((drive, after)) => piece.join(drive as i32, after),
                None => Some(piece),
            });
            let Some(joined) = joined else {
                return false;
            };
            mark.after = joined;
            after = Some((mark.seconds, joined));
        }
        true
    }

    /// Sums over the whole tour, what limits them, and what it costs. What is shared with the former tour is summed up there.
    fn sum_up(&mut self, day: &Day, class: &Class, former: Option<&Self>) -> bool {
        self.count_clients(day, former);
        self.note_begins(day, former);
        self.cost = self.preference;
        (self.trips, self.fullest) = (0, 0);
        let last = self.nodes.len();
        for &end in self.begins[1..].iter().chain([&(last as u32)]) {
            let end = end as usize;
            let ahead = self.marks[end - 1].ahead;
            self.trips += u32::from(!ahead.is_empty());
            self.fullest = self.fullest.max(ahead.load.weight);
            if end < last {
                self.cost += day.gate_price(self.nodes[end]) * ahead.load.weight;
            }
        }
        (self.duration, self.waiting) = (0, 0);
        if day.is_timed {
            self.duration = self.marks[0].after.duration;
            self.waiting = self.duration - self.wheel - self.served;
        }
        self.cost += class.per_metre * self.distance + class.duty_price(self.duration);
        if self.nodes.len() > 2 {
            self.cost += class.fixed;
        }
        self.duration <= class.longest
            && self.trips <= class.max_trips
            && self.visits <= class.max_clients
            && self.weight <= class.max_weight
    }

    /// Clients, their weight and what their visits by this class cost on top.
    fn count_clients(&mut self, day: &Day, former: Option<&Self>) {
        let sums = |tour: &Self| {
            let middle = &tour.nodes[self.shared.middle(tour.nodes.len())];
            let clients = middle.iter().filter(|&&node| day.is_client(node));
            clients.fold((0, 0, 0), |(visits, weight, preference), &node| {
                (
                    visits + 1,
                    weight + day.node(node).load.load.weight,
                    preference + day.class_price(node, tour.class),
                )
            })
        };
        let (visits, weight, preference) = sums(self);
        let before = former.map_or((0, 0, 0), |former| {
            let (visits, weight, preference) = sums(former);
            (
                former.visits - visits,
                former.weight - weight,
                former.preference - preference,
            )
        });
        self.visits = before.0 + visits;
        self.weight = before.1 + weight;
        self.preference = before.2 + preference;
    }

    /// Where trips may begin.
    fn note_begins(&mut self, day: &Day, former: Option<&Self>) {
        self.begins.clear();
        let middle = self.shared.middle(self.nodes.len());
        match former {
            Some(former) => {
                let known = former.begins.iter();
                let shared = known.take_while(|&&begin| (begin as usize) < middle.start);
                self.begins.extend(shared);
            }
            None => self.begins.push(0),
        }
        for position in middle.clone() {
            if day.disposal_of(self.nodes[position]).is_some() {
                self.begins.push(position as u32);
            }
        }
        if let Some(former) = former {
            let (old, new) = (former.nodes.len() as u32, self.nodes.len() as u32);
            let end = old - self.shared.end as u32;
            let behind = former.begins.iter().filter(|&&begin| begin >= end);
            self.begins.extend(behind.map(|&begin| begin + new - old));
        }
    }

    /// Walks where the clock chooses windows and lunch: all of it, each time.
    fn walk_by_clock(&mut self, day: &Day, class: &Class) -> bool {
        let can_be_driven = self.follow_loads_forward(day, class)
            && self.follow_loads_backward(day)
            && self.follow_clock(day, class);
        self.served = self.marks.iter().map(|mark| mark.service).sum();
        can_be_driven
    }

    fn follow_loads_forward(&mut self, day: &Day, class: &Class) -> bool {
        let mut aboard = LoadSegment::EMPTY;
        for (mark, &node) in self.marks.iter_mut().zip(&self.nodes) {
            let place = day.node(node);
            (mark.service, mark.rests) = (place.service, false);
            if day.is_client(node) {
                aboard = aboard.join(place.load);
                if !class.carries(aboard) || !day.allows(node, self.class) {
                    return false;
                }
            } else if let Some(disposal) = day.disposal_of(node) {
                let takes = place.load.commodities;
                if aboard.commodities & !takes != 0 || !day.allows(node, self.class) {
                    return false;
                }
                let gate = day.gates[disposal];
                mark.service += loaded_service(gate.service_a_thousand, aboard.load.weight);
                aboard = LoadSegment::EMPTY;
            }
            mark.ahead = aboard;
        }
        aboard.is_empty() || !class.ends_empty
    }

    fn follow_loads_backward(&mut self, day: &Day) -> bool {
        let (mut behind, mut disposal) = (LoadSegment::EMPTY, NONE);
        for (mark, &node) in self.marks.iter_mut().zip(&self.nodes).rev() {
            if day.is_client(node) {
                behind = day.node(node).load.join(behind);
            } else {
                behind = LoadSegment::EMPTY;
                disposal = if day.disposal_of(node).is_some() {
                    node
                } else {
                    NONE
                };
            }
            (mark.behind, mark.disposal) = (behind, disposal);
        }
        true
    }

    /// Chooses windows and rests by the earliest clock, then joins the pieces from both sides.
    fn follow_clock(&mut self, day: &Day, class: &Class) -> bool {
        self.rests = 0;
        if !day.is_timed {
            return true;
        }
        if let Some((longest, _)) = class.rest.filter(|rest| self.wheel > rest.0) {
            let Some(threshold) = self.rest_threshold(longest) else {
                return false;
            };
            self.place_rests(class, threshold);
        }
        self.note_releases(day);
        if !(self.set_clocks(day, None) && self.join_pieces()) {
            return false;
        }
        // Back before lunch is over, or away from then on: nobody is hungry.
        let hungry = class
            .lunch
            .filter(|lunch| self.last_clock > lunch.1 && self.marks[0].after.latest < lunch.1);
        hungry.is_none() || (self.set_clocks(day, hungry) && self.join_pieces())
    }

    /// Notes at the start and at each disposal when the trip that begins there may leave.
    fn note_releases(&mut self, day: &Day) {
        if !day.has_releases {
            return;
        }
        let mut latest = 0;
        for i in (0..self.nodes.len()).rev() {
            if day.is_client(self.nodes[i]) {
                latest = latest.max(day.node(self.nodes[i]).release);
                self.marks[i].release = latest;
            } else {
                self.marks[i].release = std::mem::take(&mut latest);
            }
        }
    }

    /// Sets the piece of each node by the earliest clock, with the window that is open then, and lunch if one is asked
    /// for: behind the last service before it would be too late, or the first that lets the vehicle arrive in time for it.
    fn set_clocks(&mut self, day: &Day, lunch: Option<(i32, i32, i32)>) -> bool {
        let mut clock = day.node(self.nodes[0]).open;
        let mut hungry = lunch.filter(|lunch| clock <= lunch.1);
        for i in 0..self.nodes.len() {
            let drive = self.marks[i].seconds as i32;
            if let Some((from, to, length)) = hungry.filter(|_| i > 0) {
                if clock > to {
                    return false;
                }
                let arrival = clock + drive;
                let Some((open, _)) = day.window_at(self.nodes[i], arrival) else {
                    return false;
                };
                if arrival >= from || arrival.max(open) + self.marks[i].service > to {
                    let pause = length + (from - arrival).max(0);
                    self.marks[i - 1].service += pause;
                    self.marks[i - 1].after = self.marks[i - 1].after.extended(pause);
                    clock += pause;
                    hungry = None;
                }
            }
            let is_client = day.is_client(self.nodes[i]);
            let mark = &mut self.marks[i];
            let arrival = clock + drive;
            let Some((open, close)) = day.window_at(self.nodes[i], arrival) else {
                return false;
            };
            clock = arrival.max(open) + mark.service;
            mark.after = TimeSegment::stop(open, close, mark.service);
            if mark.release > 0 && !is_client {
                let Some(held) = mark.after.join(0, TimeSegment::released(mark.release)) else {
                    return false;
                };
                mark.after = held;
                clock = clock.max(mark.release);
            }
        }
        self.last_clock = clock;
        true
    }

    fn join_pieces(&mut self) -> bool {
        self.marks[0].before = self.marks[0].after;
        for i in 1..self.marks.len() {
            let drive = self.marks[i].seconds as i32;
            let Some(joined) = self.marks[i - 1].before.join(drive, self.marks[i].after) else {
                return false;
            };
            self.marks[i].before = joined;
        }
        for i in (0..self.marks.len() - 1).rev() {
            let drive = self.marks[i + 1].seconds as i32;
            let Some(joined) = self.marks[i].after.join(drive, self.marks[i + 1].after) else {
                return false;
            };
            self.marks[i].after = joined;
        }
        true
    }

    /// Time at the wheel after which a rest is taken: spread evenly, rests leave time at the wheel for insertions everywhere; as
    /// late as possible they would not. `None` if one leg alone is too long.
    fn rest_threshold(&self, longest: i32) -> Option<i32> {
        let rests = self.count_rests(longest)?;
        let even = self.wheel / (rests as i32 + 1) + self.wheel / 32;
        let is_enough = even < longest && self.count_rests(even) == Some(rests);
        Some(if is_enough { even } else { longest })
    }

    /// How many rests are needed if none is taken before it must be; `None` if one leg alone is too long.
    fn count_rests(&self, longest: i32) -> Option<u32> {
        let (mut wheel, mut rests) = (0, 0);
        for mark in &self.marks[1..] {
            let leg = mark.seconds as i32;
            if leg > longest {
                return None;
            }
            if wheel + leg > longest {
                (wheel, rests) = (0, rests + 1);
            }
            wheel += leg;
        }
        Some(rests)
    }

    fn place_rests(&mut self, class: &Class, threshold: i32) {
        let Some((_, length)) = class.rest else {
            return;
        };
        let mut wheel = 0;
        for i in 1..self.marks.len() {
            let leg = self.marks[i].seconds as i32;
            if wheel + leg > threshold {
                self.marks[i - 1].service += length;
                self.marks[i - 1].rests = true;
                self.rests += 1;
                wheel = 0;
            }
            wheel += leg;
        }
    }

    /// Calls with each disposal of a walked tour and the weight tipped there.
    pub fn each_tipped(&self, day: &Day, mut tell: impl FnMut(usize, i64)) {
        for &position in self.begins.iter().skip(1) {
            let position = position as usize;
            if let Some(disposal) = day.disposal_of(self.nodes[position]) {
                tell(disposal, self.marks[position - 1].ahead.load.weight);
            }
        }
    }
}

/// The clock of one place; where a trip begins, the vehicle leaves no sooner than it is released.
#[inline]
fn piece(day: &Day, node: u32, mark: &Mark) -> Option<TimeSegment> {
    let place = day.node(node);
    let piece = TimeSegment::stop(place.open, place.close, mark.service);
    if mark.release == 0 || day.is_client(node) {
        return Some(piece);
    }
    piece.join(0, TimeSegment::released(mark.release))
}

/// Unloading time on top for a weight, begun seconds counted whole.
#[inline]
pub(crate) fn loaded_service(a_thousand: i32, weight: i64) -> i32 {
    if a_thousand == 0 {
        return 0;
    }
    ((i64::from(a_thousand) * weight + 999) / 1_000).min(i64::from(i32::MAX / 8)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Seconds;
    use crate::vrp::dice::Dice;
    use crate::vrp::sample::{self, Shape};
    use proptest::prelude::*;

    /// Another order: a node put in, taken out or exchanged, or a piece turned round.
    fn changed(day: &Day, nodes: &[u32], dice: &mut Dice) -> Vec<u32> {
        let mut nodes = nodes.to_vec();
        let places = (day.num_clients() + day.gates.len()) as u32;
        let (a, b) = (dice.below(nodes.len() + 1), dice.below(nodes.len() + 1));
        let (a, b) = (a.min(b), a.max(b));
        match dice.below(4) {
            0 => nodes.insert(a, dice.below(places as usize) as u32),
            1 if a < nodes.len() => drop(nodes.remove(a)),
            2 if b < nodes.len() => nodes.swap(a, b),
            _ => nodes[a..b].reverse(),
        }
        nodes
    }

    /// All that is known of a tour, but the clock that only pauses need.
    fn known(tour: &Tour) -> String {
        let tour = Tour {
            last_clock: 0,
            shared: Shared::default(),
            ..tour.clone()
        };
        format!("{tour:?}")
    }

    proptest! {
        /// A walk that takes over what did not change comes to the same as one from the start, and as the walk that
        /// knows pauses, releases and second windows.
        #[test]
        fn a_changed_tour_is_known_as_if_walked_afresh(
            seed in any::<u64>(),
            disposals in 0..3usize,
            (rests, releases) in any::<(bool, bool)>(),
            tipping in prop::sample::select(vec![0, 900]),
        ) {
            let mut problem = Shape { clients: 9, disposals, rests, releases, ..Shape::default() }.problem(seed);
            for disposal in &mut problem.disposals {
                disposal.service_per_thousand = Seconds(tipping);
            }
            let day = sample::space(&problem).day;
            let mut general = day.clone(); general.is_steady = false;
            prop_assert!(day.is_steady);
            let mut dice = Dice::new(seed, [2; 3]);
            let mut former = Tour::new(&day, 0, []);
            prop_assert!(former.walk(&day));
            let mut spare = former.marks.clone();
            for _ in 0..120 {
                let mut tour = Tour::new(&day, 0, changed(&day, former.inner(), &mut dice));
                let (mut fresh, mut by_clock) = (tour.clone(), tour.clone());
                // As among the tours of a search, the memory is that of another one.
                tour.marks = std::mem::take(&mut spare);
                let can_be_driven = tour.walk_after(&day, Some(&former));
                prop_assert_eq!(can_be_driven, fresh.walk(&day), "{:?}", &tour.nodes);
                prop_assert_eq!(can_be_driven, by_clock.walk(&general), "{:?}", &tour.nodes);
                if can_be_driven {
                    prop_assert_eq!(known(&tour), known(&fresh));
                    prop_assert_eq!(known(&tour), known(&by_clock));
                    spare = std::mem::replace(&mut former, tour).marks;
                } else {
                    spare = tour.marks;
                }
            }
        }
    }
}
