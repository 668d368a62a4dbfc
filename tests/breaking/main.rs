//! Breaking tests: a good week is clean; spoiled in one way, it has exactly that one finding.

#![cfg(feature = "plan")]

mod good_week;

mod calls;
mod drives;
mod line_haul;
mod promises_of_the_week;

use good_week::Case;
use wasteways::quantity::{Kilograms, Metres, Money, Seconds};

#[test]
fn a_good_week_is_clean_and_complete() {
    let judgement = Case::good().judge();
    assert_eq!(judgement.findings, []);
    assert!(judgement.is_clean() && judgement.is_complete());
    assert_eq!(judgement.collected, Kilograms(7 * (100 + 50 + 40)));
    assert_eq!(judgement.unserved, Kilograms::ZERO);
}

#[test]
fn figures_of_a_good_plan_are_the_judges_own() {
    let case = Case::good();
    let judgement = case.judge();
    let distance: Metres = case.plan.tours.iter().map(|tour| tour.distance()).sum();
    let duration: Seconds = case.plan.tours.iter().map(|tour| tour.duration()).sum();
    assert_eq!(
        (judgement.distance, judgement.duration),
        (distance, duration)
    );
    let cost = judgement.cost;
    assert_eq!(cost.ownership, Money::units(2.0 * 700.0), "two trucks held");
    assert_eq!(cost.fixed, Money::units(2.0 * 400.0), "two tours");
    assert_eq!(
        cost.gate,
        Money::units(10.0 * 1.05),
        "7 x 150 kg at the station"
    );
    let km = 2.0
        * case
            .travel
            .leg(
                good_week::TRUCK,
                case.travel.sites.disposal(good_week::STATION),
                case.travel.sites.disposal(good_week::PLANT),
            )
            .distance()
            .as_km();
    // What no tour sends on is reckoned at full loads, here of a body that is full before its payload is reached.
    let compaction = case.district.stations[0].compaction;
    let tonnes = (30_000.0 * compaction / (1_000_000.0 / 263.0)).min(20.0);
    let haul = 1.05 * km * 8.0 / tonnes;
    assert!(
        (cost.haul.as_units() - haul).abs() < 0.02 * haul,
        "{} t, {km} km: {haul}",
        1.05
    );
}

#[test]
fn overtime_is_paid_beyond_the_regular_hours() {
    let mut case = Case::good();
    let duration = case.plan.tours[0].duration();
    case.truck().regular_duration = Some(duration - Seconds(600));
    let judgement = case.judge();
    let second = (case.plan.tours[1].duration() - duration).0 + 600;
    assert_eq!(judgement.overtime, Seconds(600 + second.max(0)));
    assert_eq!(
        judgement.cost.overtime,
        Money::units(60.0).per_hour_over(Seconds(600))
            + Money::units(60.0).per_hour_over(Seconds(second))
    );
    assert!(judgement.is_clean());
}

#[test]
fn daily_clearing_counts_what_is_collected_on_its_day() {
    let mut case = Case::good();
    let two_of_seven = 100.0 * 2.0 / 7.0;
    assert!((case.judge().daily_clearing_percent - two_of_seven).abs() < 1e-9);
    case.district.streams[1].max_age_days = Some(1);
    case.loads[2].kg = [160.0, 0.0, 0.0, 120.0, 0.0, 0.0, 0.0];
    let judgement = case.judge();
    let by_stream = &judgement.daily_clearing_by_stream;
    assert_eq!(by_stream.len(), 2, "each stream that arises");
    assert!((by_stream[0].1 - two_of_seven).abs() < 1e-9);
    assert!((by_stream[1].1 - 100.0).abs() < 1e-9);
    let all = 100.0 * (2.0 * 150.0 + 280.0) / (7.0 * 150.0 + 280.0);
    assert!((judgement.daily_clearing_percent - all).abs() < 1e-9);
    assert!(judgement.is_clean(), "{:?}", judgement.findings);
    // What stays counts against it: nobody comes to the mill.
    for tour in &mut case.plan.tours {
        let gone = |stop: &wasteways::plan::Stop| {
            stop.kind == wasteways::plan::StopKind::Point(good_week::MILL)
        };
        tour.stops.retain(|stop| !gone(stop));
    }
    let judgement = case.judge();
    let all = 100.0 * (2.0 * 50.0 + 280.0) / (7.0 * 150.0 + 280.0);
    assert!((judgement.daily_clearing_percent - all).abs() < 1e-9);
}

#[test]
fn what_stays_is_the_youngest() {
    let mut case = Case::good();
    case.loads[0].kg = [110.0; 7];
    let (fresh, due) = (2.0 * (50.0 + 40.0), 7.0 * (110.0 + 50.0 + 40.0));
    let percent = case.judge().daily_clearing_percent;
    assert!(
        (percent - 100.0 * fresh / due).abs() < 1e-9,
        "at the mill more than a day's waste stays: {percent}"
    );
}
