//! Whether a written table has the rows that it should have, whatever a spreadsheet made of its cells: order does not
//! matter, `5.0` is `5`, `6:05` is `06:05:00`, and days may stand in any order.

use crate::quantity::Clock;
use std::collections::BTreeMap;

/// Rows of a table by what their cells say, in some columns.
struct Rows(BTreeMap<Vec<String>, usize>);

/// How many rows differ in some columns (none: in all that are expected), and the first of them; `None` if none do. A cell that is blank in the written table and whose column
/// is `lenient` is as expected.
pub(super) fn differing(
    written: &str,
    expected: &str,
    columns: &[&str],
    lenient: Option<&str>,
) -> Option<(usize, String)> {
    let all: Vec<&str>;
    let columns = if columns.is_empty() {
        let header = expected.lines().next().unwrap_or_default();
        all = header.trim_start_matches('\u{feff}').split(',').collect();
        &all
    } else {
        columns
    };
    let Some(own) = Rows::of(written, columns) else {
        let header = columns.join(", ");
        return Some((1, format!("the columns {header} are expected")));
    };
    let Rows(ours) = Rows::of(expected, columns)?;
    let own = match lenient.and_then(|name| columns.iter().position(|own| *own == name)) {
        Some(column) => own.filled(&ours, column),
        None => own,
    };
    let (wrong, missing) = (own.beyond(&ours), Rows(ours).beyond(&own.0));
    let count = wrong.len().max(missing.len());
    let first = wrong.first().or(missing.first())?;
    Some((count, first.join(",")))
}

impl Rows {
    /// `None` if a column is missing.
    fn of(text: &str, columns: &[&str]) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().ok()?.clone();
        let places = columns
            .iter()
            .map(|name| header.iter().position(|own| own == *name));
        let places: Vec<usize> = places.collect::<Option<_>>()?;
        let mut rows = BTreeMap::new();
        for record in reader.records().flatten() {
            let cells = places
                .iter()
                .map(|&place| record.get(place).unwrap_or_default());
            *rows.entry(cells.map(meaning).collect()).or_default() += 1;
        }
        Some(Self(rows))
    }

    /// Blank cells of a column filled from rows that are alike in all others.
    fn filled(self, from: &BTreeMap<Vec<String>, usize>, column: usize) -> Self {
        let without = |row: &[String]| -> Vec<String> {
            let others = row.iter().enumerate().filter(|(place, _)| *place != column);
            others.map(|(_, cell)| cell.clone()).collect()
        };
        let known: BTreeMap<Vec<String>, &Vec<String>> =
            from.keys().map(|row| (without(row), row)).collect();
        let mut rows = BTreeMap::new();
        for (row, count) in self.0 {
            let blank = row[column].is_empty();
            let alike = known.get(&without(&row)).filter(|_| blank);
            *rows
                .entry(alike.map_or(row, |row| (*row).clone()))
                .or_default() += count;
        }
        Self(rows)
    }

    /// The rows that are here more often than there.
    fn beyond(&self, other: &BTreeMap<Vec<String>, usize>) -> Vec<Vec<String>> {
        let rows = self.0.iter();
        rows.filter(|(row, count)| other.get(*row) < Some(*count))
            .map(|(row, _)| row.clone())
            .collect()
    }
}

/// What a cell says, in one writing.
fn meaning(cell: &str) -> String {
    if let Ok(number) = cell.parse::<f64>() {
        return format!("{}", number + 0.0);
    }
    if let Ok(clock) = cell.parse::<Clock>() {
        return clock.to_string();
    }
    let mut words: Vec<&str> = cell.split([';', ',']).map(str::trim).collect();
    words.sort_unstable();
    words.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "id,days,kg,at\nP1,mon;thu,5,06:05\nP2,,7.50,\n";

    fn found(written: &str) -> Option<(usize, String)> {
        differing(written, TABLE, &["id", "days", "kg", "at"], Some("id"))
    }

    #[test]
    fn another_writing_is_the_same_table() {
        for same in [
            TABLE,
            "\u{feff}at,kg,id,days,more\n,7.5,P2,,x\n6:05:00,5.0,P1,thu;mon,y\n",
            "id,days,kg,at\n,mon;thu,5,06:05\nP2,,7.50,\n",
        ] {
            assert_eq!(found(same), None, "{same}");
        }
    }

    #[test]
    fn another_row_is_told() {
        for (other, count) in [
            ("id,days,kg,at\nP1,mon;thu,5,06:05\n", 1),
            (
                "id,days,kg,at\nP1,mon;thu,5,06:05\nP2,,7.50,\nP2,,7.50,\n",
                1,
            ),
            ("id,days,kg,at\nP1,mon,5,06:05\nP3,,7.50,\n", 2),
            ("id,days,kg,at\n,mon;thu,6,06:05\nP2,,7.50,\n", 1),
            ("id,days,kg\nP1,mon;thu,5\n", 1),
            ("", 1),
        ] {
            assert_eq!(found(other).map(|(count, _)| count), Some(count), "{other}");
        }
    }
}
