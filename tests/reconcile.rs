//! Rates recovered from what was weighed: true rates are made up, weighed with noise, and found again.

#![cfg(feature = "lp")]

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use std::collections::BTreeMap;
use wasteways::district::{CalendarDay, DisposalId, District, Draft, PlantId, VillageId};
use wasteways::flow::{
    Assigned, Assignment, OnwardPrices, Origin, PointLoad, Reconciliation, Ways, Weighed, Weighing,
    WeighingDay, assign, flow, reconcile, reconciled,
};
use wasteways::generate::{GenerateParams, generate};
use wasteways::input::Weighings;
use wasteways::roads::travel;

const NOISE: f64 = 0.05;

struct World {
    district: District,
    loads: Vec<PointLoad>,
    assignment: Assignment,
    /// By village: the true factor on the model's rate.
    truth: Vec<f64>,
    random: Pcg64,
}

fn changed(district: District, change: impl FnOnce(&mut Draft)) -> District {
    district.edited(change).expect("no rule is broken")
}

impl World {
    fn new(seed: u64) -> Self {
        let made = generate(&GenerateParams::sized(3, 24, 300, seed)).expect("it can be made");
        let district = changed(made.district, |draft| draft.calendar.clear());
        let loads = flow(&district, None).loads;
        // As if stations were free and plants far off, so that most of it is tipped at stations.
        let ends = changed(district.clone(), |draft| {
            for station in &mut draft.stations {
                station.gate.price_per_tonne = wasteways::quantity::Money::ZERO;
            }
            for plant in &mut draft.plants {
                plant.place.longitude += 0.3;
            }
        });
        let free = OnwardPrices::default();
        let assignment = assign(&ends, &travel(&ends, None), &loads, &free);
        let mut random = Pcg64::seed_from_u64(seed);
        let truth = district
            .villages
            .iter()
            .map(|_| 0.7 + 0.9 * random.random::<f64>())
            .collect();
        Self {
            district,
            loads,
            assignment,
            truth,
            random,
        }
    }

    fn normal(&mut self) -> f64 {
        // Irwin and Hall: twelve uniform numbers less six.
        (0..12).map(|_| self.random.random::<f64>()).sum::<f64>() - 6.0
    }

    /// What a village truly makes a day.
    fn true_kg(&self, row: &Assigned) -> f64 {
        match row.origin {
            Origin::Village(id) => row.kg_per_day * self.truth[id.index()],
            Origin::Point(_) => row.kg_per_day,
        }
    }

    /// Every facility weighed on so many days, and every counted village.
    fn weighed(&mut self, days: u8, counted: &[usize]) -> Vec<Weighing> {
        let mut by_facility: BTreeMap<DisposalId, f64> = BTreeMap::new();
        let mut by_village = vec![0.0; self.truth.len()];
        for row in &self.assignment.rows {
            let kg = self.true_kg(row);
            let Some(facility) = row.facility else {
                continue;
            };
            *by_facility.entry(facility).or_default() += kg;
            if let DisposalId::Station(id) = facility
                && let Some(plant) = self.district.stations[id.index()].plant
            {
                *by_facility.entry(DisposalId::Plant(plant)).or_default() += kg;
            }
            if let Origin::Village(id) = row.origin {
                by_village[id.index()] += kg;
            }
        }
        let mut weighings = Vec::new();
        for day in 0..days {
            let on = on(day);
            let mut weigh = |world: &mut Self, what, kg: f64| {
                let kg = kg * (1.0 + NOISE * world.normal());
                weighings.push(Weighing {
                    what,
                    on,
                    stream: None,
                    kg,
                    stated_cv: None,
                });
            };
            for (&facility, &kg) in &by_facility {
                weigh(self, Weighed::Facility(facility), kg);
            }
            for &village in counted {
                let origin = Origin::Village(VillageId::from_index(village));
                weigh(self, Weighed::Origin(origin, 1), by_village[village]);
            }
        }
        weighings
    }

    /// What each facility gets of villages and points by the trucks, kg a day: truly, and as found.
    fn catchments(&self, found: &Reconciliation) -> BTreeMap<DisposalId, (f64, f64)> {
        let mut sums: BTreeMap<DisposalId, (f64, f64)> = BTreeMap::new();
        for row in &self.assignment.rows {
            if let Some(facility) = row.facility {
                let entry = sums.entry(facility).or_default();
                entry.0 += self.true_kg(row);
                entry.1 += row.kg_per_day * found.factor(row.origin);
            }
        }
        sums
    }

    fn assert_catchments(&self, found: &Reconciliation, what: &str) {
        for (facility, (truth, kg)) in self.catchments(found) {
            let off = kg / truth - 1.0;
            assert!(off.abs() < 0.02, "{what}, {facility:?}: {off:+.4}");
        }
    }

    /// Stations, the one that gets most first.
    fn stations(&self) -> Vec<DisposalId> {
        let loads = self.assignment.facilities.iter();
        let mut stations: Vec<_> = loads
            .filter(|load| matches!(load.facility, DisposalId::Station(_)) && load.kg_per_day > 0.0)
            .collect();
        stations.sort_by(|a, b| b.kg_per_day.total_cmp(&a.kg_per_day));
        stations.iter().map(|load| load.facility).collect()
    }

    fn found(&self, weighings: &[Weighing]) -> Reconciliation {
        let ways = Ways::of_assignment(&self.district, &self.assignment);
        reconcile(&self.district, &self.loads, &ways, weighings)
    }
}

/// A day of the base season: no dated row of the calendar is read here.
fn on(day: u8) -> WeighingDay {
    let date = CalendarDay {
        year: Some(2026),
        month: 3 + day / 28,
        day: 1 + day % 28,
    };
    WeighingDay::of(date).expect("it exists")
}

#[test]
fn counted_villages_and_catchments_are_found_within_two_percent() {
    let mut world = World::new(3);
    let counted: Vec<usize> = (0..world.truth.len()).step_by(2).collect();
    let weighings = world.weighed(90, &counted);
    let found = world.found(&weighings);
    assert!(found.left_out().is_empty(), "{:?}", found.left_out());
    assert!(
        (0.05..0.95).contains(&found.p_value) || found.p_value > 0.01,
        "{}",
        found.p_value
    );
    for &village in &counted {
        let factor = found.factor(Origin::Village(VillageId::from_index(village)));
        let truth = world.truth[village];
        assert!(
            (factor / truth - 1.0).abs() < 0.02,
            "village {village}: {factor} for {truth}"
        );
    }
    // A catchment is known as a whole, also where single villages are not.
    world.assert_catchments(&found, "ninety days");
    let adjusted = flow(&reconciled(&world.district, &found), None).loads;
    let kg: f64 = adjusted.iter().map(PointLoad::kg_per_week).sum::<f64>() / 7.0;
    let truth: f64 = world
        .assignment
        .rows
        .iter()
        .map(|row| world.true_kg(row))
        .sum();
    assert!(
        (kg / truth - 1.0).abs() < 0.02,
        "the table that plan uses: {kg} for {truth}"
    );
}

#[test]
fn a_planted_gross_error_is_named_and_does_no_harm() {
    for (at, factor) in [(7, 1.6), (40, 0.4), (100, 10.0)] {
        let mut world = World::new(4);
        let mut weighings = world.weighed(60, &[0, 5]);
        weighings[at].kg *= factor;
        let planted = weighings[at];
        let found = world.found(&weighings);
        let worst = found.worst().expect("something was weighed");
        assert_eq!(
            (worst.weighing.what, worst.weighing.on),
            (planted.what, planted.on)
        );
        assert!(worst.is_left_out && worst.normalised.signum() == (factor - 1.0_f64).signum());
        assert_eq!(found.left_out().len(), 1, "nothing else");
        assert!(found.chi_square < found.chi_square_of_all);
    }
}

#[test]
fn gates_closed_on_sundays_weigh_seven_days_waste_in_six() {
    for seed in 8..12 {
        let mut world = World::new(seed);
        let mut weighings = world.weighed(84, &[]);
        weighings.retain(|weighing| weighing.on.day.index() < 6);
        for weighing in &mut weighings {
            weighing.kg *= 7.0 / 6.0;
        }
        let found = world.found(&weighings);
        world.assert_catchments(&found, "six days a week");
        assert!(found.left_out().is_empty() && found.wrong_scales().is_empty());
    }
}

#[test]
fn scales_that_are_always_wrong_are_named_and_do_no_harm() {
    // A third more or less at one of three stations could as well be a tenth at the plant: only larger errors are told apart.
    for (seed, times) in [(9, 1.5), (10, 0.5), (11, 1.6), (14, 2.0)] {
        let mut world = World::new(seed);
        let wrong = world.stations()[0];
        let mut weighings = world.weighed(60, &[]);
        for weighing in &mut weighings {
            if weighing.what == Weighed::Facility(wrong) {
                weighing.kg *= times;
            }
        }
        let found = world.found(&weighings);
        let [scales] = found.wrong_scales()[..] else {
            panic!("seed {seed}: {:?}", found.scales);
        };
        assert_eq!(scales.facility, wrong, "seed {seed}");
        // What the plant has, less what the other stations have, says what came: to some percent.
        assert!(
            ((1.0 + scales.error) / times - 1.0).abs() < 0.15,
            "seed {seed}: {scales:?}"
        );
        let (truth, kg) = world.catchments(&found)[&wrong];
        assert!(
            (kg / truth - 1.0).abs() < 0.1,
            "seed {seed}: {kg} for {truth}"
        );
    }
}

#[test]
fn good_weighings_are_rarely_accused() {
    let mut accused = 0;
    for seed in 100..140 {
        let mut world = World::new(seed);
        let weighings = world.weighed(60, &[1, 4]);
        let found = world.found(&weighings);
        assert!(found.wrong_scales().is_empty(), "seed {seed}");
        assert!(found.p_value > 0.01, "seed {seed}: {}", found.p_value);
        accused += usize::from(!found.left_out().is_empty());
        world.assert_catchments(&found, "sixty days");
    }
    assert!(accused <= 3, "{accused} of 40, where 1 in 100 is meant");
}

#[test]
fn a_stated_uncertainty_is_believed() {
    let mut world = World::new(12);
    let counted = Weighed::Origin(Origin::Village(VillageId::from_index(0)), 1);
    let mut weighings = world.weighed(6, &[0]);
    let of_village = |weighings: &mut Vec<Weighing>, cv| {
        for weighing in weighings.iter_mut().filter(|row| row.what == counted) {
            weighing.stated_cv = Some(cv);
        }
    };
    let sd = |weighings: &[Weighing]| world.found(weighings).factors[0].sd;
    of_village(&mut weighings, 0.01);
    let sure = sd(&weighings);
    of_village(&mut weighings, 0.5);
    assert!(
        sure < 0.01 && sd(&weighings) > 5.0 * sure,
        "six times one percent"
    );
}

#[test]
fn a_factor_that_nobody_believes_is_written_nowhere() {
    let mut world = World::new(12);
    let weighings = world.weighed(6, &[0]);
    let mut found = world.found(&weighings);
    found.district_factor = 1.0;
    for (row, factor) in found.factors.iter_mut().zip([-0.2, 0.05, 12.0, 1.1]) {
        row.factor = factor;
    }
    let of = |k: usize| found.factor(found.factors[k].origin);
    assert_eq!([of(0), of(1), of(2), of(3)], [1.0, 1.0, 1.0, 1.1]);
    let rates = wasteways::flow::reconciled(&world.district, &found);
    for (k, village) in rates.villages.iter().enumerate().take(3) {
        let before = world.district.villages[k].kg_per_person_day;
        assert_eq!(village.kg_per_person_day, before, "village {k} stays");
    }
}

#[test]
fn points_of_a_village_speak_for_it() {
    let world = World::new(13);
    let point = world.loads[0].point;
    let village = world.district.points[point.index()]
        .village
        .expect("a village's");
    let kg: f64 = world
        .loads
        .iter()
        .filter(|load| load.point == point)
        .map(PointLoad::kg_per_week)
        .sum();
    let count = |date| Weighing {
        what: Weighed::Point(point, 2),
        on: on(date),
        stream: None,
        kg: 1.25 * kg / 7.0 * 2.0,
        stated_cv: Some(0.01),
    };
    let found = world.found(&[count(0), count(7)]);
    assert!((found.factor(Origin::Village(village)) - 1.25).abs() < 0.002);
    assert!((found.measurements[0].modelled_kg - kg / 3.5).abs() < 1e-6);
}

#[test]
fn a_seasons_weighings_are_told_by_the_calendar_not_by_the_rates() {
    use wasteways::district::CalendarRow;
    let mut world = World::new(5);
    let march = |day| {
        Some(CalendarDay {
            year: None,
            month: 3,
            day,
        })
    };
    let festival = CalendarRow {
        factor: 1.3,
        from: march(1),
        to: march(31),
        days: None,
        day_digits: Vec::new(),
        lunar: false,
        town: None,
        village: None,
        stream: None,
    };
    world.district = changed(world.district, |draft| draft.calendar = vec![festival]);
    world.truth.iter_mut().for_each(|factor| *factor = 1.0);
    let mut weighings = world.weighed(28, &[]);
    weighings.iter_mut().for_each(|weighing| weighing.kg *= 1.3);
    let found = world.found(&weighings);
    // Generators are not in the calendar's way; all else is.
    assert!(
        (found.district_factor - 1.0).abs() < 0.03,
        "{}",
        found.district_factor
    );
}

#[test]
fn what_the_model_does_not_know_is_said() {
    let world = World::new(6);
    let ways = Ways::default();
    let nowhere = Weighing {
        what: Weighed::Facility(DisposalId::Plant(PlantId::from_index(0))),
        on: on(0),
        stream: None,
        kg: 5_000.0,
        stated_cv: None,
    };
    let found = reconcile(&world.district, &world.loads, &ways, &[nowhere]);
    assert_eq!(found.unknown, [nowhere]);
    assert!(found.measurements.is_empty() && (found.p_value - 1.0).abs() < 1e-12);
    assert!(
        found
            .factors
            .iter()
            .all(|row| (row.factor - 1.0).abs() < 1e-9)
    );
}

#[test]
fn tonnes_are_no_kilograms() {
    let world = World::new(7);
    let plant = &world.district.plants[0].name;
    let village = &world.district.villages[0].name;
    let folder = tempfile::tempdir().expect("a scratch folder");
    let write = |name: &str, text: String| {
        std::fs::write(folder.path().join(name), text).expect("it can be written");
    };
    let read = || wasteways::input::read_weighings(folder.path(), &world.district);
    write(
        "过磅.csv",
        format!(
            "过磅记录\n日期,处理厂,净重(吨)\n2026年3月2日,{plant},12.35\n2026-03-03,{plant},8560kg\n合计,,20.91\n"
        ),
    );
    write(
        "计数.csv",
        format!("日期,村庄,重量(斤),天数(天)\n20260302,{village},\"1,200\",2天\n"),
    );
    let kg: Vec<f64> = read()
        .expect("both are read")
        .weighings
        .iter()
        .map(|row| row.kg)
        .collect();
    assert_eq!(kg, [12_350.0, 8_560.0, 600.0]);
    write(
        "过磅.csv",
        format!("日期,处理厂,净重(车)\n2026-03-02,{plant},3\n"),
    );
    let told = read().expect_err("loads have no weight").to_string();
    assert!(
        told.contains("column kg: \"净重(车)\"") && told.contains("units that are understood"),
        "{told}"
    );
}

#[test]
fn spoiled_weighings_are_told_all_at_once() {
    let world = World::new(7);
    let folder = tempfile::tempdir().expect("a scratch folder");
    let read = || wasteways::input::read_weighings(folder.path(), &world.district);
    let told = |result: Result<Weighings, wasteways::input::InputError>| match result {
        Err(wasteways::input::InputError::Faults { faults, .. }) => faults
            .iter()
            .map(|fault| (fault.file.clone(), fault.row, fault.column.clone()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let write = |name: &str, text: String| {
        std::fs::write(folder.path().join(name), text).expect("it can be written");
    };
    assert_eq!(told(read()).len(), 1, "neither table");
    let plant = &world.district.plants[0].name;
    write(
        "weighbridge.csv",
        format!("date,facility,kg\n2026-02-30,{plant},5\n2026-03-02,Nowhere,-5\n02-10,{plant},x\n"),
    );
    write(
        "counts.csv",
        "日期,村庄,公斤,天数\n2026-03-01,,5,0\n".into(),
    );
    let at = |file: &str, row, column: &str| (file.to_owned(), Some(row), column.to_owned());
    assert_eq!(
        told(read()),
        [
            at("counts.csv", 2, "days"),
            at("counts.csv", 2, "village"),
            at("weighbridge.csv", 2, "date"),
            at("weighbridge.csv", 3, "facility"),
            at("weighbridge.csv", 3, "kg"),
            at("weighbridge.csv", 4, "date"),
            at("weighbridge.csv", 4, "kg"),
        ]
    );
    write(
        "weighbridge.csv",
        format!(
            "date,facility,kg,stream,uncertainty_percent\n2026-03-02,{plant},5,,\n2026-03-03,{plant},5,residual,400\n"
        ),
    );
    let (village, point) = (
        &world.district.villages[0].name,
        &world.district.points[world.loads[0].point.index()].name,
    );
    write(
        "counts.csv",
        format!(
            "date,village,point,kg,containers,fill,container_litres\n2026-03-01,{village},,5,2,,\n2026-03-01,,{point},,,0.5,\n\
             2026-03-01,{village},{point},7,,,\n2026-03-01,{village},,7,,0.5,240\n2026-03-01,,Nowhere,,-1,1.5,0\n"
        ),
    );
    assert_eq!(
        told(read()),
        [
            at("counts.csv", 2, "kg"),
            at("counts.csv", 3, "kg"),
            at("counts.csv", 4, "village"),
            at("counts.csv", 5, "container_litres"),
            at("counts.csv", 5, "fill"),
            at("counts.csv", 6, "container_litres"),
            at("counts.csv", 6, "containers"),
            at("counts.csv", 6, "fill"),
            at("counts.csv", 6, "point"),
            at("weighbridge.csv", 3, "stream"),
            at("weighbridge.csv", 3, "uncertainty_percent"),
        ]
    );
    write(
        "weighbridge.csv",
        format!(
            "日期,中转站,净重,车牌,天气\n2026-03-02 07:15:00,{plant},5000,A1,rain\n2026-03-02,{plant},4000,A2,\n2026-03-02 07:15:00,{plant},5000,A1,rain\n"
        ),
    );
    write(
        "counts.csv",
        format!(
            "日期,村庄,公斤,桶数,满溢率,不确定度\n2026-03-01,{village},400,,,\n2026-03-01,{village},,5,80%,12\n"
        ),
    );
    let Weighings {
        weighings,
        warnings,
    } = read().expect("both are sound");
    let warned: Vec<_> = warnings
        .iter()
        .map(|warning| {
            (
                warning.row,
                warning.value.as_str(),
                warning.expected.as_str(),
            )
        })
        .collect();
    let twice = "each weighing once; 1 of 3 rows stand twice, word for word, as this one and row 2";
    let unread = "a column of this table; this one is not read";
    assert_eq!(warned, [(Some(1), "天气", unread), (Some(4), "", twice)]);
    assert_eq!(weighings.len(), 5);
    let residual = &world.district.streams[world.district.residual().index()];
    let held = 5.0 * 0.8 * 0.240 * residual.loose_kg_m3;
    assert!((weighings[4].kg - held).abs() < 1e-9 && weighings[4].stated_cv == Some(0.12));
    assert_eq!(
        (weighings[0].kg, weighings[0].on.day),
        (5_000.0, wasteways::quantity::Day(0))
    );
}
