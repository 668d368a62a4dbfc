//! `wasteways assess`: a plan that was kept looks like its own promise, what was not done is missed by name, and faulty
//! records are told whole.

#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

type Rows = Vec<BTreeMap<String, String>>;

fn rows(path: &Path) -> Rows {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

/// Seconds of `HH:MM[:SS]`.
fn clock(text: &str) -> u32 {
    let parts = text.split(':').zip([3_600, 60, 1]);
    parts
        .map(|(part, of)| part.parse::<u32>().expect("a clock") * of)
        .sum()
}

/// A district of one town, its plan, and a place for answers.
struct World {
    home: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let world = Self { home };
        world.run(
            0,
            "generate district --towns 1 --villages 6 --points 80 --seed 4",
        );
        // What arises then is the same in all weeks.
        fs::remove_file(world.path("district/calendar.csv")).expect("a calendar");
        world.run(0, "plan district --out plan --iterations 400");
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn run(&self, code: i32, words: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
        command.env("LC_ALL", "C");
        command
            .args(words.split(' '))
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        let output = command.output().expect("it starts");
        let told = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words}: {told}");
        told
    }

    /// Two weeks from Monday 2 November 2026 as planned, but for what is left out; a row each: date, point, kg, vehicle.
    fn keep(&self, made: impl Fn(&str, &str) -> bool) {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let tours = rows(&self.path("plan/tours.csv"));
        let of_tour: BTreeMap<&str, &BTreeMap<String, String>> = tours
            .iter()
            .map(|tour| (tour["tour"].as_str(), tour))
            .collect();
        let mut text = "date,point,kg,stream,vehicle\n".to_owned();
        for stop in rows(&self.path("plan/stops.csv")) {
            let tour = of_tour[stop["tour"].as_str()];
            let day = days
                .iter()
                .position(|day| *day == tour["day"])
                .expect("a day");
            for week in 0..2 {
                let date = format!("2026-11-{:02}", 2 + day + 7 * week);
                if stop["kind"] == "point" && made(&date, &stop["id"]) {
                    text += &format!(
                        "{date},{},{},{},{}\n",
                        stop["id"], stop["kg"], stop["stream"], tour["vehicle"]
                    );
                }
            }
        }
        fs::write(self.path("district/done.csv"), text).expect("it can be written");
    }

    fn assessed(&self, out: &str) -> serde_json::Value {
        let span = "--from 2026-11-02 --to 2026-11-15";
        let told = self.run(
            0,
            &format!("assess district plan --out {out} {span} --json --quiet"),
        );
        let written = fs::read(self.path(out).join("assessment.json")).expect("sums");
        let told: serde_json::Value = serde_json::from_str(&told).expect("one JSON object");
        assert_eq!(
            told,
            serde_json::from_slice::<serde_json::Value>(&written).expect("JSON")
        );
        told
    }
}

#[test]
fn a_plan_that_was_kept_looks_as_promised() {
    let world = World::new();
    world.keep(|_, _| true);
    let told = world.assessed("kept");
    let summary = fs::read(world.path("plan/summary.json")).expect("a summary");
    let summary: serde_json::Value = serde_json::from_slice(&summary).expect("JSON");
    let visits = rows(&world.path("plan/visits.csv"));
    let due: f64 = visits
        .iter()
        .map(|row| row["visits_per_week"].parse::<f64>().expect("visits"))
        .sum();
    assert_eq!(told["visits_due"].as_f64(), Some(2.0 * due));
    assert_eq!(told["visits_on_day"], told["visits_due"]);
    for nothing in ["visits_missed", "visits_late", "visits_unasked"] {
        assert_eq!(told[nothing], 0, "{nothing}");
    }
    let tonnes = 2.0 * summary["tonnes"].as_f64().expect("tonnes");
    assert!((told["tonnes"].as_f64().expect("tonnes") - tonnes).abs() < 0.01);
    assert_eq!(told["estimated_percent"], 0.0);
    let clearing = [
        &told["daily_clearing_percent"],
        &summary["daily_clearing_percent"],
    ];
    let [done, planned] = clearing.map(|share| share.as_f64().expect("a share"));
    assert!((done - planned).abs() < 0.2, "{done} {planned}");
    assert!(rows(&world.path("kept/missed.csv")).is_empty());
    // The monthly table is the plan's own, up to weekly rounding.
    let (ours, plans) = (
        rows(&world.path("kept/monthly.csv")),
        rows(&world.path("plan/monthly.csv")),
    );
    let of = |rows: &Rows| -> BTreeMap<String, f64> {
        let key = |row: &BTreeMap<String, String>| row["town"].clone() + "/" + &row["village"];
        rows.iter()
            .map(|row| (key(row), row["mark"].parse().expect("a mark")))
            .collect()
    };
    let (ours, plans) = (of(&ours), of(&plans));
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        plans.keys().collect::<Vec<_>>()
    );
    for (place, mark) in &ours {
        assert!(
            (mark - plans[place]).abs() <= 0.3,
            "{place}: {mark} {plans:?}"
        );
    }
}

#[test]
fn what_was_not_done_is_missed_by_name() {
    let world = World::new();
    let stops = rows(&world.path("plan/stops.csv"));
    let left = stops
        .iter()
        .find(|stop| stop["kind"] == "point")
        .expect("a point")["id"]
        .clone();
    let second_week = "2026-11-09";
    world.keep(|date, point| point != left || date < second_week);
    let told = world.assessed("left");
    let missed = rows(&world.path("left/missed.csv"));
    assert!(!missed.is_empty());
    for row in &missed {
        assert!(
            row["point"] == left && row["date"].as_str() >= second_week,
            "{row:?}"
        );
        assert!(row["came"].is_empty() && !row["tour"].is_empty() && !row["vehicle"].is_empty());
    }
    assert_eq!(told["visits_missed"], missed.len());
    let page = fs::read_to_string(world.path("left/monthly.html")).expect("a page");
    assert!(page.contains("2026-11-02") && page.contains("missed.csv"));
}

#[test]
fn tracks_tell_who_came_and_teach_the_tables() {
    let world = World::new();
    let points: BTreeMap<String, (String, String)> = rows(&world.path("district/points.csv"))
        .into_iter()
        .map(|row| {
            let place = (row["longitude"].clone(), row["latitude"].clone());
            (row["point"].clone(), place)
        })
        .collect();
    // Three Mondays, a fix every ten seconds from arrival to departure.
    let tours = rows(&world.path("plan/tours.csv"));
    let tour = tours
        .iter()
        .find(|tour| tour["day"] == "mon")
        .expect("a tour");
    let mut text = "vehicle,time,longitude,latitude,device\n".to_owned();
    let mut came = std::collections::BTreeSet::new();
    for date in ["2026-11-02", "2026-11-09", "2026-11-16"] {
        for stop in rows(&world.path("plan/stops.csv")) {
            let place = points.get(&stop["id"]);
            let (true, Some((longitude, latitude))) = (stop["tour"] == tour["tour"], place) else {
                continue;
            };
            came.insert(stop["id"].clone());
            for seconds in (clock(&stop["arrival"])..=clock(&stop["departure"])).step_by(10) {
                let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
                text += &format!(
                    "{},{date} {hours:02}:{minutes:02}:{:02},{longitude},{latitude},K1\n",
                    tour["vehicle"],
                    seconds % 60
                );
            }
        }
    }
    fs::write(world.path("district/trace.csv"), text).expect("it can be written");
    world.run(0, "assess district plan --out traced --to 2026-11-16");
    let missed = rows(&world.path("traced/missed.csv"));
    let of_tour: Vec<_> = missed
        .iter()
        .filter(|row| row["day"] == "mon" && row["tour"] == tour["tour"])
        .collect();
    assert!(
        20 * of_tour.len() <= 3 * came.len(),
        "{} of {}",
        of_tour.len(),
        came.len()
    );
    assert!(
        missed.iter().any(|row| row["day"] == "tue"),
        "nobody came on Tuesdays"
    );
    let driven = rows(&world.path("traced/driven.csv"));
    assert_eq!(driven.len(), 3, "a row a day");
    assert!(
        driven
            .iter()
            .all(|row| row["vehicle"] == tour["vehicle"] && row["trackers"] == "1")
    );
    let learnt = rows(&world.path("traced/points.csv"));
    assert!(
        learnt
            .iter()
            .filter(|row| !row["service_seconds"].is_empty())
            .count()
            > came.len() / 2
    );

    fs::write(
        world.path("district/trace.csv"),
        "vehicle,time,longitude,latitude\nNobody,2026-11-02 07:00,119.8,36\n,2026-11-02,200,36\n",
    )
    .expect("it can be written");
    let told = world.run(3, "assess district plan --out out");
    for fault in [
        "row 2, column vehicle",
        "row 3, column vehicle",
        "row 3, column time",
        "row 3, column longitude",
    ] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
}

#[test]
fn faults_of_a_record_are_told_at_once() {
    let world = World::new();
    let told = world.run(3, "assess district plan --out out");
    assert!(told.contains("done.csv"), "{told}");
    let write = |text: &str| {
        fs::write(world.path("district/done.csv"), text).expect("it can be written");
    };
    write("date,point,kg\n");
    assert!(
        world
            .run(3, "assess district plan --out out")
            .contains("at least one row")
    );
    write(
        "date,point,kg,vehicle\n2026-11-02,P00001,5,\n2026-11-31,P00001,,\n2026-11-03,Nowhere,-4,Nobody\n2062-11-03,P00001,,\n",
    );
    let told = world.run(3, "assess district plan --out out");
    for fault in [
        "5 faults",
        "row 3, column date: \"2026-11-31\"",
        "row 4, column point: \"Nowhere\"",
        "row 4, column kg: \"-4\"",
        "row 4, column vehicle: \"Nobody\"",
        "row 5, column date: \"2062-11-03\"",
    ] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
    assert!(!world.path("out").exists(), "nothing is written");
    write("date,point\n2026-11-02,P00001\n");
    world.run(
        2,
        "assess district plan --out out --from 2026-12-01 --to 2026-11-01",
    );
    world.run(2, "assess district plan --out plan");
    world.run(0, "assess district plan --out out --lang zh");
}
