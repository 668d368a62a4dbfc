//! What a person changed in the rounds of a plan, and whether it can be driven.

use crate::check::Finding;
use crate::district::{DisposalId, District, StreamId, VehicleId};
use crate::plan::{GivenPlace, GivenTour, GivenVisit, GivenWeek, Unserved};
use crate::planner::{Groundwork, PlanParams, Planned, Watch, time_on};
use crate::quantity::{Clock, Day, Money};
use std::collections::{BTreeMap, BTreeSet};

/// A change of rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The tour, by its name now; of one that is not there any more its name before.
    pub tour: String,
    /// What was changed in it.
    pub change: TourChange,
}

/// What a person changed in a tour. Where two values stand they are the one before and the one after.
#[derive(Clone, Debug, PartialEq)]
pub enum TourChange {
    /// Visits go to another tour.
    MovedTo(String, Vec<GivenVisit>),
    /// Visits go to a tour that was not there before.
    MovedToNew(String, Vec<GivenVisit>),
    /// Visits go to another tour, and this one is given up.
    MergedInto(String, Vec<GivenVisit>),
    /// Two visits change places.
    Swapped([GivenPlace; 2]),
    /// So many visits come in another order.
    Reordered(usize),
    /// Visits that the plan did not have.
    Added(Vec<GivenVisit>),
    /// The tour is new, with visits that the plan did not have.
    AddedTour(Vec<GivenVisit>),
    /// Visits that are not made any more.
    Removed(Vec<GivenVisit>),
    /// The tour is not driven any more, nor are these visits made.
    TakenOut(Vec<GivenVisit>),
    /// It has another name.
    RenamedTo(String),
    /// It is driven by another type of vehicle.
    OtherVehicle([VehicleId; 2]),
    /// It is driven on another day.
    OtherDay([Day; 2]),
    /// It leaves at another time.
    Leaves([Clock; 2]),
    /// A trip is tipped elsewhere.
    OtherDisposal([DisposalId; 2]),
    /// So many trips, or as many that end elsewhere in the order.
    Tips([usize; 2]),
}

impl Edit {
    fn of(tour: &str, change: TourChange) -> Self {
        Self {
            tour: tour.to_owned(),
            change,
        }
    }

    /// The tours whose clocks it changes.
    fn tours(&self) -> Vec<&str> {
        match &self.change {
            TourChange::RenamedTo(_) => Vec::new(),
            TourChange::MovedTo(to, _)
            | TourChange::MovedToNew(to, _)
            | TourChange::MergedInto(to, _) => vec![&self.tour, to],
            _ => vec![&self.tour],
        }
    }

    /// In words, as a sentence without its subject.
    #[must_use]
    pub fn told(&self, district: &District) -> String {
        let tour = &self.tour;
        let vehicle = |id: VehicleId| district.vehicles[id.index()].name.as_str();
        let stops = |visits: &[GivenVisit]| stops(district, visits);
        match &self.change {
            TourChange::MovedTo(to, visits) => {
                format!("moves {} from {tour} to {to}", stops(visits))
            }
            TourChange::MovedToNew(to, visits) => {
                format!("moves {} from {tour} to the new tour {to}", stops(visits))
            }
            TourChange::MergedInto(to, visits) => {
                format!("gives up {tour}: {} go to {to}", stops(visits))
            }
            TourChange::Swapped([a, b]) => {
                format!(
                    "swaps {} and {} in {tour}",
                    name(district, *a),
                    name(district, *b)
                )
            }
            TourChange::Reordered(1) => format!("moves 1 stop within {tour}"),
            TourChange::Reordered(visits) => format!("moves {visits} stops within {tour}"),
            TourChange::Added(visits) => format!("adds {} to {tour}", stops(visits)),
            TourChange::AddedTour(visits) => format!("adds the tour {tour} with {}", stops(visits)),
            TourChange::Removed(visits) => format!("takes {} out of {tour}", stops(visits)),
            TourChange::TakenOut(visits) => format!("takes out {tour} with {}", stops(visits)),
            TourChange::RenamedTo(to) => format!("calls {tour} {to}"),
            TourChange::OtherVehicle([from, to]) => {
                format!(
                    "gives {tour} to {} in place of {}",
                    vehicle(*to),
                    vehicle(*from)
                )
            }
            TourChange::OtherDay([from, to]) => format!("moves {tour} from {from} to {to}"),
            TourChange::Leaves([from, to]) => {
                format!("lets {tour} leave at {to} in place of {from}")
            }
            TourChange::OtherDisposal([from, to]) => format!(
                "lets {tour} tip at {} in place of {}",
                district.disposal_name(*to),
                district.disposal_name(*from)
            ),
            TourChange::Tips([before, after]) if before == after => {
                format!("lets {tour} tip elsewhere in its order")
            }
            TourChange::Tips([before, after]) => {
                format!("lets {tour} tip {after} times in place of {before}")
            }
        }
    }
}

fn name(district: &District, place: GivenPlace) -> &str {
    match place {
        GivenPlace::Point(point) => &district.points[point.index()].name,
        GivenPlace::Village(village) => &district.villages[village.index()].name,
    }
}

/// Visits by name or number; those of several streams of a point count once.
fn stops(district: &District, visits: &[GivenVisit]) -> String {
    let places: BTreeSet<&str> = visits
        .iter()
        .map(|visit| name(district, visit.place))
        .collect();
    match places.first().filter(|_| places.len() == 1) {
        Some(only) => format!("stop {only}"),
        None => format!("{} stops", places.len()),
    }
}

/// What distinguishes one visit of a week's tour from another.
type Key = (usize, usize, Option<StreamId>);

fn key(visit: &GivenVisit) -> Key {
    match visit.place {
        GivenPlace::Point(point) => (0, point.index(), visit.stream),
        GivenPlace::Village(village) => (1, village.index(), visit.stream),
    }
}

/// What differs between rounds as they were planned and as they are given now, the weightiest first.
#[must_use]
pub fn edits(before: &[GivenTour], after: &[GivenTour]) -> Vec<Edit> {
    let renamed = renamed(before, after);
    let name_now = |tour: &GivenTour| renamed.get(&tour.name).unwrap_or(&tour.name).clone();
    let old: BTreeMap<String, &GivenTour> =
        before.iter().map(|tour| (name_now(tour), tour)).collect();
    let new: BTreeMap<String, &GivenTour> =
        after.iter().map(|tour| (tour.name.clone(), tour)).collect();
    let mut found = moved(&old, &new);
    for (name, tour) in &new {
        if let Some(before) = old.get(name) {
            found.extend(of_tour(before, tour));
        }
    }
    let names = renamed.into_iter();
    found.extend(names.map(|(from, to)| Edit::of(&from, TourChange::RenamedTo(to))));
    found
}

/// Tours that have another name, but are the same to the last visit.
fn renamed(before: &[GivenTour], after: &[GivenTour]) -> BTreeMap<String, String> {
    let is_in = |tours: &[GivenTour], name: &str| tours.iter().any(|tour| tour.name == name);
    let mut free: Vec<&GivenTour> = after
        .iter()
        .filter(|tour| !is_in(before, &tour.name))
        .collect();
    let mut renamed = BTreeMap::new();
    for tour in before.iter().filter(|tour| !is_in(after, &tour.name)) {
        let keys = |tour: &GivenTour| tour.visits.iter().map(key).collect::<Vec<_>>();
        let same = |other: &&GivenTour| {
            (other.day, other.vehicle) == (tour.day, tour.vehicle) && keys(other) == keys(tour)
        };
        if let Some(at) = free.iter().position(same) {
            renamed.insert(tour.name.clone(), free.remove(at).name.clone());
        }
    }
    renamed
}

/// Visits that left a tour, with where they went: another tour or nowhere; and visits that came from nowhere.
fn moved(old: &BTreeMap<String, &GivenTour>, new: &BTreeMap<String, &GivenTour>) -> Vec<Edit> {
    let mut came: BTreeMap<Key, Vec<&str>> = BTreeMap::new();
    let mut gone: Vec<(&str, GivenVisit)> = Vec::new();
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let visits =
            |tour: Option<&&GivenTour>| tour.map_or(Vec::new(), |tour| tour.visits.clone());
        let (before, mut after) = (visits(old.get(name)), visits(new.get(name)));
        for visit in before {
            match after.iter().position(|other| key(other) == key(&visit)) {
                Some(at) => drop(after.remove(at)),
                None => gone.push((name, visit)),
            }
        }
        for visit in after {
            came.entry(key(&visit)).or_default().push(name);
        }
    }
    let mut pairs: BTreeMap<(&str, Option<&str>), Vec<GivenVisit>> = BTreeMap::new();
    for (from, visit) in gone {
        let to = came
            .get_mut(&key(&visit))
            .and_then(|to| (!to.is_empty()).then(|| to.remove(0)));
        pairs.entry((from, to)).or_default().push(visit);
    }
    let mut found: Vec<Edit> = Vec::new();
    for ((from, to), visits) in pairs {
        let is_gone = !new.contains_key(from);
        let change = match to {
            Some(to) if is_gone => TourChange::MergedInto(to.to_owned(), visits),
            Some(to) if old.contains_key(to) => TourChange::MovedTo(to.to_owned(), visits),
            Some(to) => TourChange::MovedToNew(to.to_owned(), visits),
            None if is_gone => TourChange::TakenOut(visits),
            None => TourChange::Removed(visits),
        };
        found.push(Edit::of(from, change));
    }
    for (name, tour) in new {
        let mut fresh = Vec::new();
        for visit in &tour.visits {
            if let Some(tours) = came.get_mut(&key(visit))
                && let Some(at) = tours.iter().position(|tour| tour == name)
            {
                tours.remove(at);
                fresh.push(*visit);
            }
        }
        let change = match old.contains_key(name) {
            true => TourChange::Added(fresh),
            false => TourChange::AddedTour(fresh),
        };
        if !matches!(&change, TourChange::Added(visits) | TourChange::AddedTour(visits) if visits.is_empty())
        {
            found.push(Edit::of(name, change));
        }
    }
    found
}

/// What changed in a tour that is still there, but for visits that came or went.
fn of_tour(before: &GivenTour, after: &GivenTour) -> Vec<Edit> {
    let mut changes = Vec::new();
    if before.day != after.day {
        changes.push(TourChange::OtherDay([before.day, after.day]));
    }
    if before.vehicle != after.vehicle {
        changes.push(TourChange::OtherVehicle([before.vehicle, after.vehicle]));
    }
    let order = reordered(before, after);
    if order.is_none() && before.visits.len() == after.visits.len() {
        changes.extend(other_tips(before, after));
    } else {
        let trips = [before, after].map(|tour| tips(tour).len());
        changes.extend((trips[0] != trips[1]).then_some(TourChange::Tips(trips)));
    }
    changes.extend(order);
    if let (Some(from), Some(to)) = (before.leaves, after.leaves)
        && from != to
    {
        changes.push(TourChange::Leaves([from, to]));
    }
    let edit = |change| Edit::of(&after.name, change);
    changes.into_iter().map(edit).collect()
}

/// How the visits that both have changed places.
fn reordered(before: &GivenTour, after: &GivenTour) -> Option<TourChange> {
    let mut places: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, visit) in before.visits.iter().enumerate().rev() {
        places.entry(key(visit)).or_default().push(at);
    }
    let known = |visit: &GivenVisit| Some((*visit, places.get_mut(&key(visit))?.pop()?));
    let now: Vec<(GivenVisit, usize)> = after.visits.iter().filter_map(known).collect();
    let mut was = now.clone();
    was.sort_by_key(|(_, at)| *at);
    let differ: Vec<usize> = (0..now.len())
        .filter(|&at| now[at].1 != was[at].1)
        .collect();
    match *differ {
        [] => None,
        [a, b] => Some(TourChange::Swapped([was[a].0.place, was[b].0.place])),
        _ => {
            let order: Vec<usize> = now.iter().map(|(_, at)| *at).collect();
            Some(TourChange::Reordered(order.len() - longest_ascent(&order)))
        }
    }
}

/// Length of the longest row of ascending numbers that is left if others are struck out.
fn longest_ascent(order: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for &number in order {
        let at = ends.partition_point(|&end| end < number);
        match ends.get_mut(at) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    ends.len()
}

/// Behind which visits a tour is emptied, and where; its end goes without saying.
fn tips(tour: &GivenTour) -> Vec<(usize, Option<DisposalId>)> {
    let last = tour.visits.len().saturating_sub(1);
    let visits = tour.visits.iter().enumerate();
    let tips = visits.filter(|(at, visit)| visit.ends_trip == Some(true) || *at == last);
    tips.map(|(at, visit)| (at, visit.tipped_at)).collect()
}

/// How the unloadings of a tour of the same visits changed.
fn other_tips(before: &GivenTour, after: &GivenTour) -> Option<TourChange> {
    let (was, now) = (tips(before), tips(after));
    if was.iter().map(|tip| tip.0).ne(now.iter().map(|tip| tip.0)) {
        return Some(TourChange::Tips([was.len(), now.len()]));
    }
    let mut pairs = was.iter().zip(&now);
    pairs.find_map(|(was, now)| {
        let places = [was.1?, now.1?];
        (places[0] != places[1]).then_some(TourChange::OtherDisposal(places))
    })
}

/// Rounds as they were, and as they are after an edit, both timed.
#[derive(Clone, Debug)]
pub struct Retimed {
    /// What was changed.
    pub edits: Vec<Edit>,
    /// The week after it, with clocks, metres and cost of its own.
    pub planned: Planned,
    /// What the week costs more.
    pub dearer: Money,
    /// Promises that it breaks and that were kept before.
    pub broken: Vec<Finding>,
}

/// Times rounds anew that were edited: tours that are as they were leave when they did, the others when it is best, or when they are
/// told to.
#[must_use]
pub fn retime(
    (district, ground): (&District, &Groundwork),
    before: &GivenWeek,
    after: &[GivenTour],
    edits: Vec<Edit>,
    watch: &Watch,
) -> Retimed {
    let changed: BTreeSet<&str> = edits.iter().flat_map(Edit::tours).collect();
    let given_clock = |tour: &GivenTour| {
        let is_told = |edit: &&Edit| matches!(edit.change, TourChange::Leaves(_));
        let mut told = edits.iter().filter(is_told);
        told.any(|edit| edit.tour == tour.name)
    };
    let timed = |tour: &GivenTour| GivenTour {
        leaves: tour
            .leaves
            .filter(|_| given_clock(tour) || !changed.contains(tour.name.as_str())),
        ..tour.clone()
    };
    let now = GivenWeek {
        tours: after.iter().map(timed).collect(),
        left: still_left(before, after),
    };
    let params = PlanParams::default();
    let time = |week: &GivenWeek| time_on(district, ground, week, &params, watch).0;
    let (was, planned) = (time(before), time(&now));
    let cost = |planned: &Planned| planned.judgement.cost.total();
    let known = |finding: &Finding| {
        let mut own = was.judgement.findings.iter();
        own.any(|other| {
            (&other.promise, &other.who, other.day) == (&finding.promise, &finding.who, finding.day)
        })
    };
    let mut broken: Vec<Finding> = planned
        .judgement
        .findings
        .iter()
        .filter(|finding| !known(finding))
        .cloned()
        .collect();
    broken.sort_by_key(|finding| {
        (
            !changed.contains(finding.who.as_str()),
            weight(&finding.promise),
        )
    });
    Retimed {
        dearer: cost(&planned) - cost(&was),
        broken,
        planned,
        edits,
    }
}

/// The promises that a person asks for first.
const FIRST: [&str; 8] = [
    "compatibility",
    "commodities",
    "capacity",
    "shift",
    "windows",
    "breaks",
    "fleet",
    "disposals",
];

fn weight(promise: &str) -> usize {
    FIRST
        .iter()
        .position(|first| *first == promise)
        .unwrap_or(FIRST.len())
}

/// What was left and still is: a visit more than there was takes it.
fn still_left(before: &GivenWeek, after: &[GivenTour]) -> Vec<Unserved> {
    let visits = |tours: &[GivenTour], row: &Unserved| {
        let own = tours
            .iter()
            .filter(|tour| tour.day == row.day)
            .flat_map(|tour| &tour.visits);
        let is_there = |visit: &&GivenVisit| {
            visit.place == GivenPlace::Point(row.point)
                && visit.stream.is_none_or(|stream| stream == row.stream)
        };
        own.filter(is_there).count()
    };
    let is_left = |row: &&Unserved| visits(after, row) <= visits(&before.tours, row);
    before.left.iter().filter(is_left).cloned().collect()
}
