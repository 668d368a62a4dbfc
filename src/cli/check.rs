//! `wasteways check`: judges a written plan, also one that a person has edited.

use super::answer::Failure;
use super::edited::{self, Rounds};
use super::plan::exit_of;
use super::search_args::run_facts;
use super::{Answer, Common, Exit, read_plan};
use crate::check::{self, Finding, Judgement};
use crate::input::{Input, Written};
use crate::plan::Plan;
use crate::planner::{Groundwork, Outcome, PlanParams};
use crate::quantity::IsoWeek;
use crate::report::{self, Kind};
use crate::study::Retimed;
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
    /// Take the stops in the order of their rows, reckon clocks, metres, loads and line haul anew, and write the plan
    #[arg(long, conflicts_with_all = ["write", "strict"])]
    retime: bool,
    /// Judge every clock and figure as it is written, and say nothing of what an edit means
    #[arg(long)]
    strict: bool,
}

/// Findings shown before the rest are counted.
const SHOWN: usize = 50;

impl CheckArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        let input = common.read(&self.district)?;
        let district = &input.district;
        let plan = read_plan(&self.plan, district);
        let rounds = match self.strict || self.write {
            true => None,
            false => Some(Rounds::read(&self.plan, district, plan.as_ref().ok())),
        };
        match rounds {
            Some(Ok(rounds)) if self.retime => self.retimed(common, &input, rounds, started),
            Some(Ok(rounds)) if !rounds.edits.is_empty() => {
                let network = input.network.as_ref();
                let (_, retimed) = rounds.retime((district, network), self.week);
                self.told_edits(common, &input, plan, &retimed)
            }
            Some(Err(faults)) if self.retime => Err(faults.into()),
            Some(Err(faults)) => {
                let answer = self.as_written(common, &input, plan?, started)?;
                let warning =
                    format!("warning: whether the plan was edited cannot be told: {faults}\n");
                Ok(Answer {
                    stderr: if common.quiet { String::new() } else { warning },
                    ..answer
                })
            }
            _ => self.as_written(common, &input, plan?, started),
        }
    }

    /// Judges the plan as it is written.
    fn as_written(
        &self,
        common: &Common,
        input: &Input,
        plan: Plan,
        started: Instant,
    ) -> Result<Answer, Failure> {
        let Strict {
            outcome,
            not_judged,
            written,
        } = self.judged(input, plan);
        if self.write {
            self.put(common, input, (&outcome, &written), started)?;
        }
        let judgement = &outcome.judgement;
        let words = || {
            let mut text = told(judgement, TRUE);
            let _ = writeln!(text, "Not judged: {}.", not_judged.join(", "));
            if self.write {
                let _ = writeln!(text, "Written anew to {}.", self.plan.display());
            }
            text
        };
        Ok(Answer {
            stdout: common.words(words, || as_json(judgement)),
            stderr: String::new(),
            exit: exit_of(&outcome),
        })
    }

    fn judged(&self, input: &Input, plan: Plan) -> Strict {
        let district = &input.district;
        let week = self.week.or(plan.week);
        let ground = Groundwork::of(district, input.network.as_ref(), week);
        let judgement = check::check(district, &ground.travel, &ground.flow.loads, &plan);
        let mut outcome = report::recounted(ground, plan, judgement, district);
        let written = Written::of(&self.plan);
        let (tables, not_judged) = report::recount(district, &outcome, &written, &input.sha256);
        if !self.write {
            outcome.judgement.findings.extend(tables);
        }
        Strict {
            outcome,
            not_judged,
            written,
        }
    }

    /// Writes the plan's files anew.
    fn put(
        &self,
        common: &Common,
        input: &Input,
        (outcome, written): (&Outcome, &Written),
        started: Instant,
    ) -> Result<(), Failure> {
        let district = &input.district;
        let run = run_facts(input, false, started);
        let language = common.language(district.language);
        let network = input.network.as_ref();
        let mut files = report::rewritten(district, network, outcome, (&run, written), language);
        files.kind = Kind::of(&self.plan).unwrap_or(files.kind);
        common.put(&files, &self.plan)?;
        Ok(())
    }

    /// The plan with its rounds driven anew.
    fn retimed(
        &self,
        common: &Common,
        input: &Input,
        rounds: Rounds,
        started: Instant,
    ) -> Result<Answer, Failure> {
        let district = &input.district;
        let (ground, retimed) = rounds.retime((district, input.network.as_ref()), self.week);
        let told_first = edited::told(district, &retimed);
        let edits = edited::as_json(district, &retimed, finding_json);
        let outcome = Outcome::of(ground, retimed.planned, PlanParams::default().seed);
        self.put(common, input, (&outcome, &Written::of(&self.plan)), started)?;
        let words = || {
            let judged = told(&outcome.judgement, TRUE);
            format!(
                "{told_first}{judged}Written anew to {}.\n",
                self.plan.display()
            )
        };
        let json = || {
            let mut json = as_json(&outcome.judgement);
            json["retimed"] = edits;
            json
        };
        Ok(Answer {
            stdout: common.words(words, json),
            stderr: String::new(),
            exit: exit_of(&outcome),
        })
    }

    /// What the edits mean, in place of an echo of them in every clock behind them; programs get both.
    fn told_edits(
        &self,
        common: &Common,
        input: &Input,
        plan: Result<Plan, Failure>,
        retimed: &Retimed,
    ) -> Result<Answer, Failure> {
        let district = &input.district;
        let strict = plan
            .ok()
            .map(|plan| self.judged(input, plan).outcome.judgement);
        let words = || {
            let mut text = edited::told(district, retimed);
            text.push_str(&told(
                &retimed.planned.judgement,
                "driven so it keeps every promise",
            ));
            let echoes = match &strict {
                Some(judged) => format!(
                    "{} findings on them as written: --strict lists them",
                    judged.findings.len()
                ),
                None => "as written they cannot be read: --strict says why".to_owned(),
            };
            let _ = writeln!(
                text,
                "Clocks, metres and sums in {} are still those of before ({echoes}); --retime writes them anew.",
                self.plan.display()
            );
            text
        };
        let json = || {
            let mut json = as_json(strict.as_ref().unwrap_or(&retimed.planned.judgement));
            json["retimed"] = edited::as_json(district, retimed, finding_json);
            json
        };
        Ok(Answer {
            stdout: common.words(words, json),
            stderr: String::new(),
            exit: Exit::Incomplete,
        })
    }
}

/// A plan judged as it is written.
struct Strict {
    outcome: Outcome,
    not_judged: Vec<String>,
    written: Written,
}

/// What is true of a plan without findings.
const TRUE: &str = "the plan keeps every promise, and its tables say what it is";

fn told(judgement: &Judgement, clean: &str) -> String {
    let findings = &judgement.findings;
    let mut text = match findings.len() {
        0 => format!("No findings: {clean}.\n"),
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
    let findings = judgement.findings.iter().map(finding_json);
    json!({
        "findings": findings.collect::<Vec<_>>(),
        "missed_visits": judgement.missed_visits,
        "unserved_kg": judgement.unserved.0,
        "tonnes": judgement.collected.as_tonnes(),
        "cost": judgement.cost.total().as_units(),
        "cost_collection": judgement.cost.collection().as_units(),
    })
}

fn finding_json(finding: &Finding) -> serde_json::Value {
    json!({
        "promise": finding.promise,
        "who": finding.who,
        "day": finding.day.map(|day| day.to_string()),
        "clock": finding.clock.map(|clock| clock.to_string()),
        "amount": finding.amount,
        "unit": finding.unit,
        "detail": finding.detail,
    })
}
