//! `wasteways init`: empty tables with every column explained.

use super::answer::Failure;
use super::{Answer, Common};
use clap::Args;
use std::path::PathBuf;

/// Write empty tables with every column explained
#[derive(Clone, Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to write the tables to; it must be empty or new
    folder: PathBuf,
}

impl InitArgs {
    pub(super) fn run(&self, _common: &Common) -> Result<Answer, Failure> {
        Err(Failure::Usage(format!(
            "{}: init is not built in yet",
            self.folder.display()
        )))
    }
}
