//! Instances of the literature: whatever becomes of a file, the reader gives an instance that is valid or faults that say
//! what is wrong, and never panics.

#![cfg(feature = "plan")]

use proptest::prelude::*;
use wasteways::input::{InputError, parse_instance};

/// A small instance of each format.
const SAMPLES: [(&str, &str); 6] = [
    (
        "cvrp",
        "NAME : a\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 10\nNODE_COORD_SECTION\n\
         1 0 0\n2 3 4\n3 0 1\nDEMAND_SECTION\n1 0\n2 4\n3 6\nDEPOT_SECTION\n1\n-1\nEOF\n",
    ),
    (
        "all of VRPLIB",
        "TYPE: MDVRPTW\nDIMENSION: 4\nVEHICLES: 3\nVEHICLES_MAX_DURATION: 45\nNODE_COORD_SECTION\n1 0 0\n2 10 0\n\
         3 1 1\n4 9 1\nDEMAND_SECTION\n1 0\n2 0\n3 8\n4 8\nSERVICE_TIME_SECTION\n1 0\n2 0\n3 2.5\n4 3\n\
         TIME_WINDOW_SECTION\n1 0 90\n2 0 80\n3 0 50\n4 5 60\nRELEASE_TIME_SECTION\n1 0\n2 0\n3 5\n4 0\n\
         CAPACITY_SECTION\n1 9\n2 9\n3 20\nVEHICLES_FIXED_COST_SECTION\n1 5\n2 5\n3 6\n\
         VEHICLES_DEPOT_SECTION\n1 2\n2 1\n3 2\nDEPOT_SECTION\n1\n2\nEOF\n",
    ),
    (
        "solomon",
        "T\n\nVEHICLE\nNUMBER CAPACITY\n 25 200\n\nCUSTOMER\nCUST NO. XCOORD.\n\n0 0 0 0 0 230 0\n1 1 1 10 5 100 10\n\
         2 2 0 20 0 90 9\n",
    ),
    (
        "cordeau",
        "1 3 2 4\n 0 50\n 0 50\n 0 50\n 0 50\n 0 0 0 0 0 0 0\n 1 1 1 3 10 2 2 5 10\n 2 0 2 0 20 1 4 1 2 4 8\n",
    ),
    (
        "kim",
        "280 // yards\n400\n500\n3600\n40\nStop_ID X\n0 0 0 0400 1675 0 9999 0\n7 5280 0 0000 2400 1600 9999 2\n\
         9 0 5280 0700 2400 180 0.5 1\n12 -100 0 800 1200 30 4 1\n",
    ),
    (
        "udine",
        r#"{"info": {"numVehicles": 2, "maxDuration": 149, "maxCapacity": 107, "planningHorizon": 2},
"features": [{"properties": {"id": 0, "type": "depot"}},
{"properties": {"id": 1, "type": "intermediateFacility"}},
{"properties": {"id": 2, "type": "customer", "frequency": 2, "demand": 5.5, "service": 6}}],
"duration": [[0, 1, 2], [4, 0, 5], [7, 8, 0]]}"#,
    ),
];

/// What a number may become.
const NUMBERS: [&str; 14] = [
    "",
    "-1",
    "0",
    "0.5",
    "7",
    "1e3",
    "1e999",
    "NaN",
    "-inf",
    "99999999999999999999",
    "4294967295",
    "33",
    "x",
    "-0",
];

/// Reads, and asserts that what comes back makes sense.
fn read(bytes: &[u8], vehicles: Option<u32>) {
    match parse_instance("sample", bytes, vehicles) {
        Ok(instance) => assert!(instance.problem.validate().is_ok()),
        Err(InputError::Faults { faults, .. }) => assert!(!faults.is_empty()),
        Err(other) => panic!("{other}"),
    }
}

/// The text with its `at`-th number (modulo their count) replaced.
fn with_number(text: &str, at: usize, number: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let mut starts: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (place, c) in text.char_indices() {
        if c.is_ascii_digit() && !is_digit(before) && !before.is_alphabetic() {
            starts.push(place);
        }
        before = c;
    }
    let start = starts[at % starts.len()];
    let end = text[start..]
        .find(|c| !is_digit(c))
        .map_or(text.len(), |len| start + len);
    format!("{}{number}{}", &text[..start], &text[end..])
}

#[test]
fn the_samples_are_instances() {
    for (name, text) in SAMPLES {
        let read = parse_instance(name, text.as_bytes(), None);
        let instance = read.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(instance.client_ids.len(), instance.problem.clients.len());
        assert_eq!(
            instance.vehicle_numbers.len(),
            instance.problem.classes.len()
        );
    }
}

#[test]
fn vehicles_are_bounded_from_outside() {
    let counts = |vehicles| {
        let read = parse_instance("kim", SAMPLES[4].1.as_bytes(), vehicles);
        read.expect("an instance").problem.classes[0].count.clone()
    };
    assert_eq!(
        (counts(None), counts(Some(1)), counts(Some(9))),
        (vec![2], vec![1], vec![2])
    );
}

#[test]
fn every_prefix_is_read_or_refused() {
    for (_, text) in SAMPLES {
        for end in 0..text.len() {
            read(&text.as_bytes()[..end], None);
        }
    }
}

#[test]
fn every_missing_line_is_read_or_refused() {
    for (_, text) in SAMPLES {
        let lines: Vec<&str> = text.lines().collect();
        for gone in 0..lines.len() {
            for doubled in [false, true] {
                let mut left = lines.clone();
                if doubled {
                    left.insert(gone, lines[gone]);
                } else {
                    left.remove(gone);
                }
                read(left.join("\n").as_bytes(), None);
            }
        }
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for bytes in [
        &b""[..],
        b" \n\t\r\n",
        b"TYPE : CVRP\n\xff\xfe",
        b"\x00\x01",
        b"PK\x03\x04",
        b"hello\n",
    ] {
        let refused = parse_instance("sample", bytes, None);
        assert!(
            matches!(refused, Err(InputError::Faults { faults, .. }) if faults.len() == 1),
            "{bytes:?}"
        );
    }
    let mark = [b"\xef\xbb\xbf", SAMPLES[0].1.as_bytes()].concat();
    assert!(
        parse_instance("sample", &mark, None).is_ok(),
        "a byte order mark is no fault"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn no_numbers_make_the_reader_panic(
        sample in 0..SAMPLES.len(),
        changes in proptest::collection::vec((any::<usize>(), 0..NUMBERS.len()), 1..4),
        vehicles in proptest::option::of(1..50u32),
    ) {
        let mut text = SAMPLES[sample].1.to_owned();
        for (at, number) in changes {
            text = with_number(&text, at, NUMBERS[number]);
        }
        read(text.as_bytes(), vehicles);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(
        sample in 0..SAMPLES.len(),
        at in any::<prop::sample::Index>(),
        bytes in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut text = SAMPLES[sample].1.as_bytes().to_vec();
        let at = at.index(text.len());
        let end = (at + bytes.len() / 2).min(text.len());
        text.splice(at..end, bytes);
        read(&text, None);
    }

    #[test]
    fn no_order_of_lines_makes_the_reader_panic(
        (sample, order) in (0..SAMPLES.len()).prop_flat_map(|sample| {
            let lines: Vec<usize> = (0..SAMPLES[sample].1.lines().count()).collect();
            (Just(sample), Just(lines).prop_shuffle())
        }),
    ) {
        let lines: Vec<&str> = SAMPLES[sample].1.lines().collect();
        let text: Vec<&str> = order.iter().map(|&at| lines[at]).collect();
        read(text.join("\n").as_bytes(), None);
    }
}
