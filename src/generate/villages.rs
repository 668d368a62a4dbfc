//! Where the villages lie: some at the market square, the others strung along the arms of their town.

use super::apportion::apportion;
use super::chance::Chance;
use super::plane::Spot;
use super::road_draft::RoadDraft;
use super::size::GenerateParams;
use super::valleys::{Arm, Seat};

/// What kind of place a village is; it decides how often the truck comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// At the market square of its town.
    Seat,
    /// On a county road, or in the lower half of a valley.
    Near,
    /// Up a valley.
    Far,
}

/// A village on the board.
#[derive(Clone, Debug)]
pub(super) struct VillageSite {
    /// Row of its town.
    pub(super) town: usize,
    /// Its middle.
    pub(super) spot: Spot,
    /// The node where its access lane leaves the road.
    pub(super) gate: u32,
    /// Nodes of the main road past it, nearest first.
    pub(super) main_road: Vec<u32>,
    /// Its kind.
    pub(super) setting: Setting,
    /// Area, in hundredths of a square kilometre.
    pub(super) hectares: u32,
}

impl VillageSite {
    /// The radius of a circle of the village's area, metres.
    pub(super) fn radius(&self) -> f64 {
        (f64::from(self.hectares) * 1e4 / std::f64::consts::PI).sqrt()
    }
}

/// Lays out all villages, town by town.
pub(super) fn village_sites(
    params: &GenerateParams,
    seats: &[Seat],
    draft: &RoadDraft,
) -> Vec<VillageSite> {
    let mut chance = Chance::of(params.seed, "villages");
    let in_town = apportion(
        params.villages,
        &random_weights(seats.len(), 0.25, &mut chance),
        1,
    );
    let areas = random_weights(params.villages as usize, 0.3, &mut chance);
    let hectares = (params.area_km2 * 100.0).round() as u32;
    let least = hectares / params.villages * 2 / 5;
    let mut areas = apportion(hectares, &areas, least).into_iter();
    let mut sites: Vec<VillageSite> = Vec::new();
    for (town, (seat, count)) in seats.iter().zip(in_town).enumerate() {
        let at_seat = (1 + count / 25).min(count);
        let areas: Vec<u32> = areas.by_ref().take(count as usize).collect();
        let (seat_areas, arm_areas) = areas.split_at(at_seat as usize);
        for (i, &area) in seat_areas.iter().enumerate() {
            sites.push(site_at_square(
                town,
                seat,
                (i, seat_areas.len()),
                area,
                draft,
            ));
        }
        along_arms(town, seat, arm_areas, &mut sites, draft, &mut chance);
    }
    sites
}

/// Positive weights around 1 whose logarithm scatters by so much.
pub(super) fn random_weights(count: usize, scatter: f64, chance: &mut Chance) -> Vec<f64> {
    (0..count)
        .map(|_| libm::exp(scatter * chance.bell()))
        .collect()
}

/// The `i`-th of `n` villages round the market square.
fn site_at_square(
    town: usize,
    seat: &Seat,
    (i, n): (usize, usize),
    hectares: u32,
    draft: &RoadDraft,
) -> VillageSite {
    let corner = seat.square[i * 4 / n.max(1) % 4];
    let heading = seat.spot.heading_to(draft.spot(corner)) + 0.4;
    VillageSite {
        town,
        spot: seat.spot.towards(heading, 260.0),
        gate: corner,
        main_road: seat.square.clone(),
        setting: Setting::Seat,
        hectares,
    }
}

/// Strings villages along the arms of a town, by the arms' lengths.
fn along_arms(
    town: usize,
    seat: &Seat,
    hectares: &[u32],
    sites: &mut Vec<VillageSite>,
    draft: &RoadDraft,
    chance: &mut Chance,
) {
    let lengths: Vec<f64> = seat
        .arms
        .iter()
        .map(|arm| arm.nodes.len() as f64 * arm_step(arm))
        .collect();
    let counts = apportion(hectares.len() as u32, &lengths, 0);
    let mut areas = hectares.iter();
    for (arm, count) in seat.arms.iter().zip(counts) {
        for (j, &area) in areas.by_ref().take(count as usize).enumerate() {
            let share = (j as f64 + 0.55 + chance.between(-0.25, 0.25)) / f64::from(count);
            let first = (arm.nodes.len() / 5).min(2);
            let position = first + (share * (arm.nodes.len() - first) as f64) as usize;
            let index = position.min(arm.nodes.len() - 1);
            let site = site_beside(town, arm, index, area, sites, draft, chance);
            sites.push(site);
        }
    }
}

/// About the metres between nodes of an arm.
fn arm_step(arm: &Arm) -> f64 {
    if arm.is_county_road { 400.0 } else { 240.0 }
}

/// A village beside a node of an arm: of a few spots the one farthest from other villages.
fn site_beside(
    town: usize,
    arm: &Arm,
    index: usize,
    hectares: u32,
    sites: &[VillageSite],
    draft: &RoadDraft,
    chance: &mut Chance,
) -> VillageSite {
    let gate = arm.nodes[index];
    let here = draft.spot(gate);
    let behind = draft.spot(arm.nodes[index.saturating_sub(1)]);
    let ahead = draft.spot(arm.nodes[(index + 1).min(arm.nodes.len() - 1)]);
    let mut site = VillageSite {
        town,
        spot: here,
        gate,
        main_road: Vec::new(),
        setting: if arm.is_county_road || 2 * index < arm.nodes.len() {
            Setting::Near
        } else {
            Setting::Far
        },
        hectares,
    };
    let most = (0.6 * site.radius()).min(480.0);
    let mut spots: Vec<Spot> = Vec::new();
    for i in 0..8 {
        let side = if i % 2 == 0 { 1.0 } else { -1.0 };
        let across =
            behind.heading_to(ahead) + side * std::f64::consts::FRAC_PI_2 + 0.2 * chance.bell();
        spots.push(here.towards(across, chance.between(0.35 * most, most)));
    }
    let clearance = |spot: &Spot| {
        sites
            .iter()
            .map(|other| other.spot.metres_to(*spot))
            .fold(f64::INFINITY, f64::min)
    };
    let best = spots
        .iter()
        .max_by(|a, b| clearance(a).total_cmp(&clearance(b)));
    site.spot = *best.expect("there are eight spots");
    site.main_road = near_nodes(arm, site.spot, 0.93 * site.radius(), draft);
    site
}

/// Up to three nodes of an arm that a village reaches, nearest first.
fn near_nodes(arm: &Arm, spot: Spot, within: f64, draft: &RoadDraft) -> Vec<u32> {
    let away = |node: u32| draft.spot(node).metres_to(spot);
    let mut near: Vec<u32> = arm
        .nodes
        .iter()
        .copied()
        .filter(|&node| away(node) < within)
        .collect();
    near.sort_by(|&a, &b| away(a).total_cmp(&away(b)));
    near.truncate(3);
    near
}
