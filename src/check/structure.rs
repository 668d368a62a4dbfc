//! Promise `structure`: a tour begins with its start and ends with its end, has a name of its own, and speaks only of what
//! the district has. Tours that break it cannot be driven again and are judged no further.

use super::Finding;
use crate::district::{DisposalId, District, PointId, Role, StreamId};
use crate::plan::{Haul, Plan, Stop, StopKind, Tour};
use std::borrow::Cow;
use std::collections::BTreeSet;

const PROMISE: &str = "structure";

/// Beyond any amount, clock or leg of a real tour; sums of such numbers stay far from overflow.
const ABSURD: i64 = 100_000_000;

pub(super) fn broken(district: &District, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut names = BTreeSet::new();
    for tour in &plan.tours {
        let fault = fault(district, tour).map(str::to_owned);
        let twice = (!names.insert(&tour.name)).then(|| "a second tour of this name".to_owned());
        findings.extend(
            fault
                .into_iter()
                .chain(twice)
                .map(|detail| Finding::new(PROMISE, &tour.name, 1.0, "tour", detail).on(tour.day)),
        );
    }
    let strangers = plan.unserved.iter().filter(|row| {
        row.day.index() > 6 || !has_point(district, row.point) || !has_stream(district, row.stream)
    });
    let hauls = plan.hauls.iter().filter(|haul| !is_haul(district, haul));
    findings.extend(hauls.map(|haul| {
        let detail =
            "a haul names what the district does not have, or holds a number that none can reach";
        Finding::new(PROMISE, &haul.tour, 1.0, "haul", detail.into()).on(haul.day)
    }));
    findings.extend(strangers.map(|row| {
        let detail = "names a point, stream or day that the district does not have".into();
        Finding::new(PROMISE, "unserved", 1.0, "row", detail).on(row.day)
    }));
    findings
}

/// Whether a tour can be driven again.
pub(super) fn is_sound(district: &District, tour: &Tour) -> bool {
    fault(district, tour).is_none()
}

/// The plan without the tours of haulers that cannot be driven again; as it is if there are none.
pub(super) fn with_sound_hauls<'a>(district: &District, plan: &'a Plan) -> Cow<'a, Plan> {
    let unsound = plan.hauls.iter().filter(|haul| !is_haul(district, haul));
    let unsound: BTreeSet<&str> = unsound.map(|haul| haul.tour.as_str()).collect();
    if unsound.is_empty() {
        return Cow::Borrowed(plan);
    }
    let mut rest = plan.clone();
    rest.hauls
        .retain(|haul| !unsound.contains(haul.tour.as_str()));
    Cow::Owned(rest)
}

fn is_haul(district: &District, haul: &Haul) -> bool {
    let hauler = district.vehicles.get(haul.vehicle.index());
    let clocks = [
        haul.out.0,
        haul.load.0,
        haul.leave.0,
        haul.arrive.0,
        haul.tip.0,
        haul.back.0,
    ];
    haul.day.index() <= 6
        && hauler.is_some_and(|vehicle| vehicle.role == Role::Hauler)
        && haul.station.index() < district.stations.len()
        && haul.plant.index() < district.plants.len()
        && clocks.iter().all(within_reason)
        && [haul.kg.0, haul.metres.0].iter().all(within_reason)
}

fn fault(district: &District, tour: &Tour) -> Option<&'static str> {
    let kinds = |kind: StopKind| tour.stops.iter().filter(|stop| stop.kind == kind).count();
    let ends = (tour.stops.first(), tour.stops.last());
    let framed = matches!(ends, (Some(first), Some(last)) if first.kind == StopKind::Start && last.kind == StopKind::End);
    let vehicle = district.vehicles.get(tour.vehicle.index());
    if tour.day.index() > 6 {
        Some("its day is not of the week")
    } else if vehicle.is_none_or(|vehicle| vehicle.role != Role::Collector) {
        Some("its vehicle is no collector of the district")
    } else if !framed || kinds(StopKind::Start) > 1 || kinds(StopKind::End) > 1 {
        Some("one start first and one end last are expected")
    } else if !tour.stops.iter().all(|stop| refers(district, stop)) {
        Some("a stop names a point, facility or stream that the district does not have")
    } else if !tour.stops.iter().all(is_earthly) {
        Some("a stop holds a number that no tour can reach")
    } else {
        None
    }
}

fn refers(district: &District, stop: &Stop) -> bool {
    let place = match stop.kind {
        StopKind::Point(point) => has_point(district, point),
        StopKind::Disposal(DisposalId::Station(id)) => id.index() < district.stations.len(),
        StopKind::Disposal(DisposalId::Plant(id)) => id.index() < district.plants.len(),
        StopKind::Start | StopKind::Break | StopKind::End => true,
    };
    place
        && stop
            .stream
            .is_none_or(|stream| has_stream(district, stream))
}

fn has_point(district: &District, point: PointId) -> bool {
    point.index() < district.points.len()
}

fn has_stream(district: &District, stream: StreamId) -> bool {
    stream.index() < district.streams.len()
}

fn is_earthly(stop: &Stop) -> bool {
    let clocks = [stop.arrival.0, stop.start.0, stop.departure.0];
    let amounts = [
        stop.kg.0,
        stop.litres.0,
        stop.kg_on_board.0,
        stop.metres.0,
        stop.seconds.0,
    ];
    clocks.iter().all(within_reason) && amounts.iter().all(within_reason)
}

fn within_reason(value: &i64) -> bool {
    (-ABSURD..=ABSURD).contains(value)
}
