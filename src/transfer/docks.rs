//! A facility's docks over the cyclic week: first come, first served, simulated event by event.

use crate::quantity::{Kilograms, Seconds};

/// Seconds in a week.
pub(super) const WEEK: i64 = 7 * 86_400;

/// Passes over the week after which an overloaded facility, whose queue never empties, is told as it stands.
const MOST_PASSES: usize = 8;

/// A vehicle at a facility, in seconds from the week's first midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Visit {
    /// Wheels stop; 0 to a week.
    pub(super) arrival: i64,
    /// From when on it could unload: a gate may open only later.
    pub(super) ready: i64,
    /// How long it unloads.
    pub(super) unload: Seconds,
    /// What it tips.
    pub(super) mass: Kilograms,
}

/// How long each visit waits for a dock, in the order given, which must be that of their arrival.
///
/// The week comes round: whoever still unloads at its end is in the way at its beginning, so the week is run until
/// the docks are as busy at its end as at the end of the pass before.
pub(super) fn waits(visits: &[Visit], docks: u32) -> Vec<Seconds> {
    let docks = (docks.max(1) as usize).min(visits.len());
    let mut free_from = vec![0; docks];
    let mut waits = Vec::new();
    for _ in 0..MOST_PASSES {
        let before = free_from.clone();
        waits = visits
            .iter()
            .map(|visit| wait(visit, &mut free_from))
            .collect();
        for free in &mut free_from {
            *free = (*free - WEEK).max(0);
        }
        free_from.sort_unstable();
        if free_from == before {
            break;
        }
    }
    waits
}

/// Gives a visit the dock that is free first, and says how long it waited for it.
fn wait(visit: &Visit, free_from: &mut [i64]) -> Seconds {
    let dock = free_from
        .iter_mut()
        .min()
        .expect("as many docks as visits, up to those there are");
    let start = visit.ready.max(*dock);
    *dock = start + visit.unload.0.max(0);
    Seconds(start - visit.ready)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn every(gap: i64, unload: i64, count: i64) -> Vec<Visit> {
        let visit = |i| Visit {
            arrival: i * gap,
            ready: i * gap,
            unload: Seconds(unload),
            mass: Kilograms(1),
        };
        (0..count).map(visit).collect()
    }

    #[test]
    fn regular_arrivals_wait_as_the_sum_of_what_came_before() {
        // One dock, every 10 minutes, 16 minutes each: the next waits 6 minutes more than the one before.
        let minutes: Vec<i64> = waits(&every(600, 960, 4), 1)
            .iter()
            .map(|wait| wait.0 / 60)
            .collect();
        assert_eq!(minutes, [0, 6, 12, 18]);
        assert_eq!(
            waits(&every(960, 960, 4), 1),
            vec![Seconds(0); 4],
            "just in time"
        );
    }

    #[test]
    fn a_second_dock_halves_the_load() {
        // Two docks: the third comes at 20 minutes, when the first has been free for 4.
        assert_eq!(waits(&every(600, 960, 6), 2), vec![Seconds(0); 6]);
        // All at once: two unload, two wait 16 minutes, one waits 32.
        let minutes: Vec<i64> = waits(&every(0, 960, 5), 2)
            .iter()
            .map(|wait| wait.0 / 60)
            .collect();
        assert_eq!(minutes, [0, 0, 16, 16, 32]);
    }

    #[test]
    fn the_last_of_the_week_is_in_the_way_of_the_first() {
        let visit = |arrival| Visit {
            arrival,
            ready: arrival,
            unload: Seconds(960),
            mass: Kilograms(1),
        };
        let visits = [visit(60), visit(WEEK - 300)];
        assert_eq!(
            waits(&visits, 1),
            [Seconds(600), Seconds(0)],
            "busy until 660 s of the next week"
        );
    }

    #[test]
    fn an_overloaded_facility_ends_all_the_same() {
        let visits = every(86_400, 2 * 86_400, 7);
        assert!(
            waits(&visits, 1).iter().all(|wait| wait.0 > 0),
            "the queue never empties"
        );
        assert_eq!(waits(&[], 3), []);
    }

    proptest! {
        /// Oracle: at no moment do more vehicles unload than there are docks, and whoever waits finds all docks busy.
        #[test]
        fn docks_are_shared_and_never_idle_while_someone_waits(
            arrivals in prop::collection::vec((0i64..40_000, 1i64..3_000), 1..20), docks in 1u32..4,
        ) {
            let mut visits: Vec<Visit> = arrivals.iter().map(|&(arrival, unload)| Visit {
                arrival, ready: arrival, unload: Seconds(unload), mass: Kilograms(1),
            }).collect();
            visits.sort_unstable();
            let waits = waits(&visits, docks);
            let span = |i: usize| {
                let start = visits[i].ready + waits[i].0;
                start..start + visits[i].unload.0
            };
            let busy = |at: i64| (0..visits.len()).filter(|&i| span(i).contains(&at)).count();
            for (i, visit) in visits.iter().enumerate() {
                prop_assert!(busy(span(i).start) <= docks as usize);
                if waits[i].0 > 0 {
                    prop_assert!(busy(visit.ready) == docks as usize && busy(span(i).start - 1) == docks as usize);
                }
            }
        }
    }
}
