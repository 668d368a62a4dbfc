//! What is wrong with an instance file: every number is read here, and a faulty one is noted and counted as 0, so that
//! reading goes on and all faults come at once.

use crate::district::Fault;
use crate::input::InputError;
use std::ops::RangeInclusive;
use std::str::SplitWhitespace;

/// Faults kept; a file of another kind has one on every line.
const MOST_FAULTS: usize = 10_000;
/// Characters of a value that are shown.
const SHOWN: usize = 60;
/// Largest number of any kind, so that sums and products stay far from all bounds.
const LARGEST: f64 = 1e9;

/// A line of the file: its number from 1, and its text.
pub(super) type Line<'a> = (usize, &'a str);

/// The faults of one file.
pub(super) struct Faults {
    file: String,
    faults: Vec<Fault>,
}

impl Faults {
    pub fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            faults: Vec::new(),
        }
    }

    /// Something is wrong: in a line (0: the whole file), with a value of a section or column.
    pub fn note(&mut self, line: usize, place: &str, value: &str, expected: impl Into<String>) {
        if self.faults.len() == MOST_FAULTS {
            return;
        }
        let mut shown: String = value.chars().take(SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.faults.push(Fault {
            file: self.file.clone(),
            row: (line > 0).then_some(line as u64),
            column: place.to_owned(),
            value: shown,
            cell: String::new(),
            expected: expected.into(),
        });
    }

    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// All faults, in the order of lines.
    pub fn into_error(mut self) -> InputError {
        self.faults.sort();
        InputError::of(self.faults)
    }

    /// A number.
    pub fn number(&mut self, line: usize, place: &str, text: &str) -> f64 {
        match text.parse::<f64>() {
            Ok(number) if number.abs() <= LARGEST => number,
            _ => {
                self.note(line, place, text, "a number up to a billion");
                0.0
            }
        }
    }

    /// A number that is not negative.
    pub fn amount(&mut self, line: usize, place: &str, text: &str) -> f64 {
        let number = self.number(line, place, text);
        if number < 0.0 {
            self.note(line, place, text, "a number from 0 up");
        }
        number.max(0.0)
    }

    /// A whole number within bounds; written as `5.0` it is one too.
    pub fn whole(
        &mut self,
        line: usize,
        place: &str,
        text: &str,
        bounds: RangeInclusive<u32>,
    ) -> u32 {
        let number = text.parse::<f64>().unwrap_or(f64::NAN);
        let (least, most) = (f64::from(*bounds.start()), f64::from(*bounds.end()));
        if number.fract() == 0.0 && (least..=most).contains(&number) {
            number as u32
        } else {
            let expected = format!("a whole number from {least} to {most}");
            self.note(line, place, text, expected);
            *bounds.start()
        }
    }

    /// Notes what stands in a line behind the words that are understood.
    pub fn end<'a>(
        &mut self,
        line: usize,
        place: &str,
        mut rest: impl Iterator<Item = &'a str>,
        understood: &str,
    ) {
        if let Some(word) = rest.next() {
            self.note(line, place, word, format!("no more than {understood}"));
        }
    }

    /// The numbers of rows `id number ...`, sorted by id: every id from `first` on, each once, and nothing behind them.
    /// `rule` says what else a row has to be, and in words what is expected.
    pub fn by_id<const N: usize>(
        &mut self,
        place: &str,
        rows: &[Line],
        first: usize,
        rule: (impl Fn([f64; N]) -> bool, &str),
    ) -> Vec<[f64; N]> {
        let understood = format!("an id and {N} numbers");
        self.by_id_then(place, rows, first, rule, |faults, line, rest| {
            faults.end(line, place, rest, &understood);
        })
    }

    /// [`Self::by_id`] of rows in which more may stand: `rest` is shown the words behind the numbers.
    pub fn by_id_then<const N: usize>(
        &mut self,
        place: &str,
        rows: &[Line],
        first: usize,
        rule: (impl Fn([f64; N]) -> bool, &str),
        mut rest: impl FnMut(&mut Self, usize, SplitWhitespace<'_>),
    ) -> Vec<[f64; N]> {
        let mut found: Vec<Option<[f64; N]>> = vec![None; rows.len()];
        for &(line, text) in rows {
            let mut words = text.split_whitespace();
            let id = words.next().unwrap_or_default();
            let at = id.parse::<usize>().ok();
            let at = at.and_then(|id| id.checked_sub(first));
            let Some(slot) = at.and_then(|at| found.get_mut(at)) else {
                let last = first + rows.len() - 1;
                self.note(line, place, id, format!("an id from {first} to {last}"));
                continue;
            };
            if slot.is_some() {
                self.note(line, place, id, "every id once");
            }
            let mut number = || self.number(line, place, words.next().unwrap_or_default());
            let numbers = [(); N].map(|()| number());
            *slot = Some(numbers);
            rest(self, line, words);
            if !rule.0(numbers) {
                self.note(line, place, text, rule.1);
            }
        }
        found
            .into_iter()
            .map(|row| row.unwrap_or([0.0; N]))
            .collect()
    }
}
