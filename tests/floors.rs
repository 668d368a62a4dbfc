//! The floors of the crate: reads what every file of `src/` imports and fails on an arrow upwards or sideways, on the
//! absences that matter most, on a circle within the solver, and on files opened anywhere but at the two doors.
//!
//! Tests at the foot of a file are left out: they may build what they like.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// From the ground; a module imports from lower floors only.
const FLOORS: [&[&str]; 11] = [
    &["quantity", "words"],
    &["district", "vrp"],
    &["tables", "plan"],
    &["roads"],
    &["flow"],
    &["transfer"],
    &["input", "rounds", "check"],
    &["planner"],
    &["study", "generate"],
    &["report"],
    &["cli"],
];

/// Who never imports whom. The floors forbid most of it; named here, it stays forbidden when a floor moves.
const ABSENCES: [(&str, &str); 4] = [
    ("vrp", "district"),
    ("check", "vrp"),
    ("check", "rounds"),
    ("check", "input"),
];

/// The rungs within the solver, from the ground; files that are on none only have to keep out of circles.
const LADDER: [&[&str]; 13] = [
    &["problem"],
    &["segments", "solution", "dice"],
    &["day", "schedule", "horizon"],
    &["route", "neighbourhood", "cost", "params"],
    &["space"],
    &["tours"],
    &[
        "quote", "savings", "split", "ruin", "recast", "parts", "moves",
    ],
    &["insertion"],
    &["recreate", "construct"],
    &["search", "lean"],
    &["islands"],
    &["solve"],
    &["bound"],
];

/// What opens a file, and what changes one.
const TOUCHES: [&str; 7] = [
    "fs::",
    "File::",
    "OpenOptions",
    "tempfile::",
    "NamedTempFile",
    "from_path(",
    "open_workbook",
];
const CHANGES: [&str; 8] = [
    "fs::write",
    "File::create",
    "OpenOptions",
    "create_dir",
    "fs::rename",
    "remove_file",
    "remove_dir",
    "tempfile::",
];

/// A file of `src/`, without its comments and tests.
struct Source {
    /// Where it lies: `["check", "legs"]`; for `check/mod.rs` `["check"]`; for lib.rs and main.rs nothing.
    module: Vec<String>,
    /// Its code.
    code: String,
}

impl Source {
    fn new(path: &Path, text: &str) -> Self {
        let parts = path.with_extension("");
        let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
        let module = parts
            .filter(|part| !["lib", "main", "mod"].contains(&part.as_str()))
            .collect();
        Self {
            module,
            code: code_of(text),
        }
    }

    /// The top module it belongs to; none for lib.rs and main.rs.
    fn floor(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    /// Every path into this crate that the code names, from the crate's root.
    fn imports(&self) -> Vec<Vec<String>> {
        let mut imports = Vec::new();
        for root in ["crate::", "super::"] {
            for (at, _) in self.code.match_indices(root) {
                let before = self.code[..at].chars().next_back();
                if before.is_none_or(|c| !is_word(c) && c != ':') {
                    let paths = expand(Vec::new(), &self.code[at..]).0;
                    imports.extend(paths.into_iter().map(|path| self.absolute(path)));
                }
            }
        }
        imports
    }

    fn absolute(&self, path: Vec<String>) -> Vec<String> {
        let supers = path.iter().take_while(|part| *part == "super").count();
        let base = if supers > 0 {
            self.module.len().saturating_sub(supers)
        } else {
            0
        };
        let rest = path.into_iter().skip(supers.max(1));
        self.module[..base].iter().cloned().chain(rest).collect()
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The code without comments and without what is only for tests.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let item = lines.find(|line| !line.trim_start().starts_with("#["));
            let indent = item.map_or(0, |item| item.len() - item.trim_start().len());
            if item.is_some_and(|item| !item.ends_with(';')) {
                let ends = |line: &&str| {
                    line.len() <= indent + 2 && (line.ends_with('}') || line.ends_with("};"))
                };
                lines.by_ref().find(ends);
            }
        } else if let Some(code_part) = line.split("//").next() {
            writeln!(code, "{code_part}").expect("a string takes what is written");
        }
    }
    code
}

/// The paths of a use tree such as `crate::a::{b, c::D}`, and what follows it.
fn expand(mut prefix: Vec<String>, text: &str) -> (Vec<Vec<String>>, &str) {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        let mut paths = Vec::new();
        loop {
            let (more, after) = expand(prefix.clone(), rest);
            paths.extend(more);
            rest = after.trim_start();
            match rest.strip_prefix(',') {
                Some(next) => rest = next,
                None => return (paths, rest.strip_prefix('}').unwrap_or(rest)),
            }
        }
    }
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if !word.is_empty() && word != "self" {
        prefix.push(word.to_owned());
    }
    match rest.strip_prefix("::") {
        Some(rest) if rest.starts_with(|c| is_word(c) || c == '{') => expand(prefix, rest),
        _ => {
            let rest = rest.trim_start_matches(|c| c != ',' && c != '}' && c != ';' && c != '\n');
            (vec![prefix], rest)
        }
    }
}

#[test]
fn every_floor_and_rung_exists() {
    let exists = |folder: &str, name: &str| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(folder);
        source.join(format!("{name}.rs")).exists() || source.join(name).join("mod.rs").exists()
    };
    for (folder, rungs) in [("", &FLOORS[..]), ("vrp", &LADDER[..])] {
        for name in rungs.iter().copied().flatten() {
            assert!(exists(folder, name), "there is no {name} in src/{folder}");
        }
    }
}

fn rank(rungs: &[&[&str]], name: &str) -> Option<usize> {
    rungs.iter().position(|names| names.contains(&name))
}

/// Arrows upwards or sideways, and those that must not be.
fn wrong_arrows(source: &Source) -> BTreeSet<String> {
    let Some(own) = source.floor() else {
        return BTreeSet::new();
    };
    let floor = rank(&FLOORS, own);
    let imports = source
        .imports()
        .into_iter()
        .filter_map(|path| path.into_iter().next());
    let wrong = imports.filter(|other| {
        let lower = rank(&FLOORS, other)
            .zip(floor)
            .is_some_and(|(other, own)| other < own);
        own != other && (!lower || ABSENCES.contains(&(own, other.as_str())))
    });
    wrong
        .map(|other| format!("{} imports {other}", source.module.join("::")))
        .collect()
}

/// Files touched anywhere but in `input` and `report`, or changed anywhere but in `report`.
fn wrong_doors(source: &Source) -> BTreeSet<String> {
    let forbidden: &[&str] = match source.floor() {
        Some("report") => &[],
        Some("input") => &CHANGES,
        _ => &TOUCHES,
    };
    let found = forbidden
        .iter()
        .filter(|token| source.code.contains(**token));
    found
        .map(|token| format!("{:?} uses {token}", source.module))
        .collect()
}

/// Who imports whom within the solver, by file (or folder), through what its `mod.rs` hands on.
fn solver_arrows(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let solver = || {
        sources
            .iter()
            .filter(|source| source.floor() == Some("vrp"))
    };
    let mut handed_on = BTreeMap::new();
    for source in solver().filter(|source| source.module.len() == 1) {
        for (at, _) in source.code.match_indices("pub use ") {
            for path in expand(Vec::new(), &source.code[at + 8..]).0 {
                handed_on.insert(path.last().cloned(), path.first().cloned());
            }
        }
    }
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in solver().filter(|source| source.module.len() > 1) {
        let own = &source.module[1];
        let targets = source
            .imports()
            .into_iter()
            .filter(|path| path.first().is_some_and(|top| top == "vrp"));
        let targets = targets.filter_map(|path| {
            let name = path.get(1).cloned();
            handed_on.get(&name).cloned().unwrap_or(name)
        });
        arrows
            .entry(own.clone())
            .or_default()
            .extend(targets.filter(|other| other != own));
    }
    arrows
}

/// Arrows up the ladder.
fn climbs(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let pairs = arrows
        .iter()
        .flat_map(|(own, others)| others.iter().map(move |other| (own, other)));
    let up = pairs.filter(|(own, other)| {
        rank(&LADDER, own)
            .zip(rank(&LADDER, other))
            .is_some_and(|(own, other)| other > own)
    });
    up.map(|(own, other)| format!("vrp::{own} imports vrp::{other}"))
        .collect()
}

/// The files that lie on a circle, or lead only to one.
fn circle(mut arrows: BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    loop {
        let open: BTreeSet<String> = arrows.keys().cloned().collect();
        let before = arrows.len();
        arrows.retain(|_, others| others.iter().any(|other| open.contains(other)));
        if arrows.len() == before {
            return arrows.into_keys().collect();
        }
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    let source = |file: &PathBuf| {
        Source::new(
            file.strip_prefix(&root).unwrap(),
            &std::fs::read_to_string(file).unwrap(),
        )
    };
    files.iter().map(source).collect()
}

#[test]
fn every_arrow_points_downwards() {
    let sources = sources();
    assert!(sources.len() > 50, "the files of src/ are found");
    let wrong: BTreeSet<_> = sources.iter().flat_map(wrong_arrows).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_has_a_floor() {
    for source in sources() {
        let floor = source.floor().map(|own| rank(&FLOORS, own));
        assert_ne!(floor, Some(None), "{:?}", source.module);
    }
}

#[test]
fn files_are_read_at_one_door_and_written_at_the_other() {
    let wrong: BTreeSet<_> = sources().iter().flat_map(wrong_doors).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_solver_is_a_ladder_without_circles() {
    let arrows = solver_arrows(&sources());
    assert!(arrows.len() > 5, "the files of the solver are found");
    assert_eq!(climbs(&arrows), [""; 0]);
    assert_eq!(circle(arrows), [""; 0]);
}

fn planted(path: &str, text: &str) -> Source {
    Source::new(Path::new(path), text)
}

#[test]
fn planted_arrows_are_found() {
    let guilty = [
        ("check/legs.rs", "use crate::vrp::Problem;"),
        (
            "check/legs.rs",
            "use crate::{district::District, rounds::rounds};",
        ),
        ("check/legs.rs", "use super::super::input::read_plan;"),
        ("check/mod.rs", "fn f() { let x = crate::planner::plan(); }"),
        (
            "vrp/moves/swap.rs",
            "use crate::{\n    quantity::Money,\n    district::Place,\n};",
        ),
        ("district/place.rs", "use crate::vrp::Load;"),
        ("flow/mod.rs", "use crate::District;"),
        ("quantity/time.rs", "pub(crate) use crate::tables::Column;"),
    ];
    for (path, text) in guilty {
        assert_eq!(
            wrong_arrows(&planted(path, text)).len(),
            1,
            "{path}: {text}"
        );
    }
    let innocent = [
        (
            "check/legs.rs",
            "use crate::roads::{Travel, travel};\nuse super::Finding;",
        ),
        (
            "vrp/moves/swap.rs",
            "use super::super::problem::Load;\n// use crate::district::Place;",
        ),
        (
            "flow/mod.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::planner::plan;\n}",
        ),
        ("lib.rs", "pub use crate::cli::run;"),
    ];
    for (path, text) in innocent {
        assert_eq!(
            wrong_arrows(&planted(path, text)),
            BTreeSet::new(),
            "{path}: {text}"
        );
    }
}

#[test]
fn what_follows_a_test_module_is_read() {
    let text = "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests {\n    use crate::cli::x;\n}\nuse crate::planner::plan;";
    assert_eq!(
        planted("flow/mod.rs", text).imports(),
        [["planner", "plan"]]
    );
}

#[test]
fn planted_files_are_found() {
    for (path, text) in [
        ("cli/plan.rs", "std::fs::write(path, text)?;"),
        ("main.rs", "let file = File::open(path);"),
        ("input/text.rs", "let file = File::create(path);"),
        (
            "generate/mod.rs",
            "use std::fs::{self};\nlet rows = csv::Writer::from_path(path);",
        ),
    ] {
        assert!(
            !wrong_doors(&planted(path, text)).is_empty(),
            "{path}: {text}"
        );
    }
    assert!(wrong_doors(&planted("input/text.rs", "std::fs::read(path)?;")).is_empty());
    assert!(wrong_doors(&planted("report/folder.rs", "std::fs::write(path, text)?;")).is_empty());
}

#[test]
fn planted_circles_and_climbs_are_found() {
    let sources = [
        planted(
            "vrp/mod.rs",
            "pub use problem::{Load, Problem};\npub use solve::solve;",
        ),
        planted("vrp/problem.rs", "use super::tours::Tours;"),
        planted("vrp/tours.rs", "use super::Problem;"),
        planted("vrp/segments.rs", "use super::search::Search;"),
        planted("vrp/search.rs", ""),
    ];
    let arrows = solver_arrows(&sources);
    let climbing = [
        "vrp::problem imports vrp::tours",
        "vrp::segments imports vrp::search",
    ];
    assert_eq!(climbs(&arrows), climbing);
    assert_eq!(circle(arrows), ["problem", "tours"]);
}
