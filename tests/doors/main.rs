//! Every door through which a file comes in, knocked at with files that were spoiled byte by byte and cell by cell: nothing
//! panics, and whoever is refused is told why. The seed is fixed; `WASTEWAYS_KNOCK_TIMES` knocks so many times
//! as often, the same on every machine, `WASTEWAYS_KNOCK_SECONDS` for as long as one likes.

#![cfg(all(feature = "osm", feature = "xlsx"))]

mod doors;

use doors::{Door, Kind, knock};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// Files spoiled at one time.
const USUAL: u64 = 3_000;

/// What a cell may become.
const CELLS: [&str; 43] = [
    "",
    "0",
    "-1",
    "1",
    "7",
    "0.5",
    "1e999",
    "1e-9",
    "NaN",
    "inf",
    "4294967296",
    "99999999999999999999",
    "1000000000",
    "9223372036854775807",
    "-9223372036854775808",
    "#N/A",
    "#1",
    "#",
    "=1+1",
    "'",
    "\"",
    "\"\"",
    "；",
    "mon;tue",
    "sun",
    "25:30",
    "72:00",
    "99:99",
    "2026-02-30",
    "02-10",
    "yes",
    "no",
    "是",
    "２．５",
    "1,250",
    "90%",
    " ",
    "\u{feff}",
    "residual",
    "collector",
    "P1",
    "W1",
    "\u{202e}x",
];

/// Spoils a few bytes: flips, writes, cuts out, doubles.
fn spoil_bytes(bytes: &mut Vec<u8>, random: &mut Pcg64) {
    for _ in 0..1 + random.random_range(0..4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.random_range(0..bytes.len());
        let length = random.random_range(1..=16.min(bytes.len() - at));
        match random.random_range(0..5) {
            0 => bytes[at] ^= 1 << random.random_range(0..8),
            1 => bytes[at] = random.random::<u8>(),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let copy = bytes[at..at + length].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => bytes.truncate(at),
        }
    }
}

/// Spoils a few cells, or words, of a text: other content, swapped, doubled, dropped, rows doubled or gone.
fn spoil_cells(text: &str, random: &mut Pcg64) -> String {
    let separators = [',', '\n', ' ', '\t', '"', '<', '>', '=', ':', '[', '}'];
    let mut cells: Vec<String> = text
        .split_inclusive(separators)
        .map(str::to_owned)
        .collect();
    for _ in 0..1 + random.random_range(0..4) {
        if cells.is_empty() {
            break;
        }
        let at = random.random_range(0..cells.len());
        let other = random.random_range(0..cells.len());
        match random.random_range(0..6) {
            0 | 1 => {
                let end = cells[at].chars().last().filter(|c| separators.contains(c));
                let word = CELLS[random.random_range(0..CELLS.len())];
                cells[at] = word.to_owned() + &end.map(String::from).unwrap_or_default();
            }
            2 => cells.swap(at, other),
            3 => cells.insert(at, cells[other].clone()),
            4 => drop(cells.remove(at)),
            _ => {
                let rows: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
                let row = &rows[random.random_range(0..rows.len())];
                cells.push(row.clone());
            }
        }
    }
    cells.concat()
}

fn spoiled(door: &Door, random: &mut Pcg64) -> Vec<u8> {
    let is_text = !matches!(door.kind, Kind::Workbook | Kind::Roads("roads.osm.pbf"));
    let mut bytes = door.seed.clone();
    if is_text && random.random_bool(0.7) {
        bytes = spoil_cells(&String::from_utf8_lossy(&bytes), random).into_bytes();
    }
    if !is_text || random.random_bool(0.4) {
        spoil_bytes(&mut bytes, random);
    }
    bytes
}

#[test]
fn sound_files_open_every_door() {
    for door in doors::doors() {
        assert!(knock(door.kind, &door.seed), "{:?}", door.kind);
    }
}

#[test]
fn spoiled_files_open_no_door_by_force() {
    let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let seconds = number("WASTEWAYS_KNOCK_SECONDS");
    let most = USUAL * number("WASTEWAYS_KNOCK_TIMES").unwrap_or(1);
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let is_over = |knocks: u64| match until {
        Some(until) => Instant::now() >= until,
        None => knocks >= most,
    };
    let doors = doors::doors();
    let mut random = Pcg64::seed_from_u64(16);
    let mut knocks = 0;
    while !is_over(knocks) {
        let door = &doors[random.random_range(0..doors.len())];
        let bytes = spoiled(door, &mut random);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| knock(door.kind, &bytes))) {
            eprintln!(
                "knock {knocks} at {:?} with {:?}",
                door.kind,
                String::from_utf8_lossy(&bytes)
            );
            resume_unwind(panic);
        }
        knocks += 1;
    }
    println!("{knocks} knocks");
}
