//! The exact walk of one route: when each service begins, where the driver rests, when to leave so that the duty is
//! shortest, and what it costs.
//!
//! Rests and windows are chosen together, by labels (clock of the piece driven so far, time at the wheel since the last
//! rest) of which none is beaten on every count, so the duty found is the shortest there is for the given order. Of equal
//! duties the one that ends first is taken: the vehicle leaves as late as it can without coming back later.

use super::problem::{Commodities, Load, Lunch, Problem, VehicleClass};
use super::segments::{LoadSegment, TimeSegment};
use super::solution::{Activity, Route};
use crate::quantity::{Clock, Leg, Metres, Money, Seconds, Window};

/// Walks a route: `activities` in order (breaks among them are dropped and placed anew), with what each client loads
/// on that day. `None` if it breaks any limit of its class, of a client or of a disposal; daily limits and counts, which
/// many routes share, are not looked at.
///
/// # Panics
/// If an index is not one of the problem, which must be valid.
#[must_use]
pub fn schedule(
    problem: &Problem,
    class: usize,
    day: u8,
    activities: &[Activity],
    load_of: &dyn Fn(usize) -> Load,
) -> Option<Route> {
    let stops = stops(problem, class, activities, load_of)?;
    let kind = &problem.classes[class];
    let distance: Metres = stops.iter().map(|stop| stop.leg.distance()).sum();
    if kind.max_distance.is_some_and(|most| distance > most) {
        return None;
    }
    let walk = Walk::with_lunch(&stops, kind)?;
    let duration = Seconds(walk.end.duration.into());
    let gates: Money = stops.iter().map(|stop| stop.gate).sum();
    let mut route = Route {
        class,
        day,
        activities: Vec::with_capacity(stops.len()),
        begins: Vec::with_capacity(stops.len()),
        leaves: Clock(walk.end.earliest.into()),
        returns: Clock(walk.end.earliest.into()) + duration,
        distance,
        cost: duty_cost(kind, distance, duration) + gates,
    };
    walk.write(&stops, kind, &mut route);
    Some(route)
}

/// Fixed, distance, time and overtime price of a tour.
pub(super) fn duty_cost(class: &VehicleClass, distance: Metres, duration: Seconds) -> Money {
    let beyond = Seconds((duration - class.regular_duration).0.max(0));
    class.fixed_price
        + class.price_per_km.per_km_over(distance)
        + class.price_per_hour.per_hour_over(duration)
        + class.overtime_per_hour.per_hour_over(beyond)
}

/// A place on the route, with the leg that ends there.
struct Stop<'a> {
    activity: Option<Activity>,
    leg: Leg,
    windows: &'a [Window],
    service: i32,
    gate: Money,
    /// The vehicle leaves no sooner.
    held_until: i32,
}

/// A place for lunch: before the drive to this stop.
#[derive(Clone, Copy, Debug)]
struct Pause {
    before: usize,
    lunch: Lunch,
}

/// Collects stops and what is on board.
struct Course<'a> {
    problem: &'a Problem,
    class: usize,
    site: usize,
    stops: Vec<Stop<'a>>,
    aboard: LoadSegment,
    trips: u32,
    clients: u32,
    weight: i64,
    /// The stop at which the present trip began.
    trip_from: usize,
}

fn stops<'a>(
    problem: &'a Problem,
    class: usize,
    activities: &[Activity],
    load_of: &dyn Fn(usize) -> Load,
) -> Option<Vec<Stop<'a>>> {
    let kind = &problem.classes[class];
    let mut course = Course {
        problem,
        class,
        site: kind.start,
        stops: Vec::with_capacity(activities.len() + 2),
        aboard: LoadSegment::EMPTY,
        trips: 0,
        clients: 0,
        weight: 0,
        trip_from: 0,
    };
    let shift = std::slice::from_ref(&kind.shift);
    course.go(kind.start, None, shift, 0, Money::ZERO)?;
    for &activity in activities {
        match activity {
            Activity::Break => {}
            Activity::Client(index) => course.serve(index, load_of(index))?,
            Activity::Disposal(index) => course.tip(index)?,
        }
    }
    course.go(kind.end, None, shift, 0, Money::ZERO)?;
    course.is_allowed().then_some(course.stops)
}

impl<'a> Course<'a> {
    fn go(
        &mut self,
        site: usize,
        activity: Option<Activity>,
        windows: &'a [Window],
        service: i32,
        gate: Money,
    ) -> Option<()> {
        let travel = &self.problem.travel[self.problem.classes[self.class].profile];
        let leg = if self.stops.is_empty() {
            Leg::default()
        } else {
            travel.leg(self.site, site)
        };
        self.site = site;
        self.stops.push(Stop {
            activity,
            leg,
            windows,
            service,
            gate,
            held_until: 0,
        });
        leg.exists().then_some(())
    }

    fn serve(&mut self, index: usize, load: Load) -> Option<()> {
        let client = &self.problem.clients[index];
        self.trips += u32::from(self.aboard.is_empty());
        self.aboard = self.aboard.join(LoadSegment {
            load,
            commodities: 1 << client.commodity,
        });
        self.clients += 1;
        self.weight += load.weight;
        let kind = &self.problem.classes[self.class];
        if !may_come(&client.classes, self.class) || !is_carried(kind, self.aboard) {
            return None;
        }
        if let Some(release) = client.release {
            let held = &mut self.stops[self.trip_from].held_until;
            *held = (*held).max(release.0 as i32);
        }
        let service = client.service.0 as i32;
        let activity = Some(Activity::Client(index));
        self.go(client.site, activity, &client.windows, service, Money::ZERO)
    }

    fn tip(&mut self, index: usize) -> Option<()> {
        let disposal = &self.problem.disposals[index];
        let is_taken = self.aboard.commodities & !disposal.commodities.0 == 0;
        if !may_come(&disposal.classes, self.class) || !is_taken {
            return None;
        }
        let weight = std::mem::replace(&mut self.aboard, LoadSegment::EMPTY)
            .load
            .weight;
        let service = i32::try_from(disposal.unloading(weight).0).ok()?;
        let gate = disposal.gate_price(weight);
        self.trip_from = self.stops.len();
        let activity = Some(Activity::Disposal(index));
        self.go(disposal.site, activity, &disposal.windows, service, gate)
    }

    fn is_allowed(&self) -> bool {
        let kind = &self.problem.classes[self.class];
        (self.aboard.is_empty() || !kind.ends_empty)
            && kind.max_trips.is_none_or(|most| self.trips <= most)
            && kind.max_clients.is_none_or(|most| self.clients <= most)
            && kind.max_weight.is_none_or(|most| self.weight <= most)
    }
}

fn may_come(flags: &[bool], class: usize) -> bool {
    flags.get(class).copied().unwrap_or(true)
}

fn is_carried(class: &VehicleClass, aboard: LoadSegment) -> bool {
    let Commodities(carried) = class.commodities;
    aboard.load.fits(class.capacity)
        && aboard.commodities & !carried == 0
        && (class.mixes || aboard.commodities.count_ones() <= 1)
}

/// One way to have come so far.
#[derive(Clone, Copy, Debug)]
struct Label {
    piece: TimeSegment,
    wheel: i32,
    /// The label at the stop before, whether a rest was taken there, and the window that opens here.
    from: usize,
    rested: bool,
    open: i32,
}

impl Label {
    fn beats(&self, other: &Self) -> bool {
        self.wheel <= other.wheel
            && self.piece.earliest_end() <= other.piece.earliest_end()
            && self.piece.duration <= other.piece.duration
            && self.piece.latest >= other.piece.latest
    }
}

struct Walk {
    end: TimeSegment,
    pause: Option<Pause>,
    /// For each stop: whether a rest comes after it, and when its window opens.
    chosen: Vec<(bool, i32)>,
}

impl Walk {
    /// The shortest duty, with lunch where it is needed.
    fn with_lunch(stops: &[Stop], class: &VehicleClass) -> Option<Self> {
        let without = Self::along(stops, class, None, |_| true)?;
        let Some(lunch) = class.lunch else {
            return Some(without);
        };
        let begins = lunch.begins;
        let close = begins.close.0 as i32;
        let needs_none =
            |piece: &TimeSegment| piece.earliest_end() <= close || piece.latest >= close;
        if needs_none(&without.end) {
            return Some(without.leaving(begins));
        }
        // A longer duty may be over before lunch where the shortest is not.
        let hurried = Self::along(stops, class, None, needs_none);
        let hurried = hurried.map(|walk| walk.leaving(begins));
        let places = (1..stops.len()).map(|before| Pause { before, lunch });
        let walks = places.filter_map(|pause| Self::along(stops, class, Some(pause), |_| true));
        let walks = hurried.into_iter().chain(walks);
        walks.min_by_key(|walk| (walk.end.duration, walk.end.earliest_end()))
    }

    /// The same walk, begun so that it is over before lunch or begins after it.
    fn leaving(mut self, lunch: Window) -> Self {
        if self.end.earliest_end() > lunch.close.0 as i32 {
            self.end.earliest = self.end.earliest.max(lunch.close.0 as i32);
        }
        self
    }

    /// The shortest duty among those whose whole piece may be.
    fn along(
        stops: &[Stop],
        class: &VehicleClass,
        pause: Option<Pause>,
        may_be: impl Fn(&TimeSegment) -> bool,
    ) -> Option<Self> {
        let shift = TimeSegment::stop(class.shift.open.0 as i32, class.shift.close.0 as i32, 0);
        let first = Label {
            piece: shift,
            wheel: 0,
            from: 0,
            rested: false,
            open: shift.earliest,
        };
        let mut layers = vec![vec![first]];
        for (at, stop) in stops.iter().enumerate().skip(1) {
            let lunch = pause
                .filter(|pause| pause.before == at)
                .map(|pause| pause.lunch);
            let until = stops[at - 1].held_until;
            let layer = next_layer(layers.last()?, (until, stop), class, lunch);
            if layer.is_empty() {
                return None;
            }
            layers.push(layer);
        }
        let longest = class.max_duration.0;
        let last = layers.last()?.iter().enumerate();
        let (mut at, best) = last
            .filter(|(_, label)| i64::from(label.piece.duration) <= longest && may_be(&label.piece))
            .min_by_key(|(at, label)| (label.piece.duration, label.piece.earliest_end(), *at))?;
        let end = best.piece;
        let mut chosen = vec![(false, 0); stops.len()];
        for i in (1..stops.len()).rev() {
            let label = layers[i][at];
            chosen[i].1 = label.open;
            chosen[i - 1].0 = label.rested;
            at = label.from;
        }
        Some(Self { end, pause, chosen })
    }

    fn write(&self, stops: &[Stop], class: &VehicleClass, route: &mut Route) {
        let mut clock = self.end.earliest;
        for (at, (stop, &(rests, open))) in stops.iter().zip(&self.chosen).enumerate() {
            if let Some(pause) = self.pause.filter(|pause| pause.before == at) {
                let arrival = clock + stop.leg.seconds as i32;
                let begin = arrival.max(pause.lunch.begins.open.0 as i32);
                route.activities.push(Activity::Break);
                route
                    .begins
                    .push(Clock(begin.min(pause.lunch.begins.close.0 as i32).into()));
                clock = begin + pause.lunch.length.0 as i32;
            } else {
                clock += stop.leg.seconds as i32;
            }
            if let Some(activity) = stop.activity {
                clock = clock.max(open);
                route.activities.push(activity);
                route.begins.push(Clock(clock.into()));
                clock += stop.service;
            }
            if let Some(rest) = class.rest.filter(|_| rests) {
                route.activities.push(Activity::Break);
                route.begins.push(Clock(clock.into()));
                clock += rest.length.0 as i32;
            }
            clock = clock.max(stop.held_until);
        }
    }
}

/// All ways to come to a stop that are not beaten, from one that is left no sooner than `until`.
fn next_layer(
    layer: &[Label],
    (until, stop): (i32, &Stop),
    class: &VehicleClass,
    lunch: Option<Lunch>,
) -> Vec<Label> {
    let mut next: Vec<Label> = Vec::new();
    let drive = stop.leg.seconds as i32;
    let mut offer = |label: Label| {
        if !next.iter().any(|other| other.beats(&label)) {
            next.retain(|other| !label.beats(other));
            next.push(label);
        }
    };
    for (from, before) in layer.iter().enumerate() {
        for rested in [false, true] {
            let (longest, length) = match class.rest {
                Some(rest) => (rest.after.0, rest.length.0 as i32),
                None => (i64::MAX, 0),
            };
            let wheel = if rested { drive } else { before.wheel + drive };
            if i64::from(wheel) > longest || (rested && class.rest.is_none()) {
                continue;
            }
            // Whoever waits for the goods of a trip may rest meanwhile.
            let rest = if rested { length } else { 0 };
            let leaves = held(before.piece.extended(rest), until);
            let eats = |lunch: Lunch| {
                let by = TimeSegment::stop(0, lunch.begins.close.0 as i32, 0);
                leaves.and_then(|piece| piece.join(0, by))
            };
            let Some(left) = lunch.map_or(leaves, eats) else {
                continue;
            };
            for window in stop.windows {
                let (open, close) = (window.open.0 as i32, window.close.0 as i32);
                let eaten = lunch.map_or(0, |l| (l.begins.open.0 + l.length.0) as i32);
                let meal = lunch.map_or(0, |l| l.length.0 as i32);
                let here = TimeSegment::stop(open.max(eaten), close, stop.service);
                if let Some(piece) = left.join(drive + meal, here) {
                    offer(Label {
                        piece,
                        wheel,
                        from,
                        rested,
                        open,
                    });
                }
            }
        }
    }
    next
}

/// A piece after which the vehicle leaves no sooner than this.
fn held(piece: TimeSegment, until: i32) -> Option<TimeSegment> {
    if until == 0 {
        return Some(piece);
    }
    piece.join(0, TimeSegment::released(until))
}

/// The unloadings of a route: disposal, begin and time.
pub(crate) fn unloading<'a>(
    problem: &'a Problem,
    route: &'a Route,
    patterns: &'a [usize],
) -> impl Iterator<Item = (usize, Clock, Seconds)> + 'a {
    let mut weight = 0;
    route
        .activities
        .iter()
        .zip(&route.begins)
        .filter_map(move |(&activity, &begin)| match activity {
            Activity::Client(client) => {
                weight += load_on(problem, patterns, client, route.day).weight;
                None
            }
            Activity::Disposal(index) => {
                let disposal = &problem.disposals[index];
                Some((
                    index,
                    begin,
                    disposal.unloading(std::mem::take(&mut weight)),
                ))
            }
            Activity::Break => None,
        })
}

/// What a client loads on a day under its pattern; nothing on a day without a visit.
///
/// # Panics
/// If the client or its pattern is not one of the problem.
#[must_use]
pub fn load_on(problem: &Problem, patterns: &[usize], client: usize, day: u8) -> Load {
    let visits = &problem.clients[client].patterns[patterns[client]].visits;
    visits
        .iter()
        .find(|visit| visit.day == day)
        .map_or(Load::default(), |visit| visit.load)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vrp::sample;
    use proptest::prelude::*;

    /// Shortest duty over every set of places to rest at and every minute of leaving, or `None`.
    fn shortest(stops: &[Stop], class: &VehicleClass) -> Option<i64> {
        let rest = class.rest.expect("the sample rests");
        let duty = |places: u32, leaves: i64| {
            let (mut clock, mut wheel) = (leaves, 0);
            for (i, stop) in stops.iter().enumerate().skip(1) {
                if places >> i & 1 == 1 {
                    (clock, wheel) = (clock + rest.length.0, 0);
                }
                clock += i64::from(stop.leg.seconds);
                wheel += i64::from(stop.leg.seconds);
                let window = stop.windows.iter().find(|window| clock <= window.close.0)?;
                if wheel > rest.after.0 {
                    return None;
                }
                clock = clock.max(window.open.0) + i64::from(stop.service);
            }
            Some(clock - leaves)
        };
        let places = 0..1u32 << stops.len();
        let starts = (class.shift.open.0..=class.shift.close.0).step_by(60);
        let best = starts.flat_map(|leaves| {
            places
                .clone()
                .filter_map(move |places| duty(places, leaves))
        });
        best.min().filter(|&duty| duty <= class.max_duration.0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
        #[test]
        fn no_duty_is_shorter(seed in any::<u64>()) {
            let problem = sample::Shape { clients: 4, ..sample::Shape::default() }.problem(seed);
            let activities = [0, 1, 2, 3].map(Activity::Client);
            let mut activities: Vec<Activity> = activities.to_vec();
            activities.insert(2, Activity::Disposal(0));
            activities.push(Activity::Disposal(1));
            let load = |_| Load { weight: 400, volume: 400 };
            let Some(route) = schedule(&problem, 0, 0, &activities, &load) else { return Ok(()) };
            let stops = stops(&problem, 0, &activities, &load).expect("it was driven");
            let oracle = shortest(&stops, &problem.classes[0]).expect("it was driven");
            // The oracle leaves at full minutes only.
            let duty = route.duration().0;
            prop_assert!(duty <= oracle && oracle < duty + 60, "{} s, found by trying {} s", duty, oracle);
        }
    }
    /// When services begin and when the vehicle is back, driven by the earliest clock from `leaves` on, with lunch before
    /// the drive to such a stop. Releases are looked up trip by trip. `None` if something is late.
    fn driven(
        problem: &Problem,
        activities: &[Activity],
        leaves: i64,
        lunch_before: Option<usize>,
    ) -> Option<(Vec<i64>, i64)> {
        let class = &problem.classes[0];
        let release = |from: usize| -> i64 {
            let trip = activities[from..]
                .iter()
                .map_while(|activity| match activity {
                    Activity::Client(client) => Some(problem.clients[*client].release),
                    _ => None,
                });
            trip.flatten().map(|clock| clock.0).max().unwrap_or(0)
        };
        let (mut clock, mut site, mut begins) = (leaves.max(release(0)), class.start, Vec::new());
        for at in 0..=activities.len() {
            let (to, windows, service) = match activities.get(at) {
                Some(&Activity::Client(client)) => {
                    let client = &problem.clients[client];
                    (client.site, &client.windows[0], client.service)
                }
                Some(&Activity::Disposal(disposal)) => {
                    let disposal = &problem.disposals[disposal];
                    (disposal.site, &disposal.windows[0], disposal.service)
                }
                _ => (class.end, &class.shift, Seconds::ZERO),
            };
            let drive = i64::from(problem.travel[0].leg(site, to).seconds);
            (site, clock) = (
                to,
                match class.lunch.filter(|_| lunch_before == Some(at)) {
                    Some(lunch) if clock > lunch.begins.close.0 => return None,
                    // It is eaten before the drive, on the way, or on arrival: where it delays least.
                    Some(lunch) => (clock + drive).max(lunch.begins.open.0) + lunch.length.0,
                    None => clock + drive,
                },
            );
            if clock > windows.close.0 {
                return None;
            }
            clock = clock.max(windows.open.0);
            begins.push(clock);
            clock += service.0;
            if let Some(Activity::Disposal(_)) = activities.get(at) {
                clock = clock.max(release(at + 1));
            }
        }
        let back = begins.pop()?;
        let needs_lunch = class
            .lunch
            .is_some_and(|lunch| leaves < lunch.begins.close.0 && back > lunch.begins.close.0);
        let is_in_time = back - leaves <= class.max_duration.0;
        (is_in_time && (!needs_lunch || lunch_before.is_some())).then_some((begins, back))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
        /// Leaving at every full minute, with lunch before every stop, finds nothing shorter; and what was found can be
        /// driven as it says.
        #[test]
        fn releases_and_lunch_as_driven_by_the_clock(seed in any::<u64>(), lunch in any::<bool>()) {
            let shape = sample::Shape { clients: 4, rests: false, releases: true, lunch, ..sample::Shape::default() };
            let problem = shape.problem(seed);
            let [a, b, c, d] = [0, 1, 2, 3].map(Activity::Client);
            let activities = [a, b, Activity::Disposal(0), c, d, Activity::Disposal(1)];
            let load = |_| Load { weight: 400, volume: 400 };
            let found = schedule(&problem, 0, 0, &activities, &load);
            let shift = problem.classes[0].shift;
            let places = || std::iter::once(None).chain((0..=activities.len()).map(Some).filter(|_| lunch));
            let duties = (shift.open.0..=shift.close.0).step_by(60).flat_map(|leaves| {
                places().map(move |place| (leaves, place))
            });
            let duty = |(leaves, place)| Some(driven(&problem, &activities, leaves, place)?.1 - leaves);
            let oracle = duties.filter_map(duty).min();
            let Some(route) = found else {
                prop_assert_eq!(oracle, None);
                return Ok(());
            };
            let length = route.duration().0;
            prop_assert!(oracle.is_none_or(|oracle| length <= oracle && oracle < length + 60), "{} {:?}", length, oracle);
            let eaten = route.activities.iter().position(|activity| *activity == Activity::Break);
            let mut begins: Vec<i64> = route.begins.iter().map(|begin| begin.0).collect();
            if let Some(at) = eaten {
                let begins_at = begins.remove(at);
                let window = problem.classes[0].lunch.expect("someone eats").begins;
                prop_assert!((window.open.0..=window.close.0).contains(&begins_at));
            }
            let again = driven(&problem, &activities, route.leaves.0, eaten);
            prop_assert_eq!(again, Some((begins, route.returns.0)));
        }
    }
}
