//! Which rows of the calendar hold on which day of the week, and the factor that they make together.
//!
//! Dated rows hold only in a plan for a named week. Lunar rows speak of the Chinese calendar (the tables of GB/T 33661
//! that `icu_calendar` carries); a leap month lies between the month of its number and the next, so festivals, which
//! are named by month and day, are never kept twice.

use crate::district::{Business, CalendarDay, CalendarRow, StreamId, TownId, VillageId, limits};
use crate::quantity::{Day, IsoWeek};
use jiff::ToSpan;
use jiff::civil::{ISOWeekDate, Weekday};

/// Month and day of one calendar in an order that leap months keep: (2 x month, plus 1 if leap; day).
type MonthDay = (u8, u8);

/// A date in one calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    year: i32,
    month_day: MonthDay,
}

/// One day of the week, in both calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DatedDay {
    solar: Date,
    #[cfg(feature = "lunar")]
    lunar: Date,
}

impl DatedDay {
    /// In the calendar asked for. Without the feature `lunar` no valid district asks for the lunar one.
    fn reckoned(self, _is_lunar: bool) -> Date {
        #[cfg(feature = "lunar")]
        if _is_lunar {
            return self.lunar;
        }
        self.solar
    }
}

/// Whose waste a factor is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Whose {
    /// The town, if it lies in one.
    pub(super) town: Option<TownId>,
    /// The village, if it belongs to one.
    pub(super) village: Option<VillageId>,
    /// The stream.
    pub(super) stream: StreamId,
}

/// The rows of a district's calendar, each with the days of the week on which it holds.
#[derive(Clone, Debug)]
pub(super) struct Calendar<'a> {
    rows: Vec<(&'a CalendarRow, [bool; 7])>,
    dates: Option<[DatedDay; 7]>,
}

impl<'a> Calendar<'a> {
    /// The calendar of a week; without one, of the base season, where no dated row holds.
    pub(super) fn of(rows: &'a [CalendarRow], week: Option<IsoWeek>) -> Self {
        let dates = week.and_then(dates_of);
        let holds = |row: &CalendarRow| {
            Day::WEEK.map(|day| {
                row.days.is_none_or(|days| days.contains(day))
                    && (!row.is_dated()
                        || dates.is_some_and(|dates| covers(row, dates[day.index()])))
            })
        };
        Self {
            rows: rows.iter().map(|row| (row, holds(row))).collect(),
            dates,
        }
    }

    /// How much of an ordinary day's waste a generator makes on each day, Monday first: all or nothing; where its dates end in
    /// digits and no week is named, the mean over all dates.
    pub(super) fn shares(&self, business: Business) -> [f64; 7] {
        let digits: Vec<u8> = business.digits().collect();
        let on_date = |day: Day| match self.dates {
            _ if digits.is_empty() => 1.0,
            None => digits.len() as f64 / 10.0,
            Some(dates) => {
                let date = dates[day.index()].reckoned(business.lunar);
                f64::from(u8::from(digits.contains(&(date.month_day.1 % 10))))
            }
        };
        Day::WEEK.map(|day| match business.days.contains(day) {
            true => on_date(day),
            false => 0.0,
        })
    }

    /// The product of all factors that concern this waste, Monday first.
    pub(super) fn factors(&self, whose: Whose) -> [f64; 7] {
        let concerns = |row: &CalendarRow| {
            row.town.is_none_or(|town| whose.town == Some(town))
                && row
                    .village
                    .is_none_or(|village| whose.village == Some(village))
                && row.stream.is_none_or(|stream| whose.stream == stream)
        };
        let mut factors = [1.0; 7];
        for (row, holds) in self.rows.iter().filter(|(row, _)| concerns(row)) {
            for (factor, _) in factors.iter_mut().zip(holds).filter(|(_, holds)| **holds) {
                *factor = (*factor * row.factor).min(limits::FACTOR.1);
            }
        }
        factors
    }
}

/// The seven dates of a week; `None` if there is no such week.
fn dates_of(week: IsoWeek) -> Option<[DatedDay; 7]> {
    let number = i8::try_from(week.week).ok()?;
    let monday = ISOWeekDate::new(week.year, number, Weekday::Monday)
        .ok()?
        .date();
    let mut dates = Vec::with_capacity(7);
    for offset in 0..7 {
        dates.push(dated(monday.checked_add(offset.days()).ok()?)?);
    }
    dates.try_into().ok()
}

fn dated(date: jiff::civil::Date) -> Option<DatedDay> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    Some(DatedDay {
        solar: Date {
            year: i32::from(date.year()),
            month_day: (2 * month, day),
        },
        #[cfg(feature = "lunar")]
        lunar: lunar(icu_calendar::Date::try_new_iso(i32::from(date.year()), month, day).ok()?),
    })
}

#[cfg(feature = "lunar")]
fn lunar(date: icu_calendar::Date<icu_calendar::Iso>) -> Date {
    use icu_calendar::{cal::ChineseTraditional, types::LeapStatus};
    let chinese = date.to_calendar(ChineseTraditional::new());
    let is_leap = u8::from(chinese.month().leap_status() == LeapStatus::Leap);
    Date {
        year: chinese.cyclic_year().related_iso,
        month_day: (
            2 * chinese.month().number() + is_leap,
            chinese.day_of_month().0,
        ),
    }
}

fn covers(row: &CalendarRow, day: DatedDay) -> bool {
    let date = day.reckoned(row.lunar);
    let ends_so = row.day_digits.is_empty() || row.day_digits.contains(&(date.month_day.1 % 10));
    ends_so && spans(row.from, row.to, date)
}

/// Whether a date lies in the span. A side that is left out is open; a side without a year is the nearest such day
/// around the other side's year, and if both have none the span comes every year.
fn spans(from: Option<CalendarDay>, to: Option<CalendarDay>, date: Date) -> bool {
    let key = |day: CalendarDay| (day.month.saturating_mul(2), day.day);
    let (from_year, to_year) = (from.and_then(|d| d.year), to.and_then(|d| d.year));
    let (from, to) = (from.map(key), to.map(key));
    let turns_the_year = matches!((from, to), (Some(from), Some(to)) if to < from);
    if from_year.is_none() && to_year.is_none() {
        let (begun, not_over) = (
            from.is_none_or(|from| from <= date.month_day),
            to.is_none_or(|to| date.month_day <= to),
        );
        return if turns_the_year {
            begun || not_over
        } else {
            begun && not_over
        };
    }
    let turn = i32::from(turns_the_year);
    let first_year = from_year.map_or_else(
        || to_year.map(|y| i32::from(y) - turn),
        |y| Some(i32::from(y)),
    );
    let last_year = to_year.map_or_else(
        || from_year.map(|y| i32::from(y) + turn),
        |y| Some(i32::from(y)),
    );
    let now = (date.year, date.month_day);
    from.is_none_or(|from| first_year.is_none_or(|year| (year, from) <= now))
        && to.is_none_or(|to| last_year.is_none_or(|year| now <= (year, to)))
}

#[cfg(test)]
#[cfg(feature = "lunar")]
mod tests {
    use super::*;
    use crate::quantity::DaySet;
    use proptest::prelude::*;

    fn row(factor: f64) -> CalendarRow {
        CalendarRow::of_all(factor)
    }

    fn every_year(month: u8, day: u8) -> Option<CalendarDay> {
        Some(CalendarDay {
            year: None,
            month,
            day,
        })
    }

    fn in_year(year: i16, month: u8, day: u8) -> Option<CalendarDay> {
        Some(CalendarDay {
            year: Some(year),
            month,
            day,
        })
    }

    fn factors(row: CalendarRow, week: Option<&str>) -> [f64; 7] {
        let whose = Whose {
            town: Some(TownId(1)),
            village: Some(VillageId(2)),
            stream: StreamId(0),
        };
        Calendar::of(&[row], week.map(|week| week.parse().unwrap())).factors(whose)
    }

    #[test]
    fn spring_festival_falls_on_its_known_days() {
        let festival = CalendarRow {
            from: every_year(1, 1),
            to: every_year(1, 1),
            lunar: true,
            ..row(2.0)
        };
        let tuesday = [1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        assert_eq!(
            factors(festival.clone(), Some("2026-W08")),
            tuesday,
            "2026-02-17"
        );
        let saturday = [1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 1.0];
        assert_eq!(
            factors(festival.clone(), Some("2027-W05")),
            saturday,
            "2027-02-06"
        );
        assert_eq!(factors(festival, None), [1.0; 7], "dated rows need a week");
    }

    #[test]
    fn a_lunar_span_runs_over_the_turn_of_the_year() {
        let holidays = CalendarRow {
            from: every_year(12, 29),
            to: every_year(1, 2),
            lunar: true,
            ..row(3.0)
        };
        // The last month before 2026-02-17 has 29 days: Monday is its last, then the first two of the new year.
        let expected = [3.0, 3.0, 3.0, 1.0, 1.0, 1.0, 1.0];
        assert_eq!(factors(holidays, Some("2026-W08")), expected);
    }

    #[test]
    fn a_festival_is_not_kept_again_in_the_leap_month() {
        // 2025 has a sixth month (25 June to 24 July) and a leap sixth (25 July to 22 August).
        let first = CalendarRow {
            from: every_year(6, 1),
            to: every_year(6, 30),
            lunar: true,
            ..row(2.0)
        };
        assert_eq!(factors(first.clone(), Some("2025-W27")), [2.0; 7]);
        assert_eq!(factors(first, Some("2025-W32")), [1.0; 7]);
    }

    #[test]
    fn market_days_go_by_the_digits_of_the_date() {
        let market = CalendarRow {
            day_digits: vec![1, 6],
            ..row(1.5)
        };
        // Monday 2026-11-16 ends in 6, Saturday 2026-11-21 in 1.
        let expected = [1.5, 1.0, 1.0, 1.0, 1.0, 1.5, 1.0];
        assert_eq!(factors(market.clone(), Some("2026-W47")), expected);
        // The same Monday is the 8th of the tenth lunar month: 11 on Thursday.
        let lunar = CalendarRow {
            lunar: true,
            ..market
        };
        let expected = [1.0, 1.0, 1.0, 1.5, 1.0, 1.0, 1.0];
        assert_eq!(factors(lunar, Some("2026-W47")), expected);
    }

    #[test]
    fn weekdays_hold_in_the_base_season_too() {
        let weekend = CalendarRow {
            days: Some([Day(5), Day(6)].into_iter().collect::<DaySet>()),
            ..row(1.2)
        };
        let expected = [1.0, 1.0, 1.0, 1.0, 1.0, 1.2, 1.2];
        assert_eq!(factors(weekend.clone(), None), expected);
        assert_eq!(factors(weekend, Some("2026-W47")), expected);
    }

    #[test]
    fn a_side_without_a_year_lies_nearest_to_the_other() {
        let winter = |from, to| CalendarRow {
            from,
            to,
            ..row(0.5)
        };
        for span in [
            winter(in_year(2026, 11, 1), every_year(3, 1)),
            winter(every_year(11, 1), in_year(2027, 3, 1)),
        ] {
            assert_eq!(factors(span.clone(), Some("2026-W47")), [0.5; 7]);
            assert_eq!(factors(span.clone(), Some("2027-W02")), [0.5; 7]);
            assert_eq!(factors(span.clone(), Some("2026-W02")), [1.0; 7]);
            assert_eq!(factors(span, Some("2027-W47")), [1.0; 7]);
        }
    }

    #[test]
    fn rows_reach_only_those_they_name_and_multiply() {
        let elsewhere = CalendarRow {
            town: Some(TownId(9)),
            ..row(7.0)
        };
        let here = CalendarRow {
            village: Some(VillageId(2)),
            ..row(2.0)
        };
        let other_stream = CalendarRow {
            stream: Some(StreamId(1)),
            ..row(5.0)
        };
        let rows = [elsewhere, here, other_stream, row(1.5)];
        let whose = |village, stream| Whose {
            town: Some(TownId(1)),
            village,
            stream,
        };
        let calendar = Calendar::of(&rows, None);
        assert_eq!(
            calendar.factors(whose(Some(VillageId(2)), StreamId(0))),
            [3.0; 7]
        );
        assert_eq!(calendar.factors(whose(None, StreamId(1))), [7.5; 7]);
    }

    proptest! {
        /// Both calendars move on day by day: the lunar day grows by one or a month begins.
        #[test]
        fn every_week_has_seven_days_in_a_row(year in 1901i16..2100, week in 1u8..53) {
            let dates = dates_of(IsoWeek { year, week }).expect("weeks 1 to 52 exist in every year");
            for pair in dates.windows(2) {
                for (before, after) in [(pair[0].solar, pair[1].solar), (pair[0].reckoned(true), pair[1].reckoned(true))] {
                    let grows = after.month_day.1 == before.month_day.1 + 1;
                    prop_assert!(grows || (after.month_day.1 == 1 && before.month_day.1 >= 28));
                }
            }
        }
    }
}
