//! Rounds that people give: each visit a client of its own in the order given, what is not told found out.

use super::Rounds;
use super::calls::{Call, calls};
use super::to_problem::{Part, Posed, Told, Visits, whole_kilograms};
use super::village_order::in_best_order;
use super::visit_days::visit_days;
use crate::district::{DisposalId, District, PointId, StreamId, VehicleId};
use crate::flow::{OnwardPrices, PointLoad};
use crate::plan::{
    GivenPlace, GivenTour, GivenVisit, GivenWeek, LeftOut, Reason, Unserved, WhyLeftOut,
};
use crate::quantity::{Day, DaySet, Kilograms};
use crate::roads::{SiteId, Travel};
use crate::vrp::{self, Activity, Route, Sequence, Solution, Then};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Rounds that are given, ready to be driven.
#[derive(Clone, Debug)]
pub struct GivenRounds<'a> {
    /// The week's problem, whose clients are the visits given.
    pub rounds: Rounds<'a>,
    /// What is given but cannot be timed.
    pub left_out: Vec<LeftOut>,
    /// The tours, by the numbering of the problem.
    sequences: Vec<Sequence>,
}

impl GivenRounds<'_> {
    /// Drives all tours as they are given, at the prices that the problem has now: disposals that are not told lie where they
    /// cost least, and as far as that can be no gate takes more on a day than it may.
    #[must_use]
    pub fn drive(&self) -> Solution {
        let mut tours: Vec<Driven> = (self.sequences.par_iter())
            .map(|sequence| self.driven(sequence.clone()))
            .collect();
        let mut full: Vec<(usize, u8)> = Vec::new();
        while let Some((disposal, day)) = self.overfull(&tours, &full) {
            match self.turned_away(&tours, disposal, day) {
                Some((at, other)) => tours[at] = other,
                None => full.push((disposal, day)),
            }
        }
        let (mut routes, mut unserved) = (Vec::new(), Vec::new());
        for tour in tours {
            match tour.route {
                Some(route) => routes.push(route),
                None => unserved.extend(undriven(&tour.sequence)),
            }
        }
        routes.sort_by_key(|route| (route.day, route.class));
        unserved.sort_unstable();
        Solution {
            cost: routes.iter().map(|route| route.cost).sum(),
            routes,
            patterns: vec![0; self.rounds.problem().clients.len()],
            unserved,
            ..Solution::default()
        }
    }

    fn load(&self, client: usize) -> vrp::Load {
        self.rounds.problem().clients[client].patterns[0].visits[0].load
    }

    fn driven(&self, sequence: Sequence) -> Driven {
        let problem = self.rounds.problem();
        let route = vrp::drive(problem, &sequence, &|client| self.load(client));
        let mut tipped = vec![0; problem.disposals.len()];
        let mut aboard = 0;
        for activity in route.iter().flat_map(|route| &route.activities) {
            match *activity {
                Activity::Client(client) => aboard += self.load(client).weight,
                Activity::Disposal(disposal) => tipped[disposal] += std::mem::take(&mut aboard),
                Activity::Break => {}
            }
        }
        Driven {
            sequence,
            route,
            tipped,
        }
    }

    /// The first gate and day on which more is tipped than it takes, but those that it is known of already.
    fn overfull(&self, tours: &[Driven], known: &[(usize, u8)]) -> Option<(usize, u8)> {
        let tipped = |index: usize, day: u8| -> i64 {
            let own = tours.iter().filter(|tour| tour.sequence.day == day);
            own.map(|tour| tour.tipped[index]).sum()
        };
        let disposals = self.rounds.problem().disposals.iter().enumerate();
        let limited = disposals.filter_map(|(index, gate)| Some((index, gate.daily_limit?)));
        let mut days =
            limited.flat_map(|(index, limit)| (0..7).map(move |day| (index, limit, day)));
        days.find(|&(index, limit, day)| {
            tipped(index, day) > limit && !known.contains(&(index, day))
        })
        .map(|(index, _, day)| (index, day))
    }

    /// The tour that costs least a kilogram to be sent elsewhere; nothing if nobody who was not told to come has elsewhere to go.
    fn turned_away(&self, tours: &[Driven], disposal: usize, day: u8) -> Option<(usize, Driven)> {
        let elsewhere = |(at, tour): (usize, &Driven)| {
            let is_asked = tour.sequence.shunned.contains(&disposal);
            if tour.sequence.day != day || tour.tipped[disposal] == 0 || is_asked {
                return None;
            }
            let mut sequence = tour.sequence.clone();
            sequence.shunned.push(disposal);
            let other = self.driven(sequence);
            let (now, then) = (tour.route.as_ref()?, other.route.as_ref()?);
            let freed = tour.tipped[disposal] - other.tipped[disposal];
            let price = (then.cost - now.cost).as_units() / freed as f64;
            let of = |tour: &Driven| tour.tipped.iter().sum::<i64>();
            let is_emptied = of(&other) == of(tour);
            (freed > 0 && is_emptied).then_some((price, at, other))
        };
        let found: Vec<_> = tours.par_iter().enumerate().filter_map(elsewhere).collect();
        let best = found.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        best.map(|(_, at, other)| (at, other))
    }
}

/// A tour as it is driven.
struct Driven {
    sequence: Sequence,
    /// `None`: there is no way between its places.
    route: Option<Route>,
    /// Kilograms by disposal.
    tipped: Vec<i64>,
}

/// The visits of a tour between whose places there is no way.
fn undriven(sequence: &Sequence) -> Vec<vrp::Unserved> {
    let missing = |call: &vrp::Call| vrp::Unserved {
        client: call.client,
        day: sequence.day,
    };
    sequence.calls.iter().map(missing).collect()
}

impl<'a> Rounds<'a> {
    /// The rounds that people give as a problem with a client a visit. What each takes is what has arisen since the visit before,
    /// but what is known to be left; several visits of a day share it, by the kilograms given or evenly.
    #[must_use]
    pub fn given(
        district: &'a District,
        travel: &'a Travel,
        loads: &'a [PointLoad],
        onward: &OnwardPrices,
        week: &GivenWeek,
    ) -> GivenRounds<'a> {
        let tours = week.tours.as_slice();
        let mut calls = calls(district, travel, loads);
        for call in &mut calls {
            call.visits_per_day = 1; // each visit may come when the point is open
        }
        let posed = Posed::of(district, travel, loads, &mut calls);
        let mut reading = Reading::new(district, travel, loads, &calls);
        let stays: Vec<Vec<Stay>> = tours.iter().map(|tour| reading.stays(tour)).collect();
        let (left_out, call_of) = (reading.left_out, reading.call_of);
        let left = Left::of(&week.left, &call_of);
        let days = with_days(
            (district, loads),
            &mut calls,
            (tours, &stays),
            (&left, &left_out),
        );
        let takes = shared((loads, &calls, &days), (tours, &stays), &left);
        let (mut parts, mut clients, mut told) = (Vec::new(), Vec::new(), Vec::new());
        let mut sequences = Vec::new();
        for ((tour, stays), takes) in tours.iter().zip(&stays).zip(takes) {
            let name: Arc<str> = tour.name.as_str().into();
            let first = clients.len();
            for (stay, (turn, kg)) in stays.iter().zip(takes) {
                let visits: Visits = vec![(tour.day, kg)];
                clients.push(posed.client(&calls[stay.call], 0, &visits, None));
                parts.push(Part {
                    call: stay.call,
                    turn,
                    visits,
                });
                told.push(Told {
                    tour: Arc::clone(&name),
                    leaves: tour.leaves,
                });
            }
            sequences.extend(sequence(&posed, tour, stays, first));
        }
        let of_nobody = |row: &&Unserved| {
            let call = call_of.get(&(row.point, row.stream));
            call.is_some_and(|&call| calls[call].unservable.is_none())
        };
        let left = week.left.iter().filter(of_nobody).cloned().collect();
        let mut rounds = posed.rounds((calls, days), (parts, clients), onward);
        (rounds.told, rounds.left) = (told, left);
        GivenRounds {
            rounds,
            left_out,
            sequences,
        }
    }
}

/// What is known to be left, by call and day.
struct Left<'w> {
    kg: BTreeMap<(usize, Day, StreamId), Kilograms>,
    reasons: BTreeMap<usize, &'w Reason>,
}

impl<'w> Left<'w> {
    fn of(rows: &'w [Unserved], call_of: &BTreeMap<(PointId, StreamId), usize>) -> Self {
        let (mut kg, mut reasons) = (BTreeMap::new(), BTreeMap::new());
        for row in rows {
            if let Some(&call) = call_of.get(&(row.point, row.stream)) {
                *kg.entry((call, row.day, row.stream))
                    .or_insert(Kilograms::ZERO) += row.kg;
                reasons.entry(call).or_insert(&row.reason);
            }
        }
        Self { kg, reasons }
    }

    fn days(&self, call: usize) -> DaySet {
        let of_call = self.kg.keys().filter(|key| key.0 == call);
        of_call.map(|key| key.1).collect()
    }
}

/// The days by which each call is reckoned: those on which somebody comes, or leaves it; where nobody ever comes the ones that a
/// plan would come on, and the call is noted as left, with its reason.
fn with_days(
    (district, loads): (&District, &[PointLoad]),
    calls: &mut [Call],
    (tours, stays): (&[GivenTour], &[Vec<Stay>]),
    (left, left_out): (&Left, &[LeftOut]),
) -> Vec<DaySet> {
    let planned = visit_days(district, loads, calls, &vec![None; calls.len()]);
    let mut came = vec![DaySet::EMPTY; calls.len()];
    for (tour, stays) in tours.iter().zip(stays) {
        for stay in stays {
            came[stay.call] = came[stay.call].with(tour.day);
        }
    }
    let no_way: BTreeSet<PointId> = left_out
        .iter()
        .filter(|left| left.why == WhyLeftOut::NoWay)
        .map(|left| left.point)
        .collect();
    for (number, call) in calls.iter_mut().enumerate() {
        if !came[number].is_empty() {
            call.unservable = None;
            call.cadence.reason = "rounds given";
            continue;
        }
        let known = left.reasons.get(&number).map(|reason| (*reason).clone());
        let missing = match no_way.contains(&call.point) {
            true => Reason::Unreachable,
            false => Reason::NotInRounds,
        };
        call.unservable = Some(call.unservable.take().or(known).unwrap_or(missing));
    }
    let days = |(number, came): (usize, &DaySet)| match came.is_empty() {
        true => planned[number],
        false => left.days(number).iter().fold(*came, DaySet::with),
    };
    came.iter().enumerate().map(days).collect()
}

/// A visit of a given tour, to a call.
#[derive(Clone, Copy, Debug)]
struct Stay {
    call: usize,
    kg: Option<f64>,
    tipped_at: Option<DisposalId>,
    ends_trip: Option<bool>,
}

/// Reads given tours against the calls of the week.
struct Reading<'a> {
    district: &'a District,
    travel: &'a Travel,
    calls: &'a [Call],
    /// By point and stream, and by point alone.
    call_of: BTreeMap<(PointId, StreamId), usize>,
    calls_at: BTreeMap<PointId, Vec<usize>>,
    stream_of: Vec<StreamId>,
    left_out: Vec<LeftOut>,
}

impl<'a> Reading<'a> {
    fn new(
        district: &'a District,
        travel: &'a Travel,
        loads: &'a [PointLoad],
        calls: &'a [Call],
    ) -> Self {
        let mut call_of = BTreeMap::new();
        let mut calls_at: BTreeMap<PointId, Vec<usize>> = BTreeMap::new();
        for (number, call) in calls.iter().enumerate() {
            calls_at.entry(call.point).or_default().push(number);
            for &row in &call.loads {
                call_of.insert((call.point, loads[row].stream), number);
            }
        }
        let stream = |call: &Call| loads[call.loads[0]].stream;
        Self {
            district,
            travel,
            calls,
            call_of,
            calls_at,
            stream_of: calls.iter().map(stream).collect(),
            left_out: Vec::new(),
        }
    }

    /// The visits of a tour, villages resolved, neighbouring rows of one call joined.
    fn stays(&mut self, tour: &GivenTour) -> Vec<Stay> {
        let mut stays: Vec<Stay> = Vec::new();
        for (number, visit) in tour.visits.iter().enumerate() {
            let calls = match visit.place {
                GivenPlace::Point(point) => self.calls_of(tour, point, visit.stream),
                GivenPlace::Village(_) => self.calls_of_village(tour, number, &stays),
            };
            let last = calls.len().saturating_sub(1);
            for (at, call) in calls.into_iter().enumerate() {
                let stay = Stay {
                    call,
                    kg: visit.kg.filter(|_| last == 0),
                    tipped_at: visit.tipped_at,
                    ends_trip: if at == last {
                        visit.ends_trip
                    } else {
                        goes_on(visit)
                    },
                };
                match stays.last_mut() {
                    Some(before) if before.call == call && before.ends_trip != Some(true) => {
                        before.join(&stay)
                    }
                    _ => stays.push(stay),
                }
            }
        }
        stays
    }

    /// The calls that a visit to a point makes: of the stream given, else all that the vehicle takes, one if it does not mix.
    fn calls_of(
        &mut self,
        tour: &GivenTour,
        point: PointId,
        stream: Option<StreamId>,
    ) -> Vec<usize> {
        let here = self.calls_at.get(&point).map_or(&[][..], Vec::as_slice);
        let vehicle = &self.district.vehicles[tour.vehicle.index()];
        let takes = |call: &&usize| self.takes(tour.vehicle, self.stream_of[**call]);
        let mut calls: Vec<usize> = match stream {
            Some(stream) => self
                .call_of
                .get(&(point, stream))
                .copied()
                .into_iter()
                .collect(),
            None if here.iter().any(|call| takes(&call)) => {
                here.iter().filter(takes).copied().collect()
            }
            None => here.to_vec(),
        };
        if !vehicle.mixes {
            calls.truncate(1);
        }
        let why = match () {
            () if calls.is_empty() => WhyLeftOut::NothingArises,
            () if !self
                .travel
                .reaches(tour.vehicle, self.travel.sites.point(point)) =>
            {
                WhyLeftOut::NoWay
            }
            () => return calls,
        };
        let tour = tour.name.clone();
        self.left_out.push(LeftOut { tour, point, why });
        Vec::new()
    }

    fn takes(&self, vehicle: VehicleId, stream: StreamId) -> bool {
        self.district
            .accepted_by_vehicle(vehicle)
            .any(|accepted| accepted == stream)
    }

    /// The calls of a village in the order that is shortest between the visits before and behind.
    fn calls_of_village(&mut self, tour: &GivenTour, number: usize, before: &[Stay]) -> Vec<usize> {
        let visit = &tour.visits[number];
        let mut calls = Vec::new();
        for point in self.points_at(visit.place) {
            let here = self.calls_at.get(&point).map_or(&[][..], Vec::as_slice);
            let is_wanted = here.iter().any(|&call| match visit.stream {
                Some(stream) => self.call_of.get(&(point, stream)) == Some(&call),
                None => self.takes(tour.vehicle, self.stream_of[call]),
            });
            if is_wanted {
                calls.extend(self.calls_of(tour, point, visit.stream));
            }
        }
        if calls.is_empty() {
            let points = self.points_at(visit.place);
            let tour = tour.name.clone();
            let why = WhyLeftOut::NothingArises;
            self.left_out
                .extend(points.first().map(|&point| LeftOut { tour, point, why }));
            return calls;
        }
        let sites = &self.travel.sites;
        let from = before
            .last()
            .map_or(sites.start(tour.vehicle), |stay| self.site(stay.call));
        let to = self.next_site(tour, number + 1, from);
        let places: Vec<SiteId> = calls.iter().map(|&call| self.site(call)).collect();
        let vehicle = &self.district.vehicles[tour.vehicle.index()];
        let order = in_best_order(self.travel, (tour.vehicle, vehicle), (from, to), &places);
        order.into_iter().map(|at| calls[at]).collect()
    }

    fn site(&self, call: usize) -> SiteId {
        self.travel.sites.point(self.calls[call].point)
    }

    fn points_at(&self, place: GivenPlace) -> Vec<PointId> {
        match place {
            GivenPlace::Point(point) => vec![point],
            GivenPlace::Village(village) => {
                let points = self.district.points.iter().enumerate();
                let own = points.filter(|(_, point)| point.village == Some(village));
                own.map(|(index, _)| PointId::from_index(index)).collect()
            }
        }
    }

    /// Where the tour goes on from a village: to the nearest place of the next visit, or home.
    fn next_site(&self, tour: &GivenTour, next: usize, from: SiteId) -> SiteId {
        let sites = &self.travel.sites;
        let next = tour
            .visits
            .get(next)
            .map(|visit| self.points_at(visit.place));
        let places = next
            .unwrap_or_default()
            .into_iter()
            .map(|point| sites.point(point));
        let way = |place: &SiteId| self.travel.leg(tour.vehicle, from, *place).seconds;
        places.min_by_key(way).unwrap_or(sites.end(tour.vehicle))
    }
}

/// What is known of the way on between two points of a village of which the visit tells something.
fn goes_on(visit: &GivenVisit) -> Option<bool> {
    visit.ends_trip.filter(|ends| !ends)
}

impl Stay {
    fn join(&mut self, other: &Self) {
        self.kg = self.kg.zip(other.kg).map(|(a, b)| a + b);
        self.tipped_at = self.tipped_at.or(other.tipped_at);
        self.ends_trip = other.ends_trip;
    }
}

/// What each visit takes: its number among those of the day, and kilograms of each load of its call.
type Takes = (u8, Vec<Kilograms>);

/// What each visit of each tour takes of what is there on its day.
fn shared(
    (loads, calls, days): (&[PointLoad], &[Call], &[DaySet]),
    (tours, stays): (&[GivenTour], &[Vec<Stay>]),
    left: &Left,
) -> Vec<Vec<Takes>> {
    let mut of_day: BTreeMap<(usize, Day), Vec<(usize, usize)>> = BTreeMap::new();
    for (number, (tour, stays)) in tours.iter().zip(stays).enumerate() {
        for (at, stay) in stays.iter().enumerate() {
            let visits = of_day.entry((stay.call, tour.day)).or_default();
            visits.push((number, at));
        }
    }
    let nothing = |stays: &Vec<Stay>| vec![(0, Vec::new()); stays.len()];
    let mut takes: Vec<Vec<Takes>> = stays.iter().map(nothing).collect();
    for ((call, day), visits) in of_day {
        let given = visits.iter().map(|&(tour, at)| stays[tour][at].kg);
        let given: Option<Vec<f64>> = given.map(|kg| kg.map(|kg| kg.max(0.0))).collect();
        let given = given.filter(|kg| kg.iter().sum::<f64>() > 0.0);
        let weights = given.unwrap_or_else(|| vec![1.0; visits.len()]);
        for (turn, &(tour, at)) in visits.iter().enumerate() {
            takes[tour][at].0 = u8::try_from(turn).unwrap_or(u8::MAX);
        }
        for &row in &calls[call].loads {
            let due = whole_kilograms(&loads[row].kg, days[call]);
            let due = due.iter().find(|due| due.0 == day);
            let stays = left.kg.get(&(call, day, loads[row].stream));
            let kg = due.map_or(0, |due| due.1.0) - stays.map_or(0, |kg| kg.0);
            let shares = by_weight(Kilograms(kg.max(0)), &weights);
            for (&(tour, at), kg) in visits.iter().zip(shares) {
                takes[tour][at].1.push(kg);
            }
        }
    }
    takes
}

/// Whole kilograms by weights, none lost.
fn by_weight(kg: Kilograms, weights: &[f64]) -> Vec<Kilograms> {
    let whole: f64 = weights.iter().sum();
    let (mut upto, mut given) = (0.0, 0);
    let share = |weight: &f64| {
        upto += weight;
        let until_now = (kg.as_f64() * upto / whole + 0.5).floor() as i64;
        Kilograms(until_now - std::mem::replace(&mut given, until_now))
    };
    weights.iter().map(share).collect()
}

/// A tour by the numbering of the problem; nothing if nobody is left to visit.
fn sequence(posed: &Posed, tour: &GivenTour, stays: &[Stay], first: usize) -> Option<Sequence> {
    let class = posed.vehicles.iter().position(|&id| id == tour.vehicle)?;
    let call = |(at, stay): (usize, &Stay)| vrp::Call {
        client: first + at,
        tipped_at: stay
            .tipped_at
            .and_then(|id| posed.disposals.iter().position(|&known| known == id)),
        then: match stay.ends_trip {
            None => Then::Either,
            Some(false) => Then::On,
            Some(true) => Then::Tip,
        },
    };
    (!stays.is_empty()).then(|| Sequence {
        class,
        day: tour.day.0,
        leaves: tour.leaves,
        calls: stays.iter().enumerate().map(call).collect(),
        shunned: Vec::new(),
    })
}
