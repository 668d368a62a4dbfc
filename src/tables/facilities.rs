//! `stations.csv` and `plants.csv`: where vehicles empty themselves.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::{defaults, limits};

const KINDS: &[Choice] = &[
    ("landfill", &["填埋场", "填埋"]),
    ("incinerator", &["焚烧厂", "焚烧", "焚烧发电厂"]),
    ("compost", &["堆肥厂", "堆肥"]),
    ("fertiliser", &["fertilizer", "有机肥厂", "肥料厂"]),
];
const LONGITUDE: Column = Column::new(
    "longitude",
    &["经度", "lng", "lon", "东经", "经度坐标"],
    Kind::Longitude,
    "where it is",
    "经度",
)
.required()
.unit("degrees");
const LATITUDE: Column = Column::new(
    "latitude",
    &["纬度", "lat", "北纬", "纬度坐标"],
    Kind::Latitude,
    "where it is",
    "纬度",
)
.required()
.unit("degrees");
const ACCEPTS: Column = Column::new(
    "accepts",
    &["接收类别", "可收类别", "接收品类"],
    Kind::References(&["streams.csv"]),
    "streams taken; blank: all of the chain except hazardous ones",
    "接收类别;留空为除有害垃圾外的全部清运类别",
);
const DOCKS: Column = Column::new(
    "docks",
    &["卸料位", "泊位", "卸料口数"],
    Kind::Whole(limits::DOCKS),
    "vehicles that can unload at once; blank: any number",
    "可同时卸料车辆数;留空不限",
);
const UNLOAD: Column = Column::new(
    "unload_minutes",
    &["卸料时间", "卸料分钟"],
    Kind::Number(limits::UNLOAD_MINUTES),
    "time of an unloading",
    "每次卸料时间",
)
.unit("min")
.or_rate(
    Given::Number(defaults::UNLOAD.0 as f64 / 60.0),
    "SWOLF collection model",
);
const OPEN: Column = Column::new(
    "open",
    &["开放时间", "开始时间"],
    Kind::Clock,
    "earliest start of an unloading",
    "最早卸料时间",
);
const CLOSE: Column = Column::new(
    "close",
    &["关闭时间", "结束时间"],
    Kind::Clock,
    "latest start of an unloading",
    "最晚卸料开始时间",
);
const PRICE: Column = Column::new(
    "cost_per_tonne",
    &["每吨费用", "吨费用", "处理费"],
    Kind::Number(limits::COST_PER_TONNE),
    "gate price of a tonne tipped; hauling is never in it",
    "每吨进场价格,不含转运",
)
.unit("currency/t")
.or(
    Given::Number(0.0),
    "no price given here or in district.toml",
);

/// `stations.csv`.
pub static STATIONS: Table = Table {
    name: "stations",
    file: "stations.csv",
    aliases: &["中转站", "转运站", "压缩站"],
    english: "Transfer stations. At least one station or plant is needed.",
    chinese: "中转站(压缩站)表。中转站与处理厂至少有其一。",
    columns: &[
        Column::new(
            "station",
            &[
                "中转站",
                "站名",
                "压缩站",
                "转运站",
                "中转站名称",
                "站点名称",
            ],
            Kind::Name,
            "name, unlike that of any plant",
            "站名,不得与处理厂重名",
        )
        .required(),
        Column::new(
            "town",
            &["乡镇", "镇", "镇街", "所在乡镇"],
            Kind::Name,
            "town of villages.csv that it stands in",
            "所在乡镇(须见于村庄表)",
        )
        .required(),
        LONGITUDE,
        LATITUDE,
        Column::new(
            "tonnes_per_day",
            &["日处理量", "处理能力", "日转运能力", "吨每日"],
            Kind::Number(limits::TONNES_PER_DAY),
            "most that it takes a day",
            "日转运能力",
        )
        .required()
        .unit("t/day"),
        ACCEPTS,
        DOCKS,
        UNLOAD,
        Column::new(
            "storage_tonnes",
            &["存储量", "库容", "暂存吨数"],
            Kind::Number(limits::STORAGE_TONNES),
            "most that it holds; blank: not known",
            "最大暂存量;留空为未知",
        )
        .unit("t"),
        Column::new(
            "compactor_tonnes_per_hour",
            &["压缩能力", "压实能力", "每小时压缩吨数"],
            Kind::Number(limits::PRESSED_TONNES),
            "what its compactor presses in an hour; blank: as fast as waste comes",
            "每小时压缩能力;留空为随到随压",
        )
        .unit("t/h"),
        Column::new(
            "open_cost_per_day",
            &["启用日费用", "每日启用费用"],
            Kind::Number(limits::COST_PER_DAY),
            "what a day of it costs; given: a candidate that flow --open may leave shut",
            "启用一天的固定费用;填写即为备选站,flow --open 可不启用",
        )
        .unit("currency/day"),
        Column::new(
            "compaction",
            &["压缩比"],
            Kind::Number(limits::COMPACTION),
            "loose litres in a litre sent on",
            "压缩比",
        )
        .or_rate(
            Given::Number(defaults::COMPACTION),
            "ratio of the densities of Han et al. 2017 and SWOLF",
        ),
        Column::new(
            "leachate_share",
            &["渗滤液比例", "渗滤液占比", "压出水比例"],
            Kind::Number(limits::LEACHATE_SHARE),
            "share of the mass sent on that is squeezed out and drained, 0 to 0.5",
            "压缩时沥出的渗滤液占外运量的质量比例,0–0.5",
        )
        .or(
            Given::Number(defaults::LEACHATE_SHARE),
            "none unless it is given",
        ),
        OPEN,
        CLOSE,
        PRICE,
        Column::new(
            "plant",
            &["处理厂", "去向", "转运去向"],
            Kind::Reference(&["plants.csv"]),
            "plant that it sends to; blank: the nearest that takes what it takes",
            "转运去向;留空为最近的可接收处理厂",
        ),
    ],
};

/// `plants.csv`.
pub static PLANTS: Table = Table {
    name: "plants",
    file: "plants.csv",
    aliases: &["处理厂", "填埋场", "处理设施"],
    english: "Treatment plants, where streams end. At least one station or plant is needed.",
    chinese: "处理厂(填埋场、焚烧厂等)表。中转站与处理厂至少有其一。",
    columns: &[
        Column::new(
            "plant",
            &[
                "处理厂",
                "厂名",
                "填埋场",
                "焚烧厂",
                "处理厂名称",
                "处理设施",
            ],
            Kind::Name,
            "name, unlike that of any station",
            "厂名,不得与中转站重名",
        )
        .required(),
        LONGITUDE,
        LATITUDE,
        Column::new(
            "kind",
            &["类型", "处理方式"],
            Kind::OneOf(KINDS),
            "what it does with the waste",
            "处理方式",
        )
        .or(Given::Word("landfill"), "the most common plant"),
        ACCEPTS,
        Column::new(
            "tonnes_per_day",
            &["日处理量", "处理能力"],
            Kind::Number(limits::TONNES_PER_DAY),
            "most that it takes a day; blank: no limit",
            "日处理能力;留空不限",
        )
        .unit("t/day"),
        DOCKS,
        UNLOAD,
        OPEN,
        CLOSE,
        PRICE,
    ],
};
