//! The answer to a request in the form of VROOM.

use crate::input::{NamedVehicle, Spot, VroomRequest, VroomStop};
use crate::quantity::Clock;
use crate::vrp::{Activity, Client, Disposal, Load, Route, Solution};
use serde_json::{Map, Value, json};

/// What a solution is in the form of VROOM: `summary`, `unassigned` and `routes` with their steps; a step at a place that empties
/// the vehicle is of the type `disposal`. Nothing depends on the machine: how long it took stands elsewhere.
///
/// ```
/// use wasteways::input::{Question, parse_question};
/// use wasteways::report::vroom_answer;
/// use wasteways::vrp::{Budget, SolveParams, Watch, solve};
///
/// let request = r#"{
///     "matrices": { "car": { "durations": [[0, 60, 90], [60, 0, 40], [90, 40, 0]] } },
///     "jobs": [{ "id": 1, "location_index": 1 }, { "id": 2, "location_index": 2 }],
///     "vehicles": [{ "id": 1, "start_index": 0, "end_index": 0 }] }"#;
/// let Question::Vroom(request) = parse_question("request.json", request.as_bytes(), None)? else {
///     unreachable!("it has vehicles")
/// };
/// let params = SolveParams { budget: Budget::Iterations(100), ..SolveParams::default() };
/// let solution = solve(&request.problem, &params, None, &Watch::default());
/// assert_eq!(vroom_answer(&request, &solution)["summary"]["cost"], 190.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn vroom_answer(request: &VroomRequest, solution: &Solution) -> Value {
    let mut used = vec![0; request.vehicles.len()];
    let routes: Vec<Value> = solution
        .routes
        .iter()
        .map(|route| {
            let vehicle = &request.vehicles[route.class][used[route.class]];
            used[route.class] += 1;
            Told::of(request, route, vehicle).finish()
        })
        .collect();
    let sum = |key: &str| -> Value {
        let values = routes.iter().map(|route| &route[key]);
        match routes.first().map(|route| &route[key]) {
            Some(Value::Array(first)) => (0..first.len())
                .map(|at| {
                    values
                        .clone()
                        .filter_map(|list| list[at].as_i64())
                        .sum::<i64>()
                })
                .collect(),
            _ => json!(values.filter_map(Value::as_i64).sum::<i64>()),
        }
    };
    let unassigned: Vec<Value> = solution
        .unserved
        .iter()
        .map(|missing| {
            let mut job = at(Some(&request.jobs[missing.client].spot));
            name(&mut job, &request.jobs[missing.client]);
            job.insert("type".into(), json!("job"));
            job.into()
        })
        .collect();
    let cost = solution
        .routes
        .iter()
        .map(|route| route.cost.as_units())
        .sum();
    let mut summary = Map::from_iter([
        ("cost".to_owned(), json!(super::rounded(cost))),
        ("routes".to_owned(), json!(routes.len())),
        ("unassigned".to_owned(), json!(unassigned.len())),
        ("violations".to_owned(), json!([])),
        ("priority".to_owned(), json!(0)),
    ]);
    for key in [
        "delivery",
        "pickup",
        "setup",
        "service",
        "duration",
        "waiting_time",
    ] {
        summary.insert(key.into(), sum(key));
    }
    if request.metres.iter().all(Option::is_some) {
        summary.insert("distance".into(), sum("distance"));
    }
    json!({ "code": 0, "summary": summary, "unassigned": unassigned, "routes": routes })
}

/// A place, as far as it is known.
fn at(spot: Option<&Spot>) -> Map<String, Value> {
    let mut map = Map::new();
    if let Some(spot) = spot {
        map.insert("location_index".into(), json!(spot.index));
        if let Some(location) = spot.location {
            map.insert("location".into(), json!(location));
        }
    }
    map
}

fn name(map: &mut Map<String, Value>, stop: &VroomStop) {
    map.insert("id".into(), json!(stop.name.id));
    if let Some(description) = &stop.name.description {
        map.insert("description".into(), json!(description));
    }
}

/// A route as far as it is told.
struct Told<'a> {
    request: &'a VroomRequest,
    route: &'a Route,
    vehicle: &'a NamedVehicle,
    steps: Vec<Value>,
    /// The row where it stands, and when it leaves.
    site: usize,
    departs: Clock,
    /// Since the start.
    travelled: i64,
    metres: i64,
    waited: i64,
    served: i64,
    aboard: Load,
    collected: Load,
}

impl<'a> Told<'a> {
    fn of(request: &'a VroomRequest, route: &'a Route, vehicle: &'a NamedVehicle) -> Self {
        let problem = &request.problem;
        let mut collected = Load::default();
        for activity in &route.activities {
            if let Activity::Client(client) = *activity {
                let load = problem.clients[client].patterns[0].visits[0].load;
                collected.weight += load.weight;
                collected.volume += load.volume;
            }
        }
        let mut told = Self {
            request,
            route,
            vehicle,
            steps: Vec::new(),
            site: problem.classes[route.class].start,
            departs: route.leaves,
            travelled: 0,
            metres: 0,
            waited: 0,
            served: 0,
            aboard: if request.is_delivery {
                collected
            } else {
                Load::default()
            },
            collected,
        };
        if vehicle.start.is_some() {
            told.step("start", at(vehicle.start.as_ref()), route.leaves, [0, 0]);
        }
        told
    }

    fn amounts(&self, load: Load) -> Vec<i64> {
        [load.weight, load.volume][..self.request.amounts].to_vec()
    }

    fn finish(mut self) -> Value {
        let activities = self.route.activities.iter().zip(&self.route.begins);
        for (activity, &begin) in activities {
            match *activity {
                Activity::Client(client) => self.serve(client, begin),
                Activity::Disposal(disposal) => self.tip(disposal, begin),
                Activity::Break => self.rest(begin),
            }
        }
        let class = &self.request.problem.classes[self.route.class];
        let arrival = self.drive(class.end);
        if self.vehicle.end.is_some() {
            self.step("end", at(self.vehicle.end.as_ref()), arrival, [0, 0]);
        }
        let none = self.amounts(Load::default());
        let all = self.amounts(self.collected);
        let (delivery, pickup) = match self.request.is_delivery {
            true => (all, none),
            false => (none, all),
        };
        let mut route = json!({
            "vehicle": self.vehicle.name.id,
            "cost": super::rounded(self.route.cost.as_units()),
            "delivery": delivery,
            "pickup": pickup,
            "setup": 0,
            "service": self.served,
            "duration": self.travelled,
            "waiting_time": self.waited,
            "priority": 0,
            "steps": self.steps,
            "violations": [],
        });
        if let Some(description) = &self.vehicle.name.description {
            route["description"] = json!(description);
        }
        if self.request.metres[self.route.class].is_some() {
            route["distance"] = json!(self.metres);
        }
        route
    }

    /// Drives on to a row; gives the arrival there.
    fn drive(&mut self, site: usize) -> Clock {
        let class = &self.request.problem.classes[self.route.class];
        let leg = self.request.problem.travel[class.profile].leg(self.site, site);
        let metres = self.request.metres[self.route.class].as_ref();
        let row = metres.and_then(|rows| rows.get(self.site)?.get(site));
        self.metres += row.map_or(0, |&metres| i64::from(metres));
        self.travelled += leg.time().0;
        self.site = site;
        self.departs + leg.time()
    }

    fn serve(&mut self, client: usize, begin: Clock) {
        let request = self.request;
        let Client {
            site,
            service,
            patterns,
            ..
        } = &request.problem.clients[client];
        let load = patterns[0].visits[0].load;
        let sign = if request.is_delivery { -1 } else { 1 };
        let arrival = self.drive(*site);
        self.aboard.weight += sign * load.weight;
        self.aboard.volume += sign * load.volume;
        let mut step = at(Some(&request.jobs[client].spot));
        name(&mut step, &request.jobs[client]);
        // VROOM's own readers look for the job's number here.
        step.insert("job".into(), json!(request.jobs[client].name.id));
        self.step("job", step, arrival, [(begin - arrival).0, service.0]);
    }

    fn tip(&mut self, disposal: usize, begin: Clock) {
        let request = self.request;
        let Disposal { site, .. } = request.problem.disposals[disposal];
        let arrival = self.drive(site);
        let unloading = request.problem.disposals[disposal].unloading(self.aboard.weight);
        self.aboard = Load::default();
        let mut step = at(Some(&request.disposals[disposal].spot));
        name(&mut step, &request.disposals[disposal]);
        self.step(
            "disposal",
            step,
            arrival,
            [(begin - arrival).0, unloading.0],
        );
    }

    fn rest(&mut self, begin: Clock) {
        let class = &self.request.problem.classes[self.route.class];
        let length = class.lunch.map_or(0, |lunch| lunch.length.0);
        let mut step = Map::new();
        if let Some(pause) = &self.vehicle.pause {
            step.insert("id".into(), json!(pause.id));
            if let Some(description) = &pause.description {
                step.insert("description".into(), json!(description));
            }
        }
        self.step(
            "break",
            step,
            self.departs,
            [(begin - self.departs).0, length],
        );
    }

    fn step(
        &mut self,
        kind: &str,
        mut step: Map<String, Value>,
        arrival: Clock,
        [waits, service]: [i64; 2],
    ) {
        self.waited += waits;
        self.served += service;
        self.departs = Clock(arrival.0 + waits + service);
        let figures = [
            ("type", json!(kind)),
            ("arrival", json!(arrival.0 + self.request.midnight)),
            ("duration", json!(self.travelled)),
            ("setup", json!(0)),
            ("service", json!(service)),
            ("waiting_time", json!(waits)),
            ("load", json!(self.amounts(self.aboard))),
            ("violations", json!([])),
        ];
        step.extend(figures.map(|(key, value)| (key.to_owned(), value)));
        if self.request.metres[self.route.class].is_some() {
            step.insert("distance".into(), json!(self.metres));
        }
        self.steps.push(step.into());
    }
}
