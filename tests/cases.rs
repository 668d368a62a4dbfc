//! The bundled districts are read as they stand, and so are the shared cases (extra: skipped where they are absent).

#![cfg(feature = "lunar")]

use std::path::Path;
use wasteways::input::{read_district, read_instance};
use wasteways::planner::{Budget, PlanParams, Watch, plan};

#[test]
fn the_shared_cases_are_read_without_faults() {
    let cases = Path::new("../shared/cases");
    let Ok(entries) = std::fs::read_dir(cases) else {
        return;
    };
    let folders = entries.flatten().map(|entry| entry.path());
    for folder in folders.filter(|folder| folder.join("villages.csv").exists()) {
        let input =
            read_district(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        assert!(
            input
                .district
                .vehicles
                .iter()
                .all(|vehicle| vehicle.count > 0)
        );
        let rows = |file: &str| {
            std::fs::read_to_string(folder.join(file)).map_or(0, |text| text.lines().count() - 1)
        };
        assert_eq!(input.district.villages.len(), rows("villages.csv"));
        assert_eq!(input.district.plants.len(), rows("plants.csv"));
        if rows("points.csv") > 0 {
            assert_eq!(input.district.points.len(), rows("points.csv"));
        }
    }
}

/// What a plan of a reported input comes to: kilometres, tonnes collected, kilograms that stay.
type Right = (f64, f64, i64);

/// Inputs that once failed, with what is right (the shared README says why).
const REPORTED: [(&str, Right); 15] = [
    ("hash-ids", (62.972, 13.3, 0)),
    ("hash-ids-quoted", (62.972, 7.0, 0)),
    ("hash-vehicle", (62.972, 4.9, 0)),
    ("large-o11-cost", (125.944, 70.0, 0)),
    ("large-o7-mixed-5t-3t", (125.944, 56.0, 0)),
    ("large-o8-one-truck-5001", (62.972, 35.0, 7)),
    // By weight 1,000 kg would stay; 40,000 l of body hold 16,832 kg of it.
    ("large-q2-weekly-21t", (8.996, 16.832, 4_168)),
    ("osm-a-action-delete", (13.194, 4.9, 0)),
    ("osm-b-visible-false", (13.194, 4.9, 0)),
    ("osm-d-two-versions", (13.194, 4.9, 0)),
    ("osm-f-deleted-node-no-place", (7.196, 4.9, 0)),
    ("osm-i-restriction-deleted", (7.196, 4.9, 0)),
    ("osm-n-motor-vehicle-forward-no", (10.195, 4.9, 0)),
    ("roads-d-closed", (0.0, 0.0, 4_900)),
    ("roads-n-island", (0.0, 0.0, 4_900)),
];

#[test]
fn reported_inputs_come_out_right() {
    let reports = Path::new("../shared/cases/reports");
    if !reports.exists() {
        eprintln!("the shared reports are absent: skipped");
        return;
    }
    for (case, right) in REPORTED {
        let input =
            read_district(&reports.join(case)).unwrap_or_else(|error| panic!("{case}: {error}"));
        let params = PlanParams {
            budget: Some(Budget::Iterations(200)),
            ..PlanParams::default()
        };
        let outcome = plan(
            &input.district,
            input.network.as_ref(),
            &params,
            &Watch::default(),
        );
        let judged = &outcome.judgement;
        let found = (
            judged.distance.as_km(),
            judged.collected.as_tonnes(),
            judged.unserved.0,
        );
        assert_eq!(found, right, "{case}");
    }
    let told = read_district(&reports.join("j-formula.xlsx"))
        .map(drop)
        .unwrap_err()
        .to_string();
    assert!(told.contains("value is not stored"), "{told}");
    let both = read_district(&reports.join("l-two-sheets.xlsx")).expect("both sheets are read");
    assert_eq!(both.district.points.len(), 2, "of sheet points and 收集点");
    let typo = read_district(&reports.join("p-sheet-typo.xlsx")).expect("a sheet, read and said");
    assert_eq!(typo.district.points.len(), 1, "of the sheet Point");
    let told = |part: &str| typo.warnings.iter().any(|said| said.file.contains(part));
    assert!(told("sheet Point"), "{:?}", typo.warnings);
    for file in ["two-loads.vrp", "three-d.vrp"] {
        let told = read_instance(&reports.join(file), None)
            .map(drop)
            .unwrap_err()
            .to_string();
        assert!(told.contains("no more than an id"), "{file}: {told}");
    }
}

#[test]
fn the_bundled_districts_are_read_without_faults_or_warnings() {
    for folder in ["data/county", "data/town"].map(Path::new) {
        if folder.join("villages.csv").exists() {
            let input = read_district(folder)
                .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            assert_eq!(input.warnings, [], "{}", folder.display());
            assert!(input.network.is_some());
        }
    }
}
