//! Ways to spoil line haul, docks and floors.

use crate::good_week::*;
use wasteways::district::VehicleId;
use wasteways::plan::Haul;
use wasteways::quantity::{Clock, Day, Kilograms, Metres, Money, Seconds};
use wasteways::transfer::{HaulParams, line_haul, settle};
use wasteways::vrp::Watch;

const HAULER: VehicleId = VehicleId(2);

/// The good week with one dock, a floor for 700 kg, and line haul.
fn hauled() -> Case {
    let mut case = Case::good();
    case.district.vehicles[HAULER.index()].out_of_service = 0;
    case.district.stations[0].gate.docks = Some(1);
    case.district.stations[0].storage = Some(Kilograms(700));
    let params = HaulParams {
        seed: 1,
        respects_storage: true,
        margin: Seconds::ZERO,
        budget: wasteways::planner::Budget::Iterations(10_000),
        watch: &Watch::default(),
    };
    let (district, travel) = (&case.sound(), &case.travel);
    let found = line_haul(district, travel, &case.plan, params);
    settle(district, travel, &mut case.plan, &[], &found, true);
    case
}

#[test]
fn no_hauls_at_all() {
    let mut case = hauled();
    case.plan.hauls.clear();
    let promises = case.promises();
    assert!(promises.contains(&"hauls"), "never sent on: {promises:?}");
    assert!(promises.contains(&"floor"), "{promises:?}");
}

fn first(case: &mut Case) -> &mut Haul {
    &mut case.plan.hauls[0]
}

#[test]
fn a_hauled_week_is_clean() {
    let case = hauled();
    let judgement = case.judge();
    assert_eq!(judgement.findings, []);
    let kg: Vec<i64> = case.plan.hauls.iter().map(|haul| haul.kg.0).collect();
    assert_eq!(
        kg,
        [600, 450],
        "what Monday and Thursday bring; the floor does not hold both"
    );
    let km: f64 = case.plan.hauls.iter().map(|haul| haul.metres.as_km()).sum();
    let hauler = &case.district.vehicles[HAULER.index()];
    assert_eq!(hauler.prices.per_hour, Money::ZERO);
    assert!((judgement.cost.haul.as_units() - 8.0 * km).abs() < 1e-6);
}

#[test]
fn a_container_that_nobody_fetches() {
    let mut case = hauled();
    case.plan.hauls.pop();
    let finding = case.only("hauls");
    assert_eq!((finding.who.as_str(), finding.amount), ("transfer", 450.0));
}

#[test]
fn a_floor_too_small() {
    let mut case = hauled();
    case.district.stations[0].storage = Some(Kilograms(580));
    let finding = case.only("floor");
    assert_eq!((finding.amount, finding.day), (20.0, Some(Day(0))));
}

#[test]
fn two_at_one_dock() {
    let mut case = hauled();
    let tips = case.plan.tours[0].stops.iter();
    let begins = tips
        .map(|stop| (stop.kind, stop.start))
        .find(|stop| stop.0 == wasteways::plan::StopKind::Disposal(STATION));
    let by = begins.unwrap().1 + Seconds(60) - first(&mut case).load;
    let haul = first(&mut case);
    let clocks = [
        &mut haul.out,
        &mut haul.load,
        &mut haul.leave,
        &mut haul.arrive,
        &mut haul.tip,
        &mut haul.back,
    ];
    clocks.into_iter().for_each(|clock| *clock = *clock + by);
    assert_eq!(case.only("docks").amount, 900.0, "16 minutes less one");
    case.district.stations[0].gate.docks = Some(2);
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn hauls_that_cannot_be_driven() {
    type Spoil = fn(&mut Case);
    let spoils: [(Spoil, &str); 9] = [
        (
            |case| first(case).leave = first(case).load + Seconds(900),
            "s",
        ),
        (|case| first(case).arrive = first(case).leave, "s"),
        (|case| first(case).out = first(case).load, "s"),
        (
            |case| first(case).back = first(case).back + Seconds(-600),
            "s",
        ),
        (|case| first(case).metres = Metres(1), "m"),
        (
            |case| case.district.vehicles[HAULER.index()].payload = Kilograms(599),
            "kg",
        ),
        (
            |case| case.district.vehicles[HAULER.index()].body.0 = 1_000,
            "l",
        ),
        (
            |case| case.district.vehicles[HAULER.index()].shift.open = Clock::at(15, 0),
            "s",
        ),
        (
            |case| case.district.vehicles[HAULER.index()].max_duration = Some(Seconds(2_000)),
            "s",
        ),
    ];
    for (number, (spoil, unit)) in spoils.into_iter().enumerate() {
        let mut case = hauled();
        spoil(&mut case);
        let findings = case.judge().findings;
        assert!(!findings.is_empty(), "way {number}");
        let all = findings.iter();
        assert!(
            all.clone().all(|finding| finding.promise == "hauls"),
            "way {number}: {findings:?}"
        );
        assert!(
            all.clone().any(|finding| finding.unit == unit),
            "way {number}: {findings:?}"
        );
    }
}

#[test]
fn a_truck_that_is_no_hauler_and_more_haulers_than_there_are() {
    let mut case = hauled();
    first(&mut case).vehicle = TRUCK;
    assert!(case.promises().contains(&"hauls"));
    let mut case = hauled();
    case.district.vehicles[HAULER.index()].count = 0;
    assert_eq!(case.promises(), ["hauls"; 3], "two days and the week");
}
