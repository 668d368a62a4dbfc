//! Rates and sizes that hold where nobody gave any, each with its source. The schema of the tables refers to them.

use crate::quantity::{Clock, Kilograms, Litres, Seconds, Window};

/// All waste a resident of rural China makes a day, kg: median of Han et al. 2017 and Nie et al. 2017 (0.19 in the west to 0.86).
pub const KG_PER_PERSON_DAY: f64 = 0.521;
/// Persons in a household: assumption near the census of 2020.
pub const PERSONS_PER_HOUSEHOLD: f64 = 2.6;
/// Density of rural waste in a container, kg/m3: mean of Han et al. 2017 (40 to 650).
pub const LOOSE_KG_M3: f64 = 263.0;
/// Density in a compactor, kg/m3: SWOLF collection model.
pub const COMPACTED_KG_M3: f64 = 415.0;
/// Loose litres in one litre of a compactor's body: the ratio of the two densities, rounded.
pub const COMPACTION: f64 = 1.6;
/// Share of the mass that a station squeezes out: assumption, none unless it is given.
pub const LEACHATE_SHARE: f64 = 0.0;
/// Residents for each cleaner of a village: a town's report, 61,000 people and 184 cleaners.
pub const PEOPLE_A_CLEANER: f64 = 330.0;
/// Fewest and most cleaners of a village: county reports, three to eight.
pub const CLEANERS_A_VILLAGE: [f64; 2] = [3.0, 8.0];
/// What a cleaner sweeps in an hour: assumption, both edges of a narrow road by hand.
pub const METRES_SWEPT_AN_HOUR: f64 = 600.0;
/// Sweeping a key place once, minutes: assumption.
pub const KEY_PLACE_MINUTES: f64 = 15.0;
/// Hours that a cleaner works a day: assumption.
pub const CLEANER_HOURS: f64 = 6.0;
/// Time of an unloading: SWOLF, 16 minutes a trip.
pub const UNLOAD: Seconds = Seconds::minutes(16);
/// Longest time at the wheel: road traffic regulation of China, article 62.
pub const BREAK_AFTER: Seconds = Seconds::hours(4);
/// The break then: the same article.
pub const BREAK_LENGTH: Seconds = Seconds::minutes(20);
/// Leaving and return of trucks: assumption.
pub const SHIFT: Window = Window::new(Clock::at(6, 0), Clock::at(18, 0));
/// Longest duty of a truck: assumption.
pub const MAX_DURATION: Seconds = Seconds::hours(10);
/// Metres of road for each metre of great circle: assumption.
pub const DETOUR_FACTOR: f64 = 1.35;
/// Metres off the road up to which a point is served from it: assumption, a few minutes with a handcart.
pub const SNAP_METRES: f64 = 250.0;
/// Weights of coverage, visits, bins, daily clearing, sealed transport and sorting in the monthly table: assumption.
pub const WEIGHTS: [f64; 6] = [20.0, 25.0, 15.0, 20.0, 10.0, 10.0];
/// Speed where no road network is given: assumption.
pub const SPEED_KMH: f64 = 30.0;
/// Households a collection point is made for: assumption (8,200 points for 178,600 households).
pub const HOUSEHOLDS_PER_POINT: u32 = 22;
/// Radius of a village of unknown area, km: assumption.
pub const VILLAGE_RADIUS_KM: f64 = 0.3;
/// A container: the common 240-litre bin.
pub const CONTAINER_LITRES: Litres = Litres(240);

/// Fuel on the road and at work by gross weight: up to so many tonnes, litres for 100 km and litres an hour of standing with
/// the engine at work. Litres for 100 km: 80, 101, 155, 210 and 251 g of diesel a km (EMEP/EEA air pollutant emission
/// inventory guidebook 2016, 1.A.3.b, Tier 2) at 0.835 kg a litre. An hour: 3.8 for heavy trucks (SWOLF collection model),
/// less for lighter ones by assumption.
pub const FUEL: [(f64, f64, f64); 5] = [
    (3.5, 9.6, 1.2),
    (7.5, 12.1, 1.8),
    (16.0, 18.6, 2.6),
    (32.0, 25.1, 3.8),
    (f64::INFINITY, 30.1, 3.8),
];
/// Fuel of a stop for each tonne of gross weight, litres: a start to 30 km/h is 35 kJ a tonne, at 35 % of 35.9 MJ a litre.
pub const FUEL_A_STOP: f64 = 0.0028;
/// Gross weight for each tonne of payload, where it is not given: assumption near common trucks of 3 to 14 t payload.
pub const GROSS_FOR_PAYLOAD: f64 = 2.3;
/// How far from a collection point a feeder goes on foot or with a hand cart, km: rural collection standard GB/T 51435.
pub const HAND_CART_RADIUS_KM: f64 = 1.0;
/// How far with a motor, km: GB/T 51435.
pub const MOTOR_RADIUS_KM: f64 = 3.0;
/// Speed of a motor tricycle from house to house, km/h: assumption.
pub const FEEDER_KMH: f64 = 12.0;
/// Speed of a hand cart, km/h: assumption near walking.
pub const HAND_CART_KMH: f64 = 3.5;
/// What a hand cart carries: assumption, two bins of 240 l.
pub const HAND_CART_PAYLOAD: Kilograms = Kilograms(150);
/// What it holds.
pub const HAND_CART_BODY: Litres = Litres(480);
/// Longest working day with a hand cart, hours: assumption.
pub const HAND_CART_HOURS: f64 = 8.0;
/// Time at a house, seconds: assumption.
pub const SECONDS_A_HOUSE: f64 = 15.0;
/// Emptying a feeder at the point, seconds: assumption.
pub const SECONDS_A_FILLING: f64 = 180.0;
/// When markets, canteens and schools close, where they do not say: assumption. Most trucks are home by then, so that the
/// waste of a day is fetched the next morning.
pub const GENERATOR_CLOSES: Clock = Clock::at(18, 0);
/// A truck is sent after closing if one is out at least so much later.
pub const AFTER_CLOSING: Seconds = Seconds::hours(1);
/// Days a week that a crew works, where a vehicle does not say: one day of rest a week (labour law of the PRC, art. 38).
pub const CREW_DAYS: u8 = 6;
/// Carbon dioxide of a litre of diesel, kg: emission factors of the IPCC guidelines.
pub const CO2_PER_LITRE: f64 = 2.68;

/// Time of service at a stop, max(60, 30 + 10 a container) seconds: fits 3,000 real stops of a Chinese operator
/// (Lan et al. 2022, doi 10.1109/TEVC.2021.3123960).
#[must_use]
pub fn service(containers: u32) -> Seconds {
    Seconds((30 + 10 * i64::from(containers)).max(60))
}
