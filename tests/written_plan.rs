//! A written plan is read again, also after somebody has edited it in a spreadsheet.

#![cfg(feature = "plan")]

use encoding_rs::GB18030;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use wasteways::district::{
    Base, DisposalId, District, DistrictBuilder, Fault, FaultList, Place, PlantId, PointId,
    StreamId,
};
use wasteways::input::{InputError, read_plan};
use wasteways::plan::{Plan, Reason, StopKind};
use wasteways::quantity::{Clock, Day, Kilograms, Litres, Metres};

const TOURS: &str = "tour,day,vehicle\nmon-001,mon,C1\n";
const STOPS: &str = "tour,trip,sequence,kind,id,arrival,start,departure,kg,litres,kg_on_board,metres,seconds,stream\n\
    mon-001,1,0,start,,06:05:00,06:05:00,06:05:00,0,0,0,0,0,\n\
    mon-001,1,1,point,村口,06:15,06:15,06:16:10,100,380,100,5000,600,\n\
    mon-001,1,2,plant,W1,06:30,06:30,06:46,100,380,0,6000,830,residual\n\
    mon-001,1,3,end,,25:30,25:30,25:30,0,0,0,10,5,\n";
const UNSERVED: &str =
    "id,day,kg,reason\n村口,tue,12.6,the fleet has no hours or room left\n村口,wed,3,狗\n";
const VISITS: &str =
    "point,stream,visits_per_week,days,reason\n村口,residual,2,mon;thu,containers\n";

fn district() -> District {
    let mut builder = DistrictBuilder::new("Example");
    let place = Place::new(119.8, 36.0);
    let village = builder.add_village("A", "V1", place, 100);
    builder.add_point("村口", village, place, 4, Some(100.0));
    let plant = builder.add_plant("W1", Place::new(119.85, 36.02));
    builder.add_collector(
        "C1",
        Base::Facility(DisposalId::Plant(plant)),
        2,
        Kilograms(4_000),
        Litres(8_000),
    );
    builder.build().unwrap()
}

fn folder(tables: &[(&str, &str)], form: impl Fn(&str) -> Vec<u8>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in tables {
        fs::write(folder.path().join(file), form(text)).unwrap();
    }
    folder
}

const TABLES: [(&str, &str); 4] = [
    ("tours.csv", TOURS),
    ("stops.csv", STOPS),
    ("unserved.csv", UNSERVED),
    ("visits.csv", VISITS),
];

fn plain(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn read(folder: &Path) -> Result<Plan, Vec<Fault>> {
    read_plan(folder, &district()).map_err(|error| match error {
        InputError::Faults { faults, .. } => faults,
        InputError::Io { path, source } => panic!("{path}: {source}"),
    })
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let folder = folder(&TABLES, plain);
    fs::write(
        folder.path().join("summary.json"),
        "{\"cost\": 1, \"week\": \"2026-W47\"}",
    )
    .unwrap();
    let plan = read(folder.path()).unwrap_or_else(|faults| panic!("{}", FaultList(&faults)));
    assert_eq!(
        plan.week.map(|week| week.to_string()).as_deref(),
        Some("2026-W47")
    );
    let stops = &plan.tours[0].stops;
    assert_eq!(stops[1].kind, StopKind::Point(PointId(0)));
    assert_eq!(
        stops[1].stream,
        Some(StreamId(0)),
        "the only stream of the point"
    );
    assert_eq!(stops[1].departure, Clock(6 * 3600 + 16 * 60 + 10));
    assert_eq!(
        stops[2].kind,
        StopKind::Disposal(DisposalId::Plant(PlantId(0)))
    );
    assert_eq!(stops[3].arrival, Clock::at(25, 30));
    assert_eq!(plan.tours[0].distance(), Metres(11_010));
    assert_eq!(plan.unserved[0].kg, Kilograms(13), "fractions are rounded");
    assert_eq!(plan.unserved[0].reason, Reason::FleetExhausted);
    assert_eq!(plan.unserved[1].reason, Reason::Other("狗".into()));
    assert_eq!(plan.visits[0].days.to_string(), "mon;thu");
    assert_eq!(plan.tours[0].day, Day(0));
}

#[test]
fn a_spreadsheet_s_own_habits_change_nothing() {
    let expected = read(folder(&TABLES, plain).path()).unwrap();
    let by_hand = |text: &str| {
        let text = text
            .replace("06:05:00", "6:05")
            .replace("06:15", "6:15:00")
            .replace("mon,C1", "周一,C1");
        let text = text
            .replace(",reason", ",reason,remark")
            .replace('\n', ",,\r\n");
        GB18030.encode(&text).0.into_owned()
    };
    assert_eq!(read(folder(&TABLES, by_hand).path()).unwrap(), expected);
    let sorted_anew = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        if lines[0].contains("sequence") {
            lines[1..].reverse();
        }
        lines.join("\n").into_bytes()
    };
    assert_eq!(read(folder(&TABLES, sorted_anew).path()).unwrap(), expected);
    let optional = &TABLES[..2];
    assert_eq!(
        read(folder(optional, plain).path()).unwrap().tours,
        expected.tours
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    for (file, from, to, row, column, part) in [
        ("tours.csv", "C1", "C7", 2, "vehicle", "vehicles.csv"),
        (
            "tours.csv",
            "mon,",
            "someday,",
            2,
            "day",
            "days of the week",
        ),
        (
            "tours.csv",
            "mon-001,mon,C1\n",
            "mon-001,mon,C1\nmon-001,tue,C1\n",
            3,
            "tour",
            "row 2",
        ),
        (
            "tours.csv",
            "mon-001,mon,C1\n",
            "mon-001,mon,C1\nmon-002,tue,C1\n",
            3,
            "tour",
            "stops.csv",
        ),
        (
            "stops.csv",
            "mon-001,1,1",
            "mon-009,1,1",
            3,
            "tour",
            "tours.csv",
        ),
        ("stops.csv", "村口", "村尾", 3, "id", "collection point"),
        ("stops.csv", "plant,W1", "station,W1", 4, "id", "station"),
        (
            "stops.csv",
            "plant,W1",
            "dump,W1",
            4,
            "kind",
            "one of start",
        ),
        (
            "stops.csv",
            "06:15,06:15",
            "soon,06:15",
            3,
            "arrival",
            "HH:MM",
        ),
        (
            "stops.csv",
            "100,380,100",
            "much,380,100",
            3,
            "kg",
            "number",
        ),
        (
            "stops.csv",
            "1,2,plant",
            "1,1,plant",
            4,
            "sequence",
            "row 3",
        ),
        (
            "stops.csv",
            "start,,",
            "break,,",
            2,
            "kind",
            "`start` as the first",
        ),
        ("stops.csv", "residual", "glass", 4, "stream", "streams.csv"),
        (
            "unserved.csv",
            "村口,tue",
            "村尾,tue",
            2,
            "id",
            "points.csv",
        ),
        (
            "visits.csv",
            "mon;thu",
            "mon;x",
            2,
            "days",
            "days of the week",
        ),
    ] {
        let spoiled = TABLES.map(|(name, text)| {
            let text = if name == file {
                text.replacen(from, to, 1)
            } else {
                text.to_owned()
            };
            (name, text)
        });
        let tables: Vec<(&str, &str)> = spoiled
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let faults = read(folder(&tables, plain).path()).expect_err(from);
        let is_it = |fault: &Fault| {
            fault.file == file
                && fault.row == Some(row)
                && fault.column == column
                && fault.expected.contains(part)
        };
        assert!(
            faults.iter().any(is_it),
            "{file} {from} -> {to}\n{}",
            FaultList(&faults)
        );
    }
}

#[test]
fn a_plan_without_tours_is_empty_and_one_without_files_is_none() {
    let header = |text: &str| text.lines().next().unwrap_or_default().as_bytes().to_vec();
    assert_eq!(
        read(folder(&TABLES, header).path()).unwrap(),
        Plan::default()
    );
    let faults = read(folder(&[], plain).path()).unwrap_err();
    assert_eq!(
        faults.len(),
        2,
        "tours.csv and stops.csv\n{}",
        FaultList(&faults)
    );
}

#[test]
fn spoiled_hauls_are_told_all_at_once() {
    let mut builder = DistrictBuilder::from(district());
    builder.add_station("S1", Place::new(119.82, 36.01));
    let district = builder.build().unwrap();
    let header =
        "haul,day,vehicle,station,plant,leave,arrive,tip,back,kg,metres,tour,trip,out,load";
    let sound = "h-1,mon,C1,S1,W1,07:00,07:20,07:20,08:00,900,9000,mon-h01,1,06:30,06:44";
    let read_with = |rows: &[&str]| {
        let hauls = [&[header], rows].concat().join("\n");
        let tables = [&TABLES[..], &[("hauls.csv", hauls.as_str())]].concat();
        read_plan(folder(&tables, plain).path(), &district)
    };
    assert_eq!(read_with(&[sound]).unwrap().hauls.len(), 1);
    let spoiled = [
        &sound.replace("C1,S1", "Ghost,W1"),
        &sound.replace("07:00", "25:99").replace(",1,06:30", ",2,x"),
        sound,
        &sound.replace("900,9000", "heavy,9000"),
    ];
    let Err(InputError::Faults { faults, .. }) = read_with(&spoiled) else {
        panic!("it was read")
    };
    let at: Vec<_> = faults
        .iter()
        .map(|fault| (fault.row, fault.column.as_str()))
        .collect();
    let expected = [
        (2, "station"),
        (2, "vehicle"),
        (3, "leave"),
        (3, "out"),
        (5, "kg"),
        (5, "trip"),
    ];
    assert_eq!(at, expected.map(|(row, column)| (Some(row), column)));
}
