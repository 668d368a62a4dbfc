//! A small district and a plan of it that keeps every promise, to be spoiled in one way at a time.

use std::borrow::Cow;
use wasteways::check::{Finding, Judgement, check};
use wasteways::district::{
    Base, Bins, DisposalId, District, DistrictBuilder, Draft, Place, PlantId, PointId, Prices,
    Role, Sink, StationId, StreamId, StreamKind, VehicleId, WasteStream, defaults,
};
use wasteways::flow::PointLoad;
use wasteways::plan::{Plan, Stop, StopKind, Tour};
use wasteways::quantity::{Clock, Day, Kilograms, Litres, Money, Seconds, Window};
use wasteways::roads::{Travel, travel};

pub const RESIDUAL: StreamId = StreamId(0);
pub const COMPOSTABLE: StreamId = StreamId(1);
/// 100 kg of residual waste a day.
pub const MILL: PointId = PointId(0);
/// 50 kg of residual waste a day.
pub const BRIDGE: PointId = PointId(1);
/// 40 kg of compostable waste a day.
pub const MARKET: PointId = PointId(2);
pub const TRUCK: VehicleId = VehicleId(0);
pub const STATION: DisposalId = DisposalId::Station(StationId(0));
pub const PLANT: DisposalId = DisposalId::Plant(PlantId(0));
const DEPOT: Place = Place::new(120.00, 36.00);

/// A district, its travel and loads, and a plan.
pub struct Case {
    /// To be spoiled.
    pub district: Draft,
    pub travel: Travel,
    pub loads: Vec<PointLoad>,
    pub plan: Plan,
}

impl Case {
    /// Two tours, on Monday and Thursday, each with a trip for residual and one for compostable waste.
    pub fn good() -> Self {
        let district = district();
        let travel = travel(&district, None);
        let mut case = Self {
            district: district.into(),
            travel,
            loads: vec![
                load(MILL, RESIDUAL, 100.0),
                load(BRIDGE, RESIDUAL, 50.0),
                load(MARKET, COMPOSTABLE, 40.0),
            ],
            plan: Plan::default(),
        };
        for (day, gap) in [(Day(0), 4), (Day(3), 3)] {
            let calls = [
                Call::Collect(MILL, RESIDUAL, 100 * gap),
                Call::Collect(BRIDGE, RESIDUAL, 50 * gap),
                Call::Tip(STATION),
                Call::Collect(MARKET, COMPOSTABLE, 40 * gap),
                Call::Tip(PLANT),
            ];
            let tour = case.drive(day, TRUCK, &calls);
            case.plan.tours.push(tour);
        }
        case
    }

    /// The district as it is now.
    pub fn sound(&self) -> District {
        District::try_from(self.district.clone()).expect("no rule of districts is broken")
    }

    pub fn judge(&self) -> Judgement {
        check(&self.sound(), &self.travel, &self.loads, &self.plan)
    }

    /// The findings, one word each.
    pub fn promises(&self) -> Vec<&'static str> {
        self.judge()
            .findings
            .into_iter()
            .map(|finding| word(finding.promise))
            .collect()
    }

    /// The one finding that is expected.
    pub fn only(&self, promise: &str) -> Finding {
        let findings = self.judge().findings;
        assert_eq!(
            findings.len(),
            1,
            "one finding of {promise} expected: {findings:#?}"
        );
        assert_eq!(findings[0].promise, promise, "{findings:?}");
        findings[0].clone()
    }

    pub fn truck(&mut self) -> &mut wasteways::district::Vehicle {
        &mut self.district.vehicles[TRUCK.index()]
    }

    pub fn bins(&mut self, point: PointId) -> &mut Bins {
        &mut self.district.points[point.index()].bins[0]
    }

    /// A row of Monday's tour.
    pub fn stop(&mut self, sequence: usize) -> &mut Stop {
        &mut self.plan.tours[0].stops[sequence]
    }

    /// Shifts all clocks of Monday's tour from a row on.
    pub fn delay(&mut self, sequence: usize, by: Seconds) {
        for stop in &mut self.plan.tours[0].stops[sequence..] {
            stop.arrival = stop.arrival + by;
            stop.start = stop.start + by;
            stop.departure = stop.departure + by;
        }
    }

    /// Replaces Monday's tour by one that makes these calls.
    pub fn redrive(&mut self, calls: &[Call]) {
        self.plan.tours[0] = self.drive(Day(0), TRUCK, calls);
    }

    /// A tour that leaves at seven and makes these calls without waiting.
    pub fn drive(&self, day: Day, vehicle: VehicleId, calls: &[Call]) -> Tour {
        let name = format!("{day}-{:03}", self.plan.tours.len() + 1);
        Drive::of(self, vehicle).finish(name, day, calls)
    }
}

/// A promise as the judge names it.
pub fn word(promise: Cow<'static, str>) -> &'static str {
    match promise {
        Cow::Borrowed(word) => word,
        Cow::Owned(word) => panic!("{word} is no promise of the judge's"),
    }
}

/// What a tour does next.
#[derive(Clone, Copy)]
pub enum Call {
    Collect(PointId, StreamId, i64),
    Tip(DisposalId),
    Rest,
}

/// A tour on its way.
struct Drive<'a> {
    case: &'a Case,
    vehicle: VehicleId,
    site: wasteways::roads::SiteId,
    clock: Clock,
    trip: u32,
    on_board: (Kilograms, Litres),
    stops: Vec<Stop>,
}

impl<'a> Drive<'a> {
    fn of(case: &'a Case, vehicle: VehicleId) -> Self {
        let site = case.travel.sites.start(vehicle);
        let on_board = Default::default();
        let mut drive = Self {
            case,
            vehicle,
            site,
            clock: Clock::at(7, 0),
            trip: 1,
            on_board,
            stops: Vec::new(),
        };
        drive.stand(StopKind::Start, site, Seconds::ZERO);
        drive
    }

    fn finish(mut self, name: String, day: Day, calls: &[Call]) -> Tour {
        for (position, call) in calls.iter().enumerate() {
            let is_last = !calls[position + 1..]
                .iter()
                .any(|call| matches!(call, Call::Collect(..)));
            match *call {
                Call::Collect(point, stream, kg) => self.collect(point, stream, Kilograms(kg)),
                Call::Tip(disposal) => self.tip(disposal, is_last),
                Call::Rest => self.stand(StopKind::Break, self.site, defaults::BREAK_LENGTH),
            }
        }
        self.stand(
            StopKind::End,
            self.case.travel.sites.end(self.vehicle),
            Seconds::ZERO,
        );
        Tour {
            name,
            day,
            vehicle: self.vehicle,
            stops: self.stops,
        }
    }

    fn collect(&mut self, point: PointId, stream: StreamId, kg: Kilograms) {
        let service = self.case.district.points[point.index()].bins[0].service;
        self.stand(
            StopKind::Point(point),
            self.case.travel.sites.point(point),
            service,
        );
        let litres = self.case.district.streams[stream.index()].loose_litres(kg);
        self.on_board = (self.on_board.0 + kg, self.on_board.1 + litres);
        let kg_on_board = self.on_board.0;
        let stop = self.stops.last_mut().unwrap();
        *stop = Stop {
            stream: Some(stream),
            kg,
            litres,
            kg_on_board,
            ..stop.clone()
        };
    }

    fn tip(&mut self, disposal: DisposalId, is_last: bool) {
        let unload = self.case.district.gate(disposal).unload;
        self.stand(
            StopKind::Disposal(disposal),
            self.case.travel.sites.disposal(disposal),
            unload,
        );
        let (kg, litres) = std::mem::take(&mut self.on_board);
        self.trip += u32::from(!is_last);
        let stop = self.stops.last_mut().unwrap();
        *stop = Stop {
            kg,
            litres,
            kg_on_board: Kilograms::ZERO,
            ..stop.clone()
        };
    }

    fn stand(&mut self, kind: StopKind, site: wasteways::roads::SiteId, time: Seconds) {
        let leg = self.case.travel.leg(self.vehicle, self.site, site);
        let arrival = self.clock + leg.time();
        (self.site, self.clock) = (site, arrival + time);
        self.stops.push(Stop {
            trip: self.trip,
            kind,
            stream: None,
            arrival,
            start: arrival,
            departure: self.clock,
            kg: Kilograms::ZERO,
            litres: Litres::ZERO,
            kg_on_board: self.on_board.0,
            metres: leg.distance(),
            seconds: leg.time(),
        });
    }
}

fn load(point: PointId, stream: StreamId, kg_per_day: f64) -> PointLoad {
    PointLoad {
        point,
        bins: 0,
        stream,
        kg: [kg_per_day; 7],
    }
}

fn district() -> District {
    let mut builder = DistrictBuilder::new("good week");
    builder.district.streams[0].share = 0.8;
    builder.add_stream(compostable());
    let village = builder.add_village("Stone", "Upper Mill", Place::new(120.02, 36.02), 200);
    builder.add_point("mill", village, Place::new(120.02, 36.02), 8, Some(100.0));
    builder.add_point("bridge", village, Place::new(120.03, 36.01), 4, Some(50.0));
    let market = builder.add_point("market", village, Place::new(120.04, 36.03), 4, Some(40.0));
    builder.district.points[market.index()].bins[0].stream = Some(COMPOSTABLE);
    let station = builder.add_station("transfer", Place::new(120.05, 36.00));
    builder.district.stations[station.index()]
        .gate
        .price_per_tonne = Money::units(10.0);
    builder.add_plant("compost works", Place::new(120.10, 36.05));
    let truck = builder.add_collector("truck", Base::At(DEPOT), 2, Kilograms(5_000), Litres(8_000));
    builder.district.vehicles[truck.index()].prices = Prices {
        per_day: Money::units(400.0),
        per_km: Money::units(3.5),
        per_hour: Money::units(30.0),
        overtime_per_hour: Money::units(60.0),
        per_week_owned: Money::units(700.0),
    };
    builder.add_collector("spare", Base::At(DEPOT), 1, Kilograms(5_000), Litres(8_000));
    let hauler = builder.add_collector(
        "hauler",
        Base::At(DEPOT),
        1,
        Kilograms(20_000),
        Litres(30_000),
    );
    builder.district.vehicles[hauler.index()].role = Role::Hauler;
    // In the workshop, so that nobody is missed at the station.
    builder.district.vehicles[hauler.index()].out_of_service = 1;
    builder.district.vehicles[hauler.index()].prices.per_km = Money::units(8.0);
    builder.build().expect("the district is sound")
}

fn compostable() -> WasteStream {
    WasteStream {
        name: "compostable".into(),
        kind: StreamKind::Compostable,
        share: 0.2,
        sorted_share: 1.0,
        goes_to: Sink::Chain,
        loose_kg_m3: 500.0,
        compacted_kg_m3: 700.0,
        max_age_days: Some(4),
    }
}

/// A window from a clock on.
pub fn from(hour: i64, minute: i64) -> Window {
    Window::new(Clock::at(hour, minute), Clock::LATEST)
}

/// A window up to a clock.
pub fn until(hour: i64, minute: i64) -> Window {
    Window::new(Clock::MIDNIGHT, Clock::at(hour, minute))
}
