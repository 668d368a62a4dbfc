//! Small maps written as `.osm`, and how trucks fare on them.

use std::fmt::Write;
use std::fs;
use wasteways::district::Place;
use wasteways::input::read_roads;
use wasteways::roads::{Profile, RoadNetwork, RoadTable, SizeLimits};

/// Nodes lie on a grid of 0.01 degrees near the equator: node 23 in column 2, row 3; neighbours are 1,112 m apart.
#[derive(Default)]
pub struct Map {
    nodes: String,
    ways: String,
    relations: String,
    known: Vec<u32>,
}

fn tags(tags: &str) -> String {
    let pairs = tags
        .split_whitespace()
        .map(|pair| pair.split_once('=').expect("key=value"));
    pairs
        .map(|(k, v)| format!("<tag k=\"{k}\" v=\"{v}\"/>"))
        .collect()
}

pub fn place(node: u32) -> Place {
    Place::new(
        10.0 + 0.01 * f64::from(node / 10),
        0.01 * f64::from(node % 10),
    )
}

impl Map {
    /// A node with tags such as `barrier=bollard`; nodes of ways come by themselves.
    pub fn node(mut self, node: u32, with: &str) -> Self {
        if !self.known.contains(&node) {
            self.known.push(node);
            let Place {
                longitude,
                latitude,
            } = place(node);
            let _ = writeln!(
                self.nodes,
                "<node id=\"{node}\" lon=\"{longitude}\" lat=\"{latitude}\">{}</node>",
                tags(with)
            );
        }
        self
    }

    /// A way over nodes; a primary road unless the tags say otherwise.
    pub fn way(mut self, id: u32, nodes: &[u32], with: &str) -> Self {
        for &node in nodes {
            self = self.node(node, "");
        }
        let refs: String = nodes
            .iter()
            .map(|node| format!("<nd ref=\"{node}\"/>"))
            .collect();
        let usual = if with.contains("highway=") || with.contains("route=") {
            ""
        } else {
            "highway=primary"
        };
        let _ = writeln!(
            self.ways,
            "<way id=\"{id}\">{refs}{}{}</way>",
            tags(usual),
            tags(with)
        );
        self
    }

    /// A restriction from a way over a node (`n5`) or ways (`w7 w8`) to a way.
    pub fn restriction(mut self, from: u32, via: &str, to: u32, with: &str) -> Self {
        let via: String = via
            .split_whitespace()
            .map(|member| {
                let kind = if member.starts_with('n') {
                    "node"
                } else {
                    "way"
                };
                format!(
                    "<member type=\"{kind}\" ref=\"{}\" role=\"via\"/>",
                    &member[1..]
                )
            })
            .collect();
        let _ = writeln!(
            self.relations,
            "<relation id=\"1\"><member type=\"way\" ref=\"{from}\" role=\"from\"/>{via}\
             <member type=\"way\" ref=\"{to}\" role=\"to\"/>{}{}</relation>",
            tags("type=restriction"),
            tags(with)
        );
        self
    }

    pub fn xml(&self) -> String {
        format!(
            "<?xml version=\"1.0\"?>\n<osm version=\"0.6\">\n{}{}{}</osm>\n",
            self.nodes, self.ways, self.relations
        )
    }

    pub fn read(&self) -> RoadNetwork {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("roads.osm");
        fs::write(&path, self.xml()).expect("a file");
        read_roads(&path).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// Kilometres, rounded, of the fastest way of a truck between two nodes; `None` if there is none.
    pub fn km(&self, truck: &Profile, from: u32, to: u32) -> Option<u32> {
        km(&self.read(), truck, from, to)
    }
}

pub fn km(network: &RoadNetwork, truck: &Profile, from: u32, to: u32) -> Option<u32> {
    let matrix = RoadTable::of(network, truck, &[place(from), place(to)]).matrix();
    let leg = matrix.leg(0, 1);
    leg.exists()
        .then(|| (f64::from(leg.metres) / 1112.0).round() as u32)
}

/// A truck of so many metres and tonnes; 3 m high.
pub const fn truck(width_m: f64, tonnes: f64) -> Profile {
    Profile {
        size: SizeLimits {
            width_m: Some(width_m),
            tonnes: Some(tonnes),
            height_m: Some(3.0),
        },
        speed_factor: 1.0,
    }
}

/// A common compactor.
pub const COMPACTOR: Profile = truck(2.3, 8.0);
/// A three-wheeler.
pub const SMALL: Profile = truck(1.2, 0.8);
