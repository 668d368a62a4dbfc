//! A first plan: tours filled one after the other, each around the unserved client that is farthest from home, by its
//! nearest unserved clients, as long as there is time. Full tours first suits a fleet that is short (sequential
//! insertion, Solomon, *Algorithms for the vehicle routing and scheduling problems with time window constraints*, Oper.
//! Res. 35 (1987) 254-265, doi 10.1287/opre.35.2.254, section 2.3, with trips opened on the way).

use super::day::Class;
use super::insertion::make;
use super::quote::Quote;
use super::savings::saved;
use super::space::Space;
use super::split::Splitter;
use super::tours::{Draft, Tours, UNSERVED};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A tour is full when so many clients in a row found no place.
const MOST_REFUSED: usize = 30;

/// Serves whom it can of the unserved clients of `tours`, in new tours.
pub(crate) fn construct(space: &Space, tours: &mut Tours) {
    let mut waiting: Vec<(i64, u32)> = tours
        .unserved
        .iter()
        .filter_map(|&client| Some((cheapest_alone(space, tours, client)?.0, client)))
        .collect();
    waiting.sort_unstable();
    let reach = reach(space, tours);
    let mut splitter = Splitter::default();
    while let Some((_, seed)) = waiting.pop() {
        if tours.home[seed as usize].tour == UNSERVED
            && let Some(class) = least_wanted(space, tours, seed, &reach)
        {
            let (_, disposal) = space.alone(seed, class);
            let nodes: &[u32] = if disposal == super::day::NONE {
                &[seed]
            } else {
                &[seed, disposal]
            };
            if let Some(slot) = tours.open(class, nodes) {
                fill(space, tours, slot, seed, &mut splitter);
            }
        }
    }
}

fn cheapest_alone(space: &Space, tours: &Tours, client: u32) -> Option<(i64, u32)> {
    (0..tours.left.len() as u32)
        .filter(|&class| tours.left[class as usize] > 0)
        .map(|class| (space.alone(client, class).0, class))
        .min()
        .filter(|&(cost, _)| cost < i64::MAX)
}

/// How many of the unserved clients each class may come to.
fn reach(space: &Space, tours: &Tours) -> Vec<usize> {
    let may_come = |class: u32| {
        let clients = tours.unserved.iter();
        clients
            .filter(|&&client| space.day.allows(client, class))
            .count()
    };
    (0..tours.left.len() as u32).map(may_come).collect()
}

/// The class to seed a tour with: of those that may come to the client the one that gets to fewest others, so that wide
/// trucks do not stand idle while narrow ones run short; then the cheapest.
fn least_wanted(space: &Space, tours: &Tours, client: u32, reach: &[usize]) -> Option<u32> {
    (0..tours.left.len() as u32)
        .filter(|&class| tours.left[class as usize] > 0)
        .map(|class| (reach[class as usize], space.alone(client, class).0, class))
        .filter(|&(_, cost, _)| cost < i64::MAX)
        .min()
        .map(|(_, _, class)| class)
}

/// Grows a tour outward from its seed until nobody near fits any more.
fn fill(space: &Space, tours: &mut Tours, slot: u32, seed: u32, splitter: &mut Splitter) {
    let class = &space.day.classes[tours.tour(slot).class as usize];
    let mut asked = BTreeSet::from([seed]);
    let mut frontier = BinaryHeap::new();
    let mut refused = 0;
    let mut grown = seed;
    let mut waiting: Option<Vec<u32>> = None;
    loop {
        for next in space.neighbours(grown).iter().map(|near| near.client) {
            if tours.home[next as usize].tour == UNSERVED && asked.insert(next) {
                frontier.push(Reverse((space.day.leg(class, grown, next).seconds, next)));
            }
        }
        let served = loop {
            let near = frontier.pop().map(|Reverse((_, client))| client);
            let next = near.or_else(|| {
                let find = || nearest_waiting(space, tours, class, grown, &asked);
                waiting.get_or_insert_with(find).pop()
            });
            let Some(client) = next else {
                return;
            };
            asked.insert(client);
            if add(space, tours, slot, client) {
                break client;
            }
            refused += 1;
            if refused == MOST_REFUSED / 2 {
                splitter.improve(space, tours, slot);
            }
            if refused > MOST_REFUSED {
                return;
            }
        };
        (refused, waiting) = (0, None);
        grown = served;
    }
}

/// The clients that wait and were not asked yet, as many as can be refused, the nearest last: where the tour's surroundings
/// are all served, it goes on to the next village.
fn nearest_waiting(
    space: &Space,
    tours: &Tours,
    class: &Class,
    from: u32,
    asked: &BTreeSet<u32>,
) -> Vec<u32> {
    let waits =
        |client: &u32| tours.home[*client as usize].tour == UNSERVED && !asked.contains(client);
    let way = |client: u32| (space.day.leg(class, from, client).seconds, client);
    let waiting = tours.unserved.iter().copied().filter(waits);
    let mut waiting: Vec<_> = waiting.map(way).collect();
    if waiting.len() > MOST_REFUSED {
        waiting.select_nth_unstable(MOST_REFUSED);
        waiting.truncate(MOST_REFUSED + 1);
    }
    waiting.sort_unstable_by_key(|&way| Reverse(way));
    waiting.into_iter().map(|(_, client)| client).collect()
}

fn add(space: &Space, tours: &mut Tours, slot: u32, client: u32) -> bool {
    let mut quote = Quote::new(space, tours, client);
    for gap in 0..tours.tour(slot).nodes.len() - 1 {
        quote.try_gap(slot, gap);
    }
    quote.try_full_trips();
    quote.try_trip_gaps(slot);
    quote.best.is_some_and(|best| make(tours, client, best))
}

/// A plan for these unserved clients: by savings where that serves as many, else tour by tour.
pub(crate) fn constructed(space: &Space, start: &Draft) -> Draft {
    let Some(saved) = saved(space, start) else {
        return completed(space, start);
    };
    let saved = completed(space, &saved);
    let is_rich = space.day.classes[0].count as usize >= space.day.num_clients();
    if is_rich && saved.unserved.is_empty() {
        return saved;
    }
    let filled = completed(space, start);
    if saved.cost < filled.cost {
        saved
    } else {
        filled
    }
}

fn completed(space: &Space, start: &Draft) -> Draft {
    let count = space.day.classes.iter().map(|class| class.count).collect();
    let tipped = vec![0; space.day.gates.len()];
    let mut tours = Tours::by_visits(&space.day, start, count, tipped);
    construct(space, &mut tours);
    tours.recognise_patterns();
    tours.forget_served();
    tours.keep();
    let mut draft = Draft::default();
    tours.forget_copies();
    tours.copy_into(&mut draft);
    draft
}
