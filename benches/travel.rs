//! Travel tables: a county's road network for two kinds of trucks, and as the crow flies for a city.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wasteways::district::{Base, District, DistrictBuilder, Place};
use wasteways::quantity::{Kilograms, Litres};
use wasteways::roads::{RoadClass, RoadNetwork, Segment, SizeLimits, travel};

/// Roads as a tree of valleys with cross lanes every now and then: node `i` hangs on node `i / 2` or the one before it.
fn network(nodes: u32) -> RoadNetwork {
    let place = |i: u32| {
        let spread = |step: u32| f64::from(i.wrapping_mul(step) % 10_007) / 10_007.0 * 0.6;
        Place::new(119.5 + spread(3_571), 35.8 + spread(7_919))
    };
    let segment = |from: u32, to: u32, metres: f64| Segment {
        limits: SizeLimits {
            width_m: (from.is_multiple_of(5) && to > nodes / 2).then_some(2.0),
            ..SizeLimits::default()
        },
        ..Segment::new(from, to, metres, RoadClass::Town, 30.0)
    };
    let mut segments = Vec::new();
    for node in 1..nodes {
        let parent = if node.is_multiple_of(3) {
            node / 2
        } else {
            node - 1
        };
        segments.push(segment(parent, node, f64::from(100 + node % 37 * 10)));
        if node.is_multiple_of(6) {
            segments.push(segment(node / 3, node, f64::from(900 + node % 41 * 10)));
        }
    }
    let mut network = RoadNetwork::default();
    network.nodes = (0..nodes).map(place).collect();
    network.segments = segments;
    network
}

fn district(points: &[Place]) -> District {
    let mut builder = DistrictBuilder::new("bench");
    let village = builder.add_village("town", "village", points[0], 10);
    for (i, &place) in points.iter().enumerate() {
        builder.add_point(&format!("P{i}"), village, place, 1, Some(10.0));
    }
    builder.add_plant("plant", points[0]);
    for width in [2.5, 1.8] {
        let name = format!("V{width}");
        let id =
            builder.add_collector(&name, Base::At(points[0]), 9, Kilograms(5000), Litres(8000));
        builder.district.vehicles[id.index()].width_m = Some(width);
    }
    builder
        .build()
        .expect("a district of points, a plant and two kinds of trucks is valid")
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("travel");
    group.sample_size(10);
    let county = network(10_000);
    let sites: Vec<Place> = county
        .nodes
        .iter()
        .step_by(5)
        .chain(county.nodes.iter().skip(1).step_by(5))
        .copied()
        .collect();
    let on_roads = district(&sites);
    group.bench_function("county, 10,000 nodes, 4,000 sites, 2 profiles", |b| {
        b.iter(|| travel(black_box(&on_roads), Some(&county)));
    });
    let city = district(&county.nodes[..3_000]);
    group.bench_function("city without roads, 3,000 sites", |b| {
        b.iter(|| travel(black_box(&city), None));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
