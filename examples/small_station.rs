//! A station with one dock and a floor for half a day: the same tours before they are levelled, when each leaves as it likes
//! best and containers are fetched when they are full, and after.
//!
//!     cargo run --release --example small_station

use std::path::Path;
use wasteways::district::DistrictBuilder;
use wasteways::input::read_district;
use wasteways::planner::{Budget, PlanParams, StationLoad, Watch, plan};
use wasteways::quantity::Kilograms;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/county");
    let input = read_district(&county)?;
    let mut builder = DistrictBuilder::from(input.district);
    let mut stations = builder.district.stations.iter_mut();
    let small = stations
        .find(|station| station.name == "Shuangta station")
        .ok_or("the county has this station")?;
    small.gate.docks = Some(1);
    small.storage = small.gate.daily_limit.map(|limit| Kilograms(limit.0 / 2));
    let district = builder.build()?;
    let params = PlanParams {
        budget: Some(Budget::Iterations(4_000)),
        ..PlanParams::default()
    };
    let watch = Watch::default();
    let outcome = plan(&district, input.network.as_ref(), &params, &watch);
    let told = |name: &str, load: StationLoad| {
        println!(
            "{name:8} {:>9.0} CNY a week, {:5.1} h in queues, {:6} kg too much on floors",
            load.cost.as_units(),
            load.queue.as_hours(),
            load.overflow.map_or(0, |kg| kg.0)
        );
    };
    told("before", outcome.stations.before);
    told("after", outcome.stations.after);
    println!(
        "{} containers sent on by {} haulers, at least {} are needed",
        outcome.plan.hauls.len(),
        outcome.stations.haulers,
        outcome.stations.haulers_lower_bound
    );
    Ok(())
}
