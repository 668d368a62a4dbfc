//! Greedy insertion with blinks, as `vrp::recreate` and `vrp::insertion` do it where more than ways must be priced.

use super::chains::Chains;
use super::clocks::Gap;
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
    let apart = |client: u32| ground.apart[client as usize];
    match dice.below(11) {
        0..4 => {}
        4..8 => clients.sort_by_key(|&client| Reverse(ground.stops[client as usize].weight)),
        8..10 => clients.sort_by_key(|&client| Reverse(apart(client))),
        _ => clients.sort_by_key(|&client| apart(client)),
    }
}

fn insert<W: Ways>(chains: &mut Chains<W>, client: u32, blink: f64, dice: &mut Dice) -> bool {
    let mut best = (i32::MAX, NONE);
    try_near(chains, client, blink, dice, &mut best);
    if best.1 == NONE {
        try_farther(chains, client, dice, &mut best);
    }
    try_new_tours(chains, client, &mut best);
    if best.1 == NONE {
        return false;
    }
    chains.insert(client, best.1);
    let next = chains.at(client).next;
    let is_in_time = chains.retime(best.1, next);
    debug_assert!(is_in_time, "only gaps that it fits are chosen");
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
    let stop = ground.stops[client as usize];
    for near in ground.near(client) {
        let (place, way) = (near.client, near.metres);
        let link = chains.at(place);
        if link.tour == NONE || chains.tallies[link.tour as usize].room < stop.weight {
            continue;
        }
        // By the triangle a detour is at least twice what the way there is longer than the leg that it leaves.
        if 2 * (way - link.out) < best.0 && link.lets_follow(way, &stop) {
            let on = chains.way(client, link.next);
            let gap = Gap {
                from: place,
                there: way,
                to: link.next,
                on,
            };
            try_gap(chains, client, gap, way + on - link.out, blink, dice, best);
        }
        if 2 * (way - link.into) < best.0 && link.lets_precede(way, &stop) {
            let there = chains.way(link.previous, client);
            let gap = Gap {
                from: link.previous,
                there,
                to: place,
                on: way,
            };
            try_gap(
                chains,
                client,
                gap,
                there + way - link.into,
                blink,
                dice,
                best,
            );
        }
    }
}

/// A gap that wins, unless it is overlooked.
#[inline(always)]
fn try_gap<W: Ways>(
    chains: &Chains<W>,
    client: u32,
    gap: Gap,
    detour: i32,
    blink: f64,
    dice: &mut Dice,
    best: &mut (i32, u32),
) {
    if detour < best.0 && chains.fits(client, gap) && !dice.chance(blink) {
        *best = (detour, gap.from);
    }
}

/// All gaps of tours with room, from any one on.
fn try_farther<W: Ways>(chains: &Chains<W>, client: u32, dice: &mut Dice, best: &mut (i32, u32)) {
    let stop = chains.ground.stops[client as usize];
    let tours = chains.tallies.len();
    let first = dice.below(tours.max(1));
    for tour in (first..tours).chain(0..first).take(FARTHER_TOURS) {
        let tally = chains.tallies[tour];
        if tally.room < stop.weight || tally.clients == 0 {
            continue;
        }
        let base = chains.base(tour as u32);
        let mut from = base;
        loop {
            let link = *chains.at(from);
            let to = link.next;
            if !link.lets_follow(0, &stop) {
                break;
            }
            if chains.at(to).lets_precede(0, &stop) {
                let (there, on) = (chains.way(from, client), chains.way(client, to));
                let gap = Gap {
                    from,
                    there,
                    to,
                    on,
                };
                try_gap(chains, client, gap, there + on - link.out, 0.0, dice, best);
            }
            from = to;
            if from == base {
                break;
            }
        }
    }
}

/// A tour for the client alone from each base that has a vehicle left.
fn try_new_tours<W: Ways>(chains: &mut Chains<W>, client: u32, best: &mut (i32, u32)) {
    let ground = chains.ground;
    for (number, base) in (0..).zip(&ground.bases) {
        let home = base.home[client as usize];
        let alone = 2 * i64::from(home) + ground.fixed / ground.per_metre;
        if (alone >= i64::from(best.0) && best.1 != NONE) || !chains.may_open(number) {
            continue;
        }
        let node = chains.spare(number).map(|tour| chains.base(tour));
        let gap = |from| Gap {
            from,
            there: home,
            to: from,
            on: home,
        };
        if let Some(node) = node.filter(|&node| chains.fits(client, gap(node))) {
            *best = (i32::try_from(alone).unwrap_or(i32::MAX), node);
        }
    }
}
