//! Days and dates as offices write them: `2026年11月23日`, `腊月二十三`, `周一至周五`, `一三五`, `逢三八`.

use super::spelling::{half_width, list};
use crate::district::CalendarDay;
use crate::quantity::{Clock, Day, DaySet};
use jiff::civil::DateTime;

/// Which calendar a date says that it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reckoning {
    /// It says nothing, as figures do.
    Unsaid,
    /// The Chinese lunar one: `腊月二十三`, `农历八月十五`.
    Lunar,
    /// Either: `八月十五`.
    Unclear,
}

/// A date of either calendar.
pub(super) fn date_of_either(text: &str) -> Option<(CalendarDay, Reckoning)> {
    if let Some(day) = date(text) {
        return Some((day, Reckoning::Unsaid));
    }
    let text: String = half_width(text).split_whitespace().collect();
    let (text, is_said) = match ["农历", "阴历", "旧历"]
        .iter()
        .find_map(|said| text.strip_prefix(said))
    {
        Some(rest) => (rest, true),
        None => (text.as_str(), false),
    };
    let is_lunar = is_said
        || ["正月", "冬月", "腊月", "初", "廿"]
            .iter()
            .any(|mark| text.contains(mark));
    if let Some(day) = date(text) {
        return Some((day, Reckoning::Lunar));
    }
    let (year, text) = match text.split_once('年') {
        Some((year, rest)) => (Some(digits(year)?.parse().ok()?), rest),
        None => (None, text),
    };
    let (month, day) = text.split_once('月')?;
    let month = match month {
        "正" => 1,
        "冬" => 11,
        "腊" => 12,
        other => chinese_number(other)?,
    };
    let day = day.trim_end_matches(['日', '号']);
    let day = chinese_number(day.strip_prefix('初').unwrap_or(day))?;
    let reckoning = if is_lunar {
        Reckoning::Lunar
    } else {
        Reckoning::Unclear
    };
    Some((CalendarDay { year, month, day }, reckoning))
}

/// 一 to 三十九, 廿 for twenty, 卅 for thirty; digits are fine.
fn chinese_number(text: &str) -> Option<u8> {
    if let Some(plain) = digits(text) {
        return plain.parse().ok();
    }
    let text = text.replace('廿', "二十").replace('卅', "三十");
    let unit = |text: &str| -> Option<u8> {
        let mut letters = text.chars();
        let value = chinese_digit(letters.next()?)?;
        (letters.next().is_none() && value > 0).then_some(value)
    };
    match text.split_once('十') {
        None => unit(&text),
        Some((tens, units)) => {
            let tens = if tens.is_empty() { 1 } else { unit(tens)? };
            let units = if units.is_empty() { 0 } else { unit(units)? };
            (tens < 4).then_some(tens * 10 + units)
        }
    }
}

fn chinese_digit(letter: char) -> Option<u8> {
    let at = "〇一二三四五六七八九"
        .chars()
        .position(|known| known == letter);
    at.or((letter == '零').then_some(0)).map(|at| at as u8)
}

/// Days that a cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// Days of the week.
    OfWeek(DaySet),
    /// Every other day: a week of them begins on a Monday.
    EveryOther,
}

impl Days {
    /// As days of the week.
    pub fn of_week(self) -> DaySet {
        match self {
            Self::OfWeek(days) => days,
            Self::EveryOther => [0, 2, 4, 6].map(Day).into_iter().collect(),
        }
    }
}

/// Days of the week: `mon;wed`, `mon-fri`, `周一至周五`, `一三五`, `135`, `每天`, `工作日`, `隔天`.
pub(super) fn days(text: &str) -> Option<Days> {
    let text = half_width(text).to_lowercase();
    let text = text.trim_start_matches('每').trim_end_matches(['.', '。']);
    let span = |from: u8, to: u8| (from..=to).map(Day).collect::<DaySet>();
    match text {
        "天" | "日" | "天天" | "全周" | "周" | "daily" | "every day" | "everyday" | "all" => {
            return Some(Days::OfWeek(DaySet::WEEK));
        }
        "工作日" | "weekdays" | "workdays" => return Some(Days::OfWeek(span(0, 4))),
        "周末" | "双休日" | "weekend" => return Some(Days::OfWeek(span(5, 6))),
        "隔天" | "隔日" | "隔一天" | "every other day" => return Some(Days::EveryOther),
        _ => {}
    }
    if text.len() == 1 && text.as_bytes()[0].is_ascii_digit() {
        return None; // the third day, or three of them
    }
    let mut set = DaySet::EMPTY;
    let entries = text.split([';', '、', ',', ' ', '和', '及', '/']);
    for entry in entries.map(str::trim).filter(|entry| !entry.is_empty()) {
        let parted = ["至", "到", "-", "~", "—", "–"]
            .iter()
            .find_map(|mark| entry.split_once(mark));
        match parted {
            Some((from, to)) => {
                let (from, to) = (one_day(from)?, one_day(to)?);
                // 周五至周一 leads over the end of the week.
                let length = (to.0 + 7 - from.0) % 7;
                (0..=length).for_each(|step| set = set.with(Day((from.0 + step) % 7)));
            }
            None => run_of_days(entry)?
                .into_iter()
                .for_each(|day| set = set.with(day)),
        }
    }
    (!set.is_empty()).then_some(Days::OfWeek(set))
}

fn one_day(text: &str) -> Option<Day> {
    match run_of_days(text)?.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

/// One word of a day, or a run of letters each of which is one: `一三五`, `周一三五`, `135`.
fn run_of_days(text: &str) -> Option<Vec<Day>> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(vec![day]);
    }
    let bare = ["星期", "周", "礼拜"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix));
    let letters = bare.unwrap_or(text).chars();
    let day = |letter: char| match letter {
        '日' | '天' => Some(Day(6)),
        '1'..='7' => Some(Day(letter as u8 - b'1')),
        _ => chinese_digit(letter)
            .filter(|digit| (1..=6).contains(digit))
            .map(|digit| Day(digit - 1)),
    };
    let days: Option<Vec<Day>> = letters.map(day).collect();
    days.filter(|days| !days.is_empty())
}

/// Last digits of dates, and whether the cell says that they are lunar: `3;8`, `逢三八`, `农历逢五逢十`.
pub(super) fn date_digits(text: &str) -> Option<(Vec<u8>, bool)> {
    let text = half_width(text);
    let rest = ["农历", "阴历"]
        .iter()
        .find_map(|said| text.strip_prefix(said));
    let (rest, is_lunar) = (rest.unwrap_or(&text), rest.is_some());
    let names_meetings = rest.starts_with('逢');
    let rest = rest.trim_end_matches(['日', '号', '集', '天']);
    let mut found = Vec::new();
    let entries = list(rest).flat_map(|entry| entry.split(['逢', ',', ' ', '/']));
    for entry in entries.map(str::trim).filter(|entry| !entry.is_empty()) {
        let is_run = names_meetings || !entry.is_ascii() || entry.len() == 1;
        for letter in entry.chars().filter(|_| is_run) {
            let digit = letter.to_digit(10).map(|digit| digit as u8);
            // The 10th, 20th and 30th end in nought.
            let digit = digit
                .or(chinese_digit(letter))
                .or((letter == '十').then_some(0));
            found.push(digit?);
        }
        if !is_run {
            return None;
        }
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some((found, is_lunar))
}

/// A time of day: `6:30`, `6点半`, `上午6时30分`, `下午2点`.
pub(super) fn clock(text: &str) -> Option<Clock> {
    let text = half_width(text);
    if let Ok(clock) = text.parse() {
        return Some(clock);
    }
    let morning = ["上午", "早上", "早晨", "凌晨", "早"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let evening = ["下午", "晚上", "傍晚", "晚"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let rest = morning.or(evening).unwrap_or(&text).trim();
    let rest = rest
        .replace("点半", ":30")
        .replace(['点', '时'], ":")
        .replace("分", "");
    let rest = rest.trim_end_matches("钟").trim_end_matches("整");
    let rest = if rest.ends_with(':') {
        format!("{rest}00")
    } else {
        rest.to_owned()
    };
    let clock: Clock = rest.parse().ok()?;
    const NOON: i64 = 12 * 3_600;
    match evening {
        Some(_) if clock.0 < NOON => Some(Clock(clock.0 + NOON)),
        _ => Some(clock),
    }
}

/// A date of the common calendar: `2026-02-10`, `2026/2/10`, `2026年2月10日`, `20260210`, with a time of day or a weekday behind it, or
/// without the year. Not checked against the calendar.
pub(super) fn date(text: &str) -> Option<CalendarDay> {
    let text = half_width(text);
    let text = without_weekday(without_time(&text));
    if text.len() == 8 && digits(text).is_some() {
        return date(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let text = text.replace(['年', '月', '/', '.'], "-");
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

/// A date without the day of the week that is written behind it, in brackets or not.
fn without_weekday(text: &str) -> &str {
    let text = text.trim_end_matches([')', ' ']);
    let named = ["星期", "周", "礼拜"]
        .iter()
        .find_map(|word| text.rsplit_once(word));
    match named {
        Some((date, _)) if run_of_days(&text[date.len()..]).is_some() => {
            date.trim_end_matches(['(', ' '])
        }
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
    fn days_read_as_offices_write_them() {
        for (text, right) in [
            ("mon;wed;fri", "mon;wed;fri"),
            ("mon, wed, fri", "mon;wed;fri"),
            ("Mon-Fri", "mon;tue;wed;thu;fri"),
            ("周一至周五", "mon;tue;wed;thu;fri"),
            ("星期一到五", "mon;tue;wed;thu;fri"),
            ("周五至周一", "mon;fri;sat;sun"),
            ("一三五", "mon;wed;fri"),
            ("周一、三、五", "mon;wed;fri"),
            ("每周一三五", "mon;wed;fri"),
            ("1,3,5", "mon;wed;fri"),
            ("２４６", "tue;thu;sat"),
            ("1-5", "mon;tue;wed;thu;fri"),
            ("每天", "mon;tue;wed;thu;fri;sat;sun"),
            ("每日", "mon;tue;wed;thu;fri;sat;sun"),
            ("工作日", "mon;tue;wed;thu;fri"),
            ("周末", "sat;sun"),
            ("周日", "sun"),
            ("隔天", "mon;wed;fri;sun"),
        ] {
            assert_eq!(
                days(text).map(|days| days.of_week().to_string()).as_deref(),
                Some(right),
                "{text}"
            );
        }
        for text in [
            "",
            "someday",
            "周八",
            "0",
            "3",
            "一三八",
            "逢三八",
            "2026-01-01",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn digits_of_markets_read_as_people_name_them() {
        for (text, right, is_lunar) in [
            ("3;8", vec![3, 8], false),
            ("逢三八", vec![3, 8], false),
            ("逢3、8", vec![3, 8], false),
            ("逢38", vec![3, 8], false),
            ("三、八", vec![3, 8], false),
            ("3,8", vec![3, 8], false),
            ("农历逢五逢十", vec![0, 5], true),
            ("逢一六日", vec![1, 6], false),
        ] {
            assert_eq!(date_digits(text), Some((right, is_lunar)), "{text}");
        }
        for text in ["", "15", "周一", "12;3"] {
            assert_eq!(date_digits(text), None, "{text}");
        }
    }

    #[test]
    fn dates_of_the_lunar_calendar_say_so_or_are_unclear() {
        for (text, month, day, reckoning) in [
            ("腊月二十三", 12, 23, Reckoning::Lunar),
            ("腊月廿三", 12, 23, Reckoning::Lunar),
            ("正月初一", 1, 1, Reckoning::Lunar),
            ("正月十五", 1, 15, Reckoning::Lunar),
            ("五月初五", 5, 5, Reckoning::Lunar),
            ("农历八月十五", 8, 15, Reckoning::Lunar),
            ("农历8月15日", 8, 15, Reckoning::Lunar),
            ("八月十五", 8, 15, Reckoning::Unclear),
            ("十月一日", 10, 1, Reckoning::Unclear),
            ("8月15日", 8, 15, Reckoning::Unsaid),
        ] {
            let right = CalendarDay {
                year: None,
                month,
                day,
            };
            assert_eq!(date_of_either(text), Some((right, reckoning)), "{text}");
        }
        for text in ["闰六月初一", "腊月", "腊月四十", "月", "soon"] {
            assert_eq!(date_of_either(text), None, "{text}");
        }
    }

    #[test]
    fn clocks_read_in_words() {
        for (text, right) in [
            ("6:30", "06:30:00"),
            ("６：３０", "06:30:00"),
            ("6点半", "06:30:00"),
            ("6点", "06:00:00"),
            ("6时30分", "06:30:00"),
            ("上午7:05", "07:05:00"),
            ("下午2点", "14:00:00"),
            ("晚上8点15分", "20:15:00"),
        ] {
            assert_eq!(clock(text), right.parse().ok(), "{text}");
        }
        for text in ["", "点", "6点半钟头", "25点99"] {
            assert_eq!(clock(text), None, "{text}");
        }
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
            "20260210",
            "2026年2月10日 星期二",
            "2026-02-10（周二）",
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
