//! Which table each sheet of a workbook is: by its name, by a name that holds that of a table, or by its header.

use super::grid::Record;
use super::header::plain;
use super::likeness::nearest_table;
use super::shape::{columns_of, names_all_required, shaped};
use super::workbook::WorkbookSheet;
use crate::tables::{DISTRICT, MEASURED_TABLES, Table};

/// What the names of sheets hold that are no tables to be read.
const KEPT_BACK: [&str; 16] = [
    "说明", "备注", "示例", "样例", "例子", "模板", "字典", "备份", "作废", "旧", "example",
    "template", "notes", "backup", "copy", "old",
];
/// Columns that a header must name to be taken for that of a table, whatever the sheet is called.
const LEAST_COLUMNS: usize = 3;

/// A sheet, and what it is.
pub(super) struct Role {
    /// Its name.
    pub name: String,
    /// The table that it is or belongs to, and its rows.
    pub table: Option<(&'static Table, Vec<Record>)>,
    /// What is to be said of it.
    pub said: Option<String>,
    /// What was expected in place of a table that cannot be read.
    pub broken: Option<String>,
}

/// What every sheet of a workbook is, among these tables, in the order of the workbook.
pub(super) fn roles(sheets: Vec<WorkbookSheet>, tables: &[&'static Table]) -> Vec<Role> {
    let own: Vec<Option<&'static Table>> =
        sheets.iter().map(|sheet| named(sheet, tables)).collect();
    let is_there = |table: &Table, visible: bool| {
        let mut of_table = sheets
            .iter()
            .zip(&own)
            .filter(|(_, own)| own.is_some_and(|own| own == table));
        of_table.any(|(sheet, _)| !visible || !sheet.is_hidden)
    };
    let judge = |(sheet, own): (&WorkbookSheet, &Option<&'static Table>)| match own {
        Some(table) if sheet.is_hidden && is_there(table, true) => (
            None,
            Some(format!(
                "one sheet of {} that is shown; this one is hidden and not read",
                table.name
            )),
        ),
        Some(table) if sheet.is_hidden => (
            Some(*table),
            Some("a sheet that is shown; this one is hidden, and read".to_owned()),
        ),
        Some(table) if is_name_of(table, &sheet.name) => (Some(*table), None),
        Some(table) => (
            Some(*table),
            Some(format!(
                "the name of a table; this sheet is read as part of {}",
                table.name
            )),
        ),
        None if is_measured(&sheet.name) => (None, None),
        None => match by_header(sheet, tables).filter(|table| !is_there(table, false)) {
            Some(table) => (
                Some(table),
                Some(format!(
                    "the name of a table; by its header this sheet is read as {}",
                    table.name
                )),
            ),
            None => (None, Some(unread(&sheet.name, tables))),
        },
    };
    let judged: Vec<_> = sheets.iter().zip(&own).map(judge).collect();
    let role =
        |(sheet, (table, said)): (WorkbookSheet, (Option<&'static Table>, Option<String>))| {
            let (table, broken) = match (table, sheet.records) {
                (Some(table), Ok(records)) => (Some((table, records)), None),
                (Some(_), Err(expected)) => (None, Some(expected)),
                (None, _) => (None, None),
            };
            Role {
                name: sheet.name,
                table,
                said,
                broken,
            }
        };
    sheets.into_iter().zip(judged).map(role).collect()
}

/// Whether a sheet of this name is the table.
fn is_name_of(table: &Table, name: &str) -> bool {
    let plain = plain(name);
    plain == table.name || table.aliases.contains(&plain.as_str())
}

fn is_measured(name: &str) -> bool {
    MEASURED_TABLES.iter().any(|table| is_name_of(table, name))
}

/// The table of a sheet's name, or of a name within it where the header is that table's: `收集点-城关镇`.
fn named(sheet: &WorkbookSheet, tables: &[&'static Table]) -> Option<&'static Table> {
    if let Some(table) = tables.iter().find(|table| is_name_of(table, &sheet.name)) {
        return Some(table);
    }
    let plain = plain(&sheet.name);
    let length = |table: &&&'static Table| {
        let names = std::iter::once(&table.name).chain(table.aliases);
        let held = names.filter(|name| plain.starts_with(*name) || plain.ends_with(*name));
        held.map(|name| name.len()).max()
    };
    let table = tables
        .iter()
        .filter(|table| length(table).is_some())
        .max_by_key(length)?;
    (!is_kept_back(&plain) && !is_measured(&sheet.name) && fits(sheet, table) > 0).then_some(table)
}

fn is_kept_back(plain: &str) -> bool {
    KEPT_BACK.iter().any(|word| plain.contains(word))
}

/// How many columns of the table its header names; 0 unless all that are required.
fn fits(sheet: &WorkbookSheet, table: &Table) -> usize {
    let Some(records) = sheet
        .records
        .as_ref()
        .ok()
        .filter(|records| !records.is_empty())
    else {
        return 0;
    };
    // A few rows say what the header is.
    let shaped = shaped(table, records.iter().take(40).cloned().collect());
    match names_all_required(table, &shaped.named) {
        true => columns_of(&shaped.named).len(),
        false => 0,
    }
}

/// The one table that the header of a sheet with another name is that of.
fn by_header(sheet: &WorkbookSheet, tables: &[&'static Table]) -> Option<&'static Table> {
    // Whoever looks for tickets alone takes none that nobody called so.
    if is_kept_back(&plain(&sheet.name)) || !tables.contains(&&DISTRICT) {
        return None;
    }
    let scored = tables.iter().map(|table| (fits(sheet, table), *table));
    let mut scored: Vec<_> = scored
        .filter(|(known, _)| *known >= LEAST_COLUMNS)
        .collect();
    scored.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
    match scored.as_slice() {
        [(_, only)] => Some(*only),
        [(first, table), (second, _), ..] if first > second => Some(*table),
        _ => None,
    }
}

fn unread(name: &str, tables: &[&'static Table]) -> String {
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let meant = nearest_table(name, tables).map(|table| format!("; do you mean {}?", table.name));
    format!(
        "the name of a table ({}, or in Chinese); this sheet is not read{}",
        names.join(", "),
        meant.unwrap_or_default()
    )
}
