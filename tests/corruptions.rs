//! Written plans that lie: every file, every column and every figure of a plan is changed once, rows are dropped and doubled,
//! and the judge must find each; what it does not judge it says, and that list is held here.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wasteways"))
        .args(arguments)
        .output()
        .expect("the program starts");
    let told = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&told).into_owned(),
    )
}

type Rows = Vec<Vec<String>>;

/// The rows of a table, its header first.
fn rows(path: &Path) -> Rows {
    let text = fs::read_to_string(path).expect("a table");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let records = reader.records().map(|record| record.expect("a row"));
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

fn table(rows: &Rows) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    rows.iter()
        .for_each(|row| writer.write_record(row).expect("a row"));
    writer.into_inner().expect("a buffer")
}

/// A town whose waste all goes by its station, with one truck that does not get round: every table has rows.
struct Town {
    home: tempfile::TempDir,
}

impl Town {
    fn planned() -> Self {
        let town = Self {
            home: tempfile::tempdir().expect("a temporary folder"),
        };
        let district = town.text("district");
        let size = [
            "--towns",
            "1",
            "--villages",
            "6",
            "--points",
            "60",
            "--seed",
            "3",
        ];
        run(&[&["generate", &district][..], &size].concat());
        let folder = town.path("district");
        let station = rows(&folder.join("stations.csv"))[1][0].clone();
        let mut pins = vec![vec!["village".to_owned(), "station".to_owned()]];
        let villages = rows(&folder.join("villages.csv"));
        pins.extend(
            villages[1..]
                .iter()
                .map(|row| vec![row[0].clone(), station.clone()]),
        );
        fs::write(folder.join("pins.csv"), table(&pins)).expect("a table");
        let mut vehicles = rows(&folder.join("vehicles.csv"));
        let place = |name: &str| vehicles[0].iter().position(|own| own == name);
        let (count, most) = (
            place("count").expect("count"),
            place("max_hours").expect("hours"),
        );
        vehicles[1][count] = "0".into();
        vehicles[2][count] = "1".into();
        vehicles[2][most] = "1.4".into();
        fs::write(folder.join("vehicles.csv"), table(&vehicles)).expect("a table");
        let (code, told) = run(&[
            "plan",
            &district,
            "--out",
            &town.text("plan"),
            "--iterations",
            "200",
        ]);
        assert_eq!(code, Some(4), "{told}");
        assert_eq!(town.judged(), None, "the plan itself is true");
        town
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("UTF-8").to_owned()
    }

    /// What the judge finds; `None` if nothing.
    fn judged(&self) -> Option<String> {
        let (code, told) = run(&["check", &self.text("district"), &self.text("plan")]);
        assert!(matches!(code, Some(0 | 3 | 4)), "{told}");
        (!told.starts_with("No findings")).then_some(told)
    }

    /// What the judge finds if a file says something else.
    fn judged_with(&self, file: &str, content: &[u8]) -> Option<String> {
        let path = self.path("plan").join(file);
        let own = fs::read(&path).expect("a file");
        assert_ne!(own, content, "{file} is changed");
        fs::write(&path, content).expect("a file");
        let found = self.judged();
        fs::write(&path, own).expect("a file");
        found
    }
}

/// Another value of a cell's kind: a figure, a clock a minute later, or what another row says.
fn other(cell: &str, column: &[&str]) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    if let Ok(number) = cell.parse::<i64>() {
        return Some((number + 7 + number / 10).to_string());
    }
    if let Ok(number) = cell.parse::<f64>() {
        return Some((number * 1.1 + 1.0).to_string());
    }
    let parts: Vec<i64> = cell
        .split(':')
        .map_while(|part| part.parse().ok())
        .collect();
    if parts.len() > 1 {
        let second = parts.get(2).copied().unwrap_or(0);
        let later = parts[0] * 3600 + parts[1] * 60 + second + 60;
        let (hour, minute) = (later / 3600, later / 60 % 60);
        return Some(format!("{hour:02}:{minute:02}:{:02}", later % 60));
    }
    let mut others = column.iter().filter(|own| !own.is_empty() && **own != cell);
    Some(
        others
            .next()
            .map_or_else(|| format!("{cell}x"), |own| (*own).to_owned()),
    )
}

const TABLES: [&str; 11] = [
    "cleaners.csv",
    "feeders.csv",
    "flows.csv",
    "hauls.csv",
    "monthly.csv",
    "stations.csv",
    "stops.csv",
    "timetable.csv",
    "tours.csv",
    "unserved.csv",
    "visits.csv",
];

/// What is not judged, and is said not to be.
const COLUMNS_NOT_JUDGED: [(&str, &str); 4] = [
    ("visits.csv", "reason"),
    ("unserved.csv", "reason"),
    ("hauls.csv", "haul"),
    ("hauls.csv", "tour"),
];

#[test]
fn every_corrupted_cell_is_found() {
    let town = Town::planned();
    let mut tried = 0;
    let mut missed = Vec::new();
    for file in TABLES {
        let sound = rows(&town.path("plan").join(file));
        let (header, body) = (&sound[0], &sound[1..]);
        let kind = header.iter().position(|name| name == "kind");
        let kind_of = |row: &[String]| kind.map(|kind| row[kind].clone()).unwrap_or_default();
        let mut kinds: Vec<String> = body.iter().map(|row| kind_of(row)).collect();
        kinds.sort();
        kinds.dedup();
        for (column, name) in header.iter().enumerate() {
            if COLUMNS_NOT_JUDGED.contains(&(file, name)) {
                continue;
            }
            let cells: Vec<&str> = body.iter().map(|row| row[column].as_str()).collect();
            for kind in &kinds {
                // A row in the middle of those of its kind.
                let filled = (0..body.len())
                    .filter(|&at| kind_of(&body[at]) == *kind && !cells[at].is_empty());
                let filled: Vec<usize> = filled.collect();
                let Some(&at) = filled.get(filled.len() / 2) else {
                    continue;
                };
                let Some(changed) = other(cells[at], &cells) else {
                    continue;
                };
                // A hauler may leave its base later than it does, if it is there in time.
                if (file, name.as_str()) == ("hauls.csv", "out") {
                    continue;
                }
                let mut spoiled = sound.clone();
                spoiled[at + 1][column] = changed.clone();
                tried += 1;
                if town.judged_with(file, &table(&spoiled)).is_none() {
                    let own = cells[at];
                    missed.push(format!(
                        "{file}, row {}, {name} of {kind}: {own} -> {changed}",
                        at + 2
                    ));
                }
            }
        }
    }
    assert!(tried >= 60, "{tried}");
    assert_eq!(missed, Vec::<String>::new(), "of {tried}");
}

#[test]
fn every_row_that_is_lost_or_doubled_is_found() {
    let town = Town::planned();
    for file in TABLES {
        let sound = rows(&town.path("plan").join(file));
        let middle = sound.len() / 2;
        let mut lost = sound.clone();
        lost.remove(middle);
        let mut doubled = sound.clone();
        doubled.insert(middle, sound[middle].clone());
        let emptied = vec![sound[0].clone()];
        for (what, spoiled) in [("lost", lost), ("doubled", doubled), ("emptied", emptied)] {
            let found = town.judged_with(file, &table(&spoiled));
            let told = found.unwrap_or_else(|| panic!("{file}: {what}, and nothing is found"));
            assert!(told.contains("finding") || told.contains("fault"), "{told}");
        }
    }
    let invented = "promise,who,day,clock,amount,unit,detail\nshift,mon-001,mon,,5,s,late\n";
    let found = town.judged_with("findings.csv", invented.as_bytes());
    assert!(found.expect("a finding").contains("findings.csv"));
}

/// Figures that tell of the search, which no plan can tell again.
const OF_THE_SEARCH: [&str; 11] = [
    "/stations/before/cost",
    "/stations/before/queue_hours",
    "/stations/before/overflow_kg",
    "/stations/haulers_used",
    "/stations/haulers_lower_bound",
    "/onward_price_assumed",
    "/onward_price_found",
    "/iterations",
    "/seed",
    "/version",
    "/all_daily",
];

/// Each figure of a JSON value with its path.
fn figures(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                figures(value, &format!("{path}/{name}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn every_figure_of_the_summary_is_counted_again() {
    let town = Town::planned();
    let text = fs::read(town.path("plan").join("summary.json")).expect("a summary");
    let summary: Value = serde_json::from_slice(&text).expect("JSON");
    let mut paths = Vec::new();
    figures(&summary, "", &mut paths);
    let mut missed = Vec::new();
    for path in paths {
        if OF_THE_SEARCH.iter().any(|search| path.starts_with(search)) {
            continue;
        }
        let mut spoiled = summary.clone();
        let figure = spoiled.pointer_mut(&path).expect("a figure");
        *figure = match figure.clone() {
            Value::Number(number) => (number.as_f64().expect("a number") / 2.0 + 7.125).into(),
            Value::String(text) => format!("{text}x").into(),
            Value::Bool(yes) => (!yes).into(),
            _ => 5.into(),
        };
        let bytes = serde_json::to_vec(&spoiled).expect("JSON");
        let found = town.judged_with("summary.json", &bytes);
        if !found.is_some_and(|told| told.contains("summary.json")) {
            missed.push(path);
        }
    }
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn what_is_not_judged_is_said() {
    let town = Town::planned();
    fs::remove_file(town.path("plan").join("flows.csv")).expect("it is removed");
    let (_, told) = run(&["check", &town.text("district"), &town.text("plan")]);
    for part in [
        "reasons in visits.csv and unserved.csv",
        "names of tours and hauls",
        "what summary.json tells of the search",
        "run.json",
        "pages, plan.xlsx, plan.geojson, plan.kml and tours.gpx",
        "flows.csv (absent)",
    ] {
        assert!(told.contains(part), "{told}");
    }
}
