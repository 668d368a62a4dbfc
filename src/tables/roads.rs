//! `roads.csv`: the road network, a piece of road a row.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::limits;

const CLASSES: &[Choice] = &[
    ("county", &["县道", "省道", "国道", "干线"]),
    ("town", &["乡道", "镇道"]),
    ("lane", &["村道", "巷道", "村内道路"]),
    ("track", &["机耕路", "土路", "小路"]),
    ("ferry", &["渡口", "轮渡"]),
];

const SURFACES: &[Choice] = &[
    (
        "paved",
        &["asphalt", "concrete", "硬化", "沥青", "水泥", "混凝土"],
    ),
    (
        "blocks",
        &[
            "paving_stones",
            "bricks",
            "compacted",
            "fine_gravel",
            "砖",
            "砌块",
            "压实",
        ],
    ),
    (
        "gravel",
        &[
            "unpaved",
            "ground",
            "dirt",
            "grass",
            "sett",
            "砂石",
            "碎石",
            "未硬化",
        ],
    ),
    ("cobbles", &["cobblestone", "clay", "石板", "卵石"]),
    ("earth", &["sand", "stone", "土", "泥土", "沙"]),
    ("mud", &["泥泞"]),
];

const YES_OR_NO: &[Choice] = &[
    ("yes", &["y", "true", "1", "是"]),
    ("no", &["n", "false", "0", "否"]),
];

const DIRECTIONS: &[Choice] = &[
    ("yes", &["y", "true", "1", "是", "正向"]),
    ("no", &["n", "false", "0", "否", "双向"]),
    ("reverse", &["-1", "反向", "逆向"]),
];

const SPEED_KMH: Column = Column::new(
    "speed_kmh",
    &["车速", "限速"],
    Kind::Number(limits::SPEED_KMH),
    "speed of trucks on it",
    "货车车速",
)
.unit("km/h");

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
        SPEED_KMH.or_rate(
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
            "tallest vehicle; blank: any",
            "限高;留空不限",
        )
        .unit("m"),
        Column::new(
            "lanes",
            &["车道数"],
            Kind::Whole(limits::DOCKS),
            "lanes of both directions together; 1: trucks wait for those who come the other way; blank: enough",
            "双向车道总数;1 表示需会车避让;留空为足够",
        ),
        Column::new(
            "passing_bay_metres",
            &["错车道间距"],
            Kind::Number(limits::BAY_METRES),
            "metres between passing bays of a road with one lane",
            "单车道错车道间距",
        )
        .unit("m"),
        Column::new(
            "surface",
            &["路面"],
            Kind::OneOf(SURFACES),
            "what it is paved with; caps the speed where speed_kmh is blank",
            "路面;车速留空时据此限速",
        ),
    ],
};

/// `overrides.csv`.
pub static OVERRIDES: Table = Table {
    name: "overrides",
    file: "overrides.csv",
    aliases: &["道路修正", "路网修正"],
    english: "Corrections of the road network, one a row: of a way of OpenStreetMap by its id, or of the piece of road between \
              two crossings by a point on it. Blank cells leave what is there.",
    chinese: "路网修正,每行一条:按 OpenStreetMap 道路编号,或按道路上一点(修正两路口之间的一段)。空白不作修改。",
    columns: &[
        Column::new(
            "way",
            &["道路编号"],
            Kind::Whole(limits::WAY_ID),
            "id of a way of OpenStreetMap; blank: the point says which road",
            "OpenStreetMap 道路编号;留空则用点位",
        ),
        Column::new(
            "longitude",
            &["经度"],
            Kind::Longitude,
            "a point on the road, at most 50 m off",
            "道路上一点的经度(误差 50 米内)",
        )
        .unit("degrees"),
        Column::new(
            "latitude",
            &["纬度"],
            Kind::Latitude,
            "a point on the road, at most 50 m off",
            "道路上一点的纬度(误差 50 米内)",
        )
        .unit("degrees"),
        Column::new(
            "closed",
            &["封闭", "禁行"],
            Kind::OneOf(YES_OR_NO),
            "yes: nobody drives there; no: everybody may, whatever the map says",
            "是:禁行;否:不论地图如何标注均可通行",
        ),
        Column::new(
            "max_width_m",
            &["限宽"],
            Kind::Number(limits::WIDTH_M),
            "widest vehicle",
            "限宽",
        )
        .unit("m"),
        Column::new(
            "max_tonnes",
            &["限重"],
            Kind::Number(limits::GROSS_TONNES),
            "heaviest vehicle, gross",
            "限重",
        )
        .unit("t"),
        Column::new(
            "max_height_m",
            &["限高"],
            Kind::Number(limits::WIDTH_M),
            "tallest vehicle",
            "限高",
        )
        .unit("m"),
        SPEED_KMH,
        Column::new(
            "oneway",
            &["单行", "单行道"],
            Kind::OneOf(DIRECTIONS),
            "yes: only in the direction in which it is drawn; reverse: only against it; no: both ways",
            "是:仅按绘制方向;reverse/反向:仅反方向;否:双向",
        ),
        Column::new(
            "note",
            &["备注", "说明"],
            Kind::Text,
            "why, for whoever reads the table",
            "说明",
        ),
    ],
};
