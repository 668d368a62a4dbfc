//! Pieces of a tour that join in constant time, so that a move is priced without walking the tour.
//!
//! Vidal, Crainic, Gendreau & Prins, *A unified solution framework for multi-attribute vehicle routing problems*, EJOR
//! 234 (2014) 658-673, doi 10.1016/j.ejor.2013.09.045, section 4. Ours knows no time warp: a piece that cannot be driven
//! in time does not exist, as the search stays among feasible tours.

use super::problem::Load;
use std::ops::{Add, AddAssign, Sub};

/// The clock of a piece of a tour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeSegment {
    /// Shortest time from the begin of its first service to the end of its last, waiting included.
    pub duration: i32,
    /// Begin of the first service from which it takes that time, the earliest such.
    pub earliest: i32,
    /// The latest such; later, something closes before it is reached.
    pub latest: i32,
}

impl TimeSegment {
    /// One place: service that may begin from `open` to `close`.
    #[inline]
    pub fn stop(open: i32, close: i32, service: i32) -> Self {
        Self {
            duration: service,
            earliest: open,
            latest: close,
        }
    }

    /// The moment from which a trip may leave.
    #[inline]
    pub fn released(from: i32) -> Self {
        Self::stop(from, i32::MAX / 4, 0)
    }

    /// This piece with so much more time at its end.
    #[inline]
    pub fn extended(self, time: i32) -> Self {
        Self {
            duration: self.duration + time,
            ..self
        }
    }

    /// This piece, a drive, and the next; `None` if the next closes too early.
    #[inline]
    pub fn join(self, drive: i32, next: Self) -> Option<Self> {
        let until = self.duration + drive;
        if self.earliest + until > next.latest {
            return None;
        }
        let waiting = (next.earliest - until - self.latest).max(0);
        Some(Self {
            duration: until + next.duration + waiting,
            earliest: (next.earliest - until).max(self.earliest) - waiting,
            latest: (next.latest - until).min(self.latest),
        })
    }

    /// Earliest end of the last service.
    #[inline]
    pub fn earliest_end(self) -> i32 {
        self.earliest + self.duration
    }
}

/// What a piece of a trip takes on board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LoadSegment {
    /// Both loads.
    pub load: Load,
    /// The commodities among them.
    pub commodities: u32,
}

impl LoadSegment {
    /// Nothing on board: after a disposal, or at the start.
    pub const EMPTY: Self = Self {
        load: Load {
            weight: 0,
            volume: 0,
        },
        commodities: 0,
    };

    /// This piece and the next.
    #[inline]
    pub fn join(self, next: Self) -> Self {
        Self {
            load: self.load + next.load,
            commodities: self.commodities | next.commodities,
        }
    }

    /// Whether nothing is on board: nobody was served, for a client of no load has a commodity still.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.commodities == 0
    }
}

impl Load {
    /// Whether both loads fit a capacity.
    #[inline]
    pub(crate) fn fits(self, capacity: Self) -> bool {
        self.weight <= capacity.weight && self.volume <= capacity.volume
    }
}

impl Add for Load {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            weight: self.weight + other.weight,
            volume: self.volume + other.volume,
        }
    }
}

impl Sub for Load {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            weight: self.weight - other.weight,
            volume: self.volume - other.volume,
        }
    }
}

impl AddAssign for Load {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Earliest end and shortest duration by trying every second of leaving.
    fn walked(stops: &[(i32, i32, i32, i32)]) -> Option<(i32, i32)> {
        let mut best: Option<(i32, i32)> = None;
        for leaves in stops[0].1..=stops[0].2 {
            let mut clock = leaves;
            let mut in_time = true;
            for &(drive, open, close, service) in stops {
                let arrival = if clock == leaves && drive == 0 {
                    clock
                } else {
                    clock + drive
                };
                in_time &= arrival <= close;
                clock = arrival.max(open) + service;
            }
            if in_time {
                let (end, duration) = best.unwrap_or((i32::MAX, i32::MAX));
                best = Some((end.min(clock), duration.min(clock - leaves)));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn joined_from_either_side_as_walked(
            rest in prop::collection::vec((1..30i32, 0..100i32, 0..60i32, 0..20i32), 1..7),
            first in (0..100i32, 0..60i32, 0..20i32),
        ) {
            let mut stops = vec![(0, first.0, first.0 + first.1, first.2)];
            stops.extend(rest.iter().map(|&(drive, open, width, service)| (drive, open, open + width, service)));
            let piece = |&(_, open, close, service): &(i32, i32, i32, i32)| TimeSegment::stop(open, close, service);
            let forward = stops[1..].iter().try_fold(piece(&stops[0]), |left, stop| left.join(stop.0, piece(stop)));
            let mut backward = Some(piece(&stops[stops.len() - 1]));
            for i in (0..stops.len() - 1).rev() {
                backward = backward.and_then(|right| piece(&stops[i]).join(stops[i + 1].0, right));
            }
            let oracle = walked(&stops);
            prop_assert_eq!(forward.map(|f| (f.earliest_end(), f.duration)), oracle);
            prop_assert_eq!(backward.map(|b| (b.earliest_end(), b.duration)), oracle);
        }
    }
}
