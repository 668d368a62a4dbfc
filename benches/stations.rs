//! The event simulation of a week of the bundled county, and its line haul.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use wasteways::input::read_district;
use wasteways::planner::{Budget, Groundwork, PlanParams, Watch, plan_on};
use wasteways::quantity::Seconds;
use wasteways::transfer::{HaulParams, line_haul, load_profile};

fn stations(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/county");
    let input = read_district(&folder).expect("the bundled county is sound");
    let (district, roads) = (&input.district, input.network.as_ref());
    let ground = Groundwork::of(district, roads, None);
    let params = PlanParams {
        budget: Some(Budget::Iterations(1_000)),
        ..PlanParams::default()
    };
    let planned = plan_on(district, &ground, &params, &Watch::default());
    criterion.bench_function("a week of the county, simulated", |bencher| {
        bencher.iter(|| load_profile(district, &ground.travel, black_box(&planned.plan)));
    });
    let params = HaulParams {
        seed: 1,
        respects_storage: true,
        margin: Seconds::ZERO,
        budget: Budget::Iterations(8_000),
        watch: &wasteways::vrp::Watch::default(),
    };
    let mut group = criterion.benchmark_group("county");
    group.sample_size(10);
    group.bench_function("line haul", |bencher| {
        bencher.iter(|| line_haul(district, &ground.travel, black_box(&planned.plan), params));
    });
}

criterion_group!(benches, stations);
criterion_main!(benches);
