//! `roads.geojson`: the roads that some vehicle reaches, each with what a truck has to know of it.

use super::folder::FileSet;
use super::geojson::{coordinates, feature, feature_collection};
use super::kind::Kind;
use crate::district::District;
use crate::roads::{RoadNetwork, Segment, Survey};
use serde_json::{Value, json};

/// The file of a survey.
#[must_use]
pub fn road_files(district: &District, network: &RoadNetwork, survey: &Survey) -> FileSet {
    let reached = network
        .segments
        .iter()
        .enumerate()
        .filter_map(|(index, segment)| {
            let reaches = survey
                .reaches
                .iter()
                .filter(|reach| reach.is_connected[index]);
            let vehicles: Vec<&str> = reaches
                .flat_map(|reach| &reach.vehicles)
                .map(|id| district.vehicles[id.index()].name.as_str())
                .collect();
            (!vehicles.is_empty()).then(|| road(network, segment, &vehicles))
        });
    FileSet {
        kind: Kind::Roads,
        files: vec![(
            "roads.geojson",
            feature_collection(reached.collect(), network.origin),
        )],
    }
}

fn road(network: &RoadNetwork, segment: &Segment, vehicles: &[&str]) -> Value {
    let line: Vec<_> = network.line(segment).map(coordinates).collect();
    let properties = json!({
        "way": segment.way,
        "class": segment.class.word(),
        "metres": (segment.metres * 10.0).round() / 10.0,
        "speed_kmh": segment.speed_kmh,
        "oneway": segment.oneway,
        "max_width_m": segment.limits.width_m,
        "max_tonnes": segment.limits.tonnes,
        "max_height_m": segment.limits.height_m,
        "lanes": segment.lanes,
        "vehicles": vehicles,
    });
    feature(
        json!({ "type": "LineString", "coordinates": line }),
        properties,
    )
}
