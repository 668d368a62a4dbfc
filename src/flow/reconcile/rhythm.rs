//! On which days of the week waste comes to a gate, as its own tickets say. Trucks that rest on Sundays bring seven days'
//! waste in six: who takes each weighed day for a mean one finds rates a sixth too high.

use super::WeighingDay;
use crate::flow::generation::Week;
use std::collections::BTreeMap;

/// Days from the first ticket to the last that tell on which days nothing comes: two weeks from Monday to Friday.
const FEWEST_DAYS: i32 = 12;
/// Days that tell how much comes on which: four such weeks, so that a middle is no single ticket.
const FEWEST_DAYS_OF_SHARES: i32 = 26;

/// The share of a week's waste that comes on each day, Monday first; means of the middle tickets of each day, which one wrong
/// ticket cannot move; in a record of less than four weeks days on which something comes share alike. `None` where the record is too short, or has tickets on less than half the dates of its days of the week: then it
/// is a sample of days, and says nothing of the others.
pub(super) fn rhythm(tickets: &BTreeMap<WeighingDay, f64>) -> Option<Week> {
    let (first, last) = (tickets.keys().next()?, tickets.keys().next_back()?);
    let spanned = last.days_since(first) + 1;
    let mut by_day: [Vec<f64>; 7] = Default::default();
    for (on, &kg) in tickets {
        by_day[on.day.index() % 7].push(kg);
    }
    let num_days = by_day.iter().filter(|tickets| !tickets.is_empty()).count();
    let is_sample = 14 * tickets.len() < num_days * spanned as usize;
    if spanned < FEWEST_DAYS || is_sample {
        return None;
    }
    let is_long = spanned >= FEWEST_DAYS_OF_SHARES;
    let middles = by_day.map(|tickets| match (is_long, tickets.is_empty()) {
        (true, _) => middle(tickets),
        (false, is_empty) => f64::from(u8::from(!is_empty)),
    });
    let week: f64 = middles.iter().sum();
    (week > 0.0).then(|| middles.map(|kg| kg / week))
}

/// How many of the shares the tickets told: all but one, which the others leave; none where all days share alike.
pub(super) fn num_told(shares: &Week) -> usize {
    let open: Vec<f64> = shares
        .iter()
        .copied()
        .filter(|&share| share > 0.0)
        .collect();
    if open.windows(2).all(|pair| pair[0] == pair[1]) {
        0
    } else {
        open.len() - 1
    }
}

/// The mean of the middle half, of three the middle one; 0 of nothing.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let cut = if values.len() < 3 {
        0
    } else {
        values.len().div_ceil(4)
    };
    let half = &values[cut..values.len() - cut];
    half.iter().sum::<f64>() / half.len().max(1) as f64
}

/// The middle value, or the mean of the middle two; 0 of nothing.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.len().saturating_sub(1) / 2, values.len() / 2);
    match (values.get(low), values.get(high)) {
        (Some(low), Some(high)) => (low + high) / 2.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::CalendarDay;

    /// Tickets from Monday 2026-06-01 on.
    fn tickets(days: u8, kg: impl Fn(u8) -> f64) -> BTreeMap<WeighingDay, f64> {
        let on = |day: u8| {
            let date = CalendarDay {
                year: Some(2026),
                month: 6 + day / 30,
                day: 1 + day % 30,
            };
            WeighingDay::of(date).expect("June and July have these days")
        };
        let all = (0..days).map(|day| (on(day), kg(day)));
        all.filter(|(_, kg)| *kg > 0.0).collect()
    }

    #[test]
    fn a_day_of_rest_has_no_share_and_one_wrong_ticket_changes_nothing() {
        let kg = |day: u8| match (day, day % 7) {
            (8, _) => 50_000.0,
            (_, 6) => 0.0,
            (_, 0) => 2_000.0,
            _ => 1_000.0,
        };
        let shares = rhythm(&tickets(28, kg)).expect("four weeks");
        let sevenths = shares.map(|share| (share * 7.0).round());
        assert_eq!(sevenths, [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
        assert_eq!(num_told(&shares), 5, "six days share a week");
        let short = rhythm(&tickets(14, kg)).expect("two weeks");
        assert!(short[..6].iter().all(|share| *share == 1.0 / 6.0) && short[6] == 0.0);
        assert_eq!(num_told(&short), 0);
    }

    #[test]
    fn samples_and_short_records_tell_no_rhythm() {
        assert_eq!(rhythm(&tickets(11, |_| 1.0)), None);
        let now_and_then = |day: u8| if day.is_multiple_of(15) { 1.0 } else { 0.0 };
        assert_eq!(
            rhythm(&tickets(60, now_and_then)),
            None,
            "four dates of sixty"
        );
        assert_eq!(rhythm(&BTreeMap::new()), None);
    }

    #[test]
    fn middles_of_few() {
        assert_eq!(middle(vec![3.0, 1.0]), 2.0);
        assert_eq!(middle(vec![90.0, 1.0, 2.0]), 2.0);
        assert_eq!(
            middle(vec![90.0, 1.0, 3.0, 2.0, 0.0, 4.0, 5.0]),
            3.0,
            "two of seven go on either side"
        );
        assert_eq!(middle(Vec::new()), 0.0);
    }

    #[test]
    fn medians_of_few() {
        assert_eq!(median(vec![3.0, 1.0]), 2.0);
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(Vec::new()), 0.0);
    }
}
