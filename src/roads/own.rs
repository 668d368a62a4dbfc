//! Travel that somebody measured or computed elsewhere, in place of roads: a leg for every two places of a district.

use crate::district::{Place, Vehicle};
use crate::quantity::{Leg, TravelMatrix};
use std::collections::HashMap;

/// Legs between places, for all vehicles or for one type of its own.
///
/// ```
/// use wasteways::district::{Base, DisposalId, DistrictBuilder, Place, VehicleId};
/// use wasteways::quantity::{Kilograms, Leg, Litres};
/// use wasteways::roads::{OwnTravel, RoadNetwork, Sites, travel};
///
/// let mut builder = DistrictBuilder::new("Example");
/// let (here, there) = (Place::new(113.50, 35.20), Place::new(113.60, 35.25));
/// let village = builder.add_village("North", "Mill", here, 80);
/// let point = builder.add_point("Mill 1", village, here, 4, Some(90.0));
/// let plant = builder.add_plant("Plant", there);
/// let base = Base::Facility(DisposalId::Plant(plant));
/// builder.add_collector("Compactor", base, 1, Kilograms(4_000), Litres(8_000));
/// let district = builder.build()?;
///
/// let mut own = OwnTravel::between(&Sites::of(&district).places);
/// own.set(None, [here, there], Leg { metres: 14_200, seconds: 1_260 });
/// own.fill_by_way_back();
/// assert!(own.lacking(&district.vehicles[0]).is_empty());
/// let network = RoadNetwork::of_own_travel(own);
/// // `plan`, `check` and all others take the network as they take roads.
/// let travel = travel(&district, Some(&network));
/// let (from, to) = (travel.sites.disposal(DisposalId::Plant(plant)), travel.sites.point(point));
/// assert_eq!(travel.leg(VehicleId(0), from, to).seconds, 1_260);
/// # Ok::<(), wasteways::district::DistrictError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnTravel {
    index: HashMap<(u64, u64), usize>,
    tables: Vec<OwnTable>,
}

/// A table of legs, row by row.
#[derive(Clone, Debug, PartialEq)]
struct OwnTable {
    /// The type of vehicle that it is for; `None`: all that have none of their own.
    vehicle: Option<String>,
    legs: Vec<Leg>,
}

fn key(place: Place) -> (u64, u64) {
    (place.longitude.to_bits(), place.latitude.to_bits())
}

impl OwnTravel {
    /// No legs yet between these places; places with equal coordinates are one.
    #[must_use]
    pub fn between(places: &[Place]) -> Self {
        let mut index = HashMap::new();
        for &place in places {
            let next = index.len();
            index.entry(key(place)).or_insert(next);
        }
        Self {
            index,
            tables: Vec::new(),
        }
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Sets the leg between two places, for a type of vehicle or for all; the leg that was set before. Nothing where a place is none of
    /// those between which there is travel.
    pub fn set(&mut self, vehicle: Option<&str>, [from, to]: [Place; 2], leg: Leg) -> Option<Leg> {
        let (from, to) = (*self.index.get(&key(from))?, *self.index.get(&key(to))?);
        let len = self.len();
        let known = self
            .tables
            .iter()
            .position(|table| table.vehicle.as_deref() == vehicle);
        let table = known.unwrap_or_else(|| {
            self.tables.push(OwnTable {
                vehicle: vehicle.map(str::to_owned),
                legs: vec![Leg::NONE; len * len],
            });
            self.tables.len() - 1
        });
        let kept = &mut self.tables[table].legs[from * len + to];
        let before = std::mem::replace(kept, leg);
        (before != Leg::NONE).then_some(before)
    }

    /// Fills legs that nobody gave by those the other way round; how many.
    pub fn fill_by_way_back(&mut self) -> usize {
        let len = self.len();
        let mut filled = 0;
        for table in &mut self.tables {
            for from in 0..len {
                for to in (0..len).filter(|&to| to != from) {
                    let back = table.legs[to * len + from];
                    if table.legs[from * len + to] == Leg::NONE && back != Leg::NONE {
                        table.legs[from * len + to] = back;
                        filled += 1;
                    }
                }
            }
        }
        filled
    }

    /// The pairs of places, each once and the first before, between which a vehicle has no leg.
    #[must_use]
    pub fn lacking(&self, vehicle: &Vehicle) -> Vec<(usize, usize)> {
        let len = self.len();
        let Some(table) = self.table(vehicle) else {
            return (1..len).map(|to| (0, to)).collect();
        };
        let pairs = (0..len).flat_map(|from| (0..len).map(move |to| (from, to)));
        let lacks =
            |&(from, to): &(usize, usize)| from != to && table.legs[from * len + to] == Leg::NONE;
        pairs.filter(lacks).collect()
    }

    fn table(&self, vehicle: &Vehicle) -> Option<&OwnTable> {
        let own = |table: &&OwnTable| table.vehicle.as_deref() == Some(vehicle.name.as_str());
        let of_all = |table: &&OwnTable| table.vehicle.is_none();
        self.tables
            .iter()
            .find(own)
            .or_else(|| self.tables.iter().find(of_all))
    }

    /// Which table a vehicle drives by.
    pub(super) fn number_of(&self, vehicle: &Vehicle) -> Option<usize> {
        let table = self.table(vehicle)?;
        self.tables.iter().position(|own| std::ptr::eq(own, table))
    }

    /// The legs between sites, by a table and at a factor of its speed; seconds half up.
    pub(super) fn matrix(
        &self,
        sites: &[Place],
        table: Option<usize>,
        speed_factor: f64,
    ) -> TravelMatrix {
        let len = self.len();
        let rows: Vec<Option<usize>> = sites
            .iter()
            .map(|&site| self.index.get(&key(site)).copied())
            .collect();
        let leg = |from: Option<usize>, to: Option<usize>| match (from, to, table) {
            (Some(from), Some(to), _) if from == to => Leg::default(),
            (Some(from), Some(to), Some(table)) => {
                faster(self.tables[table].legs[from * len + to], speed_factor)
            }
            _ => Leg::NONE,
        };
        let pairs = rows
            .iter()
            .flat_map(|&from| rows.iter().map(move |&to| leg(from, to)));
        TravelMatrix::new(sites.len(), pairs.collect())
    }
}

fn faster(leg: Leg, factor: f64) -> Leg {
    if leg == Leg::NONE || factor == 1.0 {
        return leg;
    }
    let seconds = (f64::from(leg.seconds) / factor + 0.5).floor();
    if seconds.is_nan() || seconds >= f64::from(Leg::NONE.seconds) {
        return Leg::NONE;
    }
    Leg {
        seconds: seconds as u32,
        ..leg
    }
}
