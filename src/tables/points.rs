//! `points.csv` and `generators.csv`: where trucks stop.

use super::Table;
use super::column::{Column, Given, Kind};
use crate::district::{defaults, limits};

const STREAM: Column = Column::new(
    "stream",
    &["类别", "垃圾类别", "品类"],
    Kind::Reference(&["streams.csv"]),
    "stream that the containers are for; blank: all that rides",
    "容器所收类别;留空为全部清运垃圾",
);
const CONTAINERS: Column = Column::new(
    "containers",
    &[
        "容器数",
        "桶数",
        "垃圾桶数",
        "箱数",
        "数量",
        "桶数量",
        "容器数量",
        "垃圾桶数量",
    ],
    Kind::Whole(limits::CONTAINERS),
    "containers for it",
    "容器数量",
)
.adding_up()
.or(
    Given::Rule("ceil(litres of a day / container_litres), at least 1"),
    "assumption: room for a day",
);
const CONTAINER_LITRES: Column = Column::new(
    "container_litres",
    &["容积", "桶容积", "容器容积", "单桶容积"],
    Kind::Number(limits::CONTAINER_LITRES),
    "what one container holds",
    "单个容器容积",
)
.unit("l")
.or(
    Given::Number(defaults::CONTAINER_LITRES.0 as f64),
    "the common bin",
);
const CONTAINER_TYPE: Column = Column::new(
    "container_type",
    &["容器类型", "桶型", "箱型"],
    Kind::Name,
    "type of container; a vehicle must handle it; blank: any vehicle does",
    "容器类型,须与车辆可操作类型一致;留空不限",
);
const SERVICE: Column = Column::new(
    "service_seconds",
    &["作业时间", "装车时间", "停留时间", "作业秒数"],
    Kind::Number(limits::SERVICE_SECONDS),
    "time of a stop",
    "每次作业时间",
)
.unit("s")
.or_rate(
    Given::Rule("max(60, 30 + 10 a container)"),
    "fits 3,000 real stops of a Chinese operator (Lan et al. 2022)",
);
const OPEN: Column = Column::new(
    "open",
    &["开始时间", "开放时间", "最早时间"],
    Kind::Clock,
    "earliest start of service",
    "最早作业时间",
);
const CLOSE: Column = Column::new(
    "close",
    &["结束时间", "关闭时间", "最晚时间"],
    Kind::Clock,
    "latest start of service",
    "最晚作业开始时间",
);
const VISITS_PER_WEEK: Column = Column::new(
    "visits_per_week",
    &["每周次数", "每周清运次数", "周频次"],
    Kind::Whole(limits::DAYS_A_WEEK),
    "least number of visiting days in a week; blank: derived from containers and age",
    "每周最少清运天数;留空则按容器与存放期限推算",
)
.unit("visits/week");
const VISITS_PER_DAY: Column = Column::new(
    "visits_per_day",
    &["每日次数", "每日清运次数", "日频次"],
    Kind::Whole(limits::VISITS_PER_DAY),
    "visits on each visiting day; blank: one",
    "清运日每日次数;留空为一次",
)
.unit("visits/day");
const WIDTH: Column = Column::new(
    "max_vehicle_width_m",
    &["限宽", "最大车宽"],
    Kind::Number(limits::WIDTH_M),
    "widest vehicle that gets there; its village's limit holds too",
    "可到达车辆最大宽度(同时受村限宽约束)",
)
.unit("m");
const TONNES: Column = Column::new(
    "max_vehicle_tonnes",
    &["限重", "最大车重"],
    Kind::Number(limits::GROSS_TONNES),
    "heaviest vehicle that gets there, gross",
    "可到达车辆最大总质量",
)
.unit("t");
const NOTE: Column = Column::new(
    "note",
    &["备注", "说明"],
    Kind::Text,
    "a word to the driver",
    "给司机的备注",
);

/// `points.csv`.
pub static POINTS: Table = Table {
    name: "points",
    file: "points.csv",
    aliases: &["收集点", "垃圾收集点", "点位"],
    english: "Collection points, one a row; a point may repeat with another stream. No table: made from villages and households.",
    chinese: "收集点表,每行一点;同一点可按类别多行。无此表时由村庄户数推算。",
    columns: &[
        Column::new(
            "point",
            &[
                "收集点",
                "点位",
                "点名",
                "编号",
                "收集点编号",
                "收集点名称",
                "点位名称",
                "点位编号",
            ],
            Kind::Name,
            "name of the point",
            "收集点名称或编号",
        )
        .required(),
        Column::new(
            "village",
            &[
                "村",
                "村名",
                "村庄",
                "行政村",
                "所属村",
                "村名称",
                "所属村庄",
                "所在村",
            ],
            Kind::Reference(&["villages.csv"]),
            "village that it serves",
            "所属村",
        )
        .required(),
        Column::new(
            "longitude",
            &["经度", "lng", "lon", "东经", "经度坐标"],
            Kind::Longitude,
            "where it is",
            "经度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "latitude",
            &["纬度", "lat", "北纬", "纬度坐标"],
            Kind::Latitude,
            "where it is",
            "纬度",
        )
        .required()
        .unit("degrees"),
        STREAM,
        CONTAINERS,
        CONTAINER_LITRES,
        CONTAINER_TYPE,
        Column::new(
            "kg_per_day",
            &["日产量", "日产生量", "每日公斤数", "日清运量"],
            Kind::Number(limits::KG_PER_DAY),
            "what trucks take a day; blank: a share of the village's waste by container litres",
            "每日清运量;留空则按容器容积分摊本村产生量",
        )
        .adding_up()
        .unit("kg/day"),
        SERVICE,
        OPEN,
        CLOSE,
        VISITS_PER_WEEK,
        VISITS_PER_DAY,
        WIDTH,
        TONNES,
        NOTE,
    ],
};

/// `generators.csv`.
pub static GENERATORS: Table = Table {
    name: "generators",
    file: "generators.csv",
    aliases: &["产生源", "大产生源", "集市学校"],
    english: "Markets, canteens, schools: each is a collection point of its own, beside what its village makes.",
    chinese: "集市、食堂、学校等产生源,各自为一个收集点,不计入村庄产生量。",
    columns: &[
        Column::new(
            "generator",
            &["产生源", "名称", "单位", "单位名称"],
            Kind::Name,
            "name, unlike that of any point",
            "名称,不得与收集点重名",
        )
        .required(),
        Column::new(
            "longitude",
            &["经度", "lng", "lon", "东经", "经度坐标"],
            Kind::Longitude,
            "where it is",
            "经度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "latitude",
            &["纬度", "lat", "北纬", "纬度坐标"],
            Kind::Latitude,
            "where it is",
            "纬度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "kg_per_day",
            &["日产量", "日产生量", "每日公斤数"],
            Kind::Number(limits::KG_PER_DAY),
            "waste on each of its days",
            "产生日的每日产生量",
        )
        .required()
        .unit("kg/day"),
        Column::new(
            "village",
            &["村", "村名", "村庄", "所属村"],
            Kind::Reference(&["villages.csv"]),
            "village that it stands in",
            "所在村",
        ),
        STREAM,
        Column::new(
            "days",
            &["日期", "营业日", "星期", "产生日"],
            Kind::Days,
            "days of the week on which waste arises",
            "产生垃圾的星期",
        )
        .or(Given::Rule("every day"), "no days given"),
        Column::new(
            "day_digits",
            &["逢日", "日期尾数", "逢集"],
            Kind::Digits,
            "of these days only dates that end so: 3;8 is the 3rd, 8th, 13th, 18th ...; without a named week the mean of all dates",
            "逢几:3;8 即逢三逢八;未指定周时按平均值计",
        ),
        Column::new(
            "lunar",
            &["农历", "是否农历"],
            Kind::YesNo,
            "whether these are dates of the Chinese lunar calendar",
            "日期是否为农历",
        )
        .or(Given::Word("no"), "dates of the common calendar"),
        CONTAINERS,
        CONTAINER_LITRES,
        CONTAINER_TYPE,
        SERVICE,
        Column::new(
            "open",
            &["开市时间", "营业时间", "开始时间", "开放时间"],
            Kind::Clock,
            "opens; what is fetched in the morning is fetched before",
            "开市(营业)时间;次晨收运须在此之前",
        ),
        Column::new(
            "close",
            &["收市时间", "散集时间", "结束时间", "关闭时间"],
            Kind::Clock,
            "closes: its waste is there then, and is fetched afterwards, or the next morning where no truck is out an hour later",
            "收市时间:此时垃圾方可收运;若一小时后无车在班,则次晨收运",
        )
        .or(Given::Rule("18:00"), "assumption: most trucks are home by then"),
        VISITS_PER_WEEK,
        VISITS_PER_DAY,
        WIDTH,
        TONNES,
        NOTE,
    ],
};
