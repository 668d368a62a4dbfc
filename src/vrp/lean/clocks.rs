//! Clocks of the tours: when each place is left at the earliest and reached at the latest.
//!
//! A client fits a gap if it can be served between what comes before and what comes behind (Savelsbergh, *The vehicle
//! routing problem with time windows: minimizing route duration*, ORSA J. Comput. 4 (1992) 146-154, doi
//! 10.1287/ijoc.4.2.146); where tours have a longest duration, pieces join as in `vrp::segments`. A way takes as many
//! seconds as it has metres.

use super::chains::{Chains, Link};
use super::ground::{Base, Stop, Ways};
use crate::vrp::segments::TimeSegment;

/// A gap of a tour and the ways that would fill it: the place before and the way from it, the place behind and the way to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub from: u32,
    pub there: i32,
    pub to: u32,
    pub on: i32,
}

impl Link {
    /// Whether a client can be served behind this place, by this way, whatever comes then.
    #[inline(always)]
    pub(super) fn lets_follow(&self, way: i32, stop: &Stop) -> bool {
        self.leaves + way <= stop.closes
    }

    /// Whether a client can be served before this place, by this way, whatever came before.
    #[inline(always)]
    pub(super) fn lets_precede(&self, way: i32, stop: &Stop) -> bool {
        stop.opens + stop.service + way <= self.latest
    }
}

impl Stop {
    /// Whether another client can be served behind this one at all.
    #[inline]
    pub(super) fn may_come_before(&self, way: i32, other: &Self) -> bool {
        self.opens + self.service + way <= other.closes
    }

    fn segment(&self) -> TimeSegment {
        TimeSegment::stop(self.opens, self.closes, self.service)
    }
}

impl Base {
    pub(super) fn segment(&self) -> TimeSegment {
        TimeSegment::stop(self.opens, self.closes, 0)
    }
}

impl<W: Ways> Chains<'_, W> {
    /// Whether a client in a gap would be in time, and all behind it.
    #[inline]
    pub fn fits(&self, client: u32, gap: Gap) -> bool {
        let stop = &self.ground.stops[client as usize];
        let begins = (self.at(gap.from).leaves + gap.there).max(stop.opens);
        begins <= stop.closes
            && begins + stop.service + gap.on <= self.at(gap.to).latest
            && (!self.ground.has_durations || self.ends_in_time(stop, gap))
    }

    /// Whether the tour with a client in a gap takes no longer than it may.
    fn ends_in_time(&self, stop: &Stop, gap: Gap) -> bool {
        let (before, behind) = (
            self.spans[gap.from as usize][0],
            self.spans[gap.to as usize][1],
        );
        let whole = before
            .join(gap.there, stop.segment())
            .and_then(|begin| begin.join(gap.on, behind));
        whole.is_some_and(|whole| whole.duration <= self.base_at(gap.from).longest)
    }

    /// Whether a tour up to one place can go on with what another has from some place on, by this way.
    pub fn can_go_on(&self, from: u32, way: i32, to: u32) -> bool {
        let whole = || self.spans[from as usize][0].join(way, self.spans[to as usize][1]);
        self.at(from).leaves + way <= self.at(to).latest
            && (!self.ground.has_durations
                || whole().is_some_and(|whole| whole.duration <= self.base_at(from).longest))
    }

    fn base_at(&self, node: u32) -> &Base {
        let tour = self.at(node).tour;
        &self.ground.bases[self.base_of[tour as usize] as usize]
    }

    /// Tells the clocks anew of all between two places of a tour, and beyond as far as they change; its base stands for its
    /// begin and for its end. Whether the tour can be driven; if not, clocks are none.
    pub fn retime(&mut self, before: u32, behind: u32) -> bool {
        if !self.ground.is_timed {
            return true;
        }
        if !self.retime_on(before, behind) {
            return false;
        }
        self.retime_back(before, behind);
        true
    }

    /// From a place on: when each is left.
    fn retime_on(&mut self, before: u32, behind: u32) -> bool {
        let mut is_beyond = false;
        let mut from = before;
        loop {
            let Link {
                next, out, leaves, ..
            } = *self.at(from);
            if !self.is_client(next) {
                return self.is_over_in_time(from, out);
            }
            is_beyond |= next == behind;
            let stop = self.ground.stops[next as usize];
            let begins = (leaves + out).max(stop.opens);
            if begins > stop.closes {
                return false;
            }
            let same_span = !self.ground.has_durations || self.join_on(from, next, &stop);
            let now = begins + stop.service;
            if self.at(next).leaves != now {
                self.note(next);
                self.links[next as usize].leaves = now;
            } else if is_beyond && same_span {
                return true;
            }
            from = next;
        }
    }

    /// Whether a tour of which this is the last place is over in time.
    fn is_over_in_time(&self, last: u32, home: i32) -> bool {
        let base = self.base_at(last);
        if self.at(last).leaves + home > base.closes {
            return false;
        }
        let whole = || self.spans[last as usize][0].join(home, base.segment());
        !self.ground.has_durations
            || !self.is_client(last)
            || whole().is_some_and(|whole| whole.duration <= base.longest)
    }

    /// Joins a place to the piece before it; whether that leaves it as it was.
    fn join_on(&mut self, from: u32, to: u32, stop: &Stop) -> bool {
        let way = self.at(from).out;
        let span = self.spans[from as usize][0].join(way, stop.segment());
        self.set_span(to, 0, span)
    }

    /// Joins a place to the piece behind it; whether that leaves it as it was.
    fn join_back(&mut self, from: u32, to: u32, stop: &Stop) -> bool {
        let way = self.at(from).out;
        let span = stop.segment().join(way, self.spans[to as usize][1]);
        self.set_span(from, 1, span)
    }

    fn set_span(&mut self, node: u32, side: usize, span: Option<TimeSegment>) -> bool {
        let span = span.unwrap_or_default();
        let before = self.spans[node as usize];
        if before[side] == span {
            return true;
        }
        self.span_log.push((node, before));
        self.spans[node as usize][side] = span;
        false
    }

    /// From a place back: when each is reached at the latest.
    fn retime_back(&mut self, before: u32, behind: u32) {
        let mut is_beyond = false;
        let mut to = behind;
        loop {
            let Link {
                previous,
                into,
                latest,
                ..
            } = *self.at(to);
            if !self.is_client(previous) {
                return;
            }
            is_beyond |= previous == before;
            let stop = self.ground.stops[previous as usize];
            let same_span = !self.ground.has_durations || self.join_back(previous, to, &stop);
            let now = (latest - into - stop.service).min(stop.closes);
            if self.at(previous).latest != now {
                self.note(previous);
                self.links[previous as usize].latest = now;
            } else if is_beyond && same_span {
                return;
            }
            to = previous;
        }
    }
}

#[cfg(test)]
impl<W: Ways> Chains<'_, W> {
    /// Whether the clocks of a tour are those told anew from its ends, and it can be driven.
    pub fn is_told(&self, tour: u32) -> bool {
        if !self.ground.is_timed {
            return true;
        }
        let clients: Vec<u32> = self.clients_of(tour).collect();
        let base = &self.ground.bases[self.base_of[tour as usize] as usize];
        let (mut clock, mut span, mut from) = (base.opens, base.segment(), self.base(tour));
        for &client in &clients {
            let stop = &self.ground.stops[client as usize];
            let begins = (clock + self.way(from, client)).max(stop.opens);
            clock = begins + stop.service;
            let Some(joined) = span.join(self.way(from, client), stop.segment()) else {
                return false;
            };
            (span, from) = (joined, client);
            let is_span_told = !self.ground.has_durations || self.spans[client as usize][0] == span;
            if begins > stop.closes || self.at(client).leaves != clock || !is_span_told {
                return false;
            }
        }
        let home = self.way(from, self.base(tour));
        let whole = span.join(home, base.segment());
        let is_in_time =
            clients.is_empty() || whole.is_some_and(|whole| whole.duration <= base.longest);
        let (mut latest, mut span, mut to) = (base.closes, base.segment(), self.base(tour));
        for &client in clients.iter().rev() {
            let stop = &self.ground.stops[client as usize];
            let way = self.way(client, to);
            latest = (latest - way - stop.service).min(stop.closes);
            let Some(joined) = stop.segment().join(way, span) else {
                return false;
            };
            (span, to) = (joined, client);
            let is_span_told = !self.ground.has_durations || self.spans[client as usize][1] == span;
            if self.at(client).latest != latest || !is_span_told {
                return false;
            }
        }
        is_in_time && clock + home <= base.closes
    }
}
