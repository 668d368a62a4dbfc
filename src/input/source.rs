//! Where tables come from: a folder of files, or the sheets of a workbook. Bounded in memory whatever lies there.

use super::InputError;
use super::bounded::bytes_of;
use super::grid::{self, Record};
use super::ledger::Ledger;
use super::likeness::nearest_table;
use super::text::decode;
use crate::roads::RoadNetwork;
use crate::tables::{DISTRICT, DISTRICT_TABLES, MATRIX, MEASURED_TABLES, Table};
#[cfg(feature = "xlsx")]
use crate::tables::{VEHICLES, VILLAGES};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Largest file that is read.
const MOST_BYTES: u64 = 64 << 20;
/// Tables of which a sheet without rows is one without rows. Of others it is none: a template's that nobody filled in.
#[cfg(feature = "xlsx")]
const NEEDED: [&Table; 2] = [&VILLAGES, &VEHICLES];
/// Says how a text is encoded, at its beginning.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// Longest line that a table may have.
const MOST_BYTES_A_LINE: usize = 1 << 20;

/// Extracts of OpenStreetMap that are looked for in a folder.
const EXTRACTS: [&str; 3] = ["roads.osm", "roads.osm.gz", "roads.osm.pbf"];

/// The answer of an OSRM server to `table`, which is looked for in a folder.
pub(super) const TRAVEL: &str = "matrix.json";

/// Roads, and what of them was not understood: key, value, and what was expected.
pub(super) type ReadRoads = (RoadNetwork, Vec<(&'static str, String, String)>);

/// Is told while an extract is read: bytes read so far, and bytes to read.
pub type Told<'a> = &'a dyn Fn(u64, u64);

/// What a source holds of a table.
pub(super) enum Content {
    /// No such table.
    Absent,
    /// Something that is no table; its fault is noted.
    Broken,
    /// Its files or sheets.
    Grids(Vec<Grid>),
}

/// The cells of a file or a sheet.
pub(super) struct Grid {
    /// The name that faults call it by.
    pub label: String,
    /// Its rows that say something.
    pub records: Vec<Record>,
    /// Whether a comma is a decimal mark.
    pub decimal_comma: bool,
    /// Whether it is a sheet of a workbook.
    pub is_of_workbook: bool,
}

/// The tables of a folder or workbook.
pub(super) struct Source {
    files: BTreeMap<&'static str, PathBuf>,
    sheets: BTreeMap<&'static str, Vec<Grid>>,
    hasher: Sha256,
    /// An extract of OpenStreetMap.
    extract: Option<PathBuf>,
    /// A table of travel, as OSRM answers.
    travel: Option<PathBuf>,
    /// Name of the folder or workbook, without ending.
    pub name: String,
}

impl Source {
    /// Finds the tables of a folder among its files, or of a workbook among its sheets.
    pub fn open(
        path: &Path,
        tables: &[&'static Table],
        ledger: &mut Ledger,
    ) -> Result<Self, InputError> {
        let failed = |source| InputError::Io {
            path: path.display().to_string(),
            source,
        };
        let mut source = Self {
            files: BTreeMap::new(),
            sheets: BTreeMap::new(),
            hasher: Sha256::new(),
            extract: None,
            travel: None,
            name: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        };
        if fs::metadata(path).map_err(failed)?.is_dir() {
            let canonical = fs::canonicalize(path).map_err(failed)?;
            source.name = file_name(&canonical);
            source.find_files(path, tables, ledger).map_err(failed)?;
        } else {
            source.open_workbook(path, tables, ledger);
        }
        Ok(source)
    }

    /// A table that is one file.
    pub fn of_file(path: &Path, table: &'static Table) -> Self {
        Self {
            files: BTreeMap::from([(table.file, path.to_owned())]),
            sheets: BTreeMap::new(),
            hasher: Sha256::new(),
            extract: None,
            travel: None,
            name: file_name(path),
        }
    }

    fn find_files(
        &mut self,
        folder: &Path,
        tables: &[&'static Table],
        ledger: &mut Ledger,
    ) -> io::Result<()> {
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(folder)? {
            entries.push(entry?.path());
        }
        entries.sort();
        for path in entries {
            let name = file_name(&path);
            if let Some(table) = tables.iter().find(|table| is_file_of(table, &name)) {
                if let Some(other) = self.files.insert(table.file, path) {
                    let other = file_name(&other);
                    ledger.fault(
                        &name,
                        0,
                        "",
                        "",
                        format!("one file for this table; {other} is there too"),
                    );
                }
            } else if name == TRAVEL && tables.contains(&&DISTRICT) {
                self.travel = Some(path);
            } else if EXTRACTS.contains(&name.as_str()) {
                if let Some(other) = self.extract.replace(path) {
                    let other = file_name(&other);
                    let expected = format!("one extract of OpenStreetMap; {other} is there too");
                    ledger.broken(&name, 0, "", "", expected);
                }
            } else if MEASURED_TABLES.iter().any(|table| is_file_of(table, &name)) {
                // Read by whoever reconciles or assesses.
            } else if tables.contains(&&DISTRICT) {
                warn_of_unread(&name, ledger);
            }
        }
        Ok(())
    }

    #[cfg(feature = "xlsx")]
    fn open_workbook(&mut self, path: &Path, tables: &[&'static Table], ledger: &mut Ledger) {
        let file = file_name(path);
        let read = bytes_of(path, MOST_BYTES).and_then(|bytes| {
            self.hasher.update(&bytes);
            let shown = super::number_formats::units_shown(&bytes);
            super::workbook::sheets(bytes).map(|sheets| (sheets, shown))
        });
        match read {
            Ok((sheets, shown)) => {
                if let (Some(unit), true) = (shown.first(), tables.contains(&&DISTRICT)) {
                    let expected = format!(
                        "units in headers or in cells; figures that are only shown with {unit}, by the format of their cells, are read without it"
                    );
                    ledger.warn(&file, 0, "", "", expected);
                }
                let names_all = tables.contains(&&DISTRICT);
                for sheet in super::sheet_names::roles(sheets, tables) {
                    let label = format!("{file}, sheet {}", sheet.name);
                    ledger.sheet(&label);
                    if let Some(expected) = &sheet.broken {
                        ledger.broken(&label, 0, "", "", expected.clone());
                    }
                    // Whoever reads few of the tables says nothing of the others.
                    let is_read = sheet.table.is_some();
                    if let Some(said) = sheet.said.filter(|_| names_all || is_read) {
                        ledger.warn(&label, 0, "", "", said);
                    }
                    let filled = sheet
                        .table
                        .filter(|(table, records)| records.len() > 1 || NEEDED.contains(table));
                    if let Some((table, records)) = filled {
                        let grid = Grid {
                            label,
                            records,
                            decimal_comma: false,
                            is_of_workbook: true,
                        };
                        self.sheets.entry(table.file).or_default().push(grid);
                    }
                }
            }
            Err(expected) => ledger.broken(&file, 0, "", "", expected),
        }
    }

    #[cfg(not(feature = "xlsx"))]
    fn open_workbook(&mut self, path: &Path, _: &[&'static Table], ledger: &mut Ledger) {
        let file = file_name(path);
        ledger.broken(
            &file,
            0,
            "",
            "",
            "a folder of tables (built without the feature xlsx)",
        );
    }

    /// Whether the table is there, readable or not.
    pub fn has(&self, table: &Table) -> bool {
        self.files.contains_key(table.file) || self.sheets.contains_key(table.file)
    }

    /// Whether the source is a folder of files.
    pub fn is_folder(&self) -> bool {
        !self.files.is_empty()
    }

    /// The records of a table.
    pub fn content(&mut self, table: &'static Table, ledger: &mut Ledger) -> Content {
        if let Some(grids) = self.sheets.remove(table.file) {
            return Content::Grids(grids);
        }
        match self.text(table, ledger) {
            None => Content::Absent,
            Some(None) => Content::Broken,
            Some(Some((file, text))) => match grid::records(&text) {
                Ok((records, decimal_comma)) => Content::Grids(vec![Grid {
                    label: file,
                    records,
                    decimal_comma,
                    is_of_workbook: false,
                }]),
                Err(unread) => {
                    ledger.broken(&file, unread.line, "", "", unread.expected);
                    Content::Broken
                }
            },
        }
    }

    /// Whether the folder has travel in place of roads.
    pub fn has_own_travel(&self) -> bool {
        self.travel.is_some() || self.has(&MATRIX)
    }

    /// The text of the table of travel, if there is one and it can be read.
    pub fn own_travel(&mut self, ledger: &mut Ledger) -> Option<String> {
        let path = self.travel.clone()?;
        let read = bytes_of(&path, MOST_BYTES).and_then(|bytes| {
            self.hasher.update(TRAVEL.as_bytes());
            self.hasher.update(&bytes);
            decode(&bytes)
        });
        match read {
            Ok(text) => Some(text),
            Err(expected) => {
                ledger.broken(TRAVEL, 0, "", "", expected);
                None
            }
        }
    }

    /// Whether the folder has an extract of OpenStreetMap.
    pub fn has_extract(&self) -> bool {
        self.extract.is_some()
    }

    /// The roads of the extract, if there is one and it is sound; that there is a table of roads too is a fault.
    pub fn extract(
        &mut self,
        has_table: bool,
        told: Told<'_>,
        ledger: &mut Ledger,
    ) -> Option<RoadNetwork> {
        let path = self.extract.clone()?;
        let file = file_name(&path);
        if has_table {
            ledger.broken(&file, 0, "", "", "one road network; roads.csv is there too");
        }
        match self.read_extract(&path, told) {
            Ok((network, unclear)) => {
                for (key, value, expected) in unclear {
                    ledger.warn(&file, 0, key, &value, expected);
                }
                Some(network)
            }
            Err(expected) => {
                ledger.broken(&file, 0, "", "", expected);
                None
            }
        }
    }

    #[cfg(feature = "osm")]
    fn read_extract(&mut self, path: &Path, told: Told<'_>) -> Result<ReadRoads, String> {
        self.hasher.update(file_name(path).as_bytes());
        let mut digest = |bytes: &[u8]| self.hasher.update(bytes);
        super::osm::read(path, &mut digest, told)
    }

    #[cfg(not(feature = "osm"))]
    fn read_extract(&mut self, _: &Path, _: Told<'_>) -> Result<ReadRoads, String> {
        Err(super::NO_EXTRACTS.into())
    }

    /// Name and text of a table's file: `None` if there is none, `Some(None)` if it is no text (its fault is noted).
    pub fn text(&mut self, table: &Table, ledger: &mut Ledger) -> Option<Option<(String, String)>> {
        let path = self.files.get(table.file)?;
        let file = file_name(path);
        let read = bytes_of(path, MOST_BYTES).and_then(|bytes| {
            self.hasher.update(table.file.as_bytes());
            self.hasher.update((bytes.len() as u64).to_le_bytes());
            self.hasher.update(&bytes);
            no_endless_line(&bytes)?;
            decode(&bytes)
        });
        Some(match read {
            Ok(text) => {
                let text = without_marks(&file, text, ledger);
                Some((file, text))
            }
            Err(expected) => {
                ledger.broken(&file, 0, "", "", expected);
                None
            }
        })
    }

    /// SHA-256 of all that was read, in hexadecimal.
    pub fn digest(self) -> String {
        let digest = self.hasher.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// A table without the byte order marks that stand within it, where files were put one behind the other.
fn without_marks(file: &str, text: String, ledger: &mut Ledger) -> String {
    let Some(first) = text.find(BYTE_ORDER_MARK) else {
        return text;
    };
    let row = 1 + text[..first].matches('\n').count() as u64;
    let count = text.matches(BYTE_ORDER_MARK).count();
    let expected =
        format!("a byte order mark at the beginning alone; {count} within the table are left out");
    ledger.warn(file, row, "", "", expected);
    text.replace(BYTE_ORDER_MARK, "")
}

/// Says that a file of the folder is not read, unless it is hidden or a text for people.
fn warn_of_unread(name: &str, ledger: &mut Ledger) {
    let stem = name.split('.').next().unwrap_or_default();
    let tables = DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES);
    let is_named = |table: &&Table| {
        let own = table.file.split('.').next();
        own == Some(stem.to_lowercase().as_str()) || table.aliases.contains(&stem)
    };
    match tables.into_iter().find(is_named) {
        Some(table) => {
            let expected = format!(
                "the name {}, if it is that table; it is not read",
                table.file
            );
            ledger.warn(name, 0, "", "", expected);
        }
        None if name.starts_with('.') || name.to_lowercase().ends_with(".md") => {}
        None if name.to_lowercase().ends_with(".xlsx") => {
            let expected = "tables as files; it is not read here: name the workbook itself in place of the folder";
            ledger.warn(name, 0, "", "", expected);
        }
        None => {
            let meant = nearest_table(stem, &DISTRICT_TABLES);
            let meant = meant.map_or(String::new(), |table| {
                format!("; do you mean {}?", table.file)
            });
            let expected = format!("the name of a table; it is not read{meant}");
            ledger.warn(name, 0, "", "", expected);
        }
    }
}

/// Whether a file of this name is the table.
pub(super) fn is_file_of(table: &Table, name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.strip_suffix(".csv");
    name == table.file
        || stem.is_some_and(|stem| table.aliases.contains(&stem) && table.file.ends_with(".csv"))
}

fn no_endless_line(bytes: &[u8]) -> Result<(), String> {
    let is_endless = bytes
        .split(|&byte| byte == b'\n')
        .any(|line| line.len() > MOST_BYTES_A_LINE);
    if is_endless {
        Err(format!("lines of at most {} MiB", MOST_BYTES_A_LINE >> 20))
    } else {
        Ok(())
    }
}
