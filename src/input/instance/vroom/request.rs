//! What a request says, key by key. <https://github.com/VROOM-Project/vroom/blob/master/docs/API.md> is the form; the keys beside
//! it are said at the head of [`super`].

use super::member::Member;
use crate::input::instance::faults::Faults;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Largest amount, clock or price that is read.
const MOST: i64 = 1 << 40;
/// Longest service and pause: four years.
const LONGEST: i64 = 1 << 27;
/// Longest leg.
const LONGEST_LEG: u64 = 100_000_000;
/// Amounts that a stop may have.
const MOST_AMOUNTS: usize = 2;

#[derive(Default)]
pub(super) struct Request {
    pub matrices: BTreeMap<String, Matrix>,
    pub jobs: Vec<Job>,
    pub disposals: Vec<Tip>,
    pub vehicles: Vec<Vehicle>,
}

/// Legs between the places of one way of driving, row by row.
pub(super) struct Matrix {
    pub durations: Vec<Vec<u32>>,
    pub distances: Option<Vec<Vec<u32>>>,
    pub costs: Option<Vec<Vec<u32>>>,
}

/// A row of the matrices, and where that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The row.
    pub index: usize,
    /// Longitude and latitude, if they were given.
    pub location: Option<[f64; 2]>,
}

/// Who somebody is in the request.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its number.
    pub id: u64,
    /// What else it is called.
    pub description: Option<String>,
}

pub(super) struct Job {
    pub path: String,
    pub name: Name,
    pub spot: Spot,
    pub service: i64,
    pub amounts: Vec<i64>,
    /// Whether they are delivered; `None`: there are none.
    pub is_delivery: Option<bool>,
    pub skills: BTreeSet<i64>,
    pub windows: Vec<[i64; 2]>,
    pub commodity: String,
}

pub(super) struct Tip {
    pub path: String,
    pub name: Name,
    pub spot: Spot,
    pub service: i64,
    pub windows: Vec<[i64; 2]>,
    pub accepts: Option<Vec<String>>,
    pub price: f64,
    pub limit: Option<i64>,
}

/// What vehicles of one kind have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kind {
    pub profile: String,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub capacity: Vec<i64>,
    pub fixed: f64,
    pub per_hour: Option<f64>,
    pub per_km: Option<f64>,
    pub speed: f64,
    pub skills: BTreeSet<i64>,
    pub window: Option<[i64; 2]>,
    pub pause: Option<([i64; 2], i64)>,
    pub max_tasks: Option<i64>,
    pub max_travel_time: Option<i64>,
    pub max_distance: Option<i64>,
    pub accepts: Option<Vec<String>>,
    pub mixes: bool,
    pub ends_empty: Option<bool>,
}

pub(super) struct Vehicle {
    pub path: String,
    pub name: Name,
    pub start: Option<Spot>,
    pub end: Option<Spot>,
    pub pause: Option<Name>,
    pub kind: Kind,
}

impl Request {
    pub fn read(document: &Value, faults: &mut Faults) -> Self {
        let mut request = Self::default();
        let Some(mut whole) = Member::of(String::new(), document, faults) else {
            return request;
        };
        if let Some(value) = whole.get("matrices")
            && let Some(matrices) = Member::of("matrices".into(), value, faults)
        {
            request.matrices = read_matrices(&matrices, value, faults);
        }
        let mut of = |key, faults: &mut Faults| {
            let entries = whole.list(key, faults).into_iter();
            entries
                .filter_map(|(path, value)| Member::of(path, value, faults))
                .collect::<Vec<_>>()
        };
        let jobs = of("jobs", faults).into_iter();
        request.jobs = jobs.map(|job| Job::read(job, faults)).collect();
        let tips = of("disposals", faults).into_iter();
        request.disposals = tips.map(|tip| Tip::read(tip, faults)).collect();
        let vehicles = of("vehicles", faults).into_iter();
        request.vehicles = vehicles.map(|own| Vehicle::read(own, faults)).collect();
        whole.idle("shipments", faults);
        whole.end(faults);
        request
    }
}

fn read_matrices(
    matrices: &Member,
    value: &Value,
    faults: &mut Faults,
) -> BTreeMap<String, Matrix> {
    let profiles = value.as_object().into_iter().flatten();
    profiles
        .filter_map(|(profile, value)| {
            let mut matrix = Member::of(matrices.at(profile), value, faults)?;
            let mut table = |key, faults: &mut Faults| {
                matrix.get(key)?;
                Some(read_table(matrix.list(key, faults), faults))
            };
            let [durations, distances, costs] =
                ["durations", "distances", "costs"].map(|key| table(key, faults));
            if durations.is_none() {
                faults.note(0, &matrix.at("durations"), "", "a table of seconds");
            }
            let tables = [&durations, &distances, &costs];
            let lengths: BTreeSet<usize> = tables.into_iter().flatten().map(Vec::len).collect();
            if lengths.len() > 1 {
                faults.note(0, &matrix.path, "", "tables of one size");
            }
            matrix.end(faults);
            let durations = durations?;
            Some((
                profile.clone(),
                Matrix {
                    durations,
                    distances,
                    costs,
                },
            ))
        })
        .collect()
}

fn read_table(rows: Vec<(String, &Value)>, faults: &mut Faults) -> Vec<Vec<u32>> {
    let len = rows.len();
    let row = |(path, value): (String, &Value)| {
        let cells = value.as_array().filter(|cells| cells.len() == len);
        let cell = |cell: &Value| {
            let whole = cell.as_u64().filter(|&leg| leg < LONGEST_LEG);
            whole.map(|leg| leg as u32)
        };
        let read: Option<Vec<u32>> = cells.and_then(|cells| cells.iter().map(cell).collect());
        read.unwrap_or_else(|| {
            let expected = format!("{len} whole numbers from 0 to {}", LONGEST_LEG - 1);
            faults.note(0, &path, &value.to_string(), expected);
            vec![0; len]
        })
    };
    rows.into_iter().map(row).collect()
}

fn read_name(member: &mut Member, faults: &mut Faults) -> Name {
    let id = member.whole("id", 0..=i64::MAX, faults);
    if id.is_none() && member.get("id").is_none() {
        faults.note(0, &member.at("id"), "", "a number of its own");
    }
    Name {
        id: id.unwrap_or(0) as u64,
        description: member.text("description", faults),
    }
}

fn read_spot(
    member: &mut Member,
    [location, index]: [&'static str; 2],
    faults: &mut Faults,
) -> Option<Spot> {
    let given = member.get(location);
    let index_of = member.whole(index, 0..=i64::from(u32::MAX), faults);
    let place = given.and_then(|value| {
        let pair = value.as_array()?;
        let [x, y] = pair.as_slice() else { return None };
        Some([x.as_f64()?, y.as_f64()?])
    });
    if let (Some(value), None) = (given, place) {
        let expected = "longitude and latitude [x, y]";
        faults.note(0, &member.at(location), &value.to_string(), expected);
    }
    if index_of.is_none() && given.is_some() {
        let expected = "the row of the matrices: wasteways asks no server for roads";
        faults.note(0, &member.at(index), "", expected);
    }
    Some(Spot {
        index: index_of? as usize,
        location: place,
    })
}

/// The place that a stop must have.
fn read_stop(member: &mut Member, faults: &mut Faults) -> Spot {
    let spot = read_spot(member, ["location", "location_index"], faults);
    if spot.is_none() && member.get("location").is_none() && member.get("location_index").is_none()
    {
        let expected = "the row of the matrices: wasteways asks no server for roads";
        faults.note(0, &member.at("location_index"), "", expected);
    }
    spot.unwrap_or(Spot {
        index: 0,
        location: None,
    })
}

fn read_window(path: &str, value: &Value, faults: &mut Faults) -> Option<[i64; 2]> {
    let pair = value.as_array().map(Vec::as_slice);
    let read = match pair {
        Some([from, to]) => from.as_i64().zip(to.as_i64()),
        _ => None,
    };
    let window = read.filter(|&(from, to)| 0 <= from && from <= to && to <= MOST);
    if window.is_none() {
        let expected = "two clocks [from, to] in seconds, the second not before the first";
        faults.note(0, path, &value.to_string(), expected);
    }
    window.map(|(from, to)| [from, to])
}

fn read_windows(member: &mut Member, faults: &mut Faults) -> Vec<[i64; 2]> {
    let entries = member.list("time_windows", faults).into_iter();
    let windows: Vec<[i64; 2]> = entries
        .filter_map(|(path, value)| read_window(&path, value, faults))
        .collect();
    if !windows.is_sorted_by(|a, b| a[1] < b[0]) {
        let expected = "windows that follow each other, apart";
        faults.note(0, &member.at("time_windows"), "", expected);
    }
    windows
}

impl Job {
    fn read(mut job: Member, faults: &mut Faults) -> Self {
        let name = read_name(&mut job, faults);
        let spot = read_stop(&mut job, faults);
        let service = job.whole("service", 0..=LONGEST, faults).unwrap_or(0);
        job.idle("setup", faults);
        job.idle("priority", faults);
        let amounts = ["pickup", "delivery", "amount"].map(|key| job.wholes(key, 0..=MOST, faults));
        let is_there = |amounts: &Option<Vec<i64>>| {
            amounts
                .as_ref()
                .is_some_and(|list| list.iter().any(|&own| own > 0))
        };
        let [pickup, delivery, amount] = &amounts;
        // A bare amount is delivered, as older versions of the form had it.
        let is_delivered = is_there(delivery) || is_there(amount);
        if is_there(pickup) && is_delivered {
            let expected = "a pickup or a delivery: wasteways does not carry both at once";
            faults.note(0, &job.path, "", expected);
        }
        let is_delivery = (is_there(pickup) || is_delivered).then_some(is_delivered);
        let mut read = amounts.into_iter().flatten();
        let longest = read.clone().map(|list| list.len()).max().unwrap_or(0);
        let amounts = read.find(|list| list.len() == longest && list.iter().any(|&own| own > 0));
        let amounts = amounts.unwrap_or_else(|| vec![0; longest]);
        if amounts.len() > MOST_AMOUNTS {
            faults.note(0, &job.path, "", "one amount or two");
        }
        let skills = job.wholes("skills", 0..=i64::from(u32::MAX), faults);
        let windows = read_windows(&mut job, faults);
        let commodity = job.text("commodity", faults).unwrap_or_default();
        let path = job.path.clone();
        job.end(faults);
        Self {
            path,
            name,
            spot,
            service,
            amounts,
            is_delivery,
            skills: skills.into_iter().flatten().collect(),
            windows,
            commodity,
        }
    }
}

impl Tip {
    fn read(mut tip: Member, faults: &mut Faults) -> Self {
        let read = Self {
            path: tip.path.clone(),
            name: read_name(&mut tip, faults),
            spot: read_stop(&mut tip, faults),
            service: tip.whole("service", 0..=LONGEST, faults).unwrap_or(0),
            windows: read_windows(&mut tip, faults),
            accepts: tip.texts("accepts", faults),
            price: tip.number("price", 0.0..=1e7, faults).unwrap_or(0.0),
            limit: tip.whole("limit", 0..=MOST, faults),
        };
        tip.end(faults);
        read
    }
}

impl Vehicle {
    fn read(mut own: Member, faults: &mut Faults) -> Self {
        let name = read_name(&mut own, faults);
        let start = read_spot(&mut own, ["start", "start_index"], faults);
        let end = read_spot(&mut own, ["end", "end_index"], faults);
        if start.is_none() && end.is_none() {
            faults.note(0, &own.at("start_index"), "", "a start or an end");
        }
        let (pause, lunch) = read_pause(&mut own, faults);
        let window = own
            .get("time_window")
            .and_then(|value| read_window(&own.at("time_window"), value, faults));
        let [fixed, per_hour, per_km] = read_costs(&mut own, faults);
        let skills = own.wholes("skills", 0..=i64::from(u32::MAX), faults);
        let kind = Kind {
            profile: own.text("profile", faults).unwrap_or_else(|| "car".into()),
            start: start.as_ref().map(|spot| spot.index),
            end: end.as_ref().map(|spot| spot.index),
            capacity: own.wholes("capacity", 0..=MOST, faults).unwrap_or_default(),
            fixed: fixed.unwrap_or(0.0),
            per_hour,
            per_km,
            speed: own
                .number("speed_factor", 0.01..=5.0, faults)
                .unwrap_or(1.0),
            skills: skills.into_iter().flatten().collect(),
            window,
            pause: lunch,
            max_tasks: own.whole("max_tasks", 0..=i64::from(u32::MAX), faults),
            max_travel_time: own.whole("max_travel_time", 0..=MOST, faults),
            max_distance: own.whole("max_distance", 0..=MOST, faults),
            accepts: own.texts("accepts", faults),
            mixes: own.flag("mixes", faults).unwrap_or(true),
            ends_empty: own.flag("ends_empty", faults),
        };
        own.idle("steps", faults);
        let path = own.path.clone();
        own.end(faults);
        Self {
            path,
            name,
            start,
            end,
            pause,
            kind,
        }
    }
}

/// Price of a vehicle, of an hour of travel and of a kilometre.
fn read_costs(own: &mut Member, faults: &mut Faults) -> [Option<f64>; 3] {
    let Some(value) = own.get("costs") else {
        return [None; 3];
    };
    let Some(mut costs) = Member::of(own.at("costs"), value, faults) else {
        return [None; 3];
    };
    let read = ["fixed", "per_hour", "per_km"].map(|key| costs.number(key, 0.0..=1e7, faults));
    costs.idle("per_task_hour", faults);
    costs.end(faults);
    read
}

type Pause = ([i64; 2], i64);

fn read_pause(own: &mut Member, faults: &mut Faults) -> (Option<Name>, Option<Pause>) {
    let mut breaks = own.list("breaks", faults).into_iter();
    let first = breaks.next();
    for (path, value) in breaks {
        faults.note(0, &path, &value.to_string(), "at most one break a vehicle");
    }
    let Some(mut pause) = first.and_then(|(path, value)| Member::of(path, value, faults)) else {
        return (None, None);
    };
    let name = read_name(&mut pause, faults);
    let length = pause.whole("service", 0..=LONGEST, faults).unwrap_or(0);
    let windows = read_windows(&mut pause, faults);
    if windows.len() != 1 {
        let expected = "one window in which the break begins";
        faults.note(0, &pause.at("time_windows"), "", expected);
    }
    let window = windows.first().copied();
    pause.end(faults);
    (Some(name), window.map(|window| (window, length)))
}
