//! `streams.csv`: what waste is made of and where it goes.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::{defaults, limits};

const SINKS: &[Choice] = &[
    ("compost", &["堆肥", "就地堆肥", "沤肥"]),
    ("sale", &["出售", "变卖", "回收"]),
    ("fill", &["填路", "回填", "填坑"]),
    ("elsewhere", &["外运", "外委", "专业公司收运", "第三方收运"]),
    ("chain", &["清运", "收运", "进入收运体系"]),
];

/// `streams.csv`.
pub static STREAMS: Table = Table {
    name: "streams",
    file: "streams.csv",
    aliases: &["垃圾类别", "类别", "分类"],
    english: "Waste streams; their shares add up to 1. No table: one residual stream.",
    chinese: "垃圾类别表,占比之和为 1。无此表时只有其他垃圾一类。",
    columns: &[
        Column::new(
            "stream",
            &["类别", "垃圾类别", "名称", "品类"],
            Kind::Name,
            "residual, compostable, recyclable, inert, hazardous, or one of your own",
            "类别:其他垃圾、厨余垃圾、可回收物、灰土、有害垃圾,或自定义",
        )
        .required(),
        Column::new(
            "share",
            &["占比", "比例", "组成", "比重"],
            Kind::Share,
            "share of all waste by weight",
            "占垃圾总重的比例",
        )
        .adding_up()
        .required(),
        Column::new(
            "sorted_share",
            &["分出率", "分类率"],
            Kind::Share,
            "part of it that a household which sorts keeps apart",
            "参与分类的农户分出的比例",
        )
        .or(Given::Number(0.0), "nothing is sorted out unless given"),
        Column::new(
            "goes_to",
            &["去向"],
            Kind::OneOf(SINKS),
            "where the sorted part goes",
            "分出部分的去向",
        )
        .or(Given::Word("chain"), "rides on trucks"),
        Column::new(
            "loose_kg_m3",
            &["松散密度", "容重", "密度"],
            Kind::Number(limits::KG_M3),
            "density in a container",
            "容器内密度",
        )
        .unit("kg/m3")
        .or_rate(
            Given::Number(defaults::LOOSE_KG_M3),
            "Han et al. 2017 (mean; 40 to 650)",
        ),
        Column::new(
            "compacted_kg_m3",
            &["压缩密度", "压实密度"],
            Kind::Number(limits::KG_M3),
            "density in a compactor",
            "压缩车内密度",
        )
        .unit("kg/m3")
        .or_rate(
            Given::Number(defaults::COMPACTED_KG_M3),
            "SWOLF collection model",
        ),
        Column::new(
            "max_age_days",
            &["最长存放天数", "存放期限"],
            Kind::Whole(limits::AGE_DAYS),
            "oldest that it may get before it is collected; blank: no limit",
            "最长存放天数;留空不限",
        )
        .unit("days"),
    ],
};
