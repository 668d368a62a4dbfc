//! The road network as the tables give it: nodes and segments in flat arrays.

use crate::district::Place;
use serde::{Deserialize, Serialize};

/// What a road is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoadClass {
    /// Between counties and towns.
    County,
    /// Within and between towns and villages.
    Town,
    /// A village lane.
    Lane,
    /// A track.
    Track,
}

/// A piece of road between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Node at its beginning.
    pub from: u32,
    /// Node at its end.
    pub to: u32,
    /// Length in metres.
    pub metres: f64,
    /// Speed in km/h.
    pub speed_kmh: f64,
    /// What it is.
    pub class: RoadClass,
    /// Only from `from` to `to`.
    pub oneway: bool,
    /// The widest vehicle, in metres; `None`: any.
    pub max_width_m: Option<f64>,
    /// The heaviest vehicle, in tonnes gross; `None`: any.
    pub max_tonnes: Option<f64>,
}

/// A road network.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RoadNetwork {
    /// Where its nodes lie.
    pub nodes: Vec<Place>,
    /// Its segments.
    pub segments: Vec<Segment>,
}
