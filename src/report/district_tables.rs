//! A district and its roads as the folder of tables that `input` reads: what was read or generated, written again.
//!
//! A cell whose value is the default stays blank, and so does a column that no row fills, so that the tables stay small
//! and the report of a plan still tells what rests on defaults. Reading the folder gives back an equal
//! district; names stand as they are, unguarded, for they are read again as names.

use super::folder::FileSet;
use super::kind::Kind;
use crate::district::{
    Base, Bins, CalendarDay, CalendarRow, Cleaning, CollectionPoint, DisposalId, District, Gate,
    Language, Pin, PinTarget, Plant, PlantKind, PointKind, Profile, Rest, Role, Sink, Spread,
    StreamId, TransferStation, Vehicle, Village, WasteStream, WhenFull, defaults,
};
use crate::quantity::{Clock, DaySet, Money, Window};
use crate::roads::{RoadNetwork, Segment};

/// All files of a district; `origin` says in Markdown where it is from. Tables without rows are left out, and points that
/// were made from villages too.
#[must_use]
pub fn district_files(district: &District, network: Option<&RoadNetwork>, origin: &str) -> FileSet {
    let roads = network.map_or_else(Vec::new, roads);
    let tables = [
        ("villages.csv", villages(district)),
        ("points.csv", points(district)),
        ("stations.csv", stations(district)),
        ("plants.csv", plants(district)),
        ("vehicles.csv", vehicles(district)),
        ("streams.csv", streams(district)),
        ("generators.csv", generators(district)),
        ("calendar.csv", calendar(district)),
        ("roads.csv", roads),
        ("pins.csv", pins(district)),
        ("spread.csv", spread(district)),
        ("cleaners.csv", cleaners(district)),
    ];
    let written = tables.into_iter().filter(|(_, rows)| !rows.is_empty());
    let mut files = vec![
        ("ORIGIN.md", origin.as_bytes().to_vec()),
        ("district.toml", settings(district).into_bytes()),
    ];
    files.extend(written.map(|(name, rows)| (name, csv_bytes(&rows))));
    FileSet {
        kind: Kind::District,
        files,
    }
}

/// One row, unless every figure is the default.
fn spread(district: &District) -> Vec<Row> {
    let (own, usual) = (district.spread, Spread::default());
    if own == usual {
        return Vec::new();
    }
    let when_full = match own.when_full {
        WhenFull::Unload => "unload",
        WhenFull::Leave => "leave",
    };
    vec![vec![
        ("district_cv", own.district_cv.to_string()),
        ("village_cv", own.village_cv.to_string()),
        ("point_cv", own.point_cv.to_string()),
        ("service_cv", own.service_cv.to_string()),
        ("travel_cv", own.travel_cv.to_string()),
        ("breakdown", own.breakdown.to_string()),
        ("when_full", when_full.to_owned()),
    ]]
}

/// A cell under the name of its column.
type Field = (&'static str, String);
/// A row; all rows of a table have the same columns.
type Row = Vec<Field>;

/// The table as CSV with a byte order mark, without the columns that no row fills.
fn csv_bytes(rows: &[Row]) -> Vec<u8> {
    let num_columns = rows.first().map_or(0, Vec::len);
    let is_filled = |column: &usize| rows.iter().any(|row| !row[*column].1.is_empty());
    let columns: Vec<usize> = (0..num_columns).filter(is_filled).collect();
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let header = columns.iter().map(|&column| rows[0][column].0);
    let mut written = writer.write_record(header);
    for row in rows {
        written = written.and(writer.write_record(columns.iter().map(|&column| &row[column].1)));
    }
    written.expect("memory takes every row, and every row has the same columns");
    writer
        .into_inner()
        .expect("memory takes every row, so there is nothing left to flush")
}

fn text(column: &'static str, text: &str) -> Field {
    (column, text.to_owned())
}

fn number(column: &'static str, number: f64) -> Field {
    (column, number.to_string())
}

fn whole(column: &'static str, number: impl Into<i64>) -> Field {
    (column, number.into().to_string())
}

fn optional(column: &'static str, number: Option<f64>) -> Field {
    (
        column,
        number.map_or_else(String::new, |number| number.to_string()),
    )
}

/// The number, or a blank where it is the default.
fn unless(column: &'static str, default: f64, value: f64) -> Field {
    optional(column, Some(value).filter(|&value| value != default))
}

fn yes(column: &'static str, is_so: bool) -> Field {
    text(column, if is_so { "yes" } else { "" })
}

fn price(column: &'static str, money: Money) -> Field {
    unless(column, 0.0, money.as_units())
}

fn days(column: &'static str, days: Option<DaySet>) -> Field {
    (
        column,
        days.map_or_else(String::new, |days| days.to_string()),
    )
}

fn window(window: Window) -> [Field; 2] {
    let clock = |clock: Clock, limit: Clock| {
        if clock == limit {
            String::new()
        } else {
            clock.to_string()
        }
    };
    [
        ("open", clock(window.open, Window::ALWAYS.open)),
        ("close", clock(window.close, Window::ALWAYS.close)),
    ]
}

fn stream_names(district: &District, ids: &[StreamId]) -> String {
    let names: Vec<&str> = ids
        .iter()
        .map(|id| district.streams[id.index()].name.as_str())
        .collect();
    names.join(";")
}

fn settings(district: &District) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let profile = match district.profile {
        Profile::CnRural => "cn-rural",
        Profile::None => "none",
    };
    let language = match district.language {
        Language::En => "en",
        Language::Zh => "zh",
    };
    let snap = match district.snap_metres {
        defaults::SNAP_METRES => String::new(),
        metres => format!("snap_metres = {metres}\n"),
    };
    let usual = crate::district::Weights::default().by_key();
    let weights = district.weights.by_key().into_iter().zip(usual);
    let weights: String = weights
        .filter(|(own, usual)| own != usual)
        .map(|((key, weight), _)| format!("{key} = {weight}\n"))
        .collect();
    let a_month = district.cleaner_month.as_units();
    let prices = match a_month > 0.0 {
        true => format!("prices.cost_per_month = {a_month}\n"),
        false => String::new(),
    };
    format!(
        "name = {}\nprofile = \"{profile}\"\ncoordinates = \"wgs84\"\ncurrency = {}\nweek_starts = \"{}\"\n\
         detour_factor = {}\nspeed_kmh = {}\n{snap}{weights}{prices}language = \"{language}\"\n",
        quoted(&district.name),
        quoted(&district.currency),
        district.week_starts,
        district.straight_travel.detour_factor,
        district.straight_travel.speed_kmh,
    )
}

fn villages(district: &District) -> Vec<Row> {
    let row = |village: &Village| {
        let usual = f64::from(village.households) * defaults::PERSONS_PER_HOUSEHOLD;
        let rate = Some(village.kg_per_person_day).filter(|_| !village.rate_is_default);
        vec![
            text("village", &village.name),
            text("town", &district.towns[village.town.index()].name),
            number("longitude", village.place.longitude),
            number("latitude", village.place.latitude),
            whole("households", village.households),
            unless("population", usual, village.population),
            optional("kg_per_person_day", rate),
            unless("participation", 1.0, village.participation),
            optional("area_km2", village.area_km2),
            optional("max_vehicle_width_m", village.max_vehicle_width_m),
        ]
    };
    district.villages.iter().map(row).collect()
}

fn points(district: &District) -> Vec<Row> {
    let given = district
        .points
        .iter()
        .filter(|point| point.kind == PointKind::Given);
    let rows = given.flat_map(|point| point.bins.iter().map(move |bins| (point, bins)));
    rows.map(|(point, bins)| {
        let mut row = vec![text("point", &point.name)];
        row.extend(point_cells(district, point, bins));
        row
    })
    .collect()
}

fn generators(district: &District) -> Vec<Row> {
    let mut rows = Vec::new();
    for point in &district.points {
        let PointKind::Generator(business) = point.kind else {
            continue;
        };
        let digits: Vec<String> = business.digits().map(|digit| digit.to_string()).collect();
        let closes = Some(business.closes).filter(|&at| at != defaults::GENERATOR_CLOSES);
        let clock = |at: Option<Clock>| at.map_or_else(String::new, |at| at.to_string());
        for bins in &point.bins {
            let mut row = vec![text("generator", &point.name)];
            row.extend(point_cells(district, point, bins));
            row.retain(|(column, _)| !["open", "close"].contains(column));
            row.extend([
                days(
                    "days",
                    Some(business.days).filter(|&active| active != DaySet::WEEK),
                ),
                ("day_digits", digits.join(";")),
                yes("lunar", business.lunar),
                ("open", clock(business.opens)),
                ("close", clock(closes)),
            ]);
            rows.push(row);
        }
    }
    rows
}

/// What points and generators have in common.
fn point_cells(district: &District, point: &CollectionPoint, bins: &Bins) -> Vec<Field> {
    let village = point.village.map(|id| &district.villages[id.index()]);
    let of_village = village.and_then(|village| village.max_vehicle_width_m);
    let [open, close] = window(bins.window);
    let usual_service = defaults::service(bins.containers).0 as f64;
    vec![
        text("village", village.map_or("", |village| &village.name)),
        number("longitude", point.place.longitude),
        number("latitude", point.place.latitude),
        text(
            "stream",
            bins.stream
                .map_or("", |id| &district.streams[id.index()].name),
        ),
        optional("kg_per_day", bins.kg_per_day),
        whole("containers", bins.containers),
        unless(
            "container_litres",
            defaults::CONTAINER_LITRES.as_f64(),
            bins.container_litres.as_f64(),
        ),
        text("container_type", &bins.container_type),
        unless("service_seconds", usual_service, bins.service.0 as f64),
        open,
        close,
        optional("visits_per_week", bins.visits_per_week.map(f64::from)),
        optional("visits_per_day", bins.visits_per_day.map(f64::from)),
        optional(
            "max_vehicle_width_m",
            point.limits.width_m.filter(|&own| Some(own) != of_village),
        ),
        optional("max_vehicle_tonnes", point.limits.tonnes),
        text("note", &point.note),
    ]
}

/// What stations and plants have in common.
fn gate_cells(district: &District, gate: &Gate) -> Vec<Field> {
    let [open, close] = window(gate.window);
    vec![
        optional(
            "tonnes_per_day",
            gate.daily_limit.map(|limit| limit.as_tonnes()),
        ),
        text("accepts", &stream_names(district, &gate.accepts)),
        optional("docks", gate.docks.map(f64::from)),
        unless(
            "unload_minutes",
            defaults::UNLOAD.0 as f64 / 60.0,
            gate.unload.0 as f64 / 60.0,
        ),
        open,
        close,
        price("cost_per_tonne", gate.price_per_tonne),
    ]
}

fn stations(district: &District) -> Vec<Row> {
    let row = |station: &TransferStation| {
        let mut row = vec![
            text("station", &station.name),
            text(
                "town",
                station
                    .town
                    .map_or("", |id| &district.towns[id.index()].name),
            ),
            number("longitude", station.place.longitude),
            number("latitude", station.place.latitude),
        ];
        row.extend(gate_cells(district, &station.gate));
        row.extend([
            optional(
                "storage_tonnes",
                station.storage.map(|storage| storage.as_tonnes()),
            ),
            optional(
                "compactor_tonnes_per_hour",
                station.pressed_an_hour.map(|pressed| pressed.as_tonnes()),
            ),
            optional(
                "open_cost_per_day",
                station.open_per_day.map(Money::as_units),
            ),
            unless("compaction", defaults::COMPACTION, station.compaction),
            unless(
                "leachate_share",
                defaults::LEACHATE_SHARE,
                station.leachate_share,
            ),
            text(
                "plant",
                station
                    .plant
                    .map_or("", |id| &district.plants[id.index()].name),
            ),
        ]);
        row
    };
    district.stations.iter().map(row).collect()
}

fn plants(district: &District) -> Vec<Row> {
    let row = |plant: &Plant| {
        let kind = match plant.kind {
            PlantKind::Landfill => "landfill",
            PlantKind::Incinerator => "incinerator",
            PlantKind::Compost => "compost",
            PlantKind::Fertiliser => "fertiliser",
        };
        let mut row = vec![
            text("plant", &plant.name),
            number("longitude", plant.place.longitude),
            number("latitude", plant.place.latitude),
            text("kind", kind),
        ];
        row.extend(gate_cells(district, &plant.gate));
        row
    };
    district.plants.iter().map(row).collect()
}

fn vehicles(district: &District) -> Vec<Row> {
    let row = |vehicle: &Vehicle| {
        let mut row = identity_cells(district, vehicle);
        row.extend(body_cells(district, vehicle));
        row.extend(duty_cells(vehicle));
        row.extend([
            price("cost_per_day", vehicle.prices.per_day),
            price("cost_per_km", vehicle.prices.per_km),
            price("cost_per_hour", vehicle.prices.per_hour),
            price("overtime_per_hour", vehicle.prices.overtime_per_hour),
            price("cost_per_week_owned", vehicle.prices.per_week_owned),
            optional("litres_per_100km", vehicle.litres_per_100km),
            yes("sealed", vehicle.sealed),
            whole("crew", vehicle.crew),
            text("plates", &vehicle.plates.join(";")),
            text("drivers", &vehicle.drivers.join(";")),
        ]);
        row
    };
    district.vehicles.iter().map(row).collect()
}

fn identity_cells(district: &District, vehicle: &Vehicle) -> Vec<Field> {
    let role = match vehicle.role {
        Role::Feeder => "feeder",
        Role::Collector => "collector",
        Role::Hauler => "hauler",
    };
    let facility = |base: Base| match base {
        Base::Facility(id) => district.disposal_name(id),
        Base::At(_) => "",
    };
    let depot = match vehicle.base {
        Base::At(place) => Some(place),
        Base::Facility(_) => None,
    };
    let end_base = if vehicle.end_base == vehicle.base {
        ""
    } else {
        facility(vehicle.end_base)
    };
    vec![
        text("vehicle", &vehicle.name),
        text("role", role),
        whole("count", vehicle.count),
        text("base", facility(vehicle.base)),
        optional("base_longitude", depot.map(|place| place.longitude)),
        optional("base_latitude", depot.map(|place| place.latitude)),
        text("end_base", end_base),
    ]
}

fn body_cells(district: &District, vehicle: &Vehicle) -> Vec<Field> {
    vec![
        whole("payload_kg", vehicle.payload.0),
        whole("body_litres", vehicle.body.0),
        unless("compaction", defaults::COMPACTION, vehicle.compaction),
        optional("width_m", vehicle.width_m),
        optional("gross_tonnes", vehicle.gross_tonnes),
        optional("height_m", vehicle.height_m),
        unless("speed_factor", 1.0, vehicle.speed_factor),
        text("accepts", &stream_names(district, &vehicle.accepts)),
        yes("mixes", vehicle.mixes),
        text("handles", &vehicle.handles.join(";")),
    ]
}

fn duty_cells(vehicle: &Vehicle) -> Vec<Field> {
    let hours = |seconds: crate::quantity::Seconds| seconds.0 as f64 / 3600.0;
    let usual = Rest {
        after: defaults::BREAK_AFTER,
        length: defaults::BREAK_LENGTH,
    };
    let (after, minutes) = match vehicle.rest {
        None => (None, Some(0.0)),
        Some(rest) => (
            Some(rest.after)
                .filter(|&after| after != usual.after)
                .map(hours),
            Some(rest.length)
                .filter(|&length| length != usual.length)
                .map(|length| length.0 as f64 / 60.0),
        ),
    };
    vec![
        unless("availability", 1.0, vehicle.availability),
        (
            "days_per_week",
            vehicle
                .days_per_week
                .map_or_else(String::new, |days| days.to_string()),
        ),
        ("shift_start", vehicle.shift.open.to_string()),
        ("shift_end", vehicle.shift.close.to_string()),
        optional("regular_hours", vehicle.regular_duration.map(hours)),
        optional("max_hours", vehicle.max_duration.map(hours)),
        optional("break_after_hours", after),
        optional("break_minutes", minutes),
    ]
}

fn streams(district: &District) -> Vec<Row> {
    let row = |stream: &WasteStream| {
        let goes_to = match stream.goes_to {
            Sink::Compost => "compost",
            Sink::Sale => "sale",
            Sink::Fill => "fill",
            Sink::Elsewhere => "elsewhere",
            Sink::Chain => "chain",
        };
        vec![
            text("stream", &stream.name),
            number("share", stream.share),
            unless("sorted_share", 0.0, stream.sorted_share),
            text("goes_to", goes_to),
            unless("loose_kg_m3", defaults::LOOSE_KG_M3, stream.loose_kg_m3),
            unless(
                "compacted_kg_m3",
                defaults::COMPACTED_KG_M3,
                stream.compacted_kg_m3,
            ),
            optional("max_age_days", stream.max_age_days.map(f64::from)),
        ]
    };
    district.streams.iter().map(row).collect()
}

fn calendar(district: &District) -> Vec<Row> {
    let date = |day: Option<CalendarDay>| match day {
        None => String::new(),
        Some(CalendarDay {
            year: Some(year),
            month,
            day,
        }) => format!("{year:04}-{month:02}-{day:02}"),
        Some(CalendarDay {
            year: None,
            month,
            day,
        }) => format!("{month:02}-{day:02}"),
    };
    let row = |row: &CalendarRow| {
        let digits: Vec<String> = row.day_digits.iter().map(u8::to_string).collect();
        vec![
            number("factor", row.factor),
            ("from", date(row.from)),
            ("to", date(row.to)),
            days("days", row.days),
            ("day_digits", digits.join(";")),
            yes("lunar", row.lunar),
            text(
                "town",
                row.town.map_or("", |id| &district.towns[id.index()].name),
            ),
            text(
                "village",
                row.village
                    .map_or("", |id| &district.villages[id.index()].name),
            ),
            text(
                "stream",
                row.stream
                    .map_or("", |id| &district.streams[id.index()].name),
            ),
        ]
    };
    district.calendar.iter().map(row).collect()
}

fn roads(network: &RoadNetwork) -> Vec<Row> {
    let row = |segment: &Segment| {
        let [from, to] = [segment.from, segment.to].map(|node| network.nodes[node as usize]);
        vec![
            number("from_longitude", from.longitude),
            number("from_latitude", from.latitude),
            number("to_longitude", to.longitude),
            number("to_latitude", to.latitude),
            number("metres", segment.metres),
            text("class", segment.class.word()),
            number("speed_kmh", segment.speed_kmh),
            yes("oneway", segment.oneway),
            optional("max_width_m", segment.limits.width_m),
            optional("max_tonnes", segment.limits.tonnes),
            optional("max_height_m", segment.limits.height_m),
            optional("lanes", segment.lanes.map(f64::from)),
            optional("passing_bay_metres", segment.passing_bay_metres),
        ]
    };
    network.segments.iter().map(row).collect()
}

fn cleaners(district: &District) -> Vec<Row> {
    let row = |cleaning: &Cleaning| {
        vec![
            text("village", &district.villages[cleaning.village.index()].name),
            optional("cleaners", cleaning.held.map(f64::from)),
            optional("main_road_km", cleaning.main_road_km),
            optional("back_street_km", cleaning.back_street_km),
            whole("key_places", cleaning.key_places),
            price("cost_per_month", cleaning.per_month),
        ]
    };
    district.cleaning.iter().map(row).collect()
}

fn pins(district: &District) -> Vec<Row> {
    let row = |pin: &Pin| {
        let (village, point) = match pin.target {
            PinTarget::Village(id) => (district.villages[id.index()].name.as_str(), ""),
            PinTarget::Point(id) => ("", district.points[id.index()].name.as_str()),
        };
        let station = pin
            .disposal
            .map_or("", |id: DisposalId| district.disposal_name(id));
        let vehicle = pin
            .vehicle
            .map_or("", |id| &district.vehicles[id.index()].name);
        vec![
            text("village", village),
            text("point", point),
            text("station", station),
            text("vehicle", vehicle),
            days("days", pin.days),
        ]
    };
    district.pins.iter().map(row).collect()
}
