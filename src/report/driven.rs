//! The ways of a plan's tours on the map, leg by leg.

use crate::district::{District, Place, VehicleId};
use crate::plan::{Plan, Stop, StopKind, Tour};
use crate::roads::{SiteId, Travel};
use std::collections::BTreeMap;

/// A leg of a vehicle: vehicles that drive alike share theirs.
type Leg = (usize, SiteId, SiteId);

/// The ways of all legs of a plan, each told once.
#[derive(Debug)]
pub(super) struct DrivenLegs {
    /// By leg, its number among `lines`.
    numbers: BTreeMap<Leg, usize>,
    /// From site to site along every bend.
    pub lines: Vec<Vec<Place>>,
}

impl DrivenLegs {
    /// Finds the ways of all legs.
    pub(super) fn of(travel: &Travel, plan: &Plan) -> Self {
        let mut asked: BTreeMap<Leg, VehicleId> = BTreeMap::new();
        for tour in &plan.tours {
            for (from, to) in legs(travel, tour) {
                asked.insert((travel.profile(tour.vehicle), from, to), tour.vehicle);
            }
        }
        let wanted: Vec<_> = asked
            .iter()
            .map(|(&(_, from, to), &vehicle)| (vehicle, from, to))
            .collect();
        Self {
            lines: travel.paths(&wanted),
            numbers: asked.into_keys().zip(0..).collect(),
        }
    }

    /// For each leg of a tour the number of its line, breaks left out.
    pub(super) fn numbers_of<'a>(
        &'a self,
        travel: &'a Travel,
        tour: &'a Tour,
    ) -> impl Iterator<Item = usize> + 'a {
        let profile = travel.profile(tour.vehicle);
        legs(travel, tour).map(move |(from, to)| self.numbers[&(profile, from, to)])
    }

    /// The whole way of a tour: along the roads, or straight from place to place where there are none. A leg without a way,
    /// of a plan edited by hand, is left out.
    pub(super) fn line_of(&self, district: &District, travel: &Travel, tour: &Tour) -> TourLine {
        if !travel.is_on_roads() {
            return straight_line(district, tour);
        }
        let mut line = TourLine {
            places: Vec::new(),
            stops: vec![0],
        };
        for number in self.numbers_of(travel, tour) {
            let leg = &self.lines[number];
            let joins = line.places.last() == leg.first();
            line.places.extend(leg.iter().skip(usize::from(joins)));
            line.stops.push(line.places.len().saturating_sub(1));
        }
        line
    }
}

/// The way of a tour as one line, and where in it each stop lies.
pub(super) struct TourLine {
    pub places: Vec<Place>,
    pub stops: Vec<usize>,
}

fn straight_line(district: &District, tour: &Tour) -> TourLine {
    let places: Vec<Place> = stops(tour)
        .map(|stop| place(district, tour, stop.kind))
        .collect();
    TourLine {
        stops: (0..places.len()).collect(),
        places,
    }
}

/// The legs of a tour: one for each stop but the first, breaks left out.
fn legs<'a>(travel: &'a Travel, tour: &'a Tour) -> impl Iterator<Item = (SiteId, SiteId)> + 'a {
    let mut sites = stops(tour).map(|stop| site(travel, tour, stop.kind));
    let mut last = sites.next();
    sites.filter_map(move |site| last.replace(site).map(|from| (from, site)))
}

/// The stops of a tour, breaks left out.
pub(super) fn stops(tour: &Tour) -> impl Iterator<Item = &Stop> {
    tour.stops
        .iter()
        .filter(|stop| stop.kind != StopKind::Break)
}

fn site(travel: &Travel, tour: &Tour, kind: StopKind) -> SiteId {
    match kind {
        StopKind::Point(point) => travel.sites.point(point),
        StopKind::Disposal(disposal) => travel.sites.disposal(disposal),
        StopKind::End => travel.sites.end(tour.vehicle),
        StopKind::Start | StopKind::Break => travel.sites.start(tour.vehicle),
    }
}

/// Where a stop is on the map: as the tables say.
pub(super) fn place(district: &District, tour: &Tour, kind: StopKind) -> Place {
    let vehicle = &district.vehicles[tour.vehicle.index()];
    match kind {
        StopKind::Point(point) => district.points[point.index()].place,
        StopKind::Disposal(disposal) => district.disposal_place(disposal),
        StopKind::End => district.base_place(vehicle.end_base),
        StopKind::Start | StopKind::Break => district.base_place(vehicle.base),
    }
}
