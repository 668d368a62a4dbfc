//! Routing problems of one day on a plane, as VRPLIB and Solomon files pose them.
//!
//! | type | leg and times | cost |
//! |---|---|---|
//! | CVRP | Euclidean distance to the nearest | sum |
//! | VRPTW, MTVRPTWR | ten times, rounded down | sum / 10 |
//! | MDVRP, MDVRPTW | a thousand times, to the nearest | sum / 1000 |
//! | HFVRP | not rounded; for the solver a thousand times, to the nearest | (fixed + unit cost x sum) / 100 |
//!
//! That is of EUC_2D; of other weights, which are whole numbers or a table, the same multiple is taken.
//!
//! Windows bound the start of service, waiting is free, a depot's window bounds leaving and return. Where vehicles reload
//! at the depot, a trip leaves after the last release among its own clients.

use super::faults::Faults;
use super::legs::{LONGEST, OwnLegs, check_extent};
use super::pose::{self, LoadUnit};
use super::{Instance, MOST_CLASSES, OwnPrice, SolutionForm};
use crate::quantity::{Clock, Leg, Metric, Money, Rounding, Scale, TravelMatrix, Window};
use crate::vrp::{ANY_TIME, Client, Disposal, Problem, VehicleClass};
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

/// How long the ways are between sites, in the file's numbers.
#[derive(Clone, Debug)]
pub(super) enum Ways {
    /// Straight, between points on a plane.
    Plane(Vec<(f64, f64)>),
    /// As a table says, row by row.
    Table { len: usize, legs: Vec<f64> },
}

impl Ways {
    fn len(&self) -> usize {
        match self {
            Self::Plane(points) => points.len(),
            Self::Table { len, .. } => *len,
        }
    }

    fn check(&self, factor: f64, faults: &mut Faults) {
        match self {
            Self::Plane(points) => check_extent(points, Metric::Euclidean, factor, faults),
            Self::Table { legs, .. } => {
                let longest = legs.iter().copied().fold(0.0, f64::max);
                if longest * factor > LONGEST {
                    let expected = format!("weights up to {:.0}", LONGEST / factor);
                    faults.note(0, "weights", &longest.to_string(), expected);
                }
            }
        }
    }

    fn travel(&self, scale: Scale) -> TravelMatrix {
        match self {
            Self::Plane(points) => {
                TravelMatrix::plane(points.clone(), Metric::Euclidean, scale, scale)
            }
            Self::Table { len, legs } => {
                let leg = |weight: &f64| {
                    let whole = scale.apply(*weight);
                    Leg {
                        seconds: whole,
                        metres: whole,
                    }
                };
                TravelMatrix::new(*len, legs.iter().map(leg).collect())
            }
        }
    }

    /// What the literature counts: rounded by the scale, if there is one.
    fn own_legs(self, rounded: Option<Scale>) -> OwnLegs {
        match self {
            Self::Plane(points) => OwnLegs::Plane {
                points,
                metric: Metric::Euclidean,
                rounded,
            },
            Self::Table { len, mut legs } => {
                if let Some(scale) = rounded {
                    for leg in &mut legs {
                        *leg = f64::from(scale.apply(*leg));
                    }
                }
                OwnLegs::Table { len, legs }
            }
        }
    }
}

/// A problem in the file's numbers. Sites are depots first, then clients.
#[derive(Clone, Debug)]
pub(super) struct Routing {
    pub convention: Convention,
    pub ways: Ways,
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
        let num_sites = self.ways.len();
        let num_clients = num_sites.saturating_sub(self.num_depots);
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
            client_ids: (self.num_depots as u32..num_sites as u32).collect(),
            disposal_ids: problem.disposals.iter().map(|d| d.site as u32).collect(),
            problem,
            form: SolutionForm::Routes,
            time_factor: scale.factor,
            load_factor: unit.factor,
            price: OwnPrice {
                classes: prices.collect(),
                divisor: self.convention.divisor,
                legs: self.ways.own_legs(self.convention.rounds.then_some(scale)),
            },
            vehicle_numbers: kinds.into_iter().map(|(_, numbers)| numbers).collect(),
        })
    }

    fn problem(&self, kinds: &[(Vehicle, Vec<u32>)], unit: LoadUnit) -> Problem {
        let scale = self.convention.scale;
        let travel = self.ways.travel(scale);
        let clients = self.num_depots..self.ways.len();
        let classes = kinds.iter();
        let classes =
            classes.map(|(vehicle, numbers)| self.class(vehicle, numbers.len() as u32, unit));
        Problem {
            clients: clients.map(|site| self.client(site, unit)).collect(),
            disposals: self.reloads.then(|| self.reload()).into_iter().collect(),
            classes: classes.collect(),
            ..Problem::new(1, vec![Arc::new(travel)])
        }
    }

    fn check(&self, faults: &mut Faults) {
        let factor = self.convention.scale.factor;
        self.ways.check(factor, faults);
        if self.ways.len() <= self.num_depots {
            faults.note(0, "", "", "a client");
        }
        self.check_depots(faults);
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

    /// Nothing is fetched at a depot, nothing takes time there, and nothing is released there.
    fn check_depots(&self, faults: &mut Faults) {
        let lists = [
            ("demand", Some(&self.demands)),
            ("service", self.service.as_ref()),
            ("release", self.release.as_ref()),
        ];
        for (what, amounts) in lists {
            let of_depots = amounts.into_iter().flatten().take(self.num_depots);
            for amount in of_depots.filter(|amount| **amount != 0.0) {
                faults.note(0, what, &amount.to_string(), "0 at a depot");
            }
        }
    }

    fn window(&self, site: usize) -> Window {
        let Some(windows) = &self.windows else {
            return ANY_TIME;
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
