//! What a network holds, and what of it the vehicles of a district reach.

use super::profile::{Profile, drive_alike};
use super::snap::{Snap, Snapper};
use super::split::Split;
use super::travel::group;
use super::{RoadClass, RoadNetwork, Segment};
use crate::district::{Base, DisposalId, District, Place, PointId, VehicleId};

/// Roads of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stretch {
    /// How many pieces.
    pub segments: usize,
    /// How long together, each counted once.
    pub km: f64,
}

/// A way of driving, and how far it gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The vehicles that drive so.
    pub vehicles: Vec<VehicleId>,
    /// The roads that they may drive.
    pub open: Stretch,
    /// The largest part of these in which they get from everywhere to everywhere.
    pub connected: Stretch,
    /// By segment, whether it belongs to that part.
    pub is_connected: Vec<bool>,
    /// Points that they cannot get to.
    pub unreached: Vec<PointId>,
}

/// A place of the district that tours go to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Called {
    /// A collection point.
    Point(PointId),
    /// A station or plant.
    Disposal(DisposalId),
    /// The base of a vehicle.
    Base(VehicleId),
}

/// The survey of a network for a district.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// Crossings and ends of roads.
    pub nodes: usize,
    /// Roads by class, the greatest first; classes that do not occur are left out.
    pub by_class: Vec<(RoadClass, Stretch)>,
    /// Roads that a vehicle's width may keep it out of; then weight, then height.
    pub limited: [Stretch; 3],
    /// Roads closed to all.
    pub closed: Stretch,
    /// Roads with one lane for both directions.
    pub single_lane: Stretch,
    /// Turns forbidden or prescribed.
    pub restrictions: usize,
    /// Barriers that somebody does not pass.
    pub barriers: usize,
    /// Each way of driving, collectors first.
    pub reaches: Vec<Reach>,
    /// Places that no vehicle gets to, not even the smallest.
    pub isolated: Vec<Called>,
    /// How far off the road each place lies, in metres, the farthest first.
    pub off_road: Vec<(Called, f64)>,
}

/// Surveys a network; `None` if it has no roads.
#[must_use]
pub fn survey(district: &District, network: &RoadNetwork) -> Option<Survey> {
    let (kinds, profiles, _) = group(district, Profile::of, |a, b| drive_alike(a, b, network));
    let snapper = Snapper::of(network, &kinds)?;
    let called = called(district);
    let snaps: Vec<Snap> = called
        .iter()
        .map(|&(who, place)| {
            let most = match who {
                Called::Point(_) => district.snap_metres,
                Called::Disposal(_) | Called::Base(_) => f64::INFINITY,
            };
            snapper.snap(place, most)
        })
        .collect();
    let split = Split::at(network, snaps.iter().map(|snap| snap.best));
    let away = |place: Place, snap: &Snap| {
        place.metres_to(split.network.nodes[split.node(snap.best) as usize])
    };
    let mut off_road: Vec<(Called, f64)> = called
        .iter()
        .zip(&snaps)
        .map(|(&(who, place), snap)| (who, away(place, snap)))
        .collect();
    off_road.sort_by(|a, b| b.1.total_cmp(&a.1));
    let isolated = called
        .iter()
        .zip(&snaps)
        .filter(|(_, snap)| !snap.is_connected);
    let reach = |(number, profile): (usize, &Profile)| Reach {
        vehicles: vehicle_ids(district)
            .filter(|id| profiles[id.index()] == number)
            .collect(),
        open: stretch(network, |_, segment| {
            [false, true]
                .iter()
                .any(|&way| profile.may_drive(segment, way))
        }),
        connected: stretch(network, |index, _| snapper.connected(number)[index]),
        is_connected: snapper.connected(number).to_vec(),
        unreached: unreached(&called, &snaps, number),
    };
    let class = |class: RoadClass| (class, stretch(network, |_, segment| segment.class == class));
    let limited = |has: fn(&Segment) -> bool| stretch(network, |_, segment| has(segment));
    Some(Survey {
        nodes: network.nodes.len(),
        by_class: RoadClass::ALL
            .into_iter()
            .map(class)
            .filter(|(_, s)| s.segments > 0)
            .collect(),
        limited: [
            limited(|segment| segment.limits.width_m.is_some()),
            limited(|segment| segment.limits.tonnes.is_some()),
            limited(|segment| segment.limits.height_m.is_some()),
        ],
        closed: limited(Segment::is_closed),
        single_lane: limited(|segment| segment.lanes == Some(1) && !segment.oneway),
        restrictions: network.restrictions.len(),
        barriers: network.barriers.len(),
        reaches: kinds.iter().enumerate().map(reach).collect(),
        isolated: isolated.map(|(&(who, _), _)| who).collect(),
        off_road,
    })
}

/// The places that tours go to, each once.
fn called(district: &District) -> Vec<(Called, Place)> {
    let points = district.points.iter().enumerate();
    let points =
        points.map(|(index, point)| (Called::Point(PointId::from_index(index)), point.place));
    let disposals = district
        .disposals()
        .map(|id| (Called::Disposal(id), district.disposal_place(id)));
    let bases = vehicle_ids(district).filter_map(|id| match district.vehicles[id.index()].base {
        Base::At(place) => Some((Called::Base(id), place)),
        Base::Facility(_) => None,
    });
    points.chain(disposals).chain(bases).collect()
}

fn vehicle_ids(district: &District) -> impl Iterator<Item = VehicleId> {
    (0..district.vehicles.len()).map(VehicleId::from_index)
}

fn unreached(called: &[(Called, Place)], snaps: &[Snap], profile: usize) -> Vec<PointId> {
    let missed = called
        .iter()
        .zip(snaps)
        .filter(|(_, snap)| snap.spots[profile].is_none());
    let point = |(&(who, _), _): (&(Called, Place), &Snap)| match who {
        Called::Point(point) => Some(point),
        Called::Disposal(_) | Called::Base(_) => None,
    };
    missed.filter_map(point).collect()
}

fn stretch(network: &RoadNetwork, holds: impl Fn(usize, &Segment) -> bool) -> Stretch {
    let segments = network.segments.iter().enumerate();
    let those = segments.filter(|(index, segment)| holds(*index, segment));
    those.fold(Stretch::default(), |sum, (_, segment)| Stretch {
        segments: sum.segments + 1,
        km: sum.km + segment.metres / 1000.0,
    })
}
