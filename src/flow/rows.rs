//! The waste graph as rows of flows.csv: all of it, or drawn together by town for a picture.

use super::Fate;
use super::graph::{WasteGraph, WasteNode};
use crate::district::{District, StreamId, TownId};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// A row of flows.csv.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowRow {
    /// Name of a village, generator, point or station.
    pub from: String,
    /// Name of a point or facility, or `compost`, `sale`, `fill`, `elsewhere`, `uncollected`, `drain`.
    pub to: String,
    /// Name of the stream.
    pub stream: String,
    /// How much, on the average day of the week.
    pub kg_per_day: f64,
}

impl WasteGraph {
    /// The rows of flows.csv, in the order of the tables.
    #[must_use]
    pub fn rows(&self, district: &District) -> Vec<FlowRow> {
        self.graph
            .edge_references()
            .map(|edge| FlowRow {
                from: node_name(district, self.graph[edge.source()]).into(),
                to: node_name(district, self.graph[edge.target()]).into(),
                stream: district.streams[edge.weight().stream.index()].name.clone(),
                kg_per_day: edge.weight().kg_per_day,
            })
            .collect()
    }

    /// The same with villages, generators and points drawn together into their towns: few enough rows for a picture.
    /// Generators of no village keep their name.
    #[must_use]
    pub fn rows_by_town(&self, district: &District) -> Vec<FlowRow> {
        let mut sums: BTreeMap<(Tier, Tier, StreamId), f64> = BTreeMap::new();
        for edge in self.graph.edge_references() {
            let [from, to] =
                [edge.source(), edge.target()].map(|node| Tier::of(district, self.graph[node]));
            if from != to {
                *sums.entry((from, to, edge.weight().stream)).or_default() +=
                    edge.weight().kg_per_day;
            }
        }
        let row = |((from, to, stream), kg_per_day): ((Tier, Tier, StreamId), f64)| FlowRow {
            from: from.name(district).into(),
            to: to.name(district).into(),
            stream: district.streams[stream.index()].name.clone(),
            kg_per_day,
        };
        sums.into_iter().map(row).collect()
    }
}

/// A node as seen from the district: a town, or what belongs to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Town(TownId),
    Alone(WasteNode),
}

impl Tier {
    fn of(district: &District, node: WasteNode) -> Self {
        let village = match node {
            WasteNode::Households(id) => Some(id),
            WasteNode::Generator(id) | WasteNode::Point(id) => district.points[id.index()].village,
            WasteNode::Facility(_) | WasteNode::Ends(_) => None,
        };
        village.map_or(Self::Alone(node), |id| {
            Self::Town(district.villages[id.index()].town)
        })
    }

    fn name(self, district: &District) -> &str {
        match self {
            Self::Town(id) => &district.towns[id.index()].name,
            Self::Alone(node) => node_name(district, node),
        }
    }
}

fn node_name(district: &District, node: WasteNode) -> &str {
    match node {
        WasteNode::Households(id) => &district.villages[id.index()].name,
        WasteNode::Generator(id) | WasteNode::Point(id) => &district.points[id.index()].name,
        WasteNode::Facility(id) => district.disposal_name(id),
        WasteNode::Ends(Fate::Compost) => "compost",
        WasteNode::Ends(Fate::Sale) => "sale",
        WasteNode::Ends(Fate::Fill) => "fill",
        WasteNode::Ends(Fate::Elsewhere) => "elsewhere",
        WasteNode::Ends(Fate::Uncollected) => "uncollected",
        WasteNode::Ends(Fate::Drain) => "drain",
    }
}
