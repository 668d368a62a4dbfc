//! `plan.xlsx` in LibreOffice, where there is one: it opens, its sheets add up to `summary.json`, and it prints.
#![cfg(feature = "xlsx")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every sheet as comma-separated text, numbers as they are held: the filter's tokens are named in LibreOffice's help under
/// "CSV filter parameters".
const ALL_SHEETS: &str =
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";

/// LibreOffice, unless there is none, which is said.
fn office() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)))
        .find(|program| program.is_file());
    if found.is_none() {
        // Past what the test's harness keeps to itself.
        let words = "skipped: no LibreOffice found, so plan.xlsx was not opened in it\n";
        let _ = std::io::stderr().write_all(words.as_bytes());
    }
    found
}

fn run(program: &Path, arguments: &[&str], home: &Path) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(home);
    command.stdin(Stdio::null());
    let output = command.output().expect("it starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {stderr}");
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(path: &Path) -> Rows {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or(0.0)
}

/// The sum of a column, which the last row holds as LibreOffice reckons it.
fn sum(rows: &Rows, column: &str) -> f64 {
    let (last, others) = rows.split_last().expect("a row of sums");
    let sum: f64 = others.iter().map(|row| number(row, column)).sum();
    let told = number(last, column);
    assert!(
        (sum - told).abs() < 1e-3 * sum.abs().max(1.0),
        "{column}: {sum} {told}"
    );
    sum
}

#[test]
fn the_week_opens_in_libreoffice_and_adds_up() {
    let Some(office) = office() else { return };
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
    let town = town.to_string_lossy();
    let program = Path::new(env!("CARGO_BIN_EXE_wasteways"));
    run(
        program,
        &[
            "plan",
            &town,
            "--out",
            "plan",
            "--iterations",
            "500",
            "--lang",
            "en",
        ],
        home,
    );
    let profile = format!("-env:UserInstallation=file://{}/profile", home.display());
    for form in ["pdf", ALL_SHEETS] {
        let convert = [
            "--headless",
            &profile,
            "--convert-to",
            form,
            "--outdir",
            "sheets",
            "plan/plan.xlsx",
        ];
        run(&office, &convert, home);
    }
    let pdf = fs::read(home.join("sheets/plan.pdf")).expect("a print");
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 10_000);
    let sheet = |name: &str| rows(&home.join("sheets").join(format!("plan-{name}.csv")));
    let summary = fs::read(home.join("plan/summary.json")).expect("a summary");
    let summary: serde_json::Value = serde_json::from_slice(&summary).expect("JSON");
    let told = |key: &str| summary[key].as_f64().expect("a figure");
    let near = |ours: f64, theirs: f64, what: &str| {
        assert!(
            (ours - theirs).abs() < 1e-3 * theirs.abs().max(1.0),
            "{what}: {ours} {theirs}"
        );
    };
    let (tours, stops, villages) = (sheet("Tours"), sheet("Stops"), sheet("Villages"));
    near(tours.len() as f64 - 1.0, told("tours"), "tours");
    near(
        sum(&tours, "kg") / 1_000.0,
        told("tonnes"),
        "tonnes of the tours",
    );
    near(sum(&tours, "Kilometres"), told("km"), "km");
    near(sum(&tours, "Hours"), told("hours"), "hours");
    near(
        sum(&villages, "Cost a week"),
        told("cost"),
        "cost of the villages",
    );
    let collected = stops.iter().filter(|row| row["Kind"] == "point");
    let kg: f64 = collected.map(|row| number(row, "kg")).sum();
    near(kg / 1_000.0, told("tonnes"), "tonnes of the stops");
    let overview = sheet("Overview");
    let cost = overview
        .iter()
        .find(|row| row["Figure"] == "Cost of the week")
        .expect("a cost");
    near(
        cost["Value"].parse().expect("a number"),
        told("cost"),
        "cost",
    );
}
