//! `wasteways compare`: a plan beside itself differs in nothing, and two plans differ by what their own summaries say.

#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

struct Home(tempfile::TempDir);

impl Home {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, code: i32, words: &str) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
        command.env("LC_ALL", "C");
        command
            .args(words.split(' '))
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        let output = command.output().expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words}: {stderr}");
    }

    fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path(name)).expect("a file")).expect("JSON")
    }
}

#[test]
fn plans_differ_by_what_they_say_of_themselves() {
    let home = Home(tempfile::tempdir().expect("a folder"));
    home.run(
        0,
        "generate district --towns 2 --villages 8 --points 120 --seed 5",
    );
    home.run(0, "plan district --out first --iterations 300 --seed 1");
    home.run(0, "plan district --out third --iterations 300 --seed 3");
    home.run(0, "compare district first first --out same");
    let same = home.json("same/difference.json");
    assert_eq!(
        (&same["moves"], &same["before"]),
        (&0.into(), &same["after"])
    );
    assert_eq!(same["kept_by_crew_percent"], 100.0);
    for table in ["moves.csv", "changed_villages.csv"] {
        assert!(rows(&home.path("same").join(table)).is_empty(), "{table}");
    }
    let page = fs::read_to_string(home.path("same/compare.html")).expect("a page");
    assert!(page.contains("The two plans are the same."));

    home.run(0, "compare district first third --out other --lang zh");
    let other = home.json("other/difference.json");
    for (side, plan) in [("before", "first"), ("after", "third")] {
        let summary = home.json(&format!("{plan}/summary.json"));
        for (ours, theirs) in [
            ("cost", "cost"),
            ("trucks", "vehicles_used"),
            ("crews", "crews_needed"),
            ("tours", "tours"),
            ("tonnes", "tonnes"),
            ("unserved_kg", "unserved_kg"),
            ("missed_visits", "missed_visits"),
            ("points_overflowing", "points_overflowing"),
            ("station_overflow_kg", "station_overflow_kg"),
        ] {
            let [ours, theirs] = [&other[side][ours], &summary[theirs]].map(|figure| {
                figure
                    .as_f64()
                    .unwrap_or(if figure.is_null() { 0.0 } else { f64::NAN })
            });
            assert!((ours - theirs).abs() < 1e-6, "{side}: {ours} {theirs}");
        }
    }
    let page = fs::read_to_string(home.path("other/compare.html")).expect("a page");
    assert!(!page.contains("两个方案相同"));
    // A village is told if and only if its days, vehicles or facilities differ, each of them as told.
    for row in rows(&home.path("other/changed_villages.csv")) {
        let pairs = ["days", "vehicles", "facilities"]
            .map(|name| row[name] != row[&format!("{name}_before")]);
        assert!(pairs.contains(&true), "{row:?}");
    }
    let moved = rows(&home.path("other/moves.csv"));
    assert_eq!(other["moves"].as_u64(), Some(moved.len() as u64));
    home.run(2, "compare district first third --out first");
}

#[test]
fn the_week_before_is_the_first_page_and_savings_grow_with_changes() {
    let home = Home(tempfile::tempdir().expect("a folder"));
    home.run(
        0,
        "generate district --towns 2 --villages 8 --points 120 --seed 5",
    );
    home.run(0, "plan district --out before --iterations 300 --seed 7");
    home.run(
        0,
        "plan district --out plan --iterations 2000 --from before --baseline before --savings",
    );
    let page = fs::read_to_string(home.path("plan/report.html")).expect("a page");
    assert!(page.contains("Before and after: before"));
    assert!(page.contains("What a week saves by how much of it changes"));
    let difference = home.json("plan/difference.json");
    let [was, is] = ["before", "plan"].map(|plan| home.json(&format!("{plan}/summary.json")));
    assert_eq!(difference["before"]["cost"], was["cost"]);
    assert_eq!(difference["after"]["cost"], is["cost"]);
    let curve = rows(&home.path("plan/savings.csv"));
    let number = |row: &BTreeMap<String, String>, name: &str| -> f64 {
        row[name].parse().expect("a number")
    };
    let former: Vec<_> = curve
        .iter()
        .filter(|row| row["weight"].is_empty())
        .collect();
    assert_eq!(former.len(), 1, "the week as it was");
    assert!((number(former[0], "cost") - was["cost"].as_f64().expect("a cost")).abs() < 0.01);
    assert_eq!(number(former[0], "changed_percent"), 0.0);
    let shares: Vec<f64> = curve
        .iter()
        .map(|row| number(row, "changed_percent"))
        .collect();
    assert!(shares.is_sorted(), "{shares:?}");
    for row in &curve {
        let saving = number(former[0], "cost") - number(row, "cost");
        assert!((saving - number(row, "saving")).abs() < 0.02, "{row:?}");
    }
    // Dear changes are few: no plan at a high weight changes more than the free one.
    let changed = |weight: &str| {
        let mut rows = curve.iter().filter(|row| row["weight"] == weight);
        number(rows.next().expect("a plan"), "changed_percent")
    };
    assert!(changed("20") <= changed("0"), "{curve:?}");
    home.run(2, "plan district --out other --savings");
    home.run(2, "plan district --out other --from before --keep -1");
}

#[test]
fn a_price_of_hours_brings_them_nearer() {
    let home = Home(tempfile::tempdir().expect("a folder"));
    let district = "generate district --towns 2 --villages 12 --points 200 --seed 11";
    home.run(0, district);
    home.run(0, "plan district --out free --iterations 4000");
    let priced = "plan district --out priced --iterations 4000 --hour-price 50";
    home.run(0, priced);
    let strays = |plan: &str| {
        let summary = home.json(&format!("{plan}/summary.json"));
        summary["arrival_spread_hours"].as_f64().expect("hours")
    };
    let [free, priced] = ["free", "priced"].map(strays);
    assert!(priced < 0.9 * free, "{priced} {free}");
    home.run(0, "check district priced");
}

#[test]
fn a_price_of_crews_gives_villages_fewer() {
    let home = Home(tempfile::tempdir().expect("a folder"));
    home.run(
        0,
        "generate district --towns 4 --villages 30 --points 500 --seed 11",
    );
    home.run(0, "plan district --out free --iterations 8000");
    home.run(
        0,
        "plan district --out priced --iterations 8000 --crew-price 60",
    );
    let [free, priced] = ["free", "priced"].map(|plan| home.json(&format!("{plan}/summary.json")));
    let types =
        |summary: &serde_json::Value| summary["vehicles_per_village"].as_f64().expect("types");
    assert!(
        types(&priced) < types(&free),
        "{} {}",
        types(&priced),
        types(&free)
    );
    // Counted from the tables.
    let points = rows(&home.path("district/points.csv"));
    let generators = rows(&home.path("district/generators.csv"));
    let village: BTreeMap<&str, &str> = (points
        .iter()
        .map(|row| (row["point"].as_str(), row["village"].as_str())))
    .chain(
        generators
            .iter()
            .map(|row| (row["generator"].as_str(), row["village"].as_str())),
    )
    .filter(|(_, village)| !village.is_empty())
    .collect();
    let tours = rows(&home.path("priced/tours.csv"));
    let vehicle: BTreeMap<&str, &str> = tours
        .iter()
        .map(|row| (row["tour"].as_str(), row["vehicle"].as_str()))
        .collect();
    let mut seen: BTreeMap<&str, std::collections::BTreeSet<&str>> = BTreeMap::new();
    let stops = rows(&home.path("priced/stops.csv"));
    for row in &stops {
        if let Some(village) = village
            .get(row["id"].as_str())
            .filter(|_| row["kind"] == "point")
        {
            seen.entry(village)
                .or_default()
                .insert(vehicle[row["tour"].as_str()]);
        }
    }
    let mean = seen.values().map(|seen| seen.len() as f64).sum::<f64>() / seen.len() as f64;
    assert!(
        (mean - types(&priced)).abs() < 0.001,
        "{mean} {}",
        types(&priced)
    );
}
