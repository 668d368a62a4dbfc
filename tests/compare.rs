//! `wasteways compare`: a plan beside itself differs in nothing, and two plans differ by what their own summaries say.

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
