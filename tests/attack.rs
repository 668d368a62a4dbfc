//! Attacks that go on: districts at every boundary, whose plans must be clean for the judge, and spoiled plans and journals
//! given to the program itself, which must answer in time, within its memory, with an exit code of the contract, and write
//! nothing after a fault. The seeds are fixed; `WASTEWAYS_ATTACK_TIMES` makes so many times as many, the same on every machine;
//! `WASTEWAYS_ATTACK_SECONDS` goes on for as long as one likes, from another seed with `WASTEWAYS_ATTACK_SEED`.

#![cfg(feature = "cli")]

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wasteways::district::{Base, District, Draft, Place, Rest, Role};
use wasteways::generate::{GenerateParams, generate};
use wasteways::planner::{Budget, PlanParams, Watch, plan};
use wasteways::quantity::{Clock, Kilograms, Litres, Seconds, Window};
use wasteways::roads::RoadNetwork;

/// Until when an attack goes on: so many rounds, or as long as one likes.
struct Rounds {
    most: u32,
    made: u32,
    until: Option<Instant>,
    random: Pcg64,
}

impl Rounds {
    fn new(usual: u32) -> Self {
        let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
        let seconds = number("WASTEWAYS_ATTACK_SECONDS");
        Self {
            most: usual * number("WASTEWAYS_ATTACK_TIMES").unwrap_or(1) as u32,
            made: 0,
            until: seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds)),
            random: Pcg64::seed_from_u64(number("WASTEWAYS_ATTACK_SEED").unwrap_or(17)),
        }
    }

    /// A generator of the next round's own; `None` when it is over.
    fn next(&mut self) -> Option<(u32, Pcg64)> {
        let goes_on = match self.until {
            Some(until) => Instant::now() < until,
            None => self.made < self.most,
        };
        self.made += 1;
        goes_on.then(|| (self.made, Pcg64::seed_from_u64(self.random.random())))
    }
}

fn one<T: Copy>(random: &mut Pcg64, of: &[T]) -> T {
    of[random.random_range(0..of.len())]
}

/// A small district of which some figures are pushed to their limits.
fn boundary_district(random: &mut Pcg64) -> (District, RoadNetwork) {
    let towns = random.random_range(1..=2);
    let villages = towns * random.random_range(1..=4);
    let points = one(random, &[12, 25, 40, 60]) * towns;
    let params = GenerateParams::sized(towns, villages, points, random.random());
    let made = generate(&params).expect("a district of this size");
    let (mut district, network) = (made.district, made.network);
    for _ in 0..random.random_range(1..=7) {
        let mut pushed = Draft::from(district.clone());
        if random.random_bool(0.5) {
            push_vehicles(&mut pushed, random);
        } else {
            push_facilities(&mut pushed, random);
        }
        // A push beyond the boundary, such as a shift that ends before it begins, is dropped.
        district = District::try_from(pushed).unwrap_or(district);
    }
    (district, network)
}

fn push_vehicles(district: &mut Draft, random: &mut Pcg64) {
    let what = random.random_range(0..10);
    for vehicle in &mut district.vehicles {
        if vehicle.role == Role::Feeder || random.random_bool(0.3) {
            continue;
        }
        let hour = |hour: i64| Clock::at(hour, 0);
        match what {
            0 => {
                let minutes = one(random, &[60, 75, 90, 120, 200, 720]);
                vehicle.max_duration = Some(Seconds::minutes(minutes));
            }
            1 => vehicle.count = one(random, &[0, 1, 1, 2]),
            2 => vehicle.shift.close = one(random, &[hour(7), hour(8), hour(12), hour(25)]),
            3 => vehicle.payload = Kilograms(one(random, &[200, 500, 1_000])),
            4 => vehicle.body = Litres(one(random, &[900, 2_000, 4_000])),
            5 => vehicle.availability = one(random, &[0.4, 0.8, 0.95]),
            6 => vehicle.days_per_week = Some(one(random, &[3, 5, 6])),
            7 => {
                let after = Seconds::minutes(one(random, &[30, 60, 120]));
                let length = Seconds::minutes(one(random, &[10, 30, 60]));
                vehicle.rest = Some(Rest { after, length });
            }
            8 => vehicle.speed_factor = one(random, &[0.2, 0.5]),
            _ => vehicle.shift.open = one(random, &[hour(4), hour(6)]),
        }
    }
}

fn push_facilities(district: &mut Draft, random: &mut Pcg64) {
    let hour = |hour: i64| Clock::at(hour, 0);
    let window = |random: &mut Pcg64| Window {
        open: one(random, &[hour(5), hour(7), hour(9)]),
        close: one(random, &[hour(9), hour(10), hour(12), hour(16)]),
    };
    match random.random_range(0..8) {
        0 => {
            for station in &mut district.stations {
                station.gate.docks = Some(1);
                station.gate.unload = Seconds::minutes(one(random, &[5, 30, 60]));
            }
        }
        1 => {
            for station in &mut district.stations {
                station.gate.window = window(random);
            }
        }
        2 => {
            for station in &mut district.stations {
                station.storage = Some(Kilograms(one(random, &[800, 3_000, 8_000])));
            }
        }
        3 => {
            for station in &mut district.stations {
                station.gate.daily_limit = Some(Kilograms(one(random, &[500, 2_000, 5_000])));
            }
        }
        4 => {
            for plant in &mut district.plants {
                plant.gate.docks = Some(1);
                plant.gate.window = window(random);
            }
        }
        5 => {
            let away = one(random, &[0.3, 1.2]);
            for plant in &mut district.plants {
                let Place {
                    longitude,
                    latitude,
                } = plant.place;
                plant.place = Place::new(longitude + away, latitude);
            }
            // Haulers that stood there have a yard of their own now.
            let home = district.villages[0].place;
            for vehicle in district
                .vehicles
                .iter_mut()
                .filter(|own| own.role == Role::Hauler)
            {
                (vehicle.base, vehicle.end_base) = (Base::At(home), Base::At(home));
            }
        }
        6 => {
            for bins in district.points.iter_mut().flat_map(|point| &mut point.bins) {
                bins.visits_per_week = Some(one(random, &[1, 2, 3, 5, 7]));
                bins.service = Seconds(one(random, &[60, 600, 1_800]));
            }
        }
        _ => {
            for bins in district.points.iter_mut().flat_map(|point| &mut point.bins) {
                if random.random_bool(0.3) {
                    bins.window = window(random);
                }
            }
        }
    }
}

/// Whatever a district asks, what is planned is kept, and what cannot be is named. Bins that are too small are the
/// district's, not the plan's.
#[test]
fn plans_at_the_boundary_are_clean() {
    let mut rounds = Rounds::new(60);
    while let Some((round, mut random)) = rounds.next() {
        let (district, network) = boundary_district(&mut random);
        if district.validate().is_err() {
            continue; // pushed beyond a limit
        }
        // A plant beyond the roads is driven to as the crow flies.
        let network = random.random_bool(0.5).then_some(&network);
        let params = PlanParams {
            budget: Some(Budget::Iterations(60)),
            ..PlanParams::default()
        };
        let outcome = plan(&district, network, &params, &Watch::default());
        let findings = outcome.judgement.findings.iter();
        let broken: Vec<_> = findings
            .filter(|finding| finding.promise != "bins")
            .collect();
        assert!(broken.is_empty(), "round {round}: {broken:#?}");
    }
    println!("{} districts", rounds.made - 1);
}

/// Most seconds and KiB of memory of a run, threads and all.
const MOST_SECONDS: u64 = 10;
const MOST_KIB: u64 = 1 << 20;

/// Runs the program within its limits, and gives its exit code and what it said.
fn run(arguments: &[&str]) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_wasteways");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        let limits = format!("ulimit -v {MOST_KIB}; exec \"$0\" \"$@\"");
        shell.args(["-c", &limits, program]);
        shell
    } else {
        Command::new(program)
    };
    let begun = Instant::now();
    let mut child = command
        .args(arguments)
        .args(["--threads", "1"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let status = loop {
        match child.try_wait().expect("it can be waited for") {
            Some(status) => break status,
            None if begun.elapsed() > Duration::from_secs(MOST_SECONDS) => {
                child.kill().expect("it can be ended");
                panic!("{arguments:?} takes more than {MOST_SECONDS} s");
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut stderr, &mut bytes).expect("it can be read");
        said = String::from_utf8_lossy(&bytes).into_owned();
    }
    (status.code().unwrap_or(-1), said)
}

/// What a word of a file may become.
const WORDS: [&str; 24] = [
    "",
    "0",
    "-1",
    "1",
    "2",
    "1e999",
    "NaN",
    "inf",
    "4294967295",
    "1000000000",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "null",
    "true",
    "\"\"",
    "[]",
    "{}",
    "25:30",
    "99:99",
    "mon",
    "P00001",
    "\u{feff}",
    "\u{202e}",
];

/// Spoils a few words, rows or bytes of a text.
fn spoiled(text: &str, random: &mut Pcg64) -> Vec<u8> {
    let separators = [',', '\n', ':', '"', '[', ']', '{', '}', ';'];
    let mut words: Vec<String> = text
        .split_inclusive(separators)
        .map(str::to_owned)
        .collect();
    for _ in 0..random.random_range(1..=4) {
        let (at, other) = (
            random.random_range(0..words.len()),
            random.random_range(0..words.len()),
        );
        match random.random_range(0..5) {
            0 | 1 => {
                let end = words[at]
                    .chars()
                    .last()
                    .filter(|last| separators.contains(last));
                words[at] =
                    one(random, &WORDS).to_owned() + &end.map(String::from).unwrap_or_default();
            }
            2 => words.swap(at, other),
            3 => words.insert(at, words[other].clone()),
            _ => drop(words.splice(at..words.len().min(at + 9), [])),
        }
        if words.is_empty() {
            words.push(String::new());
        }
    }
    let mut bytes = words.concat().into_bytes();
    if random.random_bool(0.1) && !bytes.is_empty() {
        let at = random.random_range(0..bytes.len());
        bytes[at] = random.random();
    }
    bytes
}

/// Names of the files of a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn spoiled_files_end_no_run_by_force() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| home.path().join(name);
    let text = |name: &str| path(name).to_str().expect("UTF-8").to_owned();
    let (district, plan) = (text("district"), text("plan"));
    let size = ["--towns", "1", "--villages", "3", "--points", "30"];
    assert_eq!(run(&[&["generate", &district][..], &size].concat()).0, 0);
    run(&["plan", &district, "--out", &plan, "--iterations", "60"]);
    run(&[
        "fleet",
        &district,
        "--trucks",
        "1-3",
        "--iterations",
        "20",
        "--out",
        &text("fleet"),
    ]);
    run(&[
        "simulate",
        &district,
        &plan,
        "--runs",
        "70",
        "--out",
        &text("runs"),
    ]);
    let sound = names(&path("district"));
    let mut rounds = Rounds::new(120);
    while let Some((round, mut random)) = rounds.next() {
        let (folder, file, mut words): (&str, String, Vec<String>) = match random.random_range(0..4)
        {
            0 => {
                let file = sound[random.random_range(0..sound.len())].clone();
                let words = [
                    "plan",
                    &district,
                    "--out",
                    &text("out"),
                    "--iterations",
                    "1",
                ];
                ("district", file, words.map(str::to_owned).into())
            }
            1 => {
                let tables = [
                    "tours.csv",
                    "stops.csv",
                    "visits.csv",
                    "unserved.csv",
                    "hauls.csv",
                    "flows.csv",
                    "stations.csv",
                    "feeders.csv",
                    "cleaners.csv",
                    "summary.json",
                    "run.json",
                    ".wasteways.json",
                ];
                let file = one(&mut random, &tables).to_owned();
                (
                    "plan",
                    file,
                    ["check", &district, &plan].map(str::to_owned).into(),
                )
            }
            2 => {
                let part = text("fleet/part-1-of-1.jsonl");
                let words = ["merge", &part, "--out", &text("out")].map(str::to_owned);
                ("fleet", "part-1-of-1.jsonl".into(), words.into())
            }
            _ => {
                let part = text("runs/part-1-of-1.jsonl");
                let words = ["merge", &part, "--out", &text("out")].map(str::to_owned);
                ("runs", "part-1-of-1.jsonl".into(), words.into())
            }
        };
        if words[0] == "check" && random.random_bool(0.2) {
            words = ["simulate", &district, &plan, "--runs", "2"]
                .map(str::to_owned)
                .into();
        }
        let place = path(folder).join(&file);
        let own = fs::read(&place).expect("a file");
        let bytes = spoiled(&String::from_utf8_lossy(&own), &mut random);
        fs::write(&place, &bytes).expect("it can be written");
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let (code, said) = run(&arguments);
        let told = format!(
            "round {round}, {arguments:?} with {file}: {said}\n{}",
            String::from_utf8_lossy(&bytes)
        );
        assert!([0, 2, 3, 4].contains(&code), "exit {code}, {told}");
        assert!(
            code != 3 || !path("out").exists(),
            "written after a fault, {told}"
        );
        fs::write(&place, own).expect("it can be written");
        if path("out").exists() {
            fs::remove_dir_all(path("out")).expect("it is removed");
        }
    }
    println!("{} files", rounds.made - 1);
}
