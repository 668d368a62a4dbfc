//! `wasteways merge`: the parts of a study joined into what one machine would have written.

use super::answer::Failure;
use super::items::once;
use super::search_args::run_facts;
use super::{Answer, Common, fleet, read_plan, simulate};
use crate::input::{self, Input};
use crate::planner::Groundwork;
use crate::report::{Kind, RunFacts};
use crate::study::{
    FleetBound, FleetCurve, FleetQuestion, FleetSize, Heading, SimulatedBlock, SimulationQuestion,
    Verdict,
};
use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::PathBuf;
use std::time::Instant;

/// Join the parts that shares of a study wrote
#[derive(Clone, Debug, Args)]
pub(super) struct MergeArgs {
    /// Parts (part-3-of-40.jsonl), or folders that hold some
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The district, if it is no longer where the parts found it
    #[arg(long, value_name = "DISTRICT")]
    district: Option<PathBuf>,
    /// The plan of a simulation, if it is no longer where the parts found it
    #[arg(long, value_name = "PLAN")]
    plan: Option<PathBuf>,
}

impl MergeArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        let paths = input::journals(&self.parts)?;
        let Some(first) = paths.first() else {
            return Err(Failure::Usage(
                "no part is there (part-1-of-4.jsonl)".into(),
            ));
        };
        let (heading, _): (Heading<Value>, Vec<Value>) =
            input::read_journal(first, &|_| Ok(()), &|_, _| Ok(()))?;
        if heading.version != env!("CARGO_PKG_VERSION") {
            return Err(Failure::Usage(format!(
                "{} was written by version {}; this is {}",
                first.display(),
                heading.version,
                env!("CARGO_PKG_VERSION")
            )));
        }
        match heading.study.as_str() {
            fleet::STUDY => self.merge_fleet((&paths, &heading), common, started),
            simulate::STUDY => self.merge_simulation((&paths, &heading), common, started),
            other => Err(Failure::Usage(format!(
                "{}: parts of a study {other:?} are not joined",
                first.display()
            ))),
        }
    }

    fn merge_fleet(
        &self,
        (paths, about): (&[PathBuf], &Heading<Value>),
        common: &Common,
        started: Instant,
    ) -> Result<Answer, Failure> {
        Kind::Fleet.may_be_written(&self.out, &[])?;
        let input = self.input(common, about)?;
        let judge = |heading: &Heading<FleetQuestion>| heading.judge(&input.district);
        let judge_item = |heading: &Heading<FleetQuestion>, size: &FleetSize| {
            heading.judge_item(&input.district, size)
        };
        let key = |size: &FleetSize| size.vehicles;
        let (heading, sizes) = joined(paths, &judge, &judge_item, key)?;
        let ground = Groundwork::of(&input.district, input.network.as_ref(), heading.week);
        // Proven anew: the parts hold sizes only.
        let bound = FleetBound::of(&input.district, &ground, &heading.question);
        let curve = FleetCurve::new(&input.district, &heading.question, sizes, bound);
        let run = RunFacts {
            time_limit: heading.question.time_limit.map(|limit| limit.as_secs_f64()),
            iterations: heading.question.iterations,
            ..run_facts(&input, false, started)
        };
        fleet::write_curve(&self.out, (&input, &heading), &curve, &run, common)
    }

    fn merge_simulation(
        &self,
        (paths, about): (&[PathBuf], &Heading<Value>),
        common: &Common,
        started: Instant,
    ) -> Result<Answer, Failure> {
        Kind::Simulation.may_be_written(&self.out, &[])?;
        let input = self.input(common, about)?;
        let place = self.plan.clone();
        let place = place.unwrap_or_else(|| about.plan.clone().unwrap_or_default().into());
        let plan = read_plan(&place, &input.district)?;
        let ground = Groundwork::of(&input.district, input.network.as_ref(), about.week);
        let rows = simulate::rows(&input.district, &ground, &plan);
        let judge_item = |heading: &Heading<SimulationQuestion>, block: &SimulatedBlock| {
            heading.judge_item(rows, block)
        };
        let key = |block: &SimulatedBlock| block.block;
        let (heading, blocks) = joined(
            paths,
            &Heading::<SimulationQuestion>::judge,
            &judge_item,
            key,
        )?;
        if input::plan_sha256(&place)? != heading.question.plan_sha256 {
            let place = place.display();
            return Err(Failure::Usage(format!(
                "{place} is not the plan of the parts; name that with --plan"
            )));
        }
        let run = run_facts(&input, false, started);
        let asked = simulate::Asked {
            input: &input,
            plan: &plan,
            question: &heading.question,
        };
        let tally = simulate::joined(blocks);
        simulate::answer(
            &asked,
            &ground,
            (&tally, None),
            &run,
            (common, Some(&self.out)),
        )
    }

    /// The district of the parts.
    fn input<Q>(&self, common: &Common, heading: &Heading<Q>) -> Result<Input, Failure> {
        let place = self.district.clone();
        let place = place.unwrap_or_else(|| heading.district.clone().into());
        let input = common.read(&place)?;
        if input.sha256 == heading.input_sha256 {
            return Ok(input);
        }
        let place = place.display();
        Err(Failure::Usage(format!(
            "{place} is not the district of the parts; name that with --district"
        )))
    }
}

/// The items of all parts, which must be of one study.
fn joined<Q, I, K: Ord>(
    paths: &[PathBuf],
    judge: &dyn Fn(&Heading<Q>) -> Verdict,
    judge_item: &dyn Fn(&Heading<Q>, &I) -> Verdict,
    key: impl Fn(&I) -> K,
) -> Result<(Heading<Q>, Vec<I>), Failure>
where
    Q: DeserializeOwned + PartialEq,
    I: DeserializeOwned + PartialEq,
{
    let mut first: Option<Heading<Q>> = None;
    let mut items = Vec::new();
    for path in paths {
        let (heading, of_part) = input::read_journal(path, judge, judge_item)?;
        if first
            .as_ref()
            .is_some_and(|known| !heading.is_of_same_study(known))
        {
            return Err(Failure::Usage(format!(
                "{} belongs to another study, district or version than the parts before",
                path.display()
            )));
        }
        items.extend(of_part);
        first = first.or(Some(heading));
    }
    let heading = first.ok_or_else(|| Failure::Usage("no part is there".into()))?;
    let items = once(items, key)
        .map_err(|()| Failure::Usage("two parts tell one item differently".into()))?;
    Ok((heading, items))
}
