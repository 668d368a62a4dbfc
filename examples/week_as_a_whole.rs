//! The week as a whole against catchments that are fixed beforehand: every village tips at the facility that the cheapest
//! assignment gives it, as counties draw their maps; or each truck where its tour is cheapest.
//!
//!     cargo run --release --example week_as_a_whole

use std::path::Path;
use wasteways::district::{District, DistrictBuilder, Pin, PinTarget};
use wasteways::flow::{OnwardPrices, Origin, assign, flow};
use wasteways::input::read_district;
use wasteways::planner::{Budget, PlanParams, Watch, plan};
use wasteways::roads::{RoadNetwork, travel};

/// The district with each village pinned to its facility for what all of it tips there.
fn with_catchments(district: &District, network: Option<&RoadNetwork>) -> District {
    let mut pinned = DistrictBuilder::from(district.clone());
    let travel = travel(district, network);
    let loads = flow(district, None).loads;
    let onward = OnwardPrices::estimated(district, &travel, &loads);
    let assignment = assign(district, &travel, &loads, &onward);
    for row in assignment.rows {
        if let (Origin::Village(village), Some(facility)) = (row.origin, row.facility)
            && row.stream == district.residual()
        {
            pinned.add_pin(Pin {
                target: PinTarget::Village(village),
                disposal: Some(facility),
                vehicle: None,
                days: None,
            });
        }
    }
    pinned
        .build()
        .expect("facilities take what they are assigned")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/county");
    let input = read_district(&county)?;
    let network = input.network.as_ref();
    let params = PlanParams {
        budget: Some(Budget::Iterations(10_000)),
        ..PlanParams::default()
    };
    let costs = [
        (
            "fixed catchments",
            with_catchments(&input.district, network),
        ),
        ("as a whole", input.district),
    ]
    .map(|(name, district)| {
        let outcome = plan(&district, network, &params, &Watch::default());
        let judged = &outcome.judgement;
        let cost = judged.cost.collection().as_units();
        println!(
            "{name:17} {cost:>8.0} CNY to collect, {:6.0} km, {:4.1} t stay",
            judged.distance.as_km(),
            judged.unserved.as_tonnes()
        );
        cost
    });
    println!(
        "fixed catchments cost {:.1} % more",
        100.0 * (costs[0] / costs[1] - 1.0)
    );
    Ok(())
}
