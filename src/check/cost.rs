//! The cost of the week by the judge's own legs, clocks and loads.
//!
//! Each tonne pays at every gate that it passes. What tours of haulers send on costs what these tours cost; what no tour sends
//! on is reckoned at full loads of the hauler that does it cheapest, which is an estimate.

use super::hauls;
use super::replay::Replay;
use super::week::Week;
use crate::district::{DisposalId, District, Role, StationId};
use crate::flow::{PointLoad, feeder_cost};
use crate::plan::{CostParts, haul_tours};
use crate::quantity::{Kilograms, Leg, Money, Seconds};
use crate::roads::Travel;
use std::collections::BTreeMap;

/// All parts of the cost. Collectors and haulers are held whether or not they drive.
pub(super) fn of_week(week: &Week, loads: &[PointLoad]) -> CostParts {
    let mut parts = CostParts::of_ownership(week.district, &[Role::Collector, Role::Hauler]);
    parts.feeders = feeder_cost(week.district, loads);
    for tour in &week.tours {
        parts += CostParts::of_tour(tour.vehicle, tour.figures());
    }
    for tour in haul_tours(&week.plan.hauls) {
        let vehicle = &week.district.vehicles[tour.vehicle().index()];
        parts += CostParts::of_haul_tour(vehicle, hauls::figures(week, tour));
    }
    for (_, disposal, kg) in week.unloadings() {
        parts += CostParts::of_gate(week.district, disposal, kg);
    }
    let mut stays: BTreeMap<StationId, Kilograms> = BTreeMap::new();
    for sent in week.sent_on() {
        parts += CostParts::of_gate_behind(week.district, sent.to, sent.kg);
        *stays.entry(sent.from).or_default() += sent.kg;
    }
    for haul in &week.plan.hauls {
        *stays.entry(haul.station).or_default() -= haul.kg;
    }
    for (station, kg) in stays.into_iter().filter(|&(_, kg)| kg > Kilograms::ZERO) {
        parts.haul += full_loads(week, station).per_tonne_of(kg);
    }
    parts
}

/// Duty beyond the regular hours.
pub(super) fn overtime(tour: &Replay) -> Seconds {
    tour.figures().overtime(tour.vehicle)
}

/// What a tonne sent on from a station costs at full loads of the cheapest hauler: kilometres there and back, hours with
/// loading and tipping, and as much of the day price. Nothing where no hauler can drive.
fn full_loads(week: &Week, station: StationId) -> Money {
    let district = week.district;
    let record = &district.stations[station.index()];
    let Some(plant) = record.plant else {
        return Money::ZERO;
    };
    let ends = [DisposalId::Station(station), DisposalId::Plant(plant)];
    let litres_a_kg = week.litres_a_kg(station);
    let haulers = district.fleet(Role::Hauler);
    let prices = haulers.filter_map(|(id, hauler)| {
        let [there, back] = round_trip(district, week.travel, id, ends)?;
        let hours = (there.time() + back.time()).as_hours()
            + ends
                .map(|at| district.gate(at).unload.as_hours())
                .iter()
                .sum::<f64>();
        let km = there.distance().as_km() + back.distance().as_km();
        let by_volume = hauler.body.as_f64() * record.compaction / litres_a_kg.max(1e-9);
        let tonnes = hauler.payload.as_f64().min(by_volume).max(1.0) / 1000.0;
        let day = hauler.prices.per_day.as_units() / hauler.longest_duty().as_hours().max(0.1);
        let prices = &hauler.prices;
        let trip = prices.per_km.as_units() * km + (prices.per_hour.as_units() + day) * hours;
        Some(Money::units(trip / tonnes))
    });
    prices.min().unwrap_or(Money::ZERO)
}

fn round_trip(
    district: &District,
    travel: &Travel,
    id: crate::district::VehicleId,
    [here, there]: [DisposalId; 2],
) -> Option<[Leg; 2]> {
    let [from, to] = [here, there].map(|at| travel.sites.disposal(at));
    let legs = [travel.leg(id, from, to), travel.leg(id, to, from)];
    let is_able = legs.into_iter().all(Leg::exists) && district.vehicles[id.index()].count > 0;
    is_able.then_some(legs)
}
