//! `wasteways time`: rounds that people give come back timed and priced, and what they break is told.

#![cfg(feature = "cli")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

struct Home(tempfile::TempDir);

impl Home {
    /// A district and a plan of it.
    fn planned() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.run(
            0,
            "generate district --towns 2 --villages 8 --points 120 --seed 5",
        );
        home.run(0, "plan district --out plan --iterations 3000");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, code: i32, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
        command.env("LC_ALL", "C");
        command
            .args(words.split(' '))
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        let output = command.output().expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words}: {stderr}");
        output
    }

    /// Times rounds, whatever they break.
    fn timed(&self, rounds: &str, out: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
        command.env("LC_ALL", "C");
        command
            .args(["time", "district", rounds, "--out", out])
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        let output = command.output().expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 4)),
            "{rounds}: {stderr}"
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("it can be written");
    }

    fn summary(&self, plan: &str) -> serde_json::Value {
        let bytes = fs::read(self.path(plan).join("summary.json")).expect("a summary");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    fn cost(&self, plan: &str) -> f64 {
        self.summary(plan)["cost"].as_f64().expect("a cost")
    }

    /// The stops of a plan at points, each with its tour's day and vehicle.
    fn visits(&self, plan: &str) -> Vec<Row> {
        let tours = rows(&self.path(plan).join("tours.csv"));
        let tours: BTreeMap<String, Row> = (tours.into_iter())
            .map(|row| (row["tour"].clone(), row))
            .collect();
        let stops = rows(&self.path(plan).join("stops.csv")).into_iter();
        let mut visits: Vec<Row> = stops.filter(|row| row["kind"] == "point").collect();
        for row in &mut visits {
            let tour = &tours[&row["tour"]];
            row.insert("day".into(), tour["day"].clone());
            row.insert("vehicle".into(), tour["vehicle"].clone());
        }
        visits
    }

    /// Rounds without clocks, disposals and metres.
    fn bare(&self, name: &str, visits: &[Row]) {
        let mut text = "tour,day,vehicle,point,stream\n".to_owned();
        for row in visits {
            let cells = ["tour", "day", "vehicle", "id", "stream"].map(|name| row[name].as_str());
            let _ = writeln!(text, "{}", cells.join(","));
        }
        self.write(name, &text);
    }

    /// Counts of findings by promise.
    fn findings(&self, plan: &str) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for row in rows(&self.path(plan).join("findings.csv")) {
            *counts.entry(row["promise"].clone()).or_default() += 1;
        }
        counts
    }
}

#[test]
fn bare_rounds_of_a_plan_cost_no_more_than_the_plan() {
    let home = Home::planned();
    home.bare("bare.csv", &home.visits("plan"));
    for (rounds, out) in [
        ("bare.csv", "bare"),
        ("plan", "whole"),
        ("plan/plan.xlsx", "book"),
    ] {
        home.run(0, &format!("time district {rounds} --out {out}"));
        assert!(home.cost(out) <= home.cost("plan") + 1e-6, "{rounds}");
        home.run(0, &format!("check district {out}"));
        let [before, now] = ["plan", out].map(|plan| {
            let key = |row: Row| (row["tour"].clone(), row["id"].clone());
            home.visits(plan).into_iter().map(key).collect::<Vec<_>>()
        });
        assert_eq!(before, now, "{rounds}: the order is kept");
    }
    home.run(0, "compare district plan whole --out difference");
}

#[test]
fn what_rounds_break_is_told_with_amounts() {
    let home = Home::planned();
    // All in one trip of one tour on one day, and late.
    let visits = home.visits("plan");
    let vehicle = &visits[0]["vehicle"];
    let mut text = "tour,day,vehicle,point,trip,leaves\n".to_owned();
    let mut points: Vec<&String> = visits.iter().map(|row| &row["id"]).collect();
    points.sort();
    points.dedup();
    for point in &points[1..] {
        let _ = writeln!(text, "all,mon,{vehicle},{point},1,11:00");
    }
    home.write("rounds.csv", &text);
    let answer = home.run(4, "time district rounds.csv --out now");
    let findings = home.findings("now");
    for promise in ["capacity", "shift", "visits"] {
        assert!(findings.contains_key(promise), "{promise}: {findings:?}");
    }
    assert!(
        !findings.keys().any(
            |promise| ["clocks", "legs", "loads", "due", "service"].contains(&promise.as_str())
        ),
        "{findings:?}"
    );
    assert!(String::from_utf8_lossy(&answer.stdout).contains("capacity "));
    let stops = rows(&home.path("now/stops.csv"));
    assert_eq!(stops[0]["departure"], "11:00");
    assert_eq!(
        stops
            .iter()
            .filter(|row| ["station", "plant"].contains(&row["kind"].as_str()))
            .count(),
        1
    );
    // Where nobody comes it is named.
    let left: BTreeSet<String> = rows(&home.path("now/unserved.csv"))
        .iter()
        .map(|row| {
            assert_eq!(row["reason"], "the rounds given do not come here");
            row["id"].clone()
        })
        .collect();
    assert_eq!(left, [points[0].clone()].into());
    let [tonnes, left] =
        ["tonnes", "unserved_kg"].map(|name| home.summary("now")[name].as_f64().expect("a figure"));
    let all = home.summary("plan")["tonnes"].as_f64().expect("a figure");
    assert!(
        (tonnes + left / 1000.0 - all).abs() < 0.2,
        "{tonnes} {left} {all}"
    );
    // The judge finds the same in what was written.
    home.run(4, "check district now");
}

#[test]
fn what_is_told_is_kept_and_the_rest_found() {
    let home = Home::planned();
    let visits = home.visits("plan");
    let tour: Vec<&Row> = visits
        .iter()
        .filter(|row| row["tour"] == visits[0]["tour"])
        .collect();
    let (vehicle, n) = (&tour[0]["vehicle"], tour.len().min(12));
    let disposals: Vec<String> = ["stations", "plants"]
        .iter()
        .flat_map(|name| {
            let column = name.trim_end_matches('s').to_owned();
            rows(&home.path(&format!("district/{name}.csv")))
                .into_iter()
                .map(move |row| row[&column].clone())
        })
        .collect();
    let told = &disposals[1];
    // By vehicle and day, order by number, a disposal told for the third point, emptied behind the fifth, on two days.
    let mut text = "vehicle,day,order,point,disposal\n".to_owned();
    for (at, row) in tour[..n].iter().enumerate().rev() {
        let disposal = if at == 2 { told.as_str() } else { "" };
        let _ = writeln!(
            text,
            "{vehicle},mon;thu,{},{},{disposal}",
            at + 1,
            row["id"]
        );
    }
    home.write("rounds.csv", &text);
    home.run(4, "time district rounds.csv --out now");
    let stops = rows(&home.path("now/stops.csv"));
    let tours: BTreeSet<&str> = stops.iter().map(|row| row["tour"].as_str()).collect();
    let names = [format!("{vehicle} mon"), format!("{vehicle} thu")];
    assert_eq!(tours, names.iter().map(String::as_str).collect());
    for name in &names {
        let own: Vec<&Row> = stops.iter().filter(|row| row["tour"] == *name).collect();
        let points: Vec<&str> = own
            .iter()
            .filter(|row| row["kind"] == "point")
            .map(|row| row["id"].as_str())
            .collect();
        assert_eq!(
            points,
            tour[..n]
                .iter()
                .map(|row| row["id"].as_str())
                .collect::<Vec<_>>()
        );
        let third = own
            .iter()
            .position(|row| row["id"] == tour[2]["id"])
            .expect("it is there");
        let tip = own[third..]
            .iter()
            .find(|row| ["station", "plant"].contains(&row["kind"].as_str()));
        assert_eq!(tip.expect("it is emptied")["id"], *told);
    }
}

#[test]
fn a_village_means_all_its_points_in_a_good_order() {
    let home = Home::planned();
    let points = rows(&home.path("district/points.csv"));
    let visits = home.visits("plan");
    let village_of: BTreeMap<&str, &str> = points
        .iter()
        .map(|row| (row["point"].as_str(), row["village"].as_str()))
        .collect();
    let village = visits
        .iter()
        .find_map(|row| village_of.get(row["id"].as_str()))
        .expect("a village");
    let vehicle = &visits[0]["vehicle"];
    home.write(
        "village.csv",
        &format!("vehicle,day,village\n{vehicle},周二,{village}\n"),
    );
    home.run(4, "time district village.csv --out village");
    let own: BTreeSet<&str> = points
        .iter()
        .filter(|row| row["village"] == *village)
        .map(|row| row["point"].as_str())
        .collect();
    let driven = home.visits("village");
    let came: BTreeSet<&str> = driven.iter().map(|row| row["id"].as_str()).collect();
    assert!(own.is_subset(&came) && driven.len() == came.len());
    let generators = rows(&home.path("district/generators.csv"));
    let is_own = |name: &&str| {
        let mut generators = generators.iter();
        generators.any(|row| row["generator"] == **name && row["village"] == *village)
    };
    assert!(came.difference(&own).all(is_own), "{came:?}");
    // In the order of their names it takes longer.
    let mut text = "vehicle,day,point\n".to_owned();
    for point in &came {
        let _ = writeln!(text, "{vehicle},tue,{point}");
    }
    home.write("points.csv", &text);
    home.run(4, "time district points.csv --out points");
    let [village, points] =
        ["village", "points"].map(|plan| home.summary(plan)["km"].as_f64().expect("km"));
    assert!(village <= points, "{village} {points}");
}

#[test]
fn several_visits_of_a_day_share_what_is_there() {
    let home = Home::planned();
    let visits = home.visits("plan");
    let (point, vehicle) = (&visits[0]["id"], &visits[0]["vehicle"]);
    home.write(
        "rounds.csv",
        &format!(
            "tour,day,vehicle,point,kg\na,mon,{vehicle},{point},30\nb,mon,{vehicle},{point},10\n"
        ),
    );
    home.run(4, "time district rounds.csv --out now");
    let kg: Vec<f64> = home
        .visits("now")
        .iter()
        .map(|row| row["kg"].parse().expect("kg"))
        .collect();
    assert!((kg[0] / 3.0 - kg[1]).abs() <= 1.0, "{kg:?}");
    assert!(!home.findings("now").contains_key("due"));
}

#[test]
fn faulty_rounds_give_all_their_faults() {
    let home = Home::planned();
    home.write(
        "rounds.csv",
        "tour,day,vehicle,point,village,disposal,order,leaves,colour\n\
        a,mon,nobody,P00001,,,1,,\n\
        a,,,P99999,,,1,,\n\
        a,,,,,,2,,\n\
        ,,,P00002,,nowhere,3,25:99,\n\
        b,someday,,P00003,,,,,\n",
    );
    let answer = home.run(3, "time district rounds.csv --out now");
    let told = String::from_utf8_lossy(&answer.stderr).into_owned();
    for fault in [
        "row 2, column vehicle",
        "row 3, column point",
        "row 4, column point",
        "row 5, column disposal",
        "row 5, column leaves",
        "row 6, column day",
    ] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
    assert!(!home.path("now").exists());
    let unread = home.run(3, "time district district/villages.csv --out now");
    assert!(String::from_utf8_lossy(&unread.stderr).contains("villages.csv"));
    home.write("none.csv", "tour,day,vehicle,point\n");
    let empty = home.run(3, "time district none.csv --out now");
    assert!(String::from_utf8_lossy(&empty.stderr).contains("at least one row"));
}

/// A number between -1 and 1 that follows from another.
fn scatter(seed: u64) -> f64 {
    let mixed = (seed ^ seed >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ mixed >> 32) as f64 / u64::MAX as f64).mul_add(2.0, -1.0)
}

fn clock(text: &str) -> i64 {
    let parts: Vec<i64> = text
        .split(':')
        .map(|part| part.parse().expect("a clock"))
        .collect();
    parts
        .iter()
        .zip([3_600, 60, 1])
        .map(|(part, unit)| part * unit)
        .sum()
}

impl Home {
    fn places(&self) -> BTreeMap<String, [f64; 2]> {
        let tables = [
            ("points", "point"),
            ("generators", "generator"),
            ("stations", "station"),
            ("plants", "plant"),
        ];
        let of_table = |(table, name): (&str, &str)| {
            let rows = rows(&self.path(&format!("district/{table}.csv")));
            let degrees = |row: &Row, column: &str| row[column].parse().expect("degrees");
            let place = |row: Row| {
                (
                    row[name].clone(),
                    [degrees(&row, "longitude"), degrees(&row, "latitude")],
                )
            };
            rows.into_iter().map(place).collect::<Vec<_>>()
        };
        tables.into_iter().flat_map(of_table).collect()
    }

    /// Drives a plan as GPX, a fix every ten seconds that errs by so many metres at most each way.
    fn drive(&self, file: &str, error: f64) {
        let places = self.places();
        let tours = rows(&self.path("plan/tours.csv"));
        let stops = rows(&self.path("plan/stops.csv"));
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let mut text = r#"<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">"#.to_owned();
        for (number, tour) in tours.iter().enumerate() {
            let day = days
                .iter()
                .position(|day| *day == tour["day"])
                .expect("a day");
            let _ = write!(
                text,
                "<trk><name>{}</name><desc>{}</desc><trkseg>",
                tour["tour"], tour["vehicle"]
            );
            let own: Vec<&Row> = stops
                .iter()
                .filter(|stop| stop["tour"] == tour["tour"])
                .collect();
            let at = |stop: &Row| places.get(&stop["id"]).copied().unwrap_or([0.0; 2]);
            let (first, last) = (
                clock(&own[0]["departure"]),
                clock(&own[own.len() - 1]["arrival"]),
            );
            for time in (first..=last).step_by(10) {
                let next = own
                    .iter()
                    .position(|stop| clock(&stop["departure"]) >= time)
                    .unwrap_or(own.len() - 1)
                    .max(1);
                let (since, until) = (
                    clock(&own[next - 1]["departure"]),
                    clock(&own[next]["arrival"]),
                );
                let share = ((time - since) as f64 / (until - since).max(1) as f64).min(1.0);
                let (from, to) = (at(own[next - 1]), at(own[next]));
                let seed = (number as i64 * 1_000_003 + time) as u64;
                let place = [0, 1].map(|axis| {
                    let off = error * scatter(2 * seed + axis as u64) / 111_195.0;
                    from[axis] + share * (to[axis] - from[axis]) + off
                });
                // Eight hours behind local time.
                let utc = time - 8 * 3_600 + 86_400 * (2 + day as i64);
                let (date, hour) = (utc / 86_400, utc % 86_400);
                let _ = write!(
                    text,
                    r#"<trkpt lat="{:.6}" lon="{:.6}"><time>2026-11-{date:02}T{:02}:{:02}:{:02}Z</time></trkpt>"#,
                    place[1],
                    place[0],
                    hour / 3_600,
                    hour / 60 % 60,
                    hour % 60
                );
            }
            text.push_str("</trkseg></trk>");
        }
        text.push_str("</gpx>");
        self.write(file, &text);
    }
}

/// Length of the longest row of stops that stands in both, where stops nearer than some metres are one.
fn in_order(a: &[String], b: &[String], places: &BTreeMap<String, [f64; 2]>, metres: f64) -> usize {
    let apart = |a: &str, b: &str| {
        let (a, b) = (places[a], places[b]);
        111_195.0 * f64::hypot(a[0] - b[0], a[1] - b[1])
    };
    let mut best = vec![0; b.len() + 1];
    for stop in a {
        let mut before = 0;
        for (at, other) in b.iter().enumerate() {
            let here = best[at + 1];
            let is_same = stop == other || apart(stop, other) <= metres;
            best[at + 1] = here.max(best[at]).max(if is_same { before + 1 } else { 0 });
            before = here;
        }
    }
    best[b.len()]
}

#[test]
fn tracks_give_back_the_rounds_that_were_driven() {
    let home = Home::planned();
    let places = home.places();
    let of_tour = |plan: &str| {
        let mut tours: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in home.visits(plan) {
            tours
                .entry(row["tour"].clone())
                .or_default()
                .push(row["id"].clone());
        }
        tours
    };
    let driven = of_tour("plan");
    for (error, out) in [(3.0, "close"), (40.0, "far")] {
        home.drive(&format!("{out}.gpx"), error);
        let told = home.timed(&format!("{out}.gpx"), out);
        assert!(told.contains("fixes, which err by"), "{told}");
        let found = of_tour(out);
        assert_eq!(
            driven.keys().collect::<Vec<_>>(),
            found.keys().collect::<Vec<_>>()
        );
        let count: usize = driven.values().map(Vec::len).sum();
        let same: usize = driven
            .iter()
            .map(|(tour, stops)| in_order(stops, &found[tour], &places, error))
            .sum();
        assert!(
            same as f64 >= 0.98 * count as f64,
            "{error} m: {same} of {count}"
        );
    }
    // A folder of files, and a table.
    fs::create_dir(home.path("tracks")).expect("a folder");
    fs::rename(home.path("close.gpx"), home.path("tracks/week.gpx")).expect("it moves");
    home.timed("tracks", "folder");
    assert_eq!(of_tour("folder"), of_tour("close"));
    let fixes: String = (0..30)
        .map(|fix| {
            format!(
                "{},2026-11-02 06:{:02}:{:02},118.2,36.1,K1\n",
                home.visits("plan")[0]["vehicle"],
                fix / 6,
                fix % 6 * 10
            )
        })
        .collect();
    home.write(
        "trace.csv",
        &format!("vehicle,time,longitude,latitude,device\n{fixes}"),
    );
    home.timed("trace.csv", "table");
}

#[test]
fn faulty_tracks_are_told() {
    let home = Home::planned();
    let track = |name: &str, point: &str| {
        format!(
            r#"<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>{name}</name><trkseg>{point}</trkseg></trk></gpx>"#
        )
    };
    let vehicle = home.visits("plan")[0]["vehicle"].clone();
    let timed = r#"<trkpt lat="36.1" lon="118.2"><time>2026-11-02T01:00:00Z</time></trkpt>"#;
    let later = r#"<trkpt lat="36.1" lon="118.2"><time>2026-11-12T01:00:00Z</time></trkpt>"#;
    for (file, text, expected) in [
        (
            "untimed.gpx",
            track(&vehicle, r#"<trkpt lat="36.1" lon="118.2"/>"#),
            "bear their time",
        ),
        (
            "weeks.gpx",
            track(&vehicle, &format!("{timed}{later}")),
            "seven days in a row",
        ),
        ("broken.gpx", "<gpx".to_owned(), "a GPX file"),
        ("none.gpx", track(&vehicle, ""), "a track with fixes"),
    ] {
        home.write(file, &text);
        let answer = home.run(3, &format!("time district {file} --out now"));
        let told = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(
            told.contains(expected) && told.contains(file),
            "{file}: {told}"
        );
    }
    home.write("timed.gpx", &track("1", timed));
    home.run(2, "time district timed.gpx --out now --vehicle nobody");
    home.run(2, "time district timed.gpx --out now --utc-offset 99");
    assert!(!home.path("now").exists());
}
