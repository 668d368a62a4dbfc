//! Two judges that share no code agree: ours and `check_plan.py`, on a greedy plan of sixty real sites and on what
//! becomes of it when it is spoiled. An extra: skipped, with a word, where that script or python3 is absent.

#![cfg(feature = "plan")]

use rand::{RngExt, SeedableRng};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasteways::check::{Judgement, check};
use wasteways::district::{DisposalId, District, PointId, VehicleId};
use wasteways::flow::flow;
use wasteways::input::{read_district, read_plan};
use wasteways::plan::{Plan, Reason, Stop, StopKind, Tour, Unserved};
use wasteways::quantity::{Clock, Day, Kilograms, Litres, Metres, Seconds};
use wasteways::roads::{SiteId, Travel, travel};

/// Spoiled plans beyond those with a name; more by an environment variable.
const NUM_RANDOM: usize = 16;

/// The district, and the script that judges it too.
struct Bench {
    script: PathBuf,
    folder: PathBuf,
    district: District,
    travel: Travel,
}

impl Bench {
    fn open() -> Option<Self> {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let (script, folder) = (
            shared.join("bench/check_plan.py"),
            shared.join("cases/qingdao-60"),
        );
        let has_python = Command::new("python3")
            .arg("--version")
            .output()
            .is_ok_and(|out| out.status.success());
        if !has_python || !script.exists() || !folder.exists() {
            println!(
                "skipped: python3, {} or {} is absent",
                script.display(),
                folder.display()
            );
            return None;
        }
        let district = read_district(&folder)
            .expect("the case is a district")
            .district;
        let travel = travel(&district, None);
        Some(Self {
            script,
            folder,
            district,
            travel,
        })
    }

    /// Ours, of the plan as written.
    fn ours(&self, written: &Path) -> Judgement {
        let plan = read_plan(written, &self.district).expect("a plan that was written reads back");
        check(
            &self.district,
            &self.travel,
            &flow(&self.district, None).loads,
            &plan,
        )
    }

    /// Theirs: the line of figures, and what it found.
    fn theirs(&self, written: &Path) -> (serde_json::Value, String) {
        let judge = Command::new("python3")
            .arg(&self.script)
            .arg(&self.folder)
            .arg(written)
            .output()
            .unwrap();
        let text = String::from_utf8(judge.stdout).unwrap();
        let (figures, faults) = text
            .split_once('\n')
            .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&judge.stderr)));
        (serde_json::from_str(figures).unwrap(), faults.to_owned())
    }

    fn agree(&self, plan: &Plan, how: &str) {
        let folder = tempfile::tempdir().unwrap();
        write(&self.district, plan, folder.path());
        let ours = self.ours(folder.path());
        let (theirs, faults) = self.theirs(folder.path());
        let figure = |name: &str| theirs[name].as_f64().unwrap();
        let both = format!("{how}\n{:#?}\n{theirs}\n{faults}", ours.findings);
        assert_eq!(ours.is_clean(), figure("violations") == 0.0, "{both}");
        assert_eq!(
            f64::from(ours.missed_visits),
            figure("missed_visits"),
            "{both}"
        );
        assert!(
            (ours.unserved.as_f64() - figure("unserved_kg")).abs() <= 1.0,
            "{both}"
        );
        assert!(
            (ours.collected.as_f64() - figure("collected_kg")).abs() <= 1.0,
            "{both}"
        );
        assert!(
            (ours.cost.collection().as_units() - figure("cost")).abs() <= 0.01,
            "{:?} {both}",
            ours.cost
        );
        assert!(
            (ours.duration.as_f64() / 3600.0 - figure("hours")).abs() <= 0.001,
            "{both}"
        );
    }
}

fn write(district: &District, plan: &Plan, folder: &Path) {
    let mut tours = "tour,day,vehicle\n".to_owned();
    let mut stops =
        "tour,trip,sequence,kind,id,arrival,start,departure,kg,litres,kg_on_board,metres,seconds\n"
            .to_owned();
    let mut unserved = "id,day,kg,reason\n".to_owned();
    for tour in &plan.tours {
        let vehicle = &district.vehicles[tour.vehicle.index()].name;
        writeln!(tours, "{},{},{vehicle}", tour.name, tour.day).unwrap();
        for (sequence, stop) in tour.stops.iter().enumerate() {
            let (kind, id) = match stop.kind {
                StopKind::Start => ("start", ""),
                StopKind::Break => ("break", ""),
                StopKind::End => ("end", ""),
                StopKind::Point(point) => ("point", district.points[point.index()].name.as_str()),
                StopKind::Disposal(id @ DisposalId::Station(_)) => {
                    ("station", district.disposal_name(id))
                }
                StopKind::Disposal(id @ DisposalId::Plant(_)) => {
                    ("plant", district.disposal_name(id))
                }
            };
            let clocks = format!("{},{},{}", stop.arrival, stop.start, stop.departure);
            let loads = format!("{},{},{}", stop.kg.0, stop.litres.0, stop.kg_on_board.0);
            writeln!(
                stops,
                "{},{},{sequence},{kind},{id},{clocks},{loads},{},{}",
                tour.name, stop.trip, stop.metres.0, stop.seconds.0
            )
            .unwrap();
        }
    }
    for row in &plan.unserved {
        let name = &district.points[row.point.index()].name;
        writeln!(unserved, "{name},{},{},{}", row.day, row.kg.0, row.reason).unwrap();
    }
    for (name, text) in [
        ("tours.csv", tours),
        ("stops.csv", stops),
        ("unserved.csv", unserved),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

/// A tour of the nearest point next, tipped when the body is full.
struct Greedy<'a> {
    bench: &'a Bench,
    site: SiteId,
    clock: Clock,
    stops: Vec<Stop>,
}

const TRUCK: VehicleId = VehicleId(0);

impl<'a> Greedy<'a> {
    /// Every point every day, as many a tour as its two trucks share.
    fn plan(bench: &'a Bench) -> Plan {
        let mut plan = Plan::default();
        for day in Day::WEEK {
            let mut waiting: Vec<PointId> = (0..bench.district.points.len())
                .map(PointId::from_index)
                .collect();
            let share = waiting
                .len()
                .div_ceil(bench.district.vehicles[0].count as usize);
            while !waiting.is_empty() {
                let name = format!("{day}-{:03}", waiting.len());
                let stops = Self::tour(bench, share, &mut waiting);
                plan.tours.push(Tour {
                    name,
                    day,
                    vehicle: TRUCK,
                    stops,
                });
            }
        }
        plan
    }

    fn tour(bench: &'a Bench, share: usize, waiting: &mut Vec<PointId>) -> Vec<Stop> {
        let site = bench.travel.sites.start(TRUCK);
        let mut tour = Self {
            bench,
            site,
            clock: Clock::at(8, 0),
            stops: Vec::new(),
        };
        tour.stand(StopKind::Start, site, Seconds::ZERO, Kilograms::ZERO);
        for _ in 0..share {
            let travel = &bench.travel;
            let away = |point: PointId| {
                travel
                    .leg(TRUCK, tour.site, travel.sites.point(point))
                    .metres
            };
            let Some(nearest) = (0..waiting.len()).min_by_key(|&i| away(waiting[i])) else {
                break;
            };
            let point = waiting.swap_remove(nearest);
            let bins = &bench.district.points[point.index()].bins[0];
            let kg = Kilograms::rounded(bins.kg_per_day.expect("the case says what trucks take"));
            if tour.is_full_with(kg) {
                tour.tip();
            }
            tour.stand(
                StopKind::Point(point),
                travel.sites.point(point),
                bins.service,
                kg,
            );
        }
        tour.tip();
        tour.stand(StopKind::End, site, Seconds::ZERO, Kilograms::ZERO);
        tour.stops
    }

    /// A little short of the payload and the body, for each stop rounds its litres.
    fn is_full_with(&self, kg: Kilograms) -> bool {
        let truck = &self.bench.district.vehicles[0];
        let kg = self.on_board() + kg;
        let litres = self.bench.district.streams[0].loose_litres(kg) + Litres(100);
        kg > truck.payload || litres > truck.loose_capacity()
    }

    fn on_board(&self) -> Kilograms {
        self.stops
            .last()
            .map_or(Kilograms::ZERO, |stop| stop.kg_on_board)
    }

    fn tip(&mut self) {
        let plant = self.bench.district.disposals().next().unwrap();
        let (site, unload) = (
            self.bench.travel.sites.disposal(plant),
            self.bench.district.gate(plant).unload,
        );
        self.stand(StopKind::Disposal(plant), site, unload, self.on_board());
    }

    fn stand(&mut self, kind: StopKind, site: SiteId, time: Seconds, kg: Kilograms) {
        let leg = self.bench.travel.leg(TRUCK, self.site, site);
        let arrival = self.clock + leg.time();
        let before = self.on_board();
        let kg_on_board = if matches!(kind, StopKind::Disposal(_)) {
            Kilograms::ZERO
        } else {
            before + kg
        };
        (self.site, self.clock) = (site, arrival + time);
        let fillings = self
            .stops
            .iter()
            .filter(|stop| matches!(stop.kind, StopKind::Disposal(_)));
        let trip = fillings.count() as u32 + u32::from(kind != StopKind::End);
        self.stops.push(Stop {
            trip,
            kind,
            stream: None,
            arrival,
            start: arrival,
            departure: self.clock,
            kg,
            litres: self.bench.district.streams[0].loose_litres(kg),
            kg_on_board,
            metres: leg.distance(),
            seconds: leg.time(),
        });
    }
}

fn delay(stops: &mut [Stop], by: Seconds) {
    for stop in stops {
        stop.arrival = stop.arrival + by;
        stop.start = stop.start + by;
        stop.departure = stop.departure + by;
    }
}

fn unserved(point: PointId, day: Day, kg: Kilograms) -> Unserved {
    Unserved {
        point,
        day,
        stream: wasteways::district::StreamId(0),
        kg,
        reason: Reason::FleetExhausted,
    }
}

/// Takes a stop out of Wednesday's first tour, so that the rest still adds up; returns what stays.
fn leave_out(plan: &mut Plan, bench: &Bench) -> (PointId, Day, Kilograms) {
    let tour = plan
        .tours
        .iter_mut()
        .find(|tour| tour.day == Day(2))
        .unwrap();
    let left = tour.stops.remove(3);
    let StopKind::Point(point) = left.kind else {
        panic!("a point stands there")
    };
    let rest = &mut tour.stops[3..];
    let tipped = rest
        .iter()
        .position(|stop| matches!(stop.kind, StopKind::Disposal(_)))
        .unwrap();
    rest[..tipped]
        .iter_mut()
        .for_each(|stop| stop.kg_on_board -= left.kg);
    rest[tipped].kg -= left.kg;
    rest[tipped].litres -= left.litres;
    let site = |stop: &Stop| match stop.kind {
        StopKind::Point(point) => bench.travel.sites.point(point),
        _ => panic!("a point stands there"),
    };
    let leg = bench
        .travel
        .leg(TRUCK, site(&tour.stops[2]), site(&tour.stops[3]));
    (tour.stops[3].metres, tour.stops[3].seconds) = (leg.distance(), leg.time());
    let late = tour.stops[2].departure + leg.time() - tour.stops[3].arrival;
    delay(&mut tour.stops[3..], late);
    (point, Day(2), left.kg)
}

type Spoil = fn(&mut Plan);

const SPOILS: [(&str, Spoil); 14] = [
    ("a metre is rounding", |plan| {
        plan.tours[0].stops[2].metres += Metres(1)
    }),
    ("two metres are not", |plan| {
        plan.tours[0].stops[2].metres += Metres(2)
    }),
    ("two seconds neither", |plan| {
        plan.tours[0].stops[2].seconds += Seconds(2)
    }),
    ("a second late", |plan| {
        delay(&mut plan.tours[0].stops[4..], Seconds(1))
    }),
    ("a minute late", |plan| {
        delay(&mut plan.tours[0].stops[4..], Seconds(60))
    }),
    ("before the shift", |plan| {
        delay(&mut plan.tours[0].stops, Seconds(-7201))
    }),
    ("before the points open", |plan| {
        delay(&mut plan.tours[0].stops, Seconds(-5400))
    }),
    ("after they close", |plan| {
        delay(&mut plan.tours[0].stops, Seconds::hours(8))
    }),
    ("one tour less", |plan| drop(plan.tours.pop())),
    ("one tour twice", |plan| {
        let again = Tour {
            name: "again".into(),
            ..plan.tours[0].clone()
        };
        plan.tours.push(again);
    }),
    ("no tours", |plan| plan.tours.clear()),
    ("no disposal", |plan| {
        let stops = &mut plan.tours[0].stops;
        stops.remove(stops.len() - 2);
    }),
    ("a second trip", |plan| plan.tours[0].stops[5].trip = 2),
    ("longer service", |plan| {
        let stops = &mut plan.tours[0].stops;
        stops[5].departure = stops[5].departure + Seconds(100);
        delay(&mut stops[6..], Seconds(100));
    }),
];

/// Changes one figure of one row by a little or a lot.
fn spoil_at_random(plan: &mut Plan, dice: &mut impl RngExt) -> String {
    let tour = dice.random_range(0..plan.tours.len());
    let sequence = dice.random_range(0..plan.tours[tour].stops.len());
    let by = [-500, -60, -2, -1, 1, 2, 60, 500][dice.random_range(0..8)];
    let stop = &mut plan.tours[tour].stops[sequence];
    let (is_point, is_place) = (
        matches!(stop.kind, StopKind::Point(_)),
        !matches!(stop.kind, StopKind::Start | StopKind::End),
    );
    let column = dice.random_range(0..8);
    match column {
        0 => stop.arrival = stop.arrival + Seconds(by),
        1 => stop.start = stop.start + Seconds(by),
        2 => stop.departure = stop.departure + Seconds(by),
        3 if is_place => stop.kg += Kilograms(by),
        4 if is_point => stop.litres += Litres(by),
        5 => stop.kg_on_board += Kilograms(by),
        6 => stop.seconds += Seconds(by),
        _ => stop.metres += Metres(by),
    }
    format!("tour {tour}, sequence {sequence}, column {column}, by {by}")
}

#[test]
fn on_a_greedy_plan_and_what_is_left_of_it() {
    let Some(bench) = Bench::open() else { return };
    let plan = Greedy::plan(&bench);
    bench.agree(&plan, "the greedy plan");
    let mut short = plan.clone();
    let (point, day, kg) = leave_out(&mut short, &bench);
    bench.agree(&short, "a visit that is missing");
    short.unserved.push(unserved(point, day, kg));
    bench.agree(&short, "a visit that is missing and named");
}

#[test]
fn the_greedy_plan_is_clean() {
    let Some(bench) = Bench::open() else { return };
    let loads = flow(&bench.district, None).loads;
    let judgement = check(
        &bench.district,
        &bench.travel,
        &loads,
        &Greedy::plan(&bench),
    );
    assert!(
        judgement.is_clean() && judgement.is_complete(),
        "{:#?}",
        judgement.findings
    );
}

#[test]
fn on_plans_spoiled_by_name() {
    let Some(bench) = Bench::open() else { return };
    for (how, spoil) in SPOILS {
        let mut plan = Greedy::plan(&bench);
        spoil(&mut plan);
        bench.agree(&plan, how);
    }
}

#[test]
fn on_plans_spoiled_at_random() {
    let Some(bench) = Bench::open() else { return };
    let asked = std::env::var("JUDGES_AGREE_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    let mut dice = rand_pcg::Pcg64::seed_from_u64(60);
    for _ in 0..asked.unwrap_or(NUM_RANDOM) {
        let mut plan = Greedy::plan(&bench);
        let how = spoil_at_random(&mut plan, &mut dice);
        bench.agree(&plan, &how);
    }
}
