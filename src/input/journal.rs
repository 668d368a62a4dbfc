//! Reads the journals of a study: what was asked, and what is done.

use super::InputError;
use super::bounded::bytes_of;
use super::ledger::Ledger;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// Largest journal that is read.
const MOST_BYTES: u64 = 1 << 30;

/// The journals among these paths: files as they are, and of folders all files `part-K-of-N.jsonl`, by name.
///
/// # Errors
/// A folder cannot be read.
pub fn journals(paths: &[PathBuf]) -> Result<Vec<PathBuf>, InputError> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let failed = |source| InputError::Io {
            path: path.display().to_string(),
            source,
        };
        for entry in fs::read_dir(path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let is_part = |name: &str| name.starts_with("part-") && name.ends_with(".jsonl");
            if name.to_str().is_some_and(is_part) {
                found.push(path.join(name));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A journal: the question, then its finished items. A last line that was cut off in the middle is no item. Both are judged
/// by what asks: what no run of ours could have written is a fault.
///
/// # Errors
/// The file cannot be read, its first line is no question of this kind, or a line in the middle is no item.
pub fn read_journal<Q: DeserializeOwned, I: DeserializeOwned>(
    path: &Path,
    judge: &dyn Fn(&Q) -> Result<(), String>,
    judge_item: &dyn Fn(&Q, &I) -> Result<(), String>,
) -> Result<(Q, Vec<I>), InputError> {
    let name = path.display().to_string();
    let mut ledger = Ledger::default();
    let refused = |mut ledger: Ledger, row: u64, expected: String| {
        ledger.broken(&name, row, "", "", expected);
        InputError::of(ledger.close().0)
    };
    let bytes = match bytes_of(path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(expected) => return Err(refused(ledger, 0, expected)),
    };
    let text = String::from_utf8_lossy(&bytes);
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = (1..).zip(whole.lines());
    let question: Option<Q> = lines
        .next()
        .and_then(|(_, line)| serde_json::from_str(line).ok());
    let Some(question) = question else {
        let expected = "the question of a study, as wasteways writes it";
        return Err(refused(ledger, 1, expected.into()));
    };
    if let Err(expected) = judge(&question) {
        return Err(refused(ledger, 1, expected));
    }
    let mut items = Vec::new();
    for (number, line) in lines {
        let item = serde_json::from_str(line).map_err(|error| error.to_string());
        match item.and_then(|item| judge_item(&question, &item).map(|()| item)) {
            Ok(item) => items.push(item),
            Err(error) => {
                let expected = format!("an item of the study, as wasteways writes it ({error})");
                ledger.broken(&name, number, "", "", expected);
            }
        }
    }
    let faults = ledger.close().0;
    if faults.is_empty() {
        Ok((question, items))
    } else {
        Err(InputError::of(faults))
    }
}
