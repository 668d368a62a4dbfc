//! `wasteways what-if` and `simulate`, held against the real program: a lost truck leaves most as it was, what is changed can
//! be read in the files, shares and kills cost nothing, nonsense is refused.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
    command.env("LC_ALL", "C");
    let output = command.args(arguments).stdin(Stdio::null()).output();
    output.expect("the program starts")
}

/// Runs, asks for one of these exit codes, and gives stdout.
fn exits(codes: &[i32], arguments: &[&str]) -> String {
    let output = run(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code().expect("it ended by itself");
    assert!(codes.contains(&code), "{arguments:?}: {code}\n{stderr}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Either all is done, or something is left.
const DONE: [i32; 2] = [0, 4];

/// A home with a generated town and its plan.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a temporary folder"));
        let town = home.text("town");
        let size = [
            "--towns",
            "1",
            "--villages",
            "6",
            "--points",
            "90",
            "--seed",
            "3",
        ];
        exits(&[0], &[&["generate", &town], &size[..]].concat());
        exits(
            &DONE,
            &[
                "plan",
                &town,
                "--out",
                &home.text("plan"),
                "--iterations",
                "300",
            ],
        );
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).expect(name)).expect("JSON")
    }

    /// The name in the first row of a table that begins with a word.
    fn first(&self, table: &str, role: &str) -> String {
        let text = fs::read_to_string(self.path("town").join(table)).expect(table);
        let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let row = rows.records().map(|row| row.expect("a row"));
        let mut rows = row.filter(|row| role.is_empty() || &row[1] == role);
        rows.next().expect("a row")[0].to_owned()
    }

    fn what_if(&self, codes: &[i32], out: &str, change: &[&str]) -> String {
        let (town, plan, out) = (self.text("town"), self.text("plan"), self.text(out));
        let fixed = [
            "what-if",
            &town,
            &plan,
            "--out",
            &out,
            "--iterations",
            "200",
        ];
        exits(codes, &[&fixed[..], change].concat())
    }

    fn simulate(&self, codes: &[i32], more: &[&str]) -> String {
        let (town, plan) = (self.text("town"), self.text("plan"));
        exits(codes, &[&["simulate", &town, &plan][..], more].concat())
    }
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).expect("a table");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("a row"));
    rows.collect()
}

#[test]
fn a_lost_truck_moves_few_and_the_files_say_whom() {
    let home = Home::new();
    let truck = home.first("vehicles.csv", "collector");
    home.what_if(&DONE, "out", &["--without-vehicle", &truck]);
    let found = home.json("out/difference.json");
    assert!(
        found["kept_percent"].as_f64().expect("a share") > 60.0,
        "{found}"
    );
    let moves = rows(&home.path("out").join("moves.csv"));
    assert_eq!(found["moves"].as_u64(), Some(moves.len() as u64));
    for row in &moves {
        let (before, now) = (
            (&row["day_before"], &row["vehicle_before"]),
            (&row["day"], &row["vehicle"]),
        );
        assert_ne!(before, now, "a move moves");
    }
    // Each visit of the new week is either kept or a move, and each kept one was there before.
    let stops = |plan: &str| {
        let stops = rows(&home.path(plan).join("stops.csv"));
        stops.iter().filter(|row| row["kind"] == "point").count()
    };
    let gone = moves
        .iter()
        .filter(|row| !row["vehicle_before"].is_empty())
        .count();
    let come = moves
        .iter()
        .filter(|row| !row["vehicle"].is_empty())
        .count();
    assert_eq!(stops("plan") - gone, stops("out") - come);
    assert_eq!(found["visits"].as_u64(), Some(stops("plan") as u64));
    // The summary of the new week tells the same cost.
    assert_eq!(
        found["after"]["cost"],
        home.json("out/summary.json")["cost"]
    );
    assert_eq!(
        found["before"]["cost"],
        home.json("plan/summary.json")["cost"]
    );
}

#[test]
fn scenarios_do_what_they_say() {
    let home = Home::new();
    let collected = |out: &str| home.json(&format!("{out}/summary.json"))["tonnes"].as_f64();
    let before = collected("plan").expect("tonnes");
    home.what_if(&DONE, "more", &["--factor", "1.2"]);
    let left = |out: &str| home.json(&format!("{out}/summary.json"))["unserved_kg"].as_f64();
    let all = collected("more").unwrap() + left("more").unwrap() / 1000.0;
    let all_before = before + left("plan").unwrap() / 1000.0;
    assert!(
        (all / all_before - 1.2).abs() < 0.01,
        "{all} t, {all_before} t before"
    );
    // A closed station takes nothing.
    let station = home.first("stations.csv", "");
    home.what_if(&DONE, "closed", &["--close-station", &station]);
    let stops = rows(&home.path("closed").join("stops.csv"));
    assert!(
        stops.iter().all(|row| row["kind"] != "station"),
        "{station} is the only one"
    );
    // With everybody sorting less rides.
    home.what_if(&DONE, "sorting", &["--sorting", "100"]);
    assert!(collected("sorting").unwrap() < before);
    // A new station beside the points is used where the way of a truck is dear.
    let vehicles = home.path("town").join("vehicles.csv");
    let text = fs::read_to_string(&vehicles).expect("vehicles");
    fs::write(
        &vehicles,
        text.replace(",2.3,30,45,", ",40,30,45,")
            .replace(",3.4,32,48,", ",40,32,48,"),
    )
    .expect("written");
    let spot = &rows(&home.path("town").join("points.csv"))[0];
    let new = format!("New station,{},{}", spot["longitude"], spot["latitude"]);
    home.what_if(
        &DONE,
        "new",
        &["--new-station", &new, "--close-station", &station],
    );
    let stops = rows(&home.path("new").join("stops.csv"));
    assert!(stops.iter().any(|row| row["id"] == "New station"));
    // A closed road is driven by nobody, and named by a point on it or not at all.
    home.what_if(&[2], "road", &["--close-road", "1.5,2.5"]);
    assert!(!home.path("road").exists());
}

#[test]
fn a_broken_truck_goes_on_being_paid_for_and_a_sold_one_does_not() {
    let home = Home::new();
    let truck = home.first("vehicles.csv", "collector");
    let ownership = |out: &str| {
        let difference = home.json(&format!("{out}/difference.json"));
        let of = |week: &str| difference[week]["cost_parts"]["ownership"].as_f64();
        of("after").expect("money") - of("before").expect("money")
    };
    home.what_if(&DONE, "broken", &["--without-vehicle", &truck]);
    assert_eq!(ownership("broken"), 0.0);
    home.what_if(&DONE, "sold", &["--sell-vehicle", &truck]);
    assert!(ownership("sold") < 0.0);
    for page in ["broken/what-if.html", "sold/what-if.html"] {
        let text = fs::read_to_string(home.path(page)).expect("a page");
        assert!(text.contains(&truck), "{page} says what is asked");
    }
}

#[test]
fn each_loss_is_ranked_and_a_resumed_table_is_the_same() {
    let home = Home::new();
    home.what_if(&[0], "each", &["--each"]);
    let table = fs::read(home.path("each").join("losses.csv")).expect("a table");
    let losses = rows(&home.path("each").join("losses.csv"));
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let damage =
        |row: &BTreeMap<String, String>| number(row, "unserved_kg") + number(row, "untreated_kg");
    assert!(
        losses
            .windows(2)
            .all(|pair| damage(&pair[0]) >= damage(&pair[1]))
    );
    // All but two lines of the journal are lost.
    let journal = home.path("each").join("part-1-of-1.jsonl");
    let text = fs::read_to_string(&journal).expect("a journal");
    let kept: Vec<&str> = text.lines().take(3).collect();
    fs::write(&journal, kept.join("\n") + "\n").expect("a journal");
    home.what_if(&[0], "each", &["--each", "--resume"]);
    assert_eq!(
        fs::read(home.path("each").join("losses.csv")).expect("a table"),
        table
    );
}

/// The files of a simulation but run.json.
fn simulated(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    let names = [
        "overflow.csv",
        "lateness.csv",
        "stations_risk.csv",
        "weakest.csv",
        "simulate.html",
        "summary.json",
    ];
    names
        .map(|name| (name, fs::read(folder.join(name)).expect(name)))
        .into()
}

#[test]
fn a_simulation_is_the_same_whoever_does_it() {
    let home = Home::new();
    let asked = ["--weeks", "2", "--runs", "90"];
    let to = |out: &str, more: &[&str]| {
        let out = home.text(out);
        home.simulate(&[0], &[&asked[..], &["--out", &out], more].concat())
    };
    to("one", &["--threads", "1"]);
    to("two", &["--threads", "2"]);
    assert_eq!(simulated(&home.path("one")), simulated(&home.path("two")));
    let mut parts = vec!["merge".to_owned()];
    for share in ["1/2", "2/2"] {
        let out = format!("share-{}", &share[..1]);
        to(&out, &["--shard", share]);
        parts.push(home.text(&out));
    }
    parts.extend(["--out".into(), home.text("joined")]);
    exits(&[0], &parts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        simulated(&home.path("one")),
        simulated(&home.path("joined"))
    );
    // A run that lost all but its first block goes on.
    let journal = home.path("one").join("part-1-of-1.jsonl");
    let text = fs::read_to_string(&journal).expect("a journal");
    let kept: Vec<&str> = text.lines().take(2).collect();
    fs::write(&journal, kept.join("\n") + "\n{\"block\":5,").expect("a journal");
    to("one", &["--resume"]);
    assert_eq!(simulated(&home.path("one")), simulated(&home.path("two")));
    let told = home.simulate(&[0], &["--runs", "20", "--compare", &home.text("plan")]);
    assert!(
        told.contains("0.00 to 0.00"),
        "a plan does not differ from itself: {told}"
    );
}

/// What no simulation of ours could have written is a fault, for those who join and for those who go on.
#[test]
fn journals_of_runs_are_judged_like_tables() {
    let home = Home::new();
    let out = home.text("one");
    home.simulate(&[0], &["--runs", "70", "--out", &out]);
    let journal = home.path("one").join("part-1-of-1.jsonl");
    let sound = fs::read_to_string(&journal).expect("a journal");
    let rows: Vec<&str> = sound.lines().collect();
    let first_run = |text: &str| {
        let begin = text.find("\"runs\":[").expect("runs") + 8;
        let end = begin + text[begin..].find('}').expect("a run") + 1;
        text[begin..end].to_owned()
    };
    let doubled = |row: &str| {
        let run = first_run(row);
        row.replacen(&run, &format!("{run},{run}"), 1)
    };
    let spoil = |row: usize, text: String| -> String {
        let lines = (0..rows.len()).map(|at| if at == row { text.as_str() } else { rows[at] });
        lines.map(|line| format!("{line}\n")).collect()
    };
    let swapped = |row: usize, from: &str, to: &str| {
        let text = rows[row].replacen(from, to, 1);
        assert_ne!(text, rows[row], "{from} stands in {}", rows[row]);
        (row, spoil(row, text))
    };
    for (row, text) in [
        swapped(0, "\"weeks\":1", "\"weeks\":4294967295"),
        swapped(0, "\"runs\":70", "\"runs\":4294967295"),
        swapped(1, "\"block\":0", "\"block\":1000000000"),
        swapped(1, "\"block\":0", "\"block\":1"),
        swapped(
            1,
            "\"bins\":{",
            "\"bins\":{\"1000000000\":{\"sum\":1,\"squares\":1,\"seconds\":0},",
        ),
        swapped(
            1,
            "\"tours\":{",
            "\"tours\":{\"0\":{\"sum\":18446744073709551615,\"squares\":1,\"seconds\":-9223372036854775808},\"1\":{\"sum\":1,\"squares\":1,\"seconds\":0},",
        ),
        swapped(1, "\"queue_s\":", "\"queue_s\":-9223372036854775808,\"x\":"),
        (1, spoil(1, doubled(rows[1]))),
    ] {
        let part = home.path("part.jsonl");
        fs::write(&part, text).expect("a file");
        let words = [
            "merge",
            &home.text("part.jsonl"),
            "--out",
            &home.text("joined"),
        ];
        let output = run(&words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains(&format!("row {}", row + 1)), "{told}");
    }
    let (_, text) = swapped(1, "\"block\":0", "\"block\":1000000000");
    fs::write(&journal, text).expect("a journal");
    home.simulate(&[3], &["--runs", "70", "--out", &out, "--resume"]);
}

#[test]
fn a_spread_of_nothing_is_the_plan_and_a_spoiled_one_a_fault() {
    let home = Home::new();
    let spread = home.path("town").join("spread.csv");
    let none = "district_cv,village_cv,point_cv,service_cv,travel_cv,breakdown,when_full\n0,0,0,0,0,0,leave\n";
    fs::write(&spread, none).expect("a table");
    let (town, plan) = (home.text("town"), home.text("plan"));
    let told = exits(&[0], &["simulate", &town, &plan, "--runs", "2", "--json"]);
    let found: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(found["late_tours"]["value"], 0.0, "{found}");
    assert_eq!(found["breakdowns"]["value"], 0.0);
    fs::write(
        &spread,
        "波动,point_cv,breakdown,when_full\n1,-3,2,maybe\n0,0,0,leave\n",
    )
    .expect("a table");
    let output = run(&["simulate", &town, &plan]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for fault in ["point_cv", "breakdown", "when_full", "one row"] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
}

#[test]
fn nonsense_is_refused() {
    let home = Home::new();
    let out = home.text("out");
    home.simulate(&[2], &["--runs", "0"]);
    home.simulate(&[2], &["--weeks", "0"]);
    home.simulate(&[2], &["--shard", "1/2"]);
    home.what_if(&[2], "out", &[]);
    home.what_if(&[2], "out", &["--without-vehicle", "no such"]);
    home.what_if(&[2], "out", &["--close-station", "no such"]);
    home.what_if(&[2], "out", &["--add-containers", "no such=2"]);
    home.what_if(&[2], "out", &["--factor", "-1"]);
    home.what_if(&[2], "out", &["--sorting", "120"]);
    home.what_if(&[2], "out", &["--new-station", "X"]);
    let truck = home.first("vehicles.csv", "collector");
    home.what_if(&[2], "out", &["--without-vehicle", &format!("{truck}=999")]);
    home.what_if(&[2], "plan", &["--without-vehicle", &truck]);
    assert!(!home.path("out").exists(), "nothing was written");
    // A plan of another district is faulty input.
    let other = home.text("other");
    exits(
        &[0],
        &[
            "generate",
            &other,
            "--towns",
            "1",
            "--villages",
            "3",
            "--points",
            "30",
            "--seed",
            "9",
        ],
    );
    exits(&[3], &["simulate", &other, &home.text("plan")]);
    exits(
        &[3],
        &[
            "what-if",
            &other,
            &home.text("plan"),
            "--factor",
            "2",
            "--out",
            &out,
        ],
    );
}
