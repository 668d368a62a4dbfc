//! What the two passes keep: ways with the numbers of their nodes and restrictions first, then where these nodes lie.

use super::element::{Element, MemberKind, Tags};
use super::meaning::{
    NodeTags, RestrictionTags, RoadTags, node, not_understood, restriction, road,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// A way, and where its nodes stand in [`WayDraft::nodes`].
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub id: i64,
    pub road: RoadTags,
    pub nodes: Range<usize>,
}

/// A restriction: ways one comes from, what lies between, ways one goes to.
#[derive(Clone, Debug)]
pub(super) struct RestrictionDraft {
    pub tags: RestrictionTags,
    pub from: Vec<i64>,
    pub via_node: Option<i64>,
    pub via_ways: Vec<i64>,
    pub to: Vec<i64>,
}

/// Limits that are not understood: how many elements have one, one of them, and the number above which it closes the road.
#[derive(Clone, Debug, Default)]
pub(super) struct Unclear(BTreeMap<(&'static str, String), (usize, String, Option<f64>)>);

impl Unclear {
    fn add(&mut self, tags: Tags<'_>, (kind, id): (&str, i64)) {
        for (key, value, number) in not_understood(tags) {
            let entry = self.0.entry((key, value.to_owned()));
            let first = || (0, format!("{kind} {id}"), number);
            entry.or_insert_with(first).0 += 1;
        }
    }

    /// Each of them: key, value, and in words what becomes of it.
    pub fn told(self) -> impl Iterator<Item = (&'static str, String, String)> {
        self.0
            .into_iter()
            .map(|((key, value), (count, first, number))| {
                let closes = match number {
                    Some(most) if !key.contains("speed") => {
                        format!("; it closes the road to what is over {most}")
                    }
                    _ => "; it is not read".to_owned(),
                };
                let others = match count {
                    1 => String::new(),
                    count => format!(" and {} more", count - 1),
                };
                (
                    key,
                    value,
                    format!("a limit that is understood{closes} ({first}{others})"),
                )
            })
    }
}

/// Ways and restrictions.
#[derive(Clone, Debug, Default)]
pub(super) struct WayDraft {
    pub ways: Vec<Way>,
    /// Ids of the nodes of all ways.
    pub nodes: Vec<i64>,
    pub restrictions: Vec<RestrictionDraft>,
    pub unclear: Unclear,
    /// All states of ways and of relations: id, version, and where it stands, if it is kept.
    states: [Vec<(i64, u32, Option<u32>)>; 2],
}

impl WayDraft {
    /// Of elements that were told several times keeps the newest state alone.
    pub fn settle(&mut self) {
        let [ways, relations] = std::mem::take(&mut self.states).map(newest);
        keep(&mut self.restrictions, &relations);
        if keep(&mut self.ways, &ways) {
            let mut nodes = Vec::with_capacity(self.nodes.len());
            for way in &mut self.ways {
                let first = nodes.len();
                nodes.extend_from_slice(&self.nodes[way.nodes.clone()]);
                way.nodes = first..nodes.len();
            }
            self.nodes = nodes;
        }
    }

    /// Keeps what matters for roads.
    pub fn hear(&mut self, element: Element<'_>) {
        match element {
            Element::Way { stamp, nodes, tags } => {
                let id = stamp.id;
                let is_there = !stamp.is_deleted && nodes.len() > 1;
                let road = is_there.then(|| road(tags)).flatten();
                let kept = road.is_some().then_some(self.ways.len() as u32);
                self.states[0].push((id, stamp.version, kept));
                if let Some(road) = road {
                    self.unclear.add(tags, ("way", id));
                    let first = self.nodes.len();
                    self.nodes.extend_from_slice(nodes);
                    self.ways.push(Way {
                        id,
                        road,
                        nodes: first..self.nodes.len(),
                    });
                }
            }
            Element::Relation {
                stamp,
                members,
                tags,
            } => {
                let tags = restriction(tags).filter(|_| !stamp.is_deleted);
                let kept = tags.is_some().then_some(self.restrictions.len() as u32);
                self.states[1].push((stamp.id, stamp.version, kept));
                let Some(tags) = tags else {
                    return;
                };
                let ids = |role: &str, kind: MemberKind| -> Vec<i64> {
                    let those = members.iter().filter(|m| m.role == role && m.kind == kind);
                    those.map(|member| member.id).collect()
                };
                self.restrictions.push(RestrictionDraft {
                    tags,
                    from: ids("from", MemberKind::Way),
                    via_node: ids("via", MemberKind::Node).first().copied(),
                    via_ways: ids("via", MemberKind::Way),
                    to: ids("to", MemberKind::Way),
                });
            }
            Element::Node { .. } => {}
        }
    }
}

/// Where the newest states of elements stand, in their order.
fn newest(mut states: Vec<(i64, u32, Option<u32>)>) -> Vec<u32> {
    states.sort_by_key(|&(id, version, _)| (id, version));
    let newest = states
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|same| same.last()?.2);
    let mut newest: Vec<u32> = newest.collect();
    newest.sort_unstable();
    newest
}

/// Keeps the elements at these places, which are sorted; whether any were dropped.
fn keep<T>(elements: &mut Vec<T>, places: &[u32]) -> bool {
    if elements.len() == places.len() {
        return false;
    }
    let mut places = places.iter().peekable();
    let mut place = 0;
    elements.retain(|_| {
        let is_kept = places.next_if_eq(&&place).is_some();
        place += 1;
        is_kept
    });
    true
}

/// A node that is not in the file, or lies nowhere on earth.
pub(super) const NOWHERE: [i32; 2] = [i32::MAX; 2];

/// The nodes that ways need, by id.
#[derive(Clone, Debug)]
pub(super) struct NodeDraft {
    pub ids: Vec<i64>,
    /// Longitude and latitude, in ten-millionths of a degree.
    pub places: Vec<[i32; 2]>,
    /// Those whose tags matter.
    pub tagged: BTreeMap<u32, NodeTags>,
    pub unclear: Unclear,
    versions: Vec<u32>,
}

impl NodeDraft {
    /// Nodes of ways, whose ids in the draft of the ways become positions among them.
    pub fn of(ways: &mut WayDraft) -> Result<Self, String> {
        let mut ids = ways.nodes.clone();
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        if ids.len() >= u32::MAX as usize {
            return Err("fewer than 2^32 nodes".into());
        }
        for node in &mut ways.nodes {
            let position = ids
                .binary_search(node)
                .expect("ids holds every node of a way");
            *node = position as i64;
        }
        Ok(Self {
            places: vec![NOWHERE; ids.len()],
            versions: vec![0; ids.len()],
            ids,
            tagged: BTreeMap::new(),
            unclear: Unclear::default(),
        })
    }

    /// The position of a node.
    pub fn position(&self, id: i64) -> Option<u32> {
        self.ids
            .binary_search(&id)
            .ok()
            .map(|position| position as u32)
    }

    /// Keeps a node that some way needs.
    pub fn hear(&mut self, element: Element<'_>) {
        let Element::Node {
            stamp,
            longitude_e7,
            latitude_e7,
            tags,
        } = element
        else {
            return;
        };
        let Some(position) = self.position(stamp.id) else {
            return;
        };
        let version = &mut self.versions[position as usize];
        if stamp.version < *version {
            return;
        }
        *version = stamp.version;
        const HALF_TURN: i64 = 1_800_000_000;
        let is_place = (-HALF_TURN..=HALF_TURN).contains(&longitude_e7)
            && (-HALF_TURN / 2..=HALF_TURN / 2).contains(&latitude_e7)
            && !stamp.is_deleted;
        self.places[position as usize] = match is_place {
            true => [longitude_e7 as i32, latitude_e7 as i32],
            false => NOWHERE,
        };
        self.tagged.remove(&position);
        if is_place && !tags.0.is_empty() {
            let meaning = node(tags);
            if meaning != NodeTags::default() {
                self.tagged.insert(position, meaning);
                self.unclear.add(tags, ("node", stamp.id));
            }
        }
    }
}
