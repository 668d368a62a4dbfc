//! Which days each call is visited on: the work balanced over the week, and neighbours on the same days, so that a truck
//! does not pass the same village on five days for nothing.
//!
//! Calls of a village with the same choices move together, in units of about one truckload a visit. A day set costs, for
//! each of its days, the way to the nearest other unit visited on that day, and the square of what the day's work lies
//! above the mean. A local search over units settles it; the clusters-on-days idea is that of Tan and Beasley (1984,
//! Omega 12, doi 10.1016/0305-0483(84)90087-6) for the period routing problem.

use super::cadence::{due, gaps};
use super::calls::Call;
use crate::district::{District, Place, Role};
use crate::flow::PointLoad;
use crate::quantity::DaySet;

/// Neighbours looked at for the way to the nearest unit visited on a day.
const NEIGHBOURS: usize = 12;
/// Relative excess of a day's work at which a further second of work costs as much as a second of driving.
const TOLERANCE: f64 = 0.02;
const SWEEPS: usize = 30;

/// Calls that are visited on the same days.
#[derive(Clone, Debug)]
struct Unit {
    calls: Vec<usize>,
    place: Place,
    /// The day sets it may have, and the work of each on every day, in seconds.
    choices: Vec<(DaySet, [f64; 7])>,
    chosen: usize,
}

/// The visiting days of each call; `former` gives those of the plan before, which are kept where they still do.
pub(super) fn visit_days(
    district: &District,
    loads: &[PointLoad],
    calls: &[Call],
    former: &[Option<DaySet>],
) -> Vec<DaySet> {
    let mut units = units(district, loads, calls, former);
    let neighbours = neighbours(district, &units);
    settle(&mut units, &neighbours, fleet_by_day(district));
    let mut days = vec![DaySet::EMPTY; calls.len()];
    for unit in &units {
        for &call in &unit.calls {
            days[call] = unit.choices[unit.chosen].0;
        }
    }
    days
}

/// The fleet's hours of each day, Monday first, as a share of the mean day's: days in the workshop and days off are those
/// that come last.
fn fleet_by_day(district: &District) -> [f64; 7] {
    let mut hours = [0.0; 7];
    for (_, vehicle) in district.fleet(Role::Collector) {
        let tours = vehicle.tours_by_day(&[1.0; 7]);
        for (sum, tours) in hours.iter_mut().zip(tours) {
            *sum += f64::from(tours) * vehicle.longest_duty().as_hours();
        }
    }
    let mean = hours.iter().sum::<f64>() / 7.0;
    hours.map(|of_day| if mean > 0.0 { of_day / mean } else { 1.0 })
}

fn units(
    district: &District,
    loads: &[PointLoad],
    calls: &[Call],
    former: &[Option<DaySet>],
) -> Vec<Unit> {
    let kept = |call: usize| former[call].filter(|days| calls[call].cadence.choices.contains(days));
    let choices = |call: usize| {
        kept(call).map_or_else(|| calls[call].cadence.choices.clone(), |days| vec![days])
    };
    let key = |call: usize| {
        (
            district.points[calls[call].point.index()].village,
            choices(call),
        )
    };
    let mut order: Vec<usize> = (0..calls.len()).collect();
    order.sort_by_cached_key(|&call| {
        let (village, sets) = key(call);
        (
            village,
            sets.iter().map(|set| set.0).collect::<Vec<_>>(),
            angle_rank(district, calls, call),
            call,
        )
    });
    let truckload = largest_payload(district);
    let mut units: Vec<(Unit, f64)> = Vec::new();
    let mut last_key = None;
    for call in order {
        let visits = f64::max(
            1.0,
            calls[call]
                .cadence
                .choices
                .first()
                .map_or(1, |set| set.len()) as f64,
        );
        let kg = kg_of(loads, &calls[call]).iter().sum::<f64>() / visits;
        let this_key = key(call);
        match units
            .last_mut()
            .filter(|(_, held)| last_key.as_ref() == Some(&this_key) && held + kg <= truckload)
        {
            Some((unit, held)) => {
                unit.calls.push(call);
                *held += kg;
            }
            None => units.push((
                Unit {
                    calls: vec![call],
                    place: Place::default(),
                    choices: Vec::new(),
                    chosen: 0,
                },
                kg,
            )),
        }
        last_key = Some(this_key);
    }
    units
        .into_iter()
        .map(|(unit, _)| with_work(district, loads, calls, unit, &choices))
        .collect()
}

/// Position around the village's middle, in sixteenths of a turn, so that a unit is a sector.
fn angle_rank(district: &District, calls: &[Call], call: usize) -> i64 {
    let point = &district.points[calls[call].point.index()];
    let Some(village) = point.village else {
        return 0;
    };
    let middle = district.villages[village.index()].place;
    let (east, north) = (
        point.place.longitude - middle.longitude,
        point.place.latitude - middle.latitude,
    );
    (libm::atan2(north, east) / std::f64::consts::TAU * 16.0).floor() as i64
}

fn largest_payload(district: &District) -> f64 {
    let payloads = district
        .fleet(Role::Collector)
        .map(|(_, vehicle)| vehicle.payload.as_f64());
    payloads.fold(1.0, f64::max)
}

fn kg_of(loads: &[PointLoad], call: &Call) -> [f64; 7] {
    let mut kg = [0.0; 7];
    for &row in &call.loads {
        for (sum, arisen) in kg.iter_mut().zip(loads[row].kg) {
            *sum += arisen;
        }
    }
    kg
}

/// Fills a unit's middle and what each of its choices means in work: service, and its share of emptying a truck.
fn with_work(
    district: &District,
    loads: &[PointLoad],
    calls: &[Call],
    mut unit: Unit,
    choices: &dyn Fn(usize) -> Vec<DaySet>,
) -> Unit {
    let places = unit
        .calls
        .iter()
        .map(|&call| district.points[calls[call].point.index()].place);
    let (count, sum) = places.fold((0.0, Place::default()), |(n, sum), place| {
        (
            n + 1.0,
            Place::new(
                sum.longitude + place.longitude,
                sum.latitude + place.latitude,
            ),
        )
    });
    unit.place = Place::new(sum.longitude / count, sum.latitude / count);
    let emptying = emptying_seconds(district, unit.place) / largest_payload(district);
    let work = |set: DaySet| {
        let mut work = [0.0; 7];
        for &call in &unit.calls {
            let kg = kg_of(loads, &calls[call]);
            for (day, gap) in gaps(set) {
                work[day.index()] += calls[call].service.as_f64() + due(&kg, day, gap) * emptying;
            }
        }
        work
    };
    unit.choices = choices(unit.calls[0])
        .into_iter()
        .map(|set| (set, work(set)))
        .collect();
    unit
}

/// Driving to the nearest disposal and back, and unloading, in seconds.
fn emptying_seconds(district: &District, place: Place) -> f64 {
    let trip = |id| {
        let metres = place.metres_to(district.disposal_place(id));
        2.0 * seconds_straight(district, metres) + district.gate(id).unload.as_f64()
    };
    district
        .disposals()
        .map(trip)
        .fold(f64::INFINITY, f64::min)
        .min(86_400.0)
}

fn seconds_straight(district: &District, metres: f64) -> f64 {
    metres * district.straight_travel.detour_factor * 3.6 / district.straight_travel.speed_kmh
}

/// The nearest other units of each, with the driving time there.
fn neighbours(district: &District, units: &[Unit]) -> Vec<Vec<(usize, f64)>> {
    units
        .iter()
        .enumerate()
        .map(|(here, unit)| {
            let time = |other: &Unit| seconds_straight(district, unit.place.metres_to(other.place));
            let others = units.iter().enumerate().filter(|&(there, _)| there != here);
            let mut near: Vec<(usize, f64)> =
                others.map(|(there, other)| (there, time(other))).collect();
            near.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            near.truncate(NEIGHBOURS);
            near
        })
        .collect()
}

/// Gives each unit its cheapest day set in turn, the heaviest first, until none moves any more.
fn settle(units: &mut [Unit], neighbours: &[Vec<(usize, f64)>], fleet: [f64; 7]) {
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); units.len()];
    for (here, near) in neighbours.iter().enumerate() {
        for &(there, _) in near {
            beside[there].push(here);
        }
    }
    let mut order: Vec<usize> = (0..units.len()).collect();
    let weight = |unit: &Unit| unit.choices[0].1.iter().sum::<f64>();
    order.sort_by(|&a, &b| {
        weight(&units[b])
            .total_cmp(&weight(&units[a]))
            .then(a.cmp(&b))
    });
    let mean = (order.iter().map(|&u| weight(&units[u])).sum::<f64>() / 7.0).max(1.0);
    let mean = fleet.map(|share| mean * share);
    let mut placed = vec![false; units.len()];
    let mut work = [0.0; 7];
    for sweep in 0..SWEEPS {
        let mut moved = false;
        for &here in &order {
            if placed[here] {
                add(&mut work, &units[here], -1.0);
            }
            let before = units[here].chosen;
            placed[here] = true;
            units[here].chosen =
                cheapest(units, neighbours, &beside[here], &placed, &work, mean, here);
            add(&mut work, &units[here], 1.0);
            moved |= units[here].chosen != before;
        }
        if !moved && sweep > 0 {
            break;
        }
    }
}

fn add(work: &mut [f64; 7], unit: &Unit, sign: f64) {
    for (sum, more) in work.iter_mut().zip(unit.choices[unit.chosen].1) {
        *sum += sign * more;
    }
}

fn cheapest(
    units: &mut [Unit],
    neighbours: &[Vec<(usize, f64)>],
    beside: &[usize],
    placed: &[bool],
    work: &[f64; 7],
    mean: [f64; 7],
    here: usize,
) -> usize {
    let mut best = (f64::INFINITY, 0);
    let all: f64 = mean.iter().sum();
    for choice in 0..units[here].choices.len() {
        units[here].chosen = choice;
        let own = &units[here].choices[choice].1;
        let level: f64 = (0..7)
            .map(|day| (work[day] + own[day] - mean[day]).powi(2) - (work[day] - mean[day]).powi(2))
            .sum();
        let around: f64 = beside
            .iter()
            .filter(|&&unit| placed[unit])
            .map(|&unit| way(units, &neighbours[unit], placed, unit))
            .sum();
        let cost = level / (2.0 * TOLERANCE * all / 7.0)
            + way(units, &neighbours[here], placed, here)
            + around;
        if cost < best.0 - 1e-9 {
            best = (cost, choice);
        }
    }
    best.1
}

/// Driving from the nearest units that share its days, summed over them; twice the farthest neighbour where none does.
fn way(units: &[Unit], near: &[(usize, f64)], placed: &[bool], here: usize) -> f64 {
    let days = |unit: usize| units[unit].choices[units[unit].chosen].0;
    let alone = near.last().map_or(0.0, |&(_, time)| 2.0 * time);
    let nearest = |day| {
        near.iter()
            .find(|&&(unit, _)| placed[unit] && days(unit).contains(day))
            .map_or(alone, |&(_, time)| time)
    };
    days(here).iter().map(nearest).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, PointId, StreamId};
    use crate::quantity::{Kilograms, Litres};
    use crate::roads::travel;
    use crate::rounds::calls::calls;

    /// 36 villages on a grid, each with four points that want `visits` a week.
    fn grid(visits: u8) -> (District, Vec<PointLoad>) {
        let mut builder = DistrictBuilder::new("grid");
        for k in 0..36 {
            let place = Place::new(
                119.0 + 0.03 * f64::from(k % 6),
                36.0 + 0.03 * f64::from(k / 6),
            );
            let village = builder.add_village("T", &format!("V{k}"), place, 88);
            for p in 0..4 {
                let place = Place::new(place.longitude + 0.001 * f64::from(p), place.latitude);
                builder.add_point(&format!("V{k}-{p}"), village, place, 8, Some(60.0));
            }
        }
        builder.add_plant("W", Place::new(119.07, 36.08));
        let base = Base::At(Place::new(119.07, 36.08));
        builder.add_collector("C", base, 9, Kilograms(5_000), Litres(12_000));
        for point in &mut builder.district.points {
            point.bins[0].visits_per_week = Some(visits);
        }
        let load = |i| PointLoad {
            point: PointId(i),
            bins: 0,
            stream: StreamId(0),
            kg: [60.0; 7],
        };
        (builder.build().unwrap(), (0..144).map(load).collect())
    }

    #[test]
    fn a_village_keeps_its_days_and_the_week_is_level() {
        let (district, loads) = grid(2);
        let travel = travel(&district, None);
        let calls = calls(&district, &travel, &loads);
        let days = visit_days(&district, &loads, &calls, &vec![None; calls.len()]);
        assert!(
            days.chunks(4)
                .all(|village| village.iter().all(|&set| set == village[0]))
        );
        let mut visits = [0_usize; 7];
        for set in &days {
            for day in set.iter() {
                visits[day.index()] += 1;
            }
        }
        let mean = 144.0 * 2.0 / 7.0;
        assert!(
            visits
                .iter()
                .all(|&n| (n as f64) < 1.25 * mean && n as f64 > 0.7 * mean),
            "{visits:?}"
        );
    }

    #[test]
    fn neighbours_share_days_more_often_than_by_chance() {
        let (district, loads) = grid(2);
        let travel = travel(&district, None);
        let calls = calls(&district, &travel, &loads);
        let days = visit_days(&district, &loads, &calls, &vec![None; calls.len()]);
        let village = |k: usize| days[4 * k];
        let share = |a: DaySet, b: DaySet| f64::from((a.0 & b.0).count_ones());
        let right: Vec<f64> = (0..36)
            .filter(|k| k % 6 < 5)
            .map(|k| share(village(k), village(k + 1)))
            .collect();
        let all = (0..36).flat_map(|a| (0..a).map(move |b| (a, b)));
        let any: Vec<f64> = all.map(|(a, b)| share(village(a), village(b))).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        assert!(
            mean(&right) > mean(&any),
            "{} beside, {} anywhere",
            mean(&right),
            mean(&any)
        );
    }

    #[test]
    fn days_of_the_plan_before_are_kept() {
        let (district, loads) = grid(3);
        let travel = travel(&district, None);
        let calls = calls(&district, &travel, &loads);
        let tuesdays: DaySet = "tue;thu;sat"
            .split(';')
            .map(|day| day.parse::<crate::quantity::Day>().unwrap())
            .collect();
        let mut former = vec![None; calls.len()];
        former[7] = Some(tuesdays);
        assert_eq!(visit_days(&district, &loads, &calls, &former)[7], tuesdays);
    }
}
