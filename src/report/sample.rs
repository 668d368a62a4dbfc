//! A district with every nuisance in its names, and a plain week for any district: what the tests of this floor write.

use super::RunFacts;
use crate::check;
use crate::district::{
    Base, DisposalId, District, DistrictBuilder, Fault, Pin, PinTarget, Place, PointId, StreamId,
    VehicleId,
};
use crate::flow::{self, PointLoad};
use crate::plan::{Plan, Reason, Stop, StopKind, Tour, Unserved, VisitRule};
use crate::planner::Outcome;
use crate::quantity::{Clock, Day, DaySet, Kilograms, Litres, Metres, Money, Seconds};
use crate::{roads, transfer};

/// A name that attacks spreadsheets, scripts and markup at once.
pub(super) const NASTY: &str = "=1+1</script><b>\"é' & 村,\u{2028}";

/// Two towns, three villages, seven points, a station and a plant.
pub(super) fn district() -> District {
    let mut builder = DistrictBuilder::new("Sample <i>county</i>");
    let villages = [
        ("East", NASTY),
        ("East", "Upper Mill"),
        ("West", "@Lower Mill"),
    ];
    for (index, (town, name)) in villages.into_iter().enumerate() {
        let middle = Place::new(119.8 + 0.03 * index as f64, 36.0);
        let village = builder.add_village(town, name, middle, 60);
        for number in 0..=(2 * index).min(3) {
            let place = Place::new(middle.longitude, middle.latitude + 0.004 * number as f64);
            builder.add_point(&format!("{name}/{number}"), village, place, 2, None);
        }
    }
    let plant = builder.add_plant("+Plant", Place::new(119.9, 36.05));
    let station = builder.add_station("Station", Place::new(119.82, 36.01));
    builder.district.stations[station.index()].gate.daily_limit = Some(Kilograms(300));
    builder.add_pin(Pin {
        target: PinTarget::Point(PointId(0)),
        disposal: Some(DisposalId::Plant(plant)),
        vehicle: None,
        days: None,
    });
    let base = Base::At(Place::new(119.81, 36.02));
    let truck = builder.add_collector("-truck", base, 3, Kilograms(150), Litres(4_000));
    let prices = &mut builder.district.vehicles[truck.index()].prices;
    prices.per_day = Money::units(400.0);
    prices.per_km = Money::units(3.5);
    builder.build().expect("the sample keeps every rule")
}

/// A week of any district: its points in the order of the table, every day, tipped at the first facility.
pub(super) fn outcome(district: &District) -> Outcome {
    let flow = flow::flow(district, None);
    let travel = roads::travel(district, None);
    let mut plan = Plan::default();
    for day in Day::WEEK {
        let mut drive = Drive::new(district, day);
        for load in &flow.loads {
            drive.visit(load);
        }
        plan.tours.extend(drive.home());
    }
    plan.visits = flow.loads.iter().map(daily).collect();
    plan.unserved.push(Unserved {
        point: PointId(0),
        day: Day(2),
        stream: StreamId(0),
        kg: Kilograms(7),
        reason: Reason::Other("=cmd|'/C calc'!A0".into()),
    });
    Outcome {
        load_profile: transfer::load_profile(district, &travel, &plan),
        stations: crate::planner::StationFigures::default(),
        judgement: check::check(district, &travel, &flow.loads, &plan),
        flow,
        travel,
        plan,
        all_daily: None,
        changes: Vec::new(),
        iterations: 1_000,
        seed: 1,
    }
}

/// What a run of the sample says of itself.
pub(super) fn run_facts() -> RunFacts {
    RunFacts {
        input_sha256: "00".into(),
        seconds: 1.5,
        time_limit: None,
        iterations: Some(1_000),
        daily: Vec::new(),
        interrupted: false,
        threads: 1,
        machine: RunFacts::this_machine(),
        version: env!("CARGO_PKG_VERSION"),
        warnings: vec![Fault {
            file: NASTY.into(),
            row: None,
            column: String::new(),
            cell: String::new(),
            value: NASTY.into(),
            expected: NASTY.into(),
        }],
    }
}

fn daily(load: &PointLoad) -> VisitRule {
    VisitRule {
        point: load.point,
        stream: load.stream,
        days: DaySet::WEEK,
        reason: "max_age_days".into(),
    }
}

/// A truck on its way through a day.
struct Drive<'a> {
    district: &'a District,
    day: Day,
    done: Vec<Tour>,
    stops: Vec<Stop>,
    place: Place,
    clock: Clock,
    on_board: Kilograms,
    trip: u32,
}

impl<'a> Drive<'a> {
    const TRUCK: VehicleId = VehicleId(0);
    const TRIPS_A_TOUR: u32 = 3;

    fn new(district: &'a District, day: Day) -> Self {
        let place = district.base_place(district.vehicles[0].base);
        let (clock, on_board) = (Clock::at(6, 0), Kilograms::ZERO);
        let mut drive = Self {
            district,
            day,
            done: Vec::new(),
            stops: Vec::new(),
            place,
            clock,
            on_board,
            trip: 1,
        };
        drive.leave();
        drive
    }

    fn leave(&mut self) {
        self.place = self.district.base_place(self.district.vehicles[0].base);
        (self.clock, self.trip) = (Clock::at(6, 0), 1);
        self.stop(StopKind::Start, self.place, Kilograms::ZERO, Seconds::ZERO);
    }

    fn visit(&mut self, load: &PointLoad) {
        let point = &self.district.points[load.point.index()];
        let kg = Kilograms::rounded(load.kg[self.day.index()]);
        if self.on_board + kg > self.district.vehicles[0].payload {
            self.tip();
        }
        if self.trip > Self::TRIPS_A_TOUR {
            self.end();
            self.leave();
        }
        self.on_board += kg;
        self.stop(
            StopKind::Point(load.point),
            point.place,
            kg,
            point.bins[load.bins].service,
        );
    }

    fn tip(&mut self) {
        let disposal = self
            .district
            .disposals()
            .next()
            .expect("there is a facility");
        let (place, unload) = (
            self.district.disposal_place(disposal),
            self.district.gate(disposal).unload,
        );
        let kg = std::mem::replace(&mut self.on_board, Kilograms::ZERO);
        self.stop(StopKind::Disposal(disposal), place, kg, unload);
        self.trip += 1;
    }

    fn end(&mut self) {
        if self.on_board > Kilograms::ZERO {
            self.tip();
        }
        let base = self.district.base_place(self.district.vehicles[0].end_base);
        self.trip -= 1;
        self.stop(StopKind::End, base, Kilograms::ZERO, Seconds::ZERO);
        let name = format!("{}-{:03}", self.day, self.done.len() + 1);
        let stops = std::mem::take(&mut self.stops);
        self.done.push(Tour {
            name,
            day: self.day,
            vehicle: Self::TRUCK,
            stops,
        });
    }

    fn home(mut self) -> Vec<Tour> {
        self.end();
        self.done
    }

    fn stop(&mut self, kind: StopKind, place: Place, kg: Kilograms, service: Seconds) {
        let metres = Metres::rounded(
            self.place.metres_to(place) * self.district.straight_travel.detour_factor,
        );
        let seconds =
            Seconds::rounded(metres.as_f64() * 3.6 / self.district.straight_travel.speed_kmh);
        let arrival = self.clock + seconds;
        self.place = place;
        self.clock = arrival + service;
        self.stops.push(Stop {
            trip: self.trip,
            kind,
            stream: (kg > Kilograms::ZERO).then_some(StreamId(0)),
            arrival,
            start: arrival,
            departure: self.clock,
            kg,
            litres: self.district.streams[0].loose_litres(kg),
            kg_on_board: self.on_board,
            metres,
            seconds,
        });
    }
}
