//! Bins that are too small are said, with what would mend them; generators are visited when something is there.

#![cfg(feature = "lunar")]

use wasteways::district::{
    Base, Business, District, DistrictBuilder, Draft, Place, PointKind, VehicleId,
};
use wasteways::flow::flow;
use wasteways::plan::StopKind;
use wasteways::planner::{Budget, Outcome, PlanParams, Watch, plan};
use wasteways::quantity::{Clock, Day, DaySet, IsoWeek, Kilograms, Litres, Window};

/// A village of 500 kg a day, and a market of 300 kg on Wednesdays and Fridays that closes at noon; a truck's shift.
fn district(shift: Window, visits: Option<u8>) -> District {
    let mut builder = DistrictBuilder::new("market town");
    let place = Place::new(120.0, 36.0);
    let village = builder.add_village("Town", "Mill", place, 100);
    builder.add_point("point", village, place, 20, Some(500.0));
    let market = builder.add_point("market", village, Place::new(120.01, 36.0), 8, Some(300.0));
    let days: DaySet = [Day(2), Day(4)].into_iter().collect();
    let point = &mut builder.district.points[market.index()];
    point.kind = PointKind::Generator(Business {
        closes: Clock::at(12, 0),
        ..Business::on(days)
    });
    point.bins[0].visits_per_week = visits;
    builder.add_plant("Plant", Place::new(120.02, 36.01));
    let base = Base::At(place);
    builder.add_collector("truck", base, 1, Kilograms(5_000), Litres(20_000));
    builder.district.vehicles[VehicleId(0).index()].shift = shift;
    for stream in &mut builder.district.streams {
        stream.max_age_days = Some(1);
    }
    builder.build().expect("the district is sound")
}

fn planned(district: &District) -> Outcome {
    let params = PlanParams {
        budget: Some(Budget::Iterations(300)),
        ..PlanParams::default()
    };
    plan(district, None, &params, &Watch::default())
}

/// Day, clock and kilograms of each stop at the market.
fn calls(outcome: &Outcome) -> Vec<(u8, Clock, i64)> {
    let mut calls = Vec::new();
    for tour in &outcome.plan.tours {
        for stop in &tour.stops {
            if matches!(stop.kind, StopKind::Point(point) if point.index() == 1) {
                calls.push((tour.day.0, stop.start, stop.kg.0));
            }
        }
    }
    calls.sort_unstable();
    calls
}

#[test]
fn a_market_is_fetched_after_it_closes_or_the_next_morning() {
    // Visits on seven days are asked for: nobody comes for nothing.
    for visits in [None, Some(7)] {
        let late = planned(&district(
            Window::new(Clock::at(6, 0), Clock::at(18, 0)),
            visits,
        ));
        let found = calls(&late);
        assert_eq!(found.iter().map(|call| call.0).collect::<Vec<_>>(), [2, 4]);
        assert!(
            found
                .iter()
                .all(|call| call.1 >= Clock::at(12, 0) && call.2 == 300),
            "{found:?}"
        );
        assert_eq!(late.judgement.findings, []);
        let early = planned(&district(
            Window::new(Clock::at(5, 0), Clock::at(12, 30)),
            visits,
        ));
        let found = calls(&early);
        let expected: Vec<(u8, i64)> = vec![(3, 300), (5, 300)];
        assert_eq!(
            found
                .iter()
                .map(|call| (call.0, call.2))
                .collect::<Vec<_>>(),
            expected
        );
        assert_eq!(early.judgement.findings, []);
        assert_eq!(early.judgement.missed_visits, 0);
    }
}

fn sound(draft: &Draft) -> District {
    District::try_from(draft.clone()).expect("no rule is broken")
}

#[test]
fn markets_by_the_lunar_calendar_make_waste_on_their_dates() {
    let mut district = Draft::from(district(
        Window::new(Clock::at(6, 0), Clock::at(18, 0)),
        None,
    ));
    let PointKind::Generator(business) = &mut district.points[1].kind else {
        panic!("a generator")
    };
    (business.days, business.day_digits, business.lunar) = (DaySet::WEEK, 1 << 3 | 1 << 8, true);
    let loads = |week: Option<&str>| {
        let week = week.map(|week| week.parse::<IsoWeek>().expect("a week"));
        let flow = flow(&sound(&district), week);
        let market = flow.loads.into_iter().find(|load| load.point.index() == 1);
        market.expect("the market").kg
    };
    // Monday 16 February 2026 is the last day of the lunar year (the 29th of the 12th month); the 17th begins the new one.
    assert_eq!(
        loads(Some("2026-W08")),
        [0.0, 0.0, 0.0, 300.0, 0.0, 0.0, 0.0]
    );
    assert_eq!(loads(None), [60.0; 7], "two digits of ten, as the mean");
}

#[test]
fn bins_that_are_too_small_are_named_with_what_would_mend_them() {
    let mut district = Draft::from(district(
        Window::new(Clock::at(6, 0), Clock::at(18, 0)),
        None,
    ));
    // 500 kg are 1,901 l a day.
    district.points[0].bins[0].containers = 7;
    let outcome = planned(&sound(&district));
    let [finding] = &outcome.judgement.findings[..] else {
        panic!("{:?}", outcome.judgement.findings)
    };
    assert_eq!((&*finding.promise, finding.who.as_str()), ("bins", "point"));
    assert!(
        finding
            .detail
            .contains("bins overflow: 1901 l a day in 1680 l"),
        "{}",
        finding.detail
    );
    assert!(
        finding
            .detail
            .contains("1 more containers, or 2 visits a day"),
        "{}",
        finding.detail
    );
    let judged = &outcome.judgement;
    assert_eq!(
        (judged.points_overflowing, judged.containers_needed),
        (1, 1)
    );
    // What is said would do does.
    district.points[0].bins[0].containers = 8;
    assert_eq!(planned(&sound(&district)).judgement.findings, []);
    district.points[0].bins[0].containers = 7;
    district.points[0].bins[0].visits_per_day = Some(2);
    assert_eq!(planned(&sound(&district)).judgement.findings, []);
    // A given number of visits that is too small.
    let bins = &mut district.points[0].bins[0];
    (bins.visits_per_day, bins.visits_per_week, bins.containers) = (None, Some(3), 20);
    for stream in &mut district.streams {
        stream.max_age_days = None;
    }
    let outcome = planned(&sound(&district));
    let findings = &outcome.judgement.findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(
        findings[0].detail.contains("in 3 days in 4800 l"),
        "{}",
        findings[0].detail
    );
    assert!(
        findings[0].detail.contains("or 4 visits a week, would do"),
        "{}",
        findings[0].detail
    );
}
