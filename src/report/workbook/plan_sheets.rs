//! The tables of a plan as sheets.

use super::sheet::Shown::{Clock, Money, Tenths, Text, Whole};
use super::sheet::{Value, add_table, column, summed};
use super::words::WorkbookWords;
use crate::district::{DisposalId, District, Language};
use crate::flow::{cleaner_needs, feeder_needs};
use crate::plan::{Stop, StopKind, Tour, TourFigures, Trucks};
use crate::planner::Outcome;
use crate::quantity::WEEKS_A_MONTH;
use crate::report::RunFacts;
use crate::report::monthly;
use crate::report::tour_tables::{kind_word, place_name};
use crate::report::village_week::village_weeks;
use crate::tables::{column_name, told};
use rust_xlsxwriter::{Workbook, XlsxError};

/// The week that is told.
#[derive(Clone, Copy)]
pub(super) struct Week<'a> {
    pub district: &'a District,
    pub outcome: &'a Outcome,
    pub month: &'a [monthly::Row],
    pub run: &'a RunFacts,
    pub words: &'a WorkbookWords,
    pub language: Language,
}

/// Adds all of them.
pub(super) fn add(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    tours(book, week)?;
    stops(book, week)?;
    stations(book, week)?;
    hauls(book, week)?;
    villages(book, week)?;
    monthly(book, week)?;
    feeders(book, week)?;
    cleaners(book, week)?;
    unserved(book, week)?;
    findings(book, week)?;
    assumptions(book, week)
}

fn tours(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let days = words.weekdays();
    let columns = [
        column(words.tour, 12.0, Text),
        column(words.day, 7.0, Text),
        column(words.vehicle, 22.0, Text),
        column(words.plate, 12.0, Text),
        column(words.driver, 12.0, Text),
        column(words.leaves, 8.0, Clock),
        column(words.returns, 8.0, Clock),
        summed(words.hours, 9.0, Tenths),
        summed(words.overtime, 9.0, Tenths),
        summed(words.km, 10.0, Tenths),
        summed(words.trips, 7.0, Whole),
        summed(words.visits, 8.0, Whole),
        summed(words.kg, 11.0, Whole),
    ];
    let trucks = Trucks::of(district, &outcome.plan);
    let row = |tour: &'_ Tour| {
        let vehicle = &district.vehicles[tour.vehicle.index()];
        let visits = tour.stops.iter();
        let visits = visits.filter(|stop| matches!(stop.kind, StopKind::Point(_)));
        [
            Value::Words(tour.name.clone()),
            days[tour.day.index() % 7].into(),
            (&vehicle.name).into(),
            trucks.plate(&tour.name, vehicle).unwrap_or_default().into(),
            trucks
                .driver(&tour.name, vehicle)
                .unwrap_or_default()
                .into(),
            tour.leaves().into(),
            tour.returns().into(),
            tour.duration().as_hours().into(),
            TourFigures::from(tour).overtime(vehicle).as_hours().into(),
            tour.distance().as_km().into(),
            tour.num_trips().into(),
            visits.count().into(),
            tour.collected().0.into(),
        ]
    };
    let title = (words.tours, district.name.as_str());
    add_table(book, title, columns, outcome.plan.tours.iter().map(row))
}

fn stops(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let days = words.weekdays();
    let columns = [
        column(words.tour, 12.0, Text),
        column(words.day, 7.0, Text),
        column(words.vehicle, 18.0, Text),
        column(words.trip, 5.0, Whole),
        column(words.sequence, 6.0, Whole),
        column(words.kind, 8.0, Text),
        column(words.id, 18.0, Text),
        column(words.village, 16.0, Text),
        column(words.town, 14.0, Text),
        column(words.arrival, 8.0, Clock),
        column(words.start, 8.0, Clock),
        column(words.departure, 8.0, Clock),
        column(words.kg, 8.0, Whole),
        column(words.litres, 9.0, Whole),
        column(words.on_board, 9.0, Whole),
        column(words.metres, 9.0, Whole),
        column(words.stream, 10.0, Text),
    ];
    let row = |(tour, sequence, stop): (&'_ Tour, usize, &'_ Stop)| {
        let village = match stop.kind {
            StopKind::Point(point) => district.points[point.index()].village,
            _ => None,
        };
        let village = village.map(|id| &district.villages[id.index()]);
        let town = village.map(|village| &district.towns[village.town.index()].name);
        let stream = stop
            .stream
            .map(|id| words.says(&district.streams[id.index()].name));
        [
            Value::Words(tour.name.clone()),
            days[tour.day.index() % 7].into(),
            (&district.vehicles[tour.vehicle.index()].name).into(),
            stop.trip.into(),
            sequence.into(),
            kind_word(stop.kind).into(),
            place_name(district, tour, stop.kind).into(),
            village.map(|village| &village.name).into(),
            town.into(),
            stop.arrival.into(),
            stop.start.into(),
            stop.departure.into(),
            stop.kg.0.into(),
            stop.litres.0.into(),
            stop.kg_on_board.0.into(),
            stop.metres.0.into(),
            stream.into(),
        ]
    };
    let rows = outcome.plan.tours.iter().flat_map(|tour| {
        let stops = tour.stops.iter().enumerate();
        stops.map(move |(sequence, stop)| (tour, sequence, stop))
    });
    let title = (words.stops, district.name.as_str());
    add_table(book, title, columns, rows.map(row))
}

fn stations(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let days = words.weekdays();
    let columns = [
        column(words.facility, 20.0, Text),
        column(words.day, 7.0, Text),
        column(words.hour, 6.0, Whole),
        summed(words.arrivals, 9.0, Whole),
        summed(words.tipped, 11.0, Whole),
        summed(words.queue_minutes, 10.0, Tenths),
        column(words.stock, 11.0, Whole),
        summed(words.sent, 11.0, Whole),
        column(words.overflow, 11.0, Whole),
    ];
    let rows = outcome.load_profile.hours.iter().map(|hour| {
        [
            district.disposal_name(hour.disposal).into(),
            days[hour.day.index() % 7].into(),
            u32::from(hour.hour).into(),
            hour.arrivals.into(),
            hour.tipped.0.into(),
            (hour.queue.as_f64() / 60.0).into(),
            hour.stock.map(|kg| kg.0).into(),
            hour.sent.map(|kg| kg.0).into(),
            hour.overflow.map(|kg| kg.0).into(),
        ]
    });
    add_table(book, (words.stations, &district.name), columns, rows)
}

fn hauls(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let days = words.weekdays();
    let columns = [
        column(words.tour, 12.0, Text),
        column(words.trip, 5.0, Whole),
        column(words.day, 7.0, Text),
        column(words.vehicle, 18.0, Text),
        column(words.plate, 12.0, Text),
        column(words.driver, 12.0, Text),
        column(words.station, 18.0, Text),
        column(words.plant, 18.0, Text),
        column(words.out, 8.0, Clock),
        column(words.load, 8.0, Clock),
        column(words.leave, 8.0, Clock),
        column(words.arrive, 8.0, Clock),
        column(words.tip, 8.0, Clock),
        column(words.back, 8.0, Clock),
        summed(words.kg, 11.0, Whole),
        summed(words.metres, 11.0, Whole),
    ];
    let trucks = Trucks::of(district, &outcome.plan);
    let rows = outcome.plan.hauls.iter().map(|haul| {
        let vehicle = &district.vehicles[haul.vehicle.index()];
        [
            (&haul.tour).into(),
            haul.trip.into(),
            days[haul.day.index() % 7].into(),
            (&vehicle.name).into(),
            trucks.plate(&haul.tour, vehicle).unwrap_or_default().into(),
            trucks
                .driver(&haul.tour, vehicle)
                .unwrap_or_default()
                .into(),
            (&district.stations[haul.station.index()].name).into(),
            (&district.plants[haul.plant.index()].name).into(),
            haul.out.into(),
            haul.load.into(),
            haul.leave.into(),
            haul.arrive.into(),
            haul.tip.into(),
            haul.back.into(),
            haul.kg.0.into(),
            haul.metres.0.into(),
        ]
    });
    add_table(book, (words.hauls, &district.name), columns, rows)
}

fn villages(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let (loads, cost) = (&outcome.flow.loads, &outcome.judgement.cost);
    let weeks = village_weeks(district, loads, &outcome.plan, cost);
    let columns = [
        column(words.town, 16.0, Text),
        column(words.village, 18.0, Text),
        summed(words.households, 11.0, Whole),
        summed(words.people, 10.0, Whole),
        summed(words.points, 8.0, Whole),
        summed(words.visits, 9.0, Whole),
        column(words.days, 22.0, Text),
        column(words.first, 8.0, Clock),
        column(words.last, 8.0, Clock),
        column(words.station, 26.0, Text),
        summed(words.kg, 11.0, Whole),
        summed(words.money, 13.0, Money),
    ];
    let rows = weeks.iter().enumerate().map(|(number, week)| {
        let village = district.villages.get(number);
        let town = village.map(|village| &district.towns[village.town.index()].name);
        // Where most of it is tipped comes first.
        let mut tipped: Vec<(&DisposalId, i64)> =
            week.tipped.iter().map(|(id, kg)| (id, -kg.0)).collect();
        tipped.sort_by_key(|(_, kg)| *kg);
        let stations: Vec<&str> = tipped
            .iter()
            .map(|(id, _)| district.disposal_name(**id))
            .collect();
        [
            town.into(),
            village
                .map_or(words.of_none, |village| &village.name)
                .into(),
            village.map(|village| village.households).into(),
            village.map(|village| village.population).into(),
            week.points.into(),
            week.visits.into(),
            week.days.to_string().into(),
            week.span.map(|(first, _)| first).into(),
            week.span.map(|(_, last)| last).into(),
            stations.join(", ").into(),
            week.kg.0.into(),
            week.cost.into(),
        ]
    });
    add_table(book, (words.villages, &district.name), columns, rows)
}

/// Towns, then villages, as in monthly.csv.
fn monthly(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        month,
        words,
        ..
    } = week;
    let columns = [
        column(words.rank, 7.0, Whole),
        column(words.mark, 8.0, Tenths),
        column(words.town, 16.0, Text),
        column(words.village, 18.0, Text),
        column(words.households, 11.0, Whole),
        column(words.points, 8.0, Whole),
        column(words.coverage, 10.0, Tenths),
        column(words.made, 10.0, Tenths),
        column(words.hold, 10.0, Tenths),
        column(words.cleared_of, 10.0, Tenths),
        column(words.sealed, 10.0, Tenths),
        column(words.sorted, 10.0, Tenths),
        column(words.a_month, 10.0, Tenths),
        column(words.cost_per_tonne, 11.0, Money),
        column(words.a_household, 12.0, Money),
    ];
    let rows = month.iter().map(|row| {
        let [coverage, made, hold, cleared, sealed, sorted] =
            row.sums.shares().map(|share| Value::Number(100.0 * share));
        let village = row.village.map(|id| &district.villages[id.index()].name);
        [
            row.rank.into(),
            row.mark.into(),
            (&district.towns[row.town.index()].name).into(),
            village.into(),
            row.sums.households.into(),
            row.sums.points.into(),
            coverage,
            made,
            hold,
            cleared,
            sealed,
            sorted,
            (row.sums.kg * WEEKS_A_MONTH / 1_000.0).into(),
            row.a_tonne().into(),
            row.a_household().into(),
        ]
    });
    add_table(book, (words.monthly, &district.name), columns, rows)
}

fn feeders(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let needs = feeder_needs(district, &outcome.flow.loads);
    let columns = [
        column(words.village, 18.0, Text),
        column(words.vehicle, 20.0, Text),
        summed(words.number, 10.0, Tenths),
        summed(words.hours, 10.0, Tenths),
        summed(words.km, 10.0, Tenths),
        column(words.how, 16.0, Text),
    ];
    let rows = needs.iter().map(|need| {
        let vehicle = need.vehicle.map(|id| &district.vehicles[id.index()].name);
        [
            (&district.villages[need.village.index()].name).into(),
            vehicle.into(),
            need.feeders.into(),
            need.hours.into(),
            need.km.into(),
            need.how.word().into(),
        ]
    });
    add_table(book, (words.feeders, &district.name), columns, rows)
}

fn cleaners(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district, words, ..
    } = week;
    let columns = [
        column(words.town, 16.0, Text),
        column(words.village, 18.0, Text),
        summed(words.people, 10.0, Whole),
        summed(words.needed, 10.0, Whole),
        column(words.rule, 12.0, Text),
        summed(words.sweeping_hours, 12.0, Tenths),
        summed(words.held, 10.0, Whole),
        summed(words.cost, 12.0, Money),
    ];
    let needs = cleaner_needs(district);
    let rows = needs.iter().map(|need| {
        let village = &district.villages[need.village.index()];
        [
            (&district.towns[village.town.index()].name).into(),
            (&village.name).into(),
            village.population.round().into(),
            need.needed.into(),
            need.rule.word().into(),
            need.hours.into(),
            need.held.into(),
            need.week.map(|week| week.as_units()).into(),
        ]
    });
    add_table(book, (words.cleaners, &district.name), columns, rows)
}

fn unserved(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let days = words.weekdays();
    let columns = [
        column(words.point, 18.0, Text),
        column(words.day, 7.0, Text),
        column(words.stream, 12.0, Text),
        summed(words.kg, 10.0, Whole),
        column(words.reason, 70.0, Text),
    ];
    let rows = outcome.plan.unserved.iter().map(|left| {
        [
            (&district.points[left.point.index()].name).into(),
            days[left.day.index() % 7].into(),
            words
                .says(&district.streams[left.stream.index()].name)
                .into(),
            left.kg.0.into(),
            words.says(&left.reason.to_string()).into(),
        ]
    });
    add_table(book, (words.unserved, &district.name), columns, rows)
}

fn findings(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        outcome,
        words,
        ..
    } = week;
    let days = words.weekdays();
    let columns = [
        column(words.promise, 14.0, Text),
        column(words.who, 22.0, Text),
        column(words.day, 7.0, Text),
        column(words.clock, 8.0, Clock),
        column(words.amount, 10.0, Tenths),
        column(words.unit, 10.0, Text),
        column(words.detail, 70.0, Text),
    ];
    let rows = outcome.judgement.findings.iter().map(|finding| {
        [
            words.says(&finding.promise).into(),
            (&finding.who).into(),
            finding.day.map(|day| days[day.index() % 7]).into(),
            finding.clock.into(),
            finding.amount.into(),
            (&*finding.unit).into(),
            words.says(&finding.detail).into(),
        ]
    });
    add_table(book, (words.findings, &district.name), columns, rows)
}

fn assumptions(book: &mut Workbook, week: Week<'_>) -> Result<(), XlsxError> {
    let Week {
        district,
        run,
        words,
        ..
    } = week;
    let columns = [
        column(words.table, 16.0, Text),
        column(words.column, 24.0, Text),
        column(words.used, 22.0, Text),
        column(words.rows, 8.0, Whole),
        column(words.source, 70.0, Text),
    ];
    let defaults = district.assumptions.iter().map(|default| {
        [
            (&default.table).into(),
            column_name(&default.table, &default.column, week.language).into(),
            words.says(&default.value).into(),
            default.rows.into(),
            words.says(&default.source).into(),
        ]
    });
    let warnings = run.warnings.iter().map(|warning| {
        [
            words.warning.into(),
            Value::Blank,
            Value::Blank,
            Value::Blank,
            told(warning, week.language).into(),
        ]
    });
    let shares = [
        words.villages.into(),
        words.money.into(),
        Value::Blank,
        Value::Blank,
        words.money_note.into(),
    ];
    let title = (words.assumptions, district.name.as_str());
    let rows = defaults.chain([shares]).chain(warnings);
    add_table(book, title, columns, rows)
}
