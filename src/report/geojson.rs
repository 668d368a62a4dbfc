//! `plan.geojson` (RFC 7946): points, stations and plants, and each tour as a line from stop to stop.

use super::tour_tables::kind_word;
use crate::district::{District, Place};
use crate::plan::{Plan, StopKind, Tour};
use serde_json::{Value, json};

/// The file. Coordinates to a ten-millionth of a degree, about a centimetre.
pub(super) fn geojson(district: &District, plan: &Plan) -> Vec<u8> {
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
    let tours = plan.tours.iter().map(|tour| tour_feature(district, tour));
    let features: Vec<Value> = points.chain(facilities).chain(tours).collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    collection.to_string().into_bytes()
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

fn tour_feature(district: &District, tour: &Tour) -> Value {
    let line: Vec<_> = tour_places(district, tour).map(coordinates).collect();
    let properties = json!({
        "kind": "tour",
        "id": tour.name,
        "day": tour.day.to_string(),
        "vehicle": district.vehicles[tour.vehicle.index()].name,
        "leaves": tour.leaves().to_string(),
        "returns": tour.returns().to_string(),
        "kg": tour.collected().0,
        "metres": tour.distance().0,
    });
    feature(
        json!({ "type": "LineString", "coordinates": line }),
        properties,
    )
}

/// Where a tour goes, breaks left out.
fn tour_places<'a>(district: &'a District, tour: &'a Tour) -> impl Iterator<Item = Place> + 'a {
    let vehicle = &district.vehicles[tour.vehicle.index()];
    tour.stops.iter().filter_map(move |stop| match stop.kind {
        StopKind::Start => Some(district.base_place(vehicle.base)),
        StopKind::Point(point) => Some(district.points[point.index()].place),
        StopKind::Disposal(disposal) => Some(district.disposal_place(disposal)),
        StopKind::Break => None,
        StopKind::End => Some(district.base_place(vehicle.end_base)),
    })
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn point_geometry(place: Place) -> Value {
    json!({ "type": "Point", "coordinates": coordinates(place) })
}

fn coordinates(place: Place) -> [f64; 2] {
    [place.longitude, place.latitude].map(|degrees| (degrees * 1e7).round() / 1e7)
}
