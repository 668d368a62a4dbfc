//! Promise `fleet`: never more tours of a type on a day than its vehicles that are fit, and never more in a week than they
//! may work.

use super::Finding;
use super::week::Week;
use crate::district::{Vehicle, VehicleId};
use crate::quantity::Day;

const PROMISE: &str = "fleet";

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let vehicles = week.district.vehicles.iter().enumerate();
    vehicles
        .flat_map(|(index, vehicle)| {
            of_type(
                PROMISE,
                vehicle,
                tours_by_day(week, VehicleId::from_index(index)),
            )
        })
        .collect()
}

fn tours_by_day(week: &Week, vehicle: VehicleId) -> [u32; 7] {
    let mut tours = [0; 7];
    for replay in week
        .tours
        .iter()
        .filter(|replay| replay.tour.vehicle == vehicle)
    {
        tours[replay.tour.day.index()] += 1;
    }
    tours
}

/// What the tours of a type on each day break of a promise.
pub(super) fn of_type(promise: &'static str, vehicle: &Vehicle, tours: [u32; 7]) -> Vec<Finding> {
    let finding =
        |over: u32, detail| Finding::new(promise, &vehicle.name, f64::from(over), "tours", detail);
    let fit = vehicle.tours_a_day();
    let a_day = Day::WEEK
        .into_iter()
        .filter(|day| tours[day.index()] > fit)
        .map(|day| {
            let made = tours[day.index()];
            finding(made - fit, format!("{made} tours, {fit} vehicles fit")).on(day)
        });
    let (made, most) = (tours.iter().sum::<u32>(), vehicle.tours_a_week());
    let a_week = (u64::from(made) > most).then(|| {
        let detail = format!(
            "{made} tours a week, {} vehicles are fit and work on {most} days together",
            vehicle.count
        );
        finding((u64::from(made) - most) as u32, detail)
    });
    a_day.chain(a_week).collect()
}
