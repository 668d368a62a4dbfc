//! The waste graph: from households and generators by collection points and stations to plants and sinks.
//!
//! Promise: at every node but the ends, as much leaves as arrives (a station is an end for what no plant behind it takes).

use super::tipping::{Tipped, assigned_disposal};
use super::{Fate, Flow, MassBalance, PointLoad};
use crate::district::{DisposalId, District, PointId, PointKind, StreamId, VillageId};
use crate::plan::Plan;
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

    /// Adds what stations squeeze out and what they send on to their plants, and makes the graph.
    fn with_onward_haul(district: &District, mut edges: Edges) -> Self {
        let arriving: Vec<_> = edges.iter().map(|(&key, &kg)| (key, kg)).collect();
        for ((_, to, stream), kg) in arriving {
            if let WasteNode::Facility(id) = to
                && let Some(behind) = district.behind(id, stream)
            {
                let share = district.share_sent_on(id);
                let behind = WasteNode::Facility(behind);
                *edges.entry((to, behind, stream)).or_default() += kg * share;
                if share < 1.0 {
                    let drain = WasteNode::Ends(Fate::Drain);
                    *edges.entry((to, drain, stream)).or_default() += kg * (1.0 - share);
                }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::{DistrictBuilder, Place, StationId, VehicleId};
    use crate::flow::flow;
    use crate::plan::{Stop, StopKind, Tour};
    use crate::quantity::{Clock, Day, Kilograms, Litres, Metres, Seconds};

    #[test]
    fn the_graph_of_a_plan_tips_where_its_trucks_do() {
        let here = Place::new(119.8, 36.0);
        let mut builder = DistrictBuilder::new("graph");
        let id = builder.add_village("town", "Upper Mill", here, 300);
        builder.district.villages[0].population = 1000.0;
        builder.district.villages[0].kg_per_person_day = 0.5;
        builder.add_point("all", id, here, 1, None);
        let near = builder.add_station("near", here);
        builder.add_station("far", Place::new(119.9, 36.0));
        let plant = builder.add_plant("plant", Place::new(120.0, 36.0));
        builder.district.stations[1].plant = Some(plant);
        let flow = flow(&builder.unjudged(), None);
        let arriving = |graph: &WasteGraph, station: StationId| {
            graph
                .through(WasteNode::Facility(DisposalId::Station(station)))
                .0
                .round()
        };
        let before = WasteGraph::provisional(&builder.unjudged(), &flow);
        assert_eq!(
            [arriving(&before, near), arriving(&before, StationId(1))],
            [500.0, 0.0]
        );

        let stop = |kind, kg| Stop {
            trip: 1,
            kind,
            stream: None,
            arrival: Clock::at(8, 0),
            start: Clock::at(8, 0),
            departure: Clock::at(8, 0),
            kg: Kilograms(kg),
            litres: Litres(0),
            kg_on_board: Kilograms(0),
            metres: Metres(0),
            seconds: Seconds(0),
        };
        let far = StopKind::Disposal(DisposalId::Station(StationId(1)));
        let stops = vec![stop(StopKind::Point(PointId(0)), 2800), stop(far, 2800)];
        let tour = Tour {
            name: "mon-001".into(),
            day: Day(0),
            vehicle: VehicleId(0),
            stops,
        };
        let plan = Plan {
            tours: vec![tour],
            ..Plan::default()
        };
        let after = WasteGraph::with_plan(&builder.unjudged(), &flow, &plan);
        assert_eq!(
            [arriving(&after, near), arriving(&after, StationId(1))],
            [0.0, 400.0]
        );
        assert!(
            (after.balance().uncollected - 700.0).abs() < 1e-9,
            "3,500 arise, 2,800 are taken"
        );
        assert!(after.balance().relative_error() < 1e-9);
        let rows = after.rows(&builder.unjudged());
        let row = rows.iter().find(|row| row.from == "far").unwrap();
        assert_eq!((row.to.as_str(), row.kg_per_day.round()), ("plant", 400.0));

        builder.district.stations[1].leachate_share = 0.1;
        let pressed = WasteGraph::with_plan(&builder.unjudged(), &flow, &plan);
        assert!(pressed.balance().relative_error() < 1e-9);
        let rows = pressed.rows(&builder.unjudged()).into_iter();
        let from_far = rows.filter(|row| row.from == "far");
        let told: Vec<_> = from_far
            .map(|row| (row.to, row.kg_per_day.round()))
            .collect();
        assert_eq!(told, [("plant".into(), 360.0), ("drain".into(), 40.0)]);
    }
}
