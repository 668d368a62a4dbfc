//! `tours.gpx` (GPX 1.1): each tour as a route of its stops, numbered as on its sheet, and as a track along its way.

use super::driven::{DrivenLegs, place};
use super::exchange::{clean, stop_names};
use super::geojson::coordinates;
use crate::district::{District, Place};
use crate::plan::{Plan, Tour};
use crate::roads::Travel;
use geo::Point;
use gpx::{Gpx, GpxVersion, Metadata, Route, Track, TrackSegment, Waypoint};

/// The file, with each place shifted as asked.
pub(super) fn tours_gpx(
    (district, travel): (&District, &Travel),
    plan: &Plan,
    driven: &DrivenLegs,
    shift: impl Fn(Place) -> Place,
) -> Vec<u8> {
    let at = |place: Place| {
        let [longitude, latitude] = coordinates(shift(place));
        Waypoint::new(Point::new(longitude, latitude))
    };
    let route = |tour: &Tour| {
        let names = stop_names(district, tour);
        let mut route = Route::new();
        route.name = Some(clean(&tour.name));
        route.description = Some(clean(&district.vehicles[tour.vehicle.index()].name));
        route.points = names
            .into_iter()
            .map(|(stop, name, about)| {
                let mut point = at(place(district, tour, stop.kind));
                (point.name, point.description) = (Some(clean(&name)), Some(clean(&about)));
                point
            })
            .collect();
        route
    };
    let track = |tour: &Tour| {
        let line = driven.line_of(district, travel, tour);
        let mut track = Track::new();
        track.name = Some(clean(&tour.name));
        track.description = Some(clean(&district.vehicles[tour.vehicle.index()].name));
        let mut segment = TrackSegment::new();
        segment.points = line.places.into_iter().map(at).collect();
        track.segments = vec![segment];
        track
    };
    let file = Gpx {
        version: GpxVersion::Gpx11,
        creator: Some("wasteways".into()),
        metadata: Some(Metadata {
            name: Some(clean(&district.name)),
            ..Metadata::default()
        }),
        routes: plan.tours.iter().map(route).collect(),
        tracks: plan.tours.iter().map(track).collect(),
        ..Gpx::default()
    };
    let mut bytes = Vec::new();
    gpx::write(&file, &mut bytes).expect("memory takes every byte, and texts are clean");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn another_reader_finds_every_tour_and_stop() {
        let district = sample::district();
        let outcome = sample::outcome(&district);
        let driven = DrivenLegs::of(&outcome.travel, &outcome.plan);
        let place = (&district, &outcome.travel);
        let bytes = tours_gpx(place, &outcome.plan, &driven, |place| place);
        let read = gpx::read(bytes.as_slice()).unwrap();
        assert_eq!(read.routes.len(), outcome.plan.tours.len());
        for (route, tour) in read.routes.iter().zip(&outcome.plan.tours) {
            assert_eq!(route.name.as_deref(), Some(tour.name.as_str()));
            assert_eq!(route.points.len(), tour.stops.len());
            let at = route.points[1].point();
            let expected = super::place(&district, tour, tour.stops[1].kind);
            assert!((at.x() - expected.longitude).abs() < 1e-7);
        }
        let names = read.routes[0].points.iter();
        let mut names = names.filter_map(|point| point.name.as_deref());
        assert!(names.any(|name| name.contains("=1+1</script><b>\"é' & 村")));
    }
}
