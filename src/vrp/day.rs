//! One day of a problem in flat arrays: what the search reads in its inner loops.
//!
//! Nodes are numbered through: clients, then disposals, then a start and an end for each class. Money is counted in
//! thousandths of a millionth, so that a price a metre is whole and a price a second nearly so; the answer is priced
//! again exactly when it is written.

use super::problem::{Disposal, Load, Problem, VehicleClass, Visit};
use super::segments::LoadSegment;
use crate::quantity::{Clock, Leg, Metres, Money, TravelMatrix, Window};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Stands for no node and no tour.
pub(crate) const NONE: u32 = u32::MAX;
/// How much more a visit of mean load is worth than that it is made at all.
const LEFT: f64 = 8.0;

/// A place on a tour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub site: u32,
    pub service: i32,
    /// Hull of its windows.
    pub open: i32,
    pub close: i32,
    /// What it puts on board; for a disposal, the commodities that it takes.
    pub load: LoadSegment,
    /// Its windows, as a range of `Day::windows`; an empty range: the hull is the only one.
    pub windows: (u32, u32),
    /// Its trip leaves no sooner.
    pub release: i32,
}

/// A vehicle class on a day.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// The class of the problem, and the day.
    pub origin: (usize, u8),
    pub count: u32,
    pub start: u32,
    pub end: u32,
    pub capacity: Load,
    pub mixes: bool,
    pub regular: i32,
    pub longest: i32,
    pub max_distance: i64,
    /// Longest time at the wheel, and length of a break.
    pub rest: Option<(i32, i32)>,
    /// Earliest and latest begin of lunch, and its length.
    pub lunch: Option<(i32, i32, i32)>,
    pub max_weight: i64,
    pub max_clients: u32,
    pub max_trips: u32,
    pub ends_empty: bool,
    pub fixed: i64,
    pub per_metre: i64,
    pub per_second: i64,
    pub overtime: i64,
    pub travel: Arc<TravelMatrix>,
    /// Legs from each client to each disposal and back, side by side: the matrix is too large for a cache.
    gate_legs: Arc<Vec<(Leg, Leg)>>,
}

/// What a disposal asks for the weight it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gate {
    pub price_a_unit: i64,
    pub service_a_thousand: i32,
    pub limit: i64,
}

/// A client that may be visited on other days: its patterns, of which one is driven whole or none.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// Position in the problem.
    pub client: u32,
    /// The visits of each pattern, as nodes; patterns may share some.
    pub patterns: Vec<Vec<u32>>,
}

/// The day, or several days that are searched together because clients may change from one to another.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    /// Visits and the positions of their clients in the problem.
    pub clients: Vec<u32>,
    /// The day of each visit.
    pub days: Vec<u8>,
    /// Clients with a choice of days.
    pub choices: Vec<Choice>,
    /// For each visit the choice that it belongs to, or `NONE`.
    pub choice_of: Vec<u32>,
    pub nodes: Vec<Node>,
    pub windows: Vec<(i32, i32)>,
    pub classes: Vec<Class>,
    pub gates: Vec<Gate>,
    /// Whether a class may enter a client or disposal: `node * classes + class`.
    allowed: Vec<bool>,
    /// Price of a client's visit by a class that is not its former one: the former class and the price.
    former: Vec<(u32, i64)>,
    /// Price of a client's visit by each class of the problem: the number of its row, or `NONE`, and the rows.
    price_row: Vec<u32>,
    class_prices: Vec<i64>,
    row_numbers: BTreeMap<Vec<i64>, u32>,
    problem_classes: usize,
    /// Price of leaving a client unserved.
    pub unserved: Vec<i64>,
    /// Whether a client is to be served whatever it costs.
    pub must: Vec<bool>,
    /// Weight of all clients.
    pub weight: i64,
    /// Whether all classes drive by one matrix.
    pub has_one_matrix: bool,
    /// Whether metres by one matrix are all that an insertion costs.
    pub is_plain: bool,
    /// Whether any clock could matter: some window, duty or pause binds, or time has a price.
    pub is_timed: bool,
    /// Whether the clock of a piece depends on its nodes and their services alone: no place has a second window.
    pub is_steady: bool,
    /// Whether some client would rather have some classes than others.
    pub has_former: bool,
    /// Whether some trip has to wait for what it is to carry.
    pub has_releases: bool,
    /// Whether a tour may change to a larger class when it is full.
    pub has_upgrades: bool,
}

/// Money of the problem as the search counts it.
pub(crate) fn fine(money: Money) -> i64 {
    money.0.saturating_mul(1_000)
}

fn short(value: i64) -> i32 {
    i32::try_from(value)
        .unwrap_or(i32::MAX / 4)
        .min(i32::MAX / 4)
}

impl Day {
    /// The visits of one day, each a client and what is loaded there.
    pub fn new(problem: &Problem, visits: &[(usize, Visit)], day: u8) -> Self {
        let mut built = Self::empty(problem, day..day + 1);
        for &(client, visit) in visits {
            built.add_client(problem, client, visit, day..day + 1);
        }
        built.finish(problem, day..day + 1)
    }

    /// All days of the horizon together, with every pattern of every client.
    pub fn together(problem: &Problem) -> Self {
        let days = 0..problem.num_days;
        let mut built = Self::empty(problem, days.clone());
        for (index, client) in problem.clients.iter().enumerate() {
            let mut nodes: Vec<(Visit, u32)> = Vec::new();
            let mut patterns = Vec::new();
            for pattern in &client.patterns {
                let mut of_pattern = Vec::with_capacity(pattern.visits.len());
                for &visit in &pattern.visits {
                    let known = nodes.iter().find(|(other, _)| *other == visit);
                    let node = known.map(|&(_, node)| node).unwrap_or_else(|| {
                        built.add_client(problem, index, visit, days.clone());
                        built.clients.len() as u32 - 1
                    });
                    nodes.push((visit, node));
                    of_pattern.push(node);
                }
                patterns.push(of_pattern);
            }
            if patterns.len() > 1 {
                built.add_choice(index, patterns);
            }
        }
        built.finish(problem, days)
    }

    fn empty(problem: &Problem, days: Range<u8>) -> Self {
        let classes = problem.classes.len() * days.len();
        Self {
            clients: Vec::new(),
            days: Vec::new(),
            choices: Vec::new(),
            choice_of: Vec::new(),
            nodes: Vec::new(),
            windows: Vec::new(),
            classes: Vec::with_capacity(classes),
            gates: problem.disposals.iter().map(gate).collect(),
            allowed: Vec::new(),
            former: Vec::new(),
            price_row: Vec::new(),
            class_prices: Vec::new(),
            row_numbers: BTreeMap::new(),
            problem_classes: problem.classes.len(),
            unserved: Vec::new(),
            must: Vec::new(),
            weight: 0,
            has_one_matrix: false,
            is_plain: false,
            is_timed: true,
            is_steady: false,
            has_former: false,
            has_releases: false,
            has_upgrades: false,
        }
    }

    fn add_choice(&mut self, client: usize, patterns: Vec<Vec<u32>>) {
        for &node in patterns.iter().flatten() {
            self.choice_of[node as usize] = self.choices.len() as u32;
        }
        self.choices.push(Choice {
            client: client as u32,
            patterns,
        });
    }

    fn finish(mut self, problem: &Problem, days: Range<u8>) -> Self {
        for disposal in &problem.disposals {
            self.add_disposal(problem, disposal, days.len());
        }
        for day in days {
            for class in 0..problem.classes.len() {
                self.add_class(problem, class, day);
            }
        }
        self.price_the_unserved(problem);
        self.has_one_matrix = self
            .classes
            .windows(2)
            .all(|pair| Arc::ptr_eq(&pair[0].travel, &pair[1].travel));
        self.has_former = self.former.iter().any(|&(_, price)| price != 0)
            || self.class_prices.iter().any(|&price| price != 0);
        self.is_plain = self.is_plain();
        self.is_timed = self.is_timed(problem);
        self.has_releases = self.nodes.iter().any(|node| node.release > 0);
        self.is_steady = self.windows.is_empty();
        self.has_upgrades = self.is_plain && self.gates.is_empty() && self.classes.len() > 1;
        self
    }

    fn is_plain(&self) -> bool {
        let timeless = |class: &Class| class.per_second == 0 && class.overtime == 0;
        let gates_are_free = self.gates.iter().all(|gate| gate.price_a_unit == 0);
        self.has_one_matrix
            && gates_are_free
            && !self.has_former
            && self.classes.iter().all(timeless)
    }

    fn is_timed(&self, problem: &Problem) -> bool {
        let longest = problem
            .travel
            .iter()
            .map(|travel| travel.longest().seconds)
            .max();
        let service: i64 = self.nodes.iter().map(|node| i64::from(node.service)).sum();
        let stops = 2 * self.num_clients() as i64 + 2;
        let all = service + stops * i64::from(longest.unwrap_or(0));
        let is_open = |node: &Node| {
            node.windows.0 == node.windows.1 && node.open <= 0 && i64::from(node.close) >= all
        };
        let is_free = |class: &Class| {
            let timeless = class.per_second == 0 && class.overtime == 0;
            timeless
                && class.rest.is_none()
                && class.lunch.is_none()
                && i64::from(class.longest) >= all
        };
        !(self.gates.is_empty()
            && self.nodes.iter().all(is_open)
            && self.classes.iter().all(is_free))
    }

    fn add_client(&mut self, problem: &Problem, index: usize, visit: Visit, days: Range<u8>) {
        let client = &problem.clients[index];
        let commodities = 1 << client.commodity;
        let load = visit.load;
        self.clients.push(index as u32);
        self.days.push(visit.day);
        self.choice_of.push(NONE);
        self.weight += load.weight;
        self.add_node(
            client.site,
            short(client.service.0),
            &client.windows,
            LoadSegment { load, commodities },
        );
        if let (Some(node), Some(release)) = (self.nodes.last_mut(), client.release) {
            node.release = short(release.0);
        }
        for day in days {
            for (k, class) in problem.classes.iter().enumerate() {
                let may = day == visit.day && (client.classes.is_empty() || client.classes[k]);
                self.allowed.push(
                    may && class.commodities.contains(client.commodity)
                        && load.fits(class.capacity),
                );
            }
        }
        let former = client.former.as_ref();
        let class = former.and_then(|f| Some((f.classes[usize::from(visit.day)]?, f.class_price)));
        self.former
            .push(class.map_or((NONE, 0), |(class, price)| (class as u32, fine(price))));
        let row = client
            .class_prices
            .as_ref()
            .map(|prices| self.row_of(prices));
        self.price_row.push(row.unwrap_or(NONE));
        self.must.push(client.unserved_price.is_none());
        self.unserved
            .push(client.unserved_price.map_or(i64::MAX, fine));
    }

    fn add_disposal(&mut self, problem: &Problem, disposal: &Disposal, days: usize) {
        let takes = LoadSegment {
            load: Load::default(),
            commodities: disposal.commodities.0,
        };
        self.add_node(
            disposal.site,
            short(disposal.service.0),
            &disposal.windows,
            takes,
        );
        for k in (0..days).flat_map(|_| 0..problem.classes.len()) {
            self.allowed
                .push(disposal.classes.is_empty() || disposal.classes[k]);
        }
    }

    fn add_class(&mut self, problem: &Problem, index: usize, day: u8) {
        let class: &VehicleClass = &problem.classes[index];
        let start = self.nodes.len() as u32;
        let leaving = Window::new(class.shift.open, class.shift.close);
        self.add_node(class.start, 0, &[leaving], LoadSegment::EMPTY);
        self.add_node(class.end, 0, &[leaving], LoadSegment::EMPTY);
        self.classes.push(Class {
            origin: (index, day),
            count: class.count[usize::from(day)],
            start,
            end: start + 1,
            capacity: class.capacity,
            mixes: class.mixes,
            regular: short(class.regular_duration.0),
            longest: short(class.max_duration.0),
            max_distance: class.max_distance.unwrap_or(Metres(i64::MAX)).0,
            rest: class
                .rest
                .map(|rest| (short(rest.after.0), short(rest.length.0))),
            lunch: class.lunch.map(|lunch| {
                let begins = lunch.begins;
                (
                    short(begins.open.0),
                    short(begins.close.0),
                    short(lunch.length.0),
                )
            }),
            max_weight: class.max_weight.unwrap_or(i64::MAX),
            max_clients: class.max_clients.unwrap_or(u32::MAX),
            max_trips: class.max_trips.unwrap_or(u32::MAX),
            ends_empty: class.ends_empty,
            fixed: fine(class.fixed_price),
            per_metre: class.price_per_km.0,
            per_second: (fine(class.price_per_hour) + 1_800) / 3_600,
            overtime: (fine(class.overtime_per_hour) + 1_800) / 3_600,
            gate_legs: self.gate_legs(&problem.travel[class.profile]),
            travel: Arc::clone(&problem.travel[class.profile]),
        });
    }

    fn gate_legs(&self, travel: &Arc<TravelMatrix>) -> Arc<Vec<(Leg, Leg)>> {
        if let Some(class) = self
            .classes
            .iter()
            .find(|class| Arc::ptr_eq(&class.travel, travel))
        {
            return Arc::clone(&class.gate_legs);
        }
        let site = |node: usize| self.nodes[node].site as usize;
        let (clients, gates) = (self.num_clients(), self.gates.len());
        let pairs = (0..clients)
            .flat_map(|client| (clients..clients + gates).map(move |gate| (client, gate)));
        let legs = pairs.map(|(client, gate)| {
            let (client, gate) = (site(client), site(gate));
            (travel.leg(client, gate), travel.leg(gate, client))
        });
        Arc::new(legs.collect())
    }

    fn add_node(&mut self, site: usize, service: i32, windows: &[Window], load: LoadSegment) {
        let clock = |clock: Clock| short(clock.0);
        let first = self.windows.len() as u32;
        if windows.len() > 1 {
            self.windows
                .extend(windows.iter().map(|w| (clock(w.open), clock(w.close))));
        }
        self.nodes.push(Node {
            site: site as u32,
            service,
            open: windows.first().map_or(0, |w| clock(w.open)),
            close: windows.last().map_or(0, |w| clock(w.close)),
            load,
            windows: (first, self.windows.len() as u32),
            release: 0,
        });
    }

    /// A visit that must be made costs more than a tour for it alone, its tipping and a change of its former class.
    fn price_the_unserved(&mut self, problem: &Problem) {
        let dearest = |class: &Class| {
            let farthest = i64::from(class.travel.farthest());
            let drive = class.per_metre.saturating_mul(farthest * 4);
            let duty = (class.per_second + class.overtime).saturating_mul(86_400);
            class.fixed.saturating_add(drive).saturating_add(duty)
        };
        let top = self
            .classes
            .iter()
            .map(dearest)
            .max()
            .unwrap_or(0)
            .max(1_000_000);
        let weights = self.weight.max(1);
        let gates: i64 = self
            .gates
            .iter()
            .map(|gate| gate.price_a_unit)
            .max()
            .unwrap_or(0);
        let visits = 1 + problem.clients.len() as i64;
        let highest = i64::MAX / 4 / visits;
        let mean = weights / visits;
        let dearest: Vec<i64> = (0..self.unserved.len())
            .map(|client| self.dearest_class(client))
            .collect();
        for (client, price) in self.unserved.iter_mut().enumerate() {
            let weight = self.nodes[client].load.load.weight;
            let tipped = weight.max(mean);
            // Much is to be left later than little.
            let by_weight = match problem.left_by_load {
                true => LEFT * weight as f64 / mean.max(1) as f64,
                false => 0.0,
            };
            let must = top
                .saturating_mul(4)
                .saturating_add((top as f64 * 4.0 * by_weight) as i64)
                .saturating_add(gates.saturating_mul(tipped))
                .saturating_add(self.former[client].1)
                .saturating_add(dearest[client]);
            *price = if self.must[client] { must } else { *price }.min(highest);
        }
        // A choice is priced by its first visit, as many times as it has visits.
        for choice in &self.choices {
            let first = choice.patterns[0][0] as usize;
            let visits = choice.patterns.iter().map(Vec::len).max().unwrap_or(1) as i64;
            self.unserved[first] = self.unserved[first].saturating_mul(visits).min(highest);
        }
    }

    /// Price that a visit out of every tour adds; that of a choice is counted once for all its visits.
    #[inline]
    pub fn price_left(&self, node: u32) -> i64 {
        if self.choice_of[node as usize] == NONE {
            self.unserved[node as usize]
        } else {
            0
        }
    }

    /// Price of a choice of which no pattern is driven.
    pub fn choice_price(&self, choice: u32) -> i64 {
        self.unserved[self.choices[choice as usize].patterns[0][0] as usize]
    }

    /// How many visits are laid out for one that is made, rounded down, at least 1.
    pub fn visits_offered_for_one(&self) -> usize {
        let free = self
            .choice_of
            .iter()
            .filter(|&&choice| choice == NONE)
            .count();
        let chosen: usize = self.choices.iter().map(|c| c.patterns[0].len()).sum();
        (self.num_clients() / (free + chosen).max(1)).max(1)
    }

    /// Weight of all clients together.
    pub fn clients_weight(&self) -> i64 {
        self.weight
    }

    #[inline]
    pub fn num_clients(&self) -> usize {
        self.clients.len()
    }

    #[inline]
    pub fn is_client(&self, node: u32) -> bool {
        (node as usize) < self.clients.len()
    }

    /// The disposal that a node is.
    #[inline]
    pub fn disposal_of(&self, node: u32) -> Option<usize> {
        let index = (node as usize).wrapping_sub(self.clients.len());
        (index < self.gates.len()).then_some(index)
    }

    /// The node of a disposal.
    #[inline]
    pub fn disposal_node(&self, disposal: usize) -> u32 {
        (self.clients.len() + disposal) as u32
    }

    #[inline]
    pub fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    #[inline]
    pub fn leg(&self, class: &Class, from: u32, to: u32) -> Leg {
        class.travel.leg(
            self.nodes[from as usize].site as usize,
            self.nodes[to as usize].site as usize,
        )
    }

    /// The leg between two nodes of which one is likely a disposal.
    #[inline]
    pub fn gate_leg(&self, class: &Class, from: u32, to: u32) -> Leg {
        if self.is_client(from) {
            if let Some(gate) = self.disposal_of(to) {
                return class.gate_legs[from as usize * self.gates.len() + gate].0;
            }
        } else if let Some(gate) = self.disposal_of(from)
            && self.is_client(to)
        {
            return class.gate_legs[to as usize * self.gates.len() + gate].1;
        }
        self.leg(class, from, to)
    }

    /// Price of a unit of weight at the gate of a node; none anywhere else.
    #[inline]
    pub fn gate_price(&self, node: u32) -> i64 {
        self.disposal_of(node)
            .map_or(0, |gate| self.gates[gate].price_a_unit)
    }

    /// One class a travel matrix.
    pub fn distinct_profiles(&self) -> Vec<&Class> {
        let mut found: Vec<&Class> = Vec::new();
        for class in &self.classes {
            let is_known = |other: &&Class| Arc::ptr_eq(&other.travel, &class.travel);
            if !found.iter().any(is_known) {
                found.push(class);
            }
        }
        found
    }

    /// Whether a class may come to a client or enter a disposal.
    #[inline]
    pub fn allows(&self, node: u32, class: u32) -> bool {
        self.allowed[node as usize * self.classes.len() + class as usize]
    }

    /// Price of a visit by a class: that it did not come formerly, and its own.
    #[inline]
    pub fn class_price(&self, client: u32, class: u32) -> i64 {
        if !self.has_former {
            return 0;
        }
        let own = self.classes[class as usize].origin.0;
        let (former, price) = self.former[client as usize];
        let change = if former == NONE || former as usize == own {
            0
        } else {
            price
        };
        match self.price_row[client as usize] {
            NONE => change,
            row => change + self.class_prices[row as usize * self.problem_classes + own],
        }
    }

    /// The number of a row of prices.
    fn row_of(&mut self, prices: &[Money]) -> u32 {
        let prices: Vec<i64> = prices.iter().map(|&price| fine(price)).collect();
        let next = self.row_numbers.len() as u32;
        if let Some(&known) = self.row_numbers.get(&prices) {
            return known;
        }
        self.class_prices.extend_from_slice(&prices);
        self.row_numbers.insert(prices, next);
        next
    }

    fn dearest_class(&self, client: usize) -> i64 {
        let row = self.price_row[client];
        if row == NONE {
            return 0;
        }
        let first = row as usize * self.problem_classes;
        let row = &self.class_prices[first..first + self.problem_classes];
        row.iter().copied().max().unwrap_or(0)
    }

    /// The window in which a service begins that is reached at `clock`, if one is left.
    #[inline]
    pub fn window_at(&self, node: u32, clock: i32) -> Option<(i32, i32)> {
        let node = self.node(node);
        if node.windows.0 == node.windows.1 {
            return (clock <= node.close).then_some((node.open, node.close));
        }
        let windows = &self.windows[node.windows.0 as usize..node.windows.1 as usize];
        windows.iter().copied().find(|&(_, close)| clock <= close)
    }
}

impl Class {
    /// Money for a way and a time, overtime aside.
    #[inline]
    pub fn drive_price(&self, metres: i64, seconds: i64) -> i64 {
        self.per_metre * metres + self.per_second * seconds
    }

    /// Money for a duty: its time and its overtime.
    #[inline]
    pub fn duty_price(&self, duration: i32) -> i64 {
        self.per_second * i64::from(duration)
            + self.overtime * i64::from((duration - self.regular).max(0))
    }

    /// Whether a piece of a trip may be on board together.
    #[inline]
    pub fn carries(&self, aboard: LoadSegment) -> bool {
        aboard.load.fits(self.capacity)
            && (self.mixes || aboard.commodities & aboard.commodities.wrapping_sub(1) == 0)
    }
}

fn gate(disposal: &Disposal) -> Gate {
    Gate {
        price_a_unit: disposal.price_per_thousand.0,
        service_a_thousand: short(disposal.service_per_thousand.0),
        limit: disposal.daily_limit.unwrap_or(i64::MAX),
    }
}
