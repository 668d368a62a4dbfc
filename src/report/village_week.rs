//! A village's week: its visits, where its waste goes, and its part of the cost.

use crate::district::{DisposalId, District, VillageId};
use crate::flow::{FeederNeed, PointLoad, feeder_cost, feeder_needs};
use crate::plan::{CostParts, Plan, Tour, TourFigures};
use crate::quantity::{Clock, DaySet, Kilograms};
use std::collections::BTreeMap;

/// A village, or all that belongs to none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct VillageWeek {
    /// Points that trucks come to.
    pub points: usize,
    pub visits: usize,
    pub kg: Kilograms,
    pub days: DaySet,
    /// When the first and the last visit of a day begin.
    pub span: Option<(Clock, Clock)>,
    /// Kilograms by the facility that they are tipped at.
    pub tipped: BTreeMap<DisposalId, Kilograms>,
    /// Its part of the week's cost, in units of the currency: of each tour by the kilograms on it, of feeders by their
    /// hours, of all else by kilograms. All parts add up to the cost of the week.
    pub cost: f64,
}

/// The villages in the district's order; last, what belongs to none.
pub(super) fn village_weeks(
    district: &District,
    loads: &[PointLoad],
    plan: &Plan,
    cost: &CostParts,
) -> Vec<VillageWeek> {
    let mut weeks = vec![VillageWeek::default(); district.villages.len() + 1];
    let mut seen = vec![false; district.points.len()];
    let mut of_tours = 0.0;
    for tour in &plan.tours {
        let vehicle = &district.vehicles[tour.vehicle.index()];
        let price = CostParts::of_tour(vehicle, TourFigures::from(tour)).total();
        of_tours += price.as_units();
        add_tour(district, tour, price.as_units(), &mut weeks, &mut seen);
    }
    let needs = feeder_needs(district, loads);
    let of_feeders = feeder_cost(district, loads).as_units();
    share(of_feeders, &mut weeks, feeder_hours(&needs));
    let kg: Vec<f64> = weeks.iter().map(|week| week.kg.as_f64()).collect();
    let rest = cost.total().as_units() - of_tours - of_feeders;
    share(rest, &mut weeks, |village| kg[village]);
    weeks
}

fn add_tour(
    district: &District,
    tour: &Tour,
    price: f64,
    weeks: &mut [VillageWeek],
    seen: &mut [bool],
) {
    let collected = tour.collected().as_f64().max(1.0);
    for (point, stop, tipped_at) in tour.tipped() {
        let village = district.points[point.index()].village;
        let week = &mut weeks[village.map_or(district.villages.len(), VillageId::index)];
        week.points += usize::from(!std::mem::replace(&mut seen[point.index()], true));
        week.visits += 1;
        week.kg += stop.kg;
        week.days = week.days.with(tour.day);
        let (first, last) = week.span.unwrap_or((stop.start, stop.start));
        week.span = Some((first.min(stop.start), last.max(stop.start)));
        if let Some(id) = tipped_at {
            *week.tipped.entry(id).or_default() += stop.kg;
        }
        week.cost += price * stop.kg.as_f64() / collected;
    }
}

fn feeder_hours(needs: &[FeederNeed]) -> impl Fn(usize) -> f64 {
    let mut hours = BTreeMap::new();
    for need in needs {
        *hours.entry(need.village.index()).or_insert(0.0) += need.hours;
    }
    move |village| hours.get(&village).copied().unwrap_or(0.0)
}

/// Shares an amount out by weights; in equal parts where nothing weighs.
fn share(amount: f64, weeks: &mut [VillageWeek], weight: impl Fn(usize) -> f64) {
    let all: f64 = (0..weeks.len()).map(&weight).sum();
    let count = weeks.len() as f64;
    for (village, week) in weeks.iter_mut().enumerate() {
        let part = if all > 0.0 {
            weight(village) / all
        } else {
            1.0 / count
        };
        week.cost += amount * part;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn parts_of_villages_add_up_to_the_week() {
        let mut district = sample::district();
        let mut feeder = district.vehicles[0].clone();
        feeder.role = crate::district::Role::Feeder;
        feeder.prices.per_week_owned = crate::quantity::Money::units(70.0);
        district.vehicles.push(feeder);
        let outcome = sample::outcome(&district);
        assert!(outcome.judgement.cost.feeders > crate::quantity::Money::ZERO);
        let cost = &outcome.judgement.cost;
        let weeks = village_weeks(&district, &outcome.flow.loads, &outcome.plan, cost);
        let total: f64 = weeks.iter().map(|week| week.cost).sum();
        assert!((total - cost.total().as_units()).abs() < 1e-6);
        let kg: Kilograms = weeks.iter().map(|week| week.kg).sum();
        assert_eq!(kg, outcome.plan.collected());
        let tipped = weeks.iter().flat_map(|week| week.tipped.values().copied());
        assert_eq!(tipped.sum::<Kilograms>(), kg);
        let points: usize = weeks.iter().map(|week| week.points).sum();
        assert_eq!(points, district.points.len());
    }
}
