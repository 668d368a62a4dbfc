//! Recreate: greedy insertion with blinks, in one of four orders (Christiaens & Vanden Berghe 2020, section 5.3, with
//! their weights 4, 4, 2, 1).

use super::dice::Dice;
use super::insertion::Inserter;
use super::space::Space;
use super::tours::Tours;
use std::cmp::Reverse;

/// Inserts the clients, each at its cheapest place; those without one stay unserved.
pub(crate) fn recreate(
    space: &Space,
    tours: &mut Tours,
    inserter: &mut Inserter,
    clients: &mut [u32],
    dice: &mut Dice,
) {
    put_in_order(space, clients, dice);
    for &client in clients.iter() {
        inserter.insert(space, tours, client, dice);
    }
    tours.forget_served();
}

fn put_in_order(space: &Space, clients: &mut [u32], dice: &mut Dice) {
    dice.shuffle(clients);
    let day = &space.day;
    let apart = |&client: &u32| space.apart[client as usize];
    match dice.below(11) {
        0..4 => {}
        4..8 => clients.sort_by_key(|&client| {
            let load = day.node(client).load.load;
            Reverse(load.weight.max(load.volume))
        }),
        8..10 => clients.sort_by_key(|client| Reverse(apart(client))),
        _ => clients.sort_by_key(apart),
    }
}
