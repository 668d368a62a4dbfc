//! What a plan does to the facilities, hour by hour: arrivals, mass tipped, and time in the queue for a dock.
//!
//! Stock, onward haul and overflow stay unknown until line haul is planned; nothing here invents them.

mod docks;

mod haul_price;

pub use haul_price::haul_per_tonne;

use crate::district::{DisposalId, District};
use crate::plan::{Plan, StopKind};
use crate::quantity::{Day, Kilograms, Seconds};
use docks::{Visit, WEEK, waits};
use std::collections::BTreeMap;

/// An hour at a facility.
#[derive(Clone, Debug, PartialEq)]
pub struct FacilityHour {
    /// The facility.
    pub disposal: DisposalId,
    /// The day of the cyclic week.
    pub day: Day,
    /// The hour of that day, 0 to 23.
    pub hour: u8,
    /// Vehicles that arrive.
    pub arrivals: u32,
    /// Mass tipped.
    pub tipped: Kilograms,
    /// Time that vehicles which arrived in this hour wait for a dock.
    pub queue: Seconds,
    /// In store at the end of the hour; `None`: not known.
    pub stock: Option<Kilograms>,
    /// Sent on; `None`: not planned.
    pub sent: Option<Kilograms>,
    /// Above the storage; `None`: not known.
    pub overflow: Option<Kilograms>,
}

/// The load of every facility over the week; hours in which nothing happens are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadProfile {
    /// By facility, day, hour.
    pub hours: Vec<FacilityHour>,
}

impl LoadProfile {
    /// Time that all vehicles wait for docks in the week.
    #[must_use]
    pub fn queue(&self) -> Seconds {
        self.hours.iter().map(|hour| hour.queue).sum()
    }

    /// The hours of one facility.
    pub fn of(&self, disposal: DisposalId) -> impl Iterator<Item = &FacilityHour> {
        self.hours
            .iter()
            .filter(move |hour| hour.disposal == disposal)
    }
}

/// Follows the plan's disposal visits as they are written; docks serve first come, first served.
///
/// A vehicle arrives at its written arrival, could unload from its written start (the gate may open later), and then
/// waits for a dock; what it tips counts in the hour in which its unloading begins. Its later stops are not put
/// off. Equal arrivals are served in the order of the plan's tours.
#[must_use]
pub fn load_profile(district: &District, plan: &Plan) -> LoadProfile {
    let mut hours = BTreeMap::new();
    for (disposal, mut visits) in visits_by_facility(plan) {
        visits.sort_by_key(|visit| visit.arrival);
        let waits = match district.gate(disposal).docks {
            Some(docks) => waits(&visits, docks),
            None => vec![Seconds::ZERO; visits.len()],
        };
        for (visit, wait) in visits.iter().zip(waits) {
            let arriving = hour_at(&mut hours, disposal, visit.arrival);
            arriving.arrivals += 1;
            arriving.queue += wait;
            hour_at(&mut hours, disposal, visit.ready + wait.0).tipped += visit.mass;
        }
    }
    LoadProfile {
        hours: hours.into_values().collect(),
    }
}

type Hours = BTreeMap<(DisposalId, i64), FacilityHour>;

/// Every visit of a facility, its arrival turned into the cyclic week.
fn visits_by_facility(plan: &Plan) -> BTreeMap<DisposalId, Vec<Visit>> {
    let mut visits: BTreeMap<DisposalId, Vec<Visit>> = BTreeMap::new();
    for tour in &plan.tours {
        let midnight = i64::from(tour.day.0) * 86_400;
        for stop in &tour.stops {
            if let StopKind::Disposal(disposal) = stop.kind {
                let arrival = (midnight + stop.arrival.0).rem_euclid(WEEK);
                visits.entry(disposal).or_default().push(Visit {
                    arrival,
                    ready: arrival + (stop.start - stop.arrival).0.max(0),
                    unload: stop.departure - stop.start,
                    mass: stop.kg,
                });
            }
        }
    }
    visits
}

/// The record of the hour in which a moment of the cyclic week lies.
fn hour_at(hours: &mut Hours, disposal: DisposalId, moment: i64) -> &mut FacilityHour {
    let hour = moment.rem_euclid(WEEK) / 3600;
    hours
        .entry((disposal, hour))
        .or_insert_with(|| FacilityHour {
            disposal,
            day: Day((hour / 24) as u8),
            hour: (hour % 24) as u8,
            arrivals: 0,
            tipped: Kilograms::ZERO,
            queue: Seconds::ZERO,
            stock: None,
            sent: None,
            overflow: None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, Place, StationId, VehicleId};
    use crate::plan::{Stop, Tour};
    use crate::quantity::{Clock, Litres, Metres};

    const STATION: DisposalId = DisposalId::Station(StationId(0));

    fn district(docks: Option<u32>) -> District {
        let mut builder = DistrictBuilder::new("docks");
        builder.add_station("station", Place::new(119.8, 36.0));
        builder.district.stations[0].gate.docks = docks;
        builder.district
    }

    /// A tour that tips `kg` at the station: arrives, could start, and takes 20 minutes from then on.
    fn tour(day: u8, arrival: Clock, start: Clock, kg: i64) -> Tour {
        let stop = Stop {
            trip: 1,
            kind: StopKind::Disposal(STATION),
            stream: None,
            arrival,
            start,
            departure: start + Seconds::minutes(20),
            kg: Kilograms(kg),
            litres: Litres(0),
            kg_on_board: Kilograms(0),
            metres: Metres(0),
            seconds: Seconds(0),
        };
        Tour {
            name: String::new(),
            day: Day(day),
            vehicle: VehicleId(0),
            stops: vec![stop],
        }
    }

    fn told(profile: &LoadProfile) -> Vec<(u8, u8, u32, i64, i64)> {
        let hours = profile.hours.iter();
        hours
            .map(|h| (h.day.0, h.hour, h.arrivals, h.tipped.0, h.queue.0 / 60))
            .collect()
    }

    #[test]
    fn a_queue_puts_tipping_off_to_the_next_hour() {
        let at = |minute| Clock::at(9, minute);
        let tours = [30, 40, 45].map(|m| tour(0, at(m), at(m), 1000)).to_vec();
        let plan = Plan {
            tours,
            ..Plan::default()
        };
        // One dock: 9:30, 9:50 (10 minutes' wait) and 10:10 (25 minutes' wait).
        let profile = load_profile(&district(Some(1)), &plan);
        assert_eq!(told(&profile), [(0, 9, 3, 2000, 35), (0, 10, 0, 1000, 0)]);
        assert_eq!(profile.queue(), Seconds::minutes(35));
        // Two docks: the third takes the first one's at 9:50.
        let profile = load_profile(&district(Some(2)), &plan);
        assert_eq!(told(&profile), [(0, 9, 3, 3000, 5)]);
        assert_eq!(
            load_profile(&district(None), &plan).queue(),
            Seconds::ZERO,
            "any number of docks"
        );
    }

    #[test]
    fn waiting_for_the_gate_is_no_queue() {
        let early = tour(2, Clock::at(5, 30), Clock::at(6, 0), 700);
        let plan = Plan {
            tours: vec![early],
            ..Plan::default()
        };
        let profile = load_profile(&district(Some(1)), &plan);
        assert_eq!(told(&profile), [(2, 5, 1, 0, 0), (2, 6, 0, 700, 0)]);
    }

    #[test]
    fn sunday_night_runs_into_monday() {
        let late = tour(6, Clock::at(25, 30), Clock::at(25, 30), 900);
        let plan = Plan {
            tours: vec![late],
            ..Plan::default()
        };
        assert_eq!(
            told(&load_profile(&district(Some(1)), &plan)),
            [(0, 1, 1, 900, 0)]
        );
    }

    #[test]
    fn what_line_haul_has_not_planned_is_unknown() {
        let plan = Plan {
            tours: vec![tour(0, Clock::at(9, 0), Clock::at(9, 0), 5)],
            ..Plan::default()
        };
        let hour = &load_profile(&district(None), &plan).hours[0];
        assert_eq!((hour.stock, hour.sent, hour.overflow), (None, None, None));
    }
}
