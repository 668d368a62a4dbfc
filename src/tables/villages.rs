//! `villages.csv`: who makes the waste.

use super::Table;
use super::column::{Column, Given, Kind};
use crate::district::{defaults, limits};

/// `villages.csv`.
pub static VILLAGES: Table = Table {
    name: "villages",
    file: "villages.csv",
    aliases: &["村庄", "行政村", "村"],
    english: "Villages, one a row: where they lie and how much waste they make.",
    chinese: "村庄表,每行一村:位置、户数、产生量。",
    columns: &[
        Column::new(
            "village",
            &[
                "村",
                "村名",
                "村庄",
                "行政村",
                "村居",
                "村名称",
                "村庄名称",
                "行政村名称",
                "所在村",
            ],
            Kind::Name,
            "name of the village, once in the district",
            "村名,全县唯一",
        )
        .required(),
        Column::new(
            "town",
            &[
                "乡镇",
                "镇",
                "镇街",
                "所属乡镇",
                "街道",
                "乡镇名称",
                "镇名",
                "乡镇街道",
                "所在乡镇",
                "乡(镇)",
            ],
            Kind::Name,
            "town that it belongs to",
            "所属乡镇",
        )
        .required(),
        Column::new(
            "longitude",
            &["经度", "lng", "lon", "东经", "经度坐标"],
            Kind::Longitude,
            "middle of the village",
            "村中心经度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "latitude",
            &["纬度", "lat", "北纬", "纬度坐标"],
            Kind::Latitude,
            "middle of the village",
            "村中心纬度",
        )
        .required()
        .unit("degrees"),
        Column::new(
            "households",
            &[
                "户数",
                "总户数",
                "农户数",
                "常住户数",
                "户籍户数",
                "居民户数",
            ],
            Kind::Whole(limits::HOUSEHOLDS),
            "households",
            "户数",
        )
        .adding_up()
        .required()
        .unit("households"),
        Column::new(
            "population",
            &["人口", "常住人口", "人数", "人口数", "总人口", "居民人数"],
            Kind::Number(limits::POPULATION),
            "residents",
            "常住人口",
        )
        .adding_up()
        .unit("persons")
        .or(
            Given::Rule("households x persons_per_household"),
            "district.toml",
        ),
        Column::new(
            "kg_per_person_day",
            &["人均日产量", "人均产生量", "人均日产生量", "人均垃圾产生量"],
            Kind::Number(limits::KG_PER_PERSON_DAY),
            "all waste that a resident makes a day",
            "人均每日垃圾产生量",
        )
        .unit("kg/person/day")
        .or_rate(
            Given::Number(defaults::KG_PER_PERSON_DAY),
            "Han et al. 2017; Nie et al. 2017 (median of rural China)",
        ),
        Column::new(
            "participation",
            &["参与率", "分类参与率"],
            Kind::Share,
            "share of households that sort their waste",
            "参与分类的户数比例",
        )
        .or(
            Given::Number(1.0),
            "every household sorts as its stream says",
        ),
        Column::new(
            "area_km2",
            &["面积", "村域面积"],
            Kind::Number(limits::AREA_KM2),
            "area, for points that are made from households",
            "面积,用于推算收集点",
        )
        .adding_up()
        .unit("km2"),
        Column::new(
            "max_vehicle_width_m",
            &["限宽", "最大车宽", "道路限宽"],
            Kind::Number(limits::WIDTH_M),
            "widest vehicle that gets in",
            "可进村车辆最大宽度",
        )
        .unit("m"),
    ],
};
