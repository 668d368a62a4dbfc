//! The roads out of each town: the county roads as far as half way, and valleys that end in the hills. Villages lie
//! along these arms.

use super::chance::Chance;
use super::plane::{Spot, turn};
use super::road_draft::{Paving, RoadDraft};
use super::size::GenerateParams;
use super::towns;

/// A road out of a town.
#[derive(Debug)]
pub(super) struct Arm {
    /// Its nodes, outward.
    pub(super) nodes: Vec<u32>,
    /// Whether it is a county road.
    pub(super) is_county_road: bool,
}

/// A town on the board.
#[derive(Debug)]
pub(super) struct Seat {
    /// Its market square.
    pub(super) spot: Spot,
    /// The street round the square, one way.
    pub(super) square: Vec<u32>,
    /// The roads out.
    pub(super) arms: Vec<Arm>,
}

/// Tonnes gross that a weak bridge of a valley carries.
pub(super) const WEAK_BRIDGE_TONNES: f64 = 8.0;
/// How often a valley has one.
const WEAK_BRIDGES: f64 = 0.10;
/// Metres between nodes of a valley road.
const VALLEY_STEP: f64 = 240.0;
/// Metres between nodes of a county road.
const COUNTY_STEP: f64 = 400.0;

/// Draws all towns with their squares, the county roads and the valleys.
pub(super) fn seats_with_arms(params: &GenerateParams, draft: &mut RoadDraft) -> Vec<Seat> {
    let mut chance = Chance::of(params.seed, "valleys");
    let spots = towns::seats(params);
    let mut seats: Vec<Seat> = spots
        .iter()
        .map(|&spot| market_square(spot, draft, &mut chance))
        .collect();
    for (a, b) in towns::county_roads(&spots) {
        draw_county_road(&mut seats, a, b, draft, &mut chance);
    }
    let villages = f64::from(params.villages) / f64::from(params.towns);
    let town_radius =
        (params.area_km2 / f64::from(params.towns) * 1e6 / std::f64::consts::PI).sqrt();
    if params.towns == 1 {
        draw_through_road(&mut seats[0], town_radius, draft, &mut chance);
    }
    for i in 0..seats.len() {
        let others = (0..spots.len())
            .filter(|&j| j != i)
            .map(|j| spots[i].metres_to(spots[j]));
        let reach = others.fold(1.1 * town_radius, |reach, metres| reach.min(0.62 * metres));
        let arms = ((villages / 3.2).round() as usize).clamp(3, 8);
        while seats[i].arms.len() < arms {
            draw_valley(
                &mut seats[i],
                reach * chance.between(0.85, 1.05),
                draft,
                &mut chance,
            );
        }
    }
    seats
}

/// A street of four corners round the market, one way.
fn market_square(spot: Spot, draft: &mut RoadDraft, chance: &mut Chance) -> Seat {
    let first = chance.between(0.0, 1.5);
    let corner = |i: i32| spot.towards(first + f64::from(i) * std::f64::consts::FRAC_PI_2, 95.0);
    let square: Vec<u32> = (0..4).map(|i| draft.node(corner(i))).collect();
    for i in 0..4 {
        draft.join(square[i], square[(i + 1) % 4], Paving::MARKET, chance);
    }
    Seat {
        spot,
        square,
        arms: Vec::new(),
    }
}

impl Seat {
    /// The corner of the square that looks towards a spot.
    pub(super) fn corner_towards(&self, spot: Spot, draft: &RoadDraft) -> u32 {
        let away = |node: &u32| draft.spot(*node).metres_to(spot);
        let nearest = self
            .square
            .iter()
            .min_by(|a, b| away(a).total_cmp(&away(b)));
        *nearest.expect("a square has corners")
    }

    /// The heading that leaves the widest gaps to the roads there are.
    fn open_heading(&self, draft: &RoadDraft, chance: &mut Chance) -> f64 {
        let taken: Vec<f64> = self
            .arms
            .iter()
            .filter_map(|arm| arm.nodes.get(1).or(arm.nodes.first()))
            .map(|&node| self.spot.heading_to(draft.spot(node)))
            .collect();
        let headings = (0..16).map(|_| chance.between(-std::f64::consts::PI, std::f64::consts::PI));
        let gap = |heading: f64| {
            taken
                .iter()
                .map(|&other| turn(other, heading).abs())
                .fold(f64::INFINITY, f64::min)
        };
        headings
            .max_by(|a, b| gap(*a).total_cmp(&gap(*b)))
            .expect("sixteen headings")
    }
}

/// A county road between two towns; half of it is an arm of each.
fn draw_county_road(
    seats: &mut [Seat],
    a: usize,
    b: usize,
    draft: &mut RoadDraft,
    chance: &mut Chance,
) {
    let (start, end) = (
        seats[a].corner_towards(seats[b].spot, draft),
        seats[b].corner_towards(seats[a].spot, draft),
    );
    let spots = winding(draft.spot(start), draft.spot(end), chance);
    let mut nodes = draft.road(start, spots, Paving::COUNTY, chance);
    draft.join(*nodes.last().unwrap_or(&start), end, Paving::COUNTY, chance);
    let mut far_half = nodes.split_off(nodes.len() / 2);
    far_half.reverse();
    seats[a].arms.push(Arm {
        nodes,
        is_county_road: true,
    });
    seats[b].arms.push(Arm {
        nodes: far_half,
        is_county_road: true,
    });
}

/// Spots between two ends on a curve of three waves, as a road keeps to its valley.
fn winding(from: Spot, to: Spot, chance: &mut Chance) -> Vec<Spot> {
    let length = from.metres_to(to);
    let across = from.heading_to(to) + std::f64::consts::FRAC_PI_2;
    let waves = [0.05, 0.03, 0.015].map(|height| height * length * chance.between(-1.0, 1.0));
    let steps = ((length / COUNTY_STEP).round() as u32).max(3);
    let spot = |i: u32| {
        let share = f64::from(i) / f64::from(steps);
        let phase = std::f64::consts::PI * share;
        let aside: f64 = waves
            .iter()
            .zip([1.0, 2.0, 3.0])
            .map(|(wave, n)| wave * libm::sin(n * phase))
            .sum();
        from.along(to, share).towards(across, aside)
    };
    (1..steps).map(spot).collect()
}

/// The county road of a district of one town: it comes from one side and leaves to the other.
fn draw_through_road(seat: &mut Seat, radius: f64, draft: &mut RoadDraft, chance: &mut Chance) {
    let heading = chance.between(0.0, std::f64::consts::PI);
    for out in [heading, heading + std::f64::consts::PI] {
        let end = seat.spot.towards(out, 1.05 * radius);
        let start = seat.corner_towards(end, draft);
        let spots = winding(draft.spot(start), end, chance);
        let nodes = draft.road(start, spots, Paving::COUNTY, chance);
        seat.arms.push(Arm {
            nodes,
            is_county_road: true,
        });
    }
}

/// A road up a valley that ends in the hills; some have a weak bridge half way.
fn draw_valley(seat: &mut Seat, reach: f64, draft: &mut RoadDraft, chance: &mut Chance) {
    let heading = seat.open_heading(draft, chance);
    let start = seat.corner_towards(seat.spot.towards(heading, reach), draft);
    let steps = ((reach / VALLEY_STEP) as u32).max(3);
    let weak_from = if chance.happens(WEAK_BRIDGES) {
        steps / 2
    } else {
        steps
    };
    let (mut spot, mut bent, mut last) = (draft.spot(start), heading, start);
    let mut nodes = Vec::new();
    for step in 0..steps {
        bent = heading + 0.75 * turn(heading, bent) + 0.16 * chance.bell();
        spot = spot.towards(bent, VALLEY_STEP * chance.between(0.85, 1.15));
        if step >= 2 && !draft.is_free(spot, 120.0) {
            break;
        }
        let bridge = Paving::VALLEY.no_heavier_than(WEAK_BRIDGE_TONNES);
        let paving = if step == weak_from {
            bridge
        } else {
            Paving::VALLEY
        };
        let node = draft.node(spot);
        draft.join(last, node, paving, chance);
        nodes.push(node);
        last = node;
    }
    seat.arms.push(Arm {
        nodes,
        is_county_road: false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_town_has_a_square_and_at_least_three_roads_out() {
        for params in [
            GenerateParams::county(4),
            GenerateParams::town(4),
            GenerateParams::sized(2, 5, 60, 4),
        ] {
            let mut draft = RoadDraft::default();
            for seat in seats_with_arms(&params, &mut draft) {
                assert_eq!(seat.square.len(), 4);
                assert!(seat.arms.len() >= 3);
                assert!(seat.arms.iter().all(|arm| !arm.nodes.is_empty()));
                assert!(seat.arms.iter().any(|arm| arm.is_county_road));
            }
        }
    }
}
