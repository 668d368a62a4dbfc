//! `wasteways flow`: who makes how much of what, and where it goes.

use super::answer::Failure;
use super::{Answer, Common, Exit};
use crate::quantity::IsoWeek;
use crate::{flow, input};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Follow the waste: who makes what, and where it goes
#[derive(Clone, Debug, Args)]
pub(super) struct FlowArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// A folder to write flows.csv to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Follow this week of the calendar, such as 2026-W47 [default: any week of the base season]
    #[arg(long, value_name = "YYYY-Www")]
    week: Option<IsoWeek>,
}

impl FlowArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        let input = input::read_district(&self.district)?;
        let flow = flow::flow(&input.district, self.week);
        let generated: f64 = flow.loads.iter().map(flow::PointLoad::kg_per_week).sum();
        Ok(Answer {
            stdout: common.words(
                || format!("{generated:.0} kg a week\n"),
                || json!({ "generated_kg": generated }),
            ),
            stderr: String::new(),
            exit: Exit::Clean,
        })
    }
}
