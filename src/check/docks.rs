//! Promise `docks`: never more vehicles unload or load at once than a facility has docks, around the cyclic week.

use super::Finding;
use super::week::{WEEK, Week, moment};
use crate::district::DisposalId;
use crate::quantity::{Clock, Day, Seconds};
use std::collections::BTreeMap;

/// A vehicle at a dock: from and to, in seconds of the week, and whose.
type Stay<'a> = (i64, i64, &'a str);

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let mut stays: BTreeMap<DisposalId, Vec<Stay>> = BTreeMap::new();
    for replay in &week.tours {
        for row in &replay.rows {
            if let Some(disposal) = row.disposal() {
                let from = moment(replay.tour.day, row.stop.start);
                let stay = (from, from + row.stood().0, replay.tour.name.as_str());
                stays.entry(disposal).or_default().push(stay);
            }
        }
    }
    for (disposal, day, (from, to), tour) in week.haul_stays() {
        let from_week = moment(day, from);
        let stay = (from_week, from_week + (to - from).0, tour);
        stays.entry(disposal).or_default().push(stay);
    }
    let each = stays.into_iter();
    each.filter_map(|(disposal, stays)| crowded(week, disposal, stays))
        .collect()
}

/// The first moment at which there are too many; the amount is the time during which there are.
fn crowded(week: &Week, disposal: DisposalId, stays: Vec<Stay>) -> Option<Finding> {
    let docks = i64::from(week.district.gate(disposal).docks?);
    let mut changes: Vec<(i64, i64, &str)> = Vec::new();
    for (from, to, tour) in stays.into_iter().filter(|(from, to, _)| from < to) {
        changes.extend([(from, 1, tour), (to.min(WEEK), -1, tour)]);
        if to > WEEK {
            changes.extend([(0, 1, tour), (to - WEEK, -1, tour)]);
        }
    }
    changes.sort_unstable_by_key(|&(moment, change, _)| (moment, change));
    let (mut there, mut before, mut crowded) = (0, 0, 0);
    let mut first = None;
    for (moment, change, tour) in changes {
        if there > docks {
            crowded += moment - before;
        }
        there += change;
        before = moment;
        if there > docks && first.is_none() {
            first = Some((moment, tour));
        }
    }
    // A second a vehicle is rounding.
    let (moment, tour) = first.filter(|_| crowded > 1)?;
    let name = week.district.disposal_name(disposal);
    let detail = format!(
        "{tour} finds no dock free, there are {docks}; crowded for {} in all",
        Seconds(crowded)
    );
    let finding = Finding::new("docks", name, crowded as f64, "s", detail);
    let day = Day((moment / 86_400) as u8);
    Some(finding.on(day).at(Clock(moment % 86_400)))
}
