//! Cleaners of the villages (保洁员): how many each needs by its people and by what is swept, and what they cost.
//!
//! By people: one for so many residents as a town's report has for each of its cleaners. By roads, where these are told: main
//! roads are swept twice a day, key places four times, back streets once, as county reports ask; what that takes is divided by
//! a cleaner's day. The larger of the two counts, and at least three and at most eight a village, as these reports have them.

use crate::district::{Cleaning, District, VillageId, defaults};
use crate::quantity::{Money, WEEKS_A_MONTH};

/// Times a day that main roads, back streets and key places are swept.
const TIMES_A_DAY: [f64; 3] = [2.0, 1.0, 4.0];

/// What decides how many cleaners a village needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CleanerRule {
    /// Its people.
    People,
    /// What is swept.
    Roads,
    /// That there are never fewer.
    Least,
    /// That there are never more.
    Most,
}

impl CleanerRule {
    /// The word of cleaners.csv.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Roads => "roads",
            Self::Least => "least",
            Self::Most => "most",
        }
    }
}

/// A village's cleaners.
#[derive(Clone, Debug, PartialEq)]
pub struct CleanerNeed {
    /// The village.
    pub village: VillageId,
    /// Cleaners by the norm.
    pub needed: u32,
    /// What decides it.
    pub rule: CleanerRule,
    /// Hours a day that sweeping takes; `None`: neither roads nor key places are told.
    pub hours: Option<f64>,
    /// Cleaners held; `None`: not told.
    pub held: Option<u32>,
    /// What those held, or else those needed, cost a week; `None`: no price is given.
    pub week: Option<Money>,
}

/// The cleaners of each village with people, in the order of the villages.
#[must_use]
pub fn cleaner_needs(district: &District) -> Vec<CleanerNeed> {
    let mut told = vec![None; district.villages.len()];
    for cleaning in &district.cleaning {
        told[cleaning.village.index()] = Some(cleaning);
    }
    let villages = district.villages.iter().enumerate().zip(told);
    let lived_in = villages.filter(|((_, village), _)| village.population > 0.0);
    let need = |((index, _), told)| need(district, VillageId::from_index(index), told);
    lived_in.map(need).collect()
}

fn need(district: &District, village: VillageId, told: Option<&Cleaning>) -> CleanerNeed {
    let people = district.villages[village.index()].population;
    let by_people = (people / defaults::PEOPLE_A_CLEANER).ceil();
    let hours = told.and_then(sweeping_hours);
    let by_roads = hours.map_or(0.0, |hours| (hours / defaults::CLEANER_HOURS).ceil());
    let [least, most] = defaults::CLEANERS_A_VILLAGE;
    let larger = by_people.max(by_roads);
    let rule = if larger < least {
        CleanerRule::Least
    } else if larger > most {
        CleanerRule::Most
    } else if by_roads > by_people {
        CleanerRule::Roads
    } else {
        CleanerRule::People
    };
    let needed = larger.clamp(least, most) as u32;
    let held = told.and_then(|told| told.held);
    let per_month = told.map_or(district.cleaner_month, |told| told.per_month);
    let week = per_month.as_units() * f64::from(held.unwrap_or(needed)) / WEEKS_A_MONTH;
    CleanerNeed {
        village,
        needed,
        rule,
        hours,
        held,
        week: (per_month > Money::ZERO).then(|| Money::units(week)),
    }
}

/// Hours a day that sweeping takes.
fn sweeping_hours(told: &Cleaning) -> Option<f64> {
    let lengths = [told.main_road_km, told.back_street_km];
    if lengths.iter().all(Option::is_none) && told.key_places == 0 {
        return None;
    }
    let an_hour = |km: Option<f64>| km.unwrap_or(0.0) * 1000.0 / defaults::METRES_SWEPT_AN_HOUR;
    let key_places = f64::from(told.key_places) * defaults::KEY_PLACE_MINUTES / 60.0;
    let once = [an_hour(lengths[0]), an_hour(lengths[1]), key_places];
    Some(once.iter().zip(TIMES_A_DAY).map(|(a, b)| a * b).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, Place};

    fn district(people: f64, told: Option<Cleaning>) -> District {
        let mut builder = DistrictBuilder::new("clean");
        builder.add_village("town", "village", Place::new(120.0, 36.0), 100);
        builder.district.villages[0].population = people;
        builder.district.cleaning = told.into_iter().collect();
        builder.unjudged()
    }

    fn told(main: f64, back: f64, key_places: u32) -> Cleaning {
        Cleaning {
            village: VillageId::from_index(0),
            held: None,
            main_road_km: Some(main),
            back_street_km: Some(back),
            key_places,
            per_month: Money::ZERO,
        }
    }

    fn found(people: f64, told: Option<Cleaning>) -> (u32, &'static str) {
        let needs = cleaner_needs(&district(people, told));
        (needs[0].needed, needs[0].rule.word())
    }

    #[test]
    fn the_town_of_the_report_has_as_many_as_it_says() {
        // 61,000 people in 37 villages, 184 cleaners.
        let (a_village, rule) = found(61_000.0 / 37.0, None);
        assert_eq!((a_village, rule), (5, "people"));
        assert!((f64::from(a_village) * 37.0 - 184.0).abs() <= 1.0);
        assert_eq!(found(200.0, None), (3, "least"));
        assert_eq!(found(9_000.0, None), (8, "most"));
    }

    #[test]
    fn sweeping_takes_its_time() {
        // 4 km twice and 3 km once at 600 m an hour, 2 places four times a quarter of an hour: 13.33 + 5 + 2 h, of 6 h days.
        let told = told(4.0, 3.0, 2);
        let needs = cleaner_needs(&district(300.0, Some(told.clone())));
        let hours = needs[0].hours.unwrap();
        assert!(
            (hours - (8_000.0 / 600.0 + 5.0 + 2.0)).abs() < 1e-9,
            "{hours}"
        );
        assert_eq!((needs[0].needed, needs[0].rule), (4, CleanerRule::Roads));
        assert_eq!(found(2_300.0, Some(told)).1, "people");
    }

    #[test]
    fn those_held_are_paid_and_else_those_needed() {
        let mut cleaning = told(0.0, 0.0, 0);
        cleaning.per_month = Money::units(1_200.0);
        let week = |cleaning: Cleaning| cleaner_needs(&district(200.0, Some(cleaning)))[0].week;
        let a_week = 1_200.0 * 12.0 * 7.0 / 365.0;
        assert_eq!(week(cleaning.clone()), Some(Money::units(3.0 * a_week)));
        cleaning.held = Some(5);
        assert_eq!(week(cleaning), Some(Money::units(5.0 * a_week)));
        assert_eq!(cleaner_needs(&district(200.0, None))[0].week, None);
        assert!(cleaner_needs(&district(0.0, None)).is_empty());
    }
}
