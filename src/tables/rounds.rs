//! `rounds.csv`: rounds as people give them, for `wasteways time`; and the stops of a written plan read in the order of their rows.

use super::Table;
use super::column::{Column, Kind};
use super::written::STOP_KINDS;
use crate::district::limits;

const COLUMNS: [Column; 12] = [
    Column::new(
        "tour",
        &["班次", "路线", "线路", "班组"],
        Kind::Name,
        "name of the tour; blank: vehicle and day tell tours apart, or it is the row above's",
        "班次名称;留空按车辆与日期区分,或同上一行",
    ),
    Column::new(
        "day",
        &["日", "星期", "日期"],
        Kind::Days,
        "day of the week, or several that are driven alike; blank: as above in the tour",
        "星期,可填多日;留空同上",
    ),
    Column::new(
        "vehicle",
        &["车辆", "车型"],
        Kind::Reference(&["vehicles.csv"]),
        "type of vehicle; blank: as above in the tour",
        "车型;留空同上",
    ),
    Column::new(
        "order",
        &["序号", "顺序", "序", "sequence", "no.", "no"],
        Kind::Number(limits::ORDER),
        "place in the tour; without this column as the rows stand",
        "顺序;无此列时按行序",
    ),
    Column::new(
        "kind",
        &["类型"],
        Kind::OneOf(STOP_KINDS),
        "what happens there, where stops of a plan are given; blank: a point",
        "类型(沿用计划的停靠点表时);留空为收集点",
    ),
    Column::new(
        "point",
        &["收集点", "编号", "地点", "id", "place"],
        Kind::Reference(&["points.csv", "generators.csv"]),
        "point visited",
        "收集点",
    ),
    Column::new(
        "village",
        &["村庄", "村"],
        Kind::Reference(&["villages.csv"]),
        "in place of a point: all points of this village, in the best order",
        "代替收集点:该村全部收集点,自动排序",
    ),
    Column::new(
        "stream",
        &["类别", "品类", "waste"],
        Kind::Reference(&["streams.csv"]),
        "stream fetched; blank: all that the vehicle takes",
        "收运类别;留空为该车可收的全部",
    ),
    Column::new(
        "disposal",
        &["卸料点", "卸料", "中转站", "处理厂"],
        Kind::Reference(&["stations.csv", "plants.csv"]),
        "where it is tipped; in a row without a point: emptied there; blank: where it costs least",
        "卸料点;无收集点的行表示在此卸料;留空取最省处",
    ),
    Column::new(
        "trip",
        &["趟", "趟次"],
        Kind::Whole(limits::TRIP),
        "filling, from 1; blank: emptied where it costs least",
        "趟次;留空自动安排",
    ),
    Column::new(
        "leaves",
        &["出车", "出车时间", "start", "start_time"],
        Kind::Clock,
        "when the tour leaves, in any of its rows; blank: when its day is shortest",
        "出车时间(任一行);留空取工时最短",
    ),
    Column::new(
        "kg",
        &["公斤", "重量"],
        Kind::Number(limits::WEIGHED_KG),
        "its share where several visits of a day empty the same bins; else what has arisen is taken",
        "同日多次收运时的分摊重量;否则按产生量",
    )
    .unit("kg"),
];

/// When the stop of a plan is left: of its start, when the tour leaves.
const DEPARTURE: Column = Column::new(
    "departure",
    &["离开"],
    Kind::Clock,
    "wheels roll; of the start, when the tour leaves",
    "离开时间",
);

/// The columns of rounds, and the one that only stops of a plan have.
const STOP_COLUMNS: [Column; 13] = {
    let mut columns = [DEPARTURE; 13];
    let mut at = 0;
    while at < COLUMNS.len() {
        columns[at] = COLUMNS[at];
        at += 1;
    }
    columns
};

/// `rounds.csv`.
pub static ROUNDS: Table = Table {
    name: "rounds",
    file: "rounds.csv",
    aliases: &["收运线路", "线路表", "现行线路", "收运路线"],
    english: "Rounds as they are driven, a visit a row in the order of driving, for time.",
    chinese: "现行收运线路,每行一次收运,按行车顺序,供 time 使用。",
    columns: &COLUMNS,
};

/// The stops of a plan as rounds: their order counts, their clocks and metres do not.
pub static STOPS_IN_ORDER: Table = Table {
    name: "stops",
    file: "stops.csv",
    aliases: &["停靠点", "站点"],
    english: "Stops of a plan, in the order in which they are to be driven.",
    chinese: "计划的停靠点,按行车顺序。",
    columns: &STOP_COLUMNS,
};
