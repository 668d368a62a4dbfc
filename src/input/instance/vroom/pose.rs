//! The request as a problem of the solver: equal vehicles are one class, each way of paying for travel a matrix whose metres are
//! its cost.

use super::request::{Job, Kind, Request, Tip, Vehicle};
use super::{NamedVehicle, Stop, VroomRequest};
use crate::input::instance::faults::Faults;
use crate::quantity::{Clock, Leg, Metres, Money, Rounding, Scale, Seconds, TravelMatrix, Window};
use crate::vrp::{
    ANY_TIME, Client, Commodities, Disposal, Load, Lunch, Pattern, Problem, VehicleClass,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A load that nothing exceeds.
const NO_LIMIT: i64 = 1 << 40;
/// What an hour of travel costs if nothing is said: a unit a second.
const PER_HOUR: f64 = 3_600.0;
/// Parts of a unit of cost that legs are counted in where time and way both cost.
const FINENESS: f64 = 100.0;
/// Most kinds of vehicles.
const MOST_KINDS: usize = 1_000;

pub(super) fn posed(
    request: Request,
    vehicles: Option<u32>,
    faults: &mut Faults,
) -> Option<VroomRequest> {
    let posing = Posing::of(&request);
    posing.check(faults);
    if !faults.is_empty() {
        return None;
    }
    let matrices: Vec<PricedMatrix> = (posing.ways.iter())
        .map(|way| posing.priced(way, faults))
        .collect();
    if !faults.is_empty() {
        return None;
    }
    let classes = posing.kinds.iter();
    let classes = classes.map(|(kind, count)| posing.class(kind, *count, &matrices, vehicles));
    let mut problem = Problem::new(1, matrices.iter().map(|own| own.legs.clone()).collect());
    problem.classes = classes.collect();
    problem.clients = request.jobs.iter().map(|job| posing.client(job)).collect();
    problem.disposals = request
        .disposals
        .iter()
        .map(|tip| posing.disposal(tip))
        .collect();
    let amounts = posing.amounts;
    let metres = (posing.kinds.iter())
        .map(|(kind, _)| matrices[posing.way_of(kind)].metres.clone())
        .collect();
    let midnight = posing.midnight;
    let is_delivery = posing.is_delivery;
    let number = posing.number_of_kind.clone();
    let mut by_class = vec![Vec::new(); problem.classes.len()];
    for (vehicle, class) in request.vehicles.into_iter().zip(number) {
        by_class[class].push(NamedVehicle {
            name: vehicle.name,
            start: vehicle.start,
            end: vehicle.end,
            pause: vehicle.pause,
        });
    }
    Some(VroomRequest {
        problem,
        jobs: request.jobs.into_iter().map(Job::stop).collect(),
        disposals: request.disposals.into_iter().map(Tip::stop).collect(),
        vehicles: by_class,
        amounts,
        is_delivery,
        midnight,
        metres,
    })
}

/// A way of driving and of paying for it.
#[derive(Clone, Debug, PartialEq)]
struct Way<'a> {
    profile: &'a str,
    speed: f64,
    per_hour: Option<f64>,
    per_km: Option<f64>,
}

impl<'a> Way<'a> {
    fn of(kind: &'a Kind) -> Self {
        Self {
            profile: &kind.profile,
            speed: kind.speed,
            per_hour: kind.per_hour,
            per_km: kind.per_km,
        }
    }

    /// Price of an hour and of a kilometre, where no matrix of costs says it.
    fn prices(&self) -> [f64; 2] {
        [
            self.per_hour.unwrap_or(PER_HOUR),
            self.per_km.unwrap_or(0.0),
        ]
    }
}

struct PricedMatrix {
    /// Seconds, and what is paid for in place of metres: time, way, or the cost itself.
    legs: Arc<TravelMatrix>,
    /// What a unit of that costs.
    price: f64,
    metres: Option<Arc<Vec<Vec<u32>>>>,
}

struct Posing<'a> {
    request: &'a Request,
    ways: Vec<Way<'a>>,
    /// Each kind of vehicle, and how many there are.
    kinds: Vec<(&'a Kind, u32)>,
    /// By vehicle, its kind.
    number_of_kind: Vec<usize>,
    commodities: BTreeMap<&'a str, u8>,
    amounts: usize,
    is_delivery: bool,
    midnight: i64,
    /// A row behind those of the matrices that is nowhere, for tours that begin or end at a stop.
    nowhere: usize,
}

impl<'a> Posing<'a> {
    fn of(request: &'a Request) -> Self {
        let (mut ways, mut kinds, mut number_of_kind) = (Vec::new(), Vec::new(), Vec::new());
        for vehicle in &request.vehicles {
            let way = Way::of(&vehicle.kind);
            if !ways.contains(&way) {
                ways.push(way);
            }
            let same = |(kind, _): &(&Kind, u32)| **kind == vehicle.kind;
            let known = kinds.iter().position(same);
            let number = known.unwrap_or_else(|| {
                kinds.push((&vehicle.kind, 0));
                kinds.len() - 1
            });
            kinds[number].1 += 1;
            number_of_kind.push(number);
        }
        let named = request.jobs.iter().map(|job| job.commodity.as_str());
        let commodities: BTreeSet<&str> = named.collect();
        let commodities = (commodities.into_iter().zip(0_u8..)).collect();
        let amounts = request.jobs.iter().map(|job| job.amounts.len());
        let mut delivered = request.jobs.iter().filter_map(|job| job.is_delivery);
        let begins = request
            .vehicles
            .iter()
            .map(|own| own.kind.window.map(|[from, _]| from));
        let begins: Option<Vec<i64>> = begins.collect();
        let rows = request
            .matrices
            .values()
            .map(|matrix| matrix.durations.len());
        Self {
            request,
            ways,
            kinds,
            number_of_kind,
            commodities,
            amounts: amounts.max().unwrap_or(0),
            is_delivery: delivered.next().unwrap_or(false),
            midnight: begins.and_then(|all| all.into_iter().min()).unwrap_or(0),
            nowhere: rows.max().unwrap_or(0),
        }
    }

    fn check(&self, faults: &mut Faults) {
        let (jobs, vehicles) = (&self.request.jobs, &self.request.vehicles);
        if vehicles.is_empty() {
            faults.note(0, "vehicles", "", "a vehicle");
        }
        if self.kinds.len() > MOST_KINDS {
            let expected = format!("at most {MOST_KINDS} kinds of vehicles");
            faults.note(0, "vehicles", &self.kinds.len().to_string(), expected);
        }
        if self.commodities.len() > 32 {
            let found = self.commodities.len().to_string();
            faults.note(0, "jobs", &found, "at most 32 commodities");
        }
        let sizes = self
            .request
            .matrices
            .values()
            .map(|matrix| matrix.durations.len());
        if sizes.collect::<BTreeSet<_>>().len() > 1 {
            faults.note(0, "matrices", "", "tables of one size");
        }
        let tips = self
            .request
            .disposals
            .iter()
            .map(|tip| (&tip.path, tip.name.id));
        once_each(jobs.iter().map(|job| (&job.path, job.name.id)), faults);
        once_each(tips, faults);
        once_each(vehicles.iter().map(|own| (&own.path, own.name.id)), faults);
        for job in jobs {
            self.check_job(job, faults);
        }
        for tip in &self.request.disposals {
            self.check_row(&tip.path, tip.spot.index, faults);
        }
        for vehicle in vehicles {
            self.check_vehicle(vehicle, faults);
        }
    }

    fn check_row(&self, path: &str, row: usize, faults: &mut Faults) {
        if row >= self.nowhere {
            let expected = format!("a row of the matrices, which have {}", self.nowhere);
            faults.note(0, path, &row.to_string(), expected);
        }
    }

    fn check_job(&self, job: &Job, faults: &mut Faults) {
        self.check_row(&job.path, job.spot.index, faults);
        if !job.amounts.is_empty() && job.amounts.len() != self.amounts {
            let expected = format!("{} amounts, as others have", self.amounts);
            faults.note(0, &job.path, &job.amounts.len().to_string(), expected);
        }
        if job.is_delivery.is_some_and(|own| own != self.is_delivery) {
            let expected =
                "pickups alone or deliveries alone: wasteways does not carry both at once";
            faults.note(0, &job.path, "", expected);
        }
        if job.is_delivery == Some(true) && !self.request.disposals.is_empty() {
            let expected = "pickups, where there are disposals";
            faults.note(0, &job.path, "", expected);
        }
    }

    fn check_vehicle(&self, vehicle: &Vehicle, faults: &mut Faults) {
        let (kind, path) = (&vehicle.kind, &vehicle.path);
        for row in [kind.start, kind.end].into_iter().flatten() {
            self.check_row(path, row, faults);
        }
        let Some(matrix) = self.request.matrices.get(&kind.profile) else {
            let known: Vec<&str> = self.request.matrices.keys().map(String::as_str).collect();
            let expected = format!("a profile that matrices has: {}", known.join(", "));
            faults.note(0, &format!("{path}.profile"), &kind.profile, expected);
            return;
        };
        if kind.capacity.len() != self.amounts {
            let expected = format!("{} amounts, as jobs have", self.amounts);
            let found = kind.capacity.len().to_string();
            faults.note(0, &format!("{path}.capacity"), &found, expected);
        }
        let has_prices = kind.per_hour.is_some() || kind.per_km.is_some();
        if matrix.costs.is_some() && has_prices {
            let expected = "no prices by hour or km beside a matrix of costs";
            faults.note(0, &format!("{path}.costs"), "", expected);
        }
        let [per_hour, per_km] = Way::of(kind).prices();
        if per_km > 0.0 && matrix.distances.is_none() {
            let expected = "distances of the profile, for a price by km";
            faults.note(0, &format!("{path}.costs.per_km"), "", expected);
        }
        // The solver bounds what is paid for: the way, or the time on it.
        let is_time = matrix.costs.is_none() && per_km == 0.0;
        let is_way = matrix.costs.is_none() && per_hour == 0.0 && per_km > 0.0;
        if kind.max_travel_time.is_some() && !is_time {
            let expected = "no bound on time of travel unless time alone costs";
            faults.note(0, &format!("{path}.max_travel_time"), "", expected);
        }
        if kind.max_distance.is_some() && !is_way {
            let expected = "no bound on distance unless distance alone costs";
            faults.note(0, &format!("{path}.max_distance"), "", expected);
        }
        let hours = kind.window.map(|[from, _]| from - self.midnight);
        if hours.is_some_and(|from| from > ANY_TIME.close.0) {
            let expected = "hours within four years of the first";
            faults.note(0, &format!("{path}.time_window"), "", expected);
        }
        if self.request.disposals.is_empty() && kind.ends_empty == Some(true) {
            faults.note(
                0,
                &format!("{path}.ends_empty"),
                "true",
                "disposals to empty it at",
            );
        }
    }

    fn way_of(&self, kind: &Kind) -> usize {
        let way = Way::of(kind);
        let known = self.ways.iter().position(|other| *other == way);
        known.expect("every kind's way is listed")
    }

    fn priced(&self, way: &Way, faults: &mut Faults) -> PricedMatrix {
        let matrix = &self.request.matrices[way.profile];
        let [per_hour, per_km] = way.prices();
        let seconds = |from: usize, to: usize| {
            (f64::from(matrix.durations[from][to]) / way.speed).round() as u32
        };
        let whole = |cost: f64| {
            let scale = Scale {
                factor: FINENESS,
                rounding: Rounding::Nearest,
            };
            scale.apply(cost)
        };
        let (price, paid): (f64, Box<dyn Fn(usize, usize) -> u32>) =
            match (&matrix.costs, &matrix.distances) {
                (Some(costs), _) => (1.0, Box::new(|from, to| costs[from][to])),
                (None, Some(metres)) if per_hour == 0.0 && per_km > 0.0 => {
                    (per_km / 1_000.0, Box::new(|from, to| metres[from][to]))
                }
                (None, Some(metres)) if per_km > 0.0 => {
                    let cost = move |from: usize, to: usize| {
                        let km = f64::from(metres[from][to]) / 1_000.0;
                        whole(f64::from(seconds(from, to)) / 3_600.0 * per_hour + km * per_km)
                    };
                    (1.0 / FINENESS, Box::new(cost))
                }
                _ => (per_hour / 3_600.0, Box::new(seconds)),
            };
        let len = self.nowhere;
        let mut legs = Vec::with_capacity((len + 1) * (len + 1));
        for from in 0..=len {
            for to in 0..=len {
                if from == len || to == len {
                    legs.push(Leg::ZERO);
                    continue;
                }
                legs.push(Leg {
                    seconds: seconds(from, to),
                    metres: paid(from, to),
                });
            }
        }
        if legs
            .iter()
            .any(|leg| leg.metres >= Leg::NONE.metres || !leg.exists())
        {
            let expected =
                "legs that take less than 1,000,000 seconds and cost less than 1,000,000";
            faults.note(0, &format!("matrices.{}", way.profile), "", expected);
        }
        PricedMatrix {
            legs: Arc::new(TravelMatrix::new(len + 1, legs)),
            price,
            metres: matrix.distances.clone().map(Arc::new),
        }
    }

    fn load(&self, amounts: &[i64]) -> Load {
        Load {
            weight: amounts.first().copied().unwrap_or(0),
            volume: amounts.get(1).copied().unwrap_or(0),
        }
    }

    /// Windows on the problem's clock; those that are over before it begins are none.
    fn windows(&self, given: &[[i64; 2]]) -> Vec<Window> {
        if given.is_empty() {
            return vec![ANY_TIME];
        }
        let latest = ANY_TIME.close.0;
        let own = given
            .iter()
            .map(|window| window.map(|clock| clock - self.midnight));
        own.filter(|&[from, to]| to >= 0 && from <= latest)
            .map(|[from, to]| Window::new(Clock(from.max(0)), Clock(to.min(latest))))
            .collect()
    }

    fn client(&self, job: &Job) -> Client {
        let windows = self.windows(&job.windows);
        let may_come = |kind: &Kind| !windows.is_empty() && job.skills.is_subset(&kind.skills);
        let classes = self.kinds.iter().map(|(kind, _)| may_come(kind)).collect();
        Client {
            commodity: self.commodities[job.commodity.as_str()],
            service: Seconds(job.service),
            classes,
            windows: if windows.is_empty() {
                vec![ANY_TIME]
            } else {
                windows
            },
            ..Client::new(
                job.spot.index,
                vec![Pattern::once(0, self.load(&job.amounts))],
            )
        }
    }

    fn commodities(&self, accepts: Option<&Vec<String>>) -> Commodities {
        let Some(accepts) = accepts else {
            return Commodities::ALL;
        };
        let numbers = accepts
            .iter()
            .filter_map(|name| self.commodities.get(name.as_str()));
        numbers.fold(Commodities(0), |set, &number| {
            Commodities(set.0 | Commodities::one(number).0)
        })
    }

    fn disposal(&self, tip: &Tip) -> Disposal {
        let windows = self.windows(&tip.windows);
        Disposal {
            commodities: if windows.is_empty() {
                Commodities(0)
            } else {
                self.commodities(tip.accepts.as_ref())
            },
            windows: if windows.is_empty() {
                vec![ANY_TIME]
            } else {
                windows
            },
            service: Seconds(tip.service),
            price_per_thousand: Money::units(tip.price),
            daily_limit: tip.limit,
            ..Disposal::new(tip.spot.index)
        }
    }

    fn class(
        &self,
        kind: &Kind,
        count: u32,
        matrices: &[PricedMatrix],
        most: Option<u32>,
    ) -> VehicleClass {
        let profile = self.way_of(kind);
        let capacity = Load {
            weight: kind.capacity.first().copied().unwrap_or(NO_LIMIT),
            volume: kind.capacity.get(1).copied().unwrap_or(NO_LIMIT),
        };
        let window = kind.window.map(|window| self.windows(&[window])[0]);
        let pause = kind.pause.and_then(|(window, length)| {
            let begins = *self.windows(&[window]).first()?;
            Some(Lunch {
                begins,
                length: Seconds(length),
            })
        });
        let start = kind.start.unwrap_or(self.nowhere);
        let count = count.min(most.unwrap_or(u32::MAX));
        VehicleClass {
            end: kind.end.unwrap_or(self.nowhere),
            commodities: self.commodities(kind.accepts.as_ref()),
            mixes: kind.mixes,
            shift: window.unwrap_or(ANY_TIME),
            // Checked to be of what is paid for.
            max_distance: kind.max_travel_time.or(kind.max_distance).map(Metres),
            lunch: pause,
            max_clients: kind.max_tasks.map(|most| most as u32),
            ends_empty: kind
                .ends_empty
                .unwrap_or(!self.request.disposals.is_empty()),
            fixed_price: Money::units(kind.fixed),
            price_per_km: Money::units(1_000.0 * matrices[profile].price),
            profile,
            ..VehicleClass::new(start, vec![count], capacity)
        }
    }
}

/// Two stops or vehicles of one id are a fault.
fn once_each<'a>(ids: impl Iterator<Item = (&'a String, u64)>, faults: &mut Faults) {
    let mut known = BTreeSet::new();
    for (path, id) in ids {
        if !known.insert(id) {
            faults.note(0, path, &id.to_string(), "an id of its own");
        }
    }
}

impl Job {
    fn stop(self) -> Stop {
        Stop {
            name: self.name,
            spot: self.spot,
        }
    }
}

impl Tip {
    fn stop(self) -> Stop {
        Stop {
            name: self.name,
            spot: self.spot,
        }
    }
}
