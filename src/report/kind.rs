//! Kinds of answers: which files each consists of, the mark that a folder of them bears, and which folders they may be
//! written to.

use super::disk::try_writing;
use super::error::ReportError;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a folder of files answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A week planned.
    Plan,
    /// A week planned anew, and how it differs.
    WhatIf,
    /// Every single loss, ranked.
    Losses,
    /// A week for every size of fleet.
    Fleet,
    /// A plan lived through many weeks.
    Simulation,
    /// The flow of waste, and the assignment of villages.
    Flow,
    /// Roads that are reached.
    Roads,
    /// Rates fitted to what was weighed.
    Reconciliation,
    /// A plan beside what was done.
    Assessment,
    /// Two plans side by side.
    Comparison,
    /// A district that was made.
    District,
    /// Tables to fill in; they replace nothing.
    EmptyTables,
}

/// Every name that the files of a plan may have.
const PLAN_NAMES: &[&str] = &[
    "summary.json",
    "run.json",
    "tours.csv",
    "stops.csv",
    "rounds.csv",
    "visits.csv",
    "stations.csv",
    "hauls.csv",
    "feeders.csv",
    "cleaners.csv",
    "flows.csv",
    "unserved.csv",
    "findings.csv",
    "plan.geojson",
    "plan.xlsx",
    "report.html",
    "sheets.html",
    "monthly.csv",
    "monthly.html",
    "timetable.csv",
    "timetable.html",
    "tours.gpx",
    "plan.kml",
    "tours-gcj02.gpx",
    "plan-gcj02.kml",
    "difference.json",
    "moves.csv",
    "changed_villages.csv",
    "savings.csv",
    "what-if.html",
];

/// Every name that the files of a district may have.
const DISTRICT_NAMES: &[&str] = &[
    "ORIGIN.md",
    "district.toml",
    "villages.csv",
    "points.csv",
    "stations.csv",
    "plants.csv",
    "vehicles.csv",
    "streams.csv",
    "generators.csv",
    "calendar.csv",
    "roads.csv",
    "pins.csv",
    "spread.csv",
    "cleaners.csv",
];

/// Every name that the files of an empty district have.
const EMPTY_NAMES: &[&str] = &[
    "README.md",
    "district.xlsx",
    "district.toml",
    "villages.csv",
    "points.csv",
    "stations.csv",
    "plants.csv",
    "vehicles.csv",
    "streams.csv",
    "generators.csv",
    "calendar.csv",
    "roads.csv",
    "matrix.csv",
    "overrides.csv",
    "pins.csv",
    "spread.csv",
    "cleaners.csv",
    "weighbridge.csv",
    "counts.csv",
    "done.csv",
    "trace.csv",
    "rounds.csv",
];

/// The file that says that a folder's files are ours.
pub(super) const MARK: &str = ".wasteways.json";
/// Longest mark that is read: ours have a few hundred bytes.
const MOST_MARK_BYTES: u64 = 64 << 10;
/// Tables that only a district has.
const DISTRICT_MARKS: [&str; 3] = ["district.toml", "villages.csv", "vehicles.csv"];

impl Kind {
    /// All of them.
    const ALL: [Self; 12] = [
        Self::Plan,
        Self::WhatIf,
        Self::Losses,
        Self::Fleet,
        Self::Simulation,
        Self::Flow,
        Self::Roads,
        Self::Reconciliation,
        Self::Assessment,
        Self::Comparison,
        Self::District,
        Self::EmptyTables,
    ];

    /// Every name that its files may have.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Plan | Self::WhatIf => PLAN_NAMES,
            Self::Losses => &["losses.csv", "losses.html", "run.json"],
            Self::Fleet => &["fleet.csv", "fleet.html", "summary.json", "run.json"],
            Self::Simulation => &[
                "overflow.csv",
                "lateness.csv",
                "stations_risk.csv",
                "weakest.csv",
                "simulate.html",
                "summary.json",
                "run.json",
            ],
            Self::Flow => &[
                "flows.csv",
                "assignment.csv",
                "facilities.csv",
                "balance.json",
            ],
            Self::Roads => &["roads.geojson"],
            Self::Reconciliation => &[
                "reconciliation.json",
                "villages.csv",
                "points.csv",
                "generators.csv",
                "rates.csv",
                "residuals.csv",
            ],
            Self::Assessment => &[
                "monthly.csv",
                "missed.csv",
                "monthly.html",
                "driven.csv",
                "points.csv",
                "vehicles.csv",
                "assessment.json",
            ],
            Self::Comparison => &[
                "difference.json",
                "moves.csv",
                "changed_villages.csv",
                "compare.html",
            ],
            Self::District => DISTRICT_NAMES,
            Self::EmptyTables => EMPTY_NAMES,
        }
    }

    /// What it is called in messages.
    const fn word(self) -> &'static str {
        match self {
            Self::Plan => "a plan",
            Self::WhatIf => "a what-if",
            Self::Losses => "a ranking of losses",
            Self::Fleet => "a fleet curve",
            Self::Simulation => "a simulation",
            Self::Flow => "a flow",
            Self::Roads => "a survey of roads",
            Self::Reconciliation => "a reconciliation",
            Self::Assessment => "an assessment",
            Self::Comparison => "a comparison",
            Self::District => "a district",
            Self::EmptyTables => "empty tables",
        }
    }

    /// Whether files of any kind are called so.
    pub(super) fn knows(name: &str) -> bool {
        Self::ALL.iter().any(|kind| kind.names().contains(&name))
    }

    /// The kind of the answer that a folder holds, if its mark says so.
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        Mark::of(folder).map(|mark| mark.kind)
    }

    /// Whether an answer of this kind may be written to a folder and can be, tried before any work begins: nothing is lost
    /// there that is not a former answer of the same kind, and it is none of the inputs.
    ///
    /// # Errors
    /// The path is a file, the root, an input, named like a file of ours, or holds something else; or nothing can be written.
    pub fn may_be_written(self, folder: &Path, inputs: &[&Path]) -> Result<(), ReportError> {
        let place = |path: &Path| path.canonicalize().ok();
        let own = place(folder);
        if own.is_some() && inputs.iter().any(|input| place(input) == own) {
            return Err(ReportError::IsTheInput(folder.to_owned()));
        }
        self.may_replace(folder)?;
        try_writing(folder)
    }

    /// Whether nothing that stands in a folder would be lost but a former answer of the same kind.
    pub(super) fn may_replace(self, folder: &Path) -> Result<(), ReportError> {
        if let Some(name) = like_a_file_of_ours(folder) {
            return Err(ReportError::NamedLikeAFile(name));
        }
        if !folder.exists() {
            return Ok(());
        }
        if !folder.is_dir() {
            return Err(ReportError::NotAFolder(folder.to_owned()));
        }
        if folder
            .canonicalize()
            .is_ok_and(|path| path.parent().is_none())
        {
            return Err(ReportError::IsTheRoot(folder.to_owned()));
        }
        self.judge_what_stands(folder)
    }

    fn judge_what_stands(self, folder: &Path) -> Result<(), ReportError> {
        let stands = |name: &str| fs::symlink_metadata(folder.join(name)).is_ok();
        let foreign = |name: &str| ReportError::HoldsForeign {
            folder: folder.to_owned(),
            name: name.to_owned(),
        };
        let mark = Mark::of(folder);
        if let Some(other) = mark.as_ref().filter(|mark| mark.kind != self) {
            return Err(ReportError::HoldsOther {
                folder: folder.to_owned(),
                word: other.kind.word(),
            });
        }
        let own = mark.map(|mark| mark.files).unwrap_or_default();
        let is_own = |name: &str| own.iter().any(|own| own == name);
        let district = DISTRICT_MARKS.into_iter().filter(|table| !is_own(table));
        if let Some(table) = district.into_iter().find(|table| stands(table)) {
            return Err(ReportError::HoldsDistrict {
                folder: folder.to_owned(),
                table,
            });
        }
        if let Some(lost) = own.iter().find(|name| !folder.join(name).is_file()) {
            return Err(ReportError::LacksOwn {
                folder: folder.to_owned(),
                name: lost.clone(),
            });
        }
        if self == Self::EmptyTables && !own.is_empty() {
            return Err(foreign(&own[0]));
        }
        let mut others = self.names().iter().filter(|name| !is_own(name));
        match others.find(|name| stands(name)) {
            Some(name) => Err(foreign(name)),
            None => Ok(()),
        }
    }
}

/// The name of a folder, if files of ours are called so: it was meant for one of them.
fn like_a_file_of_ours(folder: &Path) -> Option<PathBuf> {
    let name = folder.file_name()?.to_str()?;
    (Kind::knows(name) || name == MARK).then(|| folder.to_owned())
}

/// What the mark says: these files are an answer of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    program: String,
    pub kind: Kind,
    version: String,
    /// The names of the files.
    pub files: Vec<String>,
}

impl Mark {
    pub(super) fn new<'a>(kind: Kind, files: impl Iterator<Item = &'a str>) -> Self {
        Self {
            program: env!("CARGO_PKG_NAME").into(),
            kind,
            version: env!("CARGO_PKG_VERSION").into(),
            files: files.map(str::to_owned).collect(),
        }
    }

    /// The mark of a folder; `None` if there is none, or none of ours: a name with a path in it is nobody's.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let path = folder.join(MARK);
        if !path.is_file() {
            return None;
        }
        let mut text = String::new();
        let file = File::open(path).ok()?.take(MOST_MARK_BYTES);
        { file }.read_to_string(&mut text).ok()?;
        let mark: Self = serde_json::from_str(&text).ok()?;
        let are_ours = mark
            .files
            .iter()
            .all(|name| mark.kind.names().contains(&name.as_str()));
        (mark.program == env!("CARGO_PKG_NAME") && are_ours).then_some(mark)
    }

    pub(super) fn is_own(&self, name: &str) -> bool {
        self.files.iter().any(|own| own == name)
    }
}
