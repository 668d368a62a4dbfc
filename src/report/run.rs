//! `run.json`: how this run went. The only file that differs between two runs of the same question.

use crate::district::Fault;
use serde::Serialize;

/// What a run knows about itself and the plan does not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunFacts {
    /// SHA-256 of the input files, in hexadecimal.
    pub input_sha256: String,
    /// Seconds from the start of the process to the writing of files.
    pub seconds: f64,
    /// The limit of time, if one was set: a re-run may then differ.
    pub time_limit: Option<f64>,
    /// The iterations asked for each problem solved, if given.
    pub iterations: Option<u64>,
    /// Streams that were asked to be cleared daily.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub daily: Vec<String>,
    /// Whether the search was ended by hand.
    pub interrupted: bool,
    /// Threads that worked.
    pub threads: usize,
    /// The system and processor.
    pub machine: String,
    /// Version of wasteways.
    pub version: &'static str,
    /// What is odd in the input but no fault.
    #[serde(skip)]
    pub warnings: Vec<Fault>,
}

impl RunFacts {
    /// The system and processor that this program was made for.
    #[must_use]
    pub fn this_machine() -> String {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        format!(
            "{} {}, {cores} cores",
            std::env::consts::OS,
            std::env::consts::ARCH
        )
    }
}
