//! `wasteways assess`: the monthly table from what was done.

use super::answer::Failure;
use super::{Answer, Common, Exit, read_plan};
use crate::check;
use crate::district::{District, limits};
use crate::input::{self, InputError, OwnTable};
use crate::planner::Groundwork;
use crate::report::{AssessmentSummary, Kind, assessment_files};
use crate::study::{Traced, assess, follow};
use crate::tables::{POINTS, VEHICLES};
use clap::Args;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Set what crews did against a plan: visits missed and late, daily clearing, the monthly table
#[derive(Clone, Debug, Args)]
pub(super) struct AssessArgs {
    /// The district: a folder of tables, or a workbook (.xlsx), with done.csv, trace.csv or both
    district: PathBuf,
    /// The folder of the plan that was to be kept
    plan: PathBuf,
    /// A folder to write monthly.csv, monthly.html, missed.csv, driven.csv, what was learnt and assessment.json to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The first day to assess [default: the first that is told]
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// The last day [default: the last that is told]
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
}

/// The longest time that is assessed at once, in days.
const LONGEST: i32 = 3 * 366;

impl AssessArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        Kind::Assessment.may_be_written(&self.out, &[&self.district, &self.plan])?;
        let input = common.read(&self.district)?;
        let district = &input.district;
        let plan = read_plan(&self.plan, district)?;
        let done = input::read_done(&self.district, district)?;
        let warnings = [input.warnings.as_slice(), &done.warnings].concat();
        let (from, to) = self.span(done.span)?;
        let ground = Groundwork::of(district, input.network.as_ref(), plan.week);
        let judgement = check::check(district, &ground.travel, &ground.flow.loads, &plan);
        let traced = follow(district, &plan, (from, to), &done.fixes);
        let visits = [done.visits.as_slice(), &traced.visits].concat();
        let found = assess(district, &plan, (from, to), &visits);
        let learnt = learnt(&self.district, district, &traced)?;
        let summary = AssessmentSummary::of((&found, &traced), &judgement);
        let language = common.language(district.language);
        let of_plan = (&ground.flow, &plan, &judgement);
        let done = (&found, &traced, learnt.as_slice());
        let files = assessment_files(district, of_plan, done, &summary, language);
        common.put(&files, &self.out)?;
        Ok(Answer {
            stdout: common.words(
                || told(&summary) + &format!("Written to {}.\n", self.out.display()),
                || serde_json::json!(summary),
            ),
            stderr: common.warned(&warnings),
            exit: Exit::Clean,
        })
    }
}

impl AssessArgs {
    /// The days asked for, or else those that are told.
    fn span(&self, told: (Date, Date)) -> Result<(Date, Date), Failure> {
        let (from, to) = (self.from.unwrap_or(told.0), self.to.unwrap_or(told.1));
        if from > to || (to - from).get_days() > LONGEST {
            return Err(Failure::Usage(format!(
                "{from} to {to}: the first day comes first, and at most {LONGEST} days are assessed at once"
            )));
        }
        Ok((from, to))
    }
}

/// The district's own tables with what its tracks teach: how long a visit takes, and how fast vehicles are.
fn learnt(path: &Path, district: &District, traced: &Traced) -> Result<Vec<OwnTable>, InputError> {
    let services: BTreeMap<&str, f64> = (traced.services.iter())
        .map(|(point, (seconds, _))| (district.points[point.index()].name.as_str(), *seconds))
        .collect();
    let factors: BTreeMap<&str, f64> = (traced.speed_ratios().into_iter())
        .map(|(vehicle, ratio)| {
            let vehicle = &district.vehicles[vehicle.index()];
            let (least, most) = (limits::SPEED_FACTOR.0, limits::SPEED_FACTOR.1);
            let factor = (vehicle.speed_factor * ratio).clamp(least, most);
            (vehicle.name.as_str(), (factor * 100.0).round() / 100.0)
        })
        .collect();
    let service = |point: &str, _| services.get(point).map(|seconds| seconds.round());
    let speed = |vehicle: &str, _| factors.get(vehicle).copied();
    let mut tables = Vec::new();
    if !services.is_empty() {
        tables.extend(input::own_table(
            path,
            &POINTS,
            ["point", "service_seconds"],
            &service,
        )?);
    }
    if !factors.is_empty() {
        tables.extend(input::own_table(
            path,
            &VEHICLES,
            ["vehicle", "speed_factor"],
            &speed,
        )?);
    }
    Ok(tables)
}

fn told(sums: &AssessmentSummary) -> String {
    let mut text = format!("{} to {}, {} days\n", sums.from, sums.to, sums.days);
    let _ = writeln!(
        text,
        "  visits   {} due: {} on their day, {} later, {} missed; {} that nobody had asked for",
        sums.visits_due,
        sums.visits_on_day,
        sums.visits_late,
        sums.visits_missed,
        sums.visits_unasked
    );
    let _ = writeln!(
        text,
        "  points   {} to which nobody came, {} whose bins held more than they can",
        sums.points_without_visit, sums.points_overflowing
    );
    let _ = writeln!(
        text,
        "  taken    {:.1} t, {:.1} % of it estimated by what had arisen",
        sums.tonnes, sums.estimated_percent
    );
    let _ = writeln!(
        text,
        "  cleared  {:.1} % on the day on which it arose, {:.1} % planned",
        sums.daily_clearing_percent, sums.daily_clearing_planned_percent
    );
    if let Some(driven) = sums.driven_km {
        let _ = writeln!(
            text,
            "  driven   {driven:.0} km by those tracked, {:.0} km planned; {} services and {} speeds learnt, {} fixes left out",
            sums.planned_km.unwrap_or(0.0),
            sums.services_learnt,
            sums.speeds_learnt,
            sums.fixes_left_out
        );
    }
    text
}
