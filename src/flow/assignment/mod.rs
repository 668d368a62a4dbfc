//! Which village brings its waste to which facility, at least cost, and why.
//!
//! A tonne costs the way to the facility and back in the truck that does it cheapest (km, hours, over its payload), the gate
//! price, and from a station the onward haul and the gate behind ([`super::end_price`]). Facilities take at most their tonnes a day, counted over the mean day of the
//! week. A village's stream goes to one facility ([`transport`]). The routing may overrule it: a truck that is at the other
//! end of the district anyway drives elsewhere.

mod opening;
mod transport;

use super::tipping::pinned_disposal;
use super::{Assigned, Assignment, FacilityLoad, OnwardPrices, Origin, PointLoad};
use crate::district::{DisposalId, District, PointId, Role, StreamId, Vehicle, VehicleId};
use crate::quantity::Money;
use crate::roads::Travel;
use opening::Opening;
use rayon::prelude::*;
use std::collections::BTreeMap;
use transport::{Shipping, Transport};

/// Assigns what reaches the points, at prices from gate to end.
///
/// ```
/// # use wasteways::generate::{GenerateParams, generate};
/// # let district = generate(&GenerateParams::sized(1, 3, 12, 1))?.district;
/// use wasteways::flow::{OnwardPrices, assign, flow};
///
/// let loads = flow(&district, None).loads;
/// let travel = wasteways::roads::travel(&district, None);
/// let onward = OnwardPrices::estimated(&district, &travel, &loads);
/// let assignment = assign(&district, &travel, &loads, &onward);
/// assert!(assignment.gap_percent() < 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn assign(
    district: &District,
    travel: &Travel,
    loads: &[PointLoad],
    onward: &OnwardPrices,
) -> Assignment {
    let (facilities, supplies, transport) = posed(district, travel, loads, onward);
    let shipping = transport.whole();
    told((&facilities, &supplies, &transport), &shipping, |_| None)
}

/// Assigns what reaches the points and decides which stations to open among those that give a cost of being open: cost and
/// bound hold it.
#[must_use]
pub fn assign_opening(
    district: &District,
    travel: &Travel,
    loads: &[PointLoad],
    onward: &OnwardPrices,
) -> Assignment {
    let (facilities, supplies, transport) = posed(district, travel, loads, onward);
    let fixed = |id: &DisposalId| match *id {
        DisposalId::Station(id) => district.stations[id.index()].open_per_day,
        DisposalId::Plant(_) => None,
    };
    let opening = Opening {
        fixed: facilities
            .iter()
            .map(|id| fixed(id).map(Money::as_units))
            .collect(),
        transport,
    };
    let opened = opening.solved();
    let is_opened = |sink: usize| opening.fixed[sink].map(|_| opened.is_open[sink]);
    let transport = opening.open_to(&opened.is_open);
    told(
        (&facilities, &supplies, &transport),
        &opened.shipping,
        is_opened,
    )
}

/// Facilities, supplies, and what it costs to bring one to the other.
fn posed(
    district: &District,
    travel: &Travel,
    loads: &[PointLoad],
    onward: &OnwardPrices,
) -> (Vec<DisposalId>, Vec<Supply>, Transport) {
    let facilities: Vec<DisposalId> = district.disposals().collect();
    let supplies = supplies(district, loads);
    let prices = |supply: &Supply| -> Vec<Option<f64>> {
        let price = |&id: &DisposalId| {
            let further = onward.to_end(district, id, supply.stream).as_units() / 1000.0;
            Some(supply.haul(district, travel, loads, id)? + further)
        };
        facilities.iter().map(price).collect()
    };
    let limit = |&id: &DisposalId| district.gate(id).daily_limit.map(|kg| kg.as_f64());
    let transport = Transport {
        supply: supplies.iter().map(|supply| supply.kg_per_day).collect(),
        capacity: facilities.iter().map(limit).collect(),
        price: supplies.par_iter().map(prices).collect(),
    };
    (facilities, supplies, transport)
}

/// A stream of a village.
struct Supply {
    origin: Origin,
    stream: StreamId,
    kg_per_day: f64,
    /// Rows of the loads.
    rows: Vec<usize>,
}

fn supplies(district: &District, loads: &[PointLoad]) -> Vec<Supply> {
    let mut by_origin: BTreeMap<(Origin, StreamId), Vec<usize>> = BTreeMap::new();
    for (row, load) in loads.iter().enumerate() {
        let origin = Origin::of(district, load.point);
        by_origin
            .entry((origin, load.stream))
            .or_default()
            .push(row);
    }
    let supply = |((origin, stream), rows): (_, Vec<usize>)| Supply {
        origin,
        stream,
        kg_per_day: rows.iter().map(|&row| loads[row].kg_per_week() / 7.0).sum(),
        rows,
    };
    by_origin.into_iter().map(supply).collect()
}

impl Supply {
    /// Units of the currency for a kilogram's way to a facility and back, on average over the points; `None` where the
    /// facility does not take it, a pin says another, or no truck gets there from every point.
    fn haul(
        &self,
        district: &District,
        travel: &Travel,
        loads: &[PointLoad],
        to: DisposalId,
    ) -> Option<f64> {
        if !district
            .accepted_by_gate(to)
            .any(|stream| stream == self.stream)
        {
            return None;
        }
        let mut sum = 0.0;
        for &row in &self.rows {
            let load = &loads[row];
            let pinned = pinned_disposal(district, load.point, load.stream);
            if pinned.is_some_and(|pinned| pinned != to) {
                return None;
            }
            let trucks = trucks(district, load);
            let prices =
                trucks.filter_map(|(id, truck)| way_price(travel, (id, truck), load.point, to));
            sum += prices.min_by(f64::total_cmp)? * load.kg_per_week();
        }
        Some(sum / (7.0 * self.kg_per_day).max(f64::MIN_POSITIVE))
    }
}

/// The collectors that may come for a load.
fn trucks<'a>(
    district: &'a District,
    load: &'a PointLoad,
) -> impl Iterator<Item = (VehicleId, &'a Vehicle)> + 'a {
    let limits = &district.points[load.point.index()].limits;
    let fits = move |vehicle: &Vehicle| limits.admit(vehicle.width_m, vehicle.gross_tonnes);
    let takes = move |id| {
        district
            .accepted_by_vehicle(id)
            .any(|stream| stream == load.stream)
    };
    let collectors = district.fleet(Role::Collector);
    collectors.filter(move |&(id, vehicle)| vehicle.in_service() > 0 && fits(vehicle) && takes(id))
}

/// Units of the currency for a kilogram from a point to a facility and back.
fn way_price(
    travel: &Travel,
    (id, truck): (VehicleId, &Vehicle),
    point: PointId,
    to: DisposalId,
) -> Option<f64> {
    let (from, to) = (travel.sites.point(point), travel.sites.disposal(to));
    let legs = [travel.leg(id, from, to), travel.leg(id, to, from)];
    let km: f64 = legs.iter().map(|leg| leg.distance().as_km()).sum();
    let hours: f64 = legs.iter().map(|leg| leg.time().as_hours()).sum();
    let price = truck.prices.per_km.as_units() * km + truck.prices.per_hour.as_units() * hours;
    let all = legs.iter().all(|leg| leg.exists());
    all.then_some(price / truck.payload.as_f64().max(1.0))
}

/// A tonne in a day, as kilograms.
const TONNE: f64 = 1000.0;

fn told(
    (facilities, supplies, transport): (&[DisposalId], &[Supply], &Transport),
    shipping: &Shipping,
    is_opened: impl Fn(usize) -> Option<bool>,
) -> Assignment {
    let a_tonne = |price: f64| Money::units(price * TONNE);
    let rows = supplies.iter().zip(&shipping.sink).zip(&transport.price);
    let row = |((supply, &sink), prices): ((&Supply, &Option<usize>), &Vec<Option<f64>>)| {
        let others = (0..prices.len()).filter(|&other| Some(other) != sink);
        let priced = others.filter_map(|other| Some((prices[other]?, other)));
        let second = priced.min_by(|a, b| a.0.total_cmp(&b.0));
        Assigned {
            origin: supply.origin,
            stream: supply.stream,
            kg_per_day: supply.kg_per_day,
            facility: sink.map(|sink| facilities[sink]),
            price_per_tonne: sink
                .and_then(|sink| prices[sink])
                .map_or(Money::ZERO, a_tonne),
            second: second.map(|(price, other)| (facilities[other], a_tonne(price))),
        }
    };
    Assignment {
        rows: rows.map(row).collect(),
        facilities: loads_of(facilities, &shipping.sink, transport, is_opened),
        cost: Money::units(7.0 * shipping.cost),
        bound: Money::units(7.0 * shipping.bound),
    }
}

/// What each facility gets; where hardly any room is left, what a tonne of room more would save, by solving once more.
fn loads_of(
    facilities: &[DisposalId],
    sinks: &[Option<usize>],
    transport: &Transport,
    is_opened: impl Fn(usize) -> Option<bool>,
) -> Vec<FacilityLoad> {
    let least = transport.least_cost();
    let load = |sink: usize| -> f64 {
        let here = sinks
            .iter()
            .zip(&transport.supply)
            .filter(|(to, _)| **to == Some(sink));
        here.map(|(_, kg)| kg).sum::<f64>() + 0.0 // an empty sum is -0
    };
    let saved = |sink: usize| {
        let mut wider = transport.clone();
        wider.capacity[sink] = wider.capacity[sink].map(|most| most + TONNE);
        7.0 * (least - wider.least_cost())
    };
    let told = |(sink, &facility): (usize, &DisposalId)| {
        let (kg_per_day, limit) = (load(sink), transport.capacity[sink]);
        // A whole village may leave room that a part of it would fill: within a tonne the limit may bind.
        let is_tight = limit.is_some_and(|limit| kg_per_day > limit - TONNE && kg_per_day > 0.0);
        let saves = is_tight.then(|| saved(sink)).filter(|&saves| saves > 1e-6);
        FacilityLoad {
            facility,
            kg_per_day,
            limit,
            tonne_saves: saves.map(Money::units),
            is_opened: is_opened(sink),
        }
    };
    facilities.iter().enumerate().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Pin, PinTarget, Place, VillageId};
    use crate::quantity::{Kilograms, Litres};

    /// Two villages that each bring 1,000 kg a day, a station beside the first one and a plant beyond the second.
    fn district(limit: Option<i64>) -> District {
        let mut builder = DistrictBuilder::new("assigned");
        for (name, east) in [("near", 0.0), ("far", 0.02)] {
            let place = Place::new(119.80 + east, 36.0);
            let village = builder.add_village("Town", name, place, 100);
            builder.add_point(name, village, place, 20, Some(1_000.0));
        }
        let station = builder.add_station("station", Place::new(119.80, 36.001));
        builder.district.stations[station.index()].gate.daily_limit = limit.map(Kilograms);
        let plant = Place::new(119.86, 36.0);
        builder.add_plant("plant", plant);
        builder.add_collector(
            "truck",
            Base::At(plant),
            2,
            Kilograms(5_000),
            Litres(12_000),
        );
        builder.district.vehicles[0].prices.per_km = Money::units(4.0);
        builder.build().expect("the district is sound")
    }

    fn assigned(district: &District) -> Assignment {
        let travel = crate::roads::travel(district, None);
        let flow = crate::flow::flow(district, None);
        assign(district, &travel, &flow.loads, &OnwardPrices::default())
    }

    fn names<'a>(district: &'a District, found: &Assignment) -> Vec<&'a str> {
        let rows = found.rows.iter();
        rows.map(|row| row.facility.map_or("", |id| district.disposal_name(id)))
            .collect()
    }

    #[test]
    fn room_is_given_to_whom_it_saves_most() {
        let wide = district(None);
        let found = assigned(&wide);
        assert_eq!(names(&wide, &found), ["station", "station"]);
        assert!(found.facilities.iter().all(|row| row.tonne_saves.is_none()));
        assert!(found.gap_percent().abs() < 1e-6);
        let tight = district(Some(1_000));
        let forced = assigned(&tight);
        assert_eq!(names(&tight, &forced), ["station", "plant"]);
        // A tonne more would let the far village in as well: what both assignments differ by.
        let saves = forced.facilities[0].tonne_saves.expect("the limit binds");
        assert!(
            (saves - (forced.cost - found.cost)).0.abs() < 1_000,
            "{saves:?}"
        );
        let moved = forced.rows[1].cost_to_move().expect("a second choice");
        assert!(
            moved < Money::ZERO && (moved + saves).0.abs() < 1_000,
            "it would rather go there"
        );
    }

    #[test]
    fn pins_decide_and_closed_facilities_take_nothing() {
        let mut pinned = district(None);
        let plant = pinned.disposals().last();
        pinned.pins.push(Pin {
            target: PinTarget::Village(VillageId(0)),
            disposal: plant,
            vehicle: None,
            days: None,
        });
        assert_eq!(names(&pinned, &assigned(&pinned)), ["plant", "station"]);
        let mut closed = district(None);
        closed.stations[0].gate.is_closed = true;
        assert_eq!(names(&closed, &assigned(&closed)), ["plant", "plant"]);
    }
}
