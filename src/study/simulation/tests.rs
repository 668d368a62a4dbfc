//! The simulation against closed forms, and against the plan itself where nothing strays.

use super::*;
use crate::district::{Base, DisposalId, DistrictBuilder, Place, Spread, StationId, VehicleId};
use crate::plan::{Stop, StopKind, Tour};
use crate::planner::{Budget, PlanParams, plan_on};
use crate::quantity::{Clock, Day, Kilograms, Litres, Metres, Seconds};

fn place(east: f64) -> Place {
    Place::new(119.80 + east, 36.0)
}

/// A village with points that make 100 kg a day each, a plant beside it, and trucks.
fn district(points: usize, trucks: u32, spread: Spread) -> District {
    let mut builder = DistrictBuilder::new("lived");
    let village = builder.add_village("Town", "Mill", place(0.0), 100);
    for number in 0..points {
        let spot = place(0.001 * number as f64);
        builder.add_point(&format!("P{number}"), village, spot, 4, Some(100.0));
    }
    builder.add_plant("Plant", place(0.02));
    let base = Base::At(place(-0.005));
    builder.add_collector("truck", base, trucks, Kilograms(5_000), Litres(20_000));
    builder.district.spread = spread;
    for stream in &mut builder.district.streams {
        stream.max_age_days = Some(1);
    }
    builder.build().expect("the district is sound")
}

fn planned(district: &District) -> (Groundwork, Plan) {
    let ground = Groundwork::of(district, None, None);
    let params = PlanParams {
        budget: Some(Budget::Iterations(200)),
        ..PlanParams::default()
    };
    let plan = plan_on(district, &ground, &params, &Watch::default()).plan;
    (ground, plan)
}

fn question(runs: u32, weeks: u32) -> SimulationQuestion {
    SimulationQuestion {
        weeks,
        runs,
        seed: 1,
        plan_sha256: String::new(),
    }
}

fn lived(
    district: &District,
    (ground, plan): &(Groundwork, Plan),
    asked: &SimulationQuestion,
) -> Tally {
    let mut all = Tally::default();
    let watch = Watch::default();
    let blocks = simulate(
        (district, ground, plan),
        asked,
        (Share::WHOLE, &[]),
        &watch,
        &|_| {},
    );
    blocks.into_iter().for_each(|block| all.merge(block.tally));
    all
}

fn risk(district: &District, week: &(Groundwork, Plan), asked: &SimulationQuestion) -> Risk {
    let tally = lived(district, week, asked);
    Risk::of((district, &week.0, &week.1), asked, &tally)
}

#[test]
fn without_spread_a_week_is_the_plan() {
    let district = district(12, 1, Spread::NONE);
    let week = planned(&district);
    assert!(week.1.unserved.is_empty());
    let found = risk(&district, &week, &question(3, 2));
    assert_eq!(found.points, [], "nothing overflows");
    assert_eq!(found.late_tours.value, 0.0);
    assert_eq!(found.full_early.value, 0.0);
    assert_eq!(found.breakdowns.value, 0.0);
    assert!((found.daily_clearing_percent.value - 100.0).abs() < 1e-9);
}

/// The normal distribution function (Abramowitz & Stegun 26.2.17; error below 1e-7).
fn phi(z: f64) -> f64 {
    if z < 0.0 {
        return 1.0 - phi(-z);
    }
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series = [
        0.319_381_530,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ];
    let sum = series.iter().rev().fold(0.0, |sum, c| (sum + c) * t);
    1.0 - (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt() * sum
}

#[test]
fn overflow_has_its_closed_form() {
    // A point emptied daily overflows in a week unless each of seven independent days fits: 1 - F(room)^7.
    let cv: f64 = 0.5;
    let spread = Spread {
        point_cv: cv,
        ..Spread::NONE
    };
    let mut district = district(1, 1, spread);
    let bins = &mut district.points[0].bins[0];
    bins.containers = 1;
    bins.visits_per_week = Some(7);
    bins.container_litres = Litres(800);
    let density = district.streams[0].loose_kg_m3;
    let sigma = (1.0 + cv * cv).ln().sqrt();
    let room = 0.8 * density / 100.0;
    let z = (room.ln() + sigma * sigma / 2.0) / sigma;
    let expected = 1.0 - phi(z).powi(7);
    let week = planned(&district);
    let found = risk(&district, &week, &question(4_000, 1));
    let overflow = found.points[0].overflow;
    assert!(
        expected > 0.05 && expected < 0.95,
        "a case worth asking: {expected}"
    );
    assert!(
        overflow.low <= expected && expected <= overflow.high,
        "{overflow:?}, {expected}"
    );
    assert!(overflow.high - overflow.low < 0.04);
    // And with a container more: the same form with twice the room.
    let (_, mended) = found.weakest[0].mends[0];
    let z = ((2.0 * room).ln() + sigma * sigma / 2.0) / sigma;
    let expected = 1.0 - phi(z).powi(7);
    assert!((mended - expected).abs() < 0.02, "{mended}, {expected}");
}

/// A tour that comes to the station at a minute past nine and takes 20 minutes there.
fn visit(number: usize, minute: i64) -> Tour {
    let stop = |kind, arrival: Clock, stay: i64, seconds: i64| Stop {
        trip: 1,
        kind,
        stream: None,
        arrival,
        start: arrival,
        departure: arrival + Seconds::minutes(stay),
        kg: Kilograms(0),
        litres: Litres(0),
        kg_on_board: Kilograms(0),
        metres: Metres(0),
        seconds: Seconds(seconds),
    };
    let station = StopKind::Disposal(DisposalId::Station(StationId(0)));
    let nine = Clock::at(9, 0);
    Tour {
        name: format!("mon-{number:03}"),
        day: Day(0),
        vehicle: VehicleId(0),
        stops: vec![
            stop(StopKind::Start, nine, 0, 0),
            stop(station, nine + Seconds::minutes(minute), 20, 60 * minute),
            stop(StopKind::End, nine + Seconds::minutes(minute + 20), 0, 0),
        ],
    }
}

#[test]
fn docks_serve_first_come_first_served_as_the_plan_analysis_says() {
    for (docks, waited) in [(1, 35), (2, 5), (3, 0)] {
        let mut district = district(1, 3, Spread::NONE);
        let mut builder = DistrictBuilder::from(district);
        let station = builder.add_station("Station", place(0.01));
        builder.district.stations[station.index()].gate.docks = Some(docks);
        district = builder.unjudged();
        // 9:30, 9:40, 9:45 with 20 minutes each: on one dock the second waits 10 minutes, the third 25.
        let plan = Plan {
            tours: vec![visit(1, 30), visit(2, 40), visit(3, 45)],
            ..Plan::default()
        };
        let ground = Groundwork::of(&district, None, None);
        let profile = crate::transfer::load_profile(&district, &ground.travel, &plan);
        assert_eq!(profile.queue(), Seconds::minutes(waited));
        let tally = lived(&district, &(ground, plan), &question(2, 3));
        let each: Vec<i64> = tally.runs.iter().map(|run| run.queue_s).collect();
        assert_eq!(each, [3 * 60 * waited; 2], "{docks} docks");
    }
}

#[test]
fn breakdowns_come_as_often_as_they_should() {
    let spread = Spread {
        breakdown: 0.1,
        ..Spread::NONE
    };
    let district = district(4, 1, spread);
    let week = planned(&district);
    let expected = 0.1 * week.1.tours.len() as f64;
    let found = risk(&district, &week, &question(1_000, 1)).breakdowns;
    assert!(
        found.low <= expected && expected <= found.high,
        "{found:?}, {expected}"
    );
}

#[test]
fn a_truck_that_is_full_early_unloads_and_comes_back_or_leaves_the_rest() {
    use crate::district::WhenFull;
    let lives = |when_full| {
        let spread = Spread {
            district_cv: 0.5,
            when_full,
            ..Spread::NONE
        };
        let mut district = district(12, 1, spread);
        // A day's waste just fits.
        district.vehicles[0].payload = Kilograms(1_250);
        let week = planned(&district);
        assert!(week.1.unserved.is_empty());
        risk(&district, &week, &question(200, 1))
    };
    let (back, left) = (lives(WhenFull::Unload), lives(WhenFull::Leave));
    assert!(back.full_early.value > 0.0 && left.full_early.value > 0.0);
    assert!(
        (back.daily_clearing_percent.value - 100.0).abs() < 0.5,
        "{:?}",
        back.daily_clearing_percent
    );
    assert!(
        left.daily_clearing_percent.value < 99.0,
        "{:?}",
        left.daily_clearing_percent
    );
}

#[test]
fn neither_threads_nor_blocks_show() {
    let district = district(10, 2, Spread::default());
    let week = planned(&district);
    let asked = question(130, 2);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool of so many threads");
        pool.install(|| lived(&district, &week, &asked))
    };
    let whole = on(1);
    assert_eq!(whole, on(3));
    assert_eq!(whole.runs.len(), 130);
    let mut dealt = Tally::default();
    for number in [3, 1, 2] {
        let place = (&district, &week.0, &week.1);
        let share = (Share { number, of: 3 }, &[][..]);
        let blocks = simulate(place, &asked, share, &Watch::default(), &|_| {});
        blocks
            .into_iter()
            .for_each(|block| dealt.merge(block.tally));
    }
    assert_eq!(whole, dealt);
}

#[test]
fn the_same_plan_compared_with_itself_differs_by_nothing() {
    let district = district(6, 1, Spread::default());
    let week = planned(&district);
    let tally = lived(&district, &week, &question(20, 1));
    let compared = Comparison::of(&tally, &tally);
    assert_eq!(
        (compared.overflowing.low, compared.overflowing.high),
        (0.0, 0.0)
    );
}
