//! Ruin: strings of clients taken out of neighbouring tours.
//!
//! Christiaens & Vanden Berghe, *Slack Induction by String Removals for Vehicle Routing Problems*, Transp. Sci. 54
//! (2020) 417-433, doi 10.1287/trsc.2019.0914, sections 5.1 and 5.2. Ours differs where disposals stand on tours: a
//! string counts clients only and may span disposals, strings grow with the trips, and now and then a whole trip is taken.

use super::day::NONE;
use super::dice::Dice;
use super::params::SolveParams;
use super::space::Space;
use super::tours::{ELSEWHERE, Tours, UNSERVED};
use std::ops::Range;

/// Share of strings that keep a piece in their middle (0.5 in the paper).
const SPLIT_SHARE: f64 = 0.5;
/// Chance that the piece kept stops growing (0.01 in the paper, as beta).
const SPLIT_STOP: f64 = 0.01;
/// Share of ruins that take a whole trip.
const TRIP_SHARE: f64 = 0.02;
/// Share of ruins that reach into other days, and after which clients may be visited on other days.
const OTHER_DAYS_SHARE: f64 = 0.6;
/// Most unserved clients that join a ruin.
const MOST_UNSERVED: usize = 12;

/// Takes clients out; holds the memory that this takes.
#[derive(Clone, Debug)]
pub(crate) struct Ruin {
    mean_removed: f64,
    longest_string: f64,
    string_share: f64,
    /// Whether strings grow with the trips.
    pub may_grow: bool,
    ruined: Vec<u32>,
    places: Vec<u32>,
    string: Vec<u32>,
    /// The clients to be inserted: those taken out, and unserved ones near by.
    pub removed: Vec<u32>,
}

impl Ruin {
    pub fn new(params: &SolveParams) -> Self {
        Self {
            mean_removed: f64::from(params.mean_removed),
            longest_string: f64::from(params.longest_string),
            string_share: params.string_share,
            may_grow: false,
            ruined: Vec::new(),
            places: Vec::new(),
            string: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Ruins around a client, who is one of the part's own.
    pub fn around(&mut self, space: &Space, tours: &mut Tours, seed: u32, dice: &mut Dice) {
        self.removed.clear();
        self.ruined.clear();
        self.join_unserved(space, tours, seed);
        if dice.chance(TRIP_SHARE) && tours.home[seed as usize].tour < ELSEWHERE {
            self.take_trip(tours, seed);
        }
        let growth = self.growth(tours, seed, dice);
        let longest = (growth * self.longest_string).min(mean_tour(tours));
        let most_strings = 4.0 * growth * self.mean_removed / (1.0 + longest) - 1.0;
        let strings = (dice.unit() * most_strings + 1.0) as usize;
        let crosses_days = !space.day.choices.is_empty() && dice.chance(OTHER_DAYS_SHARE);
        for &near in std::iter::once(&seed).chain(space.near.of(seed)) {
            if self.ruined.len() >= strings {
                break;
            }
            let client = if crosses_days {
                any_visit(tours, near, dice)
            } else {
                near
            };
            let slot = tours.home[client as usize].tour;
            if slot < ELSEWHERE && !self.ruined.contains(&slot) {
                self.take_string(tours, client, longest, dice);
            }
        }
        if crosses_days {
            self.free_days(tours);
        }
    }

    /// By how much strings are longer than elsewhere, drawn anew for each ruin.
    fn growth(&self, tours: &Tours, seed: u32, dice: &mut Dice) -> f64 {
        if !self.may_grow
            || tours.day.gates.is_empty()
            || tours.home[seed as usize].tour >= ELSEWHERE
        {
            return 1.0;
        }
        let most = self.string_share * trip_of(tours, seed).len() as f64 / self.longest_string;
        1.0 + dice.unit() * (most - 1.0).max(0.0)
    }

    /// Takes out all visits of the clients with a choice, so that they may come back on other days.
    fn free_days(&mut self, tours: &mut Tours) {
        let day = tours.day;
        for at in 0..self.removed.len() {
            let choice = day.choice_of[self.removed[at] as usize];
            if choice != NONE {
                if tours.patterns[choice as usize] != NONE {
                    tours.give_up(choice);
                }
                self.removed[at] = day.choices[choice as usize].patterns[0][0];
            }
        }
        self.removed.sort_unstable();
        self.removed.dedup();
    }

    fn join_unserved(&mut self, space: &Space, tours: &Tours, seed: u32) {
        if tours.unserved.is_empty() {
            return;
        }
        let around = std::iter::once(&seed).chain(space.near.of(seed));
        let unserved = around.filter(|&&client| tours.home[client as usize].tour == UNSERVED);
        self.removed.extend(unserved.take(MOST_UNSERVED));
    }

    /// Takes a whole trip: the clients between two disposals.
    fn take_trip(&mut self, tours: &mut Tours, client: u32) {
        self.string.clear();
        self.string.extend(trip_of(tours, client));
        self.take(tours, tours.home[client as usize].tour);
    }

    fn take_string(&mut self, tours: &mut Tours, client: u32, longest: f64, dice: &mut Dice) {
        let home = tours.home[client as usize];
        let tour = tours.tour(home.tour);
        self.places.clear();
        let places =
            (0..tour.nodes.len() as u32).filter(|&p| tours.day.is_client(tour.nodes[p as usize]));
        self.places.extend(places);
        let at = self.places.partition_point(|&place| place < home.position);
        let count = self.places.len();
        let (length, kept) = string_of(count, longest, dice);
        let whole = length + kept;
        let first_least = (at + 1).saturating_sub(whole);
        let first_most = at.min(count - whole);
        let first = first_least + dice.below(first_most - first_least + 1);
        let gap = if kept > 0 {
            first + 1 + dice.below(length - 1)
        } else {
            first + whole
        };
        self.string.clear();
        for i in first..first + whole {
            if i < gap || i >= gap + kept {
                self.string.push(self.places[i]);
            }
        }
        self.take(tours, home.tour);
    }

    /// Takes the clients of `string` out of a tour. If what is left cannot be driven, all its clients go.
    fn take(&mut self, tours: &mut Tours, slot: u32) {
        self.ruined.push(slot);
        let nodes = &tours.tour(slot).nodes;
        let first = self.removed.len();
        self.removed
            .extend(self.string.iter().map(|&place| nodes[place as usize]));
        let string = &self.string;
        let day = tours.day;
        let done = tours.rewrite(slot, |old, new| {
            let mut out = string.iter().copied().peekable();
            for (place, &node) in (0u32..).zip(old) {
                if out.next_if_eq(&place).is_some() {
                    continue;
                }
                // Of two disposals in a row the second goes: the trip between them is empty.
                let in_vain = day.disposal_of(node).is_some()
                    && new.last().is_some_and(|&last| !day.is_client(last));
                if !in_vain {
                    new.push(node);
                }
            }
        });
        if !done {
            self.removed.truncate(first);
            self.removed.extend(tours.slots[slot as usize].clients(day));
            tours.rewrite(slot, |_, _| {});
        }
        tours.list_unserved(&self.removed[first..]);
    }
}

/// How many clients a string takes from a tour of so many, and how many in its middle it leaves (section 5.2).
pub(crate) fn string_of(count: usize, longest: f64, dice: &mut Dice) -> (usize, usize) {
    let most = longest.min(count as f64);
    let length = ((dice.unit() * most + 1.0) as usize).min(count);
    let mut kept = 0;
    if length > 1 && length < count && dice.chance(SPLIT_SHARE) {
        kept = 1;
        while length + kept < count && !dice.chance(SPLIT_STOP) && kept < length {
            kept += 1;
        }
    }
    (length, kept)
}

/// The places of the clients between two disposals, of whom one is this.
fn trip_of(tours: &Tours, client: u32) -> Range<u32> {
    let home = tours.home[client as usize];
    let nodes = &tours.tour(home.tour).nodes;
    let is_client = |&place: &u32| tours.day.is_client(nodes[place as usize]);
    let before = (0..home.position).rev().take_while(is_client).count() as u32;
    let behind = (home.position..nodes.len() as u32)
        .take_while(is_client)
        .count() as u32;
    home.position - before..home.position + behind
}

/// A visit that is made now to the client of a visit, on whatever day; itself if none is made.
fn any_visit(tours: &Tours, visit: u32, dice: &mut Dice) -> u32 {
    let choice = tours.day.choice_of[visit as usize];
    let pattern = match choice {
        NONE => return visit,
        choice => tours.patterns[choice as usize],
    };
    if pattern == NONE {
        return visit;
    }
    let visits = &tours.day.choices[choice as usize].patterns[pattern as usize];
    visits[dice.below(visits.len())]
}

fn mean_tour(tours: &Tours) -> f64 {
    tours.visits as f64 / tours.driven.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Seconds, Window};
    use crate::vrp::sample::{self, Shape};
    use crate::vrp::tours::Draft;

    /// Clients of the longest string taken out of two tours with one trip of forty each.
    fn most_taken(may_grow: bool) -> usize {
        let shape = Shape {
            clients: 80,
            rests: false,
            ..Shape::default()
        };
        let mut problem = shape.problem(1);
        problem.classes[0].max_duration = Seconds::hours(90);
        problem.classes[0].shift = Window::ALWAYS;
        for client in &mut problem.clients {
            (client.windows, client.commodity) = (vec![Window::ALWAYS], 0);
            let load = &mut client.patterns[0].visits[0].load;
            (load.weight, load.volume) = (10, 10);
        }
        problem.disposals[0].windows = vec![Window::ALWAYS];
        let space = sample::space(&problem);
        let gate = space.day.disposal_node(0);
        let tour = |clients: std::ops::Range<u32>| (0, clients.chain([gate]).collect());
        let draft = Draft {
            routes: vec![tour(0..40), tour(40..80)],
            ..Draft::default()
        };
        let mut tours = Tours::new(&space.day, &draft, vec![3], vec![0; 2]);
        assert_eq!(tours.used().count(), 2, "both can be driven");
        let mut ruin = Ruin::new(&SolveParams::default());
        ruin.may_grow = may_grow;
        let mut dice = Dice::new(3, [0; 3]);
        let mut most = 0;
        for seed in (0..80).cycle().take(8_000) {
            ruin.removed.clear();
            let growth = ruin.growth(&tours, seed, &mut dice);
            ruin.take_string(&mut tours, seed, growth * ruin.longest_string, &mut dice);
            most = most.max(ruin.removed.len());
            tours.take_back();
        }
        most
    }

    #[test]
    fn strings_grow_up_to_half_a_trip() {
        assert_eq!([most_taken(false), most_taken(true)], [10, 20]);
    }
}
