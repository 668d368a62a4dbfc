//! The three fleets: feeders at each town's station, teams of collectors at a few stations, haulers at the incinerator.
//!
//! All prices are sample assumptions; counties differ.

use super::apportion::apportion;
use super::facilities::station;
use super::plane::Spot;
use super::size::GenerateParams;
use crate::district::{
    Base, DisposalId, Draft, PlantId, Prices, Rest, Role, StreamId, Vehicle, defaults,
};
use crate::quantity::{Clock, Kilograms, Litres, Money, Seconds, Window};

/// Towns that one team of collectors looks after, about.
const TOWNS_PER_TEAM: f64 = 1.7;
/// Share of wide trucks among the collectors of mixed waste.
const WIDE_TRUCKS: f64 = 0.36;
/// Fewest collectors of which two are kept for food waste.
const SEPARATE_FOOD_FROM: u32 = 10;
/// Collectors kept for food waste.
const FOOD_TRUCKS: u32 = 2;

/// Whether food waste of markets and canteens has trucks of its own.
pub(super) fn has_food_trucks(params: &GenerateParams) -> bool {
    params.collectors >= SEPARATE_FOOD_FROM
}

/// Adds all vehicles. `own_kg` is what arises a day in the villages of each town.
pub(super) fn add_fleet(
    params: &GenerateParams,
    seats: &[Spot],
    own_kg: &[f64],
    food: Option<StreamId>,
    district: &mut Draft,
) {
    add_collectors(params, seats, own_kg, food, district);
    let feeders = apportion(params.feeders, own_kg, 1);
    for (town, count) in feeders.into_iter().enumerate() {
        let home = Base::Facility(station(town * params.stations_per_town as usize));
        let name = format!("{} tricycle", district.towns[town].name);
        district.vehicles.push(feeder(name, count, home));
    }
    let tonnes: f64 = own_kg.iter().sum::<f64>() / 1000.0;
    let plant = Base::Facility(DisposalId::Plant(PlantId(0)));
    let haulers = (tonnes / 36.0).ceil().max(1.0) as u32;
    district
        .vehicles
        .push(hauler("Hauler".into(), haulers, plant));
}

/// Teams of wide and narrow collectors at a few stations, shared by what the towns around make; the food trucks at the
/// county's seat.
fn add_collectors(
    params: &GenerateParams,
    seats: &[Spot],
    own_kg: &[f64],
    food: Option<StreamId>,
    district: &mut Draft,
) {
    let teams = team_towns(seats);
    let work = work_of_teams(&teams, seats, own_kg);
    let mixed = params.collectors - if food.is_some() { FOOD_TRUCKS } else { 0 };
    let wide = ((WIDE_TRUCKS * f64::from(mixed)).round() as u32).max(1);
    let counts = [apportion(wide, &work, 0), apportion(mixed - wide, &work, 0)];
    for (team, &town) in teams.iter().enumerate() {
        let home = Base::Facility(station(town * params.stations_per_town as usize));
        let town = district.towns[town].name.clone();
        let trucks = [
            wide_truck(format!("{town} wide"), counts[0][team], home),
            narrow_truck(format!("{town} narrow"), counts[1][team], home),
        ];
        district
            .vehicles
            .extend(trucks.into_iter().filter(|truck| truck.count > 0));
    }
    if let Some(food) = food {
        let home = Base::Facility(station(0));
        let truck = narrow_truck("Food truck".into(), FOOD_TRUCKS, home);
        district.vehicles.push(Vehicle {
            accepts: vec![food],
            handles: vec!["bin".into()],
            ..truck
        });
    }
}

/// The towns whose stations are bases: the county's seat, then always the town farthest from all bases (Gonzalez 1985,
/// Clustering to minimize the maximum intercluster distance, doi 10.1016/0304-3975(85)90224-5).
fn team_towns(seats: &[Spot]) -> Vec<usize> {
    let wanted = ((seats.len() as f64 / TOWNS_PER_TEAM).round() as usize).clamp(1, seats.len());
    let mut teams = vec![0];
    while teams.len() < wanted {
        let away = |town: usize| {
            teams
                .iter()
                .map(|&team| seats[town].metres_to(seats[team]))
                .fold(f64::INFINITY, f64::min)
        };
        let farthest = (0..seats.len()).max_by(|&a, &b| away(a).total_cmp(&away(b)));
        teams.push(farthest.expect("there is a town"));
    }
    teams
}

/// What arises in the towns nearest to each team.
fn work_of_teams(teams: &[usize], seats: &[Spot], own_kg: &[f64]) -> Vec<f64> {
    let mut work = vec![0.0; teams.len()];
    for (seat, kg) in seats.iter().zip(own_kg) {
        let away = |team: usize| seats[teams[team]].metres_to(*seat);
        let nearest = (0..teams.len()).min_by(|&a, &b| away(a).total_cmp(&away(b)));
        work[nearest.expect("there is a team")] += kg;
    }
    work
}

/// A compactor of twelve cubic metres that needs a real road.
fn wide_truck(name: String, count: u32, base: Base) -> Vehicle {
    let prices = Prices {
        per_day: Money::units(320.0),
        per_km: Money::units(3.4),
        per_hour: Money::units(32.0),
        overtime_per_hour: Money::units(48.0),
        per_week_owned: Money::units(900.0),
    };
    Vehicle {
        width_m: Some(2.5),
        gross_tonnes: Some(14.0),
        crew: 3,
        prices,
        ..collector(name, count, base, 5_000, 12_000)
    }
}

/// A small compactor that gets into a lane.
fn narrow_truck(name: String, count: u32, base: Base) -> Vehicle {
    let prices = Prices {
        per_day: Money::units(240.0),
        per_km: Money::units(2.3),
        per_hour: Money::units(30.0),
        overtime_per_hour: Money::units(45.0),
        per_week_owned: Money::units(560.0),
    };
    Vehicle {
        width_m: Some(2.1),
        gross_tonnes: Some(7.8),
        crew: 2,
        prices,
        ..collector(name, count, base, 3_000, 7_000)
    }
}

/// A collector of the defaults: eight hours, at most one of them overtime, a break after four hours at the wheel.
fn collector(name: String, count: u32, base: Base, payload: i64, body: i64) -> Vehicle {
    Vehicle {
        name,
        role: Role::Collector,
        count,
        base,
        end_base: base,
        payload: Kilograms(payload),
        body: Litres(body),
        compaction: defaults::COMPACTION,
        width_m: None,
        gross_tonnes: None,
        height_m: None,
        speed_factor: 1.0,
        accepts: Vec::new(),
        mixes: false,
        handles: Vec::new(),
        out_of_service: 0,
        availability: 1.0,
        days_per_week: None,
        shift: Window::new(Clock::at(5, 30), Clock::at(16, 0)),
        regular_duration: Some(Seconds::hours(7)),
        max_duration: Some(Seconds::hours(8)),
        rest: Some(Rest {
            after: defaults::BREAK_AFTER,
            length: defaults::BREAK_LENGTH,
        }),
        prices: Prices::default(),
        litres_per_100km: None,
        sealed: true,
        crew: 2,
        plates: Vec::new(),
        drivers: Vec::new(),
    }
}

/// An electric tricycle that brings waste from the houses to the points.
fn feeder(name: String, count: u32, base: Base) -> Vehicle {
    Vehicle {
        role: Role::Feeder,
        compaction: 1.0,
        width_m: Some(1.3),
        gross_tonnes: Some(0.8),
        crew: 1,
        prices: Prices {
            per_day: Money::units(60.0),
            per_km: Money::units(0.2),
            per_hour: Money::ZERO,
            overtime_per_hour: Money::ZERO,
            per_week_owned: Money::units(35.0),
        },
        ..collector(name, count, base, 300, 1_200)
    }
}

/// A hook-lift truck that takes a full container from a station to the plant.
fn hauler(name: String, count: u32, base: Base) -> Vehicle {
    Vehicle {
        role: Role::Hauler,
        width_m: Some(2.55),
        gross_tonnes: Some(25.0),
        crew: 1,
        prices: Prices {
            per_day: Money::units(380.0),
            per_km: Money::units(4.8),
            per_hour: Money::units(30.0),
            overtime_per_hour: Money::units(45.0),
            per_week_owned: Money::units(1_400.0),
        },
        ..collector(name, count, base, 14_000, 22_000)
    }
}
