//! Periodic rounds with intermediate facilities from the University of Udine: GeoJSON with `info`, a `duration` table in
//! minutes and features whose `properties` say what stands there.
//!
//! Cost is minutes of travel, which need not be the same both ways; the solver counts thousandths of a minute, travel to
//! the nearest and service upwards. Travel and service of a route are at most `maxDuration`; a facility empties the vehicle
//! and is visited last. A client of frequency f is visited on every (horizon / f)-th day from any first day, with its
//! whole demand each time.

use super::faults::Faults;
use super::legs::OwnLegs;
use super::pose::{self, LoadUnit};
use super::{Instance, OwnPrice, SolutionForm, numbered};
use crate::quantity::{Leg, Rounding, Scale, Seconds, TravelMatrix};
use crate::vrp::{Client, Disposal, Pattern, Problem, VehicleClass};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::sync::Arc;

/// Units of the solver in a minute.
const FACTOR: f64 = 1000.0;
/// Longest leg or time in minutes.
const LONGEST: f64 = 30_000.0;
/// Most sites; the table has their square.
const MOST_SITES: usize = 4_000;
/// Most days of a horizon.
const MOST_DAYS: f64 = 32.0;
/// Largest load.
const LARGEST: f64 = 1e9;

/// A file, every key of which is understood or says nothing that is not said elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    info: Info,
    features: Vec<Feature>,
    duration: Vec<Vec<f64>>,
    #[serde(default, rename = "type")]
    _kind: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Info {
    num_vehicles: f64,
    max_duration: f64,
    max_capacity: f64,
    planning_horizon: f64,
    /// Where it is, and what the features say each: how many of a kind, of a frequency, and how much in all.
    #[serde(default, rename = "area")]
    _area: IgnoredAny,
    #[serde(default, rename = "customer")]
    _customers: IgnoredAny,
    #[serde(default, rename = "depot")]
    _depots: IgnoredAny,
    #[serde(default, rename = "intermediateFacility")]
    _facilities: IgnoredAny,
    #[serde(default, rename = "frequency")]
    _frequencies: IgnoredAny,
    #[serde(default, rename = "totDemand")]
    _demand: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Feature {
    properties: Site,
    #[serde(default, rename = "id")]
    _id: IgnoredAny,
    #[serde(default, rename = "type")]
    _kind: IgnoredAny,
    /// For maps: minutes are in the table.
    #[serde(default, rename = "geometry")]
    _geometry: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    id: f64,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    frequency: f64,
    #[serde(default)]
    demand: f64,
    #[serde(default)]
    service: f64,
}

pub(super) fn read(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let mut file: File = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let expected = format!(
                "info, features and duration of Udine, or jobs, vehicles and matrices of VROOM ({error})"
            );
            faults.note(error.line(), "", "", expected);
            return None;
        }
    };
    file.check(faults);
    file.check_minutes(faults);
    let by_id = |a: &Feature, b: &Feature| a.properties.id.total_cmp(&b.properties.id);
    file.features.sort_by(by_id);
    let features = file.features.iter();
    let sites: Vec<&Site> = features.map(|feature| &feature.properties).collect();
    check_sites(&sites, file.info.planning_horizon, faults);
    let roles = faults.is_empty().then(|| Roles::of(&sites, faults))??;
    Some(file.instance(&sites, &roles, vehicles.unwrap_or(u32::MAX)))
}

/// Who is what.
struct Roles {
    depot: usize,
    customers: Vec<usize>,
    facilities: Vec<usize>,
}

impl Roles {
    fn of(sites: &[&Site], faults: &mut Faults) -> Option<Self> {
        let of_kind = |kind: &str| {
            let all = 0..sites.len();
            all.filter(|&at| sites[at].kind == kind).collect::<Vec<_>>()
        };
        let depots = of_kind("depot");
        let (customers, facilities) = (of_kind("customer"), of_kind("intermediateFacility"));
        let [depot] = depots[..] else {
            faults.note(0, "type", &depots.len().to_string(), "one depot");
            return None;
        };
        if customers.is_empty() || facilities.is_empty() {
            faults.note(0, "type", "", "a customer and an intermediateFacility");
            return None;
        }
        Some(Self {
            depot,
            customers,
            facilities,
        })
    }
}

/// A number within bounds.
fn check(place: &str, number: f64, is_good: bool, expected: &str, faults: &mut Faults) {
    if !is_good {
        faults.note(0, place, &number.to_string(), expected);
    }
}

fn is_whole(number: f64, least: f64, most: f64) -> bool {
    number.fract() == 0.0 && (least..=most).contains(&number)
}

/// Every id from 0 on once, and numbers that make sense. Sites are sorted by id.
fn check_sites(sites: &[&Site], horizon: f64, faults: &mut Faults) {
    let is_next = |(at, site): &(usize, &&Site)| site.id == *at as f64;
    if let Some((_, site)) = sites.iter().enumerate().find(|pair| !is_next(pair)) {
        let expected = format!("every id from 0 to {} once", sites.len() - 1);
        faults.note(0, "id", &site.id.to_string(), expected);
    }
    for site in sites {
        let name = |what: &str| format!("{what} of site {}", site.id);
        let kinds = ["depot", "customer", "intermediateFacility"];
        if !kinds.contains(&site.kind.as_str()) {
            faults.note(0, &name("type"), &site.kind, kinds.join(", "));
        }
        let is_load = (0.0..=LARGEST).contains(&site.demand);
        check(
            &name("demand"),
            site.demand,
            is_load,
            "a load from 0 to a billion",
            faults,
        );
        let is_time = (0.0..=LONGEST).contains(&site.service);
        check(
            &name("service"),
            site.service,
            is_time,
            "minutes from 0 to 30000",
            faults,
        );
        let is_client = site.kind == "customer";
        let is_free = is_client || (site.demand == 0.0 && site.frequency == 0.0);
        check(
            &name("demand"),
            site.demand,
            is_free,
            "no demand and no frequency but a customer's",
            faults,
        );
        let is_at_work = site.kind != "depot" || site.service == 0.0;
        check(
            &name("service"),
            site.service,
            is_at_work,
            "0 at the depot",
            faults,
        );
        let divides = is_whole(site.frequency, 1.0, horizon) && horizon % site.frequency == 0.0;
        let is_good = site.kind != "customer" || divides;
        check(
            &name("frequency"),
            site.frequency,
            is_good,
            "a whole number that divides the horizon",
            faults,
        );
    }
}

impl File {
    fn check(&self, faults: &mut Faults) {
        let info = &self.info;
        let vehicles = is_whole(info.num_vehicles, 1.0, f64::from(u32::MAX));
        check(
            "numVehicles",
            info.num_vehicles,
            vehicles,
            "a whole number from 1 up",
            faults,
        );
        let longest = (0.0..=LONGEST).contains(&info.max_duration);
        check(
            "maxDuration",
            info.max_duration,
            longest,
            "minutes from 0 to 30000",
            faults,
        );
        let load = (0.0..=LARGEST).contains(&info.max_capacity);
        check(
            "maxCapacity",
            info.max_capacity,
            load,
            "a load from 0 to a billion",
            faults,
        );
        let days = is_whole(info.planning_horizon, 1.0, MOST_DAYS);
        check(
            "planningHorizon",
            info.planning_horizon,
            days,
            "1 to 32 days",
            faults,
        );
        let len = self.features.len();
        check(
            "features",
            len as f64,
            (1..=MOST_SITES).contains(&len),
            "1 to 4000 features",
            faults,
        );
        let is_square =
            self.duration.len() == len && self.duration.iter().all(|row| row.len() == len);
        let rows = self.duration.len() as f64;
        check(
            "duration",
            rows,
            is_square,
            &format!("{len} rows of {len} minutes"),
            faults,
        );
    }

    fn check_minutes(&self, faults: &mut Faults) {
        for (row, minutes) in self.duration.iter().enumerate() {
            for &leg in minutes {
                let is_good = (0.0..=LONGEST).contains(&leg);
                check(
                    &format!("duration, row {row}"),
                    leg,
                    is_good,
                    "minutes from 0 to 30000",
                    faults,
                );
            }
        }
    }

    fn instance(&self, sites: &[&Site], roles: &Roles, vehicles: u32) -> Instance {
        let loads = sites.iter().map(|site| site.demand);
        let unit = LoadUnit::of(loads.chain([self.info.max_capacity]));
        let num_days = self.info.planning_horizon as u8;
        let most = vehicles.min(roles.customers.len() as u32);
        let count = (self.info.num_vehicles as u32).min(most);
        let client = |&at: &usize| sites[at].client(at, num_days, unit);
        let facility = |&at: &usize| sites[at].facility(at);
        let ids = |which: &[usize]| which.iter().map(|&at| at as u32).collect();
        Instance {
            form: SolutionForm::RoutesByDay,
            client_ids: ids(&roles.customers),
            disposal_ids: ids(&roles.facilities),
            vehicle_numbers: vec![numbered(count)],
            time_factor: FACTOR,
            load_factor: unit.factor,
            problem: Problem {
                clients: roles.customers.iter().map(client).collect(),
                disposals: roles.facilities.iter().map(facility).collect(),
                classes: vec![self.info.class(roles.depot, count, unit)],
                ..Problem::new(num_days, vec![Arc::new(self.travel())])
            },
            price: OwnPrice {
                legs: OwnLegs::Table {
                    len: sites.len(),
                    legs: self.duration.concat(),
                },
                classes: vec![(0.0, 1.0)],
                divisor: 1.0,
            },
        }
    }

    fn travel(&self) -> TravelMatrix {
        let scale = Scale {
            factor: FACTOR,
            rounding: Rounding::Nearest,
        };
        let legs = self.duration.iter().flatten().map(|&minutes| {
            let thousandths = scale.apply(minutes);
            Leg {
                seconds: thousandths,
                metres: thousandths,
            }
        });
        TravelMatrix::new(self.duration.len(), legs.collect())
    }
}

impl Info {
    fn class(&self, depot: usize, count: u32, unit: LoadUnit) -> VehicleClass {
        let capacity = unit.capacity(Some(self.max_capacity));
        let every_day = vec![count; self.planning_horizon as usize];
        VehicleClass {
            max_duration: pose::seconds((self.max_duration * FACTOR + 1e-6) as i64),
            ends_empty: true,
            ..pose::vehicles(depot, every_day, capacity)
        }
    }
}

impl Site {
    fn client(&self, at: usize, num_days: u8, unit: LoadUnit) -> Client {
        let load = unit.load(self.demand);
        let step = num_days / self.frequency as u8;
        let from = |first| {
            (first..num_days)
                .step_by(usize::from(step))
                .collect::<Vec<u8>>()
        };
        let patterns: Vec<Pattern> = (0..step)
            .map(|first| pose::pattern(&from(first), load))
            .collect();
        Client {
            patterns,
            service: self.service(),
            ..pose::client(at, load)
        }
    }

    fn facility(&self, at: usize) -> Disposal {
        Disposal {
            service: self.service(),
            ..pose::disposal(at)
        }
    }

    fn service(&self) -> Seconds {
        pose::seconds((self.service * FACTOR - 1e-6).ceil() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{answer, parsed, spoiled};
    use crate::quantity::Seconds;
    use crate::vrp::Activity::{Client, Disposal};

    const ROUND: &str = r#"{"type": "FeatureCollection",
        "info": {"numVehicles": 2, "maxDuration": 149, "maxCapacity": 107, "planningHorizon": 4},
        "features": [
            {"properties": {"id": 0, "type": "depot", "frequency": 0.0, "demand": 0.0, "service": 0.0}},
            {"properties": {"id": 2, "type": "customer", "frequency": 1.0, "demand": 5.0, "service": 6.5}},
            {"properties": {"id": 1, "type": "customer", "frequency": 2.0, "demand": 23.0, "service": 6.0}},
            {"properties": {"id": 3, "type": "intermediateFacility", "service": 4.0}}],
        "duration": [[0, 1, 2, 3], [4, 0, 5, 6], [7, 8, 0, 9.125], [10, 11, 12, 0]]}"#;

    #[test]
    fn frequencies_are_patterns_and_ways_are_not_symmetric() {
        let instance = parsed(ROUND);
        let problem = &instance.problem;
        let days = |client: usize, pattern: usize| {
            let visits = problem.clients[client].patterns[pattern].visits.iter();
            visits.map(|visit| visit.day).collect::<Vec<_>>()
        };
        assert_eq!((days(0, 0), days(0, 1)), (vec![0, 2], vec![1, 3]));
        assert_eq!(problem.clients[1].patterns.len(), 4);
        assert_eq!(problem.clients[1].service, Seconds(6_500));
        assert_eq!(problem.disposals[0].service, Seconds(4_000));
        assert_eq!(problem.classes[0].max_duration, Seconds(149_000));
        assert_eq!(problem.classes[0].count, [2; 4]);
        assert!(problem.classes[0].ends_empty);
        let route = [Client(0), Client(1), Disposal(0)];
        // 1 + 5 + 9.125 + 10 minutes.
        assert_eq!(instance.cost(&answer(&instance, &[(0, 1, &route)])), 25.125);
    }

    #[test]
    fn each_fault_is_named() {
        spoiled(ROUND, "\"id\": 2", "\"id\": 7", "every id from 0 to 3 once");
        spoiled(
            ROUND,
            "\"frequency\": 2.0",
            "\"frequency\": 3.0",
            "divides the horizon",
        );
        spoiled(ROUND, "[4, 0, 5, 6]", "[4, 0, 5]", "4 rows of 4 minutes");
        spoiled(ROUND, "9.125", "-9", "duration, row 2");
        spoiled(
            ROUND,
            "9.125",
            "null",
            "info, features and duration of Udine",
        );
        spoiled(
            ROUND,
            "\"planningHorizon\": 4",
            "\"planningHorizon\": 4e9",
            "1 to 32 days",
        );
        spoiled(
            ROUND,
            "\"maxCapacity\": 107",
            "\"maxCapacity\": -1",
            "maxCapacity",
        );
        spoiled(ROUND, "\"depot\"", "\"dump\"", "intermediateFacility");
    }
}
