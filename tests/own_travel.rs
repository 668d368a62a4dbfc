//! Travel of one's own in place of roads: the same legs give the same plan, and what is missing is named.

#![cfg(feature = "plan")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use wasteways::check::Finding;
use wasteways::district::{DisposalId, District, PlantId, PointId, StationId, VehicleId};
use wasteways::input::{Input, InputError, read_district};
use wasteways::planner::{Budget, Outcome, PlanParams, Watch, plan};
use wasteways::roads::{SiteId, travel};

const TABLES: [(&str, &str); 5] = [
    (
        "villages.csv",
        "village,town,longitude,latitude,households\nV1,A,119.80,36.00,100\nV2,A,119.84,36.02,120\n",
    ),
    (
        "points.csv",
        "point,village,longitude,latitude,containers,kg_per_day\nP1,V1,119.80,36.00,12,400\nP2,V1,119.81,36.01,12,350\nP3,V2,119.84,36.02,12,500\nP4,V2,119.85,36.00,12,300\n",
    ),
    (
        "stations.csv",
        "station,town,longitude,latitude,tonnes_per_day,plant\nS1,A,119.82,36.03,20,W1\n",
    ),
    ("plants.csv", "plant,longitude,latitude\nW1,119.95,36.10\n"),
    (
        "vehicles.csv",
        "vehicle,role,count,base,base_longitude,base_latitude,payload_kg,body_litres,speed_factor,cost_per_km\n\
         C1,collector,2,S1,,,3000,8000,,3\nC2,collector,1,,119.79,36.01,2000,5000,0.8,2\nH1,hauler,1,S1,,,12000,20000,,4\n",
    ),
];

fn folder(matrix: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in TABLES {
        fs::write(folder.path().join(file), text).unwrap();
    }
    if let Some(matrix) = matrix {
        fs::write(folder.path().join("matrix.csv"), matrix).unwrap();
    }
    folder
}

fn read(folder: &Path) -> Result<Input, String> {
    read_district(folder).map_err(|error| match error {
        InputError::Faults { .. } => error.to_string(),
        InputError::Io { .. } => panic!("{error}"),
    })
}

/// The places that tables name, each with its site.
fn named(district: &District, site: impl Fn(&str) -> SiteId) -> Vec<(String, SiteId)> {
    let points = district.points.iter().map(|point| &point.name);
    let others = ["S1", "W1", "C2"].map(str::to_owned);
    points
        .cloned()
        .chain(others)
        .map(|name| (name.clone(), site(&name)))
        .collect()
}

/// Legs of C1, which drives as fast as the road, between all places: `change` makes them somebody's own.
fn matrix(district: &District, both_ways: bool, change: impl Fn(u32) -> u32) -> String {
    let own = travel(district, None);
    let site = |name: &str| match name {
        "S1" => own.sites.disposal(DisposalId::Station(StationId(0))),
        "W1" => own.sites.disposal(DisposalId::Plant(PlantId(0))),
        "C2" => own.sites.start(VehicleId(1)),
        point => own
            .sites
            .point(PointId(point[1..].parse::<u32>().unwrap() - 1)),
    };
    let places = named(district, site);
    let mut text = "from,to,metres,seconds\n".to_owned();
    for (k, (from, a)) in places.iter().enumerate() {
        for (to, b) in places.iter().skip(if both_ways { 0 } else { k + 1 }) {
            if a != b {
                let leg = own.leg(VehicleId(0), *a, *b);
                writeln!(text, "{from},{to},{},{}", leg.metres, change(leg.seconds)).unwrap();
            }
        }
    }
    text
}

fn planned(input: &Input) -> Outcome {
    let params = PlanParams {
        budget: Some(Budget::Iterations(300)),
        ..PlanParams::default()
    };
    let outcome = plan(
        &input.district,
        input.network.as_ref(),
        &params,
        &Watch::default(),
    );
    assert_eq!(outcome.judgement.findings, Vec::<Finding>::new());
    outcome
}

#[test]
fn the_same_legs_give_the_same_plan() {
    let without = read(folder(None).path()).unwrap();
    let right = planned(&without).plan;
    assert!(!right.tours.is_empty() && !right.hauls.is_empty());
    for both_ways in [true, false] {
        let text = matrix(&without.district, both_ways, |seconds| seconds);
        let input = read(folder(Some(&text)).path()).unwrap_or_else(|told| panic!("{told}"));
        let warned = input
            .warnings
            .iter()
            .any(|told| told.expected.contains("ways back"));
        assert_eq!(warned, !both_ways, "{:?}", input.warnings);
        // The slow vehicle's seconds are rounded from seconds here and from metres there.
        let close = |a: u32, b: u32| a.abs_diff(b) <= 1;
        let (own, straight) = (
            travel(&input.district, input.network.as_ref()),
            travel(&without.district, None),
        );
        for from in 0..own.sites.len() as u32 {
            for to in 0..own.sites.len() as u32 {
                for vehicle in 0..3 {
                    let legs = [&own, &straight]
                        .map(|travel| travel.leg(VehicleId(vehicle), SiteId(from), SiteId(to)));
                    assert!(
                        legs[0].metres == legs[1].metres && close(legs[0].seconds, legs[1].seconds),
                        "{legs:?}"
                    );
                }
            }
        }
        let plan = planned(&input).plan;
        let metres = |plan: &wasteways::plan::Plan| {
            plan.tours.iter().map(|tour| tour.distance().0).sum::<i64>()
        };
        assert_eq!(metres(&plan), metres(&right));
    }
    let slow = matrix(&without.district, true, |seconds| 2 * seconds);
    let input = read(folder(Some(&slow)).path()).unwrap();
    let legs = [&input, &without].map(|input| {
        travel(&input.district, input.network.as_ref()).leg(VehicleId(0), SiteId(0), SiteId(3))
    });
    assert_eq!(legs[0].seconds, 2 * legs[1].seconds);
}

#[test]
fn a_vehicle_may_have_legs_of_its_own() {
    let without = read(folder(None).path()).unwrap();
    let mut text = matrix(&without.district, true, |seconds| seconds);
    text = text.replacen(
        "from,to,metres,seconds",
        "from,to,metres,seconds,vehicle",
        1,
    );
    let own: String = text
        .lines()
        .skip(1)
        .map(|line| format!("{line}00,C1\n"))
        .collect();
    let all: String = text
        .lines()
        .map(|line| {
            if line.ends_with("vehicle") {
                format!("{line}\n")
            } else {
                format!("{line},\n")
            }
        })
        .collect();
    let input = read(folder(Some(&(all + &own))).path()).unwrap();
    let travel = travel(&input.district, input.network.as_ref());
    let seconds = |vehicle| travel.leg(VehicleId(vehicle), SiteId(0), SiteId(2)).seconds;
    assert_eq!(seconds(0), 100 * seconds(2));
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    let whole = matrix(
        &read(folder(None).path()).unwrap().district,
        true,
        |seconds| seconds,
    );
    let told = |text: &str| read(folder(Some(text)).path()).map(drop).unwrap_err();
    let without_p4: String = whole
        .lines()
        .filter(|line| !line.contains("P4"))
        .map(|line| format!("{line}\n"))
        .collect();
    let missing = told(&without_p4);
    assert!(
        missing.contains("matrix.csv") && missing.contains("12 are missing for C1: P1 - P4"),
        "{missing}"
    );
    let unknown = told(&whole.replacen("\nP1,", "\nP9,", 1));
    assert!(unknown.contains("row 2, column from: \"P9\""), "{unknown}");
    let negative = told(&whole.replacen("P1,P2,", "P1,P2,-", 1));
    assert!(negative.contains("column metres"), "{negative}");
    let twice = told(&(whole.clone() + "P1,P2,1,1\n"));
    assert!(twice.contains("each leg once"), "{twice}");
    let both = folder(Some(&whole));
    fs::write(
        both.path().join("roads.csv"),
        "from_longitude,from_latitude,to_longitude,to_latitude\n119.80,36.00,119.84,36.02\n",
    )
    .unwrap();
    let both = read(both.path()).map(drop).unwrap_err();
    assert!(both.contains("one travel: roads"), "{both}");
    let tonnes = whole.replacen("metres,seconds", "metres (t),seconds", 1);
    assert!(told(&tonnes).contains("units that are understood"));
}

/// What an OSRM server would answer for the places of the district: each a few metres off, in another order.
fn osrm(district: &District) -> serde_json::Value {
    let straight = travel(district, None);
    let order: Vec<u32> = (0..straight.sites.len() as u32).rev().collect();
    let waypoint = |site: &u32| {
        let place = straight.sites.places[*site as usize];
        serde_json::json!({ "location": [place.longitude + 0.0001, place.latitude], "hint": "x", "distance": 9.0, "name": "" })
    };
    let table = |figure: &dyn Fn(wasteways::quantity::Leg) -> f64| -> Vec<Vec<f64>> {
        let leg = |from: u32, to: u32| figure(straight.leg(VehicleId(0), SiteId(from), SiteId(to)));
        order
            .iter()
            .map(|&from| order.iter().map(|&to| leg(from, to)).collect())
            .collect()
    };
    let waypoints: Vec<_> = order.iter().map(waypoint).collect();
    serde_json::json!({
        "code": "Ok",
        "durations": table(&|leg| f64::from(leg.seconds) + 0.3),
        "distances": table(&|leg| f64::from(leg.metres) - 0.4),
        "sources": waypoints,
        "destinations": waypoints,
    })
}

#[test]
fn the_answer_of_a_server_is_travel() {
    let without = read(folder(None).path()).unwrap();
    let answer = osrm(&without.district);
    let read_with = |answer: &str| {
        let folder = folder(None);
        fs::write(folder.path().join("matrix.json"), answer).unwrap();
        read(folder.path())
    };
    let input = read_with(&answer.to_string()).unwrap_or_else(|told| panic!("{told}"));
    assert_eq!(input.warnings, without.warnings);
    assert_ne!(input.sha256, without.sha256);
    let metres = |input: &Input| {
        planned(input)
            .plan
            .tours
            .iter()
            .map(|tour| tour.distance().0)
            .sum::<i64>()
    };
    assert_eq!(metres(&input), metres(&without));
    let told = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut spoiled = answer.clone();
        change(&mut spoiled);
        read_with(&spoiled.to_string()).map(drop).unwrap_err()
    };
    assert!(
        told(&|answer| drop(answer.as_object_mut().unwrap().remove("distances")))
            .contains("annotations")
    );
    assert!(
        told(&|answer| answer["durations"][0][1] = serde_json::Value::Null)
            .contains("1 are missing for C1")
    );
    assert!(
        told(&|answer| answer["sources"][0]["location"][0] = 100.0.into())
            .contains("a waypoint within 500 m")
    );
    assert!(
        told(&|answer| answer["durations"] = "soon".into())
            .contains("the answer of an OSRM server")
    );
    assert!(
        told(&|answer| answer["distances"] = serde_json::json!([[1.0]])).contains("are missing")
    );
}
