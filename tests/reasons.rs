//! Why a visit is not made: each reason is the true one, whatever else is wrong.

#![cfg(feature = "plan")]

use wasteways::district::{Base, District, DistrictBuilder, Draft, Place, Rest, VehicleLimits};
use wasteways::plan::Reason;
use wasteways::planner::{Budget, PlanParams, Watch, plan};
use wasteways::quantity::{Clock, Kilograms, Litres, Seconds, Window};

/// A point, a plant 27 km away beside the base, and two trucks of one type: a trip takes two hours.
fn district(change: impl Fn(&mut Draft)) -> District {
    let mut builder = DistrictBuilder::new("reasons");
    let (here, there) = (Place::new(118.0, 36.0), Place::new(118.3, 36.0));
    let village = builder.add_village("T", "V", here, 100);
    let point = builder.add_point("P", village, here, 400, Some(3_000.0));
    builder.district.points[point.index()].bins[0].visits_per_week = Some(7);
    builder.add_plant("W", there);
    builder.add_collector("C", Base::At(there), 2, Kilograms(5_000), Litres(50_000));
    builder.district.vehicles[0].shift = Window::new(Clock::at(6, 0), Clock::at(18, 0));
    change(&mut builder.district);
    builder
        .build()
        .unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The reasons of a week, each once.
fn reasons(change: impl Fn(&mut Draft)) -> Vec<Reason> {
    let district = district(change);
    let params = PlanParams {
        budget: Some(Budget::Iterations(100)),
        ..PlanParams::default()
    };
    let outcome = plan(&district, None, &params, &Watch::default());
    let mut reasons: Vec<Reason> = outcome
        .plan
        .unserved
        .into_iter()
        .map(|left| left.reason)
        .collect();
    reasons.sort();
    reasons.dedup();
    reasons
}

#[test]
fn nothing_is_left_without_a_reason_to() {
    assert_eq!(reasons(|_| {}), []);
}

#[test]
fn trucks_that_are_not_there() {
    assert_eq!(reasons(|d| d.vehicles[0].count = 0), [Reason::NoneFit]);
    assert_eq!(
        reasons(|d| d.vehicles[0].availability = 0.0),
        [Reason::NoneFit]
    );
    assert_eq!(
        reasons(|d| d.vehicles[0].availability = 0.05),
        [Reason::NoneFit],
        "0.7 days a week"
    );
    assert_eq!(
        reasons(|d| {
            d.vehicles[0].handles = vec!["skip".into()];
            d.points[0].bins[0].container_type = "bag".into();
        }),
        [Reason::NoVehicle]
    );
}

#[test]
fn days_off_and_in_the_workshop() {
    assert_eq!(
        reasons(|d| {
            d.vehicles[0].count = 1;
            d.vehicles[0].days_per_week = Some(5);
        }),
        [Reason::NoVehicleThatDay]
    );
    // One truck is enough for the point's 3 t, but not for 9 t on the days on which the other is off.
    let heavy = |days: Option<u8>| {
        reasons(move |d| {
            d.points[0].bins[0].kg_per_day = Some(9_000.0);
            d.points[0].bins[0].containers = 2_000;
            d.vehicles[0].shift.close = Clock::at(11, 0);
            d.vehicles[0].availability = if days.is_some() { 0.75 } else { 1.0 };
        })
    };
    assert_eq!(heavy(None), [], "a trip each");
    assert_eq!(heavy(Some(5)), [Reason::OthersOffThatDay]);
}

#[test]
fn ways_that_nobody_drives_through() {
    let rest = |minutes: i64| {
        move |d: &mut Draft| {
            d.vehicles[0].rest = Some(Rest {
                after: Seconds::minutes(minutes),
                length: Seconds::minutes(20),
            });
        }
    };
    assert_eq!(
        reasons(rest(60)),
        [Reason::LegTooLong],
        "73 minutes are driven"
    );
    assert_eq!(reasons(rest(80)), []);
}

#[test]
fn hours_that_do_not_meet() {
    let gate = |open: i64, close: i64| {
        move |d: &mut Draft| {
            d.plants[0].gate.window = Window::new(Clock::at(open, 0), Clock::at(close, 0))
        }
    };
    assert_eq!(reasons(gate(6, 12)), []);
    assert_eq!(
        reasons(gate(1, 5)),
        [Reason::NoTime],
        "before the shift begins"
    );
    assert_eq!(reasons(gate(20, 26)), [Reason::NoTime], "after it ends");
    let night = |d: &mut Draft| {
        gate(25, 29)(d);
        d.vehicles[0].shift = Window::new(Clock::at(20, 0), Clock::at(31, 0));
    };
    assert_eq!(reasons(night), [], "the night after");
    assert_eq!(
        reasons(|d| d.vehicles[0].max_duration = Some(Seconds::hours(2))),
        [Reason::NoTime]
    );
}

#[test]
fn what_is_full_or_too_large() {
    assert_eq!(
        reasons(|d| d.plants[0].gate.daily_limit = Some(Kilograms(1_000))),
        [Reason::DisposalExhausted]
    );
    assert_eq!(
        reasons(|d| {
            d.vehicles[0].width_m = Some(2.4);
            d.points[0].limits = VehicleLimits {
                width_m: Some(2.0),
                tonnes: None,
            };
        }),
        [Reason::TooLargeForPlace]
    );
    assert_eq!(
        reasons(|d| {
            d.points[0].bins[0].kg_per_day = Some(60_000.0);
            d.points[0].bins[0].containers = 2_000;
        }),
        [Reason::FleetExhausted]
    );
}

/// A station beside the point and one hauler, which goes to the plant on two days a week: what it cannot take on is not
/// collected, and a plan that promises no more is clean.
#[test]
fn what_haulers_cannot_take_on() {
    let mut builder = DistrictBuilder::new("reasons");
    let (here, there) = (Place::new(118.0, 36.0), Place::new(118.3, 36.0));
    let village = builder.add_village("T", "V", here, 100);
    let point = builder.add_point("P", village, here, 400, Some(3_000.0));
    builder.district.points[point.index()].bins[0].visits_per_week = Some(7);
    let plant = builder.add_plant("W", there);
    let station = builder.add_station("S", here);
    builder.district.stations[station.index()].plant = Some(plant);
    builder.add_collector("C", Base::At(here), 2, Kilograms(5_000), Litres(50_000));
    builder.add_collector("H", Base::At(here), 1, Kilograms(4_000), Litres(50_000));
    let [collector, hauler] = &mut builder.district.vehicles[..] else {
        panic!("two types of vehicles");
    };
    collector.max_duration = Some(Seconds::minutes(90));
    hauler.role = wasteways::district::Role::Hauler;
    hauler.days_per_week = Some(2);
    hauler.max_duration = Some(Seconds::minutes(240));
    let district = builder
        .build()
        .unwrap_or_else(|faults| panic!("{faults:?}"));
    let params = PlanParams {
        budget: Some(Budget::Iterations(100)),
        ..PlanParams::default()
    };
    let outcome = plan(&district, None, &params, &Watch::default());
    let judged = &outcome.judgement;
    assert!(judged.is_clean(), "{:#?}", judged.findings);
    let sent: i64 = outcome.plan.hauls.iter().map(|haul| haul.kg.0).sum();
    assert!((1..=8_000).contains(&sent), "two days a week: {sent}");
    assert_eq!(judged.collected, Kilograms(sent));
    let reasons = outcome.plan.unserved.iter().map(|left| &left.reason);
    assert!(reasons.clone().count() > 0);
    assert!(
        reasons
            .into_iter()
            .all(|reason| *reason == Reason::NotTakenOn)
    );
}
