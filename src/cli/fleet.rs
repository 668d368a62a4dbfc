//! `wasteways fleet`: how many trucks, as a curve with a proof.

use super::answer::Failure;
use super::items::{self, Items};
use super::progress::ProgressLine;
use super::search_args::SearchArgs;
use super::signals;
use super::{Answer, Common, Exit};
use crate::district::{District, Role, VehicleId};
use crate::input::Input;
use crate::planner::{Groundwork, Watch};
use crate::quantity::{IsoWeek, Kilograms};
use crate::report::{self, FleetSummary, Kind, RunFacts};
use crate::study::{
    FleetAnchor, FleetCurve, FleetQuestion, FleetSize, Heading, MOST_VEHICLES, Share,
};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Plan the week for every size of fleet: how many trucks, what it costs, and a proof of how few can do
#[derive(Clone, Debug, Args)]
pub(super) struct FleetArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// Sizes of fleet, such as 20..=45
    #[arg(long, value_name = "RANGE", value_parser = sizes)]
    trucks: Sizes,
    /// The type whose number is asked for [default: all collectors, the mix kept]
    #[arg(long, value_name = "ID")]
    vehicle: Option<String>,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    search: SearchArgs,
    /// Plan for this week of the calendar, such as 2026-W47 [default: any week of the base season]
    #[arg(long, value_name = "YYYY-Www")]
    week: Option<IsoWeek>,
    /// Do only this share of the sizes, such as 3/40, and write a part for `wasteways merge`
    #[arg(long, value_name = "K/N")]
    shard: Option<Share>,
    /// Go on where a run to the same folder ended
    #[arg(long)]
    resume: bool,
}

/// Fewest and most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sizes(u32, u32);

/// Reads `20..=45` (also `20..46`, `20-45`, `30`).
fn sizes(text: &str) -> Result<Sizes, String> {
    let expected = "a range of fleet sizes such as 20..=45, the smaller first";
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| expected.to_owned());
    let (least, most) = if let Some((from, to)) = text.split_once("..=") {
        (number(from)?, number(to)?)
    } else if let Some((from, to)) = text.split_once("..") {
        (number(from)?, number(to)?.saturating_sub(1))
    } else if let Some((from, to)) = text.split_once('-') {
        (number(from)?, number(to)?)
    } else {
        (number(text)?, number(text)?)
    };
    if least > most || most > MOST_VEHICLES {
        return Err(format!("{expected}, at most {MOST_VEHICLES}"));
    }
    Ok(Sizes(least, most))
}

/// The name of the study in journals.
pub(super) const STUDY: &str = "fleet";

impl FleetArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        Kind::Fleet.may_be_written(&self.out, &[&self.district])?;
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the tables");
        let far = |bytes, of| progress.say_read(bytes, of);
        let input = common.read_telling(&self.district, &far)?;
        let heading = self.heading(&input)?;
        let judge_item = |heading: &Heading<FleetQuestion>, size: &FleetSize| {
            heading.judge_item(&input.district, size)
        };
        let out = Some(self.out.as_path());
        let known = items::known(out, self.resume, &heading, &judge_item, |size| {
            size.vehicles
        })?;
        progress.say("measuring ways and planning for the largest fleet".into());
        let ground = Groundwork::of(&input.district, input.network.as_ref(), self.week);
        let stage = |stage| progress.say_stage(stage);
        let watch = Watch {
            stop: Some(&stop),
            stage: Some(&stage),
            ..Watch::default()
        };
        let anchor = FleetAnchor::new(&input.district, &ground, &heading.question, &watch);
        // Sizes are planned side by side: how many are done says more.
        let watch = Watch {
            stage: None,
            ..watch
        };
        let sizes = self.sizes(&anchor, &heading, known, &watch, &progress)?;
        let curve = FleetCurve::new(&input.district, &heading.question, sizes, anchor.bound);
        drop(progress);
        if heading.share != Share::WHOLE {
            let sizes = format!("{} sizes", curve.sizes.len());
            return Ok(items::answer_of_share(
                common,
                &self.out,
                heading.share,
                &sizes,
            ));
        }
        let run = self
            .search
            .run_facts(&input, stop.load(Ordering::SeqCst), started);
        write_curve(&self.out, (&input, &heading), &curve, &run, common)
    }

    fn heading(&self, input: &Input) -> Result<Heading<FleetQuestion>, Failure> {
        let vehicle = self.vehicle.as_deref();
        let vehicle = vehicle
            .map(|name| collector(&input.district, name))
            .transpose()?;
        Ok(Heading {
            study: STUDY.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            input_sha256: input.sha256.clone(),
            district: self.district.display().to_string(),
            plan: None,
            week: self.week,
            share: self.shard.unwrap_or(Share::WHOLE),
            question: FleetQuestion {
                least: self.trucks.0,
                most: self.trucks.1,
                vehicle,
                seed: self.search.seed,
                iterations: self.search.iterations,
                time_limit: self.search.time_limit,
            },
        })
    }

    /// Plans what is missing, and writes each size down as soon as it is done.
    fn sizes(
        &self,
        anchor: &FleetAnchor<'_>,
        heading: &Heading<FleetQuestion>,
        mut known: Vec<FleetSize>,
        watch: &Watch,
        progress: &ProgressLine,
    ) -> Result<Vec<FleetSize>, Failure> {
        let done: Vec<u32> = known.iter().map(|size| size.vehicles).collect();
        let question = &heading.question;
        let sizes = (question.least..=question.most).enumerate();
        let open = sizes.filter(|(item, size)| heading.share.holds(*item) && !done.contains(size));
        let items = Items::begin(Some(&self.out), heading, &known, open.count(), progress)?;
        known.extend(anchor.plan_share(heading.share, &done, watch, &|size| items.done(size)));
        known.sort_by_key(|size| size.vehicles);
        items.finish(Some(&self.out), heading, &known)?;
        Ok(known)
    }
}

/// The collector of a name.
pub(super) fn collector(district: &District, name: &str) -> Result<VehicleId, Failure> {
    let known = || district.fleet(Role::Collector);
    let found = known().find(|(_, vehicle)| vehicle.name == name);
    found.map(|(id, _)| id).ok_or_else(|| {
        let names: Vec<&str> = known().map(|(_, vehicle)| vehicle.name.as_str()).collect();
        Failure::Usage(format!(
            "no collector {name:?}; there are: {}",
            names.join(", ")
        ))
    })
}

/// Writes the files of a curve and tells of it.
pub(super) fn write_curve(
    out: &Path,
    (input, heading): (&Input, &Heading<FleetQuestion>),
    curve: &FleetCurve,
    run: &RunFacts,
    common: &Common,
) -> Result<Answer, Failure> {
    let district = &input.district;
    let summary = FleetSummary::of(
        district,
        heading.week,
        &heading.question,
        curve,
        &input.sha256,
    );
    let language = common.language(district.language);
    let files = report::fleet_files(district, curve, &summary, run, language);
    common.put(&files, out)?;
    let words = || told(district, curve, &summary, run, out);
    let is_done = curve.missing.is_empty() && curve.smallest_complete().is_some();
    // A size that leaves work says so; that its visits then lie too far apart is no news.
    let mut served = curve
        .sizes
        .iter()
        .filter(|size| size.unserved == Kilograms::ZERO);
    let has_findings = served.any(|size| size.findings > 0);
    Ok(Answer {
        stdout: common.words(words, || serde_json::json!(summary)),
        stderr: common.warned(&input.warnings),
        exit: if is_done && !has_findings {
            Exit::Clean
        } else {
            Exit::Incomplete
        },
    })
}

fn told(
    district: &District,
    curve: &FleetCurve,
    summary: &FleetSummary,
    run: &RunFacts,
    out: &Path,
) -> String {
    let mut text = format!(
        "{}: {} sizes of fleet\n",
        summary.district,
        curve.sizes.len()
    );
    let _ = writeln!(
        text,
        "{:>10}{:>14}{:>14}{:>10}{:>12}{:>10}  mix",
        "vehicles", summary.currency, "kg that stay", "points", "overtime h", "km"
    );
    for size in &curve.sizes {
        let _ = writeln!(
            text,
            "{:>10}{:>14.0}{:>14}{:>10}{:>12.1}{:>10.0}  {}",
            size.vehicles,
            size.cost.total().as_units(),
            size.unserved.0,
            size.unserved_points,
            size.overtime.as_hours(),
            size.distance.as_km(),
            report::mix(district, size)
        );
    }
    let _ = match summary.smallest_complete {
        Some(size) => writeln!(
            text,
            "  smallest complete  {size} vehicles ({} held today)",
            curve.held
        ),
        None if curve.missing.is_empty() => writeln!(
            text,
            "  smallest complete  none of these ({} held today)",
            curve.held
        ),
        None => writeln!(
            text,
            "  smallest complete  not known: sizes are missing ({} held today)",
            curve.held
        ),
    };
    let _ = match summary.cheapest {
        Some(size) => writeln!(text, "  cheapest           {size} vehicles"),
        None => writeln!(
            text,
            "  cheapest           not told: no fleet is complete, sizes are missing, or holding a vehicle has no price"
        ),
    };
    told_bound(curve, &mut text);
    told_gap(summary, &mut text);
    if !curve.missing.is_empty() {
        let _ = writeln!(
            text,
            "{} sizes are missing ({}): run again with --resume, or merge all parts.",
            curve.missing.len(),
            listed(&curve.missing)
        );
    }
    let _ = writeln!(
        text,
        "Written to {} in {:.1} s.",
        out.display(),
        run.seconds
    );
    text
}

fn listed(sizes: &[u32]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = sizes.iter().take(SHOWN).map(u32::to_string).collect();
    let more = if sizes.len() > SHOWN { ", ..." } else { "" };
    shown.join(", ") + more
}

/// Why the bound and the smallest complete fleet lie apart.
fn told_gap(summary: &FleetSummary, text: &mut String) {
    if summary.gap_hours.is_empty() {
        return;
    }
    let confirmed = match summary.bound_is_confirmed {
        Some(true) => "the judge comes to the same terms",
        Some(false) => "the judge comes to OTHER terms: please report this",
        None => "not recomputed",
    };
    let _ = writeln!(text, "    {confirmed}; hours a week, plan and proof:");
    for row in &summary.gap_hours {
        let _ = writeln!(
            text,
            "      {:<20}{:>9.0}{:>9.0}",
            row.what, row.plan, row.proof
        );
    }
}

/// The bound with the terms of its busiest day.
fn told_bound(curve: &FleetCurve, text: &mut String) {
    let gap = curve
        .gap_percent()
        .map(|gap| format!(", gap {gap:.0} %"))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "  lower bound        {} vehicles, proven{gap}",
        curve.bound.vehicles()
    );
    for group in &curve.bound.groups {
        let (_, day) = group.busiest();
        let hours = |seconds: i64| seconds as f64 / 3600.0;
        let _ = writeln!(
            text,
            "    {} of {} types: by capacity {} trips / {} a tour = {}; by time ({:.1} h service + {:.1} h unloading + {:.1} h driving) / {:.1} h = {}",
            group.held,
            group.types.len(),
            day.trips,
            day.trips_a_tour,
            day.by_capacity,
            hours(day.service_s),
            hours(day.unloading_s),
            hours(day.driving_s),
            hours(day.longest_s - day.home_s),
            day.by_time
        );
    }
}
