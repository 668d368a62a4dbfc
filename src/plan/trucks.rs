//! Which of the vehicles of its type drives a tour: plans name types, drivers and plates belong to single vehicles.
//!
//! A vehicle drives a tour a day at most, on as many days as it may work, and rather where it was on the days before.

use super::{Plan, StopKind, haul_tours};
use crate::district::{District, Vehicle, VehicleId};
use crate::quantity::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The vehicle of each tour, by the tour's name: its place among those of its type, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trucks(BTreeMap<String, usize>);

/// A tour as it matters here: where it stops, by a number of its own.
struct Round {
    name: String,
    day: Day,
    places: BTreeSet<usize>,
}

impl Trucks {
    /// Gives every tour of a plan a vehicle. Tours for which none is left, in a plan that breaks the fleet, have none.
    #[must_use]
    pub fn of(district: &District, plan: &Plan) -> Self {
        let mut by_type: BTreeMap<VehicleId, Vec<Round>> = BTreeMap::new();
        for tour in &plan.tours {
            let place = |kind: &StopKind| match kind {
                StopKind::Point(point) => Some(point.index()),
                _ => None,
            };
            by_type.entry(tour.vehicle).or_default().push(Round {
                name: tour.name.clone(),
                day: tour.day,
                places: tour
                    .stops
                    .iter()
                    .filter_map(|stop| place(&stop.kind))
                    .collect(),
            });
        }
        for tour in haul_tours(&plan.hauls) {
            by_type.entry(tour.vehicle()).or_default().push(Round {
                name: tour.name().to_owned(),
                day: tour.day(),
                places: tour.0.iter().map(|haul| haul.station.index()).collect(),
            });
        }
        let mut trucks = BTreeMap::new();
        for (id, rounds) in &by_type {
            assign(&district.vehicles[id.index()], rounds, &mut trucks);
        }
        Self(trucks)
    }

    /// The number of a tour's vehicle among those of its type, from 0.
    #[must_use]
    pub fn number(&self, tour: &str) -> Option<usize> {
        self.0.get(tour).copied()
    }

    /// The plate of a tour's vehicle, where the district names it.
    #[must_use]
    pub fn plate<'a>(&self, tour: &str, vehicle: &'a Vehicle) -> Option<&'a str> {
        vehicle.plates.get(self.number(tour)?).map(String::as_str)
    }

    /// The driver of a tour's vehicle, where the district names one.
    #[must_use]
    pub fn driver<'a>(&self, tour: &str, vehicle: &'a Vehicle) -> Option<&'a str> {
        vehicle.drivers.get(self.number(tour)?).map(String::as_str)
    }
}

/// Gives the tours of a type their vehicles, day after day.
fn assign(vehicle: &Vehicle, rounds: &[Round], trucks: &mut BTreeMap<String, usize>) {
    let fit = vehicle.count.saturating_sub(vehicle.out_of_service) as usize;
    let mut days_left = vec![usize::from(vehicle.working_days()); fit];
    let mut seen: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); fit];
    let days: BTreeSet<Day> = rounds.iter().map(|round| round.day).collect();
    let of_day = |day: Day| rounds.iter().filter(move |round| round.day == day);
    for &day in &days {
        let later: Vec<usize> = days
            .range(day..)
            .skip(1)
            .map(|&day| of_day(day).count())
            .collect();
        let today = out_on(of_day(day).count().min(fit), &days_left, later);
        let mut pairs = Vec::new();
        for round in of_day(day) {
            for &truck in &today {
                let known = round.places.intersection(&seen[truck]).count();
                pairs.push((std::cmp::Reverse(known), truck, round));
            }
        }
        pairs.sort_by(|a, b| (a.0, a.1, &a.2.name).cmp(&(b.0, b.1, &b.2.name)));
        let mut taken = BTreeSet::new();
        for (_, truck, round) in pairs {
            if !trucks.contains_key(&round.name) && taken.insert(truck) {
                trucks.insert(round.name.clone(), truck);
                seen[truck].extend(&round.places);
                days_left[truck] = days_left[truck].saturating_sub(1);
            }
        }
    }
}

/// Which vehicles go out today: those of the lowest numbers, as far as enough of them may still work on later days.
fn out_on(count: usize, days_left: &[usize], mut later: Vec<usize>) -> Vec<usize> {
    later.sort_unstable();
    // Those with most days left leave most freedom (Gale, Ryser 1957).
    let mut rested: Vec<usize> = (0..days_left.len())
        .filter(|&truck| days_left[truck] > 0)
        .collect();
    rested.sort_by_key(|&truck| (std::cmp::Reverse(days_left[truck]), truck));
    let mut today: Vec<usize> = rested.iter().copied().take(count).collect();
    for truck in 0..days_left.len() {
        let Some(&last) = today.iter().max() else {
            break;
        };
        if days_left[truck] == 0 || today.contains(&truck) || truck > last {
            continue;
        }
        let other: Vec<usize> = today
            .iter()
            .map(|&out| if out == last { truck } else { out })
            .collect();
        if leaves_enough(&other, days_left, &later) {
            today = other;
        }
    }
    today.sort_unstable();
    today
}

/// Whether later days find their vehicles if these go out today. `later` is ascending.
fn leaves_enough(today: &[usize], days_left: &[usize], later: &[usize]) -> bool {
    (1..=later.len()).all(|days| {
        let wanted: usize = later[later.len() - days..].iter().sum();
        let left = days_left.iter().enumerate();
        let left =
            left.map(|(truck, &left)| (left - usize::from(today.contains(&truck))).min(days));
        wanted <= left.sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use crate::quantity::{Kilograms, Litres};
    use proptest::prelude::*;

    fn truck(count: u32, days_per_week: u8) -> Vehicle {
        let mut builder = DistrictBuilder::new("test");
        let base = Base::At(Place::default());
        builder.add_collector("C", base, count, Kilograms(1), Litres(1));
        Vehicle {
            days_per_week: Some(days_per_week),
            ..builder.district.vehicles.remove(0)
        }
    }

    fn round(day: u8, number: usize, places: &[usize]) -> Round {
        Round {
            name: format!("{day}-{number}"),
            day: Day(day),
            places: places.iter().copied().collect(),
        }
    }

    #[test]
    fn a_vehicle_goes_where_it_was() {
        let rounds = [
            round(0, 0, &[1, 2]),
            round(0, 1, &[3, 4]),
            round(1, 0, &[4, 5]),
            round(1, 1, &[2, 6]),
        ];
        let mut trucks = BTreeMap::new();
        assign(&truck(2, 7), &rounds, &mut trucks);
        assert_eq!(trucks["0-0"], trucks["1-1"]);
        assert_eq!(trucks["0-1"], trucks["1-0"]);
    }

    #[test]
    fn spare_vehicles_stay_spare() {
        let rounds: Vec<Round> = (0..7).map(|day| round(day, 0, &[1])).collect();
        let mut trucks = BTreeMap::new();
        assign(&truck(3, 7), &rounds, &mut trucks);
        assert!(trucks.values().all(|&truck| truck == 0), "{trucks:?}");
        let mut trucks = BTreeMap::new();
        assign(&truck(3, 6), &rounds, &mut trucks);
        let second = trucks.values().filter(|&&truck| truck == 1).count();
        assert_eq!(second, 1, "{trucks:?}");
    }

    proptest! {
        /// Whatever a fleet may do by its counts, its vehicles can do one by one.
        #[test]
        fn every_tour_finds_a_vehicle(
            count in 1_u32..7,
            days in 1_u8..8,
            wanted in proptest::collection::vec(0_usize..7, 7),
        ) {
            let vehicle = truck(count, days);
            let mut left = count as usize * usize::from(days);
            let mut rounds = Vec::new();
            for (day, tours) in wanted.into_iter().enumerate() {
                let tours = tours.min(count as usize).min(left);
                left -= tours;
                rounds.extend((0..tours).map(|k| round(day as u8, k, &[k])));
            }
            let mut trucks = BTreeMap::new();
            assign(&vehicle, &rounds, &mut trucks);
            prop_assert_eq!(trucks.len(), rounds.len());
            for truck in 0..count as usize {
                let of_truck: Vec<_> = trucks.iter().filter(|(_, number)| **number == truck).collect();
                prop_assert!(of_truck.len() <= usize::from(days));
                let own: BTreeSet<&str> = of_truck.iter().map(|(name, _)| &name[..1]).collect();
                prop_assert_eq!(own.len(), of_truck.len(), "one tour a day");
            }
        }
    }
}
