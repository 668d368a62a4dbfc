//! Making one insertion: every place that could be the cheapest is priced (`quote`), the best is made, and one that the
//! walk refuses is taken back and the next best tried.

use super::day::NONE;
use super::dice::Dice;
use super::neighbourhood::Near;
use super::quote::{Insertion, Piece, Quote};
use super::space::Space;
use super::tours::{ELSEWHERE, Tours};

/// At most so many tours are looked through for room where all near ones are full.
const FARTHER_TOURS: usize = 400;
/// At so many tours without a neighbour of the client a last trip is tried.
const TOURS_TRIED: usize = 12;

/// Finds insertions; holds the memory that this takes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inserter {
    epoch: u32,
    /// Epoch in which a client was last marked as a neighbour.
    near: Vec<u32>,
    /// Tours seen in this epoch.
    seen: Vec<u32>,
    banned: Vec<u32>,
    full: Vec<(u32, u32, i64)>,
    until_blink: u32,
    /// Share of gaps overlooked.
    pub blink: f64,
    /// Whether new tours may be opened.
    pub may_open: bool,
    /// What a unit of room that is won with a larger or a new vehicle is thought to be worth.
    pub room_price: i64,
}

impl Inserter {
    /// For a day with so many clients.
    pub fn new(num_clients: usize, blink: f64) -> Self {
        Self {
            near: vec![0; num_clients],
            blink,
            may_open: true,
            ..Self::default()
        }
    }

    /// Inserts an unserved client where it costs least, or leaves it. Returns whether it is served.
    pub fn insert(
        &mut self,
        space: &Space,
        tours: &mut Tours,
        client: u32,
        dice: &mut Dice,
    ) -> bool {
        let choice = space.day.choice_of[client as usize];
        if choice == NONE {
            let most = space.day.unserved[client as usize];
            return self.insert_visit(space, tours, client, most, dice);
        }
        if tours.patterns[choice as usize] == NONE {
            return self.insert_choice(space, tours, choice, dice);
        }
        let most = space.day.choice_price(choice);
        let is_served = self.insert_visit(space, tours, client, most, dice);
        if !is_served {
            tours.give_up(choice);
        }
        is_served
    }

    /// Inserts all visits of the pattern that costs least, or none.
    fn insert_choice(
        &mut self,
        space: &Space,
        tours: &mut Tours,
        choice: u32,
        dice: &mut Dice,
    ) -> bool {
        let most = space.day.choice_price(choice);
        let patterns = &space.day.choices[choice as usize].patterns;
        let mut quotes: Vec<(u32, Option<Insertion>)> = Vec::new();
        let mut best: Option<(i64, usize)> = None;
        self.banned.clear();
        for (index, pattern) in patterns.iter().enumerate() {
            let mut sum = 0;
            for &node in pattern {
                let known = quotes.iter().find(|quote| quote.0 == node);
                let quote = match known {
                    Some(quote) => quote.1,
                    None => {
                        let quote = self.cheapest(space, tours, node, dice);
                        quotes.push((node, quote));
                        quote
                    }
                };
                sum = quote.map_or(i64::MAX, |quote| quote.cost.saturating_add(sum));
                if sum >= best.map_or(most, |best| best.0) {
                    sum = i64::MAX;
                    break;
                }
            }
            if sum < best.map_or(most, |best| best.0) {
                best = Some((sum, index));
            }
        }
        let Some((_, index)) = best else {
            return false;
        };
        tours.take_up(choice, index as u32);
        for &node in &patterns[index] {
            let quote = quotes.iter().find(|quote| quote.0 == node);
            let is_made = quote
                .and_then(|quote| quote.1)
                .is_some_and(|quote| make(tours, node, quote));
            if !is_made && !self.insert_visit(space, tours, node, most, dice) {
                tours.give_up(choice);
                return false;
            }
        }
        tours.settle_choice(choice);
        true
    }

    fn insert_visit(
        &mut self,
        space: &Space,
        tours: &mut Tours,
        client: u32,
        most: i64,
        dice: &mut Dice,
    ) -> bool {
        self.banned.clear();
        for _ in 0..4 {
            let Some(best) = self.cheapest(space, tours, client, dice) else {
                return false;
            };
            if best.cost >= most {
                return false;
            }
            if make(tours, client, best) {
                return true;
            }
            self.banned.push(best.tour);
        }
        false
    }

    fn cheapest(
        &mut self,
        space: &Space,
        tours: &Tours,
        client: u32,
        dice: &mut Dice,
    ) -> Option<Insertion> {
        self.epoch += 1;
        self.seen.clear();
        let neighbours = space.neighbours(client);
        for near in neighbours {
            self.near[near.client as usize] = self.epoch;
        }
        let mut best = Quote::new(space, tours, client);
        best.full = std::mem::take(&mut self.full);
        self.try_gaps(&mut best, neighbours, dice);
        if !space.day.gates.is_empty() {
            best.try_full_trips();
            self.try_last_trips(tours, &mut best, dice);
        } else {
            if space.day.has_upgrades {
                best.try_larger_classes(self.room_price);
            }
            if best.best.is_none() {
                self.try_farther(&mut best, dice);
            }
        }
        if self.may_open && !self.banned.contains(&NONE) {
            best.try_new_tours(self.room_price);
        }
        self.full = best.full;
        best.best
    }

    /// The gaps before and behind each near client.
    fn try_gaps(&mut self, best: &mut Quote, neighbours: &[Near], dice: &mut Dice) {
        let has_gates = !best.space.day.gates.is_empty();
        let may_be_full = has_gates || best.space.day.has_upgrades;
        for near in neighbours {
            let home = &best.tours.home[near.client as usize];
            let is_full = !best.load.load.fits(home.room);
            if home.tour >= ELSEWHERE || (is_full && !may_be_full) || self.is_banned(home.tour) {
                continue;
            }
            if has_gates && !self.seen.contains(&home.tour) {
                self.seen.push(home.tour);
            }
            if !self.blinks(dice) {
                best.try_behind(near, home, is_full);
            }
            let previous = home.previous as usize;
            let comes_too = self.near.get(previous) == Some(&self.epoch);
            if !comes_too && !self.blinks(dice) {
                best.try_before(near, home, is_full);
            }
        }
    }

    /// Where all near tours are full: tours farther off that have room.
    fn try_farther(&mut self, best: &mut Quote, dice: &mut Dice) {
        let rooms = &best.tours.rooms;
        let first = dice.below(rooms.len().max(1));
        let slots = (first..rooms.len()).chain(0..first).take(FARTHER_TOURS);
        for slot in slots {
            let tour = best.tours.tour(slot as u32);
            let has_room = rooms[slot] >= best.load.load.weight && !tour.nodes.is_empty();
            if has_room && !self.is_banned(slot as u32) {
                (0..=tour.inner().len()).for_each(|gap| best.try_gap(slot as u32, gap));
            }
        }
    }

    #[inline]
    fn is_banned(&self, tour: u32) -> bool {
        !self.banned.is_empty() && self.banned.contains(&tour)
    }

    /// Whether this gap is overlooked. The number of gaps until the next one overlooked is drawn at once.
    #[inline]
    fn blinks(&mut self, dice: &mut Dice) -> bool {
        if self.blink <= 0.0 {
            return false;
        }
        if self.until_blink == 0 {
            self.until_blink = (dice.exponential() / self.blink) as u32;
            return true;
        }
        self.until_blink -= 1;
        false
    }

    /// A trip more at the end of the tours near by, and of some others.
    fn try_last_trips(&mut self, tours: &Tours, best: &mut Quote, dice: &mut Dice) {
        for &slot in &self.seen {
            best.try_trip_gaps(slot);
        }
        if tours.slots.is_empty() {
            return;
        }
        let first = dice.below(tours.slots.len());
        for step in 0..tours.slots.len().min(TOURS_TRIED) {
            let slot = ((first + step) % tours.slots.len()) as u32;
            let is_open = !tours.tour(slot).nodes.is_empty();
            if is_open && !self.seen.contains(&slot) && !self.banned.contains(&slot) {
                best.try_trip_gaps(slot);
            }
        }
    }
}
/// Makes an insertion; false, and nothing changed, if the walk refuses it.
pub(crate) fn make(tours: &mut Tours, client: u32, insertion: Insertion) -> bool {
    let gap = insertion.gap as usize;
    let (first, second) = match insertion.piece {
        Piece::NewTour(class, NONE) => return tours.open(class, &[client]).is_some(),
        Piece::NewTour(class, disposal) => return tours.open(class, &[client, disposal]).is_some(),
        Piece::InClass(class) => {
            let mut nodes = tours.tour(insertion.tour).inner().to_vec();
            nodes.insert(gap, client);
            return tours.rewrite_as(insertion.tour, class, &nodes);
        }
        Piece::Client => (client, NONE),
        Piece::ThenDisposal(disposal) => (client, disposal),
        Piece::AfterDisposal(disposal) => (disposal, client),
    };
    tours.rewrite(insertion.tour, |old, new| {
        new.extend_from_slice(&old[..=gap]);
        new.push(first);
        if second != NONE {
            new.push(second);
        }
        new.extend_from_slice(&old[gap + 1..]);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vrp::sample;
    use crate::vrp::tours::{Draft, Home, UNSERVED};
    use proptest::prelude::*;

    proptest! {
        /// Without rests, loads that take time and second windows a price is the exact change of the whole plan's cost.
        #[test]
        fn a_price_is_the_change_of_cost(seed in any::<u64>()) {
            let problem = sample::Shape { clients: 12, rests: false, ..sample::Shape::default() }.problem(seed);
            let space = sample::space(&problem);
            let draft = Draft::nobody(&space.day, &[]);
            let count = space.day.classes.iter().map(|class| class.count).collect();
            let mut tours = Tours::new(&space.day, &draft, count, vec![0; space.day.gates.len()]);
            let mut dice = Dice::new(seed, [0; 3]);
            let mut inserter = Inserter::new(space.day.num_clients(), 0.0);
            for client in 0..space.day.num_clients() as u32 {
                let Some(best) = inserter.cheapest(&space, &tours, client, &mut dice) else { continue };
                let before = tours.cost;
                if make(&mut tours, client, best) {
                    let priced = best.cost - space.day.unserved[client as usize];
                    prop_assert_eq!(tours.cost - before, priced, "{:?}", best);
                }
            }
        }

        /// What was done and taken back leaves no trace.
        #[test]
        fn taking_back_restores_all(seed in any::<u64>()) {
            let problem = sample::Shape { clients: 10, ..sample::Shape::default() }.problem(seed);
            let space = sample::space(&problem);
            let count = space.day.classes.iter().map(|class| class.count).collect();
            let mut tours = Tours::new(&space.day, &Draft::nobody(&space.day, &[]), count, vec![0; space.day.gates.len()]);
            let mut dice = Dice::new(seed, [1; 3]);
            let mut inserter = Inserter::new(space.day.num_clients(), 0.1);
            for client in 0..5 {
                inserter.insert(&space, &mut tours, client, &mut dice);
            }
            tours.forget_served();
            tours.keep();
            let before = tours.clone();
            for client in 5..10 {
                inserter.insert(&space, &mut tours, client, &mut dice);
            }
            for slot in tours.used().collect::<Vec<_>>() {
                tours.rewrite(slot, |old, new| new.extend(old.iter().rev().skip(2).rev()));
            }
            tours.take_back();
            prop_assert_eq!(before.cost, tours.cost);
            let homes = |tours: &Tours| {
                let place = |home: &Home| (home.tour, (home.tour != UNSERVED).then_some(home.position));
                tours.home.iter().map(place).collect::<Vec<_>>()
            };
            prop_assert_eq!(homes(&before), homes(&tours));
            prop_assert_eq!(&before.left, &tours.left);
            prop_assert_eq!(&before.tipped, &tours.tipped);
            let nodes = |tours: &Tours| tours.used().map(|slot| tours.tour(slot).nodes.clone()).collect::<Vec<_>>();
            prop_assert_eq!(nodes(&before), nodes(&tours));
        }
    }
}
