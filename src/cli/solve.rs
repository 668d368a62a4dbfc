//! `wasteways solve`: an instance of the literature, or a request in the form of VROOM, in; its solution out.

use super::answer::Failure;
use super::progress::ProgressLine;
use super::search_args::SearchArgs;
use super::signals;
use super::{Answer, Common, Exit};
use crate::input::{Question, read_question};
use crate::report::{self, ReportError};
use crate::vrp::{self, Budget, Progress, SolveParams, Watch};
use clap::Args;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Solve an instance of the literature (VRPLIB, Solomon, Cordeau, Kim, Udine) or a request in the form of VROOM
#[derive(Clone, Debug, Args)]
pub(super) struct SolveArgs {
    /// The instance; its format is told from what is in it
    instance: PathBuf,
    /// Vehicles of each kind, a day [default: as the instance says; where it does not, one a client]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    vehicles: Option<u32>,
    #[command(flatten)]
    search: SearchArgs,
    /// The file to write the solution to
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A table to write how the search went to: day, iterations, cost, unserved, and seconds with --time-limit
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
}

impl SolveArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        for file in self.out.iter().chain(&self.history) {
            self.check_out(file)?;
        }
        if self.history.is_some() && self.history == self.out {
            return Err(Failure::Usage("--history: another file than --out".into()));
        }
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the instance");
        let question = read_question(&self.instance, self.vehicles)?;
        let seconds = Mutex::default();
        let solution = self.solved(&question, (&stop, &progress, &seconds), started);
        if let Some(file) = &self.history {
            let seconds = seconds.into_inner().unwrap_or_default();
            report::write_file(file, &self.history(&question, &solution, &seconds))?;
        }
        if let Some(out) = &self.out {
            let text = match &question {
                Question::Instance(instance) => report::solution_text(instance, &solution),
                Question::Vroom(request) => {
                    format!("{}\n", report::vroom_answer(request, &solution))
                }
            };
            report::write_file(out, text.as_bytes())?;
        }
        drop(progress);
        let is_feasible = solution.unserved.is_empty();
        let figures = json!({
            "cost": report::rounded(question.cost(&solution)),
            "feasible": is_feasible,
            "routes": solution.routes.len(),
            "seconds": started.elapsed().as_millis() as f64 / 1000.0,
            "iterations": solution.iterations,
        });
        Ok(Answer {
            stdout: common.words(|| format!("{figures}\n"), || figures.clone()),
            stderr: String::new(),
            exit: if is_feasible {
                Exit::Clean
            } else {
                Exit::Incomplete
            },
        })
    }

    /// The table of how it went. Clocks stand in it only where one limits the search, else two runs would differ.
    fn history(&self, question: &Question, solution: &vrp::Solution, seconds: &Seconds) -> Vec<u8> {
        let (cost, money) = (question.cost(solution), solution.cost.as_units());
        let unit = if money == 0.0 { 1.0 } else { cost / money };
        let has_clock = self.search.time_limit.is_some();
        let rows = solution.history.iter().map(|&row| {
            let at = seconds.get(&(row.day, row.iterations));
            let at = at.filter(|_| has_clock).copied();
            (row, at.map(|at| (at * 1000.0).round() / 1000.0))
        });
        report::history_table(&rows.collect::<Vec<_>>(), unit)
    }

    /// The solution must not take the place of the instance.
    fn check_out(&self, out: &std::path::Path) -> Result<(), ReportError> {
        report::may_write_file(out)?;
        let (out_file, instance) = (out.canonicalize().ok(), self.instance.canonicalize().ok());
        if out_file.is_some() && out_file == instance {
            return Err(ReportError::IsTheInput(out.to_owned()));
        }
        Ok(())
    }

    fn solved(
        &self,
        question: &Question,
        (stop, progress, seconds): (&AtomicBool, &ProgressLine, &Mutex<Seconds>),
        started: Instant,
    ) -> vrp::Solution {
        let problem = question.problem();
        let budget = self.search.budget(started, reserve(problem));
        let params = SolveParams {
            seed: self.search.seed,
            budget: budget.unwrap_or_else(|| Budget::default_for(problem)),
            ..SolveParams::default()
        };
        let tell = |step: Progress| {
            progress.say(format!("searching: {} iterations", step.iterations));
            let mut seconds = seconds.lock().unwrap_or_else(PoisonError::into_inner);
            seconds.insert((step.day, step.iterations), started.elapsed().as_secs_f64());
        };
        let watch = Watch {
            stop: Some(stop),
            progress: Some(&tell),
        };
        vrp::solve(problem, &params, None, &watch)
    }
}

/// By day and iterations, when that was.
type Seconds = BTreeMap<(u8, u64), f64>;

/// What is set aside of the time for the walk of the best tours, the file and the exit.
fn reserve(problem: &vrp::Problem) -> Duration {
    let visits = problem.clients.len() as u32 * u32::from(problem.num_days);
    Duration::from_millis(20) + Duration::from_micros(3) * visits
}
