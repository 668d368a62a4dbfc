//! `wasteways reconcile`: the model against what was weighed.

use super::answer::Failure;
use super::{Answer, Common, Exit, read_plan};
use crate::district::{District, Fault, PointId, limits};
use crate::flow::{self, OnwardPrices, Origin, Reconciliation, Ways};
use crate::input::{InputError, OwnTable};
use crate::report::{Kind, ReconciliationSummary, reconciliation_files};
use crate::tables::{GENERATORS, POINTS, VILLAGES, WEIGHBRIDGE};
use crate::{input, roads};
use clap::Args;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Fit the district's rates to weighbridge.csv and counts.csv, and name what cannot be right
#[derive(Clone, Debug, Args)]
pub(super) struct ReconcileArgs {
    /// The district: a folder of tables, or a workbook (.xlsx), with weighbridge.csv, counts.csv or both
    district: PathBuf,
    /// A written plan: waste was tipped as it says [default: as villages are assigned to facilities at least cost]
    plan: Option<PathBuf>,
    /// A folder to write the tables with the rates found, rates.csv, residuals.csv and reconciliation.json to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Take a district that makes less than 0.2 or more than 5 times what its tables say: else that is taken for a wrong unit
    #[arg(long)]
    any_factor: bool,
}

/// What whole districts make, in terms of what their tables say; beyond that tonnes were taken for kilograms, or worse.
const LIKELY: std::ops::RangeInclusive<f64> = 0.2..=5.0;

impl ReconcileArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        Kind::Reconciliation.may_be_written(&self.out, &[&self.district])?;
        let input = common.read(&self.district)?;
        let district = &input.district;
        let read = input::read_weighings(&self.district, district)?;
        let warnings = [input.warnings.as_slice(), &read.warnings].concat();
        let base = flow::flow(district, None);
        let ways = match &self.plan {
            Some(plan) => Ways::of_plan(district, &read_plan(plan, district)?),
            None => {
                let travel = roads::travel(district, input.network.as_ref());
                let onward = OnwardPrices::estimated(district, &travel, &base.loads);
                let assignment = flow::assign(district, &travel, &base.loads, &onward);
                Ways::of_assignment(district, &assignment)
            }
        };
        let found = flow::reconcile(district, &base.loads, &ways, &read.weighings);
        if !self.any_factor && !LIKELY.contains(&found.district_factor) {
            return Err(Failure::Input(InputError::Faults {
                faults: vec![unlikely(found.district_factor)],
                warnings,
            }));
        }
        let tables = tables(&self.district, district, &found)?;
        common.put(&reconciliation_files(district, &found, &tables), &self.out)?;
        let summary = ReconciliationSummary::of(district, &found);
        Ok(Answer {
            stdout: common.words(
                || {
                    told(&summary, &found, self.plan.is_some())
                        + &format!("Written to {}.\n", self.out.display())
                },
                || serde_json::json!(summary),
            ),
            stderr: common.warned(&warnings),
            exit: Exit::Clean,
        })
    }
}

/// A factor that no district has.
fn unlikely(factor: f64) -> Fault {
    let (least, most) = (LIKELY.start(), LIKELY.end());
    Fault {
        file: WEIGHBRIDGE.file.into(),
        row: None,
        column: "kg".into(),
        value: format!("{factor:.4} times"),
        cell: String::new(),
        expected: format!(
            "a district that makes {least} to {most} times what its tables say: are these kilograms, and is all that is weighed its own? \
             (--any-factor takes it)"
        ),
    }
}

/// The district's own tables with the rates found, those that it has.
fn tables(
    path: &Path,
    district: &District,
    found: &Reconciliation,
) -> Result<Vec<OwnTable>, InputError> {
    let reconciled = flow::reconciled(district, found);
    let rates: HashMap<&str, f64> = (reconciled.villages.iter())
        .filter(|village| !village.rate_is_default)
        .map(|village| (village.name.as_str(), village.kg_per_person_day))
        .collect();
    let factors: HashMap<&str, f64> = (district.points.iter().enumerate())
        .map(|(index, point)| {
            let id = PointId::from_index(index);
            (point.name.as_str(), found.factor(Origin::of(district, id)))
        })
        .collect();
    let digits = |kg: f64| (kg * 1e6).round() / 1e6;
    let rate = |village: &str, _| rates.get(village).copied().map(digits);
    let scaled = |point: &str, kg: Option<f64>| {
        let kg = kg? * factors.get(point)?;
        Some(digits(kg.min(limits::KG_PER_DAY.1)))
    };
    let own = [
        input::own_table(path, &VILLAGES, ["village", "kg_per_person_day"], &rate)?,
        input::own_table(path, &POINTS, ["point", "kg_per_day"], &scaled)?,
        input::own_table(path, &GENERATORS, ["generator", "kg_per_day"], &scaled)?,
    ];
    Ok(own.into_iter().flatten().collect())
}

fn told(summary: &ReconciliationSummary, found: &Reconciliation, has_plan: bool) -> String {
    let mut text = format!(
        "{} measurements; the district makes {:.3} times what its tables say\n",
        summary.measurements, summary.district_factor
    );
    let sds: Vec<f64> = found.factors.iter().map(|factor| factor.sd).collect();
    let mean = sds.iter().sum::<f64>() / sds.len().max(1) as f64;
    let _ = writeln!(
        text,
        "  a village's factor is known to {:.1} % on the mean",
        100.0 * mean
    );
    let _ = writeln!(
        text,
        "  chi-square {:.1} with {} degrees of freedom, p = {:.3}",
        summary.chi_square, summary.degrees_of_freedom, summary.p_value
    );
    if let (Some(worst), Some(by)) = (
        &summary.largest_residual,
        summary.largest_normalised_residual,
    ) {
        let _ = writeln!(
            text,
            "  largest residual {by:.1} standard deviations: {worst}"
        );
    }
    for out in &summary.left_out {
        let _ = writeln!(text, "  left out, hardly chance: {out}");
    }
    for wrong in &summary.wrong_scales {
        let _ = writeln!(text, "  left out, scales hardly right: {wrong}");
    }
    if !summary.wrong_scales.is_empty() && !has_plan {
        text.push_str(
            "  (or waste is tipped elsewhere than it is assigned: with a plan, it goes where its tours tip)\n",
        );
    }
    if let Some(first) = summary.not_credible.first() {
        let count = summary.not_credible.len();
        let _ = writeln!(
            text,
            "  left as they were, for nobody makes so much or so little: {count} villages or generators, such as {first}"
        );
    }
    if !summary.unknown.is_empty() {
        let _ = writeln!(
            text,
            "  {} weighings where the model expects nothing, such as {}",
            summary.unknown.len(),
            summary.unknown[0]
        );
    }
    text
}
