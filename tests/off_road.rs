//! Places that no road reaches: who lies too far off, on an island of roads, at a closed way or in a one-way dead end is
//! unserved, with that reason; who lies a little off is served, and named.

#![cfg(feature = "plan")]

use std::fs;
use tempfile::TempDir;
use wasteways::input::{Input, read_district};
use wasteways::plan::Reason;
use wasteways::planner::{Budget, Outcome, PlanParams, Watch, plan};

/// A road along the equator, 10.00 to 10.10 east, with a plant at its western end; 0.001 degrees are 111 m.
const ROADS: &str = "from_longitude,from_latitude,to_longitude,to_latitude,class,oneway\n\
    10.00,0.0,10.05,0.0,town,\n10.05,0.0,10.10,0.0,town,\n";
const VEHICLES: &str =
    "vehicle,role,count,base,payload_kg,body_litres,cost_per_km\nT,collector,1,W,9000,40000,1\n";

struct Land {
    folder: TempDir,
}

impl Land {
    fn with(points: &str) -> Self {
        let land = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        land.write(
            "villages.csv",
            "village,town,longitude,latitude,households\nV,A,10.05,0.0,900\n",
        )
        .write("plants.csv", "plant,longitude,latitude\nW,10.0,0.0\n")
        .write("vehicles.csv", VEHICLES)
        .write("roads.csv", ROADS)
        .write(
            "points.csv",
            &format!("point,village,longitude,latitude,kg_per_day,visits_per_week\n{points}"),
        )
    }

    fn write(self, file: &str, text: &str) -> Self {
        fs::write(self.folder.path().join(file), text).expect(file);
        self
    }

    fn read(&self) -> Input {
        read_district(self.folder.path()).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn plan(&self) -> (Input, Outcome) {
        let input = self.read();
        let params = PlanParams {
            budget: Some(Budget::Iterations(40)),
            ..PlanParams::default()
        };
        let outcome = plan(
            &input.district,
            input.network.as_ref(),
            &params,
            &Watch::default(),
        );
        (input, outcome)
    }

    /// The names of the points that are not served; all for want of a road.
    fn unserved(&self) -> Vec<String> {
        let (input, outcome) = self.plan();
        let mut names = Vec::new();
        for left in &outcome.plan.unserved {
            assert_eq!(left.reason, Reason::Unreachable);
            names.push(input.district.points[left.point.index()].name.clone());
        }
        let judged = &outcome.judgement;
        assert!(judged.is_clean(), "{:?}", judged.findings);
        names.sort();
        names.dedup();
        names
    }
}

#[test]
fn a_point_is_served_from_so_many_metres() {
    let points = "On,V,10.02,0.0,10,2\nNear,V,10.03,0.0010,10,2\nOff,V,10.04,0.0022,10,2\nFar,V,10.06,0.0024,10,2\n";
    let land = Land::with(points);
    assert_eq!(land.unserved(), ["Far"], "267 m");
    let (input, outcome) = land.plan();
    let far = outcome.travel.points_off_road(&input.district, 50.0);
    let metres: Vec<f64> = far.iter().map(|(_, metres)| metres.round()).collect();
    assert_eq!(metres, [111.0, 245.0, 267.0]);
    let assumed = input.district.assumptions.iter();
    let assumed: Vec<&str> = assumed
        .filter(|assumption| assumption.column == "snap_metres")
        .map(|assumption| assumption.value.as_str())
        .collect();
    assert_eq!(assumed, ["250 m"], "a default that is stated");
    let with = |metres: &str| {
        Land::with(points).write("district.toml", &format!("snap_metres = {metres}\n"))
    };
    assert_eq!(with("300").unserved(), [""; 0]);
    assert_eq!(with("100").unserved(), ["Far", "Near", "Off"]);
    assert_eq!(with("0").unserved(), ["Far", "Near", "Off"]);
}

#[test]
fn facilities_and_bases_may_lie_off_the_road() {
    let land = Land::with("P,V,10.02,0.0,10,2\n")
        .write("plants.csv", "plant,longitude,latitude\nW,10.0,0.004\n");
    assert_eq!(land.unserved(), [""; 0], "a plant 445 m off");
}

#[test]
fn a_generator_is_a_point() {
    let land = Land::with("P,V,10.02,0.0,10,2\n").write(
        "generators.csv",
        "generator,longitude,latitude,kg_per_day,days\nMarket,10.03,0.006,30,mon\n",
    );
    assert_eq!(land.unserved(), ["Market"]);
}

/// The points P at 10.02 on the road and Q at 10.05, 900 m north, with roads there.
fn with_roads(more: &str) -> Land {
    Land::with("P,V,10.02,0.0,10,2\nQ,V,10.05,0.008,10,2\n")
        .write("roads.csv", &format!("{ROADS}{more}"))
}

#[test]
fn islands_and_dead_ends_are_reached_by_nobody() {
    for (roads, why, expected) in [
        (
            "10.05,0.0,10.05,0.008,town,\n",
            "a road leads there",
            vec![],
        ),
        ("10.04,0.008,10.06,0.008,town,\n", "an island", vec!["Q"]),
        (
            "10.05,0.0,10.05,0.008,town,yes\n",
            "in, but not out",
            vec!["Q"],
        ),
        (
            "10.05,0.008,10.05,0.0,town,yes\n",
            "out, but not in",
            vec!["Q"],
        ),
        (
            "10.05,0.0,10.05,0.008,town,yes\n10.05,0.008,10.06,0.008,town,yes\n10.06,0.008,10.06,0.0,town,yes\n10.06,0.0,10.05,0.0,town,\n",
            "a ring of one-ways",
            vec![],
        ),
        ("", "no road at all", vec!["Q"]),
    ] {
        assert_eq!(with_roads(roads).unserved(), expected, "{why}");
    }
}

#[test]
fn a_closed_way_leads_nowhere() {
    let way = "10.05,0.0,10.05,0.008,town,\n";
    for (overrides, expected) in [
        ("longitude,latitude,closed\n10.05,0.004,yes\n", vec!["Q"]),
        ("longitude,latitude,oneway\n10.05,0.004,yes\n", vec!["Q"]),
        ("longitude,latitude,speed_kmh\n10.05,0.004,10\n", vec![]),
    ] {
        let land = with_roads(way).write("overrides.csv", overrides);
        assert_eq!(land.unserved(), expected, "{overrides}");
    }
    let narrow = with_roads("").write(
        "roads.csv",
        "from_longitude,from_latitude,to_longitude,to_latitude,max_tonnes\n10.00,0.0,10.05,0.0,\n10.05,0.0,10.05,0.008,3\n",
    );
    let narrow = narrow.write(
        "vehicles.csv",
        &VEHICLES
            .replace("cost_per_km\nT,", "cost_per_km,gross_tonnes\nT,")
            .replace(",1\n", ",1,16\n"),
    );
    let (_, outcome) = narrow.plan();
    let reasons: Vec<&Reason> = outcome
        .plan
        .unserved
        .iter()
        .map(|left| &left.reason)
        .collect();
    assert!(
        reasons
            .iter()
            .all(|reason| **reason == Reason::TooLargeForPlace),
        "{reasons:?}"
    );
    assert!(!reasons.is_empty());
}

#[test]
fn the_date_line_is_no_border() {
    let roads = "from_longitude,from_latitude,to_longitude,to_latitude\n179.98,0.0,-179.98,0.0\n";
    let land =
        Land::with("P,V,179.99,0.0005,10,2\nQ,V,-179.99,-0.0005,10,2\nR,V,-179.995,0.01,10,2\n")
            .write(
                "villages.csv",
                "village,town,longitude,latitude,households\nV,A,180,0.0,900\n",
            )
            .write("plants.csv", "plant,longitude,latitude\nW,179.98,0.0\n")
            .write("roads.csv", roads);
    assert_eq!(land.unserved(), ["R"]);
    let (_, outcome) = land.plan();
    let km: f64 = outcome
        .plan
        .tours
        .iter()
        .flat_map(|tour| &tour.stops)
        .map(|stop| stop.metres.as_km())
        .sum();
    // Twice a week out to Q, 3.336 km, and back.
    assert!((km - 4.0 * 3.336).abs() < 0.1, "{km} km");
}

/// The road in Shandong, where GCJ-02 lies some 500 m off.
#[test]
fn one_row_of_another_system_is_hinted_at() {
    let roads = "from_longitude,from_latitude,to_longitude,to_latitude\n118.00,36.0,118.05,36.0\n118.05,36.0,118.05,36.05\n";
    let land = |points: &str| {
        Land::with(points)
            .write(
                "villages.csv",
                "village,town,longitude,latitude,households\nV,A,118.02,36.0,900\n",
            )
            .write("plants.csv", "plant,longitude,latitude\nW,118.0,36.0\n")
            .write("roads.csv", roads)
    };
    let hints = |land: &Land| -> Vec<(Option<u64>, String)> {
        let warnings = land.read().warnings.into_iter();
        let hints = warnings.filter(|warning| warning.expected.contains("read as"));
        hints
            .map(|warning| (warning.row, warning.expected))
            .collect()
    };
    let good = "P,V,118.02,36.0,10,2\nQ,V,118.03,36.0004,10,2\n";
    assert_eq!(hints(&land(good)), []);
    // 118.05, 36.03 in GCJ-02, by the published formula: half a kilometre to the east of its road.
    let north = "P,V,118.05,36.02,10,2\nQ,V,118.055982,36.030180,10,2\nS,V,118.05,36.04,10,2\n";
    let found = hints(&land(north));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Some(3));
    assert!(found[0].1.contains("read as GCJ-02"), "{}", found[0].1);
}
