//! The contract of the command line, held against the real program: exit codes, what is written and what is not, that a
//! plan survives whatever ends a run, and that no name from a table becomes a formula or markup.

#![cfg(feature = "cli")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const NASTY: &str = "=1+1</script><script>alert(1)</script>";

fn wasteways(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasteways"));
    command.env("LC_ALL", "C");
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    wasteways(arguments).output().expect("the program starts")
}

/// Runs, asks for an exit code, and gives stdout.
fn exits(code: i32, arguments: &[&str]) -> String {
    let output = run(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{stderr}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A home with a good small district in it, one of whose villages has a nasty name.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        fs::create_dir(home.path("district")).expect("a folder");
        let mut points = String::from(
            "point,village,longitude,latitude,containers,kg_per_day,max_vehicle_width_m\n",
        );
        for number in 0..12 {
            let village = if number % 3 == 0 { NASTY } else { "Mill" };
            let name = if number == 3 {
                "@SUM(A1)".into()
            } else {
                format!("P{number}")
            };
            let (x, y) = (
                119.80 + 0.004 * f64::from(number % 4),
                36.00 + 0.003 * f64::from(number / 4),
            );
            points += &format!("{name},{village},{x:.4},{y:.4},5,{},\n", 150 + 10 * number);
        }
        home.write("points.csv", &points);
        home.write(
            "district.toml",
            "name = \"Small <b>\"\ndetour_factor = 1.3\nspeed_kmh = 30\n",
        );
        home.write("villages.csv", &format!("village,town,longitude,latitude,households\n{NASTY},T,119.8,36.0,400\nMill,T,119.81,36.0,800\n"));
        home.write(
            "plants.csv",
            "plant,longitude,latitude\nPlant,119.83,36.01\n",
        );
        home.write(
            "vehicles.csv",
            "vehicle,role,count,base_longitude,base_latitude,payload_kg,body_litres,width_m,cost_per_day,cost_per_km,cost_per_hour\n\
             truck,collector,2,119.79,36.00,2000,8000,2.4,300,3,30\n",
        );
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    fn write(&self, table: &str, text: &str) {
        fs::write(self.path("district").join(table), text).expect("a table");
    }

    fn plan(&self, out: &str, more: &[&str]) -> Command {
        let (district, out) = (self.text("district"), self.text(out));
        let mut command = wasteways(&["plan", &district, "--out", &out]);
        command.args(more);
        command
    }

    fn planned(&self, out: &str, more: &[&str]) -> i32 {
        let output = self.plan(out, more).output().expect("the program starts");
        output
            .status
            .code()
            .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// All files of a folder but run.json, which tells how a run went.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"));
    let named = entries.map(|entry| {
        (
            entry.file_name().to_string_lossy().into_owned(),
            fs::read(entry.path()).expect("a file"),
        )
    });
    named.filter(|(name, _)| name != "run.json").collect()
}

const QUICK: [&str; 2] = ["--iterations", "200"];

#[test]
fn wrong_usage_exits_2_and_writes_nothing() {
    let home = Home::new();
    for more in [
        ["--time-limit", "0"],
        ["--time-limit", "NaN"],
        ["--time-limit", "-3"],
        ["--iterations", "many"],
        ["--week", "2025-W53"],
        ["--lang", "fr"],
        ["--threads", "0"],
        ["--no-such", "flag"],
    ] {
        assert_eq!(home.planned("plan", &more), 2, "{more:?}");
    }
    assert_eq!(
        home.planned("plan", &["--time-limit", "5", "--iterations", "5"]),
        2
    );
    exits(2, &["plan", &home.text("district")]);
    exits(2, &[]);
    assert!(!home.path("plan").exists());
}

#[test]
fn a_good_district_gives_every_file_and_a_clean_check() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    for name in [
        "summary.json",
        "run.json",
        "tours.csv",
        "stops.csv",
        "visits.csv",
        "stations.csv",
        "hauls.csv",
        "feeders.csv",
        "cleaners.csv",
        "flows.csv",
        "unserved.csv",
        "findings.csv",
        "plan.geojson",
        "report.html",
    ] {
        let content = fs::read(home.path("plan").join(name)).expect(name);
        let is_table = name.ends_with(".csv");
        assert_eq!(
            content.starts_with("\u{feff}".as_bytes()),
            is_table,
            "{name}"
        );
    }
    let words = exits(0, &["check", &home.text("district"), &home.text("plan")]);
    assert!(words.contains("No findings"), "{words}");
}

#[test]
fn an_edited_plan_is_judged() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    let stops = home.path("plan").join("stops.csv");
    let text = fs::read_to_string(&stops).expect("stops");
    let visit = text
        .lines()
        .find(|line| line.contains(",point,P5,"))
        .expect("a visit of P5");
    fs::write(&stops, text.replace(&format!("{visit}\n"), "")).expect("an edit");
    let found = exits(
        4,
        &[
            "check",
            &home.text("district"),
            &home.text("plan"),
            "--json",
        ],
    );
    let found: Value = serde_json::from_str(&found).expect("one JSON object");
    assert!(!found["findings"].as_array().expect("a list").is_empty());
}

#[test]
fn tables_that_say_something_else_are_found_and_written_anew() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    let plan = home.path("plan");
    let change = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(plan.join(name)).expect(name);
        assert!(text.contains(from), "{name}: {text}");
        fs::write(plan.join(name), text.replacen(from, to, 1)).expect("an edit");
    };
    change("summary.json", "\"tonnes\": ", "\"tonnes\": 1");
    change("flows.csv", "Mill,", "Moon,");
    change("visits.csv", "mon;tue;", "mon;");
    let arguments = ["check", &home.text("district"), &home.text("plan")];
    let words = exits(4, &arguments);
    assert!(words.contains("tables: flows.csv"), "{words}");
    assert!(words.contains("tables: visits.csv: 1 rows"), "{words}");
    assert!(
        words.contains("tables: summary.json: tonnes is 1"),
        "{words}"
    );
    assert!(
        words.contains("Not judged: reasons in visits.csv"),
        "{words}"
    );
    let before = fs::read(plan.join("run.json")).expect("run.json");
    let summary = |name: &str| -> Value {
        let text = fs::read(plan.join("summary.json")).expect("summary");
        let value: Value = serde_json::from_slice(&text).expect("JSON");
        value[name].clone()
    };
    let iterations = summary("iterations");
    exits(0, &[&arguments[..], &["--write"]].concat());
    assert!(exits(0, &arguments).contains("No findings"));
    assert_eq!(
        summary("iterations"),
        iterations,
        "of the search, as it was"
    );
    assert_eq!(fs::read(plan.join("run.json")).expect("run.json"), before);
    // What is not there is said.
    fs::remove_file(plan.join("stations.csv")).expect("removed");
    assert!(exits(0, &arguments).contains("stations.csv (absent)"));
}

#[test]
fn iterations_asked_are_iterations_done() {
    let home = Home::new();
    for asked in [1_u64, 2, 7, 33, 100, 257] {
        assert_eq!(
            home.planned("plan", &["--iterations", &asked.to_string()]),
            0
        );
        let summary = fs::read(home.path("plan").join("summary.json")).expect("summary");
        let summary: Value = serde_json::from_slice(&summary).expect("JSON");
        assert_eq!(summary["iterations"].as_u64(), Some(asked));
    }
}

#[test]
fn nothing_depends_on_threads_or_on_the_run() {
    let home = Home::new();
    assert_eq!(
        home.planned("one", &[&QUICK[..], &["--threads", "1"]].concat()),
        0
    );
    assert_eq!(
        home.planned("two", &[&QUICK[..], &["--threads", "2"]].concat()),
        0
    );
    let (one, two) = (files(&home.path("one")), files(&home.path("two")));
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (name, content) in &one {
        assert!(*content == two[name], "{name} differs");
    }
}

#[test]
fn faulty_tables_exit_3_with_every_fault_and_leave_the_former_plan() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    let former = files(&home.path("plan"));
    home.write("villages.csv", "village,town,longitude,latitude,households\nMill,T,119.81,36.0,many\nMill,T,119.8,36.0,-5\n");
    let output = home.plan("plan", &QUICK).output().expect("a run");
    assert_eq!(output.status.code(), Some(3));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        words.contains("villages.csv, row 2")
            && words.contains("\"many\"")
            && words.contains("row 3"),
        "{words}"
    );
    assert_eq!(files(&home.path("plan")), former);
    assert_eq!(home.planned("new", &QUICK), 3);
    assert!(!home.path("new").exists());
    let json = exits(
        3,
        &[
            "plan",
            &home.text("district"),
            "--out",
            &home.text("new"),
            "--json",
        ],
    );
    let json: Value = serde_json::from_str(&json).expect("one JSON object");
    assert_eq!(json["exit"], 3);
    assert!(json["num_faults"].as_u64().expect("a count") >= 2);
    exits(
        3,
        &["plan", &home.text("nowhere"), "--out", &home.text("new")],
    );
}

#[test]
fn work_that_no_truck_can_do_exits_4_with_its_reason() {
    let home = Home::new();
    let points = fs::read_to_string(home.path("district").join("points.csv")).expect("points");
    home.write("points.csv", &points.replace("5,160,\n", "5,160,1.2\n"));
    assert_eq!(home.planned("plan", &QUICK), 4);
    let unserved = fs::read_to_string(home.path("plan").join("unserved.csv")).expect("unserved");
    assert!(
        unserved
            .lines()
            .skip(1)
            .all(|row| row.starts_with("P1,") && row.contains("too wide")),
        "{unserved}"
    );
    let summary: Value =
        serde_json::from_slice(&fs::read(home.path("plan").join("summary.json")).expect("summary"))
            .expect("JSON");
    assert!(summary["unserved_kg"].as_i64() > Some(0));
}

#[test]
fn names_are_neither_formulas_nor_markup() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    // The workbook has a test of its own.
    let texts = files(&home.path("plan")).into_iter();
    for (name, content) in texts.filter(|(name, _)| !name.ends_with(".xlsx")) {
        let text = String::from_utf8(content).expect("UTF-8");
        if name.ends_with(".csv") {
            let cells = text.lines().flat_map(|line| line.split(','));
            let runs = |cell: &str| {
                cell.trim_matches('"').starts_with(['=', '+', '-', '@'])
                    && cell.parse::<f64>().is_err()
            };
            assert_eq!(
                cells.filter(|cell| runs(cell)).collect::<Vec<_>>(),
                [""; 0],
                "{name}"
            );
        }
        assert!(
            !(name.ends_with(".html") && text.contains("<script>alert")),
            "{name}"
        );
    }
    let stops = fs::read_to_string(home.path("plan").join("stops.csv")).expect("stops");
    assert!(
        stops.contains(",point,'@SUM(A1),"),
        "the guarded name is there, and check reads it:"
    );
    exits(0, &["check", &home.text("district"), &home.text("plan")]);
}

#[test]
fn what_is_not_ours_stays() {
    let home = Home::new();
    let before = files(&home.path("district"));
    assert_eq!(
        home.planned("district", &QUICK),
        2,
        "a district is never written over"
    );
    assert_eq!(files(&home.path("district")), before);
    fs::create_dir(home.path("theirs")).expect("a folder");
    fs::write(home.path("theirs").join("stops.csv"), "theirs").expect("a file");
    assert_eq!(home.planned("theirs", &QUICK), 2);
    assert_eq!(files(&home.path("theirs")).len(), 1);
    assert_eq!(home.planned("plan", &QUICK), 0);
    fs::write(home.path("plan").join("notes.txt"), "mine").expect("a file");
    assert_eq!(
        home.planned("plan", &[&QUICK[..], &["--seed", "2"]].concat()),
        0
    );
    assert_eq!(files(&home.path("plan"))["notes.txt"], b"mine");
}

#[test]
fn json_is_one_object_and_quiet_is_quiet() {
    let home = Home::new();
    let (district, plan) = (home.text("district"), home.text("plan"));
    let summary = exits(
        0,
        &[
            "plan",
            &district,
            "--out",
            &plan,
            "--iterations",
            "200",
            "--json",
        ],
    );
    let summary: Value = serde_json::from_str(&summary).expect("one JSON object");
    assert_eq!(summary["findings"], 0);
    assert_eq!(
        exits(
            0,
            &[
                "plan",
                &district,
                "--out",
                &plan,
                "--iterations",
                "200",
                "--quiet"
            ]
        ),
        ""
    );
    let flow: Value =
        serde_json::from_str(&exits(0, &["flow", &district, "--json"])).expect("one JSON object");
    let sinks = [
        "collected_kg",
        "composted_kg",
        "sold_kg",
        "filled_kg",
        "uncollected_kg",
    ];
    let sum: f64 = sinks
        .iter()
        .map(|sink| flow[sink].as_f64().expect("a figure"))
        .sum();
    let generated = flow["generated_kg"].as_f64().expect("a figure");
    assert!((sum - generated).abs() <= 1e-9 * generated && generated > 0.0);
    assert!(flow["relative_error"].as_f64() < Some(1e-9));
    exits(0, &["flow", &district, "--out", &home.text("flow")]);
    assert!(home.path("flow").join("flows.csv").exists());
}

#[test]
fn init_explains_and_asks_to_be_filled() {
    let home = Home::new();
    let mine = home.text("mine");
    exits(0, &["init", &mine]);
    let readme = fs::read_to_string(home.path("mine").join("README.md")).expect("README");
    assert!(readme.contains("| kg_per_person_day |") && readme.contains("Han et al. 2017"));
    exits(2, &["init", &mine]);
    let output = run(&["plan", &mine, "--out", &home.text("plan")]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("villages.csv"));
}

#[test]
fn the_console_speaks_the_language_asked_for() {
    let home = Home::new();
    let district = home.text("district");
    let villages = home.path("district").join("villages.csv");
    let text = fs::read_to_string(&villages).expect("villages");
    let spoiled = text.replacen(",T,", ",,", 1);
    assert_ne!(spoiled, text);
    fs::write(&villages, spoiled).expect("a table");
    let out = home.text("plan");
    let arguments = ["plan", &district, "--out", &out];
    let stderr = |command: &mut Command| {
        let output = command.output().expect("the program starts");
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let english = stderr(&mut wasteways(&arguments));
    assert!(
        english.contains("row 2, column town: expected a name on one line"),
        "{english}"
    );
    let chinese = stderr(wasteways(&arguments).args(["--lang", "zh"]));
    assert!(
        chinese.contains("villages.csv 第2行 “乡镇”列:应为单行名称"),
        "{chinese}"
    );
    assert_eq!(
        stderr(wasteways(&arguments).env("LC_ALL", "zh_CN.UTF-8")),
        chinese
    );
    fs::write(
        home.path("district").join("district.toml"),
        "language = \"zh\"\n",
    )
    .expect("settings");
    assert_eq!(
        stderr(&mut wasteways(&arguments)),
        chinese,
        "the district's own language"
    );
    assert_eq!(
        stderr(wasteways(&arguments).args(["--lang", "en"])),
        english
    );
    let json = run(&[&arguments[..], &["--json", "--lang", "zh"]].concat());
    let json: Value = serde_json::from_slice(&json.stdout).expect("one JSON object");
    assert_eq!(json["faults"][0]["expected"], "a name on one line");
    let help = exits(0, &["--help", "--lang", "zh"]);
    assert!(help.contains("退出码:"), "{help}");
}

#[test]
fn the_former_plan_can_be_kept() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    let plan = home.text("plan");
    let arguments = [
        "plan",
        &home.text("district"),
        "--out",
        &home.text("next"),
        "--from",
        &plan,
        "--iterations",
        "200",
    ];
    let words = exits(0, &arguments);
    assert!(
        words.contains("changed") && words.contains("at a price of"),
        "{words}"
    );
}

/// Folders of other people and of other answers stay as they are, and that is known before any work: none of these
/// commands could end within a second otherwise.
#[test]
fn what_is_not_the_same_answer_of_ours_is_refused_at_once() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    let (district, plan) = (home.text("district"), home.text("plan"));
    fs::create_dir(home.path("mine")).expect("a folder");
    for name in ["summary.json", "tours.csv"] {
        fs::write(home.path("mine").join(name), "mine").expect("a file");
    }
    fs::write(home.path("file"), "mine").expect("a file");
    let (mine, below) = (home.text("mine"), home.text("file/plan"));
    let (named, within) = (home.text("report.html"), home.text("mine/tours.csv/plan"));
    let before: Vec<_> = ["plan", "mine", "district"]
        .map(|name| files(&home.path(name)))
        .into();
    let endless = ["--time-limit", "600"];
    for (out, reason) in [
        (&mine, "which would be overwritten"),
        (&district, "is the input"),
        (&"/".to_owned(), "is the root"),
        (&named, "called like a file"),
        (&below, "is a file"),
        (&within, "is a file"),
    ] {
        let arguments = [&["plan", &district, "--out", out][..], &endless].concat();
        refused(&arguments, reason);
    }
    refused(
        &["simulate", &district, &plan, "--out", &plan],
        "is the input",
    );
    refused(
        &["fleet", &district, "--trucks", "1-9", "--out", &plan],
        "holds a plan",
    );
    refused(
        &["fleet", &district, "--trucks", "1-9", "--out", &mine],
        "which would be overwritten",
    );
    refused(
        &[
            "what-if",
            &district,
            &plan,
            "--close-station",
            "S",
            "--out",
            &plan,
        ],
        "is the input",
    );
    refused(&["reconcile", &district, "--out", &plan], "holds a plan");
    refused(&["flow", &district, "--out", &plan], "holds a plan");
    refused(&["generate", &plan], "holds a plan");
    refused(&["init", &district], "holds a district");
    fs::remove_file(home.path("plan").join("run.json")).expect("it is removed");
    refused(
        &[&["plan", &district, "--out", &plan][..], &endless].concat(),
        "lacks run.json",
    );
    let after: Vec<_> = ["plan", "mine", "district"]
        .map(|name| files(&home.path(name)))
        .into();
    assert_eq!(before, after);
}

/// Exit 2 with a reason.
fn refused(arguments: &[&str], reason: &str) {
    let output = run(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{stderr}");
    assert!(stderr.contains(reason), "{arguments:?}\n{stderr}");
}

/// A run that was ended while it put files in place: whoever reads the folder next puts in the rest.
#[test]
fn a_set_that_is_ready_is_put_in_place_by_who_reads_it() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    assert_eq!(
        home.planned("other", &[&QUICK[..], &["--seed", "2"]].concat()),
        0
    );
    let other = files(&home.path("other"));
    let within = home.path("plan").join(".wasteways");
    fs::create_dir(&within).expect("a folder");
    fs::rename(home.path("other"), within.join("ready")).expect("it is moved");
    fs::rename(
        within.join("ready/tours.csv"),
        home.path("plan").join("tours.csv"),
    )
    .expect("it is moved");
    exits(0, &["check", &home.text("district"), &home.text("plan")]);
    assert_eq!(files(&home.path("plan")), other);
}

#[test]
#[cfg(unix)]
fn a_kill_at_any_moment_leaves_a_whole_plan() {
    let home = Home::new();
    assert_eq!(home.planned("plan", &QUICK), 0);
    let began = Instant::now();
    assert_eq!(
        home.planned("other", &[&QUICK[..], &["--seed", "2"]].concat()),
        0
    );
    let whole_run = began.elapsed();
    let known = [files(&home.path("plan")), files(&home.path("other"))];
    for step in 0..24_u32 {
        let mut child = home
            .plan(
                "plan",
                &[
                    &QUICK[..],
                    &["--seed", if step % 2 == 0 { "2" } else { "1" }],
                ]
                .concat(),
            )
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Mostly in the last part of the run, where files are written.
        std::thread::sleep(whole_run * (30 + 3 * step) / 100);
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        assert!(
            known.contains(&files(&home.path("plan"))),
            "a mixed or broken plan after kill {step}"
        );
    }
    assert_eq!(
        home.planned("plan", &QUICK),
        0,
        "and the next run clears up"
    );
    let left = fs::read_dir(home.folder.path()).expect("the home").count();
    assert_eq!(left, 3, "district, plan, other");
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_the_search_and_writes_the_plan() {
    let home = Home::new();
    let child = home
        .plan("plan", &["--time-limit", "600"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    std::thread::sleep(Duration::from_millis(1_500));
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .expect("kill")
            .success()
    );
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("ended by hand"));
    exits(0, &["check", &home.text("district"), &home.text("plan")]);
}

/// Three clients in a row; with a capacity of 10 two routes do.
const INSTANCE: &str = "TYPE : CVRP\nDIMENSION : 4\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\nNODE_COORD_SECTION\n\
    1 0 0\n2 0 1\n3 0 2\n4 0 3\nDEMAND_SECTION\n1 0\n2 4\n3 6\n4 5\nDEPOT_SECTION\n1\n-1\nEOF\n";

#[test]
fn solve_prints_a_line_and_writes_a_solution() {
    let home = Home::new();
    fs::write(home.path("three.vrp"), INSTANCE).expect("a file");
    let (instance, out) = (home.path("three.vrp"), home.path("new/three.sol"));
    let (instance, out) = (instance.to_str().unwrap(), out.to_str().unwrap());
    let solve = ["solve", instance, "--iterations", "50", "--out", out];
    let line: Value = serde_json::from_str(&exits(0, &solve)).expect("a line of JSON");
    // 0-1-2-0 and 0-3-0, or 0-2-0 and 0-1-3-0: 4 + 6.
    assert_eq!(
        (&line["cost"], &line["feasible"], &line["routes"]),
        (&10.0.into(), &true.into(), &2.into())
    );
    assert!(
        line["seconds"].is_f64() && line["iterations"].is_u64(),
        "{line}"
    );
    let text = fs::read_to_string(out).expect("a solution");
    assert!(
        text.starts_with("Route #1: ") && text.ends_with("Cost 10\n"),
        "{text}"
    );
    exits(0, &solve[..2]);
    assert_eq!(
        exits(0, &["solve", instance, "--quiet", "--time-limit", "0.2"]),
        ""
    );
}

#[test]
fn solve_exits_as_promised() {
    let home = Home::new();
    let file = |name: &str, text: String| {
        fs::write(home.path(name), text).expect("a file");
    };
    file(
        "heavy.vrp",
        INSTANCE.replace(
            "3 6
", "3 16
",
        ),
    );
    file(
        "faulty.vrp",
        INSTANCE
            .replace("3 6\n", "3 six\n")
            .replace("2 0 1", "2 0 y"),
    );
    let [heavy, faulty, out] = ["heavy.vrp", "faulty.vrp", "out.sol"].map(|name| home.path(name));
    let [heavy, faulty, out] = [&heavy, &faulty, &out].map(|path| path.to_str().unwrap());
    let line = exits(4, &["solve", heavy, "--iterations", "20", "--out", out]);
    assert!(line.contains("\"feasible\":false"), "{line}");
    assert!(
        fs::read_to_string(out).unwrap().contains("Route #"),
        "what can be served is"
    );
    let former = fs::read(out).unwrap();
    let refused = run(&["solve", faulty, "--out", out]);
    let stderr = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(3));
    for place in [
        "faulty.vrp, row 7",
        "\"y\"",
        "faulty.vrp, row 13",
        "\"six\"",
    ] {
        assert!(stderr.contains(place), "{place}: {stderr}");
    }
    assert_eq!(fs::read(out).unwrap(), former, "the former solution stands");
    exits(3, &["solve", "nowhere.vrp"]);
    exits(3, &["solve", home.path("district").to_str().unwrap()]);
    exits(2, &["solve", heavy, "--out", heavy]);
    exits(
        2,
        &[
            "solve",
            heavy,
            "--out",
            home.path("district").to_str().unwrap(),
        ],
    );
    exits(2, &["solve", heavy, "--vehicles", "0"]);
    exits(
        2,
        &["solve", heavy, "--iterations", "5", "--time-limit", "5"],
    );
}

/// Every cell of a table, by column and row.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("a table");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn reconciled_tables_take_the_place_of_the_districts_own() {
    let home = Home::new();
    // Coordinates in another system, Chinese headers and a column of the office's own: all of it must come back as it was.
    home.write("district.toml", "coordinates = \"gcj02\"\n");
    home.write(
        "villages.csv",
        &format!("村名,镇,经度,纬度,户数,户主任\n{NASTY},T,119.8,36.0,400,李\nMill,T,119.81,36.0,800,王\n"),
    );
    let points = fs::read_to_string(home.path("district").join("points.csv")).expect("points");
    home.write(
        "points.csv",
        &points.replace(
            "P11,Mill,119.8120,36.0060,4,260,",
            "P11,Mill,119.8120,36.0060,4,,",
        ),
    );
    let weigh = |times: f64| {
        let day = |day: usize| {
            format!(
                "2026-06-{day:02},Plant,{:.0}\n",
                2580.0 * times * (1.0 + 0.01 * (day % 3) as f64)
            )
        };
        let rows: String = (1..=28).map(day).collect();
        home.write("weighbridge.csv", &format!("date,facility,kg\n{rows}"));
    };
    let flow_kg = || {
        let told = exits(0, &["flow", &home.text("district"), "--json"]);
        let balance: Value = serde_json::from_str(&told).expect("one JSON object");
        balance["collected_kg"].as_f64().expect("a figure")
    };
    let before = flow_kg();
    weigh(1.3 * before / 7.0 / 2580.0);
    let (district, out) = (home.text("district"), home.text("rates"));
    exits(0, &["reconcile", &district, "--out", &out]);
    for (table, figure) in [
        ("villages.csv", "kg_per_person_day"),
        ("points.csv", "kg_per_day"),
    ] {
        let (old, new) = (
            cells(&home.path("district").join(table)),
            cells(&home.path("rates").join(table)),
        );
        let at = new[0].iter().position(|name| name == figure).expect(figure);
        for (old, new) in old.iter().zip(&new) {
            let others = |row: &[String]| -> Vec<String> {
                let kept = row.iter().enumerate().filter(|(column, _)| *column != at);
                kept.map(|(_, cell)| cell.clone()).collect()
            };
            assert_eq!(others(old), others(new), "{table}");
        }
        fs::copy(
            home.path("rates").join(table),
            home.path("district").join(table),
        )
        .expect("a copy");
    }
    // The fit draws a little towards the prior; the mean of the tickets is 1 % above 1.3.
    let grown = flow_kg() / before / 1.3 / 1.01;
    assert!((grown - 1.0).abs() < 0.02, "{grown}");
    exits(2, &["reconcile", &district, "--out", &district]);
    home.write("weighbridge.csv", "date,facility,kg\n2026-06-31,Plant,5\n");
    exits(3, &["reconcile", &district, "--out", &home.text("nothing")]);
    assert!(!home.path("nothing").exists(), "nothing is written");
}

#[test]
fn weighings_in_another_unit_are_a_fault_unless_allowed() {
    let home = Home::new();
    let tickets = |kg: f64| {
        let mut text = String::from("date,facility,kg\n");
        for day in 1..=28 {
            text += &format!("2026-02-{day:02},Plant,{}\n", kg + f64::from(day));
        }
        home.write("weighbridge.csv", &text);
    };
    let asked = [
        "reconcile",
        &home.text("district"),
        "--out",
        &home.text("rates"),
    ];
    for kg in [2.5, 250_000.0] {
        tickets(kg);
        exits(3, &asked);
        assert!(!home.path("rates").exists(), "nothing is written");
    }
    exits(0, &[&asked[..], &["--any-factor"]].concat());
    tickets(2_500.0);
    let again = [
        "reconcile",
        &home.text("district"),
        "--out",
        &home.text("rates"),
    ];
    exits(0, &again);
}

#[test]
fn shells_and_man_are_told_every_command() {
    let printed = |args: &[&str]| {
        let output = wasteways(args).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let commands = [
        "plan",
        "check",
        "flow",
        "fleet",
        "simulate",
        "merge",
        "what-if",
        "generate",
        "init",
        "solve",
        "roads",
        "reconcile",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = printed(&["completions", shell]);
        for command in commands {
            assert!(text.contains(command), "{shell}: {command}");
        }
    }
    let page = printed(&["man"]);
    assert!(page.contains(".TH wasteways 1") && page.contains("reconcile"));
    for command in commands {
        assert!(printed(&["man", command]).contains("SYNOPSIS"), "{command}");
    }
    let output = wasteways(&["man", "nothing"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        words.contains("nothing is no command") && words.contains("what-if"),
        "{words}"
    );
}

#[test]
fn copies_for_chinese_maps_lie_beside_and_stay_when_a_plan_is_written_anew() {
    let home = Home::new();
    assert_eq!(
        home.planned("plan", &["--iterations", "20", "--map", "gcj02"]),
        0
    );
    let copies = ["tours-gcj02.gpx", "plan-gcj02.kml"].map(|name| home.path("plan").join(name));
    let before = copies.clone().map(|copy| fs::read(copy).expect("a copy"));
    let (district, plan) = (home.text("district"), home.text("plan"));
    let output = wasteways(&["check", &district, &plan, "--write"]).output();
    assert_eq!(output.expect("a run").status.code(), Some(0));
    assert_eq!(
        copies.clone().map(|copy| fs::read(copy).expect("a copy")),
        before
    );
    assert_eq!(home.planned("plan", &["--iterations", "20"]), 0);
    assert!(
        copies.iter().all(|copy| !copy.exists()),
        "they go with the plan that they are of"
    );
}

#[test]
fn schemas_are_json_and_name_their_document() {
    for name in [
        "district",
        "roads",
        "travel",
        "problem",
        "solution",
        "plan",
        "judgement",
        "outcome",
    ] {
        let output = run(&["--lang", "zh", "schema", name]);
        assert_eq!(output.status.code(), Some(0), "{name}");
        let schema: Value = serde_json::from_slice(&output.stdout).expect(name);
        assert!(schema["title"].is_string(), "{name}");
    }
    assert_eq!(run(&["schema", "summary"]).status.code(), Some(2));
}

#[test]
fn how_a_search_went_falls_from_round_to_round() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let sites: Vec<String> = (0..40)
        .map(|i| format!("{} {} {}", i + 1, i * 37 % 101, i * 53 % 97))
        .collect();
    let demand: Vec<String> = (0..40)
        .map(|i| format!("{} {}", i + 1, if i == 0 { 0 } else { 3 + i % 5 }))
        .collect();
    let instance = format!(
        "TYPE : CVRP\nDIMENSION : 40\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 40\nNODE_COORD_SECTION\n{}\nDEMAND_SECTION\n{}\nDEPOT_SECTION\n1\n-1\nEOF\n",
        sites.join("\n"),
        demand.join("\n")
    );
    fs::write(at("a.vrp"), instance).unwrap();
    let solved = |extra: &[&str], history: &str| {
        let file = at(history);
        let instance = at("a.vrp");
        let arguments = [&["solve", &instance, "--history", &file][..], extra].concat();
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        (
            told["cost"].as_f64().unwrap(),
            fs::read_to_string(file).unwrap(),
        )
    };
    let (cost, text) = solved(&["--iterations", "4000"], "h.csv");
    assert_eq!(
        solved(&["--iterations", "4000", "--threads", "1"], "again.csv").1,
        text
    );
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let costs: Vec<f64> = rows.iter().map(|row| row[2].parse().unwrap()).collect();
    assert!(
        costs.len() > 1 && costs.is_sorted_by(|a, b| a >= b),
        "{text}"
    );
    assert!(
        (costs.last().unwrap() - cost).abs() < 1e-6,
        "{text}: {cost}"
    );
    assert!(
        rows.iter().all(|row| row[4].is_empty()),
        "no clock limits it"
    );
    let (_, text) = solved(&["--time-limit", "1"], "timed.csv");
    assert!(!text.lines().last().unwrap().ends_with(','), "{text}");
    let (instance, file) = (at("a.vrp"), at("x"));
    let same = run(&["solve", &instance, "--out", &file, "--history", &file]);
    assert_eq!(same.status.code(), Some(2));
}
