//! The sample town's plan lived through five hundred weeks: where containers overflow, and what would mend it.
//!
//!     cargo run --release --example what_may_go_wrong

use std::path::Path;
use wasteways::input::read_district;
use wasteways::planner::{Budget, Groundwork, PlanParams, Watch, plan_on};
use wasteways::study::{Mend, Risk, Share, SimulationQuestion, Tally, simulate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
    let input = read_district(&town)?;
    let district = &input.district;
    let ground = Groundwork::of(district, input.network.as_ref(), None);
    let params = PlanParams {
        budget: Some(Budget::Iterations(2_000)),
        ..PlanParams::default()
    };
    let watch = Watch::default();
    let plan = plan_on(district, &ground, &params, &watch).plan;
    let question = SimulationQuestion {
        weeks: 1,
        runs: 500,
        seed: 1,
        plan_sha256: String::new(),
    };
    let lived = (district, &ground, &plan);
    let mut tally = Tally::default();
    for block in simulate(lived, &question, (Share::WHOLE, &[]), &watch, &|_| {}) {
        tally.merge(block.tally);
    }
    let risk = Risk::of(lived, &question, &tally);
    let late = risk.late_tours;
    println!(
        "tours home late in a week: {:.2} ({:.2} to {:.2})",
        late.value, late.low, late.high
    );
    for weak in &risk.weakest {
        let name = &district.points[weak.place.point.index()].name;
        let chance = 100.0 * weak.place.overflow.value;
        print!("{name} overflows in {chance:.0} % of weeks");
        for (mend, after) in &weak.mends {
            let what = match mend {
                Mend::Container => "a container more".to_owned(),
                Mend::Visit(day) => format!("a visit on {day}"),
            };
            print!("; with {what} {:.0} %", 100.0 * after);
        }
        println!();
    }
    Ok(())
}
