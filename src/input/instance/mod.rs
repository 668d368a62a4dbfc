//! Instances of the literature: routing problems in five text formats, told apart by what is in them.
//!
//! What each format means (roundings, units, what a vehicle may do) is written at the head of its file. An [`Instance`]
//! keeps, beside the solver's problem, the file's own ids, vehicle numbers and distances, so that an answer can be told
//! and priced in the file's terms.

mod cordeau;
mod faults;
mod kim;
mod legs;
mod pose;
mod routing;
#[cfg(test)]
mod sample;
mod solomon;
mod udine;
pub(super) mod vroom;
mod vrplib;
mod weights;

use super::InputError;
use super::bounded::bytes_of;
use crate::vrp::{Activity, Problem, Route, Solution};
use faults::Faults;
use legs::OwnLegs;
use std::path::Path;
use vroom::VroomRequest;

/// Largest file that is read.
const MOST_BYTES: u64 = 64 << 20;
/// Most sites of an instance.
const MOST_SITES: usize = 200_000;
/// Most kinds of vehicles.
const MOST_CLASSES: usize = 1_000;

/// How the literature writes answers to an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolutionForm {
    /// `Route #k: ids`, k the vehicle.
    Routes,
    /// `Day d Route #k: ids`, days from 0.
    RoutesByDay,
    /// The cost, then `depot vehicle duration load 0 ids 0`, depots from 1.
    LinesByDepot,
    /// The cost, then `day vehicle duration load 0 ids 0`, days from 1.
    LinesByDay,
}

/// An instance: the problem, and what its file calls things.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The problem in the solver's whole numbers; valid.
    pub problem: Problem,
    /// How an answer is written.
    pub form: SolutionForm,
    /// The file's id of each client.
    pub client_ids: Vec<u32>,
    /// The file's id of each disposal.
    pub disposal_ids: Vec<u32>,
    /// The numbers of the vehicles of each class, as many as the class has on a day at least.
    pub vehicle_numbers: Vec<Vec<u32>>,
    /// Units of the solver's time in one of the file.
    pub time_factor: f64,
    /// Units of the solver's load in one of the file.
    pub load_factor: f64,
    price: OwnPrice,
}

/// What a route costs in the file's own numbers.
#[derive(Clone, Debug, PartialEq)]
struct OwnPrice {
    legs: OwnLegs,
    /// Price of a vehicle and of a unit of way, by class.
    classes: Vec<(f64, f64)>,
    /// What the sum is divided by in the end.
    divisor: f64,
}

impl Instance {
    /// The way of a route in the file's own numbers.
    #[must_use]
    pub fn way(&self, route: &Route) -> f64 {
        let class = &self.problem.classes[route.class];
        let visited = route
            .activities
            .iter()
            .filter_map(|activity| match *activity {
                Activity::Client(client) => Some(self.problem.clients[client].site),
                Activity::Disposal(disposal) => Some(self.problem.disposals[disposal].site),
                Activity::Break => None,
            });
        let mut at = class.start;
        let mut way = 0.0;
        for site in visited.chain([class.end]) {
            way += self.price.legs.leg(at, site);
            at = site;
        }
        way
    }

    /// The cost of an answer as the literature counts it.
    #[must_use]
    pub fn cost(&self, solution: &Solution) -> f64 {
        let routes = solution.routes.iter();
        let prices = routes.map(|route| {
            let (fixed, unit) = self.price.classes[route.class];
            fixed + unit * self.way(route)
        });
        prices.sum::<f64>() / self.price.divisor
    }
}

/// What a file asks the solver.
#[derive(Clone, Debug)]
pub enum Question {
    /// An instance of the literature.
    Instance(Box<Instance>),
    /// A request in the form of VROOM.
    Vroom(Box<VroomRequest>),
}

impl Question {
    /// The problem; valid.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        match self {
            Self::Instance(instance) => &instance.problem,
            Self::Vroom(request) => &request.problem,
        }
    }

    /// The cost of an answer as the question counts it.
    #[must_use]
    pub fn cost(&self, solution: &Solution) -> f64 {
        match self {
            Self::Instance(instance) => instance.cost(solution),
            Self::Vroom(_) => solution
                .routes
                .iter()
                .map(|route| route.cost.as_units())
                .sum(),
        }
    }
}

/// Reads a file that asks the solver something: an instance of the literature or a request in the form of VROOM. `vehicles`
/// bounds how many vehicles of each kind there are a day.
///
/// # Errors
/// The file cannot be read, or is neither: all its faults.
pub fn read_question(path: &Path, vehicles: Option<u32>) -> Result<Question, InputError> {
    let (name, bytes) = named_bytes(path)?;
    parse_question(&name, &bytes, vehicles)
}

/// Reads a question from its bytes; `name` is what faults call the file.
///
/// # Errors
/// All faults, with line or key, value and what was expected.
pub fn parse_question(
    name: &str,
    bytes: &[u8],
    vehicles: Option<u32>,
) -> Result<Question, InputError> {
    let mut faults = Faults::of(name);
    let is_request = |text: &&str| text.trim_start().starts_with('{') && vroom::is_one(text);
    let Some(text) = text_of(bytes, &mut faults).filter(is_request) else {
        let instance = parse_instance(name, bytes, vehicles)?;
        return Ok(Question::Instance(Box::new(instance)));
    };
    let request = vroom::read(text, vehicles, &mut faults).filter(|_| faults.is_empty());
    let Some(request) = request else {
        return Err(faults.into_error());
    };
    judge(&request.problem, faults)?;
    Ok(Question::Vroom(Box::new(request)))
}

/// Reads an instance file. `vehicles` bounds how many vehicles of each class there are a day; where a file names no
/// number, it is the number.
///
/// # Errors
/// The file cannot be read, or is no instance: all its faults, with line, value and what was expected.
pub fn read_instance(path: &Path, vehicles: Option<u32>) -> Result<Instance, InputError> {
    let (name, bytes) = named_bytes(path)?;
    parse_instance(&name, &bytes, vehicles)
}

fn named_bytes(path: &Path) -> Result<(String, Vec<u8>), InputError> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    match bytes_of(path, MOST_BYTES) {
        Ok(bytes) => Ok((name, bytes)),
        Err(expected) => {
            let mut faults = Faults::of(&name);
            faults.note(0, "", "", expected);
            Err(faults.into_error())
        }
    }
}

/// Reads an instance from its bytes; `name` is what faults call the file.
///
/// # Errors
/// All faults, with line, value and what was expected.
pub fn parse_instance(
    name: &str,
    bytes: &[u8],
    vehicles: Option<u32>,
) -> Result<Instance, InputError> {
    let mut faults = Faults::of(name);
    let instance = text_of(bytes, &mut faults).and_then(|text| parse(text, vehicles, &mut faults));
    let Some(instance) = instance.filter(|_| faults.is_empty()) else {
        return Err(faults.into_error());
    };
    judge(&instance.problem, faults)?;
    Ok(instance)
}

/// Rules of the solver that a problem breaks are faults of its file.
fn judge(problem: &Problem, mut faults: Faults) -> Result<(), InputError> {
    let Err(broken) = problem.validate() else {
        return Ok(());
    };
    for rule in broken {
        faults.note(0, "", "", format!("a {} whose {rule}", rule.what));
    }
    Err(faults.into_error())
}

fn text_of<'a>(bytes: &'a [u8], faults: &mut Faults) -> Option<&'a str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => {
            faults.note(0, "", "", "an instance; the file is empty");
            None
        }
        Ok(text) => Some(text),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
            faults.note(line, "", "", "text in UTF-8");
            None
        }
    }
}

/// Tells the format and reads it. What comes back is not to be used if there are faults.
fn parse(text: &str, vehicles: Option<u32>, faults: &mut Faults) -> Option<Instance> {
    let first = text.trim_start().lines().next().unwrap_or_default();
    if first.starts_with('{') {
        udine::read(text, vehicles, faults)
    } else if vrplib::is_one(text) {
        vrplib::read(text, vehicles, faults)
    } else if text.lines().take(8).any(|line| line.contains("Stop_ID")) {
        kim::read(text, vehicles, faults)
    } else if text
        .lines()
        .any(|line| line.trim_start().starts_with("CUST NO"))
    {
        solomon::read(text, vehicles, faults)
    } else if cordeau::is_header(first) {
        cordeau::read(text, vehicles, faults)
    } else {
        let expected = "an instance in a known format: VRPLIB (NODE_COORD_SECTION, EDGE_WEIGHT_SECTION), Solomon (CUST NO.), Cordeau \
                        (type m n t), Kim (Stop_ID), Udine (GeoJSON) or VROOM (JSON)";
        faults.note(1, "", first, expected);
        None
    }
}

/// Numbers 1, 2, ... of vehicles.
fn numbered(count: u32) -> Vec<u32> {
    (1..=count).collect()
}

/// Text lines with their numbers from 1, trimmed, blank ones left out.
fn lines(text: &str) -> impl Iterator<Item = faults::Line<'_>> {
    let numbered = text.lines().enumerate();
    numbered
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
}
