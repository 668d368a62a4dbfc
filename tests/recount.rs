//! The cost of a week, recounted from the tables as they are written: no code of the program's own, only its files.

#![cfg(feature = "cli")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

type Rows = Vec<BTreeMap<String, String>>;

fn rows(path: &Path) -> Rows {
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    let text = row.get(column).map_or("", String::as_str);
    text.parse().unwrap_or(0.0)
}

/// Hours of `HH:MM[:SS]`.
fn clock(row: &BTreeMap<String, String>, column: &str) -> f64 {
    let parts = row[column].split(':').zip([1.0, 60.0, 3600.0]);
    parts
        .map(|(part, of)| part.parse::<f64>().expect("a clock") / of)
        .sum()
}

fn by<'a>(rows: &'a Rows, column: &str) -> BTreeMap<&'a str, &'a BTreeMap<String, String>> {
    rows.iter().map(|row| (row[column].as_str(), row)).collect()
}

/// Day price, kilometres, hours and overtime of a tour.
fn driven(vehicle: &BTreeMap<String, String>, km: f64, hours: f64) -> [f64; 4] {
    let regular = match vehicle["regular_hours"].as_str() {
        "" => number(vehicle, "max_hours"),
        text => text.parse().expect("hours"),
    };
    [
        number(vehicle, "cost_per_day"),
        number(vehicle, "cost_per_km") * km,
        number(vehicle, "cost_per_hour") * hours,
        number(vehicle, "overtime_per_hour") * (hours - regular).max(0.0),
    ]
}

/// Ownership, fixed, distance, time, overtime, gate, gate_onward, haul, feeders.
fn recounted(district: &Path, plan: &Path) -> [f64; 9] {
    let table = |name: &str| rows(&district.join(name));
    let (vehicles, stations, plants) = (
        table("vehicles.csv"),
        table("stations.csv"),
        table("plants.csv"),
    );
    let (vehicle, station, plant) = (
        by(&vehicles, "vehicle"),
        by(&stations, "station"),
        by(&plants, "plant"),
    );
    let mut parts = [0.0; 9];
    for row in vehicles.iter().filter(|row| row["role"] != "feeder") {
        parts[0] += number(row, "count") * number(row, "cost_per_week_owned");
    }
    let tours = rows(&plan.join("tours.csv"));
    let stops = rows(&plan.join("stops.csv"));
    for tour in &tours {
        let own: Vec<_> = stops
            .iter()
            .filter(|stop| stop["tour"] == tour["tour"])
            .collect();
        let km: f64 = own.iter().map(|stop| number(stop, "metres") / 1000.0).sum();
        let hours = clock(own[own.len() - 1], "arrival") - clock(own[0], "departure");
        let costs = driven(vehicle[tour["vehicle"].as_str()], km, hours);
        (0..4).for_each(|part| parts[1 + part] += costs[part]);
        for stop in own {
            let tonnes = number(stop, "kg") / 1000.0;
            match stop["kind"].as_str() {
                "plant" => {
                    parts[5] += tonnes * number(plant[stop["id"].as_str()], "cost_per_tonne")
                }
                "station" => {
                    let at = station[stop["id"].as_str()];
                    // In whole kilograms; half a kilogram stays in the container.
                    let kept = 1.0 - number(at, "leachate_share");
                    let sent_on = (number(stop, "kg") * kept).round() / 1000.0;
                    let behind = sent_on * number(plant[at["plant"].as_str()], "cost_per_tonne");
                    parts[5] += tonnes * number(at, "cost_per_tonne") + behind;
                    parts[6] += behind;
                }
                _ => {}
            }
        }
    }
    let hauls = rows(&plan.join("hauls.csv"));
    let mut by_tour: BTreeMap<&str, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for haul in &hauls {
        by_tour
            .entry(haul["haul"].rsplit_once('-').expect("a trip").0)
            .or_default()
            .push(haul);
    }
    for trips in by_tour.values() {
        let km: f64 = trips
            .iter()
            .map(|trip| number(trip, "metres") / 1000.0)
            .sum();
        let hours = clock(trips[trips.len() - 1], "back") - clock(trips[0], "out");
        parts[7] += driven(vehicle[trips[0]["vehicle"].as_str()], km, hours)
            .iter()
            .sum::<f64>();
    }
    let feeders = rows(&plan.join("feeders.csv"));
    if let Some(kind) = vehicles.iter().find(|row| row["role"] == "feeder") {
        let sum = |column: &str| feeders.iter().map(|row| number(row, column)).sum::<f64>();
        parts[8] = number(kind, "count") * number(kind, "cost_per_week_owned")
            + 7.0 * number(kind, "cost_per_day") * sum("feeders").ceil()
            + 7.0
                * (number(kind, "cost_per_hour") * sum("hours")
                    + number(kind, "cost_per_km") * sum("km"));
    }
    parts
}

/// Gives all stations a press that squeezes out so much.
fn squeeze(district: &Path, share: f64) {
    let path = district.join("stations.csv");
    let text = std::fs::read_to_string(&path).expect("stations.csv");
    let mut lines = text.lines().map(str::to_owned).collect::<Vec<_>>();
    let header: Vec<&str> = lines[0].split(',').collect();
    let column = header.iter().position(|name| *name == "leachate_share");
    let column = column.unwrap_or(header.len());
    if column == header.len() {
        lines[0].push_str(",leachate_share");
    }
    for line in &mut lines[1..] {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = share.to_string();
        *line = cells.join(",");
    }
    std::fs::write(path, lines.join("\n")).expect("it can be written");
}

fn run(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
    command.env("LC_ALL", "C");
    let output = command.args(arguments).stdin(Stdio::null()).output();
    let code = output.expect("it starts").status.code();
    assert!(
        [Some(0), Some(4)].contains(&code),
        "{arguments:?}: {code:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_parts_of_the_cost_are_what_the_tables_say(
        seed in 1_u64..500, iterations in 1_u64..600, squeezed in prop::sample::select(vec![0.0, 0.08, 0.25]),
    ) {
        let home = tempfile::tempdir().expect("a folder");
        let path = |name: &str| home.path().join(name).to_string_lossy().into_owned();
        let (district, plan) = (path("district"), path("plan"));
        let (seed, iterations) = (seed.to_string(), iterations.to_string());
        run(&["generate", &district, "--towns", "1", "--villages", "5", "--points", "60", "--seed", &seed]);
        squeeze(Path::new(&district), squeezed);
        run(&["plan", &district, "--out", &plan, "--iterations", &iterations]);
        let summary = std::fs::read(Path::new(&plan).join("summary.json")).expect("a summary");
        let summary: serde_json::Value = serde_json::from_slice(&summary).expect("JSON");
        let names = ["ownership", "fixed", "distance", "time", "overtime", "gate", "gate_onward", "haul", "feeders"];
        let ours = recounted(Path::new(&district), Path::new(&plan));
        for (name, ours) in names.iter().zip(ours) {
            let told = summary["cost_parts"][name].as_f64().expect("a number");
            // Feeders are written with few digits.
            let slack = if *name == "feeders" { 0.01 * ours + 1.0 } else { 0.05 };
            prop_assert!((told - ours).abs() <= slack, "{name}: {told} told, {ours} counted");
        }
        let sum: f64 = names.iter().filter(|name| **name != "gate_onward").map(|name| summary["cost_parts"][name].as_f64().unwrap()).sum();
        prop_assert!((sum - summary["cost"].as_f64().unwrap()).abs() < 0.01);
    }
}
