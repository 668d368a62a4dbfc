//! What the two passes keep: ways with the numbers of their nodes and restrictions first, then where these nodes lie.

use super::element::{Element, MemberKind};
use super::meaning::{NodeTags, RestrictionTags, RoadTags, node, restriction, road};
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

/// Ways and restrictions.
#[derive(Clone, Debug, Default)]
pub(super) struct WayDraft {
    pub ways: Vec<Way>,
    /// Ids of the nodes of all ways.
    pub nodes: Vec<i64>,
    pub restrictions: Vec<RestrictionDraft>,
}

impl WayDraft {
    /// Keeps what matters for roads.
    pub fn hear(&mut self, element: Element<'_>) {
        match element {
            Element::Way { id, nodes, tags } => {
                if let Some(road) = road(tags).filter(|_| nodes.len() > 1) {
                    let first = self.nodes.len();
                    self.nodes.extend_from_slice(nodes);
                    self.ways.push(Way {
                        id,
                        road,
                        nodes: first..self.nodes.len(),
                    });
                }
            }
            Element::Relation { members, tags } => {
                let Some(tags) = restriction(tags) else {
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
            ids,
            tagged: BTreeMap::new(),
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
            id,
            longitude_e7,
            latitude_e7,
            tags,
        } = element
        else {
            return;
        };
        let Some(position) = self.position(id) else {
            return;
        };
        const HALF_TURN: i64 = 1_800_000_000;
        let is_place = (-HALF_TURN..=HALF_TURN).contains(&longitude_e7)
            && (-HALF_TURN / 2..=HALF_TURN / 2).contains(&latitude_e7);
        if is_place {
            self.places[position as usize] = [longitude_e7 as i32, latitude_e7 as i32];
        }
        if !tags.0.is_empty() {
            let meaning = node(tags);
            if meaning != NodeTags::default() {
                self.tagged.insert(position, meaning);
            }
        }
    }
}
