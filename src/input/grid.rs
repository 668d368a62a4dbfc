//! From text to records: separator, quotes, comments, blank rows and line numbers.

use csv::{ReaderBuilder, StringRecord};

/// A row of a table as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    /// The number of its (first) line; 0: none.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// Cells that hold a formula of which no value is stored: their positions, and the formulas.
    pub formulas: Vec<(usize, String)>,
    /// Cells that are merged with the one above them, whose text they hold.
    pub merged: Vec<usize>,
}

impl Record {
    /// A row of cells.
    pub fn new(line: u64, cells: StringRecord) -> Self {
        Self {
            line,
            cells,
            formulas: Vec::new(),
            merged: Vec::new(),
        }
    }

    /// Whether nothing stands in the row.
    pub fn is_blank(&self) -> bool {
        self.formulas.is_empty() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// Whether nothing stands in a cell.
    pub fn is_blank_at(&self, position: usize) -> bool {
        self.cells
            .get(position)
            .is_none_or(|cell| cell.trim().is_empty())
            && self.formulas.iter().all(|(at, _)| *at != position)
    }

    /// Whether the row is a comment, if it stands before the header: one cell that begins with `#`, and nothing else.
    fn is_comment(&self) -> bool {
        let mut cells = self.cells.iter();
        let first = cells.next().unwrap_or_default().trim_start();
        first.starts_with('#') && cells.all(|cell| cell.trim().is_empty())
    }
}

/// Drops the comments before the header. Behind it a name may begin with `#`.
pub(super) fn without_comments(mut records: Vec<Record>) -> Vec<Record> {
    let comments = records.iter().take_while(|record| record.is_comment());
    let count = comments.count();
    records.drain(..count);
    records
}

/// A place in the text that cannot be read as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// Its line.
    pub line: u64,
    /// What was expected.
    pub expected: &'static str,
}

/// The records of a CSV text that say something, and whether a comma in them is a decimal mark: where semicolons separate.
///
/// # Errors
/// A quote that is never closed.
pub(super) fn records(text: &str) -> Result<(Vec<Record>, bool), Unreadable> {
    let separator = separator_of(text);
    if let Some(line) = unclosed_quote(text, separator) {
        let expected = "a closing quote for the one that opens in this line";
        return Err(Unreadable { line, expected });
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut lines = LineCounter::new(text);
    let mut found = Vec::new();
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).unwrap_or(false) {
        let start = cells.position().map_or(0, csv::Position::byte);
        let line = lines.line_of_record(start as usize);
        let record = Record::new(line, std::mem::take(&mut cells));
        if !record.is_blank() && !is_separator_hint(&record) {
            found.push(record);
        }
    }
    Ok((without_comments(found), separator == b';'))
}

/// Excel's own first line `sep=;`.
fn is_separator_hint(record: &Record) -> bool {
    record.line == 1
        && record
            .cells
            .get(0)
            .is_some_and(|cell| cell.starts_with("sep="))
}

/// The separator that the header uses most: comma, semicolon or tab.
fn separator_of(text: &str) -> u8 {
    let says = |line: &&str| {
        let line = line.trim_start_matches(['"', ' ']);
        !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with("sep=")
    };
    let says_anything = |line: &&str| !line.trim().is_empty();
    let header = text.lines().find(says);
    // Every row may begin with `#`, as where all names do.
    let header = header.or_else(|| text.lines().find(says_anything));
    let header = header.unwrap_or_default();
    let times = |separator: u8| header.bytes().filter(|&byte| byte == separator).count();
    let mut best = b',';
    for candidate in [b';', b'\t'] {
        if times(candidate) > times(best) {
            best = candidate;
        }
    }
    best
}

/// The line of a quote that opens a cell and is never closed.
fn unclosed_quote(text: &str, separator: u8) -> Option<u64> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    for byte in text.bytes() {
        match byte {
            // What follows a closing quote may open again: a doubled quote is a letter.
            b'"' if opened.is_some() => (opened, at_start) = (None, true),
            b'"' if at_start => (opened, at_start) = (Some(line), false),
            _ => at_start = byte == separator || byte == b'\n' || byte == b'\r',
        }
        line += u64::from(byte == b'\n');
    }
    opened
}

/// Counts lines up to a growing position.
struct LineCounter<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    /// The line of the record that begins at or, past line ends, after a byte.
    fn line_of_record(&mut self, start: usize) -> u64 {
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let rest = self.bytes.get(start..).unwrap_or_default();
        let first = start + rest.iter().take_while(|byte| is_end(byte)).count();
        let passed = self.bytes.get(self.counted..first).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.counted = self.counted.max(first);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, Vec<String>)> {
        let (records, _) = records(text).unwrap();
        let cells = |record: &Record| record.cells.iter().map(str::to_owned).collect();
        records
            .iter()
            .map(|record| (record.line, cells(record)))
            .collect()
    }

    #[test]
    fn line_numbers_survive_blank_lines_comments_and_quoted_breaks() {
        for end in ["\n", "\r\n"] {
            let text = ["# about", "", "a,b", "#1,\"x", "y\"", ",", "\"#2\",z"].join(end);
            let expected = [(3, "a"), (4, "#1"), (7, "#2")];
            let found = lines(&text);
            let firsts: Vec<_> = found
                .iter()
                .map(|(line, cells)| (*line, cells[0].as_str()))
                .collect();
            assert_eq!(firsts, expected, "{text:?}");
        }
    }

    #[test]
    fn the_separator_is_that_of_the_header() {
        for separator in [",", ";", "\t"] {
            let text =
                format!("# about\na{separator}b{separator}c\n1{separator}2{separator}3,5;6\n");
            assert_eq!(lines(&text)[0].1, ["a", "b", "c"], "{separator:?}");
        }
    }

    #[test]
    fn a_comment_stands_alone_and_before_the_header() {
        let found = lines("# one,,\n\"# two\"\n#id,name\n#3,x\n# four\n");
        let expected = [vec!["#id", "name"], vec!["#3", "x"], vec!["# four"]];
        let cells: Vec<_> = found.into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(cells, expected);
    }

    #[test]
    fn quotes_close_or_are_faults() {
        assert_eq!(
            lines("a,b\n1,\"say \"\"so\"\", x\"\n")[1].1[1],
            "say \"so\", x"
        );
        assert_eq!(
            lines("a,b\n1,5\" pipe\n2,y\n").len(),
            3,
            "a quote inside a cell is a letter"
        );
        let unread = records("a,b\n1,x\n2,\"open\n3,z\n").unwrap_err();
        assert_eq!(unread.line, 3);
    }
}
