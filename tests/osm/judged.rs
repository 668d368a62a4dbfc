//! A plan on a real extract, judged leg by leg from the data of OpenStreetMap: every leg has a line, lines join, are as long
//! as the table says, and never lead against a one-way or over a road closed to the truck or too narrow for it.

use super::extract::{Extract, read};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const CASE: &str = "../shared/cases/north-bayreuth-osm";
/// The collectors of the case: 2.3 m, 8 t.
const WIDTH: f64 = 2.3;
const TONNES: f64 = 8.0;

type Node = (i64, i64);

/// The pieces of way, from node to node, that the truck may drive in this direction.
fn open_steps(extract: &Extract) -> BTreeSet<(Node, Node)> {
    let mut steps = BTreeSet::new();
    for (nodes, tags) in extract.ways.iter().filter(|(_, tags)| is_open(tags)) {
        let tag = |key: &str| tags.get(key).map_or("", String::as_str);
        let is_round = tag("junction") == "roundabout" || tag("highway") == "motorway";
        let (forth, back) = match tag("oneway") {
            "yes" | "1" | "true" => (true, false),
            "-1" => (false, true),
            "no" => (true, true),
            _ => (true, !is_round),
        };
        let places: Vec<Node> = nodes.iter().map(|id| extract.nodes[id]).collect();
        for pair in places.windows(2) {
            if forth {
                steps.insert((pair[0], pair[1]));
            }
            if back {
                steps.insert((pair[1], pair[0]));
            }
        }
    }
    steps
}

fn is_open(tags: &BTreeMap<String, String>) -> bool {
    const ROADS: &str = "motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link tertiary \
                         tertiary_link unclassified residential service road living_street track";
    const CLOSED: &str =
        "no private agricultural forestry agricultural;forestry forestry;agricultural";
    let has = |list: &str, value: &str| list.split_whitespace().any(|word| word == value);
    let Some(highway) = tags.get("highway") else {
        return false;
    };
    let access = ["hgv", "motor_vehicle", "vehicle", "access"]
        .iter()
        .find_map(|key| tags.get(*key));
    let figure = |key: &str| {
        tags.get(key)
            .and_then(|value| value.trim_end_matches([' ', 't', 'm']).parse::<f64>().ok())
    };
    let fits = |key: &str, size: f64| figure(key).is_none_or(|limit| size <= limit);
    has(ROADS, highway)
        && access.is_none_or(|value| !has(CLOSED, value))
        && fits("maxwidth", WIDTH)
        && fits("width", WIDTH)
        && fits("maxweight", TONNES)
}

/// Metres on the sphere.
fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let half = (dy / 2.0).sin().powi(2)
        + a.1.to_radians().cos() * b.1.to_radians().cos() * (dx / 2.0).sin().powi(2);
    2.0 * 6_371_008.8 * half.sqrt().asin()
}

struct Judge {
    nodes: BTreeSet<Node>,
    steps: BTreeSet<(Node, Node)>,
    /// The same steps by a coarse square in which they lie, for ends of legs between two nodes.
    squares: BTreeMap<(i64, i64), Vec<(Node, Node)>>,
}

const SQUARE: i64 = 100_000;

impl Judge {
    fn new(extract: &Extract) -> Self {
        let steps = open_steps(extract);
        let mut squares: BTreeMap<(i64, i64), Vec<(Node, Node)>> = BTreeMap::new();
        for &(a, b) in &steps {
            let span = |p: i64, q: i64| p.min(q) / SQUARE..=p.max(q) / SQUARE;
            for x in span(a.0, b.0) {
                for y in span(a.1, b.1) {
                    squares.entry((x, y)).or_default().push((a, b));
                }
            }
        }
        Self {
            nodes: extract.nodes.values().copied().collect(),
            steps,
            squares,
        }
    }

    /// Whether one may drive straight from a corner to the next: along a step, or along a part of one.
    fn may_drive(&self, from: Node, to: Node) -> bool {
        if self.nodes.contains(&from) && self.nodes.contains(&to) {
            return self.steps.contains(&(from, to)) || from == to;
        }
        let near = self
            .squares
            .get(&(from.0 / SQUARE, from.1 / SQUARE))
            .into_iter()
            .flatten();
        near.copied().any(|(a, b)| {
            let (on, ahead) = (along(a, b, from), along(a, b, to));
            matches!((on, ahead), (Some(on), Some(ahead)) if on <= ahead + 1e-6)
        })
    }
}

/// How far along a step a corner lies on it, if it does within a metre or so.
fn along(a: Node, b: Node, corner: Node) -> Option<f64> {
    let flat = |node: Node| (node.0 as f64 * 0.64 * 0.0111, node.1 as f64 * 0.0111);
    let ((ax, ay), (bx, by), (cx, cy)) = (flat(a), flat(b), flat(corner));
    let (x, y) = (bx - ax, by - ay);
    let share = ((cx - ax) * x + (cy - ay) * y) / (x * x + y * y).max(1e-9);
    let off = (cx - ax - share * x).hypot(cy - ay - share * y);
    ((-1e-3..=1.001).contains(&share) && off < 1.5).then_some(share)
}

#[test]
fn every_leg_of_a_plan_may_be_driven() {
    let Ok(file) = fs::read(Path::new(CASE).join("roads.osm.pbf")) else {
        eprintln!("skipped: the case is not here");
        return;
    };
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("plan");
    let status = Command::new(env!("CARGO_BIN_EXE_wasteways"))
        .args(["plan", CASE, "--iterations", "100", "--quiet", "--out"])
        .arg(&out)
        .status()
        .expect("the program starts");
    assert!(matches!(status.code(), Some(0 | 4)));
    let judge = Judge::new(&read(&file));
    let map: Value =
        serde_json::from_slice(&fs::read(out.join("plan.geojson")).expect("a map")).expect("JSON");
    assert_eq!(map["attribution"], "© OpenStreetMap contributors, ODbL");
    let stops = fs::read_to_string(out.join("stops.csv")).expect("stops");
    let mut tours = 0;
    for feature in map["features"].as_array().expect("features") {
        if feature["properties"]["kind"] == "tour" {
            judge_tour(&judge, feature, &stops);
            tours += 1;
        }
    }
    assert!(tours > 5, "{tours} tours");
}

fn judge_tour(judge: &Judge, feature: &Value, stops: &str) {
    let name = feature["properties"]["id"].as_str().expect("a name");
    let line: Vec<(f64, f64)> = feature["geometry"]["coordinates"]
        .as_array()
        .expect("a line")
        .iter()
        .map(|corner| {
            (
                corner[0].as_f64().expect("degrees"),
                corner[1].as_f64().expect("degrees"),
            )
        })
        .collect();
    let node = |(x, y): (f64, f64)| ((x * 1e7).round() as i64, (y * 1e7).round() as i64);
    for (position, pair) in line.windows(2).enumerate() {
        assert!(
            judge.may_drive(node(pair[0]), node(pair[1])),
            "{name}, corner {position}: {pair:?}"
        );
    }
    let rows = stops
        .lines()
        .filter(|row| row.starts_with(&format!("{name},")) && !row.contains(",break,"));
    let written: Vec<f64> = rows
        .map(|row| {
            row.split(',')
                .nth(11)
                .expect("metres")
                .parse()
                .expect("a number")
        })
        .collect();
    let positions: Vec<usize> = feature["properties"]["stops"]
        .as_array()
        .expect("positions")
        .iter()
        .map(|position| position.as_u64().expect("a number") as usize)
        .collect();
    assert_eq!(
        positions.len(),
        written.len(),
        "{name}: a line for every leg"
    );
    for (leg, pair) in positions.windows(2).enumerate() {
        let drawn: f64 = line[pair[0]..=pair[1]]
            .windows(2)
            .map(|pair| metres(pair[0], pair[1]))
            .sum();
        let expected = written[leg + 1];
        assert!(
            (drawn - expected).abs() <= 0.005 * expected + 1.0,
            "{name}, leg {leg}: {drawn} drawn, {expected} written"
        );
    }
}
