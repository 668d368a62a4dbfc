//! Pricing an insertion: a client into a trip, a client and a disposal that open a new trip within a tour, a client into a
//! new tour. A price costs constant time and never walks a tour.
//!
//! Prices are exact but for three things, which the walk after the insertion settles: rests move when time at the wheel
//! grows, unloading takes longer with the load, and other clients may change to a later window of theirs.

use super::day::{Class, Day, NONE};
use super::neighbourhood::Near;
use super::route::{Mark, Tour, loaded_service};
use super::segments::{LoadSegment, TimeSegment};
use super::space::Space;
use super::tours::{Home, Tours};
use crate::quantity::Leg;

/// At most so many disposals are tried for opening a trip.
const DISPOSALS_TRIED: usize = 3;

/// What goes into a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The client alone.
    Client,
    /// The client, then this disposal.
    ThenDisposal(u32),
    /// This disposal, then the client.
    AfterDisposal(u32),
    /// A new tour of a class with this disposal (`NONE`: without).
    NewTour(u32, u32),
    /// The client alone, and the tour goes to this class.
    InClass(u32),
}

/// A priced insertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Insertion {
    pub cost: i64,
    pub tour: u32,
    /// Behind the node of this position.
    pub gap: u32,
    pub piece: Piece,
}

/// The best price so far for a client.
pub(crate) struct Quote<'a, 'b> {
    pub space: &'a Space,
    pub tours: &'a Tours<'b>,
    client: u32,
    piece: TimeSegment,
    pub load: LoadSegment,
    pub best: Option<Insertion>,
    /// Gaps in trips that are full, looked at when all others have been, and the least that a place there costs.
    pub full: Vec<(u32, u32, i64)>,
    /// Least time that the client and a disposal take.
    seconds_to_split: i32,
    /// Metres to the nearest disposal and back.
    gate_ways: (u32, u32),
    /// What tipping the client's load costs at least.
    least_gate: i64,
}

impl<'a, 'b> Quote<'a, 'b> {
    pub fn new(space: &'a Space, tours: &'a Tours<'b>, client: u32) -> Self {
        let node = space.day.node(client);
        let piece = TimeSegment::stop(node.open, node.close, node.service);
        Self {
            space,
            tours,
            client,
            piece,
            load: node.load,
            best: None,
            full: Vec::new(),
            seconds_to_split: node.service + space.quickest_unloading,
            gate_ways: space.gate_ways(client),
            least_gate: space.least_gate_price * node.load.load.weight,
        }
    }

    fn offer(&mut self, cost: i64, tour: u32, gap: usize, piece: Piece) {
        if cost < self.bar() {
            self.best = Some(Insertion {
                cost,
                tour,
                gap: gap as u32,
                piece,
            });
        }
    }

    fn bar(&self) -> i64 {
        self.best.map_or(i64::MAX, |best| best.cost)
    }

    /// Prices the client behind a near one.
    #[inline]
    pub fn try_behind(&mut self, near: &Near, home: &Home, is_full: bool) {
        let day = &self.space.day;
        let per_metre = self.per_metre(home.tour);
        if is_full {
            let then = i64::from(near.back) + self.unloads(home.next) - i64::from(home.out.metres);
            let after = self.comes_back(near.client) - i64::from(near.back);
            self.push_full(home.tour, home.position, per_metre, then.min(after));
            return;
        }
        if self.bar() <= self.least_price(home.tour, near, home.out) {
            return;
        }
        if day.is_plain {
            let away = day.leg(&day.classes[0], self.client, home.next).metres;
            if self.costs_too_much(per_metre, near.back, away, home.out.metres) {
                return;
            }
        }
        self.try_gap(home.tour, home.position as usize);
    }

    /// Prices the client before a near one.
    #[inline]
    pub fn try_before(&mut self, near: &Near, home: &Home, is_full: bool) {
        let day = &self.space.day;
        let per_metre = self.per_metre(home.tour);
        if is_full {
            let then = self.unloads(near.client) - i64::from(near.there);
            let after = self.comes_back(home.previous) + i64::from(near.there)
                - i64::from(home.into.metres);
            self.push_full(home.tour, home.position - 1, per_metre, then.min(after));
            return;
        }
        if self.bar() <= self.least_price(home.tour, near, home.into) {
            return;
        }
        if day.is_plain {
            let there = day.leg(&day.classes[0], home.previous, self.client).metres;
            if self.costs_too_much(per_metre, there, near.there, home.into.metres) {
                return;
            }
        }
        self.try_gap(home.tour, home.position as usize - 1);
    }

    /// The least way from the client over a disposal to the next node.
    #[inline]
    fn unloads(&self, next: u32) -> i64 {
        i64::from(self.gate_ways.0) + i64::from(self.space.gate_ways(next).1)
    }

    /// The least way from a node over a disposal to the client.
    #[inline]
    fn comes_back(&self, previous: u32) -> i64 {
        i64::from(self.space.gate_ways(previous).0) + i64::from(self.gate_ways.1)
    }

    /// Notes a gap in a trip that is full, and the least way more that a place there takes with a disposal beside it.
    #[inline]
    fn push_full(&mut self, tour: u32, gap: u32, per_metre: i64, metres: i64) {
        let is_bound = self.space.gates_cost_alike && !self.space.day.has_upgrades;
        let least = if is_bound {
            per_metre.saturating_mul(metres)
        } else {
            i64::MIN
        };
        if self.bar() > least {
            self.full.push((tour, gap, least));
        }
    }

    /// The least that a gap beside a near client costs: the way over the client's other neighbour is no shortcut (triangle
    /// inequality), and of all that an insertion changes only waiting gets less.
    #[inline]
    fn least_price(&self, slot: u32, near: &Near, leg: Leg) -> i64 {
        let day = &self.space.day;
        let tour = &self.tours.slots[slot as usize];
        let class = &day.classes[tour.class as usize];
        let metres = i64::from(near.there) + i64::from(near.back) - 2 * i64::from(leg.metres);
        let ways = class.per_metre.saturating_mul(metres);
        if day.is_plain {
            return ways;
        }
        let wheel = i64::from(near.seconds) - 2 * i64::from(leg.seconds);
        let time = (wheel + i64::from(self.piece.duration - tour.waiting)).max(0);
        ways + class.per_second * time + self.least_gate
    }

    /// Price of a metre to the class of a tour.
    #[inline]
    fn per_metre(&self, tour: u32) -> i64 {
        let classes = &self.space.day.classes;
        match classes.len() {
            1 => classes[0].per_metre,
            _ => classes[self.tours.slots[tour as usize].class as usize].per_metre,
        }
    }

    /// Whether the way alone costs as much as the best so far, where ways are all that costs.
    #[inline]
    fn costs_too_much(&self, per_metre: i64, there: u32, away: u32, before: u32) -> bool {
        let metres = i64::from(there) + i64::from(away) - i64::from(before);
        self.bar() <= per_metre * metres
    }

    /// Prices the client behind a position, in the trip there or with a disposal of its own.
    pub fn try_gap(&mut self, slot: u32, gap: usize) {
        let day = &self.space.day;
        let tour = &self.tours.slots[slot as usize];
        let class = &day.classes[tour.class as usize];
        if !day.allows(self.client, tour.class) || !self.has_reserve(tour, class) {
            return;
        }
        let (here, next) = (&tour.marks[gap], &tour.marks[gap + 1]);
        let around = here.ahead.join(next.behind);
        if self.joins_trip(tour, class, around, next.disposal) {
            self.price_client(tour, class, slot, gap);
        } else {
            self.full.push((slot, gap as u32, i64::MIN));
        }
    }

    /// Prices what opens a trip in the gaps of full trips that were tried. It costs more than a place in a trip, so it
    /// comes last, when most can be ruled out at once.
    pub fn try_full_trips(&mut self) {
        let full = std::mem::take(&mut self.full);
        for &(slot, gap, least) in &full {
            if self.bar() <= least {
                continue;
            }
            let tour = &self.tours.slots[slot as usize];
            let class = &self.space.day.classes[tour.class as usize];
            self.try_split(tour, class, slot, gap as usize);
        }
        self.full = full;
        self.full.clear();
    }

    /// Prices the client in the gaps of full tours that were tried, were they driven by a class that holds more.
    pub fn try_larger_classes(&mut self, room_price: i64) {
        let full = std::mem::take(&mut self.full);
        for &(slot, gap, _) in &full {
            self.try_in_class(slot, gap as usize, room_price);
        }
        self.full = full;
        self.full.clear();
    }

    fn try_in_class(&mut self, slot: u32, gap: usize, room_price: i64) {
        let day = &self.space.day;
        let tour = &self.tours.slots[slot as usize];
        let now = &day.classes[tour.class as usize];
        let there = day.leg(now, tour.nodes[gap], self.client).metres;
        let away = day.leg(now, self.client, tour.nodes[gap + 1]).metres;
        let before = tour.marks[gap + 1].metres;
        let metres = i64::from(there) + i64::from(away) - i64::from(before);
        let weight = tour.fullest + self.load.load.weight;
        for (k, class) in (0u32..).zip(&day.classes) {
            let starts_there = day.node(class.start).site == day.node(now.start).site
                && day.node(class.end).site == day.node(now.end).site;
            let fits = class.capacity.weight >= weight && self.tours.left[k as usize] > 0;
            if fits && starts_there && day.allows(self.client, k) {
                let driven = class.per_metre * (tour.distance + metres);
                let cost = driven + class.fixed - now.per_metre * tour.distance - now.fixed;
                let won = room_price.saturating_mul(class.capacity.weight - now.capacity.weight);
                self.offer(cost.saturating_sub(won), slot, gap, Piece::InClass(k));
            }
        }
    }

    /// Prices a trip of the client alone behind each disposal of a tour, or at its start.
    pub fn try_trip_gaps(&mut self, slot: u32) {
        let day = &self.space.day;
        let tour = &self.tours.slots[slot as usize];
        let class = &day.classes[tour.class as usize];
        let has_time = tour.duration + self.piece.duration <= class.longest;
        let may_come = day.allows(self.client, tour.class) && self.has_reserve(tour, class);
        if !has_time || tour.trips >= class.max_trips || !may_come {
            return;
        }
        for &gap in &tour.begins {
            let gap = gap as usize;
            if self.bar() > self.least_trip(tour, class, gap) {
                self.try_split(tour, class, slot, gap);
            }
        }
    }

    /// The least that a trip of the client alone costs where a trip begins.
    fn least_trip(&self, tour: &Tour, class: &Class, gap: usize) -> i64 {
        let day = &self.space.day;
        let there = match gap {
            0 => day.leg(class, tour.nodes[0], self.client).metres,
            _ => self.gate_ways.1,
        };
        let metres = i64::from(there) + self.unloads(tour.nodes[gap + 1])
            - i64::from(tour.marks[gap + 1].metres);
        class.per_metre.saturating_mul(metres)
    }

    /// Prices new tours of each class of which a vehicle is left.
    pub fn try_new_tours(&mut self, room_price: i64) {
        for class in 0..self.tours.left.len() as u32 {
            if self.tours.left[class as usize] > 0 {
                let (cost, disposal) = self.space.alone(self.client, class);
                let room = self.space.day.classes[class as usize].capacity.weight;
                let won = room_price.saturating_mul(room);
                let cost = cost.saturating_sub(won);
                if cost < self.bar()
                    && (disposal == NONE || self.has_room(disposal, self.load.load.weight))
                {
                    self.offer(cost, NONE, 0, Piece::NewTour(class, disposal));
                }
            }
        }
    }

    /// Whether the caps of a whole tour leave the client a place.
    #[inline]
    fn has_reserve(&self, tour: &Tour, class: &Class) -> bool {
        tour.visits < class.max_clients
            && tour.weight.saturating_add(self.load.load.weight) <= class.max_weight
    }

    fn joins_trip(&self, tour: &Tour, class: &Class, around: LoadSegment, disposal: u32) -> bool {
        let fits = class.carries(around.join(self.load));
        let empties = if disposal == NONE {
            !class.ends_empty
        } else {
            self.takes(disposal, self.load) && self.has_room(disposal, self.load.load.weight)
        };
        fits && empties && (!around.is_empty() || tour.trips < class.max_trips)
    }

    fn takes(&self, disposal: u32, load: LoadSegment) -> bool {
        load.commodities & !self.space.day.node(disposal).load.commodities == 0
    }

    fn has_room(&self, disposal: u32, weight: i64) -> bool {
        if !self.space.has_limits {
            return true;
        }
        let day = &self.space.day;
        let index = day.disposal_of(disposal).expect("disposal nodes only");
        self.tours.tipped[index].saturating_add(weight) <= day.gates[index].limit
    }

    fn price_client(&mut self, tour: &Tour, class: &Class, slot: u32, gap: usize) {
        let day = &self.space.day;
        let (before, after) = (tour.nodes[gap], tour.nodes[gap + 1]);
        let next = &tour.marks[gap + 1];
        let there = day.leg(class, before, self.client);
        let away = day.leg(class, self.client, after);
        let metres = i64::from(there.metres) + i64::from(away.metres) - i64::from(next.metres);
        let wheel = there.seconds as i32 + away.seconds as i32 - next.seconds as i32;
        let mut fixed = class.per_metre * metres + day.class_price(self.client, tour.class);
        let mut service = self.piece.duration;
        if let Some(disposal) = day.disposal_of(next.disposal) {
            let gate = day.gates[disposal];
            fixed += gate.price_a_unit * self.load.load.weight;
            service += loaded_service(gate.service_a_thousand, self.load.load.weight);
        }
        let least = class.per_second * i64::from(wheel + service - tour.waiting);
        if fixed + least >= self.bar() || tour.distance + metres > class.max_distance {
            return;
        }
        if !day.is_timed {
            return self.offer(fixed, slot, gap, Piece::Client);
        }
        let Some(before) = self.held_before(tour, gap) else {
            return;
        };
        let drive = there.seconds as i32;
        let Some(piece) = self.piece_at(before, drive, service) else {
            return;
        };
        let joined = before.join(drive, piece);
        let Some(joined) = joined.and_then(|left| left.join(away.seconds as i32, next.after))
        else {
            return;
        };
        if let Some(cost) = finish(tour, class, joined.duration, wheel, fixed) {
            self.offer(cost, slot, gap, Piece::Client);
        }
    }

    /// The piece up to a gap, if the trip there has to wait for this client.
    #[inline]
    fn held_before(&self, tour: &Tour, gap: usize) -> Option<TimeSegment> {
        let release = self.space.day.node(self.client).release;
        if release == 0 {
            return Some(tour.marks[gap].before);
        }
        let day = &self.space.day;
        let first = (0..=gap)
            .rev()
            .find(|&at| !day.is_client(tour.nodes[at]))
            .unwrap_or(0);
        if tour.marks[first].release >= release {
            return Some(tour.marks[gap].before);
        }
        let mut joined = tour.marks[first]
            .before
            .join(0, TimeSegment::released(release))?;
        for at in first + 1..=gap {
            let mark = &tour.marks[at];
            let node = day.node(tour.nodes[at]);
            let piece = TimeSegment::stop(node.open, node.close, mark.service);
            joined = joined.join(mark.seconds as i32, piece)?;
        }
        Some(joined)
    }

    /// The client's clock: the first of its windows that can be kept.
    fn piece_at(&self, before: TimeSegment, drive: i32, service: i32) -> Option<TimeSegment> {
        let (open, close) = self
            .space
            .day
            .window_at(self.client, before.earliest_end() + drive)?;
        Some(TimeSegment::stop(open, close, service))
    }

    /// Prices the client with a disposal behind it or before it, which makes two trips of one.
    fn try_split(&mut self, tour: &Tour, class: &Class, slot: u32, gap: usize) {
        if class.per_second * i64::from(self.seconds_to_split - tour.waiting) >= self.bar()
            || tour.duration + self.seconds_to_split - tour.waiting > class.longest
        {
            return;
        }
        let (here, next) = (&tour.marks[gap], &tour.marks[gap + 1]);
        let may_come = day_allows(self, tour) && self.has_reserve(tour, class);
        if tour.trips >= class.max_trips || !may_come {
            return;
        }
        let first = here.ahead.join(self.load);
        // A new disposal right before an old one is never worth it; before the end it is the only way to a further trip.
        let stands_before_disposal = next.behind.is_empty() && next.disposal != NONE;
        let then = class.carries(first) && !stands_before_disposal;
        let last = self.load.join(next.behind);
        let after =
            !here.ahead.is_empty() && class.carries(last) && self.trip_takes(class, next.disposal);
        if !then && !after {
            return;
        }
        let day = &self.space.day;
        let disposals = self.space.near.disposals(self.client).iter().copied();
        let least = first.load.weight.min(here.ahead.load.weight);
        let mut tried = 0;
        for disposal in disposals.filter(|&disposal| day.allows(disposal, tour.class)) {
            if !self.has_room(disposal, least) {
                continue;
            }
            if tried == DISPOSALS_TRIED {
                break;
            }
            tried += 1;
            if then && self.takes(disposal, first) && self.has_room(disposal, first.load.weight) {
                self.price_split(tour, class, slot, gap, Piece::ThenDisposal(disposal));
            }
            if after
                && self.takes(disposal, here.ahead)
                && self.has_room(disposal, here.ahead.load.weight)
            {
                self.price_split(tour, class, slot, gap, Piece::AfterDisposal(disposal));
            }
        }
    }

    fn trip_takes(&self, class: &Class, disposal: u32) -> bool {
        if disposal == NONE {
            !class.ends_empty
        } else {
            self.takes(disposal, self.load) && self.has_room(disposal, self.load.load.weight)
        }
    }

    fn price_split(&mut self, tour: &Tour, class: &Class, slot: u32, gap: usize, piece: Piece) {
        let day = &self.space.day;
        let (here, next) = (&tour.marks[gap], &tour.marks[gap + 1]);
        let (first, second, disposal, tips) = match piece {
            Piece::ThenDisposal(disposal) => (
                self.client,
                disposal,
                disposal,
                here.ahead.join(self.load).load.weight,
            ),
            Piece::AfterDisposal(disposal) => {
                (disposal, self.client, disposal, here.ahead.load.weight)
            }
            Piece::Client | Piece::NewTour(..) | Piece::InClass(_) => return,
        };
        let legs = [
            day.gate_leg(class, tour.nodes[gap], first),
            day.gate_leg(class, first, second),
            day.gate_leg(class, second, tour.nodes[gap + 1]),
        ];
        let metres: i64 =
            legs.iter().map(|leg| i64::from(leg.metres)).sum::<i64>() - i64::from(next.metres);
        let wheel: i32 =
            legs.iter().map(|leg| leg.seconds as i32).sum::<i32>() - next.seconds as i32;
        let fixed = class.per_metre * metres
            + day.class_price(self.client, tour.class)
            + gate_change(day, disposal, next.disposal, tips, self.load.load.weight);
        let least = wheel + self.seconds_to_split - tour.waiting;
        if fixed + class.per_second * i64::from(least) >= self.bar()
            || tour.duration + least > class.longest
        {
            return;
        }
        let Some(before) = self.held_before(tour, gap) else {
            return;
        };
        let Some(joined) = self.join_split(
            before,
            next,
            [first, second],
            legs.map(|leg| leg.seconds as i32),
            tips,
        ) else {
            return;
        };
        if tour.distance + metres > class.max_distance {
            return;
        }
        if let Some(cost) = finish(tour, class, joined.duration, wheel, fixed) {
            self.offer(cost, slot, gap, piece);
        }
    }

    fn join_split(
        &self,
        before: TimeSegment,
        next: &Mark,
        nodes: [u32; 2],
        drives: [i32; 3],
        tips: i64,
    ) -> Option<TimeSegment> {
        let day = &self.space.day;
        let mut joined = before;
        for (node, drive) in nodes.into_iter().zip(drives) {
            let (open, close) = day.window_at(node, joined.earliest_end() + drive)?;
            let extra = day
                .disposal_of(node)
                .map_or(0, |d| loaded_service(day.gates[d].service_a_thousand, tips));
            joined = joined.join(
                drive,
                TimeSegment::stop(open, close, day.node(node).service + extra),
            )?;
        }
        joined.join(drives[2], next.after)
    }
}

fn day_allows(quote: &Quote, tour: &Tour) -> bool {
    quote.space.day.allows(quote.client, tour.class)
}

/// Change of gate prices when a trip is cut in two: `tips` go to the new disposal, the rest stays.
fn gate_change(day: &Day, new: u32, old: u32, tips: i64, weight: i64) -> i64 {
    day.gate_price(new) * tips + day.gate_price(old) * (weight - tips)
}

/// Whole price of a change of a tour to a new duration with so much more time at the wheel; `None` if it lasts too long.
#[inline]
fn finish(tour: &Tour, class: &Class, duration: i32, wheel: i32, fixed: i64) -> Option<i64> {
    let mut duration = duration;
    if let Some((longest, length)) = class.rest {
        let at_wheel = tour.wheel + wheel;
        if at_wheel > longest.saturating_mul(tour.rests as i32 + 1) {
            duration += length;
        }
    }
    (duration <= class.longest)
        .then(|| fixed + class.duty_price(duration) - class.duty_price(tour.duration))
}
