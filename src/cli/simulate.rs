//! `wasteways simulate`: a plan lived through, many weeks of it.

use super::answer::{Failure, warned};
use super::fleet::other_study;
use super::progress::ProgressLine;
use super::signals;
use super::{Answer, Common, Exit};
use crate::input::{self, Input};
use crate::plan::Plan;
use crate::planner::{Groundwork, Watch};
use crate::report::{self, Journal, RunFacts, SimulationSummary, mend_word};
use crate::study::{
    Comparison, Estimate, Heading, Risk, Share, SimulatedBlock, SimulationQuestion, Tally, simulate,
};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Live a plan through many weeks: overflow, late tours, queues, and what would mend the weakest places
#[derive(Clone, Debug, Args)]
pub(super) struct SimulateArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The folder of the plan
    plan: PathBuf,
    /// Weeks of each run, one after the other
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    weeks: u32,
    /// Runs, each by itself
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    runs: u32,
    /// Seed of all draws; two plans with one seed meet the same weeks
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Another plan to live through the same weeks, and the difference
    #[arg(long, value_name = "PLAN", conflicts_with = "shard")]
    compare: Option<PathBuf>,
    /// A folder to write the tables and the page to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Do only this share of the runs, such as 3/40, and write a part for `wasteways merge`
    #[arg(long, value_name = "K/N", requires = "out")]
    shard: Option<Share>,
    /// Go on where a run to the same folder ended
    #[arg(long, requires = "out")]
    resume: bool,
}

/// The name of the study in journals.
pub(super) const STUDY: &str = "simulate";

/// A plan and what it is asked.
pub(super) struct Asked<'a> {
    pub input: &'a Input,
    pub plan: &'a Plan,
    pub question: &'a SimulationQuestion,
}

impl SimulateArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        if let Some(out) = &self.out {
            report::NO_SIMULATION_FILES.may_replace(out)?;
        }
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the tables");
        let far = |bytes, of| progress.say_read(bytes, of);
        let input = input::read_district_telling(&self.district, &far)?;
        let plan = input::read_plan(&self.plan, &input.district)?;
        let other = self
            .compare
            .as_ref()
            .map(|path| input::read_plan(path, &input.district));
        let other = other.transpose()?;
        let heading = self.heading(&input, &plan)?;
        let known = self.known(&heading)?;
        let ground = Groundwork::of(&input.district, input.network.as_ref(), plan.week);
        let watch = Watch {
            stop: Some(&stop),
            progress: None,
        };
        let blocks = self.blocks((&input, &ground, &plan), &heading, known, &watch, &progress)?;
        if heading.share != Share::WHOLE {
            return Ok(self.answer_of_share(common, blocks.len(), heading.share));
        }
        let tally = joined(blocks);
        let comparison = other.map(|other| {
            progress.say("the other plan".into());
            let place = (&input.district, &ground, &other);
            let items = (Share::WHOLE, &[][..]);
            let blocks = simulate(place, &heading.question, items, &watch, &|_| {});
            Comparison::of(&tally, &joined(blocks))
        });
        let run = run_facts(&input, stop.load(Ordering::SeqCst), started);
        drop(progress);
        let asked = Asked {
            input: &input,
            plan: &plan,
            question: &heading.question,
        };
        answer(
            &asked,
            &ground,
            (&tally, comparison),
            &run,
            (common, self.out.as_deref()),
        )
    }

    fn heading(&self, input: &Input, plan: &Plan) -> Result<Heading<SimulationQuestion>, Failure> {
        Ok(Heading {
            study: STUDY.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            input_sha256: input.sha256.clone(),
            district: self.district.display().to_string(),
            plan: Some(self.plan.display().to_string()),
            week: plan.week,
            share: self.shard.unwrap_or(Share::WHOLE),
            question: SimulationQuestion {
                weeks: self.weeks,
                runs: self.runs,
                seed: self.seed,
                plan_sha256: input::plan_sha256(&self.plan)?,
            },
        })
    }

    fn known(&self, heading: &Heading<SimulationQuestion>) -> Result<Vec<SimulatedBlock>, Failure> {
        let journal = self
            .out
            .as_ref()
            .map(|out| out.join(Journal::name(heading.share)));
        let Some(journal) = journal.filter(|path| self.resume && path.exists()) else {
            return Ok(Vec::new());
        };
        let (former, blocks): (Heading<SimulationQuestion>, Vec<SimulatedBlock>) =
            input::read_journal(&journal)?;
        if former.is_of_same_study(heading) {
            Ok(blocks)
        } else {
            Err(other_study(&journal))
        }
    }

    /// Lives through what is missing, and writes each block down as soon as it is done.
    fn blocks(
        &self,
        (input, ground, plan): (&Input, &Groundwork, &Plan),
        heading: &Heading<SimulationQuestion>,
        mut known: Vec<SimulatedBlock>,
        watch: &Watch,
        progress: &ProgressLine,
    ) -> Result<Vec<SimulatedBlock>, Failure> {
        let begin = |out: &PathBuf| Journal::begin(out, heading.share, heading, &known);
        let journal = self.out.as_ref().map(begin).transpose()?;
        let done: Vec<usize> = known.iter().map(|block| block.block).collect();
        let all = heading.question.blocks().len();
        let open = (0..all).filter(|&block| heading.share.holds(block) && !done.contains(&block));
        let (all, begun, finished) = (open.count(), Instant::now(), AtomicUsize::new(0));
        let failed = Mutex::new(None);
        let told = |block: &SimulatedBlock| {
            if let Some(Err(error)) = journal.as_ref().map(|journal| journal.add(block)) {
                *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            }
            progress.say_left(finished.fetch_add(1, Ordering::SeqCst) + 1, all, begun);
        };
        let place = (&input.district, ground, plan);
        let items = (heading.share, done.as_slice());
        known.extend(simulate(place, &heading.question, items, watch, &told));
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error.into()),
            None => Ok(known),
        }
    }

    fn answer_of_share(&self, common: &Common, blocks: usize, share: Share) -> Answer {
        let part = self
            .out
            .as_deref()
            .unwrap_or(Path::new(""))
            .join(Journal::name(share));
        let part = part.display().to_string();
        let words = || {
            format!(
                "Share {share}: {blocks} blocks of runs written to {part}.\nJoin the parts with: wasteways merge PART... --out DIR\n"
            )
        };
        Answer {
            stdout: common.words(
                words,
                || serde_json::json!({ "share": share.to_string(), "part": part }),
            ),
            stderr: String::new(),
            exit: Exit::Clean,
        }
    }
}

/// All blocks as one.
pub(super) fn joined(blocks: Vec<SimulatedBlock>) -> Tally {
    let mut all = Tally::default();
    blocks.into_iter().for_each(|block| all.merge(block.tally));
    all
}

pub(super) fn run_facts(input: &Input, interrupted: bool, started: Instant) -> RunFacts {
    RunFacts {
        input_sha256: input.sha256.clone(),
        seconds: started.elapsed().as_millis() as f64 / 1000.0,
        time_limit: None,
        iterations: None,
        interrupted,
        threads: rayon::current_num_threads(),
        machine: RunFacts::this_machine(),
        version: env!("CARGO_PKG_VERSION"),
        warnings: input.warnings.iter().map(ToString::to_string).collect(),
    }
}

/// Writes the files, if a folder is named, and tells what the runs say.
pub(super) fn answer(
    asked: &Asked<'_>,
    ground: &Groundwork,
    (tally, comparison): (&Tally, Option<Comparison>),
    run: &RunFacts,
    (common, out): (&Common, Option<&Path>),
) -> Result<Answer, Failure> {
    let (district, plan) = (&asked.input.district, asked.plan);
    let risk = Risk::of((district, ground, plan), asked.question, tally);
    let found = (&risk, comparison);
    let summary = SimulationSummary::of(district, plan, asked.question, found, &asked.input.sha256);
    if let Some(out) = out {
        let language = common.language(district.language);
        report::simulation_files((district, plan), &risk, &summary, run, language).write(out)?;
    }
    let words = || told(asked, &risk, &summary, run, out);
    let is_done = risk.runs as u32 == asked.question.runs;
    Ok(Answer {
        stdout: common.words(words, || serde_json::json!(summary)),
        stderr: if common.quiet {
            String::new()
        } else {
            warned(&asked.input.warnings)
        },
        exit: if is_done {
            Exit::Clean
        } else {
            Exit::Incomplete
        },
    })
}

fn told(
    asked: &Asked<'_>,
    risk: &Risk,
    summary: &SimulationSummary,
    run: &RunFacts,
    out: Option<&Path>,
) -> String {
    let district = &asked.input.district;
    let mut text = format!(
        "{}: {} runs of {} weeks\n",
        summary.district, risk.runs, risk.weeks
    );
    let rows = [
        ("containers that overflow", summary.overflowing),
        ("tours home late", summary.late_tours),
        ("daily clearing kept, %", summary.daily_clearing_percent),
        ("queues at facilities, h", summary.queue_hours),
        ("trucks full early, times", summary.full_early),
        ("breakdowns", summary.breakdowns),
    ];
    let _ = writeln!(text, "  {:<28}{:>10}  95 % interval", "in a week", "mean");
    for (name, estimate) in rows {
        let _ = writeln!(text, "  {name:<28}{}", interval(estimate));
    }
    told_comparison(summary, &mut text);
    told_weakest(asked, risk, &mut text);
    for station in &risk.stations {
        if let Some(overflow) = station.overflow.filter(|overflow| overflow.value > 0.0) {
            let name = district.disposal_name(station.facility);
            let _ = writeln!(
                text,
                "  floor of {name} overflows in {:.1} % of weeks",
                100.0 * overflow.value
            );
        }
    }
    if (risk.runs as u32) < asked.question.runs {
        let _ = writeln!(
            text,
            "Ended after {} of {} runs.",
            risk.runs, asked.question.runs
        );
    }
    let _ = match out {
        Some(out) => writeln!(
            text,
            "Written to {} in {:.1} s.",
            out.display(),
            run.seconds
        ),
        None => writeln!(
            text,
            "Done in {:.1} s; --out DIR writes tables and a page.",
            run.seconds
        ),
    };
    text
}

fn interval(estimate: Estimate) -> String {
    format!(
        "{:>10.2}  {:.2} to {:.2}",
        estimate.value, estimate.low, estimate.high
    )
}

fn told_comparison(summary: &SimulationSummary, text: &mut String) {
    if let Some(found) = &summary.comparison {
        text.push_str("  the other plan less this one, in the same weeks\n");
        let rows = [
            ("containers that overflow", found.overflowing),
            ("tours home late", found.late_tours),
            ("daily clearing kept, %", found.daily_clearing_percent),
            ("queues at facilities, h", found.queue_hours),
        ];
        for (name, estimate) in rows {
            let _ = writeln!(text, "    {name:<26}{}", interval(estimate));
        }
    }
}

fn told_weakest(asked: &Asked<'_>, risk: &Risk, text: &mut String) {
    let district = &asked.input.district;
    if !risk.weakest.is_empty() {
        text.push_str("  weakest places: overflow in a week, and with one thing more\n");
    }
    for weak in &risk.weakest {
        let mends: Vec<String> = weak
            .mends
            .iter()
            .map(|(mend, after)| format!("{} {:.1} %", mend_word(*mend), 100.0 * after))
            .collect();
        let name = &district.points[weak.place.point.index()].name;
        let percent = 100.0 * weak.place.overflow.value;
        let _ = writeln!(
            text,
            "    {name:<14}{percent:>7.1} %   {}",
            mends.join(", ")
        );
    }
}
