//! What if a truck of the sample town breaks down for a week? Planned anew from the present plan, with as little change as
//! asked.
//!
//!     cargo run --release --example what_if

use std::path::Path;
use wasteways::input::read_district;
use wasteways::planner::{Budget, PlanParams, Watch, plan};
use wasteways::quantity::Money;
use wasteways::study::{Scenario, WhatIfParams, what_if};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
    let input = read_district(&town)?;
    let (district, network) = (&input.district, input.network.as_ref());
    let params = PlanParams {
        budget: Some(Budget::Iterations(2_000)),
        ..PlanParams::default()
    };
    let watch = Watch::default();
    let present = plan(district, network, &params, &watch).plan;
    let busiest = present.tours.first().ok_or("no tours")?.vehicle;
    let scenario = Scenario {
        without: vec![(busiest, 1)],
        ..Scenario::default()
    };
    let params = WhatIfParams {
        week: None,
        seed: 1,
        budget: Some(Budget::Iterations(1_000)),
        keep: Money::units(10.0),
    };
    let anew = what_if((district, network), &present, &scenario, &params, &watch)?;
    let found = &anew.difference;
    let name = &district.vehicles[busiest.index()].name;
    println!("without one {name}");
    println!(
        "  cost    {:.0} -> {:.0}",
        found.before.cost.total().as_units(),
        found.after.cost.total().as_units()
    );
    println!(
        "  left    {} -> {} kg",
        found.before.unserved.0, found.after.unserved.0
    );
    println!(
        "  kept    {} of {} visits with day and type of vehicle",
        found.kept, found.visits
    );
    for row in found.moves.iter().take(5) {
        let point = &district.points[row.point.index()].name;
        let who = |tour: &Option<(_, _, String)>| {
            tour.as_ref()
                .map_or("nobody".to_owned(), |(_, _, name)| name.clone())
        };
        println!("  {point}: {} -> {}", who(&row.before), who(&row.now));
    }
    Ok(())
}
