//! `wasteways merge`: the parts of a study joined into what one machine would have written.

use super::answer::Failure;
use super::fleet::{STUDY, write_curve};
use super::{Answer, Common};
use crate::input::{self, Input};
use crate::planner::Groundwork;
use crate::report::{self, RunFacts};
use crate::study::{FleetBound, FleetCurve, FleetQuestion, FleetSize, Heading};
use clap::Args;
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
}

type Part = (Heading<FleetQuestion>, Vec<FleetSize>);

impl MergeArgs {
    pub(super) fn run(&self, common: &Common, started: Instant) -> Result<Answer, Failure> {
        report::NO_FLEET_FILES.may_replace(&self.out)?;
        let parts = self.parts()?;
        let heading = parts[0].0.clone();
        let place = self
            .district
            .clone()
            .unwrap_or_else(|| heading.district.clone().into());
        let input = input::read_district(&place)?;
        if input.sha256 != heading.input_sha256 {
            let place = place.display();
            return Err(Failure::Usage(format!(
                "{place} is not the district of the parts; name that with --district"
            )));
        }
        let curve = curve(
            &input,
            &heading,
            parts.into_iter().flat_map(|part| part.1).collect(),
        );
        let run = RunFacts {
            input_sha256: input.sha256.clone(),
            seconds: started.elapsed().as_millis() as f64 / 1000.0,
            time_limit: heading.question.time_limit.map(|limit| limit.as_secs_f64()),
            iterations: heading.question.iterations,
            interrupted: false,
            threads: rayon::current_num_threads(),
            machine: RunFacts::this_machine(),
            version: env!("CARGO_PKG_VERSION"),
            warnings: input.warnings.iter().map(ToString::to_string).collect(),
        };
        write_curve(&self.out, (&input, &heading), &curve, &run, common)
    }

    /// The parts; at least one, all of the same study.
    fn parts(&self) -> Result<Vec<Part>, Failure> {
        let mut parts: Vec<Part> = Vec::new();
        for path in input::journals(&self.parts)? {
            let part: Part = input::read_journal(&path)?;
            let first = parts.first().unwrap_or(&part);
            if part.0.study != STUDY || !part.0.is_of_same_study(&first.0) {
                return Err(Failure::Usage(format!(
                    "{} belongs to another study, district or version than the parts before",
                    path.display()
                )));
            }
            parts.push(part);
        }
        if parts.is_empty() {
            return Err(Failure::Usage(
                "no part is there (part-1-of-4.jsonl)".into(),
            ));
        }
        Ok(parts)
    }
}

/// The curve of all sizes; its bound is proven anew.
fn curve(input: &Input, heading: &Heading<FleetQuestion>, sizes: Vec<FleetSize>) -> FleetCurve {
    let ground = Groundwork::of(&input.district, input.network.as_ref(), heading.week);
    let bound = FleetBound::of(&input.district, &ground, &heading.question);
    FleetCurve::new(&input.district, &heading.question, sizes, bound)
}
