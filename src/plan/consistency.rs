//! How much alike a village's week is: who comes, and when.

use super::{Plan, StopKind};
use crate::district::{District, VehicleId, VillageId};
use crate::quantity::{Clock, Day};
use std::collections::{BTreeMap, BTreeSet};

/// What villages see of crews.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Consistency {
    /// Types of vehicle that a village sees in a week, on the mean of those that are visited.
    pub vehicles_per_village: f64,
    /// By how many hours the first arrival of a day strays from its mean over the days of the week (standard deviation), on the
    /// mean of villages that are visited on several days.
    pub arrival_spread_hours: f64,
}

impl Plan {
    /// Counts them.
    #[must_use]
    pub fn consistency(&self, district: &District) -> Consistency {
        let mut vehicles: BTreeMap<VillageId, BTreeSet<VehicleId>> = BTreeMap::new();
        let mut first: BTreeMap<VillageId, BTreeMap<Day, Clock>> = BTreeMap::new();
        for tour in &self.tours {
            for stop in &tour.stops {
                let StopKind::Point(point) = stop.kind else {
                    continue;
                };
                let Some(village) = district.points[point.index()].village else {
                    continue;
                };
                vehicles.entry(village).or_default().insert(tour.vehicle);
                let arrivals = first.entry(village).or_default();
                let earliest = arrivals.entry(tour.day).or_insert(stop.arrival);
                *earliest = stop.arrival.min(*earliest);
            }
        }
        let counts: Vec<f64> = vehicles.values().map(|seen| seen.len() as f64).collect();
        let several = first.values().filter(|days| days.len() > 1);
        let spreads: Vec<f64> = several.map(|days| spread(days.values())).collect();
        Consistency {
            vehicles_per_village: mean(&counts),
            arrival_spread_hours: mean(&spreads),
        }
    }
}

/// Standard deviation of clocks, in hours.
fn spread<'a>(clocks: impl Iterator<Item = &'a Clock>) -> f64 {
    let hours: Vec<f64> = clocks.map(|clock| clock.0 as f64 / 3_600.0).collect();
    let middle = mean(&hours);
    let squares: Vec<f64> = hours.iter().map(|hour| (hour - middle).powi(2)).collect();
    mean(&squares).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::{Stop, Tour, tour};
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place, PointId};
    use crate::quantity::{Kilograms, Litres};

    #[test]
    fn a_village_counts_whom_it_sees_and_when() {
        let mut builder = DistrictBuilder::new("two");
        let place = Place::new(119.0, 36.0);
        let villages = ["A", "B"].map(|name| builder.add_village("T", name, place, 20));
        for village in villages {
            builder.add_point("P", village, place, 8, Some(50.0));
        }
        for name in ["C", "D"] {
            builder.add_collector(name, Base::At(place), 1, Kilograms(5_000), Litres(9_000));
        }
        let at = |point: u32, hour: i64| Stop {
            arrival: Clock::at(hour, 0),
            ..tour::stop(StopKind::Point(PointId(point)), None, 10)
        };
        let tour = |day: u8, vehicle: u32, stops: Vec<Stop>| Tour {
            day: Day(day),
            vehicle: VehicleId(vehicle),
            ..tour::tour(stops)
        };
        let plan = Plan {
            tours: vec![
                tour(0, 0, vec![at(0, 6), at(0, 9), at(1, 7)]),
                tour(3, 1, vec![at(0, 10)]),
            ],
            ..Plan::default()
        };
        let found = plan.consistency(&builder.unjudged());
        assert_eq!(found.vehicles_per_village, 1.5);
        assert_eq!(found.arrival_spread_hours, 2.0, "6 and 10 o'clock");
    }
}
