//! Plans that their stations can swallow: what levelling and line haul promise, on made districts with narrow stations.

#![cfg(feature = "plan")]

use std::sync::Mutex;
use wasteways::check::check;
use wasteways::district::{DisposalId, District, Draft, Pin, PinTarget, VillageId};
use wasteways::flow::flow;
use wasteways::generate::{GenerateParams, generate};
use wasteways::plan::{Plan, StopKind, haul_tours};
use wasteways::planner::{Budget, Outcome, PlanParams, Stage, Watch, plan};
use wasteways::quantity::{Kilograms, Seconds};
use wasteways::roads::travel;
use wasteways::transfer::load_profile;

/// Every station with one dock, slow unloading, and a floor for so many tonnes.
fn narrow(seed: u64, floor: i64) -> District {
    let made = generate(&GenerateParams::sized(2, 16, 400, seed)).expect("it can be made");
    let mut district = Draft::from(made.district);
    for station in &mut district.stations {
        station.gate.docks = Some(1);
        station.gate.unload = Seconds::minutes(40);
        station.storage = Some(Kilograms(floor * 1_000));
    }
    // All of it goes by the nearest station.
    for number in 0..district.villages.len() {
        let village = VillageId::from_index(number);
        let place = district.villages[number].place;
        let away = |id: &DisposalId| place.metres_to(district.disposal_place(*id));
        let stations = district
            .disposals()
            .filter(|id| matches!(id, DisposalId::Station(_)));
        let nearest = stations.min_by(|a, b| away(a).total_cmp(&away(b)));
        district.pins.push(Pin {
            target: PinTarget::Village(village),
            disposal: nearest,
            vehicle: None,
            days: None,
        });
    }
    District::try_from(district).expect("no rule is broken")
}

fn changed(district: District, change: impl FnOnce(&mut Draft)) -> District {
    district.edited(change).expect("no rule is broken")
}

fn planned(district: &District) -> Outcome {
    let params = PlanParams {
        budget: Some(Budget::Iterations(1_500)),
        ..PlanParams::default()
    };
    plan(district, None, &params, &Watch::default())
}

#[test]
fn each_stage_of_the_walk_is_told_in_its_turn() {
    let told = Mutex::new(Vec::new());
    let tell = |stage: Stage| told.lock().expect("no panic").push(stage);
    let watch = Watch {
        stage: Some(&tell),
        ..Watch::default()
    };
    let params = PlanParams {
        budget: Some(Budget::Iterations(1_500)),
        ..PlanParams::default()
    };
    let _ = plan(&narrow(3, 20), None, &params, &watch);
    let told = told.into_inner().expect("no panic");
    let ground = [Stage::Flow, Stage::Ways, Stage::Rounds, Stage::First];
    assert_eq!(told[..4], ground, "{told:?}");
    let at = |stage: Stage| told.iter().position(|other| *other == stage);
    let order = [Stage::First, Stage::Prices, Stage::Search, Stage::Levelling];
    let order = order.map(|stage| at(stage).expect("every plan has it"));
    assert!(order.is_sorted(), "{told:?}");
    assert_eq!(told.last(), Some(&Stage::AllDaily), "{told:?}");
}

/// Waits for docks as the plan writes them.
fn written_waits(district: &District, plan: &Plan) -> Seconds {
    let stops = plan.tours.iter().flat_map(|tour| &tour.stops);
    let waits = stops.filter_map(|stop| match stop.kind {
        StopKind::Disposal(id) => {
            let open = district.gate(id).window.open;
            Some(stop.start - stop.arrival.max(open))
        }
        _ => None,
    });
    waits.sum()
}

#[test]
fn narrow_stations_are_levelled_and_emptied() {
    for seed in [1, 2] {
        let district = narrow(seed, 12);
        let outcome = planned(&district);
        let findings = &outcome.judgement.findings;
        assert_eq!(findings, &[], "seed {seed}");
        let (before, after) = (outcome.stations.before, outcome.stations.after);
        assert!(
            before.queue > Seconds::ZERO,
            "seed {seed}: there is something to level"
        );
        assert!(
            after.queue.0 * 2 <= before.queue.0,
            "seed {seed}: {before:?} {after:?}"
        );
        assert_eq!(after.overflow, Some(Kilograms::ZERO), "seed {seed}");
        assert!(
            after.cost.as_f64() <= 1.05 * before.cost.as_f64(),
            "{before:?} {after:?}"
        );
        assert!(outcome.stations.haulers >= outcome.stations.haulers_lower_bound);
        assert!(outcome.stations.haulers_lower_bound >= 1);
    }
}

#[test]
fn what_is_tipped_at_stations_is_sent_on() {
    sent_on_but_for(0.0);
}

#[test]
fn what_is_squeezed_out_is_not_sent_on() {
    sent_on_but_for(0.1);
}

/// Oracle: unloading by unloading, all that a station is brought leaves in containers or through the drain.
fn sent_on_but_for(leachate_share: f64) {
    let district = changed(narrow(3, 20), |draft| {
        for station in &mut draft.stations {
            station.leachate_share = leachate_share;
        }
    });
    let outcome = planned(&district);
    let loads = flow(&district, None).loads;
    let judged = check(&district, &travel(&district, None), &loads, &outcome.plan);
    let of_hauls = |finding: &&wasteways::check::Finding| finding.promise == "hauls";
    assert_eq!(judged.findings.iter().find(of_hauls), None);
    let mut drained = Kilograms::ZERO;
    for (index, station) in district.stations.iter().enumerate() {
        let id = wasteways::district::StationId::from_index(index);
        let stops = outcome.plan.tours.iter().flat_map(|tour| &tour.stops);
        let here = stops.filter(|stop| stop.kind == StopKind::Disposal(DisposalId::Station(id)));
        let after_press = |kg: Kilograms| kg.as_f64() * (1.0 - leachate_share);
        let tips: Vec<Kilograms> = here.map(|stop| stop.kg).collect();
        let dry = tips.iter().map(|&kg| after_press(kg).round() as i64).sum();
        drained += tips.iter().copied().sum::<Kilograms>() - Kilograms(dry);
        let hauls = outcome.plan.hauls.iter().filter(|haul| haul.station == id);
        let sent: Kilograms = hauls.map(|haul| haul.kg).sum();
        assert_eq!(Kilograms(dry), sent, "{}", station.name);
    }
    let through = outcome.plan.through_stations(&district);
    let told: Kilograms = through.iter().map(|station| station.leachate).sum();
    assert_eq!(told, drained);
    assert_eq!(drained > Kilograms::ZERO, leachate_share > 0.0);
    let duties = haul_tours(&outcome.plan.hauls).map(|tour| tour.duration());
    let longest = district
        .vehicles
        .iter()
        .filter_map(|vehicle| vehicle.max_duration)
        .max();
    assert!(duties.max() <= longest, "haulers keep their hours");
}

#[test]
fn the_plan_s_clocks_are_the_simulation_s() {
    let district = narrow(4, 12);
    let outcome = planned(&district);
    let ways = travel(&district, None);
    let again = load_profile(&district, &ways, &outcome.plan);
    assert_eq!(again, outcome.load_profile);
    let stations = again.hours.iter().filter(|hour| hour.arrivals > 0);
    let queue: Seconds = stations.map(|hour| hour.queue).sum();
    assert!(
        written_waits(&district, &outcome.plan) <= queue,
        "haulers wait too"
    );
    // Whoever delays one tour by an hour is told so by the judge.
    let mut late = outcome.plan.clone();
    let tour = &mut late.tours[0];
    for stop in &mut tour.stops {
        if matches!(stop.kind, StopKind::Disposal(_)) {
            stop.start = stop.start + Seconds::hours(1);
        }
    }
    let loads = flow(&district, None).loads;
    assert!(!check(&district, &ways, &loads, &late).is_clean());
}

#[test]
fn without_haulers_stocks_stay_unknown() {
    let district = changed(narrow(5, 12), |draft| {
        for vehicle in &mut draft.vehicles {
            if vehicle.role == wasteways::district::Role::Hauler {
                vehicle.count = 0;
            }
        }
    });
    let outcome = planned(&district);
    assert!(outcome.plan.hauls.is_empty());
    assert_eq!(outcome.stations.after.overflow, None);
    assert!(
        outcome
            .load_profile
            .hours
            .iter()
            .all(|hour| hour.stock.is_none())
    );
}
