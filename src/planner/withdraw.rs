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

/// How much is taken out where a facility is brought too much.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Withdrawal {
    /// As little as the findings speak of.
    Least,
    /// The last trip there of every tour: what is sent on of the rest may always fall short by as much again.
    Whole,
}

/// Takes out what findings speak of, as far as visits can mend it; whether anything was. `hauls` are those that were judged;
/// `windows` are those of the stops of the plan's tours, and go with them.
pub(super) fn withdraw(
    district: &District,
    travel: &Travel,
    (plan, windows): (&mut Plan, &mut Vec<Vec<Window>>),
    (hauls, findings): (&[Haul], &[Finding]),
    withdrawal: Withdrawal,
) -> bool {
    let cuts = cuts(district, plan, (hauls, findings), withdrawal);
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

fn cuts(
    district: &District,
    plan: &Plan,
    (hauls, findings): (&[Haul], &[Finding]),
    withdrawal: Withdrawal,
) -> Cuts {
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
    for (&(facility, day), &kg) in &too_much {
        // What is too much on a day is never sent on either.
        let is_of_a_day = |at: &(DisposalId, Option<Day>)| at.0 == facility && at.1.is_some();
        if day.is_some() || !too_much.keys().any(is_of_a_day) {
            let kg = match withdrawal {
                Withdrawal::Least => kg,
                Withdrawal::Whole => i64::MAX,
            };
            cut_at_facility(plan, (facility, day), kg, &mut cuts);
        }
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
        "gates" | "floor" => ((facility, finding.day), finding.amount as i64),
        _ => ((facility, None), finding.amount as i64),
    })
}

/// Trips that tip at a facility, on a day if any do, as few kilograms as do.
fn cut_at_facility(
    plan: &Plan,
    (facility, day): (DisposalId, Option<Day>),
    mut kg: i64,
    cuts: &mut Cuts,
) {
    let trips = |day: Option<Day>| -> Vec<(i64, usize, u32)> {
        (0..plan.tours.len())
            .filter(|&number| day.is_none_or(|day| plan.tours[number].day == day))
            .filter(|number| !cuts.contains_key(number))
            .filter_map(|number| last_trip_to(&plan.tours[number], facility, number))
            .collect()
    };
    let mut known = trips(day);
    if known.is_empty() {
        known = trips(None);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place, StationId, VehicleId};
    use crate::quantity::{Clock, Kilograms, Litres, Metres, Seconds};

    fn tour(day: u8, kg: i64) -> Tour {
        let stop = Stop {
            trip: 1,
            kind: StopKind::Disposal(DisposalId::Station(StationId(0))),
            stream: None,
            arrival: Clock::MIDNIGHT,
            start: Clock::MIDNIGHT,
            departure: Clock::MIDNIGHT,
            kg: Kilograms(kg),
            litres: Litres(0),
            kg_on_board: Kilograms(0),
            metres: Metres(0),
            seconds: Seconds(0),
        };
        Tour {
            name: format!("{day}-{kg}"),
            day: Day(day),
            vehicle: VehicleId(0),
            stops: vec![stop],
        }
    }

    fn finding(promise: &str, day: Option<Day>, kg: f64) -> Finding {
        Finding {
            promise: promise.to_owned().into(),
            who: "station".to_owned(),
            day,
            clock: None,
            amount: kg,
            unit: "kg".to_owned().into(),
            detail: String::new(),
        }
    }

    /// Tours of the plan that are cut.
    fn cut(findings: &[Finding], withdrawal: Withdrawal) -> Vec<usize> {
        let mut builder = DistrictBuilder::new("floors");
        let place = Place::new(119.8, 36.0);
        builder.add_station("station", place);
        builder.add_collector("truck", Base::At(place), 9, Kilograms(900), Litres(900));
        let plan = Plan {
            tours: [(0, 160), (4, 100), (5, 500), (5, 300), (5, 200)]
                .map(|(day, kg)| tour(day, kg))
                .to_vec(),
            ..Plan::default()
        };
        let cuts = cuts(&builder.unjudged(), &plan, (&[], findings), withdrawal);
        cuts.into_keys().collect()
    }

    #[test]
    fn what_a_floor_cannot_hold_is_taken_from_the_day_on_which_it_is_full() {
        let never_sent = finding("hauls", None, 150.0);
        let full = finding("floor", Some(Day(5)), 164.0);
        assert_eq!(
            cut(std::slice::from_ref(&never_sent), Withdrawal::Least),
            [0]
        );
        assert_eq!(cut(&[full.clone(), never_sent], Withdrawal::Least), [4]);
        // Nothing is tipped on Sunday: what lies there came before.
        let later = finding("floor", Some(Day(6)), 301.0);
        assert_eq!(cut(&[later], Withdrawal::Least), [2]);
        assert_eq!(cut(&[full], Withdrawal::Whole), [2, 3, 4]);
    }
}
