//! `weighbridge.csv` and `counts.csv`: what was weighed, for `wasteways reconcile`; `done.csv` and `trace.csv`: what was done, and
//! where trucks were, for `wasteways assess`.

use super::Table;
use super::column::{Column, Given, Kind};
use super::district::COORDINATES;
use crate::district::limits;

const STREAM: Column = Column::new(
    "stream",
    &["类别", "品类"],
    Kind::Reference(&["streams.csv"]),
    "stream weighed; blank: all that came",
    "称重类别;留空为全部",
);
const DATE: Column = Column::new(
    "date",
    &["日期", "称重日期"],
    Kind::DateOfYear,
    "day of the weighing, with its year",
    "称重日期(含年份)",
)
.required();

const UNCERTAINTY: Column = Column::new(
    "uncertainty_percent",
    &["不确定度", "误差百分比"],
    Kind::Number(limits::UNCERTAINTY_PERCENT),
    "standard deviation of this figure; blank: as its kind scatters",
    "标准不确定度(百分比);留空按同类数据的离散程度推算",
)
.unit("%");

/// `weighbridge.csv`.
pub static WEIGHBRIDGE: Table = Table {
    name: "weighbridge",
    file: "weighbridge.csv",
    aliases: &["地磅", "过磅", "过磅记录", "称重记录", "磅单"],
    english: "Tickets of weighbridges, one vehicle or one day a row, for reconcile. Whoever weighs on a day weighs all that comes; a record of two weeks tells on which days nothing does.",
    chinese: "地磅记录,每行一车或一日,供 reconcile 使用。有记录的日期须为当日全部进场量;两周以上的记录可反映停运日。",
    columns: &[
        DATE,
        Column::new(
            "facility",
            &["设施", "地点", "中转站", "处理厂"],
            Kind::Reference(&["stations.csv", "plants.csv"]),
            "station or plant",
            "中转站或处理厂",
        )
        .required(),
        Column::new(
            "kg",
            &["公斤", "净重", "重量"],
            Kind::Number(limits::WEIGHED_KG),
            "net weight",
            "净重",
        )
        .adding_up()
        .required()
        .unit("kg"),
        STREAM,
        Column::new(
            "vehicle",
            &["车辆", "车牌", "车号"],
            Kind::Text,
            "who came; for your own reference",
            "车辆(仅供参考)",
        ),
        UNCERTAINTY,
    ],
};

/// `counts.csv`.
pub static COUNTS: Table = Table {
    name: "counts",
    file: "counts.csv",
    aliases: &["实测", "计数", "村级实测", "产生量实测"],
    english: "What was weighed in villages, at points or generators, or estimated by containers and how full they were, for reconcile.",
    chinese: "村庄、收集点或大户产生量实测,称重或按桶数与满溢程度估算,供 reconcile 使用。",
    columns: &[
        DATE,
        Column::new(
            "village",
            &["村庄", "村"],
            Kind::Reference(&["villages.csv"]),
            "village; or give a point",
            "村庄;或填收集点",
        ),
        Column::new(
            "point",
            &["收集点", "编号"],
            Kind::Reference(&["points.csv", "generators.csv"]),
            "this point alone",
            "仅该收集点",
        ),
        Column::new(
            "kg",
            &["公斤", "重量"],
            Kind::Number(limits::WEIGHED_KG),
            "what trucks had to take there, if weighed",
            "应清运重量(称重)",
        )
        .unit("kg"),
        Column::new(
            "containers",
            &["桶数", "箱数", "容器数"],
            Kind::Number(limits::COUNTED_CONTAINERS),
            "containers that held something, if not weighed",
            "未称重时:有垃圾的桶数",
        ),
        Column::new(
            "fill",
            &["满溢率", "装满程度"],
            Kind::Share,
            "how full these were on the mean",
            "平均装满程度",
        )
        .or(Given::Number(1.0), "full containers"),
        Column::new(
            "container_litres",
            &["桶容积", "容积"],
            Kind::Number(limits::CONTAINER_LITRES),
            "litres of one; blank: as at the point, else 240",
            "单桶容积;留空取该点容积,否则 240 升",
        )
        .unit("l"),
        Column::new(
            "days",
            &["天数", "累计天数"],
            Kind::Whole(limits::COUNTED_DAYS),
            "over how many days it arose",
            "累计天数",
        )
        .unit("days")
        .or(Given::Number(1.0), "a day's waste"),
        STREAM,
        UNCERTAINTY,
    ],
};

/// `done.csv`.
pub static DONE: Table = Table {
    name: "done",
    file: "done.csv",
    aliases: &["收运记录", "清运记录", "完成记录"],
    english: "What crews did, one visit a row, for assess. All visits between the first day and the last are there: what is not was not made.",
    chinese: "实际收运记录,每行一次,供 assess 使用。首日至末日之间的收运须全部列出,未列出的视为未完成。",
    columns: &[
        Column::new(
            "date",
            &["日期", "收运日期"],
            Kind::DateOfYear,
            "day of the visit, with its year",
            "收运日期(含年份)",
        )
        .required(),
        Column::new(
            "point",
            &["收集点", "编号"],
            Kind::Reference(&["points.csv", "generators.csv"]),
            "point visited",
            "收集点",
        )
        .required(),
        Column::new(
            "kg",
            &["公斤", "重量", "净重"],
            Kind::Number(limits::WEIGHED_KG),
            "what was taken, if weighed; blank: what had arisen",
            "收运重量;留空按产生量推算",
        )
        .unit("kg"),
        Column::new(
            "stream",
            &["类别", "品类"],
            Kind::Reference(&["streams.csv"]),
            "stream fetched; blank: all that the point has",
            "收运类别;留空为该点全部",
        ),
        Column::new(
            "vehicle",
            &["车辆", "车型"],
            Kind::Reference(&["vehicles.csv"]),
            "who came, a name of vehicles.csv; blank: as planned",
            "车辆(vehicles.csv 中的名称);留空按计划",
        ),
    ],
};

/// `trace.csv`.
pub static TRACE: Table = Table {
    name: "trace",
    file: "trace.csv",
    aliases: &["轨迹", "车辆轨迹", "行车轨迹"],
    english: "Where vehicles were, a fix of a tracker a row, for assess: which points they stood at, how far and how fast they drove.",
    chinese: "车辆定位记录,每行一个定位点,供 assess 使用:判断到点收运、行驶里程与车速。",
    columns: &[
        Column::new(
            "vehicle",
            &["车辆", "车型"],
            Kind::Reference(&["vehicles.csv"]),
            "a name of vehicles.csv",
            "车辆(vehicles.csv 中的名称)",
        )
        .required(),
        Column::new(
            "time",
            &["时间", "定位时间"],
            Kind::Moment,
            "date and clock of the fix, local time",
            "定位时间(当地时间)",
        )
        .required(),
        Column::new("longitude", &["经度"], Kind::Longitude, "longitude", "经度").required(),
        Column::new("latitude", &["纬度"], Kind::Latitude, "latitude", "纬度").required(),
        Column::new(
            "device",
            &["车牌", "设备号", "车号"],
            Kind::Text,
            "plate or number of the tracker: which of the vehicles of that name",
            "车牌或设备号,区分同名车辆",
        ),
        Column::new(
            "coordinates",
            &["坐标系"],
            Kind::OneOf(COORDINATES),
            "system of longitude and latitude",
            "坐标系",
        )
        .or(Given::Word("wgs84"), "what trackers give"),
    ],
};
