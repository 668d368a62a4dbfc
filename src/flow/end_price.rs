//! What a tonne costs from the gate of a facility to its end: the one reckoning of all who weigh a station against a plant.
//!
//! A tonne pays at its own gate, for its way on, and at the gate behind. The way on is not planned yet when routes are: it is
//! estimated from a round trip of the cheapest hauler, driving, loading and tipping, with the load that a container has (what
//! a station is brought in a week, over whole containers of which none holds more than payload, body and floor), and the day
//! prices of as many hauler's tours as the trips take, one a day at least. Once line haul is planned, [`OnwardPrices::found`]
//! says what it costs indeed.

use super::PointLoad;
use super::tipping::assigned_disposal;
use crate::district::{DisposalId, District, Role, StationId, StreamId, VehicleId};
use crate::plan::{CostParts, Haul, HaulTour, haul_tours};
use crate::quantity::{Kilograms, Leg, Money};
use crate::roads::Travel;
use std::collections::BTreeMap;

/// The price of the onward haul of a tonne, by station; nothing at plants, where nothing is sent on and where no hauler can
/// drive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnwardPrices(Vec<Money>);

/// What a hauler's trips from a station to its plant and back come to in a week.
#[derive(Clone, Copy, Debug)]
struct Shuttle {
    hauler: VehicleId,
    trips: f64,
    /// A trip's kilometres and hours on duty, without the share of a day price.
    trip_price: f64,
    trip_hours: f64,
    tonnes: f64,
}

impl OnwardPrices {
    /// Prices as they can be told before anything is planned, for what reaches the points.
    #[must_use]
    pub fn estimated(district: &District, travel: &Travel, loads: &[PointLoad]) -> Self {
        let shuttles = shuttles(district, travel, loads);
        let price = |shuttle: &Shuttle| {
            let day_price = day_price_of_an_hour(district, shuttle.hauler, &shuttles);
            shuttle.a_tonne() + day_price * shuttle.trip_hours * shuttle.trips / shuttle.tonnes
        };
        Self::of(&shuttles, price)
    }

    /// The same without day prices: what a tonne costs more or less where haulers are out anyway.
    #[must_use]
    pub fn running(district: &District, travel: &Travel, loads: &[PointLoad]) -> Self {
        Self::of(&shuttles(district, travel, loads), Shuttle::a_tonne)
    }

    fn of(shuttles: &[Option<Shuttle>], price: impl Fn(&Shuttle) -> f64) -> Self {
        let of_station = |shuttle: &Option<Shuttle>| {
            shuttle
                .as_ref()
                .map_or(Money::ZERO, |shuttle| Money::units(price(shuttle)))
        };
        let prices: Vec<Money> = shuttles.iter().map(of_station).collect();
        // No prices at all are the default.
        let is_priced = prices.iter().any(|&price| price > Money::ZERO);
        Self(if is_priced { prices } else { Vec::new() })
    }

    /// These prices, and in their place those that the hauls of a plan came to, where it has some.
    #[must_use]
    pub fn found(&self, district: &District, hauls: &[Haul]) -> Self {
        let mut spent: BTreeMap<StationId, (Money, Kilograms)> = BTreeMap::new();
        for tour in haul_tours(hauls) {
            for (haul, price) in tour.0.iter().zip(shares(district, tour)) {
                let (money, kg) = spent.entry(haul.station).or_default();
                *money += price;
                *kg += haul.kg;
            }
        }
        let mut prices = self.clone();
        for (station, (money, kg)) in spent {
            if kg > Kilograms::ZERO {
                let stations = prices.0.len().max(station.index() + 1);
                prices.0.resize(stations, Money::ZERO);
                prices.0[station.index()] = Money::units(money.as_units() / kg.as_tonnes());
            }
        }
        prices
    }

    /// The price of the onward haul of a tonne from a facility.
    #[must_use]
    pub fn haul(&self, from: DisposalId) -> Money {
        match from {
            DisposalId::Station(station) => self.0.get(station.index()).copied(),
            DisposalId::Plant(_) => None,
        }
        .unwrap_or_default()
    }

    /// The price of a tonne of a stream from the gate of a facility to its end: gate, onward haul, the gate behind.
    #[must_use]
    pub fn to_end(&self, district: &District, facility: DisposalId, stream: StreamId) -> Money {
        let own = district.gate(facility).price_per_tonne;
        match district.behind(facility, stream) {
            Some(behind) => {
                let further = self.haul(facility) + self.to_end(district, behind, stream);
                own + Money::units(further.as_units() * district.share_sent_on(facility))
            }
            None => own,
        }
    }

    /// The same over all streams that a facility takes, each with the weight of what reaches the points.
    #[must_use]
    pub fn mean_to_end(
        &self,
        district: &District,
        facility: DisposalId,
        loads: &[PointLoad],
    ) -> Money {
        let mut kg = vec![0.0; district.streams.len()];
        for load in loads {
            kg[load.stream.index()] += load.kg_per_week();
        }
        let taken: Vec<StreamId> = district.accepted_by_gate(facility).collect();
        let all: f64 = taken.iter().map(|stream| kg[stream.index()]).sum();
        let priced = taken.iter().map(|&stream| {
            let share = if all > 0.0 {
                kg[stream.index()] / all
            } else {
                1.0 / taken.len() as f64
            };
            share * self.to_end(district, facility, stream).as_units()
        });
        Money::units(priced.sum())
    }

    /// The mean price of a tonne of the given hauls.
    #[must_use]
    pub fn mean(&self, hauls: &[Haul]) -> Option<Money> {
        let kg: Kilograms = hauls.iter().map(|haul| haul.kg).sum();
        let of_haul = |haul: &Haul| {
            let price = self.haul(DisposalId::Station(haul.station));
            price.per_tonne_of(haul.kg)
        };
        let sum: Money = hauls.iter().map(of_haul).sum();
        (kg > Kilograms::ZERO).then(|| Money::units(sum.as_units() / kg.as_tonnes()))
    }

    /// How far these prices lie from others over the given hauls, as a share of the money that these would have them cost.
    #[must_use]
    pub fn distance(&self, other: &Self, hauls: &[Haul]) -> f64 {
        let (mut apart, mut all) = (0.0, 0.0);
        for haul in hauls {
            let from = DisposalId::Station(haul.station);
            let [own, others] = [self, other].map(|prices| prices.haul(from).as_units());
            apart += (own - others).abs() * haul.kg.as_tonnes();
            all += own * haul.kg.as_tonnes();
        }
        if apart > 0.0 {
            apart / all.max(f64::MIN_POSITIVE)
        } else {
            0.0
        }
    }
}

impl Shuttle {
    /// Units of the currency for a tonne, without day prices.
    fn a_tonne(&self) -> f64 {
        self.trip_price * self.trips / self.tonnes
    }
}

/// The shuttle of each station.
fn shuttles(district: &District, travel: &Travel, loads: &[PointLoad]) -> Vec<Option<Shuttle>> {
    let brought = Brought::by_station(district, loads).into_iter().enumerate();
    brought
        .map(|(index, brought)| cheapest(district, travel, StationId::from_index(index), &brought))
        .collect()
}

/// What each haul of a tour has of its cost: by its time.
fn shares(district: &District, tour: HaulTour<'_>) -> Vec<Money> {
    let vehicle = &district.vehicles[tour.vehicle().index()];
    let whole = CostParts::of_haul_tour(vehicle, tour.into()).haul;
    let seconds = |haul: &Haul| (haul.back - haul.out).as_f64().max(1.0);
    let all: f64 = tour.0.iter().map(seconds).sum();
    let share = |haul: &Haul| Money::units(whole.as_units() * seconds(haul) / all);
    tour.0.iter().map(share).collect()
}

/// What a station would be brought in a week if each point tipped at the nearest facility, of what it sends on.
#[derive(Clone, Copy, Debug, Default)]
struct Brought {
    kg: f64,
    litres: f64,
}

impl Brought {
    fn by_station(district: &District, loads: &[PointLoad]) -> Vec<Self> {
        let mut brought = vec![Self::default(); district.stations.len()];
        for load in loads {
            let at = assigned_disposal(district, load.point, load.stream);
            if let Some(id @ DisposalId::Station(station)) = at
                && district.behind(id, load.stream).is_some()
            {
                let here = &mut brought[station.index()];
                let kg = load.kg_per_week() * district.share_sent_on(id);
                here.kg += kg;
                here.litres += kg * litres_a_kg(district, load.stream);
            }
        }
        brought
    }
}

fn litres_a_kg(district: &District, stream: StreamId) -> f64 {
    1000.0 / district.streams[stream.index()].loose_kg_m3
}

/// The shuttle that carries a tonne for the least money, day prices apart.
fn cheapest(
    district: &District,
    travel: &Travel,
    station: StationId,
    brought: &Brought,
) -> Option<Shuttle> {
    let haulers = district
        .fleet(Role::Hauler)
        .filter(|(_, hauler)| hauler.tours_a_week() > 0);
    let shuttles = haulers.filter_map(|(id, _)| shuttle(district, travel, (id, station), brought));
    shuttles.min_by(|a, b| a.a_tonne().total_cmp(&b.a_tonne()))
}

fn shuttle(
    district: &District,
    travel: &Travel,
    (id, station): (VehicleId, StationId),
    brought: &Brought,
) -> Option<Shuttle> {
    let (record, vehicle) = (
        &district.stations[station.index()],
        &district.vehicles[id.index()],
    );
    let [here, there] = [
        DisposalId::Station(station),
        DisposalId::Plant(record.plant?),
    ];
    let [from, to] = [here, there].map(|at| travel.sites.disposal(at));
    let legs = [travel.leg(id, from, to), travel.leg(id, to, from)];
    if !legs.into_iter().all(Leg::exists) {
        return None;
    }
    let residual = litres_a_kg(district, district.residual());
    let litres_a_kg = if brought.kg > 0.0 {
        brought.litres / brought.kg
    } else {
        residual
    };
    let by_volume = vehicle.body.as_f64() * record.compaction / litres_a_kg.max(1e-9);
    let floor = record
        .storage
        .map_or(f64::INFINITY, |storage| storage.as_f64());
    let most = vehicle.payload.as_f64().min(by_volume).min(floor).max(1.0);
    // A station that nobody is near to still has a price: that of full containers.
    let kg = if brought.kg > 0.0 { brought.kg } else { most };
    let km: f64 = legs.iter().map(|leg| leg.distance().as_km()).sum();
    let driving: f64 = legs.iter().map(|leg| leg.time().as_hours()).sum();
    let stays: f64 = [here, there]
        .map(|at| district.gate(at).unload.as_hours())
        .iter()
        .sum();
    let trip_hours = driving + stays;
    let prices = &vehicle.prices;
    Some(Shuttle {
        hauler: id,
        trips: (kg / most).ceil(),
        trip_price: prices.per_km.as_units() * km + prices.per_hour.as_units() * trip_hours,
        trip_hours,
        tonnes: kg / 1000.0,
    })
}

/// The day price of a type of hauler for each hour of its trips: all tours that it needs, over all hours.
fn day_price_of_an_hour(
    district: &District,
    hauler: VehicleId,
    shuttles: &[Option<Shuttle>],
) -> f64 {
    let own = || {
        shuttles
            .iter()
            .flatten()
            .filter(|shuttle| shuttle.hauler == hauler)
    };
    let hours: f64 = own()
        .map(|shuttle| shuttle.trips * shuttle.trip_hours)
        .sum();
    let trips: f64 = own().map(|shuttle| shuttle.trips).sum();
    let vehicle = &district.vehicles[hauler.index()];
    let longest = vehicle.longest_duty().as_hours().max(0.1);
    // A container waits no longer than a day.
    let tours = (hours / longest).ceil().max(trips.min(7.0));
    vehicle.prices.per_day.as_units() * tours / hours.max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use crate::flow::flow;
    use crate::quantity::Litres;
    use crate::roads::travel;

    /// A village of 10 t a day beside a station, a plant 11 km north, a hauler of so much payload.
    fn district(payload: Option<i64>) -> District {
        let mut builder = DistrictBuilder::new("test");
        let (here, there) = (Place::new(120.0, 36.0), Place::new(120.0, 36.1));
        let village = builder.add_village("town", "village", here, 100);
        builder.add_point("point", village, here, 20, Some(10_000.0));
        let station = builder.add_station("station", here);
        builder.add_plant("plant", there);
        let size = (Kilograms(5_000), Litres(8_000));
        builder.add_collector("truck", Base::At(there), 1, size.0, size.1);
        builder.district.stations[station.index()]
            .gate
            .price_per_tonne = Money::units(8.0);
        builder.district.plants[0].gate.price_per_tonne = Money::units(65.0);
        if let Some(payload) = payload {
            let load = Kilograms(payload);
            let id = builder.add_collector("hauler", Base::At(there), 1, load, Litres(90_000));
            let hauler = &mut builder.district.vehicles[id.index()];
            hauler.role = Role::Hauler;
            hauler.prices.per_km = Money::units(5.0);
            hauler.prices.per_hour = Money::units(30.0);
            hauler.prices.per_day = Money::units(400.0);
        }
        builder.build().unwrap()
    }

    fn estimated(district: &District) -> OnwardPrices {
        let loads = flow(district, None).loads;
        OnwardPrices::estimated(district, &travel(district, None), &loads)
    }

    #[test]
    fn a_trip_is_paid_by_way_hours_day_and_the_load_that_it_has() {
        let district = district(Some(14_000));
        let travel = travel(&district, None);
        let [station, plant] = [0, 1].map(|n| district.disposals().nth(n).unwrap());
        let [here, there] = [station, plant].map(|id| travel.sites.disposal(id));
        let hauler = district.fleet(Role::Hauler).next().unwrap().0;
        let leg = travel.leg(hauler, here, there);
        // 70 t a week in 5 trips of 14 t; 5 tours, one on each day on which a container is full.
        let stays = [station, plant].map(|id| district.gate(id).unload.as_hours());
        let hours = 2.0 * leg.time().as_hours() + stays[0] + stays[1];
        let trip = 5.0 * 2.0 * leg.distance().as_km() + 30.0 * hours + 400.0;
        let price = estimated(&district).haul(station).as_units();
        assert!((price - trip / 14.0).abs() < 1e-3, "{price}");
        assert_eq!(estimated(&district).haul(plant), Money::ZERO);
        // In 4 t containers: 18 trips of 3.89 t, on 7 days.
        let mut small = district.clone();
        small.vehicles[1].payload = Kilograms(4_000);
        let weekly = 18.0 * (trip - 400.0) + 7.0 * 400.0;
        let price = estimated(&small).haul(station).as_units();
        assert!((price - weekly / 70.0).abs() < 1e-3, "{price}");
    }

    #[test]
    fn each_tonne_pays_at_every_gate_that_it_passes() {
        let district = district(None);
        let [station, plant] = [0, 1].map(|n| district.disposals().nth(n).unwrap());
        let prices = estimated(&district);
        let residual = district.residual();
        assert_eq!(prices.haul(station), Money::ZERO, "no price is invented");
        assert_eq!(
            prices.to_end(&district, station, residual),
            Money::units(73.0)
        );
        assert_eq!(
            prices.to_end(&district, plant, residual),
            Money::units(65.0)
        );
        let loads = flow(&district, None).loads;
        assert_eq!(
            prices.mean_to_end(&district, station, &loads),
            Money::units(73.0)
        );
    }

    #[test]
    fn what_is_squeezed_out_pays_nowhere_behind() {
        let mut district = district(None);
        district.stations[0].leachate_share = 0.2;
        let station = district.disposals().next().unwrap();
        let residual = district.residual();
        let price = OnwardPrices::default().to_end(&district, station, residual);
        assert_eq!(price, Money::units(8.0 + 0.8 * 65.0));
        // The hauler's trips carry four fifths: 56 t in 4 trips of 14 t instead of 5.
        let mut hauled = self::district(Some(14_000));
        let dry = estimated(&hauled).haul(station).as_units();
        hauled.stations[0].leachate_share = 0.2;
        let wet = estimated(&hauled).haul(station).as_units();
        assert!(
            (wet - dry).abs() < 1e-3,
            "full containers either way: {wet} {dry}"
        );
        let prices = estimated(&hauled);
        let priced = prices.to_end(&hauled, station, residual).as_units();
        assert!((priced - (8.0 + 0.8 * (wet + 65.0))).abs() < 1e-3);
    }

    #[test]
    fn what_a_plant_does_not_take_ends_at_the_station() {
        let mut district = district(Some(14_000));
        let mut kitchen = district.streams[0].clone();
        kitchen.name = "kitchen".into();
        kitchen.kind = crate::district::StreamKind::Compostable;
        kitchen.share = 0.0;
        district.streams.push(kitchen);
        let (residual, kitchen) = (district.residual(), StreamId(1));
        district.plants[0].gate.accepts = vec![residual];
        let station = district.disposals().next().unwrap();
        let takes = |district: &District| district.accepted_by_gate(station).collect::<Vec<_>>();
        assert_eq!(takes(&district), [residual], "unless it names it");
        district.stations[0].gate.accepts = vec![residual, kitchen];
        assert_eq!(takes(&district), [residual, kitchen]);
        let prices = estimated(&district);
        assert_eq!(
            prices.to_end(&district, station, kitchen),
            Money::units(8.0)
        );
        assert!(prices.to_end(&district, station, residual) > Money::units(73.0));
    }

    #[test]
    fn hauls_say_what_they_cost() {
        let district = district(Some(14_000));
        let clock = crate::quantity::Clock::at;
        let haul = |trip, out, back| Haul {
            tour: "mon-h01".into(),
            trip,
            day: crate::quantity::Day(0),
            vehicle: VehicleId(1),
            station: StationId(0),
            plant: crate::district::PlantId(0),
            out,
            load: out,
            leave: out,
            arrive: back,
            tip: back,
            back,
            kg: Kilograms(10_000),
            metres: crate::quantity::Metres(30_000),
        };
        let hauls = [
            haul(1, clock(6, 0), clock(8, 0)),
            haul(2, clock(8, 0), clock(9, 0)),
        ];
        let station = district.disposals().next().unwrap();
        let assumed = estimated(&district);
        let found = assumed.found(&district, &hauls);
        // 400 + 60 km x 5 + 3 h x 30, over 20 t.
        assert_eq!(found.haul(station), Money::units(790.0 / 20.0));
        assert_eq!(found.mean(&hauls), Some(Money::units(39.5)));
        let apart = (assumed.haul(station).as_units() - 39.5).abs();
        let expected = apart / assumed.haul(station).as_units();
        assert!((assumed.distance(&found, &hauls) - expected).abs() < 1e-6);
        let running = OnwardPrices::running(
            &district,
            &travel(&district, None),
            &flow(&district, None).loads,
        );
        let day = assumed.haul(station) - running.haul(station);
        assert!((day.as_units() - 400.0 / 14.0).abs() < 1e-3, "{day:?}");
        assert_eq!(assumed.found(&district, &[]), assumed);
    }
}
