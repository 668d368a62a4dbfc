//! Every rule of the road by itself: a short way (1 step) that it closes or turns, and a detour (3 steps) that stays.

use super::drawn::{COMPACTOR, Map, SMALL, km, place, truck};
use std::fs;
use wasteways::district::Fault;
use wasteways::input::{InputError, read_district};
use wasteways::roads::{Profile, RoadClass};

/// A square of nodes 0, 1, 10 and 11: way 1 from 0 to 10 directly, way 2 around over 1 and 11. At node 0 hangs way 3 to 20
/// rows off so that trucks can turn.
fn square(direct: &str) -> Map {
    Map::default()
        .way(1, &[0, 10], direct)
        .way(2, &[0, 1, 11, 10], "")
}

fn both(map: &Map, truck: &Profile) -> (Option<u32>, Option<u32>) {
    (map.km(truck, 0, 10), map.km(truck, 10, 0))
}

const DIRECT: (Option<u32>, Option<u32>) = (Some(1), Some(1));
const AROUND: (Option<u32>, Option<u32>) = (Some(3), Some(3));

#[test]
fn an_ordinary_road_leads_both_ways() {
    assert_eq!(both(&square(""), &COMPACTOR), DIRECT);
}

#[test]
fn limits_keep_out_what_is_larger() {
    for (tags, truck, expected) in [
        ("maxwidth=2.2", COMPACTOR, AROUND),
        ("maxwidth=2.3", COMPACTOR, DIRECT),
        ("maxwidth=2.2", SMALL, DIRECT),
        ("width=2.5", COMPACTOR, AROUND),
        ("width=2.6", COMPACTOR, DIRECT),
        ("maxweight=7.5", COMPACTOR, AROUND),
        ("maxweight=8", COMPACTOR, DIRECT),
        ("maxweight=5", SMALL, DIRECT),
        ("maxheight=2.9", COMPACTOR, AROUND),
        ("maxheight=3", COMPACTOR, DIRECT),
        ("maxheight=default", COMPACTOR, DIRECT),
    ] {
        assert_eq!(both(&square(tags), &truck), expected, "{tags}");
    }
}

#[test]
fn access_is_read_from_the_most_specific_key() {
    for (tags, heavy, light) in [
        ("access=private", AROUND, AROUND),
        ("highway=service access=private", AROUND, AROUND),
        ("highway=service", AROUND, AROUND), // 15 km/h against 65: the detour is faster
        ("hgv=no", AROUND, DIRECT),
        ("access=no hgv=yes", DIRECT, AROUND),
        ("motor_vehicle=agricultural", AROUND, AROUND),
        ("vehicle=destination", DIRECT, DIRECT),
        ("highway=footway", AROUND, AROUND),
        ("highway=path motor_vehicle=yes", AROUND, AROUND),
    ] {
        assert_eq!(
            both(&square(tags), &truck(2.3, 8.0)),
            heavy,
            "{tags}, heavy"
        );
        assert_eq!(both(&square(tags), &SMALL), light, "{tags}, light");
    }
}

#[test]
fn a_service_road_is_slow_and_no_dead_end() {
    let map = Map::default()
        .way(1, &[0, 10], "highway=service")
        .way(2, &[10, 20], "");
    assert_eq!(map.km(&COMPACTOR, 0, 20), Some(2));
}

#[test]
fn a_track_is_driven_slowly_and_a_ferry_not_at_all() {
    let track = Map::default().way(1, &[0, 10], "highway=track");
    assert_eq!(track.km(&COMPACTOR, 0, 10), Some(1));
    let ferry = Map::default()
        .way(1, &[0, 10], "route=ferry motor_vehicle=yes")
        .way(2, &[0, 1, 11, 10], "");
    assert_eq!(both(&ferry, &COMPACTOR), AROUND);
    assert_eq!(
        ferry.read().segments[0].class,
        RoadClass::Ferry,
        "it is there, for an override to open"
    );
}

#[test]
fn one_ways_lead_one_way() {
    for (tags, expected) in [
        ("oneway=yes", (Some(1), Some(3))),
        ("oneway=-1", (Some(3), Some(1))),
        ("junction=roundabout", (Some(1), Some(3))),
        ("junction=roundabout oneway=no", DIRECT),
    ] {
        assert_eq!(both(&square(tags), &COMPACTOR), expected, "{tags}");
    }
}

#[test]
fn each_direction_and_kind_has_its_own_rule() {
    let (there, back) = ((Some(1), Some(3)), (Some(3), Some(1)));
    for (tags, heavy, light) in [
        ("motor_vehicle:forward=no", back, back),
        ("motor_vehicle:backward=no", there, there),
        ("access:backward=private", there, there),
        ("vehicle:forward=no", back, back),
        ("hgv:forward=no", back, DIRECT),
        ("hgv:backward=no", there, DIRECT),
        ("motor_vehicle:backward=no hgv=yes", DIRECT, there),
        ("vehicle=no motor_vehicle:forward=yes", there, there),
        ("oneway:hgv=yes", there, DIRECT),
        ("oneway:hgv=-1", back, DIRECT),
        ("oneway=yes oneway:hgv=no", DIRECT, there),
        ("oneway=-1 oneway:hgv=yes", there, back),
        ("oneway:motor_vehicle=yes", there, there),
        ("oneway=-1 motor_vehicle:backward=no", AROUND, AROUND),
        ("oneway=-1 motor_vehicle:forward=no", back, back),
        ("hgv:forward=no hgv:backward=no", AROUND, DIRECT),
    ] {
        let heavy_truck = truck(2.3, 8.0);
        assert_eq!(both(&square(tags), &heavy_truck), heavy, "{tags}, heavy");
        assert_eq!(both(&square(tags), &SMALL), light, "{tags}, light");
    }
}

#[test]
fn limits_in_any_writing_hold_and_what_is_not_understood_closes() {
    for (tags, expected) in [
        ("maxweight=7.5T", AROUND),
        ("maxweight=7500", AROUND),
        ("maxweight=5;10", AROUND),
        ("maxweight=8.5TON", DIRECT),
        ("maxgcweightrating=7.5", AROUND),
        ("maxweight:backward=7.5", AROUND),
        ("maxweight=150cwt", AROUND),
        ("maxweight=200cwt", DIRECT),
        ("maxweight=7.5stones", AROUND),
        ("maxweight=9stones", DIRECT),
        ("maxwidth=7′6″", AROUND),
        ("maxwidth=7'-9\u{22}", DIRECT),
        ("maxwidth=2.2M", AROUND),
        ("maxwidth=225", AROUND),
        ("maxheight=290", AROUND),
        ("maxheight=below_default", DIRECT),
    ] {
        let tags = tags.replace('\u{22}', "&quot;");
        assert_eq!(both(&square(&tags), &COMPACTOR), expected, "{tags}");
    }
}

#[test]
fn what_is_not_understood_is_told_once_with_its_number() {
    let map = square("maxweight=6stones")
        .way(3, &[10, 20], "maxweight=6stones")
        .way(4, &[20, 30], "maxheight=low")
        .way(5, &[30, 40], "maxspeed=50knots")
        .way(6, &[40, 50], "highway=footway maxweight=6stones");
    let input = read_district(district(&map, "way,closed\n").path()).expect("sound");
    let told: Vec<(&str, &str, &str)> = input
        .warnings
        .iter()
        .filter(|warning| warning.file == "roads.osm")
        .map(|w| (w.column.as_str(), w.value.as_str(), w.expected.as_str()))
        .collect();
    let expected = [
        (
            "maxheight",
            "low",
            "a limit that is understood; it is not read (way 4)",
        ),
        (
            "maxspeed",
            "50knots",
            "a limit that is understood; it is not read (way 5)",
        ),
        (
            "maxweight",
            "6stones",
            "a limit that is understood; it closes the road to what is over 6 (way 1 and 1 more)",
        ),
    ];
    assert_eq!(told, expected);
}

/// The square, as it is read after its way 1, or one more element, has been written otherwise.
fn rewritten(from: &str, to: &str) -> (Option<u32>, Option<u32>) {
    let text = square("").xml();
    assert!(text.contains(from), "{from} in {text}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("roads.osm");
    fs::write(&path, text.replacen(from, to, 1)).expect("a file");
    let network = wasteways::input::read_roads(&path).unwrap_or_else(|faults| panic!("{faults}"));
    (
        km(&network, &COMPACTOR, 0, 10),
        km(&network, &COMPACTOR, 10, 0),
    )
}

#[test]
fn deleted_elements_are_not_there_and_the_highest_version_holds() {
    let way = "<way id=\"1\">";
    let tags = "<nd ref=\"0\"/><nd ref=\"10\"/><tag k=\"highway\" v=\"primary\"/>";
    let closed = format!("{tags}<tag k=\"access\" v=\"no\"/></way>");
    let no_road = "<nd ref=\"0\"/><nd ref=\"10\"/></way>".to_owned();
    let open = format!("{tags}</way>");
    let with = |attributes: &str| format!("<way id=\"1\" {attributes}>");
    for (to, expected) in [
        (with("visible=\"false\""), AROUND),
        (with("visible=\"true\""), DIRECT),
        (with("action=\"delete\""), AROUND),
        (with("action=\"modify\""), DIRECT),
        // Written before the one that is there: a lower version, and higher ones.
        (
            format!("{}{closed}{}", with("version=\"1\""), with("version=\"2\"")),
            DIRECT,
        ),
        (
            format!("{}{closed}{}", with("version=\"3\""), with("version=\"2\"")),
            AROUND,
        ),
        (
            format!(
                "{}{no_road}{}",
                with("version=\"3\""),
                with("version=\"2\"")
            ),
            AROUND,
        ),
        (
            format!(
                "{}</way>{}",
                with("version=\"3\" visible=\"false\""),
                with("version=\"2\"")
            ),
            AROUND,
        ),
        (
            format!(
                "{}</way>{}",
                with("version=\"1\" visible=\"false\""),
                with("version=\"2\"")
            ),
            DIRECT,
        ),
        (
            format!("{}{open}{}", with("version=\"2\""), with("version=\"2\"")),
            DIRECT,
        ),
    ] {
        assert_eq!(rewritten(way, &to), expected, "{to}");
    }
    let last = "</osm>";
    let barrier = |attributes: &str, tags: &str| {
        format!("<node id=\"5\" lon=\"10.005\" lat=\"0\" {attributes}>{tags}</node>")
    };
    let bollard = "<tag k=\"barrier\" v=\"bollard\"/>";
    for (nodes, expected) in [
        (barrier("", bollard), AROUND),
        (
            barrier("version=\"2\"", "") + &barrier("version=\"1\"", bollard),
            DIRECT,
        ),
        (
            barrier("version=\"1\"", "") + &barrier("version=\"2\"", bollard),
            AROUND,
        ),
        (
            barrier("version=\"2\"", bollard) + &barrier("version=\"3\"", ""),
            DIRECT,
        ),
        (
            "<node id=\"77\" visible=\"false\"/>".to_owned() + &barrier("", bollard),
            AROUND,
        ),
    ] {
        let text = square("").xml().replace(
            "<nd ref=\"0\"/><nd ref=\"10\"/>",
            "<nd ref=\"0\"/><nd ref=\"5\"/><nd ref=\"10\"/>",
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("roads.osm");
        fs::write(&path, text.replacen(last, &(nodes.clone() + last), 1)).expect("a file");
        let network =
            wasteways::input::read_roads(&path).unwrap_or_else(|faults| panic!("{faults}"));
        let found = (
            km(&network, &COMPACTOR, 0, 10),
            km(&network, &COMPACTOR, 10, 0),
        );
        assert_eq!(found, expected, "{nodes}");
    }
}

#[test]
fn a_deleted_restriction_binds_nobody() {
    let map = crossing().restriction(1, "n11", 3, "restriction=no_right_turn");
    let text = map.xml();
    for (to, expected) in [
        ("<relation id=\"1\"", Some(4)),
        ("<relation id=\"1\" visible=\"false\"", Some(2)),
        ("<relation id=\"1\" action=\"delete\"", Some(2)),
        (
            "<relation id=\"1\" version=\"9\" visible=\"false\"></relation><relation id=\"1\" version=\"8\"",
            Some(2),
        ),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("roads.osm");
        fs::write(&path, text.replace("<relation id=\"1\"", to)).expect("a file");
        let network =
            wasteways::input::read_roads(&path).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(km(&network, &COMPACTOR, 1, 10), expected, "{to}");
    }
}

#[test]
fn a_roundabout_is_driven_round() {
    // Counter-clockwise 0, 10, 11, 1; roads from 0 west... to the corners 20 and 2.
    let map = Map::default()
        .way(1, &[0, 10, 11, 1, 0], "junction=roundabout")
        .way(2, &[10, 20], "")
        .way(3, &[1, 2], "");
    assert_eq!(map.km(&COMPACTOR, 20, 2), Some(1 + 2 + 1), "half the round");
    assert_eq!(
        map.km(&COMPACTOR, 2, 20),
        Some(1 + 2 + 1),
        "the other half, never against it"
    );
    assert_eq!(map.km(&COMPACTOR, 0, 1), Some(3), "against it would be one");
}

#[test]
fn barriers_stop_whom_they_stop() {
    let across = |barrier: &str| {
        Map::default()
            .node(10, barrier)
            .way(1, &[0, 10, 20], "")
            .way(2, &[0, 1, 21, 20], "")
    };
    for (barrier, truck, expected) in [
        ("barrier=bollard", COMPACTOR, 4),
        ("barrier=gate", COMPACTOR, 2),
        ("barrier=gate access=private", COMPACTOR, 4),
        ("barrier=height_restrictor maxheight=2.5", COMPACTOR, 4),
        ("traffic_calming=choker maxwidth=2.0", COMPACTOR, 4),
        ("traffic_calming=choker maxwidth=2.0", SMALL, 2),
        ("traffic_calming=choker width=2.5", COMPACTOR, 4),
        ("highway=crossing width=2", COMPACTOR, 2),
        ("maxweight=3.5", COMPACTOR, 4),
        ("man_made=gantry maxheight=2.8", COMPACTOR, 4),
        ("barrier=bollard maxwidth=1.5 motor_vehicle=yes", SMALL, 2),
        (
            "barrier=bollard maxwidth=1.5 motor_vehicle=yes",
            COMPACTOR,
            4,
        ),
    ] {
        assert_eq!(
            across(barrier).km(&truck, 0, 20),
            Some(expected),
            "{barrier}"
        );
    }
    let up_to_it = across("barrier=bollard");
    assert_eq!(
        up_to_it.km(&COMPACTOR, 0, 10),
        Some(1),
        "one may drive up to it"
    );
}

/// A crossing at 11 of ways 1 (from 1), 2 (to 21), 3 (to 10) and 4 (to 12), each with a dead end beyond; and a way from 21
/// to 10 that leads round the corner.
fn crossing() -> Map {
    Map::default()
        .way(1, &[1, 11], "")
        .way(2, &[11, 21], "")
        .way(3, &[11, 10], "")
        .way(4, &[11, 12], "")
        .way(5, &[21, 20, 10], "")
}

#[test]
fn a_forbidden_turn_is_driven_round() {
    assert_eq!(crossing().km(&COMPACTOR, 1, 10), Some(2));
    let forbidden = crossing().restriction(1, "n11", 3, "restriction=no_right_turn");
    assert_eq!(
        forbidden.km(&COMPACTOR, 1, 10),
        Some(4),
        "straight on, round the corner: no turning back at a crossing"
    );
    assert_eq!(
        forbidden.km(&COMPACTOR, 12, 10),
        Some(2),
        "from elsewhere it is allowed"
    );
    let except = crossing().restriction(1, "n11", 3, "restriction=no_right_turn except=hgv");
    assert_eq!(
        (except.km(&COMPACTOR, 1, 10), except.km(&SMALL, 1, 10)),
        (Some(2), Some(4))
    );
    let for_heavy = crossing().restriction(1, "n11", 3, "restriction:hgv=no_right_turn");
    assert_eq!(
        (for_heavy.km(&COMPACTOR, 1, 10), for_heavy.km(&SMALL, 1, 10)),
        (Some(4), Some(2))
    );
}

#[test]
fn a_prescribed_turn_is_the_only_one() {
    let only = crossing().restriction(1, "n11", 2, "restriction=only_straight_on");
    assert_eq!(only.km(&COMPACTOR, 1, 21), Some(2));
    assert_eq!(
        only.km(&COMPACTOR, 1, 12),
        Some(6),
        "round the corner and back over the crossing"
    );
}

/// Ways 1 from 0 and 4 from 11 meet at 10; way 2 leads on to 20, from where way 3 goes to 21 and way 5 there around.
fn two_crossings() -> Map {
    Map::default()
        .way(1, &[0, 10], "")
        .way(2, &[10, 20], "")
        .way(3, &[20, 21], "")
        .way(4, &[10, 11], "")
        .way(5, &[20, 30, 31, 21], "")
}

#[test]
fn a_restriction_over_a_way_binds_only_who_came_that_way() {
    // From 0 over 10 to 20, then left to 21 forbidden; from 11 over 10 to 20 it is allowed.
    let map = two_crossings().restriction(1, "w2", 3, "restriction=no_left_turn");
    assert_eq!(map.km(&COMPACTOR, 11, 21), Some(3));
    assert_eq!(map.km(&COMPACTOR, 0, 21), Some(5), "round over 30 and 31");
}

#[test]
fn a_prescription_over_a_way_holds_at_its_end() {
    let map = two_crossings().restriction(1, "w2", 5, "restriction=only_straight_on");
    assert_eq!(map.km(&COMPACTOR, 0, 21), Some(5));
    assert_eq!(map.km(&COMPACTOR, 11, 21), Some(3));
}

#[test]
fn a_truck_turns_at_dead_ends_and_where_there_is_room() {
    // Who comes from 0 must not turn left at 10 to 11; straight on lies 20, then 30 and the end of the road.
    let map = |at_20: &str| {
        Map::default()
            .node(20, at_20)
            .way(1, &[0, 10], "")
            .way(2, &[10, 11], "")
            .way(3, &[10, 20], "")
            .way(4, &[20, 30], "")
            .way(5, &[20, 21], "")
            .restriction(1, "n10", 2, "restriction=no_left_turn")
    };
    assert_eq!(
        map("").km(&COMPACTOR, 0, 11),
        Some(1 + 2 + 2 + 1),
        "as far as the end of the road and back"
    );
    assert_eq!(
        map("highway=mini_roundabout").km(&COMPACTOR, 0, 11),
        Some(4)
    );
    assert_eq!(map("highway=turning_circle").km(&COMPACTOR, 0, 11), Some(4));
}

#[test]
fn waiting_for_others_makes_a_lane_slow() {
    let seconds = |tags: &str| {
        let network = Map::default().way(1, &[0, 10], tags).read();
        let places = [place(0), place(10)];
        wasteways::roads::RoadTable::of(&network, &COMPACTOR, &places)
            .matrix()
            .leg(0, 1)
            .seconds
    };
    let (free, single) = (
        seconds("highway=residential"),
        seconds("highway=residential lanes=1"),
    );
    // 1,112 m at 25 km/h: 160 s; 10 an hour, a bay every 300 m: 10/3600 x 1112 x 300 / 6.944^2 = 19 s.
    assert_eq!((free, single), (160, 179));
}

/// A district around the square, with roads and overrides.
fn district(map: &Map, overrides: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("roads.osm", &map.xml());
    write(
        "villages.csv",
        "village,town,longitude,latitude,households\nV,T,10.0,0.0,20\n",
    );
    write("plants.csv", "plant,longitude,latitude\nW,10.1,0.0\n");
    write(
        "vehicles.csv",
        "vehicle,role,count,base,payload_kg,body_litres,width_m,gross_tonnes\nC,collector,1,W,4000,8000,2.3,8\n",
    );
    write("overrides.csv", overrides);
    folder
}

#[test]
fn overrides_close_open_limit_and_turn_roads() {
    let over = |direct: &str, overrides: &str| {
        let folder = district(&square(direct), overrides);
        let network = read_district(folder.path())
            .expect("a sound district")
            .network
            .expect("roads");
        (
            km(&network, &COMPACTOR, 0, 10),
            km(&network, &COMPACTOR, 10, 0),
        )
    };
    let by_point = "longitude,latitude,closed\n10.005,0.0001,yes\n";
    assert_eq!(over("", by_point), AROUND, "closed by a point");
    assert_eq!(over("", "way,closed\n1,yes\n"), AROUND, "closed by its way");
    assert_eq!(
        over("access=private", "way,closed\n1,no\n"),
        DIRECT,
        "opened"
    );
    assert_eq!(
        over("", "way,max_width_m\n1,2.0\n"),
        AROUND,
        "narrower than the map says"
    );
    assert_eq!(
        over("maxweight=5", "way,max_tonnes\n1,12\n"),
        DIRECT,
        "stronger than the map says"
    );
    assert_eq!(over("", "way,oneway\n1,yes\n"), (Some(1), Some(3)));
    assert_eq!(over("", "way,oneway\n1,reverse\n"), (Some(3), Some(1)));
    assert_eq!(
        over("", "way,speed_kmh\n1,5\n"),
        AROUND,
        "slower than the detour"
    );
    assert_eq!(over("", "道路编号,封闭\n1,是\n"), AROUND, "in Chinese");
}

#[test]
fn faulty_overrides_are_named_all_at_once() {
    let folder = district(
        &square(""),
        "way,longitude,latitude,closed\n99,,,yes\n,10.5,5.0,yes\n,,,yes\n1,10.0,0.0,yes\n,10.0,,no\n1,,,maybe\n",
    );
    let Err(InputError::Faults { faults, .. }) = read_district(folder.path()) else {
        panic!("faults expected");
    };
    let found: Vec<(Option<u64>, &str)> = faults
        .iter()
        .map(|f: &Fault| (f.row, f.column.as_str()))
        .collect();
    let expected = [
        (Some(2), "way"),
        (Some(3), "longitude"),
        (Some(4), "way"),
        (Some(5), "way"),
        (Some(6), "latitude"),
        (Some(7), "closed"),
    ];
    assert_eq!(found, expected);
}
