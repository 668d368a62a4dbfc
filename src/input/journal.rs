//! Reads the journals of a study: what was asked, and what is done.

use super::InputError;
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

/// A journal: the question, then its finished items. A last line that was cut off in the middle is no item.
///
/// # Errors
/// The file cannot be read, its first line is no question of this kind, or a line in the middle is no item.
pub fn read_journal<Q: DeserializeOwned, I: DeserializeOwned>(
    path: &Path,
) -> Result<(Q, Vec<I>), InputError> {
    let failed = |source| InputError::Io {
        path: path.display().to_string(),
        source,
    };
    let name = path.display().to_string();
    let mut ledger = Ledger::default();
    if fs::metadata(path).map_err(failed)?.len() > MOST_BYTES {
        ledger.broken(&name, 0, "", "", "a journal of at most 1 GiB");
        return Err(InputError::of(ledger.close().0));
    }
    let bytes = fs::read(path).map_err(failed)?;
    let text = String::from_utf8_lossy(&bytes);
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = (1..).zip(whole.lines());
    let question = lines
        .next()
        .and_then(|(_, line)| serde_json::from_str(line).ok());
    if question.is_none() {
        ledger.broken(
            &name,
            1,
            "",
            "",
            "the question of a study, as wasteways writes it",
        );
    }
    let mut items = Vec::new();
    for (number, line) in lines {
        match serde_json::from_str(line) {
            Ok(item) => items.push(item),
            Err(error) => {
                let expected = format!("an item of the study, as wasteways writes it ({error})");
                ledger.broken(&name, number, "", "", expected);
            }
        }
    }
    match (question, ledger.close().0) {
        (Some(question), faults) if faults.is_empty() => Ok((question, items)),
        (_, faults) => Err(InputError::of(faults)),
    }
}
