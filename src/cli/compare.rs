//! `wasteways compare`: two plans of one district.

use super::answer::Failure;
use super::what_if::told_figures;
use super::{Answer, Common, Exit, read_plan};
use crate::report::{DifferenceSummary, Kind, compare_files};
use crate::study::compare;
use clap::Args;
use std::path::PathBuf;

/// Set two plans of one district side by side: cost, trucks, clearing, and who comes when
#[derive(Clone, Debug, Args)]
pub(super) struct CompareArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The folder of the first plan
    first: PathBuf,
    /// The folder of the second
    second: PathBuf,
    /// A folder to write difference.json, moves.csv, changed_villages.csv and compare.html to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl CompareArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        let inputs = [&self.district, &self.first, &self.second].map(PathBuf::as_path);
        Kind::Comparison.may_be_written(&self.out, &inputs)?;
        let input = common.read(&self.district)?;
        let district = &input.district;
        let plans = [
            read_plan(&self.first, district)?,
            read_plan(&self.second, district)?,
        ];
        let plans = [&plans[0], &plans[1]];
        let found = compare((district, input.network.as_ref()), plans);
        let names = [&self.first, &self.second].map(|path| path.display().to_string());
        let summary = DifferenceSummary::of(names.join(" → "), &found.difference);
        let language = common.language(district.language);
        let files = compare_files(district, plans, &found, &summary, language);
        common.put(&files, &self.out)?;
        let words = || {
            let figures = told_figures(&summary, ["first", "second"]);
            format!(
                "{}: {}\n{figures}  findings  {} in the first plan, {} in the second\n  villages  {} with other days, vehicles or \
                 facilities\n  moved     {} of {} visits to another day or type of vehicle: moves.csv says whose; {:.1} % stay with their crew\n\
                 Written to {}.\n",
                district.name,
                summary.scenario,
                found.findings[0],
                found.findings[1],
                found.villages.len(),
                summary.moves,
                summary.visits,
                summary.kept_by_crew_percent,
                self.out.display()
            )
        };
        Ok(Answer {
            stdout: common.words(words, || serde_json::json!(summary)),
            stderr: common.warned(&input.warnings),
            exit: Exit::Clean,
        })
    }
}
