//! Strings of clients taken out of neighbouring tours, as `vrp::ruin` does where tours are lists of places.

use super::chains::Chains;
use super::ground::Ways;
use crate::vrp::day::NONE;
use crate::vrp::dice::Dice;
use crate::vrp::params::SolveParams;
use crate::vrp::ruin::string_of;

pub(super) struct Ruin {
    mean_removed: f64,
    longest_string: f64,
    clients: f64,
    ruined: Vec<u32>,
    pub removed: Vec<u32>,
}

impl Ruin {
    /// Of so many clients in all.
    pub fn new(params: &SolveParams, clients: usize) -> Self {
        Self {
            mean_removed: f64::from(params.mean_removed),
            longest_string: f64::from(params.longest_string),
            clients: clients as f64,
            ruined: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Ruins around a client.
    pub fn around<W: Ways>(
        &mut self,
        chains: &mut Chains<W>,
        near: &[u32],
        seed: u32,
        dice: &mut Dice,
    ) {
        self.removed.clear();
        self.ruined.clear();
        let mean_tour = self.clients / chains.used.max(1) as f64;
        let longest = self.longest_string.min(mean_tour);
        let most_strings = 4.0 * self.mean_removed / (1.0 + longest) - 1.0;
        let strings = (dice.unit() * most_strings + 1.0) as usize;
        for &client in std::iter::once(&seed).chain(near) {
            if self.ruined.len() >= strings {
                break;
            }
            let tour = chains.at(client).tour;
            if tour != NONE && !self.ruined.contains(&tour) {
                self.ruined.push(tour);
                self.take_string(chains, client, longest, dice);
            }
        }
    }

    /// Takes a string that holds a client: as many behind one another, or with a piece in the middle that is left.
    fn take_string<W: Ways>(
        &mut self,
        chains: &mut Chains<W>,
        client: u32,
        longest: f64,
        dice: &mut Dice,
    ) {
        let count = chains.tallies[chains.at(client).tour as usize].clients as usize;
        let (length, kept) = string_of(count, longest, dice);
        let whole = length + kept;
        // As many clients before this one as the string could begin at, and as few as it must.
        let before = steps(chains, client, whole - 1, |link| link.previous);
        let behind = steps(chains, client, whole - 1, |link| link.next);
        let least = whole - 1 - behind;
        let back = least + dice.below(before - least + 1);
        let gap = match kept {
            0 => whole,
            _ => 1 + dice.below(length - 1),
        };
        let mut node = client;
        for _ in 0..back {
            node = chains.at(node).previous;
        }
        let (tour, before) = (chains.at(client).tour, chains.at(node).previous);
        for place in 0..whole {
            let next = chains.at(node).next;
            if place < gap || place >= gap + kept {
                chains.remove(node);
                self.removed.push(node);
            }
            node = next;
        }
        if !chains.retime(before, node) {
            self.take_all(chains, tour);
        }
    }

    /// Where a way round is longer than one over a client that was taken, those left may come too late: they go as well.
    fn take_all<W: Ways>(&mut self, chains: &mut Chains<W>, tour: u32) {
        let first = self.removed.len();
        self.removed.extend(chains.clients_of(tour));
        self.removed[first..]
            .iter()
            .for_each(|&client| chains.remove(client));
    }
}

/// Clients on one side of this one, at most so many.
fn steps<W: Ways>(
    chains: &Chains<W>,
    client: u32,
    most: usize,
    step: impl Fn(&super::chains::Link) -> u32,
) -> usize {
    let mut node = step(chains.at(client));
    let mut count = 0;
    while count < most && chains.is_client(node) {
        count += 1;
        node = step(chains.at(node));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::chains::Chains;
    use super::super::ground::Lean;
    use super::super::tests::problem;
    use super::*;
    use crate::quantity::{Clock, Leg, TravelMatrix, Window};
    use crate::vrp::sample;
    use std::sync::Arc;

    /// The second client is in time over the first alone: the way from the base is as long as both sides of no triangle.
    #[test]
    fn who_comes_too_late_without_another_goes_as_well() {
        let mut problem = problem(&[(0.0, 0.0), (0.0, 0.0)], &[5, 5], 0);
        let ways = [[0, 10, 100], [10, 0, 10], [100, 10, 0]];
        let legs = ways.concat().into_iter().map(|way| Leg {
            seconds: way,
            metres: way,
        });
        problem.travel = vec![Arc::new(TravelMatrix::new(3, legs.collect()))];
        problem.clients[1].windows = vec![Window::new(Clock(0), Clock(50))];
        let space = sample::space(&problem);
        let Some(Lean::Table(ground)) = Lean::of(&space) else {
            panic!("a table");
        };
        let mut chains = Chains::new(&ground, &[(0, &[0, 1])], &[2]);
        let mut ruin = Ruin::new(&SolveParams::default(), 2);
        let mut dice = Dice::new(1, [0; 3]);
        for _ in 0..20 {
            ruin.around(&mut chains, space.near.of(0), 0, &mut dice);
            ruin.removed.sort_unstable();
            assert_eq!(ruin.removed, [0, 1]);
            assert!(chains.is_sound());
            chains.take_back();
        }
    }
}
