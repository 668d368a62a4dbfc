//! Roads that are drawn again and again, and crossings at which hundreds meet: they cost no more than what they add, and
//! change no way.

use crate::drawn::{Map, km, place, truck};
use std::fs;
use wasteways::input::read_roads;
use wasteways::roads::{Profile, RoadNetwork, RoadTable};

const TRUCK: Profile = truck(2.3, 8.0);

/// A road from node 0 over 10 to 20, and one aside; the road is driven to and fro.
fn bouncing(times: usize) -> RoadNetwork {
    let there_and_back = [0, 10, 20, 10].repeat(times);
    Map::default()
        .way(1, &there_and_back, "")
        .way(2, &[10, 11], "")
        .restriction(1, "n10", 2, "restriction=no_left_turn")
        .read()
}

#[test]
fn a_way_to_and_fro_is_one_road() {
    let network = bouncing(2_000);
    assert_eq!(network.segments.len(), 3);
    assert_eq!(network.restrictions.len(), bouncing(2).restrictions.len());
    assert_eq!(km(&network, &TRUCK, 0, 20), km(&bouncing(2), &TRUCK, 0, 20));
}

#[test]
fn a_one_way_to_and_fro_leads_both_ways() {
    let there = |nodes: &[u32]| Map::default().way(1, nodes, "oneway=yes").read();
    assert_eq!(km(&there(&[0, 10]), &TRUCK, 10, 0), None);
    let both = there(&[0, 10, 0, 10, 0]);
    assert_eq!(both.segments.len(), 2);
    assert_eq!(km(&both, &TRUCK, 10, 0), km(&both, &TRUCK, 0, 10));
}

#[test]
fn of_ways_side_by_side_the_fastest_counts() {
    let beside = |speeds: std::ops::Range<u32>| {
        let ways = speeds.map(|speed| (speed, format!("maxspeed={speed}")));
        ways.fold(
            Map::default().way(1, &[10, 11], ""),
            |map, (speed, tags)| {
                map.way(10 + speed, &[0, 10], &tags)
                    .way(1_000 + speed, &[10, 20], &tags)
            },
        )
    };
    let seconds = |map: &Map| {
        RoadTable::of(&map.read(), &TRUCK, &[place(0), place(20)])
            .matrix()
            .leg(0, 1)
            .seconds
    };
    assert_eq!(seconds(&beside(5..405)), seconds(&beside(40..405)));
    assert!(seconds(&beside(5..30)) > seconds(&beside(5..31)));
}

/// Rows of `roads.csv`, read beside tables that matter to nobody here.
fn table(rows: &str) -> RoadNetwork {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let roads = format!("from_longitude,from_latitude,to_longitude,to_latitude\n{rows}");
    for (name, text) in [
        ("roads.csv", roads.as_str()),
        (
            "villages.csv",
            "village,town,longitude,latitude,households\nV,A,118.0,36.0,90\n",
        ),
        ("plants.csv", "plant,longitude,latitude\nW,118.0,36.0\n"),
        (
            "vehicles.csv",
            "vehicle,role,count,base,payload_kg,body_litres\nT,collector,1,W,9000,40000\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    read_roads(folder.path()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Legs between some places of a network.
fn legs(network: &RoadNetwork, places: &[(f64, f64)]) -> Vec<u32> {
    let places: Vec<_> = places
        .iter()
        .map(|&(x, y)| wasteways::district::Place::new(x, y))
        .collect();
    let matrix = RoadTable::of(network, &TRUCK, &places).matrix();
    let cells = (0..places.len()).flat_map(|from| (0..places.len()).map(move |to| (from, to)));
    cells
        .map(|(from, to)| matrix.leg(from, to).metres)
        .collect()
}

#[test]
fn a_table_that_is_pasted_ten_times_is_that_table() {
    let row = |k: u32| {
        let x = |k: u32| 118.0 + f64::from(k) / 100.0;
        format!(
            "{},36.0,{},36.0\n{},36.0,{},36.01\n",
            x(k),
            x(k + 1),
            x(k),
            x(k)
        )
    };
    let rows: String = (0..40).map(row).collect();
    assert_eq!(table(&rows.repeat(10)), table(&rows));
}

/// Five hundred villages that are joined to one place, or each to each of a hundred: no turn is made for itself.
#[test]
fn stars_and_cliques_are_driven() {
    // Not in rows, where roads would lead over places that they pass.
    let at = |k: u32| {
        let apart = |prime: f64| (f64::from(k + 1) * prime.sqrt()).fract() / 2.0;
        (118.0 + apart(2.0), 36.0 + apart(3.0))
    };
    let row = |(a, b): (u32, u32)| format!("{},{},{},{}\n", at(a).0, at(a).1, at(b).0, at(b).1);
    let star: String = (1..500).map(|k| row((0, k))).collect();
    let (near, far) = (at(3), at(30));
    let found = legs(&table(&star), &[at(0), near, far]);
    assert_eq!(found[5], found[3] + found[2], "by way of the middle");
    let clique: String = (0..100)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .map(row)
        .collect();
    let found = legs(&table(&clique), &[near, far]);
    assert_eq!(found, legs(&table(&row((3, 30))), &[near, far]));
}
