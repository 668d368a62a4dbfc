//! `plan.kml` (KML 2.2): facilities, points by village, and each day's tours as lines, for whoever looks at them on a globe.

use super::driven::{DrivenLegs, place};
use super::exchange::{clean, stop_names};
use super::geojson::coordinates;
use crate::district::{District, Place};
use crate::plan::{Plan, StopKind, Tour};
use crate::roads::Travel;
use kml::types::{Coord, Folder, Geometry, LineString, Placemark, Point};
use kml::{Kml, KmlDocument, KmlVersion, KmlWriter};

/// The file, with each place shifted as asked.
pub(super) fn plan_kml(
    (district, travel): (&District, &Travel),
    plan: &Plan,
    driven: &DrivenLegs,
    shift: impl Fn(Place) -> Place,
) -> Vec<u8> {
    let at = |place: Place| {
        let [longitude, latitude] = coordinates(shift(place));
        Coord::new(longitude, latitude, None)
    };
    let spot = |place: Place, name: &str, about: &str| {
        mark(name, about, Geometry::Point(Point::from(at(place))))
    };
    let facilities = district.disposals().map(|id| {
        let place = district.disposal_place(id);
        spot(
            place,
            district.disposal_name(id),
            super::tour_tables::kind_word(StopKind::Disposal(id)),
        )
    });
    let points = district.points.iter().map(|point| {
        let village = point.village.map(|id| &district.villages[id.index()].name);
        spot(point.place, &point.name, village.map_or("", String::as_str))
    });
    let tour = |tour: &Tour| {
        let line = driven.line_of(district, travel, tour);
        let coords: Vec<Coord> = line.places.into_iter().map(at).collect();
        let vehicle = &district.vehicles[tour.vehicle.index()].name;
        let way = mark(
            &tour.name,
            vehicle,
            Geometry::LineString(LineString::from(coords)),
        );
        let stops = stop_names(district, tour).into_iter();
        let stops =
            stops.map(|(stop, name, about)| spot(place(district, tour, stop.kind), &name, &about));
        folder(&tour.name, [way].into_iter().chain(stops))
    };
    let days = district.days().map(|day| {
        let tours = plan.tours.iter().filter(|tour| tour.day == day);
        folder(&day.to_string(), tours.map(tour))
    });
    let elements = [folder("facilities", facilities), folder("points", points)];
    let document = Kml::KmlDocument(KmlDocument {
        version: KmlVersion::V22,
        elements: vec![Kml::Document {
            attrs: Default::default(),
            elements: elements.into_iter().chain(days).collect(),
        }],
        ..KmlDocument::default()
    });
    let mut bytes = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    KmlWriter::from_writer(&mut bytes)
        .write(&document)
        .expect("memory takes every byte, and texts are clean");
    bytes
}

fn mark(name: &str, about: &str, geometry: Geometry) -> Kml {
    Kml::Placemark(Placemark {
        name: Some(clean(name)),
        description: Some(clean(about)).filter(|about| !about.is_empty()),
        geometry: Some(geometry),
        ..Placemark::default()
    })
}

fn folder(name: &str, elements: impl Iterator<Item = Kml>) -> Kml {
    Kml::Folder(Folder {
        name: Some(clean(name)),
        elements: elements.collect(),
        ..Folder::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::gcj02_of_wgs84;
    use crate::report::sample;

    /// Placemarks anywhere in a file.
    fn marks(kml: &Kml) -> Vec<&Placemark> {
        match kml {
            Kml::Placemark(mark) => vec![mark],
            Kml::KmlDocument(all) => all.elements.iter().flat_map(marks).collect(),
            Kml::Document { elements, .. } => elements.iter().flat_map(marks).collect(),
            Kml::Folder(folder) => folder.elements.iter().flat_map(marks).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn another_reader_finds_every_place_and_way() {
        let district = sample::district();
        let outcome = sample::outcome(&district);
        let driven = DrivenLegs::of(&outcome.travel, &outcome.plan);
        let place = (&district, &outcome.travel);
        let bytes = plan_kml(place, &outcome.plan, &driven, gcj02_of_wgs84);
        let text = String::from_utf8(bytes).unwrap();
        let read: Kml = text.parse().unwrap();
        let marks = marks(&read);
        let tours = &outcome.plan.tours;
        let stops: usize = tours.iter().map(|tour| tour.stops.len()).sum();
        let ways = marks
            .iter()
            .filter(|mark| matches!(mark.geometry, Some(Geometry::LineString(_))));
        assert_eq!(ways.count(), tours.len());
        let spots = marks
            .iter()
            .filter(|mark| matches!(mark.geometry, Some(Geometry::Point(_))));
        assert_eq!(spots.count(), stops + district.points.len() + 2);
        let first = marks.iter().find_map(|mark| match &mark.geometry {
            Some(Geometry::Point(point)) => Some(point.coord),
            _ => None,
        });
        let station = gcj02_of_wgs84(district.stations[0].place);
        assert!(
            (first.unwrap().x - station.longitude).abs() < 1e-7,
            "in the other system"
        );
    }
}
