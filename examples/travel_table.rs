//! How long does it take to read roads and to make a travel table? Prints one JSON line:
//! `cargo run --release --example travel_table -- EXTRACT N` takes `N` sites spread over an OpenStreetMap extract or over the
//! roads of a district's folder; without arguments, 200 sites over the roads of `data/county`.
//!
//! `dijkstra_mismatches` counts the cells of 50 rows, spread over the table, whose time or metres differ from a plain
//! Dijkstra search; it should be 0.

use serde_json::json;
use std::path::Path;
use std::time::Instant;
use wasteways::input::read_roads;
use wasteways::quantity::Leg;
use wasteways::roads::{Profile, RoadTable, SizeLimits};

/// A common compactor: 2.3 m wide, 8 t gross.
const COMPACTOR: Profile = Profile {
    size: SizeLimits {
        width_m: Some(2.3),
        tonnes: Some(8.0),
        height_m: None,
    },
    speed_factor: 1.0,
};
/// Rows compared with Dijkstra.
const SAMPLED: usize = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let roads = arguments.next().unwrap_or_else(|| "data/county".into());
    let num_sites: usize = arguments.next().map_or(Ok(200), |count| count.parse())?;

    let begun = Instant::now();
    let network = read_roads(Path::new(&roads))?;
    let read = begun.elapsed();

    let begun = Instant::now();
    let places = RoadTable::connected_places(&network, &COMPACTOR);
    let step = (places.len() / num_sites.max(1)).max(1);
    let places: Vec<_> = places.into_iter().step_by(step).take(num_sites).collect();
    let table = RoadTable::of(&network, &COMPACTOR, &places);
    let build = begun.elapsed();

    let begun = Instant::now();
    let matrix = table.matrix();
    let filled = begun.elapsed();

    let size = table.size();
    let rows = (0..places.len())
        .step_by((places.len() / SAMPLED).max(1))
        .take(SAMPLED);
    let mismatches: usize = rows
        .map(|from| {
            let expected: Vec<Leg> = table.dijkstra_row(from);
            matrix
                .leaving(from)
                .zip(expected)
                .filter(|(found, expected)| found != expected)
                .count()
        })
        .sum();
    println!(
        "{}",
        json!({
            "vertices": size.0, "arcs": size.1, "sites": matrix.len(),
            "read_s": read.as_secs_f64(), "build_s": build.as_secs_f64(), "matrix_s": filled.as_secs_f64(),
            "peak_mb": peak_mb(), "dijkstra_mismatches": mismatches,
        })
    );
    Ok(())
}

/// The most memory that this process has had, in megabytes; null where the system does not say.
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
