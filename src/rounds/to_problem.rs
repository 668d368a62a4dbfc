//! District -> Problem: one client for each part of a call that a truck takes at once, one class for each type of
//! collector, one disposal for each facility.

use super::cadence::{due, gaps};
use super::calls::{Call, calls};
use super::continuity::{Continuity, Habit, habits};
use super::cut::{load_of, pieces};
use super::visit_days::visit_days;
use crate::district::{DisposalId, District, Role, StreamId, Vehicle, VehicleId};
use crate::flow::{OnwardPrices, PointLoad};
use crate::plan::Unserved;
use crate::quantity::{Clock, Day, DaySet, Kilograms, Money, Seconds, Window};
use crate::roads::Travel;
use crate::vrp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A district's week as a routing problem, and what is needed to read the solution.
#[derive(Clone, Debug)]
pub struct Rounds<'a> {
    pub(super) district: &'a District,
    pub(super) travel: &'a Travel,
    pub(super) loads: &'a [PointLoad],
    pub(super) calls: Vec<Call>,
    /// Visiting days of each call.
    pub(super) days: Vec<DaySet>,
    /// What each client of the problem stands for.
    pub(super) parts: Vec<Part>,
    pub(super) disposals: Vec<DisposalId>,
    pub(super) vehicles: Vec<VehicleId>,
    /// Of rounds that are given, each client's tour and that tour's name and moment of leaving; empty: none are.
    pub(super) told: Vec<Told>,
    /// Of such rounds, what they are known to leave where they come.
    pub(super) left: Vec<Unserved>,
    problem: vrp::Problem,
    /// What solving it again need not find out again.
    memory: vrp::Memory,
}

/// What is told of a client's tour.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub tour: Arc<str>,
    pub leaves: Option<Clock>,
}

/// What one truck takes of a call: all of it, unless it exceeds a body or is visited several times a day.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub call: usize,
    /// Which visit of the day it is, or is a piece of.
    pub turn: u8,
    /// By visiting day: kilograms of each of the call's loads.
    pub visits: Vec<(Day, Vec<Kilograms>)>,
}

/// The solver prices no tonne higher; nobody does.
const DEAREST_TONNE: Money = Money(1_000_000 * Money::UNIT.0);

/// A visit is cut into no more pieces than this; what is left over then nobody fetches: the truck is a wheelbarrow.
const MOST_PIECES: usize = 200;

impl<'a> Rounds<'a> {
    /// Poses the week's problem, a tonne priced from gate to end.
    #[must_use]
    pub fn new(
        district: &'a District,
        travel: &'a Travel,
        loads: &'a [PointLoad],
        onward: &OnwardPrices,
        continuity: Option<Continuity>,
    ) -> Self {
        let mut calls = calls(district, travel, loads);
        let habits = continuity
            .map(|continuity| habits(continuity.former))
            .unwrap_or_default();
        let habit = |call: &Call| {
            habits
                .get(&(call.point, loads[call.loads[0]].stream))
                .copied()
        };
        let former: Vec<Option<Habit>> = calls.iter().map(habit).collect();
        let former_days: Vec<Option<DaySet>> =
            former.iter().map(|habit| habit.map(|h| h.days)).collect();
        let days = visit_days(district, loads, &calls, &former_days);
        let days: Vec<DaySet> = calls
            .iter()
            .zip(days)
            .map(|(call, days)| days_with_waste(call, loads, days))
            .collect();
        let posed = Posed::of(district, travel, loads, &mut calls);
        let (mut parts, mut clients) = (Vec::new(), Vec::new());
        for (row, call) in calls
            .iter()
            .enumerate()
            .filter(|(_, call)| call.unservable.is_none())
        {
            let former = former[row]
                .zip(continuity)
                .map(|(habit, price)| posed.former(habit, price));
            for (turn, visits) in posed.split(call, days[row]) {
                clients.push(posed.client(call, turn, &visits, former.clone()));
                parts.push(Part {
                    call: row,
                    turn,
                    visits,
                });
            }
        }
        posed.rounds((calls, days), (parts, clients), onward)
    }

    /// Solves the problem, from a former solution if there is one.
    #[must_use]
    pub fn solve(
        &self,
        params: &vrp::SolveParams,
        start: Option<&vrp::Solution>,
        watch: &vrp::Watch,
    ) -> vrp::Solution {
        vrp::solve_again(&self.problem, params, start, watch, &self.memory)
    }

    /// The type of vehicle that a class of the problem stands for.
    ///
    /// # Panics
    /// If the problem has no such class.
    #[must_use]
    pub fn vehicle(&self, class: usize) -> VehicleId {
        self.vehicles[class]
    }

    /// Lets every unloading at a facility take so much longer in the search, for the queue that is to be expected there.
    pub fn expect_queue(&mut self, at: DisposalId, wait: Seconds) {
        let facilities = self.disposals.iter().zip(&mut self.problem.disposals);
        for (_, disposal) in facilities.filter(|(id, _)| **id == at) {
            disposal.service += wait;
        }
    }

    /// Prices no gate, so that whoever has no time to lose tips where it is near.
    pub fn forget_gate_prices(&mut self) {
        for disposal in &mut self.problem.disposals {
            disposal.price_per_thousand = Money::ZERO;
        }
    }

    /// Takes prices for the way on from stations.
    pub fn reprice(&mut self, onward: &OnwardPrices) {
        for (&id, disposal) in self.disposals.iter().zip(&mut self.problem.disposals) {
            disposal.price_per_thousand = load_price(self.district, self.loads, id, onward);
        }
    }

    /// Visits of the week that somebody can make.
    #[must_use]
    pub fn num_visits(&self) -> usize {
        self.parts.iter().map(|part| part.visits.len()).sum()
    }

    /// Whether everything is due on the day on which it arises.
    #[must_use]
    pub fn is_daily(&self) -> bool {
        let all_days = |(call, days): (&Call, &DaySet)| {
            let arises = |day: Day| {
                let mut loads = call.loads.iter();
                loads.any(|&row| self.loads[row].kg[day.index()] > 0.0)
            };
            Day::WEEK
                .into_iter()
                .all(|day| !arises(day) || days.contains(day))
        };
        self.calls.iter().zip(&self.days).all(all_days)
    }

    /// The problem posed.
    #[must_use]
    pub fn problem(&self) -> &vrp::Problem {
        &self.problem
    }

    pub(super) fn problem_mut(&mut self) -> &mut vrp::Problem {
        &mut self.problem
    }

    /// Forgets what was found out of a problem that has changed.
    pub(super) fn forget(&mut self) {
        self.memory = vrp::Memory::default();
    }

    /// The problem as a proof may count it: of the pieces of a visit as many take their service as trucks must come.
    #[must_use]
    pub fn least_problem(&self) -> vrp::Problem {
        let mut problem = self.problem.clone();
        let mut of_visit: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
        for (client, part) in self.parts.iter().enumerate() {
            of_visit
                .entry((part.call, part.turn))
                .or_default()
                .push(client);
        }
        for pieces in of_visit.into_values().filter(|pieces| pieces.len() > 1) {
            // The first piece is there whenever there is any; more stops than one may hold the others.
            for client in &pieces[1..] {
                problem.clients[*client].service = Seconds::ZERO;
            }
        }
        problem
    }
}

/// What a tonne tipped at a facility costs until its end.
fn load_price(
    district: &District,
    loads: &[PointLoad],
    id: DisposalId,
    onward: &OnwardPrices,
) -> Money {
    onward.mean_to_end(district, id, loads).min(DEAREST_TONNE)
}

/// The commodities of the problem: the streams, and for each pinned facility a stream of its own that only it takes.
/// A trip that tips pinned waste therefore carries nothing else, unless the truck mixes.
struct Cargoes {
    cargoes: Vec<(StreamId, Option<DisposalId>)>,
}

impl Cargoes {
    fn of(district: &District, loads: &[PointLoad], calls: &mut [Call]) -> Self {
        let mut cargoes: Vec<_> = (0..district.streams.len())
            .map(|i| (StreamId::from_index(i), None))
            .collect();
        for call in calls
            .iter_mut()
            .filter(|call| call.pinned_disposal.is_some())
        {
            let pinned = (loads[call.loads[0]].stream, call.pinned_disposal);
            if !cargoes.contains(&pinned) && cargoes.len() < 32 {
                cargoes.push(pinned);
            } else if !cargoes.contains(&pinned) {
                call.refused_pin =
                    Some("more pinned facilities than the solver tells apart".into());
                call.pinned_disposal = None;
            }
        }
        Self { cargoes }
    }

    fn number(&self, stream: StreamId, pinned: Option<DisposalId>) -> u8 {
        let position = self
            .cargoes
            .iter()
            .position(|&cargo| cargo == (stream, pinned));
        position.expect("every call's cargo was listed") as u8
    }

    fn set(&self, holds: impl Fn(StreamId, Option<DisposalId>) -> bool) -> vrp::Commodities {
        let numbered = self.cargoes.iter().enumerate();
        vrp::Commodities(
            numbered
                .filter(|&(_, &(s, pin))| holds(s, pin))
                .fold(0, |bits, (number, _)| bits | 1 << number),
        )
    }
}

/// The days of a set on which anything is due; all of them where nothing ever is.
fn days_with_waste(call: &Call, loads: &[PointLoad], days: DaySet) -> DaySet {
    let is_due = |&(day, gap): &(Day, u8)| {
        let mut loads = call.loads.iter().map(|&row| &loads[row]);
        loads.any(|load| due(&load.kg, day, gap) > 0.0)
    };
    let full: DaySet = gaps(days).filter(is_due).map(|(day, _)| day).collect();
    if full.is_empty() { days } else { full }
}

/// Whole kilograms due on each visiting day, their sum over the week rounded once.
pub(super) fn whole_kilograms(kg: &[f64; 7], days: DaySet) -> Vec<(Day, Kilograms)> {
    let mut arisen = 0.0;
    let mut taken = 0;
    gaps(days)
        .map(|(day, gap)| {
            arisen += due(kg, day, gap);
            let until_now = (arisen + 0.5).floor() as i64;
            let now = until_now - taken;
            taken = until_now;
            (day, Kilograms(now))
        })
        .collect()
}

/// The visits of a part: by day, kilograms of each of its call's loads.
pub(super) type Visits = Vec<(Day, Vec<Kilograms>)>;

/// The numbering that the problem is posed in.
pub(super) struct Posed<'a> {
    district: &'a District,
    travel: &'a Travel,
    loads: &'a [PointLoad],
    /// By class.
    pub vehicles: Vec<VehicleId>,
    /// By disposal.
    pub disposals: Vec<DisposalId>,
    cargoes: Cargoes,
}

impl<'a> Posed<'a> {
    pub fn of(
        district: &'a District,
        travel: &'a Travel,
        loads: &'a [PointLoad],
        calls: &mut [Call],
    ) -> Self {
        Self {
            district,
            travel,
            loads,
            vehicles: district.fleet(Role::Collector).map(|(id, _)| id).collect(),
            disposals: district.disposals().collect(),
            cargoes: Cargoes::of(district, loads, calls),
        }
    }

    /// The rounds of calls on their days, by the parts of them that the clients are.
    pub fn rounds(
        self,
        (calls, days): (Vec<Call>, Vec<DaySet>),
        (parts, clients): (Vec<Part>, Vec<vrp::Client>),
        onward: &OnwardPrices,
    ) -> Rounds<'a> {
        let problem = self.problem(clients, onward);
        Rounds {
            district: self.district,
            travel: self.travel,
            loads: self.loads,
            calls,
            days,
            parts,
            disposals: self.disposals,
            vehicles: self.vehicles,
            told: Vec::new(),
            left: Vec::new(),
            problem,
            memory: vrp::Memory::default(),
        }
    }

    fn problem(&self, clients: Vec<vrp::Client>, onward: &OnwardPrices) -> vrp::Problem {
        let work = work_by_day(&clients);
        vrp::Problem {
            left_by_load: true,
            clients,
            disposals: self
                .disposals
                .iter()
                .map(|&id| self.disposal(id, onward))
                .collect(),
            classes: self
                .vehicles
                .iter()
                .map(|&id| self.class(id, &work))
                .collect(),
            ..vrp::Problem::new(7, self.travel.matrices.clone())
        }
    }

    /// The parts of a call and their turns: on each of its days as many as there are visits, each cut where it exceeds every
    /// body.
    fn split(&self, call: &Call, days: DaySet) -> Vec<(u8, Visits)> {
        let due: Vec<Vec<(Day, Kilograms)>> = call
            .loads
            .iter()
            .map(|&row| whole_kilograms(&self.loads[row].kg, days))
            .collect();
        let vehicles = call.vehicles.iter();
        let vehicles: Vec<&Vehicle> = vehicles
            .map(|id| &self.district.vehicles[id.index()])
            .collect();
        let load = |kg: &[Kilograms]| load_of(self.district, self.loads, call, kg);
        let mut parts = Vec::new();
        for turn in 0..call.visits_per_day {
            // The pieces of a day are parts one after the other, so that a part is much the same each day.
            let mut of_turn: Vec<Visits> = Vec::new();
            for (visit, &(day, _)) in due[0].iter().enumerate() {
                let taken = |visits: &Vec<(Day, Kilograms)>| {
                    share(visits[visit].1, call.visits_per_day.into(), turn.into())
                };
                let kg: Vec<Kilograms> = due.iter().map(taken).collect();
                let pieces = pieces(kg, &vehicles, MOST_PIECES, load);
                for (number, piece) in pieces.into_iter().enumerate() {
                    if of_turn.len() == number {
                        of_turn.push(Vec::new());
                    }
                    of_turn[number].push((day, piece));
                }
            }
            parts.extend(of_turn.into_iter().map(|visits| (turn, visits)));
        }
        parts
    }

    fn former(&self, habit: Habit, price: Continuity) -> vrp::Former {
        let class = |vehicle: VehicleId| self.vehicles.iter().position(|&id| id == vehicle);
        vrp::Former {
            classes: habit.vehicles.map(class).to_vec(),
            days: habit.days,
            class_price: price.vehicle_price,
            day_price: price.day_price,
        }
    }

    pub fn client(
        &self,
        call: &Call,
        turn: u8,
        visits: &Visits,
        former: Option<vrp::Former>,
    ) -> vrp::Client {
        let visits = visits.iter().map(|(day, kg)| vrp::Visit {
            day: day.0,
            load: load_of(self.district, self.loads, call, kg),
        });
        vrp::Client {
            site: self.travel.sites.point(call.point).index(),
            commodity: self
                .cargoes
                .number(self.loads[call.loads[0]].stream, call.pinned_disposal),
            patterns: vec![vrp::Pattern {
                visits: visits.collect(),
            }],
            service: call.service,
            windows: vec![self.part_of_window(call, turn)],
            release: None,
            classes: self
                .vehicles
                .iter()
                .map(|id| call.vehicles.contains(id))
                .collect(),
            unserved_price: None,
            former,
            class_prices: None,
        }
    }

    /// Several visits a day share the point's hours evenly; a single one has them all.
    fn part_of_window(&self, call: &Call, turn: u8) -> Window {
        let visits = i64::from(call.visits_per_day);
        if visits < 2 {
            return call.window;
        }
        let shifts = || {
            call.vehicles
                .iter()
                .map(|id| self.district.vehicles[id.index()].shift)
        };
        let open = shifts()
            .map(|shift| shift.open)
            .min()
            .unwrap_or(Clock::MIDNIGHT)
            .max(call.window.open);
        let close = shifts()
            .map(|shift| shift.close)
            .max()
            .unwrap_or(Clock::LATEST)
            .min(call.window.close);
        let turn = i64::from(turn);
        let at = |share: i64| open + Seconds((close - open).0.max(0) * share / visits);
        Window::new(at(turn), at(turn + 1))
    }

    fn disposal(&self, id: DisposalId, onward: &OnwardPrices) -> vrp::Disposal {
        let gate = self.district.gate(id);
        let accepted: Vec<StreamId> = self.district.accepted_by_gate(id).collect();
        let takes = |stream, pin: Option<DisposalId>| {
            accepted.contains(&stream) && pin.is_none_or(|pinned| pinned == id)
        };
        vrp::Disposal {
            site: self.travel.sites.disposal(id).index(),
            commodities: self.cargoes.set(takes),
            windows: vec![gate.window],
            service: gate.unload,
            service_per_thousand: Seconds::ZERO,
            price_per_thousand: load_price(self.district, self.loads, id, onward),
            daily_limit: gate.daily_limit.map(|limit| limit.0),
            docks: None,
            classes: Vec::new(),
        }
    }

    pub fn class(&self, id: VehicleId, work: &[f64; 7]) -> vrp::VehicleClass {
        let vehicle = &self.district.vehicles[id.index()];
        let accepted: Vec<StreamId> = self.district.accepted_by_vehicle(id).collect();
        vrp::VehicleClass {
            count: vehicle.tours_by_day(work),
            start: self.travel.sites.start(id).index(),
            end: self.travel.sites.end(id).index(),
            capacity: vrp::Load {
                weight: vehicle.payload.0,
                volume: vehicle.loose_capacity().0,
            },
            commodities: self.cargoes.set(|stream, _| accepted.contains(&stream)),
            mixes: vehicle.mixes,
            shift: vehicle.shift,
            regular_duration: vehicle.regular_duty(),
            max_duration: vehicle.longest_duty(),
            max_distance: None,
            rest: vehicle.rest.map(|rest| vrp::Break {
                after: rest.after,
                length: rest.length,
            }),
            lunch: None,
            max_weight: None,
            max_clients: None,
            max_trips: None,
            ends_empty: true,
            fixed_price: vehicle.prices.per_day,
            price_per_km: vehicle.prices.per_km,
            price_per_hour: vehicle.prices.per_hour,
            overtime_per_hour: vehicle.prices.overtime_per_hour,
            profile: self.travel.profile(id),
        }
    }
}

/// Part number `part` of `parts` equal shares of a mass, whole kilograms, the larger ones first.
fn share(mass: Kilograms, parts: i64, part: i64) -> Kilograms {
    Kilograms(mass.0 / parts + i64::from(part < mass.0 % parts))
}

/// Seconds that a visit takes beside its service, roughly; so that a day of visits is never a day without work.
const A_VISIT: f64 = 60.0;

/// Service time due on each day: what decides which days get more tours.
fn work_by_day(clients: &[vrp::Client]) -> [f64; 7] {
    let mut work = [0.0; 7];
    for client in clients {
        for visit in &client.patterns[0].visits {
            work[usize::from(visit.day)] += client.service.as_f64() + A_VISIT;
        }
    }
    work
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_kilograms_lose_nothing_over_the_week(kg in prop::array::uniform7(0.0..500.0_f64), days in 1_u32..128) {
            let days = DaySet(days);
            let whole = whole_kilograms(&kg, days);
            let week: f64 = kg.iter().sum();
            let total: i64 = whole.iter().map(|(_, kg)| kg.0).sum();
            prop_assert!((total as f64 - week).abs() <= 0.5 + 1e-6);
            for ((day, gap), (_, taken)) in gaps(days).zip(&whole) {
                prop_assert!((taken.as_f64() - due(&kg, day, gap)).abs() < 1.0 + 1e-6);
            }
        }
    }
}
