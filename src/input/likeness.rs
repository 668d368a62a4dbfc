//! Which known name an unknown one may mean.

use crate::tables::{Column, Table};

/// From 0 to 1: below this two names are not alike.
const ALIKE: f64 = 0.5;

/// The name of the column that is most like a text, as the text's own language calls it.
pub(super) fn nearest(
    text: &str,
    columns: impl Iterator<Item = &'static Column>,
) -> Option<&'static str> {
    let names = columns.flat_map(|column| std::iter::once(&column.name).chain(column.aliases));
    most_alike(&super::header::plain(text), names.copied())
}

/// The table whose name is most like a text: the text of a sheet or a file.
pub(super) fn nearest_table(text: &str, tables: &[&'static Table]) -> Option<&'static Table> {
    let text = super::header::plain(text);
    let likeness = |table: &&'static Table| {
        let names = std::iter::once(&table.name).chain(table.aliases);
        names.map(|name| alike(&text, name)).fold(0.0, f64::max)
    };
    let best = tables
        .iter()
        .copied()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) >= ALIKE).then_some(best)
}

fn most_alike(text: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let scored = names.map(|name| (alike(text, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then_some(best.1)
}

/// How alike two names are; one that holds the other is, for in Chinese what a word means stands at its end or beginning.
fn alike(text: &str, name: &str) -> f64 {
    let is_part = name.chars().count() > 1 && (text.starts_with(name) || text.ends_with(name));
    let written = strsim::normalized_damerau_levenshtein(text, name);
    if is_part { written.max(0.75) } else { written }
}
