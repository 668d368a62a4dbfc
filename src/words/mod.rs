//! What the program says, in Chinese: one table of sentences, English beside Chinese.
//!
//! English is written where a thing is said, and is what scripts and the crate get. A sentence of the table has holes, `{}`, for
//! what differs; the Chinese one takes them in the same order, or by number, `{1}`. A text is told in Chinese by the sentence that
//! fits it with most letters of its own, and so is what stands in its holes.
//!
//! Imports nothing; whoever speaks to people may use it.

mod console;
mod faults;
mod findings;
mod roads;
mod schema;
mod told;

use std::collections::HashMap;
use std::sync::LazyLock;

/// A sentence in English, and in Chinese.
type Pair = (&'static str, &'static str);

/// All of them.
const TABLE: [&[Pair]; 6] = [
    faults::PAIRS,
    findings::PAIRS,
    roads::PAIRS,
    schema::PAIRS,
    console::PAIRS,
    told::PAIRS,
];

/// How deep sentences stand in the holes of others.
const DEEPEST: usize = 4;

/// A sentence with holes: what stands around them, and the Chinese.
struct Pattern {
    around: Vec<&'static str>,
    chinese: &'static str,
}

static WHOLE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let pairs = TABLE.into_iter().flatten().copied();
    pairs
        .filter(|(english, _)| !english.contains("{}"))
        .collect()
});

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pairs = TABLE.into_iter().flatten();
    let with_holes = pairs.filter(|(english, _)| english.contains("{}"));
    let pattern = |&(english, chinese): &Pair| Pattern {
        around: english.split("{}").collect(),
        chinese,
    };
    let mut patterns: Vec<Pattern> = with_holes.map(pattern).collect();
    let own = |pattern: &Pattern| pattern.around.iter().map(|part| part.len()).sum::<usize>();
    patterns.sort_by_key(|pattern| std::cmp::Reverse(own(pattern)));
    patterns
});

/// Whether a sentence stands in the table, its holes written `{}`.
#[must_use]
pub fn is_known(sentence: &str) -> bool {
    TABLE
        .into_iter()
        .flatten()
        .any(|(english, _)| *english == sentence)
}

/// A text in Chinese, line by line; what no sentence fits stays as it is.
#[must_use]
pub fn chinese(text: &str) -> String {
    let lines = text
        .split('\n')
        .map(|line| told(line, 0).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

/// A line in Chinese, with the blanks around it.
fn told(line: &str, depth: usize) -> Option<String> {
    let bare = line.trim();
    if bare.is_empty() || depth > DEEPEST {
        return None;
    }
    let start = line.len() - line.trim_start().len();
    let (before, behind) = (&line[..start], &line[start + bare.len()..]);
    let whole = WHOLE.get(bare).map(|chinese| (*chinese).to_owned());
    let told = whole
        .or_else(|| figure_with_word(bare))
        .or_else(|| by_pattern(bare, true, depth))
        .or_else(|| in_columns(bare, depth))
        .or_else(|| by_pattern(bare, false, depth))
        .or_else(|| in_parts(bare, depth))?;
    Some(format!("{before}{told}{behind}"))
}

/// By a sentence with holes: one with columns of its own, or any.
fn by_pattern(bare: &str, has_columns: bool, depth: usize) -> Option<String> {
    let mut patterns = PATTERNS
        .iter()
        .filter(|pattern| !has_columns || pattern.around.iter().any(|part| part.contains("  ")));
    let (pattern, holes) =
        patterns.find_map(|pattern| Some((pattern, holes(&pattern.around, bare)?)))?;
    let holes: Vec<String> = holes
        .iter()
        .map(|hole| told(hole, depth + 1).unwrap_or_else(|| (*hole).to_owned()))
        .collect();
    Some(filled(pattern.chinese, &holes))
}

/// `0.521 kg/person/day`, `residual 53.9 %`
fn figure_with_word(bare: &str) -> Option<String> {
    let is_figure = |text: &str| text.parse::<f64>().is_ok();
    let (first, rest) = bare.split_once(' ')?;
    if is_figure(first) {
        return Some(format!("{first} {}", WHOLE.get(rest)?));
    }
    let figure = rest.strip_suffix('%')?.trim();
    is_figure(figure).then(|| Some(format!("{} {rest}", WHOLE.get(first)?)))?
}

/// A row of a table on the console, its columns parted by two blanks or more.
fn in_columns(bare: &str, depth: usize) -> Option<String> {
    let (first, rest) = bare.split_once("  ")?;
    let cell = rest.trim_start();
    let blanks = &bare[first.len()..bare.len() - cell.len()];
    let (of_first, of_rest) = (told(first, depth + 1), told_row(cell, depth + 1));
    if of_first.is_none() && of_rest.is_none() {
        return None;
    }
    let first = of_first.unwrap_or_else(|| first.to_owned());
    Some(format!(
        "{first}{blanks}{}",
        of_rest.unwrap_or_else(|| cell.to_owned())
    ))
}

/// The rest of such a row, however many columns it has.
fn told_row(row: &str, depth: usize) -> Option<String> {
    match row.contains("  ") {
        true => in_columns(row, depth.min(DEEPEST - 1)),
        false => told(row, depth),
    }
}

/// Sentences behind one another, or the parts of a list.
fn in_parts(bare: &str, depth: usize) -> Option<String> {
    let (mark, between) = if bare.contains("; ") {
        ("; ", ";")
    } else {
        (", ", "、")
    };
    let parts: Vec<&str> = bare.split(mark).collect();
    let told: Vec<Option<String>> = parts.iter().map(|part| told(part, depth + 1)).collect();
    if parts.len() < 2 || told.iter().all(Option::is_none) {
        return None;
    }
    let or_own = |(told, own): (Option<String>, &&str)| told.unwrap_or_else(|| (*own).to_owned());
    let told: Vec<String> = told.into_iter().zip(&parts).map(or_own).collect();
    Some(told.join(between))
}

/// What stands in the holes of a sentence; `None` if the text is not that sentence. Holes are as short as can be.
fn holes<'t>(around: &[&'static str], text: &'t str) -> Option<Vec<&'t str>> {
    let (first, rest) = around.split_first()?;
    let (last, between) = rest.split_last()?;
    let mut left = text.strip_prefix(first)?.strip_suffix(last)?;
    let mut holes = Vec::with_capacity(rest.len());
    for part in between {
        let at = left.find(part)?;
        holes.push(&left[..at]);
        left = &left[at + part.len()..];
    }
    holes.push(left);
    Some(holes)
}

/// The Chinese sentence with its holes filled, in order or by number.
fn filled(chinese: &str, holes: &[String]) -> String {
    let mut text = String::new();
    let (mut left, mut next) = (chinese, 0);
    while let Some((before, behind)) = left.split_once('{') {
        text.push_str(before);
        let (number, behind) = behind.split_once('}').unwrap_or(("", behind));
        let at = number.parse().unwrap_or(next);
        next += 1;
        text.push_str(holes.get(at).map_or("", String::as_str));
        left = behind;
    }
    text + left
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn sentences_are_told_with_what_stands_in_them() {
        for (english, right) in [
            ("at least one village", "至少一个村庄"),
            (
                "  a name of its own; row 3 bears it",
                "  唯一的名称;第3行已使用",
            ),
            (
                "a whole number from 0 to 20 (households)",
                "0 到 20 (户) 的整数",
            ),
            ("nobody has ever said this", "nobody has ever said this"),
            (
                "  tours home late    0.12  in a week",
                "  晚归班次    0.12  每周",
            ),
        ] {
            assert_eq!(chinese(english), right);
        }
    }

    #[test]
    fn every_sentence_stands_once_and_has_its_holes() {
        let mut seen = BTreeSet::new();
        for (english, chinese) in TABLE.into_iter().flatten() {
            assert!(seen.insert(english), "twice: {english}");
            assert!(
                !chinese.is_empty() && english.trim() == *english,
                "{english}"
            );
            let count = english.matches("{}").count();
            let in_chinese = chinese.matches('{').count();
            assert!(
                in_chinese == count || chinese.contains("{0}") || chinese.contains("{1}"),
                "{english}: {chinese}"
            );
            for number in 0..9 {
                let is_used = chinese.contains(&format!("{{{number}}}"));
                assert!(!is_used || number < count, "{english}: {chinese}");
            }
            assert!(
                english.split("{}").map(str::len).sum::<usize>() > 3 || count == 0,
                "too little to know it by: {english}"
            );
        }
    }

    #[test]
    fn no_sentence_hides_another() {
        for (english, right) in TABLE
            .into_iter()
            .flatten()
            .filter(|pair| pair.0.contains("{}"))
        {
            let count = english.matches("{}").count();
            let marks: Vec<String> = (0..count).map(|k| format!("※{k}")).collect();
            let mut filled_in = String::new();
            for (part, mark) in english
                .split("{}")
                .zip(marks.iter().map(String::as_str).chain([""]))
            {
                filled_in += part;
                filled_in += mark;
            }
            // Between two holes that touch nobody can tell where one ends.
            if !english.contains("{}{}") {
                assert_eq!(
                    told(&filled_in, 0),
                    Some(filled(right, &marks)),
                    "{english}"
                );
            }
        }
    }
}
