//! Figures as offices write them: `1,560`, `5吨`, `160%`, `1.2万`, `113°26′55.7″`, full-width, with a decimal comma where commas
//! do not separate cells.

use super::spelling::half_width;

/// A figure, and the unit that stands with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// The number; not necessarily a finite one.
    pub number: f64,
    /// What stands behind or before it; empty: nothing.
    pub unit: String,
    /// The number if its comma parted thousands, where the reading as decimals was chosen among two.
    pub as_thousands: Option<f64>,
}

/// Reads a figure; `decimal_comma` where semicolons separate cells.
pub(super) fn figure(text: &str, decimal_comma: bool) -> Option<Figure> {
    let text = half_width(text);
    let bare = |number| Figure {
        number,
        unit: String::new(),
        as_thousands: None,
    };
    if let Ok(number) = text.parse() {
        return Some(bare(number));
    }
    let (sign, rest) = split_sign(&text);
    let ends = rest.find(|c: char| !(c.is_ascii_digit() || ".,' \u{a0}".contains(c)));
    let (digits, unit) = rest.split_at(ends.unwrap_or(rest.len()));
    let (mut number, as_thousands) = grouped(digits.trim(), decimal_comma)?;
    let mut unit = unit.trim();
    // Ten thousand, unless it belongs to the unit, as in 万元.
    if let Some(behind) = unit.strip_prefix('万') {
        let is_of_unit = crate::tables::Unit::read(unit).is_some();
        if !is_of_unit {
            (number, unit) = (number * 1e4, behind);
        }
    }
    let unit = match (sign.trim_matches(['+', '-', ' ']), unit) {
        ("", unit) => unit.to_owned(),
        (sign, "") => sign.to_owned(),
        _ => return None,
    };
    let number = if text.starts_with('-') {
        -number
    } else {
        number
    };
    Some(Figure {
        number,
        unit,
        as_thousands,
    })
}

/// What stands before the digits: a sign, a currency.
fn split_sign(text: &str) -> (&str, &str) {
    let starts = text.find(|c: char| c.is_ascii_digit() || c == '.');
    text.split_at(starts.unwrap_or(text.len()))
}

/// A number with thousands parted, and its other reading where a single comma before three digits has two.
fn grouped(text: &str, decimal_comma: bool) -> Option<(f64, Option<f64>)> {
    if let Ok(number) = text.parse() {
        return Some((number, None));
    }
    let with = |thousands: &[char], decimal: char| -> Option<f64> {
        let (whole, decimals) = text.split_once(decimal).unwrap_or((text, ""));
        let mut groups = whole.split(|c: char| thousands.contains(&c));
        let first = groups.next()?;
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let mut parted = 0;
        for group in groups {
            parted += 1;
            if group.len() != 3 || !is_digits(group) {
                return None;
            }
        }
        let is_first = is_digits(first) && !first.is_empty() && (parted == 0 || first.len() <= 3);
        if !is_first || !is_digits(decimals) {
            return None;
        }
        let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
        format!("{plain}.{decimals}0").parse().ok()
    };
    let thousands = with(&[',', '\'', ' ', '\u{a0}'], '.');
    if !decimal_comma {
        return thousands.map(|number| (number, None));
    }
    match with(&['.', '\'', ' ', '\u{a0}'], ',') {
        Some(decimals) => Some((decimals, thousands)),
        None => thousands.map(|number| (number, None)),
    }
}

/// Degrees of an angle: a number, degrees with minutes and seconds, with the letter or word of its side.
pub(super) fn degrees(text: &str, decimal_comma: bool) -> Option<f64> {
    let mut text = half_width(text).to_lowercase();
    let mut is_negative = false;
    for (side, negative) in [
        ("东经", false),
        ("北纬", false),
        ("西经", true),
        ("南纬", true),
        ("e", false),
        ("n", false),
        ("w", true),
        ("s", true),
    ] {
        let without = text.strip_prefix(side).or_else(|| text.strip_suffix(side));
        if let Some(without) = without.map(|rest| rest.trim().to_owned()) {
            // A number such as 1e2 has no side.
            (text, is_negative) = (without, negative);
            break;
        }
    }
    let signed = |number: f64| if is_negative { -number } else { number };
    if let Some(plain) = figure(&text, decimal_comma).filter(|plain| plain.unit.is_empty()) {
        return Some(signed(plain.number));
    }
    let marked = text
        .replace(['′', '’', '‘', '＇', '\''], "分")
        .replace(['″', '”', '“', '＂', '"'], "秒")
        .replace("分分", "秒")
        .replace(['°', 'º'], "度");
    let mut parts = [0.0_f64; 3];
    let mut rest = marked.as_str();
    let mut known = 0;
    for (part, mark) in parts.iter_mut().zip(["度", "分", "秒"]) {
        let Some((before, behind)) = rest.split_once(mark) else {
            continue;
        };
        *part = figure(before, decimal_comma)
            .filter(|part| part.unit.is_empty())?
            .number;
        (rest, known) = (behind.trim(), known + 1);
    }
    let [degrees, minutes, seconds] = parts;
    let in_range = |part: f64| (0.0..60.0).contains(&part);
    if known == 0 || !rest.is_empty() || !in_range(minutes) || !in_range(seconds) {
        return None;
    }
    let size = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    Some(signed(if degrees.is_sign_negative() {
        -size
    } else {
        size
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal_comma: bool) -> Option<(f64, String)> {
        figure(text, decimal_comma).map(|figure| (figure.number, figure.unit))
    }

    #[test]
    fn figures_read_as_offices_write_them() {
        for (text, number, unit) in [
            ("1,560", 1560.0, ""),
            ("1,300.00", 1300.0, ""),
            ("１，３００．５", 1300.5, ""),
            ("1 300", 1300.0, ""),
            ("5吨", 5.0, "吨"),
            ("2 辆", 2.0, "辆"),
            ("3.2元/公里", 3.2, "元/公里"),
            ("¥3.2", 3.2, "¥"),
            ("160%", 160.0, "%"),
            ("-4.5 kg", -4.5, "kg"),
            ("1.2万", 12_000.0, ""),
            ("1.2万元", 1.2, "万元"),
            ("1e3", 1000.0, ""),
            (".5", 0.5, ""),
        ] {
            assert_eq!(read(text, false), Some((number, unit.to_owned())), "{text}");
        }
        for text in [
            "1,5",
            "12,34,567",
            "1,56.000,1",
            "",
            "吨",
            "1.2.3",
            "1,,000",
            "a1b",
        ] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_comma_is_decimal_where_semicolons_separate() {
        for (text, number, others) in [
            ("1,5", 1.5, None),
            ("113,448806", 113.448_806, None),
            ("1.300,25", 1300.25, None),
            ("1,560", 1.56, Some(1560.0)),
            ("1,300.5", 1300.5, None),
            ("1.5", 1.5, None),
        ] {
            let figure = figure(text, true).unwrap();
            assert_eq!(
                (figure.number, figure.as_thousands),
                (number, others),
                "{text}"
            );
        }
    }

    #[test]
    fn angles_read_in_parts_and_with_their_side() {
        let right = 113.0 + 26.0 / 60.0 + 55.7 / 3600.0;
        for text in [
            "113°26′55.7″",
            "113°26'55.7\"",
            "113° 26' 55.7''",
            "113度26分55.7秒",
            "E113°26′55.7″",
            "东经113°26′55.7″",
            "１１３°２６′５５．７″",
        ] {
            assert_eq!(degrees(text, false), Some(right), "{text}");
        }
        assert_eq!(degrees("113.45°", false), Some(113.45));
        assert_eq!(degrees("113.45E", false), Some(113.45));
        assert_eq!(degrees("-70.5", false), Some(-70.5));
        assert_eq!(degrees("70°30′W", false), Some(-70.5));
        for text in ["113°61′", "113°26′55″7", "here", "°", "5km"] {
            assert_eq!(degrees(text, false), None, "{text}");
        }
    }
}
