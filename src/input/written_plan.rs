//! Reads a written plan: tours.csv and stops.csv, unserved.csv, visits.csv and hauls.csv, also after a person has edited them.
//!
//! As tolerant as the judge: further columns are ignored, clocks may be `6:05`, kilograms may have decimals, rows may
//! have been sorted anew (their `sequence` counts). Figures that make no sense together are left to the judge.

use super::InputError;
use super::bounded::text_of;
use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::sheet::Sheet;
use super::source::Source;
use crate::district::{DisposalId, District, PlantId, PointId, StationId, StreamId, VehicleId};
use crate::plan::{Haul, Plan, Reason, Stop, StopKind, Tour, Unserved, VisitRule};
use crate::quantity::{Day, DaySet, IsoWeek, Kilograms, Litres, Metres, Seconds, Version};
use crate::tables::{HAULS, PLAN_TABLES, STOPS, TOURS, Table, UNSERVED, VISITS};
use std::path::Path;

/// Largest file of a plan that is read.
const MOST_BYTES: u64 = 64 << 20;

/// The folder of a written plan, whose other files are looked at as they stand.
#[derive(Clone, Debug)]
pub struct Written(std::path::PathBuf);

impl Written {
    /// A plan's folder.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The text of a file; `None` where there is none that can be read.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        text_of(&self.0.join(name), MOST_BYTES)
    }
}

/// Reads a written plan: tours.csv, stops.csv, and unserved.csv, visits.csv and hauls.csv where they exist; the week from
/// summary.json, if that names one.
///
/// # Errors
/// All faults of all tables at once.
pub fn read_plan(path: &Path, district: &District) -> Result<Plan, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &PLAN_TABLES, &mut ledger)?;
    let mut sheet = |table: &'static Table| Sheet::read(table, &mut source, &mut ledger);
    let [tours, stops, unserved, visits, hauls] =
        [&TOURS, &STOPS, &UNSERVED, &VISITS, &HAULS].map(&mut sheet);
    for sheet in [&tours, &stops] {
        sheet.require_file("every plan has it", &mut ledger);
    }
    let known = Known::of(district);
    let mut plan = Plan {
        version: Version,
        week: week(path, &mut ledger),
        tours: read_tours(&tours, &stops, &known, &mut ledger),
        unserved: unserved
            .rows()
            .filter_map(|row| known.unserved(row, &mut ledger))
            .collect(),
        visits: visits
            .rows()
            .filter_map(|row| known.visit_rule(row, &mut ledger))
            .collect(),
        hauls: read_hauls(&hauls, &known, &mut ledger),
    };
    plan.tours
        .sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    plan.visits.sort_by_key(|rule| (rule.point, rule.stream));
    let (faults, _) = ledger.close();
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(InputError::of(faults))
    }
}

/// What a written plan is for and what it leaves: the week that its summary.json names, and unserved.csv. Its tours may be
/// in disorder.
///
/// # Errors
/// All faults of both.
pub fn read_left(
    path: &Path,
    district: &District,
) -> Result<(Option<IsoWeek>, Vec<Unserved>), InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &PLAN_TABLES, &mut ledger)?;
    let unserved = Sheet::read(&UNSERVED, &mut source, &mut ledger);
    let known = Known::of(district);
    let week = week(path, &mut ledger);
    let rows = unserved.rows();
    let left = rows
        .filter_map(|row| known.unserved(row, &mut ledger))
        .collect();
    let (faults, _) = ledger.close();
    match faults.is_empty() {
        true => Ok((week, left)),
        false => Err(InputError::of(faults)),
    }
}

/// The fingerprint of a written plan: SHA-256 of its tables, in hexadecimal.
///
/// # Errors
/// The plan cannot be read.
pub fn plan_sha256(path: &Path) -> Result<String, InputError> {
    let mut ledger = Ledger::default();
    let mut source = Source::open(path, &PLAN_TABLES, &mut ledger)?;
    for table in PLAN_TABLES {
        Sheet::read(table, &mut source, &mut ledger);
    }
    Ok(source.digest())
}

/// The week that summary.json names; a plan of the base season, or without that file, has none.
fn week(path: &Path, ledger: &mut Ledger) -> Option<IsoWeek> {
    let text = text_of(&path.join("summary.json"), MOST_BYTES)?;
    let summary: serde_json::Value = serde_json::from_str(&text).ok()?;
    let week = summary.get("week").filter(|week| !week.is_null())?;
    let read = week.as_str().and_then(|week| week.parse().ok());
    if read.is_none() {
        let value = week
            .as_str()
            .map_or_else(|| week.to_string(), str::to_owned);
        let expected = "a week such as 2026-W47, or null";
        ledger.broken("summary.json", 0, "week", &value, expected);
    }
    read
}

/// Tours with their stops.
fn read_tours(tours: &Sheet, stops: &Sheet, known: &Known<'_>, ledger: &mut Ledger) -> Vec<Tour> {
    let mut names = tours.names("tour");
    let mut read: Vec<(Tour, Vec<Numbered>)> = Vec::new();
    for row in tours.rows() {
        let tour = Tour {
            name: row.name("tour", ledger),
            day: row.day(ledger).unwrap_or_default(),
            vehicle: VehicleId::from_index(
                row.reference("vehicle", &known.vehicles, ledger)
                    .unwrap_or_default(),
            ),
            stops: Vec::new(),
        };
        names.insert(
            &tour.name,
            read.len(),
            (row.file(), row.line(), "tour"),
            ledger,
        );
        read.push((tour, Vec::new()));
    }
    for row in stops.rows() {
        let tour = row.reference("tour", &names, ledger);
        let stop = known.stop(row, ledger);
        if let (Some(tour), Some(stop)) = (tour, stop) {
            let sequence = row.whole("sequence", ledger);
            read[tour].1.push(Numbered {
                sequence,
                line: row.line(),
                stop,
            });
        }
    }
    if ledger.has_faults() {
        return Vec::new(); // the shape of tours is judged once every stop can be read
    }
    let lines = tours.rows().map(|row| row.line());
    read.into_iter()
        .zip(lines)
        .map(|(tour, line)| in_order(tour, (tours, line), stops, ledger))
        .collect()
}

/// A stop and its place in the tour.
struct Numbered {
    sequence: u32,
    line: u64,
    stop: Stop,
}

fn in_order(
    (mut tour, mut stops): (Tour, Vec<Numbered>),
    (tours, line): (&Sheet, u64),
    sheet: &Sheet,
    ledger: &mut Ledger,
) -> Tour {
    stops.sort_by_key(|numbered| (numbered.sequence, numbered.line));
    if stops.is_empty() {
        ledger.fault(
            &tours.file,
            line,
            "tour",
            &tour.name,
            "a tour that has stops in stops.csv",
        );
    }
    for pair in stops.windows(2) {
        if let [first, second] = pair
            && first.sequence == second.sequence
        {
            let expected = format!("each number once in the tour; row {} has it", first.line);
            ledger.fault(
                &sheet.file,
                second.line,
                "sequence",
                &second.sequence.to_string(),
                expected,
            );
        }
    }
    let last = stops.len().saturating_sub(1);
    for (position, numbered) in stops.iter().enumerate() {
        let (is_start, is_end) = (
            numbered.stop.kind == StopKind::Start,
            numbered.stop.kind == StopKind::End,
        );
        if is_start != (position == 0) || is_end != (position == last) {
            let expected =
                "`start` as the first stop of a tour and `end` as the last, and nowhere else";
            ledger.fault(&sheet.file, numbered.line, "kind", "", expected);
        }
    }
    tour.stops = stops.into_iter().map(|numbered| numbered.stop).collect();
    tour
}

/// Hauls by day, tour and trip; each trip of a tour is on the tour's day, by its vehicle, and bears a number of its own.
fn read_hauls(sheet: &Sheet, known: &Known<'_>, ledger: &mut Ledger) -> Vec<Haul> {
    let mut hauls: Vec<(Haul, Row<'_>)> = Vec::new();
    for row in sheet.rows() {
        hauls.extend(known.haul(row, ledger).map(|haul| (haul, row)));
    }
    hauls.sort_by(|(a, _), (b, _)| (a.day, &a.tour, a.trip).cmp(&(b.day, &b.tour, b.trip)));
    for pair in hauls.windows(2) {
        if let [(first, _), (second, row)] = pair
            && first.tour == second.tour
        {
            if (first.day, first.trip) == (second.day, second.trip) {
                row.fault("trip", "each number once in the tour", ledger);
            }
            if (first.day, first.vehicle) != (second.day, second.vehicle) {
                row.fault("tour", "a tour of one day and one type of vehicle", ledger);
            }
        }
    }
    hauls.into_iter().map(|(haul, _)| haul).collect()
}

/// The names of the district, by kind.
struct Known<'a> {
    district: &'a District,
    points: Names,
    stations: Names,
    plants: Names,
    vehicles: Names,
    streams: Names,
}

impl<'a> Known<'a> {
    fn of(district: &'a District) -> Self {
        Self {
            district,
            points: named(district.points.iter().map(|point| &point.name)),
            stations: named(district.stations.iter().map(|station| &station.name)),
            plants: named(district.plants.iter().map(|plant| &plant.name)),
            vehicles: named(district.vehicles.iter().map(|vehicle| &vehicle.name)),
            streams: named(district.streams.iter().map(|stream| &stream.name)),
        }
    }

    fn stop(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Stop> {
        let kind = self.kind(row, ledger);
        let named = row
            .reference("stream", &self.streams, ledger)
            .map(StreamId::from_index);
        let mut amount = |name| row.number(name, ledger);
        let [kg, litres, on_board, metres, seconds] =
            ["kg", "litres", "kg_on_board", "metres", "seconds"].map(&mut amount);
        let mut clock = |name| row.clock(name, ledger);
        let [arrival, start, departure] = ["arrival", "start", "departure"].map(&mut clock);
        let trip = row.whole("trip", ledger);
        let kind = kind?;
        let stream = match kind {
            StopKind::Point(point) => Some(named.unwrap_or_else(|| self.stream_of(point))),
            StopKind::Disposal(_) => named,
            StopKind::Start | StopKind::Break | StopKind::End => None,
        };
        Some(Stop {
            trip,
            kind,
            stream,
            arrival,
            start,
            departure,
            kg: Kilograms::rounded(kg),
            litres: Litres::rounded(litres),
            kg_on_board: Kilograms::rounded(on_board),
            metres: Metres::rounded(metres),
            seconds: Seconds::rounded(seconds),
        })
    }

    fn haul(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Haul> {
        let vehicle = row.reference("vehicle", &self.vehicles, ledger);
        let station = row.reference("station", &self.stations, ledger);
        let plant = row.reference("plant", &self.plants, ledger);
        let mut clock = |name| row.clock(name, ledger);
        let [out, load, leave] = ["out", "load", "leave"].map(&mut clock);
        let [arrive, tip, back] = ["arrive", "tip", "back"].map(&mut clock);
        let (kg, metres) = (row.number("kg", ledger), row.number("metres", ledger));
        let (tour, trip) = (row.name("tour", ledger), row.whole("trip", ledger));
        let day = row.day(ledger);
        Some(Haul {
            tour,
            trip,
            day: day?,
            vehicle: VehicleId::from_index(vehicle?),
            station: StationId::from_index(station?),
            plant: PlantId::from_index(plant?),
            out,
            load,
            leave,
            arrive,
            tip,
            back,
            kg: Kilograms::rounded(kg),
            metres: Metres::rounded(metres),
        })
    }

    fn kind(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<StopKind> {
        let mut id = |names: &Names, expected: &str| {
            let found = names.get(row.cell("id"));
            if found.is_none() {
                row.fault("id", expected, ledger);
            }
            found
        };
        let station = |index| StopKind::Disposal(DisposalId::Station(StationId::from_index(index)));
        let plant = |index| StopKind::Disposal(DisposalId::Plant(PlantId::from_index(index)));
        match row.kind_word() {
            Some("start") => Some(StopKind::Start),
            Some("break") => Some(StopKind::Break),
            Some("end") => Some(StopKind::End),
            Some("point") => id(&self.points, "a collection point of the district")
                .map(|i| StopKind::Point(PointId::from_index(i))),
            Some("station") => id(&self.stations, "a station of the district").map(station),
            Some("plant") => id(&self.plants, "a plant of the district").map(plant),
            _ => row.choice("kind", ledger).and(None),
        }
    }

    /// The stream of a point whose row names none: that of its only bins, else the residual one.
    fn stream_of(&self, point: PointId) -> StreamId {
        match self.district.points[point.index()].bins.as_slice() {
            [only] => only.stream.unwrap_or_else(|| self.district.residual()),
            _ => self.district.residual(),
        }
    }

    fn point(
        &self,
        row: Row<'_>,
        column: &str,
        ledger: &mut Ledger,
    ) -> Option<(PointId, StreamId)> {
        let point = PointId::from_index(row.reference(column, &self.points, ledger)?);
        let stream = row
            .reference("stream", &self.streams, ledger)
            .map(StreamId::from_index);
        Some((point, stream.unwrap_or_else(|| self.stream_of(point))))
    }

    fn unserved(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Unserved> {
        let point = self.point(row, "id", ledger);
        let (day, kg) = (row.day(ledger), row.number("kg", ledger));
        let (point, stream) = point?;
        Some(Unserved {
            point,
            day: day?,
            stream,
            kg: Kilograms::rounded(kg),
            reason: reason(row.cell("reason")),
        })
    }

    fn visit_rule(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<VisitRule> {
        let point = self.point(row, "point", ledger);
        let days = row.days("days", ledger).unwrap_or(DaySet::EMPTY);
        let (point, stream) = point?;
        Some(VisitRule {
            point,
            stream,
            days,
            reason: row.cell("reason").to_owned(),
        })
    }
}

/// Names as a written table refers to them.
pub(super) fn named<'a>(names: impl Iterator<Item = &'a String>) -> Names {
    let mut known = Names::new(false);
    names
        .enumerate()
        .for_each(|(index, name)| known.alias(name, index));
    known
}

/// A reason as a plan prints it; any other text is kept.
fn reason(text: &str) -> Reason {
    let refused = text
        .strip_prefix("pin refused: ")
        .map(|why| Reason::PinRefused(why.to_owned()));
    let printed = Reason::PLAIN
        .into_iter()
        .find(|reason| reason.to_string() == text);
    printed
        .or(refused)
        .unwrap_or_else(|| Reason::Other(text.to_owned()))
}

impl Row<'_> {
    /// The one day of the week in the column `day`.
    fn day(&self, ledger: &mut Ledger) -> Option<Day> {
        let days = self.days("day", ledger)?;
        if days.len() > 1 {
            self.fault("day", "one day of the week", ledger);
        }
        days.iter().next()
    }

    /// The word in the column `kind`, if it is one.
    fn kind_word(&self) -> Option<&'static str> {
        self.choice("kind", &mut Ledger::default())
    }
}
