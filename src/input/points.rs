//! Reads `points.csv` and `generators.csv`: where trucks stop.

use super::dates::Reckoning;
use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::settings::Settings;
use super::sheet::Sheet;
use crate::district::{
    Bins, Business, CollectionPoint, PointKind, StreamId, StreamKind, VehicleLimits, Village,
    VillageId, WasteStream, defaults,
};
use crate::quantity::{DaySet, Litres, Seconds, Window};

/// What the rows of both tables refer to.
pub(super) struct Around<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// The villages.
    pub villages: &'a [Village],
    /// Their names.
    pub village_names: &'a Names,
    /// The streams.
    pub streams: &'a [WasteStream],
    /// Their names.
    pub stream_names: &'a Names,
}

/// Points and generators, with the lines of their bins.
pub(super) struct Points {
    /// Points in order of first mention, then generators.
    pub points: Vec<CollectionPoint>,
    /// For each point, the files or sheets and the lines of its bins.
    pub lines: Vec<Vec<(String, u64)>>,
    /// Names of both.
    pub names: Names,
}

/// Reads both tables.
pub(super) fn read(
    (points, generators): (&Sheet, &Sheet),
    around: &Around<'_>,
    ledger: &mut Ledger,
) -> Points {
    let mut read = Points {
        points: Vec::new(),
        lines: Vec::new(),
        names: points.names("point"),
    };
    read.names.is_open |= generators.names("generator").is_open;
    for row in points.rows() {
        let point = point(row, around, ledger);
        match read.names.get(&point.name) {
            Some(index) => read.join(index, point, (row, around.stream_names), ledger),
            None => read.push(point, row, "point", ledger),
        }
    }
    for row in generators.rows() {
        let generator = generator(row, around, ledger);
        match read.names.get(&generator.name) {
            Some(index) if is_generator(&read.points[index]) => {
                read.join(index, generator, (row, around.stream_names), ledger)
            }
            _ => read.push(generator, row, "generator", ledger),
        }
    }
    read
}

fn is_generator(point: &CollectionPoint) -> bool {
    matches!(point.kind, PointKind::Generator(_))
}

impl Points {
    fn push(&mut self, point: CollectionPoint, row: Row<'_>, column: &str, ledger: &mut Ledger) {
        self.names.insert(
            &point.name,
            self.points.len(),
            (row.file(), row.line(), column),
            ledger,
        );
        self.lines.push(vec![(row.file().to_owned(), row.line())]);
        self.points.push(point);
    }

    /// A row that repeats a point adds the bins of another stream.
    fn join(
        &mut self,
        index: usize,
        other: CollectionPoint,
        (row, streams): (Row<'_>, &Names),
        ledger: &mut Ledger,
    ) {
        let point = &mut self.points[index];
        let first = super::names::bearer(&self.lines[index][0], row.file());
        let column = if is_generator(point) {
            "generator"
        } else {
            "point"
        };
        let mut others = point.bins.iter();
        if others.any(|bins| bins.stream == other.bins[0].stream) {
            let expected = format!("a name of its own, or another stream than in {first}");
            if !streams.is_open {
                row.fault(column, expected, ledger);
            }
            return;
        }
        if point.place.metres_to(other.place) > 50.0 || point.village != other.village {
            let expected = format!("the place and village of {first}, which is the same point");
            row.fault(column, expected, ledger);
        }
        let least = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::min);
        point.limits.width_m = least(point.limits.width_m, other.limits.width_m);
        point.limits.tonnes = least(point.limits.tonnes, other.limits.tonnes);
        if point.note.is_empty() {
            point.note = other.note;
        }
        point.bins.extend(other.bins);
        self.lines[index].push((row.file().to_owned(), row.line()));
    }
}

fn point(row: Row<'_>, around: &Around<'_>, ledger: &mut Ledger) -> CollectionPoint {
    let kg_per_day = row.optional_number("kg_per_day", ledger);
    collection_point(
        row,
        row.name("point", ledger),
        PointKind::Given,
        kg_per_day,
        around,
        ledger,
    )
}

fn generator(row: Row<'_>, around: &Around<'_>, ledger: &mut Ledger) -> CollectionPoint {
    if row.is_blank("days") {
        row.assume("days", ledger);
    }
    if row.is_blank("close") {
        row.assume("close", ledger);
    }
    let (digits, digits_are_lunar) = row.digits("day_digits", ledger);
    let written = digits_are_lunar.then_some(Reckoning::Lunar);
    let business = Business {
        days: row.days("days", ledger).unwrap_or(DaySet::WEEK),
        day_digits: digits.into_iter().fold(0, |bits, digit| bits | 1 << digit),
        lunar: row.is_lunar("lunar", written.as_slice(), ledger),
        opens: row.optional_clock("open", ledger),
        closes: row
            .optional_clock("close", ledger)
            .unwrap_or(defaults::GENERATOR_CLOSES),
        is_fetched_next_day: true,
    };
    let kg_per_day = Some(row.number("kg_per_day", ledger));
    collection_point(
        row,
        row.name("generator", ledger),
        PointKind::Generator(business),
        kg_per_day,
        around,
        ledger,
    )
}

fn collection_point(
    row: Row<'_>,
    name: String,
    kind: PointKind,
    kg_per_day: Option<f64>,
    around: &Around<'_>,
    ledger: &mut Ledger,
) -> CollectionPoint {
    let is_of_generator = matches!(kind, PointKind::Generator(_));
    let village = row.reference("village", around.village_names, ledger);
    let of_village = village.and_then(|index| around.villages[index].max_vehicle_width_m);
    let own = row.optional_number("max_vehicle_width_m", ledger);
    CollectionPoint {
        name,
        village: village.map(VillageId::from_index),
        place: row.place("longitude", "latitude", around.settings.datum, ledger),
        kind,
        bins: vec![bins(row, kg_per_day, is_of_generator, around, ledger)],
        limits: VehicleLimits {
            width_m: own.into_iter().chain(of_village).reduce(f64::min),
            tonnes: row.optional_number("max_vehicle_tonnes", ledger),
        },
        note: row.cell("note").to_owned(),
    }
}

fn bins(
    row: Row<'_>,
    kg_per_day: Option<f64>,
    is_of_generator: bool,
    around: &Around<'_>,
    ledger: &mut Ledger,
) -> Bins {
    let stream = row.reference("stream", around.stream_names, ledger);
    let container_litres = Litres::rounded(row.number("container_litres", ledger)).max(Litres(1));
    let containers = if row.is_blank("containers") {
        row.assume("containers", ledger);
        containers_for_a_day(kg_per_day, stream, container_litres, around)
    } else {
        row.whole("containers", ledger)
    };
    let service = if row.is_blank("service_seconds") {
        row.assume("service_seconds", ledger);
        defaults::service(containers)
    } else {
        Seconds::rounded(row.number("service_seconds", ledger))
    };
    Bins {
        stream: stream.map(StreamId::from_index),
        containers,
        container_litres,
        container_type: row.name("container_type", ledger),
        kg_per_day,
        service,
        window: if is_of_generator {
            Window::ALWAYS // from the generator's hours, once the fleet is known
        } else {
            row.window(ledger)
        },
        visits_per_week: row
            .optional_whole("visits_per_week", ledger)
            .map(|visits| visits as u8),
        visits_per_day: row
            .optional_whole("visits_per_day", ledger)
            .map(|visits| visits as u8),
    }
}

/// Containers that nobody counted: room for what arises on a day, where that is known.
fn containers_for_a_day(
    kg_per_day: Option<f64>,
    stream: Option<usize>,
    litres_each: Litres,
    around: &Around<'_>,
) -> u32 {
    let residual = || {
        around
            .streams
            .iter()
            .find(|stream| stream.kind == StreamKind::Residual)
    };
    let density = stream
        .map_or_else(residual, |index| around.streams.get(index))
        .map_or(defaults::LOOSE_KG_M3, |s| s.loose_kg_m3);
    let litres = kg_per_day.unwrap_or(0.0) * 1000.0 / density.max(1.0);
    (litres / litres_each.as_f64()).ceil().clamp(1.0, 10_000.0) as u32
}
