//! A worked example of the tables: the smallest district that shows what each is for.

use super::{
    CALENDAR, CLEANERS, DISTRICT, GENERATORS, PINS, PLANTS, POINTS, STATIONS, STREAMS, Table,
    VEHICLES, VILLAGES,
};
use crate::district::Language;

/// A table of the example: the columns that it fills, and its rows, cells parted by `|`.
pub struct Example {
    /// The table.
    pub table: &'static Table,
    /// The columns filled, by their English names.
    pub columns: &'static [&'static str],
    english: &'static [&'static str],
    chinese: &'static [&'static str],
}

impl Example {
    /// The rows, cell by cell.
    #[must_use]
    pub fn rows(&self, language: Language) -> Vec<Vec<&'static str>> {
        let rows = match language {
            Language::En => self.english,
            Language::Zh => self.chinese,
        };
        rows.iter().map(|row| row.split('|').collect()).collect()
    }
}

/// The example, in the order of the tables. Of the settings each row is a key and its value.
pub static EXAMPLE: [Example; 11] = [
    Example {
        table: &DISTRICT,
        columns: &["key", "value"],
        english: &[
            "name|Millbrook county",
            "coordinates|wgs84",
            "prices.cost_per_km|3.2",
        ],
        chinese: &["name|石桥县", "coordinates|wgs84", "prices.cost_per_km|3.2"],
    },
    Example {
        table: &VILLAGES,
        columns: &[
            "village",
            "town",
            "longitude",
            "latitude",
            "households",
            "max_vehicle_width_m",
        ],
        english: &[
            "Uppermill|North|113.500|35.200|420|2.4",
            "Lowermill|North|113.512|35.208|260|",
        ],
        chinese: &[
            "上磨|城关镇|113.500|35.200|420|2.4",
            "下磨|城关镇|113.512|35.208|260|",
        ],
    },
    Example {
        table: &POINTS,
        columns: &[
            "point",
            "village",
            "longitude",
            "latitude",
            "containers",
            "container_litres",
            "kg_per_day",
            "open",
            "note",
        ],
        english: &[
            "Uppermill 1|Uppermill|113.500|35.200|4|240|310||narrow lane",
            "Uppermill 2|Uppermill|113.503|35.201|2|660||06:30|",
            "Lowermill 1|Lowermill|113.512|35.208|5|240|||",
        ],
        chinese: &[
            "上磨1|上磨|113.500|35.200|4|240|310||巷道窄",
            "上磨2|上磨|113.503|35.201|2|660||06:30|",
            "下磨1|下磨|113.512|35.208|5|240|||",
        ],
    },
    Example {
        table: &STATIONS,
        columns: &[
            "station",
            "town",
            "longitude",
            "latitude",
            "tonnes_per_day",
            "cost_per_tonne",
            "plant",
        ],
        english: &["North station|North|113.530|35.210|40|18|Incinerator"],
        chinese: &["城关中转站|城关镇|113.530|35.210|40|18|焚烧厂"],
    },
    Example {
        table: &PLANTS,
        columns: &["plant", "longitude", "latitude", "kind", "cost_per_tonne"],
        english: &["Incinerator|113.640|35.260|incinerator|85"],
        chinese: &["焚烧厂|113.640|35.260|焚烧厂|85"],
    },
    Example {
        table: &VEHICLES,
        columns: &[
            "vehicle",
            "role",
            "count",
            "base",
            "payload_kg",
            "body_litres",
            "width_m",
            "shift_start",
            "mixes",
            "cost_per_day",
            "plates",
            "drivers",
        ],
        english: &[
            "Compactor|collector|2|North station|5000|12000|2.3|06:00|no|380|A12345;A12346|Li;Wang",
            "Hook lift|hauler|1|North station|15000|25000|2.5|06:00|yes|420||",
        ],
        chinese: &[
            "压缩车|压缩车|2|城关中转站|5000|12000|2.3|06:00|否|380|豫A12345;豫A12346|李师傅;王师傅",
            "勾臂车|转运车|1|城关中转站|15000|25000|2.5|06:00|是|420||",
        ],
    },
    Example {
        table: &STREAMS,
        columns: &["stream", "share", "sorted_share", "goes_to"],
        english: &[
            "residual|0.62|0|chain",
            "compostable|0.37|0.4|compost",
            "hazardous|0.01|0.3|elsewhere",
        ],
        chinese: &[
            "其他垃圾|0.62|0|清运",
            "厨余垃圾|0.37|0.4|堆肥",
            "有害垃圾|0.01|0.3|外运",
        ],
    },
    Example {
        table: &GENERATORS,
        columns: &[
            "generator",
            "longitude",
            "latitude",
            "kg_per_day",
            "village",
            "days",
            "day_digits",
            "lunar",
            "close",
        ],
        english: &[
            "Market|113.505|35.203|600|Uppermill||3;8|yes|13:00",
            "School|113.501|35.199|90|Uppermill|mon-fri||no|",
        ],
        chinese: &[
            "大集|113.505|35.203|600|上磨||逢三八|是|13:00",
            "小学|113.501|35.199|90|上磨|周一至周五||否|",
        ],
    },
    Example {
        table: &CALENDAR,
        columns: &["factor", "from", "to", "lunar"],
        english: &["1.6|12-23|01-15|yes"],
        chinese: &["1.6|腊月二十三|正月十五|是"],
    },
    Example {
        table: &PINS,
        columns: &["village", "vehicle"],
        english: &["Uppermill|Compactor"],
        chinese: &["上磨|压缩车"],
    },
    Example {
        table: &CLEANERS,
        columns: &["village", "cleaners", "main_road_km", "key_places"],
        english: &["Uppermill|4|2.5|1", "Lowermill|3|1.2|"],
        chinese: &["上磨|4|2.5|1", "下磨|3|1.2|"],
    },
];
