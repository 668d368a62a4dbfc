//! Roads from OpenStreetMap, by the rules of the road: each rule on a small map drawn here, damaged files, overrides, and a
//! real extract judged by a reader of its own.

#![cfg(all(feature = "cli", feature = "osm"))]

mod damaged;
mod drawn;
mod extract;
mod judged;
mod repeated;
mod rules;
