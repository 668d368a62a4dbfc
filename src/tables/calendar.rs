//! `calendar.csv` and `pins.csv`: when more or less arises, and what the planner has decided already.

use super::Table;
use super::column::{Column, Given, Kind};
use crate::district::limits;

/// `calendar.csv`.
pub static CALENDAR: Table = Table {
    name: "calendar",
    file: "calendar.csv",
    aliases: &["时令", "日历", "节日集市"],
    english: "Seasons, festivals, market days: factors on what arises. Factors multiply; dated rows hold only in a plan for a named week.",
    chinese: "时令、节日、集市:产生量系数。系数相乘;带日期的行只用于指定周的计划。",
    columns: &[
        Column::new(
            "factor",
            &["系数", "倍数"],
            Kind::Number(limits::FACTOR),
            "what arises then, as a factor of an ordinary day",
            "产生量系数",
        )
        .required(),
        Column::new(
            "from",
            &["开始日期", "起", "起始日期"],
            Kind::Date,
            "first day",
            "开始日期",
        ),
        Column::new(
            "to",
            &["结束日期", "止", "终止日期"],
            Kind::Date,
            "last day; before `from` without a year: over the turn of the year",
            "结束日期",
        ),
        Column::new(
            "days",
            &["星期"],
            Kind::Days,
            "days of the week; blank: all",
            "星期;留空为每天",
        ),
        Column::new(
            "day_digits",
            &["逢日", "日期尾数", "逢集"],
            Kind::Digits,
            "every date that ends so: 1;6 is the 1st, 6th, 11th, 16th ...",
            "逢几:1;6 即逢一逢六",
        ),
        Column::new(
            "lunar",
            &["农历", "是否农历"],
            Kind::YesNo,
            "whether dates and digits are of the Chinese lunar calendar",
            "日期是否为农历",
        )
        .or(Given::Word("no"), "dates of the common calendar"),
        Column::new(
            "town",
            &["乡镇", "镇", "镇街"],
            Kind::Name,
            "only in this town",
            "仅限该乡镇",
        ),
        Column::new(
            "village",
            &["村", "村名", "村庄"],
            Kind::Reference(&["villages.csv"]),
            "only in this village",
            "仅限该村",
        ),
        Column::new(
            "stream",
            &["类别", "垃圾类别"],
            Kind::Reference(&["streams.csv"]),
            "only this stream",
            "仅限该类别",
        ),
    ],
};

/// `pins.csv`.
pub static PINS: Table = Table {
    name: "pins",
    file: "pins.csv",
    aliases: &["指定", "固定安排"],
    english: "Choices that the planner has already made for a village or a point: honoured, or refused with a reason.",
    chinese: "已定安排:指定某村或某点的中转站、车辆、日期;不能满足时说明原因。",
    columns: &[
        Column::new(
            "village",
            &["村", "村名", "村庄"],
            Kind::Reference(&["villages.csv"]),
            "all points of this village",
            "该村全部收集点",
        ),
        Column::new(
            "point",
            &["收集点", "点位", "编号"],
            Kind::Reference(&["points.csv", "generators.csv"]),
            "this point",
            "该收集点",
        ),
        Column::new(
            "station",
            &["中转站", "卸料点", "处理厂"],
            Kind::Reference(&["stations.csv", "plants.csv"]),
            "station or plant where its waste is tipped",
            "卸料的中转站或处理厂",
        ),
        Column::new(
            "vehicle",
            &["车辆", "车型"],
            Kind::Reference(&["vehicles.csv"]),
            "type of vehicle that comes",
            "清运车型",
        ),
        Column::new(
            "days",
            &["星期", "清运日"],
            Kind::Days,
            "days on which it comes",
            "清运星期",
        ),
    ],
};
