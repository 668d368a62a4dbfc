//! Faults and warnings as a planner reads them, in English or Chinese.

use super::{DISTRICT_TABLES, MEASURED_TABLES, PLAN_TABLES, Table};
use crate::district::{Fault, Language};
use std::fmt::Write;

/// A fault on one line. In English as it prints itself.
#[must_use]
pub fn told(fault: &Fault, language: Language) -> String {
    match language {
        Language::En => fault.to_string(),
        Language::Zh => told_in_chinese(fault),
    }
}

fn told_in_chinese(fault: &Fault) -> String {
    let says = |text: &str| Language::Zh.says(text);
    let mut text = says(&fault.file);
    if let Some(row) = fault.row {
        let _ = write!(text, " 第{row}行");
    }
    if !fault.column.is_empty() {
        let _ = write!(
            text,
            " “{}”列",
            column_name(&fault.file, &fault.column, Language::Zh)
        );
    }
    if !fault.cell.is_empty() {
        let _ = write!(text, " 单元格 {}", fault.cell);
    }
    if !fault.value.is_empty() {
        let _ = write!(text, ":{:?}", says(&fault.value));
    }
    let _ = write!(text, ":应为{}", says(&fault.expected));
    text
}

/// Faults one a line: the first fifty, and how many more there are.
#[must_use]
pub fn told_all(faults: &[Fault], language: Language) -> String {
    use crate::district::FaultList;
    let shown = faults.iter().take(FaultList::SHOWN);
    let mut lines: Vec<String> = shown.map(|fault| told(fault, language)).collect();
    if let rest @ 1.. = faults.len().saturating_sub(FaultList::SHOWN) {
        lines.push(language.says(&format!("... and {rest} more")));
    }
    lines.join("\n")
}

/// What a column is called in a language: in Chinese by its usual header.
#[must_use]
pub fn column_name(file: &str, column: &str, language: Language) -> String {
    if language == Language::En {
        return column.to_owned();
    }
    let tables = || {
        DISTRICT_TABLES
            .into_iter()
            .chain(MEASURED_TABLES)
            .chain(PLAN_TABLES)
    };
    let of_file = tables().find(|table| table.file == file);
    let alias = |table: &'static Table| table.column(column)?.aliases.first().copied();
    let alias = of_file.and_then(alias).or_else(|| tables().find_map(alias));
    alias.unwrap_or(column).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_in_the_language_asked_for() {
        let fault = Fault {
            file: "县.xlsx, sheet 村庄".into(),
            row: Some(3),
            column: "households".into(),
            cell: "E3".into(),
            value: "many".into(),
            expected: "a whole number from 0 to 20 (households)".into(),
        };
        assert_eq!(told(&fault, Language::En), fault.to_string());
        assert_eq!(
            told(&fault, Language::Zh),
            "县.xlsx 工作表 村庄 第3行 “户数”列 单元格 E3:\"many\":应为0 到 20 (户) 的整数"
        );
        let all = told_all(&vec![fault; 52], Language::Zh);
        assert!(all.ends_with("……另有 2 处"), "{all}");
    }
}
