//! `wasteways generate`: a realistic district of any size from a seed.

use super::answer::Failure;
use super::{Answer, Common, Exit};
use crate::district::Draft;
use crate::generate::{GenerateParams, generate};
use crate::report::{self, Kind};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::PathBuf;

/// Make a realistic district, all tables, from a seed
#[derive(Clone, Debug, Args)]
pub(super) struct GenerateArgs {
    /// The folder to write the tables to: new, empty, or one that was generated before
    folder: PathBuf,
    /// A size with figures of its own
    #[arg(long, value_enum, conflicts_with_all = ["towns", "villages", "points"])]
    preset: Option<Preset>,
    /// Towns
    #[arg(long, value_name = "N", default_value_t = 17)]
    towns: u32,
    /// Villages
    #[arg(long, value_name = "N", default_value_t = 316)]
    villages: u32,
    /// Collection points
    #[arg(long, value_name = "N", default_value_t = 8_200)]
    points: u32,
    /// Seed of the dice
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Preset {
    /// 17 towns, 316 villages, 8,200 points, 39 collectors: as without a preset
    County,
    /// One town of 37 villages, 700 points with 2,800 bins, two stations, two markets
    Town,
}

impl GenerateArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        let params = match self.preset {
            None => GenerateParams::sized(self.towns, self.villages, self.points, self.seed),
            Some(Preset::County) => GenerateParams::county(self.seed),
            Some(Preset::Town) => GenerateParams::town(self.seed),
        };
        Kind::District.may_be_written(&self.folder, &[])?;
        let made = generate(&params)?;
        let files = report::district_files(&made.district, Some(&made.network), &made.origin);
        common.put(&files, &self.folder)?;
        let Draft {
            towns,
            villages,
            points,
            vehicles,
            ..
        } = &*made.district;
        Ok(Answer {
            stdout: common.words(
                || {
                    format!(
                        "towns {}, villages {}, points {}, types of vehicles {}: {}\n",
                        towns.len(),
                        villages.len(),
                        points.len(),
                        vehicles.len(),
                        self.folder.display()
                    )
                },
                || json!({ "towns": towns.len(), "villages": villages.len(), "points": points.len() }),
            ),
            stderr: String::new(),
            exit: Exit::Clean,
        })
    }
}
