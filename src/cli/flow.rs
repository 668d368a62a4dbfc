//! `wasteways flow`: who makes how much of what, and where it goes.

use super::answer::{Failure, warned};
use super::{Answer, Common, Exit};
use crate::district::District;
use crate::flow::{self, Assignment, MassBalance, OnwardPrices};
use crate::quantity::IsoWeek;
use crate::report::{self, Kind};
use crate::roads;
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Follow the waste: who makes what, and where it goes
#[derive(Clone, Debug, Args)]
pub(super) struct FlowArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// A folder to write flows.csv, assignment.csv, facilities.csv and balance.json to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Decide which of the stations with an open_cost_per_day to open
    #[arg(long)]
    open: bool,
    /// Follow this week of the calendar, such as 2026-W47 [default: any week of the base season]
    #[arg(long, value_name = "YYYY-Www")]
    week: Option<IsoWeek>,
}

impl FlowArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        if let Some(folder) = &self.out {
            Kind::Flow.may_be_written(folder, &[&self.district])?;
        }
        let input = common.read(&self.district)?;
        let flow = flow::flow(&input.district, self.week);
        let travel = roads::travel(&input.district, input.network.as_ref());
        let onward = OnwardPrices::estimated(&input.district, &travel, &flow.loads);
        let assignment = if self.open {
            flow::assign_opening(&input.district, &travel, &flow.loads, &onward)
        } else {
            flow::assign(&input.district, &travel, &flow.loads, &onward)
        };
        if let Some(folder) = &self.out {
            let files = report::flow_files(&input.district, &flow, &assignment);
            common.put(&files, folder)?;
        }
        let balance = flow.balance(&input.district);
        let mut stderr = String::new();
        if !common.quiet {
            stderr = warned(&input.warnings, common.speaks());
            for warning in &flow.warnings {
                let _ = writeln!(stderr, "{}", warning.message(&input.district));
            }
        }
        Ok(Answer {
            stdout: common.words(
                || told(&balance) + &told_assignment(&input.district, &assignment),
                || as_json(&balance),
            ),
            stderr,
            exit: Exit::Clean,
        })
    }
}

/// Each sink under its name.
fn sinks(balance: &MassBalance) -> [(&'static str, f64); 6] {
    [
        ("collected", balance.collected),
        ("composted", balance.composted),
        ("sold", balance.sold),
        ("filled", balance.filled),
        ("handed_over", balance.handed_over),
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

/// The assignment in a few lines; assignment.csv has every village.
fn told_assignment(district: &District, assignment: &Assignment) -> String {
    let mut text = format!(
        "cheapest assignment of villages: {:.0} {} a week, {:.2} % above the bound\n",
        assignment.cost.as_units(),
        district.currency,
        assignment.gap_percent()
    );
    let _ = writeln!(
        text,
        "  {:<24}{:>12}{:>12}  one more tonne a day saves a week",
        "facility", "t a day", "limit"
    );
    for row in assignment
        .facilities
        .iter()
        .filter(|row| row.kg_per_day > 0.0)
    {
        let limit = row
            .limit
            .map_or("-".into(), |kg| format!("{:.1}", kg / 1000.0));
        let saves = row
            .tonne_saves
            .map_or(String::new(), |money| format!("{:.0}", money.as_units()));
        let name = district.disposal_name(row.facility);
        let _ = writeln!(
            text,
            "  {name:<24}{:>12.1}{limit:>12}  {saves}",
            row.kg_per_day / 1000.0
        );
    }
    let candidates = assignment.facilities.iter();
    let decided: Vec<_> = candidates.filter(|row| row.is_opened.is_some()).collect();
    if !decided.is_empty() {
        let shut = decided.iter().filter(|row| row.is_opened == Some(false));
        let names: Vec<&str> = shut
            .map(|row| district.disposal_name(row.facility))
            .collect();
        let opened = decided.len() - names.len();
        let _ = writeln!(
            text,
            "  {opened} of {} candidates opened; shut: {}",
            decided.len(),
            if names.is_empty() {
                "none".into()
            } else {
                names.join(", ")
            }
        );
    }
    let left = assignment
        .rows
        .iter()
        .filter(|row| row.facility.is_none())
        .count();
    if left > 0 {
        let _ = writeln!(
            text,
            "  {left} villages or points have no facility that takes all of theirs"
        );
    }
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
