//! `wasteways check`: judges a written plan, also one that a person has edited.

use super::answer::Failure;
use super::search_args::run_facts;
use super::{Answer, Common, Exit, read_plan};
use crate::check::{self, Finding, Judgement};
use crate::input::{self, Written};
use crate::planner::Groundwork;
use crate::quantity::IsoWeek;
use crate::report::{self, Kind};
use clap::Args;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

/// Judge a written plan, also an edited one
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The folder of the plan
    plan: PathBuf,
    /// The week that the plan was made for [default: the plan's own]
    #[arg(long, value_name = "YYYY-Www")]
    week: Option<IsoWeek>,
    /// Write the plan's tables, findings and page anew from what is counted here
    #[arg(long)]
    write: bool,
}

/// Findings shown before the rest are counted.
const SHOWN: usize = 50;

impl CheckArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        let input = input::read_district(&self.district)?;
        let district = &input.district;
        let plan = read_plan(&self.plan, district)?;
        let week = self.week.or(plan.week);
        let ground = Groundwork::of(district, input.network.as_ref(), week);
        let judgement = check::check(district, &ground.travel, &ground.flow.loads, &plan);
        let mut outcome = report::recounted(ground, plan, judgement, district);
        let written = Written::of(&self.plan);
        let (tables, not_judged) = report::recount(district, &outcome, &written, &input.sha256);
        if self.write {
            let run = run_facts(&input, false, started);
            let language = common.language(district.language);
            let told = (&run, &written);
            let network = input.network.as_ref();
            let mut files = report::rewritten(district, network, &outcome, told, language);
            files.kind = Kind::of(&self.plan).unwrap_or(files.kind);
            common.put(&files, &self.plan)?;
        } else {
            outcome.judgement.findings.extend(tables);
        }
        let judgement = &outcome.judgement;
        let clean =
            judgement.is_clean() && judgement.is_complete() && outcome.plan.unserved.is_empty();
        let words = || {
            let mut text = told(judgement);
            let _ = writeln!(text, "Not judged: {}.", not_judged.join(", "));
            if self.write {
                let _ = writeln!(text, "Written anew to {}.", self.plan.display());
            }
            text
        };
        Ok(Answer {
            stdout: common.words(words, || as_json(judgement)),
            stderr: String::new(),
            exit: if clean { Exit::Clean } else { Exit::Incomplete },
        })
    }
}

fn told(judgement: &Judgement) -> String {
    let findings = &judgement.findings;
    let mut text = match findings.len() {
        0 => {
            "No findings: the plan keeps every promise, and its tables say what it is.\n".to_owned()
        }
        1 => "1 finding:\n".to_owned(),
        count => format!("{count} findings:\n"),
    };
    for finding in findings.iter().take(SHOWN) {
        let _ = writeln!(text, "  {}", line(finding));
    }
    if findings.len() > SHOWN {
        let _ = writeln!(text, "  and {} more", findings.len() - SHOWN);
    }
    let _ = writeln!(
        text,
        "Collected {:.1} t; {} visits missed, {} kg unserved; collection costs {:.2}.",
        judgement.collected.as_tonnes(),
        judgement.missed_visits,
        judgement.unserved.0,
        judgement.cost.collection().as_units()
    );
    text
}

fn line(finding: &Finding) -> String {
    let day = finding.day.map(|day| format!(" {day}")).unwrap_or_default();
    let clock = finding
        .clock
        .map(|clock| format!(" {clock}"))
        .unwrap_or_default();
    format!(
        "{}: {}{day}{clock}: {}",
        finding.promise, finding.who, finding.detail
    )
}

fn as_json(judgement: &Judgement) -> serde_json::Value {
    let findings = judgement.findings.iter().map(|finding| {
        json!({
            "promise": finding.promise,
            "who": finding.who,
            "day": finding.day.map(|day| day.to_string()),
            "clock": finding.clock.map(|clock| clock.to_string()),
            "amount": finding.amount,
            "unit": finding.unit,
            "detail": finding.detail,
        })
    });
    json!({
        "findings": findings.collect::<Vec<_>>(),
        "missed_visits": judgement.missed_visits,
        "unserved_kg": judgement.unserved.0,
        "tonnes": judgement.collected.as_tonnes(),
        "cost": judgement.cost.total().as_units(),
        "cost_collection": judgement.cost.collection().as_units(),
    })
}
