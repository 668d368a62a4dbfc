//! `wasteways roads`: what the road network holds, and what trucks cannot reach.

use super::answer::Failure;
use super::progress::ProgressLine;
use super::{Answer, Common, Exit};
use crate::district::{District, PointId};
use crate::input::Input;
use crate::report::{self, Kind};
use crate::roads::{Called, Reach, Stretch, Survey, survey};
use clap::Args;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;

/// Places named before the rest are counted.
const SHOWN: usize = 10;
/// Nearer to the road than this nothing is said, in metres.
const NEAR: f64 = 50.0;

/// Tell what the road network holds, and what trucks cannot reach
#[derive(Clone, Debug, Args)]
pub(super) struct RoadsArgs {
    /// The district: a folder of tables, or a workbook (.xlsx)
    district: PathBuf,
    /// A folder to write roads.geojson to, the roads that some vehicle reaches
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl RoadsArgs {
    pub(super) fn run(&self, common: &Common) -> Result<Answer, Failure> {
        if let Some(folder) = &self.out {
            Kind::Roads.may_be_written(folder, &[&self.district])?;
        }
        let progress = ProgressLine::new(common, "reading the tables");
        let far = |bytes, of| progress.say_read(bytes, of);
        let input = common.read_telling(&self.district, &far)?;
        drop(progress);
        let district = &input.district;
        let surveyed = input
            .network
            .as_ref()
            .and_then(|network| Some((network, survey(district, network)?)));
        if let (Some(folder), Some((network, survey))) = (&self.out, &surveyed) {
            common.put(&report::road_files(district, network, survey), folder)?;
        }
        let stdout = common.words(
            || {
                surveyed.as_ref().map_or_else(
                    || without_roads(&input),
                    |(network, survey)| {
                        let mut text = told(district, survey);
                        if let Some(words) = network.origin.attribution() {
                            let _ = writeln!(text, "{words}");
                        }
                        text
                    },
                )
            },
            || {
                surveyed
                    .as_ref()
                    .map_or(serde_json::Value::Null, |(_, survey)| {
                        as_json(district, survey)
                    })
            },
        );
        Ok(Answer {
            stdout,
            stderr: common.warned(&input.warnings),
            exit: Exit::Clean,
        })
    }
}

fn without_roads(input: &Input) -> String {
    if input
        .network
        .as_ref()
        .is_some_and(|network| network.own.is_some())
    {
        return "The district has travel of its own in place of roads: matrix.csv or matrix.json.\n".into();
    }
    "The district has no roads: great circles are driven. roads.osm.pbf, roads.osm.gz, roads.osm or roads.csv holds some.\n".into()
}

fn told(district: &District, survey: &Survey) -> String {
    let mut text = format!("{} crossings and ends\n", survey.nodes);
    let mut line = |name: &str, stretch: Stretch| {
        let _ = writeln!(
            text,
            "  {name:<22} {:>9.1} km {:>8} pieces",
            stretch.km, stretch.segments
        );
    };
    for (class, stretch) in &survey.by_class {
        line(class.word(), *stretch);
    }
    for (name, stretch) in ["limited in width", "limited in weight", "limited in height"]
        .into_iter()
        .zip(survey.limited)
    {
        line(name, stretch);
    }
    line("one lane, both ways", survey.single_lane);
    line("closed to all", survey.closed);
    let _ = writeln!(
        text,
        "  {} turns forbidden or prescribed, {} barriers",
        survey.restrictions, survey.barriers
    );
    for reach in &survey.reaches {
        tell_reach(district, reach, &mut text);
    }
    tell_places(district, survey, &mut text);
    text
}

fn tell_reach(district: &District, reach: &Reach, text: &mut String) {
    let _ = writeln!(
        text,
        "{}: {:.1} km open, {:.1} km connected, {} points out of reach",
        vehicles(district, reach).join(", "),
        reach.open.km,
        reach.connected.km,
        reach.unreached.len()
    );
    if !reach.unreached.is_empty() {
        let names = reach.unreached.iter().map(|&id| point_name(district, id));
        let _ = writeln!(text, "  {}", listed(names));
    }
}

fn tell_places(district: &District, survey: &Survey, text: &mut String) {
    if !survey.isolated.is_empty() {
        let names = survey.isolated.iter().map(|&who| name(district, who));
        let _ = writeln!(text, "far from all connected roads: {}", listed(names));
    }
    let far = || survey.off_road.iter().filter(|(_, metres)| *metres > NEAR);
    let _ = writeln!(
        text,
        "{} places lie more than {NEAR} m off the road",
        far().count()
    );
    if far().next().is_some() {
        let names = far().map(|&(who, metres)| format!("{} ({metres:.0} m)", name(district, who)));
        let _ = writeln!(text, "  {}", listed(names));
    }
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn vehicles<'a>(district: &'a District, reach: &Reach) -> Vec<&'a str> {
    let ids = reach.vehicles.iter();
    ids.map(|id| district.vehicles[id.index()].name.as_str())
        .collect()
}

fn point_name(district: &District, id: PointId) -> String {
    district.points[id.index()].name.clone()
}

fn name(district: &District, who: Called) -> String {
    match who {
        Called::Point(id) => point_name(district, id),
        Called::Disposal(id) => district.disposal_name(id).to_owned(),
        Called::Base(id) => format!("base of {}", district.vehicles[id.index()].name),
    }
}

fn as_json(district: &District, survey: &Survey) -> serde_json::Value {
    let length = |stretch: Stretch| json!({ "km": stretch.km, "segments": stretch.segments });
    let classes = survey
        .by_class
        .iter()
        .map(|(class, stretch)| (class.word().to_owned(), length(*stretch)));
    let reach = |reach: &Reach| {
        json!({
            "vehicles": vehicles(district, reach),
            "open": length(reach.open),
            "connected": length(reach.connected),
            "unreached": reach.unreached.iter().map(|&id| point_name(district, id)).collect::<Vec<_>>(),
        })
    };
    let worst = survey.off_road.iter().take(SHOWN);
    json!({
        "nodes": survey.nodes,
        "by_class": classes.collect::<serde_json::Map<_, _>>(),
        "limited_width": length(survey.limited[0]),
        "limited_weight": length(survey.limited[1]),
        "limited_height": length(survey.limited[2]),
        "single_lane": length(survey.single_lane),
        "closed": length(survey.closed),
        "restrictions": survey.restrictions,
        "barriers": survey.barriers,
        "profiles": survey.reaches.iter().map(reach).collect::<Vec<_>>(),
        "isolated": survey.isolated.iter().map(|&who| name(district, who)).collect::<Vec<_>>(),
        "worst_snaps": worst.map(|&(who, metres)| json!({ "id": name(district, who), "metres": metres })).collect::<Vec<_>>(),
    })
}
