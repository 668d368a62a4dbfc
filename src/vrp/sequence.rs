//! A tour whose order is given: its missing disposals placed at least cost, its clocks as they come.
//!
//! The Split of Prins (2004, see `split`) without hard limits: a person's order may overload a truck or come too late, and then
//! the answer is the tour that breaks least, told by how much by whoever judges it. Lateness is priced along the tour as time
//! warp (Vidal, Crainic, Gendreau & Prins, C&OR 40 (2013) 475-489, doi 10.1016/j.cor.2012.07.018); the clocks that come back
//! are driven without it. Labels that begin their trip at the same client are compared on what they break, cost and take; the
//! best of each such group are kept. Releases, lunch and caps of a tour are not looked at.

use super::problem::{Disposal, Load, Problem, VehicleClass};
use super::schedule::duty_cost;
use super::solution::{Activity, Route};
use crate::quantity::{Clock, Leg, Metres, Money, Seconds, Window};

/// A tour as somebody gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The class that drives it.
    pub class: usize,
    /// The day of the horizon.
    pub day: u8,
    /// When it leaves; `None`: when its duty is shortest.
    pub leaves: Option<Clock>,
    /// Its clients, in order.
    pub calls: Vec<Call>,
    /// Disposals that are used only where they are told.
    pub shunned: Vec<usize>,
}

/// A client of a sequence, and what is known of the way its load takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The client.
    pub client: usize,
    /// Where its load is tipped; `None`: wherever is best.
    pub tipped_at: Option<usize>,
    /// What comes behind it.
    pub then: Then,
}

/// What comes behind a client of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next client, or a disposal before it: whichever is better.
    Either,
    /// The next client.
    On,
    /// A disposal.
    Tip,
}

/// Labels of one group that are kept.
const MOST_LABELS: usize = 16;
/// What a commodity counts, in seconds late or units of load too many, that a class or a disposal does not take.
const REFUSED: i64 = 100_000;
/// Where every way breaks something, those are kept that break so much more than the least.
const LENIENCE: i64 = 3_600;
/// Disposals that are tried behind a client, by detour alone and by what the gate costs a full body with it.
const DISPOSALS_TRIED: usize = 4;
const ROOT: u32 = u32::MAX;

/// Walks a sequence: disposals where they are told and, for what is left, where they cost least. Rests are placed by the
/// class's rule. What breaks a limit is driven all the same, by as little as can be; daily limits and counts, which many
/// tours share, are not looked at. `None`: there is no way between two places.
#[must_use]
pub fn drive(
    problem: &Problem,
    sequence: &Sequence,
    load_of: &dyn Fn(usize) -> Load,
) -> Option<Route> {
    let mut walk = Walk {
        problem,
        class: &problem.classes[sequence.class],
        number: sequence.class,
        known: Vec::new(),
    };
    let open = sequence.leaves.map_or(walk.class.shift, |clock| Window {
        open: clock,
        close: clock,
    });
    let mut layer = vec![walk.first(open)];
    for (at, call) in sequence.calls.iter().enumerate() {
        layer = walk.serve(&layer, at, call, load_of(call.client));
        let is_last = at + 1 == sequence.calls.len();
        let must_tip = call.then == Then::Tip || is_last && walk.class.ends_empty;
        if must_tip || call.then == Then::Either {
            let next = sequence.calls.get(at + 1);
            let next = next.map_or(walk.class.end, |next| problem.clients[next.client].site);
            let tipped = walk.tip(&layer, at, next, &sequence.shunned);
            // Where there is no disposal at all it stays on board.
            if must_tip && !tipped.is_empty() {
                layer = tipped;
            } else {
                layer.extend(tipped);
            }
        }
    }
    let end = walk.end(&layer)?;
    Some(walk.route(sequence, end))
}

/// A clock that may be late: [`super::segments::TimeSegment`] with the time by which it warps.
#[derive(Clone, Copy, Debug)]
struct Warped {
    duration: i64,
    warp: i64,
    earliest: i64,
    latest: i64,
}

impl Warped {
    fn stop(window: Window, service: Seconds) -> Self {
        Self {
            duration: service.0,
            warp: 0,
            earliest: window.open.0,
            latest: window.close.0,
        }
    }

    fn join(self, drive: i64, next: Self) -> Self {
        let until = self.duration - self.warp + drive;
        let waiting = (next.earliest - until - self.latest).max(0);
        let late = (self.earliest + until - next.latest).max(0);
        Self {
            duration: self.duration + drive + next.duration + waiting,
            warp: self.warp + next.warp + late,
            earliest: (next.earliest - until).max(self.earliest) - waiting,
            latest: (next.latest - until).min(self.latest) + late,
        }
    }

    fn earliest_end(self) -> i64 {
        self.earliest + self.duration - self.warp
    }
}

/// One way to have come so far.
#[derive(Clone, Copy, Debug)]
struct Label {
    clock: Warped,
    wheel: i64,
    distance: Metres,
    gates: Money,
    /// What way and gates cost.
    cost: Money,
    /// Lateness at the wheel, load too much and commodities refused; warp is in the clock.
    broken: i64,
    aboard: Load,
    commodities: u32,
    /// Where what is on board must be tipped.
    bound_for: Option<usize>,
    /// The call at which the trip began.
    trip_from: usize,
    site: usize,
    activity: Option<Activity>,
    /// Whether a rest came before the drive here, and when the window opens that was chosen here.
    rested: bool,
    opens: Clock,
    service: Seconds,
    from: u32,
}

impl Label {
    /// All that is broken on it.
    fn breaks(&self) -> i64 {
        self.broken + self.clock.warp
    }

    fn beats(&self, other: &Self) -> bool {
        self.breaks() <= other.breaks()
            && self.cost <= other.cost
            && self.wheel <= other.wheel
            && self.clock.duration <= other.clock.duration
            && self.clock.earliest_end() <= other.clock.earliest_end()
            && self.clock.latest >= other.clock.latest
    }
}

/// Somewhere to drive to.
struct Place<'a> {
    site: usize,
    windows: &'a [Window],
    service: Seconds,
}

struct Walk<'a> {
    problem: &'a Problem,
    class: &'a VehicleClass,
    number: usize,
    /// All labels kept so far.
    known: Vec<Label>,
}

impl Walk<'_> {
    fn first(&mut self, leaves: Window) -> u32 {
        self.known.push(Label {
            clock: Warped::stop(leaves, Seconds::ZERO),
            wheel: 0,
            distance: Metres::ZERO,
            gates: Money::ZERO,
            cost: Money::ZERO,
            broken: 0,
            aboard: Load::default(),
            commodities: 0,
            bound_for: None,
            trip_from: 0,
            site: self.class.start,
            activity: None,
            rested: false,
            opens: leaves.open,
            service: Seconds::ZERO,
            from: ROOT,
        });
        0
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        let leg = self.problem.travel[self.class.profile].leg(from, to);
        leg.exists().then_some(leg)
    }

    /// The ways to drive on from labels to a place: with a rest before and without, into each of its windows.
    fn driven(&self, layer: &[u32], place: &Place) -> Vec<Label> {
        let mut ways = Vec::with_capacity(2 * layer.len());
        let mut known: Option<(usize, Option<Leg>)> = None;
        for &from in layer {
            let site = self.known[from as usize].site;
            let leg = match known {
                Some((stands, leg)) if stands == site => leg,
                _ => self.leg(site, place.site),
            };
            known = Some((site, leg));
            if let Some(leg) = leg {
                self.drive_on(from, leg, place, &mut ways);
            }
        }
        ways
    }

    fn drive_on(&self, from: u32, leg: Leg, place: &Place, ways: &mut Vec<Label>) {
        let before = self.known[from as usize];
        let drive = leg.time().0;
        let distance = before.distance + leg.distance();
        let rest = self.class.rest;
        let longest = rest.map_or(i64::MAX, |rest| rest.after.0);
        for &window in place.windows {
            for rested in [false, true] {
                if rested && !self.may_rest(&before, drive, window) {
                    continue;
                }
                let length = rest.map_or(0, |rest| if rested { rest.length.0 } else { 0 });
                let at_wheel = if rested { 0 } else { before.wheel };
                let too_long = (at_wheel + drive - longest).max(0) - (at_wheel - longest).max(0);
                let here = Warped::stop(window, place.service);
                ways.push(Label {
                    clock: before.clock.join(drive + length, here),
                    wheel: at_wheel + drive,
                    distance,
                    cost: self.class.price_per_km.per_km_over(distance) + before.gates,
                    broken: before.broken + too_long,
                    site: place.site,
                    rested,
                    opens: window.open,
                    service: place.service,
                    from,
                    activity: None,
                    ..before
                });
            }
        }
    }

    /// Whether a rest before a drive may pay: half the time at the wheel is used up, or there is time to wait anyway.
    fn may_rest(&self, before: &Label, drive: i64, window: Window) -> bool {
        self.class.rest.is_some_and(|rest| {
            2 * (before.wheel + drive) > rest.after.0
                || before.clock.earliest_end() + drive < window.open.0
        })
    }

    /// Serves a client after each of the labels.
    fn serve(&mut self, layer: &[u32], at: usize, call: &Call, load: Load) -> Vec<u32> {
        let client = &self.problem.clients[call.client];
        let commodity = 1 << client.commodity;
        let place = Place {
            site: client.site,
            windows: &client.windows,
            service: client.service,
        };
        let mut ways = self.driven(layer, &place);
        for way in &mut ways {
            if way.commodities == 0 {
                way.trip_from = at;
            }
            way.broken += self.refused(way, commodity);
            let (before, over) = (self.overload(way.aboard), way.aboard + load);
            way.broken += self.overload(over) - before;
            way.aboard = over;
            way.commodities |= commodity;
            if let Some(place) = call.tipped_at {
                let is_other = way.bound_for.is_some_and(|other| other != place);
                way.broken += if is_other { REFUSED } else { 0 };
                way.bound_for = Some(place);
            }
            way.activity = Some(Activity::Client(call.client));
        }
        self.kept(ways)
    }

    /// What the class does not carry, or not beside what it has on board.
    fn refused(&self, before: &Label, commodity: u32) -> i64 {
        let is_carried = self.class.commodities.0 & commodity != 0;
        let others = before.commodities & !commodity;
        let is_mixed = others != 0 && before.commodities & commodity == 0 && !self.class.mixes;
        REFUSED * (i64::from(!is_carried) + i64::from(is_mixed))
    }

    fn overload(&self, aboard: Load) -> i64 {
        let most = self.class.capacity;
        (aboard.weight - most.weight).max(0) + (aboard.volume - most.volume).max(0)
    }

    /// Empties the vehicle after each of the labels: where it is told, else where the detour to the next place is short.
    fn tip(&mut self, layer: &[u32], at: usize, next: usize, shunned: &[usize]) -> Vec<u32> {
        let mut tipped = Vec::new();
        let near = self.near_disposals(layer, next, shunned);
        for (index, disposal) in self.problem.disposals.iter().enumerate() {
            let may_enter = disposal.classes.get(self.number).copied().unwrap_or(true);
            let is_near = near.contains(&index) && may_enter;
            let comes = |from: &u32| {
                let before = &self.known[*from as usize];
                let is_free = before.bound_for.is_none() && is_near;
                before.commodities != 0 && (before.bound_for == Some(index) || is_free)
            };
            let from: Vec<u32> = layer.iter().copied().filter(comes).collect();
            let mut ways = Vec::new();
            // Unloading takes longer with the load, which those of one trip share.
            for of_trip in from.chunk_by(|a, b| self.trip_of(*a) == self.trip_of(*b)) {
                ways.extend(self.emptied(of_trip, index, disposal, at));
            }
            tipped.extend(self.kept(ways));
        }
        tipped
    }

    fn trip_of(&self, label: u32) -> usize {
        self.known[label as usize].trip_from
    }

    /// The disposals over which the way to the next place is cheapest, some for each of the sets of commodities on board.
    fn near_disposals(&self, layer: &[u32], next: usize, shunned: &[usize]) -> Vec<usize> {
        let mut sets: Vec<(u32, usize)> = Vec::new();
        for &from in layer {
            let label = &self.known[from as usize];
            let set = (label.commodities, label.site);
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
        let mut near = Vec::new();
        for (commodities, site) in sets {
            let disposals = self.problem.disposals.iter().enumerate();
            let disposals = disposals.filter(|(index, _)| !shunned.contains(index));
            let refused =
                |disposal: &Disposal| (commodities & !disposal.commodities.0).count_ones();
            // Where nobody takes all that is on board, it goes where the least is refused.
            let least = disposals
                .clone()
                .map(|(_, disposal)| refused(disposal))
                .min();
            let takes = disposals.filter(|(_, disposal)| Some(refused(disposal)) == least);
            let detour = |(index, disposal): (usize, &Disposal)| {
                let legs = (
                    self.leg(site, disposal.site)?,
                    self.leg(disposal.site, next)?,
                );
                let way = legs.0.distance() + legs.1.distance();
                let time = legs.0.time() + legs.1.time();
                let full = disposal.gate_price(self.class.capacity.weight);
                let prices = self.class.price_per_km.per_km_over(way)
                    + self.class.price_per_hour.per_hour_over(time);
                Some((prices + full, prices, index))
            };
            let mut detours: Vec<(Money, Money, usize)> = takes.filter_map(detour).collect();
            detours.sort_unstable();
            near.extend(detours.iter().take(DISPOSALS_TRIED).map(|detour| detour.2));
            detours.sort_unstable_by_key(|detour| (detour.1, detour.2));
            near.extend(detours.iter().take(DISPOSALS_TRIED).map(|detour| detour.2));
        }
        near
    }

    fn emptied(&self, layer: &[u32], index: usize, disposal: &Disposal, at: usize) -> Vec<Label> {
        let first = layer.first().map(|&from| self.known[from as usize]);
        let weight = first.map_or(0, |first| first.aboard.weight);
        let place = Place {
            site: disposal.site,
            windows: &disposal.windows,
            service: disposal.unloading(weight),
        };
        let mut ways = self.driven(layer, &place);
        for way in &mut ways {
            let refused = (way.commodities & !disposal.commodities.0).count_ones();
            way.gates += disposal.gate_price(weight);
            way.cost += disposal.gate_price(weight);
            way.broken += REFUSED * i64::from(refused);
            (way.aboard, way.commodities, way.bound_for) = (Load::default(), 0, None);
            way.trip_from = at + 1;
            way.activity = Some(Activity::Disposal(index));
        }
        ways
    }

    /// The cheapest way home.
    fn end(&mut self, layer: &[u32]) -> Option<u32> {
        let home = Place {
            site: self.class.end,
            windows: &[self.class.shift],
            service: Seconds::ZERO,
        };
        let rank = |way: &Label| {
            let duty = Seconds(way.clock.duration);
            let too_long = (duty - self.class.max_duration).0.max(0);
            let cost = duty_cost(self.class, way.distance, duty) + way.gates;
            let broken = way.breaks() + too_long;
            (broken, cost, way.clock.earliest_end())
        };
        let best = self.driven(layer, &home).into_iter().min_by_key(rank)?;
        self.known.push(best);
        Some(self.known.len() as u32 - 1)
    }

    /// Notes those of some ways that break least and that no other of their trip beats.
    fn kept(&mut self, mut ways: Vec<Label>) -> Vec<u32> {
        let least = ways.iter().map(Label::breaks).min().unwrap_or(0);
        let most = if least == 0 { 0 } else { least + LENIENCE };
        ways.retain(|way| way.breaks() <= most);
        let rank = |way: &Label| {
            let hours = self.class.price_per_hour;
            let cost = way.cost + hours.per_hour_over(Seconds(way.clock.duration));
            let end = way.clock.earliest_end();
            (way.trip_from, way.breaks(), cost, end, way.from)
        };
        ways.sort_by_cached_key(rank);
        let first = self.known.len();
        for of_trip in ways.chunk_by(|a, b| a.trip_from == b.trip_from) {
            let begin = self.known.len();
            for way in of_trip {
                let kept = &self.known[begin..];
                let is_beaten = kept.iter().any(|other| other.beats(way));
                if kept.len() < MOST_LABELS && !is_beaten {
                    self.known.push(*way);
                }
            }
        }
        (first as u32..self.known.len() as u32).collect()
    }

    /// The route that ends in a label, driven from its first moment on.
    fn route(&self, sequence: &Sequence, end: u32) -> Route {
        let mut labels = Vec::new();
        let mut at = end;
        while at != ROOT {
            let label = &self.known[at as usize];
            labels.push(label);
            at = label.from;
        }
        labels.reverse();
        let last = self.known[end as usize];
        let leaves = Clock(last.clock.earliest);
        let mut route = Route {
            class: sequence.class,
            day: sequence.day,
            activities: Vec::with_capacity(labels.len()),
            begins: Vec::with_capacity(labels.len()),
            leaves,
            returns: leaves,
            distance: last.distance,
            cost: Money::ZERO,
        };
        for pair in labels.windows(2) {
            let [before, label] = pair else { continue };
            self.go(before.site, label, &mut route);
        }
        route.cost = duty_cost(self.class, route.distance, route.duration()) + last.gates;
        route
    }

    /// Drives on; `route.returns` is the clock so far.
    fn go(&self, site: usize, label: &Label, route: &mut Route) {
        if let Some(rest) = self.class.rest.filter(|_| label.rested) {
            route.activities.push(Activity::Break);
            route.begins.push(route.returns);
            route.returns = route.returns + rest.length;
        }
        route.returns = route.returns + self.leg(site, label.site).map_or(Seconds::ZERO, Leg::time);
        if let Some(activity) = label.activity {
            route.returns = route.returns.max(label.opens);
            route.activities.push(activity);
            route.begins.push(route.returns);
            route.returns = route.returns + label.service;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vrp::sample::Shape;
    use crate::vrp::schedule::{load_on, schedule};
    use proptest::prelude::*;

    fn sequence(problem: &Problem, then: Then) -> Sequence {
        let call = |client| Call {
            client,
            tipped_at: None,
            then,
        };
        Sequence {
            class: 0,
            day: 0,
            leaves: None,
            calls: (0..problem.clients.len()).map(call).collect(),
            shunned: Vec::new(),
        }
    }

    fn driven(problem: &Problem, sequence: &Sequence) -> Route {
        let patterns = vec![0; problem.clients.len()];
        let load = |client| load_on(problem, &patterns, client, 0);
        drive(problem, sequence, &load).expect("there are ways")
    }

    /// The cheapest of all ways to put disposals into an order that keep every limit.
    fn cheapest(problem: &Problem, tips: &[Option<usize>]) -> Option<Money> {
        if tips.len() < problem.clients.len() {
            let places = (0..problem.disposals.len()).map(Some).chain([None]);
            let longer = places.filter_map(|place| cheapest(problem, &[tips, &[place]].concat()));
            return longer.min();
        }
        let mut activities = Vec::new();
        for (client, tip) in tips.iter().enumerate() {
            activities.push(Activity::Client(client));
            activities.extend(tip.map(Activity::Disposal));
        }
        let patterns = vec![0; problem.clients.len()];
        let load = |client| load_on(problem, &patterns, client, 0);
        schedule(problem, 0, 0, &activities, &load).map(|route| route.cost)
    }

    proptest! {
        #[test]
        fn disposals_are_placed_at_least_cost(seed in any::<u64>(), clients in 1_usize..6, rests in any::<bool>()) {
            let shape = Shape { clients, rests, ..Shape::default() };
            let problem = shape.problem(seed);
            let route = driven(&problem, &sequence(&problem, Then::Either));
            if let Some(cost) = cheapest(&problem, &[]) {
                prop_assert_eq!(route.cost, cost);
                let patterns = vec![0; clients];
                let load = |client| load_on(&problem, &patterns, client, 0);
                let walked = schedule(&problem, 0, 0, &route.activities, &load);
                prop_assert_eq!(walked.map(|walked| walked.cost), Some(cost));
            }
        }

        /// Clocks follow each other by the legs and the services, whatever is broken.
        #[test]
        fn clocks_are_driven(seed in any::<u64>(), clients in 1_usize..12, late in 6_i64..20) {
            let problem = Shape { clients, ..Shape::default() }.problem(seed);
            let mut given = sequence(&problem, Then::Either);
            given.leaves = Some(Clock::at(late, 0));
            let route = driven(&problem, &given);
            prop_assert_eq!(route.leaves, Clock::at(late, 0));
            let (mut clock, mut site, mut distance) = (route.leaves, problem.classes[0].start, Metres::ZERO);
            for (activity, &begin) in route.activities.iter().zip(&route.begins) {
                let (to, service) = match *activity {
                    Activity::Client(i) => (problem.clients[i].site, problem.clients[i].service),
                    Activity::Disposal(i) => (problem.disposals[i].site, problem.disposals[i].service),
                    Activity::Break => (site, Seconds::minutes(20)),
                };
                let leg = problem.travel[0].leg(site, to);
                let leg = if to == site { Leg::default() } else { leg };
                let opens = match *activity {
                    Activity::Client(i) => problem.clients[i].windows[0].open,
                    Activity::Disposal(i) => problem.disposals[i].windows[0].open,
                    Activity::Break => clock,
                };
                prop_assert_eq!(begin, (clock + leg.time()).max(opens));
                (clock, site, distance) = (begin + service, to, distance + leg.distance());
            }
            let home = problem.travel[0].leg(site, problem.classes[0].end);
            prop_assert_eq!(route.returns, clock + home.time());
            prop_assert_eq!(route.distance, distance + home.distance());
        }
    }

    #[test]
    fn what_is_told_is_done_though_it_overloads() {
        let mut problem = Shape::default().problem(3);
        for client in &mut problem.clients {
            client.patterns[0].visits[0].load.weight = 400;
        }
        let mut given = sequence(&problem, Then::On);
        given.calls[1].then = Then::Tip;
        given.calls[0].tipped_at = Some(1);
        given.calls[4].tipped_at = Some(0);
        let tips = |route: &Route| -> Vec<(usize, usize)> {
            let tip = |(at, activity): (usize, &Activity)| match activity {
                Activity::Disposal(place) => Some((at, *place)),
                _ => None,
            };
            let without_rests = route.activities.iter().filter(|a| **a != Activity::Break);
            without_rests.enumerate().filter_map(tip).collect()
        };
        assert_eq!(tips(&driven(&problem, &given)), [(2, 1), (6, 0)]);
        // Left to itself it would not be overloaded.
        let free = driven(&problem, &sequence(&problem, Then::Either));
        assert!(tips(&free).len() >= 3, "{free:?}");
    }
}
