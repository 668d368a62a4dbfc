//! Figures in tags, in whatever unit the mapper wrote (<https://wiki.openstreetmap.org/wiki/Map_features/Units>). What
//! cannot be read, or can be no road's, is as good as not there.

const METRES_PER_FOOT: f64 = 0.3048;
const METRES_PER_INCH: f64 = 0.0254;
const KMH_PER_MPH: f64 = 1.609_344;
const TONNES_PER_SHORT_TON: f64 = 0.907_184_74;
const TONNES_PER_LONG_TON: f64 = 1.016_046_908_8;
const TONNES_PER_POUND: f64 = 0.000_453_592_37;

/// The number at the beginning of a text, and the unit after it. A comma is a point.
fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .unwrap_or(text.len());
    let number: f64 = text[..end].replace(',', ".").parse().ok()?;
    Some((number, text[end..].trim()))
}

fn within(value: f64, least: f64, most: f64) -> Option<f64> {
    (least..=most).contains(&value).then_some(value)
}

/// A width or height: `2.5`, `2,5 m`, `8'6"`, `8 ft 6 in`.
pub(super) fn metres(text: &str) -> Option<f64> {
    let (number, unit) = split(text)?;
    let feet = unit.strip_prefix('\'').or_else(|| unit.strip_prefix("ft"));
    let value = match (unit, feet) {
        (_, Some(rest)) => {
            let inches = if rest.trim().is_empty() {
                0.0
            } else {
                split(rest)?.0
            };
            number * METRES_PER_FOOT + inches * METRES_PER_INCH
        }
        ("" | "m" | "metres" | "meters", None) => number,
        ("cm", None) => number / 100.0,
        ("\"" | "in", None) => number * METRES_PER_INCH,
        _ => return None,
    };
    within(value, 0.3, 50.0)
}

/// A weight: `7.5`, `3,5 t`, `12000 kg`, `8 st`, `26000 lbs`.
pub(super) fn tonnes(text: &str) -> Option<f64> {
    let (number, unit) = split(text)?;
    let value = match unit {
        "" | "t" | "tonnes" | "tons" => number,
        "kg" => number / 1000.0,
        "st" | "short_tons" => number * TONNES_PER_SHORT_TON,
        "lt" | "long_tons" => number * TONNES_PER_LONG_TON,
        "lb" | "lbs" => number * TONNES_PER_POUND,
        _ => return None,
    };
    within(value, 0.05, 200.0)
}

/// A speed in km/h: `50`, `30 mph`, `walk`, `DE:urban`.
pub(super) fn kmh(text: &str) -> Option<f64> {
    if let Some((number, unit)) = split(text) {
        let factor = match unit {
            "" | "km/h" | "kmh" | "kph" => 1.0,
            "mph" => KMH_PER_MPH,
            _ => return None,
        };
        return within(number * factor, 1.0, 300.0);
    }
    let zone = text.rsplit(':').next().unwrap_or(text);
    match zone {
        "walk" | "living_street" => Some(7.0),
        "urban" => Some(50.0),
        _ => zone
            .strip_prefix("zone")
            .and_then(|kmh| within(kmh.parse().ok()?, 5.0, 120.0)),
    }
}

/// A number of lanes: `2`, `1.5`; at least one.
pub(super) fn lanes(text: &str) -> Option<u8> {
    let (number, unit) = split(text)?;
    (unit.is_empty() && (1.0..20.0).contains(&number)).then_some(number as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-3)
    }

    #[test]
    fn units_are_those_of_the_mappers() {
        for (text, expected) in [
            ("2.5", 2.5),
            ("2,5 m", 2.5),
            ("8'6\"", 2.5908),
            ("8 ft 6 in", 2.5908),
            ("12'", 3.6576),
            ("250 cm", 2.5),
        ] {
            assert!(
                is_near(metres(text), expected),
                "{text}: {:?}",
                metres(text)
            );
        }
        for (text, expected) in [
            ("7.5", 7.5),
            ("3,5t", 3.5),
            ("12000 kg", 12.0),
            ("8 st", 7.257),
            ("26000 lbs", 11.793),
        ] {
            assert!(
                is_near(tonnes(text), expected),
                "{text}: {:?}",
                tonnes(text)
            );
        }
        for (text, expected) in [
            ("50", 50.0),
            ("30 mph", 48.280),
            ("walk", 7.0),
            ("DE:urban", 50.0),
            ("DE:zone30", 30.0),
        ] {
            assert!(is_near(kmh(text), expected), "{text}: {:?}", kmh(text));
        }
        assert_eq!(
            (lanes("2"), lanes("1.5"), lanes("0")),
            (Some(2), Some(1), None)
        );
    }

    #[test]
    fn what_is_no_figure_is_not_there() {
        for text in [
            "", "none", "default", "yes", "2 m;3 m", "-1", "1e9", "0", "2..5", "signals", "٣",
        ] {
            assert_eq!((metres(text), tonnes(text)), (None, None), "{text}");
            assert_eq!(kmh(text), None, "{text}");
        }
    }
}
