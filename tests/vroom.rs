//! Requests in the form of VROOM: read key by key, solved, and answered in its form. The answers are driven again here from the
//! request's own tables.

#![cfg(feature = "report")]

use proptest::prelude::*;
use serde_json::{Value, json};
use wasteways::input::{InputError, Question, VroomRequest, parse_question};
use wasteways::report::vroom_answer;
use wasteways::vrp::{Budget, SolveParams, Watch, solve};

fn read(request: &Value) -> Result<Box<VroomRequest>, Vec<(String, String)>> {
    match parse_question("request.json", request.to_string().as_bytes(), None) {
        Ok(Question::Vroom(request)) => Ok(request),
        Ok(Question::Instance(_)) => panic!("an instance"),
        Err(InputError::Faults { faults, .. }) => Err(faults
            .into_iter()
            .map(|fault| (fault.column, fault.expected))
            .collect()),
        Err(other) => panic!("{other}"),
    }
}

fn answered(request: &Value) -> Value {
    let read = read(request).unwrap_or_else(|faults| panic!("{faults:?}"));
    let params = SolveParams {
        budget: Budget::Iterations(3_000),
        ..SolveParams::default()
    };
    let solution = solve(&read.problem, &params, None, &Watch::default());
    vroom_answer(&read, &solution)
}

/// Seconds between places on a line of uneven steps, longer one way than the other.
fn durations(places: usize) -> Vec<Vec<u64>> {
    let at = |place: usize| (place * place * 37 % 101) as i64 * 10;
    let leg = |from: usize, to: usize| {
        let apart = at(to) - at(from);
        (apart.unsigned_abs() + if apart > 0 { 7 } else { 0 }) * u64::from(from != to)
    };
    let row = |from| (0..places).map(|to| leg(from, to)).collect();
    (0..places).map(row).collect()
}

fn plain(jobs: usize) -> Value {
    let jobs: Vec<Value> = (1..=jobs)
        .map(|id| json!({ "id": id, "location_index": id, "pickup": [10], "service": 60 }))
        .collect();
    json!({
        "matrices": { "truck": { "durations": durations(jobs.len() + 1) } },
        "jobs": jobs,
        "vehicles": [{ "id": 7, "profile": "truck", "start_index": 0, "end_index": 0, "capacity": [100] }],
    })
}

/// Drives an answer again: clocks follow from the tables, windows and capacities hold, sums are sums.
fn check(request: &Value, answer: &Value) {
    let whole = |value: &Value| value.as_i64().unwrap_or_else(|| panic!("{value}"));
    let empty = Vec::new();
    let list = |value: &Value| value.as_array().unwrap_or(&empty).clone();
    let of_id = |key: &str, id: &Value| {
        let mut rows = list(&request[key]).into_iter();
        rows.find(|row| row["id"] == *id)
            .unwrap_or_else(|| panic!("{key} {id}"))
    };
    let mut served = 0;
    let mut cost = 0.0;
    for route in list(&answer["routes"]) {
        let vehicle = of_id("vehicles", &route["vehicle"]);
        let matrix = &request["matrices"][vehicle["profile"].as_str().unwrap_or("car")];
        let leg = |from: &Value, to: &Value| {
            let row = &matrix["durations"][from.as_u64().unwrap() as usize];
            whole(&row[to.as_u64().unwrap() as usize])
        };
        let (mut at, mut clock, mut travelled) = (Value::Null, 0, 0);
        let mut load = 0;
        for step in list(&route["steps"]) {
            let here = &step["location_index"];
            if at.is_null() {
                clock = whole(&step["arrival"]);
            } else if !here.is_null() {
                clock += leg(&at, here);
                travelled += leg(&at, here);
            }
            assert_eq!(whole(&step["arrival"]), clock, "{step}");
            assert_eq!(whole(&step["duration"]), travelled, "{step}");
            clock += whole(&step["waiting_time"]);
            let row = match step["type"].as_str().unwrap() {
                "job" => {
                    let job = of_id("jobs", &step["id"]);
                    served += 1;
                    load += job["pickup"].get(0).map_or(0, whole);
                    job
                }
                "disposal" => {
                    load = 0;
                    of_id("disposals", &step["id"])
                }
                "break" => vehicle["breaks"][0].clone(),
                _ => json!({ "time_windows": [vehicle["time_window"]] }),
            };
            let windows = list(&row["time_windows"]);
            let within = |window: &Value| {
                window.is_null() || (whole(&window[0])..=whole(&window[1])).contains(&clock)
            };
            assert!(windows.is_empty() || windows.iter().any(within), "{step}");
            if vehicle["capacity"].is_array() {
                assert!(load <= whole(&vehicle["capacity"][0]), "{step}");
                assert_eq!(whole(&step["load"][0]), load, "{step}");
            }
            clock += whole(&step["service"]);
            at = if here.is_null() { at } else { here.clone() };
        }
        assert_eq!(whole(&route["duration"]), travelled);
        cost += travelled as f64 + vehicle["costs"]["fixed"].as_f64().unwrap_or(0.0);
    }
    assert_eq!(
        served + list(&answer["unassigned"]).len(),
        list(&request["jobs"]).len()
    );
    if request["disposals"].is_null() {
        assert_eq!(answer["summary"]["cost"].as_f64(), Some(cost));
    }
}

#[test]
fn a_tour_is_as_short_as_the_shortest_of_all_orders() {
    let request = plain(7);
    let answer = answered(&request);
    check(&request, &answer);
    let table = durations(8);
    let mut order: Vec<usize> = (1..8).collect();
    let mut best = u64::MAX;
    // Heap's algorithm.
    let mut counts = [0; 7];
    let mut at = 0;
    loop {
        let mut way = vec![0];
        way.extend(&order);
        way.push(0);
        best = best.min(way.windows(2).map(|leg| table[leg[0]][leg[1]]).sum());
        while at < 7 && counts[at] >= at {
            counts[at] = 0;
            at += 1;
        }
        if at == 7 {
            break;
        }
        order.swap(if at % 2 == 0 { 0 } else { counts[at] }, at);
        counts[at] += 1;
        at = 0;
    }
    assert_eq!(answer["summary"]["cost"], json!(best as f64));
    assert_eq!(answer["summary"]["duration"], json!(best));
    assert_eq!(answer["summary"]["pickup"], json!([70]));
}

#[test]
fn disposals_empty_a_vehicle_on_its_way() {
    let mut request = plain(9);
    request["vehicles"][0]["capacity"] = json!([30]);
    let answer = answered(&request);
    check(&request, &answer);
    assert_eq!(answer["summary"]["unassigned"], json!(6), "one filling");
    // Five lines more, and everybody is served.
    request["disposals"] = json!([
        { "id": 1, "location_index": 4, "service": 300, "accepts": ["rest"], "time_windows": [[0, 90_000]] },
        { "id": 2, "location_index": 8, "price": 2_000, "limit": 80 },
    ]);
    request["jobs"][0]["commodity"] = json!("rest");
    let answer = answered(&request);
    check(&request, &answer);
    assert_eq!(answer["summary"]["unassigned"], json!(0));
    let steps = answer["routes"][0]["steps"].as_array().unwrap();
    let tips = steps.iter().filter(|step| step["type"] == "disposal");
    assert!(tips.count() >= 3, "{answer}");
    assert_eq!(steps[steps.len() - 2]["type"], "disposal", "home empty");
}

#[test]
fn windows_skills_breaks_and_open_ends_are_kept() {
    let midnight = 1_700_000_000_i64;
    let mut request = plain(6);
    request["jobs"][0]["time_windows"] = json!([[midnight + 4_000, midnight + 4_100]]);
    request["jobs"][5]["time_windows"] = json!([[midnight + 1_000, midnight + 1_600]]);
    request["jobs"][1]["skills"] = json!([3]);
    request["jobs"][2]["skills"] = json!([3, 9]);
    request["vehicles"] = json!([
        { "id": 1, "description": "tipper", "profile": "truck", "start_index": 0, "capacity": [100],
          "time_window": [midnight, midnight + 20_000], "skills": [3], "costs": { "fixed": 50 },
          "breaks": [{ "id": 5, "time_windows": [[midnight + 2_000, midnight + 2_500]], "service": 600 }] },
        { "id": 2, "profile": "truck", "end_index": 0, "capacity": [20], "max_tasks": 1,
          "time_window": [midnight, midnight + 20_000], "costs": { "fixed": 50_000 } },
    ]);
    let answer = answered(&request);
    check(&request, &answer);
    let unassigned = answer["unassigned"].as_array().unwrap();
    assert_eq!(unassigned.len(), 1, "nobody has skill 9");
    assert_eq!(unassigned[0]["id"], 3);
    let steps = answer["routes"][0]["steps"].as_array().unwrap();
    assert!(
        steps
            .iter()
            .any(|step| step["type"] == "break" && step["id"] == 5)
    );
    assert_eq!(
        steps.last().unwrap()["type"],
        "job",
        "it ends at its last stop"
    );
    assert_eq!(answer["routes"][0]["description"], "tipper");
    let second = answer["routes"].get(1);
    assert!(second.is_none_or(|route| route["steps"].as_array().unwrap().len() <= 2));
}

#[test]
fn bounds_on_travel_are_kept_to_the_second_and_the_metre() {
    let mut request = plain(6);
    let durations = durations(7);
    let metres: Vec<Vec<u64>> = durations
        .iter()
        .map(|row| row.iter().map(|leg| 7 * leg).collect())
        .collect();
    request["matrices"]["truck"]["distances"] = json!(metres);
    let whole = answered(&request)["summary"]["duration"].as_u64().unwrap();
    for per_hour in [3_600.0, 41.7, 0.0] {
        request["vehicles"][0]["costs"] = json!({ "per_hour": per_hour });
        request["vehicles"][0]["max_travel_time"] = json!(whole - 1);
        assert!(answered(&request)["summary"]["duration"].as_u64().unwrap() < whole);
        request["vehicles"][0]["max_travel_time"] = json!(whole);
        assert_eq!(
            answered(&request)["summary"]["unassigned"],
            0,
            "{per_hour} an hour"
        );
    }
    request["vehicles"][0]
        .as_object_mut()
        .unwrap()
        .remove("max_travel_time");
    request["vehicles"][0]["costs"] = json!({ "per_hour": 0, "per_km": 0.37 });
    request["vehicles"][0]["max_distance"] = json!(7 * whole - 1);
    assert!(answered(&request)["summary"]["distance"].as_u64().unwrap() < 7 * whole);
    request["vehicles"][0]["max_distance"] = json!(7 * whole);
    assert_eq!(answered(&request)["summary"]["unassigned"], 0);
    request["vehicles"][0]["costs"] = json!({ "per_hour": 0 });
    let faults = read(&request).unwrap_err();
    assert_eq!(
        faults[0].0, "vehicles[0].max_distance",
        "nothing would bound it"
    );
}

#[test]
fn all_that_is_not_understood_is_told_at_once() {
    let mut request = plain(3);
    request["jobs"][0]["setup"] = json!(30);
    request["jobs"][1]["location_index"] = json!(4);
    request["jobs"][1]["priority"] = json!(0);
    request["jobs"][2] =
        json!({ "id": 3, "location": [120.0, 36.0], "pickup": [1, 2, 3], "speed": 3 });
    request["shipments"] = json!([{}]);
    request["vehicles"][0]["max_distance"] = json!(10);
    request["vehicles"][0]["breaks"] = json!([{ "id": 1 }, { "id": 2 }]);
    let faults = read(&request).unwrap_err();
    let places: Vec<&str> = faults.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "jobs[0].setup",
            "jobs[2]",
            "jobs[2].location_index",
            "jobs[2].speed",
            "shipments",
            "vehicles[0].breaks[0].time_windows",
            "vehicles[0].breaks[1]",
        ],
        "{faults:?}"
    );
    let mut request = plain(3);
    request["jobs"][1]["location_index"] = json!(4);
    request["jobs"][2]["id"] = json!(1);
    request["vehicles"][0]["max_distance"] = json!(10);
    request["vehicles"][0]["profile"] = json!("bike");
    let faults = read(&request).unwrap_err();
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults[2].1.contains("truck"), "{faults:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn answers_keep_what_requests_ask(
        jobs in 1..14_usize,
        trucks in 1..4_i64,
        capacity in 10..60_i64,
        tips in any::<bool>(),
        opens in proptest::collection::vec(0..4_000_i64, 14),
    ) {
        let mut request = plain(jobs);
        for (number, open) in opens.iter().enumerate().take(jobs) {
            if number % 3 == 0 {
                request["jobs"][number]["time_windows"] = json!([[open, open + 1_500]]);
            }
        }
        let vehicle = |id: i64| json!({
            "id": id, "profile": "truck", "start_index": 0, "end_index": 0, "capacity": [capacity],
            "time_window": [0, 9_000], "costs": { "fixed": 100 },
        });
        request["vehicles"] = (1..=trucks).map(vehicle).collect();
        if tips {
            request["disposals"] = json!([{ "id": 1, "location_index": jobs, "service": 100 }]);
        }
        check(&request, &answered(&request));
    }
}
