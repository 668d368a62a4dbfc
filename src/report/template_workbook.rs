//! The workbook to fill in: a sheet a table with frozen headers, lists to choose from and what every column means at its head; a
//! sheet that explains all columns, and a worked example.

use crate::district::Language;
use crate::tables::{
    Column, DISTRICT, DISTRICT_TABLES, EXAMPLE, Example, Kind, MEASURED_TABLES, Table,
};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Note, Workbook, Worksheet, XlsxError,
};

/// Rows that choices are offered for.
const ROWS: u32 = 5_000;
/// Letters that a list of choices may have in all.
const LETTERS: usize = 250;

/// The workbook's bytes.
pub(super) fn template_xlsx(language: Language) -> Vec<u8> {
    made(language)
        .expect("headers and notes are within the limits of a sheet, and memory takes them")
}

fn made(language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    add_guide(&mut book, language)?;
    add_settings(&mut book, language)?;
    for table in DISTRICT_TABLES
        .into_iter()
        .filter(|table| **table != DISTRICT)
    {
        add_table(&mut book, table, language)?;
    }
    for table in MEASURED_TABLES.into_iter() {
        add_table(&mut book, table, language)?;
    }
    add_example(&mut book, language)?;
    book.save_to_buffer()
}

/// Heads of columns that must be filled stand out.
fn head(is_required: bool) -> Format {
    let colour = if is_required { 0xf4d9a6 } else { 0xdfe7ec };
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(colour))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

/// How wide a header or a cell stands, in letters of the sheet.
fn breadth(text: &str) -> f64 {
    let letters = text
        .chars()
        .map(|letter| if letter.is_ascii() { 1.1 } else { 2.1 });
    letters.sum::<f64>().clamp(9.0, 60.0)
}

/// All that is to be known of a column, as a note at its head.
fn note(column: &Column, language: Language) -> Note {
    let (blank, source) = column.if_blank(language);
    let (allowed, if_blank) = match language {
        Language::En => ("Allowed", "If blank"),
        Language::Zh => ("可填", "空白时"),
    };
    let mut text = format!(
        "{}\n{allowed}: {}",
        column.meaning(language),
        column.allowed(language)
    );
    if !blank.is_empty() {
        text += &format!("\n{if_blank}: {blank}");
    }
    if !source.is_empty() {
        text += &format!(" ({source})");
    }
    Note::new(text)
        .add_author_prefix(false)
        .set_width(320)
        .set_height(140)
}

/// The words that a column offers to choose from, the one of the language first.
fn choices(column: &Column, language: Language) -> Vec<String> {
    let word = |english: &str, others: &[&str]| match (language, others.first()) {
        (Language::Zh, Some(other)) => (*other).to_owned(),
        _ => english.to_owned(),
    };
    match column.kind {
        Kind::OneOf(choices) => choices
            .iter()
            .map(|(english, others)| word(english, others))
            .collect(),
        Kind::YesNo => vec![word("yes", &["是"]), word("no", &["否"])],
        _ => Vec::new(),
    }
}

/// A list to choose from, where a column has one: its words, or the names in the first column of another sheet. What is not in
/// the list may be written all the same, for the reader knows more words.
fn list(column: &Column, language: Language) -> Result<Option<DataValidation>, XlsxError> {
    let words = choices(column, language);
    let fits = words
        .iter()
        .map(|word| word.chars().count() + 1)
        .sum::<usize>()
        < LETTERS;
    let validation = DataValidation::new().show_error_message(false);
    if !words.is_empty() && fits {
        return Ok(Some(validation.allow_list_strings(&words)?));
    }
    let Kind::Reference([file]) = column.kind else {
        return Ok(None);
    };
    let table = DISTRICT_TABLES
        .into_iter()
        .find(|table| table.file == *file);
    Ok(table.map(|table| {
        let names = format!("='{}'!$A$2:$A${ROWS}", table.sheet(language));
        validation.allow_list_formula(Formula::new(names))
    }))
}

fn add_table(book: &mut Workbook, table: &Table, language: Language) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(table.sheet(language))?;
    for (at, column) in (0..).zip(table.columns) {
        let text = column.header(language);
        sheet.set_column_width(at, breadth(&text))?;
        sheet.write_string_with_format(0, at, &text, &head(column.required))?;
        sheet.insert_note(0, at, &note(column, language))?;
        if let Some(list) = list(column, language)? {
            sheet.add_data_validation(1, at, ROWS - 1, at, &list)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The settings: a key a row, its value to be filled in.
fn add_settings(book: &mut Workbook, language: Language) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(DISTRICT.sheet(language))?;
    let heads = match language {
        Language::En => ["key", "value"],
        Language::Zh => ["项目", "值"],
    };
    for (at, text) in (0..).zip(heads) {
        sheet.set_column_width(at, 30.0)?;
        sheet.write_string_with_format(0, at, text, &head(false))?;
    }
    for (at, column) in (1..).zip(DISTRICT.columns) {
        sheet.write_string(at, 0, column.header(language))?;
        sheet.insert_note(at, 0, &note(column, language))?;
        if let Some(list) = list(column, language)? {
            sheet.add_data_validation(at, 1, at, 1, &list)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// Every column with all that is to be known of it.
fn add_guide(book: &mut Workbook, language: Language) -> Result<(), XlsxError> {
    let (name, heads) = match language {
        Language::En => (
            "notes",
            [
                "sheet",
                "column",
                "meaning",
                "allowed words and formats",
                "unit",
                "if blank",
                "source",
            ],
        ),
        Language::Zh => (
            "填写说明",
            [
                "工作表",
                "列",
                "含义",
                "可填内容与格式",
                "单位",
                "空白时",
                "来源",
            ],
        ),
    };
    let sheet = book.add_worksheet().set_name(name)?;
    for (at, (text, width)) in (0..).zip(
        heads
            .into_iter()
            .zip([12.0, 24.0, 60.0, 60.0, 14.0, 26.0, 44.0]),
    ) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, text, &head(false))?;
    }
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut at = 1;
    for table in DISTRICT_TABLES.into_iter().chain(MEASURED_TABLES) {
        sheet.write_string_with_format(at, 0, table.sheet(language), &Format::new().set_bold())?;
        sheet.write_string_with_format(
            at,
            2,
            table.about(language),
            &Format::new().set_bold().set_text_wrap(),
        )?;
        at += 1;
        for column in table.columns {
            let (blank, source) = column.if_blank(language);
            let cells = [
                table.sheet(language).to_owned(),
                column.header(language),
                column.meaning(language).to_owned(),
                column.allowed(language),
                language.says(column.unit),
                blank,
                source,
            ];
            for (column, text) in (0..).zip(&cells) {
                sheet.write_string_with_format(at, column, text, &wrap)?;
            }
            at += 1;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The worked example: one table under the other.
fn add_example(book: &mut Workbook, language: Language) -> Result<(), XlsxError> {
    let (name, said) = match language {
        Language::En => (
            "example",
            "An example of every sheet; nothing on this one is read.",
        ),
        Language::Zh => ("示例", "各工作表的填写示例;本表不读取。"),
    };
    let sheet = book.add_worksheet().set_name(name)?;
    sheet.write_string_with_format(0, 0, said, &Format::new().set_italic())?;
    let mut at = 2;
    for example in &EXAMPLE {
        at = add_block(sheet, at, example, language)?;
    }
    for column in 0..12 {
        sheet.set_column_width(column, 16.0)?;
    }
    Ok(())
}

fn add_block(
    sheet: &mut Worksheet,
    mut at: u32,
    example: &Example,
    language: Language,
) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(
        at,
        0,
        example.table.sheet(language),
        &Format::new().set_bold(),
    )?;
    at += 1;
    for (column, name) in (0..).zip(example.columns) {
        let known = example.table.column(name);
        let (text, required) = known.map_or(((*name).to_owned(), false), |known| {
            (known.header(language), known.required)
        });
        sheet.write_string_with_format(at, column, text, &head(required))?;
    }
    at += 1;
    for cells in example.rows(language) {
        for (column, text) in (0..).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number)?,
                Err(_) => sheet.write_string(at, column, text)?,
            };
        }
        at += 1;
    }
    Ok(at + 1)
}
