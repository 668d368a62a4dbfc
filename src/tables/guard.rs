//! Names that are no formulas: how text of ours stands in the cells of a written plan.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, whoever wrote it. Text that begins so gets
//! an apostrophe in front when it is written ([`guarded`]); the reader of plans takes it off again ([`unguarded`]).

use std::borrow::Cow;

/// What a spreadsheet may take for the beginning of a formula, full-width forms included, or for the end of the cell
/// before (OWASP, CSV Injection). A `#` would make the row a comment.
const STARTS: [char; 12] = [
    '#', '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠',
];

/// The text with an apostrophe in front if a spreadsheet might run it. Text that already looks guarded gets another, so that
/// [`unguarded`] gives every text back as it was.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(STARTS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text as it was before [`guarded`].
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(STARTS) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_is_a_formula(text in "['#=+@\t-]{0,3}[a-z村=']{0,3}") {
            let cell = guarded(&text);
            prop_assert!(!cell.starts_with(STARTS));
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }
    }
}
