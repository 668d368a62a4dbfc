//! The journal of a study: its question, then each item as soon as it is done, a line of JSON each, so that no finished item
//! is lost whatever happens to the run. `--resume` reads it, and `merge` joins those of several machines.

use super::disk::{Disk, RealDisk};
use super::error::ReportError;
use crate::study::Share;
use serde::Serialize;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

impl Journal {
    /// The name that a share's journal has in its folder.
    #[must_use]
    pub fn name(share: Share) -> String {
        format!("part-{}-of-{}.jsonl", share.number, share.of)
    }

    /// Begins a journal with a question and the items that are known already. It takes the place of a former one at once.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn begin(
        folder: &Path,
        share: Share,
        question: &impl Serialize,
        known: &[impl Serialize],
    ) -> Result<Self, ReportError> {
        fs::create_dir_all(folder).map_err(ReportError::at(folder))?;
        let path = folder.join(Self::name(share));
        let fresh = path.with_extension("new");
        let mut text = line(question);
        known.iter().for_each(|item| text.push_str(&line(item)));
        let placed = RealDisk
            .write(&fresh, text.as_bytes())
            .and_then(|()| RealDisk.rename(&fresh, &path));
        if placed.is_err() {
            // The first error counts; what was begun goes, where it can.
            let _ = fs::remove_file(&fresh);
        }
        placed.map_err(ReportError::at(&path))?;
        let file = OpenOptions::new()
            .append(true)
            .open(&path)
            .map_err(ReportError::at(&path))?;
        Ok(Self {
            path,
            file: Mutex::new(file),
        })
    }

    /// Adds a finished item; it is on the disk when this returns.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn add(&self, item: &impl Serialize) -> Result<(), ReportError> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(line(item).as_bytes());
        written
            .and_then(|()| file.sync_data())
            .map_err(ReportError::at(&self.path))
    }
}

fn line(record: &impl Serialize) -> String {
    let text = serde_json::to_string(record);
    text.expect("our records have text keys and finite numbers") + "\n"
}
