//! What `wasteways solve` says of its own answers is what the judge of the literature's instances says: cost, routes and
//! whether all are served, on an instance of each kind. An extra: skipped, with a word, where the instances or python3 are
//! absent.
#![cfg(feature = "cli")]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// An instance of each kind.
const INSTANCES: [&str; 12] = [
    "cvrp/X/X-n101-k25.vrp",
    "vrptw/solomon/C101.txt",
    "vrptw/gh1000/C1_10_1.vrp",
    "other/mdvrp/p02.txt",
    "other/mdvrp/pr01.txt",
    "other/pvrp/p02.txt",
    "other/pvrp/p31.txt",
    "other/mdvrptw/PR11A.vrp",
    "other/hfvrp/X125-HVRP.vrp",
    "other/multitrip/C201R0.25.vrp",
    "waste/kim2006/102_stop.txt",
    "waste/udine/Milano_020_4_0.geojson",
];

fn line_of(mut command: Command) -> Value {
    let output = command.output().expect("the program starts");
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    serde_json::from_str(&stdout)
        .unwrap_or_else(|_| panic!("{stdout}{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn answers_are_what_they_say() {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench");
    let script = bench.join("check_solution.py");
    let python = Command::new("python3").arg("--version").output();
    if !script.exists() || !python.is_ok_and(|out| out.status.success()) {
        println!("skipped: python3 or {} is absent", script.display());
        return;
    }
    let home = tempfile::tempdir().expect("a temporary folder");
    for name in INSTANCES {
        let (instance, out) = (bench.join(name), home.path().join("answer.sol"));
        if !instance.exists() {
            println!("skipped: {name} is absent");
            continue;
        }
        let mut solve = Command::new(env!("CARGO_BIN_EXE_wasteways"));
        solve
            .args(["solve", "--iterations", "300", "--out"])
            .arg(&out)
            .arg(&instance);
        let said = line_of(solve);
        let mut judge = Command::new("python3");
        judge.arg(&script).arg(&instance).arg(&out);
        let judged = line_of(judge);
        let cost = |line: &Value| line["cost"].as_f64().expect("a cost");
        let apart = (cost(&said) - cost(&judged)).abs();
        assert!(
            apart <= 2e-6 * cost(&judged).max(1.0),
            "{name}: {said} {judged}"
        );
        assert_eq!(said["feasible"], judged["feasible"], "{name}: {judged}");
        assert_eq!(said["routes"], judged["routes"], "{name}");
    }
}
