//! How cells are written by hand: full-width digits, Chinese separators, units in headers, yes and no in two languages.

use crate::district::CalendarDay;
use crate::quantity::Clock;
use crate::tables::Choice;
use jiff::civil::DateTime;

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

/// A header as it is compared: without unit in brackets, in lower case, with `_` for blanks.
pub(super) fn header(text: &str) -> String {
    let text = half_width(text).to_lowercase();
    let bare = text.split(['(', '[']).next().unwrap_or_default().trim();
    bare.replace([' ', '-'], "_")
        .trim_start_matches('\u{feff}')
        .to_owned()
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

/// A number; not necessarily a finite one.
pub(super) fn number(text: &str) -> Option<f64> {
    half_width(text).parse().ok()
}

/// A share: a number, or percents with their sign.
pub(super) fn share(text: &str) -> Option<f64> {
    let text = half_width(text);
    match text.strip_suffix('%') {
        Some(percents) => percents
            .trim()
            .parse::<f64>()
            .ok()
            .map(|percents| percents / 100.0),
        None => text.parse().ok(),
    }
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

/// A date: `2026-02-10`, `2026/2/10`, `2026年2月10日`, with a time of day behind it, or without the year. Not checked against the calendar.
pub(super) fn date(text: &str) -> Option<CalendarDay> {
    let text = half_width(text);
    let text = without_time(&text).replace(['年', '月', '/', '.'], "-");
    let text = text.trim_end_matches(['日', '号']);
    let parts: Option<Vec<i16>> = text
        .split('-')
        .map(|part| digits(part)?.parse().ok())
        .collect();
    let (year, month, day) = match parts?.as_slice() {
        [year, month, day] => (Some(*year), *month, *day),
        [month, day] => (None, *month, *day),
        _ => return None,
    };
    Some(CalendarDay {
        year,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    })
}

/// A date with its year, and a time of day; no time zone: `2026-02-10 06:40:05`, `2026/2/10 6:40`.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    let text = half_width(text);
    let (day, clock) = text.trim().split_once([' ', 'T'])?;
    let civil = date(day)?.civil()?;
    let whole = clock.trim().split('.').next().unwrap_or_default();
    let seconds = whole
        .parse::<Clock>()
        .ok()
        .filter(|clock| clock.0 < 86_400)?
        .0;
    let time = jiff::civil::Time::new(
        (seconds / 3_600) as i8,
        (seconds / 60 % 60) as i8,
        (seconds % 60) as i8,
        0,
    );
    Some(civil.to_datetime(time.ok()?))
}

/// A date without the time of day that scales and spreadsheets write behind it.
fn without_time(text: &str) -> &str {
    let parted = text.split_once([' ', 'T']);
    let is_time = |time: &str| time.trim_end_matches('Z').trim().parse::<Clock>().is_ok();
    match parted {
        Some((date, time)) if is_time(time.split('.').next().unwrap_or_default()) => date,
        _ => text,
    }
}

fn digits(part: &str) -> Option<&str> {
    let part = part.trim();
    (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_people_write_them() {
        assert_eq!(number(" １２．５ "), Some(12.5));
        assert_eq!(share("85 %"), Some(0.85));
        assert_eq!(header("载重（kg）"), "载重");
        assert_eq!(header("Payload kg [kg]"), "payload_kg");
        assert_eq!(list("a；b、 c;").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(yes_no("是"), Some(true));
    }

    #[test]
    fn moments_have_a_year_and_no_zone() {
        let six = jiff::civil::date(2026, 2, 10).at(6, 40, 5, 0);
        for text in [
            "2026-02-10 06:40:05",
            "2026/2/10T6:40:05.250",
            "２０２６年2月10日 6:40:05",
        ] {
            assert_eq!(moment(text), Some(six), "{text}");
        }
        for text in [
            "2026-02-10",
            "2026-02-10T06:40:05Z",
            "02-10 06:40",
            "2026-02-30 06:40",
            "2026-02-10 25:00",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn dates_read_with_and_without_year() {
        let day = |year| CalendarDay {
            year,
            month: 2,
            day: 10,
        };
        for text in [
            "2026-02-10",
            "2026/2/10",
            "2026年2月10日",
            "２０２６-2-10",
            "2026-02-10 07:15:00",
            "2026-02-10T07:15",
            "2026-02-10T07:15:00Z",
            "2026/2/10 7:15",
            "2026年2月10日 07:15:00.000",
        ] {
            assert_eq!(date(text), Some(day(Some(2026))), "{text}");
        }
        assert_eq!(date("2月10日"), Some(day(None)));
        assert_eq!(date("02-10"), Some(day(None)));
        assert_eq!(date("-2-10"), None);
        assert_eq!(date("soon"), None);
    }
}
