//! Reads `cleaners.csv`.

use super::ledger::Ledger;
use super::row::Row;
use super::settings::Settings;
use super::sheet::Sheet;
use super::villages::Territory;
use crate::district::{Cleaning, VillageId};

/// The cleaners of the villages that the table names.
pub(super) fn read(
    sheet: &Sheet,
    settings: &Settings,
    territory: &Territory,
    ledger: &mut Ledger,
) -> Vec<Cleaning> {
    let mut read = Vec::new();
    for row in sheet.rows() {
        let village = row.reference("village", &territory.village_names, ledger);
        let cleaning = cleaning(row, village.unwrap_or(0), settings, ledger);
        read.extend(village.map(|_| cleaning));
    }
    read
}

fn cleaning(row: Row<'_>, village: usize, settings: &Settings, ledger: &mut Ledger) -> Cleaning {
    Cleaning {
        village: VillageId::from_index(village),
        held: row.optional_whole("cleaners", ledger),
        main_road_km: row.optional_number("main_road_km", ledger),
        back_street_km: row.optional_number("back_street_km", ledger),
        key_places: row.optional_whole("key_places", ledger).unwrap_or(0),
        per_month: row.price("cost_per_month", settings, ledger),
    }
}
