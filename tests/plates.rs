//! Plates and drivers that a district names come back on the sheets, in the table of tours and in the workbook.
#![cfg(feature = "report")]

use std::fs;
use std::path::Path;
use wasteways::district::Fault;
use wasteways::district::Language;
use wasteways::input::{Input, InputError, read_district, read_plan};
use wasteways::plan::Trucks;
use wasteways::planner::{Budget, Outcome, PlanParams, Watch, plan};
use wasteways::report::{self, FileSet, RunFacts};

/// The bundled town, its first vehicles of a type named.
fn town(change: impl Fn(&str) -> String) -> Result<Input, Vec<Fault>> {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir("data/town").unwrap() {
        let path = entry.unwrap().path();
        let to = folder.path().join(path.file_name().unwrap());
        if path.ends_with("vehicles.csv") {
            fs::write(to, change(&fs::read_to_string(&path).unwrap())).unwrap();
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
    read_district(folder.path()).map_err(|error| match error {
        InputError::Faults { faults, .. } => faults,
        InputError::Io { path, source } => panic!("{path}: {source}"),
    })
}

/// The table with two columns more: what is named of the collectors, `{n}` for the number of the row.
fn with_names(text: &str, name: impl Fn(usize, usize) -> [String; 2]) -> String {
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let at = |name: &str| {
        header
            .trim_start_matches('\u{feff}')
            .split(',')
            .position(|cell| cell == name)
            .unwrap()
    };
    let (role, count) = (at("role"), at("count"));
    let mut rows = vec![format!("{header},车牌,司机")];
    for (number, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let [plates, drivers] = match cells[role] {
            "collector" => name(number, cells[count].parse().unwrap()),
            _ => [String::new(), String::new()],
        };
        rows.push(format!("{line},{plates},{drivers}"));
    }
    rows.join("\n")
}

fn all_named(number: usize, count: usize) -> [String; 2] {
    let named = |word: &str| {
        let all: Vec<String> = (0..count).map(|k| format!("{word}{number}{k}")).collect();
        all.join("、")
    };
    [named("鲁B"), named("王")]
}

fn planned(input: &Input) -> Outcome {
    let params = PlanParams {
        budget: Some(Budget::Iterations(500)),
        ..PlanParams::default()
    };
    plan(
        &input.district,
        input.network.as_ref(),
        &params,
        &Watch::default(),
    )
}

fn files(input: &Input, outcome: &Outcome) -> FileSet {
    let run = RunFacts {
        input_sha256: input.sha256.clone(),
        seconds: 1.0,
        time_limit: None,
        iterations: Some(500),
        daily: Vec::new(),
        interrupted: false,
        threads: 1,
        machine: RunFacts::this_machine(),
        version: "test",
        warnings: Vec::new(),
    };
    report::plan_files(
        &input.district,
        input.network.as_ref(),
        outcome,
        &run,
        Language::Zh,
    )
}

fn file(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn plates_and_drivers_come_back() {
    let input =
        town(|text| with_names(text, all_named)).unwrap_or_else(|faults| panic!("{faults:?}"));
    let outcome = planned(&input);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("plan");
    files(&input, &outcome).write(&folder).unwrap();
    let (tours, sheets) = (file(&folder, "tours.csv"), file(&folder, "sheets.html"));
    let trucks = Trucks::of(&input.district, &outcome.plan);
    assert!(!outcome.plan.tours.is_empty());
    for tour in &outcome.plan.tours {
        let vehicle = &input.district.vehicles[tour.vehicle.index()];
        let plate = trucks
            .plate(&tour.name, vehicle)
            .expect("every tour has a vehicle");
        let driver = trucks.driver(&tour.name, vehicle).expect("and a driver");
        let ending = format!("{},{plate},{driver}", vehicle.name);
        let row = tours
            .lines()
            .find(|line| line.starts_with(&tour.name))
            .unwrap();
        assert!(row.ends_with(&ending), "{row}");
        assert!(sheets.contains(plate) && sheets.contains(driver), "{plate}");
    }
    assert_eq!(
        read_plan(&folder, &input.district).unwrap().tours,
        outcome.plan.tours
    );
    let plain = town(str::to_owned).unwrap();
    assert_eq!(planned(&plain).plan, outcome.plan, "names change no plan");
    let files = files(&plain, &outcome);
    let tours = files
        .files
        .iter()
        .find(|(name, _)| *name == "tours.csv")
        .unwrap();
    assert!(!String::from_utf8_lossy(&tours.1).contains("plate"));
}

#[test]
fn as_many_plates_as_vehicles_and_each_once() {
    let few = town(|text| with_names(text, |number, _| [format!("鲁B{number}"), String::new()]))
        .unwrap_err();
    assert!(few.iter().all(|fault| fault.column == "plates"), "{few:?}");
    assert!(
        few[0].expected.contains("as many as there are vehicles"),
        "{few:?}"
    );
    let twice = town(|text| {
        with_names(text, |_, count| {
            [vec!["鲁B1"; count].join(";"), String::new()]
        })
    })
    .unwrap_err();
    assert!(twice[0].expected.contains("each plate once"), "{twice:?}");
}
