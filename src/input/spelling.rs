//! How cells are written by hand: full-width digits, Chinese separators, yes and no in two languages.

use crate::tables::{Choice, Kind};

/// Full-width letters, digits and signs as their common forms, trimmed.
pub(super) fn half_width(text: &str) -> String {
    let common = |letter: char| match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    let text = text.trim();
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars()
        .map(common)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Whether a cell says in words or signs that nothing is to stand there.
pub(super) fn says_nothing(text: &str, kind: Kind) -> bool {
    const SIGNS: [&str; 7] = ["-", "—", "——", "/", "\\", "–", "n/a"];
    const WORDS: [&str; 4] = ["无", "不限", "暂无", "没有"];
    // Most cells are figures and names, and are known by their length or first letter.
    const LONGEST: usize = 9;
    if text.is_empty() || text.len() > LONGEST || text.as_bytes()[0].is_ascii_digit() {
        return false;
    }
    let text = half_width(text).to_lowercase();
    let is_said = |words: &[&str]| words.contains(&text.as_str());
    match kind {
        Kind::Text => false,
        Kind::YesNo => is_said(&SIGNS),
        Kind::OneOf(choices) if choice(&text, choices).is_some() => false,
        _ => is_said(&SIGNS) || is_said(&WORDS),
    }
}

/// The entries of a list in a cell.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    let entries = text.split([';', '；', '、']);
    entries.map(str::trim).filter(|entry| !entry.is_empty())
}

/// Whether a cell holds what Excel, WPS or LibreOffice show where a formula failed.
pub(super) fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: [&str; 12] = [
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#GETTING_DATA",
    ];
    let text = text.to_uppercase();
    let code = text.strip_prefix("ERR:").unwrap_or_default();
    ERRORS.contains(&text.as_str()) || (code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()))
}

/// Yes or no.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match half_width(text).to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" => Some(true),
        "no" | "n" | "false" | "0" | "否" | "无" => Some(false),
        _ => None,
    }
}

/// Which of the choices a cell names.
pub(super) fn choice(text: &str, choices: &[Choice]) -> Option<&'static str> {
    let text = half_width(text).to_lowercase();
    let named = |(word, others): &&Choice| *word == text || others.contains(&text.as_str());
    choices.iter().find(named).map(|choice| choice.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_people_write_them() {
        assert!(says_nothing(" — ", Kind::Name) && says_nothing("不限", Kind::Days));
        assert!(!says_nothing("无", Kind::YesNo) && !says_nothing("无", Kind::Text));
        let choices: &[Choice] = &[("none", &["无"])];
        assert!(
            !says_nothing("无", Kind::OneOf(choices)) && says_nothing("—", Kind::OneOf(choices))
        );
        assert_eq!(list("a；b、 c;").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(yes_no("是"), Some(true));
    }
}
