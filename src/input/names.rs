//! Names of a table's rows, for the cells that refer to them.

use super::ledger::Ledger;
use std::collections::HashMap;

/// The names of a table and their places in the district.
#[derive(Debug)]
pub(super) struct Names {
    known: HashMap<String, (usize, u64)>,
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
        if let Some((_, first)) = self.known.get(name) {
            let (file, line, column) = at;
            ledger.fault(
                file,
                line,
                column,
                name,
                format!("a name of its own; row {first} bears it"),
            );
        } else {
            self.known.insert(name.to_owned(), (index, at.1));
        }
    }

    /// Another name for a place, if it is free.
    pub fn alias(&mut self, name: &str, index: usize) {
        self.known.entry(name.to_owned()).or_insert((index, 0));
    }
}
