//! How often a point must be visited: the smallest number of days for which its containers hold what arises and
//! nothing grows too old, or the number that the planner gives.

use crate::district::{Bins, WasteStream};
use crate::quantity::{Day, DaySet};

/// The sets of visiting days that do, all of the smallest size and as even as that size allows, and what asks for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cadence {
    pub choices: Vec<DaySet>,
    pub reason: &'static str,
}

/// What arises in one kind of bins, and the rules for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need<'a> {
    pub bins: &'a Bins,
    pub stream: &'a WasteStream,
    /// Kilograms that arise on each day.
    pub kg: &'a [f64; 7],
}

/// What asks for visits, and whether a set of days gives it.
type Rule = (&'static str, fn(&Need, DaySet) -> bool);

const RULES: [Rule; 3] = [
    ("given", keeps_given),
    ("max_age_days", keeps_age),
    ("containers", keeps_containers),
];

/// The first rule that a set of days breaks although the cadence keeps it.
pub(super) fn broken_rule(needs: &[Need], cadence: &Cadence, set: DaySet) -> Option<&'static str> {
    let kept = cadence.choices.first().copied().unwrap_or(DaySet::WEEK);
    let keeps = |rule: &Rule, set: DaySet| needs.iter().all(|need| rule.1(need, set));
    let broken = RULES
        .iter()
        .find(|rule| keeps(rule, kept) && !keeps(rule, set));
    broken.map(|rule| rule.0)
}

/// The cadence that serves all needs of one call. Where no day set holds what arises, the containers overflow even with
/// a visit on every day; then every day it is.
pub(super) fn cadence(needs: &[Need]) -> Cadence {
    let every = || (1..=DaySet::WEEK.0).map(DaySet);
    let keeps_all = |rules: &[Rule], set: DaySet| {
        rules
            .iter()
            .all(|(_, keeps)| needs.iter().all(|need| keeps(need, set)))
    };
    let smallest = |rules: &[Rule]| {
        every()
            .filter(|&set| keeps_all(rules, set))
            .map(DaySet::len)
            .min()
    };
    let Some(size) = smallest(&RULES) else {
        return Cadence {
            choices: vec![DaySet::WEEK],
            reason: "containers overflow even with a daily visit",
        };
    };
    let fitting: Vec<DaySet> = every()
        .filter(|&set| set.len() == size && keeps_all(&RULES, set))
        .collect();
    let evenest = fitting
        .iter()
        .map(|&set| longest_gap(set))
        .min()
        .unwrap_or(7);
    let binding = (1..=RULES.len()).find(|&n| smallest(&RULES[..n]) == Some(size));
    let reason = match (size, binding) {
        (1, _) if needs.iter().all(|need| need.bins.visits_per_week.is_none()) => {
            "once a week is enough"
        }
        (_, Some(n)) => RULES[n - 1].0,
        (_, None) => "containers",
    };
    Cadence {
        choices: fitting
            .into_iter()
            .filter(|&set| longest_gap(set) == evenest)
            .collect(),
        reason,
    }
}

/// Days since the visit before, for each visiting day of a cyclic week; 7 for a lone visit.
pub(super) fn gaps(set: DaySet) -> impl Iterator<Item = (Day, u8)> {
    set.iter().map(move |day| {
        let back = (1..=7).find(|&gap| set.contains(Day((day.0 + 7 - gap) % 7)));
        (day, back.unwrap_or(7))
    })
}

/// Kilograms due at a visit: all that arose since the one before, its own day included.
pub(super) fn due(kg: &[f64; 7], day: Day, gap: u8) -> f64 {
    (0..gap)
        .map(|back| kg[usize::from((day.0 + 7 - back) % 7)])
        .sum()
}

fn longest_gap(set: DaySet) -> u8 {
    gaps(set).map(|(_, gap)| gap).max().unwrap_or(7)
}

/// At least the given visits for something, and where something arises every day at most ceil(7 / given) + 1 days apart. No
/// more than on days on which something arises can be for something.
fn keeps_given(need: &Need, set: DaySet) -> bool {
    let Some(given) = need.bins.visits_per_week else {
        return true;
    };
    let given = given.clamp(1, 7);
    let with_waste = need.kg.iter().filter(|kg| **kg > 0.0).count();
    let for_something = gaps(set).filter(|&(day, gap)| due(need.kg, day, gap) > 0.0);
    for_something.count() >= usize::from(given).min(with_waste)
        && (with_waste < 7 || longest_gap(set) <= 7_u8.div_ceil(given) + 1)
}

/// Whatever arises is collected within `max_age_days`, the day of arising counted as the first.
fn keeps_age(need: &Need, set: DaySet) -> bool {
    let Some(oldest) = need.stream.max_age_days else {
        return true;
    };
    let age = |day: u8| {
        (0..7)
            .find(|&ahead| set.contains(Day((day + ahead) % 7)))
            .map_or(8, |ahead| ahead + 1)
    };
    (0..7).all(|day| need.kg[usize::from(day)] <= 0.0 || age(day) <= oldest.max(1))
}

/// Without a given number, the containers hold what is due at each visit.
fn keeps_containers(need: &Need, set: DaySet) -> bool {
    let room = need.bins.litres().as_f64() * need.stream.loose_kg_m3 / 1000.0;
    let visits = f64::from(need.bins.visits_per_day.unwrap_or(1).max(1));
    need.bins.visits_per_week.is_some()
        || gaps(set).all(|(day, gap)| {
            let held = if gap == 1 {
                due(need.kg, day, gap) / visits
            } else {
                due(need.kg, day, gap)
            };
            held <= room + 1e-6
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, Place};

    fn days(text: &str) -> DaySet {
        text.split(';')
            .map(|day| day.parse::<Day>().unwrap())
            .collect()
    }

    /// A point of `containers` bins (63 kg each at 263 kg/m3) in which `kg` arise.
    fn cadence_of(
        containers: u32,
        kg: [f64; 7],
        given: Option<u8>,
        max_age: Option<u8>,
    ) -> Cadence {
        let mut builder = DistrictBuilder::new("test");
        let village = builder.add_village("T", "V", Place::new(119.0, 36.0), 100);
        builder.add_point("P", village, Place::new(119.0, 36.0), containers, Some(1.0));
        let mut district = builder.district;
        district.streams[0].max_age_days = max_age;
        district.points[0].bins[0].visits_per_week = given;
        cadence(&[Need {
            bins: &district.points[0].bins[0],
            stream: &district.streams[0],
            kg: &kg,
        }])
    }

    #[test]
    fn containers_ask_for_the_smallest_number_that_holds() {
        let cadence = cadence_of(2, [40.0; 7], None, None);
        assert_eq!(cadence.reason, "containers");
        assert!(
            cadence.choices.iter().all(|set| set.len() == 3),
            "126 kg hold 3 days of 40 kg"
        );
        assert!(
            cadence.choices.contains(&days("mon;wed;fri")),
            "gaps of 3, 2 and 2 days"
        );
        assert!(!cadence.choices.contains(&days("mon;tue;wed")));
    }

    #[test]
    fn age_and_given_numbers_are_least_ones() {
        assert_eq!(
            cadence_of(50, [40.0; 7], None, Some(1)).choices,
            [DaySet::WEEK]
        );
        assert_eq!(
            cadence_of(50, [40.0; 7], Some(2), None).choices.len(),
            7,
            "gaps of 4 and 3 days"
        );
        assert_eq!(
            cadence_of(50, [40.0; 7], Some(2), Some(2)).reason,
            "max_age_days"
        );
        assert_eq!(
            cadence_of(1, [40.0; 7], Some(2), None).reason,
            "given",
            "too few containers, but the planner said two"
        );
        assert_eq!(
            cadence_of(50, [1.0; 7], None, None).reason,
            "once a week is enough"
        );
    }

    #[test]
    fn a_market_is_visited_on_its_days() {
        let market = cadence_of(50, [0.0, 0.0, 400.0, 0.0, 0.0, 0.0, 300.0], None, Some(1));
        assert_eq!(market.choices, [days("wed;sun")]);
    }

    #[test]
    fn a_given_number_means_visits_for_something() {
        let school = [0.0, 55.0, 55.0, 55.0, 55.0, 55.0, 0.0];
        let is_for_something =
            |set: &DaySet| gaps(*set).all(|(day, gap)| due(&school, day, gap) > 0.0);
        for (given, visits) in [(3, 3), (5, 5), (7, 5)] {
            let kept = cadence_of(50, school, Some(given), None).choices;
            assert!(
                kept.iter()
                    .all(|set| set.len() == visits && is_for_something(set))
            );
        }
    }

    #[test]
    fn too_few_containers_mean_every_day() {
        let cadence = cadence_of(1, [100.0; 7], None, None);
        assert_eq!(cadence.choices, [DaySet::WEEK]);
        assert!(cadence.reason.contains("overflow"));
    }

    #[test]
    fn what_is_due_adds_up_to_the_week() {
        let kg = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let set = days("tue;fri");
        let visits: Vec<f64> = gaps(set).map(|(day, gap)| due(&kg, day, gap)).collect();
        assert_eq!(visits, [6.0 + 7.0 + 1.0 + 2.0, 3.0 + 4.0 + 5.0]);
    }
}
