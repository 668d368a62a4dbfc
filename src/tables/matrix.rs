//! `matrix.csv`: travel of one's own in place of roads.

use super::Table;
use super::column::{Column, Kind};
use crate::district::limits;

const PLACES: &[&str] = &[
    "points.csv",
    "generators.csv",
    "stations.csv",
    "plants.csv",
    "vehicles.csv",
];

/// `matrix.csv`.
pub static MATRIX: Table = Table {
    name: "matrix",
    file: "matrix.csv",
    aliases: &["行程矩阵", "距离矩阵", "路程表"],
    english: "Travel of your own in place of roads: a leg a row, between every two of the points, generators, stations, plants and depots of vehicles. A way back that is not given is the way there.",
    chinese: "自有行程,代替道路:每行一段,须含收集点、产生源、中转站、处理厂与车场两两之间。未给出的返程同去程。",
    columns: &[
        Column::new(
            "from",
            &["起点", "出发地"],
            Kind::Reference(PLACES),
            "point, generator, station or plant; or a vehicle, for its depot",
            "收集点、产生源、中转站或处理厂;车辆表示其车场",
        )
        .required(),
        Column::new(
            "to",
            &["终点", "目的地"],
            Kind::Reference(PLACES),
            "the same",
            "同上",
        )
        .required(),
        Column::new(
            "metres",
            &["距离", "里程", "路程"],
            Kind::Number(limits::LEG_METRES),
            "length of the leg",
            "路程",
        )
        .required()
        .unit("m"),
        Column::new(
            "seconds",
            &["用时", "行驶时间", "时间"],
            Kind::Number(limits::LEG_SECONDS),
            "time of the leg, at the speed of the road",
            "行驶时间",
        )
        .required()
        .unit("s"),
        Column::new(
            "vehicle",
            &["车辆", "车型"],
            Kind::Reference(&["vehicles.csv"]),
            "only for this type of vehicle; blank: for all that have no legs of their own",
            "仅限该车型;留空适用于没有单独行程的全部车辆",
        ),
    ],
};
