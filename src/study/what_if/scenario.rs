//! What happens to a district in a scenario.

use crate::district::{
    CalendarRow, DisposalId, District, DistrictBuilder, Draft, Place, PointId, Role, VehicleId,
};
use crate::quantity::Kilograms;
use crate::roads::{NearestRoads, RoadNetwork};

/// A road is closed by a point on it that lies at most so far off, in metres.
const MOST_METRES_OFF: f64 = 50.0;

/// A road, as a planner points at it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RoadSpot {
    /// All segments of a way, by its id in OpenStreetMap or its row in roads.csv.
    Way(i64),
    /// The segment nearest to a place.
    At(Place),
}

/// A transfer station that is to be built.
#[derive(Clone, Debug, PartialEq)]
pub struct NewStation {
    /// Its name.
    pub name: String,
    /// Where.
    pub place: Place,
    /// Most that it takes a day; `None`: no limit.
    pub daily_limit: Option<Kilograms>,
}

/// What is different; by default nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Vehicles out of service, though still paid for: of which type how many.
    pub without: Vec<(VehicleId, u32)>,
    /// Vehicles sold: of which type how many.
    pub sold: Vec<(VehicleId, u32)>,
    /// Facilities that take nothing.
    pub closed: Vec<DisposalId>,
    /// Roads that nobody may drive.
    pub closed_roads: Vec<RoadSpot>,
    /// Everything that arises, times this.
    pub factor: Option<f64>,
    /// Share of the households that sort, 0 to 1, in every village.
    pub participation: Option<f64>,
    /// A station more.
    pub new_stations: Vec<NewStation>,
    /// Containers added at points, to the bins of every stream.
    pub containers: Vec<(PointId, u32)>,
}

/// A scenario asks for what is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// More vehicles are out than are held.
    #[error("{out} {name} out of service, but only {held} are held")]
    TooFewVehicles {
        /// The type.
        name: String,
        /// Out.
        out: u32,
        /// Held.
        held: u32,
    },
    /// Not a type that collects.
    #[error("{0} is no collector")]
    NoCollector(String),
    /// The district has no roads.
    #[error("the district has no roads to close: great circles are driven")]
    NoRoads,
    /// No road there.
    #[error("no road {0}")]
    NoSuchRoad(String),
    /// A figure that makes no sense.
    #[error("{what} is {value}, expected {expected}")]
    Figure {
        /// Which.
        what: &'static str,
        /// Given.
        value: String,
        /// What would do.
        expected: &'static str,
    },
    /// A name that is taken.
    #[error("there is a facility named {0} already")]
    NameTaken(String),
}

impl Scenario {
    /// The district and its roads as the scenario makes them. Ids of what exists stay.
    ///
    /// # Errors
    /// The scenario asks for what the district does not have.
    pub fn applied(
        &self,
        district: &District,
        network: Option<&RoadNetwork>,
    ) -> Result<(District, Option<RoadNetwork>), ScenarioError> {
        let mut builder = DistrictBuilder::from(district.clone());
        self.take_out(&mut builder.district)?;
        self.close(&mut builder.district);
        self.sort_and_grow(&mut builder.district)?;
        self.build(&mut builder)?;
        // Stations whose plant is closed are linked to another.
        builder.complete();
        Ok((District::judged(builder.district), self.roads(network)?))
    }

    fn take_out(&self, district: &mut Draft) -> Result<(), ScenarioError> {
        let sold = self.sold.iter().map(|row| (row, true));
        for (&(id, out), is_sold) in self.without.iter().map(|row| (row, false)).chain(sold) {
            let vehicle = &mut district.vehicles[id.index()];
            if vehicle.role != Role::Collector {
                return Err(ScenarioError::NoCollector(vehicle.name.clone()));
            }
            if vehicle.in_service() < out {
                return Err(ScenarioError::TooFewVehicles {
                    name: vehicle.name.clone(),
                    out,
                    held: vehicle.in_service(),
                });
            }
            match is_sold {
                true => vehicle.count -= out,
                false => vehicle.out_of_service += out,
            }
        }
        Ok(())
    }

    fn close(&self, district: &mut Draft) {
        for &disposal in &self.closed {
            match disposal {
                DisposalId::Station(id) => district.stations[id.index()].gate.is_closed = true,
                DisposalId::Plant(id) => {
                    district.plants[id.index()].gate.is_closed = true;
                    for station in &mut district.stations {
                        station.plant = station.plant.filter(|&plant| plant != id);
                    }
                }
            }
        }
    }

    fn sort_and_grow(&self, district: &mut Draft) -> Result<(), ScenarioError> {
        if let Some(factor) = self.factor {
            within("the factor", factor, 0.0..=100.0, "0 to 100")?;
            district.calendar.push(CalendarRow::of_all(factor));
        }
        if let Some(participation) = self.participation {
            within(
                "sorting",
                100.0 * participation,
                0.0..=100.0,
                "0 to 100 percent",
            )?;
            for village in &mut district.villages {
                village.participation = participation;
            }
        }
        for &(point, more) in &self.containers {
            for bins in &mut district.points[point.index()].bins {
                bins.containers = bins.containers.saturating_add(more);
            }
        }
        Ok(())
    }

    fn build(&self, builder: &mut DistrictBuilder) -> Result<(), ScenarioError> {
        for station in &self.new_stations {
            let names = |district: &Draft, id| district.disposal_name(id) == station.name;
            if builder
                .district
                .disposals()
                .any(|id| names(&builder.district, id))
            {
                return Err(ScenarioError::NameTaken(station.name.clone()));
            }
            within(
                "the longitude",
                station.place.longitude,
                -180.0..=180.0,
                "-180 to 180",
            )?;
            within(
                "the latitude",
                station.place.latitude,
                -90.0..=90.0,
                "-90 to 90",
            )?;
            let id = builder.add_station(&station.name, station.place);
            builder.district.stations[id.index()].gate.daily_limit = station.daily_limit;
        }
        Ok(())
    }

    fn roads(&self, network: Option<&RoadNetwork>) -> Result<Option<RoadNetwork>, ScenarioError> {
        if self.closed_roads.is_empty() {
            return Ok(network.cloned());
        }
        let network = network.ok_or(ScenarioError::NoRoads)?;
        let roads = NearestRoads::of(network);
        let mut changed = network.clone();
        for spot in &self.closed_roads {
            let closed: Vec<usize> = match *spot {
                RoadSpot::Way(way) => {
                    let numbered = network.segments.iter().enumerate();
                    let of_way = numbered.filter(|(_, segment)| segment.way == Some(way));
                    of_way.map(|(number, _)| number).collect()
                }
                RoadSpot::At(place) => {
                    let nearest = roads.as_ref().and_then(|roads| roads.around(place).next());
                    let nearest = nearest.filter(|on| on.away <= MOST_METRES_OFF);
                    nearest.map(|on| on.segment as usize).into_iter().collect()
                }
            };
            if closed.is_empty() {
                return Err(ScenarioError::NoSuchRoad(told(*spot)));
            }
            for number in closed {
                changed.segments[number].open_to_all(false);
            }
        }
        Ok(Some(changed))
    }
}

fn told(spot: RoadSpot) -> String {
    match spot {
        RoadSpot::Way(way) => format!("has the way id {way}"),
        RoadSpot::At(place) => format!(
            "lies within {MOST_METRES_OFF} m of {},{}",
            place.longitude, place.latitude
        ),
    }
}

fn within(
    what: &'static str,
    value: f64,
    range: std::ops::RangeInclusive<f64>,
    expected: &'static str,
) -> Result<(), ScenarioError> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(ScenarioError::Figure {
        what,
        value: value.to_string(),
        expected,
    })
}
