//! The tables of a written plan that are read again: tours, stops, what is left, visits.

use super::Table;
use super::column::{Choice, Column, Kind};
use crate::district::limits::Span;

const FACILITY: &[&str] = &["points.csv", "stations.csv", "plants.csv"];
pub(super) const STOP_KINDS: &[Choice] = &[
    ("start", &["出车", "起点"]),
    ("point", &["收集点"]),
    ("station", &["中转站"]),
    ("plant", &["处理厂"]),
    ("break", &["休息"]),
    ("end", &["收车", "终点"]),
];
const DAY: Column = Column::new(
    "day",
    &["日", "星期", "日期"],
    Kind::Days,
    "day of the week",
    "星期",
)
.required();
const STREAM: Column = Column::new(
    "stream",
    &["类别"],
    Kind::Reference(&["streams.csv"]),
    "stream; blank: the point's own, or residual",
    "类别",
);
/// Signed, so that a slip in an edited plan reaches the judge, who says what it breaks.
const AMOUNT: Kind = Kind::Number(Span(-1e9, 1e9));
const COUNT: Kind = Kind::Whole(Span(0.0, 1e6));

/// `tours.csv`.
pub static TOURS: Table = Table {
    name: "tours",
    file: "tours.csv",
    aliases: &["班次"],
    english: "Tours, one vehicle's shift a row.",
    chinese: "班次表,每行一车一班。",
    columns: &[
        Column::new(
            "tour",
            &["班次"],
            Kind::Name,
            "name of the tour",
            "班次编号",
        )
        .required(),
        DAY,
        Column::new(
            "vehicle",
            &["车辆", "车型"],
            Kind::Reference(&["vehicles.csv"]),
            "type of vehicle",
            "车型",
        )
        .required(),
    ],
};

/// `stops.csv`.
pub static STOPS: Table = Table {
    name: "stops",
    file: "stops.csv",
    aliases: &["站点"],
    english: "Stops of all tours, in order.",
    chinese: "站点表,按班次与顺序。",
    columns: &[
        Column::new(
            "tour",
            &["班次"],
            Kind::Reference(&["tours.csv"]),
            "tour",
            "班次编号",
        )
        .required(),
        Column::new("trip", &["趟"], COUNT, "filling, from 1", "趟次").required(),
        Column::new(
            "sequence",
            &["序号"],
            COUNT,
            "place in the tour, from 0",
            "顺序",
        )
        .required(),
        Column::new(
            "kind",
            &["类型"],
            Kind::OneOf(STOP_KINDS),
            "what happens",
            "类型",
        )
        .required(),
        Column::new(
            "id",
            &["编号", "地点"],
            Kind::Reference(FACILITY),
            "point, station or plant",
            "收集点、中转站或处理厂",
        ),
        STREAM,
        Column::new("arrival", &["到达"], Kind::Clock, "wheels stop", "到达时间").required(),
        Column::new(
            "start",
            &["开始"],
            Kind::Clock,
            "service begins",
            "开始作业时间",
        )
        .required(),
        Column::new(
            "departure",
            &["离开"],
            Kind::Clock,
            "wheels roll",
            "离开时间",
        )
        .required(),
        Column::new(
            "kg",
            &["公斤", "重量"],
            AMOUNT,
            "taken in or tipped",
            "装载或卸料重量",
        )
        .required()
        .unit("kg"),
        Column::new(
            "litres",
            &["升", "体积"],
            AMOUNT,
            "the same, loose",
            "松散体积",
        )
        .required()
        .unit("l"),
        Column::new(
            "kg_on_board",
            &["车上重量"],
            AMOUNT,
            "on board at departure",
            "离开时车上重量",
        )
        .required()
        .unit("kg"),
        Column::new(
            "metres",
            &["米", "里程"],
            AMOUNT,
            "leg that ends here",
            "本段里程",
        )
        .required()
        .unit("m"),
        Column::new(
            "seconds",
            &["秒", "行驶秒数"],
            AMOUNT,
            "leg that ends here",
            "本段行驶时间",
        )
        .required()
        .unit("s"),
    ],
};

const fn clock(
    name: &'static str,
    aliases: &'static [&'static str],
    english: &'static str,
    chinese: &'static str,
) -> Column {
    Column::new(name, aliases, Kind::Clock, english, chinese).required()
}

/// `hauls.csv`.
pub static HAULS: Table = Table {
    name: "hauls",
    file: "hauls.csv",
    aliases: &["转运"],
    english: "Line haul: trips of haulers from stations to plants, in order.",
    chinese: "转运表:转运车自中转站至处理厂,每行一趟。",
    columns: &[
        Column::new(
            "haul",
            &["转运编号"],
            Kind::Name,
            "name of the trip",
            "转运编号",
        )
        .required(),
        DAY,
        Column::new(
            "vehicle",
            &["车辆", "车型"],
            Kind::Reference(&["vehicles.csv"]),
            "type of hauler",
            "转运车型",
        )
        .required(),
        Column::new(
            "station",
            &["中转站"],
            Kind::Reference(&["stations.csv"]),
            "where it loads",
            "装车中转站",
        )
        .required(),
        Column::new(
            "plant",
            &["处理厂"],
            Kind::Reference(&["plants.csv"]),
            "where it tips",
            "卸料处理厂",
        )
        .required(),
        clock(
            "leave",
            &["离站"],
            "leaves the station, full",
            "离开中转站时间",
        ),
        clock(
            "arrive",
            &["到厂"],
            "arrives at the plant",
            "到达处理厂时间",
        ),
        clock("tip", &["卸料"], "tipping begins", "开始卸料时间"),
        clock(
            "back",
            &["返回"],
            "free at the plant, or after the last trip back at the base",
            "可再出车时间;末趟为回到基地时间",
        ),
        Column::new(
            "kg",
            &["公斤", "重量"],
            AMOUNT,
            "what it carries",
            "转运重量",
        )
        .required()
        .unit("kg"),
        Column::new(
            "metres",
            &["米", "里程"],
            AMOUNT,
            "to the station, to the plant, and after the last trip home",
            "本趟里程",
        )
        .required()
        .unit("m"),
        Column::new(
            "tour",
            &["班次"],
            Kind::Name,
            "tour of the hauler",
            "转运班次",
        )
        .required(),
        Column::new("trip", &["趟"], COUNT, "place in the tour, from 1", "趟次").required(),
        clock("out", &["出车"], "leaves for the station", "出车时间"),
        clock("load", &["装车"], "loading begins", "开始装车时间"),
    ],
};

/// `unserved.csv`.
pub static UNSERVED: Table = Table {
    name: "unserved",
    file: "unserved.csv",
    aliases: &["未清运"],
    english: "Visits that are not made, and kilograms that stay.",
    chinese: "未完成的清运及剩余重量。",
    columns: &[
        Column::new(
            "id",
            &["编号", "收集点"],
            Kind::Reference(&["points.csv"]),
            "point",
            "收集点",
        )
        .required(),
        DAY,
        STREAM,
        Column::new("kg", &["公斤", "重量"], AMOUNT, "what stays", "剩余重量")
            .required()
            .unit("kg"),
        Column::new("reason", &["原因"], Kind::Text, "why", "原因"),
    ],
};

/// `visits.csv`.
pub static VISITS: Table = Table {
    name: "visits",
    file: "visits.csv",
    aliases: &["频次"],
    english: "How often each point is visited, and why.",
    chinese: "各收集点清运频次及原因。",
    columns: &[
        Column::new(
            "point",
            &["收集点", "编号"],
            Kind::Reference(&["points.csv"]),
            "point",
            "收集点",
        )
        .required(),
        STREAM,
        Column::new(
            "visits_per_week",
            &["每周次数"],
            Kind::Whole(Span(0.0, 7.0)),
            "visiting days in a week",
            "每周清运天数",
        ),
        Column::new("days", &["星期"], Kind::Days, "visiting days", "清运星期"),
        Column::new("reason", &["原因"], Kind::Text, "why so often", "原因"),
    ],
};
