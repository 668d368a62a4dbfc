//! The bundled districts are read as they stand, and so are the shared cases (extra: skipped where they are absent).

use std::path::Path;
use wasteways::input::read_district;

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
