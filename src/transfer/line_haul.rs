//! Line haul: the week's full containers as one problem of the solver, and its routes as hauls.
//!
//! The week is one day of the solver, its clocks counting from Monday's first midnight, so that a container that is full on
//! Monday evening may leave on Tuesday morning; each type of hauler is a class a day. A container is a client that takes a
//! whole trip; its plant is the disposal behind it.

use super::courses::{DAY, leg, midnight};
use super::demand::{Inflow, Job};
use super::queue::WEEK;
use crate::district::{DisposalId, District, PlantId, Role, StationId, StreamId, VehicleId};
use crate::plan::{Haul, Plan, StopKind};
use crate::quantity::{Clock, Day, Kilograms, Leg, Seconds, TravelMatrix, Window};
use crate::roads::{SiteId, Travel};
use crate::vrp::{
    Activity, Break, Budget, Client, Commodities, Disposal, Load, Pattern, Problem, Route,
    SolveParams, VehicleClass, Watch, fleet_bound, solve,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

/// How to plan line haul.
#[derive(Clone, Copy)]
pub struct HaulParams<'a> {
    /// Seed of the search.
    pub seed: u64,
    /// Whether containers are fetched before floors are full; otherwise when they are full themselves.
    pub respects_storage: bool,
    /// What the search reckons on top of each loading and tipping, so that a wait here and there does no harm.
    pub margin: Seconds,
    /// How long to search.
    pub budget: Budget,
    /// How the search is ended early.
    pub watch: &'a Watch<'a>,
}

/// A week of line haul.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineHaul {
    /// The trips, by day, tour and place in the tour.
    pub hauls: Vec<Haul>,
    /// For each of them from when to when loading may begin, in seconds from the midnight that begins its day.
    pub(super) windows: Vec<(i64, i64)>,
    /// Fewest haulers that could do it, by proof.
    pub haulers_lower_bound: u32,
    /// Iterations that the search made.
    pub iterations: u64,
}

/// Plans the week's line haul for what a plan's tours tip, by their clocks. Nothing where the district has no hauler, or
/// nothing is tipped at a station that sends on. Loading a container takes as long as an unloading at the same station.
#[must_use]
pub fn line_haul(
    district: &District,
    travel: &Travel,
    plan: &Plan,
    params: HaulParams,
) -> LineHaul {
    let mut posed = Posed::new(district, travel, plan, params);
    if posed.jobs.is_empty() || posed.haulers.is_empty() {
        return LineHaul::default();
    }
    let limited = posed.gates_by_day(plan);
    let has_limits = limited.iter().any(|gate| gate.limit.is_some());
    let [first, second] = match has_limits {
        true => halves(params.budget),
        false => [params.budget; 2],
    };
    let found = posed.solved(params, first);
    let is_over = |gate: &Gate| {
        gate.limit.is_some_and(|(day, room)| {
            let plant = posed.plants[gate.plant];
            let there = found.hauls.iter().filter(|haul| haul.plant == plant);
            let on_day = there.filter(|haul| haul.day == day);
            on_day.map(|haul| haul.kg.0).sum::<i64>() > room
        })
    };
    // Gates by day are many more disposals: only where a plant would be brought too much on a day.
    if limited.iter().any(is_over) {
        posed.gates = limited;
        let again = posed.solved(params, second);
        return LineHaul {
            iterations: found.iterations + again.iterations,
            ..again
        };
    }
    found
}

/// A budget for a search and, if need be, another one.
fn halves(budget: Budget) -> [Budget; 2] {
    match budget {
        Budget::Iterations(all) => [all.div_ceil(2), all / 2].map(Budget::Iterations),
        Budget::Until(end) => {
            let left = end.saturating_duration_since(Instant::now());
            [end.checked_sub(left / 2).unwrap_or(end), end].map(Budget::Until)
        }
    }
}

/// What a station is brought.
#[derive(Clone, Debug, Default)]
struct Brought {
    tips: Vec<(i64, i64)>,
    /// From when to when collectors stand at its docks.
    stays: Vec<(i64, i64)>,
    kg: i64,
    litres: i64,
    streams: BTreeSet<StreamId>,
}

/// A plant's gate: of one day, with the room that collectors leave it, or of the week where it takes any amount.
#[derive(Clone, Copy, Debug)]
struct Gate {
    plant: usize,
    limit: Option<(Day, i64)>,
}

struct Posed<'a> {
    district: &'a District,
    travel: &'a Travel,
    haulers: Vec<VehicleId>,
    /// The plants that stations with jobs send to; a container's commodity is its plant's place here.
    plants: Vec<PlantId>,
    /// The disposals of the problem.
    gates: Vec<Gate>,
    senders: Vec<Sender>,
    /// Each with the place of its station among the senders.
    jobs: Vec<(usize, Job)>,
    margin: Seconds,
}

/// A station that sends on.
#[derive(Clone, Debug)]
struct Sender {
    station: StationId,
    /// Its plant's place among the plants.
    plant: usize,
    /// What each type of hauler takes at most; `None`: it does not come there, or not on to the plant.
    loads: Vec<Option<i64>>,
    /// When a container can be loaded so that no collector is in the way, nor kept waiting.
    free: Vec<Window>,
}

/// A hauler that would have to come more often to a station in a week is none.
const MOST_HAULS: i64 = 500;

/// The solver tells so many commodities apart.
const MOST_PLANTS: usize = 32;

impl<'a> Posed<'a> {
    fn new(district: &'a District, travel: &'a Travel, plan: &Plan, params: HaulParams) -> Self {
        let haulers = district
            .fleet(Role::Hauler)
            .filter(|(_, hauler)| hauler.tours_a_week() > 0);
        let mut posed = Self {
            district,
            travel,
            haulers: haulers.map(|(id, _)| id).collect(),
            plants: Vec::new(),
            gates: Vec::new(),
            senders: Vec::new(),
            jobs: Vec::new(),
            margin: params.margin,
        };
        for (station, brought) in brought(district, plan) {
            posed.ask(station, brought, params.respects_storage);
        }
        let gate = |plant| Gate { plant, limit: None };
        posed.gates = (0..posed.plants.len()).map(gate).collect();
        posed
    }

    fn solved(&self, params: HaulParams, budget: Budget) -> LineHaul {
        let problem = self.problem();
        let search = SolveParams {
            seed: params.seed,
            budget,
            ..SolveParams::default()
        };
        let watch = Watch {
            stop: params.watch.stop,
            progress: None,
        };
        let solution = solve(&problem, &search, None, &watch);
        LineHaul {
            haulers_lower_bound: self.lower_bound(&problem),
            iterations: solution.iterations,
            ..self.hauls(&solution.routes)
        }
    }

    /// The plants' gates, of each day where a day has a limit.
    fn gates_by_day(&self, plan: &Plan) -> Vec<Gate> {
        let plants = 0..self.plants.len();
        plants
            .flat_map(|plant| self.gates_of(plant, plan))
            .collect()
    }

    fn gates_of(&self, plant: usize, plan: &Plan) -> Vec<Gate> {
        let id = DisposalId::Plant(self.plants[plant]);
        let Some(most) = self.district.gate(id).daily_limit else {
            return vec![Gate { plant, limit: None }];
        };
        let room = |day: Day| {
            let tours = plan.tours.iter().filter(|tour| tour.day == day);
            let stops = tours.flat_map(|tour| &tour.stops);
            let here = stops.filter(|stop| stop.kind == StopKind::Disposal(id));
            let brought: Kilograms = here.map(|stop| stop.kg).sum();
            (most - brought).0.max(0)
        };
        let gate = |day| Gate {
            plant,
            limit: Some((day, room(day))),
        };
        Day::WEEK.into_iter().map(gate).collect()
    }

    /// The hauls that a station needs.
    fn ask(&mut self, id: StationId, brought: Brought, respects_storage: bool) {
        let station = &self.district.stations[id.index()];
        let haulers = self.haulers.iter();
        let loads: Vec<Option<i64>> = haulers.map(|&k| self.load(id, &brought, k)).collect();
        let Some((plant, load)) = station.plant.zip(self.best_load(&loads)) else {
            return;
        };
        if brought.tips.is_empty() {
            return;
        }
        let known = self.plants.iter().position(|&known| known == plant);
        let number = known.unwrap_or(self.plants.len());
        if number == MOST_PLANTS {
            return;
        }
        if known.is_none() {
            self.plants.push(plant);
        }
        let sender = Sender {
            station: id,
            plant: number,
            free: self.free(id, &brought.stays),
            loads,
        };
        let loading = station.gate.unload.0;
        let inflow = Inflow {
            tips: brought.tips,
            storage: station.storage.filter(|_| respects_storage).map(|kg| kg.0),
            pressed_an_hour: station.pressed_an_hour.map(|kg| kg.as_f64()),
            load,
            free: both(&sender.free, &weekly(self.shifts(&sender))),
            loading,
        };
        // Gone before whatever would not find room comes.
        let gone_by = |job: Job| Job {
            due: (job.due - loading - 1).max(job.ready),
            ..job
        };
        let jobs = inflow.jobs().into_iter().map(gone_by);
        let can_be_loaded = jobs.filter(|&job| !within(&sender.free, job).is_empty());
        let place = self.senders.len();
        self.jobs.extend(can_be_loaded.map(|job| (place, job)));
        self.senders.push(sender);
    }

    /// From the first shift of the haulers that come to a station to the last.
    fn shifts(&self, sender: &Sender) -> Window {
        let able = self.haulers.iter().zip(&sender.loads);
        let able = able.filter(|(_, load)| load.is_some());
        let shifts = able.map(|(k, _)| self.district.vehicles[k.index()].shift);
        let first = shifts.clone().map(|shift| shift.open).min();
        let last = shifts.map(|shift| shift.close).max();
        Window::new(first.unwrap_or_default(), last.unwrap_or_default())
    }

    fn free(&self, id: StationId, stays: &[(i64, i64)]) -> Vec<Window> {
        let gate = self.district.gate(DisposalId::Station(id));
        let windows = weekly(gate.window);
        let Some(docks) = gate.docks else {
            return windows;
        };
        let loading = gate.unload.0;
        let taken = crowded(stays, docks);
        let barred = taken
            .iter()
            .map(|&(from, to)| (from - loading + 1, to - 1))
            .flat_map(|(from, to)| [(from, to), (from + WEEK, to + WEEK)]);
        without(windows, barred)
    }

    fn load(&self, id: StationId, brought: &Brought, hauler: VehicleId) -> Option<i64> {
        let station = &self.district.stations[id.index()];
        let vehicle = &self.district.vehicles[hauler.index()];
        let accepted: BTreeSet<StreamId> = self.district.accepted_by_vehicle(hauler).collect();
        let sites = &self.travel.sites;
        let [here, there] = [
            sites.disposal(DisposalId::Station(id)),
            sites.disposal(DisposalId::Plant(station.plant?)),
        ];
        let legs = [
            (sites.start(hauler), here),
            (here, there),
            (there, here),
            (there, sites.end(hauler)),
        ];
        let is_able = brought.streams.is_subset(&accepted)
            && legs
                .iter()
                .all(|&(from, to)| self.leg(hauler, from, to).exists());
        let litres_a_kg = brought.litres as f64 / brought.kg.max(1) as f64;
        let by_volume = vehicle.body.as_f64() * station.compaction / litres_a_kg.max(1e-9);
        let load = vehicle.payload.as_f64().min(by_volume).floor() as i64;
        let is_too_small = load.saturating_mul(MOST_HAULS) < brought.kg;
        (is_able && load > 0 && !is_too_small).then_some(load)
    }

    /// The load of the type that carries a tonne for the least money, and of equal ones the largest.
    fn best_load(&self, loads: &[Option<i64>]) -> Option<i64> {
        let price = |hauler: VehicleId, load: i64| {
            let prices = self.district.vehicles[hauler.index()].prices;
            (prices.per_km.0 + prices.per_hour.0) as f64 / load as f64
        };
        let able = self.haulers.iter().zip(loads);
        let priced = able.filter_map(|(&hauler, load)| Some((price(hauler, (*load)?), (*load)?)));
        priced
            .min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, load)| load)
    }

    fn leg(&self, hauler: VehicleId, from: SiteId, to: SiteId) -> Leg {
        leg(self.travel, hauler, from, to)
    }

    /// Sites of the problem: of each hauler its start and end, of each station with a job, of each plant.
    fn sites(&self) -> Vec<SiteId> {
        let sites = &self.travel.sites;
        let bases = self
            .haulers
            .iter()
            .flat_map(|&hauler| [sites.start(hauler), sites.end(hauler)]);
        let stations = self
            .senders
            .iter()
            .map(|sender| sites.disposal(DisposalId::Station(sender.station)));
        let plants = self
            .plants
            .iter()
            .map(|&id| sites.disposal(DisposalId::Plant(id)));
        let all: BTreeSet<SiteId> = bases.chain(stations).chain(plants).collect();
        all.into_iter().collect()
    }

    fn problem(&self) -> Problem {
        let sites = self.sites();
        let at = |site: SiteId| sites.binary_search(&site).expect("all sites are listed");
        let matrix = |&hauler: &VehicleId| {
            let from = sites.iter();
            let legs =
                from.flat_map(|&from| sites.iter().map(move |&to| self.leg(hauler, from, to)));
            Arc::new(TravelMatrix::new(sites.len(), legs.collect()))
        };
        let clients = self.jobs.iter().map(|&(sender, job)| {
            let sender = &self.senders[sender];
            let station = DisposalId::Station(sender.station);
            self.client(sender, job, at(self.travel.sites.disposal(station)))
        });
        let disposals = self.gates.iter().map(|&gate| {
            let plant = DisposalId::Plant(self.plants[gate.plant]);
            self.disposal(gate, at(self.travel.sites.disposal(plant)))
        });
        let work = self.work();
        let classes = (0..self.haulers.len()).flat_map(|number| {
            let id = self.haulers[number];
            let ends = [self.travel.sites.start(id), self.travel.sites.end(id)].map(at);
            let counts = self.district.vehicles[id.index()].tours_by_day(&work);
            Day::WEEK
                .into_iter()
                .map(move |day| self.class(number, day, counts[day.index()], ends))
        });
        Problem {
            clients: clients.collect(),
            disposals: disposals.collect(),
            classes: classes.collect(),
            ..Problem::new(1, self.haulers.iter().map(matrix).collect())
        }
    }

    /// Hauls that are ready on each day.
    fn work(&self) -> [f64; 7] {
        let mut work = [0.0; 7];
        for (_, job) in &self.jobs {
            work[(job.ready.div_euclid(DAY) % 7) as usize] += 1.0;
        }
        work
    }

    fn client(&self, sender: &Sender, job: Job, site: usize) -> Client {
        let station = &self.district.stations[sender.station.index()];
        let load = Load {
            weight: job.kg,
            volume: 1,
        };
        Client {
            commodity: sender.plant as u8,
            service: station.gate.unload + self.margin,
            windows: within(&sender.free, job),
            classes: sender
                .loads
                .iter()
                .flat_map(|&load| [load >= Some(job.kg); 7])
                .collect(),
            ..Client::new(site, vec![Pattern::once(0, load)])
        }
    }

    fn disposal(&self, Gate { plant, limit }: Gate, site: usize) -> Disposal {
        let gate = self.district.gate(DisposalId::Plant(self.plants[plant]));
        let of_day = |on: usize| limit.is_none_or(|(day, _)| day.index() == on);
        Disposal {
            commodities: Commodities::one(plant as u8),
            windows: weekly(gate.window),
            service: gate.unload + self.margin,
            daily_limit: limit.map(|(_, room)| room),
            // A haul counts on the day of its tour.
            classes: self
                .haulers
                .iter()
                .flat_map(|_| (0..7).map(of_day))
                .collect(),
            ..Disposal::new(site)
        }
    }

    fn class(&self, number: usize, day: Day, count: u32, [start, end]: [usize; 2]) -> VehicleClass {
        let vehicle = &self.district.vehicles[self.haulers[number].index()];
        let at = |clock: Clock| Clock(midnight(day) + clock.0);
        // One container at a time.
        let capacity = Load {
            weight: i64::from(i32::MAX),
            volume: 1,
        };
        VehicleClass {
            end,
            shift: Window::new(at(vehicle.shift.open), at(vehicle.shift.close)),
            regular_duration: vehicle.regular_duty(),
            max_duration: vehicle.longest_duty(),
            rest: vehicle.rest.map(|rest| Break {
                after: rest.after,
                length: rest.length,
            }),
            ends_empty: true,
            fixed_price: vehicle.prices.per_day,
            price_per_km: vehicle.prices.per_km,
            price_per_hour: vehicle.prices.per_hour,
            overtime_per_hour: vehicle.prices.overtime_per_hour,
            profile: number,
            ..VehicleClass::new(start, vec![count], capacity)
        }
    }

    fn hauls(&self, routes: &[Route]) -> LineHaul {
        let mut found = Vec::new();
        let mut numbers = [0; 7];
        let mut routes: Vec<&Route> = routes.iter().collect();
        routes.sort_by_key(|route| (route.class % 7, route.class, route.leaves));
        for route in routes {
            let day = Day((route.class % 7) as u8);
            numbers[day.index()] += 1;
            let tour = format!("{day}-h{:02}", numbers[day.index()]);
            found.extend(self.trips(route, (day, &tour)));
        }
        found.sort_by(|(a, _), (b, _)| (a.day, &a.tour, a.trip).cmp(&(b.day, &b.tour, b.trip)));
        let (hauls, windows) = found.into_iter().unzip();
        LineHaul {
            hauls,
            windows,
            ..LineHaul::default()
        }
    }

    /// The trips of a route: a container, then its plant, with rests between.
    fn trips(&self, route: &Route, (day, tour): (Day, &str)) -> Vec<(Haul, (i64, i64))> {
        let vehicle = self.haulers[route.class / 7];
        let (sites, first) = (&self.travel.sites, midnight(day));
        let clock = |moment: Clock| Clock(moment.0 - first);
        let mut found: Vec<(Haul, (i64, i64))> = Vec::new();
        let mut stands = sites.start(vehicle);
        let mut free = route.leaves;
        for (at, (&activity, &begin)) in route.activities.iter().zip(&route.begins).enumerate() {
            // A rest behind it belongs to its stay.
            let rest = |service: Seconds| match route.activities.get(at + 1) {
                Some(Activity::Break) => {
                    let rest = self.district.vehicles[vehicle.index()].rest;
                    service + rest.map_or(Seconds::ZERO, |rest| rest.length)
                }
                _ => service,
            };
            match activity {
                Activity::Client(number) => {
                    let (sender, job) = self.jobs[number];
                    let sender = &self.senders[sender];
                    let (station, plant) = (sender.station, self.plants[sender.plant]);
                    let id = DisposalId::Station(station);
                    let onward = self.leg(
                        vehicle,
                        sites.disposal(id),
                        sites.disposal(DisposalId::Plant(plant)),
                    );
                    let leave = begin + rest(self.district.gate(id).unload);
                    let window = in_turn((job.ready, job.due), begin.0);
                    found.push((
                        Haul {
                            tour: tour.to_owned(),
                            trip: found.len() as u32 + 1,
                            day,
                            vehicle,
                            station,
                            plant,
                            out: clock(free),
                            load: clock(begin),
                            leave: clock(leave),
                            arrive: clock(leave + onward.time()),
                            tip: clock(leave + onward.time()),
                            back: Clock::MIDNIGHT,
                            kg: Kilograms(job.kg),
                            metres: self.leg(vehicle, stands, sites.disposal(id)).distance()
                                + onward.distance(),
                        },
                        (window.0 - first, window.1 - first),
                    ));
                }
                Activity::Disposal(number) => {
                    let id = DisposalId::Plant(self.plants[self.gates[number].plant]);
                    free = begin + rest(self.district.gate(id).unload);
                    stands = sites.disposal(id);
                    if let Some((haul, _)) = found.last_mut() {
                        (haul.tip, haul.back) = (clock(begin), clock(free));
                    }
                }
                Activity::Break => {}
            }
        }
        if let Some((haul, _)) = found.last_mut() {
            let home = self.leg(vehicle, stands, sites.end(vehicle));
            haul.back = haul.back + home.time();
            haul.metres += home.distance();
        }
        found
    }

    /// Haulers that the week needs at least: tours by [`fleet_bound`], of which each makes one on each of its days.
    fn lower_bound(&self, problem: &Problem) -> u32 {
        let groups = fleet_bound(problem);
        let of_group = |group: &crate::vrp::ClassBound| {
            let tours: u64 = group.days.iter().map(crate::vrp::DayBound::tours).sum();
            let haulers = group.classes.iter().map(|class| self.haulers[class / 7]);
            let days = haulers.map(|id| self.district.vehicles[id.index()].working_days());
            tours.div_ceil(u64::from(days.max().unwrap_or(7).max(1))) as u32
        };
        groups.iter().map(of_group).sum()
    }
}

/// What each station is brought in the cyclic week and sends on.
fn brought(district: &District, plan: &Plan) -> BTreeMap<StationId, Brought> {
    let mut brought: BTreeMap<StationId, Brought> = BTreeMap::new();
    for tour in &plan.tours {
        let mut aboard = BTreeSet::new();
        for (row, stop) in tour.stops.iter().enumerate() {
            match stop.kind {
                StopKind::Point(_) => aboard.extend(stop.stream),
                StopKind::Disposal(disposal @ DisposalId::Station(id))
                    if stop.kg > Kilograms::ZERO =>
                {
                    let at = brought.entry(id).or_default();
                    let moment = (midnight(tour.day) + stop.start.0).rem_euclid(WEEK);
                    at.stays
                        .push((moment, moment + (stop.departure - stop.start).0));
                    aboard.retain(|&stream| district.behind(disposal, stream).is_some());
                    let kg = tour.sent_on(district, row).0;
                    if kg > 0 {
                        at.tips.push((moment, kg));
                        at.kg += kg;
                        at.litres += stop.litres.0 * kg / stop.kg.0;
                    }
                    at.streams.append(&mut aboard);
                }
                StopKind::Disposal(_) => aboard.clear(),
                StopKind::Start | StopKind::Break | StopKind::End => {}
            }
        }
    }
    brought
        .values_mut()
        .for_each(|brought| brought.tips.sort_unstable());
    brought
}

/// A window of every day as windows of the week, and of the day after it.
fn weekly(window: Window) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for day in 0..8 {
        let at = |clock: Clock| Clock(clock.0 + day * DAY);
        let (open, close) = (at(window.open), at(window.close));
        match windows.last_mut() {
            Some(last) if open <= last.close => last.close = last.close.max(close),
            _ => windows.push(Window::new(open, close)),
        }
    }
    windows
}

/// The spans in which all docks are taken, around the week.
fn crowded(stays: &[(i64, i64)], docks: u32) -> Vec<(i64, i64)> {
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for &(from, to) in stays {
        changes.extend([(from, 1), (to, -1)]);
    }
    changes.sort_unstable();
    let (mut there, mut spans) = (0, Vec::new());
    for (moment, change) in changes {
        let was_full = there >= i64::from(docks);
        there += change;
        match (was_full, there >= i64::from(docks)) {
            (false, true) => spans.push((moment, moment)),
            (true, false) => {
                if let Some(last) = spans.last_mut() {
                    last.1 = moment;
                }
            }
            _ => {}
        }
    }
    spans
}

/// Windows less spans that are barred, their ends included.
fn without(windows: Vec<Window>, barred: impl Iterator<Item = (i64, i64)>) -> Vec<Window> {
    barred.fold(windows, |windows, (from, to)| {
        let parts = windows.into_iter().flat_map(|window| {
            let before = Window::new(window.open, window.close.min(Clock(from - 1)));
            let after = Window::new(window.open.max(Clock(to + 1)), window.close);
            if to < from {
                [Some(window), None]
            } else {
                [before, after].map(|part| (part.open <= part.close).then_some(part))
            }
        });
        parts.flatten().collect()
    })
}

/// The spans that lie in windows of both kinds.
fn both(some: &[Window], others: &[Window]) -> Vec<(i64, i64)> {
    let pairs = some.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| (a.open.max(b.open).0, a.close.min(b.close).0))
        .filter(|(open, close)| open <= close)
        .collect()
}

/// The parts of windows in which a job may be begun; those of the next week count in this one.
fn within(windows: &[Window], job: Job) -> Vec<Window> {
    let spans = [(job.ready, job.due), (job.ready - WEEK, job.due - WEEK)];
    let mut parts = Vec::new();
    for (ready, due) in spans {
        for window in windows {
            let open = window.open.max(Clock(ready));
            let close = window.close.min(Clock(due));
            if open <= close {
                parts.push(Window::new(open, close));
            }
        }
    }
    parts.sort_by_key(|part| part.open);
    parts.dedup_by(|next, kept| {
        let meet = next.open <= kept.close;
        if meet {
            kept.close = kept.close.max(next.close);
        }
        meet
    });
    if parts.is_empty() && job.due < job.ready + DAY {
        // Nobody can come in time: late, then, rather than never.
        let due = job.ready + DAY;
        return within(windows, Job { due, ..job });
    }
    parts
}

/// The turn of a weekly span that a moment within it is of.
fn in_turn((ready, due): (i64, i64), moment: i64) -> (i64, i64) {
    if moment < ready {
        (ready - WEEK, due - WEEK)
    } else {
        (ready, due)
    }
}
