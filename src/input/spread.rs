//! Reads `spread.csv`: one row at most.

use super::ledger::Ledger;
use super::sheet::Sheet;
use crate::district::{Spread, WhenFull};

/// The spread of the district; a blank cell, or no table, leaves the default.
pub(super) fn read(sheet: &Sheet, ledger: &mut Ledger) -> Spread {
    let usual = Spread::default();
    let mut rows = sheet.rows();
    let Some(row) = rows.next() else {
        return usual;
    };
    for further in rows {
        let expected = "one row, for the whole district";
        ledger.fault(further.file(), further.line(), "", "", expected);
    }
    let mut number = |name: &str, usual: f64| row.optional_number(name, ledger).unwrap_or(usual);
    let (district_cv, village_cv) = (
        number("district_cv", usual.district_cv),
        number("village_cv", usual.village_cv),
    );
    Spread {
        district_cv,
        village_cv,
        point_cv: number("point_cv", usual.point_cv),
        service_cv: number("service_cv", usual.service_cv),
        travel_cv: number("travel_cv", usual.travel_cv),
        breakdown: number("breakdown", usual.breakdown),
        when_full: match row.choice("when_full", ledger) {
            Some("leave") => WhenFull::Leave,
            _ => WhenFull::Unload,
        },
    }
}
