//! What a plan does to the facilities: arrivals, queues for docks, stock, and line haul to the plants.
//!
//! [`load_profile`] is the judge: an event simulation of the whole week, collectors and haulers together, in which whoever
//! waits for a dock comes late to all that follows. [`stagger`] levels a plan beforehand, so that nobody need wait;
//! [`line_haul`] sends full containers on before floors are full; [`settle`] writes the clocks that come of both.

mod courses;
mod day_yard;
mod demand;
mod level;
mod line_haul;
mod queue;
mod settle;
mod stock;

pub use line_haul::{HaulParams, LineHaul, line_haul};
pub use settle::{settle, stagger};

use crate::district::{DisposalId, District};
use crate::plan::{Plan, haul_tours};
use crate::quantity::{Day, Kilograms, Seconds};
use crate::roads::Travel;
use courses::{Course, Windows};
use queue::{WEEK, Yard};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An hour at a facility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacilityHour {
    /// The facility.
    pub disposal: DisposalId,
    /// The day of the cyclic week.
    pub day: Day,
    /// The hour of that day, 0 to 23.
    pub hour: u8,
    /// Vehicles that arrive, haulers among them.
    pub arrivals: u32,
    /// Mass tipped.
    pub tipped: Kilograms,
    /// Time that vehicles which arrived in this hour wait for a dock.
    pub queue: Seconds,
    /// In store at the end of the hour; `None`: not known, no line haul is planned.
    pub stock: Option<Kilograms>,
    /// Sent on; `None`: not planned.
    pub sent: Option<Kilograms>,
    /// Above the storage, at the worst moment of the hour; `None`: not known.
    pub overflow: Option<Kilograms>,
}

/// The load of every facility over the week; hours in which nothing happens are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    /// Mass above the storage of each station at its worst moment, added up; `None` where no stock is followed.
    #[must_use]
    pub fn overflow(&self) -> Option<Kilograms> {
        let mut worst: BTreeMap<DisposalId, Kilograms> = BTreeMap::new();
        for hour in &self.hours {
            if let Some(kg) = hour.overflow {
                let most = worst.entry(hour.disposal).or_default();
                *most = kg.max(*most);
            }
        }
        (!worst.is_empty()).then(|| worst.into_values().sum())
    }

    /// The hours of one facility.
    pub fn of(&self, disposal: DisposalId) -> impl Iterator<Item = &FacilityHour> {
        self.hours
            .iter()
            .filter(move |hour| hour.disposal == disposal)
    }
}

/// Follows the vehicles of a plan from its clocks of leaving on; docks serve first come, first served.
///
/// A vehicle waits where the plan says that it waits at a point, and for docks as they are busy: it could begin when its
/// gate opens, and what it tips counts in the hour in which its unloading begins. Who could begin first is served first, then who came first, then in the order of
/// the plan's tours, collectors before haulers. Stocks are followed where the plan has hauls.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::planner::{Budget, PlanParams, Watch, plan};
/// use wasteways::transfer::load_profile;
///
/// let params = PlanParams { budget: Some(Budget::Iterations(100)), ..PlanParams::default() };
/// let outcome = plan(&district, None, &params, &Watch::default());
/// let profile = load_profile(&district, &outcome.travel, &outcome.plan);
/// assert_eq!(profile, outcome.load_profile);
/// println!("{} of waiting for docks", profile.queue());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn load_profile(district: &District, travel: &Travel, plan: &Plan) -> LoadProfile {
    let courses = courses_of(district, travel, plan, &Windows::AsWritten);
    let run = yard(district).week(&courses);
    let mut hours = Hours::new();
    for (number, course) in courses.iter().enumerate() {
        for (call, served) in course.calls.iter().zip(run.of(number)) {
            let disposal = disposal_at(district, call.facility);
            let arriving = hour_at(&mut hours, disposal, served.arrival);
            arriving.arrivals += 1;
            arriving.queue += Seconds(served.wait());
            hour_at(&mut hours, disposal, served.begin).tipped += call.kg.max(Kilograms::ZERO);
        }
    }
    if !plan.hauls.is_empty() {
        stock::follow(district, &courses, &run, &mut hours);
    }
    LoadProfile {
        hours: hours.into_values().collect(),
    }
}

/// The courses of collectors, then of haulers.
fn courses_of(district: &District, travel: &Travel, plan: &Plan, windows: &Windows) -> Vec<Course> {
    let mut courses = courses::of_tours(district, &plan.tours, windows);
    for tour in haul_tours(&plan.hauls) {
        courses.push(courses::of_hauls(district, travel, tour, None));
    }
    courses
}

fn yard(district: &District) -> Yard {
    let all = district.disposals();
    Yard::new(all.map(|id| district.gate(id).docks).collect())
}

fn disposal_at(district: &District, facility: usize) -> DisposalId {
    let mut all = district.disposals();
    all.nth(facility)
        .expect("courses name facilities of the district")
}

type Hours = BTreeMap<(DisposalId, i64), FacilityHour>;

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
    use crate::district::{Base, DistrictBuilder, Place, StationId, VehicleId};
    use crate::plan::{Stop, StopKind, Tour};
    use crate::quantity::{Clock, Litres, Metres};

    const STATION: DisposalId = DisposalId::Station(StationId(0));

    fn district(docks: Option<u32>) -> District {
        let mut builder = DistrictBuilder::new("docks");
        builder.add_station("station", Place::new(119.8, 36.0));
        builder.district.stations[0].gate.docks = docks;
        let base = Base::At(Place::new(119.8, 36.0));
        builder.add_collector("truck", base, 9, Kilograms(9_000), Litres(9_000));
        builder.unjudged()
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
        let begin = Stop {
            kind: StopKind::Start,
            start: arrival,
            departure: arrival,
            kg: Kilograms(0),
            ..stop
        };
        Tour {
            name: String::new(),
            day: Day(day),
            vehicle: VehicleId(0),
            stops: vec![begin, stop],
        }
    }

    fn profile_of(district: &District, plan: &Plan) -> LoadProfile {
        load_profile(district, &crate::roads::travel(district, None), plan)
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
        let profile = profile_of(&district(Some(1)), &plan);
        assert_eq!(told(&profile), [(0, 9, 3, 2000, 35), (0, 10, 0, 1000, 0)]);
        assert_eq!(profile.queue(), Seconds::minutes(35));
        // Two docks: the third takes the first one's at 9:50.
        let profile = profile_of(&district(Some(2)), &plan);
        assert_eq!(told(&profile), [(0, 9, 3, 3000, 5)]);
        assert_eq!(
            profile_of(&district(None), &plan).queue(),
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
        let mut district = district(Some(1));
        district.stations[0].gate.window.open = Clock::at(6, 0);
        let profile = profile_of(&district, &plan);
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
            told(&profile_of(&district(Some(1)), &plan)),
            [(0, 1, 1, 900, 0)]
        );
    }

    #[test]
    fn what_line_haul_has_not_planned_is_unknown() {
        let plan = Plan {
            tours: vec![tour(0, Clock::at(9, 0), Clock::at(9, 0), 5)],
            ..Plan::default()
        };
        let hour = &profile_of(&district(None), &plan).hours[0];
        assert_eq!((hour.stock, hour.sent, hour.overflow), (None, None, None));
    }
}
