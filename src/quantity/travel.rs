//! Seconds and metres between numbered sites: what the roads compute, the solver searches on and `check` drives again.

use super::{Metres, Seconds};

/// The way from one site to another: time and distance along the same path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Leg {
    /// Travel time in seconds.
    pub seconds: u32,
    /// Distance in metres.
    pub metres: u32,
}

impl Leg {
    /// There is no way. Small enough that a few of them add up in an `i64` or even a `u32`.
    pub const NONE: Self = Self {
        seconds: 100_000_000,
        metres: 100_000_000,
    };

    /// Whether there is a way at all.
    #[must_use]
    pub fn exists(self) -> bool {
        self.seconds < Self::NONE.seconds
    }

    /// The travel time.
    #[must_use]
    pub fn time(self) -> Seconds {
        Seconds(i64::from(self.seconds))
    }

    /// The distance.
    #[must_use]
    pub fn distance(self) -> Metres {
        Metres(i64::from(self.metres))
    }
}

/// The legs between every two of `len` sites, row by row; asymmetric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelMatrix {
    len: usize,
    legs: Vec<Leg>,
}

impl TravelMatrix {
    /// A matrix from its rows laid end to end.
    ///
    /// # Panics
    /// If `legs` does not hold `len * len` of them.
    #[must_use]
    pub fn new(len: usize, legs: Vec<Leg>) -> Self {
        assert_eq!(legs.len(), len * len, "a travel matrix is square");
        Self { len, legs }
    }

    /// How many sites it joins.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it joins none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The leg between two sites.
    #[inline]
    #[must_use]
    pub fn leg(&self, from: usize, to: usize) -> Leg {
        self.legs[from * self.len + to]
    }

    /// All legs that leave a site, by destination.
    #[inline]
    #[must_use]
    pub fn row(&self, from: usize) -> &[Leg] {
        &self.legs[from * self.len..(from + 1) * self.len]
    }
}
