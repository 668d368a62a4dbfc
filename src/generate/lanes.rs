//! The lanes of a village: an access lane from the road, and a tree that grows from the middle like houses along paths.

use super::chance::Chance;
use super::plane::Spot;
use super::road_draft::{Paving, RoadDraft};
use super::villages::VillageSite;

/// Metres that lane nodes keep between them.
const CLEARANCE: f64 = 45.0;
/// How often a side lane of an open village is too narrow for wide trucks.
const NARROW_SIDE_LANES: f64 = 0.12;
/// The widest vehicle of a narrow lane, metres.
pub(super) const NARROW_METRES: f64 = 2.2;

/// Where a lane can go on.
struct Tip {
    node: u32,
    heading: f64,
    paving: Paving,
    /// Whether a lane goes on from here.
    goes_on: bool,
}

/// A piece of lane that might be drawn.
struct Proposal {
    /// Position of the tip that it continues.
    from: usize,
    spot: Spot,
    heading: f64,
    paving: Paving,
}

/// Draws the lanes of a village, about `wanted` nodes of them; dead ends come first in the answer.
pub(super) fn draw_lanes(
    site: &VillageSite,
    paving: Paving,
    wanted: usize,
    draft: &mut RoadDraft,
    chance: &mut Chance,
) -> Vec<u32> {
    let middle = draw_access(site, paving, draft, chance);
    let heading = draft.spot(site.gate).heading_to(site.spot);
    let mut tips = vec![Tip {
        node: middle,
        heading,
        paving,
        goes_on: false,
    }];
    for _ in 0..40 * wanted {
        if tips.len() >= wanted {
            break;
        }
        let next = propose(&tips, draft, chance);
        let inside = site.spot.metres_to(next.spot) < 0.93 * site.radius();
        if inside && draft.is_free(next.spot, CLEARANCE) {
            let node = draft.node(next.spot);
            draft.join(tips[next.from].node, node, next.paving, chance);
            tips[next.from].goes_on = true;
            tips.push(Tip {
                node,
                heading: next.heading,
                paving: next.paving,
                goes_on: false,
            });
        }
    }
    let (mut ways, ends): (Vec<Tip>, Vec<Tip>) = tips.into_iter().partition(|tip| tip.goes_on);
    chance.shuffle(&mut ways);
    ends.into_iter().chain(ways).map(|tip| tip.node).collect()
}

/// The lane from the road to the middle of the village.
fn draw_access(
    site: &VillageSite,
    paving: Paving,
    draft: &mut RoadDraft,
    chance: &mut Chance,
) -> u32 {
    let start = draft.spot(site.gate);
    let pieces = (start.metres_to(site.spot) / 100.0).ceil().max(1.0);
    let spots = (1..=pieces as u32).map(|i| start.along(site.spot, f64::from(i) / pieces));
    let nodes = draft.road(site.gate, spots, paving, chance);
    *nodes.last().expect("at least one piece")
}

/// How a lane might go on: mostly straight from the last tip, else a side lane from any.
fn propose(tips: &[Tip], draft: &RoadDraft, chance: &mut Chance) -> Proposal {
    let is_side_lane = chance.happens(0.4);
    let from = if is_side_lane {
        chance.below(tips.len())
    } else {
        tips.len() - 1
    };
    let side = if chance.happens(0.5) { 1.3 } else { -1.3 };
    let heading = tips[from].heading + 0.35 * chance.bell() + if is_side_lane { side } else { 0.0 };
    let spot = draft
        .spot(tips[from].node)
        .towards(heading, chance.between(60.0, 105.0));
    let is_narrow = is_side_lane && chance.happens(NARROW_SIDE_LANES);
    let paving = tips[from].paving;
    let paving = if is_narrow {
        paving.no_wider_than(NARROW_METRES)
    } else {
        paving
    };
    Proposal {
        from,
        spot,
        heading,
        paving,
    }
}
