//! The waste graph: from households and generators by collection points and stations to plants and sinks.
//!
//! Promise: at every node but the ends, as much leaves as arrives (a station without a plant is an end).

use super::{Fate, Flow, MassBalance, PointLoad};
use crate::district::{
    DisposalId, District, PinTarget, PointId, PointKind, StreamId, TownId, VillageId,
};
use crate::plan::{Plan, StopKind};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, IntoNodeReferences};
use std::collections::BTreeMap;

/// A node of the waste graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WasteNode {
    /// The households of a village.
    Households(VillageId),
    /// A generator with its own containers, or a point of no village.
    Generator(PointId),
    /// A collection point of a village.
    Point(PointId),
    /// A station or plant.
    Facility(DisposalId),
    /// Where waste ends that no facility takes.
    Ends(Fate),
}

/// Waste of one stream on its way between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WasteEdge {
    /// The stream that it rides as, or is sorted into.
    pub stream: StreamId,
    /// How much, on the average day of the week.
    pub kg_per_day: f64,
}

/// A row of flows.csv.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowRow {
    /// Name of a village, generator, point or station.
    pub from: String,
    /// Name of a point or facility, or `compost`, `sale`, `fill`, `uncollected`.
    pub to: String,
    /// Name of the stream.
    pub stream: String,
    /// How much, on the average day of the week.
    pub kg_per_day: f64,
}

/// Where all waste comes from and goes to. Nodes and edges lie in order: the same flow gives the same graph.
#[derive(Clone, Debug)]
pub struct WasteGraph {
    /// The graph; parallel edges differ in their stream.
    pub graph: DiGraph<WasteNode, WasteEdge>,
}

type Edges = BTreeMap<(WasteNode, WasteNode, StreamId), f64>;

impl WasteGraph {
    /// The graph before any plan: each point tips where its pin says, else at the nearest facility that takes its stream.
    #[must_use]
    pub fn provisional(district: &District, flow: &Flow) -> Self {
        let mut edges = edges_to_points(district, flow);
        for load in &flow.loads {
            let from = point_node(district, load.point);
            let to = assigned_disposal(district, load.point, load.stream)
                .map_or(WasteNode::Ends(Fate::Uncollected), WasteNode::Facility);
            *edges.entry((from, to, load.stream)).or_default() += load.kg_per_week() / 7.0;
        }
        Self::with_onward_haul(district, edges)
    }

    /// The graph of a plan: each point tips where the plan's trucks do, and what they leave is uncollected.
    #[must_use]
    pub fn with_plan(district: &District, flow: &Flow, plan: &Plan) -> Self {
        let mut edges = edges_to_points(district, flow);
        let tipped = Tipped::of(district, plan);
        let mut arising: BTreeMap<(PointId, StreamId), f64> = BTreeMap::new();
        for load in &flow.loads {
            *arising.entry((load.point, load.stream)).or_default() += load.kg_per_week();
        }
        for ((point, stream), kg) in arising {
            let from = point_node(district, point);
            let (ways, left) = tipped.ways(point, stream, kg);
            for (disposal, kg) in ways {
                *edges
                    .entry((from, WasteNode::Facility(disposal), stream))
                    .or_default() += kg / 7.0;
            }
            if left > 0.0 {
                edges.insert(
                    (from, WasteNode::Ends(Fate::Uncollected), stream),
                    left / 7.0,
                );
            }
        }
        Self::with_onward_haul(district, edges)
    }

    /// Adds what stations send on to their plants, and makes the graph.
    fn with_onward_haul(district: &District, mut edges: Edges) -> Self {
        let arriving: Vec<_> = edges.iter().map(|(&key, &kg)| (key, kg)).collect();
        for ((_, to, stream), kg) in arriving {
            if let WasteNode::Facility(DisposalId::Station(id)) = to
                && let Some(plant) = district.stations[id.index()].plant
            {
                let plant = WasteNode::Facility(DisposalId::Plant(plant));
                *edges.entry((to, plant, stream)).or_default() += kg;
            }
        }
        let mut graph = DiGraph::new();
        let mut nodes: BTreeMap<WasteNode, NodeIndex> = edges
            .keys()
            .flat_map(|&(from, to, _)| [(from, NodeIndex::end()), (to, NodeIndex::end())])
            .collect();
        for (&node, index) in &mut nodes {
            *index = graph.add_node(node);
        }
        for ((from, to, stream), kg_per_day) in edges {
            graph.add_edge(nodes[&from], nodes[&to], WasteEdge { stream, kg_per_day });
        }
        Self { graph }
    }

    /// The mass balance of a week on this graph: what leaves households and generators, and where it ends. With a plan,
    /// what trucks leave at points is uncollected.
    #[must_use]
    pub fn balance(&self) -> MassBalance {
        let mut balance = MassBalance::default();
        for edge in self.graph.edge_references() {
            let kg = edge.weight().kg_per_day * 7.0;
            let (from, to) = (self.graph[edge.source()], self.graph[edge.target()]);
            if matches!(from, WasteNode::Households(_) | WasteNode::Generator(_)) {
                balance.generated += kg;
            }
            match (from, to) {
                (_, WasteNode::Ends(fate)) => balance.end(fate, kg),
                (WasteNode::Point(_) | WasteNode::Generator(_), WasteNode::Facility(_)) => {
                    balance.collected += kg
                }
                _ => {}
            }
        }
        balance
    }

    /// What arrives at a node and what leaves it, in kg a day.
    #[must_use]
    pub fn through(&self, node: WasteNode) -> (f64, f64) {
        let found = self.graph.node_references().find(|(_, n)| **n == node);
        let sum = |direction| {
            let edges = found.map(|(index, _)| self.graph.edges_directed(index, direction));
            edges
                .into_iter()
                .flatten()
                .map(|edge| edge.weight().kg_per_day)
                .sum()
        };
        (sum(petgraph::Incoming), sum(petgraph::Outgoing))
    }

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

/// Where the trucks of a plan tip what they take at each point: kg a week by facility, and how many stops it took.
struct Tipped(BTreeMap<(PointId, StreamId), (BTreeMap<DisposalId, f64>, u32)>);

impl Tipped {
    fn of(district: &District, plan: &Plan) -> Self {
        let mut tipped = Self(BTreeMap::new());
        for tour in &plan.tours {
            let mut on_board = Vec::new();
            for stop in &tour.stops {
                match stop.kind {
                    StopKind::Point(point) => {
                        let stream = stop.stream.unwrap_or_else(|| district.residual());
                        on_board.push((point, stream, stop.kg.as_f64()));
                    }
                    StopKind::Disposal(disposal) => tipped.tip(disposal, on_board.drain(..)),
                    StopKind::Start | StopKind::Break | StopKind::End => {}
                }
            }
        }
        tipped
    }

    fn tip(&mut self, disposal: DisposalId, load: impl Iterator<Item = (PointId, StreamId, f64)>) {
        for (point, stream, kg) in load {
            let (ways, stops) = self.0.entry((point, stream)).or_default();
            *ways.entry(disposal).or_default() += kg;
            *stops += 1;
        }
    }

    /// Where what arises at a point goes, and what stays. Stops carry whole kilograms: a gap of up to one a stop is
    /// rounding and is shared over the ways.
    fn ways(
        &self,
        point: PointId,
        stream: StreamId,
        arising: f64,
    ) -> (Vec<(DisposalId, f64)>, f64) {
        let Some((ways, stops)) = self.0.get(&(point, stream)) else {
            return (Vec::new(), arising);
        };
        let taken: f64 = ways.values().sum();
        if taken <= 0.0 {
            return (Vec::new(), arising);
        }
        let gap = arising - taken;
        let left = if gap > f64::from(*stops) { gap } else { 0.0 };
        let scale = (arising - left) / taken;
        (
            ways.iter()
                .map(|(&disposal, &kg)| (disposal, kg * scale))
                .collect(),
            left,
        )
    }
}

/// Everything up to the points: households and generators to points and sinks.
fn edges_to_points(district: &District, flow: &Flow) -> Edges {
    let mut edges = Edges::new();
    for PointLoad {
        point, stream, kg, ..
    } in &flow.loads
    {
        let to = point_node(district, *point);
        if let (WasteNode::Point(_), Some(village)) = (to, district.points[point.index()].village) {
            *edges
                .entry((WasteNode::Households(village), to, *stream))
                .or_default() += kg.iter().sum::<f64>() / 7.0;
        }
    }
    for lost in &flow.diverted {
        let key = (
            WasteNode::Households(lost.village),
            WasteNode::Ends(lost.fate),
            lost.stream,
        );
        *edges.entry(key).or_default() += lost.kg.iter().sum::<f64>() / 7.0;
    }
    edges
}

/// The node of a collection point: one that serves a village's households, or one that makes its own.
fn point_node(district: &District, id: PointId) -> WasteNode {
    let point = &district.points[id.index()];
    match (point.kind, point.village) {
        (PointKind::Given | PointKind::Made, Some(_)) => WasteNode::Point(id),
        _ => WasteNode::Generator(id),
    }
}

/// Where a point's waste is tipped before any plan: its pin, its village's pin, or the nearest facility that takes it.
fn assigned_disposal(district: &District, id: PointId, stream: StreamId) -> Option<DisposalId> {
    let point = &district.points[id.index()];
    let accepts = |disposal: &DisposalId| district.accepted_by_gate(*disposal).any(|s| s == stream);
    let pinned = |target: PinTarget| {
        let pins = district.pins.iter().filter(|pin| pin.target == target);
        pins.filter_map(|pin| pin.disposal).find(accepts)
    };
    let distance =
        |disposal: &DisposalId| point.place.metres_to(district.disposal_place(*disposal));
    pinned(PinTarget::Point(id))
        .or_else(|| {
            point
                .village
                .and_then(|village| pinned(PinTarget::Village(village)))
        })
        .or_else(|| {
            let candidates = district.disposals().filter(accepts);
            candidates.min_by(|a, b| distance(a).total_cmp(&distance(b)))
        })
}

fn node_name(district: &District, node: WasteNode) -> &str {
    match node {
        WasteNode::Households(id) => &district.villages[id.index()].name,
        WasteNode::Generator(id) | WasteNode::Point(id) => &district.points[id.index()].name,
        WasteNode::Facility(id) => district.disposal_name(id),
        WasteNode::Ends(Fate::Compost) => "compost",
        WasteNode::Ends(Fate::Sale) => "sale",
        WasteNode::Ends(Fate::Fill) => "fill",
        WasteNode::Ends(Fate::Uncollected) => "uncollected",
    }
}
