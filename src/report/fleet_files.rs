//! The files of a fleet curve: `fleet.csv`, `summary.json`, `run.json`, `fleet.html`.

use super::csv_table::{Cell, CsvTable};
use super::folder::FileSet;
use super::html::fleet_page;
use super::kind::Kind;
use super::run::RunFacts;
use super::summary::{CostFigures, rounded};
use crate::district::{District, Language, VehicleId};
use crate::quantity::Kilograms;
use crate::study::{FleetBound, FleetCurve, FleetQuestion, FleetSize};
use serde::Serialize;

/// What a curve says, in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FleetSummary {
    /// The district's name.
    pub district: String,
    /// The week planned for; null: any week of the base season.
    pub week: Option<String>,
    /// The currency of all money.
    pub currency: String,
    /// The type whose number is asked for; null: the mix of all collectors.
    pub vehicle: Option<String>,
    /// Sizes asked for: fewest and most.
    pub trucks: [u32; 2],
    /// Sizes not planned yet, where a run was ended or is a share.
    pub sizes_missing: Vec<u32>,
    /// Vehicles held today.
    pub held: u32,
    /// Fewest vehicles that do all that is asked; null: no size asked for does.
    pub smallest_complete: Option<u32>,
    /// The complete fleet whose week costs least; null where holding a vehicle has no price.
    pub cheapest: Option<u32>,
    /// Cost of the week with that fleet.
    pub cheapest_cost: Option<f64>,
    /// No fewer vehicles than these can ever do, by proof.
    pub lower_bound: u64,
    /// How far the smallest complete fleet lies above it.
    pub gap_percent: Option<f64>,
    /// Why the gap is open: hours a week of the smallest complete fleet, and what the proof counts of them.
    pub gap_hours: Vec<GapHours>,
    /// Whether the judge, from the smallest complete fleet's plan, comes to the same terms of the proof.
    pub bound_is_confirmed: Option<bool>,
    /// The proof, term by term.
    pub bound_terms: FleetBound,
    /// What is proven of the cost: nothing yet.
    pub cost_lower_bound: Option<f64>,
    /// Seed of every search.
    pub seed: u64,
    /// Version of wasteways.
    pub version: &'static str,
    /// SHA-256 of the input files.
    pub input_sha256: String,
}

impl FleetSummary {
    /// The figures of a curve.
    #[must_use]
    pub fn of(
        district: &District,
        week: Option<crate::quantity::IsoWeek>,
        question: &FleetQuestion,
        curve: &FleetCurve,
        input_sha256: &str,
    ) -> Self {
        Self {
            district: district.name.clone(),
            week: week.map(|week| week.to_string()),
            currency: district.currency.clone(),
            vehicle: question.vehicle.map(|id| name(district, id)),
            trucks: [question.least, question.most],
            sizes_missing: curve.missing.clone(),
            held: curve.held,
            smallest_complete: curve.smallest_complete().map(|size| size.vehicles),
            cheapest: curve.cheapest().map(|size| size.vehicles),
            cheapest_cost: curve.cheapest().map(|size| size.cost.total().as_units()),
            lower_bound: curve.bound.vehicles(),
            gap_percent: curve.gap_percent().map(|gap| rounded(gap, 2)),
            gap_hours: gap_hours(district, curve),
            bound_is_confirmed: curve
                .smallest_complete()
                .and_then(|size| size.bound_is_confirmed),
            bound_terms: curve.bound.clone(),
            cost_lower_bound: None,
            seed: question.seed,
            version: env!("CARGO_PKG_VERSION"),
            input_sha256: input_sha256.to_owned(),
        }
    }
}

/// Hours of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GapHours {
    /// Of what: service, unloading, driving, breaks and waiting, free.
    pub what: &'static str,
    /// In the plan of the smallest complete fleet; free: what the longest duties would still allow.
    pub plan: f64,
    /// In the proof.
    pub proof: f64,
}

fn gap_hours(district: &District, curve: &FleetCurve) -> Vec<GapHours> {
    let hours = curve.hours(district).into_iter().flatten();
    hours
        .map(|(what, plan, proof)| GapHours {
            what,
            plan: rounded(plan, 1),
            proof: rounded(proof, 1),
        })
        .collect()
}

fn name(district: &District, vehicle: VehicleId) -> String {
    district.vehicles[vehicle.index()].name.clone()
}

/// All files of a curve.
#[must_use]
pub fn fleet_files(
    district: &District,
    curve: &FleetCurve,
    summary: &FleetSummary,
    run: &RunFacts,
    language: Language,
) -> FileSet {
    FileSet {
        files: vec![
            ("fleet.csv", table(district, curve)),
            ("summary.json", super::json(summary)),
            ("run.json", super::json(run)),
            (
                "fleet.html",
                fleet_page::page((district, curve), summary, run, language),
            ),
        ],
        kind: Kind::Fleet,
    }
}

const COLUMNS: [&str; 24] = [
    "vehicles",
    "cost",
    "ownership",
    "fixed",
    "distance",
    "time",
    "overtime",
    "gate",
    "haul",
    "unserved_kg",
    "unserved_points",
    "overtime_hours",
    "latest_return",
    "km",
    "fuel_litres",
    "co2_kg",
    "queue_hours",
    "peak_stock_tonnes",
    "daily_clearing_percent",
    "findings",
    "plan_of",
    "mix",
    "gate_onward",
    "feeders",
];

/// A row a size; the columns of the contract first.
fn table(district: &District, curve: &FleetCurve) -> Vec<u8> {
    let mut table = CsvTable::new(&COLUMNS);
    for size in &curve.sizes {
        let cost = CostFigures::from(size.cost);
        let number = |value: f64, digits: i32| Cell::Number(rounded(value, digits));
        table.row(&[
            Cell::Whole(size.vehicles.into()),
            number(size.cost.total().as_units(), 2),
            number(cost.ownership, 2),
            number(cost.fixed, 2),
            number(cost.distance, 2),
            number(cost.time, 2),
            number(cost.overtime, 2),
            number(cost.gate, 2),
            number(cost.haul, 2),
            Cell::Whole(size.unserved.0),
            Cell::Whole(size.unserved_points as i64),
            number(size.overtime.as_hours(), 3),
            Cell::Clock(size.latest_return),
            number(size.distance.as_km(), 3),
            number(size.fuel_litres, 1),
            number(size.co2_kg(), 1),
            number(size.queue.as_hours(), 3),
            stock(size.peak_stock),
            number(size.daily_clearing_percent, 3),
            Cell::Whole(size.findings as i64),
            size.plan_of
                .map_or(Cell::Blank, |of| Cell::Whole(of.into())),
            (&mix(district, size)).into(),
            number(cost.gate_onward, 2),
            number(cost.feeders, 2),
        ]);
    }
    table.into_bytes()
}

fn stock(peak: Option<Kilograms>) -> Cell<'static> {
    peak.map_or(Cell::Blank, |kg| Cell::Number(rounded(kg.as_tonnes(), 3)))
}

/// Which vehicles the fleet holds: `2 large; 5 small`.
#[must_use]
pub fn mix(district: &District, size: &FleetSize) -> String {
    let held = district.vehicles.iter().zip(&size.counts);
    let held = held.filter(|(_, count)| **count > 0);
    let parts = held.map(|(vehicle, count)| format!("{count} {}", vehicle.name));
    parts.collect::<Vec<_>>().join("; ")
}
