//! Text that a spreadsheet program would take for a formula.

use super::prelude::*;
use crate::finding::names_child;

pub const RULE: Rule = Rule {
    code: "F108",
    name: "text-like-formula",
    severity: Severity::Warning,
    message: "{text} begins like a formula, and a spreadsheet program may take it for one",
    advice: "begin the text with a word, or put a space before its first sign",
    page: include_str!("text_like_formula.md"),
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        for (place, cell) in row.row.cells.iter().enumerate() {
            if matches!(cell, Some(Value::Text(text)) if is_like_formula(text)) && !row.row.is_formula(place) {
                // A finding is read by more people than may read the child's name.
                let is_private = row.table.columns.get(place).is_some_and(|column| names_child(&column.meaning));
                let text = if is_private { heading(row.table, place).to_owned() } else { quoted(row.row, place) };
                let what = if is_private { "the text under " } else { "" };
                found.in_row(&RULE, row, row.table.cell(row.row, place)).with("text", format_args!("{what}`{text}`"));
            }
        }
    }
}

/// A sign at the very start, with more than a word or a telephone number behind it: "- spoke to TM" and "+44"
/// are what people write.
fn is_like_formula(text: &str) -> bool {
    let mut bytes = text.bytes();
    match (bytes.next(), bytes.next()) {
        (Some(b'='), Some(next)) => next != b' ',
        (Some(b'+' | b'-' | b'@'), Some(next)) => next != b' ' && text.contains(['(', '!', '|']) && !text.contains(' '),
        _ => false,
    }
}
