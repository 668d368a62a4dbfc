//! Promise `floor`: a station never holds more than its storage. Followed where the district has haulers, whether or not a
//! plan sends them out (who else sends on, and when, nobody knows): what is tipped comes when unloading begins, a container is gone when its hauler leaves. The cyclic week begins with the least stock of which
//! it never runs out.

use super::Finding;
use super::week::{Week, moment};
use crate::district::{Role, StationId};
use crate::quantity::{Clock, Day, Kilograms};
use std::collections::BTreeMap;

/// Moment of the week, and kilograms that come (or, below zero, go).
pub(super) type Changes = BTreeMap<StationId, Vec<(i64, i64)>>;

pub(super) fn broken(week: &Week) -> Vec<Finding> {
    let each = changes(week).into_iter();
    each.filter_map(|(station, changes)| over(week, station, &changes))
        .collect()
}

/// What comes to and goes from each station, by the clock; nothing in a district without haulers.
pub(super) fn changes(week: &Week) -> Changes {
    let mut changes = Changes::new();
    let mut haulers = week.district.fleet(Role::Hauler);
    if week.plan.hauls.is_empty() && !haulers.any(|(_, hauler)| hauler.tours_a_week() > 0) {
        return changes;
    }
    for sent in week.sent_on() {
        let comes = changes.entry(sent.from).or_default();
        match comes.last_mut() {
            Some(last) if last.0 == sent.moment => last.1 += sent.kg.0,
            _ => comes.push((sent.moment, sent.kg.0)),
        }
    }
    for haul in &week.plan.hauls {
        let goes = (moment(haul.day, haul.leave), -haul.kg.0);
        changes.entry(haul.station).or_default().push(goes);
    }
    for rows in changes.values_mut() {
        rows.sort_unstable_by_key(|&(moment, kg)| (moment, -kg));
    }
    changes.retain(|station, _| week.district.stations[station.index()].plant.is_some());
    changes
}

fn over(week: &Week, station: StationId, changes: &[(i64, i64)]) -> Option<Finding> {
    let record = &week.district.stations[station.index()];
    let storage = record.storage?;
    let sums = || {
        changes.iter().scan(0, |sum, &(moment, kg)| {
            *sum += kg;
            Some((moment, *sum))
        })
    };
    let least = sums().map(|(_, sum)| sum).min().unwrap_or(0).min(0);
    let highest = sums().max_by_key(|&(moment, sum)| (sum, -moment));
    let (moment, most) = highest.map(|(moment, sum)| (moment, sum - least))?;
    // Whole kilograms, one a container.
    let over = most - storage.0;
    let detail = format!("{} in store, it holds {storage}", Kilograms(most));
    let finding = Finding::new("floor", &record.name, over as f64, "kg", detail);
    let clock = Clock(moment % 86_400);
    (over > 0).then(|| finding.on(Day((moment / 86_400) as u8)).at(clock))
}
