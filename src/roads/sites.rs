//! The distinct places that a district's vehicles go to, numbered as rows of the travel matrices.

use crate::district::{Base, DisposalId, District, Place, PointId, VehicleId};
use std::collections::HashMap;

/// A row of the travel matrices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(pub u32);

impl SiteId {
    /// The row's index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where each point, facility and base of a district lies among the distinct places.
#[derive(Clone, Debug, PartialEq)]
pub struct Sites {
    /// The distinct places, in order of first mention: points, stations, plants, bases.
    pub places: Vec<Place>,
    points: Vec<SiteId>,
    stations: Vec<SiteId>,
    plants: Vec<SiteId>,
    starts: Vec<SiteId>,
    ends: Vec<SiteId>,
}

impl Sites {
    /// Numbers the places of a district; places with equal coordinates share a number.
    #[must_use]
    pub fn of(district: &District) -> Self {
        let mut places = Vec::new();
        let mut known = HashMap::new();
        let mut site = |place: Place| {
            *known
                .entry((place.longitude.to_bits(), place.latitude.to_bits()))
                .or_insert_with(|| {
                    places.push(place);
                    SiteId(u32::try_from(places.len() - 1).expect("fewer than 2^32 places"))
                })
        };
        let points = district
            .points
            .iter()
            .map(|point| site(point.place))
            .collect();
        let stations = district
            .stations
            .iter()
            .map(|station| site(station.place))
            .collect();
        let plants = district
            .plants
            .iter()
            .map(|plant| site(plant.place))
            .collect();
        let mut base = |base: Base| site(district.base_place(base));
        let starts = district
            .vehicles
            .iter()
            .map(|vehicle| base(vehicle.base))
            .collect();
        let ends = district
            .vehicles
            .iter()
            .map(|vehicle| base(vehicle.end_base))
            .collect();
        Self {
            places,
            points,
            stations,
            plants,
            starts,
            ends,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The site of a collection point.
    #[must_use]
    pub fn point(&self, id: PointId) -> SiteId {
        self.points[id.index()]
    }

    /// The site of a station or plant.
    #[must_use]
    pub fn disposal(&self, id: DisposalId) -> SiteId {
        match id {
            DisposalId::Station(id) => self.stations[id.index()],
            DisposalId::Plant(id) => self.plants[id.index()],
        }
    }

    /// Where tours of a vehicle start.
    #[must_use]
    pub fn start(&self, id: VehicleId) -> SiteId {
        self.starts[id.index()]
    }

    /// Where tours of a vehicle end.
    #[must_use]
    pub fn end(&self, id: VehicleId) -> SiteId {
        self.ends[id.index()]
    }
}
