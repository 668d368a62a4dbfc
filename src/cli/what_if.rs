//! `wasteways what-if`: the week without a truck or a station, with another amount of waste, with something new.

use super::answer::Failure;
use super::fleet::collector;
use super::items::{self, Items};
use super::progress::ProgressLine;
use super::search_args::SearchArgs;
use super::signals;
use super::{Answer, Common, Exit, read_plan};
use crate::district::{DisposalId, District, Place, PointId, VehicleId};
use crate::input::{self, Input};
use crate::plan::Plan;
use crate::planner::Watch;
use crate::quantity::{IsoWeek, Kilograms, Money};
use crate::report::{self, DifferenceSummary, Kind, RunFacts, WeekFigures};
use crate::study::{
    Heading, Loss, LossQuestion, NewStation, Outage, RoadSpot, Scenario, Share, WhatIf,
    WhatIfParams, judge_loss, losses, outages, what_if,
};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Plan the week anew for a change, from the present plan with as little change as asked
#[derive(Clone, Debug, Args)]
#[command(group(clap::ArgGroup::new("change").required(true).multiple(true)))]
pub(super) struct WhatIfArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// The folder of the present plan
    plan: PathBuf,
    /// A collector out of service, or several: ID or ID=N
    #[arg(long, value_name = "ID", group = "change")]
    without_vehicle: Vec<String>,
    /// A collector sold, or several: ID or ID=N; unlike one out of service it is no longer paid for
    #[arg(long, value_name = "ID", group = "change")]
    sell_vehicle: Vec<String>,
    /// A station or plant that takes nothing
    #[arg(long, value_name = "ID", group = "change")]
    close_station: Vec<String>,
    /// A closed road: a way id, or LONGITUDE,LATITUDE of a point on it
    #[arg(long, value_name = "WAY", group = "change", value_parser = road, allow_hyphen_values = true)]
    close_road: Vec<RoadSpot>,
    /// All waste times this
    #[arg(long, value_name = "X", group = "change")]
    factor: Option<f64>,
    /// Percent of the households that sort, in every village
    #[arg(long, value_name = "PERCENT", group = "change")]
    sorting: Option<f64>,
    /// A station more: NAME,LONGITUDE,LATITUDE or NAME,LONGITUDE,LATITUDE,TONNES_PER_DAY
    #[arg(long, value_name = "STATION", group = "change", value_parser = new_station)]
    new_station: Vec<NewStation>,
    /// Containers more at a point: POINT=N
    #[arg(long, value_name = "POINT=N", group = "change")]
    add_containers: Vec<String>,
    /// Another week of the calendar, such as 2026-W08 for Spring Festival [default: the plan's]
    #[arg(long, value_name = "YYYY-Www", group = "change")]
    week: Option<IsoWeek>,
    /// Each truck and each facility out once, ranked by damage
    #[arg(long, group = "change", conflicts_with_all = ["without_vehicle", "sell_vehicle", "close_station", "close_road", "factor", "sorting", "new_station", "add_containers", "time_limit"])]
    each: bool,
    /// Price of each visit by another type of vehicle, and of each on another day, in units of the currency
    #[arg(long, value_name = "PRICE", default_value_t = 10.0, value_parser = price)]
    keep: f64,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    search: SearchArgs,
    /// With --each: go on where a run to the same folder ended
    #[arg(long, requires = "each")]
    resume: bool,
}

fn price(text: &str) -> Result<f64, String> {
    let price: f64 = text.trim().parse().map_err(|_| "a price such as 10")?;
    if (0.0..=1e6).contains(&price) {
        Ok(price)
    } else {
        Err("a price from 0 to 1000000".into())
    }
}

/// Reads numbers apart by commas.
fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split(',')
        .map(|part| part.trim().parse().ok())
        .collect()
}

fn road(text: &str) -> Result<RoadSpot, String> {
    if let Ok(way) = text.trim().parse() {
        return Ok(RoadSpot::Way(way));
    }
    match numbers(text).as_deref() {
        Some(&[longitude, latitude]) => Ok(RoadSpot::At(Place::new(longitude, latitude))),
        _ => Err("the id of a way, or LONGITUDE,LATITUDE".into()),
    }
}

fn new_station(text: &str) -> Result<NewStation, String> {
    let expected =
        || "NAME,LONGITUDE,LATITUDE or NAME,LONGITUDE,LATITUDE,TONNES_PER_DAY".to_owned();
    let (name, rest) = text.split_once(',').ok_or_else(expected)?;
    let (place, tonnes) = match numbers(rest).as_deref() {
        Some(&[longitude, latitude]) => (Place::new(longitude, latitude), None),
        Some(&[longitude, latitude, tonnes]) if tonnes > 0.0 && tonnes < 1e5 => {
            (Place::new(longitude, latitude), Some(tonnes))
        }
        _ => return Err(expected()),
    };
    if name.trim().is_empty() {
        return Err(expected());
    }
    Ok(NewStation {
        name: name.trim().to_owned(),
        place,
        daily_limit: tonnes.map(|tonnes| Kilograms::rounded(1000.0 * tonnes)),
    })
}

/// The name of the study of all losses in journals.
const STUDY: &str = "losses";

impl WhatIfArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        let kind = if self.each {
            Kind::Losses
        } else {
            Kind::WhatIf
        };
        kind.may_be_written(&self.out, &[&self.district, &self.plan])?;
        let stop = signals::stop_flag();
        let progress = ProgressLine::new(common, "reading the tables");
        let far = |bytes, of| progress.say_read(bytes, of);
        let input = common.read_telling(&self.district, &far)?;
        let present = read_plan(&self.plan, &input.district)?;
        let watch = Watch {
            stop: Some(&stop),
            ..Watch::default()
        };
        if self.each {
            return self.run_each(
                common,
                (&input, &present),
                (&watch, &stop),
                progress,
                started,
            );
        }
        let scenario = self.scenario(&input.district)?;
        let stage = |stage| progress.say_stage(stage);
        let watch = Watch {
            stage: Some(&stage),
            ..watch
        };
        let params = WhatIfParams {
            week: self.week.or(present.week),
            seed: self.search.seed,
            budget: self.search.budget(started, Duration::ZERO),
            keep: Money::units(self.keep),
        };
        let place = (&input.district, input.network.as_ref());
        let anew = what_if(place, &present, &scenario, &params, &watch)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        let summary = DifferenceSummary::of(self.words(), &anew.difference);
        let run = self
            .search
            .run_facts(&input, stop.load(Ordering::SeqCst), started);
        let language = common.language(input.district.language);
        let files = report::what_if_files(&anew, &summary, &run, language);
        common.put(&files, &self.out)?;
        drop(progress);
        let words = || self.told(&anew, &summary, &run);
        Ok(Answer {
            stdout: common.words(words, || serde_json::json!(summary)),
            stderr: common.warned(&input.warnings),
            exit: exit(&anew),
        })
    }

    fn scenario(&self, district: &District) -> Result<Scenario, Failure> {
        let without = self
            .without_vehicle
            .iter()
            .map(|text| out_of_service(district, text));
        let sold = self
            .sell_vehicle
            .iter()
            .map(|text| out_of_service(district, text));
        let closed = self
            .close_station
            .iter()
            .map(|name| facility(district, name));
        let containers = self
            .add_containers
            .iter()
            .map(|text| containers(district, text));
        Ok(Scenario {
            without: without.collect::<Result<_, _>>()?,
            sold: sold.collect::<Result<_, _>>()?,
            closed: closed.collect::<Result<_, _>>()?,
            closed_roads: self.close_road.clone(),
            factor: self.factor,
            participation: self.sorting.map(|percent| percent / 100.0),
            new_stations: self.new_station.clone(),
            containers: containers.collect::<Result<_, _>>()?,
        })
    }

    /// What is asked, in words.
    fn words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        words.extend(
            self.without_vehicle
                .iter()
                .map(|id| format!("without {id}")),
        );
        words.extend(self.sell_vehicle.iter().map(|id| format!("{id} sold")));
        words.extend(self.close_station.iter().map(|id| format!("{id} closed")));
        words.extend(self.close_road.iter().map(|spot| match spot {
            RoadSpot::Way(way) => format!("way {way} closed"),
            RoadSpot::At(place) => format!("road at {},{} closed", place.longitude, place.latitude),
        }));
        words.extend(self.factor.map(|factor| format!("all waste x {factor}")));
        words.extend(self.sorting.map(|percent| format!("{percent} % sort")));
        words.extend(
            self.new_station
                .iter()
                .map(|station| format!("new station {}", station.name)),
        );
        words.extend(
            self.add_containers
                .iter()
                .map(|text| format!("containers added: {text}")),
        );
        words.extend(self.week.map(|week| format!("week {week}")));
        words.join("; ")
    }

    fn told(&self, anew: &WhatIf, summary: &DifferenceSummary, run: &RunFacts) -> String {
        let mut text = format!("{}: {}\n", anew.district.name, summary.scenario);
        text += &told_figures(summary, ["before", "after"]);
        let _ = writeln!(
            text,
            "  kept      {:.1} % of {} visits with their day and type of vehicle, {:.1} % with their crew too",
            summary.kept_percent, summary.visits, summary.kept_by_crew_percent
        );
        let _ = writeln!(
            text,
            "  moved     {} visits: moves.csv says from whom to whom",
            summary.moves
        );
        if !anew.outcome.judgement.is_clean() {
            let count = anew.outcome.judgement.findings.len();
            let _ = writeln!(
                text,
                "  check     {count} findings: findings.csv lists them"
            );
        }
        let _ = writeln!(
            text,
            "Written to {} in {:.1} s.",
            self.out.display(),
            run.seconds
        );
        text
    }

    fn run_each(
        &self,
        common: &Common,
        (input, present): (&Input, &Plan),
        (watch, stop): (&Watch<'_>, &AtomicBool),
        progress: ProgressLine,
        started: Instant,
    ) -> Result<Answer, Failure> {
        let heading = self.heading(input, present)?;
        let judge_item = |_: &Heading<LossQuestion>, loss: &Loss| judge_loss(&input.district, loss);
        let out = Some(self.out.as_path());
        let known: Vec<Loss> =
            items::known(out, self.resume, &heading, &judge_item, |loss| loss.outage)?;
        let done: Vec<Outage> = known.iter().map(|loss| loss.outage).collect();
        let all = outages(&input.district).len();
        let left = all - done.len();
        let items = Items::begin(Some(&self.out), &heading, &known, left, &progress)?;
        let place = (&input.district, input.network.as_ref());
        let of_share = (Share::WHOLE, done.as_slice());
        let told = |loss: &Loss| items.done(loss);
        let mut rows = losses(place, present, &heading.question, of_share, watch, &told);
        rows.extend(known);
        rows.sort_by_key(|loss| loss.outage);
        items.finish(Some(&self.out), &heading, &rows)?;
        rows.sort_by_key(|loss| (std::cmp::Reverse(loss.damage()), loss.outage));
        let run = self
            .search
            .run_facts(input, stop.load(Ordering::SeqCst), started);
        let language = common.language(input.district.language);
        let files = report::loss_files(&input.district, &rows, &run, language);
        common.put(&files, &self.out)?;
        drop(progress);
        let words = || told_losses(&input.district, &rows, all, &run, self);
        Ok(Answer {
            stdout: common.words(
                words,
                || serde_json::json!({ "losses": rows.len(), "of": all }),
            ),
            stderr: common.warned(&input.warnings),
            exit: if rows.len() == all {
                Exit::Clean
            } else {
                Exit::Incomplete
            },
        })
    }

    fn heading(&self, input: &Input, present: &Plan) -> Result<Heading<LossQuestion>, Failure> {
        Ok(Heading {
            study: STUDY.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            input_sha256: input.sha256.clone(),
            district: self.district.display().to_string(),
            plan: Some(self.plan.display().to_string()),
            week: self.week.or(present.week),
            share: Share::WHOLE,
            question: LossQuestion {
                week: self.week.or(present.week),
                seed: self.search.seed,
                iterations: self.search.iterations,
                keep: Money::units(self.keep),
                plan_sha256: input::plan_sha256(&self.plan)?,
            },
        })
    }
}

fn exit(anew: &WhatIf) -> Exit {
    let judged = &anew.outcome.judgement;
    let is_done =
        anew.outcome.plan.unserved.is_empty() && judged.is_complete() && judged.is_clean();
    if is_done {
        Exit::Clean
    } else {
        Exit::Incomplete
    }
}

/// The figures of two weeks, a line each.
pub(super) fn told_figures(summary: &DifferenceSummary, [first, second]: [&str; 2]) -> String {
    let mut text = format!("{:<22}{first:>14}{second:>14}{:>14}\n", "", "difference");
    for (name, before, after) in rows(&summary.before, &summary.after) {
        let difference = after - before;
        let _ = writeln!(
            text,
            "  {name:<20}{before:>14.1}{after:>14.1}{difference:>+14.1}"
        );
    }
    text
}

fn rows(before: &WeekFigures, after: &WeekFigures) -> [(&'static str, f64, f64); 13] {
    [
        ("cost", before.cost, after.cost),
        ("trucks", before.trucks as f64, after.trucks as f64),
        ("crews", before.crews as f64, after.crews as f64),
        ("tonnes", before.tonnes, after.tonnes),
        ("tours", before.tours as f64, after.tours as f64),
        ("km", before.km, after.km),
        ("hours", before.hours, after.hours),
        (
            "overtime hours",
            before.overtime_hours,
            after.overtime_hours,
        ),
        (
            "kg that stay",
            before.unserved_kg as f64,
            after.unserved_kg as f64,
        ),
        (
            "kg untreated",
            before.untreated_kg as f64,
            after.untreated_kg as f64,
        ),
        (
            "visits missed",
            f64::from(before.missed_visits),
            f64::from(after.missed_visits),
        ),
        (
            "queue hours",
            before.station_queue_hours,
            after.station_queue_hours,
        ),
        (
            "cleared in a day, %",
            before.daily_clearing_percent,
            after.daily_clearing_percent,
        ),
    ]
}

fn told_losses(
    district: &District,
    rows: &[Loss],
    all: usize,
    run: &RunFacts,
    args: &WhatIfArgs,
) -> String {
    let mut text = format!(
        "{}: each truck and each facility out once, the most damage first\n",
        district.name
    );
    let _ = writeln!(
        text,
        "  {:<28}{:>14}{:>14}{:>14}{:>14}{:>12}{:>10}",
        "out", "kg that stay", "kg untreated", "visits missed", "cost", "overtime h", "kept %"
    );
    for loss in rows {
        let _ = writeln!(
            text,
            "  {:<28}{:>+14}{:>+14}{:>+14}{:>+14.0}{:>+12.1}{:>10.1}",
            loss.outage.name(district),
            loss.unserved.0,
            loss.untreated.0,
            loss.missed_visits,
            loss.cost.as_units(),
            loss.overtime.as_hours(),
            loss.kept_percent
        );
    }
    if rows.len() < all {
        let _ = writeln!(
            text,
            "{} are missing: run again with --resume.",
            all - rows.len()
        );
    }
    let _ = writeln!(
        text,
        "Written to {} in {:.1} s.",
        args.out.display(),
        run.seconds
    );
    text
}

/// Reads `ID` or `ID=N`. A name that holds an equals sign is taken as it stands.
fn out_of_service(district: &District, text: &str) -> Result<(VehicleId, u32), Failure> {
    if let Ok(id) = collector(district, text) {
        return Ok((id, 1));
    }
    let parts = text
        .rsplit_once('=')
        .and_then(|(name, number)| Some((name, number.parse().ok()?)));
    match parts {
        Some((name, number)) => Ok((collector(district, name)?, number)),
        None => collector(district, text).map(|id| (id, 1)),
    }
}

fn facility(district: &District, name: &str) -> Result<DisposalId, Failure> {
    let found = district
        .disposals()
        .find(|&id| district.disposal_name(id) == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = district
            .disposals()
            .map(|id| district.disposal_name(id))
            .collect();
        Failure::Usage(format!(
            "no station or plant {name:?}; there are: {}",
            names.join(", ")
        ))
    })
}

fn containers(district: &District, text: &str) -> Result<(PointId, u32), Failure> {
    let expected = || {
        Failure::Usage(format!(
            "{text:?}: expected POINT=N, a point of the district and a number"
        ))
    };
    let (name, number) = text.rsplit_once('=').ok_or_else(expected)?;
    let number = number.trim().parse().map_err(|_| expected())?;
    let found = district
        .points
        .iter()
        .position(|point| point.name == name.trim());
    Ok((PointId::from_index(found.ok_or_else(expected)?), number))
}
