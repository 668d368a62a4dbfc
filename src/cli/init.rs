//! `wasteways init`: empty tables with every column explained.

use super::answer::Failure;
use super::{Answer, Common, Exit};
use crate::district::Language;
use crate::report::{self, Kind};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Write empty tables with every column explained
#[derive(Clone, Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to write the tables to; it must be empty or new
    folder: PathBuf,
}

impl InitArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        Kind::EmptyTables.may_be_written(&self.folder, &[])?;
        let set = report::empty_tables(common.language(Language::En));
        common.put(&set, &self.folder)?;
        let folder = self.folder.display();
        let words =
            || format!("Empty tables are in {folder}; its README.md explains every column.\n");
        let json =
            || json!({ "files": set.files.iter().map(|(name, _)| *name).collect::<Vec<_>>() });
        Ok(Answer {
            stdout: common.words(words, json),
            stderr: String::new(),
            exit: Exit::Clean,
        })
    }
}
