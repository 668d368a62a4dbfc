//! `wasteways fleet` and `merge`, held against the real program: shares joined give one run's bytes, what was done before a
//! kill is not lost, and nonsense is refused.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
    command.env("LC_ALL", "C");
    let output = command.args(arguments).stdin(Stdio::null()).output();
    output.expect("the program starts")
}

/// Runs, asks for an exit code, and gives stdout and stderr.
fn exits(code: i32, arguments: &[&str]) -> (String, String) {
    let output = run(arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{stderr}");
    (stdout, stderr)
}

/// A home with a generated town in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a temporary folder"));
        let town = home.text("town");
        exits(
            0,
            &[
                "generate",
                &town,
                "--towns",
                "1",
                "--villages",
                "6",
                "--points",
                "80",
                "--seed",
                "3",
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

    fn question(&self, out: &str, more: &[&str]) -> Vec<String> {
        let fixed = [
            "fleet",
            &self.text("town"),
            "--trucks",
            "1..=4",
            "--iterations",
            "60",
            "--out",
            &self.text(out),
        ];
        fixed
            .iter()
            .chain(more)
            .map(|&word| word.to_owned())
            .collect()
    }

    fn fleet(&self, out: &str, more: &[&str]) -> Output {
        let words = self.question(out, more);
        run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// The files of a curve but run.json, which tells how a run went.
fn files(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    let names = ["fleet.csv", "fleet.html", "summary.json"];
    names
        .map(|name| (name, fs::read(folder.join(name)).expect(name)))
        .into()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn shares_joined_are_one_run_to_the_byte() {
    let home = Home::new();
    let whole = code(&home.fleet("whole", &["--threads", "2"]));
    assert!(whole == Some(0) || whole == Some(4), "complete or not");
    let mut parts = vec!["merge".to_owned()];
    for share in ["1/3", "2/3", "3/3"] {
        let out = format!("share-{}", &share[..1]);
        assert_eq!(
            code(&home.fleet(&out, &["--shard", share, "--threads", "1"])),
            Some(0)
        );
        parts.push(home.text(&out));
    }
    let joined = home.text("joined");
    parts.extend(["--out".to_owned(), joined]);
    let merged = run(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        code(&merged),
        whole,
        "{}",
        String::from_utf8_lossy(&merged.stderr)
    );
    assert_eq!(files(&home.path("whole")), files(&home.path("joined")));
    // A part too few is a curve with a size missing, and says so.
    let some = home.text("some");
    let (told, _) = exits(4, &["merge", &parts[1], &parts[2], "--out", &some]);
    assert!(told.contains("missing"), "{told}");
}

#[test]
fn what_was_done_before_a_kill_is_not_lost() {
    let home = Home::new();
    let whole = home.fleet("whole", &[]);
    // Sizes one after the other, so that the kill comes between two.
    let words = home.question("killed", &["--threads", "1"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_wasteways"))
        .args(&words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let journal = home.path("killed").join("part-1-of-1.jsonl");
    let lines = || fs::read_to_string(&journal).map_or(0, |text| text.lines().count());
    let begun = Instant::now();
    while lines() < 2 && begun.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it runs or has ended");
    child.wait().expect("it ends");
    let known = lines();
    assert!(known >= 2, "the question and a size");
    // As if the machine had died in the middle of a line.
    let mut torn = fs::read_to_string(&journal).expect("a journal");
    torn.push_str("{\"vehicles\":4,\"cou");
    fs::write(&journal, torn).expect("a journal");
    let resumed = home.fleet("killed", &["--resume"]);
    assert_eq!(code(&resumed), code(&whole));
    assert_eq!(files(&home.path("killed")), files(&home.path("whole")));
    // Another question does not go on where this one ended.
    let other = home.fleet("killed", &["--resume", "--seed", "2"]);
    assert_eq!(code(&other), Some(2));
}

/// A journal tells of items in order, whichever thread was the faster.
#[test]
fn journals_are_the_same_whatever_the_threads() {
    let home = Home::new();
    let items = |out: &str, threads: &str| {
        home.fleet(out, &["--threads", threads]);
        let text = fs::read_to_string(home.path(out).join("part-1-of-1.jsonl"));
        text.expect("a journal")
    };
    let one = items("one", "1");
    assert_eq!(one.lines().count(), 5, "the question and four sizes");
    assert_eq!(items("two", "2"), one);
}

/// What no run of ours could have written is a fault with its row, for those who join and for those who go on.
#[test]
fn journals_are_judged_like_tables() {
    let home = Home::new();
    home.fleet("whole", &[]);
    let journal = home.path("whole").join("part-1-of-1.jsonl");
    let sound = fs::read_to_string(&journal).expect("a journal");
    let vehicles = |number: &str| format!("\"vehicles\":{number},");
    for (from, to, row) in [
        ("\"most\":4", "\"most\":4294967295", 1),
        ("\"least\":1", "\"least\":5", 1),
        ("\"vehicle\":null", "\"vehicle\":1000000", 1),
        ("\"number\":1", "\"number\":0", 1),
        (&vehicles("1"), &vehicles("9"), 2),
        (
            "\"distance\":",
            "\"distance\":9223372036854775807,\"x\":",
            2,
        ),
        (
            "\"ownership\":",
            "\"ownership\":9223372036854775807,\"x\":",
            2,
        ),
        (
            "\"overtime\":",
            "\"overtime\":-9223372036854775808,\"x\":",
            2,
        ),
        ("\"counts\":[", "\"counts\":[7,", 2),
        (
            "\"daily_clearing_percent\":",
            "\"daily_clearing_percent\":1e300,\"x\":",
            2,
        ),
        ("\"plan_of\":null", "\"plan_of\":8", 2),
    ] {
        let (mut spoiled, mut is_spoiled) = (String::new(), false);
        for (number, line) in (1..).zip(sound.lines()) {
            let is_meant = number == row;
            let line = if is_meant {
                line.replacen(from, to, 1)
            } else {
                line.to_owned()
            };
            is_spoiled |= is_meant && !sound.contains(&line);
            spoiled += &(line + "\n");
        }
        assert!(is_spoiled, "{from} stands in row {row}");
        let part = home.path("part.jsonl");
        fs::write(&part, spoiled).expect("a file");
        let (_, told) = exits(
            3,
            &[
                "merge",
                &home.text("part.jsonl"),
                "--out",
                &home.text("out"),
            ],
        );
        assert!(told.contains(&format!("row {row}")), "{to}: {told}");
    }
    // One size told twice: alike it is one, otherwise nobody knows which.
    let twice = |size: String| {
        fs::write(home.path("part.jsonl"), format!("{sound}{size}\n")).expect("a file");
        let part = home.text("part.jsonl");
        let output = run(&["merge", &part, "--out", &home.text("out")]);
        output.status.code()
    };
    let size = sound.lines().nth(1).expect("a size");
    assert_ne!(twice(size.to_owned()), Some(2));
    assert_eq!(
        twice(size.replacen("\"findings\":", "\"findings\":1", 1)),
        Some(2)
    );
    fs::write(
        &journal,
        sound.replacen("\"plan_of\":null", "\"plan_of\":8", 1),
    )
    .expect("a file");
    assert_eq!(code(&home.fleet("whole", &["--resume"])), Some(3));
    #[cfg(unix)]
    {
        let status = Command::new("mkfifo").arg(home.path("pipe.jsonl")).status();
        assert!(status.expect("mkfifo").success());
        exits(
            3,
            &[
                "merge",
                &home.text("pipe.jsonl"),
                "--out",
                &home.text("out"),
            ],
        );
    }
}

#[test]
fn a_missing_share_names_no_smallest_fleet() {
    let home = Home::new();
    for share in ["1/2", "2/2"] {
        let out = format!("half-{}", &share[..1]);
        assert_eq!(code(&home.fleet(&out, &["--shard", share])), Some(0));
    }
    let merged = |parts: &[&str], out: &str| -> serde_json::Value {
        let parts: Vec<String> = parts.iter().map(|part| home.text(part)).collect();
        let mut words: Vec<&str> = vec!["merge"];
        words.extend(parts.iter().map(String::as_str));
        let out = home.text(out);
        words.extend(["--out", &out]);
        run(&words);
        let text = fs::read(home.path(&out).join("summary.json")).expect("a summary");
        serde_json::from_slice(&text).expect("JSON")
    };
    let whole = merged(&["half-1", "half-2"], "both");
    let smallest = whole["smallest_complete"].as_u64().expect("some size does");
    // Sizes 1 and 3 stand in the first half, 2 and 4 in the second.
    let half = if smallest % 2 == 1 {
        "half-2"
    } else {
        "half-1"
    };
    let summary = merged(&[half], "one");
    assert_eq!(summary["smallest_complete"], serde_json::Value::Null);
    assert_eq!(summary["cheapest"], serde_json::Value::Null);
    assert_eq!(summary["sizes_missing"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_curve_says_how_many_trucks() {
    let home = Home::new();
    home.fleet("out", &[]);
    let summary = fs::read(home.path("out").join("summary.json")).expect("a summary");
    let summary: Value = serde_json::from_slice(&summary).expect("JSON");
    let bound = summary["lower_bound"].as_u64().expect("a bound");
    let smallest = summary["smallest_complete"]
        .as_u64()
        .expect("a complete fleet");
    assert!((1..=smallest).contains(&bound), "{summary}");
    assert_eq!(
        summary["bound_is_confirmed"], true,
        "the judge comes to the same terms"
    );
    let table = fs::read_to_string(home.path("out").join("fleet.csv")).expect("a table");
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let columns = rows.headers().expect("columns").clone();
    let at = |name: &str| {
        columns
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let (vehicles, cost, left) = (at("vehicles"), at("cost"), at("unserved_kg"));
    let parts = [
        "ownership",
        "fixed",
        "distance",
        "time",
        "overtime",
        "gate",
        "haul",
        "feeders",
    ]
    .map(at);
    let mut least_left = f64::INFINITY;
    for (size, row) in (1..).zip(rows.records()) {
        let row = row.expect("a row");
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        assert_eq!(number(vehicles), f64::from(size));
        let sum: f64 = parts.iter().map(|&part| number(part)).sum();
        assert!((sum - number(cost)).abs() < 0.05, "the parts are the cost");
        assert!(
            number(left) <= least_left,
            "one truck more never leaves more"
        );
        least_left = number(left);
    }
    assert_eq!(least_left, 0.0);
}

#[test]
fn nonsense_is_refused() {
    let home = Home::new();
    let (town, out) = (home.text("town"), home.text("out"));
    for trucks in ["45..20", "45..=20", "a..b", "1..=99999999", ""] {
        exits(2, &["fleet", &town, "--trucks", trucks, "--out", &out]);
    }
    let (_, told) = exits(
        2,
        &[
            "fleet",
            &town,
            "--trucks",
            "1..=2",
            "--vehicle",
            "no such",
            "--out",
            &out,
        ],
    );
    assert!(told.contains("no such"), "{told}");
    for share in ["0/4", "5/4", "x"] {
        exits(
            2,
            &[
                "fleet", &town, "--trucks", "1..=2", "--out", &out, "--shard", share,
            ],
        );
    }
    exits(
        3,
        &[
            "fleet",
            &home.text("nowhere"),
            "--trucks",
            "1..=2",
            "--out",
            &out,
        ],
    );
    assert!(!home.path("out").exists(), "nothing was written");
    exits(2, &["fleet", &town, "--trucks", "1..=2", "--out", &town]);
    let broken = home.path("part-1-of-1.jsonl");
    fs::write(&broken, "not a journal\n{}\n").expect("a file");
    exits(
        3,
        &["merge", &home.text("part-1-of-1.jsonl"), "--out", &out],
    );
    exits(3, &["merge", &home.text("no-part.jsonl"), "--out", &out]);
}
