//! `district.toml`, or the sheet `district`: what holds for the district as a whole.

use super::coordinates::Datum;
use super::grid::Record;
use super::header::{Named, Said, expected_unit, name_of, plain};
use super::ledger::Ledger;
use super::likeness::nearest;
use super::part::Part;
use super::row::Row;
use super::sheet::Sheet;
use super::source::{Content, Grid, Source};
use super::spelling;
use crate::district::{Draft, Language, Profile, StraightTravel, Weights};
use crate::quantity::Day;
use crate::tables::{DISTRICT, ROADS};
use csv::StringRecord;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// The settings, and the prices and rates that fill blank cells of other tables.
pub(super) struct Settings {
    /// Its name.
    pub name: String,
    /// Where missing rates come from.
    pub profile: Profile,
    /// The system of all coordinates.
    pub datum: Datum,
    /// ISO 4217 code.
    pub currency: String,
    /// First day of a week in reports.
    pub week_starts: Day,
    /// Travel without roads.
    pub straight_travel: StraightTravel,
    pub snap_metres: f64,
    pub weights: Weights,
    /// Language of reports.
    pub language: Language,
    keys: Keys,
}

impl Settings {
    /// Reads the settings; the ledger learns whether guesses are allowed.
    pub fn read(source: &mut Source, ledger: &mut Ledger) -> Self {
        let keys = Keys::read(source, ledger);
        let key = |name: &'static str| keys.row(name);
        let profile = match key("profile").choice("profile", ledger) {
            Some("none") => Profile::None,
            _ => Profile::CnRural,
        };
        ledger.no_guesses = profile == Profile::None;
        let currency = key("currency").word("currency", "CNY", ledger);
        ledger.currency = currency.trim().to_uppercase();
        let has_roads = source.has(&ROADS) || source.has_own_travel();
        let name = key("name").cell("name");
        Self {
            name: if name.is_empty() {
                source.name.clone()
            } else {
                name.to_owned()
            },
            profile,
            datum: Datum::named(key("coordinates").choice("coordinates", ledger)),
            currency,
            week_starts: key("week_starts")
                .choice("week_starts", ledger)
                .and_then(|day| day.parse().ok())
                .unwrap_or_default(),
            straight_travel: StraightTravel {
                detour_factor: key("detour_factor").rate("detour_factor", !has_roads, ledger),
                speed_kmh: key("speed_kmh").rate("speed_kmh", !has_roads, ledger),
            },
            snap_metres: key("snap_metres").rate(
                "snap_metres",
                has_roads || source.has_extract(),
                ledger,
            ),
            weights: Weights::in_order(
                Weights::default()
                    .by_key()
                    .map(|(name, _)| key(name).rate(name, false, ledger)),
            ),
            language: match key("language").choice("language", ledger) {
                Some("zh") => Language::Zh,
                _ => Language::En,
            },
            keys,
        }
    }

    /// Writes the settings into a district.
    pub fn apply(&self, district: &mut Draft) {
        district.profile = self.profile;
        district.currency.clone_from(&self.currency);
        district.week_starts = self.week_starts;
        district.straight_travel = self.straight_travel;
        district.snap_metres = self.snap_metres;
        district.weights = self.weights;
        district.language = self.language;
    }

    /// Persons in a household, asked for only where a village gives no population.
    pub fn persons_per_household(&self, ledger: &mut Ledger) -> f64 {
        self.keys
            .row("persons_per_household")
            .number("persons_per_household", ledger)
    }

    /// The district's price for a blank cell of this column, if it has one.
    pub fn price(&self, column: &str, ledger: &mut Ledger) -> Option<f64> {
        let key = DISTRICT
            .columns
            .iter()
            .find(|key| key.name.strip_prefix("prices.") == Some(column))?;
        self.keys.row(key.name).optional_number(key.name, ledger)
    }
}

/// The language that the settings of a district name, whatever else is wrong with it; `None` if they name none.
#[must_use]
pub fn said_language(path: &Path) -> Option<Language> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &[&DISTRICT], &mut ledger).ok()?;
    let keys = Keys::read(&mut source, &mut ledger);
    let row = keys.row("language");
    if row.is_blank("language") {
        return None;
    }
    match row.choice("language", &mut ledger) {
        Some("zh") => Some(Language::Zh),
        Some("en") => Some(Language::En),
        _ => None,
    }
}

impl Row<'_> {
    fn word(&self, name: &str, otherwise: &str, ledger: &mut Ledger) -> String {
        if self.is_blank(name) {
            self.assume(name, ledger);
            return otherwise.to_owned();
        }
        self.name(name, ledger)
    }

    /// A rate that is a guess only if it is needed.
    fn rate(&self, name: &str, is_needed: bool, ledger: &mut Ledger) -> f64 {
        if is_needed || !self.is_blank(name) {
            return self.number(name, ledger);
        }
        self.number(name, &mut Ledger::default())
    }
}

/// The keys given, each as a row in which its own cell alone is filled, so that its faults name its line.
struct Keys {
    sheet: Sheet,
}

impl Keys {
    fn read(source: &mut Source, ledger: &mut Ledger) -> Self {
        let (file, pairs) = if source.is_folder() {
            match source.text(&DISTRICT, ledger).flatten() {
                Some((file, text)) => (file.clone(), pairs_of_toml(&file, &text, ledger)),
                None => (DISTRICT.file.to_owned(), Vec::new()),
            }
        } else {
            match source.content(&DISTRICT, ledger) {
                Content::Grids(grids) => {
                    let of_grid = |grid: &Grid| pairs_of_sheet(&grid.label, &grid.records, ledger);
                    let pairs = grids.iter().flat_map(of_grid).collect();
                    let first = grids.first().map(|grid| grid.label.clone());
                    (first.unwrap_or_default(), pairs)
                }
                _ => (DISTRICT.file.to_owned(), Vec::new()),
            }
        };
        let mut part = Part::in_order(&DISTRICT, file.clone());
        let mut records = vec![blank_record(0)];
        for (line, key, value) in pairs {
            let Some(Named {
                column: index,
                unit,
            }) = name_of(&DISTRICT, &key)
            else {
                ledger.warn(&file, line, "", &key, unread_key(&key));
                continue;
            };
            let column = &DISTRICT.columns[index];
            if let Said::Unclear(_) = unit {
                part.is_unclear[index] = true;
                ledger.fault(&file, line, column.name, &key, expected_unit(column));
            }
            part.factors[index] = unit.factor(column);
            let is_of_key = |record: &Record| record.cells.len() == index + 1;
            if records.iter().any(is_of_key) {
                ledger.fault(&file, line, column.name, &value, "each setting once");
            }
            records.push(record(line, index, &value));
        }
        Self {
            sheet: Sheet::of_records(&DISTRICT, part, records),
        }
    }

    /// The row of a key; a blank one if it is not given.
    fn row(&self, name: &str) -> Row<'_> {
        let mut rows = self.sheet.rows();
        let blank = rows.next().expect("the first row is blank");
        rows.find(|row| !row.is_blank(name)).unwrap_or(blank)
    }
}

/// What is said of a key that is none, and which one it may mean.
fn unread_key(key: &str) -> String {
    let meant = nearest(key, DISTRICT.columns.iter());
    let meant = meant.map_or(String::new(), |name| format!("; do you mean {name}?"));
    format!("a setting; this one is not read{meant}")
}

fn blank_record(line: u64) -> Record {
    Record::new(line, StringRecord::new())
}

fn record(line: u64, index: usize, value: &str) -> Record {
    let cells = (0..=index)
        .map(|i| if i == index { value } else { "" })
        .collect();
    Record::new(line, cells)
}

fn pairs_of_sheet(
    file: &str,
    records: &[Record],
    ledger: &mut Ledger,
) -> Vec<(u64, String, String)> {
    for record in records {
        for (_, formula) in &record.formulas {
            let expected = "a value; the formula's is not stored in the workbook";
            ledger.fault(file, record.line, "", &format!("={formula}"), expected);
        }
        for text in record
            .cells
            .iter()
            .filter(|text| spelling::is_spreadsheet_error(text.trim()))
        {
            let expected = "a value; this is an error of the spreadsheet";
            ledger.fault(file, record.line, "", text, expected);
        }
        for text in record
            .cells
            .iter()
            .skip(2)
            .filter(|text| !text.trim().is_empty())
        {
            ledger.warn(
                file,
                record.line,
                "",
                text,
                "a setting and its value; this cell is not read",
            );
        }
    }
    let cell = |record: &Record, i| record.cells.get(i).unwrap_or_default().to_owned();
    let is_header = |record: &&Record| {
        !matches!(
            plain(&cell(record, 0)).as_str(),
            "key" | "setting" | "设置" | "项目"
        )
    };
    records
        .iter()
        .filter(is_header)
        .map(|record| (record.line, cell(record, 0), cell(record, 1)))
        .collect()
}

fn pairs_of_toml(file: &str, text: &str, ledger: &mut Ledger) -> Vec<(u64, String, String)> {
    let line_at = |byte: usize| 1 + text.bytes().take(byte).filter(|&b| b == b'\n').count() as u64;
    match DeTable::parse(text) {
        Err(error) => {
            let line = error.span().map_or(0, |span| line_at(span.start));
            ledger.broken(
                file,
                line,
                "",
                "",
                format!("settings as `key = value` ({})", error.message().trim()),
            );
            Vec::new()
        }
        Ok(table) => {
            let mut pairs = Vec::new();
            flatten(table.get_ref(), "", &line_at, &mut pairs);
            pairs.sort();
            pairs
        }
    }
}

/// Keys of tables inside the table join by a dot: `prices.cost_per_km`.
fn flatten(
    table: &DeTable<'_>,
    prefix: &str,
    line_at: &impl Fn(usize) -> u64,
    pairs: &mut Vec<(u64, String, String)>,
) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        let line = line_at(key.span().start);
        match value.get_ref() {
            DeValue::Table(inner) if prefix.is_empty() => {
                flatten(inner, &format!("{name}."), line_at, pairs)
            }
            DeValue::String(text) => pairs.push((line, name, text.to_string())),
            DeValue::Integer(number) => pairs.push((line, name, number.to_string())),
            DeValue::Float(number) => pairs.push((line, name, number.to_string())),
            DeValue::Boolean(yes) => pairs.push((line, name, yes.to_string())),
            DeValue::Datetime(moment) => pairs.push((line, name, moment.to_string())),
            DeValue::Array(_) | DeValue::Table(_) => {
                pairs.push((line, name, "a list or table".into()))
            }
        }
    }
}
