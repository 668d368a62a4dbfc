//! Whatever lies there instead of an extract, reading ends with a fault that says what was expected.

use super::drawn::Map;
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use wasteways::input::{InputError, read_roads};

fn map() -> Map {
    Map::default()
        .way(1, &[0, 10, 20], "")
        .way(2, &[10, 11], "")
        .restriction(1, "n10", 2, "restriction=no_left_turn")
}

/// What was expected instead of these bytes under a name; `None` if they are roads.
fn fault(name: &str, bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    match read_roads(&path) {
        Ok(_) => None,
        Err(InputError::Faults { faults, .. }) => Some(faults[0].expected.clone()),
        Err(other) => panic!("{other}"),
    }
}

#[track_caller]
fn assert_fault(name: &str, bytes: &[u8], part: &str) {
    let found = fault(name, bytes).unwrap_or_else(|| panic!("{name} was read"));
    assert!(found.contains(part), "{found}");
}

#[test]
fn what_is_no_extract_is_a_fault() {
    let xml = map().xml();
    assert_eq!(fault("roads.osm", xml.as_bytes()), None);
    assert_fault("roads.osm", b"", "element osm");
    assert_fault("roads.osm", b"<html><body>404</body></html>", "element osm");
    assert_fault("roads.osm", &xml.as_bytes()[..xml.len() / 2], "");
    assert_fault(
        "roads.osm",
        xml.replace("lon=\"10\"", "lon=\"ten\"").as_bytes(),
        "ten",
    );
    assert_fault("roads.osm", b"<osm></osm>", "roads");
    assert_fault("roads.osm.pbf", b"", "empty");
    assert_fault("roads.osm.pbf", b"x", "ends in the block");
    assert_fault("roads.osm.pbf", &[0xff; 64], "header of a block");
    assert_fault("roads.osm.pbf", b"PK\x03\x04 a zip", "header of a block");
    assert_fault("roads.osm.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1], "");
}

#[test]
fn missing_nodes_are_named() {
    let xml = map().xml();
    let without = xml
        .lines()
        .filter(|line| !line.contains("<node id=\"20\""))
        .collect::<Vec<_>>()
        .join("\n");
    assert_fault("roads.osm", without.as_bytes(), "node 20 of way 1");
    assert_fault(
        "roads.osm",
        xml.replace("lon=\"10.02\"", "lon=\"910.2\"").as_bytes(),
        "lie nowhere",
    );
}

#[test]
fn a_tag_without_end_fills_no_memory() {
    let endless = format!("<osm><node id=\"{}", "1".repeat(3 << 20));
    assert_fault("roads.osm", endless.as_bytes(), "1 MiB");
}

/// A block: a header of a kind and a size, and its bytes.
fn block(kind: &str, size: u64, bytes: &[u8]) -> Vec<u8> {
    let mut header = vec![0x0a, kind.len() as u8];
    header.extend(kind.as_bytes());
    header.push(0x18);
    let mut rest = size;
    loop {
        let low = (rest & 0x7f) as u8;
        rest >>= 7;
        header.push(if rest > 0 { low | 0x80 } else { low });
        if rest == 0 {
            break;
        }
    }
    let mut block = (header.len() as u32).to_be_bytes().to_vec();
    block.extend(header);
    block.extend(bytes);
    block
}

#[test]
fn absurd_blocks_are_faults() {
    assert_fault(
        "roads.osm.pbf",
        &block("OSMHeader", u64::MAX, b""),
        "32 MiB",
    );
    assert_fault(
        "roads.osm.pbf",
        &block("OSMHeader", 1000, b"short"),
        "ends in the block",
    );
    assert_fault(
        "roads.osm.pbf",
        &block("OSMData", 2, &[0x0a, 0]),
        "header is missing",
    );
    let history = [&[0x0a, 24, 0x22, 22][..], b"HistoricalInformation!"].concat();
    assert_fault(
        "roads.osm.pbf",
        &block("OSMHeader", history.len() as u64, &history),
        "HistoricalInformation",
    );
}

/// A field of bytes with the number 1.
fn first_field(bytes: &[u8]) -> Vec<u8> {
    let (mut field, mut length) = (vec![0x0a], bytes.len());
    while length > 0x7f {
        field.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    field.push(length as u8);
    field.extend(bytes);
    field
}

/// A block whose texts are all empty: two bytes each, and each would take sixteen in memory.
#[test]
fn empty_texts_without_end_fill_no_memory() {
    let header = first_field(&first_field(b""));
    let texts = first_field(&first_field(&first_field(b"").repeat(15 << 20)));
    let file = [
        block("OSMHeader", header.len() as u64, &header),
        block("OSMData", texts.len() as u64, &texts),
    ];
    assert_fault("roads.osm.pbf", &file.concat(), "1048576 texts");
}

/// A real extract with some bytes spoiled, or cut off, is a fault or still an extract, and never a panic.
#[test]
fn spoiled_extracts_never_panic() {
    let Ok(whole) = fs::read("../shared/osm/gh-north-bayreuth.osm.pbf") else {
        eprintln!("skipped: no extract here");
        return;
    };
    assert_eq!(fault("roads.osm.pbf", &whole), None);
    for part in 1..12 {
        let cut = whole.len() * part / 12 + part;
        assert!(
            fault("roads.osm.pbf", &whole[..cut]).is_some(),
            "cut at {cut}"
        );
        let mut spoiled = whole.clone();
        for byte in &mut spoiled[cut..(cut + 9).min(whole.len())] {
            *byte ^= 0x5a;
        }
        let _ = fault("roads.osm.pbf", &spoiled);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_are_too_odd(spoiled in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut xml = map().xml().into_bytes();
        for (index, byte) in spoiled {
            let at = index.index(xml.len());
            xml[at] = byte;
        }
        for name in ["roads.osm", "roads.osm.pbf"] {
            let _ = fault(name, &xml);
        }
    }
}

#[test]
fn a_folder_is_no_extract() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("roads.osm");
    fs::create_dir(&path).expect("a folder");
    assert!(read_roads(&path).is_err() && read_roads(Path::new("nowhere.osm.pbf")).is_err());
}
