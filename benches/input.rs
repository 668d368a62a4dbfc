//! Reading and validating a county's tables: 8,200 points, 316 villages, 20,000 pieces of road.

use criterion::{Criterion, criterion_group, criterion_main};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use wasteways::input::read_district;

/// A folder of the county's size on a grid; its figures matter only by their number.
fn write_county(folder: &Path) {
    let mut villages =
        String::from("village,town,longitude,latitude,households,kg_per_person_day\n");
    let mut points =
        String::from("point,village,longitude,latitude,containers,open,close,visits_per_week\n");
    let mut roads = String::from(
        "from_longitude,from_latitude,to_longitude,to_latitude,metres,class,speed_kmh,max_width_m\n",
    );
    let place = |k: usize| {
        (
            118.0 + 0.002 * (k % 150) as f64,
            36.0 + 0.003 * (k / 150) as f64,
        )
    };
    let put = "writing to a string does not fail";
    for k in 0..316 {
        let (x, y) = place(k * 26);
        writeln!(villages, "V{k},T{},{x:.6},{y:.6},565,0.52", k / 19).expect(put);
    }
    for k in 0..8_200 {
        let (x, y) = place(k);
        writeln!(points, "P{k},V{},{x:.6},{y:.6},3,06:00,18:00,7", k / 26).expect(put);
    }
    for k in 0..20_000 {
        let ((x, y), (u, v)) = (place(k), place(k + 1));
        writeln!(roads, "{x:.6},{y:.6},{u:.6},{v:.6},220,lane,20,2.2").expect(put);
    }
    let vehicles = "vehicle,role,count,base,payload_kg,body_litres,cost_per_km\nC1,collector,39,W1,4000,8000,3\n";
    for (file, text) in [
        ("villages.csv", villages.as_str()),
        ("points.csv", &points),
        ("roads.csv", &roads),
        ("vehicles.csv", vehicles),
        ("plants.csv", "plant,longitude,latitude\nW1,118.1,36.1\n"),
    ] {
        fs::write(folder.join(file), text).expect("the temporary folder is writable");
    }
}

fn read_county(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_county(folder.path());
    criterion.bench_function("input/county", |bencher| {
        bencher.iter(|| read_district(folder.path()).expect("the county is without faults"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = read_county
}
criterion_main!(benches);
