//! Documents in JSON: what is read keeps every rule, nothing that is read makes a later stage panic, and documents of every
//! version are read for ever (`tests/documents`).

#![cfg(feature = "lunar")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use wasteways::check::{Finding, Judgement, check};
use wasteways::district::{
    Base, Business, CalendarDay, CalendarRow, Cleaning, DisposalId, District, DistrictBuilder, Pin,
    PinTarget, Place, PointKind, Rest, VehicleId,
};
use wasteways::plan::Plan;
use wasteways::planner::{self, Outcome, OutcomeDocument, PlanParams, plan};
use wasteways::quantity::{
    Clock, Day, DaySet, IsoWeek, Kilograms, Litres, Metric, Money, Rounding, Scale, Seconds,
    TravelMatrix, Window,
};
use wasteways::roads::{
    Barrier, Bend, Course, OpenTo, RoadClass, RoadNetwork, Segment, SizeLimits, TurnRestriction,
};
use wasteways::vrp::{
    Break, Budget, Client, Disposal, Load, Lunch, Pattern, Problem, Solution, SolveParams,
    VehicleClass, Watch, solve,
};

/// A small district with something of everything.
fn district() -> District {
    let mut builder = DistrictBuilder::new("Example");
    let place = |x: f64, y: f64| Place::new(113.5 + x / 100.0, 35.2 + y / 100.0);
    let upper = builder.add_village("North", "Uppermill", place(0.0, 0.0), 120);
    let lower = builder.add_village("North", "Lowermill", place(2.0, 1.0), 80);
    let points = [
        builder.add_point("U1", upper, place(0.0, 0.0), 3, Some(160.0)),
        builder.add_point("U2", upper, place(0.3, 0.1), 2, None),
        builder.add_point("L1", lower, place(2.0, 1.0), 4, Some(90.0)),
    ];
    let plant = builder.add_plant("Incinerator", place(9.0, 6.0));
    let station = builder.add_station("Station", place(3.0, 1.0));
    builder.district.stations[0].plant = Some(plant);
    let at = Base::Facility(DisposalId::Station(station));
    builder.add_collector("Compactor", at, 2, Kilograms(4_000), Litres(8_000));
    let district = &mut builder.district;
    let mut hauler = district.vehicles[0].clone();
    hauler.name = "Hook lift".into();
    hauler.role = wasteways::district::Role::Hauler;
    hauler.payload = Kilograms(12_000);
    hauler.body = Litres(20_000);
    district.vehicles.push(hauler);
    district.vehicles[0].rest = Some(Rest {
        after: Seconds(14_400),
        length: Seconds(1_200),
    });
    district.vehicles[0].plates = vec!["A1".into(), "A2".into()];
    let mut market = district.points[points[1].index()].clone();
    market.name = "Market".into();
    market.kind = PointKind::Generator(Business {
        days: DaySet::WEEK,
        day_digits: 0b1_0000_1000,
        lunar: true,
        opens: None,
        closes: Clock(46_800),
        is_fetched_next_day: false,
    });
    market.bins[0].kg_per_day = Some(300.0);
    district.points.push(market);
    district.calendar.push(CalendarRow {
        factor: 1.5,
        from: Some(CalendarDay {
            year: None,
            month: 12,
            day: 23,
        }),
        to: Some(CalendarDay {
            year: None,
            month: 1,
            day: 15,
        }),
        days: None,
        day_digits: vec![3, 8],
        lunar: true,
        town: None,
        village: Some(upper),
        stream: None,
    });
    district.pins.push(Pin {
        target: PinTarget::Village(lower),
        disposal: None,
        vehicle: Some(VehicleId(0)),
        days: Some(DaySet::EMPTY.with(Day(1)).with(Day(4))),
    });
    district.cleaning.push(Cleaning {
        village: upper,
        held: Some(3),
        main_road_km: Some(1.5),
        back_street_km: None,
        key_places: 1,
        per_month: Money::units(1_200.0),
    });
    builder.build().expect("it keeps every rule")
}

/// What somebody may have written in place of a figure or a word.
fn spoiled(number: usize) -> Value {
    let all = [
        json!(0),
        json!(-1),
        json!(1),
        json!(7),
        json!(255),
        json!(65_536),
        json!(4_294_967_295_u64),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(-1e300),
        json!(1e-300),
        json!(0.5),
        json!(180.0),
        json!(""),
        json!("x"),
        json!("residual"),
        json!(true),
        json!(null),
        json!([]),
        json!({}),
        json!([0]),
        json!(86_400),
        json!(259_200),
        json!(1e9),
        json!(u64::MAX),
    ];
    all[number % all.len()].clone()
}

/// Changes one place of a document: another value, nothing, or one entry more.
fn mutate(value: &mut Value, path: &mut impl Iterator<Item = usize>, what: usize) {
    let Some(step) = path.next() else { return };
    match value {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(step % map.len()).unwrap().clone();
            if what.is_multiple_of(11) && step.is_multiple_of(3) {
                map.remove(&key);
            } else {
                mutate(map.get_mut(&key).unwrap(), path, what);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = step % list.len();
            match what % 13 {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                2 => list.clear(),
                _ => mutate(&mut list[at], path, what),
            }
        }
        other => *other = spoiled(what),
    }
}

fn planned(district: &District) -> Outcome {
    planned_in(district, None)
}

fn planned_in(district: &District, week: Option<IsoWeek>) -> Outcome {
    let params = PlanParams {
        week,
        budget: Some(Budget::Iterations(15)),
        ..PlanParams::default()
    };
    plan(district, None, &params, &planner::Watch::default())
}

/// Runs all that a service would run.
fn walk(district: &District, week: Option<IsoWeek>) {
    let outcome = planned_in(district, week);
    let trucks = wasteways::plan::Trucks::of(district, &outcome.plan);
    assert!(
        outcome
            .plan
            .tours
            .iter()
            .all(|tour| trucks.number(&tour.name).is_some())
    );
    // More than the bins hold is a figure of the input's, and a finding; whatever else is found is ours.
    let others = outcome
        .judgement
        .findings
        .iter()
        .filter(|finding| finding.promise != "bins");
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&Finding>::new());
}

#[test]
fn a_district_comes_back_as_it_was_written() {
    let district = district();
    let text = serde_json::to_string(&district).unwrap();
    let again: District = serde_json::from_str(&text).unwrap();
    assert_eq!(again, district);
    walk(&again, None);
}

#[test]
fn what_breaks_a_rule_is_not_read() {
    let text = serde_json::to_string(&district()).unwrap();
    let told = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        serde_json::from_str::<District>(&text.replacen(from, to, 1))
            .unwrap_err()
            .to_string()
    };
    assert!(told("\"households\":120", "\"households\":4000000000").contains("column households"));
    assert!(told("\"village\":1", "\"village\":77").contains("a village of the district"));
    assert!(told("\"max_age_days\":", "\"max_age\":").contains("unknown field `max_age`"));
}

/// One test at a time listens to panics.
static HOOK: Mutex<()> = Mutex::new(());

/// Where the last panic was, for the list of all.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Spoils a document in many ways and does with each what a service would do: `done` says whether it was read.
fn spoil_all(whole: &Value, most: usize, mut done: impl FnMut(&str, usize) -> bool) {
    let cases = std::env::var("WASTEWAYS_JSON_CASES");
    let cases = cases
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(most);
    let mut runner = TestRunner::deterministic();
    let change = (proptest::collection::vec(any::<usize>(), 8), any::<usize>());
    let changes = proptest::collection::vec(change, 1..4);
    let mut read = 0_usize;
    let mut panics: BTreeMap<String, String> = BTreeMap::new();
    let _alone = HOOK.lock();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|panic| {
        *PLACE.lock().unwrap() = panic.to_string();
    }));
    for _ in 0..cases {
        let mut document = whole.clone();
        for (path, what) in changes.new_tree(&mut runner).unwrap().current() {
            mutate(&mut document, &mut path.iter().copied(), what);
        }
        let text = document.to_string();
        match catch_unwind(AssertUnwindSafe(|| done(&text, read))) {
            Ok(was_read) => read += usize::from(was_read),
            Err(_) => {
                let place = PLACE.lock().unwrap().clone();
                let place = place.lines().take(2).collect::<Vec<_>>().join(" ");
                let place: String = place.chars().take(220).collect();
                panics.entry(place).or_insert(text);
            }
        }
    }
    std::panic::set_hook(hook);
    let list: Vec<String> = panics
        .iter()
        .map(|(place, text)| format!("{place}\n  {text}"))
        .collect();
    assert!(
        list.is_empty(),
        "{} kinds of panics:\n{}",
        list.len(),
        list.join("\n")
    );
    assert!(
        read > cases / 50,
        "{read} of {cases} were read, so that later stages were tried"
    );
}

#[test]
fn nothing_that_is_read_makes_a_later_stage_panic() {
    let whole = serde_json::to_value(district()).unwrap();
    spoil_all(&whole, 10_000, |text, read| {
        let Ok(district) = serde_json::from_str::<District>(text) else {
            return false;
        };
        // A week of the lunar new year, or any week.
        let week = (read.is_multiple_of(2)).then(|| "2026-W08".parse().unwrap());
        walk(&district, week);
        true
    });
}

#[test]
fn no_problem_that_is_read_makes_the_solver_panic() {
    let whole = serde_json::to_value(problem()).unwrap();
    spoil_all(&whole, 5_000, |text, _| {
        let Ok(problem) = serde_json::from_str::<Problem>(text) else {
            return false;
        };
        let solution = solve(&problem, &few(40), None, &Watch::default());
        assert_eq!(solution.patterns.len(), problem.clients.len());
        let text = serde_json::to_string(&solution).unwrap();
        assert_eq!(serde_json::from_str::<Solution>(&text).unwrap(), solution);
        true
    });
}

#[test]
fn no_plan_that_is_read_makes_the_judge_panic() {
    let district = district();
    let outcome = planned(&district);
    let travel = wasteways::roads::travel(&district, None);
    let whole = serde_json::to_value(&outcome.plan).unwrap();
    spoil_all(&whole, 5_000, |text, _| {
        let Ok(plan) = serde_json::from_str::<Plan>(text) else {
            return false;
        };
        let judged = check(&district, &travel, &outcome.flow.loads, &plan);
        let text = serde_json::to_string(&judged).unwrap();
        let read: Judgement = serde_json::from_str(&text).unwrap();
        assert_eq!(read.findings.len(), judged.findings.len());
        true
    });
}

#[test]
fn no_roads_that_are_read_make_a_later_stage_panic() {
    let district = district();
    let whole = serde_json::to_value(roads()).unwrap();
    spoil_all(&whole, 5_000, |text, _| {
        let Ok(network) = serde_json::from_str::<RoadNetwork>(text) else {
            return false;
        };
        let travel = wasteways::roads::travel(&district, Some(&network));
        assert!(travel.matrices.iter().all(|matrix| !matrix.is_empty()));
        true
    });
}

/// Roads past all places of the district, with a bend, a barrier and a forbidden turn.
fn roads() -> RoadNetwork {
    let mut network = RoadNetwork::default();
    network.nodes = [(0.0, 0.0), (2.0, 1.0), (3.0, 1.0), (9.0, 6.0), (1.0, 3.0)]
        .map(|(x, y)| Place::new(113.5 + x / 100.0, 35.2 + y / 100.0))
        .to_vec();
    let road = |from, to| Segment::new(from, to, 1_500.0, RoadClass::Town, 40.0);
    network.segments = vec![road(0, 1), road(1, 2), road(2, 3), road(1, 4), road(4, 3)];
    network.bends = vec![Bend {
        longitude_e7: 1_135_100_000,
        latitude_e7: 352_050_000,
    }];
    network.segments[0].bends = 0..1;
    network.segments[3].limits.width_m = Some(3.0);
    network.segments[4].lanes = Some(1);
    network.segments[4].passing_bay_metres = Some(200.0);
    network.barriers = vec![Barrier {
        node: 4,
        open_to: OpenTo::ALL,
        limits: SizeLimits::default(),
    }];
    network.restrictions = vec![TurnRestriction {
        path: vec![Course::new(0, false), Course::new(3, false)],
        is_only: false,
        binds: OpenTo::ALL,
    }];
    network.turning_places = vec![2];
    assert_eq!(network.validate(), Ok(()));
    network
}

/// A little of everything that a problem may have.
fn problem() -> Problem {
    let places = (0..9).map(|i| (f64::from(i * 7 % 5), f64::from(i * 3 % 7)));
    let scale = |factor| Scale {
        factor,
        rounding: Rounding::Nearest,
    };
    let travel = TravelMatrix::plane(
        places.collect(),
        Metric::Euclidean,
        scale(1_000.0),
        scale(100.0),
    );
    let mut problem = Problem::new(2, vec![travel.into()]);
    let load = Load {
        weight: 300,
        volume: 1_000,
    };
    problem.clients = (0..6)
        .map(|site| {
            let either = vec![Pattern::once(0, load), Pattern::once(1, load)];
            let mut client = Client::new(site, either);
            client.service = Seconds(120);
            client
        })
        .collect();
    problem.clients[0].windows = vec![Window::new(Clock::at(7, 0), Clock::at(9, 0))];
    problem.clients[1].unserved_price = Some(Money::units(20.0));
    problem.clients[2].release = Some(Clock::at(8, 0));
    problem.clients[3].class_prices = Some(vec![Money::ZERO, Money::units(1.0)].into());
    problem.clients[4].classes = vec![true, false];
    problem.disposals = vec![Disposal::new(6), Disposal::new(7)];
    problem.disposals[0].daily_limit = Some(900);
    problem.disposals[1].price_per_thousand = Money::units(8.0);
    let mut class = VehicleClass::new(8, vec![2, 2], load);
    (class.capacity.weight, class.capacity.volume) = (800, 4_000);
    class.shift = Window::new(Clock::at(6, 0), Clock::at(14, 0));
    class.ends_empty = true;
    class.price_per_km = Money::units(2.0);
    class.rest = Some(Break {
        after: Seconds::hours(2),
        length: Seconds::minutes(20),
    });
    let mut second = class.clone();
    second.max_trips = Some(2);
    second.lunch = Some(Lunch {
        begins: Window::new(Clock::at(11, 0), Clock::at(12, 0)),
        length: Seconds::minutes(30),
    });
    problem.classes = vec![class, second];
    assert_eq!(problem.validate(), Ok(()));
    problem
}

fn few(iterations: u64) -> SolveParams {
    SolveParams {
        budget: Budget::Iterations(iterations),
        ..SolveParams::default()
    }
}

/// Documents of the first version, as they were written in November 2026. A later version adds its own beside them.
#[test]
fn documents_of_every_version_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let read: District = serde_json::from_str(&text("district-1.json")).unwrap();
    assert_eq!(read, district());
    let read: Problem = serde_json::from_str(&text("problem-1.json")).unwrap();
    assert_eq!(read, problem());
    let read: RoadNetwork = serde_json::from_str(&text("roads-1.json")).unwrap();
    assert_eq!(read, roads());
    let solution: Solution = serde_json::from_str(&text("solution-1.json")).unwrap();
    assert_eq!(solution.patterns.len(), problem().clients.len());
    let outcome: OutcomeDocument = serde_json::from_str(&text("outcome-1.json")).unwrap();
    let plan: Plan = serde_json::from_str(&text("plan-1.json")).unwrap();
    assert_eq!(outcome.plan, plan);
    let judged: Judgement = serde_json::from_str(&text("judgement-1.json")).unwrap();
    assert_eq!(outcome.judgement, judged);
    // They say what they said then: the plan is judged as it was.
    let travel = wasteways::roads::travel(&district(), None);
    let anew = check(&district(), &travel, &outcome.flow.loads, &plan);
    assert_eq!(anew, judged);
}

/// Writes the documents anew; run by hand when a version is added, with the new number.
#[test]
#[ignore = "writes tests/documents"]
fn write_documents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, document: Value| {
        let text = serde_json::to_string(&document).unwrap();
        std::fs::write(folder.join(name), text + "\n").unwrap();
    };
    let outcome = planned(&district());
    let solution = solve(&problem(), &few(500), None, &Watch::default());
    write("district-1.json", serde_json::to_value(district()).unwrap());
    write("roads-1.json", serde_json::to_value(roads()).unwrap());
    write("problem-1.json", serde_json::to_value(problem()).unwrap());
    write("solution-1.json", serde_json::to_value(&solution).unwrap());
    write("plan-1.json", serde_json::to_value(&outcome.plan).unwrap());
    write(
        "judgement-1.json",
        serde_json::to_value(&outcome.judgement).unwrap(),
    );
    write("outcome-1.json", serde_json::to_value(&outcome).unwrap());
}

#[test]
fn a_newer_document_is_told_from_a_faulty_one() {
    let mut document = serde_json::to_value(problem()).unwrap();
    assert_eq!(document["version"], 1);
    document["version"] = json!(2);
    let error = serde_json::from_value::<Problem>(document.clone()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("version 2: this library reads 1 to 1")
    );
    document.as_object_mut().unwrap().remove("version");
    assert!(serde_json::from_value::<Problem>(document).is_ok());
}

/// Leaves out every entry that says nothing: null, false, and what is empty.
fn without_nothings(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| {
                let is_empty_list = value.as_array().is_some_and(Vec::is_empty);
                let says_nothing = *value == json!(null) || *value == json!(false);
                !(says_nothing || is_empty_list || *value == json!(""))
            });
            map.values_mut().for_each(without_nothings);
        }
        Value::Array(list) => list.iter_mut().for_each(without_nothings),
        _ => {}
    }
}

#[test]
fn what_says_nothing_may_be_left_out() {
    let mut document = serde_json::to_value(district()).unwrap();
    let whole = document.to_string().len();
    without_nothings(&mut document);
    for key in ["version", "profile", "week_starts", "language"] {
        document.as_object_mut().unwrap().remove(key);
    }
    assert!(document.to_string().len() < whole * 4 / 5);
    let read: District = serde_json::from_value(document).unwrap();
    assert_eq!(read, district());
    let mut document = serde_json::to_value(problem()).unwrap();
    without_nothings(&mut document);
    let read: Problem = serde_json::from_value(document).unwrap();
    assert_eq!(read, problem());
}
