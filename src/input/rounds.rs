//! Reads rounds that people give: a table of their own, or the stops of a plan in the order in which their rows stand.

use super::InputError;
use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::sheet::Sheet;
use super::source::Source;
use super::written_plan::named;
use crate::district::{
    DisposalId, District, Fault, PlantId, PointId, Role, StationId, StreamId, VehicleId, VillageId,
};
use crate::plan::{GivenPlace, GivenTour, GivenVisit};
use crate::quantity::{Clock, DaySet};
use crate::tables::{ROUNDS, STOPS_IN_ORDER, TOURS};
use std::collections::BTreeMap;
use std::path::Path;

/// Rounds, and what is odd about them.
#[derive(Clone, Debug)]
pub struct GivenTours {
    /// The tours, by day, then in the order in which they are first named.
    pub tours: Vec<GivenTour>,
    /// When each of them leaves by the clocks of a plan's stops, which follow from the order and tell nothing of it.
    pub written: Vec<Option<Clock>>,
    /// Columns that are not read, and rows that say nothing.
    pub warnings: Vec<Fault>,
}

/// Reads rounds: a CSV file, a workbook with a sheet `rounds` or `stops`, or a folder with rounds.csv; of a plan's folder, whose
/// stops.csv may have been edited, its stops.
///
/// # Errors
/// All faults of all tables at once.
pub fn read_rounds(path: &Path, district: &District) -> Result<GivenTours, InputError> {
    let mut ledger = Ledger::default();
    let tables = [&ROUNDS, &STOPS_IN_ORDER, &TOURS];
    let is_table = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let mut source = match is_table && path.is_file() {
        true => Source::of_file(path, &ROUNDS),
        false => Source::open(path, &tables, &mut ledger)?,
    };
    let has_stops = source.has(&STOPS_IN_ORDER);
    // A workbook says which it means by having the one sheet; a plan's folder has both, and its stops are what is edited.
    let table = if has_stops && (source.is_folder() || !source.has(&ROUNDS)) {
        &STOPS_IN_ORDER
    } else {
        &ROUNDS
    };
    let rounds = Sheet::read(table, &mut source, &mut ledger);
    let tours = Sheet::read(&TOURS, &mut source, &mut ledger);
    rounds.require("it says who comes where in which order", &mut ledger);
    let is_of_plan = table.is_of_plan();
    let mut reading = Reading::new(district, &tours, &mut ledger);
    reading.is_of_plan = is_of_plan;
    for row in rounds.rows() {
        reading.take(row, &mut ledger);
    }
    let mut tours = reading.close(&mut ledger);
    let mut written = vec![None; tours.len()];
    if is_of_plan {
        written = tours.iter_mut().map(|tour| tour.leaves.take()).collect();
    }
    let (faults, warnings) = ledger.close();
    match faults.is_empty() {
        true => Ok(GivenTours {
            tours,
            written,
            warnings,
        }),
        false => Err(InputError::Faults { faults, warnings }),
    }
}

/// What a row says.
enum Said {
    Visit {
        place: GivenPlace,
        stream: Option<StreamId>,
        kg: Option<f64>,
        tipped_at: Option<DisposalId>,
        trip: Option<u32>,
    },
    Tips(DisposalId),
    Start,
    End,
    Rest,
}

/// A tour while it is read.
struct Draft<'a> {
    name: String,
    days: Option<DaySet>,
    vehicle: Option<VehicleId>,
    leaves: Option<Clock>,
    first: Row<'a>,
    rows: Vec<(Row<'a>, Option<f64>, Said)>,
}

struct Reading<'a> {
    district: &'a District,
    points: Names,
    villages: Names,
    streams: Names,
    vehicles: Names,
    stations: Names,
    plants: Names,
    /// Day and vehicle of a plan's tours, by name.
    known: BTreeMap<String, (Option<DaySet>, Option<VehicleId>)>,
    /// Whether the rows are stops of a plan.
    is_of_plan: bool,
    drafts: Vec<Draft<'a>>,
    /// The one that the row above belongs to.
    above: Option<usize>,
    /// The draft of a name and days.
    by_key: BTreeMap<(String, u32), usize>,
}

impl<'a> Reading<'a> {
    fn new(district: &'a District, tours: &Sheet, ledger: &mut Ledger) -> Self {
        let mut reading = Self {
            district,
            points: named(district.points.iter().map(|point| &point.name)),
            villages: named(district.villages.iter().map(|village| &village.name)),
            streams: named(district.streams.iter().map(|stream| &stream.name)),
            vehicles: named(district.vehicles.iter().map(|vehicle| &vehicle.name)),
            stations: named(district.stations.iter().map(|station| &station.name)),
            plants: named(district.plants.iter().map(|plant| &plant.name)),
            known: BTreeMap::new(),
            is_of_plan: false,
            drafts: Vec::new(),
            above: None,
            by_key: BTreeMap::new(),
        };
        // A workbook's sheet of tours ends with sums.
        for row in tours.rows().filter(|row| !row.is_blank("tour")) {
            let vehicle = reading.vehicle(row, ledger);
            let days = row.days("day", ledger);
            let name = row.name("tour", ledger);
            reading.known.insert(name, (days, vehicle));
        }
        reading
    }

    /// The collector that a row names.
    fn vehicle(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<VehicleId> {
        let id = VehicleId::from_index(row.reference("vehicle", &self.vehicles, ledger)?);
        if self.district.vehicles[id.index()].role != Role::Collector {
            row.fault("vehicle", "a vehicle that collects; this one hauls", ledger);
        }
        Some(id)
    }

    fn take(&mut self, row: Row<'a>, ledger: &mut Ledger) {
        let days = row.days("day", ledger);
        let vehicle = self.vehicle(row, ledger);
        let said = self.said(row, ledger);
        // What stands under `start` in a table of stops is when a service begins.
        let leaves = match (row.is_blank("kind"), &said) {
            (true, _) => row.optional_clock("leaves", ledger),
            (false, Some(Said::Start)) if self.is_of_plan => {
                row.optional_clock("departure", ledger)
            }
            (false, _) => None,
        };
        let Some(number) = self.draft(row, days, vehicle, ledger) else {
            return;
        };
        let order = row.optional_number("order", ledger);
        let draft = &mut self.drafts[number];
        draft.agree(row, vehicle, leaves, ledger);
        draft.rows.extend(said.map(|said| (row, order, said)));
    }

    /// The tour that a row belongs to.
    fn draft(
        &mut self,
        row: Row<'a>,
        days: Option<DaySet>,
        vehicle: Option<VehicleId>,
        ledger: &mut Ledger,
    ) -> Option<usize> {
        let written = row.name("tour", ledger);
        let above = self.above.map(|number| &self.drafts[number]);
        let is_named = !written.is_empty();
        if !is_named && days.is_none() && vehicle.is_none() {
            if above.is_none() {
                row.fault("tour", "a tour, or a vehicle and a day", ledger);
            }
            return self.above;
        }
        let known = self.known.get(&written);
        let is_plans = self.is_of_plan && !self.known.is_empty();
        if is_named && is_plans && known.is_none() && (days.is_none() || vehicle.is_none()) {
            row.fault("tour", "a tour that stands in the table of tours", ledger);
            return None;
        }
        let above = above.filter(|above| !is_named || above.name == written);
        let days = days
            .or(known.and_then(|known| known.0))
            .or(above.and_then(|above| above.days));
        let vehicle = vehicle
            .or(known.and_then(|known| known.1))
            .or(above.and_then(|above| above.vehicle));
        let name = match (is_named, vehicle) {
            (true, _) => written,
            (false, Some(id)) => self.district.vehicles[id.index()].name.clone(),
            (false, None) => String::new(),
        };
        let key = (name.clone(), days.unwrap_or(DaySet::EMPTY).0);
        let next = self.drafts.len();
        let number = *self.by_key.entry(key).or_insert(next);
        if number == next {
            self.drafts.push(Draft {
                name,
                days,
                vehicle,
                leaves: None,
                first: row,
                rows: Vec::new(),
            });
        }
        self.above = Some(number);
        Some(number)
    }

    fn said(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Said> {
        let kind = match row.is_blank("kind") {
            true => "point",
            false => row.choice("kind", ledger)?,
        };
        match kind {
            "start" => Some(Said::Start),
            "end" => Some(Said::End),
            "break" => Some(Said::Rest),
            "station" | "plant" => self.facility(row, "point", ledger).map(Said::Tips),
            _ => self.visit(row, ledger),
        }
    }

    fn facility(&self, row: Row<'_>, column: &str, ledger: &mut Ledger) -> Option<DisposalId> {
        let name = row.cell(column);
        let station = self
            .stations
            .get(name)
            .map(|at| DisposalId::Station(StationId::from_index(at)));
        let plant = self
            .plants
            .get(name)
            .map(|at| DisposalId::Plant(PlantId::from_index(at)));
        let found = station.or(plant);
        if found.is_none() {
            row.fault(column, "a station or plant of the district", ledger);
        }
        found
    }

    fn visit(&self, row: Row<'_>, ledger: &mut Ledger) -> Option<Said> {
        let tipped_at = match row.is_blank("disposal") {
            true => None,
            false => Some(self.facility(row, "disposal", ledger)?),
        };
        let stream = row
            .reference("stream", &self.streams, ledger)
            .map(StreamId::from_index);
        let kg = row.optional_number("kg", ledger);
        let trip = row.optional_whole("trip", ledger);
        let place = match (row.is_blank("point"), row.is_blank("village")) {
            (false, _) => GivenPlace::Point(PointId::from_index(row.reference(
                "point",
                &self.points,
                ledger,
            )?)),
            (true, false) => GivenPlace::Village(VillageId::from_index(row.reference(
                "village",
                &self.villages,
                ledger,
            )?)),
            (true, true) => {
                if tipped_at.is_none() {
                    row.fault("point", "a point, a village, or a disposal alone", ledger);
                }
                return tipped_at.map(Said::Tips);
            }
        };
        Some(Said::Visit {
            place,
            stream,
            kg,
            tipped_at,
            trip,
        })
    }

    fn close(self, ledger: &mut Ledger) -> Vec<GivenTour> {
        let mut collectors = self.district.fleet(Role::Collector).map(|(id, _)| id);
        let only = collectors.next().filter(|_| collectors.next().is_none());
        let mut drafts = self.drafts;
        drafts.sort_by_key(|draft| draft.first.line());
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for draft in &drafts {
            *names.entry(draft.name.clone()).or_default() += draft.days.map_or(1, DaySet::len);
        }
        let mut tours = Vec::new();
        for draft in drafts {
            let vehicle = draft.vehicle.or(only);
            if vehicle.is_none() {
                draft
                    .first
                    .fault("vehicle", "a type of vehicle for this tour", ledger);
            }
            if draft.days.is_none() {
                draft
                    .first
                    .fault("day", "a day of the week for this tour", ledger);
            }
            let is_alone = names[&draft.name] == 1;
            let (name, leaves, days) = (draft.name.clone(), draft.leaves, draft.days);
            let first = draft.first;
            let visits = draft.visits(ledger);
            if visits.is_empty() {
                ledger.warn(
                    first.file(),
                    first.line(),
                    "tour",
                    &name,
                    "a tour with a visit; it is left out",
                );
                continue;
            }
            for day in days.unwrap_or(DaySet::EMPTY).iter() {
                tours.push(GivenTour {
                    name: if is_alone && !name.is_empty() {
                        name.clone()
                    } else {
                        format!("{name} {day}")
                    },
                    day,
                    vehicle: vehicle.unwrap_or(VehicleId(0)),
                    leaves,
                    visits: visits.clone(),
                });
            }
        }
        tours.sort_by_key(|tour| tour.day);
        tours
    }
}

impl Draft<'_> {
    /// Takes over what a further row says of the tour, which must be what others say.
    fn agree(
        &mut self,
        row: Row<'_>,
        vehicle: Option<VehicleId>,
        leaves: Option<Clock>,
        ledger: &mut Ledger,
    ) {
        if self.vehicle.is_some() && vehicle.is_some() && self.vehicle != vehicle {
            let expected =
                "one vehicle a tour; other rows, or its row in the table of tours, name another";
            row.fault("vehicle", expected, ledger);
        }
        if self.leaves.is_some() && leaves.is_some() && self.leaves != leaves {
            row.fault(
                "leaves",
                "one moment of leaving a tour; other rows name another",
                ledger,
            );
        }
        self.vehicle = self.vehicle.or(vehicle);
        self.leaves = self.leaves.or(leaves);
    }

    /// The visits in the order of driving.
    fn visits(mut self, ledger: &mut Ledger) -> Vec<GivenVisit> {
        self.sort(ledger);
        let tips = |row: &(Row<'_>, Option<f64>, Said)| matches!(row.2, Said::Tips(_));
        let names_disposals = self.rows.iter().any(tips);
        let mut visits: Vec<GivenVisit> = Vec::new();
        let mut before: Option<u32> = None;
        let mut is_empty = true;
        for (row, _, said) in self.rows {
            match said {
                Said::Visit {
                    place,
                    stream,
                    kg,
                    tipped_at,
                    trip,
                } => {
                    if let (Some(last), Some(before), Some(trip), false) =
                        (visits.last_mut(), before, trip, names_disposals)
                    {
                        last.ends_trip = Some(before != trip);
                    }
                    before = trip;
                    visits.push(GivenVisit {
                        place,
                        stream,
                        kg,
                        tipped_at,
                        ends_trip: names_disposals.then_some(false),
                    });
                    is_empty = false;
                }
                Said::Tips(_) if is_empty => {
                    let expected =
                        "a disposal behind visits; nothing is on board here, it is left out";
                    ledger.warn(row.file(), row.line(), "", "", expected);
                }
                Said::Tips(place) => {
                    if let Some(last) = visits.last_mut() {
                        (last.tipped_at, last.ends_trip) = (Some(place), Some(true));
                    }
                    is_empty = true;
                }
                Said::Start | Said::End | Said::Rest => {}
            }
        }
        // A tour ends empty: where it was not told, the best place is found.
        if let Some(last) = visits
            .last_mut()
            .filter(|last| last.ends_trip == Some(false))
        {
            last.ends_trip = None;
        }
        visits
    }

    /// Rows by their order; the stops of a plan as they stand, unless somebody sorted the whole table by something else.
    fn sort(&mut self, ledger: &mut Ledger) {
        let is_start = self
            .rows
            .first()
            .is_some_and(|row| matches!(row.2, Said::Start));
        let is_end = self
            .rows
            .last()
            .is_some_and(|row| matches!(row.2, Said::End));
        let ordered = self.rows.iter().filter(|row| row.1.is_some()).count();
        if is_start && is_end || ordered == 0 {
            return;
        }
        for (row, _, _) in self.rows.iter().filter(|row| row.1.is_none()) {
            row.fault("order", "a number, as in other rows of the tour", ledger);
        }
        self.rows
            .sort_by(|a, b| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal));
        for pair in self.rows.windows(2) {
            if let [first, second] = pair
                && first.1.is_some()
                && first.1 == second.1
            {
                let expected = format!(
                    "each number once in the tour; row {} has it",
                    first.0.line()
                );
                second.0.fault("order", expected, ledger);
            }
        }
    }
}
