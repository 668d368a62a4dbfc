//! The flow diagram (Sankey) of the report, made with the `plotly` crate: towns, sinks, facilities, plants.

use super::week_figures::{FATES, TownTotals};
use super::words::Words;
use crate::district::{DisposalId, District};
use crate::flow::Fate;
use crate::plan::ThroughStation;
use crate::quantity::Kilograms;
use plotly::Sankey;
use plotly::common::Orientation;
use plotly::sankey::{Line, Link, Node};

/// Names of nodes, and flows between them in tonnes a day.
#[derive(Debug, Default)]
struct Diagram {
    nodes: Vec<String>,
    colours: Vec<&'static str>,
    sources: Vec<usize>,
    targets: Vec<usize>,
    tonnes: Vec<f64>,
    link_colours: Vec<&'static str>,
}

const TOWN: &str = "#8a9bab";
const SINK: &str = "#7fae6d";
const LOST: &str = "#c46a3a";
const STATION: &str = "#2f7d78";
const PLANT: &str = "#324b63";

/// The trace as JSON, safe to stand in a script element.
pub(super) fn flow_diagram(
    district: &District,
    towns: &[TownTotals],
    through: &[ThroughStation],
    words: &Words,
) -> String {
    let mut diagram = Diagram::default();
    let facilities = diagram.collect(district, towns, words);
    diagram.send_on(district, &facilities, through, words);
    let labels = diagram.nodes.iter().map(String::as_str).collect();
    let node = Node::new()
        .label(labels)
        .color_array(diagram.colours.clone())
        .pad(12)
        .thickness(14)
        .line(Line::new().width(0.0));
    let link = Link::new()
        .source(diagram.sources)
        .target(diagram.targets)
        .value(diagram.tonnes)
        .color_array(diagram.link_colours);
    let trace = Sankey::new()
        .orientation(Orientation::Horizontal)
        .node(node)
        .link(link)
        .value_format(".2f")
        .value_suffix(" t");
    plotly::Trace::to_json(&*trace).replace('<', "\\u003c")
}

impl Diagram {
    /// Towns to sinks and facilities; gives the nodes of the facilities.
    fn collect(&mut self, district: &District, towns: &[TownTotals], words: &Words) -> Vec<usize> {
        let diagram = self;
        // A sink into which nothing goes is not shown.
        let goes_there = |place: usize| {
            let mut kg = towns.iter().map(|town| town.fates[place]);
            kg.any(|kg| kg > 0.0)
        };
        let mut sinks = [None; FATES.len()];
        for (place, fate) in FATES.into_iter().enumerate() {
            let (name, colour) = match fate {
                Fate::Compost => (words.compost, SINK),
                Fate::Sale => (words.sale, SINK),
                Fate::Fill => (words.fill, SINK),
                Fate::Elsewhere => (words.handed_over, SINK),
                Fate::Uncollected => (words.uncollected, LOST),
                // Towns have none: it is squeezed out at stations.
                Fate::Drain => continue,
            };
            sinks[place] = goes_there(place).then(|| diagram.node(name, colour));
        }
        let facilities: Vec<usize> = district
            .disposals()
            .map(|disposal| {
                let colour = if matches!(disposal, DisposalId::Station(_)) {
                    STATION
                } else {
                    PLANT
                };
                diagram.node(district.disposal_name(disposal), colour)
            })
            .collect();
        for (index, town) in towns.iter().enumerate() {
            let name = district
                .towns
                .get(index)
                .map_or(words.elsewhere, |town| &town.name);
            let node = diagram.node(name, TOWN);
            for (sink, kg) in sinks.iter().zip(town.fates) {
                if let Some(sink) = *sink {
                    diagram.flow(node, sink, kg);
                }
            }
            for (facility, kg) in facilities.iter().zip(&town.tipped) {
                diagram.flow(node, *facility, kg.as_f64());
            }
        }
        facilities
    }

    /// Stations to plants and to the drain.
    fn send_on(
        &mut self,
        district: &District,
        facilities: &[usize],
        through: &[ThroughStation],
        words: &Words,
    ) {
        let is_wet = through
            .iter()
            .any(|station| station.leachate > Kilograms::ZERO);
        let drain = is_wet.then(|| self.node(words.drain, SINK));
        for (index, station) in district.stations.iter().enumerate() {
            let Some(plant) = station.plant else { continue };
            let plant = facilities[district.stations.len() + plant.index()];
            self.flow(facilities[index], plant, through[index].sent_on.as_f64());
            if let Some(drain) = drain {
                self.flow(facilities[index], drain, through[index].leachate.as_f64());
            }
        }
    }

    fn node(&mut self, name: &str, colour: &'static str) -> usize {
        self.nodes.push(plain(name));
        self.colours.push(colour);
        self.nodes.len() - 1
    }

    fn flow(&mut self, from: usize, to: usize, kg_per_week: f64) {
        let tonnes = (kg_per_week / 7.0).round() / 1000.0;
        if tonnes > 0.0 {
            self.sources.push(from);
            self.targets.push(to);
            self.tonnes.push(tonnes);
            let colour = self.colours[to];
            self.link_colours.push(match colour {
                SINK => "rgba(127,174,109,0.35)",
                LOST => "rgba(196,106,58,0.45)",
                STATION => "rgba(47,125,120,0.28)",
                _ => "rgba(50,75,99,0.28)",
            });
        }
    }
}

/// Plotly reads some HTML in labels; a name has none.
fn plain(name: &str) -> String {
    name.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
