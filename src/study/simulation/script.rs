//! The plan as it is lived through: what arises where, and the steps of every tour, in flat arrays.

use crate::district::{DisposalId, District, StreamId, Vehicle};
use crate::flow::PointLoad;
use crate::plan::{Plan, Stop, StopKind, Tour};
use crate::planner::Groundwork;
use crate::quantity::DaySet;
use crate::roads::SiteId;
use std::collections::BTreeMap;

/// Waste of a stream at a point.
#[derive(Clone, Debug)]
pub(super) struct Bin {
    /// Row of the flow's loads.
    pub kg: [f64; 7],
    pub village: Option<usize>,
    /// What the containers hold.
    pub room_kg: f64,
    /// What one container holds.
    pub container_kg: f64,
    /// Loose litres of a kilogram.
    pub litres_per_kg: f64,
    /// Days on which a tour comes.
    pub visits: DaySet,
}

/// What happens at a step of a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Takes what is in these bins (a range of [`Script::taken`]).
    Collect(u32, u32),
    /// Tips at a facility.
    Tip(u32),
    /// Rests.
    Rest,
    /// Is back.
    Return,
}

/// A step of a tour as planned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub action: Action,
    pub site: SiteId,
    /// Driving to it, in seconds.
    pub drive: f64,
    /// Staying there, in seconds.
    pub stay: f64,
    /// Not before this second of the day: the plan waits for it.
    pub opens: f64,
}

/// A tour as planned.
#[derive(Clone, Debug)]
pub(super) struct Ride<'a> {
    pub vehicle: &'a Vehicle,
    pub tour: &'a Tour,
    pub leaves: f64,
    /// Latest return: the end of the shift, or of the longest duty.
    pub limit: f64,
    pub steps: Vec<Step>,
    /// For each step, the seconds from its departure to the planned return.
    pub left: Vec<f64>,
}

/// A facility.
#[derive(Clone, Debug)]
pub(super) struct Facility {
    pub id: DisposalId,
    pub docks: Option<usize>,
    /// When it opens and closes, in seconds of the day.
    pub window: (f64, f64),
    /// What its floor and containers hold, if that is known.
    pub storage: Option<f64>,
    /// Kilograms sent on in a second of its opening hours.
    pub sent: f64,
}

/// Sent on a day at most: the planned mean times this, while no line haul is planned.
const HAUL_SLACK: f64 = 1.25;

/// All that a run needs to know.
pub(super) struct Script<'a> {
    pub ground: &'a Groundwork,
    pub bins: Vec<Bin>,
    /// Numbers of bins, as steps name them.
    pub taken: Vec<u32>,
    /// Tours in the plan's order, by day.
    pub rides: Vec<Ride<'a>>,
    pub by_day: [Vec<usize>; 7],
    pub facilities: Vec<Facility>,
    pub num_villages: usize,
}

impl<'a> Script<'a> {
    pub fn new(district: &'a District, ground: &'a Groundwork, plan: &'a Plan) -> Self {
        let loads = &ground.flow.loads;
        let mut bins_at: BTreeMap<(usize, StreamId), Vec<u32>> = BTreeMap::new();
        for (row, load) in (0..).zip(loads) {
            let at = bins_at
                .entry((load.point.index(), load.stream))
                .or_default();
            at.push(row);
        }
        let bins = loads.iter().map(|load| Bin::of(district, load));
        let mut script = Self {
            ground,
            bins: bins.collect(),
            taken: Vec::new(),
            rides: Vec::new(),
            by_day: Default::default(),
            facilities: facilities(district, plan),
            num_villages: district.villages.len(),
        };
        for tour in &plan.tours {
            script.by_day[tour.day.index()].push(script.rides.len());
            let ride = script.ride(district, &bins_at, tour);
            script.rides.push(ride);
        }
        script
    }

    fn ride(
        &mut self,
        district: &'a District,
        bins_at: &BTreeMap<(usize, StreamId), Vec<u32>>,
        tour: &'a Tour,
    ) -> Ride<'a> {
        let vehicle = &district.vehicles[tour.vehicle.index()];
        let sites = &self.ground.travel.sites;
        let mut steps = Vec::new();
        let mut site = sites.start(tour.vehicle);
        for stop in &tour.stops {
            let action = match stop.kind {
                StopKind::Start => continue,
                StopKind::Point(point) => {
                    site = sites.point(point);
                    let stream = stop.stream.unwrap_or(district.residual());
                    let first = self.taken.len() as u32;
                    for &bin in bins_at.get(&(point.index(), stream)).map_or(&[][..], |b| b) {
                        self.taken.push(bin);
                        let visits = &mut self.bins[bin as usize].visits;
                        *visits = visits.with(tour.day);
                    }
                    Action::Collect(first, self.taken.len() as u32)
                }
                StopKind::Disposal(id) => {
                    site = sites.disposal(id);
                    let number = self
                        .facilities
                        .iter()
                        .position(|facility| facility.id == id);
                    Action::Tip(number.unwrap_or(0) as u32)
                }
                StopKind::Break => Action::Rest,
                StopKind::End => {
                    site = sites.end(tour.vehicle);
                    Action::Return
                }
            };
            steps.push(Step::of(stop, action, site));
        }
        let back = tour.returns().0 as f64;
        let departures = tour
            .stops
            .iter()
            .filter(|stop| stop.kind != StopKind::Start);
        let longest = vehicle
            .max_duration
            .map_or(f64::INFINITY, |most| most.as_f64());
        let leaves = tour.leaves().0 as f64;
        Ride {
            vehicle,
            tour,
            leaves,
            limit: (vehicle.shift.close.0 as f64).min(leaves + longest),
            left: departures
                .map(|stop| back - stop.departure.0 as f64)
                .collect(),
            steps,
        }
    }
}

impl Bin {
    fn of(district: &District, load: &PointLoad) -> Self {
        let point = &district.points[load.point.index()];
        let bins = &point.bins[load.bins];
        let density = district.streams[load.stream.index()].loose_kg_m3;
        let room_kg = bins.litres().as_f64() * density / 1000.0;
        Self {
            kg: load.kg,
            village: point.village.map(|village| village.index()),
            room_kg,
            container_kg: room_kg / f64::from(bins.containers.max(1)),
            litres_per_kg: 1000.0 / density,
            visits: DaySet::EMPTY,
        }
    }

    /// What is there when the week begins, as the visits of a mean week leave it.
    pub fn at_week_begin(&self) -> f64 {
        let last = self.visits.iter().last();
        last.map_or(0.0, |day| self.kg[day.index() + 1..].iter().sum())
    }
}

impl Step {
    fn of(stop: &Stop, action: Action, site: SiteId) -> Self {
        let waits = stop.start > stop.arrival && action != Action::Rest;
        Self {
            action,
            site,
            drive: stop.seconds.as_f64(),
            stay: (stop.departure - stop.start).as_f64(),
            opens: if waits {
                stop.start.0 as f64
            } else {
                f64::NEG_INFINITY
            },
        }
    }
}

fn facilities(district: &District, plan: &Plan) -> Vec<Facility> {
    let tipped = |id: DisposalId| -> f64 {
        let stops = plan.tours.iter().flat_map(|tour| &tour.stops);
        let here = stops.filter(|stop| stop.kind == StopKind::Disposal(id));
        here.map(|stop| stop.kg.as_f64()).sum()
    };
    let facility = |id: DisposalId| {
        let gate = district.gate(id);
        let window = (
            gate.window.open.0.max(0) as f64,
            (gate.window.close.0 as f64).min(86_400.0),
        );
        let open = (window.1 - window.0).max(1.0);
        let storage = match id {
            DisposalId::Station(station) => district.stations[station.index()].storage,
            DisposalId::Plant(_) => None,
        };
        Facility {
            id,
            docks: gate.docks.map(|docks| docks.max(1) as usize),
            window,
            storage: storage.map(|kg| kg.as_f64()),
            sent: HAUL_SLACK * tipped(id) / (7.0 * open),
        }
    };
    district.disposals().map(facility).collect()
}
