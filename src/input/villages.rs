//! Reads `villages.csv`: villages, and their towns in order of first mention.

use super::ledger::Ledger;
use super::names::Names;
use super::row::Row;
use super::settings::Settings;
use super::sheet::Sheet;
use crate::district::{Town, TownId, Village};

/// Towns and villages with their names.
pub(super) struct Territory {
    /// Towns.
    pub towns: Vec<Town>,
    /// Villages.
    pub villages: Vec<Village>,
    /// Names of towns.
    pub town_names: Names,
    /// Names of villages.
    pub village_names: Names,
}

/// Reads the table.
pub(super) fn read(sheet: &Sheet, settings: &Settings, ledger: &mut Ledger) -> Territory {
    sheet.require("the villages whose waste is collected", ledger);
    let mut territory = Territory {
        towns: Vec::new(),
        villages: Vec::new(),
        town_names: sheet.names("town"),
        village_names: sheet.names("village"),
    };
    for row in sheet.rows() {
        let town = territory.town(row.name("town", ledger));
        let village = village(row, town, settings, ledger);
        let at = (row.file(), row.line(), "village");
        territory
            .village_names
            .insert(&village.name, territory.villages.len(), at, ledger);
        territory.villages.push(village);
    }
    territory
}

impl Territory {
    fn town(&mut self, name: String) -> TownId {
        let index = self.town_names.get(&name).unwrap_or(self.towns.len());
        if index == self.towns.len() {
            self.town_names.alias(&name, index);
            self.towns.push(Town { name });
        }
        TownId::from_index(index)
    }
}

fn village(row: Row<'_>, town: TownId, settings: &Settings, ledger: &mut Ledger) -> Village {
    let households = row.whole("households", ledger);
    let population = if row.is_blank("population") {
        f64::from(households) * settings.persons_per_household(ledger)
    } else {
        row.number("population", ledger)
    };
    Village {
        name: row.name("village", ledger),
        town,
        place: row.place("longitude", "latitude", settings.datum, ledger),
        households,
        population,
        kg_per_person_day: row.number("kg_per_person_day", ledger),
        rate_is_default: row.is_blank("kg_per_person_day"),
        participation: row.number("participation", ledger),
        area_km2: row.optional_number("area_km2", ledger),
        max_vehicle_width_m: row.optional_number("max_vehicle_width_m", ledger),
    }
}
