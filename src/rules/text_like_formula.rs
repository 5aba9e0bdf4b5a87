//! Text that a spreadsheet program would take for a formula.

use super::prelude::*;
use super::private::named;
use crate::finding::names_child;

pub const RULE: Rule = Rule {
    code: "F108",
    name: "text-like-formula",
    severity: Severity::Warning,
    message: "{text} begins like a formula, and a spreadsheet program may take it for one",
    advice: "begin the text with a word",
    page: include_str!("text_like_formula.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        for (place, cell) in row.row.cells.iter().enumerate() {
            if matches!(cell, Some(Value::Text(text)) if is_like_formula(text)) && !row.row.is_formula(place) {
                // What names a child is not repeated.
                let text = match row.table.columns.get(place) {
                    Some(column) if names_child(&column.meaning) => {
                        format!("the text under {}", named(row.table, place))
                    }
                    _ => format!("`{}`", quoted(row.row, place)),
                };
                found.in_row(&RULE, row, row.table.cell(row.row, place)).with("text", text);
            }
        }
    }
}

/// A sign at the very start, with more than a word or a telephone number behind it: "- spoke to TM" and "+44"
/// are what people write.
pub(super) fn is_like_formula(text: &str) -> bool {
    let mut bytes = text.bytes();
    match (bytes.next(), bytes.next()) {
        (Some(b'='), Some(next)) => next != b' ',
        (Some(b'+' | b'-' | b'@'), Some(next)) => next != b' ' && text.contains(['(', '!', '|']) && !text.contains(' '),
        _ => false,
    }
}
