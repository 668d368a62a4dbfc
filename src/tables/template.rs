//! Empty tables with every column explained: what `wasteways init` writes.

use super::{Column, Given, Kind, Table};
use crate::district::Language;

/// An empty table: its header, and comment rows that the reader skips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The English headers. Empty for `district.toml`, which has keys instead.
    pub header: Vec<&'static str>,
    /// A line each, beginning with `#`: what the table holds, then every column with unit, need or default, and source.
    pub comments: Vec<String>,
}

/// The template of a table in a language. The lines of `district.toml` are whole: comments, and each key with its
/// default, commented out.
#[must_use]
pub fn template(table: &Table, language: Language) -> Template {
    let is_settings = table.file.ends_with(".toml");
    let about = match language {
        Language::En => table.english,
        Language::Zh => table.chinese,
    };
    let mut comments = vec![format!("# {about}")];
    for column in table.columns {
        comments.push(format!("# {}", explanation(column, language)));
        if let Some(line) = setting(column).filter(|_| is_settings) {
            comments.push(line);
        }
    }
    let names = table.columns.iter().map(|column| column.name);
    Template {
        header: if is_settings {
            Vec::new()
        } else {
            names.collect()
        },
        comments,
    }
}

/// `kg_per_person_day (人均日产量), kg/person/day: all waste ...; default 0.521 (Han et al. 2017)`
fn explanation(column: &Column, language: Language) -> String {
    let mut text = column.name.to_owned();
    if let Some(alias) = column.aliases.first() {
        text += &format!(" ({alias})");
    }
    if !column.unit.is_empty() {
        text += &format!(", {}", column.unit);
    }
    let (about, required, default) = match language {
        Language::En => (column.english, "required", "default"),
        Language::Zh => (column.chinese, "必填", "缺省"),
    };
    text += &format!(": {about}");
    if column.required {
        text += &format!("; {required}");
    }
    if let Some(given) = column.default {
        text += &format!("; {default} {} ({})", given.value, given.source);
    }
    text
}

/// The key of `district.toml` with its default, commented out.
fn setting(column: &Column) -> Option<String> {
    let value = match column.default?.value {
        Given::Number(number) => number.to_string(),
        Given::Word(word) => format!("{word:?}"),
        Given::Clock(_) | Given::Rule(_) if column.kind == Kind::Text => "\"\"".into(),
        Given::Clock(_) | Given::Rule(_) => return None,
    };
    Some(format!("# {} = {value}", column.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{DISTRICT, VILLAGES};

    #[test]
    fn every_column_has_its_line() {
        let villages = template(&VILLAGES, Language::En);
        assert_eq!(villages.header.len() + 1, villages.comments.len());
        let rate = villages
            .comments
            .iter()
            .find(|line| line.starts_with("# kg_per_person_day"))
            .unwrap();
        assert!(
            rate.contains("0.521") && rate.contains("Han et al. 2017"),
            "{rate}"
        );
    }

    #[test]
    fn settings_are_comments_until_somebody_fills_them() {
        let settings = template(&DISTRICT, Language::Zh);
        assert!(settings.header.is_empty());
        assert!(settings.comments.iter().all(|line| line.starts_with('#')));
        assert!(
            settings
                .comments
                .contains(&"# detour_factor = 1.35".to_owned())
        );
    }
}
