//! `wasteways init`: empty tables with every column explained.

use super::answer::Failure;
use super::{Answer, Common, Exit};
use crate::report::{self, Kind};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Write empty tables with every column explained
#[derive(Clone, Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to write the tables to; it must be empty or new
    folder: PathBuf,
    /// One workbook, district.xlsx, with lists to choose from and a worked example, in place of a file a table
    #[arg(long)]
    xlsx: bool,
}

impl InitArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        Kind::EmptyTables.may_be_written(&self.folder, &[])?;
        let language = common.speaks();
        let set = match self.xlsx {
            true => report::empty_workbook(language),
            false => report::empty_tables(language),
        };
        common.put(&set, &self.folder)?;
        let folder = self.folder.display();
        let workbook = self.folder.join("district.xlsx");
        let words = || match self.xlsx {
            true => format!(
                "The workbook to fill in is {}; its first sheet explains every column.\n",
                workbook.display()
            ),
            false => {
                format!("Empty tables are in {folder}; its README.md explains every column.\n")
            }
        };
        let json =
            || json!({ "files": set.files.iter().map(|(name, _)| *name).collect::<Vec<_>>() });
        Ok(Answer {
            stdout: common.words(words, json),
            stderr: String::new(),
            exit: Exit::Clean,
        })
    }
}
