//! Whatever the program says has a Chinese sentence beside it: the sources are read for what they say, the schema for its defaults
//! and sources.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use wasteways::tables::{DISTRICT_TABLES, Given, MEASURED_TABLES};
use wasteways::words::is_known;

/// Folders and files whose sentences reach people, and are told in both languages.
const SPEAKING: [&str; 12] = [
    "src/input",
    "src/district",
    "src/plan",
    "src/check",
    "src/cli",
    "src/tables/column.rs",
    "src/quantity/day.rs",
    "src/report/error.rs",
    "src/report/kind.rs",
    "src/flow/warning.rs",
    "src/study/edit.rs",
    "src/planner/watch.rs",
];
/// Instances of the literature are read by people who read English papers; the table of words itself is no speech.
const SILENT: [&str; 2] = ["src/input/instance", "src/cli/completions.rs"];

/// What looks like a sentence and is none.
const NO_SPEECH: &[&str] = &[
    // Parts of other sentences, told with them.
    ", row {}",
    ", column {}",
    ", cell {}",
    "in cell {}",
    ": expected {}",
    // What people write in tables.
    "prepared by",
    "if any",
    "every other day",
    "no sign",
    "no indications",
    "living street",
    // Names of places and figures alone.
    "{} to {}",
    "{}: {}",
    "{} {}",
    "{}  {} to {}",
    // Said to programmers.
    "no further word",
    "test",
    "ids holds every node of a way",
    "a node is kept because a way has it",
    "fewer than 2^32 nodes",
];

/// All files below a path.
fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        entries.iter().for_each(|entry| files(entry, found));
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        found.push(path.to_owned());
    }
}

/// The string literals of a source, those of tests and of `expect` left out.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = source;
    let mut before = String::new();
    while let Some(at) = rest.find(['"', '\'', '/']) {
        before.push_str(&rest[..at]);
        let here = &rest[at..];
        if here.starts_with("//") {
            rest = here.find('\n').map_or("", |end| &here[end..]);
        } else if let Some(quoted) = here.strip_prefix('\'') {
            let is_letter =
                |text: &str| text.starts_with('\\') || text.chars().nth(1) == Some('\'');
            let from = quoted
                .char_indices()
                .nth(1)
                .map_or(quoted.len(), |(at, _)| at);
            let end = is_letter(quoted)
                .then(|| quoted[from..].find('\''))
                .flatten();
            rest = end.map_or(quoted, |end| &quoted[from + end + 1..]);
        } else if let Some(opened) = here.strip_prefix('"') {
            let (text, behind) = literal(opened);
            let is_for_programmers = [".expect(", "unreachable!(", "panic!(", "assert!("];
            let opener = before.trim_end();
            if !is_for_programmers
                .iter()
                .any(|opens| opener.ends_with(opens))
            {
                found.push(text);
            }
            before.clear();
            rest = behind;
        } else {
            rest = &here[1..];
        }
    }
    found
}

/// The text of a literal up to its closing quote, and what stands behind.
fn literal(source: &str) -> (String, &str) {
    let mut text = String::new();
    let mut letters = source.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (text, &source[at + 1..]),
            '\\' => match letters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((at, '\n')) => {
                    let blanks = source[at + 1..].len() - source[at + 1..].trim_start().len();
                    for _ in 0..source[at + 1..at + 1 + blanks].chars().count() {
                        letters.next();
                    }
                }
                Some((_, other)) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    (text, "")
}

/// A literal with its holes as `{}`.
fn with_holes(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let here = &rest[at..];
        if here.starts_with("{{") || here.starts_with("}}") {
            plain.push_str(&here[..1]);
            rest = &here[2..];
        } else {
            plain.push_str("{}");
            rest = here.find('}').map_or("", |end| &here[end + 1..]);
        }
    }
    plain + rest
}

/// Whether a text says something: two words at least, one of them of small letters, and nothing of a pattern or a path.
fn says_something(line: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words = line
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| is_word(word))
        .count();
    line.contains(' ') && words > 0 && line.is_ascii()
}

#[test]
fn everything_that_is_said_is_said_in_chinese_too() {
    let mut sources = Vec::new();
    for place in SPEAKING {
        files(Path::new(place), &mut sources);
    }
    let mut missing = BTreeSet::new();
    let speaking = sources
        .iter()
        .filter(|path| !SILENT.iter().any(|silent| path.starts_with(silent)));
    for path in speaking {
        for text in literals(&fs::read_to_string(path).unwrap()) {
            for line in with_holes(&text).lines().map(str::trim) {
                if says_something(line) && !is_known(line) && !NO_SPEECH.contains(&line) {
                    missing.insert(format!("{}: {line}", path.display()));
                }
            }
        }
    }
    let list: Vec<_> = missing.into_iter().collect();
    assert!(
        list.is_empty(),
        "{} sentences have no Chinese:\n{}",
        list.len(),
        list.join("\n")
    );
}

#[test]
fn defaults_and_sources_of_the_schema_are_told_in_chinese() {
    let mut missing = BTreeSet::new();
    for column in DISTRICT_TABLES
        .into_iter()
        .chain(MEASURED_TABLES)
        .flat_map(|table| table.columns)
    {
        let Some(default) = column.default else {
            continue;
        };
        let rule = match default.value {
            Given::Rule(rule) => Some(rule),
            Given::Number(_) | Given::Clock(_) | Given::Word(_) => None,
        };
        for text in rule.into_iter().chain([default.source]) {
            let is_figure = text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':');
            if !is_figure && !is_known(text) && text != "ISO 8601" {
                missing.insert(text);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
