//! `plan.xlsx`: the week as one workbook, a sheet a table, for those who go on from there: frozen and filtered headers, widths,
//! formats of numbers and clocks, prints that fit a page's width, totals, and charts that the spreadsheet draws itself.
//!
//! What is a name in the input is text here, also where it begins like a formula.

mod overview;
mod plan_sheets;
mod sheet;
mod words;

use super::{RunFacts, Summary, monthly};
use crate::district::{District, Language};
use crate::planner::Outcome;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use words::WorkbookWords;

/// The workbook's bytes.
pub(super) fn plan_xlsx(
    district: &District,
    (outcome, month): (&Outcome, &[monthly::Row]),
    summary: &Summary,
    run: &RunFacts,
    language: Language,
) -> Vec<u8> {
    let words = WorkbookWords::of(language);
    made(district, (outcome, month), summary, run, (words, language))
        .expect("rows, columns and texts are within the limits of a sheet, and memory takes them")
}

fn made(
    district: &District,
    (outcome, month): (&Outcome, &[monthly::Row]),
    summary: &Summary,
    run: &RunFacts,
    (words, language): (&'static WorkbookWords, Language),
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same plan gives the same bytes: the hour of writing is no part of it.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(sheet::text(&district.name))
            .set_comment(format!("wasteways {}", summary.version))
            .set_creation_datetime(&made),
    );
    overview::add(&mut book, district, outcome, summary, words)?;
    let week = plan_sheets::Week {
        district,
        outcome,
        month,
        run,
        words,
        language,
    };
    plan_sheets::add(&mut book, week)?;
    book.save_to_buffer()
}

#[cfg(all(test, feature = "xlsx"))]
mod tests {
    use super::*;
    use crate::report::sample;
    use calamine::{Data, Reader, Xlsx};

    struct Read(Xlsx<std::io::Cursor<Vec<u8>>>);

    impl Read {
        fn of(language: Language) -> (Self, Summary) {
            let district = sample::district();
            let outcome = sample::outcome(&district);
            let run = sample::run_facts();
            let summary = Summary::of(&district, &outcome, "00");
            let week = monthly::Week {
                flow: &outcome.flow,
                plan: &outcome.plan,
                judgement: &outcome.judgement,
            };
            let month = monthly::rows(&district, week);
            let made = || plan_xlsx(&district, (&outcome, &month), &summary, &run, language);
            let (bytes, again) = (made(), made());
            assert_eq!(bytes, again, "the same plan, the same bytes");
            let book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
            (Self(book), summary)
        }

        /// The numbers of a column, without the sum beneath; and the sum that the sheet has for it.
        fn column(&mut self, sheet: &str, head: &str) -> (Vec<f64>, f64) {
            let range = self.0.worksheet_range(sheet).expect("the sheet is there");
            let rows: Vec<&[Data]> = range.rows().collect();
            let is_head = |cell: &Data| *cell == head;
            let at = rows[0].iter().position(is_head).expect("the column");
            let number = |row: &&[Data]| row[at].to_string().parse().unwrap_or(0.0);
            let (last, body) = rows[1..].split_last().expect("rows");
            (body.iter().map(number).collect(), number(last))
        }
    }

    #[test]
    fn sums_are_those_of_the_summary() {
        for (language, words) in [
            (Language::En, WorkbookWords::of(Language::En)),
            (Language::Zh, WorkbookWords::of(Language::Zh)),
        ] {
            let (mut book, summary) = Read::of(language);
            let expected = [
                (words.tours, words.kg, summary.tonnes * 1_000.0),
                (words.tours, words.km, summary.km),
                (words.tours, words.hours, summary.hours),
                (words.villages, words.kg, summary.tonnes * 1_000.0),
                (words.villages, words.money, summary.cost),
                (words.stations, words.tipped, summary.tonnes * 1_000.0),
                (words.cleaners, words.needed, summary.cleaners_needed.into()),
            ];
            for (sheet, head, expected) in expected {
                let (rows, beneath) = book.column(sheet, head);
                let sum: f64 = rows.iter().sum();
                assert!(
                    (sum - expected).abs() < 0.02,
                    "{sheet} {head}: {sum}, not {expected}"
                );
                assert!(
                    (beneath - sum).abs() < 1e-6,
                    "{sheet} {head}: {beneath} beneath"
                );
            }
        }
    }

    #[test]
    fn names_that_look_like_formulas_are_text() {
        let (mut book, _) = Read::of(Language::En);
        let names = book.0.sheet_names();
        assert_eq!(names.len(), 12);
        let mut nasty = 0;
        for name in names {
            let range = book.0.worksheet_range(&name).expect("the sheet is there");
            nasty += range
                .rows()
                .flatten()
                .filter(|cell| **cell == sample::NASTY)
                .count();
            let formulas = book.0.worksheet_formula(&name).expect("the sheet is there");
            for (_, _, formula) in formulas.used_cells() {
                assert!(
                    formula.is_empty() || formula.starts_with("SUM("),
                    "{formula}"
                );
            }
        }
        assert!(nasty > 0);
    }
}
