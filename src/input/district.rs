//! Reads a district: table after table, then the rules that hold between them.

use super::InputError;
use super::coordinates::Datum;
use super::ledger::Ledger;
use super::oddities::oddities;
use super::points::{Around, Points};
use super::settings::Settings;
use super::sheet::Sheet;
use super::shift::{note_shift, shifted_rows};
use super::source::{Source, TRAVEL, Told};
use super::{
    calendar, cleaners, facilities, matrix, osrm, overrides, points, roads, spread, streams,
    vehicles, villages,
};
use crate::district::{District, DistrictBuilder, Fault, PointKind, defaults};
use crate::quantity::Money;
use crate::roads::RoadNetwork;
use crate::tables::{
    CALENDAR, CLEANERS, DISTRICT_TABLES, GENERATORS, MATRIX, OVERRIDES, PINS, PLANTS, POINTS,
    ROADS, SPREAD, STATIONS, STREAMS, VEHICLES, VILLAGES,
};
use std::collections::BTreeMap;
use std::path::Path;

/// What a district folder (or workbook) holds.
#[derive(Clone, Debug)]
pub struct Input {
    /// The district.
    pub district: District,
    /// Its roads, if it has a road table or an extract of OpenStreetMap, with the overrides applied.
    pub network: Option<RoadNetwork>,
    /// What is odd but no fault, sorted.
    pub warnings: Vec<Fault>,
    /// SHA-256 of the files read, in hexadecimal.
    pub sha256: String,
}

/// Reads a district from a folder or an `.xlsx` workbook.
///
/// ```
/// let town = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/town");
/// let input = wasteways::input::read_district(&town)?;
/// assert_eq!(input.district.villages.len(), 37);
/// let refused = wasteways::input::read_district(&town.join("nothing")).unwrap_err();
/// println!("{refused}"); // all faults at once: file, row, column, value, what was expected
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// All faults of all tables at once.
pub fn read_district(path: &Path) -> Result<Input, InputError> {
    read_district_telling(path, &|_, _| {})
}

/// [`read_district`], telling how far it is with a large extract of OpenStreetMap: bytes read, and bytes to read.
///
/// # Errors
/// All faults of all tables at once.
pub fn read_district_telling(path: &Path, told: Told<'_>) -> Result<Input, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &DISTRICT_TABLES, &mut ledger)?;
    let mut read = Reading::of(&mut source, told, &mut ledger);
    read.judge(&mut ledger);
    read.builder.district.assumptions = ledger.assumptions();
    let (faults, warnings) = ledger.close();
    if !faults.is_empty() {
        return Err(InputError::Faults { faults, warnings });
    }
    Ok(Input {
        district: District::judged(read.builder.district),
        network: read.network,
        warnings,
        sha256: source.digest(),
    })
}

/// All tables read, not yet judged as a whole.
struct Reading {
    builder: DistrictBuilder,
    network: Option<RoadNetwork>,
    matrix: Sheet,
    /// The answer of an OSRM server, if there is one.
    osrm: Option<String>,
    datum: Datum,
    lines: Lines,
}

/// The tables of the source, bound to their schemas.
struct Sheets {
    streams: Sheet,
    villages: Sheet,
    stations: Sheet,
    plants: Sheet,
    vehicles: Sheet,
    points: Sheet,
    generators: Sheet,
    calendar: Sheet,
    roads: Sheet,
    matrix: Sheet,
    overrides: Sheet,
    pins: Sheet,
    spread: Sheet,
    cleaners: Sheet,
}

impl Sheets {
    fn of(source: &mut Source, ledger: &mut Ledger) -> Self {
        let mut sheet = |table| Sheet::read(table, source, ledger);
        Self {
            streams: sheet(&STREAMS),
            villages: sheet(&VILLAGES),
            stations: sheet(&STATIONS),
            plants: sheet(&PLANTS),
            vehicles: sheet(&VEHICLES),
            points: sheet(&POINTS),
            generators: sheet(&GENERATORS),
            calendar: sheet(&CALENDAR),
            roads: sheet(&ROADS),
            matrix: sheet(&MATRIX),
            overrides: sheet(&OVERRIDES),
            pins: sheet(&PINS),
            spread: sheet(&SPREAD),
            cleaners: sheet(&CLEANERS),
        }
    }

    /// Where each row of the district stands.
    fn lines(&self, points: &Points) -> Lines {
        let row_by_row = [
            &self.streams,
            &self.villages,
            &self.stations,
            &self.plants,
            &self.vehicles,
            &self.calendar,
            &self.pins,
            &self.cleaners,
        ];
        let mut lines = Lines::new();
        for sheet in row_by_row {
            let rows = sheet.rows().map(|row| (row.file().to_owned(), row.line()));
            lines.insert(sheet.table().file, (sheet.file.clone(), rows.collect()));
        }
        add_lines_of_points(&mut lines, points, [&self.points, &self.generators]);
        lines
    }
}

/// The roads, by the table or the extract, as the overrides correct them.
fn network(
    (source, told): (&mut Source, Told<'_>),
    sheets: &Sheets,
    settings: &Settings,
    ledger: &mut Ledger,
) -> Option<RoadNetwork> {
    let table = sheets.roads.exists.then_some(&sheets.roads);
    let from_table = table.map(|sheet| roads::read(sheet, settings.datum, ledger));
    let has_roads = from_table.is_some() || source.has_extract();
    let mut network = source
        .extract(from_table.is_some(), told, ledger)
        .or(from_table);
    match &mut network {
        Some(network) => overrides::apply(&sheets.overrides, settings.datum, network, ledger),
        None if !has_roads => overrides::refuse(&sheets.overrides, ledger),
        None => {}
    }
    network
}

/// For each table, the name that faults call it by, and the file or sheet and the line of each of its rows.
type Lines = BTreeMap<&'static str, (String, Vec<(String, u64)>)>;

impl Reading {
    fn of(source: &mut Source, told: Told<'_>, ledger: &mut Ledger) -> Self {
        let settings = Settings::read(source, ledger);
        let sheets = Sheets::of(source, ledger);
        let mut builder = DistrictBuilder::new(&settings.name);
        let district = &mut builder.district;
        settings.apply(district);

        let (streams, stream_names) = streams::read(&sheets.streams, ledger);
        let territory = villages::read(&sheets.villages, &settings, ledger);
        let gates = (&sheets.stations, &sheets.plants);
        let facilities = facilities::read(gates, &settings, &territory, &stream_names, ledger);
        let (vehicles, vehicle_names) = vehicles::read(
            &sheets.vehicles,
            &settings,
            &facilities,
            &stream_names,
            ledger,
        );
        let around = Around {
            settings: &settings,
            villages: &territory.villages,
            village_names: &territory.village_names,
            streams: &streams,
            stream_names: &stream_names,
        };
        let points = points::read((&sheets.points, &sheets.generators), &around, ledger);
        district.calendar =
            calendar::read_calendar(&sheets.calendar, &territory, &stream_names, ledger);
        let named = (&territory, &points);
        district.pins =
            calendar::read_pins(&sheets.pins, named, &facilities, &vehicle_names, ledger);
        district.spread = spread::read(&sheets.spread, ledger);
        district.cleaning = cleaners::read(&sheets.cleaners, &settings, &territory, ledger);
        district.cleaner_month = settings
            .price("cost_per_month", ledger)
            .map_or(Money::ZERO, Money::units);
        let network = network((source, told), &sheets, &settings, ledger);
        let lines = sheets.lines(&points);

        (district.towns, district.villages) = (territory.towns, territory.villages);
        (district.stations, district.plants) = (facilities.stations, facilities.plants);
        (district.streams, district.vehicles) = (streams, vehicles);
        district.points = points.points;
        Self {
            builder,
            network,
            matrix: sheets.matrix,
            osrm: source.own_travel(ledger),
            datum: settings.datum,
            lines,
        }
    }

    /// Completes the district and judges it by the rules that also hold for one built in code. What lies between tables
    /// is judged only once every table can be read.
    fn judge(&mut self, ledger: &mut Ledger) {
        let mut faults = self.builder.district.row_faults();
        if !ledger.has_broken_tables() {
            self.builder.complete();
            faults.extend(self.builder.district.relation_faults());
        }
        // Only a cell that was found faulty when it was read leaves a figure that is no number.
        for fault in faults.into_iter().filter(|fault| fault.value != "NaN") {
            ledger.add(self.in_file(fault));
        }
        if !ledger.has_faults() && (self.matrix.exists || self.osrm.is_some()) {
            self.read_own_travel(ledger);
        }
        if !ledger.has_faults() {
            self.note_made_points(ledger);
            if let Some(network) = self
                .network
                .as_ref()
                .filter(|network| network.own.is_none())
            {
                let district = &self.builder.district;
                if !note_shift(district, network, self.datum, ledger) {
                    for row in shifted_rows(district, network, self.datum) {
                        ledger.add_warning(self.in_file(row));
                    }
                }
            }
            for oddity in oddities(&self.builder.district) {
                ledger.add_warning(self.in_file(oddity));
            }
        }
    }

    /// Travel of one's own takes the place of roads; there is one or the other.
    fn read_own_travel(&mut self, ledger: &mut Ledger) {
        let district = &self.builder.district;
        let own = match (&self.osrm, &self.network, self.matrix.exists) {
            (Some(text), None, false) => osrm::read(text, district, ledger),
            (None, None, _) => matrix::read(&self.matrix, district, ledger),
            _ => {
                let file = if self.osrm.is_some() {
                    TRAVEL
                } else {
                    &self.matrix.file
                };
                let expected = "one travel: roads, matrix.csv or matrix.json; another is there too";
                ledger.broken(file, 0, "", "", expected);
                return;
            }
        };
        self.network = Some(RoadNetwork::of_own_travel(own));
    }

    /// A fault of a row of the district as one of a line of its file.
    fn in_file(&self, mut fault: Fault) -> Fault {
        if let Some((file, lines)) = self.lines.get(fault.file.as_str()) {
            let at = fault.row.and_then(|row| lines.get(row as usize - 1));
            fault.file.clone_from(at.map_or(file, |at| &at.0));
            fault.row = at.map(|at| at.1);
        }
        fault
    }

    fn note_made_points(&self, ledger: &mut Ledger) {
        let points = &self.builder.district.points;
        let made = points
            .iter()
            .filter(|point| point.kind == PointKind::Made)
            .count();
        if made > 0 {
            let rule = format!(
                "ceil(households / {}) points a village",
                defaults::HOUSEHOLDS_PER_POINT
            );
            ledger.assume_value(
                POINTS.file,
                "point",
                rule,
                "assumption near 8,200 points for 178,600 households",
                made,
            );
        }
    }
}

/// Rows of bins, in the order of the district's points.
fn add_lines_of_points(lines: &mut Lines, points: &Points, sheets: [&Sheet; 2]) {
    for (sheet, is_generator) in sheets.into_iter().zip([false, true]) {
        let of_sheet = points.points.iter().zip(&points.lines);
        let of_sheet = of_sheet
            .filter(|(point, _)| matches!(point.kind, PointKind::Generator(_)) == is_generator);
        let rows = of_sheet
            .flat_map(|(_, lines)| lines.iter().cloned())
            .collect();
        lines.insert(sheet.table().file, (sheet.file.clone(), rows));
    }
}
