//! Reads `stations.csv` and `plants.csv`.

use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::settings::Settings;
use super::sheet::Sheet;
use super::villages::Territory;
use crate::district::{
    DisposalId, Gate, Plant, PlantId, PlantKind, StationId, StreamId, TownId, TransferStation,
};
use crate::quantity::{Clock, Kilograms, Money, Seconds, Window};

/// Stations and plants; a name belongs to one of them only.
pub(super) struct Facilities {
    /// Stations.
    pub stations: Vec<TransferStation>,
    /// Plants.
    pub plants: Vec<Plant>,
    /// Names of both: stations first, then plants.
    pub names: Names,
}

impl Facilities {
    /// The facility at a place of `names`.
    pub fn disposal(&self, index: usize) -> DisposalId {
        match index.checked_sub(self.stations.len()) {
            None => DisposalId::Station(StationId::from_index(index)),
            Some(plant) => DisposalId::Plant(PlantId::from_index(plant)),
        }
    }
}

/// Reads both tables.
pub(super) fn read(
    (stations, plants): (&Sheet, &Sheet),
    settings: &Settings,
    territory: &Territory,
    streams: &Names,
    ledger: &mut Ledger,
) -> Facilities {
    if !stations.exists && !plants.exists {
        stations.require(
            "a station, or a plant in plants.csv, where trucks unload",
            ledger,
        );
    } else if !stations.has_rows() && !plants.has_rows() {
        let nearest = if stations.exists { stations } else { plants };
        nearest.require("a station or a plant where trucks unload", ledger);
    }
    let mut plant_names = plants.names("plant");
    let num_stations = stations.rows().count();
    let mut names = stations.names("station");
    names.is_open |= plant_names.is_open;
    for (index, row) in stations.rows().enumerate() {
        let name = row.cell("station");
        names.insert(name, index, (row.file(), row.line(), "station"), ledger);
    }
    let read_plant = |(index, row): (usize, Row<'_>)| {
        let plant = plant(row, settings, streams, ledger);
        plant_names.alias(&plant.name, index);
        let at = (row.file(), row.line(), "plant");
        names.insert(&plant.name, num_stations + index, at, ledger);
        plant
    };
    let read_plants: Vec<Plant> = plants.rows().enumerate().map(read_plant).collect();
    let station = |row| station(row, settings, territory, (streams, &plant_names), ledger);
    Facilities {
        stations: stations.rows().map(station).collect(),
        plants: read_plants,
        names,
    }
}

fn station(
    row: Row<'_>,
    settings: &Settings,
    territory: &Territory,
    (streams, plants): (&Names, &Names),
    ledger: &mut Ledger,
) -> TransferStation {
    let town = row.name("town", ledger);
    let known = territory.town_names.get(&town);
    if known.is_none() && !town.is_empty() && !territory.town_names.is_open {
        row.fault("town", "a town that stands in villages.csv", ledger);
    }
    let gate = gate(row, settings, streams, ledger);
    TransferStation {
        name: row.name("station", ledger),
        town: known.map(TownId::from_index),
        place: row.place("longitude", "latitude", settings.datum, ledger),
        gate,
        storage: row.optional_number("storage_tonnes", ledger).map(tonnes),
        pressed_an_hour: row
            .optional_number("compactor_tonnes_per_hour", ledger)
            .map(tonnes),
        open_per_day: row
            .optional_number("open_cost_per_day", ledger)
            .map(Money::units),
        compaction: row.number("compaction", ledger),
        leachate_share: row.number("leachate_share", ledger),
        plant: row
            .reference("plant", plants, ledger)
            .map(PlantId::from_index),
    }
}

fn plant(row: Row<'_>, settings: &Settings, streams: &Names, ledger: &mut Ledger) -> Plant {
    Plant {
        name: row.name("plant", ledger),
        place: row.place("longitude", "latitude", settings.datum, ledger),
        kind: match row.choice("kind", ledger) {
            Some("incinerator") => PlantKind::Incinerator,
            Some("compost") => PlantKind::Compost,
            Some("fertiliser") => PlantKind::Fertiliser,
            _ => PlantKind::Landfill,
        },
        gate: gate(row, settings, streams, ledger),
    }
}

fn gate(row: Row<'_>, settings: &Settings, streams: &Names, ledger: &mut Ledger) -> Gate {
    Gate {
        accepts: row
            .references("accepts", streams, ledger)
            .into_iter()
            .map(StreamId::from_index)
            .collect(),
        daily_limit: row.optional_number("tonnes_per_day", ledger).map(tonnes),
        docks: row.optional_whole("docks", ledger),
        unload: Seconds::rounded(row.number("unload_minutes", ledger) * 60.0),
        window: row.window(ledger),
        price_per_tonne: row.price("cost_per_tonne", settings, ledger),
        is_closed: false,
    }
}

fn tonnes(value: f64) -> Kilograms {
    Kilograms::rounded(value * 1000.0)
}

/// What was expected where a place closes before it opens: perhaps it closes after midnight.
pub(super) fn after_midnight(opening: &str, window: Window) -> String {
    let late = window.close + Seconds::hours(24);
    format!(
        "a clock after {opening} ({}); if that is after midnight, as {late}",
        window.open
    )
}

impl Row<'_> {
    /// The window of `open` and `close`; either may be blank, which is no limit.
    pub fn window(&self, ledger: &mut Ledger) -> Window {
        let window = Window {
            open: self
                .optional_clock("open", ledger)
                .unwrap_or(Clock::MIDNIGHT),
            close: self
                .optional_clock("close", ledger)
                .unwrap_or(Clock::LATEST),
        };
        if window.close < window.open {
            self.fault("close", after_midnight("open", window), ledger);
        }
        window
    }

    /// A price: of the cell, else of the district, else the default.
    pub fn price(&self, column: &str, settings: &Settings, ledger: &mut Ledger) -> Money {
        let price = match self.is_blank(column) {
            true => settings.price(column, ledger),
            false => None,
        };
        Money::units(price.unwrap_or_else(|| self.number(column, ledger)))
    }
}
