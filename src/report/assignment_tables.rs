//! `assignment.csv` and `facilities.csv`: which village brings its waste where, why, and what room would be worth.

use super::csv_table::{Cell, CsvTable};
use super::summary::rounded;
use crate::district::District;
use crate::flow::Assignment;
use crate::quantity::Money;

/// A row a village and stream; prices in units of the currency.
pub(super) fn assignment(district: &District, assignment: &Assignment) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "village",
        "point",
        "stream",
        "facility",
        "kg_per_day",
        "price_per_tonne",
        "second_choice",
        "second_price_per_tonne",
        "cost_to_move_a_week",
    ]);
    for row in &assignment.rows {
        let [village, point] = row.origin.names(district);
        let stream = &district.streams[row.stream.index()].name;
        let facility = row.facility.map(|id| district.disposal_name(id));
        let second = row.second.map(|(id, _)| district.disposal_name(id));
        table.row(&[
            village.into(),
            point.into(),
            stream.into(),
            facility.into(),
            Cell::Number(rounded(row.kg_per_day, 3)),
            price(row.facility.map(|_| row.price_per_tonne)),
            second.into(),
            price(row.second.map(|(_, price)| price)),
            price(row.cost_to_move()),
        ]);
    }
    table.into_bytes()
}

/// A row a facility.
pub(super) fn facilities(district: &District, assignment: &Assignment) -> Vec<u8> {
    let columns = [
        "facility",
        "kg_per_day",
        "limit_kg_per_day",
        "tonne_more_saves_a_week",
        "opened",
    ];
    let mut table = CsvTable::new(&columns);
    for row in &assignment.facilities {
        table.row(&[
            district.disposal_name(row.facility).into(),
            Cell::Number(rounded(row.kg_per_day, 3)),
            row.limit.map_or(Cell::Blank, Cell::Number),
            price(row.tonne_saves),
            row.is_opened
                .map(|opened| if opened { "yes" } else { "no" })
                .into(),
        ]);
    }
    table.into_bytes()
}

fn price(price: Option<Money>) -> Cell<'static> {
    price.map_or(Cell::Blank, |price| {
        Cell::Number(rounded(price.as_units(), 2))
    })
}
