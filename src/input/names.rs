//! Names of a table's rows, for the cells that refer to them.

use super::ledger::Ledger;
use std::collections::HashMap;

/// The names of a table and their places in the district.
#[derive(Debug)]
pub(super) struct Names {
    known: HashMap<String, (usize, (String, u64))>,
    /// Whether the table could not be read, so that any name may stand in it.
    pub is_open: bool,
}

impl Names {
    /// No names yet; `is_open` if the table could not be read.
    pub fn new(is_open: bool) -> Self {
        Self {
            known: HashMap::new(),
            is_open,
        }
    }

    /// The place of a name.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.known.get(name).map(|known| known.0)
    }

    /// Enters a name, which must be new.
    pub fn insert(&mut self, name: &str, index: usize, at: (&str, u64, &str), ledger: &mut Ledger) {
        if name.is_empty() {
            return; // the blank cell is a fault already
        }
        let (file, line, column) = at;
        if let Some((_, first)) = self.known.get(name) {
            let first = bearer(first, file);
            ledger.fault(
                file,
                line,
                column,
                name,
                format!("a name of its own; {first} bears it"),
            );
        } else {
            let at = (file.to_owned(), line);
            self.known.insert(name.to_owned(), (index, at));
        }
    }

    /// Another name for a place, if it is free.
    pub fn alias(&mut self, name: &str, index: usize) {
        self.known
            .entry(name.to_owned())
            .or_insert((index, (String::new(), 0)));
    }
}

/// A row as a fault in a file or sheet calls it.
pub(super) fn bearer((file, line): &(String, u64), told_in: &str) -> String {
    if file.is_empty() || file == told_in {
        format!("row {line}")
    } else {
        format!("row {line} of {file}")
    }
}
