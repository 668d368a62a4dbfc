//! `plan.geojson` (RFC 7946): points, stations and plants, and each tour as a line along the roads it drives.
//!
//! The property `stops` of a tour tells where in its line each stop lies (breaks left out), so that a leg is the part of the
//! line between two of these positions. Without roads the line leads straight from place to place.

use super::driven::{DrivenLegs, TourLine};
use super::tour_tables::kind_word;
use crate::district::{District, Place};
use crate::plan::{Plan, StopKind, Tour};
use crate::roads::{Origin, Travel};
use serde_json::{Value, json};

/// The file. Coordinates to a ten-millionth of a degree, about a centimetre.
pub(super) fn geojson(
    district: &District,
    travel: &Travel,
    plan: &Plan,
    driven: &DrivenLegs,
    origin: Origin,
) -> Vec<u8> {
    let visits = visiting_days(district, plan);
    let points = district.points.iter().zip(visits).map(|(point, days)| {
        let village = point.village.map(|id| &district.villages[id.index()].name);
        let properties =
            json!({ "kind": "point", "id": point.name, "village": village, "days": days });
        feature(point_geometry(point.place), properties)
    });
    let facilities = district.disposals().map(|disposal| {
        let properties = json!({
            "kind": kind_word(StopKind::Disposal(disposal)),
            "id": district.disposal_name(disposal),
        });
        feature(
            point_geometry(district.disposal_place(disposal)),
            properties,
        )
    });
    let tours = plan
        .tours
        .iter()
        .map(|tour| tour_feature(district, tour, driven.line_of(district, travel, tour)));
    let features: Vec<Value> = points.chain(facilities).chain(tours).collect();
    feature_collection(features, origin)
}

/// The days on which each point is visited, streams together.
fn visiting_days(district: &District, plan: &Plan) -> Vec<String> {
    let mut days = vec![crate::quantity::DaySet::EMPTY; district.points.len()];
    for tour in &plan.tours {
        for stop in &tour.stops {
            if let StopKind::Point(point) = stop.kind {
                days[point.index()] = days[point.index()].with(tour.day);
            }
        }
    }
    days.into_iter().map(|days| days.to_string()).collect()
}

/// A file of features, with the words that its roads ask for.
pub(super) fn feature_collection(features: Vec<Value>, origin: Origin) -> Vec<u8> {
    let mut collection = json!({ "type": "FeatureCollection", "features": features });
    if let Some(words) = origin.attribution() {
        collection["attribution"] = words.into();
    }
    collection.to_string().into_bytes()
}

fn tour_feature(district: &District, tour: &Tour, line: TourLine) -> Value {
    let coordinates: Vec<_> = line.places.into_iter().map(coordinates).collect();
    let properties = json!({
        "kind": "tour",
        "id": tour.name,
        "day": tour.day.to_string(),
        "vehicle": district.vehicles[tour.vehicle.index()].name,
        "leaves": tour.leaves().to_string(),
        "returns": tour.returns().to_string(),
        "kg": tour.collected().0,
        "metres": tour.distance().0,
        "stops": line.stops,
    });
    feature(
        json!({ "type": "LineString", "coordinates": coordinates }),
        properties,
    )
}

pub(super) fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn point_geometry(place: Place) -> Value {
    json!({ "type": "Point", "coordinates": coordinates(place) })
}

pub(super) fn coordinates(place: Place) -> [f64; 2] {
    [place.longitude, place.latitude].map(|degrees| (degrees * 1e7).round() / 1e7)
}
