//! Workbooks and folders as offices keep them: each oddity alone, then ten at once, gives the district of the plain tables to the
//! byte, or the one right fault first.
#![cfg(all(feature = "xlsx", feature = "report"))]

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use wasteways::district::{District, Fault, Language, Sink};
use wasteways::input::{InputError, read_district};
use wasteways::tables::EXAMPLE;

/// A cell as it is written.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Blank,
    Text(String),
    Number(f64),
    /// A number that is shown as percent.
    Percent(f64),
    /// A number that is shown with 吨 behind it.
    Tonnes(f64),
}

#[derive(Clone, Debug)]
struct Page {
    name: String,
    is_hidden: bool,
    rows: Vec<Vec<Cell>>,
    /// First row, first column, last row, last column, from 0.
    merges: Vec<[usize; 4]>,
}

/// A workbook to be written.
#[derive(Clone, Debug)]
struct Book {
    pages: Vec<Page>,
}

fn cell(text: &str) -> Cell {
    match (text, text.parse()) {
        ("", _) => Cell::Blank,
        (_, Ok(number)) => Cell::Number(number),
        (text, Err(_)) => Cell::Text(text.to_owned()),
    }
}

fn row(text: &str) -> Vec<Cell> {
    text.split('|').map(cell).collect()
}

/// The plain tables.
const PLAIN: [(&str, &str); 7] = [
    (
        "设置",
        "名称|示例县\n参数集|cn-rural\nsnap_metres|300\nprices.cost_per_tonne|90",
    ),
    (
        "村庄",
        "村名|乡镇|经度|纬度|户数|人口|面积|限宽\n\
         上磨|城关镇|113.5|35.2|1560|4000|2.5|2.4\n\
         下磨|城关镇|113.51|35.21|120|320|0.5|\n\
         石桥|东山镇|113.4488|35.25|90|234||3",
    ),
    (
        "收集点",
        "收集点|村|经度|纬度|类别|桶数|容积|日产量|作业时间|开始时间|结束时间|每周次数|备注\n\
         A1|上磨|113.5|35.2|其他垃圾|4|240|1300|90|06:30|17:00|7|窄\n\
         A2|上磨|113.501|35.2|其他垃圾|2|240|200|60||||\n\
         B1|下磨|113.51|35.21|其他垃圾|3|240|110|60|||4|\n\
         C1|石桥|113.4488|35.25|其他垃圾|2|660|80|60||||",
    ),
    (
        "处理厂",
        "处理厂|经度|纬度|处理能力|吨费用\n北厂|113.6|35.3|200|85",
    ),
    (
        "车辆",
        "车型|用途|数量|车场|载重|厢体容积|车宽|收运类别|每公里费用|每班费用|人数\n\
         大车|压缩车|2|北厂|8000|14000|2.4||3.2|420|2\n\
         小车|压缩车|1|北厂|3000|6000|1.9||2.1|300|2",
    ),
    (
        "垃圾类别",
        "类别|占比|分出率|去向|松散密度\n其他垃圾|0.65|0|清运|240\n厨余垃圾|0.35|0.4|就地堆肥|500",
    ),
    (
        "时令",
        "系数|开始日期|结束日期|星期|逢日|农历\n\
         1.6|12-23|01-15|||是\n\
         1.2|||sat;sun||\n\
         1.3||||3;8|是\n\
         1.1|2026-11-23||||",
    ),
];

impl Book {
    fn plain() -> Self {
        let page = |(name, text): (&str, &str)| Page {
            name: name.to_owned(),
            is_hidden: false,
            rows: text.lines().map(|line| row(line.trim())).collect(),
            merges: Vec::new(),
        };
        Self {
            pages: PLAIN.map(page).to_vec(),
        }
    }

    fn page(&mut self, name: &str) -> &mut Page {
        let found = self.pages.iter_mut().find(|page| page.name == name);
        found.unwrap_or_else(|| panic!("no sheet {name}"))
    }

    fn write(&self, folder: &Path) -> PathBuf {
        let mut book = Workbook::new();
        let percent = Format::new().set_num_format("0%");
        let tonnes = Format::new().set_num_format("0.0\"吨\"");
        for page in &self.pages {
            let sheet = book.add_worksheet().set_name(&page.name).unwrap();
            sheet.set_hidden(page.is_hidden);
            for [top, left, bottom, right] in &page.merges {
                let (top, left) = (*top as u32, *left as u16);
                sheet
                    .merge_range(top, left, *bottom as u32, *right as u16, "", &Format::new())
                    .unwrap();
            }
            for (r, cells) in page.rows.iter().enumerate() {
                for (c, cell) in cells.iter().enumerate() {
                    let (r, c) = (r as u32, c as u16);
                    match cell {
                        Cell::Blank => Ok(&mut *sheet),
                        Cell::Text(text) => sheet.write_string(r, c, text),
                        Cell::Number(number) => sheet.write_number(r, c, *number),
                        Cell::Tonnes(number) => {
                            sheet.write_number_with_format(r, c, *number, &tonnes)
                        }
                        Cell::Percent(number) => {
                            sheet.write_number_with_format(r, c, *number, &percent)
                        }
                    }
                    .unwrap();
                }
            }
        }
        let path = folder.join("book.xlsx");
        book.save(&path).unwrap();
        path
    }
}

impl Page {
    /// The place of a cell: the row whose first cell says one thing, the column whose header says another.
    fn at(&mut self, name: &str, header: &str) -> &mut Cell {
        let says = |cell: &Cell, text: &str| *cell == Cell::Text(text.to_owned());
        let column = self
            .rows
            .iter()
            .find_map(|row| row.iter().position(|cell| says(cell, header)));
        let column = column.unwrap_or_else(|| panic!("no header {header}"));
        let row = self
            .rows
            .iter_mut()
            .find(|row| row.iter().any(|cell| says(cell, name)));
        &mut row.unwrap_or_else(|| panic!("no row {name}"))[column]
    }

    fn rename(&mut self, from: &str, to: &str) {
        let mut cells = self.rows.iter_mut().flatten();
        let found = cells.find(|cell| **cell == Cell::Text(from.to_owned()));
        *found.unwrap_or_else(|| panic!("no header {from}")) = Cell::Text(to.to_owned());
    }

    /// A header with a unit, and the figures in it.
    fn in_unit(&mut self, from: &str, to: &str, change: impl Fn(f64) -> f64) {
        let position = self.rows[0]
            .iter()
            .position(|cell| *cell == Cell::Text(from.to_owned()));
        let position = position.unwrap_or_else(|| panic!("no header {from}"));
        self.rows[0][position] = Cell::Text(to.to_owned());
        for row in &mut self.rows[1..] {
            if let Some(Cell::Number(number)) = row.get_mut(position) {
                *number = change(*number);
            }
        }
    }

    fn insert(&mut self, at: usize, text: &str) {
        self.rows.insert(at, row(text));
        for merge in &mut self.merges {
            if merge[0] >= at {
                merge[0] += 1;
                merge[2] += 1;
            }
        }
    }
}

/// What an oddity comes to.
enum Comes {
    /// The district of the plain tables; no warning.
    Silent,
    /// The same; a warning that holds these words.
    Told(&'static str),
    /// A fault, which comes first: its sheet, its cell, and words of what was expected.
    Fault(&'static str, &'static str, &'static str),
}

/// A table's name and text as a file's name and bytes.
type Written<'a> = &'a dyn Fn(&str, &str) -> (String, Vec<u8>);

type Oddity = (&'static str, fn(&mut Book), Comes);

fn set(book: &mut Book, page: &str, name: &str, header: &str, text: &str) {
    *book.page(page).at(name, header) = Cell::Text(text.to_owned());
}

use Comes::{Fault as Faulty, Silent, Told};

const ODDITIES: &[Oddity] = &[
    // Units in headers.
    (
        "tonnes in a header",
        |b| {
            b.page("收集点")
                .in_unit("日产量", "日产量(吨)", |kg| kg / 1000.0)
        },
        Silent,
    ),
    (
        "tonnes a day after a slash",
        |b| {
            b.page("收集点")
                .in_unit("日产量", "日产量/吨", |kg| kg / 1000.0)
        },
        Silent,
    ),
    (
        "litres as cubic metres",
        |b| {
            b.page("车辆")
                .in_unit("厢体容积", "厢体容积（立方米）", |l| {
                    l / 1000.0
                })
        },
        Silent,
    ),
    (
        "payload in t",
        |b| b.page("车辆").in_unit("载重", "载重 (t)", |kg| kg / 1000.0),
        Silent,
    ),
    (
        "area in hectares",
        |b| {
            b.page("村庄")
                .in_unit("面积", "面积【公顷】", |km2| km2 * 100.0)
        },
        Silent,
    ),
    (
        "width in centimetres",
        |b| {
            b.page("村庄")
                .in_unit("限宽", "限宽(厘米)", |m| (m * 100.0).round())
        },
        Silent,
    ),
    (
        "minutes of service",
        |b| {
            b.page("收集点")
                .in_unit("作业时间", "作业时间(分钟)", |s| s / 60.0)
        },
        Silent,
    ),
    (
        "percents in a header",
        |b| {
            b.page("垃圾类别")
                .in_unit("占比", "占比(%)", |share| (share * 100.0).round())
        },
        Silent,
    ),
    (
        "prices with their unit",
        |b| b.page("车辆").rename("每公里费用", "每公里费用(元/公里)"),
        Silent,
    ),
    (
        "a price in yuan a kilogram",
        |b| {
            b.page("处理厂")
                .in_unit("吨费用", "吨费用(元/kg)", |price| price / 1000.0)
        },
        Silent,
    ),
    (
        "counts with their word",
        |b| b.page("车辆").rename("数量", "数量(辆)"),
        Silent,
    ),
    (
        "a note that is no unit",
        |b| b.page("村庄").rename("户数", "户数(必填)"),
        Silent,
    ),
    (
        "a header over two lines",
        |b| b.page("收集点").rename("日产量", "日产量\n(公斤)"),
        Silent,
    ),
    (
        "a unit of the wrong kind",
        |b| b.page("收集点").rename("日产量", "日产量(桶)"),
        Faulty("收集点", "H1", "kg, 千克, t, 吨"),
    ),
    (
        "money of another country",
        |b| b.page("车辆").rename("每公里费用", "每公里费用(€)"),
        Faulty("车辆", "I1", "元"),
    ),
    // Units and habits in cells.
    (
        "a figure with its unit",
        |b| set(b, "收集点", "A1", "日产量", "1.3吨"),
        Silent,
    ),
    (
        "thousands parted",
        |b| set(b, "村庄", "上磨", "户数", "1,560"),
        Silent,
    ),
    (
        "thousands and decimals",
        |b| set(b, "收集点", "A1", "日产量", "1,300.00"),
        Silent,
    ),
    (
        "vehicles with their word",
        |b| set(b, "车辆", "大车", "数量", "2辆"),
        Silent,
    ),
    (
        "yuan in a cell",
        |b| set(b, "车辆", "大车", "每公里费用", "3.2元"),
        Silent,
    ),
    (
        "a factor in percent",
        |b| set(b, "时令", "是", "系数", "160%"),
        Silent,
    ),
    (
        "full width",
        |b| set(b, "收集点", "A1", "日产量", "１，３００"),
        Silent,
    ),
    (
        "degrees and minutes",
        |b| set(b, "村庄", "石桥", "经度", "113°26′55.68″"),
        Silent,
    ),
    (
        "a place with its side",
        |b| set(b, "村庄", "上磨", "经度", "E113.5°"),
        Silent,
    ),
    (
        "a dash for nothing",
        |b| set(b, "村庄", "下磨", "限宽", "—"),
        Silent,
    ),
    (
        "no limit",
        |b| set(b, "村庄", "下磨", "限宽", "不限"),
        Silent,
    ),
    (
        "nothing named",
        |b| set(b, "收集点", "A2", "每周次数", "/"),
        Silent,
    ),
    (
        "shares shown as percent",
        |b| {
            *b.page("垃圾类别").at("厨余垃圾", "占比") = Cell::Percent(0.35);
            *b.page("垃圾类别").at("其他垃圾", "占比") = Cell::Percent(0.65);
        },
        Silent,
    ),
    (
        "a percent header over shares",
        |b| b.page("垃圾类别").rename("占比", "占比(%)"),
        Faulty("垃圾类别", "B2", "0.35 from 35 %"),
    ),
    (
        "a unit of the wrong kind in a cell",
        |b| set(b, "收集点", "A1", "日产量", "5升"),
        Faulty("收集点", "H2", "kg, 千克, t, 吨"),
    ),
    (
        "a decimal comma",
        |b| set(b, "收集点", "A1", "日产量", "1,3"),
        Faulty("收集点", "H2", "a number from"),
    ),
    (
        "a date in Chinese",
        |b| set(b, "时令", "2026-11-23", "开始日期", "2026年11月23日"),
        Silent,
    ),
    (
        "dates of the lunar year",
        |b| {
            let page = b.page("时令");
            page.rows[1] = row("1.6|腊月二十三|正月十五|||");
        },
        Silent,
    ),
    (
        "weekend in Chinese",
        |b| set(b, "时令", "sat;sun", "星期", "周末"),
        Silent,
    ),
    (
        "a run of days",
        |b| set(b, "时令", "sat;sun", "星期", "六日"),
        Silent,
    ),
    (
        "market days by name",
        |b| set(b, "时令", "3;8", "逢日", "逢三八"),
        Silent,
    ),
    (
        "market days among the days",
        |b| b.page("时令").rows[3] = row("1.3|||逢三八||是"),
        Silent,
    ),
    (
        "a clock in words",
        |b| set(b, "收集点", "A1", "开始时间", "6点半"),
        Silent,
    ),
    (
        "a date of either calendar",
        |b| b.page("时令").rows[1] = row("1.6|八月十五|八月十六|||"),
        Faulty("时令", "F2", "yes or no"),
    ),
    (
        "a unit that is only shown",
        |b| *b.page("处理厂").at("北厂", "处理能力") = Cell::Tonnes(200.0),
        Told("are read without it"),
    ),
    // Shapes.
    (
        "a title above",
        |b| b.page("村庄").insert(0, "示例县村庄基本情况表"),
        Told("the header, which is row 2"),
    ),
    (
        "a merged title",
        |b| {
            let page = b.page("收集点");
            page.insert(0, "示例县收集点台账");
            page.insert(1, "填报单位:示例县城管局");
            page.merges.push([0, 0, 0, 12]);
        },
        Told("the header, which is row 3; 2 rows"),
    ),
    (
        "a unit above the table",
        |b| {
            let page = b.page("收集点");
            page.in_unit("日产量", "日产量", |kg| kg / 1000.0);
            page.insert(0, "单位:吨");
        },
        Told("are read in 吨"),
    ),
    (
        "a header in two rows",
        |b| {
            let page = b.page("村庄");
            page.rename("经度", "位置");
            page.rows[0][3] = Cell::Blank;
            page.insert(1, "||经度|纬度||||");
            page.merges.extend([
                [0, 2, 0, 3],
                [0, 0, 1, 0],
                [0, 1, 1, 1],
                [0, 4, 1, 4],
                [0, 5, 1, 5],
                [0, 6, 1, 6],
                [0, 7, 1, 7],
            ]);
        },
        Silent,
    ),
    (
        "a row of units",
        |b| {
            let page = b.page("车辆");
            page.in_unit("载重", "载重", |kg| kg / 1000.0);
            page.insert(1, "单位|文本|辆||吨|升|米||元/公里|元|人");
        },
        Silent,
    ),
    (
        "a total row",
        |b| b.page("村庄").rows.push(row("合计||||1770|4554||")),
        Told("no total row"),
    ),
    (
        "a total that lacks nothing",
        |b| b.page("垃圾类别").rows.push(row("合计|1|||")),
        Told("no total row"),
    ),
    (
        "daily in words",
        |b| set(b, "收集点", "A1", "每周次数", "每天"),
        Silent,
    ),
    (
        "subtotals",
        |b| b.page("村庄").insert(3, "城关镇小计||||1680|4320||"),
        Told("no total row"),
    ),
    (
        "a remark below",
        |b| b.page("收集点").rows.push(row("注:日产量为上年平均")),
        Told("no remark"),
    ),
    ("a blank row", |b| b.page("收集点").insert(2, ""), Silent),
    (
        "a blank column and numbers",
        |b| {
            for (k, row) in b.page("村庄").rows.iter_mut().enumerate() {
                row.insert(
                    0,
                    if k == 0 {
                        Cell::Text("序号".into())
                    } else {
                        Cell::Number(k as f64)
                    },
                );
                row.insert(1, Cell::Blank);
            }
        },
        Told("this one is not read"),
    ),
    (
        "towns merged over their villages",
        |b| {
            let page = b.page("村庄");
            page.rows[2][1] = Cell::Blank;
            page.merges.push([1, 1, 2, 1]);
        },
        Silent,
    ),
    (
        "households merged over villages",
        |b| {
            let page = b.page("村庄");
            page.rows[2][4] = Cell::Blank;
            page.merges.push([1, 4, 2, 4]);
        },
        Faulty("村庄", "E3", "merged with the one above"),
    ),
    (
        "a header that comes again",
        |b| {
            let page = b.page("村庄");
            page.rows.insert(3, page.rows[0].clone());
        },
        Told("the header once"),
    ),
    // Sheets.
    (
        "sheets of the towns",
        |b| {
            let mut east = b.page("村庄").clone();
            east.name = "村庄-东山镇".into();
            east.rows.drain(1..3);
            b.page("村庄").rows.pop();
            b.pages.push(east);
        },
        Told("read as part of villages"),
    ),
    (
        "a sheet with another order of columns",
        |b| {
            let mut east = b.page("村庄").clone();
            east.name = "东山镇村庄".into();
            east.rows = vec![
                row("乡镇|村名|户数|经度|纬度|人口|限宽(cm)"),
                row("东山镇|石桥|90|113.4488|35.25|234|300"),
            ];
            b.page("村庄").rows.pop();
            b.pages.push(east);
        },
        Told("read as part of villages"),
    ),
    (
        "a sheet named by chance",
        |b| b.page("村庄").name = "Sheet1".into(),
        Told("by its header this sheet is read as villages"),
    ),
    (
        "a sheet near its name",
        |b| b.page("处理厂").name = "处理场".into(),
        Told("by its header this sheet is read as plants"),
    ),
    (
        "a sheet of notes",
        |b| {
            b.pages.insert(
                0,
                Page {
                    name: "填写说明".into(),
                    is_hidden: false,
                    rows: vec![row("请按表填写"), row("每村一行")],
                    merges: vec![],
                },
            )
        },
        Told("this sheet is not read"),
    ),
    (
        "a hidden table",
        |b| b.page("车辆").is_hidden = true,
        Told("hidden, and read"),
    ),
    (
        "a hidden former version",
        |b| {
            let mut old = b.page("车辆").clone();
            old.is_hidden = true;
            old.name = "vehicles".into();
            old.rows[1][2] = Cell::Number(9.0);
            b.pages.push(old);
        },
        Told("hidden and not read"),
    ),
    (
        "other columns of the office",
        |b| {
            for (k, row) in b.page("车辆").rows.iter_mut().enumerate() {
                row.push(if k == 0 {
                    Cell::Text("购置年份".into())
                } else {
                    Cell::Number(2021.0)
                });
            }
        },
        Told("this one is not read"),
    ),
    (
        "a base by another name",
        |b| b.page("车辆").rename("车场", "停放地点"),
        Silent,
    ),
    (
        "a base that nobody knows",
        |b| b.page("车辆").rename("车场", "夜间停车场所"),
        Faulty("车辆", "", "not read: 夜间停车场所"),
    ),
    (
        "a header that is missing",
        |b| b.page("村庄").rename("户数", "家庭数"),
        Faulty("村庄", "", "not read: 家庭数"),
    ),
];

fn read(book: &Book) -> Result<(String, Vec<Fault>), Vec<Fault>> {
    let folder = tempfile::tempdir().unwrap();
    match read_district(&book.write(folder.path())) {
        Ok(input) => Ok((
            serde_json::to_string(&input.district).unwrap(),
            input.warnings,
        )),
        Err(InputError::Faults { faults, .. }) => Err(faults),
        Err(other) => panic!("{other}"),
    }
}

fn shown(faults: &[Fault]) -> String {
    faults
        .iter()
        .take(5)
        .map(|fault| format!("\n  {fault}"))
        .collect()
}

#[test]
fn each_oddity_alone_is_read_or_its_fault_comes_first() {
    let (plain, warnings) =
        read(&Book::plain()).unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    assert!(warnings.is_empty(), "{}", shown(&warnings));
    let mut wrong = Vec::new();
    for (name, change, comes) in ODDITIES {
        let mut book = Book::plain();
        change(&mut book);
        let verdict = match (comes, read(&book)) {
            (Silent, Ok((district, warnings))) if district == plain && warnings.is_empty() => {
                continue;
            }
            (Told(words), Ok((district, warnings)))
                if district == plain
                    && warnings.iter().any(|told| told.expected.contains(words)) =>
            {
                continue;
            }
            (Faulty(sheet, cell, words), Err(faults))
                if faults[0].file == format!("book.xlsx, sheet {sheet}")
                    && faults[0].cell == *cell
                    && faults[0].expected.contains(words) =>
            {
                continue;
            }
            (_, Ok((district, warnings))) => {
                let differs = plain
                    .bytes()
                    .zip(district.bytes())
                    .position(|(a, b)| a != b);
                let at = differs.map_or("the same".to_owned(), |at| {
                    let from = at.saturating_sub(60);
                    let of = |text: &str| {
                        text.bytes()
                            .skip(from)
                            .take(110)
                            .map(char::from)
                            .collect::<String>()
                    };
                    format!("{} and not {}", of(&district), of(&plain))
                });
                format!("read, {at}{}", shown(&warnings))
            }
            (_, Err(faults)) => format!("faulty{}", shown(&faults)),
        };
        wrong.push(format!("{name}: {verdict}"));
    }
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        ODDITIES.len(),
        wrong.join("\n")
    );
}

/// The oddities of these names, one after another.
fn all_at_once(names: &[&str]) -> Book {
    let mut book = Book::plain();
    for name in names {
        let (_, change, _) = ODDITIES
            .iter()
            .find(|oddity| oddity.0 == *name)
            .unwrap_or_else(|| panic!("no oddity {name}"));
        change(&mut book);
    }
    book
}

#[test]
fn ten_oddities_at_once_are_read_as_well() {
    let plain = read(&Book::plain()).unwrap().0;
    let tens: [&[&str]; 3] = [
        &[
            "tonnes in a header",
            "payload in t",
            "percents in a header",
            "thousands parted",
            "vehicles with their word",
            "degrees and minutes",
            "dates of the lunar year",
            "a sheet of notes",
            "a total row",
            "a merged title",
            "other columns of the office",
        ],
        &[
            "litres as cubic metres",
            "a price in yuan a kilogram",
            "minutes of service",
            "a figure with its unit",
            "no limit",
            "a factor in percent",
            "market days by name",
            "towns merged over their villages",
            "a hidden former version",
            "a title above",
            "a base by another name",
        ],
        &[
            "area in hectares",
            "width in centimetres",
            "counts with their word",
            "yuan in a cell",
            "thousands and decimals",
            "nothing named",
            "weekend in Chinese",
            "a blank column and numbers",
            "a row of units",
            "a remark below",
            "sheets of the towns",
            "a clock in words",
        ],
    ];
    for names in tens {
        match read(&all_at_once(names)) {
            Ok((district, warnings)) => {
                assert_eq!(district, plain, "{names:?}{}", shown(&warnings));
                assert!(!warnings.is_empty(), "{names:?}");
            }
            Err(faults) => panic!("{names:?}{}", shown(&faults)),
        }
    }
}

#[test]
fn ten_oddities_and_a_fault_tell_the_fault_first() {
    let mut book = all_at_once(&[
        "a merged title",
        "payload in t",
        "percents in a header",
        "towns merged over their villages",
        "degrees and minutes",
        "dates of the lunar year",
        "a sheet of notes",
        "a total row",
        "other columns of the office",
    ]);
    set(&mut book, "收集点", "B1", "村", "中磨");
    let faults = read(&book).unwrap_err();
    assert_eq!(faults.len(), 1, "{}", shown(&faults));
    assert_eq!(
        faults[0].to_string(),
        "book.xlsx, sheet 收集点, row 6, column village: \"中磨\" in cell B6: expected a name that stands in villages.csv"
    );
}

/// The same tables as files: name of the file, and its text in the encoding that it is written in.
fn read_folder(
    write: impl Fn(&str, &str) -> (String, Vec<u8>),
) -> Result<(String, Vec<Fault>), Vec<Fault>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in PLAIN {
        let text: Vec<&str> = text.lines().map(str::trim).collect();
        let (file, bytes) = if name == "设置" {
            let toml = "name = \"示例县\"\nprofile = \"cn-rural\"\nsnap_metres = 300\n[prices]\ncost_per_tonne = 90\n";
            ("district.toml".to_owned(), toml.as_bytes().to_vec())
        } else {
            write(name, &text.join("\n"))
        };
        fs::write(folder.path().join(file), bytes).unwrap();
    }
    match read_district(folder.path()) {
        Ok(input) => Ok((
            serde_json::to_string(&input.district).unwrap(),
            input.warnings,
        )),
        Err(InputError::Faults { faults, .. }) => Err(faults),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn folders_of_offices_give_the_district_of_the_workbook() {
    let plain = read(&Book::plain()).unwrap().0;
    let comma = |text: &str| text.replace('|', ",");
    let read = |what: &str, write: Written<'_>| {
        let (district, warnings) =
            read_folder(write).unwrap_or_else(|faults| panic!("{what}{}", shown(&faults)));
        assert_eq!(district, plain, "{what}");
        warnings
    };
    let named = |name: &str| format!("{name}.csv");
    let quiet: [(&str, Written<'_>); 5] = [
        ("commas", &|name, text| {
            (named(name), comma(text).into_bytes())
        }),
        ("GB18030", &|name, text| {
            (
                named(name),
                encoding_rs::GB18030.encode(&comma(text)).0.into_owned(),
            )
        }),
        ("tabs and full width", &|name, text| {
            let text = text
                .replace('|', "\t")
                .replace("1300", "１，３００")
                .replace("113.5\t", "１１３．５\t");
            (named(name), text.into_bytes())
        }),
        ("semicolons and decimal commas", &|name, text| {
            let text = text.replace("sat;sun", "周末").replace("3;8", "逢三八");
            let decimal = |line: &str| {
                if line.contains("2026-") {
                    line.to_owned()
                } else {
                    line.replace('.', ",")
                }
            };
            let text: Vec<String> = text.lines().map(decimal).collect();
            (
                named(name),
                text.join("\n")
                    .replace("1,1|", "1.1|")
                    .replace('|', ";")
                    .into_bytes(),
            )
        }),
        ("thousands in quotes", &|name, text| {
            let text = text
                .replace("1300", "\"1,300.00\"")
                .replace("1560", "\"1,560\"")
                .replace("14000", "14方");
            (named(name), comma(&text).into_bytes())
        }),
    ];
    for (what, write) in quiet {
        let warnings = read(what, write);
        assert!(warnings.is_empty(), "{what}{}", shown(&warnings));
    }
    let warnings = read("titles and totals", &|name, text| {
        let mut text = comma(text);
        if name == "村庄" {
            text = format!("示例县村庄表,,,,,,,\n,,,,,,2026年,\n{text}\n总计,,,,1770,4554,3,\n");
        }
        (named(name), text.into_bytes())
    });
    let told: Vec<_> = warnings
        .iter()
        .map(|told| (told.file.as_str(), told.row))
        .collect();
    assert_eq!(
        told,
        [("村庄.csv", Some(1)), ("村庄.csv", Some(7))],
        "{}",
        shown(&warnings)
    );
}

#[test]
fn a_comma_of_two_meanings_is_told() {
    let faults = read_folder(|name, text| {
        let text = text
            .replace("sat;sun", "周末")
            .replace("3;8", "逢三八")
            .replace("8000", "8,000");
        (format!("{name}.csv"), text.replace('|', ";").into_bytes())
    });
    let (_, warnings) = faults.unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    assert_eq!(warnings.len(), 1, "{}", shown(&warnings));
    assert!(
        warnings[0].expected.contains("8000"),
        "{}",
        shown(&warnings)
    );
}

#[test]
fn a_file_or_sheet_that_is_not_read_names_the_nearest_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = Book::plain().write(folder.path());
    fs::write(folder.path().join("收集点位.txt"), "x").unwrap();
    let Err(InputError::Faults { warnings, .. }) = read_district(folder.path()) else {
        panic!("a folder without tables is no district");
    };
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|told| told.starts_with("book.xlsx") && told.contains("name the workbook itself")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|told| told.contains("do you mean points.csv?")),
        "{told:?}"
    );
    assert!(read_district(&path).is_ok());
}

/// The template as somebody fills it in by the example: each row under the headers of its sheet.
fn filled_template(language: Language) -> Book {
    let files = wasteways::report::empty_workbook(language).files;
    let bytes = files
        .into_iter()
        .find(|(name, _)| *name == "district.xlsx")
        .unwrap()
        .1;
    let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut book = Book { pages: Vec::new() };
    for name in xlsx.sheet_names() {
        let range = xlsx.worksheet_range(&name).unwrap();
        let rows = range
            .rows()
            .map(|row| row.iter().map(|data| cell(&data.to_string())).collect());
        book.pages.push(Page {
            name,
            is_hidden: false,
            rows: rows.collect(),
            merges: Vec::new(),
        });
    }
    for example in &EXAMPLE {
        let page = book.page(example.table.sheet(language));
        for row in example.rows(language) {
            if example.table.file == "district.toml" {
                let key = example.table.column(row[0]).unwrap().header(language);
                let line = page
                    .rows
                    .iter_mut()
                    .find(|line| line[0] == Cell::Text(key.clone()))
                    .unwrap();
                line.resize(2, Cell::Blank);
                line[1] = cell(row[1]);
                continue;
            }
            let mut line = vec![Cell::Blank; page.rows[0].len()];
            for (name, text) in example.columns.iter().zip(row) {
                let header = Cell::Text(example.table.column(name).unwrap().header(language));
                let at = page.rows[0].iter().position(|cell| *cell == header);
                line[at.unwrap_or_else(|| panic!("{name}"))] = cell(text);
            }
            page.rows.push(line);
        }
    }
    book
}

#[test]
fn templates_of_both_languages_are_read_back() {
    let mut districts = Vec::new();
    for language in [Language::En, Language::Zh] {
        let book = filled_template(language);
        let folder = tempfile::tempdir().unwrap();
        let input =
            read_district(&book.write(folder.path())).unwrap_or_else(|error| panic!("{error}"));
        let unread: Vec<_> = input
            .warnings
            .iter()
            .map(|told| (told.file.clone(), told.row))
            .collect();
        let [first, last] = [&book.pages[0], &book.pages[book.pages.len() - 1]];
        let sheets = [first, last].map(|page| (format!("book.xlsx, sheet {}", page.name), None));
        assert_eq!(unread, sheets, "{}", shown(&input.warnings));
        assert_eq!(input.district.streams[2].goes_to, Sink::Elsewhere);
        assert_eq!(input.district.vehicles[0].plates.len(), 2);
        districts.push(input.district);
    }
    // The same district, but for its names and how the new year is dated.
    let figures = |district: &District| {
        let points = district
            .points
            .iter()
            .map(|point| (point.place, point.bins[0].kg_per_day));
        (
            points.collect::<Vec<_>>(),
            district.vehicles[0].prices,
            district.stations[0].gate.price_per_tonne,
        )
    };
    assert_eq!(figures(&districts[0]), figures(&districts[1]));
}

#[test]
fn templates_as_files_are_read_back() {
    for language in [Language::En, Language::Zh] {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in wasteways::report::empty_tables(language).files {
            let text = String::from_utf8(bytes).unwrap();
            let header: Vec<String> = text
                .trim_start_matches('\u{feff}')
                .trim()
                .split(',')
                .map(str::to_owned)
                .collect();
            let Some(example) = EXAMPLE.iter().find(|example| example.table.file == name) else {
                continue;
            };
            if name == "district.toml" {
                let said = example.rows(language);
                let lines = said
                    .iter()
                    .take(2)
                    .map(|row| format!("{} = \"{}\"\n", row[0], row[1]));
                fs::write(folder.path().join(name), text + &lines.collect::<String>()).unwrap();
                continue;
            }
            let mut lines = vec![text.clone()];
            for row in example.rows(language) {
                let mut line = vec![String::new(); header.len()];
                for (column, cell) in example.columns.iter().zip(row) {
                    let called = example.table.column(column).unwrap().header(language);
                    line[header.iter().position(|name| *name == called).unwrap()] = cell.to_owned();
                }
                lines.push(line.join(",") + "\n");
            }
            fs::write(folder.path().join(name), lines.concat()).unwrap();
        }
        let input = read_district(folder.path()).unwrap_or_else(|error| panic!("{error}"));
        assert!(input.warnings.is_empty(), "{}", shown(&input.warnings));
        assert_eq!(input.district.villages.len(), 2);
    }
}

#[test]
fn a_template_offers_its_words_and_explains_its_columns() {
    let bytes = |language| {
        wasteways::report::empty_workbook(language).files[1]
            .1
            .clone()
    };
    let again = bytes(Language::Zh);
    assert_eq!(bytes(Language::Zh), again, "the same bytes");
    let mut zip = zip::ZipArchive::new(Cursor::new(again)).unwrap();
    let (mut lists, mut notes, mut panes) = (0, 0, 0);
    for index in 0..zip.len() {
        let mut text = String::new();
        let Ok(_) = zip.by_index(index).unwrap().read_to_string(&mut text) else {
            continue;
        };
        lists += text.matches("<dataValidation ").count();
        notes += text.matches("<comment ").count();
        panes += text.matches("state=\"frozen\"").count();
    }
    assert!(
        lists > 25 && notes > 150 && panes > 15,
        "{lists} lists, {notes} notes, {panes} panes"
    );
}
