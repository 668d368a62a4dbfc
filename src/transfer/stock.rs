//! What lies at a station, hour by hour: what was brought less what was sent, and never less than nothing.

use super::courses::Course;
use super::queue::{Run, WEEK};
use super::{Hours, disposal_at, hour_at};
use crate::district::{DisposalId, District};
use crate::quantity::Kilograms;
use std::collections::BTreeMap;

/// Fills in stock, what is sent, and overflow of the stations that send on. In a week that comes round a station begins with
/// what its first hauls take before anything is brought: the least stock with which it never runs out.
pub(super) fn follow(district: &District, courses: &[Course], run: &Run, hours: &mut Hours) {
    for (station, changes) in changes(district, courses, run) {
        let mut level = at_week_begin(&changes);
        let storage = district.stations[station.index()].storage;
        let id = DisposalId::Station(station);
        for (moment, kg) in changes {
            level += kg;
            let hour = hour_at(hours, id, moment);
            hour.stock = Some(Kilograms(level));
            let sent = hour.sent.get_or_insert(Kilograms::ZERO);
            *sent += Kilograms((-kg).max(0));
            if let Some(storage) = storage {
                let over = Kilograms(level - storage.0).max(Kilograms::ZERO);
                hour.overflow = Some(hour.overflow.unwrap_or_default().max(over));
            }
        }
    }
}

/// What comes and goes, in the order of the clock; what comes at the moment at which something goes is there first.
fn changes(
    district: &District,
    courses: &[Course],
    run: &Run,
) -> BTreeMap<crate::district::StationId, Vec<(i64, i64)>> {
    let mut changes: BTreeMap<_, Vec<(i64, i64)>> = BTreeMap::new();
    for (number, course) in courses.iter().enumerate() {
        for (call, served) in course.calls.iter().zip(run.of(number)) {
            let DisposalId::Station(station) = disposal_at(district, call.facility) else {
                continue;
            };
            if call.lies != Kilograms::ZERO {
                let comes = call.lies > Kilograms::ZERO;
                let moment = served.begin + if comes { 0 } else { call.stay };
                let rows = changes.entry(station).or_default();
                rows.push((moment.rem_euclid(WEEK), call.lies.0));
            }
        }
    }
    for rows in changes.values_mut() {
        rows.sort_unstable_by_key(|&(moment, kg)| (moment, -kg));
    }
    changes
}

fn at_week_begin(changes: &[(i64, i64)]) -> i64 {
    let mut level = 0;
    let levels = changes.iter().map(|&(_, kg)| {
        level += kg;
        level
    });
    -levels.min().unwrap_or(0).min(0)
}
