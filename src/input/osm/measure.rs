//! Figures in tags, in whatever unit the mapper wrote (<https://wiki.openstreetmap.org/wiki/Map_features/Units>): any letter
//! case, primes of every kind, feet and inches with a dash or without, lists of which the lowest holds, plain numbers by
//! their magnitude. What cannot be read is told, with the number it holds.

use crate::input::spelling::half_width;

const METRES_PER_FOOT: f64 = 0.3048;
const METRES_PER_INCH: f64 = 0.0254;
const KMH_PER_MPH: f64 = 1.609_344;
const TONNES_PER_SHORT_TON: f64 = 0.907_184_74;
const TONNES_PER_LONG_TON: f64 = 1.016_046_908_8;
const TONNES_PER_POUND: f64 = 0.000_453_592_37;
/// The short one of 100 pounds, the lighter of two.
const TONNES_PER_HUNDREDWEIGHT: f64 = 100.0 * TONNES_PER_POUND;

/// What a limit says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Limit {
    /// That there is none.
    None,
    /// So much.
    At(f64),
    /// Something that is not understood, and the number that it holds, if it holds one.
    Unclear(Option<f64>),
}

impl Limit {
    /// The largest that passes, as far as that is known: of what is not understood the number that it holds.
    pub fn most(self) -> Option<f64> {
        match self {
            Self::None => None,
            Self::At(most) => Some(most),
            Self::Unclear(number) => number,
        }
    }

    /// The lower of two; what is not understood stays so.
    fn and(self, other: Self) -> Self {
        let lower = [self.most(), other.most()].into_iter().flatten();
        let lower = lower.reduce(f64::min);
        match (self, other, lower) {
            (Self::Unclear(_), _, _) | (_, Self::Unclear(_), _) => Self::Unclear(lower),
            (_, _, Some(lower)) => Self::At(lower),
            (_, _, None) => Self::None,
        }
    }
}

/// A number and the unit behind it, in lower case; blank: none.
type Part = (f64, String);

/// One letter for each kind of sign, in lower case.
fn plain(text: &str) -> String {
    let common = |letter: char| match letter {
        '′' | '’' | '‘' | 'ʹ' | '´' | '`' | '＇' => '\'',
        '″' | '”' | '“' | 'ʺ' | '〃' => '"',
        '–' | '—' | '‑' | '−' | '~' | '～' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '_' => ' ',
        other => other,
    };
    let text: String = half_width(text).chars().map(common).collect();
    text.to_lowercase().replace("''", "\"")
}

/// The numbers of a text, each with what follows it; `None` if it begins with something else, or a number is none.
fn parts(text: &str) -> Option<Vec<Part>> {
    let is_digit = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let mut rest = text.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        let digits = rest[..end].trim_end_matches(['.', ',']);
        rest = &rest[end..];
        let end = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let unit = rest[..end].trim();
        rest = &rest[end..];
        let number = number(digits, is_small(unit))?;
        found.push((number, unit.to_owned()));
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a unit is so small that its numbers have thousands.
fn is_small(unit: &str) -> bool {
    ["kg", "kilo", "lb", "pound", "mm", "公斤", "千克"]
        .iter()
        .any(|small| unit.starts_with(small))
}

/// A number with a point or a comma; of a small unit, what stands before three digits are thousands.
fn number(digits: &str, has_thousands: bool) -> Option<f64> {
    let mut groups = digits.split(['.', ',']);
    let is_group = |group: &str| group.len() == 3;
    let head = groups.next().unwrap_or_default();
    let groups: Vec<&str> = groups.collect();
    let is_grouped = (1..=3).contains(&head.len()) && groups.iter().all(|group| is_group(group));
    let is_thousands = is_grouped && !groups.is_empty() && (has_thousands || groups.len() > 1);
    if is_thousands {
        return digits.replace(['.', ','], "").parse().ok();
    }
    digits.replace(',', ".").parse().ok()
}

/// The unit of a part: its first word, without a dash or a dot behind it. Words may follow, such as `mgw`.
fn unit(words: &str) -> &str {
    let words = words.trim_end_matches([' ', '-']);
    let first = words.split([' ', '(']).next().unwrap_or_default();
    first.trim_end_matches(['.', '-'])
}

/// Reads a list of limits, of which the lowest holds.
fn limit(
    text: &str,
    read: fn(&[Part]) -> Option<f64>,
    by_magnitude: fn(f64) -> Option<f64>,
) -> Limit {
    const NONE: [&str; 8] = [
        "",
        "none",
        "no",
        "default",
        "unsigned",
        "unlimited",
        "no sign",
        "no indications",
    ];
    let text = plain(text);
    let one = |entry: &str| {
        let entry = entry.trim();
        if NONE.contains(&entry) {
            return Limit::None;
        }
        match parts(entry).and_then(|parts| read(&parts)) {
            Some(value) => Limit::At(value),
            None => {
                Limit::Unclear(held(entry).map(|number| by_magnitude(number).unwrap_or(number)))
            }
        }
    };
    text.split(';').map(one).fold(Limit::None, Limit::and)
}

/// The first number that stands in a text, unless it is negative.
fn held(text: &str) -> Option<f64> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    if text[..at].ends_with('-') && text[..at - 1].trim().is_empty() {
        return None;
    }
    let rest = &text[at..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let digits = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',']);
    let first = digits.split([',', '.']).next().unwrap_or_default();
    number(digits, false).or_else(|| first.parse().ok())
}

fn within(value: f64, least: f64, most: f64) -> Option<f64> {
    (least..=most).contains(&value).then_some(value)
}

/// A width or height: `2.5`, `2,5 M`, `8'6"`, `8 ft - 6 in`, `250 cm`, `380`.
pub(super) fn metres(text: &str) -> Limit {
    limit(text, metres_of, metres_by_magnitude)
}

fn metres_of(parts: &[Part]) -> Option<f64> {
    let value = match parts {
        [(number, words)] => length(*number, unit(words))?,
        [(feet, words), (inches, behind)] if is_feet(words) => {
            let inches = Some(*inches)
                .filter(|_| ["", "\"", "'", "in", "inch", "inches"].contains(&unit(behind)));
            feet * METRES_PER_FOOT + inches? * METRES_PER_INCH
        }
        [(whole, words), (hundredths, behind)] if unit(words) == "m" => {
            let hundredths = Some(*hundredths).filter(|_| ["", "cm"].contains(&unit(behind)));
            whole + hundredths? / 100.0
        }
        // From ... to: the lower holds.
        [(from, dash), (to, behind)] if dash.trim() == "-" => {
            length(*from, unit(behind))?.min(length(*to, unit(behind))?)
        }
        _ => return None,
    };
    within(value, 0.3, 50.0)
}

fn is_feet(words: &str) -> bool {
    ["'", "ft", "feet", "foot"].contains(&unit(words))
}

fn length(number: f64, unit: &str) -> Option<f64> {
    Some(match unit {
        "" => metres_by_magnitude(number)?,
        "m" | "metre" | "metres" | "meter" | "meters" | "mtr" | "米" => number,
        "cm" | "centimetres" | "centimeters" | "厘米" => number / 100.0,
        "mm" | "毫米" => number / 1000.0,
        "'" | "ft" | "feet" | "foot" => number * METRES_PER_FOOT,
        "\"" | "in" | "inch" | "inches" => number * METRES_PER_INCH,
        _ => return None,
    })
}

/// What a number without a unit is: metres as far as vehicles are so large, centimetres, millimetres.
fn metres_by_magnitude(number: f64) -> Option<f64> {
    Some(match number {
        ..=20.0 => number,
        100.0..=1000.0 => number / 100.0,
        1000.0..=20_000.0 => number / 1000.0,
        _ => return None,
    })
}

/// A weight: `7.5`, `3,5 T`, `12000 kg`, `7500`, `8 st`, `26000 lbs`, `7.5t mgw`.
pub(super) fn tonnes(text: &str) -> Limit {
    limit(text, tonnes_of, tonnes_by_magnitude)
}

fn tonnes_of(parts: &[Part]) -> Option<f64> {
    let weights = parts
        .iter()
        .map(|(number, words)| weight(*number, unit(words)));
    let sum = match parts {
        [_] => weights.sum::<Option<f64>>()?,
        // Tonnes and kilograms, each with its unit.
        [(_, first), (_, second)] if !unit(first).is_empty() && !unit(second).is_empty() => {
            weights.sum::<Option<f64>>()?
        }
        _ => return None,
    };
    within(sum, 0.05, 200.0)
}

fn weight(number: f64, unit: &str) -> Option<f64> {
    Some(match unit {
        "" => tonnes_by_magnitude(number)?,
        "t" | "ton" | "tons" | "tonne" | "tonnes" | "to" | "mt" | "吨" => number,
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "公斤" | "千克" => {
            number / 1000.0
        }
        "st" | "short" | "sh" | "ust" => number * TONNES_PER_SHORT_TON,
        "lt" | "long" => number * TONNES_PER_LONG_TON,
        "lb" | "lbs" | "pound" | "pounds" => number * TONNES_PER_POUND,
        "cwt" => number * TONNES_PER_HUNDREDWEIGHT,
        _ => return None,
    })
}

/// What a number without a unit is: tonnes as far as trucks weigh so much, kilograms.
fn tonnes_by_magnitude(number: f64) -> Option<f64> {
    match number {
        ..=100.0 => Some(number),
        400.0.. => Some(number / 1000.0),
        _ => None,
    }
}

/// A speed in km/h: `50`, `30 mph`, `walk`, `DE:urban`; of a list the lowest. What is not understood counts only if it
/// holds a number.
pub(super) fn kmh(text: &str) -> Limit {
    let one = |entry: &str| match kmh_of(entry.trim()) {
        Some(speed) => Limit::At(speed),
        None if entry.contains(|c: char| c.is_ascii_digit()) => Limit::Unclear(None),
        None => Limit::None,
    };
    plain(text)
        .split(';')
        .map(one)
        .fold(Limit::None, Limit::and)
}

fn kmh_of(text: &str) -> Option<f64> {
    if let Some([(number, words)]) = parts(text).as_deref() {
        let factor = match unit(words) {
            "" | "km/h" | "kmh" | "kph" | "km" => 1.0,
            "mph" => KMH_PER_MPH,
            _ => return None,
        };
        return within(number * factor, 1.0, 300.0);
    }
    let zone = text.rsplit(':').next().unwrap_or(text);
    match zone {
        "walk" | "living street" => Some(7.0),
        "urban" => Some(50.0),
        _ => zone
            .strip_prefix("zone")
            .and_then(|kmh| within(kmh.parse().ok()?, 5.0, 120.0)),
    }
}

/// A number of lanes: `2`, `1.5`; at least one.
pub(super) fn lanes(text: &str) -> Option<u8> {
    match parts(&plain(text))?[..] {
        [(number, ref unit)] if unit.is_empty() && (1.0..20.0).contains(&number) => {
            Some(number as u8)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: Limit, expected: f64) -> bool {
        matches!(found, Limit::At(found) if (found - expected).abs() < 1e-3)
    }

    #[test]
    fn lengths_are_those_of_the_mappers() {
        for (text, expected) in [
            ("2.5", 2.5),
            ("2,5 m", 2.5),
            ("2.3 M", 2.3),
            ("2.3m", 2.3),
            ("2.3 Metres", 2.3),
            ("2.3 metre", 2.3),
            ("２．３ 米", 2.3),
            ("8'6\"", 2.5908),
            ("8' 6\"", 2.5908),
            ("8'-6\"", 2.5908),
            ("8'6", 2.5908),
            ("7′6″", 2.286),
            ("7’6”", 2.286),
            ("7'6''", 2.286),
            ("8 ft 6 in", 2.5908),
            ("8 FT - 6 IN", 2.5908),
            ("8 feet", 2.4384),
            ("8ft", 2.4384),
            ("12'", 3.6576),
            ("90 in", 2.286),
            ("90\"", 2.286),
            ("250 cm", 2.5),
            ("250", 2.5),
            ("2500", 2.5),
            ("2500 mm", 2.5),
            ("2,500 mm", 2.5),
            ("2m50", 2.5),
            ("2.5;3", 2.5),
            ("3 m; 8'", 2.4384),
            ("2-3", 2.0),
            ("2.5 – 3 m", 2.5),
            ("2.3 m (sign)", 2.3),
        ] {
            assert!(
                is_near(metres(text), expected),
                "{text}: {:?}",
                metres(text)
            );
        }
    }

    #[test]
    fn weights_are_those_of_the_mappers() {
        for (text, expected) in [
            ("7.5", 7.5),
            ("3,5t", 3.5),
            ("7.5 T", 7.5),
            ("7.5 Ton", 7.5),
            ("7.5 tonne", 7.5),
            ("7.5 TONNES", 7.5),
            ("7.5t mgw", 7.5),
            ("7.5 t GVW", 7.5),
            ("7.5 吨", 7.5),
            ("7500", 7.5),
            ("7500 kg", 7.5),
            ("7,500 kg", 7.5),
            ("7.500 kg", 7.5),
            ("12000 KG", 12.0),
            ("8 st", 7.257),
            ("8 short tons", 7.257),
            ("8 long_tons", 8.128),
            ("26000 lbs", 11.793),
            ("26,000 LBS", 11.793),
            ("16000 pounds", 7.257),
            ("150 cwt", 6.804),
            ("5;10", 5.0),
            ("10 t;7500 kg", 7.5),
            ("none;5", 5.0),
            ("7 t 500 kg", 7.5),
        ] {
            assert!(
                is_near(tonnes(text), expected),
                "{text}: {:?}",
                tonnes(text)
            );
        }
    }

    #[test]
    fn speeds_and_lanes() {
        for (text, expected) in [
            ("50", 50.0),
            ("30 mph", 48.280),
            ("30 MPH", 48.280),
            ("50 km/h", 50.0),
            ("walk", 7.0),
            ("DE:urban", 50.0),
            ("DE:zone30", 30.0),
            ("80;50", 50.0),
        ] {
            assert!(is_near(kmh(text), expected), "{text}: {:?}", kmh(text));
        }
        for text in ["", "none", "signals", "variable"] {
            assert_eq!(kmh(text), Limit::None, "{text}");
        }
        assert_eq!(kmh("50 knots"), Limit::Unclear(None));
        assert_eq!(
            (lanes("2"), lanes("1.5"), lanes("0"), lanes("2;1")),
            (Some(2), Some(1), None, None)
        );
    }

    #[test]
    fn what_says_that_there_is_no_limit_is_none() {
        for text in [
            "",
            "none",
            "No",
            "default",
            "unsigned",
            "no_sign",
            "none;none",
        ] {
            assert_eq!(
                (metres(text), tonnes(text)),
                (Limit::None, Limit::None),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_understood_keeps_its_number() {
        for (text, number) in [
            ("yes", None),
            ("below_default", None),
            ("signals", None),
            ("٣", None),
            ("-1", None),
            ("0", Some(0.0)),
            ("5 furlongs", Some(5.0)),
            ("about 5", Some(5.0)),
            ("5 x 3", Some(5.0)),
            ("5..", None),
            ("2..5", Some(2.0)),
        ] {
            let expected = Limit::Unclear(number);
            if text != "5.." {
                assert_eq!(tonnes(text), expected, "{text}");
            }
            assert!(
                !matches!(metres(text), Limit::At(_)) || text == "5..",
                "{text}"
            );
        }
        assert_eq!(tonnes("5;10 stone"), Limit::Unclear(Some(5.0)));
        assert_eq!(tonnes("7500 quintals"), Limit::Unclear(Some(7.5)));
        assert_eq!(metres("1e9"), Limit::Unclear(Some(1.0)));
    }
}
