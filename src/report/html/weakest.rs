//! What a director asks next: where the plan has least to spare, and what is otherwise than before.

use super::Source;
use super::figures::{grouped, minute};
use super::week_figures;
use crate::district::{District, VehicleId};
use crate::plan::Tour;
use crate::quantity::{DaySet, Seconds};
use crate::rounds::Change;
use maud::{Markup, html};

/// Tours, facilities and points told of each kind.
const OF_A_KIND: usize = 3;
/// Villages that changed, told before the rest are counted.
const SHOWN: usize = 40;

/// A weak point: what, where, how much.
type Weak = (&'static str, String, String);

/// The tours, facilities and bins with least to spare.
pub(super) fn weakest(source: &Source<'_>) -> Markup {
    let words = source.words;
    let rows: Vec<Weak> = facilities(source)
        .into_iter()
        .chain(tours(source))
        .chain(bins(source))
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (words.weakest) }
            table.narrow.weak { tbody { @for (what, place, much) in rows {
                tr { td.quiet { (what) } td { (place) } td.number { (much) } }
            } } }
        }
    }
}

/// Facilities by the share of their daily limit that the busiest day takes.
fn facilities(source: &Source<'_>) -> Vec<Weak> {
    let district = source.district;
    let mut used: Vec<(f64, String)> = week_figures::facilities(district, source.outcome)
        .into_iter()
        .filter_map(|facility| {
            let limit = district.gate(facility.disposal).daily_limit?;
            let limit = Some(limit.as_f64()).filter(|limit| *limit > 0.0)?;
            let share = 100.0 * facility.busiest_day().as_f64() / limit;
            Some((share, district.disposal_name(facility.disposal).to_owned()))
        })
        .collect();
    used.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let told = used.into_iter().take(OF_A_KIND);
    let row = |(share, name)| {
        let words = source.words;
        (words.fullest, name, format!("{} %", grouped(share, 0)))
    };
    told.map(row).collect()
}

/// Tours by the time that is left when they return.
fn tours(source: &Source<'_>) -> Vec<Weak> {
    let (district, words) = (source.district, source.words);
    let mut spare: Vec<(Seconds, &Tour)> = source
        .outcome
        .plan
        .tours
        .iter()
        .map(|tour| (left_over(district, tour), tour))
        .collect();
    spare.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let row = |(left, tour): (Seconds, &Tour)| {
        let name = format!(
            "{}, {} {}",
            tour.name,
            words.returns,
            minute(tour.returns())
        );
        let left = format!("{} {}", left.0.div_euclid(60), words.minutes_left);
        (words.tightest, name, left)
    };
    spare.into_iter().take(OF_A_KIND).map(row).collect()
}

/// How much later a tour could return.
fn left_over(district: &District, tour: &Tour) -> Seconds {
    let vehicle = &district.vehicles[tour.vehicle.index()];
    let of_shift = vehicle.shift.close - tour.returns();
    of_shift.min(vehicle.longest_duty() - tour.duration())
}

/// Points whose bins overflow most.
fn bins(source: &Source<'_>) -> Vec<Weak> {
    let findings = source.outcome.judgement.findings.iter();
    let mut over: Vec<_> = findings
        .filter(|finding| finding.promise == "bins")
        .collect();
    over.sort_by(|a, b| b.amount.total_cmp(&a.amount));
    let row = |finding: &crate::check::Finding| {
        let much = format!("{} L", grouped(finding.amount, 0));
        (source.words.overflowing, finding.who.clone(), much)
    };
    over.into_iter().take(OF_A_KIND).map(row).collect()
}

/// What differs from the plan that was to be kept, village by village.
pub(super) fn changed(source: &Source<'_>) -> Markup {
    let (words, district, changes) = (source.words, source.district, &source.outcome.changes);
    if changes.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (words.changed) }
            p { (changes.len()) " / " (district.villages.len()) " " (words.villages_changed) }
            details {
                summary { (words.by_village) }
                table {
                    thead { tr { th { (words.village) } th { (words.before) } th { (words.after) } } }
                    tbody { @for change in changes.iter().take(SHOWN) { (change_row(source, change)) } }
                }
                @if changes.len() > SHOWN { p.note { "+ " (changes.len() - SHOWN) } }
            }
        }
    }
}

fn change_row(source: &Source<'_>, change: &Change) -> Markup {
    let (words, district) = (source.words, source.district);
    let name = change
        .village
        .map_or(words.elsewhere, |id| &district.villages[id.index()].name);
    let weekdays = words.weekdays();
    let told = |days: DaySet, vehicles: &[VehicleId]| {
        let days: Vec<&str> = days.iter().map(|day| weekdays[day.index() % 7]).collect();
        let vehicles = vehicles
            .iter()
            .map(|id| district.vehicles[id.index()].name.as_str());
        format!(
            "{} · {}",
            days.join(" "),
            vehicles.collect::<Vec<_>>().join(", ")
        )
    };
    html! {
        tr {
            td { (name) }
            td { (told(change.days_before, &change.vehicles_before)) }
            td { (told(change.days_now, &change.vehicles_now)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn what_is_left_over_is_the_lesser_of_shift_and_longest_duty() {
        let mut district = sample::district();
        let outcome = sample::outcome(&district);
        let tour = &outcome.plan.tours[0];
        let vehicle = tour.vehicle.index();
        district.vehicles[vehicle].shift.close = tour.returns() + Seconds(600);
        district.vehicles[vehicle].max_duration = None;
        assert_eq!(left_over(&district, tour), Seconds(600));
        district.vehicles[vehicle].max_duration = Some(tour.duration() + Seconds(60));
        assert_eq!(left_over(&district, tour), Seconds(60));
    }
}
