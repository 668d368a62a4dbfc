//! `spread.csv`: how far real weeks stray from the mean one, for `wasteways simulate`.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::limits;

const WHEN_FULL: &[Choice] = &[
    ("unload", &["卸料返回", "先卸后返"]),
    ("leave", &["留待下次", "不再收集"]),
];

const ASSUMED: &str = "assumption; replace it by your own weighbridge and counts";

/// `spread.csv`.
pub static SPREAD: Table = Table {
    name: "spread",
    file: "spread.csv",
    aliases: &["波动", "波动参数", "不确定性"],
    english: "One row: how far real weeks stray from the mean one, for simulate. Factors are lognormal with mean 1; a cv is standard deviation / mean.",
    chinese: "仅一行:实际各周相对平均周的波动,供 simulate 使用。因子服从均值为 1 的对数正态分布,cv 为标准差与均值之比。",
    columns: &[
        Column::new(
            "district_cv",
            &["全县波动"],
            Kind::Number(limits::CV),
            "cv of a week's waste in the whole district",
            "全县每周垃圾量的变异系数",
        )
        .or(Given::Number(0.08), ASSUMED),
        Column::new(
            "village_cv",
            &["村波动"],
            Kind::Number(limits::CV),
            "cv of a week's waste in a village, on top",
            "各村每周垃圾量的变异系数(叠加)",
        )
        .or(Given::Number(0.15), ASSUMED),
        Column::new(
            "point_cv",
            &["点位波动"],
            Kind::Number(limits::CV),
            "cv of a day's waste at a point, on top",
            "各收集点每日垃圾量的变异系数(叠加)",
        )
        .or(Given::Number(0.30), ASSUMED),
        Column::new(
            "service_cv",
            &["作业波动"],
            Kind::Number(limits::CV),
            "cv of a service or an unloading",
            "每次收集或卸料时间的变异系数",
        )
        .or(Given::Number(0.20), ASSUMED),
        Column::new(
            "travel_cv",
            &["行驶波动"],
            Kind::Number(limits::CV),
            "cv of the driving times of a tour",
            "每班次行驶时间的变异系数",
        )
        .or(Given::Number(0.10), ASSUMED),
        Column::new(
            "breakdown",
            &["故障率"],
            Kind::Share,
            "probability that a tour breaks down",
            "每班次发生故障的概率",
        )
        .or(Given::Number(0.005), ASSUMED),
        Column::new(
            "when_full",
            &["车满时"],
            Kind::OneOf(WHEN_FULL),
            "what a crew does whose truck is full early: unload and come back, or leave the rest",
            "车辆提前装满时:卸料后返回,或留待下次",
        )
        .or(Given::Word("unload"), "assumption"),
    ],
};
