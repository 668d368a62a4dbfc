//! A row of a table, and typed reading of its cells.
//!
//! Every getter notes what is wrong and goes on, so that one reading finds all faults.

use super::coordinates::Datum;
use super::dates::{self, Days, Reckoning};
use super::figures;
use super::grid::Record;
use super::header::{Said, expected_unit, factor_to, said};
use super::ledger::Ledger;
use super::names::Names;
use super::part::Part;
use super::sheet::Sheet;
use super::spelling;
use crate::district::{CalendarDay, Place};
use crate::quantity::{Clock, DaySet};
use crate::tables::{Column, Factor, Given, Kind, unguarded};

/// A row of a table. Getters ask for a column by its English header.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// The table.
    pub sheet: &'a Sheet,
    /// The file or sheet that it stands in.
    pub part: &'a Part,
    /// Its cells.
    pub record: &'a Record,
}

impl<'a> Row<'a> {
    /// Its line in the file.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The name of its file.
    pub fn file(&self) -> &'a str {
        &self.part.label
    }

    /// A column, its place in the schema, and its cell in the row.
    fn column(&self, name: &str) -> (&'static Column, usize, Option<usize>) {
        let columns = self.sheet.table().columns.iter();
        let index = columns.clone().position(|column| column.name == name);
        let index = index.expect("readers ask for columns of the schema");
        let position = self.part.positions[index].filter(|_| !self.part.is_unclear[index]);
        (&self.sheet.table().columns[index], index, position)
    }

    /// What stands in a cell, trimmed; in a written plan without the apostrophe that guards it.
    pub fn cell(&self, name: &str) -> &'a str {
        let (column, _, position) = self.column(name);
        let text = position
            .and_then(|position| self.record.cells.get(position))
            .unwrap_or_default()
            .trim();
        if self.sheet.table().is_guarded() {
            unguarded(text)
        } else if !column.required && spelling::says_nothing(text, column.kind) {
            ""
        } else {
            text
        }
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self, name: &str) -> bool {
        self.cell(name).is_empty()
    }

    /// Notes that a cell is not what it should be.
    pub fn fault(&self, name: &str, expected: impl Into<String>, ledger: &mut Ledger) {
        let shown = self.shown(name);
        let mut expected = expected.into();
        if self.column(name).2.is_none() {
            expected += &self.part.hint();
        }
        ledger.fault(self.file(), self.line(), shown, self.cell(name), expected);
    }

    /// What a column is called in a fault: of a plan's own tables, whose columns several readers call by other names, as it is
    /// written there.
    fn shown<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let position = self.column(name).2;
        let written = position.and_then(|position| self.part.header.get(position));
        let written = written
            .map(|text| text.trim())
            .filter(|text| !text.is_empty());
        match self.sheet.table().is_of_plan() {
            true => written.unwrap_or(name),
            false => name,
        }
    }

    /// Reads a cell by `read`; blank and faulty ones give `None` after their note.
    fn parse<T>(
        &self,
        name: &str,
        ledger: &mut Ledger,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let (column, _, position) = self.column(name);
        let text = self.cell(name);
        if ledger.knows(self.file(), self.line(), self.shown(name)) {
            return None;
        }
        if text.is_empty() {
            if column.required && position.is_some() {
                self.fault(name, column.expected(), ledger);
            }
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.fault(name, column.expected(), ledger);
        }
        value
    }

    /// Notes that the default of a column fills its blank cell; with a rate under `profile = "none"`, a fault.
    pub fn assume(&self, name: &str, ledger: &mut Ledger) {
        let (column, _, position) = self.column(name);
        let Some(default) = &column.default else {
            return;
        };
        if default.is_rate && ledger.no_guesses {
            let line = if position.is_some() { self.line() } else { 0 };
            let expected = format!("{}; profile = \"none\" guesses no rate", column.expected());
            ledger.fault(self.file(), line, name, "", expected);
        } else {
            ledger.assume(self.sheet.table().file, column, default);
        }
    }

    /// A name on one line; empty after its fault.
    pub fn name(&self, name: &str, ledger: &mut Ledger) -> String {
        let one_line = |text: &str| {
            (!text.chars().any(char::is_control) && text.len() <= 200).then(|| text.to_owned())
        };
        self.parse(name, ledger, one_line).unwrap_or_default()
    }

    /// A number in the column's unit, without a default.
    pub fn optional_number(&self, name: &str, ledger: &mut Ledger) -> Option<f64> {
        let (column, index, _) = self.column(name);
        let cell = self.cell(name);
        let read = match column.kind {
            Kind::Longitude | Kind::Latitude => {
                figures::degrees(cell, self.part.decimal_comma).ok_or(None)
            }
            _ => self.figure(column, self.part.factors[index], cell, &ledger.currency),
        };
        if let Err(Some(unit)) = &read {
            if !ledger.knows(self.file(), self.line(), self.shown(name)) {
                self.fault(name, unit.clone(), ledger);
            }
            return None;
        }
        let read = read.ok().filter(|value| is_sensible(column.kind, *value));
        let read = self.with_parted_thousands(name, read, ledger);
        self.parse(name, ledger, |_| read)
    }

    /// Where semicolons separate cells `8,000` is eight; that it may be eight thousand is said, and if only that makes sense in
    /// the column, it is.
    fn with_parted_thousands(
        &self,
        name: &str,
        read: Option<f64>,
        ledger: &mut Ledger,
    ) -> Option<f64> {
        if !self.part.decimal_comma {
            return read;
        }
        let (column, index, _) = self.column(name);
        let cell = self.cell(name);
        let is_angle = matches!(column.kind, Kind::Longitude | Kind::Latitude);
        let other = figures::figure(cell, self.part.decimal_comma)
            .filter(|figure| figure.unit.is_empty() && !is_angle)
            .and_then(|figure| figure.as_thousands)
            .filter(|other| is_sensible(column.kind, self.part.factors[index].of(*other)));
        let Some(other) = other else { return read };
        let expected = match read {
            Some(read) => format!("a decimal comma, so that it is {read}; is {other} meant?"),
            None => format!("a decimal comma; it is read as {other}"),
        };
        ledger.warn(self.file(), self.line(), self.shown(name), cell, expected);
        read.or(Some(self.part.factors[index].of(other)))
    }

    /// A figure in a column's unit; its own unit counts before that of the header. What is said of a unit that the column does
    /// not take, or nothing where it is no figure at all.
    fn figure(
        &self,
        column: &Column,
        factor: Factor,
        cell: &str,
        currency: &str,
    ) -> Result<f64, Option<String>> {
        let is_daily = || dates::days(cell).is_some_and(|days| days.of_week() == DaySet::WEEK);
        if column.unit == "visits/week" && is_daily() {
            return Ok(7.0);
        }
        let figure = figures::figure(cell, self.part.decimal_comma).ok_or(None)?;
        if figure.unit.is_empty() {
            return Ok(factor.of(figure.number));
        }
        let of_cell = match said(column, &figure.unit).in_currency(currency) {
            // Kilograms for kilograms a person and day may be those of the village, or of a week.
            Said::Unit(unit) if unit.is_short_of(column.unit) => Said::Unclear(figure.unit),
            of_cell => of_cell,
        };
        match of_cell {
            Said::Nothing => Ok(factor.of(figure.number)),
            Said::Unit(unit) => Ok(factor_to(&unit, column)
                .unwrap_or(Factor::ONE)
                .of(figure.number)),
            Said::Unclear(_) => Err(Some(expected_unit(column))),
        }
    }

    /// A number; where the cell is blank the column's default, where it is faulty a number that does no further harm.
    pub fn number(&self, name: &str, ledger: &mut Ledger) -> f64 {
        let column = self.column(name).0;
        let default = column.default.map(|default| default.value);
        if self.is_blank(name) && default.is_some() {
            self.assume(name, ledger);
        }
        let otherwise = match (default, column.kind) {
            (Some(Given::Number(number)), _) => number,
            (_, Kind::Number(span) | Kind::Whole(span)) => span.harmless(),
            _ => 1.0,
        };
        self.optional_number(name, ledger).unwrap_or(otherwise)
    }

    /// A whole number, without a default.
    pub fn optional_whole(&self, name: &str, ledger: &mut Ledger) -> Option<u32> {
        self.optional_number(name, ledger).map(|value| value as u32)
    }

    /// A whole number, as [`Row::number`].
    pub fn whole(&self, name: &str, ledger: &mut Ledger) -> u32 {
        self.number(name, ledger) as u32
    }

    /// A clock, without a default.
    pub fn optional_clock(&self, name: &str, ledger: &mut Ledger) -> Option<Clock> {
        self.parse(name, ledger, dates::clock)
    }

    /// A clock; where the cell is blank the column's default.
    pub fn clock(&self, name: &str, ledger: &mut Ledger) -> Clock {
        if self.is_blank(name) {
            self.assume(name, ledger);
        }
        let otherwise = match self.column(name).0.default.map(|default| default.value) {
            Some(Given::Clock(clock)) => clock,
            _ => Clock::MIDNIGHT,
        };
        self.optional_clock(name, ledger).unwrap_or(otherwise)
    }

    /// Yes or no; where the cell is blank the column's default.
    pub fn yes_no(&self, name: &str, ledger: &mut Ledger) -> bool {
        if self.is_blank(name) {
            self.assume(name, ledger);
        }
        let otherwise = matches!(self.column(name).0.default, Some(default) if default.value == Given::Word("yes"));
        self.parse(name, ledger, spelling::yes_no)
            .unwrap_or(otherwise)
    }

    /// One of the column's words; where the cell is blank the column's default.
    pub fn choice(&self, name: &str, ledger: &mut Ledger) -> Option<&'static str> {
        let column = self.column(name).0;
        let Kind::OneOf(choices) = column.kind else {
            return None;
        };
        if let (true, Some(default)) = (self.is_blank(name), column.default) {
            self.assume(name, ledger);
            return choices
                .iter()
                .find(|choice| Given::Word(choice.0) == default.value)
                .map(|choice| choice.0);
        }
        self.parse(name, ledger, |text| spelling::choice(text, choices))
    }

    /// Days of the week. Every other day is said to be which.
    pub fn days(&self, name: &str, ledger: &mut Ledger) -> Option<DaySet> {
        let has_digits = self.sheet.table().column("day_digits").is_some();
        if has_digits && self.meetings_among_days().is_some() {
            return None;
        }
        let days = self.parse(name, ledger, dates::days)?;
        if days == Days::EveryOther {
            let expected = format!(
                "days of the week; every other day is read as {}",
                days.of_week()
            );
            ledger.warn(self.file(), self.line(), name, self.cell(name), expected);
        }
        Some(days.of_week())
    }

    /// Digits that dates end in, and whether the cell says that the dates are lunar. They may stand in the column of days, as
    /// `逢三八`.
    pub fn digits(&self, name: &str, ledger: &mut Ledger) -> (Vec<u8>, bool) {
        let in_days = self.meetings_among_days().filter(|_| self.is_blank(name));
        in_days
            .or_else(|| self.parse(name, ledger, dates::date_digits))
            .unwrap_or_default()
    }

    fn meetings_among_days(&self) -> Option<(Vec<u8>, bool)> {
        let text = self.cell("days");
        dates::date_digits(text).filter(|_| text.contains('逢'))
    }

    /// A date, not checked against a calendar.
    pub fn date(&self, name: &str, ledger: &mut Ledger) -> Option<CalendarDay> {
        self.parse(name, ledger, dates::date)
    }

    /// A date that may be of the lunar calendar, not checked against it.
    pub fn date_of_either(
        &self,
        name: &str,
        ledger: &mut Ledger,
    ) -> Option<(CalendarDay, Reckoning)> {
        self.parse(name, ledger, dates::date_of_either)
    }

    /// Whether dates of the row are lunar: as the cell says, and as the dates are written.
    pub fn is_lunar(&self, name: &str, written: &[Reckoning], ledger: &mut Ledger) -> bool {
        if self.is_blank(name) && written.contains(&Reckoning::Lunar) {
            return true;
        }
        if self.is_blank(name) && written.contains(&Reckoning::Unclear) {
            let expected = "yes or no, for a date in Chinese numerals may be of either calendar";
            self.fault(name, expected, ledger);
            return false;
        }
        let says = self.yes_no(name, ledger);
        if !says && written.contains(&Reckoning::Lunar) {
            self.fault(name, "yes, for a date of this row is lunar", ledger);
        }
        says
    }

    /// A date and a clock.
    pub fn moment(&self, name: &str, ledger: &mut Ledger) -> Option<jiff::civil::DateTime> {
        self.parse(name, ledger, dates::moment)
    }

    /// Words of a list.
    pub fn words(&self, name: &str) -> Vec<String> {
        let words =
            spelling::list(self.cell(name)).flat_map(|entry| entry.split([',', '，', '\n']));
        let words = words.map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    }

    /// The place of the row that a cell names.
    pub fn reference(&self, name: &str, names: &Names, ledger: &mut Ledger) -> Option<usize> {
        let found = names.get(self.cell(name));
        if names.is_open && found.is_none() {
            return None;
        }
        self.parse(name, ledger, |_| found)
    }

    /// The places of the rows that a cell names.
    pub fn references(&self, name: &str, names: &Names, ledger: &mut Ledger) -> Vec<usize> {
        if names.is_open {
            return Vec::new();
        }
        let read = |text: &str| {
            spelling::list(text)
                .map(|entry| names.get(entry))
                .collect::<Option<Vec<usize>>>()
        };
        self.parse(name, ledger, read).unwrap_or_default()
    }

    /// A place in WGS-84, from two columns; not a number where they are faulty.
    pub fn place(
        &self,
        longitude: &str,
        latitude: &str,
        datum: Datum,
        ledger: &mut Ledger,
    ) -> Place {
        let east = self.optional_number(longitude, ledger).unwrap_or(f64::NAN);
        let north = self.optional_number(latitude, ledger).unwrap_or(f64::NAN);
        datum.to_wgs84(Place::new(east, north))
    }
}

fn is_sensible(kind: Kind, value: f64) -> bool {
    use crate::district::limits;
    match kind {
        Kind::Number(span) => span.contains(value),
        Kind::Whole(span) => span.contains(value) && value.fract() == 0.0,
        Kind::Share => limits::SHARE.contains(value),
        Kind::Longitude => limits::LONGITUDE.contains(value),
        Kind::Latitude => limits::LATITUDE.contains(value),
        _ => value.is_finite(),
    }
}
