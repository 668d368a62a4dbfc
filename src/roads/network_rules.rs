//! What a network must keep: whatever is named is there, whatever is measured is a sensible number. Readers of files see to it
//! row by row; a document is judged as a whole.

use super::network::{Course, RoadNetwork, Segment, SizeLimits};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest piece of road, in metres.
const LONGEST: f64 = 1e6;
/// Fastest road, in km/h.
const FASTEST: f64 = 300.0;
/// Largest limit of a size, in metres or tonnes.
const LARGEST: f64 = 1e4;

/// A rule that a network breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {index}: {reason}")]
pub struct NetworkError {
    /// `node`, `segment`, `restriction`, `barrier` or `turning place`.
    pub what: &'static str,
    /// Which of them, from 0.
    pub index: usize,
    /// The rule.
    pub reason: &'static str,
}

impl RoadNetwork {
    /// Checks every rule; one entry for each thing that breaks some.
    ///
    /// # Errors
    /// All that is wrong, kind by kind.
    pub fn validate(&self) -> Result<(), Vec<NetworkError>> {
        let mut faults = Vec::new();
        let mut note = |what, broken: Vec<(usize, &'static str)>| {
            let told = |(index, reason)| NetworkError {
                what,
                index,
                reason,
            };
            faults.extend(broken.into_iter().map(told));
        };
        let within = |degrees: f64, most: f64| (-most..=most).contains(&degrees);
        let is_place = |place: &crate::district::Place| {
            within(place.longitude, 180.0) && within(place.latitude, 90.0)
        };
        note(
            "node",
            those(&self.nodes, |node| {
                unless(is_place(node), "lies on the earth")
            }),
        );
        note(
            "segment",
            those(&self.segments, |segment| self.broken_by(segment)),
        );
        note(
            "restriction",
            those(&self.restrictions, |restriction| {
                let path = &restriction.path;
                let are_there = path
                    .iter()
                    .all(|course| course.segment() < self.segments.len());
                if path.len() < 2 || !are_there {
                    return Some("has a path of at least two courses that are there");
                }
                let joins = |pair: &[Course]| self.head(pair[0]) == self.tail(pair[1]);
                unless(
                    path.windows(2).all(joins),
                    "has courses that follow each other",
                )
            }),
        );
        note(
            "barrier",
            those(&self.barriers, |barrier| {
                let is_there = self.has(barrier.node) && are_sizes(&barrier.limits);
                unless(is_there, "stands at a node, its limits above 0")
            }),
        );
        let turning = |&node: &u32| unless(self.has(node), "is a node");
        note("turning place", those(&self.turning_places, turning));
        let order = self.barriers.iter().map(|barrier| barrier.node);
        if !order.is_sorted_by(|a, b| a < b) {
            note("barrier", vec![(0, "comes by node, one a node")]);
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    fn has(&self, node: u32) -> bool {
        (node as usize) < self.nodes.len()
    }

    fn broken_by(&self, segment: &Segment) -> Option<&'static str> {
        let bends = segment.bends.start as usize..segment.bends.end as usize;
        if !self.has(segment.from) || !self.has(segment.to) {
            Some("leads from node to node")
        } else if self.bends.get(bends).is_none() {
            Some("has bends that are there")
        } else if !(0.0..=LONGEST).contains(&segment.metres) {
            Some("is 0 to 1,000 km long")
        } else if !(segment.speed_kmh > 0.0 && segment.speed_kmh <= FASTEST) {
            Some("is driven at up to 300 km/h")
        } else if !are_sizes(&segment.limits) || !segment.passing_bay_metres.is_none_or(is_size) {
            Some("has limits above 0")
        } else {
            None
        }
    }
}

fn is_size(size: f64) -> bool {
    size > 0.0 && size <= LARGEST
}

fn are_sizes(limits: &SizeLimits) -> bool {
    let all = [limits.width_m, limits.tonnes, limits.height_m];
    all.into_iter().flatten().all(is_size)
}

fn unless(holds: bool, rule: &'static str) -> Option<&'static str> {
    (!holds).then_some(rule)
}

/// The rows that break a rule, and which.
fn those<T>(
    rows: &[T],
    broken_by: impl Fn(&T) -> Option<&'static str>,
) -> Vec<(usize, &'static str)> {
    let numbered = rows.iter().enumerate();
    numbered
        .filter_map(|(index, row)| Some((index, broken_by(row)?)))
        .collect()
}

impl Serialize for RoadNetwork {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for RoadNetwork {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let network = Self::deserialize(deserializer)?;
        network.validate().map_err(|faults| {
            let told: Vec<String> = faults.iter().take(20).map(ToString::to_string).collect();
            D::Error::custom(format!("{} faults: {}", faults.len(), told.join("; ")))
        })?;
        Ok(network)
    }
}
