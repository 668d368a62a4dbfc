//! Money along the chain: each tonne pays at every gate that it passes, and that decides between direct and by station.

#![cfg(feature = "plan")]

use proptest::prelude::*;
use wasteways::district::{Base, DisposalId, District, DistrictBuilder, Place, Role};
use wasteways::planner::{Budget, Outcome, PlanParams, Watch, plan};
use wasteways::quantity::{Kilograms, Litres, Money};

/// 8 t a day around a station, a plant 13 km off (17.6 km by road), with these gate prices.
fn district(station_price: f64, plant_price: f64) -> District {
    let mut builder = DistrictBuilder::new("gates");
    let (here, there) = (Place::new(120.0, 36.0), Place::new(120.0, 36.117));
    for k in 0..8 {
        let place = Place::new(
            120.0 + 0.002 * f64::from(k % 4),
            36.0 + 0.002 * f64::from(k / 4),
        );
        let village = builder.add_village("Town", &format!("V{k}"), place, 100);
        let point = builder.add_point(&format!("P{k}"), village, place, 16, Some(1_000.0));
        builder.district.points[point.index()].bins[0].visits_per_week = Some(7);
    }
    let station = builder.add_station("Station", here);
    builder.add_plant("Plant", there);
    builder.district.stations[station.index()]
        .gate
        .price_per_tonne = Money::units(station_price);
    builder.district.plants[0].gate.price_per_tonne = Money::units(plant_price);
    builder.add_collector("truck", Base::At(here), 3, Kilograms(4_000), Litres(20_000));
    builder.district.vehicles[0].prices.per_km = Money::units(3.0);
    builder.district.vehicles[0].prices.per_day = Money::units(100.0);
    let hauler = builder.add_collector(
        "hauler",
        Base::At(there),
        1,
        Kilograms(8_000),
        Litres(40_000),
    );
    let hauler = &mut builder.district.vehicles[hauler.index()];
    hauler.role = Role::Hauler;
    hauler.prices.per_km = Money::units(4.0);
    builder.build().expect("the district is sound")
}

fn planned(district: &District) -> Outcome {
    let params = PlanParams {
        budget: Some(Budget::Iterations(1_500)),
        ..PlanParams::default()
    };
    plan(district, None, &params, &Watch::default())
}

/// By hand: to the plant and back, 35 km at 3 for 4 t, is 26 a tonne; the hauler's 35 km at 4 for 8 t are 17.6. So the
/// station saves 8.8 a tonne, less what its own gate takes; the plant's price is paid either way.
#[test]
fn the_station_is_used_as_long_as_its_gate_costs_less_than_it_saves() {
    for plant_price in [0.0, 65.0, 400.0] {
        let cheap = planned(&district(5.0, plant_price));
        assert_eq!(
            cheap.plan.direct(),
            Kilograms::ZERO,
            "plant at {plant_price}"
        );
        assert_eq!(cheap.judgement.findings, []);
        let expected = 56.0 * (5.0 + plant_price);
        let gate = cheap.judgement.cost.gate.as_units();
        assert!(
            (gate - expected).abs() < 1e-6,
            "{gate}, 56 t a week: {expected}"
        );
        let onward = cheap.judgement.cost.gate_onward.as_units();
        assert!((onward - 56.0 * plant_price).abs() < 1e-6, "{onward}");
        let dear = planned(&district(13.0, plant_price));
        assert_eq!(
            dear.plan.direct(),
            Kilograms(56_000),
            "plant at {plant_price}"
        );
        assert_eq!(dear.judgement.cost.gate_onward, Money::ZERO);
        let gate = dear.judgement.cost.gate.as_units();
        assert!((gate - 56.0 * plant_price).abs() < 1e-6, "{gate}");
    }
}

#[test]
fn what_was_assumed_of_the_way_on_is_told_beside_what_it_costs() {
    let outcome = planned(&district(5.0, 65.0));
    let (assumed, found) = (
        outcome.stations.onward_assumed,
        outcome.stations.onward_found,
    );
    let (assumed, found) = (
        assumed.expect("hauled").as_units(),
        found.expect("hauled").as_units(),
    );
    // 35.1 km at 4 for 8 t.
    assert!((found - 17.6).abs() < 0.2, "{found}");
    assert!((assumed / found - 1.0).abs() < 0.1, "{assumed} {found}");
    let none = planned(&district(13.0, 65.0));
    assert_eq!(none.stations.onward_found, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The judge's cost of gates against a recount of all that is tipped and hauled.
    #[test]
    fn gates_cost_what_passes_them(station_price in 0.0..30.0_f64, plant_price in 0.0..90.0_f64) {
        let district = district(station_price, plant_price);
        let outcome = planned(&district);
        let mut expected = 0.0;
        let stops = outcome.plan.tours.iter().flat_map(|tour| &tour.stops);
        for stop in stops {
            if let wasteways::plan::StopKind::Disposal(id) = stop.kind {
                let own = district.gate(id).price_per_tonne.as_units();
                expected += stop.kg.as_tonnes() * own;
            }
        }
        let plant = district.disposals().find(|id| matches!(id, DisposalId::Plant(_))).unwrap();
        let behind = district.gate(plant).price_per_tonne.as_units();
        let hauled: Kilograms = outcome.plan.hauls.iter().map(|haul| haul.kg).sum();
        let onward = hauled.as_tonnes() * behind;
        prop_assert!((outcome.judgement.cost.gate_onward.as_units() - onward).abs() < 0.01);
        prop_assert!((outcome.judgement.cost.gate.as_units() - expected - onward).abs() < 0.01);
    }
}
