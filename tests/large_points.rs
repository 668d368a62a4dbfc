//! Points larger than a truck, and visits that fill what room is left: what fits is served.

#![cfg(feature = "plan")]

use wasteways::district::{Base, District, DistrictBuilder, Place, Rest};
use wasteways::planner::{Budget, Outcome, PlanParams, Watch, plan};
use wasteways::quantity::{Clock, Kilograms, Litres, Seconds, Window};

/// Points of so many kilograms a day beside each other, the plant and the base of all trucks 4.5 km away: a trip takes 50
/// minutes at 30 km/h, with 16 minutes at the plant and a minute of service.
struct Land {
    kg: Vec<f64>,
    /// Payload, loose litres and number.
    trucks: Vec<(i64, i64, u32)>,
    hours: i64,
    limit: Option<i64>,
    visits_per_day: Option<u8>,
    visits_per_week: u8,
}

impl Default for Land {
    fn default() -> Self {
        Self {
            kg: Vec::new(),
            trucks: vec![(5_000, 200_000, 1)],
            hours: 1,
            limit: None,
            visits_per_day: None,
            visits_per_week: 7,
        }
    }
}

impl Land {
    fn district(&self) -> District {
        let mut builder = DistrictBuilder::new("large");
        let (here, there) = (Place::new(118.0, 36.0), Place::new(118.05, 36.0));
        let village = builder.add_village("T", "V", here, 100);
        for (number, &kg) in self.kg.iter().enumerate() {
            let id = builder.add_point(&format!("P{number}"), village, here, 2_000, Some(kg));
            let bins = &mut builder.district.points[id.index()].bins[0];
            bins.visits_per_week = Some(self.visits_per_week);
            bins.visits_per_day = self.visits_per_day;
            bins.service = Seconds(60);
        }
        builder.add_plant("W", there);
        builder.district.plants[0].gate.daily_limit = self.limit.map(Kilograms);
        for (number, &(kg, litres, count)) in self.trucks.iter().enumerate() {
            builder.add_collector(
                &format!("C{number}"),
                Base::At(there),
                count,
                Kilograms(kg),
                Litres(litres),
            );
        }
        for vehicle in &mut builder.district.vehicles {
            vehicle.compaction = 1.0;
            vehicle.shift = Window::new(Clock::at(6, 0), Clock::at(6 + self.hours, 0));
            vehicle.rest = None::<Rest>;
        }
        builder
            .build()
            .unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    fn plan(&self) -> (District, Outcome) {
        let district = self.district();
        let params = PlanParams {
            budget: Some(Budget::Iterations(400)),
            ..PlanParams::default()
        };
        let outcome = plan(&district, None, &params, &Watch::default());
        let judged = &outcome.judgement;
        assert!(judged.is_clean(), "{:?}", judged.findings);
        let arises: f64 = self.kg.iter().sum::<f64>() * 7.0;
        let told = judged.collected.as_f64() + judged.unserved.as_f64();
        assert!(
            (told - arises).abs() <= 7.0,
            "{told} of {arises} kg are accounted for"
        );
        (district, outcome)
    }

    /// Kilograms left in the week.
    fn left(&self) -> i64 {
        self.plan().1.judgement.unserved.0
    }

    /// Unloadings in the week.
    fn trips(&self) -> usize {
        let (_, outcome) = self.plan();
        assert_eq!(outcome.judgement.unserved, Kilograms::ZERO);
        let stops = outcome.plan.tours.iter().flat_map(|tour| &tour.stops);
        stops
            .filter(|stop| matches!(stop.kind, wasteways::plan::StopKind::Disposal(_)))
            .count()
    }
}

fn one(kg: f64) -> Land {
    Land {
        kg: vec![kg],
        ..Land::default()
    }
}

const ROOMY: i64 = 200_000;

#[test]
fn a_full_body_is_taken_and_the_rest_stays() {
    assert_eq!(one(5_000.0).left(), 0);
    assert_eq!(one(5_001.0).left(), 7);
    assert_eq!(one(9_000.0).left(), 7 * 4_000);
    let weekly = Land {
        kg: vec![3_000.0],
        trucks: vec![(20_000, ROOMY, 1)],
        visits_per_week: 1,
        ..Land::default()
    };
    assert_eq!(weekly.left(), 1_000);
}

#[test]
fn trucks_of_several_sizes_are_filled() {
    let fleet = |kg: f64, trucks: &[(i64, i64, u32)]| Land {
        trucks: trucks.to_vec(),
        ..one(kg)
    };
    assert_eq!(
        fleet(8_000.0, &[(5_000, ROOMY, 1), (3_000, ROOMY, 1)]).left(),
        0
    );
    assert_eq!(
        fleet(9_000.0, &[(5_000, ROOMY, 1), (3_000, ROOMY, 1)]).left(),
        7_000
    );
    assert_eq!(
        fleet(
            11_500.0,
            &[(6_000, ROOMY, 1), (4_000, ROOMY, 1), (1_500, ROOMY, 1)]
        )
        .left(),
        0
    );
    assert_eq!(fleet(9_000.0, &[(3_000, ROOMY, 3)]).left(), 0);
    assert_eq!(
        fleet(9_000.0, &[(12_000, ROOMY, 0), (3_000, ROOMY, 3)]).left(),
        0,
        "the large one is sold"
    );
}

#[test]
fn a_body_is_full_by_litres_too() {
    // 263 kg/m3: 2,630 kg fill 10,000 loose litres.
    let by_litres = Land {
        trucks: vec![(5_000, 10_000, 1)],
        ..one(4_000.0)
    };
    assert_eq!(by_litres.left(), 7 * (4_000 - 2_630));
    let two = Land {
        trucks: vec![(5_000, 10_000, 1), (5_000, 5_300, 1)],
        ..one(4_000.0)
    };
    assert_eq!(two.left(), 0);
}

#[test]
fn a_rest_rides_with_others() {
    let two_points = |kg: [f64; 2]| Land {
        kg: kg.to_vec(),
        hours: 4,
        ..Land::default()
    };
    assert_eq!(two_points([6_000.0, 4_000.0]).trips(), 7 * 2);
    assert_eq!(two_points([7_000.0, 3_000.0]).trips(), 7 * 2);
    assert_eq!(two_points([10_000.0, 5_000.0]).trips(), 7 * 3);
}

#[test]
fn what_room_is_left_is_filled() {
    let short = |kg: &[f64]| Land {
        kg: kg.to_vec(),
        ..Land::default()
    };
    assert_eq!(
        short(&[3_000.0, 3_000.0]).left(),
        7 * 1_000,
        "one trip of 5 t"
    );
    assert_eq!(short(&[4_000.0, 2_000.0, 2_000.0]).left(), 7 * 3_000);
    assert_eq!(short(&[6_000.0, 1_000.0]).left(), 7 * 2_000);
}

#[test]
fn a_gate_with_a_limit_takes_as_much() {
    let limited = |kg: &[f64], limit: i64| Land {
        kg: kg.to_vec(),
        limit: Some(limit),
        hours: 4,
        ..Land::default()
    };
    assert_eq!(limited(&[700.0], 500).left(), 7 * 200);
    assert_eq!(limited(&[400.0, 400.0], 500).left(), 7 * 300);
    assert_eq!(limited(&[12_000.0], 7_000).left(), 7 * 5_000);
    assert_eq!(limited(&[500.0], 500).left(), 0);
}

#[test]
fn several_visits_a_day_are_cut_each() {
    let twice = |kg: f64, trucks: u32| Land {
        trucks: vec![(5_000, ROOMY, trucks)],
        visits_per_day: Some(2),
        hours: 6,
        ..one(kg)
    };
    assert_eq!(twice(4_000.0, 1).left(), 0);
    assert_eq!(twice(11_000.0, 2).left(), 0, "5.5 t at each visit");
}
