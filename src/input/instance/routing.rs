//! Routing problems of one day on a plane, as VRPLIB and Solomon files pose them.
//!
//! | type | leg and times | cost |
//! |---|---|---|
//! | CVRP | Euclidean distance to the nearest | sum |
//! | VRPTW, MTVRPTWR | ten times, rounded down | sum / 10 |
//! | MDVRP, MDVRPTW | a thousand times, to the nearest | sum / 1000 |
//! | HFVRP | not rounded; for the solver a thousand times, to the nearest | (fixed + unit cost x sum) / 100 |
//!
//! Windows bound the start of service, waiting is free, a depot's window bounds leaving and return. Where vehicles reload
//! at the depot, a trip leaves after the last release among its own clients.

use super::faults::Faults;
use super::legs::{OwnLegs, check_extent};
use super::pose::{self, LoadUnit};
use super::{Instance, MOST_CLASSES, OwnPrice, SolutionForm};
use crate::quantity::{Clock, Metric, Money, Rounding, Scale, TravelMatrix, Window};
use crate::vrp::{Client, Disposal, Problem, VehicleClass};
use std::collections::HashMap;
use std::sync::Arc;

/// Largest time in the solver's seconds.
const LATEST: f64 = 1e8;
/// Largest price.
const LARGEST_PRICE: f64 = 1e7;

/// How the literature counts a type of problem.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Convention {
    /// Distances and times in the solver.
    pub scale: Scale,
    /// Whether distances are rounded so before they are summed.
    pub rounds: bool,
    /// What the sum is divided by.
    pub divisor: f64,
}

impl Convention {
    /// The convention of a type, if it is known.
    pub fn of(name: &str) -> Option<Self> {
        let (factor, rounding, rounds, divisor) = match name {
            "CVRP" => (1.0, Rounding::Nearest, true, 1.0),
            "VRPTW" | "MTVRPTWR" => (10.0, Rounding::Down, true, 10.0),
            "MDVRP" | "MDVRPTW" => (1000.0, Rounding::Nearest, true, 1000.0),
            "HFVRP" => (1000.0, Rounding::Nearest, false, 100.0),
            _ => return None,
        };
        Some(Self {
            scale: Scale { factor, rounding },
            rounds,
            divisor,
        })
    }

    /// A time of the file in the solver's seconds.
    fn time(self, time: f64) -> i64 {
        i64::from(self.scale.apply(time))
    }
}

/// A vehicle as the file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Vehicle {
    pub depot: usize,
    pub capacity: f64,
    pub fixed: f64,
    pub unit: f64,
}

impl Vehicle {
    fn key(&self) -> (usize, [u64; 3]) {
        let numbers = [self.capacity, self.fixed, self.unit];
        (self.depot, numbers.map(f64::to_bits))
    }
}

/// The vehicles of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fleet {
    /// So many equal ones; `None`: any number.
    Equal(Option<u32>, Vehicle),
    /// Vehicle k at position k - 1.
    Each(Vec<Vehicle>),
}

impl Fleet {
    /// Kinds of vehicles with their numbers, at most `most` of each, in the order of the first of each kind.
    fn kinds(&self, most: u32) -> Vec<(Vehicle, Vec<u32>)> {
        let each = match self {
            Self::Equal(count, vehicle) => {
                return vec![(*vehicle, super::numbered(count.unwrap_or(most).min(most)))];
            }
            Self::Each(each) => each,
        };
        let mut kinds: Vec<(Vehicle, Vec<u32>)> = Vec::new();
        let mut known = HashMap::new();
        for (number, vehicle) in (1..).zip(each) {
            let kind = *known.entry(vehicle.key()).or_insert_with(|| {
                kinds.push((*vehicle, Vec::new()));
                kinds.len() - 1
            });
            if kinds[kind].1.len() < most as usize {
                kinds[kind].1.push(number);
            }
        }
        kinds
    }
}

/// A problem in the file's numbers. Sites are depots first, then clients.
#[derive(Clone, Debug)]
pub(super) struct Routing {
    pub convention: Convention,
    pub points: Vec<(f64, f64)>,
    pub num_depots: usize,
    pub demands: Vec<f64>,
    pub fleet: Fleet,
    /// By site; `None`: no windows at all.
    pub windows: Option<Vec<[f64; 2]>>,
    /// By site.
    pub service: Option<Vec<f64>>,
    /// By site.
    pub release: Option<Vec<f64>>,
    pub max_duration: Option<f64>,
    /// Whether vehicles reload at their depot.
    pub reloads: bool,
}

impl Routing {
    /// The instance, with at most so many vehicles of each kind. Not to be used if there are faults.
    pub fn into_instance(self, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
        self.check(faults);
        let num_clients = self.points.len().saturating_sub(self.num_depots);
        // More vehicles than clients are of no use.
        let most = vehicles.unwrap_or(u32::MAX).min(num_clients as u32);
        let kinds = self.fleet.kinds(most);
        if kinds.len() > MOST_CLASSES {
            let expected = format!("at most {MOST_CLASSES} kinds of vehicles");
            faults.note(0, "", &kinds.len().to_string(), expected);
        }
        if !faults.is_empty() {
            return None;
        }
        let capacities = kinds.iter().map(|(vehicle, _)| vehicle.capacity);
        let unit = LoadUnit::of(self.demands.iter().copied().chain(capacities));
        let problem = self.problem(&kinds, unit);
        let scale = self.convention.scale;
        let prices = kinds.iter().map(|(kind, _)| (kind.fixed, kind.unit));
        Some(Instance {
            client_ids: (self.num_depots as u32..self.points.len() as u32).collect(),
            disposal_ids: problem.disposals.iter().map(|d| d.site as u32).collect(),
            problem,
            form: SolutionForm::Routes,
            time_factor: scale.factor,
            load_factor: unit.factor,
            price: OwnPrice {
                classes: prices.collect(),
                divisor: self.convention.divisor,
                legs: OwnLegs::Plane {
                    points: self.points,
                    metric: Metric::Euclidean,
                    rounded: self.convention.rounds.then_some(scale),
                },
            },
            vehicle_numbers: kinds.into_iter().map(|(_, numbers)| numbers).collect(),
        })
    }

    fn problem(&self, kinds: &[(Vehicle, Vec<u32>)], unit: LoadUnit) -> Problem {
        let scale = self.convention.scale;
        let travel = TravelMatrix::plane(self.points.clone(), Metric::Euclidean, scale, scale);
        let clients = self.num_depots..self.points.len();
        let classes = kinds.iter();
        let classes =
            classes.map(|(vehicle, numbers)| self.class(vehicle, numbers.len() as u32, unit));
        Problem {
            num_days: 1,
            clients: clients.map(|site| self.client(site, unit)).collect(),
            disposals: self.reloads.then(|| self.reload()).into_iter().collect(),
            classes: classes.collect(),
            travel: vec![Arc::new(travel)],
        }
    }

    fn check(&self, faults: &mut Faults) {
        let factor = self.convention.scale.factor;
        check_extent(&self.points, Metric::Euclidean, factor, faults);
        if self.points.len() <= self.num_depots {
            faults.note(0, "", "", "a client");
        }
        let windows = self.windows.iter().flatten().flatten();
        let lists = [&self.service, &self.release].into_iter().flatten();
        let times = windows.chain(lists.flatten()).chain(&self.max_duration);
        let latest = times.fold(0.0, |latest: f64, &time| latest.max(time));
        if latest * factor > LATEST {
            let expected = format!("times up to {:.0}", LATEST / factor);
            faults.note(0, "", &latest.to_string(), expected);
        }
        let vehicles = match &self.fleet {
            Fleet::Equal(_, vehicle) => std::slice::from_ref(vehicle),
            Fleet::Each(each) => each,
        };
        let prices = vehicles
            .iter()
            .map(|vehicle| vehicle.fixed.max(vehicle.unit));
        let dearest = prices.fold(0.0, f64::max);
        if dearest > LARGEST_PRICE {
            let expected = format!("prices of vehicles up to {LARGEST_PRICE}");
            faults.note(0, "", &dearest.to_string(), expected);
        }
    }

    fn window(&self, site: usize) -> Window {
        let Some(windows) = &self.windows else {
            return pose::ALWAYS;
        };
        let [open, close] = windows[site].map(|time| self.convention.time(time));
        pose::window(open, close)
    }

    fn client(&self, site: usize, unit: LoadUnit) -> Client {
        let time = |times: &Vec<f64>| self.convention.time(times[site]);
        Client {
            windows: vec![self.window(site)],
            service: pose::seconds(self.service.as_ref().map_or(0, time)),
            release: self.release.as_ref().map(|release| Clock(time(release))),
            ..pose::client(site, unit.load(self.demands[site]))
        }
    }

    fn class(&self, vehicle: &Vehicle, count: u32, unit: LoadUnit) -> VehicleClass {
        let capacity = unit.capacity(Some(vehicle.capacity));
        let plain = pose::vehicles(vehicle.depot, vec![count], capacity);
        let longest = self.max_duration.map(|time| self.convention.time(time));
        VehicleClass {
            shift: self.window(vehicle.depot),
            max_duration: longest.map_or(plain.max_duration, pose::seconds),
            fixed_price: Money::units(vehicle.fixed),
            price_per_km: Money::units(vehicle.unit),
            ..plain
        }
    }

    /// The one depot as a place to load anew.
    fn reload(&self) -> Disposal {
        Disposal {
            windows: vec![self.window(0)],
            ..pose::disposal(0)
        }
    }
}
