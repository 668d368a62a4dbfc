//! Builds a district in code, with the same defaults and the same validation as one from files.

use super::{
    Base, Bins, CalendarRow, CollectionPoint, DisposalId, District, DistrictError, Draft, Gate,
    Language, Pin, Place, Plant, PlantId, PlantKind, PointId, PointKind, Prices, Profile, Rest,
    Role, Sink, StationId, StraightTravel, StreamId, StreamKind, Town, TownId, TransferStation,
    Vehicle, VehicleId, VehicleLimits, Village, VillageId, WasteStream, defaults, limits,
    made_points,
};
use crate::quantity::{Day, Kilograms, Litres, Money, Version, Window};

/// Builds a [`District`] step by step. Each `add_` returns the id of what was added; its record can be changed through
/// [`DistrictBuilder::district`] before [`DistrictBuilder::build`] validates the whole.
#[derive(Clone, Debug)]
pub struct DistrictBuilder {
    /// The district so far.
    pub district: Draft,
}

/// To go on from a district that is there: change it, and build it anew.
impl From<District> for DistrictBuilder {
    fn from(district: District) -> Self {
        Self {
            district: district.into(),
        }
    }
}

impl DistrictBuilder {
    /// An empty district with one residual stream.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            district: Draft {
                version: Version,
                name: name.into(),
                profile: Profile::CnRural,
                currency: "CNY".into(),
                week_starts: Day(0),
                language: Language::En,
                straight_travel: StraightTravel {
                    detour_factor: defaults::DETOUR_FACTOR,
                    speed_kmh: defaults::SPEED_KMH,
                },
                snap_metres: defaults::SNAP_METRES,
                towns: Vec::new(),
                villages: Vec::new(),
                points: Vec::new(),
                stations: Vec::new(),
                plants: Vec::new(),
                vehicles: Vec::new(),
                streams: vec![residual()],
                calendar: Vec::new(),
                pins: Vec::new(),
                spread: super::Spread::default(),
                cleaning: Vec::new(),
                cleaner_month: Money::ZERO,
                weights: super::Weights::default(),
                assumptions: Vec::new(),
            },
        }
    }

    /// Adds a stream; the shares of all must add up to 1 in the end.
    pub fn add_stream(&mut self, stream: WasteStream) -> StreamId {
        push(&mut self.district.streams, stream, StreamId::from_index)
    }

    /// Adds a village, and its town if it is new.
    pub fn add_village(
        &mut self,
        town: &str,
        name: &str,
        place: Place,
        households: u32,
    ) -> VillageId {
        let known = self
            .district
            .towns
            .iter()
            .position(|t| t.name == town)
            .map(TownId::from_index);
        let town = known.unwrap_or_else(|| {
            push(
                &mut self.district.towns,
                Town { name: town.into() },
                TownId::from_index,
            )
        });
        let village = Village {
            name: name.into(),
            town,
            place,
            households,
            population: f64::from(households) * defaults::PERSONS_PER_HOUSEHOLD,
            kg_per_person_day: defaults::KG_PER_PERSON_DAY,
            rate_is_default: true,
            participation: 1.0,
            area_km2: None,
            max_vehicle_width_m: None,
        };
        push(&mut self.district.villages, village, VillageId::from_index)
    }

    /// Adds a collection point with one kind of 240-litre bins; without `kg_per_day` it shares in its village's waste.
    pub fn add_point(
        &mut self,
        name: &str,
        village: VillageId,
        place: Place,
        containers: u32,
        kg_per_day: Option<f64>,
    ) -> PointId {
        let bins = Bins {
            stream: None,
            containers,
            container_litres: defaults::CONTAINER_LITRES,
            container_type: String::new(),
            kg_per_day,
            service: defaults::service(containers),
            window: Window::ALWAYS,
            visits_per_week: None,
            visits_per_day: None,
        };
        let point = CollectionPoint {
            name: name.into(),
            village: Some(village),
            place,
            kind: PointKind::Given,
            bins: vec![bins],
            limits: VehicleLimits::default(),
            note: String::new(),
        };
        push(&mut self.district.points, point, PointId::from_index)
    }

    /// Adds a transfer station.
    pub fn add_station(&mut self, name: &str, place: Place) -> StationId {
        let station = TransferStation {
            name: name.into(),
            town: None,
            place,
            gate: open_gate(),
            storage: None,
            pressed_an_hour: None,
            open_per_day: None,
            compaction: defaults::COMPACTION,
            leachate_share: defaults::LEACHATE_SHARE,
            plant: None,
        };
        push(&mut self.district.stations, station, StationId::from_index)
    }

    /// Adds a treatment plant.
    pub fn add_plant(&mut self, name: &str, place: Place) -> PlantId {
        let plant = Plant {
            name: name.into(),
            place,
            kind: PlantKind::default(),
            gate: open_gate(),
        };
        push(&mut self.district.plants, plant, PlantId::from_index)
    }

    /// Adds `count` collectors of a type, with the shift, hours and break of the defaults and no prices.
    pub fn add_collector(
        &mut self,
        name: &str,
        base: Base,
        count: u32,
        payload: Kilograms,
        body: Litres,
    ) -> VehicleId {
        let vehicle = Vehicle {
            name: name.into(),
            role: Role::Collector,
            count,
            base,
            end_base: base,
            payload,
            body,
            compaction: defaults::COMPACTION,
            width_m: None,
            gross_tonnes: None,
            height_m: None,
            speed_factor: 1.0,
            accepts: Vec::new(),
            mixes: false,
            handles: Vec::new(),
            out_of_service: 0,
            availability: 1.0,
            days_per_week: None,
            shift: defaults::SHIFT,
            regular_duration: None,
            max_duration: Some(defaults::MAX_DURATION),
            rest: Some(Rest {
                after: defaults::BREAK_AFTER,
                length: defaults::BREAK_LENGTH,
            }),
            prices: Prices::default(),
            litres_per_100km: None,
            sealed: true,
            crew: 2,
            plates: Vec::new(),
            drivers: Vec::new(),
        };
        push(&mut self.district.vehicles, vehicle, VehicleId::from_index)
    }

    /// Adds a row of the calendar.
    pub fn add_calendar(&mut self, row: CalendarRow) {
        self.district.calendar.push(row);
    }

    /// Adds a pin.
    pub fn add_pin(&mut self, pin: Pin) {
        self.district.pins.push(pin);
    }

    /// The district as it stands, for tests of what needs no whole one.
    #[cfg(test)]
    pub(crate) fn unjudged(&self) -> District {
        District::judged(self.district.clone())
    }

    /// Makes points where no table gives any, links stations to plants, and validates the whole.
    ///
    /// # Errors
    /// All faults at once.
    pub fn build(mut self) -> Result<District, DistrictError> {
        self.complete();
        District::try_from(self.district)
    }

    /// Makes points where no table gives any, and links stations to plants.
    pub(crate) fn complete(&mut self) {
        let points = &self.district.points;
        if points
            .iter()
            .all(|point| matches!(point.kind, PointKind::Generator(_)))
        {
            self.make_points();
        }
        self.link_stations();
        self.settle_generators();
    }

    /// What a generator makes is fetched after it closes where a collector is still out an hour later, else the next day.
    fn settle_generators(&mut self) {
        let collectors = self.district.fleet(Role::Collector);
        let shifts = collectors.filter(|(_, vehicle)| vehicle.count > 0);
        let last = shifts.map(|(_, vehicle)| vehicle.shift.close).max();
        for point in &mut self.district.points {
            if let PointKind::Generator(business) = &mut point.kind {
                let fetched = business.closes + defaults::AFTER_CLOSING;
                business.is_fetched_next_day = last.is_none_or(|last| last < fetched);
                for bins in &mut point.bins {
                    bins.window = business.window();
                }
            }
        }
    }

    /// Points for the households of every village; they follow the generators, whose ids stay.
    fn make_points(&mut self) {
        if self.district.num_made_points() > limits::MADE_POINTS {
            return; // a fault of the villages
        }
        let streams = &self.district.streams;
        let residual = streams.iter().find(|s| s.kind == StreamKind::Residual);
        let density = residual.map_or(defaults::LOOSE_KG_M3, |stream| stream.loose_kg_m3);
        let villages = self.district.villages.iter().enumerate();
        let made: Vec<_> = villages
            .flat_map(|(i, v)| made_points(VillageId::from_index(i), v, density))
            .collect();
        self.district.points.extend(made);
    }

    /// A station without a plant of its own sends to the nearest one that takes all that it takes; if there is none, to
    /// the nearest that takes some of it.
    fn link_stations(&mut self) {
        for index in 0..self.district.stations.len() {
            if self.district.stations[index].plant.is_none() {
                self.district.stations[index].plant =
                    self.nearest_plant(StationId::from_index(index));
            }
        }
    }

    fn nearest_plant(&self, station: StationId) -> Option<PlantId> {
        let district = &self.district;
        let wanted: Vec<StreamId> = district
            .accepted_by_gate(DisposalId::Station(station))
            .collect();
        let place = district.stations[station.index()].place;
        let untaken = |plant: PlantId| {
            let taken: Vec<StreamId> = district
                .accepted_by_gate(DisposalId::Plant(plant))
                .collect();
            wanted
                .iter()
                .filter(|stream| !taken.contains(stream))
                .count()
        };
        (0..district.plants.len())
            .map(PlantId::from_index)
            .map(|id| {
                (
                    untaken(id),
                    place.metres_to(district.plants[id.index()].place),
                    id,
                )
            })
            .filter(|(untaken, ..)| *untaken < wanted.len())
            .min_by(|a, b| (a.0 > 0).cmp(&(b.0 > 0)).then(a.1.total_cmp(&b.1)))
            .map(|(.., id)| id)
    }
}

fn push<T, Id>(rows: &mut Vec<T>, row: T, id: fn(usize) -> Id) -> Id {
    rows.push(row);
    id(rows.len() - 1)
}

fn residual() -> WasteStream {
    WasteStream {
        name: "residual".into(),
        kind: StreamKind::Residual,
        share: 1.0,
        sorted_share: 0.0,
        goes_to: Sink::Chain,
        loose_kg_m3: defaults::LOOSE_KG_M3,
        compacted_kg_m3: defaults::COMPACTED_KG_M3,
        max_age_days: None,
    }
}

fn open_gate() -> Gate {
    Gate {
        accepts: Vec::new(),
        daily_limit: None,
        docks: None,
        unload: defaults::UNLOAD,
        window: Window::ALWAYS,
        price_per_tonne: crate::quantity::Money::ZERO,
        is_closed: false,
    }
}
