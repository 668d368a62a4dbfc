//! `wasteways time`: rounds that people give, timed, priced and judged.

use super::answer::Failure;
use super::plan::{exit_of, told};
use super::progress::ProgressLine;
use super::search_args::run_facts;
use super::signals;
use super::{Answer, Common};
use crate::check::Judgement;
use crate::district::{District, Fault, Role, VehicleId};
use crate::input::{self, TrackParams};
use crate::plan::{GivenTour, GivenWeek, LeftOut, WhyLeftOut};
use crate::planner::{self, Groundwork, Outcome, PlanParams, Stage, Watch};
use crate::quantity::IsoWeek;
use crate::report::{self, Kind, Summary};
use crate::study::match_tracks;
use clap::Args;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Time and price rounds that are given: who comes where in which order, with whatever else is known
#[derive(Clone, Debug, Args)]
pub(super) struct TimeArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The rounds: rounds.csv or another CSV file of its columns, a workbook with a sheet rounds or stops (such as an edited
    /// plan.xlsx), or a folder with rounds.csv or of a plan; or tracks of a week: GPX files, a folder of them, or trace.csv
    rounds: PathBuf,
    /// The folder to write the plan to that the rounds make
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Time them in this week of the calendar, such as 2026-W47 [default: any week of the base season]
    #[arg(long, value_name = "YYYY-Www")]
    week: Option<IsoWeek>,
    /// The vehicle of GPX tracks that name none, a name of vehicles.csv
    #[arg(long, value_name = "NAME")]
    vehicle: Option<String>,
    /// Hours that local time is ahead of the UTC of GPX tracks
    #[arg(long, value_name = "HOURS", default_value_t = 8.0, allow_negative_numbers = true, value_parser = hours)]
    utc_offset: f64,
}

/// Reads an offset from UTC.
fn hours(text: &str) -> Result<f64, String> {
    let hours = text.trim().parse().ok();
    hours
        .filter(|hours: &f64| hours.abs() <= 14.0)
        .ok_or_else(|| "hours from -14 to 14, such as 8".to_owned())
}

impl TimeArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        Kind::Plan.may_be_written(&self.out, &[&self.district, &self.rounds])?;
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the tables");
        let mut input = common.read(&self.district)?;
        let stage = |stage: Stage| progress.say_stage(stage);
        let watch = Watch {
            stop: Some(&stop),
            stage: Some(&stage),
            progress: None,
        };
        let ground = Groundwork::of(&input.district, input.network.as_ref(), self.week);
        let given = self.given(&input.district, &ground)?;
        let week = GivenWeek {
            tours: given.tours,
            left: Vec::new(),
        };
        let params = PlanParams {
            week: self.week,
            ..PlanParams::default()
        };
        let district = &input.district;
        let (planned, left_out) = planner::time_on(district, &ground, &week, &params, &watch);
        let outcome = Outcome::of(ground, planned, params.seed);
        progress.say("writing the plan".into());
        let left_out = self.remarks(district, &left_out);
        input.warnings.extend(given.warnings);
        input.warnings.extend(left_out);
        let (district, network) = (&input.district, input.network.as_ref());
        let run = run_facts(&input, false, started);
        let language = common.language(district.language);
        let files = report::plan_files(district, network, &outcome, &run, language);
        common.put(&files, &self.out)?;
        drop(progress);
        let summary = Summary::of(district, &outcome, &run.input_sha256);
        let words = || {
            let broken = told_broken(&outcome.judgement);
            let text = told(district, &outcome, &summary);
            format!(
                "{}{text}{broken}Written to {} in {:.1} s.\n",
                given.told,
                self.out.display(),
                run.seconds
            )
        };
        Ok(Answer {
            stdout: common.words(words, || serde_json::json!(summary)),
            stderr: common.warned(&input.warnings),
            exit: exit_of(&outcome),
        })
    }

    /// The rounds of a table, or those that tracks tell.
    fn given(&self, district: &District, ground: &Groundwork) -> Result<Given, Failure> {
        if !input::is_tracks(&self.rounds) {
            let given = input::read_rounds(&self.rounds, district)?;
            return Ok(Given {
                tours: given.tours,
                warnings: given.warnings,
                told: String::new(),
            });
        }
        let params = TrackParams {
            utc_offset: self.utc_offset,
            vehicle: self.named_vehicle(district)?,
        };
        let tracks = input::read_tracks(&self.rounds, district, params)?;
        let matched = match_tracks((district, &ground.travel), &tracks.fixes, &tracks.names);
        let silent = match matched.silent {
            0 => String::new(),
            days => format!("; {days} tracks of a day tell no visit"),
        };
        Ok(Given {
            told: format!(
                "{} fixes, which err by {:.0} m, tell {} visits on {} tours{silent}\n",
                tracks.fixes.len(),
                matched.error,
                matched.visits,
                matched.tours.len()
            ),
            tours: matched.tours,
            warnings: tracks.warnings,
        })
    }

    fn named_vehicle(&self, district: &District) -> Result<Option<VehicleId>, Failure> {
        let Some(name) = &self.vehicle else {
            return Ok(None);
        };
        let mut collectors = district.fleet(Role::Collector);
        let found = collectors.find(|(_, vehicle)| vehicle.name == name.trim());
        let all = || {
            district
                .fleet(Role::Collector)
                .map(|(_, vehicle)| vehicle.name.as_str())
        };
        let unknown = || {
            let names = all().collect::<Vec<_>>().join(", ");
            Failure::Usage(format!(
                "--vehicle {name}: the district's collectors are {names}"
            ))
        };
        found.map(|(id, _)| Some(id)).ok_or_else(unknown)
    }

    /// Visits that cannot be timed, as remarks on the file of the rounds: one a tour and reason.
    fn remarks(&self, district: &District, left_out: &[LeftOut]) -> Vec<Fault> {
        let mut of_tour: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for left in left_out {
            let expected = match left.why {
                WhyLeftOut::NothingArises => {
                    "points at which something arises that the vehicle fetches"
                }
                WhyLeftOut::NoWay => "points to which a road leads for the vehicle",
            };
            let name = district.points[left.point.index()].name.as_str();
            of_tour
                .entry((&left.tour, expected))
                .or_default()
                .push(name);
        }
        let remark = |((tour, expected), points): (_, Vec<&str>)| {
            let more = match points.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let shown = &points[..points.len().min(SHOWN)];
            Fault {
                file: file_name(&self.rounds),
                row: None,
                column: "point".into(),
                value: format!("{}{more}", shown.join(", ")),
                cell: String::new(),
                expected: format!("{expected}; tour {tour} leaves them out"),
            }
        };
        of_tour.into_iter().map(remark).collect()
    }
}

/// Rounds as they were read.
struct Given {
    tours: Vec<GivenTour>,
    warnings: Vec<Fault>,
    /// What is to be told of them first.
    told: String,
}

/// Points named before the rest are counted.
const SHOWN: usize = 5;

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Which promises the rounds break, and how often.
fn told_broken(judgement: &Judgement) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &judgement.findings {
        *counts.entry(finding.promise.as_ref()).or_default() += 1;
    }
    let mut text = String::new();
    if !counts.is_empty() {
        let counts = counts
            .iter()
            .map(|(promise, count)| format!("{promise} {count}"));
        let _ = writeln!(text, "           {}", counts.collect::<Vec<_>>().join(", "));
    }
    text
}
