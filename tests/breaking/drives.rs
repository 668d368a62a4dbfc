//! Ways to spoil how a tour is driven: legs, clocks, shift, breaks, structure.

use crate::good_week::*;
use wasteways::district::{PointId, VehicleId};
use wasteways::plan::StopKind;
use wasteways::quantity::{Clock, Day, Kilograms, Leg, Metres, Seconds, TravelMatrix};

#[test]
fn a_leg_that_claims_too_few_metres() {
    let mut case = Case::good();
    case.stop(2).metres -= Metres(2);
    let finding = case.only("legs");
    assert_eq!(
        (
            finding.who.as_str(),
            finding.day,
            finding.amount,
            &*finding.unit
        ),
        ("mon-001", Some(Day(0)), -2.0, "m")
    );
    assert!(
        finding.detail.starts_with("sequence 2, point bridge"),
        "{}",
        finding.detail
    );
}

#[test]
fn a_metre_and_a_second_are_rounding() {
    let mut case = Case::good();
    case.stop(2).metres += Metres(1);
    case.stop(3).seconds += Seconds(1);
    case.delay(4, Seconds(1));
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn a_leg_that_claims_too_few_seconds() {
    let mut case = Case::good();
    case.stop(1).seconds -= Seconds(2);
    assert_eq!(case.only("legs").unit, "s");
}

#[test]
fn a_leg_where_there_is_no_way() {
    let mut case = Case::good();
    let (from, to) = (
        case.travel.sites.point(MILL).index(),
        case.travel.sites.point(BRIDGE).index(),
    );
    let matrix = &case.travel.matrices[0];
    let mut legs: Vec<Leg> = (0..matrix.len())
        .flat_map(|site| matrix.leaving(site))
        .collect();
    legs[from * matrix.len() + to] = Leg::NONE;
    let spoiled = TravelMatrix::new(matrix.len(), legs);
    case.travel.matrices[0] = std::sync::Arc::new(spoiled);
    let findings = case.judge().findings;
    assert_eq!(findings.len(), 2, "one a tour: {findings:?}");
    assert!(
        findings
            .iter()
            .all(|finding| finding.promise == "legs" && finding.detail.contains("no way"))
    );
}

#[test]
fn an_arrival_before_the_leg_is_driven() {
    let mut case = Case::good();
    case.delay(3, Seconds(-2));
    assert_eq!(case.only("clocks").amount, -2.0);
}

#[test]
fn a_gap_between_departure_and_leg() {
    let mut case = Case::good();
    case.delay(6, Seconds(60));
    assert_eq!(case.only("clocks").amount, 60.0);
}

#[test]
fn service_that_begins_before_arrival() {
    let mut case = Case::good();
    let stop = case.stop(1);
    stop.start = stop.start - Seconds(30);
    assert_eq!(case.only("clocks").amount, 30.0);
}

#[test]
fn standing_at_the_start() {
    let mut case = Case::good();
    let start = case.stop(0);
    start.arrival = start.arrival - Seconds(5);
    start.start = start.arrival;
    assert_eq!(case.only("clocks").amount, 5.0);
}

#[test]
fn leaving_before_the_shift() {
    let mut case = Case::good();
    case.plan.tours.truncate(1);
    case.loads
        .iter_mut()
        .for_each(|load| load.kg = load.kg.map(|kg| kg * 4.0 / 7.0));
    case.district.streams[1].max_age_days = None;
    case.truck().shift = from(7, 1);
    assert_eq!(case.only("shift").amount, 60.0);
}

#[test]
fn returning_after_the_shift() {
    let mut case = Case::good();
    case.delay(0, Seconds::hours(11) - Seconds(1));
    let late = case.plan.tours[0].returns() - Clock::at(18, 0);
    assert_eq!(case.only("shift").amount, late.as_f64());
}

#[test]
fn a_second_more_than_allowed() {
    let mut case = Case::good();
    let longest = case
        .plan
        .tours
        .iter()
        .map(wasteways::plan::Tour::duration)
        .max();
    let longest = longest.expect("a tour");
    case.truck().max_duration = Some(longest);
    assert_eq!(case.promises(), [""; 0]);
    case.truck().max_duration = Some(longest - Seconds(1));
    let judged = case.judge();
    assert!(!judged.findings.is_empty());
    for finding in &judged.findings {
        assert_eq!((&*finding.promise, finding.amount), ("shift", 1.0));
    }
}

#[test]
fn more_hours_than_allowed() {
    let mut case = Case::good();
    let waiting = Seconds::hours(9);
    case.delay(6, waiting);
    let stop = case.stop(5);
    stop.departure = stop.departure + waiting;
    assert!(case.plan.tours[0].returns() <= Clock::at(18, 0));
    let over = case.plan.tours[0].duration() - Seconds::hours(10);
    assert_eq!(case.only("shift").amount, over.as_f64());
}

#[test]
fn a_break_that_is_missing() {
    let mut case = Case::good();
    let at_wheel: Seconds = case.plan.tours[0].stops[..6]
        .iter()
        .map(|stop| stop.seconds)
        .sum();
    let rest = case.truck().rest.as_mut().unwrap();
    rest.after = at_wheel;
    let findings = case.judge().findings;
    assert_eq!(findings.len(), 2, "one a tour: {findings:?}");
    assert!(findings.iter().all(|finding| finding.promise == "breaks"));
    assert_eq!(
        findings[0].amount,
        case.plan.tours[0].stops[6].seconds.as_f64()
    );
}

#[test]
fn a_break_in_time_and_one_that_is_too_short() {
    let mut case = Case::good();
    case.plan.tours.truncate(1);
    case.loads
        .iter_mut()
        .for_each(|load| load.kg = load.kg.map(|kg| kg * 4.0 / 7.0));
    case.district.streams[1].max_age_days = None;
    let calls = [
        Call::Collect(MILL, RESIDUAL, 400),
        Call::Collect(BRIDGE, RESIDUAL, 200),
        Call::Tip(STATION),
        Call::Rest,
        Call::Collect(MARKET, COMPOSTABLE, 160),
        Call::Tip(PLANT),
    ];
    case.redrive(&calls);
    let legs: Vec<i64> = case.plan.tours[0]
        .stops
        .iter()
        .map(|stop| stop.seconds.0)
        .collect();
    let (before, after): (i64, i64) = (legs[..5].iter().sum(), legs[5..].iter().sum());
    case.truck().rest.as_mut().unwrap().after = Seconds(before.max(after));
    assert_eq!(case.promises(), [""; 0], "the break is in time");
    let rest = case.stop(4);
    rest.start = rest.start + Seconds(1);
    assert_eq!(case.only("breaks").unit, "s");
}

#[test]
fn no_break_is_asked_where_none_is_needed() {
    let mut case = Case::good();
    case.truck().rest = None;
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn another_base_at_the_end() {
    let mut case = Case::good();
    case.truck().end_base = wasteways::district::Base::Facility(PLANT);
    case.travel = wasteways::roads::travel(&case.sound(), None);
    let findings = case.judge().findings;
    assert!(
        findings
            .iter()
            .all(|finding| ["legs", "clocks"].contains(&&*finding.promise)
                && finding.detail.contains("end"))
    );
    assert_eq!(
        findings.len(),
        4,
        "leg and clock of two tours: {findings:?}"
    );
}

#[test]
fn a_trip_with_the_wrong_number() {
    let mut case = Case::good();
    case.stop(4).trip = 1;
    assert_eq!(case.only("trips").amount, -1.0);
}

#[test]
fn a_tour_without_its_end_is_judged_no_further() {
    let mut case = Case::good();
    case.plan.tours[0].stops.pop();
    assert!(case.promises().starts_with(&["structure"]));
    case.plan.tours[0].stops.clear();
    assert!(case.promises().starts_with(&["structure"]));
}

#[test]
fn a_second_start() {
    let mut case = Case::good();
    case.stop(3).kind = StopKind::Start;
    assert!(case.promises().starts_with(&["structure"]));
}

#[test]
fn what_the_district_does_not_have() {
    let mut case = Case::good();
    case.stop(1).kind = StopKind::Point(PointId(99));
    assert!(case.promises().starts_with(&["structure"]));
    let mut case = Case::good();
    case.plan.tours[0].vehicle = VehicleId(99);
    assert!(case.promises().starts_with(&["structure"]));
    let mut case = Case::good();
    case.stop(1).kg = Kilograms(i64::MAX);
    assert!(case.promises().starts_with(&["structure"]));
}

#[test]
fn two_tours_of_one_name() {
    let mut case = Case::good();
    case.plan.tours[1].name = "mon-001".into();
    assert_eq!(case.only("structure").who, "mon-001");
}
