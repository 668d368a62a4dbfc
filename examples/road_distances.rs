//! How long are the shortest ways? Prints places spread over roads and the metres between all of them, as one JSON object:
//! `cargo run --release --example road_distances -- EXTRACT N`; without arguments, 20 places over the roads of `data/county`.
//!
//! All roads are driven at one speed by a heavy truck that fits everywhere, so that the fastest way is the shortest one:
//! what `benches/osrm_distances.py` compares with OSRM.

use serde_json::json;
use std::path::Path;
use wasteways::input::read_roads;
use wasteways::roads::{Profile, RoadTable, SizeLimits};

const TRUCK: Profile = Profile {
    size: SizeLimits {
        width_m: None,
        tonnes: None,
        height_m: None,
    },
    speed_factor: 1.0,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let roads = arguments.next().unwrap_or_else(|| "data/county".into());
    let count: usize = arguments.next().map_or(Ok(20), |count| count.parse())?;
    let mut network = read_roads(Path::new(&roads))?;
    for segment in &mut network.segments {
        segment.speed_kmh = 36.0;
        (segment.lanes, segment.passing_bay_metres) = (None, None);
    }
    let places = RoadTable::connected_places(&network, &TRUCK);
    let step = (places.len() / count.max(1)).max(1);
    let places: Vec<_> = places.into_iter().step_by(step).take(count).collect();
    let matrix = RoadTable::of(&network, &TRUCK, &places).matrix();
    let metres = |from: usize| {
        matrix
            .leaving(from)
            .map(|leg| leg.exists().then_some(leg.metres))
            .collect::<Vec<_>>()
    };
    println!(
        "{}",
        json!({
            "places": places.iter().map(|place| [place.longitude, place.latitude]).collect::<Vec<_>>(),
            "metres": (0..places.len()).map(metres).collect::<Vec<_>>(),
        })
    );
    Ok(())
}
