//! Ways to spoil what the tours of a week promise together: fleet, gates, dues, visits, age, containers, pins.

use crate::good_week::*;
use wasteways::district::{Pin, PinTarget, VehicleId, VillageId};
use wasteways::plan::{Reason, Unserved};
use wasteways::quantity::{Day, DaySet, Kilograms};

const SPARE: VehicleId = VehicleId(1);

fn unserved(point: wasteways::district::PointId, day: Day, kg: i64) -> Unserved {
    Unserved {
        point,
        day,
        stream: RESIDUAL,
        kg: Kilograms(kg),
        reason: Reason::FleetExhausted,
    }
}

fn pin(target: PinTarget) -> Pin {
    Pin {
        target,
        disposal: None,
        vehicle: None,
        days: None,
    }
}

#[test]
fn more_tours_than_vehicles() {
    let mut case = Case::good();
    case.truck().count = 0;
    let findings = case.judge().findings;
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.day)
            .collect::<Vec<_>>(),
        [Some(Day(0)), Some(Day(3)), None]
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.promise == "fleet" && finding.who == "truck")
    );
}

#[test]
fn a_vehicle_in_the_workshop() {
    let mut case = Case::good();
    case.truck().count = 1;
    assert_eq!(case.promises(), [""; 0]);
    case.plan.tours[1].day = Day(0);
    assert!(case.promises().contains(&"fleet"));
    let mut case = Case::good();
    case.truck().availability = 0.4;
    assert_eq!(case.promises(), [""; 0], "5 days a week, one truck a day");
    case.truck().availability = 0.1;
    assert_eq!(case.only("fleet").amount, 1.0, "floor(7 x 2 x 0.1) = 1");
}

#[test]
fn more_days_than_a_vehicle_works() {
    let mut case = Case::good();
    case.truck().count = 1;
    case.truck().days_per_week = Some(1);
    assert_eq!(case.only("fleet").amount, 1.0);
}

#[test]
fn a_hauler_that_collects() {
    let mut case = Case::good();
    case.plan.tours[0].vehicle = VehicleId(2);
    assert!(case.promises().starts_with(&["structure"]));
}

#[test]
fn more_than_a_facility_takes_a_day() {
    let mut case = Case::good();
    case.district.stations[0].gate.daily_limit = Some(Kilograms(500));
    let finding = case.only("gates");
    assert_eq!(
        (finding.who.as_str(), finding.day, finding.amount),
        ("transfer", Some(Day(0)), 100.0)
    );
}

#[test]
fn more_kilograms_than_are_there() {
    let mut case = Case::good();
    case.redrive(&[
        Call::Collect(MILL, RESIDUAL, 402),
        Call::Collect(BRIDGE, RESIDUAL, 200),
        Call::Tip(STATION),
        Call::Collect(MARKET, COMPOSTABLE, 160),
        Call::Tip(PLANT),
    ]);
    let finding = case.only("due");
    assert_eq!(
        (finding.who.as_str(), finding.day, finding.amount),
        ("mill", Some(Day(0)), 2.0)
    );
}

#[test]
fn more_than_arises_where_nothing_does() {
    let mut case = Case::good();
    case.loads[1].kg = [0.0; 7];
    assert_eq!(case.promises(), ["due"; 2]);
}

#[test]
fn too_few_visits() {
    let mut case = Case::good();
    case.bins(MILL).visits_per_week = Some(2);
    assert_eq!(case.promises(), [""; 0]);
    case.bins(MILL).visits_per_week = Some(3);
    assert_eq!(case.only("visits").amount, 1.0);
    assert_eq!(case.judge().missed_visits, 1);
}

#[test]
fn a_missing_visit_that_is_named() {
    let mut case = Case::good();
    case.bins(MILL).visits_per_week = Some(3);
    case.plan.unserved.push(unserved(MILL, Day(0), 0));
    assert_eq!(
        case.promises(),
        ["visits", "unserved"],
        "Monday is visited, the row excuses nothing and is untrue"
    );
    case.plan.unserved.clear();
    case.plan.unserved.push(unserved(MILL, Day(5), 0));
    let judgement = case.judge();
    assert!(judgement.is_clean() && !judgement.is_complete());
    assert_eq!(judgement.missed_visits, 1);
}

#[test]
fn visits_too_far_apart() {
    let mut case = Case::good();
    case.bins(MILL).visits_per_week = Some(4);
    case.plan
        .unserved
        .extend([unserved(MILL, Day(1), 0), unserved(MILL, Day(2), 0)]);
    let finding = case.only("visits");
    assert_eq!(
        (finding.amount, &*finding.unit, finding.day),
        (1.0, "days", Some(Day(0))),
        "4 days, 3 allowed"
    );
    // A visit between that is left out and named is no second broken promise.
    case.plan.unserved[1].day = Day(5);
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn one_visit_a_day_where_two_are_asked() {
    let mut case = Case::good();
    case.bins(MILL).visits_per_day = Some(2);
    assert_eq!(case.promises(), ["visits"; 2]);
    assert_eq!(case.judge().missed_visits, 2);
    case.plan.unserved.push(unserved(MILL, Day(0), 0));
    assert_eq!(case.only("visits").day, Some(Day(3)));
}

#[test]
fn kilograms_that_stay_and_are_not_named() {
    let mut case = Case::good();
    case.loads[0].kg = [110.0; 7];
    let finding = case.only("unserved");
    assert_eq!((finding.who.as_str(), finding.amount), ("mill", 70.0));
    assert_eq!(case.judge().unserved, Kilograms(70));
    case.plan.unserved.push(unserved(MILL, Day(0), 70));
    assert!(case.judge().is_clean() && !case.judge().is_complete());
}

#[test]
fn a_point_that_no_tour_visits() {
    let mut case = Case::good();
    case.plan.tours.clear();
    assert_eq!(
        case.promises()
            .iter()
            .filter(|&&promise| promise == "visits")
            .count(),
        3
    );
    assert_eq!(case.judge().missed_visits, 3);
    for (point, stream) in [(MILL, RESIDUAL), (BRIDGE, RESIDUAL), (MARKET, COMPOSTABLE)] {
        let loads = case.loads.iter();
        let own = loads.filter(|load| (load.point, load.stream) == (point, stream));
        let kg = own.map(|load| load.kg_per_week()).sum::<f64>() as i64;
        case.plan.unserved.push(Unserved {
            stream,
            ..unserved(point, Day(0), kg)
        });
    }
    assert_eq!(case.promises(), [""; 0]);
    assert_eq!(case.judge().unserved, Kilograms(7 * 190));
}

#[test]
fn the_other_stream_excuses_nothing() {
    let mut case = Case::good();
    case.loads[2].kg = [50.0; 7];
    case.plan.unserved.push(unserved(MARKET, Day(0), 70));
    assert_eq!(
        case.promises(),
        ["unserved", "unserved"],
        "70 kg of one stream stay unnamed, and none of the other arises there"
    );
}

#[test]
fn more_or_less_named_than_stays() {
    let mut case = Case::good();
    case.loads[0].kg = [110.0; 7];
    for (named, off) in [(40, 30.0), (90, -20.0), (7_000, -6_930.0)] {
        case.plan.unserved = vec![unserved(MILL, Day(0), named)];
        assert_eq!(case.only("unserved").amount, off);
    }
}

#[test]
fn named_as_unserved_though_all_is_done() {
    let mut case = Case::good();
    case.plan.unserved.push(unserved(MILL, Day(0), 0));
    assert_eq!(case.only("unserved").who, "mill");
}

#[test]
fn unserved_rows_of_strangers() {
    let mut case = Case::good();
    case.plan
        .unserved
        .push(unserved(wasteways::district::PointId(77), Day(0), 1));
    case.only("structure");
}

#[test]
fn older_than_the_stream_may_get() {
    let mut case = Case::good();
    case.district.streams[COMPOSTABLE.index()].max_age_days = Some(3);
    let finding = case.only("age");
    assert_eq!(
        (finding.who.as_str(), finding.day, finding.amount),
        ("market", Some(Day(0)), 1.0)
    );
    case.loads[2].kg = [160.0, 40.0, 40.0, 40.0, 0.0, 0.0, 0.0];
    assert_eq!(
        case.promises(),
        [""; 0],
        "a market that rests is not older than its last day"
    );
}

#[test]
fn containers_that_overflow_between_visits() {
    let mut case = Case::good();
    case.bins(MILL).containers = 6;
    let finding = case.only("containers");
    assert_eq!(finding.day, Some(Day(0)));
    assert!((finding.amount - (400.0 / 0.263 - 6.0 * 240.0)).abs() < 1e-6);
    case.bins(MILL).visits_per_week = Some(2);
    assert_eq!(
        case.promises(),
        ["bins"],
        "a given number is the district's own choice"
    );
}

#[test]
fn containers_that_hold_not_even_a_day() {
    let mut case = Case::good();
    case.bins(MILL).containers = 1;
    assert_eq!(case.only("bins").day, Some(Day(0)), "no plan could help");
}

#[test]
fn a_pinned_vehicle() {
    let mut case = Case::good();
    case.district.pins = vec![Pin {
        vehicle: Some(TRUCK),
        ..pin(PinTarget::Point(BRIDGE))
    }];
    assert_eq!(case.promises(), [""; 0]);
    case.district.pins[0].vehicle = Some(SPARE);
    assert_eq!(case.promises(), ["pins"; 2]);
}

#[test]
fn a_pinned_station() {
    let mut case = Case::good();
    case.district.pins = vec![Pin {
        disposal: Some(STATION),
        ..pin(PinTarget::Point(MILL))
    }];
    assert_eq!(case.promises(), [""; 0]);
    case.district.pins[0].target = PinTarget::Village(VillageId(0));
    let findings = case.judge().findings;
    assert!(
        findings
            .iter()
            .all(|finding| finding.promise == "pins" && finding.detail.contains("point market"))
    );
    assert_eq!(findings.len(), 2);
}

#[test]
fn pinned_days() {
    let mut case = Case::good();
    let days = |days: &[u8]| Some(days.iter().map(|&day| Day(day)).collect::<DaySet>());
    case.district.pins = vec![Pin {
        days: days(&[0, 3]),
        ..pin(PinTarget::Point(MILL))
    }];
    assert_eq!(case.promises(), [""; 0]);
    case.district.pins[0].days = days(&[0, 2]);
    assert_eq!(
        case.only("pins").amount,
        2.0,
        "not on Wednesday, but on Thursday"
    );
    case.district.pins[0].days = days(&[0, 3, 5]);
    assert_eq!(case.only("pins").amount, 1.0);
    case.plan.unserved.push(unserved(MILL, Day(5), 0));
    assert_eq!(case.promises(), [""; 0]);
}

#[test]
fn a_pin_that_is_refused_in_so_many_words() {
    let mut case = Case::good();
    case.district.pins = vec![Pin {
        vehicle: Some(SPARE),
        ..pin(PinTarget::Point(MILL))
    }];
    let reason = Reason::PinRefused("too wide".into());
    case.plan.unserved.push(Unserved {
        reason,
        ..unserved(MILL, Day(5), 0)
    });
    assert_eq!(case.promises(), [""; 0]);
    case.plan.unserved[0].reason = Reason::Other("pin refused: too wide".into());
    assert_eq!(case.promises(), [""; 0], "as read from a written plan");
    case.plan.unserved[0].reason = Reason::FleetExhausted;
    assert_eq!(case.promises(), ["pins"; 2]);
}
