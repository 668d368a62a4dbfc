//! `tours.csv`, `stops.csv`, `visits.csv` and `unserved.csv`: the week of tours, row by row.
//!
//! Ids appear as in the tables read, guarded against being run as formulas (see [`super::csv_table`]).

use super::csv_table::{Cell, CsvTable};
use crate::district::{Base, DisposalId, District};
use crate::plan::{Plan, Stop, StopKind, Tour, Trucks};

/// A row a tour; with the plate and the driver of its vehicle, where the district names any.
pub(super) fn tours(district: &District, plan: &Plan) -> Vec<u8> {
    let mut vehicles = district.vehicles.iter();
    let names_any =
        vehicles.any(|vehicle| !vehicle.plates.is_empty() || !vehicle.drivers.is_empty());
    let header = ["tour", "day", "vehicle", "plate", "driver"];
    let width = if names_any { 5 } else { 3 };
    let trucks = Trucks::of(district, plan);
    let mut table = CsvTable::new(&header[..width]);
    for tour in &plan.tours {
        let vehicle = &district.vehicles[tour.vehicle.index()];
        let cells: [Cell<'_>; 5] = [
            (&tour.name).into(),
            Cell::Day(tour.day),
            (&vehicle.name).into(),
            trucks.plate(&tour.name, vehicle).into(),
            trucks.driver(&tour.name, vehicle).into(),
        ];
        table.row(&cells[..width]);
    }
    table.into_bytes()
}

/// A row a visit and a row an unloading, as `wasteways time` reads them and `check` holds an edited plan against.
pub(super) fn rounds(district: &District, plan: &Plan) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "tour", "day", "vehicle", "leaves", "point", "stream", "kg", "disposal",
    ]);
    for tour in &plan.tours {
        let vehicle = &district.vehicles[tour.vehicle.index()].name;
        let mut leaves = Some(tour.leaves());
        for stop in &tour.stops {
            let stream = stop.stream.map(|id| &district.streams[id.index()].name);
            let [point, stream, kg, disposal] = match stop.kind {
                StopKind::Point(_) => [
                    place_name(district, tour, stop.kind).into(),
                    stream.into(),
                    Cell::Whole(stop.kg.0),
                    Cell::Blank,
                ],
                StopKind::Disposal(id) => [
                    Cell::Blank,
                    Cell::Blank,
                    Cell::Blank,
                    district.disposal_name(id).into(),
                ],
                StopKind::Start | StopKind::Break | StopKind::End => continue,
            };
            let leaves = leaves.take().map_or(Cell::Blank, Cell::Clock);
            let of_tour = [
                (&tour.name).into(),
                Cell::Day(tour.day),
                vehicle.into(),
                leaves,
            ];
            let [name, day, vehicle, leaves] = of_tour;
            table.row(&[name, day, vehicle, leaves, point, stream, kg, disposal]);
        }
    }
    table.into_bytes()
}

/// A row a stop; its stream comes last, for the judge's columns come first.
pub(super) fn stops(district: &District, plan: &Plan) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "tour",
        "trip",
        "sequence",
        "kind",
        "id",
        "arrival",
        "start",
        "departure",
        "kg",
        "litres",
        "kg_on_board",
        "metres",
        "seconds",
        "stream",
    ]);
    for tour in &plan.tours {
        for (sequence, stop) in tour.stops.iter().enumerate() {
            table.row(&stop_cells(district, tour, sequence, stop));
        }
    }
    table.into_bytes()
}

fn stop_cells<'a>(
    district: &'a District,
    tour: &'a Tour,
    sequence: usize,
    stop: &Stop,
) -> [Cell<'a>; 14] {
    let stream = stop
        .stream
        .map(|stream| district.streams[stream.index()].name.as_str());
    [
        (&tour.name).into(),
        Cell::Whole(i64::from(stop.trip)),
        Cell::Whole(sequence as i64),
        kind_word(stop.kind).into(),
        place_name(district, tour, stop.kind).into(),
        Cell::Clock(stop.arrival),
        Cell::Clock(stop.start),
        Cell::Clock(stop.departure),
        Cell::Whole(stop.kg.0),
        Cell::Whole(stop.litres.0),
        Cell::Whole(stop.kg_on_board.0),
        Cell::Whole(stop.metres.0),
        Cell::Whole(stop.seconds.0),
        stream.into(),
    ]
}

/// The word of the column `kind`.
pub(super) fn kind_word(kind: StopKind) -> &'static str {
    match kind {
        StopKind::Start => "start",
        StopKind::Point(_) => "point",
        StopKind::Disposal(DisposalId::Station(_)) => "station",
        StopKind::Disposal(DisposalId::Plant(_)) => "plant",
        StopKind::Break => "break",
        StopKind::End => "end",
    }
}

/// The id of the place: a point, a facility, or the facility that is the base; else nothing.
pub(super) fn place_name<'a>(
    district: &'a District,
    tour: &Tour,
    kind: StopKind,
) -> Option<&'a str> {
    let vehicle = &district.vehicles[tour.vehicle.index()];
    let facility = |base: Base| match base {
        Base::Facility(disposal) => Some(district.disposal_name(disposal)),
        Base::At(_) => None,
    };
    match kind {
        StopKind::Point(point) => Some(&district.points[point.index()].name),
        StopKind::Disposal(disposal) => Some(district.disposal_name(disposal)),
        StopKind::Start => facility(vehicle.base),
        StopKind::End => facility(vehicle.end_base),
        StopKind::Break => None,
    }
}

/// A row a point and stream: how often, on which days and why.
pub(super) fn visits(district: &District, plan: &Plan) -> Vec<u8> {
    let mut table = CsvTable::new(&["point", "stream", "visits_per_week", "days", "reason"]);
    for rule in &plan.visits {
        table.row(&[
            (&district.points[rule.point.index()].name).into(),
            (&district.streams[rule.stream.index()].name).into(),
            Cell::Whole(rule.visits_per_week() as i64),
            (&rule.days.to_string()).into(),
            (&rule.reason).into(),
        ]);
    }
    table.into_bytes()
}

/// A row a visit that is not made, or kilograms that stay.
pub(super) fn unserved(district: &District, plan: &Plan) -> Vec<u8> {
    let mut table = CsvTable::new(&["id", "day", "stream", "kg", "reason"]);
    for left in &plan.unserved {
        table.row(&[
            (&district.points[left.point.index()].name).into(),
            Cell::Day(left.day),
            (&district.streams[left.stream.index()].name).into(),
            Cell::Whole(left.kg.0),
            (&left.reason.to_string()).into(),
        ]);
    }
    table.into_bytes()
}
