//! How figures are written on a page.

use crate::quantity::Clock;

/// A number with its thousands apart.
pub(super) fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let is_negative = value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let sign = if is_negative { "−" } else { "" };
    let point = if decimals > 0 { "." } else { "" };
    format!("{sign}{grouped}{point}{fraction}")
}

/// A time of day as people say it; a sheet needs no seconds.
pub(super) fn minute(clock: Clock) -> Clock {
    Clock(clock.0 - clock.0.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(1_234_567.25, 1), "1\u{202f}234\u{202f}567.2");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!(grouped(-999.0, 0), "−999");
    }
}
