//! `wasteways generate`: a realistic district of any size from a seed.

use super::answer::Failure;
use super::{Answer, Common};
use clap::Args;
use std::path::PathBuf;

/// Make a realistic district, all tables, from a seed
#[derive(Clone, Debug, Args)]
pub(super) struct GenerateArgs {
    /// The folder to write the tables to; it must be empty or new
    folder: PathBuf,
    /// Towns
    #[arg(long, value_name = "N", default_value_t = 17, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    towns: u32,
    /// Villages
    #[arg(long, value_name = "N", default_value_t = 316, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    villages: u32,
    /// Collection points
    #[arg(long, value_name = "N", default_value_t = 8_200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    points: u32,
    /// Seed of the dice
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl GenerateArgs {
    pub(super) fn run(&self, _common: &Common) -> Result<Answer, Failure> {
        Err(Failure::Usage(format!(
            "{}: generate is not built in yet",
            self.folder.display()
        )))
    }
}
