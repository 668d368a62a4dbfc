//! The items of a study while they are worked on: each is written down as soon as it is done, so that a run that ends can go
//! on, and the one who watches is told how long the rest may take.

use super::answer::Failure;
use super::progress::ProgressLine;
use super::{Answer, Common, Exit};
use crate::input;
use crate::report::{Journal, ReportError};
use crate::study::{Heading, Share, Verdict};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The items that a former run to the same folder has done, if it is to be gone on with.
pub(super) fn known<Q, I, K: Ord>(
    out: Option<&Path>,
    resume: bool,
    heading: &Heading<Q>,
    judge_item: &dyn Fn(&Heading<Q>, &I) -> Verdict,
    key: impl Fn(&I) -> K,
) -> Result<Vec<I>, Failure>
where
    Q: DeserializeOwned + PartialEq,
    I: DeserializeOwned + PartialEq,
{
    let journal = out.map(|out| out.join(Journal::name(heading.share)));
    let Some(journal) = journal.filter(|path| resume && path.exists()) else {
        return Ok(Vec::new());
    };
    // Whatever is asked there: that it is what is asked now is judged below.
    let as_asked = |former: &Heading<Q>, item: &I| {
        if former.is_of_same_study(heading) {
            judge_item(former, item)
        } else {
            Ok(())
        }
    };
    let (former, items) = input::read_journal(&journal, &|_: &Heading<Q>| Ok(()), &as_asked)?;
    let journal = journal.display();
    if former.is_of_same_study(heading) && former.share == heading.share {
        return once(items, key).map_err(|()| {
            Failure::Usage(format!(
                "{journal} tells one item twice, and differently; run without --resume to begin anew"
            ))
        });
    }
    Err(Failure::Usage(format!(
        "{journal} tells of another district, version or question; run without --resume to begin anew"
    )))
}

/// Items in order, each once; an error if one is told twice, and differently.
pub(super) fn once<I: PartialEq, K: Ord>(
    mut items: Vec<I>,
    key: impl Fn(&I) -> K,
) -> Result<Vec<I>, ()> {
    items.sort_by_key(&key);
    items.dedup_by(|a, b| a == b);
    let is_once = items.windows(2).all(|pair| key(&pair[0]) != key(&pair[1]));
    is_once.then_some(items).ok_or(())
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

    /// Ends with all items of the share in order, so that the journal does not tell which thread was the faster; the first
    /// error of writing comes out here.
    pub(super) fn finish<Q: Serialize>(
        self,
        out: Option<&Path>,
        heading: &Heading<Q>,
        items: &[impl Serialize],
    ) -> Result<(), Failure> {
        let failed = self.failed.into_inner();
        if let Some(error) = failed.unwrap_or_else(PoisonError::into_inner) {
            return Err(error.into());
        }
        if let Some(out) = out {
            drop(self.journal);
            Journal::begin(out, heading.share, heading, items)?;
        }
        Ok(())
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
