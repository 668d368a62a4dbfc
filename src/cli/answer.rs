//! What a command answers: text for stdout and stderr, and the exit code of the contract. Failures become text here.

use crate::district::Fault;
use crate::input::InputError;
use crate::report::ReportError;
use serde_json::json;
use std::fmt::Write;

/// The exit codes that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done and clean.
    Clean = 0,
    /// A fault of the program or the machine.
    InternalFault = 1,
    /// Wrong usage.
    Usage = 2,
    /// Faulty input, nothing written.
    FaultyInput = 3,
    /// Written, but unserved work or findings.
    Incomplete = 4,
}

/// A command's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// To print on stdout.
    pub stdout: String,
    /// To print on stderr.
    pub stderr: String,
    /// The exit code.
    pub exit: Exit,
}

impl Answer {
    /// The answer after a panic, whose message the hook has printed.
    #[must_use]
    pub fn internal_fault() -> Self {
        Self {
            stdout: String::new(),
            stderr: String::new(),
            exit: Exit::InternalFault,
        }
    }
}

/// What to say instead of a stack trace.
#[must_use]
pub fn calm_message(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let what = panic.payload_as_str().unwrap_or("no further word");
    let place = panic
        .location()
        .map(|at| format!(" ({at})"))
        .unwrap_or_default();
    format!(
        "wasteways has met a fault of its own, not one of your tables: {what}{place}\n\
         Nothing was written; a plan that stood there still stands. Please report this line with the command you gave."
    )
}

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The input is faulty.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Nothing could be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The arguments do not go together.
    #[error("{0}")]
    Usage(String),
}

/// Faults and warnings shown before the rest are counted.
const SHOWN: usize = 50;

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Self::Input(_) => Exit::FaultyInput,
            Self::Report(ReportError::Io { .. }) => Exit::InternalFault,
            Self::Report(_) | Self::Usage(_) => Exit::Usage,
        }
    }

    /// The failure in words on stderr; with `--json` as an object on stdout as well.
    pub(super) fn into_answer(self, as_json: bool) -> Answer {
        let faults: &[Fault] = match &self {
            Self::Input(InputError::Faults(faults)) => faults,
            _ => &[],
        };
        let mut stderr = match faults {
            [] => format!("error: {self}\n"),
            [_] => "1 fault in the tables, nothing was written:\n".to_owned(),
            _ => format!(
                "{} faults in the tables, nothing was written:\n",
                faults.len()
            ),
        };
        stderr.push_str(&listed(faults));
        let stdout = as_json.then(|| format!("{}\n", self.as_json(faults)));
        Answer {
            stdout: stdout.unwrap_or_default(),
            stderr,
            exit: self.exit(),
        }
    }

    fn as_json(&self, faults: &[Fault]) -> serde_json::Value {
        let shown = faults.iter().take(SHOWN).map(|fault| {
            json!({
                "file": fault.file, "row": fault.row, "column": fault.column,
                "value": fault.value, "expected": fault.expected,
            })
        });
        json!({
            "error": self.to_string(),
            "exit": self.exit() as u8,
            "num_faults": faults.len(),
            "faults": shown.collect::<Vec<_>>(),
        })
    }
}

/// A line a fault, at most 50, and how many more there are.
pub(super) fn listed(faults: &[Fault]) -> String {
    let mut text = String::new();
    for fault in faults.iter().take(SHOWN) {
        let _ = writeln!(text, "  {fault}");
    }
    if faults.len() > SHOWN {
        let _ = writeln!(text, "  and {} more", faults.len() - SHOWN);
    }
    text
}

/// Warnings in words, for stderr.
pub(super) fn warned(warnings: &[Fault]) -> String {
    match warnings.len() {
        0 => String::new(),
        1 => format!("1 warning:\n{}", listed(warnings)),
        count => format!("{count} warnings:\n{}", listed(warnings)),
    }
}
