//! Realistic districts of any size from a seed: towns with market places, villages along valleys, roads from county road
//! to lane, points by households, stations, plants, fleets, markets and seasons.
//!
//! Equal parameters give equal districts, byte for byte, on any machine. Pure: nothing is read or written here.

mod apportion;
mod chance;
mod facilities;
mod fleet;
mod lanes;
mod markets;
mod names;
mod origin;
mod people;
mod plane;
mod points;
mod road_draft;
mod season;
mod size;
mod towns;
mod valleys;
mod villages;
mod waste;

pub use size::{GenerateError, GenerateParams};

use crate::district::{
    District, DistrictBuilder, Draft, StreamId, Town, TownId, Village, VillageId, defaults,
};
use crate::roads::RoadNetwork;
use chance::Chance;
use names::Names;
use people::{Closure, People};
use points::Settled;
use road_draft::{Paving, RoadDraft};
use valleys::Seat;
use villages::VillageSite;

/// A generated district.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// The district.
    pub district: District,
    /// Its roads.
    pub network: RoadNetwork,
    /// Its ORIGIN.md: that it is synthetic, which figures are facts, how to make it again.
    pub origin: String,
}

/// Makes a district: seats and roads, then villages, points, facilities, fleet, year.
///
/// ```
/// use wasteways::generate::{GenerateParams, generate};
///
/// let made = generate(&GenerateParams::sized(2, 10, 120, 7))?;
/// assert_eq!((made.district.towns.len(), made.district.villages.len()), (2, 10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A size that makes no district.
pub fn generate(params: &GenerateParams) -> Result<Generated, GenerateError> {
    params.check()?;
    let mut draft = RoadDraft::default();
    let seats = valleys::seats_with_arms(params, &mut draft);
    let sites = villages::village_sites(params, &seats, &draft);
    let people = people::people(params, &sites);
    let mut district = empty_district(params);
    add_villages(params, &sites, &people, &mut district);
    let lanes = draw_all_lanes(params, &sites, &people, &mut draft);
    add_points(params, &sites, &people, &lanes, &draft, &mut district);
    add_works(params, &seats, &sites, &mut district, &mut draft);
    let network = draft.into_network();
    let origin = origin::origin(params, network.nodes.len(), fleet::has_food_trucks(params));
    Ok(Generated {
        district: District::try_from(district).map_err(|error| GenerateError {
            what: "district",
            found: error.to_string(),
            expected: "one that keeps every rule",
        })?,
        network,
        origin,
    })
}

fn empty_district(params: &GenerateParams) -> Draft {
    let mut district = DistrictBuilder::new(&params.name).district;
    district.streams = waste::streams(fleet::has_food_trucks(params));
    let (mut names, mut chance) = (Names::default(), Chance::of(params.seed, "town names"));
    district.towns = (0..params.towns)
        .map(|_| Town {
            name: names.town(&mut chance),
        })
        .collect();
    district
}

fn add_villages(
    params: &GenerateParams,
    sites: &[VillageSite],
    people: &[People],
    district: &mut Draft,
) {
    let (mut names, mut chance) = (Names::default(), Chance::of(params.seed, "village names"));
    for (site, people) in sites.iter().zip(people) {
        district.villages.push(Village {
            name: names.village(&mut chance),
            town: TownId::from_index(site.town),
            place: site.spot.place(),
            households: people.households,
            population: f64::from(people.households) * defaults::PERSONS_PER_HOUSEHOLD,
            kg_per_person_day: defaults::KG_PER_PERSON_DAY,
            rate_is_default: true,
            participation: people.participation,
            area_km2: Some(f64::from(site.hectares) / 100.0),
            max_vehicle_width_m: (people.closure == Closure::Rule).then_some(lanes::NARROW_METRES),
        });
    }
}

/// The lane nodes of each village.
fn draw_all_lanes(
    params: &GenerateParams,
    sites: &[VillageSite],
    people: &[People],
    draft: &mut RoadDraft,
) -> Vec<Vec<u32>> {
    let mut chance = Chance::of(params.seed, "lanes");
    let lanes = sites.iter().zip(people).map(|(site, people)| {
        let paving = match people.closure {
            Closure::Open => Paving::LANE,
            Closure::Rule | Closure::Lanes => Paving::LANE.no_wider_than(lanes::NARROW_METRES),
        };
        let wanted = points::wanted_lane_nodes(people.points);
        lanes::draw_lanes(site, paving, wanted, draft, &mut chance)
    });
    lanes.collect()
}

fn add_points(
    params: &GenerateParams,
    sites: &[VillageSite],
    people: &[People],
    lanes: &[Vec<u32>],
    draft: &RoadDraft,
    district: &mut Draft,
) {
    let mut chance = Chance::of(params.seed, "points");
    for (v, site) in sites.iter().enumerate() {
        let village = &district.villages[v];
        let settled = Settled {
            id: VillageId::from_index(v),
            village,
            site,
            people: &people[v],
            lanes: &lanes[v],
            litres_per_day: waste::riding_kg(village, &district.streams) * 1000.0
                / defaults::LOOSE_KG_M3,
        };
        let points = settled.points(district.points.len(), draft, &mut chance);
        district.points.extend(points);
    }
    if let Some(bins) = params.bins {
        points::share_out_bins(&mut district.points, bins);
    }
}

/// Adds what a sanitation office runs: stations, plants, markets' points, vehicles, the calendar.
fn add_works(
    params: &GenerateParams,
    seats: &[Seat],
    sites: &[VillageSite],
    district: &mut Draft,
    draft: &mut RoadDraft,
) {
    let food = district
        .streams
        .iter()
        .position(|s| s.name == waste::FOOD)
        .map(StreamId::from_index);
    let mut chance = Chance::of(params.seed, "facilities");
    facilities::draw_stations(
        seats,
        district,
        params.stations_per_town,
        draft,
        &mut chance,
    );
    facilities::draw_plants(&seats[0], food, district, draft, &mut chance);
    let own_kg = own_kg(district);
    facilities::set_capacities(district, &own_kg, params.stations_per_town, &mut chance);
    let spots: Vec<_> = seats.iter().map(|seat| seat.spot).collect();
    fleet::add_fleet(params, &spots, &own_kg, food, district);
    let mut chance = Chance::of(params.seed, "markets");
    let days = markets::market_days(seats.len(), &mut chance);
    for (town, seat) in seats.iter().enumerate() {
        let village = sites.iter().position(|site| site.town == town);
        let market = markets::Market {
            seat,
            town: &district.towns[town].name,
            village: VillageId::from_index(village.expect("every town has a village")),
            days: days[town],
            food,
        };
        let points = market.generators(params, draft, &mut chance);
        district.points.extend(points);
    }
    season::add_calendar(district, &days);
}

/// What rides a day from the villages of each town.
fn own_kg(district: &Draft) -> Vec<f64> {
    let mut kg = vec![0.0; district.towns.len()];
    for village in &district.villages {
        kg[village.town.index()] += waste::riding_kg(village, &district.streams);
    }
    kg
}
