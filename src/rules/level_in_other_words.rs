//! A level of need that is understood, but not written in its standard word.

use super::prelude::*;
use super::texts::{tables, text};
use crate::edit;
use crate::log::Levels;

pub const RULE: Rule = Rule {
    code: "F202",
    name: "level-in-other-words",
    severity: Severity::Information,
    message: "`{text}` under `{column}` is read as `{level}`",
    advice: "let it be written in the standard word, so that the sheet can be sorted and counted by it",
    page: include_str!("level_in_other_words.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let levels = Levels::of(log.policy);
    for (table, rows) in tables(log) {
        let Some(place) = table.place(&Meaning::Level) else { continue };
        for row in rows {
            let (Some(level), Some(text)) = (row.row.level.known(), text(row.row, place)) else { continue };
            let Some(cell) = table.cell(row.row, place) else { continue };
            // A note beside the level would be lost, and so would a plan, which says more than its level, and a formula.
            let says_more = text.to_lowercase().contains("plan") || row.row.is_formula(place);
            if text == level || levels.standard(text) != Some(level) || says_more {
                continue;
            }
            found
                .in_row(&RULE, row, Some(cell))
                .with("level", level)
                .with("column", heading(table, place))
                .with("text", quoted(row.row, place))
                .fixed_by(cell, text.to_owned(), edit::Value::text(level.clone()));
        }
    }
}
