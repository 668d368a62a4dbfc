//! What a command answers: text for stdout and stderr, and the exit code of the contract. Failures become text here.

use crate::district::{Fault, FaultList, Language};
use crate::generate::GenerateError;
use crate::input::InputError;
use crate::report::ReportError;
use crate::tables::{told, told_all};
use serde_json::json;

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
    let payload = panic.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let what = text
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no further word");
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
    /// What is asked for makes no sense.
    #[error("{0}")]
    Usage(String),
    /// No district of the size asked for can be made.
    #[error(transparent)]
    Generate(#[from] GenerateError),
}

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Self::Input(_) => Exit::FaultyInput,
            Self::Report(ReportError::Io { .. }) => Exit::InternalFault,
            Self::Report(_) | Self::Generate(_) | Self::Usage(_) => Exit::Usage,
        }
    }

    /// The failure in words on stderr; with `--json` as an object on stdout as well.
    pub(super) fn into_answer(self, as_json: bool, language: Language) -> Answer {
        let (faults, warnings): (&[Fault], &[Fault]) = match &self {
            Self::Input(InputError::Faults { faults, warnings }) => (faults, warnings),
            _ => (&[], &[]),
        };
        let mut stderr = match faults {
            [] => format!("error: {self}\n"),
            [fault] => format!(
                "1 fault in the input, nothing was written:\n{}\n",
                told(fault, language)
            ),
            _ => format!(
                "{} faults in the input, nothing was written:\n{}\n",
                faults.len(),
                told_all(faults, language)
            ),
        };
        stderr.push_str(&warned(warnings, language));
        let stdout = as_json.then(|| format!("{}\n", self.as_json(faults, warnings)));
        Answer {
            stdout: stdout.unwrap_or_default(),
            stderr,
            exit: self.exit(),
        }
    }

    fn as_json(&self, faults: &[Fault], warnings: &[Fault]) -> serde_json::Value {
        let shown = |faults: &[Fault]| -> Vec<serde_json::Value> {
            let shown = faults.iter().take(FaultList::SHOWN);
            let shown = shown.map(|fault| {
                json!({
                    "file": fault.file, "row": fault.row, "column": fault.column,
                    "cell": fault.cell, "value": fault.value, "expected": fault.expected,
                })
            });
            shown.collect()
        };
        json!({
            "error": if faults.is_empty() { self.to_string() } else { "faults in the input".to_owned() },
            "exit": self.exit() as u8,
            "num_faults": faults.len(),
            "faults": shown(faults),
            "warnings": shown(warnings),
        })
    }
}

/// Warnings in words, for stderr.
pub(super) fn warned(warnings: &[Fault], language: Language) -> String {
    let list = told_all(warnings, language);
    match warnings.len() {
        0 => String::new(),
        1 => format!("1 warning:\n{list}\n"),
        count => format!("{count} warnings:\n{list}\n"),
    }
}
