//! Where the waste of each point is tipped: by the trucks of a plan, or before there is any.

use crate::district::{DisposalId, District, PinTarget, PointId, StreamId};
use crate::plan::{Plan, StopKind};
use std::collections::BTreeMap;

/// Where the trucks of a plan tip what they take at each point: kg a week by facility, and how many stops it took.
pub(super) struct Tipped(BTreeMap<(PointId, StreamId), (BTreeMap<DisposalId, f64>, u32)>);

impl Tipped {
    /// Follows each trip of the plan to where it ends.
    pub(super) fn of(district: &District, plan: &Plan) -> Self {
        let mut tipped = Self(BTreeMap::new());
        for tour in &plan.tours {
            let mut on_board = Vec::new();
            for stop in &tour.stops {
                match stop.kind {
                    StopKind::Point(point) => {
                        let stream = stop.stream.unwrap_or_else(|| district.residual());
                        on_board.push((point, stream, stop.kg.as_f64()));
                    }
                    StopKind::Disposal(disposal) => tipped.tip(disposal, on_board.drain(..)),
                    StopKind::Start | StopKind::Break | StopKind::End => {}
                }
            }
        }
        tipped
    }

    fn tip(&mut self, disposal: DisposalId, load: impl Iterator<Item = (PointId, StreamId, f64)>) {
        for (point, stream, kg) in load {
            let (ways, stops) = self.0.entry((point, stream)).or_default();
            *ways.entry(disposal).or_default() += kg;
            *stops += 1;
        }
    }

    /// Where what arises at a point goes, and what stays. Stops carry whole kilograms: a gap of up to one a stop is
    /// rounding and is shared over the ways.
    pub(super) fn ways(
        &self,
        point: PointId,
        stream: StreamId,
        arising: f64,
    ) -> (Vec<(DisposalId, f64)>, f64) {
        let Some((ways, stops)) = self.0.get(&(point, stream)) else {
            return (Vec::new(), arising);
        };
        let taken: f64 = ways.values().sum();
        if taken <= 0.0 {
            return (Vec::new(), arising);
        }
        let gap = arising - taken;
        let left = if gap > f64::from(*stops) { gap } else { 0.0 };
        let scale = (arising - left) / taken;
        (
            ways.iter()
                .map(|(&disposal, &kg)| (disposal, kg * scale))
                .collect(),
            left,
        )
    }
}

/// Where a point's waste is tipped before any plan: its pin, its village's pin, or the nearest facility that takes it.
pub(super) fn assigned_disposal(
    district: &District,
    id: PointId,
    stream: StreamId,
) -> Option<DisposalId> {
    let point = &district.points[id.index()];
    let accepts = |disposal: &DisposalId| district.accepted_by_gate(*disposal).any(|s| s == stream);
    let distance =
        |disposal: &DisposalId| point.place.metres_to(district.disposal_place(*disposal));
    pinned_disposal(district, id, stream).or_else(|| {
        let candidates = district.disposals().filter(accepts);
        candidates.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    })
}

/// Where a pin, of the point or else of its village, sends a point's stream, if the facility takes it.
pub(super) fn pinned_disposal(
    district: &District,
    id: PointId,
    stream: StreamId,
) -> Option<DisposalId> {
    let accepts = |disposal: &DisposalId| district.accepted_by_gate(*disposal).any(|s| s == stream);
    let pinned = |target: PinTarget| {
        let pins = district.pins.iter().filter(|pin| pin.target == target);
        pins.filter_map(|pin| pin.disposal).find(accepts)
    };
    let village = district.points[id.index()].village;
    pinned(PinTarget::Point(id))
        .or_else(|| village.and_then(|village| pinned(PinTarget::Village(village))))
}
