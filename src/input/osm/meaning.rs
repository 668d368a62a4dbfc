//! What tags mean for a truck: class and speed, who may drive, limits, one-ways, barriers, places to turn round.
//!
//! Speeds by class are those of OSRM's `profiles/car.lua` (Project OSRM, BSD-2-Clause, v5.26), at most the 80 km/h of
//! trucks; tracks, which it leaves out, are assumptions by their grade. A posted limit, the surface and the grade cap them.

use super::element::Tags;
use super::measure::{Limit, kmh, lanes, metres, tonnes};
use crate::roads::{OpenTo, RoadClass, SizeLimits, Surface};

/// What a carriageway is wider than the widest vehicle on it, in metres: assumption, 15 cm on either side.
const CLEARANCE: f64 = 0.3;
/// Fastest truck, km/h: the general limit of trucks on motorways in most of Europe and of China's ordinary roads.
const FASTEST_TRUCK: f64 = 80.0;

/// Directions in which a way may be driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oneway {
    No,
    Along,
    Against,
}

/// A way as a road.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RoadTags {
    pub class: RoadClass,
    pub speed_kmh: f64,
    pub oneway: Oneway,
    /// Who may drive along it, as it was drawn.
    pub open_to: OpenTo,
    /// Who may drive against it.
    pub open_back: OpenTo,
    pub limits: SizeLimits,
    pub lanes: Option<u8>,
}

/// The road that a way is; `None` if it is none that vehicles drive on.
pub(super) fn road(tags: Tags<'_>) -> Option<RoadTags> {
    if tags.is("area", &["yes"]) {
        return None;
    }
    let Some((class, usual_speed)) = tags
        .get("highway")
        .and_then(|value| class_and_speed(value, tags))
    else {
        return tags.is("route", &["ferry"]).then(|| ferry(tags));
    };
    let directions = KINDS.map(|kind| oneway(tags, kind));
    let open = |backwards: bool| {
        if is_barred(tags) {
            return OpenTo::NONE;
        }
        let open = access(tags, OpenTo::ALL, Some(backwards));
        if directions[0] == directions[1] {
            return open;
        }
        // One kind may drive where the other may not.
        let against = if backwards {
            Oneway::Along
        } else {
            Oneway::Against
        };
        OpenTo {
            light: open.light && directions[0] != against,
            heavy: open.heavy && directions[1] != against,
        }
    };
    Some(RoadTags {
        class,
        speed_kmh: speed(usual_speed, tags),
        oneway: if directions[0] == directions[1] {
            directions[0]
        } else {
            Oneway::No
        },
        open_to: open(false),
        open_back: open(true),
        limits: limits(tags),
        lanes: tags.get("lanes").and_then(lanes),
    })
}

/// A ferry is there and closed, so that an override can open it.
fn ferry(tags: Tags<'_>) -> RoadTags {
    RoadTags {
        class: RoadClass::Ferry,
        speed_kmh: 10.0,
        oneway: Oneway::No,
        open_to: OpenTo::NONE,
        open_back: OpenTo::NONE,
        limits: limits(tags),
        lanes: None,
    }
}

fn class_and_speed(highway: &str, tags: Tags<'_>) -> Option<(RoadClass, f64)> {
    use RoadClass::{County, Lane, Town, Track};
    Some(match highway {
        "motorway" => (County, 90.0),
        "trunk" => (County, 85.0),
        "primary" => (County, 65.0),
        "secondary" => (County, 55.0),
        "motorway_link" => (County, 45.0),
        "trunk_link" => (County, 40.0),
        "primary_link" => (County, 30.0),
        "secondary_link" => (County, 25.0),
        "tertiary" => (Town, 40.0),
        "tertiary_link" => (Town, 20.0),
        "unclassified" => (Town, 25.0),
        "residential" => (Lane, 25.0),
        "service" | "road" => (Lane, 15.0),
        "living_street" => (Lane, 10.0),
        "track" => (Track, track_speed(tags)),
        _ => return None,
    })
}

/// Trucks on tracks, km/h: assumption by grade.
fn track_speed(tags: Tags<'_>) -> f64 {
    match tags.get("tracktype") {
        Some("grade1") => 20.0,
        Some("grade2") => 15.0,
        Some("grade4" | "grade5") => 5.0,
        _ => 10.0,
    }
}

fn speed(usual: f64, tags: Tags<'_>) -> f64 {
    let read = |key: &str| tags.get(key).and_then(|value| kmh(value).most());
    // Where the directions differ the slower holds for both.
    let directed = least(["maxspeed:forward", "maxspeed:backward"].map(read));
    let posted = read("maxspeed:hgv").or_else(|| least([read("maxspeed"), directed]));
    let paved = tags.get("surface").map(surface);
    [Some(FASTEST_TRUCK), posted, paved.map(Surface::fastest_kmh)]
        .into_iter()
        .flatten()
        .fold(usual, f64::min)
}

/// What a surface does to a truck.
fn surface(value: &str) -> Surface {
    match value {
        "paving_stones" | "bricks" | "metal" | "compacted" | "fine_gravel" => Surface::Blocks,
        "gravel" | "unpaved" | "ground" | "dirt" | "grass" | "sett" | "wood" | "grass_paver"
        | "pebblestone" => Surface::Gravel,
        "cobblestone" | "unhewn_cobblestone" | "clay" => Surface::Cobbles,
        "earth" | "stone" | "rocky" | "rock" | "sand" => Surface::Earth,
        "mud" | "snow" | "ice" => Surface::Mud,
        _ => Surface::Paved,
    }
}

/// A kind of traffic as keys speak of it: at all, along a way, against it, and of its one-ways.
struct Mode {
    key: &'static str,
    forward: &'static str,
    backward: &'static str,
    oneway: &'static str,
}

const HGV: Mode = Mode {
    key: "hgv",
    forward: "hgv:forward",
    backward: "hgv:backward",
    oneway: "oneway:hgv",
};
const MOTOR_VEHICLE: Mode = Mode {
    key: "motor_vehicle",
    forward: "motor_vehicle:forward",
    backward: "motor_vehicle:backward",
    oneway: "oneway:motor_vehicle",
};
const VEHICLE: Mode = Mode {
    key: "vehicle",
    forward: "vehicle:forward",
    backward: "vehicle:backward",
    oneway: "oneway:vehicle",
};
const ACCESS: Mode = Mode {
    key: "access",
    forward: "access:forward",
    backward: "access:backward",
    oneway: "oneway:access",
};

/// What speaks of light vehicles and of heavy ones, the most specific first.
const KINDS: [&[Mode]; 2] = [
    &[MOTOR_VEHICLE, VEHICLE, ACCESS],
    &[HGV, MOTOR_VEHICLE, VEHICLE, ACCESS],
];

/// In which direction a kind may drive. Roundabouts and motorways lead one way unless they say otherwise. What changes its
/// direction by the hour is left to the direction it was drawn in.
fn oneway(tags: Tags<'_>, kind: &[Mode]) -> Oneway {
    let of_kind = kind.iter().find_map(|mode| tags.get(mode.oneway));
    match of_kind.or_else(|| tags.get("oneway")) {
        Some("yes" | "true" | "1" | "reversible") => Oneway::Along,
        Some("-1" | "reverse") => Oneway::Against,
        Some("no" | "false" | "0" | "alternating") => Oneway::No,
        _ if tags.is("junction", &["roundabout", "circular"]) => Oneway::Along,
        _ if tags.is("highway", &["motorway"]) => Oneway::Along,
        _ => Oneway::No,
    }
}

/// Whether no truck gets along, whatever its papers say.
fn is_barred(tags: Tags<'_>) -> bool {
    tags.is("smoothness", &["very_horrible", "impassable"])
        || tags.is("impassable", &["yes"])
        || tags.is("service", &["emergency_access", "drive-through"])
}

/// Who may drive, by the most specific key that is there (<https://wiki.openstreetmap.org/wiki/Key:access>): of a direction,
/// if one is given, the key of that direction before the general one.
fn access(tags: Tags<'_>, otherwise: OpenTo, backwards: Option<bool>) -> OpenTo {
    let opens = |kind: &[Mode], otherwise: bool| {
        let value = kind.iter().find_map(|mode| {
            let directed = match backwards {
                Some(true) => tags.get(mode.backward),
                Some(false) => tags.get(mode.forward),
                None => None,
            };
            directed.or_else(|| tags.get(mode.key))
        });
        value.map_or(otherwise, is_open)
    };
    OpenTo {
        light: opens(KINDS[0], otherwise.light),
        heavy: opens(KINDS[1], otherwise.heavy),
    }
}

/// Whether a value of an access key lets a waste truck through: it delivers and has its destination there, but it is no
/// farmer, no bus and no resident of a private yard.
fn is_open(value: &str) -> bool {
    const CLOSED: [&str; 15] = [
        "no",
        "private",
        "agricultural",
        "forestry",
        "emergency",
        "military",
        "psv",
        "bus",
        "taxi",
        "foot",
        "bicycle",
        "use_sidepath",
        "permit",
        "employees",
        "residents",
    ];
    value.split(';').any(|part| !CLOSED.contains(&part.trim()))
}

fn least(values: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    values.into_iter().flatten().reduce(f64::min)
}

/// Keys of posted limits; where directions differ the lower holds for both.
const WIDTHS: [&str; 4] = [
    "maxwidth",
    "maxwidth:physical",
    "maxwidth:forward",
    "maxwidth:backward",
];
const HEIGHTS: [&str; 5] = [
    "maxheight",
    "maxheight:physical",
    "maxheight:hgv",
    "maxheight:forward",
    "maxheight:backward",
];
const WEIGHTS: [&str; 8] = [
    "maxweight",
    "maxweight:hgv",
    "maxweight:forward",
    "maxweight:backward",
    "maxweightrating",
    "maxweightrating:hgv",
    "maxgcweight",
    "maxgcweightrating",
];
const SPEEDS: [&str; 4] = [
    "maxspeed",
    "maxspeed:hgv",
    "maxspeed:forward",
    "maxspeed:backward",
];
/// Of the carriageway.
const CARRIAGEWAY: [&str; 1] = ["width"];

/// Posted limits; a carriageway admits what is narrower than itself by a clearance.
fn limits(tags: Tags<'_>) -> SizeLimits {
    let carriageway = smallest(tags, &CARRIAGEWAY, metres);
    let free = carriageway.map(|width| ((width - CLEARANCE) * 100.0).round() / 100.0);
    SizeLimits {
        width_m: least([smallest(tags, &WIDTHS, metres), free]),
        ..posted_limits(tags)
    }
}

fn posted_limits(tags: Tags<'_>) -> SizeLimits {
    SizeLimits {
        width_m: smallest(tags, &WIDTHS, metres),
        tonnes: smallest(tags, &WEIGHTS, tonnes),
        height_m: smallest(tags, &HEIGHTS, metres),
    }
}

fn smallest(tags: Tags<'_>, keys: &[&str], read: fn(&str) -> Limit) -> Option<f64> {
    least(
        keys.iter()
            .map(|key| tags.get(key).and_then(|value| read(value).most())),
    )
}

/// The limits that are not understood: key, value, and the number above which they close the road, if they hold one.
pub(super) fn not_understood(tags: Tags<'_>) -> Vec<(&'static str, &str, Option<f64>)> {
    type Reader = fn(&str) -> Limit;
    let lengths = WIDTHS.iter().chain(&HEIGHTS).chain(&CARRIAGEWAY);
    let keys = lengths.map(|key| (*key, metres as Reader));
    let keys = keys.chain(WEIGHTS.map(|key| (key, tonnes as Reader)));
    let keys = keys.chain(SPEEDS.map(|key| (key, kmh as Reader)));
    let unclear = keys.filter_map(|(key, read)| {
        let value = tags.get(key)?;
        match read(value) {
            Limit::Unclear(number) => Some((key, value, number)),
            _ => None,
        }
    });
    unclear.collect()
}

/// What a node is to a driver.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct NodeTags {
    /// Who passes, and how large; `None`: everyone.
    pub barrier: Option<(OpenTo, SizeLimits)>,
    /// Whether a truck can turn round here.
    pub is_turning_place: bool,
    /// Whether it is a passing bay of a road with one lane.
    pub is_passing_place: bool,
}

/// The meaning of a node's tags.
pub(super) fn node(tags: Tags<'_>) -> NodeTags {
    let barrier = match tags.get("barrier") {
        Some(kind) => barrier(kind, tags),
        // A choker, a portal, a bridge: what is there is as narrow as it says.
        None => {
            let is_narrow = tags.get("traffic_calming").is_some();
            let limits = if is_narrow {
                limits(tags)
            } else {
                posted_limits(tags)
            };
            (limits != SizeLimits::default()).then_some((OpenTo::ALL, limits))
        }
    };
    NodeTags {
        barrier,
        is_turning_place: tags.is(
            "highway",
            &["turning_circle", "turning_loop", "mini_roundabout"],
        ),
        is_passing_place: tags.is("highway", &["passing_place"]),
    }
}

/// Who passes a barrier: gates open unless they say otherwise, bollards do not (as in OSRM's `barrier_whitelist`).
fn barrier(kind: &str, tags: Tags<'_>) -> Option<(OpenTo, SizeLimits)> {
    const PASSABLE: [&str; 14] = [
        "cattle_grid",
        "border_control",
        "checkpoint",
        "toll_booth",
        "sally_port",
        "gate",
        "lift_gate",
        "swing_gate",
        "no",
        "entrance",
        "height_restrictor",
        "arch",
        "kerb",
        "sliding_gate",
    ];
    let is_passable = PASSABLE.contains(&kind) && !tags.is("locked", &["yes"]);
    let open_to = access(
        tags,
        if is_passable {
            OpenTo::ALL
        } else {
            OpenTo::NONE
        },
        None,
    );
    let limits = limits(tags);
    (open_to != OpenTo::ALL || limits != SizeLimits::default()).then_some((open_to, limits))
}

/// What a restriction forbids or prescribes, and whom it binds; `None` if it binds no truck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RestrictionTags {
    pub is_only: bool,
    pub is_u_turn: bool,
    pub binds: OpenTo,
}

/// The meaning of a relation's tags (<https://wiki.openstreetmap.org/wiki/Relation:restriction>). Restrictions of some
/// hours only are left out: tours do not know the hour beforehand.
pub(super) fn restriction(tags: Tags<'_>) -> Option<RestrictionTags> {
    if !tags.is(
        "type",
        &[
            "restriction",
            "restriction:hgv",
            "restriction:motor_vehicle",
        ],
    ) || tags.get("day_on").or(tags.get("hour_on")).is_some()
    {
        return None;
    }
    let (value, light) = match (
        tags.first(&["restriction", "restriction:motor_vehicle"]),
        tags.get("restriction:hgv"),
    ) {
        (Some(value), _) => (value, !tags.is("type", &["restriction:hgv"])),
        (None, Some(value)) => (value, false),
        (None, None) => return None,
    };
    let is_only = value.starts_with("only_");
    if !is_only && !value.starts_with("no_") {
        return None;
    }
    let except: Vec<&str> = tags
        .get("except")
        .unwrap_or_default()
        .split(';')
        .map(str::trim)
        .collect();
    let excepts = |kinds: &[&str]| kinds.iter().any(|kind| except.contains(kind));
    let binds = OpenTo {
        light: light && !excepts(&["motor_vehicle", "vehicle", "goods"]),
        heavy: !excepts(&["motor_vehicle", "vehicle", "hgv"]),
    };
    (binds != OpenTo::NONE).then_some(RestrictionTags {
        is_only,
        is_u_turn: value == "no_u_turn",
        binds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(tags: &[(&str, &str)]) -> Option<RoadTags> {
        road(Tags(tags))
    }

    fn open_to(tags: &[(&str, &str)]) -> (bool, bool) {
        let open = way(&[&[("highway", "service")], tags].concat())
            .expect("a road")
            .open_to;
        (open.light, open.heavy)
    }

    #[test]
    fn the_most_specific_key_decides_who_drives() {
        assert_eq!(open_to(&[]), (true, true));
        assert_eq!(open_to(&[("access", "private")]), (false, false));
        assert_eq!(open_to(&[("access", "no"), ("hgv", "yes")]), (false, true));
        assert_eq!(
            open_to(&[("vehicle", "no"), ("motor_vehicle", "delivery")]),
            (true, true)
        );
        assert_eq!(open_to(&[("hgv", "no"), ("access", "yes")]), (true, false));
        assert_eq!(
            open_to(&[("motor_vehicle", "agricultural;forestry")]),
            (false, false)
        );
        assert_eq!(
            open_to(&[("motor_vehicle", "agricultural;destination")]),
            (true, true)
        );
    }

    #[test]
    fn paths_are_no_roads_and_tracks_are_slow_ones() {
        for highway in [
            "footway",
            "path",
            "steps",
            "cycleway",
            "pedestrian",
            "construction",
            "proposed",
        ] {
            assert_eq!(way(&[("highway", highway)]), None, "{highway}");
        }
        let track = way(&[("highway", "track"), ("tracktype", "grade5")]).unwrap();
        assert_eq!((track.class, track.speed_kmh), (RoadClass::Track, 5.0));
    }

    #[test]
    fn speed_is_capped_by_sign_surface_and_truck() {
        let speed = |tags: &[(&str, &str)]| way(tags).unwrap().speed_kmh;
        assert_eq!(speed(&[("highway", "motorway")]), 80.0);
        assert_eq!(speed(&[("highway", "tertiary"), ("maxspeed", "30")]), 30.0);
        assert_eq!(
            speed(&[("highway", "primary"), ("surface", "cobblestone")]),
            30.0
        );
        assert_eq!(
            speed(&[
                ("highway", "primary"),
                ("maxspeed", "100"),
                ("maxspeed:hgv", "60")
            ]),
            60.0
        );
    }

    #[test]
    fn a_lane_admits_what_leaves_a_hand_on_either_side() {
        let lane = way(&[
            ("highway", "residential"),
            ("width", "2.5"),
            ("maxweight", "5 t"),
        ])
        .unwrap();
        assert_eq!(lane.limits.width_m, Some(2.2));
        assert_eq!(lane.limits.tonnes, Some(5.0));
    }

    #[test]
    fn directions_are_said_or_go_without_saying() {
        let direction = |tags: &[(&str, &str)]| {
            way(&[&[("highway", "primary")], tags].concat())
                .unwrap()
                .oneway
        };
        assert_eq!(direction(&[("oneway", "yes")]), Oneway::Along);
        assert_eq!(direction(&[("oneway", "-1")]), Oneway::Against);
        assert_eq!(direction(&[("junction", "roundabout")]), Oneway::Along);
        assert_eq!(
            direction(&[("junction", "roundabout"), ("oneway", "no")]),
            Oneway::No
        );
        assert_eq!(direction(&[]), Oneway::No);
    }

    #[test]
    fn bollards_stop_and_gates_open_unless_they_say_otherwise() {
        let passes = |tags: &[(&str, &str)]| node(Tags(tags)).barrier.is_none();
        assert!(passes(&[("barrier", "gate")]) && passes(&[("barrier", "cattle_grid")]));
        assert!(
            !passes(&[("barrier", "bollard")])
                && !passes(&[("barrier", "gate"), ("access", "private")])
        );
        assert!(passes(&[("barrier", "block"), ("motor_vehicle", "yes")]));
        let (open, limits) = node(Tags(&[
            ("barrier", "height_restrictor"),
            ("maxheight", "2.1"),
        ]))
        .barrier
        .unwrap();
        assert_eq!((open, limits.height_m), (OpenTo::ALL, Some(2.1)));
    }

    #[test]
    fn restrictions_say_whom_they_bind() {
        let binds = |tags: &[(&str, &str)]| {
            restriction(Tags(&[&[("type", "restriction")], tags].concat()))
                .map(|r| (r.is_only, r.binds.light, r.binds.heavy))
        };
        assert_eq!(
            binds(&[("restriction", "no_left_turn")]),
            Some((false, true, true))
        );
        assert_eq!(
            binds(&[("restriction", "only_straight_on"), ("except", "psv;hgv")]),
            Some((true, true, false))
        );
        assert_eq!(
            binds(&[("restriction:hgv", "no_right_turn")]),
            Some((false, false, true))
        );
        assert_eq!(
            binds(&[("restriction", "no_left_turn"), ("except", "motor_vehicle")]),
            None
        );
        assert_eq!(
            binds(&[("restriction:conditional", "no_left_turn @ (07:00-09:00)")]),
            None
        );
        assert_eq!(binds(&[("restriction", "give_way")]), None);
    }
}
