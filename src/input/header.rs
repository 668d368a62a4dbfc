//! What a header says: which column a cell of it names, and the unit of the figures beneath.

use super::spelling::half_width;
use crate::tables::{Column, Factor, Kind, Table, Unit};

/// What stands in brackets behind a name and is no unit.
const NOTES: [&str; 28] = [
    "必填",
    "选填",
    "可选",
    "可不填",
    "可填",
    "如有",
    "必须",
    "非必填",
    "数字",
    "整数",
    "小数",
    "文字",
    "估算",
    "估计",
    "实测",
    "平均",
    "日均",
    "核定",
    "额定",
    "小写",
    "required",
    "optional",
    "if any",
    "number",
    "estimated",
    "measured",
    "mean",
    "each",
];

/// A cell of a header that names a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    /// The column's place in the schema.
    pub column: usize,
    /// The unit that it says.
    pub unit: Said,
}

/// What a header says of the unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// Nothing, or something that is for people.
    Nothing,
    /// A unit of what the column measures.
    Unit(Unit),
    /// Something else.
    Unclear(String),
}

impl Said {
    /// The same, unclear if it is money of another currency than the district's.
    pub fn in_currency(self, currency: &str) -> Self {
        match self {
            Self::Unit(unit) if !unit.is_in(currency) => Self::Unclear(currency.to_owned()),
            other => other,
        }
    }

    /// The factor from what is said to the unit of a column.
    pub fn factor(&self, column: &Column) -> Factor {
        match self {
            Self::Unit(unit) => factor_to(unit, column).unwrap_or(Factor::ONE),
            Self::Nothing | Self::Unclear(_) => Factor::ONE,
        }
    }
}

/// A name as it is compared: half-width, in lower case, `_` for blanks between Latin words, none between Chinese ones.
pub(super) fn plain(text: &str) -> String {
    let text = half_width(text).to_lowercase();
    let text = text.trim_matches(['\u{feff}', '*', '※', ' ']);
    if text.is_ascii() {
        let words: Vec<&str> = text
            .split([' ', '-', '\n', '\r', '\t'])
            .filter(|word| !word.is_empty())
            .collect();
        words.join("_")
    } else {
        text.split_whitespace().collect()
    }
}

/// The column that a cell of a header names.
pub(super) fn name_of(schema: &Table, text: &str) -> Option<Named> {
    let whole = plain(text);
    if whole.is_empty() {
        return None;
    }
    if let Some(column) = position(schema, &whole) {
        return Some(Named {
            column,
            unit: Said::Nothing,
        });
    }
    let text = half_width(text).to_lowercase();
    let opens = ['(', '[', '【', '〔', '<', '{'];
    let closes = [')', ']', '】', '〕', '>', '}'];
    if let Some((before, behind)) = text.split_once(opens) {
        let inside = behind.split(closes).next().unwrap_or_default();
        if let Some(column) = position(schema, &plain(before)) {
            return Some(Named {
                column,
                unit: said(&schema.columns[column], inside),
            });
        }
    }
    for mark in ['/', ':', ',', ' ', '\n', '_'] {
        let parted = if mark == '_' {
            text.rsplit_once(mark)
        } else {
            text.split_once(mark)
        };
        let Some((before, behind)) = parted else {
            continue;
        };
        let unit = Unit::read(behind.trim());
        if let (Some(column), Some(_)) = (position(schema, &plain(before)), unit) {
            return Some(Named {
                column,
                unit: said(&schema.columns[column], behind),
            });
        }
    }
    let names = schema
        .columns
        .iter()
        .enumerate()
        .flat_map(|(column, of)| of.aliases.iter().map(move |name| (column, *name)));
    for (column, name) in names.filter(|(_, name)| !name.is_ascii()) {
        let unit = whole
            .strip_prefix(name)
            .filter(|rest| Unit::read(rest).is_some());
        if let Some(unit) = unit {
            return Some(Named {
                column,
                unit: said(&schema.columns[column], unit),
            });
        }
    }
    None
}

fn position(schema: &Table, name: &str) -> Option<usize> {
    let answers = |column: &Column| column.name == name || column.aliases.contains(&name);
    schema.columns.iter().position(answers)
}

/// What the words behind the name of a column say of its figures.
pub(super) fn said(column: &Column, text: &str) -> Said {
    let text = half_width(text).to_lowercase();
    let text = text
        .trim()
        .trim_start_matches("单位")
        .trim_start_matches([':', '为', ' ']);
    let is_figure = matches!(column.kind, Kind::Number(_) | Kind::Whole(_) | Kind::Share);
    if text.is_empty() || !is_figure || NOTES.contains(&text) {
        return Said::Nothing;
    }
    match Unit::read(text) {
        Some(unit) if factor_to(&unit, column).is_some() => Said::Unit(unit),
        _ => Said::Unclear(text.to_owned()),
    }
}

/// From a unit that somebody wrote to the column's own; `None` where it measures something else.
pub(super) fn factor_to(unit: &Unit, column: &Column) -> Option<Factor> {
    match Unit::read(column.unit) {
        Some(own) => unit.factor_to(&own),
        // A bare number: a count, a factor or a share.
        None if unit.is_percent() && !matches!(column.kind, Kind::Whole(_)) => {
            Some(Factor::OF_HUNDRED)
        }
        None if unit.counts() => Some(Factor::ONE),
        None => None,
    }
}

/// What is said of a unit that a column does not take.
pub(super) fn expected_unit(column: &Column) -> String {
    let understood = match Unit::read(column.unit) {
        Some(own) => own.understood().join(", "),
        None => "%".to_owned(),
    };
    format!(
        "{}; units that are understood here: {understood}",
        column.expected()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{POINTS, STREAMS, VEHICLES};

    fn read(schema: &Table, text: &str) -> Option<(&'static str, f64)> {
        let named = name_of(schema, text)?;
        let column = &schema.columns[named.column];
        assert!(!matches!(named.unit, Said::Unclear(_)), "{text}");
        Some((column.name, named.unit.factor(column).of(2.0)))
    }

    #[test]
    fn headers_name_columns_and_units() {
        for (text, name, figure) in [
            ("日产量(吨)", "kg_per_day", 2000.0),
            ("日产量（吨/日）", "kg_per_day", 2000.0),
            ("日产量【公斤】", "kg_per_day", 2.0),
            ("日产量/吨", "kg_per_day", 2000.0),
            ("日产量：吨", "kg_per_day", 2000.0),
            ("日产量吨", "kg_per_day", 2000.0),
            ("日 产 量\n(吨)", "kg_per_day", 2000.0),
            ("日产量(单位:吨)", "kg_per_day", 2000.0),
            ("日产量(必填)", "kg_per_day", 2.0),
            ("kg per day (t)", "kg_per_day", 2000.0),
            ("KG_PER_DAY", "kg_per_day", 2.0),
            ("*收集点", "point", 2.0),
            ("备注(给司机)", "note", 2.0),
            ("容积(m³)", "container_litres", 2000.0),
            ("作业时间(分钟)", "service_seconds", 120.0),
            ("桶数(个)", "containers", 2.0),
            ("每周次数(次/周)", "visits_per_week", 2.0),
        ] {
            assert_eq!(read(&POINTS, text), Some((name, figure)), "{text}");
        }
        assert_eq!(read(&STREAMS, "占比（%）"), Some(("share", 0.02)));
        assert_eq!(read(&VEHICLES, "载重(t)"), Some(("payload_kg", 2000.0)));
        for text in ["", "序号", "日产", "(吨)", "备"] {
            assert_eq!(name_of(&POINTS, text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_of_something_else_is_unclear() {
        for text in ["日产量(车)", "日产量(升)", "日产量(桶)", "载重(方)"] {
            let named = name_of(&POINTS, text).or(name_of(&VEHICLES, text));
            assert!(
                matches!(
                    named,
                    Some(Named {
                        unit: Said::Unclear(_),
                        ..
                    })
                ),
                "{text}"
            );
        }
    }
}
