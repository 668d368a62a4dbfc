//! What a plan cannot keep is taken out of it. After the last repair a tour may still come home too late from a queue, or a
//! station hold more than it has room for because its haulers do not get round. Rather than promise it, the plan names the
//! visits of whole trips as unserved, the last trip of a tour first: what is driven before it stays as it is.

use crate::check::Finding;
use crate::district::{DisposalId, District};
use crate::plan::{Haul, Plan, Reason, Stop, StopKind, Tour, Unserved};
use crate::quantity::{Day, Window};
use crate::roads::Travel;
use std::collections::BTreeMap;

/// Promises that a tour breaks by itself.
const OF_A_TOUR: [&str; 12] = [
    "legs",
    "clocks",
    "trips",
    "loads",
    "capacity",
    "commodities",
    "disposals",
    "windows",
    "service",
    "compatibility",
    "breaks",
    "shift",
];
/// Promises that a facility breaks.
const OF_A_FACILITY: [&str; 4] = ["docks", "gates", "floor", "hauls"];

/// From which trip on each tour goes, by its place in the plan, and why.
type Cuts = BTreeMap<usize, (u32, Reason)>;

/// Takes out what findings speak of, as far as visits can mend it; whether anything was. `hauls` are those that were judged;
/// `windows` are those of the stops of the plan's tours, and go with them.
pub(super) fn withdraw(
    district: &District,
    travel: &Travel,
    (plan, windows): (&mut Plan, &mut Vec<Vec<Window>>),
    (hauls, findings): (&[Haul], &[Finding]),
) -> bool {
    let cuts = cuts(district, plan, hauls, findings);
    let tours = std::mem::take(&mut plan.tours);
    let rows = std::mem::take(windows);
    for (number, (mut tour, mut rows)) in tours.into_iter().zip(rows).enumerate() {
        if let Some((trip, reason)) = cuts.get(&number) {
            let gone = cut_off(&mut tour, &mut rows, travel, *trip);
            let rows = gone.iter();
            plan.unserved
                .extend(rows.filter_map(|stop| as_unserved(district, &tour, stop, reason)));
        }
        if tour.num_trips() > 0 {
            plan.tours.push(tour);
            windows.push(rows);
        }
    }
    // One row a point, stream and day: what was named already counts first, with its reason.
    plan.unserved
        .sort_by_key(|row| (row.point, row.day, row.stream));
    plan.unserved.dedup_by(|row, before| {
        let is_same = (row.point, row.day, row.stream) == (before.point, before.day, before.stream);
        if is_same {
            before.kg += row.kg;
        }
        is_same
    });
    !cuts.is_empty()
}

fn cuts(district: &District, plan: &Plan, hauls: &[Haul], findings: &[Finding]) -> Cuts {
    let mut cuts = Cuts::new();
    let mut too_much: BTreeMap<(DisposalId, Option<Day>), i64> = BTreeMap::new();
    for finding in findings {
        if OF_A_TOUR.contains(&&*finding.promise) {
            let tours = plan.tours.iter().enumerate();
            let late = tours.filter(|(_, tour)| tour.name == finding.who);
            let last = late.map(|(number, tour)| (number, tour.num_trips() as u32));
            cuts.extend(last.map(|(number, trip)| (number, (trip, Reason::FleetExhausted))));
        } else if OF_A_FACILITY.contains(&&*finding.promise)
            && let Some((place, kg)) = too_much_at(district, hauls, finding)
        {
            let most = too_much.entry(place).or_default();
            *most = kg.max(*most);
        }
    }
    for (place, kg) in too_much {
        cut_at_facility(plan, place, kg, &mut cuts);
    }
    cuts
}

/// Where a finding says that too much is tipped, on which day if that matters, and how much too much.
fn too_much_at(
    district: &District,
    hauls: &[Haul],
    finding: &Finding,
) -> Option<((DisposalId, Option<Day>), i64)> {
    let of_haul = |haul: &&Haul| finding.who == format!("{}-{}", haul.tour, haul.trip);
    if let Some(haul) = hauls.iter().find(of_haul) {
        return Some(((DisposalId::Station(haul.station), None), haul.kg.0));
    }
    let named = |id: &DisposalId| district.disposal_name(*id) == finding.who;
    let facility = district.disposals().find(named)?;
    Some(match &*finding.promise {
        // Any vehicle less at its docks may do.
        "docks" => ((facility, finding.day), 1),
        "gates" => ((facility, finding.day), finding.amount as i64),
        _ => ((facility, None), finding.amount as i64),
    })
}

/// Trips that tip at a facility, as few kilograms as do.
fn cut_at_facility(
    plan: &Plan,
    (facility, day): (DisposalId, Option<Day>),
    mut kg: i64,
    cuts: &mut Cuts,
) {
    let mut known: Vec<(i64, usize, u32)> = (0..plan.tours.len())
        .filter(|&number| day.is_none_or(|day| plan.tours[number].day == day))
        .filter(|number| !cuts.contains_key(number))
        .filter_map(|number| last_trip_to(&plan.tours[number], facility, number))
        .collect();
    known.sort_unstable();
    while kg > 0 && !known.is_empty() {
        let enough = known.iter().position(|&(tipped, ..)| tipped >= kg);
        let (tipped, number, trip) = known.remove(enough.unwrap_or(known.len() - 1));
        cuts.insert(number, (trip, Reason::NotTakenOn));
        kg -= tipped.max(1);
    }
}

/// The last trip of a tour that tips at a facility, and what would not be tipped there without it.
fn last_trip_to(tour: &Tour, facility: DisposalId, number: usize) -> Option<(i64, usize, u32)> {
    let tips = |stop: &&Stop| stop.kind == StopKind::Disposal(facility);
    let stop = tour.stops.iter().rfind(tips)?;
    Some((stop.kg.0, number, stop.trip))
}

/// Ends a tour before a trip: the stops of that trip and of those behind it.
fn cut_off(tour: &mut Tour, windows: &mut Vec<Window>, travel: &Travel, trip: u32) -> Vec<Stop> {
    // What stays ends with an unloading; a break behind it would be one at the base.
    let stays = |stop: &Stop| stop.trip < trip && matches!(stop.kind, StopKind::Disposal(_));
    let first = tour
        .stops
        .iter()
        .rposition(stays)
        .map_or(0, |last| last + 1);
    let mut gone = tour.stops.split_off(first);
    windows.truncate(first);
    let end = gone.pop();
    if let (Some(last), Some(mut end)) = (tour.stops.last(), end)
        && let StopKind::Disposal(facility) = last.kind
    {
        let sites = &travel.sites;
        let leg = travel.leg(
            tour.vehicle,
            sites.disposal(facility),
            sites.end(tour.vehicle),
        );
        let home = last.departure + leg.time();
        (end.arrival, end.start, end.departure) = (home, home, home);
        (end.metres, end.seconds, end.trip) = (leg.distance(), leg.time(), last.trip);
        tour.stops.push(end);
        windows.push(Window::ALWAYS);
    }
    gone
}

fn as_unserved(district: &District, tour: &Tour, stop: &Stop, reason: &Reason) -> Option<Unserved> {
    let StopKind::Point(point) = stop.kind else {
        return None;
    };
    Some(Unserved {
        point,
        day: tour.day,
        stream: stop.stream.unwrap_or_else(|| district.residual()),
        kg: stop.kg,
        reason: reason.clone(),
    })
}
