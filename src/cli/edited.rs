//! What a person changed in a written plan, in words and as JSON.

use crate::check::Finding;
use crate::district::District;
use crate::input::{self, InputError};
use crate::plan::{GivenTour, GivenWeek, Plan};
use crate::planner::{Groundwork, Watch};
use crate::quantity::{IsoWeek, Money};
use crate::roads::RoadNetwork;
use crate::study::{Edit, Retimed, edits, retime};
use serde_json::json;
use std::path::Path;

/// The rounds of a written plan, as they were planned and as its stops say now.
pub(super) struct Rounds {
    week: Option<IsoWeek>,
    before: GivenWeek,
    after: Vec<GivenTour>,
    pub edits: Vec<Edit>,
}

impl Rounds {
    /// Reads them; `plan` is the plan as it is written, if it can be read so. What rounds.csv does not tell, of an older plan, is
    /// taken from the numbers of its stops.
    ///
    /// # Errors
    /// Faults of the tables.
    pub fn read(
        folder: &Path,
        district: &District,
        plan: Option<&Plan>,
    ) -> Result<Self, InputError> {
        let now = input::read_rounds(folder, district)?;
        let (week, left) = input::read_left(folder, district)?;
        let planned = folder.join("rounds.csv");
        let mut after = now.tours;
        for (tour, leaves) in after.iter_mut().zip(now.written) {
            tour.leaves = leaves;
        }
        let before = match (planned.is_file(), plan) {
            (true, _) => input::read_rounds(&planned, district)?.tours,
            (false, Some(plan)) => GivenWeek::of(plan).tours,
            (false, None) => after.clone(),
        };
        Ok(Self {
            week,
            edits: edits(&before, &after),
            before: GivenWeek {
                tours: before,
                left,
            },
            after,
        })
    }

    /// Drives them anew.
    pub fn retime(
        self,
        (district, network): (&District, Option<&RoadNetwork>),
        week: Option<IsoWeek>,
    ) -> (Groundwork, Retimed) {
        let ground = Groundwork::of(district, network, week.or(self.week));
        let watch = Watch::default();
        let on = (district, &ground);
        let retimed = retime(on, &self.before, &self.after, self.edits, &watch);
        (ground, retimed)
    }
}

/// What the edits mean, the verdict in the first line.
pub(super) fn told(district: &District, retimed: &Retimed) -> String {
    let verdict = verdict(district, retimed);
    match retimed.edits.as_slice() {
        [] => format!("Nothing was moved: {verdict}.\n"),
        [only] => format!("{}: {verdict}.\n", capital(&only.told(district))),
        several => {
            let lines = several
                .iter()
                .map(|edit| format!("  {}\n", edit.told(district)));
            format!(
                "{} edits: {verdict}.\n{}",
                several.len(),
                lines.collect::<String>()
            )
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Whether it fits, and what it costs.
fn verdict(district: &District, retimed: &Retimed) -> String {
    let cost = told_cost(district, retimed.dearer);
    match retimed.broken.as_slice() {
        [] => format!("fits, {cost}"),
        [first, rest @ ..] => {
            let more = match rest.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            let day = first.day.map(|day| format!(" {day}")).unwrap_or_default();
            format!(
                "does not fit: {}{day} {}{more}; {cost}",
                first.who, first.detail
            )
        }
    }
}

fn told_cost(district: &District, dearer: Money) -> String {
    let units = dearer.as_units().round();
    match units {
        0.0 => "at the same cost".to_owned(),
        _ => format!("{units:+} {} a week", district.currency),
    }
}

/// The same for programs.
pub(super) fn as_json(
    district: &District,
    retimed: &Retimed,
    finding: impl Fn(&Finding) -> serde_json::Value,
) -> serde_json::Value {
    let edits: Vec<String> = retimed
        .edits
        .iter()
        .map(|edit| edit.told(district))
        .collect();
    let findings = &retimed.planned.judgement.findings;
    json!({
        "edits": edits,
        "fits": retimed.broken.is_empty(),
        "dearer": retimed.dearer.as_units(),
        "cost": retimed.planned.judgement.cost.total().as_units(),
        "broken": retimed.broken.iter().map(&finding).collect::<Vec<_>>(),
        "findings": findings.iter().map(&finding).collect::<Vec<_>>(),
    })
}
