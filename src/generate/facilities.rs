//! Stations, one or more a town beside its market square or up its longest arm, and the plants of the county.

use super::chance::Chance;
use super::plane::Spot;
use super::road_draft::{Paving, RoadDraft};
use super::valleys::Seat;
use crate::district::{
    DisposalId, Draft, Gate, Plant, PlantId, PlantKind, StreamId, StreamKind, TownId,
    TransferStation, defaults,
};
use crate::quantity::{Clock, Kilograms, Money, Window};

/// Share of its capacity that the fullest station's own villages fill.
const FULLEST: f64 = 0.95;
/// Share of their capacity that the other stations' own villages fill, at least and at most.
const FILLED: (f64, f64) = (0.55, 0.80);

/// Draws the stations of all towns; their capacity is set once the load is known.
pub(super) fn draw_stations(
    seats: &[Seat],
    district: &mut Draft,
    per_town: u32,
    draft: &mut RoadDraft,
    chance: &mut Chance,
) {
    for (town, seat) in seats.iter().enumerate() {
        for k in 0..per_town {
            let spot = if k == 0 {
                beside_square(seat, draft, chance)
            } else {
                up_an_arm(seat, k, draft, chance)
            };
            let town_name = &district.towns[town].name;
            let name = if k == 0 {
                format!("{town_name} station")
            } else {
                format!("{town_name} station {}", k + 1)
            };
            district.stations.push(TransferStation {
                name,
                town: Some(TownId::from_index(town)),
                place: spot.place(),
                gate: gate(vec![residual(district)], 1, 8.0),
                storage: None,
                pressed_an_hour: None,
                leachate_share: defaults::LEACHATE_SHARE,
                open_per_day: None,
                compaction: 2.0,
                plant: Some(PlantId(0)),
            });
        }
    }
}

/// A yard some hundred metres from the square.
fn beside_square(seat: &Seat, draft: &mut RoadDraft, chance: &mut Chance) -> Spot {
    let corner = seat.square[chance.below(seat.square.len())];
    let heading = seat.spot.heading_to(draft.spot(corner)) - 0.5;
    spur(corner, heading, [180.0, 330.0], draft, chance)
}

/// A yard two thirds up one of the longest arms.
fn up_an_arm(seat: &Seat, k: u32, draft: &mut RoadDraft, chance: &mut Chance) -> Spot {
    let mut arms: Vec<usize> = (0..seat.arms.len()).collect();
    arms.sort_by_key(|&i| std::cmp::Reverse(seat.arms[i].nodes.len()));
    let nodes = &seat.arms[arms[(k as usize - 1) % arms.len()]].nodes;
    let node = nodes[nodes.len() * 2 / 3];
    let heading = seat.spot.heading_to(draft.spot(node)) + 1.2;
    spur(node, heading, [90.0, 160.0], draft, chance)
}

/// A short road to a yard; says where the yard is.
fn spur(
    from: u32,
    heading: f64,
    metres: [f64; 2],
    draft: &mut RoadDraft,
    chance: &mut Chance,
) -> Spot {
    let start = draft.spot(from);
    let spots = metres.map(|m| start.towards(heading, m));
    draft.road(from, spots, Paving::VALLEY, chance);
    spots[1]
}

/// Draws an incinerator and, if food waste rides, a compost plant, on spurs of the county roads of the county's seat.
pub(super) fn draw_plants(
    seat: &Seat,
    food: Option<StreamId>,
    district: &mut Draft,
    draft: &mut RoadDraft,
    chance: &mut Chance,
) {
    let county_roads: Vec<usize> = (0..seat.arms.len())
        .filter(|&i| seat.arms[i].is_county_road)
        .collect();
    let mut yard = |k: usize, share: f64, draft: &mut RoadDraft| {
        let nodes = &seat.arms[county_roads[k % county_roads.len()]].nodes;
        let node = nodes[((nodes.len() as f64 * share) as usize).min(nodes.len() - 1)];
        let heading = seat.spot.heading_to(draft.spot(node)) - 1.2;
        spur(node, heading, [350.0, 700.0], draft, chance)
    };
    let spot = yard(0, 0.8, draft);
    district.plants.push(Plant {
        name: "Incinerator".into(),
        place: spot.place(),
        kind: PlantKind::Incinerator,
        gate: gate(vec![residual(district)], 4, 65.0),
    });
    if let Some(food) = food {
        let spot = yard(1, 0.4, draft);
        district.plants.push(Plant {
            name: "Compost plant".into(),
            place: spot.place(),
            kind: PlantKind::Compost,
            gate: gate(vec![food], 1, 40.0),
        });
    }
}

fn residual(district: &Draft) -> StreamId {
    let position = district
        .streams
        .iter()
        .position(|s| s.kind == StreamKind::Residual);
    StreamId::from_index(position.expect("the streams of every generated district include it"))
}

/// A gate that is open from half past five to six.
fn gate(accepts: Vec<StreamId>, docks: u32, price: f64) -> Gate {
    Gate {
        accepts,
        daily_limit: None,
        docks: Some(docks),
        unload: defaults::UNLOAD,
        window: Window::new(Clock::at(5, 30), Clock::at(18, 0)),
        price_per_tonne: Money::units(price),
        is_closed: false,
    }
}

/// Sets capacities: the fullest station's own villages fill 95 % of what it takes, the others' from 55 to 80 %.
/// `own_kg` is what arises a day in the villages of each town.
pub(super) fn set_capacities(
    district: &mut Draft,
    own_kg: &[f64],
    per_town: u32,
    chance: &mut Chance,
) {
    let total: f64 = own_kg.iter().sum();
    let fullest = fullest_town(own_kg);
    for (i, station) in district.stations.iter_mut().enumerate() {
        let town = i / per_town as usize;
        let own = own_kg[town] / f64::from(per_town);
        let usual = chance.between(FILLED.0, FILLED.1);
        let limit = if town == fullest {
            (own / FULLEST / 10.0).floor() * 10.0
        } else {
            (own / usual / 500.0).ceil() * 500.0
        };
        station.gate.daily_limit = Some(Kilograms::rounded(limit.max(10.0)));
        station.gate.docks = Some(if limit > 12_000.0 { 2 } else { 1 });
        station.storage = Some(Kilograms::rounded((limit * 1.5 / 1_000.0).ceil() * 1_000.0));
    }
    for plant in &mut district.plants {
        let share = if plant.kind == PlantKind::Incinerator {
            2.5
        } else {
            0.2
        };
        let limit = (total * share / 10_000.0).ceil() * 10_000.0;
        plant.gate.daily_limit = Some(Kilograms::rounded(limit));
    }
}

/// The town whose station is the fullest: one of middling load, so that a neighbour can help out, and one of an even row,
/// whose markets keep to lunar dates, so that every day of the base season is the same to it.
fn fullest_town(own_kg: &[f64]) -> usize {
    let mut towns: Vec<usize> = (0..own_kg.len()).step_by(2).collect();
    towns.sort_by(|&a, &b| own_kg[a].total_cmp(&own_kg[b]));
    towns[towns.len() / 2]
}

/// The facility of a station's row.
pub(super) fn station(index: usize) -> DisposalId {
    DisposalId::Station(crate::district::StationId::from_index(index))
}
