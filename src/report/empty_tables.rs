//! Empty tables to fill in, and a README that explains every column: what `wasteways init` writes.

use super::csv_table::CsvTable;
use super::folder::FileSet;
use super::kind::Kind;
use super::template_workbook::template_xlsx;
use crate::district::Language;
use crate::tables::{Column, DISTRICT_TABLES, MEASURED_TABLES, Table, template};
use std::fmt::Write;

/// The files: a table each and a README. They replace nothing that is there.
#[must_use]
pub fn empty_tables(language: Language) -> FileSet {
    let mut files = vec![("README.md", readme(language).into_bytes())];
    for table in DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES) {
        let blank = template(table, language);
        let bytes = if blank.header.is_empty() {
            (blank.comments.join("\n") + "\n").into_bytes()
        } else {
            let header: Vec<&str> = blank.header.iter().map(String::as_str).collect();
            CsvTable::new(&header).into_bytes()
        };
        files.push((table.file, bytes));
    }
    FileSet {
        kind: Kind::EmptyTables,
        files,
    }
}

/// The same as one workbook, and the README.
#[must_use]
pub fn empty_workbook(language: Language) -> FileSet {
    FileSet {
        kind: Kind::EmptyTables,
        files: vec![
            ("README.md", readme(language).into_bytes()),
            ("district.xlsx", template_xlsx(language)),
        ],
    }
}

fn readme(language: Language) -> String {
    let mut text = match language {
        Language::En => "# The tables of a district\n\nFill in what you know and delete the tables that you do not need; \
                         `villages.csv`, `vehicles.csv` and one of `stations.csv` and `plants.csv` are required. A blank \
                         cell takes the default. Headers may be English or Chinese, and may name a unit in brackets; cells \
                         may bear their unit too.\n"
            .to_owned(),
        Language::Zh => "# 县(区)数据表\n\n填写已知数据,删除不需要的表;`villages.csv`、`vehicles.csv` 以及 \
                         `stations.csv`、`plants.csv` 之一必填。空白单元格采用缺省值。表头可用英文或中文,可在括号中注明单位,\
                         单元格中也可带单位。\n"
            .to_owned(),
    };
    for table in DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES) {
        explain(table, language, &mut text);
    }
    text
}

fn explain(table: &Table, language: Language, text: &mut String) {
    let header = match language {
        Language::En => "| column | 中文 | meaning | allowed | unit | if blank | source |",
        Language::Zh => "| 列 | 中文 | 含义 | 可填内容 | 单位 | 空白时 | 来源 |",
    };
    let names: Vec<&str> = table.aliases.to_vec();
    let _ = write!(
        text,
        "\n## {} ({})\n\n{}\n\n{header}\n|---|---|---|---|---|---|---|\n",
        table.file,
        names.join("、"),
        table.about(language)
    );
    for column in table.columns {
        let _ = writeln!(text, "{}", row(column, language));
    }
}

fn row(column: &Column, language: Language) -> String {
    let alias = column.aliases.first().copied().unwrap_or_default();
    let (blank, source) = column.if_blank(language);
    let (meaning, allowed, unit) = (
        column.meaning(language),
        column.allowed(language),
        language.says(column.unit),
    );
    format!(
        "| {} | {alias} | {meaning} | {allowed} | {unit} | {blank} | {source} |",
        column.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_explained_and_its_table_is_there() {
        for language in [Language::En, Language::Zh] {
            let set = empty_tables(language);
            let readme = String::from_utf8(set.files[0].1.clone()).unwrap();
            for table in DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES) {
                assert!(
                    Kind::EmptyTables.names().contains(&table.file),
                    "{}",
                    table.file
                );
                assert!(set.files.iter().any(|(name, _)| *name == table.file));
                for column in table.columns {
                    assert!(
                        readme.contains(&format!("| {} |", column.name)),
                        "{}",
                        column.name
                    );
                }
            }
        }
    }

    #[test]
    fn filled_tables_are_never_replaced() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("mine");
        empty_tables(Language::En).write(&folder).unwrap();
        std::fs::write(folder.join("villages.csv"), "filled").unwrap();
        assert!(empty_tables(Language::En).write(&folder).is_err());
        assert_eq!(
            std::fs::read_to_string(folder.join("villages.csv")).unwrap(),
            "filled"
        );
    }
}
