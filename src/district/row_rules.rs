//! Rules that a row keeps by itself: every figure within its span, every window open before it closes.

use super::limits::{self, Span};
use super::validate::Trial;
use super::{
    Base, Bins, Business, CalendarDay, CalendarRow, CollectionPoint, Draft, Fault, Gate, Place,
    PointKind, Prices, Vehicle, VehicleLimits, Village, WasteStream,
};
use crate::quantity::{Clock, DaySet, Money, Seconds, Window};

/// All faults of single rows.
pub(super) fn faults(district: &Draft) -> Vec<Fault> {
    let mut faults = Vec::new();
    settings(district, &mut faults);
    each(&district.villages, "villages.csv", &mut faults, village);
    each(&district.streams, "streams.csv", &mut faults, stream);
    each(&district.vehicles, "vehicles.csv", &mut faults, vehicle);
    each(
        &district.calendar,
        "calendar.csv",
        &mut faults,
        calendar_row,
    );
    each(
        &district.stations,
        "stations.csv",
        &mut faults,
        |trial, station| {
            trial.name("station", &station.name);
            trial.place(station.place, ["longitude", "latitude"]);
            trial.gate(&station.gate);
            trial.within("compaction", station.compaction, limits::COMPACTION);
            trial.within(
                "leachate_share",
                station.leachate_share,
                limits::LEACHATE_SHARE,
            );
            let storage = station.storage.map(|storage| storage.as_tonnes());
            trial.within_if("storage_tonnes", storage, limits::STORAGE_TONNES);
            let open = station.open_per_day.map(Money::as_units);
            trial.within_if("open_cost_per_day", open, limits::COST_PER_DAY);
            let pressed = station.pressed_an_hour.map(|pressed| pressed.as_tonnes());
            trial.within_if("compactor_tonnes_per_hour", pressed, limits::PRESSED_TONNES);
        },
    );
    each(
        &district.plants,
        "plants.csv",
        &mut faults,
        |trial, plant| {
            trial.name("plant", &plant.name);
            trial.place(plant.place, ["longitude", "latitude"]);
            trial.gate(&plant.gate);
        },
    );
    each(
        &district.cleaning,
        "cleaners.csv",
        &mut faults,
        |trial, cleaning| {
            trial.within_if("cleaners", cleaning.held.map(f64::from), limits::CLEANERS);
            trial.within_if("main_road_km", cleaning.main_road_km, limits::SWEPT_KM);
            trial.within_if("back_street_km", cleaning.back_street_km, limits::SWEPT_KM);
            trial.within("key_places", cleaning.key_places.into(), limits::KEY_PLACES);
            trial.price("cost_per_month", cleaning.per_month, limits::COST_PER_MONTH);
        },
    );
    each(&district.pins, "pins.csv", &mut faults, |trial, pin| {
        trial.days("days", pin.days);
    });
    points(district, &mut faults);
    faults
}

fn each<T>(
    rows: &[T],
    file: &'static str,
    faults: &mut Vec<Fault>,
    judge: impl Fn(&mut Trial<'_>, &T),
) {
    for (index, row) in rows.iter().enumerate() {
        let row_number = Some(index as u64 + 1);
        judge(
            &mut Trial {
                file,
                row: row_number,
                faults,
            },
            row,
        );
    }
}

fn settings(district: &Draft, faults: &mut Vec<Fault>) {
    let travel = district.straight_travel;
    let mut trial = Trial {
        file: "district.toml",
        row: None,
        faults,
    };
    trial.within("detour_factor", travel.detour_factor, limits::DETOUR_FACTOR);
    trial.within("speed_kmh", travel.speed_kmh, limits::SPEED_KMH);
    trial.within("snap_metres", district.snap_metres, limits::SNAP_METRES);
    for (key, weight) in district.weights.by_key() {
        trial.within(key, weight, limits::WEIGHT);
    }
    trial.rule(
        district.week_starts.0 < 7,
        "week_starts",
        district.week_starts,
        "a day of the week",
    );
}

fn village(trial: &mut Trial<'_>, village: &Village) {
    trial.name("village", &village.name);
    trial.place(village.place, ["longitude", "latitude"]);
    trial.within(
        "households",
        f64::from(village.households),
        limits::HOUSEHOLDS,
    );
    trial.within("population", village.population, limits::POPULATION);
    trial.within(
        "kg_per_person_day",
        village.kg_per_person_day,
        limits::KG_PER_PERSON_DAY,
    );
    trial.within("participation", village.participation, limits::SHARE);
    trial.within_if("area_km2", village.area_km2, limits::AREA_KM2);
    trial.within_if(
        "max_vehicle_width_m",
        village.max_vehicle_width_m,
        limits::WIDTH_M,
    );
}

fn stream(trial: &mut Trial<'_>, stream: &WasteStream) {
    trial.name("stream", &stream.name);
    trial.within("share", stream.share, limits::SHARE);
    trial.within("sorted_share", stream.sorted_share, limits::SHARE);
    trial.within("loose_kg_m3", stream.loose_kg_m3, limits::KG_M3);
    trial.within("compacted_kg_m3", stream.compacted_kg_m3, limits::KG_M3);
    trial.within_if(
        "max_age_days",
        stream.max_age_days.map(f64::from),
        limits::AGE_DAYS,
    );
}

fn vehicle(trial: &mut Trial<'_>, vehicle: &Vehicle) {
    trial.name("vehicle", &vehicle.name);
    for base in [vehicle.base, vehicle.end_base] {
        if let Base::At(place) = base {
            trial.place(place, ["base_longitude", "base_latitude"]);
        }
    }
    trial.within("count", f64::from(vehicle.count), limits::COUNT);
    trial.within("payload_kg", vehicle.payload.as_f64(), limits::PAYLOAD_KG);
    trial.within("body_litres", vehicle.body.as_f64(), limits::BODY_LITRES);
    trial.within("compaction", vehicle.compaction, limits::COMPACTION);
    trial.within_if("width_m", vehicle.width_m, limits::WIDTH_M);
    trial.within_if("gross_tonnes", vehicle.gross_tonnes, limits::GROSS_TONNES);
    trial.within_if("height_m", vehicle.height_m, limits::WIDTH_M);
    trial.within("speed_factor", vehicle.speed_factor, limits::SPEED_FACTOR);
    trial.within("availability", vehicle.availability, limits::SHARE);
    trial.within(
        "days_per_week",
        f64::from(vehicle.working_days()),
        limits::DAYS_A_WEEK,
    );
    let shift = vehicle.shift;
    trial.clock("shift_start", shift.open);
    trial.clock("shift_end", shift.close);
    trial.rule(
        shift.open < shift.close,
        "shift_end",
        shift.close,
        "a clock after shift_start",
    );
    trial.hours("regular_hours", vehicle.regular_duration, limits::HOURS);
    trial.hours("max_hours", vehicle.max_duration, limits::HOURS);
    trial.hours(
        "break_after_hours",
        vehicle.rest.map(|rest| rest.after),
        limits::BREAK_AFTER_HOURS,
    );
    let minutes = vehicle.rest.map(|rest| rest.length.as_f64() / 60.0);
    trial.within_if("break_minutes", minutes, limits::BREAK_MINUTES);
    trial.prices(&vehicle.prices);
    trial.within_if(
        "litres_per_100km",
        vehicle.litres_per_100km,
        limits::LITRES_PER_100KM,
    );
    trial.within("crew", f64::from(vehicle.crew), limits::CREW);
}

/// A library built without the feature `lunar` cannot tell when lunar dates are.
fn reckoning(trial: &mut Trial<'_>, is_lunar: bool) {
    trial.rule(
        !is_lunar || cfg!(feature = "lunar"),
        "lunar",
        "yes",
        "no (built without the feature lunar)",
    );
}

fn calendar_row(trial: &mut Trial<'_>, row: &CalendarRow) {
    reckoning(trial, row.lunar);
    trial.within("factor", row.factor, limits::FACTOR);
    trial.days("days", row.days);
    for (column, date) in [("from", row.from), ("to", row.to)] {
        let exists = date.is_none_or(|date| date.exists(row.lunar));
        trial.rule(exists, column, "", "a date that exists");
    }
    trial.rule(
        row.day_digits.iter().all(|&digit| digit < 10),
        "day_digits",
        "",
        "digits from 0 to 9",
    );
    if let (Some(from), Some(to)) = (row.from, row.to) {
        let of_year = |date: CalendarDay| date.year.is_some();
        trial.rule(
            of_year(from) == of_year(to),
            "to",
            "",
            "a date with a year, or without one, as in the column from",
        );
        trial.rule(
            !of_year(from) || !of_year(to) || from <= to,
            "to",
            "",
            "a date not before that in the column from",
        );
    }
}

/// A row of points.csv or generators.csv is one kind of bins at a point.
fn points(district: &Draft, faults: &mut Vec<Fault>) {
    let (mut given, mut generators) = (0, 0);
    for point in &district.points {
        for bins in &point.bins {
            let (file, row) = match point.kind {
                PointKind::Given => ("points.csv", count(&mut given)),
                PointKind::Generator(_) => ("generators.csv", count(&mut generators)),
                PointKind::Made => continue, // its figures follow from its village's
            };
            let mut trial = Trial {
                file,
                row: Some(row),
                faults,
            };
            trial.point(point);
            trial.bins(bins);
            if let PointKind::Generator(business) = &point.kind {
                reckoning(&mut trial, business.lunar);
            }
        }
    }
}

/// The next number, from 1.
pub(super) fn count(numbers: &mut u64) -> u64 {
    *numbers += 1;
    *numbers
}

impl Trial<'_> {
    /// Days of one week, one at least where any are given.
    fn days(&mut self, column: &str, days: Option<DaySet>) {
        if let Some(days) = days {
            let is_week = !days.is_empty() && days.0 < 1 << 7;
            self.rule(is_week, column, days, "days of the week");
        }
    }

    fn within(&mut self, column: &str, value: f64, span: Span) {
        if !span.contains(value) {
            self.rule(false, column, value, &format!("a number from {span}"));
        }
    }

    fn within_if(&mut self, column: &str, value: Option<f64>, span: Span) {
        if let Some(value) = value {
            self.within(column, value, span);
        }
    }

    fn name(&mut self, column: &str, name: &str) {
        let is_name = !name.trim().is_empty() && !name.chars().any(char::is_control);
        self.rule(is_name, column, name, "a name on one line");
    }

    fn place(&mut self, place: Place, [longitude, latitude]: [&str; 2]) {
        self.within(longitude, place.longitude, limits::LONGITUDE);
        self.within(latitude, place.latitude, limits::LATITUDE);
    }

    fn hours(&mut self, column: &str, time: Option<Seconds>, span: Span) {
        self.within_if(column, time.map(Seconds::as_hours), span);
    }

    fn clock(&mut self, column: &str, clock: Clock) {
        let exists = (Clock::MIDNIGHT..=Clock::LATEST).contains(&clock);
        self.rule(exists, column, clock.0, "a clock from 00:00 to 72:00");
    }

    fn window(&mut self, window: Window) {
        self.clock("open", window.open);
        self.clock("close", window.close);
        self.rule(
            window.open <= window.close,
            "close",
            window.close,
            "a clock not before open",
        );
    }

    fn gate(&mut self, gate: &Gate) {
        let tonnes = gate.daily_limit.map(|limit| limit.as_tonnes());
        self.within_if("tonnes_per_day", tonnes, limits::TONNES_PER_DAY);
        self.within_if("docks", gate.docks.map(f64::from), limits::DOCKS);
        self.within(
            "unload_minutes",
            gate.unload.as_f64() / 60.0,
            limits::UNLOAD_MINUTES,
        );
        self.window(gate.window);
        self.price(
            "cost_per_tonne",
            gate.price_per_tonne,
            limits::COST_PER_TONNE,
        );
    }

    fn price(&mut self, column: &str, price: Money, span: Span) {
        self.within(column, price.as_units(), span);
    }

    fn prices(&mut self, prices: &Prices) {
        self.price("cost_per_day", prices.per_day, limits::COST_PER_DAY);
        self.price("cost_per_km", prices.per_km, limits::COST_PER_KM);
        self.price("cost_per_hour", prices.per_hour, limits::COST_PER_HOUR);
        self.price(
            "overtime_per_hour",
            prices.overtime_per_hour,
            limits::COST_PER_HOUR,
        );
        self.price(
            "cost_per_week_owned",
            prices.per_week_owned,
            limits::COST_PER_DAY,
        );
    }

    fn point(&mut self, point: &CollectionPoint) {
        let is_generator = matches!(point.kind, PointKind::Generator(_));
        self.name(
            if is_generator { "generator" } else { "point" },
            &point.name,
        );
        self.place(point.place, ["longitude", "latitude"]);
        let VehicleLimits { width_m, tonnes } = point.limits;
        self.within_if("max_vehicle_width_m", width_m, limits::WIDTH_M);
        self.within_if("max_vehicle_tonnes", tonnes, limits::GROSS_TONNES);
        if let PointKind::Generator(Business {
            days, day_digits, ..
        }) = point.kind
        {
            self.days("days", Some(days));
            let are_digits = day_digits < 1 << 10;
            self.rule(are_digits, "day_digits", "", "digits from 0 to 9");
        }
    }

    fn bins(&mut self, bins: &Bins) {
        self.within("containers", f64::from(bins.containers), limits::CONTAINERS);
        self.within(
            "container_litres",
            bins.container_litres.as_f64(),
            limits::CONTAINER_LITRES,
        );
        self.within_if("kg_per_day", bins.kg_per_day, limits::KG_PER_DAY);
        self.within(
            "service_seconds",
            bins.service.as_f64(),
            limits::SERVICE_SECONDS,
        );
        self.window(bins.window);
        self.within_if(
            "visits_per_week",
            bins.visits_per_week.map(f64::from),
            limits::DAYS_A_WEEK,
        );
        self.within_if(
            "visits_per_day",
            bins.visits_per_day.map(f64::from),
            limits::VISITS_PER_DAY,
        );
    }
}
