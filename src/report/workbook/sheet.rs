//! A table as a sheet.

use crate::quantity::Clock;
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

/// What a column holds, and how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Text,
    Whole,
    /// With one digit behind the point.
    Tenths,
    /// Money, to the cent.
    Money,
    Clock,
}

/// A column: what stands above it, how wide it is in letters, what it holds, and whether its sum stands beneath.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub head: &'static str,
    pub width: f64,
    pub shown: Shown,
    pub is_summed: bool,
}

/// A column without a sum.
pub(super) const fn column(head: &'static str, width: f64, shown: Shown) -> Column {
    Column {
        head,
        width,
        shown,
        is_summed: false,
    }
}

/// A column with its sum beneath.
pub(super) const fn summed(head: &'static str, width: f64, shown: Shown) -> Column {
    Column {
        head,
        width,
        shown,
        is_summed: true,
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Words(String),
    Number(f64),
    Clock(Clock),
    Blank,
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Words(text)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<Clock> for Value<'_> {
    fn from(clock: Clock) -> Self {
        Self::Clock(clock)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

/// Rows that a sheet can hold beneath its header and above its sums.
const MOST_ROWS: usize = 1_048_570;
/// What stands beneath a sheet that could not hold them all.
const CUT: &str = "… .csv: more rows than a sheet holds / 行数超出工作表上限";
/// Letters that a cell can hold.
const MOST_LETTERS: usize = 32_000;
/// Letters that a footer can hold.
const FOOTER: usize = 80;
const A4: u8 = 9;
const SECONDS_A_DAY: f64 = 86_400.0;

/// A text as a cell can hold it.
pub(super) fn text(text: &str) -> String {
    text.chars().take(MOST_LETTERS).collect()
}

/// How heads of columns look.
pub(super) fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E3_EFEE))
        .set_border_bottom(FormatBorder::Thin)
}

/// How a column's cells look.
pub(super) fn format_of(shown: Shown) -> Format {
    match shown {
        Shown::Text => Format::new(),
        Shown::Whole => Format::new().set_num_format("#,##0"),
        Shown::Tenths => Format::new().set_num_format("#,##0.0"),
        Shown::Money => Format::new().set_num_format("#,##0.00"),
        // Hours go on behind midnight.
        Shown::Clock => Format::new().set_num_format("[hh]:mm"),
    }
}

/// Puts a value where it belongs; text is never a formula.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    value: &Value<'_>,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(words) => sheet.write_string_with_format(row, at, text(words), format)?,
        Value::Words(words) => sheet.write_string_with_format(row, at, text(words), format)?,
        Value::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(row, at, *number, format)?
        }
        Value::Clock(clock) => {
            let share = clock.0 as f64 / SECONDS_A_DAY;
            sheet.write_number_with_format(row, at, share, format)?
        }
        Value::Number(_) | Value::Blank => sheet,
    };
    Ok(())
}

/// How a sheet prints: landscape A4, as wide as the page, the head on each.
pub(super) fn set_print(
    sheet: &mut Worksheet,
    title: &str,
    district: &str,
) -> Result<(), XlsxError> {
    let district: String = district.chars().take(FOOTER).collect();
    // An ampersand begins a code.
    let name = format!("{district} · {title}").replace('&', "&&");
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_footer(format!("&L{name}&R&P / &N"));
    Ok(())
}

/// Adds a table as a sheet: its head frozen, repeated on each printed page and with filters, sums beneath.
pub(super) fn add_table<'a, const N: usize>(
    book: &mut Workbook,
    (title, district): (&str, &str),
    columns: [Column; N],
    mut rows: impl Iterator<Item = [Value<'a>; N]>,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(title)?;
    let head = head_format();
    for (at, column) in (0..).zip(&columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, column.head, &head)?;
    }
    let formats = columns.map(|column| format_of(column.shown));
    let mut sums = [0.0; N];
    let mut last = 0;
    for (row, values) in (1..).zip(rows.by_ref().take(MOST_ROWS)) {
        for (at, value) in values.iter().enumerate() {
            put(sheet, (row, at as u16), value, &formats[at])?;
            if let Value::Number(number) = value {
                sums[at] += number;
            }
        }
        last = row;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    if last > 0 {
        sheet.autofilter(0, 0, last, N as u16 - 1)?;
        add_sums(sheet, &columns, &sums, last)?;
    }
    if rows.next().is_some() {
        sheet.write_string(last + 2, 0, CUT)?;
    }
    sheet.set_print_area(0, 0, last + 2, N as u16 - 1)?;
    set_print(sheet, title, district)
}

/// Formulas beneath the rows, with the sums that they come to.
fn add_sums(
    sheet: &mut Worksheet,
    columns: &[Column],
    sums: &[f64],
    last: u32,
) -> Result<(), XlsxError> {
    for ((at, column), sum) in (0..).zip(columns).zip(sums) {
        if column.is_summed {
            let name = rust_xlsxwriter::utility::column_number_to_name(at);
            let formula = format!("=SUM({name}2:{name}{})", last + 1);
            let formula = Formula::new(formula).set_result(sum.to_string());
            let format = format_of(column.shown)
                .set_bold()
                .set_border_top(FormatBorder::Thin);
            sheet.write_formula_with_format(last + 1, at, formula, &format)?;
        }
    }
    Ok(())
}
