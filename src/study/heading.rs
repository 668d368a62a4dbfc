//! The first line of a study's journal.

use super::Share;
use crate::quantity::IsoWeek;
use serde::{Deserialize, Serialize};

/// What a journal is about: two with equal headings but for share and folder belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading<Q> {
    /// The kind of study, such as `fleet`.
    pub study: String,
    /// Version of wasteways.
    pub version: String,
    /// SHA-256 of the district's files.
    pub input_sha256: String,
    /// Where the district was read, to find it again.
    pub district: String,
    /// Where the plan that is looked at was read, if the study looks at one.
    pub plan: Option<String>,
    /// The week; `None`: the base season.
    pub week: Option<IsoWeek>,
    /// Whose items the journal holds.
    pub share: Share,
    /// What is asked.
    pub question: Q,
}

impl<Q: PartialEq> Heading<Q> {
    /// Whether two journals tell of the same study of the same district by the same version.
    #[must_use]
    pub fn is_of_same_study(&self, other: &Self) -> bool {
        (
            &self.study,
            &self.version,
            &self.input_sha256,
            self.week,
            &self.question,
        ) == (
            &other.study,
            &other.version,
            &other.input_sha256,
            other.week,
            &other.question,
        )
    }
}
