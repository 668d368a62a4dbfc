//! The distinct places that a district's vehicles go to, numbered as rows of the travel matrices.

use crate::district::{Base, DisposalId, District, Draft, Place, PointId, Role, VehicleId};
use crate::quantity::in_z_order;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

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
    /// The distinct places of points, stations, plants and bases, near ones one after the other. On roads, where on the road
    /// trucks stop for them.
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
    pub fn of(district: &Draft) -> Self {
        let key = |place: Place| (place.longitude.to_bits(), place.latitude.to_bits());
        Self::numbered(district, |place, _| (key(place), place)).0
    }

    /// Numbers what `locate` makes of the places of a district, which is told how far off the roads each may lie: a key, which those that share a number have in common, and
    /// where that lies. Also gives the key of each number.
    pub(super) fn numbered<K: Clone + Eq + Hash>(
        district: &Draft,
        mut locate: impl FnMut(Place, f64) -> (K, Place),
    ) -> (Self, Vec<K>) {
        let (mut places, mut keys) = (Vec::new(), Vec::new());
        let mut known = HashMap::new();
        let mut site_within = |place: Place, most: f64| {
            let (key, located) = locate(place, most);
            *known.entry(key).or_insert_with_key(|key| {
                places.push(located);
                keys.push(K::clone(key));
                SiteId(u32::try_from(places.len() - 1).expect("fewer than 2^32 places"))
            })
        };
        let points = district
            .points
            .iter()
            .map(|point| site_within(point.place, district.snap_metres))
            .collect();
        let mut site = |place: Place| site_within(place, f64::INFINITY);
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
        let mut sites = Self {
            places,
            points,
            stations,
            plants,
            starts,
            ends,
        };
        let keys = sites.renumber(&keys);
        (sites, keys)
    }

    /// Numbers the sites so that near ones have near numbers: a travel matrix is larger than any cache. Gives the keys in the
    /// new order.
    fn renumber<K: Clone>(&mut self, keys: &[K]) -> Vec<K> {
        let places: Vec<(f64, f64)> = self
            .places
            .iter()
            .map(|place| (place.longitude, place.latitude))
            .collect();
        let order = in_z_order(&places);
        let mut number = vec![SiteId(0); order.len()];
        for (new, &old) in (0..).zip(&order) {
            number[old as usize] = SiteId(new);
        }
        let lists = [
            &mut self.points,
            &mut self.stations,
            &mut self.plants,
            &mut self.starts,
            &mut self.ends,
        ];
        for site in lists.into_iter().flatten() {
            *site = number[site.index()];
        }
        let old = |&old: &u32| old as usize;
        self.places = order.iter().map(|at| self.places[old(at)]).collect();
        order.iter().map(|at| keys[old(at)].clone()).collect()
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

    /// Metres, as the crow flies, between a collection point and where on the road trucks stop for it; 0 without roads.
    #[must_use]
    pub fn off_road(&self, district: &District, id: PointId) -> f64 {
        let place = district.points[id.index()].place;
        place.metres_to(self.places[self.point(id).index()])
    }

    /// The site of a station or plant.
    #[must_use]
    pub fn disposal(&self, id: DisposalId) -> SiteId {
        match id {
            DisposalId::Station(id) => self.stations[id.index()],
            DisposalId::Plant(id) => self.plants[id.index()],
        }
    }

    /// Where collectors' tours begin, tip and end, each site once.
    pub(super) fn ends_of_tours(&self, district: &District) -> Vec<usize> {
        let gates = self.stations.iter().chain(&self.plants).copied();
        let collectors = district.fleet(Role::Collector);
        let bases = collectors.flat_map(|(id, _)| [self.start(id), self.end(id)]);
        let sites: BTreeSet<usize> = gates.chain(bases).map(SiteId::index).collect();
        sites.into_iter().collect()
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
