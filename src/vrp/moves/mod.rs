//! Moves of whole pieces of tours, which ruins seldom make: strings are short, and clients come back one by one.

mod trips;

pub(crate) use trips::TripMover;
