//! `wasteways plan`: a district in, a checked week of tours out.

use super::answer::Failure;
use super::progress::ProgressLine;
use super::search_args::SearchArgs;
use super::signals;
use super::what_if::told_figures;
use super::{Answer, Common, Exit, read_plan};
use crate::district::{District, StreamId, VehicleId};
use crate::input::Input;
use crate::plan::Plan;
use crate::planner::{self, Budget, Groundwork, Outcome, PlanParams, Stage, Watch};
use crate::quantity::{IsoWeek, Money};
use crate::report::{self, Baseline, Beside, DifferenceSummary, Kind, RunFacts, Summary, Written};
use crate::rounds::Change;
use crate::study::{Saving, Step, compare, savings, steps};
use clap::{Args, ValueEnum};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Plan a week of collection tours
#[derive(Clone, Debug, Args)]
pub(super) struct PlanArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The folder to write the plan to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    search: SearchArgs,
    /// Plan for this week of the calendar, such as 2026-W47 [default: any week of the base season]
    #[arg(long, value_name = "YYYY-Www")]
    week: Option<IsoWeek>,
    /// Clear this stream on the day on which it arises, as max_age_days 1 in streams.csv would; may be given more than once
    #[arg(long, value_name = "STREAM")]
    daily: Vec<String>,
    /// Keep vehicle and day per village of this plan, at a price, and say what changed
    #[arg(long, value_name = "PLAN")]
    from: Option<PathBuf>,
    /// With --from: how dear changes are, as a multiple of their price of 10 a visit [default: 1]
    #[arg(long, value_name = "WEIGHT", requires = "from", value_parser = price)]
    keep: Option<f64>,
    /// With --from: plan at other weights too, and tell what a week saves if 0, 10, 25, 50 or all of 100 visits change
    #[arg(long, requires = "from")]
    savings: bool,
    /// What each type of vehicle that a village sees in a week is to cost, so that few do; in no bill [default: 0]
    #[arg(long, value_name = "PRICE", conflicts_with = "from", value_parser = price)]
    crew_price: Option<f64>,
    /// What each hour is to cost by which a village's first arrival of a day strays from its mean over the week; in no bill [default: 0]
    #[arg(long, value_name = "PRICE", value_parser = price)]
    hour_price: Option<f64>,
    /// A week to set before the plan, on the first page of the report: the folder of another plan, such as `wasteways time` makes
    /// of today's rounds
    #[arg(long, value_name = "PLAN")]
    baseline: Option<PathBuf>,
    /// Write tours.gpx and plan.kml also in the coordinates of Chinese maps
    #[arg(long, value_enum, value_name = "SYSTEM")]
    map: Option<MapSystem>,
}

/// Reads a price or a weight: nothing or more.
fn price(text: &str) -> Result<f64, String> {
    let price = text.trim().parse().ok();
    price
        .filter(|price: &f64| (0.0..=1e6).contains(price))
        .ok_or_else(|| "a number from 0 to 1000000".to_owned())
}

/// Coordinates other than WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MapSystem {
    /// GCJ-02, as AutoNavi and Tencent use it
    Gcj02,
}

impl PlanArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        Kind::Plan.may_be_written(&self.out, &[&self.district])?;
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the tables");
        let far = |bytes, of| progress.say_read(bytes, of);
        let mut input = common.read_telling(&self.district, &far)?;
        input.district = input
            .district
            .with_daily(&self.daily_streams(&input.district)?);
        let former = self
            .from
            .as_ref()
            .map(|path| read_plan(path, &input.district))
            .transpose()?;
        let before = self
            .baseline
            .as_ref()
            .map(|path| read_plan(path, &input.district))
            .transpose()?;
        let outcome = self.planned(&input, former.as_ref(), &stop, &progress, started);
        progress.say("writing the plan".into());
        let run = RunFacts {
            daily: self.daily.clone(),
            ..self
                .search
                .run_facts(&input, stop.load(Ordering::SeqCst), started)
        };
        let (district, network) = (&input.district, input.network.as_ref());
        let found = before
            .as_ref()
            .map(|before| compare((district, network), [before, &outcome.plan]));
        let name = self
            .baseline
            .as_ref()
            .and_then(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned());
        let baseline = match (&before, &found) {
            (Some(plan), Some(found)) => Some(Baseline {
                name: name.unwrap_or_default(),
                plan,
                found,
            }),
            _ => None,
        };
        let curve = match (self.savings, &former) {
            (true, Some(former)) => self.curve(&input, former, &stop, &progress, started),
            _ => Vec::new(),
        };
        let against = baseline.as_ref().map_or(String::new(), told_against);
        let against = against + &told_savings(&curve, &district.currency);
        let beside = Beside {
            baseline,
            savings: &curve,
        };
        let beside = (&run, &beside);
        let language = common.language(district.language);
        let mut files = report::plan_files_beside(district, network, &outcome, beside, language);
        if let Some(MapSystem::Gcj02) = self.map {
            let copies = report::gcj02_copies(&input.district, &outcome);
            files.files.extend(copies);
        }
        let written = common.put(&files, &self.out)?;
        drop(progress);
        Ok(self.answer(common, &input, (&outcome, &against), &run, &written))
    }

    /// The streams that are to be cleared daily.
    fn daily_streams(&self, district: &District) -> Result<Vec<StreamId>, Failure> {
        let known = || district.streams.iter().map(|stream| stream.name.as_str());
        let stream = |name: &String| {
            let position = known().position(|known| known == name.trim());
            position.map(StreamId::from_index).ok_or_else(|| {
                let all = known().collect::<Vec<_>>().join(", ");
                Failure::Usage(format!("--daily {name}: the district's streams are {all}"))
            })
        };
        self.daily.iter().map(stream).collect()
    }

    fn params<'a>(&self, former: Option<&'a Plan>, started: Instant) -> PlanParams<'a> {
        let usual = PlanParams::default();
        let price = Money::units(usual.vehicle_change_price.as_units() * self.keep.unwrap_or(1.0));
        PlanParams {
            week: self.week,
            seed: self.search.seed,
            budget: self.search.budget(started, Duration::ZERO),
            from: former,
            start: former,
            makes_start_whole: true,
            vehicle_change_price: price,
            day_change_price: price,
            crew_price: Money::units(self.crew_price.unwrap_or(0.0)),
            hour_price: Money::units(self.hour_price.unwrap_or(0.0)),
        }
    }

    /// What a week saves by how much of it changes, with a budget as large again.
    fn curve(
        &self,
        input: &Input,
        former: &Plan,
        stop: &AtomicBool,
        progress: &ProgressLine,
        started: Instant,
    ) -> Vec<Saving> {
        progress.say("planning at other prices of changes".into());
        let district = &input.district;
        let ground = Groundwork::of(district, input.network.as_ref(), self.week);
        let tell = |step: planner::Progress| progress.say_iterations(step.iterations);
        let watch = Watch {
            stop: Some(stop),
            stage: None,
            progress: Some(&tell),
        };
        let mut params = self.params(None, started);
        let usual = PlanParams::default();
        params.vehicle_change_price = usual.vehicle_change_price;
        if let Some(limit) = self.search.time_limit {
            params.budget = Some(Budget::Until(Instant::now() + limit));
        }
        savings((district, &ground), former, &params, &watch)
    }

    fn planned(
        &self,
        input: &Input,
        former: Option<&Plan>,
        stop: &AtomicBool,
        progress: &ProgressLine,
        started: Instant,
    ) -> Outcome {
        let params = self.params(former, started);
        let stage = |stage: Stage| progress.say_stage(stage);
        let tell = |step: planner::Progress| progress.say_iterations(step.iterations);
        let watch = Watch {
            stop: Some(stop),
            stage: Some(&stage),
            progress: Some(&tell),
        };
        planner::plan(&input.district, input.network.as_ref(), &params, &watch)
    }

    fn answer(
        &self,
        common: &Common,
        input: &Input,
        (outcome, against): (&Outcome, &str),
        run: &RunFacts,
        written: &Written,
    ) -> Answer {
        let summary = Summary::of(&input.district, outcome, &run.input_sha256);
        let words = || {
            let mut text = told(&input.district, outcome, &summary);
            if self.from.is_some() {
                let price = self.params(None, Instant::now()).vehicle_change_price;
                text.push_str(&told_changes(&input.district, &outcome.changes, price));
            }
            text.push_str(against);
            let _ = writeln!(
                text,
                "Written to {} in {:.1} s.",
                self.out.display(),
                run.seconds
            );
            if !written.at_once {
                text.push_str("The folder holds more than the plan, or could not be moved; its files were replaced one by one.\n");
            }
            if run.interrupted {
                text.push_str(
                    "The search was ended by hand: this is the best plan it had by then.\n",
                );
            }
            text
        };
        let stdout = common.words(words, || serde_json::json!(summary));
        Answer {
            stdout,
            stderr: common.warned(&input.warnings),
            exit: exit_of(outcome),
        }
    }
}

/// The plan beside the week before it.
fn told_against(baseline: &Baseline) -> String {
    let difference = &baseline.found.difference;
    let summary = DifferenceSummary::of(baseline.name.clone(), difference);
    let figures = told_figures(&summary, ["before", "plan"]);
    let villages = baseline.found.villages.len();
    format!("{figures}  villages  {villages} with other days, vehicles or facilities\n")
}

/// What the best plan saves that changes at most so much.
fn told_savings(curve: &[Saving], currency: &str) -> String {
    let row = |step: Step<'_>| {
        format!(
            "    {:>3} % {:>12.0} {currency}, {:.1} % less, with {:.1} % changed\n",
            step.percent,
            step.best.figures.cost.total().as_units(),
            step.saved_percent,
            step.best.changed_percent
        )
    };
    let rows: String = steps(curve).into_iter().map(row).collect();
    match rows.is_empty() {
        true => rows,
        false => format!("  savings  if so many visits may change vehicle or day:\n{rows}"),
    }
}

/// Whether all is done that is asked for, and every promise kept.
pub(super) fn exit_of(outcome: &Outcome) -> Exit {
    let judged = &outcome.judgement;
    let is_done = outcome.plan.unserved.is_empty() && judged.is_complete() && judged.is_clean();
    match is_done {
        true => Exit::Clean,
        false => Exit::Incomplete,
    }
}

/// The plan in a few lines.
pub(super) fn told(district: &District, outcome: &Outcome, summary: &Summary) -> String {
    let mut text = String::new();
    let cost_per_tonne = summary.cost_per_tonne.unwrap_or(0.0);
    let _ = writeln!(
        text,
        "{}: {:.1} t a week on {} tours",
        district.name, summary.tonnes, summary.tours
    );
    let _ = writeln!(
        text,
        "  trucks   {} on the busiest day, {} crews",
        summary.vehicles_used, summary.crews_needed
    );
    let _ = writeln!(
        text,
        "  way      {:.0} km, {:.0} h on duty, {:.1} h overtime",
        summary.km, summary.hours, summary.overtime_hours
    );
    let _ = writeln!(
        text,
        "  cost     {:.0} {} a week, {cost_per_tonne:.0} a tonne",
        summary.cost, summary.currency
    );
    text.push_str(&told_clearing(summary));
    let _ = writeln!(
        text,
        "  feeders  {} needed by estimate, {} held",
        summary.feeders_needed, summary.feeders_held
    );
    let held = summary.cleaners_held;
    let held = held.map_or(String::new(), |held| format!(", {held} held where told"));
    let _ = writeln!(
        text,
        "  cleaners {} needed by the norm{held}",
        summary.cleaners_needed
    );
    text.push_str(&told_stations(summary));
    let _ = match outcome.plan.unserved.len() {
        0 => writeln!(text, "  unserved nothing"),
        rows => writeln!(
            text,
            "  unserved {rows} visits, {} kg: unserved.csv says why",
            summary.unserved_kg
        ),
    };
    let _ = match summary.findings {
        0 => writeln!(text, "  check    no findings"),
        count => writeln!(text, "  check    {count} findings: findings.csv lists them"),
    };
    text
}

/// How much is cleared daily, of what, and what all of it would take.
fn told_clearing(summary: &Summary) -> String {
    let by_stream = summary.daily_clearing_by_stream.iter();
    let streams: Vec<String> = by_stream
        .map(|(name, percent)| format!("{name} {percent:.1} %"))
        .collect();
    let mut text = format!(
        "  cleared  {:.1} % of all waste within a day ({})\n",
        summary.daily_clearing_percent,
        streams.join(", ")
    );
    if let Some(daily) = summary.all_daily {
        let left = match daily.unserved_kg {
            0 => String::new(),
            kg => format!(", and {kg} kg would stay with this fleet"),
        };
        let _ = writeln!(
            text,
            "           all of it daily: at most {:.0} {} a week, {} trucks on the busiest day{left}",
            daily.cost, summary.currency, daily.vehicles_used
        );
    }
    text
}

/// What the stations make of it, where anyone waits or something is sent on.
fn told_stations(summary: &Summary) -> String {
    let (before, after) = (summary.stations.before, summary.stations.after);
    let mut text = String::new();
    if before.queue_hours > 0.0 {
        let _ = writeln!(
            text,
            "  docks    {:.1} h in queues, {:.1} h before starts were staggered",
            after.queue_hours, before.queue_hours
        );
    }
    if summary.hauls > 0 {
        let _ = writeln!(
            text,
            "  haul     {} containers by {} haulers (at least {}), {:.0} km, {} kg too much on floors",
            summary.hauls,
            summary.stations.haulers_used,
            summary.stations.haulers_lower_bound,
            summary.haul_km,
            after.overflow_kg.unwrap_or(0)
        );
    }
    text
}

/// Changes shown before the rest are counted.
const SHOWN: usize = 20;

/// What differs from the plan that was to be kept.
fn told_changes(district: &District, changes: &[Change], price: Money) -> String {
    let price = price.as_units();
    let mut text = format!(
        "  changed  {} of {} villages, at a price of {price} {} a visit by another vehicle or on another day\n",
        changes.len(),
        district.villages.len(),
        district.currency
    );
    let vehicles = |ids: &[VehicleId]| {
        let names = ids
            .iter()
            .map(|id| district.vehicles[id.index()].name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    for change in changes.iter().take(SHOWN) {
        let name = change.village.map_or("generators of no village", |id| {
            &district.villages[id.index()].name
        });
        let _ = writeln!(
            text,
            "    {name}: {} by {} -> {} by {}",
            change.days_before,
            vehicles(&change.vehicles_before),
            change.days_now,
            vehicles(&change.vehicles_now)
        );
    }
    if changes.len() > SHOWN {
        let _ = writeln!(text, "    and {} more", changes.len() - SHOWN);
    }
    text
}
