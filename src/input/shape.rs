//! The shape of a table as an office keeps it: title rows and notes above the header, a header in two rows, a row of units, total
//! rows and notes beneath.

use super::grid::Record;
use super::header::{Named, Said, name_of, plain, said};
use crate::tables::{Kind, Table, Unit};
use std::collections::BTreeSet;

/// Rows from above among which the header is looked for.
const LOOKED_AT: usize = 30;

/// What total rows are called.
const TOTALS: [&str; 9] = [
    "合计", "小计", "总计", "共计", "累计", "总和", "total", "subtotal", "sum",
];
/// What stands in a row of units over columns that have none.
const UNIT_ROW: [&str; 6] = ["单位", "unit", "文本", "文字", "-", "/"];
/// How rows begin that are for people, beneath a table.
const REMARKS: [&str; 14] = [
    "注",
    "备注",
    "说明",
    "填表",
    "制表",
    "审核",
    "负责人",
    "填报",
    "单位负责人",
    "联系",
    "note",
    "notes",
    "prepared by",
    "source",
];

/// A table, its header found.
pub(super) struct Shaped {
    /// The cells of the header; of one in two rows, both texts of a column.
    pub header: Vec<String>,
    /// What each names.
    pub named: Vec<Option<Named>>,
    /// The number of its (last) row.
    pub line: u64,
    /// Formulas in it of which no value is stored.
    pub formulas: Vec<(usize, String)>,
    /// Rows above it.
    pub above: Vec<Record>,
    /// A unit that a row above says for the whole table, with its text.
    pub unit: Option<(String, u64)>,
    /// Rows beneath it.
    pub rows: Vec<Record>,
}

/// Cells of a header, and what they name.
struct Candidate {
    texts: Vec<String>,
    named: Vec<Option<Named>>,
}

impl Candidate {
    fn of(schema: &Table, texts: Vec<String>) -> Self {
        let named = texts.iter().map(|text| name_of(schema, text)).collect();
        Self { texts, named }
    }

    /// How many columns it names.
    fn known(&self) -> usize {
        columns_of(&self.named).len()
    }
}

/// The columns that cells of a header name, each once.
pub(super) fn columns_of(named: &[Option<Named>]) -> BTreeSet<usize> {
    named.iter().flatten().map(|named| named.column).collect()
}

/// Whether a header names all columns that a table must have, one at least.
pub(super) fn names_all_required(schema: &Table, named: &[Option<Named>]) -> bool {
    let columns = columns_of(named);
    let required = schema.columns.iter().enumerate();
    let mut required = required.filter(|(_, column)| column.required).peekable();
    required.peek().is_some() && required.all(|(at, _)| columns.contains(&at))
}

/// Finds the header. Where no row names a column, the first is taken for it. `records` has one row at least.
pub(super) fn shaped(schema: &Table, mut records: Vec<Record>) -> Shaped {
    let (at, height, found) = header(schema, &records);
    let rows = records.split_off(at + height);
    let line = records.last().map_or(0, |record| record.line);
    let formulas = records[at..]
        .iter()
        .flat_map(|record| record.formulas.clone())
        .collect();
    records.truncate(at);
    let mut shaped = Shaped {
        header: found.texts,
        named: found.named,
        line,
        formulas,
        unit: records.iter().find_map(unit_of_table),
        above: records,
        rows,
    };
    shaped.take_row_of_units(schema);
    shaped
}

/// The first row, and the number of rows, of the header.
fn header(schema: &Table, records: &[Record]) -> (usize, usize, Candidate) {
    let single = |at: usize| Candidate::of(schema, texts(&records[at]));
    let first = single(0);
    let mut best = (first.known(), 0, 1, first);
    for at in 0..records.len().min(LOOKED_AT) {
        let (mut found, mut height) = (single(at), 1);
        if let Some(next) = records.get(at + 1) {
            let both = Candidate::of(schema, joined(schema, &records[at], next));
            let filled = records[at]
                .cells
                .iter()
                .filter(|cell| !cell.trim().is_empty())
                .count();
            if filled > 1 && both.known() > found.known() && both.known() >= single(at + 1).known()
            {
                (found, height) = (both, 2);
            }
        }
        let (known, is_whole) = (found.known(), names_all_required(schema, &found.named));
        if known > best.0 || (is_whole && known >= best.0) {
            best = (known, at, height, found);
        }
        if is_whole {
            break;
        }
    }
    (best.1, best.2, best.3)
}

fn texts(record: &Record) -> Vec<String> {
    record.cells.iter().map(str::to_owned).collect()
}

/// Two rows as one header: the lower text; where that names nothing the upper and the lower one together, or the upper one. The
/// text of an upper cell holds to the right until the next.
fn joined(schema: &Table, upper: &Record, lower: &Record) -> Vec<String> {
    let mut group = String::new();
    let width = upper.cells.len().max(lower.cells.len());
    let mut joined = Vec::with_capacity(width);
    for column in 0..width {
        let cell = |record: &Record| {
            record
                .cells
                .get(column)
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let (above, below) = (cell(upper), cell(lower));
        if !above.is_empty() {
            group.clone_from(&above);
        }
        let both = format!("{group}{below}");
        let choices = [&both, &below, &above];
        let choice = match below.is_empty() || below == above {
            true => &above,
            false => choices
                .into_iter()
                .find(|text| name_of(schema, text).is_some())
                .unwrap_or(&both),
        };
        joined.push(choice.clone());
    }
    joined
}

impl Shaped {
    /// A row that holds nothing but units belongs to the header.
    fn take_row_of_units(&mut self, schema: &Table) {
        let Some(row) = self.rows.first() else { return };
        let filled = row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.trim().is_empty());
        let bare = |cell: &str| plain(cell).trim_matches(['(', ')', '[', ']']).to_owned();
        let mut units = Vec::new();
        for (at, cell) in filled {
            let Some(Some(named)) = self.named.get(at) else {
                return;
            };
            let column = &schema.columns[named.column];
            let is_figure = matches!(
                column.kind,
                Kind::Number(_) | Kind::Whole(_) | Kind::Share | Kind::Longitude | Kind::Latitude
            );
            if UNIT_ROW.contains(&bare(cell).as_str()) {
                continue;
            }
            if !is_figure || Unit::read(&bare(cell)).is_none() {
                return;
            }
            units.push((at, said(column, &bare(cell))));
        }
        if units.is_empty() {
            return;
        }
        for (at, unit) in units {
            if let Some(named) = &mut self.named[at]
                && named.unit == Said::Nothing
            {
                named.unit = unit;
            }
        }
        self.line = self.rows.remove(0).line;
    }
}

/// `单位:吨` in a row above the table: the text of the unit, and its row.
fn unit_of_table(record: &Record) -> Option<(String, u64)> {
    let cells = record.cells.iter().map(plain);
    let units = cells.filter_map(|cell| {
        let (_, behind) = cell
            .split_once("单位:")
            .or_else(|| cell.split_once("unit:"))?;
        let text = behind.trim_matches(['(', ')', ' ', '。', '_']);
        Unit::read(text).map(|_| text.to_owned())
    });
    units.map(|unit| (unit, record.line)).next()
}

/// Whether a row says that it is a total.
pub(super) fn says_total(record: &Record) -> bool {
    record.cells.iter().map(plain).any(|cell| {
        let bare = cell.trim_end_matches([':', '。']);
        TOTALS
            .iter()
            .any(|total| bare == *total || (!total.is_ascii() && bare.ends_with(total)))
    })
}

/// Why a row is none of the table's, if it is none: a total, a remark. Such rows lack what every row must have, or are the sum of
/// those above.
pub(super) fn aside(record: &Record, lacks_required: bool, is_sum: bool) -> Option<&'static str> {
    if says_total(record) && (lacks_required || is_sum) {
        return Some("no total row; it is left out");
    }
    if !lacks_required {
        return None;
    }
    let first = record
        .cells
        .iter()
        .map(plain)
        .find(|cell| !cell.is_empty())?;
    let is_remark = REMARKS.iter().any(|word| {
        let behind = first.strip_prefix(word).map(str::trim_start);
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([':', '1', '一', '人']))
    });
    is_remark.then_some("no remark beneath the table; it is left out")
}
