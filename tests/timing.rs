//! `wasteways time`: rounds that people give come back timed and priced, and what they break is told.

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
        command
            .args(words.split(' '))
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        let output = command.output().expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words}: {stderr}");
        output
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
