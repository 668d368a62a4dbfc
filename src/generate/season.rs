//! The year: ash in winter, melons in summer, the festivals, and the market days of each town.

use super::markets::MarketDays;
use crate::district::{CalendarDay, CalendarRow, Draft, StreamId, StreamKind, TownId};

/// What a market day adds to the households' waste of its town.
const MARKET_DAY: f64 = 1.08;

/// Adds the rows of the calendar. Factors are assumptions, except that ash rules the winter (72 towns, 2015).
pub(super) fn add_calendar(district: &mut Draft, markets: &[MarketDays]) {
    let stream = |kind| {
        district
            .streams
            .iter()
            .position(|s| s.kind == kind)
            .map(StreamId::from_index)
    };
    let (inert, compostable) = (stream(StreamKind::Inert), stream(StreamKind::Compostable));
    let mut rows = vec![
        CalendarRow {
            stream: inert,
            ..dates(1.7, (11, 15), (3, 15))
        },
        CalendarRow {
            stream: compostable,
            ..dates(1.2, (6, 15), (9, 15))
        },
        dates(1.1, (10, 1), (10, 7)),
        CalendarRow {
            lunar: true,
            ..dates(1.3, (12, 23), (1, 15))
        },
        CalendarRow {
            lunar: true,
            ..dates(1.15, (8, 14), (8, 16))
        },
    ];
    for (town, days) in markets.iter().enumerate() {
        let every_day = CalendarRow {
            town: Some(TownId::from_index(town)),
            ..every_day(MARKET_DAY)
        };
        rows.push(match *days {
            MarketDays::Weekdays(days) => CalendarRow {
                days: Some(days),
                ..every_day
            },
            MarketDays::LunarDigits(digit) => CalendarRow {
                day_digits: vec![digit, digit + 5],
                lunar: true,
                ..every_day
            },
        });
    }
    for row in &mut rows {
        row.day_digits.iter_mut().for_each(|digit| *digit %= 10);
    }
    district.calendar = rows;
}

fn every_day(factor: f64) -> CalendarRow {
    CalendarRow::of_all(factor)
}

/// Every year from one month and day to another.
fn dates(factor: f64, from: (u8, u8), to: (u8, u8)) -> CalendarRow {
    let day = |(month, day)| {
        Some(CalendarDay {
            year: None,
            month,
            day,
        })
    };
    CalendarRow {
        from: day(from),
        to: day(to),
        ..every_day(factor)
    }
}
