//! Whole trips change tours or places: one moves to another tour, two change places, two tours change all their trips
//! from a point on. The ways between clients stay; clocks, duties and disposals around the trips do not.

use crate::vrp::day::{Day, NONE};
use crate::vrp::dice::Dice;
use crate::vrp::space::Space;
use crate::vrp::tours::{ELSEWHERE, Tours};
use std::ops::Range;

/// Moves tried until one can be driven.
const MOVES_TRIED: usize = 4;
/// Share of moves whose other tour is any, not that of a neighbour.
const FAR_SHARE: f64 = 0.2;

/// Moves trips; holds the memory that this takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct TripMover {
    ours: Trips,
    theirs: Trips,
    fresh: [Vec<u32>; 2],
    /// What stays of the first tour while the second takes its trips.
    rest: Vec<u32>,
}

/// A tour taken apart.
#[derive(Clone, Debug, Default)]
struct Trips {
    nodes: Vec<u32>,
    /// Positions of each trip's clients among the nodes, and the disposal behind them (`NONE` where the tour ends loaded).
    trips: Vec<(Range<usize>, u32)>,
}

impl Trips {
    fn read(&mut self, day: &Day, inner: &[u32]) {
        self.nodes.clear();
        self.nodes.extend_from_slice(inner);
        self.trips.clear();
        let mut first = 0;
        for (at, &node) in inner.iter().enumerate() {
            if !day.is_client(node) {
                if at > first {
                    self.trips.push((first..at, node));
                }
                first = at + 1;
            }
        }
        if first < inner.len() {
            self.trips.push((first..inner.len(), NONE));
        }
    }

    /// The trip in which a node stands.
    fn trip_of(&self, node: u32) -> Option<usize> {
        let holds =
            |(clients, _): &(Range<usize>, u32)| self.nodes[clients.clone()].contains(&node);
        self.trips.iter().position(holds)
    }

    fn piece(&self, trips: Range<usize>) -> impl Iterator<Item = Trip<'_>> {
        let trip = |(clients, disposal): &(Range<usize>, u32)| Trip {
            clients: &self.nodes[clients.clone()],
            disposal: *disposal,
        };
        self.trips[trips].iter().map(trip)
    }

    fn len(&self) -> usize {
        self.trips.len()
    }
}

#[derive(Clone, Copy)]
struct Trip<'a> {
    clients: &'a [u32],
    disposal: u32,
}

impl TripMover {
    /// Makes one random move of the trip that a client is in. Nothing is changed if none of those tried can be driven.
    pub fn shift(&mut self, space: &Space, tours: &mut Tours, client: u32, dice: &mut Dice) {
        let slot = tours.home[client as usize].tour;
        if slot >= ELSEWHERE {
            return;
        }
        self.ours.read(&space.day, tours.tour(slot).inner());
        let Some(trip) = self.ours.trip_of(client) else {
            return;
        };
        for _ in 0..MOVES_TRIED {
            let Some(other) = pick_other(space, tours, client, dice) else {
                continue;
            };
            let is_made = if other == slot {
                self.reorder(space, tours, slot, trip, dice)
            } else {
                self.exchange(space, tours, [slot, other], trip, dice)
            };
            if is_made {
                return;
            }
        }
    }

    /// Two trips of a tour change places.
    fn reorder(
        &mut self,
        space: &Space,
        tours: &mut Tours,
        slot: u32,
        trip: usize,
        dice: &mut Dice,
    ) -> bool {
        let count = self.ours.len();
        if count < 2 {
            return false;
        }
        let with = (trip + 1 + dice.below(count - 1)) % count;
        let (one, two) = (trip.min(with), trip.max(with));
        let order = [
            0..one,
            two..two + 1,
            one + 1..two,
            one..one + 1,
            two + 1..count,
        ];
        let pieces = order.into_iter().flat_map(|piece| self.ours.piece(piece));
        let class = tours.tour(slot).class;
        write(space, class, pieces, &mut self.fresh[0]);
        tours.rewrite_as(slot, class, &self.fresh[0])
    }

    /// Trips of two tours change sides: one there and none or one back, or all from a point on.
    fn exchange(
        &mut self,
        space: &Space,
        tours: &mut Tours,
        slots: [u32; 2],
        trip: usize,
        dice: &mut Dice,
    ) -> bool {
        self.theirs.read(&space.day, tours.tour(slots[1]).inner());
        let (ours, theirs) = (self.ours.len(), self.theirs.len());
        let at = dice.below(theirs + 1);
        let (give, take) = match dice.below(3) {
            0 => (trip..trip + 1, at..at),
            1 => (trip..trip + 1, at..theirs.min(at + 1)),
            _ => (trip..ours, at..theirs),
        };
        let classes = slots.map(|slot| tours.tour(slot).class);
        let kept = [
            0..give.start,
            give.end..ours,
            0..take.start,
            take.end..theirs,
        ];
        let [before, behind, before_there, behind_there] = kept;
        let mine = self
            .ours
            .piece(before.clone())
            .chain(self.theirs.piece(take))
            .chain(self.ours.piece(behind.clone()));
        write(space, classes[0], mine, &mut self.fresh[0]);
        let other = self
            .theirs
            .piece(before_there)
            .chain(self.ours.piece(give))
            .chain(self.theirs.piece(behind_there));
        write(space, classes[1], other, &mut self.fresh[1]);
        self.replace(space, tours, slots, classes, before.chain(behind))
    }

    /// Writes both tours. The first gives its trips up before the second takes them; if one of them cannot be driven,
    /// both are as before.
    fn replace(
        &mut self,
        space: &Space,
        tours: &mut Tours,
        slots: [u32; 2],
        classes: [u32; 2],
        kept: impl Iterator<Item = usize>,
    ) -> bool {
        let stays = kept.flat_map(|trip| self.ours.piece(trip..trip + 1));
        write(space, classes[0], stays, &mut self.rest);
        if !tours.rewrite_as(slots[0], classes[0], &self.rest) {
            return false;
        }
        let is_made = tours.rewrite_as(slots[1], classes[1], &self.fresh[1]);
        if is_made && tours.rewrite_as(slots[0], classes[0], &self.fresh[0]) {
            return true;
        }
        let is_restored = (!is_made || tours.rewrite_as(slots[1], classes[1], &self.theirs.nodes))
            && tours.rewrite_as(slots[0], classes[0], &self.ours.nodes);
        debug_assert!(
            is_restored,
            "tours that were driven before can be driven again"
        );
        false
    }
}

fn pick_other(space: &Space, tours: &Tours, client: u32, dice: &mut Dice) -> Option<u32> {
    let slot = if dice.chance(FAR_SHARE) {
        dice.below(tours.slots.len()) as u32
    } else {
        let near = space.near.of(client);
        let neighbour = near.get(dice.below(near.len().max(1)))?;
        tours.home[*neighbour as usize].tour
    };
    (slot < ELSEWHERE && !tours.tour(slot).nodes.is_empty()).then_some(slot)
}

/// Writes trips as a tour's nodes: each ends at a disposal, the last one only where the vehicle has to be empty.
fn write<'a>(
    space: &Space,
    class: u32,
    trips: impl Iterator<Item = Trip<'a>>,
    nodes: &mut Vec<u32>,
) {
    let kind = &space.day.classes[class as usize];
    nodes.clear();
    for trip in trips {
        nodes.extend_from_slice(trip.clients);
        let nearest = trip
            .clients
            .last()
            .and_then(|&last| space.near.disposals(last).first());
        let disposal = if trip.disposal == NONE {
            nearest.copied()
        } else {
            Some(trip.disposal)
        };
        nodes.extend(disposal);
    }
    if !kind.ends_empty && nodes.last().is_some_and(|&last| !space.day.is_client(last)) {
        nodes.pop();
    }
}
