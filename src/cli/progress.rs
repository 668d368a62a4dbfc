//! Progress on stderr, where someone is looking: a terminal, and not asked to be quiet.

use super::Common;
use crate::district::Language;
use crate::planner::Stage;
use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A line on the terminal that says what is going on; it goes when it is dropped.
pub(super) struct ProgressLine {
    bar: ProgressBar,
    /// What was said last of reading.
    percent: AtomicU64,
    /// What it speaks.
    language: Language,
    /// The stage of the walk that was said last.
    stage: Mutex<Option<Stage>>,
}

impl ProgressLine {
    /// A line with a first message; hidden where nobody looks.
    pub(super) fn new(common: &Common, message: &'static str) -> Self {
        if common.quiet || !std::io::stderr().is_terminal() {
            return Self {
                bar: ProgressBar::hidden(),
                percent: AtomicU64::new(0),
                language: common.speaks(),
                stage: Mutex::new(None),
            };
        }
        let bar = ProgressBar::new_spinner().with_message(common.speaks().says(message));
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed:>4} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            percent: AtomicU64::new(0),
            language: common.speaks(),
            stage: Mutex::new(None),
        }
    }

    /// Says how far reading is.
    pub(super) fn say_read(&self, bytes: u64, of: u64) {
        let percent = 100 * bytes / of.max(1);
        if self.percent.swap(percent, Ordering::Relaxed) != percent {
            self.say(format!("reading the roads: {percent} %"));
        }
    }

    /// Says which stage of the walk begins.
    pub(super) fn say_stage(&self, stage: Stage) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = Some(stage);
        self.say(stage.to_string());
    }

    /// Says how far the search of the stage is.
    pub(super) fn say_iterations(&self, iterations: u64) {
        let stage = *self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let stage = stage.unwrap_or(Stage::Search);
        self.say(format!("{stage}: {iterations} iterations"));
    }

    /// Says how many of the items of a study are done, and how long the rest may take.
    pub(super) fn say_left(&self, done: usize, all: usize, begun: Instant) {
        let a_piece = begun.elapsed().as_secs_f64() / done.max(1) as f64;
        let left = Duration::from_secs_f64(a_piece * all.saturating_sub(done) as f64);
        self.say(format!(
            "{done} of {all}, about {} left",
            HumanDuration(left)
        ));
    }

    /// Says something else.
    pub(super) fn say(&self, message: String) {
        self.bar.set_message(self.language.says(&message));
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
