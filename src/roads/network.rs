//! The road network as the tables or OpenStreetMap give it: nodes, segments and their bends in flat arrays, and what a
//! driver may not do at their nodes.

use super::own::OwnTravel;
use crate::district::Place;
use crate::quantity::Version;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// What a road is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// A ferry: no truck takes it unless an override opens it.
    Ferry,
}

impl RoadClass {
    /// All of them, the greatest first.
    pub const ALL: [Self; 5] = [
        Self::County,
        Self::Town,
        Self::Lane,
        Self::Track,
        Self::Ferry,
    ];

    /// Its word in `roads.csv` and in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Town => "town",
            Self::Lane => "lane",
            Self::Track => "track",
            Self::Ferry => "ferry",
        }
    }
}

/// Who may drive: vehicles up to 3.5 t gross, and heavier ones. A vehicle of unknown weight counts as heavy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenTo {
    /// Vehicles up to 3.5 t.
    pub light: bool,
    /// Vehicles above 3.5 t.
    pub heavy: bool,
}

impl OpenTo {
    /// Open to all.
    pub const ALL: Self = Self {
        light: true,
        heavy: true,
    };
    /// Closed.
    pub const NONE: Self = Self {
        light: false,
        heavy: false,
    };
}

/// The largest vehicle that passes; `None`: any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SizeLimits {
    /// Width in metres.
    pub width_m: Option<f64>,
    /// Gross weight in tonnes.
    pub tonnes: Option<f64>,
    /// Height in metres.
    pub height_m: Option<f64>,
}

/// A piece of road between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Node at its beginning.
    pub from: u32,
    /// Node at its end.
    pub to: u32,
    /// Length in metres.
    pub metres: f64,
    /// Speed of trucks in km/h, where nobody comes the other way.
    pub speed_kmh: f64,
    /// What it is.
    pub class: RoadClass,
    /// Only from `from` to `to`.
    pub oneway: bool,
    /// Who may drive on it from `from` to `to`.
    pub open_to: OpenTo,
    /// Who may drive on it from `to` to `from`, unless it is `oneway`.
    pub open_back: OpenTo,
    /// The largest vehicle on it.
    pub limits: SizeLimits,
    /// Lanes for both directions together; `None`: unknown, taken for enough.
    pub lanes: Option<u8>,
    /// Metres between passing bays of a road with one lane.
    pub passing_bay_metres: Option<f64>,
    /// The way of OpenStreetMap that it is part of.
    pub way: Option<i64>,
    /// Where its bends stand in [`RoadNetwork::bends`], from `from` to `to`.
    pub bends: Range<u32>,
}

impl Segment {
    /// A straight piece of road, open to all both ways.
    #[must_use]
    pub fn new(from: u32, to: u32, metres: f64, class: RoadClass, speed_kmh: f64) -> Self {
        Self {
            from,
            to,
            metres,
            speed_kmh,
            class,
            oneway: false,
            open_to: OpenTo::ALL,
            open_back: OpenTo::ALL,
            limits: SizeLimits::default(),
            lanes: None,
            passing_bay_metres: None,
            way: None,
            bends: 0..0,
        }
    }

    /// Who may drive on it in a direction.
    #[must_use]
    pub fn open(&self, backwards: bool) -> OpenTo {
        match (backwards, self.oneway) {
            (false, _) => self.open_to,
            (true, false) => self.open_back,
            (true, true) => OpenTo::NONE,
        }
    }

    /// Whether nobody may drive on it.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        [false, true]
            .iter()
            .all(|&backwards| self.open(backwards) == OpenTo::NONE)
    }

    /// Opens or closes it to all, both ways as far as it leads both ways.
    pub fn open_to_all(&mut self, is_open: bool) {
        let open = if is_open { OpenTo::ALL } else { OpenTo::NONE };
        (self.open_to, self.open_back) = (open, open);
    }
}

/// A place in ten-millionths of a degree, as OpenStreetMap keeps it: half the memory of a [`Place`], a centimetre apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bend {
    /// East.
    pub longitude_e7: i32,
    /// North.
    pub latitude_e7: i32,
}

impl From<Bend> for Place {
    fn from(bend: Bend) -> Self {
        Self::new(
            f64::from(bend.longitude_e7) / 1e7,
            f64::from(bend.latitude_e7) / 1e7,
        )
    }
}

/// A segment driven in one direction: twice its index, and one more against the direction from `from` to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Course(pub u32);

impl Course {
    /// A segment in a direction.
    #[must_use]
    pub const fn new(segment: u32, backwards: bool) -> Self {
        Self(segment << 1 | backwards as u32)
    }

    /// The index of its segment.
    #[must_use]
    pub const fn segment(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it leads from `to` to `from`.
    #[must_use]
    pub const fn is_backwards(self) -> bool {
        self.0 & 1 == 1
    }

    /// The other direction.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// What a driver who has come along all courses of `path` but the last must do, or not do, at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TurnRestriction {
    /// At least two courses, each beginning where the one before ends.
    pub path: Vec<Course>,
    /// Whether the path is the only way on; otherwise it is forbidden.
    pub is_only: bool,
    /// Whom it binds.
    pub binds: OpenTo,
}

/// Something in the way at a node: who does not pass turns round there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    /// The node.
    pub node: u32,
    /// Who may pass.
    pub open_to: OpenTo,
    /// The largest vehicle that passes.
    pub limits: SizeLimits,
}

/// Where a network is from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Origin {
    /// A table of roads.
    #[default]
    Table,
    /// An extract of OpenStreetMap.
    OpenStreetMap,
}

impl Origin {
    /// What must stand beside a map of these roads.
    #[must_use]
    pub const fn attribution(self) -> Option<&'static str> {
        match self {
            Self::Table => None,
            Self::OpenStreetMap => Some("© OpenStreetMap contributors, ODbL"),
        }
    }
}

/// A road network. As a document it bears its version, and is read only if it [keeps every rule](RoadNetwork::validate).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
// "Self" makes the derived functions the type's own, so that reading can go on to validation.
#[serde(remote = "Self")]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct RoadNetwork {
    /// The version of the document's form.
    #[serde(default)]
    pub(crate) version: Version<1>,
    /// Where its nodes lie.
    pub nodes: Vec<Place>,
    /// Its segments.
    pub segments: Vec<Segment>,
    /// The bends of all segments.
    #[serde(default)]
    pub bends: Vec<Bend>,
    /// Turns that are forbidden or prescribed.
    #[serde(default)]
    pub restrictions: Vec<TurnRestriction>,
    /// What stands in the way, by node; at most one a node.
    #[serde(default)]
    pub barriers: Vec<Barrier>,
    /// Nodes at which a truck can turn round, dead ends aside.
    #[serde(default)]
    pub turning_places: Vec<u32>,
    /// Where it is from.
    #[serde(default)]
    pub origin: Origin,
    /// Travel of somebody's own, which counts in place of all roads.
    #[serde(skip)]
    pub own: Option<Arc<OwnTravel>>,
}

impl RoadNetwork {
    /// Travel of somebody's own in place of roads.
    #[must_use]
    pub fn of_own_travel(own: OwnTravel) -> Self {
        Self {
            own: Some(Arc::new(own)),
            ..Self::default()
        }
    }

    /// The places that a segment leads over, from `from` to `to`, both included.
    pub fn line(&self, segment: &Segment) -> impl DoubleEndedIterator<Item = Place> + '_ {
        let bends = self
            .bends
            .get(segment.bends.start as usize..segment.bends.end as usize)
            .unwrap_or_default();
        let end = |node: u32| self.nodes.get(node as usize).copied();
        let (from, to) = (end(segment.from), end(segment.to));
        from.into_iter()
            .chain(bends.iter().map(|&bend| bend.into()))
            .chain(to)
    }

    /// The node at which a course begins.
    #[must_use]
    pub fn tail(&self, course: Course) -> u32 {
        let segment = &self.segments[course.segment()];
        if course.is_backwards() {
            segment.to
        } else {
            segment.from
        }
    }

    /// The node at which a course ends.
    #[must_use]
    pub fn head(&self, course: Course) -> u32 {
        self.tail(course.reversed())
    }
}
