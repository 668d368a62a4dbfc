//! Ways to spoil what happens at the stops: loads, capacity, windows, service, compatibility, commodities, disposals.

use crate::good_week::*;
use wasteways::quantity::{Kilograms, Litres, Seconds};

const MONDAY: [Call; 5] = [
    Call::Collect(MILL, RESIDUAL, 400),
    Call::Collect(BRIDGE, RESIDUAL, 200),
    Call::Tip(STATION),
    Call::Collect(MARKET, COMPOSTABLE, 160),
    Call::Tip(PLANT),
];

#[test]
fn the_hand_made_monday_is_the_good_one() {
    let mut case = Case::good();
    case.redrive(&MONDAY);
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn on_board_does_not_add_up() {
    let mut case = Case::good();
    case.stop(2).kg_on_board -= Kilograms(2);
    assert_eq!(case.only("loads").amount, -2.0);
}

#[test]
fn tips_less_than_is_on_board() {
    let mut case = Case::good();
    case.stop(3).kg -= Kilograms(50);
    assert_eq!(case.only("loads").amount, -50.0);
}

#[test]
fn litres_of_another_density() {
    let mut case = Case::good();
    case.stop(4).litres += Litres(2);
    assert_eq!(case.only("loads").unit, "l");
}

#[test]
fn handles_waste_at_the_base() {
    let mut case = Case::good();
    case.stop(6).kg = Kilograms(10);
    assert_eq!(case.only("loads").amount, 10.0);
}

#[test]
fn more_than_the_payload() {
    let mut case = Case::good();
    case.truck().payload = Kilograms(599);
    let finding = case.only("capacity");
    assert_eq!(
        (finding.amount, &*finding.unit),
        (1.0, "kg"),
        "600 kg on Monday, 450 kg on Thursday"
    );
}

#[test]
fn more_than_the_body() {
    let mut case = Case::good();
    case.truck().body = Litres(1_400);
    let finding = case.only("capacity");
    let (mill, bridge, body) = (1521.0, 760.0, 1_400.0 * 1.6);
    assert_eq!(
        (finding.amount, &*finding.unit),
        (mill + bridge - body, "l")
    );
}

#[test]
fn before_the_point_opens() {
    let mut case = Case::good();
    case.bins(MILL).window.open = case.stop(1).start;
    assert_eq!(case.promises(), [""; 0]);
    case.delay(0, Seconds(-60));
    assert_eq!(case.only("windows").amount, -60.0);
}

#[test]
fn after_the_point_has_closed() {
    let mut case = Case::good();
    case.delay(0, Seconds::hours(2));
    case.bins(MARKET).window = until(9, 0);
    let late = case.stop(4).start - wasteways::quantity::Clock::at(9, 0);
    assert_eq!(case.only("windows").amount, late.as_f64());
}

#[test]
fn after_the_gate_has_closed() {
    let mut case = Case::good();
    case.delay(0, Seconds::hours(2));
    case.district.stations[0].gate.window = until(9, 0);
    assert!(case.only("windows").detail.contains("station transfer"));
}

#[test]
fn service_that_is_too_short() {
    let mut case = Case::good();
    let stop = case.stop(1);
    stop.departure = stop.departure - Seconds(10);
    case.delay(2, Seconds(-10));
    assert_eq!(case.only("service").amount, 10.0);
}

#[test]
fn unloading_that_is_too_short() {
    let mut case = Case::good();
    let stop = case.stop(3);
    stop.departure = stop.departure - Seconds(60);
    case.delay(4, Seconds(-60));
    assert_eq!(case.only("service").amount, 60.0);
}

#[test]
fn a_split_point_is_served_in_full_twice() {
    let mut case = Case::good();
    let calls = [
        &[
            Call::Collect(MILL, RESIDUAL, 150),
            Call::Collect(MILL, RESIDUAL, 250),
        ],
        &MONDAY[1..],
    ]
    .concat();
    case.redrive(&calls);
    assert_eq!(case.promises(), [""; 0]);
    let stop = case.stop(2);
    stop.departure = stop.start;
    let service = case.bins(MILL).service;
    case.delay(3, -service);
    assert_eq!(case.only("service").amount, service.as_f64());
}

#[test]
fn streams_of_one_visit_share_its_service() {
    let mut case = Case::good();
    case.truck().mixes = true;
    let compostable = case.district.points[MARKET.index()].bins[0].clone();
    case.district.points[MILL.index()].bins.push(compostable);
    case.loads[2].point = MILL;
    for (tour, gap) in [(0, 4), (1, 3)] {
        let day = case.plan.tours[tour].day;
        let calls = [
            Call::Collect(MILL, RESIDUAL, 100 * gap),
            Call::Collect(MILL, COMPOSTABLE, 40 * gap),
            Call::Collect(BRIDGE, RESIDUAL, 50 * gap),
            Call::Tip(PLANT),
        ];
        case.plan.tours[tour].stops = case.drive(day, TRUCK, &calls).stops;
    }
    let second_row = case.stop(2);
    second_row.departure = second_row.start;
    let service = case.bins(MILL).service;
    case.delay(3, -service);
    assert_eq!(
        case.promises(),
        [""; 0],
        "the first row carries the service of both"
    );
}

#[test]
fn too_wide_for_the_lane() {
    let mut case = Case::good();
    case.truck().width_m = Some(2.5);
    case.district.points[MARKET.index()].limits.width_m = Some(2.2);
    case.plan.tours.truncate(1);
    case.loads
        .iter_mut()
        .for_each(|load| load.kg = load.kg.map(|kg| kg * 4.0 / 7.0));
    case.district.streams[1].max_age_days = None;
    let finding = case.only("compatibility");
    assert!((finding.amount - 0.3).abs() < 1e-9 && finding.unit == "m");
}

#[test]
fn too_heavy_for_the_bridge() {
    let mut case = Case::good();
    case.truck().gross_tonnes = Some(12.0);
    case.district.points[BRIDGE.index()].limits.tonnes = Some(10.0);
    let findings = case.judge().findings;
    assert!(
        findings.len() == 2
            && findings
                .iter()
                .all(|f| f.promise == "compatibility" && f.unit == "t" && f.amount == 2.0)
    );
}

#[test]
fn containers_that_the_vehicle_cannot_empty() {
    let mut case = Case::good();
    case.truck().handles = vec!["skip".into()];
    assert_eq!(
        case.promises(),
        [""; 0],
        "bins of no type are emptied by all"
    );
    case.bins(MILL).container_type = "igloo".into();
    assert_eq!(case.promises(), ["compatibility"; 2]);
    case.truck().handles.push("igloo".into());
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn a_stream_that_the_vehicle_does_not_carry() {
    let mut case = Case::good();
    case.truck().accepts = vec![RESIDUAL];
    assert_eq!(case.promises(), ["commodities"; 2]);
}

#[test]
fn hazardous_waste_rides_only_where_it_is_named() {
    let mut case = Case::good();
    case.district.streams[1].kind = wasteways::district::StreamKind::Hazardous;
    // Some plant takes it, so that the district is sound: another one.
    let mut kiln = case.district.plants[0].clone();
    kiln.name = "kiln".into();
    kiln.gate.accepts = vec![COMPOSTABLE];
    case.district.plants.push(kiln);
    case.truck().accepts = vec![RESIDUAL, COMPOSTABLE];
    let findings = case.judge().findings;
    assert!(
        findings.iter().all(|finding| finding
            .detail
            .contains("plant compost works: does not take compostable")),
        "{findings:?}"
    );
    assert_eq!(findings.len(), 2);
    case.district.plants[0].gate.accepts = vec![RESIDUAL, COMPOSTABLE];
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn a_gate_that_does_not_take_the_stream() {
    let mut case = Case::good();
    case.district.stations[0].gate.accepts = vec![COMPOSTABLE];
    assert_eq!(case.promises(), ["commodities"; 2]);
}

#[test]
fn two_streams_in_one_trip() {
    let mut case = Case::good();
    let calls = [MONDAY[0], MONDAY[1], MONDAY[3], MONDAY[4]];
    case.redrive(&calls);
    let finding = case.only("commodities");
    assert_eq!((finding.amount, &*finding.unit), (160.0, "kg"));
    case.truck().mixes = true;
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn a_stream_that_has_no_containers_there() {
    let mut case = Case::good();
    case.bins(BRIDGE).stream = Some(COMPOSTABLE);
    assert_eq!(case.promises(), ["commodities"; 2]);
}

#[test]
fn a_disposal_that_names_another_stream() {
    let mut case = Case::good();
    case.stop(3).stream = Some(RESIDUAL);
    assert_eq!(case.promises(), [""; 0]);
    case.stop(3).stream = Some(COMPOSTABLE);
    assert_eq!(case.only("commodities").amount, 600.0);
}

#[test]
fn no_disposal_before_the_return() {
    let mut case = Case::good();
    case.redrive(&MONDAY[..4]);
    assert_eq!(case.only("disposals").amount, 160.0);
}

#[test]
fn an_empty_visit_to_a_disposal_is_legal() {
    let mut case = Case::good();
    let calls = [&[Call::Tip(STATION)], &MONDAY[..]].concat();
    case.redrive(&calls);
    assert_eq!(case.promises(), [""; 0]);
}
