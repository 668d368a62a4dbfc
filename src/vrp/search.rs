//! Simulated annealing over ruins and recreates, and the search for fewer vehicles that goes before it.
//!
//! Christiaens & Vanden Berghe 2020 (see `ruin`), section 5.4 for the annealing and section 5.5 for the fleet. An
//! iteration touches a few tours and takes back no others, so its cost does not grow with the day.

use super::day::NONE;
use super::dice::Dice;
use super::insertion::Inserter;
use super::moves::TripMover;
use super::params::SolveParams;
use super::recast::recast;
use super::recreate::recreate;
use super::ruin::Ruin;
use super::space::Space;
use super::split::Splitter;
use super::tours::{Draft, ELSEWHERE, Tours, UNSERVED};

/// What one stretch of search is to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// Temperatures at its begin and end, in money.
    pub from: f64,
    pub to: f64,
    pub aim: Aim,
}

impl Stretch {
    /// The temperature when a share of the stretch is done.
    pub fn temperature(self, share: f64) -> f64 {
        self.from * libm::exp(libm::log(self.to / self.from) * share)
    }
}

/// Disposals are placed anew if so many usual gains would lead to acceptance.
const PROMISING: f64 = 5.0;
/// Iterations over which the usual gain is taken.
const GAIN_MEMORY: f64 = 200.0;

/// Share of iterations in which room is worth something.
const ROOM_SHARE: f64 = 0.5;

/// Share of iterations that begin with a move of a whole trip.
const TRIP_MOVES: f64 = 0.3;

/// Share of promising changes after which disposals are placed anew: one tour in fifty gains by it, and it takes as long as
/// the change itself.
const PLACING_SHARE: f64 = 0.5;
/// Tours of fewer clients on the mean are placed each time: there it takes next to nothing.
const SHORT_TOUR: usize = 10;

/// Share of iterations in which a tour that was changed is tried under another class, where disposals exist.
const RECAST_SHARE: f64 = 0.1;

/// So many draws for a visit that is made.
const SEEDS_TRIED: usize = 20;

/// What counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Money.
    Cost,
    /// To serve everybody, then with a vehicle less, and so on.
    Fleet,
}

/// Those who must be served and are not.
#[derive(Clone, Copy, Debug, Default)]
struct Missing {
    absences: u64,
    price: i64,
}

/// A search of one part of a day.
pub(crate) struct Search<'a> {
    space: &'a Space,
    pub tours: Tours<'a>,
    /// The best so far.
    pub best: Draft,
    members: Vec<u32>,
    ruin: Ruin,
    inserter: Inserter,
    splitter: Splitter,
    mover: TripMover,
    dice: Dice,
    /// How often each client was left over.
    pub absences: Vec<u32>,
    order: Vec<u32>,
    /// What placing disposals anew saves, as a moving mean.
    usual_gain: f64,
    pub iterations: u64,
}

impl<'a> Search<'a> {
    pub fn new(
        space: &'a Space,
        tours: Tours<'a>,
        params: &SolveParams,
        dice: Dice,
        absences: Vec<u32>,
    ) -> Self {
        let may_come = |client: u32| {
            tours.home[client as usize].tour != ELSEWHERE
                || space.day.choice_of[client as usize] != NONE
        };
        let members = (0..space.day.num_clients() as u32)
            .filter(|&client| may_come(client))
            .collect();
        let mut search = Self {
            space,
            tours,
            best: Draft::default(),
            members,
            ruin: Ruin::new(params),
            inserter: Inserter::new(space.day.num_clients(), params.blink),
            splitter: Splitter::default(),
            mover: TripMover::default(),
            dice,
            absences,
            order: Vec::new(),
            usual_gain: 0.0,
            iterations: 0,
        };
        search.tours.copy_into(&mut search.best);
        search
    }

    /// Makes at most so many iterations, until `progress`, asked now and then with the iterations of this stretch, answers
    /// `None`; it answers the share done, from 0 to 1.
    pub fn run(
        &mut self,
        stretch: Stretch,
        most: u64,
        mut progress: impl FnMut(u64) -> Option<f64>,
    ) {
        if self.members.is_empty() {
            return;
        }
        let mut temperature = stretch.from;
        for done in 0..most {
            if done % 32 == 0 {
                match progress(done) {
                    Some(share) => temperature = stretch.temperature(share),
                    None => return,
                }
            }
            match stretch.aim {
                Aim::Cost => self.anneal(temperature),
                Aim::Fleet => self.shrink(temperature),
            }
            self.iterations += 1;
        }
    }

    fn anneal(&mut self, temperature: f64) {
        self.inserter.may_open = true;
        self.ruin.may_grow = true;
        let bar = temperature * self.dice.exponential();
        self.change();
        let worse = |tours: &Tours| (tours.cost - tours.kept_cost()) as f64;
        // Only a plan that better disposals could carry over the bar is worth the work of placing them.
        let has_gates = !self.space.day.gates.is_empty();
        if has_gates && worse(&self.tours) < bar + PROMISING * self.usual_gain {
            self.recast_among_disposals();
            self.order.clear();
            let is_cheap = self.tours.visits < SHORT_TOUR * self.tours.driven;
            if is_cheap || self.dice.chance(PLACING_SHARE) {
                let before = self.tours.cost;
                self.place_disposals();
                let gain = (before - self.tours.cost) as f64;
                self.usual_gain += (gain - self.usual_gain) / GAIN_MEMORY;
            }
        }
        if worse(&self.tours) < bar {
            self.keep();
            if self.tours.cost < self.best.cost {
                self.tours.copy_into(&mut self.best);
            }
        } else {
            self.tours.take_back();
        }
    }

    /// One step toward fewer vehicles: those without a place count by how often they had none before.
    fn shrink(&mut self, temperature: f64) {
        let day = &self.space.day;
        let is_complete =
            |unserved: &[u32]| !unserved.iter().any(|&client| day.must[client as usize]);
        self.ruin.may_grow = false;
        self.inserter.may_open = !is_complete(&self.best.unserved);
        if is_complete(&self.tours.unserved) {
            self.give_up_a_tour();
        }
        self.change();
        self.place_disposals();
        let (now, before) = (
            self.missing(&self.tours.unserved),
            self.missing(self.tours.kept_unserved()),
        );
        let worse = (self.tours.cost - now.price) - (self.tours.kept_cost() - before.price);
        for &client in &self.tours.unserved {
            self.absences[client as usize] += 1;
        }
        let is_even = now.absences == before.absences
            && (worse as f64) < temperature * self.dice.exponential();
        if now.absences < before.absences || is_even {
            self.keep();
            if self.tours.cost < self.best.cost || is_complete(&self.tours.unserved) {
                self.tours.copy_into(&mut self.best);
            }
        } else {
            self.tours.take_back();
        }
    }

    /// Makes the changes final whose disposals were placed.
    fn keep(&mut self) {
        self.splitter.confirm(&self.order);
        self.tours.keep();
    }

    fn missing(&self, unserved: &[u32]) -> Missing {
        let day = &self.space.day;
        let must = unserved.iter().filter(|&&client| day.must[client as usize]);
        must.fold(Missing::default(), |sum, &client| Missing {
            absences: sum.absences + 1 + u64::from(self.absences[client as usize]),
            price: sum.price + day.unserved[client as usize],
        })
    }

    /// Dissolves the tour whose clients were the easiest to place.
    fn give_up_a_tour(&mut self) {
        let ease = |slot: u32| {
            let tour = self.tours.tour(slot);
            let absences: u64 = tour
                .clients(&self.space.day)
                .map(|c| u64::from(self.absences[c as usize]))
                .sum();
            (absences, tour.nodes.len(), slot)
        };
        let Some((_, _, slot)) = self.tours.used().map(ease).min() else {
            return;
        };
        let clients: Vec<u32> = self.tours.tour(slot).clients(&self.space.day).collect();
        self.tours.rewrite(slot, |_, _| {});
        self.tours.abandon(&clients, NONE);
        self.tours.keep();
    }

    /// One ruin and recreate.
    fn change(&mut self) {
        let seed = self.pick_seed();
        if !self.space.day.gates.is_empty() && self.dice.chance(TRIP_MOVES) {
            self.mover
                .shift(self.space, &mut self.tours, seed, &mut self.dice);
        }
        self.ruin
            .around(self.space, &mut self.tours, seed, &mut self.dice);
        self.inserter.room_price = self.room_price();
        recreate(
            self.space,
            &mut self.tours,
            &mut self.inserter,
            &mut self.ruin.removed,
            &mut self.dice,
        );
        if self.space.day.is_plain && self.space.day.classes.len() > 1 {
            self.order.clear();
            self.order.extend(self.tours.touched());
            for &slot in &self.order {
                recast(&mut self.tours, slot);
            }
        }
    }

    /// Now and then another class for a tour that was touched, with disposals to suit it.
    fn recast_among_disposals(&mut self) {
        let day = &self.space.day;
        let classes = day.classes.len();
        if classes < 2 || !self.dice.chance(RECAST_SHARE) {
            return;
        }
        self.order.clear();
        self.order.extend(self.tours.touched());
        if self.order.is_empty() {
            return;
        }
        let slot = self.order[self.dice.below(self.order.len())];
        let first = self.dice.below(classes);
        let any = (0..classes).map(|k| ((first + k) % classes) as u32);
        let free = any
            .into_iter()
            .find(|&k| self.tours.left[k as usize] > 0 && k != self.tours.tour(slot).class);
        if let Some(class) = free {
            self.splitter
                .recast(self.space, &mut self.tours, slot, class);
        }
    }

    /// Where tours change their class as they grow, room is worth something to those who come later: now and then up to
    /// what a unit of load costs in all (the opportunity savings of Golden, Assad, Levy & Gheysens, *The fleet size and mix
    /// vehicle routing problem*, C&OR 11 (1984) 49-66, doi 10.1016/0305-0548(84)90007-8, drawn anew each time).
    fn room_price(&mut self) -> i64 {
        let day = &self.space.day;
        // The price of those left over is no cost of load.
        if !day.has_upgrades || !self.dice.chance(ROOM_SHARE) || !self.best.unserved.is_empty() {
            return 0;
        }
        (self.dice.unit() * self.best.cost as f64 / day.weight.max(1) as f64) as i64
    }

    /// Disposals placed anew on the tours that were touched.
    fn place_disposals(&mut self) {
        self.order.clear();
        self.order.extend(self.tours.touched());
        for i in 0..self.order.len() {
            self.splitter
                .improve(self.space, &mut self.tours, self.order[i]);
        }
    }

    fn pick_seed(&mut self) -> u32 {
        let unserved = &self.tours.unserved;
        if !unserved.is_empty() && self.dice.chance(0.5) {
            let client = unserved[self.dice.below(unserved.len())];
            debug_assert_eq!(self.tours.home[client as usize].tour, UNSERVED);
            return client;
        }
        let mut seed = self.members[self.dice.below(self.members.len())];
        for _ in 0..SEEDS_TRIED {
            if self.tours.home[seed as usize].tour < ELSEWHERE {
                break;
            }
            seed = self.members[self.dice.below(self.members.len())];
        }
        seed
    }
}
