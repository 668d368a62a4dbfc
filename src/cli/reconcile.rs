//! `wasteways reconcile`: the model against what was weighed.

use super::answer::Failure;
use super::{Answer, Common, Exit};
use crate::flow::{self, Reconciliation, Ways};
use crate::report::{NO_RECONCILIATION_FILES, ReconciliationSummary, reconciliation_files};
use crate::transfer::haul_per_tonne;
use crate::{input, roads};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

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
}

impl ReconcileArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        NO_RECONCILIATION_FILES.may_replace(&self.out)?;
        let input = input::read_district(&self.district)?;
        let district = &input.district;
        let weighings = input::read_weighings(&self.district, district)?;
        let base = flow::flow(district, None);
        let ways = match &self.plan {
            Some(plan) => Ways::of_plan(district, &input::read_plan(plan, district)?),
            None => {
                let travel = roads::travel(district, input.network.as_ref());
                let onward = |id| haul_per_tonne(district, &travel, id);
                let assignment = flow::assign(district, &travel, &base.loads, onward);
                Ways::of_assignment(district, &assignment)
            }
        };
        let found = flow::reconcile(district, &base.loads, &ways, &weighings);
        reconciliation_files(district, &found).write(&self.out)?;
        let summary = ReconciliationSummary::of(district, &found);
        Ok(Answer {
            stdout: common.words(
                || told(&summary, &found) + &format!("Written to {}.\n", self.out.display()),
                || serde_json::json!(summary),
            ),
            stderr: common.warned(&input.warnings),
            exit: Exit::Clean,
        })
    }
}

fn told(summary: &ReconciliationSummary, found: &Reconciliation) -> String {
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
