//! `district.toml`: what holds for the district as a whole.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::{defaults, limits};

const PROFILES: &[Choice] = &[("cn-rural", &["中国农村"]), ("none", &["无"])];
pub(super) const COORDINATES: &[Choice] = &[
    ("wgs84", &["wgs-84", "gps", "cgcs2000", "epsg:4326"]),
    ("gcj02", &["gcj-02", "火星坐标", "高德", "腾讯"]),
    ("bd09", &["bd-09", "百度"]),
];
const LANGUAGES: &[Choice] = &[("en", &["english", "英文"]), ("zh", &["chinese", "中文"])];
const DAYS: &[Choice] = &[
    ("mon", &["monday", "周一", "星期一"]),
    ("tue", &["tuesday", "周二", "星期二"]),
    ("wed", &["wednesday", "周三", "星期三"]),
    ("thu", &["thursday", "周四", "星期四"]),
    ("fri", &["friday", "周五", "星期五"]),
    ("sat", &["saturday", "周六", "星期六"]),
    ("sun", &["sunday", "周日", "星期日", "星期天"]),
];
const SAMPLE: &str = "what vehicles.csv or a facility leaves blank";

/// `district.toml`, or the sheet `district` with a key and its value in each row.
pub static DISTRICT: Table = Table {
    name: "district",
    file: "district.toml",
    aliases: &["设置", "县区", "区县"],
    english: "The district as a whole. Every key may be left out.",
    chinese: "全县(区)的设置,每一项都可省略。",
    columns: &[
        Column::new(
            "name",
            &["名称", "县名"],
            Kind::Text,
            "name of the district",
            "县(区)名称",
        )
        .or(Given::Rule("the name of the folder"), "no name given"),
        Column::new(
            "profile",
            &["参数集"],
            Kind::OneOf(PROFILES),
            "where missing rates come from; none: a missing rate is a fault",
            "缺省参数来源;none 表示缺少参数即报错",
        )
        .or(Given::Word("cn-rural"), "rates measured in rural China"),
        Column::new(
            "coordinates",
            &["坐标系"],
            Kind::OneOf(COORDINATES),
            "system of all coordinates in the tables",
            "各表坐标所用坐标系",
        )
        .or(Given::Word("wgs84"), "what GPS receivers give"),
        Column::new(
            "currency",
            &["货币", "币种"],
            Kind::Name,
            "currency of all prices, ISO 4217",
            "价格币种(ISO 4217)",
        )
        .or(Given::Word("CNY"), "rural China"),
        Column::new(
            "week_starts",
            &["每周起始日"],
            Kind::OneOf(DAYS),
            "day that reports begin a week with",
            "报表中一周的第一天",
        )
        .or(Given::Word("mon"), "ISO 8601"),
        Column::new(
            "detour_factor",
            &["绕行系数"],
            Kind::Number(limits::DETOUR_FACTOR),
            "metres of road for a metre of great circle, where no roads are given",
            "无路网时,道路距离与直线距离之比",
        )
        .or_rate(Given::Number(defaults::DETOUR_FACTOR), "assumption"),
        Column::new(
            "speed_kmh",
            &["车速", "平均车速"],
            Kind::Number(limits::SPEED_KMH),
            "speed of trucks, where no roads are given",
            "无路网时的平均车速",
        )
        .unit("km/h")
        .or_rate(Given::Number(defaults::SPEED_KMH), "assumption"),
        Column::new(
            "snap_metres",
            &["离路距离上限"],
            Kind::Number(limits::SNAP_METRES),
            "farthest that a point may lie off the roads to be served from them, where roads are given",
            "有路网时,收集点距道路的最大距离,超出者无法收运",
        )
        .unit("m")
        .or(Given::Number(defaults::SNAP_METRES), "assumption: a few minutes with a handcart"),
        Column::new(
            "weight_coverage",
            &["收运覆盖率权重"],
            Kind::Number(limits::WEIGHT),
            "weight of the share of points that trucks come to, in the monthly table",
            "考核表中收集点覆盖率的权重",
        )
        .or(Given::Number(defaults::WEIGHTS[0]), "assumption"),
        Column::new(
            "weight_visits",
            &["收运完成率权重"],
            Kind::Number(limits::WEIGHT),
            "weight of visits made of those due, in the monthly table",
            "考核表中收运完成率的权重",
        )
        .or(Given::Number(defaults::WEIGHTS[1]), "assumption"),
        Column::new(
            "weight_bins",
            &["容器不满溢权重"],
            Kind::Number(limits::WEIGHT),
            "weight of points whose bins do not overflow, in the monthly table",
            "考核表中容器不满溢的权重",
        )
        .or(Given::Number(defaults::WEIGHTS[2]), "assumption"),
        Column::new(
            "weight_clearing",
            &["日产日清权重"],
            Kind::Number(limits::WEIGHT),
            "weight of daily clearing, in the monthly table",
            "考核表中日产日清率的权重",
        )
        .or(Given::Number(defaults::WEIGHTS[3]), "assumption"),
        Column::new(
            "weight_sealed",
            &["密闭运输权重"],
            Kind::Number(limits::WEIGHT),
            "weight of sealed transport, in the monthly table",
            "考核表中密闭运输率的权重",
        )
        .or(Given::Number(defaults::WEIGHTS[4]), "assumption"),
        Column::new(
            "weight_sorting",
            &["分类权重"],
            Kind::Number(limits::WEIGHT),
            "weight of the sorted share, in the monthly table",
            "考核表中分类减量率的权重",
        )
        .or(Given::Number(defaults::WEIGHTS[5]), "assumption"),
        Column::new(
            "persons_per_household",
            &["户均人口"],
            Kind::Number(limits::PERSONS_PER_HOUSEHOLD),
            "residents of a household, where a village gives no population",
            "村庄未给人口时的户均人口",
        )
        .unit("persons/household")
        .or_rate(
            Given::Number(defaults::PERSONS_PER_HOUSEHOLD),
            "assumption near the census of 2020",
        ),
        Column::new(
            "prices",
            &["价格"],
            Kind::Text,
            "a table of prices for blank cells (the keys below), or a word on where the prices are from",
            "缺省价格表(下列各项),或价格来源说明",
        ),
        Column::new(
            "prices.cost_per_day",
            &["价格.每班费用"],
            Kind::Number(limits::COST_PER_DAY),
            SAMPLE,
            "每班固定费用(车辆表留空时)",
        ).unit("currency/day"),
        Column::new(
            "prices.cost_per_km",
            &["价格.每公里费用"],
            Kind::Number(limits::COST_PER_KM),
            SAMPLE,
            "每公里费用(车辆表留空时)",
        ).unit("currency/km"),
        Column::new(
            "prices.cost_per_hour",
            &["价格.每小时费用"],
            Kind::Number(limits::COST_PER_HOUR),
            SAMPLE,
            "每小时费用(车辆表留空时)",
        ).unit("currency/h"),
        Column::new(
            "prices.overtime_per_hour",
            &["价格.加班费"],
            Kind::Number(limits::COST_PER_HOUR),
            SAMPLE,
            "每小时加班费(车辆表留空时)",
        ).unit("currency/h"),
        Column::new(
            "prices.cost_per_week_owned",
            &["价格.每周持有费用"],
            Kind::Number(limits::COST_PER_DAY),
            SAMPLE,
            "每车每周持有费用(车辆表留空时)",
        ).unit("currency/week"),
        Column::new(
            "prices.cost_per_tonne",
            &["价格.每吨处理费"],
            Kind::Number(limits::COST_PER_TONNE),
            SAMPLE,
            "每吨处理费(设施表留空时)",
        ).unit("currency/t"),
        Column::new(
            "prices.cost_per_month",
            &["价格.每人每月费用"],
            Kind::Number(limits::COST_PER_MONTH),
            "what a cleaner costs a month where cleaners.csv leaves it blank",
            "每名保洁员每月费用(保洁员表留空时)",
        ).unit("currency/month"),
        Column::new(
            "language",
            &["语言"],
            Kind::OneOf(LANGUAGES),
            "language of reports",
            "报表语言",
        )
        .or(Given::Word("en"), "no language given"),
    ],
};
