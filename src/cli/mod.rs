//! The commands, one file each: what they ask of the library, and how their answer reads.
//!
//! Nothing here prints or exits; [`run`] gives an [`Answer`], and `main` prints it. (Progress on a terminal excepted.)

mod answer;
mod assess;
mod check;
mod compare;
mod completions;
mod edited;
mod fleet;
mod flow;
mod generate;
mod init;
mod items;
mod merge;
mod plan;
mod progress;
mod reconcile;
mod roads;
mod schema;
mod search_args;
mod signals;
mod simulate;
mod solve;
mod speech;
mod time;
mod what_if;

pub use answer::{Answer, Exit, calm_message};

use answer::Failure;

use crate::district::{District, Fault, Language};
use crate::input;
use crate::plan::Plan;
use crate::report::{self, FileSet, ReportError, Written};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// Plans rural waste collection: from a county's spreadsheets to a checked week of truck tours.
#[derive(Clone, Debug, Parser)]
#[command(name = "wasteways", version, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done and clean
  1  a fault of wasteways or of the machine
  2  wrong usage
  3  faulty input, nothing written
  4  written, but the fleet cannot do it all or the check has findings

Ctrl-C during a search ends it and writes the best plan so far; a second Ctrl-C ends at once, nothing written.";

/// What every command takes.
#[derive(Clone, Debug, Args)]
struct Common {
    /// Threads to work with [default: all cores]; the result does not depend on them
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Language of reports and of the console [default: the district's; of the console else the machine's]
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// Print nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Print one JSON object instead of words
    #[arg(long, global = true)]
    json: bool,
    /// The language that the district names, once that is read.
    #[arg(skip)]
    of_district: OnceLock<Language>,
}

impl Common {
    /// Words or JSON to print, as asked for.
    fn words(
        &self,
        words: impl FnOnce() -> String,
        json: impl FnOnce() -> serde_json::Value,
    ) -> String {
        match (self.json, self.quiet) {
            (true, _) => format!("{}\n", json()),
            (false, true) => String::new(),
            (false, false) => words(),
        }
    }

    /// Warnings in words, for stderr.
    fn warned(&self, warnings: &[Fault]) -> String {
        if self.quiet {
            String::new()
        } else {
            answer::warned(warnings, self.speaks())
        }
    }

    /// Writes files to a folder. What cannot be cleared away once they stand is a warning.
    fn put(&self, set: &FileSet, folder: &Path) -> Result<Written, ReportError> {
        let written = set.write(folder)?;
        if let Some(left) = written.left.as_ref().filter(|_| !self.quiet) {
            let said = format!("warning: what was written stands, but {left}");
            eprintln!("{}", self.speaks().says(&said));
        }
        Ok(written)
    }

    fn language(&self, district: Language) -> Language {
        match self.lang {
            None => district,
            Some(Lang::En) => Language::En,
            Some(Lang::Zh) => Language::Zh,
        }
    }
}

/// Reads a written plan; one that a run had made ready when it was ended is put in place first.
fn read_plan(folder: &Path, district: &District) -> Result<Plan, Failure> {
    report::recover(folder)?;
    Ok(input::read_plan(folder, district)?)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// English
    En,
    /// Chinese
    Zh,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    Plan(plan::PlanArgs),
    Check(check::CheckArgs),
    Time(time::TimeArgs),
    Flow(flow::FlowArgs),
    Fleet(fleet::FleetArgs),
    Simulate(simulate::SimulateArgs),
    Merge(merge::MergeArgs),
    WhatIf(Box<what_if::WhatIfArgs>),
    Generate(generate::GenerateArgs),
    Init(init::InitArgs),
    Solve(solve::SolveArgs),
    Roads(roads::RoadsArgs),
    Reconcile(reconcile::ReconcileArgs),
    Assess(assess::AssessArgs),
    Compare(compare::CompareArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
}

impl Command {
    /// Whether what it prints is for programs to read, in every language the same.
    const fn is_for_programs(&self) -> bool {
        matches!(self, Self::Schema(_) | Self::Completions(_) | Self::Man(_))
    }
}

/// Runs a command. `started` is when the process began: limits of time count from there.
#[must_use]
pub fn run(cli: &Cli, started: Instant) -> Answer {
    if let Some(threads) = cli.common.threads {
        // A pool that stands already (in a test, say) is as good: no result depends on it.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
        let _ = pool.build_global();
    }
    let answer = match &cli.command {
        Command::Plan(args) => args.run(&cli.common, started),
        Command::Check(args) => args.run(&cli.common, started),
        Command::Time(args) => args.run(&cli.common, started),
        Command::Flow(args) => args.run(&cli.common),
        Command::Fleet(args) => args.run(&cli.common, started),
        Command::Simulate(args) => args.run(&cli.common, started),
        Command::Merge(args) => args.run(&cli.common, started),
        Command::WhatIf(args) => args.run(&cli.common, started),
        Command::Generate(args) => args.run(&cli.common),
        Command::Init(args) => args.run(&cli.common),
        Command::Roads(args) => args.run(&cli.common),
        Command::Reconcile(args) => args.run(&cli.common),
        Command::Assess(args) => args.run(&cli.common),
        Command::Compare(args) => args.run(&cli.common),
        Command::Solve(args) => args.run(&cli.common, started),
        Command::Schema(args) => Ok(args.run()),
        Command::Completions(args) => Ok(args.run()),
        Command::Man(args) => args.run(),
    };
    let language = cli.common.speaks();
    let mut answer =
        answer.unwrap_or_else(|failure| failure.into_answer(cli.common.json, language));
    if !cli.common.json && !cli.command.is_for_programs() {
        answer.stdout = language.says(&answer.stdout);
    }
    answer.stderr = language.says(&answer.stderr);
    answer
}

impl Cli {
    /// The arguments of the process; `--help` ends in the language asked for.
    #[must_use]
    pub fn of_process() -> Self {
        let language = speech::asked_for(std::env::args());
        let command = Self::command().after_help(language.says(EXIT_CODES));
        let parsed = Self::from_arg_matches(&command.get_matches());
        parsed.unwrap_or_else(|error| error.exit())
    }
}
