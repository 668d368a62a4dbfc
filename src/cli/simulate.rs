//! `wasteways simulate`: a plan lived through, many weeks of it.

use super::answer::Failure;
use super::items::{self, Items};
use super::progress::ProgressLine;
use super::search_args::run_facts;
use super::signals;
use super::{Answer, Common, Exit, read_plan};
use crate::district::District;
use crate::input::{self, Input};
use crate::plan::Plan;
use crate::planner::{Groundwork, Watch};
use crate::report::{self, Kind, RunFacts, SimulationSummary, mend_word};
use crate::study::{
    Comparison, Estimate, Heading, MOST_RUNS, MOST_WEEKS, Risk, Share, SimulatedBlock,
    SimulationQuestion, Tally, simulate,
};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Live a plan through many weeks: overflow, late tours, queues, and what would mend the weakest places
#[derive(Clone, Debug, Args)]
pub(super) struct SimulateArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The folder of the plan
    plan: PathBuf,
    /// Weeks of each run, one after the other
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_WEEKS)))]
    weeks: u32,
    /// Runs, each by itself
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_RUNS)))]
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
            Kind::Simulation.may_be_written(out, &[&self.district, &self.plan])?;
        }
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the tables");
        let far = |bytes, of| progress.say_read(bytes, of);
        let input = common.read_telling(&self.district, &far)?;
        let plan = read_plan(&self.plan, &input.district)?;
        let other = self
            .compare
            .as_ref()
            .map(|path| read_plan(path, &input.district));
        let other = other.transpose()?;
        let heading = self.heading(&input, &plan)?;
        let ground = Groundwork::of(&input.district, input.network.as_ref(), plan.week);
        let rows = rows(&input.district, &ground, &plan);
        let judge_item = |heading: &Heading<SimulationQuestion>, block: &SimulatedBlock| {
            heading.judge_item(rows, block)
        };
        let out = self.out.as_deref();
        let known = items::known(out, self.resume, &heading, &judge_item, |block| block.block)?;
        let watch = Watch {
            stop: Some(&stop),
            ..Watch::default()
        };
        let blocks = self.blocks((&input, &ground, &plan), &heading, known, &watch, &progress)?;
        if let (Some(out), true) = (&self.out, heading.share != Share::WHOLE) {
            let blocks = format!("{} blocks of runs", blocks.len());
            return Ok(items::answer_of_share(common, out, heading.share, &blocks));
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

    /// Lives through what is missing, and writes each block down as soon as it is done.
    fn blocks(
        &self,
        (input, ground, plan): (&Input, &Groundwork, &Plan),
        heading: &Heading<SimulationQuestion>,
        mut known: Vec<SimulatedBlock>,
        watch: &Watch,
        progress: &ProgressLine,
    ) -> Result<Vec<SimulatedBlock>, Failure> {
        let done: Vec<usize> = known.iter().map(|block| block.block).collect();
        let all = heading.question.blocks().len();
        let open = (0..all).filter(|&block| heading.share.holds(block) && !done.contains(&block));
        let items = Items::begin(self.out.as_deref(), heading, &known, open.count(), progress)?;
        let place = (&input.district, ground, plan);
        let of_share = (heading.share, done.as_slice());
        let told = |block: &SimulatedBlock| items.done(block);
        known.extend(simulate(place, &heading.question, of_share, watch, &told));
        known.sort_by_key(|block| block.block);
        items.finish(self.out.as_deref(), heading, &known)?;
        Ok(known)
    }
}

/// How many bins, tours and facilities blocks count for.
pub(super) fn rows(district: &District, ground: &Groundwork, plan: &Plan) -> [usize; 3] {
    [
        ground.flow.loads.len(),
        plan.tours.len(),
        district.disposals().count(),
    ]
}

/// All blocks as one.
pub(super) fn joined(blocks: Vec<SimulatedBlock>) -> Tally {
    let mut all = Tally::default();
    blocks.into_iter().for_each(|block| all.merge(block.tally));
    all
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
        let files = report::simulation_files((district, plan), &risk, &summary, run, language);
        common.put(&files, out)?;
    }
    let words = || told(asked, &risk, &summary, run, out);
    let is_done = risk.runs as u32 == asked.question.runs;
    Ok(Answer {
        stdout: common.words(words, || serde_json::json!(summary)),
        stderr: common.warned(&asked.input.warnings),
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
