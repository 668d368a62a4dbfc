//! The best disposals for a tour's order of clients, by dynamic programming over the gaps between them.
//!
//! Prins, *A simple and effective evolutionary algorithm for the vehicle routing problem*, C&OR 31 (2004) 1985-2002, doi
//! 10.1016/S0305-0548(03)00158-8, splits an order into trips from one depot; here a trip ends at whichever disposal is
//! best for its gap and load, as the intermediate facilities of Angelelli & Speranza 2002. One label a gap (money, then
//! clock); disposals that another one beats in that gap on detour, gate price and hours are left out beforehand. Windows
//! of clients are looked at only at the begin of a trip, so the tour is walked before it is believed.

use super::day::{Class, Day, Gate, NONE};
use super::problem::Load;
use super::segments::LoadSegment;
use super::space::Space;
use super::tours::Tours;
use std::collections::VecDeque;

/// At most so many disposals are tried in a gap, the client's best before it.
const DISPOSALS_TRIED: usize = 5;

/// Places disposals; holds the memory that this takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Splitter {
    row: Row,
    /// By slot, the row whose disposals were placed last, and the one of the tour as it was kept.
    tried: Vec<Row>,
    kept: Vec<Row>,
    /// Begins of trips that no later one beats, the cheapest first: the queue of a sliding minimum.
    begins: VecDeque<Begin>,
    /// The first begin from which the vehicle carries all up to the client at hand.
    first: usize,
    /// Since when all clients are of one commodity.
    alike: usize,
    nodes: Vec<u32>,
}

/// Clients in the order in which a class comes to them, and what is known of the gaps between them. All of it depends on the
/// clients up to a gap and the one behind it alone, so that rows that begin alike share it.
#[derive(Clone, Debug, Default)]
struct Row {
    class: u32,
    clients: Vec<u32>,
    /// Way and time from the first client to each, service of all before included.
    upto: Vec<(i64, i64)>,
    /// Load of all before each client, and of all.
    loads: Vec<Load>,
    labels: Vec<Label>,
    /// Each label's cost less that of the way and time from the first client, gates aside.
    bases: Vec<i64>,
    /// The disposals worth a thought in the gap behind each client, one gap after the other, and where each gap's end.
    exits: Vec<Exit>,
    ends: Vec<u32>,
}

/// How many clients two rows begin with, and end with.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    head: usize,
    tail: usize,
}

/// A begin of a trip, and its label's cost less what reaching it from the first client would cost without disposals.
#[derive(Clone, Copy, Debug)]
struct Begin {
    at: usize,
    cost: i64,
}

/// The best way to have served the first clients and be empty, at the door of the next.
#[derive(Clone, Copy, Debug)]
struct Label {
    cost: i64,
    clock: i64,
    from: u32,
    disposal: u32,
}

/// A disposal in a gap.
#[derive(Clone, Copy, Debug)]
struct Exit {
    disposal: u32,
    there: u32,
    away: u32,
    /// Money of the detour, without the gate.
    cost: i64,
    a_unit: i64,
}

const UNREACHED: Label = Label {
    cost: i64::MAX,
    clock: i64::MAX,
    from: NONE,
    disposal: NONE,
};

impl Splitter {
    /// Places the disposals of a tour anew if that makes it cheaper. Returns whether it did.
    pub fn improve(&mut self, space: &Space, tours: &mut Tours, slot: u32) -> bool {
        let tour = tours.tour(slot);
        if tour.is_empty() || space.day.gates.is_empty() {
            return false;
        }
        let (class, cost) = (tour.class, tour.cost);
        self.row.begin(class, tour.clients(&space.day));
        let Some(estimate) = self.place_like_kept(space, slot) else {
            return false;
        };
        let same = self.nodes == tours.tour(slot).inner();
        if same || estimate >= cost {
            return false;
        }
        self.replace(tours, slot, class, cost)
    }

    /// [`Self::place`], for a slot's tour: what is like the row that was kept is taken from it.
    fn place_like_kept(&mut self, space: &Space, slot: u32) -> Option<i64> {
        let kept = self.kept.get_mut(slot as usize).map(std::mem::take);
        let estimate = self.place(space, kept.as_ref());
        if let Some(kept) = kept {
            self.kept[slot as usize] = kept;
        }
        self.remember(slot);
        estimate
    }

    /// The row that was placed for a slot, so that the next one need not begin afresh once it is confirmed.
    fn remember(&mut self, slot: u32) {
        let slot = slot as usize;
        if self.tried.len() <= slot {
            self.tried.resize_with(slot + 1, Row::default);
            self.kept.resize_with(slot + 1, Row::default);
        }
        std::mem::swap(&mut self.tried[slot], &mut self.row);
    }

    /// The tours of these slots are kept: what is tried next will be like them.
    pub fn confirm(&mut self, slots: &[u32]) {
        for &slot in slots {
            if let (Some(tried), Some(kept)) = (
                self.tried.get_mut(slot as usize),
                self.kept.get_mut(slot as usize),
            ) {
                std::mem::swap(tried, kept);
            }
        }
    }

    /// Gives a tour to another class, with the disposals that are best for it, if that makes it cheaper: what a smaller body
    /// costs in trips it may save in its price. Returns whether it did.
    pub fn recast(&mut self, space: &Space, tours: &mut Tours, slot: u32, class: u32) -> bool {
        let tour = tours.tour(slot);
        let (own, cost) = (tour.class, tour.cost);
        let is_of_day =
            space.day.classes[class as usize].origin.1 == space.day.classes[own as usize].origin.1;
        if tour.is_empty() || class == own || tours.left[class as usize] == 0 || !is_of_day {
            return false;
        }
        self.row.begin(class, tour.clients(&space.day));
        let mut clients = self.row.clients.iter();
        if !clients.all(|&client| space.day.allows(client, class)) {
            return false;
        }
        match self.place(space, None) {
            Some(estimate) if estimate < cost => self.replace(tours, slot, class, cost),
            _ => false,
        }
    }

    fn replace(&mut self, tours: &mut Tours, slot: u32, class: u32, cost: i64) -> bool {
        let own = tours.tour(slot).class;
        let old: Vec<u32> = tours.tour(slot).inner().to_vec();
        if !tours.rewrite_as(slot, class, &self.nodes) {
            return false;
        }
        if tours.tour(slot).cost < cost {
            return true;
        }
        let restored = tours.rewrite_as(slot, own, &old);
        debug_assert!(
            restored,
            "a tour that was driven before can be driven again"
        );
        false
    }

    /// Finds the cheapest disposals for the row, which may be like another, and leaves the nodes in `nodes`. Returns a lower
    /// estimate of the cost.
    fn place(&mut self, space: &Space, other: Option<&Row>) -> Option<i64> {
        let day = &space.day;
        let kind = &day.classes[self.row.class as usize];
        let other = other.filter(|other| other.class == self.row.class);
        let shared = other.map_or(Shared::default(), |other| self.row.take_over(other));
        self.row.measure(day, kind, shared, other);
        let gate = day.gates.iter().map(|gate| gate.price_a_unit).min();
        let gate = gate.unwrap_or(0);
        (self.first, self.alike) = (0, 0);
        self.begins.clear();
        for upto in 1..=self.row.clients.len() {
            self.note_begin(day, kind, upto - 1, gate);
            if upto >= shared.head {
                self.row.find_exits(space, upto, shared, other);
                self.reach(day, kind, upto, gate);
            }
        }
        self.read_back()
    }

    /// Enters a begin into the queue, and takes those out that are too far back for the client behind it.
    fn note_begin(&mut self, day: &Day, kind: &Class, at: usize, gate: i64) {
        let commodity = |of: usize| day.node(self.row.clients[of]).load.commodities;
        if at > 0 && commodity(at) != commodity(at - 1) {
            self.alike = at;
        }
        while self.first < at && !kind.carries(self.aboard(day, self.first, at + 1)) {
            self.first += 1;
        }
        while self
            .begins
            .front()
            .is_some_and(|begin| begin.at < self.first)
        {
            self.begins.pop_front();
        }
        if self.row.labels[at].cost < i64::MAX {
            let cost = self.row.bases[at] - gate * self.row.loads[at].weight;
            while self.begins.back().is_some_and(|begin| begin.cost >= cost) {
                self.begins.pop_back();
            }
            self.begins.push_back(Begin { at, cost });
        }
    }

    /// What a trip of these clients has on board at its end.
    fn aboard(&self, day: &Day, from: usize, upto: usize) -> LoadSegment {
        let (before, all) = (self.row.loads[from], self.row.loads[upto]);
        let commodity = |&client: &u32| day.node(client).load.commodities;
        LoadSegment {
            load: Load {
                weight: all.weight - before.weight,
                volume: all.volume - before.volume,
            },
            commodities: if from >= self.alike {
                commodity(&self.row.clients[from])
            } else {
                let of = self.row.clients[from..upto].iter().map(commodity);
                of.fold(0, |all, one| all | one)
            },
        }
    }

    /// The best label behind the `upto`-th client, over all begins of the trip that ends there, the farthest back first. Those in
    /// the queue tell what it costs at most.
    fn reach(&mut self, day: &Day, kind: &Class, upto: usize, gate: i64) {
        let row = &self.row;
        let last = row.clients[upto - 1];
        let (way_end, time_end) = row.upto[upto - 1];
        let time_end = time_end + i64::from(day.node(last).service);
        let weight = row.loads[upto].weight;
        let mut best = UNREACHED;
        let exits = row.exits_of(upto).iter();
        let cheapest = exits.clone().map(|exit| exit.cost).min().unwrap_or(0);
        let reached = kind.drive_price(way_end, time_end);
        let bound = |begin: &Begin| {
            let gates = gate * weight;
            begin.cost.saturating_add(reached + cheapest + gates)
        };
        for begin in &self.begins {
            if bound(begin) >= best.cost {
                break;
            }
            self.leave_from(day, kind, (begin.at, upto), reached, &mut best);
        }
        // A begin that a later one beats in all but its clock may still be the best, or as good.
        let most = std::mem::replace(&mut best, UNREACHED).cost;
        let a_unit = exits.map(|exit| exit.a_unit).min().unwrap_or(0);
        let most_before = most.saturating_sub(reached + cheapest + a_unit * weight);
        for from in self.first..upto {
            if row.bases[from] - a_unit * row.loads[from].weight <= most_before {
                self.leave_from(day, kind, (from, upto), reached, &mut best);
            }
        }
        let next = row.clients.get(upto);
        let next_open = next.map_or(0, |&next| i64::from(day.node(next).open));
        best.clock = best.clock.max(next_open);
        self.row.label(kind, upto, best);
    }

    /// Betters a label by a trip that begins at one gap and ends at another.
    #[inline]
    fn leave_from(
        &self,
        day: &Day,
        kind: &Class,
        (from, upto): (usize, usize),
        reached: i64,
        best: &mut Label,
    ) {
        let row = &self.row;
        if row.bases[from] == i64::MAX {
            return;
        }
        let cost = row.bases[from] + reached;
        let tips = row.loads[upto].weight - row.loads[from].weight;
        // What an exit costs at least: waiting and longer unloading come on top.
        let least = |exit: &Exit| cost + exit.cost + exit.a_unit * tips;
        let exits = row.exits_of(upto);
        if exits.iter().all(|exit| least(exit) >= best.cost) {
            return;
        }
        let aboard = self.aboard(day, from, upto);
        debug_assert!(kind.carries(aboard), "as all from `first` on is carried");
        let (_, time_end) = row.upto[upto - 1];
        let service = i64::from(day.node(row.clients[upto - 1]).service);
        let clock = row.labels[from].clock + time_end + service - row.upto[from].1;
        for exit in exits {
            if least(exit) >= best.cost {
                continue;
            }
            let Some((price, clock)) = leave(day, kind, exit, aboard, clock) else {
                continue;
            };
            if cost + price < best.cost {
                *best = Label {
                    cost: cost + price,
                    clock,
                    from: from as u32,
                    disposal: exit.disposal,
                };
            }
        }
    }

    fn read_back(&mut self) -> Option<i64> {
        let Row {
            clients, labels, ..
        } = &self.row;
        let count = clients.len();
        let total = labels[count].cost;
        if total == i64::MAX {
            return None;
        }
        self.nodes.clear();
        let mut upto = count;
        while upto > 0 {
            let label = labels[upto];
            if label.disposal != NONE {
                self.nodes.push(label.disposal);
            }
            self.nodes
                .extend(clients[label.from as usize..upto].iter().rev());
            upto = label.from as usize;
        }
        self.nodes.reverse();
        Some(total)
    }
}

impl Row {
    fn begin(&mut self, class: u32, clients: impl Iterator<Item = u32>) {
        self.class = class;
        self.clients.clear();
        self.clients.extend(clients);
        self.upto.clear();
        self.loads.clear();
        self.labels.clear();
        self.bases.clear();
        self.exits.clear();
        self.ends.clear();
        self.ends.push(0);
    }

    /// The disposals worth a thought behind the `upto`-th client.
    #[inline]
    fn exits_of(&self, upto: usize) -> &[Exit] {
        &self.exits[self.ends[upto - 1] as usize..self.ends[upto] as usize]
    }

    /// Copies what is known of the begin of a row that begins alike; tells how many clients both begin and end with.
    fn take_over(&mut self, other: &Self) -> Shared {
        let both = self.clients.iter().zip(&other.clients);
        let head = both.take_while(|(a, b)| a == b).count();
        let most = self.clients.len().min(other.clients.len()) - head;
        let both = self.clients.iter().rev().zip(other.clients.iter().rev());
        let tail = both.take(most).take_while(|(a, b)| a == b).count();
        self.upto.extend_from_slice(&other.upto[..head]);
        self.loads.extend_from_slice(&other.loads[..head]);
        self.labels.extend_from_slice(&other.labels[..head]);
        self.bases.extend_from_slice(&other.bases[..head]);
        // The last gap of the head has another client behind it.
        if let Some(gaps) = head.checked_sub(1) {
            let exits = other.ends[gaps] as usize;
            self.exits.extend_from_slice(&other.exits[..exits]);
            self.ends.extend_from_slice(&other.ends[1..=gaps]);
        }
        Shared { head, tail }
    }

    /// Ways, times and loads behind the clients that are known, and the label of the start.
    fn measure(&mut self, day: &Day, kind: &Class, shared: Shared, other: Option<&Self>) {
        let service = |client: u32| i64::from(day.node(client).service);
        let (mut way, mut time, mut load) = (0, 0, Load::default());
        if let Some(last) = shared.head.checked_sub(1) {
            (way, time) = self.upto[last];
            time += service(self.clients[last]);
            load = self.loads[last] + day.node(self.clients[last]).load.load;
        }
        let count = self.clients.len();
        for i in shared.head..count {
            let client = self.clients[i];
            if let Some(other) = other.filter(|_| i > count - shared.tail) {
                let same = i + other.clients.len() - count;
                let (before, here) = (other.upto[same - 1], other.upto[same]);
                way += here.0 - before.0;
                time = self.upto[i - 1].1 + here.1 - before.1;
            } else if i > 0 {
                let leg = day.leg(kind, self.clients[i - 1], client);
                way += i64::from(leg.metres);
                time += i64::from(leg.seconds);
            }
            self.upto.push((way, time));
            self.loads.push(load);
            time += service(client);
            load += day.node(client).load.load;
        }
        self.loads.push(load);
        self.labels.resize(count + 1, UNREACHED);
        self.bases.resize(count + 1, i64::MAX);
        if shared.head == 0 {
            self.start(day, kind);
        }
    }

    fn start(&mut self, day: &Day, kind: &Class) {
        let first = self.clients[0];
        let leg = day.leg(kind, kind.start, first);
        let arrival = i64::from(day.node(kind.start).open) + i64::from(leg.seconds);
        let label = Label {
            cost: kind.fixed + kind.drive_price(leg.metres.into(), leg.seconds.into()),
            clock: arrival.max(day.node(first).open.into()),
            from: NONE,
            disposal: NONE,
        };
        self.label(kind, 0, label);
    }

    /// Finds the disposals worth a thought behind the `upto`-th client, the gap behind the last one found.
    fn find_exits(&mut self, space: &Space, upto: usize, shared: Shared, other: Option<&Self>) {
        let count = self.clients.len();
        let begin = self.exits.len();
        if let Some(other) = other.filter(|_| upto > count - shared.tail) {
            let same = upto + other.clients.len() - count;
            self.exits.extend_from_slice(other.exits_of(same));
        } else {
            self.find_new_exits(space, upto, begin);
        }
        self.ends.push(self.exits.len() as u32);
    }

    fn find_new_exits(&mut self, space: &Space, upto: usize, begin: usize) {
        let (day, class) = (&space.day, self.class);
        let kind = &day.classes[class as usize];
        let last = self.clients[upto - 1];
        let next = self.clients.get(upto).copied().unwrap_or(kind.end);
        if upto == self.clients.len() && !kind.ends_empty {
            let leg = day.leg(kind, last, next);
            self.exits.push(Exit {
                disposal: NONE,
                there: 0,
                away: leg.seconds,
                cost: kind.drive_price(leg.metres.into(), leg.seconds.into()),
                a_unit: 0,
            });
        }
        let near = space.near.disposals(last).iter();
        let allowed = near.filter(|&&disposal| day.allows(disposal, class));
        for &disposal in allowed.take(DISPOSALS_TRIED) {
            let exit = exit(day, kind, last, disposal, next);
            let is_beaten = |by: &Exit| {
                by.disposal != NONE
                    && by.cost <= exit.cost
                    && by.a_unit <= exit.a_unit
                    && takes_as_much(day, by.disposal, disposal)
            };
            if !self.exits[begin..].iter().any(is_beaten) {
                self.exits.push(exit);
            }
        }
    }

    fn label(&mut self, kind: &Class, upto: usize, label: Label) {
        self.labels[upto] = label;
        // Nothing begins behind the last client.
        self.bases[upto] = match self.upto.get(upto) {
            Some(&(way, time)) if label.cost < i64::MAX => label.cost - kind.drive_price(way, time),
            _ => i64::MAX,
        };
    }
}

fn exit(day: &Day, kind: &Class, last: u32, disposal: u32, next: u32) -> Exit {
    let (there, away) = (
        day.gate_leg(kind, last, disposal),
        day.gate_leg(kind, disposal, next),
    );
    let service = day.node(disposal).service as u32;
    let metres = i64::from(there.metres) + i64::from(away.metres);
    let away_seconds = away.seconds.saturating_add(service);
    let seconds = i64::from(there.seconds) + i64::from(away_seconds);
    Exit {
        disposal,
        there: there.seconds,
        away: away_seconds,
        cost: kind.drive_price(metres, seconds),
        a_unit: gate_of(day, disposal).price_a_unit,
    }
}

#[inline]
fn gate_of(day: &Day, disposal: u32) -> &Gate {
    &day.gates[day.disposal_of(disposal).expect("disposal nodes only")]
}

/// Whether one disposal is open whenever another is, takes what it takes as quickly and knows no limit.
fn takes_as_much(day: &Day, one: u32, other: u32) -> bool {
    let (a, b) = (day.node(one), day.node(other));
    let [gate, beside] = [one, other].map(|disposal| gate_of(day, disposal));
    let wide = a.windows.0 == a.windows.1 && a.open <= b.open && a.close >= b.close;
    let free = gate.limit == i64::MAX && gate.service_a_thousand <= beside.service_a_thousand;
    wide && free && b.load.commodities & !a.load.commodities == 0
}

/// Money and clock of tipping a trip's load at an exit and driving on; `None` if it is closed or does not take it.
#[inline]
fn leave(
    day: &Day,
    kind: &Class,
    exit: &Exit,
    aboard: LoadSegment,
    clock: i64,
) -> Option<(i64, i64)> {
    let away = i64::from(exit.away);
    if exit.disposal == NONE {
        return Some((exit.cost, clock + away));
    }
    let node = day.node(exit.disposal);
    let arrival = clock + i64::from(exit.there);
    if aboard.commodities & !node.load.commodities != 0 || arrival > i64::from(node.close) {
        return None;
    }
    let (open, _) = day.window_at(exit.disposal, arrival as i32)?;
    let waits = (i64::from(open) - arrival).max(0);
    let a_thousand = i64::from(gate_of(day, exit.disposal).service_a_thousand);
    let extra = (a_thousand * aboard.load.weight + 999) / 1_000;
    let price = exit.cost + exit.a_unit * aboard.load.weight + kind.per_second * (waits + extra);
    Some((price, arrival + waits + extra + away))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vrp::dice::Dice;
    use crate::vrp::sample::{self, Shape};
    use proptest::prelude::*;

    fn change(row: &mut Vec<u32>, clients: usize, dice: &mut Dice) {
        let absent: Vec<u32> = (0..clients as u32).filter(|c| !row.contains(c)).collect();
        let (a, b) = (dice.below(row.len() + 1), dice.below(row.len() + 1));
        let (a, b) = (a.min(b), a.max(b));
        match dice.below(3) {
            0 if !absent.is_empty() => row.insert(a, absent[dice.below(absent.len())]),
            1 if row.len() > 1 => drop(row.drain(a..b.min(a + row.len() - 1))),
            _ => row[a..b].reverse(),
        }
    }

    /// The least that the row costs with every choice of gaps and disposals that the splitter may make, estimated as it
    /// does: money first, each trip from the clock at which the one before left its gate.
    fn best_of_all(splitter: &Splitter, space: &Space, upto: usize) -> Option<(i64, i64)> {
        let row = &splitter.row;
        let (day, kind) = (&space.day, &space.day.classes[row.class as usize]);
        if upto == 0 {
            return Some((row.labels[0].cost, row.labels[0].clock));
        }
        let (way_end, time_end) = row.upto[upto - 1];
        let time_end = time_end + i64::from(day.node(row.clients[upto - 1]).service);
        let next = row.clients.get(upto);
        let next_open = next.map_or(0, |&next| i64::from(day.node(next).open));
        let mut best: Option<(i64, i64)> = None;
        for from in 0..upto {
            let aboard = row.clients[from..upto].iter().map(|&c| day.node(c).load);
            let aboard = aboard.fold(LoadSegment::EMPTY, LoadSegment::join);
            let Some((cost, clock)) = best_of_all(splitter, space, from) else {
                continue;
            };
            if !kind.carries(aboard) {
                continue;
            }
            let (way, time) = row.upto[from];
            let cost = cost + kind.drive_price(way_end - way, time_end - time);
            for exit in row.exits_of(upto) {
                let left = leave(day, kind, exit, aboard, clock + time_end - time);
                if let Some((price, clock)) = left
                    && best.is_none_or(|best| cost + price < best.0)
                {
                    best = Some((cost + price, clock.max(next_open)));
                }
            }
        }
        best
    }

    proptest! {
        /// What is taken over from a row that was kept is what would be found afresh; and no other choice costs less.
        #[test]
        fn rows_are_placed_as_if_afresh_and_best(seed in any::<u64>(), disposals in 1..4usize) {
            let problem = Shape { clients: 9, disposals, ..Shape::default() }.problem(seed);
            let space = sample::space(&problem);
            let mut dice = Dice::new(seed, [5; 3]);
            let mut splitter = Splitter::default();
            let mut row: Vec<u32> = (0..6).collect();
            for _ in 0..40 {
                change(&mut row, 9, &mut dice);
                splitter.row.begin(0, row.iter().copied());
                let estimate = splitter.place_like_kept(&space, 0);
                let mut fresh = Splitter::default();
                fresh.row.begin(0, row.iter().copied());
                let afresh = fresh.place(&space, None);
                prop_assert_eq!(estimate, afresh, "{:?}", &row);
                if estimate.is_some() {
                    prop_assert_eq!(&splitter.nodes, &fresh.nodes);
                }
                let best = best_of_all(&fresh, &space, row.len());
                prop_assert_eq!(afresh, best.map(|best| best.0), "{:?}", &row);
                if dice.chance(0.5) {
                    splitter.confirm(&[0]);
                }
            }
        }
    }
}
