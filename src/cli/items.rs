//! The items of a study while they are worked on: each is written down as soon as it is done, so that a run that ends can go
//! on, and the one who watches is told how long the rest may take.

use super::answer::Failure;
use super::progress::ProgressLine;
use super::{Answer, Common, Exit};
use crate::input;
use crate::report::{Journal, ReportError};
use crate::study::{Heading, Share};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The items that a former run to the same folder has done, if it is to be gone on with.
pub(super) fn known<Q, I>(
    out: Option<&Path>,
    resume: bool,
    heading: &Heading<Q>,
) -> Result<Vec<I>, Failure>
where
    Q: DeserializeOwned + PartialEq,
    I: DeserializeOwned,
{
    let journal = out.map(|out| out.join(Journal::name(heading.share)));
    let Some(journal) = journal.filter(|path| resume && path.exists()) else {
        return Ok(Vec::new());
    };
    let (former, items): (Heading<Q>, Vec<I>) = input::read_journal(&journal)?;
    if former.is_of_same_study(heading) {
        return Ok(items);
    }
    let journal = journal.display();
    Err(Failure::Usage(format!(
        "{journal} tells of another district, version or question; run without --resume to begin anew"
    )))
}

/// Items in work.
pub(super) struct Items<'a> {
    journal: Option<Journal>,
    progress: &'a ProgressLine,
    all: usize,
    begun: Instant,
    finished: AtomicUsize,
    failed: Mutex<Option<ReportError>>,
}

impl<'a> Items<'a> {
    /// Begins with the journal of a folder, if there is one to write to; so many items are left to do.
    pub(super) fn begin<Q: Serialize>(
        out: Option<&Path>,
        heading: &Heading<Q>,
        known: &[impl Serialize],
        all: usize,
        progress: &'a ProgressLine,
    ) -> Result<Self, Failure> {
        let begin = |out: &Path| Journal::begin(out, heading.share, heading, known);
        progress.say(format!("0 of {all}"));
        Ok(Self {
            journal: out.map(begin).transpose()?,
            progress,
            all,
            begun: Instant::now(),
            finished: AtomicUsize::new(0),
            failed: Mutex::new(None),
        })
    }

    /// Notes an item that is done; from any thread.
    pub(super) fn done(&self, item: &impl Serialize) {
        if let Some(Err(error)) = self.journal.as_ref().map(|journal| journal.add(item)) {
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
        let count = self.finished.fetch_add(1, Ordering::SeqCst) + 1;
        self.progress.say_left(count, self.all, self.begun);
    }

    /// Ends; the first error of writing comes out here.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let failed = self.failed.into_inner();
        match failed.unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }
}

/// The answer of a run that did a share: where its part lies.
pub(super) fn answer_of_share(common: &Common, out: &Path, share: Share, items: &str) -> Answer {
    let part = out.join(Journal::name(share)).display().to_string();
    let words = || {
        format!(
            "Share {share}: {items} written to {part}.\nJoin the parts with: wasteways merge PART... --out DIR\n"
        )
    };
    let json = || json!({ "share": share.to_string(), "part": part });
    Answer {
        stdout: common.words(words, json),
        stderr: String::new(),
        exit: Exit::Clean,
    }
}
