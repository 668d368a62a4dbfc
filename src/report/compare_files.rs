//! What `wasteways compare` writes: figures of both plans, who moves to whom, the villages that see another week, and a page.

use super::csv_table::{Cell, CsvTable};
use super::folder::FileSet;
use super::html::compare_page::compare_page;
use super::json;
use super::kind::Kind;
use super::what_if_files::{DifferenceSummary, moves};
use crate::district::{DisposalId, District, Language, VehicleId};
use crate::plan::Plan;
use crate::quantity::DaySet;
use crate::rounds::Change;
use crate::study::TwoPlans;

/// All files of a comparison; `summary.scenario` says which plans.
#[must_use]
pub fn compare_files(
    district: &District,
    plans: [&Plan; 2],
    found: &TwoPlans,
    summary: &DifferenceSummary,
    language: Language,
) -> FileSet {
    FileSet {
        files: vec![
            ("difference.json", json(summary)),
            ("moves.csv", moves(district, &found.difference)),
            ("changed_villages.csv", villages(district, &found.villages)),
            (
                "compare.html",
                compare_page(district, plans, (found, summary), language),
            ),
        ],
        kind: Kind::Comparison,
    }
}

/// `changed_villages.csv`.
pub(super) fn villages(district: &District, changes: &[Change]) -> Vec<u8> {
    let mut table = CsvTable::new(&[
        "town",
        "village",
        "days_before",
        "days",
        "vehicles_before",
        "vehicles",
        "facilities_before",
        "facilities",
    ]);
    for change in changes {
        let village = change.village.map(|id| &district.villages[id.index()]);
        let words = words_of(district, change);
        let town = village.map(|village| &district.towns[village.town.index()].name);
        let mut row: Vec<Cell<'_>> = vec![town.into(), village.map(|of| &of.name).into()];
        row.extend(words.iter().map(|words| Cell::from(words.as_str())));
        table.row(&row);
    }
    table.into_bytes()
}

/// Days, vehicles and facilities, each before and now.
pub(super) fn words_of(district: &District, change: &Change) -> [String; 6] {
    let days = |set: DaySet| {
        let days: Vec<String> = set.iter().map(|day| day.to_string()).collect();
        days.join(";")
    };
    let vehicles = |ids: &[VehicleId]| {
        let names = ids
            .iter()
            .map(|id| district.vehicles[id.index()].name.as_str());
        names.collect::<Vec<_>>().join(";")
    };
    let facilities = |ids: &[DisposalId]| {
        let names = ids.iter().map(|id| district.disposal_name(*id));
        names.collect::<Vec<_>>().join(";")
    };
    [
        days(change.days_before),
        days(change.days_now),
        vehicles(&change.vehicles_before),
        vehicles(&change.vehicles_now),
        facilities(&change.facilities_before),
        facilities(&change.facilities_now),
    ]
}
