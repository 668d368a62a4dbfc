//! The best disposals for a tour's order of clients, by dynamic programming over the gaps between them.
//!
//! Prins, *A simple and effective evolutionary algorithm for the vehicle routing problem*, C&OR 31 (2004) 1985-2002, doi
//! 10.1016/S0305-0548(03)00158-8, splits an order into trips from one depot; here a trip ends at whichever disposal is
//! best for its gap and load, as the intermediate facilities of Angelelli & Speranza 2002. One label a gap (money, then
//! clock); disposals that another one beats in that gap on detour, gate price and hours are left out beforehand. Windows
//! of clients are looked at only at the begin of a trip, so the tour is walked before it is believed.

use super::day::{Class, Day, NONE};
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
    options: Vec<Exit>,
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
    /// Money of the detour, without the gate.
    cost: i64,
    a_unit: i64,
    there: i64,
    away: i64,
    a_thousand: i64,
    /// Hull of its windows, and whether there are several.
    open: i64,
    close: i64,
    has_windows: bool,
    takes: u32,
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
        let known = match self.kept.get(slot as usize) {
            Some(kept) => self.row.take_over(kept),
            None => 0,
        };
        let estimate = self.place(space, known);
        self.remember(slot);
        let Some(estimate) = estimate else {
            return false;
        };
        let same = self.nodes == tours.tour(slot).inner();
        if same || estimate >= cost {
            return false;
        }
        self.replace(tours, slot, class, cost)
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
        match self.place(space, 0) {
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

    /// Finds the cheapest disposals for the row, of which so many gaps are known, and leaves the nodes in `nodes`. Returns a
    /// lower estimate of the cost.
    fn place(&mut self, space: &Space, known: usize) -> Option<i64> {
        let day = &space.day;
        let kind = &day.classes[self.row.class as usize];
        self.row.measure(day, kind, known);
        let gate = day.gates.iter().map(|gate| gate.price_a_unit).min();
        let gate = gate.unwrap_or(0);
        (self.first, self.alike) = (0, 0);
        self.begins.clear();
        for upto in 1..=self.row.clients.len() {
            self.note_begin(day, kind, upto - 1, gate);
            if upto >= known {
                self.find_exits(space, upto);
                self.reach(day, kind, upto, gate);
            }
        }
        self.read_back()
    }

    /// The disposals worth a thought behind the `upto`-th client.
    fn find_exits(&mut self, space: &Space, upto: usize) {
        let (day, clients, class) = (&space.day, &self.row.clients, self.row.class);
        let kind = &day.classes[class as usize];
        let last = clients[upto - 1];
        let next = clients.get(upto).copied().unwrap_or(kind.end);
        self.options.clear();
        if upto == clients.len() && !kind.ends_empty {
            let leg = day.leg(kind, last, next);
            let cost = kind.drive_price(leg.metres.into(), leg.seconds.into());
            self.options.push(Exit {
                disposal: NONE,
                cost,
                a_unit: 0,
                there: 0,
                away: leg.seconds.into(),
                a_thousand: 0,
                open: i64::MIN,
                close: i64::MAX,
                has_windows: false,
                takes: u32::MAX,
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
                    && by.a_thousand <= exit.a_thousand
                    && takes_as_much(day, by.disposal, disposal)
            };
            if !self.options.iter().any(is_beaten) {
                self.options.push(exit);
            }
        }
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

    /// The best label behind the `upto`-th client: over all begins of the trip that ends there, the farthest back first,
    /// until the queue tells that no later one is better.
    fn reach(&mut self, day: &Day, kind: &Class, upto: usize, gate: i64) {
        let row = &self.row;
        let last = row.clients[upto - 1];
        let (way_end, time_end) = row.upto[upto - 1];
        let time_end = time_end + i64::from(day.node(last).service);
        let weight = row.loads[upto].weight;
        let mut best = UNREACHED;
        let cheapest = self.options.iter().map(|exit| exit.cost).min().unwrap_or(0);
        let reached = kind.drive_price(way_end, time_end);
        let bound = |begin: &Begin| {
            let gates = gate * weight;
            begin.cost.saturating_add(reached + cheapest + gates)
        };
        let mut later = self.begins.iter().copied().peekable();
        for from in self.first..upto {
            while later.next_if(|begin| begin.at < from).is_some() {}
            if later.peek().is_none_or(|begin| bound(begin) >= best.cost) {
                break;
            }
            if row.bases[from] == i64::MAX {
                continue;
            }
            let (cost, tips) = (row.bases[from] + reached, weight - row.loads[from].weight);
            // What an exit costs at least: waiting and longer unloading come on top.
            let least = |exit: &Exit| cost + exit.cost + exit.a_unit * tips;
            if self.options.iter().all(|exit| least(exit) >= best.cost) {
                continue;
            }
            let aboard = self.aboard(day, from, upto);
            debug_assert!(kind.carries(aboard), "as all from `first` on is carried");
            let clock = row.labels[from].clock + time_end - row.upto[from].1;
            for exit in &self.options {
                if least(exit) >= best.cost {
                    continue;
                }
                let Some((price, clock)) = leave(day, kind, exit, aboard, clock) else {
                    continue;
                };
                if cost + price < best.cost {
                    best = Label {
                        cost: cost + price,
                        clock,
                        from: from as u32,
                        disposal: exit.disposal,
                    };
                }
            }
        }
        let next = row.clients.get(upto);
        let next_open = next.map_or(0, |&next| i64::from(day.node(next).open));
        best.clock = best.clock.max(next_open);
        self.row.label(kind, upto, best);
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
    }

    /// Copies what is known of a row that begins alike; tells of how many gaps.
    fn take_over(&mut self, other: &Self) -> usize {
        if other.class != self.class {
            return 0;
        }
        let both = self.clients.iter().zip(&other.clients);
        let known = both.take_while(|(a, b)| a == b).count();
        self.upto.extend_from_slice(&other.upto[..known]);
        self.loads.extend_from_slice(&other.loads[..known]);
        self.labels.extend_from_slice(&other.labels[..known]);
        self.bases.extend_from_slice(&other.bases[..known]);
        known
    }

    /// Ways, times and loads behind the clients that are known, and the label of the start.
    fn measure(&mut self, day: &Day, kind: &Class, known: usize) {
        let service = |client: u32| i64::from(day.node(client).service);
        let (mut way, mut time, mut load) = (0, 0, Load::default());
        if let Some(last) = known.checked_sub(1) {
            (way, time) = self.upto[last];
            time += service(self.clients[last]);
            load = self.loads[last] + day.node(self.clients[last]).load.load;
        }
        for i in known..self.clients.len() {
            let client = self.clients[i];
            if i > 0 {
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
        self.labels.resize(self.clients.len() + 1, UNREACHED);
        self.bases.resize(self.clients.len() + 1, i64::MAX);
        if known == 0 {
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
    let gate = day.gates[day.disposal_of(disposal).expect("disposal nodes only")];
    let node = day.node(disposal);
    let service = i64::from(node.service);
    let metres = i64::from(there.metres) + i64::from(away.metres);
    let seconds = i64::from(there.seconds) + i64::from(away.seconds) + service;
    Exit {
        disposal,
        cost: kind.drive_price(metres, seconds),
        a_unit: gate.price_a_unit,
        there: there.seconds.into(),
        away: i64::from(away.seconds) + service,
        a_thousand: gate.service_a_thousand.into(),
        open: node.open.into(),
        close: node.close.into(),
        has_windows: node.windows.0 < node.windows.1,
        takes: node.load.commodities,
    }
}

/// Whether one disposal is open whenever another is, takes what it takes and knows no limit.
fn takes_as_much(day: &Day, one: u32, other: u32) -> bool {
    let (a, b) = (day.node(one), day.node(other));
    let wide = a.windows.0 == a.windows.1 && a.open <= b.open && a.close >= b.close;
    let free = day
        .disposal_of(one)
        .is_some_and(|d| day.gates[d].limit == i64::MAX);
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
    if exit.disposal == NONE {
        return Some((exit.cost, clock + exit.away));
    }
    let arrival = clock + exit.there;
    if aboard.commodities & !exit.takes != 0 || arrival > exit.close {
        return None;
    }
    let open = if exit.has_windows {
        i64::from(day.window_at(exit.disposal, arrival as i32)?.0)
    } else {
        exit.open
    };
    let waits = (open - arrival).max(0);
    let extra = (exit.a_thousand * aboard.load.weight + 999) / 1_000;
    let price = exit.cost + exit.a_unit * aboard.load.weight + kind.per_second * (waits + extra);
    Some((price, arrival + waits + extra + exit.away))
}
