//! A faulty table is told so that a planner can mend it: file, row, column, what was expected. Never a panic.
//!
//! Each test takes a small good district, spoils it in one way, and looks for exactly that fault.

#![cfg(feature = "plan")]

use std::fs;
use std::path::Path;
use tempfile::TempDir;
use wasteways::district::{Fault, FaultList};
use wasteways::input::{Input, InputError, read_district};

/// A good district, every table of it.
const TABLES: [(&str, &str); 12] = [
    (
        "district.toml",
        "name = \"Example\"\ncoordinates = \"wgs84\"\nspeed_kmh = 30\n",
    ),
    (
        "villages.csv",
        "village,town,longitude,latitude,households,kg_per_person_day\n\
         V1,A,119.80,36.00,100,0.5\nV2,A,119.81,36.00,120,0.5\nV3,B,119.82,36.01,90,0.5\nV4,B,119.83,36.01,80,\n",
    ),
    (
        "points.csv",
        "point,village,longitude,latitude,stream,containers,open,close,kg_per_day,visits_per_week\n\
         P1,V1,119.80,36.00,,4,07:00,17:00,,\nP2,V2,119.81,36.00,,4,07:00,17:00,100,3\n\
         P3,V3,119.82,36.01,residual,4,,,,\nP3,V3,119.82,36.01,kitchen,2,,,,\nP4,V4,119.83,36.01,,4,,,,\n",
    ),
    (
        "stations.csv",
        "station,town,longitude,latitude,tonnes_per_day,open,close,plant\nS1,A,119.80,36.01,20,06:00,18:00,W1\n",
    ),
    (
        "plants.csv",
        "plant,longitude,latitude,kind,accepts\nW1,119.95,36.10,landfill,residual;kitchen\n",
    ),
    (
        "vehicles.csv",
        "vehicle,role,count,base,base_longitude,base_latitude,payload_kg,body_litres,shift_start,shift_end,cost_per_km\n\
         C1,collector,2,S1,,,4000,8000,06:00,16:00,3\nC2,collector,1,,119.81,36.02,2000,5000,,,3\n",
    ),
    (
        "streams.csv",
        "stream,share,goes_to\nresidual,0.6,chain\nkitchen,0.4,chain\n",
    ),
    (
        "generators.csv",
        "generator,longitude,latitude,kg_per_day,village,days\nMarket,119.805,36.005,900,V1,mon;thu\n",
    ),
    (
        "calendar.csv",
        "factor,from,to,days,day_digits,town\n1.5,02-10,02-24,,,\n1.2,,,mon,,A\n1.3,,,,1;6,\n",
    ),
    (
        "roads.csv",
        "from_longitude,from_latitude,to_longitude,to_latitude,class,max_width_m\n\
         119.80,36.00,119.81,36.00,town,\n119.81,36.00,119.82,36.01,lane,2.2\n",
    ),
    (
        "pins.csv",
        "village,point,station,vehicle,days\nV1,,S1,,\n,P2,,C1,mon;wed;fri\n",
    ),
    (
        "cleaners.csv",
        "village,cleaners,main_road_km,key_places,cost_per_month\nV1,4,2.5,1,1200\nV2,,,,\n",
    ),
];

fn good() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in TABLES {
        fs::write(folder.path().join(file), text).unwrap();
    }
    folder
}

fn read(folder: &Path) -> Result<Input, Vec<Fault>> {
    read_district(folder).map_err(|error| match error {
        InputError::Faults { faults, .. } => faults,
        InputError::Io { path, source } => panic!("{path}: {source}"),
    })
}

fn faults_of(folder: &Path) -> Vec<Fault> {
    read(folder).expect_err("the district is spoiled")
}

/// `file:row:column`, and a part of what is expected.
type Expected = (&'static str, u64, &'static str, &'static str);

fn assert_fault(faults: &[Fault], (file, row, column, part): Expected, what: &str) {
    let is_it = |fault: &&Fault| {
        fault.file == file
            && fault.row.unwrap_or(0) == row
            && fault.column == column
            && fault.expected.contains(part)
    };
    let found = faults.iter().filter(is_it).count();
    assert_eq!(
        found,
        1,
        "{what}: {file}:{row}:{column} {part:?} in\n{}",
        FaultList(faults)
    );
}

/// Replaces `from` by `to` in a table of a good district, and looks for the one fault.
fn spoil(file: &str, from: &str, to: &str, expected: Expected) {
    let folder = good();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let faults = faults_of(folder.path());
    let what = format!("{file}: {from:?} -> {to:?}");
    assert_fault(&faults, expected, &what);
    assert_eq!(
        faults.len(),
        1,
        "{what} has one cause\n{}",
        FaultList(&faults)
    );
}

#[test]
fn the_good_district_is_good() {
    let folder = good();
    let input = read(folder.path()).unwrap_or_else(|faults| panic!("{}", FaultList(&faults)));
    assert_eq!(input.warnings, []);
    let district = input.district;
    assert_eq!(district.points.len(), 5);
    assert_eq!(
        district.points[2].bins.len(),
        2,
        "a point repeats with another stream"
    );
    assert_eq!(
        input.network.unwrap().nodes.len(),
        3,
        "ends with equal coordinates are one crossing"
    );
    let assumed = |table: &str, column: &str| {
        let used = &district.assumptions;
        used.iter()
            .find(|a| a.table == table && a.column == column)
            .map(|a| a.rows)
    };
    assert_eq!(assumed("villages.csv", "kg_per_person_day"), Some(1));
    assert_eq!(assumed("district.toml", "persons_per_household"), Some(4));
    assert_eq!(assumed("points.csv", "service_seconds"), Some(5));
    assert_eq!(
        assumed("district.toml", "detour_factor"),
        None,
        "there are roads"
    );
}

#[test]
fn numbers_that_are_none_or_absurd() {
    let number = |to: &'static str| {
        spoil(
            "villages.csv",
            "100,0.5",
            to,
            ("villages.csv", 2, "kg_per_person_day", "0 to 20"),
        )
    };
    for to in [
        "100,many",
        "100,NaN",
        "100,inf",
        "100,-0.5",
        "100,5000",
        "100,1e400",
        "100,0.5 kg",
        "100,--",
    ] {
        number(to);
    }
    let households = |to: &'static str| {
        spoil(
            "villages.csv",
            ",120,",
            to,
            ("villages.csv", 3, "households", "whole number"),
        )
    };
    for to in [",1.5,", ",-4,", ",9999999999,", ",x,", ",,"] {
        households(to);
    }
    spoil(
        "plants.csv",
        "36.10",
        "96.10",
        ("plants.csv", 2, "latitude", "swapped"),
    );
    spoil(
        "points.csv",
        "17:00,100,3",
        "17:00,100,9",
        ("points.csv", 3, "visits_per_week", "1 to 7"),
    );
    spoil(
        "points.csv",
        "17:00,100,3",
        "17:00,-100,3",
        ("points.csv", 3, "kg_per_day", "0 to"),
    );
    spoil(
        "points.csv",
        ",,4,07:00",
        ",,0,07:00",
        ("points.csv", 2, "containers", "1 to"),
    );
    spoil(
        "stations.csv",
        ",20,",
        ",-20,",
        ("stations.csv", 2, "tonnes_per_day", "t/day"),
    );
    spoil(
        "stations.csv",
        ",20,",
        ",,",
        ("stations.csv", 2, "tonnes_per_day", "t/day"),
    );
    spoil(
        "vehicles.csv",
        "4000",
        "0",
        ("vehicles.csv", 2, "payload_kg", "kg"),
    );
    spoil(
        "vehicles.csv",
        "collector,2",
        "collector,two",
        ("vehicles.csv", 2, "count", "whole number"),
    );
    spoil(
        "vehicles.csv",
        "16:00,3",
        "16:00,-3",
        ("vehicles.csv", 2, "cost_per_km", "0 to"),
    );
    spoil(
        "streams.csv",
        "0.6",
        "1.6",
        ("streams.csv", 2, "share", "0 to 1"),
    );
    spoil(
        "streams.csv",
        "0.6",
        "NaN",
        ("streams.csv", 2, "share", "0 to 1"),
    );
    spoil(
        "generators.csv",
        "900",
        "lots",
        ("generators.csv", 2, "kg_per_day", "number"),
    );
    spoil(
        "generators.csv",
        "900",
        "",
        ("generators.csv", 2, "kg_per_day", "number"),
    );
    spoil(
        "calendar.csv",
        "1.5",
        "-1.5",
        ("calendar.csv", 2, "factor", "0 to 100"),
    );
    spoil(
        "roads.csv",
        "lane,2.2",
        "lane,0",
        ("roads.csv", 3, "max_width_m", "m"),
    );
    spoil(
        "district.toml",
        "= 30",
        "= -30",
        ("district.toml", 3, "speed_kmh", "km/h"),
    );
    spoil(
        "district.toml",
        "= 30",
        "= nan",
        ("district.toml", 3, "speed_kmh", "km/h"),
    );
}

#[test]
fn words_clocks_and_dates_that_are_none() {
    spoil(
        "vehicles.csv",
        "C1,collector",
        "C1,truck",
        (
            "vehicles.csv",
            2,
            "role",
            "one of feeder, collector, hauler",
        ),
    );
    spoil(
        "plants.csv",
        "landfill",
        "dump",
        ("plants.csv", 2, "kind", "landfill"),
    );
    spoil(
        "streams.csv",
        "0.4,chain",
        "0.4,nowhere",
        ("streams.csv", 3, "goes_to", "compost"),
    );
    spoil(
        "roads.csv",
        "lane",
        "motorway",
        ("roads.csv", 3, "class", "county"),
    );
    spoil(
        "district.toml",
        "wgs84",
        "utm",
        ("district.toml", 2, "coordinates", "gcj02"),
    );
    spoil(
        "points.csv",
        "07:00,17:00,,",
        "7h,17:00,,",
        ("points.csv", 2, "open", "HH:MM"),
    );
    spoil(
        "points.csv",
        "07:00,17:00,,",
        "07:60,17:00,,",
        ("points.csv", 2, "open", "HH:MM"),
    );
    spoil(
        "calendar.csv",
        "02-10",
        "02-30",
        ("calendar.csv", 2, "from", "exists"),
    );
    spoil(
        "calendar.csv",
        "02-10",
        "soon",
        ("calendar.csv", 2, "from", "a date"),
    );
    spoil(
        "calendar.csv",
        "02-10",
        "",
        ("calendar.csv", 2, "from", "first day"),
    );
    spoil(
        "calendar.csv",
        "02-10",
        "2026-02-10",
        ("calendar.csv", 2, "to", "year"),
    );
    spoil(
        "calendar.csv",
        "02-10,02-24",
        "2026-02-10,2026-02-01",
        ("calendar.csv", 2, "to", "not before"),
    );
    spoil(
        "calendar.csv",
        "mon",
        "someday",
        ("calendar.csv", 3, "days", "days of the week"),
    );
    spoil(
        "calendar.csv",
        "1;6",
        "1;16",
        ("calendar.csv", 4, "day_digits", "digits"),
    );
    spoil(
        "generators.csv",
        "mon;thu",
        "market days",
        ("generators.csv", 2, "days", "days of the week"),
    );
    spoil(
        "pins.csv",
        "mon;wed;fri",
        "often",
        ("pins.csv", 3, "days", "days of the week"),
    );
}

#[test]
fn windows_that_close_before_they_open() {
    spoil(
        "points.csv",
        "07:00,17:00,,",
        "17:00,07:00,,",
        ("points.csv", 2, "close", "after open"),
    );
    spoil(
        "stations.csv",
        "06:00,18:00",
        "18:00,06:00",
        ("stations.csv", 2, "close", "after open"),
    );
    spoil(
        "vehicles.csv",
        "06:00,16:00",
        "16:00,06:00",
        ("vehicles.csv", 2, "shift_end", "after shift_start"),
    );
}

#[test]
fn references_to_nothing() {
    spoil(
        "points.csv",
        "P1,V1",
        "P1,V9",
        ("points.csv", 2, "village", "villages.csv"),
    );
    spoil(
        "points.csv",
        "residual",
        "glass",
        ("points.csv", 4, "stream", "streams.csv"),
    );
    spoil(
        "stations.csv",
        "S1,A",
        "S1,Z",
        ("stations.csv", 2, "town", "villages.csv"),
    );
    spoil(
        "stations.csv",
        "W1",
        "W9",
        ("stations.csv", 2, "plant", "plants.csv"),
    );
    spoil(
        "plants.csv",
        "residual;kitchen",
        "residual;glass",
        ("plants.csv", 2, "accepts", "streams.csv"),
    );
    spoil(
        "vehicles.csv",
        "2,S1",
        "2,S7",
        ("vehicles.csv", 2, "base", "stations.csv or plants.csv"),
    );
    spoil(
        "generators.csv",
        "V1",
        "V9",
        ("generators.csv", 2, "village", "villages.csv"),
    );
    spoil(
        "calendar.csv",
        "mon,,A",
        "mon,,Z",
        ("calendar.csv", 3, "town", "villages.csv"),
    );
    spoil(
        "pins.csv",
        "V1,,S1",
        "V9,,S1",
        ("pins.csv", 2, "village", "villages.csv"),
    );
    spoil(
        "pins.csv",
        "V1,,S1",
        "V1,,S9",
        ("pins.csv", 2, "station", "stations.csv"),
    );
    spoil(
        "pins.csv",
        ",P2",
        ",P9",
        ("pins.csv", 3, "point", "points.csv"),
    );
    spoil(
        "pins.csv",
        "C1",
        "C9",
        ("pins.csv", 3, "vehicle", "vehicles.csv"),
    );
    spoil(
        "cleaners.csv",
        "V2",
        "V9",
        ("cleaners.csv", 3, "village", "villages.csv"),
    );
    spoil(
        "cleaners.csv",
        "V2",
        "V1",
        ("cleaners.csv", 3, "village", "stands once"),
    );
    spoil(
        "cleaners.csv",
        "1200",
        "-1",
        ("cleaners.csv", 2, "cost_per_month", "from 0"),
    );
    spoil(
        "pins.csv",
        "V1,,S1",
        ",,S1",
        ("pins.csv", 2, "village", "a village or a point"),
    );
    spoil(
        "pins.csv",
        "V1,,S1",
        "V1,,",
        ("pins.csv", 2, "station", "a station, a vehicle or days"),
    );
    spoil(
        "vehicles.csv",
        "119.81,36.02",
        ",36.02",
        ("vehicles.csv", 3, "base_longitude", "base"),
    );
}

#[test]
fn names_that_are_borne_twice_or_are_none() {
    spoil(
        "villages.csv",
        "V4,B",
        "V4,B,119.83,36.01,80,\nV1,B",
        ("villages.csv", 6, "village", "row 2"),
    );
    spoil(
        "villages.csv",
        "V4,B",
        "V4,B,119.83,36.01,80,\n,B",
        ("villages.csv", 6, "village", "a name"),
    );
    spoil(
        "villages.csv",
        "V2,A",
        "V2,",
        ("villages.csv", 3, "town", "a name"),
    );
    spoil(
        "points.csv",
        "P4,V4",
        "P1,V4",
        ("points.csv", 6, "point", "row 2"),
    );
    spoil(
        "points.csv",
        "P3,V3,119.82,36.01,kitchen",
        "P3,V3,119.82,36.01,residual",
        ("points.csv", 5, "point", "another stream"),
    );
    spoil(
        "points.csv",
        "P3,V3,119.82,36.01,kitchen",
        "P3,V2,119.82,36.01,kitchen",
        ("points.csv", 5, "point", "place and village"),
    );
    spoil(
        "plants.csv",
        "landfill,residual;kitchen",
        "landfill,residual;kitchen\nS1,119.9,36.1,,",
        ("plants.csv", 3, "plant", "row 2"),
    );
    spoil(
        "vehicles.csv",
        "C2",
        "C1",
        ("vehicles.csv", 3, "vehicle", "row 2"),
    );
    spoil(
        "streams.csv",
        "0.4,chain",
        "0.4,chain\nresidual,0,chain",
        ("streams.csv", 4, "stream", "row 2"),
    );
    spoil(
        "generators.csv",
        "Market",
        "P2",
        ("generators.csv", 2, "generator", "row 3"),
    );
}

#[test]
fn places_that_cannot_be_meant() {
    spoil(
        "villages.csv",
        "119.81,36.00",
        "36.00,119.81",
        ("villages.csv", 3, "latitude", "swapped"),
    );
    spoil(
        "villages.csv",
        "119.81,36.00",
        "36.00,79.81",
        ("villages.csv", 3, "longitude", "within"),
    );
    spoil(
        "villages.csv",
        "119.81,36.00",
        "109.81,36.00",
        ("villages.csv", 3, "longitude", "within 50 km"),
    );
    spoil(
        "villages.csv",
        "119.81,36.00",
        "0,0",
        ("villages.csv", 3, "longitude", "within"),
    );
    spoil(
        "points.csv",
        "119.81,36.00",
        "119.81,26.00",
        ("points.csv", 3, "longitude", "within"),
    );
    spoil(
        "stations.csv",
        "119.80,36.01",
        "118.80,36.01",
        ("stations.csv", 2, "longitude", "within"),
    );
    spoil(
        "plants.csv",
        "119.95,36.10",
        "114.95,36.10",
        ("plants.csv", 2, "longitude", "within 200 km"),
    );
    spoil(
        "vehicles.csv",
        "119.81,36.02",
        "1.1981,36.02",
        ("vehicles.csv", 3, "base_longitude", "within"),
    );
    spoil(
        "generators.csv",
        "119.805",
        "129.805",
        ("generators.csv", 2, "longitude", "within"),
    );
    spoil(
        "points.csv",
        "119.81,36.00",
        ",36.00",
        ("points.csv", 3, "longitude", "degrees"),
    );
}

#[test]
fn what_holds_between_tables() {
    spoil(
        "streams.csv",
        "0.4",
        "0.3",
        ("streams.csv", 0, "share", "add up to 1"),
    );
    spoil(
        "plants.csv",
        "residual;kitchen",
        "residual",
        ("streams.csv", 3, "stream", "some plant accepts"),
    );
    let folder = good();
    let vehicles = TABLES[5].1.replace("collector", "hauler");
    fs::write(folder.path().join("vehicles.csv"), vehicles).unwrap();
    assert_fault(
        &faults_of(folder.path()),
        ("vehicles.csv", 0, "role", "at least one collector"),
        "no collector",
    );

    let folder = good();
    fs::write(
        folder.path().join("streams.csv"),
        "stream,share\nresidual,0.6\nkitchen,0.4\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("plants.csv"),
        "plant,longitude,latitude,accepts\nW1,119.95,36.10,kitchen\nW2,119.9,36.1,residual\n",
    )
    .unwrap();
    let stations = TABLES[3]
        .1
        .replace(",plant", ",plant,accepts")
        .replace("W1", "W1,residual");
    fs::write(folder.path().join("stations.csv"), stations).unwrap();
    assert_fault(
        &faults_of(folder.path()),
        ("stations.csv", 2, "plant", "a plant behind the station"),
        "nothing behind",
    );

    let folder = good();
    fs::write(
        folder.path().join("streams.csv"),
        "stream,share\nashes,0.6\nkitchen,0.4\n",
    )
    .unwrap();
    let faults = faults_of(folder.path());
    assert_fault(
        &faults,
        ("streams.csv", 0, "stream", "residual"),
        "no residual stream",
    );
}

#[test]
fn headers_that_miss_repeat_or_surprise() {
    for (file, column) in [
        ("villages.csv", "households"),
        ("points.csv", "village"),
        ("stations.csv", "tonnes_per_day"),
        ("plants.csv", "longitude"),
        ("vehicles.csv", "payload_kg"),
        ("streams.csv", "share"),
        ("generators.csv", "kg_per_day"),
        ("calendar.csv", "factor"),
        ("roads.csv", "to_latitude"),
    ] {
        spoil(file, column, "novelty", (file, 1, column, "a column"));
    }
    spoil(
        "villages.csv",
        "kg_per_person_day",
        "longitude",
        ("villages.csv", 1, "longitude", "each column once"),
    );
}

/// Puts bytes in place of each table in turn.
fn in_place_of_each_table(bytes: &[u8], expected: &'static str) {
    for (file, _) in TABLES {
        let folder = good();
        fs::write(folder.path().join(file), bytes).unwrap();
        assert_fault(
            &faults_of(folder.path()),
            (file, 0, "", expected),
            &format!("{file} replaced"),
        );
    }
}

#[test]
fn files_of_another_kind_in_place_of_each_table() {
    in_place_of_each_table(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image");
    in_place_of_each_table(b"PK\x03\x04\x14\0\x06\0", "zip archive");
    in_place_of_each_table(b"\x7fELF\x02\x01\x01\0\0\0\0\x03\0", "text in UTF-8");
    in_place_of_each_table(&[0xff; 40], "text in UTF-8");
}

#[test]
fn empty_files_folders_and_links_to_nothing_in_place_of_each_table() {
    for (file, _) in TABLES.iter().skip(1) {
        let folder = good();
        let path = folder.path().join(file);
        fs::write(&path, "").unwrap();
        assert_fault(
            &faults_of(folder.path()),
            (file, 0, "", "empty"),
            &format!("{file} empty"),
        );
        fs::write(&path, "# only a comment\n").unwrap();
        assert_fault(
            &faults_of(folder.path()),
            (file, 0, "", "header"),
            &format!("{file} without header"),
        );
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_fault(
            &faults_of(folder.path()),
            (file, 0, "", "folder"),
            &format!("{file} is a folder"),
        );
    }
}

#[test]
fn needed_tables_that_are_missing() {
    for (file, part) in [("villages.csv", "villages"), ("vehicles.csv", "collectors")] {
        let folder = good();
        fs::remove_file(folder.path().join(file)).unwrap();
        assert_fault(
            &faults_of(folder.path()),
            (file, 0, "", part),
            &format!("no {file}"),
        );
        let header = TABLES
            .iter()
            .find(|table| table.0 == file)
            .unwrap()
            .1
            .lines()
            .next()
            .unwrap();
        fs::write(folder.path().join(file), header).unwrap();
        assert_fault(
            &faults_of(folder.path()),
            (file, 0, "", "at least one row"),
            &format!("no rows in {file}"),
        );
    }
    let folder = good();
    for file in ["stations.csv", "plants.csv"] {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    assert_fault(
        &faults_of(folder.path()),
        ("stations.csv", 0, "", "plants.csv"),
        "no facility",
    );
    let empty = tempfile::tempdir().unwrap();
    let faults = faults_of(empty.path());
    assert_eq!(
        faults.len(),
        3,
        "villages, vehicles, facilities\n{}",
        FaultList(&faults)
    );
    assert!(matches!(
        read_district(Path::new("no/such/folder")),
        Err(InputError::Io { .. })
    ));
}

#[test]
fn quotes_and_line_breaks() {
    spoil(
        "villages.csv",
        "V2,A",
        "\"V2,A",
        ("villages.csv", 3, "", "closing quote"),
    );
    spoil(
        "villages.csv",
        "V4,B",
        "V4,B,119.83,36.01,80,\n\"V\n5\",B",
        ("villages.csv", 6, "village", "one line"),
    );
    let folder = good();
    let villages = TABLES[1].1.replace("V4,B", "\"V 4, \"\"upper\"\"\",B");
    fs::write(folder.path().join("villages.csv"), villages).unwrap();
    let points = TABLES[2].1.replace("P4,V4", "P4,\"V 4, \"\"upper\"\"\"");
    fs::write(folder.path().join("points.csv"), points).unwrap();
    let district = read(folder.path())
        .unwrap_or_else(|faults| panic!("{}", FaultList(&faults)))
        .district;
    assert_eq!(district.villages[3].name, "V 4, \"upper\"");
}

#[test]
fn a_line_without_end_and_a_file_beyond_measure_are_refused_unread() {
    let folder = good();
    let path = folder.path().join("points.csv");
    fs::write(&path, vec![b'a'; 3 << 20]).unwrap();
    assert_fault(
        &faults_of(folder.path()),
        ("points.csv", 0, "", "lines of at most"),
        "3 MiB line",
    );
    let file = fs::File::create(&path).unwrap();
    file.set_len(1 << 30).unwrap(); // sparse: a gigabyte on no disk
    assert_fault(
        &faults_of(folder.path()),
        ("points.csv", 0, "", "at most 64 MiB"),
        "1 GiB line",
    );
}

#[test]
fn settings_that_are_no_toml() {
    spoil(
        "district.toml",
        "name = ",
        "name is ",
        ("district.toml", 1, "", "key = value"),
    );
    let folder = good();
    fs::write(
        folder.path().join("district.toml"),
        "name = \"A\"\nname = \"B\"\n",
    )
    .unwrap();
    assert_fault(
        &faults_of(folder.path()),
        ("district.toml", 2, "", "duplicate"),
        "key twice",
    );
}

#[test]
fn without_guesses_a_missing_rate_is_a_fault() {
    let folder = good();
    fs::write(folder.path().join("district.toml"), "profile = \"none\"\n").unwrap();
    let faults = faults_of(folder.path());
    for expected in [
        ("villages.csv", 5, "kg_per_person_day", "guesses no rate"),
        (
            "district.toml",
            0,
            "persons_per_household",
            "guesses no rate",
        ),
        ("streams.csv", 0, "loose_kg_m3", "guesses no rate"),
        ("vehicles.csv", 0, "compaction", "guesses no rate"),
        ("plants.csv", 0, "unload_minutes", "guesses no rate"),
        ("points.csv", 0, "service_seconds", "guesses no rate"),
    ] {
        assert_fault(&faults, expected, "profile none");
    }
    assert!(
        !faults.iter().any(|fault| fault.column == "shift_start"),
        "a shift is no rate"
    );
}

#[test]
fn all_faults_of_all_tables_come_at_once_and_sorted() {
    let folder = good();
    for (file, from, to) in [
        ("villages.csv", "100,0.5", "100,x"),
        ("points.csv", "P1,V1", "P1,V9"),
        ("vehicles.csv", "4000", "-1"),
        ("streams.csv", "0.4", "0.3"),
        ("calendar.csv", "mon", "x"),
    ] {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
    let faults = faults_of(folder.path());
    assert_eq!(faults.len(), 5, "{}", FaultList(&faults));
    assert!(faults.is_sorted());
}

#[test]
fn what_cannot_be_served_is_no_fault() {
    for (file, from, to) in [
        ("vehicles.csv", "collector,2", "collector,0"),
        (
            "villages.csv",
            ",households,",
            ",households,max_vehicle_width_m,",
        ),
        ("points.csv", "07:00,17:00,,", "00:00,00:10,,"),
        ("stations.csv", ",20,", ",0,"),
    ] {
        let folder = good();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap().replacen(from, to, 1);
        let text = if to.contains("width") {
            text.replace(",0.5\n", ",0.5,0.5\n")
                .replace("80,", "80,0.5,")
        } else {
            text
        };
        fs::write(&path, text).unwrap();
        let read = read(folder.path());
        assert!(
            read.is_ok() || to.contains("width"),
            "{file}: {}",
            FaultList(&read.unwrap_err())
        );
    }
}

#[test]
fn oddities_are_warnings() {
    let folder = good();
    let write = |file: &str, text: String| fs::write(folder.path().join(file), text).unwrap();
    write(
        "points.csv",
        TABLES[2]
            .1
            .replace("100,3", "900,3")
            .replace("kg_per_day,", "kg_per_day,colour,")
            .replace(",,\n", ",,,\n"),
    );
    write("village.csv", "x".into());
    write("vehicles.csv", TABLES[5].1.replace("16:00,3", "16:00,0"));
    let input = read(folder.path()).unwrap_or_else(|faults| panic!("{}", FaultList(&faults)));
    let warnings = input.warnings;
    assert!(warnings.is_sorted());
    for expected in [
        ("points.csv", 1, "", "a column of this table"),
        ("village.csv", 0, "", "name of a table"),
        ("villages.csv", 3, "village", "at most the 156 kg/day"),
        ("vehicles.csv", 2, "cost_per_km", "a price"),
    ] {
        assert_fault(&warnings, expected, "warnings");
    }
    assert_eq!(warnings.len(), 4, "{}", FaultList(&warnings));
}

#[test]
fn a_byte_order_mark_within_a_table_is_left_out_and_told() {
    let folder = good();
    let write = |text: String| fs::write(folder.path().join("villages.csv"), text).unwrap();
    let plain = read(folder.path()).unwrap().district;
    let rows: Vec<&str> = TABLES[1].1.lines().collect();
    write(format!("\u{feff}{}\n", rows.join("\n\u{feff}")));
    let input = read(folder.path()).unwrap();
    assert_eq!(input.district, plain);
    assert_fault(
        &input.warnings,
        ("villages.csv", 2, "", "byte order mark at the beginning"),
        "marks",
    );
}

#[test]
fn names_may_begin_with_a_number_sign() {
    let rename = |names: [&str; 2]| {
        let folder = good();
        for (file, text) in TABLES {
            let text = text.replace("P1,", names[0]).replace("C1", names[1]);
            fs::write(folder.path().join(file), text).unwrap();
        }
        read(folder.path()).unwrap_or_else(|faults| panic!("{}", FaultList(&faults)))
    };
    for names in [["#1,", "#1"], ["\"#1\",", "\"#1\""], ["# 1,", "#1 large"]] {
        let district = rename(names).district;
        assert_eq!(district.points.len(), 5, "{names:?}");
        assert_eq!(district.vehicles.len(), 2, "{names:?}");
        assert!(
            district
                .points
                .iter()
                .any(|point| point.name.starts_with('#'))
        );
        assert!(district.vehicles[0].name.starts_with('#'));
    }
}

#[test]
fn a_comment_behind_the_header_is_a_row() {
    let folder = good();
    let path = folder.path().join("villages.csv");
    fs::write(
        &path,
        format!("# from the census,,\n{}# so far\n", TABLES[1].1),
    )
    .unwrap();
    let faults = faults_of(folder.path());
    assert_fault(
        &faults,
        ("villages.csv", 7, "town", ""),
        "a row of one cell",
    );
}

#[test]
fn cells_beside_the_table_are_faults() {
    for (from, to) in [
        ("120,0.5", "1,20,0.5"),
        ("100,0.5", "100,0.5,,by hand"),
        ("V4,B,119.83,36.01,80,", "V4,B,119.83,36.01,80,,1"),
    ] {
        let row = [("V4", 5), ("120", 3)]
            .iter()
            .find(|(start, _)| from.starts_with(start));
        let row = row.map_or(2, |(_, row)| *row);
        spoil(
            "villages.csv",
            from,
            to,
            ("villages.csv", row, "", "the header, which has 6"),
        );
    }
    // Blank cells say nothing, and a column without a name is told once.
    let folder = good();
    let text = TABLES[1].1.replace("0.5\n", "0.5,,\n");
    fs::write(folder.path().join("villages.csv"), text).unwrap();
    assert_eq!(read(folder.path()).unwrap().warnings, []);
    let text = TABLES[1]
        .1
        .replace("town,", "town,,")
        .replace(",A,", ",A,old,");
    fs::write(
        folder.path().join("villages.csv"),
        text.replace(",B,", ",B,,"),
    )
    .unwrap();
    let warnings = read(folder.path()).unwrap().warnings;
    assert_fault(
        &warnings,
        ("villages.csv", 1, "", "a name for column 3"),
        "no name",
    );
    assert_eq!(warnings.len(), 1);
}

#[test]
fn errors_of_a_spreadsheet_are_faults() {
    let error = "error of the spreadsheet";
    for to in [
        "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "Err:502", "#n/a",
    ] {
        spoil(
            "villages.csv",
            ",100,",
            &format!(",{to},"),
            ("villages.csv", 2, "households", error),
        );
        spoil(
            "generators.csv",
            "Market",
            to,
            ("generators.csv", 2, "generator", error),
        );
    }
    spoil(
        "pins.csv",
        "mon;wed;fri",
        "#N/A",
        ("pins.csv", 3, "days", error),
    );
    spoil(
        "vehicles.csv",
        "C2,",
        "#REF!,",
        ("vehicles.csv", 3, "vehicle", error),
    );
}

#[test]
fn what_is_not_read_is_named_also_beside_faults() {
    let folder = good();
    let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).unwrap();
    let odd = [
        "points.txt",
        "points.csv.csv",
        "stations.xlsx",
        "村庄.txt",
        "region.osm.pbf",
        "photo.jpg",
    ];
    for file in odd {
        write(file, "x");
    }
    for file in ["README.md", ".hidden", "weighbridge.csv"] {
        write(file, "x");
    }
    fs::create_dir(folder.path().join("points")).unwrap();
    write("villages.csv", &TABLES[1].1.replace(",100,", ",many,"));
    let Err(InputError::Faults { faults, warnings }) = read_district(folder.path()) else {
        panic!("many is no number");
    };
    assert_eq!(faults.len(), 1);
    for file in odd.into_iter().chain(["points"]) {
        assert_fault(&warnings, (file, 0, "", "it is not read"), file);
    }
    assert_eq!(warnings.len(), odd.len() + 1, "{}", FaultList(&warnings));
}

#[test]
fn a_setting_stands_once() {
    spoil(
        "district.toml",
        "speed_kmh = 30",
        "speed_kmh = 30\n\"车速\" = 40",
        ("district.toml", 4, "speed_kmh", "each setting once"),
    );
}

#[test]
fn a_form_that_a_fault_suggests_is_read() {
    for (file, from, to, row, column, suggested) in [
        (
            "stations.csv",
            "06:00,18:00",
            "18:00,01:30",
            2,
            "close",
            "25:30",
        ),
        (
            "points.csv",
            "07:00,17:00,,",
            "20:00,02:15,,",
            2,
            "close",
            "26:15",
        ),
        (
            "vehicles.csv",
            "06:00,16:00",
            "20:00,04:00",
            2,
            "shift_end",
            "28:00",
        ),
    ] {
        spoil(file, from, to, (file, row, column, suggested));
        let folder = good();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let late = to.rsplit_once(',').map(|_| {
            to.replace("01:30", "25:30")
                .replace("02:15", "26:15")
                .replace("04:00", "28:00")
        });
        fs::write(&path, text.replacen(from, &late.unwrap(), 1)).unwrap();
        assert!(read(folder.path()).is_ok(), "{suggested}");
    }
    for date in [
        "2026-02-10",
        "02-10",
        "2026-02-10 07:15:00",
        "2026-2-10T07:15",
    ] {
        let folder = good();
        let path = folder.path().join("calendar.csv");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            &path,
            text.replacen(",02-10,02-24,", &format!(",{date},2026-02-24,"), 1),
        )
        .unwrap();
        if date != "02-10" {
            assert!(read(folder.path()).is_ok(), "{date}");
        }
    }
}
