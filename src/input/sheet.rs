//! A table bound to its schema: the parts that it is kept in, and their rows.

use super::grid::Record;
use super::ledger::Ledger;
use super::names::Names;
use super::part::Part;
use super::row::Row;
use super::source::{Content, Source};
use crate::tables::Table;
use std::collections::HashMap;

/// A table of the source, bound to its schema.
pub(super) struct Sheet {
    schema: &'static Table,
    /// The name that faults of the table as a whole call it by.
    pub file: String,
    /// Its files or sheets.
    parts: Vec<Part>,
    /// Its rows, each with the part that it stands in.
    records: Vec<(usize, Record)>,
    /// Whether it is there and has a header.
    pub is_read: bool,
    /// Whether there is such a file or sheet.
    pub exists: bool,
}

impl Sheet {
    /// Reads a table; what is wrong with it is noted.
    pub fn read(schema: &'static Table, source: &mut Source, ledger: &mut Ledger) -> Self {
        let (grids, exists) = match source.content(schema, ledger) {
            Content::Absent => (Vec::new(), false),
            Content::Broken => (Vec::new(), true),
            Content::Grids(grids) => (grids, true),
        };
        let mut sheet = Self {
            schema,
            file: grids
                .first()
                .map_or(schema.file.to_owned(), |grid| grid.label.clone()),
            parts: Vec::new(),
            records: Vec::new(),
            is_read: !grids.is_empty() && grids.iter().all(|grid| !grid.records.is_empty()),
            exists,
        };
        for grid in grids {
            let (part, rows) = Part::bind(schema, grid, ledger);
            let at = sheet.parts.len();
            sheet.parts.push(part);
            sheet.records.extend(rows.into_iter().map(|row| (at, row)));
        }
        sheet
    }

    /// A table whose rows are made by the reader, in the order of the schema.
    pub fn of_records(schema: &'static Table, part: Part, records: Vec<Record>) -> Self {
        Self {
            schema,
            file: part.label.clone(),
            parts: vec![part],
            records: records.into_iter().map(|record| (0, record)).collect(),
            is_read: true,
            exists: true,
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
        let is_there = |part: &Part| index.is_some_and(|index| part.positions[index].is_some());
        let is_there = !self.parts.is_empty() && self.parts.iter().all(is_there);
        Names::new(self.exists && !(self.is_read && is_there))
    }

    /// The table as it stands, header first, with other figures in a column, which is added where it is not there. `figure`
    /// is asked with the name in the key column and the cell's own figure; what it has no figure for stays. Figures are in the
    /// column's unit, and are written in that of the header. Of several parts the first says how the table looks.
    pub fn with_figures(
        &self,
        [key, column]: [&str; 2],
        figure: &dyn Fn(&str, Option<f64>) -> Option<f64>,
    ) -> Vec<Vec<String>> {
        let Some(first) = self.parts.first() else {
            return Vec::new();
        };
        let mut header = first.header.clone();
        let index = self
            .schema
            .columns
            .iter()
            .position(|known| known.name == column);
        let index = index.expect("readers ask for columns of the schema");
        let at = first.positions[index].unwrap_or_else(|| {
            header.push(column.to_owned());
            header.len() - 1
        });
        let changed = |row: Row<'_>| {
            let mut cells = self.as_in_first(row, header.len());
            let number = row.optional_number(column, &mut Ledger::default());
            if let Some(figure) = figure(row.cell(key), number) {
                cells[at] = first.factors[index].inverse().of(figure).to_string();
            }
            cells
        };
        let rows: Vec<Vec<String>> = self.rows().map(changed).collect();
        std::iter::once(header).chain(rows).collect()
    }

    /// The cells of a row, in the columns of the first part.
    fn as_in_first(&self, row: Row<'_>, width: usize) -> Vec<String> {
        let own: Vec<String> = row.record.cells.iter().map(str::to_owned).collect();
        let first = &self.parts[0];
        let mut cells = if row.part.header == first.header {
            own
        } else {
            let mut cells = vec![String::new(); width];
            for (from, to) in row.part.positions.iter().zip(&first.positions) {
                if let (Some(from), Some(to)) = (from, to) {
                    cells[*to] = own.get(*from).cloned().unwrap_or_default();
                }
            }
            cells
        };
        cells.resize(cells.len().max(width), String::new());
        cells
    }

    /// The rows that stand word for word above, each with the first like it.
    pub fn repeated(&self) -> Vec<(u64, u64)> {
        let mut known: HashMap<Vec<&str>, (usize, u64)> = HashMap::new();
        let mut repeated = Vec::new();
        for (part, record) in &self.records {
            let cells = record.cells.iter().collect();
            let first = *known.entry(cells).or_insert((*part, record.line));
            if first != (*part, record.line) {
                repeated.push((record.line, first.1));
            }
        }
        repeated
    }

    /// The rows below the header.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(part, record)| Row {
            sheet: self,
            part: &self.parts[*part],
            record,
        })
    }
}
