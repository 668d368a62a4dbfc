//! Restriction relations as paths of courses: along each way one comes from, over a node or over ways, into each way one
//! goes to. What the file lacks a part of, at its border for example, binds nobody.

use super::draft::RestrictionDraft;
use crate::roads::{Course, RoadNetwork, TurnRestriction};
use std::ops::Range;

/// The segments of each way, in the order in which the way is driven.
pub(super) struct WaySegments {
    by_id: Vec<(i64, Range<u32>)>,
}

impl WaySegments {
    pub fn new(mut by_id: Vec<(i64, Range<u32>)>) -> Self {
        by_id.sort_by_key(|(id, segments)| (*id, segments.start));
        Self { by_id }
    }

    /// The segments of a way; none if it is no road.
    fn of(&self, way: i64) -> Range<u32> {
        match self.by_id.binary_search_by_key(&way, |(id, _)| *id) {
            Ok(position) => self.by_id[position].1.clone(),
            Err(_) => 0..0,
        }
    }

    /// Its courses in both directions.
    fn courses(&self, way: i64) -> impl Iterator<Item = Course> + '_ {
        self.of(way)
            .flat_map(|segment| [Course::new(segment, false), Course::new(segment, true)])
    }
}

/// The restrictions of a network.
pub(super) fn restrictions(
    drafts: &[RestrictionDraft],
    network: &RoadNetwork,
    ways: &WaySegments,
    node_of: impl Fn(i64) -> Option<u32>,
) -> Vec<TurnRestriction> {
    let mut found = Vec::new();
    for draft in drafts {
        let mut paths = Vec::new();
        for (&from, &to) in draft
            .from
            .iter()
            .flat_map(|from| draft.to.iter().map(move |to| (from, to)))
        {
            match draft.via_node {
                Some(via) => {
                    if let Some(node) = node_of(via) {
                        paths.extend(over_node(from, node, to, network, ways));
                    }
                }
                None => paths.extend(over_ways(from, &draft.via_ways, to, network, ways)),
            }
        }
        paths.retain(|path| is_meant(path, draft));
        found.extend(paths.into_iter().map(|path| TurnRestriction {
            path,
            is_only: draft.tags.is_only,
            binds: draft.tags.binds,
        }));
    }
    found
}

/// Turning back is forbidden by `no_u_turn` alone, which on one way forbids nothing else.
fn is_meant(path: &[Course], draft: &RestrictionDraft) -> bool {
    let turns_back = path.len() == 2 && path[0] == path[1].reversed();
    let is_on_one_way = path.len() == 2 && draft.from == draft.to;
    if draft.tags.is_u_turn {
        turns_back || !is_on_one_way
    } else {
        !turns_back
    }
}

fn over_node(
    from: i64,
    node: u32,
    to: i64,
    network: &RoadNetwork,
    ways: &WaySegments,
) -> Vec<Vec<Course>> {
    let arriving = ways
        .courses(from)
        .filter(|&course| network.head(course) == node);
    let leaving: Vec<Course> = ways
        .courses(to)
        .filter(|&course| network.tail(course) == node)
        .collect();
    arriving
        .flat_map(|first| leaving.iter().map(move |&last| vec![first, last]))
        .collect()
}

fn over_ways(
    from: i64,
    via: &[i64],
    to: i64,
    network: &RoadNetwork,
    ways: &WaySegments,
) -> Vec<Vec<Course>> {
    let mut paths: Vec<Vec<Course>> = ways.courses(from).map(|course| vec![course]).collect();
    for (position, &way) in via.iter().enumerate() {
        let next = via.get(position + 1).copied().unwrap_or(to);
        paths = paths
            .into_iter()
            .filter_map(|path| {
                let start = network.head(*path.last()?);
                let along = along(way, start, next, network, ways)?;
                Some([path, along].concat())
            })
            .collect();
    }
    if via.is_empty() {
        return Vec::new();
    }
    let ends = |path: &Vec<Course>| path.last().map(|&course| network.head(course));
    paths
        .iter()
        .flat_map(|path| {
            let back = path.last().map(|course| course.reversed());
            let leaving = ways
                .courses(to)
                .filter(move |&course| Some(network.tail(course)) == ends(path));
            leaving
                .filter(move |&course| Some(course) != back)
                .map(|course| [path.as_slice(), &[course]].concat())
        })
        .collect()
}

/// The courses along a way from a node on it to the nearest node that the next way also touches.
fn along(
    way: i64,
    start: u32,
    next: i64,
    network: &RoadNetwork,
    ways: &WaySegments,
) -> Option<Vec<Course>> {
    let touches = |node: u32| {
        ways.courses(next)
            .any(|course| network.tail(course) == node)
    };
    let forwards: Vec<Course> = ways
        .of(way)
        .map(|segment| Course::new(segment, false))
        .collect();
    let backwards: Vec<Course> = forwards
        .iter()
        .rev()
        .map(|course| course.reversed())
        .collect();
    let walk = |courses: Vec<Course>| {
        let first = courses
            .iter()
            .position(|&course| network.tail(course) == start)?;
        let length = courses[first..]
            .iter()
            .position(|&course| touches(network.head(course)))?;
        Some(courses[first..=first + length].to_vec())
    };
    let walks = [walk(forwards), walk(backwards)];
    walks.into_iter().flatten().min_by_key(Vec::len)
}
