//! `wasteways flow`: who makes how much of what, and where it goes.

use super::answer::{Failure, warned};
use super::{Answer, Common, Exit};
use crate::flow::{self, MassBalance};
use crate::quantity::IsoWeek;
use crate::{input, report};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Follow the waste: who makes what, and where it goes
#[derive(Clone, Debug, Args)]
pub(super) struct FlowArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// A folder to write flows.csv and balance.json to
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
        if let Some(folder) = &self.out {
            report::flow_files(&input.district, &flow).write(folder)?;
        }
        let balance = flow.balance(&input.district);
        let mut stderr = String::new();
        if !common.quiet {
            stderr = warned(&input.warnings);
            for warning in &flow.warnings {
                let _ = writeln!(stderr, "{}", warning.message(&input.district));
            }
        }
        Ok(Answer {
            stdout: common.words(|| told(&balance), || as_json(&balance)),
            stderr,
            exit: Exit::Clean,
        })
    }
}

/// Each sink under its name.
fn sinks(balance: &MassBalance) -> [(&'static str, f64); 5] {
    [
        ("collected", balance.collected),
        ("composted", balance.composted),
        ("sold", balance.sold),
        ("filled", balance.filled),
        ("uncollected", balance.uncollected),
    ]
}

fn told(balance: &MassBalance) -> String {
    let mut text = format!(
        "generated   {:>12.1} t a week\n",
        balance.generated / 1000.0
    );
    for (name, kg) in sinks(balance) {
        let share = 100.0 * kg / balance.generated.max(f64::MIN_POSITIVE);
        let _ = writeln!(text, "{name:<11} {:>12.1} t {share:>6.1} %", kg / 1000.0);
    }
    let _ = writeln!(
        text,
        "the balance closes to {:.1e}",
        balance.relative_error()
    );
    text
}

fn as_json(balance: &MassBalance) -> serde_json::Value {
    let mut object = serde_json::Map::new();
    object.insert("generated_kg".into(), balance.generated.into());
    for (name, kg) in sinks(balance) {
        object.insert(format!("{name}_kg"), kg.into());
    }
    object.insert("relative_error".into(), balance.relative_error().into());
    object.into()
}
