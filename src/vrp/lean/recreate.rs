//! Greedy insertion with blinks, as `vrp::recreate` and `vrp::insertion` do it where more than ways must be priced.

use super::chains::Chains;
use super::ground::Ways;
use crate::vrp::day::NONE;
use crate::vrp::dice::Dice;
use std::cmp::Reverse;

/// Where every near tour is full, at most so many others are looked at.
const FARTHER_TOURS: usize = 400;

/// Inserts the clients, each behind whom it costs least; false if somebody finds no place.
pub(super) fn recreate<W: Ways>(
    chains: &mut Chains<W>,
    clients: &mut [u32],
    blink: f64,
    dice: &mut Dice,
) -> bool {
    put_in_order(chains, clients, dice);
    clients
        .iter()
        .all(|&client| insert(chains, client, blink, dice))
}

fn put_in_order<W: Ways>(chains: &Chains<W>, clients: &mut [u32], dice: &mut Dice) {
    dice.shuffle(clients);
    let ground = chains.ground;
    let apart = |client: u32| ground.home[client as usize];
    match dice.below(11) {
        0..4 => {}
        4..8 => clients.sort_by_key(|&client| Reverse(ground.weight[client as usize])),
        8..10 => clients.sort_by_key(|&client| Reverse(apart(client))),
        _ => clients.sort_by_key(|&client| apart(client)),
    }
}

fn insert<W: Ways>(chains: &mut Chains<W>, client: u32, blink: f64, dice: &mut Dice) -> bool {
    let ground = chains.ground;
    let mut best = (i32::MAX, NONE);
    try_near(chains, client, blink, dice, &mut best);
    if best.1 == NONE {
        try_farther(chains, client, dice, &mut best);
    }
    if chains.may_open() {
        let alone = 2 * i64::from(ground.home[client as usize]) + ground.fixed / ground.per_metre;
        if (alone < i64::from(best.0) || best.1 == NONE)
            && let Some(base) = chains.spare()
        {
            best.1 = base;
        }
    }
    if best.1 == NONE {
        return false;
    }
    chains.insert(client, best.1);
    true
}

/// The gaps behind and before each near client. A gap that would win is overlooked now and then, which is as if each were.
#[inline]
fn try_near<W: Ways>(
    chains: &Chains<W>,
    client: u32,
    blink: f64,
    dice: &mut Dice,
    best: &mut (i32, u32),
) {
    let ground = chains.ground;
    let weight = ground.weight[client as usize];
    for near in ground.near(client) {
        let link = chains.at(near.client);
        if link.tour == NONE || chains.tallies[link.tour as usize].room < weight {
            continue;
        }
        // By the triangle a detour is at least twice what the way there is longer than the leg that it leaves.
        if 2 * (near.metres - link.out) < best.0 {
            let detour = near.metres + ground.ways.metres(client, link.next) - link.out;
            if detour < best.0 && !dice.chance(blink) {
                *best = (detour, near.client);
            }
        }
        if 2 * (near.metres - link.into) < best.0 {
            let detour = near.metres + ground.ways.metres(link.previous, client) - link.into;
            if detour < best.0 && !dice.chance(blink) {
                *best = (detour, link.previous);
            }
        }
    }
}

/// All gaps of tours with room, from any one on.
fn try_farther<W: Ways>(chains: &Chains<W>, client: u32, dice: &mut Dice, best: &mut (i32, u32)) {
    let ground = chains.ground;
    let weight = ground.weight[client as usize];
    let tours = chains.tallies.len();
    let first = dice.below(tours.max(1));
    for tour in (first..tours).chain(0..first).take(FARTHER_TOURS) {
        let tally = chains.tallies[tour];
        if tally.room < weight || tally.clients == 0 {
            continue;
        }
        let base = chains.base(tour as u32);
        let (mut node, mut there) = (base, ground.home[client as usize]);
        loop {
            let link = chains.at(node);
            let on = ground.ways.metres(client, link.next);
            let detour = there + on - link.out;
            if detour < best.0 {
                *best = (detour, node);
            }
            (node, there) = (link.next, on);
            if node == base {
                break;
            }
        }
    }
}
