//! `cleaners.csv`: who keeps the villages clean.

use super::Table;
use super::column::{Column, Given, Kind};
use crate::district::limits;

/// `cleaners.csv`.
pub static CLEANERS: Table = Table {
    name: "cleaners",
    file: "cleaners.csv",
    aliases: &["保洁员", "保洁人员", "村庄保洁"],
    english: "Cleaners of the villages, one village a row; a village that stands nowhere here is staffed by its people alone.",
    chinese: "保洁员表,每行一村;未列出的村仅按人口测算。",
    columns: &[
        Column::new(
            "village",
            &["村", "村名", "村庄", "行政村"],
            Kind::Reference(&["villages.csv"]),
            "village, once in the table",
            "村名,每村一行",
        )
        .required(),
        Column::new(
            "cleaners",
            &["保洁员", "保洁员数", "在岗人数", "现有保洁员"],
            Kind::Whole(limits::CLEANERS),
            "cleaners held; blank: not told",
            "现有保洁员人数;留空为未知",
        )
        .adding_up()
        .unit("persons"),
        Column::new(
            "main_road_km",
            &["主干道长度", "主干道公里", "主要道路长度"],
            Kind::Number(limits::SWEPT_KM),
            "main roads, swept twice a day; blank: not told",
            "主干道长度,每日清扫两次;留空为未知",
        )
        .adding_up()
        .unit("km"),
        Column::new(
            "back_street_km",
            &["背街小巷长度", "背街小巷公里", "巷道长度"],
            Kind::Number(limits::SWEPT_KM),
            "back streets, swept once a day; blank: not told",
            "背街小巷长度,每日清扫一次;留空为未知",
        )
        .adding_up()
        .unit("km"),
        Column::new(
            "key_places",
            &["重点区域", "重点部位", "重点场所"],
            Kind::Whole(limits::KEY_PLACES),
            "markets, squares and the like, swept four times a day; blank: none",
            "集市、广场等重点区域数,每日清扫四次;留空为无",
        )
        .adding_up(),
        Column::new(
            "cost_per_month",
            &["每人每月费用", "月工资", "月人均费用"],
            Kind::Number(limits::COST_PER_MONTH),
            "what a cleaner costs a month",
            "每名保洁员每月费用",
        )
        .unit("currency/month")
        .or(
            Given::Number(0.0),
            "no price given here or in district.toml",
        ),
    ],
};
