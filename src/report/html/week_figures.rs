//! The week seen from its days, vehicle types, towns and facilities: the rows of the report's tables.

use crate::district::{DisposalId, District, PointId, Role, Vehicle, VehicleId};
use crate::flow::Fate;
use crate::plan::{Plan, StopKind, Tour};
use crate::planner::Outcome;
use crate::quantity::{Day, Kilograms, Litres, Metres, Seconds};

/// Tours added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TourTotals {
    pub(super) tours: usize,
    pub(super) trips: usize,
    pub(super) stops: usize,
    pub(super) distance: Metres,
    pub(super) duty: Seconds,
    pub(super) overtime: Seconds,
    pub(super) collected: Kilograms,
    /// Fullness of each trip, 0 to 1, by the tighter of payload and body, added up.
    fullness: f64,
}

impl TourTotals {
    pub(super) fn of<'a>(district: &District, tours: impl Iterator<Item = &'a Tour>) -> Self {
        let mut totals = Self::default();
        for tour in tours {
            totals.add(&district.vehicles[tour.vehicle.index()], tour);
        }
        totals
    }

    /// Mean fullness of a trip, 0 to 1.
    pub(super) fn mean_fullness(&self) -> f64 {
        self.fullness / (self.trips.max(1) as f64)
    }

    fn add(&mut self, vehicle: &Vehicle, tour: &Tour) {
        self.tours += 1;
        self.trips += tour.num_trips();
        self.distance += tour.distance();
        self.duty += tour.duration();
        let regular = vehicle.regular_duration.or(vehicle.max_duration);
        let beyond = tour.duration() - regular.unwrap_or(tour.duration());
        self.overtime += beyond.max(Seconds::ZERO);
        self.collected += tour.collected();
        let (mut kg, mut litres) = (Kilograms::ZERO, Litres::ZERO);
        for stop in &tour.stops {
            match stop.kind {
                StopKind::Point(_) => {
                    self.stops += 1;
                    kg += stop.kg;
                    litres += stop.litres;
                }
                StopKind::Disposal(_) => {
                    let by_mass = kg.as_f64() / vehicle.payload.as_f64().max(1.0);
                    let by_volume = litres.as_f64() / vehicle.loose_capacity().as_f64().max(1.0);
                    self.fullness += by_mass.max(by_volume);
                    (kg, litres) = (Kilograms::ZERO, Litres::ZERO);
                }
                _ => {}
            }
        }
    }
}

/// The days in the district's order, with their tours.
pub(super) fn days(district: &District, plan: &Plan) -> Vec<(Day, TourTotals)> {
    let order = district.days();
    let of_day = |day| TourTotals::of(district, plan.tours.iter().filter(|tour| tour.day == day));
    order.map(|day| (day, of_day(day))).collect()
}

/// The collectors with their tours, and their most tours on one day.
pub(super) fn vehicles(district: &District, plan: &Plan) -> Vec<(VehicleId, TourTotals, usize)> {
    let of_type = |(id, _): (VehicleId, &Vehicle)| {
        let tours = || plan.tours.iter().filter(move |tour| tour.vehicle == id);
        let on = |day: Day| tours().filter(|tour| tour.day == day).count();
        let most = Day::WEEK.into_iter().map(on).max().unwrap_or(0);
        (id, TourTotals::of(district, tours()), most)
    };
    district.fleet(Role::Collector).map(of_type).collect()
}

/// A town's week.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TownTotals {
    pub(super) villages: usize,
    pub(super) points: usize,
    pub(super) generated: f64,
    pub(super) diverted: f64,
    pub(super) collected: Kilograms,
    pub(super) visits: usize,
    /// Kilograms composted, sold, filled in, handed over, and left, at points without room or by trucks.
    pub(super) fates: [f64; FATES.len()],
    /// Kilograms tipped at each facility, in the order of [`District::disposals`].
    pub(super) tipped: Vec<Kilograms>,
}

/// The towns in the district's order; last, what belongs to no village.
pub(super) fn towns(district: &District, outcome: &Outcome) -> Vec<TownTotals> {
    let rollup = outcome.flow.rollup(district);
    let mut totals = vec![TownTotals::default(); district.towns.len() + 1];
    let balances = rollup.towns.iter().chain([&rollup.elsewhere]);
    for (town, balance) in totals.iter_mut().zip(balances) {
        town.generated = balance.generated;
        town.diverted = balance.composted + balance.sold + balance.filled + balance.handed_over;
        town.fates = [
            balance.composted,
            balance.sold,
            balance.filled,
            balance.handed_over,
            balance.uncollected,
        ];
        town.tipped = vec![Kilograms::ZERO; district.stations.len() + district.plants.len()];
    }
    for village in &district.villages {
        totals[village.town.index()].villages += 1;
    }
    for point in 0..district.points.len() {
        totals[town_of(district, PointId::from_index(point))].points += 1;
    }
    for tour in &outcome.plan.tours {
        follow_loads(district, tour, |town, kg, disposal| {
            totals[town].collected += kg;
            totals[town].visits += 1;
            if let Some(disposal) = disposal {
                totals[town].tipped[position(district, disposal)] += kg;
            }
        });
    }
    for (town, balance) in totals
        .iter_mut()
        .zip(rollup.towns.iter().chain([&rollup.elsewhere]))
    {
        town.fates[FATES.len() - 1] += (balance.collected - town.collected.as_f64()).max(0.0);
    }
    totals
}

/// The names of the fates in [`TownTotals::fates`].
pub(super) const FATES: [Fate; 5] = [
    Fate::Compost,
    Fate::Sale,
    Fate::Fill,
    Fate::Elsewhere,
    Fate::Uncollected,
];

/// The place of a facility in the order of [`District::disposals`].
pub(super) fn position(district: &District, disposal: DisposalId) -> usize {
    match disposal {
        DisposalId::Station(id) => id.index(),
        DisposalId::Plant(id) => district.stations.len() + id.index(),
    }
}

/// The index of a point's town; one past the last for a point without a village.
fn town_of(district: &District, point: PointId) -> usize {
    let village = district.points[point.index()].village;
    village.map_or(district.towns.len(), |id| {
        district.villages[id.index()].town.index()
    })
}

/// Tells for each stop at a point the town, the mass, and the facility at which its trip tips.
fn follow_loads(
    district: &District,
    tour: &Tour,
    mut tell: impl FnMut(usize, Kilograms, Option<DisposalId>),
) {
    for (position, stop) in tour.stops.iter().enumerate() {
        if let StopKind::Point(point) = stop.kind {
            let disposal = tour.stops[position..]
                .iter()
                .find_map(|later| match later.kind {
                    StopKind::Disposal(disposal) => Some(disposal),
                    _ => None,
                });
            tell(town_of(district, point), stop.kg, disposal);
        }
    }
}

/// A facility's week.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FacilityTotals {
    pub(super) disposal: DisposalId,
    pub(super) tipped: [Kilograms; 7],
    pub(super) arrivals: u32,
    pub(super) queue: Seconds,
    /// The most in store at the end of an hour; `None`: not followed.
    pub highest: Option<Kilograms>,
    /// Containers sent on.
    pub hauls: usize,
}

impl FacilityTotals {
    pub(super) fn week(&self) -> Kilograms {
        self.tipped.into_iter().sum()
    }

    pub(super) fn busiest_day(&self) -> Kilograms {
        self.tipped.into_iter().max().unwrap_or(Kilograms::ZERO)
    }
}

/// The facilities at which collectors tip, in the order of [`District::disposals`].
pub(super) fn facilities(district: &District, outcome: &Outcome) -> Vec<FacilityTotals> {
    let empty = |disposal| FacilityTotals {
        disposal,
        tipped: [Kilograms::ZERO; 7],
        arrivals: 0,
        queue: Seconds::ZERO,
        highest: None,
        hauls: 0,
    };
    let mut totals: Vec<FacilityTotals> = district.disposals().map(empty).collect();
    for hour in &outcome.load_profile.hours {
        let facility = &mut totals[position(district, hour.disposal)];
        facility.tipped[hour.day.index() % 7] += hour.tipped;
        facility.arrivals += hour.arrivals;
        facility.queue += hour.queue;
        facility.highest = facility.highest.max(hour.stock);
    }
    for haul in &outcome.plan.hauls {
        let station = position(district, DisposalId::Station(haul.station));
        totals[station].hauls += 1;
    }
    totals.retain(|facility| facility.arrivals > 0);
    totals
}
