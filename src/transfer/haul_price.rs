//! What sending a tonne on from a station costs, as long as no hauler is planned.

use crate::district::{DisposalId, District, Role, StationId};
use crate::quantity::{Leg, Money};
use crate::roads::Travel;

/// The price of a tonne tipped at a facility on its way to the plant: there-and-back km x cost_per_km / payload of the
/// cheapest hauler. Nothing at a plant, at a station with no plant behind it, or where no hauler can drive. The way may
/// have to be searched on the roads: ask once a facility.
#[must_use]
pub fn haul_per_tonne(district: &District, travel: &Travel, disposal: DisposalId) -> Money {
    match disposal {
        DisposalId::Station(station) => cheapest_haul(district, travel, station),
        DisposalId::Plant(_) => None,
    }
    .unwrap_or(Money::ZERO)
}

fn cheapest_haul(district: &District, travel: &Travel, station: StationId) -> Option<Money> {
    let plant = district.stations[station.index()].plant?;
    let from = travel.sites.disposal(DisposalId::Station(station));
    let to = travel.sites.disposal(DisposalId::Plant(plant));
    let haulers = district
        .fleet(Role::Hauler)
        .filter(|(_, hauler)| hauler.payload.0 > 0);
    let prices = haulers.filter_map(|(id, hauler)| {
        let legs = [travel.leg(id, from, to), travel.leg(id, to, from)];
        let metres: f64 = legs.iter().map(|leg| leg.distance().as_f64()).sum();
        let per_tonne = hauler.prices.per_km.as_f64() * metres / hauler.payload.as_f64();
        legs.into_iter()
            .all(Leg::exists)
            .then(|| Money::rounded(per_tonne))
    });
    prices.min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use crate::quantity::{Kilograms, Litres};
    use crate::roads::travel;

    fn district(haulers: &[(i64, f64)]) -> District {
        let mut builder = DistrictBuilder::new("test");
        let plant_place = Place::new(120.0, 36.1);
        builder.add_village("town", "village", Place::new(120.0, 36.0), 100);
        builder.add_station("station", Place::new(120.0, 36.0));
        builder.add_plant("plant", plant_place);
        builder.add_collector(
            "truck",
            Base::At(plant_place),
            1,
            Kilograms(5_000),
            Litres(8_000),
        );
        for &(payload, per_km) in haulers {
            let id = builder.add_collector(
                &format!("hauler of {payload} kg"),
                Base::At(plant_place),
                1,
                Kilograms(payload),
                Litres(20_000),
            );
            let hauler = &mut builder.district.vehicles[id.index()];
            hauler.role = Role::Hauler;
            hauler.prices.per_km = Money::units(per_km);
        }
        builder.build().unwrap()
    }

    #[test]
    fn the_cheapest_hauler_a_tonne_sets_the_price_there_and_back() {
        let district = district(&[(10_000, 5.0), (20_000, 8.0)]);
        let travel = travel(&district, None);
        let (station, plant) = (
            district.disposals().next().unwrap(),
            district.disposals().nth(1).unwrap(),
        );
        let metres = 2.0
            * (district
                .disposal_place(station)
                .metres_to(district.disposal_place(plant))
                * 1.35)
                .round();
        let expected = Money::units(8.0 * metres / 1000.0 / 20.0);
        assert_eq!(haul_per_tonne(&district, &travel, station), expected);
        assert_eq!(haul_per_tonne(&district, &travel, plant), Money::ZERO);
    }

    #[test]
    fn without_haulers_no_price_is_invented() {
        let district = district(&[]);
        let station = district.disposals().next().unwrap();
        assert_eq!(
            haul_per_tonne(&district, &travel(&district, None), station),
            Money::ZERO
        );
    }
}
