//! Feeders in the villages: how many hours a day they need from house to collection point, by a continuous approximation.
//!
//! A village of A km2 with P points and n households a point has P catchments of A / P. A round through a catchment is as long
//! as Daganzo's estimate (*The length of tours in zones of different shapes*, Transp. Res. B 18 (1984) 135-145, doi
//! 10.1016/0191-2615(84)90027-4): 0.57 sqrt(area x households) between houses, and for each filling there and back from the
//! middle of the catchment, on average 2/3 of its radius away; all times the district's detour factor. Service at each house
//! and emptying at the point come on top. A feeder works within 1 km on foot or with a hand cart and within 3 km with a
//! motor (GB/T 51435); beyond that the village has too few points. Without an area the village's radius is 0.3 km.

use super::PointLoad;
use crate::district::{District, PointKind, Role, Vehicle, VehicleId, VillageId, defaults};
use crate::quantity::{Kilograms, Litres, Money};
use std::f64::consts::PI;

/// Length of a round for the square root of area x stops.
const BETWEEN_HOUSES: f64 = 0.57;

/// A village's feeders on a mean day.
#[derive(Clone, Debug, PartialEq)]
pub struct FeederNeed {
    /// The village.
    pub village: VillageId,
    /// The type of feeder from the nearest base; `None`: the district has none, a hand cart is reckoned with.
    pub vehicle: Option<VehicleId>,
    /// Working hours a day.
    pub hours: f64,
    /// The way a day.
    pub km: f64,
    /// Feeders a day: hours by the longest duty.
    pub feeders: f64,
    /// How they go.
    pub how: FeederWay,
}

/// How a feeder goes round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeederWay {
    /// On foot or with a hand cart: the catchment lies within 1 km.
    HandCart,
    /// With a motor.
    Motor,
    /// The catchment is wider than feeders are meant to go.
    TooFar,
}

impl FeederWay {
    /// The word of feeders.csv.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::HandCart => "hand cart, estimated",
            Self::Motor => "motor, estimated",
            Self::TooFar => "beyond 3 km, estimated",
        }
    }
}

/// What a feeder carries and how it goes.
#[derive(Clone, Copy, Debug)]
struct Cart {
    payload: Kilograms,
    body: Litres,
    kmh: f64,
    longest_hours: f64,
}

impl Cart {
    const HAND: Self = Self {
        payload: defaults::HAND_CART_PAYLOAD,
        body: defaults::HAND_CART_BODY,
        kmh: defaults::HAND_CART_KMH,
        longest_hours: defaults::HAND_CART_HOURS,
    };

    fn of(vehicle: &Vehicle) -> Self {
        let shift = vehicle.shift.close - vehicle.shift.open;
        let longest = vehicle.max_duration.map_or(shift, |most| most.min(shift));
        Self {
            payload: vehicle.payload,
            body: vehicle.loose_capacity(),
            kmh: defaults::FEEDER_KMH * vehicle.speed_factor,
            longest_hours: longest.as_hours(),
        }
    }
}

/// The feeders that each village with households and waste needs, in the order of the villages.
#[must_use]
pub fn feeder_needs(district: &District, loads: &[PointLoad]) -> Vec<FeederNeed> {
    let mut kg = vec![0.0; district.villages.len()];
    let mut litres = vec![0.0; district.villages.len()];
    let mut points = vec![0_u32; district.villages.len()];
    let is_of_households = |kind: &PointKind| !matches!(kind, PointKind::Generator(_));
    for point in district
        .points
        .iter()
        .filter(|point| is_of_households(&point.kind))
    {
        if let Some(village) = point.village {
            points[village.index()] += 1;
        }
    }
    for load in loads {
        let point = &district.points[load.point.index()];
        if let (Some(village), true) = (point.village, is_of_households(&point.kind)) {
            let a_day = load.kg_per_week() / 7.0;
            let density = district.streams[load.stream.index()].loose_kg_m3;
            kg[village.index()] += a_day;
            litres[village.index()] += a_day * 1000.0 / density;
        }
    }
    let need = |index: usize| {
        let of = Village {
            id: VillageId::from_index(index),
            points: f64::from(points[index]),
            kg: kg[index],
            litres: litres[index],
        };
        (points[index] > 0 && kg[index] > 0.0).then(|| of.need(district))
    };
    (0..district.villages.len()).filter_map(need).collect()
}

/// A village in the figures that matter.
struct Village {
    id: VillageId,
    points: f64,
    kg: f64,
    litres: f64,
}

impl Village {
    fn need(&self, district: &District) -> FeederNeed {
        let village = &district.villages[self.id.index()];
        let area = village
            .area_km2
            .unwrap_or(PI * defaults::VILLAGE_RADIUS_KM.powi(2));
        let catchment = area / self.points;
        let radius = (catchment / PI).sqrt();
        let nearest = nearest_feeder(district, village.place);
        let cart = nearest.map_or(Cart::HAND, |id| Cart::of(&district.vehicles[id.index()]));
        let by_mass = self.kg / self.points / cart.payload.as_f64().max(1.0);
        let by_volume = self.litres / self.points / cart.body.as_f64().max(1.0);
        let fillings = by_mass.max(by_volume).ceil().max(1.0) * self.points;
        let houses = f64::from(village.households);
        let between = BETWEEN_HOUSES * (catchment * houses / self.points).sqrt() * self.points;
        let there_and_back = 2.0 * 2.0 / 3.0 * radius * fillings;
        let km = (between + there_and_back) * district.straight_travel.detour_factor;
        let stays = houses * defaults::SECONDS_A_HOUSE + fillings * defaults::SECONDS_A_FILLING;
        let hours = km / cart.kmh.max(0.1) + stays / 3600.0;
        FeederNeed {
            village: self.id,
            vehicle: nearest,
            hours,
            km,
            feeders: hours / cart.longest_hours.max(0.1),
            how: match (radius, nearest) {
                (radius, _) if radius > defaults::MOTOR_RADIUS_KM => FeederWay::TooFar,
                (_, Some(_)) => FeederWay::Motor,
                (radius, None) if radius > defaults::HAND_CART_RADIUS_KM => FeederWay::TooFar,
                (_, None) => FeederWay::HandCart,
            },
        }
    }
}

fn nearest_feeder(district: &District, place: crate::district::Place) -> Option<VehicleId> {
    let held = district
        .fleet(Role::Feeder)
        .filter(|(_, vehicle)| vehicle.in_service() > 0);
    let away = |vehicle: &Vehicle| place.metres_to(district.base_place(vehicle.base));
    let nearest = held.min_by(|a, b| away(a.1).total_cmp(&away(b.1)).then(a.0.cmp(&b.0)));
    nearest.map(|(id, _)| id)
}

/// Of each type of feeder how many the villages around need, and how many are held.
#[must_use]
pub fn feeders_used(district: &District, needs: &[FeederNeed]) -> Vec<(VehicleId, u32, u32)> {
    let used = |(id, vehicle): (VehicleId, &Vehicle)| {
        let here = needs.iter().filter(|need| need.vehicle == Some(id));
        let sum: f64 = here.map(|need| need.feeders).sum();
        (id, (sum - 1e-9).ceil().max(0.0) as u32, vehicle.count)
    };
    district.fleet(Role::Feeder).map(used).collect()
}

/// What feeders cost in a week: all that are held, and of those that the estimate asks for days, hours and kilometres.
/// Villages without feeders are served by hand carts, which have no price.
#[must_use]
pub fn feeder_cost(district: &District, loads: &[PointLoad]) -> Money {
    let needs = feeder_needs(district, loads);
    let mut cost: Money = feeders_used(district, &needs)
        .into_iter()
        .map(|(id, used, held)| {
            let prices = &district.vehicles[id.index()].prices;
            prices.per_week_owned * i64::from(held) + prices.per_day * (7 * i64::from(used))
        })
        .sum();
    for need in &needs {
        if let Some(id) = need.vehicle {
            let prices = &district.vehicles[id.index()].prices;
            let a_day =
                prices.per_hour.as_units() * need.hours + prices.per_km.as_units() * need.km;
            cost += Money::units(7.0 * a_day);
        }
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use proptest::prelude::*;

    /// A village with so many households, points and km2, and perhaps a tricycle.
    fn district(households: u32, points: u32, area: Option<f64>, has_feeder: bool) -> District {
        let mut builder = DistrictBuilder::new("feeders");
        let place = Place::new(119.8, 36.0);
        let village = builder.add_village("Town", "Mill", place, households);
        builder.district.villages[0].area_km2 = area;
        for number in 0..points {
            builder.add_point(&format!("P{number}"), village, place, 4, None);
        }
        builder.add_plant("Plant", place);
        builder.add_collector("truck", Base::At(place), 1, Kilograms(5_000), Litres(9_000));
        if has_feeder {
            let id = builder.add_collector(
                "tricycle",
                Base::At(place),
                2,
                Kilograms(300),
                Litres(1_200),
            );
            builder.district.vehicles[id.index()].role = Role::Feeder;
            builder.district.vehicles[id.index()].compaction = 1.0;
        }
        builder.build().expect("the district is sound")
    }

    fn need(district: &District) -> FeederNeed {
        let flow = crate::flow::flow(district, None);
        feeder_needs(district, &flow.loads).remove(0)
    }

    #[test]
    fn the_estimate_is_the_formulas() {
        // 100 households round one point in 1 km2: 0.57 sqrt(100) = 5.7 km between houses, and one filling after the other.
        let mut district = district(100, 1, Some(1.0), true);
        district.straight_travel.detour_factor = 1.0;
        let flow = crate::flow::flow(&district, None);
        let kg: f64 = flow.loads.iter().map(|load| load.kg_per_week() / 7.0).sum();
        let litres = kg * 1000.0 / district.streams[0].loose_kg_m3;
        let fillings = (kg / 300.0).max(litres / 1_200.0).ceil();
        let found = need(&district);
        let km = 5.7 + fillings * 4.0 / 3.0 / PI.sqrt();
        assert!(
            (found.km - km).abs() < 1e-9,
            "{} km, expected {km}",
            found.km
        );
        let stays = 100.0 * defaults::SECONDS_A_HOUSE + fillings * defaults::SECONDS_A_FILLING;
        let hours = km / defaults::FEEDER_KMH + stays / 3600.0;
        assert!((found.hours - hours).abs() < 1e-9);
        assert_eq!(found.how, FeederWay::Motor);
    }

    #[test]
    fn who_goes_how_depends_on_the_catchment() {
        assert_eq!(need(&district(50, 1, None, false)).how, FeederWay::HandCart);
        assert_eq!(
            need(&district(50, 1, Some(20.0), false)).how,
            FeederWay::TooFar
        );
        assert_eq!(
            need(&district(50, 1, Some(20.0), true)).how,
            FeederWay::Motor
        );
        assert_eq!(
            need(&district(50, 1, Some(40.0), true)).how,
            FeederWay::TooFar
        );
    }

    #[test]
    fn feeders_of_a_type_are_added_up() {
        let district = district(4_000, 20, Some(8.0), true);
        let found = need(&district);
        let used = feeders_used(&district, std::slice::from_ref(&found));
        assert_eq!(used, [(VehicleId(1), found.feeders.ceil() as u32, 2)]);
    }

    proptest! {
        /// More households never take less time, and more points never longer ways between houses.
        #[test]
        fn the_estimate_grows_with_the_village(
            households in 1..2_000u32, more in 1..500u32, points in 1..30u32, area in 0.1..30.0f64,
        ) {
            let few = need(&district(households, points, Some(area), true));
            let many = need(&district(households + more, points, Some(area), true));
            prop_assert!(many.hours > few.hours && many.km >= few.km);
            prop_assert!(few.feeders > 0.0 && few.km > 0.0);
        }
    }
}
