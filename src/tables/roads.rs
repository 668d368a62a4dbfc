//! `roads.csv`: the road network, a piece of road a row.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::limits;

const CLASSES: &[Choice] = &[
    ("county", &["县道", "省道", "国道", "干线"]),
    ("town", &["乡道", "镇道"]),
    ("lane", &["村道", "巷道", "村内道路"]),
    ("track", &["机耕路", "土路", "小路"]),
];

/// `roads.csv`.
pub static ROADS: Table = Table {
    name: "roads",
    file: "roads.csv",
    aliases: &["道路", "路网"],
    english: "Roads, one piece between two crossings a row. Ends with equal coordinates, or equal names, are one crossing.",
    chinese: "路网表,每行一段道路。坐标或编号相同的端点视为同一路口。",
    columns: &[
        Column::new(
            "from",
            &["起点"],
            Kind::Name,
            "name of the crossing at its beginning",
            "起点编号",
        ),
        Column::new(
            "to",
            &["终点"],
            Kind::Name,
            "name of the crossing at its end",
            "终点编号",
        ),
        Column::new(
            "from_longitude",
            &["起点经度"],
            Kind::Longitude,
            "its beginning",
            "起点经度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "from_latitude",
            &["起点纬度"],
            Kind::Latitude,
            "its beginning",
            "起点纬度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "to_longitude",
            &["终点经度"],
            Kind::Longitude,
            "its end",
            "终点经度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "to_latitude",
            &["终点纬度"],
            Kind::Latitude,
            "its end",
            "终点纬度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "metres",
            &["长度", "里程", "米"],
            Kind::Number(limits::ROAD_METRES),
            "its length",
            "长度",
        )
        .unit("m")
        .or(Given::Rule("great circle between its ends"), "geometry"),
        Column::new(
            "class",
            &["等级", "道路等级", "类型"],
            Kind::OneOf(CLASSES),
            "what it is",
            "道路等级",
        )
        .or(Given::Word("town"), "assumption"),
        Column::new(
            "speed_kmh",
            &["车速", "限速"],
            Kind::Number(limits::SPEED_KMH),
            "speed of trucks on it",
            "货车车速",
        )
        .unit("km/h")
        .or_rate(
            Given::Rule("county 50, town 40, lane 20, track 10"),
            "assumption by class",
        ),
        Column::new(
            "oneway",
            &["单行", "单行道"],
            Kind::YesNo,
            "only from its beginning to its end",
            "是否单行",
        )
        .or(Given::Word("no"), "both ways"),
        Column::new(
            "max_width_m",
            &["限宽"],
            Kind::Number(limits::WIDTH_M),
            "widest vehicle; blank: any",
            "限宽;留空不限",
        )
        .unit("m"),
        Column::new(
            "max_tonnes",
            &["限重"],
            Kind::Number(limits::GROSS_TONNES),
            "heaviest vehicle, gross; blank: any",
            "限重;留空不限",
        )
        .unit("t"),
        Column::new(
            "max_height_m",
            &["限高"],
            Kind::Number(limits::WIDTH_M),
            "tallest vehicle; read but not used by this version",
            "限高(本版本不使用)",
        )
        .unit("m"),
        Column::new(
            "lanes",
            &["车道数"],
            Kind::Number(limits::DOCKS),
            "lanes; read but not used by this version",
            "车道数(本版本不使用)",
        ),
        Column::new(
            "passing_bay_metres",
            &["错车道间距"],
            Kind::Number(limits::ROAD_METRES),
            "metres between passing bays; read but not used by this version",
            "错车道间距(本版本不使用)",
        )
        .unit("m"),
        Column::new(
            "surface",
            &["路面"],
            Kind::Text,
            "surface; read but not used by this version",
            "路面(本版本不使用)",
        ),
    ],
};
