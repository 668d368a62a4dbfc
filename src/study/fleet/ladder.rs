//! Fleets of every size, each within the next larger one, so that a larger fleet can always drive a smaller one's plan.
//!
//! Upwards from the fleet that is held each further vehicle goes to the type that has most for what was added to it (the
//! highest averages of D'Hondt), which keeps the mix. Downwards from it the vehicle goes whose tours carry least in the
//! anchor's plan; the last one that can do what no other type can stays to the end. So the rung of today's size is the fleet
//! that is held, whatever else is asked.

use super::FleetQuestion;
use crate::district::{District, Role, Vehicle};
use crate::plan::Plan;
use crate::quantity::Day;

/// Vehicles by type for every number of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ladder {
    /// The smallest number there are counts for.
    least: u32,
    /// From that number on, by row of the vehicle table.
    counts: Vec<Vec<u32>>,
}

/// The fleet that is held, and the larger ones up to the most that is asked for.
pub(super) fn upwards(
    district: &District,
    held: &[u32],
    question: &FleetQuestion,
) -> Vec<Vec<u32>> {
    let mut fleets = vec![held.to_vec()];
    let is_collector = |&row: &usize| district.vehicles[row].role == Role::Collector;
    let average =
        |row: usize, counts: &[u32]| f64::from(held[row].max(1)) / f64::from(counts[row] + 1);
    let mut counts = held.to_vec();
    while size(&counts, question) < question.most {
        let types = (0..counts.len()).filter(is_collector);
        let next = match question.vehicle {
            Some(vehicle) => Some(vehicle.index()),
            None => types.max_by(|&a, &b| {
                let by_average = average(a, &counts).total_cmp(&average(b, &counts));
                by_average.then(b.cmp(&a))
            }),
        };
        let Some(next) = next else { break };
        counts[next] += 1;
        fleets.push(counts.clone());
    }
    fleets
}

/// Vehicles of a fleet that a question counts.
fn size(counts: &[u32], question: &FleetQuestion) -> u32 {
    match question.vehicle {
        Some(vehicle) => counts[vehicle.index()],
        None => counts.iter().sum(),
    }
}

impl Ladder {
    /// The rungs from the fleet that is held up to the largest one asked for, and down to the smallest. `plan` is the
    /// largest fleet's.
    pub fn new(district: &District, held: &[u32], plan: &Plan, question: &FleetQuestion) -> Self {
        let mut fleet = Descent::new(district, held, plan);
        let mut counts = Vec::new();
        while size(&fleet.counts, question) > question.least {
            match question.vehicle {
                Some(vehicle) => fleet.counts[vehicle.index()] -= 1,
                None => fleet.release(),
            }
            counts.push(fleet.counts.clone());
        }
        counts.reverse();
        counts.extend(upwards(district, held, question));
        Self {
            least: size(&counts[0], question),
            counts,
        }
    }

    /// The fleet of a size.
    pub fn counts(&self, size: u32) -> &[u32] {
        &self.counts[(size - self.least) as usize]
    }
}

/// The fleet on its way down.
struct Descent<'a> {
    district: &'a District,
    counts: Vec<u32>,
    /// By type and day: kilograms of its tours, most first.
    tours: Vec<[Vec<i64>; 7]>,
}

impl<'a> Descent<'a> {
    fn new(district: &'a District, counts: &[u32], plan: &Plan) -> Self {
        let mut tours: Vec<[Vec<i64>; 7]> = vec![Default::default(); counts.len()];
        for tour in &plan.tours {
            tours[tour.vehicle.index()][tour.day.index()].push(tour.collected().0);
        }
        let mut descent = Self {
            district,
            counts: counts.to_vec(),
            tours,
        };
        for (row, &count) in counts.iter().enumerate() {
            // A larger fleet's plan has more tours than these vehicles drive.
            let fit = descent.fit(row, count);
            for on_day in &mut descent.tours[row] {
                on_day.sort_unstable_by_key(|&kg| std::cmp::Reverse(kg));
                on_day.truncate(fit);
            }
        }
        descent
    }

    /// Lets the vehicle go that is missed least; nobody if there is none.
    fn release(&mut self) {
        let held = (0..self.counts.len()).filter(|&row| self.counts[row] > 0);
        let least = held.min_by_key(|&row| (self.is_needed(row), self.loss(row), row));
        if let Some(row) = least {
            self.counts[row] -= 1;
            let fit = self.fit(row, self.counts[row]);
            for on_day in &mut self.tours[row] {
                on_day.truncate(fit);
            }
        }
    }

    /// Whether it is the last that can do something.
    fn is_needed(&self, row: usize) -> bool {
        let this = &self.district.vehicles[row];
        let others = (0..self.counts.len()).filter(|&other| other != row && self.counts[other] > 0);
        self.counts[row] == 1
            && !others
                .map(|o| &self.district.vehicles[o])
                .any(|o| covers(o, this))
    }

    /// Kilograms a week on the tours that one vehicle less could not drive.
    fn loss(&self, row: usize) -> i64 {
        let fit = self.fit(row, self.counts[row] - 1);
        let on_day = |day: Day| {
            let tours = &self.tours[row][day.index()];
            tours[fit.min(tours.len())..].iter().sum::<i64>()
        };
        Day::WEEK.into_iter().map(on_day).sum()
    }

    /// Tours a day of so many vehicles of a type.
    fn fit(&self, row: usize, count: u32) -> usize {
        let vehicle = Vehicle {
            count,
            ..self.district.vehicles[row].clone()
        };
        vehicle.tours_a_day() as usize
    }
}

/// Whether a vehicle gets to and takes all that another one does.
fn covers(other: &Vehicle, this: &Vehicle) -> bool {
    let within = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => a <= b,
        (known, None) => known.is_none(),
        (None, Some(_)) => false,
    };
    let all = |have: &[String], want: &[String]| {
        have.is_empty() || (!want.is_empty() && want.iter().all(|kind| have.contains(kind)))
    };
    let streams = match (other.accepts.as_slice(), this.accepts.as_slice()) {
        ([], []) => true,
        ([], _) | (_, []) => false,
        (have, want) => want.iter().all(|stream| have.contains(stream)),
    };
    streams
        && all(&other.handles, &this.handles)
        && within(other.width_m, this.width_m)
        && within(other.gross_tonnes, this.gross_tonnes)
        && within(other.height_m, this.height_m)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place, VehicleId};
    use crate::quantity::{Kilograms, Litres};

    /// Types with these numbers and widths.
    fn district(types: &[(u32, f64)]) -> District {
        let mut builder = DistrictBuilder::new("ladder");
        let base = Base::At(Place::new(119.8, 36.0));
        for (number, &(count, width)) in types.iter().enumerate() {
            let name = format!("V{number}");
            builder.add_collector(&name, base, count, Kilograms(5_000), Litres(8_000));
            builder.district.vehicles[number].width_m = Some(width);
        }
        builder.unjudged()
    }

    fn question(least: u32, most: u32, vehicle: Option<VehicleId>) -> FleetQuestion {
        FleetQuestion {
            least,
            most,
            vehicle,
            seed: 1,
            iterations: None,
            time_limit: None,
        }
    }

    #[test]
    fn each_fleet_lies_within_the_next() {
        let district = district(&[(4, 2.5), (2, 2.1)]);
        let question = question(0, 12, None);
        let largest = upwards(&district, &[4, 2], &question).pop();
        assert_eq!(
            largest,
            Some(vec![8, 4]),
            "twice the fleet has the same mix"
        );
        let ladder = Ladder::new(&district, &[4, 2], &Plan::default(), &question);
        assert_eq!(ladder.counts(6), [4, 2]);
        for size in 0..12 {
            let (small, large) = (ladder.counts(size), ladder.counts(size + 1));
            assert_eq!(small.iter().sum::<u32>(), size);
            assert!(small.iter().zip(large).all(|(a, b)| a <= b));
        }
    }

    #[test]
    fn the_last_narrow_truck_stays_longest() {
        let district = district(&[(2, 2.5), (1, 2.1)]);
        let question = question(1, 3, None);
        let ladder = Ladder::new(&district, &[2, 1], &Plan::default(), &question);
        assert_eq!(ladder.counts(1), [0, 1]);
    }

    #[test]
    fn the_size_of_today_is_the_fleet_of_today() {
        let district = district(&[(4, 2.5), (2, 2.1), (5, 2.3)]);
        for (least, most) in [(11, 11), (3, 11), (10, 14), (11, 30), (1, 40)] {
            let question = question(least, most, None);
            let ladder = Ladder::new(&district, &[4, 2, 5], &Plan::default(), &question);
            assert_eq!(ladder.counts(11), [4, 2, 5], "{least} to {most}");
        }
    }

    #[test]
    fn one_type_alone_moves_where_it_is_asked_for() {
        let district = district(&[(2, 2.5), (3, 2.1)]);
        let question = question(1, 5, Some(VehicleId(0)));
        let ladder = Ladder::new(&district, &[2, 3], &Plan::default(), &question);
        assert_eq!(ladder.counts(1), [1, 3]);
        assert_eq!(ladder.counts(5), [5, 3]);
    }
}
