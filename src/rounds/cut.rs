//! Loads larger than a body, cut: full bodies first and a rest, each in pieces that fill the smaller bodies too; and what
//! the search leaves, cut to the room that its trips have left. Several pieces that a truck takes at one stop are one visit.
//!
//! Split deliveries as in Chen, Golden, Wang & Wasil 2017 (a priori splitting): the pieces are clients of their own, and the
//! search puts them together.

use super::Rounds;
use super::calls::Call;
use super::to_problem::Part;
use crate::district::{District, Vehicle};
use crate::flow::PointLoad;
use crate::quantity::{Day, Kilograms};
use crate::vrp::{self, Activity, Load, Route, Solution};
use std::collections::BTreeMap;

/// Bodies of so many sizes are told apart.
const MOST_SIZES: usize = 4;
/// Sizes nearer than this share are one.
const ALIKE: f64 = 0.05;
/// A visit that is left is cut into so many pieces at most.
const MOST_CUTS: usize = 3;
/// Less than this share of a visit is not worth a stop of its own.
const LEAST_SHARE: i64 = 50;

/// What the loads of a call weigh, and the loose litres that they fill.
pub(super) fn load_of(
    district: &District,
    loads: &[PointLoad],
    call: &Call,
    kg: &[Kilograms],
) -> Load {
    let stream = |row: usize| &district.streams[loads[row].stream.index()];
    let litres = call.loads.iter().zip(kg);
    let litres = litres.map(|(&row, &kg)| stream(row).loose_litres(kg).0);
    Load {
        weight: kg.iter().map(|kg| kg.0).sum(),
        volume: litres.sum(),
    }
}

fn fits(load: Load, room: Load) -> bool {
    load.weight <= room.weight && load.volume <= room.volume
}

fn body(vehicle: &Vehicle) -> Load {
    Load {
        weight: vehicle.payload.0,
        volume: vehicle.loose_capacity().0,
    }
}

/// As much of each load as fits into a room, in equal shares of all.
fn filling(kg: &[Kilograms], room: Load, load: impl Fn(&[Kilograms]) -> Load) -> Vec<Kilograms> {
    let whole: i64 = kg.iter().map(|kg| kg.0).sum();
    let shares = |of: i64| -> Vec<Kilograms> {
        let share = |kg: &Kilograms| {
            Kilograms((i128::from(kg.0) * i128::from(of) / i128::from(whole.max(1))) as i64)
        };
        kg.iter().map(share).collect()
    };
    let (mut least, mut most) = (0, whole);
    while least < most {
        let middle = least + (most - least + 1) / 2;
        if fits(load(&shares(middle)), room) {
            least = middle;
        } else {
            most = middle - 1;
        }
    }
    shares(least)
}

fn sum(kg: &[Kilograms]) -> i64 {
    kg.iter().map(|kg| kg.0).sum()
}

fn less(kg: &[Kilograms], taken: &[Kilograms]) -> Vec<Kilograms> {
    kg.iter()
        .zip(taken)
        .map(|(&kg, &taken)| kg - taken)
        .collect()
}

/// The pieces of what is fetched at a visit: all of it where some body holds it. At most so many pieces; what is left then
/// is the last.
pub(super) fn pieces(
    kg: Vec<Kilograms>,
    vehicles: &[&Vehicle],
    most: usize,
    load: impl Fn(&[Kilograms]) -> Load,
) -> Vec<Vec<Kilograms>> {
    if vehicles
        .iter()
        .any(|vehicle| fits(load(&kg), body(vehicle)))
    {
        return vec![kg];
    }
    let rooms = sizes(&kg, vehicles, &load);
    let mut pieces = Vec::new();
    let mut rest = kg;
    while let Some(&largest) = rooms.last()
        && pieces.len() + MOST_SIZES < most
        && sum(&rest) > 0
    {
        let mut chunk = filling(&rest, largest, &load);
        if sum(&chunk) == 0 {
            break;
        }
        rest = less(&rest, &chunk);
        // What fills the smallest body, then what it lacks to fill the next, and so on.
        let mut filled = Load::default();
        for &room in &rooms {
            let lacking = Load {
                weight: (room.weight - filled.weight).max(0),
                volume: (room.volume - filled.volume).max(0),
            };
            let piece = filling(&chunk, lacking, &load);
            if sum(&piece) > 0 {
                let taken = load(&piece);
                filled.weight += taken.weight;
                filled.volume += taken.volume;
                chunk = less(&chunk, &piece);
                pieces.push(piece);
            }
        }
        if sum(&chunk) > 0 {
            pieces.push(chunk);
        }
    }
    if sum(&rest) > 0 {
        pieces.push(rest);
    }
    pieces
}

/// The rooms of bodies, by what of a load each holds, the smallest first; those that are alike once, and only so many.
fn sizes(
    kg: &[Kilograms],
    vehicles: &[&Vehicle],
    load: &impl Fn(&[Kilograms]) -> Load,
) -> Vec<Load> {
    let held = |vehicle: &&Vehicle| (sum(&filling(kg, body(vehicle), load)), body(vehicle));
    let mut rooms: Vec<(i64, Load)> = vehicles
        .iter()
        .map(held)
        .filter(|(kg, _)| *kg > 0)
        .collect();
    rooms.sort_by_key(|&(kg, room)| (kg, room.weight, room.volume));
    // From the largest down, so that this one stays.
    rooms.reverse();
    rooms.dedup_by(|smaller, larger| (larger.0 - smaller.0) as f64 <= ALIKE * larger.0 as f64);
    rooms.reverse();
    let surplus = rooms.len().saturating_sub(MOST_SIZES);
    rooms.drain(..surplus);
    rooms.into_iter().map(|(_, room)| room).collect()
}

/// Room that a trip, or a vehicle that stays at home, has left.
struct Room {
    class: usize,
    load: Load,
    /// Commodities aboard; several only where they mix.
    commodity: Option<u8>,
}

impl Rounds<'_> {
    /// Cuts the visits that a solution leaves to the rooms that its trips, vehicles and gates have left; whether there were
    /// any. The solution stays one of the rounds, and leaves what it left.
    pub fn cut_to_room(&mut self, solution: &mut Solution) -> bool {
        let mut missing: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        for left in &solution.unserved {
            missing.entry(left.day).or_default().push(left.client);
        }
        let mut is_cut = false;
        for (day, clients) in missing {
            let rooms = self.rooms(solution, day);
            let gates = self.gates_left(solution, day);
            for client in clients {
                for cut in self.cuts(client, Day(day), &rooms, &gates) {
                    self.cut(client, Day(day), cut, solution);
                    is_cut = true;
                }
            }
        }
        if is_cut {
            self.forget();
        }
        is_cut
    }

    /// The pieces to cut from a visit.
    fn cuts(&self, client: usize, day: Day, rooms: &[Room], gates: &[i64]) -> Vec<Vec<Kilograms>> {
        let part = &self.parts[client];
        let call = &self.calls[part.call];
        let Some((_, kg)) = part.visits.iter().find(|(at, _)| *at == day) else {
            return Vec::new();
        };
        let load = |kg: &[Kilograms]| load_of(self.district, self.loads, call, kg);
        let whole = sum(kg);
        let asked = &self.problem().clients[client];
        let takers = self.problem().disposals.iter().zip(gates);
        let takers = takers.filter(|(gate, _)| gate.commodities.contains(asked.commodity));
        let gate = takers.map(|(_, left)| *left).max().unwrap_or(0);
        let may_come = |room: &&Room| {
            let class = &self.problem().classes[room.class];
            call.vehicles.contains(&self.vehicles[room.class])
                && (class.mixes
                    || room
                        .commodity
                        .is_none_or(|aboard| aboard == asked.commodity))
        };
        let mut sizes: Vec<Load> = rooms
            .iter()
            .filter(may_come)
            .map(|room| room.load)
            .collect();
        for room in &mut sizes {
            room.weight = room.weight.min(gate);
        }
        sizes.sort_by_key(|room| std::cmp::Reverse((sum(&filling(kg, *room, load)), room.weight)));
        let mut rest = kg.clone();
        let mut cuts = Vec::new();
        for room in sizes {
            let piece = filling(&rest, room, load);
            let is_all = sum(&piece) == sum(&rest);
            if is_all && cuts.is_empty() {
                // There is room for all of it, but no time.
                continue;
            }
            if cuts.len() == MOST_CUTS || is_all || sum(&piece) < (whole / LEAST_SHARE).max(1) {
                break;
            }
            rest = less(&rest, &piece);
            cuts.push(piece);
        }
        cuts
    }

    /// Takes a piece out of a visit and makes it a client of its own, which the solution leaves too.
    fn cut(&mut self, client: usize, day: Day, piece: Vec<Kilograms>, solution: &mut Solution) {
        let call = &self.calls[self.parts[client].call];
        let load = |kg: &[Kilograms]| load_of(self.district, self.loads, call, kg);
        let visit = self.parts[client]
            .visits
            .iter_mut()
            .find(|(at, _)| *at == day);
        let (_, kg) = visit.expect("a visit is cut on its day");
        *kg = less(kg, &piece);
        let (rest, taken) = (load(kg), load(&piece));
        let part = Part {
            visits: vec![(day, piece)],
            ..self.parts[client].clone()
        };
        self.parts.push(part);
        let clients = &mut self.problem_mut().clients;
        let mut cut = clients[client].clone();
        let visits = &mut clients[client].patterns[0].visits;
        let of_day = visits.iter_mut().find(|visit| visit.day == day.0);
        of_day.expect("a visit is cut on its day").load = rest;
        cut.patterns = vec![vrp::Pattern {
            visits: vec![vrp::Visit {
                day: day.0,
                load: taken,
            }],
        }];
        clients.push(cut);
        solution.patterns.push(0);
        solution.unserved.push(vrp::Unserved {
            client: self.parts.len() - 1,
            day: day.0,
        });
    }

    /// What the trips of a day and the vehicles that stay at home have room for.
    fn rooms(&self, solution: &Solution, day: u8) -> Vec<Room> {
        let classes = &self.problem().classes;
        let mut idle: Vec<u32> = classes
            .iter()
            .map(|class| class.count[usize::from(day)])
            .collect();
        let mut rooms = Vec::new();
        for route in solution.routes.iter().filter(|route| route.day == day) {
            idle[route.class] = idle[route.class].saturating_sub(1);
            rooms.extend(self.rooms_of(route));
        }
        let of_idle = idle.iter().enumerate().filter(|(_, count)| **count > 0);
        rooms.extend(of_idle.map(|(class, _)| Room {
            class,
            load: classes[class].capacity,
            commodity: None,
        }));
        rooms
    }

    /// What each trip of a route has room for, and one trip more.
    fn rooms_of(&self, route: &Route) -> Vec<Room> {
        let class = route.class;
        let empty = || Room {
            class,
            load: self.problem().classes[class].capacity,
            commodity: None,
        };
        let mut rooms = vec![empty()];
        let mut trip = empty();
        for activity in &route.activities {
            match *activity {
                Activity::Client(client) => {
                    let asked = &self.problem().clients[client];
                    let visits = asked.patterns[0].visits.iter();
                    let load = visits.filter(|visit| visit.day == route.day);
                    for visit in load {
                        trip.load.weight -= visit.load.weight;
                        trip.load.volume -= visit.load.volume;
                    }
                    trip.commodity = Some(asked.commodity);
                }
                Activity::Disposal(_) => rooms.push(std::mem::replace(&mut trip, empty())),
                Activity::Break => {}
            }
        }
        rooms
    }

    /// Kilograms that each gate may still take on a day.
    fn gates_left(&self, solution: &Solution, day: u8) -> Vec<i64> {
        let tipped = self.tipped(solution);
        let gates = self.problem().disposals.iter().zip(&tipped);
        let left = |(gate, tipped): (&vrp::Disposal, &[i64; 7])| {
            let limit = gate.daily_limit.unwrap_or(i64::MAX / 2);
            (limit - tipped[usize::from(day)]).max(0)
        };
        gates.map(left).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{Base, DistrictBuilder, Place};
    use crate::quantity::Litres;
    use proptest::prelude::*;

    fn vehicles(bodies: &[(i64, i64)]) -> District {
        let mut builder = DistrictBuilder::new("one");
        for (kg, litres) in bodies {
            let base = Base::At(Place::new(0.0, 0.0));
            builder.add_collector("C", base, 1, Kilograms(*kg), Litres(*litres));
        }
        for vehicle in &mut builder.district.vehicles {
            vehicle.compaction = 1.0;
        }
        builder.unjudged()
    }

    /// Four litres a kilogram.
    fn cut_of(kg: &[i64], bodies: &[(i64, i64)]) -> Vec<i64> {
        let district = vehicles(bodies);
        let all: Vec<&Vehicle> = district.vehicles.iter().collect();
        let load = |kg: &[Kilograms]| Load {
            weight: sum(kg),
            volume: 4 * sum(kg),
        };
        let kg = kg.iter().map(|&kg| Kilograms(kg)).collect();
        pieces(kg, &all, 200, load)
            .iter()
            .map(|piece| sum(piece))
            .collect()
    }

    #[test]
    fn full_bodies_first_and_a_rest() {
        let roomy = 1_000_000;
        assert_eq!(cut_of(&[5_000], &[(5_000, roomy)]), [5_000]);
        assert_eq!(cut_of(&[5_001], &[(5_000, roomy)]), [5_000, 1]);
        assert_eq!(cut_of(&[21_000], &[(20_000, roomy)]), [20_000, 1_000]);
        assert_eq!(
            cut_of(&[8_000], &[(5_000, roomy), (3_000, roomy)]),
            [3_000, 2_000, 3_000]
        );
        let three = [(9_000, 20_000), (9_000, 12_000), (9_000, 4_000)];
        assert_eq!(
            cut_of(&[9_000], &three),
            [1_000, 2_000, 2_000, 1_000, 2_000, 1_000],
            "each body can be filled, by litres"
        );
        assert_eq!(
            cut_of(&[9_000], &[(9_000, 20_000)]),
            [5_000, 4_000],
            "by litres"
        );
        assert_eq!(cut_of(&[4_000], &[(5_000, roomy), (3_000, roomy)]), [4_000]);
    }

    proptest! {
        /// Nothing is lost, and every body but the smallest rest can be filled.
        #[test]
        fn pieces_add_up_and_fit(
            kg in prop::collection::vec(1i64..30_000, 1..4),
            bodies in prop::collection::vec((500i64..12_000, 2_000i64..60_000), 1..6),
        ) {
            let district = vehicles(&bodies);
            let all: Vec<&Vehicle> = district.vehicles.iter().collect();
            let load = |kg: &[Kilograms]| Load { weight: sum(kg), volume: 4 * sum(kg) };
            let kg: Vec<Kilograms> = kg.into_iter().map(Kilograms).collect();
            let cut = pieces(kg.clone(), &all, 10_000, load);
            let mut total = vec![Kilograms::ZERO; kg.len()];
            for piece in &cut {
                prop_assert!(all.iter().any(|vehicle| fits(load(piece), body(vehicle))));
                total = total.iter().zip(piece).map(|(&a, &b)| a + b).collect();
            }
            prop_assert_eq!(total, kg);
        }
    }
}
