//! The schema as data: every table and column, its names in English and Chinese, its unit, its default and where that
//! is from, and a line that explains it.
//!
//! It is the single source for the reader (`input`), for `wasteways init` and for the documentation. No IO.

mod calendar;
mod cleaners;
mod column;
mod district;
mod example;
mod facilities;
mod guard;
mod matrix;
mod measured;
mod points;
mod roads;
mod rounds;
mod spread;
mod streams;
mod template;
mod told;
mod unit;
mod vehicles;
mod villages;
mod written;

pub use calendar::{CALENDAR, PINS};
pub use cleaners::CLEANERS;
pub use column::{Choice, Column, DefaultValue, Given, Kind};
pub use district::DISTRICT;
pub use example::{EXAMPLE, Example};
pub use facilities::{PLANTS, STATIONS};
pub use guard::{guarded, unguarded};
pub use matrix::MATRIX;
pub use measured::{COUNTS, DONE, TRACE, WEIGHBRIDGE};
pub use points::{GENERATORS, POINTS};
pub use roads::{OVERRIDES, ROADS};
pub use rounds::{ROUNDS, STOPS_IN_ORDER};
pub use spread::SPREAD;
pub use streams::STREAMS;
pub use template::{Template, template};
pub use told::{column_name, told, told_all};
pub use unit::{Factor, Unit};
pub use vehicles::VEHICLES;
pub use villages::VILLAGES;
pub use written::{HAULS, STOPS, TOURS, UNSERVED, VISITS};

/// A table: a file of the district folder, or a sheet of the workbook.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// Its name, which is that of its sheet.
    pub name: &'static str,
    /// Its file.
    pub file: &'static str,
    /// Chinese names of its sheet or file, without ending.
    pub aliases: &'static [&'static str],
    /// Its columns, in the order in which `init` writes them.
    pub columns: &'static [Column],
    /// What it holds, in English.
    pub english: &'static str,
    /// What it holds, in Chinese.
    pub chinese: &'static str,
}

impl Table {
    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Table {
    /// Whether it belongs to a written plan, whose further columns are for people.
    #[must_use]
    pub fn is_of_plan(&self) -> bool {
        PLAN_TABLES.iter().any(|table| table.file == self.file)
    }

    /// Whether a plan writes it, so that its texts are [`guarded`].
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.is_of_plan() || self.file == ROUNDS.file
    }
}

/// The tables of a district, in the order in which they are explained.
pub static DISTRICT_TABLES: [&Table; 15] = [
    &DISTRICT,
    &VILLAGES,
    &POINTS,
    &STATIONS,
    &PLANTS,
    &VEHICLES,
    &STREAMS,
    &GENERATORS,
    &CALENDAR,
    &ROADS,
    &MATRIX,
    &OVERRIDES,
    &PINS,
    &SPREAD,
    &CLEANERS,
];

/// What was weighed and done, and rounds as they are driven: read beside a district, by `reconcile`, `assess` and `time` alone.
pub static MEASURED_TABLES: [&Table; 5] = [&WEIGHBRIDGE, &COUNTS, &DONE, &TRACE, &ROUNDS];

/// The tables of a written plan that are read again.
pub static PLAN_TABLES: [&Table; 5] = [&TOURS, &STOPS, &UNSERVED, &VISITS, &HAULS];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn all() -> impl Iterator<Item = &'static Table> {
        DISTRICT_TABLES
            .into_iter()
            .chain(MEASURED_TABLES)
            .chain(PLAN_TABLES)
    }

    #[test]
    fn no_two_columns_of_a_table_answer_to_one_name() {
        for table in all() {
            let mut names = BTreeSet::new();
            for column in table.columns {
                for name in std::iter::once(&column.name).chain(column.aliases) {
                    assert!(names.insert(*name), "{}: {name}", table.file);
                }
            }
        }
    }

    #[test]
    fn every_column_of_a_district_is_explained_in_both_languages() {
        for table in DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES) {
            for column in table.columns {
                let at = format!("{} {}", table.file, column.name);
                assert!(
                    !column.english.is_empty() && !column.chinese.is_empty(),
                    "{at}"
                );
                assert!(!column.aliases.is_empty(), "{at}");
                assert!(!(column.required && column.default.is_some()), "{at}");
                if let Some(default) = column.default {
                    assert!(!default.source.is_empty(), "{at}");
                }
            }
        }
    }

    #[test]
    fn references_lead_to_tables() {
        for column in all().flat_map(|table| table.columns) {
            if let Kind::Reference(tables) | Kind::References(tables) = column.kind {
                for name in tables {
                    assert!(
                        all().any(|table| table.file == *name),
                        "{}: {name}",
                        column.name
                    );
                }
            }
        }
    }
}
