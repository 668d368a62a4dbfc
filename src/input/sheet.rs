//! A table bound to its schema: which cell of a row belongs to which column, and typed reading of cells.
//!
//! Every getter notes what is wrong and goes on, so that one reading finds all faults.

use super::coordinates::Datum;
use super::grid::Record;
use super::ledger::Ledger;
use super::names::Names;
use super::source::{Content, Source};
use super::spelling;
use crate::district::{CalendarDay, Place};
use crate::quantity::{Clock, Day, DaySet};
use crate::tables::{Column, Given, Kind, Table, unguarded};
use csv::StringRecord;
use std::collections::HashMap;

/// A table of the source, bound to its schema.
pub(super) struct Sheet {
    schema: &'static Table,
    /// The name that faults call it by.
    pub file: String,
    /// For each column of the schema, its cell in a row.
    positions: Vec<Option<usize>>,
    /// The header as it stands.
    header: StringRecord,
    records: Vec<Record>,
    /// Whether it is there and has a header.
    pub is_read: bool,
    /// Whether there is such a file or sheet.
    pub exists: bool,
}

impl Sheet {
    /// Reads a table; what is wrong with it is noted.
    pub fn read(schema: &'static Table, source: &mut Source, ledger: &mut Ledger) -> Self {
        let (file, records, exists) = match source.content(schema, ledger) {
            Content::Absent => (schema.file.to_owned(), Vec::new(), false),
            Content::Broken => (schema.file.to_owned(), Vec::new(), true),
            Content::Records(file, records) => {
                if records.is_empty() {
                    ledger.broken(&file, 0, "", "", "a table with a header");
                }
                (file, records, true)
            }
        };
        let mut sheet = Self {
            schema,
            file,
            positions: vec![None; schema.columns.len()],
            header: StringRecord::new(),
            records,
            is_read: false,
            exists,
        };
        if !sheet.records.is_empty() {
            let header = sheet.records.remove(0);
            sheet.bind(&header, ledger);
            sheet.header = header.cells;
            sheet.is_read = true;
            sheet.note_unbound(header.line, ledger);
            sheet.note_valueless(ledger);
        }
        sheet
    }

    /// A table whose rows are made by the reader, in the order of the schema.
    pub fn of_records(schema: &'static Table, file: String, records: Vec<Record>) -> Self {
        Self {
            schema,
            file,
            positions: (0..schema.columns.len()).map(Some).collect(),
            header: StringRecord::new(),
            records,
            is_read: true,
            exists: true,
        }
    }

    /// Notes cells that stand under no header: beside the table a fault, for there a number may have been cut in two; in a
    /// column without a name said once.
    /// A row that stands beside the table alone is none of its rows.
    fn note_unbound(&mut self, line_of_header: u64, ledger: &mut Ledger) {
        let is_named = |text: &&str| !text.trim().is_empty();
        let names: Vec<bool> = self.header.iter().map(|text| is_named(&text)).collect();
        let width = names
            .iter()
            .rposition(|named| *named)
            .map_or(0, |at| at + 1);
        let mut nameless = vec![false; width];
        for record in &self.records {
            let cells = record.cells.iter().enumerate();
            let cells = cells.filter(|(_, text)| is_named(text));
            for (position, text) in cells {
                if position < width {
                    nameless[position] |= !names[position];
                    continue;
                }
                let expected = format!(
                    "no more cells than the header, which has {width}; what holds a separator stands in quotes"
                );
                ledger.fault(&self.file, record.line, "", text, expected);
                break;
            }
        }
        for position in (0..width).filter(|&position| nameless[position]) {
            let expected = format!("a name for column {}; it is not read", position + 1);
            ledger.warn(&self.file, line_of_header, "", "", expected);
        }
        self.records.retain(|record| {
            let mut cells = record.cells.iter().take(width);
            !record.formulas.is_empty() || cells.any(|text| is_named(&text))
        });
    }

    /// Notes cells that hold an error of the spreadsheet, or a formula whose value was never stored.
    fn note_valueless(&self, ledger: &mut Ledger) {
        for record in &self.records {
            for (column, position) in self.schema.columns.iter().zip(&self.positions) {
                let Some(position) = *position else { continue };
                let expected = |what| format!("{}; {what}", column.expected());
                let formula = record.formulas.iter().find(|(at, _)| *at == position);
                if let Some((_, formula)) = formula {
                    let expected = expected("the formula's value is not stored in the workbook");
                    let text = format!("={formula}");
                    ledger.fault(&self.file, record.line, column.name, &text, expected);
                    continue;
                }
                let text = record.cells.get(position).unwrap_or_default().trim();
                if spelling::is_spreadsheet_error(text) {
                    let expected = expected("this is an error of the spreadsheet");
                    ledger.fault(&self.file, record.line, column.name, text, expected);
                }
            }
        }
    }

    fn bind(&mut self, header: &Record, ledger: &mut Ledger) {
        for (_, formula) in &header.formulas {
            let expected = "the name of a column; the formula's value is not stored";
            ledger.broken(
                &self.file,
                header.line,
                "",
                &format!("={formula}"),
                expected,
            );
        }
        for (position, text) in header.cells.iter().enumerate() {
            let name = spelling::header(text);
            if name.is_empty() {
                continue;
            }
            let found = self
                .schema
                .columns
                .iter()
                .position(|column| answers(column, &name));
            match found {
                None if self.schema.is_of_plan() => {}
                None => ledger.warn(
                    &self.file,
                    header.line,
                    "",
                    text,
                    "a column of this table; this one is not read",
                ),
                Some(index) if self.positions[index].is_some() => {
                    let column = self.schema.columns[index].name;
                    ledger.broken(&self.file, header.line, column, text, "each column once");
                }
                Some(index) => self.positions[index] = Some(position),
            }
        }
        for (column, position) in self.schema.columns.iter().zip(&self.positions) {
            if column.required && position.is_none() {
                let alias = column
                    .aliases
                    .first()
                    .map(|alias| format!(" (or {alias})"))
                    .unwrap_or_default();
                let expected = format!("a column {}{alias}: {}", column.name, column.expected());
                ledger.broken(&self.file, header.line, column.name, "", expected);
            }
        }
    }

    /// Its schema.
    pub fn table(&self) -> &'static Table {
        self.schema
    }

    /// Notes that the table must be there; it may have no rows.
    pub fn require_file(&self, why: &str, ledger: &mut Ledger) {
        if !self.exists {
            ledger.broken(&self.file, 0, "", "", format!("this file: {why}"));
        }
    }

    /// Notes that the table must be there, with one row at least.
    pub fn require(&self, why: &str, ledger: &mut Ledger) {
        self.require_file(why, ledger);
        if self.is_read && self.records.is_empty() {
            ledger.broken(&self.file, 0, "", "", format!("at least one row: {why}"));
        }
    }

    /// Whether the table has rows.
    pub fn has_rows(&self) -> bool {
        !self.records.is_empty()
    }

    /// No names yet of the rows of this table, which stand in a column; open if that cannot be read.
    pub fn names(&self, column: &str) -> Names {
        let index = self
            .schema
            .columns
            .iter()
            .position(|known| known.name == column);
        let is_there = index.is_some_and(|index| self.positions[index].is_some());
        Names::new(self.exists && !(self.is_read && is_there))
    }

    /// The table as it stands, header first, with other figures in a column, which is added where it is not there. `figure`
    /// is asked with the name in the key column and the cell's own number; what it has no figure for stays.
    pub fn with_figures(
        &self,
        [key, column]: [&str; 2],
        figure: &dyn Fn(&str, Option<f64>) -> Option<f64>,
    ) -> Vec<Vec<String>> {
        let cells = |record: &StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let mut header = cells(&self.header);
        let index = self.schema.columns.iter().position(|c| c.name == column);
        let at = index
            .and_then(|index| self.positions[index])
            .unwrap_or_else(|| {
                header.push(column.to_owned());
                header.len() - 1
            });
        let changed = |row: Row<'_>| {
            let mut cells = cells(&row.record.cells);
            let number = spelling::number(row.cell(column));
            cells.resize(cells.len().max(header.len()), String::new());
            if let Some(figure) = figure(row.cell(key), number) {
                cells[at] = figure.to_string();
            }
            cells
        };
        let rows: Vec<Vec<String>> = self.rows().map(changed).collect();
        std::iter::once(header).chain(rows).collect()
    }

    /// The rows that stand word for word above, each with the first like it.
    pub fn repeated(&self) -> Vec<(u64, u64)> {
        let mut known: HashMap<Vec<&str>, u64> = HashMap::new();
        let mut repeated = Vec::new();
        for record in &self.records {
            let cells = record.cells.iter().collect();
            let first = *known.entry(cells).or_insert(record.line);
            if first != record.line {
                repeated.push((record.line, first));
            }
        }
        repeated
    }

    /// The rows below the header.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row {
            sheet: self,
            record,
        })
    }
}

fn answers(column: &Column, name: &str) -> bool {
    column.name == name || column.aliases.contains(&name)
}

/// A row of a table. Getters ask for a column by its English header.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet,
    record: &'a Record,
}

impl<'a> Row<'a> {
    /// Its line in the file.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The name of its file.
    pub fn file(&self) -> &'a str {
        &self.sheet.file
    }

    fn column(&self, name: &str) -> (&'static Column, Option<usize>) {
        let columns = self.sheet.schema.columns.iter();
        let index = columns.clone().position(|column| column.name == name);
        let index = index.expect("readers ask for columns of the schema");
        (
            &self.sheet.schema.columns[index],
            self.sheet.positions[index],
        )
    }

    /// What stands in a cell, trimmed; in a written plan without the apostrophe that guards it.
    pub fn cell(&self, name: &str) -> &'a str {
        let position = self.column(name).1;
        let text = position
            .and_then(|position| self.record.cells.get(position))
            .unwrap_or_default()
            .trim();
        if self.sheet.schema.is_guarded() {
            unguarded(text)
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
        ledger.fault(self.file(), self.line(), shown, self.cell(name), expected);
    }

    /// What a column is called in a fault: of a plan's own tables, whose columns several readers call by other names, as it is
    /// written there.
    fn shown<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let position = self.column(name).1;
        let written = position.and_then(|position| self.sheet.header.get(position));
        let written = written.map(str::trim).filter(|text| !text.is_empty());
        match self.sheet.schema.is_of_plan() {
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
        let (column, position) = self.column(name);
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
        let (column, position) = self.column(name);
        let Some(default) = &column.default else {
            return;
        };
        if default.is_rate && ledger.no_guesses {
            let line = if position.is_some() { self.line() } else { 0 };
            let expected = format!("{}; profile = \"none\" guesses no rate", column.expected());
            ledger.fault(self.file(), line, name, "", expected);
        } else {
            ledger.assume(self.sheet.schema.file, column, default);
        }
    }

    /// A name on one line; empty after its fault.
    pub fn name(&self, name: &str, ledger: &mut Ledger) -> String {
        let one_line = |text: &str| {
            (!text.chars().any(char::is_control) && text.len() <= 200).then(|| text.to_owned())
        };
        self.parse(name, ledger, one_line).unwrap_or_default()
    }

    /// A number, without a default.
    pub fn optional_number(&self, name: &str, ledger: &mut Ledger) -> Option<f64> {
        let kind = self.column(name).0.kind;
        self.parse(name, ledger, |text| {
            let value = if kind == Kind::Share {
                spelling::share(text)
            } else {
                spelling::number(text)
            };
            value.filter(|&value| is_sensible(kind, value))
        })
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
        self.parse(name, ledger, |text| spelling::half_width(text).parse().ok())
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

    /// Days of the week.
    pub fn days(&self, name: &str, ledger: &mut Ledger) -> Option<DaySet> {
        self.parse(name, ledger, |text| {
            let days: Result<DaySet, _> = spelling::list(text).map(str::parse::<Day>).collect();
            days.ok().filter(|days| !days.is_empty())
        })
    }

    /// Digits that dates end in.
    pub fn digits(&self, name: &str, ledger: &mut Ledger) -> Vec<u8> {
        let digit = |entry: &str| {
            spelling::half_width(entry)
                .parse()
                .ok()
                .filter(|digit: &u8| *digit < 10)
        };
        let read = |text: &str| spelling::list(text).map(digit).collect::<Option<Vec<u8>>>();
        let mut digits = self.parse(name, ledger, read).unwrap_or_default();
        digits.sort_unstable();
        digits.dedup();
        digits
    }

    /// A date, not checked against a calendar.
    pub fn date(&self, name: &str, ledger: &mut Ledger) -> Option<CalendarDay> {
        self.parse(name, ledger, spelling::date)
    }

    /// A date and a clock.
    pub fn moment(&self, name: &str, ledger: &mut Ledger) -> Option<jiff::civil::DateTime> {
        self.parse(name, ledger, spelling::moment)
    }

    /// Words of a list.
    pub fn words(&self, name: &str) -> Vec<String> {
        spelling::list(self.cell(name)).map(str::to_owned).collect()
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
