//! Units as they are written beside figures: what a unit measures, how large it is, and how a figure in one becomes a figure
//! in another. A column names its own unit by the same words, so this is the one converter for all tables.

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Quantity {
    /// Weight.
    Mass,
    /// Room.
    Volume,
    /// Length.
    Length,
    /// Area.
    Area,
    /// Time.
    Time,
    /// Money of any currency.
    Money,
    /// A part of a hundred.
    Share,
    /// Degrees of an angle.
    Angle,
    /// Households.
    Households,
    /// People.
    Persons,
    /// Vehicles.
    Vehicles,
    /// Times that somebody comes.
    Visits,
    /// Anything else that is counted.
    Pieces,
}

/// Its size: `times / over * 10^tens` of the quantity's base unit. Kept apart so that a decimal figure stays the decimal
/// figure that it is: 0.07 t are 70 kg, and not a hair more.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Size {
    times: u32,
    over: u32,
    tens: i32,
}

const fn tens(tens: i32) -> Size {
    ratio(1, 1, tens)
}

const fn ratio(times: u32, over: u32, tens: i32) -> Size {
    Size { times, over, tens }
}

type Known = (Quantity, Size, &'static [&'static str]);

use Quantity::{
    Angle, Area, Households, Length, Mass, Money, Persons, Pieces, Share, Time, Vehicles, Visits,
    Volume,
};

/// The units that are understood, in lower case, the usual word first. A mu is a fifteenth of a hectare, a li half a kilometre,
/// a jin half a kilogram (State Council of China, order of 27 February 1984 on legal units).
const KNOWN: &[Known] = &[
    (
        Mass,
        tens(0),
        &["kg", "千克", "公斤", "kgs", "kilogram", "kilograms"],
    ),
    (
        Mass,
        tens(3),
        &["t", "吨", "公吨", "tonne", "tonnes", "ton", "tons"],
    ),
    (Mass, tens(7), &["万吨"]),
    (Mass, ratio(5, 1, -1), &["斤", "市斤"]),
    (Mass, tens(-3), &["g", "克"]),
    (
        Volume,
        tens(0),
        &["l", "升", "公升", "litre", "litres", "liter", "liters"],
    ),
    (
        Volume,
        tens(3),
        &["m3", "m³", "立方米", "立方", "方", "㎥", "cbm"],
    ),
    (Volume, tens(-3), &["ml", "毫升"]),
    (
        Length,
        tens(0),
        &["m", "米", "metre", "metres", "meter", "meters"],
    ),
    (
        Length,
        tens(3),
        &["km", "公里", "千米", "kilometre", "kilometres"],
    ),
    (Length, ratio(5, 1, 2), &["里", "华里", "市里"]),
    (Length, tens(5), &["百公里"]),
    (Length, tens(-2), &["cm", "厘米", "公分"]),
    (Length, tens(-3), &["mm", "毫米"]),
    (Area, tens(0), &["m2", "m²", "平方米", "㎡", "平米"]),
    (
        Area,
        tens(6),
        &["km2", "km²", "平方公里", "平方千米", "k㎡"],
    ),
    (Area, tens(4), &["ha", "公顷", "hectare", "hectares"]),
    (Area, ratio(2, 3, 3), &["亩", "市亩", "mu"]),
    (
        Time,
        tens(0),
        &["s", "秒", "秒钟", "sec", "second", "seconds"],
    ),
    (
        Time,
        ratio(60, 1, 0),
        &["min", "分钟", "分", "minute", "minutes"],
    ),
    (
        Time,
        ratio(3_600, 1, 0),
        &["h", "小时", "时", "钟头", "hr", "hour", "hours"],
    ),
    (
        Time,
        ratio(86_400, 1, 0),
        &["day", "天", "日", "d", "days", "班", "台班"],
    ),
    (Time, ratio(604_800, 1, 0), &["week", "周", "星期", "weeks"]),
    // A twelfth of 365 days.
    (
        Time,
        ratio(2_628_000, 1, 0),
        &["month", "月", "个月", "months"],
    ),
    (Time, ratio(31_536_000, 1, 0), &["year", "年", "a", "years"]),
    (Money, tens(0), &["currency"]),
    (Share, tens(0), &["%", "percent", "百分比", "百分之"]),
    (Share, tens(-1), &["‰"]),
    (Angle, tens(0), &["degrees", "°", "度", "deg", "degree"]),
    (Households, tens(0), &["households", "户", "household"]),
    (Households, tens(4), &["万户"]),
    (
        Persons,
        tens(0),
        &["persons", "人", "名", "位", "口", "person", "people"],
    ),
    (Persons, tens(4), &["万人"]),
    (
        Vehicles,
        tens(0),
        &[
            "vehicles", "辆", "台", "部", "车", "vehicle", "truck", "trucks",
        ],
    ),
    (Visits, tens(0), &["visits", "次", "趟", "times", "visit"]),
    (
        Pieces,
        tens(0),
        &["个", "只", "桶", "箱", "处", "座", "条", "倍", "pcs"],
    ),
];

/// Money by the signs and codes of one currency.
const CURRENCIES: &[(&str, Size, &[&str])] = &[
    (
        "CNY",
        tens(0),
        &["元", "人民币", "cny", "rmb", "¥", "块", "块钱", "圆"],
    ),
    ("CNY", tens(4), &["万元"]),
    ("EUR", tens(0), &["eur", "€", "欧元", "euro"]),
    ("USD", tens(0), &["usd", "$", "美元"]),
    ("GBP", tens(0), &["gbp", "£", "英镑"]),
    ("JPY", tens(0), &["jpy", "日元"]),
    ("HKD", tens(0), &["hkd", "港元", "港币"]),
    ("TWD", tens(0), &["twd", "新台币"]),
];
/// Currencies whose unit is called 元 too.
const OTHER_YUAN: [&str; 3] = ["HKD", "MOP", "TWD"];

/// A unit: a quantity, and per what.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    quantity: Quantity,
    size: Size,
    per: Vec<(Quantity, Size)>,
    currency: Option<&'static str>,
}

/// How a figure in one unit becomes one in another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    times: f64,
    over: f64,
    tens: i32,
}

impl Factor {
    /// Figures stay as they are.
    pub const ONE: Self = Self {
        times: 1.0,
        over: 1.0,
        tens: 0,
    };
    /// Percents become shares.
    pub const OF_HUNDRED: Self = Self {
        tens: -2,
        ..Self::ONE
    };

    /// The figure in the other unit. A power of ten moves the decimal point of what is written, so that nothing is rounded twice.
    #[must_use]
    pub fn of(self, figure: f64) -> f64 {
        let moved = if self.tens == 0 {
            figure
        } else {
            // The shortest text of a number is the number as somebody wrote it.
            format!("{figure:e}")
                .split_once('e')
                .and_then(|(digits, exponent)| {
                    let exponent = exponent.parse::<i32>().ok()? + self.tens;
                    format!("{digits}e{exponent}").parse().ok()
                })
                .unwrap_or(figure)
        };
        moved * self.times / self.over
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self {
            times: self.over,
            over: self.times,
            tens: -self.tens,
        }
    }
}

impl Unit {
    /// Reads `kg`, `吨/日`, `公斤/人·天`, `元/百公里`, `l/100 km`; `None` for what is no unit.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.to_lowercase().replace("每", "/").replace(" per ", "/");
        let bare = |part: &str| {
            part.trim_matches(|c: char| c.is_whitespace() || "()（）".contains(c))
                .to_owned()
        };
        let mut parts = text.split(['/', '／', '·', '•', '*']).map(bare);
        let (quantity, size, currency) = word(&parts.next()?)?;
        let mut per = Vec::new();
        for part in parts {
            let (quantity, size, _) = word(&part)?;
            per.push((quantity, size));
        }
        per.sort_by_key(|(quantity, _)| *quantity);
        Some(Self {
            quantity,
            size,
            per,
            currency,
        })
    }

    /// How figures in this unit become figures in another: it measures the same, and per the same where this one says per what.
    #[must_use]
    pub fn factor_to(&self, other: &Self) -> Option<Factor> {
        let says_per = !self.per.is_empty();
        let per = |unit: &Self| unit.per.iter().map(|part| part.0).collect::<Vec<_>>();
        if self.quantity != other.quantity || says_per && per(self) != per(other) {
            return None;
        }
        let mut factor = Factor::ONE;
        factor.takes(self.size, other.size);
        if says_per {
            for (own, others) in self.per.iter().zip(&other.per) {
                factor.takes(others.1, own.1);
            }
        }
        Some(factor)
    }

    /// Whether it counts things: households, people, vehicles, pieces; and not per something.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.per.is_empty() && matches!(self.quantity, Households | Persons | Vehicles | Pieces)
    }

    /// Whether it leaves out more than one thing per which another unit counts.
    #[must_use]
    pub fn is_short_of(&self, other: &str) -> bool {
        let of_other = Self::read(other).map_or(0, |other| other.per.len());
        self.per.is_empty() && of_other > 1
    }

    /// Whether money in it is money of a currency, by its ISO 4217 code; an empty one is any.
    #[must_use]
    pub fn is_in(&self, currency: &str) -> bool {
        let is_yuan = self.currency == Some("CNY") && OTHER_YUAN.contains(&currency);
        currency.is_empty() || is_yuan || self.currency.is_none_or(|own| own == currency)
    }

    /// Whether it is money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.quantity == Money
    }

    /// Whether it is percent.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.quantity == Share && self.size == tens(0)
    }

    /// The words that are understood for what it measures, each way to write one size by its usual English and Chinese word.
    #[must_use]
    pub fn understood(&self) -> Vec<&'static str> {
        let of_quantity = KNOWN.iter().filter(|known| known.0 == self.quantity);
        let words = of_quantity.flat_map(|known| known.2.iter().take(2).copied());
        match self.quantity {
            Money => words.chain(["元", "万元", "CNY", "EUR", "USD"]).collect(),
            _ => words.collect(),
        }
    }
}

impl Factor {
    /// Multiplied by one size and divided by another.
    fn takes(&mut self, up: Size, down: Size) {
        self.times *= f64::from(up.times) * f64::from(down.over);
        self.over *= f64::from(up.over) * f64::from(down.times);
        self.tens += up.tens - down.tens;
        let whole = common_divisor(self.times, self.over);
        self.times /= whole;
        self.over /= whole;
    }
}

/// The greatest whole number that divides both; they are whole and far below 2^53.
fn common_divisor(a: f64, b: f64) -> f64 {
    if b == 0.0 {
        a
    } else {
        common_divisor(b, a % b)
    }
}

/// One word with the hundred or the like before it.
fn word(text: &str) -> Option<(Quantity, Size, Option<&'static str>)> {
    let is_number = |c: char| c.is_ascii_digit();
    let digits = text.len() - text.trim_start_matches(is_number).len();
    let (count, name) = text.split_at(digits);
    let many: u32 = if count.is_empty() {
        1
    } else {
        count
            .parse()
            .ok()
            .filter(|many| (1..=1000).contains(many))?
    };
    let name = name.trim();
    let known = KNOWN.iter().find(|known| known.2.contains(&name));
    let (quantity, size, currency) = match known {
        Some(known) => (known.0, known.1, None),
        None => {
            let of = CURRENCIES.iter().find(|of| of.2.contains(&name))?;
            (Money, of.1, Some(of.0))
        }
    };
    let size = Size {
        times: size.times * many,
        ..size
    };
    Some((quantity, size, currency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{DISTRICT_TABLES, MEASURED_TABLES};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn converted(figure: f64, from: &str, to: &str) -> Option<f64> {
        let factor = Unit::read(from)?.factor_to(&Unit::read(to)?)?;
        Some(factor.of(figure))
    }

    #[test]
    fn figures_become_what_a_hand_reckons() {
        let cases = [
            (1.3, "吨", "kg/day", 1300.0),
            (0.07, "t/d", "kg/day", 70.0),
            (30.0, "吨/月", "kg/day", 30_000.0 * 12.0 / 365.0),
            (365.0, "吨/年", "kg/day", 1000.0),
            (10.0, "方", "l", 10_000.0),
            (15.0, "亩", "km2", 0.01),
            (250.0, "公顷", "km2", 2.5),
            (3.0, "里", "m", 1500.0),
            (1.2, "斤/人·日", "kg/person/day", 0.6),
            (0.3, "吨/立方米", "kg/m3", 300.0),
            (0.24, "kg/L", "kg/m3", 240.0),
            (0.32, "元/公里", "currency/km", 0.32),
            (120.0, "元/kg", "currency/t", 120_000.0),
            (38.0, "升/百公里", "l/100 km", 38.0),
            (0.38, "l/km", "l/100 km", 38.0),
            (90.0, "秒", "min", 1.5),
            (2.0, "小时", "min", 120.0),
            (3.5, "万元", "currency/month", 35_000.0),
            (0.0013, "万吨", "kg", 13_000.0),
            (1.2, "万人", "persons", 12_000.0),
        ];
        for (figure, from, to, right) in cases {
            assert_eq!(
                converted(figure, from, to),
                Some(right),
                "{figure} {from} in {to}"
            );
        }
    }

    #[test]
    fn what_measures_something_else_is_refused() {
        for (from, to) in [
            ("升", "kg"),
            ("元/吨", "currency/km"),
            ("kg/周", "kg/person/day"),
            ("辆", "persons"),
        ] {
            assert_eq!(converted(1.0, from, to), None, "{from} in {to}");
        }
        for text in ["", "车次", "必填", "kg/车次", "/", "2025"] {
            assert_eq!(Unit::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_names_one_unit_and_every_column_a_known_one() {
        let words = KNOWN
            .iter()
            .flat_map(|known| known.2)
            .chain(CURRENCIES.iter().flat_map(|of| of.2));
        let mut seen = BTreeSet::new();
        for word in words {
            assert!(seen.insert(word) && *word == word.to_lowercase(), "{word}");
        }
        for table in DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES) {
            for column in table
                .columns
                .iter()
                .filter(|column| !column.unit.is_empty())
            {
                assert!(
                    Unit::read(column.unit).is_some(),
                    "{}: {}",
                    column.name,
                    column.unit
                );
            }
        }
    }

    proptest! {
        #[test]
        fn a_power_of_ten_is_the_decimal_point_moved(digits in 0_u64..10_000_000, decimals in 0_usize..6) {
            let written = |places: usize| -> f64 { format!("{digits}e-{places}").parse().unwrap() };
            prop_assert_eq!(converted(written(decimals + 3), "t", "kg"), Some(written(decimals)));
            prop_assert_eq!(converted(written(decimals), "kg", "t"), Some(written(decimals + 3)));
        }

        #[test]
        fn the_way_back_leads_back(figure in 0.001..1e6_f64) {
            for (from, to) in [("吨/月", "kg/day"), ("亩", "km2"), ("元/kg", "currency/t"), ("里", "km")] {
                let factor = Unit::read(from).unwrap().factor_to(&Unit::read(to).unwrap()).unwrap();
                let back = factor.inverse().of(factor.of(figure));
                prop_assert!((back / figure - 1.0).abs() < 1e-12);
            }
        }
    }
}
