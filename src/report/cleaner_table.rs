//! `cleaners.csv`: cleaners of each town and village, needed by the norm and held, and what they cost a week.

use super::csv_table::{Cell, CsvTable};
use super::summary::rounded;
use crate::district::{District, TownId};
use crate::flow::CleanerNeed;
use crate::quantity::Money;

/// The table: towns, each before its villages.
pub(super) fn cleaners(district: &District, needs: &[CleanerNeed]) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "town",
        "village",
        "people",
        "cleaners_needed",
        "rule",
        "sweeping_hours_per_day",
        "cleaners_held",
        "cost_per_week",
    ]);
    for (index, town) in district.towns.iter().enumerate() {
        let id = TownId::from_index(index);
        let own = |need: &&CleanerNeed| district.villages[need.village.index()].town == id;
        let own: Vec<&CleanerNeed> = needs.iter().filter(own).collect();
        if own.is_empty() {
            continue;
        }
        let all = Staff::of(district, own.iter().copied());
        table.row(&all.cells(&town.name, None, None));
        for need in own {
            let staff = Staff::of(district, [need]);
            let village = &district.villages[need.village.index()].name;
            table.row(&staff.cells(&town.name, Some(village), Some(need.rule.word())));
        }
    }
    table.into_bytes()
}

/// Cleaners of some villages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Staff {
    pub people: f64,
    pub needed: u32,
    pub hours: Option<f64>,
    /// Of those villages that tell; `None`: none does.
    pub held: Option<u32>,
    /// `None`: no price is given.
    pub week: Option<Money>,
}

impl Staff {
    /// All of these villages together.
    pub fn of<'a>(district: &District, needs: impl IntoIterator<Item = &'a CleanerNeed>) -> Self {
        let mut staff = Self::default();
        for need in needs {
            staff.people += district.villages[need.village.index()].population;
            staff.needed += need.needed;
            if let Some(hours) = need.hours {
                *staff.hours.get_or_insert(0.0) += hours;
            }
            if let Some(held) = need.held {
                *staff.held.get_or_insert(0) += held;
            }
            if let Some(week) = need.week {
                *staff.week.get_or_insert(Money::ZERO) += week;
            }
        }
        staff
    }

    fn cells<'a>(
        &self,
        town: &'a str,
        village: Option<&'a str>,
        rule: Option<&'a str>,
    ) -> [Cell<'a>; 8] {
        let number = |value: Option<f64>, digits| {
            value.map_or(Cell::Blank, |value| Cell::Number(rounded(value, digits)))
        };
        [
            town.into(),
            village.into(),
            number(Some(self.people), 0),
            number(Some(self.needed.into()), 0),
            rule.into(),
            number(self.hours, 2),
            number(self.held.map(f64::from), 0),
            number(self.week.map(Money::as_units), 2),
        ]
    }
}
