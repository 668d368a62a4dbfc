//! How a new week differs from the present one: figures before and after, and who is moved to whom.

use crate::check::Judgement;
use crate::district::{DisposalId, District, PointId, StationId, StreamId, VehicleId};
use crate::plan::{CostParts, Plan, StopKind, Tour};
use crate::quantity::{Day, Kilograms, Metres, Seconds};
use crate::transfer::LoadProfile;
use std::collections::{BTreeMap, BTreeSet};

/// The figures of a week that are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Cost in its parts.
    pub cost: CostParts,
    /// Most tours on one day.
    pub trucks: usize,
    /// Crews that the tours ask for.
    pub crews: usize,
    /// Tours.
    pub tours: usize,
    /// The way.
    pub distance: Metres,
    /// Duty.
    pub duration: Seconds,
    /// Duty beyond regular hours.
    pub overtime: Seconds,
    /// Taken in at points.
    pub collected: Kilograms,
    /// What stays at the points.
    pub unserved: Kilograms,
    /// Tipped at stations that no plant takes it from.
    pub untreated: Kilograms,
    /// Visits asked for and not made.
    pub missed_visits: u32,
    /// Points whose containers are too small.
    pub points_overflowing: usize,
    /// Time that vehicles wait for docks.
    pub queue: Seconds,
    /// Mass above the storage of each station at its worst moment.
    pub station_overflow: Kilograms,
    /// Share of what is due that is collected within a day.
    pub daily_clearing_percent: f64,
}

impl Figures {
    /// The figures of a plan that was judged.
    #[must_use]
    pub fn of(
        district: &District,
        plan: &Plan,
        judged: &Judgement,
        load_profile: &LoadProfile,
    ) -> Self {
        Self {
            untreated: untreated(district, plan),
            cost: judged.cost,
            trucks: plan.most_tours_on_a_day(),
            crews: plan.crews_needed(district),
            tours: plan.tours.len(),
            distance: judged.distance,
            duration: judged.duration,
            overtime: judged.overtime,
            collected: judged.collected,
            unserved: judged.unserved,
            missed_visits: judged.missed_visits,
            points_overflowing: judged.points_overflowing,
            queue: load_profile.queue(),
            station_overflow: load_profile.overflow().unwrap_or_default(),
            daily_clearing_percent: judged.daily_clearing_percent,
        }
    }
}

/// What is tipped at stations without a plant that takes it.
fn untreated(district: &District, plan: &Plan) -> Kilograms {
    let is_stranded = |id: StationId, stream: Option<StreamId>| {
        let plant = district.stations[id.index()].plant;
        plant.is_none_or(|plant| {
            let mut taken = district.accepted_by_gate(DisposalId::Plant(plant));
            match stream {
                Some(stream) => !taken.any(|accepted| accepted == stream),
                None => taken.next().is_none(),
            }
        })
    };
    let stops = plan.tours.iter().flat_map(|tour| &tour.stops);
    let stranded = stops.filter(|stop| match stop.kind {
        StopKind::Disposal(DisposalId::Station(id)) => is_stranded(id, stop.stream),
        _ => false,
    });
    stranded.map(|stop| stop.kg).sum()
}

/// A visit that is made by someone else, on another day, no longer, or newly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The point.
    pub point: PointId,
    /// The stream.
    pub stream: StreamId,
    /// Who came before: day, type of vehicle, tour.
    pub before: Option<(Day, VehicleId, String)>,
    /// Who comes now.
    pub now: Option<(Day, VehicleId, String)>,
}

/// What is different.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The present week.
    pub before: Figures,
    /// The new one.
    pub after: Figures,
    /// Visits of the present week.
    pub visits: usize,
    /// Those of them that keep their day and type of vehicle.
    pub kept: usize,
    /// Those of them that also stay with the same crew: in the tour that has most of the former one's visits.
    pub kept_by_crew: usize,
    /// All others, by point.
    pub moves: Vec<Move>,
}

impl Difference {
    /// From one plan of a district to another.
    pub(in crate::study) fn between(
        district: &District,
        (present, before): (&Plan, Figures),
        (plan, after): (&Plan, Figures),
    ) -> Self {
        let (old, new) = (Visits::of(district, present), Visits::of(district, plan));
        let heirs = old.heirs(&new);
        let (mut kept, mut kept_by_crew) = (0, 0);
        let mut moves = Vec::new();
        let places: BTreeSet<_> = old.by_place.keys().chain(new.by_place.keys()).collect();
        for &&place in &places {
            let pairs = paired(old.at(place), new.at(place), &heirs, (present, plan));
            for (was, is) in pairs {
                let who = |plan: &Plan, tour: usize| {
                    let tour = &plan.tours[tour];
                    (tour.day, tour.vehicle, tour.name.clone())
                };
                let (was_by, is_by) = (
                    was.map(|tour| who(present, tour)),
                    is.map(|tour| who(plan, tour)),
                );
                let same = |a: &(Day, VehicleId, String), b: &(Day, VehicleId, String)| {
                    (a.0, a.1) == (b.0, b.1)
                };
                if was_by
                    .as_ref()
                    .zip(is_by.as_ref())
                    .is_some_and(|(a, b)| same(a, b))
                {
                    kept += 1;
                    let stays = was.is_some_and(|tour| heirs[tour] == is);
                    kept_by_crew += usize::from(stays);
                    continue;
                }
                moves.push(Move {
                    point: place.0,
                    stream: place.1,
                    before: was_by,
                    now: is_by,
                });
            }
        }
        Self {
            before,
            after,
            visits: old.by_place.values().map(Vec::len).sum(),
            kept,
            kept_by_crew,
            moves,
        }
    }
}

type Spot = (PointId, StreamId);

/// Who visits which bins: numbers of tours.
struct Visits {
    by_place: BTreeMap<Spot, Vec<usize>>,
    tours: Vec<(Day, VehicleId, BTreeSet<Spot>)>,
}

impl Visits {
    fn of(district: &District, plan: &Plan) -> Self {
        let mut by_place: BTreeMap<Spot, Vec<usize>> = BTreeMap::new();
        let mut tours = Vec::new();
        for (number, tour) in plan.tours.iter().enumerate() {
            let spots: Vec<Spot> = spots(district, tour).collect();
            for &spot in &spots {
                by_place.entry(spot).or_default().push(number);
            }
            tours.push((tour.day, tour.vehicle, spots.into_iter().collect()));
        }
        Self { by_place, tours }
    }

    fn at(&self, place: Spot) -> &[usize] {
        self.by_place.get(&place).map_or(&[], Vec::as_slice)
    }

    /// For each tour the one of the other week that carries on with it: same day and type, and most visits in common; each
    /// carries on with one only, the pair with most in common first.
    fn heirs(&self, new: &Self) -> Vec<Option<usize>> {
        let mut pairs = Vec::new();
        for (old, (day, vehicle, spots)) in self.tours.iter().enumerate() {
            for (heir, (on, by, others)) in new.tours.iter().enumerate() {
                if (day, vehicle) == (on, by) {
                    let common = spots.intersection(others).count();
                    pairs.push((std::cmp::Reverse(common), old, heir));
                }
            }
        }
        pairs.sort_unstable();
        let mut heirs = vec![None; self.tours.len()];
        let mut is_taken = vec![false; new.tours.len()];
        for (common, old, heir) in pairs {
            if common.0 > 0 && heirs[old].is_none() && !is_taken[heir] {
                (heirs[old], is_taken[heir]) = (Some(heir), true);
            }
        }
        heirs
    }
}

fn spots<'a>(district: &'a District, tour: &'a Tour) -> impl Iterator<Item = Spot> + 'a {
    let residual = district.residual();
    tour.stops.iter().filter_map(move |stop| match stop.kind {
        StopKind::Point(point) => Some((point, stop.stream.unwrap_or(residual))),
        _ => None,
    })
}

/// The visits of a place before and now, those with the same crew paired first, then same day and type, same day, any.
fn paired(
    old: &[usize],
    new: &[usize],
    heirs: &[Option<usize>],
    (before, now): (&Plan, &Plan),
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut left: Vec<usize> = new.to_vec();
    let mut open: Vec<usize> = old.to_vec();
    let mut pairs = Vec::new();
    let like = |rule: usize, was: usize, is: usize| {
        let (a, b) = (&before.tours[was], &now.tours[is]);
        match rule {
            0 => heirs[was] == Some(is),
            1 => (a.day, a.vehicle) == (b.day, b.vehicle),
            2 => a.day == b.day,
            _ => true,
        }
    };
    for rule in 0..4 {
        open.retain(|&was| {
            let found = left.iter().position(|&is| like(rule, was, is));
            if let Some(at) = found {
                pairs.push((Some(was), Some(left.remove(at))));
            }
            found.is_none()
        });
    }
    pairs.extend(open.into_iter().map(|was| (Some(was), None)));
    pairs.extend(left.into_iter().map(|is| (None, Some(is))));
    pairs
}
