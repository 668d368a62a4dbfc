//! A part of a table, which is a file or a sheet: its header bound to the schema, and what stands in it and is no row.

use super::figures;
use super::grid::Record;
use super::header::{Named, Said, expected_unit, factor_to};
use super::ledger::Ledger;
use super::shape::{Shaped, aside, shaped};
use super::source::Grid;
use super::spelling;
use crate::tables::{Column, Factor, Kind, Table, Unit};

/// A file or a sheet, bound to the schema of its table.
pub(super) struct Part {
    /// The name that faults call it by.
    pub label: String,
    /// For each column of the schema, its cell in a row.
    pub positions: Vec<Option<usize>>,
    /// For each column of the schema, the factor from its figures here to its unit.
    pub factors: Vec<Factor>,
    /// Columns whose figures cannot be read, which is told once.
    pub is_unclear: Vec<bool>,
    /// The header as it stands.
    pub header: Vec<String>,
    /// Headers that name no column of the table.
    pub unread: Vec<String>,
    /// Whether a comma is a decimal mark.
    pub decimal_comma: bool,
    /// Whether it is a sheet of a workbook, which does not tell a percent from a hundredth.
    is_of_workbook: bool,
}

impl Part {
    /// Binds a grid of cells to a schema, and gives its rows; what is wrong with it is noted.
    pub fn bind(schema: &'static Table, grid: Grid, ledger: &mut Ledger) -> (Self, Vec<Record>) {
        let mut part = Self {
            label: grid.label,
            decimal_comma: grid.decimal_comma,
            is_of_workbook: grid.is_of_workbook,
            ..Self::in_order(schema, String::new())
        };
        part.positions.fill(None);
        if grid.records.is_empty() {
            ledger.broken(&part.label, 0, "", "", "a table with a header");
            return (part, Vec::new());
        }
        let mut shaped = shaped(schema, grid.records);
        part.header = std::mem::take(&mut shaped.header);
        part.note_above(&shaped, ledger);
        part.note_formulas(&shaped, ledger);
        part.take(schema, &shaped, ledger);
        part.take_unit_of_table(schema, &shaped, ledger);
        let mut rows = part.within_header(shaped.rows, shaped.line, ledger);
        part.drop_asides(schema, &mut rows, ledger);
        part.note_valueless(schema, &rows, ledger);
        part.note_merged(schema, &rows, ledger);
        part.judge_percents(schema, &rows, ledger);
        (part, rows)
    }

    /// A part whose columns are those of the schema, in its order and its units.
    pub fn in_order(schema: &Table, label: String) -> Self {
        let count = schema.columns.len();
        Self {
            label,
            positions: (0..count).map(Some).collect(),
            factors: vec![Factor::ONE; count],
            is_unclear: vec![false; count],
            header: Vec::new(),
            unread: Vec::new(),
            decimal_comma: false,
            is_of_workbook: false,
        }
    }

    /// Says which rows stand above the header.
    fn note_above(&self, shaped: &Shaped, ledger: &mut Ledger) {
        if let Some(first) = shaped.above.first() {
            let text = first_filled(first);
            let expected = match shaped.above.len() {
                1 => format!(
                    "the header, which is row {}; this row is not read",
                    shaped.line
                ),
                rows => format!(
                    "the header, which is row {}; {rows} rows above it are not read",
                    shaped.line
                ),
            };
            ledger.warn(&self.label, first.line, "", text, expected);
        }
    }

    fn note_formulas(&self, shaped: &Shaped, ledger: &mut Ledger) {
        for (_, formula) in &shaped.formulas {
            let expected = "the name of a column; the formula's value is not stored";
            ledger.broken(
                &self.label,
                shaped.line,
                "",
                &format!("={formula}"),
                expected,
            );
        }
    }

    /// Takes the cells of the header for the columns that they name.
    fn take(&mut self, schema: &'static Table, shaped: &Shaped, ledger: &mut Ledger) {
        for (position, (text, named)) in self.header.iter().zip(&shaped.named).enumerate() {
            match named {
                None if text.trim().is_empty() || schema.is_of_plan() => {}
                None => self.unread.push(text.trim().to_owned()),
                Some(Named { column, .. }) if self.positions[*column].is_some() => {
                    let name = schema.columns[*column].name;
                    ledger.broken(&self.label, shaped.line, name, text, "each column once");
                }
                Some(Named { column: at, unit }) => {
                    let unit = unit.clone().in_currency(&ledger.currency);
                    let column = &schema.columns[*at];
                    self.positions[*at] = Some(position);
                    self.factors[*at] = unit.factor(column);
                    if let Said::Unclear(_) = unit {
                        self.is_unclear[*at] = true;
                        ledger.fault(
                            &self.label,
                            shaped.line,
                            column.name,
                            text,
                            expected_unit(column),
                        );
                    }
                }
            }
        }
        let places = schema.columns.iter().zip(&self.positions);
        let places = places.map(|(column, position)| (column.name, *position));
        if self.is_of_workbook {
            ledger.place(&self.label, places.collect());
        }
        self.note_unread(schema, shaped.line, ledger);
        for (column, position) in schema.columns.iter().zip(&self.positions) {
            if column.required && position.is_none() {
                let alias = column.aliases.first().map(|alias| format!(" (or {alias})"));
                let alias = alias.unwrap_or_default();
                let expected = format!(
                    "a column {}{alias}: {}{}",
                    column.name,
                    column.expected(),
                    self.hint()
                );
                ledger.broken(&self.label, shaped.line, column.name, "", expected);
            }
        }
    }

    /// Says which headers name no column, and which column they may mean.
    fn note_unread(&self, schema: &'static Table, line: u64, ledger: &mut Ledger) {
        for text in &self.unread {
            let free = schema.columns.iter().zip(&self.positions);
            let free = free.filter(|(_, position)| position.is_none());
            let meant = super::likeness::nearest(text, free.map(|(column, _)| column));
            let meant = meant.map(|name| format!("; do you mean {name}?"));
            let expected = format!(
                "a column of this table; this one is not read{}",
                meant.unwrap_or_default()
            );
            ledger.warn(&self.label, line, "", text, expected);
        }
    }

    /// What a fault says of a column that is not there, where others are that nobody reads.
    pub fn hint(&self) -> String {
        const SHOWN: usize = 3;
        match self.unread.as_slice() {
            [] => String::new(),
            some => format!("; not read: {}", some[..some.len().min(SHOWN)].join(", ")),
        }
    }

    /// Figures of columns that say no unit are read in that of a row above the table.
    fn take_unit_of_table(&mut self, schema: &Table, shaped: &Shaped, ledger: &mut Ledger) {
        let Some((text, line)) = &shaped.unit else {
            return;
        };
        let Some(unit) = Unit::read(text) else { return };
        let mut names = Vec::new();
        for named in shaped
            .named
            .iter()
            .flatten()
            .filter(|named| named.unit == Said::Nothing)
        {
            let column = &schema.columns[named.column];
            let factor = factor_to(&unit, column).filter(|_| !column.unit.is_empty());
            if let Some(factor) = factor.filter(|factor| *factor != Factor::ONE) {
                self.factors[named.column] = factor;
                names.push(column.name);
            }
        }
        if !names.is_empty() {
            let expected = format!(
                "units in the header; {} are read in {text}, as this row says",
                names.join(", ")
            );
            ledger.warn(&self.label, *line, "", text, expected);
        }
    }

    /// Rows with cells under the header. Cells beside the table are faults, for there a number may have been cut in two; in a
    /// column without a name said once. A row that stands beside the table alone is none of its rows.
    fn within_header(
        &self,
        mut rows: Vec<Record>,
        line_of_header: u64,
        ledger: &mut Ledger,
    ) -> Vec<Record> {
        let is_filled = |text: &str| !text.trim().is_empty();
        let names: Vec<bool> = self.header.iter().map(|text| is_filled(text)).collect();
        let width = names
            .iter()
            .rposition(|named| *named)
            .map_or(0, |at| at + 1);
        let mut nameless = vec![false; width];
        for record in &rows {
            let cells = record
                .cells
                .iter()
                .enumerate()
                .filter(|(_, text)| is_filled(text));
            for (position, text) in cells {
                if position < width {
                    nameless[position] |= !names[position];
                    continue;
                }
                let expected = format!(
                    "no more cells than the header, which has {width}; what holds a separator stands in quotes"
                );
                ledger.fault(&self.label, record.line, "", text, expected);
                break;
            }
        }
        for position in (0..width).filter(|&position| nameless[position]) {
            let expected = format!("a name for column {}; it is not read", position + 1);
            ledger.warn(&self.label, line_of_header, "", "", expected);
        }
        rows.retain(|record| {
            let mut cells = record.cells.iter().take(width);
            !record.formulas.is_empty() || cells.any(is_filled)
        });
        rows
    }

    /// Leaves out totals, remarks and repeated headers, and says so.
    fn drop_asides(&self, schema: &'static Table, rows: &mut Vec<Record>, ledger: &mut Ledger) {
        if schema.is_guarded() {
            return;
        }
        let is_blank = |record: &Record, at: usize| {
            let position = self.positions[at];
            position.is_some_and(|position| record.is_blank_at(position))
        };
        let required: Vec<usize> = (0..schema.columns.len())
            .filter(|&at| schema.columns[at].required)
            .collect();
        let mut sums = Sums::of(self, schema);
        rows.retain(|record| {
            let lacks = required.is_empty() || required.iter().any(|&at| is_blank(record, at));
            let header = self.header.iter().map(|text| text.trim());
            let is_header = record.cells.iter().map(str::trim).eq(header);
            let why = match is_header {
                true => Some("the header once; this row is left out"),
                false => aside(record, lacks, sums.are(record)),
            };
            if let Some(why) = why {
                let text = first_filled(record);
                ledger.warn(&self.label, record.line, "", text, why);
            } else {
                sums.add(record);
            }
            why.is_none()
        });
    }

    /// The columns that are there, each with its position.
    fn bound(
        &self,
        schema: &'static Table,
    ) -> impl Iterator<Item = (usize, &'static Column, usize)> {
        let columns = schema.columns.iter().zip(&self.positions).enumerate();
        columns.filter_map(|(at, (column, position))| Some((at, column, (*position)?)))
    }

    /// Notes cells that hold an error of the spreadsheet, or a formula whose value was never stored.
    fn note_valueless(&self, schema: &'static Table, rows: &[Record], ledger: &mut Ledger) {
        for record in rows {
            for (_, column, position) in self.bound(schema) {
                let expected = |what| format!("{}; {what}", column.expected());
                let formula = record.formulas.iter().find(|(at, _)| *at == position);
                if let Some((_, formula)) = formula {
                    let expected = expected("the formula's value is not stored in the workbook");
                    let text = format!("={formula}");
                    ledger.fault(&self.label, record.line, column.name, &text, expected);
                    continue;
                }
                let text = record.cells.get(position).unwrap_or_default().trim();
                if spelling::is_spreadsheet_error(text) {
                    let expected = expected("this is an error of the spreadsheet");
                    ledger.fault(&self.label, record.line, column.name, text, expected);
                }
            }
        }
    }

    /// A figure that adds up over rows is none of each if its cell is merged over them.
    fn note_merged(&self, schema: &'static Table, rows: &[Record], ledger: &mut Ledger) {
        for record in rows.iter().filter(|record| !record.merged.is_empty()) {
            for (_, column, position) in self.bound(schema) {
                if column.adds_up && record.merged.contains(&position) {
                    let text = record.cells.get(position).unwrap_or_default();
                    let expected = format!(
                        "{} of this row alone; the cell is merged with the one above",
                        column.expected()
                    );
                    ledger.fault(&self.label, record.line, column.name, text, expected);
                }
            }
        }
    }

    /// A workbook stores 35 % as 0.35, whatever it shows: beneath a header in percent only figures that cannot be shares are
    /// percents.
    fn judge_percents(&mut self, schema: &'static Table, rows: &[Record], ledger: &mut Ledger) {
        let bound: Vec<_> = self.bound(schema).collect();
        for (at, column, position) in bound {
            if !self.is_of_workbook || self.factors[at] != Factor::OF_HUNDRED {
                continue;
            }
            let least = if column.kind == Kind::Share {
                1.0
            } else {
                10.0
            };
            let figure = |record: &Record| {
                let cell = record.cells.get(position)?.trim();
                Some((record.line, cell.to_owned(), cell.parse::<f64>().ok()?))
            };
            let figures: Vec<_> = rows
                .iter()
                .filter_map(figure)
                .filter(|figure| figure.2 > 0.0)
                .collect();
            let is_clear = figures.iter().any(|figure| figure.2 > least);
            if let Some((line, cell, _)) = figures.first().filter(|_| !is_clear) {
                let expected = "percents as text, or shares under a header without %; a workbook does not tell 0.35 from 35 %";
                ledger.fault(&self.label, *line, column.name, cell, expected);
                self.is_unclear[at] = true;
            }
        }
    }
}

/// The first cell of a row that holds something.
fn first_filled(record: &Record) -> &str {
    let mut cells = record.cells.iter();
    cells
        .find(|cell| !cell.trim().is_empty())
        .unwrap_or_default()
}

/// Sums of the columns whose figures add up, over the rows so far.
struct Sums {
    positions: Vec<usize>,
    sums: Vec<f64>,
    decimal_comma: bool,
}

impl Sums {
    fn of(part: &Part, schema: &'static Table) -> Self {
        let adding = part.bound(schema).filter(|(_, column, _)| column.adds_up);
        let positions: Vec<usize> = adding.map(|(_, _, position)| position).collect();
        Self {
            sums: vec![0.0; positions.len()],
            positions,
            decimal_comma: part.decimal_comma,
        }
    }

    fn figure(&self, record: &Record, position: usize) -> Option<f64> {
        let cell = record.cells.get(position)?;
        figures::figure(cell, self.decimal_comma).map(|figure| figure.number)
    }

    fn add(&mut self, record: &Record) {
        for at in 0..self.positions.len() {
            self.sums[at] += self.figure(record, self.positions[at]).unwrap_or(0.0);
        }
    }

    /// Whether the figures of a row are these sums, one at least.
    fn are(&self, record: &Record) -> bool {
        let figures = self.positions.iter().zip(&self.sums);
        let figures =
            figures.filter_map(|(&position, sum)| Some((self.figure(record, position)?, *sum)));
        let figures: Vec<(f64, f64)> = figures.collect();
        let is_near =
            |&(figure, sum): &(f64, f64)| (figure - sum).abs() <= 1e-6 * sum.abs().max(1.0);
        !figures.is_empty() && figures.iter().all(is_near)
    }
}
