//! `vehicles.csv`: the three fleets.

use super::Table;
use super::column::{Choice, Column, Given, Kind};
use crate::district::{defaults, limits};

const ROLES: &[Choice] = &[
    ("feeder", &["村级清运车", "清运车", "保洁车", "三轮车"]),
    ("collector", &["压缩车", "收集车", "收运车"]),
    ("hauler", &["转运车", "勾臂车"]),
];
const BASES: &[&str] = &["stations.csv", "plants.csv"];
const NO_PRICE: &str = "no price given here or in district.toml";

/// `vehicles.csv`.
pub static VEHICLES: Table = Table {
    name: "vehicles",
    file: "vehicles.csv",
    aliases: &["车辆", "车队", "车辆表"],
    english: "Vehicle types, one a row, of which there are `count`. At least one collector is needed.",
    chinese: "车辆表,每行一种车型及数量。至少需有一种压缩车(collector)。",
    columns: &[
        Column::new(
            "vehicle",
            &["车辆", "车型", "车辆编号", "车号"],
            Kind::Name,
            "name of the type",
            "车型或车辆编号",
        )
        .required(),
        Column::new(
            "role",
            &["用途", "角色", "车辆用途"],
            Kind::OneOf(ROLES),
            "fleet: household to point, point to station, station to plant",
            "车队:村级清运、收集、转运",
        )
        .required(),
        Column::new(
            "count",
            &["数量", "台数", "车辆数", "车辆数量", "辆数"],
            Kind::Whole(limits::COUNT),
            "how many there are",
            "台数",
        ).adding_up()
        .required()
        .unit("vehicles"),
        Column::new(
            "base",
            &["车场", "停车场", "驻地", "基地", "停放点", "停放地点"],
            Kind::Reference(BASES),
            "station or plant where tours start; or give base_longitude and base_latitude",
            "出车地点(中转站或处理厂),或填车场经纬度",
        ),
        Column::new(
            "base_longitude",
            &["车场经度", "驻地经度"],
            Kind::Longitude,
            "depot where tours start",
            "车场经度",
        )
        .unit("degrees"),
        Column::new(
            "base_latitude",
            &["车场纬度", "驻地纬度"],
            Kind::Latitude,
            "depot where tours start",
            "车场纬度",
        )
        .unit("degrees"),
        Column::new(
            "payload_kg",
            &["载重", "载质量", "额定载重", "核定载质量", "核载", "载重量", "额定载质量"],
            Kind::Number(limits::PAYLOAD_KG),
            "most kilograms on board",
            "额定载质量",
        )
        .required()
        .unit("kg"),
        Column::new(
            "body_litres",
            &["厢体容积", "箱体容积", "车厢容积", "箱容", "厢容"],
            Kind::Number(limits::BODY_LITRES),
            "litres of the body",
            "厢体容积",
        )
        .required()
        .unit("l"),
        Column::new(
            "compaction",
            &["压缩比"],
            Kind::Number(limits::COMPACTION),
            "loose litres in a litre of body",
            "压缩比",
        )
        .or_rate(
            Given::Number(defaults::COMPACTION),
            "ratio of the densities of Han et al. 2017 and SWOLF",
        ),
        Column::new(
            "width_m",
            &["车宽", "宽度"],
            Kind::Number(limits::WIDTH_M),
            "width; blank: passes everywhere",
            "车宽;留空不限",
        )
        .unit("m"),
        Column::new(
            "gross_tonnes",
            &["总质量", "车重", "总重"],
            Kind::Number(limits::GROSS_TONNES),
            "gross weight; blank: passes everywhere",
            "总质量;留空不限",
        )
        .unit("t"),
        Column::new(
            "height_m",
            &["车高", "高度"],
            Kind::Number(limits::WIDTH_M),
            "height; blank: passes everywhere",
            "车高;留空不限",
        )
        .unit("m"),
        Column::new(
            "speed_factor",
            &["速度系数"],
            Kind::Number(limits::SPEED_FACTOR),
            "speed as a factor of the road's",
            "相对道路车速的系数",
        )
        .or(Given::Number(1.0), "as fast as the road"),
        Column::new(
            "accepts",
            &["收运类别", "接收类别"],
            Kind::References(&["streams.csv"]),
            "streams carried; blank: all of the chain except hazardous ones",
            "收运类别;留空为除有害垃圾外的全部清运类别",
        ),
        Column::new(
            "mixes",
            &["混装", "可混装"],
            Kind::YesNo,
            "whether it carries several streams in one trip",
            "是否可混装",
        )
        .or(Given::Word("no"), "one stream a trip"),
        Column::new(
            "handles",
            &["可操作容器", "容器类型", "可装容器"],
            Kind::Words,
            "container types that it empties; blank: all",
            "可操作容器类型;留空为全部",
        ),
        Column::new(
            "end_base",
            &["收车地点", "终点"],
            Kind::Reference(BASES),
            "station or plant where tours end; blank: where they start",
            "收车地点;留空与出车地点相同",
        ),
        Column::new(
            "availability",
            &["完好率", "出勤率"],
            Kind::Share,
            "share of the vehicles that is fit on a day, on average: 7 x count x availability days a week, rounded down",
            "车辆完好率(每周可出车总天数 = 7 × 数量 × 完好率,向下取整)",
        )
        .or(Given::Number(1.0), "all are fit"),
        Column::new(
            "days_per_week",
            &["每周出车天数", "每周工作天数"],
            Kind::Whole(limits::DAYS_A_WEEK),
            "days a week that each vehicle may work, and its crew; blank: vehicles every day, crews six days",
            "每车及其班组每周工作天数;留空则车辆每天可出车,班组每周六天",
        )
        .unit("days/week"),
        Column::new(
            "shift_start",
            &["出车时间", "上班时间", "发车时间"],
            Kind::Clock,
            "earliest leaving",
            "最早出车时间",
        )
        .or(Given::Clock(defaults::SHIFT.open), "assumption"),
        Column::new(
            "shift_end",
            &["收车时间", "下班时间"],
            Kind::Clock,
            "latest return",
            "最晚收车时间",
        )
        .or(Given::Clock(defaults::SHIFT.close), "assumption"),
        Column::new(
            "regular_hours",
            &["正常工时"],
            Kind::Number(limits::HOURS),
            "hours beyond which overtime is paid",
            "正常工时,超过计加班",
        )
        .unit("h")
        .or(Given::Rule("max_hours"), "no overtime"),
        Column::new(
            "max_hours",
            &["最长工时", "最大工时"],
            Kind::Number(limits::HOURS),
            "longest duty from leaving to return",
            "最长工作时间",
        )
        .unit("h")
        .or(
            Given::Number(defaults::MAX_DURATION.0 as f64 / 3600.0),
            "assumption",
        ),
        Column::new(
            "break_after_hours",
            &["连续驾驶小时"],
            Kind::Number(limits::BREAK_AFTER_HOURS),
            "longest time at the wheel without a break",
            "最长连续驾驶时间",
        )
        .unit("h")
        .or(
            Given::Number(defaults::BREAK_AFTER.0 as f64 / 3600.0),
            "road traffic regulation of China, article 62",
        ),
        Column::new(
            "break_minutes",
            &["休息分钟", "休息时间"],
            Kind::Number(limits::BREAK_MINUTES),
            "length of the break; 0: none is asked",
            "休息时间;0 表示不要求",
        )
        .unit("min")
        .or(
            Given::Number(defaults::BREAK_LENGTH.0 as f64 / 60.0),
            "road traffic regulation of China, article 62",
        ),
        Column::new(
            "cost_per_day",
            &["每班费用", "日费用", "每日费用"],
            Kind::Number(limits::COST_PER_DAY),
            "price of a tour",
            "每班费用",
        )
        .unit("currency/day")
        .or(Given::Number(0.0), NO_PRICE),
        Column::new(
            "cost_per_km",
            &["每公里费用", "公里费用"],
            Kind::Number(limits::COST_PER_KM),
            "price of a kilometre",
            "每公里费用",
        )
        .unit("currency/km")
        .or(Given::Number(0.0), NO_PRICE),
        Column::new(
            "cost_per_hour",
            &["每小时费用", "小时费用"],
            Kind::Number(limits::COST_PER_HOUR),
            "price of an hour from leaving to return",
            "每小时费用",
        )
        .unit("currency/h")
        .or(Given::Number(0.0), NO_PRICE),
        Column::new(
            "overtime_per_hour",
            &["加班费", "每小时加班费"],
            Kind::Number(limits::COST_PER_HOUR),
            "price of an hour beyond the regular ones, on top",
            "每小时加班费(另加)",
        )
        .unit("currency/h")
        .or(Given::Number(0.0), NO_PRICE),
        Column::new(
            "cost_per_week_owned",
            &["每周持有费用", "周持有成本"],
            Kind::Number(limits::COST_PER_DAY),
            "price of holding one for a week, used or not",
            "每车每周持有费用",
        )
        .unit("currency/week")
        .or(Given::Number(0.0), NO_PRICE),
        Column::new(
            "litres_per_100km",
            &["百公里油耗", "油耗"],
            Kind::Number(limits::LITRES_PER_100KM),
            "fuel on the road; blank: by gross weight",
            "百公里油耗;留空按总质量取缺省值",
        )
        .unit("l/100 km"),
        Column::new(
            "sealed",
            &["密闭", "是否密闭"],
            Kind::YesNo,
            "whether it travels closed",
            "是否密闭运输",
        )
        .or(Given::Word("yes"), "everything is to travel sealed"),
        Column::new(
            "crew",
            &["人数", "每车人数", "随车人数"],
            Kind::Whole(limits::CREW),
            "people on board",
            "每车人数",
        )
        .unit("persons/vehicle")
        .or(Given::Number(2.0), "assumption: a driver and a loader"),
        Column::new(
            "plates",
            &["车牌", "车牌号", "车牌号码", "号牌"],
            Kind::Words,
            "plates, as many as vehicles; they stand on the sheets of their drivers",
            "车牌号,个数与数量一致;印在作业单上",
        ),
        Column::new(
            "drivers",
            &["司机", "驾驶员", "司机姓名"],
            Kind::Words,
            "drivers, as many as vehicles and in the order of the plates",
            "司机,个数与数量一致,次序与车牌相同",
        ),
    ],
};
