//! How many trucks does the sample town need? A week planned for each size of fleet, and a proof of how few can do.
//!
//!     cargo run --release --example how_many_trucks

use std::path::Path;
use wasteways::input::read_district;
use wasteways::planner::{Groundwork, Watch};
use wasteways::study::{FleetQuestion, fleet_curve};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
    let input = read_district(&town)?;
    let ground = Groundwork::of(&input.district, input.network.as_ref(), None);
    let question = FleetQuestion {
        least: 1,
        most: 6,
        vehicle: None,
        seed: 1,
        iterations: Some(500),
        time_limit: None,
    };
    let watch = Watch::default();
    let curve = fleet_curve(&input.district, &ground, &question, &watch, &|size| {
        eprintln!("{} vehicles planned", size.vehicles);
    });
    println!("vehicles       cost   kg that stay");
    for size in &curve.sizes {
        let cost = size.cost.total().as_units();
        println!("{:>8} {cost:>10.0} {:>14}", size.vehicles, size.unserved.0);
    }
    let smallest = curve.smallest_complete().map(|size| size.vehicles);
    let bound = curve.bound.vehicles();
    println!("smallest complete: {smallest:?}; fewer than {bound} can never do it");
    Ok(())
}
