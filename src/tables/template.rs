//! Tables to fill in: how `wasteways init` writes their headers, and what it says of every column.

use super::{Column, Given, Kind, Table, Unit};
use crate::district::Language;

/// An empty table: its header, and comment rows that the reader skips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The headers, in the language of the template. Empty for `district.toml`, which has keys instead.
    pub header: Vec<String>,
    /// A line each, beginning with `#`: what the table holds, then every column with unit, need or default, and source.
    pub comments: Vec<String>,
}

/// The template of a table in a language. The lines of `district.toml` are whole: comments, and each key with its
/// default, commented out.
#[must_use]
pub fn template(table: &Table, language: Language) -> Template {
    let is_settings = table.file.ends_with(".toml");
    let mut comments = vec![format!("# {}", table.about(language))];
    for column in table.columns {
        comments.push(format!("# {}", explanation(column, language)));
        if let Some(line) = setting(column).filter(|_| is_settings) {
            comments.push(line);
        }
    }
    let names = table.columns.iter().map(|column| column.header(language));
    Template {
        header: if is_settings {
            Vec::new()
        } else {
            names.collect()
        },
        comments,
    }
}

impl Table {
    /// What it holds.
    #[must_use]
    pub fn about(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.english,
            Language::Zh => self.chinese,
        }
    }

    /// What its sheet is called.
    #[must_use]
    pub fn sheet(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.name,
            Language::Zh => self.aliases.first().copied().unwrap_or(self.name),
        }
    }
}

impl Column {
    /// What it is called in a language.
    #[must_use]
    pub fn called(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.name,
            Language::Zh => self.aliases.first().copied().unwrap_or(self.name),
        }
    }

    /// Its header in a table to fill in; in Chinese with its unit, which English names hold.
    #[must_use]
    pub fn header(&self, language: Language) -> String {
        let takes_unit = matches!(self.kind, Kind::Number(_) | Kind::Whole(_));
        match language {
            Language::Zh if takes_unit && !self.unit.is_empty() => {
                format!("{}({})", self.called(language), language.says(self.unit))
            }
            _ => self.called(language).to_owned(),
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.english,
            Language::Zh => self.chinese,
        }
    }

    /// The words and formats that a cell may hold.
    #[must_use]
    pub fn allowed(&self, language: Language) -> String {
        let listed = |words: Vec<String>| match language {
            Language::En => words.join(", "),
            Language::Zh => words.join("、"),
        };
        match self.kind {
            Kind::OneOf(choices) => {
                let both = |(word, others): &super::Choice| match others.first() {
                    Some(other) => format!("{word} ({other})"),
                    None => (*word).to_owned(),
                };
                listed(choices.iter().map(both).collect())
            }
            Kind::YesNo => listed(vec!["yes (是)".into(), "no (否)".into()]),
            Kind::Days => match language {
                Language::En => "mon;wed;fri, mon-fri, daily, weekdays, 周一至周五, 一三五".into(),
                Language::Zh => "周一;周三;周五、周一至周五、一三五、每天、工作日、隔天".into(),
            },
            Kind::Digits => match language {
                Language::En => "1;6, 逢一六".into(),
                Language::Zh => "1;6、逢一六、农历逢三八".into(),
            },
            Kind::Text => language.says("text"),
            Kind::Number(_) | Kind::Whole(_) if !self.unit.is_empty() => {
                let units = Unit::read(self.unit).map_or(Vec::new(), |unit| unit.understood());
                let units = listed(units.into_iter().map(str::to_owned).collect());
                format!("{} [{units}]", language.says(&self.kind.to_string()))
            }
            kind => language.says(&kind.to_string()),
        }
    }

    /// What holds where a cell is blank, and where that is from; that it must be filled.
    #[must_use]
    pub fn if_blank(&self, language: Language) -> (String, String) {
        match (self.default, language) {
            (Some(default), _) => (
                language.says(&default.value.to_string()),
                language.says(default.source),
            ),
            (None, Language::En) if self.required => ("required".into(), String::new()),
            (None, Language::Zh) if self.required => ("必填".into(), String::new()),
            (None, _) => (String::new(), String::new()),
        }
    }
}

/// `kg_per_person_day (人均日产量), kg/person/day: all waste ...; default 0.521 (Han et al. 2017)`
fn explanation(column: &Column, language: Language) -> String {
    let mut text = column.name.to_owned();
    if let Some(alias) = column.aliases.first() {
        text += &format!(" ({alias})");
    }
    if !column.unit.is_empty() {
        text += &format!(", {}", language.says(column.unit));
    }
    text += &format!(": {}", column.meaning(language));
    let word = match language {
        Language::En => "default",
        Language::Zh => "缺省",
    };
    match column.if_blank(language) {
        (value, source) if !source.is_empty() => text += &format!("; {word} {value} ({source})"),
        (required, _) if !required.is_empty() => text += &format!("; {required}"),
        _ => {}
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
    use crate::tables::{DISTRICT, VEHICLES, VILLAGES};

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

    #[test]
    fn a_column_says_what_may_stand_in_it() {
        let said = |name: &str, language| VEHICLES.column(name).unwrap().allowed(language);
        assert!(said("role", Language::En).contains("collector (压缩车)"));
        assert!(said("payload_kg", Language::Zh).contains("吨"));
        assert_eq!(
            VEHICLES.column("payload_kg").unwrap().header(Language::Zh),
            "载重(kg)"
        );
    }
}
