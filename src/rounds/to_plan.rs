//! Solution -> Plan: the solver's routes as tours of named vehicles, its numbers as kilograms of streams.

use super::Rounds;
use super::calls::Call;
use super::to_problem::Told;
use crate::district::StreamId;
use crate::plan::{Plan, Reason, Stop, StopKind, Tour, Unserved, VisitRule};
use crate::quantity::{Clock, Day, IsoWeek, Kilograms, Leg, Litres, Version, Window};
use crate::roads::SiteId;
use crate::vrp::{Activity, Route, Solution};
use std::collections::BTreeMap;

impl Rounds<'_> {
    /// Reads a solution of the problem as a plan for a week.
    #[must_use]
    pub fn plan(&self, solution: &Solution, week: Option<IsoWeek>) -> Plan {
        let mut numbers = [0_usize; 7];
        let mut tours = Vec::with_capacity(solution.routes.len());
        for route in self.in_order(solution) {
            let number = &mut numbers[usize::from(route.day)];
            *number += 1;
            tours.push(self.tour(route, *number));
        }
        Plan {
            version: Version,
            week,
            tours,
            unserved: self.unserved(solution),
            visits: self.visit_rules(),
            hauls: Vec::new(),
        }
    }

    /// For each tour of [`Rounds::plan`] and each of its stops, when a visit may begin: the hours of its point, and of
    /// several visits on a day each its share of them; at the start the moment of leaving, where it was told.
    #[must_use]
    pub fn windows(&self, solution: &Solution) -> Vec<Vec<Window>> {
        let rows = |stop: Stay<'_>| match *stop.activities {
            [Activity::Client(client), ..] => {
                let call = &self.calls[self.parts[client].call];
                vec![self.problem().clients[client].windows[0]; call.loads.len()]
            }
            _ => vec![Window::ALWAYS],
        };
        let of_route = |route: &Route| {
            let told = self.told(route).and_then(|told| told.leaves);
            let leaves = told.map_or(Window::ALWAYS, |clock| Window::new(clock, clock));
            std::iter::once(leaves)
                .chain(self.stays(route).flat_map(rows))
                .chain(std::iter::once(Window::ALWAYS))
                .collect()
        };
        self.in_order(solution).into_iter().map(of_route).collect()
    }

    /// The routes that a plan has tours for, in its order.
    fn in_order<'s>(&self, solution: &'s Solution) -> Vec<&'s Route> {
        let driven = solution.routes.iter();
        let mut routes: Vec<&Route> = driven
            .filter(|route| !route.activities.is_empty())
            .collect();
        routes.sort_by_key(|route| {
            let told = self.told(route).map(|told| &told.tour);
            let first = self.first_client(route);
            (route.day, told, route.class, route.leaves, first)
        });
        routes
    }

    /// What is told of a route's tour, where rounds were given.
    fn told(&self, route: &Route) -> Option<&Told> {
        self.told.get(self.first_client(route)?)
    }

    /// What a route does, pieces of one visit that it fetches one after the other together.
    fn stays<'s>(&'s self, route: &'s Route) -> impl Iterator<Item = Stay<'s>> {
        let visit = |activity: &Activity| match *activity {
            Activity::Client(client) => {
                let part = &self.parts[client];
                Some((part.call, part.turn))
            }
            Activity::Disposal(_) | Activity::Break => None,
        };
        let is_one = move |a: &Activity, b: &Activity| visit(a).is_some() && visit(a) == visit(b);
        let mut done = 0;
        route.activities.chunk_by(is_one).map(move |activities| {
            let begin = route.begins[done];
            done += activities.len();
            Stay { begin, activities }
        })
    }

    fn first_client(&self, route: &Route) -> Option<usize> {
        route.activities.iter().find_map(|activity| match activity {
            Activity::Client(client) => Some(*client),
            _ => None,
        })
    }

    fn tour(&self, route: &Route, number: usize) -> Tour {
        let vehicle = self.vehicles[route.class];
        let day = Day(route.day);
        let start = self.travel.sites.start(vehicle);
        let mut drive = Drive {
            rounds: self,
            route,
            site: start,
            clock: route.leaves,
            trips: 0,
            aboard: Vec::new(),
            stops: Vec::new(),
        };
        drive.stop(StopKind::Start, start, route.leaves, route.leaves);
        for stay in self.stays(route) {
            match *stay.activities {
                [Activity::Client(first), ..] => drive.collect(first, stay),
                [Activity::Disposal(disposal)] => drive.tip(disposal, stay.begin),
                _ => drive.rest(stay.begin),
            }
        }
        drive.stop(
            StopKind::End,
            self.travel.sites.end(vehicle),
            route.returns,
            route.returns,
        );
        Tour {
            name: match self.told(route) {
                Some(told) => told.tour.to_string(),
                None => format!("{day}-{number:03}"),
            },
            day,
            vehicle,
            stops: drive.stops,
        }
    }

    /// What stays: visits that the search could not place, and calls that nobody can make, by point, day and stream.
    fn unserved(&self, solution: &Solution) -> Vec<Unserved> {
        let mut rows: BTreeMap<(_, Day, StreamId), (Kilograms, Reason)> = BTreeMap::new();
        let tipped = self.tipped(solution);
        for missing in &solution.unserved {
            let part = &self.parts[missing.client];
            let call = &self.calls[part.call];
            let Some((day, kg)) = part.visits.iter().find(|(day, _)| day.0 == missing.day) else {
                continue;
            };
            for (&row, &kg) in call.loads.iter().zip(kg) {
                let entry = rows.entry((call.point, *day, self.loads[row].stream));
                entry
                    .or_insert_with(|| (Kilograms::ZERO, self.shortage(&tipped, call, *day)))
                    .0 += kg;
            }
        }
        for left in &self.left {
            let entry = rows.entry((left.point, left.day, left.stream));
            entry.or_insert((Kilograms::ZERO, left.reason.clone())).0 += left.kg;
        }
        for (call, days) in self.calls.iter().zip(&self.days) {
            let Some(reason) = &call.unservable else {
                continue;
            };
            for &row in &call.loads {
                for (day, kg) in super::to_problem::whole_kilograms(&self.loads[row].kg, *days) {
                    let entry = rows.entry((call.point, day, self.loads[row].stream));
                    entry.or_insert((Kilograms::ZERO, reason.clone())).0 += kg;
                }
            }
        }
        let row = |((point, day, stream), (kg, reason))| Unserved {
            point,
            day,
            stream,
            kg,
            reason,
        };
        rows.into_iter().map(row).collect()
    }

    /// Why a visit that fits alone was left: nobody who could come drives that day, every facility that takes it is full then,
    /// or the fleet is.
    fn shortage(&self, tipped: &[[i64; 7]], call: &Call, day: Day) -> Reason {
        if !self.told.is_empty() {
            return Reason::Unreachable; // rounds that are given leave nothing else
        }
        let classes = self.vehicles.iter().zip(&self.problem().classes);
        let able = classes.filter(|(id, _)| call.vehicles.contains(id));
        let able: Vec<_> = able.collect();
        let on_duty = |class: &crate::vrp::VehicleClass| class.count[day.index()];
        if able.iter().all(|(_, class)| on_duty(class) == 0) {
            return Reason::NoVehicleThatDay;
        }
        let is_held_back = able
            .iter()
            .any(|(id, class)| on_duty(class) < self.district.vehicles[id.index()].count);
        let stream = self.loads[call.loads[0]].stream;
        let mut takers = self.disposals.iter().enumerate().filter(|(_, id)| {
            self.district
                .accepted_by_gate(**id)
                .any(|accepted| accepted == stream)
                && call.pinned_disposal.is_none_or(|pinned| pinned == **id)
        });
        // A facility is full when not even one more average load of the call would pass its gate.
        let need = call
            .loads
            .iter()
            .map(|&row| self.loads[row].kg_per_week() / 7.0)
            .sum::<f64>();
        let is_full = |(number, id): (usize, &crate::district::DisposalId)| {
            self.district
                .gate(*id)
                .daily_limit
                .is_some_and(|limit| tipped[number][day.index()] as f64 + need > limit.as_f64())
        };
        if takers.all(is_full) {
            Reason::DisposalExhausted
        } else if is_held_back {
            Reason::OthersOffThatDay
        } else {
            Reason::FleetExhausted
        }
    }

    /// Kilograms tipped at each disposal on each day.
    pub(super) fn tipped(&self, solution: &Solution) -> Vec<[i64; 7]> {
        let mut tipped = vec![[0; 7]; self.disposals.len()];
        for route in &solution.routes {
            let mut aboard = 0;
            for activity in &route.activities {
                match *activity {
                    Activity::Client(client) => {
                        let visits = &self.parts[client].visits;
                        let visit = visits.iter().find(|(day, _)| day.0 == route.day);
                        aboard += visit.map_or(0, |(_, kg)| kg.iter().map(|kg| kg.0).sum());
                    }
                    Activity::Disposal(place) => {
                        tipped[place][usize::from(route.day)] += std::mem::take(&mut aboard);
                    }
                    Activity::Break => {}
                }
            }
        }
        tipped
    }

    fn visit_rules(&self) -> Vec<VisitRule> {
        let mut rules = Vec::new();
        for (call, &days) in self.calls.iter().zip(&self.days) {
            let reason = match &call.refused_pin {
                Some(why) => format!("pin refused: {why} ({})", call.cadence.reason),
                None => call.cadence.reason.to_string(),
            };
            for &row in &call.loads {
                rules.push(VisitRule {
                    point: call.point,
                    stream: self.loads[row].stream,
                    days,
                    reason: reason.clone(),
                });
            }
        }
        rules.sort_by_key(|rule| (rule.point, rule.stream));
        rules
    }
}

/// Something that a route does at one place: a visit with all the pieces that it fetches, an unloading, a break.
#[derive(Clone, Copy)]
struct Stay<'a> {
    begin: Clock,
    activities: &'a [Activity],
}

/// A tour being driven: where it stands, when, and what is on board.
struct Drive<'a> {
    rounds: &'a Rounds<'a>,
    route: &'a Route,
    site: SiteId,
    /// Departure from `site`.
    clock: Clock,
    /// Disposals visited.
    trips: u32,
    aboard: Vec<(StreamId, Kilograms, Litres)>,
    stops: Vec<Stop>,
}

impl Drive<'_> {
    fn leg_to(&self, site: SiteId) -> Leg {
        let same_place = site == self.site;
        let vehicle = self.rounds.vehicles[self.route.class];
        if same_place {
            Leg::default()
        } else {
            self.rounds.travel.leg(vehicle, self.site, site)
        }
    }

    /// Drives on and stops from `begin` to `departure`.
    fn stop(&mut self, kind: StopKind, site: SiteId, begin: Clock, departure: Clock) {
        let leg = self.leg_to(site);
        let collects = matches!(kind, StopKind::Point(_));
        let stop = Stop {
            trip: (self.trips + u32::from(collects)).max(1),
            kind,
            stream: None,
            arrival: self.clock + leg.time(),
            start: begin,
            departure,
            kg: Kilograms::ZERO,
            litres: Litres::ZERO,
            kg_on_board: self.kg_aboard(),
            metres: leg.distance(),
            seconds: leg.time(),
        };
        self.stops.push(stop);
        (self.site, self.clock) = (site, departure);
    }

    fn kg_aboard(&self) -> Kilograms {
        self.aboard.iter().map(|&(_, kg, _)| kg).sum()
    }

    /// A row for each stream taken; the first carries the service, which all pieces of the visit share.
    fn collect(&mut self, first: usize, Stay { begin, activities }: Stay<'_>) {
        let rounds = self.rounds;
        let call = &rounds.calls[rounds.parts[first].call];
        let mut kilograms = vec![Kilograms::ZERO; call.loads.len()];
        for activity in activities {
            let Activity::Client(client) = *activity else {
                continue;
            };
            let mut visits = rounds.parts[client].visits.iter();
            let visit = visits.find(|(day, _)| day.0 == self.route.day);
            let (_, piece) = visit.expect("the solver visits a client on days of its pattern");
            for (kg, &more) in kilograms.iter_mut().zip(piece) {
                *kg += more;
            }
        }
        let (site, departure) = (rounds.travel.sites.point(call.point), begin + call.service);
        for (number, (&row, kg)) in call.loads.iter().zip(kilograms).enumerate() {
            let stream = rounds.loads[row].stream;
            let litres = rounds.district.streams[stream.index()].loose_litres(kg);
            self.aboard.push((stream, kg, litres));
            self.stop(
                StopKind::Point(call.point),
                site,
                if number == 0 { begin } else { departure },
                departure,
            );
            self.fill_last(Some(stream), kg, litres);
        }
    }

    fn tip(&mut self, disposal: usize, begin: Clock) {
        let rounds = self.rounds;
        let id = rounds.disposals[disposal];
        let load: Vec<_> = std::mem::take(&mut self.aboard);
        let first = load.first().map(|&(stream, _, _)| stream);
        let stream = first.filter(|&first| load.iter().all(|&(stream, _, _)| stream == first));
        self.trips += 1;
        let departure = begin + rounds.district.gate(id).unload;
        self.stop(
            StopKind::Disposal(id),
            rounds.travel.sites.disposal(id),
            begin,
            departure,
        );
        let kg = load.iter().map(|&(_, kg, _)| kg).sum();
        self.fill_last(stream, kg, load.iter().map(|&(_, _, litres)| litres).sum());
    }

    fn rest(&mut self, begin: Clock) {
        let class = &self.rounds.problem().classes[self.route.class];
        let length = class
            .rest
            .map_or(crate::quantity::Seconds::ZERO, |rest| rest.length);
        self.stop(StopKind::Break, self.site, begin, begin + length);
    }

    fn fill_last(&mut self, stream: Option<StreamId>, kg: Kilograms, litres: Litres) {
        if let Some(stop) = self.stops.last_mut() {
            (stop.stream, stop.kg, stop.litres) = (stream, kg, litres);
        }
    }
}
