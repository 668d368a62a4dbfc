//! A service that plans: a district comes as JSON on standard input (`wasteways schema district` says how it looks), the outcome goes as
//! JSON to standard output. What breaks a rule is an answer too. Without input it plans `data/town`.
//!
//!     cargo run --release --example service < district.json > outcome.json

use serde_json::json;
use std::io::{IsTerminal, Read, stdin};
use std::path::Path;
use wasteways::district::{District, Draft};
use wasteways::input::read_district;
use wasteways::planner::{Budget, PlanParams, Watch, plan};

/// What the body of a request is answered with.
fn answer(body: &str) -> Result<serde_json::Value, serde_json::Value> {
    let draft: Draft =
        serde_json::from_str(body).map_err(|error| json!({ "error": error.to_string() }))?;
    // All faults at once; `serde_json::from_str::<District>` would name the first.
    let district = District::try_from(draft).map_err(|error| {
        let faults: Vec<String> = error.0.iter().map(ToString::to_string).collect();
        json!({ "faults": faults })
    })?;
    let params = PlanParams {
        budget: Some(Budget::Iterations(2_000)),
        ..PlanParams::default()
    };
    let outcome = plan(&district, None, &params, &Watch::default());
    Ok(json!(outcome))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut body = String::new();
    if !stdin().is_terminal() {
        stdin().read_to_string(&mut body)?;
    }
    if body.trim().is_empty() {
        let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
        body = serde_json::to_string(&read_district(&town)?.district)?;
    }
    match answer(&body) {
        Ok(outcome) => println!("{outcome}"),
        Err(refused) => println!("{refused}"),
    }
    Ok(())
}
